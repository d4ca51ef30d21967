"""TOML text to the frozen objects of `carnet.recognition.model`, every problem with its line.

One reader for items, markets, arrangements and precedents: the fields of the dataclass are the keys of the file. A
`Text` is ``{zh = "…", en = "…"}``, a `Grade` is ``"D4"``, days are strings. Nothing is filled in that
the file does not say.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Generic, TypeVar, cast, get_args, get_origin, get_type_hints

from carnet.errors import Place, Problem, Text, problem
from carnet.recognition import vocabulary as words
from carnet.recognition.model import Grade

T = TypeVar("T")

_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\-\"]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")
_LINE = re.compile(r"at line (\d+)")
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
# Field → its closed words. A field of these names means the same wherever it stands.
CLOSED: Mapping[str, tuple[str, ...]] = {
    "kind@PolicyItem": words.INSTRUMENT_KINDS,
    "kind@Party": words.PARTY_KINDS,
    "kind@WatchBody": words.PARTY_KINDS,
    "kind@Requirement": words.REQUIREMENT_KINDS,
    "kind@MarketPurpose": words.REQUIREMENT_KINDS,
    "issuer_kind": words.PARTY_KINDS,
    "legal_nature": words.LEGAL_NATURES,
    "purpose": words.PURPOSES,
    "purposes@Scope": words.PURPOSES,
    "recognised": words.RECOGNISED,
    "leg": words.LEGS,
    "answer@ScopeRule": words.SCOPE_ANSWERS,
    "decision@CaseAcceptance": words.DECISIONS,
    "verdict@Demand": words.VERDICTS,
    "dimension@Demand": words.DIMENSIONS,
    "team": ("", *words.TEAMS),
    "status@Event": (*words.STATUSES, *words.SIDE_EXITS),
    "status@Citation": ("read", "secondary", "recalled", "unknown", "conflicting"),
}
DAYS = {
    "on",
    "known_on",
    "day",
    "retrieved_on",
    "dated",
    "window_from",
    "window_to",
    "since",
    "until",
    "due",
    "done_on",
}
DAYS |= {"review_by", "valid_from", "valid_to", "looked_on", "period_from", "period_to"}


def read_one(kind: type[T], name: str, text: str) -> tuple[T | None, tuple[Problem, ...]]:
    """Read one file that holds one object of `kind`.

    Args:
        kind: a dataclass of `carnet.recognition.model`.
        name: the bare file name, for places.
        text: its content.

    Returns:
        The object, or None, and every problem (DAT-001 syntax, DAT-003 unknown key, DAT-004 missing, DAT-005 type,
        DAT-007 word).
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        place = Place(file=name, cell=found.group(1) if found else "")
        return None, (problem("DAT-001", place, reason=str(error)),)
    reader = _Reader(name, line_of(text))
    built = reader.build(kind, table, "")
    return (None if reader.problems else cast("T", built)), tuple(reader.problems)


def read_many(kind: type[T], name: str, text: str, array: str) -> tuple[tuple[T, ...], tuple[Problem, ...]]:
    """Read one file that holds many objects of `kind` as ``[[array]]``."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        place = Place(file=name, cell=found.group(1) if found else "")
        return (), (problem("DAT-001", place, reason=str(error)),)
    rows = table.pop(array, None)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return (), (problem("DAT-002", Place(file=name), table=array),)
    reader = _Reader(name, line_of(text))
    for key in table:
        reader.problems.append(problem("DAT-003", reader.place(f"/{key}"), key, (array,)))
    built = tuple(cast("T", reader.build(kind, row, f"/{array}/{index}")) for index, row in enumerate(rows))
    return (() if reader.problems else built), tuple(reader.problems)


@dataclass(frozen=True, slots=True)
class Loose(Generic[T]):
    """What could be read of a file, wrong parts left blank, so that its meaning can be looked at in the same go.

    `rows`: pointer and object. `blank`: pointers of what is missing or wrong: nothing more is to be said of those.
    """

    name: str
    rows: tuple[tuple[str, T], ...]
    problems: tuple[Problem, ...]
    lines: Mapping[str, int]
    blank: frozenset[str] = frozenset()

    def place(self, pointer: str) -> Place:
        """Return the line of a pointer, or of the nearest thing around it."""
        return _place(self.name, self.lines, pointer)


def read_loose(kind: type[T], name: str, text: str, array: str = "") -> Loose[T]:
    """Read one file as `read_one` or, with the name of an array, as `read_many`, and keep what could be read.

    Args:
        kind: a dataclass of `carnet.recognition.model`.
        name: the bare file name, for places.
        text: its content.
        array: the name of the array of tables; empty: the file is one object.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        place = Place(file=name, cell=found.group(1) if found else "")
        return Loose(name, (), (problem("DAT-001", place, reason=str(error)),), {})
    reader = _Reader(name, line_of(text), fill=True)
    if not array:
        rows = (("", cast("T", reader.build(kind, table, ""))),)
        return Loose(name, rows, tuple(reader.problems), reader.lines, frozenset(reader.blank))
    tables = table.pop(array, None)
    if not isinstance(tables, list) or not all(isinstance(row, dict) for row in tables):
        return Loose(name, (), (problem("DAT-002", Place(file=name), table=array),), reader.lines)
    for key in table:
        reader.problems.append(problem("DAT-003", reader.place(f"/{key}"), key, (array,)))
    pointers = [f"/{array}/{index}" for index in range(len(tables))]
    built = tuple(
        (where, cast("T", reader.build(kind, row, where))) for where, row in zip(pointers, tables, strict=True)
    )
    return Loose(name, built, tuple(reader.problems), reader.lines, frozenset(reader.blank))


def _place(name: str, lines: Mapping[str, int], pointer: str) -> Place:
    where = pointer
    while where and where not in lines:
        where = where.rpartition("/")[0]
    return Place(file=name, cell=str(lines[where]) if where else "", pointer="")


def _optional(each: Field[Any]) -> bool:
    return each.default is not MISSING or each.default_factory is not MISSING


def _nothing(hint: object) -> object:
    """The empty value of a type; of a dataclass one whose required fields are empty."""
    if get_origin(hint) is tuple:
        return ()
    if hint is Grade:
        return Grade("F", "6")
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return cast("type", hint)(**{e.name: _nothing(hints[e.name]) for e in fields(hint) if not _optional(e)})
    return cast("type", hint)()


def is_day(text: str) -> bool:
    """Tell whether a text is a day of the calendar in ISO 8601; the 30th of February is none."""
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def line_of(text: str) -> Mapping[str, int]:
    """Return JSON Pointer → line of the headers and keys of a TOML text, as far as they stand at a line's beginning."""
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    here = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            path = ""
            names = header[2].replace('"', "").split(".")
            for position, part in enumerate(names):
                path += f"/{part}"
                last = position == len(names) - 1
                if last and header[1] == "[[":
                    counts[path] = counts.get(path, -1) + 1
                if path in counts:
                    path += f"/{counts[path]}"
            here = path
            # A new row of the outer array starts the inner arrays anew.
            counts = {key: count for key, count in counts.items() if not key.startswith(f"{here}/")}
            lines.setdefault(here, number)
        elif key := _KEY.match(line):
            lines.setdefault(f"{here}/{key[1]}", number)
    return lines


class _Reader:
    """Builds objects and collects what was wrong."""

    def __init__(self, name: str, lines: Mapping[str, int], *, fill: bool = False) -> None:
        self.name = name
        self.lines = lines
        self.fill = fill
        self.problems: list[Problem] = []
        self.blank: set[str] = set()

    def place(self, pointer: str) -> Place:
        """Return the line of a pointer, or of the nearest thing around it."""
        return _place(self.name, self.lines, pointer)

    def wrong(self, pointer: str, zh: str, en: str) -> None:
        """Note a wrong type."""
        self.blank.add(pointer)
        field = pointer.rpartition("/")[2]
        self.problems.append(problem("DAT-005", self.place(pointer), field=field, expected_zh=zh, expected_en=en))

    def build(self, kind: type, table: object, pointer: str) -> object:
        """Build one dataclass from a table."""
        if not isinstance(table, dict):
            self.wrong(pointer, "一个表", "a table")
            return _nothing(kind) if self.fill else None
        hints = get_type_hints(kind)
        known = {each.name: each for each in fields(kind)}
        for key in table:
            if key not in known:
                self.problems.append(problem("DAT-003", self.place(f"{pointer}/{key}"), str(key), tuple(known)))
        values: dict[str, object] = {}
        for name, each in known.items():
            where = f"{pointer}/{name}"
            if name in table:
                values[name] = self.value(hints[name], table[name], where, name, kind)
            elif not _optional(each):
                self.problems.append(problem("DAT-004", self.place(pointer or where), field=name))
                if self.fill:
                    self.blank.add(where)
                    values[name] = _nothing(hints[name])
        required = {name for name, each in known.items() if not _optional(each)}
        if not required <= values.keys():
            return None
        return kind(**values)

    def value(self, hint: object, raw: object, pointer: str, name: str, owner: type) -> object:
        """Read one value as the type of its field."""
        if get_origin(hint) is tuple:
            inner = get_args(hint)[0]
            if not isinstance(raw, list):
                self.wrong(pointer, "一个列表", "a list")
                return ()
            return tuple(self.value(inner, item, f"{pointer}/{i}", name, owner) for i, item in enumerate(raw))
        return self.single(hint, raw, pointer, name, owner)

    def single(self, hint: object, raw: object, pointer: str, name: str, owner: type) -> object:  # noqa: PLR0911
        """Read one value that is no list."""
        if hint is Text:
            return self.text(raw, pointer)
        if hint is Grade:
            return self.grade(raw, pointer)
        if is_dataclass(hint):
            return self.build(cast("type", hint), raw, pointer)
        if hint is bool:
            if not isinstance(raw, bool):
                self.wrong(pointer, "true 或 false", "true or false")
            return raw
        if hint is int:
            return self.count(raw, pointer)
        if not isinstance(raw, str):
            self.wrong(pointer, "文本（加引号）", "text in quotes")
            return ""
        return self.word(raw, pointer, name, owner)

    def count(self, raw: object, pointer: str) -> int:
        """Read a whole number."""
        if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
            self.wrong(pointer, "一个整数", "a whole number")
            return 0
        return raw

    def word(self, raw: str, pointer: str, name: str, owner: type) -> str:
        """Check a text that must be a day or one of the closed words."""
        if name in DAYS and raw and not is_day(raw):
            self.wrong(pointer, "日期，如 2026-06-25", "a day such as 2026-06-25")
        allowed = CLOSED.get(f"{name}@{owner.__name__}") or CLOSED.get(name)
        if allowed is not None and raw not in allowed:
            self.problems.append(problem("DAT-007", self.place(pointer), raw, allowed, field=name))
            self.blank.add(pointer)
        return raw

    def text(self, raw: object, pointer: str) -> Text:
        """Read a text in both languages; one of them alone is a problem."""
        if not isinstance(raw, dict) or set(raw) != {"zh", "en"} or not all(isinstance(v, str) for v in raw.values()):
            self.wrong(pointer, '{zh = "…", en = "…"}', '{zh = "…", en = "…"}')
            return Text("", "")
        if bool(raw["zh"]) != bool(raw["en"]):
            self.wrong(pointer, "中英文都要有", "both languages")
        return Text(raw["zh"], raw["en"])

    def grade(self, raw: object, pointer: str) -> Grade:
        """Read a grade such as ``B1``."""
        two = 2
        if not isinstance(raw, str) or len(raw) != two or raw[0] not in words.LETTERS or raw[1] not in words.DIGITS:
            self.wrong(pointer, "等级，如 D4（字母A–F，数字1–6）", "a grade such as D4 (letter A–F, digit 1–6)")
            return Grade("F", "6")
        return Grade(raw[0], raw[1])
