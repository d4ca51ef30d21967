"""What changed between two states of the tables: the rows to recompute when an act changes."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from carnet.errors import Text
from carnet.quantity import exact_decimal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from carnet.cbam.tables import Tables

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that is new, gone or different.

    `table` and `key` name it; `fields` (name, before, after) as text, empty for a row added or removed. `cns` are the
    beginnings of CN codes whose figures it can move; empty: any.
    """

    kind: Kind
    table: str
    key: tuple[str, ...]
    fields: tuple[tuple[str, str, str], ...] = ()
    cns: tuple[str, ...] = ()

    def text(self) -> Text:
        """Return one line for the row."""
        name = " ".join(part for part in self.key if part)
        moved = "; ".join(f"{field} {before or '–'} → {after or '–'}" for field, before, after in self.fields)
        zh = {"added": "新增", "removed": "删除", "changed": "改变"}[self.kind]
        tail = f": {moved}" if moved else ""
        return Text(f"{zh} {self.table} {name}{tail}", f"{self.kind} {self.table} {name}{tail}")


def diff_tables(old: Tables, new: Tables) -> tuple[RowChange, ...]:
    """Return every row that differs between two states, by table and key; equal tables give none.

    Goods, categories, default values, benchmarks, parameters and standard factors are compared field by field with
    their citations: a status that fell is a change as well.
    """
    before, after = dict(_rows(old)), dict(_rows(new))
    found: list[RowChange] = []
    for key in sorted(before.keys() | after.keys()):
        table, name = key[0], key[1:]
        cns = (name[0],) if table in {"goods", "benchmarks"} else (name[1],) if table == "defaults" else ()
        if key not in after:
            found.append(RowChange("removed", table, name, (), cns))
        elif key not in before:
            found.append(RowChange("added", table, name, (), cns))
        elif moved := _moved(before[key], after[key]):
            found.append(RowChange("changed", table, name, moved, cns))
    return tuple(found)


def touched(changes: tuple[RowChange, ...], cn: str, country: str = "") -> tuple[RowChange, ...]:
    """Return the changes that can move the figure of a good: its own rows, and rows that hold for every code."""
    return tuple(
        change
        for change in changes
        if (not change.cns or any(cn.startswith(each) or each.startswith(cn) for each in change.cns))
        and not (change.table == "defaults" and country and change.key[0] not in {country, "OTHER", "UNKNOWN"})
    )


def _rows(tables: Tables) -> Iterator[tuple[tuple[str, ...], Any]]:
    for cn, good in tables.goods.items():
        yield ("goods", cn), good
    for id_, category in tables.categories.items():
        yield ("categories", id_), category
    for (country, cn), rows in tables.defaults.items():
        for row in rows:
            yield ("defaults", country, cn, row.variant), row
    for cn, marks in tables.benchmarks.items():
        for mark in marks:
            yield ("benchmarks", cn, mark.column, mark.route, str(mark.first_year)), mark
    for (name, key), value in tables.values.items():
        yield ("values", name, key), value
    for id_, factor in tables.factors.items():
        yield ("factors", id_), factor


def _moved(before: Any, after: Any) -> tuple[tuple[str, str, str], ...]:  # noqa: ANN401 - rows of any table
    if before == after:
        return ()
    one, two = _flat(before), _flat(after)
    return tuple((name, one[name], two[name]) for name in one if one[name] != two[name])


def _flat(row: Any) -> Mapping[str, str]:  # noqa: ANN401
    found: dict[str, str] = {}
    for field in dataclasses.fields(row):
        value = getattr(row, field.name)
        if dataclasses.is_dataclass(value):
            found |= {f"{field.name}.{name}": text for name, text in _flat(value).items()}
        else:
            found[field.name] = _text(value)
    return found


def _text(value: object) -> str:
    if isinstance(value, Fraction):
        return exact_decimal(value) or str(value)
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return "" if value is None else str(value)
