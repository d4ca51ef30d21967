"""The data sets a figure was made from, as JSON and back: factors, GWP sets, flows.

A pack carries them whole, not only the records that were used: which record is chosen depends on those that were not.
So a pack can be recomputed on a machine whose own data sets have long moved on. Regimes have their own JSON in
`carnet.regime`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from carnet.canonical import digest
from carnet.errors import Text
from carnet.factors import FactorRecord, FactorSet, GasShare, factor_set, record_digest, record_json
from carnet.factors.snapshot import FORMAT
from carnet.impact import GwpSet
from carnet.impact.gwp import Provenance
from carnet.inventory.flows import FlowList, flow_list
from carnet.inventory.model import Flow
from carnet.quantity import exact_string, parse_exact

if TYPE_CHECKING:
    from collections.abc import Mapping

GWP_SCHEMA = "carnet-gwp/1"
FLOWS_SCHEMA = "carnet-flows/1"
OPEN = ("allowed", "share_alike")


@dataclass(frozen=True, slots=True)
class FactorPart:
    """The factors as a pack gives them: the records, and the digests of those a licence forbids to pass on."""

    factors: FactorSet
    withheld: Mapping[str, str]

    @property
    def digest(self) -> str:
        """The digest of the whole snapshot, withheld records included."""
        named = {record.id: record_digest(record) for record in self.factors.records}
        return digest({"format": FORMAT, "records": {**named, **self.withheld}})


def factors_json(factors: FactorSet) -> dict[str, object]:
    """Return all records that may be passed on, and the digests of those that may not."""
    free = [record for record in factors.records if record.redistribution in OPEN]
    closed = {record.id: record_digest(record) for record in factors.records if record.redistribution not in OPEN}
    written: dict[str, object] = {"format": FORMAT, "records": [record_json(record) for record in free]}
    return {**written, "withheld": closed} if closed else written


def read_factors(data: Mapping[str, Any]) -> FactorPart:
    """Read what `factors_json` wrote.

    Raises:
        KeyError, TypeError, ValueError: the data has another form.
    """
    return FactorPart(factor_set(_record(item) for item in data["records"]), dict(data.get("withheld", {})))


def _record(item: Mapping[str, Any]) -> FactorRecord:
    gases = tuple(GasShare(**gas) for gas in item.get("gases", ()))
    record = FactorRecord(**{**item, "name": Text(**item["name"]), "gases": gases})
    for field in fields(FactorRecord):
        value = getattr(record, field.name)
        if field.type in {"str", "int"} and type(value).__name__ != field.type:
            message = f"{field.name} of {record.id} is no {field.type}"
            raise TypeError(message)
    return record


def gwp_json(sets: Mapping[str, GwpSet]) -> dict[str, object]:
    """Return GWP sets with source and status of every value; a value is a fraction in lowest terms."""
    return {"schema": GWP_SCHEMA, "sets": {name: _set_json(found) for name, found in sorted(sets.items())}}


def _set_json(found: GwpSet) -> dict[str, object]:
    values = []
    for (gas, origin), value in sorted(found.values.items()):
        row = {"gas": gas, "origin": origin, "value": exact_string(value)}
        said = found.provenance.get((gas, origin))
        if said is not None:
            row |= {"source": said.source, "locator": said.locator, "status": said.status, "via": said.via}
        values.append(row)
    item: dict[str, object] = {"name": found.name.json(), "others_zero": found.others_zero, "values": values}
    return {**item, "left_out": list(found.left_out)} if found.left_out else item


def read_gwp(data: Mapping[str, Any]) -> dict[str, GwpSet]:
    """Read what `gwp_json` wrote.

    Raises:
        KeyError, TypeError, ValueError: the data has another form.
    """
    return {name: _set(name, item) for name, item in data["sets"].items()}


def _set(name: str, item: Mapping[str, Any]) -> GwpSet:
    values = {(row["gas"], row["origin"]): parse_exact(row["value"]) for row in item["values"]}
    provenance = {
        (row["gas"], row["origin"]): Provenance(row["source"], row["locator"], row["status"], row["via"])
        for row in item["values"]
        if "source" in row
    }
    return GwpSet(
        name, values, Text(**item["name"]), provenance, bool(item["others_zero"]), tuple(item.get("left_out", ()))
    )


def flows_json(flows: FlowList) -> dict[str, object]:
    """Return the shared list of flows, in its order."""
    return {
        "schema": FLOWS_SCHEMA,
        "flows": [
            {
                "id": flow.id, "name": flow.name.json(), "kind": flow.kind, "unit": flow.unit, "tags": list(flow.tags),
                "synonyms": list(flow.synonyms), "cn_codes": list(flow.cn_codes), "default_scope": flow.default_scope,
            }
            for flow in flows.flows
        ],
    }  # fmt: skip


def read_flows(data: Mapping[str, Any]) -> FlowList:
    """Read what `flows_json` wrote.

    Raises:
        KeyError, TypeError, ValueError: the data has another form.
    """
    lists = ("tags", "synonyms", "cn_codes")
    return flow_list(
        Flow(**{**item, "name": Text(**item["name"]), **{name: tuple(item[name]) for name in lists}})
        for item in data["flows"]
    )
