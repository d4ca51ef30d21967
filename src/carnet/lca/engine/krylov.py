"""Loops too strong for sweeps: BiCGSTAB with one Gauss–Seidel sweep as preconditioner, eight lanes at once.

van der Vorst, "Bi-CGSTAB", SIAM J. Sci. Stat. Comput. 13 (1992) 631. The unknowns are scaled by the present answer, so
that every value counts alike whatever its unit; lanes go their own way and stop when they are done.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from carnet.lca.engine.arrays import Reals
from carnet.lca.engine.lanes import aligned
from carnet.lca.engine.prepare import Side
from carnet.lca.engine.sweeps import gather, sweep

_POLISH = 3
_ROUNDS = 3
_HUGE = 1e150


def solve_loop(
    side: Side,
    block: int,
    g: Reals,
    w: Reals,
    h: Reals,
    *,
    tolerance: float,
    cap: int,
) -> tuple[int, bool]:
    """Solve one loop, starting from what `w` holds, given all earlier blocks.

    Args:
        side: the system.
        block: the number of the loop.
        g: right-hand sides (n, 8) by position.
        w: start and answer (n, 8).
        h: scratch (n, 8).
        tolerance: largest change a sweep may still make, relative to the present answer.
        cap: iterations allowed.

    Returns:
        Iterations, and whether the tolerance was reached. The judge decides, not this.
    """
    values, inverse = side.values, side.inverse
    lo, hi = int(side.blocks[block]), int(side.blocks[block + 1])
    middle, last = side.middle, side.last
    zero, y = aligned(w.shape), aligned(w.shape)
    gather(lo, hi, side.start, middle, side.index, values, g, w, h)
    inside = w.reshape(side.size, -1)[lo:hi]
    if not (np.isfinite(inside).all() and np.abs(inside).max(initial=0.0) < _HUGE):
        inside[:] = 0.0

    def swept(right: Reals, start: Reals) -> Reals:
        part = y.reshape(side.size, -1)[lo:hi]
        part[:] = start
        sweep(lo, hi, middle, last, side.index, values, inverse, right, y)
        return part

    total = 0
    for _ in range(_ROUNDS):
        for _ in range(_POLISH):
            inside[:] = swept(h, inside)
        size = _sizes(inside, side.scale[lo:hi, None])

        def apply(z: Reals, size: Reals = size) -> Reals:
            return z - swept(zero, z * size) / size

        residual = (swept(h, inside) - inside) / size
        if np.abs(residual).max(initial=0.0) <= tolerance:
            return total, True
        step, done = _bicgstab(apply, residual, 0.2 * tolerance, cap - total)
        if not np.isfinite(step).all():
            return total + done, False
        inside += step * size
        total += done
        if total >= cap:
            break
    for _ in range(_POLISH):
        inside[:] = swept(h, inside)
    change = (swept(h, inside) - inside) / _sizes(inside, side.scale[lo:hi, None])
    return total, bool(np.abs(change).max(initial=0.0) <= tolerance)


def _sizes(values: Reals, scale: Reals) -> Reals:
    """|values|, and where one is zero a size of the same unit."""
    size = np.abs(values)
    ratio = size / scale
    typical = np.where(ratio > 0, ratio, np.inf).min(axis=0, initial=np.inf)
    typical = np.where(np.isfinite(typical), typical, 1.0)
    return np.where(size > 0, size, typical * scale)


def _bicgstab(apply: Callable[[Reals], Reals], right: Reals, tolerance: float, cap: int) -> tuple[Reals, int]:
    """Solve apply(x) = right lane by lane; returns x and the iterations."""
    x = np.zeros_like(right)
    r, shadow = right.copy(), right.copy()
    p, v = np.zeros_like(r), np.zeros_like(r)
    rho = alpha = omega = np.ones(r.shape[1])
    best, best_size = x.copy(), np.abs(r).max(axis=0, initial=0.0)
    for done in range(cap):
        size = np.abs(r).max(axis=0, initial=0.0)
        better = size < best_size
        best[:, better], best_size[better] = x[:, better], size[better]
        if (size <= tolerance).all() or not np.isfinite(size).all():
            return best, done
        before, rho = rho, np.einsum("ij,ij->j", shadow, r)
        lost = np.abs(rho) < 1e-30 * np.einsum("ij,ij->j", r, r)
        if lost.any():  # the shadow has become orthogonal: begin anew in those lanes
            shadow[:, lost] = r[:, lost]
            p[:, lost], v[:, lost] = 0.0, 0.0
            rho = np.where(lost, np.einsum("ij,ij->j", r, r), rho)
        beta = _ratio(rho, before) * _ratio(alpha, omega)
        p = r + beta * (p - omega * v)
        v = apply(p)
        alpha = _ratio(rho, np.einsum("ij,ij->j", shadow, v))
        s = r - alpha * v
        t = apply(s)
        omega = _ratio(np.einsum("ij,ij->j", t, s), np.einsum("ij,ij->j", t, t))
        x += alpha * p + omega * s
        r = s - omega * t
    return best, cap


def _ratio(a: Reals, b: Reals) -> Reals:
    return np.divide(a, b, out=np.zeros_like(a), where=b != 0)
