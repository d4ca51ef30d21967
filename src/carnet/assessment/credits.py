"""D6, co-products: the burden that leaves with what is handed on, as a credit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from carnet.assessment.co_product_data import displaced_amount, displaced_datum, note_gap
from carnet.assessment.co_product_rules import WASTE_GAS, effective_method, method_of, rule_for
from carnet.assessment.data_choice import kilograms, parameter_leaf
from carnet.assessment.expression import Node, multiply
from carnet.assessment.gases import Datum
from carnet.assessment.process_gas import waste_gas
from carnet.errors import Text
from carnet.quantity import parse_decimal

if TYPE_CHECKING:
    from carnet.assessment.context import Context
    from carnet.assessment.plan import Plan, PlanValue
    from carnet.inventory.model import Exchange


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
    found = displaced_datum(str(displaced), context)
    if found is None:
        note_gap(
            exchange, context, Text(f"缺少被替代物“{displaced}”的因子", f"no factor for the displaced {displaced}")
        )
        return None
    datum, per_unit = found
    amount = displaced_amount(exchange, method, per_unit, str(displaced), context)
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
