"""Policy items as the commands show them: shipped ones and the user's together, on a day, as far as known by a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from carnet.errors import DataError, Text, UsageError, problem
from carnet.recognition.gates import allowed_action, gate
from carnet.recognition.grade import explain
from carnet.recognition.load import is_day
from carnet.recognition.load_policy import Items, parse_items
from carnet.recognition.model import Contradiction, DateRule, Grade, PolicyItem
from carnet.recognition.status import STATUS_TEXT, Due, StatusOn, due, status_on
from carnet.recognition.tasks import due_on
from carnet.recognition.vocabulary import USES
from carnet.service.home import home
from carnet.service.own_files import read_own
from carnet.service.place_table import places
from carnet.service.registers_read import with_cases
from carnet.store.package_data import read_folder

if TYPE_CHECKING:
    from pathlib import Path

    from carnet.errors import Problem

FOLDER = "policy"
NO_EVIDENCE = Grade("F", "6")


@dataclass(frozen=True, slots=True)
class Shelf:
    """All items with what was wrong in the user's files (the shipped ones are right or the program stops)."""

    items: Items
    problems: tuple[Problem, ...]

    def newest(self) -> str:
        """The last day on which anything on file became known."""
        return max((event.known_on for item in self.items.all() for event in item.events), default="")

    def statuses(self, day: str, known: str = "") -> dict[str, str]:
        """The status of every item on `day`, by what is known until `known` (default: all that is on file)."""
        until = known or max(day, self.newest())
        return {item.id: self.status(item, Days(day, until)).status for item in self.items.all()}

    def status(self, item: PolicyItem, when: Days) -> StatusOn:
        """The status of one item; a trigger that is an item is met when that one is in force."""
        return status_on(item, when.on, when.known, self.items.by_id)

    def due(self, rule: DateRule, when: Days) -> Due:
        """What a date rule gives on a day, with the items it waits for."""
        return due(rule, when.on, when.known, self.items.by_id)


@dataclass(frozen=True, slots=True)
class Days:
    """The day asked about, and the day until which evidence counts."""

    on: str
    known: str


@lru_cache(maxsize=1)
def shipped_files() -> tuple[tuple[str, str], ...]:
    """The shipped items as (bare file name, text)."""
    return tuple(read_folder(FOLDER))


def own_folder() -> Path:
    """Where a user's items lie."""
    return home() / FOLDER


def own_files() -> tuple[tuple[str, str], ...]:
    """The user's items and additions as (bare file name, text); those that cannot be read `shelf` tells."""
    return read_own(FOLDER)[0]


def shelf() -> Shelf:
    """Shipped and own items together.

    Raises:
        DataError: a shipped item is wrong.
    """
    shipped, wrong = parse_items(shipped_files())
    if wrong:
        raise DataError(wrong)
    mine, unread = read_own(FOLDER)
    items, problems = parse_items(shipped_files(), mine, places()) if mine else (shipped, ())
    # Nothing is a running pilot without a dated case: the register of pilots gives them.
    cased = {item.id: item for item in with_cases(items.all())}
    return Shelf(replace(items, by_id=cased), (*unread, *problems))


def days(found: Shelf, on: str = "", known: str = "", today: str = "") -> Days:
    """The days of a question: `on` is today, and everything on file counts, unless it is said otherwise.

    Raises:
        UsageError: one of them is no day (REC-011).
    """
    wrong = tuple(problem("REC-011", None, each) for each in (on, known) if each and not is_day(each))
    if wrong:
        raise UsageError(wrong)
    now = today or datetime.now(UTC).date().isoformat()
    # A clock that is behind would hide what is on file: then the newest day on file stands for today.
    newest = found.newest()
    asked = on or max(now, newest)
    return Days(asked, known or max(asked, newest))


def item_of(found: Shelf, identifier: str) -> PolicyItem:
    """One item.

    Raises:
        UsageError: it is not on file (REC-002), with the nearest ids.
    """
    if identifier not in found.items.by_id:
        from carnet.errors.nearest import nearest  # noqa: PLC0415 - only on the way out

        close = nearest(identifier, tuple(found.items.by_id)) or tuple(found.items.by_id)
        raise UsageError((problem("REC-002", None, identifier, tuple(close)),))
    return found.items.by_id[identifier]


def grade_of(status: StatusOn) -> Grade:
    """The grade of what is known of an item: that of the event that carries its status."""
    return status.event.grade if status.event is not None else NO_EVIDENCE


def contradictions_of(items: Items, identifier: str) -> tuple[Contradiction, ...]:
    """The contradictions an item is a side of, its own first."""
    own = items.by_id[identifier].contradictions
    others = (
        each
        for item in items.all()
        if item.id != identifier
        for each in item.contradictions
        if any(side.item == identifier for side in each.sides)
    )
    return (*own, *others)


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; empty: everything."""

    status: str = ""
    market: str = ""
    product: str = ""
    kind: str = ""


def listed(found: Shelf, when: Days, wanted: Filter) -> list[tuple[PolicyItem, StatusOn]]:
    """The items of a list with their status on the day."""
    rows = ((item, found.status(item, when)) for item in found.items.all())
    around = markets_around(wanted.market)
    return [(item, status) for item, status in rows if _fits(item, status, wanted, around)]


def markets_around(market: str) -> tuple[str, ...]:
    """A market and those around it, whose law holds in it, nearest first; nothing where none is named."""
    if not market:
        return ()
    from carnet.service.recognition_data import markets_on_file  # noqa: PLC0415 - the markets are not needed otherwise

    return markets_on_file().around(market.upper())


def outer_market(item: PolicyItem, around: tuple[str, ...]) -> str:
    """The market around the one asked for that an item is of; empty where the item is of the market itself."""
    return next((each for each in around if _of_market(item, each)), "") if not _of_market(item, around[0]) else ""


def _fits(item: PolicyItem, status: StatusOn, wanted: Filter, around: tuple[str, ...]) -> bool:
    if wanted.status and status.status != wanted.status:
        return False
    if wanted.kind and item.kind != wanted.kind:
        return False
    if around and not any(_of_market(item, each) for each in around):
        return False
    return not wanted.product or _of_product(item, wanted.product.casefold())


def _of_market(item: PolicyItem, market: str) -> bool:
    places = {*item.scope.markets, item.jurisdiction}
    return any(place == market or place.startswith(f"{market}-") for place in places)


def _of_product(item: PolicyItem, word: str) -> bool:
    digits = word.replace(" ", "").replace(".", "")
    for product in item.scope.products:
        if digits.isdecimal():
            if any(code.startswith(digits) or digits.startswith(code) for code in product.codes):
                return True
        elif word in product.id or word in product.wording.zh or word in product.wording.en.casefold():
            return True
    return False


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────────


def list_json(found: Shelf, when: Days, wanted: Filter) -> dict[str, Any]:
    """The document of ``policy list``. `of_market`: the market around the one asked for, of which an item is."""
    around = markets_around(wanted.market)
    return {
        "on": when.on,
        "known": when.known,
        "items": [
            {**row_json(found, item, status, when), "of_market": outer_market(item, around) if around else ""}
            for item, status in listed(found, when, wanted)
        ],
        "problems": [each.json() for each in found.problems],
    }


def row_json(found: Shelf, item: PolicyItem, status: StatusOn, when: Days) -> dict[str, Any]:
    """One item of a list."""
    grade = grade_of(status)
    return {
        "id": item.id,
        "title": item.title.json(),
        "kind": item.kind,
        "status": status.status,
        "status_text": STATUS_TEXT[status.status].json(),
        "grade": str(grade),
        "action": allowed_action(grade, status.status),
        "held_back": [each.event.status for each in status.held],
        "in_force_from": item.in_force.day,
        "applies_from": item.applies.day,
        "applies_triggers": list(item.applies.triggers),
        "contradictions": [each.id for each in contradictions_of(found.items, item.id)],
        "open_tasks": [each.task.id for each in due_on([item], when.on) if not each.done],
        "own": item.id in found.items.own,
        "added": list(found.items.added.get(item.id, ())),
    }


def show_json(found: Shelf, item: PolicyItem, when: Days) -> dict[str, Any]:
    """The document of ``policy show``."""
    status = found.status(item, when)
    grade = grade_of(status)
    scope = item.scope
    return {
        "on": when.on,
        "known": when.known,
        **row_json(found, item, status, when),
        "legal_nature": item.legal_nature,
        "jurisdiction": item.jurisdiction,
        "issuer": {"name": item.issuer.json(), "kind": item.issuer_kind},
        "grade_text": explain(grade).json(),
        "held": [
            {"status": each.event.status, "on": each.event.on, "grade": str(each.event.grade), "why": each.why.json()}
            for each in status.held
        ],
        "uses": [_gate_json(use, grade, status.status) for use in USES],
        "parties": [
            {"name": p.name.json(), "kind": p.kind, "country": p.country, "role": p.role} for p in item.parties
        ],
        "scope": {
            "products": [
                {"id": p.id, "wording": p.wording.json(), "codes": list(p.codes), "codes_status": p.codes_status}
                for p in scope.products
            ],
            "production": [
                {"wording": t.wording.json(), "places": list(t.places), "named": t.named} for t in scope.production
            ],
            "markets": list(scope.markets),
            "purposes": list(scope.purposes),
            "window_from": scope.window_from,
            "window_to": scope.window_to,
            "disputed": scope.disputed,
        },
        "in_force": rule_json(item.in_force, found.due(item.in_force, when)),
        "applies": rule_json(item.applies, found.due(item.applies, when)),
        "milestones": [
            {"id": m.id, "what": m.what.json(), **rule_json(m.when, found.due(m.when, when))} for m in item.milestones
        ],
        "claims": [each.json() for each in item.claims],
        "not_stated": [each.json() for each in item.not_stated],
        "flags": [each.json() for each in item.flags],
        "effects": [each.json() for each in item.effects],
        "contradictions": [contradiction_json(each) for each in contradictions_of(found.items, item.id)],
        "tasks": [
            {
                "id": each.task.id,
                "find": each.task.find.json(),
                "ask": each.task.ask,
                "due": each.task.due,
                "done": each.done,
                "overdue_days": each.overdue,
            }
            for each in due_on([item], when.on)
        ],
        "captures": [
            {
                "id": c.id,
                "version": c.version,
                "retrieved_on": c.retrieved_on,
                "language": c.language,
                "origin": c.origin,
                "sha256": c.digest,
                "official": c.official,
                "source_kind": c.source_kind,
            }
            for c in item.captures
        ],
        "related": list(item.related),
        "amends": list(item.amends),
        "amended_by": list(item.amended_by),
        "review_by": item.review_by,
        "note": item.note.json(),
    }


def rule_json(rule: DateRule, read: Due) -> dict[str, Any]:
    """A date or the rule for it, and what it gives: `due` the date, `open` and `met` its triggers, `reached`."""
    return {
        "day": rule.day,
        "rule": rule.rule.json(),
        "triggers": list(rule.triggers),
        "months": rule.months,
        "due": read.day,
        "open": list(read.open),
        "met": [{"item": each.item, "since": each.since} for each in read.met],
        "reached": read.come,
        "source": rule.citation.source,
        "locator": rule.citation.locator,
        "word": rule.citation.status,
    }


def contradiction_json(each: Contradiction) -> dict[str, Any]:
    """A contradiction with its sides."""
    return {
        "id": each.id,
        "about": each.about.json(),
        "sides": [
            {
                "says": side.says.json(),
                "source": side.citation.source,
                "locator": side.citation.locator,
                "word": side.citation.status,
                "grade": str(side.grade),
                "item": side.item,
            }
            for side in each.sides
        ],
        "consequence": each.consequence.json(),
        "settled": each.settled.json(),
    }


def _gate_json(use: str, grade: Grade, status: str) -> dict[str, Any]:
    found = gate(use, grade, status)
    return {"use": use, "open": found.open, "why": found.why.json(), "watermark": found.watermark}


ACTION_TEXT: Mapping[str, Text] = {
    "ignore": Text("不予理会", "ignore"),
    "note": Text("记录", "note"),
    "prepare": Text("准备", "prepare"),
    "act": Text("行动", "act"),
}
