"""Conversion: exact, inside one kind; bridges across kinds; dimensions."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.errors import Text
from carnet.quantity import (
    CO2_AS_CO2E,
    KINDS,
    M3_15C_TO_NM3,
    M3_20C_TO_NM3,
    SHIPPED_BRIDGES,
    UNIT_REASONS,
    UNITS,
    Bridge,
    Dimension,
    UnitError,
    convert,
    cross,
    find_ratio,
    fits,
    in_base,
    inverse,
    tonne_kilometres,
)
from carnet.quantity import dimension as dim
from carnet.quantity.convert import units_of_kind

PAIRS = [(kind, a, b) for kind in KINDS for a, b in itertools.permutations(units_of_kind(kind), 2)]
VALUES = st.fractions()


@pytest.mark.parametrize(
    ("value", "given_in", "wanted", "kind", "expected"),
    [
        ("1", "t", "kg", "product_mass", "1000"),
        ("1", "kWh", "MJ", "heat_lhv", "18/5"),
        ("1647/5", "MJ", "kWh", "heat_hhv", "183/2"),
        ("1", "度", "兆瓦时", "electricity", "1/1000"),
        ("1", "tce", "GJ", "heat_lhv", "29.3076"),
        ("1", "h", "a", "time", "1/8766"),
        ("365.25", "d", "a", "time", "1"),
        ("3", "市亩", "m2", "area", "2000"),
        ("1", "万吨公里", "tkm", "transport", "10000"),
        ("1", "万元", "CNY", "currency_CNY", "10000"),
        ("1", "lb", "g", "product_mass", "453.59237"),
        ("1", "kg CO2e", "kg", "co2e", "1"),
        ("1", "t CO2", "kg", "co2_mass", "1000"),
        ("5", "%", "1", "ratio", "1/20"),
        ("1", "MWp", "Wp", "power_peak", "1000000"),
    ],
)
def test_figures_worked_by_hand(value, given_in, wanted, kind, expected):
    assert convert(Fraction(value), given_in, wanted, kind) == Fraction(expected)


@given(st.sampled_from(PAIRS), VALUES)
def test_there_and_back_is_the_same_number(pair, value):
    kind, a, b = pair
    assert convert(convert(value, a, b, kind), b, a, kind) == value


@given(st.sampled_from(sorted(KINDS)), VALUES, st.data())
def test_the_way_does_not_matter(kind, value, data):
    unit = st.sampled_from(units_of_kind(kind))
    a, b, c = data.draw(unit), data.draw(unit), data.draw(unit)
    assert convert(convert(value, a, b, kind), b, c, kind) == convert(value, a, c, kind)
    assert in_base(value, a, kind) == convert(value, a, KINDS[kind].base_unit, kind)
    assert convert(2 * value, a, b, kind) == 2 * convert(value, a, b, kind)


REFUSED = [
    ("kg", "kg CO2e", "product_mass", "kind_mismatch"),
    ("kg CO2e", "kg", "product_mass", "kind_mismatch"),
    ("kg CO2", "kg CO2e", "co2e", "kind_mismatch"),
    ("MJ", "kWh", "electricity", "kind_mismatch"),
    ("kgce", "MJ", "heat_hhv", "kind_mismatch"),
    ("m3", "Nm3", "gas_volume", "kind_mismatch"),
    ("Sm3", "Nm3", "gas_volume", "kind_mismatch"),
    ("L", "kg", "liquid_volume", "kind_mismatch"),
    ("EUR", "CNY", "currency_CNY", "kind_mismatch"),
    ("kW", "kWp", "power_peak", "kind_mismatch"),
    ("kW", "kWh", "electricity", "kind_mismatch"),
    ("ton", "kg", "product_mass", "ambiguous_unit"),
    ("kg", "mw", "product_mass", "ambiguous_unit"),
    ("furlong", "km", "distance", "unknown_unit"),
    ("kg", "?", "product_mass", "ambiguous_unit"),
    ("kg", "t", "mass", "unknown_kind"),
    ("kg", "t", "", "unknown_kind"),
]


@pytest.mark.parametrize(("a", "b", "kind", "reason"), REFUSED)
def test_is_refused_with_its_reason(a, b, kind, reason):
    with pytest.raises(UnitError) as caught:
        convert(Fraction(1), a, b, kind)
    assert caught.value.reason == reason
    assert isinstance(UNIT_REASONS[reason], Text)
    if reason == "kind_mismatch":
        assert caught.value.candidates[0] == KINDS[kind].base_unit
    if reason == "unknown_kind":
        assert "product_mass" in caught.value.candidates


def test_ratios_alone_would_cross_kinds():
    """The defect the kind is for: the numbers would convert without complaint."""
    for a, b, kind, reason in REFUSED:
        if reason == "kind_mismatch":
            assert UNITS[a].to_base / UNITS[b].to_base > 0
            assert not (fits(a, kind) and fits(b, kind))


def test_every_reason_has_a_text():
    assert {reason for *_, reason in REFUSED} | {"bad_bridge"} == set(UNIT_REASONS)


@pytest.mark.parametrize("symbol", list(UNITS))
def test_no_unit_fits_a_kind_it_does_not_name(symbol):
    for kind in KINDS:
        assert fits(symbol, kind) == (kind in UNITS[symbol].kinds)
    assert not fits("no such unit", "product_mass")


def test_ratio_of_units():
    above, below = find_ratio("kg CO₂e / kWh")
    assert (above.symbol, below.symbol) == ("kg CO2e", "kWh")
    above, below = find_ratio("MJ／kg")
    assert (above.symbol, below.symbol) == ("MJ", "kg")
    for text in ("kg", "kg/", "/kg", "kg/ton", "kg/t/km", "MJ per kg", "mw/kg"):
        assert find_ratio(text) is None


# Bridges ------------------------------------------------------------------------------------------

DIESEL = Bridge("density of diesel", "liquid_volume", "product_mass", Fraction("0.84"), "L", "kg", "a data sheet, p. 2")


def test_a_bridge_crosses_in_any_unit_of_its_kind():
    assert cross(Fraction(2), "m3", DIESEL) == (Fraction(1680), "kg")
    assert cross(Fraction(1000), "Sm3", M3_15C_TO_NM3) == (Fraction(1821000, 1921), "Nm3")
    assert cross(Fraction(2), "t CO2", CO2_AS_CO2E) == (Fraction(2000), "kg")


@given(VALUES)
def test_a_bridge_walked_back(value):
    for bridge in (DIESEL, *SHIPPED_BRIDGES):
        there, unit = cross(value, bridge.from_unit, bridge)
        assert cross(there, unit, inverse(bridge)) == (value, bridge.from_unit)


def test_a_bridge_refuses_another_kind():
    with pytest.raises(UnitError) as caught:
        cross(Fraction(1), "kg", DIESEL)
    assert caught.value.reason == "kind_mismatch"


FIELDS = {
    "name": "density of diesel",
    "from_kind": "liquid_volume",
    "to_kind": "product_mass",
    "factor": Fraction("0.84"),
    "from_unit": "L",
    "to_unit": "kg",
    "citation": "a data sheet, p. 2",
}


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("name", " ", "bad_bridge"),
        ("citation", "", "bad_bridge"),
        ("citation", "  ", "bad_bridge"),
        ("factor", 0.84, "bad_bridge"),
        ("to_kind", "liquid_volume", "bad_bridge"),
        ("from_kind", "volume", "unknown_kind"),
        ("to_kind", "heat_lhv", "kind_mismatch"),
        ("from_unit", "kg", "kind_mismatch"),
        ("to_unit", "ton", "ambiguous_unit"),
        ("to_unit", "stone", "unknown_unit"),
    ],
)
def test_a_bridge_nobody_could_check_is_refused(field, value, reason):
    assert Bridge(**FIELDS) == DIESEL
    with pytest.raises(UnitError) as caught:
        Bridge(**{**FIELDS, field: value})
    assert caught.value.reason == reason


def test_a_zero_factor_has_no_way_back():
    with pytest.raises(ZeroDivisionError):
        inverse(Bridge(**{**FIELDS, "factor": Fraction(0)}))


def test_gas_conditions_follow_the_absolute_temperature():
    assert M3_15C_TO_NM3.factor == Fraction("273.15") / Fraction("288.15")
    assert M3_20C_TO_NM3.factor == Fraction("273.15") / Fraction("293.15")


# Dimensions ---------------------------------------------------------------------------------------

DIMENSIONS = st.builds(Dimension, st.tuples(*[st.integers(-3, 3)] * len(dim.BASES)))


@given(DIMENSIONS, DIMENSIONS, DIMENSIONS)
def test_dimensions_are_a_commutative_group(a, b, c):
    assert a * b == b * a
    assert (a * b) * c == a * (b * c)
    assert a * dim.RATIO == a
    assert a / a == dim.RATIO
    assert a * b / b == a
    assert a**2 == a * a
    assert a**-1 == dim.RATIO / a
    assert a**0 == dim.RATIO


def test_dimensions_of_the_kinds():
    assert str(KINDS["electricity"].dimension) == "mass·length^2·time^-2"
    assert str(KINDS["transport"].dimension) == "mass·length"
    assert str(KINDS["ratio"].dimension) == "1"
    assert KINDS["power"].dimension * KINDS["time"].dimension == KINDS["electricity"].dimension
    assert KINDS["area"].dimension * KINDS["time"].dimension == KINDS["area_time"].dimension
    assert KINDS["product_mass"].dimension * KINDS["distance"].dimension == KINDS["transport"].dimension
    assert KINDS["currency_CNY"].dimension != KINDS["currency_EUR"].dimension


def test_one_dimension_is_not_one_kind():
    """The defect kinds are for: by dimension alone kg of coil and kg CO2e would add."""
    assert KINDS["product_mass"].dimension == KINDS["co2e"].dimension
    assert not fits("kg CO2e", "product_mass")


def test_tonne_kilometres():
    assert tonne_kilometres(Fraction(500), "kg", Fraction(1200), "km") == 600
    assert tonne_kilometres(Fraction(1), "t", Fraction(1), "海里") == Fraction("1.852")
    for mass_unit, distance_unit in (("kg CO2e", "km"), ("kg", "h"), ("km", "kg")):
        with pytest.raises(UnitError):
            tonne_kilometres(Fraction(1), mass_unit, Fraction(1), distance_unit)
