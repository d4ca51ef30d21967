from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from carnet.inventory.balance import CO2_PER_CARBON, carbon_balance, mass_balance
from carnet.inventory.model import Property
from carnet.quantity import exact_decimal, parse_decimal
from carnet.service import datasets
from tests.corpus.base import BASE, add, drop, line, position, row
from tests.inventory.planting import clean_study


def test_by_hand_coking():
    """0.728·1350 − 0.8235·1000 + 0.2107·(150 − 400) − 0.9·40 = 70.625 kg C."""
    found = carbon_balance(BASE, "coking", datasets.shipped_flows())
    assert found.co2_value == Fraction(70625, 1000) * Fraction(44, 12)
    assert found.missing == ()
    assert found.co2_low == (Fraction(72, 100) * 1350 - Fraction(8235, 10) - Fraction(52675, 1000) - 36) * Fraction(
        44, 12
    )
    assert found.co2_high == (Fraction(735, 1000) * 1350 - Fraction(8235, 10) - Fraction(52675, 1000) - 36) * Fraction(
        44, 12
    )


def test_terms_are_signed_and_in_the_unit_of_the_content():
    found = carbon_balance(BASE, "coking", datasets.shipped_flows())
    assert {t.exchange_id: (t.property_id, t.coefficient) for t in found.terms} == {
        "coke_out": ("c_coke", Fraction(-1000)),
        "coal_in": ("c_coal", Fraction(1350)),
        "gas_out": ("c_gas", Fraction(-400)),
        "gas_own": ("c_gas", Fraction(150)),
        "tar_out": ("c_tar", Fraction(-40)),
    }


def test_the_terms_give_the_balance():
    values = {p.id: parse_decimal(p.value) for p in BASE.properties if p.value}
    found = carbon_balance(BASE, "coking")
    assert sum(t.coefficient * values[t.property_id] for t in found.terms) * CO2_PER_CARBON == found.co2_value


def test_a_content_that_is_only_known_as_a_range_leaves_no_value():
    found = carbon_balance(BASE, "rolling", datasets.shipped_flows())
    assert found.co2_value is None
    assert found.co2_low < found.co2_high


def test_a_content_on_both_sides_cancels_before_bounds_are_taken():
    study = row("properties", "c_gas", value="0.2107", low="0.1", high="0.9")
    same = line("gas_own", study, amount="400")
    found = carbon_balance(same, "coking")
    assert found.co2_low == (Fraction(72, 100) * 1350 - Fraction(8235, 10) - 36) * Fraction(44, 12)


def test_what_is_uncertain_in_the_middle_of_a_chain_cancels_over_the_chain():
    """Coke leaves one process and enters the next: over both, its content has no effect."""
    coking, furnace = (carbon_balance(BASE, p).terms for p in ("coking", "furnace"))
    per_coke = sum(t.coefficient for t in furnace if t.property_id == "c_coke") / 1000
    assert per_coke + Fraction(380, 1000) * sum(t.coefficient for t in coking if t.property_id == "c_coke") / 1000 == 0


def test_a_missing_content_is_named():
    assert carbon_balance(drop("properties", "c_tar"), "coking", datasets.shipped_flows()).missing == ("tar_out",)


def test_without_the_list_of_flows_nothing_is_said_to_be_missing():
    assert carbon_balance(drop("properties", "c_tar"), "coking").missing == ()


def test_a_content_per_the_wrong_unit_is_missing():
    wrong = row("properties", "c_gas", unit="kg/kg")
    assert carbon_balance(wrong, "coking", datasets.shipped_flows()).missing == ("gas_out", "gas_own")


def test_co2_itself_is_no_part_of_its_balance():
    with_content = add("properties", Property("c_co2", "CO2", "carbon_content", "0.2729", "kg/kg"))
    assert carbon_balance(with_content, "furnace").terms == carbon_balance(BASE, "furnace").terms


def test_methane_with_a_content_leaves_as_carbon():
    study = add("properties", Property("c_ch4", "CH4", "carbon_content", "0.75", "kg/kg"))
    assert ("ch4_furnace", Fraction(-3, 100)) in {
        (t.exchange_id, t.coefficient) for t in carbon_balance(study, "furnace").terms
    }


@pytest.mark.parametrize(("unit", "amount"), [("kg", "1350"), ("t", "1.35"), ("g", "1350000")])
def test_the_unit_of_a_line_changes_nothing(unit, amount):
    changed = line("coal_in", unit=unit, amount=amount)
    assert carbon_balance(changed, "coking") == carbon_balance(BASE, "coking")


def test_doubling_a_process_doubles_its_balance():
    doubled = BASE
    for e in BASE.exchanges:
        if e.process == "coking":
            doubled = line(e.id, doubled, amount=exact_decimal(Fraction(e.amount) * 2))
    assert carbon_balance(doubled, "coking").co2_value == 2 * carbon_balance(BASE, "coking").co2_value


def test_the_order_of_lines_changes_no_figure():
    turned = replace(BASE, exchanges=tuple(reversed(BASE.exchanges)))
    one, other = carbon_balance(BASE, "coking"), carbon_balance(turned, "coking")
    assert (one.co2_low, one.co2_value, one.co2_high) == (other.co2_low, other.co2_value, other.co2_high)


@pytest.mark.parametrize("amount", ["", "abc"])
def test_a_line_that_cannot_be_read_is_missing_and_breaks_nothing(amount):
    assert carbon_balance(line("coal_in", amount=amount), "coking", datasets.shipped_flows()).missing == ("coal_in",)


def test_a_process_without_lines_balances_to_nothing():
    found = carbon_balance(BASE, "nowhere")
    assert (found.terms, found.co2_low, found.co2_value, found.co2_high) == ((), 0, 0, 0)


def test_mass_counts_what_can_be_weighed_and_names_the_rest():
    found = mass_balance(BASE, "rolling")
    assert found.input_kg == Fraction("1020") + 50 + Fraction("2.1")
    assert found.output_kg == 1000 + 161
    assert found.uncovered == ("gas_in", "water_in")
    assert {x.exchange_id: x.why for x in found.lines if x.why} == {"gas_in": "no_density", "water_in": "no_density"}


def test_a_density_makes_a_gas_weighable():
    study = add("properties", Property("d", "coke_oven_gas", "density", "0.5", "kg/Nm3"))
    found = mass_balance(study, "coking")
    assert found.uncovered == ()
    assert found.input_kg == 1350 + 75
    assert found.output_kg == 1000 + 200 + 40


def test_energy_is_no_material():
    assert "power_rolling" not in {x.exchange_id for x in mass_balance(BASE, "rolling").lines}


def test_the_gap_is_a_share_of_the_larger_side():
    assert mass_balance(BASE, "coking").gap_share == Fraction(1350 - 1040, 1350)
    assert mass_balance(BASE, "nowhere").gap_share == 0


def test_emissions_weigh_in_grams_too():
    methane = next(x for x in mass_balance(BASE, "furnace").lines if x.exchange_id == "ch4_furnace")
    assert methane.kg == Fraction(3, 100)


@pytest.mark.parametrize("seed", range(5))
def test_random_closed_processes_close(seed):
    study = clean_study(seed)
    for process in study.processes:
        if "mass_closed" in process.tags and process.direct_co2 == "reported":
            assert abs(mass_balance(study, process.id).gap_share) <= Fraction(1, 100)


def test_position_helper_finds_rows():
    assert BASE.exchanges[position(BASE, "exchanges", "ore_in")].id == "ore_in"
