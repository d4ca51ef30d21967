"""The report as data for the layout: blocks in order, cover, running lines, watermark."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.report import (
    sections_back,
    sections_charts,
    sections_conformity,
    sections_data,
    sections_findings,
    sections_front,
    sections_parts,
    sections_rules,
    sections_summary,
)
from carnet.report.fonts import printable

if TYPE_CHECKING:
    from carnet.report.blocks import Block
    from carnet.report.inputs import ReportInputs


def layout() -> str:
    """Return the text of the layout file."""
    return resources.files("carnet.report").joinpath("report.typ").read_text(encoding="utf-8")


def watermark(inputs: ReportInputs) -> str:
    """Return what stands across every page, or nothing."""
    marks = ["DRAFT · 草稿"] if inputs.draft else []
    if inputs.study.status == "illustrative":
        marks.append("ILLUSTRATIVE · 示意")
    return "\n".join(marks)


def blocks_of(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return the whole report after the cover."""
    return [
        *sections_summary.summary(inputs, lang),
        *sections_front.key_figures(inputs, lang),
        *sections_front.what_this_is_not(inputs, lang),
        *sections_rules.boundary(inputs, lang),
        *sections_rules.rules(inputs, lang),
        *sections_charts.charts(inputs, lang),
        *sections_parts.modules(inputs, lang),
        *sections_parts.apart(inputs, lang),
        *sections_parts.classes(inputs, lang),
        *sections_data.data(inputs, lang),
        *sections_parts.ledger(inputs, lang),
        *sections_data.gaps(inputs, lang),
        *sections_conformity.exclusions(inputs, lang),
        *sections_conformity.conformity(inputs, lang),
        *sections_findings.findings(inputs, lang),
        *sections_data.defects(inputs, lang),
        *sections_data.tables("balance", inputs.balances, lang),
        *sections_data.tables("published", inputs.published, lang),
        *sections_back.trace(inputs, lang),
        *sections_back.recipe(inputs, lang),
        *sections_rules.sources(inputs, lang),
        *sections_back.terms(lang),
    ]


def document_data(inputs: ReportInputs, lang: str) -> dict[str, Any]:
    """Return all words, numbers and pictures of one report; every text can be printed with the fonts at hand."""
    study = inputs.study
    blocks = blocks_of(inputs, lang)
    title = study.title.get(lang) or study.product.name.get(lang)
    state = Text("草稿 DRAFT", "DRAFT") if inputs.draft else Text("可签发", "can be issued")
    year, month, day = (int(part) for part in study.legal_date.split("-"))
    data = {
        "lang": lang,
        "title": title,
        "author": study.producer or "Carnet",
        "date": [year, month, day],
        "watermark": watermark(inputs),
        "running": title,
        "state": state.get(lang),
        "footer": f"{study.id}@{study.version}",
        "cover": sections_front.cover(inputs, lang),
        "sections": [block["s"] for block in blocks if block["t"] == "h1"],
        "blocks": blocks,
    }
    return {name: _printable(value) for name, value in data.items()}


def _printable(value: object) -> Any:  # noqa: ANN401 - the shape of what went in
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [_printable(item) for item in value]
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    return value
