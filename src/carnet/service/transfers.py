"""Files of others: what is read into a study, what a study is written as, and what a file's own checks say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carnet.cbam.carbon_price import entered_prices
from carnet.cbam.compute import compute
from carnet.errors import InputError, Place, UsageError, problem, raise_if
from carnet.exchange.cbam_template.read import differences, read_template
from carnet.exchange.cbam_template.write import fill, recalculates_on_load
from carnet.exchange.precursor_sheet import read_precursor_sheet
from carnet.quantity import exact_string, significant_string
from carnet.service import datasets
from carnet.service.cbam import run_cbam
from carnet.service.outputs import target
from carnet.service.references import reference_problems
from carnet.service.studies import findings, open_study, read_bytes, save_study, write_atomically
from carnet.store.cbam_tables import load_cbam_tables

if TYPE_CHECKING:
    from fractions import Fraction

    from carnet.errors import Problem
    from carnet.exchange.cbam_template.differences import Difference
    from carnet.exchange.cbam_template.read import TemplateRead
    from carnet.inventory.model import Study

Json = dict[str, Any]
TEMPLATE, SHEET = "cbam-template", "precursor-sheet"
READABLE = (TEMPLATE, SHEET)
WRITABLE = (TEMPLATE,)
# Promised formats of which nothing is built yet: named so that a user learns it from the program.
PLANNED = (
    "ilcd-epd", "pact3", "pact2", "untp-dpp", "untp-dcc", "aas-pcf", "aas-battery", "catenax-pcf", "battery-passport",
    "tidas", "eilcd", "openlca", "brightway", "ecospold1", "ecospold2", "simapro-csv", "tables", "openepd", "lcax",
    "epcis",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file gave: where the study was written, warnings, and its own results against ours."""

    written: str
    problems: tuple[Problem, ...]
    differences: tuple[Json, ...]
    agreed: int

    def json(self) -> Json:
        """``{written, problems[], differences[], agreed}``."""
        return {
            "written": self.written,
            "problems": [p.json() for p in self.problems],
            "differences": list(self.differences),
            "agreed": self.agreed,
        }


def known_format(name: str, built: tuple[str, ...]) -> None:
    """Say whether a format can be used.

    Raises:
        UsageError: it is promised and not built (CLI-004), or unknown (CBM-186).
    """
    if name in built:
        return
    if name in (*PLANNED, *READABLE, *WRITABLE):
        raise UsageError((problem("CLI-004", None, name),))
    raise UsageError((problem("CBM-186", None, name, built, given=name),))


def import_template(path: str, out: str, today: str = "") -> Imported:
    """Read a filled communication template into a study, compute everything from its inputs and compare.

    Args:
        path: the workbook.
        out: the study to write.
        today: the day of import, ISO; default: the clock's.

    Raises:
        UsageError: the file is not there, or `out` cannot be written.
        InputError: it is no communication template or gives no study, with every problem.
    """
    place = target(out, "study")
    found, compared, agreed = _compared(path)
    raise_if(tuple(p for p in found.problems if p.severity == "error") if found.study is None else ())
    if found.study is None:
        raise InputError(found.problems)
    save_study(_not_in_future(found.study, today or datetime.now(UTC).date().isoformat()), str(place.path))
    return Imported(out, found.problems, compared, agreed)


def _not_in_future(study: Study, today: str) -> Study:
    """Nobody knows today what will be published by the end of the year: dates of the law end at the day of import."""
    return replace(study, legal_date=min(study.legal_date, today), known_date=min(study.known_date, today))


def check_template(path: str) -> Imported:
    """Read and recompute a filled template without writing anything."""
    found, compared, agreed = _compared(path)
    return Imported("", found.problems, compared, agreed)


def _compared(path: str) -> tuple[TemplateRead, tuple[Json, ...], int]:
    data = read_bytes(path)
    found = read_template(data, Path(path).name)
    if found.study is None:
        return found, (), 0
    flows = datasets.shipped_flows()
    computed = compute(found.study, load_cbam_tables(), found.places)
    unsaved = recalculates_on_load(data)
    told = () if unsaved else differences(found.stated, computed)
    agreed = 0 if unsaved else len(found.stated.values) - len(told)
    checks = (
        *findings(found.study, found.places, flows, datasets.countries()),
        *reference_problems(found.study, found.places),
        *computed.problems,
        *entered_prices(found.study, computed, found.places),
    )
    stale = (problem("CBM-197", Place(file=Path(path).name), severity="warning"),) if unsaved else ()
    problems = tuple(dict.fromkeys((*stale, *found.problems, *checks)))
    return replace(found, problems=problems), tuple(_row(each) for each in told), agreed


def _row(found: Difference) -> Json:
    """One difference: where, what, both numbers in full, why."""
    return {
        "cell": f"{found.place.sheet}!{found.place.cell}",
        "id": found.id,
        "item": found.what.json(),
        "stated": None if found.stated is None else plain(found.stated),
        "computed": None if found.computed is None else plain(found.computed),
        "computed_exact": None if found.computed is None else exact_string(found.computed),
        "cause_id": found.cause,
        "cause": found.why.json(),
    }


def plain(value: Fraction) -> str:
    """A number with twelve significant digits, without trailing zeros."""
    text = significant_string(value, 12)
    return text.rstrip("0").rstrip(".") if "." in text else text


def import_sheet(path: str, out: str, into: str) -> Imported:
    """Add a supplier's precursor sheet as a row to a study.

    Args:
        path: the sheet, JSON or workbook.
        out: the study to write.
        into: the study the row is added to.
    """
    place = target(out, "study")
    if not into:
        raise UsageError((problem("CBM-187", None, option="--into"),))
    opened = open_study(into)
    row, problems = read_precursor_sheet(read_bytes(path), file=Path(path).name)
    raise_if(tuple(p for p in problems if p.severity == "error"))
    if row is None:
        raise InputError(problems)
    kept = tuple(p for p in opened.study.precursors if p.id != row.id)
    former = next((p for p in opened.study.precursors if p.id == row.id), None)
    if former is not None:
        row = replace(row, amount=former.amount, other_use=former.other_use)
    save_study(replace(opened.study, precursors=(*kept, row)), str(place.path))
    return Imported(out, problems, (), 0)


def export_template(study: str, out: str, template: str, *, leave_out: bool) -> Json:
    """Fill the user's blank communication template with a study.

    Raises:
        UsageError: no template was named (CBM-188), a file is not there.
        InputError: the template is not blank or not of the known version, or something does not fit.
    """
    if not template:
        raise UsageError((problem("CBM-188", None, option="--template"),))
    opened = open_study(study)
    run = run_cbam(opened)
    if Path(out).resolve() == Path(template).resolve():
        raise UsageError((problem("CBM-189", Place(file=Path(out).name), out),))
    done = fill(run.study, read_bytes(template), Path(template).name, computed=run.computed, leave_out=leave_out)
    write_atomically(target(out, "workbook").path, done.data)
    return {"written": out, "cells": dict(done.cells), "problems": [p.json() for p in done.problems]}
