"""All products under k regimes, or the activities of k demands: solved by the cheapest method that the judge accepts.

Sweeps first; a loop whose trend says that sweeps would take too long goes to Krylov, a small one straight to a factor.
Then the whole answer is judged. What the judge does not accept goes to the next method; what no method brings within
the tolerance is returned only where its residual is down to rounding, with the bound that this leaves, and refused
otherwise. There is no way to get a number past the judge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from carnet.lca.engine import direct, krylov
from carnet.lca.engine.arrays import Answer, Ints, Proof, Reals
from carnet.lca.engine.judge import Verdict, judge
from carnet.lca.engine.lanes import LANES, aligned
from carnet.lca.engine.prepare import Prepared, Side, loops, refusal, refuse
from carnet.lca.engine.sweeps import run

Method = Literal["auto", "sweeps", "krylov", "direct"]
_STAGES: tuple[Method, ...] = ("sweeps", "krylov", "direct")
_SHARE = 0.01  # of the tolerance, for the change of the last sweep: loops multiply it
_SWEEPS, _ITERATIONS = 250, 600
_TRIES, _NEAR = 3, 1e6  # times a method goes on when it is that near to the tolerance
_SMALL = 256  # a loop up to this size is factorised rather than iterated on


@dataclass(frozen=True, slots=True)
class Solved:
    """Eight lanes by position in sweep order, with their verdict."""

    values: Reals
    verdict: Verdict
    method: str
    steps: int


def adjoint(
    prepared: Prepared,
    g: Reals,
    *,
    tolerance: float = 1e-9,
    method: Method = "auto",
    solver: str = "superlu",
    slack: Reals | None = None,
    start: Reals | None = None,
) -> Answer:
    """Scores of every product: Aᵀ w = g.

    Args:
        prepared: the technosphere.
        g: (n, k) characterised emissions of one run of each process, Bᵀ c, one column a regime.
        tolerance: largest error of a value, relative to the sum of its parts, that ends the search for a better one.
        method: ``auto``, or the only method to use (the judge then accepts or refuses it).
        solver: for factors: ``superlu``, or ``rslab`` if installed.
        slack: (n, k) how far each `g` may itself be off; the bound covers it.
        start: (n, k) a first guess.

    Returns:
        Values (n, k) in the order of processes, each with a bound of its error.

    Raises:
        EngineError: `g` has the wrong shape or is not finite, or no method reached an answer the judge accepts.
    """
    return _solve(prepared, prepared.adjoint, g, tolerance, method, solver, slack, start)


def forward(
    prepared: Prepared,
    f: Reals,
    *,
    tolerance: float = 1e-9,
    method: Method = "auto",
    solver: str = "superlu",
    slack: Reals | None = None,
    start: Reals | None = None,
) -> Answer:
    """Activities for demands: A x = f, with `f` (n, k) in the products' units; the rest as `adjoint`."""
    return _solve(prepared, prepared.forward, f, tolerance, method, solver, slack, start)


def _solve(
    prepared: Prepared,
    side: Side,
    right: Reals,
    tolerance: float,
    method: Method,
    solver: str,
    slack: Reals | None,
    start: Reals | None,
) -> Answer:
    right = np.asarray(right, np.float64)
    if right.shape[:1] != (side.size,) or right.shape[2:] or not right.shape[1:]:
        refuse([refusal("LCI-007", (), shape=str(right.shape), size=side.size)])
    if not np.isfinite(right).all():
        refuse([refusal("LCI-008", np.flatnonzero(~np.isfinite(right).all(axis=1)))])
    count = right.shape[1]
    values, bound = np.empty((side.size, count)), np.empty((side.size, count))
    solved: list[Solved] = []
    for first in range(0, count if side.size else 0, LANES):
        here = slice(first, min(first + LANES, count))
        g, w, off = (_lanes(side, x, here) for x in (right, start, slack))
        found = solve_lanes(prepared, side, g, w, tolerance, method, solver, None if slack is None else off)
        width = here.stop - here.start
        for whole, part in ((values, found.values), (bound, found.verdict.bound)):
            whole[:, here] = part.reshape(side.size, -1)[side.position, :width]
        solved.append(found)
    return Answer(values, _proof(values, bound, solved))


def _lanes(side: Side, values: Reals | None, here: slice) -> Reals:
    """Columns `here` by position: eight lanes, or one array where only one is asked."""
    width = here.stop - here.start
    lanes = aligned((side.size,) if width == 1 else (side.size, LANES))
    if values is not None:
        lanes.reshape(side.size, -1)[:, :width] = values[side.order, here]
    return lanes


def _proof(values: Reals, bound: Reals, solved: list[Solved]) -> Proof:
    size = np.abs(values)
    relative = np.divide(bound, size, out=np.zeros_like(size), where=size > 0)
    methods = [s.method for s in solved]
    return Proof(
        method=max(methods, key=_STAGES.index) if methods else "sweeps",
        steps=max((s.steps for s in solved), default=0),
        residual=max((s.verdict.residual for s in solved), default=0.0),
        bound=bound,
        relative=float(relative.max(initial=0.0)),
        rigorous=all(s.verdict.rigorous for s in solved),
    )


def solve_lanes(
    prepared: Prepared,
    side: Side,
    g: Reals,
    w: Reals,
    tolerance: float,
    method: Method = "auto",
    solver: str = "superlu",
    slack: Reals | None = None,
) -> Solved:
    """Solve and judge eight lanes: `g`, `w` (start, overwritten), `slack` are (n, 8) by position, or (n,) for one."""
    stages = _STAGES if method == "auto" else (method,)
    steps, best, aim = 0, None, _SHARE * tolerance
    for stage in stages:
        for _ in range(1 if stage == "direct" else _TRIES):
            used, more = _attempt(prepared, side, g, w, aim, stage, solver, alone=method != "auto")
            steps += more
            best = judge(prepared, side, g, w, slack)
            if _accepted(best, tolerance):
                return Solved(w, best, used, steps)
            missed = float(_shares(best).max(initial=0.0)) / tolerance
            if not missed < _NEAR:
                break
            aim *= 0.2 / missed  # loops multiply a residual by more than was allowed for: go on from here
    assert best is not None  # noqa: S101 - there is at least one stage
    share = _shares(best).reshape(side.size, -1).max(axis=1, initial=0.0)
    worst = side.order[np.argsort(-share)][: max(1, min(12, int((share > tolerance).sum())))]
    refuse([refusal("LCI-006", worst, relative=f"{share.max(initial=0.0):.1e}")])
    raise AssertionError  # pragma: no cover


def _shares(verdict: Verdict) -> Reals:
    """Bound over gross, 0 where both are 0, infinite where nothing is known."""
    bound, gross = verdict.bound, verdict.gross
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(bound > 0, bound / gross, 0.0)
    return np.where(np.isfinite(bound) & ~np.isnan(share), share, np.inf)


def _accepted(verdict: Verdict, tolerance: float) -> bool:
    return verdict.within(tolerance) or (verdict.floor and bool(np.isfinite(verdict.bound).all()))


def _attempt(
    prepared: Prepared, side: Side, g: Reals, w: Reals, aim: float, stage: Method, solver: str, *, alone: bool
) -> tuple[str, int]:
    """One method over all blocks. Returns the strongest method used, and the most steps of one loop."""
    h = aligned(w.shape)
    block, count, most, used = 0, np.zeros(1, np.int64), 0, "sweeps"
    sizes = np.diff(side.blocks)
    hard = loops(side) if stage != "sweeps" else np.empty(0, np.int64)
    while True:
        block = _until(side, block, aim, g, w, h, count, hard)
        if block < 0:
            return used, max(most, int(count[0]))
        strong = stage
        if stage == "sweeps":
            if alone:
                return used, _SWEEPS
            strong = "direct" if sizes[block] <= _SMALL else "krylov"
        if strong == "krylov":
            done, _ = krylov.solve_loop(side, block, g, w, h, tolerance=aim, cap=_ITERATIONS)
            most = max(most, done)
            used = max(used, strong, key=_STAGES.index)
        else:
            most = max(most, direct.solve_loop(prepared, side, block, g, w, h, solver))
            used = "direct"
        block += 1


def _until(side: Side, block: int, aim: float, g: Reals, w: Reals, h: Reals, count: Ints, hard: Ints) -> int:
    """Sweep block after block until one is given up, or is one of `hard` (ascending); −1 at the end."""
    at = int(np.searchsorted(hard, block))
    stop = int(hard[at]) if at < len(hard) else len(side.blocks) - 1
    args = (side.start, side.middle, side.index, side.values, side.inverse, g, w, h, np.zeros((3, *w.shape[1:])), count)
    failed = run(block, aim, _SWEEPS, side.blocks[: stop + 1], *args)
    if failed >= 0:
        return int(failed)
    return stop if stop < len(side.blocks) - 1 else -1
