"""A small product with one material, to work recycling and carbon rules out by hand.

One tonne of product from one process: 1000 kg of the material `stuff`, 200 kg of fossil CO2 reported. Factors per kg:
virgin 2, recycled 1/2, recycling at the end of life 3/10, substituted 8/5, energy recovery 1, disposal 1/10.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from carnet.assessment import Assessment, assess, result_json
from carnet.factors import FactorRecord, FactorSet, factor_set
from carnet.factors.record import GasShare
from carnet.inventory.model import Exchange, Flow, Material, Process, Product, Property, Study
from carnet.regime import ResolvedRegime
from tests.assessment.cases import inputs
from tests.assessment.test_vectors import NAME, record, row, rules
from tests.strategies import DAYS

CFF = "circular_footprint_formula"
GATE = ("raw_materials", "upstream_transport", "manufacturing")
GRAVE = (*GATE, "distribution", "installation", "use", "end_of_life")
FACTORS_PER_KG = {"virgin": "2", "recycled": "0.5", "recycling": "0.3", "replaced": "1.6", "stuff": "1.9"}
FORMULA = {"A": {"metal": "0.2"}, "A_otherwise": "0.5", "B": "0"}


def flow(name: str, *tags: str) -> Flow:
    return Flow(name, NAME, "product_mass", "kg", tags)


FLOWS = (*(flow(name, "metal") for name in FACTORS_PER_KG), flow("burning"), flow("tip"), flow("bought_scrap", "scrap"))
STUFF = Material(
    "m", "stuff", "1000", "kg", exchange="mill-in-stuff-", recycled_content="0.4", recycled_content_document="cert-1",
    recycling_rate="0.7", energy_rate="0.2", virgin="virgin", recycled="recycled", recycling="recycling",
    substituted="replaced", energy_recovery="burning", disposal="tip", quality_in="0.9", quality_out="0.8",
    heat_efficiency="0.3", power_efficiency="0.1",
)  # fmt: skip
FACTORS: FactorSet = factor_set(
    [
        *(record(name, "product_life_cycle", value, "kg") for name, value in FACTORS_PER_KG.items()),
        record("burning", "waste_treatment", "1", "kg"),
        record("tip", "waste_treatment", "0.1", "kg"),
        record("electricity", "electricity_life_cycle", "0.6", "kWh"),
        record("district_heat", "product_life_cycle", "0.08", "MJ"),
        record("transport_air", "transport", "0.5", "t·km"),
        record("transport_truck", "transport", "0.1", "t·km"),
    ]
)
HEAT = Property("lhv", "stuff", "lower_heating_value", "20", "MJ/kg", "20", "20")


def product(*more: Exchange, materials: tuple[Material, ...] = (STUFF,), **other: Any) -> Study:
    rows = (
        row("mill", "out", "reference", "hot_rolled_coil", "1", "t"),
        row("mill", "in", "purchased", "stuff", "1000"),
        row("mill", "out", "emission", "CO2", "200", origin="fossil"),
        *more,
    )
    fields: dict[str, Any] = {"properties": (HEAT,), **other}
    return Study(
        id="small", version="1", title=NAME, status="illustrative", country="CN", **DAYS,
        product=Product(NAME, "mill", "hot_rolled_coil"), processes=(Process("mill", NAME), *fields.pop("after", ())),
        flows=FLOWS, exchanges=rows, materials=materials, **fields,
    )  # fmt: skip


def grave(**values: Any) -> ResolvedRegime:
    return rules(**{"D2_stages": GRAVE, "D7_formula": FORMULA, **values})


def gate(**values: Any) -> ResolvedRegime:
    return rules(**{"D2_stages": GATE, "D7_formula": FORMULA, **values})


def assessed(found: Study, by: ResolvedRegime, factors: FactorSet = FACTORS) -> Assessment:
    return assess(inputs(found, factors), by)


def point(found: Study, by: ResolvedRegime, factors: FactorSet = FACTORS) -> Fraction:
    done = assessed(found, by, factors)
    assert done.evaluation is not None, [v.parameter for v in done.missing]
    assert done.low == done.high
    assert not done.context.notes.gaps.keys() - {"transport"}, done.context.notes.gaps
    return done.low


def shown(found: Study, by: ResolvedRegime, factors: FactorSet = FACTORS) -> dict[str, Any]:
    return result_json(assessed(found, by, factors), {})[0]


def apart(result: dict[str, Any]) -> dict[str, Fraction]:
    return {r["id"]: Fraction(r["exact"]) for r in result["separate"]}


def with_(**changes: str) -> tuple[Material, ...]:
    return (replace(STUFF, **changes),)


def by_gas(name: str, kind: str, gases: dict[tuple[str, str], str]) -> FactorRecord:
    base = record(name, kind, "0", "kg", gwp_set="unknown")
    return replace(base, gases=tuple(GasShare(g, o, m) for (g, o), m in gases.items()))
