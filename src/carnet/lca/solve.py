"""Exact solution of a sparse linear system over the rationals."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ZERO = Fraction(0)


class SingularError(ArithmeticError):
    """The system has no unique solution; `names` are the unknowns without a pivot."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(f"no unique solution for {', '.join(names)}")
        self.names = names


def solve_sparse(
    names: Sequence[str], rows: Mapping[str, Mapping[str, Fraction]], right: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    """Solve ``rows · x = right`` by elimination, the row with the fewest entries first.

    Args:
        names: the unknowns; every one has a row of the same name.
        rows: coefficients by row and unknown; absent means zero.
        right: right-hand sides; absent means zero.

    Raises:
        SingularError: there is no unique solution.
    """
    matrix = {name: {k: v for k, v in rows[name].items() if v} for name in names}
    vector = {name: right.get(name, ZERO) for name in names}
    open_rows = list(names)
    pivots: list[tuple[str, str]] = []
    while open_rows:
        row = min(open_rows, key=lambda r: (not matrix[r], len(matrix[r])))
        if not matrix[row]:
            solved = {column for _, column in pivots}
            raise SingularError(tuple(n for n in names if n not in solved))
        open_rows.remove(row)
        # The own unknown is the natural pivot of a unit process; any other keeps elimination going.
        column = row if row in matrix[row] else min(matrix[row])
        pivot = matrix[row][column]
        pivots.append((row, column))
        for other in open_rows:
            entry = matrix[other].pop(column, None)
            if entry is None:
                continue
            ratio = entry / pivot
            target = matrix[other]
            for name, coefficient in matrix[row].items():
                if name == column:
                    continue
                changed = target.get(name, ZERO) - ratio * coefficient
                if changed:
                    target[name] = changed
                else:
                    target.pop(name, None)
            vector[other] -= ratio * vector[row]
    solution: dict[str, Fraction] = {}
    for row, column in reversed(pivots):
        known = sum((c * solution[n] for n, c in matrix[row].items() if n != column), ZERO)
        solution[column] = (vector[row] - known) / matrix[row][column]
    return solution
