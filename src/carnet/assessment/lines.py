"""The lines of an assessment: each row of activity data that can carry emissions, and its value under a plan."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.boundary import boundary_reason
from carnet.assessment.carbon_cycle import (
    captured_counts,
    captured_gas,
    carbon_content,
    of_aircraft,
    refuse_offsets,
    stored_carbon,
)
from carnet.assessment.co_product_rules import WASTE_GAS, effective_method, rule_for
from carnet.assessment.credits import credit
from carnet.assessment.data_choice import purchased
from carnet.assessment.direct import balance_line, balance_terms, emission, is_reported_co2
from carnet.assessment.electricity import purchased_electricity
from carnet.assessment.expression import Node, add, multiply, negate
from carnet.assessment.gases import characterise
from carnet.assessment.process_gas import (
    PROCESS_GAS,
    burnt_gases,
    carbon_of,
    credits_gas,
    gas_in_reported,
    gas_left_out,
    gas_not_counted,
    imported_gas,
)
from carnet.assessment.recycling import PARTS, asked, recycled_content, recycling_parts, scrap_burden, scrap_reason
from carnet.assessment.scrap import CLOSED_LOOP, scrap_by_formula, secondary_in
from carnet.assessment.transport import DEFAULTS, carried_goods, default_parts, leg_part, share_given
from carnet.errors import Text
from carnet.inventory.model import AFTER_GATE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from carnet.assessment.context import Context
    from carnet.assessment.gases import Datum
    from carnet.assessment.plan import Plan
    from carnet.inventory.balance import CarbonTerm
    from carnet.inventory.model import Exchange, Process, TransportLeg
    from carnet.lca import Link

# The dimensions a line's value can depend on: what makes the bridge cheap and its terms exact.
DEPENDS = {
    "direct": ("D2", "D3", "D4", "D5", "D9"),
    "purchased": ("D2", "D3", "D4", "D5", "D7", "D9"),
    "electricity": ("D2", "D3", "D4", "D5", "D8"),
    "transport": ("D2", "D3", "D4", "D5", "D9"),
    "credit": ("D2", "D3", "D4", "D5", "D6", "D9"),
    "waste": ("D2", "D3", "D4", "D5", "D7", "D9"),
    "recycling": ("D2", "D3", "D4", "D5", "D7", "D9"),
    "storage": ("D2", "D3", "D5"),
}
# Energy bought counts in the stage of the process that uses it, as electricity does; what becomes part of the product
# or of a furnace's charge (`FEEDSTOCK`: coking coal, coke) is a raw material, though it burns as well.
ENERGY = frozenset({"heat", "steam", "fuel", "utility"})
FEEDSTOCK = "feedstock"
# Lines of the product itself: their value is for the declared amount, whatever the processes run.
PER_PRODUCT = frozenset({"recycling", "storage"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `stage` is the life-cycle stage it counts in, `process` the unit process it belongs to.

    `material` (a position in the study's materials) and `part` belong to lines of recycling.
    """

    id: str
    category: str
    exchange: Exchange
    process: Process
    stage: str
    name: Text
    term: CarbonTerm | None = None
    leg: TransportLeg | None = None
    sign: int = 1
    material: int | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class LineValue:
    """kg CO2e per activity of the process, by key of `gases`; `apart`: what stands beside the figure, by bucket.

    `data` names what it stands on; `why` says why it is nothing.
    """

    gases: dict[str, Node]
    data: tuple[Datum, ...] = ()
    why: str = ""
    direct: bool = False
    apart: Mapping[str, Mapping[str, Node]] = field(default_factory=dict)


def lines_of(context: Context) -> tuple[Line, ...]:
    """All lines of the study: carbon balances first, then its rows in their order, each with its transport.

    Last come the product's own: its materials at their end of life, the carbon stored in it.

    Raises:
        InputError: the study holds offsets (CAL-040).
    """
    refuse_offsets(context)
    study = context.study
    processes = {p.id: p for p in study.processes}
    without_legs = {e.id for e in carried_goods(context) if share_given(e, context) < 1}
    found = [line for p in study.processes for line in (*_balance_lines(p, context), *_gas_lines(p, context))]
    for exchange in study.exchanges:
        process = processes[exchange.process]
        name = context.flow(exchange.flow).name
        line = _row_line(exchange, process, _at(process, name), context.flow(exchange.flow).tags)
        if line is not None:
            found.append(line)
        for leg in study.transport:
            if leg.exchange == exchange.id:
                label = _at(process, Text(f"{name.zh}运输", f"transport of {name.en}"))
                stage = process.stage if process.stage in AFTER_GATE else "upstream_transport"
                found.append(Line(f"leg:{leg.id}", "transport", exchange, process, stage, label, leg=leg))
        if exchange.id in without_legs:
            label = _at(process, Text(f"{name.zh}运输（方案默认）", f"transport of {name.en} (the rule's default)"))
            stage = process.stage if process.stage in AFTER_GATE else "upstream_transport"
            found.append(Line(f"way:{exchange.id}", "transport", exchange, process, stage, label))
    return (*found, *_product_lines(context))


def _product_lines(context: Context) -> list[Line]:
    """The lines that belong to the product and to no run of a process."""
    study = context.study
    reference = context.system.product.exchange
    process = next(p for p in study.processes if p.id == reference.process)
    found = []
    for index, material in enumerate(study.materials):
        exchange = study.exchanges[context.index[material.exchange]] if material.exchange else reference
        flow = context.flow(material.flow).name
        for part, name in PARTS.items():
            label = Text(f"{flow.zh}：{name.zh}", f"{flow.en}: {name.en}")
            row = Line(f"material:{material.id}:{part}", "recycling", exchange, process, "end_of_life", label)
            found.append(replace(row, material=index, part=part))
    for part in () if study.materials else ("recycling", "net_scrap"):
        row = Line(f"product:{part}", "recycling", reference, process, "end_of_life", PARTS[part])
        found.append(replace(row, part=part))
    if carbon_content(context) is not None:
        name = Text("产品中储存的生物碳", "biogenic carbon stored in the product")
        found.append(Line("product:storage", "storage", reference, process, process.stage, name))
    return found


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


def _gas_lines(process: Process, context: Context) -> list[Line]:
    """What a rule that leaves process gases out takes off the reported CO2 of a process that burns some."""
    burnt = burnt_gases(process, context)
    label = _at(process, Text("煤气燃烧的CO2（不计）", "CO2 of burning process gases (left out)"))
    return [Line(f"gas:{process.id}", "direct", burnt[0], process, process.stage, label, sign=-1)] if burnt else []


def _row_line(exchange: Exchange, process: Process, name: Text, tags: tuple[str, ...]) -> Line | None:
    """The line of one row; rows that only move things inside the system have none."""
    role, stage = exchange.role, process.stage
    if role == "captured":
        return Line(exchange.id, "direct", exchange, process, stage, name)
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
    energy = FEEDSTOCK not in tags and bool(ENERGY & set(tags))
    if category == "purchased" and stage not in AFTER_GATE and not energy:
        stage = "raw_materials"
    return Line(exchange.id, category, exchange, process, stage, name)


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


def line_value(line: Line, plan: Plan, context: Context) -> LineValue:
    """The value of a line under a plan, per activity of its process (per declared amount for `PER_PRODUCT`)."""
    if line.category == "transport" and line.leg is None and plan.get(DEFAULTS) is None:
        return LineValue({})
    if line.category == "recycling" and not asked(line, plan):
        return LineValue({})
    why = boundary_reason(line, plan, context)
    return LineValue({}, why=why) if why else counted_value(line, plan, context)


def counted_value(line: Line, plan: Plan, context: Context) -> LineValue:
    """The value of a line that the boundary holds."""
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
    if line.id.startswith("gas:"):
        return _without_gas(line, plan, context, reported=method == "reported")
    if line.exchange.role == "captured":
        return _captured(line, plan, context, in_balance=method == "carbon_balance")
    if line.term is not None:
        why = "D9.direct" if method != "carbon_balance" else gas_not_counted(line.exchange, plan, context)
        if why:
            return LineValue({}, why=why)
        return _weighted(line, [balance_line(line.term, context)], plan, context, direct=True)
    if is_reported_co2(line.exchange) and method != "reported":
        # The balance already holds this CO2; the row beside it is there to compare.
        return LineValue({}, why="D9.direct")
    return _weighted(line, [emission(line.exchange, context)], plan, context, direct=True)


def _without_gas(line: Line, plan: Plan, context: Context, *, reported: bool) -> LineValue:
    """The CO2 of process gas burnt, taken off reported rows; a carbon balance leaves out the term instead."""
    if not reported or not gas_not_counted(line.exchange, plan, context):
        return LineValue({})
    found = gas_in_reported(line.process, context)
    return LineValue({}, why="gap") if found is None else _weighted(line, [found], plan, context, direct=True)


def _captured(line: Line, plan: Plan, context: Context, *, in_balance: bool) -> LineValue:
    found = captured_gas(line.exchange, context)
    if found is None:
        return LineValue({}, why="gap")
    sign, bucket = captured_counts(line.exchange, plan, in_balance=in_balance)
    whole = _weighted(line, [found], plan, context, direct=True)
    gases = whole.gases if sign > 0 else _negated(whole.gases)
    apart = {bucket: _negated(whole.gases)} if bucket and whole.gases else {}
    rule = "D5.ccu" if line.exchange.fate == "used" else "D5.ccs"
    return LineValue(gases if sign else {}, whole.data, why="" if sign or apart else rule, direct=True, apart=apart)


def _purchased(line: Line, plan: Plan, context: Context) -> LineValue:
    value = _good(line, plan, context)
    taken = secondary_in(line.exchange, plan, context)
    if taken.missing or not taken.parts:
        return value
    beside = _weighted(line, taken.parts, plan, context)
    if plan.text("D7.end_of_life") == CLOSED_LOOP:
        return _joined(value, beside, direct=False)
    return replace(value, apart={**value.apart, "module_d": beside.gases})


def _good(line: Line, plan: Plan, context: Context) -> LineValue:
    exchange = line.exchange
    burden = scrap_burden(exchange, plan, context)
    why = scrap_reason(exchange, plan, context)
    content = scrap_by_formula(exchange, plan, context, free=bool(why))
    if why and content is None:
        return _weighted(line, burden, plan, context) if burden else LineValue({}, why=why)
    content = content or recycled_content(exchange, plan, context)
    if content is not None:
        # What has a factor counts; what is missing is a gap by name. Scrap keeps the burden its credit answers to.
        if not content.parts and not burden:
            return LineValue({}, why="gap")
        value = _weighted(line, [*content.parts, *burden], plan, context)
        if not content.at_one:
            return value
        beside = _weighted(line, content.at_one, plan, context)
        return replace(value, apart={**value.apart, "recycled_content_apart": beside.gases})
    chosen = purchased(exchange, plan, context)
    if chosen is None:
        return LineValue({}, why="gap")
    return _weighted(line, [(chosen.amount, chosen.datum), *burden], plan, context)


def _recycling(line: Line, plan: Plan, context: Context) -> LineValue:
    found = recycling_parts(line, plan, context)
    if found.missing or not found.parts:
        return LineValue({}, why="gap" if found.missing else "")
    value = _weighted(line, found.parts, plan, context)
    return LineValue({}, value.data, apart={"module_d": value.gases}) if line.part == "module_d" else value


def _storage(_line: Line, plan: Plan, context: Context) -> LineValue:
    node, where = stored_carbon(plan, context)
    if node is None:
        return LineValue({})
    gases = {"CO2 biogenic": node}
    return LineValue(gases) if where == "figure" else LineValue({}, apart={"storage": gases})


def _negated(gases: Mapping[str, Node]) -> dict[str, Node]:
    return {key: negate(node) for key, node in gases.items()}


def _weighted(
    line: Line,
    parts: Sequence[tuple[Node, Datum]],
    plan: Plan,
    context: Context,
    *,
    direct: bool = False,
    wanted: tuple[str, ...] | None = None,
) -> LineValue:
    """Amounts times data, summed by gas; a line of sign −1 takes off."""
    if wanted is None:
        wanted = plan.tags("D4.direct_gases" if direct else "D4.upstream_gases")
    uptake = line.exchange.role == "resource"
    gases: dict[str, list[Node]] = {}
    apart: dict[str, dict[str, list[Node]]] = {}
    for amount, datum in parts:
        counted = characterise(datum, plan, context.sets, context.opened, wanted=wanted, uptake=uptake)
        for bucket, group in (("", counted.gases), *counted.apart.items()):
            target = apart.setdefault(bucket, {}) if bucket else gases
            for gas, node in group.items():
                value = multiply(amount, node)
                target.setdefault(gas, []).append(negate(value) if line.sign < 0 else value)
    beside = {bucket: _summed(group) for bucket, group in apart.items()}
    return LineValue(_summed(gases), tuple(d for _, d in parts), apart=beside)


def _summed(gases: Mapping[str, Sequence[Node]]) -> dict[str, Node]:
    return {gas: add(nodes) for gas, nodes in gases.items()}


def _joined(*values: LineValue, direct: bool) -> LineValue:
    """The sum of several values of one line."""
    gases: dict[str, list[Node]] = {}
    apart: dict[str, dict[str, list[Node]]] = {}
    for value in values:
        for bucket, group in (("", value.gases), *value.apart.items()):
            target = apart.setdefault(bucket, {}) if bucket else gases
            for gas, node in group.items():
                target.setdefault(gas, []).append(node)
    data = tuple(d for v in values for d in v.data)
    return LineValue(_summed(gases), data, direct=direct, apart={b: _summed(g) for b, g in apart.items()})


def _electricity(line: Line, plan: Plan, context: Context) -> LineValue:
    if plan.get("D8.counted") is False:
        return LineValue({}, why="D8.counted")
    amount = context.in_unit(line.exchange, "kWh")
    parts = purchased_electricity(line.exchange, plan, context)
    if amount is None or not parts:
        return LineValue({}, why="gap")
    # Where a regime says nothing of the gases of electricity, they are those of any upstream.
    wanted = plan.tags("D4.electricity_gases") or None
    scaled = [(multiply(amount, share), datum) for share, datum in parts]
    return _weighted(line, scaled, plan, context, wanted=wanted)


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
    emitted = _weighted(replace(line, sign=1), [burnt], plan, context, direct=True)
    return _joined(value, emitted, direct=in_direct)


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
    held = _weighted(replace(line, sign=-1), [own], plan, context, direct=True)
    return _joined(value, held, direct=True)


def _transport(line: Line, plan: Plan, context: Context) -> LineValue:
    if line.leg is None:
        assumed = default_parts(line.exchange, plan, context)
        if not assumed:
            return LineValue({})
    else:
        part = leg_part(line.leg, line.exchange, context)
        if part is None:
            return LineValue({}, why="gap")
        assumed = [part]
    flown = [p for p in assumed if _by_air(p[1], context)]
    grounded = _weighted(line, [p for p in assumed if p not in flown], plan, context)
    if not flown:
        return grounded
    air = _weighted(line, flown, plan, context)
    gases = of_aircraft(air.gases, plan)
    if plan.text("D4.aircraft") != "separate":
        return _joined(grounded, replace(air, gases=gases), direct=False)
    apart = replace(air, gases={}, apart={**air.apart, "aircraft": gases})
    found = _joined(grounded, apart, direct=False)
    return found if found.gases else replace(found, why="D4.aircraft")


def _by_air(datum: Datum, context: Context) -> bool:
    record = context.factors.by_id.get(datum.id.removeprefix("factor:"))
    return record is not None and record.flow == "transport_air"


_VALUES: dict[str, Callable[[Line, Plan, Context], LineValue]] = {
    "direct": _direct,
    "electricity": _electricity,
    "purchased": _purchased,
    "transport": _transport,
    "waste": _purchased,
    "credit": _credit,
    "recycling": _recycling,
    "storage": _storage,
}
