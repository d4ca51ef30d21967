"""How far an answer can be off: a bound on every single value, proved, rounding included.

For an answer ŵ with residual r = g + Tᵀŵ − d ŵ (the adjoint; the forward system is alike) the error e obeys

    |d_j| |e_j| ≤ q_j + Σ_i |T_ij| |e_i|,    q_j = |r_j| + γ (|g_j| + |d_j ŵ_j| + Σ |T_ij ŵ_i|)

where γ covers the rounding of r itself (Higham, "Accuracy and Stability of Numerical Algorithms", 2002, section 3.1).
Outside loops this bounds e_j at once, suppliers first. Inside a loop, any u > 0 with p = |d| u − |T|ᵀ u > 0 proves that
the comparison matrix is an M-matrix, whose inverse bounds the inverse of the loop (Ostrowski 1937; Berman, Plemmons,
"Nonnegative Matrices", chapter 6); hence |e| ≤ u · max_j q_j / p_j over the loop. u is swept towards the solution of
|d| u = |T|ᵀ u + |d ŵ|, so that the bound has the shape of the answer; p > 0 is then tested, not assumed.

A loop with credits so large that no such u exists is bounded with its inverse, computed and verified (size up to 600);
beyond that the bound is an estimate, and `Verdict.rigorous` says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from carnet.lca.engine.arrays import Ints, Reals, Rows
from carnet.lca.engine.direct import factor
from carnet.lca.engine.lanes import (
    add,
    aligned,
    constant,
    div,
    fma,
    larger,
    load,
    magnitude,
    mul,
    pick,
    smaller,
    store,
    sub,
)
from carnet.lca.engine.prepare import EPSILON, EXTRA, Prepared, Side, loop_matrix, sound

_OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy"}
_ONE, _LANES = "float64[::1]", "float64[:, ::1]"
_UNIT = 2.0**-52  # twice the rounding unit: k of these cover γ_k for every k that occurs
_OWN = 1e-6  # where the parts of a value cancel, the shape of its bound follows the parts down to this share
_FIRST, _CAP = 4, 96  # sweeps before u is tested, and in all
_VERIFIED = 600  # loops up to this size are inverted where comparison fails
_SPAN = 1e140
_PROBES, _SAFETY = 6, 10.0
_FLOOR = 4.0  # times its own rounding, a residual is as small as it gets
_HALF = 0.5  # an inverse that leaks more proves nothing


def _signatures(pattern: str) -> list[str]:
    """For eight regimes, and for one."""
    return [pattern.format(values=_ONE, diagonal=_ONE, block=block) for block in (_LANES, _ONE)]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of an answer, by position in sweep order.

    `bound` (n, 8) encloses each absolute error; it is not finite where nothing is known. `gross` (n, 8) is the sum of
    the sizes of the parts of each value, which its error is measured against. `residual` is the largest |r| over that
    sum; `floor` whether every residual is as small as rounding allows, so that no method could do better.
    """

    bound: Reals
    gross: Reals
    residual: float
    floor: bool
    rigorous: bool

    def within(self, tolerance: float) -> bool:
        """Whether every error is at most `tolerance` of its value's parts; false when anything is not a number."""
        return bool((self.bound <= tolerance * self.gross).all())


@njit(
    _signatures(
        "void(int64, int64, int64[::1], int64[::1], int64[::1], int32[::1], {values}, {diagonal},"
        " {block}, {block}, {block}, {block}, {block}, {block})"
    ),
    **_OPTIONS,
)
def _defects(
    lo: int,
    hi: int,
    start: Ints,
    middle: Ints,
    last: Ints,
    index: Rows,
    values: Reals,
    diagonal: Reals,
    g: Reals,
    w: Reals,
    error: Reals,
    q: Reals,
    gross: Reals,
    worst: Reals,
) -> None:
    """Compute q and gross of positions lo … hi.

    `error` holds the bounds of earlier blocks, and on entry what g may be off.
    """
    residual, excess, poison = load(worst, 0), load(worst, 1), load(worst, 2)
    for j in range(lo, hi):
        a, c = load(g, j), load(error, j)
        s = magnitude(a)
        for e in range(start[j], middle[j]):
            t, x = pick(values, e, w), load(w, index[e])
            a = fma(t, x, a)
            t = magnitude(t)
            s = fma(t, magnitude(x), s)
            c = fma(t, load(error, index[e]), c)
        for e in range(middle[j], last[j]):
            t, x = pick(values, e, w), load(w, index[e])
            a = fma(t, x, a)
            s = fma(magnitude(t), magnitude(x), s)
        d = pick(diagonal, j, w)
        own = mul(d, load(w, j))
        r = magnitude(sub(a, own))
        size = magnitude(d)
        store(gross, j, div(s, size))
        gamma = constant((last[j] - start[j] + 8) * _UNIT, w)
        rounding = mul(gamma, add(s, magnitude(own)))
        residual = larger(residual, div(r, s))
        excess = larger(excess, div(r, rounding))
        defect = add(add(r, rounding), c)
        defect = fma(defect, gamma, defect)
        poison = fma(defect, constant(0.0, w), poison)
        store(q, j, defect)
    store(worst, 0, residual)
    store(worst, 1, excess)
    store(worst, 2, poison)


@njit(
    _signatures(
        "void(int64, int64, int64[::1], int64[::1], int32[::1], {values}, {diagonal}, {block}, {block}, float64, int64)"
    ),
    **_OPTIONS,
)
def _cover_sweeps(
    lo: int,
    hi: int,
    middle: Ints,
    last: Ints,
    index: Rows,
    values: Reals,
    diagonal: Reals,
    shape: Reals,
    u: Reals,
    extra: float,
    count: int,
) -> None:
    """`count` sweeps of |d| u = (1 + extra) Σ |T| u + |d| shape."""
    grow = constant(1.0 + extra, u)
    for _ in range(count):
        for j in range(lo, hi):
            a = constant(0.0, u)
            for e in range(middle[j], last[j]):
                a = fma(magnitude(pick(values, e, u)), load(u, index[e]), a)
            store(u, j, add(div(mul(grow, a), magnitude(pick(diagonal, j, u))), load(shape, j)))


@njit(
    _signatures(
        "void(int64, int64, int64[::1], int64[::1], int32[::1], {values}, {diagonal}, {block}, {block}, {block})"
    ),
    **_OPTIONS,
)
def _ratios(
    lo: int,
    hi: int,
    middle: Ints,
    last: Ints,
    index: Rows,
    values: Reals,
    diagonal: Reals,
    u: Reals,
    q: Reals,
    out: Reals,
) -> None:
    """`out` row 0: the largest q / p of each lane; row 1: the smallest p / (|d| u); row 2: NaN where anything is."""
    most, least, poison = constant(0.0, u), constant(1.0, u), constant(0.0, u)
    for j in range(lo, hi):
        a = constant(0.0, u)
        for e in range(middle[j], last[j]):
            a = fma(magnitude(pick(values, e, u)), load(u, index[e]), a)
        own = mul(magnitude(pick(diagonal, j, u)), load(u, j))
        gamma = constant((last[j] - middle[j] + 8) * _UNIT, u)
        p = sub(sub(own, a), mul(gamma, add(own, a)))
        part = div(load(q, j), p)
        most = larger(most, part)
        share = div(p, own)
        least = smaller(least, share)
        poison = fma(add(part, share), constant(0.0, u), poison)
    store(out, 0, most)
    store(out, 1, least)
    store(out, 2, poison)


@njit(
    _signatures(
        "void(int64, int64, int64[::1], int64[::1], int32[::1], {values}, {diagonal}, {block}, {block}, int64)"
    ),
    **_OPTIONS,
)
def _tighten(
    lo: int,
    hi: int,
    middle: Ints,
    last: Ints,
    index: Rows,
    values: Reals,
    diagonal: Reals,
    q: Reals,
    error: Reals,
    count: int,
) -> None:
    """Put a valid bound through |d| e ≤ q + |T| e: what comes out is valid too, and often smaller."""
    for _ in range(count):
        for j in range(lo, hi):
            a = load(q, j)
            for e in range(middle[j], last[j]):
                a = fma(magnitude(pick(values, e, error)), load(error, index[e]), a)
            a = div(a, magnitude(pick(diagonal, j, error)))
            a = fma(a, constant((last[j] - middle[j] + 8) * _UNIT, error), a)
            store(error, j, smaller(load(error, j), a))


@njit(
    _signatures(
        "int64(int64, int64[::1], int64[::1], int64[::1], int32[::1], {values}, {diagonal}, boolean[::1],"
        " float64[::1], {block}, {block}, {block}, {block}, {block}, {block}, {block}, int64, int64, int64)"
    ),
    **_OPTIONS,
)
def bounds(  # noqa: C901, PLR0912 - compiled: one loop from defects to bound
    block: int,
    blocks: Ints,
    start: Ints,
    middle: Ints,
    index: Rows,
    values: Reals,
    diagonal: Reals,
    comparable: NDArray[np.bool_],
    known: Reals,
    g: Reals,
    w: Reals,
    error: Reals,
    q: Reals,
    gross: Reals,
    u: Reals,
    worst: Reals,
    first: int,
    cap: int,
    finer: int,
) -> int:
    """Bound the errors of block after block into `error`, from `block` on.

    `error` holds on entry what each g may be off. `known` (n,) is the prepared cover, used where sweeping one does not
    succeed. `q`, `u` (n, 8) are scratch (`u` returns the covers), `worst` (3, 8) gathers residual, excess over rounding
    and poison. `first` sweeps before a cover is tested (0: `u` is given, test it first), `cap` in all; `finer` sweeps
    tighten the bound afterwards.

    Returns:
        A loop that has no cover (its `q` is filled, its `error` is not), or −1 when all are done.
    """
    last = start[1:]
    width = w.size // max(len(w), 1)
    out = np.zeros_like(worst)
    found, covers = out.reshape((3, width)), u.reshape((len(w), width))
    shape = np.empty_like(w) if first > 0 else np.empty_like(w[:0])
    shapes = shape.reshape((len(shape), width))
    for b in range(block, len(blocks) - 1):
        lo, hi = blocks[b], blocks[b + 1]
        _defects(lo, hi, start, middle, last, index, values, diagonal, g, w, error, q, gross, worst)
        if hi - lo == 1:
            e = div(load(q, lo), magnitude(pick(diagonal, lo, w)))
            store(error, lo, fma(e, constant(4 * _UNIT, w), e))
            continue
        done = 0
        if first > 0:
            total = constant(0.0, w)
            for j in range(lo, hi):
                s = larger(magnitude(load(w, j)), mul(load(gross, j), constant(_OWN, w)))
                total = add(total, s)
                store(shape, j, s)
                store(u, j, s)
            store(out, 0, total)
            for lane in range(width):
                if found[0, lane] == 0.0:
                    for j in range(lo, hi):
                        shapes[j, lane] = known[j]
                        covers[j, lane] = known[j]
        good = False
        while True:
            count = first if first > 0 else (4 if done else 0)
            if count > 0 and len(shape) > 0:
                _cover_sweeps(lo, hi, middle, last, index, values, diagonal, shape, u, EXTRA, count)
            done += max(count, 1)
            _ratios(lo, hi, middle, last, index, values, diagonal, u, q, out)
            good = True
            for lane in range(width):
                good &= found[1, lane] > 0.0 and found[2, lane] == 0.0
            if good or done >= cap or len(shape) == 0:
                break
        if not good and comparable[b]:
            for j in range(lo, hi):
                for lane in range(width):
                    covers[j, lane] = known[j]
            _ratios(lo, hi, middle, last, index, values, diagonal, u, q, out)
            good = True
            for lane in range(width):
                good &= found[1, lane] > 0.0 and found[2, lane] == 0.0
        if not good:
            return b
        most = load(out, 0)
        most = fma(most, constant(4 * _UNIT, w), most)
        for j in range(lo, hi):
            store(error, j, mul(most, load(u, j)))
        _tighten(lo, hi, middle, last, index, values, diagonal, q, error, finer)
    return -1


def judge(prepared: Prepared, side: Side, g: Reals, w: Reals, slack: Reals | None = None) -> Verdict:
    """Bound the error of every value of `w` (n, 8) or (n,) for right-hand sides `g`, both by position.

    `slack`: how much each g may itself be off; the bound then covers that as well.
    """
    error, q, gross, u = (aligned(w.shape) for _ in range(4))
    if slack is not None:
        error[:] = slack
    worst = np.zeros((3, *w.shape[1:]))
    key = ("sound", id(side))
    if key not in prepared.kept:
        prepared.kept[key] = (side, sound(side))  # the side too, so that its id stays its own
    if not prepared.kept[key][1]:  # nothing proved by blocks holds for such a side
        error[:] = np.inf
        return Verdict(error, gross, np.inf, floor=False, rigorous=False)
    rigorous = prepared.moderate and _moderate(g) and _moderate(w)
    block = 0
    while True:
        block = bounds(
            block,
            side.blocks,
            side.start,
            side.middle,
            side.index,
            side.values,
            side.diagonal,
            side.comparable,
            side.cover,
            g,
            w,
            error,
            q,
            gross,
            u,
            worst,
            _FIRST,
            _CAP,
            2,
        )
        if block < 0:
            break
        lo, hi = int(side.blocks[block]), int(side.blocks[block + 1])
        bound, proved = _by_inverse(prepared, side, block, q[lo:hi].reshape(hi - lo, -1))
        error[lo:hi] = bound.reshape(error[lo:hi].shape)
        rigorous &= proved
        block += 1
    if not (np.isfinite(worst[2]).all() and np.isfinite(w).all()):
        error[:] = np.inf
    return Verdict(error, gross, float(worst[0].max()), bool(worst[1].max() <= _FLOOR), rigorous)


def _moderate(values: Reals) -> bool:
    """No product with an entry of the matrix underflows or overflows."""
    sizes = np.abs(values)
    return bool(sizes.max(initial=0.0) < _SPAN and sizes.min(initial=1.0, where=sizes > 0) > 1 / _SPAN)


def _by_inverse(prepared: Prepared, side: Side, block: int, q: Reals) -> tuple[Reals, bool]:
    """Bounds of a loop without cover: |e| ≤ |R| q + |I − R K| |e| with R the computed inverse, or an estimate."""
    lo, hi = int(side.blocks[block]), int(side.blocks[block + 1])
    size = hi - lo
    if size > _VERIFIED:
        solver = factor(prepared, side, block)
        signs = np.random.default_rng(size).choice((-1.0, 1.0), (_PROBES, *q.shape))
        return _SAFETY * np.max([np.abs(solver(q * s)) for s in signs], axis=0), False
    key = ("inverse", side is prepared.adjoint, block)
    if key not in prepared.kept:
        prepared.kept[key] = _inverse(side, block)
    inverse, leak = prepared.kept[key]
    up = 1 + (size + 8) * _UNIT
    first = (inverse @ q) * up
    scale = side.scale[lo:hi, None]
    first += 1e-12 * scale * (first / scale).max(axis=0, initial=0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(first > 0, (leak @ first) * up / first, 0.0).max(axis=0, initial=0.0) * up
    if not (share < _HALF).all():
        return np.full_like(q, np.inf), False
    return first / (1 - share) * up, True


def _inverse(side: Side, block: int) -> tuple[Reals, Reals]:
    """|R| and a bound of |I − R K| for one loop, rounding included."""
    lo, hi = int(side.blocks[block]), int(side.blocks[block + 1])
    matrix = np.diag(side.diagonal[lo:hi]) - loop_matrix(side, block).toarray()
    size = hi - lo
    scale, own = side.scale[lo:hi], np.abs(side.diagonal[lo:hi]) * side.scale[lo:hi]
    inverse = np.linalg.inv(matrix * scale[None, :] / own[:, None]) * scale[:, None] / own[None, :]
    rounding = (size + 8) * _UNIT
    leak = np.abs(np.eye(size) - inverse @ matrix) + rounding * (np.abs(inverse) @ np.abs(matrix) + np.eye(size))
    return np.abs(inverse), leak * (1 + rounding)


__all__ = ["EPSILON", "Verdict", "bounds", "judge"]
