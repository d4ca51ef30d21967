"""The UK's CBAM: what is known, what stays open and in which text, and a what-if with the user's figures."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from carnet.cbam.uk import uk_goods
from tests.cbam.works import ACTUAL, SLAB, goods, re_roller, tables, valued

GIVEN = {"uk_price": "60", "uk_baseline": "0.8", "uk_value_gbp": "80000"}


def coil():
    return valued(re_roller(replace(SLAB, see_direct="2", **ACTUAL))).goods


def test_what_is_missing_is_told_with_the_text_it_belongs_in():
    (good,) = uk_goods(coil(), tables()).goods
    assert (good.rate, good.tax) == (None, None)
    assert good.state == "open"
    assert good.factor == Fraction("0.975")
    said = " ".join(each.cause.en for each in good.missing)
    for text in ("Finance Act 2026", "SI 2026/809", "UK ETS"):
        assert text in said
    assert all(each.code == "CBM-074" and each.cause.zh for each in good.missing)


def test_the_user_s_figures_give_a_labelled_what_if():
    found = uk_goods(coil(), tables(), what_if=GIVEN)
    (good,) = found.goods
    assert found.nature == "what_if"
    assert len(found.assumptions) == 3
    assert good.rate == 60 * (1 - Fraction("0.8") * Fraction("0.975"))
    assert good.emissions == Fraction("0.06") + Fraction("1.03") * 2, "direct alone: indirect not before 2029"
    assert good.tax == 1000 * good.emissions * good.rate
    assert good.state == "covered"


def test_the_defaults_of_the_union_are_not_the_kingdom_s():
    (good,) = uk_goods(valued(goods("72083900")).goods, tables(), what_if=GIVEN).goods
    assert good.emissions is None
    assert good.tax is None
    given = uk_goods(valued(goods("72083900")).goods, tables(), what_if=GIVEN | {"uk_default": "2.2"}).goods[0]
    assert given.emissions == Fraction("2.2")


def test_below_the_threshold_nothing_is_due():
    (good,) = uk_goods(coil(), tables(), what_if=GIVEN | {"uk_value_gbp": "49999"}).goods
    assert (good.state, good.tax) == ("below_threshold", 0)


def test_power_is_out_and_2026_too_early():
    power = uk_goods(valued(goods("27160000")).goods, tables(), what_if=GIVEN).goods[0]
    assert power.state == "out_of_scope"
    early = uk_goods(coil(), tables(), what_if=GIVEN | {"uk_year": "2026"}).goods[0]
    assert early.state == "not_yet"
    assert early.tax is None


def test_a_baseline_that_is_only_recalled_stays_open():
    (good,) = uk_goods(valued(goods("28041000")).goods, tables(), what_if={"uk_price": "60"}).goods
    assert good.rate is None


def test_a_figure_that_cannot_be_is_told():
    found = uk_goods(coil(), tables(), what_if={"uk_baseline": "1.5", "uk_prize": "1"})
    assert [each.code for each in found.problems] == ["CBM-068", "CBM-068"]
