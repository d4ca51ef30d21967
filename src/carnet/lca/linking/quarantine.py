"""Records that cannot be what they say: each with a reason, none thrown away, all released by name.

The limits are physical where there is physics (a kilogram of product cannot emit more carbon than everything it was
made of holds) and generous where there is none. A finding is no verdict: the record may be right and unusual, then a
person who has looked releases it.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.errors import Place, problem
from carnet.lca.linking.units import convert, measure, ratio, stated_between

if TYPE_CHECKING:
    from carnet.errors import Problem
    from carnet.inventory.lci import LciProcess
    from carnet.lca.linking.policy import Bounds
    from carnet.lca.linking.record import Line, Record

CO2_CAS = "124-38-9"
_C_IN = {"co2": 12.011 / 44.009, "co": 12.011 / 28.010, "ch4": 12.011 / 16.043}
_CARBON_PER_MJ = 0.031  # kg C per MJ: more than any fuel (peat and lignite 0.029, coke 0.0295; IPCC 2006, 2, 1.3)
_GAS_CARBON = 1.2  # kg C per m3: propane at 15 °C has 1.5 kg of it; natural gas 0.55
_LIQUID_CARBON = 1000.0  # kg C per m3: denser than any fuel oil's carbon
_WORDS = re.compile(r"[a-z]{3,}|[\u4e00-\u9fff]{2,}")
_MASS_SCALE = 1000
_LEAST_CO2 = 0.01  # kg per kg: below it a thousandth explains nothing
_EMPTY_WORDS = frozenset(
    {
        "and", "from", "for", "the", "with", "all", "sizes", "type", "mix", "production", "process", "product",
        "products", "treatment", "general", "other", "plant", "market", "average", "technology", "unspecified",
    }
)  # fmt: skip

# What a stage of a chain makes; its reference has to have one of these words in its name.
_STAGES = {
    "steelmaking": frozenset({"steel", "slab", "billet", "bloom", "ingot"}),
    "ironmaking": frozenset({"iron", "metal"}),
    "炼钢": frozenset({"钢水", "粗钢", "steel"}),
}
_LEFTOVERS = frozenset({"gas", "slag", "dust", "sludge", "ash", "scrap", "flue"})
_MAKING = frozenset({"steelmaking", "making", "smelting", "refining", "casting", "rolling", "mill"})
_BY_PRODUCTS = frozenset({"exhaust", "waste", "wastewater", "flue", "emission", "slag", "dust", "sludge"})
_FITTING = 0.5

# Reasons by name, in the order they are told.
REASONS = (
    "no_reference", "reference_without_amount", "reference_flow_missing", "elementary_reference", "direct_co2",
    "mislabelled_reference", "water", "carbon_balance", "value_balance", "negative_score", "score_out_of_bounds",
    "no_allocation", "not_productive", "singular", "excluded",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """A record and what speaks against it. `reason` is one of `REASONS`."""

    process: str
    name: str
    reason: str
    problem: Problem


def finding(process: LciProcess, reason: str, code: str, value: str = "", **params: object) -> Finding:
    """Make a finding as a warning about a process."""
    told = problem(code, Place(pointer=process.place or process.id), value or process.name, (), "warning", **params)
    return Finding(process.id, process.name, reason, told)


def check_record(record: Record, bounds: Bounds) -> list[Finding]:
    """Return everything that speaks against a record by itself."""
    process = record.process
    if record.reference is None:
        return [_no_reference(record)]
    found: list[Finding] = []
    flow = record.reference.flow
    if flow.kind == "elementary":
        found.append(finding(process, "elementary_reference", "LCI-149", flow=flow.name))
    found += _direct_co2(record, bounds)
    other = better_reference(record)
    strange = other.flow.name if other is not None else strange_reference(record)
    if strange:
        found.append(finding(process, "mislabelled_reference", "LCI-151", flow=flow.name, other=strange))
    found += _water(record, bounds) + _carbon(record, bounds) + _value(record, bounds)
    return found


def _no_reference(record: Record) -> Finding:
    said = {
        "none": ("no_reference", "没有标明参考流", "none is marked"),
        "several": ("no_reference", "标明了多个参考流", "several are marked"),
        "flow_missing": ("reference_flow_missing", "参考流的流数据集缺失", "its flow is missing"),
        "no_amount": ("reference_without_amount", "参考流没有数量", "it has no amount"),
        "zero": ("reference_without_amount", "参考流的数量为零", "its amount is zero"),
    }
    reason, zh, en = said[record.fault]
    return finding(record.process, reason, "LCI-148", detail_zh=zh, detail_en=en)


# ── single checks ────────────────────────────────────────────────────────────────────────────────


def reference_kg(record: Record) -> float | None:
    """Return the mass of the reference in kg; None when it is not one of mass."""
    if record.reference is None:
        return None
    exchange = record.reference.exchange
    factor = ratio(exchange.unit, "kg")
    return None if factor is None else abs(exchange.amount) * factor


def gas_of(line: Line) -> str:
    """Return co2, co or ch4 for such a flow, else ""; by CAS number or by name."""
    cas = line.flow.cas.lstrip("0")
    name = line.flow.name.casefold()
    if cas == CO2_CAS or name.startswith("carbon dioxide") or name.split(",")[0].strip() == "co2":
        return "co2"
    if cas == "630-08-0" or name.startswith("carbon monoxide"):
        return "co"
    if cas == "74-82-8" or name.split(",")[0].split("(")[0].strip() == "methane":
        return "ch4"
    return ""


def direct_co2_rows(record: Record) -> list[float]:
    """Return kg CO2 per kg of reference of each row of carbon dioxide sent out; empty where it is not by mass."""
    mass = reference_kg(record)
    if not mass:
        return []
    rows = []
    for line in record.nature:
        if not line.exchange.is_input and gas_of(line) == "co2":
            factor = ratio(line.exchange.unit, "kg")
            if factor is not None:
                rows.append(line.exchange.amount * factor / mass)
    return rows


def _direct_co2(record: Record, bounds: Bounds) -> list[Finding]:
    if record.process.type in {"result", "system"}:
        return []  # what it emits is that of its whole chain
    amount = sum(direct_co2_rows(record))
    if amount <= bounds.co2:
        return []
    # A thousandth of it being an everyday figure is what a wrong unit looks like.
    thousandth = amount / _MASS_SCALE
    grams = _LEAST_CO2 <= thousandth <= bounds.co2
    return [
        finding(
            record.process,
            "direct_co2",
            "LCI-150",
            amount=_digits(amount),
            limit=_digits(bounds.co2),
            hint_zh=f"；千分之一（{_digits(thousandth)}）则合理" if grams else "",
            hint_en=f"; a thousandth of it ({_digits(thousandth)}) would be plausible" if grams else "",
        )
    ]


def words(text: str) -> frozenset[str]:
    """Return the words of a name that say what it is; Chinese runs by pairs of characters."""
    found: set[str] = set()
    for word in _WORDS.findall(text.casefold()):
        if word.isascii():
            found.add(word.rstrip("s") if len(word) > 3 else word)  # noqa: PLR2004 - a plural has four letters
        else:
            found.update(word[i : i + 2] for i in range(len(word) - 1))
    return frozenset(found - _EMPTY_WORDS)


def better_reference(record: Record) -> Line | None:
    """Return another output that the name of the process fits better than its reference; None when there is none.

    The first two parts of the name (before the second semicolon) say what is made. The other output has to share at
    least half its words with them, the reference none; exhaust gases and wastes are never what a process is for.
    """
    if record.reference is None:
        return None
    title = title_words(record.process.name)
    if not title or words(record.reference.flow.name) & title:
        return None
    best: tuple[float, Line] | None = None
    for line in record.others:
        mine = words(line.flow.name)
        share = len(mine & title) / len(mine) if mine else 0.0
        if line.flow.kind == "product" and not mine & _BY_PRODUCTS and share >= _FITTING:
            best = (share, line) if best is None or share > best[0] else best
    return best[1] if best is not None else None


def strange_reference(record: Record) -> str:
    """Return what a process should be making where its reference is something else, "" when nothing is strange.

    Told by the stage that its name gives (steelmaking makes steel), and by a reference that is a by-product (gas, slag,
    dust) of which the name says nothing.
    """
    if record.reference is None:
        return ""
    title, mine = title_words(record.process.name), words(record.reference.flow.name)
    for stage, made in _STAGES.items():
        if stage in title and mine and not mine & made:
            return "/".join(sorted(made))
    leftover = mine & _LEFTOVERS
    if leftover and not leftover & title and title & _MAKING and not record.reference.exchange.is_input:
        return "/".join(sorted(title - _MAKING)[:4])
    return ""


def title_words(name: str) -> frozenset[str]:
    """Return the words of the first two parts of a process name."""
    return words(" ".join(re.split("[;；|]", name)[:2]))


def water_per_kg(record: Record) -> float:
    """Return m3 of water taken in per kg of reference; 0 where it is not by mass."""
    mass = reference_kg(record)
    if not mass:
        return 0.0
    total = 0.0
    for line in (*record.nature, *record.demands):
        name = line.flow.name.casefold()
        if line.exchange.is_input and "water" in words(name) and "turbine" not in name and "waste" not in name:
            factor = ratio(line.exchange.unit, "m3")
            total += line.exchange.amount * factor if factor is not None else 0.0
    return total / mass


def _water(record: Record, bounds: Bounds) -> list[Finding]:
    amount = water_per_kg(record)
    if amount <= bounds.water:
        return []
    return [finding(record.process, "water", "LCI-152", amount=_digits(amount), limit=_digits(bounds.water))]


def carbon(record: Record) -> tuple[float, float]:
    """Return kg of carbon leaving as CO2, CO and CH4, and the most that all inputs can hold.

    The bound is NaN where nothing is taken in, or something that cannot be bounded (an item, money).
    """
    leaving = sum(
        line.exchange.amount * (ratio(line.exchange.unit, "kg") or 0.0) * _C_IN[gas]
        for line in record.nature
        if not line.exchange.is_input and (gas := gas_of(line))
    )
    lines = [x for x in (*record.nature, *record.demands) if x.exchange.is_input]
    if record.reference is not None and record.reference.exchange.is_input:
        lines.append(record.reference)
    lines += [x for x in record.others if x.exchange.is_input]
    if not lines:
        return leaving, math.nan
    return leaving, sum(_carbon_bound(line) for line in lines)


def _carbon_bound(line: Line) -> float:
    """Return the most carbon an input can hold in kg; 0 for water, electricity, transport; NaN when unknown."""
    name, unit = line.flow.name.casefold(), line.exchange.unit
    amount = abs(line.exchange.amount)
    if "water" in words(name) or "electric" in name or "oxygen" in name or "transport" in name:
        return 0.0
    for target, most in (("kg", 1.0), ("MJ", _CARBON_PER_MJ), ("L", _LIQUID_CARBON / 1000), ("Nm3", _GAS_CARBON)):
        factor = ratio(unit, target)
        if factor is not None:
            # A cubic metre is as often one of gas; the bound has to hold for both.
            return amount * factor * most
    known = measure(unit)
    carriers = {"mass·length", "length", "area", "passengers", "area_time", "radioactivity", "time"}
    return 0.0 if known is not None and known.dimension in carriers else math.nan


def _carbon(record: Record, bounds: Bounds) -> list[Finding]:
    leaving, most = carbon(record)
    # Written so that NaN, which is no bound, finds nothing.
    if not leaving > most * bounds.carbon:
        return []
    return [finding(record.process, "carbon_balance", "LCI-153", amount=_digits(leaving), limit=_digits(most))]


def value_ratio(record: Record) -> float:
    """Return the inputs in money over the reference in money; 0 where the reference is not money."""
    reference = record.reference
    if reference is None or not is_value(reference):
        return 0.0
    spent = sum(line.exchange.amount for line in record.demands if line.exchange.is_input and is_value(line))
    return spent / abs(reference.exchange.amount)


def own_share(record: Record) -> float:
    """Return how much of its reference product a process takes in; 0 where another provider is named."""
    reference = record.reference
    if reference is None:
        return 0.0
    taken = 0.0
    for line in record.demands:
        if line.flow.id == reference.flow.id and line.exchange.provider in {"", record.process.id}:
            one, other = line.exchange, reference.exchange
            stated = stated_between(one.factor, line.flow.unit, other.factor, reference.flow.unit, same=True)
            taken += one.amount * (convert(stated, one.unit, other.unit, one_quantity=True).factor or 0.0)
    return taken / reference.exchange.amount


def is_value(line: Line) -> bool:
    """Say whether a flow is measured in money."""
    return "value, bulk" in line.flow.quantity.casefold() or "market value" in line.flow.quantity.casefold()


def _value(record: Record, bounds: Bounds) -> list[Finding]:
    amount = value_ratio(record)
    if amount <= bounds.value:
        return []
    return [finding(record.process, "value_balance", "LCI-154", amount=_digits(amount))]


def _digits(amount: float) -> str:
    return f"{amount:.4g}"
