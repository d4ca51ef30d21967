"""From masses of gases to kg CO2e.

What lives here: GWP sets (AR4, AR5, AR5 with feedback, AR6, CO2 only) and characterization.
May touch: `carnet.quantity`, `carnet.errors`; it gets parsed tables, never files.
Must not: decide what biogenic carbon or land use counts (a regime does), guess a missing gas, use floats.
Ways in: `parse_gwp_sets`, `GwpSet.lookup`, `characterize`, `characterize_by_gas`, `ratio_bounds`, `CO2_ONLY`.
Invariants: characterization is linear; a gas a set does not have is an error, never zero; every value
carries its source and status.
"""

from __future__ import annotations

from carnet.impact.characterize import characterize, characterize_by_gas, ratio_bounds
from carnet.impact.gwp import CO2_ONLY, Gwp, GwpSet, find, lookup
from carnet.impact.load import parse_gwp_sets

__all__ = [
    "CO2_ONLY",
    "Gwp",
    "GwpSet",
    "characterize",
    "characterize_by_gas",
    "find",
    "lookup",
    "parse_gwp_sets",
    "ratio_bounds",
]
