"""The tool for the carbon price due: its currency, and share, price and rebate of each process and precursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.exchange.cbam_template.read_prices import INPUTS, tool_head
from carnet.exchange.cbam_template.write_rows import spot

if TYPE_CHECKING:
    from carnet.exchange.cbam_template.write_book import Grid
    from carnet.exchange.cbam_template.write_fill import Filling
    from carnet.inventory.model import Study


def fill_prices(fill: Filling, study: Study) -> None:
    """Fill the lines of the tool, which stand in the order of the lists: ten processes, then the precursors."""
    if not study.carbon_prices:
        return
    grid = fill.book.grids.get("tools")
    head = None if grid is None else tool_head(grid.view)
    label = INPUTS["price"]
    lines = [] if grid is None or head is None else grid.below(grid.column(label, head), head)
    of = _lines(fill, grid, head, lines, study)
    currencies = list(dict.fromkeys(row.currency for row in study.carbon_prices))
    offered = fill.book.list("CNTR_ListCurrenciesCode")
    if len(currencies) > 1:
        fill.left_out("CBM-107", "/carbon_prices", ", ".join(each or "–" for each in currencies))
    above = [] if grid is None or head is None else [p for p in grid.hits("currency") if p[0] <= head]
    line = max((row for row, _ in above), default=None)
    cell = None if grid is None or line is None else grid.beside("currency", line, line)
    fill.choice("/carbon_prices/0/currency", grid, cell, currencies[0], "currency", offered)
    taken: set[str] = set()
    for i, row in enumerate(study.carbon_prices):
        at = f"/carbon_prices/{i}"
        n = of.get(row.of)
        if row.of not in of:
            fill.left_out("CBM-120", f"{at}/of", row.of, [*of][:12])
            continue
        if row.of in taken or row.currency != currencies[0]:
            fill.left_out("CBM-108", at, row.id, row=row.id, of=row.of)
            continue
        taken.add(row.of)
        for field, name in INPUTS.items():
            column = None if grid is None else grid.column(name, head)
            target = spot(n, column)
            fill.number(f"{at}/{field}", grid, target, getattr(row, field), name)


def _lines(fill: Filling, grid: Grid | None, head: int | None, lines: list[int], study: Study) -> dict[str, int | None]:
    """Return the row of each process and precursor: by the ids in front of the lines, else by their order."""
    form = fill.book.grids["installation"]
    top = form.header("included")
    room = len(form.below(form.column("category", top), top))
    named: dict[str, int] = {}
    if grid is not None and head is not None:
        first = min(column for row, column in grid.view.labelled if row == head)
        for row in lines:
            named |= {grid.text((row, column)).upper(): row for column in range(1, first)}
    found: dict[str, int | None] = {}
    made, bought = [row.id for row in study.production[:room]], [row.id for row in study.precursors]
    for prefix, before, ids in (("P", 0, made), ("PP", room, bought)):
        for n, each in enumerate(ids):
            order = lines[before + n] if before + n < len(lines) else None
            found[each] = named.get(f"{prefix}{n + 1}", order)
    return found
