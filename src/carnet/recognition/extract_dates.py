"""Days, months, quarters and years that a text names, in Chinese and English, as ISO 8601 or its beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_M = (
    r"(?P<m>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_D = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_D2 = r"(?:\s?(?:-|–|—|to|and|until)\s?(?P<d2>\d{1,2})(?:st|nd|rd|th)?)?"
_Y = r"(?P<y>(?:19|20)\d{2})"
_ZH_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}

# Longest first: each pattern takes what it matches away from the ones behind it.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("day", re.compile(rf"\b{_M}\s+{_D}{_D2}\s?,?\s?{_Y}(?!\d)", re.IGNORECASE)),
    ("day", re.compile(rf"\b{_D}{_D2}\s+(?:of\s+)?{_M},?\s+{_Y}(?!\d)", re.IGNORECASE)),
    (
        "day",
        re.compile(
            r"(?<!\d)(?P<y>(?:19|20)\d{2})\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?"
            r"(?:[日号]?\s?[至到\-–—]\s?(?P<d2>\d{1,2})\s?)?[日号]"
        ),
    ),
    (
        "day",
        re.compile(
            r"(?<!\d)(?P<y>20\d{2})\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})日\s?[至到\-–—]\s?(?P<d2>\d{1,2})日"
        ),
    ),
    ("day", re.compile(r"(?<![\d/.-])(?P<y>(?:19|20)\d{2})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d/-])")),
    ("day", re.compile(r"(?<![\d/.-])(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>20\d{2})(?![\d/-])")),
    (
        "zh_day",
        re.compile(
            r"(?P<y>[二〇○零一三四五六七八九]{4})年(?P<m>[一二三四五六七八九十]{1,3})月(?P<d>[一二三四五六七八九十]{1,3})日"
        ),
    ),
    ("day", re.compile(rf"\b{_M}-{_D}-{_Y}(?!\d)", re.IGNORECASE)),
    ("quarter", re.compile(rf"\bQ(?P<q>[1-4])\s?(?:of\s+|/|')?\s?{_Y}(?!\d)", re.IGNORECASE)),
    ("quarter", re.compile(rf"\b{_Y}\s?Q(?P<q>[1-4])\b", re.IGNORECASE)),
    ("quarter", re.compile(rf"\b(?P<q>first|second|third|fourth)\s+quarter\s+(?:of\s+)?{_Y}(?!\d)", re.IGNORECASE)),
    ("quarter", re.compile(r"(?<!\d)(?P<y>20\d{2})\s?年\s?第?(?P<q>[一二三四1-4])季度")),
    ("month", re.compile(rf"\b{_M}\s+(?:of\s+)?{_Y}(?!\d)", re.IGNORECASE)),
    ("month", re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})\s?年\s?(?P<m>\d{1,2})\s?月(?!\s?\d{1,2}\s?[日号])")),
    ("bare_day", re.compile(rf"\b{_M}\s+{_D}{_D2}(?!\d|\s?,?\s?(?:19|20)\d{{2}}|%|\s+(?:percent|per))")),
    ("bare_day", re.compile(rf"(?<![\d.])\b{_D}{_D2}\s+{_M}(?!\w)")),
    (
        "bare_day",
        re.compile(
            r"(?<![\d年])(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?[日号]?"
            r"(?:\s?[至到\-–—]\s?(?P<d2>\d{1,2})\s?)?(?<=\d)\s?[日号]"
        ),
    ),
    ("year", re.compile(r"(?<![\d/〔\[(（.-])(?P<y>20\d{2})\s?年(?!\s?\d{1,2}\s?月|度?第)")),
    (
        "year",
        re.compile(
            rf"\b(?:by|in|before|until|since|from|after|end of|year|to|for)\s+(?:the\s+end\s+of\s+|"
            rf"the\s+year\s+)?{_Y}(?!\d|[/.-]\d|\s?[-–—]\s?(?:19|20)\d\d)",
            re.IGNORECASE,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date as found: `value` is ``2026-06-17``, ``2026-06``, ``2026-Q3`` or ``2030``; `at` its offset.

    `inferred`: the text gives no year, it was taken from the day of the page.
    """

    value: str
    text: str
    at: int
    inferred: bool = False


def find_dates(text: str, published: str = "") -> tuple[FoundDate, ...]:
    """Return the dates a text names, in its order.

    Args:
        text: plain text.
        published: the day of the page, for dates without a year; empty: those behind the first full date take
            its year, those before it are left out.
    """
    taken = bytearray(len(text))
    found: list[FoundDate] = []
    bare: list[re.Match[str]] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            if kind == "bare_day":
                bare.append(match)
                taken[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
                continue
            values = tuple(_values(kind, match))
            if values:
                taken[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
                found += [FoundDate(value, match[0], match.start()) for value in values]
    first = min((each for each in found if len(each.value) == _ISO), key=_place, default=_NONE)
    # Without the day of the page a year is taken only from a full date that stands before.
    known = [match for match in bare if published or first.at < match.start()]
    found += [each for match in known for each in _bare(match, published[:10] or first.value)]
    return tuple(sorted(found, key=_place))


_ISO = 10
_NONE = FoundDate("", "", 0)


def _place(found: FoundDate) -> int:
    return found.at


def day_of(text: str) -> str:
    """Return the first full day in a text, or nothing."""
    found = re.match(r"\s*((?:19|20)\d{2}-\d{2}-\d{2})", text)
    if found and _iso(*(int(part) for part in found[1].split("-"))):
        return found[1]
    return next((each.value for each in find_dates(text) if len(each.value) == _ISO), "")


def _values(kind: str, match: re.Match[str]) -> Iterator[str]:
    parts = match.groupdict()
    if kind == "zh_day":
        parts = {"y": parts["y"].translate(_ZH_DIGITS), "m": str(_zh(parts["m"])), "d": str(_zh(parts["d"]))}
    year = int(parts["y"])
    if kind == "quarter":
        quarter = parts["q"].casefold()
        yield f"{year}-Q{_QUARTERS.get(quarter) or int(quarter)}"
    elif kind == "year":
        yield str(year)
    elif kind == "month":
        month = _month(parts["m"])
        if month:
            yield f"{year}-{month:02}"
    else:
        for day in (parts["d"], parts.get("d2")):
            if day and (value := _iso(year, _month(parts["m"]), int(day))):
                yield value


def _bare(match: re.Match[str], anchor: str) -> Iterator[FoundDate]:
    """A day without a year takes the year that brings it nearest to the day of the page."""
    if not anchor:
        return
    month = _month(match["m"])
    here = date.fromisoformat(anchor)
    for day in (match["d"], match["d2"]):
        years = (here.year - 1, here.year, here.year + 1)
        options = [value for year in years if day and (value := _iso(year, month, int(day)))]
        if options:
            value = min(options, key=lambda each: abs((date.fromisoformat(each) - here).days))
            yield FoundDate(value, match[0], match.start(), inferred=True)


def _month(text: str) -> int:
    if text.isdecimal():
        return int(text)
    return _MONTHS.get(text.casefold().rstrip("."), 0)


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _zh(text: str) -> int:
    """Read 一 … 三十一."""
    ones = {each: number for number, each in enumerate("一二三四五六七八九", 1)}
    if "十" not in text:
        return ones.get(text, 0)
    tens, _, rest = text.partition("十")
    return ones.get(tens, 1) * 10 + ones.get(rest, 0)
