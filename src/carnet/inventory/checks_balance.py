"""What goes in comes out: mass and carbon of each process, co-products over the whole chain."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.inventory.balance import CO2_PER_CARBON, MASS_KINDS, carbon_balance, in_base, mass_balance
from carnet.inventory.context import Context, shown
from carnet.inventory.installation import ATTRIBUTED
from carnet.inventory.scaling import levels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carnet.errors import Problem, Severity
    from carnet.inventory.balance import CarbonBalance, MassBalance, MassLine
    from carnet.inventory.labels import Fields
    from carnet.inventory.model import Exchange, Process

ZERO = Fraction(0)
CLOSED = "mass_closed"  # the process tag that says: every mass line is given, so the balance has to close
CLOSED_TOLERANCE = Fraction(1, 100)
# Solids gain mass from air (magnetite to hematite about 3 %), so an open balance may show this much more out than in.
YIELD_TOLERANCE = Fraction(5, 100)
LARGEST_RATIO = 50  # inputs over outputs; beyond it a unit is likelier than a process
CARBON_TOLERANCE = Fraction(1, 200)  # of the carbon entering: rounding of published amounts
REPORTED_TOLERANCE = Fraction(10, 100)
SMALLEST_CO2 = Fraction(1, 1000)  # kg per kg of product: below it a difference decides nothing
CO_PRODUCT_TOLERANCE = Fraction(5, 1000)
_BECOMES_NO_SOLID = frozenset({"fuel", "process_gas", "utility", "industrial_gas", "water"})


def masses(context: Context) -> Iterator[Problem]:
    """More cannot leave a process than enters it; a process said to be complete has to close."""
    for i, process in context.numbered():
        if not context.readable(process.id):
            continue
        balance = mass_balance(context.study, process.id)
        pointer = f"/processes/{i}/id"
        if CLOSED in process.tags:
            yield from _closed(context, pointer, process, balance)
        else:
            yield from _open(context, pointer, process, balance)


def _closed(context: Context, pointer: str, process: Process, balance: MassBalance) -> Iterator[Problem]:
    """Hold the balance to its word; CO2 that the carbon balance computes leaves as mass like any other output."""
    if balance.uncovered:
        lines = ", ".join(balance.uncovered)
        yield context.found("CHK-031", pointer, process.id, severity="warning", process=process.id, lines=lines)
        return
    leaving = balance.output_kg + _computed_co2(context, process)
    larger = max(balance.input_kg, leaving)
    gap = abs(balance.input_kg - leaving) / larger if larger else ZERO
    if gap > CLOSED_TOLERANCE:
        yield context.found(
            "CHK-002",
            pointer,
            process.id,
            severity="warning",
            process=process.id,
            mass_in=shown(balance.input_kg),
            mass_out=shown(leaving),
            percent=shown(gap * 100),
            limit=shown(CLOSED_TOLERANCE * 100),
        )


def _computed_co2(context: Context, process: Process) -> Fraction:
    """Return the CO2 in kg that a carbon balance puts in the place of emission rows; the middle of an interval."""
    if process.direct_co2 != "carbon_balance":
        return ZERO
    if any(e.role == "emission" and e.flow == "CO2" for _, e in context.lines.get(process.id, ())):
        return ZERO
    balance = carbon_balance(context.study, process.id, context.flows)
    return balance.co2_value if balance.co2_value is not None else (balance.co2_low + balance.co2_high) / 2


def _open(context: Context, pointer: str, process: Process, balance: MassBalance) -> Iterator[Problem]:
    """Compare what can be compared: water passes through, gases take up air, so both stay out."""
    if ATTRIBUTED in process.tags:
        return
    solid = [line for line in balance.lines if "water" not in context.tags(line.flow)]
    entering = sum((line.kg for line in solid if line.kg is not None and line.sign > 0), ZERO)
    leaving = sum((line.kg for line in solid if line.kg is not None and _leaves_as_solid(context, line)), ZERO)
    unknown = [
        line for line in solid
        if line.kg is None and line.sign > 0 and not _BECOMES_NO_SOLID & set(context.tags(line.flow))
    ]  # fmt: skip
    unweighed = any(line.kg is None and _leaves_as_solid(context, line) for line in solid)
    # A product in m2 or pieces has left without being weighed: what is left to compare says nothing.
    if not entering or not leaving or unweighed:
        return
    about: Fields = {"process": process.id, "mass_in": shown(entering), "mass_out": shown(leaving)}
    if not unknown and leaving > entering * (1 + YIELD_TOLERANCE):
        yield context.found("CHK-001", pointer, process.id, severity="warning", **about)
    elif entering > leaving * LARGEST_RATIO and not context.takes_product(process.id):
        ratio = shown(entering / leaving)
        yield context.found(
            "CHK-011", pointer, process.id, severity="warning", ratio=ratio, most=LARGEST_RATIO, **about
        )


def _leaves_as_solid(context: Context, line: MassLine) -> bool:
    gaseous = context.kind(line.flow) in {"gas_mass", "gas_volume"} or "process_gas" in context.tags(line.flow)
    return line.sign < 0 and not gaseous


def carbon(context: Context) -> Iterator[Problem]:
    """Carbon leaves as product, by-product or CO2; what is reported agrees with what the balance says."""
    for i, process in context.numbered():
        balance = carbon_balance(context.study, process.id, context.flows)
        if balance.missing or not balance.carbon_in_high or not context.readable(process.id):
            continue
        pointer = f"/processes/{i}/id"
        slack = balance.carbon_in_high * CARBON_TOLERANCE * CO2_PER_CARBON
        if balance.co2_high < -slack:
            severity: Severity = "error" if process.direct_co2 == "carbon_balance" else "warning"
            yield _carbon_problem(context, "CHK-003", pointer, process, balance, severity)
        elif balance.co2_value is not None and balance.co2_value < -slack:
            yield _carbon_problem(context, "CHK-004", pointer, process, balance, "warning")
        elif process.direct_co2 == "reported" and not context.takes_product(process.id):
            # The carbon of a product in use stays in it.
            yield from _reported(context, pointer, process, balance)


def _carbon_problem(
    context: Context, code: str, pointer: str, process: Process, balance: CarbonBalance, severity: Severity
) -> Problem:
    return context.found(
        code, pointer, process.id, severity=severity, process=process.id, low=shown(balance.co2_low),
        high=shown(balance.co2_high), stated=shown(balance.co2_value if balance.co2_value is not None else ZERO),
    )  # fmt: skip


def _reported(context: Context, pointer: str, process: Process, balance: CarbonBalance) -> Iterator[Problem]:
    emitted = [e for _, e in context.lines.get(process.id, ()) if e.role == "emission" and e.flow == "CO2"]
    amounts = [in_base(e.amount, e.unit, MASS_KINDS) for e in emitted]
    if None in amounts:
        return
    total = sum((a for a in amounts if a is not None), ZERO)
    low, high = balance.co2_low * (1 - REPORTED_TOLERANCE), balance.co2_high * (1 + REPORTED_TOLERANCE)
    reference = context.reference_kg(process.id)
    smallest = SMALLEST_CO2 * reference if reference else ZERO
    if not low - smallest <= total <= high + smallest:
        yield context.found(
            "CHK-005", pointer, shown(total), severity="warning", process=process.id, reported=shown(total),
            low=shown(balance.co2_low), high=shown(balance.co2_high), limit=shown(REPORTED_TOLERANCE * 100),
        )  # fmt: skip


def co_products(context: Context) -> Iterator[Problem]:
    """Over the chain, no more of a co-product is used than its process makes while it runs for the product."""
    runs = levels_of(context)
    if runs is None:
        return
    used: dict[tuple[str, str], Fraction] = {}
    for line in context.study.exchanges:
        if line.role in {"intermediate", "electricity"} and line.provider and line.process in runs:
            amount = context.in_base_of_kind(line)
            if amount is None:
                return
            key = (line.provider, line.flow)
            used[key] = used.get(key, ZERO) + amount * runs[line.process]
    for process in (p for p in runs if runs[p]):
        for (i, line), amount in _made(context, process):
            taken, made = used.get((process, line.flow), ZERO), amount * runs[process]
            if taken > made:
                severity: Severity = "error" if taken > made * (1 + CO_PRODUCT_TOLERANCE) else "warning"
                share = shown(taken / made * 100) if made else "∞"
                yield context.found(
                    "CHK-010", f"/exchanges/{i}/amount", line.amount, severity=severity, process=process,
                    flow=line.flow, made=shown(made), used=shown(taken), share=share,
                )  # fmt: skip


def _made(context: Context, process: str) -> list[tuple[tuple[int, Exchange], Fraction]]:
    """Return the co-products of a process, each flow once at its first line with what all its lines make."""
    found: dict[str, tuple[tuple[int, Exchange], Fraction]] = {}
    for i, line in context.outputs(process):
        amount = context.in_base_of_kind(line)
        if line.role == "co_product" and amount is not None:
            at, before = found.get(line.flow, ((i, line), ZERO))
            found[line.flow] = (at, before + amount)
    return list(found.values())


def levels_of(context: Context) -> dict[str, Fraction] | None:
    """Return how often each process runs for one unit of product, or None where the links do not allow it."""
    uses: dict[tuple[str, str], Fraction] = {}
    references = {process: context.reference(process) for process in context.processes}
    makes: dict[str, tuple[str, Fraction]] = {}
    product = context.study.product.process
    demand = {product: Fraction(1)}
    for process, reference in references.items():
        if context.takes_product(process):
            taken_row = next(e for _, e in context.lines[process] if e.role == "product")
            one, taken = (context.in_base_of_kind(e) if e else None for e in (references.get(product), taken_row))
            if not one or not taken:
                return None
            demand[process] = one / taken
            continue
        amount = context.in_base_of_kind(reference) if reference else None
        if reference is None or not amount or amount < 0:
            return None
        makes[process] = (reference.flow, amount)
    for line in context.study.exchanges:
        if line.role != "intermediate" or line.provider not in makes or line.process not in {*makes, *demand}:
            continue
        flow, amount = makes[line.provider]
        taken = context.in_base_of_kind(line)
        if taken is None:
            return None
        if line.flow == flow:
            key = (line.provider, line.process)
            uses[key] = uses.get(key, ZERO) + taken / amount
    return levels(uses, demand, {**makes, **demand}) if product in makes else None


CHECKS = (masses, carbon, co_products)
