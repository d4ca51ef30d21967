"""Dates as the law states them: a day, or the later of days and of acts' entry into force plus months.

An act that has not entered into force has no day; a rule that rests on it gives `NOT_YET`, which is after every day,
so that nothing begins before its act does.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from carnet.errors import Place, Text

Day = str
NOT_YET: Day = "9999-12-31"
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Act:
    """An act whose entry into force other dates hang on. `day` is "" while it is not in force; newest `known` holds."""

    id: str
    title: Text
    day: Day
    known: Day
    status: str
    source: str
    clause: str
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class DatePart:
    """One of the days of a rule: `day`, or `months` after the entry into force of `act`."""

    day: Day = ""
    act: str = ""
    months: int = 0


@dataclass(frozen=True, slots=True)
class DateRule:
    """The latest of its parts."""

    later_of: tuple[DatePart, ...]

    def acts(self) -> tuple[str, ...]:
        """The ids of the acts it rests on."""
        return tuple(dict.fromkeys(part.act for part in self.later_of if part.act))


def day_of(rule: DateRule, acts: Iterable[Act], known: Day = NOT_YET) -> tuple[Day, Day]:
    """The day a rule gives, and the last day on which something it rests on became known.

    Args:
        rule: the rule.
        acts: the acts it may name, in any number of editions.
        known: only editions known by then count.

    Returns:
        (day, known since); the day is `NOT_YET` while an act of the rule is not in force.
    """
    editions: dict[str, Act] = {}
    for act in acts:
        if act.known <= known and (act.id not in editions or editions[act.id].known <= act.known):
            editions[act.id] = act
    days, since = [], ""
    for part in rule.later_of:
        if not part.act:
            days.append(part.day)
            continue
        act_now = editions.get(part.act)
        days.append(add_months(act_now.day, part.months) if act_now and act_now.day else NOT_YET)
        since = max(since, act_now.known if act_now and act_now.day else "")
    return max(days), since


def add_months(day: Day, months: int) -> Day:
    """The same day some months later; the last day of the month where that month is shorter."""
    start = date.fromisoformat(day)
    year, month = divmod(start.year * _MONTHS_A_YEAR + start.month - 1 + months, _MONTHS_A_YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).isoformat()


def rule_words(rule: DateRule, titles: Mapping[str, Text]) -> Text:
    """A rule in words: ``the later of 2025-02-18 and 12 months after … enters into force``."""
    zh, en = [], []
    for part in rule.later_of:
        if part.act:
            title = titles.get(part.act, Text(part.act, part.act))
            zh.append(f"《{title.zh}》生效后 {part.months} 个月")
            en.append(f"{part.months} months after {title.en} enters into force")
        else:
            zh.append(part.day)
            en.append(part.day)
    return Text("以下各项中较晚者：" + "；".join(zh), "the later of " + " and ".join(en))
