"""Sheets D and E of a filled template: one block for each production process and each purchased precursor."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.exchange.cbam_template.labels import key
from carnet.exchange.cbam_template.reading import figure, near
from carnet.exchange.cbam_template.words import ROUTES, ROUTES_OF, SOURCES, VALUE_KINDS
from carnet.inventory.installation import PrecursorUse, ProductionLevel, ProductionProcess, PurchasedPrecursor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.exchange.cbam_template.labels import View
    from carnet.exchange.cbam_template.raw import Tab
    from carnet.exchange.cbam_template.read_installation import FormA, Listed
    from carnet.exchange.cbam_template.reading import Reading
    from carnet.exchange.sheet import Cell

_HEAD = 8  # rows between the number of a block and its first table, at most
_NUMBER = re.compile(r"([0-9]{1,3})\s*[:：]?\s*$")
_STANDARD = re.compile(r"IF\(COUNT\(\w+:\w+\)=0,\"\",\w+\*\w+\)")
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one block: `top` its first table, `bottom` behind its last row."""

    number: int
    top: int
    bottom: int


@dataclass(slots=True)
class Rows:
    """What the blocks of both sheets yield, with the block of each process and precursor."""

    production: list[ProductionProcess] = field(default_factory=list)
    precursors: list[PurchasedPrecursor] = field(default_factory=list)
    levels: list[ProductionLevel] = field(default_factory=list)
    uses: list[PrecursorUse] = field(default_factory=list)
    process_blocks: dict[str, Block] = field(default_factory=dict)
    precursor_blocks: dict[str, Block] = field(default_factory=dict)


def blocks(reading: Reading, view: View, label: str) -> list[Block]:
    """Find the blocks of a sheet by the label of their first table, and their numbers by what stands above it."""
    tops = [row for row, _ in view.all(label)]
    ends = [*tops[1:], view.tab.last[0] + 1]
    stated: list[tuple[int, bool]] = []
    for position, top in enumerate(tops):
        above = max(top - _HEAD, ends[position - 1] - _HEAD if position else 0)
        stated.append(_number(reading, view, above, top))
    numbers = [number for number, _ in stated]
    if len(set(numbers)) != len(numbers) or 0 in numbers:
        told = ", ".join(str(number) for number in numbers)
        reading.tell("CBM-098", view.tab, severity="warning", sheet=view.tab.name, numbers=told)
        # A number that is typed stays; formulas that count on from a block that was moved do not.
        kept = {number for number, typed in stated if typed and numbers.count(number) and number}
        free = iter(sorted(set(range(1, len(tops) + 1)) - kept))
        seen: set[int] = set()
        numbers = []
        for number, typed in stated:
            keep = typed and number in kept and number not in seen
            chosen = number if keep else next(free, len(tops) + len(numbers) + 1)
            seen.add(chosen)
            numbers.append(chosen)
    found = [Block(n, top, end) for n, top, end in zip(numbers, tops, ends, strict=True)]
    return sorted(found, key=lambda block: block.number)


def _number(reading: Reading, view: View, above: int, top: int) -> tuple[int, bool]:
    """Return the number of a block and whether it is typed: the integer in front, or the one in its headline."""
    for row in range(top - 1, above, -1):
        for column in range(1, 8):
            cell = view.tab.at(row, column)
            if cell is None:
                continue
            text = reading.content(view.tab, cell)
            beside = next(
                filter(None, (reading.content(view.tab, view.tab.at(row, at)) for at in range(column + 1, column + 4))),
                "",
            )
            headline = _NUMBER.search(beside)
            if text.isdigit() and headline and int(headline[1]) == int(text):
                return int(text), not cell.formula
            if text.isdigit() and len(text) <= 3 and cell.formula:  # noqa: PLR2004 - a headline without saved text
                return int(text), False
            if text.isdigit() and len(text) <= 3 and beside.endswith((":", "：")):  # noqa: PLR2004
                return int(text), True
    return 0, False


def _in_front(view: View, row: int, label_column: int) -> int:
    """Return the number in front of a line of a list, 0 where there is none."""
    for column in range(label_column - 1, max(0, label_column - 4), -1):
        cell = view.tab.at(row, column)
        if cell is not None and cell.text.isdigit() and len(cell.text) <= 3:  # noqa: PLR2004
            return int(cell.text)
    return 0


class _Block:
    """Reads one block: values in the column of the headers above them, units beside them."""

    def __init__(self, reading: Reading, view: View, block: Block, at: str) -> None:
        self.reading = reading
        self.view = view
        self.tab: Tab = view.tab
        self.block = block
        self.at = at

    def row(self, label: str, nth: int = 0, after: int = 0) -> tuple[int, int] | None:
        places = self.view.all(label, max(self.block.top, after), self.block.bottom)
        return places[nth] if nth < len(places) else None

    def cell(self, row: int, header: str, label_column: int) -> Cell | None:
        column = self.view.header(header, row, self.block.top, label_column)
        return self.reading.cell(self.view, row, column)

    def amount(
        self,
        name: str,
        place: tuple[int, int] | None,
        unit: str,
        header: str = "amounts",
        *,
        label: str = "",
        optional: bool = False,
    ) -> str:
        if place is None:
            if not optional:
                self.reading.tell("CBM-082", self.tab, sheet=self.tab.name, label=label or name)
            return ""
        cell = self.cell(place[0], header, place[1])
        return self.reading.number(self.tab, cell, f"{self.at}/{name}", unit, self.unit(place))

    def unit(self, place: tuple[int, int]) -> Cell | None:
        return self.cell(place[0], "unit", place[1])

    def levels(self, of: str, category: str, unit: str, total: tuple[int, int] | None, rows: Rows) -> Fraction:
        """Read the amounts by production route up to the line of the total."""
        column = self.view.column("amounts", self.block.top)
        label_column = next((c for r, c in self.view.where.get("route", ()) if r == self.block.top), None)
        start = next((c for label in ("production_levels", "purchased_levels")
                      for r, c in self.view.where.get(label, ()) if r == self.block.top), 1)  # fmt: skip
        end = total[0] if total else self.block.top + 9
        unit_column = self.view.column("unit", self.block.top)
        routes = ROUTES_OF.get(category, ("all",))
        whole = ZERO
        order = 0
        for row in range(self.block.top + 1, end):
            cell = self.reading.cell(self.view, row, column)
            stated = _in_front(self.view, row, start)
            if not stated:
                continue
            order += 1
            index = len(rows.levels)
            unit_cell = self.reading.cell(self.view, row, unit_column)
            if unit_cell is not None and self.reading.content(self.tab, unit_cell) in {"", "n.a."}:
                unit_cell = None
            amount = self.reading.number(self.tab, cell, f"/production_levels/{index}/amount", unit, unit_cell)
            if not amount:
                continue
            shown = self.reading.text(self.tab, self.reading.cell(self.view, row, label_column))
            route = self.reading.labels.choice(shown, ROUTES) if shown else ""
            if not route:
                route = routes[stated - 1] if stated <= len(routes) else "other"
            self.reading.mark(f"/production_levels/{index}/id", self.tab, cell)
            rows.levels.append(ProductionLevel(f"{of}-L{order}", of, route, amount))
            whole += Fraction(amount)
        return whole

    def uses(
        self,
        source: str,
        head: tuple[int, int] | None,
        bottom: int,
        targets: Sequence[Listed],
        own: int,
        unit: str,
        rows: Rows,
    ) -> Fraction:
        """Read what of a process or purchase goes into which process: by name, else by the template's numbering."""
        if head is None:
            return ZERO
        by_name: dict[str, list[Listed]] = {}
        for target in targets:
            by_name.setdefault(key(target.name), []).append(target)
        by_number = {target.number: target for target in targets}
        column = self.view.column("amounts", head[0])
        unit_column = self.view.column("unit", head[0])
        whole = ZERO
        for row in range(head[0] + 1, bottom):
            stated = _in_front(self.view, row, head[1])
            if not stated:
                continue
            cell = self.reading.cell(self.view, row, column)
            index = len(rows.uses)
            pointer = f"/precursor_uses/{index}/amount"
            unit_cell = self.reading.cell(self.view, row, unit_column)
            if unit_cell is not None and not self.reading.content(self.tab, unit_cell):
                unit_cell = None
            amount = self.reading.number(self.tab, cell, pointer, unit, unit_cell)
            if not amount:
                continue
            name_cell = self.tab.at(row, head[1])
            shown = name_cell.text if name_cell is not None and name_cell.kind == "text" else ""
            named = by_name.get(key(shown), []) if shown else []
            number = stated + 1 if own and stated >= own else stated
            into = named[0] if len(named) == 1 else by_number.get(number)
            if into is None:
                if Fraction(amount):
                    offered = tuple(each.name for each in targets)
                    self.reading.tell("CBM-093", self.tab, name_cell or cell, shown or str(number), offered)
                self.reading.places.pop(pointer, None)
                continue
            if not Fraction(amount):
                self.reading.places.pop(pointer, None)
                continue
            self.reading.mark(f"/precursor_uses/{index}/id", self.tab, cell)
            rows.uses.append(PrecursorUse(f"{source}-P{into.number}", source, f"P{into.number}", amount))
            whole += Fraction(amount)
        return whole


def read_processes(reading: Reading, view: View, form: FormA, rows: Rows) -> None:
    """Read the block of every listed production process."""
    found = {block.number: block for block in blocks(reading, view, "production_levels")}
    for listed in form.processes:
        block = found.get(listed.number)
        if block is None:
            reading.tell("CBM-082", view.tab, sheet=view.tab.name, label=f"production process {listed.number}")
            continue
        process_id = f"P{listed.number}"
        rows.process_blocks[process_id] = block
        _process(reading, _Block(reading, view, block, f"/production/{len(rows.production)}"), listed, form, rows)


def _process(reading: Reading, at: _Block, listed: Listed, form: FormA, rows: Rows) -> None:
    process_id = f"P{listed.number}"
    unit = "MWh" if listed.category == "electricity" else "t"
    values: dict[str, str] = {}
    total = at.row("total_production")
    made = at.levels(process_id, listed.category, unit, total, rows)
    values["amount"] = _typed_total(reading, at, total, made)
    market, used, other = at.row("market"), at.row("used_in"), at.row("non_cbam")
    values["market"] = at.amount("market", market, unit)
    values["other_use"] = at.amount("other_use", other, unit, label="non_cbam")
    end = other[0] if other else (used[0] + 10 if used else 0)
    inside = at.uses(process_id, used, end, [p for p in form.processes if p is not listed], listed.number, unit, rows)
    if values["market"]:
        whole = Fraction(values["amount"]) if values["amount"] else made
        gone = Fraction(values["market"]) + inside + (Fraction(values["other_use"]) if values["other_use"] else ZERO)
        if not near(gone, whole):
            cell = at.cell(market[0], "amounts", market[1]) if market else None
            reading.tell(
                "CBM-099", at.tab, cell, listed.name, severity="warning", total=figure(whole), uses=figure(gone)
            )  # fmt: skip
    values["direct"] = at.amount("direct", at.row("direct"), "t", "value")
    _energy(reading, at, values)
    _flags(reading, at, listed, values)
    category_cell, name_cell = listed.cells["category"], listed.cells["name"]
    for name, cell in (("id", name_cell or category_cell), ("name", name_cell), ("category", category_cell)):
        if cell is not None:
            reading.places[f"{at.at}/{name}"] = reading.place(reading.form_tab or at.tab, cell)
    rows.production.append(
        ProductionProcess(
            id=process_id, name=listed.name, category=listed.category, unit=unit, includes=listed.included,
            routes=tuple(route for route in form.routes.get(listed.category, ()) if route != "all"), **values,
        )
    )  # fmt: skip


def _typed_total(reading: Reading, at: _Block, total: tuple[int, int] | None, made: Fraction) -> str:
    """Return the total where it is typed over the sum of its routes and says something else; else the rows say it."""
    if total is None:
        return ""
    cell = at.cell(total[0], "amounts", total[1])
    if cell is None or cell.formula or not cell.text:
        return ""
    unit = at.unit(total)
    stated = reading.number(at.tab, cell, f"{at.at}/amount", "", unit if unit and unit.formula is False else None)
    return stated if stated and Fraction(stated) != made else ""


def _energy(reading: Reading, at: _Block, values: dict[str, str]) -> None:
    """Read heat, waste gas and electricity."""
    heat, heat_factor = at.row("heat_amount"), at.row("heat_factor")
    if heat is None and heat_factor is not None:
        heat = (heat_factor[0] - 1, heat_factor[1])  # one block of the template has another label in this place
    gas = at.row("waste_gas_amount")
    gas_factor = at.row("waste_gas_factor", after=gas[0]) if gas else None
    for name, place, unit in (
        ("heat", heat, "TJ"), ("heat_ef", heat_factor, "tCO2/TJ"),
        ("waste_gas", gas, "TJ"), ("waste_gas_ef", gas_factor, "tCO2/TJ"),
    ):  # fmt: skip
        stem, _, ending = name.partition("_ef") if name.endswith("_ef") else (name, "", "")
        suffix = "_ef" if name.endswith("_ef") else ending
        for header, way in (("imported", "in"), ("exported", "out")):
            values[f"{stem}_{way}{suffix}"] = at.amount(f"{stem}_{way}{suffix}", place, unit, header, label=name)
    used = at.row("electricity")
    values["electricity"] = at.amount("electricity", used, "MWh", "value")
    factors = [at.row("electricity_factor", nth) for nth in (0, 1)]
    values["electricity_ef"] = at.amount("electricity_ef", factors[0], "tCO2/MWh", "value")
    source = at.row("electricity_source")
    if source is not None:
        cell = at.cell(source[0], "value", source[1])
        values["electricity_source"] = reading.choice(at.tab, cell, SOURCES, f"{at.at}/electricity_source")
    values["electricity_out"] = at.amount("electricity_out", at.row("electricity_exported"), "MWh", "value")
    values["electricity_out_ef"] = at.amount("electricity_out_ef", factors[1], "tCO2/MWh", "value", optional=True)


def _flags(reading: Reading, at: _Block, listed: Listed, values: Mapping[str, str]) -> None:
    """Amounts of something that is marked as not applicable are read, and told."""
    place = at.row("elements")
    if place is None:
        return
    for header, names, zh, en in (
        ("measurable_heat", ("heat_in", "heat_out"), "可计量热", "measurable heat"),
        ("waste_gases", ("waste_gas_in", "waste_gas_out"), "废气", "waste gases"),
    ):
        cell = at.cell(place[0], header, place[1])
        if cell is None or cell.text.upper() not in {"FALSE", "0"}:
            continue
        if any(values[name].strip("0.-") for name in names):
            reading.tell("CBM-100", at.tab, cell, listed.name, severity="warning", what_zh=zh, what_en=en)


def read_precursors(reading: Reading, view: View, form: FormA, rows: Rows) -> None:
    """Read the block of every listed purchased precursor."""
    found = {block.number: block for block in blocks(reading, view, "purchased_levels")}
    for listed in form.precursors:
        block = found.get(listed.number)
        if block is None:
            reading.tell("CBM-082", view.tab, sheet=view.tab.name, label=f"purchased precursor {listed.number}")
            continue
        rows.precursor_blocks[f"PP{listed.number}"] = block
        _precursor(reading, _Block(reading, view, block, f"/precursors/{len(rows.precursors)}"), listed, form, rows)


def _precursor(reading: Reading, at: _Block, listed: Listed, form: FormA, rows: Rows) -> None:
    precursor_id = f"PP{listed.number}"
    unit = "MWh" if listed.category == "electricity" else "t"
    values: dict[str, str] = {}
    total = at.row("total_purchased")
    bought = at.levels(precursor_id, listed.category, unit, total, rows)
    values["amount"] = _typed_total(reading, at, total, bought)
    used, other = at.row("consumed_in"), at.row("other_purposes")
    values["other_use"] = at.amount("other_use", other, unit, label="other_purposes", optional=True)
    control = at.row("control")
    end = other[0] if other else (control[0] if control else (used[0] + 11 if used else 0))
    inside = at.uses(precursor_id, used, end, form.processes, 0, unit, rows)
    whole = Fraction(values["amount"]) if values["amount"] else bought
    gone = inside + (Fraction(values["other_use"]) if values["other_use"] else ZERO)
    if not near(gone, whole):
        cell = at.cell(total[0], "amounts", total[1]) if total else None
        reading.tell(
            "CBM-099", at.tab, cell, listed.name, severity="warning", total=figure(whole), uses=figure(gone)
        )  # fmt: skip
    direct, power = at.row("see_direct_of"), at.row("electricity_of")
    factor, indirect = at.row("electricity_factor_of"), at.row("see_indirect_of")
    values["see_direct"] = at.amount("see_direct", direct, f"tCO2e/{unit}", "value")
    values["electricity"] = at.amount("electricity", power, f"MWh/{unit}", "value", optional=True)
    values["electricity_ef"] = at.amount("electricity_ef", factor, "tCO2e/MWh", "value", optional=True)
    if indirect is not None:
        cell = at.cell(indirect[0], "value", indirect[1])
        own = cell is not None and not (cell.formula and _STANDARD.fullmatch(at.tab.formula(cell)))
        if cell is not None and own:
            values["see_indirect"] = at.amount("see_indirect", indirect, f"tCO2e/{unit}", "value")
    for name, place, choices in (
        ("basis", direct, VALUE_KINDS), ("electricity_basis", power, VALUE_KINDS),
        ("electricity_source", factor, SOURCES),
    ):  # fmt: skip
        if place is not None:
            cell = at.cell(place[0], "source", place[1])
            values[name] = reading.choice(at.tab, cell, choices, f"{at.at}/{name}")
    reason = at.row("justification")
    if reason is not None:
        cell = at.view.right(*reason)
        values["default_justification"] = reading.english(at.tab, cell, f"{at.at}/default_justification")
    for name in ("name", "category", "country"):
        cell = listed.cells.get(name)
        if cell is not None:
            reading.places[f"{at.at}/{name}"] = reading.place(reading.form_tab or at.tab, cell)
    first = listed.cells.get("name") or listed.cells.get("category")
    if first is not None:
        reading.places[f"{at.at}/id"] = reading.place(reading.form_tab or at.tab, first)
    rows.precursors.append(
        PurchasedPrecursor(
            id=precursor_id, name=listed.name, category=listed.category, country=listed.country,
            routes=tuple(route for route in listed.routes if route != "all"), **values,
        )
    )  # fmt: skip
