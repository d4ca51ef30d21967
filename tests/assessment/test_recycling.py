"""Recycling: the Circular Footprint Formula in full with its limits, module D, net scrap, cut-off, evidence, gaps."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carnet.assessment import result_json
from carnet.assessment.bridge import bridge
from carnet.factors import factor_set
from tests.assessment import second_evaluator
from tests.assessment.cases import inputs
from tests.assessment.recycled import (
    CFF,
    FACTORS,
    FORMULA,
    apart,
    assessed,
    gate,
    grave,
    point,
    product,
    row,
    shown,
    with_,
)
from tests.assessment.test_vectors import record

F = Fraction
EV, ER, EREC, ESUB, EER, ED, OWN = F(2), F("0.5"), F("0.3"), F("1.6"), F(1), F("0.1"), F("1.9")
KG = 1000
DIRECT = 200
# LHV 20 MJ/kg; heat 0.3 at 0.08/MJ, power 0.1 at 0.6/kWh.
RECOVERED = 20 * (F("0.3") * F("0.08") + F("0.1") * F("0.6") / F("3.6"))
few = settings(max_examples=12, deadline=None, derandomize=True)


def cff(a, b, r1, r2, r3, q_in, q_out):
    """The formula as PEF prints it, per kg."""
    material = (1 - r1) * EV + r1 * (a * ER + (1 - a) * EV * q_in) + (1 - a) * r2 * (EREC - ESUB * q_out)
    return material + (1 - b) * r3 * (EER - RECOVERED) + (1 - r2 - r3) * ED


def test_the_formula_in_full():
    """A = 0.2, R1 = 0.4, R2 = 0.7, R3 = 0.2, Qin = 0.9, Qout = 0.8.

    in    0.6·2 + 0.4·(0.2·0.5 + 0.8·2·0.9)          = 1.816
    out   0.8·0.7·(0.3 − 1.6·0.8)                    = −0.5488
    burnt 0.2·(1 − 20·(0.3·0.08 + 0.1·0.6/3.6))      = 0.2·(1 − 61/75) = 14/375
    tip   (1 − 0.7 − 0.2)·0.1                        = 0.01
    """
    expected = F("1.816") - F("0.5488") + F(14, 375) + F("0.01")
    assert cff(F("0.2"), 0, F("0.4"), F("0.7"), F("0.2"), F("0.9"), F("0.8")) == expected
    assert point(product(), grave(D7_end_of_life=CFF)) == DIRECT + KG * expected


def test_b_takes_energy_off():
    formula = {**FORMULA, "B": "0.6"}
    expected = cff(F("0.2"), F("0.6"), F("0.4"), F("0.7"), F("0.2"), F("0.9"), F("0.8"))
    assert point(product(), grave(D7_end_of_life=CFF, D7_formula=formula)) == DIRECT + KG * expected


@few
@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_any_ratios(a, r1, r2, r3):
    r3 = min(r3, 20 - r2)
    formula = {"A_otherwise": str(F(a, 20).limit_denominator()) if a in {0, 20} else f"0.{a * 5:02d}", "B": "0"}
    words = [str(n // 20) if n in {0, 20} else f"0.{n * 5:02d}" for n in (r1, r2, r3)]
    study = product(materials=with_(recycled_content=words[0], recycling_rate=words[1], energy_rate=words[2]))
    expected = cff(F(a, 20), 0, F(r1, 20), F(r2, 20), F(r3, 20), F("0.9"), F("0.8"))
    assert point(study, grave(D7_end_of_life=CFF, D7_formula=formula)) == DIRECT + KG * expected


def test_a_is_one_counts_as_cut_off_does():
    """With A = 1 nothing is given or taken for what is recycled: cut-off, energy treated alike."""
    ones = {"A_otherwise": "1", "B": "0"}
    cut = grave(D7_end_of_life="cut_off", D7_waste_energy="substitution")
    assert point(product(), grave(D7_end_of_life=CFF, D7_formula=ones)) == point(product(), cut)


def test_a_is_zero_counts_all_virgin_at_equal_quality():
    """A = 0, Qin = 1: recycled content earns nothing, the whole credit is at the end of life."""
    zero = {"A_otherwise": "0", "B": "0"}
    regime = grave(D7_end_of_life=CFF, D7_formula=zero)
    alike = [point(product(materials=with_(recycled_content=r, quality_in="1")), regime) for r in ("0", "0.5", "1")]
    assert len(set(alike)) == 1


def test_without_recycling_the_formula_is_virgin_material_and_disposal():
    none = with_(recycled_content="0", recycling_rate="0", energy_rate="0")
    assert point(product(materials=none), grave(D7_end_of_life=CFF)) == DIRECT + KG * (EV + ED)


def test_a_gate_study_has_no_way_out_and_shows_a_is_one_apart():
    """PEF, gate studies: R2 = R3 = Ed = 0; what A = 1 would add stands beside: 0.4·0.8·(0.5 − 2·0.9) = −0.416."""
    inside = F("0.6") * EV + F("0.4") * (F("0.2") * ER + F("0.8") * EV * F("0.9"))
    found = shown(product(), gate(D7_end_of_life=CFF))
    assert F(found["figure"]["exact"]) == DIRECT + KG * inside
    assert apart(found) == {"recycled_content_apart": KG * F("-0.416")}
    ones = {"A_otherwise": "1", "B": "0"}
    assert point(product(), gate(D7_end_of_life=CFF, D7_formula=ones)) == DIRECT + KG * (inside - F("0.416"))
    assert {row["parameter"] for row in found["excluded"] if row["category"] == "recycling"} == {"D2.stages"}


def test_the_formulas_own_defaults_hold_where_the_study_gives_none():
    bare = with_(recycled_content="", recycling_rate="", energy_rate="", quality_in="", quality_out="")
    formula = {**FORMULA, "R1_otherwise": "0", "R2": {"metal": "0.5"}, "R3_otherwise": "0", "quality_otherwise": "1"}
    regime = grave(D7_end_of_life=CFF, D7_formula=formula)
    assert point(product(materials=bare), regime) == DIRECT + KG * cff(F("0.2"), 0, 0, F("0.5"), 0, 1, 1)


# ── other rules ──────────────────────────────────────────────────────────────────────────────────


def test_cut_off_counts_recycled_content_and_the_disposal_of_the_rest():
    """0.6·2 + 0.4·0.5 in; 0.2·1 burnt (whoever holds it pays), 0.1·0.1 tipped."""
    expected = F("1.4") + F("0.2") + F("0.01")
    assert point(product(), grave(D7_end_of_life="cut_off")) == DIRECT + KG * expected


@pytest.mark.parametrize(
    ("mode", "burnt"),
    [("polluter_pays", EER), ("user_pays", 0), ("substitution", EER - RECOVERED)],
)
def test_energy_from_waste(mode, burnt):
    regime = grave(D7_end_of_life="cut_off", D7_waste_energy=mode)
    assert point(product(), regime) == DIRECT + KG * (F("1.41") + F("0.2") * burnt)


def test_module_d_is_the_net_output_flow_and_never_in_the_figure():
    """(0.7 − 0.4)·(0.3 − 1.6·0.8) and the energy of 0.2: apart; the figure is that of cut-off."""
    found = shown(product(), grave(D7_end_of_life="module_d_separate"))
    assert F(found["figure"]["exact"]) == point(product(), grave(D7_end_of_life="cut_off"))
    net = F("0.3") * (EREC - ESUB * F("0.8")) - F("0.2") * RECOVERED
    assert apart(found) == {"module_d": KG * net}


def test_a_product_that_takes_more_secondary_material_than_it_gives_has_a_load_in_module_d():
    study = product(materials=with_(recycled_content="0.9", recycling_rate="0.7", energy_rate="0"))
    found = shown(study, grave(D7_end_of_life="module_d_separate"))
    assert apart(found)["module_d"] == KG * F("-0.2") * (EREC - ESUB * F("0.8")) > 0


def test_closed_loop_replaces_primary_one_to_one_by_what_leaves_beyond_what_came_in():
    expected = F("1.4") + (F("0.7") - F("0.4")) * (EREC - ESUB) + F("0.2") + F("0.01")
    assert point(product(), grave(D7_end_of_life="closed_loop")) == DIRECT + KG * expected


def test_not_in_boundary_is_nothing():
    assert point(product(), grave(D7_end_of_life="not_in_boundary")) == DIRECT + KG * F("1.4")


# ── net scrap ────────────────────────────────────────────────────────────────────────────────────

NET = {"yield": "0.95", "primary": "virgin", "secondary": "recycled"}
SCRAP = row("mill", "in", "purchased", "bought_scrap", "700")
PLAIN = with_(recycled_content="", energy_rate="", disposal="", virgin="", recycled="", recycling="")


def net_scrap(**more):
    return grave(D7_end_of_life="net_scrap_credit", D7_net_scrap={**NET, **more}, D7_scrap="burden_free")


def test_net_scrap_credits_what_is_recovered_beyond_what_enters():
    """−(0.7 − 0)·0.95·(2 − 0.5) per kg; with 300 kg of scrap in, 300·0.95·1.5 more."""
    none = point(product(materials=PLAIN), net_scrap())
    assert none == DIRECT + KG * (OWN - F("0.7") * F("0.95") * F("1.5"))
    some = row("mill", "in", "purchased", "bought_scrap", "300")
    assert point(product(some, materials=PLAIN), net_scrap()) - none == 300 * F("0.95") * F("1.5")


def test_where_as_much_scrap_enters_as_is_recovered_burden_and_credit_cancel():
    """ISO 20915 as worldsteel applies it: RR = S leaves the figure without recycling."""
    without = point(product(SCRAP, materials=PLAIN), grave(D7_end_of_life="not_in_boundary", D7_scrap="burden_free"))
    assert point(product(SCRAP, materials=PLAIN), net_scrap()) == without


def test_the_burden_is_stated_on_the_scrap_and_the_credit_at_the_end_of_life():
    found = shown(product(SCRAP, materials=PLAIN), net_scrap())
    lines = {r["id"]: F(r["exact"]) for r in found["by_line"]}
    assert lines[SCRAP.id] == -lines["material:m:net_scrap"] == 700 * F("0.95") * F("1.5")


def test_a_study_that_buys_no_scrap_counts_the_recycled_content_of_its_material():
    rate = {"recycling_rate": "0.4"}
    study = product(materials=with_(energy_rate="", disposal="", recycling="", **rate))
    assert point(study, net_scrap()) == DIRECT + KG * F("1.4")


def test_a_study_without_materials_is_recovered_as_a_whole():
    study = product(materials=())
    assert point(study, net_scrap(recovery_rate="0.9")) == DIRECT + KG * (OWN - F("0.9") * F("0.95") * F("1.5"))


def test_a_printed_value_of_scrap_stands_for_the_difference():
    terms = {"scrap_value": "1.4", "unit": "kg", "per_unit": "kg", "gas": "CO2"}
    regime = grave(D7_end_of_life="net_scrap_credit", D7_net_scrap=terms)
    assert point(product(materials=PLAIN), regime) == DIRECT + KG * (OWN - F("0.7") * F("1.4"))


@pytest.mark.parametrize(("rule", "expected"), [("waste", 0), ("co_product", F(1)), ("as_scrap", 0)])
def test_pre_consumer_scrap(rule, expected):
    factors = factor_set([*FACTORS.records, record("bought_scrap", "product_life_cycle", "1", "kg")])
    study = product(row("mill", "in", "purchased", "bought_scrap", "100", scrap_kind="pre_consumer"), materials=())
    regime = gate(D7_pre_consumer=rule, D7_scrap="burden_free", D7_end_of_life="not_in_boundary")
    assert point(study, regime, factors) == DIRECT + KG * OWN + 100 * expected


# ── evidence, gaps, derivation ───────────────────────────────────────────────────────────────────


def test_recycled_content_without_a_document_counts_as_none_where_the_regime_asks_for_one():
    regime = gate(D7_end_of_life="cut_off", D7_recycled_content_evidence=True)
    assert point(product(), regime) == DIRECT + KG * F("1.4")
    assert point(product(materials=with_(recycled_content_document="")), regime) == DIRECT + KG * EV


def test_a_material_without_factors_of_its_own_leaves_the_row_its_factor():
    assert point(product(materials=with_(virgin="", recycled="")), gate()) == DIRECT + KG * OWN


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"disposal": ""}, "Ed"),
        ({"recycling": ""}, "ErecEoL"),
        ({"energy_recovery": "nothing_known"}, "Eer"),
        ({"recycled": ""}, "Er"),
        ({"recycling_rate": ""}, "R2"),
        ({"quality_in": ""}, "Qs/Qp"),
        ({"quality_out": ""}, "Qs/Qp"),
    ],
)
def test_what_is_missing_is_a_named_gap(changes, what):
    found = shown(product(materials=with_(**changes)), grave(D7_end_of_life=CFF))
    assert any(gap["reason"]["en"].endswith(f"({what})") for gap in found["gaps"])
    assert not found["issuable"]


def test_the_formula_without_materials_says_so_and_cut_off_does_not_ask():
    found = shown(product(materials=()), grave(D7_end_of_life=CFF))
    assert any("materials" in gap["reason"]["en"] for gap in found["gaps"])
    for rule in ("cut_off", "closed_loop", "module_d_separate", "not_in_boundary"):
        gaps = shown(product(materials=()), grave(D7_end_of_life=rule))["gaps"]
        assert not any("recycling" in gap["reason"]["en"] for gap in gaps)


def test_a_recycled_share_without_a_factor_leaves_the_virgin_share_counted():
    found = shown(product(materials=with_(recycled="")), gate(D7_end_of_life="cut_off"))
    assert F(found["figure"]["exact"]) == DIRECT + KG * F("0.6") * EV
    assert [gap for gap in found["gaps"] if gap["reason"]["en"].endswith("(Er)")]


def test_every_number_of_the_formula_is_a_leaf():
    done = assessed(product(), grave(D7_end_of_life=CFF))
    _, derivation = result_json(done, {})
    assert second_evaluator.faults(derivation) == []
    found = {(leaf["leaf"]["kind"], leaf["leaf"]["ref"]) for leaf in second_evaluator.leaves(derivation, "/figure")}
    cells = {f"/materials/0/{name}" for name in
             ("amount", "recycled_content", "recycling_rate", "energy_rate", "quality_in", "quality_out",
              "heat_efficiency", "power_efficiency")}  # fmt: skip
    assert cells <= {ref for kind, ref in found if kind == "cell"}
    assert {ref.partition(":")[2] for kind, ref in found if kind == "parameter"} >= {"D7.formula"}
    assert {ref.partition(".")[0] for kind, ref in found if kind == "factor"} >= {
        "virgin",
        "recycled",
        "recycling",
        "replaced",
        "burning",
        "tip",
    }


def test_a_separate_value_can_be_traced():
    _, derivation = result_json(assessed(product(), grave(D7_end_of_life="module_d_separate")), {})
    assert second_evaluator.figure(derivation, "/separate/0") == second_evaluator.figure(
        derivation, "/separate/0/by_stage/0"
    )


def test_recycling_is_a_term_of_the_bridge_and_leaves_nothing_over():
    """Gate and grave, formula and cut-off: the terms add up to the difference, recycling has one of its own."""
    study = product()
    one, two = assessed(study, grave(D7_end_of_life=CFF)), assessed(study, gate(D7_end_of_life="cut_off"))
    found = bridge(inputs(study, FACTORS), one, two)
    assert found.start + sum(found.term(p) for p in found.players) == found.end
    assert {"D2", "D7"} <= set(found.players)
    alone = bridge(inputs(study, FACTORS), one, assessed(study, grave(D7_end_of_life="cut_off")))
    assert {p: alone.term(p) for p in alone.players} == {"D7": alone.end - alone.start}
