"""D5 and the aircraft rule of D4: captured CO2, carbon stored in the product, offsets, transport by air.

Captured CO2 (rows of role ``captured``) is never in a reported emission row and always in a carbon balance. Against
what the process would emit without capture:

    D5.ccs ``excluded``, absent  counts as emitted
           ``included``          taken off
           ``separate``          counts as emitted, and stands apart as a negative amount
    D5.ccu ``excluded``, absent  counts as emitted
           ``cut_off``           leaves with the gas handed on: who gives it off later counts it
           ``credit``            as cut_off where the row names its certificate (`Exchange.document`), else as emitted

Carbon stored in a product is its biogenic carbon content times 44/12, negative. ``included`` takes it off only where no
uptake is in the figure (D5.biogenic_co2 ``zero`` or ``separate``): under −1/+1 the carbon that stays in the product has
never been added back, and would count twice.

Aircraft: D4.aircraft_multiplier applies to the CO2 of a leg by air; a transport value without a gas split is multiplied
as a whole, since its CO2 alone is not known (the multiplier is above 1, so nothing is understated).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.data_choice import parameter_leaf
from carnet.assessment.direct import CARBON_TO_CO2
from carnet.assessment.expression import Node, constant, multiply, negate
from carnet.assessment.gases import BIOGENIC_CO2, Datum, Gas, is_uptake
from carnet.errors import InputError, Text, problem
from carnet.quantity import UnitError, convert, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.assessment.context import Context
    from carnet.assessment.evaluate import Contribution
    from carnet.assessment.plan import Plan
    from carnet.inventory.model import Exchange

ONE = Fraction(1)
BIOGENIC_CARBON = "biogenic_carbon_content"  # the property
OFFSET = "offset"  # the flow tag
_ONE_KG = Text("每千克", "per kg")


def refuse_offsets(context: Context) -> None:
    """No regime lets credits bought elsewhere lower a product's footprint.

    Raises:
        InputError: CAL-040 for every row of a flow tagged ``offset``.
    """
    found = tuple(
        problem("CAL-040", context.places.at(f"/exchanges/{context.index[e.id]}/flow"), e.flow, row=e.id)
        for e in context.study.exchanges
        if OFFSET in context.flow(e.flow).tags
    )
    if found:
        raise InputError(found)


def note_missing_uptake(plan: Plan, context: Context, found: Sequence[Contribution]) -> None:
    """Warn (CAL-042) once where −1/+1 counts biogenic CO2 given off and nothing at all is taken up: half a cycle."""
    if plan.text("D5.biogenic_co2") not in {"minus_one_plus_one", "two_totals"}:
        return
    held = [(c, {key for gases in (c.by_gas, *c.apart.values()) for key in gases}) for c in found]
    if any(is_uptake(key) for _, keys in held for key in keys):
        return
    given_off = [c.line.exchange for c, keys in held if BIOGENIC_CO2 in keys and c.line.exchange.role == "emission"]
    if given_off:
        row = given_off[0]
        place = context.places.at(f"/exchanges/{context.index[row.id]}")
        noted = problem("CAL-042", place, row.id, severity="warning", count=str(len(given_off)), regime=plan.regime)
        context.notes.warnings[("CAL-042", row.id)] = noted


def captured_gas(exchange: Exchange, context: Context) -> tuple[Node, Datum] | None:
    """The captured CO2 as kg and a datum of one kg."""
    amount = context.in_unit(exchange, "kg")
    if amount is None:
        return None
    name = context.flow(exchange.flow).name
    one = constant(ONE, "kg", _ONE_KG)
    gas = Gas("CO2", exchange.origin or "fossil", one)
    return amount, Datum(f"captured:{exchange.id}", name, split=(gas,))


def captured_counts(exchange: Exchange, plan: Plan, *, in_balance: bool) -> tuple[int, str]:
    """How often the captured CO2 enters the figure (−1, 0 or 1), and the bucket it stands apart in, if any.

    `in_balance`: the direct emissions come from a carbon balance, which holds the captured carbon already.
    """
    if exchange.fate == "used":
        rule = plan.text("D5.ccu")
        off, bucket = rule == "cut_off" or (rule == "credit" and bool(exchange.document)), ""
    else:
        rule = plan.text("D5.ccs")
        off, bucket = rule == "included", "ccs" if rule == "separate" else ""
    return (-1 if off else 0) if in_balance else (0 if off else 1), bucket


def carbon_content(context: Context) -> Node | None:
    """Kg of biogenic carbon in the declared amount of product, from its property; None where the study gives none."""
    product = context.study.product
    found = context.property(product.flow, BIOGENIC_CARBON)
    if found is None or not found[1].value:
        return None
    position, row = found
    above, _, below = row.unit.partition("/")
    kind = context.flow(product.flow).kind
    try:
        ratio = convert(ONE, above, "kg", "product_mass") * convert(ONE, product.unit, below, kind)
    except UnitError:
        return None
    label = Text("产品的生物碳含量", "biogenic carbon content of the product")
    value = context.cell(f"/properties/{position}/value", parse_decimal(row.value), row.unit, label)
    scale = constant(ratio, f"{row.unit}→kg/{product.unit}", Text("单位换算", "unit conversion"))
    return multiply(context.declared_amount(), value, scale, label=label)


def stored_carbon(plan: Plan, context: Context) -> tuple[Node | None, str]:
    """−44/12 times the carbon in the product, and where it counts: ``figure``, ``apart``, or nowhere (empty)."""
    rule = plan.text("D5.storage")
    if rule == "included" and plan.text("D5.biogenic_co2") not in {"zero", "separate"}:
        return None, ""
    content = carbon_content(context)
    if content is None or rule not in {"included", "separate"}:
        return None, ""
    ratio = constant(CARBON_TO_CO2, "44/12", Text("碳换算为CO2", "carbon to CO2"))
    return negate(multiply(content, ratio)), "figure" if rule == "included" else "apart"


def of_aircraft(gases: Mapping[str, Node], plan: Plan) -> dict[str, Node]:
    """The gases of a leg by air, CO2 (or an unsplit total) times D4.aircraft_multiplier where the regime has one."""
    factor = plan.text("D4.aircraft_multiplier")
    if not factor:
        return dict(gases)
    rule = plan.values["D4.aircraft_multiplier"]
    node = parameter_leaf(parse_decimal(factor), rule, plan, "1", Text("航空倍率", "multiplier of aircraft"))
    return {k: multiply(n, node) if k.partition(" ")[0] in {"CO2", "CO2e"} else n for k, n in gases.items()}
