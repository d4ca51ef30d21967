"""Random productive systems for the engine: loops, waste, credits, parts, gains near 1, magnitudes far apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from carnet.lca.engine.arrays import Columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

# Kind → its share of ten systems. `near` and `below` lie just inside the limit of meaning and have to be answered, `at`
# may be answered or refused, `above` has to be refused.
KINDS = {
    "plain": 2, "near": 1, "credits": 1, "large credits": 1, "parts": 1, "magnitudes": 1,
    "below": 1, "at": 1, "above": 1,
}  # fmt: skip
ANSWERED = frozenset(KINDS) - {"at", "above"}
_TURNS = tuple(kind for kind, share in KINDS.items() for _ in range(share))
_TRIES = 60
_NEGATIVE, _SEVERAL = 0.2, 0.3  # shares of right-hand sides
_SAFE = 0.9  # gain up to which credits may have brought a heavy loop


@dataclass(frozen=True, slots=True)
class System:
    """One system: A = diag(row) (I − taken) diag(column).

    `taken` (n, n) is free of units and of the signs of waste. `emitted` (n, k) are the right-hand sides of the scores,
    `wanted` (n, k) those of the activities. `gain` is the largest real eigenvalue of `taken`.
    """

    kind: str
    taken: Reals
    row: Reals
    column: Reals
    emitted: Reals
    wanted: Reals
    gain: float

    @property
    def size(self) -> int:
        """The number of processes."""
        return len(self.taken)

    def matrix(self) -> Reals:
        """A, n x n, in doubles: what everybody solves."""
        whole = (np.eye(self.size) - self.taken) * self.row[:, None] * self.column[None, :]
        return np.asarray(whole, np.float64)

    def spread(self) -> Reals:
        """|A⁻¹|, to tell how much rounding may show in an answer."""
        inverse = np.linalg.inv(np.eye(self.size) - self.taken)
        return np.asarray(np.abs(inverse / self.column[:, None] / self.row[None, :]), np.float64)


def columns(matrix: Reals) -> Columns:
    """A dense matrix as the engine takes it, zeros left out."""
    places = [np.flatnonzero(matrix[:, j]) for j in range(matrix.shape[1])]
    start = np.concatenate(([0], np.cumsum([len(rows) for rows in places]))).astype(np.int64)
    values = np.concatenate([matrix[rows, j] for j, rows in enumerate(places)])
    return Columns(start, np.concatenate(places).astype(np.int32), values.astype(np.float64), matrix.shape[0])


def draw(seed: int, number: int) -> System:
    """System `number` of a seed; kinds take turns."""
    chance = np.random.default_rng((seed, number))
    kind = _TURNS[number % len(_TURNS)]
    taken = _taken(chance, kind)
    size = len(taken)
    reach = 12.0 if kind == "magnitudes" else chance.choice([0.0, 3.0, 6.0])
    unit = 10.0 ** chance.uniform(-reach, reach, size)
    waste = np.where(chance.random(size) < chance.choice([0.0, 0.2]), -1.0, 1.0)
    return System(
        kind, taken, unit * waste, chance.lognormal(0, 1, size) / unit,
        _sides(chance, unit), _sides(chance, 1 / unit), largest(taken),
    )  # fmt: skip


def _sides(chance: np.random.Generator, unit: Reals) -> Reals:
    """Two right-hand sides: one of everything, signs mixed; one of few processes."""
    size = len(unit)
    values = chance.lognormal(0, 2, (size, 2)) / unit[:, None]
    values[:, 0] *= np.where(chance.random(size) < _NEGATIVE, -1, 1)
    values[:, 1] *= chance.random(size) < _SEVERAL
    return np.asarray(values, np.float64)


def _taken(chance: np.random.Generator, kind: str) -> Reals:
    if kind == "parts":
        parts = [_loops(chance, int(chance.integers(1, 9)), chance.uniform(0.05, 0.98)) for _ in range(3)]
        whole = np.zeros((sum(map(len, parts)),) * 2)
        at = 0
        for part in parts:
            whole[at : at + len(part), at : at + len(part)] = part
            at += len(part)
        order = chance.permutation(at)
        return whole[order][:, order]
    size = int(chance.integers(2, 25))
    gain = {
        "near": 1 - 10.0 ** chance.uniform(-6, -2), "below": 1 - 10.0 ** chance.uniform(-8.5, -6),
        "at": 1 + chance.choice([-1, 1]) * 10.0 ** chance.uniform(-14, -8.5),
        "above": 1 + 10.0 ** chance.uniform(-8.5, 1),
    }.get(kind, chance.uniform(0.05, 0.98))  # fmt: skip
    if kind == "large credits":
        for _ in range(_TRIES):
            taken = _loops(chance, size, chance.uniform(1.2, 3)) * _signs(chance, size, 0.5)
            if largest(taken) < _SAFE:
                return np.asarray(taken, np.float64)
    taken = _loops(chance, size, gain)
    return taken * _signs(chance, size, chance.uniform(0.05, 0.4)) if kind.endswith("credits") else taken


def _signs(chance: np.random.Generator, size: int, share: float) -> Reals:
    return np.where(chance.random((size, size)) < share, -1.0, 1.0)


def _loops(chance: np.random.Generator, size: int, gain: float) -> Reals:
    """Inputs ≥ 0 whose heaviest loop returns `gain` of what goes in; without any where one process stands alone."""
    taken = chance.lognormal(0, 1.5, (size, size)) * (chance.random((size, size)) < chance.uniform(0.1, 0.5))
    np.fill_diagonal(taken, 0)
    if size > 1:
        ring = chance.permutation(size)[: int(chance.integers(2, size + 1))]
        taken[ring, np.roll(ring, 1)] = chance.lognormal(0, 1, len(ring))
        taken *= gain / largest(taken)
    return np.asarray(taken, np.float64)


def largest(taken: Reals) -> float:
    """The largest real eigenvalue."""
    values = np.linalg.eigvals(taken)
    real = values.real[np.abs(values.imag) <= 1e-9 * np.maximum(1.0, np.abs(values))]
    return float(real.max(initial=0.0))
