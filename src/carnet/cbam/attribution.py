"""What of the installation's emissions belongs to each production process: IR (EU) 2025/2547 Annex III A, eq 41 to 56.

Streams go to a process as a whole, or by metered shares that are reconciled with the installation's own meter. A share
without a process is use outside the production processes: it takes part in the reconciliation and goes nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.quantity import canonical_decimal, decimal_string

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.cbam.reading import Row
    from carnet.cbam.result import CogenerationResult, HeatResult, StreamResult

ZERO, ONE = Fraction(0), Fraction(1)
SAME = Fraction(1, 10**9)
"""Relative difference below which a stated and a derived figure are the same: what cells of a workbook lose."""


@dataclass(frozen=True, slots=True)
class Attributed:
    """What is attributed to one process in the period; `amount` None where its activity level is unknown.

    The terms have their sign in eq 55 (imports plus, exports minus); `direct` is their sum, not below zero.
    `missing` names the rows without which a term of the direct emissions had to be left out, `missing_indirect` those
    of the indirect ones. `joint` is the share of a joint process's
    emissions that stays with it (eq 43), `joint_in` tCO2e it gets from another one.
    """

    row: Row
    amount: Fraction | None
    direct_star: Fraction
    heat: Fraction
    waste_gas: Fraction
    electricity_out: Fraction
    direct: Fraction
    floored: bool
    indirect: Fraction
    electricity: Fraction
    annex_ii: bool
    missing: tuple[str, ...]
    joint: Fraction = Fraction(1)
    joint_in: Fraction = Fraction(0)
    missing_indirect: tuple[str, ...] = ()


def differs(one: Fraction, other: Fraction) -> bool:
    """Say whether two figures differ by more than the arithmetic of workbooks does."""
    return abs(one - other) > SAME * max(abs(one), abs(other))


def share_streams(
    results: Mapping[str, StreamResult], rows: Sequence[Row], shares: Sequence[Row], processes: Sequence[str]
) -> tuple[dict[str, StreamResult], dict[str, tuple[str, ...]]]:
    """Attribute every stream to the processes that use it (eq 41, 42).

    Args:
        results: the streams that could be calculated, by id.
        rows: all source streams.
        shares: the metered shares of all streams.
        processes: ids of the production processes.

    Returns:
        The results with `attributed` and `reconciliation`, and by process the streams that it lacks.
    """
    readings: dict[str, list[tuple[Row, str, Fraction | None]]] = {}
    for share in shares:
        stream = share.refer("stream", (row.id for row in rows))
        process = share.refer("process", processes) if share.given("process") else ""
        amount = share.need("amount")
        if stream:
            known = process or not share.given("process")
            readings.setdefault(stream, []).append((share, process, amount if known else None))
    shared: dict[str, StreamResult] = {}
    lacking: dict[str, tuple[str, ...]] = {}
    for row in rows:
        mine = readings.get(row.id, [])
        whole = row.refer("process", processes) if row.given("process") else ""
        parts, factor = _parts(row, mine, whole)
        result = results.get(row.id)
        if result is not None:
            given = {process: result.emissions * part for process, part in (parts or {}).items()}
            shared[row.id] = replace(result, attributed=given, reconciliation=factor)
        if result is None or parts is None:
            for process in dict.fromkeys([whole, *(process for _, process, _ in mine)]):
                if process:
                    lacking[process] = (*lacking.get(process, ()), row.id)
    return shared, lacking


def _parts(
    row: Row, mine: Sequence[tuple[Row, str, Fraction | None]], whole: str
) -> tuple[dict[str, Fraction] | None, Fraction | None]:
    """Return what each process has of a stream and RecF; parts None, with a problem, where it contradicts itself."""
    if row.given("generation") and (row.given("process") or mine):
        row.tell("CBM-027", "generation", row.text("generation"), others=row.text("process") or mine[0][0].id)
        return None, None
    if row.given("process") and mine:
        row.tell("CBM-008", "process", row.text("process"))
        return None, None
    if mine:
        return _reconciled(row, mine)
    return ({whole: ONE} if whole else {}), None


def _reconciled(
    row: Row, readings: Sequence[tuple[Row, str, Fraction | None]]
) -> tuple[dict[str, Fraction] | None, Fraction | None]:
    """Return each process's part of a stream and RecF; parts None, with a problem, if the readings do not allow it."""
    if any(amount is None for _, _, amount in readings):
        return None, None
    total = sum((amount for _, _, amount in readings if amount is not None), ZERO)
    metered = row.amount("activity") if row.given("activity") else None
    if not total or (metered is not None and metered * total < 0):
        row.tell("CBM-009", "activity", str(total), total=row.text("activity") or "–")
        return None, None
    parts: dict[str, Fraction] = {}
    for _, process, amount in readings:
        if process and amount is not None:
            parts[process] = parts.get(process, ZERO) + amount / total
    return parts, None if metered is None else metered / total


def attribute(
    row: Row,
    levels: Sequence[Row],
    given: Mapping[str, Fraction],
    lacking: Sequence[str],
    units: Mapping[str, CogenerationResult | None],
    flows: Sequence[tuple[Row, HeatResult | None]] = (),
    *,
    receives: bool = False,
) -> Attributed:
    """Return what is attributed to one process (eq 44, 45, 53 to 56), before joint products are shared out.

    Args:
        row: the production process.
        levels: its activity levels by route.
        given: emissions of its streams, by stream.
        lacking: ids of its streams that have no figure.
        units: the cogeneration units by id; None for one that could not be calculated.
        flows: its measured heat, None for a flow that could not be calculated.
        receives: whether a joint process hands emissions on to it, so that it needs none of its own.
    """
    desk = row.desk
    category = desk.tables.categories.get(row.text("category"))
    if category is None:
        row.tell("CBM-025", "category", row.text("category"), sorted(desk.tables.categories))
    annex_ii = category is not None and category.annex_ii
    missing: list[str] = [] if category else [row.id]
    direct_star = _direct_star(row, given, lacking, missing, receives=receives)
    heat_ef, heat_row = _heat_factor(row, units)
    heat = _term(row, "heat_in", heat_ef, heat_row, missing) - _term(row, "heat_out", "heat_out_ef", row.id, missing)
    heat += _measured_heat(row, flows, missing)
    waste_gas = _waste_gas(row, missing)
    power_ef, power_row = _unit_factor(row, "electricity_out", units)
    exported = _term(row, "electricity_out", power_ef, power_row, missing)
    lacks_power: list[str] = []
    electricity, indirect = _electricity(row, lacks_power, units, annex_ii=annex_ii, receives=receives)
    net = direct_star + heat + waste_gas - exported
    if net < 0:
        row.tell("CBM-012", "direct", _shown(net), severity="warning")
    return Attributed(
        row, level_of(row, levels), direct_star, heat, waste_gas, -exported, max(net, ZERO), net < 0, indirect,
        electricity, annex_ii, tuple(dict.fromkeys(missing)), missing_indirect=tuple(dict.fromkeys(lacks_power)),
    )  # fmt: skip


def level_of(row: Row, levels: Sequence[Row], *, zero: bool = False) -> Fraction | None:
    """Return the amount of a process or purchase: as stated, else the sum over its routes; None with a problem."""
    parts = [level.need("amount", least=0) for level in levels]
    whole = None if None in parts else sum((part for part in parts if part is not None), ZERO)
    if row.given("amount"):
        stated = row.amount("amount", least=0) if zero else row.amount("amount", above=0)
        if stated is not None and whole is not None and parts and differs(stated, whole):
            _tell_difference(row, "amount", stated, whole)
        return stated
    if not parts:
        row.tell("CBM-002", "amount")
        return None
    if whole is not None and not whole and not zero:
        row.tell("CBM-003", "amount", "0", bounds="> 0")
        return None
    return whole


def _tell_difference(row: Row, name: str, stated: Fraction, derived: Fraction) -> None:
    shown = {"derived": _shown(derived), "difference": _shown(stated - derived)}
    row.tell("CBM-010", name, row.text(name), severity="warning", **shown)


def _measured_heat(row: Row, flows: Sequence[tuple[Row, HeatResult | None]], missing: list[str]) -> Fraction:
    """Return the emissions of measured heat, in less out; typed TJ of the same direction beside them are a problem."""
    net = ZERO
    for direction in dict.fromkeys(flow.text("direction") for flow, _ in flows):
        if direction in ("in", "out") and row.given(f"heat_{direction}"):
            ids = ", ".join(flow.id for flow, _ in flows if flow.text("direction") == direction)
            row.tell("CBM-027", f"heat_{direction}", row.text(f"heat_{direction}"), others=ids)
            missing.append(row.id)
    for flow, result in flows:
        if result is None:
            missing.append(flow.id)
        else:
            net += result.emissions if result.direction == "in" else -result.emissions
    return net


def _unit_factor(
    row: Row, name: str, units: Mapping[str, CogenerationResult | None]
) -> tuple[Fraction | str | None, str]:
    """Return the factor of electricity and the row it comes from: the generating unit's, or a field to read."""
    if not row.given(f"{name}_chp"):
        return f"{name}_ef", row.id
    if row.given(f"{name}_ef"):
        row.tell("CBM-027", f"{name}_ef", row.text(f"{name}_ef"), others=row.text(f"{name}_chp"))
        return None, row.id
    unit = row.refer(f"{name}_chp", units)
    result = units.get(unit)
    if result is not None and result.ef_power is None:
        row.tell("CBM-002", f"{name}_chp")
    return (None if result is None else result.ef_power), unit or row.id


def _direct_star(
    row: Row, given: Mapping[str, Fraction], lacking: Sequence[str], missing: list[str], *, receives: bool
) -> Fraction:
    """Return DirEm*: as stated, else the sum of the process's streams. A stated one is never mixed with streams."""
    derived = sum(given.values(), ZERO)
    if row.given("direct"):
        stated = row.amount("direct")
        if stated is None:
            missing.append(row.id)
            return ZERO
        if given and not lacking and differs(stated, derived):
            _tell_difference(row, "direct", stated, derived)
        return stated
    if not given and not lacking and not receives:
        row.tell("CBM-002", "direct")
        missing.append(row.id)
    missing.extend(lacking)
    return derived


def _heat_factor(row: Row, units: Mapping[str, CogenerationResult | None]) -> tuple[Fraction | str | None, str]:
    """Return the factor of heat taken in and the row it comes from: the cogeneration unit's, or a field to read."""
    if not row.given("heat_in_chp"):
        return "heat_in_ef", row.id
    unit = row.refer("heat_in_chp", units)
    result = units.get(unit)
    return (None if result is None else result.ef_heat), unit or row.id


def _term(row: Row, name: str, factor: Fraction | str | None, source: str, missing: list[str]) -> Fraction:
    """Return amount x factor; zero where no amount is given, and where one of both has no figure (then told)."""
    if not row.given(name):
        return ZERO
    amount = row.amount(name, least=0)
    if amount == 0:
        return ZERO
    value = row.need(factor, least=0) if isinstance(factor, str) else factor
    if amount is None or value is None:
        missing.append(row.id if amount is None else source)
        return ZERO
    return amount * value


def _waste_gas(row: Row, missing: list[str]) -> Fraction:
    """Return waste gas in less out (eq 53, 54): TJ x natural gas, out with the correction for its worse use.

    DirEm* already holds the combustion of what goes out, and the gas's own factor plays no part: natural gas stands in
    for it on both sides, so that nothing is counted twice.
    """
    taken = row.amount("waste_gas_in", least=0) if row.given("waste_gas_in") else ZERO
    left = row.amount("waste_gas_out", least=0) if row.given("waste_gas_out") else ZERO
    if taken == 0 and left == 0:
        return ZERO
    gas = row.desk.constant("ef_natural_gas")
    correction = row.desk.constant("waste_gas_correction") if left else ONE
    if taken is None or left is None or gas is None or correction is None:
        missing.append(row.id)
        return ZERO
    return taken * gas - left * gas * correction


def _electricity(
    row: Row,
    missing: list[str],
    units: Mapping[str, CogenerationResult | None],
    *,
    annex_ii: bool,
    receives: bool,
) -> tuple[Fraction, Fraction]:
    """Return MWh consumed and their indirect emissions (eq 56); what is absent blocks only where it counts."""
    if not row.given("electricity"):
        if receives:
            return ZERO, ZERO
        row.tell("CBM-017" if annex_ii else "CBM-002", "electricity", severity="warning" if annex_ii else "error")
        missing.extend([] if annex_ii else [row.id])
        return ZERO, ZERO
    amount = row.amount("electricity", least=0)
    if not amount:
        missing.extend([row.id] if amount is None else [])
        return ZERO, ZERO
    known, source = _unit_factor(row, "electricity", units)
    if annex_ii and known == "electricity_ef" and not row.given("electricity_ef"):
        row.tell("CBM-017", "electricity_ef", severity="warning")
        return amount, ZERO
    factor = row.need(known, least=0) if isinstance(known, str) else known
    if factor is None:
        missing.append(source)
        return amount, ZERO
    return amount, amount * factor


def _shown(value: Fraction) -> str:
    return canonical_decimal(decimal_string(value, 6))
