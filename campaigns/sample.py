"""A small study that goes through everything, and packs of it: what the campaigns attack."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from carnet.errors import Place
from carnet.factors import FactorSet, factor_set
from carnet.inventory.model import Places
from carnet.keys import FileKey
from carnet.service import datasets
from carnet.service.bridges import bridge_of
from carnet.service.calculate import Calculated, calculate, resolve_all
from carnet.service.packs import build_pack
from carnet.service.studies import OpenStudy, open_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

SIGNED_AT = "2026-11-22T09:00:00Z"
REPORTS = {lang: f"%PDF-1.7\n% a report in {lang}\n%%EOF\n".encode() for lang in ("zh", "en")}
REGIMES = ("iso14067", "gbt24067")


def exchange(name: str, role: str, flow: str, amount: str, unit: str, **more: str) -> dict[str, str]:
    """One row of activity data of the only process; inputs unless the role says otherwise."""
    out = {"reference", "emission", "co_product", "waste"}
    row = {"id": name, "process": "rolling", "direction": "out" if role in out else "in", "role": role, "flow": flow}
    return {**row, "amount": amount, "unit": unit, "document": f"meter {name}", "data_kind": "measured", **more}


STUDY: dict[str, Any] = {
    "schema": "carnet-study/1",
    "id": "small",
    "version": "1",
    "title": {"zh": "小研究", "en": "Small study"},
    "status": "plant",
    "country": "CN",
    "period_from": "2023-01-01",
    "period_to": "2023-12-31",
    "legal_date": "2026-11-22",
    "known_date": "2026-11-22",
    "product": {
        "name": {"zh": "热轧卷", "en": "Hot-rolled coil"}, "process": "rolling", "flow": "hot_rolled_coil",
        "amount": "1", "unit": "t", "cn_codes": ["7208"],
    },
    "processes": [{"id": "rolling", "name": {"zh": "轧制", "en": "Rolling"}, "tags": ["hot_rolling"]}],
    "exchanges": [
        exchange("coil", "reference", "hot_rolled_coil", "1000", "kg"),
        exchange("power", "electricity", "electricity", "91.5", "kWh", contract="grid"),
        exchange("lime", "purchased", "quicklime", "12.5", "kg"),
        exchange("co2", "emission", "CO2", "57.25", "kg", origin="fossil"),
        exchange("ch4", "emission", "CH4", "0.003", "kg", origin="fossil", source="log"),
    ],
    "contracts": [{"id": "grid", "kind": "grid", "country": "CN", "document": "bill 7"}],
    "sources": [{"id": "log", "citation": "Works log 2023", "locator": "page 3"}],
}  # fmt: skip


def salt_of(name: str) -> bytes:
    """A salt that is the same every time: for tests, never for a pack that leaves the house."""
    return hashlib.sha256(name.encode()).digest()[:16]


def fixed_key(label: str = "DEMO", seed: bytes = b"campaign") -> FileKey:
    """A key that is the same every time."""
    return FileKey(label, Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed).digest()))


@cache
def small_study() -> OpenStudy:
    """The study, as if its values had stood in a workbook."""
    opened = open_bytes(json.dumps(STUDY, ensure_ascii=False).encode(), "small.json")
    places = {
        f"/exchanges/{index}/amount": Place(sheet="Data", cell=f"F{index + 5}")
        for index in range(len(opened.study.exchanges))
    }
    return replace(opened, places=Places(places))


@cache
def small_factors() -> FactorSet:
    """The shipped factors of the flows the study buys, so that the pack stays small and quick to attack."""
    bought = {row["flow"] for row in STUDY["exchanges"] if row["role"] in {"electricity", "purchased"}}
    return factor_set(record for record in datasets.shipped_factors().records if record.flow in bought)


@cache
def small_results(regimes: Sequence[str] = REGIMES) -> tuple[Calculated, ...]:
    """Its results."""
    opened = small_study()
    return tuple(calculate(opened, resolve_all(opened, list(regimes)), factors=small_factors()))


@cache
def small_bridges() -> tuple[dict[str, object], ...]:
    """The bridge between them."""
    one, two = small_results()
    return (bridge_of(small_study(), one, two, small_factors()),)


@cache
def small_pack(label: str = "DEMO") -> bytes:
    """Its pack: always the same bytes."""
    return build_pack(
        small_study(), small_results(), small_bridges(), REPORTS, fixed_key(label), salt_of, SIGNED_AT,
        factors=small_factors(),
    )  # fmt: skip
