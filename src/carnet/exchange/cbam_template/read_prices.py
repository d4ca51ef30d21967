"""The tool for the carbon price due on sheet F_Tools: one line for each production process and purchased precursor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.exchange.cbam_template.labels import key
from carnet.exchange.cbam_template.words import LABELS
from carnet.inventory.installation import CarbonPrice
from carnet.quantity import normalise_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carnet.exchange.cbam_template.labels import View
    from carnet.exchange.cbam_template.read_installation import FormA
    from carnet.exchange.cbam_template.reading import Reading

INPUTS = {"share": "covered_share", "price": "price_per_tonne", "rebate": "rebate_per_tonne"}
_ID = re.compile(r"P{1,2}[0-9]{1,3}")
_UNIT = re.compile(r"/\s*t")  # the line of units below the headers
_ROWS = 60  # the template has 30 lines
_GAP = 4  # rows that are no line, between or before lines


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A line of the tool: the process or precursor it is of, its row, and the row of the headers."""

    of: str
    row: int
    head: int


def tool_head(view: View) -> int | None:
    """Return the row of the tool's headers: the explanations above repeat its labels, one below the other."""
    rows = (row for row, _ in view.all(INPUTS["price"]))
    return next((row for row in rows if all(view.column(label, row) is not None for label in INPUTS.values())), None)


def read_prices(reading: Reading, view: View, form: FormA) -> tuple[list[CarbonPrice], list[PriceRow]]:
    """Read the lines that hold anything, and where the line of each listed process and precursor stands."""
    tab = view.tab
    head = tool_head(view)
    if head is None:
        for label in INPUTS.values():  # all of them missing: a workbook without the tool
            if not view.all(label) and any(view.all(other) for other in INPUTS.values()):
                reading.tell("CBM-082", tab, sheet=tab.name, label=LABELS[label][0])
        return [], []
    above = [place for place in view.all("currency") if place[0] <= head]
    currency_cell = view.right(*above[-1]) if above else None
    currency = normalise_text(reading.text(tab, currency_cell)).upper()
    prices: list[CarbonPrice] = []
    rows: list[PriceRow] = []
    for of, known, row in _lines(reading, view, head, form):
        if known:
            rows.append(PriceRow(of, row, head))
        at = f"/carbon_prices/{len(prices)}"
        cells = {name: reading.cell(view, row, view.column(label, head)) for name, label in INPUTS.items()}
        filled = [cell for cell in cells.values() if cell is not None and (cell.text or cell.formula)]
        values = {name: reading.number(tab, cell, f"{at}/{name}") for name, cell in cells.items()} if filled else {}
        if any(values.values()) and known:
            reading.mark(f"{at}/id", tab, filled[0])
            reading.mark(f"{at}/of", tab, filled[0])
            reading.mark(f"{at}/currency", tab, currency_cell)
            prices.append(CarbonPrice(id=f"CP-{of}", of=of, currency=currency, **values))
        elif values:
            for name in values:
                reading.places.pop(f"{at}/{name}", None)
            if any(values.values()):
                reading.tell("CBM-093", tab, filled[0], of or str(row), tuple(_names(form)))
    return prices, rows


def _names(form: FormA) -> dict[str, str]:
    """Return the ids of all listed processes and precursors with their names."""
    found = {f"P{each.number}": each.name for each in form.processes}
    return found | {f"PP{each.number}": each.name for each in form.precursors}


def _lines(reading: Reading, view: View, head: int, form: FormA) -> Iterator[tuple[str, bool, int]]:
    """Yield the lines: what each is of, by the id in front or by its name, and whether that is listed."""
    tab = view.tab
    names = _names(form)
    by_name: dict[str, list[str]] = {}
    for listed, name in names.items():
        by_name.setdefault(key(name), []).append(listed)
    first = min(column for row, column in view.labelled if row == head)
    inputs = [column for label in INPUTS.values() if (column := view.column(label, head)) is not None]
    empty = 0
    for row in range(head + 1, min(head + _ROWS, tab.last[0]) + 1):
        front = [normalise_text(reading.content(tab, tab.at(row, column))) for column in range(1, first + 1)]
        of = next((text.upper() for text in front if _ID.fullmatch(text.upper())), "")
        of = of or next((ids[0] for text in front if text and len(ids := by_name.get(key(text), [])) == 1), "")
        cells = [cell for column in inputs if (cell := tab.at(row, column)) is not None and (cell.text or cell.formula)]
        units = not of and all(cell.formula or _UNIT.search(cell.text) for cell in cells)
        empty = empty + 1 if not of and units else 0
        if empty > _GAP:
            return
        if of or not units:
            yield of, of in names, row
