"""The certificates of 10,000 lines of an importer after a price or a table row changed, and of one works.

Beside them the whole list valued anew, and a plain path that looks every line up by itself: the answers are compared
before anything is timed.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam import figures as published
from carnet.cbam.compute import compute
from carnet.cbam.figures import Years
from carnet.cbam.goods import value_goods
from carnet.cbam.portfolio import Portfolio, portfolio
from carnet.cbam.portfolio_rows import Line
from carnet.cbam.terms import PUBLISHED
from carnet.errors import Place, Text
from carnet.inventory.installation import CbamGood, PrecursorUse, ProductionProcess, PurchasedPrecursor
from carnet.inventory.model import Product, Study
from carnet.store.cbam_tables import load_cbam_tables

if TYPE_CHECKING:
    from pathlib import Path

    from bench.frame import Work
    from carnet.cbam.goods_result import GoodsResult
    from carnet.cbam.tables import Tables

TITLE = "10,000 lines of an importer after a price changed"
LIMIT = 0.5
LINES = 10_000
ON = "2026-11-22"
CHANGED = "72083900"
QUARTER = "2026-Q3"
_seen: dict[str, Portfolio] = {}


def lines_of(tables: Tables, count: int = LINES) -> tuple[Line, ...]:
    """Lines over all codes that have a Chinese default by 8 digits, four quarters' days and seven importers."""
    codes = sorted(cn for cn in tables.goods if (("CN", cn) in tables.defaults or ("CN", cn[:4]) in tables.defaults))
    days = ("2026-02-11", "2026-05-20", "2026-08-15")
    return tuple(
        Line(
            n + 2,
            str(n),
            codes[n * 7 % len(codes)],
            "CN",
            Fraction(n % 900 + 1, 8),
            "t",
            days[n % 3],
            f"importer {n % 7}",
            "default",
        )
        for n in range(count)
    )


def dearer(tables: Tables) -> Tables:
    """The same tables with another price of one quarter."""
    value = tables.values["price", QUARTER]
    return replace(tables, values={**tables.values, ("price", QUARTER): replace(value, value=Fraction(90))})


def amended(tables: Tables) -> Tables:
    """The same tables with other benchmarks of one code."""
    rows = tuple(replace(row, value=row.value + Fraction(1, 100)) for row in tables.benchmarks[CHANGED])
    return replace(tables, benchmarks={**tables.benchmarks, CHANGED: rows})


def plain(lines: tuple[Line, ...], tables: Tables) -> tuple[tuple[Fraction | None, Fraction | None], ...]:
    """Certificates and cost line by line, with nothing shared."""
    limit = tables.values["threshold_t", ""].value
    landed: dict[str, Fraction] = {}
    for line in lines:
        landed[line.importer] = landed.get(line.importer, Fraction(0)) + line.amount
    found: list[tuple[Fraction | None, Fraction | None]] = []
    for line in lines:
        year = int(line.import_date[:4])
        years = Years(year, year)
        default, _ = published.default(tables, PUBLISHED, line.cn, line.country, years, Place())
        if default is None:
            found.append((None, None))
            continue
        row, _ = published.benchmark(tables, PUBLISHED, line.cn, "B", default.row.route, years, Place())
        share, cscf = tables.values["free_share", str(year)].value, tables.values["cscf", str(year)].value
        quarter = f"{year}-Q{(int(line.import_date[5:7]) + 2) // 3}"
        price = tables.values["price", quarter].value
        if row is None or share is None or cscf is None or price is None or limit is None:
            found.append((None, None))
            continue
        above = landed[line.importer] > limit
        count = max(Fraction(0), line.amount * (default.see - share * cscf * row.value)) if above else Fraction(0)
        found.append((count, count * price))
    return tuple(found)


def works() -> Study:
    """An integrated works: sinter, pig iron, steel, coil with its scrap going back, and a bought ferro-alloy."""
    rows = [("sinter", "sintered_ore", "1500", "300"), ("iron", "pig_iron", "950", "1100"),
            ("steel", "crude_steel", "1020", "120"), ("roll", "iron_steel_products", "1000", "60")]  # fmt: skip
    uses = [("sinter", "iron", "1500"), ("iron", "steel", "950"), ("alloy", "steel", "8"), ("steel", "roll", "1020"),
            ("roll", "steel", "15")]  # fmt: skip
    return Study(
        "bench", "1", Text("", ""), "draft", Product(Text("", ""), "", ""), "CN", "2026-01-01", "2026-12-31", ON, ON,
        production=tuple(
            ProductionProcess(name, name, of, amount=amount, direct=direct, electricity="100", electricity_ef="0.6")
            for name, of, amount, direct in rows
        ),
        precursors=(
            PurchasedPrecursor("alloy", "FeMn", "ferro_alloys", "72021120", "CN", "8", basis="default"),
        ),
        precursor_uses=tuple(PrecursorUse(f"{a}-{b}", a, b, mass) for a, b, mass in uses),
        cbam_goods=(
            CbamGood("coil", "roll", "72083900", "coil", "1000", "2026-08-15", "Importer", "C"),
            CbamGood("slab", "steel", "72071210", "slab", "5", "2026-05-15", "Importer", "C"),
        ),
    )  # fmt: skip


def one_installation(tables: Tables) -> GoodsResult:
    """The method and the money of the works."""
    study = works()
    return value_goods(study, compute(study, tables), tables, on=ON)


def prepare(folder: Path) -> dict[str, Work]:
    """Return the legs; raises AssertionError where two of them disagree."""
    del folder
    tables = load_cbam_tables()
    if one_installation(tables).cost is None:
        message = "the works has no cost"
        raise AssertionError(message)
    lines = lines_of(tables)
    before = portfolio(lines, tables, on=ON)
    for changed in (dearer(tables), amended(tables)):
        fast, whole = portfolio(lines, changed, on=ON, before=before), portfolio(lines, changed, on=ON)
        if fast != whole or tuple((row.certificates, row.cost) for row in fast.rows) != plain(lines, changed):
            message = "the legs disagree"
            raise AssertionError(message)
        _seen["price" if changed.benchmarks is tables.benchmarks else "table"] = fast
    price, table = dearer(tables), amended(tables)
    return {
        "carnet": lambda: portfolio(lines, price, on=ON, before=before),
        "after a benchmark": lambda: portfolio(lines, table, on=ON, before=before),
        "all anew": lambda: portfolio(lines, price, on=ON),
        "plain path": lambda: plain(lines, price),
        "one installation": lambda: one_installation(tables),
    }


def figures() -> str:
    """Say how much was done anew."""
    price, table = _seen["price"], _seen["table"]
    return (
        f"price: {price.renewed} lines, {price.computed} calculations; benchmark: {table.renewed} lines, "
        f"{table.computed} calculations; answers equal"
    )
