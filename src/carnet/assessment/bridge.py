"""The bridge: why two results of one product differ, term by term, without remainder.

Each differing dimension gets its Shapley value over the permitted orders of switching the dimensions from one regime
to the other; beside it stand the least and greatest step over these orders, the pairwise interactions, four groups as
Owen values, and bounds where a term rests on unknowns. Both sides are taken per declared unit of the product; the
conversion to the other regime's unit is a factor of its own, last.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from carnet.assessment.assess import Assessment, Inputs, candidates
from carnet.assessment.bridge_game import Amounts, Games
from carnet.assessment.bridge_rules import (
    GROUPS,
    READING,
    Constraint,
    Group,
    constraints_between,
    grouped,
    in_sequence,
    one_order,
    permitted,
)
from carnet.assessment.expression import CONSTANT, bounds
from carnet.assessment.orders import steps_of
from carnet.assessment.plan import differing
from carnet.assessment.shapley import Game, divide_game, game_of
from carnet.errors import Text
from carnet.regime import BY_ID, CALCULATION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from carnet.assessment.orders import Steps
    from carnet.assessment.plan import Plan
    from carnet.assessment.shapley import Pattern, Split

ZERO = Fraction(0)
METHODS = ("shapley", "owen", "sequence")
# Pairs of readings of open rules that are worked out for the bounds; beyond, the bounds hold for open values only.
MOST_READINGS = 64
_FIRST, _SECOND = "1\t", "2\t"  # an open value as each of the two sides reads it

Range = tuple[Fraction, Fraction]
Widths = dict[tuple[str, bool], Fraction]  # by name of the open value or rule; the flag marks a rule


class UnusableMethodError(ValueError):
    """The method asked for cannot be used between these two sides; `why` says the reason."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


@dataclass(frozen=True, slots=True)
class GroupTerm:
    """One line of the short bridge: the Owen values of its members, which add up to it."""

    group: Group
    members: Mapping[str, Fraction]
    order: Range

    @property
    def total(self) -> Fraction:
        """The whole line."""
        return sum(self.members.values(), ZERO)


@dataclass(frozen=True, slots=True)
class Shrink:
    """What would narrow a term: an open value or an open rule, and the width it alone gives the term."""

    parameter: str
    name: Text
    width: Fraction
    find_in: Text
    rule: bool = False


@dataclass(frozen=True, slots=True)
class Bridge:
    """A difference split by player. Amounts in kg CO2e per declared unit of the `from` side.

    `ranges` bound a term over the open values and open rules (`bounded`: over all of them); `order` is its least and
    greatest step over the permitted orders; `unit_factor` takes the sum to the `to` side's unit. `game` holds the
    value of every mixture, less what is the same in all of them.
    """

    first: Assessment
    second: Assessment
    players: tuple[str, ...]
    terms: Mapping[str, Mapping[str, Fraction]]
    ranges: Mapping[str, Range]
    order: Mapping[str, Range]
    interactions: Mapping[tuple[str, str], Fraction]
    start: Fraction
    end: Fraction
    unit_factor: Fraction
    evaluations: int
    method: str = "shapley"
    orders: int = 1
    constraints: tuple[Constraint, ...] = ()
    groups: tuple[GroupTerm, ...] = ()
    sequence: tuple[str, ...] = ()
    shrink: Mapping[str, tuple[Shrink, ...]] | None = None
    bounded: bool = True
    game: Game | None = None

    def term(self, player: str) -> Fraction:
        """The whole term of one player."""
        return sum(self.terms[player].values(), ZERO)


@dataclass(frozen=True, slots=True)
class _Readings:
    """The open values of a bridge: what each side reads, and the range each side leaves."""

    left: Mapping[str, Fraction]
    right: Mapping[str, Fraction]
    left_range: Mapping[str, Range]
    right_range: Mapping[str, Range]
    apart: frozenset[str]

    @property
    def moved(self) -> bool:
        """Whether the two sides read some open value differently."""
        return bool(self.apart)


def bridge(
    inputs: Inputs,
    first: Assessment,
    second: Assessment,
    *,
    method: str = "shapley",
    games: Games | None = None,
    full: bool = True,
) -> Bridge:
    """Bridge two assessments of one study, at the reading of each.

    Args:
        inputs: the study and its data sets.
        first: the side the bridge starts from.
        second: the side it leads to.
        method: ``shapley``, ``owen`` (members of a group follow each other) or ``sequence`` (one fixed order).
        games: what earlier bridges of the same inputs have worked out.
        full: False leaves out groups and bounds.

    Raises:
        ValueError: one side has no figure, or the method is unknown.
        UnusableMethodError: no permitted order keeps the groups of the method together.
    """
    if first.evaluation is None or second.evaluation is None:
        message = "a bridge needs a figure on both sides"
        raise ValueError(message)
    if method not in METHODS:
        message = f"{method} is no method of a bridge; there are {', '.join(METHODS)}"
        raise ValueError(message)
    games = games or Games(inputs, second.resolved.known_date)
    one, two = first.evaluation.plan, second.evaluation.plan
    pairs, bounded = _variants(first, second) if full else ([(one, two, "")], True)
    found = {d for a, b, _ in pairs for d in differing(a, b)}
    dimensions = tuple(d for d in CALCULATION if d in found)
    parts = games.parts(one, two, dimensions)
    others = [(games.parts(a, b, dimensions), only) for a, b, only in pairs[1:]]
    # What one side has accepted stays open in the game and is read per side, so that acceptances explain themselves.
    reading = _read_sides(first, second, games, [parts, *(p for p, _ in others)])
    players = (*dimensions, READING) if reading.moved else dimensions
    factor = first.evaluation.unit_factor.constant
    constraints = constraints_between(one, two, players)
    steps = _steps(method, constraints, players)
    ranging = steps_of(permitted(constraints, players)) if method == "sequence" else steps
    game = game_of(players, _pinned(parts, reading, players, factor))
    outcome = divide_game(game, steps, ranging)
    limits, widths = ({}, {}) if not full else _limits(players, steps, parts, others, reading, factor)
    terms = {p: outcome.terms[p].by_component for p in players}
    return Bridge(
        first=first,
        second=second,
        players=players,
        terms=terms,
        ranges={p: limits.get(p, (_sum(terms[p]), _sum(terms[p]))) for p in players},
        order={p: (outcome.terms[p].order_min, outcome.terms[p].order_max) for p in players},
        interactions=outcome.interactions,
        start=first.at_reading(),
        end=second.at_reading(),
        unit_factor=second.evaluation.unit_factor.constant / factor,
        evaluations=outcome.evaluations,
        method=method,
        orders=ranging.total,
        constraints=constraints,
        groups=group_terms(game, constraints) if full else (),
        sequence=in_sequence(constraints, players) if method == "sequence" else (),
        shrink={p: _shrink(by, games, first, second) for p, by in widths.items()},
        bounded=bounded,
        game=game,
    )


def _sum(parts: Mapping[str, Fraction]) -> Fraction:
    return sum(parts.values(), ZERO)


def _steps(method: str, constraints: tuple[Constraint, ...], players: tuple[str, ...]) -> Steps:
    if method == "sequence":
        return steps_of(one_order(in_sequence(constraints, players), players))
    orders = grouped(constraints, players) if method == "owen" else permitted(constraints, players)
    if orders is None:
        raise UnusableMethodError(
            Text("没有一个允许的次序能使同组各项相邻", "no permitted order keeps the members of each group together")
        )
    return steps_of(orders)


def group_terms(game: Game, constraints: tuple[Constraint, ...]) -> tuple[GroupTerm, ...]:
    """The groups with their Owen values; none where no permitted order keeps the groups together."""
    orders = grouped(constraints, game.players)
    if orders is None:
        return ()
    outcome: Split = divide_game(game, steps_of(orders))
    values = game.totals()
    reached = set(steps_of(orders).sets)
    found = []
    for group in GROUPS:
        members = [m for m in group.members if m in game.players]
        if members:
            own = sum(1 << game.players.index(m) for m in members)
            # Sets that are whole groups, and from which this group as a whole may join.
            starts = [
                m for m in reached if not m & own and m | own in reached and all(b & m in {0, b} for b in orders.blocks)
            ]
            jumps = [values[m | own] - values[m] for m in starts]
            parts = {m: _sum(outcome.terms[m].by_component) for m in members}
            span = (Fraction(min(jumps), game.unit), Fraction(max(jumps), game.unit))
            found.append(GroupTerm(group, parts, span))
    return tuple(found)


# ── open values and open rules ───────────────────────────────────────────────────────────────────


def _variants(first: Assessment, second: Assessment) -> tuple[list[tuple[Plan, Plan, str]], bool]:
    """Every reading of the open rules of both sides, that of the figures first, and whether these are all.

    The third entry names the rule when the pair differs from the figures' in one rule alone.
    """
    left, right = list(_readings_of(first)), list(_readings_of(second))
    if len(left) * len(right) > MOST_READINGS:
        return [(left[0][0], right[0][0], "")], False
    found = []
    for (a, changed), (b, also) in product(left, right):
        names = {*changed, *also}
        found.append((a, b, names.pop() if len(names) == 1 else ""))
    return found, True


def _readings_of(side: Assessment) -> Iterator[tuple[Plan, tuple[str, ...]]]:
    if side.evaluation is None:
        return
    plan = side.evaluation.plan
    yield plan, ()
    rules = [rule.value for rule in side.open_rules]
    for values in product(*(candidates(rule) for rule in rules)):
        chosen = {rule.parameter: value for rule, value in zip(rules, values, strict=True)}
        changed = tuple(name for name, value in chosen.items() if plan.values[name].value != value)
        if changed:
            yield (
                replace(plan, values={**plan.values, **{n: replace(plan.values[n], value=chosen[n]) for n in changed}}),
                changed,
            )


def _read_sides(
    first: Assessment, second: Assessment, games: Games, all_parts: list[dict[Pattern, Amounts]]
) -> _Readings:
    """Read every open value on each side; a value that one side does not know follows the other side."""
    names = {name for parts in all_parts for by in parts.values() for _, name in by} - {CONSTANT}
    left: dict[str, Fraction] = {}
    right: dict[str, Fraction] = {}
    left_range, right_range = {}, {}
    apart = set()
    for name in sorted(names):
        low, high = games.open_range(name)
        (a, fixed_a), (b, fixed_b) = _side(first, name), _side(second, name)
        known = next((v for v in (b, a) if v is not None), high)
        left[name] = known if a is None else a
        right[name] = known if b is None else b
        left_range[name] = (left[name], left[name]) if fixed_a else (low, high)
        right_range[name] = (right[name], right[name]) if fixed_b else (low, high)
        if left[name] != right[name] or left_range[name] != right_range[name]:
            apart.add(name)
    return _Readings(left, right, left_range, right_range, frozenset(apart))


def _side(assessment: Assessment, name: str) -> tuple[Fraction | None, bool]:
    """What a side reads, None where it does not know the value, and whether somebody settled it."""
    pinned = assessment.context.opened.pins.get(name)
    if pinned is not None:
        return pinned[0], True
    return (assessment.reading or {}).get(name), False


def _pinned(
    parts: Mapping[Pattern, Amounts], reading: _Readings, players: tuple[str, ...], factor: Fraction
) -> dict[Pattern, dict[str, Fraction]]:
    """The game by stage at the readings; where the sides read differently, the reading is a player of its own."""
    bit = 1 << (len(players) - 1) if reading.moved else 0
    read: dict[Pattern, dict[str, Fraction]] = {}
    for (present, absent), amounts in parts.items():
        for (stage, name), coefficient in amounts.items():
            if name in reading.apart:
                _put(read, (present, absent | bit), stage, coefficient * reading.left[name] * factor)
                _put(read, (present | bit, absent), stage, coefficient * reading.right[name] * factor)
            else:
                value = coefficient if name == CONSTANT else coefficient * reading.right[name]
                _put(read, (present, absent), stage, value * factor)
    return read


def _put(target: dict[Pattern, dict[str, Fraction]], pattern: Pattern, key: str, value: Fraction) -> None:
    inner = target.setdefault(pattern, {})
    inner[key] = inner.get(key, ZERO) + value


def _limits(
    players: tuple[str, ...],
    steps: Steps,
    parts: dict[Pattern, Amounts],
    others: list[tuple[dict[Pattern, Amounts], str]],
    reading: _Readings,
    factor: Fraction,
) -> tuple[dict[str, Range], dict[str, Widths]]:
    """The bounds of each term over open values and open rules, and the width each of these alone gives it.

    A term of an affine game is affine itself. Where the sides read a value at different ends, each side's value runs
    over its range on its own: wider than the truth, in which both are one, and never too narrow.
    """
    if not reading.left and not others:
        return {}, {}
    spans = {**reading.right_range}
    for name in reading.apart:
        spans[_FIRST + name], spans[_SECOND + name] = reading.left_range[name], reading.right_range[name]
    own = game_of(players, _by_variable(parts, reading, players, factor)).terms(steps)
    limits = {p: bounds(own[p], spans) for p in players}
    widths: dict[str, Widths] = {p: {} for p in players}
    for player in players:
        for key, coefficient in own[player].items():
            if key:
                low, high = spans[key]
                name = key.partition("\t")[2] or key
                wide = widths[player].get((name, False), ZERO) + abs(coefficient) * (high - low)
                widths[player][name, False] = wide
    at_reading = {p: _at(own[p], reading) for p in players}
    for other, only in others:
        terms = game_of(players, _by_variable(other, reading, players, factor)).terms(steps)
        for player in players:
            low, high = bounds(terms[player], spans)
            limits[player] = min(limits[player][0], low), max(limits[player][1], high)
            if only:
                rule = only, True
                moved = abs(_at(terms[player], reading) - at_reading[player])
                widths[player][rule] = max(widths[player].get(rule, ZERO), moved)
    return limits, widths


def _shrink(widths: Widths, games: Games, first: Assessment, second: Assessment) -> tuple[Shrink, ...]:
    """What would narrow a term, the widest first, each with its name and the text in which to find it."""
    rules = {rule.value.parameter: rule.value for side in (first, second) for rule in side.open_rules}
    found = []
    for (name, is_rule), width in sorted(widths.items(), key=lambda each: (-each[1], each[0])):
        if width and is_rule:
            found.append(Shrink(name, BY_ID[name].name, width, rules[name].find_in, rule=True))
        elif width:
            met = games.context.opened.met[name]
            found.append(Shrink(name, met.name, width, met.why))
    return tuple(found)


def _by_variable(
    parts: Mapping[Pattern, Amounts], reading: _Readings, players: tuple[str, ...], factor: Fraction
) -> dict[Pattern, dict[str, Fraction]]:
    bit = 1 << (len(players) - 1) if reading.moved else 0
    merged: dict[Pattern, dict[str, Fraction]] = {}
    for (present, absent), amounts in parts.items():
        for (_, name), coefficient in amounts.items():
            if name in reading.apart:
                _put(merged, (present, absent | bit), _FIRST + name, coefficient * factor)
                _put(merged, (present | bit, absent), _SECOND + name, coefficient * factor)
            else:
                _put(merged, (present, absent), name, coefficient * factor)
    return merged


def _at(term: Mapping[str, Fraction], reading: _Readings) -> Fraction:
    """A term at the readings of both sides."""
    total = ZERO
    for key, coefficient in term.items():
        if key.startswith(_FIRST):
            total += coefficient * reading.left[key.removeprefix(_FIRST)]
        else:
            name = key.removeprefix(_SECOND)
            total += coefficient * (reading.right[name] if name else 1)
    return total


__all__ = ["METHODS", "READING", "Bridge", "GroupTerm", "Shrink", "UnusableMethodError", "bridge", "group_terms"]
