"""The picture of a Sankey: bands below, nodes above, names beside or over them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.report.chart_spec import signed
from carnet.report.frame import TOP, WIDTH, compose
from carnet.report.palette import CATEGORIES, INK, MUTED, NEUTRAL, PAPER, TOTAL, Style, category
from carnet.report.sankey_layout import arrange
from carnet.report.svg import clean, filled, n, path, text, wrap

if TYPE_CHECKING:
    from carnet.report.chart_spec import ChartSpec, Row
    from carnet.report.sankey_layout import Band, Layout, Node

HEIGHT = 430.0
LEFT = 186.0
RIGHT = 76.0
NODE = 13.0
HEAD = 34.0
LABEL = 10.8
LABEL_SMALL = 8.8
CLOSE = 66.0


def draw_sankey(spec: ChartSpec, lang: str) -> str:
    """Draw the Sankey. Lines have their names at the left, processes above their node."""
    layout = arrange(spec.rows, HEIGHT, gap=48.0, sources_gap=22.0)
    step = (WIDTH - LEFT - RIGHT - NODE) / max(layout.columns - 1, 1)
    top = TOP + HEAD
    prefix = f"{spec.kind}-{lang}"
    body: list[str] = []
    floor = top + HEIGHT
    for index, band in enumerate(b for b in layout.bands if b.back):
        floor = top + HEIGHT + 16 + 12 * index
        body.append(_loop(band, layout, step, top, floor))
    body += [_band(band, layout, step, top) for band in layout.bands if not band.back]
    labels: list[str] = []
    for row in spec.rows:
        if row.role == "node":
            node = layout.nodes[row.key]
            x, y = LEFT + node.column * step, top + node.y
            body.append(filled(x, y, NODE, node.height, _style(row), prefix))
            labels += _label(row, node, x, y, step, lang)
    shown = [name for name in CATEGORIES if any(r.category == name for r in spec.rows if r.role == "link")]
    patterns = {_style(row).pattern for row in spec.rows} | {category(name).pattern for name in shown}
    if floor > top + HEIGHT:
        words = Text("虚线：回到前面工序的循环", "dashed: a loop back to an earlier process").get(lang)
        labels.append(text(WIDTH, floor + 4, words, LABEL, MUTED, "end"))
    return compose(spec, lang, floor + 14, body + labels, patterns, shown)


def _style(row: Row) -> Style:
    if row.category == "product":
        return TOTAL
    if row.category == "process":
        return Style(MUTED, "solid", "", row.label)
    return category(row.category)


def _colour(row: Row) -> str:
    return NEUTRAL if row.category == "process" else category(row.category).fill


def _band(band: Band, layout: Layout, step: float, top: float) -> str:
    """Return a band as a closed shape between two curves."""
    source, target = layout.nodes[band.row.source], layout.nodes[band.row.target]
    x1, x2 = LEFT + source.column * step + NODE, LEFT + target.column * step
    y1, y2, w = top + band.from_y, top + band.to_y, band.width
    bend1, bend2 = x2 - (x2 - x1) * 0.5, x1 + (x2 - x1) * 0.5
    if target.column - source.column > 1:
        # A long band leaves flat and turns late, so that it crosses fewer nodes.
        bend1, bend2 = x2 - step * 0.8, x2 - step * 0.5
    d = (
        f"M{n(x1)},{n(y1)} C{n(bend1)},{n(y1)} {n(bend2)},{n(y2)} {n(x2)},{n(y2)} "
        f"L{n(x2)},{n(y2 + w)} C{n(bend2)},{n(y2 + w)} {n(bend1)},{n(y1 + w)} {n(x1)},{n(y1 + w)} Z"
    )
    return path(d, _colour(band.row), ' fill-opacity="0.45"')


def _loop(band: Band, layout: Layout, step: float, top: float, floor: float) -> str:
    """Return a loop: a dashed line that runs back below the picture."""
    source, target = layout.nodes[band.row.source], layout.nodes[band.row.target]
    x1, x2 = LEFT + source.column * step + NODE, LEFT + target.column * step
    y1, y2 = top + band.from_y + band.width / 2, top + band.to_y + band.width / 2
    d = (
        f"M{n(x1)},{n(y1)} C{n(x1 + 22)},{n(y1)} {n(x1 + 22)},{n(floor)} {n(x1 - 6)},{n(floor)} "
        f"L{n(x2 + 6)},{n(floor)} C{n(x2 - 22)},{n(floor)} {n(x2 - 22)},{n(y2)} {n(x2)},{n(y2)}"
    )
    width = min(max(band.width, 1.4), 9.0)
    return path(d, "none", f' stroke="{NEUTRAL}" stroke-width="{n(width)}" stroke-opacity="0.7" stroke-dasharray="5 3"')


def _label(row: Row, node: Node, x: float, y: float, step: float, lang: str) -> list[str]:
    number = signed(row.value)
    if row.category == "product":
        return [
            _halo(x + NODE + 6, y + node.height / 2 - 2, row.label, lang, "start"),
            _halo(x + NODE + 6, y + node.height / 2 + 13, number, lang, "start"),
        ]
    if node.column == 0 and not row.key.startswith("process"):
        tail = f"{number}\u00a0\u00a0{category(row.category).code}".strip()
        names = wrap(f"{row.label.get(lang)} {tail}", LABEL, LEFT - 10, 2)
        if any(name.endswith("…") for name in names):
            # The band leads to the process; its name before the line's own is what can be spared.
            short = re.split("：|: ", row.label.get(lang), maxsplit=1)[-1]
            names = wrap(f"{short} {tail}", LABEL, LEFT - 10, 2)
        if any(name.endswith("…") for name in names):
            # The number never falls victim to a long name: it gets a line of its own.
            names = [*wrap(row.label.get(lang), LABEL, LEFT - 10, 1), tail]
        first = y + node.height / 2 + 4 - 6.5 * (len(names) - 1)
        return [_halo(x - 6, first + 13 * index, one, lang, "end") for index, one in enumerate(names)]
    # Where columns stand close, a smaller name is rather read than a cut one.
    size = LABEL if step >= CLOSE else LABEL_SMALL
    rows = wrap(row.label.get(lang), size, step - 1, 3)
    middle = x + NODE / 2
    drawn = [
        _halo(middle, y - 6 - 13 * (len(rows) - index), one, lang, "middle", size=size)
        for index, one in enumerate(rows)
    ]
    return [*drawn, _halo(middle, y - 6, number, lang, "middle", MUTED)] if number else drawn


def _halo(
    x: float, y: float, content: str | Text, lang: str, anchor: str, fill: str = INK, *, size: float = LABEL
) -> str:
    """Return text with a pale outline, readable on top of a band."""
    words = content if isinstance(content, str) else content.get(lang)
    side = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return (
        f'<text x="{n(x)}" y="{n(y)}" font-size="{n(size)}" fill="{fill}"{side} stroke="{PAPER}" '
        f'stroke-width="2.6" stroke-linejoin="round" paint-order="stroke">{clean(words)}</text>'
    )
