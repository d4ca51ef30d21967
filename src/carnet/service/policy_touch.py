"""What rests on a policy item, and which scope answers a new version or step of it changes.

Named are other items, arrangements, pairs of market and purpose with the lines that the item carries or that wait for
it, and the user's own files. What moves is computed, never guessed: every product category on file, shipped and own, is
asked before and after.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, replace
from itertools import product as combinations
from typing import TYPE_CHECKING, Any

from carnet.errors import DataError, InputError, UsageError, problem
from carnet.recognition.load import is_day
from carnet.recognition.load_markets import Markets, resting_on
from carnet.recognition.load_policy import parse_items
from carnet.recognition.model import Capture, Event, Grade
from carnet.recognition.products import conditions_of, variants_of
from carnet.recognition.scope import Case, scope_answer
from carnet.recognition.standing import World, fell, rests_on
from carnet.recognition.variants import codes_for
from carnet.service.home import home
from carnet.service.policy import item_of, shipped_files
from carnet.service.recognition_data import code_tables, markets_on_file, on_file
from carnet.service.verdicts import ASSUMED_PLACE
from carnet.store.package_data import read_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from carnet.errors import Problem
    from carnet.recognition.load_policy import Items
    from carnet.recognition.model import MarketPurpose, PolicyItem
    from carnet.recognition.products import Category
    from carnet.service.policy import Days, Shelf
    from carnet.service.recognition_data import Recognition

_MOST_BYTES = 2_000_000
_READ = {".toml", ".json", ".jsonl", ".md", ".txt"}
# A file's first folder under --home says what it is.
_KINDS = {
    "plans": "plan",
    "labels": "label",
    "verdicts": "verdict",
    "registers": "register",
    "recognitions": "arrangement",
    "acceptances": "acceptance",
    "markets": "market",
    "products": "product",
    "studies": "study",
}
# More combinations of variants than that of one product in one purpose are not asked one by one.
_MOST_CASES = 256
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Touched:
    """Something that rests on an item or on a product that moved: its kind, its name, and why.

    Of a market the name is ``EU/cbam`` and `why` the lines of the scope, or the item where it stands beside them.
    """

    kind: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the scope says: the answer, and from when."""

    answer: str
    applies_from: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A scope answer that differs before and after, for one product, on a day. `variants`: which of its variants."""

    market: str
    purpose: str
    product: str
    variants: tuple[str, ...]
    day: str
    before: Said
    after: Said


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of an item moves. `asked`: how many questions were put; `problems`: why none could be.

    `unsettled`: pairs of market and purpose on which every verdict now needs a decision, because an item they rest on
    carries no longer; `settled`: those on which it did before and does no more.
    """

    moved: tuple[Moved, ...] = ()
    asked: int = 0
    day: str = ""
    problems: tuple[Problem, ...] = ()
    unsettled: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()


NO_EFFECT = Effect()


# ── what rests on an item ────────────────────────────────────────────────────────────────────────


def touched_by(items: Items, item: PolicyItem, products: tuple[str, ...]) -> tuple[Touched, ...]:
    """Return what names the item, or a product that came or went, each once."""
    markets = markets_on_file()
    pairs = {(market, purpose.purpose): lines for market, purpose, lines in resting_on(markets, item.id)}
    found = [
        *(Touched("item", each.id, item.id) for each in items.all() if each.id != item.id and _names_it(each, item)),
        *_shipped("recognitions", "arrangement", item.id),
        *(Touched("market", f"{m}/{p}", ", ".join(lines) or item.id) for (m, p), lines in pairs.items()),
        *_own(item.id, products, set(pairs), markets),
    ]
    return tuple(dict.fromkeys(found))


def _names_it(other: PolicyItem, item: PolicyItem) -> bool:
    return item.id in {*other.related, *other.amends, *other.amended_by, *waits_for(other)} or any(
        item.id in each.when.triggers for each in other.milestones
    )


def waits_for(item: PolicyItem) -> tuple[str, ...]:
    """Return the triggers an item's own dates wait for."""
    return (*item.in_force.triggers, *item.applies.triggers)


def _shipped(folder: str, kind: str, identifier: str) -> Iterator[Touched]:
    try:
        files = read_folder(folder)
    except DataError:
        return
    for name, text in files:
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            continue
        if _names(table, identifier):
            yield Touched(kind, name.removesuffix(".toml"), identifier)


def _names(value: object, word: str) -> bool:
    if isinstance(value, str):
        return value == word
    if isinstance(value, dict):
        return any(_names(each, word) for each in value.values())
    return isinstance(value, list) and any(_names(each, word) for each in value)


def _own(identifier: str, products: tuple[str, ...], pairs: set[Pair], markets: Markets) -> Iterator[Touched]:
    """The user's files that name the item, one of the products, or a market and purpose that rest on the item.

    Files of the policy folder itself are left out.
    """
    root = home()
    if not root.is_dir():
        return
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if parts[0] == "policy" or path.suffix not in _READ or not _short(path):
            continue
        text = path.read_bytes().decode("utf-8", errors="replace")
        why = next((word for word in (identifier, *products) if f'"{word}"' in text), "")
        if not why and parts[0] != "markets":
            why = _about(_tables(text, path.suffix), pairs, markets)
        if why:
            yield Touched(_KINDS.get(parts[0], "file"), "/".join(parts), why)


def _tables(text: str, suffix: str) -> Iterable[object]:
    """What a file holds, as plain tables; nothing where it cannot be read."""
    try:
        if suffix == ".toml":
            return (tomllib.loads(text),)
        if suffix == ".json":
            return (json.loads(text),)
        if suffix == ".jsonl":
            return tuple(json.loads(line) for line in text.splitlines() if line.strip())
    except (ValueError, RecursionError):
        return ()
    return ()


def _about(tables: Iterable[object], pairs: set[Pair], markets: Markets) -> str:
    """The pair of market and purpose that some table in a file is about, or nothing."""
    for table in tables:
        for market, purpose in _pairs(table):
            for outer in markets.around(market):
                if (outer, purpose) in pairs:
                    return f"{outer}/{purpose}"
    return ""


def _pairs(value: object) -> Iterator[Pair]:
    if isinstance(value, dict):
        market, purpose = value.get("market"), value.get("purpose")
        if isinstance(market, str) and isinstance(purpose, str):
            yield market, purpose
        for each in value.values():
            yield from _pairs(each)
    elif isinstance(value, list):
        for each in value:
            yield from _pairs(each)


def _short(path: Path) -> bool:
    return path.is_file() and path.stat().st_size <= _MOST_BYTES


# ── what moves ───────────────────────────────────────────────────────────────────────────────────


def effect_of(before: PolicyItem | None, after: PolicyItem, day: str, known: str = "") -> Effect:
    """Return the scope answers that differ between two states of an item, for every product category on file.

    Args:
        before: the item as it was; None: it was not on file.
        after: the item as it is, or would be.
        day: the day asked about. Answers are compared on it and on every later day that one of them names.
        known: the day until which captures count; default: all that is on file or in `after`.
    """
    try:
        data = on_file()
    except InputError as error:
        return Effect(problems=error.problems, day=day)
    others = {item.id: item for item in data.policy if item.id != after.id}
    old = {**others, before.id: before} if before is not None else others
    new = {**others, after.id: after}
    until = known or max([data.known(day), *(event.known_on for event in after.events)])
    worlds = (World(old, until), World(new, until))
    moved: list[Moved] = []
    asked = 0
    unsettled: dict[bool, list[str]] = {True: [], False: []}
    for market, purpose in _reached(data, new, after.id):
        was_open, is_open = (bool(fell(rests_on(world, purpose, None, day))) for world in worlds)
        if was_open != is_open:
            unsettled[is_open].append(f"{market}/{purpose.purpose}")
        for case, variants in _cases(data, market, purpose):
            answers, count = _ask(purpose, case, day, worlds)
            asked += count
            moved += [Moved(market, purpose.purpose, case.product, variants, on, was, now) for on, was, now in answers]
    return Effect(_joined(data, moved), asked, day, unsettled=tuple(unsettled[True]), settled=tuple(unsettled[False]))


def _reached(data: Recognition, items: Mapping[str, PolicyItem], identifier: str) -> list[tuple[str, MarketPurpose]]:
    """The market purposes that rest on an item, or on an item whose dates wait for it."""
    reached = [identifier]
    for each in reached:
        reached += [other.id for other in items.values() if each in waits_for(other) and other.id not in reached]
    found = {
        (market, purpose.purpose): purpose for each in reached for market, purpose, _ in resting_on(data.markets, each)
    }
    return [(market, purpose) for (market, _), purpose in found.items()]


def _cases(data: Recognition, market: str, purpose: MarketPurpose) -> Iterator[tuple[Case, tuple[str, ...]]]:
    """Every product category with every combination of the variants that the lines of the purpose ask for."""
    asked = {key for rule in purpose.rules for key in conditions_of(rule.when)}
    for category in data.products.by_id.values():
        keys = [(each.key, each.values) for each in variants_of(category) if each.key in asked]
        number = 1
        for _, values in keys:
            number *= len(values)
        chosen = combinations(*(values for _, values in keys)) if 1 < number <= _MOST_CASES else [()]
        for values in chosen:
            given = tuple(f"{key}={value}" for (key, _), value in zip(keys, values, strict=False))
            yield _case(data, category, market, purpose, given), given


def _case(data: Recognition, category: Category, market: str, purpose: MarketPurpose, given: Sequence[str]) -> Case:
    return Case(
        product=category.id,
        products=tuple(dict.fromkeys((*data.products.around(category.id), *category.aliases))),
        codes=codes_for(data.products, category, {**conditions_of(category.implies), **conditions_of(given)}),
        variants={**conditions_of(category.implies), **conditions_of(given)},
        places=(ASSUMED_PLACE,),
        market=market,
        markets=data.markets.around(market),
        purpose=purpose.purpose,
    )


def _ask(
    purpose: MarketPurpose, case: Case, day: str, worlds: tuple[World, World]
) -> tuple[list[tuple[str, Said, Said]], int]:
    """Ask on the day and on the later days that an answer names; return where the two worlds differ."""
    tables = code_tables()
    days, found, count = [day], [], 0
    most = 4
    for on in days:
        old, new = (scope_answer(purpose, case, on, tables, world) for world in worlds)
        count += 1
        was, now = (Said(each.answer, each.applies_from) for each in (old, new))
        if was != now:
            found.append((on, was, now))
        for later in sorted({was.applies_from, now.applies_from}):
            if later > on and later not in days and len(days) < most and found:
                days.append(later)
    return found, count


def _joined(data: Recognition, moved: Sequence[Moved]) -> tuple[Moved, ...]:
    """Name a product alone where every combination asked of it moves the same way."""
    groups: dict[tuple[str, str, str, str, Said, Said], list[tuple[str, ...]]] = {}
    for one in moved:
        key = (one.market, one.purpose, one.product, one.day, one.before, one.after)
        groups.setdefault(key, []).append(one.variants)
    found = []
    for (market, purpose, product, day, before, after), variants in groups.items():
        every = _count(data, market, purpose, product)
        told = [()] if len(variants) == every else variants
        found += [Moved(market, purpose, product, each, day, before, after) for each in told]
    return tuple(sorted(found, key=lambda one: (one.market, one.purpose, one.day, one.product, one.variants)))


def _count(data: Recognition, market: str, purpose: str, product: str) -> int:
    entry = next(each for each in data.markets.by_id[market].purposes if each.purpose == purpose)
    return sum(1 for case, _ in _cases(data, market, entry) if case.product == product)


# ── states to compare ────────────────────────────────────────────────────────────────────────────


def confirmed(item: PolicyItem, capture: str) -> PolicyItem:
    """Return the item as it would be if what one copy says were confirmed in an official text (grade A1)."""
    kept = tuple(
        replace(each, official=True, source_kind="official") if each.id == capture else each for each in item.captures
    )
    events = tuple(replace(each, grade=Grade("A", "1")) if each.capture == capture else each for each in item.events)
    return replace(item, captures=kept, events=events)


def supposed(item: PolicyItem, status: str, since: str, day: str) -> PolicyItem:
    """Return the item as it would be if an official text showed a status since a day; nothing is kept of it."""
    version = item.versions[0].id if item.versions else ""
    copy = Capture("supposed", version, day, "", "", official=True, source_kind="official")
    step = Event(status, since, day, copy.id, Grade("A", "1"), case="supposed")
    return replace(item, captures=(*item.captures, copy), events=(*item.events, step))


def without(item: PolicyItem, captures: Iterable[str]) -> PolicyItem:
    """Return the item without the steps that some copies show."""
    gone = set(captures)
    return replace(item, events=tuple(each for each in item.events if each.capture not in gone))


@dataclass(frozen=True, slots=True)
class Touch:
    """What rests on an item and what moves: by the user's additions, or by a status that is supposed."""

    item: str
    on: str
    known: str
    touched: tuple[Touched, ...]
    effect: Effect
    supposed: str = ""
    since: str = ""


def touch_of(found: Shelf, identifier: str, when: Days, *, status: str = "", since: str = "") -> Touch:
    """Return what rests on an item, and what the user's additions to it change, or what a status would.

    Args:
        found: what is on file.
        identifier: the item.
        when: the day asked about, and the day until which captures count.
        status: a status to suppose; nothing of it is kept.
        since: since when that would be; default: the day asked about.

    Raises:
        UsageError: no such item (REC-002), or `since` is no day (REC-011).
    """
    item = item_of(found, identifier)
    if since and not is_day(since):
        raise UsageError((problem("REC-011", None, since),))
    since = since or when.on
    if status:
        before, after = item, supposed(item, status, since, when.on)
    else:
        before, after = _as_shipped(found, item), item
    effect = effect_of(before, after, when.on, when.known)
    told = since if status else ""
    return Touch(item.id, when.on, when.known, touched_by(found.items, item, ()), effect, status, told)


def _as_shipped(found: Shelf, item: PolicyItem) -> PolicyItem:
    """Return an item without what the user added to it; of the user's own item, without its steps."""
    if item.id in found.items.own:
        return replace(item, events=())
    return {each.id: each for each in parse_items(shipped_files())[0].all()}.get(item.id, item)


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────────


def touched_json(touched: Sequence[Touched]) -> list[dict[str, Any]]:
    """What rests on an item."""
    return [{"kind": each.kind, "name": each.name, "why": each.why} for each in touched]


def effect_json(effect: Effect) -> dict[str, Any]:
    """What moves."""
    return {
        "day": effect.day,
        "asked": effect.asked,
        "moved": [
            {
                "market": one.market,
                "purpose": one.purpose,
                "product": one.product,
                "variants": list(one.variants),
                "on": one.day,
                "before": {"answer": one.before.answer, "applies_from": one.before.applies_from or None},
                "after": {"answer": one.after.answer, "applies_from": one.after.applies_from or None},
            }
            for one in effect.moved
        ],
        "unsettled": list(effect.unsettled),
        "settled": list(effect.settled),
        "problems": [each.json() for each in effect.problems],
    }


def touch_json(touch: Touch) -> dict[str, Any]:
    """The document of ``policy touch``."""
    return {
        "item": touch.item,
        "on": touch.on,
        "known": touch.known,
        "supposed": {"status": touch.supposed, "since": touch.since} if touch.supposed else None,
        "touches": touched_json(touch.touched),
        "effect": effect_json(touch.effect),
    }
