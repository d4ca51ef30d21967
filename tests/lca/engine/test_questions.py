"""Changes, foregrounds and sensitivities agree with solving anew, within their bounds."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from carnet.lca.engine.arrays import LOGNORMAL, NORMAL, TRIANGULAR, UNIFORM, Matrices, Spreads
from carnet.lca.engine.exact import exact_adjoint, exact_forward
from carnet.lca.engine.foreground import Foreground, scenarios
from carnet.lca.engine.local import sensitivity, variance
from carnet.lca.engine.prepare import EngineError, prepare
from carnet.lca.engine.solve import adjoint, forward
from carnet.lca.engine.update import Change, inverse_rows, update
from tests.lca.engine.systems import columns, productive


def _fractions(values):
    return [Fraction(float(v)) for v in values]


def _inside(answer, bound, exact):
    return all(abs(Fraction(float(a)) - e) <= Fraction(float(b)) for a, b, e in zip(answer, bound, exact, strict=True))


@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_change_equals_solving_anew(count):
    for seed in range(60):
        rng = np.random.default_rng([count, seed])
        matrix = productive(rng, size=9, gain=rng.uniform(0.2, 0.7), avoided=0.1 * (seed % 2))
        right = rng.lognormal(0, 2, (9, 2))
        prepared = prepare(columns(matrix))
        base = adjoint(prepared, right)
        changed, extra, changes = matrix.copy(), right.copy(), []
        for j in rng.choice(9, count, replace=False):
            rows = np.flatnonzero(matrix[:, j])
            amounts = matrix[rows, j] * rng.uniform(-0.2, 0.05, len(rows))
            changed[rows, j] += amounts
            added = rng.lognormal(0, 2, 2) if seed % 3 else ()
            extra[j] += added if len(added) else 0
            changes.append(Change(int(j), rows, changed[rows, j] - matrix[rows, j], added))
        found = update(prepared, base, changes)
        # the doubles of the change, added exactly
        exact_matrix = [[Fraction(float(matrix[i, j])) for j in range(9)] for i in range(9)]
        for c in changes:
            for i, a in zip(c.rows, c.amounts, strict=True):
                exact_matrix[i][c.process] += Fraction(float(a))
        if not all(Fraction(float(changed[i, j])) == exact_matrix[i][j] for i in range(9) for j in range(9)):
            continue
        for k in range(2):
            goal = _fractions(right[:, k])
            for c in changes:
                goal[c.process] += Fraction(float(c.emissions[k])) if len(c.emissions) else 0
            assert _inside(found.values[:, k], found.proof.bound[:, k], exact_adjoint(columns(changed), goal)), seed
        assert found.proof.relative < 1e-6


def test_rows_are_kept_and_are_rows_of_the_inverse():
    matrix = productive(np.random.default_rng(2), size=12, gain=0.6)
    prepared = prepare(columns(matrix))
    rows = inverse_rows(prepared, range(12))
    inverse = np.linalg.inv(matrix)
    for j, row in enumerate(rows):
        assert row.values == pytest.approx(inverse[j], rel=1e-9, abs=1e-9 * abs(inverse[j]).max())
    assert inverse_rows(prepared, [3])[0] is rows[3]


def test_a_change_that_takes_all_is_refused():
    matrix = np.array([[1.0, -0.5], [-0.5, 1.0]])
    prepared = prepare(columns(matrix))
    base = adjoint(prepared, np.ones((2, 1)))
    assert update(prepared, base, []) is base
    for amount in (-1.5, -1.6, -10.0):  # 0.5 · 2 = 1, and beyond
        with pytest.raises(EngineError) as caught:
            update(prepared, base, [Change(1, np.array([0]), np.array([amount]))])
        assert caught.value.problems[0].code == "LCI-010"
        assert caught.value.groups == ((1,),)
    with pytest.raises(EngineError):
        update(prepared, base, [Change(1, np.array([0]), np.array([np.nan]))])
    near = update(prepared, base, [Change(1, np.array([0]), np.array([-1.49]))])
    assert near.values[0, 0] == pytest.approx(1.5 / (1 - 0.5 * 1.99))
    treated = update(prepared, base, [Change(1, np.array([1]), np.array([-2.0]))])  # becomes a waste treatment
    assert treated.values[:, 0] == pytest.approx(np.linalg.solve([[1, -0.5], [-0.5, -1]], [1, 1]))


def test_two_loops_that_take_more_than_they_make_are_refused_although_the_signs_cancel():
    loop = np.array([[1.0, -0.5], [-0.5, 1.0]])
    matrix = np.block([[loop, np.zeros((2, 2))], [np.zeros((2, 2)), loop]])
    prepared = prepare(columns(matrix))
    base = adjoint(prepared, np.ones((4, 1)))
    changes = [Change(j, np.array([j + 1]), np.array([-3.5])) for j in (0, 2)]  # each loop takes 2 of its own for 1
    changed = matrix.copy()
    changed[1, 0] = changed[3, 2] = -4.0
    assert np.linalg.det(changed) > 0
    assert (np.linalg.inv(changed) < 0).any()
    with pytest.raises(EngineError) as caught:
        update(prepared, base, changes)
    assert caught.value.problems[0].code == "LCI-010"
    assert caught.value.groups == ((0, 2),)


def test_a_change_that_takes_all_is_allowed_with_another_that_makes_up_for_it():
    matrix = np.array([[1.0, -4.0], [-0.1, 1.0]])
    prepared = prepare(columns(matrix))
    base = adjoint(prepared, np.ones((2, 1)))
    more, less = Change(0, np.array([1]), np.array([-3.9])), Change(1, np.array([0]), np.array([3.9]))
    with pytest.raises(EngineError):
        update(prepared, base, [more])
    for changes in ([more, less], [less, more]):
        found = update(prepared, base, changes)
        assert found.values[:, 0] == pytest.approx(np.linalg.solve([[1, -4], [-0.1, 1]], [1, 1]))


def test_changes_are_refused_where_and_only_where_the_end_takes_more_than_it_makes():
    seen = {True: 0, False: 0}
    crossed_twice = 0
    for seed in range(400):
        rng = np.random.default_rng([11, seed])
        size = 8
        parts = [productive(rng, size=4, gain=rng.uniform(0.4, 0.9)) for _ in range(2)]
        matrix = np.block([[parts[0], np.zeros((4, 4))], [np.zeros((4, 4)), parts[1]]])
        prepared = prepare(columns(matrix))
        base = adjoint(prepared, np.ones((size, 1)))
        changed, changes = matrix.copy(), []
        for j in rng.choice(size, int(rng.integers(2, size + 1)), replace=False):
            new = matrix[:, j] * np.where(np.arange(size) == j, rng.uniform(0.8, 1.2), rng.lognormal(0.5, 1.2, size))
            amounts = new - matrix[:, j]
            changed[:, j] = matrix[:, j] + amounts
            changes.append(Change(int(j), np.arange(size), amounts))
        # With the rows of treatments turned round, what is taken for one run of each.
        taken = np.eye(size) - changed / np.diag(changed)[:, None]
        makes = max(abs(np.linalg.eigvals(taken))) < 1
        seen[makes] += 1
        crossed_twice += not makes and np.linalg.det(np.eye(size) - taken) > 0
        if makes:
            found = update(prepared, base, changes)
            assert found.values[:, 0] == pytest.approx(np.linalg.solve(changed.T, np.ones(size)), rel=1e-6), seed
        else:
            with pytest.raises(EngineError):
                update(prepared, base, changes)
    assert min(seen.values()) > 50
    assert crossed_twice > 5


def _foreground(rng, *, count, size, links, width, background, avoided=0.0, waste=0.0):
    matrix = np.array([productive(rng, size=size, gain=0.5, avoided=avoided, waste=waste) for _ in range(count)])
    amount = rng.lognormal(0, 1, (count, links))
    direct = rng.lognormal(0, 1, (count, size, width))
    return Foreground(matrix, rng.integers(0, size, links), rng.integers(0, background, links), amount, direct)


@pytest.mark.parametrize(("avoided", "waste"), [(0.0, 0.0), (0.0, 0.3), (0.2, 0.2), (0.6, 0.0)])
def test_a_foreground_equals_the_whole_system(avoided, waste):
    """Exact rationals of background and foreground as one database."""
    for seed in range(12):
        rng = np.random.default_rng([5, seed])
        matrix = productive(rng, size=6, gain=0.5)
        right = rng.lognormal(0, 1, (6, 3))
        base = adjoint(prepare(columns(matrix)), right)
        front = _foreground(rng, count=2, size=3, links=5, width=3, background=6, avoided=avoided, waste=waste)
        try:
            found = scenarios(front, base)
        except EngineError:
            assert avoided
            continue
        for s in range(2):
            whole = np.zeros((9, 9))
            whole[:6, :6], whole[6:, 6:] = matrix, front.matrix[s]
            for j, i, a in zip(front.process, front.product, front.amount[s], strict=True):
                if whole[i, 6 + j]:
                    break  # two links between the same two: their sum is not a double
                whole[i, 6 + j] = -a
            else:
                goal = np.concatenate([right, front.direct[s]])
                for k in range(3):
                    exact = exact_adjoint(columns(whole), _fractions(goal[:, k]))[6:]
                    assert _inside(found.values[s, :, k], found.bound[s, :, k], exact), (seed, s, k)
        assert found.relative < 1e-6


def test_scenarios_share_what_has_one_and_any_mapper_gives_the_same():
    rng = np.random.default_rng(8)
    base = adjoint(prepare(columns(productive(rng, size=6, gain=0.5))), rng.lognormal(0, 1, (6, 11)))
    front = _foreground(rng, count=300, size=4, links=7, width=11, background=6)
    whole = scenarios(front, base)
    again = scenarios(front, base, mapper=lambda f, xs: [f(x) for x in reversed(list(xs))])
    assert (whole.values == again.values).all()
    one = Foreground(front.matrix[:1], front.process, front.product, front.amount, front.direct[:1])
    shared = scenarios(one, base)
    for s in (0, 299):
        each = Foreground(front.matrix[:1], front.process, front.product, front.amount[s : s + 1], front.direct[:1])
        assert (scenarios(each, base).values[0] == shared.values[s]).all()


def test_scenarios_without_meaning_are_all_named():
    rng = np.random.default_rng(9)
    base = adjoint(prepare(columns(np.eye(2))), np.ones((2, 1)))
    front = _foreground(rng, count=5, size=2, links=1, width=1, background=2)
    matrix = np.array([np.eye(2)] * 5)
    matrix[1] = [[1, -2], [-2, 1]]
    matrix[3] = [[1, -1], [-1, 1]]
    with pytest.raises(EngineError) as caught:
        scenarios(Foreground(matrix, front.process, front.product, front.amount, front.direct), base)
    assert caught.value.problems[0].code == "LCI-011"
    assert caught.value.groups == ((1, 3),)
    with pytest.raises(EngineError) as caught:
        scenarios(Foreground(matrix, front.process, front.product, front.amount[:3], front.direct), base)
    assert caught.value.problems[0].code == "LCI-012"


def _matrices(rng, n=7, flows=4):
    technosphere, biosphere = columns(productive(rng, size=n, gain=0.6)), columns(rng.lognormal(0, 1, (flows, n)))

    def spread(values):
        count = len(values)
        kind = rng.integers(0, 5, count).astype(np.uint8)
        scale = np.where(kind == LOGNORMAL, 0.1, np.abs(values) * 0.1).astype(np.float32)
        width = np.abs(values) * 0.2
        return Spreads(kind, values, scale, (values - width).astype(np.float32), (values + width).astype(np.float32))

    return Matrices(technosphere, biosphere, spread(technosphere.values), spread(biosphere.values))


def _dense(matrix):
    dense = np.zeros((matrix.height, matrix.width))
    dense[matrix.rows, np.repeat(np.arange(matrix.width), np.diff(matrix.start))] = matrix.values
    return dense


def test_sensitivities_are_the_derivatives():
    rng = np.random.default_rng(4)
    matrices = _matrices(rng)
    factors = rng.lognormal(0, 1, 4)
    a, b = _dense(matrices.technosphere), _dense(matrices.biosphere)
    demand = np.zeros((7, 1))
    demand[2] = 1.5
    prepared = prepare(matrices.technosphere)
    w, x = adjoint(prepared, (factors @ b)[:, None]), forward(prepared, demand)
    found = sensitivity(matrices, w.values[:, 0], w.proof.bound[:, 0], x.values[:, 0], x.proof.bound[:, 0], factors)
    score = lambda a, b: float(factors @ b @ np.linalg.solve(a, demand)[:, 0])  # noqa: E731
    at = 0
    for j in range(7):
        for i in np.flatnonzero(a[:, j]):
            step = 1e-6 * abs(a[i, j])
            up, down = a.copy(), a.copy()
            up[i, j] += step
            down[i, j] -= step
            slope = (score(up, b) - score(down, b)) / (2 * step)
            assert found.technosphere[at] == pytest.approx(slope, rel=1e-5, abs=1e-7 * score(a, b) / abs(a[i, j]))
            at += 1
    whole = float(w.values[2, 0] * 1.5)
    assert found.technosphere @ matrices.technosphere.values == pytest.approx(-whole)
    assert found.biosphere @ matrices.biosphere.values == pytest.approx(whole)
    scores = exact_adjoint(matrices.technosphere, _fractions(factors @ b))
    activities = exact_forward(matrices.technosphere, _fractions(demand[:, 0]))
    nonzero = 0
    for given, exact, sign, slopes, bounds in (
        (matrices.technosphere, scores, -1, found.technosphere, found.technosphere_bound),
        (matrices.biosphere, _fractions(factors), 1, found.biosphere, found.biosphere_bound),
    ):
        column = np.repeat(np.arange(given.width), np.diff(given.start))
        truth = [sign * exact[i] * activities[j] for i, j in zip(given.rows, column, strict=True)]
        assert _inside(slopes, bounds, truth)
        nonzero += sum(map(bool, truth))
        assert (bounds <= 1e-9 * abs(slopes)).all()
    assert nonzero > 8


def test_first_order_variance_is_that_of_small_draws():
    rng = np.random.default_rng(14)
    matrices = _matrices(rng, n=4, flows=3)
    factors = np.ones(3)
    prepared = prepare(matrices.technosphere)
    demand = np.zeros((4, 1))
    demand[0] = 1
    biosphere = np.zeros(4)
    np.add.at(biosphere, np.repeat(np.arange(4), np.diff(matrices.biosphere.start)), matrices.biosphere.values)
    w, x = adjoint(prepared, biosphere[:, None]), forward(prepared, demand)
    slopes = sensitivity(matrices, w.values[:, 0], w.proof.bound[:, 0], x.values[:, 0], x.proof.bound[:, 0], factors)
    total = 0.0
    for c, s, g in (
        (matrices.technosphere, matrices.technosphere_spread, slopes.technosphere),
        (matrices.biosphere, matrices.biosphere_spread, slopes.biosphere),
    ):
        for e in range(len(c.values)):
            v, k = c.values[e], s.kind[e]
            if k == LOGNORMAL:
                drawn = v * np.exp(0.1 * rng.standard_normal(40000))
            elif k == NORMAL:
                drawn = v + float(s.scale[e]) * rng.standard_normal(40000)
            elif k == UNIFORM:
                drawn = rng.uniform(s.low[e], s.high[e], 40000)
            elif k == TRIANGULAR:
                drawn = rng.triangular(s.low[e], v, s.high[e], 40000)
            else:
                drawn = np.full(10, v)
            total += drawn.var() * g[e] ** 2
    assert variance(matrices, slopes) == pytest.approx(total, rel=0.03)
