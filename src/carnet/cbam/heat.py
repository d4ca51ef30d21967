"""Measurable heat from what meters say: IR (EU) 2025/2547 Annex II C.1.2, equations 30 to 34, and its factor (44, 45).

Net heat is mass x (enthalpy of the flow - enthalpy of what returns); what does not return counts as water of 90 degC
(C.1.2.1). Heat that is not measured is the fuel times the efficiency of the boiler, 0.7 where that is not known
(C.1.2.3). The clauses were read; the enthalpy of water is a property of water and no figure of the act.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.derivation import line, plain
from carnet.cbam.result import HeatResult
from carnet.errors import Text
from carnet.inventory.installation import HEAT_DIRECTIONS, HEAT_ORIGINS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from carnet.cbam.reading import Row
    from carnet.cbam.result import CogenerationResult

ZERO, ONE = Fraction(0), Fraction(1)
MJ_PER_TJ = 10**6
WATER_90 = Fraction(377)
"""Enthalpy of water of 90 degC, kJ/kg, above water at the triple point; steam tables print 377.0."""
_CONDENSATE = Text("未返回的部分按90 °C的水", "what does not return counts as water of 90 degC")
_PROXY = Text("附件二C.1.2.3，效率未知", "Annex II C.1.2.3, efficiency not known")
_IMPORTED = Text("附件三A.2.2，外来热无供应商核查因子", "Annex III A.2.2, heat from outside without a verified factor")


def net_heat(mass: Fraction, flow: Fraction, returned: Fraction, back: Fraction) -> Fraction:
    """Return TJ of net heat (eq 30 to 34): t and kJ/kg; what does not return leaves as water of 90 degC."""
    return (mass * flow - returned * back - (mass - returned) * WATER_90) / MJ_PER_TJ


def heat_of(
    row: Row, units: Mapping[str, CogenerationResult | None], processes: Iterable[str]
) -> tuple[HeatResult | None, str]:
    """Return one heat flow, None with problems where it cannot be calculated, and the process it belongs to."""
    process = row.refer("process", processes) if row.given("process") else ""
    if not row.given("process"):
        row.tell("CBM-002", "process")
    known = True
    for name, possible in (("direction", HEAT_DIRECTIONS), ("origin", HEAT_ORIGINS)):
        text = row.text(name)
        if text in possible or (name == "origin" and not text):
            continue
        row.tell("CBM-004" if text else "CBM-002", name, text, possible)
        known = False
    amount, words, efficiency = _amount(row)
    factor, source = _factor(row, units, efficiency)
    if not process or not known or amount is None or factor is None:
        return None, process
    times = f" × {plain(factor)} tCO2/TJ"
    said = Text(f"{words.zh}{times}（{source.zh}）", f"{words.en}{times} ({source.en})")
    equation = "30-34, 44, 45" if row.given("fuel_ef") else "30-34"
    return HeatResult(
        row.id, process, row.text("direction"), amount, factor, amount * factor, equation,
        line(said, amount * factor, "tCO2"),
    ), process  # fmt: skip


def _amount(row: Row) -> tuple[Fraction | None, Text, Fraction | None]:
    """Return TJ, how they came about, and the efficiency if the heat is told by its fuel."""
    nothing = Text("", "")
    if row.given("mass") and row.given("fuel"):
        row.tell("CBM-027", "mass", row.text("mass"), others="fuel")
        return None, nothing, None
    if row.given("fuel"):
        fuel, efficiency = row.amount("fuel", least=0), _efficiency(row)
        if fuel is None or efficiency is None:
            return None, nothing, efficiency
        shown = f"{plain(fuel)} TJ × {plain(efficiency)}"
        return fuel * efficiency, Text(f"公式30至34：{shown}", f"eq 30 to 34: {shown}"), efficiency
    net, words = _measured(row)
    return net, words, None


def _measured(row: Row) -> tuple[Fraction | None, Text]:
    """Return TJ from mass and enthalpies, and how they came about."""
    mass, flow = row.need("mass", least=0), row.need("enthalpy", least=0)
    back, returned = _returned(row, mass)
    if mass is None or flow is None or back is None or returned is None:
        return None, Text("", "")
    if returned < mass:
        words = {"why_zh": _CONDENSATE.zh, "why_en": _CONDENSATE.en}
        row.tell("CBM-028", "enthalpy_return", f"{WATER_90} kJ/kg", severity="warning", **words)
    net = net_heat(mass, flow, returned, back)
    if net < 0:
        row.tell("CBM-003", "enthalpy", row.text("enthalpy"), bounds="≥ enthalpy_return")
        return None, Text("", "")
    shown = f"({plain(mass)} t × {plain(flow)}"
    shown += f" − {plain(returned)} t × {plain(back)}" if returned else ""
    shown += f" − {plain(mass - returned)} t × {WATER_90}" if returned < mass else ""
    shown += f") kJ/kg = {plain(net)} TJ"
    return net, Text(f"公式30至34：{shown}", f"eq 30 to 34: {shown}")


def _returned(row: Row, mass: Fraction | None) -> tuple[Fraction | None, Fraction | None]:
    """Return the enthalpy of what comes back and t of it: all where an enthalpy is given alone, else nothing."""
    back = row.amount("enthalpy_return", least=0) if row.given("enthalpy_return") else ZERO
    if not row.given("returned"):
        return back, mass if row.given("enthalpy_return") else ZERO
    returned = row.amount("returned", least=0, most=mass)
    if returned and not row.given("enthalpy_return"):
        row.tell("CBM-002", "enthalpy_return")
        return None, None
    return back, returned


def _efficiency(row: Row) -> Fraction | None:
    if row.given("efficiency"):
        return row.amount("efficiency", above=0, most=1)
    return _assumed(row, "heat_efficiency_proxy", _PROXY)


def _assumed(row: Row, name: str, why: Text) -> Fraction | None:
    value = row.desk.constant(name)
    if value is not None:
        row.tell("CBM-028", "efficiency", plain(value), severity="warning", why_zh=why.zh, why_en=why.en)
    return value


def _factor(
    row: Row, units: Mapping[str, CogenerationResult | None], efficiency: Fraction | None
) -> tuple[Fraction | None, Text]:
    """Return tCO2 per TJ of heat and where it comes from: stated, the unit's, or fuel by efficiency (eq 44, 45)."""
    given = [name for name in ("ef", "chp", "fuel_ef") if row.given(name)]
    nothing = Text("", "")
    if len(given) > 1:
        row.tell("CBM-027", given[0], row.text(given[0]), others=", ".join(given[1:]))
        return None, nothing
    if given == ["chp"]:
        unit = row.refer("chp", units)
        result = units.get(unit)
        if unit and (result is None or result.ef_heat is None):
            row.tell("CBM-002", "chp")
        return None if result is None else result.ef_heat, Text(f"机组 {unit}", f"unit {unit}")
    if given == ["fuel_ef"]:
        fuel = row.amount("fuel_ef", least=0)
        if efficiency is None and not row.given("fuel"):
            if row.given("efficiency"):
                efficiency = row.amount("efficiency", above=0, most=1)
            elif row.text("origin") == "outside":
                efficiency = _assumed(row, "imported_heat_efficiency", _IMPORTED)
            else:
                row.tell("CBM-002", "efficiency")
        if fuel is None or efficiency is None:
            return None, nothing
        shown = f"{plain(fuel)} / {plain(efficiency)}"
        return fuel / efficiency, Text(f"{shown}，公式44、45", f"{shown}, eq 44, 45")
    return row.need("ef", least=0), Text("该行填写", "stated in the row")
