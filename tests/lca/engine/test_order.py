"""Order and kernels: topological, loops apart, lanes independent, draws as regimes."""

from __future__ import annotations

import numpy as np
import pytest

from carnet.lca.engine import sweeps
from carnet.lca.engine.lanes import aligned
from carnet.lca.engine.prepare import faithful, loops, prepare, sound
from carnet.lca.engine.solve import adjoint, forward
from tests.lca.engine.systems import columns, productive


def test_sides_are_sound_and_faithful():
    for seed in range(200):
        rng = np.random.default_rng([17, seed])
        matrix = productive(rng, avoided=0.1)
        technosphere = columns(matrix)
        prepared = prepare(technosphere)
        for side, transposed in ((prepared.adjoint, True), (prepared.forward, False)):
            assert sound(side), seed
            assert faithful(side, technosphere, transposed=transposed), seed


def test_small_loops_far_apart_are_blocks_of_their_own():
    n = 400
    matrix = np.eye(n)
    for i in range(n - 1):
        matrix[i, i + 1] = -0.5
    for i in range(0, n, 40):
        matrix[i + 1, i] = -0.3
    shuffle = np.random.default_rng(0).permutation(n)
    prepared = prepare(columns(matrix[np.ix_(shuffle, shuffle)]))
    sizes = np.diff(prepared.adjoint.blocks)
    assert sorted(sizes[loops(prepared.adjoint)].tolist()) == [2] * 10
    assert sizes.sum() == n


def test_order_does_not_depend_on_units():
    rng = np.random.default_rng(6)
    matrix = productive(rng, size=50, gain=0.7, waste=0)
    unit = 2.0 ** rng.integers(-30, 30, 50)
    one, other = prepare(columns(matrix)), prepare(columns(matrix * unit[:, None] / unit[None, :]))
    assert (one.adjoint.order == other.adjoint.order).all()


def test_a_chain_of_ten_thousand():
    n = 10_000
    shuffle = np.random.default_rng(3).permutation(n)
    matrix_rows = np.concatenate([shuffle, shuffle[:-1]])
    matrix_columns = np.concatenate([shuffle, shuffle[1:]])
    values = np.concatenate([np.ones(n), np.full(n - 1, -0.9)])
    sort = np.lexsort((matrix_rows, matrix_columns))
    from carnet.lca.engine.arrays import Columns

    start = np.concatenate(([0], np.cumsum(np.bincount(matrix_columns, minlength=n))))
    technosphere = Columns(start.astype(np.int64), matrix_rows[sort].astype(np.int32), values[sort], n)
    right = np.ones((n, 1))
    answer = adjoint(prepare(technosphere), right)
    assert answer.proof.steps == 0
    assert answer.values[shuffle, 0] == pytest.approx((1 - 0.9 ** np.arange(1, n + 1)) / 0.1, rel=1e-12)


def test_one_regime_is_one_lane_of_eight():
    rng = np.random.default_rng(12)
    matrix = productive(rng, size=60, gain=0.8)
    right = rng.lognormal(0, 2, (60, 8))
    prepared = prepare(columns(matrix))
    for solve in (adjoint, forward):
        eight = solve(prepared, right)
        for k in (0, 5):
            one = solve(prepared, right[:, [k]])
            off = one.proof.bound[:, 0] + eight.proof.bound[:, k]
            assert (abs(one.values[:, 0] - eight.values[:, k]) <= off).all()


@pytest.mark.parametrize("drawn_diagonal", [False, True])
def test_draws_kernel_is_eight_systems(drawn_diagonal):
    """Each lane with its own values equals that matrix solved alone."""
    rng = np.random.default_rng(31)
    matrix = productive(rng, size=40, gain=0.5, waste=0)
    prepared = prepare(columns(matrix))
    side = prepared.adjoint
    values = aligned((len(side.values), 8), np.float32)
    values[:] = side.values[:, None] * rng.lognormal(0, 0.1, values.shape)
    diagonal = aligned((40, 8))
    diagonal[:] = side.diagonal[:, None] * (rng.lognormal(0, 0.05, (40, 8)) if drawn_diagonal else 1)
    g, w, h, count = aligned((40, 8)), aligned((40, 8)), aligned((40, 8)), np.zeros(1, np.int64)
    g[:] = rng.lognormal(0, 1, (40, 8))
    inverse = np.ascontiguousarray(1 / diagonal) if drawn_diagonal else side.inverse
    failed = sweeps.run(
        0,
        1e-13,
        400,
        side.blocks,
        side.start,
        side.middle,
        side.index,
        values,
        inverse,
        g,
        w,
        h,
        np.zeros((3, 8)),
        count,
    )
    assert failed == -1
    assert count[0] > 0
    for k in range(8):
        dense = np.diag(diagonal[:, k])
        for j in range(40):
            for e in range(side.start[j], side.start[j + 1]):
                dense[j, side.index[e]] = -np.float64(values[e, k])
        assert w[:, k] == pytest.approx(np.linalg.solve(dense, g[:, k]), rel=1e-9)


def test_a_loop_that_will_not_converge_is_given_up_early():
    rng = np.random.default_rng(2)
    prepared = prepare(columns(productive(rng, size=30, gain=0.9999, waste=0)))
    side = prepared.adjoint
    g, w, h, count = np.ones((30, 8)), np.zeros((30, 8)), np.zeros((30, 8)), np.zeros(1, np.int64)
    failed = sweeps.run(
        0, 1e-13, 90, side.blocks, side.start, side.middle, side.index, side.values, side.inverse, g, w, h,
        np.zeros((3, 8)), count,
    )  # fmt: skip
    assert failed in loops(side) or count[0] <= 90
