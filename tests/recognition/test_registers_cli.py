"""``carnet register`` and ``carnet recognition``: what a person types and sees, in both languages."""

from __future__ import annotations

import csv
import json
import re

import pytest

from carnet.recognition.registers_kinds import KINDS
from carnet.recognition.vocabulary import OVERALL, PURPOSES
from carnet.report.palette import PAPER
from carnet.report.recognition_officer import officer_data
from carnet.report.recognition_words import CELL_STYLE, VERDICT_STYLE
from carnet.service.recognition_data import on_file
from carnet.service.recognition_pages import officer_inputs
from tests.cli.program import carnet

pytestmark = pytest.mark.slow

CHINESE = re.compile(r"[\u4e00-\u9fff]")
MEMO = "cq-memo-trucks-2026-06-25"
BY = ("--by", "Li", "--on")
NAMES = ("--zh", "甲", "--en", "A")


@pytest.fixture
def run(capfd, tmp_path):
    return lambda *arguments: carnet(capfd, "--home", str(tmp_path / "home"), *arguments)


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "statement.pdf"
    path.write_bytes(b"a statement")
    return str(path)


@pytest.fixture
def study(tmp_path):
    """A study nobody else writes to."""
    from carnet.store import read_file

    path = tmp_path / "coil.toml"
    path.write_bytes(read_file("studies/hrc_bf_bof_illustrative.toml"))
    return str(path)


def product(run, name: str = "coil", **fields: str):
    settings = [part for key, text in {"product": "coil", **fields}.items() for part in ("--set", f"{key}={text}")]
    return run("register", "products", "add", name, *NAMES, *settings, *BY, "2026-01-01")


def test_a_product_from_plan_to_statement(run, study, paper, tmp_path):
    assert product(run).code == 0
    early = run("register", "products", "step", "coil", "verified", *BY, "2026-02-01", "--json")
    assert early.code == 2
    assert {each["code"] for each in early.document["problems"]} >= {"REC-153", "REC-154"}
    done = run(
        "register", "products", "step", "coil", "calculated", "--study", study, "--regime", "gbt24067", "--json",
        *BY, "2026-02-01",
    )  # fmt: skip
    assert done.document["fields"]["figure"] == "1906.8"
    assert done.document["fields"]["basis"] == "conservative"
    counted = run("register", "counts", "--on", "2026-02-01", "--json").document["registers"]["products"]
    assert counted["count"] == 0
    verified = run(
        "register",
        "products",
        "step",
        "coil",
        "verified",
        "--set",
        "verifier=V",
        "--document",
        paper,
        *BY,
        "2026-03-01",
    )
    assert verified.code == 0, verified.err
    assert run("register", "counts", "--on", "2026-03-01", "--json").document["registers"]["products"]["count"] == 1
    entries = run("register", "products", "history", "coil", "--json").document["entries"]
    assert [each["action"] for each in entries] == ["add", "step", "step"]
    assert entries[2]["before"]["state"] == "calculated"
    assert entries[2]["after"]["statement"] == "statement.pdf"
    assert entries[2]["after"]["statement_sha256"].startswith("sha256:")
    lines = (tmp_path / "home" / "registers" / "products.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == entries


def test_nobody_and_no_day_is_refused(run):
    found = run("register", "products", "add", "coil", *NAMES, "--set", "product=coil", "--json")
    assert {each["code"] for each in found.document["problems"]} == {"REC-157", "REC-158"}


def test_a_changed_line_is_seen_told_and_stops_writing(run, tmp_path):
    product(run)
    run("register", "products", "note", "coil", "looked at it", *BY, "2026-01-02")
    path = tmp_path / "home" / "registers" / "products.jsonl"
    path.write_text(path.read_text("utf-8").replace('"coil"', '"foil"', 1), "utf-8")
    before = path.read_bytes()
    assert run("register", "check").code == 1
    assert "REC-162" in run("register", "products", "list").err
    stopped = run("register", "products", "note", "foil", "again", *BY, "2026-01-03", "--json")
    assert stopped.code == 1
    assert stopped.document["problems"][0]["code"] == "REC-179"
    assert path.read_bytes() == before


def test_a_line_cut_off_is_told_and_work_goes_on(run, tmp_path):
    product(run)
    path = tmp_path / "home" / "registers" / "products.jsonl"
    path.write_bytes(path.read_bytes() + b'{"action":"st')
    listed = run("register", "products", "list", "--json")
    assert [each["code"] for each in listed.document["problems"]] == ["REC-164"]
    assert run("register", "check").code == 0
    written = run("register", "products", "note", "coil", "again", *BY, "2026-01-03", "--json")
    assert [each["code"] for each in written.document["problems"]] == ["REC-164"]
    assert (path.parent / "products.torn").read_bytes() == b'{"action":"st\n'
    assert run("register", "products", "list", "--json").document["problems"] == []


def test_lines_taken_off_the_end_are_seen(run, tmp_path):
    product(run)
    product(run, "b")
    path = tmp_path / "home" / "registers" / "products.jsonl"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    assert "REC-165" in run("register", "check").err


def test_a_draft_standard_is_said_with_every_figure_and_once_published_no_more(run, study, paper):
    run(
        "register", "standards", "add", "s", *NAMES, "--state", "working_draft", "--set", "body=B",
        "--set", "role=lead", "--set", "regimes=gbt24067", *BY, "2026-01-01",
    )  # fmt: skip
    drafted = run("calc", study, "--regime", "gbt24067", "--regime", "iso14067", "--json").document
    assert [(p["code"], p["value"]) for p in drafted["draft_methods"]] == [("REC-174", "gbt24067")]
    product(run)
    step = ("register", "products", "step", "coil", "calculated", "--study", study, "--regime", "gbt24067")
    assert run(*step, *BY, "2026-02-01", "--json").document["fields"]["draft_method"] == "s"
    run("register", "standards", "step", "s", "published", "--set", "number=X", "--document", paper, *BY, "2026-02-02")
    assert run("calc", study, "--regime", "gbt24067", "--json").document["draft_methods"] == []
    assert "draft_method" not in run(*step, *BY, "2026-02-03", "--json").document["fields"]


def test_a_regime_that_is_a_draft_itself_is_not_named_twice(run, study):
    from carnet.regime.vocabulary import DRAFTS
    from carnet.service import datasets

    names = [name for name in datasets.regimes().ids() if datasets.regimes().versions(name)[0].nature in DRAFTS]
    assert names
    run(
        "register", "standards", "add", "s", *NAMES, "--state", "working_draft", "--set", "body=B",
        "--set", "role=lead", "--set", f"regimes={'; '.join(names)}", *BY, "2026-01-01",
    )  # fmt: skip
    assert run("calc", study, "--json").document["draft_methods"] == []


def test_two_methods_on_one_data_set_are_bridged(run, study):
    run("register", "trials", "add", "t", *NAMES, "--set", "question=which", *BY, "2026-01-01")
    for regime in ("gbt24067", "iso14067"):
        done = run("register", "trials", "run", "t", study, "--regime", regime, *BY, "2026-01-02", "--json")
        assert done.code == 0, done.err
    second = done.document["runs"][1]
    terms = dict(part.split(" ") for part in second["bridge"].split("; "))
    figures = [float(each["figure"]) for each in done.document["runs"]]
    assert sum(float(term) for term in terms.values()) == pytest.approx(figures[1] - figures[0], abs=0.11)
    assert done.document["spread"]["runs"] == 2


def test_a_run_on_other_data_is_refused_or_bridged(run, study, tmp_path):
    from carnet.store import read_file

    other = tmp_path / "other.toml"
    other.write_bytes(read_file("studies/hrc_bf_bof_a.toml"))
    run("register", "trials", "add", "t", *NAMES, "--set", "question=which", *BY, "2026-01-01")
    run("register", "trials", "run", "t", study, "--regime", "gbt24067", *BY, "2026-01-02")
    again = ("register", "trials", "run", "t", str(other), "--regime", "gbt24067", *BY, "2026-01-03", "--json")
    assert [p["code"] for p in run(*again).document["problems"]] == ["REC-172"]
    assert run(*again, "--against", study).document["runs"][1]["bridge"]


def test_a_pilot_case_moves_its_item_and_a_word_in_a_file_does_not(run, paper, tmp_path):
    status = ("policy", "show", MEMO, "--on", "2026-11-22", "--json")
    assert run(*status).document["status"] == "reported"
    run(
        "register", "pilots", "add", "p", *NAMES, "--set", "product=x", "--set", "market=EU", "--set", "purpose=epd",
        "--set", f"item={MEMO}", *BY, "2026-08-01",
    )  # fmt: skip
    assert run(*status).document["status"] == "reported"
    weak = ("register", "pilots", "step", "p", "running", "--document", paper, *BY, "2026-09-01", "--json", "--set")
    assert [p["code"] for p in run(*weak, "grade=D4").document["problems"]] == ["REC-168"]
    early = ("register", "pilots", "step", "p", "running", "--document", paper, *BY, "2026-06-01", "--json", "--set")
    assert "REC-183" in [p["code"] for p in run(*early, "grade=B2").document["problems"]]
    assert run(*weak, "grade=B2").code == 0
    told = run(*status).document  # the memorandum itself is known from a press text alone
    assert (told["status"], told["grade"]) == ("reported", "D4")
    policy = tmp_path / "home" / "policy"
    policy.mkdir()
    (policy / "signed.more.toml").write_text(SIGNED, "utf-8")
    assert run(*status).document["status"] == "pilot_running"
    assert run("policy", "show", MEMO, "--on", "2026-08-31", "--json").document["status"] == "signed"
    path = tmp_path / "home" / "registers" / "pilots.jsonl"
    path.write_text(path.read_text("utf-8").replace("B2", "A1"), "utf-8")
    assert run(*status).document["status"] == "signed"  # a broken register gives no case


SIGNED = f"""
to = "{MEMO}"

[[versions]]
id = "own"

[[captures]]
id = "scan"
version = "own"
retrieved_on = "2026-07-20"
language = "zh"
origin = "the body's own channel"
official = true
source_kind = "official"

[[events]]
status = "signed"
on = "2026-06-25"
known_on = "2026-07-20"
capture = "scan"
grade = "B1"
"""


def test_a_broken_register_and_a_broken_item_are_no_success(run, tmp_path):
    """Exit 1 wherever they are read, and a notice on the officer's page."""
    home = tmp_path / "home"
    run("register", "products", "add", "x", *NAMES, "--set", "product=coil", *BY, "2026-01-01")
    run("register", "products", "note", "x", "sent", *BY, "2026-01-02")
    assert run("register", "products", "list").code == 0
    page = tmp_path / "officer.pdf"
    assert run("recognition", "officer", "--out", str(page)).code == 0
    (home / "registers" / "products.head").unlink()
    for words in (("list",), ("list", "--json"), ("show", "x"), ("history",)):
        assert run("register", "products", *words).code == 1, words
    assert "REC-186" in run("register", "check", "--json").out
    inputs = officer_inputs("2026-11-22")
    assert any("products" in each.en for each in inputs.broken)
    assert "products" in str(officer_data(inputs, "en")["blocks"][2])
    page.unlink()
    assert run("recognition", "officer", "--out", str(page)).code == 1
    (home / "policy").mkdir()
    (home / "policy" / "bad.toml").write_text("id = 7\n", "utf-8")
    for words in (("list",), ("list", "--json"), ("tasks",), ("show", MEMO)):
        assert run("policy", *words).code == 1, words


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_screen_speaks_the_language(run, paper, lang):
    for name, kind in KINDS.items():
        rules = run("--lang", lang, "register", name, "rules")
        assert rules.code == 0
        assert bool(CHINESE.search(rules.out)) == (lang == "zh")
        assert all(text.zh and text.en for text in kind.states.values())
        empty = run("--lang", lang, "register", name, "list")
        assert bool(CHINESE.search(empty.out)) == (lang == "zh")
    run("register", "products", "add", "x", "--zh", "A", "--en", "A", "--set", "product=coil", *BY, "2026-01-01")
    for screen in (("products", "show", "x"), ("products", "history"), ("counts", "--on", "2026-01-01"), ("check",)):
        assert bool(CHINESE.search(run("--lang", lang, "register", *screen).out)) == (lang == "zh"), screen


# ── matrix and pages ─────────────────────────────────────────────────────────────────────────────


def test_verdicts_are_told_apart_by_letter_word_and_pattern_and_colour():
    assert set(VERDICT_STYLE) == set(OVERALL)
    for field in (
        lambda s: s.code, lambda s: s.name.zh, lambda s: s.name.en, lambda s: s.fill,
    ):  # fmt: skip
        assert len({field(style) for style in VERDICT_STYLE.values()}) == len(OVERALL)
    solid = [name for name, style in VERDICT_STYLE.items() if style.pattern == "solid" and style.fill != PAPER]
    assert set(solid) == {"meets", "not_in_scope"}


def test_the_matrix_says_what_the_verdicts_say(run, study, tmp_path):
    out = tmp_path / "m.csv"
    found = run("verdict", study, "--matrix", "--out", str(out), "--json").document
    assert {(c["market"], c["purpose"]) for c in found["cells"]} == {
        (market, purpose) for market in on_file().markets.by_id for purpose in PURPOSES
    }
    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    # Without a rule on file a cell may say more: none by nature, or for other products only (test_matrix_cells).
    silent = {"no_rule_on_file", "does_not_apply", "other_products"}
    shown = {row["key"]: "no_rule_on_file" if row["category"] in silent else row["category"] for row in rows}
    assert shown == {f"{c['market']}/{c['purpose']}": c["overall"] for c in found["cells"]}
    one = run("verdict", study, "--market", "EU", "--purpose", "cbam", "--json").document
    assert one["overall"] == next(c["overall"] for c in found["cells"] if (c["market"], c["purpose"]) == ("EU", "cbam"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_picture_has_a_letter_and_a_word_in_every_cell(run, study, tmp_path, lang):
    out = tmp_path / "m.svg"
    assert (
        run("--lang", lang, "recognition", "matrix", study, "--market", "EU", "--market", "SG", "--out", str(out)).code
        == 0
    )
    drawn = out.read_text("utf-8")
    groups = re.findall(r"<g><title>(.*?)</title>(.*?)</g>", drawn, re.DOTALL)
    assert len(groups) == 2 * len(PURPOSES)
    for _, inner in groups:
        words = re.findall(r"<text[^>]*>([^<]*)</text>", inner)
        assert words[0] in {style.code for style in CELL_STYLE.values()}
        assert "".join(words[1:]).replace(" ", "")
    assert "ILLUSTRATIVE" in drawn
    assert "…" not in "".join(re.findall(r"<text[^>]*>([^<]*)</text>", drawn))


def test_without_market_or_matrix_the_verdict_says_what_it_needs(run, study):
    assert run("verdict", study, "--json").document["problems"][0]["code"] == "CLI-008"
    assert (
        run("verdict", study, "--market", "EU", "--out", "x.svg", "--json").document["problems"][0]["code"] == "CLI-008"
    )


def text_of(path) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_exporters_page(run, study, tmp_path, lang):
    out = tmp_path / "e.pdf"
    assert run("--lang", lang, "recognition", "exporter", study, "--out", str(out)).code == 0
    text = text_of(out).replace("\n", "")
    wanted = {
        "zh": ("没有任何接收机构", "D4", "已知会耽误的", "也许会耽误的", "本页不主张的", "生产", "未采纳"),
        "en": (
            "No acceptance of this product",
            "D4",
            "Known delays",
            "Possible delays",
            "What is not claimed",
            "production",
        ),
    }[lang]
    for each in wanted:
        assert each in text, each
    known, possible = ("已知会耽误的", "也许会耽误的") if lang == "zh" else ("Known delays", "Possible delays")
    assert text.index(known) < text.index(possible)
    first = text[text.index(known) : text.index(possible)]
    asked = [e for m in on_file().markets.by_id.values() for e in m.purposes]
    for each in (d.get(lang) for e in asked for d in e.delays_possible):
        assert each not in first
    if lang == "en":
        assert not CHINESE.search(text.replace("示意", "").replace("草稿", ""))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_officers_page(run, tmp_path, lang):
    out = tmp_path / "o.pdf"
    assert run("--lang", lang, "recognition", "officer", "--on", "2026-11-22", "--out", str(out)).code == 0
    text = text_of(out).replace("\n", "")
    none = {"zh": "没有一个试点在进行", "en": "no pilot is running"}[lang]
    assert none in text
    for each in ("C1", "C10", "D4", MEMO[:12]):
        assert each in text
    again = tmp_path / "again.pdf"
    run("--lang", lang, "recognition", "officer", "--on", "2026-11-22", "--out", str(again))
    assert again.read_bytes() == out.read_bytes()
