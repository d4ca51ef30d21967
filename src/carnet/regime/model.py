"""The values of a regime: sources, dated values, table rows, and what is left of them on one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from carnet.errors import Place, Text
from carnet.regime.dates import Act, DateRule

Day = str  # an ISO 8601 date such as "2026-01-01"; compares like a date
Status = str  # read, secondary, recalled, unknown, conflicting; "absent" on a resolved optional parameter
# What a parameter can be: text, flag, list, or table of these. Lists are tuples, tables are read-only mappings.
Value: TypeAlias = "str | bool | tuple[Value, ...] | Mapping[str, Value]"

NOBODY = Text("", "")
# How firmly something is known, from firm to weak; what is unknown or disputed claims nothing.
FIRMNESS = ("read", "secondary", "recalled")
FIRM_TO_WEAK = (*FIRMNESS, "conflicting", "unknown")  # the last two stay what they are when inherited
# How the words of `Source.read_as` begin → the firmest status a value from it may have.
_GRADES = {"read": "read", "secondary": "secondary", "recalled": "recalled", "our own": "read"}


@dataclass(frozen=True, slots=True)
class Source:
    """A text a value comes from.

    `read_as` says how it was seen and begins with ``read``, ``secondary``, ``recalled`` or ``our own`` (a choice of
    this house); any other beginning: it was not seen, and nothing but an unknown may cite it.
    """

    key: str
    title: str
    locator: str = ""
    read_as: str = ""
    place: Place = Place()

    @property
    def grade(self) -> str:
        """The firmest status a value that cites it may have, "" where it was not seen."""
        return next((grade for word, grade in _GRADES.items() if self.read_as.startswith(word)), "")


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value of one parameter, in force from `start` to `end` (inclusive, "" = open), known since `known`.

    `value` is None only for status ``unknown``; then `candidates` lists what the answer may be, `find_in`
    names the text it stands in, and `conservative` is the reading that cannot understate.
    """

    parameter: str
    value: Value | None
    status: Status
    source: str
    clause: str
    start: Day
    end: Day
    known: Day
    place: Place
    candidates: tuple[Value, ...] = ()
    find_in: Text = NOBODY
    conservative: Value | None = None
    final: bool = False
    note: Text = NOBODY
    start_rule: DateRule | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """One default value a regime prints.

    `value` kg (of `gas`, per `gwp_set`) per `per_unit` of `flow`, as decimal strings; `direct` and `indirect` are
    its parts where the regime prints them. `cn` is the customs code and `country` (ISO 3166-1 alpha-2) the origin
    it is for, "" = any. Two rows of one table with the same flow, code, country and variant are the same row.
    """

    table: str
    flow: str
    value: str
    unit: str
    per_unit: str
    gas: str
    gwp_set: str
    kind: str
    status: Status
    source: str
    clause: str
    start: Day
    end: Day
    known: Day
    place: Place
    cn: str = ""
    country: str = ""
    variant: str = ""
    direct: str = ""
    indirect: str = ""
    note: Text = NOBODY

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What makes it the same row at another time."""
        return (self.table, self.flow, self.cn, self.country, self.variant)


@dataclass(frozen=True, slots=True)
class Inheritance:
    """The child's text says "as parent" of these parameters: their status need not fall to recalled."""

    parameters: tuple[str, ...]
    status: Status
    source: str
    clause: str
    place: Place


@dataclass(frozen=True, slots=True)
class InForce:
    """When a version holds. `candidates` are the dates named where sources disagree about the start."""

    start: Day
    end: Day
    known: Day
    status: Status
    source: str
    clause: str
    place: Place
    candidates: tuple[Day, ...] = ()
    note: Text = NOBODY
    start_rule: DateRule | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day on which a duty begins: `start` as everything known gives it, `start_rule` where the law states a rule.

    `candidates` are the days named where sources disagree; then `start` is the latest of them.
    """

    id: str
    name: Text
    start: Day
    known: Day
    status: Status
    source: str
    clause: str
    place: Place
    start_rule: DateRule | None = None
    candidates: tuple[Day, ...] = ()
    note: Text = NOBODY


@dataclass(frozen=True, slots=True)
class Regime:
    """One version of one regime, as its file states it.

    `listed` says why a regime is only listed: what its file leaves out then is unknown. `reviewed` is the day somebody
    last held its values against their sources. `families` are the tags of the products it is for; none: any product.
    `life_cycle`: it has something to say of its own only where a study goes on after the gate.
    """

    id: str
    version: str
    title: Text
    authority: Text
    nature: str
    in_force: InForce
    place: Place
    extends: str = ""
    sources: Mapping[str, Source] = field(default_factory=dict)
    values: tuple[DatedValue, ...] = ()
    rows: tuple[TableRow, ...] = ()
    inherits: tuple[Inheritance, ...] = ()
    acts: tuple[Act, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    listed: Text = NOBODY
    reviewed: Day = ""
    families: tuple[str, ...] = ()
    life_cycle: bool = False

    @property
    def name(self) -> str:
        """``id@version``."""
        return f"{self.id}@{self.version}"


@dataclass(frozen=True, slots=True)
class RegimeLibrary:
    """All regimes that were loaded together, by ``id@version``; checked as a whole."""

    regimes: Mapping[str, Regime]

    def ids(self) -> tuple[str, ...]:
        """The ids without versions, in order."""
        return tuple(sorted({r.id for r in self.regimes.values()}))

    def versions(self, regime_id: str) -> tuple[Regime, ...]:
        """All versions of one id, the one in force last at the end."""
        found = (r for r in self.regimes.values() if r.id == regime_id)
        return tuple(sorted(found, key=lambda r: (r.in_force.start, r.version)))


@dataclass(frozen=True, slots=True)
class ResolvedValue:
    """What one parameter is on one legal date, as known on one day.

    `origin` is the ``id@version`` whose file states it; it differs from the regime's own name when inherited,
    and then `status` has been weakened to at most ``recalled`` unless the child's text says "as parent".
    Status ``absent``: an optional parameter the regime has no rule for (value None).
    """

    parameter: str
    value: Value | None
    status: Status
    source: str
    source_title: str
    clause: str
    origin: str
    inherited: bool
    start: Day
    known: Day
    candidates: tuple[Value, ...] = ()
    find_in: Text = NOBODY
    conservative: Value | None = None
    note: Text = NOBODY

    @property
    def dimension(self) -> str:
        """The dimension the parameter belongs to."""
        return self.parameter.partition(".")[0]


@dataclass(frozen=True, slots=True)
class ResolvedRow:
    """A table row valid on the legal date, with the title of its source and the regime it comes from."""

    table: str
    flow: str
    value: str
    unit: str
    per_unit: str
    gas: str
    gwp_set: str
    kind: str
    status: Status
    source: str
    source_title: str
    clause: str
    origin: str
    start: Day
    known: Day
    cn: str = ""
    country: str = ""
    variant: str = ""
    direct: str = ""
    indirect: str = ""
    note: Text = NOBODY


@dataclass(frozen=True, slots=True)
class ResolvedRegime:
    """One regime on one legal date as known on one day: every parameter of the vocabulary, and the table rows.

    `in_force` is the rule "this version holds on that day" as a value: its status is ``conflicting`` while sources
    disagree whether it holds yet. `digest` covers the content, not the two dates: the same content has one digest.
    """

    id: str
    version: str
    title: Text
    authority: Text
    nature: str
    legal_date: Day
    known_date: Day
    in_force: ResolvedValue
    values: Mapping[str, ResolvedValue]
    rows: tuple[ResolvedRow, ...]
    digest: str

    @property
    def name(self) -> str:
        """``id@version``."""
        return f"{self.id}@{self.version}"

    def value(self, parameter: str) -> Value | None:
        """The value of a parameter, None when unknown or absent.

        Raises:
            KeyError: the parameter is not in the vocabulary.
        """
        return self.values[parameter].value
