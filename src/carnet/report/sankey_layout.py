"""Where the nodes and bands of a Sankey go: columns, order, heights. Geometry only, nothing is published from here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.report.chart_spec import Row

SWEEPS = 8


@dataclass(frozen=True, slots=True)
class Node:
    """A node at its place: `column` from the left, `y` and `height` in chart units."""

    key: str
    column: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Band:
    """A link at its place; `back` marks a loop, whose target lies to the left of its source."""

    row: Row
    from_y: float
    to_y: float
    width: float
    back: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole picture: nodes by key, bands, number of columns."""

    nodes: Mapping[str, Node]
    bands: tuple[Band, ...]
    columns: int


def arrange(rows: Sequence[Row], height: float, gap: float, sources_gap: float, *, own: bool = False) -> Layout:
    """Place the nodes and links of a Sankey.

    Links are taken from the largest down; one that would close a circle becomes a loop drawn backwards.
    The column of a node is its distance from the end of the longest chain; lines stand at the far left. With `own`,
    a node is at least as high as its own value: what enters it besides the links is a part of it.
    """
    links = [row for row in rows if row.role == "link"]
    keys = [row.key for row in rows if row.role == "node"]
    back = _loops(links)
    columns = _columns(keys, links, back)
    count = max(columns.values(), default=0) + 1
    weight = _weights(keys, links)
    if own:
        weight |= {r.key: max(weight[r.key], abs(float(r.value))) for r in rows if r.role == "node"}
    by_column: dict[int, list[str]] = defaultdict(list)
    for key in keys:
        by_column[columns[key]].append(key)
    scale = min(
        (height - (sources_gap if column == 0 else gap) * (len(members) - 1)) / (sum(weight[k] for k in members) or 1)
        for column, members in by_column.items()
    )
    placed = _place(by_column, weight, links, scale, height, gap, sources_gap)
    nodes = {key: Node(key, columns[key], placed[key], max(weight[key] * scale, 1.5)) for key in keys}
    return Layout(nodes, _bands(links, back, nodes, scale), count)


def _loops(links: Sequence[Row]) -> set[str]:
    """Return the keys of the links to draw backwards."""
    forward: dict[str, set[str]] = defaultdict(set)
    back: set[str] = set()
    for link in sorted(links, key=lambda row: (-abs(float(row.value)), row.key)):
        if _reaches(forward, link.target, link.source):
            back.add(link.key)
        else:
            forward[link.source].add(link.target)
    return back


def _reaches(forward: Mapping[str, set[str]], start: str, goal: str) -> bool:
    pending, seen = [start], {start}
    while pending:
        here = pending.pop()
        if here == goal:
            return True
        fresh = forward.get(here, set()) - seen
        seen |= fresh
        pending += sorted(fresh)
    return False


def _columns(keys: Sequence[str], links: Sequence[Row], back: set[str]) -> dict[str, int]:
    distance = dict.fromkeys(keys, 0)
    for _ in keys:
        for link in links:
            if link.key not in back:
                distance[link.source] = max(distance[link.source], distance[link.target] + 1)
    deepest = max(distance.values(), default=0)
    return {
        key: 0 if key.startswith(("line:", "lines:")) else deepest - distance[key] if key != "credits" else deepest
        for key in keys
    }


def _weights(keys: Sequence[str], links: Sequence[Row]) -> dict[str, float]:
    into: dict[str, float] = defaultdict(float)
    out: dict[str, float] = defaultdict(float)
    for link in links:
        out[link.source] += abs(float(link.value))
        into[link.target] += abs(float(link.value))
    return {key: max(into[key], out[key]) for key in keys}


def _place(
    by_column: Mapping[int, list[str]],
    weight: Mapping[str, float],
    links: Sequence[Row],
    scale: float,
    height: float,
    gap: float,
    sources_gap: float,
) -> dict[str, float]:
    """Order each column by where its links lead, a few sweeps to and fro, and stack it around the middle."""
    y: dict[str, float] = {}

    def stack(column: int) -> None:
        members = by_column[column]
        space = sources_gap if column == 0 else gap
        total = sum(weight[k] * scale for k in members) + space * (len(members) - 1)
        top = (height - total) / 2
        for key in members:
            y[key] = top
            top += weight[key] * scale + space

    def middle(key: str) -> float:
        return y.get(key, height / 2) + weight[key] * scale / 2

    def pull(key: str) -> float:
        if key == "credits":
            # What is credited leaves the picture: below the product, never above it.
            return 2 * height
        near = [
            (abs(float(r.value)), middle(r.target if r.source == key else r.source))
            for r in links
            if key in {r.source, r.target}
        ]
        total = sum(w for w, _ in near)
        return sum(w * m for w, m in near) / total if total else middle(key)

    order = sorted(by_column)
    for column in order:
        stack(column)
    for sweep in range(SWEEPS):
        for column in order if sweep % 2 else reversed(order):
            by_column[column].sort(key=lambda key: (round(pull(key), 4), key))
            stack(column)
    return y


def _bands(links: Sequence[Row], back: set[str], nodes: Mapping[str, Node], scale: float) -> tuple[Band, ...]:
    """Give each link its place on the edge of its two nodes, in the order of the nodes at the other end."""
    start: dict[str, float] = {}
    end: dict[str, float] = {}
    for key, node in nodes.items():
        at = node.y
        for link in sorted((r for r in links if r.source == key), key=lambda r: (r.key in back, nodes[r.target].y)):
            start[link.key] = at
            at += abs(float(link.value)) * scale
        at = node.y
        for link in sorted((r for r in links if r.target == key), key=lambda r: (r.key in back, nodes[r.source].y)):
            end[link.key] = at
            at += abs(float(link.value)) * scale
    return tuple(
        Band(link, start[link.key], end[link.key], max(abs(float(link.value)) * scale, 0.6), link.key in back)
        for link in sorted(links, key=lambda row: (-abs(float(row.value)), row.key))
    )
