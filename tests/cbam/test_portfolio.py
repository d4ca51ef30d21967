"""An importer's list: read with all problems, valued by line, and after a change only what the change touches."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.cbam import amended, dearer, lines_of, plain
from carnet.cbam.portfolio import members, portfolio
from carnet.cbam.portfolio_proof import lacks_of_line, line_state, proof_note, unproven
from carnet.cbam.portfolio_rows import parse_portfolio
from carnet.errors import CATALOGUE
from tests.cbam.works import ON, tables, valued
from tests.cbam.works import goods as study_of

HEAD = (
    "cn,country,net_mass_t,import_date,importer,basis,see_direct,see_indirect,see_counted_indirect,sefa,production_year"
)


def read(*rows, head=HEAD):
    return parse_portfolio("\n".join([head, *rows]) + "\n")


def valued_rows(*rows, what_if=None, head=HEAD):
    lines, problems = read(*rows, head=head)
    assert problems == ()
    return portfolio(lines, tables(), on=ON, what_if=what_if)


COIL = "72083900,CN,100,2026-08-15,Importer GmbH,default"


def test_a_line_on_defaults_is_the_good_on_defaults():
    (row,) = valued_rows(COIL).rows
    good = valued(study_of("72083900")).goods[0]
    assert (row.certificates, row.cost, row.quarter) == (good.certificates, good.cost, "2026-Q3")


def test_actual_values_of_an_annex_ii_good_leave_electricity_out():
    (row,) = valued_rows("72083900,CN,100,2026-08-15,A,actual,2.1,0.3,,1.2").rows
    assert row.certificates == 100 * (Fraction("2.1") - Fraction("1.2"))
    (row,) = valued_rows("72083900,CN,100,2026-08-15,A,mixed,2.1,0.3,0.01,1.2").rows
    assert row.certificates == 100 * (Fraction("2.11") - Fraction("1.2"))
    (row,) = valued_rows("25232900,CN,100,2026-08-15,A,actual,0.7,0.1,,0.6").rows
    assert row.certificates == 100 * (Fraction("0.8") - Fraction("0.6"))


def test_indirect_emissions_missing_where_they_count_is_told():
    (row,) = valued_rows("25232900,CN,100,2026-08-15,A,actual,0.7,,,0.6").rows
    assert row.certificates is None
    assert row.problems[0].code == "CBM-072"


def test_lines_are_floored_one_by_one():
    found = valued_rows(COIL, "72083900,CN,100,2026-08-15,Importer GmbH,actual,0.1,0,,1.3")
    assert [row.certificates > 0 for row in found.rows] == [True, False]
    assert found.rows[1].certificates == 0
    (total,) = found.by_importer
    assert total.certificates == found.rows[0].certificates


def test_the_fifty_tonnes_of_a_list():
    small = valued_rows(COIL.replace("100", "30"), COIL.replace("100", "20").replace("72083900", "25232900"))
    assert {scope.state for scope in small.scopes.values()} == {"exempt"}
    assert [row.cost for row in small.rows] == [0, 0]
    more = valued_rows(COIL.replace("100", "30"), COIL.replace("100", "20.001").replace("72083900", "25232900"))
    assert all(row.cost > 0 for row in more.rows)


def test_hydrogen_is_charged_below_the_threshold_too():
    rows = valued_rows("28041000,CN,1,2026-08-15,A,default", "25232900,CN,1,2026-08-15,A,default").rows
    assert rows[0].certificates > 0
    assert rows[1].certificates == 0


def test_a_list_can_be_only_a_part_of_what_an_importer_brings_in():
    lines, _ = read(COIL.replace("100", "30"))
    assert portfolio(lines, tables(), on=ON, complete=False).rows[0].cost > 0


def test_a_code_out_of_scope_is_not_charged_and_does_not_make_a_sum_open():
    found = valued_rows(COIL, "85076000,CN,100,2026-08-15,Importer GmbH,default")
    assert found.rows[1].certificates is None
    assert found.rows[1].problems[0].code == "CBM-050"
    assert found.by_importer[0].cost == found.rows[0].cost


@pytest.mark.parametrize("amount", ["100", "1"])
def test_an_unknown_code_is_no_zero_and_opens_the_sum(amount):
    """Not 0.00 below the threshold either: what the code is, nobody knows."""
    found = valued_rows(COIL.replace("100", amount), COIL.replace("100", amount).replace("72083900", "72083999"))
    row = found.rows[1]
    assert (row.certificates, row.cost) == (None, None)
    assert row.problems[0].code == "CBM-051"
    assert row.problems[0].candidates[0] == "72083900"
    assert row.problems[0].place.cell == "3"
    assert found.by_importer[0].cost is None
    assert found.by_importer[0].open == 1
    alone = valued_rows(COIL.replace("100", amount).replace("72083900", "72083999"))
    assert alone.scopes == {}, "no exemption either"


@pytest.mark.parametrize("amount", ["100", "10"])
@pytest.mark.parametrize("country", ["CHN", "China", "XX"])
@pytest.mark.parametrize("basis", ["default", "actual,2.1,0.3,,1.2"])
def test_a_country_that_is_no_code_is_a_problem_of_its_row(country, basis, amount):
    rows = valued_rows(COIL, f"72083900,{country},{amount},2026-08-15,Importer {amount},{basis}").rows
    assert rows[0].cost > 0
    assert rows[1].cost is None
    (said,) = [each for each in rows[1].problems if each.code == "CBM-034"]
    assert "CN" in said.candidates
    assert said.place.cell == "3"


def test_emissions_no_plant_can_have_give_a_line_no_money():
    (row,) = valued_rows("72083900,CN,100,2026-08-15,A,actual,0.0021,0,,0.001").rows
    assert row.cost is None
    assert "CBM-073" in {each.code for each in row.problems}


@pytest.mark.parametrize("day", ["15/8/2026", "2026-02-30"])
def test_a_day_that_there_is_not_is_told_and_never_a_crash(day):
    lines, problems = read(COIL.replace("2026-08-15", day))
    assert lines == ()
    assert problems[0].place.cell == "2:import_date"
    good, _ = read(COIL)
    (row,) = portfolio((replace(good[0], import_date=day),), tables(), on=ON).rows
    assert row.cost is None
    assert row.problems


@pytest.mark.parametrize("amount", ["0", "-5"])
def test_an_amount_that_is_not_above_zero_is_told(amount):
    lines, problems = read(COIL.replace("100", amount))
    assert lines == ()
    assert problems[0].place.cell == "2:net_mass_t"


def test_a_sum_with_an_open_line_is_open():
    found = valued_rows(COIL, COIL.replace("2026-08-15", "2026-11-02"))
    assert found.by_importer[0].cost is None
    assert found.by_importer[0].open == 1
    assert found.by_importer[0].certificates is not None
    assert [each.cost is None for each in found.by_quarter] == [False, True]


def test_a_year_of_production_is_taken_and_told():
    held = {"price": "80", "benchmarks": "held"}
    made = "72083900,CN,100,2027-02-01,A,default,,,,,2026"
    earlier = valued_rows(made, what_if=held).rows[0]
    now = valued_rows(made.removesuffix("2026"), what_if=held).rows[0]
    assert earlier.per_t.see == Fraction("3.5057")
    assert now.per_t.see == Fraction("3.8244")
    assert "CBM-075" in {each.code for each in earlier.problems}


def test_a_what_if_is_one_as_a_whole():
    found = valued_rows(COIL, what_if={"price": "100"})
    assert found.nature == "what_if"
    assert found.assumptions
    assert found.rows[0].cost == found.rows[0].certificates * 100


# ── reading ───────────────────────────────────────────────────────────────────────────────────────


def test_every_fault_of_a_list_is_told_with_line_and_column():
    lines, problems = read(
        "7208,CN,100,2026-08-15,A,default",
        "72083900,CN,1.234,56,2026-08-15,A,default",
        "72083900,CN,abc,15.08.2026,A,deflt",
        "72083900,CN,100,2026-08-15,A,default,2.1",
        "72083900,CN,100,2026-08-15,A,actual",
        COIL,
    )
    assert len(lines) == 1
    by_line = {}
    for each in problems:
        by_line.setdefault(each.place.cell.partition(":")[0], set()).add(each.code)
    assert by_line["2"] == {"CBM-070"}
    assert by_line["4"] == {"CBM-070"}
    assert by_line["5"] == {"CBM-071"}, "a default with values of its own: column A could slip in"
    assert by_line["6"] == {"CBM-072"}
    assert sum(each.place.cell.startswith("4:") for each in problems) == 3


def test_a_missing_column_is_named():
    lines, problems = parse_portfolio("cn,country,net_mass\n72083900,CN,1\n")
    assert lines == ()
    assert {each.value for each in problems} == {"import_date", "importer", "basis", "net_mass_t"}
    assert parse_portfolio("")[0] == ()


@pytest.mark.parametrize(
    ("column", "amount", "expected"), [("net_mass_t", "2.5", "2.5"), ("net_mass_kg", "2500", "2.5")]
)
def test_the_unit_stands_in_the_name_of_the_column(column, amount, expected):
    lines, problems = read(COIL.replace("100", amount), head=HEAD.replace("net_mass_t", column))
    assert problems == ()
    assert lines[0].amount == Fraction(expected)


@pytest.mark.parametrize(
    ("row", "head"),
    [
        (COIL.replace("100", "25000000"), HEAD),
        ("72083900,CN,100,2026-08-15,A,actual,2100,0,,1.2", HEAD),
        ("27160000,CN,50000000000,2026-08-15,A,default", HEAD.replace("net_mass_t", "energy_mwh")),
    ],
)
def test_kilograms_for_tonnes_and_kwh_for_mwh_are_refused(row, head):
    lines, problems = read(row, head=head)
    assert lines == ()
    assert problems[0].code == "CBM-073"


def test_kilowatt_hours_are_read_as_such():
    lines, _ = read("27160000,CN,5000,2026-08-15,A,default", head=HEAD.replace("net_mass_t", "energy_kwh"))
    assert (lines[0].amount, lines[0].unit) == (5, "MWh")


def test_power_in_tonnes_gives_no_figure():
    (row,) = valued_rows("27160000,CN,5,2026-08-15,A,default").rows
    assert row.certificates is None
    assert "CBM-073" in {each.code for each in row.problems}


def test_chinese_names_semicolons_and_a_byte_order_mark():
    text = "\ufeffCN编码;来源国;净重（t）;进口日期;进口商;依据\n72083900;cn;100;2026-08-15;甲;默认值\n"
    lines, problems = parse_portfolio(text)
    assert problems == ()
    assert (lines[0].country, lines[0].basis) == ("CN", "default")


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_no_text_breaks_the_reader(text):
    for whole in (text, HEAD + "\n" + text):
        lines, problems = parse_portfolio(whole)
        assert all(line.amount >= 0 and line.unit in {"t", "MWh"} for line in lines)
        assert all(p.code in CATALOGUE and p.cause.zh and p.fix.en for p in problems)
    assert parse_portfolio(text)[1], "a text without the needed columns says so"


# ── after a change ────────────────────────────────────────────────────────────────────────────────

MANY = lines_of(tables(), 600)


def test_after_a_price_only_its_quarter_is_made_anew_and_equals_the_whole():
    before = portfolio(MANY, tables(), on=ON)
    changed = dearer(tables())
    after = portfolio(MANY, changed, on=ON, before=before)
    assert after == portfolio(MANY, changed, on=ON)
    assert (after.computed, after.renewed) == (0, 200)
    assert after.by_importer != before.by_importer


def test_after_a_benchmark_only_its_code_is_calculated():
    before = portfolio(MANY, tables(), on=ON)
    changed = amended(tables())
    after = portfolio(MANY, changed, on=ON, before=before)
    assert after == portfolio(MANY, changed, on=ON)
    assert after.computed == 1
    assert 0 < after.renewed < 5
    assert tuple((row.certificates, row.cost) for row in after.rows) == plain(MANY, changed)


def change(what):
    base = tables()
    if what == "default":
        row = base.defaults["CN", "7208"][0]
        new = replace(row, total=row.total + 1)
        return replace(base, defaults={**base.defaults, ("CN", "7208"): (new,)})
    name, key, value = {
        "markup": ("markup", "iron_steel:2026", Fraction(1, 5)),
        "share": ("free_share", "2026", Fraction(1, 2)),
        "cscf": ("cscf", "2026", Fraction(1, 2)),
        "threshold": ("threshold_t", "", Fraction(10**6)),
        "price": ("price", "2026-Q1", None),
    }[what]
    values = {**base.values, (name, key): replace(base.values[name, key], value=value)}
    return replace(base, values=values)


@pytest.mark.parametrize("what", ["default", "markup", "share", "cscf", "threshold", "price"])
def test_any_change_of_the_tables_arrives(what):
    before = portfolio(MANY, tables(), on=ON)
    changed = change(what)
    after = portfolio(MANY, changed, on=ON, before=before)
    assert after == portfolio(MANY, changed, on=ON)
    assert after.rows != before.rows


def test_other_lines_or_terms_do_not_take_over_what_does_not_fit():
    before = portfolio(MANY, tables(), on=ON)
    fewer = MANY[:100]
    assert portfolio(fewer, tables(), on=ON, before=before) == portfolio(fewer, tables(), on=ON)
    what = {"price": "90"}
    assert portfolio(MANY, tables(), on=ON, what_if=what, before=before) == portfolio(
        MANY, tables(), on=ON, what_if=what
    )
    first = portfolio(MANY, tables(), on=ON, what_if=what)
    dear = {"price": "91"}
    again = portfolio(MANY, tables(), on=ON, what_if=dear, before=first)
    assert again == portfolio(MANY, tables(), on=ON, what_if=dear)
    assert again.computed == 0


PROVEN = "verification_report,verifier,accreditation,accreditation_expiry"
ACTUAL = "72083900,CN,100,2026-08-15,Importer GmbH,actual,2.1,0.2,,1.3,"


@pytest.mark.parametrize(
    ("report", "state"),
    [("R-1,Checkers,A-1,2028-01-01", "published"), (",,,", "exploration"),
     ("R-1,Checkers,A-1,2026-01-01", "exploration"), ("R-1,Checkers,,2028-01-01", "exploration")],
)  # fmt: skip
def test_a_line_on_actual_values_says_whether_they_are_proven(report, state):
    found = valued_rows(COIL, f"{ACTUAL},{report}", head=f"{HEAD},{PROVEN}")
    assert [line_state(row, ON).state for row in found.rows] == ["published", state]
    bare = unproven(found, ON)
    assert bare == (frozenset({1}) if state == "exploration" else frozenset())
    assert bool(lacks_of_line(found.rows[1], ON)) == bool(bare)
    notes = proof_note(found, bare)
    assert len(notes) == len(bare)
    assert all("(3)" in note.en and "3" in note.zh for note in notes), "the line of the file"


def test_each_sum_knows_the_rows_it_adds_up():
    found = valued_rows(COIL, f"{ACTUAL}", COIL.replace("Importer GmbH", "Other"))
    assert members(found, found.by_importer) == [(0, 1), (2,)]
    assert members(found, found.by_code) == [(0, 1, 2)]
    assert sorted(members(found, found.by_quarter)) == [(0, 1), (2,)]


def test_a_line_that_is_exempt_or_has_no_figure_needs_no_proof():
    small, out, open_ = valued_rows(
        "72083900,CN,10,2026-08-15,Small,actual,2.1,0.2,,1.3,", "85076000,CN,100,2026-08-15,A,actual,2.1,0.2,,1.3,",
        "72083999,CN,100,2026-08-15,A,actual,2.1,0.2,,1.3,",
    ).rows  # fmt: skip
    assert [lacks_of_line(row, ON) for row in (small, out, open_)] == [(), (), ()]
    assert [line_state(row, ON).state for row in (small, out, open_)] == ["published", "published", "withheld"]
