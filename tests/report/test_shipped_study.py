"""The report of the study that is shipped, made the way the program makes it."""

from __future__ import annotations

from functools import cache

import pytest

from carnet.regime import plan_table
from carnet.report import ReportInputs, build_report, check_glyphs
from carnet.service import calculate, datasets, studies
from carnet.service.bridges import bridge_of
from tests.report.test_pdf import allowed, numbers, pages


@cache
def inputs() -> ReportInputs:
    data, name = datasets.shipped_study("steel") if hasattr(datasets, "shipped_study") else (None, "")
    if data is None:
        path = studies.SHIPPED["steel"]
        data, name = (studies.Path(studies.__file__).parents[1] / "data" / path).read_bytes(), path.rpartition("/")[2]
    opened = studies.open_bytes(data, name)
    assert check_glyphs(opened.study, opened.places) == []
    done = calculate.calculate(opened, calculate.resolve_all(opened, []))
    by_regime = {one.regime: one for one in done}
    bridge = bridge_of(opened, by_regime["iso14067"], by_regime["eu_cbam"])
    titles = dict.fromkeys(v.source_title for one in done for v in one.resolved.values.values() if v.source_title)
    return ReportInputs(
        opened.study,
        tuple(one.result for one in done),
        (bridge,),
        plan_table([one.resolved for one in done]),
        flows={flow.id: flow for flow in datasets.shipped_flows().flows},
        rule_sources=tuple(titles),
        demo_key=True,
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_number_printed_has_an_origin(lang):
    known = allowed(inputs()) | {
        n for flow in inputs().flows.values() for n in numbers(f"{flow.name.zh} {flow.name.en}")
    }
    texts = pages(build_report(inputs(), lang))
    strange = {page: sorted(numbers(text) - known) for page, text in enumerate(texts, 1) if numbers(text) - known}
    assert strange == {}
    assert all("DRAFT" in text for text in texts)
