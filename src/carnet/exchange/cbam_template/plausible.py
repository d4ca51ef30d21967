"""Slips of unit that no unit cell shows: numbers a thousand times too large or small. They are told, never changed."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import problem
from carnet.exchange.cbam_template.reading import figure

if TYPE_CHECKING:
    from carnet.exchange.cbam_template.read_blocks import Rows
    from carnet.exchange.cbam_template.reading import Reading
    from carnet.inventory.installation import SourceStream

Bound = tuple[str, str, Fraction, Fraction, str, str, str, str, str]
_GUESS = {
    "ncv": ("或许以 MJ/t 或 kJ/kg 计，应为 GJ/t", "perhaps in MJ/t or kJ/kg instead of GJ/t"),
    "ef": ("或许以另一单位计（例如 tCO2/GJ、kgCO2/TJ）", "perhaps in another unit (such as tCO2/GJ or kgCO2/TJ)"),
    "ef_mass": ("或许以 kgCO2/t 计，应为 tCO2/t", "perhaps in kgCO2/t instead of tCO2/t"),
    "carbon": ("或许以百分数或 kgC/t 计，应为 tC/t", "perhaps in per cent or kgC/t instead of tC/t"),
    "share": ("或许填成了比值，模板要求百分数", "perhaps a ratio where the template wants per cent"),
    "power": ("或许以 kWh 计，应为 MWh", "perhaps in kWh instead of MWh"),
    "power_ef": ("或许以 kg/MWh 或 g/kWh 计，应为 tCO2/MWh", "perhaps in kg/MWh or g/kWh instead of tCO2/MWh"),
    "heat": ("或许以 GJ 计，应为 TJ", "perhaps in GJ instead of TJ"),
    "mass": ("或许一处以 kg 计、一处以 t 计", "perhaps kg in one place and t in another"),
    "see": ("或许以 kg 计，应为 t", "perhaps in kg instead of t"),
}
# field: least, most (nothing real lies outside), unit, guess; zero is always allowed
_STREAM = {
    "ncv": ("净热值", "net calorific value", Fraction(1, 2), Fraction(150), "GJ/t", "ncv"),
    "carbon": ("含碳量", "carbon content", Fraction(0), Fraction(1), "tC/t", "carbon"),
    "oxidation": ("氧化因子", "oxidation factor", Fraction(1, 50), Fraction(1), "", "share"),
    "conversion": ("转化因子", "conversion factor", Fraction(1, 50), Fraction(1), "", "share"),
}
_EF = {
    "tCO2/TJ": (Fraction(10), Fraction(300), "ef"),
    "tCO2/t": (Fraction(1, 1000), Fraction(10), "ef_mass"),
    "tCO2/1000Nm3": (Fraction(1, 100), Fraction(20), "ef_mass"),
}
_MASS_KEPT = frozenset({"iron_steel_products", "aluminium_products"})  # steel may come from scrap with alloys alone
ZERO = Fraction(0)


def plausible(reading: Reading, streams: list[SourceStream], rows: Rows) -> None:  # noqa: C901 - table after table
    """Tell of each figure outside what is physically known."""
    for i, stream in enumerate(streams):
        at = f"/source_streams/{i}"
        for name, (zh, en, low, high, unit, guess) in _STREAM.items():
            if name == "ncv" and stream.activity_unit == "1000Nm3":
                high = Fraction(500)  # noqa: PLW2901 - gases by volume
            if name == "carbon" and stream.activity_unit == "1000Nm3":
                high = Fraction(5)  # noqa: PLW2901 - the same
            _bound(reading, f"{at}/{name}", getattr(stream, name), (zh, en, low, high, unit, guess))
        if stream.ef and stream.ef_unit in _EF:
            low, high, guess = _EF[stream.ef_unit]
            _bound(reading, f"{at}/ef", stream.ef, ("排放因子", "emission factor", low, high, stream.ef_unit, guess))
    amounts = _amounts(rows)
    for i, process in enumerate(rows.production):
        at = f"/production/{i}"
        made = amounts.get(process.id, ZERO)
        per = "t" if process.unit == "t" else "MWh"
        if made > 0 and process.unit == "t":
            each = (
                ("electricity", "每吨用电", "electricity per t", 100, "MWh/t", "power"),
                ("heat_in", "每吨用热", "heat per t", 1, "TJ/t", "heat"),
                ("direct", "每吨直接排放", "direct emissions per t", 60, "tCO2e/t", "see"),
            )
            for name, zh, en, most, unit, guess in each:
                given = getattr(process, name)
                share = str(Fraction(given) / made) if given else ""
                _bound(reading, f"{at}/{name}", share, (zh, en, ZERO, Fraction(most), unit, guess))
        for name in ("electricity_ef", "electricity_out_ef"):
            _bound(
                reading, f"{at}/{name}", getattr(process, name),
                ("电力排放因子", "emission factor of electricity", ZERO, Fraction(3), "tCO2/MWh", "power_ef"),
            )  # fmt: skip
        _masses(reading, at, process.id, process.category, made, rows, per)
    for i, precursor in enumerate(rows.precursors):
        at = f"/precursors/{i}"
        for name, zh, en, most, unit, guess in (
            ("see_direct", "前体直接隐含排放", "embedded direct emissions of a precursor", 60, "tCO2e/t", "see"),
            ("electricity", "前体单位用电", "electricity of a precursor", 100, "MWh/t", "power"),
            ("electricity_ef", "电力排放因子", "emission factor of electricity", 3, "tCO2/MWh", "power_ef"),
        ):
            _bound(reading, f"{at}/{name}", getattr(precursor, name), (zh, en, ZERO, Fraction(most), unit, guess))


def _amounts(rows: Rows) -> dict[str, Fraction]:
    amounts = {p.id: Fraction(p.amount) for p in rows.production if p.amount}
    stated = set(amounts)
    for level in rows.levels:
        if level.of not in stated:
            amounts[level.of] = amounts.get(level.of, ZERO) + Fraction(level.amount)
    return amounts


def _masses(reading: Reading, at: str, process: str, category: str, made: Fraction, rows: Rows, unit: str) -> None:
    """Precursors and product weigh about the same where the product is what became of them."""
    used = sum((Fraction(use.amount) for use in rows.uses if use.process == process), ZERO)
    if made <= 0 or used <= 0 or unit != "t":
        return
    joint = any(each.id == process and each.includes for each in rows.production)  # what weighs is made inside
    low = Fraction(1, 50) if category in _MASS_KEPT and not joint else ZERO
    level = next((i for i, each in enumerate(rows.levels) if each.of == process), None)
    pointer = f"/production_levels/{level}/amount" if level is not None else f"{at}/amount"
    _bound(
        reading, pointer, str(used / made),
        ("每吨产品所用前体", "precursors per t of product", low, Fraction(50), "t/t", "mass"),
    )  # fmt: skip


def _bound(reading: Reading, pointer: str, text: str, about: tuple[str, str, Fraction, Fraction, str, str]) -> None:
    if not text:
        return
    what_zh, what_en, low, high, unit, guess = about
    value = abs(Fraction(text))
    if not value or low <= value <= high:
        return
    place = reading.places.get(pointer)
    if place is None:
        return
    guess_zh, guess_en = _GUESS[guess]
    reading.problems.append(
        problem(
            "CBM-091", place, figure(value), (), "warning", cell=str(place), what_zh=what_zh, what_en=what_en,
            unit=unit, bounds=f"{figure(low) if low else '0'}–{figure(high)}", guess_zh=guess_zh, guess_en=guess_en,
        )
    )  # fmt: skip
