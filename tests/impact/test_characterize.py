"""Characterization is linear, complete, and never guesses."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.errors import InputError
from carnet.impact import CO2_ONLY, GwpSet, characterize, characterize_by_gas, ratio_bounds
from carnet.store import shipped_gwp_sets

SETS = shipped_gwp_sets()
# Methane of no stated origin is left out: the EF sets have no value for it.
KEYS = [
    (gas, origin)
    for gas in ("CO2", "CH4", "N2O", "SF6", "CF4")
    for origin in ("fossil", "biogenic", "luluc", "")
    if (gas, origin) != ("CH4", "")
]
MASSES = st.dictionaries(
    st.sampled_from(KEYS), st.fractions(min_value=0, max_value=1000, max_denominator=1000), max_size=8
)
SET = st.sampled_from(sorted(SETS)).map(SETS.__getitem__)


def test_a_worked_example():
    masses = {("CO2", "fossil"): Fraction(2), ("CH4", "fossil"): Fraction(1, 10), ("N2O", ""): Fraction(1, 100)}
    assert characterize(masses, SETS["AR6"]) == 2 + Fraction("2.98") + Fraction("2.73")
    assert characterize(masses, SETS["AR5"]) == 2 + Fraction("2.8") + Fraction("2.65")
    assert characterize(masses, CO2_ONLY) == 2


@given(MASSES, SET)
def test_the_parts_add_up(masses, gwp_set):
    parts = characterize_by_gas(masses, gwp_set)
    assert sum(parts.values(), Fraction(0)) == characterize(masses, gwp_set)
    assert list(parts) == list(masses)


@given(MASSES, SET, st.fractions(min_value=0, max_value=50, max_denominator=100))
def test_linear_in_the_masses(masses, gwp_set, factor):
    scaled = {key: mass * factor for key, mass in masses.items()}
    assert characterize(scaled, gwp_set) == factor * characterize(masses, gwp_set)


@given(SET)
def test_zero_in_zero_out(gwp_set):
    assert characterize({}, gwp_set) == 0
    assert characterize({("CH4", "fossil"): Fraction(0)}, gwp_set) == 0


def test_all_missing_gases_are_reported_at_once():
    masses = {("XX1", ""): Fraction(1), ("CO2", ""): Fraction(1), ("XX2", ""): Fraction(1)}
    with pytest.raises(InputError) as caught:
        characterize(masses, SETS["AR6"])
    assert [p.value for p in caught.value.problems] == ["XX1", "XX2"]


@given(MASSES, st.sampled_from(["AR4", "AR5", "AR5_feedback", "AR6"]), st.sampled_from(["AR4", "AR5", "AR6"]))
def test_the_ratio_bounds_hold_what_any_mixture_becomes(masses, from_id, to_id):
    before, after = characterize(masses, SETS[from_id]), characterize(masses, SETS[to_id])
    low, high = ratio_bounds(SETS[from_id], SETS[to_id])
    assert low * before <= after <= high * before


def test_the_bounds_narrow_with_the_gases_named():
    low, high = ratio_bounds(SETS["AR5"], SETS["AR6"], ("CO2", "N2O"))
    assert (low, high) == (1, Fraction(273, 265))
    assert ratio_bounds(SETS["AR6"], SETS["AR6"]) == (1, 1)


def test_no_gas_in_common_is_an_error():
    with pytest.raises(ValueError, match="no gas in common"):
        ratio_bounds(SETS["AR5"], GwpSet("empty", {}))
