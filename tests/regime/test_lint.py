"""What loads and still wants looking at."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from carnet.errors import DataError
from carnet.regime import MatrixCell, against_matrix, leftovers, parse_regimes, skeleton, stale, unfilled, waiting
from carnet.regime.lint import TOPICS, status_of, uncovered
from carnet.regime.shapes import freeze
from carnet.regime.skeleton import PLACEHOLDERS
from carnet.regime.vocabulary import BY_ID
from carnet.service import datasets
from carnet.service.rulebook import _flows_named, regimes_lint
from tests.regime.samples import OPEN, line, load, sample, shipped, value
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


def lint(text: str, name: str = "mine.toml", on: str = "2026-11-22"):
    return regimes_lint(on, files=[(name, text)])["warnings"]


def test_a_displaced_flow_that_does_not_exist_is_named():
    rule = '{ method = "expansion", displaces = { blast_furnace_slag = "clinkerr" }, basis = "mass", ratio = "1" }'
    found = lint("reviewed = 2026-11-22\n" + sample(more=value("D6.slag", rule)))
    assert [(w["code"], w["value"]) for w in found] == [("REG-036", "clinkerr")]


# ── text that was to be replaced ─────────────────────────────────────────────────────────────────


def test_every_placeholder_of_a_new_file_is_named_once_per_field():
    found = unfilled(parse_regimes([("new.toml", skeleton("my_scheme", "2026-11-22"))]))
    told = {(w.value, w.cause.en.split(" is ")[0].split(" are ")[0].split(" of ")[0]) for w in found}
    assert told == {
        ("(title of the scheme)", "title"),
        ("(who publishes it)", "authority"),
        ("(title, edition and date of the text)", "title"),
        ("(where it can be found)", "locator"),
        ("(the text it stands in)", "find_in"),
        ("(clause)", "clause"),
    }
    assert len(found) == 6
    [clauses] = [w for w in found if w.value == "(clause)"]
    assert clauses.cause.en.startswith("clause of [in_force], D1.reference, D1.unit, … (26 places) are still the text")
    assert clauses.cause.zh.startswith("[in_force], D1.reference, D1.unit 的 clause 等 26 处仍是待填的占位文字")


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_each_placeholder_alone_is_seen(text):
    assert text in skeleton("x", "2026-11-22")
    for key in ("title_zh = ", "title_en = ", "authority_en = "):
        old = next(row for row in sample().splitlines() if row.startswith(key))
        [found] = unfilled(load(sample().replace(old, f'{key}"{text}"', 1)))
        assert found.value == text


@pytest.mark.parametrize(
    ("fragment", "field"),
    [
        ('clause = "(clause)"', "clause of D9.markup"),
        ('clause = "3"\nnote_zh = "（在哪份文本中可以查到）"\nnote_en = "see there"', "note of D9.markup"),
    ],
)
def test_a_placeholder_in_a_value_is_named_with_its_line(fragment, field):
    text = sample(more=value("D9.markup", '"0.1"').replace('clause = "2"', fragment))
    [found] = unfilled(load(text))
    assert found.code == "REG-037"
    assert found.severity == "warning"
    assert str(found.place) == f"a.toml:{line(text, 'D9.markup')}"
    assert found.cause.en.startswith(f"{field} is still the text to be replaced: ")


def test_a_sentence_that_was_left_blank_is_seen_in_value_and_candidates():
    text = sample(more=value("K3.statement", '{ zh = "…", en = "…" }'))
    [found] = unfilled(load(text))
    assert (found.value, found.cause.en[:22]) == ("…", "value of K3.statement ")
    every = unfilled(parse_regimes([("new.toml", uncommented(skeleton("my_scheme", "2026-11-22", whole=True)))]))
    assert "candidates" in {w.cause.en.split(" of ")[0] for w in every if w.value == "…"}


def uncommented(text: str) -> str:
    head, rest = text.split("\n# ── D1", 1)
    body = ("# ── D1" + rest).split("\n")
    return head + "\n" + "\n".join(row.removeprefix("# ") for row in body if " · " not in row)


def test_no_shipped_regime_holds_text_to_be_replaced():
    assert unfilled(shipped()) == ()


# ── what is left of an open value ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("more", "kept"),
    [
        ('status = "read"\ncandidates = ["AR5", "AR6"]', "candidates"),
        ('status = "read"\nfind_in_zh = "原文"\nfind_in_en = "the text"', "find_in"),
        (OPEN.replace("unknown", "recalled"), ""),
        ('status = "conflicting"\ncandidates = ["AR5", "AR6"]', ""),
        ('status = "read"', ""),
    ],
)
def test_a_known_value_that_still_carries_candidates_is_named(more, kept):
    source = sample(without=["D4.gwp_set"], more=value("D4.gwp_set", '"AR6"', more=more))
    found = leftovers(load(source))
    assert [(w.code, w.severity, w.cause.en.rpartition("carries ")[2]) for w in found] == (
        [("REG-039", "warning", kept)] if kept else []
    )


# ── one file of one's own ────────────────────────────────────────────────────────────────────────


def test_only_what_concerns_the_given_file_is_listed():
    everything = regimes_lint("2030-01-01")["warnings"]
    mine = lint("reviewed = 2026-11-22\n" + sample(), on="2030-01-01")
    assert [(w["code"], w["value"]) for w in mine] == [("REG-033", "2026-11-22")]
    assert len(everything) > len(datasets.regimes().regimes) - 1
    assert lint("reviewed = 2026-11-22\n" + sample()) == []


def test_a_gas_that_is_none_is_refused_when_the_library_is_whole(monkeypatch):
    text = sample(without=["D4.direct_gases"], more=value("D4.direct_gases", '["CO2", "NO2"]'))
    with pytest.raises(DataError) as refused:
        lint(text)
    assert [(p.code, p.candidates[0]) for p in refused.value.problems] == [("REG-038", "N2O")]
    monkeypatch.setattr(datasets, "read_folder", lambda _: [("a/regime.toml", text)])
    with pytest.raises(DataError):
        datasets.regimes.__wrapped__()
    assert {"CO2", "CH4", "N2O", "SF6", "NF3", "HFC", "PFC"} <= datasets.gases()
