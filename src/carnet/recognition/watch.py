"""The bodies and kinds of documents to look at by hand, and when the next look is due. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from carnet.errors import Place, Problem, Text, problem
from carnet.recognition.load import read_many
from carnet.recognition.model import NO_TEXT, Day


@dataclass(frozen=True, slots=True)
class WatchBody:
    """A body to watch: its site, the kinds of documents that matter, the items they bear on, how often to look."""

    id: str
    name: Text
    kind: str
    country: str
    site: str
    documents: tuple[Text, ...]
    items: tuple[str, ...] = ()
    every_days: str = "30"
    looked_on: Day = ""
    note: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Look:
    """A body with the day the next look is due (empty: never looked, so now) and whether that day has come."""

    body: WatchBody
    next_on: Day
    due: bool


def parse_watch(name: str, text: str) -> tuple[tuple[WatchBody, ...], tuple[Problem, ...]]:
    """Read the watch list (``[[body]]``)."""
    bodies, problems = read_many(WatchBody, name, text, "body")
    wrong = tuple(
        problem("DAT-005", Place(file=name), field=f"{each.id}.every_days", expected_zh="天数", expected_en="days")
        for each in bodies
        if not each.every_days.isdecimal() or int(each.every_days) == 0
    )
    return (() if wrong else bodies), problems + wrong


def looks(bodies: Iterable[WatchBody], day: str, looked: Mapping[str, str] | None = None) -> tuple[Look, ...]:
    """Return the bodies with their next look, due ones first.

    Args:
        bodies: the watch list.
        day: ISO 8601.
        looked: body → day a user looked last, where that is later than the list's own.
    """
    found = []
    for body in bodies:
        last = max(body.looked_on, (looked or {}).get(body.id, ""))
        following = ""
        if last:
            following = (date.fromisoformat(last) + timedelta(days=int(body.every_days))).isoformat()
        found.append(Look(body, following, following <= day))
    return tuple(sorted(found, key=lambda each: (not each.due, each.next_on, each.body.id)))
