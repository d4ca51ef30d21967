"""Photovoltaic rules: what is listed says why, and how the French value is rounded."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from carnet.assessment import assess
from carnet.assessment.classes import placing
from carnet.assessment.plan import make_plan
from carnet.assessment.present import presentation
from carnet.factors import factor_set
from carnet.inventory.model import Property
from carnet.regime import BLOCKING
from carnet.service import datasets
from tests.assessment.cases import inputs, resolved
from tests.regimes.life import example, point, row, study, with_values

D = Fraction
ECS = {"ground2025": "cre_ecs@ground2025", "building2024": "cre_ecs@building2024"}
LISTED = (
    "cre_ecs@ground2025",
    "cre_ecs@building2024",
    "epeat_ulcs",
    "pefcr_pv",
    "npcr029",
    "ecodesign_pv",
    "en50693",
    "cn_label",
    "sumpo",
    "kr_epd",
    "sg_uk",
)


def module(kg: str, *properties: Property, unit: str = "m2"):
    made = row("works", "out", "reference", "pv_module", "1", unit)
    held = (Property("peak", "pv_module", "peak_power", "0.2", f"kWp/{unit}"), *properties)
    rows = [made, row("works", "out", "emission", "CO2", kg, origin="fossil")]
    return study(rows, flow="pv_module", unit=unit, properties=held)


@pytest.mark.parametrize("name", LISTED)
def test_a_listed_regime_says_why_and_gives_no_figure(name):
    regime_id, _, version = name.partition("@")
    (regime,) = [r for r in datasets.regimes().versions(regime_id) if version in {"", r.version}]
    assert regime.listed.zh
    assert regime.listed.en
    found = resolved(name)
    open_ = {v.parameter for v in found.values.values() if v.status == "unknown" and v.dimension in BLOCKING}
    assert open_
    assert assess(inputs(module("40"), factor_set([])), found).evaluation is None


@pytest.mark.parametrize("tender", sorted(ECS))
@pytest.mark.parametrize("case", example("cre_ecs_rounding")["case"], ids=lambda c: c["value"])
def test_the_french_value_is_a_multiple_of_the_tenders_step(tender, case):
    by = resolved(ECS[tender])
    open_ = {"D4_gwp_set": "AR6"}
    plan = make_plan(with_values(by, **open_), module("40"))
    shown = presentation(plan)
    assert shown.headline(D(case["value"])) == case[tender]


def test_the_two_tenders_do_not_round_alike():
    steps = {resolved(name).values["K4.step"].value for name in ECS.values()}
    assert steps == {"50", "10"}
    assert resolved(ECS["building2024"]).values["K4.ceiling"].value == "740"
    assert resolved(ECS["ground2025"]).values["K4.ceiling"].status == "absent"


def kilowatt_peak(kg: str):
    """A module of 0.2 kWp per m2 under the EPEAT limits, with the rest of PEF's rules to make a figure."""
    base, limits = resolved("pef"), resolved("epeat_ulcs")
    taken = {n: limits.values[n] for n in ("D1.unit", "D1.factors", "K4.classes")}
    return point(module(kg), replace(base, values={**base.values, **taken}))


@pytest.mark.parametrize(
    ("kg", "name"),
    [("80", "ultra_low_carbon"), ("80.02", "low_carbon"), ("126", "low_carbon"), ("126.02", "")],
    ids=["400", "400.1", "630", "630.1"],
)
def test_the_two_limits_of_epeat_per_kilowatt_peak(kg, name):
    done = kilowatt_peak(kg)
    assert done.low == D(kg) * 5
    placed = placing(done)
    assert placed.best == placed.worst == name


def test_a_kwh_over_the_life_of_a_module():
    """0.2 kWp × 1000 kWh/kWp·a × 30 a = 6000 kWh per m2."""
    base, rule = resolved("pef"), resolved("pefcr_pv")
    by = replace(base, values={**base.values, **{n: rule.values[n] for n in ("D1.unit", "D1.factors")}})
    more = (
        Property("yield", "pv_module", "specific_yield", "1000", "kWh/kWp/a"),
        Property("life", "pv_module", "service_life", "30", "a"),
    )
    assert point(module("60", *more), by).low == D("0.01")
