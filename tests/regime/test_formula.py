"""What a regime's values mean as arithmetic."""

from __future__ import annotations

import pytest

from carnet.regime import formula, resolve
from carnet.regime.vocabulary import CALCULATION, CO_PRODUCT_METHODS
from tests.regime.samples import load, sample, shipped, value

DAY = "2026-11-22"


def said(dimension: str, *given: tuple[str, str]) -> list[str]:
    text = sample(without=[p for p, _ in given], more="".join(value(p, v) for p, v in given))
    return [line.en for line in formula(resolve(load(text), "a", DAY, DAY), dimension)]


def test_a_unit_of_lifetime_energy():
    factors = (
        '[{ property = "usable_energy" }, { by = "category", table = { M1 = "60", N3 = "250" }, unit = "1/a" }, '
        '{ property = "service_life" }]'
    )
    assert said("D1", ("D1.factors", factors), ("D1.unit", '"kWh"')) == [
        "F = Σ A·x·EF ÷ (x_product × usable_energy × [M1 60, N3 250] 1/a × service_life), per kWh"
    ]


def test_a_unit_of_crude_steel():
    assert said("D1", ("D1.reference", '"crude_steel"'), ("D1.unit", '"t"')) == [
        "F = Σ A·x·EF ÷ (x_crude_steel), per t"
    ]


def test_limits_that_slide_with_the_scrap_share():
    rows = '{ unit = "t", per = "t", rows = [{ name = "1", at_0 = "2.8", at_100 = "0.5" }, '
    rows += '{ name = "2", at_0 = "3" }] }'
    assert said("K4", ("K4.classes", rows))[1:] == ["1: F ≤ 2.8 + s·(0.5 − 2.8) t/t", "2: F ≤ 3 t/t"]


def test_the_circular_footprint_formula_stands_in_full_with_its_numbers():
    given = ("D7.end_of_life", '"circular_footprint_formula"'), ("D7.formula", '{ A_otherwise = "0.5", B = "0" }')
    lines = said("D7", *given)
    assert "(1−A)·R2·(ErEoL − E*v·Qout)" in lines[1]
    assert lines[2] == "A_otherwise = 0.5, B = 0"


def test_tiers_in_their_order_with_their_tests():
    tiers = (
        '[{ use = "certificate", kind = "electricity_life_cycle", require = ["cancelled", "same_market"] }, '
        '{ use = "fixed", value = "0.504", unit = "t", per_unit = "MWh", gas = "CO2" }]'
    )
    [line] = said("D8", ("D8.tiers", tiers))
    assert line.endswith("certificate [cancelled, same_market] → fixed 0.504 t/MWh")


METHODS = {
    "burden_free": "{M}",
    "mass": "{M}",
    "energy": "{M}",
    "economic": "{M}",
    "exergy": '{M, ambient = "298.15"}',
    "price_ratio": '{M, limit = "5", below = "mass", above = "economic"}',
    "revenue_test": '{M, limit = "0.25", below = "mass", above = "economic"}',
    "first_of": '{M, options = [{ method = "mass" }, { method = "burden_free" }]}',
    "expansion": '{M, displaces = { electricity = "electricity" }, basis = "amount", ratio = "1"}',
    "fixed_credit": '{M, per = { electricity = { value = "1", unit = "kg", per_unit = "kWh", gas = "CO2" } }}',
    "waste_gas_export": '{M, ef_kg_per_mj = "0.0561", correction = "0.667", basis = "mass"}',
}


@pytest.mark.parametrize("method", CO_PRODUCT_METHODS)
def test_every_method_has_its_arithmetic(method):
    text = METHODS[method].replace("M", f'method = "{method}"', 1)
    [line] = said("D6", ("D6.default", text))
    assert line.startswith("default: ")
    assert len(line) > len("default: ")


def test_every_dimension_of_every_shipped_regime_has_lines_in_both_languages():
    library = shipped()
    for regime in library.regimes.values():
        day = max(regime.in_force.start, regime.in_force.known)
        if regime.in_force.end:
            day = min(day, regime.in_force.end)
        resolved = resolve(library, regime.name, day, max(day, DAY))
        for dimension in CALCULATION:
            lines = formula(resolved, dimension)
            assert lines, (regime.name, dimension)
            assert all(line.zh and line.en for line in lines)
