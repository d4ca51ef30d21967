"""The blank workbook as a writer sees it: labels, the cells that take input, the lists to choose from.

A cell takes input when its format leaves it unlocked; a joined cell takes it in its first part. Labels are found by the
same layer the reader uses, in whatever language the workbook shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carnet.errors import InputError, Place, Problem, problem
from carnet.exchange.cbam_template import write_parts as parts
from carnet.exchange.cbam_template.evaluate import Evaluator
from carnet.exchange.cbam_template.labels import Labels, View, key, views
from carnet.exchange.cbam_template.raw import Tab, open_book
from carnet.exchange.package import Package, open_package
from carnet.exchange.sheet import column_number, letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Spot = tuple[int, int]
"""Row and column of a cell, both from 1."""

ROLES = ("installation", "streams", "energy", "processes", "precursors", "products")
KNOWN_VERSION = "2.1"
_VERSION = re.compile(r"published version ([0-9]+(?:\.[0-9]+)*) of the CBAM template", re.IGNORECASE)
_RANGE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_LAST = 1 << 21
_LIST_ROWS, _LIST_COLUMNS, _AREA_CELLS = 3_000, 60, 100_000  # no list or form of the template comes near
_SHOWN = 12


def ref(spot: Spot) -> str:
    """Return the reference of a cell, such as ``F14``."""
    return f"{letters(spot[1])}{spot[0]}"


@dataclass(slots=True)
class Grid:
    """One sheet: where its labels stand (by the names of `words.LABELS`), and which cells take input."""

    view: View
    part: str
    formulas: frozenset[Spot]
    inputs: frozenset[Spot]
    slots: parts.Slots
    by_row: dict[int, list[int]] = field(default_factory=dict)

    @property
    def tab(self) -> Tab:
        """The cells with content."""
        return self.view.tab

    def text(self, spot: Spot) -> str:
        """Return what a cell shows."""
        cell = self.tab.at(*spot)
        return "" if cell is None else cell.text.strip()

    def hits(self, name: str, first: int = 1, last: int = _LAST) -> Iterator[Spot]:
        """Yield the cells that show a label, from the first row to the last."""
        return iter(self.view.all(name, first, last + 1))

    def row(self, name: str, first: int = 1, last: int = _LAST) -> int | None:
        """Return the first row that shows a label, or None."""
        return next((spot[0] for spot in self.hits(name, first, last)), None)

    def column(self, name: str, row: int | None) -> int | None:
        """Return the column of a label in a row, or None."""
        return None if row is None else self.view.column(name, row)

    def beside(self, name: str, first: int = 1, last: int = _LAST) -> Spot | None:
        """Return the first input cell to the right of the first label that has one in its row."""
        for row, column in self.hits(name, first, last):
            at = next((c for c in self.by_row.get(row, ()) if c > column), None)
            if at is not None:
                return row, at
        return None

    def header(self, *names: str, first: int = 1, last: int = _LAST) -> int | None:
        """Return the first row that shows all these labels."""
        rows = [{spot[0] for spot in self.hits(name, first, last)} for name in names]
        return min(set.intersection(*rows), default=None)

    def below(self, column: int | None, row: int | None, gap: int = 6) -> list[int]:
        """Return the rows of the run of input cells of a column that begins at most `gap` rows below `row`."""
        if column is None or row is None:
            return []
        start = next((r for r in range(row + 1, row + gap + 1) if (r, column) in self.inputs), None)
        rows: list[int] = []
        while start is not None and (start, column) in self.inputs:
            rows.append(start)
            start += 1
        return rows

    def between(self, column: int | None, first: int | None, last: int | None) -> list[int]:
        """Return the rows of all input cells of a column, both ends left out."""
        if column is None or first is None or last is None:
            return []
        return [r for r in range(first + 1, last) if (r, column) in self.inputs]


@dataclass(frozen=True, slots=True)
class Template:
    """The whole workbook: `grids` by role, and its package."""

    file: str
    package: Package
    grids: Mapping[str, Grid]
    labels: Labels
    areas: dict[str, list[list[str]]] = field(default_factory=dict)

    def area(self, name: str) -> list[list[str]]:
        """Return the texts of a named range, row by row, empty where a cell is; no rows when it is not there."""
        if name not in self.areas:
            self.areas[name] = self._area(name)
        return self.areas[name]

    def _area(self, name: str) -> list[list[str]]:
        match = _RANGE.fullmatch(self.labels.book.names.get(name.upper(), ""))
        tab = None if match is None else self.labels.book.tab((match[1] or match[2]).replace("''", "'"))
        if match is None or tab is None:
            return []
        first, left = int(match[4]), column_number(match[3])
        last, right = int(match[6] or first), column_number(match[5] or match[3])
        last, right = min(last, first + _LIST_ROWS), min(right, left + _LIST_COLUMNS)
        cells = tab.cells
        return [
            [cells[r, c].text if (r, c) in cells else "" for c in range(left, right + 1)]
            for r in range(first, last + 1)
        ]

    def list(self, name: str) -> list[str]:
        """Return the texts of a named range that are not empty."""
        return [text for row in self.area(name) for text in row if text][:_LIST_ROWS]

    def means(self, shown: str, wanted: str) -> bool:
        """Say whether a text of the workbook is the wanted one, as it stands or in English."""
        return key(wanted) in self.labels.english_of(shown)

    @property
    def date1904(self) -> bool:
        """Whether days are counted from 1904."""
        return self.labels.book.date1904


def open_template(data: bytes, file: str) -> Template:
    """Read a communication template to be filled.

    Raises:
        InputError: the file cannot be read (FIL), is no communication template (CBM-110) or of another version
            (CBM-111), or a part cannot be changed byte by byte since it is not UTF-8 (FIL-021).
    """
    book = open_book(data, file)
    errors = [p for p in book.problems if p.severity == "error"]
    if errors:
        raise InputError(tuple(errors))
    labels = Labels(book, Evaluator(book))
    found = views(book, labels)
    missing = [role for role in ROLES if role not in found]
    if missing:
        raise InputError((problem("CBM-110", Place(file=file), roles=", ".join(missing)),))
    version = next((m[1] for text in labels.english.values() if (m := _VERSION.search(text))), "")
    if not (version == KNOWN_VERSION or version.startswith(KNOWN_VERSION + ".")):
        raise InputError((problem("CBM-111", Place(file=file), version or "–", known=KNOWN_VERSION),))
    package = open_package(data, file)
    return Template(file, package, _grids(package, found), labels)


def _grids(package: Package, found: Mapping[str, View]) -> dict[str, Grid]:
    archive = package.archive
    place = Place(file=archive.file)
    for part in (parts.STYLES_PART, parts.WORKBOOK_PART):
        if part not in archive.entries:
            raise InputError((problem("FIL-030", place, part=part),))
    unlocked = parts.unlocked_styles(parts.part_bytes(archive, parts.STYLES_PART), archive.file, parts.STYLES_PART)
    part_of = {entry.name: entry.part for entry in package.sheets}
    grids: dict[str, Grid] = {}
    for role, view in found.items():
        part = part_of[view.tab.name]
        try:
            slots = parts.slots(parts.part_bytes(archive, part))
        except parts.UnwritableError:
            raise InputError((problem("FIL-021", place, part=part, detail="UTF-8?"),)) from None
        covered = _covered(slots.merged, anchors=False)
        spots = {spot: slot for name, slot in slots.cells.items() if (spot := _spot(name))}
        inputs = frozenset(spot for spot, slot in spots.items() if slot.style in unlocked and spot not in covered)
        formulas = frozenset(spot for spot, slot in spots.items() if slot.formula) | _covered(
            slots.arrays, anchors=True
        )
        grid = grids[role] = Grid(view, part, formulas, inputs, slots)
        for row, column in sorted(inputs):
            grid.by_row.setdefault(row, []).append(column)
    return grids


def _spot(reference: str) -> Spot | None:
    match = _CELL.fullmatch(reference)
    return (int(match[2]), column_number(match[1])) if match else None


def _covered(ranges: tuple[str, ...], *, anchors: bool) -> frozenset[Spot]:
    """Return the cells that ranges cover, with or without their first cells; a range too large for a form is none."""
    found: set[Spot] = set()
    for text in ranges:
        match = _AREA.fullmatch(text)
        if match is None:
            continue
        top, left = int(match[2]), column_number(match[1])
        bottom, right = int(match[4]), column_number(match[3])
        if (bottom - top + 1) * (right - left + 1) > _AREA_CELLS:
            continue
        found.update((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))
        if not anchors:
            found.discard((top, left))
    return frozenset(found)


def not_blank(template: Template) -> list[Problem]:
    """Say which input cells are filled already; the sheet of tools is left out, it comes with example values."""
    cells: list[str] = []
    for role, grid in template.grids.items():
        if role != "tools":
            taken = [s for s in sorted(grid.inputs) if s in grid.formulas or grid.slots.cells[ref(s)].filled]
            cells += [f"{grid.tab.name}!{ref(spot)}" for spot in taken]
    if not cells:
        return []
    shown = ", ".join(cells[:_SHOWN]) + (" …" if len(cells) > _SHOWN else "")
    return [problem("CBM-114", Place(file=template.file), count=len(cells), cells=shown)]
