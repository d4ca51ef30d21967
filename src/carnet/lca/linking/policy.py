"""How a database is to be linked: every choice that changes a number is written down here, none is taken silently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carnet.errors import problem

if TYPE_CHECKING:
    from carnet.errors import Problem

BY = ("uuid", "name_location_unit")
AMBIGUOUS = ("unlinked", "equal", "refuse")
ALLOCATION = ("stored", "physical", "economic", "causal", "mass", "energy", "price", "cut_off", "refuse")
UNSOLVABLE = ("refuse", "quarantine")


@dataclass(frozen=True, slots=True)
class MapRow:
    """One row of a user's mapping: who supplies (or treats) a flow.

    `flow` is the id or the name of the flow; `location`, `unit` and `consumer` (id or name of the taking process)
    narrow it where they are not "". `provider` is the id of a process, its name, or ``name|location``; "" says that the
    flow is cut off on purpose. `product` names one of several products of the provider. `factor` is how many units of
    the provider's product one unit of the flow is (for a density, say); 0 converts the units. `row` is for messages.
    """

    flow: str
    provider: str
    location: str = ""
    unit: str = ""
    consumer: str = ""
    product: str = ""
    factor: float = 0.0
    note: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is plausible. Masses in kg, all but `energy` and `noise` per kg of a reference product measured by mass.

    `co2`: direct carbon dioxide. Pure carbon burnt gives 3.67; more than 5 needs more than a kilogram of carbon per
    kilogram of product. `co2_gross`: beyond doubt, for the diagnosis. `water`: m3 of water taken in (irrigated crops
    take up to about 2). `carbon`: how much more carbon may leave than all inputs could hold. `value`: inputs over
    output, both in money. `score`: kg CO2e. `energy`: kg CO2e per MJ of a product measured in MJ, kWh or the like. The
    fuel richest in carbon, burnt, gives 0.11 (0.029 kg C per MJ, IPCC 2006, 2, 1.3), and a poor plant some times that;
    but battery capacity is counted in kWh too, and takes some 50 to 200 kg CO2e per kWh to make (recalled), at most 56
    per MJ. Beyond 100 the amount is of another unit than it says. `noise`: how far below zero a score may be by
    rounding, in kg CO2e per unit.
    """

    co2: float = 5.0
    co2_gross: float = 50.0
    water: float = 3.0
    carbon: float = 1.05
    value: float = 1.0
    score: float = 500.0
    energy: float = 100.0
    noise: float = 1e-9


@dataclass(frozen=True, slots=True)
class LinkPolicy:
    """The choices.

    `by`: ``uuid`` links an input to the process whose reference is the same flow; ``name_location_unit`` to the one
    whose reference has the same name and location and a unit it converts to. `use_providers`: a default provider that
    the file names goes first. `ambiguous`: what happens to an input with several candidates: it stays unlinked, takes
    an equal mix, or everything is refused.

    `allocation`: methods tried in turn for a process of several products: ``stored`` (the method the process names, or
    the only one it has factors for), ``physical``, ``economic``, ``causal`` (its factors of that method), ``mass``,
    ``energy``, ``price`` (by `prices`: flow id or name to money per reference unit), ``cut_off`` (everything to the
    reference product, co-products leave free of burden and feed nobody), ``refuse`` (quarantine). The last is what
    happens in the end and has to be ``cut_off`` or ``refuse``.

    `remap`: elementary flow ids that are products in truth, with the id of the product flow (or their own).
    `quarantine` switches the checks of single records on; `release` names records (id or full name) that are used in
    spite of a finding; `exclude` names records that are left out. `unsolvable`: whether a singular or unproductive
    system is refused or the processes that cause it go to quarantine.
    """

    by: str = "uuid"
    use_providers: bool = True
    mapping: tuple[MapRow, ...] = ()
    ambiguous: str = "unlinked"
    allocation: tuple[str, ...] = ("stored", "cut_off")
    prices: Mapping[str, float] = field(default_factory=dict)
    remap: Mapping[str, str] = field(default_factory=dict)
    quarantine: bool = True
    bounds: Bounds = Bounds()
    release: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    unsolvable: str = "refuse"


def policy_problems(policy: LinkPolicy) -> list[Problem]:
    """Return what is wrong with a policy by itself; linking by name alone is (LCI-125)."""
    found: list[Problem] = []
    if policy.by == "name":
        found.append(problem("LCI-125", value="name", candidates=BY))
    elif policy.by not in BY:
        found.append(problem("LCI-123", value=policy.by, candidates=BY, field="by"))
    if policy.ambiguous not in AMBIGUOUS:
        found.append(problem("LCI-123", value=policy.ambiguous, candidates=AMBIGUOUS, field="ambiguous"))
    if policy.unsolvable not in UNSOLVABLE:
        found.append(problem("LCI-123", value=policy.unsolvable, candidates=UNSOLVABLE, field="unsolvable"))
    found += [
        problem("LCI-123", value=method, candidates=ALLOCATION, field="allocation")
        for method in policy.allocation
        if method not in ALLOCATION
    ]
    if set(policy.allocation[:-1]) & set(ALLOCATION[-2:]) or policy.allocation[-1:] not in {("cut_off",), ("refuse",)}:
        last = policy.allocation[-1] if policy.allocation else ""
        found.append(problem("LCI-123", value=last, candidates=ALLOCATION[-2:], field="allocation[-1]"))
    return found
