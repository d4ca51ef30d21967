"""PEF, climate part: the formula against published examples, gate studies, dates, and what its words promise."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from carnet.factors import factor_set
from tests.assessment.cases import resolved
from tests.assessment.test_vectors import record
from tests.regimes.life import (
    DISPOSAL,
    RECYCLED,
    RECYCLING,
    VIRGIN,
    by_stage,
    example,
    material_case,
    point,
    printed,
    row,
    study,
    with_values,
    without_legs,
)

D = Fraction


def pef(regime: str = "pef", **formula: str):
    found = without_legs(resolved(regime))
    return with_values(found, D7_formula={**found.values["D7.formula"].value, **formula}) if formula else found


def run(said: dict[str, str], by):
    found, factors = material_case(said, "EF3.1")
    return point(found, by, factors)


# ── worked examples ──────────────────────────────────────────────────────────────────────────────


def test_recycled_wool_as_published():
    case = example("pef_cff_recycled_wool")
    done = run(case["inputs"], pef(A_otherwise=case["inputs"]["A"]))
    assert done.low == D(case["expected"]["exact"])
    assert printed(done.low, case["expected"]["decimals"]) == case["expected"]["value"]


def test_recycling_of_cotton_as_published():
    case = example("pef_cff_recycling_of_cotton")
    done = run(case["inputs"], pef(A_otherwise=case["inputs"]["A"]))
    parts = by_stage(done)
    assert parts[case["expected"]["part"]] == D(case["expected"]["exact"])
    assert printed(parts["end_of_life"], case["expected"]["decimals"]) == case["expected"]["value"]
    assert done.low == D(case["inputs"]["Ev"]) + D(case["expected"]["exact"])


@pytest.mark.parametrize(("name", "wrong"), [("pef_cff_recycled_wool", "0.5"), ("pef_cff_recycling_of_cotton", "0.5")])
def test_another_a_misses_the_published_number(name, wrong):
    case = example(name)
    done = run(case["inputs"], pef(A_otherwise=wrong))
    assert D(case["expected"]["exact"]) not in {done.low, by_stage(done).get("end_of_life")}


# ── limits and identities ────────────────────────────────────────────────────────────────────────

HALF = {
    "amount": "1", "A": "0.5", "R1": "0.4", "R2": "0.6", "Ev": "10", "Er": "2", "ErEoL": "3", "Ed": "1",
    "quality_in": "1", "quality_out": "1",
}  # fmt: skip


def test_at_a_one_recycled_content_counts_as_it_is_and_recycling_earns_nothing():
    """0.6 · 10 + 0.4 · 2 + 0.4 · 1 = 7.2."""
    assert run(HALF, pef(A_otherwise="1")).low == D("7.2")


def test_at_a_zero_recycled_content_earns_nothing_and_recycling_everything():
    """10 + 0.6 · (3 − 10) + 0.4 · 1 = 6.2."""
    assert run(HALF, pef(A_otherwise="0")).low == D("6.2")


def test_between_the_two_the_formula_is_linear_in_a():
    """0.5 lies in the middle of 7.2 and 6.2."""
    assert run(HALF, pef(A_otherwise="0.5")).low == D("6.7")


def test_without_recycling_it_is_virgin_material_and_disposal():
    said = {**HALF, "R1": "0", "R2": "0"}
    assert {run(said, pef(A_otherwise=a)).low for a in ("0", "0.5", "1")} == {D(11)}


def test_a_gate_study_takes_the_intermediate_rule_with_a_at_one_and_no_end_of_life():
    """0.6 · 10 + 0.4 · 2 = 6.8, whatever becomes of the product."""
    done = run(HALF, pef("pef_intermediate"))
    assert done.low == D("6.8")
    assert set(by_stage(done)) == {"raw_materials"}


def test_recycled_content_without_a_document_counts_as_none():
    found, factors = material_case({**HALF, "R2": "0"}, "EF3.1")
    bare = replace(found, materials=(replace(found.materials[0], recycled_content_document=""),))
    assert point(bare, pef(A_otherwise="1"), factors).low == D(11)


def test_a_by_material_is_02_for_metals_and_05_where_nothing_is_known():
    formula = resolved("pef").values["D7.formula"].value
    assert {formula["A"][m] for m in ("steel_product", "aluminium", "copper")} == {"0.2"}
    assert formula["A_otherwise"] == "0.5"
    assert formula["B"] == formula["R1_otherwise"] == formula["R2_otherwise"] == formula["R3_otherwise"] == "0"
    every = [*formula["A"].values(), formula["A_otherwise"]]
    assert all(D("0.2") <= D(a) <= D("0.8") for a in every)


# ── transport where nothing is known ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("country", "work"),
    [
        ("CN", {"transport_truck": "0.130", "transport_rail": "0.240", "transport_inland_waterway": "0.270"}),
        ("JP", {"transport_truck": "0.130", "transport_rail": "0.240", "transport_inland_waterway": "0.270"}),
        ("DE", {"transport_truck": "1", "transport_sea_container": "18"}),
    ],
)
def test_a_tonne_kilometre_of_the_default_legs(country, work):
    """One kilogram over the method's own distances, each mode at 1 kg CO2e per t·km."""
    modes = ("truck", "rail", "inland_waterway", "sea_container")
    factors = factor_set(
        [record(f"transport_{m}", "transport", "1", "t·km", gwp_set="EF3.1") for m in modes]
        + [record(VIRGIN, "product_life_cycle", "0", "kg", gwp_set="EF3.1")]
    )
    rows = [
        row("works", "out", "reference", "plastics_average", "1"),
        row("works", "in", "purchased", VIRGIN, "1", country=country),
    ]
    done = point(study(rows), resolved("pef"), factors)
    assert done.low == sum((D(km) for km in work.values()), D(0))


# ── dates and words ──────────────────────────────────────────────────────────────────────────────


def test_the_data_rule_changes_on_14_july_2026():
    before, after = (resolved("pef", day) for day in ("2026-07-13", "2026-07-14"))
    assert before.values["D9.ranking"].value == after.values["D9.ranking"].value
    assert "10 %" in before.values["K1.data_order"].value["en"]
    assert "disclaimer" not in before.values["K1.data_order"].value["en"]
    assert "disclaimer" in after.values["K1.data_order"].value["en"]
    assert before.values["K1.data_order"].status == "read"
    assert after.values["K1.data_order"].status == "secondary"


def test_whoever_did_not_know_the_guidance_yet_gets_the_old_rule():
    unknowing = resolved("pef", "2026-11-22", "2026-07-13")
    assert "disclaimer" not in unknowing.values["K1.data_order"].value["en"]


def test_the_factor_package_follows_the_calendar():
    assert resolved("pef", "2022-06-30").values["D4.gwp_set"].value == "EF3.0"
    assert resolved("pef", "2022-07-01").values["D4.gwp_set"].value == "EF3.1"


@pytest.mark.parametrize("name", ["pef", "pef_intermediate", "eu_cfb_ev@jrc2023", "eu_cfb_ev@draft2024", "pefcr_pv"])
def test_a_part_of_pef_is_called_the_climate_part_only_in_both_languages(name):
    found = resolved(name)
    assert "仅气候变化部分" in found.title.zh
    assert "climate part only" in found.title.en
    breakdown = found.values["K4.breakdown"].value
    assert "仅气候变化部分" in breakdown["zh"]
    assert "limate part only" in breakdown["en"]


def test_the_intermediate_rule_differs_from_its_parent_only_in_unit_stages_recycling_and_presentation():
    whole, gate = resolved("pef"), resolved("pef_intermediate")
    own = {p for p, v in gate.values.items() if not v.inherited and v.status != "absent"}
    assert own == {"D1.unit", "D2.stages", "D7.end_of_life", "D7.formula", "K4.breakdown", "K4.parts"}
    for parameter, value in gate.values.items():
        if value.inherited:
            assert value.value == whole.values[parameter].value


def test_the_names_of_the_stand_in_flows_are_all_different():
    assert len({VIRGIN, RECYCLED, RECYCLING, DISPOSAL}) == 4
