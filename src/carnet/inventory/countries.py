"""Countries and their regions: what a code may be, and what a wrong one may have meant."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carnet.errors import DataError, Place, Problem, Text, problem
from carnet.quantity import match_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_CANDIDATES = 5
_ROW = 3  # code, Chinese name, English name
_CODE = 2
_COMMON = ("CN", "DE", "JP", "KR", "US")  # offered where a text resembles no code and no name


@dataclass(frozen=True, slots=True)
class Countries:
    """Names by code: countries by ISO 3166-1 alpha-2, regions by country prefix and national code (``CN-50``).

    `aliases`: other codes and names of a region, such as ISO 3166-2 ``CN-CQ`` and 重庆 for ``CN-50``.
    """

    countries: Mapping[str, Text]
    regions: Mapping[str, Text] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def region(self, text: str, country: str) -> str:
        """Return the region of a country that a text names by code, other code or name; else nothing."""
        wanted = match_key(text)
        for code, name in self.regions.items():
            words = (code, name.zh, name.en, *self.aliases.get(code, ()))
            if wanted and code.startswith(f"{country}-") and wanted in {match_key(word) for word in words}:
                return code
        return ""

    def candidates(self, text: str) -> tuple[str, ...]:
        """Return country codes a text may mean: by name, by look, else a few common ones."""
        return _near(text, self.countries) or tuple(code for code in _COMMON if code in self.countries)

    def region_candidates(self, text: str, country: str) -> tuple[str, ...]:
        """Return region codes of a country that a text may mean: by name, by number, by look."""
        mine = {code: name for code, name in self.regions.items() if code.startswith(f"{country}-")}
        prefixed = f"{country}-{text}"
        return (prefixed,) if prefixed in mine else _near(text, mine) or tuple(mine)[:_CANDIDATES]


def _near(text: str, names: Mapping[str, Text]) -> tuple[str, ...]:
    wanted = match_key(text)
    if not wanted:
        return ()
    found: dict[str, None] = {}
    by_name: dict[str, str] = {}
    for code, name in names.items():
        for key in (match_key(code), match_key(name.zh), match_key(name.en)):
            by_name.setdefault(key, code)
            if wanted == key or (len(wanted) >= _CODE and (key.startswith(wanted) or wanted.startswith(key))):
                found[code] = None
    for key in difflib.get_close_matches(wanted, list(by_name), _CANDIDATES):
        found[by_name[key]] = None
    return tuple(found)[:_CANDIDATES]


def parse_countries(tables: Sequence[tuple[str, str]]) -> Countries:
    """Parse the files of places.

    Args:
        tables: pairs of file name and TOML text with ``country`` or ``region``: lists of [code, zh, en], and
            ``alias``: lists of [code of a region, other code or name, …].

    Raises:
        DataError: with every row that is wrong.
    """
    problems: list[Problem] = []
    found: dict[str, dict[str, Text]] = {"country": {}, "region": {}}
    aliases: dict[str, tuple[str, ...]] = {}
    for name, text in tables:
        try:
            parsed = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            problems.append(problem("STU-100", Place(file=name), row="", detail=str(error)))
            continue
        for kind, into in found.items():
            for number, row in enumerate(parsed.get(kind, [])):
                place = Place(file=name, pointer=f"/{kind}/{number}")
                if not isinstance(row, list) or len(row) != _ROW or not all(isinstance(t, str) and t for t in row):
                    problems.append(problem("STU-100", place, row=number, detail="not [code, zh, en]"))
                elif row[0] in into:
                    problems.append(problem("STU-100", place, row=row[0], detail="given twice"))
                else:
                    into[row[0]] = Text(row[1], row[2])
        for number, row in enumerate(parsed.get("alias", [])):
            place = Place(file=name, pointer=f"/alias/{number}")
            if not isinstance(row, list) or len(row) < _CODE or not all(isinstance(t, str) and t for t in row):
                problems.append(problem("STU-100", place, row=number, detail="not [code, name, …]"))
            else:
                aliases[row[0]] = (*aliases.get(row[0], ()), *row[1:])
    problems.extend(
        problem("STU-100", Place(pointer="/region"), row=code, detail="its country is not listed")
        for code in found["region"]
        if code.partition("-")[0] not in found["country"]
    )
    problems.extend(
        problem("STU-100", Place(pointer="/alias"), row=code, detail="its region is not listed")
        for code in aliases
        if code not in found["region"]
    )
    if problems:
        raise DataError(tuple(problems))
    return Countries(found["country"], found["region"], aliases)
