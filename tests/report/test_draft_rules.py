"""A report on figures made by a draft act says so beside each of them, and never that it is in force."""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass, replace
from functools import cache

import pytest

from carnet.report import regimes_chart, text_alternative, to_svg
from carnet.report.inputs import ReportInputs
from carnet.report.typst_doc import document_data
from carnet.service.calculate import calculate, resolve_all
from carnet.service.reports import report_inputs
from carnet.service.studies import open_shipped
from tests.report import samples

BOTH = pytest.mark.parametrize("lang", ["zh", "en"])
SAID = {"zh": "方案是草案，未生效", "en": "the regime is a draft, not in force"}
CLAIMS = {"zh": ("生效日期", "已生效", "自生效"), "en": ("in force from", "in force since", "entered into force")}
ENTRY = {"parameter": "in_force", "status": "draft", "source": "draft of 2024", "clause": "title page"}


def words(value: object) -> str:
    def plain(each: object) -> object:
        return asdict(each) if is_dataclass(each) and not isinstance(each, type) else str(each)

    return json.dumps(value, ensure_ascii=False, default=plain)


def with_entry(*entries: dict[str, str]) -> ReportInputs:
    results = tuple({**r, "blocked_by": list(entries), "issuable": False} for r in samples.results())
    return replace(samples.inputs(), results=results)


@BOTH
def test_every_place_of_a_figure_says_that_its_rules_are_a_draft(lang):
    marked, plain = with_entry(ENTRY), with_entry({**ENTRY, "status": "unknown"})
    with_figure = sum(bool(r["by_line"]) for r in marked.results)
    # In the summary, in the reasons, in the picture.
    assert words(document_data(marked, lang)).count(SAID[lang]) > with_figure
    assert SAID[lang] not in words(document_data(plain, lang))
    spec = regimes_chart(marked.results)
    assert text_alternative(spec, lang).count(SAID[lang]) == with_figure
    assert SAID[lang].replace(" ", "")[:6] in to_svg(spec, lang).replace(" ", "")


@cache
def of_battery() -> ReportInputs:
    opened = open_shipped("lfp_pack_truck")
    return report_inputs(opened, calculate(opened, resolve_all(opened, ["eu_cfb_ev"])), (), demo_key=False)


@BOTH
def test_the_report_of_the_battery_draft_never_claims_force(lang):
    inputs = of_battery()
    assert inputs.results[0]["figure"]["upper"] is not None
    said = words(document_data(inputs, lang))
    assert SAID[lang] in said
    assert not any(claim in said for claim in CLAIMS[lang])
