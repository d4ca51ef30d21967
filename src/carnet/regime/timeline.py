"""Which of several dated entries holds on a day, as known on another day; and where they clash or leave a hole.

The rule: for each start date the entry known last is the entry; of the entries that cover the day, the one
that started last holds. A correction is therefore a further entry with the same start and a later known date;
a change of law is an entry with a later start. Nothing is ever edited.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Protocol, TypeVar

from carnet.errors import Place

ONE_DAY = timedelta(days=1)


class Dated(Protocol):
    """Anything in force from `start` to `end` (inclusive, "" = open), known since `known`."""

    @property
    def start(self) -> str:
        """First day in force."""

    @property
    def end(self) -> str:
        """Last day in force, "" when open."""

    @property
    def known(self) -> str:
        """The day it was published or entered."""

    @property
    def place(self) -> Place:
        """File and line."""


T = TypeVar("T", bound=Dated)


def covers(entry: Dated, day: str) -> bool:
    """Whether `entry` is in force on `day`."""
    return entry.start <= day and (not entry.end or day <= entry.end)


def visible(entries: Iterable[T], known: str) -> list[T]:
    """The entries that stand on the day `known`, oldest start first: corrections have replaced what they correct."""
    latest: dict[str, T] = {}
    for entry in entries:
        if entry.known <= known and (entry.start not in latest or latest[entry.start].known <= entry.known):
            latest[entry.start] = entry
    return [latest[start] for start in sorted(latest)]


def pick(entries: Iterable[T], legal: str, known: str) -> T | None:
    """The entry in force on `legal` as known on `known`, or None."""
    holding = [entry for entry in visible(entries, known) if covers(entry, legal)]
    return holding[-1] if holding else None


def conflicts(entries: Sequence[T]) -> list[tuple[T, T]]:
    """Pairs with the same start and the same known date: (first, second)."""
    first: dict[tuple[str, str], T] = {}
    clashing = []
    for entry in entries:
        other = first.setdefault((entry.start, entry.known), entry)
        if other is not entry:
            clashing.append((other, entry))
    return clashing


def overlaps(entries: Sequence[T]) -> list[tuple[T, T]]:
    """Pairs (earlier start, later start) of which nobody can say which one holds on the later's first day.

    That is so when the earlier one reaches it and was known later (does it replace what follows, or not?), or when
    both came on the same day and the earlier one was given an end that reaches into the later.
    """
    found: dict[tuple[int, int], tuple[T, T]] = {}
    for known in sorted({entry.known for entry in entries}):
        standing = visible(entries, known)
        for at, later in enumerate(standing):
            for earlier in standing[:at]:
                same_day = earlier.known == later.known and bool(earlier.end)
                if covers(earlier, later.start) and (earlier.known > later.known or same_day):
                    found[id(earlier), id(later)] = (earlier, later)
    return list(found.values())


def gaps(entries: Sequence[T], start: str, end: str) -> list[tuple[str, str, T | None, T | None]]:
    """Holes between `start` and `end` ("" = open), with everything known.

    Returns:
        (first day, last day or "", the entry before the hole, the entry after it); None where there is none.
    """
    if not entries:
        return []
    found: list[tuple[str, str, T | None, T | None]] = []
    standing = visible(entries, max(entry.known for entry in entries))
    before: T | None = None
    needed = start
    for entry in standing:
        if not needed:
            break
        if needed < entry.start and (not end or needed <= end):
            found.append((needed, _before(entry.start, end), before, entry))
        if not entry.end:
            needed, before = "", entry
        elif entry.end >= needed:
            needed, before = _next(entry.end), entry
    if needed and (not end or needed <= end):
        found.append((needed, end, before, None))
    return found


def _next(day: str) -> str:
    return (date.fromisoformat(day) + ONE_DAY).isoformat()


def _before(day: str, end: str) -> str:
    last = (date.fromisoformat(day) - ONE_DAY).isoformat()
    return min(last, end) if end else last
