"""D3: rows the study asks to leave out as negligible, and the limit within which a regime allows it.

A row that stays within the limit is left out and declared; any other row counts, with a warning. Shares are taken of
the material flow through the study before anything is allocated, so that the decision depends on D3 alone. Water stays
out of the sums of mass: it would make every other input look small.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.co_product_data import heating_value
from carnet.errors import Text, problem
from carnet.lca import physical_shares, solve
from carnet.quantity import decimal_string, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.assessment.context import Context
    from carnet.assessment.plan import Plan
    from carnet.inventory.model import Exchange

ZERO = Fraction(0)
HUNDRED = Fraction(100)
ASKED = "yes"
_BASES = {"mass": ("mass",), "energy": ("energy",), "footprint": ("footprint",), "mass_and_energy": ("mass", "energy")}
_MATERIAL = frozenset({"purchased", "resource"})
# Inside one process what it takes from its neighbours is an input as well; over the study it would count twice.
_ENTERING = _MATERIAL | {"intermediate", "product", "electricity"}

NO_RULE = Text("该方案没有给出取舍限值", "the regime states no cut-off limit")
NO_SHARE = Text("份额无法得知", "its share is not known")
ABOVE = Text("超过限值", "it is above the limit")
ABOVE_TOTAL = Text(
    "与其他舍去项合计超过累计限值", "with the other rows left out it is above the limit for all together"
)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """The decision on one row. `share` and `limit` in per cent; `why` says what stands against leaving it out."""

    exchange: Exchange
    basis: str
    share: Fraction | None
    limit: Fraction | None
    left_out: bool
    declare: bool
    clause: str
    why: Text = Text("", "")


def left_out(exchange: Exchange, plan: Plan, context: Context) -> bool:
    """Whether D3 lets this row out."""
    if exchange.excluded != ASKED:
        return False
    return exclusions(plan, context)[exchange.id].left_out


def exclusions(plan: Plan, context: Context) -> Mapping[str, Exclusion]:
    """The decision on every row the study asks to leave out, by its id."""
    asked = [e for e in context.study.exchanges if e.excluded == ASKED]
    if not asked:
        return {}
    key = tuple(str(plan.get(f"D3.{name}")) for name in ("basis", "scope", "limit_percent", "total_percent", "declare"))
    known = context.notes.exclusions.get((*key, _clause(plan)))
    if known is None:
        known = context.notes.exclusions[*key, _clause(plan)] = _decide(asked, plan, context)
    return known


def _clause(plan: Plan) -> str:
    return plan.values["D3.limit_percent"].clause or plan.values["D3.basis"].clause


def _percent(plan: Plan, parameter: str) -> Fraction | None:
    text = plan.text(parameter)
    return parse_decimal(text) if text else None


def _decide(asked: Sequence[Exchange], plan: Plan, context: Context) -> dict[str, Exclusion]:
    basis, scope = plan.text("D3.basis"), plan.text("D3.scope") or "process"
    limit, together = _percent(plan, "D3.limit_percent"), _percent(plan, "D3.total_percent")
    declare, clause = plan.get("D3.declare") is not False, _clause(plan)
    bases = _BASES.get(basis, ())
    ruled = bool(bases) and (limit is not None or together is not None)
    found: dict[str, Exclusion] = {}
    within: list[tuple[Fraction, Exchange, Fraction]] = []
    for exchange in asked:
        share = _share(exchange, bases, scope, context) if ruled else None
        overall = _share(exchange, bases, "total", context) if together is not None else ZERO
        why = Text("", "")
        if not ruled:
            why = NO_RULE
        elif share is None or overall is None:
            why = NO_SHARE
        elif limit is not None and share > limit:
            why = ABOVE
        else:
            within.append((overall, exchange, share))
        found[exchange.id] = Exclusion(exchange, basis, share, limit, not why.en, declare, clause, why)
    sum_ = ZERO
    # The smallest first: as many rows as the limit for all together allows.
    for overall, exchange, share in sorted(within, key=lambda row: (row[0], row[1].id)):
        sum_ += overall
        if together is not None and sum_ > together:
            found[exchange.id] = Exclusion(exchange, basis, share, together, False, declare, clause, ABOVE_TOTAL)  # noqa: FBT003
    return found


def _share(exchange: Exchange, bases: Sequence[str], scope: str, context: Context) -> Fraction | None:
    """The largest share of the row by any of the bases, in per cent; None where one of them cannot be told."""
    shares = [_share_by(basis, exchange, scope, context) for basis in bases]
    known = [s for s in shares if s is not None]
    return max(known) if known and len(known) == len(shares) else None


def _share_by(basis: str, exchange: Exchange, scope: str, context: Context) -> Fraction | None:
    if basis == "footprint":
        return parse_decimal(exchange.excluded_share) if exchange.excluded_share else None
    own = _measure(basis, exchange, context)
    if own is None or exchange.role == "emission":
        return None
    runs = _runs(context) if scope != "process" else {}
    stages = {p.id: p.stage for p in context.study.processes}
    total = ZERO
    for other in context.study.exchanges:
        inside = other.process == exchange.process if scope == "process" else other.role in {*_MATERIAL, "electricity"}
        if scope == "module":
            inside = inside and stages[other.process] == stages[exchange.process]
        if not inside or other.direction != "in" or other.role not in _ENTERING:
            continue
        amount = None if _is_water(basis, other, context) else _measure(basis, other, context)
        total += (amount or ZERO) * (runs[other.process] if runs else 1)
    weight = runs[exchange.process] if runs else 1
    if not own:
        return ZERO  # no energy in a row is no share, even where nothing in the scope carries any
    return own * weight / total * HUNDRED if total else None


def _is_water(basis: str, exchange: Exchange, context: Context) -> bool:
    return basis == "mass" and "water" in context.flow(exchange.flow).tags


def _measure(basis: str, exchange: Exchange, context: Context) -> Fraction | None:
    """Kg or MJ of a row per run of its process; energy of what is neither a fuel nor heat nor power is nothing."""
    if basis == "mass":
        if context.flow(exchange.flow).kind == "electricity":
            return None
        node = context.in_unit(exchange, "kg")
        return None if node is None else node.constant
    node = heating_value(exchange, context)
    if node is not None:
        return node.constant
    return None if {"fuel", "carbon_bearing"} & set(context.flow(exchange.flow).tags) else ZERO


def _runs(context: Context) -> Mapping[str, Fraction]:
    if not context.notes.runs:
        context.notes.runs.update(solve(context.system, physical_shares(context.system)).activity)
    return context.notes.runs


def within_limit(exchange_id: str, plan: Plan, context: Context) -> bool | None:
    """Whether a gap is small enough to be left out by mass; None where the regime does not go by mass alone."""
    position = context.index.get(exchange_id)
    limit = _percent(plan, "D3.limit_percent")
    if position is None or limit is None or plan.text("D3.basis") != "mass":
        return None
    exchange = context.study.exchanges[position]
    share = _share_by("mass", exchange, plan.text("D3.scope") or "process", context)
    return None if share is None else share <= limit


def note_counted(plan: Plan, context: Context) -> None:
    """Warn of every row that was to be left out and counts all the same."""
    for row in exclusions(plan, context).values():
        if row.left_out:
            continue
        place = context.places.at(f"/exchanges/{context.index[row.exchange.id]}/excluded")
        name = context.flow(row.exchange.flow).name
        context.notes.warnings["CAL-021", row.exchange.id] = problem(
            "CAL-021",
            place,
            row.exchange.id,
            severity="warning",
            flow_zh=name.zh,
            flow_en=name.en,
            why_zh=row.why.zh,
            why_en=row.why.en,
            share=shown_percent(row.share),
            limit=shown_percent(row.limit),
            clause=row.clause or "–",
        )


def exclusion_rows(plan: Plan, context: Context) -> list[dict[str, object]]:
    """The decisions as plain data, in the order of the study."""
    return [
        {
            "exchange": row.exchange.id,
            "flow": row.exchange.flow,
            "name": context.flow(row.exchange.flow).name.json(),
            "basis": row.basis,
            "share": None if row.share is None else shown_percent(row.share),
            "limit": None if row.limit is None else shown_percent(row.limit),
            "left_out": row.left_out,
            "declare": row.declare,
            "clause": row.clause,
            "why": row.why.json() if row.why.en else None,
        }
        for row in exclusions(plan, context).values()
    ]


def shown_percent(value: Fraction | None) -> str:
    """A share in per cent with at most four decimals; a dash where it is not known."""
    if value is None:
        return "–"
    text = decimal_string(value, 4, "half_even")
    return text.rstrip("0").rstrip(".") if "." in text else text
