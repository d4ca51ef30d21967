"""The sheets of repeated blocks: one block for each production process, one for each purchased precursor."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import Place, Text
from carnet.exchange.cbam_template.write_book import Grid, Spot
from carnet.exchange.cbam_template.write_rows import called, fill_routes, spot
from carnet.quantity import DecimalError, decimal_string, exact_decimal, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.cbam.result import Computed
    from carnet.exchange.cbam_template.write_fill import Filling
    from carnet.inventory.installation import ProductionLevel, ProductionProcess, PurchasedPrecursor
    from carnet.inventory.model import Study

_UNIT_T = "t"
_AMOUNTS = "amounts"
_HEAT = ("heat_in", "heat_in_ef", "heat_in_chp", "heat_out", "heat_out_ef")
_GAS = ("waste_gas_in", "waste_gas_in_ef", "waste_gas_out", "waste_gas_out_ef")


def fill_processes(fill: Filling, study: Study, computed: Computed | None) -> None:
    """Fill the block of every production process that has one."""
    grid = fill.book.grids["processes"]
    starts = _starts(grid, "production_levels")
    position = {row.id: n for n, row in enumerate(study.production[: len(starts)])}
    for i, process in enumerate(study.production[: len(starts)]):
        block = (starts[i], starts[i + 1] - 1 if i + 1 < len(starts) else starts[i] + 80)
        at = f"/production/{i}"
        _levels(fill, grid, block, process, study.production_levels, at)
        _uses(fill, grid, block, (process, i), study, position)
        _attributed(fill, grid, block, process, computed, at)


def _starts(grid: Grid, label: str) -> list[int]:
    return sorted({row for row, _ in grid.hits(label)})


def _levels(
    fill: Filling, grid: Grid, block: tuple[int, int], item: ProductionProcess | PurchasedPrecursor,
    levels: Sequence[ProductionLevel], at: str,
) -> None:  # fmt: skip
    """Fill the amounts by production route; an amount without route goes where there is one row only."""
    routes = fill.routes(item.category)
    rows = grid.below(grid.column(_AMOUNTS, block[0]), block[0])
    column = grid.column(_AMOUNTS, block[0])
    expected = fill.unit(item.category)
    unit = getattr(item, "unit", _UNIT_T)
    if expected and unit != expected:
        fill.left_out("CBM-118", f"{at}/unit", unit, (expected,), row=item.id)
        return
    amounts: dict[int, Fraction] = {}
    for level in (row for row in levels if row.of == item.id):
        _add(fill, amounts, (routes, item.id), (level.route, level.amount), f"{at}/amount")
    if not amounts and item.amount:
        named = list(dict.fromkeys(word for r in item.routes if (word := fill.word(r, routes))))
        _add(fill, amounts, (routes, item.id), (named[0] if len(named) == 1 else "", item.amount), f"{at}/amount")
    for n, amount in amounts.items():
        cell = spot(rows[n] if n < len(rows) else None, column)
        fill.number(f"{at}/amount", grid, cell, exact_decimal(amount) or "", _AMOUNTS)


def _add(
    fill: Filling, amounts: dict[int, Fraction], where: tuple[list[str], str], given: tuple[str, str], at: str
) -> None:
    (routes, row), (route, text) = where, given
    if not text:
        return
    try:
        amount = parse_decimal(text)
    except DecimalError:
        fill.left_out("CBM-126", at, text[:60])
        return
    found = routes[0] if len(routes) == 1 and not route else fill.word(route, routes)
    if found is None:
        fill.left_out("CBM-117", at, route or text, routes[:12], row=row, amount=text)
        return
    n = routes.index(found)
    amounts[n] = amounts.get(n, Fraction(0)) + amount


def _uses(
    fill: Filling, grid: Grid, block: tuple[int, int], item: tuple[ProductionProcess, int], study: Study,
    position: Mapping[str, int],
) -> None:  # fmt: skip
    """Fill what goes to the market, into other processes, and into goods outside the CBAM."""
    process, own = item
    first, last = block
    label = "market"
    fill.number(f"/production/{own}/market", grid, grid.beside(label, first, last), process.market, label)
    inside = "used_in"
    other = "non_cbam"
    row = grid.row(inside, first, last)
    rows = grid.between(grid.column(_AMOUNTS, row), row, grid.row(other, first, last))
    order = [n for n in range(len(rows) + 1) if n != own]
    _consumed(fill, grid, (rows, grid.column(_AMOUNTS, row)), process.id, study, position, order)
    fill.number(f"/production/{own}/other_use", grid, grid.beside(other, first, last), process.other_use, other)


def _consumed(
    fill: Filling, grid: Grid, cells: tuple[list[int], int | None], source: str, study: Study,
    position: Mapping[str, int], order: list[int],
) -> None:  # fmt: skip
    """Fill the use of one source in the processes, whose rows stand in the order of the list of processes."""
    rows, column = cells
    amounts: dict[int, tuple[Fraction, str]] = {}
    for k, use in enumerate(study.precursor_uses):
        at = f"/precursor_uses/{k}"
        if use.source != source or not use.amount:
            continue
        n = position.get(use.process)
        if n is None or n not in order:
            fill.left_out("CBM-120", f"{at}/process", use.process, [*position][:12])
            continue
        try:
            amount = parse_decimal(use.amount)
        except DecimalError:
            fill.left_out("CBM-126", f"{at}/amount", use.amount[:60])
            continue
        amounts[n] = (amounts[n][0] + amount if n in amounts else amount, f"{at}/amount")
    # Where uses are listed, a process not listed takes none; the workbook wants that zero said.
    for n in position.values() if amounts else ():
        if n in order:
            amounts.setdefault(n, (Fraction(0), "/precursor_uses"))
    for n, (amount, at) in amounts.items():
        index = order.index(n)
        cell = spot(rows[index] if index < len(rows) else None, column)
        fill.number(at, grid, cell, exact_decimal(amount) or "", _AMOUNTS)


def _attributed(
    fill: Filling, grid: Grid, block: tuple[int, int], process: ProductionProcess, computed: Computed | None, at: str
) -> None:
    first, last = block
    # By order, not by header: block 6 of the official workbook calls both columns measurable heat.
    first_choice = grid.beside("elements", first, last)
    choices = [] if first_choice is None else [(first_choice[0], c) for c in grid.by_row[first_choice[0]]]
    for n, (label, fields) in enumerate((("measurable_heat", _HEAT), ("waste_gases", _GAS))):
        given = any(getattr(process, field) for field in fields)
        fill.boolean(at, grid, choices[n] if n < len(choices) else None, "yes" if given else "no", label)
    label = "direct"
    cell = grid.beside(label, first, last)
    found = None if computed is None else next((p for p in computed.processes if p.id == process.id), None)
    if process.direct:
        fill.number(f"{at}/direct", grid, cell, process.direct, label)
    elif found is not None:
        fill.fraction(f"{at}/direct", grid, cell, found.direct_star, label)
        name = called(process)
        fill.computed.append(Text(f"{name}的DirEm*", f"DirEm* of {name}"))
    _flows(fill, grid, block, process, computed, at)
    _power(fill, grid, block, process, at)


def _flows(
    fill: Filling, grid: Grid, block: tuple[int, int], process: ProductionProcess, computed: Computed | None, at: str
) -> None:
    """Fill heat and waste gas: imported and exported amounts in TJ, and their factors."""
    # Two tables of imports and exports stand in a block. The second row label of one of them is wrong in the official
    # workbook (block 8 says "Exported" for the amount of heat), so rows are told by the table they stand in.
    heads = [r for r, _ in grid.hits("imported", *block) if grid.column("exported", r) is not None]
    gas = next((r for r in heads if grid.row("waste_gas_amount", r + 1, r + 2) is not None), None)
    heat = next((r for r in heads if r != gas), None)
    for name, amount, row in (("heat", "heat_amount", heat), ("waste_gas", "waste_gas_amount", gas)):
        rows = [*grid.below(grid.column("imported", row), row), None, None]
        lines = {"": rows[0], "_ef": rows[1]}
        for side, label in (("in", "imported"), ("out", "exported")):
            for suffix, at_row in lines.items():
                field = f"{name}_{side}{suffix}"
                cell = spot(at_row, grid.column(label, row))
                fill.number(f"{at}/{field}", grid, cell, getattr(process, field), amount)
        if name == "heat" and process.heat_in_chp and not process.heat_in_ef and computed is not None:
            unit = next((c for c in computed.cogeneration if c.id == process.heat_in_chp), None)
            if unit is not None and unit.ef_heat is not None:
                cell = spot(lines["_ef"], grid.column("imported", row))
                fill.fraction(f"{at}/heat_in_ef", grid, cell, unit.ef_heat, "heat_factor")
                title = called(process)
                fill.computed.append(Text(f"{title}的外购热排放因子", f"factor of the heat imported by {title}"))


def _power(fill: Filling, grid: Grid, block: tuple[int, int], process: ProductionProcess, at: str) -> None:
    """Fill electricity taken up and given off; both parts have a row for the emission factor."""
    first, last = block
    used = grid.row("electricity", first, last) or first
    out = grid.row("electricity_exported", used, last) or last
    factor = "electricity_factor"
    fields = (
        ("electricity", "electricity", used, out), ("electricity_ef", factor, used, out - 1),
        ("electricity_out", "electricity_exported", out, last), ("electricity_out_ef", factor, out, last),
    )  # fmt: skip
    for field, label, begin, end in fields:
        fill.number(f"{at}/{field}", grid, grid.beside(label, begin, end), getattr(process, field), label)
    label = "electricity_source"
    offered = fill.book.list("CONST_ElecSource")
    cell = grid.beside(label, used, out)
    fill.choice(f"{at}/electricity_source", grid, cell, process.electricity_source, label, offered)


def fill_precursors(fill: Filling, study: Study, computed: Computed | None) -> None:
    """Fill the list of purchased precursors and the block of each."""
    listed, grid = fill.book.grids["installation"], fill.book.grids["precursors"]
    head = listed.header("country_code", "route_1")
    label = "production_process"
    rows = listed.below(listed.column(label, head), head)
    starts = _starts(grid, "purchased_levels")
    room = min(len(rows), len(starts))
    kept = fill.rows(Text("外购前体", "purchased precursors"), "/precursors", [p.id for p in study.precursors], room)
    goods = [row[0] for row in fill.book.area("CONST_LIST_Goods") if row[0]]
    position = {row.id: n for n, row in enumerate(study.production)}
    for i, item in enumerate(study.precursors[:kept]):
        at, row = f"/precursors/{i}", rows[i]
        fill.choice(f"{at}/category", listed, spot(row, listed.column(label, head)), item.category, label, goods)
        fill.text(f"{at}/name", listed, spot(row, listed.column("name", head)), called(item), "name")
        cell = spot(row, listed.column("country_code", head))
        codes = fill.book.list("CNTR_ListCountriesCode")
        fill.choice(f"{at}/country", listed, cell, item.country, "country_code", codes)
        fill_routes(fill, at, listed, row, head, _routes(fill, item, study.production_levels, at))
        block = (starts[i], starts[i + 1] - 1 if i + 1 < len(starts) else starts[i] + 60)
        _levels(fill, grid, block, item, study.production_levels, at)
        _bought(fill, grid, block, item, study, position, at)
        _embedded(fill, grid, block, item, computed, at)


def _routes(fill: Filling, item: PurchasedPrecursor, levels: Sequence[ProductionLevel], at: str) -> list[str]:
    offered = fill.routes(item.category)
    found: list[str] = []
    for route in (*item.routes, *(level.route for level in levels if level.of == item.id and level.route)):
        word = fill.word(route, offered)
        if word is None:
            fill.left_out("CBM-116", f"{at}/routes", route, offered[:12], label="Route")
        elif len(offered) > 1 and word not in found:
            found.append(word)
    return found


def _bought(
    fill: Filling, grid: Grid, block: tuple[int, int], item: PurchasedPrecursor, study: Study,
    position: Mapping[str, int], at: str,
) -> None:  # fmt: skip
    row = grid.row("consumed_in", *block)
    other = "other_purposes"
    column = grid.column(_AMOUNTS, row)
    rows = grid.between(column, row, grid.row(other, *block))
    _consumed(fill, grid, (rows, column), item.id, study, position, list(range(len(rows))))
    fill.number(f"{at}/other_use", grid, grid.beside(other, *block), item.other_use, other)


def _embedded(
    fill: Filling, grid: Grid, block: tuple[int, int], item: PurchasedPrecursor, computed: Computed | None, at: str
) -> None:
    """Fill the specific embedded emissions of a precursor and where they come from."""
    direct = "see_direct_of"
    power = "electricity_of"
    factor = "electricity_factor_of"
    kinds = fill.book.list("CONST_MeasDefaultUnknown")
    sources = fill.book.list("CONST_ElecSource")
    cell = grid.beside(direct, *block)
    if item.see_direct:
        fill.number(f"{at}/see_direct", grid, cell, item.see_direct, direct)
    elif computed is not None and (found := next((p for p in computed.precursors if p.id == item.id), None)):
        fill.fraction(f"{at}/see_direct", grid, cell, found.see_direct, direct)
        name = called(item)
        fill.computed.append(Text(f"{name}的直接隐含排放", f"direct embedded emissions of {name}"))
        if found.see_indirect and not (item.electricity or item.electricity_ef or item.see_indirect):
            # A default of the tables has an indirect part without electricity behind it; the workbook has no cell.
            part = decimal_string(found.see_indirect, 5)
            fill.found("CBM-121", Place(pointer=f"{at}/see_indirect"), part, severity="warning", row=item.id)
    fill.choice(f"{at}/basis", grid, _next(grid, cell), item.basis, direct, kinds)
    cell = grid.beside(power, *block)
    fill.number(f"{at}/electricity", grid, cell, item.electricity, power)
    fill.choice(f"{at}/electricity_basis", grid, _next(grid, cell), item.electricity_basis, power, kinds)
    cell = grid.beside(factor, *block)
    _factor(fill, grid, cell, item, at, factor)
    fill.choice(f"{at}/electricity_source", grid, _next(grid, cell), item.electricity_source, factor, sources)
    label = "justification"
    offered = fill.book.list("CONST_DataQualityJustification")
    cell = grid.beside(label, *block)
    fill.choice(f"{at}/default_justification", grid, cell, item.default_justification, label, offered)


def _factor(fill: Filling, grid: Grid, cell: Spot | None, item: PurchasedPrecursor, at: str, label: str) -> None:
    """Fill the factor of the electricity; the workbook multiplies it with the consumption and takes no product."""
    if item.electricity_ef or not item.see_indirect:
        fill.number(f"{at}/electricity_ef", grid, cell, item.electricity_ef, label)
    try:
        product = parse_decimal(item.see_indirect) if item.see_indirect else None
        power = parse_decimal(item.electricity) if item.electricity else Fraction(0)
        factor = parse_decimal(item.electricity_ef) if item.electricity_ef else None
    except DecimalError:
        fill.left_out("CBM-126", f"{at}/see_indirect", item.see_indirect[:60])
        return
    if product is None or (factor is not None and power * factor == product):
        return
    if factor is None and power:
        fill.fraction(f"{at}/electricity_ef", grid, cell, product / power, label)
        name = called(item)
        fill.computed.append(
            Text(f"{name}的电力因子（间接排放除以电耗）", f"electricity factor of {name} (indirect ÷ use)")
        )
        return
    fill.left_out("CBM-121", f"{at}/see_indirect", item.see_indirect, row=item.id)


def _next(grid: Grid, cell: Spot | None) -> Spot | None:
    """Return the input cell to the right of one."""
    if cell is None:
        return None
    column = next((c for c in grid.by_row.get(cell[0], ()) if c > cell[1]), None)
    return spot(cell[0], column)


def unknown_sources(fill: Filling, study: Study) -> None:
    """Say which uses name no process and no precursor of the study."""
    known = [*(row.id for row in study.production), *(row.id for row in study.precursors)]
    for k, use in enumerate(study.precursor_uses):
        if use.source not in known:
            fill.left_out("CBM-120", f"/precursor_uses/{k}/source", use.source, known[:12])
    for k, level in enumerate(study.production_levels):
        if level.of not in known:
            fill.left_out("CBM-120", f"/production_levels/{k}/of", level.of, known[:12])
