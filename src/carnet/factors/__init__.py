"""Emission factors: what each one says, where it comes from, and which one stands where.

What lives here: the factor record, the factor set with its strict loader, the selection with its explained
fallback chain, the digest of a record and of a set.
May touch: `carnet.quantity`, `carnet.errors`, `carnet.canonical`; it gets parsed text, never files.
Must not: put a factor of one kind in place of another kind, let another flow stand in, use a superseded or
expired record, or choose by anything that depends on the order of the files.
Ways in: `parse_factors`, `FactorSet`, `FactorRequest`, `select`, `record_digest`, `snapshot_digest`.
Invariants: every record is cited, dated, placed and licensed for redistribution; the same set and request
give the same record and the same explanation; no record means a named gap.
"""

from __future__ import annotations

from carnet.factors.geography import GROUPS, group_of
from carnet.factors.load import FactorSet, factor_set, parse_factors
from carnet.factors.record import KINDS, REDISTRIBUTION, STATUSES, FactorRecord, GasShare
from carnet.factors.select import FactorRequest, Selection, Step, select
from carnet.factors.snapshot import record_digest, record_json, snapshot, snapshot_digest

__all__ = [
    "GROUPS",
    "KINDS",
    "REDISTRIBUTION",
    "STATUSES",
    "FactorRecord",
    "FactorRequest",
    "FactorSet",
    "GasShare",
    "Selection",
    "Step",
    "factor_set",
    "group_of",
    "parse_factors",
    "record_digest",
    "record_json",
    "select",
    "snapshot",
    "snapshot_digest",
]
