"""Four small systems worked out by hand: the arithmetic stands in each docstring, the fractions are exact."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from carnet.assessment import Assessment, assess
from carnet.errors import Text
from carnet.factors import FactorRecord, factor_set
from carnet.inventory.model import (
    Certificate,
    Contract,
    Exchange,
    Process,
    Product,
    Property,
    Study,
    TransportLeg,
)
from carnet.regime import ResolvedRegime
from tests.assessment.cases import acceptance, accepted, inputs, resolved
from tests.strategies import DAYS

NAME = Text("名", "name")
COMBUSTION = Fraction(44, 12)


def record(flow: str, kind: str, value: str, per_unit: str, technology: str = "", gwp_set: str = "AR6") -> FactorRecord:
    return FactorRecord(
        id=f"{flow}.{kind}.{technology or 'mix'}", version="1", name=NAME, flow=flow, kind=kind, value=value,
        unit="kg CO2e", per_unit=per_unit, gwp_set=gwp_set, country="CN", region="", year=2024, source="hand",
        locator="1", status="read", licence="own", redistribution="allowed", technology=technology,
    )  # fmt: skip


FACTORS = factor_set(
    [
        record("coking_coal", "fuel_upstream", "0.2", "kg"),
        record("natural_gas", "fuel_upstream", "0.01", "MJ"),
        record("natural_gas", "fuel_combustion", "0.06", "MJ"),
        record("electricity", "electricity_life_cycle", "0.6", "kWh"),
        record("electricity", "electricity_life_cycle", "0.02", "kWh", "wind"),
        record("iron_ore", "product_life_cycle", "0.04", "kg"),
        record("transport_rail", "transport", "0.03", "t·km"),
    ]
)


def row(process: str, direction: str, role: str, flow: str, amount: str, unit: str = "kg", **more: str) -> Exchange:
    name = f"{process}-{direction}-{flow}-{more.get('provider', '')}{more.get('contract', '')}"
    return Exchange(name, process, direction, role, flow, amount, unit, **more)


def carbon(flow: str, low: str, value: str, high: str, per: str = "kg") -> Property:
    return Property(f"carbon_{flow}", flow, "carbon_content", value, f"kg/{per}", low, high)


def heat(flow: str, value: str, per: str) -> Property:
    return Property(f"lhv_{flow}", flow, "lower_heating_value", value, f"MJ/{per}", value, value)


def study(rows: list[Exchange], product: str, flow: str, *, balanced: tuple[str, ...] = (), **more: Any) -> Study:
    names = dict.fromkeys(r.process for r in rows)
    return Study(
        id="hand", version="1", title=NAME, status="illustrative", country="CN", **DAYS,
        product=Product(NAME, product, flow),
        processes=tuple(
            Process(n, NAME, direct_co2="carbon_balance" if n in balanced else "reported") for n in names
        ),
        exchanges=tuple(rows), **more,
    )  # fmt: skip


def rules(**values: Any) -> ResolvedRegime:
    """ISO 14067 with some values set; ``D6_process_gas`` stands for ``D6.process_gas``."""
    base = resolved("iso14067")
    changed = {
        name.replace("_", ".", 1): replace(base.values[name.replace("_", ".", 1)], value=value, status="read")
        for name, value in values.items()
    }
    return replace(base, values={**base.values, **changed})


def figure(found: Study, by: ResolvedRegime) -> Assessment:
    return assess(inputs(found, FACTORS), by)


def point(found: Study, by: ResolvedRegime) -> Fraction:
    done = figure(found, by)
    assert done.low == done.high
    return done.low


# ── 1: coke ovens and a furnace, gas goes round ──────────────────────────────────────────────────

COKE_AND_IRON = [
    row("coking", "out", "reference", "coke", "100"),
    row("coking", "out", "co_product", "coke_oven_gas", "40", "Nm3"),
    row("coking", "in", "purchased", "coking_coal", "130"),
    row("coking", "in", "intermediate", "coke_oven_gas", "10", "Nm3", provider="coking"),
    row("coking", "out", "emission", "CO2", "50", origin="fossil"),
    row("iron", "out", "reference", "hot_metal", "200"),
    row("iron", "in", "intermediate", "coke", "100", provider="coking"),
    row("iron", "in", "intermediate", "coke_oven_gas", "6", "Nm3", provider="coking"),
    row("iron", "out", "emission", "CO2", "300", origin="fossil"),
]
HEATS = (heat("coke", "30", "kg"), heat("coke_oven_gas", "20", "Nm3"))
ENERGY = {"method": "energy"}
EXPANSION = {"method": "expansion", "displaces": {"coke_oven_gas": "natural_gas"}, "basis": "lower_heating_value",
             "ratio": "1"}  # fmt: skip


def test_energy_allocation_with_a_gas_that_goes_round():
    """Coke and gas share the coke ovens by heating value; both ovens and furnace burn the gas.

    Weights: coke 100 kg × 30 = 3000 MJ, gas 40 Nm3 × 20 = 800 MJ; shares 15/19 and 4/19.
    Furnace: 1000 kg / 200 kg = 5 runs.
    Ovens t: 15/19 · (5 · 100)/100 + 4/19 · (10 t + 5 · 6)/40 = 75/19 + (t + 3)/19, so 18 t = 78, t = 13/3.
    Ovens emit per run 50 + 130 · 0.2 = 76 kg, the furnace 300 kg: 13/3 · 76 + 5 · 300 = 5488/3 kg per t.
    """
    found = figure(study(COKE_AND_IRON, "iron", "hot_metal", properties=HEATS), rules(D6_process_gas=ENERGY))
    shares = {key: node.constant for key, node in found.evaluation.shares.items()}
    assert shares["coking-out-coke-"] == Fraction(15, 19)
    assert shares["coking-out-coke_oven_gas-"] == Fraction(4, 19)
    running = {p: node.constant for p, node in found.evaluation.activities.nodes.items()}
    assert running == {"iron": 5, "coking": Fraction(13, 3)}
    assert found.low == found.high == Fraction(5488, 3)


def test_all_burden_on_the_coke():
    """Without a share for the gas the ovens run 5 times: 5 · 76 + 5 · 300 = 1880 kg per t."""
    burden = rules(D6_process_gas={"method": "burden_free"})
    assert point(study(COKE_AND_IRON, "iron", "hot_metal", properties=HEATS), burden) == 1880


def test_a_credit_for_gas_handed_on_after_its_carbon_was_counted():
    """The same works with CO2 of the ovens from their carbon balance, and the surplus gas credited as natural gas.

    Ovens: 130 · 0.7 - 100 · 0.8 - 40 · 0.2 + 10 · 0.2 = 5 kg C, · 44/12 = 55/3 kg CO2 per run, and 26 kg for coal.
    Runs: furnace 5, ovens 5. Surplus gas: 5 · 40 - 5 · 10 - 5 · 6 = 120 Nm3.
    Its carbon counts here: 120 · 0.2 · 44/12 = 88 kg. Credit: 120 · 20 MJ · (0.01 + 0.06) = 168 kg.
    Total: 5 · (55/3 + 26) + 5 · 300 + 88 - 168 = 4925/3 kg per t.
    """
    contents = (carbon("coking_coal", "0.7", "0.7", "0.7"), carbon("coke", "0.8", "0.8", "0.8"),
                carbon("coke_oven_gas", "0.2", "0.2", "0.2", "Nm3"))  # fmt: skip
    rows = [r for r in COKE_AND_IRON if r.id != "coking-out-CO2-"]
    works = study(rows, "iron", "hot_metal", balanced=("coking",), properties=(*HEATS, *contents))
    found = figure(works, rules(D6_process_gas=EXPANSION))
    assert found.low == found.high == Fraction(4925, 3)
    (handed,) = [c for c in found.evaluation.contributions if c.line.category == "credit" and c.by_gas]
    assert handed.total.constant == 88 - 168


def test_half_the_displacement_is_half_the_credit():
    """Ratio 1/2: the credit of 168 kg becomes 84 kg; 1880 - 84 = 1796."""
    half = rules(D6_process_gas={**EXPANSION, "ratio": "0.5"})
    assert point(study(COKE_AND_IRON, "iron", "hot_metal", properties=HEATS), half) == 1796


def test_gas_taken_by_coke_ovens_outside_the_boundary_has_left():
    """Under the CBAM rules coking is outside: the furnace gas it burns is waste gas handed on, like any other.

    Furnace per run of 200 kg: coke 100 kg x 0.8, hot metal 200 kg x 0.04, gas 300 Nm3 x 0.2 out and 90 Nm3 back in:
    (80 - 8 - 60 + 18) x 44/12 = 110 kg CO2; five runs for 1 t: 550 kg.
    Handed on: 5 x (300 - 90) = 1050 Nm3, of which the ovens take 5 x 60. Its carbon: 1050 x 0.2 x 44/12 = 770 kg, so
    that all carbon but the hot metal's counts: 5 x 72 x 44/12 = 1320 kg. Less 1050 x 3 MJ x 0.0561 x 0.667.
    """
    rows = [
        row("coking", "out", "reference", "coke", "100"),
        row("coking", "in", "intermediate", "blast_furnace_gas", "60", "Nm3", provider="iron"),
        row("coking", "out", "emission", "CO2", "500", origin="fossil"),
        row("iron", "out", "reference", "hot_metal", "200"),
        row("iron", "in", "intermediate", "coke", "100", provider="coking"),
        row("iron", "out", "co_product", "blast_furnace_gas", "300", "Nm3"),
        row("iron", "in", "intermediate", "blast_furnace_gas", "90", "Nm3", provider="iron"),
    ]
    contents = (carbon("coke", "0.8", "0.8", "0.8"), carbon("hot_metal", "0.04", "0.04", "0.04"),
                carbon("blast_furnace_gas", "0.2", "0.2", "0.2", "Nm3"),
                heat("blast_furnace_gas", "3", "Nm3"))  # fmt: skip
    works = study(rows, "iron", "hot_metal", balanced=("iron",), properties=contents)
    works = replace(works, processes=tuple(replace(p, tags=(p.id,)) for p in works.processes))
    assert point(works, resolved("eu_cbam")) == 1320 - 3150 * Fraction("0.0561") * Fraction("0.667")
    # Inside the boundary the ovens' share stays: 750 Nm3 are handed on, and the ovens burn 300 Nm3 and emit 500 kg.
    rules_inside = resolved("eu_cbam")
    tags = replace(rules_inside.values["D2.excluded_process_tags"], value=())
    inside = replace(rules_inside, values={**rules_inside.values, "D2.excluded_process_tags": tags})
    credit = 2250 * Fraction("0.0561") * Fraction("0.667")
    assert point(works, inside) == 5 * 500 + 550 + 750 * Fraction(2, 10) * COMBUSTION - credit


def test_a_content_given_only_by_equal_bounds_names_the_cell_it_stands_in():
    bare = replace(FURNACE, properties=(carbon("coking_coal", "0.75", "", "0.75"),
                                        carbon("crude_steel", "0.003", "", "0.003")))  # fmt: skip
    found = assess(inputs(bare, FACTORS), resolved("eu_cbam"))
    assert found.low == found.high == 264
    cells = set()
    front = [found.total]
    while front:
        node = front.pop()
        front += node.args
        if node.leaf and node.leaf.kind == "cell" and node.leaf.ref.startswith("/properties"):
            cells.add(node.leaf.ref)
    assert cells == {"/properties/0/low", "/properties/1/low"}


# ── 2: a certificate covers part of the electricity ──────────────────────────────────────────────

TIERS = (
    {"use": "certificate", "kind": "electricity_life_cycle", "require": ("cancelled", "vintage_in_period")},
    {"use": "grid", "kind": "electricity_life_cycle", "area": ("country",)},
)


def power(volume: str, **more: str) -> Study:
    rows = [
        row("steel", "out", "reference", "crude_steel", "1000"),
        row("steel", "in", "electricity", "electricity", "0.6", "MWh", contract="works"),
        row("rolling", "out", "reference", "hot_rolled_coil", "1000"),
        row("rolling", "in", "intermediate", "crude_steel", "1000", provider="steel"),
        row("rolling", "in", "electricity", "electricity", "400", "kWh", contract="works"),
    ]
    fields = {"vintage_from": "2025-01-01", "vintage_to": "2025-12-31", "country": "CN", "plant": "farm",
              "cancelled_on": "2026-01-10", "beneficiary": "works", **more}  # fmt: skip
    certificate = Certificate("gec", "register", "wind", volume, **fields)
    contracts = (Contract("works", "grid", "CN", certificates=("gec",)),)
    return study(rows, "rolling", "hot_rolled_coil", contracts=contracts, certificates=(certificate,))


@pytest.mark.parametrize(
    ("volume", "more", "kg"),
    [
        ("300", {}, 426),
        ("1000", {}, 20),
        ("1500", {}, 20),
        ("300", {"cancelled_on": ""}, 600),
        ("300", {"vintage_from": "2023-01-01", "vintage_to": "2023-12-31"}, 600),
    ],
)
def test_electricity_split_over_a_certificate_and_the_grid(volume, more, kg):
    """600 kWh in steelmaking and 400 kWh in rolling, both bought by one contract: 1000 kWh.

    A certificate of 300 kWh wind covers 3/10 of every kWh: 1000 · (3/10 · 0.02 + 7/10 · 0.6) = 6 + 420 = 426 kg.
    One of 1000 kWh or more covers all: 20 kg. One not cancelled, or of another year, covers nothing: 600 kg.
    """
    found = figure(power(volume, **more), rules(D8_tiers=TIERS))
    assert found.low == found.high == kg
    covered = Fraction(min(int(volume), 1000), 1000) if kg != 600 else Fraction(0)
    ledger = found.context.notes.ledger["works"]
    assert ledger.get("certificate:wind", Fraction(0)) == covered
    assert sum(ledger.values()) == 1


# ── 3: a carbon balance of which only ranges are known ───────────────────────────────────────────

FURNACE = study(
    [
        row("steel", "out", "reference", "crude_steel", "1000"),
        row("steel", "in", "purchased", "coking_coal", "100"),
    ],
    "steel", "crude_steel", balanced=("steel",),
    properties=(carbon("coking_coal", "0.7", "0.75", "0.8"), carbon("crude_steel", "0.002", "0.003", "0.004")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("accepted_values", "low", "high"),
    [
        ({}, Fraction(242), Fraction(286)),
        ({"coking_coal": "0.75"}, Fraction(781, 3), Fraction(803, 3)),
        ({"coking_coal": "0.75", "crude_steel": "0.003"}, Fraction(264), Fraction(264)),
    ],
)
def test_a_carbon_balance_with_ranges(accepted_values, low, high):
    """100 kg coal with 0.7 to 0.8 kg C/kg become 1 t of steel with 0.002 to 0.004 kg C/kg.

    Least: (70 - 4) · 44/12 = 242 kg; greatest: (80 - 2) · 44/12 = 286 kg. The value in the middle is not taken.
    Coal accepted at 0.75: (75 - 4) · 11/3 = 781/3 and (75 - 2) · 11/3 = 803/3. Both accepted: 72 · 11/3 = 264 kg.
    """
    named = [acceptance("eu_cbam", f"property:carbon_{f}", v, "laboratory") for f, v in accepted_values.items()]
    found = assess(inputs(accepted(FURNACE, *named), FACTORS), resolved("eu_cbam"))
    assert (found.low, found.high) == (low, high)
    assert found.is_point == (len(accepted_values) == 2)


def test_reported_co2_beside_a_carbon_balance_is_not_counted_twice():
    """The balance of the furnace says 264 kg; a row that reports 264 kg (or 9999) beside it adds nothing."""
    exact_contents = (carbon("coking_coal", "0.75", "0.75", "0.75"), carbon("crude_steel", "0.003", "0.003", "0.003"))
    alone = replace(FURNACE, properties=exact_contents)
    for amount in ("264", "9999"):
        stated = row("steel", "out", "emission", "CO2", amount, origin="fossil")
        found = assess(inputs(replace(alone, exchanges=(*alone.exchanges, stated)), FACTORS), resolved("eu_cbam"))
        assert found.low == found.high == 264
        (left_out,) = [c for c in found.evaluation.contributions if c.line.id == stated.id]
        assert left_out.value.why == "D9.direct"
    methane = row("steel", "out", "emission", "CH4", "2", origin="fossil")
    with_methane = replace(alone, exchanges=(*alone.exchanges[:1], alone.exchanges[1], methane))
    # 100 kg coal x 0.2 from upstream, and 2 kg CH4 x 29.8 (AR6, fossil), which a carbon balance does not hold.
    assert point(with_methane, rules()) == 264 + 20 + Fraction("59.6")


def test_the_same_content_on_both_sides_of_a_loop_cancels():
    """Scrap of the same steel, 500 kg in: carbon 0.002 to 0.004 enters and leaves with it.

    (100 c - 1000 s + 500 s) · 44/12: least (70 - 2) · 11/3 = 748/3, greatest (80 - 1) · 11/3 = 869/3.
    """
    scrap = row("steel", "in", "intermediate", "crude_steel", "500", provider="steel")
    doubled = replace(FURNACE, exchanges=(*FURNACE.exchanges, scrap))
    found = assess(inputs(doubled, FACTORS), resolved("eu_cbam"))
    # Half of what is cast comes back: the process runs twice for one tonne that leaves.
    assert found.evaluation.activities.value("steel") == 2
    assert (found.low, found.high) == (2 * Fraction(748, 3), 2 * Fraction(869, 3))


# ── 4: the unit, a leg, and a process that is left out ───────────────────────────────────────────


def test_per_tonne_of_cast_steel_without_what_rolling_adds():
    """1 t of coil takes 1250 kg of steel; the regime declares per tonne of steel and leaves rolling out.

    Steel emits 100 kg per 1000 kg, rolling 30 kg per t of coil (left out). Ore: 2000 kg per 1000 kg of steel,
    0.04 kg/kg, over 500 km by rail at 0.03 kg/t·km. Runs of steelmaking: 5/4.
    Per t of coil: 5/4 · (100 + 80 + 2 · 500 · 0.03) = 5/4 · 210 = 262.5; per t of steel: 262.5 / 1.25 = 210 kg.
    """
    rows = [
        row("steel", "out", "reference", "crude_steel", "1000"),
        row("steel", "in", "purchased", "iron_ore", "2000"),
        row("steel", "out", "emission", "CO2", "100", origin="fossil"),
        row("rolling", "out", "reference", "hot_rolled_coil", "1000"),
        row("rolling", "in", "intermediate", "crude_steel", "1250", provider="steel"),
        row("rolling", "out", "emission", "CO2", "30", origin="fossil"),
    ]
    leg = TransportLeg("leg", "steel-in-iron_ore-", "rail", "500")
    works = study(rows, "rolling", "hot_rolled_coil", transport=(leg,))
    works = replace(works, processes=tuple(replace(p, tags=("hot_rolling",) if p.id == "rolling" else ())
                                           for p in works.processes))  # fmt: skip
    steel = {"D1_reference": "crude_steel", "D1_unit": "t", "D2_excluded_process_tags": ("hot_rolling",)}
    found = figure(works, rules(**steel))
    assert found.evaluation.unit_factor.constant == Fraction(4, 5)
    assert found.low == found.high == 210
    assert point(works, rules()) == Fraction(525, 2) + 30
    assert point(works, rules(D2_transport="none")) == Fraction(5, 4) * 180 + 30


def test_inbound_transport_leaves_out_what_brings_the_product_away():
    """1 t of steel takes 2 t of ore over 500 km and leaves over 300 km, both by rail at 0.03 kg/t·km.

    All: 80 kg for the ore, 30 kg and 9 kg for the legs; inbound: without the 9 kg; none: 80 kg.
    """
    rows = [
        row("steel", "out", "reference", "crude_steel", "1000"),
        row("steel", "in", "purchased", "iron_ore", "2000"),
    ]
    legs = (TransportLeg("ore", rows[1].id, "rail", "500"), TransportLeg("away", rows[0].id, "rail", "300"))
    works = study(rows, "steel", "crude_steel", transport=legs)
    figures = [point(works, rules(D2_transport=rule)) for rule in ("all", "inbound", "none")]
    assert figures == [119, 110, 80]


def test_a_slip_of_one_unit_would_show():
    wrong = [replace(r, amount="131") if r.flow == "coking_coal" else r for r in COKE_AND_IRON]
    found = point(study(wrong, "iron", "hot_metal", properties=HEATS), rules(D6_process_gas=ENERGY))
    assert found == Fraction(5488, 3) + Fraction(13, 3) * Fraction(2, 10)
