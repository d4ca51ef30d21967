"""The product system of a study: outputs, links between processes, and the activity each process needs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import InputError, Place, problem
from carnet.lca.solve import SingularError, solve_sparse
from carnet.quantity import convert, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.inventory.flows import FlowList
    from carnet.inventory.model import Exchange, Study

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Output:
    """One output of a process: the reference product or a co-product; `amount` in `unit` of its row."""

    exchange: Exchange
    amount: Fraction

    @property
    def key(self) -> str:
        """The id of the exchange row."""
        return self.exchange.id


@dataclass(frozen=True, slots=True)
class Link:
    """An intermediate input: `user` takes `amount` (in the unit of `output`'s row) of `output` of `provider`."""

    exchange: Exchange
    user: str
    provider: str
    output: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Taking:
    """A process after the gate that takes the product: `amount` per run, in the unit of the product's reference row."""

    exchange: Exchange
    process: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class ProductSystem:
    """A linked study. `demand` is the amount of the product's reference row that one declared unit needs.

    `outputs` holds the processes that make something; `takings` the others, which the product runs.
    """

    study: Study
    outputs: Mapping[str, tuple[Output, ...]]
    links: tuple[Link, ...]
    product: Output
    demand: Fraction
    kinds: Mapping[str, str] = field(default_factory=dict)
    takings: tuple[Taking, ...] = ()

    @property
    def processes(self) -> tuple[str, ...]:
        """Every process: those that make something, then those that the product runs."""
        return (*self.outputs, *(t.process for t in self.takings))

    def reference(self, process: str) -> Output:
        """The reference output of a process."""
        return next(o for o in self.outputs[process] if o.exchange.role == "reference")


@dataclass(frozen=True, slots=True)
class Solution:
    """`activity[process]`: how often one recorded unit of the process runs for one declared unit of product."""

    activity: Mapping[str, Fraction]
    shares: Mapping[str, Fraction]


def link(study: Study, flows: FlowList) -> ProductSystem:
    """Link a validated study.

    Raises:
        InputError: an input has no provider, or a provider does not make the flow.
    """
    problems = []
    kinds = {f.id: f.kind for f in (*flows.flows, *study.flows)}
    taken = {e.process: e for e in study.exchanges if e.role == "product"}
    outputs: dict[str, list[Output]] = {p.id: [] for p in study.processes if p.id not in taken}
    for exchange in study.exchanges:
        if exchange.direction == "out" and exchange.role in {"reference", "co_product"}:
            outputs[exchange.process].append(Output(exchange, parse_decimal(exchange.amount)))
    links = []
    for index, exchange in enumerate(study.exchanges):
        if exchange.role != "intermediate":
            continue
        made = [o for o in outputs.get(exchange.provider, ()) if o.exchange.flow == exchange.flow]
        if len(made) != 1:
            problems.append(
                problem(
                    "CAL-001",
                    Place(pointer=f"/exchanges/{index}/provider"),
                    exchange.provider,
                    tuple(p for p, os in outputs.items() if any(o.exchange.flow == exchange.flow for o in os)),
                    flow=exchange.flow,
                    count=len(made),
                )
            )
            continue
        amount = convert(parse_decimal(exchange.amount), exchange.unit, made[0].exchange.unit, kinds[exchange.flow])
        links.append(Link(exchange, exchange.process, exchange.provider, made[0].key, amount))
    if problems:
        raise InputError(tuple(problems))
    product = next(o for o in outputs[study.product.process] if o.exchange.flow == study.product.flow)
    demand = convert(
        parse_decimal(study.product.amount), study.product.unit, product.exchange.unit, kinds[study.product.flow]
    )
    takings = tuple(
        Taking(e, p, convert(parse_decimal(e.amount), e.unit, product.exchange.unit, kinds[e.flow]))
        for p, e in taken.items()
    )
    frozen = {p: tuple(os) for p, os in outputs.items()}
    return ProductSystem(study, frozen, tuple(links), product, demand, kinds, takings)


def physical_shares(system: ProductSystem) -> dict[str, Fraction]:
    """All of a process belongs to its reference product: the physical material flow."""
    return {o.key: Fraction(int(o.exchange.role == "reference")) for os in system.outputs.values() for o in os}


def solve(system: ProductSystem, shares: Mapping[str, Fraction]) -> Solution:
    """Solve ``t_i = Σ_p share_p / amount_p · (demand_p + Σ_j t_j · use_jp)`` exactly.

    A process that takes the product runs demand / amount times, however the product was made.

    Raises:
        InputError: the processes feed each other so that nothing is left for the product.
    """
    per_activity = {o.key: shares[o.key] / o.amount for os in system.outputs.values() for o in os if shares[o.key]}
    rows: dict[str, dict[str, Fraction]] = {p: {p: Fraction(1)} for p in system.processes}
    for used in system.links:
        weight = per_activity.get(used.output)
        if weight:
            row = rows[used.provider]
            row[used.user] = row.get(used.user, ZERO) - weight * used.amount
    right: dict[str, Fraction] = defaultdict(lambda: ZERO)
    right[system.product.exchange.process] = per_activity.get(system.product.key, ZERO) * system.demand
    for taking in system.takings:
        right[taking.process] = system.demand / taking.amount
    try:
        activity = solve_sparse(system.processes, rows, right)
    except SingularError as error:
        raise InputError(
            (problem("CAL-002", Place(pointer="/processes"), ", ".join(error.names), processes=", ".join(error.names)),)
        ) from error
    negative = [p for p, t in activity.items() if t < 0]
    if negative:
        raise InputError(
            (problem("CAL-002", Place(pointer="/processes"), ", ".join(negative), processes=", ".join(negative)),)
        )
    return Solution(activity, dict(shares))
