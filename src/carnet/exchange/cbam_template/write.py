"""Filling the blank communication template of the Commission with what a study says of its installation.

The user brings the workbook; none is shipped. Only cells that take input are filled, a formula never. Beside them one
attribute of the workbook part changes: ``fullCalcOnLoad``, since the results saved in a blank workbook are not those of
the filled one, and a spreadsheet program calculates on opening only when it is asked to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.errors import InputError, Place, Problem, Text, problem
from carnet.exchange.cbam_template import write_blocks as blocks
from carnet.exchange.cbam_template import write_parts as parts
from carnet.exchange.cbam_template import write_rows as rows
from carnet.exchange.cbam_template.write_book import not_blank, open_template
from carnet.exchange.cbam_template.write_fill import Filling
from carnet.exchange.cbam_template.write_prices import fill_prices
from carnet.exchange.study_sheets_cbam import CBAM_TABS
from carnet.exchange.zipguard import open_archive
from carnet.inventory import labels

if TYPE_CHECKING:
    from carnet.cbam.result import Computed
    from carnet.inventory.model import Study

# Fields the workbook has no input cell for, or that it calculates itself.
_NO_CELL = {
    "installation": (
        "operator", "registration", "monitoring_plan", "monitoring_plan_date", "accreditation_scope",
        "accreditation_expiry", "verification_report", "months_monitored",
    ),
    "source_streams": (
        "process", "material", "biomass_evidence", "factor_kind", "factor_source", "factor_date", "uncertainty",
        "meter", "document", "note", "generation", "air_flow", "oxygen", "name_zh",
    ),
    "stream_shares": ("stream",),
    "production": ("electricity_document", "document", "note", "electricity_chp", "electricity_out_chp", "name_zh"),
    "precursors": (
        "cn", "sefa", "operator", "installation", "period_from", "period_to", "verification_report", "verifier",
        "accreditation", "accreditation_expiry", "document", "note", "name_zh",
    ),
    "cogeneration": (
        "name", "name_zh", "name_en", "efficiency_heat", "efficiency_power", "waste_gas", "waste_gas_ef", "note",
    ),
    "kilns": ("id",),
    "heat_flows": ("id",),
    "joint_products": ("id",),
    "carbon_prices": ("instrument", "period_from", "period_to", "rebate_kind", "document", "note"),
    "cbam_goods": ("name_zh", "amount", "import_date", "importer", "benchmark_route", "note"),
}  # fmt: skip


# The workbook's language is English: where there is an English name, the other one has no cell.
_CALLED = frozenset({"source_streams", "production", "precursors", "cbam_goods"})


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled workbook: its bytes, how many cells were filled by sheet, and what is to be told (warnings)."""

    data: bytes
    cells: dict[str, int]
    problems: tuple[Problem, ...]


def fill(
    study: Study, template: bytes, file: str, *, computed: Computed | None = None, leave_out: bool = False
) -> Filled:
    """Fill a blank communication template (V2.1) with the installation of a study.

    Ratios become percentages where the cell next to them says so; categories, routes and choices are written in the
    workbook's own words; days as serial numbers; decimals digit by digit.

    Args:
        study: a study with rows of an installation.
        template: the user's blank workbook.
        file: its bare name, for places.
        computed: results for cells the study leaves to calculation (DirEm*, the factor of heat from cogeneration,
            default values of precursors); without them these cells stay empty.
        leave_out: write although something does not fit, and say what was left out.

    Returns:
        The workbook: every part it does not fill byte for byte, but for ``fullCalcOnLoad`` in the workbook part.

    Raises:
        InputError: all problems, when the workbook is not a blank template of the known version (CBM-110, 111,
            114), or something of the study does not fit and `leave_out` is not set.
    """
    file = file.replace("\\", "/").rpartition("/")[2]
    if not (study.installation or study.production or study.source_streams):
        raise InputError((problem("CBM-128", Place(file=file)),))
    book = open_template(template, file)
    filling = Filling(book, leave_out)
    filling.problems += not_blank(book)
    rows.same_names(filling, study)
    blocks.unknown_sources(filling, study)
    rows.fill_installation(filling, study)
    rows.fill_goods(filling, study)
    rows.fill_streams(filling, study)
    blocks.fill_processes(filling, study, computed)
    blocks.fill_precursors(filling, study, computed)
    rows.fill_cogeneration(filling, study)
    fill_prices(filling, study)
    rows.fill_products(filling, study)
    _no_cell(filling, study)
    filling.tell()
    if any(p.severity == "error" for p in filling.problems):
        raise InputError(tuple(filling.problems))
    return _written(filling)


def _no_cell(filling: Filling, study: Study) -> None:
    """Say once which given fields the workbook has no cell for."""
    shown: list[Text] = []
    for table, fields in _NO_CELL.items():
        held = getattr(study, table)
        given = [f for f in fields if any(getattr(row, f) for row in held)]
        if any(getattr(row, "name_en", "") not in ("", row.name) and row.name for row in held if table in _CALLED):
            given.append("name")
        if not given:
            continue
        columns = {c.field: Text(c.zh, c.en) for tab in CBAM_TABS if tab.field == table for c in tab.columns}
        name = labels.TABLES.get(table, Text(table, table))
        names = [columns.get(f, Text(f, f)) for f in given]
        shown.append(
            Text(f"{name.zh}（{'、'.join(n.zh for n in names)}）", f"{name.en} ({', '.join(n.en for n in names)})")
        )
    if shown:
        zh, en = "；".join(t.zh for t in shown), "; ".join(t.en for t in shown)
        filling.found("CBM-127", Place(file=filling.book.file), severity="warning", what_zh=zh, what_en=en)


def _written(filling: Filling) -> Filled:
    archive = filling.book.package.archive
    changed: dict[str, bytes] = {}
    cells: dict[str, int] = {}
    try:
        for grid in filling.book.grids.values():
            values = filling.values.get(grid.part)
            if values:
                old = parts.part_bytes(archive, grid.part)
                changed[grid.part] = parts.filled(old, grid.slots.cells, values)
                cells[grid.tab.name] = len(values)
        old = parts.part_bytes(archive, parts.WORKBOOK_PART)
        changed[parts.WORKBOOK_PART] = parts.recalculated(old)
    except parts.UnwritableError:
        part = parts.WORKBOOK_PART
        raise InputError((problem("FIL-021", Place(file=archive.file), part=part, detail="UTF-8?"),)) from None
    # Until a spreadsheet program has opened the file, its results are the blank's: whoever sends it on must know.
    filling.found("CBM-129", Place(file=archive.file), severity="warning")
    return Filled(parts.replaced(archive, changed), cells, tuple(filling.problems))


def recalculates_on_load(data: bytes, file: str = "") -> bool:
    """Say whether a workbook asks to be calculated when it is opened, so that its saved results are not its own."""
    archive = open_archive(data, file)
    part = parts.part_bytes(archive, parts.WORKBOOK_PART)
    try:
        return parts.recalculated(part) == part
    except parts.UnwritableError:
        return False
