"""A small foreground over a solved background: many scenarios under all regimes at once, each value with its bound.

What a foreground process takes from the background costs the scores there, known already; so each scenario is a system
of the foreground's own size, Fᵀ v = h with h_j = direct emissions of j + Σ amounts it takes · background scores. It is
exact in the fixed background: the same as putting the foreground into the database and solving that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from carnet.lca.engine.arrays import Answer, Ints, Reals
from carnet.lca.engine.lanes import LANES, aligned, div, fma, larger, load, magnitude, mul, smaller, splat, store, sub
from carnet.lca.engine.prepare import refusal, refuse

_UNIT = 2.0**-52
_HALF = 0.5  # an inverse that leaks more proves nothing
_FINER = 6
_PLANE = 2
_CHUNK = 128  # scenarios a piece of work

Mapper = Callable[[Callable[[int], Any], Iterable[int]], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Foreground:
    """m processes in s scenarios; an axis of scenarios may have length 1: the same in all of them.

    Attributes:
        matrix: (s, m, m); entry (i, j) is what one run of process j makes (+) or takes (−) of the product of i.
        process: (l,) foreground process of each link to the background.
        product: (l,) background process whose product it takes.
        amount: (s, l) how much of it one run takes (positive), in that product's unit.
        direct: (s, m, k) characterised direct emissions of one run.
    """

    matrix: Reals
    process: Ints
    product: Ints
    amount: Reals
    direct: Reals


@dataclass(frozen=True, slots=True)
class ForegroundAnswer:
    """`values` (s, m, k): scores of the foreground's products. `bound` encloses each error, the background's included.

    `relative` is the largest bound / |value|; `rigorous` is false where a bound is an estimate.
    """

    values: Reals
    bound: Reals
    relative: float
    rigorous: bool


def scenarios(foreground: Foreground, background: Answer, *, mapper: Mapper = map) -> ForegroundAnswer:
    """Score every foreground product in every scenario under every regime.

    Args:
        foreground: the system.
        background: `adjoint` of the database, (n, k).
        mapper: ``map``, or the like of an executor, to work on several pieces at a time.

    Raises:
        EngineError: shapes do not fit, or scenarios without a meaningful solution; all of them are named.
    """
    count, size, width = _shapes(foreground, background)
    matrix = np.ascontiguousarray(foreground.matrix, np.float64)
    amount = np.ascontiguousarray(foreground.amount, np.float64)
    direct = np.asarray(foreground.direct, np.float64)
    process = np.ascontiguousarray(foreground.process, np.int64)
    values, bound = np.empty((count, size, width)), np.empty((count, size, width))
    state = np.zeros(count, np.int8)
    for first in range(0, width, LANES):
        here = slice(first, min(first + LANES, width))
        lanes = here.stop - here.start
        known, known_bound = aligned((len(process), LANES)), aligned((len(process), LANES))
        known[:, :lanes] = background.values[foreground.product, here]
        known_bound[:, :lanes] = background.proof.bound[foreground.product, here]
        own = aligned((len(direct) * size, LANES))
        own[:, :lanes] = direct[:, :, here].reshape(-1, lanes)

        def work(
            begin: int,
            here: slice = here,
            lanes: int = lanes,
            data: tuple[Reals, Reals, Reals] = (known, known_bound, own),
        ) -> None:
            end = min(begin + _CHUNK, count)
            out, off = aligned(((end - begin) * size, LANES)), aligned(((end - begin) * size, LANES))
            _solve(begin, end, matrix, process, amount, *data, out, off, state)
            values[begin:end, :, here] = out[:, :lanes].reshape(-1, size, lanes)
            bound[begin:end, :, here] = off[:, :lanes].reshape(-1, size, lanes)

        for _ in mapper(work, range(0, count, _CHUNK)):
            pass
    bad = np.flatnonzero((state == _BAD) | ~np.isfinite(bound).all(axis=(1, 2)) & (state != _UNCOVERED))
    refuse([refusal("LCI-011", bad.tolist())] if len(bad) else [])
    for s in np.flatnonzero(state == _UNCOVERED):
        bound[s], sound = _by_inverse(foreground, background, int(s), values[s])
        refuse([] if sound else [refusal("LCI-011", [int(s)])])
    sizes = np.abs(values)
    relative = np.divide(bound, sizes, out=np.zeros_like(sizes), where=sizes > 0).max(initial=0.0)
    return ForegroundAnswer(values, bound, float(relative), background.proof.rigorous)


def _shapes(foreground: Foreground, background: Answer) -> tuple[int, int, int]:
    size, width = foreground.matrix.shape[-1], background.values.shape[1]
    links = len(foreground.process)
    counts = {len(x) for x in (foreground.matrix, foreground.amount, foreground.direct)} - {1}
    shapes = (foreground.matrix.shape, foreground.amount.shape, foreground.direct.shape)
    fits = (
        len(foreground.matrix.shape[1:]) == _PLANE
        and foreground.matrix.shape[1] == size
        and foreground.amount.shape[1:] == (links,)
        and len(foreground.product) == links
        and foreground.direct.shape[1:] == (size, width)
        and len(counts) <= 1
        and all(0 <= int(p) < size for p in foreground.process)
        and all(np.isfinite(x).all() for x in (foreground.matrix, foreground.amount, foreground.direct))
    )
    if not fits:
        refuse([refusal("LCI-012", (), shape=", ".join(map(str, shapes)))])
    return max(counts, default=1), size, width


_GOOD, _BAD, _UNCOVERED = 0, 1, 2


@njit("boolean(float64[:, ::1], float64[:, ::1])", cache=True, nogil=True, error_model="numpy")
def _eliminate(k: Reals, v: Reals) -> bool:  # noqa: C901 - the textbook's three loops
    """Solve K v = v for eight lanes, overwriting both; false when a pivot is missing."""
    size = len(k)
    for c in range(size):
        pivot = c
        for r in range(c + 1, size):
            if abs(k[r, c]) > abs(k[pivot, c]):
                pivot = r
        if not abs(k[pivot, c]) > 0.0:
            return False
        if pivot != c:
            for j in range(size):
                k[c, j], k[pivot, j] = k[pivot, j], k[c, j]
            upper, lower = load(v, c), load(v, pivot)
            store(v, c, lower)
            store(v, pivot, upper)
        for r in range(c + 1, size):
            if k[r, c] != 0.0:
                ratio = k[r, c] / k[c, c]
                for j in range(c + 1, size):
                    k[r, j] -= ratio * k[c, j]
                store(v, r, fma(splat(-ratio), load(v, c), load(v, r)))
    for c in range(size - 1, -1, -1):
        a = load(v, c)
        for j in range(c + 1, size):
            a = fma(splat(-k[c, j]), load(v, j), a)
        store(v, c, div(a, splat(k[c, c])))
    return True


@njit("boolean(float64[:, ::1], float64[::1])", cache=True, nogil=True, error_model="numpy")
def _eliminate_one(k: Reals, u: Reals) -> bool:
    """As `_eliminate` for one right-hand side, without exchanges: a comparison matrix needs none."""
    size = len(k)
    for c in range(size):
        if not abs(k[c, c]) > 0.0:
            return False
        for r in range(c + 1, size):
            if k[r, c] != 0.0:
                ratio = k[r, c] / k[c, c]
                for j in range(c + 1, size):
                    k[r, j] -= ratio * k[c, j]
                u[r] -= ratio * u[c]
    for c in range(size - 1, -1, -1):
        for j in range(c + 1, size):
            u[c] -= k[c, j] * u[j]
        u[c] /= k[c, c]
    return True


@njit(
    "void(int64, int64, float64[:, :, ::1], int64[::1], float64[:, ::1], float64[:, ::1], float64[:, ::1],"
    " float64[:, ::1], float64[:, ::1], float64[:, ::1], int8[::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def _solve(  # noqa: C901, PLR0912, PLR0915 - compiled: one scenario from right-hand side to bound
    begin: int,
    end: int,
    matrix: Reals,
    process: Ints,
    amount: Reals,
    known: Reals,
    known_bound: Reals,
    own: Reals,
    out: Reals,
    off: Reals,
    state: NDArray[np.int8],
) -> None:
    """Scenarios begin … end into `out`, `off` (scenarios · m, 8): elimination, residual, comparison."""
    size = matrix.shape[1]
    h, slack, v = np.empty((size, LANES)), np.empty((size, LANES)), np.empty((size, LANES))
    gross = np.empty((size, LANES))
    k, p, u = np.empty((size, size)), np.empty(size), np.empty(size)
    result = np.empty((3, LANES))
    terms = len(process)
    for s in range(begin, end):
        f = matrix[s if len(matrix) > 1 else 0]
        a = amount[s if len(amount) > 1 else 0]
        base = (s if len(own) > size else 0) * size
        for j in range(size):
            store(h, j, load(own, base + j))
            store(slack, j, splat(0.0))
            store(gross, j, magnitude(load(own, base + j)))
        for e in range(terms):
            j, taken = process[e], splat(a[e])
            store(h, j, fma(taken, load(known, e), load(h, j)))
            taken = magnitude(taken)
            store(slack, j, fma(taken, load(known_bound, e), load(slack, j)))
            store(gross, j, fma(taken, magnitude(load(known, e)), load(gross, j)))
        credit = False
        for i in range(size):
            for j in range(size):
                k[j, i] = f[i, j]
                credit |= i != j and f[i, j] * f[i, i] > 0
        for j in range(size):
            store(v, j, load(h, j))
        state[s] = _GOOD
        if not _eliminate(k, v):
            state[s] = _BAD
            continue
        for j in range(size):
            p[j] = 1e-300
            for q in range(LANES):
                p[j] += abs(v[j, q])
            p[j] *= abs(f[j, j])
        # K S u = p with the comparison matrix K S where nothing is a credit; otherwise it is built and eliminated
        if credit:
            for i in range(size):
                for j in range(size):
                    k[j, i] = abs(f[i, j]) if i == j else -abs(f[i, j])
            for j in range(size):
                u[j] = p[j]
            solved = _eliminate_one(k, u)
        else:
            for i in range(size):
                for j in range(size):
                    k[j, i] = f[i, j]
            for j in range(size):
                u[j] = p[j]
            solved = _eliminate_one(k, u)
            for j in range(size):
                u[j] *= np.sign(f[j, j])
        for j in range(size):
            taken_u = 0.0
            for i in range(size):
                if i != j:
                    taken_u += abs(f[i, j]) * u[i]
            mine = abs(f[j, j]) * u[j]
            p[j] = mine - taken_u - (size + 8) * _UNIT * (mine + taken_u)
            solved &= u[j] > 0 and p[j] > 0
        if not solved:
            state[s] = _UNCOVERED if credit else _BAD
        gamma = splat((size + terms + 8) * _UNIT)
        most, poison = splat(0.0), splat(0.0)
        for j in range(size):
            r, total = load(h, j), load(gross, j)
            for i in range(size):
                t, x = splat(-f[i, j]), load(v, i)
                r = fma(t, x, r)
                total = fma(magnitude(t), magnitude(x), total)
            r = magnitude(r)
            r = fma(gamma, total, r)
            r = fma(splat(1.0), load(slack, j), r)
            r = fma(gamma, r, r)
            store(slack, j, r)
            part = div(r, splat(p[j]))
            most = larger(most, part)
            poison = fma(part, splat(0.0), poison)
        most = fma(sub(splat(1.0), poison), most, poison)
        store(result, 0, most)
        for j in range(size):
            row = (s - begin) * size + j
            store(out, row, load(v, j))
            error = mul(load(result, 0), splat(u[j]))
            store(off, row, fma(error, splat(4 * _UNIT), error))
        for _ in range(_FINER):  # a valid bound put through |d| e ≤ q + |T| e stays valid and gets the answer's shape
            for j in range(size):
                row = (s - begin) * size + j
                error = load(slack, j)
                for i in range(size):
                    if i != j:
                        error = fma(splat(abs(f[i, j])), load(off, (s - begin) * size + i), error)
                error = fma(error, gamma, error)
                error = div(error, splat(abs(f[j, j])))
                store(off, row, smaller(load(off, row), fma(error, splat(4 * _UNIT), error)))


def _by_inverse(foreground: Foreground, background: Answer, s: int, v: Reals) -> tuple[Reals, bool]:
    """Bounds of one scenario whose credits defeat comparison: |e| ≤ |R| q + |I − R K| |e|, verified."""
    f, a, own = (x[s if len(x) > 1 else 0] for x in (foreground.matrix, foreground.amount, foreground.direct))
    size, terms = len(f), len(a)
    gamma = (size + terms + 8) * _UNIT
    h, parts, slack = own.copy(), np.abs(own), np.zeros_like(own)
    np.add.at(h, foreground.process, a[:, None] * background.values[foreground.product])
    np.add.at(parts, foreground.process, np.abs(a[:, None] * background.values[foreground.product]))
    np.add.at(slack, foreground.process, np.abs(a)[:, None] * background.proof.bound[foreground.product])
    q = (np.abs(h - f.T @ v) + slack + gamma * (parts + np.abs(f.T) @ np.abs(v))) * (1 + gamma)
    try:
        inverse = np.linalg.inv(f.T)
    except np.linalg.LinAlgError:
        return q, False
    leak = np.abs(np.eye(size) - inverse @ f.T) + gamma * (np.abs(inverse) @ np.abs(f.T) + np.eye(size))
    first = np.abs(inverse) @ q * (1 + gamma)
    first += 1e-12 * first.max(axis=0, initial=0.0)
    share = np.where(first > 0, leak @ first / np.where(first > 0, first, 1), 0).max(axis=0, initial=0.0)
    return first / (1 - np.minimum(share, _HALF)) * (1 + 8 * gamma), bool((share < _HALF).all())


__all__ = ["Foreground", "ForegroundAnswer", "scenarios"]
