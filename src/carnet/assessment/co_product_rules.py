"""D6, co-products: which rule holds for a flow, and the energy of a row."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.context import Gap
from carnet.assessment.expression import Node, constant, multiply
from carnet.errors import Text
from carnet.quantity import convert, parse_decimal

if TYPE_CHECKING:
    from carnet.assessment.context import Context
    from carnet.assessment.plan import Plan, PlanValue
    from carnet.inventory.model import Exchange

ONE = Fraction(1)
CLASSES = ("slag", "process_gas", "electricity", "steam", "chemical")
WASTE_GAS = "waste_gas_export"


def rule_for(flow_id: str, plan: Plan, context: Context) -> PlanValue:
    """The rule of the co-product's class, or the general one where the class has none of its own."""
    tags = context.flow(flow_id).tags
    for name in CLASSES:
        if name in tags or flow_id == name:
            value = plan.values[f"D6.{name}"]
            if value.stated:
                return value
    return plan.values["D6.default"]


def method_of(rule: PlanValue) -> Mapping[str, object]:
    """The method table of a rule; an unknown rule has no method."""
    return rule.value if isinstance(rule.value, Mapping) else {"method": ""}


def effective_method(flow_id: str, rule: PlanValue) -> str:
    """The method that holds for one flow: `otherwise` where a table does not name the flow."""
    method = method_of(rule)
    named = method.get("displaces", method.get("per"))
    if isinstance(named, Mapping) and flow_id not in named:
        return str(method.get("otherwise", ""))
    return str(method.get("method", ""))


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


def note_gap(exchange: Exchange, context: Context, reason: Text) -> None:
    """Name what a co-product rule could not be applied for."""
    context.notes.gaps[f"credit:{exchange.id}"] = Gap(exchange.id, exchange.flow, reason)
