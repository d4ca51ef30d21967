"""What every check of the CBAM needs at hand, and how a rule says what it found.

A rule is a row: id, severity, title, citation, status, and a function from `Sight` to its findings. None means that
nothing in the study is of the kind the rule is about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeVar

from carnet.errors import Text
from carnet.inventory.context import day
from carnet.quantity import decimal_or_none, exact_decimal, significant_string

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from fractions import Fraction

    from carnet.cbam.goods_result import GoodsResult
    from carnet.cbam.result import Computed
    from carnet.cbam.tables import Tables
    from carnet.inventory.installation import ProductionProcess
    from carnet.inventory.model import Study

Severity = Literal["block", "block_money", "warn", "fix"]
_DIGITS = 6
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule saw, and where: a JSON Pointer into the study. Not `bad`: told beside a rule that holds."""

    pointer: str
    text: Text
    bad: bool = True


@dataclass(frozen=True, slots=True)
class Sight:
    """The study and everything derived from it. `previous`: SEE per t of the year before, by process id.

    `on`: the day the check is made for, ``2026-11-22``; nothing here knows a clock.
    """

    study: Study
    computed: Computed | None
    goods: GoodsResult | None
    tables: Tables
    on: str
    previous: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def today(self) -> date | None:
        """The day of the check; None where it is no day."""
        return day(self.on)

    @property
    def exempt(self) -> frozenset[str]:
        """Origins outside the mechanism: the Union and Annex III of Regulation (EU) 2023/956."""
        scope = self.tables.scope
        return frozenset(scope.exempt) if scope else frozenset()

    def process(self, process_id: str) -> ProductionProcess | None:
        """Return the process of that id; None if there is none."""
        return next((p for p in self.study.production if p.id == process_id), None)

    def counts_indirect(self, category: str) -> bool:
        """Say whether indirect emissions of a category's goods count (outside Annex II); unknown categories count."""
        found = self.tables.categories.get(category)
        return not (found and found.annex_ii)

    def category(self, category: str) -> Text:
        """Return the names of a category; an unknown one by its id."""
        found = self.tables.categories.get(category)
        return Text(found.zh, found.en) if found else Text(category, category)


Rule = Callable[[Sight], "list[Finding] | None"]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as it is listed: `status` says how the text behind it was seen, ``own`` that it is no law."""

    id: str
    severity: Severity
    title: Text
    citation: str
    status: str
    find: Rule
    fix: Text = Text("", "")


# What fields that messages name are called.
_NAMES = {
    "manganese": Text("锰含量", "manganese"),
    "chromium": Text("铬含量", "chromium"),
    "nickel": Text("镍含量", "nickel"),
    "other_alloys": Text("其他合金含量", "other alloys"),
    "benchmark_route": Text("基准路线", "route of the benchmark"),
    "clinker": Text("熟料含量", "clinker content"),
    "nitrogen": Text("氮含量", "nitrogen content"),
    "latitude": Text("纬度", "latitude"),
    "longitude": Text("经度", "longitude"),
    "electricity_ef": Text("电力因子", "factor of electricity"),
    "heat_in_ef": Text("用热因子", "factor of heat used"),
    "heat_out_ef": Text("外送热因子", "factor of heat given away"),
    "oxidation": Text("氧化率", "oxidation factor"),
    "conversion": Text("转化率", "conversion factor"),
    "biomass": Text("生物质比例", "biomass share"),
    "biomass_unproven": Text("无凭证生物质比例", "unproven biomass share"),
    "collection_efficiency": Text("收集效率", "collection efficiency"),
    "carbon": Text("含碳量", "carbon content"),
    "ef": Text("排放因子", "emission factor"),
    "ncv": Text("低位热值", "NCV"),
    "actual": Text("实际值", "actual"),
    "default": Text("默认值", "default"),
    "mixed": Text("混合值", "mixed"),
}


def called(name: str) -> Text:
    """Return what a field is called; one without a name by its id."""
    return _NAMES.get(name, Text(name, name))


num = decimal_or_none  # what cannot be read is told by `compute`


def quoted(text: str) -> Text:
    """Return a value in quotes, or that none is given."""
    return Text(f"“{text}”", f"'{text}'") if text else Text("（未填写）", "(not given)")


def at(table: str, position: int, name: str = "") -> str:
    """Return the pointer of a row, or of one of its fields."""
    return f"/{table}/{position}/{name}" if name else f"/{table}/{position}"


def bad(pointer: str, zh: str, en: str) -> Finding:
    """Say what is wrong."""
    return Finding(pointer, Text(zh, en))


def told(pointer: str, zh: str, en: str) -> Finding:
    """Say a figure that belongs beside a rule that holds."""
    return Finding(pointer, Text(zh, en), bad=False)


def show(value: Fraction) -> str:
    """Return a figure of a message: exact where that is short, else six significant digits."""
    exact = exact_decimal(value)
    if exact is not None and len(exact) <= 2 * _DIGITS:
        return exact
    text = significant_string(value, _DIGITS)
    return text.rstrip("0").rstrip(".") if "." in text else text


def numbered(rows: Iterable[_Row]) -> Iterator[tuple[int, _Row]]:
    """Yield the rows of a table with their positions."""
    return enumerate(rows)
