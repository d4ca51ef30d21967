"""Rows and columns put into a sheet by a program that does not follow them in its formulas.

A spreadsheet program changes every reference when a row is inserted; a script does not, and afterwards the formulas
below point one row too high. In a template nearly every row has helper formulas that refer to their own row, and some
name columns that are known by their labels, so that the slip shows, and references can be read as they were meant.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from carnet.exchange.sheet import column_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.exchange.cbam_template.labels import View
    from carnet.exchange.sheet import Cell

_OWN = re.compile(r"(?<![!\w$.:'])(\$?)([A-Z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w(!.])")
_TEXT = re.compile(r"\"[^\"]*\"")
_MOST = 40  # rows or columns put in at one place, at most
_LEAST = 8  # rows with formulas of their own; fewer say nothing
_FITTING = 0.7  # of the rows must be explained
_ENOUGH = 0.85  # of the lines refer to themselves where nothing was put in
_WINDOW, _MANY, _FEW = 5, 4, 1  # of so many rows that say anything, at least and at most so many

Lines = dict[int, int]
"""Where a line stands now, by where the formulas say it stands; lines not named are where they were."""


def shifts(view: View, role: str) -> tuple[Lines, Lines]:
    """Return the rows and the columns of a sheet that moved without their formulas; empty for a sound sheet."""
    rows: dict[int, set[int]] = defaultdict(set)
    for cell in view.tab.cells.values():
        formula = cell.expression
        if not formula or len(formula) > 2_000:  # noqa: PLR2004 - no formula of the template is longer
            continue
        for _, _, _, digits in _OWN.findall(_TEXT.sub("", formula)):
            rows[cell.row].add(cell.row - int(digits))
    return _moved(rows, view.tab.last[0]), _columns(view, role)


def _columns(view: View, role: str) -> Lines:
    """Return where columns stand now: some formulas of the template name columns that are known by their labels."""
    known: dict[int, int] = {}  # as the formula says → as it stands
    if role in {"processes", "precursors"}:
        label = "total_production" if role == "processes" else "total_purchased"
        for row, left in view.all(label)[:1]:
            for header in ("unit", "amounts"):
                column = view.header(header, row, right_of=left)
                cell = view.tab.at(row, column) if column else None
                if named := _named(view, cell):
                    known[max(named)] = column or 0  # the sum names the cell of the process's name as well
    elif role == "streams":
        head = next((row for row, _ in view.all("stream_name")), 0)
        column = view.column("energy_fossil", head)
        labels = ("method", "activity_data", "ncv", "biomass")
        places = [view.column(label, head) for label in labels]
        for row in range(head + 1, head + 8):
            columns = sorted(_named(view, view.tab.at(row, column) if column else None))
            if len(columns) == len(labels) and all(places):
                known = {old: now or 0 for old, now in zip(columns, places, strict=True)}
                break
    if not any(now > old for old, now in known.items()) or any(now < old for old, now in known.items()):
        return {}
    moved: Lines = {}
    offset = 0
    for column in range(1, view.tab.last[1] + 1):
        offset = known[column] - column if column in known else offset
        moved[column] = column + offset
    return moved


def _named(view: View, cell: Cell | None) -> set[int]:
    formula = view.tab.formula(cell) if cell is not None and cell.formula else ""
    return {column_number(letters) for _, letters, _, _ in _OWN.findall(_TEXT.sub("", formula).replace(":", " "))}


def _moved(found: Mapping[int, set[int]], last: int) -> Lines:
    """Follow the rows from the first; the offset grows where most of what comes behind says so."""
    own = sum(0 in offsets for offsets in found.values())
    if len(found) < _LEAST or own >= _ENOUGH * len(found):
        return {}
    order = sorted(found)
    position = {line: i for i, line in enumerate(order)}
    offset = fitting = 0
    now: Lines = {}
    for line in range(1, last + 1):
        offsets = found.get(line, set())
        if offsets and offset not in offsets:
            at = position[line]
            said = Counter(k for other in order[at : at + _WINDOW] for k in found[other])
            best = max((k for k in offsets if offset < k <= _MOST), key=lambda k: said[k], default=offset)
            if at + _WINDOW <= len(order) and said[best] >= _MANY and said[offset] <= _FEW:
                offset = best
        fitting += offset in offsets
        now[line - offset] = line
    return now if offset and fitting > own and fitting >= _FITTING * len(found) else {}
