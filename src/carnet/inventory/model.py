"""The study: one product, its unit processes, and everything a number needs to be believed.

Amounts are decimal strings exactly as the user gave them (after width normalisation); they become
exact fractions only when used. The empty string means "not given".
Where a value stood in a workbook is kept apart, in `Places`, keyed by JSON Pointer, so that the same
study read from xlsx, json or toml is the same value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carnet.errors import Place, Text
from carnet.inventory.installation import (
    CarbonPrice,
    CbamGood,
    Cogeneration,
    HeatFlow,
    Installation,
    JointProduct,
    Kiln,
    PrecursorUse,
    ProductionLevel,
    ProductionProcess,
    PurchasedPrecursor,
    SourceStream,
    StreamShare,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

Dec = str  # a decimal string such as "0.5777"
Day = str  # an ISO 8601 date such as "2026-11-22"

SCHEMA = "carnet-study/1"

STATUSES = ("plant", "literature", "illustrative")
STAGES = (
    "raw_materials",
    "upstream_transport",
    "manufacturing",
    "distribution",
    "installation",
    "use",
    "end_of_life",
)
# Stages after the gate: a process of these is run by the product (role ``product``), not for it.
AFTER_GATE = ("distribution", "installation", "use", "end_of_life")
DIRECTIONS = ("in", "out")
ROLES = (
    "reference",
    "co_product",
    "intermediate",
    "product",
    "purchased",
    "electricity",
    "emission",
    "resource",
    "captured",
    "waste",
)
ORIGINS = ("fossil", "biogenic", "luluc")
FATES = ("stored", "used")
STATISTICS = ("point", "mean", "p50", "p95")
DATA_KINDS = ("measured", "calculated", "estimated", "literature")
SCRAP_KINDS = ("internal", "pre_consumer", "post_consumer", "mixed")
MATCHING = ("annual", "monthly", "hourly")
INSTRUMENTS = ("none", "cancelled", "sold")
CONTRACT_KINDS = ("grid", "direct_line", "own_generation", "supplier_product", "power_purchase_agreement")
TRANSPORT_MODES = ("truck", "rail", "sea_bulk", "sea_container", "inland_waterway", "air", "pipeline")


@dataclass(frozen=True, slots=True)
class Product:
    """What is assessed. `flow` is the flow id of the reference output of `process`, the last one before the gate.

    `category` is the class a rule may ask for (such as the type-approval category N3 of the vehicle a battery is for),
    `market` the country of use (ISO 3166-1 alpha-2, or EU).
    """

    name: Text
    process: str
    flow: str
    amount: Dec = "1"
    unit: str = "t"
    cn_codes: tuple[str, ...] = ()
    description: Text = Text("", "")
    category: str = ""
    market: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A document an amount comes from."""

    id: str
    citation: str
    locator: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow of the shared list, or one the study defines for itself.

    `kind` is a kind of `carnet.quantity`; `tags` say what a rule may select by
    (ore, coal, coke, lime, alloy, process_gas, slag, scrap, fuel, water, crude_steel, ...).
    """

    id: str
    name: Text
    kind: str
    unit: str
    tags: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    cn_codes: tuple[str, ...] = ()
    default_scope: str = ""


@dataclass(frozen=True, slots=True)
class Process:
    """A unit process.

    `direct_co2` is ``reported`` (its emission rows) or ``carbon_balance`` (the balance may be used: where rows report
    CO2 as well, the regime's order of direct-emission data decides, D9.direct).
    """

    id: str
    name: Text
    stage: str = "manufacturing"
    tags: tuple[str, ...] = ()
    direct_co2: str = "reported"
    note: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One line of activity data of a unit process.

    roles: ``reference`` (the one product a process is for), ``co_product`` (any other valued output),
    ``intermediate`` (input made by process `provider`; also the use of a co-product gas),
    ``purchased`` (input from outside), ``electricity`` (bought or self-made kWh, by `contract`),
    ``product`` (a process after the gate takes this amount of the finished product per run: it runs as often as the
    declared amount asks), ``emission`` / ``resource`` (elementary flow; `flow` is the gas, `origin` its carbon origin),
    ``captured`` (CO2 caught before it leaves; `fate` says whether it is stored or used), ``waste`` (to treatment).

    `country` is where a purchased good comes from. `excluded` = "yes": the engineer asks to leave the row out as
    negligible, with `excluded_share`, the screening estimate of its share of the footprint in per cent.
    """

    id: str
    process: str
    direction: str
    role: str
    flow: str
    amount: Dec
    unit: str
    provider: str = ""
    origin: str = ""
    contract: str = ""
    scrap_kind: str = ""
    price: Dec = ""
    currency: str = ""
    period_from: Day = ""
    period_to: Day = ""
    data_kind: str = ""
    document: str = ""
    source: str = ""
    technology_dq: str = ""
    geography_dq: str = ""
    time_dq: str = ""
    note: str = ""
    country: str = ""
    precision_dq: str = ""
    excluded: str = ""
    excluded_share: Dec = ""
    fate: str = ""


@dataclass(frozen=True, slots=True)
class Contract:
    """How electricity is bought or made. `technology`: coal, gas, hydro, nuclear, wind, solar_pv, biomass, mix.

    `delivery` = "yes": the document shows a grid connection between generator and user.
    `instruments`: what became of the certificates of this very electricity, one of `INSTRUMENTS`; of a direct line or
    own generation alone. `annual_kwh`: all kWh the contract supplied in the period of the study.
    """

    id: str
    kind: str
    country: str = ""
    region: str = ""
    technology: str = ""
    certificates: tuple[str, ...] = ()
    document: str = ""
    note: str = ""
    delivery: str = ""
    instruments: str = ""
    annual_kwh: Dec = ""


@dataclass(frozen=True, slots=True)
class Certificate:
    """An energy attribute certificate; volume in kWh. `matching`: within which period use follows generation."""

    id: str
    register: str
    technology: str
    volume_kwh: Dec
    vintage_from: Day
    vintage_to: Day
    country: str = ""
    plant: str = ""
    cancelled_on: Day = ""
    beneficiary: str = ""
    matching: str = ""


@dataclass(frozen=True, slots=True)
class TransportLeg:
    """A leg that brings the goods of one exchange: mass from the exchange, distance in km."""

    id: str
    exchange: str
    mode: str
    distance_km: Dec
    share: Dec = "1"
    period_from: Day = ""
    period_to: Day = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SupplierValue:
    """A footprint a supplier declares for one purchased exchange (kg CO2e per unit, or by gas).

    `statistic` and `lifetime_years` say what a published figure of a distribution is (a maker's 95th percentile is no
    mean); `primary_share` in per cent and `dqr` (1 best … 5) are what the supplier states of its data.
    """

    id: str
    exchange: str
    value: Dec
    unit: str
    per_unit: str
    supplier: str
    boundary: str = "cradle_to_gate"
    gwp_set: str = ""
    direct_part: Dec = ""
    verified: str = "no"
    verifier: str = ""
    accreditation: str = ""
    period_from: Day = ""
    period_to: Day = ""
    document: str = ""
    statistic: str = ""
    lifetime_years: Dec = ""
    primary_share: Dec = ""
    dqr: Dec = ""


@dataclass(frozen=True, slots=True)
class Material:
    """One material of the product: its way in (recycled content) and out (recycling, energy, disposal).

    `amount` in `unit` per declared amount of product, at the gate. `exchange` is the purchased row that brings it
    (empty: none of its own; then only the way out is counted). Shares are ratios from 0 to 1: `recycled_content` (R1),
    `recycling_rate` (R2, what is recycled into a secondary material), `energy_rate` (R3). `virgin`, `recycled`,
    `recycling`, `substituted`, `energy_recovery`, `disposal` are flow ids whose factors stand for Ev, Er, ErEoL, E*v,
    Eer, Ed; `substituted` empty: as `virgin`. `quality_in` and `quality_out` are Qs/Qp. `heat_efficiency` and
    `power_efficiency` are XH and XE.
    """

    id: str
    flow: str
    amount: Dec
    unit: str
    exchange: str = ""
    recycled_content: Dec = ""
    recycled_content_document: str = ""
    recycling_rate: Dec = ""
    energy_rate: Dec = ""
    virgin: str = ""
    recycled: str = ""
    recycling: str = ""
    substituted: str = ""
    energy_recovery: str = ""
    disposal: str = ""
    quality_in: Dec = ""
    quality_out: Dec = ""
    heat_efficiency: Dec = ""
    power_efficiency: Dec = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a flow used by balances: carbon content, heating value, density, metallic fraction.

    `value` may be empty: then only the interval `low`..`high` is known and results become intervals.
    """

    id: str
    flow: str
    property: str
    value: Dec
    unit: str
    low: Dec = ""
    high: Dec = ""
    source: str = ""
    locator: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FactorChoice:
    """The user's own pick of a factor record for a flow (or one exchange)."""

    target: str
    factor: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A named person confirms, supplies or assumes a value. No `source` means: an assumption."""

    regime: str
    parameter: str
    value: str
    by: str
    reason: str
    on: Day
    source: str = ""


@dataclass(frozen=True, slots=True)
class Defect:
    """A defect of the source data and what was done about it."""

    id: str
    where: str
    found: str
    done: Text


@dataclass(frozen=True, slots=True)
class Study:
    """One assessment of one product: the only input of a calculation besides the data sets."""

    id: str
    version: str
    title: Text
    status: str
    product: Product
    country: str
    period_from: Day
    period_to: Day
    legal_date: Day
    known_date: Day
    region: str = ""
    producer: str = ""
    site: str = ""
    purpose: str = ""
    note: Text = Text("", "")
    flows: tuple[Flow, ...] = ()
    processes: tuple[Process, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    contracts: tuple[Contract, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    transport: tuple[TransportLeg, ...] = ()
    supplier_values: tuple[SupplierValue, ...] = ()
    materials: tuple[Material, ...] = ()
    properties: tuple[Property, ...] = ()
    factor_choices: tuple[FactorChoice, ...] = ()
    installation: tuple[Installation, ...] = ()
    source_streams: tuple[SourceStream, ...] = ()
    stream_shares: tuple[StreamShare, ...] = ()
    production: tuple[ProductionProcess, ...] = ()
    production_levels: tuple[ProductionLevel, ...] = ()
    precursors: tuple[PurchasedPrecursor, ...] = ()
    precursor_uses: tuple[PrecursorUse, ...] = ()
    cogeneration: tuple[Cogeneration, ...] = ()
    kilns: tuple[Kiln, ...] = ()
    heat_flows: tuple[HeatFlow, ...] = ()
    joint_products: tuple[JointProduct, ...] = ()
    carbon_prices: tuple[CarbonPrice, ...] = ()
    cbam_goods: tuple[CbamGood, ...] = ()
    sources: tuple[Source, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    defects: tuple[Defect, ...] = ()
    schema: str = SCHEMA


@dataclass(frozen=True, slots=True)
class Places:
    """Where each value of a study stood: JSON Pointer → place. Never part of a study's digest."""

    by_pointer: Mapping[str, Place] = field(default_factory=dict)

    def at(self, pointer: str) -> Place:
        """Return the recorded place, or the pointer itself as a place."""
        return self.by_pointer.get(pointer) or Place(pointer=pointer)
