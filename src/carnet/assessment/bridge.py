"""The bridge: why two results of one product differ, term by term, without remainder.

Each differing dimension gets its Shapley value over all orders of switching the dimensions from one regime to the
other; beside it stand the least and greatest step over the orders and the pairwise interactions. Both sides are
taken per declared unit of the product; the conversion to the other regime's unit is a factor of its own, last.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.allocation import shares
from carnet.assessment.assess import Assessment, Inputs, ranges
from carnet.assessment.evaluate import build_context
from carnet.assessment.expression import CONSTANT, bounds
from carnet.assessment.lines import DEPENDS, Line, line_value, lines_of, net_uses
from carnet.assessment.plan import Plan, differing, mix
from carnet.assessment.shapley import Cell, Split, split
from carnet.lca import Solution, solve

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.assessment.context import Context

ZERO = Fraction(0)
READING = "reading"  # the player for open values that the two sides read at different ends
SEPARATOR = "\t"


@dataclass(frozen=True, slots=True)
class Bridge:
    """A difference split by player. Amounts in kg CO2e per declared unit of the `from` side.

    `lower`/`upper` bound a term over the open values; `unit_factor` takes the sum to the `to` side's unit.
    """

    first: Assessment
    second: Assessment
    players: tuple[str, ...]
    terms: Mapping[str, Mapping[str, Fraction]]
    ranges: Mapping[str, tuple[Fraction, Fraction]]
    order: Mapping[str, tuple[Fraction, Fraction]]
    interactions: Mapping[tuple[str, str], Fraction]
    start: Fraction
    end: Fraction
    unit_factor: Fraction
    evaluations: int

    def term(self, player: str) -> Fraction:
        """The whole term of one player."""
        return sum(self.terms[player].values(), ZERO)


def bridge(inputs: Inputs, first: Assessment, second: Assessment) -> Bridge:
    """Bridge two assessments of one study, at the reading of each.

    Raises:
        ValueError: one side has no figure.
    """
    if first.evaluation is None or second.evaluation is None:
        message = "a bridge needs a figure on both sides"
        raise ValueError(message)
    one, two = first.evaluation.plan, second.evaluation.plan
    dimensions = differing(one, two)
    context = build_context(
        inputs.study, inputs.places, inputs.flows, inputs.factors, inputs.sets, known_date=second.resolved.known_date
    )
    # What one side has accepted stays open here and is read per side, so that acceptances explain themselves.
    cells = _cells(one, two, dimensions, context)
    open_ranges = ranges(context)
    left, right = _readings(first, second, open_ranges)
    moved = any(left[name] != right[name] for name in open_ranges)
    players = (*dimensions, READING) if moved else dimensions
    factor = first.evaluation.unit_factor.constant
    pinned = [_pin(cell, left, right, factor, both=moved) for cell in cells]
    outcome = split(players, pinned)
    limits = _limits(players, cells, open_ranges, factor) if not moved else {}
    terms = {p: outcome.terms[p].by_component for p in players}
    return Bridge(
        first,
        second,
        players,
        terms,
        {p: limits.get(p, (_sum(terms[p]), _sum(terms[p]))) for p in players},
        {p: (outcome.terms[p].order_min, outcome.terms[p].order_max) for p in players},
        outcome.interactions,
        first.at_reading(),
        second.at_reading(),
        second.evaluation.unit_factor.constant / factor,
        outcome.evaluations,
    )


def _sum(parts: Mapping[str, Fraction]) -> Fraction:
    return sum(parts.values(), ZERO)


def _readings(
    first: Assessment, second: Assessment, open_ranges: Mapping[str, tuple[Fraction, Fraction]]
) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """The value of every open variable on each side; a variable one side does not know follows the other side."""
    left, right = {}, {}
    for name, (_, high) in open_ranges.items():
        a = _side(first, name)
        b = _side(second, name)
        known = next((v for v in (b, a) if v is not None), high)
        left[name] = known if a is None else a
        right[name] = known if b is None else b
    return left, right


def _side(assessment: Assessment, name: str) -> Fraction | None:
    pinned = assessment.context.opened.pins.get(name)
    if pinned is not None:
        return pinned[0]
    return (assessment.reading or {}).get(name)


def _cells(one: Plan, two: Plan, dimensions: tuple[str, ...], context: Context) -> list[Cell]:
    """Tabulate every line over the dimensions it depends on; loops are solved once per distinct set of shares."""
    running = {False: _activities(one, context)}
    running[True] = _activities(two, context) if "D6" in dimensions else running[False]
    allocated = running[True].activity != running[False].activity
    return [_cell(line, one, two, dimensions, running, context, allocated=allocated) for line in lines_of(context)]


def _activities(plan: Plan, context: Context) -> Solution:
    return solve(context.system, {key: node.constant for key, node in shares(plan, context).items()})


def _depends(line: Line, dimensions: tuple[str, ...], context: Context, *, allocated: bool) -> tuple[str, ...]:
    names = set(DEPENDS[line.category])
    if "scrap" not in context.flow(line.exchange.flow).tags:
        names.discard("D7")
    if allocated:
        names.add("D6")
    return tuple(d for d in dimensions if d in names)


def _cell(
    line: Line,
    one: Plan,
    two: Plan,
    dimensions: tuple[str, ...],
    running: Mapping[bool, Solution],
    context: Context,
    *,
    allocated: bool,
) -> Cell:
    players = _depends(line, dimensions, context, allocated=allocated)
    table = []
    for mask in range(1 << len(players)):
        taken = [p for i, p in enumerate(players) if mask >> i & 1]
        plan = mix(one, two, taken)
        value = line_value(line, plan, context)
        activities = running[allocated and "D6" in taken].activity
        activity = activities[line.process.id] - sum(
            (activities[user] * share for user, share in net_uses(line, plan, context)), ZERO
        )
        parts: dict[str, Fraction] = {}
        for node in value.gases.values():
            for name, coefficient in node.terms.items():
                key = f"{line.stage}{SEPARATOR}{name}"
                parts[key] = parts.get(key, ZERO) + coefficient * activity
        table.append(parts)
    return Cell(players, tuple(table))


def _pin(
    cell: Cell, left: Mapping[str, Fraction], right: Mapping[str, Fraction], factor: Fraction, *, both: bool
) -> Cell:
    """Read the open values; where the sides read them differently, the reading is a player of its own."""
    names = {key.partition(SEPARATOR)[2] for parts in cell.table for key in parts} - {CONSTANT}
    if not both or all(left[n] == right[n] for n in names):
        return Cell(cell.players, tuple(_read(parts, right, factor) for parts in cell.table))
    table = (*(_read(p, left, factor) for p in cell.table), *(_read(p, right, factor) for p in cell.table))
    return Cell((*cell.players, READING), table)


def _read(parts: Mapping[str, Fraction], values: Mapping[str, Fraction], factor: Fraction) -> dict[str, Fraction]:
    read: dict[str, Fraction] = {}
    for key, coefficient in parts.items():
        stage, _, name = key.partition(SEPARATOR)
        amount = coefficient if name == CONSTANT else coefficient * values[name]
        read[stage] = read.get(stage, ZERO) + amount * factor
    return read


def _limits(
    players: tuple[str, ...],
    cells: Sequence[Cell],
    open_ranges: Mapping[str, tuple[Fraction, Fraction]],
    factor: Fraction,
) -> dict[str, tuple[Fraction, Fraction]]:
    """The bounds of each term over the open values: a Shapley value of affine games is affine itself."""
    if not open_ranges:
        return {}
    by_variable = [Cell(cell.players, tuple(_by_variable(parts, factor) for parts in cell.table)) for cell in cells]
    outcome: Split = split(players, by_variable)
    return {p: bounds(dict(outcome.terms[p].by_component), open_ranges) for p in players}


def _by_variable(parts: Mapping[str, Fraction], factor: Fraction) -> dict[str, Fraction]:
    merged: dict[str, Fraction] = {}
    for key, coefficient in parts.items():
        name = key.partition(SEPARATOR)[2]
        merged[name] = merged.get(name, ZERO) + coefficient * factor
    return merged
