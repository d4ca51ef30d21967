"""Chinese ETS reporting and the CBAM beside each other, stream by stream, from the same activity data.

Under the Chinese guides a fuel emits activity x NCV x carbon per GJ x oxidation x 44/12; processes have a factor each.
The guides were not read: figures are those of `ets_figures`, with their status, and a line whose figure was not found
says so and has no number. The EU accepts no Chinese accounting as equivalent (Reg (EU) 2023/956 Art 7; Q&A 4.24).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.checks_sight import at, num, numbered, show
from carnet.cbam.ets_figures import (
    CO2_PER_C,
    COVERED,
    FIGURES,
    NOT_FOUND,
    PFC_DRAFT,
    SOURCES,
    Range,
    Reading,
    exactly,
    range_of,
    status_of,
    worst,
)
from carnet.cbam.factor_ladder import range_json
from carnet.cbam.standard_factors import factor_id
from carnet.errors import Text
from carnet.quantity import exact_string

if TYPE_CHECKING:
    from carnet.cbam.result import Computed
    from carnet.cbam.tables import Tables
    from carnet.inventory.installation import SourceStream
    from carnet.inventory.model import Study

_RATIO = Fraction(3664, 1000)
_SECTOR_ZH = {"fertilisers": "化肥", "hydrogen": "氢", "electricity": "电力进口"}
_MEASURED = ("laboratory", "accredited_laboratory")


@dataclass(frozen=True, slots=True)
class EtsLine:
    """One stream under both rules, tCO2e. `national` None: a figure was not found, and `reason` says which.

    `difference` is CBAM less national. `status` is that of the national side.
    """

    stream: str
    name: str
    pointer: str
    cbam: Fraction
    national: Range | None
    difference: Range | None
    formula: Text
    reason: Text
    source: Text
    status: str

    def json(self) -> dict[str, object]:
        """Return the shape that ``--json`` prints: exact figures, null where one was not found."""
        return {
            "stream": self.stream,
            "name": self.name,
            "cbam": exact_string(self.cbam),
            "national": range_json(self.national),
            "difference": range_json(self.difference),
            "formula": self.formula.json(),
            "reason": self.reason.json(),
            "source": self.source.json(),
            "status": self.status,
        }


@dataclass(frozen=True, slots=True)
class EtsTopic:
    """A rule that is not one stream's: how each side has it, and how the Chinese side was seen."""

    id: str
    title: Text
    national: Text
    cbam: Text
    source: Text
    status: str

    def json(self) -> dict[str, object]:
        """Return the shape that ``--json`` prints."""
        texts = {name: getattr(self, name).json() for name in ("title", "national", "cbam", "source")}
        return {"id": self.id, **texts, "status": self.status}


@dataclass(frozen=True, slots=True)
class EtsComparison:
    """All lines, the sums of the lines that have both figures, and the rules behind the rest of the difference.

    `applies`: the installation is in China; elsewhere the national side says nothing about it.
    """

    applies: bool
    lines: tuple[EtsLine, ...]
    topics: tuple[EtsTopic, ...]
    cbam_compared: Fraction
    national_compared: Range
    cbam_total: Fraction
    without_figure: int

    def json(self) -> dict[str, object]:
        """Return the shape that ``--json`` prints."""
        return {
            "applies": self.applies,
            "lines": [line.json() for line in self.lines],
            "topics": [topic.json() for topic in self.topics],
            "cbam_compared": exact_string(self.cbam_compared),
            "national_compared": range_json(self.national_compared),
            "cbam_total": exact_string(self.cbam_total),
            "without_figure": self.without_figure,
        }


@dataclass(frozen=True, slots=True)
class _Found:
    value: Range | None
    formula: Text
    reasons: tuple[Text, ...]
    readings: tuple[tuple[Reading, ...], ...] = ()
    source: str = ""


def ets_side_by_side(study: Study, computed: Computed, tables: Tables) -> EtsComparison:
    """Set every source stream under the Chinese guide beside its emissions under the CBAM.

    Args:
        study: activity data and the plant's own factors.
        computed: emissions of the same streams by IR (EU) 2025/2547.
        tables: categories and standard factors, for sectors and materials.
    """
    results = {s.id: s.emissions for s in computed.streams}
    lines = [
        _line(at("source_streams", i), study, stream, results[stream.id], tables)
        for i, stream in numbered(study.source_streams)
        if stream.id in results
    ]
    both = [x for x in lines if x.national is not None]
    country = next((x.country for x in study.installation if x.country), study.country)
    return EtsComparison(
        country.upper() == "CN",
        tuple(lines),
        _topics(study, tables),
        sum((x.cbam for x in both), Fraction(0)),
        Range(
            sum((x.national.low for x in both if x.national), Fraction(0)),
            sum((x.national.high for x in both if x.national), Fraction(0)),
        ),
        sum((x.cbam for x in lines), Fraction(0)),
        len(lines) - len(both),
    )


def _line(pointer: str, study: Study, stream: SourceStream, cbam: Fraction, tables: Tables) -> EtsLine:
    found = _national(study, replace(stream, material=factor_id(tables, stream)), tables)
    names = [found.source] if found.source else list(dict.fromkeys(r.source for group in found.readings for r in group))
    status = "secondary" if found.source else "unknown"
    if found.value is not None:
        status = worst([status_of(group) for group in found.readings])
    difference = Range(cbam - found.value.high, cbam - found.value.low) if found.value else None
    return EtsLine(
        stream.id,
        stream.name,
        pointer,
        cbam,
        found.value,
        difference,
        found.formula,
        Text("；".join(r.zh for r in found.reasons), "; ".join(r.en for r in found.reasons)),
        Text(
            "；".join(SOURCES[n].zh for n in names) or NOT_FOUND.zh,
            "; ".join(SOURCES[n].en for n in names) or NOT_FOUND.en,
        ),
        status,
    )


def _sector(study: Study, stream: SourceStream, tables: Tables) -> str:
    mine = [stream.process] if stream.process else [s.process for s in study.stream_shares if s.stream == stream.id]
    named = [p.category for p in study.production if p.id in mine] or [p.category for p in study.production]
    return next((tables.categories[c].sector for c in named if c in tables.categories), "")


def _national(study: Study, stream: SourceStream, tables: Tables) -> _Found:
    """Return the stream's emissions under the Chinese guide, or which figure was not found."""
    sector, none = _sector(study, stream, tables), Text("—", "—")
    if sector and sector not in COVERED:
        outside = Text(
            f"{_SECTOR_ZH.get(sector, sector)}行业未纳入全国碳市场（发电、钢铁、水泥、铝冶炼）",
            f"{sector} is not in the national system (power, steel, cement, aluminium smelting)",
        )
        return _Found(None, none, (outside,), source="icap")
    match stream.method:
        case "combustion":
            return _fuel(stream)
        case "mass_balance" | "process":
            return _process(stream)
        case "pfc_slope" | "pfc_overvoltage":
            return _anode_effect(stream)
        case _:
            return _Found(
                None,
                none,
                (
                    Text(
                        "连续监测值在中国指南中如何采用" + NOT_FOUND.zh,
                        "how the Chinese guide takes measured values: " + NOT_FOUND.en,
                    ),
                ),
            )


def _fuel(stream: SourceStream) -> _Found:
    """AD x NCV x carbon x OF x 44/12; the plant's own NCV and carbon where they were analysed."""
    formula = Text("消耗量×低位发热量×单位热值含碳量×碳氧化率×44/12", "AD x NCV x carbon per GJ x OF x 44/12")
    seen, activity = FIGURES.get(stream.material), num(stream.activity)
    analysed = stream.factor_kind in _MEASURED
    of = seen.oxidation if seen else ()
    reasons = [Text("CO2与碳之比：中国44/12，CBAM 3.664", "CO2 per carbon: 44/12 in China, 3.664 in the CBAM")]
    used: list[tuple[Reading, ...]] = [of]
    per_unit: Range | None
    ncv, ef, carbon = num(stream.ncv), num(stream.ef), num(stream.carbon)
    if analysed and carbon is not None:
        per_unit = exactly(carbon)
        reasons.append(Text("含碳量两边都用化验值", "both sides take the analysed carbon content"))
    elif analysed and ncv is not None and ef is not None and stream.ef_unit == "tCO2/TJ":
        per_unit = exactly(ncv * ef / 1000 / _RATIO)
        reasons.append(Text("热值与含碳量两边都用化验值", "both sides take the analysed heating value and carbon"))
    else:
        per_unit = _default_carbon(stream)
        if seen:
            used += [seen.ncv, seen.carbon]
        reasons.append(
            Text(
                "中国取指南缺省热值与含碳量，CBAM取研究的因子",
                "China by default NCV and carbon, the CBAM by the study's factor",
            )
        )
    oxidation = range_of(of)
    if activity is None or per_unit is None or oxidation is None:
        missing = (
            ("碳氧化率" if oxidation is None else "热值或含碳量"),
            ("oxidation factor" if oxidation is None else "NCV or carbon content"),
        )
        return _Found(None, formula, (Text(f"{missing[0]}：{NOT_FOUND.zh}", f"{missing[1]}: {NOT_FOUND.en}"),))
    stated = num(stream.oxidation)
    own = Fraction(1) if stated is None else stated
    reasons.append(
        Text(
            f"氧化率：中国{_shown(oxidation)}，CBAM {show(own)}（允许取1）",
            f"oxidation: {_shown(oxidation)} in China, {show(own)} in the CBAM (1 is allowed)",
        )
    )
    biomass = num(stream.biomass) or Fraction(0)
    value = exactly(activity * CO2_PER_C * (1 - biomass)).times(per_unit).times(oxidation)
    return _Found(value, formula, tuple(reasons), tuple(used))


def _default_carbon(stream: SourceStream) -> Range | None:
    """Return tC per unit of activity by the default figures; None where the unit does not fit."""
    seen = FIGURES.get(stream.material)
    if seen is None or seen.unit != stream.activity_unit:
        return None
    ncv, carbon = range_of(seen.ncv), range_of(seen.carbon)
    return ncv.times(carbon) if ncv and carbon else None


def _process(stream: SourceStream) -> _Found:
    """Processes have a factor each; fuels that the CBAM takes by mass balance are fuels in China."""
    seen, activity = FIGURES.get(stream.material), num(stream.activity)
    if stream.method == "mass_balance" and seen and seen.carbon and activity is not None and activity > 0:
        found = _fuel(stream)
        note = Text(
            "CBAM按碳平衡（无氧化率），中国按化石燃料",
            "a mass balance in the CBAM (no oxidation factor), a fuel in China",
        )
        return _Found(found.value, found.formula, (*found.reasons, note), found.readings)
    formula = Text("消耗量×过程排放因子", "AD x process factor")
    if activity is not None and activity < 0:
        text = Text("产品固碳的扣除", "carbon kept in products")
        return _Found(None, formula, (Text(f"{text.zh}：{NOT_FOUND.zh}", f"{text.en}: {NOT_FOUND.en}"),))
    factor = range_of(seen.ef) if seen and seen.unit == stream.activity_unit else None
    if factor is None or activity is None or seen is None:
        return _Found(None, formula, (Text(f"过程因子：{NOT_FOUND.zh}", f"process factor: {NOT_FOUND.en}"),))
    reasons = (
        Text(
            f"中国缺省因子{_shown(factor)}，CBAM取研究的值",
            f"default {_shown(factor)} in China, the study's value in the CBAM",
        ),
    )
    return _Found(exactly(activity).times(factor), formula, reasons, (seen.ef,))


def _anode_effect(stream: SourceStream) -> _Found:
    """CF4 and C2F6 of aluminium smelting are in both systems; only a draft's default was seen."""
    formula = Text("铝产量×阳极效应缺省值", "t of aluminium x default for anode effects")
    activity, factor = num(stream.activity), range_of(PFC_DRAFT)
    if activity is None or factor is None:
        return _Found(None, formula, (NOT_FOUND,))
    reasons = (
        Text(
            "中国：征求意见稿缺省0.1454 tCO2e/t铝；CBAM：阳极效应实测（斜率或过电压），GWP 6630与11100",
            "China: a draft's default of 0.1454 tCO2e per t; CBAM: measured anode effects, GWP 6630 and 11100",
        ),
        Text("正式版的默认值未读到", "the default of the version in force was not read"),
    )
    return _Found(exactly(activity).times(factor), formula, reasons, (PFC_DRAFT,))


def _shown(value: Range) -> str:
    return show(value.low) if value.low == value.high else f"{show(value.low)}–{show(value.high)}"


def _topics(study: Study, tables: Tables) -> tuple[EtsTopic, ...]:
    """Return the rules that make the two reports differ beyond single streams."""
    counted = any(
        not tables.categories[p.category].annex_ii for p in study.production if p.category in tables.categories
    )
    return (
        EtsTopic(
            "electricity",
            Text("外购电力", "bought electricity"),
            Text("间接排放不在履约范围内", "indirect emissions are outside the obligation"),
            Text("计入（附件二之外的货物）", "counts (goods outside Annex II)")
            if counted
            else Text(
                "不计入（附件二货物只计直接排放）；附件二以外前体的间接部分计入",
                "does not count (Annex II goods: direct only); the indirect part of other precursors does",
            ),
            SOURCES["icap"],
            "secondary",
        ),
        EtsTopic(
            "gases",
            Text("温室气体", "gases"),
            Text("钢铁、水泥CO2；铝冶炼另加CF4、C2F6", "CO2 for steel and cement; CF4 and C2F6 as well for aluminium"),
            Text("CO2；化肥加N2O；铝加PFC", "CO2; N2O for fertilisers; PFC for aluminium"),
            SOURCES["icap"],
            "secondary",
        ),
        EtsTopic(
            "coke_and_lime",
            Text("焦化与石灰窑", "coke ovens and lime kilns"),
            Text(
                f"是否计入工序层级：说法不一；{NOT_FOUND.zh}", f"whether they are in: accounts differ; {NOT_FOUND.en}"
            ),
            Text("在边界之外（不是CBAM货物）", "outside the boundary (no CBAM goods)"),
            NOT_FOUND,
            "conflicting",
        ),
        EtsTopic(
            "waste_gas",
            Text("废气（高炉、转炉、焦炉煤气）", "waste gases"),
            Text(NOT_FOUND.zh, NOT_FOUND.en),
            Text(
                "输入按天然气计（式53），外送乘0.667扣除（式54）", "in as natural gas (eq 53), out times 0.667 (eq 54)"
            ),
            NOT_FOUND,
            "unknown",
        ),
        EtsTopic(
            "precursors",
            Text("外购前体", "purchased precursors"),
            Text("不计入：只报本企业排放", "not counted: a company reports its own emissions"),
            Text("计入其隐含排放（式59、60）", "their embedded emissions count (eq 59, 60)"),
            NOT_FOUND,
            "recalled",
        ),
        EtsTopic(
            "unit",
            Text("报告对象", "what is reported"),
            Text("企业与工序的年排放，吨", "a company's and its process steps' emissions of a year, t"),
            Text("每吨货物的隐含排放，按CN编码", "embedded emissions per tonne of good, by CN code"),
            SOURCES["contents"],
            "secondary",
        ),
        EtsTopic(
            "equivalence",
            Text("能否互换", "may one stand for the other"),
            Text("—", "—"),
            Text("不能：欧盟不接受中国核算为等效", "no: the EU accepts no Chinese accounting as equivalent"),
            Text("Reg (EU) 2023/956第7条；Q&A 4.24", "Reg (EU) 2023/956 Art 7; Q&A 4.24"),
            "read",
        ),
    )
