"""The factor set, and its strict loader: every row of every file is checked, every problem is reported."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import TYPE_CHECKING

from carnet.errors import DataError, Problem, Text, problem
from carnet.factors.check import Checks, check_record, check_shape
from carnet.factors.record import FactorRecord, GasShare
from carnet.toml_rows import Row, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_TEXT_FIELDS = tuple(f.name for f in fields(FactorRecord) if f.type == "str")
_CLOSE = 4


@dataclass(frozen=True, slots=True)
class FactorSet:
    """All factor records, sorted by id; built by `factor_set`."""

    records: tuple[FactorRecord, ...]
    by_id: Mapping[str, FactorRecord]
    by_flow: Mapping[str, tuple[FactorRecord, ...]]

    def for_flow(self, flow: str, kind: str = "") -> tuple[FactorRecord, ...]:
        """Return the records of a flow (of one kind, if given), sorted by id."""
        found = self.by_flow.get(flow, ())
        return tuple(record for record in found if not kind or record.kind == kind)


def factor_set(records: Iterable[FactorRecord]) -> FactorSet:
    """Build the set; the order of `records` does not matter.

    Raises:
        ValueError: two records share an id.
    """
    ordered = tuple(sorted(records, key=lambda record: record.id))
    by_id = {record.id: record for record in ordered}
    if len(by_id) != len(ordered):
        message = "two factor records share an id"
        raise ValueError(message)
    by_flow: dict[str, tuple[FactorRecord, ...]] = {}
    for record in ordered:
        by_flow[record.flow] = (*by_flow.get(record.flow, ()), record)
    return FactorSet(ordered, MappingProxyType(by_id), MappingProxyType(by_flow))


def parse_factors(files: Iterable[tuple[str, str]], checks: Checks) -> FactorSet:
    """Read factor files.

    Args:
        files: (file name, TOML text) with `[[factor]]` rows and file-level `[defaults]`.
        checks: what a record is checked against: the kind of each flow, the GWP sets, and whether the
            records are shipped (then a licence that forbids redistribution, or is unknown, is an error).

    Raises:
        DataError: every problem of every row, with file and line.
    """
    problems: list[Problem] = []
    rows: list[Row] = []
    for name, text in files:
        table = read_rows(name, text, "factor")
        problems.extend(table.problems)
        rows.extend(table.rows)
    read: list[tuple[Row, FactorRecord]] = []
    for row in rows:
        shape = check_shape(row)
        if shape:
            problems.extend(shape)
            continue
        record = _record(row)
        problems.extend(check_record(row, record, checks))
        read.append((row, record))
    problems.extend(_check_ids(read))
    if problems:
        raise DataError(tuple(problems))
    return factor_set(record for _, record in read)


def _record(row: Row) -> FactorRecord:
    values = row.values
    gases = values.get("gases", [])
    shares = gases if isinstance(gases, list) else []
    text = {name: str(values[name]) for name in _TEXT_FIELDS if name in values}
    numbers = {name: int(str(values[name])) for name in ("year", "data_year_from") if name in values}
    return FactorRecord(
        name=Text(str(values["name_zh"]), str(values["name_en"])),
        gases=tuple(GasShare(str(g["gas"]), str(g.get("origin", "")), str(g["mass"])) for g in shares),
        **text,  # type: ignore[arg-type]
        **numbers,  # type: ignore[arg-type]
    )


def _check_ids(read: list[tuple[Row, FactorRecord]]) -> list[Problem]:
    problems: list[Problem] = []
    first: dict[str, Row] = {}
    successor: dict[str, str] = {}
    for row, record in read:
        if record.id in first:
            problems.append(problem("DAT-006", row.place("id"), value=record.id, first=str(first[record.id].place())))
        first.setdefault(record.id, row)
        successor.setdefault(record.id, record.superseded_by)
    for row, record in read:
        if not record.superseded_by:
            continue
        seen = {record.id}
        target = record.superseded_by
        while target in successor and target not in seen:
            seen.add(target)
            target = successor[target]
        # A chain must end at a record that is not superseded itself.
        if target:
            candidates = tuple(difflib.get_close_matches(record.superseded_by, first, _CLOSE))
            place = row.place("superseded_by")
            target = record.superseded_by
            problems.append(problem("DAT-014", place, value=target, candidates=candidates, field="superseded_by"))
    return problems
