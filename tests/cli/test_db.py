"""``carnet db``: every command once, as a terminal runs it, in JSON and in words."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import carnet as carnet_package
from carnet.cli import db as commands
from tests.cli.program import carnet

pytest.importorskip("numba")

from tests.service import small_database as small

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    from carnet.service.databases import import_database

    folder = tmp_path_factory.mktemp("home")
    import_database(small.write(folder), "small", folder, redistribution="allowed", licence="CC0")
    import_database(small.write(folder), "shut", folder)
    return str(folder)


@pytest.fixture
def db(capfd, home):
    def run(*arguments):
        return carnet(capfd, "--home", home, "db", *arguments)

    return run


def test_import_list_rename_remove(capfd, tmp_path):
    path, home = small.write(tmp_path), str(tmp_path / "home")
    first = carnet(capfd, "--home", home, "db", "import", path, "--name", "one", "--json").document
    assert first["report"]["figures"]["columns"] == "3"
    assert carnet(capfd, "--home", home, "db", "import", path, "--name", "one", "--lang", "en").code == 0
    assert carnet(capfd, "--home", home, "db", "rename", "one", "two").code == 0
    found = carnet(capfd, "--home", home, "db", "list", "--json").document["databases"]
    assert [(d["name"], d["digest"], d["processes"]) for d in found] == [("two", first["digest"], 3)]
    assert "two" in carnet(capfd, "--home", home, "db", "list", "--lang", "zh").out
    assert carnet(capfd, "--home", home, "db", "remove", "two", "--json").document["files_deleted"] is True
    assert carnet(capfd, "--home", home, "db", "list", "--json").document["databases"] == []


def test_info_finds_and_checks(db):
    assert "p-coil" in db("info", "small", "--find", "coil").out
    document = db("info", "small", "--check", "--json").document
    assert (document["checked"], document["licence"], document["policy"]["by"]) == (True, "CC0", "uuid")
    assert "CC0" in db("info", "small", "--lang", "en").out


def test_what_linking_found(db):
    report = db("link-report", "small", "--json").document
    assert report["figures"]["coverage"] == "1"
    assert "linked: 4 (100.0 %)" in db("link-report", "small", "--lang", "en").out
    assert db("link-report", "small", "--group", "nonsense").code == 2
    assert db("quarantine", "small", "--json").document == {"quarantined": [], "released": []}
    assert "没有被隔离的过程" in db("quarantine", "small").out


def test_quarantine_and_release(capfd, tmp_path):
    burnt = dict(small.PROCESSES)
    burnt["p-power"] = ("power", [("co2f", 50.0, False, ""), ("coal", 0.4, True, "")])
    home = str(tmp_path / "home")
    path = small.write(tmp_path, processes=burnt)
    assert carnet(capfd, "--home", home, "db", "import", path, "--name", "b").code == 0
    kept_out = carnet(capfd, "--home", home, "db", "quarantine", "b", "--json").document["quarantined"]
    assert {q["process"] for q in kept_out} == {"p-power"}
    assert "electricity, at plant" in carnet(capfd, "--home", home, "db", "quarantine", "b", "--lang", "en").out
    assert carnet(capfd, "--home", home, "db", "release", "b", "electricity, at plant", "--lang", "en").code == 0
    after = carnet(capfd, "--home", home, "db", "quarantine", "b", "--json").document
    assert (after["quarantined"], {r["process"] for r in after["released"]}) == ([], {"p-power"})
    assert carnet(capfd, "--home", home, "db", "release", "b", "nobody").code == 2
    assert carnet(capfd, "--home", home, "db", "quarantine", "b", "--exclude", "p-coil", "--json").code == 0
    assert carnet(capfd, "--home", home, "db", "info", "b", "--json").document["processes"] == 2


def test_an_import_says_first_what_it_made_and_groups_its_warnings(capfd, tmp_path):
    path, home = small.write(tmp_path), str(tmp_path / "home")
    words = carnet(capfd, "--home", home, "db", "import", path, "--name", "one", "--lang", "zh").out
    assert words.startswith("✓ one")
    assert "需要供应过程的输入：4，其中已链接 4（100.0 %）" in words
    assert "coverage" not in words
    from carnet.cli import db_show
    from carnet.errors import Place, problem

    capfd.readouterr()
    problems = tuple(problem("LCI-131", Place(file=f"f{n}"), "", (), "warning", count=n, flows=n) for n in range(5))
    db_show.grouped(problems, "en", "one")
    told = capfd.readouterr().out
    assert ("f0" in told, "f1" in told, "f2" in told) == (True, True, False)
    assert "and 3 more of this kind" in told
    assert "warnings: 5, kinds: 1" in told


def test_info_speaks_the_readers_language(db):
    zh, en = (db("info", "small", "--lang", lang).out for lang in ("zh", "en"))
    assert "基本流" in zh
    assert "exchanges in the matrices" in en
    assert "100.0 %" in zh
    for raw in ("source_digest", "redistribution", "spreads_", "files_", "coverage"):
        assert raw not in zh
        assert raw not in en
    labels = [line[:24].strip() for line in en.splitlines()]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_a_terminal(db, lang, tmp_path):
    from carnet.cli.frame import width_of

    for arguments in (
        ("info", "small"), ("info", "small", "--find", "at plant"), ("link-report", "small"),
        ("solve", "small", "--regime", "pef", "--regime", "iso14067", "--process", "p-coil"),
        ("sensitivity", "small", "p-coil", "--regime", "iso14067", "--draws", "16"),
        ("sensitivity", "small", "p-coil", "--regime", "iso14067", "--global", "--samples", "16"),
    ):  # fmt: skip
        found = db(*arguments, "--lang", lang)
        assert found.code == 0
        assert max(map(width_of, found.out.splitlines())) <= 120


def test_sensitivities_of_both_kinds(db, tmp_path):
    asked = ("sensitivity", "small", "p-coil", "--regime", "iso14067")
    words = db(*asked, "--draws", "64", "--lang", "en").out
    assert "first-order standard deviation" in words
    assert "Monte Carlo standard deviation" in words
    assert "Monte Carlo" not in db(*asked, "--draws", "0", "--lang", "en").out
    found = db(*asked, "--global", "--groups", "flow", "--samples", "16", "--json").document
    assert {"first", "first_low", "total", "total_high"} <= set(found["rows"][0])
    out = tmp_path / "g.csv"
    assert db(*asked, "--global", "--samples", "16", "--out", str(out), "--lang", "zh").code == 0
    assert out.exists()
    assert db(*asked, "--global", "--samples", "10").code == 2


def test_a_foreground_from_the_terminal(db, tmp_path):
    file, out = tmp_path / "f.csv", tmp_path / "o.csv"
    file.write_text("process,input,amount,less\npart,p-steel,2,1\n")
    words = db("scenario", "small", str(file), "--regime", "iso14067", "--out", str(out), "--lang", "en").out
    assert "-50.00" in words
    assert out.read_text(encoding="utf-8-sig").count("\n") == 3
    heads = ",".join(f"s{i}" for i in range(40))
    file.write_text(f"process,input,{heads}\npart,p-steel,{','.join(str(1 + i) for i in range(40))}\n")
    assert "全部情景" in db("scenario", "small", str(file), "--regime", "pef", "--lang", "zh").out


def test_solve_says_figure_bound_and_proof(db, tmp_path):
    document = db("solve", "small", "--regime", "iso14067", "--regime", "pef", "--process", "p-coil", "--json").document
    one, two = document["results"]
    assert one["processes"][0]["value"] == "3.333082"
    assert (two["processes"][0]["value"], two["open"]) == (None, ["CO2:origin"])
    assert one["proof"]["rigorous"] is True
    words = db("solve", "small", "--regime", "pef", "--process", "p-coil", "--lang", "en").out
    assert "residual" in words
    assert "LCI-180" in words
    assert "最大的产品" in db("solve", "small", "--regime", "iso14067", "--again").out
    out = tmp_path / "scores.csv"
    assert db("solve", "small", "--regime", "iso14067", "--out", str(out)).code == 0
    assert out.read_text(encoding="utf-8-sig").count("\n") == 4
    assert db("solve", "small").code == 2
    assert db("solve", "small", "--regime", "iso14067", "--assume", "CO2").code == 2
    assert db("solve", "nobody", "--regime", "iso14067").code == 2


def test_own_factors(db, tmp_path):
    file = tmp_path / "halon.csv"
    file.write_text("flow,factor\nhalon,7200\n")
    found = db("solve", "small", "--factors", str(file), "--process", "p-steel", "--json").document
    assert found["results"][0]["processes"][0]["value"].startswith("0.00734")


@pytest.mark.parametrize("ending", ["csv", "svg", "png"])
@pytest.mark.parametrize("command", ["contributions", "graph"])
def test_pictures(db, tmp_path, command, ending):
    out = tmp_path / f"x.{ending}"
    assert db(command, "small", "p-coil", "--regime", "iso14067", "--out", str(out)).code == 0
    start = {"csv": b"\xef\xbb\xbfkey", "svg": b"<svg", "png": b"\x89PNG"}[ending]
    assert out.read_bytes().startswith(start)


def test_questions_in_words_and_json(db):
    for by in ("process", "flow", "gas", "category", "location"):
        parts = db("contributions", "small", "p-coil", "--regime", "iso14067", "--by", by, "--json").document["parts"]
        assert parts
    assert "50.74" in db("contributions", "small", "p-coil", "--regime", "iso14067").out
    assert db("contributions", "small", "p-coil", "--regime", "iso14067", "--by", "colour").code == 2
    graph = db("graph", "small", "p-coil", "--regime", "iso14067", "--json").document
    assert {n["id"] for n in graph["nodes"]} == {"p-coil", "p-steel", "p-power"}
    assert "steel, at plant" in db("graph", "small", "p-coil", "--regime", "iso14067", "--lang", "en").out
    assert db("graph", "small", "p-coil", "--regime", "iso14067", "--cutoff", "2").code == 2
    rows = db("sensitivity", "small", "p-coil", "--regime", "iso14067", "--json").document["rows"]
    assert rows[0]["exchange"] == "steel, at plant"
    assert "一阶标准差" in db("sensitivity", "small", "p-coil", "--regime", "iso14067").out


def test_montecarlo_and_scenario(db, tmp_path):
    asked = ("--regime", "iso14067", "--process", "p-coil")
    rows = db("montecarlo", "small", *asked, "--draws", "40", "--json").document["rows"]
    assert len(rows) == 1
    assert "p97" not in db("montecarlo", "small", *asked, "--draws", "16", "--lang", "en").out
    two = ("montecarlo", "small", *asked, "--process", "p-steel", "--draws", "40")
    (difference,) = db(*two, "--json").document["differences"]
    both = {r["id"]: r for r in db(*two, "--json").document["rows"]}
    gap = float(both["p-steel"]["mean"]) - float(both["p-coil"]["mean"])
    assert float(difference["mean"]) == pytest.approx(gap, rel=1e-4)
    # Drawn together: what both stand on cancels; drawn apart, the variances would add up.
    apart = (float(both["p-steel"]["sd"]) ** 2 + float(both["p-coil"]["sd"]) ** 2) ** 0.5
    assert float(difference["sd"]) < 0.9 * apart
    assert float(difference["smaller"]) > 50
    assert "minus the first" in db(*two, "--lang", "en").out
    file = tmp_path / "s.toml"
    file.write_text('[[scenario]]\nname="half"\n[[scenario.change]]\nprocess="p-coil"\ninput="p-steel"\nfactor="0.5"\n')
    out = tmp_path / "s.csv"
    found = db("scenario", "small", str(file), *asked, "--out", str(out), "--json").document["rows"]
    assert float(found[0]["change_percent"]) == pytest.approx(-44.1, abs=0.1)
    assert out.exists()
    assert "half" in db("scenario", "small", str(file), "--regime", "iso14067", "--lang", "en").out


def test_publish_and_export_keep_the_licence(db, tmp_path):
    out = tmp_path / "set.json"
    assert db("publish", "small", "--process", "p-coil", "--regime", "iso14067", "--out", str(out)).code == 0
    assert json.loads(out.read_text())["processes"][0]["masses"]["CO2|fossil"]["value"].startswith("3.0688")
    assert "CO2|fossil" in db("publish", "small", "--lang", "en").out
    for arguments in (
        ("publish", "shut"),
        ("export", "shut", "--regime", "iso14067", "--out", str(tmp_path / "x.csv")),
        ("solve", "shut", "--regime", "iso14067", "--out", str(tmp_path / "x.csv")),
        ("contributions", "shut", "p-coil", "--regime", "iso14067", "--out", str(tmp_path / "x.svg")),
    ):
        refused = db(*arguments, "--json")
        assert (refused.code, [p["code"] for p in refused.document["problems"]]) == (2, ["LCI-177"])
        assert not list(tmp_path.glob("x.*"))
        assert db(*arguments, "--local").code == 0
        for written in tmp_path.glob("x.*"):
            written.unlink()
    (tmp_path / "other.json").write_text("{}")
    assert db("publish", "small", "--out", str(tmp_path / "other.json")).code == 2
    assert db("export", "small", "--regime", "iso14067").code == 2


def test_without_the_extra_there_is_one_sentence(db, monkeypatch):
    from carnet.service import db_guard

    monkeypatch.setattr(db_guard, "NEEDED", ("numpy", "no_such_package_here"))
    for arguments in (("list",), ("solve", "small", "--regime", "iso14067"), ("import", "x.zip"), ("publish", "small")):
        found = db(*arguments, "--json")
        assert (found.code, [p["code"] for p in found.document["problems"]]) == (2, ["LCI-160"])
        assert "no_such_package_here" in found.document["problems"][0]["value"]


def test_the_command_line_loads_without_numpy():
    code = (
        "import sys; import carnet.cli.main, carnet.service.databases, carnet.lca; "
        "print([m for m in ('numpy', 'scipy', 'numba', 'pandas') if m in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(carnet_package.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "[]"


def test_pictures_and_reports_of_a_study_on_a_closed_database_stay_here(capfd, home, tmp_path, monkeypatch):
    from dataclasses import replace

    from carnet.exchange.study_json import write
    from carnet.inventory.model import FactorChoice
    from carnet.service import studies

    opened = studies.open_shipped("steel")
    choice = FactorChoice("sintering_quicklime", "db:shut/p-coil;CO2=fossil")
    study = tmp_path / "s.json"
    study.write_bytes(write(replace(opened.study, factor_choices=(choice,))))
    out = tmp_path / "out"
    for arguments in (
        ("report", str(study), "--regime", "iso14067", "--out", str(out)),
        ("chart", str(study), "--regime", "iso14067", "--out", str(tmp_path / "c.svg")),
        ("pack", str(study), "--regime", "iso14067", "--out", str(tmp_path / "p.zip")),
        ("bridge", str(study), "--from", "iso14067", "--to", "gbt24067", "--csv", str(tmp_path / "b.csv")),
    ):
        refused = carnet(capfd, "--home", home, *arguments, "--json")
        assert (refused.code, [p["code"] for p in refused.document["problems"]]) == (2, ["LCI-189"])
        assert not out.exists()
    assert carnet(capfd, "--home", home, "chart", str(study), "--out", str(tmp_path / "c.svg"), "--local").code == 0
    done = carnet(capfd, "--home", home, "report", str(study), "--regime", "iso14067", "--out", str(out), "--local")
    assert done.code == 0
    assert (out / "report.zh.pdf").exists()


def test_options_that_commands_share_are_written_once():
    source = Path(commands.__file__).read_text(encoding="utf-8")
    for name in ("--regime", "--legal-date", "--assume", "--local"):
        assert source.count(f'click.option("{name}"') == 1, name
    takes = {name: {p.opts[-1]: p for p in command.params} for name, command in commands.db.commands.items()}
    ruled = {name for name, params in takes.items() if "--regime" in params}
    assert ruled == {
        "solve", "contributions", "graph", "sensitivity", "montecarlo", "scenario", "publish", "export"
    }  # fmt: skip
    for name in ruled:
        assert {"--legal-date", "--assume", "--out", "--local"} <= set(takes[name]), name
