"""The report of the studies that are shipped, made the way the program makes it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from carnet.report import build_report, check_glyphs
from carnet.report.cover_title import title_lines
from carnet.report.reading import text_of
from carnet.report.sections_findings import OWN_DATA
from carnet.report.typst_doc import blocks_of
from carnet.report.words import plain_words
from carnet.service.published import NOT_EXPLAINED, published_tables
from carnet.service.reports import chart_spec, reports
from tests.report import shipped
from tests.report.test_pdf import allowed, numbers, pages
from tests.report.test_sections import flat, tables

pytestmark = pytest.mark.slow

BOTH = pytest.mark.parametrize("lang", ["zh", "en"])
EACH = pytest.mark.parametrize("study", shipped.STUDIES)
# Words of the machine that may stand in a report: ids, commands and file names are set in the type of code.
MACHINE = re.compile(r"(?<![.\w])[a-z0-9]+_[a-z0-9_]+\b")


@BOTH
@EACH
def test_every_number_printed_has_an_origin(lang, study):
    inputs = shipped.inputs(study)
    known = allowed(inputs) | {n for flow in inputs.flows.values() for n in numbers(f"{flow.name.zh} {flow.name.en}")}
    texts = pages(build_report(inputs, lang))
    strange = {page: sorted(numbers(text) - known) for page, text in enumerate(texts, 1) if numbers(text) - known}
    assert strange == {}
    assert all("DRAFT" in text for text in texts)


@EACH
def test_every_character_can_be_printed(study):
    opened, _ = shipped.calculated(study)
    assert check_glyphs(opened.study, opened.places) == []


def test_a_report_without_a_bridge_asked_for_still_says_why_figures_differ():
    opened, done = shipped.calculated("hrc_bf_bof_b")
    made = reports(opened, done, (), demo_key=True)
    assert "Why they differ" in pages(made["en"])[1]


@EACH
def test_rules_read_as_words(study):
    inputs = shipped.inputs(study)
    for row in inputs.plan_rows:
        for cell in row.cells:
            said = re.sub(r"（[^（）]*；[^（）]*(（[^（）]*）[^（）]*)*）", "", cell.zh)
            said = re.sub(r"（(已读原文|二手来源|凭记忆，未核对|未知|来源相互矛盾)；.*?）(；|$)", "；", said)
            assert not [w for w in MACHINE.findall(said) if w in WORDS_OF_RULES], cell.zh


def machine_words() -> set[str]:
    from carnet.report.words import KEYS, WORDS

    return {word for word in (*WORDS, *KEYS) if "_" in word}


WORDS_OF_RULES = machine_words()


@BOTH
@EACH
def test_no_machine_word_of_a_rule_in_running_text(lang, study):
    """Only code (ids, commands) may hold them."""
    inputs = shipped.inputs(study)
    text = without_code(blocks_of(inputs, lang))
    assert sorted(set(MACHINE.findall(text)) & WORDS_OF_RULES) == []


def without_code(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        if value.get("k") == "code" or value.get("t") == "code":
            return ""
        return "\n".join(without_code(item) for key, item in value.items() if key not in {"t", "k", "svg"})
    if isinstance(value, list | tuple):
        return "\n".join(without_code(item) for item in value)
    return ""


def test_remarks_on_published_values_stay_with_the_studies_they_are_about():
    opened, done = shipped.calculated("hrc_bf_bof_b")
    (about,) = published_tables(opened.study, done)
    assert len(about.head) == 5
    assert "variant B" in flat([cell.en for row in about.rows for cell in row if not isinstance(cell, str)])
    for other in (replace(opened.study, id="my_coil"), replace(opened.study, status="plant")):
        (bare,) = published_tables(other, done)
        assert {len(row) for row in bare.rows} | {len(bare.head), len(bare.widths)} == {4}
        words = flat([cell.en for row in bare.rows for cell in row if not isinstance(cell, str)])
        assert "variant" not in words
        assert NOT_EXPLAINED.en in bare.note.en
        assert [row[0] for row in bare.rows] == [row[0] for row in about.rows]


@pytest.mark.parametrize("kind", ["stages", "sankey", "pareto", "regimes"])
def test_a_chart_alone_says_what_it_is(kind):
    _, literature = shipped.calculated("hrc_bf_bof_b")
    _, made_up = shipped.calculated("hrc_bf_bof_illustrative")
    given = [c.result for c in literature if c.has_figure]
    spec = chart_spec(kind, given)
    assert spec.note.zh.startswith("草稿 DRAFT")
    assert "ILLUSTRATIVE" not in spec.note.en
    assert "ILLUSTRATIVE" in chart_spec(kind, [c.result for c in made_up if c.has_figure]).note.zh
    issuable = [{**result, "issuable": True} for result in given]
    assert "DRAFT" not in chart_spec(kind, issuable).note.en


def test_a_waterfall_alone_says_draft_where_a_rule_is_not_confirmed():
    bridge = shipped.inputs("hrc_bf_bof_b").bridges[0]
    assert chart_spec("waterfall", [], bridge).note.en.startswith("DRAFT")
    _, done = shipped.calculated("hrc_bf_bof_illustrative")
    assert "ILLUSTRATIVE" in chart_spec("waterfall", [c.result for c in done], bridge).note.en


@BOTH
@EACH
def test_the_title_is_not_broken_inside_a_word(lang, study):
    opened, _ = shipped.calculated(study)
    title = opened.study.title.get(lang)
    _, lines = title_lines(title)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    rest = title
    for line in lines[:-1]:
        rest = rest.strip()[len(line) :]
        assert line[-1] in "，：；、）】," or rest.startswith((" ", "（")), lines
    assert len(lines[-1]) > 1


def test_a_title_nothing_fits_is_left_to_the_typesetter():
    assert title_lines("x" * 300)[1] == ["x" * 300]


@EACH
def test_every_warning_is_in_the_report(study):
    opened, done = shipped.calculated(study)
    text = flat(tables(blocks_of(shipped.inputs(study), "zh")))
    for warning in opened.warnings:
        assert plain_words(warning.cause).zh in text
    for one in done:
        for warning in one.result["warnings"]:
            if warning["code"] != OWN_DATA:
                assert plain_words(text_of(warning["cause"])).zh in text
        if one.result["primary_missing"]:
            assert f"{len(one.result['primary_missing'])} 行须为企业自有数据而不是" in text
