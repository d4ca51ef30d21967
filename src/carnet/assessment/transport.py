"""Transport of goods: the legs the study gives, and those a rule assumes where it gives none."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.context import Gap
from carnet.assessment.data_choice import (
    kilograms,
    origin,
    parameter_leaf,
    pick,
    place_of,
    record_datum,
    request_for,
)
from carnet.assessment.exclusion import left_out
from carnet.assessment.expression import Node, constant, multiply
from carnet.errors import Text, problem
from carnet.factors import GROUPS, group_of
from carnet.inventory.model import AFTER_GATE
from carnet.quantity import convert, parse_decimal

if TYPE_CHECKING:
    from carnet.assessment.context import Context
    from carnet.assessment.gases import Datum
    from carnet.assessment.plan import Plan
    from carnet.inventory.model import Exchange, TransportLeg

ZERO, ONE = Fraction(0), Fraction(1)
FREIGHT = "transport"  # the id of the gap of all goods without transport legs
DEFAULTS = "D9.transport_defaults"
# Water comes by pipe, gas and power by line: their supply is in the factor.
NOT_CARRIED = frozenset({"water", "industrial_gas"})


def leg_part(leg: TransportLeg, exchange: Exchange, context: Context) -> tuple[Node, Datum] | None:
    """Transport work of one leg of the study in the factor's unit, and its factor; None leaves a named gap."""
    position = next(i for i, t in enumerate(context.study.transport) if t.id == leg.id)
    distance = context.cell(
        f"/transport/{position}/distance_km", parse_decimal(leg.distance_km), "km", Text("距离", "distance")
    )
    share = context.cell(f"/transport/{position}/share", parse_decimal(leg.share), "1", Text("份额", "share"))
    return _part(leg.mode, multiply(distance, share), exchange, f"leg:{leg.id}", context)


def _part(mode: str, way: Node, exchange: Exchange, note_as: str, context: Context) -> tuple[Node, Datum] | None:
    record = pick(context, request_for(context, f"transport_{mode}", ("transport",)), note_as)
    mass = context.in_unit(exchange, "t")
    if record is None or mass is None:
        reason = Text("缺少运输因子，或货物无法按质量计", "no factor for this transport, or goods not weighed")
        context.notes.gaps[note_as] = Gap(exchange.id, f"transport_{mode}", reason)
        return None
    per = constant(
        convert(kilograms("kg"), "t·km", record.per_unit, "transport"), "t·km", Text("单位换算", "unit conversion")
    )
    return multiply(mass, way, per), record_datum(record)


def carried_goods(context: Context) -> list[Exchange]:
    """The purchased goods that somebody must bring."""
    return [
        e
        for e in context.study.exchanges
        if e.role == "purchased"
        and context.flow(e.flow).kind == "product_mass"
        and not NOT_CARRIED & set(context.flow(e.flow).tags)
    ]


def share_given(exchange: Exchange, context: Context) -> Fraction:
    """The share of a row's goods for which the study gives legs."""
    given = sum((parse_decimal(t.share) for t in context.study.transport if t.exchange == exchange.id), ZERO)
    return min(given, ONE)


def default_legs(exchange: Exchange, plan: Plan, context: Context) -> tuple[Mapping[str, object], ...]:
    """The legs a rule assumes for a good, by where it comes from and where the process stands.

    A leg for ``any`` way always holds. Which of the others holds is known only where the row names the origin.
    """
    legs = plan.get(DEFAULTS)
    here = place_of(exchange, context)
    when = {"any"}
    if exchange.country:
        when.add(_relation(origin(exchange, context), here))
    found = [leg for leg in legs if isinstance(leg, Mapping)] if isinstance(legs, tuple) else []
    return tuple(leg for leg in found if leg.get("when") in when)


def _relation(one: str, other: str) -> str:
    if one == other:
        return "domestic"
    continents = [{g for g in group_of(c) if g != "EU"} | ({c} & set(GROUPS) - {"EU"}) for c in (one, other)]
    # The Union stands for a place in Europe.
    for place, found in zip((one, other), continents, strict=True):
        if place == "EU":
            found.add("RER")
    return "same_continent" if continents[0] & continents[1] else "intercontinental"


def default_parts(exchange: Exchange, plan: Plan, context: Context) -> list[tuple[Node, Datum]]:
    """Transport of what the study gives no legs for, by the rule's own legs; none where it has none."""
    missing = ONE - share_given(exchange, context)
    parts = []
    for index, leg in enumerate(default_legs(exchange, plan, context)) if missing else ():
        rule, mode = plan.values[DEFAULTS], str(leg["mode"])
        label = Text(f"默认运输距离（{mode}）", f"default distance ({mode})")
        distance = parameter_leaf(parse_decimal(str(leg["km"])), rule, plan, "km", label)
        share = parameter_leaf(
            parse_decimal(str(leg.get("share", "1"))), rule, plan, "1", Text("默认份额", "default share")
        )
        rest = constant(missing, "without_legs", Text("未给出运输的份额", "share without legs"))
        part = _part(mode, multiply(distance, share, rest), exchange, f"way:{exchange.id}:{index}", context)
        if part is not None:
            parts.append(part)
    return parts


def note_freight(plan: Plan, context: Context) -> None:
    """Goods whose way the rule counts and the study does not give: default legs are named, the rest is one gap."""
    if plan.text("D2.transport") == "none":
        return
    stages = plan.tags("D2.stages")
    inside = {p.id for p in context.study.processes if p.stage not in AFTER_GATE or p.stage in stages}
    goods = [e for e in carried_goods(context) if e.process in inside and not left_out(e, plan, context)]
    without = [e for e in goods if share_given(e, context) < 1]
    assumed = [e for e in without if default_legs(e, plan, context)]
    if assumed:
        zh, en = _names(assumed, context)
        found = problem(
            "CAL-034",
            context.places.at("/transport"),
            str(len(assumed)),
            severity="warning",
            regime=plan.regime,
            flows_zh=zh,
            flows_en=en,
        )
        context.notes.warnings[("CAL-034", FREIGHT)] = found
    unknown = [e for e in without if e not in assumed]
    if unknown:
        zh, en = _names(unknown, context)
        why = (
            Text("；默认运输须知原产国", "; the default legs need the country of origin")
            if plan.get(DEFAULTS)
            else Text("", "")
        )
        context.notes.gaps[FREIGHT] = Gap(
            FREIGHT,
            "",
            Text(
                f"{len(goods)} 项外购物中有 {len(unknown)} 项没有（或没有全部）给出运输：{zh}{why.zh}",
                f"{len(unknown)} of {len(goods)} purchased goods have no transport, or not for all of it: {en}{why.en}",
            ),
        )


def _names(goods: list[Exchange], context: Context) -> tuple[str, str]:
    names = [context.flow(flow).name for flow in dict.fromkeys(e.flow for e in goods)]
    return "、".join(n.zh for n in names), ", ".join(n.en for n in names)
