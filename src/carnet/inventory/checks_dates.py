"""Dates and periods: real days, in order, inside the period of the study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.inventory import labels
from carnet.inventory.context import Context, day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from carnet.errors import Problem, Severity
    from carnet.inventory.labels import Fields

_FIRST_YEAR, _LAST_YEAR = 1990, 2100

# table → names of its date fields; the first two are a period where there are two.
_PERIODS = {
    "exchanges": ("period_from", "period_to"),
    "transport": ("period_from", "period_to"),
    "supplier_values": ("period_from", "period_to"),
    "certificates": ("vintage_from", "vintage_to"),
}
_SINGLE = {"certificates": ("cancelled_on",), "acceptances": ("on",)}
_STUDY = ("period_from", "period_to", "legal_date", "known_date")


def _dates(context: Context) -> Iterator[tuple[str, str, str]]:
    """Yield (pointer, field, text) of every date."""
    for name in _STUDY:
        yield f"/{name}", name, getattr(context.study, name)
    for table in (*_PERIODS, "acceptances"):
        for i, row in enumerate(getattr(context.study, table)):
            for name in (*_PERIODS.get(table, ()), *_SINGLE.get(table, ())):
                yield f"/{table}/{i}/{name}", name, getattr(row, name)


def dates(context: Context) -> Iterator[Problem]:
    """Every date is a day of the calendar within living memory."""
    for pointer, name, text in _dates(context):
        if not text:
            continue
        found = day(text)
        if found is None:
            yield context.found("STU-080", pointer, text[:30], **labels.field(name))
        elif not _FIRST_YEAR <= found.year <= _LAST_YEAR:
            yield context.found("STU-084", pointer, text, year=found.year)


def study_period(context: Context) -> Iterator[Problem]:
    """The study's own period is in order, and the dates asked for are not before the data."""
    study = context.study
    start, end = day(study.period_from), day(study.period_to)
    if start and end and start > end:
        yield context.found("STU-081", "/period_from", study.period_from, start=start, end=end)
    for name in ("legal_date", "known_date"):
        asked = day(getattr(study, name))
        if start and asked and asked < start and asked.year >= _FIRST_YEAR:
            about = labels.field(name)
            yield context.found("STU-085", f"/{name}", str(asked), severity="warning", start=start, **about)


def row_periods(context: Context) -> Iterator[Problem]:
    """The period of a row has two ends in order; data of a plant come from the study's period."""
    for table, (first, last) in _PERIODS.items():
        for i, row in enumerate(getattr(context.study, table)):
            texts = (getattr(row, first), getattr(row, last))
            pointer = f"/{table}/{i}/{first}"
            if table != "certificates" and bool(texts[0]) != bool(texts[1]):
                yield context.found("STU-082", pointer if texts[1] else f"/{table}/{i}/{last}")
                continue
            start, end = day(texts[0]), day(texts[1])
            if start is None or end is None:
                continue
            if start > end:
                yield context.found("STU-081", pointer, texts[0], start=start, end=end)
            elif table in {"exchanges", "transport"}:
                yield from _inside(context, pointer, start, end)


def _inside(context: Context, pointer: str, start: date, end: date) -> Iterator[Problem]:
    study_start, study_end = day(context.study.period_from), day(context.study.period_to)
    if study_start is None or study_end is None or study_start > study_end:
        return
    about: Fields = {"start": start, "end": end, "study_start": study_start, "study_end": study_end}
    if end < study_start or start > study_end:
        # Literature and illustrations borrow data of other years; a plant's own study does not.
        severity: Severity = "error" if context.study.status == "plant" else "warning"
        yield context.found("STU-083", pointer, str(start), severity=severity, **about)
    elif start < study_start or end > study_end:
        yield context.found("CHK-023", pointer, str(start), severity="warning", **about)


CHECKS = (dates, study_period, row_periods)
