"""One study under one plan: every line's contribution as an exact node."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.activity import Activities, activities
from carnet.assessment.allocation import shares
from carnet.assessment.co_product_rules import rule_for
from carnet.assessment.context import Context, Gap, Notes, conversion
from carnet.assessment.expression import Node, add, constant, divide, multiply, negate
from carnet.assessment.gases import OpenValues
from carnet.assessment.lines import CAPITAL_GOODS, Line, LineValue, line_value, lines_of, own_uses
from carnet.assessment.plan import blocking
from carnet.errors import InputError, Text, problem
from carnet.lca import link, physical_shares
from carnet.quantity import DecimalError, convert, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.assessment.plan import Plan, PlanValue
    from carnet.factors import FactorSet
    from carnet.impact import GwpSet
    from carnet.inventory.flows import FlowList
    from carnet.inventory.model import Places, Study

ZERO, ONE = Fraction(0), Fraction(1)


FREIGHT = "transport"  # the id of the gap of all goods without transport legs


@dataclass(frozen=True, slots=True)
class Contribution:
    """One line's kg CO2e for one declared unit of the product (before the regime's own unit), by gas."""

    line: Line
    value: LineValue
    by_gas: Mapping[str, Node]
    total: Node


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All contributions, the activities behind them, and the factor to the regime's declared unit."""

    context: Context
    plan: Plan
    contributions: tuple[Contribution, ...]
    activities: Activities
    shares: Mapping[str, Node]
    unit_factor: Node
    unit: str
    reference: str
    unit_equations: tuple[tuple[Node, Node], ...] = ()


def build_context(
    study: Study,
    places: Places,
    flows: FlowList,
    factors: FactorSet,
    sets: Mapping[str, GwpSet],
    regime: str = "*",
    known_date: str = "",
) -> Context:
    """Link the study and gather what a calculation looks at; `regime` selects the acceptances of open values."""
    joined = flows.joined(study.flows)
    pins = {}
    for index, acceptance in enumerate(study.acceptances):
        if ":" in acceptance.parameter and acceptance.regime.partition("@")[0] in {regime, "*"}:
            try:
                pins[acceptance.parameter] = (parse_decimal(acceptance.value), acceptance.by)
            except DecimalError as error:
                place = places.at(f"/acceptances/{index}/value")
                found = problem("CAL-011", place, acceptance.value, parameter=acceptance.parameter)
                raise InputError((found,)) from error
    return Context(
        study=study,
        places=places,
        system=link(study, joined),
        flows=joined,
        factors=factors,
        sets=sets,
        opened=OpenValues(pins),
        notes=Notes(),
        index={e.id: i for i, e in enumerate(study.exchanges)},
        by_id=joined.by_id,
        properties={(p.flow, p.property): (i, p) for i, p in enumerate(study.properties)},
        known_date=known_date or study.known_date,
    )


def missing_parameters(plan: Plan, context: Context) -> tuple[PlanValue, ...]:
    """The blocking parameters that are unknown, that the study meets, and that nobody has supplied."""
    study = context.study
    met_rules = set()
    for outputs in context.system.outputs.values():
        for output in outputs:
            if output.exchange.role == "co_product":
                met_rules.add(rule_for(output.exchange.flow, plan, context).parameter)
    has_electricity = any(e.role == "electricity" for e in study.exchanges)
    has_capital_goods = any(CAPITAL_GOODS in context.flow(e.flow).tags for e in study.exchanges)
    found = []
    for parameter, value in plan.values.items():
        if not value.unknown or not blocking(parameter):
            continue
        if parameter.startswith("D6.") and parameter not in met_rules:
            continue
        if parameter.startswith("D8.") and not has_electricity:
            continue
        if (parameter == "D2.capital_goods" and not has_capital_goods) or (
            parameter == "D2.transport" and not study.transport
        ):
            continue
        if parameter == "D8.tiers" and plan.get("D8.counted") is False:
            continue
        found.append(value)
    return tuple(found)


def evaluate(plan: Plan, context: Context) -> Evaluation:
    """Evaluate every line under a plan without unknown blocking parameters."""
    shared = shares(plan, context)
    running = activities(shared, context)
    found = []
    _note_freight(plan, context)
    for line in lines_of(context):
        value = line_value(line, plan, context)
        activity = running.nodes[line.process.id]
        if value.gases and line.category == "credit":
            activity = _surplus(line, plan, context, running)
        by_gas = {gas: multiply(activity, node) for gas, node in value.gases.items()}
        found.append(Contribution(line, value, by_gas, add(by_gas.values(), line.name)))
    factor, unit, reference, equations = unit_of(plan, context)
    return Evaluation(context, plan, tuple(found), running, shared, factor, unit, reference, equations)


def _note_freight(plan: Plan, context: Context) -> None:
    """Goods whose way to the plant the rule counts and the study does not give are one named gap."""
    if plan.text("D2.transport") == "none":
        return
    shares: dict[str, Fraction] = {}
    for leg in context.study.transport:
        shares[leg.exchange] = shares.get(leg.exchange, ZERO) + parse_decimal(leg.share)
    # Water comes by pipe, gas and power by line: their supply is in the factor.
    weighed = [
        e
        for e in context.study.exchanges
        if e.role == "purchased"
        and context.flow(e.flow).kind == "product_mass"
        and not {"water", "industrial_gas"} & set(context.flow(e.flow).tags)
    ]
    without = [e for e in weighed if shares.get(e.id, ZERO) < 1]
    if without:
        names = list(dict.fromkeys(e.flow for e in without))
        zh = "、".join(context.flow(n).name.zh for n in names)
        en = ", ".join(context.flow(n).name.en for n in names)
        context.notes.gaps[FREIGHT] = Gap(
            FREIGHT,
            "",
            Text(
                f"{len(weighed)} 项外购物中有 {len(without)} 项没有（或没有全部）给出运输：{zh}",
                f"{len(without)} of {len(weighed)} purchased goods have no transport, or not for all of it: {en}",
            ),
        )


def _surplus(line: Line, plan: Plan, context: Context, running: Activities) -> Node:
    """What of a co-product leaves: the maker's activity less the use inside, per recorded unit of its row."""
    made = context.amount(line.exchange)
    used = []
    for link_used in own_uses(line, plan, context):
        taken = context.in_unit(link_used.exchange, line.exchange.unit)
        if taken is None:
            message = f"{link_used.exchange.id} cannot be counted in {line.exchange.unit}; linking lets none pass"
            raise ValueError(message)
        share = divide(taken, made, Text("自用比例", "own use"))
        used.append(negate(multiply(share, running.nodes[link_used.user])))
    label = Text("外供部分的活动水平", "activity of the part handed on")
    return add([running.nodes[line.process.id], *used], label)


def unit_of(plan: Plan, context: Context) -> tuple[Node, str, str, tuple[tuple[Node, Node], ...]]:
    """D1: the factor from "per declared unit of the product" to the regime's own unit, its unit and flow.

    For a flow such as ``crude_steel`` the physical amount of that flow in one declared unit divides. Last come the
    equations of the activities that this amount solves in a loop.

    Raises:
        InputError: no reference product of the study carries the tag.
    """
    study = context.study
    unit = plan.text("D1.unit")
    reference = plan.text("D1.reference")
    if reference == "product":
        wanted = study.product.unit if unit == "study" else unit
        kind = context.flow(study.product.flow).kind
        ratio = convert(ONE, study.product.unit, wanted, kind)
        amount = multiply(context.declared_amount(), conversion(ratio, study.product.unit, wanted))
        label = Text("折算到声明单位", "to the declared unit")
        return divide(constant(ONE, "one", Text("1", "1")), amount, label), wanted, study.product.flow, ()
    whole = {
        key: constant(share, "physical", Text("物料本身，不分摊", "the material itself, nothing shared out"))
        for key, share in physical_shares(context.system).items()
    }
    physical = activities(whole, context)
    for process in context.system.outputs:
        output = context.system.reference(process)
        flow = context.flow(output.exchange.flow)
        if reference == flow.id and physical.value(process):
            wanted = "t" if unit == "study" else unit
            ratio = convert(ONE, output.exchange.unit, wanted, flow.kind)
            label = Text(f"一个声明单位所含{flow.name.zh}量", f"{flow.name.en} in one declared unit")
            made = multiply(
                physical.nodes[process],
                context.amount(output.exchange),
                conversion(ratio, output.exchange.unit, wanted),
                label=label,
            )
            one = constant(ONE, "one", Text("1", "1"))
            equations = tuple((physical.nodes[p], equation) for p, equation in physical.equations.items())
            return divide(one, made), wanted, flow.id, equations
    rule = plan.values["D1.reference"]
    place = context.places.at("/processes")
    raise InputError((problem("CAL-013", place, reference, regime=plan.regime, clause=rule.clause),))


def mass_share(exchange_id: str, context: Context, running: Activities) -> Fraction | None:
    """The share of a purchased row in the mass of all purchased rows, for one declared unit; None if not weighable."""
    masses: dict[str, Fraction] = {}
    for exchange in context.study.exchanges:
        if exchange.role == "purchased":
            node = context.in_unit(exchange, "kg")
            if node is not None:
                masses[exchange.id] = node.constant * running.value(exchange.process)
    total = sum(masses.values(), ZERO)
    return masses[exchange_id] / total if total and exchange_id in masses else None
