"""One or a few processes changed: all products under all regimes at once, without solving again.

Changing columns J of A by Δ turns Aᵀ w = g into (Aᵀ + E_J Δᵀ) w' = g + E_J γ (Woodbury), so that

    w' = w + Y c,    (I + Δᵀ Y) c = γ − Δᵀ w,    Y = A⁻ᵀ E_J

with Y the rows J of the inverse: what one unit more of cost at a process costs every product. They do not depend on the
change and are kept. The bounds of w and of Y go through the formula, rounding included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit

from carnet.lca.engine.arrays import Answer, Ints, Proof, Reals
from carnet.lca.engine.prepare import Prepared, refusal, refuse
from carnet.lca.engine.solve import adjoint

_UNIT = 2.0**-52
_LANES_AT_ONCE = 8
_HALF = 0.5  # an inverse that leaks more proves nothing


@dataclass(frozen=True, slots=True)
class Change:
    """What is different about one process.

    `rows` and `amounts`: entries of its technosphere column that are added to those there are (new minus old; the sign
    of `Matrices`: inputs negative). `emissions` (k,): added to its characterised emissions, one a regime; () for none.
    """

    process: int
    rows: Ints
    amounts: Reals
    emissions: Reals | tuple[()] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the inverse and its bound, (n,) each, by process."""

    values: Reals
    bound: Reals
    rigorous: bool


def inverse_rows(prepared: Prepared, processes: Sequence[int], *, tolerance: float = 1e-8) -> tuple[Row, ...]:
    """Rows of the inverse: solved on first use, kept with `prepared` from then on.

    Ask for the markets most likely to change (electricity, heat, steel) in advance to have them at hand.
    """
    missing = [j for j in dict.fromkeys(int(p) for p in processes) if ("row", j) not in prepared.kept]
    for first in range(0, len(missing), _LANES_AT_ONCE):
        batch = missing[first : first + _LANES_AT_ONCE]
        right = np.zeros((prepared.size, len(batch)))
        right[batch, np.arange(len(batch))] = 1.0
        answer = adjoint(prepared, right, tolerance=tolerance)
        for k, j in enumerate(batch):
            prepared.kept["row", j] = Row(
                np.ascontiguousarray(answer.values[:, k]),
                np.ascontiguousarray(answer.proof.bound[:, k]),
                answer.proof.rigorous,
            )
    return tuple(prepared.kept["row", int(j)] for j in processes)


def update(prepared: Prepared, base: Answer, changes: Sequence[Change]) -> Answer:
    """Scores of all products after `changes`, from the scores before.

    Args:
        prepared: the unchanged technosphere.
        base: `adjoint` of it.
        changes: one a process; the same process not twice.

    Raises:
        EngineError: the changed system has no unique solution, or has passed through a singular one (its loops then
            take more than they make).
    """
    if not changes:
        return base
    rows = inverse_rows(prepared, [c.process for c in changes])
    size, count = len(changes), base.values.shape[1]
    small, leak = np.eye(size), np.zeros((size, size))
    right, off = np.zeros((size, count)), np.zeros((size, count))
    for a, change in enumerate(changes):
        amounts, at = np.asarray(change.amounts, np.float64), np.asarray(change.rows)
        if not np.isfinite(amounts).all():
            refuse([refusal("LCI-002", (change.process,))])
        weight, gamma = np.abs(amounts), (len(amounts) + 8) * _UNIT
        emissions = np.asarray(change.emissions) if len(change.emissions) else np.zeros(count)
        right[a] = emissions - amounts @ base.values[at]
        parts = np.abs(emissions) + weight @ np.abs(base.values[at])
        off[a] = (weight @ base.proof.bound[at] + gamma * parts) * (1 + gamma)
        for b, row in enumerate(rows):
            taken = amounts @ row.values[at]
            small[a, b] += taken
            leak[a, b] = weight @ row.bound[at] + gamma * (weight @ np.abs(row.values[at]) + (a == b))
    step, doubt, sound = _small_system(small, leak, right, off)
    sign = np.prod([turned(prepared, c) for c in changes])
    if not sound or not np.linalg.det(small) * sign > 0 or not _way_is_open(prepared, changes, rows, small):
        refuse([refusal("LCI-010", [c.process for c in changes])])
    values, bound = np.empty_like(base.values), np.empty_like(base.values)
    worst = _apply(
        base.values,
        base.proof.bound,
        np.array([r.values for r in rows]),
        np.array([r.bound for r in rows]),
        step,
        doubt,
        values,
        bound,
    )
    proof = Proof(
        method=base.proof.method,
        steps=base.proof.steps,
        residual=base.proof.residual,
        bound=bound,
        relative=worst,
        rigorous=base.proof.rigorous and all(r.rigorous for r in rows),
    )
    return Answer(values, proof)


def _way_is_open(prepared: Prepared, changes: Sequence[Change], rows: Sequence[Row], small: Reals) -> bool:
    """Whether no singular system lies between the unchanged one and the changed one.

    The determinant at the end does not tell: two loops that both take more than they make turn its sign twice. So the
    way is walked. First every entry is set to what of the old and the new one takes less (and makes more): a system
    that can make more than it takes stays one by that. Then the processes get their new columns one after another;
    where the end is such a system, so is every step before it, which takes no more than the end does. Each step is
    linear in its determinant, so that it is enough to see that none turns the sign.
    """
    if len(changes) == 1:
        return True
    least = np.eye(len(changes))
    for a, change in enumerate(changes):
        at, back = _to_least(prepared, change)
        for b, row in enumerate(rows):
            least[a, b] += back @ row.values[at]
    try:
        rest = np.linalg.solve(least.T, small.T).T
    except np.linalg.LinAlgError:
        return False
    # Its leading minors are the determinants after each step over that before the first, its pivots their quotients.
    for k in range(len(rest)):
        if not rest[k, k] > (len(rest) + 8) * _UNIT * np.abs(rest[k]).max():
            return False
        rest[k + 1 :] -= np.outer(rest[k + 1 :, k] / rest[k, k], rest[k])
    return True


def _to_least(prepared: Prepared, change: Change) -> tuple[Ints, Reals]:
    """The rows of a change, and what takes the old entry of each to the one of old and new that takes less."""
    side = prepared.adjoint
    at, which = np.unique(np.asarray(change.rows, np.int64), return_inverse=True)
    amounts = np.zeros(len(at))
    np.add.at(amounts, which, np.asarray(change.amounts, np.float64))
    here = side.position[change.process]
    first, last = side.start[here], side.start[here + 1]
    known = dict(zip(side.index[first:last].tolist(), (-side.values[first:last]).tolist(), strict=True))
    old = np.array([known.get(place, 0.0) for place in side.position[at].tolist()])
    own = at == change.process
    old[own] = side.diagonal[here]
    new = old + amounts
    less = np.where(old * new > 0, np.sign(new) * np.minimum(np.abs(old), np.abs(new)), 0.0)
    more = np.sign(new) * np.maximum(np.abs(old), np.abs(new))
    return at, np.where(own, more, less) - old


def turned(prepared: Prepared, change: Change) -> float:
    """The sign of the new diagonal over the old one: 1, −1 where the process takes more of its own product, 0."""
    position = prepared.adjoint.position[change.process]
    old = prepared.adjoint.diagonal[position]
    added = float(np.asarray(change.amounts)[np.asarray(change.rows) == change.process].sum())
    return float(np.sign((old + added) / old))


def _small_system(small: Reals, leak: Reals, right: Reals, off: Reals) -> tuple[Reals, Reals, bool]:
    """Solve (small ± leak) c = right ± off; c, a bound of its error, and whether there is one."""
    size = len(small)
    up = 1 + (size + 8) * _UNIT
    try:
        inverse = np.linalg.inv(small)
    except np.linalg.LinAlgError:
        return right, off, False
    step = inverse @ right
    positive = np.abs(inverse)
    spread = positive @ leak * up
    spread += np.abs(np.eye(size) - inverse @ small) + (size + 8) * _UNIT * (positive @ np.abs(small) + np.eye(size))
    defect = np.abs(right - small @ step) + (size + 8) * _UNIT * (np.abs(right) + np.abs(small) @ np.abs(step))
    first = positive @ (off + leak @ np.abs(step) + defect) * up
    # |e| ≤ first + spread |e|; where spread · first ≤ share · first, |e| ≤ first / (1 − share)
    for _ in range(2):
        first += spread @ first
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(first > 0, spread @ first / first, 0.0).max(initial=0.0) * up
    return step, first / (1 - min(share, _HALF)) * up, bool(share < _HALF and np.isfinite(first).all())


@njit(
    "float64(float64[:, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1],"
    " float64[:, ::1], float64[:, ::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def _apply(
    w: Reals, known: Reals, y: Reals, y_bound: Reals, step: Reals, doubt: Reals, values: Reals, bound: Reals
) -> float:
    """Put values = w + Yᵀ step, its bound, and the largest bound / |value|."""
    count, width = w.shape
    terms = len(y)
    gamma = (terms + 8) * _UNIT
    worst = 0.0
    for i in range(count):
        for k in range(width):
            value, size, error = w[i, k], abs(w[i, k]), known[i, k]
            for a in range(terms):
                value += y[a, i] * step[a, k]
                size += abs(y[a, i] * step[a, k])
                error += y_bound[a, i] * (abs(step[a, k]) + doubt[a, k]) + abs(y[a, i]) * doubt[a, k]
            error = (error + gamma * size) * (1 + gamma)
            values[i, k], bound[i, k] = value, error
            if value != 0.0 and not error <= worst * abs(value):
                worst = error / abs(value)
    return worst
