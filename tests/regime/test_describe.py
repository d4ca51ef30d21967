"""A regime in words: one sentence per value, and the table dimension × regime."""

from __future__ import annotations

import re

import pytest

from carnet.regime import BY_ID, describe, plan, plan_table, resolve
from carnet.regime.vocabulary import ABSENT, CALCULATION, PARAMETERS
from tests.regime.samples import SIX, load, sample, shipped, value

CHINESE = re.compile(r"[一-鿿]")


def six():
    library = shipped()
    return [resolve(library, name, "2026-06-30", "2026-11-22") for name in SIX]


def test_a_value_is_said_with_its_status_source_and_clause():
    resolved = resolve(load(sample()), "a", "2024-01-01", "2024-01-01")
    said = describe(resolved.values["K4.decimals"])
    assert said.en == "decimals printed, in that unit: 3 (read in the text; the act, 2)"
    assert said.zh == "小数位（按该单位）：3（已读原文；the act, 2）"


def test_an_open_value_is_said_with_its_candidates_and_where_the_answer_stands():
    more = 'status = "unknown"\ncandidates = ["AR5", "AR6"]\nfind_in_zh = "原文"\nfind_in_en = "the text"'
    text = sample(without=["D4.gwp_set"], more=value("D4.gwp_set", None, more=more))
    said = describe(resolve(load(text), "a", "2024-01-01", "2024-01-01").values["D4.gwp_set"])
    assert said.en == "GWP set: candidates AR5 | AR6, stands in the text (unknown; the act, 2)"


def test_an_inherited_value_names_where_it_comes_from():
    library = load(sample(), sample("b", extends="a@1", given=False))
    said = describe(resolve(library, "b", "2024-01-01", "2024-01-01").values["D1.unit"])
    assert said.en == "declared unit: product (recalled, not checked; the act, 2, from a@1)"


def test_a_rule_that_is_not_there_is_said_so():
    said = describe(resolve(load(sample()), "a", "2024-01-01", "2024-01-01").values["D6.slag"])
    assert (said.zh, said.en) == ("炉渣：无此规则", "slag: no such rule")


@pytest.mark.parametrize("regime", six(), ids=lambda r: r.id)
def test_every_value_of_every_regime_can_be_said_in_both_languages(regime):
    for name in BY_ID:
        said = describe(regime.values[name])
        assert CHINESE.search(said.zh)
        assert said.en
        assert "mappingproxy" not in said.en + said.zh
    assert describe(regime.in_force).en


def test_the_table_has_a_row_per_calculation_dimension_and_a_cell_per_regime():
    rows = plan_table(six())
    assert [row.dimension for row in rows] == list(CALCULATION)
    for row in rows:
        assert len(row.cells) == len(row.plans) == len(SIX)
        assert all(cell.zh and cell.en for cell in row.cells)


def test_the_brief_cell_marks_what_is_open_and_what_is_recalled():
    brief = {row.dimension: dict(zip(SIX, row.brief, strict=True)) for row in plan_table(six())}
    assert brief["D4"]["responsiblesteel"].en == (
        "direct_gases CO2, CH4, N2O, HFC, PFC, SF6, NF3; upstream_gases CO2, CH4, N2O, HFC, PFC, SF6, NF3; "
        "gwp_set ?AR5 | AR6"
    )
    assert brief["D4"]["gbt24067"].en == (
        "direct_gases ~*; upstream_gases ~*; gwp_set ~AR6; aircraft ~included; aircraft_multiplier ~1"
    )
    assert "slag fixed_credit (per blast_furnace_slag→0.55 t CO2/t," in brief["D6"]["worldsteel_co2"].en
    assert brief["D4"]["eu_cbam"].zh == "direct_gases CO2；upstream_gases CO2；gwp_set co2_only"


def test_one_regime_does_not_differ_from_itself():
    one = six()[0]
    assert not any(row.differs for row in plan_table([one, one]))


def test_the_plan_holds_values_only():
    whole = plan(six()[1])
    assert list(whole) == list(CALCULATION)
    assert whole["D9"]["D9.markup"] == "0.1"
    assert {row["flow"] for row in whole["D9"]["upstream"]} >= {"sinter", "pellet", "pig_iron"}
    assert set(whole["D4"]) == {p.id for p in PARAMETERS if p.dimension == "D4"}


def test_absent_is_no_status_a_file_may_write():
    assert ABSENT not in ("read", "secondary", "recalled", "unknown", "conflicting")
