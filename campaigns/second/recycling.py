"""D7 on the way out, in the second calculation: the materials of the product at their end of life."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from campaigns.second.goods import GOODS, default, factor_of, is_bought_scrap, put, scrap_value
from campaigns.second.world import ONE, ZERO, Sum, World, counted, property_of, ratio

if TYPE_CHECKING:
    from campaigns.second.goods import Much, Part
    from carnet.inventory.model import Material

PARTS = ("recycling", "energy", "disposal", "net_scrap", "module_d")
WASTE = ("waste_treatment",)
RECYCLING = ("waste_treatment", "product_life_cycle")


def material_part(world: World, material: Material, part: str) -> Sum:
    """One part of one material for the declared amount of product; nothing where a number is missing."""
    rule = world.rule("D7.end_of_life")
    formula = rule == "circular_footprint_formula"

    def much(unit: str) -> Fraction | None:
        per = ratio(material.unit, unit, world.flows[material.flow].kind)
        return None if per is None else Fraction(material.amount) * per

    r2 = Fraction(material.recycling_rate) if material.recycling_rate else None
    r3 = Fraction(material.energy_rate) if material.energy_rate else None
    if formula:
        r2 = default(world, material.flow, "R2") if r2 is None else r2
        r3 = default(world, material.flow, "R3") if r3 is None else r3
    replaced = material.substituted or material.virgin or material.flow
    quality = Fraction(material.quality_out) if material.quality_out else default(world, material.flow, "quality")
    parts: list[Part] | None = []
    if part == "recycling" and rule in {"circular_footprint_formula", "closed_loop"}:
        a = default(world, material.flow, "A") if formula else ZERO
        if r2 is None or a is None:
            return Sum()
        share = (1 - a) * r2 if formula else r2 - _declared(material)
        if formula and share and quality is None:
            return Sum()
        parts = put(world, parts, much, material.unit, material.recycling, RECYCLING, share)
        parts = put(world, parts, much, material.unit, replaced, GOODS, -share * (quality or ZERO if formula else ONE))
    elif part == "energy" and rule in {"cut_off", "module_d_separate", "circular_footprint_formula", "closed_loop",
                                       "net_scrap_credit"}:  # fmt: skip
        parts = _energy(world, material, much, r3, rule)
    elif part == "disposal" and rule in {"cut_off", "module_d_separate", "circular_footprint_formula", "closed_loop",
                                         "net_scrap_credit"}:  # fmt: skip
        if (rule == "net_scrap_credit" and not material.disposal) or r2 is None:
            return Sum()
        parts = put(world, parts, much, material.unit, material.disposal, WASTE, 1 - r2 - (r3 or ZERO))
    elif part == "net_scrap" and rule == "net_scrap_credit":
        stated = (world.rule("D7.net_scrap") or {}).get("recovery_rate")
        recovered = r2 if r2 is not None else None if stated is None else Fraction(stated)
        if recovered is None:
            return Sum()
        bought = any(is_bought_scrap(world, e) for e in world.study.exchanges)
        used = ZERO if bought else _declared(material)
        parts = scrap_value(world, much, material.unit, used - recovered, material.virgin, material.recycling)
    elif part == "module_d" and rule == "module_d_separate":
        if r2 is None:
            return Sum()
        net = r2 - _declared(material)
        if net and quality is None:
            parts = None
        else:
            parts = put(world, parts, much, material.unit, material.recycling, RECYCLING, net)
            parts = put(world, parts, much, material.unit, replaced, GOODS, -net * (quality or ZERO))
        credit = [] if r3 is None else _replaced_energy(world, material, much, r3)
        parts = None if parts is None or credit is None else parts + credit
    total = Sum()
    for taken, datum in parts or []:
        total.add(counted(world, taken, datum, world.listed("D4.upstream_gases")))
    if part == "module_d":
        # Biogenic carbon and land use of the credit are no more in the figure than the rest of it.
        return Sum({}, {"module_d": total.total} if total.gases else {})
    return total


def _declared(material: Material) -> Fraction:
    """R1 as stated, document or not: what is taken off a credit."""
    return Fraction(material.recycled_content or 0)


def _energy(world: World, material: Material, much: Much, r3: Fraction | None, rule: str) -> list[Part] | None:
    mode = world.rule("D7.waste_energy")
    formula = rule == "circular_footprint_formula"
    if r3 is None or (not formula and mode == "user_pays"):
        return []
    share = r3
    if formula:
        b = default(world, material.flow, "B")
        if b is None:
            return None
        share = (1 - b) * r3
    parts = put(world, [], much, material.unit, material.energy_recovery, WASTE, share)
    if formula or (mode == "substitution" and rule != "module_d_separate"):
        credit = _replaced_energy(world, material, much, share)
        return None if parts is None or credit is None else parts + credit
    return parts


def _replaced_energy(world: World, material: Material, much: Much, share: Fraction) -> list[Part] | None:
    """−share × LHV × (XH·EH + XE·EE)."""
    if not share or not (material.heat_efficiency or material.power_efficiency):
        return []
    lhv = property_of(world, material.flow, "lower_heating_value")
    mass = much(lhv[2]) if lhv else None
    if lhv is None or mass is None:
        return None
    energy = mass * lhv[0] * (ratio(lhv[1], "MJ") or ONE)  # MJ
    parts: list[Part] = []
    for efficiency, flows, kinds, unit in (
        (material.heat_efficiency, ("district_heat", "steam"), GOODS, "MJ"),
        (material.power_efficiency, ("electricity",), ("electricity_life_cycle",), "kWh"),
    ):
        if not efficiency:
            continue
        found = next((f for flow in flows if (f := factor_of(world, flow, kinds, "")) is not None), None)
        per = ratio(unit, found[1]) if found else None
        if found is None or per is None:
            return None
        made = energy / (Fraction(36, 10) if unit == "kWh" else ONE) * per
        parts.append((-share * Fraction(efficiency) * made * found[2], found[0]))
    return parts


def product_scrap(world: World) -> Sum:
    """The credit of a study without materials: the product is recovered as a whole."""
    product, terms = world.study.product, world.rule("D7.net_scrap") or {}
    if world.rule("D7.end_of_life") != "net_scrap_credit" or "recovery_rate" not in terms:
        return Sum()

    def much(unit: str) -> Fraction | None:
        per = ratio(product.unit, unit, world.flows[product.flow].kind)
        return None if per is None else Fraction(product.amount) * per

    total = Sum()
    for taken, datum in scrap_value(world, much, product.unit, -Fraction(terms["recovery_rate"]), "", "") or []:
        total.add(counted(world, taken, datum, world.listed("D4.upstream_gases")))
    return total
