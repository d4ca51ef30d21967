"""A better order inside a loop: strong couples kept together, every process sifted to its best place.

A sweep carries an error once round a loop for every arc of it that runs against the order, so that a loop of gain γ
crossed by k such arcs loses error at γ^(1/k) a sweep. A greedy order leaves many loops with two or three; sifting (each
process moved to where the weight of its own backward arcs is least, until nothing moves) leaves them one. On the
benchmark's database the rate falls from 0.54 to 0.33 and the sweeps to half. Two processes that feed each other
(recycling, own use of energy) are kept side by side and solved together, see `carnet.lca.engine.batches`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numba import njit

from carnet.lca.engine.arrays import Ints, Reals

LEAST_GAIN = 0.04
"""Two processes whose mutual loop returns less than this are not worth a block of their own."""
_PASSES = 8
_OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy"}


def couples(count: int, supplier: Ints, consumer: Ints, weight: Reals, least: float = LEAST_GAIN) -> Ints:
    """The partner of each of `count` processes, −1 where it has none; strongest loops are matched first.

    `weight` is the share of the consumer's score that comes over the arc, so that the product of the two arcs of a
    couple is the gain of their loop.
    """
    arcs = sp.csr_matrix((weight, (supplier, consumer)), shape=(count, count))
    loops = arcs.multiply(arcs.T).tocoo()
    kept = (loops.row < loops.col) & (loops.data > least)
    first, second, gain = loops.row[kept], loops.col[kept], loops.data[kept]
    partner = np.full(count, -1, np.int64)
    for k in np.lexsort((second, first, -gain)):
        a, b = first[k], second[k]
        if partner[a] < 0 and partner[b] < 0:
            partner[a], partner[b] = b, a
    return partner


def sift(count: int, supplier: Ints, consumer: Ints, weight: Reals, order: Ints, passes: int = _PASSES) -> Ints:
    """Improve `order` (suppliers first) of `count` processes: less weight on backward arcs, never more."""
    out = sp.csr_matrix((weight, (supplier, consumer)), shape=(count, count))
    inward = out.T.tocsr()
    better = np.ascontiguousarray(order, np.int64).copy()
    _sift(
        out.indptr.astype(np.int64),
        out.indices.astype(np.int64),
        out.data.astype(np.float64),
        inward.indptr.astype(np.int64),
        inward.indices.astype(np.int64),
        inward.data.astype(np.float64),
        better,
        passes,
    )
    return better


@njit("void(int64[::1], int64[::1], float64[::1], int64[::1], int64[::1], float64[::1], int64[::1], int64)", **_OPTIONS)
def _sift(  # noqa: C901, PLR0912 - compiled: the inner loops stay in one function
    out_start: Ints,
    out_to: Ints,
    out_weight: Reals,
    in_start: Ints,
    in_from: Ints,
    in_weight: Reals,
    order: Ints,
    passes: int,
) -> None:
    count = len(order)
    rank = np.empty(count, np.int64)
    for k in range(count):
        rank[order[k]] = k
    widest = 0
    for v in range(count):
        widest = max(widest, out_start[v + 1] - out_start[v] + in_start[v + 1] - in_start[v])
    place, cost = np.empty(widest, np.int64), np.empty(widest)
    for _ in range(passes):
        moved = False
        for v in range(count):
            arcs = 0
            # moving right past a customer costs its arc, moving right past a supplier saves it
            for e in range(out_start[v], out_start[v + 1]):
                place[arcs], cost[arcs] = rank[out_to[e]], out_weight[e]
                arcs += 1
            for e in range(in_start[v], in_start[v + 1]):
                place[arcs], cost[arcs] = rank[in_from[e]], -in_weight[e]
                arcs += 1
            here, best, after = 0.0, 0.0, -1
            total = 0.0
            now = rank[v]
            for k in np.argsort(place[:arcs]):
                if place[k] < now:
                    here += cost[k]
                total += cost[k]
                if total < best:
                    best, after = total, place[k]
            if here - best <= 1e-9 * (abs(here) + abs(best)):
                continue
            moved = True
            if after < now:
                for k in range(now, after + 1, -1):
                    order[k] = order[k - 1]
                    rank[order[k]] = k
                order[after + 1], rank[v] = v, after + 1
            else:
                for k in range(now, after):
                    order[k] = order[k + 1]
                    rank[order[k]] = k
                order[after], rank[v] = v, after
        if not moved:
            return
