"""Scores that cannot be: the last gate, after solving.

A record far up a chain spoils everything that takes from it. Only those go to quarantine that are implausible while
nothing they take from is; then the rest is linked and scored again, until nothing is left to find.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from carnet.errors import Place, problem
from carnet.lca.linking.link import Linked, link_database
from carnet.lca.linking.quarantine import Finding
from carnet.lca.linking.units import ratio

if TYPE_CHECKING:
    from carnet.inventory.lci import LciDatabase
    from carnet.lca.engine.arrays import Reals
    from carnet.lca.linking.policy import Bounds, LinkPolicy

_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class Settled:
    """`scores` (n,) are per unit of each column's product, of treating one unit where it takes waste; all accepted.

    `rounds`: how often it was linked.
    """

    linked: Linked
    scores: Reals
    rounds: int


def screen(linked: Linked, scores: Reals, bounds: Bounds) -> dict[int, Finding]:
    """Return what speaks against scores, by column.

    Args:
        linked: the system.
        scores: kg CO2e per unit of each column's product (per unit treated, for a treatment), shape (n,).
        bounds: limits; a score below zero by no more than `noise` is rounding.
    """
    found: dict[int, Finding] = {}
    for number, (column, score) in enumerate(zip(linked.columns, scores.tolist(), strict=True)):
        place = Place(pointer=column.process)
        told, reason = None, ""
        measured = _measured(column.unit, bounds)
        # Written so that NaN is refused.
        if not score >= -bounds.noise:
            reason = "negative_score"
            told = problem(
                "LCI-155", place, column.name, (), "warning", amount=f"{score:.4g}", unit=column.unit
            )  # fmt: skip
        elif measured is not None and score / measured[1] > measured[2]:
            unit, size, limit = measured
            reason = "score_out_of_bounds"
            told = problem(
                "LCI-156", place, column.name, (), "warning",
                amount=f"{score / size:.4g}", limit=f"{limit:.4g}", unit=unit,
            )  # fmt: skip
        if told is not None:
            found[number] = Finding(column.process, column.name, reason, told)
    return found


def _measured(unit: str, bounds: Bounds) -> tuple[str, float, float] | None:
    """Return kg or MJ, how many of it a unit is, and the most that one of it may score; None for any other unit."""
    for name, limit in (("kg", bounds.score), ("MJ", bounds.energy)):
        # Electricity, heat and fuel are kinds of their own; what bounds one bounds the others.
        size = ratio(unit, name, one_quantity=name == "MJ")
        if size:
            return name, size, limit
    return None


def settle_database(database: LciDatabase, policy: LinkPolicy, score: Callable[[Linked], Reals]) -> Settled:
    """Link, score, quarantine what scores implausibly, until every score is accepted or released.

    Args:
        database: as read.
        policy: every choice; released records stay whatever they score.
        score: returns kg CO2e per unit of each column's row, as the adjoint gives them, shape (n,).

    Raises:
        InputError: as `link_database`.
    """
    against: dict[str, Finding] = {}
    for rounds in range(1, _ROUNDS + 1):
        linked = link_database(database, policy, against=against)
        scores = np.asarray(score(linked), np.float64) * linked.sense
        found = screen(linked, scores, policy.bounds)
        free = set(policy.release)
        open_ = {n: f for n, f in found.items() if f.process not in free and f.name not in free}
        released = tuple(f for n, f in found.items() if n not in open_)
        if not open_:
            return Settled(replace(linked, released=linked.released + released), scores, rounds)
        roots = _roots(linked, set(open_)) if rounds < _ROUNDS - 1 else set(open_)
        against |= {open_[n].process: open_[n] for n in roots}
    message = "a record in quarantine has no column, so that the rounds end"
    raise AssertionError(message)


def _roots(linked: Linked, numbers: set[int]) -> set[int]:
    """Return those that take from none of the others; all of them where each does."""
    technosphere = linked.matrices.technosphere
    roots = set()
    for number in numbers:
        rows = technosphere.rows[technosphere.start[number] : technosphere.start[number + 1]].tolist()
        if not any(row in numbers and row != number for row in rows):
            roots.add(number)
    return roots or numbers
