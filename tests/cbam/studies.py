"""Small installations as plain studies: a steel works, a cement works, a fertiliser plant, a smelter.

Each keeps to every rule of the checks that does not forbid its very method; tests change one value at a time with
`change(study, "/source_streams/coke/ncv", "28")`, which finds rows by id. Shared by all tests of the CBAM.
"""

from __future__ import annotations

from dataclasses import replace

from carnet.errors import Text
from carnet.inventory.installation import (
    CbamGood,
    Cogeneration,
    Installation,
    PrecursorUse,
    ProductionProcess,
    PurchasedPrecursor,
    SourceStream,
    StreamShare,
)
from carnet.inventory.model import Product, Study

ON = "2026-11-22"
YEAR = {"period_from": "2026-01-01", "period_to": "2026-12-31", "legal_date": ON, "known_date": ON}
ANALYSED = {
    "factor_kind": "laboratory",
    "factor_source": "works laboratory, ISO/IEC 17025",
    "factor_date": "2026-03-01",
}
PROVEN = {
    "verification_report": "VR-2026-017", "verifier": "Prüfwerk GmbH", "accreditation": "DAkkS D-VS-00000-01",
    "accreditation_expiry": "2029-06-30", "period_from": "2026-01-01", "period_to": "2026-12-31",
}  # fmt: skip
PLANT = Installation(
    id="works", name=Text("某厂", "The works"), operator="Some Steel Co., Ltd.", street="1 Works Road", city="Tangshan",
    country="CN", unlocode="CNTAS", latitude="39.630867", longitude="118.180193",
)  # fmt: skip


def _study(study_id: str, **rows: object) -> Study:
    return Study(
        id=study_id, version="1", title=Text("测试厂", "test works"), status="illustrative",
        product=Product(Text("产品", "product"), "", ""), country="CN", installation=(PLANT,), **YEAR, **rows,
    )  # fmt: skip


def change(study: Study, pointer: str, value: object) -> Study:
    """Return the study with one value changed: ``/table/row id/field``, or ``/field`` of the study itself."""
    table, *rest = pointer.strip("/").split("/")
    if not rest:
        return replace(study, **{table: value})
    row_id, name = rest
    rows = tuple(replace(r, **{name: value}) if r.id == row_id else r for r in getattr(study, table))
    assert rows != getattr(study, table), f"{pointer} is already {value!r}, or there is no such row"
    return replace(study, **{table: rows})


def add(study: Study, table: str, *rows: object) -> Study:
    """Return the study with rows added."""
    return replace(study, **{table: (*getattr(study, table), *rows)})


def drop(study: Study, table: str, *ids: str) -> Study:
    """Return the study without some rows; without any of the table where no id is given."""
    return replace(study, **{table: tuple(r for r in getattr(study, table) if ids and r.id not in ids)})


def steel_works() -> Study:
    """Sinter, hot metal, steel, coil: a gas that goes round, a cogeneration, two precursors, two coils for the EU."""
    streams = (
        SourceStream("coke_breeze", "Coke breeze", "combustion", "sinter", "coke", "75", "t", ncv="28.4", ef="105",
                     ef_unit="tCO2/TJ", oxidation="1", uncertainty="0.015", **ANALYSED),
        SourceStream("charcoal", "Charcoal", "combustion", "sinter", "charcoal", "5", "t", ncv="29.5", ef="112",
                     ef_unit="tCO2/TJ", biomass="1", biomass_evidence="Union Database PoS 2026-11", **ANALYSED),
        SourceStream("limestone", "Limestone", "process", "sinter", "caco3", "100", "t", ef="0.44", ef_unit="tCO2/t",
                     conversion="1", factor_kind="type_2", factor_source="stoichiometry, point G Table 3"),
        SourceStream("coke", "Coke", "mass_balance", "iron", "coke", "450", "t", carbon="0.85", uncertainty="0.015",
                     **ANALYSED),
        SourceStream("hot_metal_out", "Hot metal, out", "mass_balance", "iron", "steel_pig_iron", "-1000", "t",
                     carbon="0.043", uncertainty="0.01", **ANALYSED),
        SourceStream("hot_metal_in", "Hot metal, in", "mass_balance", "steel", "steel_pig_iron", "1000", "t",
                     carbon="0.043", uncertainty="0.01", **ANALYSED),
        SourceStream("steel_out", "Crude steel, out", "mass_balance", "steel", "steel_steel_scrap", "-1100", "t",
                     carbon="0.001", uncertainty="0.01", **ANALYSED),
        SourceStream("gas", "Natural gas", "combustion", "", "natural_gas", "100", "1000Nm3", ncv="36", ef="56",
                     ef_unit="tCO2/TJ", oxidation="1", uncertainty="0.02", factor_kind="supplier",
                     factor_source="guaranteed by the gas company, 2026", factor_date="2026-01-15"),
    )  # fmt: skip
    shares = (StreamShare("gas_steel", "gas", "steel", "30"), StreamShare("gas_rolling", "gas", "rolling", "69"))
    grid = {"electricity_ef": "0.6", "electricity_source": "D.4(a)"}
    processes = (
        ProductionProcess("sinter", "Sinter plant", "sintered_ore", amount="1500", market="0", other_use="0",
                          electricity="60", **grid),
        ProductionProcess("iron", "Blast furnace", "pig_iron", amount="1000", market="0", other_use="0",
                          waste_gas_out="1.2", waste_gas_out_ef="260", electricity="100", **grid),
        ProductionProcess("steel", "Converter", "crude_steel", amount="1100", market="0", other_use="0",
                          electricity="80", **grid),
        ProductionProcess("rolling", "Hot strip mill", "iron_steel_products", amount="1050", market="1050",
                          other_use="0", heat_in="3", heat_in_chp="chp", waste_gas_in="1.2", electricity="100",
                          **grid),
    )  # fmt: skip
    uses = (
        PrecursorUse("u1", "sinter", "iron", "1500"), PrecursorUse("u2", "iron", "steel", "1000"),
        PrecursorUse("u3", "pig_iron_bought", "steel", "120"), PrecursorUse("u4", "ferro", "steel", "20"),
        PrecursorUse("u5", "steel", "rolling", "1100"),
    )  # fmt: skip
    precursors = (
        PurchasedPrecursor("pig_iron_bought", "Pig iron", "pig_iron", cn="72011019", country="CN", amount="120",
                           other_use="0", basis="default", see_direct="1.826",
                           default_justification="no report of the producer"),
        PurchasedPrecursor("ferro", "Ferro-manganese", "ferro_alloys", cn="72021120", country="CN", amount="20",
                           other_use="0", basis="measured", see_direct="1.5", operator="Alloy Co.", **PROVEN),
    )  # fmt: skip
    goods = (
        CbamGood("coil", "rolling", "72083900", "Hot-rolled coil", amount="600", import_date="2026-08-15",
                 importer="Importer GmbH", benchmark_route="C", manganese="0.012"),
        CbamGood("coil_thick", "rolling", "72083800", "Hot-rolled coil, thick", amount="300", import_date="2026-05-15",
                 importer="Importer GmbH", benchmark_route="C", manganese="0.013"),
    )  # fmt: skip
    unit = Cogeneration("chp", "Cogeneration", fuel="10", heat="4", electricity="500", emissions_fuel="561",
                        reference_heat="0.9", reference_power="0.525")  # fmt: skip
    return _study(
        "steel-works", source_streams=streams, stream_shares=shares, production=processes, precursors=precursors,
        precursor_uses=uses, cogeneration=(unit,), cbam_goods=goods,
    )  # fmt: skip


def cement_works() -> Study:
    """Clinker from limestone and coal, and grey cement for the EU."""
    streams = (
        SourceStream("coal", "Coal", "combustion", "clinker", "other_bituminous_coal", "130", "t", ncv="25", ef="95",
                     ef_unit="tCO2/TJ", oxidation="1", **ANALYSED),
        SourceStream("limestone", "Limestone", "process", "clinker", "caco3", "1180", "t", ef="0.44", ef_unit="tCO2/t",
                     conversion="1", factor_kind="type_2", factor_source="stoichiometry"),
    )  # fmt: skip
    grid = {"electricity_ef": "0.6", "electricity_source": "D.4(a)"}
    processes = (
        ProductionProcess("clinker", "Kiln", "cement_clinker", amount="1000", market="0", other_use="0",
                          electricity="60", **grid),
        ProductionProcess("mill", "Cement mill", "cement", amount="1250", market="1250", other_use="0", direct="0",
                          electricity="40", **grid),
    )  # fmt: skip
    goods = (
        CbamGood("cement", "mill", "2523290000", "Portland cement", amount="100", import_date="2026-08-15",
                 clinker="0.8"),
        CbamGood("other_cement", "mill", "2523900090", "Slag cement", amount="50", import_date="2026-08-15",
                 clinker="0.5"),
    )  # fmt: skip
    return _study(
        "cement-works", source_streams=streams, production=processes, cbam_goods=goods,
        precursor_uses=(PrecursorUse("u1", "clinker", "mill", "1000"),),
    )  # fmt: skip


def nitric_acid_plant() -> Study:
    """Nitric acid with its measured N2O."""
    streams = (
        SourceStream("tail_gas", "Tail gas", "measured", "acid", gas="N2O", concentration="0.5", hours="8000",
                     flow="0.1"),
    )  # fmt: skip
    processes = (ProductionProcess("acid", "Nitric acid", "nitric_acid", amount="1000", market="1000", other_use="0",
                                   electricity="10", electricity_ef="0.6", electricity_source="D.4(a)"),)  # fmt: skip
    goods = (CbamGood("acid", "acid", "28080000", "Nitric acid", amount="100", import_date="2026-08-15"),)
    return _study("nitric-acid", source_streams=streams, production=processes, cbam_goods=goods)


def smelter() -> Study:
    """Primary aluminium: anodes by mass balance, anode effects by the slope method."""
    streams = (
        SourceStream("anodes", "Anodes", "mass_balance", "pots", "", "420", "t", carbon="0.98", **ANALYSED),
        SourceStream("effects", "Anode effects", "pfc_slope", "pots", activity="1000", activity_unit="t",
                     technology="PFPB", frequency="0.05", duration="2", slope="0.143", c2f6_ratio="0.121",
                     collection_efficiency="1"),
    )  # fmt: skip
    processes = (ProductionProcess("pots", "Potline", "unwrought_aluminium", amount="1000", market="1000",
                                   other_use="0", electricity="13500", electricity_ef="0.6",
                                   electricity_source="D.4(a)"),)  # fmt: skip
    goods = (CbamGood("ingot", "pots", "76011010", "Ingots", amount="100", import_date="2026-08-15",
                      benchmark_route="K"),)  # fmt: skip
    return _study("smelter", source_streams=streams, production=processes, cbam_goods=goods)
