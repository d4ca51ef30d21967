"""D7, recycling: recycled content on the way in, what happens to the materials on the way out.

In: the purchased row a `Material` names. Under the Circular Footprint Formula
``(1−R1)·Ev + R1·(A·Er + (1−A)·Ev·Qin)``, under every other rule the same with A = 1, that is ``(1−R1)·Ev + R1·Er``; a
material that names neither a virgin nor a recycled flow leaves the row its own factor. A supplier's value holds the
supplier's recycled content already and is not taken apart; only the formula, which needs Ev and Er, does not use it.

Out: lines of the product, per declared amount, one per material and part.

    cut_off            (1−R2−R3)·Ed, and energy from waste by D7.waste_energy; recycling is the next product's
    module_d_separate  the same; apart: (R2−R1)·(ErEoL − E*v·Qout) and what recovered energy replaces (net output flow);
                       where a material declares no R1, the scrap bought for it enters instead (`scrap`)
    circular_footprint_formula
                       (1−A)·R2·(ErEoL − E*v·Qout); (1−B)·R3·(Eer − LHV·(XH·EH + XE·EE)); (1−R2−R3)·Ed.
                       The stage end_of_life outside D2.stages makes R2 = R3 = Ed = 0 (PEF, cradle-to-gate studies);
                       what A = 1 would add to the recycled content then stands apart
    net_scrap_credit   −(RR − S)·Y·(Xpr − Xre): the burden S of purchased scrap stands on the scrap rows themselves (or,
                       where the study buys no scrap, on R1 of the material), the credit RR here
    closed_loop        (R2−R1)·(ErEoL − Ev) and (1−R2−R3)·Ed: what leaves beyond what came in recycled replaces primary
                       one to one, so that R1 = R2 earns nothing beyond the recycled input; where a material declares no
                       R1, the scrap bought for it is taken off instead, on the scrap row (`scrap`)
    not_in_boundary    nothing

R1 is what the study declares wherever it is taken off a credit: a document that is missing takes the benefit on the way
in and must not raise the credit on the way out.

Every ratio is a cell of the study, a parameter of the regime (the formula's defaults apply to the formula alone) or a
printed constant; a factor or ratio that is needed and missing is a named gap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.context import conversion
from carnet.assessment.data_choice import kilograms, parameter_leaf, purchased
from carnet.assessment.expression import Node, add, constant, multiply, negate
from carnet.assessment.gases import Datum
from carnet.assessment.recycling_terms import (
    CFF,
    ELECTRICITY,
    GOODS,
    RECYCLING,
    Found,
    Ratios,
    Work,
    factor_of,
    less,
)
from carnet.assessment.scrap import SCRAP, is_bought_scrap
from carnet.errors import Text
from carnet.quantity import UnitError, convert, parse_decimal

if TYPE_CHECKING:
    from carnet.assessment.context import Context
    from carnet.assessment.lines import Line
    from carnet.assessment.plan import Plan
    from carnet.assessment.recycling_terms import Part
    from carnet.inventory.model import Exchange, Material

ONE = Fraction(1)
MJ_PER_KWH = Fraction(36, 10)
PARTS = {
    "recycling": Text("再生", "recycling"),
    "energy": Text("能量回收", "energy recovery"),
    "disposal": Text("处置", "disposal"),
    "net_scrap": Text("净废料抵扣", "net-scrap credit"),
    "module_d": Text("模块D", "module D"),
}
_OUT = {
    "cut_off": ("energy", "disposal"),
    "module_d_separate": ("energy", "disposal", "module_d"),
    CFF: ("recycling", "energy", "disposal"),
    "closed_loop": ("recycling", "energy", "disposal"),
    "net_scrap_credit": ("net_scrap", "energy", "disposal"),
}
_WASTE = ("waste_treatment",)
_HEAT_FLOWS = ("district_heat", "steam")
_ONE = Text("1", "1")


# ── in: recycled content ─────────────────────────────────────────────────────────────────────────


def material_of(exchange: Exchange, context: Context) -> tuple[int, Material] | None:
    """The material a purchased row brings, with its position."""
    return next(((i, m) for i, m in enumerate(context.study.materials) if m.exchange == exchange.id), None)


def recycled_content(exchange: Exchange, plan: Plan, context: Context) -> Found | None:
    """The value of a purchased row by its recycled content; None leaves the row its own factor."""
    held = material_of(exchange, context)
    if held is None or not (held[1].virgin or held[1].recycled):
        return None
    index, material = held
    formula = plan.text("D7.end_of_life") == CFF
    if not formula and _supplied(exchange, plan, context):
        return None
    ratios = Ratios(material, index, plan, context)
    content = ratios.content(formula=formula)
    if content is None:
        return None

    def amount_in(unit: str) -> Node | None:
        return context.in_unit(exchange, unit)

    work = Work(exchange, exchange.unit, amount_in, plan, context, f"material:{material.id}:in")
    virgin = material.virgin or exchange.flow
    if formula:
        _content_by_formula(work, ratios, content, virgin)
    else:
        work.put(virgin, GOODS, "Ev", less(content))
        work.put(material.recycled, GOODS, "Er", content)
    return work.found


def _content_by_formula(work: Work, ratios: Ratios, content: Node, virgin: str) -> None:
    plan, recycled = work.plan, ratios.material.recycled
    burden = ratios.default("A", Text("分配因子A", "allocation factor A"))
    if burden is None:
        work.gap(work.row.flow, "A (D7.formula)")
        return
    kept = multiply(content, less(burden))
    quality = ratios.quality("quality_in") if kept.terms.get("", 0) else less()
    if quality is None:
        work.gap(work.row.flow, "Qs/Qp")
        return
    work.put(virgin, GOODS, "Ev", add([less(content), multiply(kept, quality)]))
    work.put(recycled, GOODS, "Er", multiply(content, burden))
    if "end_of_life" not in plan.tags("D2.stages") and not work.found.missing:
        beside = replace(work, found=Found())
        beside.put(virgin, GOODS, "Ev", negate(multiply(kept, quality)))
        beside.put(recycled, GOODS, "Er", kept)
        work.found.at_one = [] if beside.found.missing else beside.found.parts


def _supplied(exchange: Exchange, plan: Plan, context: Context) -> bool:
    """Whether a supplier's own value stands for the row."""
    if not any(v.exchange == exchange.id for v in context.study.supplier_values):
        return False
    chosen = purchased(exchange, plan, context)
    return chosen is not None and chosen.datum.id.startswith("supplier:")


# ── in: scrap ────────────────────────────────────────────────────────────────────────────────────


def scrap_reason(exchange: Exchange, plan: Plan, context: Context) -> str:
    """The parameter by which a purchased scrap row counts nothing; empty where it counts."""
    if SCRAP not in context.flow(exchange.flow).tags:
        return ""
    if exchange.scrap_kind == "pre_consumer":
        rule = plan.text("D7.pre_consumer")
        if rule == "waste":
            return "D7.pre_consumer"
        if rule == "co_product":  # it carries its share of the process it comes from
            return ""
    return "D7.scrap" if plan.text("D7.scrap") == "burden_free" else ""


def _buys_scrap(context: Context) -> bool:
    return any(is_bought_scrap(e, context) for e in context.study.exchanges)


def scrap_burden(exchange: Exchange, plan: Plan, context: Context) -> list[Part]:
    """Under the net-scrap credit, what purchased scrap bears: the value its recycling is credited with."""
    if plan.text("D7.end_of_life") != "net_scrap_credit" or "end_of_life" not in plan.tags("D2.stages"):
        return []
    if not is_bought_scrap(exchange, context):
        return []

    def amount_in(unit: str) -> Node | None:
        return context.in_unit(exchange, unit)

    work = Work(exchange, exchange.unit, amount_in, plan, context, f"scrap:{exchange.id}")
    _scrap_value(work, constant(ONE, "one", _ONE), None)
    # Half of a difference would be a value of its own, and a wrong one.
    return [] if work.found.missing else work.found.parts


def _scrap_value(work: Work, share: Node, material: Material | None) -> None:
    """Share × Y·(Xpr − Xre), or share × the printed value of scrap."""
    plan = work.plan
    rule = plan.values["D7.net_scrap"]
    terms = plan.get("D7.net_scrap")
    if not isinstance(terms, Mapping):
        work.gap(work.row.flow, "D7.net_scrap")
        return
    if "scrap_value" in terms:
        per = str(terms.get("per_unit", "kg"))
        amount = work.in_unit(per)
        label = Text("方案规定的废料价值", "value of scrap printed in the regime")
        number = parse_decimal(str(terms["scrap_value"])) * kilograms(str(terms.get("unit", "kg")))
        total = parameter_leaf(number, rule, plan, f"kg/{per}", label)
        gwp_set = "co2_only" if terms.get("gas") == "CO2" else "unknown"
        name = f"scrap:{rule.stated_by}"
        datum = Datum(name, label, total=total, gwp_set=gwp_set, source=rule.source, status=rule.status)
        if amount is None:
            work.gap(work.row.flow, f"scrap in {per}")
        else:
            work.found.parts.append((multiply(amount, share), datum))
        return
    if "yield" not in terms:
        work.gap(work.row.flow, "yield (D7.net_scrap)")
        return
    label = Text("再熔得率Y", "yield Y of remelting")
    gained = parameter_leaf(parse_decimal(str(terms["yield"])), rule, plan, "1", label)
    primary = (material.virgin if material else "") or str(terms.get("primary", ""))
    secondary = (material.recycling if material else "") or str(terms.get("secondary", ""))
    work.put(primary, GOODS, "Xpr", share, gained)
    work.put(secondary, GOODS, "Xre", negate(share), gained)


# ── out ──────────────────────────────────────────────────────────────────────────────────────────


def asked(line: Line, plan: Plan) -> bool:
    """Whether the rule has such a part; without materials only the formula and the net-scrap credit miss them."""
    if line.material is None and line.part == "recycling" and plan.text("D7.end_of_life") != CFF:
        return False
    return line.part in _OUT.get(plan.text("D7.end_of_life"), ())


def recycling_parts(line: Line, plan: Plan, context: Context) -> Found:
    """What one part of one material (or the product's own net scrap) counts for at the end of life."""
    rule = plan.text("D7.end_of_life")
    if not asked(line, plan):
        return Found()
    if line.material is None:
        return _product_scrap(line, plan, context)
    material = context.study.materials[line.material]
    pointer = f"/materials/{line.material}/amount"
    label = Text("产品中该材料的量", "amount of the material in the product")

    def amount_in(unit: str) -> Node | None:
        amount = context.cell(pointer, parse_decimal(material.amount), material.unit, label)
        try:
            ratio = convert(ONE, material.unit, unit, context.flow(material.flow).kind)
        except UnitError:
            return None
        return multiply(amount, conversion(ratio, material.unit, unit))

    work = Work(line.exchange, material.unit, amount_in, plan, context, line.id)
    ratios = Ratios(material, line.material, plan, context)
    formula = rule == CFF
    out = ratios.rate("recycling_rate", "R2", formula=formula)
    burnt = ratios.rate("energy_rate", "R3", formula=formula)
    match line.part:
        case "recycling":
            _recycled(work, ratios, out, rule)
        case "energy":
            _burnt(work, ratios, burnt, rule)
        case "disposal":
            _disposed(work, material, out, burnt, rule)
        case "net_scrap":
            _net_scrap(work, ratios, out)
        case _:
            _module_d(work, ratios, out, burnt)
    return work.found


def _recycled(work: Work, ratios: Ratios, out: Node | None, rule: str) -> None:
    material = ratios.material
    if rule not in {CFF, "closed_loop"}:
        return
    if out is None:
        work.gap(material.flow, "R2")
        return
    replaced = material.substituted or material.virgin or material.flow
    if rule == "closed_loop":
        # What came in recycled has been counted at Er: only what leaves beyond it replaces primary material.
        content = ratios.declared()
        net = add([out, negate(content)]) if content else out
        work.put(material.recycling, RECYCLING, "ErecEoL", net)
        work.put(replaced, GOODS, "Ev", negate(net))
        return
    burden = ratios.default("A", Text("分配因子A", "allocation factor A"))
    if burden is None:
        work.gap(material.flow, "A (D7.formula)")
        return
    share = multiply(less(burden), out)
    work.put(material.recycling, RECYCLING, "ErecEoL", share)
    work.put_less(replaced, "E*v", share, ratios.quality("quality_out"))


def _burnt(work: Work, ratios: Ratios, burnt: Node | None, rule: str) -> None:
    """Energy from waste; the formula's B splits it, elsewhere D7.waste_energy says who bears it."""
    material, mode = ratios.material, work.plan.text("D7.waste_energy")
    if burnt is None or (rule != CFF and mode == "user_pays"):
        return
    if rule == CFF:
        split = ratios.default("B", Text("能量分配因子B", "allocation factor B of energy"))
        if split is None:
            work.gap(material.flow, "B (D7.formula)")
            return
        share = multiply(less(split), burnt)
    else:
        share = burnt
    work.put(material.energy_recovery, _WASTE, "Eer", share)
    if rule == CFF or (mode == "substitution" and rule != "module_d_separate"):
        _energy_credit(work, ratios, share)


def _energy_credit(work: Work, ratios: Ratios, share: Node) -> None:
    """−share × LHV × (XH·EH + XE·EE)."""
    context, material = work.context, ratios.material
    heat, power = ratios.cell("heat_efficiency"), ratios.cell("power_efficiency")
    if (heat is None and power is None) or not share.terms.get("", 0):
        return
    found = context.property(material.flow, "lower_heating_value")
    if found is None or not found[1].value:
        work.gap(material.flow, "LHV")
        return
    position, row = found
    above, _, below = row.unit.partition("/")
    mass = work.in_unit(below)
    if mass is None:
        work.gap(material.flow, "LHV")
        return
    label = Text("低位发热量", "lower heating value")
    value = context.cell(f"/properties/{position}/value", parse_decimal(row.value), row.unit, label)
    for ratio, what, flows, kinds, unit, kind in (
        (heat, "EH", _HEAT_FLOWS, GOODS, "MJ", "heat_lhv"),
        (power, "EE", ("electricity",), ELECTRICITY, "kWh", "electricity"),
    ):
        if ratio is None:
            continue
        factors = (factor_of(f, kinds, "", f"{work.key}:{what}", work.plan, context) for f in flows)
        factor = next((f for f in factors if f is not None), None)
        per = None if factor is None else _per_heat(above, unit, factor.per_unit, kind)
        if factor is None or per is None:
            work.gap(flows[0], what)
            continue
        scale = conversion(per, above, factor.per_unit)
        work.found.parts.append(factor.times(mass, value, scale, ratio, negate(share)))


def _per_heat(heat: str, unit: str, per_unit: str, kind: str) -> Fraction | None:
    """How many `per_unit` of a kind of energy one unit of heat is; None where the units are no energy."""
    try:
        energy = convert(ONE, heat, "MJ", "heat_lhv") / (MJ_PER_KWH if unit == "kWh" else ONE)
        return energy * convert(ONE, unit, per_unit, kind)
    except UnitError:
        return None


def _disposed(work: Work, material: Material, out: Node | None, burnt: Node | None, rule: str) -> None:
    if rule == "net_scrap_credit" and not material.disposal:
        return
    if out is None:
        work.gap(material.flow, "R2")
        return
    work.put(material.disposal, _WASTE, "Ed", less(out, *([burnt] if burnt else [])))


def _module_d(work: Work, ratios: Ratios, out: Node | None, burnt: Node | None) -> None:
    """Net output flow × (ErEoL − E*v·Qout), and what the recovered energy replaces."""
    material = ratios.material
    if out is None:
        work.gap(material.flow, "R2")
        return
    content = ratios.declared()
    net = add([out, negate(content)]) if content else out
    replaced = material.substituted or material.virgin or material.flow
    work.put(material.recycling, RECYCLING, "ErecEoL", net)
    work.put_less(replaced, "E*v", net, ratios.quality("quality_out"))
    if burnt is not None:
        _energy_credit(work, ratios, burnt)


def _net_scrap(work: Work, ratios: Ratios, out: Node | None) -> None:
    recovered = out or _recovery(work.plan)
    if recovered is None:
        work.gap(ratios.material.flow, "RR")
        return
    used = None if _buys_scrap(work.context) else ratios.declared()
    net = add([negate(recovered), used]) if used else negate(recovered)
    _scrap_value(work, net, ratios.material)


def _recovery(plan: Plan) -> Node | None:
    terms = plan.get("D7.net_scrap")
    if not isinstance(terms, Mapping) or "recovery_rate" not in terms:
        return None
    label = Text("报废回收率RR", "end-of-life recovery rate RR")
    return parameter_leaf(parse_decimal(str(terms["recovery_rate"])), plan.values["D7.net_scrap"], plan, "1", label)


def _product_scrap(line: Line, plan: Plan, context: Context) -> Found:
    """The credit of a study without materials: the product is recovered as a whole."""
    product = context.study.product

    def amount_in(unit: str) -> Node | None:
        try:
            ratio = convert(ONE, product.unit, unit, context.flow(product.flow).kind)
        except UnitError:
            return None
        return multiply(context.declared_amount(), conversion(ratio, product.unit, unit))

    work = Work(line.exchange, product.unit, amount_in, plan, context, line.id)
    if line.part != "net_scrap":
        if any(p.stage == "end_of_life" for p in context.study.processes):
            work.gap(product.flow, "materials (Material)")
        return work.found
    recovered = _recovery(plan)
    if recovered is None:
        work.gap(product.flow, "RR")
    else:
        _scrap_value(work, negate(recovered), None)
    return work.found
