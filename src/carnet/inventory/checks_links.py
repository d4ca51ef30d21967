"""What points to what: references by id, roles and directions, providers, the way of each process to the product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.inventory import labels
from carnet.inventory.context import DIRECTION_OF, Context, close
from carnet.inventory.model import AFTER_GATE
from carnet.inventory.scaling import groups
from carnet.quantity import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from carnet.errors import Problem
    from carnet.inventory.model import Exchange

_WITH_PROVIDER = frozenset({"intermediate", "electricity"})  # the latter for what a process of the study generates
_CARBON_GASES = frozenset({"CO2", "CH4", "CO"})
_ELEMENTARY_KINDS = frozenset({"gas_mass", "product_mass", "liquid_volume", "gas_volume"})
MATERIAL_FLOWS = ("flow", "virgin", "recycled", "recycling", "substituted", "energy_recovery", "disposal")
ELECTRICITY_TARGET = "electricity:"  # a factor choice may name a contract as electricity:<contract>


def _unknown(context: Context, pointer: str, value: str, table: str, ids: Iterable[str]) -> Iterator[Problem]:
    known = list(ids)
    if value and value not in known:
        yield context.found("STU-024", pointer, value, close(value, known), **labels.table(table))


def _unknown_flow(context: Context, pointer: str, value: str) -> Iterator[Problem]:
    if value and context.flows.get(value) is None:
        yield context.found("STU-025", pointer, value, context.flows.candidates(value))


def references(context: Context) -> Iterator[Problem]:
    """Every id that is named exists; where not, what was probably meant."""
    study = context.study
    sources = [source.id for source in study.sources]
    yield from _unknown(context, "/product/process", study.product.process, "processes", context.processes)
    yield from _unknown_flow(context, "/product/flow", study.product.flow)
    for i, line in enumerate(study.exchanges):
        row = f"/exchanges/{i}"
        yield from _unknown(context, f"{row}/process", line.process, "processes", context.processes)
        yield from _unknown_flow(context, f"{row}/flow", line.flow)
        yield from _unknown(context, f"{row}/provider", line.provider, "processes", context.processes)
        yield from _unknown(context, f"{row}/contract", line.contract, "contracts", context.contracts)
        yield from _unknown(context, f"{row}/source", line.source, "sources", sources)
    certificates = [certificate.id for certificate in study.certificates]
    for i, contract in enumerate(study.contracts):
        for k, certificate in enumerate(contract.certificates):
            pointer = f"/contracts/{i}/certificates/{k}"
            yield from _unknown(context, pointer, certificate, "certificates", certificates)
    for i, leg in enumerate(study.transport):
        yield from _unknown(context, f"/transport/{i}/exchange", leg.exchange, "exchanges", context.exchanges)
        yield from _unknown(context, f"/transport/{i}/source", leg.source, "sources", sources)
    for i, value in enumerate(study.supplier_values):
        yield from _unknown(context, f"/supplier_values/{i}/exchange", value.exchange, "exchanges", context.exchanges)
    for i, item in enumerate(study.properties):
        yield from _unknown_flow(context, f"/properties/{i}/flow", item.flow)
        yield from _unknown(context, f"/properties/{i}/source", item.source, "sources", sources)
    targets = {*context.exchanges, *(f"{ELECTRICITY_TARGET}{c}" for c in context.contracts)}
    for i, choice in enumerate(study.factor_choices):
        if choice.target not in targets:
            yield from _unknown_flow(context, f"/factor_choices/{i}/target", choice.target)


def material_references(context: Context) -> Iterator[Problem]:
    """The same for materials."""
    sources = [source.id for source in context.study.sources]
    for i, material in enumerate(context.study.materials):
        yield from _unknown(context, f"/materials/{i}/exchange", material.exchange, "exchanges", context.exchanges)
        yield from _unknown(context, f"/materials/{i}/source", material.source, "sources", sources)
        for name in MATERIAL_FLOWS:
            yield from _unknown_flow(context, f"/materials/{i}/{name}", getattr(material, name))


def roles(context: Context) -> Iterator[Problem]:
    """A role goes one way, and the fields that belong to a role stand with it."""
    for i, line in enumerate(context.study.exchanges):
        row = f"/exchanges/{i}"
        right = DIRECTION_OF.get(line.role)
        if right and line.direction in {"in", "out"} and line.direction != right:
            yield context.found("STU-062", f"{row}/direction", line.direction, (right,), role=line.role, right=right)
        if line.provider and line.role in DIRECTION_OF and line.role not in _WITH_PROVIDER:
            yield context.found("STU-066", f"{row}/provider", line.provider, role=line.role)
        kind = context.kind(line.flow)
        if line.role == "electricity":
            if not line.contract:
                yield context.found("STU-070", f"{row}/contract", "", context.contracts)
            if kind and kind != "electricity":
                yield context.found("STU-072", f"{row}/flow", line.flow, flow=line.flow)
        elif kind == "electricity" and line.role in {"purchased", "intermediate", "waste"}:
            yield from _electricity_elsewhere(context, row, line)
        if line.role in {"emission", "resource", "captured"}:
            yield from _elementary(context, row, line, kind)


def _electricity_elsewhere(context: Context, row: str, line: Exchange) -> Iterator[Problem]:
    # Transmission losses are bought as a service of their own and follow no electricity rule.
    if "electricity" in context.tags(line.flow):
        yield context.found("STU-071", f"{row}/role", line.role, ("electricity",), flow=line.flow, role=line.role)


def _elementary(context: Context, row: str, line: Exchange, kind: str) -> Iterator[Problem]:
    if kind and kind not in _ELEMENTARY_KINDS:
        name = KINDS[kind].name if kind in KINDS else Text(kind, kind)
        yield context.found("STU-074", f"{row}/flow", line.flow, flow=line.flow, kind_zh=name.zh, kind_en=name.en)
    if line.role == "emission" and line.flow in _CARBON_GASES and not line.origin:
        yield context.found("STU-073", f"{row}/origin", "", ("fossil", "biogenic", "luluc"), flow=line.flow)


def reference_products(context: Context) -> Iterator[Problem]:
    """A process has exactly one reference product, and the study's product is one; what the product runs has none."""
    for i, process in enumerate(context.study.processes):
        found = [line for _, line in context.lines.get(process.id, ()) if line.role == "reference"]
        if not found and context.takes_product(process.id):
            continue
        if not found and process.stage in AFTER_GATE:
            taken = context.study.product.flow
            yield context.found("STU-101", f"/processes/{i}/id", process.id, process=process.id, flow=taken)
        elif not found:
            yield context.found("STU-060", f"/processes/{i}/id", process.id, process=process.id)
        elif len(found) > 1:
            listed = ", ".join(line.id for line in found)
            yield context.found(
                "STU-061", f"/processes/{i}/id", process.id, process=process.id, count=len(found), lines=listed
            )
    product = context.study.product
    made = context.reference(product.process)
    if made is not None and product.flow and made.flow != product.flow:
        makers = [p for p in context.makers(product.flow) if p != product.process]
        yield context.found(
            "STU-067", "/product/flow", product.flow, (made.flow, *makers), flow=product.flow,
            process=product.process, made=made.flow,
        )  # fmt: skip


def providers(context: Context) -> Iterator[Problem]:
    """An intermediate input names a process that makes its flow, on exactly one line."""
    for i, line in enumerate(context.study.exchanges):
        pointer = f"/exchanges/{i}/provider"
        if line.role == "intermediate" and not line.provider:
            makers = context.makers(line.flow)
            yield context.found("STU-063", pointer, "", makers, flow=line.flow)
        if line.role not in _WITH_PROVIDER or line.provider not in context.processes:
            continue
        outputs = context.outputs(line.provider)
        count = sum(made.flow == line.flow for _, made in outputs)
        if not count and context.flows.get(line.flow) is not None:
            listed = ", ".join(dict.fromkeys(made.flow for _, made in outputs)) or "-"
            yield context.found(
                "STU-064", pointer, line.provider, context.makers(line.flow), provider=line.provider,
                flow=line.flow, made=listed,
            )  # fmt: skip
        elif count > 1:
            yield context.found("STU-065", pointer, line.provider, provider=line.provider, flow=line.flow, count=count)


def way_to_the_product(context: Context) -> Iterator[Problem]:
    """Every process leads to the product; a loop that does not has no product at all."""
    if context.study.product.process not in context.processes:
        return
    feeds = {process: set[str]() for process in context.processes}
    for line in context.study.exchanges:
        if line.role in _WITH_PROVIDER and line.provider in feeds and line.process in feeds:
            feeds[line.process].add(line.provider)
    reached: set[str] = set()
    front = [context.study.product.process, *(p for p in context.processes if context.takes_product(p))]
    while front:
        process = front.pop()
        if process not in reached:
            reached.add(process)
            front.extend(feeds[process])
    positions = {process.id: i for i, process in reversed(list(enumerate(context.study.processes)))}
    for group in groups(feeds):
        if group[0] in reached:
            continue
        members = sorted(group, key=positions.__getitem__)
        pointer = f"/processes/{positions[members[0]]}/id"
        if len(members) > 1:
            yield context.found("STU-068", pointer, members[0], processes=", ".join(members))
        else:
            yield context.found("STU-069", pointer, members[0], severity="warning", process=members[0])


CHECKS = (references, material_references, roles, reference_products, providers, way_to_the_product)
