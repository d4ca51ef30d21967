"""Every rule of the CBAM checks on one study that keeps it and one that breaks it; the broken value is named."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from carnet.cbam.checks import OWN, RULES, blocking, problems_of, run_checks
from carnet.cbam.compute import compute
from carnet.cbam.goods import value_goods
from carnet.errors import Place
from carnet.inventory.installation import CbamGood, SourceStream
from carnet.inventory.model import Certificate, Contract, Places
from carnet.store.cbam_tables import load_cbam_tables
from tests.cbam.studies import ON, add, cement_works, change, drop, nitric_acid_plant, smelter, steel_works

if TYPE_CHECKING:
    from collections.abc import Callable

    from carnet.cbam.checks import Check
    from carnet.inventory.model import Study


def same(value):
    return value


@dataclass(frozen=True)
class Case:
    """A study, how its results are bent, and for a breach the pointer that must be named."""

    study: Study
    pointer: str = ""
    computed: Callable = same
    goods: Callable = same
    previous: dict = field(default_factory=dict)
    tables: Callable = same


def checked(case: Case, on: str = ON) -> dict[str, Check]:
    tables = case.tables(load_cbam_tables())
    computed = compute(case.study, tables)
    goods = case.goods(value_goods(case.study, computed, tables, on=on, what_if={}))
    found = run_checks(case.study, case.computed(computed), goods, tables, on=on, previous=case.previous)
    return {check.rule: check for check in found}


def result(process_id, **values):
    """Bend the result of one process."""

    def bend(computed):
        rows = tuple(replace(p, **values) if p.id == process_id else p for p in computed.processes)
        return replace(computed, processes=rows)

    return bend


def good(**values):
    """Bend the result of the first good; a callable gets the good."""

    def bend(goods):
        first = goods.goods[0]
        made = {k: v(first) if callable(v) else v for k, v in values.items()}
        return replace(goods, goods=(replace(first, **made), *goods.goods[1:]))

    return bend


def column_b(first):
    return replace(first.sefa, column="B")


def factor_twice(first):
    part = first.sefa.parts[0]
    return replace(first.sefa, parts=(replace(part, specific=part.specific * Fraction("0.975")), *first.sefa.parts[1:]))


def with_route(first):
    rows = load_cbam_tables().benchmarks["72083900"]
    routed = replace(next(b for b in rows if b.column == "A"), route="C")
    own = next(p for p in first.sefa.parts if p.kind == "own")
    return replace(first.sefa, parts=(replace(own, benchmark=routed),))


def act_adopted(tables):
    """Bend the tables: the act on deductions adopted and read."""
    draft = tables.values["carbon_price_credit_cap", ""]
    adopted = replace(draft, cite=replace(draft.cite, nature="adopted", status="read"))
    return replace(tables, values={**tables.values, ("carbon_price_credit_cap", ""): adopted})


STEEL, CEMENT, ACID, SMELTER = steel_works(), cement_works(), nitric_acid_plant(), smelter()
TWICE = add(
    STEEL, "cbam_goods", CbamGood("coil_2", "rolling", "72083900", amount="10", benchmark_route="C", manganese="0.012")
)
DIRECT_LINE = change(
    change(STEEL, "/production/sinter/electricity_source", "D.4.3.1"),
    "/production/sinter/electricity_document",
    "line.pdf",
)
PRICED = change(change(SMELTER, "/cbam_goods/ingot/price_instrument", "ETS"), "/cbam_goods/ingot/price_due", "12")
GERMAN = change(STEEL, "/precursors/pig_iron_bought/country", "DE")
NO_BALANCE = change(
    change(STEEL, "/source_streams/hot_metal_in/method", "process"), "/source_streams/steel_out/method", "process"
)
GAS_OUT = add(
    STEEL, "source_streams",
    SourceStream("bfg", "BF gas", "mass_balance", "iron", "blast_furnace_gas", "-300", "1000Nm3", carbon="0.2"),
)  # fmt: skip

# rule → a study that keeps it, a study that breaks it.
CASES: dict[str, tuple[Case, Case]] = {
    "01": (Case(STEEL), Case(change(STEEL, "/cbam_goods/coil/cn", "84212300"), "/cbam_goods/0/cn")),
    "02": (Case(CEMENT), Case(change(CEMENT, "/cbam_goods/other_cement/cn", "25239000"), "/cbam_goods/1/cn")),
    "03": (Case(STEEL), Case(
        change(change(STEEL, "/cbam_goods/coil_thick/cn", "7208 39 00"), "/cbam_goods/coil_thick/process", "steel"),
        "/cbam_goods/1/process")),
    "04": (Case(STEEL), Case(change(STEEL, "/cbam_goods/coil_thick/manganese", "0.2"), "/cbam_goods/1/manganese")),
    "05": (Case(STEEL), Case(change(STEEL, "/period_to", "2026-06-30"), "/period_from")),
    "06": (Case(STEEL), Case(
        change(change(STEEL, "/period_from", "2025-01-01"), "/period_to", "2025-12-31"), "/period_from")),
    "07": (Case(STEEL), Case(change(STEEL, "/precursor_uses/u3/source", "gone"), "/precursor_uses/2/source")),
    "08": (Case(STEEL), Case(change(STEEL, "/production/steel/category", "steel"), "/production/2/category")),
    "09": (Case(TWICE), Case(
        change(TWICE, "/cbam_goods/coil_2/benchmark_route", "D"), "/cbam_goods/2/benchmark_route")),
    "10": (Case(STEEL), Case(change(STEEL, "/stream_shares/gas_rolling/amount", "50"), "/source_streams/7/activity")),
    "11": (Case(STEEL), Case(change(STEEL, "/source_streams/coke/process", ""), "/source_streams/3/process")),
    "12": (Case(STEEL), Case(change(STEEL, "/production/rolling/direct", "9000"), "/production")),
    "13": (Case(STEEL), Case(change(STEEL, "/production/rolling/heat_in", "5"), "/cogeneration/0/heat")),
    "14": (Case(STEEL), Case(change(STEEL, "/production/rolling/waste_gas_in", "2"), "/production/3/waste_gas_in")),
    "15": (Case(STEEL), Case(GAS_OUT, "/source_streams/8/activity")),
    "16": (Case(STEEL), Case(change(STEEL, "/production/rolling/market", "1000"), "/production/3/market")),
    "17": (Case(STEEL), Case(change(STEEL, "/precursors/ferro/amount", "25"), "/precursors/1/amount")),
    "18": (Case(STEEL), Case(change(STEEL, "/cbam_goods/coil/amount", "900"), "/production/3/market")),
    "19": (Case(STEEL), Case(change(STEEL, "/source_streams/hot_metal_out/carbon", "0.5"), "/source_streams/4/carbon")),
    "20": (Case(STEEL), Case(change(STEEL, "/precursors/ferro/verifier", ""), "/precursors/1/verifier")),
    "21": (Case(STEEL), Case(
        change(STEEL, "/precursors/ferro/accreditation_expiry", "2026-11-21"), "/precursors/1/accreditation_expiry")),
    "22": (Case(STEEL), Case(
        change(STEEL, "/precursors/ferro/period_from", "2027-01-01"), "/precursors/1/period_from")),
    "23": (
        Case(change(GERMAN, "/precursors/pig_iron_bought/see_direct", "0")),
        Case(GERMAN, "/precursors/0/see_direct")),
    "24": (Case(STEEL), Case(change(STEEL, "/precursors/pig_iron_bought/country", ""), "/precursors/0/country")),
    "25": (Case(STEEL), Case(
        change(STEEL, "/precursors/pig_iron_bought/see_direct", "1.66"), "/precursors/0/see_direct")),
    "30": (Case(STEEL), Case(STEEL, "/production/3", result("rolling", counted_indirect=Fraction("0.2")))),
    "31": (Case(DIRECT_LINE), Case(
        change(STEEL, "/production/sinter/electricity_source", "D.4.3.1"), "/production/0/electricity_document")),
    "32": (Case(STEEL), Case(
        change(STEEL, "/source_streams/charcoal/biomass_evidence", ""), "/source_streams/1/biomass_evidence")),
    "33": (Case(STEEL), Case(
        change(STEEL, "/source_streams/coke/factor_source", "ecoinvent 3.10"), "/source_streams/3/factor_source")),
    "34": (Case(STEEL), Case(
        change(STEEL, "/source_streams/coke_breeze/factor_kind", "type_1"), "/source_streams/0/factor_kind")),
    "35": (Case(STEEL), Case(change(STEEL, "/source_streams/coke/factor_kind", ""), "/source_streams/3/factor_kind")),
    "36": (Case(STEEL), Case(
        change(STEEL, "/source_streams/coke/factor_date", "2024-12-30"), "/source_streams/3/factor_date")),
    "37": (Case(STEEL), Case(SMELTER, "/source_streams/1/method")),
    "38": (Case(ACID), Case(change(ACID, "/source_streams/tail_gas/gas", "CO2"), "/production/0")),
    "39": (Case(STEEL), Case(NO_BALANCE, "/production/2")),
    "40": (Case(STEEL), Case(STEEL, "/production/1", result("iron", floored=True))),
    "50": (Case(SMELTER), Case(SMELTER, "/cbam_goods/0/benchmark_route", goods=good(sefa=column_b))),
    "51": (Case(STEEL), Case(STEEL, "/cbam_goods/0/benchmark_route", goods=good(sefa=with_route))),
    "52": (Case(SMELTER), Case(SMELTER, "/cbam_goods/0", goods=good(sefa=factor_twice))),
    "53": (Case(SMELTER), Case(SMELTER, "/cbam_goods/0/amount", goods=good(certificates=Fraction(-3)))),
    "54": (Case(SMELTER), Case(
        change(SMELTER, "/cbam_goods/ingot/import_date", "2026-11-15"), "/cbam_goods/0/import_date")),
    "55": (Case(PRICED, tables=act_adopted), Case(PRICED, "/cbam_goods/0/price_due")),
    "60": (Case(STEEL), Case(
        change(STEEL, "/precursors/pig_iron_bought/see_direct", "1.8260001"), "/precursors/0/see_direct")),
    "61": (
        Case(change(STEEL, "/installation/works/stated_co2", "3000")),
        Case(change(STEEL, "/installation/works/stated_co2", "3000.5"), "/installation/0/stated_co2")),
    "62": (Case(STEEL), Case(change(STEEL, "/production/steel/name", "转炉"), "/production/2/name")),
    "63": (Case(STEEL), Case(change(STEEL, "/installation/works/latitude", "39.63"), "/installation/0/latitude")),
    "64": (Case(STEEL), Case(change(STEEL, "/installation/works/unlocode", "DETAS"), "/installation/0/unlocode")),
    "70": (Case(STEEL), Case(change(STEEL, "/production/rolling/direct", "60000"), "/production/3/amount")),
    "71": (
        Case(STEEL, previous={"rolling": Fraction("2.2")}),
        Case(STEEL, "/production/3/amount", previous={"rolling": Fraction("1.1")})),
    "72": (Case(STEEL), Case(change(STEEL, "/source_streams/coke_breeze/ncv", "6.8"), "/source_streams/0/ncv")),
    "73": (Case(STEEL), Case(change(STEEL, "/source_streams/coke_breeze/ef", "28.6"), "/source_streams/0/ef")),
    "74": (Case(STEEL), Case(
        change(STEEL, "/source_streams/coke_breeze/oxidation", "100"), "/source_streams/0/oxidation")),
}  # fmt: skip


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
    assert {row.id for row in own} == {f"CBM-R7{i}" for i in range(5)}
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
