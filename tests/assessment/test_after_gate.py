"""Use and end of life: processes that the product runs, counted only by regimes that go so far."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carnet.assessment.edges import PRODUCT, edges_of
from carnet.assessment.result import result_json
from carnet.assessment.stages import STAGE_NAMES
from carnet.errors import Text
from carnet.inventory.model import AFTER_GATE, STAGES, Process, Study, TransportLeg
from tests.assessment.test_vectors import figure, point, row, rules, study

GATE = ("raw_materials", "upstream_transport", "manufacturing")
GRAVE = (*GATE, "use", "end_of_life")
NAME = Text("名", "name")

STEEL = [
    row("steel", "out", "reference", "crude_steel", "500"),
    row("steel", "in", "purchased", "iron_ore", "800"),
    row("steel", "out", "emission", "CO2", "100", origin="fossil"),
]
# 250 kg of product per run of use, 2 t per run of end of life.
USE = [
    row("use", "in", "product", "crude_steel", "250"),
    row("use", "in", "purchased", "coking_coal", "10"),
    row("use", "out", "emission", "CO2", "7", origin="fossil"),
]
END = [
    row("end", "in", "product", "crude_steel", "2", "t"),
    row("end", "out", "emission", "CO2", "90", origin="fossil"),
]
STAGE_OF = {"use": "use", "end": "end_of_life"}


def life(*more, **fields) -> Study:
    made = study([*STEEL, *USE, *END, *more], "steel", "crude_steel", **fields)
    return replace(made, processes=tuple(replace(p, stage=STAGE_OF.get(p.id, p.stage)) for p in made.processes))


def to_gate() -> Study:
    return study(STEEL, "steel", "crude_steel")


def grave(*stages: str):
    return rules(D2_stages=stages or GRAVE)


def test_a_gate_regime_gives_the_figure_of_the_study_without_them():
    assert point(life(), rules()) == point(to_gate(), rules()) == 2 * 100 + 2 * 800 * Fraction(4, 100)


def test_a_regime_to_the_grave_adds_exactly_what_happens_there():
    """Per t: four runs of use, 4 · (7 + 10 · 0.2) = 36; half a run of end of life, 45."""
    assert point(life(), grave()) - point(to_gate(), rules()) == 36 + 45
    assert point(life(), grave(*GATE, "use")) - point(to_gate(), rules()) == 36
    assert point(life(), grave(*GATE, "end_of_life")) - point(to_gate(), rules()) == 45


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 5000), st.integers(0, 5000), st.integers(0, 5000))
def test_for_any_amounts_the_gate_is_left_alone_and_the_rest_adds(taken, burnt, emitted):
    rows = [
        row("use", "in", "product", "crude_steel", str(taken)),
        row("use", "in", "purchased", "coking_coal", str(burnt)),
        row("use", "out", "emission", "CO2", str(emitted), origin="fossil"),
    ]
    made = study([*STEEL, *rows], "steel", "crude_steel")
    made = replace(made, processes=tuple(replace(p, stage=STAGE_OF.get(p.id, p.stage)) for p in made.processes))
    assert point(made, rules()) == 264
    assert point(made, grave()) == 264 + Fraction(1000, taken) * (burnt * Fraction(2, 10) + emitted)


@pytest.mark.parametrize(("amount", "unit"), [("1", "t"), ("3", "t"), ("250", "kg")])
def test_it_runs_with_the_declared_amount_whatever_its_unit(amount, unit):
    made = life()
    declared = replace(made, product=replace(made.product, amount=amount, unit=unit))
    running = figure(declared, grave()).evaluation.activities
    tonnes = Fraction(amount) / (1 if unit == "t" else 1000)
    assert (running.value("use"), running.value("end")) == (4 * tonnes, tonnes / 2)


def test_a_share_of_the_maker_does_not_move_what_runs_after_the_gate():
    slag = row("steel", "out", "co_product", "blast_furnace_slag", "500")
    running = figure(life(slag), rules(D2_stages=GRAVE, D6_slag={"method": "mass"})).evaluation.activities
    assert (running.value("steel"), running.value("use")) == (1, 4)


def test_a_supplier_of_the_use_stage_runs_for_it():
    """A spare part: 3 kg per run of use, 2 kg per run of its maker; four runs of use need 6 of it, 5 kg CO2 each."""
    rows = (
        row("spare", "out", "reference", "steel_scrap", "2"),
        row("spare", "out", "emission", "CO2", "5", origin="fossil"),
        row("use", "in", "intermediate", "steel_scrap", "3", provider="spare"),
    )
    made = life(*rows)
    made = replace(made, processes=tuple(replace(p, stage="use") if p.id == "spare" else p for p in made.processes))
    assert point(made, grave()) - point(life(), grave()) == 30
    assert point(made, rules()) == point(to_gate(), rules())


def test_what_is_bought_there_stands_in_its_own_stage():
    parts = {r["id"]: Fraction(r["exact"]) for r in _by_stage(life(), grave())}
    assert parts == {"raw_materials": 64, "manufacturing": 200, "use": 36, "end_of_life": 45}


def _by_stage(made: Study, by) -> list:
    found = figure(made, by)
    stages: dict[str, Fraction] = {}
    for c in found.evaluation.contributions:
        if c.by_gas:
            stages[c.line.stage] = stages.get(c.line.stage, Fraction(0)) + c.total.at({})
    return [{"id": k, "exact": str(v)} for k, v in stages.items()]


def test_the_edges_into_the_product_add_up_to_the_figure():
    found = figure(life(), grave())
    into = {e.source: e.amount for e in edges_of(found.evaluation, {}) if e.target == PRODUCT}
    assert into == {"steel": 264, "use": 36, "end": 45}
    assert sum(into.values()) == found.low


def test_a_leg_on_the_row_of_the_product_is_distribution_and_counts_only_with_its_stage():
    """1 t over 100 km by rail at 0.03 kg per t·km."""
    rows = [*STEEL, row("shop", "in", "product", "crude_steel", "1", "t")]
    legs = (TransportLeg("out", "shop-in-crude_steel-", "rail", "100"),)
    made = study(rows, "steel", "crude_steel", transport=legs)
    made = replace(made, processes=(made.processes[0], Process("shop", NAME, stage="distribution")))
    assert point(made, rules(D2_stages=(*GATE, "distribution"), D2_transport="all")) == 264 + 3
    assert point(made, rules(D2_transport="all")) == 264
    assert point(made, rules(D2_stages=(*GATE, "distribution"), D2_transport="inbound")) == 264


def test_the_derivation_says_where_the_number_of_runs_comes_from():
    node = figure(life(), grave()).evaluation.activities.nodes["use"]
    leaves = _leaves(node)
    pointers = {leaf.pointer for leaf in leaves if leaf.pointer}
    assert pointers == {"/product/amount", "/exchanges/3/amount"}


def _leaves(node) -> list:
    return [node.leaf] if node.leaf else [leaf for arg in node.args for leaf in _leaves(arg)]


def test_a_rule_met_only_after_the_gate_is_not_missed_by_a_gate_regime():
    power = row("use", "in", "electricity", "electricity", "5", "kWh", contract="grid")
    made = life(power)
    unknown = rules(D8_tiers=None)
    assert [v.parameter for v in figure(made, unknown).missing] == []
    both = replace(unknown, values={**unknown.values, "D2.stages": grave().values["D2.stages"]})
    assert "D8.tiers" in [v.parameter for v in figure(made, both).missing]


def test_every_stage_a_process_can_have_is_printed():
    """Else a figure would hold emissions no line of the table shows."""
    assert set(STAGE_NAMES) == set(STAGES)
    for stage in AFTER_GATE:
        made = to_gate()
        made = replace(made, processes=(replace(made.processes[0], stage=stage),))
        result, _ = result_json(figure(made, grave(*GATE, *AFTER_GATE)), {})
        assert {row["id"] for row in result["by_stage"]} == {stage}
