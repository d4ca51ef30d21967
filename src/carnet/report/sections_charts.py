"""The pictures of the report, each with its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.report.blocks import Block, grid, heading, notice, picture, small
from carnet.report.chart_spec import ChartSpec, signed
from carnet.report.charts_pareto import pareto_chart
from carnet.report.charts_sankey import sankey_chart
from carnet.report.charts_stage import stage_chart
from carnet.report.charts_waterfall import waterfall_chart
from carnet.report.reading import text_of
from carnet.report.register import register_of
from carnet.report.texts import SECTIONS
from carnet.report.words import gas_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from carnet.report.inputs import ReportInputs


def charts(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return stage bars, Sankey, hot spots and waterfalls of the main result."""
    main = inputs.main()
    if main is None:
        words = Text("没有任何方案给出数值，因此没有图。", "No regime gives a figure, so there are no pictures.")
        return [heading(1, SECTIONS["stages"], lang), notice(words, lang, "warn")]
    blocks: list[Block] = []
    if main.get("by_stage"):
        blocks += [heading(1, SECTIONS["stages"], lang), *picture(stage_chart(main), lang)]
        blocks += _gases(main, lang)
    if main.get("by_line"):
        blocks += _sankey(main, lang)
        blocks += [heading(1, SECTIONS["hot"], lang, fresh=False), *picture(pareto_chart(main), lang)]
    return [*blocks, *bridges(inputs, lang)]


def _gases(main: Mapping[str, Any], lang: str) -> list[Block]:
    if not main.get("by_gas"):
        return []
    unit = str((main.get("figure") or {}).get("unit") or "kg CO2e")
    head = [Text("气体", "Gas").get(lang), unit]
    rows = [[gas_text(g.get("id"), g["name"]).get(lang), signed(str(g["value"]))] for g in main["by_gas"]]
    blocks = [heading(2, Text("按气体", "By gas"), lang), grid(head, rows, [3, 1], "lr")]
    origins = main.get("by_origin") or ()
    if not origins:
        return blocks
    head = [Text("来源", "Origin").get(lang), unit]
    rows = [[text_of(o["name"]).get(lang), signed(str(o["value"]))] for o in origins]
    title = heading(2, Text("按碳的来源", "By origin of the carbon"), lang)
    return [*blocks, title, grid(head, rows, [3, 1], "lr")]


def _sankey(main: Mapping[str, Any], lang: str) -> list[Block]:
    spec = sankey_chart(main)
    words = Text(
        "左侧为排放进入系统之处，中间为工序（其上数字为该工序自身的排放），右侧为产品；带宽与数值成正比。"
        "“扣减”为抵扣与碳平衡中随产品带走的碳。",
        "At the left where emissions enter, in the middle the processes (the number over each is its own emissions), "
        "at the right the product; widths are proportional. "
        "Deductions are credits, and carbon that leaves with products in a carbon balance.",
    )
    return [
        heading(1, SECTIONS["flows"], lang, fresh=False),
        *picture(spec, lang, with_table=False),
        small(words, lang),
        _links_table(spec, lang),
    ]


def _links_table(spec: ChartSpec, lang: str) -> Block:
    """Return the links alone, largest first: the nodes stand in them by name."""
    names = {row.key: row.label.get(lang) for row in spec.rows}
    head = [Text("从", "From"), Text("到", "To"), Text("带来", "Carried by"), Text("数值", "Value")]
    ordered = sorted((row for row in spec.rows if row.role == "link"), key=lambda row: -abs(float(row.value)))
    rows = [[names[row.source], names[row.target], row.detail.get(lang), signed(row.value)] for row in ordered]
    return grid([h.get(lang) for h in head], rows, [5, 4, 4, 0], "lllr", 7.6)


def bridges(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return one waterfall for each bridge, with the clause of each bar beside it."""
    if not inputs.bridges:
        return []
    blocks = [heading(1, SECTIONS["bridge"], lang, fresh=False)]
    register = register_of(inputs)
    for bridge in inputs.bridges:
        spec = waterfall_chart(inputs.named(bridge), inputs.names)
        blocks += picture(spec, lang, register=register)
    return blocks
