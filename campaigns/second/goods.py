"""D9 and D7 on the way in, in the second calculation: what a purchased good, waste or leg of transport counts for."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from campaigns.second.world import (
    AFTER_GATE,
    ONE,
    ZERO,
    Datum,
    Sum,
    World,
    amount,
    counted,
    datum_of,
    kilograms,
    markup,
    origin,
    pick,
    place_of,
    property_of,
    ratio,
    table_row,
)

if TYPE_CHECKING:
    from carnet.inventory.model import Exchange, Material, SupplierValue, TransportLeg

Part = tuple[Fraction, Datum]
Much = Callable[[str], Fraction | None]  # an amount in a unit
GOODS = ("product_life_cycle",)


def supplier_refused(world: World, value: SupplierValue, statistic: str) -> bool:
    """Whether a supplier's value may not stand for the good."""
    if value.boundary not in {"", "cradle_to_gate"}:
        return True
    if statistic and (value.statistic or "point") not in {statistic, "point"}:
        return True
    if not value.lifetime_years:
        return False
    own = property_of(world, world.study.product.flow, "service_life")
    if own is not None and own[1] == "a":
        return own[0] != Fraction(value.lifetime_years)
    every = {Fraction(v.lifetime_years) for v in world.study.supplier_values if v.lifetime_years}
    return every != {Fraction(value.lifetime_years)}


def bought(world: World, row: Exchange) -> Part | None:
    """Amount and datum of a good in the order of D9.ranking."""
    for source in world.listed("D9.ranking"):
        found = None
        if source in {"supplier", "supplier_verified"}:
            found = _by_supplier(world, row, verified=source == "supplier_verified")
        elif source == "regime_table":
            entry = table_row(world, row.flow, origin(world, row))
            taken = amount(world, row, entry[1]) if entry else None
            found = (taken, entry[0]) if entry and taken is not None else None
        else:
            found = _by_factor(world, row)
        if found is not None:
            return found
    return None


def _by_supplier(world: World, row: Exchange, *, verified: bool) -> Part | None:
    for value in world.study.supplier_values:
        if value.exchange != row.id or (verified and not (value.verified == "yes" and value.verifier)):
            continue
        if supplier_refused(world, value, world.rule("D9.statistic") or ""):
            continue
        taken = amount(world, row, value.per_unit)
        total = Fraction(value.value) * kilograms(value.unit)
        return None if taken is None else (taken, Datum(f"supplier:{value.id}", (), total, value.gwp_set or "unknown"))
    return None


def _by_factor(world: World, row: Exchange) -> Part | None:
    wanted = {c.target: c.factor for c in world.study.factor_choices}
    kinds: tuple[str, ...] = GOODS
    if row.role == "waste":
        kinds = ("waste_treatment",)
    elif "fuel" in world.tags(row.flow):
        kinds = ("fuel_upstream", "product_life_cycle")
    record = pick(
        world, row.flow, kinds, country=origin(world, row), pinned=wanted.get(row.id) or wanted.get(row.flow) or "",
        unit=row.unit,
    )  # fmt: skip
    taken = amount(world, row, record.per_unit) if record else None
    return (taken * markup(world, row.flow), datum_of(record)) if record and taken is not None else None


# ── scrap and recycled content ───────────────────────────────────────────────────────────────────


def purchased(world: World, row: Exchange) -> Sum:
    """A purchased row or a waste: kg CO2e per run; scrap also what it takes off the net scrap that leaves."""
    result = _carried(world, row)
    taken = Sum()
    for much, datum in _off_net_output(world, row):
        taken.add(counted(world, much, datum, world.listed("D4.upstream_gases")))
    if world.rule("D7.end_of_life") == "closed_loop":
        result.add(taken)
    elif taken.gases:
        result.apart["module_d"] = result.apart.get("module_d", ZERO) + taken.total
    return result


def _carried(world: World, row: Exchange) -> Sum:
    parts = scrap_burden(world, row)
    again = _scrap_as_content(world, row)
    if again is not None:
        for much, datum in parts:
            again.add(counted(world, much, datum, world.listed("D4.upstream_gases")))
        return again
    if not scrap_free(world, row):
        inside = recycled_content(world, row)
        if inside is not None:
            for much, datum in parts:
                inside.add(counted(world, much, datum, world.listed("D4.upstream_gases")))
            return inside
        own = bought(world, row)
        if own is None:
            return Sum()
        parts = [own, *parts]
    result = Sum()
    for much, datum in parts:
        result.add(counted(world, much, datum, world.listed("D4.upstream_gases")))
    return result


def scrap_free(world: World, row: Exchange) -> bool:
    """Whether a scrap row carries nothing of its own."""
    if "scrap" not in world.flows[row.flow].tags:
        return False
    if row.scrap_kind == "pre_consumer" and world.rule("D7.pre_consumer") in {"waste", "co_product"}:
        return bool(world.rule("D7.pre_consumer") == "waste")
    return bool(world.rule("D7.scrap") == "burden_free")


def is_bought_scrap(world: World, row: Exchange) -> bool:
    """A purchased scrap row that is not the works' own."""
    return row.role == "purchased" and "scrap" in world.flows[row.flow].tags and row.scrap_kind != "internal"


def same_metal(world: World, scrap: str, flow: str) -> bool:
    """By the chapter of the customs codes, 73 being 72; without codes by a tag."""
    chapters = [{"72" if c.startswith("73") else c[:2] for c in world.flows[name].cn_codes} for name in (scrap, flow)]
    if all(chapters):
        return not chapters[0].isdisjoint(chapters[1])
    return any(t in world.flows[flow].tags for t in ("metal", "steel_product", "crude_steel", "iron"))


def fed_by(world: World, row: Exchange) -> list[Material]:
    """The materials scrap goes into: the one that names it, else those of its metal."""
    every = world.study.materials
    return [m for m in every if m.exchange == row.id] or [m for m in every if same_metal(world, row.flow, m.flow)]


def _off_net_output(world: World, row: Exchange) -> list[Part]:
    """Secondary material in: −amount × (ErEoL − E*v·Qout), shared by mass among materials that state no R1.

    In a closed loop quality is not lost.
    """
    closed = world.rule("D7.end_of_life") == "closed_loop"
    net = closed or world.rule("D7.end_of_life") == "module_d_separate"
    if not net or "end_of_life" not in world.listed("D2.stages"):
        return []
    if not is_bought_scrap(world, row):
        return []
    if row.scrap_kind == "pre_consumer" and world.rule("D7.pre_consumer") == "co_product":
        return []
    left = [m for m in fed_by(world, row) if not m.recycled_content]
    kg = [ratio(m.unit, "kg", world.flows[m.flow].kind) for m in left]
    masses = [ZERO if per is None else Fraction(m.amount) * per for m, per in zip(left, kg, strict=True)]
    if len(left) == 1:
        masses = [ONE]
    whole, parts = sum(masses, ZERO), list[Part]()
    for material, mass in zip(left, masses, strict=True):
        if not mass:
            continue
        share = mass / whole
        stated = Fraction(material.quality_out) if material.quality_out else default(world, material.flow, "quality")
        stated = ONE if closed else stated
        if stated is None:
            return []

        def much(unit: str) -> Fraction | None:
            return amount(world, row, unit)

        replaced = material.substituted or material.virgin or material.flow
        more = put(world, [], much, row.unit, material.recycling, ("waste_treatment", "product_life_cycle"), -share)
        more = put(world, more, much, row.unit, replaced, GOODS, share * stated)
        if more is None:
            return []
        parts += more
    return parts


def _scrap_as_content(world: World, row: Exchange) -> Sum | None:
    """Scrap under the formula: A × its own value + (1−A)·Qin × what it replaces; None: as under any other rule."""
    if world.rule("D7.end_of_life") != "circular_footprint_formula" or not is_bought_scrap(world, row):
        return None
    if row.scrap_kind == "pre_consumer" and world.rule("D7.pre_consumer") in {"waste", "co_product"}:
        return None
    into = fed_by(world, row)
    first = into[0] if into else None
    if first is not None and first.exchange == row.id and (first.virgin or first.recycled):
        return None
    main = world.study.product.flow
    a = default(world, first.flow if first else main if same_metal(world, row.flow, main) else row.flow, "A")
    if a is None:
        return Sum()
    if a == 1:
        return None
    result, own, wanted = Sum(), None, world.listed("D4.upstream_gases")
    if not scrap_free(world, row):
        own = bought(world, row)
    if own is not None:
        result.add(counted(world, own[0] * a, own[1], wanted))
    if first is None or not (first.virgin or first.substituted):
        return result
    quality = Fraction(first.quality_in) if first.quality_in else default(world, first.flow, "quality")
    if quality is None:
        return result

    def taken(unit: str) -> Fraction | None:
        return amount(world, row, unit)

    fresh = put(world, [], taken, row.unit, first.virgin or first.substituted, GOODS, (1 - a) * quality)
    for much, datum in fresh or []:
        result.add(counted(world, much, datum, wanted))
    if fresh is not None and "end_of_life" not in world.listed("D2.stages"):
        beside = [(-much, datum) for much, datum in fresh] + ([(own[0] * (1 - a), own[1])] if own else [])
        more = sum((counted(world, much, datum, wanted).total for much, datum in beside), ZERO)
        result.apart["recycled_content_apart"] = result.apart.get("recycled_content_apart", ZERO) + more
    return result


def scrap_burden(world: World, row: Exchange) -> list[Part]:
    """Under the net-scrap credit purchased scrap bears what its recycling is credited with."""
    whole = world.rule("D7.end_of_life") == "net_scrap_credit" and "end_of_life" in world.listed("D2.stages")
    if not whole or not is_bought_scrap(world, row):
        return []
    return scrap_value(world, lambda unit: amount(world, row, unit), row.unit, ONE, "", "") or []


def scrap_value(
    world: World, much: Much, unit: str, share: Fraction, primary: str, secondary: str
) -> list[Part] | None:
    """Share × yield × (Xpr − Xre), or share × the printed value of scrap; None: something is missing."""
    terms = world.rule("D7.net_scrap")
    if not terms:
        return None
    if "scrap_value" in terms:
        taken = much(terms.get("per_unit", "kg"))
        total = Fraction(terms["scrap_value"]) * kilograms(terms.get("unit", "kg"))
        gwp_set = "co2_only" if terms.get("gas") == "CO2" else "unknown"
        datum = Datum(f"scrap:{world.said_by['D7.net_scrap']}", (), total, gwp_set)
        return None if taken is None else [(taken * share, datum)]
    if "yield" not in terms:
        return None
    gained = share * Fraction(terms["yield"])
    parts: list[Part] | None = []
    for flow, part in (
        (primary or terms.get("primary", ""), gained),
        (secondary or terms.get("secondary", ""), -gained),
    ):
        parts = put(world, parts, much, unit, flow, GOODS, part)
    return parts


def factor_of(world: World, flow: str, kinds: tuple[str, ...], unit: str) -> tuple[Datum, str, Fraction] | None:
    """Datum, its unit and mark-up of a flow that a recycling rule names."""
    if flow not in world.flows:
        return None
    for source in world.listed("D9.ranking"):
        if source == "regime_table" and kinds == GOODS:
            entry = table_row(world, flow, world.study.country)
            if entry:
                return *entry, ONE
        if source == "factor":
            power = kinds == ("electricity_life_cycle",)
            record = pick(world, flow, kinds, country=world.study.product.market if power else "", unit=unit)
            if record is not None:
                return datum_of(record), record.per_unit, markup(world, flow)
    return None


def put(
    world: World, parts: list[Part] | None, much: Much, unit: str, flow: str, kinds: tuple[str, ...], share: Fraction
) -> list[Part] | None:
    """Add amount × share × factor of a flow; None as soon as anything is missing."""
    if not share or parts is None:
        return parts
    found = one(world, much, unit, flow, kinds, share)
    return [*parts, *found] if found else None


def one(world: World, much: Much, unit: str, flow: str, kinds: tuple[str, ...], share: Fraction) -> list[Part]:
    """Amount × share × factor of a flow; nothing where the share is zero or anything is missing."""
    found = factor_of(world, flow, kinds, unit) if flow and share else None
    taken = much(found[1]) if found else None
    return [(taken * share * found[2], found[0])] if found and taken is not None else []


def default(world: World, flow: str, key: str) -> Fraction | None:
    """A number of D7.formula, by flow or tag, else ``<key>_otherwise``."""
    formula = world.rule("D7.formula") or {}
    table = formula.get(key)
    if isinstance(table, dict):
        for name in (flow, *world.flows[flow].tags):
            if name in table:
                return Fraction(table[name])
    elif table is not None:
        return Fraction(table)
    other = formula.get(f"{key}_otherwise")
    return None if other is None else Fraction(other)


def content_of(world: World, material: Material, *, formula: bool) -> Fraction | None:
    """R1."""
    if world.rule("D7.recycled_content_evidence") is True and not material.recycled_content_document:
        return ZERO
    if material.recycled_content:
        return Fraction(material.recycled_content)
    return default(world, material.flow, "R1") if formula else None


def recycled_content(world: World, row: Exchange) -> Sum | None:
    """A row by its recycled content; None: by its own factor."""
    material = next((m for m in world.study.materials if m.exchange == row.id), None)
    if material is None or not (material.virgin or material.recycled):
        return None
    formula = world.rule("D7.end_of_life") == "circular_footprint_formula"
    if not formula:
        chosen = bought(world, row)
        if chosen is not None and chosen[1].id.startswith("supplier:"):
            return None
    r1 = content_of(world, material, formula=formula)
    if r1 is None:
        return None
    virgin = material.virgin or row.flow

    def much(unit: str) -> Fraction | None:
        return amount(world, row, unit)

    wanted = world.listed("D4.upstream_gases")
    a, quality = ONE, ZERO
    if formula:
        given = default(world, material.flow, "A")
        if given is None:
            return Sum()
        a = given
        if (1 - a) * r1:
            stated = Fraction(material.quality_in) if material.quality_in else default(world, material.flow, "quality")
            if stated is None:
                return Sum()
            quality = stated
    # (1−R1)·Ev + R1·(A·Er + (1−A)·Ev·Qin)
    fresh, again = (1 - r1) + r1 * (1 - a) * quality, r1 * a
    parts = one(world, much, row.unit, virgin, GOODS, fresh)
    parts += one(world, much, row.unit, material.recycled, GOODS, again)
    result = Sum()
    for taken, datum in parts:
        result.add(counted(world, taken, datum, wanted))
    whole = len(parts) == bool(fresh) + bool(again)
    if formula and whole and "end_of_life" not in world.listed("D2.stages"):
        # What A = 1 would make of it stands apart.
        beside = put(world, [], much, row.unit, virgin, GOODS, -r1 * (1 - a) * quality)
        beside = put(world, beside, much, row.unit, material.recycled, GOODS, r1 * (1 - a))
        for taken, datum in beside or []:
            more = counted(world, taken, datum, wanted).total
            result.apart["recycled_content_apart"] = result.apart.get("recycled_content_apart", ZERO) + more
    return result


# ── transport ────────────────────────────────────────────────────────────────────────────────────


def _freight(world: World, row: Exchange, mode: str, km: Fraction) -> Sum:
    record = pick(world, f"transport_{mode}", ("transport",))
    tonnes = amount(world, row, "t")
    if record is None or tonnes is None:
        return Sum()
    per = ratio("t·km", record.per_unit) or ONE
    found = counted(world, tonnes * km * per, datum_of(record), world.listed("D4.upstream_gases"))
    if mode != "air":
        return found
    times = Fraction(world.rule("D4.aircraft_multiplier") or "1")
    flown = {gas: kg * (times if gas in {"CO2", "CO2e"} else ONE) for gas, kg in found.gases.items()}
    if world.rule("D4.aircraft") == "separate":
        return Sum({}, {**found.apart, "aircraft": sum(flown.values(), ZERO)})
    return Sum(flown, found.apart)


def leg(world: World, row: Exchange, it: TransportLeg) -> Sum:
    """A leg the study gives."""
    return _freight(world, row, it.mode, Fraction(it.distance_km) * Fraction(it.share))


def needs_way(world: World, row: Exchange) -> Fraction:
    """The share of a good for which the study gives no way; none for what is not carried."""
    flow = world.flows[row.flow]
    if row.role != "purchased" or flow.kind != "product_mass" or {"water", "industrial_gas"} & set(flow.tags):
        return ZERO
    given = sum((Fraction(t.share) for t in world.study.transport if t.exchange == row.id), ZERO)
    return ONE - min(given, ONE)


def assumed_way(world: World, row: Exchange) -> Sum:
    """The legs a rule assumes where the study gives none."""
    result, rest = Sum(), needs_way(world, row)
    when = {"any"} | ({relation(world, row)} if row.country else set())
    for it in world.rule("D9.transport_defaults") or ():
        if it["when"] in when:
            result.add(_freight(world, row, it["mode"], Fraction(it["km"]) * Fraction(it.get("share", "1"))), rest)
    return result


def relation(world: World, row: Exchange) -> str:
    """Domestic, on one continent, or between continents."""
    one, other = row.country, place_of(world, row)
    if one == other:
        return "domestic"

    def continents(place: str) -> set[str]:
        if place == "EU":
            return {"RER"}
        return {g for g in world.groups_of(place) if g != "EU"} | ({place} if place in world.groups else set())

    return "same_continent" if continents(one) & continents(other) else "intercontinental"


def in_stage(world: World, row: Exchange) -> str:
    """The stage in which the transport of a row counts."""
    stage = world.process(row.process).stage
    return stage if stage in AFTER_GATE else "upstream_transport"
