"""Which regimes give a figure for a shipped study as it stands, which only with an acceptance, and which none.

A regime of a text and its profiles (a product made to the grave, a recycling option, an intermediate product) are
counted as what they are: ids with rules of their own, and beside it the number of texts.
"""

from __future__ import annotations

import csv
import random
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from campaigns import c15, settled
from carnet.assessment import assess
from carnet.assessment.plan import differing, make_plan
from carnet.service import datasets
from carnet.service.calculate import Calculated, attempt, inputs_of
from carnet.service.studies import open_shipped

MATRIX = Path(__file__).parents[3] / "shared" / "data" / "regimes" / "regime_matrix.csv"
# regime → shipped study, status of the study, and whether what is left open makes the figure an interval
AS_THEY_STAND = {
    "catenax": ("hrc_eaf", "literature", "interval"),
    "en15804": ("hrc_eaf", "literature", "interval"),
    "eu_cbam": ("hrc_eaf", "literature", "point"),
    "eu_cfb_ev": ("lfp_pack_truck", "illustrative", "interval"),
    "gbt24067": ("hrc_eaf", "literature", "interval"),
    "iso14067": ("hrc_eaf", "literature", "interval"),
    "iso14067_life": ("lfp_pack_truck", "illustrative", "interval"),
    "iso20915": ("hrc_eaf", "literature", "interval"),
    "iso20915_recycling": ("hrc_eaf", "literature", "interval"),
    "pact3": ("laptop", "literature", "interval"),
    "pef": ("lfp_pack_truck", "illustrative", "interval"),
    "pef_intermediate": ("hrc_eaf", "literature", "interval"),
    "worldsteel_co2": ("hrc_eaf", "literature", "point"),
}
PROFILES = {"iso14067_life": "iso14067", "iso20915_recycling": "iso20915", "pef_intermediate": "pef"}
# What somebody must supply before there is a figure, by regime and study.
WITH_ACCEPTANCE = {
    "c2f": ("hrc_eaf", {"D6.default", "D8.tiers"}),
    "ghgp_product": ("laptop", {"D4.gwp_set"}),
    "gscc": ("hrc_eaf", {"D4.gwp_set", "D6.default"}),
    "iso14044": ("hrc_eaf", {"D4.gwp_set", "D8.tiers"}),
    "laptop_paia": ("laptop", {"D4.gwp_set", "D8.tiers"}),
    "less": ("hrc_eaf", {"D2.process_gas", "D4.gwp_set"}),
    "responsiblesteel": ("hrc_eaf", {"D4.gwp_set", "D6.default"}),
}
IN_THE_MATRIX = (
    "iso14067", "gbt24067", "iso14044", "ghgp_product", "pact3", "catenax", "pef", "en15804", "en50693", "eu_cfb_ev",
    "pefcr_pv", "npcr029", "epeat_ulcs", "cre_ecs", "ecodesign_pv", "espr_steel", "worldsteel_co2", "iso20915",
    "responsiblesteel", "less", "gscc", "c2f", "cn_label", "laptop_paia", "sumpo", "kr_epd", "sg_uk",
)  # fmt: skip


@cache
def done(study: str) -> dict[str, Calculated]:
    names = [r for table in (AS_THEY_STAND, WITH_ACCEPTANCE) for r, found in table.items() if found[0] == study]
    return {each.regime: each for each in attempt(open_shipped(study), names).done}


def computing() -> list[str]:
    library = datasets.regimes()
    return [name for name in library.ids() if any(not v.listed.en for v in library.versions(name))]


def test_at_least_twelve_regimes_give_a_figure_without_any_assumption():
    assert len(AS_THEY_STAND) >= 12
    assert len({PROFILES.get(name, name) for name in AS_THEY_STAND}) == 10  # texts, their profiles not counted


@pytest.mark.parametrize("regime", AS_THEY_STAND)
def test_a_regime_gives_a_figure_for_a_shipped_study_as_it_stands(regime):
    study, status, state = AS_THEY_STAND[regime]
    found = done(study)[regime]
    assert found.has_figure, [v.parameter for v in found.assessment.missing]
    assert open_shipped(study).study.status == status
    assert found.result["accepted"] == []
    assert found.result["assumed"] is False
    assert ("point" if found.assessment.is_point else "interval") == state
    assert found.result["figure"]["upper_exact"] not in {None, "0/1"}


@pytest.mark.parametrize("regime", WITH_ACCEPTANCE)
def test_a_regime_that_needs_an_acceptance_says_which_and_then_gives_a_figure(regime):
    study, parameters = WITH_ACCEPTANCE[regime]
    found = done(study)[regime]
    assert not found.has_figure
    assert {row["parameter"] for row in found.result["missing"]} == parameters
    by = inputs_of(open_shipped(study))
    supposed, names = settled.suppose(by, found.resolved, random.Random(1))
    assert parameters <= set(names)
    assert assess(by, supposed).evaluation is not None


def test_every_computing_regime_is_counted_one_way_or_the_other():
    assert set(computing()) == {*AS_THEY_STAND, *WITH_ACCEPTANCE}


def test_no_two_computing_regimes_are_the_same_rules():
    study = open_shipped("steel").study
    plans = {each.id: make_plan(each, study) for each in c15.regimes()}
    assert set(plans) == set(computing())
    same = [(one, two) for one, two in combinations(sorted(plans), 2) if not differing(plans[one], plans[two])]
    assert same == []


def test_the_same_rules_under_another_name_would_be_seen():
    study = open_shipped("steel").study
    plan = make_plan(c15.regimes()[0], study)
    assert differing(plan, plan) == ()


def test_every_regime_of_the_matrix_is_on_file():
    assert len(IN_THE_MATRIX) == 27
    assert set(IN_THE_MATRIX) <= set(datasets.regimes().ids())


def test_the_list_is_the_matrix():
    if not MATRIX.is_file():
        pytest.skip(f"{MATRIX.name} is not there")
    with MATRIX.open(encoding="utf-8", newline="") as file:
        assert {row["regime"] for row in csv.DictReader(file)} == set(IN_THE_MATRIX)


def test_a_regime_that_only_stands_listed_says_why_in_both_languages():
    library = datasets.regimes()
    listed = [v for name in library.ids() for v in library.versions(name) if v.listed.en or v.listed.zh]
    assert len(listed) >= 10
    for version in listed:
        assert len(version.listed.en) > 20, version.id
        assert len(version.listed.zh) > 8, version.id
        assert any("\u4e00" <= sign <= "\u9fff" for sign in version.listed.zh), version.id
