"""When the open items of a checklist can be done: the earliest days, and the chain that sets the length.

Every item begins as soon as those it comes after are done; all others run beside each other. The days of the items are
planning assumptions, so are these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from carnet.quantity import decimal_string
from carnet.recognition.model import Requirement


@dataclass(frozen=True, slots=True)
class Step:
    """One open item: the days after the start at which it can begin and end. `critical`: it sets the length."""

    id: str
    begin: Fraction
    end: Fraction
    critical: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """The open items in the order of the checklist; `days` until all are done, `chain` what sets them, in order.

    `unstated`: items without days; they count as none, so `days` is then the least it can be.
    """

    steps: tuple[Step, ...]
    days: Fraction
    chain: tuple[str, ...]
    unstated: tuple[str, ...]


def schedule(wanted: Sequence[Requirement]) -> Schedule:
    """Return the earliest days of open items, the longest chain among them by the days stated.

    What an item comes after and is not among `wanted` counts as done. The order must have no circle (`rings`).
    """
    by_id = {each.id: each for each in wanted}
    ends: dict[str, Fraction] = {}
    led_by: dict[str, str] = {}
    todo = list(by_id)
    while todo:
        later = []
        for name in todo:
            before = [each for each in by_id[name].after if each in by_id]
            if any(each not in ends for each in before):
                later.append(name)
                continue
            if before:
                led_by[name] = max(before, key=lambda each: ends[each])
            ends[name] = (ends[led_by[name]] if before else Fraction(0)) + _days(by_id[name])
        if len(later) == len(todo):
            msg = "the order runs in a circle"
            raise ValueError(msg)
        todo = later
    last = max(by_id, key=lambda each: ends[each]) if by_id else ""
    chain = []
    while last:
        chain.append(last)
        last = led_by.get(last, "")
    chain.reverse()
    steps = tuple(Step(each, ends[each] - _days(by_id[each]), ends[each], each in chain) for each in by_id)
    return Schedule(steps, ends[chain[-1]] if chain else Fraction(0), tuple(chain), _unstated(wanted))


def rings(checklist: Sequence[Requirement]) -> tuple[tuple[str, ...], ...]:
    """Return what is left of a checklist when everything that can be done in some order is done: one circle or none."""
    open_ = {each.id: {a for a in each.after if any(a == one.id for one in checklist)} for each in checklist}
    while free := [name for name, before in open_.items() if not before & open_.keys()]:
        for name in free:
            del open_[name]
    if not open_:
        return ()
    ring = [next(iter(open_))]
    while True:
        following = min(open_[ring[-1]] & open_.keys())
        if following in ring:
            return (tuple(ring[ring.index(following) :]),)
        ring.append(following)


def days_text(days: Fraction) -> str:
    """Write days as a decimal string, whole where they are whole."""
    return str(days.numerator) if days.denominator == 1 else decimal_string(days, 1)


def _days(wanted: Requirement) -> Fraction:
    return Fraction(wanted.days) if _stated(wanted) else Fraction(0)


def _stated(wanted: Requirement) -> bool:
    return wanted.days.replace(".", "", 1).isdecimal()


def _unstated(wanted: Sequence[Requirement]) -> tuple[str, ...]:
    return tuple(each.id for each in wanted if not _stated(each))
