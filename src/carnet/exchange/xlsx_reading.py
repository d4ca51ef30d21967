"""Reading a study workbook by what its headers say.

Tabs may be renamed or hidden and columns moved. Every problem is collected with sheet, cell, value, cause and fix; the
study is returned only when none of them is an error.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, TypeVar, cast

from carnet.errors import Place, Problem, Text, problem
from carnet.exchange.headers import Claim, Index, Located, locate, locate_near
from carnet.exchange.sheet import Cell, Row, Workbook, column_number, letters, read_workbook
from carnet.exchange.study_sheets import (
    HEADER_ROWS,
    ITEM_COLUMNS,
    NOTE_MARK,
    STUDY_ITEMS,
    STUDY_TAB,
    TABS,
    Column,
    Tab,
)
from carnet.exchange.study_tree import Draft, empty_of, fields_of, has_default
from carnet.exchange.study_values import Fault, value_of
from carnet.exchange.zipguard import shown
from carnet.inventory.model import Places, Product, Study
from carnet.inventory.normal import normal_study

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from carnet.errors import Severity

MAX_PROBLEMS = 5_000
_FORMULAS_NAMED = 20
_OF_THE_TEMPLATE = frozenset({"A_InstData", "B_EmInst", "D_Processes", "Summary_Products"})  # of the Commission
_CELLS_LISTED = 40
_LOCATED_TABS = (dataclasses.replace(STUDY_TAB, columns=ITEM_COLUMNS[:3]), *TABS)
_Values = dict[str, str | tuple[str, ...]]
_Record = TypeVar("_Record")


def parse(data: bytes, file: str) -> Draft:
    """Read as far as possible; unreadable values are empty in the study, which is None when it has no study tab.

    Raises:
        InputError: the container itself cannot be read.
    """
    file = file.replace("\\", "/").rpartition("/")[2]
    workbook = read_workbook(data, file)
    reading = _Reading(file, workbook)
    if any(p.severity == "error" for p in workbook.problems):
        # Half a sheet would only make follow-up problems that are none.
        return Draft(None, Places(), workbook.problems)
    located = locate(workbook.sheets, _LOCATED_TABS)
    reading.tell_sheets(located)
    study: Study | None = None
    if STUDY_TAB.field in located.claims:
        study = normal_study(reading.study(located))
    else:
        for tab in TABS:
            if tab.field in located.claims:
                reading.records(located.claims[tab.field])
    reading.tell_formulas()
    return Draft(study, Places(reading.places), reading.capped())


class _Reading:
    """What is collected while one workbook is read."""

    def __init__(self, file: str, workbook: Workbook) -> None:
        self.file = file
        self.workbook = workbook
        self.problems: list[Problem] = list(workbook.problems)
        self.places: dict[str, Place] = {}
        self.dropped = self.dropped_errors = 0
        self.formulas: dict[tuple[str, str], list[tuple[Cell, str]]] = {}

    def found(
        self, code: str, sheet: str, cell: str = "", value: str = "", candidates: Sequence[str] = (), *,
        pointer: str = "", severity: Severity = "error", **params: object,
    ) -> None:  # fmt: skip
        if len(self.problems) >= MAX_PROBLEMS:
            self.dropped += 1
            self.dropped_errors += severity == "error"
            return
        place = Place(self.file, shown(sheet), cell, pointer)
        told = tuple(shown(candidate) for candidate in candidates)
        # Without candidates the sentence that offers them is left out.
        offer_zh, offer_en = (f"可能是：{'、'.join(told)}。", f" Perhaps: {', '.join(told)}.") if told else ("", "")
        self.problems.append(
            problem(
                code, place, shown(value), told, severity,
                cell=cell, offer_zh=offer_zh, offer_en=offer_en, **params,
            )
        )  # fmt: skip

    @property
    def count(self) -> int:
        """How many problems there were so far."""
        return len(self.problems) + self.dropped

    def capped(self) -> tuple[Problem, ...]:
        """Return the problems, and how many more there were than anybody reads."""
        if not self.dropped:
            return tuple(self.problems)
        severity: Severity = "error" if self.dropped_errors else "warning"
        rest = problem("FIL-074", Place(self.file), severity=severity, count=self.dropped, limit=len(self.problems))
        return (*self.problems, rest)

    # ── tabs and headers ─────────────────────────────────────────────────────────────────────────

    def tell_sheets(self, located: Located) -> None:
        """Report what is wrong with the tabs as such."""
        if not located.claims and {sheet.name for sheet in located.unknown} >= _OF_THE_TEMPLATE:
            self.found("FIL-075", "", file=self.file)  # one sentence helps; twenty about its tabs do not
            return
        for sheet, tab in located.headless:
            self.found("FIL-054", sheet.name, "", sheet.name, _required(tab), tab=shown(sheet.name), limit=HEADER_ROWS)
        for claims in located.tied:
            names = ", ".join(shown(claim.sheet.name) for claim in claims)
            self.found("FIL-052", claims[0].sheet.name, tab=claims[0].tab.name, others=names)
        for rival in located.rivals:
            taken = located.claims[rival.tab.field].sheet.name
            self.found(
                "FIL-053", rival.sheet.name, severity="warning",
                tab=rival.tab.name, other=shown(rival.sheet.name), taken=shown(taken),
            )  # fmt: skip
        for sheet in located.unknown:
            name, near = shown(sheet.name), locate_near(sheet, _LOCATED_TABS)
            self.found("FIL-051", sheet.name, "", name, near, severity="warning", tab=name)
        told = {tab.field for _, tab in located.headless} | {claims[0].tab.field for claims in located.tied}
        for tab in _LOCATED_TABS:
            if tab.required and tab.field not in located.claims and tab.field not in told:
                others = [sheet.name for sheet in located.unknown]
                self.found("FIL-050", "", "", tab.name, others, tab=tab.name)
        for claim in located.claims.values():
            self._tell_header(claim)

    def _tell_header(self, claim: Claim) -> None:
        header, sheet = claim.header, claim.sheet
        index = Index(claim.tab.columns)
        for cell in header.torn:
            names = [column.label for column in index.match(cell.text)]
            self.found("FIL-058", sheet.name, cell.ref, cell.text, names)
        by_field = {column.field: number for number, column in header.columns.items()}
        for cell in header.doubled:
            column = index.match(cell.text)[0]
            first = f"{letters(by_field[column.field])}{header.row}"
            self.found("FIL-057", sheet.name, cell.ref, cell.text, column=column.label, first=first)
        for cell in header.unknown:
            if claim.tab.field == STUDY_TAB.field:
                continue  # whatever stands beside the items is explanation
            near = [column.label for column in index.near(cell.text) if column.field not in by_field]
            self.found("FIL-056", sheet.name, cell.ref, cell.text, near, severity="warning")
        for column in claim.tab.columns:
            if column.required and column.field not in by_field:
                own = Index((column,))
                near = [cell.text for cell in header.unknown if own.near(cell.text)]
                near = near or [cell.text for cell in header.unknown]
                at = f"A{header.row}"
                self.found("FIL-055", sheet.name, at, "", near, column=column.label)

    def _data_rows(self, claim: Claim) -> Iterable[Row]:
        """Yield the rows below the header, without the one that explains it."""
        for row in claim.sheet.rows:
            if row.number <= claim.header.row:
                continue
            told = [row.cells[n].text for n in claim.header.columns if n in row.cells]
            below = row.number == claim.header.row + 1
            if not (below and told and all(text.startswith(NOTE_MARK) for text in told)):
                yield row

    # ── values ───────────────────────────────────────────────────────────────────────────────────

    def value(self, cell: Cell | None, column: Column, sheet: str, pointer: str) -> str | tuple[str, ...]:
        """Read one cell; a fault is noted and gives the empty value."""
        empty: str | tuple[str, ...] = () if column.kind == "list" else ""
        if cell is None:
            return empty
        offer = len(self.problems) < MAX_PROBLEMS
        value = value_of(cell, column, date1904=self.workbook.date1904, offer=offer)
        if isinstance(value, Fault):
            self.found(
                value.code, sheet, cell.ref, cell.text, value.candidates, pointer=pointer,
                column=column.label, why_zh=value.why_zh, why_en=value.why_en,
            )  # fmt: skip
            return empty
        if any(_is_control(c) for item in (value if isinstance(value, tuple) else (value,)) for c in item):
            self.found("FIL-046", sheet, cell.ref, ascii(cell.text), pointer=pointer, column=column.label)
            return empty
        if cell.formula:
            self.formulas.setdefault((sheet, column.label), []).append((cell, pointer))
        return value

    def tell_formulas(self) -> None:
        """Warn of values that come from formulas: cell by cell up to a number, then in one line."""
        for (sheet, label), cells in self.formulas.items():
            for cell, pointer in cells[:_FORMULAS_NAMED]:
                self.found("FIL-067", sheet, cell.ref, cell.text, pointer=pointer, severity="warning", column=label)
            rest = [cell.ref for cell, _ in cells[_FORMULAS_NAMED:]]
            if rest:
                listed = ", ".join(rest[:_CELLS_LISTED]) + (" …" if len(rest) > _CELLS_LISTED else "")
                self.found(
                    "FIL-068", sheet, rest[0], severity="warning", column=label, count=len(rest), cells=listed
                )  # fmt: skip

    def _missing(self, claim: Claim, column: Column, number: int, row: int, pointer: str) -> None:
        sheet, ref = claim.sheet, f"{letters(number)}{row}"
        merged = next((area for area in sheet.merged if _inside(area, number, row)), "")
        code = "FIL-061" if merged else "FIL-060"
        self.found(code, sheet.name, ref, pointer=pointer, column=column.label, range=merged)

    def records(self, claim: Claim) -> tuple[object, ...]:
        """Read the rows of one tab."""
        built: list[object] = []
        sheet = claim.sheet.name
        stray: dict[int, Cell] = {}
        headed = {*claim.header.columns, *(c.column for c in (*claim.header.unknown, *claim.header.torn))}
        headed |= {c.column for c in claim.header.doubled}
        for row in self._data_rows(claim):
            for number, cell in row.cells.items():
                if number not in headed and cell.text.strip():
                    stray.setdefault(number, cell)
            known = [row.cells[number] for number in claim.header.columns if number in row.cells]
            if not any(cell.text.strip() or cell.kind != "text" for cell in known):
                continue
            pointer = f"/{claim.tab.field}/{len(built)}"
            values: _Values = {}
            self.places[pointer] = Place(self.file, sheet, known[0].ref, pointer)
            for number, column in claim.header.columns.items():
                at = f"{pointer}/{column.field.replace('.', '/')}"
                cell_found = row.cells.get(number)
                before = self.count
                value = self.value(cell_found, column, sheet, at)
                if column.required and not value and self.count == before:
                    self._missing(claim, column, number, row.number, at)
                values[column.field] = value
                self._place(at, column, value, f"{letters(number)}{row.number}", sheet)
            built.append(_build(claim.tab.record, values))
        for number, cell in stray.items():
            self.found("FIL-059", sheet, cell.ref, cell.text, severity="warning", letter=letters(number))
        return tuple(built)

    def _place(self, pointer: str, column: Column, value: str | tuple[str, ...], ref: str, sheet: str) -> None:
        place = Place(self.file, sheet, ref, pointer)
        self.places[pointer] = place
        if column.field.endswith(".zh"):
            whole = pointer.removesuffix("/zh")
            self.places[whole] = dataclasses.replace(place, pointer=whole)
        if isinstance(value, tuple):
            for i in range(len(value)):
                self.places[f"{pointer}/{i}"] = Place(self.file, sheet, ref, f"{pointer}/{i}")

    # ── the study ────────────────────────────────────────────────────────────────────────────────

    def study(self, located: Located) -> Study:
        """Assemble the study from all tabs."""
        values = self._items(located.claims[STUDY_TAB.field])
        product = {f.removeprefix("product."): v for f, v in values.items() if f.startswith("product.")}
        plain = {f: v for f, v in values.items() if not f.startswith("product.")}
        lists = {tab.field: self.records(located.claims[tab.field]) for tab in TABS if tab.field in located.claims}
        for field, claim in located.claims.items():
            if field != STUDY_TAB.field:
                self.places[f"/{field}"] = Place(self.file, claim.sheet.name, "", f"/{field}")
        return _build(Study, {**plain, "product": _build(Product, product), **lists})

    def _items(self, claim: Claim) -> _Values:
        """Read the study tab: item, value, English value."""
        at = {column.field: number for number, column in claim.header.columns.items()}
        values: _Values = {}
        if not {"item", "value"} <= set(at):
            return values  # the missing column is told already; its empty cells would be told once more
        rows, unknown = self._item_rows(claim, at)
        for column in STUDY_ITEMS:
            if column.field in rows:
                values |= self._item(claim, column, rows[column.field], at)
            elif column.required:
                near = [item.text for item in unknown if Index((column,)).near(item.text)]
                self.found("FIL-072", claim.sheet.name, "", "", near, column=column.label)
        return values

    def _item_rows(self, claim: Claim, at: Mapping[str, int]) -> tuple[dict[str, Row], list[Cell]]:
        """Find the row of each item by its label; return the labels nobody knows as well."""
        index = Index(STUDY_ITEMS)
        sheet = claim.sheet.name
        rows: dict[str, Row] = {}
        unknown: list[Cell] = []
        for row in self._data_rows(claim):
            item = row.cells.get(at["item"])
            if item is None or not item.text.strip():
                for cell in row.cells.values():
                    if cell.column in {at.get("value"), at.get("value_en")} and cell.text.strip():
                        self.found("FIL-070", sheet, cell.ref, cell.text, severity="warning")
                continue
            match = index.match(item.text)
            if len(match) != 1:
                unknown.append(item)
            elif match[0].field in rows:
                first = rows[match[0].field].cells[at["item"]].ref
                self.found("FIL-071", sheet, item.ref, item.text, column=match[0].label, first=first)
            else:
                rows[match[0].field] = row
        for item in unknown:
            near = [column.label for column in index.near(item.text) if column.field not in rows]
            self.found("FIL-070", sheet, item.ref, item.text, near, severity="warning")
        return rows, unknown

    def _item(self, claim: Claim, column: Column, row: Row, at: Mapping[str, int]) -> _Values:
        sheet = claim.sheet.name
        pointer = f"/{column.field.replace('.', '/')}"
        number = at.get("value", 0)
        english = row.cells.get(at.get("value_en", 0))
        before = self.count
        value = self.value(row.cells.get(number), column, sheet, pointer)
        ref = f"{letters(number)}{row.number}"
        self._place(pointer, column, value, ref, sheet)
        if column.kind != "both":
            if english is not None and english.text.strip():
                self.found("FIL-073", sheet, english.ref, english.text, pointer=pointer, column=column.label)
            if column.required and not value and self.count == before:
                self._missing(claim, column, number, row.number, pointer)
            return {column.field: value}
        second = self.value(english, column, sheet, f"{pointer}/en")
        self.places[f"{pointer}/zh"] = Place(self.file, sheet, ref, f"{pointer}/zh")
        if "value_en" in at:
            self.places[f"{pointer}/en"] = Place(
                self.file, sheet, f"{letters(at['value_en'])}{row.number}", f"{pointer}/en"
            )
        if column.required and not value and not second and self.count == before:
            self._missing(claim, column, number, row.number, pointer)
        return {f"{column.field}.zh": value, f"{column.field}.en": second}


def _required(tab: Tab) -> tuple[str, ...]:
    return tuple(column.label for column in tab.columns if column.required)


def _is_control(char: str) -> bool:
    return (char < " " and char not in "\n\t\r") or "\ud800" <= char <= "\udfff"


def _inside(area: str, column: int, row: int) -> bool:
    """Say whether a cell lies in a range such as ``A3:A7``."""
    first, _, last = area.partition(":")
    try:
        (left, top), (right, bottom) = (_corner(first), _corner(last or first))
    except ValueError:
        return False
    return left <= column <= right and top <= row <= bottom


def _corner(ref: str) -> tuple[int, int]:
    name = ref.rstrip("0123456789")
    return column_number(name), int(ref[len(name) :])


def _build(record: type[_Record], values: Mapping[str, object]) -> _Record:
    """Make a record of what was read; an empty cell takes the default of its field."""
    arguments: dict[str, object] = {}
    for name, (field, hint) in fields_of(cast("type", record)).items():
        if hint is Text:
            arguments[name] = Text(str(values.get(f"{name}.zh", "")), str(values.get(f"{name}.en", "")))
        elif values.get(name):
            arguments[name] = values[name]
        elif not has_default(field):
            arguments[name] = empty_of(hint)
    return record(**arguments)
