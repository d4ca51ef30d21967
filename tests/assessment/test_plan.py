"""Plans: nine dimensions that leave each other alone, and what it means that two plans say the same."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from carnet.assessment.evaluate import build_context
from carnet.assessment.lines import DEPENDS, line_value, lines_of
from carnet.assessment.plan import Plan, differing, make_plan, mix
from carnet.regime import BY_ID
from carnet.regime.shapes import freeze
from carnet.service import datasets
from carnet.service.calculate import inputs_of
from tests.assessment.cases import opened, resolved
from tests.assessment.test_vectors import rules

NINE = tuple(f"D{n}" for n in range(1, 10))


@cache
def plans() -> dict[str, Plan]:
    """Every shipped regime that is in force on the study's day and whose rules are all known here."""
    found = {}
    for name in datasets.regimes().ids():
        try:
            made = make_plan(resolved(name), opened("b", assumed=True).study)
        except Exception:  # noqa: BLE001, S112 - not in force on this day; that is tested with the regimes
            continue
        found[name] = made
    return found


def known(plan: Plan) -> bool:
    return not any(v.unknown for p, v in plan.values.items() if p.startswith("D"))


def test_a_mixture_changes_the_taken_dimension_and_no_other():
    names = sorted(plans())
    assert len(names) > 5
    for one, other in pairwise(names):
        base, change = plans()[one], plans()[other]
        for dimension in NINE:
            mixed = mix(base, change, [dimension])
            for parameter, spec in BY_ID.items():
                side = change if spec.dimension == dimension else base
                assert mixed.values[parameter] == side.values[parameter]
            assert mixed.table == (change.table if dimension == "D9" else base.table)
            assert set(differing(base, mixed)) <= {dimension}


@pytest.mark.parametrize("study", ["a", "b"])
def test_the_value_of_a_line_depends_on_the_dimensions_it_names_and_on_no_other(study):
    """Whatever another dimension says, by any shipped regime that leaves nothing open."""
    here = opened(study, assumed=True)
    given = inputs_of(here)
    context = build_context(here.study, here.places, given.flows, given.factors, given.sets)
    ready = {name: plan for name, plan in plans().items() if known(plan)}
    assert len(ready) > 2
    # What no shipped regime says of these studies, said by one more.
    ready["zz"] = plan_of(D9_transport_defaults=[{"when": "any", "mode": "rail", "km": "1"}], D2_transport="all")
    names = sorted(ready)
    compared = 0
    for one, other in zip(names, names[1:] + names[:1], strict=True):
        for line in lines_of(context):
            value = line_value(line, ready[one], context)
            free = [d for d in NINE if d not in DEPENDS[line.category]]
            moved = line_value(line, mix(ready[one], ready[other], free), context)
            assert numbers(moved) == numbers(value), (one, other, line.id, free)
            compared += 1
    assert compared > 100


def numbers(value):
    return {gas: node.terms for gas, node in value.gases.items()}, value.why


# ── saying the same ──────────────────────────────────────────────────────────────────────────────


def plan_of(**values) -> Plan:
    frozen = {name: freeze(value) for name, value in values.items()}
    return make_plan(rules(**frozen), opened("b").study)


GRID = {"use": "grid", "kind": "electricity_life_cycle", "area": ["region", "country"]}
HELD = {"use": "certificate", "kind": "electricity_life_cycle"}
CREDIT = {"method": "expansion", "displaces": {"coke_oven_gas": "natural_gas"}, "basis": "mass"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"D2_upstream_tags": ["ore", "coal"]}, {"D2_upstream_tags": ["coal", "ore"]}),
        ({"D2_stages": ["manufacturing", "use"]}, {"D2_stages": ["use", "manufacturing"]}),
        ({"D9_markup": "0.1"}, {"D9_markup": "0.10"}),
        ({"D9_markup": "0"}, {}),
        ({"D2_process_gas": "counted"}, {}),
        ({"D4_methane": "by_origin", "D4_aircraft": "included"}, {}),
        ({"D4_upstream_gases": ["*"], "D4_electricity_gases": ["*"]}, {"D4_upstream_gases": ["*"]}),
        ({"D8_tiers": [GRID], "D8_use_stage": [GRID]}, {"D8_tiers": [GRID]}),
        ({"D6_process_gas": CREDIT | {"ratio": "1"}}, {"D6_process_gas": CREDIT | {"ratio": "1.0"}}),
        (
            {"D8_tiers": [HELD | {"require": ["cancelled", "document"]}]},
            {"D8_tiers": [HELD | {"require": ["document", "cancelled"]}]},
        ),
        ({"D9_factor_markup": {"coal": "0.6", "*": "0.2"}}, {"D9_factor_markup": {"*": "0.20", "coal": "0.6"}}),
        ({"D8_counted": False, "D8_tiers": [GRID]}, {"D8_counted": False, "D8_tiers": [HELD, GRID]}),
    ],
)
def test_plans_that_state_the_same_do_not_differ(one, other):
    assert differing(plan_of(**one), plan_of(**other)) == ()


@pytest.mark.parametrize(
    ("one", "other", "dimension"),
    [
        ({"D9_ranking": ["supplier", "factor"]}, {"D9_ranking": ["factor", "supplier"]}, "D9"),
        ({"D8_tiers": [HELD, GRID]}, {"D8_tiers": [GRID, HELD]}, "D8"),
        ({"D8_tiers": [GRID]}, {"D8_tiers": [GRID | {"area": ["country"]}]}, "D8"),
        ({"D8_use_stage": [GRID]}, {"D8_use_stage": [HELD]}, "D8"),
        ({"D6_products": {"tar": {"method": "mass"}}}, {}, "D6"),
        ({"D6_default": {"method": "mass"}}, {"D6_default": {"method": "energy"}}, "D6"),
        ({"D2_process_gas": "excluded"}, {}, "D2"),
        ({"D4_electricity_gases": ["CO2"], "D4_upstream_gases": ["*"]}, {"D4_upstream_gases": ["*"]}, "D4"),
        ({"D9_statistic": "mean"}, {}, "D9"),
        ({"D9_transport_defaults": [{"when": "any", "mode": "rail", "km": "1"}]}, {}, "D9"),
        ({"D9_mandatory_primary": ["core"]}, {}, "D9"),
    ],
)
def test_plans_that_state_different_things_differ_in_that_dimension_alone(one, other, dimension):
    assert differing(plan_of(**one), plan_of(**other)) == (dimension,)


def test_a_table_row_that_says_another_number_is_a_difference_of_d9():
    base = plans()["eu_cbam"]
    assert differing(base, replace(base, table=tuple(reversed(base.table)))) == ()
    first = base.table[0]
    assert differing(base, replace(base, table=(replace(first, clause="x"), *base.table[1:]))) == ()
    assert differing(base, replace(base, table=(replace(first, value="9.99"), *base.table[1:]))) == ("D9",)
