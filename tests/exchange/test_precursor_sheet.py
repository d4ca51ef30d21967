"""The precursor data sheet: exact both ways in both forms, and no change on the way goes unseen."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.errors import Text
from carnet.exchange.precursor_sheet import (
    CATEGORIES,
    SCHEMA,
    PrecursorSheet,
    parse_precursor_sheet,
    precursor_json,
    precursor_workbook,
    read_precursor_sheet,
    sheet_leaves,
)
from tests.exchange.sheet_cases import NO_SHEET, PIG, TOLD, WRONG, changed

FORMS = pytest.mark.parametrize("write", [precursor_json, precursor_workbook])


def codes(problems):
    return {p.code for p in problems}


@FORMS
def test_the_round_trip_is_exact_and_the_bytes_are_the_same(write):
    data = write(PIG)
    assert write(PIG) == data
    back, problems = parse_precursor_sheet(data)
    assert problems == ()
    assert back == PIG


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20).map(str.strip)
ratios = st.fractions(0, 10**6, max_denominator=10**9)


@given(
    st.builds(
        PrecursorSheet,
        cn=st.just("72071210"),
        name=st.builds(Text, texts, texts),
        category=st.sampled_from(CATEGORIES),
        routes=st.lists(texts.filter(bool), max_size=12).map(tuple),
        operator=texts,
        installation=texts.filter(bool),
        country=st.just("CN"),
        period_from=st.just("2026-01-01"),
        period_to=st.just("2026-12-31"),
        see_direct=ratios,
        see_indirect=st.none() | ratios,
        counted_indirect=st.none() | ratios,
        electricity=st.none() | ratios,
        electricity_ef=st.none() | ratios,
        sefa=st.none() | ratios,
        default_share=st.none() | st.fractions(0, 1, max_denominator=10**6),
        verifier=texts,
        blocking=st.integers(0, 40),
        lower=st.fixed_dictionaries({}, optional={"see_direct": st.just(Fraction(0)), "sefa": st.just(Fraction(0))}),
        electricity_note=st.builds(Text, texts, texts),
        preview=st.booleans(),
    ).map(lambda s: replace(s, lower={name: end for name, end in s.lower.items() if getattr(s, name) is not None}))
)
def test_any_sheet_comes_back_as_it_went(sheet):
    back, problems = parse_precursor_sheet(precursor_json(sheet))
    assert [p.code for p in problems if p.severity == "error"] == []
    assert back == sheet


def test_it_becomes_a_row_with_the_rounded_figures_and_all_the_evidence():
    row, problems = read_precursor_sheet(precursor_json(PIG), file="pig.json")
    assert problems == ()
    assert (row.id, row.cn, row.category, row.country) == ("pp_72011019", "72011019", "pig_iron", "CN")
    assert (row.see_direct, row.see_indirect, row.sefa) == ("1.66667", "0.14286", "1.17975")
    assert (row.basis, row.amount) == ("measured", "")
    assert (row.electricity, row.electricity_ef) == ("0.117142857142857", "")
    assert (row.verification_report, row.verifier) == ("VR-2027-0042", "Prüfstelle GmbH")
    assert (row.accreditation, row.accreditation_expiry) == ("D-VS-00000-01", "2029-03-31")
    assert (row.period_from, row.period_to) == ("2026-01-01", "2026-12-31")
    assert sheet_leaves(PIG)["digest"] in row.note
    assert row.accreditation_scope == "CBAM iron and steel"


@pytest.mark.parametrize("path", sorted(sheet_leaves(PIG)))
def test_a_change_of_any_leaf_is_found(path):
    tree = json.loads(precursor_json(PIG))
    here = tree
    *parents, last = path.split("/")
    for parent in parents:
        here = here[parent]
    last = int(last) if isinstance(here, list) else last
    here[last] = here[last] + "1"
    row, problems = read_precursor_sheet(json.dumps(tree).encode())
    assert row is None
    assert codes(problems) & ({"CBM-167"} if path != "schema" else {"CBM-161"})


def test_a_leaf_taken_away_or_added_is_found():
    tree = json.loads(precursor_json(PIG))
    del tree["verification"]["scope"]
    assert "CBM-167" in codes(read_precursor_sheet(json.dumps(tree).encode())[1])
    tree = json.loads(precursor_json(PIG)) | {"remark": "fine"}
    assert {"CBM-167", "CBM-164"} <= codes(read_precursor_sheet(json.dumps(tree).encode())[1])


def test_a_cell_changed_in_the_workbook_is_found():
    book = openpyxl.load_workbook(io.BytesIO(precursor_workbook(PIG)))
    tab = book.worksheets[0]
    (cell,) = (row[3] for row in tab.iter_rows() if row[0].value == "values/see_direct/value")
    assert cell.value == "1.66667"
    cell.value = "0.66667"
    out = io.BytesIO()
    book.save(out)
    row, problems = read_precursor_sheet(out.getvalue(), file="pig.xlsx")
    assert row is None
    assert {"CBM-167", "CBM-169"} <= codes(problems)


def test_a_workbook_saved_again_by_a_spreadsheet_program_still_reads():
    book = openpyxl.load_workbook(io.BytesIO(precursor_workbook(PIG)))
    out = io.BytesIO()
    book.save(out)
    assert parse_precursor_sheet(out.getvalue()) == (PIG, ())


@pytest.mark.parametrize(
    ("leaves", "code"),
    WRONG,
)
def test_what_is_wrong_is_refused_even_under_a_right_digest(leaves, code):
    row, problems = read_precursor_sheet(changed(**leaves))
    assert row is None
    assert code in codes(problems)
    assert "CBM-167" not in codes(problems)


@pytest.mark.parametrize(
    ("change", "code"),
    TOLD,
)
def test_what_the_buyer_must_know_is_a_warning(change, code):
    row, problems = read_precursor_sheet(precursor_json(replace(PIG, **change)))
    assert row is not None
    assert [(p.code, p.severity) for p in problems] == [(code, "warning")]


@pytest.mark.parametrize(
    ("data", "code"),
    NO_SHEET,
)
def test_what_is_no_sheet_is_told_not_crashed_on(data, code):
    row, problems = read_precursor_sheet(data)
    assert row is None
    assert code in codes(problems)


def test_a_draft_says_so_and_no_sheet_claims_to_be_more_than_ready_for_review():
    assert sheet_leaves(replace(PIG, blocking=2))["state/en"] == "DRAFT: 2 blocking checks fail"
    said = precursor_json(PIG).decode()
    assert "ready for review by a CBAM-accredited verifier" in said
    assert SCHEMA in said
    for word in ("certified", "recognised", "verified"):
        assert word not in said


def test_a_lower_end_above_the_figure_is_refused():
    wrong = replace(PIG, lower={"see_direct": Fraction(2)})
    sheet, problems = parse_precursor_sheet(precursor_json(wrong))
    assert sheet is None
    assert "CBM-168" in codes(problems)
    right = replace(PIG, lower={"see_direct": Fraction(3, 2)})
    assert parse_precursor_sheet(precursor_workbook(right)) == (right, ())
    row, _ = read_precursor_sheet(precursor_json(right))
    assert (row.see_direct, "1.50000" in row.note) == ("1.66667", True)
