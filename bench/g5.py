"""1,000 scenarios of a foreground of 20 processes over the database, eight regimes, beside PartitionedMonteCarloLCA."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

from bench.engine import POOL, apart, must, standard
from bench.frame import Contender, Part
from bench.rivals import Umfpack, partitioned
from bench.synthetic import foreground
from carnet.lca.engine.foreground import Foreground, scenarios
from carnet.lca.engine.solve import adjoint

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SCENARIOS, SEED = 1_000, 1
RIVAL = "bw2calc PartitionedMonteCarloLCA, one regime, its background already solved"
TITLE = "1,000 foreground scenarios (20 processes, 200 links) x 8 regimes (2 threads)"
LIMIT = 0.025
AIMS = {RIVAL: 100.0}
_said: list[str] = []


def prepare(folder: Path) -> Mapping[str, Contender]:
    """Check three scenarios against the whole system solved directly, then hand out the contenders."""
    made, held, prepared = standard()
    size = held.technosphere.width
    g = (made.factors @ made.biosphere).T.copy()
    base = adjoint(prepared, g)
    own = foreground(size)
    chance = np.random.default_rng(SEED)
    amount = own.amount * chance.lognormal(0, own.sigma, (SCENARIOS, len(own.amount)))
    inner = own.own * chance.lognormal(0, own.sigma, (SCENARIOS, own.size, own.size))
    system = Foreground(np.eye(own.size) - inner, own.taker, own.supplier, amount, np.zeros((1, own.size, g.shape[1])))
    found = scenarios(system, base, mapper=POOL.map)
    worst = 0.0
    for number in (0, SCENARIOS // 2, SCENARIOS - 1):
        links = sp.csc_matrix((-amount[number], (own.supplier, own.taker)), shape=(size, own.size))
        whole = sp.bmat([[made.technosphere, links], [None, sp.csc_matrix(system.matrix[number])]]).tocsc()
        factor = Umfpack(whole)
        truth = np.stack([factor.solve(np.append(each, np.zeros(own.size))) for each in g.T], axis=1)[size:]
        worst = max(worst, apart(found.values[number], truth))
    _said[:] = [must(worst, 1e-9, "three scenarios solved whole") + f"; proven {found.relative:.1e}"]
    rival = partitioned(made, own, folder, SEED)

    def ours() -> object:
        return scenarios(system, base, mapper=POOL.map)

    def draw() -> None:
        next(rival)
        rival.lcia()

    return {"carnet": ours, RIVAL: Part(draw, SCENARIOS, 8)}


def figures() -> str:
    """Return what was checked."""
    return "; ".join(_said)
