"""The desk of a batch: what eight draws are solved on, and the steps taken there.

Arrays lie in the sweep order of the `Pattern`; see `carnet.lca.engine.batches` for the kernels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from carnet.lca.engine import batches
from carnet.lca.engine.arrays import Ints, Reals, Singles
from carnet.lca.engine.lanes import LANES, aligned
from carnet.lca.engine.pattern import Pattern
from carnet.lca.engine.sampling import Sampler

CERTIFICATE_SHARE = 0.1
CERTIFICATE_CAP = 60
_MOST_CUTS = 4
_POWER = 60  # steps of the power iteration: enough to see where a growing loop sits


@dataclass(frozen=True, slots=True)
class Model:
    """What all batches share. Arrays over processes are in the sweep order of `pattern`; k regimes.

    `base` (k, n): scores of the undisturbed system; `size` (k, n): their magnitudes, the yardstick of change, never
    zero; `scale`: 1 / `size`; `floor` (k, n): a drawn score smaller than this counts as this large when its error is
    called relative; `height` (k, n): a certificate of the undisturbed system divided by its score.
    `factors` (k, kept): characterisation factor of each drawn biosphere entry, `start` where those of a process lie.
    """

    pattern: Pattern
    technosphere: Sampler
    biosphere: Sampler
    start: Ints
    factors: Reals
    base: Reals
    size: Reals
    scale: Reals
    floor: Reals
    height: Reals
    diagonal: Reals
    inverse: Reals
    diagonal_drawn: bool


@dataclass(slots=True)
class Desk:
    """The arrays one batch works on; used again by the next."""

    values: Singles
    amounts: Singles
    diagonal: Reals
    inverse: Reals
    gain: Reals
    link: Reals
    ends: Reals
    g: Reals
    w: Reals
    first: Reals
    upper: Reals
    change: Reals
    report: Reals


def desk_of(made: Model) -> Desk:
    """A new desk."""
    n, entries, couples = len(made.pattern.order), len(made.pattern.rows), len(made.pattern.forth)
    return Desk(
        values=aligned((entries, LANES), np.float32),
        amounts=aligned((made.factors.shape[1], LANES), np.float32),
        diagonal=made.diagonal.copy() if made.diagonal_drawn else made.diagonal,
        inverse=made.inverse.copy() if made.diagonal_drawn else made.inverse,
        gain=aligned((couples, LANES)),
        link=aligned((couples, LANES)),
        ends=aligned((2 * couples, LANES)),
        g=aligned((n, LANES)),
        w=aligned((n, LANES)),
        first=aligned((n, LANES)),
        upper=aligned((n, LANES)),
        change=aligned((n, LANES)),
        report=aligned((8, LANES)),
    )


def settle(made: Model, desk: Desk, regime: int, tolerance: float, cap: int) -> int:
    """Sweep `desk.w` to the solution of the system on the desk; the most sweeps any loop took, at most `cap`."""
    laid = made.pattern
    most: int = batches.settle_all(
        laid.ranges,
        laid.start,
        laid.rows,
        desk.values,
        desk.inverse,
        laid.couple,
        desk.gain,
        desk.link,
        desk.g,
        desk.w,
        made.scale[regime],
        made.size[regime],
        desk.change,
        tolerance,
        cap,
        desk.report,
    )
    return most


def raise_certificate(made: Model, desk: Desk, cap: int = CERTIFICATE_CAP, share: float = CERTIFICATE_SHARE) -> None:
    """Raise `desk.upper` until it certifies the matrix on the desk, with a reserve in the shape of `desk.w`."""
    laid = made.pattern
    batches.raise_all(
        laid.ranges,
        laid.start,
        laid.rows,
        desk.values,
        desk.diagonal,
        desk.w,
        desk.upper,
        share,
        cap,
        desk.report,
    )


def judge(made: Model, desk: Desk, regime: int) -> tuple[Reals, Reals]:
    """For each lane: ε with |w − exact| ≤ ε · `desk.upper`, and the largest `desk.upper` / max(|w|, floor)."""
    laid = made.pattern
    batches.judge_lanes(
        laid.start, laid.rows, desk.values, desk.diagonal, desk.g, desk.w, desk.upper, made.floor[regime], desk.report
    )
    return desk.report[0].copy(), desk.report[1].copy()


def bind(made: Model, desk: Desk) -> None:
    """Coefficients of the couples from the values on the desk."""
    laid = made.pattern
    if len(laid.forth):
        desk.ends[0::2] = desk.inverse[laid.seconds - 1]
        desk.ends[1::2] = desk.inverse[laid.seconds]
        batches.bind_couples(laid.forth, laid.back, desk.values, desk.ends, desk.gain, desk.link)
