"""Small works for the money: a re-roller that buys slab, a steelworks that buys pig iron, goods on defaults alone."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from carnet.cbam.compute import compute
from carnet.cbam.goods import value_goods
from carnet.errors import Text
from carnet.inventory.installation import (
    CbamGood,
    Installation,
    PrecursorUse,
    ProductionProcess,
    PurchasedPrecursor,
)
from carnet.inventory.model import Product, Study
from carnet.store.cbam_tables import load_cbam_tables

ON = "2026-11-22"


@cache
def tables():
    return load_cbam_tables()


def empty(**rows):
    base = Study(
        id="works", version="1", title=Text("钢厂", "works"), status="draft",
        product=Product(Text("热轧卷", "coil"), "", "coil"), country="CN",
        period_from="2026-01-01", period_to="2026-12-31", legal_date=ON, known_date=ON,
    )  # fmt: skip
    return replace(base, **rows)


def goods(*codes, amount="100", day="2026-08-15", importer="Importer GmbH"):
    """Goods without process data: defaults only."""
    return empty(
        cbam_goods=tuple(
            CbamGood(id=f"g{n}", process="", cn=cn, amount=amount, import_date=day, importer=importer)
            for n, cn in enumerate(codes)
        )
    )


SLAB = PurchasedPrecursor(
    id="slab", name="slab", category="crude_steel", cn="72071210", country="CN", amount="1030", basis="default"
)
PIG = PurchasedPrecursor(
    id="pig", name="pig iron", category="pig_iron", cn="72011019", country="CN", amount="950", basis="default"
)
ACTUAL = {
    "basis": "measured", "verification_report": "VR-1", "verifier": "V", "accreditation": "A-1",
    "accreditation_expiry": "2029-06-30", "period_from": "2026-01-01", "period_to": "2026-12-31",
}  # fmt: skip
WORKS = Installation(
    id="works", country="CN", verification_report="VR-0", verifier="V", accreditation="A-0",
    accreditation_expiry="2029-06-30",
)  # fmt: skip


def process(name, category, amount, direct, **fields):
    given = {"amount": amount, "direct": direct, "electricity": "100", "electricity_ef": "0.6"}
    return ProductionProcess(name, name, category, **(given | fields))


def re_roller(slab=SLAB, *, direct="60", amount="1000"):
    """1000 t of coil from 1030 t of bought slab; own emissions 0.06 tCO2e/t."""
    return empty(
        installation=(WORKS,),
        production=(process("roll", "iron_steel_products", "1000", direct),),
        precursors=(slab,),
        precursor_uses=(PrecursorUse("u1", slab.id, "roll", "1030"),),
        cbam_goods=(CbamGood("coil", "roll", "72083900", "coil", amount, "2026-08-15", "Importer GmbH", "C"),),
    )  # fmt: skip


def steelworks(pig=PIG, *, direct="300", loop=False):
    """1000 t slab from 950 t bought pig iron (own 0.3 tCO2e/t), rolled to 1000 t coil with 1.02 t/t."""
    uses = [PrecursorUse("u1", pig.id, "steel", "950"), PrecursorUse("u2", "steel", "roll", "1020")]
    if loop:
        uses.append(PrecursorUse("u3", "roll", "steel", "50"))
    return empty(
        installation=(WORKS,),
        production=(
            process("steel", "crude_steel", "1020", direct),
            process("roll", "iron_steel_products", "1000", "60"),
        ),
        precursors=(pig,),
        precursor_uses=tuple(uses),
        cbam_goods=(
            CbamGood("coil", "roll", "72083900", "coil", "1000", "2026-08-15", "Importer GmbH", "C"),
            CbamGood("slab", "steel", "72071210", "slab", "10", "2026-05-15", "Importer GmbH", "C"),
        ),
    )  # fmt: skip


def valued(study, what_if=None, on=ON, of=None):
    used = of or tables()
    return value_goods(study, compute(study, used), used, on=on, what_if=what_if)
