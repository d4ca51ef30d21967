"""One study under one plan: every line's contribution as an exact node."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.activity import Activities, activities
from carnet.assessment.allocation import shares
from carnet.assessment.boundary import CAPITAL_GOODS, PACKAGING
from carnet.assessment.carbon_cycle import note_missing_uptake
from carnet.assessment.co_product_rules import rule_for
from carnet.assessment.context import Context, Gap, Notes
from carnet.assessment.exclusion import note_counted
from carnet.assessment.expression import Node, add, constant, divide, multiply, negate
from carnet.assessment.gases import OpenValues
from carnet.assessment.lines import PER_PRODUCT, Line, LineValue, line_value, lines_of, own_uses
from carnet.assessment.plan import blocking
from carnet.assessment.primary_data import note_not_primary
from carnet.assessment.process_gas import PROCESS_GAS
from carnet.assessment.transport import note_freight
from carnet.assessment.unit import missing_in_unit, unit_of
from carnet.errors import InputError, Text, problem
from carnet.inventory.model import AFTER_GATE
from carnet.lca import link
from carnet.quantity import DecimalError, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.assessment.plan import Plan, PlanValue
    from carnet.factors import FactorSet
    from carnet.impact import GwpSet
    from carnet.inventory.flows import FlowList
    from carnet.inventory.model import Places, Study

ZERO, ONE = Fraction(0), Fraction(1)
_TO_THE_END = frozenset({"circular_footprint_formula", "cut_off", "closed_loop"})


@dataclass(frozen=True, slots=True)
class Contribution:
    """One line's kg CO2e for one declared unit of the product (before the regime's own unit), by gas.

    `apart` stands beside the figure, by bucket and gas: no total, bound or bridge reads it.
    """

    line: Line
    value: LineValue
    by_gas: Mapping[str, Node]
    total: Node
    apart: Mapping[str, Mapping[str, Node]] = field(default_factory=dict)


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
    """The blocking parameters that are unknown, that the study meets, and that nobody has supplied.

    Behind them stands what the regime's unit needs of the study and the study does not give.
    """
    met_rules = set()
    for outputs in context.system.outputs.values():
        for output in outputs:
            if output.exchange.role == "co_product":
                met_rules.add(rule_for(output.exchange.flow, plan, context).parameter)
    met = _met(plan, context)
    found = []
    for parameter, value in plan.values.items():
        if not value.unknown or not blocking(parameter):
            continue
        if parameter.startswith("D6.") and parameter not in met_rules:
            continue
        if met.get(parameter, True):
            found.append(value)
    return (*found, *missing_in_unit(plan, context))


def _met(plan: Plan, context: Context) -> dict[str, bool]:
    """Whether the study meets a rule that speaks of something not every study has."""
    study = context.study
    stages = set(plan.tags("D2.stages"))
    stage_of = {p.id: p.stage for p in study.processes}
    # What happens after the gate is met only by a rule that goes so far.
    rows = [
        e
        for e in study.exchanges
        if not stages or stage_of[e.process] not in AFTER_GATE or stage_of[e.process] in stages
    ]
    tags = {tag for e in rows for tag in context.flow(e.flow).tags}
    drawn = [stage_of[e.process] for e in rows if e.role == "electricity"]
    counted = plan.get("D8.counted") is not False
    by_air = any(leg.mode == "air" for leg in study.transport)
    return {
        "D2.capital_goods": CAPITAL_GOODS in tags,
        "D2.packaging": PACKAGING in tags,
        "D2.process_gas": PROCESS_GAS in tags,
        "D2.transport": bool(study.transport),
        "D4.aircraft": by_air,
        "D4.aircraft_multiplier": by_air,
        "D4.electricity_gases": bool(drawn),
        "D8.counted": bool(drawn),
        "D8.tiers": bool(drawn) and counted,
        "D8.use_stage": "use" in drawn and counted,
    }


def evaluate(plan: Plan, context: Context) -> Evaluation:
    """Evaluate every line under a plan without unknown blocking parameters."""
    shared = shares(plan, context)
    running = activities(shared, context)
    found = []
    note_freight(plan, context)
    note_not_primary(plan, context)
    note_counted(plan, context)
    _note_end_of_life(plan, context)
    for line in lines_of(context):
        value = line_value(line, plan, context)
        activity = running.nodes[line.process.id]
        if line.category in PER_PRODUCT:
            activity = constant(ONE, "declared", Text("按申报的产品量计", "for the declared amount of product"))
        elif (value.gases or value.apart) and line.category == "credit":
            activity = _surplus(line, plan, context, running)
        by_gas = {gas: multiply(activity, node) for gas, node in value.gases.items()}
        apart = {
            bucket: {gas: multiply(activity, node) for gas, node in gases.items()}
            for bucket, gases in value.apart.items()
        }
        found.append(Contribution(line, value, by_gas, add(by_gas.values(), line.name), apart))
    note_missing_uptake(plan, context, found)
    factor, unit, reference, equations = unit_of(plan, context)
    return Evaluation(context, plan, tuple(found), running, shared, factor, unit, reference, equations)


def _note_end_of_life(plan: Plan, context: Context) -> None:
    """A rule whose figure goes to the end of life, on a study that stops before it: one gap, not silence.

    Module D apart needs no such gap: there the modules that are not declared say so.
    """
    study = context.study
    goes_on = "end_of_life" in plan.tags("D2.stages") and plan.text("D7.end_of_life") in _TO_THE_END
    if goes_on and not study.materials and all(p.stage != "end_of_life" for p in study.processes):
        zh = "缺少报废阶段：研究中既没有该阶段的过程，也没有材料表"
        reason = Text(zh, "end of life is missing: the study has no process of that stage and no materials")
        context.notes.gaps["product:end_of_life"] = Gap(context.system.product.exchange.id, study.product.flow, reason)


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
