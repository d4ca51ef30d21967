"""The CBAM method of an installation once more, naive: one formula after the other, dense elimination, nothing shared.

Written from the equations of IR (EU) 2025/2547 as the notes state them; the published constants are typed in here.
A value that is needed and empty ends its own formula and is remembered by the id of its row.
"""

from __future__ import annotations

from fractions import Fraction as F  # noqa: N817 - every line below is arithmetic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from carnet.inventory.installation import (
        Cogeneration,
        HeatFlow,
        Kiln,
        ProductionProcess,
        PurchasedPrecursor,
        SourceStream,
    )
    from carnet.inventory.model import Study

Factors = tuple[F | None, F | None]

CARBON, GAS, WORSE, N2O, CF4, C2F6 = F("3.664"), F("56.1"), F("0.667"), 265, 6630, 11100
ONLY_DIRECT = {"crude_steel", "iron_steel_products", "pig_iron", "hydrogen", "unwrought_aluminium"}
ZERO_ORIGINS = {"DE", "NO", "CH"}
# direct and indirect of China as printed for 2026, and the mark-up of 10 %
PRINTED = {
    "72011019": ("1.660", "0"),
    "72071210": ("3.169", "0"),
    "25232900": ("1.350", "0.070"),
    "76011010": ("3", "0"),
}
MARKED_UP = F("1.1")


class EmptyError(Exception):
    """A value that is needed is not there."""


def val(row: object, name: str, default: F | str | int | None = None) -> F:
    """A field of a row; an empty one takes the default, and without one ends the formula."""
    text = getattr(row, name)
    if text:
        return F(text)
    if default is None:
        raise EmptyError
    return F(default)


# ── streams ─────────────────────────────────────────────────────────────────────────────────────


def stream(row: SourceStream) -> list[F]:
    """Emissions that count, biomass rated zero, unproven biomass, TJ fossil, TJ biomass."""
    bio, bad = val(row, "biomass", 0), val(row, "biomass_unproven", 0)
    energy = F(0)
    if row.method in {"combustion", "process"}:
        quantity = val(row, "activity")
        last = val(row, "oxidation" if row.method == "combustion" else "conversion", 1)
        if row.ef:
            factor = val(row, "ef")
            if row.ef_unit == "tCO2/TJ":
                factor = factor * val(row, "ncv") / 1000
        elif row.carbon:
            factor = val(row, "carbon") * CARBON
        else:
            raise EmptyError
        everything = quantity * factor * last
        energy = quantity * val(row, "ncv", 0) / 1000
    elif row.method == "mass_balance":
        everything = CARBON * val(row, "activity") * val(row, "carbon")
        energy = val(row, "activity") * val(row, "ncv", 0) / 1000
    elif row.method == "measured":
        if row.flow or not (row.air_flow or row.oxygen):
            flow = val(row, "flow")
        else:
            flow = val(row, "air_flow") * F("0.7905") / (1 - val(row, "oxygen"))
        everything = val(row, "concentration") * flow * val(row, "hours") / 1000
        if row.gas == "N2O":
            everything *= N2O
    else:
        aluminium = val(row, "activity")
        if row.method == "pfc_slope":
            tonnes = aluminium * val(row, "frequency") * val(row, "duration") * val(row, "slope") / 1000
        else:
            over = val(row, "overvoltage") / val(row, "current_efficiency")
            tonnes = aluminium * over * val(row, "overvoltage_coefficient") / 1000
        everything = (tonnes * CF4 + tonnes * val(row, "c2f6_ratio") * C2F6) / val(row, "collection_efficiency", 1)
    clean = bio - bad
    return [
        everything - everything * clean,
        everything * clean,
        everything * bad,
        energy - energy * clean,
        energy * clean,
    ]


def kiln(row: Kiln) -> list[F]:
    """The same of a cement kiln: raw meal or clinker, dust, bypass dust, organic carbon."""
    if row.cao or row.mgo:
        clinker = val(row, "cao", 0) * F("0.785") + val(row, "mgo", 0) * F("1.092")
    else:
        clinker = val(row, "clinker_ef", None if row.method == "output" or row.dust or row.bypass else 0)
    if row.method == "input":
        if row.caco3 or row.mgco3 or row.feco3:
            each = val(row, "caco3", 0) * F("0.44") + val(row, "mgco3", 0) * F("0.522")
            each += val(row, "feco3", 0) * F("0.38")
        else:
            each = val(row, "raw_meal_ef")
        everything = (val(row, "raw_meal") - val(row, "raw_meal_dust", 0)) * each * val(row, "conversion", 1)
    elif row.cement:
        made = (val(row, "cement") - val(row, "cement_stock", 0)) * val(row, "clinker_ratio")
        made += val(row, "clinker_dispatched", 0) - val(row, "clinker_supplied", 0) - val(row, "clinker_stock", 0)
        everything = made * clinker
    else:
        everything = val(row, "clinker_made") * clinker
    degree = val(row, "calcination", 1)
    # t CO2 per t dust from t CO2 per t of raw mix, r = EF / (1 + EF): r d / (1 - r d)
    raw = clinker / (1 + clinker)
    everything += val(row, "dust", 0) * raw * degree / (1 - raw * degree) + val(row, "bypass", 0) * clinker
    if row.organic_carbon:
        everything += val(row, "organic_carbon") * val(row, "raw_meal") * CARBON
    return [everything, F(0), F(0), F(0), F(0)]


def streams(study: Study) -> dict[str, list[F]]:
    """The same of all streams and kilns by id; none of those without figures."""
    done = {}
    for oven in study.kilns:
        try:
            done[oven.id] = kiln(oven)
        except EmptyError:
            continue
    for row in study.source_streams:
        try:
            done[row.id] = stream(row)
        except EmptyError:
            continue
    return done


def totals(study: Study, done: dict[str, list[F]], indirect: F | None) -> list[object]:
    """CO2, N2O, PFC, direct, indirect, TJ, and the streams without figures that nothing stands in for."""
    site = study.installation[0] if study.installation else None
    kinds = {"co2": F(0), "n2o": F(0), "pfc": F(0)}
    energy, lost = F(0), []
    for oven in study.kilns:
        if oven.id in done:
            kinds["co2"] += done[oven.id][0]
        elif not (site and site.stated_co2):
            lost.append(oven.id)
    ovens, lost = lost, []
    for row in study.source_streams:
        kind = "pfc" if row.method.startswith("pfc") else "n2o" if row.gas == "N2O" else "co2"
        if row.id not in done:
            if not (site and getattr(site, f"stated_{kind}")):
                lost.append(row.id)
            continue
        kinds[kind] += done[row.id][0]
        if kind == "co2":
            energy += done[row.id][3] + done[row.id][4]
    for kind in kinds:
        if site and getattr(site, f"stated_{kind}"):
            kinds[kind] = F(getattr(site, f"stated_{kind}"))
    if site and site.fuel_total:
        energy = F(site.fuel_total)
    if site and site.indirect:
        indirect = F(site.indirect)
    return [*kinds.values(), sum(kinds.values()), indirect, energy, (*lost, *ovens)]


# ── attribution ─────────────────────────────────────────────────────────────────────────────────


def shared(study: Study, done: dict[str, list[F]]) -> tuple[dict[str, dict[str, F]], dict[str, list[str]]]:
    """By process: its part of every stream, and the streams it gets nothing of because a value is missing."""
    gets: dict[str, dict[str, F]] = {row.id: {} for row in study.production}
    lacks: dict[str, list[str]] = {row.id: [] for row in study.production}
    for row in study.source_streams:
        readings = [each for each in study.stream_shares if each.stream == row.id]
        if row.process:
            if row.id not in done:
                lacks[row.process].append(row.id)
            else:
                gets[row.process][row.id] = done[row.id][0]
            continue
        if row.generation:
            continue
        users = [each for each in readings if each.process]
        whole = None if any(not each.amount for each in readings) else sum(F(each.amount) for each in readings)
        wrong_way = bool(row.activity and whole is not None and F(row.activity) * whole < 0)
        for each in users:
            if row.id not in done or not whole or wrong_way:
                lacks[each.process].append(row.id)
            elif row.activity:
                # eq 41, 42 as they are written: own reading times RecF, at the stream's emissions per unit
                corrected = F(each.amount) * (F(row.activity) / whole)
                part = done[row.id][0] * corrected / F(row.activity)
                gets[each.process][row.id] = gets[each.process].get(row.id, 0) + part
            else:
                part = done[row.id][0] * F(each.amount) / whole
                gets[each.process][row.id] = gets[each.process].get(row.id, 0) + part
    for oven in study.kilns:
        if oven.id in done:
            gets[oven.process][oven.id] = done[oven.id][0]
        else:
            lacks[oven.process].append(oven.id)
    return gets, lacks


def heat_and_power(row: Cogeneration, burnt: list[list[F] | None]) -> Factors:
    """Factors of heat and power of a unit, None for what it does not make; `burnt` are the streams that name it."""
    if burnt and (row.emissions_fuel or None in burnt):
        raise EmptyError
    mine = [each for each in burnt if each is not None]
    fuel = F(row.fuel) if row.fuel else sum((each[3] + each[4] for each in mine), F(0)) if mine else None
    if not (row.heat and F(row.heat)) and not row.efficiency_heat and not row.reference_heat:
        emitted = val(row, "emissions_fuel", 0 if mine or row.waste_gas else None) + sum((e[0] for e in mine), F(0))
        if row.waste_gas:
            own = val(row, "waste_gas_ef")
            emitted += F(row.waste_gas) * min(own, GAS)
        made = val(row, "electricity")
        if not made:
            raise EmptyError
        return None, (emitted + val(row, "emissions_cleaning", 0)) / made
    if row.waste_gas or row.waste_gas_ef:
        raise EmptyError
    total = sum((e[0] for e in mine), F(0)) if mine else val(row, "emissions_fuel")
    total += val(row, "emissions_cleaning", 0)
    efficiency = []
    for output, stated, last in (
        (row.heat, row.efficiency_heat, "0.55"),
        (row.electricity, row.efficiency_power, "0.25"),
    ):
        if fuel and output:
            efficiency.append(F(output) * (F(1) if last == "0.55" else F(3600, 10**6)) / fuel)
        else:
            efficiency.append(F(stated or last))
    heat = efficiency[0] / val(row, "reference_heat")
    power = efficiency[1] / val(row, "reference_power")
    if not heat + power:
        raise EmptyError
    of_heat, of_power = total * heat / (heat + power), total * power / (heat + power)
    return (
        of_heat / F(row.heat) if row.heat and F(row.heat) else None,
        of_power / F(row.electricity) if row.electricity and F(row.electricity) else None,
    )


def level(study: Study, row: ProductionProcess | PurchasedPrecursor) -> F | None:
    """Activity level or amount bought; None without figures."""
    if row.amount:
        return F(row.amount)
    routes = [each for each in study.production_levels if each.of == row.id]
    if not routes or any(not each.amount for each in routes):
        return None
    return sum((F(each.amount) for each in routes), F(0))


def warm(row: HeatFlow, units: dict[str, Factors | None]) -> F:
    """Emissions of a measured flow of heat: TJ by enthalpies or by fuel, times its factor."""
    if row.fuel:
        efficiency = val(row, "efficiency", "0.7")
        amount = F(row.fuel) * efficiency
    else:
        mass, flow = val(row, "mass"), val(row, "enthalpy")
        back = val(row, "returned", row.mass if row.enthalpy_return else 0)
        if back and not row.enthalpy_return:
            raise EmptyError
        amount = (mass * flow - back * val(row, "enthalpy_return", 0) - (mass - back) * 377) / 1000000
        if amount < 0:
            raise EmptyError
        efficiency = F(row.efficiency or ("0.9" if row.origin == "outside" else "0"))
    if row.chp:
        factor = (units[row.chp] or (None, None))[0]
        if factor is None:
            raise EmptyError
        return amount * factor
    if row.fuel_ef:
        if not efficiency:
            raise EmptyError
        return amount * F(row.fuel_ef) / efficiency
    return amount * val(row, "ef")


def sent(row: ProductionProcess, units: dict[str, Factors | None], lost: list[str]) -> F:
    """Emissions of typed heat and of electricity that leave a process."""
    away = F(0)
    if row.heat_out and F(row.heat_out):
        if row.heat_out_ef:
            away += F(row.heat_out) * F(row.heat_out_ef)
        else:
            lost.append(row.id)
    if row.electricity_out and F(row.electricity_out):
        unit, stated = row.electricity_out_chp, row.electricity_out_ef
        factor = F(stated) if stated and not unit else None
        if unit and not stated:
            factor = (units[unit] or (None, None))[1]
        if factor is None:
            lost.append(unit if unit and not stated else row.id)
        else:
            away += F(row.electricity_out) * factor
    return away


def attributed(
    row: ProductionProcess,
    gets: dict[str, F],
    lacks: list[str],
    units: dict[str, Factors | None],
    flows: list[HeatFlow],
    *,
    fed: bool,
) -> tuple[F, F, F, set[str]]:
    """Direct and indirect emissions and MWh of one process, and the ids of rows that lack a value for it."""
    lost = []
    if row.direct:
        net = F(row.direct)
    else:
        net = sum(gets.values(), F(0))
        lost += lacks
        if not gets and not lacks and not fed:
            lost.append(row.id)
    for flow in flows:
        try:
            net += warm(flow, units) * (1 if flow.direction == "in" else -1)
        except EmptyError:
            lost.append(flow.id)
        if getattr(row, f"heat_{flow.direction}"):
            lost.append(row.id)
    if row.heat_in and F(row.heat_in):
        if row.heat_in_chp:
            factor = (units[row.heat_in_chp] or (None, None))[0]
            if factor is None:
                lost.append(row.heat_in_chp)
            else:
                net += F(row.heat_in) * factor
        elif row.heat_in_ef:
            net += F(row.heat_in) * F(row.heat_in_ef)
        else:
            lost.append(row.id)
    net -= sent(row, units, lost)
    net += val(row, "waste_gas_in", 0) * GAS - val(row, "waste_gas_out", 0) * GAS * WORSE
    counts = row.category not in ONLY_DIRECT
    power = indirect = F(0)
    if row.electricity:
        power = F(row.electricity)
        if row.electricity_chp and power:
            of_unit = None if row.electricity_ef else (units[row.electricity_chp] or (None, None))[1]
            if of_unit is None:
                lost.append(row.id if row.electricity_ef else row.electricity_chp)
            else:
                indirect = power * of_unit
        elif row.electricity_ef:
            indirect = power * F(row.electricity_ef)
        elif power and counts:
            lost.append(row.id)
    elif counts and not fed:
        lost.append(row.id)
    return max(net, F(0)), indirect, power, set(lost)


def joint(study: Study, given: dict[str, tuple[F, F, F, set[str]]]) -> dict[str, tuple[F, F, F, set[str]]]:
    """The same after joint processes have shared what they emit by moles."""
    after = {name: list(each[:3]) for name, each in given.items()}
    lost = {name: set(each[3]) for name, each in given.items()}
    for name, whole in given.items():
        rows = [each for each in study.joint_products if each.process == name]
        if any(not each.amount or not each.molar_mass for each in rows):
            for each in rows:
                for one in {name, each.to} - {""}:
                    lost[one] |= {row.id for row in rows}
            continue
        moles = [F(each.amount) / F(each.molar_mass) for each in rows]
        for each, mole in zip(rows, moles, strict=True):
            if each.to == name:
                continue
            sold = F(each.used or each.amount) / F(each.amount)
            for k, figure in enumerate(whole[:3]):
                part = figure * mole / sum(moles) * sold
                after[name][k] -= part
                if each.to:
                    after[each.to][k] += part
            if each.to:
                lost[each.to] |= whole[3]
    return {name: (each[0], each[1], each[2], lost[name]) for name, each in after.items()}


# ── precursors and loops ────────────────────────────────────────────────────────────────────────


def precursor(study: Study, row: PurchasedPrecursor) -> tuple[list[F], bool] | None:
    """Per t: direct, indirect, counted indirect, MWh, the part by default, and whether all is there; None: nothing."""
    sound = level(study, row) is not None
    if row.country in ZERO_ORIGINS:
        return [F(0)] * 5, sound
    if row.basis in {"default", "unknown"} and not row.see_direct:
        if not row.cn or row.basis == "unknown":
            return None
        direct, indirect = (F(text) * MARKED_UP for text in PRINTED[row.cn])
        return [direct, indirect, indirect, val(row, "electricity", 0), direct], sound
    if not row.see_direct:
        return None
    direct, power, indirect = F(row.see_direct), val(row, "electricity", 0), F(0)
    counts = row.category not in ONLY_DIRECT
    if row.see_indirect:
        indirect = F(row.see_indirect)
    elif row.electricity and (row.electricity_ef or not power):
        indirect = power * val(row, "electricity_ef", 0)
    elif counts:
        sound = False
    by_default = direct if row.basis == "default" else F(0)
    return [direct, indirect, indirect if counts else F(0), power, by_default], sound and bool(row.basis)


def inverse(matrix: list[list[F]]) -> list[list[F]] | None:
    """The inverse by Gauss and Jordan with row exchange; None where there is none."""
    size = len(matrix)
    rows = [[*row, *(F(int(i == j)) for j in range(size))] for i, row in enumerate(matrix)]
    for at in range(size):
        best = next((i for i in range(at, size) if rows[i][at]), None)
        if best is None:
            return None
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [x / rows[at][at] for x in rows[at]]
        for i in range(size):
            if i != at and rows[i][at]:
                rows[i] = [x - rows[i][at] * y for x, y in zip(rows[i], rows[at], strict=True)]
    return [row[size:] for row in rows]


def feeders(name: str, recipes: dict[str, dict[str, F]]) -> list[str]:
    """A process and every process that feeds it, over any number of steps."""
    found, new = {name}, {name}
    while new:
        new = {source for each in new for source in recipes[each] if source in recipes} - found
        found |= new
    return sorted(found)


def installation(study: Study) -> dict[str, Any]:
    """Everything, by name: what the campaign compares."""
    done = streams(study)
    gets, lacks = shared(study, done)
    units: dict[str, Factors | None] = {}
    for unit in study.cogeneration:
        try:
            burnt = [done.get(s.id) for s in study.source_streams if s.generation == unit.id]
            units[unit.id] = heat_and_power(unit, burnt)
        except EmptyError:
            units[unit.id] = None
    fed = {each.to for each in study.joint_products if each.to and each.to != each.process}
    flows = {row.id: [h for h in study.heat_flows if h.process == row.id] for row in study.production}
    given = {
        row.id: attributed(row, gets[row.id], lacks[row.id], units, flows[row.id], fed=row.id in fed)
        for row in study.production
    }
    given = joint(study, given)
    all_levels = {row.id: level(study, row) for row in study.production}
    levels = {name: amount for name, amount in all_levels.items() if amount}
    bought = {row.id: found for row in study.precursors if (found := precursor(study, row)) is not None}
    brought = {name: values for name, (values, _) in bought.items()}
    recipes: dict[str, dict[str, F]] = {name: {} for name in levels}
    lost = {name: set(given[name][3]) for name in recipes}
    for use in study.precursor_uses:
        if use.process not in recipes:
            continue
        if not use.amount:
            lost[use.process].add(use.id)
        elif F(use.amount):
            recipe = recipes[use.process]
            recipe[use.source] = recipe.get(use.source, F(0)) + F(use.amount) / levels[use.process]
    for name, recipe in recipes.items():
        lost[name] |= {s for s in recipe if s not in recipes and not bought.get(s, ([], False))[1]}
    kinds = {row.id: row.category for row in study.production}
    own = {}
    for name in recipes:
        direct, indirect, power, _ = given[name]
        counted = F(0) if kinds[name] in ONLY_DIRECT else indirect
        own[name] = [x / levels[name] for x in (direct, indirect, counted, power, F(0))]
    see: dict[str, list[F]] = {}
    incomplete: dict[str, set[str]] = {}
    for name in recipes:
        group = feeders(name, recipes)
        matrix = [[F(int(i == j)) - recipes[i].get(j, 0) for j in group] for i in group]
        turned = inverse(matrix)
        if turned is None or any(x < 0 for row in turned for x in row):
            continue
        right = [
            [own[i][k] + sum(m * brought[s][k] for s, m in recipes[i].items() if s in brought) for k in range(5)]
            for i in group
        ]
        at = group.index(name)
        see[name] = [F(0) + sum(turned[at][i] * right[i][k] for i in range(len(group))) for k in range(5)]
        incomplete[name] = set().union(*(lost[each] for each in group))
    for values in see.values():
        values[4] = values[4] / values[0] if values[0] else F(0)
    whole = sum((each[1] for each in given.values()), F(0)) if given else None
    return {
        "streams": done, "totals": totals(study, done, whole), "units": units, "see": see, "incomplete": incomplete,
        "bought": bought, "recipes": {name: recipes[name] for name in see}, "given": given, "own": own,
        "attributed": gets,
    }  # fmt: skip
