"""The status of a policy item on a day: what its evidence can carry, and what it cannot.

An event moves an item only when its evidence is good enough for that status; one that is not is *held back*, shown with
the reason, and moves nothing. In force is not applicable: a date or a trigger may still be open. Two days count:
the day the question is about, and the day until which captures are known.
"""

from __future__ import annotations

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


def status_on(item: PolicyItem, day: str, known: str = "") -> StatusOn:
    """Return the status of `item` on `day`, as far as captures until `known` (default: `day`) can carry it.

    The line of `STATUSES` is not climbed in one leap by a weak event after a strong one: the last event that is carried
    decides, and a side exit takes the item off the line until a later event puts it back.
    """
    until = known or day
    moved: Event | None = None
    held: list[Held] = []
    for event in sorted(item.events, key=lambda each: (each.on, each.known_on)):
        if event.on > day or event.known_on > until:
            continue
        why = held_back(item, event)
        if why is not None:
            held.append(Held(event, why))
        elif moved is None or moves(moved, event):
            moved = event
    if moved is None:
        return StatusOn("reported" if held else "unverified", None, tuple(held))
    return StatusOn(_open(item, moved.status, day), moved, tuple(held))


def moves(now: Event, later: Event) -> bool:
    """Tell whether a later event changes the status: a mere report never takes back what is known better.

    The same status said again carries the item only when it is at least as well evidenced as before.
    """
    if later.status == now.status:
        return (later.grade.letter, later.grade.digit) <= (now.grade.letter, now.grade.digit)
    if later.status in SIDE_EXITS or now.status in SIDE_EXITS:
        return later.status not in {"unverified", "reported"} or now.status in {"unverified", "reported"}
    return STATUSES.index(later.status) >= STATUSES.index(now.status)


def _open(item: PolicyItem, status: str, day: str) -> str:
    """Return the status with its date read: what applies later, or on a condition, does not apply today."""
    if status in {"in_force", "applicable", "published"} and item.kind in BINDING_KINDS:
        if status == "published":
            return "in_force" if reached(item.in_force, day) and not reached(item.applies, day) else status
        if reached(item.applies, day):
            return "applicable"
        return "not_triggered" if item.applies.triggers else "in_force"
    return status


def reached(rule: DateRule, day: str) -> bool:
    """Tell whether a date rule is met on a day: a printed day that has come, and no trigger open."""
    return bool(rule.day) and rule.day <= day and not rule.triggers
