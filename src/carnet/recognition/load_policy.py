"""Policy items from TOML text: one item a file, a user's additions beside them, and what must hold between them.

An item of a user never replaces one that is shipped: the same id twice is a problem, and the second is left out. What a
user adds to an item on file (`Addition`) can only add.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from carnet.errors import Place, Problem, problem
from carnet.recognition.load import read_one
from carnet.recognition.model import Addition, Capture, Event, PolicyItem, Task
from carnet.recognition.places import ANYWHERE, PlaceTable, place_candidates, place_code, settled
from carnet.recognition.vocabulary import LETTERS

ADDITION_SUFFIX = ".more.toml"
_ITEM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
# Kind of a source → the best letter anything resting on it may carry.
BEST_LETTER: Mapping[str, str] = {
    "official": "A",
    "reproduction": "A",
    "municipal_media": "B",
    "media": "C",
    "law_firm": "C",
    "accreditation_body": "C",
    "association": "C",
    "research": "C",
    "trade": "D",
    "company": "D",
    "vendor": "D",
    "unnamed": "D",
    "generated": "E",
    "anonymous": "E",
}


@dataclass(frozen=True, slots=True)
class Items:
    """All items by id, in the order of their ids; `own`: ids a user wrote; `added`: item → what a user added to it."""

    by_id: Mapping[str, PolicyItem] = field(default_factory=dict)
    own: tuple[str, ...] = ()
    added: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def all(self) -> tuple[PolicyItem, ...]:
        """Return every item."""
        return tuple(self.by_id.values())


def parse_items(
    shipped: Sequence[tuple[str, str]], own: Sequence[tuple[str, str]] = (), places: PlaceTable | None = None
) -> tuple[Items, tuple[Problem, ...]]:
    """Read shipped items and a user's.

    Args:
        shipped: (bare file name, text) of the shipped items.
        own: the same of the user's items; names ending in ``.more.toml`` are additions.
        places: the table of places; a user's places are read as its codes. None: they are not looked at.

    Returns:
        The items, and every problem: those of `carnet.recognition.load`, REC-001 … REC-007 and REC-094. What is wrong
        is left out, never half used.
    """
    problems: list[Problem] = []
    found: dict[str, PolicyItem] = {}
    users: list[str] = []
    for ours, files in ((True, shipped), (False, own)):
        for name, text in sorted(files):
            if name.endswith(ADDITION_SUFFIX):
                continue
            item, wrong = read_one(PolicyItem, name, text)
            problems.extend(wrong)
            if item is None:
                continue
            wrong = _check(item, name)
            if places is not None and not ours:
                item = settled(item, places)
                wrong = (*wrong, *_check_places(item, name, places))
            problems.extend(wrong)
            if item.id in found:
                problems.append(problem("REC-001", Place(file=name), item.id))
            elif not wrong:
                found[item.id] = item
                users += [] if ours else [item.id]
    added = _additions(own, found, problems)
    _known_ids(found, problems)
    return Items(dict(sorted(found.items())), tuple(users), added), tuple(problems)


def _additions(
    files: Sequence[tuple[str, str]], found: dict[str, PolicyItem], problems: list[Problem]
) -> dict[str, tuple[str, ...]]:
    added: dict[str, tuple[str, ...]] = {}
    for name, text in sorted(files):
        if not name.endswith(ADDITION_SUFFIX):
            continue
        addition, wrong = read_one(Addition, name, text)
        problems.extend(wrong)
        if addition is None:
            continue
        if addition.to not in found:
            problems.append(problem("REC-002", Place(file=name), addition.to, tuple(found)))
            continue
        merged, clashes = merge(found[addition.to], addition)
        problems.extend(problem("REC-001", Place(file=name), each) for each in clashes)
        wrong = () if clashes else _check(merged, f"{merged.id}.toml", name)
        problems.extend(wrong)
        if not clashes and not wrong:
            found[addition.to] = merged
            added[addition.to] = (*added.get(addition.to, ()), name)
    return added


def merge(item: PolicyItem, more: Addition) -> tuple[PolicyItem, tuple[str, ...]]:
    """Return the item with what was added, and the ids that were there already (then nothing is merged)."""
    clashes = [
        new.id
        for old_rows, new_rows in (
            (item.versions, more.versions),
            (item.captures, more.captures),
            (item.contradictions, more.contradictions),
        )
        for new in new_rows
        if new.id in {each.id for each in old_rows}
    ]
    done = {task.id: task for task in more.tasks if task.done_on}
    clashes += [task.id for task in more.tasks if not task.done_on and task.id in {each.id for each in item.tasks}]
    if clashes:
        return item, tuple(clashes)
    kept = tuple(_closed(task, done.pop(task.id, None)) for task in item.tasks)
    new_tasks = tuple(task for task in more.tasks if not task.done_on or task.id in done)
    return replace(
        item,
        versions=(*item.versions, *more.versions),
        captures=(*item.captures, *more.captures),
        events=(*item.events, *more.events),
        contradictions=(*item.contradictions, *more.contradictions),
        tasks=(*kept, *new_tasks),
        claims=(*item.claims, *more.claims),
    ), ()


def _closed(task: Task, done: Task | None) -> Task:
    return task if done is None else replace(task, done_on=done.done_on, found=done.found)


def _check(item: PolicyItem, name: str, file: str = "") -> tuple[Problem, ...]:
    """What must hold inside one item."""
    place = Place(file=file or name)
    problems: list[Problem] = []
    if name != f"{item.id}.toml":
        problems.append(problem("REC-003", place, item.id, file=name))
    captures = {each.id: each for each in item.captures}
    versions = {each.id for each in item.versions}
    for capture in item.captures:
        problems += _check_capture(capture, versions, place)
    problems += [problem("REC-004", place, e.capture) for e in item.events if e.capture and e.capture not in captures]
    problems += [_too_good(e, captures, place) for e in item.events if _letter_too_good(e, captures)]
    problems += [
        problem("REC-007", place, event.status, known=event.known_on, captured=captures[event.capture].retrieved_on)
        for event in item.events
        if event.capture in captures and event.known_on < captures[event.capture].retrieved_on
    ]
    problems += [problem("REC-004", place, task.item) for task in item.tasks if task.item != item.id]
    return tuple(problems)


def _check_places(item: PolicyItem, name: str, table: PlaceTable) -> list[Problem]:
    """Every place of production must be a code on file."""
    return [
        problem("REC-094", Place(file=name), each, place_candidates(each, table), field="places")
        for territory in item.scope.production
        for each in territory.places
        if each != ANYWHERE and not place_code(each, table)
    ]


def _check_capture(capture: Capture, versions: set[str], place: Place) -> list[Problem]:
    problems: list[Problem] = []
    if capture.version not in versions:
        problems.append(problem("REC-004", place, capture.version))
    if capture.source_kind not in BEST_LETTER:
        problems.append(problem("REC-005", place, capture.source_kind, tuple(BEST_LETTER)))
    elif capture.official != (capture.source_kind == "official"):
        problems.append(problem("REC-008", place, capture.id))
    hexadecimal = 64
    if capture.digest and (len(capture.digest) != hexadecimal or set(capture.digest) - set("0123456789abcdef")):
        problems.append(problem("REC-009", place, capture.digest))
    return problems


def _letter_too_good(event: Event, captures: Mapping[str, Capture]) -> bool:
    if event.capture not in captures or captures[event.capture].source_kind not in BEST_LETTER:
        return False
    best = BEST_LETTER[captures[event.capture].source_kind]
    return LETTERS.index(event.grade.letter) < LETTERS.index(best)


def _too_good(event: Event, captures: Mapping[str, Capture], place: Place) -> Problem:
    kind = captures[event.capture].source_kind
    return problem("REC-006", place, str(event.grade), kind=kind, best=BEST_LETTER[kind])


def looks_like_item(trigger: str) -> bool:
    """Tell whether a trigger is meant as the id of a policy item: small letters and digits, joined by hyphens."""
    return _ITEM.fullmatch(trigger) is not None


def _known_ids(found: Mapping[str, PolicyItem], problems: list[Problem]) -> None:
    """Every id that one item names of another must be on file."""
    for item in found.values():
        named = [*item.amends, *item.amended_by, *item.related]
        named += [side.item for each in item.contradictions for side in each.sides if side.item]
        # A trigger in words is open until somebody takes it out; one that is meant as an id must name an item.
        rules = (item.in_force, item.applies, *(each.when for each in item.milestones))
        named += [trigger for rule in rules for trigger in rule.triggers if looks_like_item(trigger)]
        problems.extend(
            problem("REC-002", Place(file=f"{item.id}.toml"), each, tuple(found)) for each in named if each not in found
        )
