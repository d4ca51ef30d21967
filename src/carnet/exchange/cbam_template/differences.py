"""Where a workbook's own results differ from what follows from its inputs, with the cell and the likely cause."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.carbon_price import prices_due
from carnet.cbam.precursors import EXEMPT_SOURCE
from carnet.errors import Text, problem
from carnet.exchange.cbam_template.reading import figure, near
from carnet.exchange.cbam_template.stated import PRICED
from carnet.quantity import DecimalError, parse_decimal

if TYPE_CHECKING:
    from carnet.cbam.result import Computed, ProcessResult
    from carnet.errors import Place, Problem
    from carnet.exchange.cbam_template.stated import StatedResults, StatedValue

_ABSOLUTE = Fraction(1, 10**9)
_CHAIN = frozenset({"electricity", "embedded_electricity", "default_share"})
ZERO = Fraction(0)

NAMES: dict[str, Text] = {
    "emissions": Text("排放量", "emissions"),
    "biomass": Text("生物质排放量", "biomass emissions"),
    "energy": Text("能量", "energy"),
    "energy_biomass": Text("生物质能量", "biomass energy"),
    "cf4": Text("CF4 排放量", "CF4 emissions"),
    "c2f6": Text("C2F6 排放量", "C2F6 emissions"),
    "co2": Text("CO2 总排放", "total CO2 emissions"),
    "n2o": Text("N2O 总排放", "total N2O emissions"),
    "pfc": Text("PFC 总排放", "total PFC emissions"),
    "direct": Text("直接排放", "direct emissions"),
    "indirect": Text("间接排放", "indirect emissions"),
    "calculated": Text("按计算法的排放", "emissions by calculation"),
    "measured": Text("按测量法的排放", "emissions by measurement"),
    "direct_star": Text("直接归属排放 DirEm*", "attributed direct emissions DirEm*"),
    "heat": Text("热的排放", "emissions of heat"),
    "waste_gas": Text("废气的排放", "emissions of waste gas"),
    "amount": Text("活动水平", "activity level"),
    "se_direct": Text("单位直接排放 SE", "specific direct emissions SE"),
    "see_direct": Text("隐含直接排放 SEE", "embedded direct emissions SEE"),
    "se_indirect": Text("单位间接排放 SE", "specific indirect emissions SE"),
    "see_indirect": Text("隐含间接排放 SEE", "embedded indirect emissions SEE"),
    "see_total": Text("隐含排放合计 SEE", "embedded emissions SEE, total"),
    "se_electricity": Text("单位用电", "specific electricity"),
    "electricity": Text("单位用电", "specific electricity"),
    "embedded_electricity": Text("隐含电量", "embedded electricity"),
    "default_share": Text("默认值所占份额", "share of default values"),
    "emissions_heat": Text("热的排放", "emissions of heat"),
    "ef_heat": Text("热的排放因子", "emission factor of heat"),
    "emissions_power": Text("电的排放", "emissions of electricity"),
    "fuel_heat": Text("热的燃料", "fuel for heat"),
    "fuel_power": Text("电的燃料", "fuel for electricity"),
    "se_own": Text("单位排放合计 SE", "specific emissions SE, total"),
    "covered": Text("受碳价约束的排放", "emissions under the carbon price"),
    "rebated": Text("享有返还的排放", "emissions under the rebate"),
    "due": Text("应付碳价", "carbon price due"),
    "rebate": Text("碳价返还", "rebate of the carbon price"),
    "effective": Text("实付碳价", "effective carbon price"),
}

CAUSES: dict[str, Text] = {
    "no_value": Text(
        "结果单元格只有公式，文件没有保存结果（由其他程序写出，未重新计算）。",
        "the cell holds a formula without a saved result (written by another program and not recalculated).",
    ),
    "typed": Text("单元格里是键入的数，不是公式的结果。", "the cell is typed over instead of holding the formula."),
    "stale": Text(
        "保存的结果已不符合其输入，工作簿在改动后没有重新计算：{cells}。",
        "the saved result no longer follows from its inputs; the workbook was not recalculated since: {cells}.",
    ),
    "typed_before": Text(
        "它所依据的单元格是键入的数，不是公式：{cells}。",
        "cells it rests on are typed over instead of holding their formulas: {cells}.",
    ),
    "manual": Text(
        "手工填写的总量 {cells} 代替了源流之和。", "a total entered by hand, {cells}, replaces the sum of the streams."
    ),
    "missing": Text(
        "工作簿把没有填写的输入当作零：{cells}。", "the workbook counts inputs that are not filled in as zero: {cells}."
    ),
    "told": Text("工作簿在该单元格显示“{cells}”，没有数。", "the workbook shows {cells} in the cell, and no number."),
    "lookup": Text(
        "工作簿按过程名称查找该份额，先遇到它作为另一过程前体的那一行，取到的不是它自己的份额。",
        "the workbook looks the share up by the name of the process and meets it first among the precursors of another "
        "process, so the cell does not hold its own share.",
    ),
    "floored": Text(
        "按公式55，归属排放不低于零；工作簿没有这样处理。",
        "by equation 55 attributed emissions are not less than zero; the workbook does not apply that.",
    ),
    "zero_rule": Text(
        "来自欧盟或附件三所列国家的前体按规则计为零；工作簿仍按填写的数值计算。",
        "a precursor from the Union or a country of Annex III counts as zero by rule; the workbook reckons with the "
        "values stated for it.",
    ),
    "not_computed": Text(
        "由输入无法算出该值（见读取和计算的问题）。",
        "it cannot be calculated from the inputs (see the problems of reading and calculating).",
    ),
    "never": Text(
        "各过程的结果全是零或空白：工作簿填写之后从未计算过。用 Excel 打开并保存；LibreOffice 先按 Ctrl+Shift+F9。",
        "all results of the processes are zero or empty: the workbook was never calculated since it was filled in. "
        "Open it in Excel and save it; in LibreOffice press Ctrl+Shift+F9 first.",
    ),
    "unsettled": Text(
        "原因不在本单元格内：工作簿的公式与法规方法在此不同，或公式被改动。",
        "the cause is not in this cell: the workbook's formula differs here from the act's method, or was changed.",
    ),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One result on which the workbook and our calculation do not agree.

    Attributes:
        kind, id, name: as `StatedValue`.
        what: what it is, in words.
        place: the workbook's cell.
        stated: the workbook's number, None where it holds none.
        computed: ours, None where the inputs do not yield one.
        cause: the key in `CAUSES`, and the sentence.
    """

    kind: str
    id: str
    name: str
    what: Text
    place: Place
    stated: Fraction | None
    computed: Fraction | None
    cause: str
    why: Text

    def problem(self) -> Problem:
        """Return it as a warning for the list of problems."""
        stated = "–" if self.stated is None else figure(self.stated)
        ours = "–" if self.computed is None else figure(self.computed)
        return problem(
            "CBM-103", self.place, stated, (), "warning", cell=str(self.place), computed=ours,
            why_zh=self.why.zh, why_en=self.why.en,
        )  # fmt: skip


def differences(stated: StatedResults, computed: Computed) -> tuple[Difference, ...]:
    """Compare every result a workbook states with ours, to one part in 10⁹.

    Args:
        stated: from `read_template`.
        computed: from `carnet.cbam.compute.compute` of the study that was read.

    Returns:
        What differs, in the order of the workbook.
    """
    ours = _Ours(computed, stated)
    found: list[Difference] = []
    for value in stated.values:
        expected = ours.of(value)
        if value.value is not None and expected is not None and _agree(value.value, expected):
            continue
        if value.value is None and expected is None:
            continue
        if value.value is None and expected == 0 and value.state == "told":
            continue
        if expected is None and value.value == 0:
            continue
        cause, cells = _cause(value, expected, ours)
        name = NAMES.get(value.name, Text(value.name, value.name))
        what = Text(f"{value.id} {name.zh}".strip(), f"{value.id} {name.en}".strip())
        found.append(
            Difference(
                value.kind, value.id, value.name, what, value.place, value.value, expected, cause,
                CAUSES[cause].format({"cells": cells}),
            )
        )  # fmt: skip
    return tuple(found)


def _agree(a: Fraction, b: Fraction) -> bool:
    return near(a, b) or (b == 0 and abs(a) <= _ABSOLUTE) or (a == 0 and abs(b) <= _ABSOLUTE)


def _cause(  # noqa: C901, PLR0911 - one line a cause
    value: StatedValue, expected: Fraction | None, ours: _Ours
) -> tuple[str, str]:
    """Return the likeliest cause: what is wrong with the cell itself, then with what it rests on, then the method."""
    if value.state in {"no_value", "typed"}:
        return value.state, ""
    if value.state == "told" and value.name == "default_share" and value.shown in {"", "FALSE", "TRUE"}:
        return "lookup", ""
    if value.state == "told":
        return "told", value.shown
    if value.state == "stale":
        return "stale", "; ".join(value.stale) or str(value.place)
    if value.manual:
        return "manual", value.manual
    if value.typed:
        return "typed_before", ", ".join(value.typed)
    if value.stale:
        return "stale", "; ".join(value.stale)
    if value.missing:
        return "missing", ", ".join(value.missing)
    if expected is None:
        return "not_computed", ""
    if ours.never:
        return "never", ""
    chain = value.name.startswith("see") or value.name in _CHAIN or value.kind in PRICED
    source = ours.made_by.get(value.id, value.id)
    if source in ours.exempt and chain:
        return "zero_rule", ""
    return ("floored" if source in ours.floored else "unsettled"), ""


def _fed_by(computed: Computed, found: set[str]) -> set[str]:
    """Return rows and all processes they go into, however far."""
    before = -1
    while before < len(found):
        before = len(found)
        found.update(process for process, recipe in computed.recipes.items() if found & recipe.keys())
    return found


class _Ours:
    """Our results by the names of the workbook's."""

    def __init__(self, computed: Computed, stated: StatedResults) -> None:
        self.computed = computed
        self.goods = {each.id: each for each in stated.goods}
        self.made_by = {each.id: each.process for each in stated.goods}
        self.prices = prices_due(stated.carbon_prices, computed)
        self.streams = {each.id: each for each in computed.streams}
        self.processes = {each.id: each for each in computed.processes}
        self.precursors = {each.id: each for each in computed.precursors}
        self.units = {each.id: each for each in computed.cogeneration}
        self.floored = _fed_by(computed, {each.id for each in computed.processes if each.floored})
        zero = {each.id for each in computed.precursors if each.source == EXEMPT_SOURCE}
        self.exempt = _fed_by(computed, zero)
        mine = [(value, self.of(value)) for value in stated.values if value.kind in {"process", "good"}]
        self.never = any(ours for _, ours in mine) and not any(value.value for value, _ in mine)

    def of(self, value: StatedValue) -> Fraction | None:
        if value.kind == "stream":
            return self._stream(value)
        if value.kind == "totals":
            return self._number(getattr(self.computed.totals, value.name, None))
        if value.kind in PRICED:
            return self._price(value)
        if value.kind in {"process", "good"}:
            process = self.processes.get(value.id)
            return None if process is None else self._process(process, value.name)
        if value.kind == "precursor":
            return self._number(getattr(self.precursors.get(value.id), value.name, None))
        return self._number(getattr(self.units.get(value.id), value.name, None))

    def _stream(self, value: StatedValue) -> Fraction | None:
        stream = self.streams.get(value.id)
        if stream is None:
            return None
        if value.name in {"cf4", "c2f6"}:
            parts = {name.casefold(): part for name, part in stream.parts.items()}
            return next((part for name, part in parts.items() if value.name in name), value.value)
        return self._number(getattr(stream, value.name, None))

    def _process(self, process: ProcessResult, name: str) -> Fraction | None:
        if name == "see_total":
            return process.see_direct + process.see_indirect
        if name == "direct":  # the workbook's column adds no electricity, and its sum may be negative
            return process.direct_star + process.heat + process.waste_gas
        return self._number(getattr(process, name, None))

    def _price(self, value: StatedValue) -> Fraction | None:
        """The carbon price of a line of the tool, or of a good as Summary_Products has it."""
        good = self.goods.get(value.id) if value.kind == "good_price" else None
        due = self.prices.get(value.id if good is None else good.process)
        if due is None:
            return None
        if good is None:
            return due.se if value.name == "se_own" else self._number(getattr(due, value.name, None))
        if value.name == "effective":
            return _amount(good.price_due or "0") - _amount(good.rebate or "0")
        share = good.price_share if value.name == "covered" else good.rebate_share
        return _amount(share) * due.see if share else None

    @staticmethod
    def _number(value: object) -> Fraction | None:
        return value if isinstance(value, Fraction) else None


def _amount(text: str) -> Fraction:
    try:
        return parse_decimal(text)
    except DecimalError:
        return ZERO
