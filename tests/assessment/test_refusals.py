"""What an assessment refuses, and what it says: allocation without data, a unit the study lacks, bad acceptances."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carnet.errors import InputError
from carnet.factors import factor_set
from carnet.service import datasets
from tests.assessment.cases import acceptance, accepted, assessed, opened, resolved, result_of
from tests.assessment.test_vectors import COKE_AND_IRON, ENERGY, HEATS, figure, row, rules, study
from tests.strategies import small_study


def refused(caught: pytest.ExceptionInfo, code: str) -> str:
    (found,) = caught.value.problems
    assert found.code == code
    assert found.cause.zh
    assert found.fix.zh
    return found.cause.en


def test_energy_allocation_needs_the_heating_value_of_the_product():
    works = study(COKE_AND_IRON, "iron", "hot_metal", properties=HEATS[1:])
    with pytest.raises(InputError) as caught:
        figure(works, rules(D6_process_gas=ENERGY))
    assert "lower heating value" in refused(caught, "CAL-012")


def test_economic_allocation_needs_prices():
    works = study(COKE_AND_IRON, "iron", "hot_metal", properties=HEATS)
    with pytest.raises(InputError) as caught:
        figure(works, rules(D6_process_gas={"method": "economic"}))
    assert "price" in refused(caught, "CAL-012")


def test_a_co_product_without_a_weight_carries_nothing_and_is_a_named_gap():
    works = study(COKE_AND_IRON, "iron", "hot_metal", properties=HEATS[:1])
    found = figure(works, rules(D6_process_gas=ENERGY))
    shares = {key: node.constant for key, node in found.evaluation.shares.items()}
    assert shares["coking-out-coke_oven_gas-"] == 0
    assert shares["coking-out-coke-"] == 1
    assert [g.exchange for g in found.context.notes.gaps.values() if g.flow] == ["coking-out-coke_oven_gas-"]
    # All burden on the coke: never less is claimed than with the share.
    assert found.low == 1880


def test_the_same_gap_in_two_processes_is_named_twice():
    rows = [*COKE_AND_IRON, row("iron", "out", "co_product", "blast_furnace_slag", "60"),
            row("coking", "out", "co_product", "blast_furnace_slag", "1")]  # fmt: skip
    slag = {"method": "expansion", "displaces": {"blast_furnace_slag": "cement_clinker"}, "basis": "mass", "ratio": "1"}
    found = figure(study(rows, "iron", "hot_metal", properties=HEATS), rules(D6_slag=slag, D6_process_gas=ENERGY))
    gaps = {g.exchange for g in found.context.notes.gaps.values() if g.flow}
    assert gaps == {"iron-out-blast_furnace_slag-", "coking-out-blast_furnace_slag-"}


def test_a_leg_without_a_factor_is_a_named_gap_and_blocks():
    carried = opened("illustrative").study
    without = factor_set(r for r in datasets.shipped_factors().records if r.flow != "transport_rail")
    result = result_of(carried, "iso14067", without)
    rail = {leg.exchange for leg in carried.transport if leg.mode == "rail"}
    assert {g["exchange"] for g in result["gaps"] if g["flow"] == "transport_rail"} == rail
    assert {f"gap:{e}" for e in rail} <= {b["parameter"] for b in result["blocked_by"]}


def test_a_unit_no_process_makes():
    works = study(COKE_AND_IRON, "iron", "hot_metal", properties=HEATS)
    with pytest.raises(InputError) as caught:
        figure(works, rules(D1_reference="crude_steel", D1_unit="t", D6_process_gas=ENERGY))
    assert "crude_steel" in refused(caught, "CAL-013")


def test_a_loop_without_a_product_is_refused_under_every_method():
    rows = [*COKE_AND_IRON, row("coking", "in", "intermediate", "hot_metal", "300", provider="iron")]
    with pytest.raises(InputError) as caught:
        figure(study(rows, "iron", "hot_metal", properties=HEATS), rules(D6_process_gas=ENERGY))
    assert "feed each other" in refused(caught, "CAL-002")


@pytest.mark.parametrize("value", ["", "much", "1,5"])
def test_an_open_value_accepted_at_no_number(value):
    broken = accepted(opened("a").study, acceptance("eu_cbam", "property:carbon_anthracite", value))
    with pytest.raises(InputError) as caught:
        assessed(broken, "eu_cbam")
    refused(caught, "CAL-011")
    assert caught.value.problems[0].place.pointer or caught.value.problems[0].place.sheet


def test_a_rule_accepted_at_a_value_it_cannot_take():
    broken = accepted(small_study(1), acceptance("iso14067", "D4.gwp_set", "AR9"))
    with pytest.raises(InputError) as caught:
        assessed(broken, "iso14067")
    refused(caught, "CAL-011")
    assert "AR6" in caught.value.problems[0].candidates


def test_acceptances_of_other_regimes_and_versions_are_read_by_name():
    study_ = accepted(small_study(1), acceptance("iso14067@2018", "D8.counted", "false"))
    assert assessed(study_, "iso14067").high < assessed(small_study(1), "iso14067").high
    assert assessed(study_, "gbt24067").high == assessed(small_study(1), "gbt24067").high


def test_a_factor_that_may_not_be_used_stops_the_calculation():
    from carnet.inventory.model import FactorChoice

    chosen = replace(small_study(1), factor_choices=(FactorChoice("iron_ore", "no.such.record"),))
    with pytest.raises(InputError) as caught:
        assessed(chosen, "iso14067")
    assert caught.value.problems[0].code == "FAC-001"


def test_an_unknown_regime_value_is_never_filled_with_a_default():
    rules_ = resolved("iso14067")
    for parameter in ("D1.unit", "D2.stages", "D4.gwp_set", "D6.default", "D8.tiers"):
        value = rules_.values[parameter]
        unknown = replace(value, value=None, status="unknown", candidates=(value.value,))
        open_rules = {**rules_.values, parameter: unknown}
        if parameter == "D6.default":
            open_rules |= {p: replace(rules_.values[p], value=None, status="absent") for p in rules_.values
                           if p.startswith("D6.") and p != parameter}  # fmt: skip
        from carnet.assessment import assess
        from tests.assessment.cases import inputs

        found = assess(inputs(small_study(1)), replace(rules_, values=open_rules))
        assert found.evaluation is None
        assert [m.parameter for m in found.missing] == [parameter]
