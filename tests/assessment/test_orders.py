"""Shapley, Owen and sequential values over permitted orders, against walking every permitted order one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations
from math import factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carnet.assessment.orders import Orders, acyclic, fixed_order, steps_of, supersets
from carnet.assessment.shapley import Cell, divide_game, game_of, parts_of, split

ZERO = Fraction(0)
Worth = Callable[[frozenset[str]], Fraction]


def game(players: tuple[str, ...], worth: Worth) -> Cell:
    """A game of its own worths as one cell."""
    held = [frozenset(p for i, p in enumerate(players) if mask >> i & 1) for mask in range(1 << len(players))]
    return Cell(players, tuple({"x": worth(each)} for each in held))


def walked(players: tuple[str, ...], worth: Worth, orders: Iterable[tuple[str, ...]]) -> dict[str, list[Fraction]]:
    """Every step of every order."""
    found: dict[str, list[Fraction]] = {p: [] for p in players}
    for order in orders:
        held: frozenset[str] = frozenset()
        for player in order:
            found[player].append(worth(held | {player}) - worth(held))
            held |= {player}
    return found


def kept(players: tuple[str, ...], before: dict[str, set[str]], blocks: list[set[str]]) -> list[tuple[str, ...]]:
    """The permitted orders, one by one."""
    found = []
    for order in permutations(players):
        at = {p: i for i, p in enumerate(order)}
        early = all(at[b] < at[p] for p, needed in before.items() for b in needed)
        together = all(max(at[p] for p in b) - min(at[p] for p in b) == len(b) - 1 for b in blocks if b)
        if early and together:
            found.append(order)
    return found


def masks(players: tuple[str, ...], before: dict[str, set[str]]) -> tuple[int, ...]:
    return tuple(sum(1 << players.index(b) for b in before.get(p, ())) for p in players)


@st.composite
def games(
    draw: st.DrawFn,
) -> tuple[tuple[str, ...], dict[frozenset[str], Fraction], dict[str, set[str]], list[set[str]]]:
    """Players, the worth of every set, an acyclic precedence, and a partition into blocks."""
    count = draw(st.integers(1, 5))
    players = tuple(f"p{i}" for i in range(count))
    numbers = st.fractions(min_value=-20, max_value=20, max_denominator=12)
    values = {
        frozenset(c): draw(numbers) for size in range(count + 1) for c in combinations(players, size)
    }  # fmt: skip
    hidden = draw(st.permutations(players))
    before = {
        p: {b for b in hidden[:i] if draw(st.integers(0, 3)) == 0} for i, p in enumerate(hidden)
    }  # fmt: skip
    labels = [draw(st.integers(0, 2)) for _ in players]
    blocks = [{p for p, label in zip(players, labels, strict=True) if label == n} for n in range(3)]
    return players, values, before, [b for b in blocks if b]


def bits(players: tuple[str, ...], blocks: list[set[str]]) -> tuple[int, ...]:
    return tuple(sum(1 << players.index(p) for p in b) for b in blocks)


def assert_walked(players: tuple[str, ...], worth: Worth, orders: Orders, listed: list[tuple[str, ...]]) -> None:
    found = split(players, [game(players, worth)], orders=orders)
    steps = walked(players, worth, listed)
    assert found.orders == len(listed)
    for player in players:
        term = found.terms[player]
        assert sum(term.by_component.values(), ZERO) == sum(steps[player], ZERO) / len(listed), player
        assert (term.order_min, term.order_max) == (min(steps[player]), max(steps[player])), player
    assert sum((sum(t.by_component.values(), ZERO) for t in found.terms.values()), ZERO) == worth(
        frozenset(players)
    ) - worth(frozenset())


@given(games())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_permitted_orders_are_the_linear_extensions(drawn):
    players, values, before, _ = drawn
    assert_walked(players, values.__getitem__, Orders(len(players), masks(players, before)), kept(players, before, []))


@given(games())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_groups_are_owen_values(drawn):
    players, values, before, blocks = drawn
    worth = values.__getitem__
    free = Orders(len(players), blocks=bits(players, blocks))
    assert_walked(players, worth, free, kept(players, {}, blocks))
    both = Orders(len(players), masks(players, before), bits(players, blocks))
    listed = kept(players, before, blocks)
    if not listed:
        with pytest.raises(ValueError, match="no order"):
            steps_of(both)
        return
    assert_walked(players, worth, both, listed)


@given(games(), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_a_fixed_order_is_walked_as_it_stands(drawn, chance):
    players, values, _, _ = drawn
    order = list(range(len(players)))
    chance.shuffle(order)
    assert_walked(players, values.__getitem__, fixed_order(tuple(order)), [tuple(players[i] for i in order)])


@given(games())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_sub_lines_of_a_group_add_up_to_the_shapley_value_of_the_group_as_one_player(drawn):
    players, values, _, blocks = drawn
    found = split(
        players, [game(players, values.__getitem__)], orders=Orders(len(players), blocks=bits(players, blocks))
    )
    names = tuple(f"g{i}" for i in range(len(blocks)))

    def joined(held: frozenset[str]) -> Fraction:
        return values[frozenset(p for n, b in zip(names, blocks, strict=True) if n in held for p in b)]

    quotient = split(names, [game(names, joined)])
    for name, block in zip(names, blocks, strict=True):
        whole = sum((sum(found.terms[p].by_component.values(), ZERO) for p in block), ZERO)
        assert whole == sum(quotient.terms[name].by_component.values(), ZERO)


@given(games())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_the_way_back_is_minus_the_way_there(drawn):
    """On the way back the game is mirrored and every precedence turned round."""
    players, values, before, blocks = drawn
    everybody = frozenset(players)
    back = {p: {q for q in players if p in before[q]} for p in players}
    for groups in ([], blocks):
        if not kept(players, before, groups):
            continue
        there = split(players, [game(players, values.__getitem__)],
                      orders=Orders(len(players), masks(players, before), bits(players, groups)))  # fmt: skip
        again = split(players, [game(players, lambda s: values[everybody - s])],
                      orders=Orders(len(players), masks(players, back), bits(players, groups)))  # fmt: skip
        for player in players:
            one, two = there.terms[player], again.terms[player]
            assert sum(one.by_component.values(), ZERO) == -sum(two.by_component.values(), ZERO)
            assert (one.order_min, one.order_max) == (-two.order_max, -two.order_min)


@given(games())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_a_player_that_changes_nothing_gets_nothing(drawn):
    players, values, before, blocks = drawn
    idle = players[-1]

    def worth(held: frozenset[str]) -> Fraction:
        return values[held - {idle}]

    for orders in (Orders(len(players), masks(players, before)), Orders(len(players), blocks=bits(players, blocks))):
        term = split(players, [game(players, worth)], orders=orders).terms[idle]
        assert (sum(term.by_component.values(), ZERO), term.order_min, term.order_max) == (0, 0, 0)


@given(games(), games())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_terms_of_several_products_add(drawn, other):
    players, values, before, blocks = drawn
    more = {s: other[1].get(s, Fraction(len(s))) for s in values}
    for orders in (Orders(len(players), masks(players, before)), Orders(len(players), blocks=bits(players, blocks))):
        one, two, both = (
            split(players, [game(players, worth)], orders=orders)
            for worth in (values.__getitem__, more.__getitem__, lambda s: values[s] + more[s])
        )
        for p in players:
            parts = [sum(each.terms[p].by_component.values(), ZERO) for each in (one, two, both)]
            assert parts[0] + parts[1] == parts[2]


@given(games(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_the_order_of_listing_changes_nothing(drawn, chance):
    players, values, before, blocks = drawn
    listed = list(players)
    chance.shuffle(listed)
    again = tuple(listed)
    for kind in ("before", "blocks"):
        found = []
        for names in (players, again):
            limits = {"before": masks(names, before)} if kind == "before" else {"blocks": bits(names, blocks)}
            terms = split(names, [game(names, values.__getitem__)], orders=Orders(len(names), **limits)).terms
            found.append({p: sum(terms[p].by_component.values(), ZERO) for p in players})
        assert found[0] == found[1]


@given(st.integers(0, 63), st.integers(0, 63))
def test_shares_of_a_part_are_the_same_in_closed_form_and_counted(present, absent):
    absent &= ~present
    free = steps_of(Orders(6))
    # Saying that a player must come after none is no condition, but takes the counting path.
    counted = steps_of(replace(Orders(6), blocks=(63,)))
    assert dict(free.shares(present, absent)) == {i: n for i, n in counted.shares(present, absent) if n}
    assert free.total == counted.total == factorial(6)


def test_supersets_are_all_sets_between():
    assert sorted(supersets(0b001, 0b100, 4)) == [0b0001, 0b0011, 0b1001, 0b1011]


def test_a_circle_of_conditions_is_seen():
    assert acyclic([0b010, 0])
    assert not acyclic([0b010, 0b001])
    with pytest.raises(ValueError, match="no order"):
        steps_of(Orders(2, (0b10, 0b01)))


def test_the_walk_notices_a_condition_left_out():
    players = ("a", "b")
    worth = {frozenset(): ZERO, frozenset("a"): Fraction(1), frozenset("b"): Fraction(5), frozenset("ab"): Fraction(9)}
    with pytest.raises(AssertionError):
        assert_walked(players, worth.__getitem__, Orders(2), kept(players, {"b": {"a"}}, []))


# ── the worked bridge: one tonne of electric-arc-furnace steel, published factors ────────────────
# LESS-type electricity and slag rules with the ResponsibleSteel default for DRI, to worldsteel's. 450 kWh, 60 % of it
# with guarantees of origin; 0.10 t of DRI; 0.10 t of slag sold. Figures of the research notes, section 5.4.

PLAYERS = ("certificates", "grid", "upstream", "dri", "slag")


def eaf(held: frozenset[str]) -> Fraction:
    """Kg CO2e per tonne; what is held is taken from the second rule."""
    kwh, covered = Fraction(450), Fraction("0.6")
    grid = Fraction("0.504") if "grid" in held else Fraction("0.428")
    green = ZERO if "certificates" in held else kwh * covered
    # Upstream of grid power less that of certified power is 0.0308 kg/kWh; all upstream of case A is 22.984 kg.
    upstream = ZERO if "upstream" in held else Fraction("31.3") - green * Fraction("0.0308")
    dri = Fraction(100) * (Fraction("0.780") if "dri" in held else Fraction("1.219"))
    slag = -Fraction(100) * (Fraction("0.55") if "slag" in held else Fraction("0.10"))
    rest = Fraction("75.5")
    return (kwh - green) * grid + upstream + dri + slag + rest


WORKED = {
    "certificates": ("129.978", "115.560", "144.396"),
    "grid": ("23.940", "13.680", "34.200"),
    "upstream": ("-27.142", "-31.300", "-22.984"),
    "dri": ("-43.900", "-43.900", "-43.900"),
    "slag": ("-45.000", "-45.000", "-45.000"),
}


@pytest.mark.parametrize("listed", [PLAYERS, tuple(reversed(PLAYERS))])
def test_the_worked_bridge(listed):
    assert (eaf(frozenset()), eaf(frozenset(PLAYERS))) == (Fraction("287.424"), Fraction("325.300"))
    found = split(listed, [game(listed, eaf)])
    for player, (term, low, high) in WORKED.items():
        got = found.terms[player]
        assert sum(got.by_component.values(), ZERO) == Fraction(term)
        assert (got.order_min, got.order_max) == (Fraction(low), Fraction(high))
    pairs = {frozenset(pair): value for pair, value in found.interactions.items()}
    assert pairs == {
        frozenset({"certificates", "grid"}): Fraction("20.520"),
        frozenset({"certificates", "upstream"}): Fraction("-8.316"),
    }
    assert sum((sum(t.by_component.values(), ZERO) for t in found.terms.values()), ZERO) == Fraction("37.876")


def test_the_worked_bridge_in_a_fixed_sequence_depends_on_it():
    def sequential(*order: str) -> Fraction:
        orders = fixed_order(tuple(PLAYERS.index(p) for p in order))
        return sum(split(PLAYERS, [game(PLAYERS, eaf)], orders=orders).terms["grid"].by_component.values(), ZERO)

    assert sequential("grid", "certificates", "upstream", "dri", "slag") == Fraction("13.680")
    assert sequential("certificates", "grid", "upstream", "dri", "slag") == Fraction("34.200")


def test_ranges_of_a_fixed_sequence_can_be_those_of_all_orders():
    ordered, free = steps_of(fixed_order((0, 1, 2, 3, 4))), steps_of(Orders(5))
    found = divide_game(game_of(PLAYERS, parts_of(PLAYERS, [game(PLAYERS, eaf)])), ordered, free)
    assert (found.terms["grid"].order_min, found.terms["grid"].order_max) == (Fraction("13.680"), Fraction("34.200"))
