"""D1: what one unit of the figure is: kWh delivered over a service life, watts of peak power, tonnes of crude steel."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from carnet.assessment.result import result_json
from carnet.inventory.model import Property, Study
from tests.assessment.test_vectors import figure, point, row, rules, study

BATTERY = [
    row("pack", "out", "reference", "battery_pack", "4", "piece"),
    row("pack", "out", "emission", "CO2", "8000", origin="fossil"),
]
LIFE = [{"property": "usable_energy"}, {"by": "category", "table": {"N3": "300", "M1": "60"}, "unit": "1/a"},
        {"property": "service_life"}]  # fmt: skip
KWH = {"D1_unit": "kWh", "D1_factors": LIFE}


def given(name: str, value: str, unit: str, **more: str) -> Property:
    return Property(f"p_{name}", "battery_pack", name, value, unit, **more)


ENERGY, YEARS = given("usable_energy", "250", "kWh/piece"), given("service_life", "8", "a")


def pack(*properties: Property, category: str = "N3", amount: str = "1") -> Study:
    made = study(BATTERY, "pack", "battery_pack", properties=properties)
    return replace(made, product=replace(made.product, unit="piece", amount=amount, category=category))


def test_energy_delivered_over_the_service_life():
    """2000 kg per piece over 250 kWh × 300 cycles a year × 8 years = 600 000 kWh."""
    assert point(pack(ENERGY, YEARS), rules(**KWH)) == Fraction(2000, 600000)
    assert point(pack(ENERGY, YEARS, category="M1"), rules(**KWH)) == Fraction(2000, 120000)


def test_the_declared_amount_does_not_move_it():
    assert point(pack(ENERGY, YEARS, amount="7"), rules(**KWH)) == Fraction(2000, 600000)


@pytest.mark.parametrize(
    ("energy", "years", "unit"),
    [
        (("0.25", "MWh/piece"), ("8", "a"), "kWh"),
        (("250000", "Wh/piece"), ("70128", "h"), "kWh"),
        (("250", "kWh/piece"), ("8", "a"), "MWh"),
    ],
)
def test_units_are_turned_exactly(energy, years, unit):
    """A year is 8766 h here."""
    by = rules(**{**KWH, "D1_unit": unit})
    found = point(pack(given("usable_energy", *energy), given("service_life", *years)), by)
    assert found == Fraction(2000, 600000) * (1000 if unit == "MWh" else 1)


def test_a_printed_number_counts_with_its_unit():
    by = rules(D1_unit="kWh", D1_factors=[{"value": "1.5", "unit": "MWh/piece"}])
    assert point(pack(), by) == Fraction(2000, 1500)


def test_peak_power_of_a_piece():
    by = rules(D1_unit="Wp", D1_factors=[{"property": "peak_power"}])
    assert point(pack(given("peak_power", "0.6", "kWp/piece")), by) == Fraction(2000, 600)


def missing(found: Study, **values) -> list:
    done = figure(found, rules(**values))
    assert done.evaluation is None
    return list(done.missing)


def test_a_missing_property_gives_no_figure_and_says_where_it_belongs():
    (one,) = missing(pack(ENERGY), **KWH)
    assert one.parameter == "D1.factors"
    assert "service_life" in one.find_in.en
    assert "物性 Properties" in one.find_in.zh
    assert "battery_pack" in one.find_in.zh


def test_everything_missing_is_named_at_once():
    named = [v.find_in.en for v in missing(pack(category=""), **KWH)]
    assert len(named) == 3
    assert "usable_energy" in named[0]
    assert "product.category" in named[1]
    assert "N3, M1" in named[1]
    assert "service_life" in named[2]


def test_a_category_the_table_lacks_is_missing():
    (one,) = missing(pack(ENERGY, YEARS, category="L7"), **KWH)
    assert "product.category" in one.find_in.en


def test_a_property_known_only_as_a_range_is_missing():
    bare = given("usable_energy", "", "kWh/piece", low="200", high="300")
    (one,) = missing(pack(bare, YEARS), **KWH)
    assert "usable_energy" in one.find_in.en


@pytest.mark.parametrize(
    ("unit", "energy"),
    [("kWh", "kWh/kg"), ("kWp", "kWh/piece"), ("kg", "kWh/piece"), ("kWh", "kWp/piece")],
)
def test_units_that_do_not_come_to_the_unit_of_the_regime_give_no_figure(unit, energy):
    (one,) = missing(pack(given("usable_energy", "250", energy), YEARS), **{**KWH, "D1_unit": unit})
    assert one.parameter == "D1.factors"
    assert f"piece × {energy} × 1/a × a" in one.find_in.en


def test_a_regime_for_another_kind_of_product_gives_no_figure():
    (one,) = missing(pack(), D1_unit="t")
    assert one.parameter == "D1.unit"
    assert "piece" in one.find_in.zh


def test_what_the_study_must_give_has_no_command_to_accept_it():
    result, derivation = result_json(figure(pack(ENERGY), rules(**KWH)), {})
    (row_,) = result["missing"]
    assert row_["accept"] == ""
    assert "service_life" in row_["find_in"]["en"]
    assert derivation == {}


def test_the_derivation_shows_every_factor_with_its_cell_or_clause():
    node = figure(pack(ENERGY, YEARS), rules(**KWH)).evaluation.unit_factor
    leaves = [leaf for leaf in _leaves(node) if leaf.kind in {"cell", "parameter"}]
    assert [leaf.pointer or leaf.ref for leaf in leaves] == [
        "/product/amount", "/properties/0/value", "D1.factors", "/properties/1/value",
    ]  # fmt: skip
    assert [leaf.unit for leaf in leaves] == ["piece", "kWh/piece", "1/a", "a"]


def _leaves(node) -> list:
    return [node.leaf] if node.leaf else [leaf for arg in node.args for leaf in _leaves(arg)]


def test_an_unknown_expression_is_missing_like_any_unknown_unit():
    by = rules(D1_unit="kWh", D1_factors=None)
    found = figure(pack(ENERGY, YEARS), replace(by, values={
        **by.values, "D1.factors": replace(by.values["D1.factors"], status="unknown"),
    }))  # fmt: skip
    assert [v.parameter for v in found.missing] == ["D1.factors"]


def test_per_tonne_of_another_flow_still_works():
    rows = [
        row("steel", "out", "reference", "crude_steel", "1000"),
        row("steel", "out", "emission", "CO2", "900", origin="fossil"),
        row("roll", "out", "reference", "hot_rolled_coil", "960"),
        row("roll", "in", "intermediate", "crude_steel", "1000", provider="steel"),
    ]
    assert point(study(rows, "roll", "hot_rolled_coil"), rules(D1_reference="crude_steel", D1_unit="t")) == 900
