"""Why is my number not last year's? Causes switched one by one, adding up exactly."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest

from carnet.assessment import Inputs, VersionBridge, bridge_versions, version_bridge_json
from carnet.factors import factor_set
from carnet.inventory.model import Study
from carnet.regime import ResolvedRegime
from carnet.service import datasets
from tests.assessment.cases import assessed, exact, inputs, opened, resolved, with_assumptions
from tests.strategies import small_study

ZERO = Fraction(0)
LABELS: Any = ({"regime": "r", "unit": "kg CO2e"}, {"regime": "r", "unit": "kg CO2e"})


def changed_amount(study: Study, flow: str = "iron_ore", by: str = "1.1") -> Study:
    return replace(
        study,
        exchanges=tuple(
            replace(e, amount=f"{Decimal(e.amount) * Decimal(by):f}") if e.flow == flow else e for e in study.exchanges
        ),
    )


def changed_factor(record: str, by: str = "1.2") -> Any:
    """The shipped snapshot with one record replaced."""
    shipped = datasets.shipped_factors()
    old = shipped.by_id[record]
    new = replace(old, value=str(Decimal(old.value) * Decimal(by)), gases=())
    return factor_set([new if r.id == record else r for r in shipped.records])


def version_bridge(one: Inputs, two: Inputs, old: ResolvedRegime, new: ResolvedRegime) -> VersionBridge:
    found = bridge_versions((one, old), (two, new), LABELS)
    assert isinstance(found, VersionBridge)
    return found


def assert_adds_up(found: VersionBridge) -> None:
    plain = version_bridge_json(found)
    terms = sum((exact(t["exact"]) for t in plain["terms"]), ZERO)
    assert exact(plain["from"]["exact"]) + terms == exact(plain["to"]["exact"])
    assert plain["residual"] == "0"
    assert plain["unit_factor"]["exact"] == "1/1"
    for term in plain["terms"]:
        assert sum((exact(s["exact"]) for s in term["by_stage"]), ZERO) == exact(term["exact"])
        assert Decimal(term["order_min"]) <= Decimal(term["value"]) <= Decimal(term["order_max"])
    assert plain["evaluations"] == 2 ** len(plain["terms"])


STUDY = opened("b").study
ORE = "cn.iron_ore.concentrate.build_1"


def test_a_changed_amount_is_the_only_cause():
    new = changed_amount(STUDY)
    rules = resolved("iso14067")
    found = version_bridge(inputs(STUDY), inputs(new), rules, rules)
    assert found.players == ("study",)
    assert found.term("study") == assessed(new, "iso14067").high - assessed(STUDY, "iso14067").high > 0
    assert set(found.split.terms["study"].by_component) == {"raw_materials"}
    assert_adds_up(found)


def test_a_changed_factor_is_the_only_cause():
    rules = resolved("iso14067")
    newer = changed_factor(ORE)
    found = version_bridge(inputs(STUDY), inputs(STUDY, newer), rules, rules)
    assert found.players == ("factors",)
    assert found.term("factors") == assessed(STUDY, "iso14067", newer).high - assessed(STUDY, "iso14067").high > 0
    assert_adds_up(found)


def test_a_changed_legal_date_is_the_only_cause():
    # The mark-up on CBAM default values rises from 10 % in 2026 to 20 % in 2027.
    found = version_bridge(
        inputs(STUDY), inputs(STUDY), resolved("eu_cbam", "2026-11-22"), resolved("eu_cbam", "2027-06-01")
    )
    assert found.players == ("rules",)
    pellets = sum(Fraction(e.amount) for e in STUDY.exchanges if e.flow == "pellet")
    assert found.term("rules") == pellets * Fraction("0.26") * Fraction("0.1")
    assert_adds_up(found)


def test_a_date_on_which_the_rules_are_the_same_is_no_cause():
    found = version_bridge(
        inputs(STUDY), inputs(STUDY), resolved("eu_cbam", "2026-06-01"), resolved("eu_cbam", "2026-11-22")
    )
    assert found.players == ()
    assert found.start == found.end
    assert_adds_up(found)


def all_three() -> tuple[Inputs, Inputs, ResolvedRegime, ResolvedRegime]:
    old = inputs(STUDY)
    new = inputs(changed_amount(STUDY, "pellet"), changed_factor("cn.electricity.life_cycle.average.2023"))
    return old, new, resolved("eu_cbam", "2026-11-22"), resolved("eu_cbam", "2027-06-01")


def test_three_causes_at_once_are_the_average_over_their_orders():
    old, new, before, after = all_three()
    found = version_bridge(old, new, before, after)
    assert found.players == ("study", "factors", "rules")
    assert_adds_up(found)
    from carnet.assessment import assess

    def worth(held: set[str]) -> Fraction:
        mixed = replace(
            old,
            study=new.study if "study" in held else old.study,
            factors=new.factors if "factors" in held else old.factors,
        )
        return assess(mixed, after if "rules" in held else before).high

    for player in found.players:
        steps = []
        for order in permutations(found.players):
            held = set(order[: order.index(player)])
            steps.append(worth(held | {player}) - worth(held))
        assert found.term(player) == sum(steps, ZERO) / 6
        term = found.split.terms[player]
        assert (term.order_min, term.order_max) == (min(steps), max(steps))
    # CBAM counts no electricity, so its factor moves nothing.
    assert found.term("factors") == 0
    assert found.split.interactions.keys() == {("study", "rules")}


def test_the_way_back_is_minus_the_way_there():
    old, new, before, after = all_three()
    there = version_bridge(old, new, before, after)
    back = version_bridge(new, old, after, before)
    assert {p: -there.term(p) for p in there.players} == {p: back.term(p) for p in back.players}


@pytest.mark.parametrize("seed", range(6))
def test_two_different_small_studies(seed):
    rules = resolved("responsiblesteel")
    one, two = with_assumptions(small_study(seed)), with_assumptions(small_study(seed + 100))
    found = version_bridge(inputs(one), inputs(two), rules, rules)
    assert found.players == ("study",)
    assert (found.start, found.end) == (assessed(one, rules.id).high, assessed(two, rules.id).high)
    assert found.basis in {"point", "conservative"}
    assert_adds_up(found)


def test_a_version_without_a_figure_is_handed_back_and_not_bridged():
    rules = resolved("pact3")
    found = bridge_versions((inputs(STUDY), rules), (inputs(with_assumptions(STUDY)), rules), LABELS)
    assert not isinstance(found, VersionBridge)
    assert [a.evaluation for a in found] == [None]


def test_a_lost_term_would_be_noticed():
    old, new, before, after = all_three()
    found = version_bridge(old, new, before, after)
    with pytest.raises(AssertionError):
        assert_adds_up(replace(found, end=found.end + 1))
