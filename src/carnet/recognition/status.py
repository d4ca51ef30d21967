"""The status of a policy item on a day: what its evidence can carry, and what it cannot.

An event moves an item only when its evidence is good enough for that status; one that is not is *held back*, shown with
the reason, and moves nothing. In force is not applicable: a date or a trigger may still be open. Two days count:
the day the question is about, and the day until which captures are known.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass

from carnet.errors import Text
from carnet.recognition.grade import at_least, explain
from carnet.recognition.model import DateRule, Event, PolicyItem
from carnet.recognition.vocabulary import SIDE_EXITS, STATUSES

# The evidence each status needs at least. "reported" needs none: it says no more than that somebody said so.
LEAST: Mapping[str, str] = {
    "reported": "F6",
    "announced": "C2",
    "talks": "C2",
    "draft_published": "B2",
    "agreed": "B2",
    "signed": "B2",
    "adopted": "A2",
    "published": "A2",
    "in_force": "A2",
    "applicable": "A2",
    "pilot_announced": "B2",
    "pilot_running": "B2",
    "operating": "A2",
    "not_triggered": "A2",
    "suspended": "B2",
    "delayed": "B2",
    "withdrawn": "B2",
    "superseded": "A2",
    "expired": "A2",
    "unverified": "F6",
}
# A running pilot or an operating arrangement is shown by a dated case, not by an announcement.
NEEDS_CASE = ("pilot_running", "operating")
BINDING_KINDS = ("law", "delegated_act", "implementing_act")
# Statuses that say of an item that it is in force: a trigger that waits for the item is then met.
IN_FORCE = ("in_force", "applicable", "operating", "not_triggered")
# What puts an act that was in force out of it. One that is superseded was in force: what it triggered stays triggered.
_UNDOES = ("suspended", "delayed", "withdrawn", "expired")
Items = Mapping[str, PolicyItem]

STATUS_TEXT: Mapping[str, Text] = {
    "reported": Text("有报道", "reported"),
    "announced": Text("已宣布", "announced"),
    "talks": Text("磋商中（未生效）", "in talks (not in force)"),
    "draft_published": Text("草案已公布（未生效）", "draft published (not in force)"),
    "agreed": Text("已达成一致（未签署）", "agreed (not signed)"),
    "signed": Text("已签署（未必生效）", "signed (not necessarily in force)"),
    "adopted": Text("已通过", "adopted"),
    "published": Text("已公布", "published"),
    "in_force": Text("已生效（未必适用）", "in force (not necessarily applicable)"),
    "applicable": Text("已适用", "applicable"),
    "pilot_announced": Text("试点已宣布（无案例）", "pilot announced (no case known)"),
    "pilot_running": Text("试点进行中", "pilot running"),
    "operating": Text("运行中", "operating"),
    "not_triggered": Text("已生效，适用条件未见成就", "in force, its trigger not evidenced as met"),
    "suspended": Text("已暂停", "suspended"),
    "delayed": Text("已推迟", "delayed"),
    "withdrawn": Text("已撤回", "withdrawn"),
    "superseded": Text("已被取代", "superseded"),
    "expired": Text("已失效", "expired"),
    "unverified": Text("未核实", "unverified"),
}


@dataclass(frozen=True, slots=True)
class Held:
    """An event that does not move the item, and why."""

    event: Event
    why: Text


@dataclass(frozen=True, slots=True)
class StatusOn:
    """The status on a day, the event it rests on (None: nothing better than a report), and what was held back."""

    status: str
    event: Event | None
    held: tuple[Held, ...]


def held_back(item: PolicyItem, event: Event) -> Text | None:
    """Say why an event cannot move the item, or None when it can."""
    captures = {capture.id: capture for capture in item.captures}
    if event.status in {"reported", "unverified"}:
        return None
    if event.capture not in captures:
        return Text("没有留存的文件作证据", "no captured document evidences it")
    least = LEAST[event.status]
    if not at_least(event.grade, least):
        said, status = explain(event.grade), STATUS_TEXT[event.status]
        return Text(
            f"“{status.zh}”至少需要{least}级证据，现有{said.zh}",
            f"{status.en} needs evidence of {least} or better; this is {said.en}",
        )
    if least[0] == "A" and not captures[event.capture].official and not reproduced(item, event):
        return Text("证据不是官方渠道的文本", "the evidence is no text from the official channel")
    if event.status in NEEDS_CASE and not event.case:
        return Text("没有一个有日期的案例", "no dated case is on file")
    return None


def reproduced(item: PolicyItem, event: Event) -> bool:
    """Tell whether a published act is known word for word from two publishers apart, graded A1.

    Only for acts of an official journal, whose number lets anyone check the copy; a memorandum, plan or arrangement
    needs the text of the body's own channel.
    """
    if item.kind not in BINDING_KINDS or event.status not in {"adopted", "published", "in_force", "applicable"}:
        return False
    if str(event.grade) != "A1":
        return False
    version = next(each.version for each in item.captures if each.id == event.capture)
    copies = {
        _host(each.origin)
        for each in item.captures
        if each.version == version and each.source_kind == "reproduction" and each.retrieved_on <= event.known_on
    }
    two = 2
    return len(copies) >= two


def _host(origin: str) -> str:
    """Return the publisher's part of an origin such as ``www.example.org/page (note)``."""
    return (
        origin.partition("(")[0].strip().removeprefix("https://").removeprefix("http://").partition("/")[0].casefold()
    )


def status_on(item: PolicyItem, day: str, known: str = "", items: Items | None = None) -> StatusOn:
    """Return the status of `item` on `day`, as far as captures until `known` (default: `day`) can carry it.

    The line of `STATUSES` is not climbed in one leap by a weak event after a strong one: the last event that is carried
    decides, and a side exit takes the item off the line until a later event puts it back.

    Args:
        item: the item.
        day: the day asked about.
        known: the day until which captures count.
        items: the other items on file by id: a trigger that is one of them is met when that one is in force. Without
            them every trigger is open.
    """
    moved, held = _carried(item, day, known or day)
    if moved is None:
        return StatusOn("reported" if held else "unverified", None, held)
    return StatusOn(_open(item, moved.status, day, known or day, items), moved, held)


def _carried(item: PolicyItem, day: str, known: str) -> tuple[Event | None, tuple[Held, ...]]:
    """Return the event that carries the status on a day, and those held back."""
    moved: Event | None = None
    held: list[Held] = []
    for event in sorted(item.events, key=lambda each: (each.on, each.known_on)):
        if event.on > day or event.known_on > known:
            continue
        why = held_back(item, event) or _pilot_of_nothing(moved, event)
        if why is not None:
            held.append(Held(event, why))
        elif moved is None or moves(moved, event):
            moved = event
    return moved, tuple(held)


def _pilot_of_nothing(moved: Event | None, event: Event) -> Text | None:
    """A case shows that a pilot runs, not that what it is a pilot of exists: that takes evidence of its own."""
    if event.status != "pilot_running":
        return None
    if moved is not None and moved.status in STATUSES and STATUSES.index(moved.status) >= STATUSES.index("signed"):
        return None
    return Text(
        "有案例，但条目本身没有可靠证据表明已签署：先取得其文本",
        "there is a case, but nothing carries that the item itself was signed: get its text first",
    )


def moves(now: Event, later: Event) -> bool:
    """Tell whether a later event changes the status: a mere report never takes back what is known better.

    The same status said again carries the item only when it is at least as well evidenced as before.
    """
    if later.status == now.status:
        return (later.grade.letter, later.grade.digit) <= (now.grade.letter, now.grade.digit)
    if later.status in SIDE_EXITS or now.status in SIDE_EXITS:
        return later.status not in {"unverified", "reported"} or now.status in {"unverified", "reported"}
    return STATUSES.index(later.status) >= STATUSES.index(now.status)


def _open(item: PolicyItem, status: str, day: str, known: str, items: Items | None) -> str:
    """Return the status with its date read: what applies later, or on a condition, does not apply today."""
    if status in {"in_force", "applicable", "published"} and item.kind in BINDING_KINDS:
        applies = due(item.applies, day, known, items)
        if status == "published":
            return "in_force" if due(item.in_force, day, known, items).come and not applies.come else status
        if applies.come:
            return "applicable"
        return "not_triggered" if applies.open else "in_force"
    return status


# ── dates that wait for something ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Met:
    """A trigger that is met: the item in force, and since when."""

    item: str
    since: str


@dataclass(frozen=True, slots=True)
class Due:
    """A date rule read on a day. `day`: the date it gives (empty: none yet); `come`: it has come, nothing is open."""

    day: str
    come: bool
    open: tuple[str, ...] = ()
    met: tuple[Met, ...] = ()


def due(
    rule: DateRule, day: str, known: str = "", items: Items | None = None, *, seen: frozenset[str] = frozenset()
) -> Due:
    """Read a date rule on a day: which triggers are met, and the date it then gives.

    With every trigger met the date is the latest of the printed day and of each trigger's first day in force plus
    the months of the rule. While one is open there is no date, whatever day is printed.

    Args:
        rule: the rule.
        day: the day asked about.
        known: the day until which captures count (default: `day`).
        items: the items on file by id; a trigger that is none of them stands in words and is open.
        seen: items whose triggers are being read already: what waits for itself is open.
    """
    met: list[Met] = []
    waiting: list[str] = []
    for trigger in rule.triggers:
        item = (items or {}).get(trigger)
        since = in_force_since(item, day, known or day, items, seen=seen) if item is not None else ""
        if since:
            met.append(Met(trigger, since))
        else:
            waiting.append(trigger)
    if waiting:
        return Due("", come=False, open=tuple(waiting), met=tuple(met))
    days = [rule.day] if rule.day else []
    days += [plus_months(each.since, rule.months) for each in met]
    latest = max(days, default="")
    return Due(latest, come=bool(latest) and latest <= day, met=tuple(met))


def in_force_since(
    item: PolicyItem, day: str, known: str, items: Items | None = None, *, seen: frozenset[str] = frozenset()
) -> str:
    """Return the first day on which an item is in force, or nothing.

    What is known by `known` of a later day counts as well, so that a date that follows from it can be told before it
    comes. An item suspended, delayed, withdrawn or expired by then is not in force.
    """
    if item.id in seen:
        return ""
    days: list[str] = []
    for event in item.events:
        if not event.on or event.known_on > known or held_back(item, event) is not None:
            continue
        if event.status in IN_FORCE:
            days.append(event.on)
        elif event.status == "published" and item.kind in BINDING_KINDS:
            found = due(item.in_force, day, known, items, seen=seen | {item.id})
            days += [max(found.day, event.on)] if found.day else []
    since = min(days, default="")
    now, _ = _carried(item, max(day, since), known)
    return "" if now is not None and now.status in _UNDOES else since


def _dated(rule: DateRule) -> bool:
    return bool(rule.day or rule.triggers)


def plus_months(day: str, months: int) -> str:
    """Return the day so many months later; where that month is too short, its last day: 31 August + 6 → 28 February.

    So periods of months are counted in acts of the Union: Regulation (EEC, Euratom) No 1182/71, Article 3(2)(c)
    (recalled, not read).
    """
    year, month, number = (int(part) for part in day.split("-"))
    year, month = year + (month - 1 + months) // 12, (month - 1 + months) % 12 + 1
    return f"{year:04}-{month:02}-{min(number, monthrange(year, month)[1]):02}"


def reached(rule: DateRule, day: str, known: str = "", items: Items | None = None) -> bool:
    """Tell whether a date rule is met on a day: its day has come, and no trigger is open."""
    return due(rule, day, known, items).come
