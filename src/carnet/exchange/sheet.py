"""A workbook as cells: a streaming reader of SpreadsheetML that keeps what a study needs and nothing else.

A formula stays visible as a formula, a far-away cell costs nothing and is named, and no limit is found by running
out of memory. Both namespaces are read, transitional and strict (ISO/IEC 29500-1 and -4).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NoReturn

from carnet.errors import InputError, Place, Problem, problem
from carnet.exchange.celltext import shortest_decimal
from carnet.exchange.package import Package, SheetEntry, main_names, open_package
from carnet.exchange.xmlguard import parse
from carnet.exchange.zipguard import ZipLimits, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.errors import Severity

CellKind = Literal["text", "number", "boolean", "date", "error", "no_value"]
MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
_MANY_EMPTY_ROWS = 10_000
_MAX_MERGED = 10_000
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED_LENGTH = 7  # one character spelled _xHHHH_


@dataclass(frozen=True, slots=True)
class SheetLimits:
    """What the cells may cost: rows per sheet, cells, shared strings and characters per workbook."""

    rows: int = 20_000
    columns: int = 256
    cells: int = 400_000
    strings: int = 200_000
    text: int = 32_767
    all_text: int = 20_000_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with content.

    `text` is what it holds: a number as the shortest decimal of its double, a boolean as ``TRUE``/``FALSE``, an error
    as ``#REF!``. `kind` ``no_value`` is a formula whose result the file does not hold. `expression` is the text of the
    formula where it was asked for, `shared` the number of the group it belongs to (only the first of a group has text),
    or the cells an array formula fills.
    """

    row: int
    column: int
    text: str
    kind: CellKind = "text"
    formula: bool = False
    expression: str = ""
    shared: str = ""

    @property
    def ref(self) -> str:
        """The reference, such as ``F14``."""
        return f"{letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row with content: cells by column, 1 = A."""

    number: int
    cells: Mapping[int, Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows with content of one sheet, in order; `merged` are ranges such as ``A3:A7``."""

    name: str
    hidden: bool
    rows: tuple[Row, ...]
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets; `problems` are those of single sheets and cells, errors among them."""

    sheets: tuple[Sheet, ...]
    date1904: bool
    problems: tuple[Problem, ...]


class _StopSheetError(Exception):
    """A limit was met; the rest of the sheet is not read."""


def letters(column: int) -> str:
    """Return the letters of a column: 1 → ``A``, 28 → ``AB``."""
    name = ""
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def column_number(name: str) -> int:
    """Return the number of a column: ``A`` → 1, ``AB`` → 28."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def unescape(text: str) -> str:
    """Undo the ``_xHHHH_`` escapes by which SpreadsheetML spells control characters (ST_Xstring)."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
    if _SURROGATE.search(plain):
        plain = plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return plain


def utf16_length(text: str) -> int:
    """Count characters as spreadsheet programs do: one above U+FFFF counts as two."""
    return len(text) + sum(char > "\uffff" for char in text)


def read_workbook(
    data: bytes,
    file: str,
    limits: SheetLimits | None = None,
    zip_limits: ZipLimits | None = None,
    *,
    formulas: bool = False,
) -> Workbook:
    """Read all sheets of a workbook.

    Args:
        data: the whole file.
        file: its bare name, for places.
        limits: default `SheetLimits()`.
        zip_limits: default `carnet.exchange.zipguard.ZipLimits()`.
        formulas: keep the text of formulas as well.

    Raises:
        InputError: the container or the shared strings cannot be read; what is wrong in single sheets is in
            `Workbook.problems` instead.
    """
    limits = limits or SheetLimits()
    package = open_package(data, file, zip_limits)
    budget = _Budget(limits)
    shared = _read_shared(package, limits, budget) if package.shared_strings else []
    problems = list(package.problems)
    sheets: list[Sheet] = []
    for entry in package.sheets:
        if entry.part:
            reader = _SheetReader(entry, file, shared, limits, budget)
            reader.keep_formulas = formulas
            reader.read(package)
            problems += reader.problems
            sheets.append(reader.result())
    return Workbook(tuple(sheets), package.date1904, tuple(problems))


class _Budget:
    """What is left for the whole workbook."""

    __slots__ = ("cells", "text")

    def __init__(self, limits: SheetLimits) -> None:
        self.cells = limits.cells
        self.text = limits.all_text


def _read_shared(package: Package, limits: SheetLimits, budget: _Budget) -> list[str]:
    reader = _SharedReader(package.archive.file, limits, budget)
    parse(
        package.archive.chunks(package.shared_strings),
        names=main_names("si", "t", "rPh"),
        start=reader.start,
        end=reader.end,
        text=reader.text,
        file=package.archive.file,
        part=package.shared_strings,
        meter=package.meter,
    )
    return reader.strings


class _SharedReader:
    """The shared strings as they stream past; phonetic runs are left out, rich-text runs joined."""

    def __init__(self, file: str, limits: SheetLimits, budget: _Budget) -> None:
        self.file = file
        self.limits = limits
        self.budget = budget
        self.strings: list[str] = []
        self.pieces: list[str] = []
        self.inside = self.phonetic = False

    def start(self, name: str, _: dict[str, str]) -> None:
        """Open an element."""
        if name == "si":
            self.pieces.clear()
        elif name == "rPh":
            self.phonetic = True
        else:
            self.inside = not self.phonetic

    def end(self, name: str) -> None:
        """Close an element."""
        self.inside = False
        if name == "si":
            self.strings.append(unescape("".join(self.pieces)))
            if len(self.strings) > self.limits.strings:
                self._refuse(f"> {self.limits.strings} shared strings")
        elif name == "rPh":
            self.phonetic = False

    def text(self, piece: str) -> None:
        """Collect the text of a run."""
        if self.inside:
            self.pieces.append(piece)
            self.budget.text -= len(piece)
            if self.budget.text < 0:
                self._refuse(f"> {self.limits.all_text} characters")

    def _refuse(self, detail: str) -> NoReturn:
        raise InputError((problem("FIL-039", Place(file=self.file), detail=detail),))


class _SheetReader:
    """The state while one sheet streams past."""

    def __init__(self, entry: SheetEntry, file: str, shared: list[str], limits: SheetLimits, budget: _Budget) -> None:
        self.entry = entry
        self.file = file
        self.shared = shared
        self.limits = limits
        self.budget = budget
        self.problems: list[Problem] = []
        self.rows: dict[int, dict[int, Cell]] = {}
        self.merged: list[str] = []
        self.row = 0
        self.column = 0
        self.row_elements = 0
        self.in_data = False
        self.phonetic = False
        self.far_named = False
        self.type = "n"
        self.formula = False
        self.keep_formulas = self.in_formula = False
        self.expression: list[str] = []
        self.group = ""
        self.has_value = False
        self.pieces: list[str] = []
        self.length = 0
        self.capturing = False
        self.bad_reference = ""
        self.columns: dict[str, int] = {}

    def read(self, package: Package) -> None:
        """Stream the part; whatever stops it becomes a problem of this sheet."""
        names = main_names("sheetData", "row", "c", "v", "f", "is", "t", "rPh", "mergeCell")
        try:
            parse(
                package.archive.chunks(self.entry.part),
                names=names,
                start=self.start,
                end=self.end,
                text=self.text,
                silent_ends=frozenset(
                    {"row", "is", "mergeCell"} if self.keep_formulas else {"row", "f", "is", "mergeCell"}
                ),
                file=self.file,
                part=self.entry.part,
                meter=package.meter,
            )
        except _StopSheetError:
            return
        except InputError as error:
            self.problems += error.problems
            return
        empty = self.row_elements - len(self.rows)
        if empty > _MANY_EMPTY_ROWS:
            self.note("FIL-043", "", severity="warning", count=empty)

    def result(self) -> Sheet:
        """Return what was read, rows and cells in order."""
        rows = tuple(Row(n, dict(sorted(self.rows[n].items()))) for n in sorted(self.rows))
        return Sheet(self.entry.name, self.entry.state != "visible", rows, tuple(self.merged))

    def note(self, code: str, cell: str, value: str = "", severity: Severity = "error", **params: object) -> None:
        """Keep a problem of this sheet."""
        place = Place(file=self.file, sheet=shown(self.entry.name), cell=cell)
        self.problems.append(problem(code, place, shown(value), (), severity, cell=cell, **params))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        if name == "row":
            self._start_row(attributes)
        elif name == "c":
            self._start_cell(attributes)
        elif name in {"v", "t"}:
            self.has_value = True
            self.capturing = not self.phonetic
        elif name == "f":
            self.formula = True
            if self.keep_formulas:
                self.in_formula = True
                self.group = attributes.get({"shared": "si", "array": "ref"}.get(attributes.get("t", ""), ""), "")
        elif name == "sheetData":
            self.in_data = True
        elif name == "rPh":
            self.phonetic = True
        elif name == "mergeCell" and len(self.merged) < _MAX_MERGED:
            self.merged.append(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        """Close an element."""
        if name == "c":
            self._end_cell()
        elif name in {"v", "t"}:
            self.capturing = False
        elif name == "f":
            self.in_formula = False
        elif name == "sheetData":
            self.in_data = False
        elif name == "rPh":
            self.phonetic = False

    def text(self, piece: str) -> None:
        """Collect character data of a value, or of a formula."""
        if self.capturing or self.in_formula:
            (self.expression if self.in_formula else self.pieces).append(piece)
            self.length += len(piece)
            if self.length > self.limits.text * _ESCAPED_LENGTH:
                ref = f"{letters(self.column)}{self.row}"
                self.note("FIL-040", ref, count=f"> {self.length}", limit=self.limits.text)
                raise _StopSheetError

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.row_elements += 1
        self.column = 0
        try:
            self.row = int(attributes["r"])
        except KeyError:
            self.row += 1
        except ValueError:
            self.row = 0
        if not 1 <= self.row <= MAX_ROW:
            self.note("FIL-041", "", value=f"row {attributes.get('r', '')}")
            raise _StopSheetError

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.pieces.clear()
        self.expression.clear()
        self.length = 0
        self.formula = self.has_value = self.in_formula = False
        self.group = ""
        self.bad_reference = ""
        self.type = attributes.get("t", "n")
        given = attributes.get("r")
        if given is None:
            self.column += 1
            return
        match = _REFERENCE.fullmatch(given)
        if match is None or int(match[2]) != self.row:
            self.bad_reference = given
            return
        name = match[1]
        self.column = self.columns.get(name) or self.columns.setdefault(name, column_number(name))

    def _end_cell(self) -> None:
        raw = "".join(self.pieces)
        if not self.in_data or (not raw and not self.formula):
            return  # formatted, without content
        if self.bad_reference or self.column > MAX_COLUMN:
            self.note("FIL-041", "", value=self.bad_reference or f"{letters(self.column)}{self.row}")
            raise _StopSheetError
        cell = self._cell(raw)
        if cell is None:
            return
        if cell.column > self.limits.columns:
            if not self.far_named:
                self.note("FIL-036", cell.ref, value=cell.text, limit=self.limits.columns)
            self.far_named = True
            return
        row = self.rows.get(self.row)
        if row is None:
            if len(self.rows) >= self.limits.rows:
                self.note("FIL-037", cell.ref, limit=self.limits.rows)
                raise _StopSheetError
            row = self.rows[self.row] = {}
        if self.column in row:
            self.note("FIL-041", cell.ref, value=cell.ref)
            raise _StopSheetError
        self.budget.cells -= 1
        if self.budget.cells < 0:
            self.note("FIL-038", cell.ref, limit=self.limits.cells)
            raise _StopSheetError
        row[self.column] = cell

    def _cell(self, raw: str) -> Cell | None:
        """Turn the raw value into a cell; None when it has no content or a problem was noted."""
        if self.type in {"s", "str", "inlineStr"}:
            return self._text_cell(raw)
        plain = raw.strip()
        if not plain:
            return self._make("", "no_value") if self.formula else None
        if self.type == "b":
            return self._make("TRUE" if plain.casefold() in {"1", "true"} else "FALSE", "boolean")
        if self.type in {"e", "d"}:
            return self._make(plain, "error" if self.type == "e" else "date")
        try:
            return self._make(shortest_decimal(plain), "number")
        except ValueError:
            self.note("FIL-044", f"{letters(self.column)}{self.row}", value=raw)
            return None

    def _text_cell(self, raw: str) -> Cell | None:
        if self.type == "s":
            index = raw.strip()
            if not (index.isascii() and index.isdigit()) or int(index[:9]) >= len(self.shared):
                self.note("FIL-042", f"{letters(self.column)}{self.row}", value=index)
                return None
            value = self.shared[int(index)]
        else:
            value = unescape(raw)
            self.budget.text -= len(value)
            if self.budget.text < 0:
                self.note("FIL-039", f"{letters(self.column)}{self.row}", detail=f"> {self.limits.all_text} characters")
                raise _StopSheetError
        if utf16_length(value) > self.limits.text:
            ref = f"{letters(self.column)}{self.row}"
            self.note("FIL-040", ref, value=value, count=utf16_length(value), limit=self.limits.text)
            return None
        if value:
            return self._make(value, "text")
        # A formula whose saved result is the empty text is an empty cell; one without any saved result is not.
        if self.formula and (self.keep_formulas or not self.has_value):
            return self._make("", "text" if self.has_value else "no_value")
        return None

    def _make(self, text: str, kind: CellKind) -> Cell:
        if not self.expression and not self.group:
            return Cell(self.row, self.column, text, kind, self.formula)
        expression = "".join(self.expression)
        self.budget.text -= len(expression)
        if self.budget.text < 0:
            self.note("FIL-039", f"{letters(self.column)}{self.row}", detail=f"> {self.limits.all_text} characters")
            raise _StopSheetError
        return Cell(self.row, self.column, text, kind, self.formula, expression, self.group)
