"""Random systems for the engine's tests: loops, waste treatment, credits, disconnected parts, wild units."""

from __future__ import annotations

import numpy as np

from carnet.lca.engine.arrays import Columns


def columns(matrix) -> Columns:
    """A dense matrix as `Columns`, zeros left out."""
    matrix = np.asarray(matrix, float)
    where = [np.flatnonzero(matrix[:, j]) for j in range(matrix.shape[1])]
    start = np.concatenate(([0], np.cumsum([len(w) for w in where]))).astype(np.int64)
    rows = np.concatenate([*where, np.empty(0, int)]).astype(np.int32)
    values = np.concatenate([*(matrix[w, j] for j, w in enumerate(where)), np.empty(0)])
    return Columns(start, rows, values, matrix.shape[0])


def productive(rng, *, size=None, gain=None, avoided=0.0, waste=0.2) -> np.ndarray:
    """A technosphere whose loops have spectral radius `gain` before credits turn signs.

    `avoided`: share of entries that give instead of take; `waste`: share of processes that treat waste (their row and
    diagonal are negated). Units differ by up to twelve orders of magnitude; some parts are not connected.
    """
    n = int(rng.integers(1, 11)) if size is None else size
    taken = rng.lognormal(0, 1.5, (n, n)) * (rng.random((n, n)) < rng.uniform(0.1, 0.6))
    np.fill_diagonal(taken, 0)
    cut = int(rng.integers(0, n + 1))
    if rng.random() < 0.3:
        taken[:cut, cut:] = taken[cut:, :cut] = 0
    radius = max(abs(np.linalg.eigvals(taken)))
    top = rng.uniform(0.05, 0.98) if gain is None else gain
    if radius > 1e-9:
        taken *= top / radius
    taken *= np.where(rng.random((n, n)) < avoided, -1, 1)
    unit = 10.0 ** rng.uniform(-6, 6, n)
    made = rng.lognormal(0, 1, n)
    matrix = (np.eye(n) - taken) * made * unit[:, None] / unit[None, :]
    return matrix * np.where(rng.random(n) < waste, -1, 1)[:, None]
