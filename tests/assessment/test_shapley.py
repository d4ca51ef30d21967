"""The Shapley split against a plain average over every order of the players."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations
from math import factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carnet.assessment.shapley import Cell, Split, split

ZERO = Fraction(0)
COMPONENTS = ("raw_materials", "manufacturing")


def random_cell(rng: random.Random, players: list[str]) -> Cell:
    members = tuple(rng.sample(players, rng.randint(0, min(3, len(players)))))
    table = [
        {c: Fraction(rng.randint(-50, 50), rng.randint(1, 12)) for c in COMPONENTS if rng.random() < 0.8}
        for _ in range(1 << len(members))
    ]
    return Cell(members, tuple(table))


def random_game(seed: int, most: int = 5) -> tuple[list[str], list[Cell]]:
    rng = random.Random(seed)
    players = [f"D{i}" for i in range(1, rng.randint(1, most) + 1)]
    return players, [random_cell(rng, players) for _ in range(rng.randint(1, 4))]


def value(cells: list[Cell], coalition: set[str], component: str = "") -> Fraction:
    """What a coalition is worth: every cell looked up with the players it knows."""
    total = ZERO
    for cell in cells:
        mask = sum(1 << i for i, player in enumerate(cell.players) if player in coalition)
        total += sum((v for c, v in cell.table[mask].items() if component in {"", c}), ZERO)
    return total


def by_all_orders(players: list[str], cells: list[Cell], component: str = "") -> dict[str, list[Fraction]]:
    """For each player its step in every order."""
    steps: dict[str, list[Fraction]] = {p: [] for p in players}
    for order in permutations(players):
        held: set[str] = set()
        for player in order:
            before = value(cells, held, component)
            held = held | {player}
            steps[player].append(value(cells, held, component) - before)
    return steps


def assert_same(players: list[str], cells: list[Cell], found: Split) -> None:
    steps = by_all_orders(players, cells)
    for player in players:
        term = found.terms[player]
        for component in COMPONENTS:
            mean = sum(by_all_orders(players, cells, component)[player], ZERO) / factorial(len(players))
            assert term.by_component.get(component, ZERO) == mean
        assert (term.order_min, term.order_max) == (min(steps[player]), max(steps[player]))
    for pair in combinations(players, 2):
        one, two = pair
        both = value(cells, {one, two}) - value(cells, {one}) - value(cells, {two}) + value(cells, set())
        assert found.interactions.get(pair, ZERO) == both


@pytest.mark.parametrize("seed", range(25))
def test_random_games_against_every_order(seed):
    players, cells = random_game(seed)
    assert_same(players, cells, split(players, cells))


@given(st.integers(0, 10**9))
@settings(max_examples=60, deadline=None)
def test_terms_add_up_to_the_whole_difference(seed):
    players, cells = random_game(seed, most=7)
    found = split(players, cells)
    whole = sum((sum(t.by_component.values(), ZERO) for t in found.terms.values()), ZERO)
    assert whole == value(cells, set(players)) - value(cells, set())
    for term in found.terms.values():
        assert term.order_min <= sum(term.by_component.values(), ZERO) <= term.order_max


@given(st.integers(0, 10**9))
@settings(max_examples=40, deadline=None)
def test_the_way_back_is_minus_the_way_there(seed):
    players, cells = random_game(seed)
    back = [replace(cell, table=tuple(reversed(cell.table))) for cell in cells]
    there, again = split(players, cells), split(players, back)
    for player in players:
        for component in COMPONENTS:
            one, two = there.terms[player].by_component, again.terms[player].by_component
            assert one.get(component, ZERO) == -two.get(component, ZERO)
        assert there.terms[player].order_min == -again.terms[player].order_max


def test_a_player_that_changes_nothing_has_a_term_of_zero():
    cell = Cell(("D1", "D2"), ({"x": Fraction(3)}, {"x": Fraction(5)}, {"x": Fraction(3)}, {"x": Fraction(5)}))
    found = split(("D1", "D2", "D3"), [cell])
    for idle in ("D2", "D3"):
        assert found.terms[idle].by_component == {}
        assert found.terms[idle].order_min == found.terms[idle].order_max == 0
    assert found.interactions == {}
    assert found.evaluations == 8


def test_two_that_only_work_together_share_evenly():
    cell = Cell(("D1", "D2"), ({}, {}, {}, {"x": Fraction(7)}))
    found = split(("D1", "D2"), [cell])
    assert [found.terms[p].by_component["x"] for p in ("D1", "D2")] == [Fraction(7, 2)] * 2
    assert (found.terms["D1"].order_min, found.terms["D1"].order_max) == (0, 7)
    assert found.interactions == {("D1", "D2"): Fraction(7)}


def test_without_players_there_is_nothing_to_split():
    found = split((), [Cell((), ({"x": Fraction(4)},))])
    assert (found.terms, found.interactions, found.evaluations) == ({}, {}, 1)


def test_a_scale_weighs_components_in_orders_and_interactions():
    cell = Cell(("D1",), ({"a": Fraction(1), "b": Fraction(1)}, {"a": Fraction(3), "b": Fraction(10)}))
    found = split(("D1",), [cell], {"a": Fraction(2), "b": Fraction(0)})
    assert found.terms["D1"].by_component == {"a": 2, "b": 9}
    assert found.terms["D1"].order_min == found.terms["D1"].order_max == 4


def test_the_comparison_notices_a_wrong_term():
    players, cells = random_game(4)
    found = split(players, cells)
    player = players[0]
    off = replace(found.terms[player], by_component={**found.terms[player].by_component, COMPONENTS[0]: Fraction(99)})
    with pytest.raises(AssertionError):
        assert_same(players, cells, replace(found, terms={**found.terms, player: off}))
