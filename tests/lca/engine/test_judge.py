"""The judge catches what is planted: a wrong answer, a wrong order, a broken kernel."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import numpy as np
import pytest

from carnet.lca.engine import direct, krylov, solve
from carnet.lca.engine.exact import exact_adjoint
from carnet.lca.engine.judge import judge
from carnet.lca.engine.lanes import aligned
from carnet.lca.engine.prepare import EngineError, Prepared, faithful, loops, prepare, sound
from carnet.lca.engine.solve import adjoint
from carnet.lca.engine.sweeps import run
from tests.lca.engine.systems import columns, productive


def _lanes(values):
    out = aligned(values.shape)
    out[:] = values
    return out


@pytest.fixture
def case():
    rng = np.random.default_rng(21)
    technosphere = columns(productive(rng, size=30, gain=0.7))
    right = rng.lognormal(0, 2, (30, 8))
    prepared = prepare(technosphere)
    assert len(loops(prepared.adjoint))
    return technosphere, prepared, right, adjoint(prepared, right)


def _judged(prepared, right, values):
    side = prepared.adjoint
    return judge(prepared, side, _lanes(right[side.order]), _lanes(values[side.order])).bound[side.position]


def test_every_perturbation_of_the_answer_is_covered(case):
    """One value off by a little or much: the bound of that value is at least what it is off."""
    _, prepared, right, answer = case
    for relative in (1e-12, 1e-9, 1e-3, 10.0):
        for i in range(30):
            for k in (0, 7):
                wrong = answer.values.copy()
                wrong[i, k] *= 1 + relative
                bound = _judged(prepared, right, wrong)
                off = abs(wrong[i, k] - answer.values[i, k])
                assert bound[i, k] >= off - answer.proof.bound[i, k], (i, k, relative)
                if relative >= 1e-9:
                    assert bound[i, k] > 100 * answer.proof.bound[i, k]
                assert bound[i, 3] <= 2 * answer.proof.bound[i, 3], "lanes are judged apart"


def test_the_bound_is_not_idle(case):
    """It is within a few orders of magnitude of the true error: a bound that is always huge would prove nothing."""
    technosphere, prepared, right, _ = case
    rough = right.copy()
    rough[3, 0] *= 1 + 1e-6
    moved = adjoint(prepared, rough).values
    bound = _judged(prepared, right, moved)[:, 0]
    exact = exact_adjoint(technosphere, [Fraction(float(x)) for x in right[:, 0]])
    off = np.array([float(abs(Fraction(float(m)) - e)) for m, e in zip(moved[:, 0], exact, strict=True)])
    assert (off <= bound).all()
    affected = off > 1e-10 * abs(moved[:, 0])
    assert np.median(bound[affected] / off[affected]) < 50


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_no_number_is_no_answer(case, bad):
    _, prepared, right, answer = case
    for i in (0, 13, 29):
        wrong = answer.values.copy()
        wrong[i, 2] = bad
        assert not np.isfinite(_judged(prepared, right, wrong)).all()


def _chain():
    """A loop of three, feeding a chain of four and a loop of two."""
    matrix = np.eye(9)
    for i, j in ((0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5), (5, 6), (6, 7), (7, 8), (8, 7), (0, 8)):
        matrix[i, j] = -0.3
    return columns(matrix)


def test_a_side_in_the_wrong_order_is_refused():
    prepared = prepare(_chain())
    right = np.ones((9, 2))
    side = prepared.adjoint
    assert sound(side)
    assert sound(prepared.forward)
    assert np.diff(side.blocks).tolist() == [3, 1, 1, 1, 1, 2]
    later = side.index.copy()
    later[side.start[4]] = 8
    backwards = dataclasses.replace(side, index=later)
    shifted = dataclasses.replace(side, middle=np.minimum(side.middle + 1, side.start[1:]))
    blocks = dataclasses.replace(side, blocks=np.arange(10), comparable=np.ones(9, bool))
    turned = dataclasses.replace(side, order=side.order[::-1].copy())
    negative = dataclasses.replace(side, inverse=-side.inverse)
    for broken in (backwards, shifted, blocks, turned, negative):
        assert not sound(broken)
        with pytest.raises(EngineError) as caught:
            adjoint(Prepared(broken, prepared.forward, moderate=True), right)
        assert caught.value.problems[0].code == "LCI-006"


def test_a_side_of_another_matrix_is_told():
    technosphere = _chain()
    prepared = prepare(technosphere)
    assert faithful(prepared.adjoint, technosphere, transposed=True)
    assert faithful(prepared.forward, technosphere, transposed=False)
    assert not faithful(prepared.adjoint, technosphere, transposed=False)
    side = prepared.adjoint
    other = side.values.copy()
    other[0] *= 1 + 1e-15
    moved = side.index.copy()
    moved[[0, 1]] = moved[[1, 0]]
    for change in ({"values": other}, {"index": moved}, {"diagonal": side.diagonal * 2}, {"entry": side.entry[::-1]}):
        assert not faithful(dataclasses.replace(side, **change), technosphere, transposed=True), change


def _skewed(kernel, at, factor):
    """The kernel, and then one value of `w` wrong."""

    def broken(*arguments):
        found = kernel(*arguments)
        arguments[at].reshape(len(arguments[at]), -1)[5] *= factor
        return found

    return broken


@pytest.mark.parametrize("factor", [1 + 1e-6, 0.0, -1.0, np.nan])
def test_broken_sweeps_fall_through(case, monkeypatch, factor):
    """Sweeps and krylov broken: the direct method answers. All broken: refused."""
    _, prepared, right, answer = case
    monkeypatch.setattr(solve, "run", _skewed(solve.run, 10, factor))
    with pytest.raises(EngineError):
        adjoint(prepared, right, method="sweeps")
    monkeypatch.undo()
    first = int(loops(prepared.adjoint)[0])
    monkeypatch.setattr(solve, "run", lambda *a: first if a[0] <= first < len(a[3]) - 1 else run(*a))
    found = adjoint(prepared, right)
    assert found.proof.method == "direct"
    assert (abs(found.values - answer.values) <= found.proof.bound + answer.proof.bound).all()
    monkeypatch.setattr(direct, "solve_loop", lambda *a: (a[4].__setitem__(slice(None), factor), 1)[1])
    assert adjoint(prepared, right).proof.method == "krylov"
    monkeypatch.setattr(krylov, "solve_loop", lambda *_, **__: (3, True))
    with pytest.raises(EngineError) as caught:
        adjoint(prepared, right)
    assert caught.value.problems[0].code == "LCI-006"
    assert caught.value.groups[0]


def test_a_krylov_that_lies_is_not_believed(case, monkeypatch):
    _, prepared, right, _ = case
    monkeypatch.setattr(krylov, "solve_loop", lambda *_, **__: (3, True))
    with pytest.raises(EngineError):
        adjoint(prepared, right, method="krylov")


def test_a_wrong_cover_is_not_believed(case):
    """A stored u that proves nothing is tested before it is used."""
    _, prepared, right, _ = case
    side = dataclasses.replace(prepared.adjoint, cover=-np.ones(30))
    found = adjoint(Prepared(side, prepared.forward, moderate=True), right)
    assert (found.proof.bound >= 0).all()
    assert found.proof.relative < 1e-9


def test_credits_beyond_comparison_are_bounded_by_the_inverse():
    """|gain| far above 1 with credits: no cover, and still a proved bound."""
    seen = 0
    for seed in range(80):
        rng = np.random.default_rng([3, seed])
        technosphere = columns(productive(rng, size=8, gain=2.5, avoided=0.6))
        try:
            prepared = prepare(technosphere)
        except EngineError:
            continue
        if prepared.adjoint.comparable.all():
            continue
        seen += 1
        right = rng.lognormal(0, 1, 8)
        answer = adjoint(prepared, right[:, None])
        exact = exact_adjoint(technosphere, [Fraction(float(x)) for x in right])
        assert answer.proof.rigorous
        for i, true in enumerate(exact):
            assert abs(Fraction(float(answer.values[i, 0])) - true) <= Fraction(float(answer.proof.bound[i, 0])), seed
    assert seen >= 20


def test_sizes_near_underflow_are_not_called_rigorous():
    matrix = np.array([[1.0, -1e-200], [-1e-150, 1.0]])
    answer = adjoint(prepare(columns(matrix)), np.array([[1e-200], [1.0]]))
    assert not answer.proof.rigorous
