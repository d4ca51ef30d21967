"""Carbon in the second calculation: balances of processes, and the carbon of process gas that is handed on."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from campaigns.second.world import CO2_OF_CARBON, UNITS, ZERO, World, amount

if TYPE_CHECKING:
    from carnet.inventory.model import Exchange, Process, Property

CLASS = {"mass": "mass", "gas": "volume", "liquid": "volume"}


def method_of_process(world: World, process: Process) -> str:
    """``reported`` or ``carbon_balance``."""
    if process.direct_co2 != "carbon_balance":
        return "reported"
    told = any(
        e.process == process.id and e.role == "emission" and e.flow == "CO2" and e.direction == "out"
        and e.origin in {"", "fossil"}
        for e in world.study.exchanges
    )  # fmt: skip
    order = world.listed("D9.direct") if told else ()
    return order[0] if order else "carbon_balance"


def content_of(world: World, flow: str) -> Property | None:
    """The carbon content of a flow."""
    return next((p for p in world.study.properties if p.flow == flow and p.property == "carbon_content"), None)


def span(row: Property) -> tuple[Fraction, Fraction] | None:
    """Least and greatest value; a value without bounds is both."""
    if row.low and row.high:
        return Fraction(row.low), Fraction(row.high)
    return (Fraction(row.value), Fraction(row.value)) if row.value else None


def _settled(world: World, row: Property) -> Fraction:
    low, high = span(row) or (ZERO, ZERO)
    if low == high:
        return Fraction(row.value) if row.value else low
    return world.open(f"property:{row.id}", low, high)


def _term(world: World, row: Exchange) -> tuple[Fraction, Property] | None:
    """Amount of a row in the unit its carbon content is per."""
    content = content_of(world, row.flow)
    if content is None or span(content) is None:
        return None
    per = content.unit.partition("/")[2]
    if CLASS.get(UNITS[row.unit][0], "") != CLASS.get(UNITS[per][0], "-"):
        return None
    taken = amount(world, row, per)
    return (Fraction(row.amount) * UNITS[row.unit][1] if taken is None else taken), content


def _carries(world: World, process: str) -> list[Exchange]:
    return [e for e in world.study.exchanges if e.process == process and e.role != "electricity" and e.flow != "CO2"]


def balance_terms(world: World, process: str) -> list[tuple[Exchange, Fraction]]:
    """Kg CO2 of each row: carbon in, less carbon out."""
    found = []
    for row in _carries(world, process):
        term = _term(world, row)
        if term is not None:
            sign = 1 if row.direction == "in" else -1
            found.append((row, sign * term[0] * _settled(world, term[1]) * CO2_OF_CARBON))
    return found


def balance(world: World, process: str) -> tuple[Fraction, Fraction, bool]:
    """Least and greatest CO2 of a process by its carbon, and whether a content is missing."""
    net: dict[str, Fraction] = {}
    ends: dict[str, tuple[Fraction, Fraction]] = {}
    missing = False
    for row in _carries(world, process):
        term = _term(world, row)
        if term is None:
            missing |= "carbon_bearing" in world.flows[row.flow].tags or content_of(world, row.flow) is not None
            continue
        sign = 1 if row.direction == "in" else -1
        net[term[1].id] = net.get(term[1].id, ZERO) + sign * term[0]
        ends[term[1].id] = span(term[1]) or (ZERO, ZERO)
    low = sum((c * ends[n][0 if c > 0 else 1] for n, c in net.items()), ZERO)
    high = sum((c * ends[n][1 if c > 0 else 0] for n, c in net.items()), ZERO)
    return low * CO2_OF_CARBON, high * CO2_OF_CARBON, missing


def gas_burnt(world: World, process: str) -> list[Exchange]:
    """The rows by which a process takes process gas."""
    return [
        e for e in world.study.exchanges
        if e.process == process and e.direction == "in" and e.role in {"intermediate", "purchased"}
        and "process_gas" in world.flows[e.flow].tags
    ]  # fmt: skip


def gas_handed_on(world: World, row: Exchange, end: int | None = None) -> Fraction | None:
    """Kg CO2 of the carbon in a row of gas: at an end of the range, else as settled."""
    content = content_of(world, row.flow)
    ends = span(content) if content else None
    if content is None or ends is None:
        return None
    taken = amount(world, row, content.unit.partition("/")[2])
    if taken is None:
        return None
    return taken * CO2_OF_CARBON * (_settled(world, content) if end is None else ends[end])


def handed_on_carbon(world: World, row: Exchange) -> Fraction | None:
    """Kg CO2 of a gas that is credited for being handed on and that no direct emission of its maker holds."""
    process = world.process(row.process)
    if method_of_process(world, process) == "carbon_balance":
        return gas_handed_on(world, row)
    one, two = gas_handed_on(world, row, 0), gas_handed_on(world, row, 1)
    if one is None or two is None:
        return None
    told = sum(
        (
            amount(world, e, "kg") or ZERO
            for e in world.study.exchanges
            if e.process == process.id and e.role == "emission" and e.flow == "CO2" and e.direction == "out"
            and e.origin in {"", "fossil"}
        ),
        ZERO,
    )  # fmt: skip
    least, most, missing = balance(world, process.id)
    low, high = ZERO, two
    if not missing:
        high = min(two, max(ZERO, most + two - told))
        low = min(one, high) if told <= least else ZERO
    content = content_of(world, row.flow)
    taken = amount(world, row, content.unit.partition("/")[2]) if content else None
    if not taken:
        return ZERO
    # The open value is per unit of gas, as it is offered to be accepted.
    return taken * world.open(f"reported:{row.id}:left_out", low / taken, high / taken)
