"""The modules of EN 15804: where each line stands, what is declared, and the split by origin."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from carnet.assessment import result_json
from carnet.factors import factor_set
from carnet.inventory.model import Contract, Process, TransportLeg
from tests.assessment import second_evaluator
from tests.assessment.recycled import FACTORS, apart, assessed, flow, gate, grave, product, row, shown, with_
from tests.assessment.test_vectors import NAME, record

F = Fraction
PARTS = ("modules", "origins")


def run(name, amount):
    """A process after the gate that takes a whole tonne and emits fossil CO2."""
    return (
        row(name, "in", "product", "hot_rolled_coil", "1", "t"),
        row(name, "out", "emission", "CO2", str(amount), origin="fossil"),
    )


AFTER = (
    Process("site", NAME, stage="distribution"),
    Process("power", NAME, stage="use", tags=("b6",)),
    Process("wear", NAME, stage="use"),
    Process("wreck", NAME, stage="end_of_life", tags=("c1",)),
    Process("sort", NAME, stage="end_of_life"),
)
ROWS = (
    *run("site", 3),
    *run("power", 40),
    *run("wear", 0),
    *run("wreck", 5),
    *run("sort", 7),
    replace(row("sort", "out", "emission", "CH4", "2", origin="biogenic"), id="sort-methane"),
    replace(row("sort", "out", "waste", "tip", "100"), id="left"),
)
LEGS = (TransportLeg("to-mill", "mill-in-stuff-", "truck", "100"), TransportLeg("away", "left", "truck", "50"))


def life(**values):
    return grave(
        K4_parts=PARTS, D2_transport="all", D7_end_of_life="module_d_separate", D4_gwp_set="EN15804_EF3.1", **values
    )


@pytest.fixture(autouse=True)
def _co2_only(monkeypatch):
    from carnet.factors import factor_set
    from tests.assessment.recycled import FACTORS

    co2 = factor_set([replace(r, gwp_set="co2_only") for r in FACTORS.records])
    monkeypatch.setattr("tests.assessment.recycled.shown.__defaults__", (co2,))
    monkeypatch.setattr("tests.assessment.recycled.assessed.__defaults__", (co2,))


STUDY = product(*ROWS, after=AFTER, transport=LEGS)


def modules(found):
    return {r["module"]: r for r in found["modules"]}


def test_each_line_stands_in_its_module():
    """A1 1.4 per kg, A2 1 t over 100 km at 0.1, C2 0.1 t over 50 km, C3 sorting and what is burnt, C4 tipping."""
    found = modules(shown(STUDY, life()))
    values = {name: F(r["exact"]) for name, r in found.items() if r["declared"]}
    assert values == {
        "A1": 1400, "A2": 10, "A3": 200, "A4": 3, "B1": 0, "B6": 40, "C1": 5, "C2": F("0.5"),
        "C3": 7 + 2 * F("29.8") + 200, "C4": 10 + 10, "D": apart(shown(STUDY, life()))["module_d"],
    }  # fmt: skip


def test_not_declared_is_not_zero():
    found = modules(shown(STUDY, life()))
    assert (found["B1"]["declared"], found["B1"]["exact"]) == (True, "0/1")
    for name in ("A5", "B2", "B3", "B4", "B5", "B7"):
        assert found[name]["declared"] is False
        assert found[name]["value"] is found[name]["exact"] is found[name]["origins"] is None


def test_stages_outside_the_boundary_are_not_declared():
    found = modules(shown(STUDY, gate(K4_parts=PARTS, D2_transport="all", D7_end_of_life="module_d_separate")))
    assert {name for name, r in found.items() if r["declared"]} == {"A1", "A2", "A3"}


def test_the_modules_but_d_add_up_to_the_figure():
    found = shown(STUDY, life())
    inside = [F(r["exact"]) for r in found["modules"] if r["declared"] and r["module"] != "D"]
    assert sum(inside) == F(found["figure"]["exact"])


def test_the_origins_of_a_module_add_up_to_it():
    for r in shown(STUDY, life())["modules"]:
        if r["declared"]:
            assert sum(F(o["exact"]) for o in r["origins"].values()) == F(r["exact"])
    c3 = modules(shown(STUDY, life()))["C3"]["origins"]
    assert F(c3["biogenic"]["exact"]) == 2 * F("29.8")


def test_modules_are_traced():
    result, derivation = result_json(assessed(STUDY, life()), {})
    for index, r in enumerate(result["modules"]):
        if r["declared"]:
            assert second_evaluator.figure(derivation, f"/modules/{index}") == F(r["exact"])
            root = f"/modules/{index}/origins/fossil"
            assert second_evaluator.figure(derivation, root) == F(r["origins"]["fossil"]["exact"])
    assert second_evaluator.faults(derivation) == []


def test_a_regime_that_asks_for_no_modules_shows_none():
    assert shown(STUDY, grave(D7_end_of_life="cut_off"))["modules"] == []


# ── use, and what is not declared ────────────────────────────────────────────────────────────────


def in_use(*tags):
    rows = (
        row("run", "in", "product", "hot_rolled_coil", "1", "t"),
        row("run", "in", "electricity", "electricity", "10", "kWh", contract="grid"),
        row("run", "in", "purchased", "oil", "5"),
        row("run", "in", "purchased", "tap", "20"),
        row("run", "in", "purchased", "virgin", "1"),
        row("run", "out", "emission", "CO2", "7", origin="fossil"),
    )
    after = (Process("run", NAME, stage="use", tags=tags),)
    made = product(*rows, after=after, contracts=(Contract("grid", "grid", "CN"),))
    return replace(made, flows=(*made.flows, flow("oil", "fuel"), flow("tap", "water")))


def use_factors():
    extra = [record(name, "product_life_cycle", "1", "kg", gwp_set="co2_only") for name in ("oil", "tap")]
    return factor_set([*(replace(r, gwp_set="co2_only") for r in FACTORS.records), *extra])


@pytest.mark.parametrize(
    ("tags", "expected"),
    [((), {"B6": 11, "B7": 20, "B1": 9}), (("b1",), {"B6": 11, "B7": 20, "B1": 9}), (("b2",), {"B2": 40})],
)
def test_energy_in_use_is_b6_and_water_b7(tags, expected):
    """10 kWh at 0.6 and 5 kg of oil; 20 kg of water; 2 of material and 7 of CO2 remain."""
    found = modules(shown(in_use(*tags), life(), use_factors()))
    assert {n: F(r["exact"]) for n, r in found.items() if r["declared"] and n[0] == "B"} == expected


def test_a_works_without_energy_or_emission_of_its_own_does_not_declare_a3():
    bare = product()
    bare = replace(bare, exchanges=tuple(e for e in bare.exchanges if e.role != "emission"))
    assert modules(shown(bare, life()))["A3"]["declared"] is False
    assert modules(shown(product(), life()))["A3"]["declared"] is True


def parts(study, regime):
    (found,) = [r for r in shown(study, regime)["conformity"] if r["parameter"] == "K4.parts"]
    return found["verdict"], found["found"]["en"]


def test_modules_that_are_missing_are_not_met_by_name():
    assert parts(STUDY, life()) == ("met", "")
    assert parts(product(materials=()), life()) == ("not_met", "modules not declared: A2, C1, C2, C3, C4, D")
    at_gate = gate(K4_parts=PARTS, D2_transport="all", D7_end_of_life="module_d_separate")
    assert parts(STUDY, at_gate) == ("met", "")


def test_as_much_in_as_out_is_a_module_d_of_zero_and_declared():
    even = product(materials=with_(recycled_content="0.7", energy_rate="0"))
    assert F(modules(shown(even, life()))["D"]["exact"]) == 0
