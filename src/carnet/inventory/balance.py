"""Mass and carbon balance of a unit process, in exact fractions.

Direct CO2 of a process (kg) = 44/12 · Σ coefficient · carbon content, inputs plus, outputs minus (carbon in minus
carbon in products, slag and gas; the mass-balance method of ISO 14064-1 practice and of the CBAM acts,
IR (EU) 2025/2547 Annex III B.3.2). The coefficient is the amount of the line in the unit its carbon content is given
per; it stays apart from the content, so that one content on several lines, or in several processes, cancels exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.quantity import KINDS, convert, decimal_or_none, find_unit

if TYPE_CHECKING:
    from carnet.inventory.flows import FlowList
    from carnet.inventory.model import Exchange, Property, Study

ZERO = Fraction(0)
CO2_PER_CARBON = Fraction(44, 12)  # kg CO2 per kg C, molar masses rounded as the IPCC guidelines print them
CARBON_CONTENT = "carbon_content"
DENSITY = "density"
LOWER_HEATING_VALUE = "lower_heating_value"
CARBON_BEARING = "carbon_bearing"  # the flow tag that says: a carbon balance needs this flow's content

MASS_KINDS = ("product_mass", "gas_mass")
VOLUME_KINDS = ("gas_volume", "liquid_volume")
_OUTSIDE = frozenset({"electricity"})  # roles that carry neither mass nor carbon


@dataclass(frozen=True, slots=True)
class CarbonTerm:
    """One term of a process's carbon: kg C = coefficient · value of the property; outputs are negative.

    ``coefficient`` is in kg when the property is per kg, in m3 (Nm3 for a gas) when it is per m3.
    """

    exchange_id: str
    property_id: str
    coefficient: Fraction


@dataclass(frozen=True, slots=True)
class CarbonLine:
    """A line of the balance as a person reads it: amount in `unit` (``kg`` or ``m3``), content in kg C per `unit`."""

    exchange_id: str
    flow: str
    sign: int
    amount: Fraction
    unit: str
    property_id: str
    low: Fraction
    value: Fraction | None
    high: Fraction


@dataclass(frozen=True, slots=True)
class CarbonBalance:
    """The carbon of one process.

    Attributes:
        process: its id.
        terms: the affine expression, in the order of the exchanges.
        lines: the same with the numbers filled in.
        missing: ids of exchanges whose flow bears carbon and has no usable carbon content.
        co2_low, co2_high: bounds of direct CO2 in kg, for the amounts as recorded.
        co2_value: direct CO2 in kg where every content has a value, else None.
        carbon_in_low, carbon_in_high: bounds of the carbon entering, in kg.
    """

    process: str
    terms: tuple[CarbonTerm, ...]
    lines: tuple[CarbonLine, ...]
    missing: tuple[str, ...]
    co2_low: Fraction
    co2_value: Fraction | None
    co2_high: Fraction
    carbon_in_low: Fraction
    carbon_in_high: Fraction


@dataclass(frozen=True, slots=True)
class MassLine:
    """A material line; `kg` is None where it cannot be said, and `why` is then ``no_density`` or ``not_a_mass``."""

    exchange_id: str
    flow: str
    sign: int
    kg: Fraction | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class MassBalance:
    """Mass of one process over the lines that can be weighed; energy and transport lines are no material.

    Attributes:
        lines: every material line.
        input_kg, output_kg: sums over the weighed lines.
        uncovered: ids of exchanges that could not be weighed.
    """

    process: str
    lines: tuple[MassLine, ...]
    input_kg: Fraction
    output_kg: Fraction
    uncovered: tuple[str, ...]

    @property
    def gap_kg(self) -> Fraction:
        """Inputs minus outputs."""
        return self.input_kg - self.output_kg

    @property
    def gap_share(self) -> Fraction:
        """The gap over the larger side; zero for a process without weighed lines."""
        larger = max(self.input_kg, self.output_kg)
        return self.gap_kg / larger if larger else ZERO


def in_base(amount: str, unit: str, kinds: tuple[str, ...]) -> Fraction | None:
    """Return an amount in the base unit of the first of `kinds` its unit may measure; None where none fits."""
    value = decimal_or_none(amount)
    known = find_unit(unit)
    if value is None or known is None:
        return None
    kind = next((k for k in kinds if k in known.kinds), None)
    return None if kind is None else convert(value, known.symbol, KINDS[kind].base_unit, kind)


def bounds(content: Property) -> tuple[Fraction, Fraction | None, Fraction] | None:
    """Return low, value, high of a property; a value without bounds is its own bounds; None where unusable."""
    value = decimal_or_none(content.value)
    low = decimal_or_none(content.low)
    high = decimal_or_none(content.high)
    if low is None or high is None:
        return None if value is None else (value, value, value)
    return low, value, high


def properties_of(study: Study, name: str) -> dict[str, Property]:
    """Return the properties called `name` by flow; of two for one flow the first (validation reports the second)."""
    found: dict[str, Property] = {}
    for item in study.properties:
        if item.property == name:
            found.setdefault(item.flow, item)
    return found


def per_unit(content: Property) -> str:
    """Return ``kg`` or ``m3``: what a property is given per; empty where its unit says neither."""
    per = content.unit.partition("/")[2].strip()
    return {"kg": "kg", "m3": "m3", "Nm3": "m3", "m³": "m3", "Nm³": "m3"}.get(per, "")


def _amount_per(exchange: Exchange, content: Property) -> Fraction | None:
    """Return the amount of a line in the unit its property is per; None where the two do not meet."""
    kinds = {"kg": MASS_KINDS, "m3": VOLUME_KINDS}.get(per_unit(content), ())
    return in_base(exchange.amount, exchange.unit, kinds)


def sign_of(exchange: Exchange) -> int:
    """Return +1 for an input, -1 for an output."""
    return 1 if exchange.direction == "in" else -1


def carbon_balance(study: Study, process_id: str, flows: FlowList | None = None) -> CarbonBalance:
    """Return the carbon balance of a process for the amounts as recorded.

    CO2 lines are what the balance computes, so they are no part of it; other gases that carry carbon (CH4) count
    as an output where the study gives their carbon content, else their carbon counts as CO2 (the higher figure).

    Args:
        study: the study.
        process_id: the process.
        flows: the shared list; with it, lines of carbon-bearing flows without a content are named in `missing`.
    """
    contents = properties_of(study, CARBON_CONTENT)
    tags = {flow.id: flow.tags for flow in (*(flows.flows if flows else ()), *study.flows)}
    terms: list[CarbonTerm] = []
    lines: list[CarbonLine] = []
    missing: list[str] = []
    for exchange in study.exchanges:
        if exchange.process != process_id or exchange.role in _OUTSIDE or exchange.flow == "CO2":
            continue
        content = contents.get(exchange.flow)
        values = bounds(content) if content else None
        amount = _amount_per(exchange, content) if content else None
        if content is None or values is None or amount is None:
            if CARBON_BEARING in tags.get(exchange.flow, ()) or content is not None:
                missing.append(exchange.id)
            continue
        sign = sign_of(exchange)
        terms.append(CarbonTerm(exchange.id, content.id, sign * amount))
        lines.append(CarbonLine(exchange.id, exchange.flow, sign, amount, per_unit(content), content.id, *values))
    return _closed(process_id, terms, lines, missing)


def _closed(process_id: str, terms: list[CarbonTerm], lines: list[CarbonLine], missing: list[str]) -> CarbonBalance:
    net: dict[str, Fraction] = {}
    for term in terms:
        net[term.property_id] = net.get(term.property_id, ZERO) + term.coefficient
    ranges = {line.property_id: (line.low, line.value, line.high) for line in lines}
    low = high = ZERO
    value: Fraction | None = ZERO
    for name, coefficient in net.items():
        least, stated, most = ranges[name]
        low += coefficient * (least if coefficient > 0 else most)
        high += coefficient * (most if coefficient > 0 else least)
        if value is not None:
            value = None if stated is None and coefficient else value + coefficient * (stated or ZERO)
    inputs = [line for line in lines if line.sign > 0]
    return CarbonBalance(
        process_id,
        tuple(terms),
        tuple(lines),
        tuple(missing),
        low * CO2_PER_CARBON,
        None if value is None else value * CO2_PER_CARBON,
        high * CO2_PER_CARBON,
        sum((line.amount * line.low for line in inputs), ZERO),
        sum((line.amount * line.high for line in inputs), ZERO),
    )


def mass_balance(study: Study, process_id: str) -> MassBalance:
    """Return the mass balance of a process for the amounts as recorded; volumes need a `density` in kg/m3."""
    densities = properties_of(study, DENSITY)
    lines: list[MassLine] = []
    for exchange in study.exchanges:
        if exchange.process != process_id or exchange.role in _OUTSIDE:
            continue
        line = _mass_line(exchange, densities.get(exchange.flow))
        if line is not None:
            lines.append(line)
    return MassBalance(
        process_id,
        tuple(lines),
        sum((line.kg for line in lines if line.kg is not None and line.sign > 0), ZERO),
        sum((line.kg for line in lines if line.kg is not None and line.sign < 0), ZERO),
        tuple(line.exchange_id for line in lines if line.kg is None),
    )


def _mass_line(exchange: Exchange, density: Property | None) -> MassLine | None:
    """Weigh one line; None where it is energy, transport, money or time."""
    sign = sign_of(exchange)
    kg = in_base(exchange.amount, exchange.unit, MASS_KINDS)
    if kg is not None:
        return MassLine(exchange.id, exchange.flow, sign, kg)
    cubic_metres = in_base(exchange.amount, exchange.unit, VOLUME_KINDS)
    if cubic_metres is not None:
        value = decimal_or_none(density.value) if density else None
        if value is None:
            return MassLine(exchange.id, exchange.flow, sign, None, "no_density")
        return MassLine(exchange.id, exchange.flow, sign, cubic_metres * value)
    if in_base(exchange.amount, exchange.unit, ("pieces", "area", "power_peak")) is not None:
        return MassLine(exchange.id, exchange.flow, sign, None, "not_a_mass")
    return None
