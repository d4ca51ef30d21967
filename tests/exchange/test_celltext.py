"""Numeric cells: the shortest decimal of the same double, and nothing but decimals."""

from __future__ import annotations

import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from carnet.exchange.celltext import fits_numeric_cell, shortest_decimal
from carnet.quantity import DecimalError, canonical_decimal

DOUBLES = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("raw", "shortest"),
    [
        ("0.10000000000000001", "0.1"),
        ("329.39999999999998", "329.4"),
        ("329.40000000000003", "329.40000000000003"),
        ("1E-3", "0.001"),
        ("1.0000000000000001E-5", "0.00001"),
        ("5", "5"),
        ("5.0", "5"),
        ("-0", "0"),
        ("-2.5", "-2.5"),
        ("1E+2", "100"),
        ("1e22", "1" + "0" * 22),
        ("0.57769999999999999", "0.5777"),
        ("12345678901234567", "12345678901234568"),
        ("5E-324", "0." + "0" * 323 + "5"),
        ("1.7976931348623157E308", "17976931348623157" + "0" * 292),
        ("1e-400", "0"),
    ],
)
def test_shortest(raw, shortest):
    assert shortest_decimal(raw) == shortest


@given(DOUBLES)
@example(0.1 + 0.2)
@example(91.5 * 3.6)
@example(5e-324)
def test_same_double_shortest_no_exponent(number):
    for raw in (repr(number), f"{number:.17G}", f"{number:.20e}"):
        text = shortest_decimal(raw)
        assert struct.pack("d", float(text)) == struct.pack("d", number or 0.0)
        assert canonical_decimal(text) == text
        assert "e" not in text.lower()


@given(DOUBLES.filter(bool))
def test_no_shorter_decimal_is_the_same_double(number):
    text = shortest_decimal(f"{number:.17G}")
    digits = len(text.lstrip("-").replace(".", "").strip("0"))
    if digits > 1:
        assert float(f"{number:.{digits - 2}e}") != number


def test_the_raw_text_would_show_an_artefact():
    """The defect this is for: seventeen digits where the author typed one."""
    raw = f"{0.1:.17G}"
    assert raw == "0.10000000000000001"
    assert shortest_decimal(raw) == "0.1"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("", "empty"),
        ("nan", "not_finite"),
        ("inf", "not_finite"),
        ("1_0", "not_a_number"),
        ("1,5", "comma"),
        ("1E309", "beyond_double"),
        ("-1E400", "beyond_double"),
        ("1E401", "exponent"),
        ("9" * 2001, "too_long"),
    ],
)
def test_is_refused_with_its_reason(raw, reason):
    with pytest.raises(DecimalError) as caught:
        shortest_decimal(raw)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("decimal", "fits"),
    [
        ("0.1", True),
        ("0", True),
        ("-123.456", True),
        ("123456789012345", True),
        ("1234567890123450000", True),
        ("1234567890123456", False),
        ("0.1234567890123456", False),
        ("329.40000000000003", False),
        ("1e308", True),
        ("1e309", False),
        ("1e-307", True),
        ("1e-309", False),
    ],
)
def test_what_may_be_written_as_a_number(decimal, fits):
    assert fits_numeric_cell(decimal) is fits


@given(st.integers(-(10**20), 10**20), st.integers(0, 25))
def test_what_is_written_as_a_number_comes_back(number, places):
    decimal = canonical_decimal(f"{number}e-{places}")
    if fits_numeric_cell(decimal):
        for raw in (decimal, f"{float(decimal):.15G}", f"{float(decimal):.17G}"):
            assert shortest_decimal(raw) == decimal
