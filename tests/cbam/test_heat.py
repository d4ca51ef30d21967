"""Measured heat by hand (eq 30 to 34), its factor (44, 45), and plants for electricity alone (eq 38)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from carnet.cbam.compute import compute
from carnet.cbam.heat import net_heat
from carnet.cbam.streams import flue_gas
from carnet.inventory.installation import Cogeneration, HeatFlow
from carnet.store.cbam_tables import load_cbam_tables
from tests.cbam.small import gas, process, study

F = Fraction
TABLES = load_cbam_tables()
STEAM = {"mass": "10000", "enthalpy": "2777", "ef": "70"}


def done(flow=None, *, made=None, **rows):
    flows = () if flow is None else (HeatFlow(**({"id": "h", "process": "a", "direction": "in"} | flow)),)
    row = made or process("a", direct="100", electricity="0")
    return compute(study(production=(row,), heat_flows=flows, **rows), TABLES)


def codes(found):
    return [p.code for p in found.problems]


HAND = {
    # fields → TJ, tCO2/TJ
    "all returns": ({**STEAM, "enthalpy_return": "377"}, "24", "70"),
    "part returns": ({**STEAM, "returned": "6000", "enthalpy_return": "420"}, F(27770 - 2520 - 1508, 1000), "70"),
    "nothing is known to return: water of 90 degC": (STEAM, "24", "70"),
    "nothing returns": ({**STEAM, "returned": "0"}, "24", "70"),
    "boiler by its fuel": ({"fuel": "30", "efficiency": "0.9", "ef": "60"}, "27", "60"),
    "boiler by its fuel, efficiency unknown": ({"fuel": "30", "ef": "60"}, "21", "60"),
    "factor of the fuel by the boiler's efficiency": ({"fuel": "30", "efficiency": "0.8", "fuel_ef": "56"}, "24", "70"),
    "measured, factor of the fuel": (
        {**STEAM, "ef": "", "enthalpy_return": "377", "fuel_ef": "56", "efficiency": "0.8"}, "24", "70",
    ),
    "from outside without a verified factor": (
        {**STEAM, "ef": "", "enthalpy_return": "377", "fuel_ef": "56.7", "origin": "outside"}, "24", "63",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HAND)
@pytest.mark.parametrize(("direction", "sign"), [("in", 1), ("out", -1)])
def test_by_hand(name, direction, sign):
    fields, amount, factor = HAND[name]
    made = process("a", direct="10000", electricity="0")
    found = done({**fields, "direction": direction}, made=made)
    (heat,) = found.heat
    assert (heat.amount, heat.factor) == (F(amount), F(factor))
    assert heat.emissions == F(amount) * F(factor)
    assert found.process("a").heat == sign * heat.emissions
    assert found.process("a").direct == 10000 + sign * heat.emissions
    assert not found.process("a").incomplete
    assert "公式30至34" in heat.derivation.zh
    assert "eq 30 to 34" in heat.derivation.en


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (STEAM, "377 kJ/kg"),
        ({"fuel": "30", "ef": "60"}, "0.7"),
        ({**STEAM, "ef": "", "enthalpy_return": "377", "fuel_ef": "56", "origin": "outside"}, "0.9"),
    ],
)
def test_what_is_assumed_is_told(fields, words):
    (told,) = [p for p in done(fields).problems if p.code == "CBM-028"]
    assert told.severity == "warning"
    assert words in told.cause.zh
    assert words in told.cause.en


WRONG = {
    "mass and fuel": ({**STEAM, "fuel": "1"}, "CBM-027"),
    "two factors": ({**STEAM, "fuel_ef": "56"}, "CBM-027"),
    "no factor": ({**STEAM, "ef": ""}, "CBM-002"),
    "no enthalpy": ({"mass": "1", "ef": "70"}, "CBM-002"),
    "returns more than it sends": ({**STEAM, "returned": "20000", "enthalpy_return": "1"}, "CBM-003"),
    "returns hotter than it leaves": ({**STEAM, "enthalpy_return": "3000"}, "CBM-003"),
    "returned without enthalpy": ({**STEAM, "returned": "5"}, "CBM-002"),
    "direction": ({**STEAM, "direction": "up"}, "CBM-004"),
    "no direction": ({**STEAM, "direction": ""}, "CBM-002"),
    "origin": ({**STEAM, "origin": "sun"}, "CBM-004"),
    "own fuel without efficiency": ({**STEAM, "ef": "", "fuel_ef": "56"}, "CBM-002"),
    "percent": ({"fuel": "1", "efficiency": "90", "ef": "1"}, "CBM-003"),
    "unknown unit": ({**STEAM, "ef": "", "chp": "z"}, "CBM-006"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_and_leaves_the_process_incomplete(name):
    fields, code = WRONG[name]
    found = done(fields)
    assert code in codes(found)
    assert found.process("a").incomplete
    assert all("{" not in p.cause.zh + p.cause.en + p.fix.zh + p.fix.en for p in found.problems)


def test_typed_heat_and_measured_heat_are_not_both_counted():
    found = done(STEAM, made=process("a", heat_in="3", heat_in_ef="70", electricity="0"))
    assert "CBM-027" in codes(found)
    assert found.process("a").incomplete
    assert "CBM-027" not in codes(done(STEAM, made=process("a", heat_out="3", heat_out_ef="70", electricity="0")))


def test_a_flow_of_no_process_is_told():
    assert "CBM-002" in codes(done({**STEAM, "process": ""}))
    assert "CBM-006" in codes(done({**STEAM, "process": "z"}))


def test_units_of_heat():
    assert net_heat(F(1000), F(1000), F(0), F(0)) == F(1000 * (1000 - 377), 10**6)


# ── electricity alone, and the unit that burns a stream ─────────────────────────────────────────


def plant(**fields):
    return Cogeneration(**({"id": "u", "electricity": "1000", "emissions_fuel": "800"} | fields))


POWER = {
    "stated": (plant(), "0.8"),
    "flue gas cleaning": (plant(emissions_cleaning="50"), "0.85"),
    "waste gas counts at most as natural gas": (plant(waste_gas="2", waste_gas_ef="260"), "0.9122"),
    "a waste gas below natural gas by its own": (plant(waste_gas="2", waste_gas_ef="40"), "0.88"),
    "waste gas alone": (plant(emissions_fuel="", waste_gas="10", waste_gas_ef="260"), "0.561"),
    "heat of zero": (plant(heat="0"), "0.8"),
}


@pytest.mark.parametrize("name", POWER)
def test_the_factor_of_electricity_alone(name):
    unit, factor = POWER[name]
    made = process("a", "cement", electricity="100", electricity_ef="", electricity_chp="u")
    found = done(made=made, cogeneration=(unit,))
    (result,) = found.cogeneration
    assert result.ef_power == F(factor)
    assert result.ef_heat is None
    assert (result.share_heat, result.share_power) == (0, 1)
    assert result.equation == "38"
    assert "公式38" in result.derivation.zh
    assert found.process("a").indirect == 100 * F(factor)


def test_streams_that_name_the_unit_are_its_fuel_and_of_no_process():
    fuel = gas(generation="u")  # 1837.5 t x 48 GJ/t = 88.2 TJ, 4948.02 tCO2
    unit = Cogeneration("u", heat="40", electricity="5000", reference_heat="0.9", reference_power="0.525")
    flow = HeatFlow("h", "a", "in", mass="10000", enthalpy="2777", enthalpy_return="377", chp="u")
    found = compute(
        study(
            source_streams=(fuel,), cogeneration=(unit,), heat_flows=(flow,),
            production=(process("a", direct="10", electricity="0", electricity_out="100", electricity_out_chp="u"),),
        ),
        TABLES,
    )  # fmt: skip
    (result,) = found.cogeneration
    heat, power = F(40) / F("88.2") / F("0.9"), F(18) / F("88.2") / F("0.525")
    assert result.share_heat == heat / (heat + power)
    assert result.emissions == F("4948.02")
    assert found.streams[0].attributed == {}
    assert found.streams[0].generation == "u"
    assert found.process("a").heat == 24 * result.ef_heat
    assert found.process("a").electricity_out == -100 * result.ef_power
    assert found.totals.direct == F("4948.02")
    assert [p for p in found.problems if p.severity == "error"] == []


FAULTS = {
    "stream of a unit and a process": (gas(generation="u", process="a"), plant(emissions_fuel=""), "CBM-027"),
    "stated and by streams": (gas(generation="u"), plant(), "CBM-027"),
    "stream without a figure": (gas(generation="u", ef=""), plant(emissions_fuel=""), "CBM-023"),
    "unknown unit": (gas(generation="z", process=""), plant(), "CBM-006"),
    "no electricity": (gas(), plant(electricity=""), "CBM-002"),
    "waste gas without a factor": (gas(), plant(waste_gas="1"), "CBM-002"),
    "waste gas of a unit with heat": (
        gas(), plant(heat="4", fuel="20", waste_gas="1", waste_gas_ef="2", reference_heat="0.9", reference_power="0.5"),
        "CBM-027",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_faults_of_units_are_told(name):
    stream, unit, code = FAULTS[name]
    found = done(source_streams=(stream,), cogeneration=(unit,))
    assert code in codes(found)


def test_a_factor_and_a_unit_are_not_both_taken():
    made = process("a", "cement", electricity="100", electricity_ef="0.5", electricity_chp="u")
    found = done(made=made, cogeneration=(plant(),))
    assert "CBM-027" in codes(found)
    assert found.process("a").incomplete


def test_flue_gas_by_its_oxygen():
    # 100 x (1 - 0.2095) / (1 - 0.07) = 85
    assert flue_gas(F(100), F("0.07")) == F(100) * F("0.7905") / F("0.93") == 85
    fields = {"method": "measured", "activity": "", "ef": "", "ef_unit": "", "ncv": "", "gas": "CO2", "process": "a"}
    stack = gas(**fields, concentration="200", hours="1000", air_flow="100", oxygen="0.07")
    found = done(source_streams=(stack,))
    assert found.streams[0].emissions == 200 * 1000 * 85 / 1000
    assert found.streams[0].equation == "16-18, 29"
    assert found.streams[0].status == "recalled"
    for wrong in ({"oxygen": "0.5"}, {"oxygen": ""}, {"air_flow": ""}):
        bad = gas(**(fields | {"concentration": "200", "hours": "1", "air_flow": "100", "oxygen": "0.07"} | wrong))
        assert {"CBM-002", "CBM-003"} & set(codes(done(source_streams=(bad,))))
