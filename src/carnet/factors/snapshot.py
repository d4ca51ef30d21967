"""Digests: a record and a set of records are named by what they say."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from carnet.canonical import digest
from carnet.factors.record import FactorRecord, GasShare

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT = "carnet-factors/1"


def record_json(record: FactorRecord) -> dict[str, object]:
    """Return a record as JSON values: all fields but the empty ones, text in both languages, amounts as written."""
    result: dict[str, object] = {}
    for field in fields(FactorRecord):
        value = getattr(record, field.name)
        if field.name == "name":
            result["name"] = record.name.json()
        elif field.name == "gases":
            if record.gases:
                result["gases"] = [_gas_json(gas) for gas in record.gases]
        elif value not in ("", 0):
            result[field.name] = value
    return result


def record_digest(record: FactorRecord) -> str:
    """Return ``sha256:…`` of the canonical JSON of one record."""
    return digest(record_json(record))


def snapshot(records: Iterable[FactorRecord]) -> dict[str, object]:
    """Return the snapshot of a set: the digest of every record by id; the order of the records does not matter."""
    return {"format": FORMAT, "records": {record.id: record_digest(record) for record in records}}


def snapshot_digest(records: Iterable[FactorRecord]) -> str:
    """Return ``sha256:…`` of the snapshot of a set."""
    return digest(snapshot(records))


def _gas_json(gas: GasShare) -> dict[str, str]:
    return {"gas": gas.gas, "origin": gas.origin, "mass": gas.mass}
