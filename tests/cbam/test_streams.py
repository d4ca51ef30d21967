"""Source streams by hand: IR (EU) 2025/2547 Annex II B, equations 4 to 26."""

from __future__ import annotations

from fractions import Fraction

import pytest

from carnet.cbam.compute import compute
from carnet.errors import Place
from carnet.inventory.installation import Installation, SourceStream
from carnet.inventory.model import Places
from tests.cbam.small import gas, process, study, tables

F = Fraction


def one(stream, **without):
    """The result of a single stream (None if it has none) and the codes of what was told of it."""
    done = compute(study(source_streams=(stream,)), tables(**without))
    return (done.streams[0] if done.streams else None), [p.code for p in done.problems]


def stream(method, **fields):
    return SourceStream("s", "s", method, **fields)


T = {"activity_unit": "t"}
HAND = {
    # method, fields → emissions, biomass, unproven, TJ fossil, TJ biomass, equation
    "combustion by TJ": (
        "combustion", {**T, "activity": "252000", "ncv": "45", "ef": "73", "ef_unit": "tCO2/TJ"},
        ("827820", "0", "0", "11340", "0", "5, 6"),
    ),
    "combustion by t with oxidation": (
        "combustion", {**T, "activity": "100", "ef": "2", "ef_unit": "tCO2/t", "oxidation": "0.98"},
        ("196", "0", "0", "0", "0", "5, 6"),
    ),
    "combustion by volume": (
        "combustion", {"activity": "10", "activity_unit": "1000Nm3", "ncv": "36", "ef": "2", "ef_unit": "tCO2/1000Nm3"},
        ("20", "0", "0", "0.36", "0", "5, 6"),
    ),
    "carbon content in place of a factor": (
        "combustion", {**T, "activity": "10", "carbon": "0.5"}, ("18.32", "0", "0", "0", "0", "5, 6, 9"),
    ),
    "biomass with evidence is rated zero": (
        "combustion", {**T, "activity": "1000", "ncv": "10", "ef": "100", "ef_unit": "tCO2/TJ", "biomass": "0.4"},
        ("600", "400", "0", "6", "4", "5, 6, 10"),
    ),
    "biomass without evidence counts": (
        "combustion",
        {
            **T, "activity": "1000", "ncv": "10", "ef": "100", "ef_unit": "tCO2/TJ", "biomass": "0.4",
            "biomass_unproven": "0.1",
        },
        ("700", "300", "100", "7", "3", "5, 6, 10"),
    ),
    "process with conversion": (
        "process", {**T, "activity": "121000", "ef": "0.08794", "ef_unit": "tCO2/t", "conversion": "0.5"},
        ("5320.37", "0", "0", "0", "0", "11"),
    ),
    "mass balance, an output": (
        "mass_balance", {**T, "activity": "-1808226", "carbon": "0.003878"},
        ("-25693.068768192", "0", "0", "0", "0", "12-15"),
    ),
    "mass balance with biomass and energy": (
        "mass_balance", {**T, "activity": "100", "carbon": "0.5", "ncv": "30", "biomass": "0.25"},
        ("137.4", "45.8", "0", "2.25", "0.75", "12-15, 10"),
    ),
    "measured N2O": (
        "measured", {"gas": "N2O", "concentration": "64.2925", "hours": "4", "flow": "265"},
        ("18059.76325", "0", "0", "0", "0", "16-18"),
    ),
    "measured CO2 with biomass": (
        "measured", {"gas": "CO2", "concentration": "1820", "hours": "5000", "flow": "50", "biomass": "0.15"},
        ("386750", "68250", "0", "0", "0", "16-18, 10"),
    ),
    "PFC by slope": (
        "pfc_slope",
        {
            "activity": "500000", "frequency": "2.17", "duration": "1.23", "slope": "0.146", "c2f6_ratio": "0.122",
            "collection_efficiency": "0.98",
        },
        ("1587424.347", "0", "0", "0", "0", "20-26"),
    ),
    "PFC by overvoltage, all of it collected": (
        "pfc_overvoltage",
        {
            "activity": "1000", "overvoltage": "9.5", "overvoltage_coefficient": "1.16", "current_efficiency": "95",
            "c2f6_ratio": "0.1",
        },
        ("897.84", "0", "0", "0", "0", "20-26"),  # 0.116 t CF4, 0.0116 t C2F6
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HAND)
def test_emissions_by_hand(name):
    method, fields, wanted = HAND[name]
    found, told = one(stream(method, **fields))
    assert told == []
    *figures, equation = wanted
    assert [found.emissions, found.biomass, found.unproven, found.energy, found.energy_biomass] == [
        F(each) for each in figures
    ]
    assert found.equation == equation


def test_pfc_shows_both_gases_and_measured_the_tonnes():
    method, fields, _ = HAND["PFC by slope"]
    found, _ = one(stream(method, **fields))
    assert found.gas == "PFC"
    assert found.parts["t CF4"] == F("194.8443")
    assert found.parts["t C2F6"] == F("23.7710046")
    found, _ = one(stream(*[HAND["measured N2O"][0]], **HAND["measured N2O"][1]))
    assert found.parts == {"t N2O": F("68.15005")}


def test_what_was_not_read_in_the_act_is_recalled():
    seen = {name: one(stream(method, **fields))[0].status for name, (method, fields, _) in HAND.items()}
    assert {name for name, status in seen.items() if status == "recalled"} == {
        name for name in HAND if name.startswith(("PFC", "measured"))
    }
    raw = gas(method="process", ef_unit="tCO2/t", process="kiln")
    done = compute(study(source_streams=(raw,), production=(process("kiln", "cement_clinker"),)), tables())
    assert done.streams[0].status == "recalled"


GAS = {"activity": "1", "activity_unit": "t", "ncv": "48", "ef": "56.1", "ef_unit": "tCO2/TJ"}
SLOPE = {"activity": "1", "frequency": "1", "duration": "1", "slope": "1", "c2f6_ratio": "0.1"}
VOLTS = {
    "activity": "1", "overvoltage": "1", "overvoltage_coefficient": "1", "current_efficiency": "95",
    "c2f6_ratio": "0.1",
}  # fmt: skip
CEMS = {"gas": "N2O", "concentration": "1", "hours": "1", "flow": "1"}
WRONG = [
    ("combustion", GAS, {"activity": ""}, "CBM-002", "activity"),
    ("combustion", GAS, {"activity_unit": ""}, "CBM-002", "activity_unit"),
    ("combustion", GAS, {"activity_unit": "kg"}, "CBM-004", "activity_unit"),
    ("combustion", GAS, {"ncv": ""}, "CBM-002", "ncv"),
    ("combustion", GAS, {"ncv": "4,8"}, "CBM-001", "ncv"),
    ("combustion", GAS, {"ncv": "-1"}, "CBM-003", "ncv"),
    ("combustion", GAS, {"ef": ""}, "CBM-002", "ef"),
    ("combustion", GAS, {"ef_unit": ""}, "CBM-002", "ef_unit"),
    ("combustion", GAS, {"ef_unit": "kg/GJ"}, "CBM-004", "ef_unit"),
    ("combustion", GAS, {"ef_unit": "tCO2/1000Nm3"}, "CBM-005", "ef_unit"),
    ("combustion", GAS, {"oxidation": "98"}, "CBM-003", "oxidation"),
    ("combustion", GAS, {"biomass": "-0.1"}, "CBM-003", "biomass"),
    ("combustion", GAS, {"biomass": "0.1", "biomass_unproven": "0.2"}, "CBM-003", "biomass_unproven"),
    ("process", GAS, {"conversion": "1.1"}, "CBM-003", "conversion"),
    ("mass_balance", GAS, {}, "CBM-002", "carbon"),
    ("measured", CEMS, {"gas": ""}, "CBM-002", "gas"),
    ("measured", CEMS, {"gas": "SF6"}, "CBM-004", "gas"),
    ("measured", CEMS, {"hours": ""}, "CBM-002", "hours"),
    ("pfc_slope", SLOPE, {"slope": ""}, "CBM-002", "slope"),
    ("pfc_slope", SLOPE, {"activity_unit": "kg"}, "CBM-004", "activity_unit"),
    ("pfc_slope", SLOPE, {"collection_efficiency": "98"}, "CBM-003", "collection_efficiency"),
    ("pfc_slope", SLOPE, {"collection_efficiency": "0"}, "CBM-003", "collection_efficiency"),
    ("pfc_overvoltage", VOLTS, {"current_efficiency": "0"}, "CBM-003", "current_efficiency"),
    ("pfc_overvoltage", VOLTS, {"overvoltage_coefficient": "x"}, "CBM-001", "overvoltage_coefficient"),
    ("oven", GAS, {}, "CBM-004", "method"),
]


@pytest.mark.parametrize(("method", "fields", "changed", "code", "name"), WRONG)
def test_a_stream_that_cannot_be_calculated_is_named_with_its_field(method, fields, changed, code, name):
    done = compute(study(source_streams=(stream(method, **fields | changed), gas())), tables())
    first = done.problems[0]
    assert (first.code, first.place.pointer) == (code, f"/source_streams/0/{name}")
    assert "s" in first.cause.en.split() or "s:" in first.cause.en.split()
    assert [each.id for each in done.streams] == ["gas"], "the rest goes on"
    assert done.totals.incomplete == ("s",)
    assert done.problems[-1].code == "CBM-023"
    assert done.totals.direct == F("4948.02")


def test_all_faults_of_a_stream_are_told_at_once():
    _, told = one(stream("combustion", activity="x", ncv="y", ef="z", ef_unit="tCO2/TJ", activity_unit="t"))
    assert told == ["CBM-001"] * 3 + ["CBM-023"]


def test_a_fault_is_placed_in_the_workbook():
    places = Places(
        {"/source_streams/0/id": Place("a.xlsx", "B", "C7"), "/source_streams/0/ef": Place("a.xlsx", "B", "J7")}
    )
    done = compute(study(source_streams=(gas(ef="?", ncv=""),)), tables(), places)
    assert {(p.code, str(p.place)) for p in done.problems} >= {("CBM-001", "B!J7"), ("CBM-002", "B!C7")}


def test_a_constant_that_the_tables_lack_is_told_once_and_not_replaced():
    balance = {**T, "activity": "1", "carbon": "1", "method": "mass_balance", "name": ""}
    rows = tuple(SourceStream(id=name, **balance) for name in "ab")
    done = compute(study(source_streams=rows), tables(carbon_ratio=None))
    assert [p.code for p in done.problems] == ["CBM-013", "CBM-023"]
    assert done.streams == ()


def test_warnings_do_not_stop_a_stream():
    found, told = one(gas(activity="-1"))
    assert told == ["CBM-020"]
    assert found.emissions == F("-2.6928")
    found, told = one(stream("pfc_overvoltage", **VOLTS | {"current_efficiency": "0.95"}))
    assert told == ["CBM-021"]
    assert found.parts["t CF4"] == F(1, 950)


def test_totals_by_gas_and_by_method_and_stated_ones_in_their_place():
    rows = tuple(SourceStream(name, name, *[method], **fields) for name, (method, fields, _) in HAND.items())
    totals = compute(study(source_streams=rows), tables()).totals
    wanted = {name: F(figures[0]) for name, (_, _, figures) in HAND.items()}
    assert totals.n2o == wanted["measured N2O"]
    assert totals.pfc == F("1587424.347") + F("897.84")
    assert totals.direct == sum(wanted.values())
    assert totals.measured == wanted["measured N2O"] + wanted["measured CO2 with biomass"]
    assert totals.calculated == totals.direct - totals.pfc - totals.measured
    assert totals.other == 0
    assert totals.biomass == F("400") + F("300") + F("45.8") + F("68250")
    assert totals.energy == F("11340") + F("0.36") + 10 + 10 + 3
    assert totals.indirect is None
    stated = Installation("i", stated_co2="100", stated_n2o="1", indirect="7", fuel_total="5", stated_biomass="2")
    totals = compute(study(source_streams=rows, installation=(stated,)), tables()).totals
    assert (totals.co2, totals.n2o, totals.biomass, totals.indirect, totals.energy) == (100, 1, 2, 7, 5)
    assert totals.direct == 101 + totals.pfc
    assert totals.calculated + totals.measured + totals.pfc + totals.other == totals.direct


@pytest.mark.parametrize(
    ("row", "stated", "lost"),
    [
        (stream("measured", gas="N2O"), "stated_n2o", ()),
        (stream("measured", gas="N2O"), "stated_co2", ("s",)),
        (stream("measured", gas="CO2"), "stated_co2", ()),
        (stream("combustion", gas="N2O"), "stated_co2", ()),
        (stream("pfc_slope"), "stated_pfc", ()),
        (stream("pfc_slope"), "stated_co2", ("s",)),
    ],
)
def test_a_stated_total_stands_in_for_streams_of_its_gas_only(row, stated, lost):
    stands_in = Installation("i", **{stated: "100"})
    assert compute(study(source_streams=(row,), installation=(stands_in,)), tables()).totals.incomplete == lost


@pytest.mark.parametrize(
    ("changed", "bounds"),
    [({"oxidation": "98"}, "≥ 0, ≤ 1"), ({"ncv": "-1"}, "≥ 0"), ({"collection_efficiency": "0"}, "> 0, ≤ 1")],
)
def test_a_value_out_of_range_is_told_with_the_range(changed, bounds):
    row = stream("pfc_slope", **SLOPE | changed) if "collection_efficiency" in changed else gas(**changed)
    first = compute(study(source_streams=(row,)), tables()).problems[0]
    assert first.cause.en.endswith(f"outside {bounds}.")


def test_biomass_is_that_of_co2():
    n2o = stream("measured", **CEMS | {"biomass": "0.5"})
    done = compute(study(source_streams=(n2o,)), tables())
    assert done.streams[0].biomass == F("0.1325")
    assert done.totals.biomass == 0


def test_a_stated_total_stands_in_for_a_stream_without_figure():
    broken = gas(ef="")
    stated = Installation("i", stated_co2="100")
    done = compute(study(source_streams=(broken,), installation=(stated,)), tables())
    assert done.totals.incomplete == ()
    assert done.totals.direct == 100
    assert [p.code for p in done.problems] == ["CBM-002"]


def test_ids_that_repeat_are_told_and_counted_once():
    done = compute(study(source_streams=(gas(), gas(activity="1"))), tables())
    assert [p.code for p in done.problems] == ["CBM-007"]
    assert done.totals.direct == F("4948.02")
