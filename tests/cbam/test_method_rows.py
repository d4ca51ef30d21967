"""Kilns, heat, joint products and generating units as rows: in a workbook, in JSON and TOML, and in the output."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from fractions import Fraction

import pytest

from carnet.cbam.checks_form import COORDINATES, bad_coordinate
from carnet.cbam.field_names import FIELDS
from carnet.cli.cbam_show import show
from carnet.errors import InputError, Text
from carnet.exchange.study import write_study
from carnet.exchange.study_sheets_cbam import CBAM_TABS
from carnet.inventory.checks_installation import ROWS
from carnet.inventory.installation import CbamGood, Cogeneration, HeatFlow, JointProduct, Kiln, SourceStream
from carnet.report.cbam_cost import cost_blocks
from carnet.report.cbam_operator import first_items
from carnet.service import cbam_sides
from carnet.service.cbam import run_cbam
from carnet.service.cbam_json import cbam_json
from carnet.service.studies import open_bytes, open_shipped
from tests.cbam.cases import STEEL, Case, checked
from tests.cbam.studies import ON, add, cement_works, change, drop

KILN = Kiln(
    "k1", "Kiln line 1", "clinker", "output", clinker_made="1000", clinker_ef="0.525", dust="20", calcination="0.4",
    bypass="5", factor_kind="laboratory", factor_source="works laboratory", factor_date="2026-03-01", meter="W-1",
)  # fmt: skip
STEAM = HeatFlow(
    "steam", "clinker", "out", name="Hot water to the town", mass="10000", enthalpy="420", enthalpy_return="250",
    fuel_ef="95", efficiency="0.85",
)  # fmt: skip
UNIT = Cogeneration("genset", "Diesel set", electricity="500", waste_gas="1", waste_gas_ef="40")
DIESEL = SourceStream(
    "diesel", "Diesel", "combustion", "", "diesel", "100", "t", ncv="43", ef="74.1", ef_unit="tCO2/TJ",
    factor_kind="type_1", factor_source="point G", generation="genset",
)  # fmt: skip


def works():
    study = drop(cement_works(), "source_streams", "limestone")
    study = add(add(add(study, "kilns", KILN), "heat_flows", STEAM), "cogeneration", UNIT)
    study = change(add(study, "source_streams", DIESEL), "/production/clinker/electricity_ef", "")
    study = change(study, "/production/clinker/electricity_chp", "genset")
    made = replace(open_shipped("steel").study, **{name: getattr(study, name) for name in ROWS})
    return replace(made, period_from="2026-01-01", period_to="2026-12-31", known_date=ON)


@pytest.mark.parametrize("file", ["plant.xlsx", "plant.json", "plant.toml"])
def test_the_rows_come_through_every_file_and_give_the_same_figures(file):
    study = works()
    opened = open_bytes(write_study(study, file), file)
    assert opened.study.kilns == study.kilns
    assert opened.study.heat_flows == study.heat_flows
    assert opened.study.cogeneration == study.cogeneration
    computed = run_cbam(opened).computed
    (unit,) = computed.cogeneration
    # 100 t x 43 GJ/t x 74.1 / 1000 = 318.63 tCO2, and 1 TJ x 40
    assert unit.ef_power * 500 == unit.emissions
    assert str(unit.emissions) == "35863/100"
    (heat,) = computed.heat
    assert str(heat.amount) == "17/10"  # 10 000 t x 170 kJ/kg
    assert heat.emissions == heat.amount * 95 / Fraction(STEAM.efficiency)
    assert computed.process("clinker").direct_star > 525


def test_what_the_rows_give_is_shown_with_its_equation(capsys):
    run = run_cbam(open_bytes(write_study(works(), "plant.xlsx"), "plant.xlsx"))
    document = cbam_json(run)
    assert document["heat_flows"][0]["equation"] == "30-34, 44, 45"
    assert document["cogeneration"][0]["equation"] == "38"
    assert {s["id"]: s["status"] for s in document["streams"]}["k1"] == "recalled"
    for lang, words in (("en", ("eq 11", "eq 28", "eq 30 to 34", "eq 38")), ("zh", ("公式28", "公式38"))):
        show(document, run, lang)
        printed = capsys.readouterr().out
        assert all(word in printed for word in words)
    items = {one.number: one for one in first_items(cbam_sides.bundle_of(run))}
    assert "eq 28" in str(items["16"].pieces)
    assert "eq 38" in str(items["16"].pieces)


def test_a_kiln_blocks_issuing_as_its_text_was_not_read():
    run = run_cbam(open_bytes(write_study(works(), "plant.xlsx"), "plant.xlsx"))
    rule = next(c for c in run.checks if c.rule == "CBM-R37")
    assert rule.ok is False
    assert "/kilns/0/method" in rule.pointers
    assert rule.spots[0].en.endswith(" k1 · method")
    assert not cbam_json(run)["ready"]


def test_what_cannot_be_in_a_row_is_told_when_the_study_is_read():
    study = works()
    study = replace(study, kilns=(replace(KILN, process="none", method="C", calcination="40", cement_stock="-5"),))
    study = replace(study, heat_flows=(replace(STEAM, direction="up", mass="-1", chp="none"),))
    study = replace(study, joint_products=(JointProduct("j", "clinker", "x", "a", "1", "none"),))
    with pytest.raises(InputError) as failed:
        open_bytes(write_study(study, "plant.json"), "plant.json")
    found = {(p.code, p.place.pointer) for p in failed.value.problems}
    assert {
        ("STU-024", "/kilns/0/process"), ("STU-021", "/kilns/0/method"), ("STU-103", "/kilns/0/calcination"),
        ("STU-021", "/heat_flows/0/direction"), ("STU-041", "/heat_flows/0/mass"), ("STU-024", "/heat_flows/0/chp"),
        ("STU-024", "/joint_products/0/to"),
    } <= found  # fmt: skip
    assert any(pointer == "/joint_products/0/amount" for _, pointer in found)
    assert not any(pointer.endswith("cement_stock") for _, pointer in found)


@pytest.mark.parametrize("table", ["kilns", "heat_flows", "joint_products"])
def test_fields_are_called_as_on_their_tab(table):
    (tab,) = [each for each in CBAM_TABS if each.field == table]
    columns = {c.field: (c.zh, c.en) for c in tab.columns}
    assert {name: (text.zh, text.en) for name, text in FIELDS[table].items()}.items() <= columns.items()


# ── names of goods ──────────────────────────────────────────────────────────────────────────────


def test_a_good_is_called_in_each_language_by_its_own_name(capsys):
    assert CbamGood("g", name="卷").names == Text("卷", "卷")
    assert CbamGood("g", name="coil", name_zh="卷").names == Text("卷", "coil")
    assert CbamGood("g", name_en="coil").names == Text("coil", "coil")
    assert "name_zh" in {f.name for f in fields(CbamGood)}
    study = replace(works(), cbam_goods=tuple(
        replace(g, name="old", name_zh="普通水泥", name_en="Grey cement") for g in works().cbam_goods
    ))  # fmt: skip
    run = run_cbam(open_bytes(write_study(study, "plant.xlsx"), "plant.xlsx"))
    document = cbam_json(run)
    assert document["goods"][0]["names"] == {"zh": "普通水泥", "en": "Grey cement"}
    for lang, own, other in (("zh", "普通水泥", "Grey cement"), ("en", "Grey cement", "普通水泥")):
        show(document, run, lang)
        printed = capsys.readouterr().out
        assert f"  {own}" in printed
        assert other not in printed
        page = json.dumps(cost_blocks(cbam_sides.bundle_of(run), lang), ensure_ascii=False)
        assert own in page
        assert other not in page
    english = str(first_items(cbam_sides.bundle_of(run)))
    assert "Grey cement" in english
    assert "old" not in [word.strip("',()") for word in english.split()]


def test_an_english_name_beside_a_chinese_one_is_enough_for_the_report():
    named = change(STEEL, "/cbam_goods/coil/name", "热轧卷")
    assert checked(Case(named))["CBM-R62"].ok is False
    both = change(change(named, "/cbam_goods/coil/name_en", "Hot-rolled coil"), "/cbam_goods/coil/name_zh", "热轧卷")
    assert checked(Case(both))["CBM-R62"].ok is True


@pytest.mark.parametrize("row", ["/source_streams/coke", "/production/steel", "/precursors/ferro"])
def test_streams_processes_and_precursors_may_have_their_english_name_beside(row):
    named = change(STEEL, f"{row}/name", "钢")
    assert checked(Case(named))["CBM-R62"].ok is False
    both = change(named, f"{row}/name_en", "Steel")
    assert checked(Case(both))["CBM-R62"].ok is True
    where = checked(Case(named))["CBM-R62"].pointers
    assert all(pointer.endswith("/name_en") for pointer in where)


# ── coordinates: one rule, one sentence ─────────────────────────────────────────────────────────

DEGREES = {
    "39.630868": True, "-39.630867": True, "+39.630867": True, " 39.630867° ": True, "39.6308670 °": True,
    "39.63": False, "139.630867": False, "39,630867": False, "39°37'51\"N": False, "N39.630867": False,
}  # fmt: skip


@pytest.mark.parametrize("text", DEGREES)
def test_the_check_and_the_operators_report_agree_on_coordinates(text):
    study = change(STEEL, "/installation/works/latitude", text)
    rule = checked(Case(study))["CBM-R63"]
    assert rule.ok is DEGREES[text]
    wrong = bad_coordinate("latitude", text)
    assert (wrong is None) is DEGREES[text]
    item = str(first_items(bundle_of(study))[0].pieces)
    assert (wrong is None) or (wrong.en in rule.why.en and wrong.zh in rule.why.zh)
    assert ("degrees with at least six decimals" in item) is not DEGREES[text]
    assert set(COORDINATES) == {"latitude", "longitude"}


def bundle_of(study):
    made = replace(open_shipped("steel").study, **{name: getattr(study, name) for name in ROWS})
    made = replace(made, period_from="2026-01-01", period_to="2026-12-31")
    return cbam_sides.bundle_of(run_cbam(open_bytes(write_study(made, "plant.json"), "plant.json")))
