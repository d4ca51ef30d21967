"""Local sensitivities of one score to every exchange, and the first-order variance they give.

For a demand f, activities x = A⁻¹ f and a regime with scores w = A⁻ᵀ Bᵀ c, the score s = wᵀ f changes with entry (i, j)
of the technosphere by −w_i x_j, and with entry (f, j) of the biosphere by c_f x_j (Heijungs, "Sensitivity coefficients
for matrix-based LCA", Int J Life Cycle Assess 15 (2010) 511).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

from carnet.lca.engine.arrays import (
    LOGNORMAL,
    NORMAL,
    TRIANGULAR,
    UNIFORM,
    Columns,
    Ints,
    Matrices,
    Reals,
    Rows,
    Spreads,
)

_OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy"}
_UNIT = 2.0**-52


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """d score / d entry, aligned with the entries of the two matrices, in score units per unit of the entry.

    `technosphere_bound` and `biosphere_bound` enclose the error of each.
    """

    technosphere: Reals
    biosphere: Reals
    technosphere_bound: Reals
    biosphere_bound: Reals


@njit(
    "void(int64[::1], int32[::1], float64[::1], float64[::1], float64[::1], float64[::1], float64, float64[::1],"
    " float64[::1])",
    **_OPTIONS,
)
def _products(
    start: Ints,
    rows: Rows,
    left: Reals,
    left_bound: Reals,
    x: Reals,
    x_bound: Reals,
    sign: float,
    out: Reals,
    off: Reals,
) -> None:
    for j in range(len(start) - 1):
        b, eb = x[j], x_bound[j]
        size = abs(b)
        for e in range(start[j], start[j + 1]):
            a, ea = left[rows[e]], left_bound[rows[e]]
            out[e] = sign * a * b
            off[e] = (abs(a) * eb + ea * (size + eb) + _UNIT * abs(a * b)) * (1 + 4 * _UNIT)


def sensitivity(matrices: Matrices, w: Reals, w_bound: Reals, x: Reals, x_bound: Reals, factors: Reals) -> Sensitivity:
    """How one score answers to every exchange.

    Args:
        matrices: the database.
        w: (n,) scores of all products under the regime, `adjoint`, one column; `w_bound` their bound.
        w_bound: see `w`.
        x: (n,) activities for the demand, `forward`, one column; `x_bound` their bound.
        x_bound: see `x`.
        factors: (m,) characterisation factors of the regime.
    """
    technosphere, biosphere = matrices.technosphere, matrices.biosphere
    given = [np.ascontiguousarray(v, np.float64) for v in (w, w_bound, x, x_bound, factors)]
    out = [np.empty(len(c.values)) for c in (technosphere, technosphere, biosphere, biosphere)]
    w, w_bound, x, x_bound, factors = given
    _products(technosphere.start, technosphere.rows, w, w_bound, x, x_bound, -1.0, out[0], out[1])
    exact = np.zeros(len(factors))
    _products(biosphere.start, biosphere.rows, factors, exact, x, x_bound, 1.0, out[2], out[3])
    return Sensitivity(out[0], out[2], out[1], out[3])


def variance(matrices: Matrices, found: Sensitivity) -> float:
    """First-order variance of the score, all exchanges independent: Σ (sensitivity · sd of the exchange)²."""
    return float(sum(part.sum() for part in variances(matrices, found)))


def variances(matrices: Matrices, found: Sensitivity) -> tuple[Reals, Reals]:
    """What each entry of technosphere and biosphere adds to `variance`."""
    return (
        (found.technosphere * _deviation(matrices.technosphere, matrices.technosphere_spread)) ** 2,
        (found.biosphere * _deviation(matrices.biosphere, matrices.biosphere_spread)) ** 2,
    )


def _deviation(columns: Columns, spread: Spreads) -> Reals:
    """Standard deviation of each entry; of a lognormal one, the exact one of its distribution."""
    deviation = np.zeros(len(columns.values))
    kind, scale = spread.kind, spread.scale.astype(np.float64)
    low, high, mode = spread.low.astype(np.float64), spread.high.astype(np.float64), spread.location
    log = kind == LOGNORMAL
    square = scale[log] ** 2
    deviation[log] = np.abs(mode[log]) * np.sqrt(np.expm1(square) * np.exp(square))
    deviation[kind == NORMAL] = scale[kind == NORMAL]
    even = kind == UNIFORM
    deviation[even] = (high[even] - low[even]) / np.sqrt(12)
    tri = kind == TRIANGULAR
    a, b, c = low[tri], high[tri], mode[tri]
    deviation[tri] = np.sqrt(np.maximum((a * a + b * b + c * c - a * b - a * c - b * c) / 18, 0))
    return deviation
