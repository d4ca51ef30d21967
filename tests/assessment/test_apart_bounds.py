"""What stands beside the figure has bounds of its own, and module D is printed where it helps least."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from carnet.assessment import result_json
from carnet.factors import factor_set
from tests.assessment import second_evaluator
from tests.assessment.recycled import FACTORS, assessed, grave, product

F = Fraction
# What a total of an unknown set becomes under AR6: methane at 27.0 against 34, or 29.8 against 25.
LOW, HIGH = F(27, 34), F(149, 125)
OPEN = factor_set([replace(r, gwp_set="unknown") for r in FACTORS.records])
MODULE_D = grave(D7_end_of_life="module_d_separate", D4_gwp_set="AR6")


def calculated(regime=MODULE_D, factors=OPEN):
    return result_json(assessed(product(), regime, factors), {})


def row_of(result, name="module_d"):
    (found,) = [r for r in result["separate"] if r["id"] == name]
    return found


def test_module_d_is_at_the_smallest_benefit_of_its_own_range():
    """What the net flow saves at its low end, what its recycling (0.7 − 0.4 of 1000 kg at 0.3) costs at its high."""
    result, _ = calculated()
    row = row_of(result)
    plain = row_of(calculated(factors=factor_set([replace(r, gwp_set="AR6") for r in FACTORS.records]))[0])
    cost = 1000 * F("0.3") * F("0.3")
    saved = cost - F(plain["exact"])
    assert saved > 0
    assert F(row["upper_exact"]) == cost * HIGH - saved * LOW
    assert F(row["lower_exact"]) == cost * LOW - saved * HIGH
    assert row["exact"] == row["upper_exact"]
    assert row["value"] == row["upper"]


def test_its_stages_are_at_the_same_reading_and_can_be_traced():
    result, derivation = calculated()
    row = row_of(result)
    index = result["separate"].index(row)
    assert sum(F(s["exact"]) for s in row["by_stage"]) == F(row["exact"])
    assert second_evaluator.faults(derivation) == []
    assert second_evaluator.figure(derivation, f"/separate/{index}") == F(row["exact"])
    assert second_evaluator.figure(derivation, "/figure") == F(result["figure"]["upper_exact"])


def test_module_d_among_the_modules_says_the_same():
    regime = grave(D7_end_of_life="module_d_separate", D4_gwp_set="AR6", K4_parts=("modules",))
    result, derivation = calculated(regime)
    (module,) = [m for m in result["modules"] if m["module"] == "D"]
    assert module["exact"] == row_of(result)["exact"]
    assert sum(F(o["exact"]) for o in module["origins"].values()) == F(module["exact"])
    index = result["modules"].index(module)
    assert second_evaluator.figure(derivation, f"/modules/{index}") == F(module["exact"])


@pytest.mark.parametrize("leading", ["with_uptake", "without_uptake"])
def test_the_other_total_has_bounds_and_stands_at_the_figures_reading(leading):
    regime = grave(D7_end_of_life="cut_off", D4_gwp_set="AR6", D5_biogenic_co2="two_totals", D5_leading=leading)
    result, _ = calculated(regime)
    (row,) = [r for r in result["separate"] if r["id"].startswith("total")]
    figure = result["figure"]
    assert (row["lower_exact"], row["upper_exact"]) == (figure["lower_exact"], figure["upper_exact"])
    assert row["exact"] == figure["upper_exact"] != figure["lower_exact"]


def test_without_open_values_lower_value_and_upper_are_one():
    row = row_of(calculated(factors=FACTORS, regime=grave(D7_end_of_life="module_d_separate"))[0])
    assert row["exact"] == row["lower_exact"] == row["upper_exact"]
