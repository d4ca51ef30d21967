"""A total without a gas split is one unknown under sets that value its gases alike, and two under sets that do not."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from carnet.assessment import bridge
from carnet.assessment.gases import KNOWN_SETS, _ratio_range, same_values
from carnet.factors import factor_set
from carnet.service import datasets
from carnet.service.bridges import bridge_regimes
from carnet.service.studies import open_shipped
from tests.assessment.cases import inputs
from tests.assessment.recycled import FACTORS, assessed, gate, product

UNSPLIT = factor_set([replace(r, gwp_set="unknown") for r in FACTORS.records])
STUDY = product(materials=())
SETS = datasets.shipped_gwp_sets()


def under(target):
    return assessed(STUDY, gate(D4_gwp_set=target), UNSPLIT)


def test_sets_that_value_the_usual_gases_alike_bear_one_name():
    named = {name: same_values(name, SETS) for name in SETS}
    assert named == {**{name: name for name in SETS}, "EF3.1": "AR6"}


def test_alike_sets_have_the_same_range_whatever_the_total_was_made_with():
    for name in SETS:
        for source in ("unknown", *KNOWN_SETS, "EF3.0", "EF3.1", "EN15804_EF3.1"):
            ranges = {_ratio_range(source, one, SETS) for one in (name, same_values(name, SETS))}
            assert len(ranges) == 1, (source, name)


def test_a_bridge_between_alike_sets_leaves_nothing_open():
    found = bridge(inputs(STUDY, UNSPLIT), under("AR6"), under("EF3.1"))
    assert not under("AR6").is_point
    assert (found.term("D4"), found.ranges["D4"]) == (0, (0, 0))


def test_a_bridge_between_sets_that_differ_keeps_both_open():
    low, high = bridge(inputs(STUDY, UNSPLIT), under("AR6"), under("EN15804_EF3.1")).ranges["D4"]
    assert low < 0 < high


@pytest.mark.parametrize(
    ("study", "one", "two"),
    [("lfp_pack_truck", "iso14067", "eu_cfb_ev@draft2024"), ("pv_topcon", "catenax", "pef")],
)
def test_shipped_bridges(study, one, two):
    found = bridge_regimes(open_shipped(study), one, two, "", "", "shapley")
    (term,) = [t for t in found["terms"] if t["dimension"] == "D4"]
    assert {Fraction(term[end]) for end in ("value", "lower", "upper")} == {0}
