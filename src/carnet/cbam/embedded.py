"""Embedded emissions along the processes of an installation: IR (EU) 2025/2547 Annex III B, equations 57 to 66.

``x_j = b_j + sum_i m_ij x_i``: own specific values plus t of each precursor per unit of activity. Processes that feed
each other are solved together, exactly, for direct, indirect, counted indirect, electricity and the default part.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ZERO, ONE = Fraction(0), Fraction(1)

Vector = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Embedded:
    """`values` by process, one figure for each right-hand side; `unproductive` are the loops that leave nothing over.

    `blocked` are the processes without figures: those of such loops and what they feed.
    """

    values: Mapping[str, Vector]
    unproductive: tuple[tuple[str, ...], ...]
    blocked: frozenset[str]


def loops(recipes: Mapping[str, Mapping[str, Fraction]]) -> list[tuple[str, ...]]:
    """Return the processes in groups that feed each other, every group after all that feed it (Tarjan, no recursion).

    Args:
        recipes: process → source → t of the source per unit; sources that are no process are left aside.
    """
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    waiting: set[str] = set()
    groups: list[tuple[str, ...]] = []
    for root in recipes:
        if root in order:
            continue
        path = [(root, iter(recipes[root]))]
        order[root] = low[root] = len(order)
        stack.append(root)
        waiting.add(root)
        while path:
            node, sources = path[-1]
            for source in sources:
                if source not in recipes or not recipes[node][source]:
                    continue
                if source not in order:
                    order[source] = low[source] = len(order)
                    stack.append(source)
                    waiting.add(source)
                    path.append((source, iter(recipes[source])))
                    break
                if source in waiting:
                    low[node] = min(low[node], order[source])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == order[node]:
                    at = stack.index(node)
                    group = tuple(stack[at:])
                    del stack[at:]
                    waiting.difference_update(group)
                    groups.append(tuple(name for name in recipes if name in set(group)) if len(group) > 1 else group)
    return groups


def embed(
    recipes: Mapping[str, Mapping[str, Fraction]], own: Mapping[str, Vector], bought: Mapping[str, Vector]
) -> Embedded:
    """Solve eq 59, 60, 63 for all processes and right-hand sides at once.

    Args:
        recipes: process → source → t of the source per unit of activity (eq 61), not negative.
        own: each process's own specific values (eq 57, 58).
        bought: the same of every purchased precursor.

    A group of processes that uses up as much as it makes has no meaningful answer even where the equations have a
    solution: all pivots of the elimination must be positive (Hawkins-Simon), which is tested.
    """
    values: dict[str, Vector] = {}
    unproductive: list[tuple[str, ...]] = []
    blocked: set[str] = set()
    for group in loops(recipes):
        members = set(group)
        if any(source in blocked for name in group for source, mass in recipes[name].items() if mass):
            blocked |= members
            continue
        right = {name: _brought(name, recipes, own, {**bought, **values}, members) for name in group}
        solved = _solve(group, recipes, right)
        if solved is None:
            unproductive.append(group)
            blocked |= members
        else:
            values |= solved
    return Embedded(values, tuple(unproductive), frozenset(blocked))


def _brought(
    name: str,
    recipes: Mapping[str, Mapping[str, Fraction]],
    own: Mapping[str, Vector],
    known: Mapping[str, Vector],
    members: set[str],
) -> list[Fraction]:
    total = list(own[name])
    for source, mass in recipes[name].items():
        if source not in members and mass and source in known:
            total = [whole + mass * part for whole, part in zip(total, known[source], strict=True)]
    return total


def _solve(
    group: Sequence[str], recipes: Mapping[str, Mapping[str, Fraction]], right: dict[str, list[Fraction]]
) -> dict[str, Vector] | None:
    """Eliminate on the diagonal, the process with the fewest links first; None where a pivot is not positive."""
    members = set(group)
    rows: dict[str, dict[str, Fraction]] = {}
    for name in group:
        rows[name] = {source: -mass for source, mass in recipes[name].items() if source in members and mass}
        rows[name][name] = rows[name].get(name, ZERO) + ONE
    done: list[str] = []
    left = list(group)
    while left:
        name = min(left, key=lambda each: len(rows[each]))
        if rows[name].get(name, ZERO) <= 0:
            return None
        left.remove(name)
        done.append(name)
        _eliminate(name, left, rows, right)
    solved: dict[str, Vector] = {}
    for name in reversed(done):
        whole = right[name]
        for column, value in rows[name].items():
            if column != name:
                whole = [mine - value * its for mine, its in zip(whole, solved[column], strict=True)]
        solved[name] = tuple(figure / rows[name][name] for figure in whole)
    return {name: solved[name] for name in group}


def _eliminate(
    name: str, left: Sequence[str], rows: Mapping[str, dict[str, Fraction]], right: dict[str, list[Fraction]]
) -> None:
    """Take one unknown out of the equations that are left."""
    for other in left:
        entry = rows[other].pop(name, None)
        if not entry:
            continue
        ratio = entry / rows[name][name]
        for column, value in rows[name].items():
            if column != name:
                rows[other][column] = rows[other].get(column, ZERO) - ratio * value
        right[other] = [mine - ratio * its for mine, its in zip(right[other], right[name], strict=True)]


def per_functional_unit(see: Fraction, content: Fraction) -> Fraction:
    """Return emissions per t of a good from those per t of clinker, or per kg N with kg N per t (eq 64 to 66).

    `content` is t clinker per t cement, or kg N per t; a range of contents up to 10 % takes one value for all of it.
    """
    return see * content


def per_content(see: Fraction, content: Fraction) -> Fraction:
    """Return emissions per functional unit (t clinker, kg N) from those per t of a good: the reverse of eq 64 to 66.

    Raises:
        ZeroDivisionError: the good holds none of it.
    """
    return see / content
