"""The two drafts for electric-vehicle batteries: unit, boundary, electricity, dates, and a published case."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from carnet.assessment import assess
from carnet.assessment.scores import INDICATORS, score
from carnet.factors import factor_set
from carnet.inventory.model import Certificate, Contract, Property, TransportLeg
from carnet.regime.dates import NOT_YET
from carnet.service import datasets
from tests.assessment.cases import inputs, resolved
from tests.assessment.test_vectors import record
from tests.regimes.life import by_stage, example, point, printed, result_json, row, study, with_values

D = Fraction
JRC, DRAFT = "eu_cfb_ev@jrc2023", "eu_cfb_ev@draft2024"
PIECE, BY_MASS = "battery_pack", "batteries_lithium"
BOTH = pytest.mark.parametrize("name", [JRC, DRAFT])


def pack(rows, *, energy: str, years: str, category: str, flow: str = PIECE, unit: str = "piece", **more):
    """A pack and what its rule counts it by."""
    held = (
        Property("usable", flow, "usable_energy", energy, f"kWh/{unit}"),
        Property("life", flow, "service_life", years, "a"),
    )
    made = row("works", "out", "reference", flow, "1", unit)
    product = {"category": category, "market": "EU"}
    return study([made, *rows], flow=flow, unit=unit, properties=held, product=product, **more)


def emission(kg: str, process: str = "works"):
    return row(process, "out", "emission", "CO2", kg, origin="fossil")


# ── unit ─────────────────────────────────────────────────────────────────────────────────────────

CYCLES = example("cfb_ev_cycles")


@BOTH
@pytest.mark.parametrize("category", sorted(CYCLES["expected"]))
def test_one_kwh_delivered_by_the_category_of_the_vehicle(name, category):
    said = CYCLES["inputs"]
    found = pack([emission(said["footprint"])], energy=said["usable_energy"], years=said["years"], category=category)
    done = point(found, resolved(name))
    assert done.low == D(CYCLES["expected"][category])
    assert done.evaluation.unit == "kWh"


def test_a_pack_in_a_truck_counts_for_250_sixtieths_of_one_in_a_car():
    said = CYCLES["inputs"]
    car, truck = (
        point(pack([emission("1")], energy=said["usable_energy"], years="8", category=c), resolved(DRAFT)).low
        for c in ("M1", "N3")
    )
    assert car / truck == D(250, 60)


@pytest.mark.parametrize("category", ["", "T1"])
def test_without_a_category_of_the_table_there_is_no_figure(category):
    found = pack([emission("1")], energy="80", years="8", category=category)
    done = assess(inputs(found, factor_set([])), resolved(DRAFT))
    assert done.evaluation is None
    assert any(v.parameter == "D1.factors" for v in done.missing)


# ── the published case ───────────────────────────────────────────────────────────────────────────


def nmc111():
    """Per kilogram of pack: each stage of the case divided by the battery one kWh takes."""
    case = example("cfb_ev_nmc111")
    per_kwh = D(case["inputs"]["battery_per_kwh"])
    kg = {stage: str(decimal(D(value) / per_kwh)) for stage, value in case["stages"].items()}
    cycles = D(resolved(JRC).values["D1.factors"].value[1]["table"][case["inputs"]["category"]])
    energy = str(decimal(1 / per_kwh / cycles / D(case["inputs"]["years"])))
    rows = [
        row("works", "in", "intermediate", "nickel_sulphate", "1", provider="active_material"),
        row("active_material", "out", "reference", "nickel_sulphate", "1"),
        emission(kg["raw_materials"], "active_material"),
        emission(kg["manufacturing"]),
        row("sale", "in", "product", BY_MASS, "1"),
        emission(kg["distribution"], "sale"),
        row("recycler", "in", "product", BY_MASS, "1"),
        emission(kg["end_of_life"], "recycler"),
    ]
    stages = {"active_material": "raw_materials", "sale": "distribution", "recycler": "end_of_life"}
    return case, pack(
        rows, energy=energy, years=case["inputs"]["years"], category="M1", flow=BY_MASS, unit="kg", stages=stages
    )


def decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("1e-15"))


def test_the_published_nmc111_case_stage_by_stage():
    case, found = nmc111()
    done = point(found, resolved(JRC))
    assert printed(done.low, case["expected"]["decimals"]) == case["expected"]["value"]
    per_kwh = D(case["inputs"]["battery_per_kwh"])
    parts = by_stage(done)  # per kilogram of pack
    assert set(parts) == set(case["stages"])
    for stage, value in parts.items():
        assert printed(value * per_kwh, "6") == printed(D(case["stages"][stage]), "6")


def test_seventy_per_cent_of_it_are_raw_materials():
    parts = by_stage(point(nmc111()[1], resolved(JRC)))
    assert printed(parts["raw_materials"] / sum(parts.values()), "2") == "0.70"


def test_a_kilowatt_hour_too_few_would_show():
    case, found = nmc111()
    wrong = with_values(resolved(JRC), D1_factors=[{"property": "usable_energy"}, {"property": "service_life"}])
    done = assess(inputs(found, factor_set([])), wrong)
    assert done.evaluation is None or printed(done.low, "4") != case["expected"]["value"]


@pytest.mark.parametrize("said", example("cfb_ev_data_quality")["rating"], ids=lambda r: r["of"])
def test_the_ratings_of_the_case(said):
    """The case averages technology, time and geography; one of its three numbers does not follow from its scores."""
    scores = {"technology_dq": said["technology"], "time_dq": said["time"], "geography_dq": said["geography"]}
    one = row("works", "out", "emission", "CO2", "1", origin="fossil", **scores)
    done = point(pack([one], energy="1", years="8", category="M1"), resolved(JRC))
    mean = score("pact_dqi", done).value
    assert (printed(mean, "6") == printed(D(said["published"]), "6")) is said["recomputes"]
    # PEF takes precision as a fourth: a row without it has no rating yet.
    assert "precision_dq" in INDICATORS["pef_dqr"]
    assert score("pef_dqr", done).unscored == 1


# ── boundary ─────────────────────────────────────────────────────────────────────────────────────


def staged(stage: str, tag: str = "step"):
    rows = [emission("8"), row("step", "in", "product", PIECE, "1", "piece"), emission("4", "step")]
    return pack(rows, energy="1", years="8", category="M1", stages={"step": stage}, tags={"step": (tag,)})


@BOTH
def test_the_use_stage_is_left_out(name):
    assert point(staged("use"), resolved(name)).low * 480 == 8


@BOTH
def test_distribution_and_end_of_life_count(name):
    assert point(staged("distribution"), resolved(name)).low * 480 == 12
    assert point(staged("end_of_life"), resolved(name)).low * 480 == 12


@pytest.mark.parametrize(("name", "counted"), [(JRC, 8), (DRAFT, 12)])
def test_beyond_the_vehicle_plant_only_the_2024_draft_counts(name, counted):
    assert point(staged("distribution", "beyond_vehicle_plant"), resolved(name)).low * 480 == counted


@BOTH
def test_a_row_below_one_per_cent_of_mass_may_be_left_out(name):
    factors = factor_set(
        [
            record("nickel_sulphate", "product_life_cycle", "1", "kg", gwp_set="EF3.1"),
            record("pvdf", "product_life_cycle", "100", "kg", gwp_set="EF3.1"),
        ]
    )
    for amount, counts in (("0.9", False), ("2", True)):
        rows = [row("works", "in", "purchased", "nickel_sulphate", "100")]
        rows += [row("works", "in", "purchased", "pvdf", amount, excluded="yes")]
        done = point(pack(rows, energy="1", years="8", category="M1"), resolved(name), factors)
        assert done.low * 480 == 100 + (100 * D(amount) if counts else 0)


# ── electricity ──────────────────────────────────────────────────────────────────────────────────

LIFE = "electricity_life_cycle"
POWER = factor_set(
    [
        record("electricity", LIFE, "0.6", "kWh", gwp_set="EF3.1"),
        record("electricity", LIFE, "0.02", "kWh", "wind", gwp_set="EF3.1"),
    ]
)
GREEN = Certificate(
    "g", "GEC", "wind", "100", "2025-01-01", "2025-12-31", country="CN", cancelled_on="2026-01-01", beneficiary="works"
)


def powered(contract: Contract, *certificates: Certificate):
    rows = [row("works", "in", "electricity", "electricity", "100", "kWh", contract="c")]
    return pack(rows, energy="1", years="8", category="M1", contracts=(contract,), certificates=certificates)


@pytest.mark.parametrize(("name", "kg"), [(JRC, 2), (DRAFT, 60)])
def test_a_certificate_counts_in_2023_and_not_in_the_2024_draft(name, kg):
    found = powered(Contract("c", "grid", certificates=("g",)), GREEN)
    assert point(found, resolved(name), POWER).low * 480 == kg


@pytest.mark.parametrize(("name", "kg"), [(JRC, 2), (DRAFT, 60)])
def test_a_purchase_agreement_counts_in_2023_and_not_in_the_2024_draft(name, kg):
    agreement = Contract("c", "power_purchase_agreement", technology="wind", certificates=("g",), document="contract")
    assert point(powered(agreement, GREEN), resolved(name), POWER).low * 480 == kg


@BOTH
def test_a_direct_line_counts_in_both(name):
    line = Contract("c", "direct_line", technology="wind", certificates=("g",), document="diagram")
    assert point(powered(line, GREEN), resolved(name), POWER).low * 480 == 2


# ── law and words ────────────────────────────────────────────────────────────────────────────────


@BOTH
def test_a_draft_is_never_issued_by_itself(name):
    found = pack([emission("1")], energy="80", years="8", category="M1")
    blocked = result_json(point(found, resolved(name)))["blocked_by"]
    assert "in_force" in {b["parameter"] for b in blocked}
    assert resolved(name).in_force.status == "unknown"


@BOTH
def test_it_is_called_a_draft_in_both_languages(name):
    assert "草案" in resolved(name).title.zh
    assert "draft" in resolved(name).title.en


@BOTH
def test_the_duty_has_a_rule_and_no_day_yet(name):
    (regime,) = [r for r in datasets.regimes().versions("eu_cfb_ev") if r.name == name]
    days = {m.id: m for m in regime.milestones}
    assert set(days) == {"declaration", "performance_class", "maximum"}
    for milestone in days.values():
        assert milestone.start == NOT_YET
    (day, after) = days["declaration"].start_rule.later_of
    assert (day.day, after.months) == ("2025-02-18", 12)
    assert all(not act.day for act in regime.acts)


def test_the_newer_draft_is_the_one_meant_where_none_is_named():
    assert resolved("eu_cfb_ev").name == DRAFT
    assert resolved("eu_cfb_ev", "2024-04-28").name == JRC


def test_the_drafts_differ_in_boundary_electricity_and_the_data_they_ask_for():
    one, other = resolved(JRC), resolved(DRAFT)
    differ = {p.partition(".")[0] for p, v in one.values.items() if v.value != other.values[p].value}
    assert differ & {"D1", "D2", "D4", "D7", "D8", "D9"} == {"D2", "D8", "D9"}


def test_leg_rows_of_a_study_count_to_the_eu_market():
    leg = TransportLeg("sea", "shipped", "sea_container", "1000")
    rows = [row("sale", "in", "product", BY_MASS, "1", "kg", name="shipped")]
    more = {"flow": BY_MASS, "unit": "kg", "stages": {"sale": "distribution"}, "transport": (leg,)}
    found = pack(rows, energy="1", years="8", category="M1", **more)
    factors = factor_set([record("transport_sea_container", "transport", "1", "t·km", gwp_set="EF3.1")])
    assert point(found, resolved(DRAFT), factors).low * 480 == 1
