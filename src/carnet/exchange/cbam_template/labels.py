"""Which label a cell carries, whatever the language, and where on a sheet each label stands.

The template's labels are references into its hidden sheet of translations: one row a label, the English text in one
column, other languages beside it, and a column that picks the one in use. A cell is known by that row, or by its text
in any of the languages; without the sheet, by the English text alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from carnet.exchange.cbam_template.evaluate import Evaluator
from carnet.exchange.cbam_template.formula import FormulaError
from carnet.exchange.cbam_template.words import IN_ONE_ROW, LABELS, SHEETS, TRANSLATIONS
from carnet.exchange.sheet import column_number
from carnet.quantity import match_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.exchange.cbam_template.raw import Book, Tab
    from carnet.exchange.sheet import Cell

_NOISE = re.compile(r"[\s\"'“”„‘’«»:*]+")
_SIMPLE = re.compile(r"^(?:(?:'[^']+'|[\w.&]+)!)?\$?[A-Z]{1,3}\$?[0-9]{1,7}$")
_LONGEST = 400
_USED, _ENGLISH = 2, 3  # the columns in use and of the English text, where no header says so
_HEADER_ROWS = 12


def key(text: str) -> str:
    """Return what is compared of a label: no case, width, spaces, quotes, colons."""
    return _NOISE.sub("", match_key(text[:_LONGEST]))


class Labels:
    """The labels of one workbook."""

    def __init__(self, book: Book, evaluator: Evaluator) -> None:
        self.book = book
        self.evaluator = evaluator
        self.tab = _translations(book)
        self.english: dict[int, str] = {}
        self.used: dict[int, str] = {}
        self.rows_of: dict[str, set[int]] = defaultdict(set)  # key of a text in any language → rows
        self.languages = 0
        self._cache: dict[str, frozenset[str]] = {}
        if self.tab is not None:
            self._read(self.tab)
        self.wanted: dict[str, list[str]] = defaultdict(list)
        for name, texts in LABELS.items():
            for text in texts:
                self.wanted[key(text)].append(name)
        self.pattern = (
            re.compile(rf"^'?{re.escape(self.tab.name)}'?!\$?([A-Z]{{1,3}})\$?([0-9]{{1,7}})$", re.IGNORECASE)
            if self.tab is not None
            else None
        )

    def _read(self, tab: Tab) -> None:
        used, english = _USED, _ENGLISH
        wanted = [key(text) for text in TRANSLATIONS]
        for (row, column), cell in tab.cells.items():
            if row <= _HEADER_ROWS and cell.kind == "text" and key(cell.text) in wanted:
                if key(cell.text) == wanted[0]:
                    used = column
                else:
                    english = column
        columns: set[int] = set()
        for (row, column), cell in tab.cells.items():
            if column < min(used, english) or cell.kind != "text" or not cell.text.strip():
                continue
            if column == english:
                self.english[row] = cell.text
            if column == used:
                self.used[row] = cell.text
            elif row > _HEADER_ROWS:
                columns.add(column)
            if len(cell.text) <= _LONGEST:
                self.rows_of[key(cell.text)].add(row)
        self.languages = len(columns)

    def english_of(self, text: str) -> frozenset[str]:
        """Return the keys of all English texts a text may stand for, its own included."""
        known = self._cache.get(text)
        if known is None:
            own = key(text)
            found = {key(self.english[row]) for row in self.rows_of.get(own, ()) if row in self.english}
            known = self._cache[text] = frozenset(found | {own})
        return known

    def keys_of(self, tab: Tab, cell: Cell) -> frozenset[str]:
        """Return the keys of the English texts a cell may stand for; empty where it holds no text."""
        if cell.formula and self.pattern is not None:
            formula = tab.formula(cell)
            match = self.pattern.match(formula)
            if match is not None:
                return self._of_row(int(match[2]), column_number(match[1].upper()), cell)
            if cell.kind == "no_value":
                return self._evaluated(tab, cell) if _SIMPLE.match(formula) else frozenset()
        if cell.kind != "text" or not cell.text or len(cell.text) > _LONGEST:
            return frozenset()
        return self.english_of(cell.text)

    def _of_row(self, row: int, column: int, cell: Cell) -> frozenset[str]:
        english = self.english.get(row)
        if english is None:
            return self.english_of(cell.text) if cell.kind == "text" else frozenset()
        found = frozenset({key(english)})
        shown = cell.text if cell.kind == "text" else ""
        # Rows put into the sheet of translations by a program that does not follow them: the text shown is right.
        if shown and column and row not in self.rows_of.get(key(shown), ()) and key(shown) in self.rows_of:
            return self.english_of(shown)
        return found

    def _evaluated(self, tab: Tab, cell: Cell) -> frozenset[str]:
        try:
            value = self.evaluator.result(tab, cell)
        except FormulaError:
            return frozenset()
        return self.english_of(value) if isinstance(value, str) and value else frozenset()

    def choice(self, text: str, choices: Mapping[str, str]) -> str:
        """Return what a word of a list in any language means, ``""`` where it is none of the list."""
        keys = self.english_of(text)
        return next((meaning for word, meaning in choices.items() if key(word) in keys), "")

    def offered(self, choices: Mapping[str, str]) -> tuple[str, ...]:
        """Return the words of a list as the workbook shows them, English where it does not."""
        found: dict[str, None] = {}
        for word in choices:
            rows = sorted(row for row in self.rows_of.get(key(word), ()) if key(self.english.get(row, "")) == key(word))
            found[next((self.used[row] for row in rows if row in self.used), word)] = None
        return tuple(found)


class View:
    """One sheet with the places of its labels."""

    def __init__(self, tab: Tab, labels: Labels) -> None:
        self.tab = tab
        self.labels = labels
        self.where: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.labelled: set[tuple[int, int]] = set()
        wanted = labels.wanted
        pattern = labels.pattern
        for (row, column), cell in tab.cells.items():
            if cell.kind not in {"text", "no_value"}:
                continue
            for found in labels.keys_of(tab, cell):
                for name in wanted.get(found, ()):
                    self.where[name].append((row, column))
                    self.labelled.add((row, column))
            if cell.formula and pattern is not None and pattern.match(tab.formula(cell)):
                self.labelled.add((row, column))
        for places in self.where.values():
            places.sort()
        self.limit = self._limit()

    def _limit(self) -> int:
        """The first column of the helper cells behind the form (its print mark, or the words of its first row)."""
        marks = [column for (row, column), cell in self.tab.cells.items() if row > 1 and cell.text == "PRINT"]
        hidden = [c for (row, c), cell in self.tab.cells.items() if row == 1 and c > 2 and cell.kind == "text"]  # noqa: PLR2004
        return min([*marks, *hidden], default=self.tab.last[1] + 1)

    def all(self, name: str, top: int = 0, bottom: int = 10**9) -> list[tuple[int, int]]:
        """Return where a label stands in the rows from `top` up to before `bottom`."""
        return [place for place in self.where.get(name, ()) if top <= place[0] < bottom]

    def first(self, name: str, top: int = 0, bottom: int = 10**9) -> tuple[int, int] | None:
        """Return the first place of a label, None where there is none."""
        return next(iter(self.all(name, top, bottom)), None)

    def column(self, name: str, row: int) -> int | None:
        """Return the first column of a label in a row."""
        return next((c for r, c in self.where.get(name, ()) if r == row), None)

    def header(self, name: str, row: int, top: int = 0, right_of: int = 0) -> int | None:
        """Return the column of the nearest label of that name above a row, to the right of a column."""
        above = [(r, c) for r, c in self.where.get(name, ()) if top <= r <= row and c > right_of]
        if not above:
            return None
        nearest = max(r for r, _ in above)
        return min(c for r, c in above if r == nearest)

    def right(self, row: int, column: int) -> Cell | None:
        """Return the first cell with content to the right of a label, before the next label and the helper cells."""
        for at in range(column + 1, self.limit):
            if (row, at) in self.labelled:
                return None
            cell = self.tab.at(row, at)
            if cell is not None and (cell.text or cell.formula):
                return cell
        return None


def views(book: Book, labels: Labels) -> dict[str, View]:  # noqa: C901 - two passes over the same sheets
    """Find the sheets of the form: by their names where these hold what they should, else by their labels."""
    found: dict[str, View] = {}
    made: dict[str, View] = {}

    def view(tab: Tab) -> View:
        if tab.name not in made:
            made[tab.name] = View(tab, labels)
        return made[tab.name]

    def fits(candidate: View, role: str) -> int:
        names = SHEETS[role][1]
        if not all(candidate.where.get(name) for name in names):
            return 0
        if role in IN_ONE_ROW and not any(
            all(candidate.column(name, row) is not None for name in names) for row, _ in candidate.where[names[0]]
        ):
            return 0
        return sum(len(candidate.where[name]) for name in names)

    for role, (name, _) in SHEETS.items():
        tab = next((t for t in book.tabs if key(t.name) == key(name)), None)
        if tab is not None and fits(view(tab), role):
            found[role] = view(tab)
    taken = {v.tab.name for v in found.values()}
    for role in SHEETS:
        if role in found:
            continue
        others = [t for t in book.tabs if t.name not in taken and t is not labels.tab]
        scored = [(fits(view(tab), role), -position, tab) for position, tab in enumerate(others)]
        best = max(scored, key=lambda item: item[:2], default=None)
        if best is not None and best[0]:
            found[role] = view(best[2])
            taken.add(best[2].name)
    return found


def _translations(book: Book) -> Tab | None:
    """Find the sheet of translations: by its name, else by its headers."""
    wanted = {key(text) for text in TRANSLATIONS}
    for tab in book.tabs:
        if key(tab.name) == "translations":
            return tab
    for tab in book.tabs:
        heads = {key(cell.text) for (row, _), cell in tab.cells.items() if row <= _HEADER_ROWS and cell.kind == "text"}
        if wanted <= heads:
            return tab
    return None
