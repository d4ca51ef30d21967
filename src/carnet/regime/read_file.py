"""One regime file: TOML text to a `Regime`, with every problem and its line. Looks at no other file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import cast

from carnet.errors import Place, Problem, Text
from carnet.errors.nearest import nearest
from carnet.factors.record import KINDS as FACTOR_KINDS
from carnet.regime.dates import Act
from carnet.regime.entry import LISTED, Entry, File
from carnet.regime.model import NOBODY, DatedValue, InForce, Inheritance, Milestone, Regime, Source, TableRow, Value
from carnet.regime.positions import locate
from carnet.regime.shapes import freeze, show
from carnet.regime.vocabulary import BY_ID, NATURES, ROW_GASES, STATUSES, TABLES, Parameter

_GWP_SETS = (*BY_ID["D4.gwp_set"].choices, "unknown")
_AT_LEAST_TWO = 2
_TOP = ("id", "version", "title_zh", "title_en", "authority_zh", "authority_en", "nature")
_TOP_OPTIONAL = (
    "extends",
    "in_force",
    "sources",
    "value",
    "table",
    "inherits",
    "act",
    "milestone",
    "listed_zh",
    "listed_en",
    "reviewed",
    "families",
    "life_cycle",
)
_DATED = ("from", "known", "status", "source", "clause")
_NOTES = ("note_zh", "note_en")
_SOURCE = ("title",), ("locator", "read_as")
_IN_FORCE = _DATED, ("to", "candidates", *_NOTES)
_VALUE = (
    ("parameter", *_DATED),
    ("to", "value", "candidates", "find_in_zh", "find_in_en", "conservative", "final", *_NOTES),
)
_ROW = (
    ("name", "flow", "value", "unit", "per_unit", "gas", "gwp_set", "kind", *_DATED),
    ("to", "cn", "country", "variant", "direct", "indirect", *_NOTES),
)
_ACT = ("id", "title_zh", "title_en", "known", "status", "source", "clause"), ("day",)
_MILESTONE = ("id", "name_zh", "name_en", "on", "known", "status", "source", "clause"), ("candidates", *_NOTES)
_INHERITS = ("parameters", "status", "source", "clause"), ()
_DECIMAL = Parameter("row.value", "decimal", Text("表值", "table value"))
_SYNTAX_LINE = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")


def read_file(name: str, text: str) -> tuple[Regime | None, list[Problem]]:
    """Read one regime file.

    Args:
        name: what messages call it, such as ``eu_cbam/regime.toml``.
        text: its content.

    Returns:
        The regime, or None when it is not TOML or has no id, version or start; and every problem found.
    """
    file = File(name, locate(text))
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _SYNTAX_LINE.search(str(error))
        cell = f"{at[1]}:{at[2]}" if at and at[1] else str(max(1, len(text.splitlines())))
        detail = _SYNTAX_LINE.sub("", str(error)).strip()
        file.add("REG-001", Place(file=name, cell=cell), detail=detail)
        return None, file.problems
    _refuse_floats(file, data)
    top = Entry(file, "", 0, data)
    complete = top.keys(_TOP, _TOP_OPTIONAL)
    file.sources = _sources(file, data)
    file.acts = tuple(_act(entry) for entry in _entries(file, data, "act") if entry.keys(*_ACT))
    in_force = _in_force(file, data)
    values = tuple(value for entry in _entries(file, data, "value") if (value := _value(entry)))
    rows = tuple(row for entry in _entries(file, data, "table") if (row := _row(entry)))
    inherits = tuple(_inherits(entry) for entry in _entries(file, data, "inherits") if entry.keys(*_INHERITS))
    milestones = tuple(_milestone(entry) for entry in _entries(file, data, "milestone") if entry.keys(*_MILESTONE))
    listed, reviewed = top.both("listed"), top.day("reviewed")
    title, authority, nature = top.both("title"), top.both("authority"), top.word("nature", NATURES)
    if not (complete and in_force and in_force.start and in_force.known):
        return None, file.problems
    regime = Regime(
        id=top.text("id"),
        version=top.text("version"),
        title=title,
        authority=authority,
        nature=nature,
        in_force=in_force,
        place=top.place("id"),
        extends=top.text("extends"),
        sources=MappingProxyType(dict(file.sources)),
        values=values,
        rows=rows,
        inherits=inherits,
        acts=file.acts,
        milestones=milestones,
        listed=listed,
        reviewed=reviewed,
        families=top.words("families"),
        life_cycle=top.flag("life_cycle"),
    )
    _known_not_before(file, regime)
    return regime, file.problems


def _entries(file: File, data: Mapping[str, object], table: str) -> list[Entry]:
    listed = data.get(table, [])
    if not isinstance(listed, list) or not all(isinstance(item, Mapping) for item in listed):
        expected = Text(f"[[{table}]] 表", f"[[{table}]] tables")
        found = show(listed)
        file.add(
            "REG-006", file.place("", 0, table), found, parameter=table, role=table, found=found,
            expected_zh=expected.zh, expected_en=expected.en, near_zh="", near_en="",
        )  # fmt: skip
        return []
    return [Entry(file, table, i, item) for i, item in enumerate(listed)]


def _refuse_floats(file: File, data: Mapping[str, object]) -> None:
    """Report each TOML float: read as a binary float it would no longer be the amount that was written."""
    for table, index, key, value in _leaves(data):
        if isinstance(value, float):
            where = f"[[{table}]]" if table in LISTED else f"[{table}]" if table else "–"
            file.add("REG-002", file.place(table, index, key), str(value), where=where, key=key)


def _leaves(data: Mapping[str, object]) -> Iterator[tuple[str, int, str, object]]:
    """Every plain value of the file, however deep: (table, how-many-th, key, value)."""
    for name, value in data.items():
        if name in LISTED and isinstance(value, list):
            for index, item in enumerate(value):
                for key, inner in item.items() if isinstance(item, Mapping) else ():
                    yield from ((name, index, key, leaf) for leaf in _inside(inner))
        elif isinstance(value, Mapping):
            for key, inner in value.items():
                table = f"{name}.{key}" if name == "sources" else name
                yield from ((table, 0, "" if name == "sources" else key, leaf) for leaf in _inside(inner))
        else:
            yield from (("", 0, name, leaf) for leaf in _inside(value))


def _inside(value: object) -> Iterator[object]:
    if isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _inside(inner)
    else:
        yield value


def _sources(file: File, data: Mapping[str, object]) -> Mapping[str, Source]:
    declared = data.get("sources", {})
    found: dict[str, Source] = {}
    for key, item in declared.items() if isinstance(declared, Mapping) else ():
        entry = Entry(file, f"sources.{key}", 0, item if isinstance(item, Mapping) else {})
        entry.keys(*_SOURCE)
        title, locator, read_as = (entry.text(name) for name in ("title", "locator", "read_as"))
        found[key] = Source(key, title, locator, read_as, entry.place())
    return found


def _in_force(file: File, data: Mapping[str, object]) -> InForce | None:
    item = data.get("in_force")
    if not isinstance(item, Mapping):
        file.add("REG-004", file.place(""), where="–", key="[in_force]")
        return None
    entry = Entry(file, "in_force", 0, item)
    entry.keys(*_IN_FORCE)
    start, end, known = entry.period()
    status, candidates = entry.word("status", STATUSES), entry.days("candidates")
    if status == "conflicting" and len(candidates) < _AT_LEAST_TWO:
        _misfit(entry, "in_force", status, Text("却没有至少两个 candidates", "yet it lacks at least two candidates"))
    return InForce(
        start=start,
        end=end,
        known=known,
        status=status,
        source=entry.source(),
        clause=entry.text("clause"),
        place=entry.place(),
        candidates=candidates,
        note=entry.both("note"),
        start_rule=entry.start()[1] if isinstance(item.get("from"), Mapping) else None,
    )


def _misfit(entry: Entry, parameter: str, status: str, detail: Text) -> None:
    entry.file.add(
        "REG-020",
        entry.place("status"),
        parameter=parameter,
        status=status,
        detail_zh=detail.zh,
        detail_en=detail.en,
    )


def _value(entry: Entry) -> DatedValue | None:
    """One value; None only when nobody can tell which parameter it is for."""
    entry.keys(*_VALUE)
    name = entry.text("parameter")
    if name not in BY_ID:
        if name:
            near = nearest(name, BY_ID)
            entry.file.add("REG-005", entry.place("parameter"), name, near)
        return None
    parameter = BY_ID[name]
    start, end, known = entry.period()
    status = entry.word("status", STATUSES)
    candidates = entry.data.get("candidates", [])
    listed = candidates if isinstance(candidates, list) else [candidates]
    find_in = entry.both("find_in")
    for key, given in (("value", [entry.data.get("value")]), ("conservative", [entry.data.get("conservative")])):
        for item in given:
            if item is not None:
                entry.check(parameter, item, key)
    for item in listed:
        entry.check(parameter, item, "candidates")
    final = entry.data.get("final", False)
    if not isinstance(final, bool):
        entry.check(Parameter("final", "flag", parameter.name), final, "final")
    _status_fits(entry, parameter.id, status, listed, find_in)
    return DatedValue(
        parameter=parameter.id,
        value=_frozen(entry.data.get("value")),
        status=status,
        source=entry.source(),
        clause=entry.text("clause"),
        start=start,
        end=end,
        known=known,
        place=entry.place("parameter"),
        candidates=tuple(freeze(item) for item in listed),
        find_in=find_in,
        conservative=_frozen(entry.data.get("conservative")),
        final=final is True,
        note=entry.both("note"),
        start_rule=entry.start()[1] if isinstance(entry.data.get("from"), Mapping) else None,
    )


def _frozen(value: object) -> Value | None:
    return None if value is None else freeze(value)


def _status_fits(entry: Entry, parameter: str, status: str, candidates: list[object], find_in: Text) -> None:
    """Unknown names its candidates and where the answer stands; everything else has a value."""
    if status not in STATUSES:
        return  # said already: what follows from it is no mistake of its own
    has_value = "value" in entry.data
    detail: Text | None = None
    if status == "unknown" and has_value:
        detail = Text("却写了 value", "yet it gives a value")
    elif status == "unknown" and (not candidates or find_in == NOBODY):
        detail = Text("却没有 candidates 与 find_in", "yet it lacks candidates and find_in")
    elif status == "conflicting" and len(candidates) < _AT_LEAST_TWO:
        detail = Text("却没有至少两个 candidates", "yet it lacks at least two candidates")
    elif status not in {"unknown", "conflicting"} and not has_value:
        detail = Text("却没有 value", "yet it gives no value")
    if detail:
        _misfit(entry, parameter, status, detail)


def _row(entry: Entry) -> TableRow | None:
    if not entry.keys(*_ROW):
        return None
    start, end, known = entry.period()
    for key in ("value", "direct", "indirect"):
        if entry.text(key):
            entry.check(_DECIMAL, entry.text(key), key)
    return TableRow(
        table=entry.word("name", TABLES),
        flow=entry.text("flow"),
        value=entry.text("value"),
        unit=entry.text("unit"),
        per_unit=entry.text("per_unit"),
        gas=entry.word("gas", ROW_GASES),
        gwp_set=entry.word("gwp_set", _GWP_SETS),
        kind=entry.word("kind", FACTOR_KINDS),
        status=entry.word("status", STATUSES),
        source=entry.source(),
        clause=entry.text("clause"),
        start=start,
        end=end,
        known=known,
        place=entry.place("flow"),
        cn=entry.text("cn"),
        country=entry.text("country"),
        variant=entry.text("variant"),
        direct=entry.text("direct"),
        indirect=entry.text("indirect"),
        note=entry.both("note"),
    )


def _inherits(entry: Entry) -> Inheritance:
    listed = entry.data["parameters"]
    names = [str(name) for name in listed] if isinstance(listed, list) else []
    for name in names:
        if name not in BY_ID:
            near = nearest(name, BY_ID)
            entry.file.add("REG-005", entry.place("parameters"), name, near)
    status = entry.word("status", STATUSES)
    return Inheritance(tuple(names), status, entry.source(), entry.text("clause"), entry.place("parameters"))


def _act(entry: Entry) -> Act:
    return Act(
        id=entry.text("id"),
        title=entry.both("title"),
        day=entry.day("day"),
        known=entry.day("known"),
        status=entry.word("status", STATUSES),
        source=entry.source(),
        clause=entry.text("clause"),
        place=entry.place("id"),
    )


def _milestone(entry: Entry) -> Milestone:
    start, rule, since = entry.start("on")
    status, candidates = entry.word("status", STATUSES), entry.days("candidates")
    if status == "conflicting" and len(candidates) < _AT_LEAST_TWO:
        _misfit(
            entry, entry.text("id"), status, Text("却没有至少两个 candidates", "yet it lacks at least two candidates")
        )
    return Milestone(
        id=entry.text("id"),
        name=entry.both("name"),
        start=max((start, *candidates)),
        known=max(entry.day("known"), since),
        status=status,
        source=entry.source(),
        clause=entry.text("clause"),
        place=entry.place("id"),
        start_rule=rule,
        candidates=candidates,
        note=entry.both("note"),
    )


def _known_not_before(file: File, regime: Regime) -> None:
    published = regime.in_force.known
    other = str(regime.in_force.place)
    dated = cast("tuple[DatedValue | TableRow, ...]", (*regime.values, *regime.rows))
    for entry in dated:
        if entry.known and entry.known < published:
            where = entry.parameter if isinstance(entry, DatedValue) else entry.flow
            file.add("REG-017", entry.place, entry.known, where=where, published=published, other=other)
