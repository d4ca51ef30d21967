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
        mass = ratio(column.unit, "kg")
        told, reason = None, ""
        # Written so that NaN is refused.
        if not score >= -bounds.noise:
            reason = "negative_score"
            told = problem(
                "LCI-155", place, column.name, (), "warning", amount=f"{score:.4g}", unit=column.unit
            )  # fmt: skip
        elif mass and score / mass > bounds.score:
            reason = "score_out_of_bounds"
            told = problem(
                "LCI-156", place, column.name, (), "warning",
                amount=f"{score / mass:.4g}", limit=f"{bounds.score:.4g}",
            )  # fmt: skip
        if told is not None:
            found[number] = Finding(column.process, column.name, reason, told)
    return found


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
