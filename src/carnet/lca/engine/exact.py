"""Small systems in exact rationals: the measure that the floating engine is held against.

Every double is a rational number; solving in those leaves nothing to round. Meant for tests and for certifying small
systems: the work grows fast with the size of loops.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from carnet.lca.engine.arrays import Columns
from carnet.lca.solve import solve_sparse


def exact_adjoint(technosphere: Columns, g: Sequence[Fraction]) -> list[Fraction]:
    """Scores of all products, Aᵀ w = g, exactly.

    Raises:
        SingularError: there is no unique solution.
    """
    return _solved(technosphere, g, transposed=True)


def exact_forward(technosphere: Columns, f: Sequence[Fraction]) -> list[Fraction]:
    """Activities for a demand, A x = f, exactly.

    Raises:
        SingularError: there is no unique solution.
    """
    return _solved(technosphere, f, transposed=False)


def _solved(technosphere: Columns, right: Sequence[Fraction], *, transposed: bool) -> list[Fraction]:
    names = [str(i) for i in range(technosphere.width)]
    rows: dict[str, dict[str, Fraction]] = {name: {} for name in names}
    for j in range(technosphere.width):
        for e in range(int(technosphere.start[j]), int(technosphere.start[j + 1])):
            i = int(technosphere.rows[e])
            row, column = (j, i) if transposed else (i, j)
            rows[names[row]][names[column]] = Fraction(float(technosphere.values[e]))
    found: Mapping[str, Fraction] = solve_sparse(names, rows, dict(zip(names, right, strict=True)))
    return [found[name] for name in names]
