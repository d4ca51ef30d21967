"""D3: what may be left out, what counts all the same, and that only D3 decides."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from carnet.assessment.exclusion import exclusion_rows
from carnet.assessment.result import result_json
from carnet.inventory.model import Exchange, Study, TransportLeg
from tests.assessment.test_vectors import figure, heat, point, row, rules, study

STEEL = [
    row("steel", "out", "reference", "crude_steel", "1000"),
    row("steel", "in", "intermediate", "hot_metal", "980", provider="iron"),
    row("steel", "in", "purchased", "coking_coal", "20"),
    row("iron", "out", "reference", "hot_metal", "980"),
    row("iron", "in", "purchased", "iron_ore", "1480"),
]
COAL, ORE = "steel-in-coking_coal-", "iron-in-iron_ore-"
WHOLE = 20 * Fraction(2, 10) + 1480 * Fraction(4, 100)


def asking(*ids: str, **more: str) -> Study:
    made = study(STEEL, "steel", "crude_steel")
    rows = tuple(replace(e, excluded="yes", **more) if e.id in ids else e for e in made.exchanges)
    return replace(made, exchanges=rows)


def limit(percent: str | None = "1", **more):
    return rules(**{"D3_basis": "mass", "D3_limit_percent": percent, "D3_scope": "process", **more})


def decided(found: Study, by) -> dict:
    done = figure(found, by)
    return {r["exchange"]: r for r in exclusion_rows(done.evaluation.plan, done.context)}


def test_nothing_is_left_out_unasked():
    assert point(study(STEEL, "steel", "crude_steel"), limit("100")) == WHOLE
    assert decided(study(STEEL, "steel", "crude_steel"), limit("100")) == {}


@pytest.mark.parametrize(
    ("scope", "percent", "out"),
    [
        ("process", "2", True),  # 20 of 980 + 20 kg that enter the process: 2 %
        ("process", "1.99", False),
        ("total", "1.34", True),  # 20 of 20 + 1480 kg that enter the study: 1.333 %
        ("total", "1.33", False),
        ("module", "1.34", True),
    ],
)
def test_within_the_limit_by_mass_it_is_left_out_above_it_counts(scope, percent, out):
    by = limit(percent, D3_scope=scope)
    assert point(asking(COAL), by) == WHOLE - (4 if out else 0)
    assert decided(asking(COAL), by)[COAL]["left_out"] is out


def test_what_counts_all_the_same_is_warned_about_with_limit_share_and_clause():
    by = limit("1.5")
    by = replace(by, values={**by.values, "D3.limit_percent": replace(by.values["D3.limit_percent"], clause="6.9")})
    (found,) = figure(asking(COAL), by).context.notes.warnings.values()
    assert (found.code, found.severity, found.place.pointer) == ("CAL-021", "warning", "/exchanges/2/excluded")
    for said in ("2 %", "1.5 %", "6.9"):
        assert said in found.cause.en
        assert said in found.cause.zh
    assert not figure(asking(COAL), limit("2")).context.notes.warnings


def test_by_footprint_the_screening_estimate_decides():
    by = limit("1", D3_basis="footprint")
    assert point(asking(COAL, excluded_share="1"), by) == WHOLE - 4
    assert point(asking(COAL, excluded_share="1.01"), by) == WHOLE
    assert decided(asking(COAL), by)[COAL]["share"] is None
    assert point(asking(COAL), by) == WHOLE


def test_by_energy_and_by_both():
    heats = (heat("coking_coal", "30", "kg"), heat("natural_gas", "36", "Nm3"))
    gas = row("steel", "in", "purchased", "natural_gas", "150", "Nm3")
    made = replace(asking(COAL), properties=heats)
    made = replace(made, exchanges=(*made.exchanges, gas))
    # 600 MJ of 600 + 5400 MJ: 10 %.
    assert decided(made, limit("10", D3_basis="energy"))[COAL]["share"] == "10"
    assert decided(made, limit("10", D3_basis="energy"))[COAL]["left_out"]
    assert not decided(made, limit("9", D3_basis="mass_and_energy"))[COAL]["left_out"]
    assert decided(made, limit("10", D3_basis="mass_and_energy"))[COAL]["left_out"]
    assert not decided(asking(COAL), limit("99", D3_basis="energy"))[COAL]["left_out"], "a fuel without a heating value"


def test_without_a_limit_everything_counts():
    assert point(asking(COAL, excluded_share="0.1"), limit(None, D3_basis="none_stated")) == WHOLE


@pytest.mark.parametrize("by", [limit("5", D3_basis=None), limit(None)])
def test_under_an_unknown_limit_the_row_counts_in_the_upper_bound_and_not_in_the_lower(by):
    found = figure(asking(COAL, excluded_share="0.1"), by)
    assert found.low < found.high == WHOLE


def test_together_the_smallest_go_first_until_the_limit_for_all_is_reached():
    by = limit("60", D3_basis="footprint", D3_total_percent="50")
    made = study(STEEL, "steel", "crude_steel")
    shares = {COAL: "6", ORE: "45"}
    rows = tuple(
        replace(e, excluded="yes", excluded_share=shares[e.id]) if e.id in shares else e for e in made.exchanges
    )
    found = decided(replace(made, exchanges=rows), by)
    assert (found[COAL]["left_out"], found[ORE]["left_out"]) == (True, False)
    assert found[ORE]["limit"] == "50"


def test_its_transport_goes_with_it():
    leg = (TransportLeg("l", COAL, "rail", "1000"),)
    made = replace(asking(COAL), transport=leg)
    assert point(made, limit("2", D2_transport="all")) == WHOLE - 4
    assert point(made, limit("1", D2_transport="all")) > WHOLE


def test_water_makes_nothing_small():
    water = Exchange("water", "steel", "in", "purchased", "deionised_water", "1000", "t")
    made = asking(COAL)
    assert not decided(replace(made, exchanges=(*made.exchanges, water)), limit("1.9"))[COAL]["left_out"]


@pytest.mark.parametrize(
    "other",
    [{"D4_gwp_set": "AR5"}, {"D6_default": {"method": "mass"}}, {"D2_upstream_tags": ["ore"]}, {"D9_markup": "0.5"}],
)
@pytest.mark.parametrize("percent", ["1", "2"])
def test_no_other_dimension_moves_the_decision(other, percent):
    slag = row("iron", "out", "co_product", "blast_furnace_slag", "300")
    made = asking(COAL)
    made = replace(made, exchanges=(*made.exchanges, slag))
    by = limit(percent, D3_scope="total")
    changed = limit(percent, D3_scope="total", **other)
    assert decided(made, by) == decided(made, changed)


def test_the_result_lists_what_was_decided_and_gaps_say_whether_they_are_within_the_limit():
    result, _ = result_json(figure(asking(COAL), limit("2", D3_declare=True)), {})
    assert result["exclusions"] == [
        {
            "exchange": COAL, "flow": "coking_coal", "name": result["exclusions"][0]["name"], "basis": "mass",
            "share": "2", "limit": "2", "left_out": True, "declare": True,
            "clause": result["exclusions"][0]["clause"],
            "why": None,
            "calculated_share": "6.3291",
        }
    ]  # fmt: skip
    assert {"D3.limit_percent"} == {r["parameter"] for r in result["excluded"] if r["exchange"] == COAL}
    bolts = row("steel", "in", "purchased", "ferrosilicon", "5")
    made = study([*STEEL, bolts], "steel", "crude_steel")
    for percent, within in (("1", True), ("0.1", False)):
        result, _ = result_json(figure(made, limit(percent)), {})
        (gap,) = [g for g in result["gaps"] if g["exchange"] == bolts.id]
        assert gap["within_limit"] is within
    result, _ = result_json(figure(made, limit("1", D3_basis="footprint")), {})
    assert {g["within_limit"] for g in result["gaps"]} == {None}


@pytest.mark.parametrize(("claimed", "doubted"), [("0.01", True), ("99", False)])
def test_a_row_that_claims_less_than_it_makes_is_named_and_keeps_the_figure_from_issue(claimed, doubted):
    made = asking(COAL, excluded_share=claimed)
    by = limit("100", D3_basis="footprint")
    result, _ = result_json(figure(made, by), {})
    [row_] = result["exclusions"]
    assert row_["left_out"]
    assert row_["calculated_share"] is not None
    assert ("CAL-022" in {w["code"] for w in result["warnings"]}) is doubted
    assert any("CAL-022" in b["parameter"] for b in result["blocked_by"]) is doubted


def test_the_calculated_share_is_what_the_row_would_add():
    """Left out, the figure lacks exactly what the row adds; their ratio is the share."""
    out, _ = result_json(figure(asking(COAL, excluded_share="1"), limit("100", D3_basis="footprint")), {})
    whole = point(study(STEEL, "steel", "crude_steel"), limit("1", D3_basis="none_stated"))
    left = Fraction(*map(int, out["figure"]["upper_exact"].split("/")))
    assert Fraction(out["exclusions"][0]["calculated_share"]) == round(100 * (whole - left) / whole, 4)
