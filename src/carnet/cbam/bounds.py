"""What the emissions of a tonne can be at all: Carnet's own rule, no law (status own), against slips of units.

A figure below a tenth of the lowest or above ten times the highest default value of any country for the category is
taken for a slip, and no money follows from it. Where a clean route exists (hydrogen and what is made of it) the lower
bound is a hundredth and zero is possible; where a precursor of exempt origin goes in, which counts zero, there is none.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from carnet.cbam.money import MOST_SEE, ZERO
from carnet.errors import problem
from carnet.quantity import decimal_or_none, decimal_string

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from carnet.cbam.tables import Tables
    from carnet.errors import Place, Problem
    from carnet.inventory.installation import ProductionProcess, SourceStream

_TIMES = 10
_CLEAN = frozenset({"hydrogen", "direct_reduced_iron", "ammonia", "nitric_acid", "urea", "mixed_fertilisers"})
_CLEAN_TIMES = 100
_NCV = (1, 130)  # GJ per t or 1000 Nm3 (hydrogen 120 GJ/t, blast furnace gas 3): outside it is TJ, or MJ
_POWER = 100  # MWh per unit of product: hydrogen by electrolysis takes 50 to 75
_WHAT = ("每吨排放", "a specific emission")
_OWN_RULE = "（{name}的合理范围 {low}–{high} tCO2e/t；自定规则，非法律）"
_OWN_RULE_EN = " ({name}: plausible is {low} to {high} tCO2e/t; own rule, no law)"


class Bounds(NamedTuple):
    """The lowest and the highest specific emissions, tCO2e per t; `clean`: zero is possible too."""

    low: Fraction
    high: Fraction
    clean: bool


class _Same:
    """The tables as a key by identity; holding them keeps the identity theirs."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def __hash__(self) -> int:
        return hash((id(self.tables.goods), id(self.tables.defaults)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Same):
            return NotImplemented
        mine, its = self.tables, other.tables
        return mine.goods is its.goods and mine.defaults is its.defaults


def bounds_of(tables: Tables, category: str) -> Bounds | None:
    """Return the bounds of a category; None where the tables have no default value of it."""
    return _all(_Same(tables)).get(category)


@lru_cache(maxsize=4)
def _all(of: _Same) -> Mapping[str, Bounds]:
    categories: dict[str, set[str]] = {}
    for cn, good in of.tables.goods.items():
        for digits in (4, 6, 8):
            categories.setdefault(cn[:digits], set()).add(good.category)
    spread: dict[str, tuple[Fraction, Fraction]] = {}
    for (_, cn), rows in of.tables.defaults.items():
        for category in categories.get(cn[:8], ()):
            for row in rows:
                if row.total is not None:
                    low, high = spread.get(category, (row.total, row.total))
                    spread[category] = min(low, row.total), max(high, row.total)
    return {
        category: Bounds(
            low / (_CLEAN_TIMES if category in _CLEAN else _TIMES), min(high * _TIMES, MOST_SEE), category in _CLEAN
        )
        for category, (low, high) in spread.items()
    }


def implausible(
    see: Fraction,
    category: str,
    tables: Tables,
    place: Place,
    *,
    share: Fraction | None = None,
    floor: bool = True,
    zero: bool = False,
    slip: tuple[str, str] = ("", ""),
) -> tuple[Problem, ...]:
    """Return CBM-073 where emissions of a tonne are outside the bounds of its category.

    Args:
        see: tCO2e per t.
        category: id of the aggregated goods category.
        tables: with the default values the bounds come from.
        place: where the figure stands.
        share: part of the good that the category's emissions come from (clinker in cement), where stated.
        floor: whether there is a lower bound at all; False where a precursor of exempt origin goes in.
        zero: whether nothing at all is possible, beside the categories with a clean route.
        slip: what is wrong where it is too high, and where it is too low; else the likeliest is named.
    """
    bounds = bounds_of(tables, category)
    if bounds is None:
        low, high = ZERO, MOST_SEE
    else:
        low = bounds.low if share is None or share > 1 else bounds.low * share
        high = bounds.high
        zero = zero or bounds.clean
    if see <= high and (not floor or see >= low or (zero and see == 0)):
        return ()
    found = tables.categories.get(category)
    said = {
        "name": found.zh if found else category,
        "low": decimal_string(low if floor else ZERO, 4),
        "high": decimal_string(high, 2),
    }
    looks = (slip[0] or "kgCO2e") if see > high else (slip[1] or _ZERO_OR_UNIT[see > 0])
    what = _WHAT[0] + _OWN_RULE.format(**said)
    what_en = _WHAT[1] + _OWN_RULE_EN.format(**{**said, "name": found.en if found else category})
    return (
        problem(
            "CBM-073", place, decimal_string(see, 5), what=what, what_en=what_en,
            looks=_LOOKS[looks][0], looks_en=_LOOKS[looks][1],
        ),
    )  # fmt: skip


_ZERO_OR_UNIT = {False: "missing", True: "kg"}
_LOOKS: Mapping[str, tuple[str, str]] = {
    "kgCO2e": ("排放以 kg 计（应为 t）", "emissions in kg for t"),
    "MJ": ("热值以 MJ 计（应为 GJ）", "a calorific value in MJ for GJ"),
    "kWh": ("电量以 kWh 计（应为 MWh）", "electricity in kWh for MWh"),
    "kg": (
        "产品数量以 kg 计（应为 t），或燃料少计了千倍",
        "an amount of product in kg for t, or of fuel a thousandfold short",
    ),
    "TJ": ("热值以 TJ 计（应为 GJ）", "a calorific value in TJ for GJ"),
    "missing": ("漏填了排放源或前体", "emission sources or precursors that were left out"),
}


def likely_slip(streams: Iterable[SourceStream], processes: Iterable[ProductionProcess]) -> tuple[str, str]:
    """Return which unit slipped where emissions are too high, and where too low; empty where no input tells."""
    high = low = ""
    for stream in streams:
        if (ncv := decimal_or_none(stream.ncv)) is not None:
            high = "MJ" if ncv > _NCV[1] else high
            low = "TJ" if 0 < ncv < _NCV[0] else low
    if not high:
        for process in processes:
            power, amount = decimal_or_none(process.electricity), decimal_or_none(process.amount)
            if power is not None and amount and power > _POWER * amount:
                high = "kWh"
    return high, low
