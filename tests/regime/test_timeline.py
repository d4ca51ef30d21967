"""Which entry holds on a day, against a resolver that asks every day of a small calendar."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from carnet.errors import Place
from carnet.regime.timeline import conflicts, covers, gaps, overlaps, pick, visible

FIRST, LAST = 1, 12


@dataclass(frozen=True)
class Entry:
    start: str
    end: str
    known: str
    value: int
    place: Place = Place()


def day(number: int) -> str:
    return f"2026-01-{number:02d}"


DAYS = st.integers(FIRST, LAST)


@st.composite
def entries(draw):
    """Up to six entries on a calendar of twelve days, no two with the same start and known date."""
    found: dict[tuple[str, str], Entry] = {}
    for value in range(draw(st.integers(1, 6))):
        start, known = draw(DAYS), draw(DAYS)
        end = draw(st.none() | st.integers(start, LAST))
        entry = Entry(day(start), "" if end is None else day(end), day(known), value)
        found.setdefault((entry.start, entry.known), entry)
    return list(found.values())


def naive(listed, legal, known):
    """The rule, literally: corrections replace by start date; then the last start that covers the day."""
    best = None
    for entry in listed:
        if entry.known > known:
            continue
        corrected = any(o.start == entry.start and entry.known < o.known <= known for o in listed)
        covered = entry.start <= legal and (entry.end == "" or legal <= entry.end)
        if not corrected and covered and (best is None or entry.start > best.start):
            best = entry
    return best


@given(entries(), DAYS, DAYS)
def test_pick_agrees_with_the_naive_resolver(listed, legal, known):
    assert pick(listed, day(legal), day(known)) is naive(listed, day(legal), day(known))


@given(entries(), DAYS, DAYS, st.randoms(use_true_random=False))
def test_the_order_in_the_file_does_not_matter(listed, legal, known, chance):
    shuffled = list(listed)
    chance.shuffle(shuffled)
    assert pick(shuffled, day(legal), day(known)) is pick(listed, day(legal), day(known))


@given(entries(), DAYS, DAYS)
def test_nothing_known_later_is_ever_used(listed, legal, known):
    found = pick(listed, day(legal), day(known))
    assert found is None or found.known <= day(known)
    later = [entry for entry in listed if entry.known > day(known)]
    rest = [entry for entry in listed if entry not in later]
    assert pick(rest, day(legal), day(known)) is found


@given(entries())
def test_gaps_are_exactly_the_days_on_which_nothing_holds(listed):
    latest = day(LAST)
    holes = gaps(listed, day(FIRST), day(LAST))
    assert all(a <= b for a, b, _, _ in holes)
    found = {day(n) for a, b, _, _ in holes for n in range(FIRST, LAST + 1) if a <= day(n) <= b}
    uncovered = {day(n) for n in range(FIRST, LAST + 1) if not any(covers(e, day(n)) for e in visible(listed, latest))}
    assert found == uncovered


@given(entries())
def test_without_overlaps_a_later_start_never_yields_to_something_known_later(listed):
    if overlaps(listed):
        return
    for known in {entry.known for entry in listed}:
        standing = visible(listed, known)
        for at, later in enumerate(standing):
            for earlier in standing[:at]:
                assert not (covers(earlier, later.start) and earlier.known > later.known)


@given(entries())
def test_an_overlap_names_two_entries_that_cover_one_day(listed):
    for earlier, later in overlaps(listed):
        assert earlier.start < later.start
        assert covers(earlier, later.start)


def test_a_conflict_names_the_first_and_each_further_one():
    one, two, three = (Entry(day(1), "", day(1), n) for n in range(3))
    assert conflicts([one, two, three]) == [(one, two), (one, three)]


def test_an_open_gap_at_the_end_has_no_last_day():
    assert [(a, b) for a, b, _, _ in gaps([Entry(day(1), day(3), day(1), 0)], day(1), "")] == [(day(4), "")]


def test_a_temporary_exception_gives_way_to_the_rule_it_interrupted():
    rule, exception = Entry(day(1), "", day(1), 0), Entry(day(4), day(6), day(2), 1)
    assert [pick([rule, exception], day(n), day(9)).value for n in (3, 4, 6, 7)] == [0, 1, 1, 0]
