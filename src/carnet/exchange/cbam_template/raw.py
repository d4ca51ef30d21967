"""A filled template as cells: guarded reading, formulas spelled out, defined names; nothing understood yet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carnet.exchange.cbam_template.formula import parsed_area, shifted
from carnet.exchange.package import main_names, open_package
from carnet.exchange.sheet import Cell, Sheet, read_workbook
from carnet.exchange.xmlguard import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.errors import Problem

_MAX_NAMES = 5_000
_MAX_NAME_TEXT = 500
_TAB = re.compile(r"\s+")


@dataclass(slots=True)
class Tab:
    """One sheet: cells by (row, column), 1-based; `last` is the last row and column with content."""

    name: str
    hidden: bool
    cells: Mapping[tuple[int, int], Cell]
    last: tuple[int, int]
    masters: Mapping[str, Cell] = field(default_factory=dict)
    arrays: tuple[tuple[int, int, int, int], ...] = ()

    def in_array(self, cell: Cell) -> bool:
        """Whether a cell is filled by an array formula of another cell."""
        row, column = cell.row, cell.column
        return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in self.arrays)

    def at(self, row: int, column: int) -> Cell | None:
        """Return the cell, or None where nothing stands."""
        return self.cells.get((row, column))

    def formula(self, cell: Cell) -> str:
        """Return the formula of a cell without ``=``; those of a shared group are moved to their own cell."""
        if cell.expression or not cell.shared:
            return cell.expression
        master = self.masters.get(cell.shared)
        if master is None:
            return ""
        return shifted(master.expression, cell.row - master.row, cell.column - master.column)


@dataclass(slots=True)
class Book:
    """All sheets of a workbook in their order, and its defined names (upper case → what they refer to)."""

    file: str
    tabs: tuple[Tab, ...]
    names: Mapping[str, str]
    date1904: bool
    problems: tuple[Problem, ...]
    by_name: Mapping[str, Tab] = field(default_factory=dict)

    def tab(self, name: str) -> Tab | None:
        """Return the sheet of that name, whatever its case."""
        return self.by_name.get(name.casefold())


def open_book(data: bytes, file: str) -> Book:
    """Read every cell of a workbook.

    Args:
        data: the whole file.
        file: its bare name, for places.

    Raises:
        InputError: the container cannot be read or is hostile (FIL-001 … FIL-045).
    """
    read = read_workbook(data, file, formulas=True)
    tabs = tuple(_tab(sheet) for sheet in read.sheets)
    return Book(
        file, tabs, _names(data, file), read.date1904, read.problems, {tab.name.casefold(): tab for tab in tabs}
    )


def _tab(sheet: Sheet) -> Tab:
    cells = {(row.number, column): cell for row in sheet.rows for column, cell in row.cells.items()}
    masters = {cell.shared: cell for cell in cells.values() if cell.shared and cell.expression}
    areas = [parsed_area(group) for group in masters if ":" in group]
    last = (max((r for r, _ in cells), default=0), max((c for _, c in cells), default=0))
    return Tab(sheet.name, sheet.hidden, cells, last, masters, tuple(area for area in areas if area))


def _names(data: bytes, file: str) -> dict[str, str]:
    """Defined names of the whole workbook; those of single sheets and broken ones are left out."""
    package = open_package(data, file)
    part = next((n for n in package.archive.entries if n.casefold().endswith("workbook.xml")), "")
    found: dict[str, str] = {}
    current = ""

    def start(_: str, attributes: dict[str, str]) -> None:
        nonlocal current
        current = "" if "localSheetId" in attributes else attributes.get("name", "").upper()[:_MAX_NAME_TEXT]
        if len(found) >= _MAX_NAMES:
            current = ""

    def end(_: str) -> None:
        nonlocal current
        current = ""

    def text(piece: str) -> None:
        if current and len(found.get(current, "")) + len(piece) <= _MAX_NAME_TEXT:
            found[current] = found.get(current, "") + piece

    if part:
        names = main_names("definedName")
        parse(package.archive.chunks(part), names=names, start=start, end=end, text=text, file=file, part=part)
    return {name: _TAB.sub(" ", target).strip() for name, target in found.items() if "#REF!" not in target}
