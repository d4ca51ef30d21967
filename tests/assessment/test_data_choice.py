"""D9: supplier values that do not fit, tables by country of origin, default transport, company data."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from carnet.assessment import assess, result_json
from carnet.assessment.data_choice import find_row
from carnet.assessment.plan import make_plan
from carnet.errors import Text
from carnet.factors import factor_set
from carnet.inventory.model import Flow, Property, SupplierValue, TransportLeg
from tests.assessment.cases import inputs, opened, resolved
from tests.assessment.test_vectors import figure, point, record, row, rules, study

D = Fraction
SUPPLIER = {"D9_ranking": ("supplier", "factor"), "D2_transport": "none"}


def ore(country: str = "", *values: SupplierValue, **more: Any):
    """1000 kg of ore for 1 t of iron."""
    rows = [
        row("iron", "out", "reference", "hot_metal", "1000"),
        row("iron", "in", "purchased", "iron_ore", "1000", country=country),
    ]
    return study(rows, "iron", "hot_metal", supplier_values=values, **more)


ROW = "iron-in-iron_ore-"


def said(**more: str) -> SupplierValue:
    return SupplierValue("s", ROW, "0.07", "kg", "kg", "Mine", gwp_set="AR6", **more)


# ── supplier values ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "statistic", "used"),
    [
        ({}, "", True),
        ({"boundary": "gate_to_gate"}, "", False),
        ({"boundary": "cradle_to_grave"}, "", False),
        ({"boundary": "cradle_to_gate"}, "", True),
        ({"statistic": "mean"}, "mean", True),
        ({"statistic": "p95"}, "mean", False),
        ({"statistic": "p95"}, "", True),
        ({"statistic": "mean"}, "point", False),
        ({}, "mean", True),
        ({"lifetime_years": "4"}, "", True),
    ],
)
def test_a_value_that_does_not_fit_is_not_used_and_says_why(value, statistic, used):
    """0.07 kg/kg of the supplier, or the factor's 0.04."""
    wanted = {"D9_statistic": statistic} if statistic else {}
    done = figure(ore("", said(**value)), rules(**SUPPLIER, **wanted))
    assert done.low == (70 if used else 40)
    assert [k for k in done.context.notes.warnings if k[0] == "CAL-033"] == ([] if used else [("CAL-033", "s")])


def test_where_nothing_else_stands_in_it_is_a_gap_that_names_the_reason():
    only = rules(D9_ranking=("supplier",), D2_transport="none")
    done = figure(ore("", said(boundary="gate_to_gate")), only)
    assert done.low == 0
    assert "gate_to_gate" in done.context.notes.gaps[ROW].reason.en
    assert "gate_to_gate" in done.context.notes.gaps[ROW].reason.zh


def test_a_second_value_that_fits_is_used_instead_of_the_first():
    second = replace(said(statistic="mean"), id="t", value="0.05")
    done = figure(ore("", said(statistic="p95"), second), rules(**SUPPLIER, D9_statistic="mean"))
    assert done.low == 50


def test_values_of_different_lifetimes_never_meet():
    """Two values for four and five years: neither is used; with a product of four years only its own."""
    rows = [
        row("iron", "out", "reference", "hot_metal", "1000"),
        row("iron", "in", "purchased", "iron_ore", "1000"),
        row("iron", "in", "purchased", "coking_coal", "1000"),
    ]
    four = said(lifetime_years="4")
    five = replace(four, id="t", exchange="iron-in-coking_coal-", value="0.3", lifetime_years="5")
    both = study(rows, "iron", "hot_metal", supplier_values=(four, five))
    assert point(both, rules(**SUPPLIER)) == 40 + 200
    aged = replace(both, properties=(Property("life", "hot_metal", "service_life", "4", "a"),))
    assert point(aged, rules(**SUPPLIER)) == 70 + 200
    same = replace(both, supplier_values=(four, replace(five, lifetime_years="4.0")))
    assert point(same, rules(**SUPPLIER)) == 70 + 300


# ── origin ───────────────────────────────────────────────────────────────────────────────────────


def test_a_good_takes_the_factor_of_where_it_comes_from():
    origins = factor_set(
        replace(record("iron_ore", "product_life_cycle", value, "kg"), id=c, country=c)
        for c, value in (("CN", "0.04"), ("AU", "0.02"))
    )
    without = rules(D2_transport="none")
    for country, value in (("", 40), ("AU", 20), ("CN", 40)):
        assert assess(inputs(ore(country), origins), without).low == value
    # The row says nothing, but its process stands elsewhere.
    there = ore()
    there = replace(there, processes=tuple(replace(p, country="AU") for p in there.processes))
    assert assess(inputs(there, origins), without).low == 20


def table(*rows: tuple[str, str, str, str]):
    """A plan whose own table has these rows: flow, customs code, country, value."""
    base = resolved("eu_cbam")
    like = base.rows[0]
    own = tuple(replace(like, table="upstream", flow=f, cn=c, country=p, value=v, variant="") for f, c, p, v in rows)
    return make_plan(replace(base, rows=own), opened("b").study)


STEEL = Flow("bar", Text("", "bar"), "product_mass", "t", cn_codes=("72131000",))


@pytest.mark.parametrize(
    ("rows", "country", "value"),
    [
        # The flow's own id comes before any customs code.
        ([("bar", "", "", "1"), ("", "72131000", "CN", "2")], "CN", "1"),
        # The country of origin before the longer code; a group of countries before any country.
        ([("", "72131000", "", "1"), ("", "7213", "CN", "2")], "CN", "2"),
        ([("", "7213", "", "1"), ("", "7213", "EU", "2")], "DE", "2"),
        ([("", "7213", "EU", "1"), ("", "7213", "DE", "2")], "DE", "2"),
        ([("", "7213", "EU", "1"), ("", "7213", "", "2")], "CN", "2"),
        # Then the longest code, then the highest value.
        ([("", "7213", "", "9"), ("", "721310", "", "1")], "CN", "1"),
        ([("", "7213", "", "1"), ("", "7213", "", "3")], "CN", "3"),
        # A code of the table may be longer than the flow's.
        ([("", "7213100010", "", "4")], "CN", "4"),
        ([("", "7214", "", "4")], "CN", None),
        ([("", "7213", "TR", "4")], "CN", None),
    ],
)
def test_a_row_of_the_regimes_table_is_found_by_good_then_origin_then_code_then_value(rows, country, value):
    found = find_row(table(*rows), STEEL, country)
    assert (found.value if found else None) == value


# ── transport ────────────────────────────────────────────────────────────────────────────────────

LEGS = (
    {"when": "domestic", "mode": "rail", "km": "500"},
    {"when": "same_continent", "mode": "rail", "km": "2000"},
    {"when": "intercontinental", "mode": "rail", "km": "9000"},
    {"when": "intercontinental", "mode": "rail", "km": "100", "share": "0.5"},
)
WAY = {"D2_transport": "inbound", "D2_upstream_tags": ()}


@pytest.mark.parametrize(("country", "km"), [("CN", 500), ("JP", 2000), ("AU", 9050), ("EU", 9050)])
def test_goods_without_legs_come_by_the_default_legs_of_their_origin(country, km):
    """1 t by rail at 0.03 kg per t·km."""
    done = figure(ore(country), rules(**WAY, D9_transport_defaults=LEGS))
    assert done.low == done.high == km * D(3, 100)
    assert [k[0] for k in done.context.notes.warnings if k[0].startswith("CAL")] == ["CAL-034"]
    assert "transport" not in done.context.notes.gaps
    (line,) = [r for r in result_json(done, {})[0]["by_line"] if r["category"] == "transport"]
    assert "default" in line["name"]["en"]
    assert "默认" in line["name"]["zh"]


def test_the_study_s_own_legs_come_first_and_the_rest_by_default():
    own = TransportLeg("l", ROW, "rail", "100", "0.25")
    found = ore("CN", transport=(own,))
    assert point(found, rules(**WAY, D9_transport_defaults=LEGS)) == (100 * D(1, 4) + 500 * D(3, 4)) * D(3, 100)
    whole = ore("CN", transport=(replace(own, share="1"),))
    done = figure(whole, rules(**WAY, D9_transport_defaults=LEGS))
    assert done.low == 3
    assert not [k for k in done.context.notes.warnings if k[0] == "CAL-034"]


def test_without_an_origin_only_a_leg_for_any_way_holds_and_else_the_gap_stays():
    done = figure(ore(), rules(**WAY, D9_transport_defaults=LEGS))
    assert done.low == 0
    assert "origin" in done.context.notes.gaps["transport"].reason.en
    anyway = ({"when": "any", "mode": "rail", "km": "300"},)
    assert point(ore(), rules(**WAY, D9_transport_defaults=anyway)) == 9
    # Where transport is outside the boundary nothing is assumed.
    out = figure(ore("CN"), rules(D2_transport="none", D2_upstream_tags=(), D9_transport_defaults=LEGS))
    assert (out.low, "transport" in out.context.notes.gaps) == (0, False)


def test_the_european_union_is_a_place_in_europe():
    found = ore("EU")
    there = replace(found, country="CH")
    assert point(there, rules(**WAY, D9_transport_defaults=LEGS)) == 60


# ── company data ─────────────────────────────────────────────────────────────────────────────────


def test_rows_of_processes_that_need_company_data_are_listed_and_the_figure_stays():
    rows = [
        row("iron", "out", "reference", "hot_metal", "1000", data_kind="measured"),
        row("iron", "in", "purchased", "iron_ore", "1000", data_kind="literature"),
        row("iron", "in", "purchased", "coking_coal", "1", data_kind="calculated"),
        row("iron", "out", "emission", "CO2", "5", origin="fossil"),
    ]
    found = study(rows, "iron", "hot_metal")
    found = replace(found, processes=tuple(replace(p, tags=("core",)) for p in found.processes))
    free = figure(found, rules(D2_transport="none"))
    done = figure(found, rules(D2_transport="none", D9_mandatory_primary=("core",)))
    assert done.low == free.low > 0
    listed = result_json(done, {})[0]["primary_missing"]
    assert [r["exchange"] for r in listed] == [ROW, "iron-out-CO2-"]
    assert len([k for k in done.context.notes.warnings if k[0] == "CAL-035"]) == 2
    for tags in ((), ("other",)):
        other = figure(found, rules(D2_transport="none", D9_mandatory_primary=tags))
        assert result_json(other, {})[0]["primary_missing"] == []
    assert result_json(figure(found, rules(D9_mandatory_primary=("*",))), {})[0]["primary_missing"] == listed
