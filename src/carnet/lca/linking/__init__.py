"""Linking of unit-process databases: explicit, accounted for, never by name alone.

What lives here: the policy, the search for providers, allocation, conversion of units, the quarantine of implausible
    records, the structural check, the report.
May touch: `carnet.errors`, `carnet.quantity`, `carnet.inventory`, `carnet.lca.engine.arrays`; NumPy and SciPy in
    `link`, `assemble`, `structure`, `scores` (the extra ``carnet[lca]``).
Must not: read files, choose between candidates silently, drop a row without counting it.
Ways in: `link(database, policy)`, `settle(database, policy, score)`, `diagnose(database)`,
    `survey(database)`, `suggest_remap(database)`.
Invariants: every exchange is in the matrices or in a group of the report or in quarantine; row and column j belong to
    one product of one process; the shares of a process add up to 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.lca.linking.defects import Defect, Survey, diagnose, suggest_remap, survey
from carnet.lca.linking.policy import Bounds, LinkPolicy, MapRow
from carnet.lca.linking.quarantine import REASONS, Finding
from carnet.lca.linking.report import Example, Group, LinkReport

if TYPE_CHECKING:
    from collections.abc import Callable

    from carnet.inventory.lci import LciDatabase
    from carnet.lca.engine.arrays import Reals
    from carnet.lca.linking.link import Linked
    from carnet.lca.linking.scores import Settled

__all__ = [
    "REASONS",
    "Bounds",
    "Defect",
    "Example",
    "Finding",
    "Group",
    "LinkPolicy",
    "LinkReport",
    "MapRow",
    "Survey",
    "diagnose",
    "link",
    "settle",
    "suggest_remap",
    "survey",
]


def link(database: LciDatabase, policy: LinkPolicy | None = None) -> Linked:
    """Link a database; see `carnet.lca.linking.link.link_database`."""
    from carnet.lca.linking.link import link_database  # noqa: PLC0415 - needs NumPy, this module does not

    return link_database(database, policy or LinkPolicy())


def settle(database: LciDatabase, policy: LinkPolicy, score: Callable[[Linked], Reals]) -> Settled:
    """Link, score, quarantine what scores implausibly, and again; see `carnet.lca.linking.scores.settle_database`."""
    from carnet.lca.linking.scores import settle_database  # noqa: PLC0415 - needs NumPy, this module does not

    return settle_database(database, policy, score)
