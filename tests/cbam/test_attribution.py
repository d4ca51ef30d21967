"""What belongs to which process: IR (EU) 2025/2547 Annex III A, equations 41 to 56."""

from __future__ import annotations

from fractions import Fraction

import pytest

from carnet.cbam import cogeneration
from carnet.cbam.compute import compute
from carnet.inventory.installation import Cogeneration, ProductionLevel, StreamShare
from tests.cbam.small import gas, process, study, tables, use

F = Fraction
PLAIN = {"electricity": "0"}


def done(*processes, without=(), **rows):
    return compute(study(production=processes, **rows), tables(**dict.fromkeys(without)))


def codes(computed):
    return [p.code for p in computed.problems]


def share(stream, to, amount):
    return StreamShare(f"{stream}-{to}", stream, to, amount)


# ── streams ─────────────────────────────────────────────────────────────────────────────────────


def test_a_stream_belongs_to_its_process_as_a_whole():
    found = done(process("a", direct="", **PLAIN), process("b", **PLAIN), source_streams=(gas(process="a"),))
    assert found.process("a").direct_star == F("4948.02")
    assert found.process("b").direct_star == 50
    assert found.streams[0].attributed == {"a": F("4948.02")}
    assert found.streams[0].reconciliation is None


def test_readings_of_processes_are_reconciled_with_the_main_meter():
    shares = (share("gas", "a", "600"), share("gas", "b", "900"), share("gas", "", "100"))
    found = done(
        process("a", direct="", **PLAIN),
        process("b", direct="", **PLAIN),
        source_streams=(gas(),),
        stream_shares=shares,
    )
    assert codes(found) == []
    assert found.streams[0].reconciliation == F("1837.5") / 1600
    # by hand: 600 t x 1837.5/1600 x 48 GJ/t x 56.1 t/TJ / 1000
    assert found.process("a").direct_star == 600 * F("1837.5") / 1600 * F("2.6928")
    assert found.process("b").direct_star == 900 * F("1837.5") / 1600 * F("2.6928")
    assert sum(found.streams[0].attributed.values()) == found.totals.direct * 15 / 16


def test_a_stated_direct_emission_is_used_and_its_difference_told():
    found = done(process("a", direct="5000", **PLAIN), source_streams=(gas(process="a"),))
    assert codes(found) == ["CBM-010"]
    assert "51.98" in found.problems[0].cause.en
    assert found.problems[0].severity == "warning"
    assert found.process("a").direct_star == 5000
    near = done(process("a", direct="4948.0200000000005", **PLAIN), source_streams=(gas(process="a"),))
    assert codes(near) == []


@pytest.mark.parametrize(
    ("amounts", "code"), [(("0",), "CBM-009"), (("-5",), "CBM-009"), (("",), "CBM-002"), (("x",), "CBM-001")]
)
def test_readings_that_cannot_be_reconciled_leave_the_process_incomplete(amounts, code):
    shares = tuple(share("gas", "a", amount) for amount in amounts)
    found = done(process("a", direct="", **PLAIN), source_streams=(gas(),), stream_shares=shares)
    assert codes(found) == [code, "CBM-024"]
    assert found.process("a").incomplete == ("gas",)
    assert found.streams[0].emissions == F("4948.02"), "the installation still has it"


def test_a_stream_is_whole_or_shared_never_both():
    found = done(
        process("a", direct="", **PLAIN), source_streams=(gas(process="a"),), stream_shares=(share("gas", "a", "1"),)
    )
    assert codes(found) == ["CBM-008", "CBM-024"]


def test_links_to_rows_that_are_not_there_are_told_with_what_may_be_meant():
    found = done(
        process("furnace", heat_in="1", heat_in_chp="chq", **PLAIN),
        source_streams=(gas(process="furnce"),),
        stream_shares=(share("gaz", "furnace", "1"),),
        production_levels=(ProductionLevel("l", "mill", "x", "1"),),
        precursor_uses=(use("coke", "furnace", "1"),),
    )
    assert codes(found).count("CBM-006") == 5
    told = {p.place.pointer: p.candidates for p in found.problems if p.code == "CBM-006"}
    assert told["/source_streams/0/process"] == ("furnace",)
    assert told["/stream_shares/0/stream"] == ("gas",)
    assert told["/precursor_uses/0/source"] == ("furnace",), "nothing like it: what there is"


def test_no_direct_emissions_and_no_stream_is_a_missing_value_not_zero():
    found = done(process("a", direct="", **PLAIN))
    assert codes(found) == ["CBM-002", "CBM-024"]
    assert found.process("a").incomplete == ("a",)
    assert done(process("a", direct="0", **PLAIN)).problems == ()


# ── the terms of eq 55 and 56 ───────────────────────────────────────────────────────────────────

TERMS = {
    "heat taken in": ({"heat_in": "2", "heat_in_ef": "60"}, "heat", "120"),
    "heat given out": ({"heat_out": "0.5", "heat_out_ef": "40"}, "heat", "-20"),
    "waste gas taken in as natural gas": ({"waste_gas_in": "2", "waste_gas_in_ef": "200"}, "waste_gas", "112.2"),
    "waste gas given out with its correction": ({"waste_gas_out": "1"}, "waste_gas", "-37.4187"),
    "electricity given out": ({"electricity_out": "10", "electricity_out_ef": "0.8"}, "electricity_out", "-8"),
}


@pytest.mark.parametrize("name", TERMS)
def test_each_term_by_hand(name):
    fields, term, wanted = TERMS[name]
    found = done(process("a", **PLAIN, **fields))
    assert codes(found) == []
    assert getattr(found.process("a"), term) == F(wanted)
    assert found.process("a").direct == 50 + F(wanted)
    assert found.process("a").se_direct == (50 + F(wanted)) / 100


def test_all_terms_together_and_indirect_apart():
    fields = {key: value for each, _, _ in TERMS.values() for key, value in each.items()}
    found = done(process("a", **fields))
    assert found.process("a").direct == 50 + 120 - 20 + F("112.2") - F("37.4187") - 8
    assert found.process("a").indirect == 10
    assert found.totals.indirect == 10


def test_attributed_direct_emissions_are_not_below_zero():
    found = done(process("a", direct="5", electricity_out="10", electricity_out_ef="0.8", **PLAIN))
    assert codes(found) == ["CBM-012"]
    assert found.process("a").direct == 0
    assert found.process("a").floored
    assert found.process("a").electricity_out == -8


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"heat_in": "1"}, "heat_in_ef"),
        ({"heat_out": "1"}, "heat_out_ef"),
        ({"electricity_out": "1"}, "electricity_out_ef"),
        ({"electricity": "1", "electricity_ef": ""}, "electricity_ef"),
        ({"electricity": ""}, "electricity"),
    ],
)
def test_an_amount_without_its_factor_leaves_the_process_incomplete(fields, name):
    found = done(process("a", "cement", **PLAIN | fields))
    indirect = name in {"electricity", "electricity_ef"}
    assert codes(found) == ["CBM-002", "CBM-203" if indirect else "CBM-024"]
    assert found.problems[0].place.pointer == f"/production/0/{name}"
    assert found.process("a").incomplete == ("a",)
    assert found.process("a").incomplete_direct == (() if indirect else ("a",))
    assert found.process("a").incomplete_indirect == (("a",) if indirect else ())


@pytest.mark.parametrize("fields", [{"electricity": ""}, {"electricity": "1", "electricity_ef": ""}])
def test_indirect_emissions_that_do_not_count_only_warn(fields):
    found = done(process("a", "crude_steel", **fields))
    assert codes(found) == ["CBM-017"]
    assert found.problems[0].severity == "warning"
    assert found.process("a").incomplete == ()


def test_waste_gas_needs_the_published_constants():
    found = done(process("a", waste_gas_out="1", **PLAIN), without=("waste_gas_correction",))
    assert codes(found) == ["CBM-013", "CBM-024"]


# ── activity level ──────────────────────────────────────────────────────────────────────────────


def levels(*amounts, of="a"):
    return tuple(ProductionLevel(f"{of}{n}", of, "x", amount) for n, amount in enumerate(amounts))


def test_the_activity_level_is_the_sum_of_the_routes():
    found = done(process("a", amount="", **PLAIN), production_levels=levels("30", "20"))
    assert found.process("a").amount == 50
    assert found.process("a").se_direct == 1
    told = done(process("a", amount="60", **PLAIN), production_levels=levels("30", "20"))
    assert codes(told) == ["CBM-010"]
    assert told.process("a").amount == 60


@pytest.mark.parametrize(
    ("amount", "routes", "code"),
    [
        ("", (), "CBM-002"),
        ("0", (), "CBM-003"),
        ("", ("0",), "CBM-003"),
        ("", ("x",), "CBM-001"),
        ("-1", (), "CBM-003"),
    ],
)
def test_without_an_activity_level_a_process_is_left_out_and_what_it_feeds_is_incomplete(amount, routes, code):
    found = done(
        process("a", amount=amount, **PLAIN),
        process("b", **PLAIN),
        production_levels=levels(*routes),
        precursor_uses=(use("a", "b", "10"),),
    )
    assert codes(found)[0] == code
    assert [each.id for each in found.processes] == ["b"]
    assert found.process("b").incomplete == ("a",)


def test_an_unknown_category_is_told_and_makes_the_process_incomplete():
    found = done(process("a", "steel", **PLAIN))
    assert codes(found) == ["CBM-025", "CBM-024"]
    assert "crude_steel" in found.problems[0].candidates


def test_a_joint_process_that_takes_in_sinter_is_told_as_unsettled():
    assert codes(done(process("a", "pig_iron", includes=("sintered_ore",), **PLAIN))) == ["CBM-022"]
    assert codes(done(process("a", "crude_steel", includes=("pig_iron",), **PLAIN))) == []


# ── heat and power (eq 44 to 52) ────────────────────────────────────────────────────────────────

UNIT = {
    "fuel": "100", "heat": "40", "electricity": "10000", "emissions_fuel": "5000", "emissions_cleaning": "100",
    "reference_heat": "0.8", "reference_power": "0.4",
}  # fmt: skip


def unit(**changed):
    return Cogeneration("chp", "", **(UNIT | changed))


def test_a_cogeneration_unit_by_hand():
    found = done(process("a", heat_in="4", heat_in_chp="chp", heat_in_ef="1", **PLAIN), cogeneration=(unit(),))
    # eta 0.4 and 0.36: 0.5 and 0.9 of the references, 5/14 and 9/14 of 5100 t
    chp = found.cogeneration[0]
    assert (chp.share_heat, chp.share_power) == (F(5, 14), F(9, 14))
    assert (chp.emissions_heat, chp.emissions_power) == (5100 * F(5, 14), 5100 * F(9, 14))
    assert chp.ef_heat == 5100 * F(5, 14) / 40
    assert chp.ef_power == 5100 * F(9, 14) / 10000
    assert (chp.fuel_heat, chp.fuel_power) == (F(500, 14), F(900, 14))
    assert found.process("a").heat == 4 * chp.ef_heat, "the unit's factor, not the one in the row"
    assert codes(found) == []


def test_without_meters_the_stated_efficiency_then_the_acts_stand_in_and_say_so():
    found = done(cogeneration=(unit(fuel="", efficiency_heat="0.4", efficiency_power="0.36"),))
    assert codes(found) == ["CBM-018", "CBM-018"]
    assert found.cogeneration[0].share_heat == F(5, 14)
    assert found.cogeneration[0].fuel_heat == 0
    assert "0.4 is used (the efficiency stated in the row)" in found.problems[0].cause.en
    found = done(cogeneration=(unit(fuel=""),))
    # 0.55/0.8 and 0.25/0.4
    assert found.cogeneration[0].share_heat == F("0.6875") / F("1.3125")
    assert "0.55 is used (IR (EU) 2025/2547 Annex III A" in found.problems[0].cause.en


def test_one_side_metered_and_the_other_not():
    found = done(cogeneration=(unit(electricity="", efficiency_power="0.36"),))
    assert codes(found) == ["CBM-018"]
    assert found.problems[0].place.pointer == "/cogeneration/0/efficiency_power"
    assert found.cogeneration[0].share_heat == F(5, 14)
    assert found.cogeneration[0].ef_power is None


def test_heat_only_takes_all_emissions_and_has_no_factor_for_power():
    found = done(cogeneration=(unit(electricity="0"),))
    assert found.cogeneration[0].share_heat == 1
    assert found.cogeneration[0].ef_power is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"emissions_fuel": ""}, "CBM-002"),
        ({"reference_heat": ""}, "CBM-002"),
        ({"reference_power": "44.2"}, "CBM-003"),
        ({"heat": "0", "electricity": "0"}, "CBM-019"),
    ],
)
def test_a_unit_without_figures_leaves_those_who_use_its_heat_incomplete(changed, code):
    found = done(process("a", heat_in="4", heat_in_chp="chp", **PLAIN), cogeneration=(unit(**changed),))
    assert codes(found) == [code, "CBM-024"]
    assert found.cogeneration == ()
    assert found.process("a").incomplete == ("chp",)


def test_heat_from_fuel_by_its_efficiency():
    assert cogeneration.heat_factor(F("56.1"), F("0.9")) == F("56.1") / F("0.9")
    with pytest.raises(ZeroDivisionError):
        cogeneration.heat_factor(F(1), F(0))
