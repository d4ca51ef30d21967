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
    ("day", re.compile(rf"\b{_M}\s{{1,9}}{_D}{_D2}\s?,?\s?{_Y}(?!\d)", re.IGNORECASE)),
    ("day", re.compile(rf"\b{_D}{_D2}\s{{1,9}}(?:of\s{{1,9}})?{_M},?\s{{1,9}}{_Y}(?!\d)", re.IGNORECASE)),
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
    ("quarter", re.compile(rf"\bQ(?P<q>[1-4])\s?(?:of\s{{1,9}}|/|')?\s?{_Y}(?!\d)", re.IGNORECASE)),
    ("quarter", re.compile(rf"\b{_Y}\s?Q(?P<q>[1-4])\b", re.IGNORECASE)),
    (
        "quarter",
        re.compile(
            rf"\b(?P<q>first|second|third|fourth)\s{{1,9}}quarter\s{{1,9}}(?:of\s{{1,9}})?{_Y}(?!\d)", re.IGNORECASE
        ),
    ),
    ("quarter", re.compile(r"(?<!\d)(?P<y>20\d{2})\s?年\s?第?(?P<q>[一二三四1-4])季度")),
    ("month", re.compile(rf"\b{_M}\s{{1,9}}(?:of\s{{1,9}})?{_Y}(?!\d)", re.IGNORECASE)),
    ("month", re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})\s?年\s?(?P<m>\d{1,2})\s?月(?!\s?\d{1,2}\s?[日号])")),
    ("bare_day", re.compile(rf"\b{_M}\s{{1,9}}{_D}{_D2}(?!\d|\s?,?\s?(?:19|20)\d{{2}}|%|\s{{1,9}}(?:percent|per))")),
    ("bare_day", re.compile(rf"(?<![\d.])\b{_D}{_D2}\s{{1,9}}{_M}(?!\w)")),
    (
        "bare_day",
        re.compile(
            r"(?<!\d)(?<!\d年)(?<!\d 年)(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?[日号]?"
            r"(?:\s?[至到\-–—]\s?(?P<d2>\d{1,2})\s?)?(?<=\d)\s?[日号]"
        ),
    ),
    ("year", re.compile(r"(?<![\d/〔\[(（.-])(?P<y>20\d{2})\s?年(?!\s?\d{1,2}\s?月|度?第)")),
    (
        "year",
        re.compile(
            rf"\b(?:by|in|before|until|since|from|after|end of|year|to|for)\s{{1,9}}"
            rf"(?:the\s{{1,9}}end\s{{1,9}}of\s{{1,9}}|"
            rf"the\s{{1,9}}year\s{{1,9}})?{_Y}(?!\d|[/.-]\d|\s?[-–—]\s?(?:19|20)\d\d)",
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
    text = text.translate(WIDE_DIGITS)
    taken = bytearray(len(text))
    found: list[FoundDate] = list(_months_said(text, published))
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
    found += _resolved(text, bare, published, first)
    return tuple(sorted([*found, *_bare_months(text, taken, published)], key=_place))


def _resolved(text: str, bare: list[re.Match[str]], published: str, first: FoundDate) -> Iterator[FoundDate]:
    """Give days a year: from the page's day, a full date before, their sentence, or an event with a year."""
    event = "" if published or first.value else _day_of_event(text, bare)
    for match in bare:
        # Without the day of the page a year is taken from a full date that stands before, or from its own sentence.
        before = first.value if first.value and first.at < match.start() else ""
        if published and (said := _YEARS_SAID.get(text[max(0, match.start() - 2) : match.start()])) is not None:
            yield from _of_year(match, int(published[:4]) + said)
        elif published or before:
            yield from _bare(match, published[:10] or before)
        elif year := _year_beside(text, match):
            yield from _of_year(match, year)
        elif event:
            yield from _bare(match, event)


# A meeting that carries its year in its name: 2023中国某业年度大会, "Green Expo 2025".
_EVENT = re.compile(
    r"(?<![\d/-])(?P<y>20\d{2})年?[^\d，。；、“”《》\s]{1,24}(?:大会|峰会|论坛|年会|博览会|展览会|交易会|研讨会|洽谈会)|"
    r"\b(?:Expo|Summit|Conference|Forum|Week|Congress|Fair)\s(?P<z>20\d{2})\b"
)


def _day_of_event(text: str, bare: list[re.Match[str]]) -> str:
    """Return a day whose own sentence names an event with its year, where all such events of the text agree."""
    years = {each["y"] or each["z"] for each in _EVENT.finditer(text)}
    if len(years) != 1:
        return ""
    year = int(years.pop())
    for match in bare:
        low, high = _sentence_of(text, match)
        if _EVENT.search(text, low, high) and not _PLANNED.search(text, low, high):
            return next((each.value for each in _of_year(match, year)), "")
    return ""


_PLANNED = re.compile(r"将于|拟于|筹备|备战|迎接|\bwill\b|\bahead of\b|\bupcoming\b", re.IGNORECASE)
_BARE_MONTH = re.compile(
    rf"\b(?:[Ii]n|[Ss]ince|[Dd]uring|[Ee]arly|[Ll]ate|[Mm]id)[\s-](?:early\s|mid-|late\s)?{_M}(?!\w)"
    rf"(?!\s?,?\s?\d|\s(?:this|last|next|of)\b)|(?<![\d年.去今明上])(?P<zm>\d{{1,2}})月(?!\s?\d)(?=[，,、]|以来|起|底|初|，|中旬|上旬|下旬|份)"
)


def _bare_months(text: str, taken: bytearray, published: str) -> Iterator[FoundDate]:
    """A month without a year takes the only past year of its own sentence or of the one before; else it is left out."""
    for match in _BARE_MONTH.finditer(text):
        name = match["zm"] or match["m"] or ""
        if any(taken[match.start() : match.end()]) or not 1 <= _month(name) <= 12:  # noqa: PLR2004 - months
            continue
        low, high = _sentence_of(text, match)
        years = _past_years(text[low:high], published)
        if not years and low > 1:
            begun = max(text.rfind(mark, max(0, low - _SENTENCE), low - 2) for mark in _STOPS)
            years = _past_years(text[max(begun + 1, low - _SENTENCE, 0) : low], published)
        if len(years) == 1:
            yield FoundDate(f"{years.pop()}-{_month(name):02}", match[0], match.start(), inferred=True)


_AIMED = re.compile(r"(?:到|至|于|by|until|before|towards?|from)\s{0,3}$", re.IGNORECASE)
_LATER = re.compile(r"\s?(?:年底?)?(?:前|起|后|目标)|\s(?:target|onwards?)")


def _past_years(text: str, published: str) -> set[int]:
    """Return the years a stretch names; none where one of them is an aim or lies behind the day of the page."""
    last = int(published[:4]) if published else 9999
    years: set[int] = set()
    for each in _A_YEAR.finditer(text):
        aimed = _AIMED.search(text[max(0, each.start() - 9) : each.start()]) or _LATER.match(
            text, each.end(), each.end() + 9
        )
        if aimed or int(each[1]) > last:
            return set()
        years.add(int(each[1]))
    return years


_STOPS = ("。", "\n", ". ", "！", "；")


def _sentence_of(text: str, match: re.Match[str]) -> tuple[int, int]:
    """Return where the sentence of a match begins and ends, roughly."""
    low, high = max(0, match.start() - _SENTENCE), min(len(text), match.end() + _SENTENCE)
    start = max(text.rfind(mark, low, match.start()) for mark in _STOPS)
    ends = [end for mark in _STOPS if (end := text.find(mark, match.end(), high)) >= 0]
    return max(start + 1, low), min(ends, default=high)


_SENTENCE = 160
_A_YEAR = re.compile(r"(?<![\d/〔\[(（.-])(20\d{2})(?=\s?年|[\s,.;:’'”\"]|$)(?!\s?(?:%|kg|t\b|MW|家|个|项|吨|万|亿))")


# 去年 and so on before a day or month: years from that of the page.
_YEARS_SAID = {"今年": 0, "去年": -1, "上年": -1, "明年": 1}
_MONTH_SAID = re.compile(r"(?P<said>今年|去年|上年|明年)\s?(?P<m>\d{1,2})\s?月(?!\s?\d{1,2}\s?[日号])")
WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def _months_said(text: str, published: str) -> Iterator[FoundDate]:
    """A month of this, last or next year: a month it stays."""
    for match in _MONTH_SAID.finditer(text) if published else ():
        if 1 <= int(match["m"]) <= 12:  # noqa: PLR2004 - months
            value = f"{int(published[:4]) + _YEARS_SAID[match['said']]}-{int(match['m']):02}"
            yield FoundDate(value, match[0], match.start(), inferred=True)
    for match in _MONTH_OF_YEAR.finditer(text) if published else ():
        month, year = _month(match["m"]), int(published[:4])
        said = (match["after"] or match["before"]).casefold()
        if match["before"]:
            # "last July" is that of the year before only where this year's has not been yet; else it may be either.
            known = month > int(published[5:7]) if said == "last" else month < int(published[5:7])
            if not known:
                continue
        value = f"{year + {'this': 0, 'last': -1, 'next': 1}[said]}-{month:02}"
        yield FoundDate(value, match[0], match.start(), inferred=True)


_MONTH_OF_YEAR = re.compile(
    rf"\b(?:(?P<before>last|next)\s{{1,9}})?{_M}(?!\w)(?(before)(?!\s\d)|\s{{1,9}}(?:of\s{{1,9}})?(?P<after>this|last|next)\s{{1,9}}year\b)",
    re.IGNORECASE,
)


def _year_beside(text: str, match: re.Match[str]) -> int:
    """Return the only year the sentence of a day without one names; 0 where it names none or several."""
    low, high = _sentence_of(text, match)
    years = {int(each) for each in _A_YEAR.findall(text[low:high])}
    if not _PLANNED.search(text, low, high):
        years |= {int(each["y"] or each["z"]) for each in _EVENT.finditer(text, low, high)}
    return years.pop() if len(years) == 1 else 0


def _of_year(match: re.Match[str], year: int) -> Iterator[FoundDate]:
    for day in (match["d"], match["d2"]):
        if day and (value := _iso(year, _month(match["m"]), int(day))):
            yield FoundDate(value, match[0], match.start(), inferred=True)


_ISO = 10
_NONE = FoundDate("", "", 0)


def _place(found: FoundDate) -> int:
    return found.at


def day_of(text: str) -> str:
    """Return the first full day in a text, or nothing."""
    found = re.match(r"\s{0,9}((?:19|20)\d{2}-\d{2}-\d{2})", text)
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
