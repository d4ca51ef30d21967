"""The status of an item: evidence carries a step or does not; in force is not applicable; two days count."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.recognition.grade import at_least
from carnet.recognition.model import DateRule, Event, Grade
from carnet.recognition.status import LEAST, NEEDS_CASE, status_on
from carnet.recognition.vocabulary import DIGITS, INSTRUMENT_KINDS, LETTERS, SIDE_EXITS, STATUSES
from tests.recognition.policy_items import DAY, event, item

EVERY = (*STATUSES, *SIDE_EXITS)


def grades() -> st.SearchStrategy[str]:
    return st.builds("{}{}".format, st.sampled_from(LETTERS), st.sampled_from(DIGITS))


@given(
    st.lists(st.tuples(st.sampled_from(EVERY), grades(), st.booleans()), max_size=8),
    st.booleans(),
    st.sampled_from(INSTRUMENT_KINDS),
)
def test_what_evidence_cannot_carry_moves_nothing(
    steps: list[tuple[str, str, bool]], official: bool, kind: str
) -> None:
    events = [
        event(status, grade, f"2026-01-{day + 1:02}", "a dated case" if case else "")
        for day, (status, grade, case) in enumerate(steps)
        if not at_least(Grade(grade[0], grade[1]), LEAST[status]) or status in {"reported", "unverified"}
    ]
    found = status_on(item(*events, kind=kind, official=official), DAY)
    assert found.status in {"reported", "unverified"}


@pytest.mark.parametrize("status", [each for each in EVERY if each not in {"reported", "unverified"}])
@pytest.mark.parametrize("grade", ["C3", "D1", "D4", "E1", "F1"])
def test_a_press_report_never_moves_a_memorandum_past_reported(status: str, grade: str) -> None:
    press = item(event("reported", grade), event(status, grade, "2026-02-01", "a case"), official=False)
    assert status_on(press, DAY).status == "reported"
    assert [each.event.status for each in status_on(press, DAY).held] == [status]


@pytest.mark.parametrize("status", NEEDS_CASE)
@pytest.mark.parametrize("grade", ["A1", "A2", "B1", "B2"])
def test_a_running_pilot_needs_a_dated_case(status: str, grade: str) -> None:
    without = item(event("reported", grade), event(status, grade, "2026-02-01"))
    assert status_on(without, DAY).status == "reported"
    case = event(status, grade, "2026-02-01", "certificate 17 accepted on 2026-01-31")
    if status == "pilot_running":  # of something nobody has shown to be signed there is no pilot
        assert status_on(item(event("reported", grade), case), DAY).status == "reported"
    dated = item(event("signed" if status == "pilot_running" else "reported", grade), case)
    carried = at_least(Grade(grade[0], grade[1]), LEAST[status])
    assert status_on(dated, DAY).status == (status if carried else "reported")


def test_in_force_is_not_applicable() -> None:
    law = item(event("in_force"), kind="law", applies=DateRule(day="2027-01-01"))
    assert status_on(law, DAY).status == "in_force"
    assert status_on(law, "2027-01-01").status == "applicable"
    conditional = replace(law, applies=DateRule(day="2025-02-18", triggers=("an act not adopted",)))
    assert status_on(conditional, "2030-01-01").status == "not_triggered"
    unknown = replace(law, applies=DateRule())
    assert status_on(unknown, "2030-01-01").status == "in_force"


def test_not_triggered_says_in_force_and_so_needs_the_text_itself() -> None:
    assert status_on(item(event("not_triggered", "F6")), DAY).status == "reported"


def test_an_official_text_is_needed_where_an_official_text_is_needed() -> None:
    assert status_on(item(event("published", "A1"), official=False), DAY).status == "reported"
    assert status_on(item(event("published", "A1")), DAY).status == "published"


def two_copies(second: str, kind: str, grade: str = "A1") -> str:
    law = item(event("in_force", grade), kind=kind, official=False)
    other = replace(law.captures[0], id="d", origin=second)
    return status_on(replace(law, captures=(*law.captures, other)), DAY).status


def test_two_publishers_apart_stand_in_for_the_journal_only_for_an_act() -> None:
    assert two_copies("another.example/page", "law") == "in_force"
    assert two_copies("https://EXAMPLE.org/another-page", "law") == "reported"
    assert two_copies("another.example/page", "law", "A2") == "reported"
    assert two_copies("another.example/page", "memorandum") == "reported"
    assert two_copies("another.example/page", "government_plan") == "reported"


def test_what_is_not_known_yet_or_has_not_happened_does_not_count() -> None:
    known = item(event("signed", "B1"))
    assert status_on(known, DAY).status == "signed"
    assert status_on(known, "2026-06-01").status == "unverified"
    assert status_on(known, "2026-06-01", DAY).status == "signed"
    assert status_on(known, "2025-12-31", DAY).status == "unverified"


def test_a_weaker_word_later_takes_nothing_back() -> None:
    later = item(event("signed", "B1"), event("talks", "B1", "2026-03-01"), event("reported", "F6", "2026-04-01"))
    assert status_on(later, DAY).status == "signed"


def test_the_same_word_from_a_weaker_source_does_not_lower_the_grade() -> None:
    twice = item(event("reported", "D4"), event("reported", "E4", "2026-03-01"))
    found = status_on(twice, DAY)
    assert found.event is not None
    assert str(found.event.grade) == "D4"
    better = item(event("reported", "D4"), event("reported", "B2", "2026-03-01"))
    assert str(status_on(better, DAY).event.grade) == "B2"  # type: ignore[union-attr]


def test_a_withdrawal_takes_it_off_the_line_until_a_later_step() -> None:
    gone = item(event("signed", "B1"), event("withdrawn", "B1", "2026-03-01"))
    assert status_on(gone, DAY).status == "withdrawn"
    again = replace(gone, events=(*gone.events, event("signed", "B1", "2026-05-01")))
    assert status_on(again, DAY).status == "signed"
    weak = replace(gone, events=(gone.events[0], event("withdrawn", "D1", "2026-03-01")))
    assert status_on(weak, DAY).status == "signed"


def test_an_event_without_its_capture_moves_nothing() -> None:
    assert status_on(item(event("signed", capture="lost")), DAY).status == "reported"
    assert status_on(item(), DAY).status == "unverified"


def test_every_status_has_its_least_evidence() -> None:
    assert set(LEAST) == set(EVERY)
    assert isinstance(item(event("signed")).events[0], Event)
