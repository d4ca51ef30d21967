"""Sensitivities, a foreground, a database's own factors, names in refusals, the picture of a supply chain."""

import csv
import re
from fractions import Fraction

import pytest

pytest.importorskip("numba")
import numpy as np

from carnet.errors import CarnetError
from carnet.lca.engine.prepare import EngineError, refusal
from carnet.report.fonts import text_width
from carnet.report.pictures import to_svg
from carnet.service import db_charts, db_foreground, db_questions, db_report, db_sensitivity, db_solve
from carnet.service.databases import import_database, open_database
from carnet.service.db_publish import publish
from carnet.service.home import use_home
from tests.exchange import test_lci_brightway as brightway
from tests.service import small_database as small

REGIME = "iso14067"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    use_home("")
    folder = tmp_path_factory.mktemp("home")
    import_database(small.write(folder), "small", folder, redistribution="allowed", licence="CC0", version="1")
    return folder


@pytest.fixture
def database(home):
    return open_database("small", home)


def refused(action):
    with pytest.raises(CarnetError) as caught:
        action()
    return caught.value.problems


def codes(action):
    return [p.code for p in refused(action)]


# ── sensitivities ────────────────────────────────────────────────────────────────────────────────


def test_slopes_are_enclosed_by_their_bounds(database):
    """d s / d (steel in coil) is minus the score of steel, in fractions."""
    slopes = db_sensitivity.slopes_of(database.opened, database.asked(REGIME), database.position("p-coil"))
    ids = list(database.opened.stored.process_texts("id"))
    coil, steel = ids.index("p-coil"), ids.index("p-steel")
    columns = slopes.matrices.technosphere
    entry = next(e for e in range(columns.start[coil], columns.start[coil + 1]) if columns.rows[e] == steel)
    exact = small.exact()
    wanted = exact["CO2|fossil"]["p-steel"] + Fraction("29.8") * exact["CH4|fossil"]["p-steel"]
    found, bound = slopes.found.technosphere[entry], slopes.found.technosphere_bound[entry]
    assert abs(-Fraction(found) - wanted) <= Fraction(bound)
    assert 0 < bound < 1e-10


def test_first_order_stands_beside_the_full_model(database):
    about = database.sensitivity("p-coil", REGIME, draws=2000).about
    drawn = about["montecarlo"]
    assert float(drawn["deviation"]) == pytest.approx(float(about["first_order_deviation"]), rel=0.1)
    assert drawn["draws"] == 2000
    assert "montecarlo" not in database.sensitivity("p-coil", REGIME).about
    assert all(0 < float(row["change_bound"]) < 1e-10 for row in database.sensitivity("p-coil", REGIME).rows)


def test_indices_of_groups_and_their_intervals(database, tmp_path):
    table = database.variance("p-coil", REGIME, "flow", samples=512)
    rows = {row["group"]: row for row in table.rows}
    assert {"electricity, at plant", "Carbon dioxide, fossil"} < set(rows)
    for row in table.rows:
        assert float(row["first_low"]) <= float(row["first"]) <= float(row["first_high"])
        assert float(row["total_low"]) <= float(row["total"]) <= float(row["total_high"])
    assert sum(float(r["first"]) for r in table.rows) == pytest.approx(1, abs=0.25)
    assert sum(float(r["linear"]) for r in table.rows) == pytest.approx(1, abs=1e-3)
    few = database.variance("p-coil", REGIME, "flow", top=1, samples=64)
    assert [r["group"] for r in few.rows][1:] == ["rest"]
    assert few.rows[1]["exchanges"] > 0
    file = tmp_path / "g.csv"
    file.write_text("group,process,exchange,category\nall,,,Metals\n")
    (everything, rest) = database.variance("p-coil", REGIME, str(file), samples=64).rows
    assert float(everything["total_low"]) <= 1 <= float(everything["total_high"])
    assert (rest["total"], rest["exchanges"]) == ("0", 0)


def test_a_file_of_groups_says_everything_that_is_wrong(database, tmp_path):
    file = tmp_path / "g.csv"
    file.write_text("group,process,exchange,category\n,p-coil,,\na,nobody,,\nb,,nothing,\nc,,,Nowhere\n")
    found = refused(lambda: database.variance("p-coil", REGIME, str(file)))
    assert [p.code for p in found] == ["LCI-196", "LCI-170", "LCI-196", "LCI-196"]
    file.write_text("colour\nred\n")
    assert codes(lambda: database.variance("p-coil", REGIME, str(file))) == ["LCI-196"]


def test_without_any_spread_there_is_no_variance_to_share(tmp_path):
    import_database(small.write(tmp_path, spread=False), "fixed", tmp_path / "home")
    database = open_database("fixed", tmp_path / "home")
    assert codes(lambda: database.variance("p-coil", REGIME)) == ["LCI-197"]
    assert database.sensitivity("p-coil", REGIME, draws=8).about["uncertain_exchanges"] == 0


# ── a foreground ─────────────────────────────────────────────────────────────────────────────────

CSV = """process,input,amount,unit,less steel,own power
part,p-steel,2,kg,1.5,
part,press,3,,,1
press,"electricity, at plant",500,g,,
press,part,0.01,,,
part,"Carbon dioxide, fossil",0.2,,,
"""


def test_a_foreground_is_the_database_with_it_inside(database, tmp_path):
    file = tmp_path / "f.csv"
    file.write_text(CSV)
    table = database.foreground(str(file), [REGIME, "eu_cbam"], assume={"CO2:origin": "fossil"})
    assert {r["process"] for r in table.rows} == {"part", "press"}  # each takes the other: both are shown
    for scenario, steel, press in (("base", 2.0, 3.0), ("less steel", 1.5, 3.0), ("own power", 2.0, 1.0)):
        flows = {**small.FLOWS, "part": ("part", "PRODUCT_FLOW", "", ""), "press": ("press", "PRODUCT_FLOW", "", "")}
        inside = dict(small.PROCESSES)
        inside["p-part"] = ("part", [("steel", steel, True, "p-steel"), ("press", press, True, "p-press"),
                                     ("co2f", 0.2, False, "")])  # fmt: skip
        inside["p-press"] = ("press", [("power", 0.5, True, "p-power"), ("part", 0.01, True, "p-part")])
        before, small.FLOWS = small.FLOWS, flows
        try:
            import_database(small.write(tmp_path, processes=inside), "in", tmp_path / scenario)
        finally:
            small.FLOWS = before
        other = open_database("in", tmp_path / scenario)
        found = {(r["process"], r["regime"].partition("@")[0]): r for r in table.rows if r["scenario"] == scenario}
        for (process, regime), row in found.items():
            wanted = other.score(f"p-{process}", regime, assume={"CO2:origin": "fossil"}).value
            assert float(row["value"]) == pytest.approx(float(wanted), rel=2e-7)  # both are printed to seven digits
            assert 0 < float(row["bound"]) < 1e-10


def test_toml_says_the_same_as_csv(database, tmp_path):
    one, two = tmp_path / "f.csv", tmp_path / "f.toml"
    one.write_text(CSV)
    two.write_text(
        '[[process]]\nname="part"\n'
        '[[process.input]]\ninput="p-steel"\namount="2"\nunit="kg"\nscenario={"less steel"="1.5"}\n'
        '[[process.input]]\ninput="press"\namount="3"\nscenario={"own power"="1"}\n'
        '[[process.input]]\ninput="Carbon dioxide, fossil"\namount="0.2"\n'
        '[[process]]\nname="press"\n'
        '[[process.input]]\ninput="electricity, at plant"\namount="500"\nunit="g"\n'
        '[[process.input]]\ninput="part"\namount="0.01"\n'
    )
    assert db_foreground.is_foreground(str(one))
    assert db_foreground.is_foreground(str(two))
    first, second = (database.foreground(str(f), REGIME, ["part"]).rows for f in (one, two))
    assert first == second


def test_a_thousand_scenarios_at_once(database, tmp_path):
    names = [f"s{i}" for i in range(1000)]
    file = tmp_path / "f.csv"
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["process", "input", *names])
        writer.writerow(["part", "p-steel", *(f"{1 + i / 1000}" for i in range(1000))])
    table = database.foreground(str(file), REGIME)
    steel = float(database.score("p-steel", REGIME).value)
    values = [float(r["value"]) for r in table.rows]
    assert values == pytest.approx([steel * (1 + i / 1000) for i in range(1000)], rel=1e-6)
    assert table.about["scenarios"] == 1000


def test_a_foreground_says_everything_that_is_wrong(database, tmp_path):
    file = tmp_path / "f.csv"
    file.write_text("process,input,amount,unit\npart,nobody,1,\npart,p-steel,1,kWh\npart,halon,1,\n")
    assert codes(lambda: database.foreground(str(file), REGIME)) == ["LCI-170", "LCI-195"]
    file.write_text("process,input,amount\npart,p-steel,ten\n,p-steel,1\npart,p-steel,1,2\n")
    found = refused(lambda: database.foreground(str(file), REGIME))
    assert [p.code for p in found] == ["LCI-195"] * 3
    assert sorted(p.place.cell for p in found) == ["2", "3", "4"]
    file.write_text("a,b\n1,2\n")
    assert codes(lambda: database.foreground(str(file), REGIME)) == ["LCI-195"]
    file.write_text("process,input,amount,greedy\npart,part,1,\npart,press,1,\npress,part,0.5,2\n")
    (found,) = refused(lambda: database.foreground(str(file), REGIME))
    assert (found.code, found.value) == ("LCI-011", "greedy")


# ── factors that came with the database ──────────────────────────────────────────────────────────


def arrays(path, **more):
    np.savez(
        path, Ad=np.array([1.0, -0.5, 1.0]), Ai=np.array([0, 0, 1]), Ap=np.array([0, 1, 3]), Bd=np.array([2.0, 1.0]),
        Bi=np.array([0, 1]), Bp=np.array([0, 1, 2]), **more,
    )  # fmt: skip
    return str(path)


def test_vectors_of_the_arrays_are_regimes(tmp_path):
    path = arrays(tmp_path / "m.npz", C=np.array([[1.0, 0.1], [0.0, 3.0]]), sigA=np.array([0.0, 0.1, 0.0]))
    found = import_database(path, "m", tmp_path / "home", redistribution="allowed")
    assert found.own == ("own:0", "own:1")
    database = open_database("m", tmp_path / "home")
    assert [database.score("1", own).value for own in ("own:0", "own:1")] == ["1.100000", "3.000000"]
    wanted = Fraction(2) * Fraction(1, 2) + Fraction(0.1)  # the double that was written
    score = database.score("1", "own:0")
    assert Fraction(score.lower) <= wanted <= Fraction(score.upper)
    assert database.contributions("1", "own:0", by="flow").rows[0]["share"] == "90.91"
    assert database.graph("1", "own:0")["edges"]
    assert database.montecarlo("1", ["own:0", "own:1"], draws=8).rows
    assert database.sensitivity("1", "own:0").rows
    (problem,) = refused(lambda: database.score("1", "own:7"))
    assert (problem.code, problem.candidates) == ("LCI-193", ("own:0", "own:1"))
    (problem,) = refused(lambda: database.score("1", REGIME))
    assert (problem.code, problem.candidates) == ("LCI-192", ("own:0", "own:1"))
    assert codes(lambda: publish(database.opened, None)) == ["LCI-192"]


def test_vectors_of_a_data_package_are_regimes(tmp_path):
    folder = tmp_path / "package"
    folder.mkdir()
    for name, data in brightway.package(brightway.TECH, brightway.BIO, brightway.CF).items():
        (folder / name).write_bytes(data)
    import_database(str(folder), "bw", tmp_path / "home")
    database = open_database("bw", tmp_path / "home")
    by_number, by_name = (database.score("12", regime) for regime in ("own:0", "own:cf"))
    assert by_number.value == by_name.value == "3.450000"  # 0.1 · 30 + 0.75 · 0.6


def test_without_vectors_nothing_changes(tmp_path):
    import_database(arrays(tmp_path / "m.npz"), "m", tmp_path / "home")
    database = open_database("m", tmp_path / "home")
    assert codes(lambda: database.score("1", "own:0")) == ["LCI-193"]
    assert codes(lambda: database.score("1", REGIME)) == ["LCI-192"]


# ── refusals name processes ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("module", "name", "ask"),
    [
        (db_solve, "adjoint", lambda d: d.score("p-coil", REGIME)),
        (db_questions, "forward", lambda d: d.contributions("p-coil", REGIME)),
        (db_sensitivity, "sobol", lambda d: d.variance("p-coil", REGIME)),
        (db_sensitivity, "montecarlo", lambda d: d.sensitivity("p-coil", REGIME, draws=8)),
    ],
)
def test_what_fails_while_solving_is_told_by_name(tmp_path, monkeypatch, module, name, ask):
    import_database(small.write(tmp_path), "small", tmp_path / "home")
    database = open_database("small", tmp_path / "home")
    if module is not db_solve:
        database.score("p-coil", REGIME)

    def fail(*_: object, **__: object):
        found, group = refusal("LCI-006", (0, 1), relative="1e-3")
        raise EngineError((found,), (group,))

    monkeypatch.setattr(module, name, fail)
    (problem,) = refused(lambda: ask(database))
    names = list(database.opened.stored.process_texts("name"))
    for words in (problem.cause.zh, problem.cause.en, problem.value):
        assert names[0] in words
        assert names[1] in words
        assert "#" not in words
    assert not str(problem.place)


def test_a_change_that_breaks_the_system_is_told_by_name(database, tmp_path):
    file = tmp_path / "s.toml"
    file.write_text('[[scenario]]\nname="x"\n[[scenario.change]]\nprocess="p-power"\ninput="p-steel"\nfactor="60"\n')
    (problem,) = refused(lambda: database.scenarios(str(file), ["p-coil"], REGIME))
    assert problem.code == "LCI-010"
    assert "electricity, at plant" in problem.cause.en
    assert "#" not in problem.cause.zh


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────

_TEXT = re.compile(r'<text x="([-\d.]+)" y="([-\d.]+)" font-size="([\d.]+)"[^>]*text-anchor="middle"[^>]*>([^<]*)<')


def boxes(svg):
    found = []
    for x, y, size, words in _TEXT.findall(svg):
        wide = text_width(words.replace("&amp;", "&"), float(size))
        found.append((float(x) - wide / 2, float(x) + wide / 2, float(y) - 0.8 * float(size), float(y), words))
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("count", [3, 18, 40])
def test_labels_of_a_supply_chain_do_not_lie_on_each_other(lang, count):
    random = np.random.default_rng(count)
    nodes = [
        {"id": str(i), "name": f"热轧钢板 hot rolled sheet, with a long name, at plant number {i}", "location": "CN",
         "total": f"{10 / (i + 1):.4f}", "direct": f"{2 / (i + 1):.4f}", "other": "0.5",
         "share": f"{100 / (i + 1):.4g}"}
        for i in range(count)
    ]  # fmt: skip
    edges = [
        {"source": str(i), "target": str(int(random.integers(0, i))), "value": f"{5 / (i + 1):.4f}"}
        for i in range(1, count)
    ]
    found = {
        "process": {"id": "0", "name": "sheet", "unit": "kg"}, "regime": "r", "unit": "kg CO2e", "cutoff": "0.01",
        "total": {"value": "10", "bound": "0"}, "nodes": nodes, "edges": edges,
        "proof": {"method": "sweeps", "residual": "0"},
    }  # fmt: skip
    svg = to_svg(db_charts.graph_chart(found), lang)
    drawn = boxes(svg)
    assert len(drawn) >= 2 * count
    width = float(re.search(r'viewBox="0 0 ([\d.]+)', svg)[1])
    for i, (a, b, c, d, words) in enumerate(drawn):
        assert a >= 0, words
        assert b <= width, words
        for e, f, g, h, others in drawn[i + 1 :]:
            assert not (a < f and e < b and c < h and g < d), (words, others)


def test_shares_of_a_contribution_chart_end_at_the_whole(database):
    found = db_report.contributions(database, database.asked(REGIME), "p-coil", "process", 1)
    chart = db_charts.contribution_chart(found)
    assert chart.rows[-1].cumulative == "100.0"
    assert {row.category for row in chart.rows} == {"direct", "other"}
