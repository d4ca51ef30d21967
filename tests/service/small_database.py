"""A database small enough to solve by hand, as a package of another program and as stored content."""

from __future__ import annotations

import io
import json
import zipfile
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

AIR = "Elementary flows/Emission to air/unspecified"
COAL = ("coal", 0.4, True, "")
FLOWS = {
    "power": ("electricity", "PRODUCT_FLOW", "", ""),
    "steel": ("steel", "PRODUCT_FLOW", "", ""),
    "coil": ("coil", "PRODUCT_FLOW", "", ""),
    "co2f": ("Carbon dioxide, fossil", "ELEMENTARY_FLOW", "124-38-9", AIR),
    "co2": ("Carbon dioxide", "ELEMENTARY_FLOW", "124-38-9", AIR),
    "ch4": ("Methane, fossil", "ELEMENTARY_FLOW", "74-82-8", AIR),
    "coal": ("Coal, hard, in ground", "ELEMENTARY_FLOW", "", "Elementary flows/Resource/in ground"),
    "halon": ("Methane, bromotrifluoro-, Halon 1301", "ELEMENTARY_FLOW", "75-63-8", AIR),
}
# process: (product, [(flow, amount, is input, provider)])
PROCESSES: dict[str, tuple[str, list[tuple[str, float, bool, str]]]] = {
    "p-power": (
        "power",
        [
            ("co2f", 0.5, False, ""),
            ("ch4", 0.002, False, ""),
            ("steel", 0.01, True, "p-steel"),
            ("coal", 0.4, True, ""),
        ],
    ),
    "p-steel": (
        "steel",
        [
            ("power", 2.0, True, "p-power"),
            ("co2f", 1.5, False, ""),
            ("halon", 1e-6, False, ""),
            ("coal", 1.0, True, ""),
        ],
    ),
    "p-coil": (
        "coil",
        [
            ("steel", 1.1, True, "p-steel"),
            ("power", 0.5, True, "p-power"),
            ("co2", 0.1, False, ""),
            ("coal", 0.1, True, ""),
        ],
    ),
}


def package(processes: dict[str, Any] | None = None, *, spread: bool = True) -> bytes:
    """The database as an openLCA JSON-LD package."""
    out = io.BytesIO()
    mass = {"@type": "FlowProperty", "@id": "mass", "name": "Mass", "unitGroup": {"@id": "units"}}
    unit = {"@type": "Unit", "@id": "kg", "name": "kg", "isRefUnit": True, "conversionFactor": 1.0}
    group = {"@type": "UnitGroup", "@id": "units", "name": "Units of mass", "units": [unit]}
    with zipfile.ZipFile(out, "w") as archive:

        def put(folder: str, item: dict[str, Any]) -> None:
            archive.writestr(zipfile.ZipInfo(f"{folder}/{item['@id']}.json"), json.dumps(item))

        archive.writestr(zipfile.ZipInfo("openlca.json"), '{"schemaVersion": 2}')
        put("flow_properties", mass)
        put("unit_groups", group)
        for name, (title, kind, cas, path) in FLOWS.items():
            factor = {
                "isRefFlowProperty": True,
                "conversionFactor": 1.0,
                "flowProperty": {"@id": "mass", "name": "Mass"},
            }
            put("flows", {
                "@type": "Flow", "@id": name, "name": title, "flowType": kind, "cas": cas, "category": path,
                "flowProperties": [factor],
            })  # fmt: skip
        for name, (product, exchanges) in (processes or PROCESSES).items():
            rows = [_exchange(1, product, 1.0, False, "", True, False)]
            rows += [_exchange(i, *row, False, spread) for i, row in enumerate(exchanges, 2)]
            put("processes", {
                "@type": "Process", "@id": name, "name": f"{FLOWS[product][0]}, at plant",
                "processType": "UNIT_PROCESS",
                "category": "Metals/Steel", "exchanges": rows, "location": {"@id": "CN", "name": "China", "code": "CN"},
            })  # fmt: skip
    return out.getvalue()


def _exchange(
    number: int, flow: str, amount: float, is_input: bool, provider: str, reference: bool, spread: bool
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "@type": "Exchange", "internalId": number, "flow": {"@id": flow, "name": flow}, "amount": amount,
        "isInput": is_input, "isQuantitativeReference": reference, "unit": {"@id": "kg", "name": "kg"},
        "flowProperty": {"@id": "mass", "name": "Mass"},
    }  # fmt: skip
    if provider:
        row["defaultProvider"] = {"@id": provider}
    if spread:
        row["uncertainty"] = {"@type": "Uncertainty", "distributionType": "LOG_NORMAL_DISTRIBUTION",
                              "geomMean": amount, "geomSd": 1.2}  # fmt: skip
    return row


def exact() -> dict[str, dict[str, Any]]:
    """kg of each gas behind one kg, by hand: w = g + what it takes, solved for power and steel in fractions."""
    loop = 1 - Fraction("0.01") * 2
    result: dict[str, dict[str, Any]] = {}
    for gas, power, steel, coil in (
        ("CO2|fossil", Fraction("0.5"), Fraction("1.5"), Fraction(0)),
        ("CH4|fossil", Fraction("0.002"), Fraction(0), Fraction(0)),
        ("CO2|", Fraction(0), Fraction(0), Fraction("0.1")),
    ):
        p = (power + Fraction("0.01") * steel) / loop
        s = steel + 2 * p
        result[gas] = {"p-power": p, "p-steel": s, "p-coil": coil + Fraction("1.1") * s + Fraction("0.5") * p}
    return result


def write(folder: Path, **given: Any) -> str:
    """The package as a file."""
    path = folder / "small.zip"
    path.write_bytes(package(**given))
    return str(path)
