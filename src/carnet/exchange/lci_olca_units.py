"""The units of openLCA's own reference data, for packages that leave them out since every openLCA has them.

Keyed by the id of the flow property: name, reference unit, and what other units are in it. Ids and names are openLCA's;
the factors follow from the definitions of the units (a year of 365 days, as openLCA counts).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_MASS = {
    "kg": 1.0, "g": 1e-3, "mg": 1e-6, "ug": 1e-9, "ng": 1e-12, "pg": 1e-15, "t": 1e3, "Mg": 1e3, "kt": 1e6, "Mt": 1e9,
    "lb av": 0.45359237, "oz av": 0.028349523125, "sh tn": 907.18474, "long tn": 1016.0469088,
}  # fmt: skip
_VOLUME = {
    "m3": 1.0, "l": 1e-3, "ml": 1e-6, "cm3": 1e-6, "dm3": 1e-3, "mm3": 1e-9, "gal (US liq)": 0.003785411784,
    "bbl": 0.158987294928, "cu ft": 0.028316846592, "Nm3": 1.0,
}  # fmt: skip
_ENERGY = {
    "MJ": 1.0, "J": 1e-6, "kJ": 1e-3, "GJ": 1e3, "TJ": 1e6, "PJ": 1e9, "Wh": 0.0036, "kWh": 3.6, "MWh": 3600.0,
    "btu": 0.00105505585262, "kcal": 0.0041868,
}  # fmt: skip
_MILE = 1.609344
_POUND = 0.45359237
_TRANSPORT = {
    "t*km": 1.0, "kg*km": 1e-3, "kt*km": 1e3, "t*mi": _MILE, "t*nmi": 1.852, "lb*mi": _POUND * _MILE / 1e3,
    "lb*nmi": _POUND * 1.852 / 1e3,
}  # fmt: skip
_AREA = {"m2": 1.0, "cm2": 1e-4, "dm2": 1e-2, "mm2": 1e-6, "ha": 1e4, "km2": 1e6, "ft2": 0.09290304, "ac": 4046.8564224}

STANDARD: Mapping[str, tuple[str, str, Mapping[str, float]]] = MappingProxyType(
    {
        "93a60a56-a3c8-11da-a746-0800200b9a66": ("Mass", "kg", _MASS),
        "93a60a56-a3c8-22da-a746-0800200c9a66": ("Volume", "m3", _VOLUME),
        "93a60a56-a3c8-13da-a746-0800200c9a66": ("Normal Volume", "m3", _VOLUME),
        "f6811440-ee37-11de-8a39-0800200c9a66": ("Energy", "MJ", _ENERGY),
        "93a60a56-a3c8-11da-a746-0800200c9a66": ("Net calorific value", "MJ", _ENERGY),
        "93a60a56-a3c8-14da-a746-0800200c9a66": ("Gross calorific value", "MJ", _ENERGY),
        "838aaa20-0117-11db-92e3-0800200c9a66": ("Goods transport (mass*distance)", "t*km", _TRANSPORT),
        "8766e10f-9f41-4db0-8173-ad0d002a5b98": ("Person transport", "p*km", {"p*km": 1.0, "p*mi": _MILE}),
        "ecbe0a5d-f397-4b74-993d-32d231e4bcf9": ("Vehicle transport", "v*km", {"v*km": 1.0}),
        "93a60a56-a3c8-19da-a746-0800200c9a66": ("Area", "m2", _AREA),
        "93a60a56-a3c8-21da-a746-0800200c9a66": (
            "Area*time",
            "m2*a",
            {"m2*a": 1.0, "m2*d": 1 / 365, "ha*a": 1e4, "km2*a": 1e6, "ft2*a": 0.09290304},
        ),
        "441238a3-ba09-46ec-b35b-c30cfba746d1": (
            "Volume*time",
            "m3*a",
            {"m3*a": 1.0, "m3*d": 1 / 365, "l*a": 1e-3, "l*d": 1e-3 / 365},
        ),
        "4e10f566-0358-489a-8e3a-d687b66c50e6": (
            "Mass*time",
            "kg*a",
            {"kg*a": 1.0, "kg*d": 1 / 365, "t*a": 1e3, "g*a": 1e-3},
        ),
        "b7ffb330-95a8-4815-a78c-47fcdee3b768": ("Length*time", "m*a", {"m*a": 1.0, "km*a": 1e3, "mi*a": 1609.344}),
        "838aaa23-0117-11db-92e3-0800200c9a66": (
            "Length",
            "m",
            {"m": 1.0, "cm": 1e-2, "mm": 1e-3, "km": 1e3, "mi": 1609.344, "ft": 0.3048, "in": 0.0254, "yd": 0.9144},
        ),
        "c0447923-0e60-4b3c-97c2-a86dddd9eea5": (
            "Duration",
            "d",
            {"d": 1.0, "h": 1 / 24, "min": 1 / 1440, "s": 1 / 86400, "a": 365.0},
        ),
        "01846770-4cfe-4a25-8ad9-919d8d378345": ("Number of items", "Item(s)", {"Item(s)": 1.0, "Dozen(s)": 12.0}),
        "93a60a56-a3c8-17da-a746-0800200c9a66": ("Radioactivity", "kBq", {"kBq": 1.0, "Bq": 1e-3, "mBq": 1e-6}),
    }
)
