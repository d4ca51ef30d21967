"""Printing a bridge so that it adds up as it reads: terms to the difference, and the table in both directions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.quantity import decimal_string, round_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Printed:
    """The strings of a bridge: start, terms, their end, and the table rows × columns with the sums of its columns."""

    start: str
    end: str
    difference: str
    terms: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...]


def apportion(parts: Sequence[Fraction], target: int) -> list[int]:
    """Whole numbers that add up to `target`, each part's floor or the next, those with the largest remainders first.

    Where the target lies further off than that, the rest is spread in the same order. Negating everything negates
    the answer.
    """
    if not parts:
        return []
    first = next((p for p in parts if p), ZERO)
    sign = -1 if target < 0 or (target == 0 and first < 0) else 1
    exact = [sign * part for part in parts]
    found = [value.numerator // value.denominator for value in exact]
    missing = sign * target - sum(found)
    # A part that is nothing stays nothing while any other can take the rest.
    moving = [i for i in range(len(exact)) if exact[i]] or list(range(len(exact)))
    step = 1 if missing > 0 else -1
    order = sorted(moving, key=lambda i: (step * (found[i] - exact[i]), i))
    for turn in range(abs(missing)):
        found[order[turn % len(order)]] += step
    return [sign * value for value in found]


def two_way(exact: Sequence[Sequence[Fraction]], rows: Sequence[int], columns: Sequence[int]) -> list[list[int]]:
    """Whole numbers close to `exact` whose rows and columns add up to the sums given (which must agree)."""
    found = [apportion(cells, total) for cells, total in zip(exact, rows, strict=True)]
    while True:
        lacking = [want - sum(row[j] for row in found) for j, want in enumerate(columns)]
        if not any(lacking):
            return found
        moves = [
            (_cost(exact[i], found[i], j, k), i, j, k)
            for i in range(len(found))
            for j in range(len(columns))
            for k in range(len(columns))
            if lacking[j] < 0 < lacking[k]
        ]
        _, i, j, k = min(moves)
        found[i][j] -= 1
        found[i][k] += 1


def _cost(exact: Sequence[Fraction], found: Sequence[int], j: int, k: int) -> tuple[int, Fraction]:
    """What moving one unit from column j to column k costs: empty cells last, then the added square error."""
    empty = (not exact[j]) + (not exact[k])
    return empty, 2 * (found[k] - exact[k]) - 2 * (found[j] - exact[j]) + 2


def print_bridge(
    start: Fraction,
    terms: Sequence[Mapping[str, Fraction]],
    columns: Sequence[str],
    decimals: int,
    modes: tuple[str, str],
) -> Printed:
    """Print start, terms and end; ``start + Σ terms`` reads equal to the end, and the table adds in both directions.

    Args:
        start: the exact value the terms start from.
        terms: of each term the exact parts by column.
        columns: the columns, in order; every part stands in one of them.
        decimals: places of every string.
        modes: rounding rules of start and end.
    """
    scale = Fraction(10) ** decimals
    exact = [[term.get(column, ZERO) * scale for column in columns] for term in terms]
    totals = [sum(row, ZERO) for row in exact]
    end = start + sum(totals, ZERO) / scale
    first, last = (int(round_to(v, decimals, m) * scale) for v, m in zip((start, end), modes, strict=True))
    if end == start:
        last = first
    rows = apportion(totals, last - first)
    sums = apportion([sum((row[j] for row in exact), ZERO) for j in range(len(columns))], last - first)
    cells = two_way(exact, rows, sums) if columns else [[] for _ in rows]

    def shown(number: int) -> str:
        return decimal_string(number / scale, decimals)

    return Printed(
        shown(first),
        shown(last),
        shown(last - first),
        tuple(map(shown, rows)),
        tuple(tuple(map(shown, row)) for row in cells),
        tuple(map(shown, sums)),
    )


def print_nested(
    groups: Sequence[Sequence[Fraction]], difference: str, decimals: int
) -> list[tuple[str, tuple[str, ...]]]:
    """Print groups and their members: members read as their group, groups as the printed `difference`."""
    scale = Fraction(10) ** decimals
    exact = [[part * scale for part in group] for group in groups]
    totals = apportion([sum(group, ZERO) for group in exact], int(Fraction(difference) * scale))
    found = []
    for group, total in zip(exact, totals, strict=True):
        members = [decimal_string(part / scale, decimals) for part in map(Fraction, apportion(group, total))]
        found.append((decimal_string(total / scale, decimals), tuple(members)))
    return found
