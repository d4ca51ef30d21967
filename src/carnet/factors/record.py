"""One emission factor, with what is needed to decide whether it may stand where it is wanted."""

from __future__ import annotations

from dataclasses import dataclass

from carnet.errors import Text

KINDS = (
    "product_life_cycle",  # cradle-to-gate, kg CO2e per unit of product
    "fuel_upstream",  # well-to-tank of a fuel, no combustion
    "fuel_combustion",  # combustion only
    "electricity_life_cycle",  # kg CO2e/kWh over the life cycle
    "electricity_generation_co2",  # kg CO2/kWh, generation only: never stands in for the former
    "transport",  # per t·km
    "waste_treatment",
)
STATUSES = ("read", "secondary", "recalled", "unknown", "conflicting")
REDISTRIBUTION = ("allowed", "share_alike", "forbidden", "unknown")


@dataclass(frozen=True, slots=True)
class GasShare:
    """Mass of one gas per unit: `gas` (CO2, CH4, N2O, …), `origin` (fossil, biogenic, luluc), kg as decimal string."""

    gas: str
    origin: str
    mass: str


@dataclass(frozen=True, slots=True)
class FactorRecord:
    """A factor: `value` kg CO2e (or kg CO2 when `gwp_set` is ``co2_only``) per `per_unit` of `flow`.

    With `gases` the factor can be re-characterised; without, another GWP set makes its share an interval.
    `gwp_set`: AR4, AR5, AR5_feedback, AR6, co2_only, or unknown. `country` is ISO 3166-1 alpha-2, ``RER``-like
    groups or ``GLO``; `region` a GB/T 2260 province code with country prefix such as ``CN-50``.
    """

    id: str
    version: str
    name: Text
    flow: str
    kind: str
    value: str
    unit: str
    per_unit: str
    gwp_set: str
    country: str
    year: int
    source: str
    locator: str
    status: str
    licence: str
    redistribution: str
    gases: tuple[GasShare, ...] = ()
    region: str = ""
    technology: str = ""
    boundary: str = ""
    valid_from: str = ""
    valid_to: str = ""
    data_year_from: int = 0
    original_value: str = ""
    original_unit: str = ""
    conversion: str = ""
    low: str = ""
    high: str = ""
    proxy: str = ""
    note: str = ""
    superseded_by: str = ""
