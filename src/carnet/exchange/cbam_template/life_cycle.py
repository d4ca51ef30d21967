"""The life-cycle part of a study read from a template: as much as the workbook tells, so that it can be checked whole.

A template knows the emissions of each process, its electricity, and what it uses of which precursor; it does not know
other raw materials. What is missing for a footprint is then said by the calculation itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.exchange.cbam_template.amounts import decimal_of
from carnet.inventory.installation import ATTRIBUTED
from carnet.inventory.model import Contract, Exchange, Flow, Process, Product

if TYPE_CHECKING:
    from carnet.exchange.cbam_template.read_blocks import Rows
    from carnet.inventory.installation import CbamGood, PrecursorUse, ProductionProcess

_CONTRACT = "grid"
_MWH = 1000


@dataclass(frozen=True, slots=True)
class LifeCycle:
    """Rows of the life-cycle part."""

    product: Product
    flows: tuple[Flow, ...]
    processes: tuple[Process, ...]
    exchanges: tuple[Exchange, ...]
    contracts: tuple[Contract, ...]


def life_cycle(rows: Rows, goods: list[CbamGood], country: str) -> LifeCycle:
    """Make unit processes of the production processes.

    The product is what the first good is made by, or the last process for the market.
    """
    amounts = {p.id: _amount(p, rows) for p in rows.production}
    made = [p for p in rows.production if amounts[p.id] > 0]
    main = _main(made or rows.production, goods)
    feeds = {
        p.id: [u for u in rows.uses if u.process == p.id and (u.source in amounts or u.source.startswith("PP"))]
        for p in made
    }
    kept = _reached(main.id, feeds)
    used = [p for p in made if p.id in kept]
    flows: list[Flow] = []
    lines: list[Exchange] = []
    bought: set[str] = set()
    for process in used:
        unit, kind = ("MWh", "electricity") if process.unit == "MWh" else ("t", "product_mass")
        flow = f"product_{process.id.lower()}"
        flows.append(Flow(flow, Text(process.name, process.name), kind, unit))
        lines.append(
            Exchange(
                f"{process.id}_product", process.id, "out", "reference", flow, decimal_of(amounts[process.id]), unit
            )
        )
        if process.direct and Fraction(process.direct) > 0:
            lines.append(
                Exchange(
                    f"{process.id}_direct", process.id, "out", "emission", "CO2", process.direct, "t", origin="fossil",
                    note="DirEm*",
                )
            )  # fmt: skip
        if process.electricity and Fraction(process.electricity) > 0:
            lines.append(
                Exchange(
                    f"{process.id}_electricity", process.id, "in", "electricity", "electricity",
                    decimal_of(Fraction(process.electricity) * _MWH), "kWh", contract=_CONTRACT,
                )
            )  # fmt: skip
        for use in feeds[process.id]:
            source = next((p for p in used if p.id == use.source), None)
            if source is not None:
                lines.append(
                    Exchange(
                        f"{process.id}_from_{use.source}", process.id, "in", "intermediate",
                        f"product_{use.source.lower()}", use.amount, source.unit, provider=use.source,
                    )
                )  # fmt: skip
            elif use.source.startswith("PP"):
                bought.add(use.source)
                origin = next((p.country for p in rows.precursors if p.id == use.source), "")
                lines.append(
                    Exchange(
                        f"{process.id}_from_{use.source}", process.id, "in", "purchased",
                        f"precursor_{use.source.lower()}", use.amount, "t", country=origin,
                    )
                )  # fmt: skip
    flows += [
        Flow(f"precursor_{p.id.lower()}", Text(p.name, p.name), "product_mass", "t")
        for p in rows.precursors
        if p.id in bought
    ]
    codes = tuple(dict.fromkeys(g.cn[:8] for g in goods if g.process == main.id and len(g.cn) >= 8))  # noqa: PLR2004
    product = Product(
        Text(main.name, main.name), main.id, f"product_{main.id.lower()}", unit="MWh" if main.unit == "MWh" else "t",
        cn_codes=codes,
    )  # fmt: skip
    contracts = (Contract(_CONTRACT, "grid", country),) if any(e.contract for e in lines) else ()
    unit_processes = tuple(Process(p.id, Text(p.name, p.name), tags=(ATTRIBUTED,)) for p in used)
    return LifeCycle(product, tuple(flows), unit_processes, tuple(lines), contracts)


def _amount(process: ProductionProcess, rows: Rows) -> Fraction:
    if process.amount:
        return Fraction(process.amount)
    return sum((Fraction(level.amount) for level in rows.levels if level.of == process.id), Fraction(0))


def _main(made: list[ProductionProcess], goods: list[CbamGood]) -> ProductionProcess:
    by_good = next((p for g in goods for p in made if p.id == g.process), None)
    if by_good is not None:
        return by_good
    market = [p for p in made if p.market and Fraction(p.market) > 0]
    return (market or made)[-1]


def _reached(main: str, feeds: dict[str, list[PrecursorUse]]) -> set[str]:
    """Return the processes that lead to the main one: others have no place in the footprint of its product."""
    reached: set[str] = set()
    front = [main]
    while front:
        process = front.pop()
        if process in reached or process not in feeds:
            continue
        reached.add(process)
        front.extend(use.source for use in feeds[process])
    return reached
