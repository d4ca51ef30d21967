"""The monitoring plan, 22 items of IR (EU) 2025/2547 Annex II A.5: filled where the study knows, guided where not."""

# ruff: noqa: E501 - bilingual heads and sentences read best on one line, and CJK counts double

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.inventory.installation import names_of
from carnet.report.cbam_model import (
    Bundle,
    Fact,
    Item,
    Paper,
    Piece,
    Table,
    fact_or_gap,
    gaps_in,
    item,
    joined,
    none_stated,
    number,
    place_of,
)
from carnet.report.cbam_operator_back import CN, ORIGIN, PRECURSOR, SUPPLIER
from carnet.report.cbam_words import CATEGORY, FACTOR_KINDS, METHODS, PROCESS, name_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from carnet.cbam.tables import Benchmark
    from carnet.inventory.installation import SourceStream

STREAM = Text("源流或排放源", "source stream or emission source")
FILL_NOTE = Text(
    "有数据的条目取自研究；空白条目附填写指引，由运营者填写。",
    "Items with data come from the study; empty ones carry guidance and are the operator's to write.",
)


def monitoring_plan(bundle: Bundle) -> Paper:
    """Return the monitoring plan."""
    made = [make(bundle) for make in _ITEMS]
    return Paper(
        "monitoring-plan",
        Text("监测计划", "Monitoring plan"),
        Text("IR (EU) 2025/2547 附件II A.5，22项", "IR (EU) 2025/2547 Annex II A.5, 22 items"),
        (FILL_NOTE,),
        tuple(
            replace(one, number=str(i), title=title, guidance=guidance, state=_state(one, title))
            for i, (one, title, guidance) in enumerate(zip(made, _TITLES, _GUIDANCE, strict=True), 1)
        ),
    )


def _state(one: Item, title: Text) -> str:
    """The drawing is the operator's to attach: the connections in words are a part of it."""
    return "partly" if title == _DIAGRAM and one.state == "given" else one.state


def _made(*pieces: Piece) -> Item:
    return item("", Text("", ""), pieces)


def _version(bundle: Bundle) -> Item:
    plant = bundle.installation
    return _made(
        fact_or_gap(
            Text("日期", "date"), plant.monitoring_plan_date if plant else "", "installation", "monitoring_plan_date"
        ),
        fact_or_gap(Text("版本", "version"), plant.monitoring_plan if plant else "", "installation", "monitoring_plan"),
    )


def _description(bundle: Bundle) -> Item:
    plant = bundle.installation
    if plant is None:
        return _made(fact_or_gap(Text("设施", "installation"), "", "installation", "name"))
    pieces: list[Piece] = [
        fact_or_gap(Text("设施", "installation"), plant.name.en or plant.name.zh, "installation", "name"),
        fact_or_gap(Text("运营者", "operator"), plant.operator, "installation", "operator"),
        fact_or_gap(Text("经济活动", "economic activity"), plant.activity, "installation", "activity"),
    ]
    pieces += [
        Fact(
            Text(f"过程 {p.id}", f"process {p.id}"),
            Text(f"{names_of(p).zh} {p.note}".strip(), f"{names_of(p).en} {p.note}".strip()),
        )
        for p in bundle.study.production
    ]
    return _made(*pieces)


def _goods(bundle: Bundle) -> Item:
    rows = []
    for good in bundle.study.cbam_goods:
        known = bundle.tables.goods.get(good.cn[:8])
        content = "; ".join(f"{n} {v}" for n, v in (("clinker", good.clinker), ("N", good.nitrogen)) if v)
        rows.append((good.cn, good.names if good.names.en else "–", known.unit if known else "–", content or "–"))
    if not rows:
        return _made(fact_or_gap(CN, "", "cbam_goods", "cn"))
    return _made(
        Table(
            (CN, Text("货物", "good"), Text("功能单位", "functional unit"), Text("熟料/氮含量", "clinker/N content")),
            tuple(rows),
            "lllr",
            (0, 5, 0, 0),
        )
    )


def _processes(bundle: Bundle) -> Item:
    goods: dict[str, list[str]] = {}
    for good in bundle.study.cbam_goods:
        goods.setdefault(good.process, []).append(good.cn)
    rows = tuple(
        (
            bundle.called(p.id),
            bundle.category(p.category),
            "; ".join(p.routes) or "–",
            ", ".join(goods.get(p.id, [])) or "–",
        )
        for p in bundle.study.production
    )
    if not rows:
        return _made(fact_or_gap(PROCESS, "", "production", "name"))
    return _made(Table((PROCESS, CATEGORY, Text("路线", "routes"), Text("货物", "goods")), rows, "llll", (3, 3, 3, 3)))


def _outside(bundle: Bundle) -> Item:
    rows = tuple((bundle.called(p.id), p.other_use, p.unit) for p in bundle.study.production if p.other_use)
    label = Text("用于非CBAM货物", "used up for goods outside the CBAM")
    if rows:
        return _made(Table((PROCESS, label, Text("单位", "unit")), rows, "lrl", (4, 0, 0)))
    return _made(none_stated(label, "production", "other_use"))


def benchmark_rows(bundle: Bundle) -> list[tuple[str, Benchmark]]:
    """Return the benchmarks that concern the goods of the study in the years of its period, column A and B."""
    year = int(bundle.study.period_from[:4]) if bundle.study.period_from[:4].isdigit() else 0
    found = []
    for cn in dict.fromkeys(good.cn[:8] for good in bundle.study.cbam_goods):
        found += [(cn, b) for b in bundle.tables.benchmarks.get(cn, ()) if b.first_year <= year <= b.last_year]
    return found


def _benchmarks(bundle: Bundle) -> Item:
    rows = tuple(
        (
            cn,
            b.column,
            b.route or "–",
            number(b.value),
            f"{b.first_year}–{b.last_year}",
            f"{b.cite.source} {b.cite.clause}".strip(),
        )
        for cn, b in benchmark_rows(bundle)
    )
    if not rows:
        return _made(none_stated(Text("有基准值的货物", "good with a benchmark"), "cbam_goods", "cn"))
    head = (
        CN,
        Text("列", "column"),
        Text("路线", "route"),
        Text("基准 t/单位", "benchmark, t/unit"),
        Text("年份", "years"),
        Text("来源", "source"),
    )
    return _made(Table(head, rows, "lllrll", (0, 0, 0, 0, 0, 5)))


def _formula(stream: SourceStream) -> str:
    if stream.method == "combustion":
        return "FQ x NCV x EF x OF (eq 5, 6)" if stream.ncv else "FQ x EF x OF (eq 5, 6)"
    return {
        "process": "AD x EF x CF (eq 11)",
        "mass_balance": "3.664 x AD x CC (eq 12 to 15)",
        "pfc_slope": "AEM x SEF x Pr, x F (eq 20 to 26)",
        "pfc_overvoltage": "OVC x AEO/CE x Pr, x F (eq 20 to 26)",
        "measured": "sum of concentration x flow (eq 16 to 18)",
    }.get(stream.method, "–")


def _methods(bundle: Bundle) -> Item:
    rows = tuple(
        (
            bundle.called(s.process) if s.process else Text("共用", "shared"),
            bundle.called(s.id, s.name),
            name_of(METHODS, s.method),
            _formula(s),
            s.meter or "–",
        )
        for s in bundle.study.source_streams
    )
    if not rows:
        return _made(fact_or_gap(Text("监测方法", "monitoring methods"), "", "source_streams", "method"))
    head = (
        PROCESS,
        STREAM,
        Text("方法", "method"),
        Text("公式", "formula"),
        Text("仪器与位置", "instrument and place"),
    )
    pieces: list[Piece] = [Table(head, rows, "lllll", (3, 3, 3, 4, 3))]
    pieces += gaps_in(bundle, bundle.study.source_streams, "source_streams", "meter", Text("仪器", "instrument"))
    return _made(*pieces)


def _factors(bundle: Bundle) -> Item:
    rows = tuple(
        (
            bundle.called(s.id, s.name),
            name_of(FACTOR_KINDS, s.factor_kind) if s.factor_kind else "–",
            s.factor_source or "–",
            s.factor_date or "–",
        )
        for s in bundle.study.source_streams
    )
    if not rows:
        return _made(fact_or_gap(Text("计算因子", "calculation factors"), "", "source_streams", "factor_source"))
    head = (STREAM, Text("因子类别", "kind of factor"), Text("来源", "source"), Text("日期", "date"))
    return _made(Table(head, rows, "llll", (4, 3, 6, 0)))


def _streams(bundle: Bundle) -> Item:
    rows = []
    for p in bundle.study.production:
        own = [names_of(s) for s in bundle.study.source_streams if s.process == p.id]
        shared = {share.stream for share in bundle.study.stream_shares if share.process == p.id}
        others = (names_of(s) for s in bundle.study.source_streams if s.id in shared and s.process != p.id)
        own += [Text(f"{name.zh}（共用）", f"{name.en} (shared)") for name in others]
        rows.append((bundle.called(p.id), joined(own) if own else "–"))
    if not rows:
        return _made(fact_or_gap(PROCESS, "", "production", "name"))
    return _made(Table((PROCESS, STREAM), tuple(rows), "ll", (3, 8)))


def _by_method(bundle: Bundle, methods: tuple[str, ...], words: Text) -> Item:
    rows = tuple(
        (bundle.called(s.id, s.name), name_of(METHODS, s.method))
        for s in bundle.study.source_streams
        if s.method in methods
    )
    if rows:
        return _made(Table((STREAM, Text("方法", "method")), rows, "ll", (5, 4)))
    return _made(none_stated(words, "source_streams", "method"))


def _pfc(bundle: Bundle) -> Item:
    return _by_method(bundle, ("pfc_slope", "pfc_overvoltage"), Text("PFC排放", "PFC emissions"))


def _diagram(bundle: Bundle) -> Item:
    """The connections in words: what goes from where to where; the drawing itself is the operator's."""
    rows = tuple(
        (bundle.called(u.source), bundle.called(u.process), f"{u.amount} t") for u in bundle.study.precursor_uses
    )
    if not rows:
        return _made()
    head = (Text("从", "from"), Text("到", "to"), Text("数量", "quantity"))
    return _made(Table(head, rows, "llr", (5, 5, 0)))


def _precursors(bundle: Bundle) -> Item:
    rows = tuple(
        (bundle.called(p.id), p.cn or "–", p.installation or p.operator or "–", p.country or "–")
        for p in bundle.study.precursors
    )
    if not rows:
        return _made(none_stated(PRECURSOR, "precursors", "name"))
    pieces: list[Piece] = [Table((PRECURSOR, CN, SUPPLIER, ORIGIN), rows, "llll", (4, 0, 5, 0))]
    for column, words in (("installation", SUPPLIER), ("country", ORIGIN)):
        pieces += gaps_in(bundle, bundle.study.precursors, "precursors", column, words)
    return _made(*pieces)


def _zero_rated(bundle: Bundle) -> Item:
    pieces: list[Piece] = [
        fact_or_gap(
            Text(f"{names_of(s).zh}的可持续性证据", f"sustainability evidence of {names_of(s).en}"),
            s.biomass_evidence,
            "source_streams",
            "biomass_evidence",
        )
        for s in bundle.study.source_streams
        if s.biomass and s.biomass.strip("0.")
    ]
    return (
        _made(*pieces)
        if pieces
        else _made(none_stated(Text("按零计的燃料", "zero-rated fuels"), "source_streams", "biomass"))
    )


def _heat(bundle: Bundle) -> Item:
    rows = tuple(
        (
            bundle.called(p.id),
            p.heat_in or "0",
            p.heat_in_ef or p.heat_in_chp or "–",
            p.heat_out or "0",
            p.heat_out_ef or "–",
        )
        for p in bundle.study.production
        if p.heat_in or p.heat_out
    )
    if not rows:
        return _made(none_stated(Text("热量输入或输出", "heat import or export"), "production", "heat_in"))
    head = (
        PROCESS,
        Text("输入 TJ", "in, TJ"),
        Text("因子或机组", "factor or unit"),
        Text("输出 TJ", "out, TJ"),
        Text("因子", "factor"),
    )
    return _made(Table(head, rows, "lrrrr", (4, 0, 0, 0, 0)))


def _own_power(bundle: Bundle) -> Item:
    rows = tuple(
        (c.name or c.id, c.fuel or "–", c.heat or "–", c.electricity or "–") for c in bundle.study.cogeneration
    )
    out = tuple(
        (bundle.called(p.id), "–", "–", p.electricity_out) for p in bundle.study.production if p.electricity_out
    )
    if not rows + out:
        return _made(none_stated(Text("厂内发电", "electricity produced on site"), "cogeneration", "electricity"))
    head = (
        Text("机组或过程", "unit or process"),
        Text("燃料 TJ", "fuel, TJ"),
        Text("热 TJ", "heat, TJ"),
        Text("电 MWh", "MWh"),
    )
    return _made(Table(head, rows + out, "lrrr", (5, 0, 0, 0)))


def _actual_power(bundle: Bundle) -> Item:
    pieces: list[Piece] = [
        fact_or_gap(
            Text(
                f"{names_of(p).zh}（{p.electricity_source}）的证据",
                f"evidence of {names_of(p).en} ({p.electricity_source})",
            ),
            p.electricity_document,
            "production",
            "electricity_document",
        )
        for p in bundle.study.production
        if p.electricity_source in {"D.4.3.1", "D.4.3.2", "mix"}
    ]
    return (
        _made(*pieces)
        if pieces
        else _made(none_stated(Text("实际电力因子", "actual electricity factor"), "production", "electricity_source"))
    )


def _imported_power(bundle: Bundle) -> Item:
    power = [g.cn for g in bundle.study.cbam_goods if g.cn.startswith("2716")]
    return (
        _made(Fact(CN, ", ".join(power)))
        if power
        else _made(none_stated(Text("作为货物进口的电力", "electricity imported as a good"), "cbam_goods", "cn"))
    )


def _waste_gas(bundle: Bundle) -> Item:
    rows = tuple(
        (bundle.called(p.id), p.waste_gas_in or "0", p.waste_gas_out or "0")
        for p in bundle.study.production
        if p.waste_gas_in or p.waste_gas_out
    )
    if rows:
        return _made(Table((PROCESS, Text("输入 TJ", "in, TJ"), Text("输出 TJ", "out, TJ")), rows, "lrr", (5, 0, 0)))
    return _made(none_stated(Text("废气", "waste gases"), "production", "waste_gas_in"))


def _capture(bundle: Bundle) -> Item:
    del bundle
    return _made(none_stated(Text("CO2捕集与转移", "CO2 capture and transfer"), "installation", "note"))


def _control(bundle: Bundle) -> Item:
    text = bundle.installation.quality_assurance if bundle.installation else ""
    return _made(Fact(Text("质量保证", "quality assurance"), text)) if text else _made()


_DIAGRAM = Text("无重复、无遗漏的示意图", "Diagram showing no double counting and no gap")
_TITLES: tuple[Text, ...] = (
    Text("日期与版本", "Date and version"),
    Text("设施与过程描述", "Description of installation and processes"),
    Text("按CN编码与功能单位的货物", "Goods by CN code and functional unit"),
    Text("CBAM过程与路线及其货物", "CBAM processes and routes with their goods"),
    Text("非CBAM货物", "Goods outside the CBAM"),
    Text("相关的CBAM基准", "Relevant CBAM benchmarks"),
    Text("各过程的监测方法", "Monitoring methods per process"),
    Text("计算因子与采样计划", "Calculation factors and sampling plan"),
    Text("各过程的源流与排放源", "Source streams and emission sources per process"),
    Text("标准法与质量平衡的源流", "Streams by standard method or mass balance"),
    Text("连续监测的排放源", "Emission sources under continuous measurement"),
    Text("PFC方法", "PFC method"),
    _DIAGRAM,
    Text("前体及供应商", "Precursors and suppliers"),
    Text("零计燃料的证据", "Evidence for zero-rated fuels"),
    Text("热量输入输出及方法", "Heat imports, exports and method"),
    Text("厂内发电", "Electricity produced on site"),
    Text("实际间接因子所需信息", "Information for actual indirect factors"),
    Text("进口电力所需信息", "Information for imported electricity"),
    Text("废气", "Waste gases"),
    Text("CO2捕集与转移", "CO2 capture and transfer"),
    Text("控制体系", "Control system"),
)
_GUIDANCE: tuple[Text, ...] = (
    Text(
        "每次修改升版，注明生效日期；核查针对的版本须与此一致。",
        "Raise the version with every change and date it; the review refers to one version.",
    ),
    Text(
        "说明主要设备、产能、燃料与原料路径；各过程起止于何处。",
        "Name main units, capacity, paths of fuels and materials; where each process begins and ends.",
    ),
    Text(
        "每个CN编码一行；水泥填熟料含量，化肥填氮含量。",
        "One line a CN code; clinker content for cement, nitrogen content for fertilisers.",
    ),
    Text(
        "每个功能单位一个过程，各路线合并；写明可合并的依据。",
        "One process a functional unit, all routes together; state why codes are grouped.",
    ),
    Text(
        "列出同一设施生产的其他产品，使总量能对账。",
        "List what else the installation makes, so that totals can be reconciled.",
    ),
    Text("核对每个CN编码适用的列与路线字母。", "Check column and route letter for each CN code."),
    Text(
        "写明每台仪器的编号、位置、量程与校准周期。",
        "Give number, place, range and calibration interval of each instrument.",
    ),
    Text(
        "注明因子类别（II类优先于I类）、取样频次、实验室及其资质。",
        "State the kind of factor (type II before type I), sampling frequency, laboratory and its competence.",
    ),
    Text("逐过程列全，含开停车与应急工况。", "List all of them, start-up, shut-down and emergencies too."),
    Text(
        "说明选择该方法的理由；含碳产品与炉渣用质量平衡。",
        "Give the reason for the method; carbon in products and slags takes a mass balance.",
    ),
    Text(
        "N2O必须连续监测；注明仪器与质量保证等级。",
        "N2O must be measured continuously; name instrument and quality level.",
    ),
    Text(
        "写明斜率或过电压法、系数来源与收集效率。",
        "State slope or overvoltage method, source of coefficients, collection efficiency.",
    ),
    Text(
        "画出能流、物流、计量点与过程边界，附为图纸。",
        "Draw energy and material flows, metering points and process limits; attach the drawing.",
    ),
    Text("逐家写明供应商名称、国家与所用数值的依据。", "Name each supplier with country and basis of the values used."),
    Text(
        "附可持续性证明（自愿体系或联盟数据库编号）；无证据则按化石计。",
        "Attach proof of sustainability (voluntary scheme or Union Database id); without it the fuel counts as fossil.",
    ),
    Text(
        "写明流量、温度、焓值与回水的测法；效率未知时用法规替代值。",
        "State how flow, temperature, enthalpy and return are measured; the act's proxy where efficiency is unknown.",
    ),
    Text("写明机组、燃料、效率与外送量的计量。", "State unit, fuel, efficiency and metering of what is sent out."),
    Text(
        "直接连接图或购电合同、逐时数据与并网证明；非捆绑绿证不在可接受证据之列。",
        "Drawing of the direct link, or the purchase agreement with hourly data and grid connection; unbundled certificates are not among the accepted evidence.",
    ),
    Text("仅在货物为电力时填写。", "Only where the good is electricity."),
    Text(
        "写明产生、使用、放散与外送的计量；外送部分不得重复计算。",
        "State metering of what is produced, used, flared and sent out; nothing sent out counts twice.",
    ),
    Text("写明接收方、数量与证据。", "Name receiver, quantity and evidence."),
    Text(
        "写明：仪表质量保证、风险评估、信息系统、职责分离、内部复核、纠正措施、外包、记录保存（六年）。",
        "Describe: quality assurance of meters, risk assessment, IT, segregation of duties, reviews, corrections, outsourcing, records (six years).",
    ),
)
_ITEMS: tuple[Callable[[Bundle], Item], ...] = (
    _version, _description, _goods, _processes, _outside, _benchmarks, _methods, _factors, _streams,
    lambda b: _by_method(b, ("combustion", "process", "mass_balance"), Text("按标准法或质量平衡的源流", "streams by standard method or mass balance")),
    lambda b: _by_method(b, ("measured",), Text("连续监测的排放源", "emission sources under continuous measurement")),
    _pfc, _diagram, _precursors, _zero_rated, _heat, _own_power, _actual_power, _imported_power, _waste_gas, _capture, _control,
)  # fmt: skip
__all__ = ["benchmark_rows", "monitoring_plan", "place_of"]
