"""Heat and power from one unit, and heat by its fuel: IR (EU) 2025/2547 Annex III A, equations 44 to 52."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

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


def cogeneration_of(row: Row) -> CogenerationResult | None:
    """Split one unit's emissions between heat and electricity; None with problems where it cannot be split.

    Efficiencies are those of the meters (heat / fuel, electricity x 0.0036 / fuel), else those the row states, else
    the act's 0.55 and 0.25, told as a warning.
    """
    fuel = row.amount("fuel", least=0)
    heat, power = row.amount("heat", least=0), row.amount("electricity", least=0)
    by_fuel = row.need("emissions_fuel", least=0)
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
    burnt = fuel or ZERO
    return CogenerationResult(
        row.id,
        total,
        shares.heat,
        shares.power,
        total * shares.heat,
        total * shares.power,
        total * shares.heat / heat if heat else None,
        total * shares.power / power if power else None,
        burnt * shares.heat,
        burnt * shares.power,
    )


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
