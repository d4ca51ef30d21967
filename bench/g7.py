"""How one score answers to every exchange: one forward and one adjoint solve, then a product an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bench.engine import apart, must, standard
from bench.rivals import Umfpack
from carnet.lca.engine.local import Sensitivity, sensitivity
from carnet.lca.engine.solve import adjoint, forward

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bench.frame import Contender

TITLE = "local sensitivity of every exchange of one product, both solves included"
LIMIT = 0.020
_said: list[str] = []


def prepare(folder: Path) -> Mapping[str, Contender]:
    """Check every derivative against direct solves, then hand out ours."""
    del folder
    made, held, prepared = standard()
    factors = made.factors[0]
    g = np.ascontiguousarray((factors @ made.biosphere)[:, None])
    demand = np.zeros((held.technosphere.width, 1))
    demand[made.low_voltage[10]] = 1.0

    def ours() -> Sensitivity:
        scores, activity = adjoint(prepared, g), forward(prepared, demand)
        return sensitivity(
            held,
            scores.values[:, 0],
            scores.proof.bound[:, 0],
            activity.values[:, 0],
            activity.proof.bound[:, 0],
            factors,
        )

    found = ours()
    transposed = Umfpack(made.technosphere).solve(g[:, 0])
    activity = Umfpack(made.technosphere.T.tocsc()).solve(demand[:, 0])
    column = np.repeat(np.arange(held.technosphere.width), np.diff(held.technosphere.start))
    truth = -transposed[held.technosphere.rows] * activity[column]
    # An activity of zero but for rounding has no relative error to speak of.
    seen = np.abs(activity[column]) > np.abs(activity).max() * 1e-12
    said = must(apart(found.technosphere[seen], truth[seen]), 1e-6, f"{int(seen.sum()):,} derivatives")
    _said[:] = [f"{said}; {len(found.technosphere) + len(found.biosphere):,} exchanges"]
    return {"carnet": ours}


def figures() -> str:
    """Return what was checked."""
    return "; ".join(_said)
