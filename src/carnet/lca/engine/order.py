"""The order in which a linked database is swept: suppliers before consumers, loops kept small and together.

Three steps: strong components (processes that feed each other in a loop) by SciPy; components in topological order by
Kahn's algorithm, since SciPy's labels are *not* topological; inside a loop a greedy order that leaves little weight
pointing backwards (after Eades, Lin, Smyth, "A fast and effective heuristic for the feedback arc set problem", 1993).
Weights must not depend on units, so the loop is balanced first (Osborne, "On pre-conditioning of matrices", 1960).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from carnet.lca.engine.arrays import Ints, Reals

_OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy"}
_FAR = 1e150
_ROUNDS = 20  # of balancing: the weights only rank, a percent is enough


@dataclass(frozen=True, slots=True)
class Order:
    """`order` (n,): process at each position. `blocks` (b + 1,): block k is the positions blocks[k] … blocks[k + 1].

    A block of one position is a process in no loop; a longer one is a strong component. `scale` (n,), by process:
    positive weights that make the coefficients of a loop free of units (1 outside loops).
    """

    order: Ints
    blocks: Ints
    scale: Reals


def find_order(size: int, rows: Ints, columns: Ints, weights: Reals) -> Order:
    """Order a database of `size` processes.

    Args:
        size: the number of processes.
        rows: supplier of each off-diagonal entry.
        columns: consumer of each off-diagonal entry.
        weights: |entry| / |diagonal of its column|, positive.
    """
    if not size:
        return Order(np.empty(0, np.int64), np.zeros(1, np.int64), np.empty(0))
    links = csr_matrix((weights, (rows, columns)), shape=(size, size))
    count, label = connected_components(links, directed=True, connection="strong")
    label = label.astype(np.int64)
    between = label[rows] != label[columns]
    outer = csr_matrix(
        (np.ones(int(between.sum())), (label[rows[between]], label[columns[between]])), shape=(count, count)
    )
    outer.sum_duplicates()
    rank = _kahn(count, outer.indptr.astype(np.int64), outer.indices.astype(np.int64))
    if (rank < 0).any():  # pragma: no cover - components of a graph have no cycle
        raise AssertionError
    block = rank[label]
    sizes = np.bincount(block, minlength=count)
    start, index, weight = _compressed(size, rows[~between], columns[~between], weights[~between])
    back_start, back_index, back_weight = _compressed(size, columns[~between], rows[~between], weights[~between])
    scale = np.ones(size)
    _balance(_ROUNDS, start, index, weight, back_start, back_index, back_weight, scale)
    source = np.repeat(np.arange(size), np.diff(start))
    target = np.repeat(np.arange(size), np.diff(back_start))
    weight *= scale[source] / scale[index]
    back_weight *= scale[back_index] / scale[target]
    turn = _greedy(start, index, weight, back_start, back_index, back_weight)
    level = _levels(np.argsort(turn), turn, back_start, back_index)
    taken = np.bincount(columns, minlength=size)
    order = np.lexsort((turn, taken, level, block)).astype(np.int64)
    return Order(order, np.concatenate(([0], np.cumsum(sizes))).astype(np.int64), scale)


def _compressed(size: int, rows: Ints, columns: Ints, weights: Reals) -> tuple[Ints, Ints, Reals]:
    matrix = csr_matrix((weights, (rows, columns)), shape=(size, size))
    return matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64), matrix.data


@njit("int64[::1](int64, int64[::1], int64[::1])", **_OPTIONS)
def _kahn(count: int, start: Ints, index: Ints) -> Ints:
    """Topological rank of each node, −1 where there is none."""
    waiting = np.zeros(count, np.int64)
    rank = np.full(count, -1, np.int64)
    queue = np.empty(count, np.int64)
    head, tail = 0, 0
    for e in range(len(index)):
        waiting[index[e]] += 1
    for v in range(count):
        if waiting[v] == 0:
            queue[tail] = v
            tail += 1
    while head < tail:
        v = queue[head]
        rank[v] = head
        head += 1
        for e in range(start[v], start[v + 1]):
            waiting[index[e]] -= 1
            if waiting[index[e]] == 0:
                queue[tail] = index[e]
                tail += 1
    return rank


@njit(
    "void(int64, int64[::1], int64[::1], float64[::1], int64[::1], int64[::1], float64[::1], float64[::1])", **_OPTIONS
)
def _balance(
    rounds: int,
    start: Ints,
    index: Ints,
    weight: Reals,
    back_start: Ints,
    back_index: Ints,
    back_weight: Reals,
    scale: Reals,
) -> None:
    """Scale so that each process of a loop gives as much weight as it takes: scale_i · weight_ij / scale_j."""
    for _ in range(rounds):
        for v in range(len(scale)):
            given, taken = 0.0, 0.0
            for e in range(start[v], start[v + 1]):
                given += weight[e] / scale[index[e]]
            for e in range(back_start[v], back_start[v + 1]):
                taken += back_weight[e] * scale[back_index[e]]
            if given > 0.0 and taken > 0.0:
                wanted = np.sqrt(taken / given)
                if 1 / _FAR < wanted < _FAR:
                    scale[v] = wanted


@njit("void(float64[::1], int64[::1], int64[::1], int64, int64)", **_OPTIONS)
def _settle(key: Reals, heap: Ints, where: Ints, at: int, size: int) -> None:
    """Restore the heap (largest key on top) after the key of the element at `at` changed."""
    v = heap[at]
    while at > 0 and key[heap[(at - 1) // 2]] < key[v]:
        heap[at] = heap[(at - 1) // 2]
        where[heap[at]] = at
        at = (at - 1) // 2
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and key[heap[child + 1]] > key[heap[child]]:
            child += 1
        if key[heap[child]] <= key[v]:
            break
        heap[at] = heap[child]
        where[heap[at]] = at
        at = child
    heap[at] = v
    where[v] = at


@njit("int64[::1](int64[::1], int64[::1], float64[::1], int64[::1], int64[::1], float64[::1])", **_OPTIONS)
def _greedy(  # noqa: C901 - compiled: heap and neighbours in one place
    start: Ints, index: Ints, weight: Reals, back_start: Ints, back_index: Ints, back_weight: Reals
) -> NDArray[np.int64]:
    """The turn of each process: always the one whose remaining weight points forward most."""
    count = len(start) - 1
    key = np.zeros(count)
    heap, where = np.arange(count), np.arange(count)
    turn = np.empty(count, np.int64)
    for v in range(count):
        for e in range(start[v], start[v + 1]):
            key[v] += weight[e]
        for e in range(back_start[v], back_start[v + 1]):
            key[v] -= back_weight[e]
    for at in range(count // 2, -1, -1):
        if at < count:
            _settle(key, heap, where, at, count)
    size = count
    for k in range(count):
        v = heap[0]
        turn[v] = k
        size -= 1
        last = heap[size]
        where[v] = -1
        if size:
            heap[0] = last
            where[last] = 0
            _settle(key, heap, where, 0, size)
        for e in range(start[v], start[v + 1]):
            u = index[e]
            if where[u] >= 0:
                key[u] += weight[e]
                _settle(key, heap, where, where[u], size)
        for e in range(back_start[v], back_start[v + 1]):
            u = back_index[e]
            if where[u] >= 0:
                key[u] -= back_weight[e]
                _settle(key, heap, where, where[u], size)
    return turn


@njit("int64[::1](int64[::1], int64[::1], int64[::1], int64[::1])", **_OPTIONS)
def _levels(order: Ints, turn: Ints, back_start: Ints, back_index: Ints) -> Ints:
    """Longest chain of suppliers with an earlier turn, for each process of a loop.

    Sweeping level by level gives what sweeping turn by turn gives, or better; but neighbours do not wait for each
    other, and those that take equally many inputs can stand together, which processors like.
    """
    level = np.zeros(len(order), np.int64)
    for v in order:
        for e in range(back_start[v], back_start[v + 1]):
            u = back_index[e]
            if turn[u] < turn[v] and level[u] >= level[v]:
                level[v] = level[u] + 1
    return level
