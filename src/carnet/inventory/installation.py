"""The installation behind goods in scope of the CBAM: what an operator monitors, in the terms of the acts.

Rows of a study, beside its unit processes: source streams (IR (EU) 2025/2547 Annex II B), production processes with
what is attributed to them (Annex III A), purchased precursors and their use (Annex III B), goods by CN code.
Amounts are decimal strings as everywhere in a study; shares are ratios from 0 to 1; the empty string means "not given".
Units: t, TJ, MWh, tCO2e; gas volumes in 1000 Nm3. `name_zh` and `name_en` are what a row is called in each language;
`name` stands in for one that is empty.
"""

from __future__ import annotations

from dataclasses import dataclass

from carnet.errors import Text

Dec = str
Day = str

STREAM_METHODS = ("combustion", "process", "mass_balance", "pfc_slope", "pfc_overvoltage", "measured")
FACTOR_KINDS = ("type_1", "type_2", "proxy", "supplier", "laboratory", "accredited_laboratory")
STREAM_UNITS = ("t", "1000Nm3")
EF_UNITS = ("tCO2/TJ", "tCO2/t", "tCO2/1000Nm3")
# Tag of a unit process that stands for a production process: emissions are attributed, materials are no rows of it.
ATTRIBUTED = "attributed_emissions"
HEAT_DIRECTIONS = ("in", "out")
HEAT_ORIGINS = ("own", "outside")
KILN_METHODS = ("input", "output")
VALUE_SOURCES = ("measured", "default", "unknown")
ELECTRICITY_SOURCES = ("D.4(a)", "D.4(b)", "D.4.1", "D.4.2", "D.4.3.1", "D.4.3.2", "mix")


def in_both(name: str, zh: str, en: str) -> Text:
    """Return a name in both languages; one that is missing is taken from the other columns."""
    return Text(zh or name or en, en or name or zh)


@dataclass(frozen=True, slots=True)
class Installation:
    """The installation and its operator; a study has at most one.

    `unlocode`, `latitude` and `longitude` as the operator's report asks for them. `stated_*` are totals in tCO2e the
    operator states in place of the sum of its streams; `indirect` the total indirect emissions, tCO2e.
    `fuel_*` are TJ: all fuel, and of it for CBAM goods, for electricity, for other goods.
    """

    id: str
    name: Text = Text("", "")
    operator: str = ""
    registration: str = ""
    activity: str = ""
    street: str = ""
    postcode: str = ""
    po_box: str = ""
    city: str = ""
    country: str = ""
    unlocode: str = ""
    latitude: str = ""
    longitude: str = ""
    representative: str = ""
    email: str = ""
    telephone: str = ""
    monitoring_plan: str = ""
    monitoring_plan_date: Day = ""
    verifier: str = ""
    verifier_street: str = ""
    verifier_city: str = ""
    verifier_postcode: str = ""
    verifier_country: str = ""
    verifier_person: str = ""
    verifier_email: str = ""
    verifier_telephone: str = ""
    accreditation_state: str = ""
    accreditation_body: str = ""
    accreditation: str = ""
    accreditation_scope: str = ""
    accreditation_expiry: Day = ""
    verification_report: str = ""
    stated_co2: Dec = ""
    stated_biomass: Dec = ""
    stated_n2o: Dec = ""
    stated_pfc: Dec = ""
    indirect: Dec = ""
    fuel_total: Dec = ""
    fuel_goods: Dec = ""
    fuel_electricity: Dec = ""
    fuel_other: Dec = ""
    data_quality: str = ""
    default_justification: str = ""
    quality_assurance: str = ""
    carbon_price: str = ""
    months_monitored: Dec = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SourceStream:
    """One source stream or emission source of the installation, by one of `STREAM_METHODS`.

    Calculation (eq 5, 6, 11, 12): `activity` in `activity_unit` (negative for outputs of a mass balance), `ncv` in GJ
    per that unit, `ef` in `ef_unit`, `carbon` in tC per that unit, `oxidation`, `conversion`, `biomass` and
    `biomass_unproven` (a part of `biomass` without the sustainability evidence) as ratios.
    PFC (eq 20 to 26): `activity` is t of aluminium; slope `frequency` x `duration` x `slope`, or overvoltage
    `overvoltage`, `overvoltage_coefficient`, `current_efficiency` (as the coefficient defines it, as a rule percent);
    `c2f6_ratio`; `collection_efficiency` (ratio).
    Measurement (eq 16): `gas` CO2 or N2O, `concentration` in g/Nm3, `hours` in the period, `flow` in 1000 Nm3/h.
    Flue gas that is not metered (eq 29): in place of `flow`, `air_flow` in 1000 Nm3/h of dry air that goes in, and
    `oxygen`, the ratio of oxygen in the dry flue gas.
    `process`: the production process it belongs to as a whole; shared streams have `StreamShare` rows; `generation`:
    the unit (a `Cogeneration` row) that burns it, in place of a process.
    `material` names a row of the act's table of standard factors, for comparison.
    """

    id: str
    name: str
    method: str
    process: str = ""
    material: str = ""
    activity: Dec = ""
    activity_unit: str = ""
    ncv: Dec = ""
    ef: Dec = ""
    ef_unit: str = ""
    carbon: Dec = ""
    oxidation: Dec = ""
    conversion: Dec = ""
    biomass: Dec = ""
    biomass_unproven: Dec = ""
    biomass_evidence: str = ""
    technology: str = ""
    frequency: Dec = ""
    duration: Dec = ""
    slope: Dec = ""
    overvoltage: Dec = ""
    overvoltage_coefficient: Dec = ""
    current_efficiency: Dec = ""
    c2f6_ratio: Dec = ""
    collection_efficiency: Dec = ""
    gas: str = ""
    concentration: Dec = ""
    hours: Dec = ""
    flow: Dec = ""
    factor_kind: str = ""
    factor_source: str = ""
    factor_date: Day = ""
    uncertainty: Dec = ""
    meter: str = ""
    document: str = ""
    note: str = ""
    generation: str = ""
    air_flow: Dec = ""
    oxygen: Dec = ""
    name_zh: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Kiln:
    """Process emissions of a cement kiln (eq 11, 27, 28): `method` input (A, carbonates) or output (B, clinker).

    Input: `raw_meal` t put in, less `raw_meal_dust` t of it that left as dust; `caco3`, `mgco3`, `feco3` t per t of
    raw meal, or `raw_meal_ef` tCO2 per t; `conversion` (1 when empty).
    Output: `clinker_made` t; or, not weighed (eq 27), `cement` delivered, `cement_stock` (opening less closing),
    `clinker_ratio` t clinker per t cement, `clinker_supplied` from outside, `clinker_dispatched`, `clinker_stock`
    (opening less closing).
    `clinker_ef` tCO2 per t of clinker, or `cao` and `mgo` t per t of clinker that stem from carbonates.
    Both: `dust` t of kiln dust that left the kiln system with its degree of calcination `calcination` (eq 28; 1 when
    empty), `bypass` t of bypass dust (calcined in full), `organic_carbon` tC per t of raw meal beside the carbonates.
    """

    id: str
    name: str
    process: str
    method: str
    raw_meal: Dec = ""
    raw_meal_dust: Dec = ""
    caco3: Dec = ""
    mgco3: Dec = ""
    feco3: Dec = ""
    raw_meal_ef: Dec = ""
    conversion: Dec = ""
    clinker_made: Dec = ""
    cement: Dec = ""
    cement_stock: Dec = ""
    clinker_ratio: Dec = ""
    clinker_supplied: Dec = ""
    clinker_dispatched: Dec = ""
    clinker_stock: Dec = ""
    clinker_ef: Dec = ""
    cao: Dec = ""
    mgo: Dec = ""
    dust: Dec = ""
    calcination: Dec = ""
    bypass: Dec = ""
    organic_carbon: Dec = ""
    factor_kind: str = ""
    factor_source: str = ""
    factor_date: Day = ""
    meter: str = ""
    document: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class HeatFlow:
    """Measurable heat a process takes (`direction` in) or gives (out), in place of typed TJ (eq 30 to 34, 44, 45).

    Measured: `mass` t of medium in the period, `enthalpy` of the flow and `enthalpy_return` of what comes back, kJ/kg;
    `returned` t of it (all when empty, if an enthalpy of return is given). What does not come back counts as water of
    90 degC. Not measured: `fuel` TJ times `efficiency` (the act's 0.7 when empty).
    The factor: `ef` tCO2 per TJ of heat; `chp`, the unit it comes from; or `fuel_ef` tCO2 per TJ of the fuel mix
    divided by `efficiency` (`origin` outside: by 0.9 when empty).
    """

    id: str
    process: str
    direction: str
    name: str = ""
    origin: str = ""
    mass: Dec = ""
    enthalpy: Dec = ""
    enthalpy_return: Dec = ""
    returned: Dec = ""
    fuel: Dec = ""
    efficiency: Dec = ""
    ef: Dec = ""
    fuel_ef: Dec = ""
    chp: str = ""
    meter: str = ""
    document: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class JointProduct:
    """One product of a process that makes several at once; emissions go by molar amounts (eq 43).

    `amount` t and `molar_mass` g/mol. `to`: the production process of this product: the joint process itself for its
    own good, another one to hand the share on, empty for a product outside the CBAM. `used` t of a product that is sold
    or used, where part of it is vented (all when empty): the vented part's share stays with the good.
    """

    id: str
    process: str
    name: str
    amount: Dec
    molar_mass: Dec
    to: str = ""
    used: Dec = ""
    document: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class StreamShare:
    """What a process takes of a shared stream: `amount` in the stream's activity unit, from its own meter.

    The readings of all processes are reconciled with the installation's meter (eq 41, 42). Without `process`: use
    outside the production processes, read and reconciled like the others.
    """

    id: str
    stream: str
    process: str
    amount: Dec
    meter: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProductionProcess:
    """A production process: goods of one aggregated category, and what is attributed to it (eq 55, 56).

    `amount` is the activity level in `unit` (t, or MWh); empty: the sum of its `ProductionLevel` rows. `market`: made
    for the market; `other_use`: used up for goods outside the CBAM. `direct` is DirEm* in tCO2e; empty: the sum of the
    streams attributed to it. Heat and waste gas in TJ with factors in tCO2/TJ; electricity in MWh and tCO2/MWh.
    `cn`: code of what it makes, needed where that is used up inside the installation and its category has several
    benchmarks. `heat_in_chp`: id of the cogeneration whose heat is used, in place of `heat_in_ef`; `electricity_chp`
    and `electricity_out_chp` the unit whose electricity is used and given away, in place of the factors. `includes`:
    categories of precursors made inside the same process (Art 4(9)).
    """

    id: str
    name: str
    category: str
    cn: str = ""
    unit: str = "t"
    amount: Dec = ""
    market: Dec = ""
    other_use: Dec = ""
    includes: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    direct: Dec = ""
    heat_in: Dec = ""
    heat_in_ef: Dec = ""
    heat_in_chp: str = ""
    heat_out: Dec = ""
    heat_out_ef: Dec = ""
    waste_gas_in: Dec = ""
    waste_gas_in_ef: Dec = ""
    waste_gas_out: Dec = ""
    waste_gas_out_ef: Dec = ""
    electricity: Dec = ""
    electricity_ef: Dec = ""
    electricity_source: str = ""
    electricity_document: str = ""
    electricity_out: Dec = ""
    electricity_out_ef: Dec = ""
    document: str = ""
    note: str = ""
    electricity_chp: str = ""
    electricity_out_chp: str = ""
    name_zh: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class ProductionLevel:
    """A part of the activity level of a production process (or of a purchase) by production route, in its unit."""

    id: str
    of: str
    route: str
    amount: Dec


@dataclass(frozen=True, slots=True)
class PurchasedPrecursor:
    """A precursor bought from another installation. `amount` in t; empty: the sum of its `ProductionLevel` rows.

    `basis` is one of `VALUE_SOURCES`: measured (actual values of the producer), default, unknown (origin unknown).
    `see_direct` in tCO2e/t; `electricity` in MWh/t with `electricity_ef` in tCO2/MWh, or `see_indirect` in tCO2e/t;
    `counted_indirect`: of it, for a precursor of Annex II, what its own precursors outside Annex II brought in.
    Actual values count only with a verification report (`verification_report`, `verifier`, `accreditation`,
    `accreditation_scope`, `accreditation_expiry`) that covers the period of production. `sefa` is the verified
    specific embedded free allocation, t/t.
    """

    id: str
    name: str
    category: str
    cn: str = ""
    country: str = ""
    amount: Dec = ""
    other_use: Dec = ""
    routes: tuple[str, ...] = ()
    basis: str = ""
    see_direct: Dec = ""
    electricity: Dec = ""
    electricity_ef: Dec = ""
    see_indirect: Dec = ""
    counted_indirect: Dec = ""
    electricity_basis: str = ""
    electricity_source: str = ""
    default_justification: str = ""
    sefa: Dec = ""
    operator: str = ""
    installation: str = ""
    period_from: Day = ""
    period_to: Day = ""
    verification_report: str = ""
    verifier: str = ""
    accreditation: str = ""
    accreditation_scope: str = ""
    accreditation_expiry: Day = ""
    document: str = ""
    note: str = ""
    name_zh: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class PrecursorUse:
    """`amount` (t) of what `source` makes or brings (a process or a purchased precursor) goes into `process`."""

    id: str
    source: str
    process: str
    amount: Dec


@dataclass(frozen=True, slots=True)
class Cogeneration:
    """A cogeneration unit (eq 46 to 52), or one for electricity alone (eq 38): no heat, no reference efficiencies.

    Fuel and heat in TJ, electricity in MWh, emissions in tCO2.
    `fuel` and `emissions_fuel` empty: those of the streams that name the unit (`SourceStream.generation`).
    `waste_gas` TJ and `waste_gas_ef` tCO2/TJ, electricity alone: beside `fuel`, at most at the factor of natural gas.
    `efficiency_heat` and `efficiency_power` stand in for measured ones where output is not metered;
    `reference_heat` and `reference_power` are the reference efficiencies, ratios.
    """

    id: str
    name: str = ""
    fuel: Dec = ""
    heat: Dec = ""
    electricity: Dec = ""
    emissions_fuel: Dec = ""
    emissions_cleaning: Dec = ""
    efficiency_heat: Dec = ""
    efficiency_power: Dec = ""
    reference_heat: Dec = ""
    reference_power: Dec = ""
    note: str = ""
    waste_gas: Dec = ""
    waste_gas_ef: Dec = ""
    name_zh: str = ""
    name_en: str = ""


NamedRow = SourceStream | ProductionProcess | PurchasedPrecursor | Cogeneration


def names_of(row: NamedRow) -> Text:
    """Return what a row is called in both languages; its id where it has no name."""
    return in_both(row.name or row.id, row.name_zh, row.name_en)


@dataclass(frozen=True, slots=True)
class CarbonPrice:
    """A carbon price due where the emissions of one process or purchased precursor arise (Reg (EU) 2023/956 Art 9).

    `of`: id of the process or precursor; what its own precursors bring in has rows of its own. `share` (ratio) of its
    specific emissions, direct and indirect, falls under the price. `price` is due in `currency` per tCO2e so covered,
    before `rebate` per tCO2e: free allocation, compensation, deduction; "0" where there is none, since one that is not
    known leaves no claim. `period_*`: what the price was due for, where it is not the period of the study.
    """

    id: str
    of: str
    instrument: str = ""
    period_from: Day = ""
    period_to: Day = ""
    currency: str = ""
    share: Dec = ""
    price: Dec = ""
    rebate_kind: str = ""
    rebate: Dec = ""
    document: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CbamGood:
    """One good of a production process, by CN code (8 digits, or TARIC 10); no `process`: the product of the study.

    `name_zh` and `name_en` what it is called; `name` stands in for one that is empty.
    `amount` in t goes to the EU on `import_date` (its quarter sets the price). `benchmark_route` is the letter of the
    benchmark table. Contents and shares are ratios. `price_*`: carbon price due and rebate per t of good in
    `price_currency`, with the share of embedded emissions each covers.
    """

    id: str
    process: str = ""
    cn: str = ""
    name: str = ""
    amount: Dec = ""
    import_date: Day = ""
    importer: str = ""
    benchmark_route: str = ""
    reducing_agent: str = ""
    mill: str = ""
    manganese: Dec = ""
    chromium: Dec = ""
    nickel: Dec = ""
    other_alloys: Dec = ""
    carbon: Dec = ""
    scrap: Dec = ""
    other_materials: Dec = ""
    pre_consumer_scrap: Dec = ""
    aluminium_scrap: Dec = ""
    non_aluminium: Dec = ""
    clinker: Dec = ""
    calcined: str = ""
    concentration: Dec = ""
    nitric_acid: Dec = ""
    urea: Dec = ""
    nitrogen: Dec = ""
    nitrogen_ammonium: Dec = ""
    nitrogen_nitrate: Dec = ""
    nitrogen_urea: Dec = ""
    nitrogen_organic: Dec = ""
    price_instrument: str = ""
    price_share: Dec = ""
    price_currency: str = ""
    price_due: Dec = ""
    rebate_kind: str = ""
    rebate_share: Dec = ""
    rebate: Dec = ""
    note: str = ""
    name_zh: str = ""
    name_en: str = ""

    @property
    def names(self) -> Text:
        """What the good is called in both languages; a name that is missing is taken from the other columns."""
        return in_both(self.name, self.name_zh, self.name_en)
