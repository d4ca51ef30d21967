"""D6, co-products: which rule holds for a flow: single product before class before the general rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from carnet.assessment.co_product_data import lacking
from carnet.errors import InputError, Text, problem
from carnet.errors.nearest import nearest

if TYPE_CHECKING:
    from carnet.assessment.context import Context
    from carnet.assessment.plan import Plan, PlanValue
    from carnet.inventory.model import Exchange
    from carnet.regime import Value

CLASSES = ("slag", "process_gas", "electricity", "steam", "chemical")
WASTE_GAS = "waste_gas_export"
FIRST_OF = "first_of"
METHOD_NAMES = {
    "mass": Text("按质量分配", "allocation by mass"),
    "energy": Text("按能量分配", "allocation by energy"),
    "exergy": Text("按㶲分配", "allocation by exergy"),
    "economic": Text("按经济价值分配", "allocation by price"),
    "expansion": Text("系统扩展（按被替代产品抵扣）", "system expansion"),
    "fixed_credit": Text("按方案给定数值抵扣", "credit of an amount the regime prints"),
    "price_ratio": Text("按价格比选择", "choice by the ratio of prices"),
    "revenue_test": Text("按收入差额选择", "choice by the difference of revenues"),
    "waste_gas_export": Text("外送煤气按热值扣除", "exported gas deducted by its heating value"),
    "burden_free": Text("负荷全归主产品", "all burden on the main product"),
}


def rule_for(flow_id: str, plan: Plan, context: Context) -> PlanValue:
    """The rule of a single product, else of the co-product's class, else the general one.

    Of a rule ``first_of`` the value is the option that holds: the first one for which the study has the data of every
    row of the flow, so that one product is never treated in two ways. Without any the value is ``first_of`` itself.

    Raises:
        InputError: the rule names the flow by one of its tags, or displaces what is no flow (CAL-024).
    """
    rule = _stated_rule(flow_id, plan, context)
    method = method_of(rule)
    _refuse_tags(flow_id, rule, _options({"options": (method,)}), context)
    if method.get("method") != FIRST_OF:
        return rule
    return _first_of(flow_id, rule, method, plan, context)


def _stated_rule(flow_id: str, plan: Plan, context: Context) -> PlanValue:
    tags = context.flow(flow_id).tags
    single = plan.values["D6.products"]
    if single.unknown:
        return single
    if isinstance(single.value, Mapping):
        for name in (flow_id, *tags):
            if name in single.value:
                return replace(single, value=single.value[name])
    for name in CLASSES:
        if name in tags or flow_id == name:
            value = plan.values[f"D6.{name}"]
            if value.stated:
                return value
    return plan.values["D6.default"]


def _refuse_tags(flow_id: str, rule: PlanValue, methods: list[Mapping[str, object]], context: Context) -> None:
    """A table names flow ids: one that means a flow by its tag would be passed over in silence."""
    found = []
    position = next((i for i, e in enumerate(context.study.exchanges) if e.flow == flow_id), 0)
    place = context.places.at(f"/exchanges/{position}/flow")
    for method in methods:
        named = method.get("displaces", method.get("per"))
        if not isinstance(named, Mapping):
            continue
        what_zh, what_en = "选取共生产品", "picks co-products by"
        words = [tag for tag in context.flow(flow_id).tags if tag in named and tag not in context.by_id]
        if flow_id in named:
            what_zh, what_en = "作被替代物", "takes for displaced"
            words = [str(named[flow_id])] if "displaces" in method and named[flow_id] not in context.by_id else []
        for word in words:
            meant = nearest(word, context.by_id) if flow_id in named else (flow_id,)
            found.append(
                problem(
                    "CAL-024", place, word, meant, regime=rule.origin, parameter=rule.parameter, what_zh=what_zh,
                    what_en=what_en,
                )
            )  # fmt: skip
    if found:
        raise InputError(tuple(found))


def _first_of(flow_id: str, rule: PlanValue, method: Mapping[str, object], plan: Plan, context: Context) -> PlanValue:
    """Take the first option whose data the study holds, and say which and why not an earlier one."""
    rows = [
        (e, context.system.reference(e.process).exchange)
        for e in context.study.exchanges
        if e.flow == flow_id and e.role == "co_product"
    ]
    if not rows:
        return rule
    passed: list[tuple[str, str, str]] = []
    for option in _options(method):
        missing = next((m for e, r in rows if (m := lacking(option, e, r, context)) is not None), None)
        name = str(option["method"])
        if missing is None:
            _say(rows[0][0], name, passed, plan, context)
            return replace(rule, value=cast("Value", option))
        passed.append((name, missing.zh, missing.en))
    return rule


def _options(method: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The options in order, a ``first_of`` inside another in its place."""
    options = method.get("options", ())
    found: list[Mapping[str, object]] = []
    for option in options if isinstance(options, (list, tuple)) else ():
        if isinstance(option, Mapping):
            found += _options(option) if option.get("method") == FIRST_OF else [option]
    return found


def _say(exchange: Exchange, name: str, passed: list[tuple[str, str, str]], plan: Plan, context: Context) -> None:
    place = context.places.at(f"/exchanges/{context.index[exchange.id]}")
    why_zh = "；".join(f"{_named(method).zh}缺少{zh}" for method, zh, _ in passed) or "它列在首位且数据齐全"
    why_en = (
        "; ".join(f"{_named(method).en} lacks {en}" for method, _, en in passed)
        or "it comes first and its data are there"
    )
    found = problem(
        "CAL-030", place, exchange.flow, severity="warning", method=_named(name), regime=plan.regime, why_zh=why_zh,
        why_en=why_en, flow=context.flow(exchange.flow).name,
    )  # fmt: skip
    context.notes.warnings[("CAL-030", exchange.flow)] = found


def _named(method: str) -> Text:
    """What a method is called; one without a name by the word of the regime's file."""
    return METHOD_NAMES.get(method, Text(method, method))


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
