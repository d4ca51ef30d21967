"""The commands: exit codes, one JSON document, both languages, no traceback."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from carnet.cli.later import NOT_BUILT
from carnet.cli.main import program
from carnet.exchange.study import write_study
from carnet.service import catalogues
from tests.assessment.cases import SIX, opened, with_assumptions
from tests.cli.program import Run, carnet, write
from tests.strategies import small_study

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def study(tmp_path):
    return write(tmp_path, small_study(1))


@pytest.fixture
def assumed(tmp_path):
    return write(tmp_path, with_assumptions(small_study(1)), "assumed.toml")


@pytest.fixture
def run(capfd):
    return lambda *arguments: carnet(capfd, *arguments)


def all_codes(done: Run) -> list[str]:
    return [p["code"] for p in done.document["problems"]]


# ── calc ─────────────────────────────────────────────────────────────────────────────────────────


def test_calc_gives_one_result_per_regime(run, study):
    done = run("--json", "calc", study)
    assert (done.code, done.err) == (0, "")
    results = done.document["results"]
    ids = [r["regime"]["id"] for r in results]
    assert set(SIX) < set(ids)
    assert ids == sorted(ids)
    for result in results:
        jsonschema.validate(result, catalogues.schemas()["result"])
    assert run("calc", study, "--json").out == done.out


def test_calc_of_some_regimes_on_other_dates(run, study):
    done = run(
        "calc", study, "--json", "--regime", "iso14067@2018", "--regime", "eu_cbam", "--legal-date", "2027-01-01"
    )
    assert [(r["regime"]["id"], r["legal_date"]) for r in done.document["results"]] == [
        ("iso14067", "2027-01-01"), ("eu_cbam", "2027-01-01")
    ]  # fmt: skip


@pytest.mark.parametrize(("lang", "word"), [("zh", "方案"), ("en", "regime")])
def test_calc_for_people(run, study, lang, word):
    done = run("--lang", lang, "calc", study)
    assert done.code == 0
    assert word in done.out
    assert "D8.tiers" in done.out
    one = run("--lang", lang, "calc", study, "--regime", "pact3", "--regime", "iso14067")
    assert "carnet accept STUDY --regime pact3 --parameter D8.tiers" in one.out
    if lang == "en":
        names = done.out.replace("·", "")
        assert not CHINESE.search(names), CHINESE.search(names)


def test_chinese_is_the_default(run, study):
    assert run("calc", study).out == run("--lang", "zh", "calc", study).out


def test_calc_without_any_figure_exits_2_and_still_says_what_is_missing(run, study):
    done = run("calc", study, "--json", "--regime", "pact3")
    assert done.code == 2
    (result,) = done.document["results"]
    assert result["missing"]
    text = run("calc", study, "--lang", "en", "--regime", "pact3")
    assert text.code == 2
    assert "CAL-010" in text.err
    assert "D8.tiers" in text.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("calc", "nowhere.toml"), "CLI-001"), (("calc", "STUDY", "--regime", "iso14068"), "REG-101"),
     (("calc", "STUDY", "--legal-date", "soon"), "REG-105"),
     (("bridge", "STUDY", "--from", "pact3", "--to", "iso14067"), "CAL-014"),
     (("bridge", "STUDY", "--from", "iso14067"), "CLI-008"),
     (("trace", "STUDY", "--regime", "iso14067", "--figure", "/nothing"), "CAL-015"),
     (("accept", "STUDY", "--regime", "pact3", "--parameter", "D8.tiers", "--value", "x"), "CLI-003"),
     (("factors", "show", "nothing"), "CLI-005"), (("schema", "nothing"), "CLI-005"),
     (("regimes", "show", "nothing"), "REG-101"), (("new", "--product", "bread", "--out", "x.xlsx"), "CLI-005")],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_wrong_usage_exits_2_with_a_code_a_cause_and_a_fix(run, study, arguments, code, lang):
    words = [study if a == "STUDY" else a for a in arguments]
    done = run("--lang", lang, *words)
    assert (done.code, done.out) == (2, "")
    assert code in done.err
    assert "→" in done.err
    assert bool(CHINESE.search(done.err)) == (lang == "zh")
    as_json = run("--json", *words)
    assert as_json.code == 2
    assert code in all_codes(as_json)
    assert as_json.err == ""


def test_every_problem_of_a_study_comes_at_once(run, tmp_path):
    broken = small_study(3)
    rows = tuple(replace(e, unit="furlong") if i < 3 else e for i, e in enumerate(broken.exchanges))
    path = write(tmp_path, replace(broken, exchanges=rows, country="XX"))
    done = run("calc", path, "--json")
    assert done.code == 2
    assert len([p for p in done.document["problems"] if p["value"] == "furlong"]) == 3
    assert "XX" in [p["value"] for p in done.document["problems"]]


@pytest.mark.parametrize("content", [b"", b"{", b"[[[", b"PK\x03\x04garbage", b"\xff\xfe\x00"])
@pytest.mark.parametrize("name", ["study.toml", "study.json", "study.xlsx"])
def test_a_file_that_is_no_study_exits_2(run, tmp_path, content, name):
    path = tmp_path / name
    path.write_bytes(content)
    assert run("calc", str(path)).code == 2
    assert run("--json", "calc", str(path)).document["problems"]


@pytest.mark.parametrize(
    "arguments", [("calc",), ("calc", "STUDY", "--nothing"), ("nothing",), ("chart", "STUDY", "--kind", "pie"),
                  ("--lang", "fr", "calc", "STUDY")],
)  # fmt: skip
def test_an_option_that_does_not_exist_exits_2(run, study, arguments):
    done = run(*[study if a == "STUDY" else a for a in arguments])
    assert (done.code, done.out) == (2, "")
    assert done.err


# ── bridge, trace, accept, chart ─────────────────────────────────────────────────────────────────


def test_bridge_as_json_keeps_its_schema(run, assumed):
    done = run("--json", "bridge", assumed, "--from", "iso14067", "--to", "responsiblesteel")
    assert done.code == 0
    jsonschema.validate(done.document, catalogues.schemas()["bridge"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_bridge_for_people_shows_every_term(run, tmp_path, lang):
    assumed = write(tmp_path, with_assumptions(small_study(0)))  # rolled: per tonne of steel is another unit
    arguments = ("bridge", assumed, "--from", "iso14067", "--to", "worldsteel_co2")
    terms = run("--json", *arguments).document["terms"]
    text = run("--lang", lang, *arguments).out
    for term in terms:
        assert term["value"] in text
        assert term["name"][lang] in text
    assert {"zh": "单位换算", "en": "unit conversion"}[lang] in text


def test_bridge_between_versions_and_dates(run, study, tmp_path):
    older = write(tmp_path, small_study(2), "older.toml")
    done = run("--json", "bridge", study, "--from-study", older, "--regime", "iso14067")
    assert [t["dimension"] for t in done.document["terms"]] == ["study"]
    dated = run("--json", "bridge", study, "--from-date", "2026-01-01", "--legal-date", "2027-01-01", "--regime",
                "eu_cbam")  # fmt: skip
    assert [t["dimension"] for t in dated.document["terms"]] == ["rules"]
    assert run("bridge", study, "--from-study", older).code == 2


def test_trace_reaches_cells_factors_and_clauses(run, assumed):
    done = run("--json", "trace", assumed, "--regime", "iso14067", "--figure", "/figure")
    assert done.code == 0
    kinds = {leaf["leaf"]["kind"] for leaf in done.document["leaves"]}
    assert {"cell", "factor", "gwp"} <= kinds
    text = run("--lang", "en", "trace", assumed, "--regime", "iso14067")
    assert text.code == 0
    assert text.out.startswith("×")
    assert "cell" in text.out


def test_accept_is_kept_and_shown(run, study):
    fields = ("--regime", "pact3", "--by", "Wang Fang", "--reason", "trial")
    first = run("--json", "accept", study, *fields, "--parameter", "D6.default", "--value", "mass")
    assert first.code == 0
    assert first.document["accepted"]["assumed"] is True
    tiers = '[{"use": "grid", "kind": "electricity_life_cycle", "area": ["country"]}]'
    assert run("accept", study, *fields, "--parameter", "D8.tiers", "--value", tiers, "--source", "4.2").code == 0
    done = run("--json", "calc", study, "--regime", "pact3")
    (result,) = done.document["results"]
    assert [(a["parameter"], a["assumed"], a["by"]) for a in result["accepted"]] == [
        ("D6.default", True, "Wang Fang"), ("D8.tiers", False, "Wang Fang")
    ]  # fmt: skip
    assert (result["assumed"], result["issuable"]) == (True, False)
    assert Path(f"{study}.bak").exists()


@pytest.mark.parametrize("kind", ["stages", "sankey", "pareto", "regimes", "waterfall"])
@pytest.mark.parametrize("ending", ["svg", "csv"])
def test_charts(run, assumed, tmp_path, kind, ending):
    out = tmp_path / f"chart.{ending}"
    sides = ("--from", "iso14067", "--to", "eu_cbam") if kind == "waterfall" else ()
    assert run("chart", assumed, "--kind", kind, *sides, "--out", str(out)).code == 0
    assert out.stat().st_size > 100


def test_a_chart_of_another_format_is_refused(run, assumed, tmp_path):
    assert run("chart", assumed, "--out", str(tmp_path / "chart.gif")).code == 2


# ── studies and data ─────────────────────────────────────────────────────────────────────────────


def test_new_writes_a_workbook_once(run, tmp_path):
    out = str(tmp_path / "coil.xlsx")
    assert run("--json", "new", "--product", "hot_rolled_coil", "--out", out).document == {
        "written": out, "product": "hot_rolled_coil"
    }  # fmt: skip
    again = run("--json", "new", "--product", "hot_rolled_coil", "--out", out)
    assert (again.code, all_codes(again)) == (2, ["CLI-006"])
    assert run("calc", out, "--regime", "iso14067").code == 0


def test_convert_loses_nothing(run, study, tmp_path):
    digests = set()
    path = study
    for name in ("one.xlsx", "two.json", "three.toml"):
        out = str(tmp_path / name)
        done = run("--json", "convert", path, "--out", out)
        assert done.code == 0
        digests.add(done.document["digest"])
        path = out
    assert len(digests) == 1
    assert Path(path).read_bytes() == write_study(small_study(1), "three.toml")


@pytest.mark.parametrize(
    "arguments",
    [("regimes", "list"), ("regimes", "show", "eu_cbam"), ("regimes", "table"), ("regimes", "lint"),
     ("factors", "search", "iron"), ("factors", "show", "cn.iron_ore.concentrate.build_1"), ("flows", "steel"),
     ("formats",)],
)  # fmt: skip
def test_data_sets_are_listed_for_people_and_programs(run, arguments):
    assert run("--json", *arguments).document
    for lang in ("zh", "en"):
        done = run("--lang", lang, *arguments)
        assert done.code == 0
        assert done.out.strip()


@pytest.mark.parametrize("name", ["study", "result", "bridge", "check"])
def test_schemas_are_schemas(run, name):
    jsonschema.Draft202012Validator.check_schema(run("schema", name).document)


# ── commands to come ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", NOT_BUILT)
def test_a_command_not_built_yet_says_so_in_one_sentence_and_exits_2(run, name):
    for lang in ("zh", "en"):
        done = run("--lang", lang, name, "anything", "--at", "all")
        assert (done.code, done.out) == (2, "")
        said = [line for line in done.err.splitlines() if "CLI-004" in line]
        assert len(said) == 1
        assert name in said[0]
    assert all_codes(run("--json", name)) == ["CLI-004"]


def test_every_command_is_either_built_or_says_so():
    assert set(NOT_BUILT) <= set(program.commands)
    hidden = {name for name, command in program.commands.items() if command.hidden}
    assert hidden == set(NOT_BUILT)


@pytest.mark.parametrize("name", sorted(program.commands))
def test_help_exits_0(run, name):
    done = run(name, "--help")
    assert done.code == 0
    assert "Usage" in done.out


# ── the program as it is started ─────────────────────────────────────────────────────────────────


def test_as_a_process_of_its_own(tmp_path):
    path = write(tmp_path, opened("b").study)
    command = [sys.executable, "-c", "from carnet.cli.main import main; main()", "--json", "calc", path]
    environment = {"PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C", "PATH": ""}
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(json.loads(done.stdout)["results"]) > len(SIX)
    assert "热轧" in done.stdout.decode()
    wrong = subprocess.run([*command[:-1], "nowhere.toml"], capture_output=True, check=False, env=environment)
    assert wrong.returncode == 2
    assert json.loads(wrong.stdout)["problems"]


def test_a_reader_that_leaves_early_is_no_error(tmp_path):
    path = write(tmp_path, opened("b").study)
    code = "from carnet.cli.main import main; main()"
    shell = f'"{sys.executable}" -c "{code}" --json calc "{path}" | head -c 10'
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", shell], capture_output=True, check=False,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert b"Traceback" not in done.stderr
    assert len(done.stdout) == 10


def test_debug_shows_what_happened(monkeypatch, tmp_path):
    from carnet.cli.main import main
    from carnet.errors import UsageError

    monkeypatch.setattr(sys, "argv", ["carnet", "--debug", "calc", str(tmp_path / "nothing.toml")])
    with pytest.raises(UsageError):
        main()


# ── boundary ─────────────────────────────────────────────────────────────────────────────────────


def test_a_diff_of_two_boundary_statements_shows_exactly_what_was_edited(run, tmp_path):
    model = small_study(1)
    edited = replace(model, period_to="2025-06-30")
    for lang in ("zh", "en"):
        one = run("--lang", lang, "boundary", write(tmp_path, model), "--regime", "iso14067").out.splitlines()
        two = run(
            "--lang", lang, "boundary", write(tmp_path, edited, "b.toml"), "--regime", "iso14067"
        ).out.splitlines()
        assert len(one) == len(two) > 10
        changed = [(a, b) for a, b in zip(one, two, strict=True) if a != b]
        assert [("2025-12-31" in a, "2025-06-30" in b) for a, b in changed] == [(True, True)]


def test_boundary_in_json_has_both_languages_and_needs_a_regime(run, study):
    done = run("--json", "boundary", study, "--regime", "eu_cbam")
    assert set(done.document["statement"]) == {"zh", "en"}
    assert done.document["statement"]["zh"] != done.document["statement"]["en"]
    refused = run("--json", "boundary", study)
    assert (refused.code, all_codes(refused)) == (2, ["CLI-008"])
