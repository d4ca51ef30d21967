"""The 50 t rule: per importer and year over all codes, 50 exactly, hydrogen and power, what is not known."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from carnet.cbam.threshold import Landed, scope_of, totals
from tests.cbam.works import goods, tables, valued


def state(*lines, importer="A", year=2026, sector="iron_steel", complete=True):
    sums = totals(Landed(*line) for line in lines)
    return scope_of(importer, year, sector, sums, tables(), complete=complete).state


@pytest.mark.parametrize(("mass", "expected"), [("49.999", "exempt"), ("50", "exempt"), ("50.001", "covered")])
def test_exactly_fifty_is_exempt_and_above_it_everything_counts(mass, expected):
    assert state(("A", 2026, "iron_steel", Fraction(mass))) == expected


def test_codes_are_summed_importers_and_years_are_not():
    lines = [("A", 2026, "iron_steel", Fraction(30)), ("A", 2026, "cement", Fraction(30))]
    assert state(*lines) == "covered"
    assert state(lines[0], ("B", 2026, "cement", Fraction(30))) == "exempt"
    assert state(lines[0], ("A", 2027, "cement", Fraction(30))) == "exempt"


@pytest.mark.parametrize("sector", ["hydrogen", "electricity"])
def test_hydrogen_and_power_are_never_exempt_and_do_not_count(sector):
    assert state(("A", 2026, sector, Fraction(1)), sector=sector) == "covered"
    assert state(("A", 2026, sector, Fraction(99)), ("A", 2026, "cement", Fraction(1)), sector="cement") == "exempt"


def test_an_incomplete_total_shows_the_threshold_passed_but_never_kept():
    assert state(("A", 2026, "iron_steel", Fraction(51)), complete=False) == "covered"
    assert state(("A", 2026, "iron_steel", Fraction(5)), complete=False) == "open"
    assert state(("A", 2026, "iron_steel", None)) == "open"


def test_a_study_assumes_no_exemption_and_says_so():
    good = valued(goods("72083900", amount="10")).goods[0]
    assert good.scope.state == "open"
    assert good.cost > 0
    assert "CBM-059" in {each.code for each in good.warnings}
    nobody = valued(goods("72083900", importer="")).goods[0]
    assert nobody.scope.state == "open"
    assert nobody.cost > 0


def test_a_total_the_user_states_exempts_in_the_what_if():
    found = valued(goods("72083900", amount="10"), {"importer_total": "50"})
    assert found.what_if.goods[0].scope.state == "exempt"
    assert found.what_if.goods[0].cost == 0
    assert found.goods[0].cost > 0


def test_goods_of_one_importer_are_added_over_a_study():
    study = goods("72083900", "25232900", amount="30")
    assert {good.scope.state for good in valued(study).goods} == {"covered"}
    rows = (study.cbam_goods[0], replace(study.cbam_goods[1], importer="Other"))
    assert {good.scope.state for good in valued(replace(study, cbam_goods=rows)).goods} == {"open"}
