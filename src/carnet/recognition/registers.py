"""Registers with history: an append-only chain of entries, and the records they add up to.

An entry says who did what on which day, what stood there before and what stands there after, and carries the digest of
the line before it: a line changed or taken out later is seen. An entry changes one record; what is a happening and no
change (a note, a run of a trial) leaves the fields alone. The day is always given, never taken from a clock.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from carnet.canonical import canonical_bytes, digest_bytes
from carnet.errors import Place, Problem, problem

CHANGES = ("add", "step", "set")
HAPPENINGS = ("note", "run")
_KEYS = {"n", "register", "id", "action", "by", "on", "before", "after", "previous"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a register. `before` and `after` hold only what changed; a happening has no `before`."""

    number: int
    register: str
    id: str
    action: str
    by: str
    on: str
    before: Mapping[str, str]
    after: Mapping[str, str]
    previous: str

    def json(self) -> dict[str, object]:
        """Return the object that is written, keys as in the file."""
        return {
            "n": self.number,
            "register": self.register,
            "id": self.id,
            "action": self.action,
            "by": self.by,
            "on": self.on,
            "before": dict(self.before),
            "after": dict(self.after),
            "previous": self.previous,
        }


@dataclass(frozen=True, slots=True)
class Record:
    """What the entries of one id add up to."""

    id: str
    state: str
    fields: Mapping[str, str]
    entries: tuple[Entry, ...]

    def get(self, name: str) -> str:
        """Return a field, empty where it is not filled."""
        return self.fields.get(name, "")

    @property
    def stepped_on(self) -> str:
        """The day of the last change of state."""
        return next(each.on for each in reversed(self.entries) if "state" in each.after)

    def first(self, state: str) -> Entry | None:
        """Return the entry by which a state was first reached."""
        return next((each for each in self.entries if each.after.get("state") == state), None)


@dataclass(frozen=True, slots=True)
class History:
    """A register as read: its entries, the records they make, the digest of the last line, and what is wrong."""

    register: str
    entries: tuple[Entry, ...] = ()
    records: Mapping[str, Record] = field(default_factory=dict)
    last: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing in it is broken; what was set aside and told is no break."""
        return not any(each.severity == "error" for each in self.problems)


def line_of(entry: Entry) -> bytes:
    """Return the bytes of a line, without its end."""
    return canonical_bytes(entry.json())


def read_history(register: str, name: str, lines: Sequence[bytes], head: tuple[int, str] | None = None) -> History:
    """Read a register and check its chain.

    Args:
        register: which register it must be.
        name: the bare file name, for places.
        lines: the whole lines of the file, without their ends.
        head: how many lines the register had after it was last written, and the digest of the last; None where no
            such note is kept.

    Returns:
        The history; every problem with its line: REC-162 (the chain does not fit), REC-163 (no entry), REC-165 (lines
        are missing at the end), REC-180 (an entry does not fit what stood before). Entries behind a break are read all
        the same, so that nothing is hidden.
    """
    problems: list[Problem] = []
    entries: list[Entry] = []
    previous = ""
    for number, line in enumerate(lines, start=1):
        place = Place(file=name, cell=str(number))
        entry = _entry(line)
        if entry is None or entry.register != register:
            problems.append(problem("REC-163", place))
        else:
            if entry.previous != previous or entry.number != number:
                problems.append(problem("REC-162", place))
            entries.append(entry)
        previous = digest_bytes(line)
    problems += _against_head(name, lines, head)
    records, wrong = fold(entries, name)
    return History(register, tuple(entries), records, previous, (*problems, *wrong))


def _against_head(name: str, lines: Sequence[bytes], head: tuple[int, str] | None) -> list[Problem]:
    """The note beside the file lags by one line at most: the line is written first."""
    if head is None:
        return []
    count, last = head
    if len(lines) < count:
        return [problem("REC-165", Place(file=name), str(len(lines)), count=count)]
    if count and digest_bytes(lines[count - 1]) != last:
        return [problem("REC-162", Place(file=name, cell=str(count)))]
    return []


def _entry(line: bytes) -> Entry | None:
    try:
        raw = json.loads(line)
    except ValueError:
        return None
    if not isinstance(raw, dict) or set(raw) != _KEYS or canonical_bytes_or_none(raw) != line:
        return None
    before, after = raw["before"], raw["after"]
    texts = (raw["register"], raw["id"], raw["action"], raw["by"], raw["on"], raw["previous"])
    if not all(isinstance(text, str) for text in texts) or not isinstance(raw["n"], int):
        return None
    for each in (before, after):
        if not isinstance(each, dict) or not all(isinstance(v, str) for v in each.values()):
            return None
    return Entry(raw["n"], *texts[:5], before, after, texts[5])


def canonical_bytes_or_none(raw: object) -> bytes | None:
    """Return the canonical bytes, or None for what has none (a number with a fraction, a lone surrogate)."""
    try:
        return canonical_bytes(raw)
    except ValueError:
        return None


def fold(entries: Sequence[Entry], name: str = "") -> tuple[dict[str, Record], tuple[Problem, ...]]:
    """Add entries up to records; an entry whose `before` is not what stood there is a problem (REC-180)."""
    fields: dict[str, dict[str, str]] = {}
    own: dict[str, list[Entry]] = {}
    problems: list[Problem] = []
    for entry in entries:
        now = fields.get(entry.id)
        place = Place(file=name, cell=str(entry.number))
        if (now is None) != (entry.action == "add"):
            problems.append(problem("REC-180", place, entry.id))
        now = fields.setdefault(entry.id, {})
        own.setdefault(entry.id, []).append(entry)
        if entry.action not in CHANGES:
            continue
        if any(now.get(key, "") != text for key, text in entry.before.items()):
            problems.append(problem("REC-180", place, entry.id))
        now.update(entry.after)
    return {key: Record(key, found.get("state", ""), found, tuple(own[key])) for key, found in fields.items()}, tuple(
        problems
    )


def until(history: History, day: str) -> Mapping[str, Record]:
    """Return the records as they stood on a day, by the days of the entries; an empty day means all of them."""
    if not day:
        return history.records
    return fold([each for each in history.entries if each.on <= day])[0]
