"""Products and quotients of units, exactly, and never across kinds that must not mix."""

from __future__ import annotations

from fractions import Fraction

import pytest

from carnet.quantity.compound import measure


def ratio(text, to):
    one, other = measure(text), measure(to)
    assert one.fits(other)
    return one.ratio / other.ratio


@pytest.mark.parametrize(
    ("text", "to", "expected"),
    [
        ("kWh", "MJ", Fraction(36, 10)),
        ("kW·h", "kWh", 1),
        ("kWh/(kWp·a)", "kWh/kWp/a", 1),
        ("MWh/piece", "kWh/piece", 1000),
        ("1/a", "1/h", Fraction(1, 8766)),
        ("g/Wp", "kg/kWp", 1),
        ("t·km", "kg·km", 1000),
        ("kWh／piece", "Wh/piece", 1000),
        ("%", "1", Fraction(1, 100)),
    ],
)
def test_ratios_are_exact(text, to, expected):
    assert ratio(text, to) == expected


def test_products_are_coherent_across_base_units():
    """1 kW over 1 h is 1 kWh; 1 km times 1 km is a million square metres; a kWp makes kWh by its yield."""
    product = measure("kW") * measure("h")
    assert product == measure("kWh")
    assert (measure("km") * measure("km")) == measure("km2")
    made = measure("kWp/piece") * measure("kWh/kWp/a") * measure("a")
    assert made.fits(measure("kWh/piece"))
    assert made.ratio == measure("kWh/piece").ratio


@pytest.mark.parametrize(
    ("one", "other"),
    [("kWp", "kW"), ("kg", "kg CO2e"), ("Nm3", "Sm3"), ("kWh", "kWh/a"), ("piece", "1"), ("kg CO2", "kg CO2e")],
)
def test_what_must_not_mix_does_not_fit(one, other):
    assert not measure(one).fits(measure(other))


@pytest.mark.parametrize("text", ["", "?", "kWh/", "kWh/foo", "ton/piece", "foo·a", "kWh//a"])
def test_what_is_no_unit_has_no_measure(text):
    assert measure(text) is None


def test_a_quotient_undoes_a_product():
    assert (measure("kWh") * measure("piece")) / measure("piece") == measure("kWh")
