"""Exact expressions that remember where they come from.

A `Node` is a leaf, a sum, a product, a quotient, or an activity solved from a loop. Its value is affine in the
*open variables* (a carbon content known as a range, a factor whose gas split is not published): products of two
open variables never arise, because amounts and shares are exact.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ZERO = Fraction(0)
ONE = Fraction(1)
CONSTANT = ""  # the key of the constant part of an affine value
Affine = dict[str, Fraction]


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a leaf stands on: a cell, a factor record, a regime parameter, a property, a printed constant.

    `kind`: cell, factor, parameter, table, gwp, property, constant, acceptance, open.
    """

    kind: str
    ref: str
    unit: str = ""
    source: str = ""
    clause: str = ""
    status: str = ""
    pointer: str = ""
    place: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One step of a derivation; `terms` is its affine value, keyed by open variable ("" is the constant)."""

    op: str
    terms: Affine
    args: tuple[Node, ...] = ()
    label: Text = field(default=Text("", ""))
    leaf: Leaf | None = None

    def at(self, reading: Mapping[str, Fraction]) -> Fraction:
        """The value when every open variable takes its value in `reading`."""
        terms = self.terms
        if len(terms) == 1 and CONSTANT in terms:
            return terms[CONSTANT]
        return sum((c if v == CONSTANT else c * reading[v] for v, c in terms.items()), ZERO)

    @property
    def constant(self) -> Fraction:
        """The value of a node without open variables."""
        if any(v != CONSTANT for v in self.terms):
            message = "an expression with open variables has no constant value"
            raise ArithmeticError(message)
        return self.terms.get(CONSTANT, ZERO)


NOTHING = Node("leaf", {CONSTANT: ZERO}, leaf=Leaf("constant", "zero"))


def leaf(value: Fraction, what: Leaf, label: Text) -> Node:
    """A leaf with a known value."""
    return Node("leaf", {CONSTANT: value}, label=label, leaf=what)


def variable(name: str, what: Leaf, label: Text) -> Node:
    """A leaf whose value is open: it takes part as the variable `name`."""
    return Node("leaf", {name: ONE}, label=label, leaf=what)


def constant(value: Fraction, ref: str, label: Text, note: str = "") -> Node:
    """A printed constant such as 44/12 or 1000 kg per t."""
    return leaf(value, Leaf("constant", ref, note=note), label)


def add(nodes: Iterable[Node], label: Text = Text("", "")) -> Node:
    """The sum; of one node, that node; of none, zero."""
    args = tuple(nodes)
    if len(args) == 1 and not label.en:
        return args[0]
    total: Affine = {}
    for node in args:
        for name, coefficient in node.terms.items():
            total[name] = total.get(name, ZERO) + coefficient
    return Node("sum", total or {CONSTANT: ZERO}, args, label)


def multiply(*args: Node, label: Text = Text("", "")) -> Node:
    """The product; at most one argument may hold open variables."""
    scale = ONE
    moving: Affine | None = None
    for node in args:
        if len(node.terms) == 1 and CONSTANT in node.terms:
            scale *= node.terms[CONSTANT]
        elif moving is None:
            moving = node.terms
        else:
            message = "a product of two open values is not affine"
            raise ArithmeticError(message)
    terms = {CONSTANT: scale} if moving is None else {v: c * scale for v, c in moving.items()}
    return Node("product", terms, args, label)


def divide(above: Node, below: Node, label: Text = Text("", "")) -> Node:
    """The quotient by a node without open variables."""
    by = below.constant
    return Node("quotient", {v: c / by for v, c in above.terms.items()}, (above, below), label)


def negate(node: Node) -> Node:
    """Minus the node, as a product with the constant -1."""
    return multiply(constant(-ONE, "minus_one", Text("负号", "minus one")), node)


def solved(value: Fraction, process: str, label: Text) -> Node:
    """An activity inside a loop: its value is exact and its equation is listed beside it."""
    return Node("solved", {CONSTANT: value}, label=label, leaf=Leaf("activity", process))


def bounds(terms: Affine, ranges: Mapping[str, tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction]:
    """The least and the greatest value of an affine expression over the box of its variables."""
    low = high = terms.get(CONSTANT, ZERO)
    for name, coefficient in terms.items():
        if name != CONSTANT:
            first, last = ranges[name]
            low += coefficient * (first if coefficient > 0 else last)
            high += coefficient * (last if coefficient > 0 else first)
    return low, high
