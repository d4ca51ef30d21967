"""Fields one by one: given at all, one of the allowed, well formed; identifiers once each."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.inventory import installation, labels, model
from carnet.inventory.context import TABLES, Context, close
from carnet.quantity import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carnet.errors import Problem

TECHNOLOGIES = ("coal", "gas", "oil", "hydro", "nuclear", "wind", "solar_pv", "biomass", "geothermal", "waste", "mix")
# `modelled`: own generation whose fuel is a line of the study, so that it is counted where the fuel is burnt.
CONTRACT_TECHNOLOGIES = (*TECHNOLOGIES, "modelled")
BOUNDARIES = ("cradle_to_gate", "gate_to_gate", "cradle_to_grave")
GWP_SETS = (
    "AR4", "AR5", "AR5_feedback", "AR6", "EF3.0", "EF3.1", "EN15804_EF3.0", "EN15804_EF3.1", "co2_only", "unknown",
)  # fmt: skip
DIRECT_CO2 = ("reported", "carbon_balance")
YES_NO = ("yes", "no")

# (table, field) → allowed values; a field with a default may also be empty.
CHOICES: dict[tuple[str, str], tuple[str, ...]] = {
    ("", "status"): model.STATUSES,
    ("processes", "stage"): model.STAGES,
    ("processes", "direct_co2"): DIRECT_CO2,
    ("exchanges", "direction"): model.DIRECTIONS,
    ("exchanges", "role"): model.ROLES,
    ("exchanges", "origin"): model.ORIGINS,
    ("exchanges", "scrap_kind"): model.SCRAP_KINDS,
    ("exchanges", "data_kind"): model.DATA_KINDS,
    ("exchanges", "excluded"): YES_NO,
    ("exchanges", "fate"): model.FATES,
    ("contracts", "kind"): model.CONTRACT_KINDS,
    ("contracts", "technology"): CONTRACT_TECHNOLOGIES,
    ("contracts", "delivery"): YES_NO,
    ("contracts", "instruments"): model.INSTRUMENTS,
    ("certificates", "technology"): TECHNOLOGIES,
    ("certificates", "matching"): model.MATCHING,
    ("transport", "mode"): model.TRANSPORT_MODES,
    ("supplier_values", "boundary"): BOUNDARIES,
    ("supplier_values", "gwp_set"): GWP_SETS,
    ("supplier_values", "verified"): YES_NO,
    ("supplier_values", "statistic"): model.STATISTICS,
    ("source_streams", "method"): installation.STREAM_METHODS,
    ("source_streams", "activity_unit"): installation.STREAM_UNITS,
    ("source_streams", "ef_unit"): installation.EF_UNITS,
    ("source_streams", "gas"): ("CO2", "N2O"),
    ("source_streams", "factor_kind"): installation.FACTOR_KINDS,
    ("kilns", "method"): installation.KILN_METHODS,
    ("kilns", "factor_kind"): installation.FACTOR_KINDS,
    ("heat_flows", "direction"): installation.HEAT_DIRECTIONS,
    ("heat_flows", "origin"): installation.HEAT_ORIGINS,
    ("production", "category"): tuple(labels.CATEGORIES),
    ("production", "electricity_source"): installation.ELECTRICITY_SOURCES,
    ("precursors", "category"): tuple(labels.CATEGORIES),
    ("precursors", "basis"): installation.VALUE_SOURCES,
    ("precursors", "electricity_basis"): installation.VALUE_SOURCES,
    ("precursors", "electricity_source"): installation.ELECTRICITY_SOURCES,
}
# A property may be a bare interval; an acceptance may confirm without a value; a boundary has its own message.
MAY_BE_EMPTY = frozenset({("properties", "value"), ("acceptances", "value"), ("supplier_values", "boundary")})
_NEVER_EMPTY = frozenset({("processes", "stage"), ("processes", "direct_co2"), ("supplier_values", "verified")})
UNION = "EU"  # a market, no country
_OF_UNION = ("/contracts/", "/processes/")  # the grid and the place of use and end of life may be the Union's
_BAD_ID = re.compile(r"[\s/\\]")
_COMMODITY = re.compile(r"[0-9]{4}(?:[0-9]{2}){0,2}")
_SCORE = re.compile(r"[1-5]")


def _records(context: Context) -> Iterator[tuple[str, str, object]]:
    """Yield (table, pointer of the record, record), the study itself and its product first."""
    yield "", "", context.study
    yield "product", "/product", context.study.product
    for table, position, row in context.rows():
        yield table, f"/{table}/{position}", row


def required(context: Context) -> Iterator[Problem]:
    """A field without a default in the model has to be given."""
    for table, pointer, record in _records(context):
        for field in dataclasses.fields(record):  # type: ignore[arg-type]
            given = getattr(record, field.name)
            needed = field.default is dataclasses.MISSING or (table, field.name) in _NEVER_EMPTY
            if needed and (table, field.name) not in MAY_BE_EMPTY and given in ("", Text("", "")):
                yield context.found("STU-020", f"{pointer}/{field.name}", **labels.field(field.name))


def choices(context: Context) -> Iterator[Problem]:
    """A field with a closed vocabulary holds a word of it."""
    for table, pointer, record in _records(context):
        for (owner, name), allowed in CHOICES.items():
            if owner != table:
                continue
            value = getattr(record, name)
            if value and value not in allowed:
                # Few words, and the nearest is not always the one meant: show them all.
                offered = dict.fromkeys((*close(value, allowed), *allowed))
                yield context.found("STU-021", f"{pointer}/{name}", value, offered, **labels.field(name))


def identifiers(context: Context) -> Iterator[Problem]:
    """An id is used once per table and holds neither space nor slash."""
    if _BAD_ID.search(context.study.id):
        yield context.found("STU-023", "/id", context.study.id)
    for table in TABLES:
        first: dict[str, int] = {}
        rows = getattr(context.study, table)
        ids = [getattr(row, "id", "") for row in rows]
        for position, row_id in enumerate(ids):
            pointer = f"/{table}/{position}/id"
            if _BAD_ID.search(row_id):
                yield context.found("STU-023", pointer, row_id)
            if row_id in first:
                earlier = context.at(f"/{table}/{first[row_id]}/id")
                count = ids.count(row_id)
                yield context.found("STU-022", pointer, row_id, count=count, first=earlier, **labels.table(table))
            elif row_id:
                first[row_id] = position


def format_version(context: Context) -> Iterator[Problem]:
    """The study says which version of the model it was written in."""
    if context.study.schema != model.SCHEMA:
        yield context.found("STU-017", "/schema", context.study.schema, (model.SCHEMA,), expected=model.SCHEMA)


def countries(context: Context) -> Iterator[Problem]:
    """Countries by ISO 3166-1, regions by the country's own code."""
    study = context.study
    named = [("/country", study.country, "/region", study.region)]
    named += [
        (f"/contracts/{i}/country", c.country, f"/contracts/{i}/region", c.region)
        for i, c in enumerate(study.contracts)
    ]
    named += [(f"/certificates/{i}/country", c.country, "", "") for i, c in enumerate(study.certificates)]
    named += [(f"/processes/{i}/country", p.country, "", "") for i, p in enumerate(study.processes)]
    named += [(f"/exchanges/{i}/country", e.country, "", "") for i, e in enumerate(study.exchanges)]
    if study.product.market != UNION:
        named.append(("/product/market", study.product.market, "", ""))
    for pointer, country, region_pointer, region in named:
        union = country == UNION and pointer.startswith(_OF_UNION)
        if country and country not in context.countries.countries and not union:
            yield context.found("STU-026", pointer, country, context.countries.candidates(country))
        own = country or study.country
        if region and own in context.countries.countries and not _is_region(context, region, own):
            offered = context.countries.region_candidates(region, own)
            yield context.found("STU-027", region_pointer, region, offered, country=own)


def _is_region(context: Context, region: str, country: str) -> bool:
    return region in context.countries.regions and region.startswith(f"{country}-")


def codes(context: Context) -> Iterator[Problem]:
    """Commodity codes have 4, 6 or 8 digits; scores run from 1 to 5."""
    listed = [("/product", context.study.product.cn_codes)]
    listed += [(f"/flows/{i}", flow.cn_codes) for i, flow in enumerate(context.study.flows)]
    for pointer, found in listed:
        for position, code in enumerate(found):
            if not _COMMODITY.fullmatch(code):
                yield context.found("STU-028", f"{pointer}/cn_codes/{position}", code)
    for position, exchange in enumerate(context.study.exchanges):
        for name in ("technology_dq", "geography_dq", "time_dq", "precision_dq"):
            score = getattr(exchange, name)
            if score and not _SCORE.fullmatch(score):
                yield context.found("STU-029", f"/exchanges/{position}/{name}", score, **labels.field(name))


def own_flows(context: Context) -> Iterator[Problem]:
    """A flow of the study's own has a known kind, and does not quietly change one of the shared list."""
    for position, flow in enumerate(context.study.flows):
        if flow.kind and flow.kind not in KINDS:
            yield context.found("STU-031", f"/flows/{position}/kind", flow.id, close(flow.kind, KINDS), kind=flow.kind)
            continue
        shared = context.shared.get(flow.id)
        if shared is not None and flow.kind and shared.kind != flow.kind:
            own, other = KINDS[flow.kind].name, KINDS[shared.kind].name
            yield context.found(
                "STU-030", f"/flows/{position}/id", flow.id, severity="warning", own_zh=own.zh, own_en=own.en,
                shared_zh=other.zh, shared_en=other.en,
            )  # fmt: skip


CHECKS = (format_version, required, choices, identifiers, countries, codes, own_flows)
