"""D7, purchased scrap: which material of the product it goes into, and what it changes under a rule of recycling.

Scrap goes into the material that names its row. Scrap no material names goes into the materials of its metal: by the
chapter of the customs codes (72 and 73 are both iron and steel), where a code is missing by a tag of metals; into
several by their mass. Where such a material declares its recycled content R1, that is what enters, and the rows of
scrap are not counted a second time (CAL-041 says so).

    module_d_separate  secondary material in: −amount·(ErEoL − E*v·Qout) of the material, apart, on the scrap row
    closed_loop        the same in the figure and one to one: −amount·(ErEoL − Ev), so that only net scrap, what leaves
                       for recycling less what was bought, replaces primary material
    circular_footprint_formula
                       amount·(A·Er + (1−A)·Ev·Qin), R1 of scrap being 1; Er is the row's own value. At A = 1, and as
                       waste or co-product before use, the row counts as under any other rule
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.context import conversion
from carnet.assessment.data_choice import purchased
from carnet.assessment.expression import Node, add, constant, divide, multiply, negate
from carnet.assessment.recycling_terms import CFF, GOODS, RECYCLING, Found, Ratios, Work, formula_number, less
from carnet.errors import Text, problem
from carnet.quantity import UnitError, convert, parse_decimal

if TYPE_CHECKING:
    from carnet.assessment.context import Context
    from carnet.assessment.plan import Plan
    from carnet.inventory.model import Exchange, Flow, Material

    Held = tuple[int, Material, Node]  # position, material, share of the scrap

ONE = Fraction(1)
SCRAP = "scrap"  # the flow tag
CLOSED_LOOP = "closed_loop"
# The rules by which what was bought as scrap is no more to be recovered: only what leaves beyond it earns anything.
NET_OUTPUT = ("module_d_separate", CLOSED_LOOP)
METALS = frozenset({"metal", "steel_product", "crude_steel", "iron"})
_IRON_AND_STEEL = {"73": "72"}
_ONE = Text("1", "1")


def is_bought_scrap(exchange: Exchange, context: Context) -> bool:
    """Whether a row buys scrap from outside; the works' own scrap comes round again."""
    tags = context.flow(exchange.flow).tags
    return exchange.role == "purchased" and SCRAP in tags and exchange.scrap_kind != "internal"


def related(scrap: Flow, flow: Flow) -> bool:
    """Whether a material is of the metal of a scrap."""
    one, other = _chapters(scrap), _chapters(flow)
    return bool(one & other) if one and other else bool(METALS & set(flow.tags))


def _chapters(flow: Flow) -> set[str]:
    return {_IRON_AND_STEEL.get(code[:2], code[:2]) for code in flow.cn_codes}


def goes_into(exchange: Exchange, context: Context) -> list[Material]:
    """The materials a row of scrap goes into, whatever they declare; empty where the study names none of its metal."""
    named = [m for m in context.study.materials if m.exchange == exchange.id]
    scrap = context.flow(exchange.flow)
    return named or [m for m in context.study.materials if related(scrap, context.flow(m.flow))]


def _held(exchange: Exchange, context: Context) -> list[Held]:
    """Those of them that declare no R1, each with its share by mass."""
    position = {m.id: i for i, m in enumerate(context.study.materials)}
    open_ = [m for m in goes_into(exchange, context) if not m.recycled_content]
    if len(open_) == 1:
        return [(position[open_[0].id], open_[0], constant(ONE, "one", _ONE))]
    weighed = [(m, node) for m in open_ if (node := _mass(m, position[m.id], context)) is not None]
    whole = add(node for _, node in weighed)
    if not whole.constant:
        return []
    label = Text("按质量的份额", "share by mass")
    return [(position[m.id], m, divide(node, whole, label)) for m, node in weighed]


def _mass(material: Material, index: int, context: Context) -> Node | None:
    label = Text("产品中该材料的量", "amount of the material in the product")
    amount = context.cell(f"/materials/{index}/amount", parse_decimal(material.amount), material.unit, label)
    try:
        ratio = convert(ONE, material.unit, "kg", context.flow(material.flow).kind)
    except UnitError:
        return None
    return multiply(amount, conversion(ratio, material.unit, "kg"))


def _work(exchange: Exchange, plan: Plan, context: Context, key: str, found: Found) -> Work:
    def amount_in(unit: str) -> Node | None:
        return context.in_unit(exchange, unit)

    return Work(exchange, exchange.unit, amount_in, plan, context, key, found)


# ── secondary material in: module D, closed loop ─────────────────────────────────────────────────


def secondary_in(exchange: Exchange, plan: Plan, context: Context) -> Found:
    """What a row of purchased scrap takes off the net output flow, per its recorded amount.

    Module D stands apart and loses by quality, a closed loop counts in the figure and replaces one to one.
    """
    found = Found()
    rule = plan.text("D7.end_of_life")
    if rule not in NET_OUTPUT or "end_of_life" not in plan.tags("D2.stages"):
        return found
    as_product = exchange.scrap_kind == "pre_consumer" and plan.text("D7.pre_consumer") == "co_product"
    if as_product or not is_bought_scrap(exchange, context) or not context.study.materials:
        return found
    into = goes_into(exchange, context)
    held = _held(exchange, context)
    if not into or (not held and any(not m.recycled_content for m in into)):
        _work(exchange, plan, context, f"scrap:{exchange.id}", found).gap(exchange.flow, "materials (Material)")
        return found
    if not held and all(m.exchange != exchange.id for m in into):
        _warn_twice(exchange, into, context)
    part = "recycling" if rule == CLOSED_LOOP else "module_d"
    for index, material, share in held:
        ratios = Ratios(material, index, plan, context)
        work = _work(exchange, plan, context, f"material:{material.id}:{part}", found)
        net = negate(share)
        work.put(material.recycling, RECYCLING, "ErecEoL", net)
        replaced = material.substituted or material.virgin or material.flow
        if rule == CLOSED_LOOP:
            work.put(replaced, GOODS, "Ev", share)
        else:
            work.put_less(replaced, "E*v", net, ratios.quality("quality_out"))
    return found


def _warn_twice(exchange: Exchange, into: list[Material], context: Context) -> None:
    place = context.places.at(f"/exchanges/{context.index[exchange.id]}")
    names = ", ".join(m.id for m in into)
    found = problem("CAL-041", place, exchange.id, severity="warning", materials=names)
    context.notes.warnings[("CAL-041", exchange.id)] = found


# ── the formula: scrap as recycled content of one ────────────────────────────────────────────────


def scrap_by_formula(exchange: Exchange, plan: Plan, context: Context, *, free: bool) -> Found | None:
    """A row of purchased scrap under the formula; None where it counts as under any other rule.

    `free`: the scrap itself carries nothing (D7.scrap); what it would replace counts all the same.
    """
    if not _by_formula(exchange, plan, context):
        return None
    material = next(iter(goes_into(exchange, context)), None)
    scrap, made = context.flow(exchange.flow), context.flow(context.study.product.flow)
    flow = material.flow if material else made.id if related(scrap, made) else scrap.id
    found = Found()
    work = _work(exchange, plan, context, f"scrap:{exchange.id}", found)
    burden = formula_number("A", Text("分配因子A", "allocation factor A"), flow, plan, context)
    if burden is None:
        work.gap(exchange.flow, "A (D7.formula)")
        return found
    if burden.constant == ONE:
        return None
    chosen = None if free else purchased(exchange, plan, context)
    if chosen is not None:
        found.parts.append((multiply(chosen.amount, burden), chosen.datum))
    kept = less(burden)
    if not _replaced(work, material, kept) or "end_of_life" in plan.tags("D2.stages"):
        return found
    beside = _work(exchange, plan, context, f"scrap:{exchange.id}", Found())
    _replaced(beside, material, negate(kept))
    found.at_one = [*beside.found.parts, *([(multiply(chosen.amount, kept), chosen.datum)] if chosen else [])]
    return found


def _by_formula(exchange: Exchange, plan: Plan, context: Context) -> bool:
    if plan.text("D7.end_of_life") != CFF or not is_bought_scrap(exchange, context):
        return False
    if exchange.scrap_kind == "pre_consumer" and plan.text("D7.pre_consumer") in {"waste", "co_product"}:
        return False
    # A material that names the row with an Ev or Er gives it an R1 of its own.
    return not any(m.exchange == exchange.id and (m.virgin or m.recycled) for m in context.study.materials)


def _replaced(work: Work, material: Material | None, share: Node) -> bool:
    """Share × Ev × Qin of what scrap replaces, or a gap; whether it is there."""
    virgin = (material.virgin or material.substituted) if material else ""
    if material is None or not virgin:
        work.gap(work.row.flow, "Ev")
        return False
    index = work.context.study.materials.index(material)
    quality = Ratios(material, index, work.plan, work.context).quality("quality_in")
    if quality is None:
        work.gap(work.row.flow, "Qs/Qp")
        return False
    work.put(virgin, GOODS, "Ev", multiply(share, quality))
    return not work.found.missing
