"""D6, co-products: the share of its process that each output carries."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.co_product_data import NEEDS, comparable, note_gap, revenue, weight
from carnet.assessment.co_product_rules import FIRST_OF, effective_method, method_of, rule_for
from carnet.assessment.expression import Node, add, constant, divide, multiply, negate
from carnet.errors import InputError, Text, problem
from carnet.quantity import parse_decimal

if TYPE_CHECKING:
    from carnet.assessment.context import Context
    from carnet.assessment.plan import Plan, PlanValue
    from carnet.inventory.model import Exchange
    from carnet.lca import Output

ZERO, ONE = Fraction(0), Fraction(1)
ALLOCATING = ("mass", "energy", "economic", "exergy")
Method = tuple[str, str]  # its name, and the ambient temperature where it needs one


def shares(plan: Plan, context: Context) -> dict[str, Node]:
    """The share of its process that each output carries, as nodes that add up to exactly 1 per process."""
    result: dict[str, Node] = {}
    for process, outputs in context.system.outputs.items():
        reference = context.system.reference(process)
        groups: dict[Method, list[Output]] = {}
        for output in outputs:
            result[output.key] = constant(ZERO, "burden_free", Text("不分摊负荷", "carries no burden"))
            method = ("", "") if output is reference else _share_method(reference, output, plan, context)
            if method[0] in ALLOCATING:
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


def _share_method(reference: Output, output: Output, plan: Plan, context: Context) -> Method:
    rule = rule_for(output.exchange.flow, plan, context)
    name = effective_method(output.exchange.flow, rule)
    if name == "price_ratio":
        name = _by_price_ratio(reference, output, rule, context)
    elif name == "revenue_test":
        name = _by_revenue(reference, output, rule, context)
    elif name == FIRST_OF:
        reason = Text(
            "研究没有该规则任一方法所需的数据，负荷全部留在主产品上",
            "the study holds the data of none of the rule's methods: all burden stays on the product",
        )
        note_gap(output.exchange, context, reason)
    return name, str(method_of(rule).get("ambient", ""))


def _allocated(reference: Output, members: list[Output], method: Method, context: Context) -> dict[str, Node]:
    """The shares of the co-products that one method serves, by output.

    Raises:
        InputError: the reference product itself cannot be weighed by the method (CAL-012).
    """
    name = method[0]
    if name == "economic":
        members = [m for m in members if _one_currency(reference.exchange, m.exchange, context)]
    found = {o.key: _weight(o.exchange, method, context) for o in (reference, *members)}
    weights = {key: node for key, node in found.items() if node is not None}
    if reference.key not in weights:
        place = context.places.at(f"/exchanges/{context.index[reference.key]}")
        needs = NEEDS[name]
        raise InputError(
            (problem("CAL-012", place, reference.exchange.flow, method=name, needs=needs.en, needs_zh=needs.zh),)
        )
    total = add(weights.values())
    label = Text(f"分配份额（{name}）", f"allocation share ({name})")
    return {o.key: divide(weights[o.key], total, label) for o in members if o.key in weights}


def _one_currency(reference: Exchange, exchange: Exchange, context: Context) -> bool:
    """Whether two prices can be weighed against each other; a price that is missing is another gap."""
    if comparable(reference, exchange) or not (reference.price and exchange.price):
        return True
    note_gap(
        exchange,
        context,
        Text(
            "与主产品的价格币种不同，负荷全部留在主产品上",
            "its price is in another currency than the product's: all burden stays on the product",
        ),
    )
    return False


def _by_price_ratio(reference: Output, output: Output, rule: PlanValue, context: Context) -> str:
    """Physical below the limit of the price ratio, economic above it; without prices a gap and no share."""
    method = method_of(rule)
    prices = []
    for exchange in (reference.exchange, output.exchange):
        kilogram = context.in_unit(exchange, "kg")
        if kilogram is None or not comparable(reference.exchange, output.exchange):
            return _no_prices(output, context)
        prices.append(parse_decimal(exchange.price) * parse_decimal(exchange.amount) / kilogram.constant)
    dear, cheap = max(prices), min(prices)
    above = not cheap or dear / cheap > parse_decimal(str(method["limit"]))
    return str(method["above" if above else "below"])


def _by_revenue(reference: Output, output: Output, rule: PlanValue, context: Context) -> str:
    """By the difference of the revenues of product and co-product over the larger one: the test of EN 15804."""
    method = method_of(rule)
    found = [revenue(e, context) for e in (reference.exchange, output.exchange)]
    revenues = [node.constant for node in found if node is not None]
    if len(revenues) < len(found) or not comparable(reference.exchange, output.exchange):
        return _no_prices(output, context)
    large, small = max(revenues), min(revenues)
    above = not large or (large - small) / large > parse_decimal(str(method["limit"]))
    return str(method["above" if above else "below"])


def _no_prices(output: Output, context: Context) -> str:
    reason = Text("缺少（同一币种的）价格，无法判定分配方法", "no prices in one currency: the method cannot be chosen")
    note_gap(output.exchange, context, reason)
    return "burden_free"


def _weight(exchange: Exchange, method: Method, context: Context) -> Node | None:
    """The weight of an output under a method; None, and a named gap, where the study does not give it.

    The burden of a co-product without a weight stays on the reference product: never less is claimed.
    """
    node = weight(exchange, *method, context)
    if node is None:
        needs = NEEDS[method[0]]
        note_gap(
            exchange,
            context,
            Text(
                f"分配所需的{needs.zh}未给出，负荷全部留在主产品上",
                f"no {needs.en} for its share: all burden stays on the product",
            ),
        )
    return node
