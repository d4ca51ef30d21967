"""Why is my number not last year's? Causes switched one by one, adding up exactly."""

from __future__ import annotations

import importlib
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest

from carnet.assessment import Inputs, VersionBridge, bridge_versions, version_bridge_json
from carnet.errors import InputError
from carnet.factors import factor_set
from carnet.inventory.model import Study
from carnet.quantity import exact_decimal
from carnet.regime import ResolvedRegime
from carnet.service import datasets
from tests.assessment.cases import (
    acceptance,
    accepted,
    assessed,
    exact,
    inputs,
    opened,
    resolved,
    with_assumptions,
)
from tests.strategies import small_study

pytestmark = pytest.mark.slow

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


# ── period, units, several at once ───────────────────────────────────────────────────────────────


def test_a_changed_period_is_a_cause_of_its_own():
    earlier = replace(STUDY, period_from="2023-01-01", period_to="2023-12-31")
    rules = resolved("iso14067")
    found = version_bridge(inputs(earlier), inputs(STUDY), rules, rules)
    assert found.players == ("period",)
    assert found.end - found.start == found.term("period")
    assert_adds_up(found)
    both = version_bridge(inputs(earlier), inputs(changed_amount(STUDY)), rules, rules)
    assert both.players == ("study", "period")
    assert_adds_up(both)


def test_a_new_version_number_alone_is_no_cause():
    rules = resolved("iso14067")
    found = version_bridge(inputs(replace(STUDY, version="9")), inputs(STUDY), rules, rules)
    assert found.players == ()
    assert_adds_up(found)


def test_four_causes_at_once():
    old, new, before, after = all_three()
    old = replace(old, study=replace(old.study, period_from="2023-01-01", period_to="2023-12-31"))
    found = version_bridge(old, new, before, after)
    assert found.players == ("study", "period", "factors", "rules")
    assert_adds_up(found)
    assert found.split.orders == 24


def test_a_version_in_another_unit_differs_by_a_factor_and_not_by_terms():
    rules = resolved("iso14067")
    product = replace(STUDY.product, amount="1000", unit="kg")
    found = version_bridge(inputs(STUDY), inputs(replace(STUDY, product=product)), rules, rules)
    assert found.unit_factor == Fraction(1, 1000)
    assert found.players == ("study",)
    assert found.term("study") == 0
    assert found.start * found.unit_factor == found.end
    plain = version_bridge_json(found)
    assert plain["residual"] == "0"
    assert plain["unit_factor"]["exact"] == "1/1000"


def test_versions_whose_units_do_not_convert_are_not_bridged(monkeypatch):
    rules = resolved("iso14067")
    module = importlib.import_module("carnet.assessment.versions")
    whole = module.unit_of
    units = iter(["t", "m3"])
    monkeypatch.setattr(module, "unit_of", lambda *given: (whole(*given)[0], next(units), *whole(*given)[2:]))
    with pytest.raises(InputError) as caught:
        version_bridge(inputs(STUDY), inputs(changed_amount(STUDY)), rules, rules)
    assert [p.code for p in caught.value.problems] == ["CAL-060"]


@pytest.mark.parametrize("end", ["low", "high"])
def test_terms_of_versions_have_bounds_that_hold_at_both_ends(end):
    study = opened("a").study
    newer = changed_amount(study, "anthracite")
    rules = resolved("worldsteel_co2")
    wide = version_bridge(inputs(study), inputs(newer), rules, rules)
    low, high = wide.ranges["study"]
    assert low < high
    met = assessed(study, rules.id).context.opened.met
    settled = [accepted(s, *(acceptance("*", n, exact_decimal(getattr(v, end))) for n, v in met.items()))
               for s in (study, newer)]  # fmt: skip
    found = version_bridge(inputs(settled[0]), inputs(settled[1]), rules, rules)
    assert low <= found.term("study") <= high
    assert found.ranges["study"][0] == found.ranges["study"][1] == found.term("study")


def test_a_changed_date_cites_the_rules_that_changed():
    old, new = resolved("eu_cbam", "2026-11-22"), resolved("eu_cbam", "2027-06-01")
    plain = version_bridge_json(version_bridge(inputs(STUDY), inputs(STUDY), old, new))
    (term,) = plain["terms"]
    cites = {cite["parameter"]: cite for cite in term["cites"]}
    assert "D9.markup" in cites
    for name, cite in cites.items():
        assert old.values[name].value != new.values[name].value
        assert cite["from"]["clause"] == old.values[name].clause
        assert cite["to"]["status"] == new.values[name].status
