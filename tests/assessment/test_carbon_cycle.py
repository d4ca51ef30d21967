"""The carbon cycle: biogenic CO2, two totals, land use, storage, captured CO2, offsets, aircraft; EN 15804 and EF."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from carnet.assessment import result_json
from carnet.assessment.assess import total_of
from carnet.assessment.evaluate import evaluate
from carnet.errors import InputError
from carnet.factors import factor_set
from carnet.inventory.model import Property, TransportLeg
from tests.assessment import second_evaluator
from tests.assessment.recycled import FACTORS, apart, assessed, by_gas, gate, point, product, row, shown
from tests.assessment.test_vectors import carbon

F = Fraction
UPTAKE, EMITTED, METHANE, FOSSIL_METHANE, LAND, LAND_METHANE = 80, 50, 2, 3, 5, 1
BASE = 200 + 1000 * F("1.9")


def line(direction, role, gas, amount, origin):
    found = row("mill", direction, role, gas, str(amount), origin=origin)
    return replace(found, id=f"{gas}-{direction}-{origin}")


BIOGENIC = (
    line("in", "resource", "CO2", UPTAKE, "biogenic"),
    line("out", "emission", "CO2", EMITTED, "biogenic"),
    line("out", "emission", "CH4", METHANE, "biogenic"),
    line("out", "emission", "CH4", FOSSIL_METHANE, "fossil"),
    line("out", "emission", "CO2", LAND, "luluc"),
    line("out", "emission", "CH4", LAND_METHANE, "luluc"),
    line("out", "emission", "N2O", "0.1", "fossil"),
)
PLAIN = product(*BIOGENIC, materials=())
EF31 = BASE + F("27.3") + METHANE * 27 + FOSSIL_METHANE * F("29.8") + LAND + LAND_METHANE * F("29.8")


def ef(**more):
    return gate(**{"D4_gwp_set": "EF3.1", "D5_biogenic_co2": "zero", "D5_land_use": "included", **more})


@pytest.fixture(autouse=True)
def _one_set(monkeypatch):
    """The factors of the small product are totals; for these tests they are CO2 alone, the same in every set."""
    co2 = factor_set([replace(r, gwp_set="co2_only") for r in FACTORS.records])
    monkeypatch.setattr("tests.assessment.recycled.FACTORS", co2)
    monkeypatch.setattr("tests.assessment.recycled.point.__defaults__", (co2,))
    monkeypatch.setattr("tests.assessment.recycled.shown.__defaults__", (co2,))
    monkeypatch.setattr("tests.assessment.recycled.assessed.__defaults__", (co2,))


def test_ef31_counts_methane_by_origin_and_no_biogenic_co2():
    assert point(PLAIN, ef()) == EF31


def test_en15804_differs_from_ef31_by_the_trap_table_and_nothing_else():
    """Biogenic CO2 −1 in and +1 out against 0 and 0; biogenic methane 29.8 against 27.0; the rest is the same."""
    en = ef(D4_gwp_set="EN15804_EF3.1", D5_biogenic_co2="minus_one_plus_one")
    assert point(PLAIN, en) - point(PLAIN, ef()) == EMITTED - UPTAKE + METHANE * (F("29.8") - 27)


def test_without_biogenic_flows_the_two_are_one():
    study = product(*(r for r in BIOGENIC if r.origin != "biogenic"), materials=())
    assert point(study, ef()) == point(study, ef(D4_gwp_set="EN15804_EF3.1", D5_biogenic_co2="minus_one_plus_one"))


@pytest.mark.parametrize(
    ("set_id", "expected"),
    [("AR6", F("27.9")), ("EN15804_EF3.1", F("29.8")), ("AR5", 28)],
)
def test_one_value_for_all_methane(set_id, expected):
    split = point(PLAIN, ef(D4_gwp_set=set_id, D4_methane="by_origin"))
    one = point(PLAIN, ef(D4_gwp_set=set_id, D4_methane="one_value"))
    own = {"AR6": (27, F("29.8"), 27), "EN15804_EF3.1": (expected,) * 3, "AR5": (28,) * 3}[set_id]
    kilograms = (METHANE, FOSSIL_METHANE, LAND_METHANE)
    assert one - split == sum(m * (expected - v) for m, v in zip(kilograms, own, strict=True))


def test_a_set_that_has_no_one_value_for_methane_says_so():
    with pytest.raises(InputError) as caught:
        point(PLAIN, ef(D4_methane="one_value"))
    assert caught.value.problems[0].code == "GWP-002"


def test_separate_shows_both_and_counts_neither():
    found = shown(PLAIN, ef(D5_biogenic_co2="separate", D5_land_use="separate", D5_land_use_years="20"))
    assert F(found["figure"]["exact"]) == EF31 - LAND - LAND_METHANE * F("29.8")
    assert apart(found) == {
        "biogenic_uptake": -UPTAKE, "biogenic_emission": EMITTED, "land_use": LAND + LAND_METHANE * F("29.8"),
    }  # fmt: skip
    by_id = {r["id"]: r for r in found["separate"]}
    assert by_id["land_use"]["years"] == "20"
    assert by_id["biogenic_uptake"]["by_stage"][0]["id"] == "manufacturing"
    assert all(r["name"]["zh"] and r["name"]["en"] for r in found["separate"])


@pytest.mark.parametrize("leading", ["with_uptake", "without_uptake"])
def test_two_totals_differ_by_all_biogenic_co2(leading):
    """With uptake −1/+1, without it 0/0: what is given off goes with what is taken up."""
    found = shown(PLAIN, ef(D5_biogenic_co2="two_totals", D5_leading=leading))
    other = "total_without_uptake" if leading == "with_uptake" else "total_with_uptake"
    difference = apart(found)[other] - F(found["figure"]["exact"])
    assert difference == (1 if leading == "with_uptake" else -1) * (UPTAKE - EMITTED)
    stages = next(r for r in found["separate"] if r["id"] == other)["by_stage"]
    assert sum(F(s["exact"]) for s in stages) == apart(found)[other]


def test_the_two_totals_are_the_figures_of_the_two_plain_rules():
    """Biogenic methane is in both: the total without uptake is that of the rule 0/0, not one less."""
    found = shown(PLAIN, ef(D5_biogenic_co2="two_totals", D5_leading="with_uptake"))
    assert F(found["figure"]["exact"]) == point(PLAIN, ef(D5_biogenic_co2="minus_one_plus_one"))
    assert apart(found) == {"total_without_uptake": point(PLAIN, ef(D5_biogenic_co2="zero"))}
    assert apart(found)["total_without_uptake"] == EF31


def test_biogenic_co2_given_off_alone_is_not_in_the_total_without_uptake():
    study = product(line("out", "emission", "CO2", EMITTED, "biogenic"), materials=())
    found = shown(study, ef(D5_biogenic_co2="two_totals", D5_leading="without_uptake"))
    assert F(found["figure"]["exact"]) == BASE
    assert apart(found) == {"biogenic_emission": EMITTED, "total_with_uptake": BASE + EMITTED}


def test_either_leading_total_shows_the_same_pair():
    one, two = (
        shown(PLAIN, ef(D5_biogenic_co2="two_totals", D5_leading=word)) for word in ("with_uptake", "without_uptake")
    )
    assert F(one["figure"]["exact"]) == apart(two)["total_with_uptake"]
    assert F(two["figure"]["exact"]) == apart(one)["total_without_uptake"]


def test_biogenic_carbon_of_a_factor_record_follows_the_same_rule():
    wood = by_gas("stuff", "product_life_cycle", {("CO2", "fossil"): "0.1", ("CO2", "biogenic"): "-1.8"})
    factors = factor_set([wood])
    study = product(materials=())
    assert point(study, ef(D5_biogenic_co2="zero"), factors) == 200 + 100
    assert point(study, ef(D5_biogenic_co2="minus_one_plus_one"), factors) == 200 + 100 - 1800
    assert apart(shown(study, ef(D5_biogenic_co2="separate"), factors)) == {"biogenic_uptake": -1800}


def warned(study, by, factors=None):
    found = shown(study, by, factors) if factors else shown(study, by)
    return [w for w in found["warnings"] if w["code"] == "CAL-042"]


HALF_A_CYCLE = product(
    line("out", "emission", "CO2", EMITTED, "biogenic"),
    replace(line("out", "emission", "CO2", EMITTED, "biogenic"), id="more"),
    materials=(),
)


@pytest.mark.parametrize(
    ("rule", "leading", "count"),
    [
        ("minus_one_plus_one", "", 1),
        ("two_totals", "with_uptake", 1),
        ("two_totals", "without_uptake", 1),
        ("zero", "", 0),
        ("separate", "", 0),
    ],
)
def test_biogenic_co2_without_any_uptake_is_said_once(rule, leading, count):
    found = warned(HALF_A_CYCLE, ef(D5_biogenic_co2=rule, **({"D5_leading": leading} if leading else {})))
    assert len(found) == count
    for each in found:
        assert each["place"]["pointer"] == "/exchanges/3"
        assert each["severity"] == "warning"
        assert "吸收" in each["cause"]["zh"]
        assert "44/12" in each["cause"]["en"]


def test_with_an_uptake_nothing_is_said():
    rule = ef(D5_biogenic_co2="minus_one_plus_one")
    assert warned(PLAIN, rule) == []
    # An uptake inside a factor record is one as well.
    wood = factor_set([by_gas("stuff", "product_life_cycle", {("CO2", "fossil"): "0.1", ("CO2", "biogenic"): "-1.8"})])
    assert warned(HALF_A_CYCLE, rule, wood) == []
    assert point(HALF_A_CYCLE, rule) == BASE + 2 * EMITTED, "no uptake is invented"


def test_land_use_excluded_is_nowhere():
    found = shown(PLAIN, ef(D5_land_use="excluded"))
    assert F(found["figure"]["exact"]) == EF31 - LAND - LAND_METHANE * F("29.8")
    assert found["separate"] == []


def test_by_origin_splits_the_figure():
    found = shown(PLAIN, ef(D5_biogenic_co2="minus_one_plus_one"))
    origins = {r["id"]: F(r["exact"]) for r in found["by_origin"]}
    assert origins == {
        "fossil": BASE + F("27.3") + FOSSIL_METHANE * F("29.8"),
        "biogenic": EMITTED - UPTAKE + METHANE * 27,
        "luluc": LAND + LAND_METHANE * F("29.8"),
    }
    assert {r["id"] for r in found["by_gas"]} == {"CO2 fossil", "CO2 biogenic", "CO2 luluc", "CH4", "N2O"}


def test_a_total_without_a_split_is_called_so():
    from tests.assessment.test_vectors import record

    factors = factor_set([record("stuff", "product_life_cycle", "1.9", "kg", gwp_set="AR6")])
    found = shown(product(materials=()), gate(D4_gwp_set="AR6"), factors)
    assert {r["id"]: F(r["exact"]) for r in found["by_origin"]} == {"fossil": 200, "unsplit": 1900}


def test_carbon_monoxide_counts_in_ef30_only():
    study = product(line("out", "emission", "CO", 10, "fossil"), materials=())
    assert point(study, ef(D4_gwp_set="EF3.0")) == BASE + F("15.7")
    assert point(study, ef()) == point(study, ef(D4_gwp_set="AR6")) == BASE


# ── carbon in the product ────────────────────────────────────────────────────────────────────────

HELD = Property("bio", "hot_rolled_coil", "biogenic_carbon_content", "30", "kg/t")
STORED = -30 * F(44, 12)


def test_the_biogenic_carbon_content_of_the_product_is_shown():
    study = product(materials=(), properties=(HELD,))
    done = assessed(study, ef())
    result, derivation = result_json(done, {})
    assert result["carbon_cycle"]["biogenic_carbon_content"]["exact"] == "30/1"
    assert second_evaluator.figure(derivation, "/carbon_cycle/biogenic_carbon_content") == 30
    assert shown(PLAIN, ef())["carbon_cycle"]["biogenic_carbon_content"] is None


@pytest.mark.parametrize(
    ("rule", "biogenic", "figure", "beside"),
    [
        ("excluded", "zero", 0, {}),
        ("separate", "zero", 0, {"storage": STORED}),
        ("included", "zero", STORED, {}),
        ("included", "minus_one_plus_one", 0, {}),
        ("separate", "minus_one_plus_one", 0, {"storage": STORED}),
    ],
)
def test_carbon_stored_in_the_product(rule, biogenic, figure, beside):
    found = shown(product(materials=(), properties=(HELD,)), ef(D5_storage=rule, D5_biogenic_co2=biogenic))
    assert F(found["figure"]["exact"]) == BASE + figure
    assert apart(found) == beside


# ── captured CO2 ─────────────────────────────────────────────────────────────────────────────────


def caught(fate, document=""):
    return product(replace(line("out", "captured", "CO2", 60, "fossil"), fate=fate, document=document), materials=())


@pytest.mark.parametrize(
    ("rule", "figure", "beside"),
    [("excluded", 60, {}), ("included", 0, {}), ("separate", 60, {"ccs": -60})],
)
def test_stored_co2_beside_reported_emissions(rule, figure, beside):
    """The 200 kg reported are what leaves; the 60 kg caught are not among them."""
    found = shown(caught("stored"), ef(D5_ccs=rule))
    assert F(found["figure"]["exact"]) == BASE + figure
    assert apart(found) == beside


def test_without_a_rule_captured_co2_counts_as_emitted():
    assert point(caught("stored"), ef()) == point(caught("used"), ef()) == BASE + 60


@pytest.mark.parametrize(
    ("rule", "document", "figure"),
    [("excluded", "", 60), ("cut_off", "", 0), ("credit", "certificate 7", 0), ("credit", "", 60)],
)
def test_used_co2(rule, document, figure):
    assert point(caught("used", document), ef(D5_ccu=rule)) == BASE + figure


@pytest.mark.parametrize(
    ("rule", "figure", "beside"), [("excluded", 0, {}), ("included", -60, {}), ("separate", 0, {"ccs": -60})]
)
def test_stored_co2_inside_a_carbon_balance(rule, figure, beside):
    """The balance (1000 kg at 0.06 kg C) holds the carbon that is caught."""
    study = caught("stored")
    study = replace(
        study,
        processes=(replace(study.processes[0], direct_co2="carbon_balance"),),
        exchanges=tuple(e for e in study.exchanges if e.role != "emission"),
        properties=(carbon("stuff", "0.06", "0.06", "0.06"), carbon("hot_rolled_coil", "0", "0", "0", "kg")),
    )
    found = shown(study, ef(D5_ccs=rule))
    assert F(found["figure"]["exact"]) == 1900 + 220 + figure
    assert apart(found) == beside


# ── offsets, aircraft ────────────────────────────────────────────────────────────────────────────


def test_offsets_are_refused_all_of_them():
    rows = [replace(row("mill", "in", "purchased", "carbon_offset", "5", "t"), id=f"o{i}") for i in range(2)]
    with pytest.raises(InputError) as caught_:
        point(product(*rows, materials=()), ef())
    assert [p.code for p in caught_.value.problems] == ["CAL-040", "CAL-040"]
    first = caught_.value.problems[0]
    assert "碳抵消" in first.cause.zh
    assert "offset" in first.cause.en


AIR = TransportLeg("fly", "mill-in-stuff-", "air", "1000")
TRUCK = TransportLeg("drive", "mill-in-stuff-", "truck", "100")
FLOWN, DRIVEN = 500, 10


@pytest.mark.parametrize(
    ("rule", "multiplier", "figure", "beside"),
    [
        ("included", "", FLOWN, {}),
        ("included", "1.9", FLOWN * F("1.9"), {}),
        ("separate", "", 0, {"aircraft": FLOWN}),
        ("separate", "2", 0, {"aircraft": 2 * FLOWN}),
    ],
)
def test_transport_by_air(rule, multiplier, figure, beside):
    study = product(materials=(), transport=(AIR, TRUCK))
    more = {"D4_aircraft_multiplier": multiplier} if multiplier else {}
    found = shown(study, ef(D4_aircraft=rule, D2_transport="all", **more))
    assert F(found["figure"]["exact"]) == BASE + DRIVEN + figure
    assert apart(found) == beside


# ── nothing apart is in the figure ───────────────────────────────────────────────────────────────


def test_totals_and_bounds_read_nothing_that_is_apart():
    done = assessed(PLAIN, ef(D5_biogenic_co2="separate", D5_land_use="separate"))
    evaluation = evaluate(done.plan, done.context)
    assert any(c.apart for c in evaluation.contributions)
    silent = replace(evaluation, contributions=tuple(replace(c, apart={}) for c in evaluation.contributions))
    assert total_of(evaluation).terms == total_of(silent).terms


def test_default_legs_by_air_follow_the_same_rule():
    """The rule brings the goods 1000 km by air and 100 km by truck: the flight stands apart, twice its CO2."""
    legs = ({"when": "any", "mode": "air", "km": "1000"}, {"when": "any", "mode": "truck", "km": "100"})
    more = {"D2_transport": "all", "D9_transport_defaults": legs, "D4_aircraft_multiplier": "2"}
    found = shown(product(materials=()), ef(D4_aircraft="separate", **more))
    assert F(found["figure"]["exact"]) == BASE + DRIVEN
    assert apart(found) == {"aircraft": 2 * FLOWN}
    assert point(product(materials=()), ef(D4_aircraft="included", **more)) == BASE + DRIVEN + 2 * FLOWN
