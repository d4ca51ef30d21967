"""One value of a filled template after another: number, text, day or choice, with its place and all that is odd."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import Place, Problem, problem
from carnet.exchange.cbam_template.amounts import (
    BEYOND_DOUBLE,
    NOTHING,
    day_of_serial,
    days_of_text,
    decimal_of,
    typed_number,
    unit_factor,
)
from carnet.exchange.cbam_template.evaluate import Evaluator, Fault, saved
from carnet.exchange.cbam_template.formula import FormulaError, references
from carnet.exchange.cbam_template.labels import key
from carnet.exchange.sheet import letters
from carnet.exchange.zipguard import shown
from carnet.quantity import normalise_text, significant_string

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.errors import Severity
    from carnet.exchange.cbam_template.labels import Labels, View
    from carnet.exchange.cbam_template.raw import Book, Tab
    from carnet.exchange.sheet import Cell

NEAR = Fraction(1, 10**9)
MAX_PROBLEMS = 2_000
_FORMULA_SHOWN = 80


def near(a: Fraction, b: Fraction) -> bool:
    """Whether two numbers agree to one part in 10⁹."""
    return abs(a - b) <= NEAR * max(abs(a), abs(b))


@dataclass(slots=True)
class Amount:
    """A number with the cell it came from."""

    value: Fraction
    text: str
    cell: Cell


@dataclass(slots=True)
class Reading:
    """What is collected while one workbook is read; `places` by JSON Pointer into the study."""

    book: Book
    labels: Labels
    evaluator: Evaluator
    comma_groups: bool = False
    form_tab: Tab | None = None  # sheet A, where names and categories stand
    problems: list[Problem] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)

    def place(self, tab: Tab, cell: Cell | None = None) -> Place:
        """Return where a cell stands."""
        return Place(file=self.book.file, sheet=shown(tab.name), cell=cell.ref if cell is not None else "")

    def tell(
        self,
        code: str,
        tab: Tab | None,
        cell: Cell | None = None,
        value: str = "",
        candidates: tuple[str, ...] = (),
        severity: Severity = "error",
        **params: object,
    ) -> None:
        """Keep a problem of a cell, or of the whole file."""
        if len(self.problems) >= MAX_PROBLEMS:
            return
        place = self.place(tab, cell) if tab is not None else Place(file=self.book.file)
        fields = {"cell": str(place), **params}
        self.problems.append(problem(code, place, shown(value), candidates, severity, **fields))

    def mark(self, pointer: str, tab: Tab, cell: Cell | None) -> None:
        """Remember where a value of the study stood."""
        if cell is not None:
            self.places[pointer] = self.place(tab, cell)

    # Plain content

    def content(self, tab: Tab, cell: Cell | None) -> str:
        """Return what a cell shows as text, ``""`` for nothing; formulas are evaluated where nothing is saved."""
        if cell is None or cell.kind == "error":
            return ""
        if cell.kind == "no_value":
            try:
                value = self.evaluator.result(tab, cell)
            except FormulaError:
                return ""
            if isinstance(value, Fraction):
                return decimal_of(value)
            return "" if value is None or isinstance(value, Fault) else str(value)
        return cell.text.strip()

    def text(self, tab: Tab, cell: Cell | None, pointer: str = "") -> str:
        """Return a text of the operator's; what only says that there is nothing is nothing."""
        found = self.content(tab, cell)
        if not found or normalise_text(found).casefold() in {"-", "–", "n.a.", "n/a", "#n/a"}:
            return ""
        if pointer:
            self.mark(pointer, tab, cell)
        return found

    def choice(self, tab: Tab, cell: Cell | None, choices: Mapping[str, str], pointer: str = "") -> str:
        """Return what a word of a list means; one that is not of the list is a problem."""
        found = self.text(tab, cell, pointer)
        if not found:
            return ""
        meaning = self.labels.choice(found, choices)
        if not meaning:
            self.tell("CBM-092", tab, cell, found, self.labels.offered(choices))
        return meaning

    def english(self, tab: Tab, cell: Cell | None, pointer: str = "") -> str:
        """Return the English wording of a choice that the study keeps as words."""
        found = self.text(tab, cell, pointer)
        for row in sorted(self.labels.rows_of.get(key(found), ())) if found else ():
            if row in self.labels.english:
                return self.labels.english[row].strip()
        return found

    def day(self, tab: Tab, cell: Cell | None, pointer: str = "") -> str:
        """Return an ISO day from a serial number or a text; of two readings neither is taken."""
        found = self.content(tab, cell)
        if cell is None or not found:
            return ""
        number = typed_number(found) if cell.kind in {"number", "no_value"} else None
        if number is not None and not number.unit:
            days: tuple[str, ...] = tuple(
                filter(None, (day_of_serial(decimal_of(number.value), date1904=self.book.date1904),))
            )
        else:
            days = days_of_text(found)
        if len(days) != 1:
            self.tell("CBM-095", tab, cell, found, days)
            return ""
        if pointer:
            self.mark(pointer, tab, cell)
        return days[0]

    def country(self, tab: Tab, cell: Cell | None, names: Mapping[str, str], pointer: str = "") -> str:
        """Return the code of a country given by code or by name in the workbook's own list."""
        found = self.text(tab, cell, pointer)
        if not found:
            return ""
        code = normalise_text(found).upper()
        if len(code) == 2 and code.isascii() and code.isalpha():  # noqa: PLR2004 - ISO 3166-1 alpha-2
            return code
        known = next((names[each] for each in sorted(self.labels.english_of(found)) if each in names), None)
        if known is None:
            self.tell("CBM-097", tab, cell, found)
            return ""
        return known

    # Numbers

    def amount(self, tab: Tab, cell: Cell | None) -> Amount | None:
        """Return the number of a cell before its unit is looked at; None for nothing, or with a problem."""
        if cell is None:
            return None
        if cell.formula:
            return self._evaluated(tab, cell)
        if cell.kind == "number":
            return Amount(Fraction(cell.text), cell.text, cell)
        return self._typed(tab, cell, cell.text)

    def _evaluated(  # noqa: C901, PLR0911 - one line a case
        self, tab: Tab, cell: Cell
    ) -> Amount | None:
        formula = shown(tab.formula(cell))[:_FORMULA_SHOWN]
        kept = saved(cell)
        try:
            value = self.evaluator.result(tab, cell)
        except FormulaError as error:
            if cell.kind == "no_value":
                self.tell("CBM-083", tab, cell, "", formula=formula, why=str(error))
                return None
            if isinstance(kept, Fraction):
                self.tell("CBM-084", tab, cell, cell.text, severity="warning", formula=formula, why=str(error))
                return Amount(kept, cell.text, cell)
            return self._typed(tab, cell, cell.text)
        if isinstance(value, Fraction) and abs(value) >= BEYOND_DOUBLE:
            value = Fault("#NUM!")  # what a spreadsheet makes of it
        if isinstance(value, Fault):
            if isinstance(kept, Fraction):  # what the program that saved it could do, we cannot
                self.tell("CBM-084", tab, cell, cell.text, severity="warning", formula=formula, why=value.code)
                return Amount(kept, cell.text, cell)
            self.tell("CBM-101", tab, cell, value.code)
            return None
        if value == "":
            return None
        if value is None:
            value = Fraction(0)
        if not value and cell.kind == "no_value" and not self._has_inputs(tab, cell):
            self.tell("CBM-083", tab, cell, "", formula=formula, why="empty references")
            return None
        if isinstance(value, str | bool):
            return self._typed(tab, cell, str(value))
        if isinstance(kept, Fraction) and kept and not value and not self._has_inputs(tab, cell):
            self.tell("CBM-084", tab, cell, cell.text, severity="warning", formula=formula, why="empty references")
            return Amount(kept, cell.text, cell)
        if isinstance(kept, Fraction) and not near(value, kept):
            self.tell(
                "CBM-085", tab, cell, figure(value), severity="warning", formula=formula, saved=cell.text
            )  # fmt: skip
        return Amount(value, decimal_of(value), cell)

    def _has_inputs(self, tab: Tab, cell: Cell) -> bool:
        """Whether any cell a formula names holds something: what was moved away leaves references to nothing."""
        for reference in references(tab.formula(cell)):
            target = self.book.tab(reference.sheet) if reference.sheet else tab
            if target is None or not reference.single:
                return True
            before = target.at(reference.top, reference.left)
            if before is not None and (before.text or before.formula):
                return True
        return False

    def _typed(self, tab: Tab, cell: Cell, text: str) -> Amount | None:
        plain = normalise_text(text)
        if plain.casefold() in NOTHING:
            return None
        if cell.kind == "error":
            self.tell("CBM-101", tab, cell, text)
            return None
        typed = typed_number(plain, comma_groups=self.comma_groups) if cell.kind != "boolean" else None
        if typed is None:
            self.tell("CBM-088", tab, cell, text)
            return None
        read = decimal_of(typed.value)
        if typed.other is not None:
            both = {"read": read, "other": decimal_of(typed.other)}
            self.tell("CBM-087", tab, cell, text, (read, decimal_of(typed.other)), severity="warning", **both)
        elif not typed.unit:
            self.tell("CBM-086", tab, cell, text, severity="warning", read=read)
        return Amount(typed.value, read if not typed.unit else f"{read} {typed.unit}", cell)

    def number(  # noqa: PLR0911 - one line a case
        self,
        tab: Tab,
        cell: Cell | None,
        pointer: str,
        unit: str = "",
        unit_cell: Cell | None = None,
        *,
        percent: bool = False,
    ) -> str:
        """Return an amount as a decimal in `unit`, ``""`` for nothing.

        Args:
            tab: the sheet.
            cell: the cell of the number.
            pointer: where it goes in the study.
            unit: what the study wants; empty: no unit.
            unit_cell: the cell that names the unit of the number; empty or absent: the template's own.
            percent: the template holds per cent and the study a ratio.
        """
        found = self.amount(tab, cell)
        if found is None:
            return ""
        self.mark(pointer, tab, cell)
        given = found.text.partition(" ")[2]  # a unit typed behind the number itself
        wanted = "-" if percent else unit
        if not given and unit_cell is not None:
            given = self.unit(tab, unit_cell)
        if not given and percent:
            given = "%"
        if not given or not wanted:
            if given and not wanted:
                given_factor = unit_factor(given, "-")
                if given_factor is not None:
                    return decimal_of(found.value * given_factor)
                self.tell("CBM-089", tab, cell, given, wanted="–")
                return ""
            return found.text
        factor = unit_factor(given, wanted)
        if factor is None:
            self.tell("CBM-089", tab, unit_cell or cell, given, wanted="%" if percent else unit)
            return ""
        if factor == 1:
            return found.text.partition(" ")[0]
        if not percent:
            self.tell("CBM-090", tab, cell, given, severity="warning", wanted=unit, factor=figure(factor))
        return decimal_of(found.value * factor)

    def unit(self, tab: Tab, cell: Cell) -> str:
        """Return the unit a cell names, in the English spelling where the workbook's language has another."""
        shown_unit = self.content(tab, cell)
        if shown_unit and unit_factor(shown_unit, shown_unit) is None:
            for row in sorted(self.labels.rows_of.get(key(shown_unit), ())):
                english = self.labels.english.get(row, "")
                if unit_factor(english, english) is not None:
                    return english
        return shown_unit

    def cell(self, view: View, row: int, column: int | None) -> Cell | None:
        """Return a cell by row and column; none where the column was not found."""
        return view.tab.at(row, column) if column is not None else None


def figure(value: Fraction) -> str:
    """Show a number in a message: up to twelve significant digits."""
    text = significant_string(value, 12)
    return text.rstrip("0").rstrip(".") if "." in text else text


def reference(row: int, column: int) -> str:
    """Return the reference of a cell, such as ``F14``."""
    return f"{letters(column)}{row}"
