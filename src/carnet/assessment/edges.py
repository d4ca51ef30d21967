"""What each process hands on: the footprint that travels with every intermediate product."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.lca import solve_sparse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.assessment.evaluate import Evaluation

ZERO = Fraction(0)
PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Edge:
    """kg CO2e per declared unit that `source` hands to `target` with `flow`."""

    source: str
    target: str
    flow: str
    amount: Fraction


def edges_of(evaluation: Evaluation, reading: Mapping[str, Fraction]) -> tuple[Edge, ...]:
    """Follow the footprint through the system: one transposed solve gives every edge.

    What enters a process (its own lines and what it is handed) equals what it hands on, exactly. A process that takes
    the product hands its part to the life cycle of the product.
    """
    system = evaluation.context.system
    activity = {p: node.constant for p, node in evaluation.activities.nodes.items()}
    own = dict.fromkeys(system.processes, ZERO)
    for contribution in evaluation.contributions:
        own[contribution.line.process.id] += contribution.total.at(reading)
    running = [p for p in system.processes if activity[p]]
    shares = evaluation.shares
    handed = {
        o.key: shares[o.key].constant / o.amount for os in system.outputs.values() for o in os if shares[o.key].constant
    }
    # F_j = own_j / t_j + Σ_i use_ji · share_i / amount_i · F_i, per activity of j.
    rows = {p: {p: Fraction(1)} for p in running}
    for used in system.links:
        if used.output in handed and used.user in rows and used.provider in rows:
            row = rows[used.user]
            row[used.provider] = row.get(used.provider, ZERO) - used.amount * handed[used.output]
    per_activity = solve_sparse(running, rows, {p: own[p] / activity[p] for p in running})
    factor = evaluation.unit_factor.constant
    found = [
        Edge(
            used.provider,
            used.user,
            used.exchange.flow,
            activity[used.user] * used.amount * handed[used.output] * per_activity[used.provider] * factor,
        )
        for used in system.links
        if used.output in handed and used.user in rows and used.provider in rows
    ]
    last = system.product
    total = system.demand * handed[last.key] * per_activity[last.exchange.process] * factor
    after = [
        Edge(t.process, PRODUCT, t.exchange.flow, activity[t.process] * per_activity[t.process] * factor)
        for t in system.takings
        if t.process in per_activity
    ]
    return (*found, Edge(last.exchange.process, PRODUCT, last.exchange.flow, total), *after)
