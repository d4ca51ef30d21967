"""The lines of an assessment: each row of activity data that can carry emissions, and its value under a plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.co_product_rules import WASTE_GAS, effective_method, rule_for
from carnet.assessment.context import Gap
from carnet.assessment.credits import credit
from carnet.assessment.data_choice import kilograms, pick, purchased, record_datum, request_for
from carnet.assessment.direct import balance_line, balance_terms, emission, is_reported_co2
from carnet.assessment.electricity import purchased_electricity
from carnet.assessment.expression import Node, add, constant, multiply, negate
from carnet.assessment.gases import characterise
from carnet.assessment.process_gas import carbon_of, credits_gas, gas_left_out, imported_gas
from carnet.errors import Text
from carnet.quantity import convert, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Callable

    from carnet.assessment.context import Context
    from carnet.assessment.gases import Datum
    from carnet.assessment.plan import Plan
    from carnet.inventory.balance import CarbonTerm
    from carnet.inventory.model import Exchange, Process, TransportLeg
    from carnet.lca import Link

# The dimensions a line's value can depend on: what makes the bridge cheap and its terms exact.
PROCESS_GAS = "process_gas"  # the flow tag
CAPITAL_GOODS = "capital_goods"  # the flow tag
DEPENDS = {
    "direct": ("D2", "D4", "D5", "D9"),
    "purchased": ("D2", "D4", "D5", "D7", "D9"),
    "electricity": ("D2", "D4", "D5", "D8"),
    "transport": ("D2", "D4", "D5"),
    "credit": ("D2", "D4", "D5", "D6", "D9"),
    "waste": ("D2", "D4", "D5", "D7", "D9"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `stage` is the life-cycle stage it counts in, `process` the unit process it belongs to."""

    id: str
    category: str
    exchange: Exchange
    process: Process
    stage: str
    name: Text
    term: CarbonTerm | None = None
    leg: TransportLeg | None = None
    sign: int = 1


@dataclass(frozen=True, slots=True)
class LineValue:
    """kg CO2e per activity of the process, by gas; `data` names what it stands on; `why` says why it is nothing."""

    gases: dict[str, Node]
    data: tuple[Datum, ...] = ()
    why: str = ""
    direct: bool = False


def lines_of(context: Context) -> tuple[Line, ...]:
    """All lines of the study: carbon balances first, then its rows in their order, each with its transport."""
    study = context.study
    processes = {p.id: p for p in study.processes}
    found = [line for process in study.processes for line in _balance_lines(process, context)]
    for exchange in study.exchanges:
        process = processes[exchange.process]
        name = context.flow(exchange.flow).name
        line = _row_line(exchange, process, _at(process, name), context.flow(exchange.flow).tags)
        if line is not None:
            found.append(line)
        for leg in study.transport:
            if leg.exchange == exchange.id:
                label = _at(process, Text(f"{name.zh}运输", f"transport of {name.en}"))
                found.append(
                    Line(f"leg:{leg.id}", "transport", exchange, process, "upstream_transport", label, leg=leg)
                )
    return tuple(found)


def _at(process: Process, name: Text) -> Text:
    """What, and where: the same gas leaves many processes."""
    return Text(f"{process.name.zh}：{name.zh}", f"{process.name.en}: {name.en}")


def _balance_lines(process: Process, context: Context) -> list[Line]:
    if process.direct_co2 != "carbon_balance":
        return []
    found = []
    for term in balance_terms(process, context):
        exchange = context.study.exchanges[context.index[term.exchange_id]]
        name = context.flow(exchange.flow).name
        label = _at(process, Text(f"碳平衡，{name.zh}", f"carbon balance, {name.en}"))
        found.append(Line(f"carbon:{term.exchange_id}", "direct", exchange, process, process.stage, label, term=term))
    return found


def _row_line(exchange: Exchange, process: Process, name: Text, tags: tuple[str, ...]) -> Line | None:
    """The line of one row; rows that only move things inside the system have none."""
    role, stage = exchange.role, process.stage
    if role == "emission" or (role == "resource" and exchange.flow == "CO2"):
        sign = 1 if exchange.direction == "out" else -1
        return Line(exchange.id, "direct", exchange, process, stage, name, sign=sign)
    if role == "intermediate" and PROCESS_GAS in tags:
        label = Text(f"{name.zh}（边界外来气）", f"{name.en} (gas from outside the boundary)")
        return Line(f"import:{exchange.id}", "credit", exchange, process, stage, label)
    if role == "co_product":
        label = Text(f"{name.zh}（外送抵扣）", f"{name.en} (credit for export)")
        return Line(f"credit:{exchange.id}", "credit", exchange, process, stage, label, sign=-1)
    category = {"electricity": "electricity", "purchased": "purchased", "waste": "waste"}.get(role)
    if category is None or (category == "electricity" and exchange.direction != "in"):
        return None
    return Line(exchange.id, category, exchange, process, "raw_materials" if category == "purchased" else stage, name)


def net_uses(line: Line, plan: Plan, context: Context) -> tuple[tuple[str, Fraction], ...]:
    """Who uses a co-product inside the boundary: process and amount per recorded unit of the co-product's row.

    What a process outside the boundary takes has left, like any sale.
    """
    if line.category != "credit" or line.exchange.role != "co_product":
        return ()
    made = next(o.amount for o in context.system.outputs[line.process.id] if o.key == line.exchange.id)
    return tuple((used.user, used.amount / made) for used in own_uses(line, plan, context))


def own_uses(line: Line, plan: Plan, context: Context) -> tuple[Link, ...]:
    """The links by which processes inside the boundary take the output of a line."""
    outside = set(plan.tags("D2.excluded_process_tags"))
    inside = {p.id for p in context.study.processes if not outside & set(p.tags)}
    return tuple(u for u in context.system.links if u.output == line.exchange.id and u.user in inside)


def boundary_reason(line: Line, plan: Plan, context: Context) -> str:
    """Why D2 leaves a line out: the parameter's id, or empty where it counts."""
    # A purchased good is reported under raw materials, but belongs to the stage of the process that uses it.
    stage = line.stage if line.category == "transport" else line.process.stage
    tests = {
        "D2.stages": stage not in plan.tags("D2.stages"),
        "D2.excluded_process_tags": bool(set(line.process.tags) & set(plan.tags("D2.excluded_process_tags"))),
        "D2.transport": line.category == "transport" and not _carried(line, plan.text("D2.transport")),
    }
    if line.category in {"purchased", "waste"}:
        flow = context.flow(line.exchange.flow)
        tags = {flow.id, *flow.tags}
        wanted = set(plan.tags("D2.upstream_tags"))
        tests["D2.upstream_tags"] = "*" not in wanted and not tags & wanted
        tests["D2.upstream_excluded_tags"] = bool(tags & set(plan.tags("D2.upstream_excluded_tags")))
        tests["D2.capital_goods"] = CAPITAL_GOODS in tags and plan.text("D2.capital_goods") != "included"
    return next((parameter for parameter, out in tests.items() if out), "")


def _carried(line: Line, rule: str) -> bool:
    """Whether a leg counts: ``inbound`` leaves out what brings goods away."""
    return rule == "all" or (rule == "inbound" and line.exchange.direction == "in")


def line_value(line: Line, plan: Plan, context: Context) -> LineValue:
    """The value of a line under a plan, per activity of its process."""
    why = boundary_reason(line, plan, context)
    if why:
        return LineValue({}, why=why)
    return _VALUES[line.category](line, plan, context)


def direct_method(process: Process, plan: Plan, context: Context) -> str:
    """``reported`` or ``carbon_balance``: what a process offers, in the order of D9.direct where it offers both."""
    if process.direct_co2 != "carbon_balance":
        return "reported"
    rows = any(is_reported_co2(e) for e in context.study.exchanges if e.process == process.id)
    order = plan.tags("D9.direct") if rows else ()
    return next((m for m in order if m in {"reported", "carbon_balance"}), "carbon_balance")


def _direct(line: Line, plan: Plan, context: Context) -> LineValue:
    method = direct_method(line.process, plan, context)
    if line.term is not None:
        if method != "carbon_balance":
            return LineValue({}, why="D9.direct")
        return _weighted(line, [balance_line(line.term, context)], plan, context, direct=True)
    if is_reported_co2(line.exchange) and method != "reported":
        # The balance already holds this CO2; the row beside it is there to compare.
        return LineValue({}, why="D9.direct")
    return _weighted(line, [emission(line.exchange, context)], plan, context, direct=True)


def _purchased(line: Line, plan: Plan, context: Context) -> LineValue:
    if "scrap" in context.flow(line.exchange.flow).tags and plan.text("D7.scrap") == "burden_free":
        return LineValue({}, why="D7.scrap")
    chosen = purchased(line.exchange, plan, context)
    if chosen is None:
        return LineValue({}, why="gap")
    return _weighted(line, [(chosen.amount, chosen.datum)], plan, context)


def _weighted(
    line: Line, parts: list[tuple[Node, Datum]], plan: Plan, context: Context, *, direct: bool = False
) -> LineValue:
    gases: dict[str, list[Node]] = {}
    for amount, datum in parts:
        for gas, node in characterise(datum, plan, context.sets, context.opened, direct=direct).items():
            value = multiply(amount, node)
            gases.setdefault(gas, []).append(negate(value) if line.sign < 0 else value)
    return LineValue({g: add(nodes) for g, nodes in gases.items()}, tuple(d for _, d in parts))


def _electricity(line: Line, plan: Plan, context: Context) -> LineValue:
    if plan.get("D8.counted") is False:
        return LineValue({}, why="D8.counted")
    amount = context.in_unit(line.exchange, "kWh")
    parts = purchased_electricity(line.exchange, plan, context)
    if amount is None or not parts:
        return LineValue({}, why="gap")
    return _weighted(line, [(multiply(amount, share), datum) for share, datum in parts], plan, context)


def _credit(line: Line, plan: Plan, context: Context) -> LineValue:
    """A credit for what is handed on; before it, the burning of the gas whose carbon nobody else has counted."""
    rule = rule_for(line.exchange.flow, plan, context)
    in_direct = effective_method(line.exchange.flow, rule) == WASTE_GAS
    if line.exchange.role == "intermediate":
        return _imported(line, plan, context)
    found = credit(line.exchange, plan, context)
    burnt = _burnt(line, plan, context)
    if found is None and burnt is None:
        return LineValue({}, why="D6")
    value = _weighted(line, [found] if found else [], plan, context)
    if burnt is None:
        return replace(value, direct=in_direct)
    gases = {g: [n] for g, n in value.gases.items()}
    for gas, node in characterise(burnt[1], plan, context.sets, context.opened, direct=True).items():
        gases.setdefault(gas, []).append(multiply(burnt[0], node))
    return LineValue({g: add(nodes) for g, nodes in gases.items()}, (*value.data, burnt[1]), direct=in_direct)


def _burnt(line: Line, plan: Plan, context: Context) -> tuple[Node, Datum] | None:
    """The CO2 of burning a gas that is handed on, as far as no direct emission of its maker holds it.

    A carbon balance lets the carbon of the gas go, so all of it counts here. Reported rows may or may not hold it.
    """
    if not credits_gas(line.exchange, plan, context):
        return None
    if direct_method(line.process, plan, context) == "carbon_balance":
        return carbon_of(line.exchange, context)
    return gas_left_out(line.exchange, context)


def _imported(line: Line, plan: Plan, context: Context) -> LineValue:
    """Waste gas taken over from a process outside the boundary enters at the rule's factor, not at its own carbon."""
    provider = next(p for p in context.study.processes if p.id == line.exchange.provider)
    outside = set(provider.tags) & set(plan.tags("D2.excluded_process_tags"))
    if not outside or direct_method(line.process, plan, context) != "carbon_balance":
        return LineValue({}, why="D6")
    entering, own = imported_gas(line.exchange, plan, context), carbon_of(line.exchange, context)
    if entering is None or own is None:
        return LineValue({}, why="D6")
    value = _weighted(line, [entering], plan, context)
    gases = {g: [n] for g, n in value.gases.items()}
    for gas, node in characterise(own[1], plan, context.sets, context.opened, direct=True).items():
        gases.setdefault(gas, []).append(negate(multiply(own[0], node)))
    return LineValue({g: add(nodes) for g, nodes in gases.items()}, (*value.data, own[1]), direct=True)


def _transport(line: Line, plan: Plan, context: Context) -> LineValue:
    leg = line.leg
    if leg is None:
        return LineValue({}, why="gap")
    position = next(i for i, t in enumerate(context.study.transport) if t.id == leg.id)
    record = pick(context, request_for(context, f"transport_{leg.mode}", ("transport",)), f"leg:{leg.id}")
    mass = context.in_unit(line.exchange, "t")
    if record is None or mass is None:
        reason = Text("缺少运输因子，或货物无法按质量计", "no factor for this transport, or goods not weighed")
        context.notes.gaps[line.id] = Gap(line.exchange.id, f"transport_{leg.mode}", reason)
        return LineValue({}, why="gap")
    distance = context.cell(
        f"/transport/{position}/distance_km", parse_decimal(leg.distance_km), "km", Text("距离", "distance")
    )
    share = context.cell(f"/transport/{position}/share", parse_decimal(leg.share), "1", Text("份额", "share"))
    per = constant(
        convert(kilograms("kg"), "t·km", record.per_unit, "transport"), "t·km", Text("单位换算", "unit conversion")
    )
    return _weighted(line, [(multiply(mass, distance, share, per), record_datum(record))], plan, context)


_VALUES: dict[str, Callable[[Line, Plan, Context], LineValue]] = {
    "direct": _direct,
    "electricity": _electricity,
    "purchased": _purchased,
    "transport": _transport,
    "waste": _purchased,
    "credit": _credit,
}
