"""Charts and the bilingual report of a calculated study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from carnet.errors import Problem, Text, UsageError, problem
from carnet.inventory.balance import carbon_balance, mass_balance
from carnet.quantity import decimal_string
from carnet.regime import plan_table
from carnet.report import (
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
from carnet.service import datasets
from carnet.service.published import published_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from carnet.report.chart_spec import ChartSpec
    from carnet.service.calculate import Calculated
    from carnet.service.studies import OpenStudy

# The widest of the shipped boundaries: its pictures show every part of the chain.
MAIN_REGIME = "iso14067"
CHARTS = ("stages", "sankey", "pareto", "regimes", "waterfall")
LANGUAGES = ("zh", "en")


def chart_spec(kind: str, results: Sequence[Mapping[str, Any]], bridge: Mapping[str, Any] | None = None) -> ChartSpec:
    """The spec of a chart: of the first result, of all results (``regimes``), or of a bridge (``waterfall``)."""
    if kind == "waterfall" and bridge is not None:
        return waterfall_chart(bridge)
    if kind == "regimes":
        return regimes_chart(results)
    if kind == "sankey":
        return sankey_chart(results[0])
    return {"stages": stage_chart, "pareto": pareto_chart}[kind](results[0])


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
    factors = datasets.shipped_factors()
    used = sorted({row["id"] for c in calculated for row in cast("list[dict[str, str]]", c.result["factors"])})
    inputs = ReportInputs(
        study=opened.study,
        results=tuple(c.result for c in calculated),
        bridges=tuple(bridges),
        plan_rows=tuple(plan_table([c.resolved for c in calculated])),
        factors=tuple(factors.by_id[name] for name in used),
        flows=datasets.shipped_flows().by_id,
        rule_sources=tuple(
            dict.fromkeys(v.source_title for c in calculated for v in c.resolved.values.values() if v.source_title)
        ),
        balances=balances(opened),
        published=published_tables(opened.study.product.flow, calculated),
        main_regime=MAIN_REGIME,
        study_file=study_file,
        demo_key=demo_key,
    )
    return {lang: build_report(inputs, lang) for lang in LANGUAGES}


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
