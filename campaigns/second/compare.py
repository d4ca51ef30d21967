"""The two calculations side by side: the same study, rules and open values, and what they disagree on."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from campaigns.second.figure import figure
from campaigns.second.world import RefusedError, World
from carnet.factors import GROUPS
from carnet.regime import thaw
from carnet.regime.vocabulary import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from carnet.assessment import Assessment
    from carnet.assessment.assess import Inputs
    from carnet.assessment.plan import Plan

ZERO = Fraction(0)
STEPS = 16


def chosen(name: str, low: Fraction, high: Fraction, salt: str = "") -> Fraction:
    """A point of a range, always the same for a name."""
    step = hashlib.sha256(f"{salt}{name}".encode()).digest()[0] % (STEPS + 1)
    return low + (high - low) * Fraction(step, STEPS)


def world_of(inputs: Inputs, plan: Plan, choose: Callable[[str, Fraction, Fraction], Fraction] = chosen) -> World:
    """The same study, rules and data for the second calculation."""
    rules: dict[str, Any] = {}
    for name, value in plan.values.items():
        if value.value is not None or value.status != ABSENT:
            rules[name] = thaw(value.value)
    study = inputs.study
    return World(
        study,
        rules,
        {name: value.stated_by for name, value in plan.values.items()},
        plan.table,
        {f.id: f for f in (*inputs.flows.flows, *study.flows)},
        inputs.factors.records,
        {name: each.values for name, each in inputs.sets.items()},
        {name: each.left_out for name, each in inputs.sets.items()},
        GROUPS,
        study.known_date,
        {a.parameter: Fraction(a.value) for a in study.acceptances if ":" in a.parameter},
        choose,
    )


def disagreements(found: Assessment, inputs: Inputs) -> list[str]:
    """What the two calculations do not agree on; empty where they do, or where neither has a figure to compare."""
    if found.evaluation is None or found.total is None:
        return []
    evaluation, met = found.evaluation, found.context.opened.met
    world = world_of(inputs, evaluation.plan)
    try:
        second = figure(world)
    except RefusedError as error:
        return [f"the second calculation refuses: {error}"]
    wrong = [
        f"{name}: open from {met[name].low} to {met[name].high}, the second says {world.met.get(name)}"
        for name, weight in found.total.terms.items()
        if name and weight and world.met.get(name) != (met[name].low, met[name].high)
    ]
    reading = {name: chosen(name, value.low, value.high) for name, value in met.items()}
    lines, apart = dict[str, Fraction](), dict[str, Fraction]()
    factor = evaluation.unit_factor.constant
    for each in evaluation.contributions:
        lines[each.line.id] = each.total.at(reading) * factor
        for bucket, gases in each.apart.items():
            kg = sum((node.at(reading) for node in gases.values()), ZERO)
            apart[bucket] = apart.get(bucket, ZERO) + kg * factor
    for what, one, two in (("line", lines, second.lines), ("apart", apart, second.apart)):
        wrong += [
            f"{what} {name}: {one.get(name, ZERO)} against {two.get(name, ZERO)}"
            for name in sorted({*one, *two})
            if one.get(name, ZERO) != two.get(name, ZERO)
        ]
    if found.total.at(reading) != second.total:
        wrong.append(f"figure: {found.total.at(reading)} against {second.total}")
    return wrong


def bounds_disagree(found: Assessment, inputs: Inputs) -> str:
    """Whether the second calculation, every open value at its worst end, comes to other bounds; empty where not."""
    if found.evaluation is None or found.total is None or found.open_rules:
        return ""
    terms = found.total.terms
    for end, printed in (("lower", found.low), ("upper", found.high)):

        def worst(name: str, low: Fraction, high: Fraction, end: str = end) -> Fraction:
            return high if (terms.get(name, ZERO) > 0) == (end == "upper") else low

        value = figure(world_of(inputs, found.evaluation.plan, worst)).total
        if value != printed:
            return f"{end} bound: {printed} against {value}"
    return ""
