"""Shapley values, order ranges and pairwise interactions of a difference, exactly.

A game is given by cells: each cell depends on a few players only, so it is tabulated over the coalitions of
those players, and the 2^n coalitions of all players are sums of table look-ups.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import factorial, lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of the game: `table[mask]` over the coalitions of `players` (bit i = players[i]), by component."""

    players: tuple[str, ...]
    table: tuple[Mapping[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class PlayerTerm:
    """What one player adds: per component, and over all orders the least and the greatest (components summed)."""

    by_component: Mapping[str, Fraction]
    order_min: Fraction
    order_max: Fraction


@dataclass(frozen=True, slots=True)
class Split:
    """The whole difference split by player."""

    terms: Mapping[str, PlayerTerm]
    interactions: Mapping[tuple[str, str], Fraction]
    evaluations: int


def _shapley_of_cell(cell: Cell) -> dict[str, dict[str, Fraction]]:
    count = len(cell.players)
    weights = [Fraction(factorial(s) * factorial(count - s - 1), factorial(count)) for s in range(count)]
    result: dict[str, dict[str, Fraction]] = {player: {} for player in cell.players}
    for index, player in enumerate(cell.players):
        bit = 1 << index
        parts = result[player]
        for mask in range(1 << count):
            if mask & bit:
                continue
            before, after = cell.table[mask], cell.table[mask | bit]
            if before is after:
                continue
            weight = weights[mask.bit_count()]
            for component in {**before, **after}:
                step = after.get(component, ZERO) - before.get(component, ZERO)
                if step:
                    parts[component] = parts.get(component, ZERO) + weight * step
    return result


def split(players: Sequence[str], cells: Sequence[Cell], scale: Mapping[str, Fraction] | None = None) -> Split:
    """Split ``v(all) - v(none)`` of the summed cells over the players.

    Args:
        players: all players, in the order of the coalition bits.
        cells: the parts of the game; their players are a subset of `players`.
        scale: weight of each component in the total that order ranges and interactions are taken of;
            default: every component counts 1.

    Returns:
        terms that add up exactly to the difference, per component.
    """
    by_component: dict[str, dict[str, Fraction]] = {p: {} for p in players}
    for cell in cells:
        for player, parts in _shapley_of_cell(cell).items():
            target = by_component[player]
            for component, value in parts.items():
                target[component] = target.get(component, ZERO) + value
    totals = _coalition_totals(players, cells, scale)
    unit = totals.denominator
    values = totals.numerators
    terms = {}
    for index, player in enumerate(players):
        bit = 1 << index
        steps = [values[m | bit] - values[m] for m in range(1 << len(players)) if not m & bit]
        terms[player] = PlayerTerm(by_component[player], Fraction(min(steps), unit), Fraction(max(steps), unit))
    interactions = {}
    for (i, first), (j, second) in combinations(enumerate(players), 2):
        a, b = 1 << i, 1 << j
        dividend = values[a | b] - values[a] - values[b] + values[0]
        if dividend:
            interactions[(first, second)] = Fraction(dividend, unit)
    return Split(terms, interactions, 1 << len(players))


@dataclass(frozen=True, slots=True)
class _Totals:
    numerators: list[int]
    denominator: int


def _coalition_totals(players: Sequence[str], cells: Sequence[Cell], scale: Mapping[str, Fraction] | None) -> _Totals:
    """All 2^n totals over one common denominator: integer sums are fast and exact."""
    bit_of = {player: 1 << i for i, player in enumerate(players)}
    merged: dict[tuple[str, ...], list[Fraction]] = {}
    for cell in cells:
        sums = [sum((v if scale is None else v * scale[c] for c, v in parts.items()), ZERO) for parts in cell.table]
        known = merged.get(cell.players)
        merged[cell.players] = sums if known is None else [x + y for x, y in zip(known, sums, strict=True)]
    unit = lcm(*(x.denominator for sums in merged.values() for x in sums)) if merged else 1
    numerators = [0] * (1 << len(players))
    for members, sums in merged.items():
        scaled = [x.numerator * (unit // x.denominator) for x in sums]
        bits = [bit_of[m] for m in members]
        for mask in range(len(numerators)):
            inner = 0
            for position, bit in enumerate(bits):
                if mask & bit:
                    inner |= 1 << position
            numerators[mask] += scaled[inner]
    return _Totals(numerators, unit)
