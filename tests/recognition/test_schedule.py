"""The order of a checklist: earliest days, the chain that sets the length, circles and unknown names refused."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.errors import Text
from carnet.recognition.load_markets import parse_markets
from carnet.recognition.model import Requirement
from carnet.recognition.schedule import rings, schedule


def item(name, days, *after):
    return Requirement(name, Text(name, name), days=days, after=after)


PLAN = (
    item("plan", "20", "operator"), item("operator", "3"), item("streams", "60", "plan"), item("verifier", "40"),
    item("statement", "60", "streams", "verifier"), item("codes", "3"),
)  # fmt: skip


def test_the_longest_chain_sets_the_length():
    found = schedule(PLAN)
    assert found.chain == ("operator", "plan", "streams", "statement")
    assert found.days == 143
    assert {step.id: (step.begin, step.end) for step in found.steps}["statement"] == (83, 143)
    assert {step.id for step in found.steps if step.critical} == set(found.chain)


def test_what_is_done_already_holds_nothing_up():
    found = schedule([each for each in PLAN if each.id != "streams"])
    assert (found.days, found.chain) == (100, ("verifier", "statement"))
    assert schedule(()).days == 0


def test_an_item_without_days_is_named():
    found = schedule([item("a", "2"), item("b", "", "a"), item("c", "?", "a")])
    assert (found.days, found.unstated) == (2, ("b", "c"))


@pytest.mark.parametrize(
    ("order", "ring"),
    [
        ({"a": ("b",), "b": ("a",)}, {"a", "b"}),
        ({"a": ("a",)}, {"a"}),
        ({"a": ("b",), "b": ("c",), "c": ("b",), "d": ()}, {"b", "c"}),
        ({"a": ("b",), "b": (), "c": ("a", "b")}, set()),
    ],
)
def test_a_circle_is_found(order, ring):
    found = rings([item(name, "1", *after) for name, after in order.items()])
    assert set().union(*map(set, found)) == ring


@given(st.lists(st.tuples(st.integers(0, 50), st.sets(st.integers(0, 5))), min_size=1, max_size=6))
def test_the_length_is_that_of_the_longest_chain_tried_one_by_one(rows):
    """Against trying every chain: an item may only come after earlier ones, so there is no circle."""
    items = [item(str(n), str(days), *(str(a) for a in after if a < n)) for n, (days, after) in enumerate(rows)]
    by_id = {each.id: each for each in items}
    chains = [
        order
        for size in range(1, len(items) + 1)
        for order in permutations(by_id, size)
        if all(first in by_id[second].after for first, second in pairwise(order))
    ]
    longest = max(sum(Fraction(by_id[each].days) for each in chain) for chain in chains)
    found = schedule(items)
    assert found.days == longest
    assert sum(Fraction(by_id[each].days) for each in found.chain) == longest


MARKET = """
id = "XX"
name = { zh = "某地", en = "Somewhere" }
[[purposes]]
purpose = "customer"
regimes = []
items = []
decides = []
kind = "voluntary"
citation = { source = "s", locator = "p. 1", status = "read" }
[[purposes.checklist]]
id = "a"
what = { zh = "甲", en = "a" }
citation = { source = "s", locator = "p. 1", status = "read" }
after = ["AFTER"]
[[purposes.checklist]]
id = "b"
what = { zh = "乙", en = "b" }
citation = { source = "s", locator = "p. 1", status = "read" }
after = ["a"]
"""


@pytest.mark.parametrize(("after", "codes"), [("c", ["REC-090"]), ("b", ["REC-091"])])
def test_a_market_with_an_impossible_order_is_refused(after, codes):
    _, problems = parse_markets([("xx.toml", MARKET.replace("AFTER", after))], ())
    assert [each.code for each in problems] == codes
