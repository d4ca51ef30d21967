"""Emissions of source streams and of the installation: IR (EU) 2025/2547 Annex II B, equations 4 to 26 and 29.

All in tCO2e, energy in TJ. What was read: equations 4 to 15 in the act. Recalled, because the detail of Annex II
B.6 to B.9 was not read: measurement (16 to 18) and PFC (20 to 26), whose formulas are those of the Commission's
communication template V2.1, read there; kilns (27, 28: `carnet.cbam.kilns`) and the flow of flue gas by its oxygen
(29), which are known from the rules of the emissions trading system.
"""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from carnet.cbam.result import StreamResult, Totals
from carnet.errors import Text
from carnet.inventory.installation import EF_UNITS, STREAM_METHODS, STREAM_UNITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from carnet.cbam.reading import Desk, Row

ZERO, ONE, THOUSAND = Fraction(0), Fraction(1), Fraction(1000)
PERCENT = 100
OXYGEN_AIR = Fraction("0.2095")
"""Oxygen in dry air by volume."""
PER_ENERGY = EF_UNITS[0]
_PER_ACTIVITY = MappingProxyType(dict(zip(STREAM_UNITS, EF_UNITS[1:], strict=True)))

METHOD_STATUS: Mapping[str, str] = MappingProxyType(
    {
        "combustion": "read",
        "process": "read",
        "mass_balance": "read",
        "pfc_slope": "recalled",
        "pfc_overvoltage": "recalled",
        "measured": "recalled",
    }
)
"""How the act's text on each method was seen; recalled blocks issuing."""

CEMENT = ("cement_clinker", "cement", "aluminous_cement")
"""Categories whose process emissions rest on detail that is recalled (kiln dust, clinker output)."""

NOTES: Mapping[str, Text] = MappingProxyType(
    {
        "cement": Text(
            "熟料过程排放：方法A以投入的碳酸盐计，方法B以产出的氧化物计（公式11）；水泥窑灰与熟料产量的细则"
            "（附件二B.9，公式27至29）为记忆内容，未经阅读。",
            "Process emissions of clinker: method A by carbonates put in, method B by oxides that come out (eq 11). "
            "The detail on kiln dust and clinker output (Annex II B.9, eq 27 to 29) is recalled, not read.",
        ),
        "pfc": Text(
            "PFC：斜率法与过电压法（公式20至26）按委员会沟通模板V2.1的算式；法规附件二B.7的细则为记忆内容。",
            "PFC: slope and overvoltage method (eq 20 to 26) as the communication template V2.1 computes them. "
            "The detail of the act (Annex II B.7) is recalled.",
        ),
        "measured": Text(
            "连续测量（公式16至18）按委员会沟通模板V2.1的算式；法规附件二B.6的细则为记忆内容。",
            "Measurement (eq 16 to 18) as the communication template V2.1 computes it. "
            "The detail of the act (Annex II B.6) is recalled.",
        ),
    }
)
"""What is to be known about a method beside its figure."""


def stream_of(row: Row) -> StreamResult | None:
    """Return one stream's emissions; None, with the reasons kept as problems, where it cannot be calculated."""
    method = row.text("method")
    if method not in STREAM_METHODS:
        row.tell("CBM-004", "method", method, STREAM_METHODS)
        return None
    return _BY_METHOD[method](row)


def _split(row: Row) -> tuple[Fraction, Fraction] | None:
    """Return the biomass share and the part of it without evidence (eq 10), or None if they make no sense."""
    biomass, unproven = row.share("biomass", ZERO), row.share("biomass_unproven", ZERO)
    if biomass is None or unproven is None:
        return None
    if unproven > biomass:
        row.tell("CBM-003", "biomass_unproven", row.text("biomass_unproven"), bounds="≤ biomass")
        return None
    return biomass, unproven


def _made(
    row: Row,
    gas: str,
    whole: Fraction,
    split: tuple[Fraction, Fraction],
    equation: str,
    energy: Fraction = ZERO,
    parts: Mapping[str, Fraction] | None = None,
) -> StreamResult:
    """Split `whole` emissions and `energy` into what counts and what is rated zero: unproven biomass counts."""
    biomass, unproven = split
    zero_rated = biomass - unproven
    method = row.text("method")
    return StreamResult(
        row.id,
        row.text("name"),
        method,
        gas,
        whole * (ONE - zero_rated),
        whole * zero_rated,
        whole * unproven,
        energy * (ONE - zero_rated),
        energy * zero_rated,
        f"{equation}, 10" if biomass else equation,
        parts or {},
        METHOD_STATUS[method],
    )


def _activity(row: Row) -> Fraction | None:
    """Return the activity level with its unit checked; a negative one is a deduction, told unless a mass balance."""
    activity = row.need("activity")
    unit = row.text("activity_unit")
    if unit not in STREAM_UNITS:
        if unit:
            row.tell("CBM-004", "activity_unit", unit, STREAM_UNITS)
        else:
            row.tell("CBM-002", "activity_unit")
        return None
    if activity is not None and activity < 0 and row.text("method") != "mass_balance":
        row.tell("CBM-020", "activity", row.text("activity"), severity="warning")
    return activity


def _factor(row: Row) -> tuple[Fraction, str] | None:
    """Return tCO2 per unit of activity and the equation: by TJ with NCV, by t or 1000 Nm3, or from carbon (eq 8, 9)."""
    if not row.given("ef") and row.given("carbon"):
        carbon, ratio = row.amount("carbon", least=0), row.desk.constant("carbon_ratio")
        return None if carbon is None or ratio is None else (carbon * ratio, ", 9")
    ef = row.need("ef", least=0)
    unit, activity_unit = row.text("ef_unit"), row.text("activity_unit")
    if not unit:
        row.tell("CBM-002", "ef_unit")
        return None
    if unit not in EF_UNITS:
        row.tell("CBM-004", "ef_unit", unit, EF_UNITS)
        return None
    if unit == PER_ENERGY:
        ncv = row.need("ncv", least=0)
        return None if ef is None or ncv is None else (ef * ncv / THOUSAND, "")
    if unit != _PER_ACTIVITY.get(activity_unit):
        fitting = (PER_ENERGY, *filter(None, (_PER_ACTIVITY.get(activity_unit),)))
        row.tell("CBM-005", "ef_unit", unit, fitting, activity_unit=activity_unit or "–")
        return None
    return None if ef is None else (ef, "")


def _energy(row: Row, activity: Fraction | None) -> Fraction | None:
    """Return TJ: activity x NCV / 1000, zero without a calorific value."""
    ncv = row.amount("ncv", least=0) if row.given("ncv") else ZERO
    return None if ncv is None or activity is None else activity * ncv / THOUSAND


def _by_factor(row: Row, last: str, equation: str) -> StreamResult | None:
    activity, factor, share, split = _activity(row), _factor(row), row.share(last, ONE), _split(row)
    energy = _energy(row, activity) if factor is not None else ZERO  # its NCV was read with the factor
    if activity is None or factor is None or share is None or split is None or energy is None:
        return None
    per_unit, more = factor
    return _made(row, "CO2", activity * per_unit * share, split, equation + more, energy)


def _combustion(row: Row) -> StreamResult | None:
    """Eq 5, 6: quantity x NCV x EF x OF."""
    return _by_factor(row, "oxidation", "5, 6")


def _process(row: Row) -> StreamResult | None:
    """Eq 11: activity x EF x CF."""
    return _by_factor(row, "conversion", "11")


def _mass_balance(row: Row) -> StreamResult | None:
    """Eq 12 to 15: 3.664 x quantity x carbon content; outputs carry a minus."""
    activity, carbon, split = _activity(row), row.need("carbon", least=0), _split(row)
    ratio, energy = row.desk.constant("carbon_ratio"), _energy(row, activity)
    if activity is None or carbon is None or split is None or ratio is None or energy is None:
        return None
    return _made(row, "CO2", activity * carbon * ratio, split, "12-15", energy)


def _measured(row: Row) -> StreamResult | None:
    """Eq 16 to 18: concentration (g/Nm3) x hours x flow (1000 Nm3/h) / 1000 is t of the gas; N2O times its GWP."""
    gas = row.text("gas")
    tonnes: Fraction | None = ONE
    for name in ("concentration", "hours", "flow"):
        value = _from_air(row) if name == "flow" and _by_air(row) else row.need(name, least=0)
        tonnes = None if tonnes is None or value is None else tonnes * value
    split = _split(row)
    if gas not in ("CO2", "N2O"):
        row.tell(*(("CBM-004", "gas", gas, ("CO2", "N2O")) if gas else ("CBM-002", "gas")))
        return None
    warming = row.desk.constant("gwp_n2o") if gas == "N2O" else ONE
    if tonnes is None or split is None or warming is None:
        return None
    mass = tonnes / THOUSAND
    equation = "16-18, 29" if _by_air(row) else "16-18"
    return _made(row, gas, mass * warming, split, equation, parts={f"t {gas}": mass})


def flue_gas(air: Fraction, oxygen: Fraction) -> Fraction:
    """Return the flow of dry flue gas from that of dry air, by the oxygen left in it (eq 29, recalled).

    Raises:
        ZeroDivisionError: the flue gas is oxygen alone.
    """
    return air * (ONE - OXYGEN_AIR) / (ONE - oxygen)


def _by_air(row: Row) -> bool:
    return not row.given("flow") and (row.given("air_flow") or row.given("oxygen"))


def _from_air(row: Row) -> Fraction | None:
    air, oxygen = row.need("air_flow", least=0), row.need("oxygen", least=0)
    if oxygen is not None and oxygen >= OXYGEN_AIR:
        row.tell("CBM-003", "oxygen", row.text("oxygen"), bounds="< 0.2095")
        return None
    return None if air is None or oxygen is None else flue_gas(air, oxygen)


def _pfc(row: Row, fluoride: Fraction | None, equation: str) -> StreamResult | None:
    """Eq 20 to 26 from t CF4: C2F6 by its ratio, both times GWP, divided by the collection efficiency."""
    ratio = row.need("c2f6_ratio", least=0)
    caught = row.amount("collection_efficiency", above=0, most=1) if row.given("collection_efficiency") else ONE
    cf4, c2f6 = row.desk.constant("gwp_cf4"), row.desk.constant("gwp_c2f6")
    if fluoride is None or ratio is None or caught is None or cf4 is None or c2f6 is None:
        return None
    parts = {"t CF4": fluoride, "t C2F6": fluoride * ratio, "CF4": fluoride * cf4, "C2F6": fluoride * ratio * c2f6}
    return _made(row, "PFC", (parts["CF4"] + parts["C2F6"]) / caught, (ZERO, ZERO), equation, parts=parts)


def _aluminium(row: Row) -> Fraction | None:
    if row.given("activity_unit") and row.text("activity_unit") != "t":
        row.tell("CBM-004", "activity_unit", row.text("activity_unit"), ("t",))
        return None
    return row.need("activity", least=0)


def _slope(row: Row) -> StreamResult | None:
    """Slope method: t CF4 = t aluminium x anode effects per cell-day x minutes x SEF / 1000."""
    fluoride: Fraction | None = ONE / THOUSAND
    values = (_aluminium(row), *(row.need(name, least=0) for name in ("frequency", "duration", "slope")))
    for value in values:
        fluoride = None if fluoride is None or value is None else fluoride * value
    return _pfc(row, fluoride, "20-26")


def _overvoltage(row: Row) -> StreamResult | None:
    """Overvoltage method: t CF4 = t aluminium x (AEO / CE) x OVC / 1000, CE as written (percent or ratio)."""
    aluminium, voltage = _aluminium(row), row.need("overvoltage", least=0)
    coefficient = row.need("overvoltage_coefficient", least=0)
    efficiency = row.need("current_efficiency", above=0, most=PERCENT)
    if efficiency is not None and efficiency <= 1:
        row.tell("CBM-021", "current_efficiency", row.text("current_efficiency"), severity="warning")
    if aluminium is None or voltage is None or coefficient is None or efficiency is None:
        return _pfc(row, None, "20-26")
    return _pfc(row, aluminium * voltage / efficiency * coefficient / THOUSAND, "20-26")


_BY_METHOD: Mapping[str, Callable[[Row], StreamResult | None]] = MappingProxyType(
    {
        "combustion": _combustion,
        "process": _process,
        "mass_balance": _mass_balance,
        "pfc_slope": _slope,
        "pfc_overvoltage": _overvoltage,
        "measured": _measured,
    }
)


def gas_of(row: Row) -> str:
    """Return CO2, N2O or PFC: what a stream counts under, even where it cannot be calculated."""
    if row.table == "kilns":
        return "CO2"
    method = row.text("method")
    if method.startswith("pfc"):
        return "PFC"
    return row.text("gas") if method == "measured" and row.text("gas") == "N2O" else "CO2"


def totals_of(
    desk: Desk,
    streams: Sequence[StreamResult],
    failed: Iterable[Row],
    installation: Row | None,
    attributed_indirect: Fraction | None,
) -> Totals:
    """Add the streams up by gas and by method (eq 4); totals the operator states stand in for those of the streams.

    `other` is what stated totals hold beyond streams and PFC. `indirect` is the stated total, else that of the
    processes. `energy` is fossil and biomass, in TJ, of streams of CO2, or the stated fuel.
    """
    by_gas = {gas: _sum(s.emissions for s in streams if s.gas == gas) for gas in ("CO2", "N2O", "PFC")}
    biomass = _sum(s.biomass for s in streams if s.gas == "CO2")
    energy = _sum(s.energy + s.energy_biomass for s in streams if s.gas == "CO2")
    measured = _sum(s.emissions for s in streams if s.method == "measured")
    calculated = _sum(s.emissions for s in streams if s.method in ("combustion", "process", "mass_balance"))
    stated = {name: installation.amount(name) if installation else None for name in _STATED}
    for name, gas in (("stated_co2", "CO2"), ("stated_n2o", "N2O"), ("stated_pfc", "PFC")):
        value = stated[name]
        if value is not None:
            by_gas[gas] = value
    missing = tuple(row.id for row in failed if stated[f"stated_{gas_of(row).lower()}"] is None)
    if missing:
        anchor = installation or desk.row("installation", 0, None)
        anchor.tell("CBM-023", "id", ", ".join(missing))
    direct = _sum(by_gas.values())
    indirect = stated["indirect"] if stated["indirect"] is not None else attributed_indirect
    return Totals(
        by_gas["CO2"],
        biomass if stated["stated_biomass"] is None else stated["stated_biomass"],
        by_gas["N2O"],
        by_gas["PFC"],
        direct,
        indirect,
        calculated,
        measured,
        direct - calculated - measured - by_gas["PFC"],
        energy if stated["fuel_total"] is None else stated["fuel_total"],
        missing,
    )


_STATED = ("stated_co2", "stated_biomass", "stated_n2o", "stated_pfc", "indirect", "fuel_total")


def _sum(values: Iterable[Fraction]) -> Fraction:
    return sum(values, ZERO)
