"""Heat and power from one unit, and heat by its fuel: IR (EU) 2025/2547 Annex III A, equations 44 to 52.

Power without heat: Annex II D.4, equation 38, in which a waste gas counts at most as much as natural gas.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.derivation import plain
from carnet.cbam.result import CogenerationResult
from carnet.errors import Text
from carnet.quantity import canonical_decimal, decimal_string

if TYPE_CHECKING:
    from carnet.cbam.reading import Row

ZERO, ONE = Fraction(0), Fraction(1)
TJ_PER_MWH = Fraction(36, 10000)
_STATED = Text("该行填写的效率", "the efficiency stated in the row")
_FALLBACK = Text("IR (EU) 2025/2547 附件三A，缺少计量时的效率", "IR (EU) 2025/2547 Annex III A, without metering")
_SIDES = {"heat": Text("供热", "heat"), "power": Text("供电", "power")}


@dataclass(frozen=True, slots=True)
class Burnt:
    """What the streams of a unit emit (tCO2) and hold (TJ); `lacking` names those without a figure."""

    emissions: Fraction = Fraction(0)
    energy: Fraction = Fraction(0)
    streams: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


NO_STREAMS = Burnt()


@dataclass(frozen=True, slots=True)
class Split:
    """Shares of a cogeneration unit's fuel and emissions (eq 48, 49)."""

    heat: Fraction
    power: Fraction


def split(heat: Fraction, power: Fraction, reference_heat: Fraction, reference_power: Fraction) -> Split:
    """Return the shares by efficiencies and reference efficiencies, all ratios (eq 48, 49).

    Raises:
        ZeroDivisionError: both efficiencies, or a reference efficiency, are zero.
    """
    by_heat, by_power = heat / reference_heat, power / reference_power
    return Split(by_heat / (by_heat + by_power), by_power / (by_heat + by_power))


def heat_factor(ef_mix: Fraction, efficiency: Fraction) -> Fraction:
    """Return tCO2 per TJ of heat from tCO2 per TJ of fuel (eq 44, 45).

    Heat from outside without a verified factor of its supplier: the fuel's standard factor with efficiency 0.9.

    Raises:
        ZeroDivisionError: the efficiency is zero.
    """
    return ef_mix / efficiency


def power_factor(emissions: Fraction, waste_gas: Fraction, electricity: Fraction) -> Fraction:
    """Return tCO2 per MWh of a plant for electricity alone: all it emits by net electricity (eq 38).

    Raises:
        ZeroDivisionError: it made no electricity.
    """
    return (emissions + waste_gas) / electricity


def power_only(row: Row) -> bool:
    """Say whether a unit makes electricity alone: no heat, nothing stated that only a split needs."""
    needless = ("efficiency_heat", "reference_heat")
    heat = row.amount("heat") if row.given("heat") else ZERO
    return heat == 0 and not any(row.given(name) for name in needless)


def cogeneration_of(row: Row, burnt: Burnt = NO_STREAMS) -> CogenerationResult | None:
    """Split one unit's emissions between heat and electricity; None with problems where it cannot be split.

    Efficiencies are those of the meters (heat / fuel, electricity x 0.0036 / fuel), else those the row states, else
    the act's 0.55 and 0.25, told as a warning. `burnt`: the streams that name the unit; they stand in for fuel and
    emissions the row does not state.
    """
    if power_only(row):
        return _power(row, burnt)
    for name in ("waste_gas", "waste_gas_ef"):
        if row.given(name):
            row.tell("CBM-027", name, row.text(name), others="heat")
            return None
    fuel = _fuel(row, burnt)
    heat, power = row.amount("heat", least=0), row.amount("electricity", least=0)
    by_fuel = _emitted(row, burnt)
    cleaning = row.amount("emissions_cleaning", least=0) if row.given("emissions_cleaning") else ZERO
    references = [row.need(f"reference_{side}", above=0, most=1) for side in _SIDES]
    made = {"heat": heat, "power": None if power is None else power * TJ_PER_MWH}
    efficiencies = [_efficiency(row, side, fuel, made[side]) for side in _SIDES]
    if by_fuel is None or cleaning is None or None in references or None in efficiencies:
        return None
    eta_heat, eta_power = (e for e in efficiencies if e is not None)
    ref_heat, ref_power = (r for r in references if r is not None)
    if not eta_heat and not eta_power:
        row.tell("CBM-019", "heat")
        return None
    shares = split(eta_heat, eta_power, ref_heat, ref_power)
    total = by_fuel + cleaning
    whole_fuel = fuel or ZERO
    return CogenerationResult(
        row.id,
        total,
        shares.heat,
        shares.power,
        total * shares.heat,
        total * shares.power,
        total * shares.heat / heat if heat else None,
        total * shares.power / power if power else None,
        whole_fuel * shares.heat,
        whole_fuel * shares.power,
        derivation=_said(total, shares),
    )


def _said(total: Fraction, shares: Split) -> Text:
    shown = f"{plain(total)} tCO2"
    heat, power = plain(shares.heat, 9), plain(shares.power, 9)
    return Text(
        f"公式46至52：{shown}，供热 {heat}，供电 {power}", f"eq 46 to 52: {shown}, {heat} to heat, {power} to power"
    )


def _power(row: Row, burnt: Burnt) -> CogenerationResult | None:
    """Return the factor of electricity of a unit that makes nothing else (eq 38)."""
    made, by_fuel, fuel = row.need("electricity", above=0), None, _fuel(row, burnt)
    by_fuel = ZERO if _only_waste_gas(row, burnt) else _emitted(row, burnt)
    cleaning = row.amount("emissions_cleaning", least=0) if row.given("emissions_cleaning") else ZERO
    gas, gas_words = _gas(row)
    if made is None or by_fuel is None or cleaning is None or gas is None:
        return None
    total, factor = by_fuel + cleaning + gas, power_factor(by_fuel + cleaning, gas, made)
    shown = f"({plain(by_fuel)}{gas_words} + {plain(cleaning)}) tCO2 / {plain(made)} MWh = {plain(factor, 9)} tCO2/MWh"
    return CogenerationResult(
        row.id, total, ZERO, ONE, ZERO, total, None, factor, ZERO, fuel or ZERO, "38",
        Text(f"公式38：{shown}", f"eq 38: {shown}"),
    )  # fmt: skip


def _only_waste_gas(row: Row, burnt: Burnt) -> bool:
    return row.given("waste_gas") and not row.given("emissions_fuel") and not burnt.streams and not burnt.lacking


def _gas(row: Row) -> tuple[Fraction | None, str]:
    """Return tCO2 of waste gas, its own factor or that of natural gas, whichever is lower."""
    if not row.given("waste_gas"):
        return ZERO, ""
    amount, own = row.amount("waste_gas", least=0), row.need("waste_gas_ef", least=0)
    natural = row.desk.constant("ef_natural_gas")
    if amount is None or own is None or natural is None:
        return None, ""
    factor = min(own, natural)
    return amount * factor, f" + {plain(amount)} TJ × min({plain(own)}; {plain(natural)})"


def _fuel(row: Row, burnt: Burnt) -> Fraction | None:
    """Return TJ of fuel: as stated, else of the unit's streams."""
    if row.given("fuel") or not burnt.streams or burnt.lacking:
        return row.amount("fuel", least=0)
    return burnt.energy


def _emitted(row: Row, burnt: Burnt) -> Fraction | None:
    """Return tCO2 of the fuel: as stated, or of the unit's streams; both at once are a problem."""
    if row.given("emissions_fuel") and (burnt.streams or burnt.lacking):
        others = ", ".join((*burnt.streams, *burnt.lacking))
        row.tell("CBM-027", "emissions_fuel", row.text("emissions_fuel"), others=others)
        return None
    if burnt.lacking:
        row.tell("CBM-023", "emissions_fuel", ", ".join(burnt.lacking))
        return None
    return burnt.emissions if burnt.streams else row.need("emissions_fuel", least=0)


def _efficiency(row: Row, side: str, fuel: Fraction | None, made: Fraction | None) -> Fraction | None:
    if fuel and made is not None:
        return made / fuel
    name = f"efficiency_{side}"
    used = row.amount(name, least=0, most=1) if row.given(name) else row.desk.constant(f"chp_eta_{side}")
    if used is not None:
        source = _STATED if row.given(name) else _FALLBACK
        value = row.text(name) or canonical_decimal(decimal_string(used, 6))
        words = {"side_zh": _SIDES[side].zh, "side_en": _SIDES[side].en, "source_zh": source.zh, "source_en": source.en}
        row.tell("CBM-018", name, value, severity="warning", **words)
    return used
