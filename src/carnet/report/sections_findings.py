"""Findings: what checks of the study and of the calculation report and nobody has mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.report.blocks import Block, grid, heading, lines, mono, muted, paragraph, small
from carnet.report.reading import regime_id, text_of
from carnet.report.texts import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.report.blocks import Cell
    from carnet.report.inputs import ReportInputs

_PLACE = ("file", "sheet", "cell", "pointer")


def findings(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return the findings of the study, then those of the calculation; what several regimes share stands once."""
    blocks = [heading(1, SECTIONS["findings"], lang, fresh=False)]
    study = _table([(problem, []) for problem in inputs.warnings], lang, regimes=False)
    gathered: dict[tuple[str, str, str], tuple[Mapping[str, Any], list[str]]] = {}
    for result in inputs.results:
        for problem in result.get("warnings") or ():
            key = (str(problem["code"]), place_text(problem), text_of(problem["cause"]).en)
            gathered.setdefault(key, (problem, []))[1].append(regime_id(result))
    results = _table(list(gathered.values()), lang, regimes=True)
    if not study and not results:
        return [*blocks, paragraph(Text("没有警告。", "No warnings."), lang)]
    words = Text(
        "检查发现而尚未处理的事项；不阻止计算，但结果的可信程度取决于它们。",
        "What checks found and nobody has mended: it does not stop the calculation, but how far the figures can be "
        "believed depends on it.",
    )
    blocks.append(small(words, lang))
    if study:
        blocks += [heading(2, Text("研究数据", "Data of the study"), lang), *study]
    if results:
        blocks += [heading(2, Text("计算", "Calculation"), lang), *results]
    return blocks


def place_text(problem: Mapping[str, Any]) -> str:
    """Return where a problem stands: sheet and cell, else the pointer."""
    place = problem.get("place") or {}
    if place.get("sheet"):
        return f"{place['sheet']}!{place.get('cell') or ''}".rstrip("!")
    return str(place.get("pointer") or place.get("cell") or "")


def _table(found: list[tuple[Mapping[str, Any], list[str]]], lang: str, *, regimes: bool) -> list[Block]:
    """Return one table; what to do is said once for findings of the same kind."""
    if not found:
        return []
    head = [Text("编号与位置", "Code and place"), Text("所见与建议", "Finding and what to do")]
    head += [Text("涉及的方案", "Regimes")] if regimes else []
    rows: list[list[Cell]] = []
    said: set[str] = set()
    for problem, ids in sorted(found, key=lambda entry: str(entry[0]["code"])):
        fix = text_of(problem.get("fix") or "").get(lang)
        advice = "" if fix in said else muted(f"→ {fix}")
        said.add(fix)
        where = place_text(problem)
        cells: list[Cell] = [
            lines(mono(str(problem["code"])), mono(where) if where else ""),
            lines(text_of(problem["cause"]).get(lang), advice),
        ]
        rows.append([*cells, mono(", ".join(ids))] if regimes else cells)
    return [grid([h.get(lang) for h in head], rows, [4, 15, 4] if regimes else [4, 15], size=7.6)]
