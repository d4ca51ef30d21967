"""Direct emissions of a process: rows as reported, or CO2 from its carbon balance."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.expression import Node, constant, multiply
from carnet.assessment.gases import Datum, Gas, OpenValue
from carnet.errors import Text
from carnet.inventory.balance import CARBON_CONTENT, carbon_balance
from carnet.inventory.balance import bounds as property_bounds

if TYPE_CHECKING:
    from carnet.assessment.context import Context
    from carnet.inventory.balance import CarbonTerm
    from carnet.inventory.model import Exchange, Process, Property

ONE = Fraction(1)
CARBON_TO_CO2 = Fraction(44, 12)


def emission(exchange: Exchange, context: Context) -> tuple[Node, Datum]:
    """One reported elementary flow: kg of one gas."""
    amount = context.in_unit(exchange, "kg")
    if amount is None:
        message = f"emission {exchange.id} is not a mass; validation lets none pass"
        raise ValueError(message)
    name = context.flow(exchange.flow).name
    one = constant(ONE, "kg", Text("每千克", "per kg"))
    return amount, Datum(f"emission:{exchange.id}", name, split=(Gas(exchange.flow, exchange.origin or "fossil", one),))


def is_reported_co2(exchange: Exchange) -> bool:
    """Whether a row reports fossil CO2 that a carbon balance would give as well."""
    return (
        exchange.role == "emission"
        and exchange.flow == "CO2"
        and exchange.direction == "out"
        and exchange.origin in {"", "fossil"}
    )


def balance_terms(process: Process, context: Context) -> tuple[CarbonTerm, ...]:
    """The terms of a process's carbon balance."""
    return carbon_balance(context.study, process.id, context.flows).terms


def balance_line(term: CarbonTerm, context: Context) -> tuple[Node, Datum]:
    """One term: coefficient · carbon content · 44/12, as CO2 of fossil origin."""
    position, row = next((i, p) for i, p in enumerate(context.study.properties) if p.id == term.property_id)
    exchange = context.study.exchanges[context.index[term.exchange_id]]
    per = row.unit.partition("/")[2]
    amount = context.in_unit(exchange, per)
    sign = -ONE if term.coefficient < 0 else ONE
    if amount is None:
        amount = constant(abs(term.coefficient), term.exchange_id, Text("用量", "amount"))
    signed = multiply(constant(sign, "sign", Text("投入为正，产出为负", "input plus, output minus")), amount)
    content = content_node(row, position, context)
    ratio = constant(CARBON_TO_CO2, "44/12", Text("碳换算为CO2", "carbon to CO2"))
    name = context.flow(exchange.flow).name
    label = Text(f"碳平衡：{name.zh}", f"carbon balance: {name.en}")
    return signed, Datum(f"carbon:{term.exchange_id}", label, split=(Gas("CO2", "fossil", multiply(ratio, content)),))


def content_node(row: Property, position: int, context: Context) -> Node:
    """A carbon content: exact where the study pins it, open over its cited range otherwise."""
    name = context.flow(row.flow).name
    label = Text(f"{name.zh}含碳量", f"carbon content of {name.en}")
    values = property_bounds(row)
    if values is None:
        message = f"property {row.id} has no value; validation lets none pass"
        raise ValueError(message)
    low, value, high = values
    if low == high:
        field = "low" if value is None else "value"
        return context.cell(f"/properties/{position}/{field}", low if value is None else value, row.unit, label)
    open_value = OpenValue(
        f"property:{row.id}",
        label,
        low,
        high,
        row.unit,
        f"{row.source} {row.locator}".strip(),
        row.value,
        Text("含碳量只知范围", "the carbon content is known as a range"),
    )
    return context.opened.node(open_value, label)


def carbon_content(flow_id: str, context: Context) -> tuple[Node, str] | None:
    """The carbon content of a flow and the unit it is per."""
    found = context.property(flow_id, CARBON_CONTENT)
    if found is None:
        return None
    position, row = found
    return content_node(row, position, context), row.unit.partition("/")[2]
