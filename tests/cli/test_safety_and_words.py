"""What a new user met: regimes that fail alone, files that stay, sentences in both languages, text for a screen."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import click
import pytest

from carnet.cli import calculation
from carnet.cli.calculation import DATES
from carnet.cli.data import SCHEMAS
from carnet.cli.explaining import MOST_CHILDREN, MOST_LINES, decimal, tree_lines
from carnet.cli.main import ORDER, program
from carnet.cli.showing import weight_of, why_blocked
from carnet.exchange.pack import read_pack
from carnet.exchange.study import write_study
from carnet.service import catalogues, demo
from carnet.service.demo import run_demo
from carnet.service.studies import open_study
from carnet.service.templates import new_study
from tests.assessment.cases import SIX, calculated, opened, with_assumptions
from tests.cli.program import carnet, write
from tests.strategies import small_study

pytestmark = pytest.mark.slow

CHINESE = re.compile(r"[\u4e00-\u9fff]")
EARLY = ("--legal-date", "2020-01-01")


@pytest.fixture
def run(capfd):
    return lambda *arguments: carnet(capfd, *arguments)


@pytest.fixture
def study(tmp_path):
    return write(tmp_path, small_study(1))


@pytest.fixture
def coil(tmp_path):
    return write(tmp_path, opened("b").study, "coil.toml")


def codes(done):
    return [p["code"] for p in done.document["problems"]]


# ── one regime that fails ────────────────────────────────────────────────────────────────────────


def test_a_regime_not_in_force_does_not_stop_the_others(run, study):
    done = run("--json", "calc", study, *EARLY)
    assert done.code == 0
    failed = {each["regime"]: each["problems"] for each in done.document["not_calculated"]}
    assert "eu_cbam" in failed
    assert failed["eu_cbam"][0]["code"] == "REG-102"
    done_ids = {r["regime"]["id"] for r in done.document["results"]}
    assert set(SIX) - set(failed) <= done_ids
    assert not done_ids & set(failed)
    for lang, words in (("zh", "未计算"), ("en", "not calculated")):
        text = run("--lang", lang, "calc", study, *EARLY)
        assert text.code == 0
        assert len([line for line in text.out.splitlines() if words in line]) == len(failed)
        assert "REG-102" not in text.err


def test_a_regime_asked_for_by_name_gives_its_error_and_the_others_are_done(run, study):
    named = ("--regime", "eu_cbam", "--regime", "iso14067")
    done = run("calc", study, *named, *EARLY)
    assert done.code == 0
    assert "REG-102" in done.err
    assert "iso14067@2018" in done.out
    also = run("pack", study, *named[:2], "--regime", "no_such", "--out", f"{study}.zip")
    assert (also.code, "REG-101" in also.err) == (0, True)
    alone = run("--json", "calc", study, "--regime", "eu_cbam", *EARLY)
    assert alone.code == 2
    assert alone.document["results"] == []
    assert codes(alone) == ["REG-102"]


@pytest.mark.parametrize("command", ["pack", "report", "chart"])
def test_other_commands_leave_a_failing_regime_out_too(run, tmp_path, command):
    early = replace(small_study(1), period_from="2019-01-01", period_to="2019-12-31", legal_date="2020-01-01")
    rows = tuple(replace(e, period_from="", period_to="") for e in early.exchanges)
    legs = tuple(replace(t, period_from="", period_to="") for t in early.transport)
    contracts = tuple(replace(c, certificates=()) for c in early.contracts)
    path = write(tmp_path, replace(early, exchanges=rows, transport=legs, contracts=contracts, certificates=()))
    out = {"pack": "p.zip", "report": "folder", "chart": "c.svg"}[command]
    kind = ("--kind", "regimes") if command == "chart" else ()
    done = run("--json", command, path, *kind, "--out", str(tmp_path / out))
    assert done.code == 0, done.out
    assert "eu_cbam" in {each["regime"] for each in done.document["not_calculated"]}
    if command == "pack":
        names = read_pack((tmp_path / out).read_bytes()).files
        assert "results/iso14067/headline.json" in names
        assert not [n for n in names if "eu_cbam" in n]


# ── files ────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_of_the_user_is_overwritten(run, study, tmp_path):
    for name, command in (("p.zip", "pack"), ("c.svg", "chart"), ("c.json", "convert")):
        mine = tmp_path / name
        mine.write_bytes(b"mine")
        done = run("--json", command, study, "--out", str(mine))
        assert (done.code, codes(done)) == (2, ["CLI-006"])
        assert mine.read_bytes() == b"mine"
    mine = tmp_path / "reports" / "report.zh.pdf"
    mine.parent.mkdir()
    mine.write_bytes(b"mine")
    assert codes(run("--json", "report", study, "--out", str(mine.parent))) == ["CLI-006"]
    assert mine.read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("command", "name"), [("pack", "p.xlsx"), ("convert", "s.zip"), ("chart", "c.pdf"), ("pack", "study.toml")]
)
def test_another_extension_is_refused_before_any_work(run, study, tmp_path, command, name):
    before = Path(study).read_bytes()
    assert codes(run("--json", command, study, "--out", str(tmp_path / name))) == ["CLI-010"]
    assert Path(study).read_bytes() == before


def test_new_writes_workbooks_only(run, tmp_path):
    out = str(tmp_path / "x.json")
    assert codes(run("--json", "new", "--product", "hot_rolled_coil", "--out", out)) == ["CLI-010"]


def test_a_folder_that_cannot_be_made_is_a_sentence_in_both_languages(run, study, tmp_path):
    (tmp_path / "file").write_text("x")
    out = str(tmp_path / "file" / "folder")
    done = run("--json", "report", study, "--out", out)
    (found,) = done.document["problems"]
    assert (done.code, found["code"]) == (2, "CLI-002")
    assert "不是文件夹" in found["cause"]["zh"]
    assert not CHINESE.search(found["cause"]["en"])
    assert "没有这个文件" in run("calc", str(tmp_path / "nothing.toml")).err
    assert "这是文件夹" in run("calc", str(tmp_path)).err


def test_what_nobody_foresaw_is_one_sentence(run, study, monkeypatch):
    def broken(*_args: object, **_more: object) -> None:
        message = "secret detail"
        raise ZeroDivisionError(message)

    monkeypatch.setattr(calculation, "attempt", broken)
    done = run("calc", study)
    assert (done.code, done.out) == (2, "")
    assert "CLI-009" in done.err
    assert "secret" not in done.err
    assert codes(run("--json", "calc", study)) == ["CLI-009"]
    with pytest.raises(ZeroDivisionError):
        run("calc", study, "--debug")


@pytest.mark.slow
def test_a_workbook_filled_in_after_the_demo_is_kept_when_the_demo_runs_again(tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "_charts", lambda *_: [])
    monkeypatch.setattr(demo, "_reports", lambda *_: [])
    monkeypatch.setattr(demo, "seal", lambda *_, **__: b"")
    monkeypatch.setattr(demo, "check_pack", lambda *_: {})
    run_demo(tmp_path, lambda _: None)
    edited = write_study(small_study(2), demo.WORKBOOK)
    (tmp_path / demo.WORKBOOK).write_bytes(edited)
    run_demo(tmp_path, lambda _: None)
    assert (tmp_path / f"{demo.WORKBOOK}.bak").read_bytes() == edited


# ── wrong usage ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arguments", "code", "zh", "offered"),
    [(("calc",), "CLI-008", "STUDY", ""), (("calc", "x", "--regimes", "y"), "CLI-011", "--regimes", "--regime"),
     (("trace", "x"), "CLI-008", "追溯", ""), (("pack", "x"), "CLI-008", "写到", ""),
     (("accept", "x", "--regime", "y"), "CLI-008", "未定值", ""), (("chek", "x"), "CLI-013", "chek", "check"),
     (("chart", "x", "--kind", "pie", "--out", "y"), "CLI-012", "pie", "stages"),
     (("--lang", "fr", "calc", "x"), "CLI-012", "fr", "zh"), (("calc", "x", "y"), "CLI-014", "写法", "")],
)  # fmt: skip
def test_wrong_usage_is_told_in_both_languages_and_as_json(run, arguments, code, zh, offered):
    done = run("--json", *arguments)
    assert (done.code, done.err) == (2, "")
    (found,) = done.document["problems"]
    assert found["code"] == code
    assert zh in found["cause"]["zh"]
    assert not CHINESE.search(found["cause"]["en"] + found["fix"]["en"])
    assert offered in ",".join(found["candidates"])
    text = run(*arguments)
    assert (text.code, text.out) == (2, "")
    assert code in text.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("bridge", "STUDY", "--from", "iso14067"), "两端"),
     (("bridge", "STUDY", "--from-date", "2026-01-01"), "按哪个方案"),
     (("chart", "STUDY", "--kind", "waterfall", "--out", "x.svg"), "瀑布图")],
)  # fmt: skip
def test_a_missing_option_says_what_this_command_needs_it_for(run, study, arguments, words):
    done = run("--json", *[study if a == "STUDY" else a for a in arguments])
    assert set(codes(done)) == {"CLI-008"}
    for found in done.document["problems"]:
        assert words in found["cause"]["zh"]
        assert "姓名" not in found["cause"]["zh"]


# ── text for people ──────────────────────────────────────────────────────────────────────────────


def test_calc_says_why_a_figure_cannot_be_issued_and_what_stands_in(run, coil):
    text = run("calc", coil).out
    (line,) = [each for each in text.splitlines() if each.startswith("  iso14067: ")]
    (shared,) = [each for each in text.splitlines() if each.startswith("暂不能签发，因为：")]
    for words in ("研究为文献数据", "未解决的数据检查 CHK-004"):
        assert words in shared
        assert words not in line
    for words in ("条规则凭记忆未核对", "缺口 1"):
        assert words in line
    assert re.search(r"  (.*, )?iso14067 \d+.*；最大的：", text)
    assert len([each for each in text.splitlines() if each.startswith("! FAC-007")]) == 1
    assert "--json 的 blocked_by" not in text


def test_the_causes_are_counted_as_blocked_by_lists_them():
    result = calculated("b")["pact3"].result
    recalled = sum(b["status"] == "recalled" and "." in b["parameter"] for b in result["blocked_by"])
    said = why_blocked(result, "zh")
    assert any(each.startswith(f"{recalled} 条规则凭记忆") for each in said)
    assert "假设 2" in said
    assert why_blocked({"blocked_by": [], "accepted": []}, "en") == ["there is no figure"]


def test_the_largest_proxy_is_the_one_that_weighs_most():
    result = calculated("b")["iso14067"].result
    weights = {row["id"]: weight_of(row["id"], result) for row in result["factors"]}
    assert max(weights.values()) > 0
    assert weight_of("no.such", result) == 0


@pytest.mark.parametrize("figure", ["/figure", "/by_stage/0", "/by_line/0"])
def test_trace_fits_a_screen_and_prints_decimals(run, coil, figure):
    done = run("trace", coil, "--regime", "iso14067", "--figure", figure)
    lines = done.out.splitlines()
    assert len(lines) <= MOST_LINES + 2
    assert not re.search(r"= -?\d+/\d+", done.out)


def test_long_sums_show_their_largest_children_and_add_the_rest_up():
    leaves = [{"id": f"n{i}", "op": "leaf", "value": f"{i}/1", "leaf": {"kind": "constant"}} for i in range(1, 21)]
    root = {"id": "r", "op": "sum", "value": "210/1", "args": [leaf["id"] for leaf in leaves]}
    lines = tree_lines({"root": "r", "nodes": [root, *leaves]}, "en", 5)
    assert len(lines) == 1 + MOST_CHILDREN + 1
    assert lines[-1].strip() == "… 8 more, together = 36"
    assert "= 20 " in lines[-2]


@pytest.mark.parametrize(
    ("exact", "text"), [("5/1", "5"), ("1/3", "0.333333"), ("-1234567/10", "-123457"), ("1/2", "0.5")]
)
def test_fractions_are_printed_with_six_digits(exact, text):
    assert decimal(Fraction(exact)) == text


def test_a_bridge_of_dates_labels_its_sides_and_says_when_nothing_differs(run, study):
    arguments = ("bridge", study, "--regime", "eu_cbam", "--legal-date", "2027-06-01", "--from-date")
    text = run(*arguments, "2026-06-01").out
    assert "eu_cbam (法定日期 2026-06-01)" in text
    assert "eu_cbam (法定日期 2027-06-01)" in text
    same = run(*arguments, "2027-06-01")
    assert same.code == 0
    assert "没有差异" in same.out
    assert "没有差异" not in text


# ── packs ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    import sys

    from carnet.cli.main import main

    folder = tmp_path_factory.mktemp("packed")
    path = write(folder, with_assumptions(small_study(1)))
    before, sys.argv = sys.argv, ["carnet", "--json", "pack", path, "--out", str(folder / "pack.zip")]
    try:
        main()
    finally:
        sys.argv = before
    return folder / "pack.zip"


def test_a_view_is_cut_from_an_existing_pack(run, packed, tmp_path):
    out = tmp_path / "view.zip"
    assert run("pack", str(packed), "--view", "customs", "--out", str(out)).code == 0
    whole, view = read_pack(packed.read_bytes()), read_pack(out.read_bytes())
    assert view.intact
    assert view.manifest_digest == whole.manifest_digest
    assert set(view.files) < set(whole.files)
    shown = run("check", str(out))
    assert shown.code == 0
    assert "未披露" in shown.out
    assert "None" not in shown.out
    assert codes(run("--json", "pack", str(packed), "--regime", "eu_cbam", "--out", str(out))) == ["CLI-014"]


def test_the_study_of_a_pack_can_be_calculated(run, packed, tmp_path):
    path = tmp_path / "study.json"
    path.write_bytes(read_pack(packed.read_bytes()).files["study.json"])
    assert "salt" in json.loads(path.read_bytes())
    done = run("--json", "calc", str(path))
    assert done.code == 0
    files = read_pack(packed.read_bytes()).files
    for result in done.document["results"]:
        issued = json.loads(files[f"results/{result['regime']['id']}/headline.json"])
        for name in ("value", "lower", "upper"):
            assert issued["figure"][name] == result["figure"][name]


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7 x", b"{}"])
@pytest.mark.parametrize("command", ["check", "recompute", "pack"])
def test_what_is_no_pack_is_refused_in_one_sentence(run, tmp_path, content, command):
    path = tmp_path / "thing.zip"
    path.write_bytes(content)
    more = ("--out", str(tmp_path / "view.zip")) if command == "pack" else ()
    done = run(command, str(path), *more)
    assert (done.code, done.out) == (1, "")
    assert "不是证据包" in done.err
    assert len(done.err.splitlines()) == 3


def test_a_workbook_is_no_pack(run, tmp_path):
    path = write(tmp_path, small_study(1), "coil.xlsx")
    assert len(run("check", path).err.splitlines()) == 3
    assert run("--json", "check", path).document["verdict"] == "refused"


# ── help, new, accept ────────────────────────────────────────────────────────────────────────────


def walk(group, path=()):
    for name, command in group.commands.items():
        if not command.hidden:
            yield (*path, name), command
            if isinstance(command, click.Group):
                yield from walk(command, (*path, name))


@pytest.mark.parametrize(
    ("path", "command"), list(walk(program)), ids=lambda v: " ".join(v) if isinstance(v, tuple) else ""
)
def test_every_help_is_first_chinese_then_english(path, command):
    first, _, second = (command.help or "").partition("\n\n")
    assert first
    assert second
    if path != ("schema",):
        assert CHINESE.search(first)
    assert not CHINESE.search(second)
    assert command.get_short_help_str(limit=200) == command.short_help


def test_the_help_lists_commands_in_the_order_of_the_work_and_cuts_none(run):
    text = run("--help").out
    places = [text.index(f"\n  {name} ") for name in ORDER]
    assert places == sorted(places)
    assert set(ORDER) == {name for name, command in program.commands.items() if not command.hidden}
    assert "..." not in text.split("Commands:")[1]


def test_schema_names_exactly_what_exists(run):
    assert set(SCHEMAS) == set(catalogues.schemas())
    assert all(name in run("schema", "--help").out for name in SCHEMAS)
    assert len(DATES) == 2


def test_a_new_workbook_cites_nothing_that_is_not_in_it(run, tmp_path):
    path = tmp_path / "mine.xlsx"
    path.write_bytes(new_study("hot_rolled_coil"))
    study = open_study(str(path)).study
    shipped = opened("b").study
    notes = [r.note for r in (*study.exchanges, *study.processes, *study.contracts, *study.properties)]
    assert not [n for n in notes if "defect" in n]
    assert (study.defects, study.purpose) == ((), "")
    assert study.sources == shipped.sources
    assert (study.period_from, study.legal_date) == (shipped.period_from, shipped.legal_date)
    said = run("new", "--product", "hot_rolled_coil", "--out", str(tmp_path / "other.xlsx")).out
    assert "先改写" in said


FIELDS = ("--regime", "iso14067", "--by", "Wang Fang", "--reason", "read it")


def test_accept_without_a_value_prints_the_one_on_file(run, study):
    done = run("accept", study, *FIELDS, "--parameter", "D4.gwp_set", "--source", "6.5")
    assert done.code == 0
    assert "D4.gwp_set = AR" in done.out
    again = run("--json", "accept", study, *FIELDS, "--parameter", "D4.gwp_set", "--source", "6.5").document
    assert again["accepted"]["values_on_file"]["iso14067"].startswith("AR")


@pytest.mark.parametrize(
    ("parameter", "value", "offered"),
    [("D9.markup", "-0.1", "≥ 0"), ("D3.limit_percent", "101", "0 … 100"), ("K4.decimals", "1.5", "0 … 9"),
     ("K4.decimals", "many", "0 … 9")],
)  # fmt: skip
def test_a_decimal_out_of_its_range_is_refused_with_the_range(run, study, parameter, value, offered):
    done = run("--json", "accept", study, *FIELDS, "--parameter", parameter, f"--value={value}")
    (found,) = done.document["problems"]
    assert (found["code"], found["candidates"]) == ("CAL-011", [offered])
