"""Broken studies and workbooks, one slip each: name → (file name, bytes).

Each has its exact messages in ``bad/expected/NAME.txt``. A case is the good study of `base` with one thing wrong, in
the spelling where people make that slip.
"""

from __future__ import annotations

from dataclasses import replace

from carnet.errors import Text
from carnet.exchange import study_json, study_toml
from carnet.inventory import installation
from carnet.inventory.model import (
    Exchange,
    FactorChoice,
    Flow,
    Process,
    Property,
    SupplierValue,
    TransportLeg,
)
from tests.corpus.base import BASE, LIFE, add, drop, line, row
from tests.exchange.workbooks import (
    EXCHANGES,
    STUDY,
    book,
    column_of,
    formula,
    grid,
    item_row,
    number,
    one_sheet,
    parts,
    sheet_xml,
    zipped,
)

GOOD_JSON = study_json.write(BASE)
GOOD_TOML = study_toml.write(BASE)


def _json(study):
    return "study.json", study_json.write(study)


def _text(old, new, count=1):
    """The good JSON with a piece of its text replaced."""
    assert old.encode() in GOOD_JSON, old
    return "study.json", GOOD_JSON.replace(old.encode(), new.encode(), count)


def _toml(old, new):
    assert old.encode() in GOOD_TOML, old
    return "study.toml", GOOD_TOML.replace(old.encode(), new.encode(), 1)


# ── text spellings ───────────────────────────────────────────────────────────────────────────────

SPELLING = {
    "json_comma_missing": lambda: _text('"region": "CN-50",', '"region": "CN-50"'),
    "json_not_closed": lambda: ("study.json", GOOD_JSON[: len(GOOD_JSON) // 2]),
    "json_key_twice": lambda: _text('"region": "CN-50",', '"region": "CN-50", "region": "CN-11",'),
    "json_number_unquoted": lambda: _text('"amount": "1.35"', '"amount": 1.35'),
    "json_many_numbers_unquoted": lambda: _text('"amount": "', '"amount": -0.0e1, "note": "', 3),
    "json_nan": lambda: _text('"amount": "380"', '"amount": NaN'),
    "json_infinity": lambda: _text('"value": "0.728"', '"value": -Infinity'),
    "json_unknown_key": lambda: _text('"provider": "furnace"', '"suplier": "furnace"'),
    "json_null": lambda: _text('"document": "scale 1"', '"document": null'),
    "json_true": lambda: _text('"verified": "yes"', '"verified": true'),
    "json_list_for_a_text": lambda: _text('"id": "coal_in"', '"id": ["coal_in"]'),
    "json_text_for_a_list": lambda: _text('"cn_codes": [\n      "7208"\n    ]', '"cn_codes": "7208"'),
    "json_title_as_plain_text": lambda: _text(
        '"title": {\n    "zh": "热轧卷",\n    "en": "hot-rolled coil"\n  }', '"title": "coil"'
    ),
    "json_third_language": lambda: _text('"zh": "焦化",', '"zh": "焦化", "de": "Kokerei",'),
    "json_no_product": lambda: ("study.json", b'{"schema": "carnet-study/1", "id": "x"}'),
    "json_is_a_list": lambda: ("study.json", b"[]"),
    "json_too_deep": lambda: ("study.json", b'{"id": ' + b"[" * 40 + b"]" * 40 + b"}"),
    "json_not_utf8": lambda: ("study.json", GOOD_JSON.decode().encode("gb18030")),
    "json_empty": lambda: ("study.json", b" \n"),
    "json_control_character": lambda: _text('"declaration 5"', '"declaration\\u0007 5"'),
    "json_lone_surrogate": lambda: _text('"declaration 5"', '"\\ud83d"'),
    "json_other_format_version": lambda: _text("carnet-study/1", "carnet-study/9"),
    "json_cells_point_nowhere": lambda: _text(
        '"schema": "carnet-study/1",',
        '"schema": "carnet-study/1", "cells": {"/exchanges/999/amount": "A!B2", "/id": "B2"},',
    ),
    "toml_number_unquoted": lambda: _toml('amount = "1.35"', "amount = 1.35"),
    "toml_date_unquoted": lambda: _toml('period_from = "2025-01-01"', "period_from = 2025-01-01"),
    "toml_key_twice": lambda: _toml('status = "plant"', 'status = "plant"\nstatus = "literature"'),
    "toml_quote_missing": lambda: _toml('status = "plant"', 'status = "plant'),
    "toml_word_unquoted": lambda: _toml('status = "plant"', "status = plant"),
    "toml_array_not_closed": lambda: _toml('cn_codes = ["7208"]', 'cn_codes = ["7208"'),
    "toml_too_deep": lambda: ("study.toml", b"x = " + b"[" * 40),
    "neither_spelling": lambda: ("study.pdf", b"%PDF-1.7"),
}

# ── fields ───────────────────────────────────────────────────────────────────────────────────────

FIELDS = {
    "title_missing": lambda: _json(replace(BASE, title=Text("", ""))),
    "amount_missing": lambda: _json(line("ore_in", amount="")),
    "several_fields_missing": lambda: _json(replace(BASE, version="", country="", legal_date="")),
    "role_misspelt": lambda: _json(line("ore_in", role="purchase")),
    "direction_in_words": lambda: _json(line("ore_in", direction="input")),
    "stage_unknown": lambda: _json(row("processes", "furnace", stage="production")),
    "status_unknown": lambda: _json(replace(BASE, status="measured")),
    "technology_unknown": lambda: _json(row("contracts", "wind", technology="solar")),
    "mode_unknown": lambda: _json(row("transport", "ore_ship", mode="ship")),
    "gwp_set_unknown": lambda: _json(row("supplier_values", "ore_value", gwp_set="AR7")),
    "id_twice": lambda: _json(line("ore_in", id="coal_in")),
    "process_id_twice": lambda: _json(add("processes", Process("coking", Text("焦化二号", "second coke oven")))),
    "id_with_a_space": lambda: _json(replace(BASE, id="coil base")),
    "country_by_name": lambda: _json(replace(BASE, country="中国", region="")),
    "country_of_three_letters": lambda: _json(row("certificates", "gec1", country="CHN")),
    "region_without_prefix": lambda: _json(replace(BASE, region="50")),
    "region_of_another_country": lambda: _json(row("contracts", "grid", country="DE")),
    "commodity_code_with_spaces": lambda: _json(
        replace(BASE, product=replace(BASE.product, cn_codes=("7208 10 00", "72")))
    ),
    "score_out_of_range": lambda: _json(line("coil_out", technology_dq="6", time_dq="1.5")),
    "own_flow_of_unknown_kind": lambda: _json(row("flows", "strapping", kind="mass")),
    "own_flow_changes_a_shared_one": lambda: _json(
        add("flows", Flow("argon", Text("氩", "argon"), "gas_volume", "Nm3"))
    ),
}

# ── amounts, units, properties ───────────────────────────────────────────────────────────────────

AMOUNTS = {
    "text_in_a_number": lambda: _json(line("ore_in", amount="about 1600")),
    "comma_in_a_number": lambda: _json(line("ore_in", amount="1,600")),
    "unit_behind_a_number": lambda: _json(line("ore_in", amount="1600kg")),
    "range_as_a_number": lambda: _json(line("ore_in", amount="1500-1700")),
    "negative_mass": lambda: _json(line("ore_in", amount="-1600")),
    "reference_of_zero": lambda: _json(line("metal_out", amount="0")),
    "unit_unknown": lambda: _json(line("ore_in", unit="kgs.")),
    "unit_question_mark": lambda: _json(line("coal_in", unit="?")),
    "unit_of_another_kind": lambda: _json(line("gas_in", unit="kg")),
    "unit_with_two_meanings": lambda: _json(line("ore_in", unit="ton")),
    "unit_plain_cubic_metre_for_a_gas": lambda: _json(line("gas_in", unit="m3")),
    "price_without_currency": lambda: _json(line("tar_out", currency="RMB yuan")),
    "property_unknown": lambda: _json(row("properties", "c_coal", property="carbon")),
    "property_in_per_cent": lambda: _json(row("properties", "c_coke", value="82.35")),
    "property_unit_wrong": lambda: _json(row("properties", "c_coke", unit="%")),
    "property_bounds_swapped": lambda: _json(row("properties", "c_coal", low="0.735", high="0.72")),
    "property_outside_its_bounds": lambda: _json(row("properties", "c_coal", value="0.75")),
    "property_with_one_bound": lambda: _json(row("properties", "c_coal", high="")),
    "property_twice": lambda: _json(add("properties", Property("c_coke2", "coke", "carbon_content", "0.85", "kg/kg"))),
    "property_without_any_number": lambda: _json(row("properties", "c_tar", value="")),
    "carbon_content_missing": lambda: _json(drop("properties", "c_tar")),
    "carbon_content_per_the_wrong_unit": lambda: _json(row("properties", "c_gas", unit="kg/kg")),
}

# ── links ────────────────────────────────────────────────────────────────────────────────────────

_LOOP = (
    Process("a", Text("甲", "a")),
    Process("b", Text("乙", "b")),
)
_LOOP_LINES = (
    Exchange("a_out", "a", "out", "reference", "pellet", "1", "t"),
    Exchange("a_in", "a", "in", "intermediate", "sinter", "0.5", "t", provider="b"),
    Exchange("a_ore", "a", "in", "purchased", "iron_ore", "0.6", "t"),
    Exchange("b_out", "b", "out", "reference", "sinter", "1", "t"),
    Exchange("b_in", "b", "in", "intermediate", "pellet", "0.5", "t", provider="a"),
    Exchange("b_ore", "b", "in", "purchased", "iron_ore", "0.6", "t"),
)

LINKS = {
    "reference_product_missing": lambda: _json(line("metal_out", role="co_product")),
    "two_reference_products": lambda: _json(line("slag_out", role="reference")),
    "role_against_direction": lambda: _json(line("ore_in", direction="out")),
    "unlinked_input": lambda: _json(line("metal_in", provider="")),
    "provider_misspelt": lambda: _json(line("metal_in", provider="furnance")),
    "provider_makes_something_else": lambda: _json(line("metal_in", provider="coking")),
    "provider_of_a_purchased_line": lambda: _json(line("ore_in", provider="furnace")),
    "provider_makes_it_on_two_lines": lambda: _json(
        add("exchanges", Exchange("gas_out2", "coking", "out", "co_product", "coke_oven_gas", "20", "Nm3"))
    ),
    "flow_misspelt": lambda: _json(line("ore_in", flow="iron_or")),
    "flow_by_its_chinese_name": lambda: _json(line("ore_in", flow="烧结矿")),
    "flow_nobody_knows": lambda: _json(line("strap_in", flow="xyzzy")),
    "process_misspelt": lambda: _json(line("ore_in", process="furnaces")),
    "contract_unknown": lambda: _json(line("power_coking", contract="grid2")),
    "certificate_unknown": lambda: _json(row("contracts", "wind", certificates=("gec1", "gec9"))),
    "source_unknown": lambda: _json(line("ore_in", source="lab2")),
    "leg_of_an_unknown_line": lambda: _json(row("transport", "ore_ship", exchange="ores_in")),
    "factor_choice_for_nothing": lambda: _json(add("factor_choices", FactorChoice("iron_oer", "x"))),
    "product_of_another_process": lambda: _json(replace(BASE, product=replace(BASE.product, flow="hot_metal"))),
    "loop_without_a_product": lambda: _json(add("exchanges", *_LOOP_LINES, study=add("processes", *_LOOP))),
    "process_that_leads_nowhere": lambda: _json(add("exchanges", *_LOOP_LINES[:1], study=add("processes", _LOOP[0]))),
    "electricity_without_a_contract": lambda: _json(line("power_coking", contract="")),
    "electricity_as_a_purchase": lambda: _json(line("power_coking", role="purchased")),
    "role_electricity_for_steam": lambda: _json(line("power_coking", flow="steam", unit="MJ")),
    "emission_without_origin": lambda: _json(line("co2_furnace", origin="")),
    "emission_of_electricity": lambda: _json(line("ch4_furnace", flow="electricity", unit="kWh")),
}

# ── dates, contracts, evidence ───────────────────────────────────────────────────────────────────

EVIDENCE = {
    "date_in_another_order": lambda: _json(replace(BASE, legal_date="01/03/2026")),
    "date_that_is_no_day": lambda: _json(replace(BASE, period_to="2025-02-30")),
    "date_of_another_century": lambda: _json(replace(BASE, known_date="1026-03-01")),
    "study_period_backwards": lambda: _json(replace(BASE, period_from="2025-12-31", period_to="2025-01-01")),
    "legal_date_before_the_data": lambda: _json(replace(BASE, legal_date="2024-03-01")),
    "known_date_before_the_data": lambda: _json(replace(BASE, known_date="2023-06-30")),
    "period_outside_the_study": lambda: _json(line("coil_out", period_from="2023-01-01", period_to="2023-12-31")),
    "period_half_outside": lambda: _json(line("coil_out", period_from="2024-07-01", period_to="2025-06-30")),
    "period_with_one_end": lambda: _json(line("coil_out", period_to="")),
    "period_outside_a_literature_study": lambda: _json(
        line("coil_out", replace(BASE, status="literature"), period_from="2016-01-01", period_to="2016-12-31")
    ),
    "certificate_used_twice": lambda: _json(row("contracts", "grid", certificates=("gec1",))),
    "certificate_entered_twice": lambda: _json(
        add(
            "certificates",
            replace(BASE.certificates[0], id="gec3"),
            study=row("contracts", "wind", certificates=("gec1", "gec2", "gec3")),
        )
    ),
    "certificates_too_small": lambda: _json(row("certificates", "gec1", volume_kwh="12")),
    "certificate_not_cancelled": lambda: _json(row("certificates", "gec1", cancelled_on="")),
    "certificate_of_an_old_vintage": lambda: _json(
        row("certificates", "gec1", vintage_from="2021-01-01", vintage_to="2021-06-30")
    ),
    "certificate_of_another_country": lambda: _json(row("certificates", "gec1", country="SG")),
    "certificate_of_another_technology": lambda: _json(row("certificates", "gec1", technology="hydro")),
    "contract_of_another_country": lambda: _json(row("contracts", "grid", country="DE", region="")),
    "leg_of_a_product_inside": lambda: _json(row("transport", "ore_ship", exchange="coke_in")),
    "share_in_per_cent": lambda: _json(row("transport", "ore_rail", share="60")),
    "shares_above_the_whole": lambda: _json(
        add("transport", TransportLeg("ore_rail2", "ore_in", "rail", "500", "0.7"))
    ),
    "distance_in_metres": lambda: _json(row("transport", "ore_ship", distance_km="9800000")),
    "supplier_without_boundary": lambda: _json(row("supplier_values", "ore_value", boundary="")),
    "supplier_of_an_inner_line": lambda: _json(row("supplier_values", "ore_value", exchange="coke_in")),
    "supplier_in_grams": lambda: _json(row("supplier_values", "ore_value", value="450", unit="kg CO2e")),
    "supplier_per_the_wrong_unit": lambda: _json(row("supplier_values", "ore_value", per_unit="kWh")),
    "supplier_value_expired": lambda: _json(
        row("supplier_values", "ore_value", period_from="2021-01-01", period_to="2022-12-31")
    ),
    "supplier_value_twice": lambda: _json(
        add("supplier_values", SupplierValue("ore_value2", "ore_in", "0.05", "kg CO2e", "kg", "other mine"))
    ),
    "supplier_part_above_the_whole": lambda: _json(row("supplier_values", "ore_value", direct_part="0.5")),
    "supplier_verified_by_nobody": lambda: _json(row("supplier_values", "ore_value", verifier="")),
    "document_with_two_amounts": lambda: _json(
        add("exchanges", Exchange("ore_in2", "furnace", "in", "purchased", "iron_ore", "1.5", "t", document="scale 2"))
    ),
    "row_entered_twice": lambda: _json(
        add(
            "exchanges",
            Exchange("coal_in2", "coking", "in", "purchased", "coking_coal", "1350", "kg", document="scale 1"),
        )
    ),
    "delivery_with_two_weights": lambda: _json(line("coke_in", document="slip A")),
    "scrap_of_no_kind": lambda: _json(line("scrap_in", scrap_kind="")),
}

# ── after the gate, materials, what is left out ──────────────────────────────────────────────────


def _life(row_id, table="exchanges", **changed):
    return _json(row(table, row_id, study=LIFE, **changed))


LIVES = {
    "two_rows_take_the_product": lambda: _json(
        add("exchanges", Exchange("again", "service", "in", "product", "hot_rolled_coil", "1", "t"), study=LIFE)
    ),
    "taker_with_an_output": lambda: _json(
        add("exchanges", Exchange("scrap_out", "scrapping", "out", "co_product", "steel_scrap", "1", "t"), study=LIFE)
    ),
    "taker_of_another_flow": lambda: _life("coil_used", flow="crude_steel"),
    "taker_before_the_gate": lambda: _life("service", "processes", stage="manufacturing"),
    "taker_fed_from_before_the_gate": lambda: _life("part_used", provider="furnace", flow="hot_metal"),
    "use_that_takes_nothing": lambda: _json(drop("exchanges", "coil_used", study=LIFE)),
    "taker_of_nothing": lambda: _life("coil_used", amount="0"),
    "taker_in_pieces": lambda: _life("coil_used", unit="piece"),
    "taker_going_out": lambda: _life("coil_used", direction="out"),
    "market_by_name": lambda: _json(replace(LIFE, product=replace(LIFE.product, market="Europe"))),
    "country_of_origin_by_name": lambda: _life("oil_in", country="Australia"),
    "country_of_a_process_by_name": lambda: _life("shop", "processes", country="Australia"),
    "precision_out_of_range": lambda: _life("oil_in", precision_dq="0"),
    "product_row_left_out": lambda: _life("coil_used", excluded="yes"),
    "excluded_share_alone": lambda: _life("oil_in", excluded=""),
    "excluded_share_of_more_than_all": lambda: _life("oil_in", excluded_share="101"),
    "excluded_in_other_words": lambda: _life("oil_in", excluded="true"),
    "fate_of_an_emission": lambda: _life("co2_furnace", fate="stored"),
    "captured_to_nowhere": lambda: _life("co2_caught", fate=""),
    "statistic_unknown": lambda: _life("ore_value", "supplier_values", statistic="p90"),
    "lifetime_of_nothing": lambda: _life("ore_value", "supplier_values", lifetime_years="0"),
    "primary_share_of_more_than_all": lambda: _life("ore_value", "supplier_values", primary_share="120"),
    "dqr_of_nothing": lambda: _life("ore_value", "supplier_values", dqr="0.5"),
    "material_in_per_cent": lambda: _life("m_scrap", "materials", recycled_content="25"),
    "recycled_and_burnt": lambda: _life("m_scrap", "materials", energy_rate="0.2"),
    "material_of_an_unknown_row": lambda: _life("m_scrap", "materials", exchange="scrap_on"),
    "material_of_an_unknown_flow": lambda: _life("m_scrap", "materials", disposal="landfil"),
    "material_of_an_own_output": lambda: _life("m_scrap", "materials", exchange="coil_out"),
    "two_materials_of_one_row": lambda: _life("m_strap", "materials", exchange="scrap_in"),
    "more_material_than_bought": lambda: _life("m_scrap", "materials", unit="t", amount="48"),
    "material_without_a_number": lambda: _life("m_scrap", "materials", recycling_rate="most"),
    "material_in_pieces": lambda: _life("m_scrap", "materials", unit="piece"),
    "life_in_kilograms": lambda: _life("life", "properties", unit="kg"),
    "life_of_a_thousand_years": lambda: _life("life", "properties", value="1000"),
}

# ── balances and plausibility ────────────────────────────────────────────────────────────────────

BALANCES = {
    "more_product_than_input": lambda: _json(line("coil_out", amount="1.4")),
    "closed_balance_that_does_not_close": lambda: _json(row("processes", "furnace", tags=("mass_closed",))),
    "closed_balance_that_cannot_be_weighed": lambda: _json(row("processes", "rolling", tags=("mass_closed",))),
    "kilograms_as_tonnes": lambda: _json(line("ore_in", unit="t")),
    "tonnes_as_kilograms": lambda: _json(line("metal_out", unit="kg")),
    "more_carbon_out_than_in": lambda: _json(line("coal_in", amount="0.9")),
    "carbon_negative_at_its_value": lambda: _json(
        row("properties", "c_coal", study=line("coal_in", amount="1.26"), value="0.66", low="0.66", high="0.735")
    ),
    "reported_co2_against_the_balance": lambda: _json(line("co2_furnace", amount="850")),
    "grams_stored_as_kilograms": lambda: _json(line("co2_furnace", amount="997000")),
    "methane_in_kilograms": lambda: _json(line("ch4_furnace", unit="kg")),
    "megawatt_hours": lambda: _json(line("power_coking", unit="MWh")),
    "watt_hours": lambda: _json(line("power_coking", amount="0.03")),
    "water_in_kilograms_as_m3": lambda: _json(line("water_in", amount="200")),
    "gas_in_thousands": lambda: _json(line("gas_out", amount="400000")),
    "co_product_used_up_twice": lambda: _json(line("gas_in", amount="200")),
    "float_tail": lambda: _json(line("power_coking", amount="30.000000000000004")),
    "biogenic_carbon_in_a_balance": lambda: _json(line("coal_in", origin="biogenic")),
    "everything_at_once": lambda: _json(
        line(
            "ore_in", line("metal_in", row("certificates", "gec1", volume_kwh="many"), provider="furnce"),
            flow="iron oar", unit="?", amount="-1", period_from="2025-13-01",
        )
    ),
}  # fmt: skip


# ── workbooks ────────────────────────────────────────────────────────────────────────────────────


def _book(change, name="study.xlsx"):
    tables = grid(BASE)
    tables = change(tables) or tables
    return name, book(tables)


def _cell(label, row_id, content, tab=EXCHANGES):
    """One cell of a line, by the label of its column and the id in its row."""

    def change(tables):
        rows = tables[tab]
        found = next(r for r in rows if r and r[column_of(rows, "编号")] == row_id)
        found[column_of(rows, label)] = content

    return change


def _renamed(tables):
    return {("Sheet1" if name == EXCHANGES else name): rows for name, rows in tables.items()}


def _moved(tables):
    rows = tables[EXCHANGES]
    at = column_of(rows, "数量")
    for r in rows:
        r.append(r.pop(at))
    found = next(r for r in rows if r and r[0] == "ore_in")
    found[column_of(rows, "数量")] = "1 600"


def _no_column(tables):
    rows = tables[EXCHANGES]
    at = column_of(rows, "单位")
    for r in rows:
        del r[at]


def _renamed_and_wrong(tables):
    _cell("单位", "ore_in", "kgs.")(tables)
    return _renamed(tables)


def _study_item(tables):
    item_row(tables[STUDY], "国家")[1] = "中国"
    item_row(tables[STUDY], "地区")[1] = ""


def _hostile_entities():
    made = parts({"Data": "<worksheet/>"})
    made["xl/workbook.xml"] = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>'
    return "entities.xlsx", zipped(made)


def _million_empty_rows():
    """The good study, and below its lines a million rows that hold a style and nothing else."""
    tables = grid(BASE)
    sheets = {name: sheet_xml(rows) for name, rows in tables.items()}
    empty = "".join(f'<row r="{i}"><c r="A{i}" s="0"/></row>' for i in range(1000, 1_001_000))
    sheets[EXCHANGES] = sheets[EXCHANGES].replace("</sheetData>", f"{empty}</sheetData>")
    return "empty_rows.xlsx", zipped(parts(sheets))


def _far_cell():
    tables = grid(BASE)
    sheets = {name: sheet_xml(rows) for name, rows in tables.items()}
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    sheets[EXCHANGES] = sheets[EXCHANGES].replace("</sheetData>", f"{far}</sheetData>")
    return "far.xlsx", zipped(parts(sheets))


def _plant(**rows):
    """The base study with rows of an installation; what is wrong stands in them."""
    process = installation.ProductionProcess("coil", "coil", "iron_steel_products", amount="100")
    return lambda: _json(replace(BASE, **{"production": (process,), **rows}))


INSTALLATIONS = {
    "cbam_percent_for_a_share": _plant(
        source_streams=(installation.SourceStream("s1", "gas", "combustion", oxidation="99", biomass="5"),)
    ),
    "cbam_code_of_four_digits": _plant(
        cbam_goods=(installation.CbamGood("g1", "coil", "7208"), installation.CbamGood("g2", "coil"))
    ),
    "cbam_two_installations": _plant(
        installation=(installation.Installation("a"), installation.Installation("b", country="Chongqing"))
    ),
    "cbam_names_that_lead_nowhere": _plant(
        precursors=(installation.PurchasedPrecursor("coil", "slab", "crude_stel", see_direct="x"),),
        precursor_uses=(installation.PrecursorUse("u1", "slab", "coi", "-1"),),
    ),
}

WORKBOOKS = {
    "xlsx_text_in_a_number": lambda: _book(_cell("数量", "ore_in", "约1600")),
    "xlsx_formula_without_value": lambda: _book(_cell("数量", "ore_in", formula(None))),
    "xlsx_formula_with_value": lambda: _book(_cell("数量", "ore_in", formula("1600"))),
    "xlsx_unit_unknown": lambda: _book(_cell("单位", "ore_in", "kgs.")),
    "xlsx_no_break_space_and_full_width": lambda: _book(_cell("物流", "ore_in", "iron\u00a0ｏｒｅ")),
    "xlsx_choice_unknown": lambda: _book(_cell("角色", "ore_in", "买来的")),
    "xlsx_number_in_a_text_column": lambda: _book(_cell("供给过程", "metal_in", number("12"))),
    "xlsx_amount_empty": lambda: _book(_cell("数量", "ore_in", None)),
    "xlsx_tab_renamed_and_a_unit_wrong": lambda: _book(_renamed_and_wrong),
    "xlsx_column_moved_and_a_space_in_a_number": lambda: _book(_moved),
    "xlsx_column_missing": lambda: _book(_no_column),
    "xlsx_country_by_name": lambda: _book(_study_item),
    "xlsx_tab_missing": lambda: _book(lambda tables: {n: r for n, r in tables.items() if n != EXCHANGES}),
    "xlsx_entities": _hostile_entities,
    "xlsx_that_is_an_xls": lambda: ("study.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)),
    "xlsx_that_is_json": lambda: ("study.xlsx", GOOD_JSON),
    "xlsx_far_cell": _far_cell,
    "xlsx_million_empty_rows": _million_empty_rows,
    "xlsx_zip_bomb": lambda: ("bomb.xlsx", one_sheet(" " * 60_000_000)),
    "xlsx_tab_with_a_copy": lambda: _book(lambda tables: {**tables, "Copy": tables[EXCHANGES]}),
    "xlsx_cut_off": lambda: ("study.xlsx", book(grid(BASE))[:2000]),
}

SLOW = frozenset({"xlsx_million_empty_rows"})
BAD = {**SPELLING, **FIELDS, **AMOUNTS, **LINKS, **EVIDENCE, **LIVES, **BALANCES, **INSTALLATIONS, **WORKBOOKS}

__all__ = ["BAD", "SLOW"]
