"""Figures that can be read but hardly meant: a thousand times too much, a float's tail, a fuel counted as fossil.

The bands are ours, wide on purpose, and only ever warn. Where a published database held such a slip a comment says so.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.inventory.balance import MASS_KINDS, in_base
from carnet.inventory.context import Context, kwh, shown
from carnet.inventory.installation import ATTRIBUTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carnet.errors import Problem
    from carnet.inventory.labels import Fields
    from carnet.inventory.model import Exchange

ZERO = Fraction(0)

# kg of gas per kg of product. CO2: 36 of 571 published rows of one steel set were above 50, grams stored as kg.
# CH4: a gassy coal mine gives off about 0.01. N2O: only nitric and adipic acid and caprolactam come above 0.002.
LARGEST_EMISSION = {"CO2": Fraction(5), "CH4": Fraction(1, 100), "N2O": Fraction(1, 500)}
# kWh per kg of product: primary aluminium takes 14, polysilicon about 60; one kWh per tonne does not run a process.
ELECTRICITY_BAND = (Fraction(1, 1000), Fraction(25))
SILICON, SILICON_MOST = "pv", Fraction(100)  # a tag, and kWh per kg of what is on the way to a solar cell
SMALLEST_LINE_KWH = Fraction(1, 2000)
# m3 per t of product: an integrated steel works takes 3 to 5; 200 m3 per t of pellets was printed for 200 kg.
LARGEST_WATER = Fraction(50)
LARGEST_GAS = Fraction(20)  # Nm3 per kg of product: a blast furnace makes 1.5 to 2
# A double printed to the end: 15 or more significant digits that close on a run of noughts or nines.
_FLOAT_TAIL = re.compile(r"[0-9]*\.[0-9]*?(?:0{6,}[1-9][0-9]?|9{6,}[0-9]?)")
_DOUBLE_DIGITS = 15
_PER_TONNE = 1000


def emissions(context: Context) -> Iterator[Problem]:
    """More CO2 than its fuel could give means grams were stored as kilograms."""
    for process in context.processes:
        reference = context.reference_kg(process)
        if not reference or ATTRIBUTED in context.processes[process].tags:
            continue
        for i, line in context.lines[process]:
            most = LARGEST_EMISSION.get(line.flow)
            kg = in_base(line.amount, line.unit, MASS_KINDS)
            if line.role != "emission" or most is None or kg is None or kg / reference <= most:
                continue
            yield context.found(
                "CHK-006", f"/exchanges/{i}/amount", line.amount, severity="warning", gas=line.flow, process=process,
                ratio=shown(kg / reference), most=shown(most),
            )  # fmt: skip


def electricity(context: Context) -> Iterator[Problem]:
    """Electricity per kg of product inside a wide band."""
    least = ELECTRICITY_BAND[0]
    for process in context.processes:
        reference = context.reference_kg(process)
        drawn = [(i, e, kwh(e)) for i, e in context.lines[process] if e.role == "electricity"]
        total = sum((amount for _, _, amount in drawn if amount is not None), ZERO)
        if not reference or not total:
            continue
        most = SILICON_MOST if _makes_silicon(context, process) else ELECTRICITY_BAND[1]
        about: Fields = {"process": process, "least": shown(least), "most": shown(most)}
        if not least <= total / reference <= most:
            i, largest, _ = max(drawn, key=lambda row: row[2] or ZERO)
            yield context.found(
                "CHK-008", f"/exchanges/{i}/amount", largest.amount, severity="warning",
                ratio=shown(total / reference), **about,
            )  # fmt: skip
            continue
        for i, line, amount in drawn:
            if amount and amount / reference < SMALLEST_LINE_KWH:
                yield context.found(
                    "CHK-008", f"/exchanges/{i}/amount", line.amount, severity="warning",
                    ratio=shown(amount / reference), **about,
                )  # fmt: skip


def _makes_silicon(context: Context, process: str) -> bool:
    return any(e.role == "reference" and SILICON in context.tags(e.flow) for _, e in context.lines[process])


def volumes(context: Context) -> Iterator[Problem]:
    """Water and gas per product inside what works use."""
    for process in context.processes:
        reference = context.reference_kg(process)
        if not reference:
            continue
        for i, line in context.lines[process]:
            per_kg = _cubic_metres(context, line, reference)
            if per_kg is None:
                continue
            water = "water" in context.tags(line.flow)
            ratio, most = (per_kg * _PER_TONNE, LARGEST_WATER) if water else (per_kg, LARGEST_GAS)
            if ratio > most and (water or context.kind(line.flow) == "gas_volume"):
                yield context.found(
                    "CHK-009" if water else "CHK-030", f"/exchanges/{i}/amount", line.amount, severity="warning",
                    flow=line.flow, process=process, ratio=shown(ratio), most=shown(most),
                )  # fmt: skip


def _cubic_metres(context: Context, line: Exchange, reference: Fraction) -> Fraction | None:
    amount = in_base(line.amount, line.unit, ("liquid_volume", "gas_volume"))
    if amount is None and "water" in context.tags(line.flow):
        kg = in_base(line.amount, line.unit, MASS_KINDS)
        amount = kg / _PER_TONNE if kg is not None else None
    return None if amount is None else amount / reference


def float_tails(context: Context) -> Iterator[Problem]:
    """329.40000000000003 was 329.4 before a program stored it as a binary float."""
    for i, line in enumerate(context.study.exchanges):
        digits = sum(char.isdigit() for char in line.amount.lstrip("0."))
        if digits >= _DOUBLE_DIGITS and _FLOAT_TAIL.fullmatch(line.amount):
            yield context.found("CHK-027", f"/exchanges/{i}/amount", line.amount, severity="warning")


def biogenic_inputs(context: Context) -> Iterator[Problem]:
    """A carbon balance counts all its CO2 as fossil; a biogenic input in it is counted too high."""
    balanced = {process.id for process in context.study.processes if process.direct_co2 == "carbon_balance"}
    for i, line in enumerate(context.study.exchanges):
        biogenic = line.origin == "biogenic" or {"biogenic", "carbon_bearing"} <= set(context.tags(line.flow))
        if line.process in balanced and line.direction == "in" and biogenic:
            yield context.found("CHK-024", f"/exchanges/{i}/flow", line.flow, severity="warning", process=line.process)


CHECKS = (emissions, electricity, volumes, float_tails, biogenic_inputs)
