"""The second calculation itself: every line of a study under D1 to D9, and the figure they add up to."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from campaigns.second.carbon import (
    balance,
    balance_terms,
    gas_burnt,
    gas_handed_on,
    handed_on_carbon,
    method_of_process,
)
from campaigns.second.goods import assumed_way, in_stage, leg, needs_way, purchased
from campaigns.second.power import electricity, kwh
from campaigns.second.recycling import PARTS, material_part, product_scrap
from campaigns.second.shares import displaced, method, name_of, reference, runs, shares, taken_by
from campaigns.second.small import left_out
from campaigns.second.world import (
    AFTER_GATE,
    ONE,
    ZERO,
    Datum,
    RefusedError,
    Sum,
    World,
    amount,
    compound,
    counted,
    heat,
    kilograms,
    property_of,
    ratio,
)

if TYPE_CHECKING:
    from carnet.inventory.model import Exchange

BASE = ("purchased", "waste")


@dataclass
class Figure:
    """kg CO2e per the regime's unit; `lines` by the row's name, `apart` by bucket."""

    total: Fraction
    lines: dict[str, Fraction] = field(default_factory=dict)
    apart: dict[str, Fraction] = field(default_factory=dict)


def figure(world: World) -> Figure:
    """Work out the figure.

    Raises:
        RefusedError: the study cannot be calculated under these rules.
    """
    world.met.clear()
    part = shares(world)
    times = runs(world, part)
    per_unit = ONE / _denominator(world)
    lines: dict[str, tuple[Sum, Fraction]] = {}
    small = left_out(world)
    for row in world.study.exchanges:
        _row_lines(world, row, times, small, lines)
    for process in world.study.processes:
        _process_lines(world, process.id, times, small, lines)
    _product_lines(world, small, lines)
    result = Figure(ZERO)
    for name, (value, activity) in lines.items():
        result.lines[name] = value.total * activity * per_unit
        result.total += result.lines[name]
        for bucket, kg in value.apart.items():
            result.apart[bucket] = result.apart.get(bucket, ZERO) + kg * activity * per_unit
    return result


# ── D1 ───────────────────────────────────────────────────────────────────────────────────────────


def _denominator(world: World) -> Fraction:
    """How many of the regime's units the declared amount of product is."""
    product, unit = world.study.product, world.rule("D1.unit")
    if world.rule("D1.reference") != "product":
        return _of_flow(world, world.rule("D1.reference"), "t" if unit == "study" else unit)
    unit = product.unit if unit == "study" or product.unit in world.listed("D1.allowed") else unit
    size, powers = compound(product.unit)
    value = Fraction(product.amount) * size
    for each in world.rule("D1.factors") or ():
        if "property" in each:
            found = property_of(world, product.flow, each["property"])
            if found is None:
                raise RefusedError(each["property"])
            number, text = found[0], found[1] + (f"/{found[2]}" if found[2] else "")
        elif "table" in each:
            number, text = Fraction(each["table"][product.category]), each.get("unit", "1")
        else:
            number, text = Fraction(each["value"]), each.get("unit", "1")
        more, measured = compound(text)
        value *= number * more
        for what, power in measured.items():
            powers[what] = powers.get(what, 0) + power
    target, wanted = compound(unit)
    if {k: v for k, v in powers.items() if v} != wanted:
        why = f"{powers} is no {unit}"
        raise RefusedError(why)
    return value / target


def _of_flow(world: World, flow: str, unit: str) -> Fraction:
    """The physical amount of a flow in the declared amount: everything belongs to the reference products."""
    whole = {
        reference(world, p.id).id: ONE for p in world.study.processes if not taken_by(world, p.id)
    }  # co-products carry nothing
    times = runs(world, whole)
    for process in world.study.processes:
        if taken_by(world, process.id) or not times[process.id]:
            continue
        row = reference(world, process.id)
        if row.flow == flow:
            return times[process.id] * Fraction(row.amount) * (ratio(row.unit, unit) or ONE)
    why = f"no {flow}"
    raise RefusedError(why)


# ── D2, D3 ───────────────────────────────────────────────────────────────────────────────────────


def inside(world: World, row: Exchange, category: str, stage: str, small: set[str]) -> bool:
    """Whether D2 and D3 keep a line of a row in a stage."""
    process, tags = world.process(row.process), world.tags(row.flow)
    upstream = set(world.listed("D2.upstream_tags"))
    carried = world.rule("D2.transport")
    inbound = row.direction == "in" and process.stage not in AFTER_GATE
    return not (
        stage not in world.listed("D2.stages")
        or set(process.tags) & set(world.listed("D2.excluded_process_tags"))
        or tags & set(world.listed("D2.excluded_flow_tags"))
        or ("packaging" in tags and world.rule("D2.packaging") == "excluded")
        or (category == "transport" and (carried == "none" or (carried == "inbound" and not inbound)))
        or (category in BASE and not ("*" in upstream or tags & upstream))
        or (category in BASE and tags & set(world.listed("D2.upstream_excluded_tags")))
        or (category in BASE and "capital_goods" in tags and world.rule("D2.capital_goods") != "included")
        or row.id in small
    )


# ── lines of rows ────────────────────────────────────────────────────────────────────────────────


def _row_lines(
    world: World, row: Exchange, times: dict[str, Fraction], small: set[str], lines: dict[str, tuple[Sum, Fraction]]
) -> None:
    process = world.process(row.process)
    often = times[process.id]
    direct, upstream = world.listed("D4.direct_gases"), world.listed("D4.upstream_gases")

    def kept(category: str, stage: str = "") -> bool:
        return inside(world, row, category, stage or process.stage, small)

    if row.role == "emission" or (row.role == "resource" and row.flow == "CO2"):
        twice = row.flow == "CO2" and row.role == "emission" and row.direction == "out" and row.origin in {"", "fossil"}
        if kept("direct") and not (twice and method_of_process(world, process) == "carbon_balance"):
            kg = amount(world, row, "kg") or ZERO
            sign = 1 if row.direction == "out" else -1
            datum = Datum("", ((row.flow, row.origin or "fossil", ONE),))
            lines[row.id] = counted(world, sign * kg, datum, direct, uptake=row.role == "resource"), often
    elif row.role == "captured" and kept("direct"):
        lines[row.id] = _captured(world, row), often
    elif row.role in BASE and kept(row.role):
        lines[row.id] = purchased(world, row), often
    elif row.role == "electricity" and row.direction == "in" and kept("electricity"):
        if world.rule("D8.counted") is not False:
            value = Sum()
            wanted = world.listed("D4.electricity_gases") or upstream
            for share, datum in electricity(world, row):
                value.add(counted(world, kwh(row) * share, datum, wanted))
            lines[row.id] = value, often
    elif row.role == "co_product" and kept("credit"):
        lines[f"credit:{row.id}"] = _credit(world, row), _left_over(world, row, times)
    elif row.role == "intermediate" and "process_gas" in world.flows[row.flow].tags and kept("credit"):
        lines[f"import:{row.id}"] = _imported(world, row), often
    if kept("transport", in_stage(world, row)):
        for it in world.study.transport:
            if it.exchange == row.id:
                lines[f"leg:{it.id}"] = leg(world, row, it), often
        if needs_way(world, row):
            lines[f"way:{row.id}"] = assumed_way(world, row), often


def _captured(world: World, row: Exchange) -> Sum:
    """CO2 caught: in no reported row, in every balance; D5 says whether it counts."""
    kg = amount(world, row, "kg") or ZERO
    whole = counted(world, kg, Datum("", (("CO2", row.origin or "fossil", ONE),)), world.listed("D4.direct_gases"))
    held = method_of_process(world, world.process(row.process)) == "carbon_balance"
    if row.fate == "used":
        rule = world.rule("D5.ccu")
        off, bucket = rule == "cut_off" or (rule == "credit" and bool(row.document)), ""
    else:
        rule = world.rule("D5.ccs")
        off, bucket = rule == "included", "ccs" if rule == "separate" else ""
    emitted = ZERO if off else ONE
    sign = emitted - (ONE if held else ZERO)
    apart = {bucket: -whole.total} if bucket and whole.gases else {}
    return Sum({gas: kg * sign for gas, kg in whole.gases.items()}, apart)


# ── co-products and gas ──────────────────────────────────────────────────────────────────────────


def _left_over(world: World, row: Exchange, times: dict[str, Fraction]) -> Fraction:
    """How often the recorded amount leaves: what is made less what processes inside the boundary take."""
    outside = set(world.listed("D2.excluded_process_tags"))
    left = times[row.process]
    for use in world.study.exchanges:
        if use.role == "intermediate" and use.provider == row.process and use.flow == row.flow:
            if outside & set(world.process(use.process).tags):
                continue
            left -= (amount(world, use, row.unit) or ZERO) / Fraction(row.amount) * times[use.process]
    return left


def _credit(world: World, row: Exchange) -> Sum:
    """What leaves with a co-product is taken off, once its own burning has been counted."""
    rule, where = method(world, row.flow)
    name, result = name_of(row.flow, rule), Sum()
    upstream, direct = world.listed("D4.upstream_gases"), world.listed("D4.direct_gases")
    if name == "fixed_credit":
        entry = rule["per"][row.flow]
        taken = amount(world, row, entry["per_unit"])
        gwp_set = "co2_only" if entry.get("gas") == "CO2" else entry.get("gwp_set", "unknown")
        total = Fraction(entry["value"]) * kilograms(entry["unit"])
        if taken is not None:
            datum = Datum(f"credit:{world.said_by[where]}:{row.flow}", (), total, gwp_set)
            result.add(counted(world, taken, datum, upstream), -ONE)
    elif name == "expansion":
        found = displaced(world, row, rule)
        if found is not None:
            taken, records = found
            sets = {r.gwp_set for r in records if r.gwp_set != "co2_only"}
            gwp_set = "co2_only" if not sets else sets.pop() if len(sets) == 1 else "unknown"
            total = sum((Fraction(r.value) * kilograms(r.unit) for r in records), ZERO)
            datum = Datum(f"displaced:{rule['displaces'][row.flow]}", (), total, gwp_set)
            result.add(counted(world, taken * Fraction(rule.get("ratio", "1")), datum, upstream), -ONE)
    elif name == "waste_gas_export":
        result.add(_waste_gas(world, row, rule, where, "correction", upstream), -ONE)
    is_gas = "process_gas" in world.flows[row.flow].tags and world.rule("D2.process_gas") != "excluded"
    if is_gas and name in {"fixed_credit", "expansion", "waste_gas_export"}:
        kg = handed_on_carbon(world, row)
        if kg is not None:
            result.add(counted(world, kg, Datum("", (("CO2", "fossil", ONE),)), direct))
    return result


def _waste_gas(
    world: World, row: Exchange, rule: dict[str, Any], where: str, correction: str, wanted: tuple[str, ...]
) -> Sum:
    energy = heat(world, row)
    if energy is None:
        return Sum()
    total = Fraction(rule["ef_kg_per_mj"]) * Fraction(rule[correction])
    return counted(world, energy, Datum(f"waste_gas:{world.said_by[where]}", (), total, "co2_only"), wanted)


def _imported(world: World, row: Exchange) -> Sum:
    """Gas from outside the boundary enters at the rule's factor instead of at its own carbon."""
    rule, where = method(world, row.flow)
    provider = world.process(row.provider)
    outside = set(provider.tags) & set(world.listed("D2.excluded_process_tags"))
    balanced = method_of_process(world, world.process(row.process)) == "carbon_balance"
    named = name_of(row.flow, rule) == "waste_gas_export" and "import_correction" in rule
    if not outside or not balanced or not named or world.rule("D2.process_gas") == "excluded":
        return Sum()
    own = gas_handed_on(world, row)
    if own is None or heat(world, row) is None:
        return Sum()
    result = _waste_gas(world, row, rule, where, "import_correction", world.listed("D4.upstream_gases"))
    result.add(counted(world, own, Datum("", (("CO2", "fossil", ONE),)), world.listed("D4.direct_gases")), -ONE)
    return result


# ── lines of processes and of the product ────────────────────────────────────────────────────────


def _process_lines(
    world: World, name: str, times: dict[str, Fraction], small: set[str], lines: dict[str, tuple[Sum, Fraction]]
) -> None:
    process, direct = world.process(name), world.listed("D4.direct_gases")
    without_gas = world.rule("D2.process_gas") == "excluded"
    fossil = (("CO2", "fossil", ONE),)
    if method_of_process(world, process) == "carbon_balance":
        for row, kg in balance_terms(world, name):
            burnt = row.direction == "in" and "process_gas" in world.flows[row.flow].tags
            if inside(world, row, "direct", process.stage, small) and not (burnt and without_gas):
                lines[f"carbon:{row.id}"] = counted(world, kg, Datum("", fossil), direct), times[name]
        return
    rows = gas_burnt(world, name)
    if rows and without_gas and inside(world, rows[0], "direct", process.stage, small):
        low = high = ZERO
        for row in rows:
            one, two = gas_handed_on(world, row, 0), gas_handed_on(world, row, 1)
            if one is None or two is None:
                return
            low, high = low + one, high + two
        told = reported(world, name)
        _, most, missing = balance(world, name)
        lacking = high if missing else max(ZERO, most - told)
        kg = world.open(f"reported:{name}:process_gas", min(max(ZERO, low - lacking), told), min(high, told))
        lines[f"gas:{name}"] = counted(world, -kg, Datum("", fossil), direct), times[name]


def reported(world: World, process: str) -> Fraction:
    """Fossil CO2 that a process reports, in kg."""
    return sum(
        (
            amount(world, e, "kg") or ZERO
            for e in world.study.exchanges
            if e.process == process and e.role == "emission" and e.flow == "CO2" and e.direction == "out"
            and e.origin in {"", "fossil"}
        ),
        ZERO,
    )  # fmt: skip


def _product_lines(world: World, small: set[str], lines: dict[str, tuple[Sum, Fraction]]) -> None:
    """Materials at their end of life, and the carbon the product stores: for the declared amount."""
    study = world.study
    main = reference(world, study.product.process)
    rows = {e.id: e for e in study.exchanges}
    for material in study.materials:
        row = rows[material.exchange] if material.exchange else main
        kept = inside_recycling(world, row, small)
        for part in PARTS:
            if kept:
                lines[f"material:{material.id}:{part}"] = material_part(world, material, part), ONE
    if not study.materials and inside_recycling(world, main, small):
        lines["product:net_scrap"] = product_scrap(world), ONE
    content = property_of(world, study.product.flow, "biogenic_carbon_content")
    process = world.process(study.product.process)
    if content is not None and inside(world, main, "storage", process.stage, small):
        lines["product:storage"] = _stored(world, content), ONE


def inside_recycling(world: World, row: Exchange, small: set[str]) -> bool:
    """D2 and D3 for a line of recycling: the row's flow, the process that makes the product."""
    process = world.process(world.study.product.process)
    tags = world.tags(row.flow)
    return not (
        "end_of_life" not in world.listed("D2.stages")
        or set(process.tags) & set(world.listed("D2.excluded_process_tags"))
        or tags & set(world.listed("D2.excluded_flow_tags"))
        or ("packaging" in tags and world.rule("D2.packaging") == "excluded")
        or row.id in small
    )


def _stored(world: World, content: tuple[Fraction, str, str]) -> Sum:
    product, rule = world.study.product, world.rule("D5.storage")
    above, below = ratio(content[1], "kg"), ratio(product.unit, content[2])
    if above is None or below is None:
        return Sum()
    kg = -Fraction(product.amount) * content[0] * above * below * Fraction(44, 12)
    if rule == "separate":
        return Sum({}, {"storage": kg})
    free = world.rule("D5.biogenic_co2") in {"zero", "separate"}
    return Sum({"CO2": kg}) if rule == "included" and free else Sum()
