"""Numbers, units and days as people type them into a template, exactly or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from carnet.exchange.celltext import shortest_decimal
from carnet.quantity import DecimalError, exact_decimal, normalise_text, parse_decimal, significant_string

_DIGITS = 20  # of a quotient that does not end, before it is put as a spreadsheet would hold it
_LONGEST = 40
BEYOND_DOUBLE = 2**1024 - 2**970
"""From here on a spreadsheet has no number: half a step above its largest one."""
_POINTED = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]+(?:[eE][+-]?[0-9]{1,3})?")
_BOTH_COMMA_LAST = re.compile(r"[+-]?[0-9]{1,3}(?:[. ' ][0-9]{3})+,[0-9]*")
_BOTH_POINT_LAST = re.compile(r"[+-]?[0-9]{1,3}(?:[, ' ][0-9]{3})+\.[0-9]*")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[ '][0-9]{3})+")
_MANY = re.compile(r"[+-]?[0-9]{1,3}(?:(?:,[0-9]{3}){2,}|(?:\.[0-9]{3}){2,})")
_THREE = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_WITH_UNIT = re.compile(r"([+-]?[0-9][0-9., ']*(?:[eE][+-]?[0-9]{1,3})?)\s*([^\W\d_%°].*|%)")
_APOSTROPHES = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "\u2212": "-", "\u2013": "-", "٫": ".", "٬": ",", "．": ".", "，": ","}
)
NOTHING = frozenset({"", "-", "–", "—", "/", "n.a.", "n.a", "na", "n/a", "#n/a", "none", "k.a."})


@dataclass(frozen=True, slots=True)
class Typed:
    """A number read from text: `other` is a second reading it may have, `unit` what stood behind it."""

    value: Fraction
    other: Fraction | None = None
    unit: str = ""


def decimal_of(value: Fraction) -> str:
    """Write a fraction as a decimal: exactly where it ends soon, else the shortest decimal of the nearest double."""
    exact = exact_decimal(value)
    if exact is not None and len(exact) <= _LONGEST:
        return exact
    digits = significant_string(value, _DIGITS)
    return shortest_decimal(digits) if abs(value) < BEYOND_DOUBLE else digits


def plain_number(text: str) -> Fraction | None:
    """Return the number a text holds, None where it holds none or has a unit behind it."""
    typed = typed_number(text)
    return None if typed is None or typed.unit else typed.value


def typed_number(text: str, *, comma_groups: bool = False) -> Typed | None:  # noqa: PLR0911 - one line a spelling
    """Read a number from text: points or commas, groups of three, full-width digits, a unit behind it.

    Args:
        text: what the cell holds.
        comma_groups: the workbook writes 1,539 for one thousand five hundred and thirty-nine; else it is 1.539, since
            a program that groups by commas would have taken the text for a number.

    Returns:
        The number, with the second reading of ``1,539``; None when it is no number.
    """
    plain = normalise_text(text).translate(_APOSTROPHES).strip()
    if len(plain) > 2 * _LONGEST:
        return None
    if _POINTED.fullmatch(plain):
        return _typed(plain)
    if _THREE.fullmatch(plain):
        grouped, pointed = plain.replace(",", ""), plain.replace(",", ".")
        return _typed(grouped, pointed) if comma_groups else _typed(pointed, grouped)
    if _COMMA.fullmatch(plain):
        return _typed(plain.replace(",", "."))
    if _BOTH_COMMA_LAST.fullmatch(plain):
        return _typed(re.sub("[. ']", "", plain).replace(",", "."))
    if _BOTH_POINT_LAST.fullmatch(plain):
        return _typed(re.sub("[, ']", "", plain))
    if _GROUPED.fullmatch(plain) or _MANY.fullmatch(plain):
        return _typed(re.sub("[,. ']", "", plain))
    match = _WITH_UNIT.fullmatch(plain)
    if match is None:
        return None
    number = typed_number(match[1].strip(), comma_groups=comma_groups)
    return None if number is None else Typed(number.value, number.other, match[2].strip())


def groups_by_comma(texts: list[str]) -> bool:
    """Whether the texts of a workbook show commas as group separators and none as a decimal sign."""
    plain = [normalise_text(text).translate(_APOSTROPHES).strip() for text in texts]
    grouped = any(_BOTH_POINT_LAST.fullmatch(t) or ("," in t and _MANY.fullmatch(t)) for t in plain)
    decimal = any(_BOTH_COMMA_LAST.fullmatch(t) or (_COMMA.fullmatch(t) and not _THREE.fullmatch(t)) for t in plain)
    return grouped and not decimal


def _typed(text: str, other: str = "") -> Typed | None:
    try:
        return Typed(parse_decimal(text), parse_decimal(other) if other else None)
    except DecimalError:
        return None


# Units. What a factor turns into what: everything in the SI part of its own kind.
_UNITS: dict[str, tuple[str, Fraction]] = {
    **{name: ("mass", Fraction(size)) for name, size in (
        ("t", 1), ("tonne", 1), ("tonnes", 1), ("ton", 1), ("tons", 1), ("kt", 1000),
    )},
    "kg": ("mass", Fraction(1, 1000)), "g": ("mass", Fraction(1, 10**6)),
    "tj": ("energy", Fraction(1)), "gj": ("energy", Fraction(1, 1000)), "mj": ("energy", Fraction(1, 10**6)),
    "kj": ("energy", Fraction(1, 10**9)), "pj": ("energy", Fraction(1000)),
    "mwh": ("energy", Fraction(36, 10**4)), "kwh": ("energy", Fraction(36, 10**7)),
    "gwh": ("energy", Fraction(36, 10)), "twh": ("energy", Fraction(3600)),
    "1000nm3": ("volume", Fraction(1)), "knm3": ("volume", Fraction(1)), "nm3": ("volume", Fraction(1, 1000)),
    "h": ("time", Fraction(1)), "period": ("period", Fraction(1)), "%": ("ratio", Fraction(1, 100)),
    "-": ("ratio", Fraction(1)), "1": ("ratio", Fraction(1)),
}  # fmt: skip
_PER = re.compile("per(?!iod)")
_GASES = ("co2eq", "co2e", "co2", "n2o", "cf4", "c2f6", "c")
_SUPERSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹", "01234567890123456789")


def unit_factor(given: str, wanted: str) -> Fraction | None:
    """Return what an amount in `given` is multiplied by to stand in `wanted`; None where they do not fit.

    Units as the template writes them: t, 1000Nm3, TJ, MWh, GJ/t, tCO2/TJ, g/Nm3; of other sizes or kinds of energy too.
    """
    a, b = _compound(given), _compound(wanted)
    if a is None or b is None or a[0] != b[0]:
        return None
    return a[1] / b[1]


def _compound(text: str) -> tuple[tuple[str, ...], Fraction] | None:
    key = normalise_text(text).translate(_SUPERSCRIPTS).casefold().replace(" ", "").replace("(", "").replace(")", "")
    key = _PER.sub("/", key.replace("m³", "m3"))
    parts = key.split("/")
    if len(parts) > 2 or not key:  # noqa: PLR2004 - one bar
        return None
    kinds: list[str] = []
    size = Fraction(1)
    for position, part in enumerate(parts):
        found = _UNITS.get(part)
        if found is None:
            gas = next((g for g in _GASES if part.endswith(g) and part != g), "")
            found = _UNITS.get(part.removesuffix(gas)) if gas else None
        if found is None:
            return None
        kinds.append(found[0])
        size = size * found[1] if position == 0 else size / found[1]
    return tuple(kinds), size


# Days
_FIRST, _LAST = date(1990, 1, 1), date(2199, 12, 31)
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_YEAR_FIRST = re.compile(r"([0-9]{4})\s*[-./年]\s*([0-9]{1,2})\s*[-./月]\s*([0-9]{1,2})\s*[日号]?(?:[T ].*)?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})\s*[-./ ]\s*([0-9]{1,2})\s*[-./ ]\s*([0-9]{4})")


def day_of_serial(text: str, *, date1904: bool) -> str:
    """Return the ISO day of a spreadsheet's serial number, ``""`` when it is none."""
    number = Fraction(text)
    days = number.numerator // number.denominator
    if abs(days) > 200_000:  # noqa: PLR2004 - the year 2447
        return ""
    day = (_EPOCH_1904 if date1904 else _EPOCH) + timedelta(days=days)
    return day.isoformat() if _FIRST <= day <= _LAST else ""


def days_of_text(text: str) -> tuple[str, ...]:
    """Return the ISO days a text may mean: one, two where day and month can be exchanged, none."""
    plain = normalise_text(text)
    match = _YEAR_FIRST.fullmatch(plain)
    if match:
        return _days((int(match[1]), int(match[2]), int(match[3])))
    match = _YEAR_LAST.fullmatch(plain)
    if match:
        year, first, second = int(match[3]), int(match[1]), int(match[2])
        return tuple(dict.fromkeys((*_days((year, second, first)), *_days((year, first, second)))))
    return ()


def _days(parts: tuple[int, int, int]) -> tuple[str, ...]:
    try:
        day = date(*parts)
    except ValueError:
        return ()
    return (day.isoformat(),) if _FIRST <= day <= _LAST else ()
