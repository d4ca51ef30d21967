"""Co-products: rules of single products, tests of revenue, shares by exergy, the first method with data."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from carnet.errors import InputError
from carnet.inventory.model import Process, Property
from tests.assessment.test_vectors import ENERGY, EXPANSION, carbon, figure, heat, point, row, rules, study

D = Fraction
MASS, BURDEN_FREE = {"method": "mass"}, {"method": "burden_free"}
BY_REVENUE = {"method": "revenue_test", "limit": "0.25", "below": "mass", "above": "economic"}


def furnace(iron_price: str = "", slag_price: str = "", currency: str = "CNY", **more: Any):
    """800 kg of iron and 200 kg of slag from 1000 kg of CO2."""
    priced = {"currency": currency}
    rows = [
        row("iron", "out", "reference", "hot_metal", "800", price=iron_price, currency="CNY"),
        row("iron", "out", "co_product", "blast_furnace_slag", "200", price=slag_price, **priced),
        row("iron", "out", "emission", "CO2", "1000", origin="fossil"),
    ]
    return study(rows, "iron", "hot_metal", **more)


WHOLE = D(1250)  # kg per t of iron, when all burden stays on it


@pytest.mark.parametrize(
    ("iron", "slag", "share"),
    [
        # Revenues 800 × 1 = 800 and 200 × 3 = 600: 25 % apart, not more: by mass 0.8.
        ("1", "3", D(800, 1000)),
        # 800 and 200 × 2.99 = 598: more than 25 %: by price 800/1398.
        ("1", "2.99", D(800, 1398)),
        ("3", "0.1", D(2400, 2420)),
        # The dearer revenue may be the co-product's: 800 and 200 × 6 = 1200.
        ("1", "6", D(800, 2000)),
    ],
)
def test_the_revenue_test_takes_the_physical_share_up_to_its_limit(iron, slag, share):
    assert point(furnace(iron, slag), rules(D6_slag=BY_REVENUE)) == WHOLE * share


@pytest.mark.parametrize("found", [furnace("1"), furnace("", "3"), furnace("1", "3", "EUR")])
def test_without_prices_in_one_currency_the_revenue_test_is_a_named_gap_and_the_burden_stays(found):
    done = figure(found, rules(D6_slag=BY_REVENUE))
    assert done.low == done.high == WHOLE
    assert "price" in done.context.notes.gaps["credit:iron-out-blast_furnace_slag-"].reason.en


def test_prices_in_two_currencies_are_never_weighed_against_each_other():
    by_price = rules(D6_slag={"method": "economic"})
    assert point(furnace("1", "1"), by_price) == WHOLE * D(800, 1000)
    done = figure(furnace("1", "1", "EUR"), by_price)
    assert done.low == WHOLE
    assert "currency" in done.context.notes.gaps["credit:iron-out-blast_furnace_slag-"].reason.en


def test_a_rule_of_a_single_product_comes_before_the_rule_of_its_class():
    slag = furnace("1", "1")
    assert point(slag, rules(D6_slag=BURDEN_FREE)) == WHOLE
    for name in ("blast_furnace_slag", "slag"):
        by_mass = rules(D6_slag=BURDEN_FREE, D6_products={name: MASS})
        assert point(slag, by_mass) == WHOLE * D(8, 10)
    # The flow's own id before its tag; another product's rule is not its.
    both = {"slag": BURDEN_FREE, "blast_furnace_slag": MASS}
    assert point(slag, rules(D6_products=both)) == WHOLE * D(8, 10)
    assert point(slag, rules(D6_slag=BURDEN_FREE, D6_products={"converter_slag": MASS})) == WHOLE


# ── exergy ───────────────────────────────────────────────────────────────────────────────────────

EXERGY = {"method": "exergy", "ambient": "288"}


def power_station(temperature: str | None = "384"):
    """360 MJ of electricity (100 kWh) and 720 MJ of steam from 1000 kg of CO2."""
    rows = [
        row("plant", "out", "reference", "electricity", "100", "kWh"),
        row("plant", "out", "co_product", "steam", "720", "MJ"),
        row("plant", "out", "emission", "CO2", "1000", origin="fossil"),
    ]
    held = (Property("t_steam", "steam", "supply_temperature", temperature, "K"),) if temperature else ()
    made = study(rows, "plant", "electricity", properties=held)
    return replace(made, product=replace(made.product, unit="kWh"))


def test_heat_counts_by_its_exergy():
    """Steam at 384 K against 288 K: 1 − 288/384 = 1/4, 180 MJ; electricity 360 of 540 MJ: 2/3 of 10 kg per kWh."""
    assert point(power_station(), rules(D6_steam=EXERGY)) == D(20, 3)
    assert point(power_station(), rules(D6_steam=ENERGY)) == D(10, 3)


@pytest.mark.parametrize("temperature", [None, "288", "250"])
def test_heat_without_a_temperature_above_ambient_is_a_named_gap(temperature):
    done = figure(power_station(temperature), rules(D6_steam=EXERGY))
    assert done.low == 10
    assert "supply temperature" in done.context.notes.gaps["credit:plant-out-steam-"].reason.en


def test_a_reference_product_without_exergy_is_refused():
    with pytest.raises(InputError) as caught:
        figure(furnace(), rules(D6_slag=EXERGY))
    assert [p.code for p in caught.value.problems] == ["CAL-012"]


# ── the first method whose data are there ────────────────────────────────────────────────────────

FIRST = {"method": "first_of", "options": (BY_REVENUE, ENERGY, MASS)}
CHOICE = ("CAL-030", "blast_furnace_slag")


def test_the_first_method_with_data_holds_and_says_why_not_an_earlier_one():
    hot = (heat("hot_metal", "8", "kg"), heat("blast_furnace_slag", "2", "kg"))
    for found, share, zh, en in (
        (furnace("1", "6"), D(800, 2000), "按收入差额选择", "choice by the difference of revenues"),
        (furnace("1", properties=hot), D(6400, 6800), "按能量分配", "allocation by energy"),
        (furnace(properties=hot[:1]), D(8, 10), "按质量分配", "allocation by mass"),
    ):
        done = figure(found, rules(D6_slag=FIRST))
        assert done.low == done.high == WHOLE * share
        said = done.context.notes.warnings[CHOICE]
        assert f": {en} (" in said.cause.en
        assert f"采用 {zh}（" in said.cause.zh
        # The product by its name, and no word of a regime's file in a Chinese sentence.
        assert not re.search("[a-z]{4,}", said.cause.zh.replace(said.value, "").replace(done.plan.regime, ""))
    assert "revenues lacks prices" in said.cause.en
    assert "allocation by energy lacks lower heating value" in said.cause.en


def test_without_the_data_of_any_method_the_burden_stays_and_the_gap_is_named():
    done = figure(furnace(), rules(D6_slag={"method": "first_of", "options": (BY_REVENUE, ENERGY)}))
    assert done.low == WHOLE
    assert "none of the rule's methods" in done.context.notes.gaps["credit:iron-out-blast_furnace_slag-"].reason.en


def test_one_flow_is_never_treated_in_two_ways():
    """A second furnace without prices: then neither is shared out by price."""
    first = furnace("1", "6")
    other = [
        row("second", "out", "reference", "pig_iron", "800"),
        row("second", "out", "co_product", "blast_furnace_slag", "200"),
    ]
    both = replace(
        first, exchanges=(*first.exchanges, *other), processes=(*first.processes, Process("second", first.title))
    )
    assert point(both, rules(D6_slag=FIRST)) == WHOLE * D(8, 10)


def test_a_credit_can_be_an_option_and_asking_leaves_no_trace():
    """No factor of cement: expansion lacks it; with natural gas the gas is credited, as in the vectors."""
    cement = {"method": "expansion", "displaces": {"blast_furnace_slag": "cement"}, "basis": "mass", "ratio": "1"}
    done = figure(furnace(), rules(D6_slag={"method": "first_of", "options": (cement, MASS)}))
    assert done.low == WHOLE * D(8, 10)
    assert not [key for key in done.context.notes.selections if key.startswith("displaced")]
    assert [key[0] for key in done.context.notes.warnings if key[0].startswith("FAC")] == []
    assert EXPANSION["method"] == "expansion"


# ── process gases left out ───────────────────────────────────────────────────────────────────────


def works(*, balanced: bool, reported: str = "1100", content: tuple[str, str, str] = ("0.2", "0.2", "0.2")):
    """A furnace burns 300 of the 1000 Nm3 of gas it makes from 1000 kg of coke; 1 t of iron."""
    rows = [
        row("iron", "out", "reference", "hot_metal", "1000"),
        row("iron", "in", "purchased", "coke", "1000"),
        row("iron", "out", "co_product", "blast_furnace_gas", "1000", "Nm3"),
        row("iron", "in", "intermediate", "blast_furnace_gas", "300", "Nm3", provider="iron"),
    ]
    if not balanced:
        rows.append(row("iron", "out", "emission", "CO2", reported, origin="fossil"))
    contents = (
        carbon("coke", "0.8", "0.8", "0.8"),
        carbon("hot_metal", "0.04", "0.04", "0.04"),
        carbon("blast_furnace_gas", content[0], content[1], content[2], "Nm3"),
    )
    return study(rows, "iron", "hot_metal", balanced=("iron",) if balanced else (), properties=contents)


LEFT_OUT = {"D2_process_gas": "excluded", "D2_upstream_tags": (), "D6_process_gas": BURDEN_FREE}
COUNTED = LEFT_OUT | {"D2_process_gas": "counted"}
GAS = 300 * D(2, 10) * D(44, 12)  # 220 kg


def test_a_carbon_balance_leaves_out_the_gas_that_is_burnt():
    """(800 − 40 − 200 + 60) × 44/12 = 2273.3 kg with the gas, 60 × 44/12 = 220 less without."""
    whole = point(works(balanced=True), rules(**COUNTED))
    assert whole == 620 * D(44, 12)
    assert point(works(balanced=True), rules(**LEFT_OUT)) == whole - GAS


@pytest.mark.parametrize(
    ("reported", "low", "high"),
    [
        # The rows cover the whole balance of 2273.3 kg: the gas is in them.
        ("2300", 2300 - GAS, 2300 - GAS),
        # 100 kg less than the balance: what is missing may be gas, so 120 to 220 kg of it are in the rows.
        ("2173.333333333333333333", None, None),
        # So little that it may hold no gas at all, or nothing but gas.
        ("200", 0, 200),
    ],
)
def test_reported_rows_hold_the_gas_as_far_as_they_cover_the_balance(reported, low, high):
    done = figure(works(balanced=False, reported=reported), rules(**LEFT_OUT))
    whole = D(reported)
    if low is None:
        missing = 620 * D(44, 12) - whole
        low, high = whole - GAS, whole - (GAS - missing)
    assert (done.low, done.high) == (low, high)
    counted = figure(works(balanced=False, reported=reported), rules(**COUNTED))
    assert counted.low == counted.high == whole


def test_a_range_of_carbon_contents_bounds_what_is_left_out():
    """Content 0.1 to 0.2: 110 to 220 kg of 3000 kg that cover any balance."""
    done = figure(works(balanced=False, reported="3000", content=("0.1", "", "0.2")), rules(**LEFT_OUT))
    assert (done.low, done.high) == (3000 - GAS, 3000 - GAS / 2)


def test_without_a_carbon_content_the_count_is_a_named_gap():
    bare = replace(works(balanced=False), properties=())
    done = figure(bare, rules(**LEFT_OUT))
    assert done.low == 1100
    assert any("carbon content" in g.reason.en for g in done.context.notes.gaps.values())


# ── a table names flow ids, never tags ───────────────────────────────────────────────────────────

CREDIT = {"value": "1", "unit": "kg", "per_unit": "kg", "gas": "CO2"}


def fixed(name):
    return {"method": "fixed_credit", "per": {name: CREDIT}, "otherwise": "burden_free"}


def displacing(name, displaced):
    return {"method": "expansion", "displaces": {name: displaced}, "basis": "mass", "ratio": "1"}


@pytest.mark.parametrize(
    ("values", "parameter", "word"),
    [
        ({"D6_slag": fixed("slag")}, "D6.slag", "slag"),
        ({"D6_slag": displacing("slag", "cement_clinker")}, "D6.slag", "slag"),
        ({"D6_products": {"slag": fixed("slag")}}, "D6.products", "slag"),
        ({"D6_slag": {"method": "first_of", "options": (BY_REVENUE, fixed("slag"))}}, "D6.slag", "slag"),
        ({"D6_slag": displacing("blast_furnace_slag", "clinkers")}, "D6.slag", "clinkers"),
    ],
)
def test_a_credit_that_names_a_tag_is_refused_and_not_passed_over(values, parameter, word):
    with pytest.raises(InputError) as caught:
        figure(furnace("1", "3"), rules(**values))
    (found,) = caught.value.problems
    assert (found.code, found.value) == ("CAL-024", word)
    for text in (found.cause.zh, found.cause.en):
        assert parameter in text
        assert word in text
        assert "iso14067" in text
    assert found.candidates
    assert found.candidates[0] in found.fix.zh


def test_the_same_credit_by_flow_id_holds_and_rules_by_tag_stand_in_products():
    by_id = point(furnace(), rules(D6_slag=fixed("blast_furnace_slag")))
    assert by_id == WHOLE - 250  # 0.25 kg of slag per kg of iron, 1 kg CO2 each
    assert point(furnace(), rules(D6_products={"slag": fixed("blast_furnace_slag")})) == by_id


def test_a_table_that_speaks_of_other_flows_is_no_tag():
    """`otherwise` holds for what a table does not name, also where it names a flow that this study does not know."""
    assert point(furnace(), rules(D6_slag=fixed("coke_oven_gas"))) == WHOLE
    assert point(furnace(), rules(D6_slag=fixed("a_flow_of_another_study"))) == WHOLE
