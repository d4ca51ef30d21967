"""A study without an installation: a preview per t, ranges, no totals, nothing denied; the head of the cost page."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pypdf
import pytest

from carnet.cbam.checks import Check
from carnet.errors import Problem, Text, problem
from carnet.exchange.precursor_sheet import (
    parse_precursor_sheet,
    precursor_json,
    precursor_workbook,
    read_precursor_sheet,
)
from carnet.report.cbam_chain import in_words, localized
from carnet.report.cbam_cost import cost_blocks, reasons_withheld
from carnet.report.cbam_documents import papers_of, precursor_sheets, write_documents
from carnet.report.cbam_model import Gap, Unstated, number, papers_json, ranged, tidy, trimmed
from carnet.report.cbam_pages import state_text, watermark
from tests.cbam import works
from tests.report.cbam_bundles import aluminium, bundle_of, defaults_only, derived, steel

pytestmark = pytest.mark.slow

LANGS = pytest.mark.parametrize("lang", ["zh", "en"])
READY = ("ready for review", "可供CBAM认可核查机构审查")
UPPER = {"zh": "（按上限计）", "en": " (upper end counted)"}


@cache
def files():
    return write_documents(derived())


def flat(data):
    return [re.sub(r"[\s\u200b]", "", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def told(blocks):
    def walk(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for key, each in value.items():
                if key not in {"svg", "t", "tone", "align"}:
                    yield from walk(each)
        elif isinstance(value, list | tuple):
            for each in value:
                yield from walk(each)

    return "\n".join(walk(blocks))


# ── the preview ──────────────────────────────────────────────────────────────────────────────────


def test_every_page_is_a_preview_and_none_is_ready():
    for name, data in files().items():
        if not name.endswith(".pdf"):
            continue
        for page in flat(data):
            assert "PREVIEWpertofproduct,notaninstallation" in page or "每吨产品的预览，不是装置报告" in page, name
            assert not any(re.sub(" ", "", words) in page for words in READY), name
    assert "PREVIEW per t of product" in watermark(derived())
    assert json.loads(files()["documents.json"])["state"]["ready"] is False


def test_what_must_be_filled_in_stands_on_top_and_no_total_is_printed():
    report, summary, plan, _ = papers_of(derived())
    for paper in (report, summary, plan):
        assert paper.items[0].number == "P1"
        assert len(paper.items[0].pieces[0].rows) == 9
    for paper, totals in ((report, "3 4 5 7 9 10 13 16 17 18 19 20 21 26 30"), (summary, "S3"), (plan, "13")):
        for number_ in totals.split():
            found = next(one for one in paper.items if one.number == number_)
            assert all(isinstance(piece, Gap) for piece in found.pieces), (paper.id, number_)
    text = json.dumps(papers_json([report, summary, plan]), ensure_ascii=False)
    for total in (derived().computed.totals.direct, derived().computed.totals.indirect):
        assert number(total, 5) not in text


def test_nothing_is_denied_that_the_unit_processes_may_hold():
    assert any(isinstance(p, Unstated) for paper in papers_of(steel()) for one in paper.items for p in one.pieces)
    for paper in papers_of(derived()):
        for one in paper.items:
            assert not any(isinstance(piece, Unstated) for piece in one.pieces)
            assert one.state != "none"
    assert "study states no" not in json.dumps(papers_json(papers_of(derived())))


def test_an_installation_is_no_preview():
    assert all("PREVIEW" not in paper.title.en for paper in papers_of(steel()))
    assert all(one.number != "P1" for paper in papers_of(steel()) for one in paper.items)


# ── ranges ───────────────────────────────────────────────────────────────────────────────────────


def test_a_range_names_the_end_that_counts():
    assert ranged(Fraction(2), Fraction(1), 1) == Text("1.0 – 2.0（按上限计）", "1.0 – 2.0 (upper end counted)")
    assert ranged(Fraction(1), Fraction(2), 1) == Text("1.0 – 2.0（按 1.0 计）", "1.0 – 2.0 (1.0 counted)")
    assert ranged(Fraction(1), Fraction(1), 1) == ranged(Fraction(1), None, 1) == "1.0"
    assert ranged(Fraction(1), Fraction(1000001, 1000000), 2) == "1.00"


def ends(name, places):
    good, low = derived().goods.goods[0], derived().lower_goods.goods[0]
    return f"{number(getattr(low, name), places)} – {number(getattr(good, name), places)}"


@LANGS
def test_the_cost_page_shows_both_ends_of_every_figure_and_why(lang):
    text = told(cost_blocks(derived(), lang))
    exact = ("see_direct", "see_charged", "obligation_t_per_t", "certificates")
    for name, places in (*((name, 5) for name in exact), ("cost", 2), ("cost_per_t", 2)):
        assert ends(name, places) + UPPER[lang] in text, name
    assert derived().open_values
    for value in derived().open_values:
        assert value.get(lang) in text
    one = replace(derived(), lower=None, lower_goods=None)
    assert UPPER[lang] not in told(cost_blocks(one, lang))


def test_the_operator_s_report_and_the_sheet_show_both_ends():
    report = json.dumps(papers_json(papers_of(derived())[:1]), ensure_ascii=False)
    assert ends("see_direct", 5) + UPPER["en"] in report
    assert ends("see_direct", 5) + UPPER["zh"] in report
    (page,) = flat(files()["precursor-sheet-72083900.pdf"])
    assert (ends("see_direct", 5) + UPPER["en"]).replace(" ", "") in page


# ── the precursor sheet ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["json", "xlsx"])
def test_the_sheet_of_a_preview_holds_the_range_and_is_not_taken(kind):
    """It names no installation, and says itself that it is a preview."""
    sheet, problems = parse_precursor_sheet(files()[f"precursor-sheet-72083900.{kind}"])
    assert sheet is None
    assert {"CBM-163", "CBM-177"} <= {p.code for p in problems}
    (made,) = precursor_sheets(derived())[0].values()
    assert made.lower["see_direct"] == derived().lower.processes[-1].see_direct < made.see_direct
    named = replace(made, installation="The works", country="CN")
    row, problems = read_precursor_sheet((precursor_json if kind == "json" else precursor_workbook)(named))
    assert "CBM-177" in {p.code for p in problems}
    assert row.see_direct == number(made.see_direct, 5)
    assert number(made.lower["see_direct"], 5) in row.note


def test_no_factor_is_made_of_emissions_and_electricity_that_do_not_belong_together():
    (sheet,) = precursor_sheets(derived())[0].values()
    assert sheet.electricity_ef is None
    assert "iron ore pellets" in sheet.electricity_note.en
    assert "球团矿" in sheet.electricity_note.zh
    alone = derived().computed
    alone = replace(alone, precursors=tuple(replace(p, see_indirect=Fraction(0)) for p in alone.precursors))
    (sheet,) = precursor_sheets(replace(derived(), computed=alone))[0].values()
    assert sheet.electricity_ef is not None
    assert sheet.electricity_note.en == ""


# ── numbers and words ────────────────────────────────────────────────────────────────────────────


def test_no_idle_zeros():
    assert trimmed("0.0840000000000000") == "0.084"
    assert (trimmed("100"), trimmed("1.50"), trimmed("0.0"), trimmed("v1.0")) == ("100", "1.5", "0", "v1.0")
    assert tidy("0.0840000000000000 MWh") == "0.084 MWh"
    assert tidy("39.630860") == "39.630860"
    assert tidy("1.0") == "1.0"
    assert number(Fraction(84, 1000)) == "0.084"
    for name, data in files().items():
        if name.endswith((".pdf", ".json")):
            text = "".join(flat(data)) if name.endswith(".pdf") else data.decode()
            assert not re.search(r"(?<!\d)\d+\.\d*0{6}(?!\d)", text), name


def test_the_chinese_page_speaks_chinese():
    text = told(cost_blocks(derived(), "zh"))
    for name in ("热轧卷", "铁水", "烧结矿", "球团矿", "二手来源", "已读原文"):
        assert name in text
    for name in ("Hot-rolled coil", "hot metal", "pellets", "[read]", "secondary", "import_date", "importer_total"):
        assert name not in text
    assert "Hot-rolled coil" in told(cost_blocks(derived(), "en"))
    assert localized(derived(), Text("前体“iron ore pellets”偏低", "x")).zh == "前体“球团矿”偏低"


def test_fields_are_called_by_their_names():
    said = in_words(Text("填写 import_date；或 price=… ；importer_total", "give import_date, price=… or the price"))
    assert "import_date" not in said.zh + said.en
    assert "price=" not in said.zh + said.en
    assert said.en.endswith("or the price")
    assert "“价格”" in said.zh


# ── the cost page ────────────────────────────────────────────────────────────────────────────────


@cache
def re_roller():
    return bundle_of(replace(works.re_roller(), status="plant"))


@LANGS
def test_the_trap_leads_with_what_is_cheapest_today(lang):
    blocks = cost_blocks(re_roller(), lang)
    first = told(blocks[1])
    assert "178.63" in first
    assert "184.21" not in first
    assert "184.21" in told(blocks[2])
    text = told(blocks)
    assert "1.03 × 3.48590" in text
    assert "3.59048" in text


@LANGS
def test_today_comes_before_the_cheaper_way_and_its_evidence(lang):
    blocks = cost_blocks(derived(), lang)
    assert "178.63" in told(blocks[1])
    assert ends("cost_per_t", 2) in told(blocks[2])
    assert ("尚缺" if lang == "zh" else "not held yet") in told(blocks[2])


@LANGS
def test_money_that_cannot_be_right_is_not_shown_and_the_default_of_the_good_is(lang):
    lacking, good = derived(electricity=False), derived().goods.goods[0]
    check = Check("CBM-R21", "block_money", False, Text("检查", "a check"), Text("所见", "seen"), (), (), "Art", "read")
    doubtful = replace(good, why_no_cost=(implausible(),))
    for made in (
        lacking,
        replace(derived(), checks=(check,)),
        replace(derived(), goods=replace(derived().goods, goods=(doubtful,))),
    ):
        blocks = cost_blocks(made, lang)
        assert reasons_withheld(made, made.goods.goods[0])
        assert not reasons_withheld(made, made.goods.goods[0], "default")
        assert "178.63" in told(blocks[1])
        assert blocks[2]["tone"] == "warn"
        assert reasons_withheld(made, made.goods.goods[0])[0].get(lang)[:12] in told(blocks[2])
        priced = re.findall(r"EUR (\d+\.\d\d)|(\d+\.\d\d) EUR", told(blocks))
        assert {one or other for one, other in priced} == {"178.63", "178630.28"}
        assert ends("cost_per_t", 2) not in told(blocks)
    scope = Check("CBM-R01", "block", False, Text("检查", "a check"), Text("所见", "seen"), (), (), "Art", "read")
    blocks = cost_blocks(replace(derived(), checks=(scope,)), lang)
    assert blocks[1]["tone"] == "warn"
    assert not re.search(r"EUR \d|\d EUR", told(blocks))
    assert "178.63" not in told(blocks)
    assert state_text(replace(lacking, derived=False, checks=())).en.startswith("DRAFT")
    certificates = number(lacking.goods.goods[0].certificates, 5)
    assert certificates not in told(cost_blocks(lacking, lang))


def implausible() -> Problem:
    return problem("CBM-073", None, "1800", what="排放", what_en="an emission", looks="kg", looks_en="kg")


@LANGS
def test_an_unknown_code_gets_no_chain_and_the_nearest_codes(lang):
    made = defaults_only()
    good = made.goods.goods[0]
    scope = replace(good.scope, state="unknown_code", candidates=("72083900", "72083800"))
    made = replace(made, goods=replace(made.goods, goods=(replace(good, scope=scope),)))
    blocks = cost_blocks(made, lang)
    assert not any(block["t"] in {"table", "picture"} for block in blocks)
    assert "7208 38 00" in told(blocks)
    assert "EUR" not in told(blocks)
    assert state_text(made).en.startswith("DRAFT")


def test_goods_outside_ask_for_no_review():
    made = defaults_only()
    battery = made.goods.good("battery")
    alone = replace(made, goods=replace(made.goods, goods=(battery,)))
    assert not any(words in state_text(alone).en + state_text(alone).zh for words in READY)
    assert watermark(alone) == ""
    assert set(write_documents(alone)) == {"cost.zh.pdf", "cost.en.pdf", "documents.json"}
    assert "operator-report.pdf" in write_documents(made)


@LANGS
def test_a_good_takes_two_pages_at_most(lang):
    for made in (derived(), re_roller(), aluminium()):
        assert len(flat(write_documents(made)[f"cost.{lang}.pdf"])) <= 2
