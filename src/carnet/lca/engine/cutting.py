"""Draws whose loops take about as much as they give, or more: one process is cut out, and put back exactly.

Sweeps of such a system never settle, and no certificate proves its inverse bounded. With the process cut out through
which most of the loop runs (more than one if need be), what is left settles and is certified; the process is put back
by the Sherman-Morrison-Woodbury formula, and the proof of what is left carries over.

For one process b: Z = A with what b supplies left out, z the response of all scores to the score of b. Then
w = y + z w_b with Zᵀ y = g and w_b = y_b / (1 − z_b). An error of residual r is Z⁻ᵀ r + z (Z⁻ᵀ r)_b / (1 − z_b), and
|Z⁻ᵀ r| ≤ ε u by the certificate u of Z; z itself is known within ε_z u. With several processes a small matrix stands
in place of 1 − z_b.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_matrix, diags_array

from carnet.lca.engine import batches
from carnet.lca.engine.arrays import Ints, Reals, Singles
from carnet.lca.engine.desk import Desk, Model, bind, judge, raise_certificate, settle
from carnet.lca.engine.lanes import LANES
from carnet.lca.engine.pattern import Pattern

_MOST_CUTS = 4
_POWER = 60  # steps of the power iteration: enough to see where a growing loop sits
_UNSURE = 0.5  # relative doubt about the small inverse above which nothing is claimed
_LATER = 1.000001  # covers the few operations after the judge


@dataclass(slots=True)
class _Cut:
    """One lane's processes taken out: their rows, and per process its entries, their customers and values."""

    nodes: list[int] = field(default_factory=list)
    entries: list[Ints] = field(default_factory=list)
    customers: list[Ints] = field(default_factory=list)
    taken: list[Reals] = field(default_factory=list)

    def take(self, laid: Pattern, values: Singles, lane: int, node: int) -> None:
        """Take one more process out of the lane's system."""
        at = np.flatnonzero(laid.rows == node)
        self.nodes.append(node)
        self.entries.append(at)
        self.customers.append(np.searchsorted(laid.start, at, side="right") - 1)
        self.taken.append(values[at, lane].astype(np.float64))
        values[at, lane] = 0


def cut(made: Model, desk: Desk, regime: int, lanes: Ints, aim: float, cap: int) -> Reals:
    """Solve `lanes`, which the sweeps just left unsettled, once more by cutting; their relative error bounds (8,).

    Scores of such a system pass through zero: the error is measured against the larger of the score and the undisturbed
    one. The scores of `lanes` in `desk.w` are replaced where that succeeds; the rest of the desk is kept. A bound is
    infinite where nothing was proven.
    """
    bound = np.full(LANES, np.inf)
    if not made.pattern.ranges[:, 2].any():
        return bound
    w, g = desk.w.copy(), desk.g.copy()
    cuts = {int(lane): _Cut() for lane in lanes}
    with np.errstate(all="ignore"):  # a lane that overflows is not finite in the end, and is then not accepted
        y = _open(made, desk, regime, cuts, aim, cap)
        responses = []
        for m in range(max(len(each.nodes) for each in cuts.values())):
            _demand(made, desk, regime, cuts, m)
            desk.w[:] = 0
            settle(made, desk, regime, aim, cap)
            responses.append(desk.w.copy())
        slack = _certify(made, desk, regime, cuts, y, responses)
        parts = _put_back(made, desk, regime, cuts, g, y, responses)
        for lane in parts:  # the judge counts on scores no larger than the certificate, whose scale is free
            larger = max(1.0, float(np.max(np.abs(desk.w[:, lane]) / desk.upper[:, lane])))
            desk.upper[:, lane] *= larger
            for each_slack in slack:
                each_slack[lane] /= larger
        worst = judge(made, desk, regime)[0]
        for lane in parts:
            bound[lane] = _bound(made, desk, regime, lane, cuts[lane], parts[lane], worst[lane], slack, responses)
    for lane, each in cuts.items():
        if np.isfinite(bound[lane]):
            w[:, lane] = desk.w[:, lane]
        # in reverse, so that an entry taken twice gets back what it was first
        for at, taken in zip(each.entries[::-1], each.taken[::-1], strict=True):
            desk.values[at, lane] = taken
    desk.w[:] = w
    desk.g[:] = g
    desk.change[:] = 0
    bind(made, desk)
    return bound


def _open(made: Model, desk: Desk, regime: int, cuts: dict[int, _Cut], aim: float, cap: int) -> Reals:
    """Cut until all lanes settle; y of what is left."""
    unsettled = list(cuts)
    for _ in range(_MOST_CUTS):
        for lane in unsettled:
            cuts[lane].take(made.pattern, desk.values, lane, _pivot(made, desk, lane, made.size[regime]))
        bind(made, desk)
        desk.w[:] = made.base[regime][:, None]
        settle(made, desk, regime, aim, cap)
        unsettled = [lane for lane in cuts if not np.abs(desk.change[:, lane]).max() <= aim]
        if not unsettled:
            break
    return desk.w.copy()


def _pivot(made: Model, desk: Desk, lane: int, size: Reals) -> int:
    """The process through which most of the growth of the lane's loops goes: left times right eigenvector, largest.

    The right one is the last change of the sweeps; the left one comes from the same matrix by power iteration.
    """
    laid = made.pattern
    loops = laid.ranges[laid.ranges[:, 2] == 1]
    low, high = int(loops[0, 0]), int(loops[-1, 1])
    first, last = laid.start[low], laid.start[high]
    values = np.abs(desk.values[first:last, lane]).astype(np.float64)
    inside = csr_matrix(
        (values, laid.rows[first:last], laid.start[low : high + 1] - first), shape=(high - low, len(size))
    )
    weight = size[low:high] * np.abs(desk.diagonal[low:high, lane])
    shares = csr_matrix(diags_array(1.0 / weight) @ inside[:, low:high] @ diags_array(size[low:high]))
    back = csr_matrix(shares.T)
    right = np.nan_to_num(np.abs(desk.change[low:high, lane]))
    right = right / right.max() if right.max() > 0 else np.ones(high - low)
    left = np.ones(high - low)
    for _ in range(_POWER):
        left = left + back @ left
        left /= left.max()
        right = right + shares @ right
        right /= right.max()
    return low + int(np.argmax(left * right))


def _demand(made: Model, desk: Desk, regime: int, cuts: dict[int, _Cut], m: int) -> None:
    """Right side of the response to the m-th process cut out of each lane, in units of its size."""
    desk.g[:] = 0
    for lane, each in cuts.items():
        if m < len(each.nodes):
            desk.g[each.customers[m], lane] = each.taken[m] * made.size[regime, each.nodes[m]]


def _certify(
    made: Model, desk: Desk, regime: int, cuts: dict[int, _Cut], y: Reals, responses: list[Reals]
) -> list[Reals]:
    """One certificate for all, of the shape of all solutions together; ε of each response."""
    desk.w[:] = np.abs(y)
    for z in responses:
        desk.w += np.abs(z)
    batches.shape_certificate(desk.w, made.height[regime], desk.upper)
    raise_certificate(made, desk)
    slack = []
    for m, z in enumerate(responses):
        _demand(made, desk, regime, cuts, m)
        desk.w[:] = z
        slack.append(judge(made, desk, regime)[0])
    return slack


def _put_back(
    made: Model, desk: Desk, regime: int, cuts: dict[int, _Cut], g: Reals, y: Reals, responses: list[Reals]
) -> dict[int, Reals]:
    """The scores into `desk.w`, the right side they answer into `desk.g`; the small inverse of each lane."""
    size, found = made.size[regime], {}
    desk.g[:] = g
    desk.w[:] = y
    for lane, each in cuts.items():
        nodes = each.nodes
        mutual = np.array([[z[b, lane] / size[b] for z in responses[: len(nodes)]] for b in nodes])
        if not np.isfinite(mutual).all():
            continue
        found[lane] = np.linalg.pinv(np.eye(len(nodes)) - mutual)
        for z, part in zip(responses, found[lane] @ (y[nodes, lane] / size[nodes]), strict=False):
            desk.w[:, lane] += z[:, lane] * part
        for b, customers, taken in zip(nodes, each.customers, each.taken, strict=True):
            desk.g[customers, lane] += taken * desk.w[b, lane]
    return found


def _bound(
    made: Model,
    desk: Desk,
    regime: int,
    lane: int,
    each: _Cut,
    inverse: Reals,
    worst: float,
    slack: list[Reals],
    responses: list[Reals],
) -> float:
    """The relative error of a lane, or infinity. `worst` is the judge's ε of the scores in the system left."""
    size, upper = made.size[regime], desk.upper[:, lane]
    known = [each_slack[lane] for each_slack in slack[: len(each.nodes)]]
    shape = upper[each.nodes] / size[each.nodes]
    back = np.abs(inverse)
    unsure = float((back @ np.outer(shape, known)).sum(axis=1).max()) + 1e-9
    if not (np.isfinite(worst) and unsure < _UNSURE):
        return np.inf
    felt = back @ (worst * shape)
    felt = (felt + unsure * felt.max()) / (1.0 - unsure)
    error = worst * upper
    for z, one, part in zip(responses, known, felt, strict=False):
        error = error + (np.abs(z[:, lane]) + one * upper) * part
    largest = _LATER * float(np.max(error / np.maximum(np.abs(desk.w[:, lane]), size)))
    return largest if np.isfinite(largest) else np.inf
