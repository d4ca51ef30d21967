"""Places as people write them: one set of codes, and every other name or code of a place read as one of it.

A code is a country (ISO 3166-1, ``CN``), a region of it by the national code (``CN-50``, GB/T 2260), or something
inside, named by whoever writes it (``CN-50/park``). ISO 3166-2 codes (``CN-CQ``) and names in Chinese, English or
pinyin are read as the code they stand for; what stands for none stays as it is, for the caller to refuse.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeVar

from carnet.inventory.countries import Countries
from carnet.quantity import match_key

T = TypeVar("T")

ANYWHERE = "*"
_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_MOST = 5  # candidates named
_LEAST = 2  # characters of a name that may be the beginning of another
_LEAST_LETTERS = 4  # the same of a name in Latin letters: a code of two begins too many words
_COMMON = ("CN", "CN-50")  # offered where a text resembles no code and no name
# Fields of a user's files that hold places: class and field.
_HELD = {("ScopeRule", "production"), ("Territory", "places"), ("CaseAcceptance", "plant"), ("Held", "plant")}


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """The codes of places; every name as a key (`match_key`) → code; `listed`: countries whose regions are known."""

    codes: frozenset[str] = frozenset()
    by_key: Mapping[str, str] = field(default_factory=dict)
    listed: frozenset[str] = frozenset()


def place_table(countries: Countries, more: Iterable[tuple[str, Sequence[str]]] = ()) -> PlaceTable:
    """Return the table of places.

    Args:
        countries: codes and names of countries and regions, and the other codes and names of these.
        more: further names by code, such as those of towns; names of a code that is not on the list are passed over.

    A name of two places is the first: countries go before regions, and both before further names.
    """
    found: dict[str, str] = {}
    named = [*countries.countries.items(), *countries.regions.items()]
    for code, name in named:
        for word in (code, name.zh, name.en):
            found.setdefault(match_key(word), code)
    codes = frozenset(code for code, _ in named)
    for code, words in (*countries.aliases.items(), *more):
        if code in codes:
            for word in words:
                found.setdefault(match_key(word), code)
    listed = frozenset(code.partition("-")[0] for code in countries.regions)
    return PlaceTable(codes, found, listed)


def place_code(text: str, table: PlaceTable) -> str:
    """Return the code a text stands for, or nothing.

    What stands behind a slash is kept as it is written: no list of parks and plants is on file. Regions of a country of
    which no list is on file are taken as written (``US-CA``).
    """
    head, slash, inside = (part.strip() for part in _ascii(text).partition("/"))
    if not head or (slash and not inside):
        return ""
    code = table.by_key.get(match_key(head), "")
    if not code:
        upper = head.upper()
        country = upper.partition("-")[0]
        if country in table.codes and country not in table.listed and _REGION.fullmatch(upper):
            code = upper
    return f"{code}/{inside}" if code and slash else code


def place_candidates(text: str, table: PlaceTable) -> tuple[str, ...]:
    """Return codes a text may mean: a name within it, a name like it, else common ones."""
    wanted = match_key(_ascii(text).partition("/")[0])
    found: dict[str, None] = {}
    if len(wanted) >= _LEAST:
        keys = sorted(table.by_key, key=lambda key: (-len(key), key))
        near = [key for key in keys if key.startswith(wanted) or (_long(key) and wanted.startswith(key))]
        for key in (*near, *difflib.get_close_matches(wanted, keys, _MOST)):
            found[table.by_key[key]] = None
    return tuple(found)[:_MOST] or tuple(code for code in _COMMON if code in table.codes)


def _long(key: str) -> bool:
    return len(key) >= (_LEAST_LETTERS if key.isascii() else _LEAST)


def wider(code: str) -> tuple[str, ...]:
    """Return a place and every wider one that its code names: CN-50/park lies in CN-50, and that in CN."""
    if not code:
        return ()
    region = code.partition("/")[0]
    return tuple(dict.fromkeys((code, region, region.partition("-")[0])))


def settled(row: T, table: PlaceTable) -> T:
    """Return an object read from a file with its places as codes; a text that stands for none stays as it is."""
    if not is_dataclass(row) or isinstance(row, type):
        return row
    changed: dict[str, Any] = {}
    for each in fields(row):
        value = getattr(row, each.name)
        if (type(row).__name__, each.name) in _HELD:
            new = tuple(_code(one, table) for one in value) if isinstance(value, tuple) else _code(value, table)
        elif isinstance(value, tuple):
            new = tuple(settled(one, table) for one in value)
        else:
            new = settled(value, table)
        if new != value:
            changed[each.name] = new
    return replace(row, **changed) if changed else row


def _code(text: str, table: PlaceTable) -> str:
    return place_code(text, table) or text


def _ascii(text: str) -> str:
    """The same with full-width letters, hyphens and slashes as plain ones."""
    return re.sub("[‐‑‒–—]", "-", unicodedata.normalize("NFKC", text))
