"""The unit table before two outside judges: pint, unit by unit, and the list of Recommendation 20."""

from __future__ import annotations

import csv
import re
import unicodedata
from fractions import Fraction
from pathlib import Path

import pint
import pytest

from carnet.quantity import UNITS
from carnet.quantity.table import ROWS
from carnet.quantity.units import unit_of_row

# What pint calls the base unit of each of our dimensions.
BASES = {
    "product_mass": "kilogram",
    "co2e": "kilogram",
    "co2_mass": "kilogram",
    "heat_lhv": "megajoule",
    "electricity": "megajoule",
    "transport": "tonne * kilometer",
    "gas_volume": "meter ** 3",
    "gas_volume_15c": "meter ** 3",
    "gas_volume_20c": "meter ** 3",
    "liquid_volume": "meter ** 3",
    "distance": "kilometer",
    "time": "year",
    "area": "meter ** 2",
    "area_time": "meter ** 2 * year",
    "power": "kilowatt",
    "power_peak": "kilowatt",
    "ratio": "dimensionless",
    "pieces": "count",
}

# Our symbol → the same unit in pint's words.
IN_PINT = {
    "kg": "kilogram",
    "t": "tonne",
    "g": "gram",
    "mg": "milligram",
    "ug": "microgram",
    "Mg": "megagram",
    "kt": "kilotonne",
    "Mt": "megatonne",
    "万吨": "10000 * tonne",
    "dt": "decitonne",
    "lb": "pound",
    "oz": "ounce",
    "short_ton": "short_ton",
    "long_ton": "long_ton",
    "kg CO2e": "kilogram",
    "t CO2e": "tonne",
    "g CO2e": "gram",
    "Mt CO2e": "megatonne",
    "万t CO2e": "10000 * tonne",
    "kg CO2": "kilogram",
    "t CO2": "tonne",
    "g CO2": "gram",
    "Wh": "watt_hour",
    "kWh": "kilowatt_hour",
    "MWh": "megawatt_hour",
    "GWh": "gigawatt_hour",
    "TWh": "terawatt_hour",
    "万kWh": "10000 * kilowatt_hour",
    "亿kWh": "100000000 * kilowatt_hour",
    "J": "joule",
    "kJ": "kilojoule",
    "MJ": "megajoule",
    "GJ": "gigajoule",
    "TJ": "terajoule",
    "PJ": "petajoule",
    "EJ": "exajoule",
    "kcal_IT": "kilointernational_calorie",
    "kcal_th": "kilothermochemical_calorie",
    "Gcal_IT": "gigainternational_calorie",
    "Btu_IT": "international_british_thermal_unit",
    "MMBtu": "1000000 * international_british_thermal_unit",
    "therm_US": "US_therm",
    "toe": "tonne_of_oil_equivalent",
    "t·km": "tonne * kilometer",
    "kg·km": "kilogram * kilometer",
    "万t·km": "10000 * tonne * kilometer",
    "Nm3": "meter ** 3",
    "千Nm3": "1000 * meter ** 3",
    "万Nm3": "10000 * meter ** 3",
    "Sm3": "meter ** 3",
    "m3(20°C)": "meter ** 3",
    "m3": "meter ** 3",
    "万m3": "10000 * meter ** 3",
    "L": "liter",
    "mL": "milliliter",
    "hL": "hectoliter",
    "kL": "kiloliter",
    "dm3": "decimeter ** 3",
    "cm3": "centimeter ** 3",
    "ft3": "foot ** 3",
    "gal_US": "US_liquid_gallon",
    "gal_UK": "imperial_gallon",
    "bbl": "oil_barrel",
    "piece": "count",
    "pair": "2 * count",
    "dozen": "12 * count",
    "hundred": "100 * count",
    "thousand": "1000 * count",
    "万件": "10000 * count",
    "km": "kilometer",
    "m": "meter",
    "cm": "centimeter",
    "mm": "millimeter",
    "mile": "mile",
    "nmi": "nautical_mile",
    "ft": "foot",
    "in": "inch",
    "yd": "yard",
    "a": "year",
    "mo": "month",
    "wk": "week",
    "d": "day",
    "h": "hour",
    "min": "minute",
    "s": "second",
    "m2": "meter ** 2",
    "cm2": "centimeter ** 2",
    "km2": "kilometer ** 2",
    "ha": "hectare",
    "ft2": "foot ** 2",
    "m2·a": "meter ** 2 * year",
    "W": "watt",
    "mW": "milliwatt",
    "kW": "kilowatt",
    "MW": "megawatt",
    "GW": "gigawatt",
    "Wp": "watt",
    "kWp": "kilowatt",
    "MWp": "megawatt",
    "1": "dimensionless",
    "%": "percent",
    "‰": "permille",
    "ppm": "ppm",
}

# Units pint does not have, each with a figure worked from its definition.
NOT_IN_PINT = {
    "jin": Fraction(1, 2),
    "mu": Fraction(10000, 15),
    "kgce": 7000 * Fraction("4.1868") / 1000,
    "tce": 7000 * Fraction("4.1868"),
    "万tce": 7000 * Fraction("4.1868") * 10**4,
    "CNY": Fraction(1),
    "千元": Fraction(1000),
    "万元": Fraction(10000),
    "EUR": Fraction(1),
    "万欧元": Fraction(10000),
}


@pytest.fixture(scope="module")
def pint_units():
    return pint.UnitRegistry(non_int_type=Fraction)


def judged(registry, symbol, kind):
    """Return pint's exact ratio of a unit to our base unit."""
    return registry(IN_PINT[symbol]).to(BASES[kind]).magnitude


def test_every_unit_has_a_judge():
    """A new row does not pass unseen: it is compared with pint, or worked by hand."""
    assert set(IN_PINT) | set(NOT_IN_PINT) == set(UNITS)
    assert not set(IN_PINT) & set(NOT_IN_PINT)


@pytest.mark.parametrize("symbol", IN_PINT)
def test_the_ratio_is_pints_exactly(pint_units, symbol):
    unit = UNITS[symbol]
    for kind in unit.kinds:
        if kind in BASES:
            assert judged(pint_units, symbol, kind) == unit.to_base
    assert set(unit.kinds) & set(BASES)


@pytest.mark.parametrize("symbol", NOT_IN_PINT)
def test_the_ratio_is_the_definitions(symbol):
    assert UNITS[symbol].to_base == NOT_IN_PINT[symbol]


def test_the_judge_sees_a_wrong_digit_in_any_row(pint_units):
    """Each ratio is spoilt by one part in a million, in turn; every one must be noticed."""
    unnoticed = []
    for row in ROWS:
        symbol, kinds, ratio, *rest = row
        spoilt = unit_of_row((symbol, kinds, str(Fraction(ratio) * Fraction(1000001, 1000000)), *rest))
        right = (
            NOT_IN_PINT[symbol]
            if symbol in NOT_IN_PINT
            else judged(pint_units, symbol, next(kind for kind in kinds if kind in BASES))
        )
        if spoilt.to_base == right:
            unnoticed.append(symbol)
    assert unnoticed == []


# Recommendation 20 --------------------------------------------------------------------------------

REC20 = Path(__file__).parents[3] / "shared" / "data" / "nomenclature" / "un_cefact_rec20_units.csv"
TO_OURS = {
    "J": Fraction(1, 10**6),
    "kg": Fraction(1),
    "m³": Fraction(1),
    "m3": Fraction(1),
    "m²": Fraction(1),
    "m": Fraction(1, 1000),
    "s": Fraction(1, 31557600),
    "W": Fraction(1, 1000),
    "kg x m": Fraction(1, 10**6),
    "": Fraction(1),
}
# The list still prints an older definition; pint and we hold the one in force (4.54609 L exactly).
OUTDATED_IN_REC20 = {"gal_UK": Fraction("0.004546092")}
NUMBER = r"(?P<digits>[0-9][0-9 ]*(?:,[0-9 ]+)?)"
WITH_POWER = re.compile(rf"(?:{NUMBER}\s*[x×]\s*)?10(?P<power>[⁻⁰¹²³⁴-⁹]+)\s*(?P<unit>\D*3?)")
PLAIN = re.compile(rf"{NUMBER}?(?P<unit>\D*3?)")


def factor_of(text):
    """Read a conversion factor of the list; return it in our base units with half a unit of its last digit."""
    text = text.replace("\u00a0", " ").strip()
    found = (WITH_POWER.fullmatch(text) or PLAIN.fullmatch(text)).groupdict()
    digits = (found["digits"] or "1").replace(" ", "")
    power = int(unicodedata.normalize("NFKC", found.get("power", "0")).replace("\u2212", "-"))
    scale = Fraction(10) ** power * TO_OURS[found["unit"].strip()]
    behind = len(digits.partition(",")[2])
    slack = Fraction(1, 2 * 10**behind) if behind else Fraction(0)
    return Fraction(digits.replace(",", ".")) * scale, slack * scale


@pytest.fixture(scope="module")
def rec20():
    if not REC20.exists():
        pytest.skip(f"{REC20.name} is not beside this checkout")
    with REC20.open(encoding="utf-8-sig", newline="") as file:
        return {row["CommonCode"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("symbol", [unit.symbol for unit in UNITS.values() if unit.rec20])
def test_the_code_is_in_force_and_its_factor_is_ours(rec20, symbol):
    unit = UNITS[symbol]
    row = rec20[unit.rec20]
    assert row["Status"] not in {"X", "D"}, "deleted or deprecated"
    if row["ConversionFactor"]:
        factor, slack = factor_of(row["ConversionFactor"])
        if symbol in OUTDATED_IN_REC20:
            assert factor == OUTDATED_IN_REC20[symbol] != unit.to_base
            return
        assert abs(factor - unit.to_base) <= slack
        if "conversion factor of the code" in unit.source:
            assert factor == unit.to_base, "the citation says the factor stands there; it does not"


@pytest.mark.parametrize(
    ("code", "symbol"),
    [("KGM", "g"), ("GJ", "GJ"), ("MWH", "kWh"), ("HAR", "ha"), ("LTN", "short_ton"), ("BTU", "kcal_IT")],
)
def test_a_wrong_code_is_seen(rec20, code, symbol):
    row = rec20[code]
    try:
        factor, slack = factor_of(row["ConversionFactor"])
    except KeyError:
        return  # a unit that is none of ours: GJ is gram per millilitre
    assert row["Status"] in {"X", "D"} or abs(factor - UNITS[symbol].to_base) > slack
