"""The game behind a bridge: every line of a study over the mixtures of two regimes, from parts worked out once.

What is kept per study and shared by all pairs: whether the boundary holds a line (D2, D3), its value per activity (by
the data chosen, the gases counted, the electricity), and the activities (loops solved once for each set of shares).
Each is kept by the content of what it reads, so that two regimes with an equal dimension share it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.allocation import shares
from carnet.assessment.boundary import boundary_reason
from carnet.assessment.bridge_reads import Branches, Contents, Pair, Remembered, Side, side_of
from carnet.assessment.evaluate import build_context
from carnet.assessment.expression import CONSTANT
from carnet.assessment.lines import PER_PRODUCT, Line, counted_value, lines_of, net_uses
from carnet.lca import Solution, solve

if TYPE_CHECKING:
    from carnet.assessment.assess import Inputs
    from carnet.assessment.plan import Plan
    from carnet.assessment.shapley import Pattern

ZERO = Fraction(0)
# By (stage, open variable; "" is the constant): kg CO2e for one declared unit of the product.
Amounts = dict[tuple[str, str], Fraction]


@dataclass(frozen=True, slots=True)
class _Value:
    """A line's kg CO2e per activity by open variable, and what of its own output is used inside the boundary."""

    terms: tuple[tuple[str, Fraction], ...]
    uses: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class _Running:
    """The activities of one set of shares."""

    activity: Mapping[str, Fraction]


@dataclass(slots=True)
class _Memo:
    line: Line
    counts: Remembered[bool]
    value: Remembered[_Value]
    products: dict[tuple[int, int], dict[str, Fraction]]


class Games:
    """All that bridges of one study share. Not to be shared between threads."""

    def __init__(self, inputs: Inputs, known_date: str = "") -> None:
        """Link the study once; acceptances of single regimes stay open and are read per side."""
        self.context = build_context(
            inputs.study, inputs.places, inputs.flows, inputs.factors, inputs.sets, known_date=known_date
        )
        self._contents = Contents()
        self._sides: dict[int, tuple[Plan, Side]] = {}
        self._solutions: dict[tuple[Fraction, ...], _Running] = {}
        self._running = Remembered(self._solve, key=id)
        self._memos = [self._memo(line) for line in lines_of(self.context)]

    def side(self, plan: Plan) -> Side:
        """A plan with its contents numbered; kept by the plan itself."""
        known = self._sides.get(id(plan))
        if known is None or known[0] is not plan:
            known = self._sides[id(plan)] = (plan, side_of(plan, self._contents))
        return known[1]

    def parts(self, one: Plan, two: Plan, players: tuple[str, ...]) -> dict[Pattern, Amounts]:
        """The game between two plans; bit i stands for players[i].

        What is the same in all mixtures is left out, but for open values, which the two sides may read differently.
        """
        pair = Pair(self.side(one), self.side(two), {p: 1 << i for i, p in enumerate(players)})
        running = self._running.over(pair)
        found: dict[Pattern, Amounts] = {}
        for memo in self._memos:
            self._add(memo, pair, running, found)
        return found

    def open_range(self, name: str) -> tuple[Fraction, Fraction]:
        """The range of an open value that some line has met."""
        met = self.context.opened.met[name]
        return met.low, met.high

    def dimensions_read(self) -> dict[str, frozenset[str]]:
        """By category of line: the dimensions its value was seen to depend on, boundary included."""
        found: dict[str, frozenset[str]] = {}
        for memo in self._memos:
            read = memo.counts.dimensions() | memo.value.dimensions()
            found[memo.line.category] = found.get(memo.line.category, frozenset()) | read
        return found

    @property
    def solved(self) -> int:
        """How many distinct sets of shares were solved."""
        return len(self._solutions)

    def _memo(self, line: Line) -> _Memo:
        context = self.context

        def counts(plan: Plan) -> bool:
            return not boundary_reason(line, plan, context)

        def value(plan: Plan) -> _Value:
            terms: dict[str, Fraction] = {}
            for node in counted_value(line, plan, context).gases.values():
                for name, coefficient in node.terms.items():
                    terms[name] = terms.get(name, ZERO) + coefficient
            kept = tuple(sorted((name, c) for name, c in terms.items() if c))
            return _Value(kept, net_uses(line, plan, context) if kept else ())

        return _Memo(line, Remembered(counts), Remembered(value), {})

    def _solve(self, plan: Plan) -> _Running:
        shared = {key: node.constant for key, node in shares(plan, self.context).items()}
        known = tuple(shared.values())
        if known not in self._solutions:
            solution: Solution = solve(self.context.system, shared)
            self._solutions[known] = _Running(solution.activity)
        return self._solutions[known]

    def _add(self, memo: _Memo, pair: Pair, running: Branches[_Running], found: dict[Pattern, Amounts]) -> None:
        inside = [(taken, kept) for taken, kept, counts in memo.counts.over(pair) if counts]
        if not inside:
            return
        values = [each for each in memo.value.over(pair) if each[2].terms]
        stage = memo.line.stage
        for taken, kept in inside:
            for more, less, value in values:
                present, absent = taken | more, kept | less
                if present & absent:
                    continue
                for with_, without, solution in _of(memo.line, value, running):
                    pattern = present | with_, absent | without
                    if pattern[0] & pattern[1]:
                        continue
                    amounts = self._product(memo, value, solution)
                    if pattern == (0, 0) and not any(amounts.keys() - {CONSTANT}):
                        continue
                    target = found.setdefault(pattern, {})
                    for name, amount in amounts.items():
                        key = stage, name
                        known = target.get(key)
                        target[key] = amount if known is None else known + amount

    @staticmethod
    def _product(memo: _Memo, value: _Value, solution: _Running) -> dict[str, Fraction]:
        key = id(value), id(solution)
        found = memo.products.get(key)
        if found is None:
            runs = _runs(memo.line, value, solution)
            found = memo.products[key] = {name: c * runs for name, c in value.terms if runs}
        return found


def _runs(line: Line, value: _Value, solution: _Running) -> Fraction:
    if line.category in PER_PRODUCT:
        return Fraction(1)
    activity = solution.activity
    return activity[line.process.id] - sum((activity[user] * share for user, share in value.uses), ZERO)


def _of(line: Line, value: _Value, running: Branches[_Running]) -> Branches[_Running]:
    """The activities that matter to a line: one where all sets of shares run its process equally often."""
    if len(running) == 1:
        return running
    first = _runs(line, value, running[0][2])
    if all(_runs(line, value, each[2]) == first for each in running[1:]):
        return [(0, 0, running[0][2])]
    return running
