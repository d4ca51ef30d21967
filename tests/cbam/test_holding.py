"""What a list binds beside the surrender: quarter ends (Art 22(2)) and penalties (Art 26), against hand-worked numbers.

Coil 7208 39 00 of China: default 3.187 without mark-up, 3.5057 with that of 2026 and 3.8244 with that of 2027; column B
1.370, so SEFA 1.33575 with the share of 2026 (0.975) and 1.3015 with that of 2027 (0.95).
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from carnet.cbam.holding import INDEX_NOTE, exposure
from carnet.cbam.lookup import value_of
from carnet.cbam.portfolio import portfolio
from carnet.cbam.portfolio_rows import parse_portfolio
from tests.cbam.works import ON, tables

HEAD = "cn,country,net_mass_t,import_date,importer,basis,see_direct,see_indirect,sefa"
COIL = "72083900,CN,100,2027-02-10,A,default"
HELD = {"benchmarks": "held"}


def exposed(*rows, what_if=None, base=None):
    base = base or tables()
    lines, problems = parse_portfolio("\n".join([HEAD, *rows]) + "\n")
    assert problems == ()
    return exposure(portfolio(lines, base, on=ON, what_if=what_if), base, on=ON, what_if=what_if)


def ends(found, importer="A"):
    return {each.day: each.certificates for each in found.held if each.importer == importer}


def test_half_of_the_default_without_mark_up_less_free_allocation():
    found = exposed(COIL, "72083900,CN,200,2027-08-15,A,default", what_if=HELD)
    # 100 x (3.187 - 0.95 x 1.370) = 188.55; half of it: 94.275; with 200 t more 565.65 and 282.825
    assert ends(found) == {
        "2027-03-31": Fraction("94.275"),
        "2027-06-30": Fraction("94.275"),
        "2027-09-30": Fraction("282.825"),
        "2027-12-31": Fraction("282.825"),
    }
    assert [each.lines for each in found.held] == [1, 1, 2, 2]


def test_a_line_on_actual_values_is_held_by_its_default_all_the_same():
    actual = exposed("72083900,CN,100,2027-02-10,A,actual,2.0,0,1.2", what_if=HELD)
    assert ends(actual) == ends(exposed(COIL, what_if=HELD))


def test_nothing_is_held_in_2026_and_nothing_below_the_threshold():
    assert exposed(COIL.replace("2027", "2026")).held == ()
    assert exposed(COIL.replace("100", "50"), what_if=HELD).held == ()
    assert exposed("85076000,CN,100,2027-02-10,A,default", what_if=HELD).held == ()
    assert exposed("72083900,NO,100,2027-02-10,A,default", what_if=HELD).held == ()


def test_a_surplus_of_one_line_serves_no_other():
    # A benchmark above the default makes the obligation of the second line negative.
    base = tables()
    rows = tuple(replace(row, value=Fraction(9)) for row in base.benchmarks["72071210"])
    changed = replace(base, benchmarks={**base.benchmarks, "72071210": rows})
    found = exposed(COIL, "72071210,CN,100,2027-02-10,A,default", what_if=HELD, base=changed)
    assert ends(found)["2027-03-31"] == Fraction("94.275")


def test_without_benchmarks_of_the_year_the_holding_is_open_and_says_why():
    found = exposed(COIL)
    assert set(ends(found).values()) == {None}
    assert {each.open for each in found.held} == {1}
    assert {p.code for each in found.held for p in each.problems} == {"CBM-054"}
    assert found.held[0].problems[0].place.cell == "2"


def test_a_share_that_is_not_in_the_tables_leaves_the_holding_open():
    base = tables()
    values = {key: value for key, value in base.values.items() if key[0] != "quarter_end_holding"}
    found = exposed(COIL, what_if=HELD, base=replace(base, values=values))
    assert set(ends(found).values()) == {None}


def test_a_supplied_price_tells_what_is_tied_up():
    found = exposed(COIL, what_if={**HELD, "price": "80"})
    assert found.held[0].worth == Fraction("94.275") * 80
    assert exposed(COIL, what_if=HELD).held[0].worth is None


def test_an_unknown_country_or_code_leaves_holding_and_penalty_open():
    for row in (COIL.replace("CN,100", "XX,100"), COIL.replace("72083900", "72083999")):
        found = exposed(COIL, row, what_if=HELD)
        assert ends(found)["2027-03-31"] is None
        assert found.penalties[0].least is None


def test_the_penalty_of_a_declarant_and_of_an_import_without_one():
    (found,) = exposed(
        "72083900,CN,100,2026-02-10,A,default", "72083900,CN,100,2026-08-10,A,actual,2.1,0,1.2"
    ).penalties
    # declared: 216.995 + 90 certificates; by default 2 x 216.995
    assert found.missing == Fraction("306.995")
    assert (found.each, found.indexed) == (100, False)
    assert found.declarant == Fraction("30699.5")
    assert found.unauthorised == Fraction("433.99")
    assert (found.least, found.most) == (Fraction("130197"), Fraction("216995"))
    assert not found.reducible


@pytest.mark.parametrize(("tonnes", "reducible"), [("50.001", True), ("55", True), ("55.001", False)])
def test_ten_per_cent_above_the_threshold_may_cost_less(tonnes, reducible):
    (found,) = exposed(f"72083900,CN,{tonnes},2026-02-10,A,default").penalties
    assert found.reducible is reducible


def test_hydrogen_has_no_threshold_to_be_within_ten_per_cent_of():
    (found,) = exposed("28041000,CN,1,2026-02-10,A,default").penalties
    assert not found.reducible


def test_below_the_threshold_there_is_no_penalty():
    assert exposed("72083900,CN,50,2026-02-10,A,default").penalties == ()


def test_the_index_is_open_until_it_is_supplied():
    coil = COIL.replace("2027", "2026")
    assert INDEX_NOTE in exposed(coil).notes
    found = exposed(coil, what_if={"penalty": "130"})
    assert INDEX_NOTE not in found.notes
    assert found.penalties[0].declarant == Fraction("216.995") * 130
    base = tables()
    known = replace(value_of(base, "excess_penalty_index", "2026"), value=Fraction("1.3"))
    changed = replace(base, values={**base.values, ("excess_penalty_index", "2026"): known})
    assert exposed(coil, base=changed).penalties[0].each == 130


def test_every_rule_has_its_citation_and_none_is_called_better_than_seen():
    status = {rule.name: rule.cite.status for rule in exposed(COIL).rules}
    assert status == {
        "quarter_end_holding": "read",
        "holding_remedy_months": "read",
        "excess_penalty": "secondary",
        "excess_penalty_index": "unknown",
        "unauthorised_penalty_times": "secondary",
        "unauthorised_reduction": "read",
    }
    assert all(rule.cite.source and rule.cite.clause for rule in exposed(COIL).rules)
