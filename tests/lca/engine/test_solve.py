"""Every answer of the engine lies within its stated bound of the exact one; what has no meaning is refused by name."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from carnet.lca.engine.exact import exact_adjoint, exact_forward
from carnet.lca.engine.prepare import EngineError, prepare
from carnet.lca.engine.solve import adjoint, forward
from tests.lca.engine.systems import columns, productive

SYSTEMS = 1000


def outside(answer, exact, column=0):
    """Values whose true error exceeds the bound."""
    return [
        (i, float(abs(Fraction(float(answer.values[i, column])) - true)), float(answer.proof.bound[i, column]))
        for i, true in enumerate(exact)
        if not abs(Fraction(float(answer.values[i, column])) - true) <= Fraction(float(answer.proof.bound[i, column]))
    ]


def _case(seed):
    rng = np.random.default_rng(seed)
    kind = seed % 5
    given = (0.0, 0.0, 0.15, 0.4, 0.0)[kind]
    gain = rng.uniform(0.9, 2.0) if kind == 3 else (rng.uniform(0.98, 0.99999) if kind == 4 else None)
    matrix = productive(rng, gain=gain, avoided=given)
    right = rng.lognormal(0, 3, len(matrix)) * (rng.random(len(matrix)) < 0.7)
    if seed % 3 == 0:
        right *= rng.choice((-1, 1), len(matrix))
    return matrix, right


@pytest.mark.parametrize("part", range(10))
def test_random_systems_lie_within_their_bounds(part):
    """Adjoint and forward, the true error of every value against exact rationals."""
    tight, rigorous = [], 0
    share = SYSTEMS // 10
    for seed in range(part * share, (part + 1) * share):
        matrix, right = _case(seed)
        technosphere = columns(matrix)
        try:
            prepared = prepare(technosphere)
        except EngineError:  # only where credits or gain leave the productive systems, and then truly
            assert seed % 5 == 3, seed
            flow = np.eye(len(matrix)) - matrix / np.diag(matrix)[:, None]
            values = np.linalg.eigvals(flow)
            assert (values.real[abs(values.imag) < 1e-9] > 1 - 1e-9).any(), seed
            continue
        truth = [Fraction(float(x)) for x in right]
        for answer, exact in (
            (adjoint(prepared, right[:, None]), exact_adjoint(technosphere, truth)),
            (forward(prepared, right[:, None]), exact_forward(technosphere, truth)),
        ):
            assert not outside(answer, exact), seed
            rigorous += answer.proof.rigorous
            tight.append(answer.proof.relative)
    assert len(tight) > 1.6 * share, "too few systems were solved to say anything"
    assert rigorous == len(tight)
    assert np.median(tight) < 1e-9


@pytest.mark.parametrize("method", ["sweeps", "krylov", "direct"])
def test_each_method_alone(method):
    for seed in range(60):
        rng = np.random.default_rng([7, seed])
        matrix = productive(rng, gain=rng.uniform(0.1, 0.8))
        right = rng.lognormal(0, 3, (len(matrix), 3))
        technosphere = columns(matrix)
        answer = adjoint(prepare(technosphere), right, method=method)
        for k in range(3):
            assert not outside(answer, exact_adjoint(technosphere, [Fraction(float(x)) for x in right[:, k]]), k)
        assert answer.proof.relative < 1e-6


def _ring(gain, size=2, extra=3):
    """A loop of `size` processes that takes `gain` of what it makes, and some others."""
    matrix = np.eye(size + extra)
    for i in range(size):
        matrix[i, (i + 1) % size] = -(gain ** (1 / size)) if size > 2 else (-1.0 if i == 0 else -gain)
    matrix[0, size:] = -0.5
    return matrix


@pytest.mark.parametrize("gain", [0.5, 0.9, 0.99, 0.999, 0.999999])
def test_just_below_the_limit(gain):
    technosphere = columns(_ring(gain))
    answer = adjoint(prepare(technosphere), np.ones((5, 1)))
    assert not outside(answer, exact_adjoint(technosphere, [Fraction(1)] * 5))
    assert answer.proof.rigorous
    assert answer.proof.relative < 1e-7
    assert answer.values[0, 0] == pytest.approx(2 / (1 - gain) if gain == 1 else (1 + gain) / (1 - gain), rel=1e-8)


@pytest.mark.parametrize("gain", [1.0, 1.000001, 1.5, 40.0])
def test_at_and_above_the_limit_is_refused_naming_the_loop(gain):
    with pytest.raises(EngineError) as caught:
        prepare(columns(_ring(gain)))
    assert [p.code for p in caught.value.problems] == ["LCI-005" if gain == 1 else "LCI-004"]
    assert sorted(caught.value.groups[0]) == [0, 1]


def test_a_bad_loop_inside_a_big_one_is_named():
    rng = np.random.default_rng(5)
    matrix = productive(rng, size=60, gain=0.5, waste=0)
    matrix[7, 31] = -1.2 * matrix[7, 7]
    matrix[31, 7] = -1.1 * matrix[31, 31]
    with pytest.raises(EngineError) as caught:
        prepare(columns(matrix))
    assert set(caught.value.groups[0][:2]) == {7, 31}


def test_everything_wrong_is_listed_at_once():
    matrix = np.eye(7)
    matrix[0, 0] = matrix[3, 3] = 0
    matrix[0, 1] = -1
    with pytest.raises(EngineError) as caught:
        prepare(columns(matrix))
    assert [p.code for p in caught.value.problems] == ["LCI-001", "LCI-001"]
    assert caught.value.groups == ((0,), (3,))
    matrix = np.eye(7)
    matrix[2, 2], matrix[5, 4] = np.nan, np.inf
    with pytest.raises(EngineError) as caught:
        prepare(columns(matrix))
    assert [p.code for p in caught.value.problems] == ["LCI-002"]
    assert caught.value.groups == ((2, 4),)
    matrix = np.eye(6)
    matrix[0, 1] = matrix[1, 0] = -2
    matrix[3, 4] = matrix[4, 3] = -3
    with pytest.raises(EngineError) as caught:
        prepare(columns(matrix))
    assert sorted(sorted(g) for g in caught.value.groups) == [[0, 1], [3, 4]]
    with pytest.raises(EngineError) as caught:
        prepare(columns(np.ones((3, 2))))
    assert [p.code for p in caught.value.problems] == ["LCI-003"]


def test_empty_and_single_systems():
    empty = adjoint(prepare(columns(np.zeros((0, 0)))), np.zeros((0, 4)))
    assert empty.values.shape == (0, 4)
    assert empty.proof.relative == 0
    single = adjoint(prepare(columns([[-4.0]])), np.array([[2.0, 0.0]]))
    assert single.values.tolist() == [[-0.5, 0.0]]
    assert single.proof.bound[0, 1] == 0
    none = adjoint(prepare(columns(np.eye(3))), np.zeros((3, 0)))
    assert none.values.shape == (3, 0)


def test_bad_right_hand_sides_are_refused():
    prepared = prepare(columns(np.eye(3)))
    with pytest.raises(EngineError) as caught:
        adjoint(prepared, np.ones((2, 1)))
    assert caught.value.problems[0].code == "LCI-007"
    with pytest.raises(EngineError) as caught:
        adjoint(prepared, np.array([[1.0], [np.nan], [1.0]]))
    assert caught.value.problems[0].code == "LCI-008"
    assert caught.value.groups == ((1,),)


def test_more_than_eight_columns_and_slack():
    rng = np.random.default_rng(3)
    matrix = productive(rng, size=9, gain=0.6)
    right = rng.lognormal(0, 1, (9, 19))
    technosphere = columns(matrix)
    prepared = prepare(technosphere)
    answer = adjoint(prepared, right)
    for k in (0, 8, 18):
        assert not outside(answer, exact_adjoint(technosphere, [Fraction(float(x)) for x in right[:, k]]), k)
    off = right * 1e-6
    loose = adjoint(prepared, right, slack=off, tolerance=1e-4)
    for sign in (1, -1):
        moved = exact_adjoint(technosphere, [Fraction(float(x)) for x in right[:, 0] + sign * 0.999 * off[:, 0]])
        assert not outside(loose, moved)
    assert (loose.proof.bound > answer.proof.bound).all()


def test_the_same_input_gives_the_same_bits():
    matrix = productive(np.random.default_rng(11), size=40, gain=0.7)
    right = np.random.default_rng(1).lognormal(0, 1, (40, 8))
    a, b = (adjoint(prepare(columns(matrix)), right) for _ in range(2))
    assert (a.values == b.values).all()
    assert (a.proof.bound == b.proof.bound).all()
