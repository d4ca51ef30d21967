"""A database that comes as matrices: linked already, by somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carnet.inventory.lci import LciFlow
    from carnet.lca.engine.arrays import Matrices, Reals
    from carnet.lca.linking.providers import Column


@dataclass(frozen=True, slots=True)
class ArrayDatabase:
    """Matrices with what is known of their rows and columns.

    `columns[j]` names column and row j of the technosphere, `flows[i]` row i of the biosphere. `characterisation` holds
    the factor vectors that came along, (m,) each, by name. `facts` are for display.
    """

    id: str
    name: str
    version: str
    format: str
    matrices: Matrices
    columns: tuple[Column, ...]
    flows: tuple[LciFlow, ...]
    characterisation: Mapping[str, Reals] = field(default_factory=dict)
    licence: str = ""
    redistribution: str = "unknown"
    source_digest: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def process_ids(self) -> tuple[str, ...]:
        """The id of each column's process, (n,)."""
        return tuple(c.process for c in self.columns)

    @property
    def process_names(self) -> tuple[str, ...]:
        """The name of each column's process, (n,)."""
        return tuple(c.name for c in self.columns)

    @property
    def process_locations(self) -> tuple[str, ...]:
        """The location of each column's process, "" where it was not given, (n,)."""
        return tuple(c.location for c in self.columns)

    @property
    def process_units(self) -> tuple[str, ...]:
        """The unit of each column's product, (n,)."""
        return tuple(c.unit for c in self.columns)

    @property
    def flow_ids(self) -> tuple[str, ...]:
        """The id of each elementary flow, (m,)."""
        return tuple(f.id for f in self.flows)

    @property
    def flow_names(self) -> tuple[str, ...]:
        """The name of each elementary flow, (m,)."""
        return tuple(f.name for f in self.flows)

    @property
    def flow_paths(self) -> tuple[str, ...]:
        """The categories of each elementary flow, joined by "/", "" where they were not given, (m,)."""
        return tuple("/".join(f.path) for f in self.flows)

    @property
    def flow_cas(self) -> tuple[str, ...]:
        """The CAS number of each elementary flow, "" where it was not given, (m,)."""
        return tuple(f.cas for f in self.flows)

    @property
    def flow_units(self) -> tuple[str, ...]:
        """The unit of each elementary flow, (m,)."""
        return tuple(f.unit for f in self.flows)
