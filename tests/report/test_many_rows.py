"""Pages with much on them: headings of many regimes, charts as tall as a page, rows and last items kept whole."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pypdf
import pytest

from carnet.errors import Text
from carnet.report import recognition_pages, sections_rules, sections_summary
from carnet.report.blocks import bullets, grid, paragraph, together
from carnet.report.fonts import text_width
from carnet.report.pdf import STANDARDS
from carnet.report.typesetter import typeset
from carnet.report.typst_doc import document_data, layout
from tests.report import samples

LANGS = pytest.mark.parametrize("lang", ["zh", "en"])
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="720" height="{0}" viewBox="0 0 720 {0}">'
    '<rect width="720" height="{0}"/></svg>'
)
TALL = SVG.format(1016)  # 240 mm at the width of the text: a page holds it alone, but not with its heading


def texts(data):
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return [page.extract_text().replace("\u200b", "") for page in pages]


def report_of(blocks):
    data = {**document_data(samples.inputs(), "en"), "blocks": blocks, "sections": []}
    (made,) = typeset(layout(), data, "pdf", standards=STANDARDS, timestamp=0)
    return texts(made)


def paper_of(blocks):
    title = Text("页", "page")
    data = recognition_pages.page(title, blocks, lang="en", day="2026-11-22", state=title, footer="x")
    return texts(recognition_pages.as_pdf(data, "2026-11-22"))


def of_regimes(*names: str):
    inputs = samples.inputs()
    first = inputs.results[0]
    results = tuple({**first, "regime": {**first["regime"], "id": name}} for name in names)
    rows = tuple(
        replace(row, plans=tuple(str(i) for i in range(len(names))), cells=(row.cells[0],) * len(names))
        for row in inputs.plan_rows
    )
    return replace(inputs, results=results, plan_rows=rows)


@LANGS
def test_headings_of_many_regimes_are_numbers_with_a_legend(lang):
    names = [f"iso20915_variant_{i}" for i in range(16)]
    _, _, legend, matrix, *_ = sections_rules.rules(of_regimes(*names), lang)
    assert matrix["head"][1:] == [str(i + 1) for i in range(16)]
    said = {row[at]: row[at + 1]["s"] for row in legend["rows"] for at in range(0, len(row), 2) if row[at]}
    assert said == {str(i + 1): name for i, name in enumerate(names)}
    assert {len(row) for row in legend["rows"]} == {len(legend["head"])}
    column = 481.9 / sum(matrix["widths"]) * matrix["widths"][1] - 8
    assert all(text_width(head, matrix["size"]) <= column for head in matrix["head"][1:])


@LANGS
def test_few_regimes_stand_by_name(lang):
    _, _, matrix, *_ = sections_rules.rules(of_regimes("iso14067", "eu_cbam"), lang)
    assert matrix["head"][1:] == ["iso14067", "eu_cbam"]


@pytest.mark.slow
def test_a_chart_stands_on_the_page_of_its_heading():
    blocks = [{"t": "h1", "s": "Key figures", "gloss": "", "fresh": True}, {"t": "picture", "svg": TALL, "alt": "bars"}]
    assert len(report_of(blocks)) == 2  # cover and page


def test_of_many_results_picture_and_sentences_stand_together():
    inputs = samples.inputs()
    assert inputs.bridges
    many = (*inputs.results,) * 13
    *_, last = sections_summary.summary(replace(inputs, results=many), "en")
    assert [block["t"] for block in last["blocks"]][-3:] == ["picture", "p", "list"]
    assert "width" not in last["blocks"][0]
    assert "together" not in {b["t"] for b in sections_summary.summary(inputs, "en")}


@pytest.mark.slow
def test_what_stands_together_goes_to_the_next_page_as_a_whole():
    above = [{"t": "picture", "svg": SVG.format(850), "alt": "above"}]  # 200 mm
    items = ["first item, of a line", "last item, of a line"]
    group = [{"t": "picture", "svg": SVG.format(120), "alt": "bars"}, paragraph(Text("", "Lead"), "en"), bullets(items)]
    apart = next(i for i, page in enumerate(report_of([*above, *group])) if "Lead" in page)
    held = report_of([*above, together(group)])
    at = next(i for i, page in enumerate(held) if "Lead" in page)
    assert at == len(held) - 1
    assert all(item in held[at] for item in items)
    assert apart <= at


def rows_of(heights):
    """Rows of so many short lines, each with its own marks at the first and the last."""
    return [
        [{"k": "lines", "s": [f"begin{i}x", *["line"] * (many - 2), f"end{i}x"]}, "a"] for i, many in enumerate(heights)
    ]


@pytest.mark.slow
def test_a_row_stands_on_one_page_where_one_page_can_hold_it():
    pages = paper_of([grid(["what", "who"], rows_of([14, 30, 30, 9, 30]), [3, 1])])
    assert len(pages) > 1
    for i in range(5):
        assert any(f"begin{i}x" in page and f"end{i}x" in page for page in pages), i


@pytest.mark.slow
def test_a_row_taller_than_a_page_breaks_and_loses_nothing():
    pages = paper_of([grid(["what", "who"], rows_of([3, 200, 3]), [3, 1])])
    assert sum(len(re.findall(r"\bline\b", page)) for page in pages) == 1 + 198 + 1
    first, last = ([i for i, page in enumerate(pages) if mark in page] for mark in ("begin1x", "end1x"))
    assert first[0] < last[0]


@pytest.mark.slow
@pytest.mark.parametrize("fill", range(62, 66))
def test_no_page_holds_the_last_item_of_a_list_alone(fill):
    pages = paper_of([bullets([f"item{i}x" for i in range(fill)])])
    last = re.findall(r"item\d+x", pages[-1])
    assert len(last) >= 3  # 62 fit a page
    assert sum(len(re.findall(r"item\d+x", page)) for page in pages) == fill
