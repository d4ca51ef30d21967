"""The product after the gate and its materials: what runs for the product, what is left out, what comes back."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.inventory import labels
from carnet.inventory.balance import MASS_KINDS, in_base
from carnet.inventory.checks_balance import levels_of
from carnet.inventory.context import Context, shown
from carnet.inventory.model import AFTER_GATE, FATES
from carnet.quantity import decimal_or_none

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carnet.errors import Problem

ONE, HUNDRED = Fraction(1), Fraction(100)
# The ways a rule may leave out a row: what links processes, or is the product, is none of them.
MAY_BE_EXCLUDED = ("purchased", "electricity", "emission", "resource", "waste")
_RATIOS = (
    "recycled_content", "recycling_rate", "energy_rate", "quality_in", "quality_out", "heat_efficiency",
    "power_efficiency",
)  # fmt: skip
_BEST_DQR, _WORST_DQR = Fraction(1), Fraction(5)
_SLACK = Fraction(1001, 1000)  # rounding of recorded masses


def taking(context: Context) -> Iterator[Problem]:
    """A process after the gate takes the product on exactly one row, and makes nothing that others take."""
    product = context.study.product
    stages = {p.id: p.stage for p in context.study.processes}
    for i, process in context.numbered():
        lines = context.lines.get(process.id, ())
        rows = [(k, e) for k, e in lines if e.role == "product"]
        pointer = f"/processes/{i}/id"
        if len(rows) > 1:
            listed = ", ".join(e.id for _, e in rows)
            yield context.found("STU-078", pointer, process.id, process=process.id, count=len(rows), lines=listed)
        if rows and (made := [e.id for _, e in lines if e.role in {"reference", "co_product"}]):
            yield context.found("STU-075", pointer, process.id, process=process.id, lines=", ".join(made))
        for k, row in rows:
            if row.flow != product.flow:
                yield context.found("STU-076", f"/exchanges/{k}/flow", row.flow, (product.flow,), flow=product.flow)
            if process.stage not in AFTER_GATE:
                yield context.found("STU-077", f"/processes/{i}/stage", process.stage, AFTER_GATE, process=process.id)
        for k, row in lines if rows else ():
            # What is made before the gate would count there, although only use or end of life asks for it.
            if row.role == "intermediate" and stages.get(row.provider, AFTER_GATE[0]) not in AFTER_GATE:
                yield context.found(
                    "STU-079", f"/exchanges/{k}/provider", row.provider, process=process.id, provider=row.provider
                )


def left_out(context: Context) -> Iterator[Problem]:
    """Only rows that stand alone can be left out; an estimate of the share belongs to such a row."""
    for i, line in enumerate(context.study.exchanges):
        row = f"/exchanges/{i}"
        if line.excluded == "yes" and line.role not in MAY_BE_EXCLUDED:
            yield context.found("STU-098", f"{row}/excluded", line.role, MAY_BE_EXCLUDED, role=line.role)
        if line.excluded_share and line.excluded != "yes":
            yield context.found("STU-099", f"{row}/excluded_share", line.excluded_share)
        yield from _at_most(context, f"{row}/excluded_share", "excluded_share", line.excluded_share, HUNDRED)


def captured(context: Context) -> Iterator[Problem]:
    """Captured CO2 says where it goes, and nothing else does."""
    for i, line in enumerate(context.study.exchanges):
        if line.fate and line.role != "captured":
            yield context.found("STU-097", f"/exchanges/{i}/fate", line.fate, role=line.role)
        elif line.role == "captured" and not line.fate:
            yield context.found("STU-096", f"/exchanges/{i}/fate", "", FATES, flow=line.flow)


def supplier_statements(context: Context) -> Iterator[Problem]:
    """Shares in per cent reach to 100, a data-quality rating from 1 to 5."""
    for i, item in enumerate(context.study.supplier_values):
        row = f"/supplier_values/{i}"
        yield from _at_most(context, f"{row}/primary_share", "primary_share", item.primary_share, HUNDRED)
        yield from _at_most(context, f"{row}/dqr", "dqr", item.dqr, _WORST_DQR, least=_BEST_DQR)


def _at_most(
    context: Context, pointer: str, name: str, text: str, most: Fraction, least: Fraction = Fraction(0)
) -> Iterator[Problem]:
    value = decimal_or_none(text)
    if value is not None and (value > most or 0 <= value < least):
        about = labels.field(name)
        yield context.found("STU-056", pointer, text[:60], least=shown(least), most=shown(most), **about)


def materials(context: Context) -> Iterator[Problem]:
    """Shares of a material are ratios, what leaves is at most the whole, and one row brings one material."""
    brought: dict[str, str] = {}
    for i, item in enumerate(context.study.materials):
        row = f"/materials/{i}"
        for name in _RATIOS:
            yield from _at_most(context, f"{row}/{name}", name, getattr(item, name), ONE)
        recycled, burnt = decimal_or_none(item.recycling_rate), decimal_or_none(item.energy_rate)
        if recycled is not None and burnt is not None and recycled <= 1 and burnt <= 1 and recycled + burnt > 1:
            yield context.found(
                "STU-057", f"{row}/energy_rate", item.energy_rate, recycled=item.recycling_rate, burnt=item.energy_rate
            )
        line = context.exchanges.get(item.exchange)
        if line is None:
            continue
        if line[1].role != "purchased":
            yield context.found("STU-058", f"{row}/exchange", item.exchange, role=line[1].role)
        if item.exchange in brought:
            yield context.found(
                "STU-059", f"{row}/exchange", item.exchange, exchange=item.exchange,
                ids=f"{brought[item.exchange]}, {item.id}",
            )  # fmt: skip
        brought.setdefault(item.exchange, item.id)


def material_masses(context: Context) -> Iterator[Problem]:
    """The product holds no more of a material than the row that brings it buys."""
    runs = levels_of(context)
    product = context.reference(context.study.product.process)
    made = context.in_base_of_kind(product) if product else None
    declared = in_base(
        context.study.product.amount, context.study.product.unit, (context.kind(context.study.product.flow),)
    )
    if runs is None or not made or not declared:
        return
    for i, item in enumerate(context.study.materials):
        line = context.exchanges.get(item.exchange)
        if line is None or line[1].process not in runs:
            continue
        bought = in_base(line[1].amount, line[1].unit, MASS_KINDS)
        held = in_base(item.amount, item.unit, MASS_KINDS)
        if bought is None or held is None:
            continue
        needed = bought * runs[line[1].process] * declared / made
        if held > needed * _SLACK:
            yield context.found(
                "CHK-032", f"/materials/{i}/amount", item.amount, severity="warning", material=item.id,
                held=shown(held), bought=shown(needed), exchange=item.exchange,
            )  # fmt: skip


CHECKS = (taking, left_out, captured, supplier_statements, materials, material_masses)
