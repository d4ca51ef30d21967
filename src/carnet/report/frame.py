"""What all charts share: the size of the sheet, title, unit line, legend and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.report.chart_spec import text_alternative
from carnet.report.fonts import text_width
from carnet.report.palette import INK, MUTED, category
from carnet.report.svg import clean, definitions, document, filled, text, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from carnet.report.chart_spec import ChartSpec

WIDTH = 720.0
TITLE = 17.0
TITLE_LONG = 14.5
BASE = 13.0
SMALL = 11.5
TOP = 62.0


def compose(
    spec: ChartSpec,
    lang: str,
    height: float,
    body: list[str],
    patterns: Iterable[str],
    legend: Iterable[str] = (),
    width: float = WIDTH,
) -> str:
    """Put title, unit, legend and note around the drawing.

    Args:
        spec: the chart.
        lang: ``zh`` or ``en``.
        height: the height the drawing takes, from the top of the sheet.
        body: the elements drawn.
        patterns: the fill patterns used.
        legend: the categories to explain, in order.
        width: of the whole sheet, where the drawing needs more than a page is wide.
    """
    prefix = f"{spec.kind}-{lang}"
    head = _head(spec, lang)
    tail: list[str] = []
    y = height + 8
    shown = list(legend)
    if shown:
        row, y = _legend(shown, lang, y, prefix)
        tail += row
    for part in (spec.summary.get(lang), spec.note.get(lang)):
        for one in wrap(part, SMALL, WIDTH, 6) if part else []:
            tail.append(text(0, y + 12, one, SMALL, MUTED))
            y += 17
    elements = [definitions(prefix, patterns), *head, *body, *tail]
    return document(
        prefix, width, y + 4, spec.title.get(lang), text_alternative(spec, lang), [e for e in elements if e]
    )


def _head(spec: ChartSpec, lang: str) -> list[str]:
    """Set title and unit; a long title takes two lines of a smaller size in the same room."""
    title, unit = spec.title.get(lang), wrap(spec.unit.get(lang), SMALL, WIDTH, 1)[0]
    if text_width(title, TITLE) <= WIDTH:
        return [text(0, 20, title, TITLE, INK), text(0, 41, unit, SMALL, MUTED)]
    rows = [text(0, 14 + 17.5 * i, row, TITLE_LONG, INK) for i, row in enumerate(wrap(title, TITLE_LONG, WIDTH, 2))]
    return [*rows, text(0, 49, unit, SMALL, MUTED)]


def _legend(shown: list[str], lang: str, y: float, prefix: str) -> tuple[list[str], float]:
    parts: list[str] = []
    x = 0.0
    for name in shown:
        style = category(name)
        label = f"{style.code}  {style.name.get(lang)}"
        needed = 24 + text_width(label, SMALL) + 20
        if x and x + needed > WIDTH:
            x, y = 0.0, y + 20
        parts.append(filled(x, y, 18, 12, style, prefix))
        parts.append(text(x + 24, y + 10.5, label, SMALL, INK))
        x += needed
    return parts, y + 22


def label_lines(
    x: float, middle: float, content: str, width: float, size: float = BASE, lines: int = 2, fill: str = INK
) -> list[str]:
    """Set a label beside a bar: up to two lines, centred on `middle`; cut labels keep their full text as tooltip."""
    rows = wrap(content, size, width, lines)
    step = size * 1.22
    first = middle + size * 0.36 - step * (len(rows) - 1) / 2
    drawn = [text(x, first + step * index, row, size, fill) for index, row in enumerate(rows)]
    if any(row.endswith("…") for row in rows):
        return [f"<g><title>{clean(content)}</title>", *drawn, "</g>"]
    return drawn
