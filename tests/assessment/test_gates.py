"""What keeps a figure from being issued, and what a study's own contradictions may not do in silence."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from carnet.assessment import assess, result_json
from carnet.errors import InputError
from carnet.inventory.model import TransportLeg
from tests.assessment.cases import SIX, acceptance, accepted, assessed, inputs, opened, resolved, result_of
from tests.assessment.test_vectors import COKE_AND_IRON, ENERGY, HEATS, carbon, figure, point, row, rules, study

CO2 = Fraction(44, 12)


def blocked(found) -> set[str]:
    return {entry["parameter"] for entry in found["blocked_by"]}


# ── whose data, which period, which doubts ───────────────────────────────────────────────────────


def test_a_plant_study_that_still_holds_literature_rows_is_blocked_by_them():
    plant = replace(opened("b").study, status="plant")
    found = result_of(plant, "eu_cbam")
    assert "study.status" not in blocked(found)
    assert {e["parameter"]: e["status"] for e in found["blocked_by"]}["study.data_kind"] == "literature"
    rewritten = replace(plant, exchanges=tuple(replace(e, data_kind="measured") for e in plant.exchanges))
    assert "study.data_kind" not in blocked(result_of(rewritten, "eu_cbam"))


def test_the_reference_period_a_regime_asks_for_is_enforced():
    old = opened("b").study
    assert {"K2.first_year"} <= blocked(result_of(old, "eu_cbam"))
    assert "K2.period_kind" not in blocked(result_of(old, "eu_cbam"))
    quarter = replace(old, period_from="2026-01-01", period_to="2026-03-31")
    assert blocked(result_of(quarter, "eu_cbam")) & {"K2.first_year", "K2.period_kind"} == {"K2.period_kind"}
    whole = replace(old, period_from="2026-01-01", period_to="2026-12-31")
    assert not blocked(result_of(whole, "eu_cbam")) & {"K2.first_year", "K2.period_kind"}
    assert not blocked(result_of(quarter, "iso14067")) & {"K2.first_year", "K2.period_kind"}


def test_an_unresolved_doubt_about_a_balance_blocks_and_a_lesser_one_does_not():
    found = assessed(opened("b").study, "eu_cbam")
    doubt = next(w for w in opened("b").warnings if w.code == "CHK-005")
    lesser = replace(doubt, code="CHK-012")
    one, _ = result_json(found, {}, (doubt, lesser))
    none, _ = result_json(found, {}, ())
    assert blocked(one) - blocked(none) == {f"finding:CHK-005:{doubt.place.pointer}"}


def test_a_read_rule_cannot_be_replaced_and_issued_only_explored():
    plain = opened("b").study
    with pytest.raises(InputError) as caught:
        assessed(accepted(plain, acceptance("eu_cbam", "D9.markup", "0", "my own view")), "eu_cbam")
    assert [p.code for p in caught.value.problems] == ["CAL-019"]
    explored = result_of(accepted(plain, acceptance("eu_cbam", "D9.markup", "0")), "eu_cbam")
    assert (explored["assumed"], explored["issuable"]) == (True, False)
    same = result_of(accepted(plain, acceptance("eu_cbam", "D9.markup", "0.1", "Annex I")), "eu_cbam")
    assert same["figure"] == result_of(plain, "eu_cbam")["figure"]


def test_an_open_value_outside_its_range_is_refused_and_its_printed_ends_are_not():
    plain = opened("b").study
    (name, low, high) = next((o["id"], o["low"], o["high"]) for o in result_of(plain, "eu_cbam")["open"])
    for end in (low, high):
        assert assessed(accepted(plain, acceptance("eu_cbam", name, end, "assay")), "eu_cbam").evaluation
    with pytest.raises(InputError) as caught:
        assessed(accepted(plain, acceptance("eu_cbam", name, "99", "assay")), "eu_cbam")
    assert [p.code for p in caught.value.problems] == ["CAL-018"]


def test_an_entry_into_force_that_sources_dispute_can_be_confirmed_with_a_source():
    plain = opened("a").study
    assert "in_force" in blocked(result_of(plain, "worldsteel_co2"))
    held = accepted(plain, acceptance("worldsteel_co2", "in_force", "", "user guide v5.1, title page"))
    assert "in_force" not in blocked(result_of(held, "worldsteel_co2"))
    guessed = accepted(plain, acceptance("worldsteel_co2", "in_force", ""))
    assert "in_force" in blocked(result_of(guessed, "worldsteel_co2"))


# ── gaps that are easy to overlook ───────────────────────────────────────────────────────────────


def test_goods_without_a_way_to_the_plant_are_one_named_gap_where_the_rule_counts_transport():
    plain = opened("b").study
    for regime in SIX:
        found = result_of(plain, regime)
        named = [g for g in found["gaps"] if g["exchange"] == "transport"]
        counted = found["plan"]["D2"]["D2.transport"] != "none" and found["figure"]["lower"] is not None
        assert bool(named) == counted, regime
    bought = [e for e in plain.exchanges if e.role == "purchased"]
    legs = tuple(TransportLeg(f"leg-{e.id}", e.id, "rail", "500") for e in bought)
    whole = replace(plain, transport=legs)
    assert not [g for g in result_of(whole, "iso14067")["gaps"] if g["exchange"] == "transport"]
    half = replace(plain, transport=(replace(legs[0], share="0.5"), *legs[1:]))
    (gap,) = [g for g in result_of(half, "iso14067")["gaps"] if g["exchange"] == "transport"]
    assert "1 " in gap["reason"]["en"]


def test_a_region_without_a_factor_of_its_own_is_said_to_fall_back_to_the_country():
    here = replace(opened("b").study, region="CN-50")
    found = result_of(here, "iso14067")
    assert [w["code"] for w in found["warnings"]].count("CAL-020") == 1
    assert "CAL-020" not in [w["code"] for w in result_of(opened("b").study, "iso14067")["warnings"]]


def test_what_was_not_known_on_the_known_date_is_not_used():
    plain = replace(opened("b").study, period_from="2024-01-01", period_to="2024-12-31")
    late = {f["id"] for f in result_of(plain, "iso14067")["factors"]}
    early_study = replace(plain, known_date="2025-06-30")
    early = {f["id"] for f in result_of(early_study, "iso14067")["factors"]}
    assert "cn.electricity.life_cycle.average.2024" in late
    assert "cn.electricity.life_cycle.average.2024" not in early


def test_verified_without_a_verifier_is_a_claim_and_not_used_where_only_verified_values_count():
    whole = opened("illustrative").study
    assert any(v.verified == "yes" and v.verifier for v in whole.supplier_values)
    nameless = replace(whole, supplier_values=tuple(replace(v, verifier="") for v in whole.supplier_values))
    order = rules(D9_ranking=("supplier_verified",))

    def suppliers(given) -> list[str]:
        found, _ = result_json(assess(inputs(given), order), {})
        return [line["factor"] for line in found["by_line"] if line["factor"].startswith("supplier:")]

    assert suppliers(whole)
    assert not suppliers(nameless)


# ── gas carbon ───────────────────────────────────────────────────────────────────────────────────

CREDIT = rules(D6_process_gas={"method": "expansion", "displaces": {"coke_oven_gas": "natural_gas"},
                               "basis": "lower_heating_value", "ratio": "1"})  # fmt: skip


def test_reported_rows_may_hold_the_carbon_of_the_gas_handed_on_or_not():
    """Surplus 120 Nm3 at 0.2 kg C: 88 kg CO2 that the ovens' reported row may hold. No other contents: 0 to all."""
    gas = carbon("coke_oven_gas", "0.2", "0.2", "0.2", "Nm3")
    found = figure(study(COKE_AND_IRON, "iron", "hot_metal", properties=(*HEATS, gas)), CREDIT)
    assert (found.low, found.high) == (1880 - 168, 1880 - 168 + 120 * Fraction(2, 10) * CO2)


def test_the_carbon_balance_bounds_what_reported_rows_can_hold():
    """Ovens, per run: 130 · 0.7 - 100 · 0.8 - 40 · 0.2 + 10 · 0.2 = 5 kg C = 55/3 kg CO2; they report 50 kg.

    50 - 55/3 = 95/3 kg of the gas's 88/3 kg are held, so nothing is left out. A row of 20 kg holds 5/3 kg at most.
    """
    contents = (carbon("coking_coal", "0.7", "0.7", "0.7"), carbon("coke", "0.8", "0.8", "0.8"),
                carbon("coke_oven_gas", "0.2", "0.2", "0.2", "Nm3"))  # fmt: skip
    works = study(COKE_AND_IRON, "iron", "hot_metal", properties=(*HEATS, *contents))
    assert point(works, CREDIT) == 1880 - 168
    less = [replace(r, amount="20") if r.id == "coking-out-CO2-" else r for r in COKE_AND_IRON]
    found = figure(study(less, "iron", "hot_metal", properties=(*HEATS, *contents)), CREDIT)
    per_unit = (Fraction(55, 3) + 40 * Fraction(2, 10) * CO2 - 20) / 40
    assert found.high - found.low == 120 * per_unit


def test_a_gas_without_a_carbon_content_is_a_named_gap_before_it_is_credited():
    found = figure(study(COKE_AND_IRON, "iron", "hot_metal", properties=HEATS), CREDIT)
    assert [g.flow for g in found.context.notes.gaps.values() if g.flow] == ["coke_oven_gas"]


def test_waste_gas_from_outside_the_boundary_enters_at_the_factor_of_the_rule():
    """Furnace: 6 Nm3 of oven gas a run, five runs: 30 Nm3 · (20 MJ · 0.0561 - 0.2 · 44/12), ovens outside."""
    contents = (carbon("coke", "0.8", "0.8", "0.8"), carbon("hot_metal", "0.04", "0.04", "0.04"),
                carbon("coke_oven_gas", "0.2", "0.2", "0.2", "Nm3"))  # fmt: skip
    rows = [r for r in COKE_AND_IRON if r.id != "iron-out-CO2-"]
    works = study(rows, "iron", "hot_metal", balanced=("iron",), properties=(*HEATS, *contents))
    works = replace(works, processes=tuple(replace(p, tags=(p.id,)) for p in works.processes))
    found = assess(inputs(works), resolved("eu_cbam"))
    (entering,) = [c for c in found.evaluation.contributions if c.line.id.startswith("import:") and c.by_gas]
    assert entering.total.constant == 30 * (20 * Fraction(561, 10000) - Fraction(2, 10) * CO2)
    assert entering.value.direct


# ── choices ──────────────────────────────────────────────────────────────────────────────────────


def test_a_process_that_offers_both_takes_its_direct_emissions_in_the_order_of_the_regime():
    contents = (carbon("coking_coal", "0.7", "0.7", "0.7"), carbon("coke", "0.8", "0.8", "0.8"),
                carbon("coke_oven_gas", "0.2", "0.2", "0.2", "Nm3"))  # fmt: skip
    works = study(COKE_AND_IRON, "iron", "hot_metal", balanced=("coking",), properties=(*HEATS, *contents))
    energy = {"D6_process_gas": {"method": "burden_free"}}
    reported = point(works, rules(**energy, D9_direct=("reported", "carbon_balance")))
    balance = point(works, rules(**energy, D9_direct=("carbon_balance", "reported")))
    assert reported == 1880
    assert balance == 1880 - 5 * 50 + 5 * Fraction(55, 3)


def test_two_sharing_methods_in_one_process_leave_every_share_positive():
    """Slag by mass takes 900/1000 of the whole; gas by energy then 800/(3000+800) of what is left."""
    rows = [*COKE_AND_IRON, row("coking", "out", "co_product", "blast_furnace_slag", "900")]
    found = figure(
        study(rows, "iron", "hot_metal", properties=HEATS), rules(D6_slag={"method": "mass"}, D6_process_gas=ENERGY)
    )
    shares = {k: n.constant for k, n in found.evaluation.shares.items() if k.startswith("coking")}
    assert sum(shares.values()) == 1
    assert min(shares.values()) > 0
    assert shares["coking-out-coke_oven_gas-"] == Fraction(4, 19)
    assert shares["coking-out-blast_furnace_slag-"] == Fraction(15, 19) * Fraction(9, 10)


def test_a_family_of_gases_named_by_a_rule_holds_its_members():
    rows = [*COKE_AND_IRON, row("iron", "out", "emission", "HFC134a", "0.01", origin="fossil"),
            row("iron", "out", "emission", "CF4", "0.01", origin="fossil")]  # fmt: skip
    burden = {"D6_process_gas": {"method": "burden_free"}}
    works = study(rows, "iron", "hot_metal", properties=HEATS)
    only_co2 = point(works, rules(**burden, D4_direct_gases=("CO2",)))
    assert only_co2 == 1880
    assert point(works, rules(**burden, D4_direct_gases=("CO2", "HFC"))) == 1880 + 5 * Fraction(1, 100) * 1530
    assert point(works, rules(**burden, D4_direct_gases=("CO2", "PFC"))) == 1880 + 5 * Fraction(1, 100) * 7380
