"""National factors against the act's table, and Chinese ETS reporting beside the CBAM: figures by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from carnet.cbam.compute import compute
from carnet.cbam.ets import ets_side_by_side
from carnet.cbam.ets_figures import FIGURES, SOURCES, Range, Reading, range_of, status_of, worst
from carnet.cbam.factor_ladder import LADDER, factor_ladder
from carnet.cbam.standard_factors import factor_id, near_factors, standard_factor
from carnet.store.cbam_tables import load_cbam_tables
from tests.cbam.studies import cement_works, change, nitric_acid_plant, smelter, steel_works

STEEL = steel_works()


def row(study, stream):
    return next(r for r in factor_ladder(study, load_cbam_tables()) if r.stream == stream)


def line(study, stream):
    tables = load_cbam_tables()
    return next(x for x in ets_side_by_side(study, compute(study, tables), tables).lines if x.stream == stream)


def exact(text):
    return Range(Fraction(text), Fraction(text))


def test_three_rungs_and_what_each_would_give():
    found = row(STEEL, "coke_breeze")
    first, own, national = found.rungs
    assert (first.kind, first.status, own.kind, national.kind) == ("type_1", "read", "laboratory", "type_2")
    # 75 t x 28.2 GJ/t x 107 tCO2/TJ; 75 x 28.4 x 105
    assert first.emissions == exact("226.305")
    assert own.emissions == exact("223.65")
    # lowest and highest of the readings: 75 x 28.435 x 0.0294 x 0.93 x 44/12, 75 x 28.446 x 0.0295 x 0.988 x 44/12
    low = Fraction(75) * Fraction("28.435") * Fraction("0.0294") * Fraction("0.93") * 44 / 12
    high = Fraction(75) * Fraction("28.446") * Fraction("0.0295") * Fraction("0.988") * 44 / 12
    assert national.emissions == Range(low, high)
    assert national.status == "conflicting"
    assert (found.used, found.warning) == ("own", False)


def test_type_one_is_warned_of_where_a_national_value_exists():
    for study in (
        change(STEEL, "/source_streams/coke_breeze/factor_kind", "type_1"),
        change(change(STEEL, "/source_streams/coke_breeze/factor_kind", ""), "/source_streams/coke_breeze/ef", "107"),
    ):
        found = row(study, "coke_breeze")
        assert found.warning
        assert "type II" in found.why.en
        assert "类型II" in found.why.zh
        assert found.pointer == "/source_streams/0"


def test_type_one_elsewhere_asks_for_the_reason():
    study = change(STEEL, "/source_streams/coke_breeze/factor_kind", "type_1")
    abroad = replace(study, installation=(replace(study.installation[0], country="VN"),))
    found = row(abroad, "coke_breeze")
    assert not found.warning
    assert "VN" in found.why.en
    assert [r.kind for r in found.rungs] == ["type_1", "type_1"]


def test_stoichiometry_is_type_two():
    study = change(STEEL, "/source_streams/limestone/factor_kind", "type_1")
    assert not row(study, "limestone").warning


def test_a_gas_by_volume_keeps_its_own_heating_value():
    first = row(STEEL, "gas").rungs[0]
    assert first.ncv == exact("36")
    assert first.emissions == exact("201.96")  # 100 x 36 x 56.1 / 1000


def test_a_stream_without_a_factor_uses_none():
    study = change(STEEL, "/source_streams/coke_breeze/ef", "")
    found = row(study, "coke_breeze")
    assert (found.used, found.warning, len(found.rungs)) == ("", False, 2)


def test_materials_outside_the_table_have_no_row():
    assert "anodes" not in {r.stream for r in factor_ladder(smelter(), load_cbam_tables())}


def test_kinds_are_those_of_the_study():
    assert {r.used_kind for r in factor_ladder(STEEL, load_cbam_tables())} <= set(LADDER)


def test_statuses():
    one, other = Reading(Fraction(1), "list"), Reading(Fraction(2), "gb32150")
    assert status_of(()) == "unknown"
    assert status_of((one,)) == "recalled"
    assert status_of((other,)) == "secondary"
    assert status_of((one, Reading(Fraction(1), "calculator"))) == "secondary"
    assert status_of((one, other)) == "conflicting"
    assert worst(["secondary", "conflicting", "recalled"]) == "conflicting"
    assert worst([]) == "unknown"
    assert range_of(()) is None


def test_no_national_figure_claims_to_be_read():
    groups = [g for f in FIGURES.values() for g in (f.ncv, f.carbon, f.oxidation, f.ef) if g]
    assert {status_of(g) for g in groups} <= {"secondary", "recalled", "conflicting"}
    assert {r.source for g in groups for r in g} <= set(SOURCES)
    assert set(FIGURES) <= set(load_cbam_tables().factors)


def test_analysed_fuel_differs_by_oxidation_and_the_ratio():
    found = line(STEEL, "coke_breeze")
    carbon = Fraction(75) * Fraction("28.4") * 105 / 1000 / Fraction("3.664")
    assert found.cbam == Fraction("223.65")
    assert found.national == Range(carbon * Fraction("0.93") * 44 / 12, carbon * Fraction("0.988") * 44 / 12)
    assert found.difference == Range(found.cbam - found.national.high, found.cbam - found.national.low)
    assert "44/12" in found.reason.zh
    assert "0.93–0.988" in found.reason.en


def test_a_default_fuel_takes_the_default_carbon():
    study = change(STEEL, "/source_streams/gas/factor_kind", "type_1")
    carbon = Fraction(100) * Fraction("38.931") * Fraction("0.0153") * 44 / 12
    assert line(study, "gas").national == Range(carbon * Fraction("0.99"), carbon * Fraction("0.995"))


def test_a_fuel_of_the_mass_balance_is_a_fuel_in_china():
    found = line(STEEL, "coke")
    carbon = Fraction(450) * Fraction("0.85") * 44 / 12
    assert found.national == Range(carbon * Fraction("0.93"), carbon * Fraction("0.988"))
    assert "mass balance" in found.reason.en


@pytest.mark.parametrize("stream", ["hot_metal_out", "steel_out", "charcoal"])
def test_what_was_not_found_has_no_number(stream):
    found = line(STEEL, stream)
    assert (found.national, found.difference, found.status) == (None, None, "unknown")
    assert "not found" in found.reason.en
    assert "未找到" in found.reason.zh


def test_electrodes_and_anode_effects():
    study = change(
        change(STEEL, "/source_streams/limestone/material", "steel_eaf_electrodes"), "/source_streams/limestone/ef", "3"
    )
    found = line(study, "limestone")
    assert found.national == exact("366.3")
    assert found.status == "secondary"
    effects = line(smelter(), "effects")
    assert effects.national == exact("145.4")
    assert "draft" in effects.reason.en


def test_a_sector_outside_the_national_system_has_no_line_value():
    found = line(nitric_acid_plant(), "tail_gas")
    assert found.national is None
    assert "not in the national system" in found.reason.en


def test_sums_and_topics():
    tables = load_cbam_tables()
    study = cement_works()
    found = ets_side_by_side(study, compute(study, tables), tables)
    assert found.without_figure == 0
    assert found.cbam_compared == found.cbam_total == sum(x.cbam for x in found.lines)
    assert found.national_compared.low == sum(x.national.low for x in found.lines)
    topics = {t.id: t for t in found.topics}
    assert topics["electricity"].cbam.en.startswith("counts")
    steel = {t.id: t for t in ets_side_by_side(STEEL, compute(STEEL, tables), tables).topics}
    assert topics["equivalence"].status == "read"
    assert all(t.status in {"read", "secondary", "recalled", "conflicting", "unknown"} for t in found.topics)
    # sinter is outside Annex II, so a steel works with a sinter plant counts that electricity
    assert steel["electricity"].cbam.en.startswith("counts")


def test_json_holds_exact_ends_and_both_languages():
    tables = load_cbam_tables()
    found = ets_side_by_side(STEEL, compute(STEEL, tables), tables).json()
    lines = {x["stream"]: x for x in found["lines"]}
    assert found["applies"] is True
    assert lines["coke_breeze"]["cbam"] == "4473/20"
    assert lines["steel_out"]["national"] is None
    assert {"zh", "en"} == set(lines["steel_out"]["reason"])
    assert {t["id"] for t in found["topics"]} >= {"electricity", "coke_and_lime", "waste_gas"}
    ladder = [r.json() for r in factor_ladder(STEEL, tables)]
    assert ladder[0]["candidates"][0]["emissions"] == {"low": "45261/200", "high": "45261/200"}
    json.dumps([found, ladder])


@pytest.mark.parametrize("name", ["natural gas", "Natural Gas", "天然气", "ＮＡＴＵＲＡＬ gas"])
def test_a_material_by_the_names_of_the_table(name):
    tables = load_cbam_tables()
    study = change(STEEL, "/source_streams/gas/material", name)
    found = row(study, "gas")
    assert (found.material, found.rungs) == ("natural_gas", row(STEEL, "gas").rungs)
    study = change(study, "/source_streams/gas/factor_kind", "type_1")
    assert (
        line(study, "gas").national
        == line(change(study, "/source_streams/gas/material", "natural_gas"), "gas").national
    )
    assert standard_factor(tables, study.source_streams[7]).id == "natural_gas"


def test_names_in_brackets_and_names_of_two_tables():
    tables = load_cbam_tables()
    coke = STEEL.source_streams[3]

    def named(material, method):
        return factor_id(tables, replace(coke, material=material, method=method))

    assert named("kerosene", "combustion") == "kerosene"
    assert named("煤油", "combustion") == "kerosene"
    assert named("Direct reduced iron", "mass_balance") == "steel_dri"
    assert named("石油焦", "combustion") == "petroleum_coke"
    assert named("石油焦", "mass_balance") == "steel_petroleum_coke"
    assert named("coke_oven-gas", "combustion") == "coke_oven_gas"
    assert named("N2O", "process") == "N2O"  # a gas is no material
    assert named("unobtainium", "process") == "unobtainium"


def test_an_unknown_material_has_neighbours():
    tables = load_cbam_tables()
    assert near_factors(tables, "焦炭")[0].id == "coke"
    assert near_factors(tables, "bituminous coal")[0].id in {"other_bituminous_coal", "sub_bituminous_coal"}
    assert near_factors(tables, "qqqq") == ()
