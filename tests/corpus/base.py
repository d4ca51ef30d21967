"""The good study every bad one is made from: three processes, a gas that feeds its maker, every table filled."""

from __future__ import annotations

from dataclasses import replace

from carnet.errors import Text
from carnet.exchange.study import joined, parse_study
from carnet.inventory.model import (
    Acceptance,
    Certificate,
    Contract,
    Defect,
    Exchange,
    FactorChoice,
    Flow,
    Material,
    Process,
    Product,
    Property,
    Source,
    Study,
    SupplierValue,
    TransportLeg,
)
from carnet.inventory.validate import validate_study
from carnet.service import datasets

BASE = Study(
    id="coil_base",
    version="1.0",
    title=Text("热轧卷", "hot-rolled coil"),
    status="plant",
    product=Product(Text("热轧卷", "hot-rolled coil"), "rolling", "hot_rolled_coil", "1", "t", ("7208",)),
    country="CN",
    region="CN-50",
    period_from="2025-01-01",
    period_to="2025-12-31",
    legal_date="2026-03-01",
    known_date="2026-03-01",
    flows=(Flow("strapping", Text("捆带", "strapping"), "product_mass", "kg", ("metal",)),),
    processes=(
        Process("coking", Text("焦化", "coking"), direct_co2="carbon_balance"),
        Process("furnace", Text("炼铁", "iron making")),
        Process("rolling", Text("炼钢与轧制", "steel making and rolling")),
    ),
    exchanges=(
        Exchange("coke_out", "coking", "out", "reference", "coke", "1", "t", document="slip A"),
        Exchange("coal_in", "coking", "in", "purchased", "coking_coal", "1.35", "t", document="scale 1"),
        Exchange("gas_out", "coking", "out", "co_product", "coke_oven_gas", "400", "Nm3"),
        Exchange("gas_own", "coking", "in", "intermediate", "coke_oven_gas", "150", "Nm3", provider="coking"),
        Exchange("tar_out", "coking", "out", "co_product", "coal_tar", "0.04", "t", price="3200", currency="CNY"),
        Exchange("power_coking", "coking", "in", "electricity", "electricity", "30", "kWh", contract="grid"),
        Exchange("metal_out", "furnace", "out", "reference", "hot_metal", "1", "t"),
        Exchange("ore_in", "furnace", "in", "purchased", "iron_ore", "1600", "kg", document="scale 2", source="lab"),
        Exchange("coke_in", "furnace", "in", "intermediate", "coke", "380", "kg", provider="coking"),
        Exchange("slag_out", "furnace", "out", "co_product", "blast_furnace_slag", "0.3", "t"),
        Exchange("co2_furnace", "furnace", "out", "emission", "CO2", "997", "kg", origin="fossil"),
        Exchange("ch4_furnace", "furnace", "out", "emission", "CH4", "30", "g", origin="fossil"),
        Exchange("power_furnace", "furnace", "in", "electricity", "electricity", "60", "kWh", contract="wind"),
        Exchange(
            "coil_out", "rolling", "out", "reference", "hot_rolled_coil", "1", "t", period_from="2025-01-01",
            period_to="2025-12-31", technology_dq="1", geography_dq="1", time_dq="2",
        ),
        Exchange("metal_in", "rolling", "in", "intermediate", "hot_metal", "1.02", "t", provider="furnace"),
        Exchange("scrap_in", "rolling", "in", "purchased", "steel_scrap", "50", "kg", scrap_kind="post_consumer"),
        Exchange("strap_in", "rolling", "in", "purchased", "strapping", "2.1", "kg"),
        Exchange("gas_in", "rolling", "in", "intermediate", "coke_oven_gas", "60", "Nm3", provider="coking"),
        Exchange("water_in", "rolling", "in", "purchased", "fresh_water", "3.2", "m3"),
        Exchange("co2_rolling", "rolling", "out", "emission", "CO2", "161", "kg", origin="fossil"),
        Exchange("power_rolling", "rolling", "in", "electricity", "electricity", "0.11", "MWh", contract="wind"),
    ),
    contracts=(
        Contract("grid", "grid", "CN", "CN-50"),
        Contract("wind", "power_purchase_agreement", "CN", "", "wind", ("gec1", "gec2"), "contract 17"),
    ),
    certificates=(
        Certificate("gec1", "GEC", "wind", "120", "2025-01-01", "2025-06-30", "CN", "farm 1", "2026-01-10", "works"),
        Certificate("gec2", "GEC", "wind", "90", "2025-07-01", "2025-12-31", "CN", "farm 1", "2026-01-10", "works"),
    ),
    transport=(
        TransportLeg("ore_ship", "ore_in", "sea_bulk", "9800"),
        TransportLeg("ore_rail", "ore_in", "rail", "640", "0.6"),
        TransportLeg("ore_truck", "ore_in", "truck", "640", "0.4"),
    ),
    supplier_values=(
        SupplierValue(
            "ore_value", "ore_in", "0.045", "kg CO2e", "kg", "mine", "cradle_to_gate", "AR6", "0.02", "yes",
            "verifier", "accreditation 1", "2025-01-01", "2025-12-31", "declaration 5",
        ),
    ),
    properties=(
        Property("c_coal", "coking_coal", "carbon_content", "0.728", "kg/kg", "0.72", "0.735", "lab"),
        Property("c_coke", "coke", "carbon_content", "0.8235", "kg/kg", source="lab"),
        Property("c_gas", "coke_oven_gas", "carbon_content", "0.2107", "kg/Nm3", source="lab"),
        Property("c_tar", "coal_tar", "carbon_content", "0.9", "kg/kg"),
        Property("c_metal", "hot_metal", "carbon_content", "0.0409", "kg/kg"),
        Property("c_scrap", "steel_scrap", "carbon_content", "0.0109", "kg/kg"),
        Property("c_coil", "hot_rolled_coil", "carbon_content", "", "kg/kg", "0.008", "0.0109"),
        Property("h_gas", "coke_oven_gas", "lower_heating_value", "17.4", "MJ/Nm3"),
    ),
    factor_choices=(FactorChoice("iron_ore", "iron_ore_mix", "the mine's own region"),),
    sources=(Source("lab", "laboratory journal 2025", "pages 1 to 90"),),
    acceptances=(Acceptance("pact3", "D4.gwp_set", "AR6", "A. Person", "the customer asks for it", "2026-02-01"),),
    defects=(Defect("d1", "meter 4, March", "reading missing", Text("按前后月平均补齐", "mean of the months around")),),
)  # fmt: skip


# The same to the grave, with materials, something left out and CO2 that is caught.
LIFE = replace(
    BASE,
    id="coil_life",
    product=replace(BASE.product, category="N3", market="EU"),
    processes=(
        *BASE.processes,
        Process("shop", Text("分销", "distribution"), "distribution", country="AU"),
        Process("service", Text("使用", "use"), "use"),
        Process("part", Text("备件", "spare part"), "use"),
        Process("scrapping", Text("报废", "end of life"), "end_of_life"),
    ),
    exchanges=(
        *BASE.exchanges,
        Exchange("coil_sold", "shop", "in", "product", "hot_rolled_coil", "1000", "kg"),
        Exchange("coil_used", "service", "in", "product", "hot_rolled_coil", "2", "t"),
        Exchange("part_used", "service", "in", "intermediate", "strapping", "1", "kg", provider="part"),
        Exchange("part_made", "part", "out", "reference", "strapping", "10", "kg"),
        Exchange("part_steel", "part", "in", "purchased", "strapping", "10", "kg"),
        Exchange("coil_scrapped", "scrapping", "in", "product", "hot_rolled_coil", "1", "t"),
        Exchange("oil_in", "rolling", "in", "purchased", "strapping", "0.1", "kg", excluded="yes",
                 excluded_share="0.01", country="AU"),
        Exchange("co2_caught", "furnace", "out", "captured", "CO2", "5", "kg", origin="fossil", fate="stored"),
    ),
    transport=(*BASE.transport, TransportLeg("coil_rail", "coil_sold", "rail", "500")),
    supplier_values=(
        replace(BASE.supplier_values[0], statistic="p95", lifetime_years="5", primary_share="60", dqr="1.5"),
    ),
    materials=(
        Material("m_scrap", "steel_scrap", "48", "kg", "scrap_in", "1", "declaration", "0.9", "0.05", "hot_metal",
                 "steel_scrap", "steel_scrap", "", "", "", "1", "0.9", "0.3", "0.2", "lab"),
        Material("m_strap", "strapping", "2", "kg", "strap_in"),
    ),
    properties=(
        *BASE.properties,
        Property("mass", "hot_rolled_coil", "net_mass", "20", "t/piece"),
        Property("life", "hot_rolled_coil", "service_life", "30", "a"),
    ),
)  # fmt: skip


def position(study, table, row_id):
    return next(i for i, row in enumerate(getattr(study, table)) if row.id == row_id)


def row(table, row_id, study=BASE, **changed):
    """The study with one row changed."""
    rows = list(getattr(study, table))
    at = position(study, table, row_id)
    rows[at] = replace(rows[at], **changed)
    return replace(study, **{table: tuple(rows)})


def line(line_id, study=BASE, **changed):
    """The study with one line changed."""
    return row("exchanges", line_id, study, **changed)


def add(table, *rows, study=BASE):
    """The study with rows added."""
    return replace(study, **{table: (*getattr(study, table), *rows)})


def drop(table, row_id, study=BASE):
    """The study without a row."""
    return replace(study, **{table: tuple(r for r in getattr(study, table) if getattr(r, "id", "") != row_id)})


def findings(data, file):
    """Everything that is told about a file, as the program tells it."""
    draft = parse_study(data, file)
    if draft.study is None:
        return draft.problems
    found = validate_study(draft.study, draft.places, datasets.shipped_flows(), datasets.countries())
    return joined(draft.problems, found)
