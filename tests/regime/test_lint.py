"""What loads and still wants looking at."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from carnet.regime import MatrixCell, against_matrix, stale, waiting
from carnet.regime.lint import TOPICS, status_of, uncovered
from carnet.regime.shapes import freeze
from carnet.regime.vocabulary import BY_ID
from carnet.service.rulebook import _flows_named, regimes_lint
from tests.regime.samples import load, sample, shipped, value
from tests.regime.test_dates import ACT, LATER, MILESTONE

MATRIX = Path(__file__).parents[2].parent / "shared" / "data" / "regimes" / "regime_matrix.csv"
WORDS_ONLY = {"legal_status", "report_content"}


def reviewed(day: str):
    return load(f"reviewed = {day}\n" + sample())


@pytest.mark.parametrize(("on", "found"), [("2026-11-21", 0), ("2026-11-22", 1), ("2030-01-01", 1)])
def test_a_review_holds_for_twelve_months(on, found):
    assert len(stale(reviewed("2025-11-22"), on)) == found


def test_a_file_without_a_day_of_review_was_never_reviewed():
    [warning] = stale(load(sample()), "2020-01-02")
    assert warning.severity == "warning"
    assert warning.cause.en.endswith("were never reviewed")


def test_every_shipped_regime_names_the_day_it_was_reviewed():
    library = shipped()
    assert [r.name for r in library.regimes.values() if not r.reviewed] == []
    assert stale(library, "2026-11-23") == ()


def test_a_day_that_waits_for_an_act_is_named_with_its_rule():
    text = sample(more=ACT.format(day="") + MILESTONE.format(on=LATER, status="read", more=""))
    [warning] = waiting(load(text))
    assert "the later of 2025-02-18 and 12 months after the battery act enters into force" in warning.cause.en
    settled = sample(more=ACT.format(day="day = 2026-03-01") + MILESTONE.format(on=LATER, status="read", more=""))
    assert waiting(load(settled)) == ()


@pytest.mark.parametrize(
    ("mark", "status"),
    [("P", "read"), ("S", "secondary"), ("S/M", "recalled"), ("P/NS", "read"), ("S/U", "unknown"), ("?", "unknown"),
     ("CONFLICT", "conflicting"), ("S-single", "recalled")],
)  # fmt: skip
def test_the_marks_of_the_notes_as_status_words(mark, status):
    assert status_of(mark) == status


@pytest.mark.parametrize(("mark", "found"), [("P", 0), ("S", 1), ("M", 1), ("U", 1)])
def test_a_value_firmer_than_its_cell_is_named(mark, found):
    cells = [MatrixCell("a", "gwp_set", "AR6", mark), MatrixCell("b", "gwp_set", "AR6", "U")]
    warnings = against_matrix(load(sample()), cells)
    assert [w.code for w in warnings] == ["REG-035"] * found


def test_a_value_that_says_it_is_unknown_claims_nothing():
    unknown = 'status = "unknown"\ncandidates = ["AR5", "AR6"]\nfind_in_zh = "文"\nfind_in_en = "text"'
    text = sample(without=["D4.gwp_set"], more=value("D4.gwp_set", None, more=unknown))
    assert against_matrix(load(text), [MatrixCell("a", "gwp_set", "", "U")]) == ()


def test_the_topics_name_parameters_of_the_vocabulary():
    assert {name for names in TOPICS.values() for name in names} <= set(BY_ID)


def test_every_topic_of_the_notes_has_a_parameter_or_is_words_only():
    if not MATRIX.exists():
        pytest.skip("../shared/data/regimes/regime_matrix.csv is not here")
    with MATRIX.open(encoding="utf-8") as file:
        topics = [row["dimension"] for row in csv.DictReader(file)]
    assert set(uncovered(topics)) == WORDS_ONLY


def test_no_shipped_value_is_firmer_than_the_notes_without_naming_what_was_read():
    if not MATRIX.exists():
        pytest.skip("../shared/data/regimes/regime_matrix.csv is not here")
    library = shipped()
    with MATRIX.open(encoding="utf-8") as file:
        cells = [MatrixCell(r["regime"], r["dimension"], r["value"], r["status"]) for r in csv.DictReader(file)]
    for name in library.ids():
        newest = library.versions(name)[-1]
        for cell in (c for c in cells if c.regime == name):
            for warning in against_matrix(library, [cell]):
                at = int(warning.place.cell)
                cited = next(v for v in newest.values if int(v.place.cell) == at)
                assert newest.sources[cited.source].read_as, warning.cause.en


def test_flow_ids_are_looked_for_in_rules_of_single_products_lists_of_methods_and_what_is_displaced():
    credit = {"method": "fixed_credit", "per": {"slagg": {"value": "1"}}}
    displacing = {"method": "expansion", "displaces": {"blast_furnace_slag": "clinkerr"}}
    for rule, named in (
        (credit, ["slagg"]),
        (displacing, ["blast_furnace_slag", "clinkerr"]),
        ({"slag": credit}, ["slagg"]),
        ({"method": "first_of", "options": ({"method": "mass"}, credit, displacing)},
         ["slagg", "blast_furnace_slag", "clinkerr"]),
    ):  # fmt: skip
        assert _flows_named(freeze(rule)) == named


def test_no_shipped_rule_names_a_flow_that_is_none():
    assert [w for w in regimes_lint("2026-11-22")["warnings"] if w["code"] == "REG-036"] == []
