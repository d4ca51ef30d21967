"""Small databases for the tests of the readers of databases: an openLCA package in both layouts, EcoSpold 1 files."""

from __future__ import annotations

import io
import json
import zipfile
from copy import deepcopy
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared" / "data" / "lci"
MASS, ENERGY = "93a60a56-a3c8-11da-a746-0800200b9a66", "f6811440-ee37-11de-8a39-0800200c9a66"
KG, G, MJ, KWH = "u-kg", "u-g", "u-mj", "u-kwh"
UNIT_NAMES = {KG: "kg", G: "g", MJ: "MJ", KWH: "kWh"}


def shared(name):
    """The bytes of a published database, or a skip that names it."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"../shared/data/lci/{name} is not here")
    return path.read_bytes()


def ref(kind, identity, **more):
    return {"@type": kind, "@id": identity, **more}


def exchange(number, flow, amount, unit=KG, quantity=MASS, *, is_input=False, **more):
    return {
        "@type": "Exchange",
        "internalId": number,
        "amount": amount,
        "flow": ref("Flow", flow, name=flow),
        "unit": ref("Unit", unit, name=UNIT_NAMES.get(unit, unit)),
        "flowProperty": ref("FlowProperty", quantity),
        "isInput": is_input,
        **more,
    }


def parameter(name, value=None, formula=None, **more):
    stated = {"@type": "Parameter", "@id": f"p-{name}", "name": name, "isInputParameter": formula is None}
    stated |= {} if value is None else {"value": value}
    return stated | ({} if formula is None else {"formula": formula}) | more


def trees():
    """File name → content of a package of openLCA 2 with everything the reader knows."""
    flow = lambda name, kind, quantity=MASS, **more: {  # noqa: E731
        "@type": "Flow", "@id": name, "name": name.title(), "flowType": kind, "category": "goods/of ours",
        "flowProperties": [{"flowProperty": ref("FlowProperty", quantity), "conversionFactor": 1.0,
                            "isRefFlowProperty": True}], **more,
    }  # fmt: skip
    co2 = exchange(2, "co2", 3.0, uncertainty={"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 3.0,
                                                "geomSd": 1.5}, dqEntry="(1;2;3;4;5)")  # fmt: skip
    return {
        "openlca.json": {"schemaVersion": 2},
        "unit_groups/mass.json": {
            "@type": "UnitGroup", "@id": "ug-mass", "name": "Units of mass", "units": [
                {"@type": "Unit", "@id": KG, "name": "kg", "conversionFactor": 1.0, "isRefUnit": True},
                {"@type": "Unit", "@id": G, "name": "g", "conversionFactor": 0.001, "synonyms": ["gram"]}]},
        "unit_groups/energy.json": {
            "@type": "UnitGroup", "@id": "ug-energy", "name": "Units of energy", "units": [
                {"@type": "Unit", "@id": MJ, "name": "MJ", "conversionFactor": 1.0, "isRefUnit": True},
                {"@type": "Unit", "@id": KWH, "name": "kWh", "conversionFactor": 3.6}]},
        "flow_properties/mass.json": {
            "@type": "FlowProperty", "@id": MASS, "name": "Mass", "unitGroup": ref("UnitGroup", "ug-mass")},
        "flow_properties/energy.json": {
            "@type": "FlowProperty", "@id": ENERGY, "name": "Energy", "unitGroup": ref("UnitGroup", "ug-energy")},
        "locations/cn.json": {"@type": "Location", "@id": "l-cn", "name": "China", "code": "CN"},
        "sources/book.json": {"@type": "Source", "@id": "s-book", "name": "Book", "textReference": "The book, 2020"},
        "parameters/share.json": parameter("share", 0.25) | {"parameterScope": "GLOBAL_SCOPE"},
        "parameters/rest.json": parameter("rest", 0.75, "1 - Share") | {"parameterScope": "GLOBAL_SCOPE"},
        "flows/steel.json": flow("steel", "PRODUCT_FLOW"),
        "flows/slag.json": flow("slag", "PRODUCT_FLOW"),
        "flows/scrap.json": flow("scrap", "WASTE_FLOW"),
        "flows/co2.json": flow("co2", "ELEMENTARY_FLOW", cas="000124-38-9", formula="CO2"),
        "flows/coal.json": flow("coal", "PRODUCT_FLOW", flowProperties=[
            {"flowProperty": ref("FlowProperty", MASS), "conversionFactor": 1.0, "isRefFlowProperty": True},
            {"flowProperty": ref("FlowProperty", ENERGY), "conversionFactor": 28.0}]),
        "flows/power.json": flow("power", "PRODUCT_FLOW", ENERGY, location=ref("Location", "l-cn")),
        "processes/steel.json": {
            "@type": "Process", "@id": "make-steel", "name": "Steel, made", "category": "metals/steel",
            "processType": "UNIT_PROCESS", "location": ref("Location", "l-cn", name="China"),
            "defaultAllocationMethod": "PHYSICAL_ALLOCATION",
            "processDocumentation": {
                "validFrom": "2020-01-01", "validUntil": "2022-12-31", "technologyDescription": "furnace",
                "restrictionsDescription": "ask first", "isCopyrightProtected": True,
                "sources": [ref("Source", "s-book", name="Book")]},
            "parameters": [
                parameter("loss", 0.1), parameter("Used", 1.35, "(1 + LOSS) * share + if(share < 1; 1.075; 0)")],
            "exchanges": [
                exchange(1, "steel", 1.0, isQuantitativeReference=True),
                co2,
                exchange(3, "power", 2.5, KWH, ENERGY, is_input=True, defaultProvider=ref("Process", "make-power"),
                         uncertainty={"distributionType": "NORMAL_DISTRIBUTION", "mean": 2.5, "sd": 0.2}),
                exchange(4, "coal", 14.0, MJ, ENERGY, is_input=True,
                         uncertainty={"distributionType": "UNIFORM_DISTRIBUTION", "minimum": 10.0, "maximum": 18.0}),
                exchange(5, "coal", 1350.0, G, is_input=True, amountFormula="used * 1000",
                         uncertainty={"distributionType": "TRIANGLE_DISTRIBUTION", "minimum": 1200.0,
                                      "mode": 1300.0, "maximum": 1500.0}),
                exchange(6, "slag", 0.3),
                exchange(7, "scrap", 0.05),
                exchange(8, "slag", 0.1, is_input=True, isAvoidedProduct=True),
            ],
            "allocationFactors": [
                {"allocationType": "PHYSICAL_ALLOCATION", "product": ref("Flow", "steel"), "value": 0.8},
                {"allocationType": "PHYSICAL_ALLOCATION", "product": ref("Flow", "slag"), "value": 0.2},
                {"allocationType": "ECONOMIC_ALLOCATION", "product": ref("Flow", "steel"), "value": 0.9,
                 "formula": "0.9 + share * 0"},
                {"allocationType": "CAUSAL_ALLOCATION", "product": ref("Flow", "slag"), "value": 0.05,
                 "exchange": {"internalId": 2}},
            ],
        },
        "processes/power.json": {
            "@type": "Process", "@id": "make-power", "name": "Power, made", "processType": "LCI_RESULT",
            "exchanges": [exchange(1, "power", 1.0, MJ, ENERGY, isQuantitativeReference=True),
                          exchange(2, "co2", 200.0, G)]},
    }  # fmt: skip


_OLD_NAMES = {
    "isInput": "input", "isAvoidedProduct": "avoidedProduct", "isQuantitativeReference": "quantitativeReference",
    "isRefFlowProperty": "referenceFlowProperty", "isRefUnit": "referenceUnit", "isInputParameter": "inputParameter",
    "isCopyrightProtected": "copyright",
}  # fmt: skip


def old_trees():
    """The same package as openLCA 1.5 wrote it: other names, categories and exchanges by id, a folder around it."""
    categories: dict[str, dict[str, object]] = {}

    def category(path):
        parent, _, name = path.rpartition("/")
        identity = f"c-{path}"
        above = {"category": ref("Category", category(parent))} if parent else {}
        categories[identity] = {"@type": "Category", "@id": identity, "name": name, **above}
        return identity

    def older(node):
        if isinstance(node, list):
            return [older(each) for each in node]
        if not isinstance(node, dict):
            return node
        found = {_OLD_NAMES.get(key, key): older(value) for key, value in node.items()}
        if isinstance(found.get("category"), str):
            found["category"] = ref("Category", category(found["category"]))
        if "internalId" in found:
            found["@id"] = f"x-{found.pop('internalId')}"
        return found

    files = {f"base/{name}": older(tree) for name, tree in trees().items() if name != "openlca.json"}
    return files | {f"base/categories/{index}.json": tree for index, tree in enumerate(categories.values())}


def packed(files):
    """The zip of a package; a text or bytes stands for a file as it is."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in files.items():
            data = content if isinstance(content, bytes | str) else json.dumps(content)
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            container.writestr(info, data, zipfile.ZIP_DEFLATED)
    return raw.getvalue()


def changed(file, change, files=None):
    """A package of which one file was changed by a function."""
    files = deepcopy(trees() if files is None else files)
    change(files[file])
    return packed(files)


HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold01">\n'
TAIL = "</ecoSpold>\n"


def attributes(**stated):
    names = {"kind": "type"}
    return "".join(f' {names.get(key, key)}="{value}"' for key, value in stated.items() if value is not None)


def row(number, name, mean, group, unit="kg", **more):
    """One exchange; `group` is ``i5`` or ``o0``."""
    tag = {"i": "inputGroup", "o": "outputGroup"}[group[0]]
    stated = attributes(number=number, name=name, unit=unit, meanValue=mean, category="goods", **more)
    return f"<exchange{stated}>\n<{tag}>{group[1:]}</{tag}>\n</exchange>\n"


def dataset(number, name, rows, *, unit="kg", location="CH", kind="1", more="", head=""):
    """One dataset."""
    return (
        f'<dataset number="{number}"><metaInformation><processInformation>'
        f'<referenceFunction name="{name}" unit="{unit}" amount="1" category="metals" subCategory="steel"/>'
        f'<geography location="{location}"/><technology text="furnace"/>'
        "<timePeriod><startYear>2000</startYear><endDate>2004-12-31</endDate></timePeriod>"
        f'<dataSetInformation type="{kind}"/></processInformation>'
        '<modellingAndValidation><source firstAuthor="Who" year="2004" title="What"/></modellingAndValidation>'
        f'<administrativeInformation><dataGeneratorAndPublication copyright="true" accessRestrictedTo="0"/>{head}'
        f"</administrativeInformation></metaInformation><flowData>{''.join(rows)}{more}</flowData></dataset>\n"
    )


def spold(*datasets, head=HEAD, tail=TAIL):
    return (head + "".join(datasets) + tail).encode()


def steel(**more):
    """Two datasets with every kind of uncertainty and allocation."""
    rows = [
        row(1, "steel", "1", "o0", location="CH"),
        row(2, "carbon dioxide", "3", "o4", uncertaintyType=1, standardDeviation95="2.25", CASNumber="000124-38-9",
            formula="CO2", subCategory="air", generalComment="(1,2,1,1,3); measured"),
        row(11, "power", "2.5", "i5", unit="kWh", location="CH", uncertaintyType=2, standardDeviation95="0.4"),
        row(4, "coal", "0.5", "i5", uncertaintyType=3, minValue="0.4", maxValue="0.7"),
        row(5, "lime", "0.1", "i5", uncertaintyType=4, minValue="0.05", maxValue="0.15"),
        row(6, "water", "2", "i4", uncertaintyType=1, generalComment="(2,3,1,1,1,5)"),
        row(7, "slag", "0.3", "o2"),
        row(8, "dust", "0.02", "o3"),
        row(9, "gravel", "0.1", "o1", infrastructureProcess="true"),
    ]  # fmt: skip
    share = (
        '<allocation referenceToCoProduct="7" allocationMethod="1" fraction="5.0"><referenceToInputOutput>2'
        "</referenceToInputOutput><referenceToInputOutput>4</referenceToInputOutput></allocation>"
    )
    return [
        dataset(10, "steel", rows, more=share, **more),
        dataset(11, "power", [row(11, "power", "1", "o0", unit="kWh", location="CH")], unit="kWh"),
    ]
