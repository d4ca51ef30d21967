"""EN 15804+A2: module D apart, the climate indicator that is not the EF one, cut-off and the 25 % test."""

from __future__ import annotations

from fractions import Fraction

import pytest

from carnet.factors import factor_set
from tests.assessment.cases import resolved
from tests.assessment.test_vectors import record
from tests.regimes.life import by_stage, example, material_case, point, result_json, row, study, without_legs

D = Fraction
SET = "EN15804_EF3.1"


def epd():
    return resolved("en15804")


def exact(text: str) -> Fraction:
    return Fraction(text)


# ── module D ─────────────────────────────────────────────────────────────────────────────────────


def test_module_d_of_the_published_metal_product():
    case = example("en15804_module_d")
    found, factors = material_case(case["inputs"], SET)
    done = point(found, epd(), factors)
    assert by_stage(done)["raw_materials"] == D(case["expected"]["a1_a3"])
    separate = {s["id"]: exact(s["exact"]) for s in result_json(done)["separate"]}
    assert separate["module_d"] == D(case["expected"]["module_d"])
    net = separate["module_d"] / (D(case["inputs"]["Er"]) - D(case["inputs"]["Ev"]))
    assert net == D(case["expected"]["net_output"])
    assert done.low == D(case["expected"]["a1_a3"])  # never added


def test_a_product_that_takes_in_more_scrap_than_it_gives_back_bears_a_load_in_module_d():
    """R1 0.9, R2 0.4: (0.4 − 0.9) · (2 − 10) = +4."""
    said = {**example("en15804_module_d")["inputs"], "R1": "0.9", "R2": "0.4"}
    found, factors = material_case(said, SET)
    done = point(found, epd(), factors)
    (apart,) = [s for s in result_json(done)["separate"] if s["id"] == "module_d"]
    assert exact(apart["exact"]) == 4


def test_the_same_product_under_pef_is_another_figure():
    """PEF shares recycling between the two lives: 0.6·10 + 0.4·(0.5·2 + 0.5·10) + 0.5·0.9·(2 − 10) = 4.8."""
    said = example("en15804_module_d")["inputs"]
    found, factors = material_case(said, "EF3.1")
    assert point(found, without_legs(resolved("pef")), factors).low == D("4.8")


# ── the climate trap ─────────────────────────────────────────────────────────────────────────────

FLOWS = example("en15804_against_ef31")["flow"]


def emitting(flow: dict[str, str]):
    role = "emission" if flow["direction"] == "out" else "resource"
    made = row("works", "out", "reference", "plastics_average", "1")
    return study([made, row("works", flow["direction"], role, flow["gas"], "1", origin=flow["origin"])])


@pytest.mark.parametrize("flow", FLOWS, ids=lambda f: f"{f['gas']}-{f['origin']}-{f['direction']}")
@pytest.mark.parametrize("regime", ["pef", "en15804"])
def test_one_kilogram_of_a_gas_under_both_climate_methods(flow, regime):
    assert point(emitting(flow), resolved(regime)).low == D(flow[regime])


def test_the_two_differ_on_biogenic_carbon_alone():
    differing = {(f["gas"], f["origin"], f["direction"]) for f in FLOWS if f["pef"] != f["en15804"]}
    assert differing == {("CO2", "biogenic", "out"), ("CO2", "biogenic", "in"), ("CH4", "biogenic", "out")}


def test_biogenic_carbon_taken_up_and_given_off_again_is_nothing_under_both():
    rows = [row("works", "out", "reference", "plastics_average", "1")]
    rows += [row("works", "in", "resource", "CO2", "3", origin="biogenic")]
    rows += [row("works", "out", "emission", "CO2", "3", origin="biogenic")]
    assert point(study(rows), resolved("pef")).low == point(study(rows), epd()).low == 0


# ── cut-off, co-products, electricity ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("amount", "counts"), [("0.009", False), ("0.02", True)])
def test_one_per_cent_of_the_mass_of_a_process_may_be_left_out(amount, counts):
    factors = factor_set(
        [
            record("copper", "product_life_cycle", "5", "kg", gwp_set=SET),
            record("zinc", "product_life_cycle", "100", "kg", gwp_set=SET),
        ]
    )
    rows = [
        row("works", "out", "reference", "plastics_average", "1"),
        row("works", "in", "purchased", "copper", "1"),
        row("works", "in", "purchased", "zinc", amount, excluded="yes"),
    ]
    assert point(study(rows), epd(), factors).low == 5 + (100 * D(amount) if counts else 0)


def sold(process: str, role: str, flow: str, amount: str, price: str):
    return row(process, "out", role, flow, amount, price=price, currency="CNY" if price else "")


def slag(metal: str = "", slag: str = ""):
    rows = [
        sold("works", "reference", "hot_metal", "1", metal),
        sold("works", "co_product", "granulated_slag", "0.3", slag),
        row("works", "out", "emission", "CO2", "2", origin="fossil"),
    ]
    return study(rows, flow="hot_metal")


def test_slag_shares_by_value_where_prices_are_known():
    """2.7 : 0.3 · 1 of value, nine tenths of 2 kg on the metal."""
    assert point(slag("2.7", "1"), epd()).low == D("1.8")


def test_slag_without_prices_leaves_all_on_the_metal():
    """The stand-in cannot understate, and says so among the rules not yet checked."""
    done = point(slag(), epd())
    assert done.low == 2
    assert epd().values["D6.slag"].status == "recalled"
    assert epd().values["D6.slag"].candidates


@pytest.mark.parametrize(
    ("price", "share"),
    [("0.8", D(1, 2)), ("0.7", D(1) / D("1.7"))],
    ids=["revenues 20 % apart: by mass", "revenues 30 % apart: by value"],
)
def test_the_25_per_cent_test_of_revenues(price, share):
    rows = [
        sold("works", "reference", "plastics_average", "1", "1"),
        sold("works", "co_product", "synthetic_rubber", "1", price),
        row("works", "out", "emission", "CO2", "1", origin="fossil"),
    ]
    assert point(study(rows), epd()).low == share


def test_the_set_changes_with_2025_and_the_electricity_of_a_programme_can_be_supplied():
    assert resolved("en15804", "2024-12-31").values["D4.gwp_set"].value == "EN15804_EF3.0"
    assert resolved("en15804", "2025-01-01").values["D4.gwp_set"].value == SET
    assert len(epd().values["D8.tiers"].candidates) == 2
