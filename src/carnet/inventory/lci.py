"""A database of unit processes as a file of somebody else's program states it: the common form of all readers.

Amounts are the doubles nearest to the decimal text of the source; a database is background, its exactness is that of a
bound (`carnet.lca.engine.judge`), not of decimals. Nothing is linked, allocated, converted or dropped here: readers say
what the file says, `carnet.lca.linking` decides what it means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FLOW_KINDS = ("product", "waste", "elementary")
SPREADS = ("none", "lognormal", "normal", "uniform", "triangular")
REDISTRIBUTION = ("allowed", "share_alike", "forbidden", "unknown")


@dataclass(frozen=True, slots=True)
class Spread:
    """The stated uncertainty of an amount.

    ``lognormal``: `location` is the median (sign included), `scale` the standard deviation of the natural logarithm.
    ``normal``: mean, standard deviation. ``uniform``: `low`, `high`. ``triangular``: `location` is the mode.
    A pedigree is turned into the lognormal it stands for by the reader (`basis` then says ``pedigree``).
    """

    kind: str = "none"
    location: float = 0.0
    scale: float = 0.0
    low: float = 0.0
    high: float = 0.0
    basis: str = ""


NO_SPREAD = Spread()


@dataclass(frozen=True, slots=True)
class LciFlow:
    """A product, waste or elementary flow. `unit` is the reference unit of its quantity; `path` its categories."""

    id: str
    name: str
    kind: str
    unit: str
    path: tuple[str, ...] = ()
    location: str = ""
    cas: str = ""
    formula: str = ""
    quantity: str = ""


@dataclass(frozen=True, slots=True)
class LciExchange:
    """One exchange of a process, as stored.

    `amount` in `unit`; `is_input` as stated. `is_reference` marks the quantitative reference. `avoided` marks a product
    that the process displaces. `provider` is the process the file names as default provider, or "".
    `place` is where it stands in the file (entry and line or id), for messages.
    `factor` is how much of the flow's reference unit one `unit` is as the file states it (between quantities as well);
    0 when the file does not say.
    """

    id: str
    flow: str
    amount: float
    unit: str
    is_input: bool
    is_reference: bool = False
    avoided: bool = False
    provider: str = ""
    formula: str = ""
    spread: Spread = NO_SPREAD
    location: str = ""
    place: str = ""
    note: str = ""
    factor: float = 0.0


@dataclass(frozen=True, slots=True)
class AllocationFactor:
    """The share of `product` (a flow id) by `method` (physical, economic, causal); causal ones name an `exchange`."""

    method: str
    product: str
    share: float
    exchange: str = ""


@dataclass(frozen=True, slots=True)
class LciProcess:
    """A unit process, result or system dataset (`type`: unit, result, system, unknown) and its exchanges."""

    id: str
    name: str
    location: str = ""
    exchanges: tuple[LciExchange, ...] = ()
    type: str = "unit"
    path: tuple[str, ...] = ()
    default_allocation: str = ""
    allocation: tuple[AllocationFactor, ...] = ()
    period_from: str = ""
    period_to: str = ""
    technology: str = ""
    licence: str = ""
    sources: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class LciDatabase:
    """A database. `parameters` are the evaluated global parameters; `facts` what the file says of itself, for display.

    `redistribution` is one of `REDISTRIBUTION`; unknown is treated as forbidden.
    """

    id: str
    name: str
    version: str
    format: str
    flows: Mapping[str, LciFlow]
    processes: tuple[LciProcess, ...]
    licence: str = ""
    redistribution: str = "unknown"
    source_digest: str = ""
    parameters: Mapping[str, float] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
