"""What is left open gives an interval, and every choice inside it gives a figure inside it.

Coil, module and battery under every regime that is for them, what blocks a figure supposed. `campaigns.settled` draws
the choices; the large run is campaign C15.
"""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest

from campaigns import c15, settled
from carnet.assessment import Assessment, Inputs, assess, result_json
from carnet.assessment.assess import candidates, ranges
from carnet.assessment.expression import bounds
from carnet.errors import InputError
from carnet.factors import factor_set
from carnet.inventory.model import Exchange
from carnet.quantity import decimal_string
from carnet.regime import ResolvedRegime
from carnet.service.calculate import inputs_of
from carnet.service.scope import usual_regimes
from carnet.service.studies import open_shipped
from tests.assessment.cases import inputs, opened
from tests.assessment.recycled import FACTORS, by_gas, grave, product
from tests.assessment.test_vectors import row, rules

PRODUCTS = {"coil": "steel", "module": "pv_topcon", "battery": "lfp_pack_truck"}
LEAST = {"coil": 10, "module": 6, "battery": 6}  # regimes that give a figure, with what blocks it supposed
ZERO = Fraction(0)
Case = tuple[str, Inputs, ResolvedRegime, Assessment]


@cache
def cases(name: str) -> tuple[Case, ...]:
    """A shipped study under every regime that is for it, with what blocks a figure supposed."""
    study = open_shipped(PRODUCTS[name])
    by, usual, found = inputs_of(study), usual_regimes(study), []
    for regime in c15.regimes():
        if regime.id in usual:
            supposed, _ = settled.suppose(by, regime, random.Random(regime.id))
            done = assess(by, supposed)
            # What the study lacks for the unit cannot be supposed.
            assert done.evaluation is not None or any(v.given_in_study for v in done.missing), regime.id
            found += [(regime.id, by, supposed, done)] if done.evaluation is not None else []
    assert len(found) >= LEAST[name]
    return tuple(found)


def one(name: str, regime: str) -> Case:
    return next(each for each in cases(name) if each[0] == regime)


def pinned(by: Inputs, rules_: ResolvedRegime, values: dict[str, str]) -> Assessment:
    return assess(replace(by, study=settled.accept(by, rules_.id, values)), rules_)


@pytest.mark.slow
@pytest.mark.parametrize("name", PRODUCTS)
def test_every_choice_of_what_is_open_lies_inside(name):
    for regime, by, rules_, found in cases(name):
        chance = random.Random(f"{name} {regime}")
        assert settled.not_contained(found, by, rules_, chance) == "", regime


@pytest.mark.parametrize("name", PRODUCTS)
def test_the_conservative_reading_is_the_upper_bound_and_both_bounds_are_reached(name):
    for regime, _, _, found in cases(name):
        assert found.total is not None
        assert found.total.at(found.reading or {}) == found.high == found.at_reading(), regime
        result, _ = result_json(found, {})
        assert result["reading"]["exact"] == result["figure"]["upper_exact"]
        if found.open_rules:
            continue
        met = found.context.opened.met
        for upper, bound in ((True, found.high), (False, found.low)):
            ends = dict.fromkeys(found.total.terms, ZERO)
            for each, weight in found.total.terms.items():
                if each and weight:
                    ends[each] = met[each].high if (weight > 0) == upper else met[each].low
            assert found.total.at(ends) == bound, regime


@pytest.mark.slow
@pytest.mark.parametrize("name", PRODUCTS)
def test_open_values_are_ordered_by_what_they_move_and_each_takes_exactly_that_away(name):
    for regime, by, rules_, found in cases(name):
        assert found.total is not None
        result, _ = result_json(found, {})
        listed = [entry["id"] for entry in result["open"] if ":" in entry["id"]]
        met = found.context.opened.met
        width = {n: abs(found.total.terms.get(n, ZERO)) * (v.high - v.low) for n, v in met.items()}
        assert listed == sorted((n for n in width if width[n]), key=lambda n: (-width[n], n)), regime
        if found.open_rules or not listed:
            continue
        assert sum(width.values(), ZERO) == found.high - found.low
        each = random.Random(regime).choice(listed)
        text = decimal_string((met[each].low + met[each].high) / 2, settled.DECIMALS, "half_even")
        after = pinned(by, rules_, {each: text})
        assert found.low <= after.low <= after.high <= found.high
        assert (found.high - found.low) - (after.high - after.low) == width[each], each


def test_accepting_one_after_the_other_never_widens():
    _, by, rules_, found = one("coil", "iso14067")
    values: dict[str, str] = {}
    low, high = found.low, found.high
    for name, text in settled.pins(found, random.Random(4)).items():
        values[name] = text
        after = pinned(by, rules_, values)
        assert low <= after.low <= after.high <= high, name
        low, high = after.low, after.high
    assert low == high


# ── open rules ───────────────────────────────────────────────────────────────────────────────────


def unknown(base: ResolvedRegime, **between: tuple[object, ...]) -> ResolvedRegime:
    """The rules with some unknown; ``D5_land_use = (…)`` names the candidates, none: those of the vocabulary."""
    values = dict(base.values)
    for name, given in between.items():
        parameter = name.replace("_", ".", 1)
        values[parameter] = replace(values[parameter], value=None, status="unknown", candidates=given)
    return replace(base, values=values)


def all_inside(by: Inputs, base: ResolvedRegime, *names: str) -> Assessment:
    """Every candidate of every rule gives a figure inside the bounds, and the bounds are the widest of them."""
    found = assess(by, base)
    assert found.evaluation is not None, [v.parameter for v in found.missing]
    lows, highs = [], []
    todo = [base]
    for name in names:
        values = candidates(found.plan.values[name])
        todo = [replace(r, values={**r.values, name: replace(r.values[name], value=v, status="read")})
                for r in todo for v in values]  # fmt: skip
    for each in todo:
        done = assess(by, each)
        assert found.low <= done.low <= done.high <= found.high
        lows.append(done.low)
        highs.append(done.high)
    assert (min(lows), max(highs)) == (found.low, found.high)
    return found


MORE = (
    row("mill", "out", "emission", "CH4", "3", origin="luluc"),
    row("mill", "out", "emission", "CO2", "30", origin="luluc", provider="x"),
)


def of(study) -> Inputs:
    by = inputs_of(opened("b"))
    return replace(by, study=study, factors=FACTORS)


@pytest.mark.parametrize(
    "names", [("D5.land_use",), ("D7.end_of_life",), ("D5.land_use", "D7.end_of_life"), ("D7.waste_energy",)]
)
def test_an_unknown_rule_takes_every_candidate(names):
    base = rules(D2_stages=("raw_materials", "upstream_transport", "manufacturing", "end_of_life"),
                 D7_formula={"A_otherwise": "0.5", "B": "0"}, D7_net_scrap={"recovery_rate": "0.5", "yield": "0.9",
                 "primary": "virgin", "secondary": "recycled"}, D7_end_of_life="cut_off")  # fmt: skip
    found = all_inside(of(product(*MORE)), unknown(base, **{n.replace(".", "_", 1): () for n in names}), *names)
    assert found.low < found.high
    assert {r.value.parameter for r in found.open_rules} <= set(names)


def test_a_flag_nobody_has_stated_is_yes_or_no():
    base = unknown(rules(), D7_recycled_content_evidence=())
    study = product(materials=tuple(replace(m, recycled_content_document="") for m in product().materials))
    found = all_inside(of(study), base, "D7.recycled_content_evidence")
    assert found.low < found.high


def excluded(share: str = "0.5") -> Exchange:
    return replace(row("mill", "in", "purchased", "recycled", "2"), excluded="yes", excluded_share=share)


@pytest.mark.parametrize("given", [(), ("0.1", "1")])
def test_an_unknown_cut_off_limit_leaves_the_row_in_or_out(given):
    base = unknown(rules(D3_basis="footprint", D3_scope="total"), D3_limit_percent=given)
    found = all_inside(of(product(excluded())), base, "D3.limit_percent")
    assert found.high - found.low == 1  # 2 kg at 1/2
    assert [r.value.parameter for r in found.open_rules] == ["D3.limit_percent"]


def test_an_unknown_basis_of_the_cut_off_limit_is_open_too():
    base = unknown(rules(D3_limit_percent="1"), D3_basis=())
    found = all_inside(of(product(excluded("5"))), base, "D3.basis")
    assert found.high - found.low == 1


def test_an_unknown_cut_off_limit_that_no_row_meets_moves_nothing():
    found = assess(of(product()), unknown(rules(), D3_limit_percent=(), D3_basis=(), D3_declare=()))
    assert found.low == found.high
    assert found.open_rules == ()


# ── would it see a defect? ───────────────────────────────────────────────────────────────────────


def test_bounds_that_are_too_narrow_are_seen():
    _, by, rules_, found = one("coil", "iso14067")
    assert found.total is not None
    middle = (found.low + found.high) / 2
    low, high = bounds(found.total.terms, ranges(found.context))
    assert (low, high) == (found.low, found.high)
    for narrow in (replace(found, high=middle), replace(found, low=middle)):
        told = [settled.not_contained(narrow, by, rules_, random.Random(n)) for n in range(8)]
        assert any("does not hold" in each for each in told)


def test_a_value_outside_its_range_is_refused():
    _, by, rules_, found = one("coil", "iso14067")
    name, value = next(iter(found.context.opened.met.items()))
    with pytest.raises(InputError) as refused:
        pinned(by, rules_, {name: decimal_string(value.high + 1, 3, "up")})
    assert [p.code for p in refused.value.problems] == ["CAL-018"]


# ── a candidate that cannot be calculated ────────────────────────────────────────────────────────


def end_of_life_open(recycling_gas):
    """Cut-off or closed loop, nobody knows; recycling stands on a factor of one gas."""
    records = [r for r in FACTORS.records if r.flow != "recycling"]
    factors = factor_set([*records, by_gas("recycling", "product_life_cycle", {(recycling_gas, ""): "0.1"})])
    base = grave()
    value = replace(base.values["D7.end_of_life"], value=None, status="unknown", candidates=("cut_off", "closed_loop"))
    return replace(inputs(product()), factors=factors), replace(base, values={**base.values, "D7.end_of_life": value})


def test_a_candidate_that_cannot_be_calculated_is_named_and_no_bound_is_drawn_without_it():
    by, regime = end_of_life_open("N2O")
    whole = assess(by, regime)
    assert [r.value.parameter for r in whole.open_rules] == ["D7.end_of_life"]
    by, regime = end_of_life_open("UNHEARD")
    with pytest.raises(InputError) as caught:
        assess(by, regime)
    named, cause = caught.value.problems
    assert (named.code, named.value, named.candidates) == ("CAL-023", "closed_loop", ("cut_off",))
    assert (cause.code, cause.value) == ("GWP-001", "UNHEARD")
    for text in (named.cause.zh, named.cause.en):
        assert "D7.end_of_life" in text
        assert "UNHEARD" in text
    assert "cut_off" in named.fix.zh
    assert "cut_off" in named.fix.en
    # What it tells people to do helps.
    settled_by = replace(by, study=settled.accept(by, regime.id, {"D7.end_of_life": "cut_off"}))
    assert assess(settled_by, regime).is_point


def test_what_no_candidate_could_help_with_is_told_alone():
    by, regime = end_of_life_open("N2O")
    records = [r for r in by.factors.records if r.flow != "virgin"]
    bought = by_gas("virgin", "product_life_cycle", {("UNHEARD", ""): "1"})
    with pytest.raises(InputError) as caught:
        assess(replace(by, factors=factor_set([*records, bought])), regime)
    assert {p.code for p in caught.value.problems} == {"GWP-001"}
