"""Decimal strings: what is read, what is refused and why, and that nothing is lost on the way."""

from __future__ import annotations

import decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.quantity import (
    DECIMAL_REASONS,
    MAX_EXPONENT,
    MAX_LENGTH,
    DecimalError,
    canonical_decimal,
    exact_decimal,
    exact_string,
    parse_decimal,
    parse_exact,
)

FRACTIONS = st.fractions()
PLACES = st.integers(0, 40)
DIGITS = st.text("0123456789", max_size=30)


@st.composite
def decimals(draw):
    """A text of the grammar, in all its shapes."""
    whole, part = draw(DIGITS), draw(DIGITS)
    if not whole + part:
        whole = "0"
    text = draw(st.sampled_from(["", "+", "-"])) + whole
    if part or draw(st.booleans()):
        text += "." + part
    if draw(st.booleans()):
        text += draw(st.sampled_from("eE")) + str(draw(st.integers(-60, 60)))
    return text


READ = [
    ("0", 0),
    ("5", 5),
    ("0.5777", Fraction(5777, 10000)),
    ("-1.25", Fraction(-5, 4)),
    ("+3", 3),
    (".5", Fraction(1, 2)),
    ("5.", 5),
    ("1E-3", Fraction(1, 1000)),
    ("1.5e+2", 150),
    ("  7 ", 7),
    ("\u00a07\u202f", 7),
    ("\u30007", 7),
    ("7\ufeff", 7),
    ("１２．５", Fraction(25, 2)),
    ("－３", -3),
    ("−3", -3),
    ("１Ｅ２", 100),
    ("007", 7),
    ("-0", 0),
    ("0.1000000000000000055511151231257827", Fraction("0.1000000000000000055511151231257827")),
    ("1e400", Fraction(10) ** 400),
    ("1e-400", Fraction(10) ** -400),
]

REFUSED = [
    ("", "empty"),
    ("   ", "empty"),
    ("\u00a0", "empty"),
    ("1,5", "comma"),
    ("1,000", "comma"),
    ("1,000.5", "comma"),
    ("１，５", "comma"),
    ("1 234", "inner_space"),
    ("1\u00a0234", "inner_space"),
    ("1\u202f234.5", "inner_space"),
    ("- 5", "inner_space"),
    ("1.2.3", "several_points"),
    ("1..2", "several_points"),
    ("NaN", "not_finite"),
    ("-nan", "not_finite"),
    ("inf", "not_finite"),
    ("-Infinity", "not_finite"),
    ("5%", "percent"),
    ("５％", "percent"),
    ("3‰", "percent"),
    ("1/3", "fraction"),
    ("1½", "fraction"),
    ("=A1*2", "formula"),
    ("＝1+1", "formula"),
    ("3-5", "range"),
    ("3～5", "range"),
    ("12 kg", "unit_inside"),
    ("12kg", "unit_inside"),
    ("1.2万", "unit_inside"),
    ("0x10", "unit_inside"),
    ("abc", "not_a_number"),
    ("?", "not_a_number"),
    (".", "not_a_number"),
    ("-", "not_a_number"),
    ("e5", "not_a_number"),
    ("--5", "not_a_number"),
    ("1_000", "not_a_number"),
    ("10²", "not_a_number"),
    ("½", "not_a_number"),
    ("①", "not_a_number"),
    ("٣", "not_a_number"),
    ("३", "not_a_number"),
    ("\x005", "not_a_number"),
    ("<5", "not_a_number"),
    ("1e401", "exponent"),
    ("1e-401", "exponent"),
    ("1e999999999", "exponent"),
    ("1e" + "9" * 1990, "exponent"),
    ("1" * (MAX_LENGTH + 1), "too_long"),
    (" " * (MAX_LENGTH + 1), "too_long"),
]


@pytest.mark.parametrize(("text", "value"), READ)
def test_is_read(text, value):
    assert parse_decimal(text) == value


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_is_refused_with_its_reason(text, reason):
    for read in (parse_decimal, canonical_decimal):
        with pytest.raises(DecimalError) as caught:
            read(text)
        assert caught.value.reason == reason
        assert caught.value.text == text
        assert len(str(caught.value)) < 200


def test_the_refusals_are_needed():
    """Python's own readers take much of the list: without the grammar it would come in silently."""
    taken = set()
    for text, _ in REFUSED:
        for reader in (float, Fraction, int):
            try:
                reader(text)
            except (ValueError, OverflowError):
                continue
            except MemoryError:
                pass
            taken.add(text)
            break
        if len(text) > 100 and text in taken:
            taken.discard(text)
    assert {"NaN", "inf", "1/3", "1_000", "٣", "1e401"} <= taken


def test_every_reason_is_reached_and_said_in_both_languages():
    reached = {reason for _, reason in REFUSED}
    assert reached == set(DECIMAL_REASONS) - {"beyond_double"}  # that one is of the cells of a workbook
    for said in DECIMAL_REASONS.values():
        assert said.zh
        assert said.en


def test_the_limits_are_where_they_are_said_to_be():
    assert parse_decimal("1" * MAX_LENGTH) == int("1" * MAX_LENGTH)
    assert parse_decimal(f"1e{MAX_EXPONENT}") == 10**MAX_EXPONENT


@given(decimals())
def test_agrees_with_the_module_decimal(text):
    with decimal.localcontext(prec=200, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN):
        assert parse_decimal(text) == Fraction(decimal.Decimal(text))


@given(decimals())
def test_canonical_is_the_same_number_and_stable(text):
    canonical = canonical_decimal(text)
    assert parse_decimal(canonical) == parse_decimal(text)
    assert canonical_decimal(canonical) == canonical
    assert canonical == exact_decimal(parse_decimal(text))


def test_canonical_spelling():
    spelled = {"1.50": "1.5", "-0": "0", "-0.00": "0", "1e3": "1000", "1E-3": "0.001", "+007.0": "7", ".5": "0.5"}
    assert {text: canonical_decimal(text) for text in spelled} == spelled


@given(FRACTIONS)
def test_exact_string_round_trip(x):
    assert parse_exact(exact_string(x)) == x
    assert Fraction(exact_string(x)) == x


def test_exact_string_is_reduced_and_always_a_fraction():
    assert exact_string(Fraction(5)) == "5/1"
    assert exact_string(Fraction(-6, 4)) == "-3/2"
    assert exact_string(Fraction(0)) == "0/1"


@pytest.mark.parametrize("text", ["5", "10/2", "1/0", "+1/2", "01/2", "1/02", "-0/1", " 1/2", "1/2 ", "1,0/2", "1/-2"])
def test_other_spellings_of_a_fraction_are_refused(text):
    with pytest.raises(DecimalError):
        parse_exact(text)


@pytest.mark.parametrize("digits", [4299, 4300, 4301, 9001, 20011])
def test_long_fractions_pass_the_interpreters_limit(digits):
    """A solved loop may have thousands of digits; plain str() raises beyond 4300, and so would a naive writer."""
    x = Fraction(10**digits - 7, 3**digits)
    written = exact_string(x)
    assert parse_exact(written) == x
    assert len(written.partition("/")[0]) == digits
    if digits > 4300:
        with pytest.raises(ValueError, match="limit"):
            str(x)


@given(st.integers(3990, 8020), st.integers(0, 50))
def test_long_integers_keep_their_inner_zeros(digits, low):
    assert parse_exact(exact_string(Fraction(10**digits + low))) == 10**digits + low


@given(FRACTIONS)
def test_exact_decimal_is_exact_or_none(x):
    written = exact_decimal(x)
    rest = x.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    assert (written is None) == (rest != 1)
    if written is not None:
        assert parse_decimal(written) == x
        assert canonical_decimal(written) == written


@given(st.integers(), PLACES)
def test_every_decimal_has_an_exact_decimal(number, places):
    x = Fraction(number, 10**places)
    written = exact_decimal(x)
    assert written is not None
    assert parse_decimal(written) == x
