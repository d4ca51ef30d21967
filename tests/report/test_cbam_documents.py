"""The documents as files: all of them, the same bytes twice, a state on every page, no more claimed than is known."""

from __future__ import annotations

import io
import json
import re
import struct
import zlib
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pypdf
import pytest

from carnet.cbam.checks import Check, blocking
from carnet.errors import Text
from carnet.exchange.precursor_sheet import parse_precursor_sheet, read_precursor_sheet
from carnet.quantity import exact_string
from carnet.report import cbam_pages
from carnet.report.cbam_cost import cost_blocks, money_withheld, options_chart
from carnet.report.cbam_documents import papers_of, precursor_sheets, write_documents
from carnet.report.cbam_model import number, papers_json, see
from carnet.report.chart_spec import text_alternative
from tests.cbam.studies import _study, change, steel_works
from tests.report.cbam_bundles import aluminium, bundle_of, cement, defaults_only, steel

pytestmark = pytest.mark.slow

READY_EN = "CBAM-structured, ready for review by a CBAM-accredited verifier"
READY_ZH = "按CBAM结构编制，可供CBAM认可核查机构审查"
LANGS = pytest.mark.parametrize("lang", ["zh", "en"])
MARGIN = 0.055  # of the width: the pages have 16 of 210 mm


@cache
def files(make):
    return write_documents(make())


def pages(data):
    return [page.extract_text().replace("\u200b", "") for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def flat(text):
    """Text without spaces: the reader of the PDF puts some between letters and digits."""
    return re.sub(r"\s", "", text)


def said(blocks):
    found = []

    def walk(value):
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            for key, each in value.items():
                if key not in {"svg", "t", "tone", "align"}:
                    walk(each)
        elif isinstance(value, list | tuple):
            for each in value:
                walk(each)

    walk(blocks)
    return "\n".join(found)


def test_all_documents_are_there():
    made = files(steel)
    sheets = {f"precursor-sheet-{cn}.{kind}" for cn in ("72083900", "72083800") for kind in ("pdf", "json", "xlsx")}
    assert set(made) == sheets | {
        "operator-report.pdf", "summary-report.pdf", "monitoring-plan.pdf", "evidence-list.pdf",
        "cost.zh.pdf", "cost.en.pdf", "documents.json",
    }  # fmt: skip
    assert all(data.startswith(b"%PDF") for name, data in made.items() if name.endswith(".pdf"))
    assert all(b"StructTreeRoot" in data for name, data in made.items() if name.endswith(".pdf"))


def test_a_study_with_nothing_in_it_still_gives_every_list_and_says_what_to_fill_in():
    empty = bundle_of(replace(_study("empty"), installation=(), status="plant", period_to="2026-06-30"))
    made = write_documents(empty)
    assert len(made) == 7
    assert blocking(empty.checks)
    assert "CBAM goods" in " ".join(pages(made["cost.en.pdf"]))
    states = {one["state"] for d in json.loads(made["documents.json"])["documents"][:3] for one in d["items"]}
    assert {"missing", "none", "empty"} <= states


def test_the_same_bundle_gives_the_same_bytes():
    assert write_documents(bundle_of(steel().study)) == files(steel)


@pytest.mark.parametrize("make", [steel, aluminium, cement], ids=lambda f: f.__name__)
def test_every_page_says_what_state_it_is_in(make):
    count = len(blocking(make().checks))
    for name, data in files(make).items():
        if not name.endswith(".pdf"):
            continue
        for text in pages(data):
            if count:
                assert flat("DRAFT:") in flat(text) or "草稿" in text, name
                assert flat(READY_EN) not in flat(text)
                assert READY_ZH not in flat(text)
            else:
                assert flat(READY_EN) in flat(text) or READY_ZH in flat(text), name
                assert "DRAFT" not in text
            assert "〓" not in text
    assert bool(count) == (make is aluminium)


def test_a_draft_counts_its_blocking_checks():
    made = bundle_of(change(change(steel_works(), "/status", "plant"), "/precursors/ferro/verification_report", ""))
    count = len(blocking(made.checks))
    assert count >= 1
    words = f"DRAFT: {count} blocking check{'s fail' if count > 1 else ' fails'}"
    assert cbam_pages.watermark(made).startswith(words)
    assert cbam_pages.watermark(steel()) == ""
    assert "ILLUSTRATIVE" in cbam_pages.watermark(bundle_of(steel_works()))


@pytest.mark.parametrize("make", [steel, aluminium, cement, defaults_only], ids=lambda f: f.__name__)
def test_no_document_claims_more_than_the_evidence(make):
    text = json.dumps(papers_json(papers_of(make())), ensure_ascii=False)
    text += "".join(said(cost_blocks(make(), lang)) for lang in ("zh", "en"))
    assert not re.search(r"certified|recognised|recognized|mutual recognition", text, re.IGNORECASE)
    assert not re.search(r"认证|互认|获准", text)
    own = json.dumps(papers_json(papers_of(make())), ensure_ascii=False)
    assert not re.search(r"\bverified\b", own)
    assert "已核查" not in own


def test_the_data_file_holds_every_item_and_exact_weights():
    data = json.loads(files(steel)["documents.json"])
    assert [d["id"] for d in data["documents"]] == [
        "operator-report",
        "summary-report",
        "monitoring-plan",
        "evidence-list",
    ]
    assert len(data["documents"][0]["items"]) == 35
    assert len(data["documents"][2]["items"]) == 22
    assert data["state"]["ready"] is True
    assert data["sensitivity"]["stream"]["rolling"]["coke"] == exact_string(Fraction(1, 1050))
    sheet = data["precursor_sheets"]["72083900"]
    assert json.loads(files(steel)["precursor-sheet-72083900.json"])["digest"] == sheet["digest"]


# ── the precursor sheet ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["json", "xlsx"])
def test_the_sheet_carries_the_results_exactly(kind):
    sheet, problems = parse_precursor_sheet(files(steel)[f"precursor-sheet-72083900.{kind}"])
    coil = steel().computed.process("rolling")
    assert sheet is not None
    assert (sheet.see_direct, sheet.see_indirect) == (coil.see_direct, coil.see_indirect)
    assert (sheet.electricity, sheet.default_share) == (coil.embedded_electricity, coil.default_share)
    assert sheet.counted_indirect == coil.counted_indirect
    assert (sheet.country, sheet.installation, sheet.operator) == ("CN", "The works", "Some Steel Co., Ltd.")
    # sinter brings indirect emissions into steel; part rests on a default; no verification report yet
    assert {p.code for p in problems} == {"CBM-172", "CBM-174"}


def test_the_sheet_becomes_a_row_that_computes():
    row, _ = read_precursor_sheet(files(cement)["precursor-sheet-2523290000.json"], row_id="bought")
    mill = cement().computed.process("mill")
    assert row is not None
    assert (row.id, row.see_direct, row.see_indirect) == ("bought", see(mill.see_direct), see(mill.see_indirect))
    assert row.category == "cement"


def test_a_good_without_a_result_gets_no_sheet_and_a_problem():
    sheets, problems = precursor_sheets(defaults_only())
    assert sheets == {}
    assert {p.code for p in problems} == {"CBM-176"}
    broken = bundle_of(change(steel_works(), "/source_streams/coke/activity", ""))
    assert precursor_sheets(broken)[0] == {}


# ── what it costs ────────────────────────────────────────────────────────────────────────────────


@LANGS
def test_the_chain_of_the_published_coil(lang):
    text = said(cost_blocks(defaults_only(), lang))
    for figure in ("3.50570", "1.33575", "2.16995", "178.63", "178630.28", "82.32", "0.975", "1.37"):
        assert figure in text, figure
    for clause in ("Art 6(2)(c)", "IR (EU) 2025/2620", "IR (EU) 2025/2547 Annex III", "Art 21(1)"):
        assert clause in text


def rows_of(blocks, title):
    """The blocks from the heading of a good to the next."""
    starts = [i for i, b in enumerate(blocks) if b["t"] == "h1"]
    at = next(i for i in starts if title in blocks[i]["s"])
    return blocks[at : next((i for i in starts if i > at), len(blocks))]


@LANGS
def test_no_charge_for_goods_out_of_scope(lang):
    blocks = rows_of(cost_blocks(defaults_only(), lang), "8507 60 00")
    assert not any(b["t"] == "table" or b["t"] == "picture" for b in blocks)
    assert "EUR" not in said(blocks)
    data = json.loads(write_documents(defaults_only())["documents.json"])
    assert next(c for c in data["cost"] if c["good"] == "battery")["steps"] == []


@LANGS
def test_a_price_not_published_gives_certificates_and_no_money(lang):
    blocks = rows_of(cost_blocks(defaults_only(), lang), "四季度")
    text = said(blocks)
    assert "2169.95000" in text
    assert "2026-Q4" in text
    assert not re.search(r"\d+\.\d\d EUR|EUR \d", text)
    assert not re.search(r"\b(178|163)\.\d\d\b", text)


def failing(rule, severity, *pointers):
    return Check(rule, severity, False, Text("检查", "a check"), Text("所见", "seen"), (), pointers, "Art", "read")


@LANGS
def test_money_is_withheld_by_a_check_that_blocks_it(lang):
    made = aluminium()
    (good,) = made.goods.goods
    assert good.cost is not None
    assert "1931.99" in said(cost_blocks(made, lang))
    for check in (failing("CBM-R54", "block_money", "/cbam_goods/0/import_date"), failing("CBM-R54", "block_money")):
        text = said(cost_blocks(replace(made, checks=(check,)), lang))
        assert money_withheld(replace(made, checks=(check,)), good) == [check]
        assert not any(figure in text for figure in ("1931.99", "19.32", "157.44"))
        assert ("所见" if lang == "zh" else "seen") in text
    other = replace(made, checks=(failing("CBM-R54", "block_money", "/cbam_goods/7/import_date"),))
    assert money_withheld(other, good) == []


def what_if_of(made, lang, *checks):
    head = {"zh": "假设情形", "en": "What-if"}[lang]
    (line,) = (x for x in said(cost_blocks(replace(made, checks=checks), lang)).split("\n") if x.startswith(head))
    return line


@LANGS
def test_a_supposed_price_gives_no_cost_where_a_rule_of_the_plant_withholds_the_money(lang):
    made = bundle_of(aluminium().study, what_if={"price": "90"})
    (twin,) = made.goods.what_if.goods
    cost, count = number(twin.cost, 2), number(twin.certificates, 5)
    assert cost in what_if_of(made, lang)
    assert cost in what_if_of(made, lang, failing("CBM-R54", "block_money", "/cbam_goods/0/import_date"))
    held = what_if_of(made, lang, failing("CBM-R10", "block", "/source_streams/0/ef"))
    assert cost not in held
    assert count in held
    assert ("费用不给出" if lang == "zh" else "cost withheld") in held
    assert ("所见" if lang == "zh" else "seen") in held
    unfit = what_if_of(made, lang, failing("CBM-R20", "block", "/precursors/0/see_direct"))
    assert cost in unfit
    assert ("试算，被CBM-R20阻断" if lang == "zh" else "exploration, blocked by CBM-R20") in unfit
    lame = what_if_of(
        bundle_of(change(made.study, "/source_streams/anodes/activity", ""), what_if={"price": "90"}), lang
    )
    assert ("证书与费用不给出" if lang == "zh" else "Certificates and cost withheld") in lame


def test_a_default_that_is_not_the_tables_withholds_the_money_of_goods_with_it_inside():
    made = steel()
    coil = made.goods.goods[0]
    at = next(i for i, p in enumerate(made.study.precursors) if p.id == "pig_iron_bought")
    check = failing("CBM-R25", "block", f"/precursors/{at}/see_direct")
    assert money_withheld(replace(made, checks=(check,)), coil) == [check]
    assert money_withheld(replace(made, checks=(check,)), replace(coil, basis="default")) == []
    assert money_withheld(replace(made, checks=(failing("CBM-R25", "block", "/precursors/9/see_direct"),)), coil) == []


@LANGS
def test_actual_values_without_evidence_say_what_may_be_declared_until_then(lang):
    text = said(cost_blocks(aluminium(), lang)[:3])
    assert "19.32" in text
    assert "157.44" in text
    assert ("尚缺" if lang == "zh" else "not held yet") in text


@LANGS
def test_failed_blocking_checks_stand_on_the_page(lang):
    text = said(cost_blocks(aluminium(), lang))
    for check in blocking(aluminium().checks):
        assert check.rule in text
        assert check.why.get(lang) in text


def test_the_bars_are_the_figures_of_the_table():
    (good,) = aluminium().goods.goods
    spec = options_chart(good, good.price)
    assert spec is not None
    assert [row.value for row in spec.rows] == ["157.44", "19.32"]
    assert "EUR/t" in text_alternative(spec, "en")
    without = options_chart(good, None)
    assert without is not None
    assert "certificates" in without.unit.en
    assert [row.value for row in without.rows] == ["1.91258", "0.23469"]


# ── the page itself ──────────────────────────────────────────────────────────────────────────────


def predicted(kind, left, up, corner):
    """Return what a filter of the PNG format takes off a byte: none, left, up, average, Paeth."""
    guess = left + up - corner
    paeth = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
    return (0, left, up, (left + up) // 2, paeth)[kind]


def ink(png):
    """Return width and, of each column of pixels, whether anything but white is in it (8 bit RGBA, no interlace)."""
    width, height, depth, colour = struct.unpack_from(">IIBB", png, 16)
    assert (depth, colour) == (8, 6)
    at, packed = 8, b""
    while at < len(png):
        (size,) = struct.unpack_from(">I", png, at)
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + size]
        at += size + 12
    raw, step = zlib.decompress(packed), width * 4
    before, used = bytearray(step), [False] * width
    for y in range(height):
        kind, line = raw[y * (step + 1)], bytearray(raw[y * (step + 1) + 1 : (y + 1) * (step + 1)])
        for i in range(step):
            left, up, corner = line[i - 4] if i > 3 else 0, before[i], before[i - 4] if i > 3 else 0
            line[i] = (line[i] + predicted(kind, left, up, corner)) & 255
        for x in range(width):
            if line[4 * x : 4 * x + 3] != b"\xff\xff\xff":
                used[x] = True
        before = line
    return width, used


def crowded():
    """Names no page was made for, in every column."""
    long = "二号高炉热风炉与喷煤系统联合回收装置（含应急放散）" * 2
    study = replace(steel_works(), status="plant")
    return bundle_of(
        replace(
            study,
            installation=(
                replace(study.installation[0], operator="某某钢铁集团有限责任公司" * 4, registration="9" * 70),
            ),
            source_streams=tuple(
                replace(s, name=long + s.name, meter="FT-101A/B" * 6, document="x" * 90, factor_source="W" * 60)
                for s in study.source_streams
            ),
            production=tuple(replace(p, name=long, routes=("W" * 50,)) for p in study.production),
            precursors=tuple(replace(p, name="P" * 60, operator="O" * 60) for p in study.precursors),
            cbam_goods=tuple(replace(g, name="G" * 60) for g in study.cbam_goods),
        )
    )


@pytest.mark.slow
def test_nothing_runs_over_the_margin_however_long_the_names_are():
    made = crowded()
    assert cbam_pages.watermark(made) == ""
    sheets = precursor_sheets(made)[0].values()
    data = [cbam_pages.paper_data(made, paper) for paper in papers_of(made)]
    data += [cbam_pages.cost_data(made, lang) for lang in ("zh", "en")]
    data += [cbam_pages.sheet_data(made, sheet) for sheet in sheets]
    for one in data:
        for page, png in enumerate(cbam_pages.images_of(one, 0.5), 1):
            width, used = ink(png)
            edge = round(width * MARGIN)
            assert not any(used[:edge]), (one["title"], page)
            assert not any(used[-edge:]), (one["title"], page)


@LANGS
def test_the_page_about_one_good_is_at_most_two_pages(lang):
    (good, *_) = steel().goods.goods
    one = replace(steel(), goods=replace(steel().goods, goods=(good,)))
    assert len(pages(cbam_pages.pdf_of(one, cbam_pages.cost_data(one, lang)))) <= 2
