"""How often each process runs for one declared unit, as derivation nodes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.context import conversion
from carnet.assessment.expression import Node, add, constant, divide, multiply, solved
from carnet.errors import Text
from carnet.lca import solve
from carnet.quantity import convert

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.assessment.context import Context

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Activities:
    """`nodes[process]`: the activity; `equations[process]`: for a process in a loop, what its activity must equal."""

    nodes: Mapping[str, Node]
    equations: Mapping[str, Node]

    def value(self, process: str) -> Fraction:
        """The exact activity of a process."""
        return self.nodes[process].constant


def activities(shares: Mapping[str, Node], context: Context) -> Activities:
    """Solve the system exactly and express each activity through its users.

    Processes that feed each other carry their solved value, and beside it the equation it satisfies.
    """
    system = context.system
    names = {p.id: p.name for p in context.study.processes}
    solution = solve(system, {key: node.constant for key, node in shares.items()})
    rates = _rates(shares, context)
    looped = _looped({p: [user for user, _ in rows] for p, rows in rates.items()})
    nodes: dict[str, Node] = {}
    for process in looped:
        name = names[process]
        label = Text(f"{name.zh}的活动水平（环路求解）", f"activity of {name.en} (solved in a loop)")
        nodes[process] = solved(solution.activity[process], process, label)

    def expression(process: str) -> Node:
        terms = _demand(process, shares, context)
        terms += [multiply(node(user), rate) for user, rate in rates[process]]
        label = Text(f"{names[process].zh}的活动水平", f"activity of {names[process].en}")
        return add(terms, label) if terms else constant(ZERO, "unused", label)

    def node(process: str) -> Node:
        if process not in nodes:
            nodes[process] = expression(process)
        return nodes[process]

    for process in system.processes:
        node(process)
    return Activities(nodes, {process: expression(process) for process in sorted(looped)})


def _rates(shares: Mapping[str, Node], context: Context) -> dict[str, list[tuple[str, Node]]]:
    """By provider: each user, and how much of the provider's activity one activity of the user needs."""
    outputs = {o.key: o for os in context.system.outputs.values() for o in os}
    rates: dict[str, list[tuple[str, Node]]] = {p: [] for p in context.system.processes}
    for used in context.system.links:
        share = shares[used.output]
        made = outputs[used.output].exchange
        taken = context.in_unit(used.exchange, made.unit)
        if share.constant and taken is not None:
            rates[used.provider].append((used.user, divide(multiply(taken, share), context.amount(made))))
    return rates


def _demand(process: str, shares: Mapping[str, Node], context: Context) -> list[Node]:
    """What the declared unit asks of the process that makes the product, and of those that take it."""
    product = context.system.product
    if process == product.exchange.process:
        wanted = _declared_in(product.exchange.unit, context)
        return [divide(multiply(wanted, shares[product.key]), context.amount(product.exchange))]
    return [
        divide(_declared_in(taking.exchange.unit, context), context.amount(taking.exchange))
        for taking in context.system.takings
        if taking.process == process
    ]


def _declared_in(unit: str, context: Context) -> Node:
    declared = context.study.product
    ratio = convert(Fraction(1), declared.unit, unit, context.flow(declared.flow).kind)
    return multiply(context.declared_amount(), conversion(ratio, declared.unit, unit))


def _looped(graph: Mapping[str, list[str]]) -> set[str]:
    """Nodes on a cycle: those that reach themselves."""
    found = set()
    for start in graph:
        seen: set[str] = set()
        front = list(graph[start])
        while front:
            name = front.pop()
            if name == start:
                found.add(start)
                break
            if name not in seen:
                seen.add(name)
                front.extend(graph[name])
    return found
