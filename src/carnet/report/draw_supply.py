"""The supply chain of a product as a Sankey: suppliers at the left, the product at the right, a label over each node.

A node is as high as what its output carries; its own emissions and what is not shown of its inputs are parts of it. The
sheet grows with the chain, so that no label lies on another.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.report.chart_spec import signed
from carnet.report.frame import TOP, WIDTH, compose
from carnet.report.palette import INK, MUTED, NEUTRAL, PAPER, TOTAL, category
from carnet.report.sankey_layout import arrange
from carnet.report.svg import clean, n, path, rect, text, wrap

if TYPE_CHECKING:
    from carnet.report.chart_spec import ChartSpec, Row
    from carnet.report.sankey_layout import Band, Layout, Node

NODE = 14.0
LABEL = 10.0
LINE = 12.0
LINES = 3  # of a name; its number stands below
GAP = LINE * (LINES + 1) + 10
STEP, NARROW = 150.0, 122.0  # from column to column; narrower where the chain is long
LONG = 8  # columns
BODY = 240.0  # what the nodes of the fullest column share among them


def draw_supply(spec: ChartSpec, lang: str) -> str:
    """Draw the supply chain."""
    nodes = {row.key: row for row in spec.rows if row.role == "node"}
    first = arrange(spec.rows, BODY, GAP, GAP, own=True)
    fullest = max(Counter(node.column for node in first.nodes.values()).values(), default=1)
    height = BODY + GAP * (fullest - 1)
    layout = arrange(spec.rows, height, GAP, GAP, own=True)
    step = STEP if layout.columns <= LONG else NARROW
    left, top = step / 2, TOP + GAP
    width = max(WIDTH, left + step * (layout.columns - 1) + step / 2 + NODE)
    body: list[str] = []
    floor = top + height
    for index, band in enumerate(b for b in layout.bands if b.back):
        floor = top + height + 16 + 10 * index
        body.append(_loop(band, layout, step, left, top, floor))
    body += [_band(band, layout, step, left, top) for band in layout.bands if not band.back]
    labels: list[str] = []
    for key, row in nodes.items():
        node = layout.nodes[key]
        x, y = left + node.column * step, top + node.y
        fill = TOTAL.fill if row.category == "product" else MUTED
        body.append(rect(x, y, NODE, node.height, fill))
        parts = [r for r in spec.rows if r.role == "part" and r.target == key]
        body += _parts(parts, row, node, x, y)
        labels += _label(row, x, y, step, lang)
    shown = [name for name in ("direct", "other") if any(r.category == name for r in spec.rows if r.role == "part")]
    if floor > top + height:
        words = Text("虚线：回到前面工序的循环", "dashed: a loop back to an earlier process").get(lang)
        labels.append(text(0, floor + 14, words, LABEL, MUTED))
    patterns = {category(name).pattern for name in shown}
    return compose(spec, lang, floor + 20, body + labels, patterns, shown, width)


def _parts(parts: list[Row], row: Row, node: Node, x: float, y: float) -> list[str]:
    """A node's own emissions and its other inputs, from its foot up."""
    whole = abs(float(row.value)) or 1.0
    foot, drawn = y + node.height, []
    for part in parts:
        size = min(abs(float(part.value)) / whole, 1.0) * node.height
        foot -= size
        drawn.append(rect(x, max(foot, y), NODE, min(size, node.height), category(part.category).fill))
    return drawn


def _at(node: Node, step: float, left: float) -> float:
    return left + node.column * step


def _band(band: Band, layout: Layout, step: float, left: float, top: float) -> str:
    source, target = layout.nodes[band.row.source], layout.nodes[band.row.target]
    x1, x2 = _at(source, step, left) + NODE, _at(target, step, left)
    y1, y2, w = top + band.from_y, top + band.to_y, band.width
    half = (x2 - x1) / 2
    d = (
        f"M{n(x1)},{n(y1)} C{n(x1 + half)},{n(y1)} {n(x2 - half)},{n(y2)} {n(x2)},{n(y2)} "
        f"L{n(x2)},{n(y2 + w)} C{n(x2 - half)},{n(y2 + w)} {n(x1 + half)},{n(y1 + w)} {n(x1)},{n(y1 + w)} Z"
    )
    fill = category("credit").fill if float(band.row.value) < 0 else NEUTRAL
    return path(d, fill, ' fill-opacity="0.4"')


def _loop(band: Band, layout: Layout, step: float, left: float, top: float, floor: float) -> str:
    source, target = layout.nodes[band.row.source], layout.nodes[band.row.target]
    x1, x2 = _at(source, step, left) + NODE, _at(target, step, left)
    y1, y2 = top + band.from_y + band.width / 2, top + band.to_y + band.width / 2
    d = (
        f"M{n(x1)},{n(y1)} C{n(x1 + 22)},{n(y1)} {n(x1 + 22)},{n(floor)} {n(x1 - 6)},{n(floor)} "
        f"L{n(x2 + 6)},{n(floor)} C{n(x2 - 22)},{n(floor)} {n(x2 - 22)},{n(y2)} {n(x2)},{n(y2)}"
    )
    width = min(max(band.width, 1.2), 6.0)
    return path(d, "none", f' stroke="{NEUTRAL}" stroke-width="{n(width)}" stroke-opacity="0.7" stroke-dasharray="5 3"')


def _label(row: Row, x: float, y: float, step: float, lang: str) -> list[str]:
    """The name, cut to the room between two columns, and below it the number."""
    middle = x + NODE / 2
    names = wrap(row.label.get(lang), LABEL, step - 10, LINES)
    foot = y - 5
    share = f" · {signed(row.share)} %" if row.share else ""
    drawn = [_halo(middle, foot, f"{signed(row.value)}{share}", MUTED)]
    drawn += [_halo(middle, foot - LINE * (len(names) - i), name, INK) for i, name in enumerate(names)]
    return [f"<g><title>{clean(row.detail.get(lang) or row.label.get(lang))}</title>", *drawn, "</g>"]


def _halo(x: float, y: float, words: str, fill: str) -> str:
    """Text with a pale outline, readable on top of a band."""
    return (
        f'<text x="{n(x)}" y="{n(y)}" font-size="{n(LABEL)}" fill="{fill}" text-anchor="middle" stroke="{PAPER}" '
        f'stroke-width="2.6" stroke-linejoin="round" paint-order="stroke">{clean(words)}</text>'
    )
