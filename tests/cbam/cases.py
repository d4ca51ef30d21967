"""Every rule of the CBAM checks with a study that keeps it and one that breaks it: the tests' table and C20's."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.checks import run_checks
from carnet.cbam.compute import compute
from carnet.cbam.goods import value_goods
from carnet.inventory.installation import CbamGood, JointProduct, SourceStream
from carnet.store.cbam_tables import load_cbam_tables
from tests.cbam.studies import ON, add, cement_works, change, nitric_acid_plant, smelter, steel_works

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
JOINT = add(
    CEMENT, "joint_products", JointProduct("joint_own", "clinker", "Clinker", "1000", "100", "clinker"),
    JointProduct("joint_other", "clinker", "Something else", "500", "70"),
)  # fmt: skip
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
    "26": (Case(JOINT), Case(
        change(JOINT, "/joint_products/joint_other/molar_mass", "0.07"), "/joint_products/1/molar_mass")),
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
    "62": (Case(STEEL), Case(change(STEEL, "/production/steel/name", "转炉"), "/production/2/name_en")),
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
    "75": (Case(STEEL), Case(change(STEEL, "/source_streams/coke_breeze/ncv", "28400"), "/source_streams/0/ncv")),
    "76": (Case(STEEL), Case(change(STEEL, "/production/steel/electricity", "8000"), "/production/2/electricity")),
    "77": (Case(STEEL), Case(
        change(STEEL, "/source_streams/gas/material", "natural gass"), "/source_streams/7/material")),
}  # fmt: skip
