"""Evidence beside the amounts: transport legs, supplier values, documents, scrap."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from carnet.inventory.balance import in_base
from carnet.inventory.checks_fields import BOUNDARIES
from carnet.inventory.context import Context, day, shown
from carnet.inventory.model import ROLES
from carnet.quantity import decimal_or_none

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carnet.errors import Problem
    from carnet.inventory.model import Exchange, SupplierValue

_TRAVELS = frozenset({"purchased", "waste", "reference", "product"})
_VALUED = frozenset({"purchased", "electricity"})
_FARTHEST_KM = 25000  # more than half round the earth by ship with detours
_LARGEST_VALUE = Fraction(100)  # kg CO2e per kg; our own bound: beyond it lie noble metals and wafers


def transport(context: Context) -> Iterator[Problem]:
    """A leg brings goods that are bought, in shares of at most the whole, over a distance that exists."""
    shares: dict[tuple[str, str, str, str], Fraction] = {}
    for i, leg in enumerate(context.study.transport):
        row = f"/transport/{i}"
        carried = context.exchanges.get(leg.exchange)
        if carried and carried[1].role in ROLES and carried[1].role not in _TRAVELS:
            yield context.found("STU-090", f"{row}/exchange", leg.exchange, leg=leg.id, role=carried[1].role)
        share = decimal_or_none(leg.share)
        if share is not None and share > 1:
            yield context.found("STU-091", f"{row}/share", leg.share)
        distance = decimal_or_none(leg.distance_km)
        if distance is not None and distance > _FARTHEST_KM:
            yield context.found("CHK-012", f"{row}/distance_km", leg.distance_km, severity="warning", most=_FARTHEST_KM)
        if share is not None and 0 < share <= 1:
            key = (leg.exchange, leg.mode, leg.period_from, leg.period_to)
            before = shares.get(key, Fraction(0))
            shares[key] = before + share
            # Two full legs of one mode may follow each other (to the port, from the port): only odd sums tell.
            if before < 1 < shares[key] and before != 0 and share != 1:
                yield context.found(
                    "CHK-013", f"{row}/share", leg.share, severity="warning", exchange=leg.exchange, mode=leg.mode,
                    total=shown(shares[key]),
                )  # fmt: skip


def supplier_values(context: Context) -> Iterator[Problem]:
    """A supplier value belongs to a purchased line, states its boundary, and is of the time and size it can be."""
    for i, item in enumerate(context.study.supplier_values):
        row = f"/supplier_values/{i}"
        line = context.exchanges.get(item.exchange)
        if line and line[1].role in ROLES and line[1].role not in _VALUED:
            yield context.found("STU-093", f"{row}/exchange", item.exchange, role=line[1].role)
        if not item.boundary:
            yield context.found("STU-092", f"{row}/boundary", item.id, BOUNDARIES)
        value, part = decimal_or_none(item.value), decimal_or_none(item.direct_part)
        if value is not None and part is not None and part > value:
            yield context.found(
                "STU-095", f"{row}/direct_part", item.direct_part, part=item.direct_part, total=item.value
            )
        if item.verified == "yes" and not item.verifier:
            yield context.found("CHK-026", f"{row}/verifier", item.id, severity="warning")
        yield from _size(context, row, item)
        yield from _age(context, row, item)
    yield from _twice(context)


def _per_kg(item: SupplierValue) -> Fraction | None:
    """Return the value in kg CO2e per kg of goods where it is per a mass."""
    value = in_base(item.value, item.unit, ("co2e", "co2_mass"))
    mass = in_base("1", item.per_unit, ("product_mass",))
    return value / mass if value is not None and mass else None


def _size(context: Context, row: str, item: SupplierValue) -> Iterator[Problem]:
    per_kg = _per_kg(item)
    if per_kg is not None and per_kg > _LARGEST_VALUE:
        yield context.found(
            "CHK-014", f"{row}/value", item.value, severity="warning", per_kg=shown(per_kg), most=_LARGEST_VALUE
        )


def _age(context: Context, row: str, item: SupplierValue) -> Iterator[Problem]:
    end, start = day(item.period_to), day(context.study.period_from)
    if end and start and end < start:
        yield context.found("CHK-015", f"{row}/period_to", item.period_to, severity="warning", end=end, start=start)


def _twice(context: Context) -> Iterator[Problem]:
    rows = list(enumerate(context.study.supplier_values))
    for (_, first), (i, second) in combinations(rows, 2):
        if first.exchange == second.exchange and first.id != second.id and _overlap(first, second):
            yield context.found(
                "STU-094", f"/supplier_values/{i}/period_from", second.id, exchange=second.exchange,
                ids=f"{first.id}, {second.id}",
            )  # fmt: skip


def _overlap(first: SupplierValue | Exchange, second: SupplierValue | Exchange) -> bool:
    if not (first.period_from and second.period_from and first.period_to and second.period_to):
        return True
    return first.period_from <= second.period_to and second.period_from <= first.period_to


def documents(context: Context) -> Iterator[Problem]:
    """A slip, bill or meter report says one amount of its flow, and both ends of a delivery agree on it.

    A document cited for several flows is a register or a paper; it may well hold several amounts.
    """
    cited: dict[str, list[tuple[int, Exchange]]] = {}
    for i, line in enumerate(context.study.exchanges):
        if line.document:
            cited.setdefault(line.document, []).append((i, line))
    for lines in cited.values():
        if len({line.flow for _, line in lines}) == 1:
            yield from _same_entry(context, lines)
            yield from _delivery(context, lines)


def _same_entry(context: Context, lines: list[tuple[int, Exchange]]) -> Iterator[Problem]:
    first: dict[tuple[str, ...], Exchange] = {}
    for i, line in lines:
        key = (line.process, line.role, line.provider, line.contract, line.origin, line.scrap_kind)
        earlier = first.setdefault(key, line)
        if earlier.id != line.id and _overlap(earlier, line):
            yield from _compared(context, i, earlier, line, "CHK-020", "CHK-021")


def _delivery(context: Context, lines: list[tuple[int, Exchange]]) -> Iterator[Problem]:
    sent = [line for _, line in lines if line.direction == "out"]
    taken = [(i, line) for i, line in lines if line.direction == "in"]
    if len(sent) == len(taken) == 1 and taken[0][1].provider == sent[0].process and _overlap(sent[0], taken[0][1]):
        yield from _compared(context, taken[0][0], sent[0], taken[0][1], "CHK-022", "")


def _compared(
    context: Context, position: int, first: Exchange, second: Exchange, differ: str, agree: str
) -> Iterator[Problem]:
    one, other = context.in_base_of_kind(first), context.in_base_of_kind(second)
    code = agree if one == other else differ
    if code and one is not None and other is not None:
        yield context.found(
            code, f"/exchanges/{position}/document", second.document, severity="warning", document=second.document,
            first=first.id, flow=second.flow, one=f"{first.amount} {first.unit}",
            other=f"{second.amount} {second.unit}",
        )  # fmt: skip


def scrap(context: Context) -> Iterator[Problem]:
    """Bought scrap says of which kind it is: recycling rules treat them differently."""
    for i, line in enumerate(context.study.exchanges):
        if line.role == "purchased" and "scrap" in context.tags(line.flow) and not line.scrap_kind:
            yield context.found("CHK-025", f"/exchanges/{i}/scrap_kind", "", severity="warning", flow=line.flow)


CHECKS = (transport, supplier_values, documents, scrap)
