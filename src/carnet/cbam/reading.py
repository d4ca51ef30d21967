"""Amounts of a study's rows as exact fractions, every fault collected with its table, row, field and place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carnet.cbam.field_names import field_of
from carnet.errors import Place, problem
from carnet.errors.nearest import nearest
from carnet.inventory import labels
from carnet.quantity import DECIMAL_REASONS, DecimalError, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from carnet.cbam.tables import Tables
    from carnet.errors import Problem
    from carnet.errors.model import Severity
    from carnet.inventory.model import Places

_SHOWN = 60  # characters of a value that a message repeats


@dataclass(slots=True)
class Desk:
    """Reads rows of one study against the tables and keeps what is wrong with them.

    `places` tells where a value stood in a workbook; without it the place is a JSON Pointer into the study.
    """

    tables: Tables
    places: Places | None = None
    problems: list[Problem] = field(default_factory=list)

    def row(self, table: str, number: int, row: object) -> Row:
        """Return one row to read from; `number` is its position in the table."""
        return Row(self, table, number, row)

    def place(self, pointer: str) -> Place:
        """Return where a value stood; an empty cell is placed at its row."""
        known: Mapping[str, Place] = self.places.by_pointer if self.places else {}
        if pointer in known:
            return known[pointer]
        above = pointer.rpartition("/")[0]
        anchor = known.get(f"{above}/id") or known.get(above)
        return Place(anchor.file, anchor.sheet, anchor.cell, pointer) if anchor else Place(pointer=pointer)

    def constant(self, name: str, year: str = "") -> Fraction | None:
        """Return a published parameter; a missing one is a problem, told once, and nothing replaces it."""
        found = self.tables.values.get((name, year))
        if found is not None and found.value is not None:
            return found.value
        told = problem("CBM-013", value=name)
        if told not in self.problems:
            self.problems.append(told)
        return None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table of the study and its reader."""

    desk: Desk
    table: str
    number: int
    data: object

    @property
    def id(self) -> str:
        """The row's id."""
        return str(getattr(self.data, "id", ""))

    def text(self, name: str) -> str:
        """Return a field as written, without the blanks around it."""
        return str(getattr(self.data, name)).strip()

    def tell(
        self,
        code: str,
        name: str,
        value: str = "",
        candidates: Iterable[str] = (),
        severity: Severity = "error",
        **params: object,
    ) -> None:
        """Keep a problem at a field of this row."""
        fields = {**labels.table(self.table), **field_of(self.table, name), "row": self.id, "name": name, **params}
        place = self.desk.place(f"/{self.table}/{self.number}/{name}")
        shown = tuple(candidates)
        self.desk.problems.append(problem(code, place, value[:_SHOWN], shown, severity, **fields))

    def given(self, name: str) -> bool:
        """Say whether the field holds anything."""
        return bool(self.text(name))

    def amount(
        self,
        name: str,
        *,
        least: Fraction | int | None = None,
        most: Fraction | int | None = None,
        above: Fraction | int | None = None,
    ) -> Fraction | None:
        """Return the field's amount; None where it is empty or, with a problem, unreadable or out of its range."""
        text = self.text(name)
        if not text:
            return None
        try:
            value = parse_decimal(text)
        except DecimalError as error:
            why = DECIMAL_REASONS[error.reason]
            self.tell("CBM-001", name, text, why_zh=why.zh, why_en=why.en)
            return None
        low, high = least is not None and value < least, most is not None and value > most
        if low or high or (above is not None and value <= above):
            self.tell("CBM-003", name, text, bounds=_bounds(least, most, above))
            return None
        return value

    def need(
        self,
        name: str,
        *,
        least: Fraction | int | None = None,
        most: Fraction | int | None = None,
        above: Fraction | int | None = None,
    ) -> Fraction | None:
        """Return the field's amount as `amount` does; an empty field is a problem."""
        if not self.given(name):
            self.tell("CBM-002", name)
            return None
        return self.amount(name, least=least, most=most, above=above)

    def share(self, name: str, empty: Fraction) -> Fraction | None:
        """Return a ratio from 0 to 1, `empty` for an empty field; None with a problem for anything else."""
        return self.amount(name, least=0, most=1) if self.given(name) else empty

    def refer(self, name: str, known: Iterable[str]) -> str:
        """Return the id a field names; empty, with a problem, where there is no such row."""
        wanted, options = self.text(name), tuple(known)
        if wanted in options:
            return wanted
        self.tell("CBM-006", name, wanted, nearest(wanted, options) or options[:3])
        return ""


def _bounds(least: Fraction | int | None, most: Fraction | int | None, above: Fraction | int | None) -> str:
    low = f"≥ {least}" if least is not None else f"> {above}" if above is not None else ""
    high = f"≤ {most}" if most is not None else ""
    return ", ".join(part for part in (low, high) if part)


def unique(rows: Iterable[Row], taken: dict[str, str]) -> list[Row]:
    """Return the rows whose id is the first of its kind; a repeated one is a problem. `taken` (id → table) grows."""
    kept: list[Row] = []
    for row in rows:
        if row.id in taken:
            row.tell("CBM-007", "id", row.id)
            continue
        taken[row.id] = row.table
        kept.append(row)
    return kept
