"""A filled communication template as a study: found by its labels, evaluated exactly, every oddity told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.errors import InputError, Place, Text, problem
from carnet.exchange.cbam_template.amounts import groups_by_comma
from carnet.exchange.cbam_template.differences import Difference, differences
from carnet.exchange.cbam_template.evaluate import Evaluator
from carnet.exchange.cbam_template.labels import Labels, key, views
from carnet.exchange.cbam_template.life_cycle import life_cycle
from carnet.exchange.cbam_template.plausible import plausible
from carnet.exchange.cbam_template.raw import open_book
from carnet.exchange.cbam_template.read_blocks import Rows, read_precursors, read_processes
from carnet.exchange.cbam_template.read_installation import read_form, read_installation
from carnet.exchange.cbam_template.read_prices import read_prices
from carnet.exchange.cbam_template.read_products import read_products
from carnet.exchange.cbam_template.read_streams import read_streams, read_tools
from carnet.exchange.cbam_template.reading import Reading
from carnet.exchange.cbam_template.shifts import shifts
from carnet.exchange.cbam_template.stated import Found, StatedResults, stated_results
from carnet.exchange.cbam_template.words import LABELS, NEEDED, SHEETS
from carnet.inventory.model import Places, Study
from carnet.inventory.normal import normal_study

if TYPE_CHECKING:
    from carnet.errors import Problem
    from carnet.exchange.cbam_template.labels import View
    from carnet.exchange.cbam_template.read_installation import FormA

__all__ = ["Difference", "TemplateRead", "differences", "looks_like_template", "read_template"]

FORMAT = "cbam-template"
DEFINITIVE = "2026-01-01"
_FIRST_RULES = "2026-12-31"  # the rules applied to older periods: those of the first year of the definitive period
_TEXTS = 20_000


@dataclass(frozen=True, slots=True)
class TemplateRead:
    """What a filled template holds.

    Attributes:
        study: None where there is too little for one; otherwise what could be read, and `problems` says what not.
        places: where each value stood, by JSON Pointer into the study.
        stated: the results the workbook states itself, for `differences`.
        problems: of severity error where something could not be read, warnings for all that was understood somehow.
    """

    study: Study | None
    places: Places
    stated: StatedResults
    problems: tuple[Problem, ...]


def looks_like_template(data: bytes, file: str = "") -> bool:
    """Say whether a workbook has the template's labels; False for anything that cannot be read."""
    try:
        book = open_book(data, file)
        found = views(book, Labels(book, Evaluator(book)))
    except InputError:
        return False
    return sum(role in found for role in NEEDED) >= len(NEEDED) - 1


def read_template(data: bytes, name: str) -> TemplateRead:
    """Read a filled communication template.

    Args:
        data: the whole file.
        name: its bare name, for places.

    Returns:
        The study as far as it can be read with all problems; never raises for what the file holds.
    """
    file = name.replace("\\", "/").rpartition("/")[2]
    try:
        book = open_book(data, file)
    except InputError as refused:
        return TemplateRead(None, Places(), StatedResults(), refused.problems)
    if any(p.severity == "error" for p in book.problems):
        return TemplateRead(None, Places(), StatedResults(), book.problems)
    evaluator = Evaluator(book)
    labels = Labels(book, evaluator)
    found = views(book, labels)
    if sum(role in found for role in NEEDED) < 2:  # noqa: PLR2004 - one sheet alone is some other table
        told = problem("CBM-080", Place(file=file), file)
        return TemplateRead(None, Places(), StatedResults(), (*book.problems, told))
    reading = Reading(book, labels, evaluator, groups_by_comma(_typed_texts(found)))
    reading.problems += book.problems
    for role, view in found.items():
        moved = shifts(view, role)
        if any(moved):
            evaluator.moved[view.tab.name] = moved
            evaluator.known.clear()
            reading.tell("CBM-105", view.tab, severity="warning", sheet=view.tab.name)
    for role, (tab, names) in SHEETS.items():
        if role not in found:
            shown = " / ".join(LABELS[each][0] for each in names)
            severity = "error" if role in NEEDED else "warning"
            reading.problems.append(
                problem("CBM-081", Place(file=file), tab, (), severity, sheet=tab, labels=shown)  # type: ignore[arg-type]
            )
    return _read(reading, found)


def _typed_texts(found: dict[str, View]) -> list[str]:
    """Return texts that may be numbers, to see how the workbook spells them."""
    texts: list[str] = []
    for view in found.values():
        texts += [
            cell.text
            for cell in view.tab.cells.values()
            if cell.kind == "text" and not cell.formula and any(c.isdigit() for c in cell.text[:40])
        ]
    return texts[:_TEXTS]


def _read(reading: Reading, found: dict[str, View]) -> TemplateRead:
    sheet_a = found.get("installation")
    if sheet_a is None:
        return TemplateRead(None, Places(reading.places), StatedResults(), tuple(reading.problems))
    reading.form_tab = sheet_a.tab
    form = read_form(reading, sheet_a)
    _names_once(reading, sheet_a, form)
    installation, country = read_installation(reading, sheet_a, found.get("energy"), found.get("summary"))
    streams, stream_rows = read_streams(reading, found["streams"]) if "streams" in found else ([], [])
    units, spans = read_tools(reading, found["tools"]) if "tools" in found else ([], [])
    rows = Rows()
    if "processes" in found:
        read_processes(reading, found["processes"], form, rows)
    if "precursors" in found:
        read_precursors(reading, found["precursors"], form, rows)
    elif form.precursors:
        reading.tell("CBM-081", sheet_a.tab, sheet="E_PurchPrec", labels=LABELS["purchased_levels"][0])
    goods, good_rows = read_products(reading, found["products"], form) if "products" in found else ([], [])
    prices, price_rows = read_prices(reading, found["tools"], form) if "tools" in found else ([], [])
    plausible(reading, streams, rows)
    at = Found(found, form, stream_rows, rows, spans, good_rows, installation, goods, prices, price_rows)
    stated = stated_results(reading, at)
    if not rows.production:
        reading.tell("CBM-102", sheet_a.tab)
        return TemplateRead(None, Places(reading.places), stated, tuple(reading.problems))
    part = life_cycle(rows, goods, country)
    legal = _dates(reading, sheet_a, form)
    title = installation.name.en or installation.name.zh or reading.book.file
    study = Study(
        id=_slug(title, form.end),
        version="1",
        title=Text(f"{installation.name.zh or title}，CBAM沟通模板", f"{title}, CBAM communication template"),
        status="plant",
        product=part.product,
        country=country,
        period_from=form.start,
        period_to=form.end,
        legal_date=legal,
        known_date=legal,
        producer=installation.name.en,
        purpose="CBAM",
        flows=part.flows,
        processes=part.processes,
        exchanges=part.exchanges,
        contracts=part.contracts,
        installation=(installation,),
        source_streams=tuple(streams),
        production=tuple(rows.production),
        production_levels=tuple(rows.levels),
        precursors=tuple(rows.precursors),
        precursor_uses=tuple(rows.uses),
        cogeneration=tuple(units),
        carbon_prices=tuple(prices),
        cbam_goods=tuple(goods),
    )
    return TemplateRead(normal_study(study), Places(reading.places), stated, tuple(reading.problems))


def _names_once(reading: Reading, view: View, form: FormA) -> None:
    """Names that are used twice are told: the template itself adds up by name."""
    names: dict[str, list[str]] = {}
    for prefix, listed in (("P", form.processes), ("PP", form.precursors)):
        for each in listed:
            names.setdefault(key(each.name), []).append(f"{prefix}{each.number}")
    for each in (*form.processes, *form.precursors):
        ids = names.pop(key(each.name), [])
        if len(ids) > 1:
            cell = each.cells.get("name")
            reading.tell("CBM-104", view.tab, cell, each.name, severity="warning", ids=", ".join(ids))


def _dates(reading: Reading, view: View, form: FormA) -> str:
    """Return the day whose rules apply: the last of the period, for older periods that of the first definitive year."""
    if not form.end or form.end >= DEFINITIVE:
        return form.end
    reading.tell(
        "CBM-096", view.tab, None, _FIRST_RULES, severity="warning", start=form.start or "?", end=form.end
    )  # fmt: skip
    return _FIRST_RULES


def _slug(title: str, end: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", title.casefold()).strip("_")[:40].strip("_")
    return "_".join(filter(None, (plain or "installation", end[:4])))
