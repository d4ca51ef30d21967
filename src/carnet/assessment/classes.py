"""K4, classes: the class a figure falls into, with limits that may slide with the scrap share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.data_choice import kilograms
from carnet.lca import physical_shares, solve
from carnet.quantity import UnitError, convert, parse_decimal

if TYPE_CHECKING:
    from carnet.assessment.assess import Assessment
    from carnet.assessment.context import Context
    from carnet.assessment.plan import Plan
    from carnet.inventory.model import Exchange

ZERO, ONE = Fraction(0), Fraction(1)
METALLIC = ("iron", "scrap")  # tags of what carries metal into steelmaking, beside those a regime names
STEEL = "crude_steel"


@dataclass(frozen=True, slots=True)
class Limit:
    """One class: `limit` in kg CO2e per unit of the figure at this study's scrap share, None: open; strict: outside."""

    name: str
    limit: Fraction | None
    strict: bool = False

    def holds(self, value: Fraction) -> bool:
        """Whether a figure fits."""
        return self.limit is None or (value < self.limit if self.strict else value <= self.limit)


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a figure falls. `best` and `worst` are the classes of its lower and upper bound, "" beyond the last.

    `scrap_share` from 0 to 1, None where no limit slides. `why` names what is missing, "" where nothing is.
    """

    limits: tuple[Limit, ...]
    best: str
    worst: str
    scrap_share: Fraction | None = None
    why: str = ""


def placing(found: Assessment) -> Placing | None:
    """The class of a figure under the regime's limits; None where the regime has none, or there is no figure."""
    table = found.plan.get("K4.classes")
    if not isinstance(table, Mapping) or found.evaluation is None:
        return None
    rows = [r for r in table["rows"] if isinstance(r, Mapping)] if isinstance(table["rows"], tuple) else []
    rows = [r for r in rows if _is_for(r, found.context)]
    share = None
    if any("at_100" in r for r in rows):
        share = scrap_share(found.plan, found.context)
        if share is None:
            return Placing((), "", "", None, "scrap_share")
    kind = found.context.flow(found.evaluation.reference).kind
    try:
        # A unit of D1 need not be one of the flow's kind: a module is measured in m2, its figure is per kWp.
        same = found.evaluation.unit == table["per"]
        per = ONE if same else convert(ONE, found.evaluation.unit, str(table["per"]), kind)
    except UnitError:
        return Placing((), "", "", share, "unit")
    scale = kilograms(str(table["unit"])) * per
    limits = tuple(
        Limit(
            str(r["name"]), None if r.get("open") else _limit(r, share or ZERO) * scale, strict=r.get("strict") is True
        )
        for r in rows
    )
    return Placing(limits, _class(found.low, limits), _class(found.high, limits), share)


def _is_for(row: Mapping[str, object], context: Context) -> bool:
    product = context.study.product.flow
    return "product" not in row or row["product"] in {product, *context.flow(product).tags}


def _limit(row: Mapping[str, object], share: Fraction) -> Fraction:
    first = parse_decimal(str(row["at_0"]))
    last = parse_decimal(str(row["at_100"])) if "at_100" in row else first
    return first + share * (last - first)


def _class(value: Fraction, limits: tuple[Limit, ...]) -> str:
    return next((limit.name for limit in limits if limit.holds(value)), "")


def scrap_share(plan: Plan, context: Context) -> Fraction | None:
    """The share of scrap in the metal charged to steelmaking, 0 to 1, as D7.scrap_share counts it.

    ``raw_mass``: by mass, all scrap. ``metallic_fraction``: by metallic mass, without internal scrap; the fraction of
    a flow is its property, else D7.metallic_fractions by tag. None: the regime does not say how, the study makes no
    steel, or a fraction is missing.
    """
    rule = plan.text("D7.scrap_share")
    makers = {
        process
        for process, outputs in context.system.outputs.items()
        for o in outputs
        if o.exchange.role == "reference" and STEEL in {o.exchange.flow, *context.flow(o.exchange.flow).tags}
    }
    if not rule or not makers:
        return None
    activity = solve(context.system, physical_shares(context.system)).activity
    scrap = metal = ZERO
    for row in context.study.exchanges:
        if row.process not in makers or row.direction != "in" or not _charges(row, plan, context):
            continue
        mass = context.in_unit(row, "kg")
        fraction = ONE if rule == "raw_mass" else _fraction(row, plan, context)
        if mass is None or fraction is None:
            return None
        is_scrap = "scrap" in context.flow(row.flow).tags
        if rule == "metallic_fraction" and is_scrap and (row.scrap_kind == "internal" or row.role == "intermediate"):
            continue
        amount = mass.constant * activity[row.process] * fraction
        metal += amount
        scrap += amount if is_scrap else ZERO
    return scrap / metal if metal else None


def _charges(row: Exchange, plan: Plan, context: Context) -> bool:
    table = plan.get("D7.metallic_fractions")
    metal = {*METALLIC, *(table if isinstance(table, Mapping) else ())}
    return bool({row.flow, *context.flow(row.flow).tags} & metal) and row.role in {"purchased", "intermediate"}


def _fraction(row: Exchange, plan: Plan, context: Context) -> Fraction | None:
    known = context.property(row.flow, "metallic_fraction")
    if known is not None and known[1].value:
        return parse_decimal(known[1].value)
    table = plan.get("D7.metallic_fractions")
    for key in (row.flow, *context.flow(row.flow).tags, "*"):
        if isinstance(table, Mapping) and key in table:
            return parse_decimal(str(table[key]))
    return None
