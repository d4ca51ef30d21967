"""`assess`: one study under one regime on one day, as an exact result with its derivation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from carnet.assessment.evaluate import Evaluation, build_context, evaluate, missing_parameters
from carnet.assessment.exclusion import ASKED
from carnet.assessment.expression import Node, add, bounds, multiply
from carnet.assessment.gas_words import refuse_strange_gases
from carnet.assessment.plan import Plan, PlanValue, make_plan
from carnet.errors import InputError, problem
from carnet.regime import BY_ID, value_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.assessment.context import Context
    from carnet.errors import Problem
    from carnet.factors import FactorSet
    from carnet.impact import GwpSet
    from carnet.inventory.flows import FlowList
    from carnet.inventory.model import Places, Study
    from carnet.regime import ResolvedRegime, Value

    # low, high, the evaluation, its total, and the value of each open rule
    Outcome = tuple[Fraction, Fraction, Evaluation, Node, tuple[Value, ...]]
    # the value of each open rule, and why there is no figure with these
    Refused = tuple[tuple[Value, ...], tuple[Problem, ...]]

ZERO = Fraction(0)
# Every combination of open rules is evaluated; beyond this many the study needs decisions, not a longer run.
MOST_VARIANTS = 64
NUMERIC = ("D3", "D5", "D7", "D9")
# A limit nobody has stated lets out none of the rows the study asks to leave out, or all of them.
_ANY_LIMIT: tuple[Value, ...] = ("0", "100")


@dataclass(frozen=True, slots=True)
class Inputs:
    """What every assessment of one run shares: the study and the data sets."""

    study: Study
    places: Places
    flows: FlowList
    factors: FactorSet
    sets: Mapping[str, GwpSet]


@dataclass(frozen=True, slots=True)
class OpenRule:
    """An unknown rule that moves the figure: `low` and `high` are the figures under its candidates."""

    value: PlanValue
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Assessment:
    """An evaluation with its bounds and the reading that pictures and bridges use.

    `evaluation` is None when parameters are missing. Amounts are kg CO2e per the regime's declared unit.
    """

    plan: Plan
    resolved: ResolvedRegime
    context: Context
    missing: tuple[PlanValue, ...]
    evaluation: Evaluation | None = None
    total: Node | None = None
    low: Fraction = ZERO
    high: Fraction = ZERO
    reading: Mapping[str, Fraction] | None = None
    open_rules: tuple[OpenRule, ...] = ()

    @property
    def is_point(self) -> bool:
        """Whether lower and upper bound are the same."""
        return self.low == self.high

    def at_reading(self) -> Fraction:
        """The figure at the reading: the point, or the conservative bound."""
        return self.high


def assess(inputs: Inputs, resolved: ResolvedRegime) -> Assessment:
    """Assess a validated study under a resolved regime.

    Raises:
        InputError: the study cannot be linked, allocated or converted under this regime, or not under a candidate of a
            rule that is open (CAL-023). Bounds over the other candidates would be none: the one left out may be the
            worst, and a figure at the conservative bound, with every picture and bridge drawn from it, would claim
            less than the rule may ask for. The candidate is named, and those that can be accepted instead.
    """
    plan = make_plan(resolved, inputs.study)
    refuse_strange_gases(plan, inputs.study, inputs.sets)
    context = build_context(
        inputs.study, inputs.places, inputs.flows, inputs.factors, inputs.sets, resolved.id, resolved.known_date
    )
    missing = missing_parameters(plan, context)
    open_parameters = [v for v in plan.values.values() if _moves(v, inputs.study)]
    closed = [v for v in open_parameters if not candidates(v)]
    if missing or closed:
        return Assessment(plan, resolved, context, (*missing, *closed))
    relevant, chosen = _relevant(plan, open_parameters, context)
    if _variants(relevant) > MOST_VARIANTS:
        return Assessment(plan, resolved, context, tuple(relevant))
    outcomes: list[Outcome] = []
    refused: list[Refused] = []
    for values in product(*(candidates(v) for v in relevant)):
        try:
            evaluation = evaluate(_with(chosen, relevant, values), context)
        except InputError as error:
            refused.append((values, error.problems))
            continue
        total = total_of(evaluation)
        low, high = bounds(total.terms, ranges(context))
        outcomes.append((low, high, evaluation, total, values))
    if refused:
        raise InputError(_not_calculable(relevant, refused, [o[4] for o in outcomes]))
    worst = max(outcomes, key=lambda o: o[1])
    if len(outcomes) > 1:
        # The notes must speak of the reading that is shown, not of every variant that was tried.
        context.notes.clear()
        evaluate(worst[2].plan, context)
    rules = tuple(_open_rule(i, v, outcomes) for i, v in enumerate(relevant) if _matters(i, outcomes))
    return Assessment(
        plan,
        resolved,
        context,
        (),
        worst[2],
        worst[3],
        min(o[0] for o in outcomes),
        worst[1],
        conservative(worst[3], context),
        rules,
    )


def _not_calculable(
    rules: list[PlanValue], refused: list[Refused], calculated: list[tuple[Value, ...]]
) -> tuple[Problem, ...]:
    """What kept choices among open rules from a figure, and which candidates those choices have to themselves.

    Where no choice gives a figure the rules that are open have no part in it, and only the cause is told.
    """
    causes = tuple(dict.fromkeys(p for _, problems in refused for p in problems))
    found = []
    for index, rule in enumerate(rules) if calculated else ():
        good = [c for c in candidates(rule) if any(values[index] == c for values in calculated)]
        for bad in candidates(rule):
            if bad not in good:
                cause = next(problems[0] for values, problems in refused if values[index] == bad)
                found.append(_no_candidate([rule], [bad], good, cause))
    if calculated and not found:
        # No candidate fails by itself, only together with others.
        values, problems = refused[0]
        found.append(_no_candidate(rules, values, (), problems[0]))
    return (*found, *causes)


def _no_candidate(
    rules: Sequence[PlanValue], values: Sequence[Value], good: Sequence[Value], cause: Problem
) -> Problem:
    names = [BY_ID[rule.parameter].name for rule in rules]
    return problem(
        "CAL-023", cause.place, " + ".join(value_key(v) for v in values), tuple(value_key(c) for c in good),
        parameter=" + ".join(rule.parameter for rule in rules), name_zh="、".join(n.zh for n in names),
        name_en=", ".join(n.en for n in names), cause_zh=cause.cause.zh.rstrip("。"),
        cause_en=cause.cause.en.rstrip("."),
    )  # fmt: skip


def _matters(index: int, outcomes: list[Outcome]) -> bool:
    """Whether one rule moves the figure under any choice of the others."""
    by_others: dict[str, set[tuple[tuple[str, Fraction], ...]]] = {}
    for _, _, _, total, values in outcomes:
        others = repr((*values[:index], *values[index + 1 :]))
        by_others.setdefault(others, set()).add(tuple(sorted(total.terms.items())))
    return any(len(totals) > 1 for totals in by_others.values())


def _open_rule(index: int, value: PlanValue, outcomes: list[Outcome]) -> OpenRule:
    worst = max(outcomes, key=lambda o: o[1])
    along = [
        o for o in outcomes if all(a == b for j, (a, b) in enumerate(zip(o[4], worst[4], strict=True)) if j != index)
    ]
    return OpenRule(value, min(o[1] for o in along), max(o[1] for o in along))


def _moves(value: PlanValue, study: Study) -> bool:
    dimension = BY_ID[value.parameter].dimension
    if not value.unknown or dimension not in NUMERIC:
        return False
    # Only rows that the study asks to leave out meet the rule about leaving out; declaring them moves nothing.
    return dimension != "D3" or (value.parameter != "D3.declare" and any(e.excluded == ASKED for e in study.exchanges))


def candidates(value: PlanValue) -> tuple[Value, ...]:
    """What an unknown rule may be: the candidates of the regime file, or the closed choices of its type."""
    spec = BY_ID[value.parameter]
    otherwise: tuple[Value, ...] = (True, False) if spec.type == "flag" else spec.choices
    if spec.dimension == "D3" and spec.type == "decimal":
        otherwise = _ANY_LIMIT
    return value.candidates or otherwise


def _relevant(plan: Plan, open_parameters: list[PlanValue], context: Context) -> tuple[list[PlanValue], Plan]:
    """The unknown rules that may change this study's figure, and the plan with the others settled at a candidate.

    All of them where every combination can be tried: a rule may matter only together with another.
    """
    chosen = _with(plan, open_parameters, [candidates(v)[0] for v in open_parameters])
    choices = [v for v in open_parameters if len(candidates(v)) > 1]
    if _variants(choices) <= MOST_VARIANTS:
        return choices, chosen
    relevant = []
    for value in open_parameters:
        totals = {_terms(_with(chosen, [value], [c]), context) for c in candidates(value)}
        if len(totals) > 1:
            relevant.append(value)
    return relevant, chosen


def _terms(plan: Plan, context: Context) -> tuple[tuple[str, Fraction], ...] | None:
    """What a total is made of; None where the study cannot be calculated so."""
    try:
        return tuple(sorted(total_of(evaluate(plan, context)).terms.items()))
    except InputError:
        return None


def _variants(parameters: list[PlanValue]) -> int:
    return prod(len(candidates(v)) for v in parameters)


def _with(plan: Plan, parameters: list[PlanValue], values: list[Value] | tuple[Value, ...]) -> Plan:
    changed = {p.parameter: replace(p, value=v) for p, v in zip(parameters, values, strict=True)}
    return replace(plan, values={**plan.values, **changed})


def total_of(evaluation: Evaluation) -> Node:
    """Kg CO2e per the regime's declared unit, as one node."""
    return multiply(add([c.total for c in evaluation.contributions]), evaluation.unit_factor)


def ranges(context: Context) -> dict[str, tuple[Fraction, Fraction]]:
    """The range of every open value the calculation has met."""
    return {name: (v.low, v.high) for name, v in context.opened.met.items()}


def conservative(total: Node, context: Context) -> dict[str, Fraction]:
    """Every open value at the end of its range that makes the total largest."""
    return {name: (high if total.terms.get(name, ZERO) >= 0 else low) for name, (low, high) in ranges(context).items()}


def effect(name: str, total: Node, context: Context) -> Fraction:
    """How far one open value can move the total."""
    low, high = ranges(context)[name]
    return abs(total.terms.get(name, ZERO)) * (high - low)
