"""Amounts and their units: exact decimals, not negative, in a unit that measures the flow; properties in range."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.inventory import labels
from carnet.inventory.balance import CARBON_CONTENT, DENSITY, LOWER_HEATING_VALUE, bounds
from carnet.inventory.context import Context, close, shown
from carnet.quantity import (
    DECIMAL_REASONS,
    KINDS,
    DecimalError,
    UnitError,
    decimal_or_none,
    find_unit,
    parse_decimal,
    unit_candidates,
)
from carnet.quantity.convert import unit_of_kind, units_of_kind
from carnet.quantity.units import is_ambiguous

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carnet.errors import Problem
    from carnet.inventory.model import Property

_UNSTATED = frozenset({"?", "？", "-", "—", "/", "n/a", "N/A", "unknown", "未知"})
_CURRENCIES = ("CNY", "EUR")
_OFFERED = 6
_MATERIAL_NUMBERS = (
    "amount", "recycled_content", "recycling_rate", "energy_rate", "quality_in", "quality_out", "heat_efficiency",
    "power_efficiency",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Range:
    """Units a property may have and, for each, the largest value that can be."""

    limits: dict[str, Fraction]


def _per(numerator: str, kilogram: str, cubic_metre: str) -> Range:
    return Range(
        {
            f"{numerator}/kg": Fraction(kilogram),
            f"{numerator}/m3": Fraction(cubic_metre),
            f"{numerator}/Nm3": Fraction(cubic_metre),
        }
    )


def _each(*pairs: str) -> Range:
    return Range({unit: Fraction(most) for unit, most in zip(pairs[::2], pairs[1::2], strict=True)})


# Limits are physical: pure carbon; hydrogen has the highest heating value per kg (120), butane vapour about 118 MJ/Nm3,
# liquid fuels below 45 000 MJ/m3; osmium is the densest material. A carbon content per m3 also covers liquids.
PROPERTIES: dict[str, Range] = {
    CARBON_CONTENT: _per("kg", "1", "2500"),
    LOWER_HEATING_VALUE: _per("MJ", "142", "60000"),
    DENSITY: Range({"kg/m3": Fraction(23000), "kg/Nm3": Fraction(23000)}),
    "metallic_fraction": Range({"kg/kg": Fraction(1)}),
    "biogenic_carbon_content": _per("kg", "1", "2500"),
    "supply_temperature": Range({"K": Fraction(2000)}),
    "net_mass": _each("kg/piece", "1e6", "t/piece", "1000", "kg/m2", "1e4", "kg/kWp", "1e4", "g/Wp", "1e4"),
    "usable_energy": _each("kWh/piece", "1e7", "MWh/piece", "1e4", "Wh/piece", "1e10", "kWh/kg", "10", "Wh/kg", "1e4"),
    "cycles_per_year": _each("1/a", "1e5"),
    "service_life": _each("a", "200", "h", "2e6"),
    "round_trip_efficiency": _each("1", "1", "%", "100"),
    "peak_power": _each("kWp/m2", "1", "Wp/m2", "1000", "kWp/piece", "1e6", "Wp/piece", "1e9"),
    "specific_yield": _each("kWh/kWp/a", "3000", "kWh/(kWp·a)", "3000"),
    "mean_degradation": _each("1", "1", "%", "100"),
}
_GAS_LIMITS = {CARBON_CONTENT: Fraction(3), LOWER_HEATING_VALUE: Fraction(150), DENSITY: Fraction(15)}  # per Nm3


def _number(context: Context, pointer: str, name: str, text: str, *, above_zero: bool = False) -> Iterator[Problem]:
    """Check one amount; an empty one is the business of `required`."""
    if not text:
        return
    try:
        value = parse_decimal(text)
    except DecimalError as error:
        why = DECIMAL_REASONS[error.reason]
        yield context.found("STU-040", pointer, text[:60], why_zh=why.zh, why_en=why.en, **labels.field(name))
        return
    if value < 0:
        yield context.found("STU-041", pointer, text[:60], **labels.field(name))
    elif above_zero and not value:
        yield context.found("STU-042", pointer, text[:60], **labels.field(name))


def amounts(context: Context) -> Iterator[Problem]:
    """Every amount is a decimal, none is negative, and those that divide are above zero."""
    study = context.study
    yield from _number(context, "/product/amount", "amount", study.product.amount, above_zero=True)
    for i, exchange in enumerate(study.exchanges):
        divides = exchange.role in {"reference", "product"}
        yield from _number(context, f"/exchanges/{i}/amount", "amount", exchange.amount, above_zero=divides)
        for name in ("price", "excluded_share"):
            yield from _number(context, f"/exchanges/{i}/{name}", name, getattr(exchange, name))
    for i, contract in enumerate(study.contracts):
        pointer = f"/contracts/{i}/annual_kwh"
        yield from _number(context, pointer, "annual_kwh", contract.annual_kwh, above_zero=True)
    for i, certificate in enumerate(study.certificates):
        pointer = f"/certificates/{i}/volume_kwh"
        yield from _number(context, pointer, "volume_kwh", certificate.volume_kwh, above_zero=True)


def evidence_amounts(context: Context) -> Iterator[Problem]:
    """The same for what stands beside the rows: legs, suppliers' values, materials, properties."""
    study = context.study
    for i, leg in enumerate(study.transport):
        yield from _number(context, f"/transport/{i}/distance_km", "distance_km", leg.distance_km, above_zero=True)
        yield from _number(context, f"/transport/{i}/share", "share", leg.share, above_zero=True)
    for i, value in enumerate(study.supplier_values):
        yield from _number(context, f"/supplier_values/{i}/value", "value", value.value)
        for name in ("direct_part", "primary_share", "dqr"):
            yield from _number(context, f"/supplier_values/{i}/{name}", name, getattr(value, name))
        life = value.lifetime_years
        yield from _number(context, f"/supplier_values/{i}/lifetime_years", "lifetime_years", life, above_zero=True)
    for i, material in enumerate(study.materials):
        for name in _MATERIAL_NUMBERS:
            yield from _number(context, f"/materials/{i}/{name}", name, getattr(material, name))
    for i, item in enumerate(study.properties):
        for name in ("value", "low", "high"):
            yield from _number(context, f"/properties/{i}/{name}", name, getattr(item, name))


def _unit(context: Context, pointer: str, unit: str, flow_id: str, kind: str) -> Iterator[Problem]:
    """Check a unit against the kind of a flow; an unknown kind leaves only the unit itself to check."""
    usual = units_of_kind(kind)[:_OFFERED] if kind in KINDS else ("kg", "t", "kWh", "Nm3", "MJ", "t·km")
    if not unit:
        return  # an empty unit is the business of `required`
    if unit in _UNSTATED:
        yield context.found("STU-044", pointer, unit, usual)
    elif is_ambiguous(unit):
        meant = unit_candidates(unit)
        fitting = tuple(u for u in meant if kind in (find_unit(u).kinds if find_unit(u) else ()))  # type: ignore[union-attr]
        yield context.found("STU-046", pointer, unit, fitting or meant)
    elif find_unit(unit) is None:
        near = unit_candidates(unit)
        yield context.found("STU-043", pointer, unit, dict.fromkeys((*near, *usual)))
    elif kind in KINDS:
        try:
            unit_of_kind(unit, kind)
        except UnitError:
            name = KINDS[kind].name
            yield context.found("STU-045", pointer, unit, usual, flow=flow_id, kind_zh=name.zh, kind_en=name.en)


def units(context: Context) -> Iterator[Problem]:
    """Every unit is known and measures its flow."""
    study = context.study
    product = study.product
    yield from _unit(context, "/product/unit", product.unit, product.flow, context.kind(product.flow))
    for i, flow in enumerate(study.flows):
        yield from _unit(context, f"/flows/{i}/unit", flow.unit, flow.id, flow.kind)
    for i, exchange in enumerate(study.exchanges):
        pointer = f"/exchanges/{i}/unit"
        yield from _unit(context, pointer, exchange.unit, exchange.flow, context.kind(exchange.flow))
        if exchange.price and exchange.currency not in _CURRENCIES:
            yield context.found("STU-055", f"/exchanges/{i}/currency", exchange.currency, _CURRENCIES)
    for i, material in enumerate(study.materials):
        pointer = f"/materials/{i}/unit"
        yield from _unit(context, pointer, material.unit, material.flow, context.kind(material.flow))
    for i, value in enumerate(study.supplier_values):
        counted = "co2_mass" if value.gwp_set == "co2_only" else "co2e"
        yield from _unit(context, f"/supplier_values/{i}/unit", value.unit, value.id, counted)
        bought = context.exchanges.get(value.exchange)
        flow_id = bought[1].flow if bought else ""
        yield from _unit(context, f"/supplier_values/{i}/per_unit", value.per_unit, flow_id, context.kind(flow_id))


def properties(context: Context) -> Iterator[Problem]:
    """A property is known, once per flow, in one of its units, and its numbers are possible."""
    seen: set[tuple[str, str]] = set()
    for i, item in enumerate(context.study.properties):
        pointer = f"/properties/{i}"
        if (item.flow, item.property) in seen:
            yield context.found("STU-053", f"{pointer}/property", item.id, flow=item.flow, property=item.property)
        seen.add((item.flow, item.property))
        known = PROPERTIES.get(item.property)
        if known is None:
            if item.property:
                yield context.found("STU-047", f"{pointer}/property", item.property, close(item.property, PROPERTIES))
        elif item.unit not in known.limits:
            yield context.found("STU-048", f"{pointer}/unit", item.unit, known.limits, property=item.property)
        else:
            yield from _interval(context, pointer, item, _limit(context, item, known))


def _limit(context: Context, item: Property, known: Range) -> Fraction:
    if context.kind(item.flow) == "gas_volume" and not item.unit.endswith("/kg"):
        return _GAS_LIMITS.get(item.property, known.limits[item.unit])
    return known.limits[item.unit]


def _interval(context: Context, pointer: str, item: Property, most: Fraction) -> Iterator[Problem]:
    low, high = decimal_or_none(item.low), decimal_or_none(item.high)
    value = decimal_or_none(item.value)
    if bool(item.low) != bool(item.high):
        yield context.found("STU-051", f"{pointer}/{'high' if item.low else 'low'}")
    elif not (item.value or item.low):
        yield context.found("STU-020", f"{pointer}/value", **labels.field("value"))
    if low is not None and high is not None:
        if low > high:
            yield context.found("STU-049", f"{pointer}/low", item.low, low=item.low, high=item.high)
        elif value is not None and not low <= value <= high:
            yield context.found("STU-050", f"{pointer}/value", item.value, low=item.low, high=item.high)
    for name, number in (("low", low), ("value", value), ("high", high)):
        if number is not None and number > most:
            yield context.found(
                "STU-052", f"{pointer}/{name}", getattr(item, name), property=item.property, unit=item.unit,
                least="0", most=shown(most),
            )  # fmt: skip
    if item.property == DENSITY and Fraction(0) in (low, value, high):
        yield context.found("STU-042", f"{pointer}/value", item.value, **labels.field("value"))


def carbon_contents(context: Context) -> Iterator[Problem]:
    """A process whose direct CO2 comes from its carbon balance has a content for every carbon-bearing flow."""
    for process in context.study.processes:
        if process.direct_co2 != "carbon_balance":
            continue
        for i, exchange in context.lines.get(process.id, ()):
            if exchange.role == "electricity" or exchange.flow == "CO2":
                continue
            item = context.properties.get((exchange.flow, CARBON_CONTENT))
            bears = "carbon_bearing" in context.tags(exchange.flow)
            if (item is None and bears) or (item is not None and not _fits(context, item)):
                yield context.found(
                    "STU-054", f"/exchanges/{i}/flow", exchange.flow, process=process.id, flow=exchange.flow
                )


def _fits(context: Context, item: Property) -> bool:
    """Say whether a property is given per what its flow is measured in, and has numbers."""
    kind = context.kind(item.flow)
    per = item.unit.partition("/")[2]
    wanted = {
        "product_mass": ("kg",), "gas_mass": ("kg",), "gas_volume": ("m3", "Nm3"), "liquid_volume": ("m3",),
    }.get(kind, ())  # fmt: skip
    return bounds(item) is not None and (not kind or per in wanted)


CHECKS = (amounts, evidence_amounts, units, properties, carbon_contents)
