"""A database from the package to the figure, its parts, its publication and a study that stands on it."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest

pytest.importorskip("numba")

from carnet.errors import CarnetError, InputError, UsageError
from carnet.exchange.study_json import write as study_bytes
from carnet.factors import snapshot_digest
from carnet.inventory.model import FactorChoice
from carnet.service import db_report, db_scenarios, studies
from carnet.service.calculate import attempt
from carnet.service.databases import (
    asked_of,
    import_database,
    list_databases,
    open_database,
)
from carnet.service.db_import import detect, policy_json, policy_of, relink
from carnet.service.db_numbers import bounded, certain, interval
from carnet.service.db_publish import check_set, masses_of, publish
from carnet.service.home import use_home
from carnet.service.packing import make_pack, seal
from carnet.service.packs import recompute_pack
from carnet.store import shipped_factors
from tests.service import small_database as small


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    import_database(small.write(folder), "small", folder, redistribution="allowed", licence="CC0", version="1")
    import_database(small.write(folder), "shut", folder, redistribution="forbidden", licence="not to be passed on")
    return folder


@pytest.fixture(autouse=True)
def no_home_left_behind():
    """A command line run before, in the same process, leaves its --home behind."""
    use_home("")


@pytest.fixture
def database(home):
    return open_database("small", home)


def codes(action):
    with pytest.raises(CarnetError) as caught:
        action()
    return [p.code for p in caught.value.problems]


def test_masses_enclose_what_fractions_give(database):
    for process in small.PROCESSES:
        found = masses_of(database.opened, database.position(process))
        for gas, exact in small.exact().items():
            wanted = exact[process]
            if not wanted:
                assert gas not in found
                continue
            low, high = Fraction(found[gas]["lower"]), Fraction(found[gas]["upper"])
            assert low <= wanted <= high, (process, gas)
            assert (high - low) / wanted < Fraction(1, 10**9)


def test_a_figure_says_how_it_was_reached_and_what_is_open(database):
    point = database.score("p-coil", "iso14067")
    gases = small.exact()
    exact = gases["CO2|fossil"]["p-coil"] + gases["CO2|"]["p-coil"] + Fraction("29.8") * gases["CH4|fossil"]["p-coil"]
    assert Fraction(point.lower) <= exact <= Fraction(point.upper)
    assert point.value == "3.333082"
    assert (point.checked, point.rigorous, point.open) == (True, True, ())
    assert [p.value for p in point.problems] == ["no_value"]
    open_ = database.score("p-coil", "pef")
    assert (open_.value, open_.open) == (None, ("CO2:origin",))
    assert Fraction(open_.upper) - Fraction(open_.lower) == pytest.approx(Fraction("0.1"), abs=1e-5)
    assert "LCI-180" in [p.code for p in open_.problems]
    stated = database.score("p-coil", "pef", assume={"CO2:origin": "biogenic"})
    assert stated.value == "3.233082"


@pytest.mark.parametrize("off", [1e-4, float("nan")])
def test_a_stored_answer_that_does_not_solve_the_equations_is_not_given(tmp_path, off):
    from carnet.service import db_solve
    from carnet.store.database import save_answer

    import_database(small.write(tmp_path), "small", tmp_path / "home")
    database = open_database("small", tmp_path / "home")
    asked = asked_of("iso14067")
    found = db_solve.scores_of(database.opened, asked)
    arrays = {name: getattr(found, name).copy() for name in ("low", "high", "bound", "direct", "point", "slack")}
    arrays["point"][0] += off
    recipe, meta = db_solve._scores_recipe(database.opened, asked), db_solve._scores_meta(found)
    save_answer(database.opened.stored, recipe, meta, arrays)
    assert codes(lambda: open_database("small", tmp_path / "home").score("p-coil", "iso14067")) == ["LCI-175"]


def test_a_waste_is_scored_per_unit_treated(tmp_path):
    import numpy as np

    from carnet.store.database import open_database_file

    path = tmp_path / "w.npz"
    # Process 0 treats waste (takes 1, gives off 3); process 1 makes a product and hands on 2 of that waste.
    np.savez(
        path, Ad=np.array([-1.0, 2.0, 1.0]), Ai=np.array([0, 0, 1]), Ap=np.array([0, 1, 3]), Bd=np.array([3.0, 1.0]),
        Bi=np.array([0, 0]), Bp=np.array([0, 1, 2]), n=2, m=1,
    )  # fmt: skip
    import_database(str(path), "w", tmp_path / "home")
    database = open_database("w", tmp_path / "home")
    assert open_database_file(database.opened.root, database.digest).sense().tolist() == [-1, 1]
    flow = database.opened.stored.flow_texts("id")[0]
    (tmp_path / "f.csv").write_text(f"flow,factor\n{flow},1\n")
    asked = db_report.own_factors(database.opened, str(tmp_path / "f.csv"))
    ids = list(database.opened.stored.process_texts("id"))
    (about,) = db_report.solved(database, [asked], ids)["results"]
    assert [row["value"] for row in about["processes"]] == ["3.000000", "7.000000"]
    for process, total in zip(ids, ("3.000000", "7.000000"), strict=True):
        found = db_report.contributions(database, asked, process, "process", 5)
        assert found["total"]["value"] == total
        assert sum(Fraction(part["value"]) for part in found["parts"]) == Fraction(total)
        graph = db_report.graph(database, asked, process, "0", 9)
        assert graph["nodes"][0]["total"] == total
    assert graph["edges"][0]["value"] == "6.000000"


def test_what_is_stated_must_be_an_origin(database):
    assert codes(lambda: database.score("p-coil", "pef", assume={"CO2:origin": "moon"})) == ["LCI-190"]
    assert set(codes(lambda: database.score("p-coil", "espr_steel"))) == {"LCI-173"}


def test_processes_are_found_by_id_name_and_part(database):
    assert database.position("p-steel") == database.position("Steel, at plant") == database.position("steel,")
    assert codes(lambda: database.position("at plant")) == ["LCI-171"]
    assert codes(lambda: database.position("stele, at plant")) == ["LCI-170"]
    assert database.position("coil, at plant|CN") == database.position("p-coil")


@pytest.mark.parametrize("by", ["process", "flow", "gas", "category", "location"])
def test_contributions_add_up(database, by):
    table = database.contributions("p-coil", "iso14067", by=by)
    total = Fraction(table.about["total"]["value"])
    assert abs(sum(Fraction(row["value"]) for row in table.rows) - total) < Fraction(1, 10**5)
    assert total == Fraction("3.333082")


def test_a_graph_balances_at_every_node(database):
    found = database.graph("p-coil", "iso14067", cutoff=0.0)
    for node in found["nodes"]:
        entering = sum(Fraction(e["value"]) for e in found["edges"] if e["target"] == node["id"])
        assert abs(Fraction(node["total"]) - entering - Fraction(node["direct"]) - Fraction(node["other"])) < Fraction(
            1, 10**6
        )
    assert {(e["source"], e["target"]) for e in found["edges"]} == {
        ("p-power", "p-steel"), ("p-steel", "p-power"), ("p-steel", "p-coil"), ("p-power", "p-coil"),
    }  # fmt: skip
    few = database.graph("p-coil", "iso14067", cutoff=0.4)
    assert len(few["edges"]) < len(found["edges"])
    assert any(Fraction(node["other"]) > Fraction(1, 10) for node in few["nodes"])


def test_sensitivities_are_what_a_changed_input_gives(database, tmp_path):
    table = database.sensitivity("p-coil", "iso14067")
    row = next(r for r in table.rows if (r["process"], r["exchange"]) == ("p-coil", "steel, at plant"))
    file = tmp_path / "s.toml"
    file.write_text('[[scenario]]\nname="x"\n[[scenario.change]]\nprocess="p-coil"\ninput="p-steel"\nfactor="1.01"\n')
    (after,) = database.scenarios(str(file), ["p-coil"], "iso14067").rows
    assert float(after["change_percent"]) == pytest.approx(float(row["change_per_percent"]), rel=1e-3)
    assert Fraction(table.about["first_order_deviation"]) > 0


def test_a_scenario_is_the_changed_database(home, tmp_path):
    file = tmp_path / "s.toml"
    file.write_text(
        '[[scenario]]\nname="x"\n[[scenario.change]]\nprocess="p-steel"\ninput="p-power"\namount="1"\n'
        '[[scenario.change]]\nprocess="p-power"\ninput="Carbon dioxide, fossil"\nfactor="0.5"\n'
    )
    changed = dict(small.PROCESSES)
    changed["p-steel"] = ("steel", [("power", 1.0, True, "p-power"), *small.PROCESSES["p-steel"][1][1:]])
    changed["p-power"] = ("power", [("co2f", 0.25, False, ""), *small.PROCESSES["p-power"][1][1:]])
    other = tmp_path / "other"
    other.mkdir()
    import_database(small.write(other, processes=changed), "other", other)
    rows = open_database("small", home).scenarios(str(file), ["p-coil", "p-steel"], "iso14067").rows
    wanted = open_database("other", other)
    assert [row["after"] for row in rows] == [wanted.score(p, "iso14067").value for p in ("p-coil", "p-steel")]


SELF = '[[scenario.change]]\nprocess="p-steel"\ninput="p-power"\nto="p-steel"\n'


def test_a_scenario_that_takes_more_than_it_makes_is_refused_by_name(database, tmp_path):
    file = tmp_path / "s.toml"

    def told(changes):
        file.write_text('[[scenario]]\nname="x"\n' + changes)
        with pytest.raises(InputError) as caught:
            database.scenarios(str(file), ["p-coil"], "iso14067")
        return [(p.code, "steel, at plant" in p.cause.en) for p in caught.value.problems]

    assert told(SELF) == [("LCI-010", True)]  # two of its own for one made: no waste treatment, and no score below zero
    assert told(SELF + 'share="0.5"\n') == [("LCI-010", True)]  # all of it
    assert told('[[scenario.change]]\nprocess="p-steel"\ninput="p-power"\nfactor="60"\n') == [("LCI-010", True)]
    file.write_text('[[scenario]]\nname="x"\n' + SELF + 'share="0.3"\n')
    (row,) = database.scenarios(str(file), ["p-coil"], "iso14067").rows
    assert float(row["after"]) > float(row["before"])


def test_scenario_files_say_everything_that_is_wrong(database, tmp_path):
    file = tmp_path / "s.toml"
    file.write_text(
        '[[scenario]]\nname="x"\n[[scenario.change]]\nprocess="p"\nfactor="ten"\ncolour="red"\n[[scenario]]\nname="y"\n'
    )
    assert codes(lambda: db_scenarios.read_scenarios(str(file))) == ["LCI-178"] * 4
    file.write_text('[[scenario]]\n[[scenario.change]]\nprocess="p-coil"\ninput="coal"\nfactor="2"\n'
                    '[[scenario.change]]\nprocess="nobody"\ninput="coal"\nfactor="2"\n')  # fmt: skip
    found = db_scenarios.read_scenarios(str(file))
    file.write_text("no toml")
    assert codes(lambda: db_scenarios.read_scenarios(str(file))) == ["LCI-178"]
    asked = [asked_of("iso14067")]
    assert codes(lambda: db_scenarios.scenarios(database.opened, found, [], asked)) == ["LCI-170"]


def test_draws_do_not_depend_on_threads_or_company(database):
    one = database.montecarlo("p-coil", "iso14067", draws=40, seed=3, threads=1).rows
    two = database.montecarlo(["p-steel", "p-coil"], ["eu_cbam", "iso14067"], draws=40, seed=3, threads=2,
                              assume={"CO2:origin": "fossil"}).rows  # fmt: skip
    again = next(r for r in two if r["id"] == "p-coil" and r["regime"].startswith("iso14067"))
    assert dict(one[0]) == dict(again)
    assert Fraction(one[0]["p2_5"]) < Fraction(one[0]["median"]) < Fraction(one[0]["p97_5"])
    assert codes(lambda: database.montecarlo("p-coil", "pef", draws=8)) == ["LCI-191"]


def test_own_factors_by_csv(database, tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text('flow,factor,unit\nhalon,7200,kg\nMethane fossil,1,\n"Methane, fossil",2,g\n')
    assert codes(lambda: db_report.own_factors(database.opened, str(file))) == ["LCI-185"]
    file.write_text('flow,factor,unit\nhalon,7200,kg\n"Methane, fossil",0.002,g\n')
    asked = db_report.own_factors(database.opened, str(file))
    found = db_report.solved(database, [asked], ["p-steel"])["results"][0]["processes"][0]
    ch4 = small.exact()["CH4|fossil"]["p-steel"] * 2
    halon = Fraction("0.0072") / (1 - Fraction("0.02"))
    assert Fraction(found["lower"]) <= ch4 + halon <= Fraction(found["upper"])


def test_a_published_set_is_bound_to_its_digest(database):
    found = json.loads(json.dumps(publish(database.opened, None, [asked_of("iso14067")])))
    assert check_set(found)
    assert found["database"]["digest"] == f"sha256:{database.digest}"
    found["processes"][0]["masses"]["CO2|fossil"]["value"] += "1"
    assert not check_set(found)


def test_a_licence_goes_with_the_numbers(home):
    shut = open_database("shut", home)
    assert shut.score("p-coil", "iso14067").redistribution == "forbidden"
    assert codes(lambda: publish(shut.opened, None)) == ["LCI-177"]
    assert codes(lambda: db_report.need_free(shut.opened, local=False)) == ["LCI-177"]
    assert publish(shut.opened, None, local=True)["local_only"] is True
    assert publish(open_database("small", home).opened, None)["local_only"] is False


# ── a study that stands on a database ────────────────────────────────────────────────────────────


def study_on(*choices):
    opened = studies.open_shipped("steel")
    return study_bytes(replace(opened.study, factor_choices=tuple(FactorChoice(t, f) for t, f in choices)))


def test_a_line_stands_on_a_process_and_the_figure_is_exact_from_there_on(home, monkeypatch):
    monkeypatch.setenv("CARNET_HOME", str(home))
    before = studies.open_shipped("steel")
    after = studies.open_bytes(study_on(("sintering_quicklime", "db:small/p-coil;CO2=fossil")), "s.json")
    record = after.factors.by_id["db:small/p-coil;CO2=fossil"]
    one, two = (attempt(s, ["iso14067"]).done[0].result for s in (before, after))
    row = next(r for r in two["by_line"] if r["id"] == "sintering_quicklime")
    gwp = {"CO2": Fraction(1), "CH4": Fraction("29.8")}
    per_kg = sum(gwp[g.gas] * Fraction(g.mass) for g in record.gases)
    old = next(r for r in one["by_line"] if r["id"] == "sintering_quicklime")
    shipped = before.factors or shipped_factors()
    used = shipped.by_id[old["factor"].removeprefix("factor:")]
    # What one declared unit takes of it is the same: only the factor is another, and it is exact.
    assert Fraction(row["exact"]) / per_kg == Fraction(old["exact"]) / Fraction(used.value)
    assert row["exact"] != old["exact"]
    assert one["recipe"]["factors"] != two["recipe"]["factors"]
    assert open_database("small", home).digest in record.locator
    exact = small.exact()
    total = exact["CO2|fossil"]["p-coil"] + exact["CO2|"]["p-coil"] + Fraction("29.8") * exact["CH4|fossil"]["p-coil"]
    assert Fraction(record.low) <= total <= Fraction(record.high)


def test_every_choice_that_cannot_stand_is_told_at_its_cell(home, monkeypatch):
    monkeypatch.setenv("CARNET_HOME", str(home))
    data = study_on(
        ("sintering_quicklime", "db:small/p-coil"), ("quicklime", "db:nowhere/x"), ("coke", "db:small"),
        ("electricity", "db:small/p-power"),
    )  # fmt: skip
    with pytest.raises(CarnetError) as caught:
        studies.open_bytes(data, "s.json")
    found = [(p.code, str(p.place)) for p in caught.value.problems if p.severity == "error"]
    told = next(p for p in caught.value.problems if p.code == "LCI-194")
    assert "db:small/p-coil;CO2=fossil" in told.fix.en  # what to write, as it is to be written
    assert "db:small/p-coil;CO2=fossil" in told.fix.zh
    assert {code for code, _ in found} == {"LCI-194", "LCI-165", "LCI-182", "LCI-188"}
    assert all("factor_choices" in place for _, place in found)


def test_a_record_survives_the_recipe_of_a_pack(home, monkeypatch):
    from carnet.exchange.pack_recipe import factors_json, read_factors

    monkeypatch.setenv("CARNET_HOME", str(home))
    for name in ("small", "shut"):
        opened = studies.open_bytes(study_on(("sintering_quicklime", f"db:{name}/p-coil;CO2=fossil")), "s.json")
        part = read_factors(json.loads(json.dumps(factors_json(opened.factors))))
        assert part.digest == snapshot_digest(opened.factors.records)
        assert set(part.withheld) == ({f"db:{name}/p-coil;CO2=fossil"} if name == "shut" else set())


@pytest.mark.slow
def test_a_pack_on_a_closed_database_stays_here(home, monkeypatch):
    monkeypatch.setenv("CARNET_HOME", str(home))
    opened = studies.open_bytes(study_on(("sintering_quicklime", "db:shut/p-coil;CO2=fossil")), "s.json")
    assert codes(lambda: make_pack(opened, ["iso14067"])) == ["LCI-189"]
    data = seal(opened, attempt(opened, ["iso14067"]).done, local=True)
    (row,) = recompute_pack(data)
    assert row["equal"] == "withheld"
    free = studies.open_bytes(study_on(("sintering_quicklime", "db:small/p-coil;CO2=fossil")), "s.json")
    (row,) = recompute_pack(make_pack(free, ["iso14067"]))
    assert row["equal"] is True


# ── importing ────────────────────────────────────────────────────────────────────────────────────


def test_importing_again_is_the_same_database_and_another_needs_another_name(home, tmp_path):
    path = small.write(tmp_path)
    again = import_database(path, "small", home, redistribution="allowed", licence="CC0", version="1")
    assert again.digest == open_database("small", home).digest
    other = small.write(tmp_path, spread=False)
    assert codes(lambda: import_database(other, "small", home)) == ["LCI-166"]
    assert codes(lambda: import_database(other, "Not A Name", home)) == ["LCI-166"]
    assert {item["name"] for item in list_databases(home)} == {"small", "shut"}


def test_a_database_without_known_gases_gives_no_zeros(tmp_path):
    silent = {"p-coil": ("coil", [("coal", 1.0, True, "")])}
    import_database(small.write(tmp_path, processes=silent), "silent", tmp_path / "home")
    database = open_database("silent", tmp_path / "home")
    assert codes(lambda: database.score("p-coil", "iso14067")) == ["LCI-192"]


def test_matrices_without_names_are_solved_by_own_factors(tmp_path):
    import numpy as np

    path = tmp_path / "m.npz"
    np.savez(
        path, Ad=np.array([1.0, -0.5, 1.0]), Ai=np.array([0, 0, 1]), Ap=np.array([0, 1, 3]), Bd=np.array([2.0, 1.0]),
        Bi=np.array([0, 0]), Bp=np.array([0, 1, 2]), n=2, m=1,
    )  # fmt: skip
    import_database(str(path), "m", tmp_path / "home")
    database = open_database("m", tmp_path / "home")
    flow = database.opened.stored.flow_texts("id")[0]
    (tmp_path / "f.csv").write_text(f"flow,factor\n{flow},10\n")
    asked = db_report.own_factors(database.opened, str(tmp_path / "f.csv"))
    (about,) = db_report.solved(database, [asked], list(database.opened.stored.process_texts("id")))["results"]
    assert [row["value"] for row in about["processes"]] == ["20.00000", "20.00000"]


def test_a_bad_file_leaves_nothing(tmp_path):
    path = tmp_path / "small.zip"
    path.write_bytes(small.package()[:-40])
    with pytest.raises(CarnetError):
        import_database(str(path), "bad", tmp_path / "home")
    assert list_databases(tmp_path / "home") == []
    assert codes(lambda: import_database(str(tmp_path / "none.zip"), "bad", tmp_path / "home")) == ["CLI-001"]
    (tmp_path / "x.txt").write_text("hello")
    assert codes(lambda: detect(str(tmp_path / "x.txt"))) == ["LCI-172"]


def test_a_system_that_cannot_be_solved_names_its_processes(tmp_path):
    greedy = dict(small.PROCESSES)
    greedy["p-power"] = ("power", [("steel", 0.6, True, "p-steel"), ("coal", 1.0, True, "")])
    with pytest.raises(CarnetError) as caught:
        import_database(small.write(tmp_path, processes=greedy), "greedy", tmp_path / "home")
    told = " ".join(f"{p.cause.en} {' '.join(p.candidates)}" for p in caught.value.problems)
    assert "electricity, at plant" in told
    assert "steel, at plant" in told
    assert list_databases(tmp_path / "home") == []


def test_release_and_exclusion_link_anew(tmp_path):
    path, home = small.write(tmp_path), tmp_path / "home"
    first = import_database(path, "small", home)
    found = relink("small", lambda policy: replace(policy, exclude=("p-coil",)), home)
    assert found.digest != first.digest
    assert codes(lambda: open_database("small", home).position("p-coil")) == ["LCI-170"]
    relink("small", lambda policy: replace(policy, exclude=()), home)
    assert open_database("small", home).digest == first.digest


def test_a_policy_survives_its_file():
    policy = policy_of({"by": "name_location_unit", "release": ["a"], "bounds": {"co2": "7"}, "prices": {"steel": 2}})
    assert policy_of(policy_json(policy)) == policy
    assert codes(lambda: policy_of({"colour": "red"})) == ["LCI-190"]
    assert codes(lambda: policy_of({"bounds": {"co2": "much"}})) == ["LCI-190"]


def test_the_five_lines_of_the_manual(home, monkeypatch, capsys):
    """What docs/databases.md prints for a notebook runs as it stands."""
    from pathlib import Path

    for name in ("databases.md", "databases.zh.md"):
        text = (Path(__file__).parents[2] / "docs" / name).read_text(encoding="utf-8")
        code = text.partition("```python\n")[2].partition("```")[0]
        assert code.count("\n") <= 6
        monkeypatch.setenv("CARNET_HOME", str(home))
        exec(compile(code.replace('"uslci"', '"small"').replace("hot rolled", "coil"), name, "exec"), {})  # noqa: S102
    printed = capsys.readouterr().out
    assert "kg CO2e/kg" in printed
    assert "steel, at plant" in printed


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("value", [0.0, 1.0, -3.25, 1e-12, 123456789.123, 1 / 3, -2e-300, 5e22])
@pytest.mark.parametrize("bound", [0.0, 1e-15, 1e-9, 1e-3, 10.0])
def test_printed_bounds_enclose(value, bound):
    found = bounded(value, bound)
    exact = Fraction(value)
    assert Fraction(found.lower) <= exact - Fraction(bound)
    assert Fraction(found.upper) >= exact + Fraction(bound)
    printed, error = certain(value, bound)
    assert abs(Fraction(printed) - exact) + Fraction(bound) <= Fraction(error)


def test_an_interval_does_not_look_like_a_point():
    found = interval(2.0, 1.0, 2.0)
    assert (found.lower, found.upper) != (found.value, found.value)
    assert Fraction(found.lower) <= 1
    assert Fraction(found.upper) >= 2


def test_no_number_is_printed_for_what_is_none(database):
    for value in (float("nan"), float("inf")):
        with pytest.raises((ValueError, OverflowError)):
            bounded(value, 0.0)
    with pytest.raises(UsageError):
        open_database("nobody", database.opened.root.parent)
