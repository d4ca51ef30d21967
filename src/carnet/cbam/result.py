"""What the method of the CBAM yields for one installation: exact fractions, units in the field's words.

Emissions in tCO2e, energy in TJ, electricity in MWh; specific values per unit of the activity level (t, or MWh).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.errors import Problem

NOTHING_SAID = Text("", "")
BASES = ("actual", "default", "mixed")


@dataclass(frozen=True, slots=True)
class StreamResult:
    """Emissions of one source stream. `emissions` counts (fossil and unproven biomass), `biomass` is rated zero.

    `energy` and `energy_biomass` in TJ; `parts` holds what a method shows on the way (t CF4, t C2F6, t N2O …).
    `equation` names the equation of IR (EU) 2025/2547 Annex II; `status` says how its text was seen (read, recalled).
    `attributed` holds tCO2e by production process; `reconciliation` what metered shares were multiplied by (eq 42),
    None where no share was metered or the stream has no meter reading of its own. `generation`: the unit that burns
    it. `derivation`: how the figure came about, where that is more than the equation.
    """

    id: str
    name: str
    method: str
    gas: str
    emissions: Fraction
    biomass: Fraction
    unproven: Fraction
    energy: Fraction
    energy_biomass: Fraction
    equation: str
    parts: Mapping[str, Fraction] = field(default_factory=dict)
    status: str = "read"
    attributed: Mapping[str, Fraction] = field(default_factory=dict)
    reconciliation: Fraction | None = None
    generation: str = ""
    derivation: Text = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class Totals:
    """Emissions of the installation by gas and by method (eq 4), before rounding to whole tonnes.

    `incomplete` names the streams that could not be calculated and that no stated total stands in for.
    """

    co2: Fraction
    biomass: Fraction
    n2o: Fraction
    pfc: Fraction
    direct: Fraction
    indirect: Fraction | None
    calculated: Fraction
    measured: Fraction
    other: Fraction
    energy: Fraction
    incomplete: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProcessResult:
    """A production process: what is attributed to it, and its specific embedded emissions.

    `direct_star` DirEm*; `heat`, `waste_gas`, `electricity_out` the net terms of eq 55 with their sign (imports plus,
    exports minus); `direct` their sum, floored at zero (`floored`); `indirect` eq 56. Of a process with
    joint products both are what eq 43 leaves it (`joint`, a share) and what it gets from others (`joint_in`, tCO2e).
    `se_*` own, `see_*` embedded;
    `see_indirect` all indirect emissions, `counted_indirect` those the Regulation counts for a good made here.
    `default_share`: part of `see_direct` that comes from precursors with basis default, as the communication template
    counts it. `incomplete` names the rows whose values are missing here or in what feeds the process: while there are
    any, the figures leave them out and no money follows from them. `incomplete_direct` and `incomplete_indirect` name
    those of either part: where one is empty, that part is known; `own_direct_lacks` and `own_indirect_lacks` those of
    what is attributed to the process itself, without what feeds it.
    """

    id: str
    name: str
    category: str
    unit: str
    amount: Fraction
    direct_star: Fraction
    heat: Fraction
    waste_gas: Fraction
    electricity_out: Fraction
    direct: Fraction
    floored: bool
    indirect: Fraction
    electricity: Fraction
    se_direct: Fraction
    se_indirect: Fraction
    se_electricity: Fraction
    see_direct: Fraction
    see_indirect: Fraction
    counted_indirect: Fraction
    embedded_electricity: Fraction
    default_share: Fraction
    annex_ii: bool
    incomplete: tuple[str, ...] = ()
    joint: Fraction = Fraction(1)
    joint_in: Fraction = Fraction(0)
    incomplete_direct: tuple[str, ...] = ()
    incomplete_indirect: tuple[str, ...] = ()
    own_direct_lacks: tuple[str, ...] = ()
    own_indirect_lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrecursorResult:
    """A purchased precursor, per t. `basis` actual or default; `stated` says the values are the study's own.

    A default value of the tables comes with its mark-up inside (`markup`), once. `incomplete`: something of the row is
    missing and counts as nothing here (indirect emissions, amount, basis, category); `incomplete_direct`: something
    other than its indirect emissions.
    """

    id: str
    name: str
    category: str
    cn: str
    country: str
    amount: Fraction
    basis: str
    stated: bool
    see_direct: Fraction
    see_indirect: Fraction
    counted_indirect: Fraction
    electricity: Fraction
    markup: Fraction | None
    source: str
    status: str
    annex_ii: bool
    incomplete: bool = False
    incomplete_direct: bool = False


@dataclass(frozen=True, slots=True)
class CogenerationResult:
    """The split of a cogeneration unit (eq 46 to 52), or the factor of one for electricity alone (eq 38).

    Shares without unit, factors in tCO2/TJ and tCO2/MWh.
    """

    id: str
    emissions: Fraction
    share_heat: Fraction
    share_power: Fraction
    emissions_heat: Fraction
    emissions_power: Fraction
    ef_heat: Fraction | None
    ef_power: Fraction | None
    fuel_heat: Fraction
    fuel_power: Fraction
    equation: str = "46-52"
    derivation: Text = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class HeatResult:
    """Measurable heat of one flow (eq 30-34, 44, 45): `amount` TJ, `factor` tCO2/TJ, `emissions` tCO2."""

    id: str
    process: str
    direction: str
    amount: Fraction
    factor: Fraction
    emissions: Fraction
    equation: str
    derivation: Text


@dataclass(frozen=True, slots=True)
class JointResult:
    """One of the products of a joint process: its molar `share` (eq 43) and the direct emissions that go with it.

    `to`: the process that has them, empty outside the CBAM.
    """

    id: str
    process: str
    to: str
    share: Fraction
    direct: Fraction
    indirect: Fraction
    derivation: Text


@dataclass(frozen=True, slots=True)
class Computed:
    """Everything the method yields for one installation, in the order of the study."""

    streams: tuple[StreamResult, ...]
    totals: Totals
    cogeneration: tuple[CogenerationResult, ...]
    processes: tuple[ProcessResult, ...]
    precursors: tuple[PrecursorResult, ...]
    recipes: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)  # process → source id → m_i (eq 61)
    problems: tuple[Problem, ...] = ()
    heat: tuple[HeatResult, ...] = ()
    joint: tuple[JointResult, ...] = ()

    def process(self, process_id: str) -> ProcessResult:
        """Return the process of that id; KeyError if there is none."""
        return next(p for p in self.processes if p.id == process_id)
