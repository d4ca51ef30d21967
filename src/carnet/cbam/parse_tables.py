"""The files of ``data/cbam`` as tables: plain parsing, every row that is wrong told together.

Our own CSV has no quotes: a row is split at its commas, figures are decimals as printed, empty means no figure.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import defaultdict
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from carnet.cbam.tables import (
    Benchmark,
    Category,
    Cite,
    DefaultRow,
    Frequency,
    Good,
    ProposedGood,
    Scope,
    StandardFactor,
    Tables,
    Value,
)
from carnet.errors import DataError, Place, Problem, Text, problem
from carnet.factors.record import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OTHER = "OTHER"
UNKNOWN = "UNKNOWN"
LAST_YEAR = 2050
"""A key such as ``2034+`` is written out to this year; `carnet.cbam.lookup.value_of` knows it for any later one."""

_NATURE = ("adopted", "proposal", "draft", "superseded")
_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_CN = re.compile(r"[0-9]{4}|[0-9]{6}|[0-9]{8}|[0-9]{10}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_FULL, _TARIC = 8, 10
_PERCENT = 100


@cache
def _fraction(text: str) -> Fraction | None:
    """Return the exact value; few figures are distinct, so most are found again."""
    if not text:
        return None
    if not _DECIMAL.fullmatch(text):
        raise ValueError(text)
    whole, _, behind = text.partition(".")
    return Fraction(int(whole + behind), 10 ** len(behind))


def _sure(text: str) -> Fraction:
    value = _fraction(text)
    if value is None:
        raise ValueError(text)
    return value


class _Reader:
    """The files, what is wrong with them, and the citation of each table."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self.problems: list[Problem] = []
        self.cites: dict[str, Cite] = {}
        self.headers = self.toml("tables.toml")
        for name, row in self.headers.items():
            self.cites[name] = self.cite(row, "tables.toml", name)

    def wrong(self, file: str, row: object, detail: object) -> None:
        self.problems.append(problem("CBM-030", Place(file=file, cell=str(row)), row=row, detail=detail))

    def toml(self, file: str) -> dict[str, Any]:
        try:
            return tomllib.loads(self.files.get(file, ""))
        except tomllib.TOMLDecodeError as error:
            self.wrong(file, "", error)
            return {}

    def cite(self, row: Mapping[str, Any], file: str, name: str) -> Cite:
        status, nature = row.get("status", ""), row.get("nature", "adopted")
        if status not in STATUSES or nature not in _NATURE or not row.get("source") or not row.get("clause"):
            self.wrong(file, name, "source, clause, status or nature")
        notes = row.get("note_zh", ""), row.get("note_en", "")
        return Cite(row.get("source", ""), row.get("clause", ""), status, nature, *notes)

    def known(self, table: str) -> Cite:
        if table not in self.cites:
            self.wrong("tables.toml", table, "no citation")
        return self.cites.get(table, Cite("", "", "unknown"))

    def rows(self, table: str, columns: str) -> Iterator[tuple[int, list[str]]]:
        """Yield line number and fields of a table; its columns and the number of its rows are as they should be."""
        file = f"{table}.csv"
        lines = self.files.get(file, "").split("\n")
        at = next((n for n, line in enumerate(lines) if line and not line.startswith("#")), len(lines))
        if at == len(lines) or lines[at] != columns:
            self.wrong(file, at + 1, f"{columns} expected")
            return
        width, count = columns.count(",") + 1, 0
        for number, line in enumerate(lines[at + 1 :], at + 2):
            if not line:
                continue
            fields = line.split(",")
            count += 1
            if len(fields) == width:
                yield number, fields
            else:
                self.wrong(file, number, f"{width} fields expected")
        if count != (expected := self.headers.get(table, {}).get("rows")):
            self.wrong(file, "", f"{count} rows, {expected} expected")


def _goods(reader: _Reader, categories: Mapping[str, Category]) -> dict[str, Good]:
    found: dict[str, Good] = {}
    cites = {"list": reader.known("goods"), "row": reader.known("goods_by_row")}
    for number, (cn, sector, category, unit, annex_ii, gases, seen) in reader.rows(
        "goods", "cn,sector,category,unit,annex_ii,gases,seen"
    ):
        of = categories.get(category)
        flag = {"yes": True, "no": False}.get(annex_ii)
        if len(cn) != _FULL or not _CN.fullmatch(cn) or cn in found or seen not in cites:
            reader.wrong("goods.csv", number, cn)
        elif of is None or (of.sector, of.unit, of.annex_ii) != (sector, unit, flag):
            reader.wrong("goods.csv", number, f"{cn}: not as its category {category}")
        else:
            found[cn] = Good(cn, sector, category, unit, of.annex_ii, tuple(gases.split()), cites[seen])
    return found


def _categories(reader: _Reader, data: Mapping[str, Any]) -> dict[str, Category]:
    base = reader.known("categories")
    found: dict[str, Category] = {}
    routes = data.get("routes", {})
    rows = data.get("category", [])
    ids = {row.get("id") for row in rows}
    for row in rows:
        try:
            lists = {name: tuple(row[name]) for name in ("precursors", "deeper", "also", "routes")}
            cite = base
            if "note_en" in row:
                cite = Cite(base.source, base.clause, row["status"], base.nature, row["note_zh"], row["note_en"])
            found[row["id"]] = Category(
                row["id"], row["zh"], row["en"], row["sector"], row["unit"], row["annex_ii"],
                lists["precursors"], lists["routes"], cite, lists["deeper"], lists["also"],
            )  # fmt: skip
        except KeyError as error:
            reader.wrong("categories.toml", row.get("id", ""), error)
            continue
        unknown = {*lists["precursors"], *lists["deeper"], *lists["also"]} - ids | set(lists["routes"]) - set(routes)
        if unknown:
            reader.wrong("categories.toml", row["id"], ", ".join(sorted(unknown)))
    if len(found) != reader.headers.get("categories", {}).get("rows"):
        reader.wrong("categories.toml", "", f"{len(found)} rows")
    return found


def _defaults(
    reader: _Reader, table: str, countries: Mapping[str, str]
) -> dict[tuple[str, str], tuple[DefaultRow, ...]]:
    """Return the rows of one table by (country, code); its columns say which table it is."""
    columns = {
        "defaults_china": "cn,variant,direct,indirect,total,route",
        "defaults_2025": "country,cn,variant,direct,indirect,total,route",
        "defaults_unknown_origin": "cn,variant,total,route",
    }[table]
    before = {"defaults_china": ["CN"], "defaults_2025": [], "defaults_unknown_origin": [UNKNOWN]}[table]
    cite = reader.known(table)
    route_status = reader.headers.get(table, {}).get("route_status", "")
    found: dict[tuple[str, str], list[DefaultRow]] = defaultdict(list)
    codes: dict[str, bool] = {}
    for number, fields in reader.rows(table, columns):
        country, cn, variant, *figures, total, route = before + fields
        direct, indirect = figures or ("", "")
        if cn not in codes:
            codes[cn] = _CN.fullmatch(cn) is not None
        try:
            row = DefaultRow(
                country,
                cn,
                variant,
                _fraction(direct),
                _fraction(indirect),
                _fraction(total),
                route,
                cite,
                route_status,
            )
        except ValueError as error:
            reader.wrong(f"{table}.csv", number, error)
            continue
        mine = found[country, cn]
        if (
            not codes[cn]
            or (country not in countries and country != UNKNOWN)
            or any(r.variant == variant for r in mine)
        ):
            reader.wrong(f"{table}.csv", number, f"{country} {cn} {variant}")
        mine.append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def _benchmarks(reader: _Reader) -> dict[str, tuple[Benchmark, ...]]:
    cite = reader.known("benchmarks")
    found: dict[str, list[Benchmark]] = defaultdict(list)
    seen: set[tuple[str, str, str, str]] = set()
    for number, (cn, column, route, first, last, value) in reader.rows("benchmarks", "cn,column,route,from,to,value"):
        key = (cn, column, route, first)
        if len(cn) != _FULL or column not in {"A", "B"} or key in seen or not (first.isdigit() and last.isdigit()):
            reader.wrong("benchmarks.csv", number, " ".join(key))
            continue
        seen.add(key)
        try:
            found[cn].append(Benchmark(cn, column, route, int(first), int(last), _sure(value), cite))
        except ValueError:
            reader.wrong("benchmarks.csv", number, value)
    return {cn: tuple(rows) for cn, rows in found.items()}


def _years(key: str) -> Iterator[str]:
    """Yield the key, and for ``x:2034+`` that year and the later ones as well."""
    yield key
    if key.endswith("+"):
        head, _, year = key[:-1].rpartition(":")
        yield from (f"{head}:{y}" if head else str(y) for y in range(int(year), LAST_YEAR + 1))


def _values(reader: _Reader) -> dict[tuple[str, str], Value]:
    found: dict[tuple[str, str], Value] = {}
    for row in reader.toml("values.toml").get("value", []):
        name = row.get("name", "")
        cite = reader.cite(row, "values.toml", name)
        figures = [(key, text, "") for key, text in row.get("values", {}).items()]
        figures += [(key, "", text) for key, text in row.get("texts", {}).items()]
        if not figures:
            reader.wrong("values.toml", name, "no values")
        for key, number, text in figures:
            try:
                value = Value(name, key, _fraction(number), row.get("unit", ""), cite, text)
            except ValueError as error:
                reader.wrong("values.toml", f"{name} {key}", error)
                continue
            for each in _years(key):
                if (name, each) in found:
                    reader.wrong("values.toml", f"{name} {each}", "twice")
                found[name, each] = Value(name, each, value.value, value.unit, cite, text)
    return found


def _factors(reader: _Reader) -> dict[str, StandardFactor]:
    cite = reader.known("standard_factors")
    found: dict[str, StandardFactor] = {}
    columns = "table,id,en,zh,kind,ef,ef_unit,ncv,ncv_unit,carbon"
    for number, (table, id_, en, zh, kind, ef, ef_unit, ncv, ncv_unit, carbon) in reader.rows(
        "standard_factors", columns
    ):
        try:
            figures = _fraction(ef), _fraction(ncv), _fraction(carbon)
        except ValueError as error:
            reader.wrong("standard_factors.csv", number, error)
            continue
        if id_ in found:
            reader.wrong("standard_factors.csv", number, id_)
        found[id_] = StandardFactor(
            table, id_, en, zh, kind, figures[0], ef_unit, figures[1], ncv_unit, figures[2], cite
        )
    return found


_EFFICIENCIES = (
    "el_before_2012", "el_2012_2015", "el_from_2016",
    "heat_hotwater_before_2016", "heat_steam_before_2016", "heat_exhaust_before_2016",
    "heat_hotwater_from_2016", "heat_steam_from_2016", "heat_exhaust_from_2016",
)  # fmt: skip


def _efficiencies(reader: _Reader) -> tuple[dict[tuple[str, str], Fraction], dict[str, Text]]:
    """Return ratios by (fuel category, column), and the names of the fuel categories."""
    ratios: dict[tuple[str, str], Fraction] = {}
    names: dict[str, Text] = {}
    for number, (id_, zh, en, *figures) in reader.rows(
        "chp_reference_efficiencies", ",".join(("id", "zh", "en", *_EFFICIENCIES))
    ):
        names[id_] = Text(zh, en)
        for column, text in zip(_EFFICIENCIES, figures, strict=True):
            try:
                value = _fraction(text)
            except ValueError as error:
                reader.wrong("chp_reference_efficiencies.csv", number, error)
                continue
            if value is not None:
                ratios[id_, column] = value / _PERCENT
    return ratios, names


def _frequencies(reader: _Reader) -> tuple[Frequency, ...]:
    cite = reader.known("analysis_frequencies")
    found: list[Frequency] = []
    for number, (id_, zh, en, how_zh, how_en, every, unit, times) in reader.rows(
        "analysis_frequencies", "id,zh,en,how_zh,how_en,every,every_unit,times"
    ):
        try:
            how = Text(how_zh, how_en)
            found.append(Frequency(id_, Text(zh, en), how, _fraction(every), unit, int(times), cite))
        except ValueError as error:
            reader.wrong("analysis_frequencies.csv", number, error)
    return tuple(found)


def _proposed(reader: _Reader) -> tuple[ProposedGood, ...]:
    cite = reader.known("proposal_2028")
    found: list[ProposedGood] = []
    for number, (cn, which, part) in reader.rows("proposal_2028", "cn,list,ex"):
        if not _CN.fullmatch(cn) or part not in {"yes", "no"}:
            reader.wrong("proposal_2028.csv", number, cn)
            continue
        found.append(ProposedGood(cn, which, part == "yes", cite))
    return tuple(found)


def _scope(reader: _Reader) -> Scope | None:
    data = reader.toml("scope.toml")
    try:
        return Scope(
            annex_i=tuple(data["annex_i"]),
            excepted=tuple(data["excepted"]),
            part_only=dict(data["part_only"]),
            split={old: tuple(new) for old, new in data["split"].items()},
            exempt=frozenset(data["exempt"]),
            charge_from=data["charge_from"],
            proposed_from=data["proposed_from"],
            cite=reader.known("scope"),
        )
    except (KeyError, TypeError) as error:
        reader.wrong("scope.toml", "", error)
        return None


def _names(data: Mapping[str, Any], table: str) -> dict[str, Text]:
    return {key: Text(names[0], names[1]) for key, names in data.get(table, {}).items()}


def parse_tables(files: Mapping[str, str], iso_codes: frozenset[str]) -> Tables:
    """Parse the tables of one state of the law.

    Args:
        files: name → text (UTF-8, LF) of every file of the folder.
        iso_codes: ISO 3166-1 codes a study may name; those without rows of their own stand in `Tables.countries` too.

    Returns:
        The tables; `digest` is the SHA-256 over names and bytes of all files, in the order of their names.

    Raises:
        DataError: with every row that is wrong (CBM-030).
    """
    reader = _Reader(files)
    named = dict(fields for _, fields in reader.rows("default_countries", "country,name"))
    for code in named:
        if code != OTHER and not _COUNTRY.fullmatch(code):
            reader.wrong("default_countries.csv", code, code)
    words = reader.toml("categories.toml")
    categories = _categories(reader, words)
    china = _defaults(reader, "defaults_china", {"CN": ""})
    all_2025 = _defaults(reader, "defaults_2025", named)
    unknown = _defaults(reader, "defaults_unknown_origin", {})
    taric: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for (_, cn), rows in china.items():
        if len(cn) == _TARIC:
            taric[cn[:_FULL]].append((cn, rows[0].variant))
    ratios, fuels = _efficiencies(reader)
    tables = Tables(
        goods=_goods(reader, categories),
        categories=categories,
        # China stands in the amended act; its rows of December 2025 are kept beside it.
        defaults={key: rows for key, rows in all_2025.items() if key[0] != "CN"} | china | unknown,
        benchmarks=_benchmarks(reader),
        values=_values(reader),
        factors=_factors(reader),
        reference_efficiencies=ratios,
        countries=dict.fromkeys(sorted(iso_codes), "") | named,
        digest=_digest(files),
        scope=_scope(reader),
        routes=_names(words, "routes"),
        indicators=_names(words, "indicators"),
        taric={cn: tuple(codes) for cn, codes in taric.items()},
        superseded={key: rows for key, rows in all_2025.items() if key[0] == "CN"},
        proposed=_proposed(reader),
        reference_fuels=fuels,
        frequencies=_frequencies(reader),
        cites=reader.cites,
    )
    if reader.problems:
        raise DataError(tuple(reader.problems))
    return tables


def _digest(files: Mapping[str, str]) -> str:
    total = hashlib.sha256()
    for name in sorted(files):
        data = files[name].encode("utf-8")
        total.update(f"{name}\n{len(data)}\n".encode())
        total.update(data)
    return total.hexdigest()
