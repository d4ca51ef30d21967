"""Grades on two axes, and the action each allows at most."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from carnet.recognition.grade import action, at_least, explain, weaker
from carnet.recognition.model import Grade
from carnet.recognition.vocabulary import ACTIONS, DIGITS, LETTERS

GRADES = [Grade(letter, digit) for letter in LETTERS for digit in DIGITS]
grades = st.sampled_from(GRADES)


@given(grades, grades)
def test_a_chain_is_as_good_as_its_weakest_link(first: Grade, second: Grade) -> None:
    both = weaker(first, second)
    assert at_least(first, str(both))
    assert at_least(second, str(both))
    assert weaker(second, first) == both


@given(grades, grades)
def test_better_on_both_axes_never_allows_less(first: Grade, second: Grade) -> None:
    if at_least(first, str(second)):
        assert ACTIONS.index(action(first)) >= ACTIONS.index(action(second))


def test_only_a_probable_official_text_allows_acting() -> None:
    assert {str(each) for each in GRADES if action(each) == "act"} == {"A1", "A2"}
    assert {each.letter for each in GRADES if action(each) == "ignore"} == {"E", "F"}
    assert action(Grade("D", "4")) == "prepare"


def test_both_axes_are_apart() -> None:
    assert not at_least(Grade("A", "4"), "B2")
    assert not at_least(Grade("C", "1"), "B2")
    assert at_least(Grade("B", "2"), "B2")


def test_every_grade_can_be_said_in_both_languages() -> None:
    assert len({explain(each).zh for each in GRADES}) == len({explain(each).en for each in GRADES}) == len(GRADES)
