"""The pieces a report is made of: plain dictionaries that the layout knows how to set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from carnet.errors import Text
from carnet.report.chart_spec import ChartSpec, table, text_alternative
from carnet.report.pictures import to_svg
from carnet.report.register import Register

NO_REGISTER = Register()

Block = dict[str, Any]
Cell = str | dict[str, Any]


def heading(level: int, words: Text, lang: str, *, fresh: bool = True, gloss: bool = True) -> Block:
    """Return a heading; a Chinese one carries the English term behind it. `fresh`: on a new page (level 1)."""
    shown = gloss and lang == "zh" and words.en != words.zh
    behind = words.en[:1].upper() + words.en[1:] if shown else ""
    return {"t": f"h{level}", "s": words.get(lang), "gloss": behind, "fresh": fresh}


def paragraph(words: Text, lang: str) -> Block:
    """Return a paragraph."""
    return {"t": "p", "s": words.get(lang)}


def small(words: Text, lang: str) -> Block:
    """Return a paragraph in small grey type."""
    return {"t": "small", "s": words.get(lang)}


def notice(words: Text, lang: str, tone: str = "info") -> Block:
    """Return a framed notice; `tone` is ``info`` or ``warn``."""
    return {"t": "notice", "s": words.get(lang), "tone": tone}


def bullets(items: Sequence[Cell]) -> Block:
    """Return a list."""
    return {"t": "list", "s": list(items)}


def together(blocks: Sequence[Block]) -> Block:
    """Return blocks that stand on one page; they have to fit on one."""
    return {"t": "together", "blocks": list(blocks)}


def code(lines: Sequence[str]) -> Block:
    """Return commands, one a line."""
    return {"t": "code", "s": list(lines)}


def grid(
    head: Sequence[str], rows: Sequence[Sequence[Cell]], widths: Sequence[int], align: str = "", size: float = 8.4
) -> Block:
    """Return a table.

    Args:
        head: headings.
        rows: cells, each a string or a `mono`, `strong`, `muted`, `lines` cell.
        widths: shares of the width; 0 means as wide as the content.
        align: one letter for each column: l, r, c.
        size: font size in pt.
    """
    return {
        "t": "table",
        "head": list(head),
        "rows": [list(row) for row in rows],
        "widths": list(widths),
        "align": list(align or "l" * len(head)),
        "size": size,
    }


def mono(text: str) -> Cell:
    """Return a cell for ids, digests and commands."""
    return {"k": "code", "s": text}


def strong(text: str) -> Cell:
    """Return an emphasised cell."""
    return {"k": "strong", "s": text}


def muted(text: str) -> Cell:
    """Return a cell in grey."""
    return {"k": "muted", "s": text}


def lines(*cells: Cell) -> Cell:
    """Return a cell of several lines; empty ones are left out."""
    return {"k": "lines", "s": [cell for cell in cells if cell]}


def inline(*cells: Cell) -> Cell:
    """Return a cell of several parts on one line."""
    return {"k": "inline", "s": list(cells)}


def picture(spec: ChartSpec, lang: str, *, with_table: bool = True, register: Register = NO_REGISTER) -> list[Block]:
    """Return a chart and, below it, the table with the same numbers, long sources by their letter."""
    blocks: list[Block] = [{"t": "picture", "svg": to_svg(spec, lang), "alt": text_alternative(spec, lang)}]
    if with_table:
        blocks.append(spec_table(spec, lang, register))
    return blocks


def spec_table(spec: ChartSpec, lang: str, register: Register = NO_REGISTER) -> Block:
    """Return the table of a chart."""
    head, rows = table(spec, lang)
    has_words = any(row.detail.get(lang) for row in spec.rows)
    numbers = len(head) - 1 - has_words
    widths = [3, *([0] * numbers), *([9] if has_words else [])]
    if has_words:
        rows = [[*row[:-1], register.short(row[-1])] for row in rows]
    return grid(head, rows, widths, "l" + "r" * numbers + "l" * has_words, 7.8)


def amount(value: Mapping[str, Any] | None) -> str:
    """Return the value of ``{value, exact}``, or nothing."""
    return str(value["value"]) if value and value.get("value") is not None else ""
