"""Cement kilns by hand: method A and B, clinker from cement, kiln dust and bypass dust (eq 11, 27, 28)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.cbam.compute import compute
from carnet.cbam.kilns import dust_factor
from carnet.inventory.installation import Kiln
from carnet.store.cbam_tables import load_cbam_tables
from tests.cbam.small import process, study

F = Fraction


def done(**fields):
    kiln = Kiln(**({"id": "k", "name": "Kiln 1", "process": "a"} | fields))
    made = process("a", "cement_clinker", amount="1000", direct="")
    return compute(study(production=(made,), kilns=(kiln,)), load_cbam_tables())


def codes(found):
    return [p.code for p in found.problems]


B = {"method": "output", "clinker_made": "1000", "clinker_ef": "0.525"}
A = {"method": "input", "raw_meal": "1600", "raw_meal_dust": "50", "caco3": "0.77", "mgco3": "0.02"}
HAND = {
    # fields → tCO2, equation
    "B, weighed": (B, "525", "11"),
    # 0.525 x 0.4 of EF/(1+EF) = 0.344262…: p = 0.137704918; p/(1-p) = 0.159695817…
    "B, kiln dust half calcined": (
        {**B, "dust": "20", "calcination": "0.4"}, F(525) + 20 * F("0.21") / (F("1.525") - F("0.21")), "11, 28",
    ),
    "B, bypass dust has the factor of clinker": ({**B, "bypass": "10"}, "530.25", "11"),
    "B, dust and no degree: in full": ({**B, "dust": "20"}, "535.5", "11, 28"),
    "B, dust not calcined emits nothing": ({**B, "dust": "20", "calcination": "0"}, "525", "11, 28"),
    # [(1500 - 100) x 0.75 - 200 + 120 - (-30)] = 1000
    "B, clinker from cement": (
        {
            "method": "output", "clinker_ef": "0.525", "cement": "1500", "cement_stock": "100", "clinker_ratio": "0.75",
            "clinker_supplied": "200", "clinker_dispatched": "120", "clinker_stock": "-30",
        }, "525", "11, 27",
    ),
    # 0.65 x 0.785 + 0.02 x 1.092 = 0.53209
    "B, oxides": ({"method": "output", "clinker_made": "1000", "cao": "0.65", "mgo": "0.02"}, "532.09", "11"),
    # (1600 - 50) x (0.77 x 0.440 + 0.02 x 0.522) = 1550 x 0.34924
    "A, carbonates less dust": (A, "541.322", "11"),
    "A, conversion": ({**A, "conversion": "0.5"}, "270.661", "11"),
    "A, stated factor": ({"method": "input", "raw_meal": "1600", "raw_meal_ef": "0.35"}, "560", "11"),
    "A, dust needs the clinker's factor": (
        {**A, "dust": "50", "clinker_ef": "0.5", "calcination": "1"}, "566.322", "11, 28",
    ),
    # 1600 t x 0.002 tC/t x 3.664
    "A, organic carbon": ({**A, "organic_carbon": "0.002"}, F("541.322") + F("11.7248"), "11"),
}  # fmt: skip


@pytest.mark.parametrize("name", HAND)
def test_by_hand(name):
    fields, whole, equation = HAND[name]
    found = done(**fields)
    (stream,) = found.streams
    assert stream.emissions == F(whole)
    assert stream.equation == equation
    assert stream.status == "recalled"
    assert stream.attributed == {"a": F(whole)}
    assert found.process("a").direct_star == F(whole)
    assert found.totals.direct == found.totals.calculated == F(whole)
    assert "公式11" in stream.derivation.zh
    assert "eq 11" in stream.derivation.en
    assert ("eq 28" in stream.derivation.en) == ("28" in equation)
    assert ("eq 27" in stream.derivation.en) == ("27" in equation)


def test_a_degree_that_is_not_given_is_told():
    found = done(**B, dust="20")
    (told,) = [p for p in found.problems if p.code == "CBM-028"]
    assert told.severity == "warning"
    assert "煅烧度" in told.cause.zh
    assert "conservative" in told.cause.en


WRONG = {
    "method": ({"method": "C"}, "CBM-004"),
    "nothing": ({"method": "output", "clinker_ef": "0.5"}, "CBM-002"),
    "no factor": ({"method": "output", "clinker_made": "9"}, "CBM-002"),
    "two factors": ({**B, "cao": "0.6"}, "CBM-027"),
    "two amounts": ({**B, "cement": "9"}, "CBM-027"),
    "dust without a factor": ({"method": "input", "raw_meal": "9", "raw_meal_ef": "0.3", "dust": "1"}, "CBM-002"),
    "more dust than meal": ({**A, "raw_meal_dust": "2000"}, "CBM-003"),
    "degree in percent": ({**B, "dust": "1", "calcination": "40"}, "CBM-003"),
    "less than no clinker": (
        {"method": "output", "clinker_ef": "0.5", "cement": "10", "clinker_ratio": "0.7", "clinker_stock": "50"},
        "CBM-003",
    ),
    "no process": ({**B, "process": ""}, "CBM-002"),
    "unknown process": ({**B, "process": "z"}, "CBM-006"),
    "unreadable": ({**B, "bypass": "x"}, "CBM-001"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_and_leaves_the_process_incomplete(name):
    fields, code = WRONG[name]
    found = done(**fields)
    assert code in codes(found)
    assert found.process("a").incomplete
    assert all("{" not in p.cause.zh + p.cause.en + p.fix.zh + p.fix.en for p in found.problems)


def test_a_kiln_and_a_stream_share_no_id():
    kilns = (Kiln("k", "one", "a", **B), Kiln("k", "two", "a", **B))
    found = compute(study(production=(process("a", "cement_clinker", direct=""),), kilns=kilns), load_cbam_tables())
    assert "CBM-007" in codes(found)
    assert found.totals.direct == 525


@given(st.fractions(0, 1), st.fractions(0, 1))
def test_the_factor_of_dust_rises_with_calcination_up_to_that_of_clinker(clinker, degree):
    assert 0 <= dust_factor(clinker, degree) <= clinker
    assert dust_factor(clinker, F(1)) == clinker
    assert dust_factor(clinker, F(0)) == 0
