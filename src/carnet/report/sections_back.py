"""The back of the report: how to retrace and recompute, the recipe, the terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.report.blocks import Block, code, grid, heading, mono, muted, paragraph, small, strong
from carnet.report.reading import regime_id
from carnet.report.texts import GLOSSARY, SECTIONS

if TYPE_CHECKING:
    from carnet.report.blocks import Cell
    from carnet.report.inputs import ReportInputs

_RECIPE_NAMES = {
    "study": Text("研究", "study"),
    "factors": Text("因子快照", "factor snapshot"),
    "regime": Text("方案", "regime"),
    "result": Text("结果", "result"),
    "engine": Text("程序版本", "engine version"),
    "legal_date": Text("法律日期", "legal date"),
    "known_date": Text("已知日期", "known date"),
}


def trace(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return the commands that lead from a number back to its cells, and that recompute everything."""
    main = inputs.main() or next(iter(inputs.results), None)
    regime = regime_id(main) if main else "REGIME"
    why = Text(
        "每个数值都有推导：活动数据（工作表与单元格）、因子、规则、条款。下面的命令把它打印出来。",
        "Every number has a derivation: activity data (sheet and cell), factor, rule, clause. These commands print it.",
    )
    again = Text(
        "任何人可以离线检查证据包，并把其中的数值重算到最后一位。",
        "Anyone can check the evidence pack offline and recompute its figures to the last digit.",
    )
    exact = Text(
        "印出的数值按各方案的表达规则修约；精确值（分数）在证据包的结果文件中。各分项修约后仍与印出的合计一致。",
        "Printed values are rounded as each regime's presentation rule says; the exact fractions stand in the result "
        "files of the pack. Printed parts still add up to printed totals.",
    )
    return [
        heading(1, SECTIONS["trace"], lang, fresh=False),
        paragraph(why, lang),
        code([f"carnet trace {inputs.study_file} --regime {regime} --figure {p}" for p in _pointers(inputs)]),
        paragraph(again, lang),
        code(["carnet check pack.zip", "carnet recompute pack.zip"]),
        paragraph(exact, lang),
    ]


def _pointers(inputs: ReportInputs) -> list[str]:
    main = inputs.main()
    return ["/figure", "/direct"] if main else ["/missing"]


def recipe(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return the digests a stranger needs to run the same calculation; what all results share stands once."""
    parts: dict[tuple[str, str], list[str]] = {}
    for result in inputs.results:
        entries = {**(result.get("recipe") or {}), "result": result.get("digest") or ""}
        for name, value in entries.items():
            if value:
                parts.setdefault((str(name), str(value)), []).append(regime_id(result))
    everywhere = Text("全部方案", "all regimes").get(lang)
    rows: list[list[Cell]] = [
        [
            _RECIPE_NAMES[name].get(lang) if name in _RECIPE_NAMES else name,
            muted(everywhere) if len(ids) == len(inputs.results) else mono(", ".join(ids)),
            mono(value),
        ]
        for (name, value), ids in parts.items()
    ]
    words = Text("同样的配方在任何机器上得到同样的字节。", "The same recipe gives the same bytes on any machine.")
    head = [Text("部分", "Part"), Text("方案", "Regime"), Text("摘要或值", "Digest or value")]
    return [
        heading(1, SECTIONS["recipe"], lang, fresh=False),
        small(words, lang),
        grid([h.get(lang) for h in head], rows, [3, 5, 14], size=7.4),
    ]


def terms(lang: str) -> list[Block]:
    """Return the terms used, Chinese and English side by side."""
    head = [Text("术语", "Term").get(lang), Text("英文", "Chinese").get(lang), Text("含义", "Meaning").get(lang)]
    other = "en" if lang == "zh" else "zh"
    rows: list[list[Cell]] = [
        [strong(term.get(lang)), muted(term.get(other)), meaning.get(lang)] for term, meaning in GLOSSARY
    ]
    return [heading(1, SECTIONS["terms"], lang, fresh=False), grid(head, rows, [4, 5, 10], size=8.2)]
