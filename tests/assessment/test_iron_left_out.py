"""Iron bought from outside: pig iron under any name, and a warning where a list of goods leaves iron or steel out."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.assessment.cases import resolved
from tests.assessment.test_vectors import figure, row, rules, study


def works(flow: str, *more):
    rows = [
        row("works", "out", "reference", "crude_steel", "1", "t"),
        row("works", "in", "purchased", flow, "1", "t"),
        *more,
    ]
    return study(rows, "works", "crude_steel")


def bought(found):
    return next(c for c in found.evaluation.contributions if c.line.category == "purchased")


@pytest.mark.parametrize(
    ("regime", "value"),
    [
        ("worldsteel_co2", Fraction("1855")),
        # 1.660 t for China, CN 7201, and the mark-up of 10 %.
        ("eu_cbam", Fraction("1660") * Fraction("1.1")),
    ],
)
@pytest.mark.parametrize("flow", ["hot_metal", "pig_iron"])
def test_hot_metal_bought_is_pig_iron(regime, value, flow):
    counted = bought(figure(works(flow), resolved(regime)))
    assert counted.value.why == ""
    assert counted.total.at({}) == value


@pytest.mark.parametrize("regime", ["c2f", "responsiblesteel"])
def test_the_lists_of_the_other_steel_rules_name_both(regime):
    values = resolved(regime)
    assert "*" in values.values["D2.upstream_tags"].value or {"hot_metal", "pig_iron"} <= set(
        values.values["D2.upstream_tags"].value
    )
    rows = {r.flow: r.value for r in values.rows if not r.variant}
    assert rows.get("hot_metal") == rows.get("pig_iron")


def test_hot_metal_inside_the_plant_carries_nothing_of_its_own():
    rows = [
        row("furnace", "out", "reference", "hot_metal", "1", "t"),
        row("furnace", "out", "emission", "CO2", "1500", "kg", origin="fossil"),
        row("works", "out", "reference", "crude_steel", "1", "t"),
        row("works", "in", "intermediate", "hot_metal", "1", "t", provider="furnace"),
    ]
    assert figure(study(rows, "works", "crude_steel"), resolved("eu_cbam")).low == 1500


def warned(flow: str, tags: tuple[str, ...]):
    done = figure(works(flow), rules(D2_upstream_tags=tags))
    return [w for key, w in done.context.notes.warnings.items() if key[0] == "CAL-038"]


def test_iron_or_steel_that_a_list_leaves_out_is_named_with_its_row_and_the_clause():
    (found,) = warned("pig_iron", ("coke",))
    assert found.severity == "warning"
    assert "works-in-pig_iron" in found.cause.en
    assert "7201" in found.cause.zh
    assert resolved("iso14067").values["D2.upstream_tags"].clause in found.cause.en
    assert "/exchanges/1/flow" in str(found.place)


@pytest.mark.parametrize(
    ("flow", "tags"),
    [("pig_iron", ("*",)), ("pig_iron", ("precursor",)), ("steel_scrap", ("coke",)), ("quicklime", ("coke",))],
)
def test_what_is_counted_scrap_and_other_goods_are_not_warned_of(flow, tags):
    assert warned(flow, tags) == []


@pytest.mark.parametrize(
    ("flow", "unit", "stage"),
    [
        ("steam", "GJ", "manufacturing"),
        ("natural_gas", "Nm3", "manufacturing"),
        ("compressed_air", "Nm3", "manufacturing"),
        ("coking_coal", "t", "raw_materials"),
        ("coke", "t", "raw_materials"),
        ("pig_iron", "t", "raw_materials"),
    ],
)
def test_energy_bought_counts_where_it_is_used_as_electricity_does(flow, unit, stage):
    rows = [row("works", "out", "reference", "crude_steel", "1", "t"), row("works", "in", "purchased", flow, "1", unit)]
    done = figure(study(rows, "works", "crude_steel"), rules())
    assert bought(done).line.stage == stage
