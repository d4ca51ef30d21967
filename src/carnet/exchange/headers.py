"""Finding tabs and columns by what they say, not by where they stand.

A header matches a column by its Chinese part, its English part or the field's name; case, spaces, punctuation and
width do not count. A renamed tab is known by its headers.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from carnet.exchange.study_sheets import HEADER_ROWS, NOT_READ, Column, Tab
from carnet.quantity import match_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from carnet.exchange.sheet import Cell, Row, Sheet

_CJK = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_CANDIDATES = 4
_CUTOFF = 0.6
_LONGEST = 200  # no header is longer; what is cut matches nothing
_LONGEST_SLIP = 60  # longer texts are no slip of the pen
_FEWEST = 2  # a single word that happens to be a header makes no header row


def key(text: str) -> str:
    """Reduce a text to what counts when headers and labels are compared: letters and digits, case folded."""
    return "".join(char for char in match_key(text) if char.isalnum())


def parts(text: str) -> tuple[str, ...]:
    """Return the keys a header offers: the whole, then its Chinese and its other part, brackets aside last."""
    return _parts(text[:_LONGEST])


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[str, ...]:
    whole = match_key(text)
    found: dict[str, None] = {}
    for version in (whole, _BRACKETS.sub(" ", whole)):
        plain = "".join(char for char in version if char.isalnum())
        found[plain] = None
        if _CJK.search(plain):
            found["".join(_CJK.findall(plain))] = None
            found[_CJK.sub("", plain)] = None
    found.pop("", None)
    return tuple(found)


def names_of(column: Column) -> tuple[str, ...]:
    """Return every key a column answers to."""
    spellings = (column.label, f"{column.en} {column.zh}", column.zh, column.en, column.field)
    return tuple(dict.fromkeys(key(spelling) for spelling in spellings))


class Index:
    """Columns by key."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self.columns = tuple(columns)
        self.by_key: dict[str, Column] = {}
        for column in self.columns:
            for name in names_of(column):
                self.by_key.setdefault(name, column)

    def match(self, text: str) -> tuple[Column, ...]:
        """Return the columns a header names: none, one, or several when its two languages disagree."""
        offered = parts(text)
        if not offered:
            return ()
        if offered[0] in self.by_key:
            return (self.by_key[offered[0]],)
        found = dict.fromkeys(self.by_key[name].field for name in offered[1:] if name in self.by_key)
        return tuple(column for column in self.columns if column.field in found)

    def near(self, text: str) -> tuple[Column, ...]:
        """Return columns a mistyped header may mean, best first."""
        scores: dict[str, float] = {}
        for part in parts(text) if len(text) <= _LONGEST_SLIP else ():
            matcher = difflib.SequenceMatcher(None, "", part)
            for name, column in self.by_key.items():
                matcher.set_seq1(name)
                # The quick bounds first: a sheet may have 256 headers nobody knows.
                if matcher.real_quick_ratio() >= _CUTOFF and matcher.quick_ratio() >= _CUTOFF:
                    ratio = matcher.ratio()
                    if ratio >= _CUTOFF:
                        scores[column.field] = max(ratio, scores.get(column.field, 0))
        ranked = sorted((c for c in self.columns if c.field in scores), key=lambda c: -scores[c.field])
        return tuple(ranked[:_CANDIDATES])


@dataclass(frozen=True, slots=True)
class Header:
    """A header row read against one tab.

    `columns`: sheet column → column of the tab; `unknown`, `doubled` and `torn` are the header cells that name
    nothing, something already named, or two things at once.
    """

    row: int
    columns: Mapping[int, Column]
    unknown: tuple[Cell, ...]
    doubled: tuple[Cell, ...]
    torn: tuple[Cell, ...]
    count: int

    @property
    def matched(self) -> int:
        """How many columns of the tab were found."""
        return len(self.columns)


def read_header(row: Row, index: Index) -> Header:
    """Match the cells of one row with the columns of a tab."""
    columns: dict[int, Column] = {}
    unknown: list[Cell] = []
    doubled: list[Cell] = []
    torn: list[Cell] = []
    for number, cell in row.cells.items():
        found = index.match(cell.text) if cell.kind == "text" else ()
        if not found:
            unknown.append(cell)
        elif len(found) > 1:
            torn.append(cell)
        elif found[0] in columns.values():
            doubled.append(cell)
        else:
            columns[number] = found[0]
    return Header(row.number, columns, tuple(unknown), tuple(doubled), tuple(torn), len(row.cells))


@dataclass(frozen=True, slots=True)
class Claim:
    """A sheet taken for a tab, with its header row; `named` when the sheet also bears the tab's name."""

    sheet: Sheet
    tab: Tab
    header: Header
    named: bool

    @property
    def score(self) -> float:
        """How well the headers fit (Dice coefficient of the two sets); the right name weighs half of a perfect fit."""
        fit = 2 * self.header.matched / (len(self.tab.columns) + self.header.count)
        return fit + (0.5 if self.named else 0)


@dataclass(frozen=True, slots=True)
class Located:
    """Where the tabs are.

    `claims`: tab field → the sheet taken for it; `rivals`: other sheets that look like it; `tied`: tabs with several
    equally good sheets; `headless`: sheets with a tab's name but no headers of it; `unknown`: sheets nobody wants.
    """

    claims: Mapping[str, Claim]
    rivals: tuple[Claim, ...]
    tied: tuple[tuple[Claim, ...], ...]
    headless: tuple[tuple[Sheet, Tab], ...]
    unknown: tuple[Sheet, ...]


def is_for_people(sheet: Sheet) -> bool:
    """Say whether a sheet declares that it is not data."""
    return bool(sheet.rows) and next(iter(sheet.rows[0].cells.values())).text.startswith(NOT_READ)


def locate(sheets: Sequence[Sheet], tabs: Sequence[Tab]) -> Located:
    """Find the sheet of each tab."""
    indexes = {tab.field: Index(tab.columns) for tab in tabs}
    tab_names = {name: tab for tab in tabs for name in (key(tab.name), key(tab.zh), key(tab.en), key(tab.field))}
    words = frozenset(name for index in indexes.values() for name in index.by_key)
    wanted: dict[str, list[Claim]] = {}
    headless: list[tuple[Sheet, Tab]] = []
    unknown: list[Sheet] = []
    for sheet in sheets:
        if not sheet.rows or is_for_people(sheet):
            continue
        own = next((tab_names[part] for part in parts(sheet.name) if part in tab_names), None)
        heads = _header_rows(sheet, words)
        found = [_claim(sheet, heads, tab, indexes[tab.field], named=tab is own) for tab in tabs]
        claims = [claim for claim in found if claim is not None]
        if claims:
            best = max(claims, key=lambda claim: claim.score)
            wanted.setdefault(best.tab.field, []).append(best)
        elif own is not None:
            headless.append((sheet, own))
        else:
            unknown.append(sheet)
    chosen: dict[str, Claim] = {}
    rivals: list[Claim] = []
    tied: list[tuple[Claim, ...]] = []
    for field, claims in wanted.items():
        claims.sort(key=lambda claim: -claim.score)
        if len(claims) > 1 and claims[0].score == claims[1].score:
            tied.append(tuple(claim for claim in claims if claim.score == claims[0].score))
            continue
        chosen[field] = claims[0]
        rivals += claims[1:]
    return Located(chosen, tuple(rivals), tuple(tied), tuple(headless), tuple(unknown))


def _header_rows(sheet: Sheet, words: frozenset[str]) -> list[tuple[Row, frozenset[str]]]:
    """Return the rows near the top that name at least two columns of whatever tab, each with the keys it offers."""
    rows: list[tuple[Row, frozenset[str]]] = []
    for row in sheet.rows:
        if row.number > HEADER_ROWS:
            break
        offered = (parts(cell.text) for cell in row.cells.values() if cell.kind == "text")
        keys = words.intersection(part for cell_parts in offered for part in cell_parts)
        if len(keys) >= _FEWEST:
            rows.append((row, keys))
    return rows


def _claim(
    sheet: Sheet, rows: Sequence[tuple[Row, frozenset[str]]], tab: Tab, index: Index, *, named: bool
) -> Claim | None:
    """Read the best header row of a sheet for a tab; None when no row is one."""
    best: Claim | None = None
    for row, keys in rows:
        # An upper bound first, without reading the row: many sheets times many tabs.
        if not _is_header(
            tab, {index.by_key[k].field for k in keys & index.by_key.keys()}, len(row.cells), named=named
        ):
            continue
        header = read_header(row, index)
        if _is_header(tab, {column.field for column in header.columns.values()}, header.count, named=named):
            claim = Claim(sheet, tab, header, named)
            if best is None or claim.score > best.score:
                best = claim
    return best


def _is_header(tab: Tab, fields: set[str], count: int, *, named: bool) -> bool:
    """Say whether a row of `count` cells that names these columns is the header row of a tab."""
    if len(fields) < _FEWEST:
        return False
    required = {column.field for column in tab.columns if column.required}
    if named or (required <= fields and len(required) > _FEWEST):
        return True
    # A sheet of another name and few words in common must be about them; for a tab no study does without, the header
    # need not be complete: what is missing is then said column by column.
    lenient = tab.required and len(fields) > _FEWEST and len(required - fields) <= len(required) // 3
    return 2 * len(fields) >= count and (required <= fields or lenient)


def locate_near(sheet: Sheet, tabs: Sequence[Tab]) -> tuple[str, ...]:
    """Return names of tabs an unrecognised sheet may be meant as, by its name."""
    close = difflib.get_close_matches(key(sheet.name), [key(tab.name) for tab in tabs], _CANDIDATES, _CUTOFF)
    return tuple(tab.name for name in close for tab in tabs if key(tab.name) == name)
