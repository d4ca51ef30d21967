"""The operator's emissions report: the 35 items of IR (EU) 2025/2547 Annex IV point 1.1, items 1 to 17."""

# ruff: noqa: E501 - bilingual heads and sentences read best on one line, and CJK counts double

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.checks_form import COORDINATES, bad_coordinate
from carnet.errors import Text
from carnet.report.cbam_model import (
    INCOMPLETE,
    Bundle,
    Cell,
    Fact,
    Gap,
    Item,
    Piece,
    Table,
    fact_or_gap,
    gaps_in,
    given,
    incomplete_note,
    item,
    none_stated,
    number,
    percent,
    without_figure,
)
from carnet.report.cbam_operator_power import POWER_ITEMS
from carnet.report.cbam_words import (
    CATEGORY,
    FACTOR_KINDS,
    METHODS,
    POWER_SOURCES,
    PROCESS,
    UNIT,
    UNITS_MWH,
    name_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable


TOP = 5


def first_items(bundle: Bundle) -> list[Item]:
    """Return items 1 to 17."""
    return [make(bundle) for make in _ITEMS]


def _identity(bundle: Bundle) -> Item:
    plant = bundle.installation
    if plant is None:
        return item("1", _T1, [Gap(Text("设施与运营者", "installation and operator"), "installation", "id")])
    row = "installation"
    pieces: list[Piece] = [
        fact_or_gap(Text("运营者", "operator"), plant.operator, row, "operator"),
        fact_or_gap(Text("登记号", "registration number"), plant.registration, row, "registration"),
        fact_or_gap(Text("设施名称（英文）", "installation, English name"), plant.name.en, row, "name"),
        fact_or_gap(Text("设施名称（中文）", "installation, Chinese name"), plant.name.zh, row, "name"),
        fact_or_gap(Text("街道", "street"), plant.street, row, "street"),
        fact_or_gap(Text("邮编", "postcode"), plant.postcode, row, "postcode"),
        fact_or_gap(Text("城市", "city"), plant.city, row, "city"),
        fact_or_gap(Text("国家", "country"), plant.country, row, "country"),
        fact_or_gap(Text("UN/LOCODE", "UN/LOCODE"), plant.unlocode, row, "unlocode"),
        fact_or_gap(Text("主排放源纬度", "latitude of the main source"), plant.latitude, row, "latitude"),
        fact_or_gap(Text("主排放源经度", "longitude of the main source"), plant.longitude, row, "longitude"),
        fact_or_gap(Text("授权代表", "authorised representative"), plant.representative, row, "representative"),
        fact_or_gap(Text("电子邮箱", "e-mail"), plant.email, row, "email"),
        fact_or_gap(Text("报告期", "reporting period"), _period(bundle), "study", "period_from"),
    ]
    for column in COORDINATES:
        value = getattr(plant, column)
        wrong = bad_coordinate(column, value) if value else None
        if wrong is not None:
            pieces.append(Gap(wrong, row, column))
    return item("1", _T1, pieces)


def _period(bundle: Bundle) -> str:
    study = bundle.study
    return f"{study.period_from} / {study.period_to}" if study.period_from and study.period_to else ""


def _english(row: tuple[Cell, ...]) -> tuple[str, ...]:
    return tuple(cell.en if isinstance(cell, Text) else cell for cell in row)


def _plan(bundle: Bundle) -> Item:
    plant, study = bundle.installation, bundle.study
    pieces: list[Piece] = [
        fact_or_gap(
            Text("监测计划版本", "monitoring plan, version"),
            plant.monitoring_plan if plant else "",
            "installation",
            "monitoring_plan",
        ),
        fact_or_gap(
            Text("监测计划日期", "monitoring plan, date"),
            plant.monitoring_plan_date if plant else "",
            "installation",
            "monitoring_plan_date",
        ),
    ]
    if study.production:
        pieces.append(
            Table(
                (PROCESS, CATEGORY, Text("生产路线", "production routes"), Text("包含的前体", "precursors inside")),
                tuple(
                    (
                        bundle.called(p.id),
                        bundle.category(p.category),
                        "; ".join(p.routes) or "–",
                        _joined([bundle.category(c) for c in p.includes]),
                    )
                    for p in study.production
                ),
                widths=(3, 3, 4, 3),
            )
        )
    else:
        pieces.append(Gap(Text("生产过程与路线", "processes and routes"), "production", "name"))
    if not bundle.derived:  # the largest of a year: not known from unit processes
        pieces += _tops(bundle)
    return item("2", _T2, pieces)


def _joined(words: list[Text]) -> Text:
    return Text("、".join(w.zh for w in words) or "–", ", ".join(w.en for w in words) or "–")


def _tops(bundle: Bundle) -> list[Piece]:
    pieces: list[Piece] = []
    seen: dict[str, int] = {}
    rows = []
    for good in sorted(bundle.study.cbam_goods, key=lambda g: -given(g.amount)):
        seen[good.process] = seen.get(good.process, 0) + 1
        if seen[good.process] <= TOP:
            rows.append(
                (
                    bundle.called(good.process) if good.process else "–",
                    good.cn,
                    good.names if good.names.en else "–",
                    good.amount or "–",
                )
            )
    if rows:
        top = (PROCESS, Text("CN编码", "CN code"), Text("货物", "good"), Text("t（各过程前五）", "t, top five each"))
        pieces.append(Table(top, tuple(sorted(rows, key=_english)), "lllr", (3, 0, 4, 0)))
    streams = bundle.computed.streams
    fuels = sorted(
        (s for s in streams if s.energy > 0 or s.energy_biomass > 0), key=lambda s: -(s.energy + s.energy_biomass)
    )
    if fuels:
        fuel_rows = tuple((bundle.called(s.id, s.name), number(s.energy + s.energy_biomass)) for s in fuels[:TOP])
        pieces.append(
            Table((Text("能量前五的燃料", "top five fuels by energy"), Text("能量 TJ", "TJ")), fuel_rows, "lr", (5, 2))
        )
    materials = sorted((s for s in streams if s.method in {"process", "mass_balance"}), key=lambda s: -abs(s.emissions))
    if materials:
        made = tuple((bundle.called(s.id, s.name), bundle.tonnes(s.emissions)) for s in materials[:TOP])
        material = (Text("过程排放前五的物料", "top five process-emission materials"), Text("tCO2e", "tCO2e"))
        pieces.append(Table(material, made, "lr", (5, 2)))
    measured = [s.id for s in streams if s.method == "measured"]
    zero = [s.id for s in streams if s.biomass > 0]
    for names, what, column in (
        (measured, Text("连续监测的排放源", "emission sources under continuous measurement"), "method"),
        (zero, Text("按零计的燃料", "zero-rated fuels"), "biomass"),
    ):
        pieces.append(Fact(what, bundle.listed(names)) if names else none_stated(what, "source_streams", column))
    heat = [
        (bundle.called(p.id), p.heat_in or "0", p.heat_out or "0")
        for p in bundle.study.production
        if p.heat_in or p.heat_out
    ]
    heat_words = Text("热量输入或输出", "heat import or export")
    said = Text(
        "；".join(f"{name.zh}：输入 {taken} TJ，输出 {sent} TJ" for name, taken, sent in heat),
        "; ".join(f"{name.en}: in {taken} TJ, out {sent} TJ" for name, taken, sent in heat),
    )
    pieces.append(Fact(heat_words, said) if heat else none_stated(heat_words, "production", "heat_in"))
    return pieces


def _electricity_sources(bundle: Bundle) -> Item:
    rows = [
        (
            bundle.called(p.id),
            p.electricity,
            p.electricity_source or "–",
            p.electricity_ef or "–",
            p.electricity_document or "–",
        )
        for p in bundle.study.production
        if p.electricity
    ]
    pieces: list[Piece] = []
    if rows:
        head = (
            PROCESS,
            UNITS_MWH,
            Text("来源（条款）", "source (point)"),
            Text("因子 tCO2/MWh", "factor, tCO2/MWh"),
            Text("凭证", "document"),
        )
        pieces.append(Table(head, tuple(rows), "lrlrl", (4, 0, 2, 0, 4)))
    else:
        pieces.append(Gap(Text("用电量", "electricity used"), "production", "electricity"))
    pieces += [
        Gap(
            Text(f"{bundle.called(p.id).zh}的电力来源", f"source of the electricity of {bundle.called(p.id).en}"),
            "production",
            "electricity_source",
        )
        for p in bundle.study.production
        if p.electricity and not p.electricity_source
    ]
    return item("3", _T3, pieces)


def _own_power(bundle: Bundle) -> Item:
    pieces: list[Piece] = []
    if bundle.study.cogeneration:
        results = {c.id: c for c in bundle.computed.cogeneration}
        rows = []
        for unit in bundle.study.cogeneration:
            made = results.get(unit.id)
            rows.append(
                (bundle.called(unit.id), unit.fuel or "–", unit.heat or "–", unit.electricity or "–",
                 number(made.ef_heat) if made else "–", number(made.ef_power) if made else "–")
            )  # fmt: skip
        head = (Text("热电联产机组", "cogeneration unit"), Text("燃料 TJ", "fuel, TJ"), Text("热 TJ", "heat, TJ"),
                UNITS_MWH, Text("热因子 tCO2/TJ", "heat, tCO2/TJ"), Text("电因子 tCO2/MWh", "power, tCO2/MWh"))  # fmt: skip
        pieces.append(Table(head, tuple(rows), "lrrrrr", (4, 0, 0, 0, 0, 0)))
    out = [
        (bundle.called(p.id), p.electricity_out, p.electricity_out_ef or "–")
        for p in bundle.study.production
        if p.electricity_out
    ]
    if out:
        head2 = (
            PROCESS,
            Text("生产并外送的电 MWh", "electricity produced and sent out, MWh"),
            Text("因子 tCO2/MWh", "factor, tCO2/MWh"),
        )
        pieces.append(Table(head2, tuple(out), "lrr", (4, 0, 0)))
    if not pieces:
        pieces.append(none_stated(Text("厂内发电", "electricity produced on site"), "cogeneration", "electricity"))
    return item("4", _T4, pieces)


def _waste_gas(bundle: Bundle) -> Item:
    rows = [
        (
            bundle.called(p.id),
            p.waste_gas_in or "0",
            p.waste_gas_in_ef or "–",
            p.waste_gas_out or "0",
            p.waste_gas_out_ef or "–",
        )
        for p in bundle.study.production
        if p.waste_gas_in or p.waste_gas_out
    ]
    head = (
        PROCESS,
        Text("输入 TJ", "in, TJ"),
        Text("因子 tCO2/TJ", "tCO2/TJ"),
        Text("输出 TJ", "out, TJ"),
        Text("因子 tCO2/TJ", "tCO2/TJ"),
    )
    pieces: list[Piece] = [Table(head, tuple(rows), "lrrrr", (4, 0, 0, 0, 0))] if rows else []
    if not rows:
        pieces.append(
            none_stated(
                Text("废气的产生、使用、输入或输出", "waste gas produced, used, imported or exported"),
                "production",
                "waste_gas_in",
            )
        )
    return item("5", _T5, pieces)


def _co2_transfer(bundle: Bundle) -> Item:
    del bundle
    return item("6", _T6, [none_stated(Text("CO2的接收或转出", "CO2 received or transferred"), "installation", "note")])


def _total(bundle: Bundle) -> Item:
    totals = bundle.computed.totals
    facts: list[tuple[Text, Fraction | None]] = [
        (Text("直接排放合计 tCO2e", "total direct emissions, tCO2e"), totals.direct),
        (Text("其中CO2", "of it CO2"), totals.co2),
        (Text("其中N2O tCO2e", "of it N2O, tCO2e"), totals.n2o),
        (Text("其中PFC tCO2e", "of it PFC, tCO2e"), totals.pfc),
        (Text("生物质CO2（按零计）", "CO2 of biomass, rated zero"), totals.biomass),
    ]
    if not bundle.computed.streams and not totals.direct:
        return item(
            "7", _T7, [Gap(Text("源流及其排放", "source streams and their emissions"), "source_streams", "activity")]
        )
    return item(
        "7",
        _T7,
        [
            *(Fact(label, bundle.tonnes(value)) for label, value in facts),
            *incomplete_note(Text("总量", "the total"), totals.incomplete),
        ],
    )


def _months(bundle: Bundle) -> Item:
    months = bundle.installation.months_monitored if bundle.installation else ""
    if months:
        return item("8", _T8, [Fact(Text("监测月数", "months monitored"), months)])
    return item(
        "8",
        _T8,
        [
            none_stated(
                Text("新设施的监测月数", "months monitored of a new installation"), "installation", "months_monitored"
            )
        ],
    )


def _goods(bundle: Bundle) -> Item:
    rows = [
        (
            bundle.called(g.process) if g.process else "–",
            g.cn,
            g.names if g.names.en else "–",
            g.amount or "–",
            g.import_date or "–",
        )
        for g in bundle.study.cbam_goods
    ]
    if not rows:
        return item("13", _T13, [Gap(Text("按CN编码的货物", "goods by CN code"), "cbam_goods", "cn")])
    head = (
        PROCESS,
        Text("CN编码", "CN code"),
        Text("货物", "good"),
        Text("运往欧盟 t", "to the EU, t"),
        Text("进口日期", "import date"),
    )
    levels = Table(
        (PROCESS, CATEGORY, Text("活动水平", "activity level"), UNIT),
        tuple(
            (bundle.called(p.id, p.name), bundle.category(p.category), number(p.amount), p.unit)
            for p in bundle.computed.processes
        ),
        "llrl",
        (4, 4, 0, 0),
    )
    gaps = [
        Gap(Text(f"{g.cn}的数量", f"quantity of {g.cn}"), "cbam_goods", "amount")
        for g in bundle.study.cbam_goods
        if not g.amount
    ]
    return item("13", _T13, [levels, Table(head, tuple(rows), "lllrl", (4, 0, 4, 0, 0)), *gaps])


def _other_goods(bundle: Bundle) -> Item:
    rows = [(bundle.called(p.id), p.other_use, p.unit) for p in bundle.study.production if p.other_use]
    label = Text("用于非CBAM货物的数量", "used up for goods outside the CBAM")
    if rows:
        return item("14", _T14, [Table((PROCESS, label, UNIT), tuple(rows), "lrl", (4, 0, 0))])
    return item("14", _T14, [none_stated(label, "production", "other_use")])


def _embedded(bundle: Bundle) -> Item:
    pieces: list[Piece] = []
    processes = {p.id: p for p in bundle.computed.processes}
    rows = []
    for good in bundle.study.cbam_goods:
        made = processes.get(good.process)
        if made is None:
            pieces.append(
                Gap(Text(f"{good.cn}的生产过程", f"production process of {good.cn}"), "cbam_goods", "process")
            )
            continue
        rows.append(
            (
                good.cn,
                good.names if good.names.en else "–",
                bundle.see_of(made, "see_direct"),
                bundle.see_of(made, "see_indirect"),
                bundle.see_of(made, "counted_indirect"),
                INCOMPLETE if made.incomplete_direct else percent(made.default_share),
            )
        )
    if rows:
        head = (Text("CN编码", "CN code"), Text("货物", "good"), Text("直接 tCO2e/单位", "direct, tCO2e/unit"),
                Text("间接 tCO2e/单位", "indirect, tCO2e/unit"), Text("计入的间接", "indirect counted"), Text("默认值份额", "share from defaults"))  # fmt: skip
        pieces.insert(0, Table(head, tuple(rows), "llrrrr", (0, 4, 0, 0, 0, 0)))
    elif not pieces:
        pieces.append(Gap(Text("按CN编码的货物", "goods by CN code"), "cbam_goods", "cn"))
    pieces += without_figure(bundle, processes.values())
    plant = bundle.installation
    pieces.append(
        fact_or_gap(
            Text("数据质量与方法", "data quality and methods"),
            plant.data_quality if plant else "",
            "installation",
            "data_quality",
        )
    )
    if any(p.default_share for p in processes.values()):
        pieces.append(
            fact_or_gap(
                Text("采用默认值的理由", "why default values are used"),
                plant.default_justification if plant else "",
                "installation",
                "default_justification",
            )
        )
    for p in bundle.study.production:
        if p.electricity:
            label = Text(
                f"{bundle.called(p.id).zh}：间接排放因子的依据",
                f"{bundle.called(p.id).en}: basis of the indirect factor",
            )
            known = POWER_SOURCES.get(p.electricity_source)
            pieces.append(Fact(label, known) if known else Gap(label, "production", "electricity_source"))
    return item("15", _T15, pieces)


def derivations(bundle: Bundle) -> list[Piece]:
    """Return how kilns, heat, generating units and joint products came about, each with its equation."""
    found = bundle.computed
    told = [(each.id, each.derivation) for each in found.streams]
    told += [(each.id, each.derivation) for each in found.heat]
    told += [(each.id, each.derivation) for each in found.cogeneration]
    told += [(each.id, each.derivation) for each in found.joint]
    rows = [(bundle.called(row_id), said) for row_id, said in told if said.en]
    head = (Text("行", "row"), Text("由来与公式", "how it came about, with its equation"))
    return [Table(head, tuple(rows), "ll", (2, 9))] if rows else []


def _streams(bundle: Bundle) -> Item:
    pieces: list[Piece] = []
    results = {s.id: s for s in bundle.computed.streams}
    data, origin = [], []
    for s in bundle.study.source_streams:
        made = results.get(s.id)
        factor = f"{s.ef} {s.ef_unit}" if s.ef else f"{s.carbon} tC/{s.activity_unit or 't'}" if s.carbon else "–"
        data.append(
            (bundle.called(s.id, s.name), name_of(METHODS, s.method), f"{s.activity or '–'} {s.activity_unit}".strip(), s.ncv or "–", factor,
             s.oxidation or s.conversion or "–", s.biomass or "–", bundle.tonnes(made.emissions) if made else "–")
        )  # fmt: skip
        origin.append(
            (bundle.called(s.id, s.name), s.meter or "–", name_of(FACTOR_KINDS, s.factor_kind) if s.factor_kind else "–", s.factor_source or "–",
             s.factor_date or "–", s.uncertainty or "–", s.document or "–")
        )  # fmt: skip
    if data:
        head = (Text("源流", "source stream"), Text("方法", "method"), Text("活动数据", "activity data"), Text("NCV GJ/单位", "NCV, GJ/unit"),
                Text("因子", "factor"), Text("OF/CF", "OF/CF"), Text("生物质", "biomass"), Text("tCO2e", "tCO2e"))  # fmt: skip
        pieces.append(Table(head, tuple(data), "llrrrrrr", (4, 3, 3, 0, 3, 0, 0, 0)))
        sources = (Text("源流", "source stream"), Text("计量器具", "meter"), Text("因子类别", "kind of factor"), Text("因子来源", "factor source"),
                Text("日期", "date"), Text("不确定度", "uncertainty"), Text("凭证", "document"))  # fmt: skip
        pieces.append(Table(sources, tuple(origin), "lllllrl", (4, 3, 2, 5, 0, 0, 3)))
    pieces += derivations(bundle)
    if not data and not bundle.study.kilns:
        pieces.append(
            Gap(
                Text("源流的活动数据与计算因子", "activity data and calculation factors of the streams"),
                "source_streams",
                "activity",
            )
        )
    for column, words in _STREAM_GAPS.items():
        pieces += gaps_in(bundle, bundle.study.source_streams, "source_streams", column, words)
    return item("16", _T16, pieces)


_STREAM_GAPS = {
    "meter": Text("计量器具", "meter"),
    "factor_kind": Text("因子类别", "kind of factor"),
    "factor_source": Text("因子来源", "source of the factor"),
    "document": Text("凭证", "document"),
}


def _balance(bundle: Bundle) -> Item:
    rows = [
        (bundle.called(p.id, p.name), bundle.tonnes(p.direct_star), bundle.tonnes(p.heat), bundle.tonnes(p.waste_gas), bundle.tonnes(p.electricity_out),
         bundle.attributed_of(p, "direct") if p.own_direct_lacks or not p.floored else f"{bundle.tonnes(p.direct)} *",
         INCOMPLETE if p.own_indirect_lacks and not p.electricity else number(p.electricity))
        for p in bundle.computed.processes
    ]  # fmt: skip
    if not rows:
        return item("17", _T17, [Gap(Text("生产过程", "production processes"), "production", "id")])
    head = (PROCESS, Text("DirEm*", "DirEm*"), Text("热净值", "heat, net"), Text("废气净值", "waste gas, net"), Text("外送电", "power sent out"),
            Text("归属直接排放 tCO2e", "attributed direct, tCO2e"), UNITS_MWH)  # fmt: skip
    pieces: list[Piece] = [Table(head, tuple(rows), "lrrrrrr", (4, 0, 0, 0, 0, 0, 0))]
    if any(p.floored for p in bundle.computed.processes):
        pieces.append(Text("* 式55结果为负，按零计。", "* eq 55 came out negative and counts as zero."))
    pieces += without_figure(bundle, (p for p in bundle.computed.processes if p.own_direct_lacks), own=True)
    return item("17", _T17, pieces)


_T1 = Text("运营者与设施", "Operator and installation")
_T2 = Text("监测计划摘要", "Summary of the monitoring plan")
_T3 = Text("电力来源与数量", "Electricity: sources and quantities")
_T4 = Text("厂内发电", "Electricity produced on site")
_T5 = Text("废气", "Waste gases")
_T6 = Text("CO2转移", "CO2 transfer")
_T7 = Text("设施直接排放合计", "Total direct emissions of the installation")
_T8 = Text("监测月数（新设施）", "Months monitored (new installations)")
_T13 = Text("货物与各过程产量", "Goods and quantities per process")
_T14 = Text("非CBAM货物", "Goods outside the CBAM")
_T15 = Text("各货物的单位隐含排放", "Specific embedded emissions of each good")
_T16 = Text("源流：活动数据与计算因子", "Source streams: activity data and calculation factors")
_T17 = Text("各过程的热、废气与电力平衡", "Balance of heat, waste gases and electricity per process")
_ITEMS: tuple[Callable[[Bundle], Item], ...] = (
    _identity, _plan, _electricity_sources, _own_power, _waste_gas, _co2_transfer, _total, _months, *POWER_ITEMS,
    _goods, _other_goods, _embedded, _streams, _balance,
)  # fmt: skip
