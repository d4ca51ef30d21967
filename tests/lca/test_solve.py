"""The sparse exact solver against plain Gaussian elimination, and systems without a unique solution."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carnet.lca import SingularError, solve_sparse

ZERO = Fraction(0)
Rows = dict[str, dict[str, Fraction]]


def dense(names: list[str], rows: Rows, right: dict[str, Fraction]) -> dict[str, Fraction]:
    """Gauss-Jordan with fractions on a full matrix: slow, and plainly right."""
    size = len(names)
    matrix = [[rows[r].get(c, ZERO) for c in names] + [right.get(r, ZERO)] for r in names]
    for column in range(size):
        pivot = next(i for i in range(column, size) if matrix[i][column])
        matrix[column], matrix[pivot] = matrix[pivot], matrix[column]
        matrix[column] = [x / matrix[column][column] for x in matrix[column]]
        for i in range(size):
            if i != column and matrix[i][column]:
                factor = matrix[i][column]
                matrix[i] = [a - factor * b for a, b in zip(matrix[i], matrix[column], strict=True)]
    return {name: matrix[i][size] for i, name in enumerate(names)}


def productive(rng: random.Random, size: int) -> tuple[list[str], Rows, dict[str, Fraction]]:
    """I - A with row sums of A below 1, sparse, its names shuffled: every such system has one solution."""
    names = [f"p{i}" for i in range(size)]
    rng.shuffle(names)
    rows: Rows = {}
    for name in names:
        users = rng.sample(names, rng.randint(0, min(4, size)))
        rows[name] = {}
        for user in users:
            rows[name][user] = -Fraction(rng.randint(1, 99), 100 * len(users) + rng.randint(1, 50))
        rows[name][name] = rows[name].get(name, ZERO) + 1
    right = {n: Fraction(rng.randint(0, 9), rng.randint(1, 9)) for n in rng.sample(names, rng.randint(1, size))}
    return names, rows, right


@pytest.mark.parametrize("seed", range(60))
def test_random_productive_systems(seed):
    rng = random.Random(seed)
    names, rows, right = productive(rng, rng.randint(1, 14))
    found = solve_sparse(names, rows, right)
    assert found == dense(names, rows, right)
    for name in names:
        assert sum((c * found[n] for n, c in rows[name].items()), ZERO) == right.get(name, ZERO)
    assert all(value >= 0 for value in found.values())


@given(st.integers(0, 10**9))
@settings(max_examples=40, deadline=None)
def test_the_order_of_rows_does_not_matter(seed):
    rng = random.Random(seed)
    names, rows, right = productive(rng, rng.randint(2, 9))
    shuffled = rng.sample(names, len(names))
    backwards = {n: dict(reversed(rows[n].items())) for n in reversed(shuffled)}
    assert solve_sparse(shuffled, backwards, right) == solve_sparse(names, rows, right)


def test_a_pivot_that_is_not_on_the_diagonal():
    rows = {"a": {"b": Fraction(2)}, "b": {"a": Fraction(3)}}
    assert solve_sparse(["a", "b"], rows, {"a": Fraction(1), "b": Fraction(1)}) == {
        "a": Fraction(1, 3),
        "b": Fraction(1, 2),
    }


def test_the_inputs_are_left_as_they_were():
    names, rows, right = productive(random.Random(3), 6)
    before = ({n: dict(r) for n, r in rows.items()}, dict(right))
    solve_sparse(names, rows, right)
    assert (rows, right) == before


def test_a_singular_system_names_its_unknowns():
    one, half = Fraction(1), Fraction(1, 2)
    rows = {"steel": {"steel": one}, "gas": {"gas": one, "power": -one}, "power": {"power": one, "gas": -one},
            "ore": {"ore": one, "steel": half}}  # fmt: skip
    with pytest.raises(SingularError) as caught:
        solve_sparse(list(rows), rows, {"steel": one})
    assert set(caught.value.names) & {"gas", "power"}
    assert "steel" not in caught.value.names
    assert "ore" not in caught.value.names


@pytest.mark.parametrize("seed", range(15))
def test_a_row_that_is_a_sum_of_others_is_found(seed):
    rng = random.Random(seed)
    names, rows, right = productive(rng, rng.randint(3, 8))
    first, second, third = names[:3]
    merged = dict(rows[first])
    for name, value in rows[second].items():
        merged[name] = merged.get(name, ZERO) + value
    rows[third] = merged
    with pytest.raises(SingularError):
        solve_sparse(names, rows, right)


def test_an_empty_system():
    assert solve_sparse([], {}, {}) == {}


def test_the_comparison_can_fail():
    names, rows, right = productive(random.Random(1), 5)
    found = solve_sparse(names, rows, right)
    rows[names[0]][names[0]] += Fraction(1, 10**12)
    assert found != dense(names, rows, {**right, names[0]: right.get(names[0], ZERO) + 1})
