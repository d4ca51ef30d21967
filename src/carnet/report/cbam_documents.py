"""All documents of the CBAM for one installation, from one model: PDF, the precursor sheets, and everything as data."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from carnet.cbam.checks import blocking
from carnet.errors import Text, problem
from carnet.exchange.precursor_sheet import (
    READY,
    PrecursorSheet,
    precursor_json,
    precursor_workbook,
    sheet_leaves,
)
from carnet.quantity import exact_string
from carnet.report.cbam_chain import hidden, steps_of
from carnet.report.cbam_cost import (
    MOST_GOODS,
    charged,
    explored_json,
    lacking,
    money_withheld,
    nothing_charged,
    reasons_withheld,
)
from carnet.report.cbam_evidence import evidence_list, precursor_weights, process_gradient, stream_weights
from carnet.report.cbam_model import Bundle, papers_json
from carnet.report.cbam_operator_back import operator_report
from carnet.report.cbam_pages import cost_data, paper_data, pdf_of, sheet_data, state_text
from carnet.report.cbam_plan import monitoring_plan
from carnet.report.cbam_preview import preview_of
from carnet.report.cbam_summary import summary_report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.cbam.goods_result import GoodResult
    from carnet.errors import Problem
    from carnet.inventory.installation import CbamGood
    from carnet.report.cbam_evidence import Gradient
    from carnet.report.cbam_model import Paper

SCHEMA = "carnet-cbam-documents/1"
_FILE = re.compile(r"[^0-9A-Za-z_-]+")
# What a point of Annex II D.4 makes of the electricity factor, in the words of a purchased precursor.
_POWER_BASIS = {"D.4(a)": "default", **dict.fromkeys(("D.4.1", "D.4.2", "D.4.3.1", "D.4.3.2"), "measured")}


def papers_of(bundle: Bundle) -> tuple[Paper, ...]:
    """Return the four documents that are lists of items."""
    papers = (operator_report(bundle), summary_report(bundle), monitoring_plan(bundle), evidence_list(bundle))
    return tuple(preview_of(paper, bundle) for paper in papers) if bundle.derived else papers


def write_documents(bundle: Bundle) -> Mapping[str, bytes]:
    """Write every document.

    Args:
        bundle: the study, and everything calculated from it.

    Returns:
        Bytes by file name: ``operator-report.pdf``, ``summary-report.pdf``, ``monitoring-plan.pdf``,
        ``evidence-list.pdf``, ``precursor-sheet-<good>`` as pdf, json and xlsx, ``cost.zh.pdf``, ``cost.en.pdf``,
        and ``documents.json`` with all items as data. The same bundle gives the same bytes. Where the CBAM charges none
        of the goods there is nothing to report: the cost pages and the data alone.

    Raises:
        ValueError: the legal date of the study is no ISO 8601 date.
    """
    papers = () if nothing_charged(bundle) else papers_of(bundle)
    made = {f"{paper.id}.pdf": pdf_of(bundle, paper_data(bundle, paper)) for paper in papers}
    made |= {f"cost.{lang}.pdf": pdf_of(bundle, cost_data(bundle, lang)) for lang in ("zh", "en")}
    sheets, problems = precursor_sheets(bundle)
    for name, sheet in sheets.items():
        made[f"precursor-sheet-{name}.pdf"] = pdf_of(bundle, sheet_data(bundle, sheet))
        made[f"precursor-sheet-{name}.json"] = precursor_json(sheet)
        made[f"precursor-sheet-{name}.xlsx"] = precursor_workbook(sheet)
    made["documents.json"] = documents_json(bundle, papers, sheets, problems)
    return made


# ── what a supplier sends on ─────────────────────────────────────────────────────────────────────


def precursor_sheets(bundle: Bundle) -> tuple[dict[str, PrecursorSheet], tuple[Problem, ...]]:
    """Return a sheet for each CN code of each process, by the name of its file, at most `MOST_GOODS`.

    A good whose process has no result gets none (CBM-176).
    """
    known = {p.id: p for p in bundle.computed.processes}
    sheets: dict[str, PrecursorSheet] = {}
    problems: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    for good in bundle.study.cbam_goods:
        key = (good.process, good.cn)
        if key in seen or len(sheets) >= MOST_GOODS:
            continue
        seen.add(key)
        made = known.get(good.process)
        if made is None or made.incomplete or not made.amount:
            problems.append(problem("CBM-176", None, good.cn or good.id, severity="warning"))
            continue
        name = _FILE.sub("_", good.cn) or "good"
        name = name if name not in sheets else f"{name}-{_FILE.sub('_', good.process)}"
        sheets[name] = _sheet(bundle, good)
    return sheets, tuple(problems)


def _sheet(bundle: Bundle, good: CbamGood) -> PrecursorSheet:
    study, plant = bundle.study, bundle.installation
    made = bundle.computed.process(good.process)
    row = next(p for p in study.production if p.id == good.process)
    valued = next((g for g in bundle.goods.goods if g.id == good.id), None)
    sefa = _actual_sefa(valued)
    name = good.name or row.name or good.cn
    known = bundle.names.get(good.process)
    own = good.names if good.names.en else Text(name, name)
    both = known if known is not None and name in {known.zh, known.en} else own
    kwargs: dict[str, Any] = {}
    if plant is not None:
        kwargs = {
            "operator": plant.operator,
            "installation": plant.name.en or plant.name.zh or plant.id,
            "country": plant.country or study.country,
            "unlocode": plant.unlocode,
            "verification_report": plant.verification_report,
            "verifier": plant.verifier,
            "accreditation": plant.accreditation,
            "accreditation_scope": plant.accreditation_scope,
            "accreditation_expiry": plant.accreditation_expiry,
        }
    power = made.embedded_electricity
    told = _no_factor(bundle, good.process)
    low = bundle.other(made)
    low_good = bundle.other_good(valued) if valued is not None else None
    ends = {name: getattr(low, name) for name in ("see_direct", "see_indirect", "counted_indirect")} if low else {}
    ends |= {"sefa": _actual_sefa(low_good)} if low_good is not None else {}
    values = {name: getattr(made, name) for name in ("see_direct", "see_indirect", "counted_indirect")} | {"sefa": sefa}
    return PrecursorSheet(
        cn=good.cn,
        name=both,
        category=made.category,
        unit=made.unit,
        routes=row.routes,
        period_from=study.period_from,
        period_to=study.period_to,
        see_direct=made.see_direct,
        see_indirect=made.see_indirect,
        counted_indirect=made.counted_indirect,
        electricity=power,
        electricity_ef=made.see_indirect / power if power and not told.en else None,
        electricity_basis="" if told.en else _POWER_BASIS.get(row.electricity_source, ""),
        electricity_source="" if told.en else row.electricity_source,
        electricity_note=told,
        lower={name: end for name, end in ends.items() if end is not None and end != values[name]},
        preview=bundle.derived,
        sefa=sefa,
        default_share=made.default_share,
        document=row.document,
        study=f"{study.id}@{study.version}",
        tables=bundle.goods.digest,
        blocking=len(blocking(bundle.checks)),
        **kwargs,
    )


def _no_factor(bundle: Bundle, process: str) -> Text:
    """Say why indirect emissions divided by electricity is no factor of electricity; nothing where it is one.

    A purchased precursor whose indirect emissions come without the electricity behind them (a default value) adds to
    the emissions and not to the electricity: their ratio is then the factor of no electricity.
    """
    inside = precursor_weights(bundle.computed).get(process, {})
    names = [
        bundle.called(p.id, p.name)
        for p in bundle.computed.precursors
        if p.id in inside and p.see_indirect and not p.electricity
    ]
    if not names:
        return Text("", "")
    zh, en = "、".join(n.zh for n in names), ", ".join(n.en for n in names)
    return Text(
        f"未给出平均电力因子：{zh}的间接排放没有对应的电量，两者之比不是任何电力的因子。",
        f"No average electricity factor is given: the indirect emissions of {en} come without their electricity, so "
        "the ratio of the two is the factor of no electricity.",
    )


def _actual_sefa(good: GoodResult | None) -> Any:  # noqa: ANN401 - a fraction or None
    """Return the specific embedded free allocation that goes with actual emissions of the good, column A."""
    if good is None:
        return None
    if good.sefa is not None and good.basis != "default":
        return good.sefa.value
    for option in good.comparison:
        if option.id in {"actual", "mixed"} and option.sefa is not None and option.sefa.value is not None:
            return option.sefa.value
    return None


# ── everything as data ───────────────────────────────────────────────────────────────────────────


def documents_json(
    bundle: Bundle, papers: Sequence[Paper], sheets: Mapping[str, PrecursorSheet], problems: Sequence[Problem] = ()
) -> bytes:
    """Return all items, the weights of streams and precursors, and the cost chains as canonical JSON."""
    failed = blocking(bundle.checks)
    ready = state_text(bundle) == READY
    data = {
        "schema": SCHEMA,
        "study": f"{bundle.study.id}@{bundle.study.version}",
        "tables": bundle.goods.digest,
        "state": {"ready": ready, "blocking": [c.rule for c in failed], "text": state_text(bundle).json()},
        "preview": bundle.derived,
        "documents": papers_json(papers),
        "sensitivity": {
            "process": _gradient(process_gradient(bundle.computed)),
            "stream": _gradient(stream_weights(bundle)),
            "precursor": _gradient(precursor_weights(bundle.computed)),
        },
        "precursor_sheets": {name: sheet_leaves(sheet) for name, sheet in sheets.items()},
        "cost": [_cost(bundle, good) for good in bundle.goods.goods],
        "problems": [p.json() for p in problems],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def _gradient(gradient: Gradient) -> dict[str, dict[str, str]]:
    return {p: {name: exact_string(value) for name, value in row.items()} for p, row in gradient.items()}


def _cost(bundle: Bundle, good: GoodResult) -> dict[str, Any]:
    barred = reasons_withheld(bundle, good) if charged(good) else []
    steps = steps_of(good, bundle) if charged(good) else []
    steps = [hidden(step, money=bool(barred), owed=bool(lacking(bundle, good.basis))) for step in steps]
    return {
        "good": good.id,
        "cn": good.cn,
        "scope": good.scope.state,
        "reason": good.scope.reason.json(),
        "price_state": explored_json(bundle, good) if charged(good) else None,
        "money_withheld": [c.rule for c in money_withheld(bundle, good)] if charged(good) else [],
        "why_withheld": [text.json() for text in barred],
        "steps": [
            {
                "name": step.name.json(),
                "figure": step.figure.en,
                "figure_zh": step.figure.zh,
                "unit": step.unit.json(),
                "how": step.how.json(),
                "clause": step.clause,
            }
            for step in steps
        ],
    }
