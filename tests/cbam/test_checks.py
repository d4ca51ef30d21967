"""Every rule of the CBAM checks on one study that keeps it and one that breaks it; the broken value is named."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction

import pytest

from carnet.cbam.bounds import bounds_of
from carnet.cbam.checks import OWN, PER_TONNE, RULES, blocking, problems_of, rules_table, run_checks
from carnet.cbam.checks_place import MORE, TABS, spot_of
from carnet.cbam.checks_sight import show
from carnet.cbam.compute import compute
from carnet.cbam.field_names import FIELDS
from carnet.cbam.plausibility import BANDS
from carnet.cbam.plausible_power import POWER
from carnet.errors import Place, Text
from carnet.exchange.study import write_study
from carnet.exchange.study_sheets_cbam import CBAM_TABS
from carnet.inventory.installation import CbamGood, ProductionLevel
from carnet.inventory.model import Certificate, Contract, Places
from carnet.service.cbam import run_cbam
from carnet.service.cbam_asked import Asked
from carnet.service.studies import open_bytes, open_shipped
from carnet.store.cbam_tables import load_cbam_tables
from tests.cbam.cases import ACID, CASES, CEMENT, SMELTER, STEEL, Case, checked
from tests.cbam.studies import ON, add, change, drop


def test_every_rule_has_a_pair():
    assert {f"CBM-R{name}" for name in CASES} == {row.id for row in RULES}
    assert len({row.id for row in RULES}) == len(RULES)


@pytest.mark.parametrize("name", CASES)
def test_the_study_that_keeps_the_rule_passes(name):
    check = checked(CASES[name][0])[f"CBM-R{name}"]
    assert check.ok is True, check.why.en
    assert check.pointers == ()


@pytest.mark.parametrize("name", CASES)
def test_the_study_that_breaks_the_rule_fails_there(name):
    case = CASES[name][1]
    check = checked(case)[f"CBM-R{name}"]
    assert check.ok is False
    assert case.pointer in check.pointers, (check.pointers, check.why.en)
    assert check.why.zh
    assert check.why.en
    assert check.citation


def test_whole_studies_are_sound():
    for study, expected in ((STEEL, set()), (CEMENT, set()), (ACID, {"CBM-R37"}), (SMELTER, {"CBM-R37"})):
        failed = {rule for rule, check in checked(Case(study)).items() if check.ok is False}
        assert failed == expected, study.id


@pytest.mark.parametrize(
    ("value", "words"),
    [("1.66", "missing"), ("2.0086", "twice"), ("1.992", "20 %"), ("1.5", "not the default")],
)
def test_a_wrong_markup_is_named(value, words):
    check = checked(Case(change(STEEL, "/precursors/pig_iron_bought/see_direct", value)))["CBM-R25"]
    assert check.ok is False
    assert words in check.why.en
    assert "1.826" in check.why.en


def test_kilograms_for_tonnes_and_kilowatt_hours_are_slips():
    small = change(change(STEEL, "/production/rolling/amount", "1.05"), "/production/rolling/market", "1.05")
    assert "/production/3/amount" in checked(Case(small))["CBM-R74"].pointers
    power = change(STEEL, "/production/rolling/electricity", "2000000")
    assert "/production/3/electricity" in checked(Case(power))["CBM-R74"].pointers
    carbon = change(STEEL, "/source_streams/coke/carbon", "85")
    assert "/source_streams/3/carbon" in checked(Case(carbon))["CBM-R74"].pointers


def test_a_purchase_agreement_needs_hours_and_delivery():
    study = change(STEEL, "/production/sinter/electricity_source", "D.4.3.2")
    assert checked(Case(study))["CBM-R31"].ok is False
    named = change(study, "/production/sinter/electricity_document", "PPA.pdf")
    assert checked(Case(named))["CBM-R31"].ok is False
    hourly = change(study, "/production/sinter/electricity_document", "PPA.pdf with hourly meter data")
    assert checked(Case(hourly))["CBM-R31"].ok is True

    ppa = Contract("ppa", "power_purchase_agreement", certificates=("c",), delivery="yes")
    paper = Certificate("c", "GEC", "wind", "60000", "2026-01-01", "2026-12-31", matching="hourly")
    by_contract = change(named, "/production/sinter/electricity_document", "ppa")
    whole = add(add(by_contract, "contracts", ppa), "certificates", paper)
    assert checked(Case(whole))["CBM-R31"].ok is True
    assert checked(Case(change(whole, "/certificates/c/matching", "annual")))["CBM-R31"].ok is False
    assert checked(Case(change(whole, "/contracts/ppa/delivery", "")))["CBM-R31"].ok is False


def test_netting_shows_in_the_sum():
    def netted(goods):
        return replace(goods, certificates=(goods.certificates or 0) - 5)

    assert checked(Case(SMELTER, goods=netted))["CBM-R53"].pointers == ("/cbam_goods",)


def test_the_reconciliation_factor_is_shown_where_it_holds():
    check = checked(Case(STEEL))["CBM-R10"]
    assert check.ok is True
    assert "RecF = 1.0101" in check.why.en


def test_indirect_emissions_are_within_the_installation_too():
    stated = change(STEEL, "/installation/works/indirect", "150")
    assert "/installation/0/indirect" in checked(Case(stated))["CBM-R12"].pointers
    assert checked(Case(change(STEEL, "/installation/works/indirect", "204")))["CBM-R12"].ok is True


def test_clinker_by_the_oxide_method_rests_on_unread_text():
    study = change(CEMENT, "/source_streams/limestone/material", "cao")
    assert checked(Case(study))["CBM-R37"].pointers == ("/source_streams/1/method",)


def test_an_accreditation_is_valid_on_its_last_day():
    study = change(STEEL, "/precursors/ferro/accreditation_expiry", ON)
    assert checked(Case(study))["CBM-R21"].ok is True
    assert checked(Case(study), on="2026-11-23")["CBM-R21"].ok is False


def test_own_rules_say_that_they_are_no_law():
    own = [row for row in RULES if row.status == OWN]
    assert {row.id for row in own} == {f"CBM-R7{i}" for i in range(8)}
    assert all("own rule" in row.citation for row in own)


def test_words_never_claim_too_much():
    banned = ("certified", "recognised by", "已认证", "获得认可")
    for _, breach in CASES.values():
        for check in checked(breach).values():
            text = check.title.en + check.why.en + check.title.zh + check.why.zh
            assert not any(word in text for word in banned)


def test_an_empty_study_asks_nothing_but_its_period():
    empty = STEEL
    for table in (
        "source_streams",
        "stream_shares",
        "production",
        "precursors",
        "precursor_uses",
        "cogeneration",
        "cbam_goods",
        "installation",
    ):
        empty = drop(empty, table)
    found = run_checks(empty, None, None, load_cbam_tables(), on=ON)
    assert {c.ok for c in found if c.rule not in {"CBM-R05", "CBM-R06"}} == {None}


@pytest.mark.parametrize(
    "table", ["installation", "source_streams", "production", "precursors", "cbam_goods", "cogeneration"]
)
def test_no_unreadable_value_stops_a_check(table):
    tables = load_cbam_tables()
    row = getattr(STEEL, table)[0]
    for cell in fields(row):
        if isinstance(getattr(row, cell.name), str) and cell.name != "id":
            for value in ("1,5 t", "-7"):
                study = replace(STEEL, **{table: (replace(row, **{cell.name: value}), *getattr(STEEL, table)[1:])})
                assert len(run_checks(study, compute(study, tables), None, tables, on=ON)) == len(RULES)


def test_problems_and_what_bars_issuing():
    found = tuple(checked(CASES["32"][1]).values())
    assert [c.rule for c in blocking(found)] == ["CBM-R32"]
    (told,) = problems_of(found)
    assert (told.code, told.severity, told.value) == ("CBM-130", "error", "CBM-R32")
    assert "charcoal" in told.cause.en
    assert "charcoal" in told.cause.zh
    money = tuple(checked(CASES["54"][1]).values())
    assert "CBM-R54" not in {c.rule for c in blocking(money)}
    assert "CBM-R54" in {c.rule for c in blocking(money, money=True)}
    assert {p.code for p in problems_of(money)} == {"CBM-130", "CBM-131"}


def test_places_come_from_the_workbook():
    study = CASES["32"][1].study
    cell = Place("plant.xlsx", "source_streams", "U3", "/source_streams/1/biomass_evidence")
    tables = load_cbam_tables()
    places = Places({"/source_streams/1/biomass_evidence": cell})
    found = run_checks(study, compute(study, tables), None, tables, on=ON, places=places)
    check = next(c for c in found if c.rule == "CBM-R32")
    assert check.where == (cell,)
    assert check.json()["where"] == [cell.json()]


def failing(study, *rules):
    found = checked(Case(study))
    return {rule: found[f"CBM-R{rule}"].pointers for rule in rules}


def test_kilograms_of_product_get_no_price():
    """The production amount in kg: every specific figure is a thousandth."""
    study = change(change(STEEL, "/production/rolling/amount", "1050000"), "/production/rolling/market", "1050000")
    found = checked(Case(study))
    assert found["CBM-R75"].severity == "block_money"
    assert "/production/3/amount" in found["CBM-R75"].pointers
    assert found["CBM-R75"] in blocking(tuple(found.values()), money=True)
    # told once: what cannot be is no longer merely unusual
    assert "/production/3/amount" not in found["CBM-R70"].pointers


@pytest.mark.parametrize(
    ("pointer", "value", "where"),
    [
        ("/source_streams/gas/activity", "3000000", "/production/2/amount"),  # m3 for 1000 m3, beside a larger share
        ("/source_streams/gas/ncv", "36000", "/source_streams/7/ncv"),  # MJ for GJ
        ("/source_streams/coke_breeze/ncv", "0.0284", "/source_streams/0/ncv"),  # TJ for GJ
        ("/source_streams/coke_breeze/ef", "0.105", "/source_streams/0/ef"),  # tCO2/GJ for tCO2/TJ
        ("/source_streams/coke_breeze/ef", "105000", "/source_streams/0/ef"),  # kg for t
        ("/source_streams/limestone/ef", "440", "/source_streams/2/ef"),  # kgCO2/t
        ("/production/rolling/electricity", "100000", "/production/3/electricity"),  # kWh for MWh
        ("/production/steel/electricity_ef", "600", "/production/2/electricity_ef"),  # kg/MWh
        ("/precursors/ferro/see_direct", "1500", "/precursors/1/see_direct"),  # kg/t
        ("/precursors/ferro/electricity", "3500", "/precursors/1/electricity"),
        ("/precursors/ferro/electricity_ef", "580", "/precursors/1/electricity_ef"),
    ],
)
def test_a_slip_of_a_thousand_withholds_money(pointer, value, where):
    study = change(STEEL, "/source_streams/gas/uncertainty", "0.5") if "activity" in pointer else STEEL
    check = checked(Case(change(study, pointer, value)))["CBM-R75"]
    assert where in check.pointers
    assert "ncv" not in check.why.en + check.why.zh


def test_what_is_merely_unusual_warns():
    unusual = (
        ("/production/rolling/electricity", "4000", "76"),
        ("/production/steel/electricity_ef", "2.5", "76"),
        ("/precursors/ferro/electricity_ef", "2.1", "76"),
        ("/precursors/ferro/electricity", "25", "76"),
        ("/source_streams/coke_breeze/ncv", "8", "72"),
        ("/source_streams/coke_breeze/ef", "60", "73"),
    )
    for pointer, value, rule in unusual:
        found = failing(change(STEEL, pointer, value), "75", rule)
        assert found[rule], pointer
        assert not found["75"], pointer


def test_electricity_of_the_trial():
    """50 000 000 MWh for 500 000 t: kWh for MWh, 100 MWh a tonne, said nothing of before."""
    study = change(STEEL, "/production/rolling/electricity", str(1050 * 100))
    check = checked(Case(study))["CBM-R75"]
    assert check.ok is False
    assert "100 MWh/t" in check.why.en
    assert "千瓦时" in check.why.zh


def test_a_potline_takes_twelve_to_eighteen():
    assert failing(SMELTER, "76") == {"76": ()}
    few = change(SMELTER, "/production/pots/electricity", "1350")
    assert failing(few, "76") == {"76": ("/production/0/electricity",)}
    # remelted metal, without anode effects, takes little
    assert failing(drop(few, "source_streams", "effects"), "76") == {"76": ()}


def test_what_is_made_inside_may_take_more():
    study = change(STEEL, "/production/steel/electricity", "2200")
    assert failing(study, "76")["76"]
    assert not failing(change(study, "/production/steel/includes", ("direct_reduced_iron",)), "76")["76"]


def test_routes_in_place_of_an_amount_count():
    levels = (ProductionLevel("l1", "rolling", "hot", "525"), ProductionLevel("l2", "rolling", "hot", "525"))
    study = add(change(STEEL, "/production/rolling/amount", ""), "production_levels", *levels)
    assert failing(change(study, "/production/rolling/electricity", "105000"), "75")["75"]


def test_a_clean_process_may_lie_below_every_default():
    bare = drop(drop(STEEL, "stream_shares", "gas_steel", "gas_rolling"), "source_streams", "gas")
    for pointer, value in (("heat_in", "0"), ("waste_gas_in", "0"), ("direct", "2")):
        bare = change(bare, f"/production/rolling/{pointer}", value)
    bought = drop(bare, "precursor_uses", "u5")
    assert "/production/3/amount" in failing(bought, "75")["75"]
    # rolled from slab of the Union, which counts as zero
    slab = change(change(bought, "/precursors/pig_iron_bought/amount", "1050"), "/precursor_uses/u3/amount", "1050")
    slab = change(change(slab, "/precursor_uses/u3/process", "rolling"), "/precursors/pig_iron_bought/country", "DE")
    slab = change(slab, "/precursors/pig_iron_bought/see_direct", "")
    assert "/production/3/amount" not in failing(slab, "75")["75"]
    # heated with charcoal alone, rated zero
    coal = replace(STEEL.source_streams[1], id="more_charcoal", process="rolling")
    assert "/production/3/amount" not in failing(add(bought, "source_streams", coal), "75")["75"]


def test_the_bounds_of_a_check_are_those_of_the_money():
    """One rule, told once: the check names the bounds that the money is withheld by."""
    tables = load_cbam_tables()
    found = bounds_of(tables, "iron_steel_products")
    check = checked(Case(change(STEEL, "/production/rolling/direct", "600000")))["CBM-R75"]
    assert f"{show(found.low)} to {show(found.high)}" in check.why.en
    assert set(BANDS) == set(POWER) == set(tables.categories) - {"electricity"}
    for category, band in BANDS.items():
        limits = bounds_of(tables, category)
        assert limits.low <= limits.high, category
        assert band.low < band.high < limits.high, category
    for power in POWER.values():
        assert power.low < power.high <= power.inside


def test_slag_cement_lies_below_the_defaults_of_cement():
    study = change(CEMENT, "/precursor_uses/u1/amount", "60")
    assert failing(study, "75")["75"] == ()
    slip = change(CEMENT, "/precursor_uses/u1/amount", "1")
    slip = change(slip, "/production/mill/electricity", "0.04")
    assert failing(slip, "75")["75"] == ("/production/1/amount",)


@pytest.mark.parametrize("process", ["", "rolling"])
def test_goods_without_a_process_are_not_asked_about_one(process):
    outside = CbamGood("filter", process, "84212300", "Oil filter", amount="10")
    only = CbamGood("screws", process, "73181595", "Screws", amount="10")
    alone = replace(drop(drop(STEEL, "cbam_goods"), "production_levels"), cbam_goods=(outside,))
    found = checked(Case(alone))
    assert found["CBM-R01"].ok is (None if not process else False)
    assert found["CBM-R03"].ok is (None if not process else True)
    both = checked(Case(replace(alone, cbam_goods=(outside, only))))
    assert both["CBM-R04"].ok is (None if not process else True)
    assert both["CBM-R07"].ok is True
    assert both["CBM-R01"].ok is (process == "")
    if not process:
        bare = alone
        for table in ("source_streams", "stream_shares", "production", "precursors", "precursor_uses", "cogeneration"):
            bare = drop(bare, table)
        assert checked(Case(bare))["CBM-R07"].ok is None
    assert failing(replace(alone, cbam_goods=(CbamGood("x", process, ""),)), "01")["01"] == ("/cbam_goods/0/cn",)


def test_a_meter_outside_the_processes_names_none():
    study = change(STEEL, "/stream_shares/gas_rolling/process", "")
    assert failing(study, "07") == {"07": ()}


def test_more_than_six_decimals_are_six():
    study = change(STEEL, "/installation/works/latitude", "16.6911279")
    assert checked(Case(study))["CBM-R63"].ok is True
    check = checked(Case(change(STEEL, "/installation/works/latitude", "")))["CBM-R63"]
    assert check.ok is False
    assert "(not given)" in check.why.en
    assert "未填写" in check.why.zh
    assert "at least six" in check.why.en


def test_no_message_quotes_an_empty_cell():
    tables = load_cbam_tables()
    for table in ("installation", "source_streams", "production", "precursors", "precursor_uses", "cbam_goods"):
        row = getattr(STEEL, table)[0]
        for cell in fields(row):
            if isinstance(getattr(row, cell.name), str) and cell.name != "id":
                study = replace(STEEL, **{table: (replace(row, **{cell.name: ""}), *getattr(STEEL, table)[1:])})
                for check in run_checks(study, compute(study, tables), None, tables, on=ON):
                    text = check.why.zh + check.why.en
                    assert "“”" not in text, (table, cell.name, check.rule)
                    assert "''" not in text, (table, cell.name, check.rule)


@pytest.mark.parametrize("name", ["natural_gas", "Natural gas", "NATURAL GAS", "天然气", " natural  gas "])
def test_a_standard_factor_by_any_of_its_names(name):
    study = change(STEEL, "/source_streams/gas/material", name) if name != "natural_gas" else STEEL
    assert checked(Case(study))["CBM-R77"].ok is True


def test_an_unknown_standard_factor_is_told_with_what_is_near():
    check = checked(Case(change(STEEL, "/source_streams/gas/material", "天燃气")))["CBM-R77"]
    assert "天然气（natural_gas）" in check.why.zh
    check = checked(Case(change(STEEL, "/source_streams/gas/material", "natural gass")))["CBM-R77"]
    assert "Natural gas (natural_gas)" in check.why.en


def test_a_check_says_where_and_what_to_do():
    for name, (_, breach) in CASES.items():
        check = checked(breach)[f"CBM-R{name}"]
        assert check.fix.zh
        assert check.fix.en
        assert check.spots
        for spot in check.spots:
            assert not spot.zh.startswith("/")
            assert "_" not in spot.en.partition(" · ")[2], spot.en  # a column, not an id
    check = checked(CASES["33"][1])["CBM-R33"]
    assert check.spots == (Text("源流 coke · 因子来源", "Streams coke · factor source"),)
    assert check.json()["spots"] == [{"zh": "源流 coke · 因子来源", "en": "Streams coke · factor source"}]
    assert check.json()["fix"] == check.fix.json()


def test_tabs_and_columns_are_those_of_the_workbook():
    tabs = {tab.field: tab for tab in CBAM_TABS}
    for table, text in TABS.items():
        assert (text.zh, text.en) == (tabs[table].zh, tabs[table].en)
    for names in (FIELDS, MORE):
        for table, columns in names.items():
            shown = {c.field: (c.zh, c.en) for c in tabs[table].columns}
            assert {n: (t.zh, t.en) for n, t in columns.items()}.items() <= shown.items(), table


def test_a_known_cell_stands_in_front_of_its_name():
    cell = Place("plant.xlsx", "源流 Streams", "V4", "/source_streams/3/factor_source")
    places = Places({cell.pointer: cell, "/source_streams/0/id": Place("plant.xlsx", "源流 Streams", "A1")})
    assert spot_of(STEEL, places, cell.pointer).en == "源流 Streams!V4 coke · factor source"
    # of an empty cell the row is known
    assert spot_of(STEEL, places, "/source_streams/0/ef").zh == "源流 coke_breeze · 排放因子"
    assert spot_of(STEEL, places, "/source_streams/0/ef", derived=True).zh == "源流 coke_breeze · 排放因子"
    assert (
        spot_of(STEEL, places, "/source_streams/3/ef", derived=True).en
        == "derived from the study coke · emission factor"
    )
    assert spot_of(STEEL, places, "/period_from").en == "Study · start of the period"
    assert spot_of(STEEL, places, "/production").en == "CBAM processes"


def test_a_derived_installation_is_not_asked_about_a_year():
    """Amounts per t of product: exports, whole tonnes and stocks of a year say nothing."""
    study = change(STEEL, "/cbam_goods/coil/amount", "90000")
    study = change(study, "/installation/works/stated_co2", "3000.5")
    tables = load_cbam_tables()
    computed = compute(study, tables)
    a_year = {c.rule: c for c in run_checks(study, computed, None, tables, on=ON)}
    per_tonne = {c.rule: c for c in run_checks(study, computed, None, tables, on=ON, per_tonne=True)}
    assert a_year["CBM-R18"].ok is a_year["CBM-R61"].ok is False
    assert {per_tonne[rule].ok for rule in PER_TONNE} == {None}
    assert "每吨" in per_tonne["CBM-R18"].why.zh
    assert {r: c.ok for r, c in a_year.items() if r not in PER_TONNE} == {
        r: c.ok for r, c in per_tonne.items() if r not in PER_TONNE
    }


def test_the_table_of_rules():
    rows = rules_table()
    assert [row["id"] for row in rows] == [row.id for row in RULES]
    assert all(all(row.values()) for row in rows)


ROWS = (
    "installation", "source_streams", "stream_shares", "production", "precursors", "precursor_uses", "cogeneration",
    "cbam_goods", "period_from", "period_to", "legal_date", "known_date",
)  # fmt: skip


def test_a_workbook_names_its_cells():
    study = change(STEEL, "/source_streams/coke/factor_source", "ecoinvent 3.10")
    study = change(study, "/source_streams/coke/factor_kind", "")
    whole = replace(open_shipped("steel").study, **{name: getattr(study, name) for name in ROWS})
    run = run_cbam(open_bytes(write_study(whole, "plant.xlsx"), "plant.xlsx"))
    found = {c.rule: c for c in run.checks}
    (spot,) = found["CBM-R33"].spots
    assert spot.zh.startswith("源流 Streams!")
    assert spot.zh.endswith(" coke · 因子来源")
    (empty,) = found["CBM-R35"].spots
    assert empty.en.startswith("源流 Streams!")
    assert empty.en.endswith(" coke · kind of factor")
    # a good the command adds stands on no tab
    added = run_cbam(
        open_bytes(write_study(whole, "plant.xlsx"), "plant.xlsx"), Asked(codes=("73181595",), import_date="2026-11-15")
    )
    (price,) = [c for c in added.checks if c.rule == "CBM-R06"]
    assert price.ok is True
    assert all("!" not in s.en for c in added.checks for s, p in zip(c.spots, c.pointers, strict=True) if "goods" in p)


def test_a_derived_installation_leaves_the_year_alone():
    asked = Asked(codes=("72083900",), amount="1000", electricity={"CN": Fraction("0.6")})
    run = run_cbam(open_shipped("steel"), asked)
    assert run.derived
    assert {c.ok for c in run.checks if c.rule in PER_TONNE} == {None}
    assert {c.rule for c in run.checks if c.ok is False} == {"CBM-R06"}
