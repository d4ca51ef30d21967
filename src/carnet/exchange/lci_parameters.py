"""The parameters of one scope, brought to values in the order in which they need each other; cycles are refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from carnet.exchange.lci_formulas import Formula, FormulaError, evaluate

MAX_CYCLES = 100


@dataclass(frozen=True, slots=True)
class Solved:
    """The values of a scope.

    Attributes:
        values: lower-case name → value, outer scope included; what failed is missing.
        cycles: each as the names on it, the first repeated at the end.
        failed: name → why its own formula has no value; what only depends on a failed one is in `idle`.
        idle: names without a value because something they need has none.
    """

    values: Mapping[str, float]
    cycles: tuple[tuple[str, ...], ...]
    failed: Mapping[str, FormulaError]
    idle: frozenset[str]


def solve(stated: Mapping[str, float | Formula], outer: Mapping[str, float] | None = None) -> Solved:
    """Evaluate the parameters of a scope; without recursion, so that a chain may be as long as it likes.

    Args:
        stated: lower-case name → number or parsed formula.
        outer: values of the enclosing scope; a name of `stated` hides one of these, in this scope alone.
    """
    values = dict(outer or {})
    for name in stated:
        values.pop(name, None)
    values |= {name: given for name, given in stated.items() if isinstance(given, float)}
    formulas = {name: given for name, given in stated.items() if isinstance(given, Formula)}
    cycles: list[tuple[str, ...]] = []
    failed: dict[str, FormulaError] = {}
    idle: set[str] = set()
    done: set[str] = set()
    for start, first in formulas.items():
        if start in done:
            continue
        path = [start]
        on_path = {start: 0}
        waiting = [iter(sorted(first.names & formulas.keys()))]
        while path:
            needed = next(waiting[-1], None)
            if needed is None:
                name = path.pop()
                waiting.pop()
                del on_path[name]
                done.add(name)
                _value(name, formulas[name], formulas, values, failed, idle)
            elif needed in on_path:
                # Who needs itself finds no value below and stays idle; a few cycles are enough to show.
                if len(cycles) < MAX_CYCLES:
                    cycles.append((*path[on_path[needed] :], needed))
            elif needed not in done:
                on_path[needed] = len(path)
                path.append(needed)
                waiting.append(iter(sorted(formulas[needed].names & formulas.keys())))
    return Solved(values, tuple(cycles), failed, frozenset(idle))


def _value(
    name: str,
    formula: Formula,
    formulas: Mapping[str, Formula],
    values: dict[str, float],
    failed: dict[str, FormulaError],
    idle: set[str],
) -> None:
    if any(each in formulas and each not in values for each in formula.names):
        idle.add(name)
        return
    try:
        values[name] = evaluate(formula, values)
    except FormulaError as error:
        failed[name] = error
