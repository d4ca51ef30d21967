"""Sheets A and C of a filled template: period, installation, verifier, lists of processes and precursors, totals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.exchange.cbam_template.amounts import decimal_of, plain_number
from carnet.exchange.cbam_template.formula import FormulaError, Reference, parse
from carnet.exchange.cbam_template.words import CATEGORIES, ROUTES
from carnet.inventory.installation import Installation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from carnet.exchange.cbam_template.labels import View
    from carnet.exchange.cbam_template.reading import Reading
    from carnet.exchange.sheet import Cell

_FIELDS = (
    "activity", "postcode", "po_box", "city", "unlocode", "latitude", "longitude", "representative", "email",
    "telephone", "verifier", "verifier_postcode", "verifier_person", "verifier_email", "verifier_telephone",
    "accreditation_state", "accreditation_body", "accreditation",
)  # fmt: skip
_FUEL = ("fuel_total", "fuel_goods", "fuel_electricity", "fuel_other")
_TOTALS = {
    "stated_co2": "total_co2", "stated_biomass": "total_biomass", "stated_n2o": "total_n2o", "stated_pfc": "total_pfc",
    "indirect": "total_indirect",
}  # fmt: skip
_QUALITY = {
    "data_quality": "data_quality",
    "default_justification": "justification",
    "quality_assurance": "quality_assurance",
}
_TABLE_GAP = 40  # no table of the sheet is longer


@dataclass(slots=True)
class Listed:
    """A line of the lists in sheet A: a production process or a purchased precursor."""

    number: int
    name: str
    category: str
    row: int
    cells: Mapping[str, Cell | None]
    included: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    country: str = ""


@dataclass(slots=True)
class FormA:
    """What sheet A holds. `routes` are the production routes of the goods made here, by category."""

    start: str = ""
    end: str = ""
    processes: list[Listed] = field(default_factory=list)
    precursors: list[Listed] = field(default_factory=list)
    routes: dict[str, tuple[str, ...]] = field(default_factory=dict)


def country_names(reading: Reading) -> dict[str, str]:
    """Return the workbook's own list of countries: name → code, both as keys are compared."""
    columns: list[list[str]] = []
    for name in ("CNTR_LISTCOUNTRIESNAME", "CNTR_LISTCOUNTRIESCODE"):
        try:
            area = parse(reading.book.names.get(name, "#REF!"))
        except FormulaError:
            return {}
        tab = reading.book.tab(area.sheet) if isinstance(area, Reference) else None
        if tab is None or not isinstance(area, Reference):
            return {}
        rows = range(area.top, min(area.bottom, tab.last[0]) + 1)
        columns.append([reading.content(tab, tab.at(row, area.left)) for row in rows])
    if len(columns[0]) != len(columns[1]):
        return {}  # which name has which code is then anybody's guess
    pairs = [(name, code) for name, code in zip(*columns, strict=True) if name and code]
    return {each: code for name, code in pairs for each in reading.labels.english_of(name)}


def read_form(reading: Reading, view: View) -> FormA:
    """Read the period and the lists of sheet A."""
    form = FormA()
    tab = view.tab
    for name in ("start", "end"):
        place = view.first(name)
        if place is None:
            reading.tell("CBM-082", tab, sheet=tab.name, label=name)
            continue
        day = reading.day(tab, view.right(*place), f"/period_{'from' if name == 'start' else 'to'}")
        if name == "start":
            form.start = day
        else:
            form.end = day
    names = country_names(reading)
    heads = _heads(view)
    for row, kind in heads:
        bottom = min([r for r, _ in heads if r > row] + [row + _TABLE_GAP])
        if kind == "goods":
            for line in range(row + 1, bottom):
                _goods_line(reading, view, row, line, form)
        else:
            rows = form.processes if kind == "processes" else form.precursors
            for position, line in enumerate(_lines(reading, view, row, bottom), 1):
                _listed(reading, view, row, line, position, kind, rows, names)
    for kind, label in (("processes", "included"), ("precursors", "country_code")):
        if not any(k == kind for _, k in heads):
            reading.tell("CBM-082", tab, sheet=tab.name, label=label)
    return form


def _heads(view: View) -> list[tuple[int, str]]:
    """Return the header rows of the three lists, in their order on the sheet."""
    found = [(row, "processes") for row, _ in view.all("included")]
    for row, _ in view.all("route_1"):
        if view.column("country_code", row):
            found.append((row, "precursors"))
        elif view.column("category", row):
            found.append((row, "goods"))
    return sorted(found)


def _lines(reading: Reading, view: View, head: int, bottom: int) -> Iterator[int]:
    """Yield the rows of a list: those with an id such as P1 or PP1 in front."""
    for row in range(head + 1, bottom):
        if any(_ordinal(reading, view, row, column) for column in range(1, _first(view, head))):
            yield row


def _first(view: View, head: int) -> int:
    """Return the first column behind the id of a list: that of its first label."""
    return min((column for row, column in view.labelled if row == head), default=1)


def _ordinal(reading: Reading, view: View, row: int, column: int) -> int:
    text = reading.content(view.tab, view.tab.at(row, column)).strip().upper()
    digits = text.lstrip("GP")
    return int(digits) if text != digits and digits.isdigit() and len(digits) < 4 else 0  # noqa: PLR2004


def _category(reading: Reading, view: View, row: int, first: int, last: int) -> tuple[str, Cell | None]:
    for column in range(first, last):
        cell = view.tab.at(row, column)
        text = reading.text(view.tab, cell)
        if text:
            return reading.choice(view.tab, cell, CATEGORIES), cell
    return "", None


def _route_columns(view: View, head: int) -> list[int]:
    """Return the columns between `Route 1` and the next label that is no route."""
    first = view.column("route_1", head)
    if first is None:
        return []
    ends = [view.column(name, head) for name in ("name", "error_message")]
    last = min([c for c in ends if c] + [(view.column("route_6", head) or first + 9) + 1])
    return list(range(first, last))


def _routes(reading: Reading, view: View, head: int, row: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for column in _route_columns(view, head):
        cell = view.tab.at(row, column)
        if reading.text(view.tab, cell):
            route = reading.choice(view.tab, cell, ROUTES)
            if route:
                found[route] = None
    return tuple(found)


def _goods_line(reading: Reading, view: View, head: int, row: int, form: FormA) -> None:
    first = _first(view, head)
    if not any(_ordinal(reading, view, row, column) for column in range(1, first)):
        return
    end = view.column("route_1", head) or first + 1
    cell = next((c for column in range(first, end) if (c := view.tab.at(row, column)) and not c.formula), None)
    if reading.text(view.tab, cell):
        category = reading.choice(view.tab, cell, CATEGORIES)
        form.routes[category] = _routes(reading, view, head, row)


def _listed(
    reading: Reading,
    view: View,
    head: int,
    row: int,
    position: int,
    kind: str,
    rows: list[Listed],
    names: Mapping[str, str],
) -> None:
    tab = view.tab
    first = _first(view, head)
    stated = next((n for column in range(1, first) if (n := _ordinal(reading, view, row, column))), 0)
    number = position if any(each.number == stated for each in rows) or not stated else stated
    second = view.column("included" if kind == "processes" else "country_code", head) or first + 1
    category, category_cell = _category(reading, view, row, first, second)
    name_column = view.column("name", head)
    name_cell = reading.cell(view, row, name_column)
    name = reading.text(tab, name_cell)
    if category_cell is None and not name:
        return
    prefix = "P" if kind == "processes" else "PP"
    shown = name or f"{prefix}{number} - {reading.content(tab, category_cell)}"
    item = Listed(number, shown, category, row, {"name": name_cell, "category": category_cell})
    if kind == "processes":
        included: dict[str, None] = {}
        for column in range(second, name_column or second):
            cell = tab.at(row, column)
            text = reading.text(tab, cell)
            if text and "onlydirectproduction" not in reading.labels.english_of(text):
                found = reading.choice(tab, cell, CATEGORIES)
                if found and found != category:
                    included[found] = None
        item.included = tuple(included)
    else:
        country_cell = reading.cell(view, row, view.column("country_code", head))
        item.country = reading.country(tab, country_cell, names)
        item.routes = _routes(reading, view, head, row)
        item.cells = {**item.cells, "country": country_cell}
    rows.append(item)


def read_installation(
    reading: Reading, view: View, energy: View | None, summary: View | None
) -> tuple[Installation, str]:
    """Read the installation and its verifier from A, totals and data quality from C; also the country's code."""
    tab = view.tab
    at = "/installation/0"
    values: dict[str, str] = {}

    def take(name: str, label: str, nth: int = 0) -> None:
        places = view.all(label)
        for place in places[nth : nth + 1]:
            found = reading.text(tab, view.right(*place), f"{at}/{name}")
            values[name] = _degrees(found) if name in {"latitude", "longitude"} else found

    for name in _FIELDS:
        take(name, name)
    _verifier(reading, view, values, at)
    for label in ("street", "city"):
        take(label, label)
        take(f"verifier_{label}", label, 1)
    english = _beside(reading, view, "name_en", f"{at}/name/en")
    local = _beside(reading, view, "name_local", f"{at}/name/zh")
    if energy is not None:
        _totals(reading, energy, values, at)
    for name, label in (("carbon_price", "carbon_instrument"), ("note", "additional")):
        values[name] = _beside(reading, summary, label, f"{at}/{name}") if summary else ""
    return Installation("I1", Text(local or english, english or local), **values), values.get("country", "")


def _verifier(reading: Reading, view: View, values: dict[str, str], at: str) -> None:
    """Read what repeats the labels of the installation or of the lists: countries, and the verifier's person."""
    tab = view.tab
    names = country_names(reading)
    listed = ("category", "country_code", "route_1")
    for label, fields in (("verifier_person", ("verifier_person",)), ("country", ("country", "verifier_country"))):
        places = [p for p in view.all(label) if all(view.column(other, p[0]) is None for other in listed)]
        for name, place in zip(fields, places, strict=False):
            cell = view.right(*place)
            pointer = f"{at}/{name}"
            named = label == "country"
            values[name] = reading.country(tab, cell, names, pointer) if named else reading.text(tab, cell, pointer)


def _degrees(text: str) -> str:
    """Return degrees as a decimal where they are one but for the sign and the comma; else as written."""
    number = plain_number(text.replace("°", "").strip())
    return text if number is None else decimal_of(number)


def _beside(reading: Reading, view: View, label: str, pointer: str) -> str:
    place = view.first(label)
    return reading.text(view.tab, view.right(*place), pointer) if place else ""


def _totals(reading: Reading, view: View, values: dict[str, str], at: str) -> None:
    tab = view.tab
    for head_label, fields, unit in (
        ("fuel_total", {name: name for name in _FUEL}, "TJ"),  # "Fuel balance" is also the heading above
        ("installation_level", _TOTALS, "t"),
    ):
        head = view.first(head_label)
        manual = view.first("manual", head[0] if head else 0)
        if head is None or manual is None:
            reading.tell("CBM-082", tab, sheet=tab.name, label=head_label)
            continue
        unit_cell = reading.cell(view, manual[0], view.column("unit", head[0]))
        for name, label in fields.items():
            cell = reading.cell(view, manual[0], view.column(label, head[0]))
            values[name] = reading.number(tab, cell, f"{at}/{name}", unit, unit_cell)
    for name, label in _QUALITY.items():
        places = view.all(label)
        for spot in places[-1:]:  # the first is guidance
            values[name] = reading.english(tab, view.right(*spot), f"{at}/{name}")
