"""The sheets that are forms and tables: installation, goods and precursors, streams, totals, tools, products."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import Place, Text
from carnet.exchange.cbam_template.labels import key
from carnet.exchange.cbam_template.write_book import Grid, Spot, ref
from carnet.quantity import DecimalError, exact_decimal, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carnet.exchange.cbam_template.write_fill import Filling
    from carnet.inventory.installation import (
        CbamGood,
        Cogeneration,
        Installation,
        NamedRow,
        ProductionProcess,
        SourceStream,
    )
    from carnet.inventory.model import Study

# field, label; the first group stands above the verifier's, where some labels come again.
_INSTALLATION = (
    ("street", "street"), ("activity", "activity"), ("postcode", "postcode"),
    ("po_box", "po_box"), ("city", "city"), ("unlocode", "unlocode"),
    ("latitude", "latitude"),
    ("longitude", "longitude"),
    ("representative", "representative"), ("email", "email"), ("telephone", "telephone"),
)  # fmt: skip
_VERIFIER = (
    ("verifier", "verifier"), ("verifier_street", "street"), ("verifier_city", "city"),
    ("verifier_postcode", "verifier_postcode"), ("verifier_country", "country"), ("verifier_person", "verifier_person"),
    ("verifier_email", "verifier_email"), ("verifier_telephone", "verifier_telephone"),
    ("accreditation_state", "accreditation_state"),
    ("accreditation_body", "accreditation_body"),
    ("accreditation", "accreditation"),
)  # fmt: skip
_FUEL = (
    ("fuel_total", "fuel_total"), ("fuel_goods", "fuel_goods"),
    ("fuel_electricity", "fuel_electricity"), ("fuel_other", "fuel_other"),
)  # fmt: skip
_TOTALS = (
    ("stated_co2", "total_co2"), ("stated_biomass", "total_biomass"),
    ("stated_n2o", "total_n2o"), ("stated_pfc", "total_pfc"),
    ("indirect", "total_indirect"),
)  # fmt: skip
_QUALITY = (
    ("data_quality", "data_quality", "CONST_DataQuality"),
    ("default_justification", "justification", "CONST_DataQualityJustification"),
    ("quality_assurance", "quality_assurance", "CONST_DataVerification"),
)  # fmt: skip
_STREAM = (
    ("activity", "activity_data"), ("ncv", "ncv"), ("ef", "ef"),
    ("carbon", "carbon"), ("oxidation", "oxidation"), ("conversion", "conversion"),
)  # fmt: skip
_PFC = (
    ("activity", "activity_data"), ("frequency", "frequency"), ("duration", "duration"),
    ("slope", "slope"), ("overvoltage", "overvoltage"), ("current_efficiency", "current_efficiency"),
    ("overvoltage_coefficient", "overvoltage_coefficient"), ("c2f6_ratio", "c2f6_ratio"),
    ("collection_efficiency", "collection_efficiency"),
)  # fmt: skip
_MEASURED = (
    ("concentration", "concentration"), ("hours", "hours"), ("flow", "flow"),
)  # fmt: skip
_GOOD_NUMBERS = (
    ("manganese", "manganese"), ("chromium", "chromium"), ("nickel", "nickel"), ("other_alloys", "other_alloys"),
    ("carbon", "carbon_content"), ("scrap", "scrap"), ("other_materials", "other_materials"),
    ("pre_consumer_scrap", "pre_consumer_scrap"), ("aluminium_scrap", "aluminium_scrap"),
    ("non_aluminium", "non_aluminium"), ("clinker", "clinker"),
    ("concentration", "solution"), ("nitric_acid", "nitric_acid"), ("urea", "urea"),
    ("nitrogen", "nitrogen"), ("nitrogen_ammonium", "nitrogen_ammonium"),
    ("nitrogen_nitrate", "nitrogen_nitrate"), ("nitrogen_urea", "nitrogen_urea"),
    ("nitrogen_organic", "nitrogen_organic"),
    ("price_share", "price_share"),
    ("price_due", "price_due"),
    ("rebate_share", "rebate_share"),
    ("rebate", "rebate"),
)  # fmt: skip
_GOOD_CHOICES = (
    ("reducing_agent", "reducing_agent", "CONST_ReducingAgent"),
    ("price_instrument", "instrument", "CONST_CarbonPriceType"),
    ("price_currency", "currency", "CNTR_ListCurrenciesCode"),
    ("rebate_kind", "rebate_kind", "CONST_RebateType"),
)
_PFC_METHODS = ("pfc_slope", "pfc_overvoltage")
_CN_DIGITS = 8
_EXACT_INTEGER = 15


def spot(row: int | None, column: int | None) -> Spot | None:
    """Return a cell when both its row and its column are known."""
    return None if row is None or column is None else (row, column)


def called(row: NamedRow) -> str:
    """Return what a row is called in the workbook, whose language is English: its English name, else its name or id."""
    return row.name_en or row.name or row.id


def process_names(study: Study) -> dict[str, str]:
    """Return what each production process is called in the workbook; the workbook keys everything by these names."""
    return {row.id: called(row) for row in study.production}


def fill_installation(fill: Filling, study: Study) -> None:
    """Fill period, installation, verifier, and the totals and data quality of the installation."""
    grid = fill.book.grids["installation"]
    day = (("period_from", "start"), ("period_to", "end"))
    for field, label in day:
        fill.day(f"/{field}", grid, grid.beside(label), getattr(study, field), label)
    for i, row in enumerate(study.installation[:1]):
        _installation(fill, grid, row, f"/installation/{i}")
        _totals(fill, row, f"/installation/{i}")
        extra = fill.book.grids.get("summary")
        for field, label in (("carbon_price", "carbon_instrument"), ("note", "additional")):
            cell = extra.beside(label) if extra else None
            fill.text(f"/installation/{i}/{field}", extra, cell, getattr(row, field), label)


def _installation(fill: Filling, grid: Grid, row: Installation, at: str) -> None:
    first = grid.row("name_local") or 1
    verifier = grid.row("verifier") or 1 << 20
    names = (
        ("zh", row.name.zh, "name_local"),
        ("en", row.name.en, "name_en"),
    )
    for language, text, label in names:
        fill.text(f"{at}/name/{language}", grid, grid.beside(label, first, verifier), text, label)
    for field, label in _INSTALLATION:
        fill.text(f"{at}/{field}", grid, grid.beside(label, first, verifier), getattr(row, field), label)
    codes, listed = fill.book.area("CNTR_ListCountriesCode"), fill.book.area("CNTR_ListCountriesName")
    by_code = {c[0]: n[0] for c, n in zip(codes, listed, strict=False) if c[0] and n[0]}
    for field, label in _VERIFIER:
        text = getattr(row, field)
        if field == "verifier_country":
            text = by_code.get(text.upper(), text)  # a free text in the workbook
        fill.text(f"{at}/{field}", grid, grid.beside(label, verifier), text, label)
    label = "country"
    country = by_code.get(row.country.upper(), row.country)
    cell = grid.beside(label, first, verifier)
    fill.choice(f"{at}/country", grid, cell, country, label, list(by_code.values()))


def _totals(fill: Filling, row: Installation, at: str) -> None:
    grid = fill.book.grids["energy"]
    manual = "manual"
    for group in (_FUEL, _TOTALS):
        head = grid.header(*(label for _, label in group))
        line = None if head is None else grid.row(manual, head)
        for field, label in group:
            cell = spot(line, grid.column(label, head))
            fill.number(f"{at}/{field}", grid, cell, getattr(row, field), label)
    for field, label, offered in _QUALITY:
        cell = grid.beside(label)
        fill.choice(f"{at}/{field}", grid, cell, getattr(row, field), label, fill.book.list(offered))


def fill_goods(fill: Filling, study: Study) -> None:
    """Fill the lists of aggregated goods categories, production processes and purchased precursors."""
    grid = fill.book.grids["installation"]
    goods = [row[0] for row in fill.book.area("CONST_LIST_Goods") if row[0]]
    category_label = "category"
    head = grid.header("route_1", "route_6", category_label)
    rows = grid.below(grid.column(category_label, head), head)
    routes = _category_routes(fill, study)
    table = Text("货物类别", "aggregated goods categories")
    for i, (category, used) in enumerate(list(routes.items())[: fill.rows(table, "/production", [*routes], len(rows))]):
        fill.choice(
            "/production", grid, spot(rows[i], grid.column(category_label, head)), category, category_label, goods
        )
        fill_routes(fill, "/production", grid, rows[i], head, used)
    head = grid.header("included")
    rows = grid.below(grid.column(category_label, head), head)
    names = process_names(study)
    kept = study.production[: fill.rows(Text("生产过程", "production processes"), "/production", [*names], len(rows))]
    for i, process in enumerate(kept):
        _process(fill, grid, (head, rows[i]), process, f"/production/{i}", goods)


def _process(
    fill: Filling, grid: Grid, rows: tuple[int | None, int], process: ProductionProcess, at: str, goods: list[str]
) -> None:
    head, row = rows
    label = "category"
    fill.choice(f"{at}/category", grid, spot(row, grid.column(label, head)), process.category, label, goods)
    first, name = grid.column("included", head), grid.column("name", head)
    fill.text(f"{at}/name", grid, spot(row, name), called(process), "name")
    cells = [] if first is None else [c for c in grid.by_row.get(row, ()) if first <= c < (name or first + 6)]
    included = list(process.includes)
    label = "included"
    if not included:
        alone = fill.book.list("CONST_OnlyDirProd")
        fill.choice(
            f"{at}/includes", grid, spot(row, cells[0] if cells else None), alone[0] if alone else "", label, alone
        )
    kept = fill.rows(Text("所含类别", "included goods categories"), f"{at}/includes", included, len(cells))
    for column, category in zip(cells, included[:kept], strict=False):
        fill.choice(f"{at}/includes", grid, (row, column), category, label, goods)


def _category_routes(fill: Filling, study: Study) -> dict[str, list[str]]:
    """Return the categories made here with the routes by which they are made, in the workbook's words."""
    found: dict[str, list[str]] = {}
    for i, process in enumerate(study.production):
        own = (process.category, *process.includes)
        for category in own:
            found.setdefault(category, [])
        by_level = [level.route for level in study.production_levels if level.of == process.id and level.route]
        for route in (*process.routes, *by_level):
            match = next(((c, word) for c in own if (word := fill.word(route, fill.routes(c)))), None)
            if match is None:
                offered = [text for c in own for text in fill.routes(c)]
                fill.left_out("CBM-116", f"/production/{i}/routes", route, offered[:12], label="Route")
            elif len(fill.routes(match[0])) > 1 and match[1] not in found[match[0]]:
                found[match[0]].append(match[1])
    return found


def fill_routes(fill: Filling, at: str, grid: Grid, row: int, head: int | None, routes: Sequence[str]) -> None:
    """Fill the route columns of a row; where all routes are one, the workbook wants none."""
    first, name = grid.column("route_1", head), grid.column("name", head)
    columns = [c for c in grid.by_row.get(row, ()) if first is not None and first <= c < (name or c + 1)]
    kept = fill.rows(Text("生产路线", "production routes"), f"{at}/routes", list(routes), len(columns))
    for column, route in zip(columns, routes[:kept], strict=False):
        fill.text(f"{at}/routes", grid, (row, column), route, "Route")


def fill_streams(fill: Filling, study: Study) -> None:
    """Fill source streams, PFC emissions and measured emission sources."""
    grid = fill.book.grids["streams"]
    rows = list(enumerate(study.source_streams))
    pfc = [(i, s) for i, s in rows if s.method in _PFC_METHODS]
    measured = [(i, s) for i, s in rows if s.method == "measured"]
    others = [(i, s) for i, s in rows if s.method not in (*_PFC_METHODS, "measured")]
    head = grid.header("stream_name")
    _streams(fill, grid, head, others)
    _pfc(fill, grid, grid.header("technology"), pfc)
    _sources(fill, grid, grid.header("gas"), measured)


def _room(
    fill: Filling, grid: Grid, column: int | None, head: int | None, rows: list[tuple[int, SourceStream]], table: Text
) -> list[tuple[int, int, SourceStream]]:
    free = grid.below(column, head)
    fill.rows(table, "/source_streams", [s.id for _, s in rows], len(free))
    return [(at, i, stream) for at, (i, stream) in zip(free, rows, strict=False)]


def _streams(fill: Filling, grid: Grid, head: int | None, rows: list[tuple[int, SourceStream]]) -> None:
    method, name = grid.column("method", head), grid.column("stream_name", head)
    methods, units = fill.book.list("CONST_MonitoringApproach"), fill.book.list("CONST_torkNm3")
    factors = fill.book.list("CONST_tCO2pTJOrtCO2pt")
    for row, i, stream in _room(fill, grid, method, head, rows, Text("源流", "source streams")):
        at = f"/source_streams/{i}"
        fill.choice(f"{at}/method", grid, spot(row, method), stream.method, "method", methods)
        fill.text(f"{at}/name", grid, spot(row, name), called(stream), "stream_name")
        cell = spot(row, grid.column("activity_unit", head))
        fill.choice(f"{at}/activity_unit", grid, cell, stream.activity_unit, "activity_unit", units)
        cell = spot(row, grid.column("ef_unit", head))
        fill.choice(f"{at}/ef_unit", grid, cell, stream.ef_unit, "ef_unit", factors)
        _numbers(fill, grid, (row, head), _STREAM, stream, at)
        _biomass(fill, grid, (row, grid.column("biomass", head)), stream, at)


def _numbers(
    fill: Filling, grid: Grid, rows: tuple[int, int | None], fields: Sequence[tuple[str, str]],
    item: SourceStream | CbamGood, at: str,
) -> None:  # fmt: skip
    """Fill the numbers of a row; a cell followed by a unit cell that says % wants percent."""
    row, head = rows
    for field, label in fields:
        column = grid.column(label, head)
        percent = column is not None and grid.text((row, column + 1)) == "%"
        fill.number(f"{at}/{field}", grid, spot(row, column), getattr(item, field), label, percent=percent)


def _biomass(fill: Filling, grid: Grid, cell: tuple[int, int | None], stream: SourceStream, at: str) -> None:
    """Fill the biomass content the workbook rates zero: without the part that lacks its evidence."""
    text, label = stream.biomass, "biomass"
    if stream.biomass_unproven and text:
        try:
            unproven = parse_decimal(stream.biomass_unproven)
            proven = max(parse_decimal(text) - unproven, Fraction(0))
        except DecimalError:
            fill.left_out("CBM-126", f"{at}/biomass_unproven", stream.biomass_unproven[:60])
            return
        text = exact_decimal(proven) or text
        if unproven:
            fill.found("CBM-124", Place(pointer=f"{at}/biomass"), stream.biomass, severity="warning",
                       row=stream.id, written=text)  # fmt: skip
    row, column = cell
    percent = column is not None and grid.text((row, column + 1)) == "%"
    fill.number(f"{at}/biomass", grid, spot(row, column), text, label, percent=percent)


def _pfc(fill: Filling, grid: Grid, head: int | None, rows: list[tuple[int, SourceStream]]) -> None:
    method = grid.column("method", head)
    offered = fill.book.list("CONST_PFCSlopeOrOvervoltage")
    for row, i, stream in _room(fill, grid, method, head, rows, Text("PFC源", "PFC sources")):
        at = f"/source_streams/{i}"
        fill.choice(f"{at}/method", grid, spot(row, method), stream.method, "method", offered)
        cell = spot(row, grid.column("technology", head))
        fill.text(f"{at}/technology", grid, cell, stream.technology or stream.name_en or stream.name, "technology")
        _numbers(fill, grid, (row, head), _PFC, stream, at)


def _sources(fill: Filling, grid: Grid, head: int | None, rows: list[tuple[int, SourceStream]]) -> None:
    name = grid.column("name", head)
    for row, i, stream in _room(fill, grid, name, head, rows, Text("测量排放源", "measured emission sources")):
        at = f"/source_streams/{i}"
        fill.text(f"{at}/name", grid, spot(row, name), called(stream), "name")
        cell = spot(row, grid.column("gas", head))
        fill.choice(f"{at}/gas", grid, cell, stream.gas, "gas", fill.book.list("CONST_CEMSType"))
        _numbers(fill, grid, (row, head), _MEASURED, stream, at)
        _biomass(fill, grid, (row, grid.column("biomass", head)), stream, at)


def fill_cogeneration(fill: Filling, study: Study) -> None:
    """Fill the cogeneration tool; reference efficiencies that are not given stay the workbook's own example."""
    if not study.cogeneration:
        return
    grid = fill.book.grids.get("tools")
    label = "chp_fuel"
    heads = [] if grid is None else sorted({row for row, _ in grid.hits(label)})
    kept = fill.rows(
        Text("热电机组", "cogeneration units"), "/cogeneration", [c.id for c in study.cogeneration], len(heads)
    )
    for i, unit in enumerate(study.cogeneration[:kept]):
        if grid is not None:
            _unit(
                fill,
                grid,
                (heads[i], heads[i + 1] if i + 1 < len(heads) else heads[i] + 40),
                unit,
                f"/cogeneration/{i}",
            )


def _unit(fill: Filling, grid: Grid, rows: tuple[int, int], unit: Cogeneration, at: str) -> None:
    first, last = rows
    line = next(iter(grid.below(grid.column("chp_fuel", first), first)), None)
    flows = (
        ("fuel", "chp_fuel"), ("heat", "chp_heat"), ("electricity", "chp_electricity"),
    )  # fmt: skip
    for field, label in flows:
        fill.number(f"{at}/{field}", grid, spot(line, grid.column(label, first)), getattr(unit, field), label)
    for field, label in (("emissions_fuel", "fuel_emissions"), ("emissions_cleaning", "flue_gas_cleaning")):
        head = grid.row(label, first, last)
        column = grid.column(label, head)
        rows_below = grid.below(column, head)
        cell = spot(rows_below[0] if rows_below else None, column)
        fill.number(f"{at}/{field}", grid, cell, getattr(unit, field), label)
    label = "reference_efficiencies"
    own = grid.beside(label, first, last)
    columns = [] if own is None else grid.by_row[own[0]]
    for n, field in enumerate(("reference_heat", "reference_power")):
        cell = (own[0], columns[n]) if own is not None and n < len(columns) else None
        fill.number(f"{at}/{field}", grid, cell, getattr(unit, field), label)
        if not getattr(unit, field) and cell is not None:
            fill.found("CBM-125", Place(file=fill.book.file, sheet=grid.tab.name, cell=ref(cell)), severity="warning",
                       row=unit.id, stays=grid.text(cell), label=label)  # fmt: skip


def fill_products(fill: Filling, study: Study) -> None:
    """Fill the list of products: process, CN code, name, qualifying parameters and carbon price."""
    grid = fill.book.grids["products"]
    process_label, code_label = "from_process", "cn_codes"
    head = grid.header("mill", code_label)
    rows = grid.below(grid.column(process_label, head), head)
    names = process_names(study)
    codes = set(fill.book.list("CNCodes_ListKey"))
    kept = fill.rows(Text("产品", "products"), "/cbam_goods", [g.id for g in study.cbam_goods], len(rows))
    for i, good in enumerate(study.cbam_goods[:kept]):
        at, row = f"/cbam_goods/{i}", rows[i]
        if good.process not in names:
            fill.left_out("CBM-120", f"{at}/process", good.process, [*names][:12])
            continue
        cell = spot(row, grid.column(process_label, head))
        fill.text(f"{at}/process", grid, cell, names[good.process], process_label)
        code = good.cn[:_CN_DIGITS]
        if len(good.cn) > _CN_DIGITS:
            fill.found("CBM-124", Place(pointer=f"{at}/cn"), good.cn, severity="warning", row=good.id, written=code)
        if codes and code and code not in codes:
            fill.left_out("CBM-116", f"{at}/cn", good.cn, (), label=code_label)
        else:
            fill.text(f"{at}/cn", grid, spot(row, grid.column(code_label, head)), code, code_label)
        _product(fill, grid, (row, head), good, at)


def _product(fill: Filling, grid: Grid, rows: tuple[int, int | None], good: CbamGood, at: str) -> None:
    row, head = rows
    label = "product_name"
    fill.text(f"{at}/name", grid, spot(row, grid.column(label, head)), good.names.en, label)
    label = "mill"
    plain = (
        good.mill.isascii()
        and good.mill.isdigit()
        and not good.mill.startswith("0")
        and len(good.mill) <= _EXACT_INTEGER
    )
    put = fill.number if plain else fill.text
    put(f"{at}/mill", grid, spot(row, grid.column(label, head)), good.mill, label)
    label = "calcined"
    fill.boolean(f"{at}/calcined", grid, spot(row, grid.column(label, head)), good.calcined, label)
    for field, label, offered in _GOOD_CHOICES:
        cell = spot(row, grid.column(label, head))
        fill.choice(f"{at}/{field}", grid, cell, getattr(good, field), label, fill.book.list(offered))
    _numbers(fill, grid, (row, head), _GOOD_NUMBERS, good, at)


def same_names(fill: Filling, study: Study) -> None:
    """Refuse two processes or precursors of one name: the workbook tells them apart by their names alone."""
    seen: dict[str, str] = {}
    rows = [(f"/production/{i}/name", called(row)) for i, row in enumerate(study.production)]
    rows += [(f"/precursors/{i}/name", called(row)) for i, row in enumerate(study.precursors)]
    for pointer, name in rows:
        first = seen.setdefault(key(name), pointer)
        if first != pointer:
            fill.found("CBM-119", Place(pointer=pointer), name, first=first)
