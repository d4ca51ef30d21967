"""What a grade and a status unlock."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.recognition.gates import allowed_action, gate, reaches
from carnet.recognition.model import Grade
from carnet.recognition.vocabulary import DIGITS, LETTERS, SIDE_EXITS, STATUSES, USES

STRONG = ("verdict", "words", "label", "plan")
every_status = st.sampled_from((*STATUSES, *SIDE_EXITS))


@given(st.sampled_from(LETTERS), st.sampled_from(DIGITS), every_status, st.sampled_from(USES))
def test_a_shut_gate_says_why_in_both_languages(letter: str, digit: str, status: str, use: str) -> None:
    found = gate(use, Grade(letter, digit), status)
    assert found.open == (found.why.en == "")
    assert (found.why.en == "") == (found.why.zh == "")


@given(st.sampled_from(LETTERS[1:]), st.sampled_from(DIGITS), every_status, st.sampled_from(STRONG))
def test_below_an_official_text_no_strong_use_is_open(letter: str, digit: str, status: str, use: str) -> None:
    assert not gate(use, Grade(letter, digit), status).open


@given(st.sampled_from(DIGITS), st.sampled_from(["talks", "signed", "in_force", "pilot_running", *SIDE_EXITS]))
def test_what_does_not_apply_opens_no_words(digit: str, status: str) -> None:
    assert not gate("words", Grade("A", digit), status).open


def test_a_signed_case_opens_the_verdict_whatever_the_item() -> None:
    assert gate("verdict", Grade("D", "4"), "reported", signed_case=True).open
    assert not gate("plan", Grade("D", "4"), "reported", signed_case=True).open


def test_a_scenario_carries_its_mark() -> None:
    assert gate("scenario", Grade("D", "4"), "reported").watermark
    assert not gate("scenario", Grade("E", "4"), "reported").open


def test_a_pilot_is_no_applicable_law() -> None:
    assert not reaches("pilot_running", "applicable")
    assert reaches("operating", "applicable")
    assert not any(reaches(each, "reported") for each in SIDE_EXITS)


def test_an_unknown_use_is_a_defect() -> None:
    with pytest.raises(KeyError):
        gate("anything", Grade("A", "1"), "applicable")


@pytest.mark.parametrize(
    ("grade", "status", "expected"),
    [
        ("A1", "applicable", "act"),
        ("A1", "in_force", "prepare"),
        ("A1", "draft_published", "prepare"),
        ("A1", "withdrawn", "note"),
        ("D4", "reported", "prepare"),
        ("E5", "reported", "ignore"),
    ],
)
def test_acting_needs_something_that_applies(grade: str, status: str, expected: str) -> None:
    assert allowed_action(Grade(grade[0], grade[1]), status) == expected
