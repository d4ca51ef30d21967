"""D9, data choice: which datum stands for a purchased good, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.context import Gap
from carnet.assessment.expression import Leaf, Node, constant, leaf, multiply
from carnet.assessment.gases import Datum, Gas
from carnet.errors import Text, problem, raise_if
from carnet.factors import FactorRequest, group_of, select
from carnet.quantity import convert, exact_decimal, find_unit, parse_decimal

if TYPE_CHECKING:
    from carnet.assessment.context import Context
    from carnet.assessment.plan import Plan, PlanValue
    from carnet.factors import FactorRecord
    from carnet.inventory.model import Exchange, Flow, SupplierValue
    from carnet.regime import ResolvedRow

ONE = Fraction(1)
GOODS_KINDS = ("product_life_cycle",)
FUEL_KINDS = ("fuel_upstream", "product_life_cycle")
CRADLE_TO_GATE = "cradle_to_gate"
# What a property lets an amount be counted in.
_CROSSING = {"density": ("product_mass", "gas_volume", "liquid_volume"), "net_mass": ("product_mass", "pieces")}
POINT = "point"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A datum and the amount of the line in the datum's unit."""

    datum: Datum
    amount: Node


def kilograms(unit: str) -> Fraction:
    """How many kg one `unit` of a greenhouse-gas mass is (``t``, ``kg``, ``g``)."""
    return convert(ONE, unit.removesuffix(" CO2e").removesuffix(" CO2"), "kg", "gas_mass")


def record_datum(record: FactorRecord) -> Datum:
    """A factor record as a datum per one `per_unit`."""
    name = record.name
    if record.gases:
        split = tuple(
            Gas(
                g.gas,
                g.origin,
                leaf(
                    parse_decimal(g.mass),
                    Leaf("factor", record.id, "kg", record.source, record.locator, record.status),
                    Text(f"{name.zh}：{g.gas}", f"{name.en}: {g.gas}"),
                ),
            )
            for g in record.gases
        )
        return Datum(f"factor:{record.id}", name, split=split, source=record.source, status=record.status)
    return Datum(
        f"factor:{record.id}",
        name,
        total=factor_value(record),
        gwp_set=record.gwp_set,
        source=record.source,
        status=record.status,
    )


def row_name(row: ResolvedRow) -> str:
    """What a table row is called in ids: its CN code or its flow, with country and variant."""
    return "/".join(part for part in (row.cn or row.flow, row.country, row.variant) if part)


def table_datum(row: ResolvedRow, plan: Plan) -> Datum:
    """A row of the regime's own table as a datum per one `per_unit`, with the plan's mark-up."""
    key = row_name(row)
    what = Leaf(
        "table", f"{plan.regime}:{row.table}:{key}", f"kg/{row.per_unit}", row.source_title, row.clause, row.status
    )
    label = Text(f"方案表值：{key}", f"regime table: {key}")
    value = leaf(parse_decimal(row.value) * kilograms(row.unit), what, label)
    extra = plan.text("D9.markup")
    if extra:
        value = multiply(value, _markup(plan, "D9.markup", extra))
    gwp_set = "co2_only" if row.gas == "CO2" else (row.gwp_set or "unknown")
    return Datum(
        f"table:{row.origin.partition('@')[0]}:{key}",
        label,
        total=value,
        gwp_set=gwp_set,
        source=row.source_title,
        status=row.status,
    )


def _markup(plan: Plan, parameter: str, extra: str) -> Node:
    rule = plan.values[parameter]
    what = Leaf("parameter", f"{plan.regime}:{parameter}", "1", rule.source, rule.clause, rule.status)
    return leaf(ONE + parse_decimal(extra), what, Text("加成（1+加成率）", "mark-up (1 + rate)"))


def find_row(plan: Plan, flow: Flow, country: str, table: str = "upstream") -> ResolvedRow | None:
    """The row of the regime's own table for a flow that comes from `country`.

    By its id, else by its customs codes. Among the rows that fit: the country of origin, a group it belongs to, any;
    then the longest code that begins a code of the flow or begins with one; then the highest value, which claims least.
    """
    places = {country: 0, **dict.fromkeys(group_of(country), 1), "": 2}
    rows = [r for r in plan.table if r.table == table and r.country in places]
    found = [r for r in rows if r.flow == flow.id] or [r for r in rows if r.cn and _same_goods(r.cn, flow.cn_codes)]
    if not found:
        return None
    return min(found, key=lambda r: (places[r.country], -len(r.cn), -parse_decimal(r.value), r.cn, r.variant))


def _same_goods(code: str, codes: tuple[str, ...]) -> bool:
    return any(own.startswith(code) or code.startswith(own) for own in codes if own)


def origin(exchange: Exchange, context: Context) -> str:
    """Where a good comes from: as its row says, else where its process stands, else the study's country."""
    return exchange.country or place_of(exchange, context)


def place_of(exchange: Exchange, context: Context) -> str:
    """The country in which the process of a row stands."""
    process = next((p for p in context.study.processes if p.id == exchange.process), None)
    return (process.country if process else "") or context.study.country


def purchased(exchange: Exchange, plan: Plan, context: Context) -> Chosen | None:
    """Choose by the order of D9.ranking; None leaves a named gap in the notes."""
    flow = context.flow(exchange.flow)
    reasons: list[Text] = []
    for source in plan.tags("D9.ranking"):
        if source in {"supplier_verified", "supplier"}:
            chosen = _supplier(exchange, plan, context, reasons, verified_only=source == "supplier_verified")
        elif source == "regime_table":
            row = find_row(plan, flow, origin(exchange, context))
            chosen = None if row is None else _fit(exchange, table_datum(row, plan), row.per_unit, context)
        else:
            chosen = _factor(exchange, plan, context, reasons)
        if chosen is not None:
            return chosen
    if not reasons:
        reasons = [
            Text("该方案要求的数据来源中没有此物料的数值", "none of the data sources this regime allows has a value")
        ]
    every = list(dict.fromkeys(reasons))
    reason = Text("；".join(r.zh for r in every), "; ".join(r.en for r in every))
    context.notes.gaps[exchange.id] = Gap(exchange.id, exchange.flow, reason)
    return None


def _fit(exchange: Exchange, datum: Datum, per_unit: str, context: Context) -> Chosen | None:
    amount = context.in_unit(exchange, per_unit)
    return None if amount is None else Chosen(datum, amount)


def _supplier(
    exchange: Exchange, plan: Plan, context: Context, reasons: list[Text], *, verified_only: bool
) -> Chosen | None:
    for index, value in enumerate(context.study.supplier_values):
        # "Verified" without a verifier is a claim, not evidence.
        if value.exchange != exchange.id or (verified_only and not (value.verified == "yes" and value.verifier)):
            continue
        why = refusal(value, plan.text("D9.statistic"), context)
        if why is not None:
            reasons.append(why)
            place = context.places.at(f"/supplier_values/{index}/value")
            found = problem("CAL-033", place, value.id, severity="warning", why_zh=why.zh, why_en=why.en)
            context.notes.warnings[("CAL-033", value.id)] = found
            continue
        return _fit(exchange, supplier_datum(value, index, context), value.per_unit, context)
    return None


def refusal(value: SupplierValue, statistic: str, context: Context) -> Text | None:
    """Why a supplier's value does not stand for the good; None where it does.

    It must reach from the cradle to the gate. Of a published distribution only the statistic the regime asks for
    enters; a value that is no statistic (``point``, or not said) is one figure and may always enter.
    Values for different lifetimes never meet: with the product's own where it is given, else with each other.
    """
    if value.boundary not in {"", CRADLE_TO_GATE}:
        return Text(
            f"供应商数值的边界为 {value.boundary}，不能代替摇篮到大门",
            f"the supplier's value is {value.boundary}, which does not stand for cradle to gate",
        )
    stated = value.statistic or POINT
    if statistic and stated not in {statistic, POINT}:
        return Text(
            f"供应商数值为分布的 {stated}，方案要求 {statistic}",
            f"the supplier's value is the {stated} of a distribution, the regime asks for {statistic}",
        )
    if value.lifetime_years:
        return _lifetime(value, context)
    return None


def _lifetime(value: SupplierValue, context: Context) -> Text | None:
    years = parse_decimal(value.lifetime_years)
    own = context.property(context.study.product.flow, "service_life")
    if own is not None and own[1].value and own[1].unit == "a":
        others = {parse_decimal(own[1].value)}
    else:
        others = {parse_decimal(v.lifetime_years) for v in context.study.supplier_values if v.lifetime_years}
    if others <= {years}:
        return None
    listed = ", ".join(exact_decimal(y) or str(y) for y in sorted(others | {years}))
    return Text(
        f"使用寿命不同的数值不得混用（{listed} 年）", f"values of different lifetimes are not mixed ({listed} years)"
    )


def supplier_datum(value: SupplierValue, index: int, context: Context) -> Datum:
    """A supplier's value as a datum per one `per_unit`."""
    pointer = f"/supplier_values/{index}/value"
    label = Text(f"供应商数值：{value.supplier}", f"supplier value: {value.supplier}")
    amount = context.cell(pointer, parse_decimal(value.value), value.unit, label)
    scale = constant(kilograms(value.unit), f"{value.unit}→kg", Text("换算为kg", "to kg"))
    return Datum(
        f"supplier:{value.id}",
        label,
        total=multiply(amount, scale),
        gwp_set=value.gwp_set or "unknown",
        source=value.document,
        status="read",
    )


def request_for(
    context: Context,
    flow: str,
    kinds: tuple[str, ...],
    *,
    country: str = "",
    region: str = "",
    technology: str = "",
    pinned: str = "",
    unit: str = "",
) -> FactorRequest:
    """A factor request with the study's own place and time where none is given."""
    study = context.study
    return FactorRequest(
        flow=flow,
        kinds=kinds,
        country=country or study.country,
        region=region,
        period_from=study.period_from,
        period_to=study.period_to,
        known_date=context.known_date,
        technology=technology,
        quantity_kinds=_countable(context, flow, unit),
        pinned=pinned,
    )


def _countable(context: Context, flow: str, unit: str) -> tuple[str, ...]:
    """The kinds an amount in `unit` can be counted in; a density joins mass and volume, a net mass mass and pieces."""
    if not unit:
        return ()
    known = find_unit(unit)
    kinds = list(known.kinds if known else ())
    for name, more in _CROSSING.items():
        if context.property(flow, name) is not None:
            kinds += [kind for kind in more if kind not in kinds]
    return tuple(kinds)


def pick(context: Context, request: FactorRequest, note_as: str) -> FactorRecord | None:
    """Select a factor record and note the explained choice."""
    selection = context.notes.picked.get(request)
    if selection is None:
        selection = context.notes.picked[request] = select(context.factors, request)
    context.notes.selections[note_as] = selection
    raise_if(selection.problems)
    for found in selection.problems:
        context.notes.warnings[(found.code, str(found.place) + found.value)] = found
    if selection.record is not None:
        context.notes.used_factors.add(selection.record.id)
    return selection.record


def _factor(exchange: Exchange, plan: Plan, context: Context, reasons: list[Text]) -> Chosen | None:
    flow = context.flow(exchange.flow)
    wanted = {c.target: c.factor for c in context.study.factor_choices}
    pinned = wanted.get(exchange.id) or wanted.get(flow.id) or ""
    kinds = FUEL_KINDS if "fuel" in flow.tags else GOODS_KINDS
    if exchange.role == "waste":
        kinds = ("waste_treatment",)
    country = origin(exchange, context)
    request = request_for(context, flow.id, kinds, country=country, pinned=pinned, unit=exchange.unit)
    record = pick(context, request, exchange.id)
    if record is None:
        reasons.append(
            Text(f"因子库中没有“{flow.name.zh}”的可用记录", f"the factor set has no usable record for {flow.name.en}")
        )
        return None
    chosen = _fit(exchange, record_datum(record), record.per_unit, context)
    extra = factor_markup(flow, plan)
    if chosen is not None and extra:
        chosen = Chosen(chosen.datum, multiply(chosen.amount, _markup(plan, "D9.factor_markup", extra)))
    if chosen is None:
        reasons.append(
            Text(
                f"因子 {record.id} 以 {record.per_unit} 计，而用量以 {exchange.unit} 计，且未给出密度",
                f"factor {record.id} is per {record.per_unit}, the amount is in {exchange.unit}, no density is given",
            )
        )
    return chosen


def factor_markup(flow: Flow, plan: Plan) -> str:
    """The share D9.factor_markup adds to a factor of this flow: by its id, by one of its tags, or by ``*``."""
    table = plan.get("D9.factor_markup")
    if not isinstance(table, Mapping):
        return ""
    for key in (flow.id, *flow.tags, "*"):
        if key in table:
            return str(table[key])
    return ""


def factor_value(record: FactorRecord) -> Node:
    """The printed total of a record in kg CO2e (kg CO2 for a CO2-only one) per `per_unit`."""
    what = Leaf("factor", record.id, f"kg/{record.per_unit}", record.source, record.locator, record.status)
    return leaf(parse_decimal(record.value) * kilograms(record.unit), what, record.name)


def parameter_leaf(value: Fraction, rule: PlanValue, plan: Plan, unit: str, label: Text) -> Node:
    """A leaf for a number a rule prints."""
    what = Leaf("parameter", f"{plan.regime}:{rule.parameter}", unit, rule.source, rule.clause, rule.status)
    return leaf(value, what, label)
