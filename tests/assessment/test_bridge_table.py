"""A bridge reads as it adds: start and terms to the end, and the table in both directions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carnet.assessment.bridge_table import Printed, apportion, print_bridge, two_way

COLUMNS = ("a", "b", "c")
NUMBERS = st.one_of(st.just(Fraction(0)), st.fractions(min_value=-500, max_value=500, max_denominator=997))
MODES = st.sampled_from(["half_even", "half_up", "up", "down"])


def assert_reads(found: Printed) -> None:
    terms = [Decimal(t) for t in found.terms]
    assert Decimal(found.start) + sum(terms) == Decimal(found.end)
    assert sum(terms) == Decimal(found.difference) == sum(map(Decimal, found.columns))
    for term, cells in zip(terms, found.cells, strict=True):
        assert sum(map(Decimal, cells)) == term
    for index, column in enumerate(found.columns):
        assert sum(Decimal(cells[index]) for cells in found.cells) == Decimal(column)


@given(
    NUMBERS,
    st.lists(st.dictionaries(st.sampled_from(COLUMNS), NUMBERS), max_size=6),
    st.integers(0, 3),
    st.tuples(MODES, MODES),
)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_start_terms_and_table_add_up_as_printed(start, terms, decimals, modes):
    found = print_bridge(start, terms, COLUMNS, decimals, modes)
    assert_reads(found)
    grid = Fraction(1, 10**decimals)
    for term, text in zip(terms, found.terms, strict=True):
        # A term goes to one of its neighbours, and where both ends round away from each other, one further.
        assert abs(Fraction(text) - sum(term.values(), Fraction(0))) < 3 * grid
        if not any(term.values()) and any(any(t.values()) for t in terms):
            assert Fraction(text) == 0 or all(sum(t.values()) == 0 for t in terms)


@given(st.lists(NUMBERS, min_size=1, max_size=7), st.integers(-4, 4))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_parts_turned_round_print_turned_round(parts, off):
    target = round(sum(parts)) + off
    assert [-x for x in apportion(parts, target)] == apportion([-p for p in parts], -target)
    assert sum(apportion(parts, target)) == target


def test_what_is_nothing_stays_nothing():
    assert apportion([Fraction(0), Fraction(1, 2), Fraction(1, 2), Fraction(0)], 1) == [0, 1, 0, 0]
    cells = two_way([[Fraction(0), Fraction(3, 2)], [Fraction(1, 2), Fraction(0)]], [2, 0], [0, 2])
    assert cells == [[0, 2], [0, 0]]


def test_a_bridge_without_terms_prints_one_number_twice():
    found = print_bridge(Fraction(5, 2), [], (), 0, ("up", "down"))
    assert (found.start, found.end, found.terms) == ("3", "3", ())


def test_the_check_notices_a_cell_that_is_off():
    found = print_bridge(Fraction(1), [{"a": Fraction(1, 3), "b": Fraction(2, 3)}], COLUMNS, 1, ("half_up", "half_up"))
    off = Printed(found.start, found.end, found.difference, found.terms, (("9.9", "0.7", "0.0"),), found.columns)
    with pytest.raises(AssertionError):
        assert_reads(off)
