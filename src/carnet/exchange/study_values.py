"""One cell to one value of a study, or the reason why not, with what the user may have meant."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from carnet.exchange.headers import key, parts
from carnet.exchange.study_choices import CHOICES
from carnet.quantity import DECIMAL_REASONS, DecimalError, exact_decimal, normalise_text, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.exchange.sheet import Cell
    from carnet.exchange.study_sheets import Column

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR_FIRST = re.compile(r"([0-9]{4})\s*[-./年]\s*([0-9]{1,2})\s*[-./月]\s*([0-9]{1,2})\s*[日号]?")
_RUN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}([ ,'][0-9]{3})+(\.[0-9]+)?")
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_LEADING = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_SEPARATORS = ";；、,，\n"
_QUOTE = '"'
_CANDIDATES = 5
_CUTOFF = 0.5
_LONGEST_SLIP = 60  # longer texts are no slip of the pen
# A serial outside these days is a year or a quantity that strayed into a date column.
_FIRST_DAY, _LAST_DAY = date(1980, 1, 1), date(2199, 12, 31)
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell has no value: a code of the catalogue with the fields its message needs."""

    code: str
    candidates: tuple[str, ...] = ()
    why_zh: str = ""
    why_en: str = ""


def value_of(  # noqa: PLR0911 - one line for each kind of column
    cell: Cell, column: Column, *, date1904: bool, offer: bool = True
) -> str | tuple[str, ...] | Fault:
    """Read one cell as its column wants it; the empty text when there is nothing in it.

    Without `offer` no candidates are looked for, which takes time where thousands of cells are wrong.
    """
    if cell.kind == "error":
        return Fault("FIL-065")
    if cell.kind == "no_value":
        return Fault("FIL-066")
    if not cell.text.strip():
        return "" if column.kind != "list" else ()
    if column.kind == "decimal":
        return _decimal(cell)
    if column.kind == "date":
        return _date(cell, date1904=date1904)
    if column.kind in {"choice", "suggest"}:
        return _choice(cell, column, offer=offer)
    if column.kind == "list":
        return split_list(cell.text)
    return cell.text if column.kind in {"text", "both"} else normalise_text(cell.text)


def _decimal(cell: Cell) -> str | Fault:
    if cell.kind == "number":
        return cell.text
    text = normalise_text(cell.text)
    if cell.kind != "text":
        return Fault("FIL-062", (), "是真假值或日期", "it is a truth value or a date")
    try:
        parse_decimal(text)
    except DecimalError as error:
        why = DECIMAL_REASONS[error.reason]
        return Fault("FIL-062", number_candidates(text), why.zh, why.en)
    return text


def number_candidates(text: str) -> tuple[str, ...]:
    """Return numbers a text may mean, the likelier first; none is ever taken by itself."""
    found: list[str] = []
    if _COMMA.fullmatch(text):
        found.append(text.replace(",", "."))
    if _GROUPED.fullmatch(text):
        found.append(re.sub("[ ,']", "", text))
    match = _LEADING.search(text)
    if not found and match and not text.startswith("="):
        found.append(_share(match[0]) if text.rstrip().endswith(("%", "％")) else match[0])
    return tuple(found)


def _share(percent: str) -> str:
    """A per cent as the ratio the columns ask for: ``30`` → ``0.3``."""
    return exact_decimal(parse_decimal(percent) / 100) or percent


def _date(cell: Cell, *, date1904: bool) -> str | Fault:
    if cell.kind == "boolean":
        return Fault("FIL-064", (), "是真假值", "it is a truth value")
    if cell.kind == "number":
        return _serial(cell.text, date1904=date1904)
    text = normalise_text(cell.text)
    if cell.kind == "date":  # strict workbooks write ISO 8601, with a time of day
        day, _, clock = text.partition("T")
        text = day if not clock.strip("0:.Z") else text
    if not _ISO.fullmatch(text):
        return Fault("FIL-064", date_candidates(text), "不是 年-月-日 的写法", "it is not written year-month-day")
    if _real(text) is None:
        return Fault("FIL-064", (), "日历上没有这一天", "the calendar has no such day")
    return text


def _real(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _serial(text: str, *, date1904: bool) -> str | Fault:
    """Turn the number behind a date cell into a date; the 1900 system counts a 29 February 1900 that never was."""
    if not text.isdigit():
        return Fault("FIL-064", (), "带有时刻或小数", "it carries a time of day or a fraction")
    epoch = _EPOCH_1904 if date1904 else _EPOCH_1900
    days = int(text)
    if not (_FIRST_DAY - epoch).days <= days <= (_LAST_DAY - epoch).days:
        zh = "作为日期序列号超出 1980 至 2199 年；若是年份，请写全日期"
        en = "as a serial number it lies outside 1980 to 2199; if it is a year, write the whole date"
        candidates = (f"{text}-01-01", f"{text}-12-31") if len(text) == 4 and text > "1900" else ()  # noqa: PLR2004
        return Fault("FIL-064", candidates, zh, en)
    return (epoch + timedelta(days=days)).isoformat()


def serial_of(text: str) -> str:
    """Return the number behind a date cell (1900 system), or ``""`` for what would not come back from it."""
    day = _real(text) if _ISO.fullmatch(text) else None
    return "" if day is None or not _FIRST_DAY <= day <= _LAST_DAY else str((day - _EPOCH_1900).days)


def date_candidates(text: str) -> tuple[str, ...]:
    """Return ISO dates a text may mean; both when day and month could be either way round."""
    found: list[tuple[str, str, str]] = []
    if match := _YEAR_FIRST.match(text) or _RUN.fullmatch(text):
        found.append((match[1], match[2], match[3]))
    elif match := _YEAR_LAST.fullmatch(text):
        found += [(match[3], match[2], match[1]), (match[3], match[1], match[2])]
    texts = dict.fromkeys(f"{year}-{int(month):02d}-{int(day):02d}" for year, month, day in found)
    return tuple(iso for iso in texts if _real(iso) is not None)


@cache
def _by_key(source: str) -> Mapping[str, str]:
    """Map every spelling of the words of a list to their ids."""
    found: dict[str, str] = {}
    for choice in CHOICES[source]:
        for spelling in (choice.id, choice.label, f"{choice.en} {choice.zh}", choice.zh, choice.en):
            found.setdefault(key(spelling), choice.id)
    found.pop("", None)
    return found


def label_of(source: str, id_: str) -> str:
    """Return what a cell shows for an id: the label of the list, or the id itself when the list lacks it."""
    return next((choice.label for choice in CHOICES[source] if choice.id == id_), id_)


def _choice(cell: Cell, column: Column, *, offer: bool) -> str | Fault:
    table = _by_key(column.source)
    text = normalise_text(cell.text)
    if cell.kind == "boolean" and column.source == "yes_no":
        return "yes" if cell.text == "TRUE" else "no"
    offered = parts(text)
    if offered and offered[0] in table:
        return table[offered[0]]
    named = {table[part] for part in offered if part in table}
    if len(named) == 1:
        return named.pop()
    if column.kind == "suggest":
        return text
    slip = offered[0] if offered and offer and len(offered[0]) <= _LONGEST_SLIP else ""
    close = difflib.get_close_matches(slip, list(table), _CANDIDATES, _CUTOFF) if slip else []
    likely = dict.fromkeys([*sorted(named), *(table[name] for name in close)])
    ids = likely or [choice.id for choice in CHOICES[column.source]]
    return Fault("FIL-063", tuple(label_of(column.source, id_) for id_ in ids))


def split_list(text: str) -> tuple[str, ...] | Fault:
    """Split a cell with several values; a value that holds a separator itself stands in double quotes."""
    items: list[str] = []
    position, size = 0, len(text)
    while position < size:
        if text[position].isspace() or text[position] in _SEPARATORS:
            position += 1
        elif text[position] == _QUOTE:
            item, position = _quoted(text, position + 1)
            if item is None:
                return Fault("FIL-069")
            items.append(item)
        else:
            start = position
            while position < size and text[position] not in _SEPARATORS:
                position += 1
            items.append(text[start:position].strip())
    return tuple(items)


def _quoted(text: str, position: int) -> tuple[str | None, int]:
    """Read up to the closing quote (a doubled one stands for itself); it must end the value."""
    pieces: list[str] = []
    while (end := text.find(_QUOTE, position)) >= 0:
        pieces.append(text[position:end])
        if not text.startswith(_QUOTE, end + 1):
            after = text[end + 1 :].lstrip(" \t\u00a0\u3000")
            return ("".join(pieces), end + 1) if not after or after[0] in _SEPARATORS else (None, end)
        pieces.append(_QUOTE)
        position = end + 2
    return None, position


def join_list(items: tuple[str, ...]) -> str:
    """Write several values into one cell so that `split_list` gives them back."""
    return "; ".join(_protected(item) for item in items)


def _protected(item: str) -> str:
    plain = item and item == item.strip() and _QUOTE not in item and not any(s in item for s in _SEPARATORS)
    return item if plain else _QUOTE + item.replace(_QUOTE, _QUOTE * 2) + _QUOTE
