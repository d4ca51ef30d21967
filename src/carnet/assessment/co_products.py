"""D6, co-products: shares by allocation, or credits for what leaves the site."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.context import Gap
from carnet.assessment.data_choice import factor_value, kilograms, pick, request_for
from carnet.assessment.expression import Leaf, Node, add, constant, divide, leaf, multiply
from carnet.assessment.gases import Datum
from carnet.errors import InputError, Text, problem
from carnet.quantity import UnitError, convert, parse_decimal

if TYPE_CHECKING:
    from carnet.assessment.context import Context
    from carnet.assessment.plan import Plan, PlanValue
    from carnet.inventory.model import Exchange
    from carnet.lca import Output

ZERO, ONE = Fraction(0), Fraction(1)
CLASSES = ("slag", "process_gas", "electricity", "steam", "chemical")
ALLOCATING = ("mass", "energy", "economic")
NEEDS = {
    "mass": Text("密度", "density"),
    "energy": Text("低位发热量", "lower heating value"),
    "economic": Text("价格", "price"),
}
CARBON_TO_CO2 = Fraction(44, 12)


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
        allocated = {}
        for method, members in sorted(groups.items()):
            allocated.update(_allocated(reference, members, method, context))
        result.update(allocated)
        taken = allocated.values()
        one = constant(ONE, "one", Text("1", "1"))
        rest = [multiply(constant(-ONE, "minus_one", Text("负号", "minus one")), node) for node in taken]
        result[reference.key] = add((one, *rest), Text("主产品份额", "share of the reference product")) if rest else one
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
            _no_credit(
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
        _no_credit(
            exchange,
            context,
            Text(
                f"分配所需的{needs.zh}未给出，负荷全部留在主产品上",
                f"no {needs.en} for its share: all burden stays on the product",
            ),
        )
    return node


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
    if name == "waste_gas_export":
        return _waste_gas(exchange, rule, method, plan, context)
    return None


def _parameter(value: Fraction, rule: PlanValue, plan: Plan, unit: str, label: Text) -> Node:
    what = Leaf("parameter", f"{plan.regime}:{rule.parameter}", unit, rule.source, rule.clause, rule.status)
    return leaf(value, what, label)


def _fixed_credit(
    exchange: Exchange, rule: PlanValue, method: Mapping[str, object], plan: Plan, context: Context
) -> tuple[Node, Datum] | None:
    per = method.get("per", {})
    entry = per.get(exchange.flow) if isinstance(per, Mapping) else None
    if not isinstance(entry, Mapping):
        return None
    amount = context.in_unit(exchange, str(entry["per_unit"]))
    if amount is None:
        _no_credit(exchange, context, Text("单位无法换算", "the unit cannot be converted"))
        return None
    label = Text("方案规定的抵扣值", "credit printed in the regime")
    value = _parameter(
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
        _no_credit(
            exchange, context, Text(f"缺少被替代物“{displaced}”的因子", f"no factor for the displaced {displaced}")
        )
        return None
    datum, per_unit = found
    amount = _displaced_amount(exchange, method, per_unit, str(displaced), context)
    if amount is None:
        _no_credit(
            exchange,
            context,
            Text(
                "缺少折算被替代量所需的低位发热量或单位",
                "the heating value or unit for the displaced amount is missing",
            ),
        )
        return None
    ratio = _parameter(
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


def _waste_gas(
    exchange: Exchange, rule: PlanValue, method: Mapping[str, object], plan: Plan, context: Context
) -> tuple[Node, Datum] | None:
    energy = heating_value(exchange, context)
    if energy is None:
        _no_credit(exchange, context, Text("缺少煤气的低位发热量", "the gas's lower heating value is missing"))
        return None
    label = Text("天然气排放因子×修正系数", "emission factor of natural gas × correction")
    per_mj = parse_decimal(str(method["ef_kg_per_mj"])) * parse_decimal(str(method["correction"]))
    value = _parameter(per_mj, rule, plan, "kg CO2/MJ", label)
    datum = Datum(
        f"waste_gas:{rule.stated_by}", label, total=value, gwp_set="co2_only", source=rule.source, status=rule.status
    )
    return energy, datum


def exported_combustion(exchange: Exchange, plan: Plan, context: Context) -> tuple[Node, Datum] | None:
    """CO2 from burning an exported process gas, where the plan counts it here (the balance let its carbon go)."""
    if "process_gas" not in context.flow(exchange.flow).tags:
        return None
    name = effective_method(exchange.flow, rule_for(exchange.flow, plan, context))
    if name not in {"waste_gas_export", "expansion", "fixed_credit"}:
        return None
    return carbon_of(exchange, context)


def carbon_of(exchange: Exchange, context: Context) -> tuple[Node, Datum] | None:
    """CO2 equivalent to the carbon in a row: amount × carbon content × 44/12."""
    from carnet.assessment.direct import carbon_content  # noqa: PLC0415 - the two rooms of one subject

    found = carbon_content(exchange.flow, context)
    if found is None:
        return None
    content, per_unit = found
    amount = context.in_unit(exchange, per_unit)
    if amount is None:
        return None
    ratio = constant(CARBON_TO_CO2, "44/12", Text("碳换算为CO2", "carbon to CO2"))
    label = Text("外供煤气燃烧的CO2", "CO2 from burning exported gas")
    return multiply(amount, ratio), Datum("carbon", label, total=content, gwp_set="co2_only")


def _no_credit(exchange: Exchange, context: Context, reason: Text) -> None:
    context.notes.gaps[f"credit:{exchange.id}"] = Gap(exchange.id, exchange.flow, reason)
