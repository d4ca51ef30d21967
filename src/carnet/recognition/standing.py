"""What a line of a market rests on: a policy item, its status on a day, and what the line may say for it.

A market file says which item carries a line. The line says no more than the item's status allows, and a status is no
better than its evidence: talks and drafts carry nothing, in force is not applicable, what is suspended or superseded
carries no longer. Law needs a text; a programme, a standard or a contract needs no more than that it is known to exist.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from carnet.errors import Text
from carnet.recognition.grade import at_least
from carnet.recognition.model import DateRule, Grade, MarketPurpose, PolicyItem, ScopeRule
from carnet.recognition.status import (
    BINDING_KINDS,
    IN_FORCE,
    STATUS_TEXT,
    Due,
    Held,
    Items,
    StatusOn,
    due,
    status_on,
)

# What an item lets a line say, weakest last. `told`: it stands, but no official text of it is on file.
CARRIES = ("stands", "told", "not_yet", "unknown", "fallen")
CARRIES_TEXT: Mapping[str, Text] = {
    "stands": Text("可依据", "carries"),
    "told": Text("可依据，但没有官方文本在档", "carries, but no official text is on file"),
    "not_yet": Text("还不能依据", "does not carry yet"),
    "unknown": Text("不能依据", "does not carry"),
    "fallen": Text("不再可依据", "carries no longer"),
}
# What a line writes for `item` when it rests on no item on file, though its purpose names some.
NO_ITEM = "none"
FALLEN = ("suspended", "withdrawn", "superseded", "expired")
# Kinds that announce or report; they carry a line only when something operates.
SIGNALS = ("press_report", "memorandum", "arrangement", "government_plan", "vendor_claim")
# Kinds of rules that are no law: they carry where they are known to exist, a law never on that alone.
RULES = ("standard", "certification_rule", "programme_rule", "guideline", "contract_term")
# A law not on file in an official text carries, told, when its issuer announced it and a copy of the text says so.
_ANNOUNCED, _COPY = "B1", "A2"
# The same of a rule that is no law: that it exists must be known, at least so well.
_EXISTS_LAW, _EXISTS = "B2", "C2"


@dataclass(frozen=True, slots=True)
class World:
    """The policy items on file, and the day until which captures count (empty: the day asked about)."""

    items: Items = field(default_factory=dict)
    known: str = ""

    def status(self, item: PolicyItem, day: str) -> StatusOn:
        """Return the status of an item on a day."""
        return status_on(item, day, self.known or day, self.items)

    def due(self, rule: DateRule, day: str) -> Due:
        """Read a date rule on a day."""
        return due(rule, day, self.known or day, self.items)


@dataclass(frozen=True, slots=True)
class Rest:
    """One item that an answer rests on.

    `role`: ``line`` (it carries the line that decided), ``trigger`` (the line waits for it), ``purpose`` (it stands
    beside). `carries` is one of `CARRIES`, empty for a trigger. `by`: what replaced it. `known_on`: when the copy that
    evidences its status was at hand.
    """

    item: PolicyItem
    role: str
    status: StatusOn
    carries: str
    why: Text
    by: tuple[str, ...] = ()

    @property
    def grade(self) -> Grade | None:
        """The grade of what carries its status."""
        return self.status.event.grade if self.status.event is not None else None

    @property
    def known_on(self) -> str:
        """The day on which that became known."""
        return self.status.event.known_on if self.status.event is not None else ""


def carrier(purpose: MarketPurpose, rule: ScopeRule | None) -> str:
    """Return the item that carries a line: the one it names, else the first of its purpose; `NO_ITEM`: none does."""
    if rule is not None and rule.item:
        return "" if rule.item == NO_ITEM else rule.item
    return purpose.items[0] if purpose.items else ""


def rest_of(
    world: World, identifier: str, day: str, *, role: str = "line", legal: bool = True, own_date: bool = False
) -> Rest | None:
    """Return what an item lets a line say on a day; None where it is not on file.

    Args:
        world: the items on file.
        identifier: the item.
        day: the day asked about.
        role: see `Rest`.
        legal: the line speaks as law; else a programme, a standard or a contract.
        own_date: the line or its purpose states when it applies: then the item only has to be in force.
    """
    item = world.items.get(identifier)
    if item is None:
        return None
    status = world.status(item, day)
    carries, why = carries_of(world, item, status, day, legal=legal, own_date=own_date)
    by = replaced_by(world, item) if carries == "fallen" else ()
    return Rest(item, role, status, carries, why, by)


def carries_of(
    world: World, item: PolicyItem, status: StatusOn, day: str, *, legal: bool, own_date: bool
) -> tuple[str, Text]:
    """Return one of `CARRIES` and the reason."""
    now = status.status
    if early := _before_it(item, day):
        return "not_yet", early
    said = Text(f"{item.title.zh}：{STATUS_TEXT[now].zh}", f"{item.title.en}: {STATUS_TEXT[now].en}")
    if now in FALLEN:
        return "fallen", Text(f"{said.zh}；这一条不再成立", f"{said.en}; the line holds no longer")
    if item.kind in SIGNALS and now not in {"operating", *_COMING}:
        return "unknown", Text(f"{said.zh}；不能当作规定", f"{said.en}; it is no rule")
    if now in {"applicable", "operating"}:
        return "stands", said
    if now in {"in_force", "not_triggered", "published", "adopted"}:
        return _dated(world, item, now, day, said, own_date=own_date)
    return _without_text(item, status, said, legal=legal)


def _before_it(item: PolicyItem, day: str) -> Text | None:
    """Say of a law that it was not there yet on a day: nothing of it on file is earlier than its publication, later."""
    first = min(item.events, key=lambda event: event.on, default=None)
    if item.kind not in BINDING_KINDS or first is None or first.on <= day or first.on == first.known_on:
        return None
    if first.status not in {*IN_FORCE, "adopted", "published"}:
        return None
    return Text(
        f"{item.title.zh}：{day} 时还没有，{first.on} {STATUS_TEXT[first.status].zh}",
        f"{item.title.en}: not there yet on {day}; {STATUS_TEXT[first.status].en} on {first.on}",
    )


def _without_text(item: PolicyItem, status: StatusOn, said: Text, *, legal: bool) -> tuple[str, Text]:
    """What is known without a text that carries: announced, a pilot, on its way, or a report."""
    now, missing = status.status, _held(status.held)
    if _known_by_copy(item, status, legal=legal):
        return "told", Text(
            f"{said.zh}；没有官方文本在档{f'，{missing.zh}' if missing.zh else ''}",
            f"{said.en}; no official text is on file{f', {missing.en}' if missing.en else ''}",
        )
    exists = now in {"announced", "pilot_running"} and item.kind in RULES and _at_least(status, _EXISTS)
    if exists and not legal:
        return "stands", Text(f"{said.zh}（已知存在，文本未留存）", f"{said.en} (known to exist, its text not kept)")
    why = Text(
        f"{said.zh}{f'（{missing.zh}）' if missing.zh else ''}；不能当作规定",
        f"{said.en}{f' ({missing.en})' if missing.en else ''}; it is no rule",
    )
    return ("not_yet" if now in _COMING else "unknown"), why


# Statuses of something on its way that a text shows: it may come, and has not.
_COMING = ("draft_published", "agreed", "signed", "pilot_announced", "delayed")


def _dated(world: World, item: PolicyItem, now: str, day: str, said: Text, *, own_date: bool) -> tuple[str, Text]:
    """What is published or in force: it carries when its own date, or that of the line, has come."""
    binding = item.kind not in RULES
    if now == "adopted" or (now == "published" and binding and not world.due(item.in_force, day).come):
        applies = world.due(item.applies, day)
        if not (now == "published" and applies.come):
            return "not_yet", Text(f"{said.zh}，还没有生效", f"{said.en}, not in force yet")
    if own_date:
        return "stands", said
    applies = world.due(item.applies, day)
    stated = bool(item.applies.day or item.applies.triggers)
    if applies.come or (not stated and not binding):
        return "stands", said
    if applies.open:
        rule = item.applies.rule
        words = rule if rule.en else waits(world, applies, day)
        return "not_yet", Text(f"{said.zh}：{words.zh}", f"{said.en}: {words.en}")
    if applies.day:
        return "not_yet", Text(f"{said.zh}，{applies.day} 起适用", f"{said.en}, applies from {applies.day}")
    return "unknown", Text(f"{said.zh}；何时适用没有在档", f"{said.en}; when it applies is not on file")


def waits(world: World, found: Due, day: str) -> Text:
    """Say which triggers are open, those that are items with their status, and which are met."""
    zh, en = [], []
    for each in found.met:
        title = world.items[each.item].title
        zh.append(f"{title.zh}：{each.since} 生效")
        en.append(f"{title.en}: in force from {each.since}")
    for trigger in found.open:
        item = world.items.get(trigger)
        if item is None:
            zh.append(trigger)
            en.append(trigger)
        else:
            status = world.status(item, day)
            told = _held(status.held)
            zh.append(f"{item.title.zh}：{STATUS_TEXT[status.status].zh}" + (f"（{told.zh}）" if told.zh else ""))
            en.append(f"{item.title.en}: {STATUS_TEXT[status.status].en}" + (f" ({told.en})" if told.en else ""))
    return Text("；".join(zh), "; ".join(en))


def _known_by_copy(item: PolicyItem, status: StatusOn, *, legal: bool) -> bool:
    """Tell whether a rule announced by its issuer carries without an official text.

    Of a law a copy of the text must say that it is in force, published or applicable, and be held back for no other
    reason than that the copy is not official; of a rule that is no law the announcement suffices.
    """
    if status.status != "announced" or not legal:
        return False
    if item.kind not in BINDING_KINDS:
        return item.kind in RULES and _at_least(status, _EXISTS_LAW)
    copies = {capture.id for capture in item.captures if capture.source_kind == "reproduction"}
    copied = any(
        each.event.status in {*IN_FORCE, "published"}
        and each.event.capture in copies
        and at_least(each.event.grade, _COPY)
        for each in status.held
    )
    return copied and _at_least(status, _ANNOUNCED)


def _at_least(status: StatusOn, least: str) -> bool:
    return status.event is not None and at_least(status.event.grade, least)


def _held(held: Sequence[Held]) -> Text:
    """The steps held back, in words; empty where there are none."""
    if not held:
        return Text("", "")
    names = [STATUS_TEXT[each] for each in dict.fromkeys(one.event.status for one in held)]
    return Text(
        "证据不足、未采纳：" + "、".join(f"“{name.zh}”" for name in names),
        "held back for want of evidence: " + ", ".join(name.en for name in names),
    )


def replaced_by(world: World, item: PolicyItem) -> tuple[str, ...]:
    """Return the items that amend or replace one, by their own word or its."""
    named = [each for each in item.amended_by if each in world.items]
    named += [other.id for other in world.items.values() if item.id in other.amends]
    return tuple(dict.fromkeys(named))


def rests_on(world: World | None, purpose: MarketPurpose, rule: ScopeRule | None, day: str) -> tuple[Rest, ...]:
    """Return all the items an answer rests on: what carries the line, what the line waits for, what stands beside."""
    if world is None:
        return ()
    legal, own = purpose.kind == "legal", has_date(purpose, rule)
    first = carrier(purpose, rule)
    found = [rest_of(world, first, day, legal=legal, own_date=own)] if first else []
    triggers = (*(rule.applies.triggers if rule is not None else ()), *purpose.from_day.triggers)
    waited = [rest_of(world, each, day, role="trigger", legal=legal) for each in triggers]
    found += [replace(one, carries="") if one is not None and one.carries != "fallen" else one for one in waited]
    found += [rest_of(world, each, day, role="purpose", legal=legal, own_date=own) for each in purpose.items]
    seen: dict[str, Rest] = {}
    for one in found:
        if one is not None:
            seen.setdefault(one.item.id, one)
    return tuple(seen.values())


def has_date(purpose: MarketPurpose, rule: ScopeRule | None) -> bool:
    """Tell whether a line, or its purpose, states when it applies."""
    rules = (purpose.from_day, *((rule.applies,) if rule is not None else ()))
    return any(each.day or each.triggers for each in rules)


def fell(rests: Sequence[Rest]) -> tuple[Rest, ...]:
    """Return the items that carry no longer, and that nothing on the same list has replaced."""
    standing = {one.item.id for one in rests if one.carries in {"stands", "told"}}
    return tuple(one for one in rests if one.carries == "fallen" and not standing & set(one.by))


def fell_text(one: Rest, world: World) -> Text:
    """Say of an item that it carries no longer, and by what it was replaced."""
    if not one.by:
        return Text(one.why.zh + "。", one.why.en + ".")
    zh = "、".join(f"{world.items[each].title.zh}（{each}）" for each in one.by)
    en = ", ".join(f"{world.items[each].title.en} ({each})" for each in one.by)
    return Text(f"{one.why.zh}；改看：{zh}。", f"{one.why.en}; see now: {en}.")
