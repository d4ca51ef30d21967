"""Campaign C20: every numbered rule is in it, and a rule that sleeps or cries wolf is seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from campaigns import c20, frame
from carnet.exchange import precursor_sheet
from carnet.exchange.cbam_template import write_fill
from tests.cbam import cases
from tests.exchange import sheet_cases, write_cases

pytestmark = pytest.mark.slow


def test_all_rules_hold_both_ways():
    closing = frame.run(frame.load("C20"), "test", 42)
    assert (closing.broken, closing.first) == (0, ())
    assert closing.done == c20.SIZES["test"] == c20.SIZES["release"] > 85


def test_the_rules_are_those_the_program_knows():
    assert len(c20.CHECKS) > 50
    assert {f"CBM-{number}" for number in range(110, 130)} == set(c20.WRITER)
    assert {f"CBM-{number}" for number in (*range(160, 175), 176, 177)} == set(c20.SHEET)


@pytest.mark.parametrize(
    ("table", "key", "run", "rule"),
    [
        (cases.CASES, "32", c20.check, "CBM-R32"),
        (write_cases.PAIRS, "CBM-116", c20.written, "CBM-116"),
        (sheet_cases.REFUSALS, "CBM-167", c20.sheet, "CBM-167"),
    ],
)
def test_a_rule_without_its_pair_is_seen(monkeypatch, table, key, run, rule):
    assert run(rule) is None
    monkeypatch.delitem(table, key)
    assert "there is no" in run(rule)


@pytest.mark.parametrize(("answer", "says"), [(True, "the breach is not told"), (False, "not told as kept")])
def test_a_check_that_always_says_the_same_is_seen(monkeypatch, answer, says):
    honest = cases.checked

    def same(case):
        return {rule: replace(check, ok=answer) for rule, check in honest(case).items()}

    monkeypatch.setattr(cases, "checked", same)
    assert says in c20.check("CBM-R32")


def test_a_breach_told_at_another_place_is_seen(monkeypatch):
    kept, broken = cases.CASES["32"]
    monkeypatch.setitem(cases.CASES, "32", (kept, replace(broken, pointer="/elsewhere")))
    assert "/elsewhere" in c20.check("CBM-R32")


def test_a_writer_that_leaves_out_in_silence_is_seen(monkeypatch):
    monkeypatch.setattr(write_fill.Filling, "left_out", lambda *_, **__: None)
    assert "is not told" in c20.written("CBM-116")
    assert "is not told" in c20.written("CBM-126")


def test_a_writer_that_warns_where_it_must_refuse_is_seen(monkeypatch):
    honest = c20.fill
    monkeypatch.setattr(c20, "fill", lambda *given, **more: honest(*given, leave_out=True, **more))
    assert c20.written("CBM-117") is None, "a warning and a workbook agree"
    monkeypatch.setattr(c20, "_fill", lambda _: ({"CBM-117": "error"}, b"a workbook"))
    assert "told without cause" in c20.written("CBM-117")


def test_a_sheet_whose_digest_is_not_looked_at_is_seen(monkeypatch):
    monkeypatch.setattr(precursor_sheet, "_check_digest", lambda *_: None)
    assert c20.sheet("CBM-167") == "CBM-167: case 0 is not told: []"


def test_a_reader_of_sheets_that_cries_wolf_is_seen(monkeypatch):
    monkeypatch.setattr(precursor_sheet, "CATEGORIES", ("cement",))
    assert "the whole sheet is told ['CBM-166'" in c20.sheet("CBM-166")


def test_a_sheet_made_of_nothing_is_seen(monkeypatch):
    monkeypatch.setattr(c20, "precursor_sheets", lambda _: ({"72083900": None}, ()))
    assert "not told, 1 sheets made" in c20.unmade("CBM-176")
