"""A regime as factors over gases: the same rules as a study, intervals where something is open."""

from fractions import Fraction

import pytest

from carnet.assessment.background import background_plan, element_factors, flow_vector
from carnet.errors import InputError
from carnet.impact.elementary import Element, ElementaryMap, Mapped
from carnet.regime import resolve
from carnet.service import datasets
from carnet.store import shipped_gwp_sets

DAY = "2026-11-22"
FOSSIL, BIOGENIC, TAKEN = Element("CO2", "fossil"), Element("CO2", "biogenic"), Element("CO2", "biogenic", uptake=True)
UNKNOWN = Element("CO2", "")


def factors(regime, *elements, **stated):
    plan = background_plan(
        resolve(datasets.regimes(), regime, DAY, DAY), {k.replace("_", ".", 1): v for k, v in stated.items()}
    )
    return [(f.low, f.high) for f in element_factors(plan, shipped_gwp_sets(), elements)]


def test_biogenic_carbon_and_its_uptake_follow_the_rule():
    assert factors("iso14067", FOSSIL, BIOGENIC, TAKEN) == [(1, 1), (1, 1), (-1, -1)]
    assert factors("pef", FOSSIL, BIOGENIC, TAKEN) == [(1, 1), (0, 0), (0, 0)]


def test_an_unknown_origin_is_an_interval_where_it_matters_and_a_point_where_not():
    assert factors("pef", UNKNOWN) == [(0, 1)]
    assert factors("iso14067", UNKNOWN) == [(1, 1)]
    assert factors("pef", Element("CH4", "")) == [(27, Fraction(149, 5))]
    assert factors("iso14067", Element("CH4", "")) == [(Fraction(279, 10), Fraction(279, 10))]


def test_gases_the_regime_does_not_count_are_zero():
    assert factors("eu_cbam", Element("CH4", "fossil"), FOSSIL) == [(0, 0), (1, 1)]


def test_open_rules_are_listed_all_at_once_and_can_be_stated():
    with pytest.raises(InputError) as caught:
        factors("espr_steel", FOSSIL)
    found = {p.value for p in caught.value.problems}
    assert {"D4.gwp_set", "D5.biogenic_co2"} <= found
    assert {p.code for p in caught.value.problems} == {"LCI-173"}
    with pytest.raises(InputError) as caught:
        factors("worldsteel_co2", FOSSIL, D5_biogenic_co2="nonsense")
    assert caught.value.problems[0].code == "CAL-011"


def test_a_vector_scales_by_the_unit_of_the_flow():
    plan = background_plan(resolve(datasets.regimes(), "iso14067", DAY, DAY), {})
    found = element_factors(plan, shipped_gwp_sets(), [Element("CH4", "fossil")])
    mapping = ElementaryMap((Mapped(3, Element("CH4", "fossil"), Fraction(1, 1000), "cas"),), ())
    vector = flow_vector("iso14067", found, mapping)
    assert (vector.flows, vector.high) == ((3,), (Fraction(149, 5000),))
