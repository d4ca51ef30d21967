"""The modules of EN 15804: where each line stands, what is declared, and the split by origin."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from carnet.assessment import result_json
from carnet.inventory.model import Process, TransportLeg
from tests.assessment import second_evaluator
from tests.assessment.recycled import apart, assessed, gate, grave, product, row, shown
from tests.assessment.test_vectors import NAME

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
