"""The shipped records: numbers, citations, plausibility, and what they must reproduce."""

import re
from collections import Counter
from fractions import Fraction

import pytest

from carnet.factors import FactorRequest, factor_set, parse_factors, select
from carnet.impact import characterize
from carnet.quantity import UNITS, parse_decimal
from carnet.store import read_folder, shipped_factors, shipped_flows, shipped_gwp_sets
from carnet.store.shipped import checks_for

FACTORS = shipped_factors()
FLOWS = shipped_flows()
ELECTRICITY = [r for r in FACTORS.records if r.kind.startswith("electricity")]


def base(record):
    """The value per base unit of the record's unit."""
    return parse_decimal(record.value) / UNITS[record.per_unit].to_base


def test_there_are_enough_records_and_not_too_many_of_electricity():
    assert len(FACTORS.records) >= 150
    assert len(ELECTRICITY) <= 60


def test_at_least_one_hundred_and_fifty_flows_with_both_names():
    assert len(FLOWS.flows) >= 150
    assert all(flow.name.zh and flow.name.en for flow in FLOWS.flows)


def test_no_name_of_a_flow_means_two_flows():
    assert {name: ids for name, ids in FLOWS.by_name.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("record", FACTORS.records, ids=lambda r: r.id)
def test_every_record_is_cited_licensed_and_placed(record):
    assert len(record.source) > 10
    assert len(record.locator) > 5
    assert record.redistribution == "allowed"
    assert record.licence
    assert record.boundary
    assert record.original_value
    assert record.name.zh != record.name.en
    assert 1990 <= record.year <= 2026
    assert FLOWS.get(record.flow) is not None
    assert re.fullmatch(r"[a-z]{2,3}(-\d\d)?(\.[a-z0-9_]+)+", record.id)


def test_a_proxy_text_is_in_both_languages():
    for record in FACTORS.records:
        if record.proxy:
            zh, mark, en = record.proxy.partition(" | ")
            assert mark, record.id
            assert re.search(r"[\u4e00-\u9fff]", zh), record.id
            assert en.isascii(), record.id


def test_no_status_is_raised():
    for record in FACTORS.records:
        if "transcription" in record.note or "USLCI" in record.source or "TianGong" in record.source:
            assert record.status == "secondary", record.id
    assert Counter(r.status for r in FACTORS.records).keys() <= {"read", "secondary"}


def test_no_scheme_table_and_no_share_alike_source_is_a_general_factor():
    for record in FACTORS.records:
        for word in ("ResponsibleSteel", "worldsteel", "2025/2621", "Boavizta", "CPCD", "ecoinvent"):
            assert word not in record.source, record.id


def test_the_gases_reproduce_the_value():
    sets = shipped_gwp_sets()
    split = [r for r in FACTORS.records if r.gases]
    assert len(split) >= 90
    for record in split:
        masses: dict[tuple[str, str], Fraction] = {}
        for gas in record.gases:
            key = gas.gas, gas.origin
            masses[key] = masses.get(key, Fraction(0)) + parse_decimal(gas.mass)
        value = parse_decimal(record.value)
        assert abs(characterize(masses, sets[record.gwp_set]) - value) <= max(value / 1000, Fraction(2, 100000)), (
            record.id
        )


def test_a_factor_without_a_gas_split_that_is_not_co2_only_says_so_by_its_set():
    for record in FACTORS.records:
        if not record.gases and record.unit == "kg CO2e":
            # What was worked out here from our own studies has the set it was worked out with.
            known = {"unknown", "AR6"} if ".build_" in record.id else {"unknown"}
            assert record.gwp_set in known, record.id


# ── electricity ──


def test_the_two_official_kinds_are_apart():
    for record in ELECTRICITY:
        generation = record.kind == "electricity_generation_co2"
        assert (record.gwp_set == "co2_only") is generation
        assert record.unit == ("kg CO2" if generation else "kg CO2e")
        assert 0 < base(record) < Fraction(1)


@pytest.mark.parametrize(
    ("id_", "value"),
    [
        ("cn.electricity.life_cycle.average.2023", "0.6205"),
        ("cn.electricity.life_cycle.average.2024", "0.5777"),
        ("cn.electricity.life_cycle.coal.2024", "0.9240"),
        ("cn.electricity.life_cycle.wind.2024", "0.0324"),
        ("cn.electricity.transmission.with_losses.2024", "0.0327"),
        ("cn.electricity.generation_co2.average.2023", "0.5306"),
        ("cn.electricity.generation_co2.residual.2023", "0.6096"),
        ("cn.electricity.generation_co2.fossil.2023", "0.8273"),
        ("cn-50.electricity.generation_co2.average.2023", "0.5581"),
        ("cn-13.electricity.generation_co2.average.2023", "0.6516"),
        ("cn-53.electricity.generation_co2.average.2023", "0.1333"),
    ],
)
def test_official_values(id_, value):
    assert FACTORS.by_id[id_].value == value


def test_thirty_provinces_and_none_for_tibet():
    regions = {r.region for r in ELECTRICITY if r.region}
    assert len(regions) == 30
    assert "CN-54" not in regions


def test_renewables_lie_far_below_coal():
    value = {
        t: base(FACTORS.by_id[f"cn.electricity.life_cycle.{t}.2024"])
        for t in ("coal", "average", "gas", "solar_pv", "biomass", "wind", "solar_thermal", "hydro", "nuclear")
    }
    assert sorted(value, key=value.get, reverse=True) == list(value)


def test_electricity_for_a_chinese_study_by_kind():
    def pick(kind, **more):
        request = FactorRequest("electricity", (kind,), "CN", period_to="2024-12-31", known_date="2026-11-22", **more)
        selection = select(FACTORS, request)
        return selection.record and selection.record.id

    assert pick("electricity_life_cycle") == "cn.electricity.life_cycle.average.2024"
    assert pick("electricity_generation_co2") == "cn.electricity.generation_co2.average.2023"
    assert pick("electricity_generation_co2", region="CN-50") == "cn-50.electricity.generation_co2.average.2023"
    assert pick("electricity_generation_co2", region="CN-54") == "cn.electricity.generation_co2.average.2023"
    assert pick("electricity_life_cycle", technology="wind") == "cn.electricity.life_cycle.wind.2024"
    assert pick("electricity_life_cycle", technology="geothermal") is None
    assert pick("product_life_cycle") is None


def test_what_was_known_before_the_announcement():
    request = FactorRequest(
        "electricity", ("electricity_life_cycle",), "CN", period_to="2024-12-31", known_date="2025-06-30"
    )
    assert select(FACTORS, request).record.id == "cn.electricity.life_cycle.average.2023"


# ── plausibility across sources ──


@pytest.mark.parametrize(
    ("flow", "low", "high"),
    [
        ("quicklime", "0.9", "1.5"),
        ("limestone", "0.001", "0.05"),
        ("iron_ore", "0.01", "0.1"),
        ("pellet", "0.08", "0.3"),
        ("coking_coal", "0.1", "0.6"),
        ("raw_coal", "0.1", "0.6"),
        ("coke", "0.2", "1.5"),
        ("silicomanganese", "2", "8"),
        ("ferrosilicon", "4", "12"),
        ("oxygen", "0.05", "0.6"),
        ("aluminium", "5", "20"),
        ("hot_rolled_coil", "1.5", "3.5"),
        ("stainless_steel", "3", "10"),
        ("polypropylene", "1", "4"),
        ("cement", "0.6", "1.5"),
        ("fresh_water", "0.05", "2"),
        ("compressed_air", "0.03", "0.15"),
        ("batteries_lithium", "3", "30"),
    ],
)
def test_cradle_to_gate_values_lie_where_the_literature_has_them(flow, low, high):
    found = [r for r in FACTORS.for_flow(flow) if r.kind in {"product_life_cycle", "fuel_upstream"}]
    assert found
    for record in found:
        assert Fraction(low) <= base(record) <= Fraction(high), record.id


def test_fuels_burn_with_the_carbon_they_can_have():
    # Methane 54.9 and blast-furnace gas 260 t CO2/TJ are the ends of the table of the regulation.
    for record in FACTORS.records:
        if record.kind == "fuel_combustion":
            assert record.per_unit == "MJ"
            assert Fraction("0.04") <= base(record) <= Fraction("0.26"), record.id


def test_biomass_burns_biogenic_carbon():
    for flow in ("charcoal", "wood_pellets"):
        (record,) = FACTORS.for_flow(flow, "fuel_combustion")
        assert {gas.origin for gas in record.gases} == {"biogenic"}


def test_well_to_wheel_is_more_than_tank_to_wheel_and_ships_less_than_trucks():
    wheel = {r.flow: base(r) for r in FACTORS.records if r.id.endswith(".wtw.2025") and not r.technology}
    tank = {r.flow: base(r) for r in FACTORS.records if r.technology == "tank_to_wheel"}
    assert tank.keys() <= wheel.keys()
    assert all(tank[flow] < wheel[flow] for flow in tank)
    order = ["transport_sea_bulk", "transport_sea_container", "transport_rail", "transport_truck", "transport_air"]
    assert sorted(order, key=wheel.get) == order


def test_a_range_holds_its_value():
    ranged = [r for r in FACTORS.records if r.low or r.high]
    assert len(ranged) >= 8
    for record in ranged:
        value = parse_decimal(record.value)
        assert not record.low or parse_decimal(record.low) < value, record.id
        assert not record.high or value < parse_decimal(record.high), record.id


# ── compositions can be recomputed ──


def test_the_concentrate_is_what_its_text_says():
    mines = [Fraction(x) for x in ("17.386", "15.211", "5.554", "5.602")]
    value = Fraction("2.316") * sum(mines) / 4 + Fraction("24.7") * Fraction("0.5777")
    assert abs(value - parse_decimal(FACTORS.by_id["cn.iron_ore.concentrate.build_1"].value)) < Fraction(1, 50)


@pytest.mark.parametrize(
    ("flow", "kwh", "kgce"),
    [
        ("silicomanganese", 4400, 1030),
        ("ferromanganese", 2700, 790),
        ("ferrosilicon", 8800, 1980),
        ("ferrochromium", 3500, 900),
    ],
)
def test_the_alloys_are_what_their_text_says(flow, kwh, kgce):
    rest = kgce - kwh * Fraction("0.1229")
    value = (kwh * Fraction("0.5777") + rest * Fraction("29.3076") * Fraction("0.107")) / 1000
    assert abs(value - parse_decimal(FACTORS.by_id[f"cn.{flow}.smelting.build_1"].value)) <= Fraction(1, 2000)


def test_steam_and_lime_and_oxygen():
    assert parse_decimal(FACTORS.by_id["glo.steam.coal_boiler.build_1"].value) == Fraction("0.1140")
    assert abs(Fraction("94.6") / Fraction("0.83") / 1000 - Fraction("0.1140")) < Fraction(1, 20000)
    assert parse_decimal(FACTORS.by_id["glo.quicklime.kiln.build_1"].value) == Fraction(750) / Fraction("0.6") / 1000
    oxygen = Fraction("4342.392") / Fraction("3.6") / 4690 * Fraction("0.5777")
    assert abs(oxygen - parse_decimal(FACTORS.by_id["cn.oxygen.air_separation.build_1"].value)) <= Fraction(1, 20000)


def test_mine_gas_is_most_of_the_coal_factor_under_every_set():
    record = FACTORS.by_id["cn.coking_coal.mine.build_1"]
    masses = {(g.gas, g.origin): parse_decimal(g.mass) for g in record.gases}
    for set_id in ("AR4", "AR5", "AR6"):
        total = characterize(masses, shipped_gwp_sets()[set_id])
        assert (total - masses["CO2", "fossil"]) / total > Fraction(3, 4)


# ── the files themselves ──


def test_the_order_of_files_and_rows_does_not_matter():
    files = read_folder("factors")
    checks = checks_for(FLOWS, shipped_gwp_sets())
    assert parse_factors(list(reversed(files)), checks).records == FACTORS.records
    assert factor_set(reversed(FACTORS.records)).records == FACTORS.records
