"""A derivation as plain data: a graph of exact sums, products and quotients down to cells, factors and clauses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carnet.quantity import exact_string

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from carnet.assessment.expression import Node


@dataclass(slots=True)
class Derivation:
    """Collects nodes, each distinct one once, in the order they are first needed.

    A root may stand at a reading of its own (module D at the end where it helps least): below it every open value has
    its value there, and what holds no open value is shared.

    `json()` gives ``{"nodes": [...], "roots": {pointer: id}, "equations": {id: id}}``. A node is
    ``{id, op, value, args, label, leaf}``; `op` is leaf, sum, product, quotient (first by second argument) or
    solved (its value satisfies ``value = equations[id]``).
    """

    reading: Mapping[str, Fraction]
    nodes: list[dict[str, object]] = field(default_factory=list)
    roots: dict[str, str] = field(default_factory=dict)
    equations: dict[str, str] = field(default_factory=dict)
    _by_identity: dict[tuple[int, int], str] = field(default_factory=dict)
    _by_content: dict[tuple[object, ...], str] = field(default_factory=dict)
    _kept: list[object] = field(default_factory=list)

    def add(self, node: Node, reading: Mapping[str, Fraction] | None = None) -> str:
        """Add a node with everything below it, at `reading` or else at the figure's; return its id."""
        at = self.reading if reading is None else reading
        key = (id(node), id(at))
        known = self._by_identity.get(key)
        if known is not None:
            return known
        args = tuple(self.add(arg, at) for arg in node.args)
        value = exact_string(node.at(at))
        content = (node.op, args, node.leaf, value, node.label)
        name = self._by_content.get(content)
        if name is None:
            name = f"n{len(self.nodes) + 1}"
            self._by_content[content] = name
            entry: dict[str, object] = {"id": name, "op": node.op, "value": value}
            if args:
                entry["args"] = list(args)
            if node.label.en:
                entry["label"] = node.label.json()
            if node.leaf is not None:
                entry["leaf"] = _leaf(node)
            self.nodes.append(entry)
        self._by_identity[key] = name
        self._kept += (node, at)  # an id() is only unique while its object lives
        return name

    def root(self, pointer: str, node: Node, reading: Mapping[str, Fraction] | None = None) -> None:
        """Make a node, at `reading` or else at the figure's, the derivation of the value at a JSON Pointer."""
        self.roots[pointer] = self.add(node, reading)

    def equation(self, node: Node, equals: Node) -> None:
        """Note the equation a solved activity satisfies."""
        self.equations[self.add(node)] = self.add(equals)

    def json(self) -> dict[str, object]:
        """The graph as plain data."""
        return {"nodes": self.nodes, "roots": self.roots, "equations": self.equations}


def _leaf(node: Node) -> dict[str, str]:
    what = node.leaf
    if what is None:
        return {}
    fields = {
        "kind": what.kind,
        "ref": what.ref,
        "unit": what.unit,
        "source": what.source,
        "clause": what.clause,
        "status": what.status,
        "pointer": what.pointer,
        "place": what.place,
        "note": what.note,
    }
    return {name: text for name, text in fields.items() if text}


def subgraph(derivation: Mapping[str, object], root: str) -> list[dict[str, object]]:
    """The nodes below `root`, the root first: what `trace` shows."""
    raw = derivation["nodes"]
    nodes = {str(n["id"]): n for n in raw} if isinstance(raw, list) else {}
    equations = derivation.get("equations")
    found: list[dict[str, object]] = []
    seen: set[str] = set()
    front = [root]
    while front:
        name = front.pop(0)
        if name in seen or name not in nodes:
            continue
        seen.add(name)
        found.append(nodes[name])
        args = nodes[name].get("args", [])
        if isinstance(args, list):
            front.extend(str(a) for a in args)
        if isinstance(equations, dict) and name in equations:
            front.append(str(equations[name]))
    return found
