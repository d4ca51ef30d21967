"""The benchmarks of the engine measure what they say: generator, rivals on the same numbers, the stop at an error."""

from __future__ import annotations

import hashlib
import warnings
from functools import cache

import numpy as np
import pytest

pytest.importorskip("numba")
pytest.importorskip("bw2calc")

from bench import draws, engine, rivals, size, synthetic
from bench.synthetic import MARKET, Settings, generate, with_loops
from carnet.lca.engine.prepare import prepare
from carnet.lca.engine.solve import adjoint

SMALL = Settings(processes=300, entries=3_000, flows=200, flow_entries=3_000, regions=4)
# The order of the draws is the file format: another digest is another database, and the figures of before are void.
DIGEST = "191b12772311925dacbbabb0a0d0cc4116eb96c11875c7698edf58b943771e23"


@cache
def small():
    return generate(SMALL)


def scores(made):
    held = engine.matrices(made)
    return adjoint(prepare(held.technosphere), np.ascontiguousarray((made.factors @ made.biosphere).T))


def digest(made):
    found = hashlib.sha256()
    for name, array in sorted(made.arrays().items()):
        held = np.asarray(array)
        # In single precision, so that another library's last digit of a logarithm is no other database.
        found.update(name.encode() + held.astype("<f4" if held.dtype.kind == "f" else "<i8").tobytes())
    return found.hexdigest()


def test_the_generator_gives_the_same_arrays_bit_for_bit():
    again = generate(SMALL).arrays()
    assert all(np.array_equal(array, again[name]) for name, array in small().arrays().items())
    assert digest(small()) == DIGEST
    assert digest(generate(Settings(**(settings_of(SMALL) | {"seed": 8})))) != DIGEST


def settings_of(settings):
    return {name: getattr(settings, name) for name in Settings.__slots__}


def test_what_is_generated_is_a_productive_database_with_waste_and_loops():
    made = small()
    assert made.technosphere.shape == (300, 300)
    assert made.factors.shape == (8, 200)
    prepared = prepare(engine.matrices(made).technosphere)
    assert np.diff(prepared.adjoint.blocks).max() > 50
    assert 0 < (made.technosphere.diagonal() < 0).sum() < 60
    held = engine.matrices(made)
    own = held.technosphere.rows == np.repeat(np.arange(300), np.diff(held.technosphere.start))
    assert not held.technosphere_spread.kind[own].any(), "production is certain"
    assert held.technosphere_spread.kind[~own].all()


@pytest.mark.parametrize("regions", [1, 7, 12, 100, 240])
def test_large_regions_are_regions(regions):
    asked = [k * regions // synthetic.LARGE_REGIONS for k in range(synthetic.LARGE_REGIONS)]
    assert max(asked) < regions
    assert regions != 240 or asked == [20 * k for k in range(12)]


def test_loops_are_added_in_pairs_and_leave_the_rest_alone():
    made = small()
    base = scores(made).values[:, 0]
    pairs, gain = 3, 0.02  # in so small a core stronger ones would add up to more than 1
    harder = with_loops(made, base, gain, pairs)
    apart = (harder.technosphere - made.technosphere).tocoo()
    changed = {(int(i), int(j)) for i, j, v in zip(apart.row, apart.col, apart.data, strict=True) if v}
    assert len(changed) == 2 * pairs
    for i, j in changed:
        assert (j, i) in changed
        assert made.kind[i] == MARKET
        assert harder.technosphere[i, j] * harder.technosphere[j, i] == pytest.approx(gain)
    entries = harder.technosphere.tocoo()
    steady = {
        (int(i), int(j))
        for i, j, s in zip(entries.row, entries.col, harder.technosphere_sigma, strict=True)
        if s == 0.02
    }
    assert steady == changed
    assert len(harder.technosphere_sigma) == harder.technosphere.nnz
    assert scores(harder).proof.rigorous


def test_the_rival_scores_the_same_database_alike(tmp_path):
    made, product = small(), int(small().low_voltage[1])
    packages = rivals.packages(made, tmp_path)
    ours = scores(made)
    for regime in (0, 5):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import bw2calc

            rival = bw2calc.LCA({product + rivals.PROCESS: 1}, data_objs=packages.asked(regime))
            rival.lci()
            rival.lcia()
        assert rival.score == pytest.approx(ours.values[product, regime], rel=1e-10)
    assert rivals.plain(packages, product).score == pytest.approx(ours.values[product, 0], rel=1e-10)
    assert ours.values[product, 0] != pytest.approx(ours.values[product, 5], rel=1e-6)


def test_the_rival_draws_every_exchange_but_production(tmp_path):
    made, product = small(), int(small().low_voltage[1])
    rival = rivals.iterative(rivals.packages(made, tmp_path), product, seed=1)
    first = rival.technosphere_matrix.copy(), rival.score
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it would like flags for the productions, which stand on the diagonal here
        next(rival)
    apart = (rival.technosphere_matrix - first[0]).tocoo()
    assert not apart.diagonal().any()
    assert apart.count_nonzero() == made.technosphere.nnz - 300
    assert rival.score != first[1]


def test_a_wrong_answer_stops_the_benchmark():
    truth = np.array([[1.0], [-2.0]])
    assert engine.apart(truth * (1 + 1e-6), truth) == pytest.approx(1e-6)
    assert engine.must(engine.apart(truth, truth), 1e-9, "scores") == "scores within 0.0e+00"
    for wrong in (truth * (1 + 1e-6), truth * np.nan, -truth):
        with pytest.raises(SystemExit, match="scores"):
            engine.must(engine.apart(wrong, truth), 1e-9, "scores")


def test_every_fiftieth_draw_is_checked_and_a_wrong_one_stops_it(monkeypatch):
    pytest.importorskip("kvxopt")
    made = small()
    held = engine.matrices(made)
    database = made, held, prepare(held.technosphere)
    monkeypatch.setattr(draws, "DRAWS", 16)
    monkeypatch.setattr(draws, "EVERY", 5)
    assert "100.0% accepted" in draws.check(database, regimes=1)
    honest = draws.matrix_of_draw
    monkeypatch.setattr(draws, "matrix_of_draw", lambda held, seed, draw: honest(held, seed, draw + 1))
    with pytest.raises(SystemExit, match="differ"):
        draws.check(database, regimes=1)


# ── cost against size ────────────────────────────────────────────────────────────────────────────


def test_sizes_keep_the_shape_of_the_standard_database():
    assert size.sized(engine.STANDARD.processes) == engine.STANDARD
    double = size.sized(2 * engine.STANDARD.processes)
    assert (double.entries, double.flow_entries, double.regions) == (586_000, 960_000, 480)
    assert (double.flows, double.seed, double.zipf) == (2_400, 7, 1.6)
    assert size.sized(1_000).regions == 12
    named = size.settings()
    assert [s.processes for s in named.values()] == [2_000, 10_000, 23_523, 50_000, 23_523]
    last = list(named.values())[-1]
    assert (last.zipf, last.hubs, last.seed) == (1.15, 0.10, 11)


@pytest.mark.slow
def test_a_size_is_measured_in_a_process_of_its_own_and_a_wrong_score_stops_it(tmp_path, monkeypatch):
    pytest.importorskip("kvxopt")
    told = size.measured(tmp_path, SMALL)
    assert 0 < told["adjoint"] < 10
    assert 20 < told["imports"] < told["peak"] < 2_000
    assert "8 regimes" in size.words("300", told)
    monkeypatch.setattr(size.np, "load", lambda _: scores(small()).values[:, 1])
    with pytest.raises(SystemExit, match="scores"):
        size.measured(tmp_path, SMALL)
