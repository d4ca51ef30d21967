"""Shapley and Owen values, order ranges and pairwise interactions of a difference, exactly.

A game is a sum of parts; each part counts in the sets that hold all of some players and none of some others. All
2^n totals are integers over one common denominator.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import lcm
from typing import TYPE_CHECKING

from carnet.assessment.orders import Orders, Steps, steps_of, supersets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ZERO = Fraction(0)
# (all of these, none of those): the sets in which a part of a game counts.
Pattern = tuple[int, int]


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
    """The whole difference split by player; `orders` is the number of orders it is the mean of."""

    terms: Mapping[str, PlayerTerm]
    interactions: Mapping[tuple[str, str], Fraction]
    evaluations: int
    orders: int = 1


@dataclass(frozen=True, slots=True)
class Game:
    """A game over one common denominator: by component, the numerator of each part."""

    players: tuple[str, ...]
    parts: Mapping[str, Mapping[Pattern, int]]
    unit: int

    def totals(self) -> list[int]:
        """The numerator of the value on every set, components added; the constant part is left out."""
        merged: dict[Pattern, int] = {}
        for parts in self.parts.values():
            for pattern, amount in parts.items():
                merged[pattern] = merged.get(pattern, 0) + amount
        count = len(self.players)
        value = [0] * (1 << count)
        for (present, absent), amount in merged.items():
            if amount:
                for mask in supersets(present, absent, count):
                    value[mask] += amount
        return value

    def terms(self, steps: Steps) -> dict[str, dict[str, Fraction]]:
        """The mean step of each player over the permitted orders, by player and component."""
        below = self.unit * steps.total
        found: dict[str, dict[str, Fraction]] = {player: {} for player in self.players}
        for component, parts in self.parts.items():
            sums = [0] * len(self.players)
            for pattern, amount in parts.items():
                for index, share in steps.shares(*pattern):
                    sums[index] += share * amount
            for player, amount in zip(self.players, sums, strict=True):
                if amount:
                    found[player][component] = Fraction(amount, below)
        return found


def game_of(players: Sequence[str], parts: Mapping[Pattern, Mapping[str, Fraction]]) -> Game:
    """Bring the parts of a game to one denominator; what counts in every set is no difference and is left out."""
    unit = lcm(*(v.denominator for by in parts.values() for v in by.values()))
    by_component: dict[str, dict[Pattern, int]] = {}
    for pattern, by in parts.items():
        if pattern != (0, 0):
            for component, value in by.items():
                if value:
                    by_component.setdefault(component, {})[pattern] = value.numerator * (unit // value.denominator)
    return Game(tuple(players), by_component, unit)


def divide_game(game: Game, steps: Steps, ranging: Steps | None = None) -> Split:
    """Split a game over its players.

    Args:
        game: the game.
        steps: the orders whose mean is taken.
        ranging: the orders over which the least and the greatest step are taken; default: the same.
    """
    ranging = ranging or steps
    values = game.totals()
    by_player = game.terms(steps)
    terms = {}
    for index, player in enumerate(game.players):
        low, high = ranging.extremes(values, index)
        terms[player] = PlayerTerm(by_player[player], Fraction(low, game.unit), Fraction(high, game.unit))
    reached = set(ranging.sets) if not ranging.orders.free else None
    interactions = {}
    for (i, first), (j, second) in combinations(enumerate(game.players), 2):
        a, b = 1 << i, 1 << j
        dividend = values[a | b] - values[a] - values[b] + values[0]
        # Where one may not go without the other, there is no set to compare with.
        if dividend and (reached is None or reached >= {a, b, a | b}):
            interactions[(first, second)] = Fraction(dividend, game.unit)
    return Split(terms, interactions, len(ranging.sets), steps.total)


def parts_of(
    players: Sequence[str], cells: Iterable[Cell], scale: Mapping[str, Fraction] | None = None
) -> dict[Pattern, dict[str, Fraction]]:
    """The parts of tabulated cells: each entry of a table counts in exactly the sets it is tabulated for."""
    bit_of = {player: 1 << i for i, player in enumerate(players)}
    parts: dict[Pattern, dict[str, Fraction]] = {}
    for cell in cells:
        bits = [bit_of[player] for player in cell.players]
        for inner, entry in enumerate(cell.table):
            present = sum(bit for i, bit in enumerate(bits) if inner >> i & 1)
            target = parts.setdefault((present, sum(bits) ^ present), {})
            for component, value in entry.items():
                weight = value if scale is None else value * scale[component]
                target[component] = target.get(component, ZERO) + weight
    return parts


def split(
    players: Sequence[str],
    cells: Sequence[Cell],
    scale: Mapping[str, Fraction] | None = None,
    orders: Orders | None = None,
) -> Split:
    """Split ``v(all) - v(none)`` of the summed cells over the players.

    Args:
        players: all players, in the order of the coalition bits.
        cells: the parts of the game; their players are a subset of `players`.
        scale: weight of each component in the total that order ranges and interactions are taken of;
            default: every component counts 1.
        orders: the permitted orders; default: all.

    Returns:
        terms that add up exactly to the difference, per component.
    """
    steps = steps_of(orders or Orders(len(players)))
    plain = game_of(players, parts_of(players, cells))
    if scale is None:
        return divide_game(plain, steps)
    weighed = divide_game(game_of(players, parts_of(players, cells, scale)), steps)
    terms = plain.terms(steps)
    return Split(
        {p: PlayerTerm(terms[p], t.order_min, t.order_max) for p, t in weighed.terms.items()},
        weighed.interactions,
        weighed.evaluations,
        weighed.orders,
    )
