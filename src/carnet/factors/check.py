"""What a factor row must satisfy before it becomes a record that may be used and shipped."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import CarnetError, Problem, problem
from carnet.factors.geography import GROUPS, is_place
from carnet.factors.record import KINDS, REDISTRIBUTION, STATUSES, FactorRecord
from carnet.quantity import KINDS as QUANTITY_KINDS
from carnet.quantity import UNITS, DecimalError, decimal_string, parse_decimal, unit_candidates

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from carnet.toml_rows import Row

GWP_SETS = ("AR4", "AR5", "AR5_feedback", "AR6", "co2_only", "unknown")
_CHARACTERIZABLE = GWP_SETS[:-1]
ORIGINS = ("fossil", "biogenic", "luluc", "")
UNITS_OF_VALUE = ("kg CO2e", "kg CO2")
REQUIRED = (
    "id",
    "version",
    "name_zh",
    "name_en",
    "flow",
    "kind",
    "value",
    "unit",
    "per_unit",
    "gwp_set",
    "country",
    "year",
    "source",
    "locator",
    "status",
    "licence",
    "redistribution",
    "boundary",
    "original_value",
    "original_unit",
)
_FIELDS = tuple(f.name for f in fields(FactorRecord) if f.name != "name")
ALLOWED = ("name_zh", "name_en", *_FIELDS)
_INTEGERS = ("year", "data_year_from")
_DECIMALS = ("value", "low", "high")
_REGION = re.compile(r"^[A-Z]{2}-[A-Z0-9-]{2,12}$")
_FIRST_YEAR, _LAST_YEAR = 1980, 2035

# Largest plausible kg CO2e per base unit of the flow's kind: a factor of 1000 (g for kg, kg for t) must not pass.
_HIGHEST: Mapping[tuple[str, str], Fraction] = {
    ("product_life_cycle", "product_mass"): Fraction(400),
    ("product_life_cycle", "liquid_volume"): Fraction(50),
    ("product_life_cycle", "gas_volume"): Fraction(10),
    ("product_life_cycle", "heat_lhv"): Fraction(1),
    ("fuel_upstream", "product_mass"): Fraction(5),
    ("fuel_upstream", "gas_volume"): Fraction(3),
    ("fuel_upstream", "heat_lhv"): Fraction(1, 10),
    ("fuel_combustion", "product_mass"): Fraction(4),
    ("fuel_combustion", "gas_volume"): Fraction(4),
    ("fuel_combustion", "heat_lhv"): Fraction(3, 10),
    ("electricity_life_cycle", "electricity"): Fraction(3, 2),
    ("electricity_generation_co2", "electricity"): Fraction(3, 2),
    ("transport", "transport"): Fraction(6),
    ("waste_treatment", "product_mass"): Fraction(5),
    ("waste_treatment", "liquid_volume"): Fraction(5),
}


@dataclass(frozen=True, slots=True)
class Checks:
    """What records are checked against.

    Attributes:
        flow_kinds: the quantity kind of every flow by id.
        heat_flows: flows that may also be counted by their heat (fuels): a factor per MJ (LHV) fits them.
        characterize: (masses by gas and origin, GWP set id) → kg CO2e.
        shipped: whether the records go out with the product.
    """

    flow_kinds: Mapping[str, str]
    characterize: Callable[[Mapping[tuple[str, str], Fraction], str], Fraction]
    heat_flows: frozenset[str] = frozenset()
    shipped: bool = True


def check_shape(row: Row) -> list[Problem]:
    """Check keys and types: what must hold before a record can be built."""
    values = row.values
    problems = [
        problem(
            "DAT-003", row.place(key), value=key, candidates=tuple(difflib.get_close_matches(key, ALLOWED)) or ALLOWED
        )
        for key in values
        if key not in ALLOWED
    ]
    problems.extend(
        problem("DAT-004", row.place(), field=field)
        for field in REQUIRED
        if field not in values or (isinstance(values[field], str) and not str(values[field]).strip())
    )
    for field in ALLOWED:
        if field in values and (fault := _type_fault(field, values[field])):
            zh, en = fault
            problems.append(problem("DAT-005", row.place(field), field=field, expected_zh=zh, expected_en=en))
    return problems


def _type_fault(field: str, value: object) -> tuple[str, str] | None:
    if field in _INTEGERS:
        return None if isinstance(value, int) and not isinstance(value, bool) else ("整数", "a whole number")
    if field != "gases":
        return None if isinstance(value, str) else ("带引号的文字", "a quoted string")
    shape = (
        "由 gas、origin、mass 三项组成的表的列表，各值带引号",
        "a list of tables with gas, origin and mass, all quoted",
    )
    if not isinstance(value, list) or not value:
        return shape
    for item in value:
        if not isinstance(item, dict) or set(item) - {"gas", "origin", "mass"} or not {"gas", "mass"} <= set(item):
            return shape
        if not all(isinstance(part, str) for part in item.values()):
            return shape
    return None


def check_record(row: Row, record: FactorRecord, checks: Checks) -> list[Problem]:
    """Check what one record says: words, flow, unit, numbers, licence, dates, and the sum of its gases."""
    problems: list[Problem] = []
    for field, words in (
        ("kind", KINDS),
        ("status", STATUSES),
        ("redistribution", REDISTRIBUTION),
        ("gwp_set", GWP_SETS),
        ("unit", UNITS_OF_VALUE),
    ):
        written = getattr(record, field)
        if written not in words:
            problems.append(problem("DAT-007", row.place(field), value=written, candidates=words, field=field))
    problems.extend(_check_place(row, record))
    problems.extend(_check_kind(row, record))
    problems.extend(_check_unit(row, record, checks))
    numbers = _check_numbers(row, record)
    problems.extend(numbers)
    if not numbers:
        problems.extend(_check_range(row, record))
        problems.extend(_check_original(row, record))
        problems.extend(_check_sum(row, record, checks))
        problems.extend(_check_plausible(row, record))
    problems.extend(_check_dates(row, record))
    if checks.shipped and (record.redistribution != "allowed" or record.licence.casefold() in {"unknown", "?", "-"}):
        place = row.place("redistribution")
        problems.append(problem("DAT-012", place, value=record.redistribution, licence=record.licence))
    return problems


def _check_place(row: Row, record: FactorRecord) -> list[Problem]:
    problems = []
    if not is_place(record.country):
        words = ("CN", *GROUPS, "GLO")
        place = row.place("country")
        problems.append(problem("DAT-007", place, value=record.country, candidates=words, field="country"))
    if record.region and not (_REGION.match(record.region) and record.region.startswith(f"{record.country}-")):
        candidates = (f"{record.country}-50",)
        place = row.place("region")
        problems.append(problem("DAT-007", place, value=record.region, candidates=candidates, field="region"))
    return problems


def _check_kind(row: Row, record: FactorRecord) -> list[Problem]:
    generation = record.kind == "electricity_generation_co2"
    co2_only = record.gwp_set == "co2_only"
    wrong = generation != co2_only and (generation or record.kind == "electricity_life_cycle")
    wrong = wrong or co2_only != (record.unit == "kg CO2")
    if not wrong:
        return []
    return [problem("DAT-018", row.place("gwp_set"), value=f"{record.gwp_set}, {record.unit}", kind=record.kind)]


def _check_unit(row: Row, record: FactorRecord, checks: Checks) -> list[Problem]:
    problems = []
    kind = checks.flow_kinds.get(record.flow)
    if kind is None:
        close = tuple(difflib.get_close_matches(record.flow, checks.flow_kinds, 4))
        problems.append(problem("DAT-008", row.place("flow"), value=record.flow, candidates=close))
    unit = UNITS.get(record.per_unit)
    if unit is None:
        close = unit_candidates(record.per_unit)
        place = row.place("per_unit")
        problems.append(problem("DAT-009", place, value=record.per_unit, candidates=close, field="per_unit"))
    elif kind is not None and kind not in unit.kinds:
        by_heat = record.flow in checks.heat_flows and "heat_lhv" in unit.kinds
        if not by_heat:
            place = row.place("per_unit")
            problems.append(problem("DAT-010", place, value=record.per_unit, flow=record.flow, kind=kind))
    return problems


def _check_numbers(row: Row, record: FactorRecord) -> list[Problem]:
    written = [(field, getattr(record, field)) for field in _DECIMALS]
    written += [("gases", gas.mass) for gas in record.gases]
    return [
        problem("DAT-011", row.place(field), value=text, field=field)
        for field, text in written
        if text and not _is_decimal(text)
    ]


def _is_decimal(text: str) -> bool:
    try:
        parse_decimal(text)
    except DecimalError:
        return False
    return True


def _check_range(row: Row, record: FactorRecord) -> list[Problem]:
    value = parse_decimal(record.value)
    below = not record.low or parse_decimal(record.low) <= value
    above = not record.high or value <= parse_decimal(record.high)
    if below and above:
        return []
    place = row.place("low" if not below else "high")
    return [problem("DAT-019", place, value=record.value, low=record.low or "-", high=record.high or "-")]


def _check_original(row: Row, record: FactorRecord) -> list[Problem]:
    # Several original numbers, or another unit, need the step that leads to the value.
    if record.conversion:
        return []
    same = _is_decimal(record.original_value) and parse_decimal(record.original_value) == parse_decimal(record.value)
    if same:
        return []
    place = row.place("original_value")
    return [problem("DAT-022", place, value=record.value, original=record.original_value)]


def half_digit(text: str) -> Fraction:
    """Return half of the last printed digit of a decimal string: 1/20000 for ``0.5777``."""
    mantissa, _, exponent = text.lower().partition("e")
    decimals = len(mantissa.partition(".")[2]) - int(exponent or 0)
    return Fraction(1, 2) * Fraction(10) ** -decimals


def _check_sum(row: Row, record: FactorRecord, checks: Checks) -> list[Problem]:
    if not record.gases or record.gwp_set not in _CHARACTERIZABLE:
        if record.gases and record.gwp_set == "unknown":
            return [problem("DAT-018", row.place("gwp_set"), value=record.gwp_set, kind=f"{record.kind} + gases")]
        return []
    place = row.place("gases")
    masses: dict[tuple[str, str], Fraction] = {}
    for gas in record.gases:
        if gas.origin not in ORIGINS:
            return [problem("DAT-007", place, value=gas.origin, candidates=ORIGINS, field="origin")]
        key = gas.gas, gas.origin
        masses[key] = masses.get(key, Fraction(0)) + parse_decimal(gas.mass)
    try:
        total = checks.characterize(masses, record.gwp_set)
    except CarnetError as error:
        return [replace(found, place=place) for found in error.problems]
    # Each printed gas and the printed total may be off by half of the total's last digit.
    tolerance = half_digit(record.value) * (len(record.gases) + 1)
    if abs(total - parse_decimal(record.value)) <= tolerance:
        return []
    allowed = decimal_string(tolerance, 9)
    return [problem("DAT-013", place, value=record.value, sum=decimal_string(total, 9), tolerance=allowed)]


def _check_plausible(row: Row, record: FactorRecord) -> list[Problem]:
    unit = UNITS.get(record.per_unit)
    if unit is None:
        return []
    value = parse_decimal(record.value)
    limits = [(_HIGHEST[record.kind, kind], kind) for kind in unit.kinds if (record.kind, kind) in _HIGHEST]
    if not limits:
        return []
    # The widest limit of the kinds the unit may have: which one holds is the flow's business, checked above.
    highest, kind = max(limits)
    per_base = value / unit.to_base
    if 0 <= per_base <= highest:
        return []
    base = QUANTITY_KINDS[kind].base_unit
    return [
        problem(
            "DAT-017",
            row.place("value"),
            value=f"{record.value}/{record.per_unit}",
            kind=record.kind,
            low="0",
            high=f"{decimal_string(highest, 2)}/{base}",
        )
    ]


def _check_dates(row: Row, record: FactorRecord) -> list[Problem]:
    problems = []
    for field in _INTEGERS:
        year = getattr(record, field)
        if year and not _FIRST_YEAR <= year <= _LAST_YEAR:
            problems.append(problem("DAT-016", row.place(field), value=str(year), field=field))
    if record.data_year_from > record.year:
        problems.append(
            problem("DAT-016", row.place("data_year_from"), value=str(record.data_year_from), field="data_year_from")
        )
    for field in ("valid_from", "valid_to"):
        text = getattr(record, field)
        if text and not _is_day(text):
            problems.append(problem("DAT-015", row.place(field), value=text, field=field))
    if not problems and record.valid_from and record.valid_to and record.valid_from > record.valid_to:
        problems.append(problem("DAT-015", row.place("valid_to"), value=record.valid_to, field="valid_to"))
    return problems


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
