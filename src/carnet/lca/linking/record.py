"""One process sorted by what its exchanges do: reference, other functions, demands, credits, environment."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from carnet.lca.linking.report import Example

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.inventory.lci import LciDatabase, LciExchange, LciFlow, LciProcess
    from carnet.lca.linking.policy import LinkPolicy
    from carnet.lca.linking.report import Tally

CUT_MARK = "cutoff"


@dataclass(frozen=True, slots=True)
class Line:
    """An exchange with its flow."""

    exchange: LciExchange
    flow: LciFlow

    @property
    def is_function(self) -> bool:
        """A product made, or a waste taken: what a process is there for."""
        return (self.flow.kind == "product") != self.exchange.is_input


@dataclass(frozen=True, slots=True)
class Record:
    """A process in parts. `reference` is None where there is no usable one; `fault` then says why.

    `faults`: none, several, flow_missing, no_amount, zero, "". `others` are its further functions, `demands` the
    products it takes and the wastes it sends to treatment, `credits` avoided products, `nature` elementary flows.
    """

    process: LciProcess
    reference: Line | None
    fault: str
    others: tuple[Line, ...]
    demands: tuple[Line, ...]
    credits: tuple[Line, ...]
    nature: tuple[Line, ...]


def example(process: LciProcess, exchange: LciExchange | None, flow: LciFlow | None, detail: str = "") -> Example:
    """Make an example for the report."""
    name = flow.name if flow is not None else (exchange.flow if exchange is not None else "")
    place = exchange.place if exchange is not None else process.place
    return Example(process.id, process.name, name, place, detail)


def is_cut(flow: LciFlow) -> bool:
    """Say whether the author cut the flow off by intention."""
    return flow.name.strip().casefold().startswith(CUT_MARK) or any(
        part.casefold().startswith(CUT_MARK) for part in flow.path
    )


def sort_process(process: LciProcess, database: LciDatabase, policy: LinkPolicy, tally: Tally) -> Record:
    """Sort the exchanges of a process; what cannot be used is counted in `tally`, never dropped without a word."""
    flows = database.flows
    references = [e for e in process.exchanges if e.is_reference]
    reference, fault = _reference(references, flows)
    parts: dict[str, list[Line]] = {"others": [], "demands": [], "credits": [], "nature": []}
    for exchange in process.exchanges:
        if exchange.is_reference:
            continue
        flow = flows.get(exchange.flow)
        if flow is None:
            tally.add("broken_flow", exchange.flow, example(process, exchange, None, exchange.note))
        elif math.isnan(exchange.amount):
            tally.add("no_amount", flow.id, example(process, exchange, flow))
        elif exchange.amount == 0:
            tally.add("zero_rows", flow.id, example(process, exchange, flow))
        else:
            line = Line(exchange, _remapped(flow, flows, policy.remap))
            parts[_part(line)].append(line)
    if reference is not None:
        reference = replace(reference, flow=_remapped(reference.flow, flows, policy.remap))
    elif fault == "flow_missing":
        tally.add("broken_flow", references[0].flow, example(process, references[0], None, "reference"))
    return Record(process, reference, fault, *(tuple(parts[name]) for name in parts))


def _reference(references: list[LciExchange], flows: Mapping[str, LciFlow]) -> tuple[Line | None, str]:
    if len(references) != 1:
        return None, "several" if references else "none"
    exchange = references[0]
    flow = flows.get(exchange.flow)
    if flow is None:
        return None, "flow_missing"
    if math.isnan(exchange.amount):
        return None, "no_amount"
    return (None, "zero") if exchange.amount == 0 else (Line(exchange, flow), "")


def _remapped(flow: LciFlow, flows: Mapping[str, LciFlow], remap: Mapping[str, str]) -> LciFlow:
    """Return the product flow that an elementary flow stands for, where the policy says so."""
    if flow.kind != "elementary" or flow.id not in remap:
        return flow
    target = flows.get(remap[flow.id])
    return target if target is not None and target.kind != "elementary" else replace(flow, kind="product")


def _part(line: Line) -> str:
    if line.flow.kind == "elementary":
        return "nature"
    if line.exchange.avoided:
        return "credits"
    return "others" if line.is_function else "demands"
