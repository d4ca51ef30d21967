from __future__ import annotations

import random
from fractions import Fraction

import pytest

from carnet.inventory.scaling import groups, levels


def test_a_chain_runs_as_often_as_its_users_need():
    uses = {("ore", "iron"): Fraction(3, 2), ("iron", "steel"): Fraction(11, 10)}
    assert levels(uses, {"steel": Fraction(2)}, ["ore", "iron", "steel"]) == {
        "steel": Fraction(2), "iron": Fraction(11, 5), "ore": Fraction(33, 10),
    }  # fmt: skip


def test_a_process_that_uses_a_tenth_of_its_own_product_runs_a_ninth_more():
    assert levels({("a", "a"): Fraction(1, 10)}, {"a": Fraction(1)}, ["a"]) == {"a": Fraction(10, 9)}


@pytest.mark.parametrize("own", [Fraction(1), Fraction(3, 2)])
def test_a_process_that_uses_all_it_makes_has_no_level(own):
    assert levels({("a", "a"): own}, {"a": Fraction(1)}, ["a"]) is None


def test_a_loop_with_a_gain_of_one_has_no_level():
    assert levels({("a", "b"): Fraction(2), ("b", "a"): Fraction(1, 2)}, {"a": Fraction(1)}, ["a", "b"]) is None


def test_a_process_nobody_needs_stands_still():
    assert levels({}, {"a": Fraction(1)}, ["a", "b"]) == {"a": Fraction(1), "b": Fraction(0)}


@pytest.mark.parametrize("seed", range(20))
def test_random_systems_satisfy_their_equations(seed):
    rng = random.Random(seed)
    names = [f"p{i}" for i in range(rng.randint(2, 12))]
    uses = {(a, b): Fraction(rng.randint(1, 9), 10 * len(names)) for a in names for b in names if rng.random() < 0.4}
    demand = {rng.choice(names): Fraction(rng.randint(1, 9))}
    found = levels(uses, demand, names)
    assert found is not None
    for name in names:
        needed = demand.get(name, Fraction(0)) + sum(
            (f * found[b] for (a, b), f in uses.items() if a == name), Fraction(0)
        )
        assert found[name] == needed


def test_groups_are_the_loops_and_the_rest_alone():
    feeds = {"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"], "e": []}
    assert [set(g) for g in groups(feeds)] == [{"a", "b", "c"}, {"d"}, {"e"}]


def test_a_provider_comes_before_its_users():
    feeds = {"steel": ["iron"], "iron": ["ore"], "ore": []}
    assert groups(feeds) == [("ore",), ("iron",), ("steel",)]


def test_a_very_long_chain_needs_no_recursion():
    names = [f"p{i}" for i in range(5000)]
    feeds = {name: [names[i + 1]] if i + 1 < len(names) else [] for i, name in enumerate(names)}
    assert len(groups(feeds)) == 5000
