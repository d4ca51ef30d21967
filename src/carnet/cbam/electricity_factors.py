"""Electricity factors a user supplies: the ones of IR (EU) 2025/2621 Annexes II and III may not be passed on.

The act names them as data of the International Energy Agency under a licence for non-commercial use, so the program
reads them from a file of the user's own: CSV or JSON with country, factor in tCO2/MWh, source.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from carnet.errors import Place, problem
from carnet.quantity import DECIMAL_REASONS, DecimalError, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.errors import Problem

MAX_ROWS = 1000
MAX_CHARACTERS = 1_000_000
HIGHEST = Fraction(2)
"""tCO2/MWh; no grid comes near it, so a larger figure is in another unit (kg/MWh, g/kWh)."""

_UNITS = ("", "tco2/mwh", "tco2e/mwh", "t/mwh")
_NAMES = {
    "country": "country", "国家": "country", "iso": "country", "国家代码": "country",
    "factor": "factor", "ef": "factor", "因子": "factor", "排放因子": "factor", "tco2/mwh": "factor",
    "factor_tco2_per_mwh": "factor", "factor (tco2/mwh)": "factor", "因子 (tco2/mwh)": "factor",
    "unit": "unit", "单位": "unit",
    "source": "source", "来源": "source",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ElectricityFactor:
    """The factor of one country in tCO2/MWh, with the source the user names."""

    country: str
    value: Fraction
    source: str


@dataclass(frozen=True, slots=True)
class ElectricityFile:
    """What a user's file holds: factors by ISO code, and every row that could not be taken."""

    factors: Mapping[str, ElectricityFactor]
    problems: tuple[Problem, ...]


def parse_electricity(text: str, file: str = "") -> ElectricityFile:
    """Read a user's electricity factors.

    Args:
        text: JSON (a list of objects, or an object of country → factor or object), or CSV with a head line, separated
            by comma, semicolon or tab. Columns country, factor, source, and unit if it is given (tCO2/MWh alone).
        file: its bare name, for the places of problems.

    Returns:
        The rows that are right, and all problems (CBM-047); nothing is converted or guessed.
    """
    problems: list[Problem] = []
    if len(text) > MAX_CHARACTERS:
        zh, en = f"超过{MAX_CHARACTERS}个字符", f"more than {MAX_CHARACTERS} characters"
        return ElectricityFile({}, (_bad(Place(file=file), "", zh, en),))
    body = text.removeprefix("\ufeff").strip()
    rows = _from_json(body, file, problems) if body[:1] in {"[", "{"} else _from_csv(body, file, problems)
    found: dict[str, ElectricityFactor] = {}
    for at, row in rows:
        factor = _factor(row, Place(file=file, cell=at), problems)
        if factor is not None and factor.country in found:
            zh, en = f"国家 {factor.country} 出现两次", f"the country {factor.country} stands twice"
            problems.append(_bad(Place(file=file, cell=at), factor.country, zh, en))
        elif factor is not None:
            found[factor.country] = factor
    if not found and not problems:
        problems.append(_bad(Place(file=file), "", "没有数据行", "it holds no rows"))
    return ElectricityFile(found, tuple(problems))


def _bad(place: Place, value: str, zh: str, en: str) -> Problem:
    return problem("CBM-047", place, value, detail_zh=zh, detail_en=en)


def _at_most(rows: list[Any], file: str, problems: list[Problem]) -> list[Any]:
    """Return the first `MAX_ROWS` rows; that there are more is told before any of them is looked at."""
    if len(rows) > MAX_ROWS:
        problems.append(_bad(Place(file=file), "", f"超过{MAX_ROWS}行", f"more than {MAX_ROWS} rows"))
    return rows[:MAX_ROWS]


def _factor(row: Mapping[str, str], place: Place, problems: list[Problem]) -> ElectricityFactor | None:
    before = len(problems)
    country = row.get("country", "").strip().upper()
    if not (len(country) == 2 and country.isascii() and country.isalpha()):  # noqa: PLR2004 - ISO 3166-1 alpha-2
        problems.append(
            _bad(place, country, f"“{country}”不是两位国家代码", f"'{country}' is no country code of two letters")
        )
    unit = row.get("unit", "").replace(" ", "").replace("₂", "2").lower()
    if unit not in _UNITS:
        zh, en = f"单位“{row['unit']}”不是tCO2/MWh", f"the unit '{row['unit']}' is not tCO2/MWh"
        problems.append(_bad(place, row["unit"], zh, en))
    source = row.get("source", "").strip()
    if not source:
        problems.append(_bad(place, country, f"{country} 没有来源", f"{country} has no source"))
    written = row.get("factor", "")
    value = Fraction(0)
    try:
        value = parse_decimal(written)
    except DecimalError as error:
        why = DECIMAL_REASONS[error.reason]
        problems.append(_bad(place, written, f"因子“{written}”：{why.zh}", f"the factor '{written}': {why.en}"))
    if not 0 <= value <= HIGHEST:
        problems.append(
            _bad(
                place,
                written,
                f"因子 {written} 超出0至2 tCO2/MWh，可能是kg/MWh或g/kWh",
                f"the factor {written} is outside 0 to 2 tCO2/MWh; it may be kg/MWh or g/kWh",
            )
        )
    return ElectricityFactor(country, value, source) if len(problems) == before else None


def _from_json(body: str, file: str, problems: list[Problem]) -> list[tuple[str, dict[str, str]]]:
    try:
        # Numbers stay the text they are written in: no binary floating point.
        data: Any = json.loads(body, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        problems.append(_bad(Place(file=file), "", f"不是有效的JSON：{error}", f"it is no valid JSON: {error}"))
        return []
    if isinstance(data, dict):
        data = [
            {"country": key, **(each if isinstance(each, dict) else {"factor": each})} for key, each in data.items()
        ]
    rows: list[tuple[str, dict[str, str]]] = []
    for number, each in enumerate(_at_most(data, file, problems) if isinstance(data, list) else []):
        if isinstance(each, dict):
            named = {_NAMES.get(str(key).strip().lower(), ""): str(value) for key, value in each.items()}
            rows.append((f"/{number}", named))
        else:
            zh, en = f"第{number + 1}项不是对象", f"item {number + 1} is no object"
            problems.append(_bad(Place(file=file, cell=f"/{number}"), "", zh, en))
    return rows


def _from_csv(body: str, file: str, problems: list[Problem]) -> list[tuple[str, dict[str, str]]]:
    lines = [(n, line) for n, line in enumerate(body.splitlines(), 1) if line.strip() and not line.startswith("#")]
    if not lines:
        return []
    head = lines[0][1]
    mark = max("\t;,", key=head.count)
    names = [_NAMES.get(each.strip().lower(), "") for each in _fields(head, mark)]
    missing = [name for name in ("country", "factor", "source") if name not in names]
    if missing:
        said = ", ".join(missing)
        problems.append(_bad(Place(file=file, cell="1"), head[:80], f"缺少列：{said}", f"columns are missing: {said}"))
        return []
    rows: list[tuple[str, dict[str, str]]] = []
    for number, line in _at_most(lines[1:], file, problems):
        fields = _fields(line, mark)
        if len(fields) == len(names):
            rows.append((str(number), dict(zip(names, fields, strict=True))))
        else:
            zh, en = (
                f"第{number}行有{len(fields)}列，应为{len(names)}列",
                f"line {number} has {len(fields)} fields, not {len(names)}",
            )
            problems.append(_bad(Place(file=file, cell=str(number)), line[:80], zh, en))
    return rows


def _fields(line: str, mark: str) -> list[str]:
    """Split one line; quotes hold a separator, doubled quotes stand for one."""
    fields, here, quoted = [], "", False
    for index, char in enumerate(line):
        if char == '"':
            if quoted and line[index + 1 : index + 2] == '"':
                here += char
            quoted = not quoted
        elif char == mark and not quoted:
            fields.append(here.strip())
            here = ""
        else:
            here += char
    return [*fields, here.strip()]
