"""What a study marked as the plant's own still carries of the template it was started from.

Marking the data as plant data changes no amount, but what a report says of it; so rows that still cite the literature
of a shipped study are told by name.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from carnet.errors import Problem, problem
from carnet.store import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carnet.inventory.model import Places, Study

PLANT = "plant"
TABLES = ("exchanges", "contracts", "transport", "supplier_values", "properties")
MARKS = ("document", "source")
# How the note of a new workbook begins; `carnet.service.templates.example` writes it.
NOTE_STARTS = ("示例：以文献数据填好", "Example, filled with literature data")
_NAMED = 6


@dataclass(frozen=True, slots=True)
class Marks:
    """What the rows of the shipped studies cite, and the notes they carry, each with the id of its row."""

    cited: frozenset[str]
    notes: frozenset[tuple[str, str]]


@cache
def marks_of(files: tuple[str, ...]) -> Marks:
    """Read what the rows of shipped studies cite and note."""
    cited: set[str] = set()
    notes: set[tuple[str, str]] = set()
    for file in files:
        tree = tomllib.loads(read_file(file).decode())
        for row in (row for table in TABLES for row in tree.get(table, ())):
            cited.update(row[name] for name in MARKS if row.get(name))
            if row.get("note"):
                notes.add((row.get("id", ""), row["note"]))
    return Marks(frozenset(cited), frozenset(notes))


def leftovers(study: Study, places: Places, files: tuple[str, ...]) -> Iterator[Problem]:
    """Warn of what a study of plant data still has from a template: one warning for its rows, one for its note.

    Args:
        study: the study, as read.
        places: where its values stood.
        files: the shipped studies that templates start from.
    """
    if study.status != PLANT:
        return
    marks = marks_of(files)
    names: list[str] = []
    first = ""
    for table in TABLES:
        for i, row in enumerate(getattr(study, table)):
            if getattr(row, "data_kind", "") == "literature":
                continue  # says itself that it is literature; the shares of primary data count it so
            name = _carried(row, marks)
            if name:
                first = first or f"/{table}/{i}/{name}"
                names.append(getattr(row, "id", "") or getattr(row, "exchange", "") or f"{table} {i + 1}")
    if names:
        rows = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
        yield problem("CHK-033", places.at(first), severity="warning", count=len(names), rows=rows)
    if study.note.zh.startswith(NOTE_STARTS) or study.note.en.startswith(NOTE_STARTS):
        yield problem("CHK-034", places.at("/note"), severity="warning")


def _carried(row: object, marks: Marks) -> str:
    """The field of a row that still holds what a template wrote there; nothing where none does."""
    for name in MARKS:
        if getattr(row, name, "") in marks.cited:
            return name
    return "note" if (getattr(row, "id", ""), getattr(row, "note", "")) in marks.notes else ""
