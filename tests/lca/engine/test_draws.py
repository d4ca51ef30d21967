"""Monte Carlo: every draw within its proven bound of a direct solve of the matrix drawn, whatever else is asked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csc_matrix
from scipy.sparse.linalg import splu

from carnet.errors import InputError
from carnet.lca.engine import batches, draws
from carnet.lca.engine.arrays import FIXED, LOGNORMAL, NORMAL, TRIANGULAR, UNIFORM, Columns, Matrices, Spreads
from carnet.lca.engine.draws import matrix_of_draw, montecarlo
from carnet.lca.engine.prepare import prepare
from carnet.lca.engine.statistics import difference
from tests.lca.engine.systems import columns, productive

KINDS = (FIXED, LOGNORMAL, NORMAL, UNIFORM, TRIANGULAR)


def spread_of(values, rng, kinds, width):
    """Spreads of the given kinds around `values`, about `width` wide, relative; in no case through zero."""
    kind = rng.choice(kinds, len(values)).astype(np.uint8)
    reach = np.abs(values) * width
    scale = np.where(kind == LOGNORMAL, width, reach / 4)
    return Spreads(
        kind,
        values.copy(),
        scale.astype(np.float32),
        (values - reach).astype(np.float32),
        (values + reach).astype(np.float32),
    )


def case(seed, *, size=30, kinds=KINDS, width=0.2, gain=0.7, own=False, waste=0.2, flows=6, credited=0.0):
    """Linked database and factors of three regimes; with `own`, the output of a process is uncertain as well."""
    rng = np.random.default_rng(seed)
    matrix = productive(rng, size=size, gain=gain, waste=waste, avoided=credited)
    technosphere = columns(matrix)
    biosphere = columns(rng.lognormal(0, 1, (flows, size)) * (rng.random((flows, size)) < 0.5))
    spread = spread_of(technosphere.values, rng, kinds, width)
    column = np.repeat(np.arange(size), np.diff(technosphere.start))
    if not own:
        spread = replace(spread, kind=np.where(column == technosphere.rows, FIXED, spread.kind).astype(np.uint8))
    matrices = Matrices(technosphere, biosphere, spread, spread_of(biosphere.values, rng, kinds, width))
    c = rng.lognormal(0, 1, (3, flows))
    c[:, flows - 2 :] = 0
    c[1, 0] = 0
    return matrices, c


def sparse(c: Columns):
    return csc_matrix((c.values, c.rows, c.start), shape=(c.height, c.width))


def direct(matrices, c, seed, draw):
    """Scores of all products by SuperLU on the matrix of the draw, refined; also |Aᵀ w − g| componentwise, relative."""
    technosphere, biosphere = matrix_of_draw(matrices, seed, draw)
    a, g = sparse(technosphere).T.tocsc(), (c @ sparse(biosphere)).T
    factor = splu(a)
    w = factor.solve(g)
    for _ in range(3):
        w = w + factor.solve(g - a @ w)
    return w


@pytest.mark.parametrize("seed", range(12))
def test_every_draw_is_within_its_bound_of_a_direct_solve(seed):
    matrices, c = case(seed, own=seed % 3 == 0, gain=(0.2, 0.7, 0.9)[seed % 3], size=(3, 30, 60)[seed // 4])
    n = matrices.technosphere.width
    found = montecarlo(prepare(matrices.technosphere), matrices, c, seed=seed, draws=21, products=range(n))
    assert found.kept.shape == (21, n, 3)
    assert (found.bound <= 1e-8).all()
    for draw in range(21):
        exact = direct(matrices, c, seed, draw)
        off = np.abs(found.kept[draw] - exact) / np.maximum(np.abs(exact), 1e-300)
        assert (off.max(axis=0) <= found.bound[draw] + 1e-11).all()


def test_bound_is_that_of_the_answer_not_of_the_method():
    """A wrong score is not accepted: the judge looks at the numbers."""
    matrices, c = case(1)
    made = draws.model(prepare(matrices.technosphere), matrices, c[:1])
    solver = draws.Solver(made, matrices, seed=1, products=np.arange(3), tolerance=1e-8)
    desk = draws.desk_of(made)
    solver.sample(desk, 0)
    batches.characterise(made.start, made.factors[0], desk.amounts, desk.g)
    desk.w[:] = made.base[0][:, None]
    _, bound = solver._prove(desk, 0)
    assert (bound <= 1e-8).all()
    desk.w[4, 3] *= 1 + 1e-6
    desk.w[5, 6] = np.nan
    worst, tall = draws.judge(made, desk, 0)
    bad = worst * tall
    assert bad[3] > 1e-7
    assert not bad[6] <= 1e300
    assert (bad[[0, 1, 2, 4, 5, 7]] <= 1e-8).all()


def test_same_numbers_for_any_threads_products_regimes_and_length():
    matrices, c = case(5)
    prepared = prepare(matrices.technosphere)
    whole = montecarlo(prepared, matrices, c, seed=9, draws=40, products=range(30))
    with ThreadPoolExecutor(3) as pool:
        parallel = montecarlo(prepared, matrices, c, seed=9, draws=40, products=range(30), mapper=pool.map)
    for name in ("kept", "mean", "sd", "quantiles", "bound"):
        assert (getattr(whole, name) == getattr(parallel, name)).all()
    few = montecarlo(prepared, matrices, c, seed=9, draws=19, products=[7, 3])
    assert (few.kept == whole.kept[:19, [7, 3]]).all()
    alone = montecarlo(prepared, matrices, c[1:2], seed=9, draws=40, products=range(30))
    assert np.allclose(alone.kept[:, :, 0], whole.kept[:, :, 1], rtol=2e-8, atol=0)
    other = montecarlo(prepared, matrices, c, seed=10, draws=40, products=range(30))
    assert not np.isclose(other.kept, whole.kept, rtol=1e-6).any(axis=2)[:, 5].all()


def test_statistics_are_those_of_the_draws():
    matrices, c = case(3)
    found = montecarlo(prepare(matrices.technosphere), matrices, c, seed=2, draws=203, products=range(30))
    assert np.allclose(found.mean, found.kept.mean(axis=0), rtol=1e-7)
    assert np.allclose(found.sd, found.kept.std(axis=0, ddof=1), rtol=1e-5)
    assert np.allclose(found.quantiles, np.quantile(found.kept, found.levels, axis=0), rtol=1e-6)
    assert found.quantile_draws == 203
    short = montecarlo(prepare(matrices.technosphere), matrices, c, seed=2, draws=203, products=range(30), store=30_000)
    assert short.quantile_draws < 203
    assert np.allclose(short.mean, found.mean, rtol=1e-12)
    assert np.allclose(short.sd, found.sd, rtol=1e-9)
    part = found.kept[: short.quantile_draws]
    assert np.allclose(short.quantiles, np.quantile(part, found.levels, axis=0), rtol=1e-6)


def test_one_draw_and_no_uncertainty():
    matrices, c = case(4, kinds=(FIXED,))
    found = montecarlo(prepare(matrices.technosphere), matrices, c, seed=2, draws=1)
    assert np.allclose(found.mean, found.base, rtol=1e-5)  # 32-bit amounts
    assert (found.sd == 0).all()
    assert found.kept.shape == (1, 0, 3)


def test_differences_keep_their_correlation():
    """Two products of one supplier: their difference is known far better than either."""
    a = np.array([[1.0, -3.0, -3.1], [0, 1, 0], [0, 0, 1]])
    technosphere = columns(a)
    rows = technosphere.rows
    column = np.repeat(np.arange(3), np.diff(technosphere.start))
    kind = np.where(rows == column, FIXED, LOGNORMAL).astype(np.uint8)
    nought = np.zeros(len(rows), np.float32)
    spread = Spreads(kind, technosphere.values.copy(), np.full(len(rows), 0.01, np.float32), nought, nought)
    biosphere = columns(np.array([[10.0, 0.1, 0.1]]))
    wide = Spreads(
        np.full(3, LOGNORMAL, np.uint8), biosphere.values.copy(), np.full(3, 0.5, np.float32), nought[:3], nought[:3]
    )
    matrices = Matrices(technosphere, biosphere, spread, wide)
    found = montecarlo(prepare(technosphere), matrices, np.array([[1.0], [1.1]]), seed=1, draws=400, products=[1, 2])
    apart = difference(found.kept[:, 1, 0], found.kept[:, 0, 0])
    assert apart.correlation > 0.99
    assert apart.sd < 0.1 * found.sd[1, 0]
    assert apart.low < apart.median < apart.high
    assert apart.share_above > 0.95
    regimes = difference(found.kept[:, 0, 1], found.kept[:, 0, 0])
    assert regimes.correlation == pytest.approx(1.0, abs=1e-9)
    assert regimes.mean == pytest.approx(0.1 * found.mean[1, 0], rel=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_draws_beyond_the_limit_are_solved_and_proven_all_the_same(seed):
    """Loops whose drawn gain passes 1: sweeps diverge, the cut does not; nothing unchecked comes out."""
    matrices, c = case(100 + seed, kinds=(LOGNORMAL,), width=0.25, gain=0.93, size=25)
    c = c[:2]
    found = montecarlo(prepare(matrices.technosphere), matrices, c, seed=seed, draws=64, products=range(25))
    beyond = 0
    for draw in range(64):
        exact = direct(matrices, c, seed, draw)
        off = np.abs(found.kept[draw] - exact) / np.maximum(np.abs(exact), np.abs(found.base))
        assert (off.max(axis=0) <= found.bound[draw] + 1e-10).all()
        beyond += bool((exact * np.sign(found.base) < 0).any())
    assert (found.bound <= 1e-8).all()
    assert sum(found.methods.values()) == 64 * 2
    if beyond:
        assert found.methods["cut"] + found.methods["krylov"] + found.methods["direct"] >= beyond


@pytest.mark.parametrize("seed", range(4))
def test_credits_and_uptake(seed):
    """Entries that give instead of take, flows that are taken up: scores of either sign, still within their bound."""
    matrices, c = case(200 + seed, credited=0.3, gain=0.6, size=20, width=0.1)
    c[:, 1] *= -1
    found = montecarlo(prepare(matrices.technosphere), matrices, c, seed=seed, draws=16, products=range(20))
    for draw in range(16):
        exact = direct(matrices, c, seed, draw)
        off = np.abs(found.kept[draw] - exact) / np.maximum(np.abs(exact), np.abs(found.base) * 1e-3)
        assert (off.max(axis=0) <= np.maximum(found.bound[draw], 1e-9)).all()
    assert (found.bound <= 1e-8).all()


def test_strong_couples_settle_quickly():
    """Recycling loops of gain 0.8 are solved as couples: no more sweeps than without them."""
    rng = np.random.default_rng(0)
    matrix = np.eye(60) - np.triu(rng.random((60, 60)) < 0.1, 1) * 0.1
    for k in range(0, 40, 2):
        matrix[k, k + 1], matrix[k + 1, k] = -0.8, -1.0
    technosphere = columns(matrix)
    nought = np.zeros(len(technosphere.rows), np.float32)
    column = np.repeat(np.arange(60), np.diff(technosphere.start))
    kind = np.where(technosphere.rows == column, FIXED, LOGNORMAL).astype(np.uint8)
    spread = Spreads(kind, technosphere.values.copy(), nought + np.float32(0.02), nought, nought)
    biosphere = columns(np.ones((1, 60)))
    still = Spreads(np.zeros(60, np.uint8), biosphere.values.copy(), *(np.zeros(60, np.float32) for _ in range(3)))
    found = montecarlo(
        prepare(technosphere), Matrices(technosphere, biosphere, spread, still), np.ones((1, 1)), seed=1, draws=16
    )
    assert found.methods["sweeps"] == 16
    assert found.sweeps < 30


def test_flows_that_do_not_count_are_not_drawn():
    matrices, c = case(6)
    made = draws.model(prepare(matrices.technosphere), matrices, c)
    counted = (c != 0).any(axis=0)[matrices.biosphere.rows]
    assert len(made.biosphere.entries) == counted.sum() < len(counted)
    plain = montecarlo(prepare(matrices.technosphere), matrices, c, seed=3, draws=8, products=[0, 5])
    c2 = np.vstack([c, np.ones((1, c.shape[1]))])
    more = montecarlo(prepare(matrices.technosphere), matrices, c2, seed=3, draws=8, products=[0, 5])
    assert np.allclose(more.kept[:, :, :3], plain.kept, rtol=2e-8, atol=0)


def test_progress_is_told():
    matrices, c = case(7, size=5)
    told = []
    montecarlo(
        prepare(matrices.technosphere), matrices, c, seed=0, draws=20, progress=lambda done, of: told.append((done, of))
    )
    assert told == [(8, 20), (16, 20), (20, 20)]


def test_everything_wrong_is_said_at_once():
    matrices, c = case(8, size=5)
    broken = replace(
        matrices,
        technosphere_spread=replace(
            matrices.technosphere_spread, kind=np.full(len(matrices.technosphere.rows), 9, np.uint8)
        ),
        biosphere_spread=replace(
            matrices.biosphere_spread,
            kind=np.full(len(matrices.biosphere.rows), NORMAL, np.uint8),
            scale=np.full(len(matrices.biosphere.rows), -1, np.float32),
        ),
    )
    with pytest.raises(InputError) as error:
        montecarlo(prepare(matrices.technosphere), broken, c[:, 1:], seed=-1, draws=0, products=[5, -1])
    assert [p.code for p in error.value.problems] == ["LCI-030", "LCI-031", "LCI-032", "LCI-033", "LCI-034", "LCI-034"]


def test_spread_without_meaning_is_found():
    good = {"kind": TRIANGULAR, "location": 2.0, "scale": 0.0, "low": 1.0, "high": 3.0}
    for change in (
        {},
        {"low": 2.5},
        {"low": 4.0},
        {"high": np.nan},
        {"kind": UNIFORM, "low": 4.0},
        {"kind": LOGNORMAL, "scale": -1},
    ):
        row = {**good, **change}
        spread = Spreads(
            np.array([row["kind"]], np.uint8),
            np.array([row["location"]]),
            *(np.array([row[k]], np.float32) for k in ("scale", "low", "high")),
        )
        assert len(draws.unusable(spread)) == bool(change)
