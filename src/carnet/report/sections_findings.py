"""Findings: what checks of the study and of the calculation report and nobody has mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.report.blocks import Block, grid, heading, lines, mono, muted, paragraph, small
from carnet.report.reading import regime_id, text_of
from carnet.report.texts import SECTIONS
from carnet.report.words import plain_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.report.blocks import Cell
    from carnet.report.inputs import ReportInputs

# One warning a row; the checklist of a regime counts the rows by process.
OWN_DATA = "CAL-035"


def findings(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return the findings of the study, then those of the calculation; what several regimes share stands once."""
    blocks = [heading(1, SECTIONS["findings"], lang, fresh=False)]
    study = _table([(problem, []) for problem in inputs.warnings], lang, regimes=False)
    own_data: dict[str, int] = {}
    gathered: dict[tuple[str, str, str], tuple[Mapping[str, Any], list[str]]] = {}
    for result in inputs.results:
        for problem in result.get("warnings") or ():
            if str(problem["code"]) == OWN_DATA and result.get("primary_missing"):
                own_data[regime_id(result)] = len(result["primary_missing"])
                continue
            key = (str(problem["code"]), place_text(problem), text_of(problem["cause"]).en)
            gathered.setdefault(key, (problem, []))[1].append(regime_id(result))
    results = _table([*_own_data(own_data), *gathered.values()], lang, regimes=True)
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


def _own_data(rows: Mapping[str, int]) -> list[tuple[Mapping[str, Any], list[str]]]:
    """The rows that should be company data as one finding for each number of them."""
    found: dict[int, list[str]] = {}
    for regime, count in rows.items():
        found.setdefault(count, []).append(regime)
    where = SECTIONS["conformity"]
    return [
        (
            {
                "code": OWN_DATA,
                "cause": {
                    "zh": f"{count} 行须为企业自有数据而不是，按过程见“{where.zh}”",
                    "en": f"{count} rows should be company data and are not; by process under {where.en}",
                },
                "fix": {"zh": "以实测值或由实测计算的数据替换", "en": "Replace them with measured or calculated data"},
            },
            regimes,
        )
        for count, regimes in found.items()
    ]


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
            lines(plain_words(text_of(problem["cause"])).get(lang), advice),
        ]
        rows.append([*cells, mono(", ".join(ids))] if regimes else cells)
    return [grid([h.get(lang) for h in head], rows, [4, 15, 4] if regimes else [4, 15], size=7.6)]
