"""A second evaluator of derivations, written from docs/reference/derivation.md: it imports nothing of Carnet.

`faults(derivation)` re-adds every node exactly and says what does not hold; `figure(derivation, pointer)` is the
value of one figure by this evaluator's own arithmetic, `leaves(derivation, pointer)` what it stands on.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

Graph = dict[str, Any]


def number(text: str) -> Fraction:
    """Read ``"p/q"``, reduced and with a positive denominator; anything else is refused."""
    above, bar, below = text.partition("/")
    value = Fraction(int(above), int(below))
    if not bar or f"{value.numerator}/{value.denominator}" != text:
        message = f"{text!r} is not a reduced fraction"
        raise ValueError(message)
    return value


def combine(op: str, args: list[Fraction]) -> Fraction:
    """Apply one operation of the format."""
    if op == "sum":
        return sum(args, Fraction(0))
    if op == "product":
        result = Fraction(1)
        for arg in args:
            result *= arg
        return result
    if op == "quotient":
        above, below = args
        return above / below
    message = f"unknown operation {op!r}"
    raise ValueError(message)


def evaluate(derivation: Graph) -> dict[str, Fraction]:
    """Work out every node from the leaves up; leaves and solved activities are taken as they are printed."""
    nodes = {node["id"]: node for node in derivation["nodes"]}
    if len(nodes) != len(derivation["nodes"]):
        message = "two nodes share an id"
        raise ValueError(message)
    values: dict[str, Fraction] = {}
    for start in nodes:
        stack = [start]
        while stack:
            name = stack[-1]
            node = nodes[name]
            if len(stack) > len(nodes):
                message = f"{name} is made from itself"
                raise ValueError(message)
            waiting = [arg for arg in node.get("args", []) if arg not in values]
            if name not in values and waiting:
                stack.append(waiting[0])
                continue
            if name not in values:
                leaf = node["op"] in {"leaf", "solved"}
                args = [values[arg] for arg in node.get("args", [])]
                values[name] = number(node["value"]) if leaf else combine(node["op"], args)
            stack.pop()
    return values


def faults(derivation: Graph) -> list[str]:
    """Every place where the graph does not hold what it prints; empty when it holds."""
    values = evaluate(derivation)
    found = [
        f"{node['id']} prints {node['value']}, its arguments give {values[node['id']]}"
        for node in derivation["nodes"]
        if values[node["id"]] != number(node["value"])
    ]
    equations = derivation["equations"]
    for node in derivation["nodes"]:
        if node["op"] == "solved":
            equal = equations.get(node["id"])
            if equal is None or values[equal] != values[node["id"]]:
                found.append(f"{node['id']} does not satisfy its equation")
    found += [f"{pointer} names no node" for pointer, name in derivation["roots"].items() if name not in values]
    return found


def figure(derivation: Graph, pointer: str) -> Fraction:
    """The figure at a JSON Pointer of the result, re-added."""
    return evaluate(derivation)[derivation["roots"][pointer]]


def leaves(derivation: Graph, pointer: str) -> list[Graph]:
    """The leaves below a figure, through the equations of loops as well."""
    nodes = {node["id"]: node for node in derivation["nodes"]}
    seen, front = set(), [derivation["roots"][pointer]]
    while front:
        name = front.pop()
        if name not in seen:
            seen.add(name)
            front += [*nodes[name].get("args", []), *filter(None, [derivation["equations"].get(name)])]
    return [nodes[name] for name in sorted(seen) if "leaf" in nodes[name]]
