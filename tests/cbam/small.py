"""Small installations, and tables with just enough figures to compute them."""

from __future__ import annotations

from fractions import Fraction

from carnet.cbam.tables import Category, Cite, DefaultRow, Tables, Value
from carnet.errors import Text
from carnet.inventory.installation import (
    PrecursorUse,
    ProductionProcess,
    PurchasedPrecursor,
    SourceStream,
)
from carnet.inventory.model import Product, Study

CITE = Cite("test", "", "read")
ANNEX_II = {
    "cement": False,
    "cement_clinker": False,
    "iron_steel_products": True,
    "crude_steel": True,
    "pig_iron": True,
    "sintered_ore": False,
    "hydrogen": True,
    "ammonia": False,
    "urea": False,
    "unwrought_aluminium": True,
}
VALUES = {
    "carbon_ratio": "3.664",
    "waste_gas_correction": "0.667",
    "ef_natural_gas": "56.1",
    "gwp_n2o": "265",
    "gwp_cf4": "6630",
    "gwp_c2f6": "11100",
    "chp_eta_heat": "0.55",
    "chp_eta_power": "0.25",
}


def tables(**without: object) -> Tables:
    """Tables of ten categories; a constant named with None is not in them."""
    known = {name: Fraction(value) for name, value in VALUES.items() if name not in without}
    values = {(name, ""): Value(name, "", value, "", CITE) for name, value in known.items()}
    for sector in ("iron_steel", "cement"):
        values["markup", f"{sector}:2026"] = Value("markup", f"{sector}:2026", Fraction(1, 10), "1", CITE)
    sector = {"cement": "cement", "cement_clinker": "cement", "ammonia": "fertilisers", "urea": "fertilisers"}
    return Tables(
        goods={},
        categories={
            name: Category(name, name, name, sector.get(name, "iron_steel"), "t", only_direct, (), (), CITE)
            for name, only_direct in ANNEX_II.items()
        },
        defaults={},
        benchmarks={},
        values=values,
        factors={},
        reference_efficiencies={},
        countries={"CN": "China"},
        digest="test",
    )


def default_row(direct: str, indirect: str, total: str) -> DefaultRow:
    figures = [Fraction(text) if text else None for text in (direct, indirect, total)]
    return DefaultRow("CN", "7207 12 10", "", *figures, "C", CITE)


def study(**rows: tuple[object, ...]) -> Study:
    """A study of 2026 with nothing but the rows of an installation."""
    return Study(
        "s", "1", Text("", ""), "draft", Product(Text("", ""), "", ""), "CN", "2026-01-01", "2026-12-31",
        "2026-12-31", "2026-12-31", **rows,  # type: ignore[arg-type]
    )  # fmt: skip


def gas(**fields: str) -> SourceStream:
    """Natural gas of the official example: 1837.5 t, 48 GJ/t, 56.1 tCO2/TJ."""
    given = {
        "id": "gas", "name": "Natural gas", "method": "combustion", "activity": "1837.5", "activity_unit": "t",
        "ncv": "48", "ef": "56.1", "ef_unit": "tCO2/TJ",
    }  # fmt: skip
    return SourceStream(**(given | fields))


def process(name: str = "a", category: str = "iron_steel_products", **fields: str) -> ProductionProcess:
    given = {"amount": "100", "direct": "50", "electricity": "20", "electricity_ef": "0.5"}
    return ProductionProcess(name, name, category, **(given | fields))


def bought(name: str = "p", category: str = "iron_steel_products", **fields: str) -> PurchasedPrecursor:
    given = {
        "amount": "1000", "basis": "measured", "country": "CN", "see_direct": "2", "electricity": "1",
        "electricity_ef": "0.5",
    }  # fmt: skip
    return PurchasedPrecursor(name, name, category, **(given | fields))


def use(source: str, process_id: str, amount: str) -> PrecursorUse:
    return PrecursorUse(f"{source}-{process_id}", source, process_id, amount)


def screws_and_nuts() -> Study:
    """The official worked example by its typed inputs."""
    return study(
        source_streams=(gas(),),
        production=(
            process("carbon", amount="17000", direct="3337.95", electricity="3400", electricity_ef="0.833"),
            process("alloy", amount="8200", direct="1610.07", electricity="1640", electricity_ef="0.833"),
        ),
        precursors=(
            bought(
                "steel", amount="20000", see_direct="1.539", electricity="0.3455925",
                electricity_ef="0.5902905879033833",
            ),
            bought(
                "high", amount="10000", see_direct="1.44", electricity="2.0786092594604715",
                electricity_ef="0.833249439314805",
            ),
        ),
        precursor_uses=(use("steel", "carbon", "20000"), use("high", "alloy", "10000")),
    )  # fmt: skip
