"""The list of an importer, from CSV text: every line read, every fault collected with its line and column.

Units stand in the names of the columns (`net_mass_t` or `net_mass_kg`, `energy_mwh` or `energy_kwh`), so that a number
without its unit is never taken; amounts that only make sense in another unit are refused.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from carnet.cbam.lookup import code_of
from carnet.cbam.money import MOST_SEE, is_day
from carnet.errors import Place, problem
from carnet.quantity import DecimalError, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carnet.cbam.goods_result import BasisName
    from carnet.errors import Problem

# Own limits, not law: beyond them a number is taken for one in another unit.
MOST_TONNES = Fraction(1_000_000)  # of one line; the largest bulk carriers load less than half
MOST_MWH = Fraction(10_000_000)
MOST_PROBLEMS = 5_000  # more than anyone mends before the next try; a file of another kind would give millions
_PER_THOUSAND = Fraction(1, 1000)
_AMOUNTS = {
    "net_mass_t": ("t", Fraction(1)),
    "net_mass_kg": ("t", _PER_THOUSAND),
    "energy_mwh": ("MWh", Fraction(1)),
    "energy_kwh": ("MWh", _PER_THOUSAND),
}
_SPECIFIC = ("see_direct", "see_indirect", "see_counted_indirect", "sefa")
_REPORT = ("verification_report", "verifier", "accreditation", "accreditation_expiry")
COLUMNS = (
    "id", "cn", "country", *_AMOUNTS, "import_date", "importer", "basis", *_SPECIFIC, "production_year", "variant",
    *_REPORT,
)  # fmt: skip
REQUIRED = ("cn", "country", "import_date", "importer", "basis")
BASES: tuple[BasisName, ...] = ("default", "actual", "mixed")
_ALIASES = {
    "编号": "id",
    "cn编码": "cn",
    "cn code": "cn",
    "来源国": "country",
    "净重_t": "net_mass_t",
    "净重（t）": "net_mass_t",
    "净重(t)": "net_mass_t",
    "净重_kg": "net_mass_kg",
    "净重（kg）": "net_mass_kg",
    "净重(kg)": "net_mass_kg",
    "电量_mwh": "energy_mwh",
    "进口日期": "import_date",
    "进口商": "importer",
    "依据": "basis",
    "直接排放": "see_direct",
    "间接排放": "see_indirect",
    "计入的间接排放": "see_counted_indirect",
    "免费分配": "sefa",
    "生产年份": "production_year",
    "核查报告编号": "verification_report",
    "核查机构": "verifier",
    "认可编号": "accreditation",
    "认可到期日": "accreditation_expiry",
}
_BASIS_WORDS: dict[str, BasisName] = {
    "默认": "default",
    "默认值": "default",
    "实际": "actual",
    "实际值": "actual",
    "混合": "mixed",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `amount` in `unit` (t or MWh), `country` an ISO code or empty, emissions in tCO2e per unit.

    With actual or mixed basis `see_direct`, `see_indirect` (what counts for goods outside Annex II),
    `see_counted_indirect` (what precursors outside Annex II bring into an Annex II good) and `sefa` are the producer's;
    `verification_report` to `accreditation_expiry` name the report that proves them, empty where there is none.
    """

    number: int
    id: str
    cn: str
    country: str
    amount: Fraction
    unit: str
    import_date: str
    importer: str
    basis: BasisName
    see_direct: Fraction | None = None
    see_indirect: Fraction | None = None
    see_counted_indirect: Fraction | None = None
    sefa: Fraction | None = None
    production_year: int | None = None
    variant: str = ""
    verification_report: str = ""
    verifier: str = ""
    accreditation: str = ""
    accreditation_expiry: str = ""


class _Cell(NamedTuple):
    line: int
    column: str
    text: str

    def bad(self, why: str, why_en: str, wanted: str, wanted_en: str) -> Problem:
        """Return CBM-070 for this cell."""
        said = {"line": self.line, "column": self.column, "why": why, "why_en": why_en}
        said |= {"wanted": wanted, "wanted_en": wanted_en}
        return problem("CBM-070", Place(cell=f"{self.line}:{self.column}"), self.text, **said)  # type: ignore[arg-type]


def parse_portfolio(text: str) -> tuple[tuple[Line, ...], tuple[Problem, ...]]:
    """Read an importer's list; separators comma, semicolon or tab, a header of `COLUMNS` or their Chinese names.

    Returns:
        The lines without a fault, and all problems of the others. A list without a needed column gives no lines.
    """
    text = text.removeprefix("\ufeff")
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    problems: list[Problem] = []
    table = _cells(text, delimiter, problems)
    names = [_name(each) for each in next(table, [])]
    missing = [name for name in REQUIRED if name not in names]
    if not any(name in names for name in _AMOUNTS):
        missing.append("net_mass_t")
    if missing:
        return (), (*problems, *(problem("CBM-069", Place(cell="1"), name, COLUMNS) for name in missing))
    lines: list[Line] = []
    for number, cells in enumerate(table, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
        line, told = _line(number, row)
        problems += told
        if len(problems) > MOST_PROBLEMS:
            cell = _Cell(number, "*", "")
            wanted = "先改好列出的问题，再读一次", "a list without the faults named so far, and read it again"
            problems.append(cell.bad("问题太多，其后各行未读", "too many faults; no line after it was read", *wanted))
            break
        lines += [line] if line is not None else []
    return tuple(lines), tuple(problems)


def _cells(text: str, delimiter: str, told: list[Problem]) -> Iterator[list[str]]:
    """Split line by line; one that is no CSV, such as one with a field beyond all measure, is told and left empty."""
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    for number in count(1):
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            cell = _Cell(number, "*", "")
            told.append(cell.bad("读不出各列", "cannot be split into columns", "一行 CSV", "a line of CSV"))
            yield []


def _name(text: str) -> str:
    plain = text.strip().lower()
    return _ALIASES.get(plain, plain)


def _line(number: int, row: dict[str, str]) -> tuple[Line | None, list[Problem]]:
    told: list[Problem] = []
    cn = row.get("cn", "")
    if not code_of(cn):
        wanted = "8 位 CN 编码或 10 位 TARIC 编码", "a CN code of 8 digits or a TARIC code of 10"
        told.append(_Cell(number, "cn", cn).bad("不是完整编码", "not a complete code", *wanted))
    amount, unit = _amount(number, row, told)
    day = row.get("import_date", "")
    if not is_day(day):
        cell = _Cell(number, "import_date", day)
        told.append(cell.bad("不是日期", "not a date", "2026-08-15 的形式", "a date such as 2026-08-15"))
    said = row.get("basis", "").lower()
    basis = _BASIS_WORDS.get(said) or next((name for name in BASES if name == said), None)
    if basis is None:
        cell = _Cell(number, "basis", said)
        told.append(
            cell.bad("不是三者之一", "not one of the three", "default、actual 或 mixed", "default, actual or mixed")
        )
    figures = {name: _figure(number, name, row.get(name, ""), told) for name in _SPECIFIC}
    year = row.get("production_year", "")
    if year and not re.fullmatch(r"20[0-9]{2}", year):
        told.append(
            _Cell(number, "production_year", year).bad("不是年份", "not a year", "四位年份", "a year of four digits")
        )
    if basis is not None:
        told += _contradictions(number, row, basis)
    if told or amount is None or basis is None:
        return None, told
    line = Line(
        number, row.get("id", "") or str(number), cn, row.get("country", "").upper(), amount, unit, day,
        row.get("importer", ""), basis, figures["see_direct"], figures["see_indirect"],
        figures["see_counted_indirect"], figures["sefa"], int(year) if year else None, row.get("variant", ""),
        **{name: row.get(name, "") for name in _REPORT},
    )  # fmt: skip
    return line, told


def _amount(number: int, row: dict[str, str], told: list[Problem]) -> tuple[Fraction | None, str]:
    given = [name for name in _AMOUNTS if row.get(name)]
    if len(given) != 1:
        cell = _Cell(number, "net_mass_t", "; ".join(row[name] for name in given))
        told.append(cell.bad("应恰有一个数量", "exactly one amount is wanted", "一个数量", "one amount"))
        return None, ""
    (name,) = given
    unit, times = _AMOUNTS[name]
    try:
        amount = parse_decimal(row[name]) * times
    except DecimalError:
        amount = Fraction(-1)
    if amount <= 0:
        told.append(_no_amount(number, name, row[name]))
        return None, unit
    limit, zh, en = (
        (MOST_TONNES, "数量", "an amount") if unit == "t" else (MOST_MWH, "电量", "an amount of electricity")
    )
    if amount > limit:
        looks = ("kg", "kg") if unit == "t" else ("kWh", "kWh")
        told.append(_unlikely(number, name, row[name], (zh, en), looks))
    return amount, unit


def _unlikely(number: int, column: str, text: str, what: tuple[str, str], looks: tuple[str, str]) -> Problem:
    said = {"what": what[0], "what_en": what[1], "looks": looks[0], "looks_en": looks[1]}
    return problem("CBM-073", Place(cell=f"{number}:{column}"), text, **said)  # type: ignore[arg-type]


def _not_a_number(number: int, column: str, text: str) -> Problem:
    cell = _Cell(number, column, text)
    return cell.bad(
        "不是非负小数", "not a decimal from 0", "如 1234.5 的小数（小数点）", "a decimal such as 1234.5, with a point"
    )


def _no_amount(number: int, column: str, text: str) -> Problem:
    cell = _Cell(number, column, text)
    return cell.bad(
        "不是大于零的小数",
        "not a decimal above 0",
        "如 1234.5 的小数（小数点）",
        "a decimal such as 1234.5, with a point",
    )


def _figure(number: int, column: str, text: str, told: list[Problem]) -> Fraction | None:
    if not text:
        return None
    try:
        figure = parse_decimal(text)
    except DecimalError:
        figure = Fraction(-1)
    if figure < 0:
        told.append(_not_a_number(number, column, text))
        return None
    if figure > MOST_SEE:
        told.append(_unlikely(number, column, text, ("每吨排放", "a specific emission"), ("kgCO2e/t", "kgCO2e/t")))
    return figure


def _contradictions(number: int, row: dict[str, str], basis: BasisName) -> list[Problem]:
    """A default has no values of its own (so column A cannot meet a default); actual values need both figures."""
    place = Place(cell=str(number))
    given = [name for name in _SPECIFIC if row.get(name)]
    if basis == "default":
        return [problem("CBM-071", place, row[name], line=number, column=name) for name in given]
    lacking = [name for name in ("see_direct", "sefa") if name not in given]
    return [problem("CBM-072", place, line=number, column=name) for name in lacking]
