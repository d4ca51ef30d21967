"""Bridges between regimes: exact sums, the way back, bounds, and a naive evaluation of every order from scratch."""

from __future__ import annotations

import importlib
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import combinations, permutations
from math import factorial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carnet.assessment import Assessment, assess, bridge, bridge_json
from carnet.assessment.bridge import Bridge
from carnet.assessment.evaluate import build_context, evaluate
from carnet.assessment.plan import differing, mix
from carnet.inventory.model import Study
from carnet.service import datasets
from tests.assessment.cases import (
    SIX,
    acceptance,
    accepted,
    assessed,
    calculated,
    exact,
    inputs,
    opened,
    resolved,
    with_assumptions,
)
from tests.strategies import small_studies, small_study

ZERO = Fraction(0)
PAIRS = [(name, *pair) for name in ("a", "b") for pair in combinations(SIX, 2)]


@cache
def bridged(name: str, first: str, second: str) -> Bridge:
    done = calculated(name)
    return bridge(inputs(opened(name, assumed=True).study), done[first].assessment, done[second].assessment)


def assert_adds_up(found: dict[str, Any]) -> None:
    """(from + Σ terms) × unit factor = to, and each term's stages add up to it, exactly and as printed."""
    terms = sum((exact(t["exact"]) for t in found["terms"]), ZERO)
    assert (exact(found["from"]["exact"]) + terms) * exact(found["unit_factor"]["exact"]) == exact(found["to"]["exact"])
    assert found["residual"] == "0"
    for term in found["terms"]:
        assert sum((exact(s["exact"]) for s in term["by_stage"]), ZERO) == exact(term["exact"])
        printed = sum((Decimal(s["value"]) for s in term["by_stage"]), Decimal(0))
        assert abs(printed - Decimal(term["value"])) <= Decimal(10) ** Decimal(term["value"]).as_tuple().exponent
    stages: dict[str, Fraction] = {}
    for term in found["terms"]:
        for stage in term["by_stage"]:
            stages[stage["id"]] = stages.get(stage["id"], ZERO) + exact(stage["exact"])
    assert sum(stages.values(), ZERO) == terms


@pytest.mark.parametrize(("name", "first", "second"), PAIRS)
def test_every_pair_adds_up_exactly(name, first, second):
    found = bridge_json(bridged(name, first, second))
    assert_adds_up(found)
    done = calculated(name)
    assert found["from"]["exact"] == done[first].result["reading"]["exact"]
    assert found["to"]["exact"] == done[second].result["reading"]["exact"]
    units = [done[r].assessment.evaluation.unit_factor.constant for r in (first, second)]
    assert exact(found["unit_factor"]["exact"]) == units[1] / units[0]
    points = [done[r].assessment.is_point for r in (first, second)]
    assert found["basis"] == ("point" if all(points) else "conservative")


@pytest.mark.parametrize(("name", "first", "second"), PAIRS)
def test_by_stage_is_the_difference_of_the_stages_of_both_results(name, first, second):
    found = bridge_json(bridged(name, first, second))
    factor = exact(found["unit_factor"]["exact"])
    stages: dict[str, Fraction] = {}
    for term in found["terms"]:
        for stage in term["by_stage"]:
            stages[stage["id"]] = stages.get(stage["id"], ZERO) + exact(stage["exact"])
    one, two = (
        {s["id"]: exact(s["exact"]) for s in calculated(name)[regime].result["by_stage"]} for regime in (first, second)
    )
    for stage in {**one, **two, **stages}:
        assert (one.get(stage, ZERO) + stages.get(stage, ZERO)) * factor == two.get(stage, ZERO), stage


@pytest.mark.parametrize(("name", "first", "second"), PAIRS)
def test_the_way_back_is_minus_the_way_there(name, first, second):
    done = calculated(name)
    there = bridged(name, first, second)
    back = bridge(inputs(opened(name, assumed=True).study), done[second].assessment, done[first].assessment)
    assert back.players == there.players
    for player in there.players:
        assert back.term(player) == -there.term(player) * there.unit_factor
        low, high = there.order[player]
        assert back.order[player] == (-high * there.unit_factor, -low * there.unit_factor)


@pytest.mark.parametrize(("name", "first", "second"), PAIRS)
def test_orders_and_bounds_hold_the_term(name, first, second):
    found = bridged(name, first, second)
    for player in found.players:
        low, high = found.order[player]
        assert low <= found.term(player) <= high
        low, high = found.ranges[player]
        assert low <= found.term(player) <= high


@pytest.mark.parametrize(("name", "first", "second"), PAIRS)
def test_only_dimensions_that_differ_are_there_and_each_says_how(name, first, second):
    found = bridge_json(bridged(name, first, second))
    one, two = (calculated(name)[regime].resolved for regime in (first, second))
    for term in found["terms"]:
        if term["dimension"] == "reading":
            continue
        for cite in term["cites"]:
            assert cite["parameter"].startswith(term["dimension"])
            for side, rules in (("from", one), ("to", two)):
                stated = rules.values[cite["parameter"]]
                assert cite[side]["clause"] == stated.clause
                assert cite[side]["status"] == stated.status
        # D9 may differ in its table of values alone.
        assert term["cites"] or term["dimension"] == "D9"


def test_a_bridge_to_itself_has_no_terms():
    side = calculated("b")["iso14067"].assessment
    found = bridge_json(bridge(inputs(opened("b", assumed=True).study), side, side))
    assert found["terms"] == []
    assert found["unit_factor"]["exact"] == "1/1"
    assert_adds_up(found)


def test_a_dimension_that_changes_nothing_here_has_a_term_of_zero():
    # The shipped studies meet no exclusion limit, and recycling changes nothing without scrap.
    found = bridged("b", "eu_cbam", "pact3")
    assert "D3" in found.players
    assert (found.term("D3"), found.order["D3"], found.terms["D3"]) == (0, (0, 0), {})
    study = with_assumptions(small_study(3))
    bare = replace(study, exchanges=tuple(e for e in study.exchanges if e.flow != "steel_scrap"), transport=())
    one, two = (assessed(bare, regime) for regime in ("iso14067", "responsiblesteel"))
    assert bridge(inputs(bare), one, two).term("D7") == 0


def test_the_unit_is_its_own_factor():
    found = bridge_json(bridged("b", "iso14067", "pact3"))
    assert found["unit_factor"]["exact"] == "1/1000"
    (unit,) = [t for t in found["terms"] if t["dimension"] == "D1"]
    assert unit["exact"] == "0/1"
    steel = bridged("b", "iso14067", "worldsteel_co2")
    assert steel.unit_factor == Fraction(1000, 1041)  # 1041 kg of cast steel in one tonne of coil


def test_a_planted_error_in_a_term_is_noticed():
    found = bridge_json(bridged("b", "iso14067", "eu_cbam"))
    value = exact(found["terms"][0]["exact"]) + Fraction(1, 10**9)
    found["terms"][0]["exact"] = f"{value.numerator}/{value.denominator}"
    with pytest.raises(AssertionError):
        assert_adds_up(found)


def test_without_a_figure_there_is_no_bridge():
    side = calculated("b", assumed=False)
    with pytest.raises(ValueError, match="figure on both sides"):
        bridge(inputs(opened("b").study), side["pact3"].assessment, side["iso14067"].assessment)


# ── from scratch ─────────────────────────────────────────────────────────────────────────────────


class Naive:
    """Every coalition evaluated as a whole plan of its own, every order walked."""

    def __init__(self, study: Study, one: Assessment, two: Assessment) -> None:
        given_inputs = inputs(study)
        self.one, self.two = one.evaluation.plan, two.evaluation.plan
        self.players = differing(self.one, self.two)
        self.context = build_context(study, given_inputs.places, given_inputs.flows, given_inputs.factors,
                                     given_inputs.sets)  # fmt: skip
        self.factor = one.evaluation.unit_factor.constant
        self.reading = {**dict(one.reading), **dict(two.reading)}
        self.worth: dict[frozenset[str], Fraction] = {}

    def value(self, coalition: frozenset[str]) -> Fraction:
        if coalition not in self.worth:
            found = evaluate(mix(self.one, self.two, coalition), self.context)
            reading = {n: self.reading.get(n, v.high) for n, v in self.context.opened.met.items()}
            self.worth[coalition] = sum((c.total.at(reading) for c in found.contributions), ZERO) * self.factor
        return self.worth[coalition]

    def steps(self) -> dict[str, list[Fraction]]:
        found: dict[str, list[Fraction]] = {p: [] for p in self.players}
        for order in permutations(self.players):
            held: frozenset[str] = frozenset()
            for player in order:
                found[player].append(self.value(held | {player}) - self.value(held))
                held |= {player}
        return found


def assert_equals_naive(found: Bridge, naive: Naive) -> None:
    assert found.players == naive.players
    steps = naive.steps()
    for player in found.players:
        assert found.term(player) == sum(steps[player], ZERO) / factorial(len(found.players)), player
        assert found.order[player] == (min(steps[player]), max(steps[player])), player
    for pair in combinations(found.players, 2):
        one, two = ({p} for p in pair)
        dividend = (
            naive.value(frozenset(pair)) - naive.value(frozenset(one)) - naive.value(frozenset(two))
            + naive.value(frozenset())
        )  # fmt: skip
        assert found.interactions.get(pair, ZERO) == dividend, pair
    assert naive.value(frozenset()) == found.start
    assert naive.value(frozenset(found.players)) * found.unit_factor == found.end


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [("a", "gbt24067", "iso14067"), ("b", "eu_cbam", "worldsteel_co2"), ("b", "worldsteel_co2", "responsiblesteel"),
     ("a", "worldsteel_co2", "eu_cbam")],
)  # fmt: skip
def test_terms_are_the_average_over_all_orders_evaluated_from_scratch(name, first, second):
    found = bridged(name, first, second)
    done = calculated(name)
    naive = Naive(opened(name, assumed=True).study, done[first].assessment, done[second].assessment)
    assert_equals_naive(found, naive)
    assert len(naive.worth) == found.evaluations == 2 ** len(found.players)


def narrowed(study: Study, first: str, second: str, dimensions: set[str]) -> tuple[Assessment, Assessment]:
    """The second regime reduced to a few dimensions of its own, so that all orders can be walked."""
    from carnet.regime import combine

    one, two = resolved(first), resolved(second)
    return assess(inputs(study), one), assess(inputs(study), replace(combine(one, two, dimensions), id=second))


@given(
    small_studies(),
    st.sampled_from([("iso14067", "eu_cbam"), ("worldsteel_co2", "iso14067"), ("eu_cbam", "gbt24067")]),
    st.sets(st.sampled_from(["D1", "D2", "D4", "D5", "D6", "D7", "D8", "D9"]), min_size=2, max_size=4),
)
@settings(max_examples=12, deadline=None, derandomize=True)
def test_small_studies_against_the_naive_average(study, pair, dimensions):
    one, two = narrowed(study, *pair, dimensions)
    found = bridge(inputs(study), one, two)
    assert bridge_json(found)["residual"] == "0"
    if "reading" not in found.players:
        assert_equals_naive(found, Naive(study, one, two))


@given(small_studies(), st.permutations(SIX))
@settings(max_examples=8, deadline=None, derandomize=True)
def test_bridges_of_small_studies_add_up(study, order):
    study = with_assumptions(study)
    one, two = (assessed(study, regime) for regime in order[:2])
    assert_adds_up(bridge_json(bridge(inputs(study), one, two)))


def test_the_naive_average_notices_a_dimension_a_line_is_said_not_to_depend_on(monkeypatch):
    module = importlib.import_module("carnet.assessment.bridge")
    monkeypatch.setattr(module, "DEPENDS", dict.fromkeys(module.DEPENDS, ("D2", "D4")))
    done = calculated("b")
    found = bridge(
        inputs(opened("b", assumed=True).study), done["eu_cbam"].assessment, done["worldsteel_co2"].assessment
    )
    naive = Naive(opened("b", assumed=True).study, done["eu_cbam"].assessment, done["worldsteel_co2"].assessment)
    with pytest.raises(AssertionError):
        assert_equals_naive(found, naive)


# ── open values ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("first", ["responsiblesteel", "eu_cbam"])
@pytest.mark.parametrize("second", ["iso14067", "pact3", "worldsteel_co2"])
def test_values_accepted_on_one_side_only_are_explained_by_the_reading(first, second):
    study = opened("a", assumed=True).study
    met = calculated("a")[first].assessment.context.opened.met
    table = [n for n in met if n.startswith("table:")]
    names = [*table, "property:carbon_anthracite"]
    values = {"property:carbon_anthracite": "0.65"}
    study = accepted(study, *(acceptance(first, n, values.get(n, "1")) for n in names))
    one, two = assessed(study, first), assessed(study, second)
    found = bridge_json(bridge(inputs(study), one, two))
    assert_adds_up(found)
    assert exact(found["from"]["exact"]) == one.high
    assert exact(found["to"]["exact"]) == two.high


def test_what_one_side_pins_is_a_player_of_its_own():
    study = accepted(opened("a", assumed=True).study, acceptance("eu_cbam", "property:carbon_anthracite", "0.65"))
    one, two = assessed(study, "eu_cbam"), assessed(study, "worldsteel_co2")
    found = bridge(inputs(study), one, two)
    assert found.players[-1] == "reading"
    assert found.term("reading") > 0


def test_terms_of_an_interval_have_bounds_and_a_point_has_none():
    wide = bridged("a", "eu_cbam", "worldsteel_co2")
    assert any(low < high for low, high in wide.ranges.values())
    left_out = {"coking_gas_out": "0.1", "steelmaking_gas_out": "0.5", "blast_furnace_gas_out": "0.85"}
    settled = (acceptance("*", f"reported:{row}:left_out", value) for row, value in left_out.items())
    study = accepted(opened("b", assumed=True).study, *settled)
    point = bridge(inputs(study), assessed(study, "eu_cbam"), assessed(study, "worldsteel_co2"))
    assert all(low == high for low, high in point.ranges.values())


def test_a_term_reads_its_bounds_at_the_ends_of_the_open_values():
    study = opened("a", assumed=True).study
    wide = bridged("a", "eu_cbam", "worldsteel_co2")
    names = {v for r in ("eu_cbam", "worldsteel_co2") for v in calculated("a")[r].assessment.context.opened.met}
    assert all(name.startswith("property:") for name in names)
    for end in ("low", "high"):
        pins = {}
        for r in ("eu_cbam", "worldsteel_co2"):
            for n, v in calculated("a")[r].assessment.context.opened.met.items():
                pins[n] = getattr(v, end)
        from carnet.quantity import exact_decimal

        settled = accepted(study, *(acceptance("*", n, exact_decimal(v)) for n, v in pins.items()))
        found = bridge(inputs(settled), assessed(settled, "eu_cbam"), assessed(settled, "worldsteel_co2"))
        for player in found.players:
            low, high = wide.ranges[player]
            assert low <= found.term(player) <= high


def test_the_shipped_set_has_the_largest_bridge_the_vocabulary_allows():
    sizes = {found: 2 ** len(bridged("a", *found).players) for found in combinations(SIX, 2)}
    assert max(sizes.values()) >= 2**9
    assert datasets.regimes().ids() == SIX
