"""Linking and solving a product system in exact arithmetic.

What lives here: the product system (who feeds whom), allocation shares, the exact solution of its loops.
May touch: `carnet.errors`, `carnet.quantity`, `carnet.inventory`, `carnet.factors`, `carnet.impact`.
Must not: use floats, choose a solver by what happens to be installed, know a regime.
Ways in: `link(study)`, `physical_shares(system)`, `solve(system, shares)`.
Invariants: a solution satisfies every equation exactly; shares of one process add up to exactly 1.
"""

from carnet.lca.solve import SingularError, solve_sparse
from carnet.lca.system import Link, Output, ProductSystem, Solution, Taking, link, physical_shares, solve

__all__ = [
    "Link",
    "Output",
    "ProductSystem",
    "SingularError",
    "Solution",
    "Taking",
    "link",
    "physical_shares",
    "solve",
    "solve_sparse",
]
