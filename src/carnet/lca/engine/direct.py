"""The method that is always there: each loop factorised, its answer refined with residuals of doubled precision.

Loops only: what lies outside them needs no factor. Factors are kept with the `Prepared`, one a loop and side.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

import numpy as np
from numba import njit
from scipy.sparse import csc_matrix, diags_array, identity
from scipy.sparse.linalg import splu

from carnet.lca.engine.arrays import Ints, Reals, Rows
from carnet.lca.engine.prepare import Prepared, Side, loop_matrix, refusal, refuse
from carnet.lca.engine.sweeps import gather

_REFINEMENTS = 3


def factor(prepared: Prepared, side: Side, block: int, solver: str = "superlu") -> Callable[[Reals], Reals]:
    """A function that solves one loop for right-hand sides (size, k).

    Args:
        prepared: where the factor is kept.
        side: the adjoint or the forward system of it.
        block: the number of the loop.
        solver: ``superlu`` (SciPy), or ``rslab`` (its KLU path) where that package is installed.

    Raises:
        EngineError: the loop has no unique solution, or the solver is not installed.
    """
    key = (solver, side is prepared.adjoint, block)
    if key in prepared.kept:
        kept: Callable[[Reals], Reals] = prepared.kept[key]
        return kept
    lo, hi = int(side.blocks[block]), int(side.blocks[block + 1])
    scale, own = side.scale[lo:hi], side.diagonal[lo:hi]
    weight = own * scale
    scaled = diags_array(1 / weight) @ loop_matrix(side, block) @ diags_array(scale)
    matrix = csc_matrix(identity(hi - lo) - scaled)
    try:
        inner = _rslab(matrix) if solver == "rslab" else splu(matrix).solve
    except RuntimeError:
        refuse([refusal("LCI-005", side.order[lo:hi], gain="1")])
        raise

    def solve(right: Reals) -> Reals:
        found: Reals = inner(np.ascontiguousarray(right / weight[:, None])) * scale[:, None]
        return found

    prepared.kept[key] = solve
    return solve


def _rslab(matrix: csc_matrix) -> Callable[[Reals], Reals]:
    if find_spec("rslab") is None:
        refuse([refusal("LCI-009", (), solver="rslab")])
    lu = import_module("rslab").klu(matrix)

    def solve(right: Reals) -> Reals:
        return np.column_stack([lu.solve(np.ascontiguousarray(column)) for column in right.T])

    return solve


@njit(
    "void(int64, int64, int64[::1], int32[::1], float64[::1], float64[::1], float64[:, ::1], float64[:, ::1],"
    " float64[:, ::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def precise_residual(
    lo: int, hi: int, start: Ints, index: Rows, values: Reals, diagonal: Reals, g: Reals, w: Reals, r: Reals
) -> None:
    """Put r = g + Σ T w − d w as if in twice the precision (Ogita, Rump, Oishi, SIAM J. Sci. Comput. 26, 2005)."""
    split = 134217729.0
    for j in range(lo, hi):
        for lane in range(w.shape[1]):
            high, low = g[j, lane], 0.0
            for e in range(start[j], start[j + 1] + 1):
                if e < start[j + 1]:
                    a, b = values[e], w[index[e], lane]
                else:
                    a, b = -diagonal[j], w[j, lane]
                product = a * b
                t = split * a
                a1 = t - (t - a)
                a2 = a - a1
                t = split * b
                b1 = t - (t - b)
                b2 = b - b1
                tail = a2 * b2 - (((product - a1 * b1) - a2 * b1) - a1 * b2)
                total = high + product
                z = total - high
                low += ((high - (total - z)) + (product - z)) + tail
                high = total
            r[j, lane] = high + low


def solve_loop(
    prepared: Prepared, side: Side, block: int, g: Reals, w: Reals, h: Reals, solver: str = "superlu"
) -> int:
    """Solve one loop for all lanes, given all earlier blocks; `h` is scratch. Returns the refinements done."""
    lo, hi = int(side.blocks[block]), int(side.blocks[block + 1])
    apply = factor(prepared, side, block, solver)
    gather(lo, hi, side.start, side.middle, side.index, side.values, g, w, h)
    g, w, h = (x.reshape(side.size, -1) for x in (g, w, h))
    w[lo:hi] = apply(h[lo:hi])
    before = np.inf
    for done in range(_REFINEMENTS):
        precise_residual(lo, hi, side.start, side.index, side.values, side.diagonal, g, w, h)
        step = apply(h[lo:hi])
        size = float(np.max(np.abs(step) / side.scale[lo:hi, None], initial=0.0))
        if not size < before / 2:
            return done
        w[lo:hi] += step
        before = size
    return _REFINEMENTS
