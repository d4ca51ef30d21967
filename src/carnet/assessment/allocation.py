"""D6, co-products: the share of its process that each output carries."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.co_product_rules import effective_method, heating_value, method_of, note_gap, rule_for
from carnet.assessment.expression import Node, add, constant, divide, multiply, negate
from carnet.errors import InputError, Text, problem
from carnet.quantity import parse_decimal

if TYPE_CHECKING:
    from carnet.assessment.context import Context
    from carnet.assessment.plan import Plan, PlanValue
    from carnet.inventory.model import Exchange
    from carnet.lca import Output

ZERO, ONE = Fraction(0), Fraction(1)
ALLOCATING = ("mass", "energy", "economic")
NEEDS = {
    "mass": Text("密度", "density"),
    "energy": Text("低位发热量", "lower heating value"),
    "economic": Text("价格", "price"),
}


def shares(plan: Plan, context: Context) -> dict[str, Node]:
    """The share of its process that each output carries, as nodes that add up to exactly 1 per process."""
    result: dict[str, Node] = {}
    for process, outputs in context.system.outputs.items():
        reference = context.system.reference(process)
        groups: dict[str, list[Output]] = {}
        for output in outputs:
            result[output.key] = constant(ZERO, "burden_free", Text("不分摊负荷", "carries no burden"))
            method = "" if output is reference else _share_method(reference, output, plan, context)
            if method in ALLOCATING:
                groups.setdefault(method, []).append(output)
        # Where two methods meet in one process, each divides what the one before has left: no share turns negative.
        left = constant(ONE, "one", Text("1", "1"))
        for method, members in sorted(groups.items()):
            taken = _allocated(reference, members, method, context)
            if taken:
                result.update({key: multiply(left, share) for key, share in taken.items()})
                parts = (left, *(negate(result[key]) for key in taken))
                left = add(parts, Text("主产品份额", "share of the reference product"))
        result[reference.key] = left
    return result


def _share_method(reference: Output, output: Output, plan: Plan, context: Context) -> str:
    rule = rule_for(output.exchange.flow, plan, context)
    method = effective_method(output.exchange.flow, rule)
    return _by_price_ratio(reference, output, rule, context) if method == "price_ratio" else method


def _allocated(reference: Output, members: list[Output], method: str, context: Context) -> dict[str, Node]:
    """The shares of the co-products that one method serves, by output.

    Raises:
        InputError: the reference product itself cannot be weighed by the method (CAL-012).
    """
    found = {o.key: _weight(o.exchange, method, context) for o in (reference, *members)}
    weights = {key: node for key, node in found.items() if node is not None}
    if reference.key not in weights:
        place = context.places.at(f"/exchanges/{context.index[reference.key]}")
        needs = NEEDS[method]
        raise InputError(
            (problem("CAL-012", place, reference.exchange.flow, method=method, needs=needs.en, needs_zh=needs.zh),)
        )
    total = add(weights.values())
    label = Text(f"分配份额（{method}）", f"allocation share ({method})")
    return {o.key: divide(weights[o.key], total, label) for o in members if o.key in weights}


def _by_price_ratio(reference: Output, output: Output, rule: PlanValue, context: Context) -> str:
    """Physical below the limit of the price ratio, economic above it; without prices a gap and no share."""
    method = method_of(rule)
    prices = []
    for exchange in (reference.exchange, output.exchange):
        kilogram = context.in_unit(exchange, "kg")
        if not exchange.price or kilogram is None:
            note_gap(
                output.exchange, context, Text("缺少价格，无法判定分配方法", "no prices: the method cannot be chosen")
            )
            return "burden_free"
        prices.append(parse_decimal(exchange.price) * parse_decimal(exchange.amount) / kilogram.constant)
    dear, cheap = max(prices), min(prices)
    above = not cheap or dear / cheap > parse_decimal(str(method["limit"]))
    return str(method["above" if above else "below"])


def _weight(exchange: Exchange, method: str, context: Context) -> Node | None:
    """The weight of an output under a method; None, and a named gap, where the study does not give it.

    The burden of a co-product without a weight stays on the reference product: never less is claimed.
    """
    node = None
    if method == "mass":
        node = context.in_unit(exchange, "kg")
    elif method == "energy":
        node = heating_value(exchange, context)
    elif exchange.price:
        pointer = f"/exchanges/{context.index[exchange.id]}/price"
        price = context.cell(pointer, parse_decimal(exchange.price), exchange.currency, Text("价格", "price"))
        node = multiply(context.amount(exchange), price)
    if node is None:
        needs = NEEDS[method]
        note_gap(
            exchange,
            context,
            Text(
                f"分配所需的{needs.zh}未给出，负荷全部留在主产品上",
                f"no {needs.en} for its share: all burden stays on the product",
            ),
        )
    return node
