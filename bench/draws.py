"""What G1, G1h and G6 share: ours, the rival, and the check of every 50th draw against a direct solve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bench import rivals
from bench.engine import POOL, apart, matrix, must
from bench.frame import Contender, Part
from carnet.lca.engine.draws import DrawResult, matrix_of_draw, montecarlo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bench.synthetic import Synthetic
    from carnet.lca.engine.arrays import Matrices
    from carnet.lca.engine.prepare import Prepared

DRAWS, EVERY, SEED = 1_000, 50, 1
RIVAL = "bw2calc IterativeLCA, one product"
RIVAL_DRAWS = 16
LIMIT = 1e-8

Database = tuple["Synthetic", "Matrices", "Prepared"]


def ours(database: Database, regimes: int, products: range | None = None) -> DrawResult:
    """Draw and solve."""
    made, held, prepared = database
    factors = made.factors[:regimes]
    return montecarlo(prepared, held, factors, seed=SEED, draws=DRAWS, products=products, mapper=POOL.map)


def check(database: Database, regimes: int) -> str:
    """Compare the scores of all products (of every tenth with several regimes) with a direct solve, every 50th draw."""
    made, held, _ = database
    products = range(0, held.technosphere.width, 1 if regimes == 1 else 10)
    found = ours(database, regimes, products)
    worst = 0.0
    for draw in range(0, DRAWS, EVERY):
        technosphere, biosphere = (matrix(each) for each in matrix_of_draw(held, SEED, draw))
        factor = rivals.Umfpack(technosphere)
        truth = np.stack([factor.solve(each) for each in made.factors[:regimes] @ biosphere], axis=1)
        worst = max(worst, apart(found.kept[draw], truth[list(products)]))
    accepted = float((found.bound <= LIMIT).mean())
    said = must(worst, LIMIT, f"every {EVERY}th draw against a direct solve")
    ways = ", ".join(f"{name} {count}" for name, count in found.methods.items() if count)
    return f"{said}; {accepted:.1%} accepted by a proven bound of {LIMIT:.0e} ({ways}; {found.unproven} without proof)"


def contenders(database: Database, folder: Path) -> Mapping[str, Contender]:
    """Return ours on all draws, and the rival on one draw of a thousand."""
    made, _, _ = database
    rival = rivals.iterative(rivals.packages(made, folder), int(made.low_voltage[10]), SEED)
    return {"carnet": lambda: ours(database, 1), RIVAL: Part(lambda: next(rival), DRAWS, RIVAL_DRAWS)}
