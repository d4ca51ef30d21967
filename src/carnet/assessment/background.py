"""A regime as factors over the gases of a database: the rules of D4 and D5 that `characterise` applies to a study.

The values are those a study's purchased good would get from a factor that gives the same masses, so that a background
solved here and a figure assessed from its published masses agree. What the regime or the database leaves open is an
interval and is named; nothing is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.expression import CONSTANT, Leaf, leaf
from carnet.assessment.gases import Datum, Gas, OpenValues, characterise
from carnet.assessment.plan import Plan, make_plan
from carnet.errors import InputError, Text, problem
from carnet.impact.elementary import CARBON_GASES, Element
from carnet.inventory.model import Acceptance, Product, Study
from carnet.regime import BY_ID, value_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from carnet.errors import Problem
    from carnet.impact import GwpSet
    from carnet.impact.elementary import ElementaryMap
    from carnet.regime import ResolvedRegime

RULES = ("D4.gwp_set", "D4.upstream_gases", "D4.methane", "D5.biogenic_co2", "D5.leading", "D5.land_use")
_NOWHERE = Text("", "")
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class ElementFactor:
    """kg CO2e per kg of an element between `low` and `high`, equal where nothing is open.

    `open` is the name of what is open (``CO2:origin``); `refused` why the regime's GWP set gives no value: then
    the bounds are zero and the element must not be counted as nothing: it is listed.
    """

    element: Element
    low: Fraction
    high: Fraction
    open: str = ""
    refused: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class FlowVector:
    """A regime as factors over flows, kg CO2e per unit of each flow that has one; others count nothing.

    `flows` are positions in the given map's list of flows, ascending; `low` and `high` belong to them.
    """

    regime: str
    flows: tuple[int, ...]
    low: tuple[Fraction, ...]
    high: tuple[Fraction, ...]
    factors: tuple[ElementFactor, ...]


def background_plan(resolved: ResolvedRegime, accepted: Mapping[str, str]) -> Plan:
    """The rules of a regime without a study.

    Args:
        resolved: the regime on its day.
        accepted: values of open rules by parameter, as the user states them.

    Raises:
        InputError: a rule that bears on gases is unknown and not stated (LCI-173), or a stated value is none (CAL-011);
            all of them at once.
    """
    acceptances = tuple(Acceptance(resolved.id, key, value, "-", "-", "") for key, value in sorted(accepted.items()))
    day = resolved.legal_date
    product = Product(_NOWHERE, "", "")
    study = Study("", "", _NOWHERE, "", product, "", day, day, day, day, acceptances=acceptances)
    plan = make_plan(resolved, study)
    missing = []
    for parameter in RULES:
        value = plan.values[parameter]
        if value.unknown and not (parameter == "D5.leading" and plan.text("D5.biogenic_co2") != "two_totals"):
            candidates = tuple(value_key(c) for c in value.candidates) or BY_ID[parameter].choices or ("-",)
            name = BY_ID[parameter].name
            missing.append(
                problem(
                    "LCI-173",
                    None,
                    parameter,
                    candidates,
                    parameter=parameter,
                    regime=resolved.id,
                    name_zh=name.zh,
                    name_en=name.en,
                )
            )
    if missing:
        raise InputError(tuple(missing))
    return plan


def element_factors(plan: Plan, sets: Mapping[str, GwpSet], elements: Iterable[Element]) -> tuple[ElementFactor, ...]:
    """The factor of each element under a plan, in the given order."""
    return tuple(_factor(element, plan, sets) for element in elements)


def _factor(element: Element, plan: Plan, sets: Mapping[str, GwpSet]) -> ElementFactor:
    if element.origin or element.gas not in CARBON_GASES:
        return _point(element, plan, sets)
    # CO2 counts by its origin; of other carbon gases a set may have one value for all origins.
    if element.gas != "CO2":
        found = _point(element, plan, sets)
        if not found.refused:
            return found
    cases = [_point(Element(element.gas, origin), plan, sets) for origin in ("fossil", "biogenic", "luluc")]
    good = [case.low for case in cases if not case.refused]
    if not good:
        return ElementFactor(element, Fraction(0), Fraction(0), refused=cases[0].refused)
    low, high = min(good), max(good)
    return ElementFactor(element, low, high, f"{element.gas}:origin" if low != high else "")


def _point(element: Element, plan: Plan, sets: Mapping[str, GwpSet]) -> ElementFactor:
    sign = -ONE if element.uptake else ONE
    mass = leaf(sign, Leaf("property", element.key, "kg"), Text(element.gas, element.gas))
    datum = Datum(element.key, Text(element.key, element.key), split=(Gas(element.gas, element.origin, mass),))
    try:
        counted = characterise(datum, plan, sets, OpenValues({}), wanted=plan.tags("D4.upstream_gases"))
    except InputError as error:
        return ElementFactor(element, Fraction(0), Fraction(0), refused=error.problems)
    value = sum((node.terms.get(CONSTANT, Fraction(0)) for node in counted.gases.values()), Fraction(0))
    return ElementFactor(element, value, value)


def flow_vector(regime: str, factors: Sequence[ElementFactor], mapping: ElementaryMap) -> FlowVector:
    """The factors of a regime over the flows of a database."""
    by_element = {factor.element: factor for factor in factors}
    counted = [
        (item.flow, item.scale * by_element[item.element].low, item.scale * by_element[item.element].high)
        for item in sorted(mapping.mapped, key=lambda item: item.flow)
        if item.element in by_element and (by_element[item.element].low or by_element[item.element].high)
    ]
    return FlowVector(
        regime,
        tuple(flow for flow, _, _ in counted),
        tuple(low for _, low, _ in counted),
        tuple(high for _, _, high in counted),
        tuple(factors),
    )
