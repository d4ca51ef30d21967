"""Gauss–Seidel sweeps over eight lanes: eight regimes with one matrix, or eight draws each with its own values.

All kernels work on one `Side` of `carnet.lca.engine.prepare`: positions in sweep order, T = −(off-diagonal part of A),

    w_j = (g_j + Σ_i T_ij w_i) / d_j

with the entries of position j in ``start[j]:start[j + 1]``, ascending; those before ``middle[j]`` come from earlier
blocks and are final when j is reached, so that inside a loop only the rest is swept.
`values` is (entries,) float64, the same for all lanes, or (entries, 8) float32, one draw a lane; `inverse` = 1 / d is
(n,) or (n, 8). `g`, `w` are (n, 8) float64, or (n,) for one regime alone; `carnet.lca.engine.lanes.aligned` makes
them start on a cache line.

The sum over the entries of a position is written out in each sweep: as a function of its own, inlined, it takes nearly
twice the time.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from carnet.lca.engine.arrays import Ints, Reals, Rows, Singles
from carnet.lca.engine.lanes import add, constant, div, fma, larger, load, magnitude, mul, pick, store, sub

_OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy"}
_ONE, _LANES = "float64[::1]", "float64[:, ::1]"
# values, inverse and right-hand sides: eight regimes; eight draws, with fixed and with drawn diagonals; one regime.
_KINDS = (
    (_ONE, _ONE, _LANES),
    ("float32[:, ::1]", _ONE, _LANES),
    ("float32[:, ::1]", _LANES, _LANES),
    (_ONE, _ONE, _ONE),
)
_PATIENCE = 15  # sweeps before a rate is believed
_SETTLED = 6  # sweeps before the slowest mode is extrapolated
_ENDLESS = 1e200  # a change or a cover beyond this is on its way to infinity
_TREND = 0.98  # a rate above this is as good as none


def _signatures(pattern: str) -> list[str]:
    """For each of the kinds."""
    return [pattern.format(values=values, inverse=inverse, block=block) for values, inverse, block in _KINDS]


@njit(
    _signatures("void(int64, int64, int64[::1], int64[::1], int32[::1], {values}, {block}, {block}, {block})"),
    **_OPTIONS,
)
def gather(
    lo: int, hi: int, start: Ints, middle: Ints, index: Rows, values: Reals | Singles, g: Reals, w: Reals, h: Reals
) -> None:
    """Put h = g + what positions lo … hi take from earlier blocks."""
    for j in range(lo, hi):
        a = load(g, j)
        for e in range(start[j], middle[j]):
            a = fma(pick(values, e, w), load(w, index[e]), a)
        store(h, j, a)


@njit(
    _signatures("void(int64, int64, int64[::1], int64[::1], int32[::1], {values}, {inverse}, {block}, {block})"),
    **_OPTIONS,
)
def sweep(
    lo: int, hi: int, first: Ints, last: Ints, index: Rows, values: Reals | Singles, inverse: Reals, g: Reals, w: Reals
) -> None:
    """One sweep of positions lo … hi over entries first[j]:last[j], not measured."""
    for j in range(lo, hi):
        a, b = load(g, j), constant(0.0, w)
        e, end = first[j], last[j]
        while e + 1 < end:
            a = fma(pick(values, e, w), load(w, index[e]), a)
            b = fma(pick(values, e + 1, w), load(w, index[e + 1]), b)
            e += 2
        if e < end:
            a = fma(pick(values, e, w), load(w, index[e]), a)
        store(w, j, mul(add(a, b), pick(inverse, j, w)))


@njit(
    _signatures(
        "void(int64, int64, int64[::1], int64[::1], int32[::1], {values}, {inverse}, {block}, {block}, {block})"
    ),
    **_OPTIONS,
)
def recorded_sweep(
    lo: int,
    hi: int,
    first: Ints,
    last: Ints,
    index: Rows,
    values: Reals | Singles,
    inverse: Reals,
    g: Reals,
    w: Reals,
    old: Reals,
) -> None:
    """As `sweep`; what each value was goes to `old`."""
    for j in range(lo, hi):
        a, b = load(g, j), constant(0.0, w)
        e, end = first[j], last[j]
        while e + 1 < end:
            a = fma(pick(values, e, w), load(w, index[e]), a)
            b = fma(pick(values, e + 1, w), load(w, index[e + 1]), b)
            e += 2
        if e < end:
            a = fma(pick(values, e, w), load(w, index[e]), a)
        store(old, j, load(w, j))
        store(w, j, mul(add(a, b), pick(inverse, j, w)))


@njit(
    _signatures(
        "void(int64, int64, int64[::1], int64[::1], int32[::1], {values}, {inverse},"
        " {block}, {block}, {block}, {block})"
    ),
    **_OPTIONS,
)
def measured_sweep(
    lo: int,
    hi: int,
    first: Ints,
    last: Ints,
    index: Rows,
    values: Reals | Singles,
    inverse: Reals,
    g: Reals,
    w: Reals,
    old: Reals,
    found: Reals,
) -> None:
    """As `sweep`, after a recorded one; `old` gets what this sweep adds.

    `found` (3, 8): the largest relative change of each lane; the sums of squares of the last sweep's relative changes
    and of their products with this one's, whose quotient is the rate of the slowest mode.
    """
    most, square, product = constant(0.0, w), constant(0.0, w), constant(0.0, w)
    for j in range(lo, hi):
        a, b = load(g, j), constant(0.0, w)
        e, end = first[j], last[j]
        while e + 1 < end:
            a = fma(pick(values, e, w), load(w, index[e]), a)
            b = fma(pick(values, e + 1, w), load(w, index[e + 1]), b)
            e += 2
        if e < end:
            a = fma(pick(values, e, w), load(w, index[e]), a)
        new, before = mul(add(a, b), pick(inverse, j, w)), load(w, j)
        one = div(constant(1.0, w), new)
        step = sub(new, before)
        change, previous = mul(step, one), mul(sub(before, load(old, j)), one)
        most = larger(most, magnitude(change))
        square = fma(previous, previous, square)
        product = fma(previous, change, product)
        store(old, j, step)
        store(w, j, new)
    store(found, 0, most)
    store(found, 1, square)
    store(found, 2, product)


@njit(
    [
        "void(int64, int64, float64[::1], float64[::1], float64[::1])",
        "void(int64, int64, float64[:, ::1], float64[:, ::1], float64[:, ::1])",
    ],
    **_OPTIONS,
)
def _leap(lo: int, hi: int, factor: Reals, step: Reals, w: Reals) -> None:
    """Add to each value what all further steps would add if they shrank at one rate (Aitken)."""
    f = load(factor, 0)
    for j in range(lo, hi):
        store(w, j, fma(f, load(step, j), load(w, j)))


@njit("float64(float64[::1])", **_OPTIONS)
def _worst(change: Reals) -> float:
    worst = 0.0
    for each in change:
        if not each <= worst:
            worst = each
    return worst


@njit(
    _signatures(
        "int64(int64, float64, int64, int64[::1], int64[::1], int64[::1], int32[::1], {values}, {inverse},"
        " {block}, {block}, {block}, {block}, int64[::1])"
    ),
    **_OPTIONS,
)
def run(
    block: int,
    tolerance: float,
    cap: int,
    blocks: Ints,
    start: Ints,
    middle: Ints,
    index: Rows,
    values: Reals | Singles,
    inverse: Reals,
    g: Reals,
    w: Reals,
    h: Reals,
    found: Reals,
    count: NDArray[np.int64],
) -> int:
    """Solve block after block from `block` on, loops by sweeps from what `w` holds.

    A loop is done when no value of any lane changes by more than `tolerance`, relative; it is given up when its trend
    would need more than `cap` sweeps. Between sweeps the slowest mode is extrapolated. `h` (n, 8), `found` (3, 8) are
    scratch; `count[0]` is raised to the sweeps of the loop that needed most.

    Returns:
        The block given up (`w` holds its last sweep and is not known after it), or −1 when all are done.
    """
    width = w.size // max(len(w), 1)
    factor = np.zeros_like(w[:1])
    factors, founds = factor.reshape(width), found.reshape((3, width))
    old = np.empty_like(w[:0])
    last = start[1:]
    for b in range(block, len(blocks) - 1):
        lo, hi = blocks[b], blocks[b + 1]
        if hi - lo == 1:
            sweep(lo, hi, start, last, index, values, inverse, g, w)
            continue
        if len(old) == 0:
            old = np.empty_like(w)
        gather(lo, hi, start, middle, index, values, g, w, h)
        done, before, before_at, leaping = 0, np.inf, 0, True
        latest = np.inf
        while True:
            sweep(lo, hi, middle, last, index, values, inverse, h, w)
            recorded_sweep(lo, hi, middle, last, index, values, inverse, h, w, old)
            measured_sweep(lo, hi, middle, last, index, values, inverse, h, w, old, found)
            done += 3
            now = _worst(founds[0])
            if now <= tolerance:
                break
            given_up = not now < _ENDLESS or done >= cap
            if done >= _PATIENCE and done >= 2 * before_at:
                rate = (now / before) ** (1.0 / (done - before_at)) if before_at else 0.5
                before, before_at = now, done
                given_up |= rate > _TREND or done + np.log(tolerance / now) / np.log(rate) > cap
            if given_up:
                count[0] = max(count[0], done)
                return b
            leaping &= now < 2 * latest  # leaps that lead astray are given up, sweeps go on
            latest = now
            if leaping and done >= _SETTLED:
                for lane in range(width):
                    rate = founds[2, lane] / founds[1, lane]
                    factors[lane] = rate / (1 - rate) if 0.0 < rate < _TREND else 0.0
                _leap(lo, hi, factor, old, w)
        count[0] = max(count[0], done)
    return -1


@njit(
    "int64(int64, int64, int64[::1], int64[::1], int32[::1], float64[::1], float64[::1], float64[::1], float64[::1],"
    " float64, int64)",
    **_OPTIONS,
)
def cover(  # noqa: C901 - compiled: sweep and test in one place
    lo: int,
    hi: int,
    first: Ints,
    last: Ints,
    index: Rows,
    values: Reals,
    diagonal: Reals,
    shape: Reals,
    u: Reals,
    extra: float,
    cap: int,
) -> int:
    """Seek u > 0 with |d_j| u_j > Σ |T_ij| u_i on a loop: the proof that its inverse is bounded by comparison.

    Sweeps |d| u = (1 + extra) Σ |T| u + |d| shape from `shape`; the caller verifies.

    Returns:
        The sweeps it took, or −1 when `cap` did not suffice.
    """
    for j in range(lo, hi):
        u[j] = shape[j]
    for done in range(1, cap + 1):
        for j in range(lo, hi):
            a = 0.0
            for e in range(first[j], last[j]):
                a += abs(values[e]) * u[index[e]]
            u[j] = (1.0 + extra) * a / abs(diagonal[j]) + shape[j]
        if done % 4 and done < cap:
            continue
        good = True
        for j in range(lo, hi):
            a = 0.0
            for e in range(first[j], last[j]):
                a += abs(values[e]) * u[index[e]]
            if not a * (1.0 + 0.5 * extra) < abs(diagonal[j]) * u[j] < _ENDLESS:
                good = False
                break
        if good:
            return done
        if not u[lo] < _ENDLESS:
            return -1
    return -1
