"""Studies and blank templates that the writer fills, and those it refuses: the tests' tables and C20's."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from fractions import Fraction
from types import SimpleNamespace

from carnet.errors import Text
from carnet.exchange.cbam_template.write import fill
from carnet.inventory.installation import (
    CarbonPrice,
    CbamGood,
    Cogeneration,
    Installation,
    PrecursorUse,
    ProductionLevel,
    ProductionProcess,
    PurchasedPrecursor,
    SourceStream,
)
from carnet.inventory.model import Product, Study
from tests.exchange.cbam_blank import blank

PRODUCT = Product(
    **{
        f.name: Text("", "") if "Text" in str(f.type) else ""
        for f in dataclasses.fields(Product)
        if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
    }
)


def study(**rows):
    base = {
        "id": "s", "version": "1", "title": Text("", ""), "status": "draft", "product": PRODUCT, "country": "CN",
        "period_from": "2026-01-01", "period_to": "2026-12-31", "legal_date": "2026-12-31", "known_date": "2026-12-31",
        "production": (
            ProductionProcess("p1", "Steel", "crude_steel"), ProductionProcess("p2", "Coil", "iron_steel_products"),
        ),
    }  # fmt: skip
    return Study(**{**base, **rows})


FULL = study(
    installation=(
        Installation(
            "i", Text("钢厂", "Steel <works> & co"), street="1 Road", activity="steel", postcode="0123", po_box="9",
            city="Anyang", country="CN", unlocode="CNAYG", latitude="36.100000", longitude="114.300000",
            representative="Li", email="l@example.org", telephone="+86", verifier="V", verifier_street="2 Road",
            verifier_city="Wien", verifier_postcode="1010", verifier_country="us", verifier_person="P",
            verifier_email="v@example.org", verifier_telephone="+43", accreditation_state="AT",
            accreditation_body="Body", accreditation="A-1", stated_co2="1", stated_biomass="2", stated_n2o="3",
            stated_pfc="4", indirect="5", fuel_total="6", fuel_goods="7", fuel_electricity="8", fuel_other="9",
            data_quality="Mostly measurements & analyses", default_justification="Other", quality_assurance="None",
        ),
    ),
    source_streams=(
        SourceStream("s1", "Coal", "combustion", activity="10.5", activity_unit="t", ncv="25", ef="94.6",
                     ef_unit="tCO2/TJ", oxidation="0.995", biomass="0.07"),
        SourceStream("s2", "Steel", "mass_balance", activity="-2", activity_unit="t", carbon="0.004", conversion="1"),
        SourceStream("a1", "Cells", "pfc_slope", activity="5", technology="CWPB", frequency="0.1", duration="2",
                     slope="0.14", overvoltage="1", overvoltage_coefficient="2", current_efficiency="0.95",
                     c2f6_ratio="0.12", collection_efficiency="0.98"),
        SourceStream("m1", "Stack", "measured", gas="N2O", concentration="64.2", hours="8000", flow="265",
                     biomass="0.5"),
    ),
    production=(
        ProductionProcess("p1", "Steel", "crude_steel", routes=("bof",), market="4", other_use="1", direct="12.5",
                          heat_in="1", heat_in_ef="2", heat_out="3", heat_out_ef="4", waste_gas_in="5",
                          waste_gas_in_ef="6", waste_gas_out="7", waste_gas_out_ef="8", electricity="9",
                          electricity_ef="0.5", electricity_source="mix", electricity_out="10",
                          electricity_out_ef="11"),
        ProductionProcess("p2", "Coil", "iron_steel_products", amount="100", includes=("pig_iron",), routes=("bf",)),
    ),
    production_levels=(
        ProductionLevel("l1", "p1", "bof", "20"), ProductionLevel("l2", "p1", "Electric arc furnace", "22"),
        ProductionLevel("l3", "q1", "smelting_reduction", "7"),
    ),
    precursors=(
        PurchasedPrecursor("q1", "Iron", "pig_iron", country="CN", other_use="1", basis="measured", see_direct="1.5",
                           electricity="0.3", electricity_basis="default", see_indirect="0.15",
                           electricity_source="D.4(b)", default_justification="Data gaps"),
        PurchasedPrecursor("q2", "Slab", "iron_steel_products", amount="8", basis="unknown", electricity_ef="0.6"),
    ),
    precursor_uses=(
        PrecursorUse("u1", "p1", "p2", "30"), PrecursorUse("u2", "q1", "p1", "2"),
        PrecursorUse("u3", "q1", "p1", "0.5"), PrecursorUse("u4", "q2", "p2", "8"),
    ),
    cogeneration=(
        Cogeneration("c1", fuel="10", heat="4", electricity="900", emissions_fuel="561", reference_power="0.53"),
    ),
    carbon_prices=(
        CarbonPrice("k1", "p1", currency="CNY", share="0.5", price="60", rebate="20"),
        CarbonPrice("k2", "q2", currency="CNY", share="1", price="50.25", rebate="0"),
    ),
    cbam_goods=(
        CbamGood("g1", "p2", "7208360090", name="Coil", reducing_agent="coal_or_coke", mill="623108", manganese="0.014",
                 scrap="0.2", calcined="no", price_instrument="Carbon Tax", price_share="0.5", price_currency="CNY",
                 price_due="50", rebate_kind="Free allocation", rebate_share="0.4", rebate="20"),
    ),
)  # fmt: skip


def edited(part, old, new):
    def edit(parts):
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new)

    return blank(edit=edit)


def no_translations(parts):
    parts["xl/worksheets/sheet9.xml"] = re.sub(
        r"<sheetData>.*</sheetData>", "<sheetData/>", parts["xl/worksheets/sheet9.xml"]
    )


def many(n, make):
    return tuple(make(i) for i in range(n))


# more rows than the template has: rows, those left over
UNFIT = [
    ({"source_streams": many(4, lambda i: SourceStream(f"s{i}", f"s{i}", "process"))}, "s2, s3"),
    ({"source_streams": many(3, lambda i: SourceStream(f"a{i}", "", "pfc_slope"))}, "a2"),
    ({"source_streams": many(3, lambda i: SourceStream(f"m{i}", "", "measured"))}, "m2"),
    ({"production": many(3, lambda i: ProductionProcess(f"p{i}", f"n{i}", "cement"))}, "p2"),
    ({"precursors": many(3, lambda i: PurchasedPrecursor(f"q{i}", f"n{i}", "cement"))}, "q2"),
    ({"cbam_goods": many(3, lambda i: CbamGood(f"g{i}", "p1", "72083600"))}, "g2"),
    ({"cogeneration": many(2, lambda i: Cogeneration(f"c{i}"))}, "c1"),
    (
        {"production": (
            ProductionProcess("p", "", "crude_steel", includes=("cement", "pig_iron", "electricity")),
            ProductionProcess("q", "", "iron_steel_products"),
        )},
        "electricity, iron_steel_products",
    ),
]  # fmt: skip
# what cannot be written: rows, code
REFUSED = [
    ({"production": (ProductionProcess("p1", "", "soap"),)}, "CBM-116"),
    ({"production": (ProductionProcess("p1", "", "crude_steel", routes=("bf",)),)}, "CBM-116"),
    ({"production": (ProductionProcess("p1", "", "crude_steel", electricity_source="D.9"),)}, "CBM-116"),
    ({"production": (ProductionProcess("p1", "", "crude_steel", amount="5"),)}, "CBM-117"),
    ({"production": (ProductionProcess("p1", "", "electricity", amount="5"),)}, "CBM-118"),
    ({"production": (ProductionProcess("p1", "", "cement", amount="5", unit="MWh"),)}, "CBM-118"),
    ({"precursors": (PurchasedPrecursor("q", "STEEL", "cement"),)}, "CBM-119"),
    ({"precursor_uses": (PrecursorUse("u", "p1", "p1", "1"),)}, "CBM-120"),
    ({"precursor_uses": (PrecursorUse("u", "nobody", "p1", "1"),)}, "CBM-120"),
    ({"precursor_uses": (PrecursorUse("u", "p1", "nobody", "1"),)}, "CBM-120"),
    ({"cbam_goods": (CbamGood("g", "nobody", "72083600"),)}, "CBM-120"),
    ({"cbam_goods": (CbamGood("g", "p1", "99999999"),)}, "CBM-116"),
    ({"cbam_goods": (CbamGood("g", "p1", "72083600", calcined="perhaps"),)}, "CBM-116"),
    ({"cbam_goods": (CbamGood("g", "p1", "72083600", price_currency="XXX"),)}, "CBM-116"),
    (
        {"carbon_prices": (
            CarbonPrice("k", "p1", currency="CNY", price="1"), CarbonPrice("l", "p1", currency="CNY", price="2"),
        )},
        "CBM-108",
    ),
    ({"carbon_prices": (CarbonPrice("k", "nobody", currency="CNY", price="1"),)}, "CBM-120"),
    ({"carbon_prices": (CarbonPrice("k", "p1", currency="XXX", price="1"),)}, "CBM-116"),
    ({"installation": (Installation("i", country="Utopia"),)}, "CBM-116"),
    ({"installation": (Installation("i", data_quality="good"),)}, "CBM-116"),
    ({"precursors": (PurchasedPrecursor("q", "q", "cement", see_indirect="0.2"),)}, "CBM-121"),
    (
        {"precursors": (
            PurchasedPrecursor("q", "q", "cement", electricity="1", electricity_ef="2", see_indirect="3"),
        )},
        "CBM-121",
    ),
    ({"source_streams": (SourceStream("s", "s", "combustion", activity="12,5"),)}, "CBM-126"),
    ({"period_from": "2026-13-01"}, "CBM-126"),
    ({"precursor_uses": (PrecursorUse("u", "p1", "p2", "x"),)}, "CBM-126"),
    ({"production_levels": (ProductionLevel("l", "p1", "bof", "x"),)}, "CBM-126"),
    ({"source_streams": (SourceStream("s", "s", "combustion", activity_unit="kg"),)}, "CBM-116"),
    ({"source_streams": (SourceStream("s", "s" * 40_000, "combustion"),)}, "FIL-040"),
]  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Fill:
    """What the writer is handed; a template that takes work to make is made when it is asked for."""

    study: Study
    template: Callable = blank
    computed: object = None


def other_template():
    return blank(show=lambda text: f"x{text}x", version=None, edit=no_translations)


def old_template():
    return blank(version="2.0")


def locked_template():
    return edited("xl/worksheets/sheet4.xml", '<c r="D5" s="1"/>', '<c r="D5" s="0"/>')


def formula_template():
    return edited("xl/worksheets/sheet4.xml", '<c r="D5" s="1"/>', '<c r="D5" s="1"><f>D2</f><v>0</v></c>')


def filled_template():
    return fill(FULL, blank(), "blank.xlsx").data


def one(**fields):
    return Fill(study(production=(ProductionProcess("p1", "Steel", **{"category": "crude_steel", **fields}),)))


def stream(**fields):
    return Fill(study(source_streams=(SourceStream("s", "s", "combustion", **fields),)))


def bought(name="Slab", **fields):
    return Fill(study(precursors=(PurchasedPrecursor("q", name, "cement", **fields),)))


def goods(count):
    return Fill(study(cbam_goods=many(count, lambda i: CbamGood(f"g{i}", "p1", "72083600"))))


def unit(**fields):
    return Fill(study(cogeneration=(Cogeneration("c1", **fields),)))


WHOLE, EMPTY = Fill(FULL), Fill(study(production=()))
COMPUTED = SimpleNamespace(
    processes=(SimpleNamespace(id="p1", direct_star=Fraction(10, 3)),), cogeneration=(), precursors=()
)


# code of the writer → what does not call for it, what does
PAIRS: dict[str, tuple[Fill, Fill]] = {
    "CBM-110": (WHOLE, Fill(FULL, other_template)),
    "CBM-111": (WHOLE, Fill(FULL, old_template)),
    "CBM-112": (WHOLE, Fill(FULL, locked_template)),
    "CBM-113": (WHOLE, Fill(FULL, formula_template)),
    "CBM-114": (WHOLE, Fill(FULL, filled_template)),
    "CBM-115": (goods(2), goods(3)),
    "CBM-116": (one(), one(category="soap")),
    "CBM-117": (one(amount="5", routes=("bof",)), one(amount="5")),
    "CBM-118": (one(category="cement", amount="5"), one(category="cement", amount="5", unit="MWh")),
    "CBM-119": (bought("Slab"), bought("STEEL")),
    "CBM-120": (
        Fill(study(precursor_uses=(PrecursorUse("u", "p1", "p2", "1"),))),
        Fill(study(precursor_uses=(PrecursorUse("u", "p1", "p1", "1"),))),
    ),
    "CBM-121": (
        bought(electricity="1", electricity_ef="2", see_indirect="2"),
        bought(electricity="1", electricity_ef="2", see_indirect="3"),
    ),
    "CBM-122": (stream(activity="0.1234567890123"), stream(activity="0.12345678901234567891")),
    "CBM-123": (Fill(study()), Fill(study(), computed=COMPUTED)),
    "CBM-124": (stream(biomass="0.3"), stream(biomass="0.3", biomass_unproven="0.1")),
    "CBM-125": (unit(reference_heat="0.9", reference_power="0.5"), unit(reference_power="0.5")),
    "CBM-126": (stream(activity="12.5"), stream(activity="12,5")),
    "CBM-127": (
        Fill(study(installation=(Installation("i", city="Anyang"),))),
        Fill(study(installation=(Installation("i", operator="Works Ltd"),))),
    ),
    "CBM-128": (Fill(study()), EMPTY),
    "CBM-129": (EMPTY, Fill(study())),  # told with every workbook that is written, so it is absent from none but these
}
