"""Rows of the published tables by code, country, year and route: what is taken, why, and what is not known.

Nothing is guessed: a code that could mean two rows gives none of them and names both; a country that is no ISO code
gives no row; a figure that was not published stays None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.lookup_words import WHY
from carnet.cbam.parse_tables import OTHER, UNKNOWN
from carnet.cbam.tables import Cite, DefaultRow, Value
from carnet.errors import Place, problem
from carnet.quantity import decimal_string, round_to

if TYPE_CHECKING:
    from carnet.cbam.tables import Benchmark, Category, Good, Tables
    from carnet.errors import Problem, Text

_FULL, _TARIC = 8, 10
_CHINA = "CN"
_UPDATE_YEAR = 2027  # updated benchmarks apply to imports from then on (IR (EU) 2025/2620 recital 10)
_NOT_FOUND = Cite("", "", "unknown", "adopted", "数据表中没有这一项", "the tables do not hold it")
# ISO 3166-1 codes of three letters, and Chinese names, of frequent origins: only ever offered, never taken.
_THREE_LETTERS = {
    "chn": "CN", "ind": "IN", "kor": "KR", "tur": "TR", "vnm": "VN", "twn": "TW", "jpn": "JP", "usa": "US", "rus": "RU",
    "ukr": "UA", "bra": "BR", "egy": "EG", "zaf": "ZA", "dza": "DZ", "sau": "SA", "are": "AE", "idn": "ID", "mys": "MY",
    "tha": "TH", "irn": "IR", "kaz": "KZ", "gbr": "GB", "srb": "RS", "mar": "MA", "aus": "AU", "can": "CA", "mex": "MX",
}  # fmt: skip
_CHINESE = {
    "中国": "CN", "印度": "IN", "韩国": "KR", "土耳其": "TR", "越南": "VN", "台湾": "TW", "日本": "JP", "美国": "US",
    "俄罗斯": "RU", "乌克兰": "UA", "巴西": "BR", "埃及": "EG", "印度尼西亚": "ID", "马来西亚": "MY", "泰国": "TH",
}  # fmt: skip
_VARIANTS = {"grey": "grey", "gray": "grey", "灰": "grey", "white": "white", "白": "white", "calcined": "calcined"}


def code_of(cn: str) -> str:
    """Return a code without blanks and points, or an empty text where it has not 8 or 10 digits."""
    plain = re.sub(r"[\s.]", "", cn)
    return plain if plain.isascii() and plain.isdigit() and len(plain) in {_FULL, _TARIC} else ""


def good_of(tables: Tables, cn: str) -> Good | None:
    """Return the good of Annex I of a CN code; a TARIC code of 10 digits is looked up by its first 8.

    Fewer digits are never completed. None: not a good of the list (`carnet.cbam.scope.scope_of` tells more).
    """
    return tables.goods.get(code_of(cn)[:_FULL])


def categories_of(tables: Tables, category: str) -> tuple[Category, ...]:
    """Return the categories of the possible precursors of a category, direct ones first; empty where unknown."""
    found = tables.categories.get(category)
    if found is None:
        return ()
    return tuple(tables.categories[each] for each in (*found.precursors, *found.deeper, *found.also))


def letters_of(tables: Tables, cn: str = "", column: str = "") -> tuple[str, ...]:
    """Return the letters of routes that benchmarks of a code have, or of all codes where none is given."""
    rows = (
        tables.benchmarks.get(code_of(cn)[:_FULL], ())
        if cn
        else (row for each in tables.benchmarks.values() for row in each)
    )
    return tuple(sorted({row.route for row in rows if row.route and column in {"", row.column}}))


def value_of(tables: Tables, name: str, key: str = "") -> Value:
    """Return a published parameter; one that the tables do not hold comes back with `value` None, status unknown."""
    found = tables.values.get((name, key))
    if found is not None:
        return found
    head, colon, year = key.rpartition(":")
    if year.isascii() and year.isdigit():
        open_years = (
            (int(last), value)
            for (of, k), value in tables.values.items()
            if of == name and k.endswith("+") and (k.rpartition(":")[0] == head) and (last := k[:-1].rpartition(":")[2])
        )
        for first, value in open_years:
            if int(year) >= first:
                return Value(name, f"{head}{colon}{year}", value.value, value.unit, value.cite, value.text)
    return Value(name, key, None, "", _NOT_FOUND)


@dataclass(frozen=True, slots=True)
class DefaultFound:
    """The default value of a good, in tCO2e per t (or unit).

    `row` as printed, `markup` its mark-up of the year; `see_total` = total x (1 + mark-up), once, is what counts.
    `see_direct` and `see_indirect` carry the same mark-up for information; None where no figure is printed. `gap` is
    `see_total` less their sum: the act rounds each column by itself. `used_other`: the row is that of "Other countries
    and territories". `why`: words of `lookup_words.WHY`. No row: `candidates` and `problems` tell what is missing.
    """

    row: DefaultRow | None
    markup: Value | None
    see_direct: Fraction | None
    see_indirect: Fraction | None
    see_total: Fraction | None
    used_other: bool = False
    why: tuple[str, ...] = ()
    candidates: tuple[DefaultRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    gap: Fraction = field(default=Fraction(0))

    def words(self) -> tuple[Text, ...]:
        """Return why this row, in both languages."""
        return tuple(WHY[word] for word in self.why)


def _none(why: str, problems: list[Problem], candidates: tuple[DefaultRow, ...] = ()) -> DefaultFound:
    return DefaultFound(None, None, None, None, None, why=(why,), candidates=candidates, problems=tuple(problems))


def _rows(tables: Tables, country: str, code: str, variant: str) -> tuple[tuple[DefaultRow, ...], str]:
    """Return the rows of one country that fit a code, and how it was matched; more than one row: ambiguous.

    An 8-digit code with TARIC rows fits all of them; a row of 4 or 6 digits applies to all codes below it, and the
    longest one wins.
    """
    cn8, defaults = code[:_FULL], tables.defaults
    under = [(taric, kind) for taric, kind in tables.taric.get(cn8, ()) if (country, taric) in defaults]
    if under and len(code) == _TARIC:
        # Where the code is split, a part of it without a row has none: the other part's figure is not its own.
        return defaults.get((country, code), ()), "taric" if (country, code) in defaults else "taric_without_row"
    if under:
        fit = [taric for taric, kind in under if not variant or kind == variant]
        return tuple(row for taric in fit for row in defaults[country, taric]), "variant" if variant else "taric"
    variant = variant or dict(tables.taric.get(cn8, ())).get(code, "")
    rows = defaults.get((country, cn8), ())
    if len(rows) > 1 and variant:
        return tuple(row for row in rows if row.variant == variant), "variant"
    for digits, how in ((_FULL, "exact"), (6, "heading_6"), (4, "heading_4")):
        if rows := defaults.get((country, code[:digits]), ()):
            return rows, how
    return (), "no_row"


def default_of(tables: Tables, cn: str, country: str, year: int, variant: str = "") -> DefaultFound:
    """Return the default value of a good from a country, with the mark-up of the year of import.

    Args:
        tables: the published tables.
        cn: CN code of 8 digits or TARIC code of 10.
        country: ISO 3166-1 code of the country of production; empty or ``UNKNOWN``: Annex IV, the highest values.
        year: year of import, from 2026.
        variant: ``white``, ``grey`` or ``calcined``, where 8 digits do not tell.

    Source: IR (EU) 2025/2621 Art 1, Annex I introduction, Annex IV.
    """
    place = Place(pointer=cn)
    code = code_of(cn)
    if not code:
        return _none("bad_code", [problem("CBM-039", place, cn)])
    of = country.strip().upper() or UNKNOWN
    if of not in {UNKNOWN, OTHER} and of not in tables.countries:
        return _none("bad_country", [problem("CBM-034", place, country, near_countries(tables, country))])
    if tables.scope and of in tables.scope.exempt:
        zero = Fraction(0)
        told = problem("CBM-049", place, of, severity="warning", country=of)
        return DefaultFound(None, None, zero, zero, zero, why=("exempt_origin",), problems=(told,))
    if tables.scope and (newer := tables.scope.split.get(code[:_FULL])):
        return _none("code_split", [problem("CBM-040", place, cn, newer, cn=code)])
    if tables.scope and len(code) == _TARIC and (part := tables.scope.part_only.get(code[:_FULL], code)) != code:
        return _none("part_not_a_good", [problem("CBM-048", place, cn, (part,), cn=code[:_FULL], taric=part)])
    kind = _VARIANTS.get(variant.strip().lower(), variant.strip().lower())
    rows, how = _rows(tables, of, code, kind)
    used_other, told_other = False, []
    missing = (not rows and how == "no_row") or (len(rows) == 1 and rows[0].total is None)
    if missing and of not in {UNKNOWN, OTHER}:
        rows, how = _rows(tables, OTHER, code, kind)
        used_other = bool(rows)
        rule = "CBM-032" if tables.countries[of] or of == _CHINA else "CBM-033"
        told_other = [problem(rule, place, of, severity="warning", country=of, cn=code)] if used_other else []
    return _choose(tables, code, of, year, rows, (how, used_other, told_other))


def _choose(
    tables: Tables,
    code: str,
    country: str,
    year: int,
    rows: tuple[DefaultRow, ...],
    matched: tuple[str, bool, list[Problem]],
) -> DefaultFound:
    how, used_other, told = matched
    place = Place(pointer=code)
    named = tuple(taric for taric, _ in tables.taric.get(code[:_FULL], ()))
    part = tables.scope.part_only.get(code[:_FULL]) if tables.scope else None
    if not rows:
        rule = "CBM-031" if how in {"taric_without_row", "variant"} else "CBM-038"
        return _none(how, [problem(rule, place, code, named, cn=code, country=country)])
    # A row that stands for a part of the code alone is ambiguous as well: the rest of the code is no good at all.
    if len(rows) > 1 or (len(code) == _FULL and how == "taric" and len(rows[0].cn) == _TARIC):
        names = named or tuple(row.variant for row in rows)
        return _none("ambiguous", [problem("CBM-031", place, code, names, cn=code)], rows)
    (row,) = rows
    told = list(told)
    if part and len(code) == _FULL and how != "variant":
        told.append(problem("CBM-048", place, code, (part,), "warning", cn=code, taric=part))
    if row.total is None:
        return _none("no_figure", [*told, problem("CBM-038", place, code, cn=code, country=country)], rows)
    if row.cite.nature != "adopted":
        told.append(problem("CBM-035", place, code, severity="warning", cn=code, country=row.country))
    good = good_of(tables, code)
    sector = good.sector if good else ""
    markup = value_of(tables, "markup", f"{sector}:{year}")
    why = (how, *(("other_countries",) if used_other else ()), *(("annex_iv",) if country == UNKNOWN else ()))
    if markup.value is None:
        told.append(problem("CBM-046", place, str(year), year=year, sector=sector or "–"))
        return DefaultFound(row, markup, None, None, None, used_other, why, (), tuple(told))
    times = 1 + markup.value
    direct, indirect = row.direct, row.indirect
    if direct is None and good and good.annex_ii:
        direct = row.total  # an Annex II good counts direct emissions only, so its total is direct
    elif direct is None:
        told.append(problem("CBM-037", place, code, severity="warning", cn=code))
    gap = Fraction(0)
    if direct is not None and (off := row.total - direct - (indirect or 0)):
        gap = off * times
        added, total = decimal_string(row.total - off, 3), decimal_string(row.total, 3)
        told.append(problem("CBM-036", place, code, (), "warning", cn=code, sum=added, total=total))
    return DefaultFound(
        row=row,
        markup=markup,
        see_direct=None if direct is None else direct * times,
        see_indirect=None if indirect is None else indirect * times,
        see_total=row.total * times,
        used_other=used_other,
        why=why,
        problems=tuple(told),
        gap=gap,
    )


def near_countries(tables: Tables, text: str) -> tuple[str, ...]:
    """Return the ISO codes of two letters a country's name, or its code of three letters, may stand for."""
    wanted = text.strip().casefold()
    if (code := _THREE_LETTERS.get(wanted)) or (code := _CHINESE.get(wanted)):
        return (code,)
    names = {name.casefold(): code for code, name in tables.countries.items() if name and code != OTHER}
    near = [code for name, code in names.items() if wanted and (name.startswith(wanted) or wanted.startswith(name))]
    return tuple(near[:5]) or ("CN", "IN", "KR", "TR", "VN")


@dataclass(frozen=True, slots=True)
class MarkupReadings:
    """Three readings of total x (1 + mark-up), tCO2e per t; `chosen` names one of them, `why` says why.

    `exact`: the product; `three`: rounded to the 3 decimals of the printed default values; `four`: to the 4 decimals
    of the multiplied table. `differ`: whether it matters for this row.
    """

    exact: Fraction
    three: Fraction
    four: Fraction
    chosen: str
    why: Text
    differ: bool


def markup_readings(found: DefaultFound) -> MarkupReadings | None:
    """Return the three readings of a default with its mark-up, or None where there is no total.

    The acts read say nothing on rounding the product. Chosen is the exact one: IR (EU) 2025/2547 Annex II A.1(7) bars
    rounding in between, and for every row of China it equals the four decimals of the multiplied table.
    """
    if found.row is None or found.see_total is None:
        return None
    exact = found.see_total
    three, four = (round_to(exact, places, "half_up") for places in (3, 4))
    return MarkupReadings(exact, three, four, "exact", WHY["markup_exact"], not exact == three == four)


@dataclass(frozen=True, slots=True)
class BenchmarkFound:
    """The benchmark of a good in tCO2e per t: `value` and its row, or the `candidates` it could not choose among.

    `value` 0 without a row: electricity, which gets no free allocation. `why`: words of `lookup_words.WHY`.
    """

    benchmark: Benchmark | None
    value: Fraction | None
    why: tuple[str, ...] = ()
    candidates: tuple[Benchmark, ...] = ()
    problems: tuple[Problem, ...] = ()

    def words(self) -> tuple[Text, ...]:
        """Return why this row, in both languages."""
        return tuple(WHY[word] for word in self.why)


def benchmark_of(tables: Tables, cn: str, column: str, route: str, year: int) -> BenchmarkFound:
    """Return the benchmark of a good.

    Args:
        tables: the published tables.
        cn: CN code of 8 digits or TARIC code of 10 (which tells white from grey clinker and cement).
        column: ``A`` with actual emissions, ``B`` with default ones.
        route: letter of the route; with ``B`` that of the default row, which may name two (``C/F``). It is left aside
            where the benchmark has no route.
        year: year of production (import year unless proven).

    Source: IR (EU) 2025/2620 Art 2, 3 and Annex points 4, 5; IR (EU) 2025/2621 Annex I introduction.
    """
    place = Place(pointer=cn)
    code = code_of(cn)
    if not code:
        return BenchmarkFound(None, None, ("bad_code",), (), (problem("CBM-039", place, cn),))
    cn8 = code[:_FULL]
    good = tables.goods.get(cn8)
    if good is not None and good.sector == "electricity":
        return BenchmarkFound(None, Fraction(0), ("electricity",))
    rows = tuple(
        row
        for row in tables.benchmarks.get(cn8, ())
        if row.column == column and row.first_year <= year <= row.last_year
    )
    if not rows:
        newer = tables.scope.split.get(cn8) if tables.scope else None
        told = (
            problem("CBM-040", place, cn, newer, cn=code)
            if newer
            else problem("CBM-043", place, cn, cn=code, column=column, year=year)
        )
        return BenchmarkFound(None, None, ("code_split" if newer else "no_row",), (), (told,))
    told_year: tuple[Problem, ...] = ()
    if year >= _UPDATE_YEAR:
        told_year = (problem("CBM-045", place, code, severity="warning", cn=code, year=year),)
    kind = dict(tables.taric.get(cn8, ())).get(code, "") if len(code) == _TARIC else ""
    asked = route.strip().upper() or {"white": "B", "grey": "A"}.get(kind, "")
    found = _by_route(rows, asked, column, code)
    return BenchmarkFound(found.benchmark, found.value, found.why, found.candidates, (*found.problems, *told_year))


def _by_route(rows: tuple[Benchmark, ...], asked: str, column: str, code: str) -> BenchmarkFound:
    """Choose among the benchmarks of one code, column and year."""
    place = Place(pointer=code)
    free = [row for row in rows if not row.route]
    if free:
        return BenchmarkFound(
            free[0], free[0].value, ("route_free_ignored" if asked and asked != "N/A" else "route_free",)
        )
    by_letter = {row.route: row for row in rows}
    letters = tuple(by_letter)
    wanted = [] if asked == "N/A" else [letter for letter in re.split(r"[/,\s]+", asked) if letter]
    fit = [by_letter[letter] for letter in wanted if letter in by_letter]
    if not fit:
        told = (
            problem("CBM-042", place, asked, letters, cn=code, column=column)
            if wanted
            else problem("CBM-041", place, code, letters, cn=code, column=column)
        )
        return BenchmarkFound(None, None, ("route_not_there" if wanted else "route_needed",), rows, (told,))
    if column == "A" and len(fit) > 1:
        told = problem("CBM-041", place, code, tuple(row.route for row in fit), cn=code, column=column)
        return BenchmarkFound(None, None, ("route_needed",), tuple(fit), (told,))
    best = max(fit, key=lambda row: row.value)
    why = ("highest_of_grades",) if len(fit) > 1 else ("route",)
    grades = [row for row in rows if row.value > best.value and row.route == "J"]
    if column == "B" and grades:
        top = grades[0]
        figures = {
            "route": best.route, "figure": decimal_string(best.value, 3),
            "other_route": top.route, "other": decimal_string(top.value, 3),
        }  # fmt: skip
        told = problem("CBM-044", place, code, (top.route,), "warning", cn=code, **figures)
        return BenchmarkFound(best, best.value, (*why, "grades_apart"), tuple(grades), (told,))
    return BenchmarkFound(best, best.value, why)
