"""D6, co-products: the burden that leaves with what is handed on, as a credit."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.co_product_rules import (
    WASTE_GAS,
    effective_method,
    heating_value,
    method_of,
    note_gap,
    rule_for,
)
from carnet.assessment.data_choice import factor_value, kilograms, parameter_leaf, pick, request_for
from carnet.assessment.expression import Node, add, constant, divide, multiply
from carnet.assessment.gases import Datum
from carnet.assessment.process_gas import waste_gas
from carnet.errors import Text
from carnet.quantity import UnitError, convert, parse_decimal

if TYPE_CHECKING:
    from carnet.assessment.context import Context
    from carnet.assessment.plan import Plan, PlanValue
    from carnet.inventory.model import Exchange

ONE = Fraction(1)


def credit(exchange: Exchange, plan: Plan, context: Context) -> tuple[Node, Datum] | None:
    """The burden that leaves with one row of a co-product as amount and datum.

    For the whole recorded row; the caller multiplies with the part that is handed on.
    """
    rule = rule_for(exchange.flow, plan, context)
    method = method_of(rule)
    name = effective_method(exchange.flow, rule)
    if name == "fixed_credit":
        return _fixed_credit(exchange, rule, method, plan, context)
    if name == "expansion":
        return _expansion(exchange, rule, method, plan, context)
    if name == WASTE_GAS:
        return waste_gas(exchange, rule, method, plan, context, "correction")
    return None


def _fixed_credit(
    exchange: Exchange, rule: PlanValue, method: Mapping[str, object], plan: Plan, context: Context
) -> tuple[Node, Datum] | None:
    per = method.get("per", {})
    entry = per.get(exchange.flow) if isinstance(per, Mapping) else None
    if not isinstance(entry, Mapping):
        return None
    amount = context.in_unit(exchange, str(entry["per_unit"]))
    if amount is None:
        note_gap(exchange, context, Text("单位无法换算", "the unit cannot be converted"))
        return None
    label = Text("方案规定的抵扣值", "credit printed in the regime")
    value = parameter_leaf(
        parse_decimal(str(entry["value"])) * kilograms(str(entry["unit"])), rule, plan, f"kg/{entry['per_unit']}", label
    )
    gwp_set = "co2_only" if entry.get("gas") == "CO2" else str(entry.get("gwp_set", "unknown"))
    datum = Datum(
        f"credit:{rule.stated_by}:{exchange.flow}",
        label,
        total=value,
        gwp_set=gwp_set,
        source=rule.source,
        status=rule.status,
    )
    return amount, datum


def _expansion(
    exchange: Exchange, rule: PlanValue, method: Mapping[str, object], plan: Plan, context: Context
) -> tuple[Node, Datum] | None:
    displaces = method.get("displaces", {})
    displaced = displaces.get(exchange.flow) if isinstance(displaces, Mapping) else None
    if displaced is None:
        return None
    found = _displaced_datum(str(displaced), context)
    if found is None:
        note_gap(
            exchange, context, Text(f"缺少被替代物“{displaced}”的因子", f"no factor for the displaced {displaced}")
        )
        return None
    datum, per_unit = found
    amount = _displaced_amount(exchange, method, per_unit, str(displaced), context)
    if amount is None:
        note_gap(
            exchange,
            context,
            Text(
                "缺少折算被替代量所需的低位发热量或单位",
                "the heating value or unit for the displaced amount is missing",
            ),
        )
        return None
    ratio = parameter_leaf(
        parse_decimal(str(method.get("ratio", "1"))), rule, plan, "1", Text("替代比", "displacement ratio")
    )
    return multiply(amount, ratio), datum


def _displaced_datum(displaced: str, context: Context) -> tuple[Datum, str] | None:
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


def _displaced_amount(
    exchange: Exchange, method: Mapping[str, object], per_unit: str, displaced: str, context: Context
) -> Node | None:
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
