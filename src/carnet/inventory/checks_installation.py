"""The rows of an installation: amounts that are decimals, days that exist, ids that point to something.

What the CBAM asks beyond that (evidence, periods, balances) is checked where it is calculated, with the rule it breaks.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from carnet.inventory import labels
from carnet.inventory.context import Context, close, day
from carnet.quantity import DECIMAL_REASONS, DecimalError, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from carnet.errors import Problem

ROWS = (
    "installation", "source_streams", "stream_shares", "production", "production_levels", "precursors",
    "precursor_uses", "cogeneration", "kilns", "heat_flows", "joint_products", "carbon_prices", "cbam_goods",
)  # fmt: skip
# What leaves a mass balance is negative, and so may be what is left of a process that hands more on than it burns.
# Stocks are told as opening less closing.
_SIGNED = frozenset(
    {("source_streams", "activity"), ("production", "direct"), ("kilns", "cement_stock"), ("kilns", "clinker_stock")}
)
_SHARES = frozenset(
    {
        "oxidation", "conversion", "biomass", "biomass_unproven", "collection_efficiency", "efficiency_heat",
        "efficiency_power", "reference_heat", "reference_power", "manganese", "chromium", "nickel", "other_alloys",
        "other_materials", "pre_consumer_scrap", "non_aluminium", "clinker", "concentration", "nitric_acid", "urea",
        "nitrogen", "nitrogen_ammonium", "nitrogen_nitrate", "nitrogen_urea", "nitrogen_organic", "price_share",
        "rebate_share", "share", "oxygen", "efficiency", "caco3", "mgco3", "feco3", "calcination", "cao", "mgo",
        "organic_carbon", "clinker_ratio",
    }
)  # fmt: skip
# table, field, and the table whose ids it names ("precursors": what is bought or made here)
_POINTERS = (
    ("source_streams", "process", "production"),
    ("stream_shares", "stream", "source_streams"),
    ("stream_shares", "process", "production"),
    ("source_streams", "generation", "cogeneration"),
    ("production", "heat_in_chp", "cogeneration"),
    ("production", "electricity_chp", "cogeneration"),
    ("production", "electricity_out_chp", "cogeneration"),
    ("kilns", "process", "production"),
    ("heat_flows", "process", "production"),
    ("heat_flows", "chp", "cogeneration"),
    ("joint_products", "process", "production"),
    ("joint_products", "to", "production"),
    ("production_levels", "of", "precursors"),
    ("precursor_uses", "source", "precursors"),
    ("precursor_uses", "process", "production"),
    ("carbon_prices", "of", "precursors"),
    ("cbam_goods", "process", "production"),
)
_CN = re.compile(r"[0-9]{8}(?:[0-9]{2})?")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


def _fields(context: Context, kind: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield (table, pointer, field, text) of every given field of one kind."""
    for table in ROWS:
        for i, row in enumerate(getattr(context.study, table)):
            for field in dataclasses.fields(row):
                text = getattr(row, field.name)
                if field.type == kind and text:
                    yield table, f"/{table}/{i}/{field.name}", field.name, text


def amounts(context: Context) -> Iterator[Problem]:
    """Amounts are decimals, not negative but for what leaves a mass balance; a share lies between 0 and 1."""
    for table, pointer, name, text in _fields(context, "Dec"):
        try:
            value = parse_decimal(text)
        except DecimalError as error:
            why = DECIMAL_REASONS[error.reason]
            about = labels.field(name)
            yield context.found("STU-040", pointer, text[:60], why_zh=why.zh, why_en=why.en, **about)
            continue
        if value < 0 and (table, name) not in _SIGNED:
            yield context.found("STU-041", pointer, text[:60], **labels.field(name))
        elif name in _SHARES and value > 1 and (table, name) != ("source_streams", "concentration"):
            yield context.found("STU-103", pointer, text[:60], **labels.field(name))


def days(context: Context) -> Iterator[Problem]:
    """A day is one of the calendar."""
    for _, pointer, name, text in _fields(context, "Day"):
        found = day(text)
        if found is None:
            yield context.found("STU-080", pointer, text[:30], **labels.field(name))
        elif not _FIRST_YEAR <= found.year <= _LAST_YEAR:
            yield context.found("STU-084", pointer, text, year=found.year)


def _unknown(context: Context, pointer: str, value: str, table: str, ids: Iterable[str]) -> Iterator[Problem]:
    known = list(ids)
    if value and value not in known:
        yield context.found("STU-024", pointer, value, close(value, known), **labels.table(table))


def references(context: Context) -> Iterator[Problem]:
    """Processes, streams, precursors and cogeneration that are named exist."""
    study = context.study
    made = [row.id for row in study.production]
    known = {
        "production": made,
        "source_streams": [row.id for row in study.source_streams],
        "cogeneration": [row.id for row in study.cogeneration],
        "precursors": [*made, *(row.id for row in study.precursors)],
    }
    for table, name, target in _POINTERS:
        for i, row in enumerate(getattr(study, table)):
            yield from _unknown(context, f"/{table}/{i}/{name}", getattr(row, name), target, known[target])
    for i, row in enumerate(study.precursors):
        if row.id in made:
            first = context.at(f"/production/{made.index(row.id)}/id")
            about = labels.table("precursors")
            yield context.found("STU-022", f"/precursors/{i}/id", row.id, count=2, first=first, **about)
    if len(study.installation) > 1:
        yield context.found("STU-105", "/installation/1", study.installation[1].id, count=len(study.installation))


def words(context: Context) -> Iterator[Problem]:
    """Categories within a process are of the list; CN codes have 8 or 10 digits."""
    for i, process in enumerate(context.study.production):
        for k, category in enumerate(process.includes):
            if category not in labels.CATEGORIES:
                offered = dict.fromkeys((*close(category, labels.CATEGORIES), *labels.CATEGORIES))
                pointer = f"/production/{i}/includes/{k}"
                yield context.found("STU-021", pointer, category, offered, **labels.field("category"))
    for i, good in enumerate(context.study.cbam_goods):
        if not good.cn:
            yield context.found("STU-020", f"/cbam_goods/{i}/cn", **labels.field("cn"))
    for table in ("cbam_goods", "precursors", "production"):
        for i, row in enumerate(getattr(context.study, table)):
            if row.cn and not _CN.fullmatch(row.cn):
                yield context.found("STU-104", f"/{table}/{i}/cn", row.cn)


def countries(context: Context) -> Iterator[Problem]:
    """Countries by ISO 3166-1."""
    rows = [
        ("installation", i, row, ("country", "verifier_country")) for i, row in enumerate(context.study.installation)
    ]
    rows += [("precursors", i, row, ("country",)) for i, row in enumerate(context.study.precursors)]  # type: ignore[misc]
    for table, i, row, names in rows:
        for name in names:
            code = getattr(row, name)
            if code and code not in context.countries.countries:
                yield context.found("STU-026", f"/{table}/{i}/{name}", code, context.countries.candidates(code))


CHECKS = (amounts, days, references, words, countries)
