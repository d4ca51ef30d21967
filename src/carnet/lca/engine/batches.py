"""Kernels of a batch: eight draws of the same pattern solved and judged side by side.

The adjoint system of a draw reads, process by process, ``d_j w_j = g_j + Σ_i T_ij w_i`` with T = −(off-diagonal of A).
A batch holds T as (entries, 8) 32-bit numbers and all vectors as (n, 8) doubles; processes stand in sweep order.
A *range* is one strong component (swept until it settles) or a stretch of processes without loops (one pass is exact).
A *couple* is two neighbouring processes of a loop that feed each other strongly: both are solved at once.
"""

from __future__ import annotations

from typing import Any

from numba import njit

from carnet.lca.engine.arrays import Ints, Reals, Rows, Singles
from carnet.lca.engine.lanes import (
    LANES,
    add,
    div,
    fma,
    larger,
    load,
    magnitude,
    mul,
    narrow,
    smaller,
    splat,
    store,
    sub,
    widen,
)

_OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy"}
_PATTERN = "int64[::1], int32[::1], float32[:, ::1], float64[:, ::1], int64[::1], float64[:, ::1], float64[:, ::1]"
_UNIT = 2.0**-53
_REST = 3  # sweeps between two extrapolations: the next error must show its own direction first
_COSINE = 0.9
_STEEPEST = 0.98


@njit("void(int64[::1], int64[::1], float32[:, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1])", **_OPTIONS)
def bind_couples(forth: Ints, back: Ints, values: Singles, inverses: Reals, gain: Reals, link: Reals) -> None:
    """Coefficients of the couples of a batch.

    Couple k is (a, b = a + 1): `forth[k]` is the entry of a in b's equation, `back[k]` of b in a's; `inverses` holds
    1/d of a in row 2k and of b in row 2k + 1. A loop that returns 1 or more is left to the judge: no correction.
    """
    for k in range(len(forth)):
        for lane in range(LANES):
            p = values[back[k], lane] * inverses[2 * k, lane]
            loop = p * values[forth[k], lane] * inverses[2 * k + 1, lane]
            settled = abs(loop) < _STEEPEST
            gain[k, lane] = loop / (1.0 - loop) if settled else 0.0
            link[k, lane] = p if settled else 0.0


@njit(
    "void(int64, int64, int64[::1], int32[::1], float32[:, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1])",
    **_OPTIONS,
)
def pass_once(
    low: int, high: int, start: Ints, rows: Rows, values: Singles, inverse: Reals, g: Reals, w: Reals
) -> None:
    """One pass over processes `low` … `high` − 1 without watching the change: exact where there is no loop."""
    for j in range(low, high):
        total = load(g, j)
        for e in range(start[j], start[j + 1]):
            total = fma(widen(values, e), load(w, rows[e]), total)
        store(w, j, mul(total, load(inverse, j)))


@njit(
    f"int64(int64, int64, {_PATTERN}, float64[:, ::1], float64[:, ::1], float64[::1], float64[::1], float64[:, ::1],"
    " float64, int64, float64[:, ::1])",
    **_OPTIONS,
)
def settle(  # noqa: C901 - one loop, three steps: sweep, test, extrapolate
    low: int,
    high: int,
    start: Ints,
    rows: Rows,
    values: Singles,
    inverse: Reals,
    couple: Ints,
    gain: Reals,
    link: Reals,
    g: Reals,
    w: Reals,
    scale: Reals,
    size: Reals,
    change: Reals,
    tolerance: float,
    cap: int,
    report: Reals,
) -> int:
    """Sweep one component until no value changes by more than `tolerance` of its `size`; the number of sweeps.

    `scale` is 1/`size`. Where the change of a lane keeps its direction (one loop dominates), the rest of its geometric
    series is added at once (Lyusternik's extrapolation); this moves the start of the next sweep and nothing else.
    `change` (n, 8) is scratch; `report` row 0 returns the last change of each lane.
    """
    rested = 0
    for sweep in range(cap):
        worst, across, before, now = splat(0.0), splat(0.0), splat(0.0), splat(0.0)
        for j in range(low, high):
            total = load(g, j)
            for e in range(start[j], start[j + 1]):
                total = fma(widen(values, e), load(w, rows[e]), total)
            old, new = load(w, j), mul(total, load(inverse, j))
            k = couple[j]
            if k >= 0:
                new = fma(load(gain, k), sub(new, old), new)
                store(w, j - 1, fma(load(link, k), sub(new, old), load(w, j - 1)))
            step = mul(sub(new, old), splat(scale[j]))
            last = load(change, j)
            across, before, now = fma(step, last, across), fma(last, last, before), fma(step, step, now)
            worst = larger(worst, magnitude(step))
            store(change, j, step)
            store(w, j, new)
        store(report, 0, worst)
        store(report, 1, across)
        store(report, 2, before)
        store(report, 3, now)
        done = True
        for lane in range(LANES):
            if not report[0, lane] <= tolerance:
                done = False
        if done:
            return sweep + 1
        rested += 1
        if sweep == 0 or rested < _REST:
            continue
        any_ready = False
        for lane in range(LANES):
            a, b, c = report[1, lane], report[2, lane], report[3, lane]
            factor = 0.0
            if b > 0.0 and abs(a) < _STEEPEST * b and abs(a) > 0.05 * b and a * a > _COSINE * _COSINE * b * c:
                factor = a / (b - a)
                any_ready = True
            report[4, lane] = factor
        if any_ready:
            rested = 0
            factors = load(report, 4)
            for j in range(low, high):
                store(w, j, fma(mul(factors, splat(size[j])), load(change, j), load(w, j)))
    return cap


@njit(
    f"int64(int64[:, ::1], {_PATTERN}, float64[:, ::1], float64[:, ::1], float64[::1], float64[::1], float64[:, ::1],"
    " float64, int64, float64[:, ::1])",
    **_OPTIONS,
)
def settle_all(
    ranges: Ints,
    start: Ints,
    rows: Rows,
    values: Singles,
    inverse: Reals,
    couple: Ints,
    gain: Reals,
    link: Reals,
    g: Reals,
    w: Reals,
    scale: Reals,
    size: Reals,
    change: Reals,
    tolerance: float,
    cap: int,
    report: Reals,
) -> int:
    """All ranges in order; the most sweeps any loop took."""
    most = 0
    for r in range(len(ranges)):
        low, high = ranges[r, 0], ranges[r, 1]
        if ranges[r, 2] == 0:
            pass_once(low, high, start, rows, values, inverse, g, w)
            continue
        done = settle(
            low, high, start, rows, values, inverse, couple, gain, link, g, w, scale, size, change, tolerance, cap,
            report,
        )  # fmt: skip
        most = max(most, done)
    return most


@njit("void(float64[::1], float64[::1], float64[:, ::1], float64[:, ::1])", **_OPTIONS)
def warm_start(base: Reals, known_base: Reals, known: Reals, w: Reals) -> None:
    """Start of a regime from the draw's scores of another: `base` changed in the proportion `known` / `known_base`."""
    for j in range(len(base)):
        ratio = smaller(larger(splat(0.25), div(load(known, j), splat(known_base[j]))), splat(4.0))
        store(w, j, mul(ratio, splat(base[j])))


@njit("void(float64[::1], float64[:, ::1], float32[:, ::1])", **_OPTIONS)
def deviations(base: Reals, w: Reals, out: Singles) -> None:
    """Write w / base − 1, the form in which draws are kept: 32 bits are then enough for any spread."""
    for j in range(len(base)):
        of = splat(base[j] if base[j] != 0.0 else 1.0)
        narrow(out, j, div(sub(load(w, j), splat(base[j])), of))


@njit("void(float64[:, ::1], float64[::1], float64[:, ::1])", **_OPTIONS)
def shape_certificate(w: Reals, height: Reals, upper: Reals) -> None:
    """`upper` = |w| · `height`: the certificate of the undisturbed system in the shape of each draw."""
    for j in range(len(height)):
        store(upper, j, mul(magnitude(load(w, j)), splat(height[j])))


@njit(
    "void(int64[::1], int32[::1], float32[:, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1],"
    " float64[::1], float64[:, ::1])",
    **_OPTIONS,
)
def judge_lanes(
    start: Ints,
    rows: Rows,
    values: Singles,
    diagonal: Reals,
    g: Reals,
    w: Reals,
    upper: Reals,
    floor: Reals,
    report: Reals,
) -> None:
    """How far each draw may be off: |w − exact| ≤ ε · `upper`, process by process.

    Row 0 of `report` is ε, row 1 the largest `upper` / max(|w|, `floor`): their product bounds the relative error.

    With ⟨A⟩ the comparison matrix (|d| on the diagonal, −|T| off it), p = ⟨A⟩ᵀ`upper` > 0 proves ⟨A⟩ an M-matrix, and
    |r| ≤ ε p gives |A⁻ᵀ r| ≤ ⟨A⟩⁻ᵀ |r| ≤ ε `upper` (Ostrowski 1937). Residual r and p carry their own rounding: every
    sum of m terms is off by at most (m + 4) unit roundoffs of the sum of magnitudes, taken off p and added to |r|.
    `upper` must be at least |w|. Without a positive p, or with anything that is no number, ε is infinite or no number:
    the draw is then not proven. Processes whose score and certificate are zero, like all their suppliers', pass.
    """
    worst, tall, poison, none = splat(0.0), splat(0.0), splat(0.0), splat(0.0)
    for j in range(len(start) - 1):
        own = load(g, j)
        total, weight = own, none
        for e in range(start[j], start[j + 1]):
            value, i = widen(values, e), rows[e]
            total = fma(value, load(w, i), total)
            weight = fma(magnitude(value), load(upper, i), weight)
        d, score = load(diagonal, j), load(w, j)
        poison = fma(score, none, poison)
        residual = magnitude(sub(total, mul(d, score)))
        height = load(upper, j)
        tall = larger(tall, div(height, larger(magnitude(score), splat(floor[j]))))
        reach = mul(magnitude(d), height)
        slack = mul(splat((start[j + 1] - start[j] + 4) * 2.0 * _UNIT), add(add(weight, reach), magnitude(own)))
        proof = larger(sub(sub(reach, weight), slack), none)
        # where all is zero there is nothing to prove: 0/0 compares false and is passed over
        worst = larger(worst, div(add(residual, slack), proof))
    store(report, 0, add(worst, poison))
    store(report, 1, tall)


@njit(
    "int64(int64, int64, int64[::1], int32[::1], float32[:, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1],"
    " float64, int64, float64[:, ::1])",
    **_OPTIONS,
)
def raise_certificate(
    low: int,
    high: int,
    start: Ints,
    rows: Rows,
    values: Singles,
    diagonal: Reals,
    w: Reals,
    upper: Reals,
    share: float,
    cap: int,
    report: Reals,
) -> int:
    """Raise `upper` until p ≥ `share` · |d w| on the range: sweeps of ⟨A⟩ᵀ u = share · |d w|, never downwards."""
    for sweep in range(cap):
        worst = splat(0.0)
        for j in range(low, high):
            d = magnitude(load(diagonal, j))
            need = mul(mul(d, magnitude(load(w, j))), splat(share))
            for e in range(start[j], start[j + 1]):
                need = fma(magnitude(widen(values, e)), load(upper, rows[e]), need)
            need, old = div(need, d), load(upper, j)
            worst = larger(worst, div(sub(need, old), need))
            store(upper, j, larger(old, need))
        store(report, 0, worst)
        done = True
        for lane in range(LANES):
            if report[0, lane] > 0.01 * share:
                done = False
        if done:
            return sweep + 1
    return cap


@njit(
    "void(int64[:, ::1], int64[::1], int32[::1], float32[:, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1],"
    " float64, int64, float64[:, ::1])",
    **_OPTIONS,
)
def raise_all(
    ranges: Ints,
    start: Ints,
    rows: Rows,
    values: Singles,
    diagonal: Reals,
    w: Reals,
    upper: Reals,
    share: float,
    cap: int,
    report: Reals,
) -> None:
    """`raise_certificate` on all ranges in order."""
    for r in range(len(ranges)):
        passes = cap if ranges[r, 2] else 1
        raise_certificate(ranges[r, 0], ranges[r, 1], start, rows, values, diagonal, w, upper, share, passes, report)


@njit("void(int64[::1], float64[::1], float32[:, ::1], float64[:, ::1])", **_OPTIONS)
def characterise(start: Ints, factors: Reals, values: Singles, g: Reals) -> None:
    """Right side of a batch: Σ factor · amount over the drawn elementary entries of each process."""
    for j in range(len(start) - 1):
        total = splat(0.0)
        for e in range(start[j], start[j + 1]):
            total = fma(widen(values, e), splat(factors[e]), total)
        store(g, j, total)
