"""The adjoint system laid out for sweeps in lanes: an order of processes, its ranges, its couples, where entries go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from carnet.lca.engine.arrays import Columns, Ints, Reals, Rows
from carnet.lca.engine.prepare import Side
from carnet.lca.engine.sampling import DROPPED
from carnet.lca.engine.sifting import couples, sift


@dataclass(frozen=True, slots=True)
class Pattern:
    """Row j of every (n, …) array stands for process `order[j]`; `place` is the inverse of `order`.

    `start`, `rows`: for each process, the places of its suppliers (off-diagonal entries of its column of A).
    `values`: −A there; `diagonal`: A's own. `target` (entries of A,): row of the sampled values an entry goes to,
    −1 − j for the diagonal of row j, `DROPPED` for a zero. `ranges` (r, 3): first row, end, 1 where the range is a
    loop. `couple` (n,): the number of the couple whose second member a row is, or −1; `forth`, `back`: its two entries;
    `seconds`: its row.
    """

    order: Ints
    place: Ints
    start: Ints
    rows: Rows
    values: Reals
    diagonal: Reals
    target: NDArray[np.int32]
    ranges: Ints
    couple: Ints
    forth: Ints
    back: Ints
    seconds: Ints


def pattern(technosphere: Columns, side: Side) -> Pattern:
    """Lay out `technosphere` for lanes, in the order of the adjoint `side` of its preparation, sifted inside loops.

    Entries that are zero stand for no exchange and are left out, whatever their spread.
    """
    n = technosphere.width
    column = np.repeat(np.arange(n), np.diff(technosphere.start))
    row = technosphere.rows.astype(np.int64)
    off = np.flatnonzero((row != column) & (technosphere.values != 0))
    own = np.flatnonzero(row == column)
    diagonal = np.zeros(n)
    diagonal[column[own]] = technosphere.values[own]
    blocks = side.blocks
    component, score = np.empty(n, np.int64), np.empty(n)
    component[side.order] = np.repeat(np.arange(len(blocks) - 1), np.diff(blocks))
    score[side.order] = side.cover  # makes weights free of units
    inside = off[component[row[off]] == component[column[off]]]
    arcs = row[inside], column[inside], np.abs(technosphere.values[inside])
    order, second = _refine(side.order, blocks, component, arcs, score, np.abs(diagonal))
    place = np.empty(n, np.int64)
    place[order] = np.arange(n)
    sequence = off[np.lexsort((off, place[column[off]]))]
    start = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(place[column[sequence]], minlength=n), out=start[1:])
    target = np.full(len(row), DROPPED, np.int32)
    target[sequence] = np.arange(len(sequence))
    target[own] = -1 - place[column[own]]
    rows = place[row[sequence]].astype(np.int32)
    couple, forth, back, seconds = _links(second, order, start, rows)
    return Pattern(
        order=order,
        place=place,
        start=start,
        rows=rows,
        values=-technosphere.values[sequence],
        diagonal=diagonal[order],
        target=target,
        ranges=_ranges(blocks),
        couple=couple,
        forth=forth,
        back=back,
        seconds=seconds,
    )


def _refine(
    order: Ints, blocks: Ints, component: Ints, arcs: tuple[Ints, Ints, Reals], score: Reals, diagonal: Reals
) -> tuple[Ints, NDArray[np.bool_]]:
    """`order` with every loop sifted and its couples side by side; which processes are second in a couple."""
    supplier, consumer, amount = arcs
    n = len(order)
    weight = amount * score[supplier] / (score[consumer] * diagonal[consumer])
    partner = couples(n, supplier, consumer, weight)
    head = np.where((partner >= 0) & (partner < np.arange(n)), partner, np.arange(n))
    second = head != np.arange(n)
    better = order.copy()
    local = np.empty(n, np.int64)
    of_arc = np.argsort(component[supplier], kind="stable")
    bounds = np.searchsorted(component[supplier][of_arc], np.arange(len(blocks)))
    for b in np.flatnonzero(np.diff(blocks) > 1):
        low, high = blocks[b], blocks[b + 1]
        members = order[low:high]
        heads = members[~second[members]]
        local[heads] = np.arange(len(heads))
        mine = of_arc[bounds[b] : bounds[b + 1]]
        from_, to = local[head[supplier[mine]]], local[head[consumer[mine]]]
        loose = from_ != to
        best = sift(len(heads), from_[loose], to[loose], weight[mine][loose], np.arange(len(heads)))
        rank = np.empty(len(heads), np.int64)
        rank[best] = np.arange(len(heads))
        better[low:high] = members[np.lexsort((second[members], rank[local[head[members]]]))]
    return better, second


def _ranges(blocks: Ints) -> Ints:
    """Loops one by one; stretches of single processes in between together."""
    loops = np.flatnonzero(np.diff(blocks) > 1)
    edges = np.unique(np.concatenate([blocks[:1], blocks[-1:], blocks[loops], blocks[loops + 1]]))
    looped = np.isin(edges[:-1], blocks[loops])
    return np.ascontiguousarray(np.stack([edges[:-1], edges[1:], looped.astype(np.int64)], axis=1))


def _links(second: NDArray[np.bool_], order: Ints, start: Ints, rows: Rows) -> tuple[Ints, Ints, Ints, Ints]:
    seconds = np.flatnonzero(second[order])
    couple = np.full(len(order), -1, np.int64)
    couple[seconds] = np.arange(len(seconds))

    def entry(column: int, row: int) -> int:
        return int(start[column] + np.flatnonzero(rows[start[column] : start[column + 1]] == row)[0])

    forth = np.array([entry(b, b - 1) for b in seconds.tolist()], np.int64)
    back = np.array([entry(b - 1, b) for b in seconds.tolist()], np.int64)
    return couple, forth, back, seconds.astype(np.int64)
