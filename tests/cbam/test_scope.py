"""In scope, not in scope, proposed: and never a charge for what is not in Annex I."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.cbam.scope import scope_of, unknown_code
from carnet.store.cbam_tables import load_cbam_tables
from tests.cbam.published import reference

TABLES = load_cbam_tables()
DAY = "2026-05-01"


@pytest.mark.parametrize(
    ("cn", "status"),
    [
        ("72083900", "in_scope"), ("7208 39 00", "in_scope"), ("2523100090", "in_scope"), ("2507008080", "in_scope"),
        ("31021019", "in_scope"), ("27160000", "in_scope"),
        ("8507600000", "not_in_scope"), ("8507", "not_in_scope"), ("85414300", "not_in_scope"),
        ("84713000", "not_in_scope"),
        ("31056000", "not_in_scope"), ("2507008010", "not_in_scope"), ("76151000", "not_in_scope"),
        ("72022100", "not_in_scope"),
        ("84181020", "proposed"), ("8418", "proposed"), ("72044190", "proposed"), ("73143900", "proposed"),
        ("25070080", "unclear"), ("7208", "unclear"), ("72089999", "unclear"), ("steel", "unclear"), ("", "unclear"),
        ("72083999", "unclear"), ("25239200", "unclear"), ("72803900", "unclear"), ("26011100", "not_in_scope"),
        ("72029900", "not_in_scope"), ("28042100", "not_in_scope"),
    ],
)  # fmt: skip
def test_what_is_told_of_a_code(cn, status):
    found = scope_of(TABLES, cn, DAY)
    assert found.status == status
    assert found.charge is (status == "in_scope")
    assert found.text.zh
    assert found.text.en
    assert found.cite.source


def test_a_proposal_charges_nothing_on_any_day():
    for day in (DAY, "2028-01-01", "2035-06-30"):
        found = scope_of(TABLES, "84181020", day)
        assert (found.status, found.charge, found.cite.nature) == ("proposed", False, "proposal")
        assert "2028-01-01" in found.text.en
        assert "not adopted" in found.text.en


def test_before_2026_nothing_is_due():
    found = scope_of(TABLES, "72083900", "2025-12-31")
    assert (found.status, found.charge) == ("in_scope", False)
    assert "2026-01-01" in found.text.zh
    assert scope_of(TABLES, "72083900", "2026-01-01").charge


def test_every_good_of_the_list_is_in_scope_and_begins_as_annex_i_does():
    for cn in TABLES.goods:
        assert cn.startswith(TABLES.scope.annex_i), cn
        assert not cn.startswith(TABLES.scope.excepted), cn
        assert scope_of(TABLES, cn, DAY).status == ("unclear" if cn == "25070080" else "in_scope")


def test_every_proposed_code_is_proposed():
    for row in reference("downstream_proposal_2028.csv"):
        assert scope_of(TABLES, row["cn"], DAY).status == "proposed", row["cn"]


def test_a_code_missing_from_the_list_is_seen():
    goods = {cn: good for cn, good in TABLES.goods.items() if cn != "72083900"}
    found = scope_of(dataclasses.replace(TABLES, goods=goods), "72083900", DAY)
    assert found.status == "unclear"  # never "out": the heading is in Annex I


def test_tables_without_a_scope_are_refused():
    with pytest.raises(ValueError, match="no scope"):
        scope_of(dataclasses.replace(TABLES, scope=None), "72083900", DAY)


def test_the_nearest_codes_come_first():
    assert scope_of(TABLES, "72083999", DAY).candidates[0] == "72083900"
    assert "72083900" in scope_of(TABLES, "72803900", DAY).candidates


def test_an_unknown_code_is_one_that_is_unclear_and_no_good():
    assert unknown_code(TABLES, "72083999", DAY) is not None
    for cn in ("72083900", "85076000", "25070080", "2507008010"):
        assert unknown_code(TABLES, cn, DAY) is None


@given(st.text(alphabet="0123456789 .x", max_size=12))
def test_only_goods_of_the_list_are_charged(cn):
    found = scope_of(TABLES, cn, DAY)
    assert not found.charge or found.good is not None
