"""Charts and the bilingual report of a calculated study."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from carnet.errors import Problem, Text, UsageError, problem
from carnet.inventory.balance import carbon_balance, mass_balance
from carnet.quantity import decimal_string
from carnet.regime import ISSUABLE
from carnet.report import (
    boundary_statement,
    build_report,
    check_glyphs,
    pareto_chart,
    regimes_chart,
    sankey_chart,
    stage_chart,
    to_csv,
    to_png,
    to_svg,
    waterfall_chart,
)
from carnet.report.inputs import ReportInputs, ReportTable
from carnet.report.rule_words import plan_rows_in_words
from carnet.service import datasets
from carnet.service.bridges import bridge_of
from carnet.service.published import published_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from carnet.report.chart_spec import ChartSpec
    from carnet.service.calculate import Calculated
    from carnet.service.studies import OpenStudy

# The widest of the shipped boundaries: its pictures show every part of the chain.
# The regime whose parts the report draws: the first of these that gives a figure.
MAIN_REGIMES = ("iso14067_life", "iso14067")
OTHER_REGIME = "eu_cbam"
DRAFT = Text("草稿 DRAFT：不可签发。", "DRAFT: cannot be issued.")
ILLUSTRATIVE = Text("示意数据 ILLUSTRATIVE。", "ILLUSTRATIVE data.")
CHARTS = ("stages", "sankey", "pareto", "regimes", "waterfall")
LANGUAGES = ("zh", "en")


def chart_spec(kind: str, results: Sequence[Mapping[str, Any]], bridge: Mapping[str, Any] | None = None) -> ChartSpec:
    """The spec of a chart that stands alone: of the first result, of all results (``regimes``), or of a bridge.

    What cannot be issued says so in the picture. `results` are the results shown; for ``waterfall`` those of its two
    sides (without them the status of the rules cited decides).
    """
    names = {flow.id: flow.name for flow in datasets.shipped_flows().flows}
    if kind == "waterfall" and bridge is not None:
        spec = waterfall_chart(bridge, names)
    elif kind == "regimes":
        spec = regimes_chart(results)
    elif kind == "sankey":
        spec = sankey_chart(results[0])
    else:
        spec = {"stages": stage_chart, "pareto": pareto_chart}[kind](results[0])
    shown = results if kind in {"regimes", "waterfall"} else results[:1]
    return marked(spec, shown, bridge)


def marked(spec: ChartSpec, results: Sequence[Mapping[str, Any]], bridge: Mapping[str, Any] | None = None) -> ChartSpec:
    """A chart with what it must say when it travels without its report: DRAFT, ILLUSTRATIVE."""
    unsure = any(
        cite.get("status") not in ISSUABLE
        for term in (bridge or {}).get("terms") or ()
        for cite in term.get("cites") or ()
    )
    marks = [DRAFT] if unsure or not all(r.get("issuable") for r in results) else []
    marks += [ILLUSTRATIVE] if any((r.get("study") or {}).get("status") == "illustrative" for r in results) else []
    if not marks:
        return spec
    zh, en = ("".join(m.zh for m in marks), " ".join(m.en for m in marks))
    return replace(spec, note=Text(zh + spec.note.zh, f"{en} {spec.note.en}".strip()))


def chart_bytes(spec: ChartSpec, file_name: str, lang: str) -> bytes:
    """A chart in the form its file name asks for: .svg, .png or .csv.

    Raises:
        UsageError: another ending.
    """
    if file_name.endswith(".svg"):
        return to_svg(spec, lang).encode()
    if file_name.endswith(".png"):
        return to_png(spec, lang)
    if file_name.endswith(".csv"):
        return to_csv(spec)
    raise UsageError((problem("CLI-005", None, file_name, (".svg", ".png", ".csv"), what="chart format"),))


def reports(
    opened: OpenStudy,
    calculated: Sequence[Calculated],
    bridges: Sequence[Mapping[str, Any]],
    *,
    demo_key: bool,
    study_file: str = "study.xlsx",
) -> dict[str, bytes]:
    """The report in both languages, as PDF bytes by language; what it cannot print, `unprintable` names."""
    inputs = report_inputs(opened, calculated, bridges, demo_key=demo_key, study_file=study_file)
    return {lang: build_report(inputs, lang) for lang in LANGUAGES}


def main_regime(calculated: Sequence[Calculated]) -> str:
    """The regime whose parts a report draws: the whole life cycle where that was calculated, else to the gate."""
    held = {c.regime for c in calculated if c.has_figure}
    return next((name for name in MAIN_REGIMES if name in held), MAIN_REGIMES[-1])


def _usual_bridge(opened: OpenStudy, calculated: Sequence[Calculated]) -> tuple[Mapping[str, Any], ...]:
    by_id = {c.regime: c for c in calculated if c.has_figure}
    main = by_id.pop(main_regime(calculated), None)
    other = by_id.get(OTHER_REGIME) or next(iter(by_id.values()), None)
    return (bridge_of(opened, main, other),) if main and other else ()


def report_inputs(
    opened: OpenStudy,
    calculated: Sequence[Calculated],
    bridges: Sequence[Mapping[str, Any]],
    *,
    demo_key: bool,
    study_file: str = "study.xlsx",
) -> ReportInputs:
    """All a report is made from.

    Without a bridge asked for, one is made from the main regime to another with a figure, so that the summary can say
    why figures differ.
    """
    factors = opened.factors or datasets.shipped_factors()
    used = sorted({row["id"] for c in calculated for row in cast("list[dict[str, str]]", c.result["factors"])})
    flows = datasets.shipped_flows().by_id
    return ReportInputs(
        study=opened.study,
        results=tuple(c.result for c in calculated),
        bridges=tuple(bridges) or _usual_bridge(opened, calculated),
        plan_rows=plan_rows_in_words(
            [c.resolved for c in calculated],
            {f.id: f.name for f in (*flows.values(), *opened.study.flows)},
        ),
        factors=tuple(factors.by_id[name] for name in used),
        flows=flows,
        rule_sources=tuple(
            dict.fromkeys(v.source_title for c in calculated for v in c.resolved.values.values() if v.source_title)
        ),
        balances=balances(opened),
        published=published_tables(opened.study, calculated),
        main_regime=main_regime(calculated),
        study_file=study_file,
        demo_key=demo_key,
        warnings=tuple(found.json() for found in opened.warnings),
    )


def unprintable(opened: OpenStudy) -> tuple[Problem, ...]:
    """Characters of the study that the report's font does not have, each with its cell, as warnings."""
    return tuple(check_glyphs(opened.study, opened.places))


def balances(opened: OpenStudy) -> tuple[ReportTable, ...]:
    """Mass and carbon balance of every process, for the amounts as recorded."""
    study = opened.study
    flows = datasets.shipped_flows().joined(study.flows)
    mass_rows: list[tuple[Text | str, ...]] = []
    carbon_rows: list[tuple[Text | str, ...]] = []
    for process in study.processes:
        mass = mass_balance(study, process.id)
        mass_rows.append(
            (process.name, _kg(mass.input_kg), _kg(mass.output_kg), _kg(mass.gap_kg), str(len(mass.uncovered)))
        )
        carbon = carbon_balance(study, process.id, flows)
        if carbon.lines:
            value = "" if carbon.co2_value is None else _kg(carbon.co2_value)
            carbon_rows.append(
                (process.name, _kg(carbon.co2_low), value, _kg(carbon.co2_high), str(len(carbon.missing)))
            )
    tables = [
        ReportTable(
            Text("各过程质量平衡（kg，按记录量）", "Mass balance by process (kg, amounts as recorded)"),
            (
                Text("过程", "process"),
                Text("输入", "inputs"),
                Text("输出", "outputs"),
                Text("差额", "difference"),
                Text("未能称量的行", "rows not weighed"),
            ),
            tuple(mass_rows),
            Text(
                "以体积计且无密度的行不参与称量。排放计入输出，而燃烧所用的空气不是一行输入，因此差额可为负。",
                "Rows given as volume without a density are not weighed. Emissions count as outputs while the air they "
                "burnt with is no row, so a difference may be negative.",
            ),
        )
    ]
    if carbon_rows:
        tables.append(
            ReportTable(
                Text(
                    "各过程碳平衡得出的CO2（kg，按记录量）", "CO2 from the carbon balance by process (kg, as recorded)"
                ),
                (
                    Text("过程", "process"),
                    Text("下限", "low"),
                    Text("取值", "value"),
                    Text("上限", "high"),
                    Text("缺含碳量的行", "rows without carbon content"),
                ),
                tuple(carbon_rows),
                Text(
                    "输入碳减去产品、渣、煤气中的碳，乘以44/12。",
                    "Carbon in less carbon in products, slag and gas, times 44/12.",
                ),
            )
        )
    return tuple(tables)


def _kg(value: Fraction) -> str:
    return decimal_string(value, 1, "half_even")


def boundary_text(opened: OpenStudy, calculated: Calculated) -> dict[str, str]:
    """The boundary statement in both languages: one line an item, so that a diff of two shows what changed."""
    plan = cast("dict[str, Any]", calculated.result["plan"])
    flows = datasets.shipped_flows().by_id
    return {lang: boundary_statement(opened.study, plan, lang, flows) for lang in LANGUAGES}
