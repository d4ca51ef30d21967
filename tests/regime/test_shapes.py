"""The forms of values: what is taken, what is refused, and how a person names a value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.regime import BY_ID, PARAMETERS, read_value, thaw, value_key
from carnet.regime.shapes import expected, faults, freeze
from tests.regime.samples import shipped

GOOD = {
    "D1.unit": ["t", "study"],
    "D2.upstream_tags": [[], ["*"], ["coke", "pellet"]],
    "D2.stages": [["use"], ["manufacturing", "use"]],
    "D4.gwp_set": ["AR4", "co2_only"],
    "D8.counted": [True, False],
    "D9.markup": ["0", "-1", "1e-3"],
    "D9.factor_markup": [{"*": "0.2"}],
    "K3.statement": [{"zh": "有", "en": "yes"}],
    "D6.default": [
        {"method": "burden_free"},
        {"method": "mass"},
        {"method": "energy"},
        {"method": "economic"},
        {"method": "price_ratio", "limit": "5", "below": "mass", "above": "economic"},
        {"method": "expansion", "displaces": {"a": "b"}, "basis": "amount", "ratio": "1", "otherwise": "mass"},
        {"method": "fixed_credit", "per": {"a": {"value": "1", "unit": "t", "per_unit": "t", "gas": "CO2"}}},
        {"method": "waste_gas_export", "ef_kg_per_mj": "0.0561", "correction": "0.667", "basis": "lower_heating_value"},
    ],
    "D8.tiers": [
        [{"use": "direct_line", "kind": "electricity_life_cycle", "require": ["not_sold"]}],
        [{"use": "power_purchase_agreement", "kind": "electricity_generation_co2"}],
        [{"use": "supplier_product", "kind": "electricity_life_cycle"}],
        [{"use": "certificate", "kind": "electricity_life_cycle", "require": ["cancelled", "same_country"]}],
        [{"use": "residual_mix", "kind": "electricity_life_cycle", "area": ["country"]}],
        [{"use": "fixed", "value": "0.504", "unit": "kg", "per_unit": "kWh", "gas": "CO2"}],
    ],
}
BAD = {
    "D1.unit": ["", " ", 1, None],
    "D2.upstream_tags": ["*", ["a", "a"], [""], [1]],
    "D2.stages": [[], ["birth"], ["use", "use"], "use"],
    "D4.gwp_set": ["ar6", "", None, ["AR6"]],
    "D8.counted": ["true", 1, None],
    "D9.markup": ["", "NaN", "1,5", 1, "ten"],
    "D9.factor_markup": [{}, {"*": 1}, "0.2"],
    "K3.statement": ["yes", {"zh": "有"}, {"zh": "有", "en": ""}],
    "D6.default": [
        "mass",
        {},
        {"method": "mass", "basis": "mass"},
        {"method": "price_ratio", "limit": "5", "below": "expansion", "above": "economic"},
        {"method": "expansion", "displaces": {}, "basis": "mass", "ratio": "1"},
        {"method": "fixed_credit", "per": {"a": {"value": "1"}}},
        {"method": "waste_gas_export", "ef_kg_per_mj": "x", "correction": "0.667", "basis": "lower_heating_value"},
    ],
    "D8.tiers": [
        [],
        {},
        [{"use": "market"}],
        [{"use": "grid", "kind": "electricity_life_cycle"}],
        [{"use": "grid", "kind": "electricity_life_cycle", "area": ["moon"]}],
        [{"use": "certificate", "kind": "electricity_life_cycle", "require": ["pretty"]}],
        [{"use": "fixed", "value": "0.504"}],
    ],
}


@pytest.mark.parametrize(("parameter", "value"), [(p, v) for p, values in GOOD.items() for v in values])
def test_a_value_of_the_right_form_is_taken(parameter, value):
    assert faults(BY_ID[parameter], value) == []
    assert faults(BY_ID[parameter], freeze(value)) == []


@pytest.mark.parametrize(("parameter", "value"), [(p, v) for p, values in BAD.items() for v in values])
def test_a_value_of_the_wrong_form_is_refused_in_both_languages(parameter, value):
    found = faults(BY_ID[parameter], value)
    assert found
    assert all(fault.expected.zh and fault.expected.en for fault in found)


@pytest.mark.parametrize(
    ("parameter", "value", "near"),
    [
        ("D8.tiers", [{"use": "certificate", "kind": "electricity_life_cycle", "require": ["canceled"]}], "cancelled"),
        ("D8.tiers", [{"use": "gird", "kind": "electricity_life_cycle", "area": ["country"]}], "grid"),
        ("D8.tiers", [{"use": "grid", "kind": "electricity_life_cycle", "aera": ["country"]}], "area"),
        ("D6.default", {"method": "econmic"}, "economic"),
        ("D6.products", {"slag": {"method": "burden_fre"}}, "burden_free"),
        ("D4.gwp_set", "AR-6", "AR6"),
        ("D2.stages", ["manufacture"], "manufacturing"),
    ],
)
def test_a_misspelt_word_comes_with_the_nearest_one(parameter, value, near):
    assert near in [fault.near[0] for fault in faults(BY_ID[parameter], value) if fault.near]


@pytest.mark.parametrize(("parameter", "value"), [("D8.counted", "yes"), ("D9.markup", "ten"), ("D4.gwp_set", 6)])
def test_where_no_word_is_near_none_is_named(parameter, value):
    assert [fault.near for fault in faults(BY_ID[parameter], value)] == [()]


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda p: p.id)
def test_every_parameter_says_what_it_takes(parameter):
    wanted = expected(parameter)
    assert wanted.zh
    assert wanted.en


@pytest.mark.parametrize(("parameter", "value"), [(p, v) for p, values in GOOD.items() for v in values])
def test_freezing_loses_nothing(parameter, value):
    assert thaw(freeze(value)) == value


def test_a_frozen_table_cannot_be_changed():
    frozen = freeze({"method": "mass"})
    with pytest.raises(TypeError):
        frozen["method"] = "energy"


@pytest.mark.parametrize(
    ("parameter", "text", "value"),
    [
        ("D4.gwp_set", " AR6 ", "AR6"),
        ("D8.counted", "False", False),
        ("D9.markup", "0.25", "0.25"),
        ("D2.upstream_tags", "coke, pellet", ("coke", "pellet")),
        ("D2.upstream_tags", "[]", ()),
        ("D6.default", "economic", {"method": "economic"}),
        ("D6.default", '{"method": "price_ratio", "limit": 5, "below": "mass", "above": "economic"}',
         {"method": "price_ratio", "limit": "5", "below": "mass", "above": "economic"}),
        ("D6.default", "expansion", None),
        ("D8.tiers", "grid", None),
        ("D8.tiers", "[{", None),
        ("D8.counted", "maybe", None),
    ],
)  # fmt: skip
def test_what_a_person_types_is_read_in_the_form_of_the_parameter(parameter, text, value):
    found = read_value(BY_ID[parameter], text)
    assert (thaw(found) if found is not None else None) == (list(value) if isinstance(value, tuple) else value)


def test_every_candidate_shipped_has_a_short_word_that_names_it_alone():
    for regime in shipped().regimes.values():
        for value in regime.values:
            keys = [value_key(candidate) for candidate in value.candidates]
            assert len(set(keys)) == len(keys), (regime.id, value.parameter, keys)
            for key, candidate in zip(keys, value.candidates, strict=True):
                assert read_value(BY_ID[value.parameter], key, value.candidates) == candidate


@given(st.recursive(st.booleans() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_anything_a_file_can_hold_is_judged_without_crashing(value):
    for parameter in PARAMETERS:
        assert isinstance(faults(parameter, value), list)
