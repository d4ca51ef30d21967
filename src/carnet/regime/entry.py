"""One table of a regime file, which reads its own keys and complains by itself, with the line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from carnet.errors import Place, Problem, Text, problem
from carnet.errors.nearest import nearest
from carnet.regime.dates import Act, DatePart, DateRule, day_of
from carnet.regime.model import Source
from carnet.regime.positions import Positions
from carnet.regime.shapes import faults, show
from carnet.regime.vocabulary import Parameter

LISTED = ("value", "table", "inherits", "act", "milestone")

_AT_LEAST_TWO = 2
_RULE = "a date, or { later_of = [date, { act, months }] }"


@dataclass(slots=True)
class File:
    """What is being read, and what was found wrong with it so far."""

    name: str
    positions: Positions
    problems: list[Problem] = field(default_factory=list)
    lacking: set[tuple[str, int, str]] = field(default_factory=set)  # keys said to be missing already
    sources: Mapping[str, Source] = field(default_factory=dict)
    acts: tuple[Act, ...] = ()

    def place(self, table: str, index: int = 0, key: str = "") -> Place:
        """File and line of a key, or of its table."""
        return Place(file=self.name, cell=str(self.positions.line(table, index, key)))

    def add(self, code: str, place: Place, value: str = "", candidates: tuple[str, ...] = (), **params: object) -> None:
        """Note a problem, once: a key may be read twice."""
        found = problem(code, place, value, candidates, "error", **params)
        if found not in self.problems:
            self.problems.append(found)


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of the file with its place; reads its keys and complains by itself."""

    file: File
    table: str
    index: int
    data: Mapping[str, object]

    @property
    def where(self) -> str:
        """What messages call the table."""
        return f"[[{self.table}]]" if self.table in LISTED else f"[{self.table}]" if self.table else "–"

    def place(self, key: str = "") -> Place:
        """File and line of a key, or of the table."""
        return self.file.place(self.table, self.index, key)

    def keys(self, required: Iterable[str], optional: Iterable[str]) -> bool:
        """Complain about unknown keys, and once about all missing ones; true when none is missing."""
        required = tuple(required)
        allowed = (*required, *optional)
        for key in self.data:
            if key not in allowed:
                near = nearest(key, allowed) or tuple(allowed)
                self.file.add("REG-003", self.place(key), key, near, where=self.where, key=key)
        missing = [key for key in required if self.data.get(key, "") == ""]
        if missing:
            self.file.add("REG-004", self.place(), where=self.where, key=", ".join(missing))
            self.file.lacking.update((self.table, self.index, key) for key in missing)
        return not missing

    def text(self, key: str) -> str:
        """A text, "" when absent."""
        value = self.data.get(key, "")
        if isinstance(value, str):
            return value
        found, expected = show(value), Text("文本", "a text")
        self.wrong(key, found, expected)
        return ""

    def both(self, key: str) -> Text:
        """The pair ``key_zh``, ``key_en``: both or neither."""
        pair = Text(self.text(f"{key}_zh"), self.text(f"{key}_en"))
        for lang, given in (("zh", pair.zh), ("en", pair.en)):
            told = (self.table, self.index, f"{key}_{lang}") in self.file.lacking
            if not given and (pair.zh or pair.en) and not told:
                self.file.add("REG-004", self.place(), where=self.where, key=f"{key}_{lang}")
        return pair

    def word(self, key: str, allowed: tuple[str, ...]) -> str:
        """One of the allowed words, "" when absent."""
        value = self.text(key)
        if value and value not in allowed:
            self.file.add("REG-008", self.place(key), value, allowed, where=self.where, key=key)
        return value

    def flag(self, key: str) -> bool:
        """True or false, false when absent."""
        value = self.data.get(key, False)
        if isinstance(value, bool):
            return value
        self.wrong(key, show(value), Text("true 或 false", "true or false"))
        return False

    def words(self, key: str) -> tuple[str, ...]:
        """A list of words, none twice; () when absent."""
        listed = self.data.get(key, [])
        if (
            isinstance(listed, list)
            and all(isinstance(w, str) and w for w in listed)
            and len(set(listed)) == len(listed)
        ):
            return tuple(listed)
        self.wrong(key, show(listed), Text("词的列表，不重复", "a list of words, none twice"))
        return ()

    def day(self, key: str) -> str:
        """A TOML date as ISO 8601, "" when absent."""
        value = self.data.get(key)
        if value is None or value == "":
            return ""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value.isoformat()
        self.file.add("REG-022", self.place(key), str(value), where=self.where, key=key)
        return ""

    def source(self) -> str:
        """The key of a declared source."""
        key = self.text("source")
        if key and key not in self.file.sources:
            near = tuple(self.file.sources)
            self.file.add("REG-009", self.place("source"), key, near, where=self.where)
        return key

    def days(self, key: str) -> tuple[str, ...]:
        """A list of dates, () when absent."""
        listed = self.data.get(key, [])
        items = listed if isinstance(listed, list) else [listed]
        good = [item for item in items if isinstance(item, date) and not isinstance(item, datetime)]
        for item in items:
            if item not in good:
                self.file.add("REG-022", self.place(key), str(item), where=self.where, key=key)
        return tuple(item.isoformat() for item in good)

    def rule(self, key: str) -> DateRule | None:
        """A date rule ``{ later_of = [day, { act, months }, …] }``, None where the key holds no table."""
        table = self.data.get(key)
        if not isinstance(table, Mapping):
            return None
        listed = table.get("later_of")
        parts = [self._part(key, item) for item in listed] if isinstance(listed, list) else []
        if set(table) != {"later_of"} or len(parts) < _AT_LEAST_TWO:
            self.wrong(key, show(table), Text("日期，或 { later_of = [日期, { act, months }] }", _RULE))
            return None
        return None if None in parts else DateRule(tuple(part for part in parts if part))

    def _part(self, key: str, item: object) -> DatePart | None:
        if isinstance(item, date) and not isinstance(item, datetime):
            return DatePart(day=item.isoformat())
        if isinstance(item, Mapping) and set(item) == {"act", "months"} and str(item["months"]).isdecimal():
            act = str(item["act"])
            if act in {a.id for a in self.file.acts}:
                return DatePart(act=act, months=int(str(item["months"])))
            near = tuple(a.id for a in self.file.acts)
            self.file.add("REG-030", self.place(key), act, near, where=self.where)
            return None
        self.wrong(key, show(item), Text("日期，或 { act, months }", "a date, or { act, months }"))
        return None

    def start(self, key: str = "from") -> tuple[str, DateRule | None, str]:
        """(day, rule or None, known since): a rule gives the day of the editions of its acts that the file knows."""
        rule = self.rule(key)
        if rule is None:
            return ("" if isinstance(self.data.get(key), Mapping) else self.day(key)), None, ""
        day, since = day_of(rule, self.file.acts)
        return day, rule, since

    def period(self) -> tuple[str, str, str]:
        """(start, end, known); complains when the end is before the start."""
        first, _, since = self.start()
        start, end, known = first, self.day("to"), max(self.day("known"), since)
        if start and end and end < start:
            self.file.add("REG-016", self.place("to"), where=self.where, start=start, end=end)
        return start, end, known

    def wrong(self, key: str, found: str, expected: Text, near: tuple[str, ...] = ()) -> None:
        """Complain that a key holds `found` where `expected` belongs; `near` are the words it may stand for."""
        self.file.add(
            "REG-006",
            self.place(key),
            found,
            near,
            parameter=self.text("parameter") if self.table == "value" and key != "parameter" else self.where,
            role=key,
            found=found,
            expected_zh=expected.zh,
            expected_en=expected.en,
            near_zh=f"；最接近的词：{'、'.join(near)}" if near else "",
            near_en=f"; nearest: {', '.join(near)}" if near else "",
        )

    def check(self, parameter: Parameter, value: object, key: str) -> bool:
        """Complain about every way in which `value` is not what `parameter` takes."""
        wrong = faults(parameter, value)
        for fault in wrong:
            self.wrong(key, fault.found, fault.expected, fault.near)
        return not wrong
