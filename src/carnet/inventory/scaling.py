"""How often each process runs for the product, following reference products only.

A rough plan of the chain for plausibility checks, before any rule on co-products is chosen: the whole of a process
runs for its reference product. The calculation itself links and solves in `carnet.lca`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ZERO = Fraction(0)


def groups(feeds: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Return processes that reach each other, as groups (Tarjan's strongly connected components, without recursion).

    Args:
        feeds: for each process the processes that provide to it.

    Returns:
        Every process in exactly one group; a provider's group before its users'.
    """
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    open_: set[str] = set()
    found: list[tuple[str, ...]] = []
    for root in feeds:
        if root in order:
            continue
        work = [(root, iter(feeds[root]))]
        order[root] = low[root] = len(order)
        stack.append(root)
        open_.add(root)
        while work:
            node, rest = work[-1]
            child = next(rest, None)
            if child is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == order[node]:
                    cut = stack.index(node)
                    found.append(tuple(stack[cut:]))
                    open_.difference_update(stack[cut:])
                    del stack[cut:]
            elif child not in order:
                order[child] = low[child] = len(order)
                stack.append(child)
                open_.add(child)
                work.append((child, iter(feeds[child])))
            elif child in open_:
                low[node] = min(low[node], order[child])
    return found


def levels(
    uses: Mapping[tuple[str, str], Fraction], demand: Mapping[str, Fraction], processes: Iterable[str]
) -> dict[str, Fraction] | None:
    """Return how often each process runs: ``level = demand + Σ uses[process, user] · level[user]``.

    Args:
        uses: runs of a process that one run of a user needs, by (process, user).
        demand: runs the product asks for.
        processes: every process.

    Returns:
        Levels, or None where the processes consume all they make (no non-negative solution exists).
    """
    names = list(processes)
    rows: dict[str, dict[str, Fraction]] = {name: {} for name in names}
    constant = {name: demand.get(name, ZERO) for name in names}
    for (process, user), share in uses.items():
        if share:
            rows[process][user] = rows[process].get(user, ZERO) + share
    # Eliminate a process by putting what it equals into all others; the sparsest first keeps the rows short.
    left = set(names)
    solved: list[str] = []
    while left:
        name = min(left, key=lambda n: (len(rows[n]), n))
        left.discard(name)
        own = rows[name].pop(name, ZERO)
        if own >= 1:
            return None
        for user in rows[name]:
            rows[name][user] /= 1 - own
        constant[name] /= 1 - own
        for other in left:
            if name not in rows[other]:
                continue
            share = rows[other].pop(name)
            constant[other] += share * constant[name]
            for user, factor in rows[name].items():
                rows[other][user] = rows[other].get(user, ZERO) + share * factor
        solved.append(name)
    result: dict[str, Fraction] = {}
    for name in reversed(solved):
        result[name] = constant[name] + sum((f * result[u] for u, f in rows[name].items()), ZERO)
    return result
