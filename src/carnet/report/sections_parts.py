"""Parts that some regimes ask for: EN 15804 modules, what stands apart from the figure, the class of the figure.

Each section is there only where a result holds something of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.report.blocks import Block, grid, heading, lines, mono, muted, paragraph, small, strong
from carnet.report.chart_spec import add, signed
from carnet.report.reading import declared_unit, is_interval, regime_id, regime_title, text_of, unit_text
from carnet.report.texts import SECTIONS
from carnet.report.words import class_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.report.blocks import Cell
    from carnet.report.inputs import ReportInputs

NOT_DECLARED = "ND"
_MODULE_D = "D"
_ORIGINS = (
    ("fossil", Text("化石源", "fossil")),
    ("biogenic", Text("生物源", "biogenic")),
    ("luluc", Text("土地利用", "land use")),
    ("unsplit", Text("未分来源", "not split")),
)
_LEGEND = Text(
    "ND：未申报（not declared），研究在边界内没有该模块的数据；ND不是零。模块D单独列出，不计入合计。"
    "“未分来源”是公布时没有按化石、生物、土地利用分列的数值。各模块分别修约，相加与合计可差末位。",
    "ND: not declared; the study holds nothing of that module inside the boundary. ND is not zero. Module D stands "
    "apart and is not in the total. Not split is what was published without fossil, biogenic and land use apart. "
    "Modules are rounded one by one, so their sum may differ from the total in the last digit.",
)
_BOUND = Text("结果为区间，此处为上限（保守读数）。", "The figure is an interval; this is its upper bound.")


def modules(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return the table of modules of each result that has them; what is not declared is ND, never a number."""
    found = [result for result in inputs.results if result.get("modules")]
    if not found:
        return []
    blocks = [heading(1, SECTIONS["modules"], lang, fresh=False), small(_LEGEND, lang)]
    for result in found:
        blocks += _modules_of(result, lang)
    return blocks


def _modules_of(result: Mapping[str, Any], lang: str) -> list[Block]:
    given: Sequence[Mapping[str, Any]] = result["modules"]
    totals = {str(o["id"]): str(o["value"]) for o in result.get("by_origin") or ()}
    rows: list[list[Cell]] = []
    for entry in given:
        if entry["module"] == _MODULE_D:
            rows.append(_total(result, totals, given, lang))
        rows.append(_module(entry, lang))
    if all(entry["module"] != _MODULE_D for entry in given):
        rows.append(_total(result, totals, given, lang))
    head = [Text("模块", "Module").get(lang), "", Text("合计", "Total").get(lang), *(n.get(lang) for _, n in _ORIGINS)]
    unit = unit_text(result)
    note = Text(unit.zh + "。" + _BOUND.zh, f"{unit.en}. {_BOUND.en}") if is_interval(result) else unit
    return [
        heading(2, regime_title(result), lang, gloss=False),
        small(note, lang),
        grid(head, rows, [0, 6, 3, 3, 3, 3, 3], "llrrrrr", 7.6),
    ]


def _module(entry: Mapping[str, Any], lang: str) -> list[Cell]:
    name = text_of(entry["name"]).get(lang)
    if not entry["declared"]:
        return [muted(str(entry["module"])), muted(name), *([muted(NOT_DECLARED)] * (1 + len(_ORIGINS)))]
    parts = [signed(str(entry["origins"][key]["value"])) for key, _ in _ORIGINS]
    return [str(entry["module"]), name, signed(str(entry["value"])), *parts]


def _total(
    result: Mapping[str, Any], totals: Mapping[str, str], given: Sequence[Mapping[str, Any]], lang: str
) -> list[Cell]:
    """The figure itself and its parts by origin; an origin without any part is the exact sum of the column."""
    inside = [e for e in given if e["declared"] and e["module"] != _MODULE_D]
    parts = [totals.get(key) or add(str(e["origins"][key]["value"]) for e in inside) for key, _ in _ORIGINS]
    value = str((result.get("reading") or {}).get("value") or "")
    words = Text("合计，不含D", "total without D").get(lang)
    return [strong("A–C"), strong(words), strong(signed(value)), *(strong(signed(part)) for part in parts)]


def apart(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return what regimes ask to show beside the figure, regime by regime."""
    rows: list[list[Cell]] = []
    for result in inputs.results:
        listed = [_apart_row(entry, lang) for entry in result.get("separate") or ()]
        content = (result.get("carbon_cycle") or {}).get("biogenic_carbon_content")
        if content:
            name = Text("产品中的生物碳含量", "biogenic carbon content of the product").get(lang)
            listed.append([name, signed(str(content["value"])), str(content["unit"]), ""])
        named = lines(regime_title(result).get(lang), muted(declared_unit(result).get(lang)))
        rows += [[named if index == 0 else "", *row] for index, row in enumerate(listed)]
    if not rows:
        return []
    words = Text(
        "这些数值按方案要求列在结果旁边，不计入结果，也不得与结果相加。",
        "Regimes ask for these beside the figure. They are not in it and must not be added to it.",
    )
    head = (
        Text("方案", "Regime"),
        Text("项目", "Item"),
        Text("数值", "Value"),
        Text("单位", "Unit"),
        Text("按阶段", "By stage"),
    )
    return [
        heading(1, SECTIONS["apart"], lang, fresh=False),
        small(words, lang),
        grid([h.get(lang) for h in head], rows, [6, 5, 3, 2, 5], "llrll", 7.6),
    ]


def _apart_row(entry: Mapping[str, Any], lang: str) -> list[Cell]:
    name = text_of(entry["name"]).get(lang)
    years = entry.get("years")
    told = Text(f"按 {years} 年分摊", f"spread over {years} years").get(lang) if years else ""
    stages = entry.get("by_stage") or ()
    colon = "：" if lang == "zh" else ": "
    by_stage = [f"{text_of(s['name']).get(lang)}{colon}{signed(str(s['value']))}" for s in stages]
    return [
        lines(name, muted(told) if told else ""),
        signed(str(entry["value"])),
        str(entry.get("unit") or ""),
        lines(*(muted(one) for one in by_stage)) if by_stage else "",
    ]


_MISSING = {
    "scrap_share": Text("缺少废钢比，无法分级", "the scrap share is missing: no class"),
    "unit": Text("单位不能换算，无法分级", "the units cannot be converted: no class"),
}


def classes(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return the class of each figure with the limits at this study's scrap share."""
    found = [result for result in inputs.results if result.get("class")]
    if not found:
        return []
    words = Text(
        "按方案公布的限值归入；不是方案管理方授予的等级，也不是标签。",
        "Placed by the limits the regime publishes; not a grade granted by whoever runs the regime, and no label.",
    )
    blocks = [heading(1, SECTIONS["classes"], lang, fresh=False), small(words, lang)]
    for result in found:
        blocks += [heading(2, regime_title(result), lang, gloss=False), *_class_of(result, lang)]
    return blocks


def _class_of(result: Mapping[str, Any], lang: str) -> list[Block]:
    placed: Mapping[str, Any] = result["class"]
    blocks = [paragraph(class_words(result), lang)]
    if not placed.get("limits"):
        return blocks
    reached = {placed.get("best"), placed.get("worst")}
    rows: list[list[Cell]] = []
    for limit in placed["limits"]:
        name = class_name(str(limit["name"])).get(lang)
        most = Text("其余", "all others").get(lang) if limit["kg"] is None else signed(str(limit["kg"]))
        here = limit["name"] in reached
        rows.append([strong(name) if here else name, strong(most) if here else most, "●" if here else ""])
    head = (Text("分级", "Class"), Text("上限", "Upper limit"), Text("本结果", "This figure"))
    unit = unit_text(result)
    return [*blocks, small(unit, lang), grid([h.get(lang) for h in head], rows, [4, 3, 2], "lrc", 7.8)]


def class_words(result: Mapping[str, Any]) -> Text:
    """Say the class of a figure: one, a range where the figure is an interval, beyond all, or why there is none."""
    placed: Mapping[str, Any] = result["class"]
    share = placed.get("scrap_share")
    at = Text(f"，废钢比 {share}", f", at a scrap share of {share}") if share is not None else Text("", "")
    if placed.get("missing"):
        return _MISSING.get(str(placed["missing"]), text_of(placed["missing"]))
    best, worst = (class_name(str(placed[k])) if placed.get(k) else None for k in ("best", "worst"))
    if best is None:
        return Text(f"超出所有分级{at.zh}", f"beyond every class{at.en}")
    if worst is None:
        return Text(
            f"{best.zh} 至超出所有分级（结果为区间）{at.zh}", f"{best.en} to beyond every class (an interval){at.en}"
        )
    if best == worst:
        return Text(f"分级 {best.zh}{at.zh}", f"class {best.en}{at.en}")
    return Text(
        f"分级 {best.zh} 至 {worst.zh}（结果为区间）{at.zh}", f"class {best.en} to {worst.en} (an interval){at.en}"
    )


def ledger(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return the certificates of the study and the kWh each served; regimes with the same use are gathered."""
    gathered: dict[tuple[str, ...], list[str]] = {}
    for result in inputs.results:
        for entry in result.get("ledger") or ():
            keys = ("certificate", "register", "technology", "volume_kwh", "contract", "claimed_kwh")
            gathered.setdefault(tuple(str(entry.get(key) or "") for key in keys), []).append(regime_id(result))
    if not gathered:
        return []
    words = Text(
        "每份证书的一度电在每个方案下只使用一次；“已用”为该方案下算得的电量，单位kWh。",
        "Under each regime a kWh of a certificate serves once. Used: what the regime made of it, in kWh.",
    )
    head = (
        Text("证书", "Certificate"),
        Text("登记处", "Register"),
        Text("总量", "Volume"),
        Text("合同", "Contract"),
        Text("已用", "Used"),
        Text("方案", "Regimes"),
    )
    rows: list[list[Cell]] = [
        [
            lines(mono(name), muted(technology)),
            register,
            signed(volume),
            mono(contract),
            signed(used),
            mono(", ".join(ids)),
        ]
        for (name, register, technology, volume, contract, used), ids in gathered.items()
    ]
    return [
        heading(1, SECTIONS["ledger"], lang, fresh=False),
        small(words, lang),
        grid([h.get(lang) for h in head], rows, [4, 4, 3, 4, 3, 6], "llrlrl", 7.4),
    ]
