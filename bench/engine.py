"""What the benchmarks of the engine share: the synthetic database as the engine's arrays, and answers checked equal."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

from bench.rivals import Umfpack, direct_scores
from bench.synthetic import Settings, Synthetic, generate, with_loops
from carnet.lca.engine.arrays import FIXED, LOGNORMAL, Columns, Matrices, Spreads
from carnet.lca.engine.prepare import Prepared, prepare

if TYPE_CHECKING:
    from numpy.typing import NDArray

THREADS = 2
POOL = ThreadPoolExecutor(THREADS)
GAIN = 0.8
STANDARD = Settings()


def columns(matrix: sp.csc_matrix) -> Columns:
    """Return a SciPy matrix as the engine takes it."""
    return Columns(
        matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32), matrix.data.astype(float), matrix.shape[0]
    )


def spreads(matrix: sp.csc_matrix, sigma: NDArray[np.float64], *, square: bool) -> Spreads:
    """Return lognormal spreads; the production on the diagonal of a square matrix is certain."""
    kind = np.full(matrix.nnz, LOGNORMAL, np.uint8)
    if square:
        kind[matrix.indices == np.repeat(np.arange(matrix.shape[1]), np.diff(matrix.indptr))] = FIXED
    none = np.zeros(matrix.nnz, np.float32)
    return Spreads(kind, matrix.data.astype(float), sigma.astype(np.float32), none, none)


def matrices(made: Synthetic) -> Matrices:
    """Return the synthetic database as the engine takes it."""
    return Matrices(
        columns(made.technosphere),
        columns(made.biosphere),
        spreads(made.technosphere, made.technosphere_sigma, square=True),
        spreads(made.biosphere, made.biosphere_sigma, square=False),
    )


def matrix(held: Columns) -> sp.csc_matrix:
    """Return the engine's columns as a SciPy matrix."""
    return sp.csc_matrix((held.values, held.rows, held.start), shape=(held.height, held.width))


@cache
def standard(settings: Settings = STANDARD) -> tuple[Synthetic, Matrices, Prepared]:
    """Return a database, its arrays and its preparation, made once a run."""
    made = generate(settings)
    held = matrices(made)
    return made, held, prepare(held.technosphere)


@cache
def judged() -> NDArray[np.float64]:
    """Return the scores of all products (n, k) of the standard database by the direct factor."""
    made, _, _ = standard()
    return direct_scores(made, Umfpack(made.technosphere))


@cache
def looped() -> tuple[Synthetic, Matrices, Prepared]:
    """Return the standard database with forty recycling loops of gain 0.8."""
    made, _, _ = standard()
    harder = with_loops(made, judged()[:, 0], GAIN)
    held = matrices(harder)
    return harder, held, prepare(held.technosphere)


def apart(ours: NDArray[np.float64], truth: NDArray[np.float64]) -> float:
    """Return the largest relative difference of two answers."""
    return float((np.abs(ours - truth) / np.maximum(np.abs(truth), np.finfo(float).tiny)).max())


def must(difference: float, limit: float, what: str) -> str:
    """Return the difference in words, or stop: a fast wrong answer is no result."""
    if not difference <= limit:
        message = f"{what}: answers differ by {difference:.2e}, more than {limit:.0e}"
        raise SystemExit(message)
    return f"{what} within {difference:.1e}"
