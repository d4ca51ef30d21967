"""K1 to K5: scores, primary data, time, classes and rounding, each against an example worked by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from carnet.assessment import result_json
from carnet.assessment.classes import placing, scrap_share
from carnet.assessment.scores import primary_share, score
from carnet.inventory.model import Process, SupplierValue
from carnet.regime.shapes import freeze
from tests.assessment.cases import resolved
from tests.assessment.test_vectors import NAME, figure, row, rules, study

SCORED = {"technology_dq": "1", "geography_dq": "2", "time_dq": "3", "precision_dq": "2"}
OTHER = {"technology_dq": "3", "geography_dq": "3", "time_dq": "3", "precision_dq": "3"}


def furnace(**more):
    """300 kg CO2 of its own and 1000 kg of ore at 0.04 kg: 340 kg for 1 t of hot metal."""
    rows = [
        row("iron", "out", "reference", "hot_metal", "1000"),
        row("iron", "in", "purchased", "iron_ore", "1000", **more.pop("ore", {})),
        row("iron", "out", "emission", "CO2", "300", origin="fossil", **more.pop("co2", {})),
    ]
    return study(rows, "iron", "hot_metal", **more)


def shown(found_study, **values):
    found = figure(found_study, rules(**{name: freeze(value) for name, value in values.items()}))
    result, _ = result_json(found, {})
    return result, {r["parameter"]: r for r in result["conformity"]}


# ── K1 ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_data_quality_rating_is_weighted_by_the_footprint():
    """CO2: (1+2+3+2)/4 = 2 with 300 kg; ore: 3 with 40 kg: (600 + 120) / 340 = 36/17 = 2.12."""
    found = figure(furnace(co2=SCORED, ore=OTHER), rules())
    assert score("pef_dqr", found).value == Fraction(36, 17)
    assert score("pef_dqr", found).unscored == 0


def test_a_line_without_a_score_counts_as_the_worst_and_is_named():
    """CO2: 2 with 300 kg; ore: nothing, so 5 with 40 kg: (600 + 200) / 340 = 40/17; 40/340 = 11.8 % not scored."""
    result, said = shown(furnace(co2=SCORED), K1_score="pef_dqr", K1_score_limit="3")
    assert result["quality"]["score"]["exact"] == "40/17"
    assert result["quality"]["score"]["unscored_percent"] == "11.8"
    assert said["K1.score"]["verdict"] == "not_shown"
    assert said["K1.score_limit"]["verdict"] == "met"
    assert (
        shown(furnace(co2=SCORED), K1_score="pef_dqr", K1_score_limit="2.35")[1]["K1.score_limit"]["verdict"]
        == "not_met"
    )


def test_the_three_indicators_of_pact_stand_apart():
    """Technology (1 · 300 + 3 · 40) / 340, geography (2 · 300 + 3 · 40) / 340, time 3."""
    found = figure(furnace(co2=SCORED, ore=OTHER), rules())
    means = score("pact_dqi", found).indicators
    assert means == {"technology_dq": Fraction(21, 17), "geography_dq": Fraction(36, 17), "time_dq": 3}


def test_three_criteria_are_technology_geography_and_time_whatever_the_precision():
    """CO2: (1 + 2 + 3)/3 = 2 with 300 kg; ore: 3 with 40 kg: (600 + 120) / 340 = 36/17; means as worked for PACT."""
    for precision in ("", "1", "5"):
        rows = {"co2": {**SCORED, "precision_dq": precision}, "ore": {**OTHER, "precision_dq": precision}}
        found = score("three_criteria", figure(furnace(**rows), rules()))
        assert (found.value, found.scored, found.unscored) == (Fraction(36, 17), Fraction(36, 17), 0)
        assert list(found.indicators) == ["technology_dq", "geography_dq", "time_dq"]
        assert list(found.indicators.values()) == [Fraction(21, 17), Fraction(36, 17), 3]


@pytest.mark.parametrize("missing", ["technology_dq", "geography_dq", "time_dq"])
def test_a_line_that_lacks_one_of_the_three_criteria_counts_as_the_worst(missing):
    """CO2 at 2 with 300 kg; ore at 5 with 40 kg: 800/340 = 40/17; without the ore 2."""
    rows = {"co2": SCORED, "ore": {**OTHER, missing: ""}}
    result, said = shown(furnace(**rows), K1_score="three_criteria", K1_score_limit="2.36")
    assert result["quality"]["score"] == {
        "method": "three_criteria", "value": "2.35", "exact": "40/17", "scored_only": "2.00",
        "unscored_percent": "11.8", "indicators": {"technology_dq": "1.00", "geography_dq": "2.00", "time_dq": "3.00"},
    }  # fmt: skip
    assert said["K1.score_limit"]["verdict"] == "met"
    tighter = shown(furnace(**rows), K1_score="three_criteria", K1_score_limit="2.35")[1]
    assert tighter["K1.score_limit"]["verdict"] == "not_met"


def test_the_battery_drafts_score_by_three_criteria():
    for version in ("jrc2023", "draft2024"):
        assert resolved(f"eu_cfb_ev@{version}").values["K1.score"].value == "three_criteria"


@pytest.mark.parametrize(
    ("rule", "percent"),
    [
        ("activity", Fraction(100)),
        ("activity_and_factor", Fraction(100 * 300, 340)),
    ],
)
def test_what_counts_as_primary(rule, percent):
    """Both rows are measured; only the CO2 is primary to the end, the ore stands on a factor of a database."""
    measured = {"data_kind": "measured"}
    assert primary_share(rule, figure(furnace(co2=measured, ore=measured), rules())) == percent


def test_a_suppliers_value_counts_with_the_share_it_states():
    """Ore at 0.1 kg from the supplier: 100 kg of 400; 60 % of it primary: (300 + 60) / 400 = 90 %."""
    value = SupplierValue("s1", "iron-in-iron_ore-", "0.1", "kg", "kg", "mine", gwp_set="AR6", primary_share="60")
    measured = {"data_kind": "measured"}
    plant = furnace(co2=measured, ore=measured, supplier_values=(value,))
    found = figure(plant, rules())
    assert primary_share("supplier_share", found) == 90
    assert primary_share("activity_and_factor", found) == 100
    silent = replace(plant, supplier_values=(replace(value, primary_share=""),))
    assert primary_share("supplier_share", figure(silent, rules())) == 75
    _, said = shown(plant, K1_primary_share_rule="supplier_share", K1_primary_share_percent="90.1")
    assert said["K1.primary_share_percent"]["verdict"] == "not_met"


# ── K2 ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("legal", "verdict"), [("2027-12-31", "met"), ("2028-01-01", "not_met")])
def test_a_validity_of_three_years_ends_on_its_day(legal, verdict):
    plant = replace(furnace(), period_from="2024-01-01", period_to="2024-12-31")
    by = replace(rules(K2_validity_years="3", K2_validity_from="reference_period"), legal_date=legal)
    result, _ = result_json(figure(plant, by), {})
    said = {r["parameter"]: r["verdict"] for r in result["conformity"]}
    assert said["K2.validity_years"] == verdict


@pytest.mark.parametrize("counts_from", [{}, {"K2_validity_from": "issue"}])
def test_a_validity_that_follows_the_day_of_issue_is_no_verdict_on_the_study(counts_from):
    plant = replace(furnace(), period_from="2010-01-01", period_to="2010-12-31")
    said = shown(plant, K2_validity_years="3", **counts_from)[1]["K2.validity_years"]
    assert said["verdict"] == "for_information"
    assert said["found"]["zh"]
    assert said["found"]["en"]


@pytest.mark.parametrize(
    ("regime", "counts_from"),
    [("pact3", "reference_period"), ("en15804", "issue"), ("pef", "issue"), ("pef_intermediate", "issue"),
     ("less", "issue"), ("cn_label", "issue"), ("iai", None)],
)  # fmt: skip
def test_what_the_years_of_a_regime_follow(regime, counts_from):
    assert resolved(regime).values["K2.validity_from"].value == counts_from


def test_factors_older_than_allowed_are_named():
    """The factors of the tests are of 2024."""
    plant = replace(furnace(), period_from="2029-01-01", period_to="2029-12-31")
    assert shown(plant, K2_secondary_age_years="5")[1]["K2.secondary_age_years"]["verdict"] == "met"
    late = shown(replace(plant, period_to="2030-12-31"), K2_secondary_age_years="5")[1]["K2.secondary_age_years"]
    assert late["verdict"] == "not_met"
    assert "iron_ore" in late["found"]["en"]


# ── K4 ───────────────────────────────────────────────────────────────────────────────────────────

SLIDING = {
    "unit": "t",
    "per": "t",
    "rows": [{"name": "1", "at_0": "0.2", "at_100": "0.1"}, {"name": "2", "at_0": "0.4", "at_100": "0.2"}],
}
FIXED = {"unit": "kg", "per": "t", "rows": [{"name": "A", "at_0": "340"}, {"name": "B", "at_0": "400"}]}


def melt(scrap="250", **more):
    """Steel of 750 kg hot metal, bought, and `scrap` kg of scrap, with 300 kg CO2."""
    kinds = {"scrap_kind": more.pop("scrap_kind", "post_consumer")}
    rows = [
        row("steel", "out", "reference", "molten_steel", "1000"),
        row("steel", "in", "purchased", "pig_iron", "750"),
        row("steel", "in", "purchased", "steel_scrap", scrap, **kinds),
        row("steel", "out", "emission", "CO2", "300", origin="fossil"),
    ]
    return study(rows, "steel", "molten_steel", **more)


def share_of(plant, **values):
    found = figure(plant, rules(**values))
    return scrap_share(found.plan, found.context)


def test_the_scrap_share_by_raw_mass():
    assert share_of(melt(), D7_scrap_share="raw_mass") == Fraction(1, 4)


def test_the_scrap_share_by_metal_leaves_internal_scrap_out():
    """Metal: 750 · 0.94 = 705 and 250 · 0.98 = 245: 245 / 950. Internal scrap counts in neither."""
    metal = {"D7_scrap_share": "metallic_fraction", "D7_metallic_fractions": {"scrap": "0.98", "iron": "0.94"}}
    assert share_of(melt(), **metal) == Fraction(245, 950)
    assert share_of(melt(scrap_kind="internal"), **metal) == 0


def test_without_a_metallic_fraction_there_is_no_share_and_no_class():
    assert share_of(melt(), D7_scrap_share="metallic_fraction") is None
    result, said = shown(melt(), D7_scrap_share="metallic_fraction", K4_classes=SLIDING)
    assert result["class"]["missing"] == "scrap_share"
    assert said["K4.classes"]["verdict"] == "not_shown"


@pytest.mark.parametrize(
    ("co2", "best"),
    # At a quarter of scrap: class 1 up to 0.2 - 0.25 · 0.1 = 0.175 t, class 2 up to 0.4 - 0.25 · 0.2 = 0.35 t.
    [("175", "1"), ("175.001", "2"), ("350", "2"), ("350.001", None)],
)
def test_a_class_ends_exactly_at_its_limit(co2, best):
    plant = melt()
    rows = tuple(replace(r, amount=co2) if r.role == "emission" else r for r in plant.exchanges if r.flow != "pig_iron")
    free = replace(plant, exchanges=(*rows, row("steel", "in", "intermediate", "hot_metal", "750", provider="iron"),
                                     row("iron", "out", "reference", "hot_metal", "1")),
                   processes=(*plant.processes, Process("iron", NAME)))  # fmt: skip
    result, said = shown(free, D7_scrap="burden_free", D7_scrap_share="raw_mass", K4_classes=SLIDING)
    assert result["class"]["best"] == best
    assert said["K4.classes"]["verdict"] == ("met" if best else "not_met")


def test_fixed_limits_need_no_scrap_share():
    result, _ = shown(furnace(), K4_classes=FIXED)
    assert (result["class"]["best"], result["class"]["scrap_share"]) == ("A", None)


def test_limits_for_another_product_do_not_count():
    only = {**FIXED, "rows": [{"name": "A", "at_0": "340", "product": "rebar"}, {"name": "B", "at_0": "400"}]}
    assert placing(figure(furnace(), rules(K4_classes=freeze(only)))).best == "B"


@pytest.mark.parametrize(
    ("step", "printed"),
    [("50", "350.0"), ("10", "340.0"), (None, "340.0"), ("700", "0.0"), ("600", "600.0")],
)
def test_a_figure_is_printed_as_a_multiple_of_the_step_and_its_parts_are_not(step, printed):
    values = {"K4_step": step, "K4_rounding": "half_up"} if step else {"K4_rounding": "half_up"}
    result, _ = shown(furnace(), **values)
    assert result["figure"]["value"] == printed
    assert result["figure"]["exact"] == "340/1"
    assert sum(Fraction(p["value"]) for p in result["by_stage"]) == 340


@pytest.mark.parametrize(
    ("decimals", "step", "printed"),
    [("3", None, "340"), ("2", None, "340"), ("1", None, "300"), ("0", None, "0"), ("4", None, "340.0"),
     ("2", "0.05", "350"), ("2", "0.001", "340"), ("1", "0.05", "300")],
)  # fmt: skip
def test_few_decimals_of_a_tonne_are_a_multiple_of_tens_of_kilograms(decimals, step, printed):
    values = {"K4_unit": "t", "K4_decimals": decimals, "K4_rounding": "half_up"}
    result, _ = shown(furnace(), **values, **({"K4_step": step} if step else {}))
    assert result["figure"]["value"] == printed
    assert result["figure"]["exact"] == "340/1"
    assert sum(Fraction(p["value"]) for p in result["by_stage"]) == 340


@pytest.mark.parametrize(("ceiling", "verdict"), [("340", "met"), ("339.9", "not_met")])
def test_a_ceiling(ceiling, verdict):
    assert shown(furnace(), K4_ceiling=ceiling)[1]["K4.ceiling"]["verdict"] == verdict


# ── K5 ───────────────────────────────────────────────────────────────────────────────────────────


def test_no_study_shows_its_own_verification():
    _, said = shown(furnace(), K5_level="reasonable", K5_body="accredited_body", K5_site_visit=True)
    assert {said[p]["verdict"] for p in ("K5.level", "K5.body", "K5.site_visit")} == {"not_shown"}
    assert shown(furnace(), K5_level="none")[1]["K5.level"]["verdict"] == "for_information"


def test_conformity_changes_no_number():
    plain, _ = shown(furnace())
    asked, _ = shown(furnace(), K1_score="pef_dqr", K2_validity_years="1", K4_classes=FIXED, K5_level="reasonable")
    assert plain["figure"] == asked["figure"]
    assert plain["by_line"] == asked["by_line"]


def test_a_strict_limit_is_outside_its_class_and_the_last_class_is_open():
    rows = [{"name": "A", "at_0": "340", "strict": True}, {"name": "B", "at_0": "340"}, {"name": "C", "open": True}]
    assert placing(figure(furnace(), rules(K4_classes=freeze({**FIXED, "rows": rows})))).best == "B"
    only = [rows[0], rows[2]]
    assert placing(figure(furnace(), rules(K4_classes=freeze({**FIXED, "rows": only})))).best == "C"


def test_a_tag_with_a_metallic_fraction_is_metal_charged():
    """Ferromanganese named by the regime: 250 · 0.98 of 705 + 245 + 50 · 0.8."""
    plant = melt()
    alloyed = replace(plant, exchanges=(*plant.exchanges, row("steel", "in", "purchased", "ferromanganese", "50")))
    fractions = {"scrap": "0.98", "iron": "0.94", "ferromanganese": "0.8"}
    metal = {"D7_scrap_share": "metallic_fraction", "D7_metallic_fractions": fractions}
    assert share_of(alloyed, **metal) == Fraction(245, 990)
