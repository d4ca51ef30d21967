"""What is open in an assessment, settled at random: the figure must lie inside the bounds that were printed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from carnet.assessment import assess
from carnet.assessment.assess import candidates
from carnet.errors import InputError
from carnet.inventory.model import Acceptance
from carnet.quantity import decimal_string
from carnet.regime import BY_ID

if TYPE_CHECKING:
    import random

    from carnet.assessment import Assessment
    from carnet.assessment.assess import Inputs
    from carnet.assessment.plan import PlanValue
    from carnet.inventory.model import Study
    from carnet.regime import ResolvedRegime, Value

DECIMALS = 15
STEPS = 1000
TRIES = 20
OPEN = ("D3", "D5", "D7", "D9")


def not_contained(found: Assessment, inputs: Inputs, rules: ResolvedRegime, chance: random.Random) -> str:
    """Settle some or all of what is open; empty where the new bounds lie inside the old ones.

    Open rules take one of their candidates, open values a random point of their range, as people would accept them.
    """
    share = chance.choice((1, 1, 2))  # all of it, or every second
    settled = _settled_rules(found, rules, chance, share)
    accepted = pins(found, chance, share)
    after = assess(replace(inputs, study=accept(inputs, rules.id, accepted)), settled)
    if after.evaluation is None:
        return "settling what was open takes the figure away"
    if (
        share == 1
        and not found.open_rules
        and after.low != after.high
        and len(accepted) == len(found.context.opened.met)
    ):
        return "everything open is settled and the bounds are still apart"
    if not found.low <= after.low <= after.high <= found.high:
        what = ", ".join(f"{name} = {value}" for name, value in accepted.items())
        return f"[{found.low}, {found.high}] does not hold [{after.low}, {after.high}] with {what}"
    return ""


def pins(found: Assessment, chance: random.Random, share: int = 1) -> dict[str, str]:
    """A decimal inside the range of open values, ends included."""
    accepted = {}
    for name, value in sorted(found.context.opened.met.items()):
        step = chance.choice((0, STEPS, chance.randint(0, STEPS)))
        text = decimal_string(value.low + (value.high - value.low) * Fraction(step, STEPS), DECIMALS, "half_even")
        if chance.randrange(share) == 0 and value.low <= Fraction(text) <= value.high:
            accepted[name] = text
    return accepted


def accept(inputs: Inputs, regime: str, values: dict[str, str]) -> Study:
    """The study with these values accepted."""
    more = tuple(Acceptance(regime, name, text, "A. Person", "try", "2026-11-22") for name, text in values.items())
    return replace(inputs.study, acceptances=(*inputs.study.acceptances, *more))


# What a person would suppose where the text of a rule names no candidates.
SUPPOSED: dict[str, Value] = {
    "D4.gwp_set": "AR6",
    "D6.default": MappingProxyType({"method": "mass"}),
    "D8.tiers": (MappingProxyType({"use": "grid", "kind": "electricity_life_cycle", "area": ("region", "country")}),),
}


def suppose(inputs: Inputs, rules: ResolvedRegime, chance: random.Random) -> tuple[ResolvedRegime, tuple[str, ...]]:
    """The rules with what blocks a figure supposed, one of its candidates each, and which these were.

    What the study itself lacks cannot be supposed: then the rules still give no figure.
    """
    for _ in range(TRIES):
        supposed: list[str] = []
        values = dict(rules.values)
        try:
            while missing := assess(inputs, replace(rules, values=values)).missing:
                if any(v.given_in_study for v in missing):
                    return rules, ()
                for value in missing:
                    values[value.parameter] = replace(values[value.parameter], value=_one(value, chance), status="read")
                    supposed.append(value.parameter)
        except InputError:
            continue  # a candidate for which the study has no data, such as prices
        return replace(rules, values=values), tuple(supposed)
    return rules, ()


def _one(value: PlanValue, chance: random.Random) -> Value:
    if value.candidates:
        return chance.choice(value.candidates)
    return SUPPOSED.get(value.parameter) or candidates(value)[0]


def _settled_rules(found: Assessment, rules: ResolvedRegime, chance: random.Random, share: int) -> ResolvedRegime:
    values = dict(rules.values)
    for name, value in found.plan.values.items():
        if value.unknown and BY_ID[name].dimension in OPEN and candidates(value) and chance.randrange(share) == 0:
            values[name] = replace(values[name], value=chance.choice(candidates(value)), status="read")
    return replace(rules, values=values)


def opened_up(rules: ResolvedRegime, others: ResolvedRegime, chance: random.Random) -> ResolvedRegime:
    """The same rules with up to two left unknown: each may be what it was, or what `others` say."""
    values = dict(rules.values)
    names = [
        name for name, value in rules.values.items()
        if BY_ID[name].dimension in OPEN and value.value is not None and others.values[name].value is not None
        and value.value != others.values[name].value
    ]  # fmt: skip
    for name in chance.sample(names, min(len(names), chance.randint(0, 2))):
        both: tuple[Value, ...] = tuple(v for v in (values[name].value, others.values[name].value) if v is not None)
        values[name] = replace(values[name], value=None, status="unknown", candidates=both)
    return replace(rules, values=values)
