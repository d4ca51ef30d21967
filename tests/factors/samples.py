"""Factor rows for tests: one good row as TOML, and records built by hand."""

from __future__ import annotations

from fractions import Fraction

from carnet.errors import Text
from carnet.factors import FactorRecord, factor_set
from carnet.factors.check import Checks
from carnet.impact import characterize
from carnet.store import shipped_gwp_sets

FLOWS = {"lime": "product_mass", "electricity": "electricity", "gas": "gas_volume", "truck": "transport"}


def total(masses, set_id):
    return characterize(masses, shipped_gwp_sets()[set_id])


CHECKS = Checks(FLOWS, total, frozenset({"gas"}))

GOOD = """\
[[factor]]
id = "t.lime"
version = "1"
name_zh = "石灰"
name_en = "lime"
flow = "lime"
kind = "product_life_cycle"
value = "1.057"
unit = "kg CO2e"
per_unit = "kg"
gwp_set = "AR5"
gases = [
  { gas = "CO2", origin = "fossil", mass = "1" },
  { gas = "CH4", origin = "fossil", mass = "0.001" },
  { gas = "N2O", mass = "0.00011" },
]
low = "1.0"
high = "1.1"
country = "CN"
region = "CN-50"
technology = "shaft"
boundary = "cradle to gate"
year = 2020
data_year_from = 2018
valid_from = "2021-01-01"
valid_to = "2026-12-31"
source = "a report"
locator = "table 3"
original_value = "1.057"
original_unit = "kg CO2e/kg"
status = "read"
licence = "CC0"
redistribution = "allowed"
proxy = "a 代 | a proxy"
note = "n"
"""


def record(id_: str, **fields: object) -> FactorRecord:
    """A plausible record; fields override."""
    base: dict[str, object] = {
        "version": "1",
        "flow": "lime",
        "kind": "product_life_cycle",
        "value": "1",
        "unit": "kg CO2e",
        "per_unit": "kg",
        "gwp_set": "AR6",
        "country": "CN",
        "year": 2020,
        "source": "s",
        "locator": "l",
        "status": "read",
        "licence": "CC0",
        "redistribution": "allowed",
        "boundary": "b",
        "original_value": "1",
        "original_unit": "kg",
    }
    return FactorRecord(id=id_, name=Text(id_, id_), **{**base, **fields})  # type: ignore[arg-type]


def make(*records: FactorRecord):
    return factor_set(records)


def fraction(text: str) -> Fraction:
    return Fraction(text)
