"""The arrays every other module of the engine speaks: a linked database as sparse columns with uncertainty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Rows = NDArray[np.int32]
Reals = NDArray[np.float64]
Singles = NDArray[np.float32]
Kinds = NDArray[np.uint8]

# Kinds of spread, as stored. The order is the file format: append only.
FIXED, LOGNORMAL, NORMAL, UNIFORM, TRIANGULAR = range(5)


@dataclass(frozen=True, slots=True)
class Columns:
    """A sparse matrix by columns: column j holds `rows[start[j]:start[j+1]]`, ascending, no duplicates.

    Shapes: `start` (columns + 1,), `rows` and `values` (entries,). Units are those of the two flows concerned.
    """

    start: Ints
    rows: Rows
    values: Reals
    height: int

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.start) - 1


@dataclass(frozen=True, slots=True)
class Spreads:
    """The uncertainty of each entry of `Columns`, aligned with its `values`.

    `location`: median (lognormal, with sign), mean (normal), mode (triangular), unused (uniform).
    `scale`: sd of the logarithm (lognormal), sd (normal). `low`, `high`: bounds of uniform and triangular.
    """

    kind: Kinds
    location: Reals
    scale: Singles
    low: Singles
    high: Singles


@dataclass(frozen=True, slots=True)
class Matrices:
    """A linked, square database.

    `technosphere`: n x n; entry (i, j) is what one run of process j makes (+) or takes (-) of the product of process i;
    a waste treatment takes its reference waste, so that its diagonal is negative. `biosphere`: m x n, emissions and
    resources per run, signs as the flow list's convention (release +, uptake of a resource +, CO2 uptake its own flow).
    """

    technosphere: Columns
    biosphere: Columns
    technosphere_spread: Spreads
    biosphere_spread: Spreads


@dataclass(frozen=True, slots=True)
class Proof:
    """How an answer was reached and how far it may be off.

    `method`: ``sweeps``, ``krylov`` or ``direct``. `steps`: sweeps or iterations. `residual`: the largest scaled
    residual. `bound` (n, k) encloses the absolute forward error of every value, rounding included; `relative` is the
    largest of bound / |value| over the values that are not zero. `rigorous` is false where the matrix is not one whose
    inverse can be bounded by comparison (then `bound` is an estimate and says so).
    """

    method: str
    steps: int
    residual: float
    bound: Reals
    relative: float
    rigorous: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """`values` (n, k) in the original order of processes, one column a regime (adjoint) or a demand (forward)."""

    values: Reals
    proof: Proof
