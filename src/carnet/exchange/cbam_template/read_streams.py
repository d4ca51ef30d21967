"""Sheets B and F of a filled template: source streams, PFC, measured emissions, cogeneration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.exchange.cbam_template.words import METHODS
from carnet.inventory.installation import Cogeneration, SourceStream

if TYPE_CHECKING:
    from carnet.exchange.cbam_template.labels import View
    from carnet.exchange.cbam_template.reading import Reading
    from carnet.exchange.sheet import Cell

_LONGEST = 400  # rows of a table
# section → the label only its header row has, the letter of its ids
_SECTIONS = (("stream_name", "S"), ("technology", "F"), ("gas", "M"))
_PFC = (
    "frequency", "duration", "slope", "overvoltage", "current_efficiency", "overvoltage_coefficient", "c2f6_ratio",
    "collection_efficiency",
)  # fmt: skip
_SHARES = {"oxidation": "oxidation_unit", "conversion": "conversion_unit", "biomass": "biomass_unit"}


@dataclass(frozen=True, slots=True)
class StreamRow:
    """Where a stream stands: its id, its row and the header row of its table."""

    id: str
    row: int
    head: int


def read_streams(reading: Reading, view: View) -> tuple[list[SourceStream], list[StreamRow]]:
    """Read the three tables of sheet B; the example rows (Ex.) are not the operator's."""
    streams: list[SourceStream] = []
    rows: list[StreamRow] = []
    heads = sorted(
        (place[0], letter)
        for label, letter in _SECTIONS
        for place in view.all(label)
        if view.column("activity_data", place[0]) is not None
    )
    if not heads:
        reading.tell("CBM-082", view.tab, sheet=view.tab.name, label="stream_name")
    for head, letter in heads:
        bottom = min([row for row, _ in heads if row > head] + [head + _LONGEST, view.tab.last[0] + 1])
        number = view.column("number", head)
        for row in range(head + 1, bottom):
            mark = reading.cell(view, row, number)
            ordinal = reading.content(view.tab, mark)
            if mark is None or not ordinal.isdigit():
                continue
            made = _stream(reading, view, head, row, f"{letter}{ordinal}", letter, len(streams))
            if made is not None:
                streams.append(made)
                rows.append(StreamRow(made.id, row, head))
    return streams, rows


def _stream(  # noqa: C901 - three tables with one header
    reading: Reading, view: View, head: int, row: int, stream_id: str, letter: str, index: int
) -> SourceStream | None:
    tab = view.tab
    at = f"/source_streams/{index}"

    def cell(label: str) -> Cell | None:
        return reading.cell(view, row, view.column(label, head))

    entered = {"S": ("method", "stream_name", "activity_data", "ef", "carbon"),
               "F": ("method", "technology", "activity_data", "frequency", "overvoltage"),
               "M": ("name", "gas", "concentration", "hours", "flow")}[letter]  # fmt: skip
    if not any(reading.content(tab, cell(label)) for label in entered):
        return None
    reading.mark(f"{at}/id", tab, cell("number"))
    values: dict[str, str] = {}
    if letter == "S":
        method = reading.choice(tab, cell("method"), METHODS, f"{at}/method")
        name = reading.text(tab, cell("stream_name"), f"{at}/name")
        _calculated(reading, view, head, row, at, values)
    elif letter == "F":
        method = reading.choice(tab, cell("method"), METHODS, f"{at}/method")
        values["technology"] = name = reading.text(tab, cell("technology"), f"{at}/technology")
        values["activity"] = reading.number(tab, cell("activity_data"), f"{at}/activity", "t", cell("activity_unit"))
        values["activity_unit"] = "t"
        for label in _PFC:
            values[label] = reading.number(tab, cell(label), f"{at}/{label}")
    else:
        method = "measured"
        name = reading.text(tab, cell("name"), f"{at}/name")
        gas = reading.text(tab, cell("gas"), f"{at}/gas")
        values["gas"] = {"co2": "CO2", "n2o": "N2O"}.get(gas.casefold().translate(_SUBSCRIPTS), "")
        if gas and not values["gas"]:
            reading.tell("CBM-092", tab, cell("gas"), gas, ("CO2", "N2O"))
        for label, unit in (("concentration", "g/Nm3"), ("hours", "h"), ("flow", "1000Nm3/h")):
            unit_cell = cell(f"{label}_unit")
            if label == "hours" and unit_cell is not None:
                shown = reading.unit(tab, unit_cell).partition("/")[0]  # h/period
                unit_cell = None if shown.strip().casefold() in {"h", "hours"} else unit_cell
            values[label] = reading.number(tab, cell(label), f"{at}/{label}", unit, unit_cell)
        values["biomass"] = reading.number(
            tab, cell("biomass"), f"{at}/biomass", unit_cell=cell("biomass_unit"), percent=True
        )  # fmt: skip
    if not method:
        shown = reading.content(tab, cell("method"))
        if not shown:
            reading.tell(
                "CBM-094", tab, cell("number"), name or stream_id, what_zh="源流", what_en="source stream",
                missing_zh="方法", missing_en="method",
            )  # fmt: skip
    return SourceStream(stream_id, name or stream_id, method, **values)


_SUBSCRIPTS = str.maketrans("₂", "2")


def _calculated(reading: Reading, view: View, head: int, row: int, at: str, values: dict[str, str]) -> None:
    tab = view.tab

    def cell(label: str) -> Cell | None:
        return reading.cell(view, row, view.column(label, head))

    given = reading.content(tab, cell("activity_unit"))
    gas = "nm3" in given.casefold().replace("³", "3").replace(" ", "") or "m³" in given
    unit = "1000Nm3" if gas else "t"
    values["activity"] = reading.number(tab, cell("activity_data"), f"{at}/activity", unit, cell("activity_unit"))
    if values["activity"] and not given:
        reading.tell(
            "CBM-094", tab, cell("activity_data"), values["activity"], what_zh="活动数据", what_en="activity data",
            missing_zh="单位（t 或 1000Nm3）", missing_en="unit (t or 1000Nm3)",
        )  # fmt: skip
    values["activity_unit"] = unit if given else ""
    values["ncv"] = reading.number(tab, cell("ncv"), f"{at}/ncv", f"GJ/{unit}", cell("ncv_unit"))
    ef_unit = reading.content(tab, cell("ef_unit"))
    per = ef_unit.rpartition("/")[2].casefold()
    energy = any(per.endswith(word) for word in ("j", "wh"))
    wanted = "tCO2/TJ" if energy else ("tCO2/1000Nm3" if "nm3" in per.replace("³", "3") else "tCO2/t")
    values["ef"] = reading.number(tab, cell("ef"), f"{at}/ef", wanted, cell("ef_unit"))
    values["ef_unit"] = wanted if ef_unit else ""
    values["carbon"] = reading.number(tab, cell("carbon"), f"{at}/carbon", f"tC/{unit}", cell("carbon_unit"))
    for label, unit_label in _SHARES.items():
        values[label] = reading.number(tab, cell(label), f"{at}/{label}", unit_cell=cell(unit_label), percent=True)
    values["biomass_unproven"] = reading.number(
        tab, cell("unproven"), f"{at}/biomass_unproven", unit_cell=cell("unproven_unit"), percent=True
    )


def read_tools(reading: Reading, view: View) -> tuple[list[Cogeneration], list[tuple[str, int, int]]]:
    """Read the cogeneration tools of sheet F that hold anything; also id, first and last row of each."""
    tab = view.tab
    units: list[Cogeneration] = []
    spans: list[tuple[str, int, int]] = []
    starts = [place[0] for place in view.all("inputs_outputs")]
    for number, row in enumerate(starts, 1):
        bottom = starts[number] - 1 if number < len(starts) else tab.last[0] + 1
        at = f"/cogeneration/{len(units)}"
        values: dict[str, str] = {}
        for name, label, unit in (
            ("fuel", "chp_fuel", "TJ"), ("heat", "chp_heat", "TJ"), ("electricity", "chp_electricity", "MWh"),
        ):  # fmt: skip
            column = view.header(label, row)
            unit_cell = next((tab.at(r, column) for r in (row - 1,) if column), None)
            values[name] = reading.number(tab, reading.cell(view, row, column), f"{at}/{name}", unit, unit_cell)
        emissions = view.first("ghg_emissions", row, bottom)
        for name, label in (("emissions_fuel", "fuel_emissions"), ("emissions_cleaning", "flue_gas_cleaning")):
            column = view.header(label, emissions[0]) if emissions else None
            cell = reading.cell(view, emissions[0], column) if emissions else None
            values[name] = reading.number(tab, cell, f"{at}/{name}", "t")
        if not any(values.values()):
            continue
        for name, label in (("efficiency_heat", "default_heat"), ("efficiency_power", "default_power")):
            place = next((p for p in view.all(label, row, bottom) if view.right(*p) is not None), None)
            values[name] = reading.number(tab, view.right(*place), f"{at}/{name}") if place else ""
        for place in view.all("reference_efficiencies", row, bottom):
            for name, label in (("reference_heat", "heat_production"), ("reference_power", "power_production")):
                column = view.header(label, place[0])
                if column is None or (place[0], column) in view.labelled:
                    continue  # the heading of the table, with the headers beside it
                found = reading.number(tab, reading.cell(view, place[0], column), f"{at}/{name}")
                if found:
                    values[name] = found
        reading.mark(f"{at}/id", tab, tab.at(row, view.first("inputs_outputs", row)[1]))  # type: ignore[index]
        units.append(Cogeneration(f"CHP{number}", f"CHP {number}", **values))
        spans.append((f"CHP{number}", row, bottom))
    return units, spans
