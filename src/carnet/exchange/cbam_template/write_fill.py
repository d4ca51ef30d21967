"""Putting values into cells, and everything that keeps one from being put there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import Place, Problem, Text, problem
from carnet.exchange.cbam_template.words import AGENTS, CATEGORIES, LABELS, METHODS, ROUTES, SOURCES, VALUE_KINDS
from carnet.exchange.cbam_template.write_book import Grid, Spot, Template, ref
from carnet.exchange.cbam_template.write_parts import Value
from carnet.exchange.celltext import shortest_decimal
from carnet.exchange.sheet import utf16_length
from carnet.quantity import DecimalError, canonical_decimal, exact_decimal, parse_decimal, significant_string

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from carnet.errors import Severity

_DIGITS = 17  # of a double; more are never read back
_MAX_TEXT = 32_767
_SHOWN = 12
_EPOCH, _EPOCH_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)

_ENGLISH: dict[str, list[str]] = {}
for _words in (CATEGORIES, ROUTES, METHODS, VALUE_KINDS, SOURCES, AGENTS):
    for _word, _id in _words.items():
        _ENGLISH.setdefault(_id, []).append(_word)
_YES = frozenset({"true", "yes", "1", "是", "是的", "已煅烧", "calcined"})
_NO = frozenset({"false", "no", "0", "否", "未煅烧", "not calcined"})


@dataclass(slots=True)
class Filling:
    """What is collected while a study is laid into a workbook.

    `values` by worksheet part and cell; `lenient` turns what does not fit into warnings, and leaves it out.
    """

    book: Template
    lenient: bool = False
    values: dict[str, dict[str, Value]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    rounded: list[str] = field(default_factory=list)
    computed: list[Text] = field(default_factory=list)
    told: set[tuple[str, str]] = field(default_factory=set)

    def found(
        self, code: str, place: Place, value: str = "", candidates: Sequence[str] = (), severity: Severity = "error",
        **params: object,
    ) -> None:  # fmt: skip
        """Keep a problem."""
        self.problems.append(problem(code, place, value, tuple(candidates), severity, **params))

    def left_out(
        self, code: str, pointer: str, value: str = "", candidates: Sequence[str] = (), **params: object
    ) -> None:
        """Keep a problem of something that does not fit: an error, or a warning where leaving out was asked for."""
        severity: Severity = "warning" if self.lenient else "error"
        if isinstance(label := params.get("label"), str):
            params["label"] = LABELS.get(label, (label,))[0]
        self.found(code, Place(pointer=pointer), value, candidates, severity, **params)

    def put(self, pointer: str, grid: Grid | None, spot: Spot | None, value: Value, label: str) -> None:
        """Put a value into a cell; `label` says which cell is missing when there is none."""
        if grid is None or spot is None:
            if ("label", f"{label}{pointer}") not in self.told:
                self.told.add(("label", f"{label}{pointer}"))
                self.left_out("CBM-112", pointer, value.text, label=label)
            return
        cell = ref(spot)
        place = Place(file=self.book.file, sheet=grid.tab.name, cell=cell)
        if spot in grid.formulas:
            self.found("CBM-113", place, value.text, cell=cell, pointer=pointer)
            return
        if utf16_length(value.text) > _MAX_TEXT:
            self.found("FIL-040", place, value.text[:60], count=utf16_length(value.text), limit=_MAX_TEXT)
            return
        self.values.setdefault(grid.part, {})[cell] = value

    def text(self, pointer: str, grid: Grid | None, spot: Spot | None, text: str, label: str) -> None:
        """Put a text that is not empty."""
        if text:
            self.put(pointer, grid, spot, Value("text", text), label)

    def number(
        self, pointer: str, grid: Grid | None, spot: Spot | None, text: str, label: str, *, percent: bool = False
    ) -> None:
        """Put a decimal that is not empty, digit by digit; of a ratio its hundredfold where the cell wants percent."""
        if not text:
            return
        try:
            digits = canonical_decimal(text)
            if percent:
                digits = exact_decimal(parse_decimal(text) * 100) or digits
            kept = shortest_decimal(digits)
        except DecimalError:
            self.left_out("CBM-126", pointer, text[:60])
            return
        if kept != digits and grid is not None and spot is not None:
            self.rounded.append(f"{grid.tab.name}!{ref(spot)}")
        self.put(pointer, grid, spot, Value("number", digits), label)

    def fraction(self, pointer: str, grid: Grid | None, spot: Spot | None, amount: Fraction, label: str) -> None:
        """Put a calculated amount: exact where its decimals end within a double, else to 17 significant digits."""
        exact = exact_decimal(amount)
        short = exact is not None and len(exact.lstrip("-").replace(".", "").strip("0")) <= _DIGITS
        text = exact if exact is not None and short else significant_string(amount, _DIGITS)
        self.put(pointer, grid, spot, Value("number", canonical_decimal(text)), label)

    def boolean(self, pointer: str, grid: Grid | None, spot: Spot | None, text: str, label: str) -> None:
        """Put yes or no, however a person wrote it."""
        if not text:
            return
        word = text.strip().casefold()
        if word not in _YES | _NO:
            self.left_out("CBM-116", pointer, text, ("yes", "no"), label=label)
            return
        self.put(pointer, grid, spot, Value("boolean", "1" if word in _YES else "0"), label)

    def day(self, pointer: str, grid: Grid | None, spot: Spot | None, text: str, label: str) -> None:
        """Put a day as the serial number spreadsheets count it by."""
        if not text:
            return
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            self.left_out("CBM-126", pointer, text[:60])
            return
        serial = (day - (_EPOCH_1904 if self.book.date1904 else _EPOCH)).days
        self.put(pointer, grid, spot, Value("number", str(serial)), label)

    def choice(
        self, pointer: str, grid: Grid | None, spot: Spot | None, text: str, label: str, offered: Iterable[str]
    ) -> None:
        """Put a choice in the workbook's own words."""
        if not text:
            return
        found = self.word(text, offered := [*offered])
        if found is None:
            self.left_out("CBM-116", pointer, text, offered[:_SHOWN], label=label)
            return
        self.put(pointer, grid, spot, Value("text", found), label)

    def word(self, text: str, offered: Iterable[str]) -> str | None:
        """Return the offered text that says the same, in the workbook's language or in English, or None."""
        wanted = (text, *_ENGLISH.get(text, ()), text.replace("_", " "))
        return next((shown for shown in offered for w in wanted if self.book.means(shown, w)), None)

    def routes(self, category: str) -> list[str]:
        """Return the production routes of a category, in the order of its rows; one row where routes do not matter."""
        goods = [row[0] for row in self.book.area("CONST_LIST_Goods")]
        found = self.word(category, [text for text in goods if text])
        matrix = self.book.area("CONST_MATRIX_ProductionRoute")
        if found is None or len(matrix) != len(goods):
            return []
        none = self.book.list("CONST_NA")
        return [text for text in matrix[goods.index(found)] if text and text not in none]

    def unit(self, category: str) -> str:
        """Return the unit of a category's activity level, empty when the workbook does not say."""
        goods = [row[0] for row in self.book.area("CONST_LIST_Goods")]
        units = [row[0] for row in self.book.area("CONST_LIST_GoodsUnit")]
        found = self.word(category, [text for text in goods if text])
        return units[goods.index(found)] if found is not None and len(units) == len(goods) else ""

    def rows(self, table: Text, pointer: str, rows: Sequence[str], room: int) -> int:
        """Return how many rows fit, and say which do not."""
        if len(rows) > room:
            names = ", ".join(rows[room:])
            self.left_out("CBM-115", pointer, names, count=len(rows), limit=room,
                          table_zh=table.zh, table_en=table.en)  # fmt: skip
        return min(len(rows), room)

    def tell(self) -> None:
        """Say once what concerns many cells."""
        place = Place(file=self.book.file)
        if self.rounded:
            shown = ", ".join(self.rounded[:_SHOWN]) + (" …" if len(self.rounded) > _SHOWN else "")
            self.found("CBM-122", place, shown, severity="warning", count=len(self.rounded))
        if self.computed:
            zh = "、".join(t.zh for t in self.computed[:_SHOWN]) + ("……" if len(self.computed) > _SHOWN else "")
            en = ", ".join(t.en for t in self.computed[:_SHOWN]) + (" …" if len(self.computed) > _SHOWN else "")
            self.found("CBM-123", place, severity="warning", what_zh=zh, what_en=en, count=len(self.computed))
