"""Rounding rules against the module decimal; printed parts against the printed total."""

from __future__ import annotations

import decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from carnet.quantity import (
    MODES,
    RoundingError,
    decimal_string,
    exact_decimal,
    parse_decimal,
    round_parts,
    round_significant,
    round_to,
    significant_string,
)

JUDGE = {
    "half_up": decimal.ROUND_HALF_UP,
    "half_even": decimal.ROUND_HALF_EVEN,
    "up": decimal.ROUND_UP,
    "down": decimal.ROUND_DOWN,
}
MODE = st.sampled_from(MODES)
# Many ties: eighths and twentieths meet the half way of every grid.
TERMINATING = st.builds(
    lambda n, d, p: Fraction(n, d) / 10**p,
    st.integers(-(10**9), 10**9),
    st.sampled_from([1, 2, 8, 20]),
    st.integers(0, 6),
)
ANY = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**6)


def judged(x, decimals, rule):
    """Round with the module decimal, which knows only terminating numbers."""
    with decimal.localcontext(prec=120):
        number = decimal.Decimal(exact_decimal(x))
        return format(number.quantize(decimal.Decimal(1).scaleb(-decimals), rounding=rule), "f")


def test_the_rules_are_these_four():
    assert set(MODES) == set(JUDGE)


@given(TERMINATING, st.integers(0, 12), MODE)
def test_agrees_with_the_module_decimal(x, decimals, mode):
    expected = judged(x, decimals, JUDGE[mode])
    written = decimal_string(x, decimals, mode)
    assert written == (expected.removeprefix("-") if Fraction(expected) == 0 else expected)
    assert parse_decimal(written) == round_to(x, decimals, mode)


def test_the_judge_tells_the_rules_apart():
    """Each pair of rules differs on one of these ties, so a rule mixed up with another is caught above."""
    ties = [Fraction(1, 2), Fraction(3, 2), Fraction(1, 4), Fraction(-1, 2), Fraction(7, 4)]
    printed = {mode: tuple(judged(x, 0, rule) for x in ties) for mode, rule in JUDGE.items()}
    assert len(set(printed.values())) == len(MODES)


@pytest.mark.parametrize(
    ("x", "decimals", "mode", "expected"),
    [
        ("0.125", 2, "half_even", "0.12"),
        ("0.125", 2, "half_up", "0.13"),
        ("0.121", 2, "up", "0.13"),
        ("0.129", 2, "down", "0.12"),
        ("-0.125", 2, "half_up", "-0.13"),
        ("-0.121", 2, "up", "-0.13"),
        ("-0.001", 2, "half_even", "0.00"),
        ("2", 3, "half_even", "2.000"),
        ("1250", -2, "half_even", "1200"),
        ("1250", -2, "half_up", "1300"),
        ("0", 0, "up", "0"),
        ("0.05", 1, "half_even", "0.0"),
    ],
)
def test_figures_worked_by_hand(x, decimals, mode, expected):
    assert decimal_string(parse_decimal(x), decimals, mode) == expected


def test_the_default_is_half_even():
    assert decimal_string(Fraction(1, 8), 2) == "0.12"


@given(ANY, st.integers(-3, 9), MODE)
def test_properties_of_every_rule(x, decimals, mode):
    step = Fraction(10) ** -decimals
    rounded = round_to(x, decimals, mode)
    assert (rounded / step).denominator == 1
    assert abs(rounded - x) < step
    if mode.startswith("half"):
        assert abs(rounded - x) <= step / 2
    if mode == "up":
        assert abs(rounded) >= abs(x)
    if mode == "down":
        assert abs(rounded) <= abs(x)
    assert round_to(-x, decimals, mode) == -rounded
    assert round_to(rounded, decimals, mode) == rounded


@pytest.mark.parametrize("mode", ["ceil", "", "HALF_UP", "half-even"])
def test_an_unknown_rule_is_refused(mode):
    with pytest.raises(RoundingError, match="no rounding rule"):
        round_to(Fraction(1, 3), 2, mode)


@pytest.mark.parametrize("decimals", [1001, -1001, 10**9])
def test_absurd_places_are_refused(decimals):
    with pytest.raises(RoundingError):
        decimal_string(Fraction(1, 3), decimals)


@pytest.mark.parametrize(
    ("x", "digits", "mode", "expected"),
    [
        ("1234.5", 2, "half_even", "1200"),
        ("0.00123456", 3, "half_even", "0.00123"),
        ("9.99", 2, "half_even", "10"),
        ("9.94", 2, "half_even", "9.9"),
        ("0.0999", 2, "half_even", "0.10"),
        ("0.01", 2, "half_even", "0.010"),
        ("999.5", 3, "half_up", "1000"),
        ("-2.5", 1, "half_even", "-2"),
        ("-2.5", 1, "half_up", "-3"),
        ("1", 4, "down", "1.000"),
        ("0", 3, "up", "0.00"),
        ("99.1", 2, "up", "100"),
        ("1e-300", 2, "half_even", "0." + "0" * 299 + "10"),
    ],
)
def test_significant_digits_worked_by_hand(x, digits, mode, expected):
    assert significant_string(parse_decimal(x), digits, mode) == expected
    assert round_significant(parse_decimal(x), digits, mode) == parse_decimal(expected)


@given(TERMINATING, st.integers(1, 12), MODE)
def test_significant_digits_agree_with_the_module_decimal(x, digits, mode):
    with decimal.localcontext(prec=digits, rounding=JUDGE[mode]):
        expected = +decimal.Decimal(exact_decimal(x))
    assert round_significant(x, digits, mode) == Fraction(expected)


@given(st.fractions().filter(bool), st.integers(1, 30), MODE)
def test_significant_digits_are_that_many(x, digits, mode):
    written = significant_string(x, digits, mode).lstrip("-")
    shown = written.replace(".", "").lstrip("0")
    if "." in written:
        assert len(shown) == digits
    else:
        assert len(shown) >= digits
        assert not shown[digits:].strip("0")


@pytest.mark.parametrize("digits", [0, -1, 1001])
def test_absurd_digits_are_refused(digits):
    with pytest.raises(RoundingError):
        significant_string(Fraction(1, 3), digits)


PARTS = st.lists(ANY | TERMINATING, max_size=12)


@given(PARTS, st.integers(-2, 6), MODE)
@example([Fraction(1, 3)] * 3, 2, "half_even")
@example([Fraction(-1, 2), Fraction(1, 2)], 0, "half_up")
@example([], 2, "up")
def test_printed_parts_add_up_to_the_printed_total(parts, decimals, mode):
    total = sum(parts, Fraction(0))
    printed = round_parts(parts, total, decimals, mode)
    step = Fraction(10) ** -decimals
    values = [parse_decimal(text) for text in printed]
    assert len(values) == len(parts)
    assert sum(values, Fraction(0)) == parse_decimal(decimal_string(total, decimals, mode))
    for part, value, text in zip(parts, values, printed, strict=True):
        assert abs(part - value) < step
        assert not text.startswith("-0.0") or value < 0
        if (part / step).denominator == 1:
            assert value == part
    assert round_parts(parts, total, decimals, mode) == printed


@given(PARTS, st.integers(0, 4), MODE)
def test_a_difference_read_backwards_prints_the_same_figures(parts, decimals, mode):
    total = sum(parts, Fraction(0))
    there = round_parts(parts, total, decimals, mode)
    back = round_parts([-part for part in parts], -total, decimals, mode)
    assert [-parse_decimal(text) for text in there] == [parse_decimal(text) for text in back]


def test_rounding_each_part_alone_would_not_add_up():
    """The defect round_parts is for: 3 × 0.33 is printed as 0.99 beside a total of 1.00."""
    parts = [Fraction(1, 3)] * 3
    alone = sum(parse_decimal(decimal_string(part, 2)) for part in parts)
    assert alone != 1
    assert round_parts(parts, Fraction(1), 2) == ["0.34", "0.33", "0.33"]


def test_the_largest_remainder_goes_up():
    parts = [parse_decimal(text) for text in ("1.1", "2.6", "3.3")]
    assert round_parts(parts, Fraction(7), 0) == ["1", "3", "3"]


def test_parts_that_are_not_their_total_are_refused():
    with pytest.raises(RoundingError, match="do not add up"):
        round_parts([Fraction(1), Fraction(2)], Fraction(4), 2)
