"""What a study holds of a co-product: energy, exergy, revenue, and the factor of what it displaces."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.context import Gap
from carnet.assessment.data_choice import factor_value, pick, request_for
from carnet.assessment.expression import Leaf, Node, add, constant, divide, leaf, multiply, negate
from carnet.assessment.gases import Datum
from carnet.errors import Text
from carnet.quantity import UnitError, convert, parse_decimal

if TYPE_CHECKING:
    from carnet.assessment.context import Context
    from carnet.inventory.model import Exchange

ZERO, ONE = Fraction(0), Fraction(1)
SUPPLY_TEMPERATURE = "supply_temperature"  # the property, in K
NEEDS = {
    "mass": Text("密度", "density"),
    "energy": Text("低位发热量", "lower heating value"),
    "economic": Text("价格", "price"),
    "exergy": Text("供热温度（K）", "supply temperature in K"),
}
PRICES = Text("价格（同一币种）", "prices in one currency")


def heating_value(exchange: Exchange, context: Context) -> Node | None:
    """Energy of an exchange in MJ: kWh × 3.6, or amount × lower heating value of the flow."""
    if context.flow(exchange.flow).kind == "electricity":
        kwh = context.in_unit(exchange, "kWh")
        return (
            None
            if kwh is None
            else multiply(kwh, constant(Fraction(36, 10), "kWh→MJ", Text("每kWh的MJ", "MJ per kWh")))
        )
    if context.flow(exchange.flow).kind.startswith("heat"):
        return context.in_unit(exchange, "MJ")
    found = context.property(exchange.flow, "lower_heating_value")
    if found is None or not found[1].value:
        return None
    position, row = found
    above, _, below = row.unit.partition("/")
    amount = context.in_unit(exchange, below)
    if amount is None:
        return None
    value = context.cell(
        f"/properties/{position}/value",
        parse_decimal(row.value),
        row.unit,
        Text("低位发热量", "lower heating value"),
    )
    to_mj = constant(convert(ONE, above, "MJ", "heat_lhv"), f"{above}→MJ", Text("换算为MJ", "to MJ"))
    return multiply(amount, value, to_mj)


def exergy(exchange: Exchange, ambient: str, context: Context) -> Node | None:
    """Exergy of an exchange in MJ: electricity counts 1, heat 1 − T0/T at its supply temperature; None without one.

    Heat at or below the ambient temperature has none to share by.
    """
    flow = context.flow(exchange.flow)
    energy = heating_value(exchange, context)
    if energy is None or not ambient:
        return None
    if flow.kind == "electricity":
        return energy
    found = context.property(exchange.flow, SUPPLY_TEMPERATURE)
    if not flow.kind.startswith("heat") or found is None or found[1].unit != "K" or not found[1].value:
        return None
    position, row = found
    warm, cold = parse_decimal(row.value), parse_decimal(ambient)
    if warm <= cold:
        return None
    label = Text("供热温度", "supply temperature")
    supply = context.cell(f"/properties/{position}/value", warm, row.unit, label)
    what = Leaf("parameter", "ambient", "K")
    around = leaf(cold, what, Text("环境温度", "ambient temperature"))
    one = constant(ONE, "one", Text("1", "1"))
    carnot = add((one, negate(divide(around, supply))), Text("热的㶲系数 1−T0/T", "exergy factor of heat 1 − T0/T"))
    return multiply(energy, carnot)


def revenue(exchange: Exchange, context: Context) -> Node | None:
    """Price × amount in the row's currency; None where the study gives no price."""
    if not exchange.price:
        return None
    pointer = f"/exchanges/{context.index[exchange.id]}/price"
    price = context.cell(pointer, parse_decimal(exchange.price), exchange.currency, Text("价格", "price"))
    return multiply(context.amount(exchange), price)


def comparable(one: Exchange, other: Exchange) -> bool:
    """Whether two rows have prices, and in the same currency."""
    return bool(one.price and other.price) and one.currency == other.currency


def weight(exchange: Exchange, method: str, ambient: str, context: Context) -> Node | None:
    """The weight of an output under a sharing method; None where the study does not hold it."""
    if method == "mass":
        return context.in_unit(exchange, "kg")
    if method == "energy":
        return heating_value(exchange, context)
    if method == "exergy":
        return exergy(exchange, ambient, context)
    return revenue(exchange, context)


def displaced_datum(displaced: str, context: Context) -> tuple[Datum, str] | None:
    """The factor of what is displaced; of a fuel both its supply and its combustion, since its use is displaced."""
    if displaced == "electricity":
        kinds: tuple[tuple[str, ...], ...] = (("electricity_life_cycle",),)
    elif "fuel" in context.flow(displaced).tags:
        kinds = (("fuel_upstream",), ("fuel_combustion",))
    else:
        kinds = (("product_life_cycle",),)
    records = [
        pick(context, request_for(context, displaced, kind), f"displaced:{displaced}:{kind[0]}") for kind in kinds
    ]
    held = [r for r in records if r is not None]
    if len(held) != len(records) or len({r.per_unit for r in held}) != 1:
        return None
    first = held[0]
    sets = {r.gwp_set for r in held if r.gwp_set != "co2_only"}
    gwp_set = "co2_only" if not sets else (sets.pop() if len(sets) == 1 else "unknown")
    total = add([factor_value(r) for r in held])
    datum = Datum(
        f"displaced:{displaced}", first.name, total=total, gwp_set=gwp_set, source=first.source, status=first.status
    )
    return datum, first.per_unit


def displaced_amount(
    exchange: Exchange, method: Mapping[str, object], per_unit: str, displaced: str, context: Context
) -> Node | None:
    """How much is displaced in `per_unit`, matched by the `basis` of the method."""
    basis = method.get("basis", "mass")
    if basis == "amount" or exchange.flow == displaced:
        return context.in_unit(exchange, per_unit)
    if basis == "lower_heating_value":
        energy = heating_value(exchange, context)
        if energy is None:
            return None
        try:
            per = convert(ONE, "MJ", per_unit, "heat_lhv")
            return multiply(energy, constant(per, f"MJ→{per_unit}", Text("MJ换算", "from MJ")))
        except UnitError:
            found = context.property(displaced, "lower_heating_value")
            if found is None or not found[1].value:
                return None
            position, row = found
            above, _, below = row.unit.partition("/")
            ratio = convert(ONE, above, "MJ", "heat_lhv") * convert(ONE, per_unit, below, context.flow(displaced).kind)
            label = Text("被替代物的低位发热量", "heating value of the displaced")
            value = context.cell(f"/properties/{position}/value", parse_decimal(row.value), row.unit, label)
            scale = constant(ratio, f"{row.unit}→MJ/{per_unit}", Text("单位换算", "unit conversion"))
            return divide(energy, multiply(value, scale))
    return context.in_unit(exchange, per_unit)


def lacking(method: Mapping[str, object], exchange: Exchange, reference: Exchange, context: Context) -> Text | None:
    """What the study lacks to treat a co-product by a method (no ``first_of``); None where it holds all of it."""
    name = str(method.get("method", ""))
    named = method.get("displaces", method.get("per"))
    if isinstance(named, Mapping) and exchange.flow not in named:
        name = str(method.get("otherwise", ""))
        method = {"method": name}
    match name:
        case "burden_free":
            return None
        case "price_ratio" | "revenue_test":
            return _lacking_price_test(method, exchange, reference, context)
        case "expansion":
            return _lacking_expansion(method, exchange, context)
        case "fixed_credit":
            entry = named.get(exchange.flow) if isinstance(named, Mapping) else None
            unit = str(entry["per_unit"]) if isinstance(entry, Mapping) else exchange.unit
            return None if context.in_unit(exchange, unit) else Text("可换算的单位", "a unit that can be converted")
        case "waste_gas_export":
            return None if heating_value(exchange, context) else NEEDS["energy"]
        case _:
            return _lacking_weight(name, str(method.get("ambient", "")), exchange, reference, context)


def _lacking_weight(name: str, ambient: str, exchange: Exchange, reference: Exchange, context: Context) -> Text | None:
    if name not in NEEDS:
        return Text("该方法未列此产品", "a rule for this product")
    if name == "economic" and not comparable(exchange, reference):
        return PRICES
    held = all(weight(e, name, ambient, context) is not None for e in (exchange, reference))
    return None if held else NEEDS[name]


def _lacking_price_test(
    method: Mapping[str, object], exchange: Exchange, reference: Exchange, context: Context
) -> Text | None:
    if not comparable(exchange, reference):
        return PRICES
    if method["method"] == "price_ratio" and None in [context.in_unit(e, "kg") for e in (exchange, reference)]:
        return NEEDS["mass"]
    words = [str(method["below"]), str(method["above"])]
    found = [lacking({"method": w}, exchange, reference, context) for w in words]
    return next((f for f in found if f is not None), None)


def _lacking_expansion(method: Mapping[str, object], exchange: Exchange, context: Context) -> Text | None:
    displaces = method.get("displaces", {})
    displaced = str(displaces[exchange.flow]) if isinstance(displaces, Mapping) else ""
    notes = context.notes
    before = dict(notes.warnings), dict(notes.selections), set(notes.used_factors)
    found = displaced_datum(displaced, context)
    # Only asked, not used: what the look left in the notes is taken back.
    for pad, was in ((notes.warnings, before[0]), (notes.selections, before[1])):
        pad.clear()
        pad.update(was)  # type: ignore[arg-type]
    notes.used_factors.clear()
    notes.used_factors.update(before[2])
    if found is None:
        return Text(f"被替代物“{displaced}”的因子", f"a factor for the displaced {displaced}")
    if displaced_amount(exchange, method, found[1], displaced, context) is None:
        return Text("折算被替代量的发热量或单位", "the heating value or unit for the displaced amount")
    return None


def note_gap(exchange: Exchange, context: Context, reason: Text) -> None:
    """Name what a co-product rule could not be applied for."""
    context.notes.gaps[f"credit:{exchange.id}"] = Gap(exchange.id, exchange.flow, reason)
