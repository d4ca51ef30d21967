"""Diagnosis of a database before it is linked: every class of defect with its count, whatever the policy does later."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.lca.linking.policy import Bounds, LinkPolicy
from carnet.lca.linking.quarantine import (
    better_reference,
    carbon,
    direct_co2_rows,
    is_value,
    own_share,
    strange_reference,
    value_ratio,
    water_per_kg,
)
from carnet.lca.linking.record import example, is_cut, sort_process
from carnet.lca.linking.report import EXAMPLES, Example, Tally

if TYPE_CHECKING:
    from carnet.inventory.lci import LciDatabase, LciExchange, LciProcess
    from carnet.lca.linking.record import Record

TITLES: Mapping[str, Text] = MappingProxyType(
    {
        "missing_flow": Text("交换引用的流缺失", "exchanges whose flow is missing"),
        "no_usable_reference": Text("没有可用的参考流或参考量", "no usable reference or reference amount"),
        "reference_flow_missing": Text("参考流的流数据集缺失", "reference whose flow is missing"),
        "no_amount": Text("交换没有数量", "exchanges without an amount"),
        "zero_rows": Text("数量为零的交换", "exchanges of zero"),
        "negative_amounts": Text("数量为负的交换", "exchanges below zero"),
        "direct_co2": Text("直接 CO₂ 超过每千克参考产品的上限", "direct CO2 above the limit per kg of reference"),
        "direct_co2_gross": Text("直接 CO₂ 远超上限", "direct CO2 far above the limit"),
        "elementary_reference": Text("参考流存为基本流", "reference stored as elementary flow"),
        "mislabelled_reference": Text("参考流与过程名称不符", "reference that does not fit the name"),
        "water": Text("用水量过大（体积与质量可能互换）", "too much water (volume and mass may be swapped)"),
        "carbon_balance": Text("碳不平衡", "carbon that does not balance"),
        "value_table": Text("投入产出表（以金额计）", "input-output tables in money"),
        "value_balance": Text("以金额计的投入大于产出", "inputs in money above the output"),
        "takes_itself": Text("消耗不少于自身产出", "takes at least what it makes"),
        "duplicate_producers": Text("同一产品的重复生产过程", "further producers of a product already made"),
        "co_products": Text("联产品与待处理废物", "co-products and wastes for treatment"),
        "cut_by_intention": Text("有意截断的输入", "inputs cut off by intention"),
    }
)


@dataclass(frozen=True, slots=True)
class Defect:
    """One class: `count` of rows or records, out of `of` (0: of all), in how many processes and flows, examples."""

    id: str
    title: Text
    count: int
    of: int
    processes: int
    flows: int
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """Size of a database, and what links by the plain rule "same flow, first producer" (a measure, not a policy).

    `resolved`: inputs of products and wastes whose flow is some process's reference. `unresolved_flows`: distinct flows
    of the others. `side_outputs`: outputs of products and wastes that are no reference. `further_producers`: processes
    beyond the first of each reference flow. Products and wastes without an amount are
    left out.
    """

    processes: int
    exchanges: int
    elementary_flows: int
    inputs: int
    resolved: int
    unresolved_flows: int
    side_outputs: int
    further_producers: int
    largest_cycle: int


class _Found:
    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self.of: Counter[str] = Counter()
        self.processes: dict[str, set[str]] = defaultdict(set)
        self.flows: dict[str, set[str]] = defaultdict(set)
        self.examples: dict[str, list[Example]] = defaultdict(list)

    def add(self, name: str, process: LciProcess, told: Example, flow: str = "") -> None:
        self.count[name] += 1
        self.processes[name].add(process.id)
        if flow:
            self.flows[name].add(flow)
        if len(self.examples[name]) < EXAMPLES:
            self.examples[name].append(told)


def diagnose(database: LciDatabase, bounds: Bounds | None = None) -> tuple[Defect, ...]:
    """Return every class of defect that occurs, with its count, in the order of `TITLES`."""
    bounds = bounds or Bounds()
    found = _Found()
    producers: Counter[str] = Counter()
    policy = LinkPolicy()
    for process in database.processes:
        _rows(process, database, found)
        references = [e for e in process.exchanges if e.is_reference]
        for exchange in references:
            producers[exchange.flow] += 1
            if producers[exchange.flow] > 1:
                flow = database.flows.get(exchange.flow)
                found.add("duplicate_producers", process, example(process, exchange, flow), exchange.flow)
        if len(references) != 1 or math.isnan(references[0].amount) or not references[0].amount:
            found.add("no_usable_reference", process, example(process, None, None))
        elif references[0].flow not in database.flows:
            told = example(process, references[0], None, references[0].note)
            found.add("reference_flow_missing", process, told, references[0].flow)
        record = sort_process(process, database, policy, Tally())
        if record.reference is not None:
            _record(record, bounds, found)
    return tuple(
        Defect(
            name, title, found.count[name], found.of[name], len(found.processes[name]), len(found.flows[name]),
            tuple(found.examples[name]),
        )
        for name, title in TITLES.items()
        if found.count[name]
    )  # fmt: skip


def _rows(process: LciProcess, database: LciDatabase, found: _Found) -> None:
    """Look at single exchanges, the reference included."""
    for exchange in process.exchanges:
        flow = database.flows.get(exchange.flow)
        for name in _row_defects(exchange, missing=flow is None):
            found.add(name, process, example(process, exchange, flow, exchange.note), exchange.flow)
        if flow is None or flow.kind == "elementary" or exchange.is_reference:
            continue
        if not exchange.is_input:
            found.add("co_products", process, example(process, exchange, flow), flow.id)
        elif is_cut(flow):
            found.add("cut_by_intention", process, example(process, exchange, flow), flow.id)


def _row_defects(exchange: LciExchange, *, missing: bool) -> Iterator[str]:
    if missing:
        yield "missing_flow"
    if exchange.amount == 0:
        yield "zero_rows"
    elif exchange.amount < 0:
        yield "negative_amounts"
    elif math.isnan(exchange.amount):
        yield "no_amount"


def _record(record: Record, bounds: Bounds, found: _Found) -> None:
    """Look at a record as a whole."""
    process, reference = record.process, record.reference
    if reference is None:  # pragma: no cover - the caller has asked
        return
    flow = reference.flow
    for amount in direct_co2_rows(record):
        for name, limit in (("direct_co2", bounds.co2), ("direct_co2_gross", bounds.co2_gross)):
            found.of[name] += 1
            if amount > limit:
                found.add(name, process, example(process, None, flow, f"{amount:.4g} kg/kg"))
    leaving, most = carbon(record)
    other = better_reference(record)
    strange = other.flow.name if other is not None else strange_reference(record)
    tests = {
        "elementary_reference": (flow.kind == "elementary", ""),
        "mislabelled_reference": (bool(strange), strange),
        "water": (water_per_kg(record) > bounds.water, f"{water_per_kg(record):.4g} m3/kg"),
        "carbon_balance": (leaving > most * bounds.carbon, f"{leaving:.4g} > {most:.4g} kg C"),
        "value_table": (is_value(reference), f"{reference.exchange.amount:.6g}"),
        "value_balance": (value_ratio(record) > bounds.value, f"{value_ratio(record):.4g}"),
        "takes_itself": (own_share(record) >= 1, f"{own_share(record):.6g}"),
    }
    for name, (hit, detail) in tests.items():
        if hit:
            found.add(name, process, example(process, reference.exchange, flow, detail), flow.id)


def suggest_remap(database: LciDatabase) -> Mapping[str, tuple[str, ...]]:
    """Return, for each elementary flow that is some process's reference, the product flows of the same name.

    What to put into `LinkPolicy.remap`; nothing is chosen here. Empty tuples are flows without a twin: the policy may
    name the flow itself, which then counts as a product.
    """
    products: dict[str, list[str]] = defaultdict(list)
    for flow in database.flows.values():
        if flow.kind == "product":
            products[flow.name.casefold().strip()].append(flow.id)
    wrong = {
        exchange.flow: database.flows[exchange.flow].name
        for process in database.processes
        for exchange in process.exchanges
        if exchange.is_reference and exchange.flow in database.flows
        and database.flows[exchange.flow].kind == "elementary"
    }  # fmt: skip
    return {flow: tuple(products.get(name.casefold().strip(), ())) for flow, name in wrong.items()}


def survey(database: LciDatabase) -> Survey:  # noqa: C901 - one branch a count
    """Count a database by the plain rule."""
    producer: dict[str, int] = {}
    further = 0
    for number, process in enumerate(database.processes):
        for exchange in process.exchanges:
            if exchange.is_reference:
                further += exchange.flow in producer
                producer.setdefault(exchange.flow, number)
    counts: Counter[str] = Counter()
    elementary: set[str] = set()
    unresolved: set[str] = set()
    edges: set[tuple[int, int]] = set()
    for number, process in enumerate(database.processes):
        for exchange in process.exchanges:
            if exchange.is_reference:
                continue
            flow = database.flows.get(exchange.flow)
            if flow is not None and flow.kind == "elementary":
                elementary.add(flow.id)
            elif math.isnan(exchange.amount):
                counts["without_amount"] += 1
            elif not exchange.is_input:
                counts["side"] += 1
            elif exchange.flow in producer:
                counts["resolved"] += 1
                edges.add((producer[exchange.flow], number))
            else:
                counts["unresolved"] += 1
                unresolved.add(exchange.flow)
    return Survey(
        len(database.processes), sum(len(p.exchanges) for p in database.processes), len(elementary),
        counts["resolved"] + counts["unresolved"], counts["resolved"], len(unresolved), counts["side"], further,
        _largest_cycle(edges, len(database.processes)),
    )  # fmt: skip


def _largest_cycle(edges: set[tuple[int, int]], size: int) -> int:
    import numpy as np  # noqa: PLC0415 - this module does not need it otherwise
    from scipy.sparse import coo_matrix  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    pairs = np.array(sorted(edges) or [(0, 0)])
    graph = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    _, label = connected_components(graph, directed=True, connection="strong")
    return int(np.bincount(label).max())
