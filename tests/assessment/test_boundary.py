"""D2 line by line: flows, packaging, capital goods, processes and stages that a regime leaves out."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from carnet.errors import Text
from carnet.inventory.model import Flow
from tests.assessment.test_vectors import figure, point, row, rules, study

NAME = Text("名", "name")
ROWS = [
    row("steel", "out", "reference", "crude_steel", "1000"),
    row("steel", "in", "purchased", "iron_ore", "100"),
    row("steel", "in", "purchased", "box", "10"),
    row("steel", "in", "purchased", "mill", "1"),
    row("steel", "out", "emission", "CO2", "50", origin="fossil"),
]
FLOWS = (
    Flow("box", NAME, "product_mass", "kg", ("packaging",)),
    Flow("mill", NAME, "product_mass", "kg", ("capital_goods",)),
)


def left_out(**values) -> dict[str, str]:
    found = figure(study(ROWS, "steel", "crude_steel", flows=FLOWS), rules(**values))
    return {c.line.exchange.flow: c.value.why for c in found.evaluation.contributions if c.value.why.startswith("D")}


OPEN = {"D2_capital_goods": "included", "D2_upstream_tags": ["*"], "D2_upstream_excluded_tags": []}


@pytest.mark.parametrize(
    ("values", "out"),
    [
        ({}, {}),
        ({"D2_packaging": "excluded"}, {"box": "D2.packaging"}),
        ({"D2_packaging": "included"}, {}),
        ({"D2_capital_goods": "excluded"}, {"mill": "D2.capital_goods"}),
        ({"D2_excluded_flow_tags": ["packaging"]}, {"box": "D2.excluded_flow_tags"}),
        ({"D2_excluded_flow_tags": ["CO2"]}, {"CO2": "D2.excluded_flow_tags"}),
        ({"D2_excluded_flow_tags": ["ore"]}, {"iron_ore": "D2.excluded_flow_tags"}),
    ],
)  # fmt: skip
def test_the_parameter_that_leaves_a_line_out_is_named(values, out):
    assert left_out(**{**OPEN, **values}) == out


def test_the_figure_moves_by_exactly_that_line():
    made = study(ROWS[:2] + ROWS[4:], "steel", "crude_steel")
    whole = point(made, rules(**OPEN))
    assert whole == 50 + 100 * Fraction(4, 100)
    assert point(made, rules(**OPEN, D2_excluded_flow_tags=["iron_ore"])) == 50
    assert point(made, rules(**OPEN, D2_excluded_flow_tags=["CO2"])) == 4


def test_a_packaging_rule_that_is_unknown_stops_only_a_study_with_packaging():
    by = rules(**OPEN)
    by = replace(by, values={**by.values, "D2.packaging": replace(by.values["D2.packaging"], status="unknown")})
    packed = study(ROWS, "steel", "crude_steel", flows=FLOWS)
    assert [v.parameter for v in figure(packed, by).missing] == ["D2.packaging"]
    assert figure(study(ROWS[:2], "steel", "crude_steel"), by).missing == ()
