"""The operator's summary report, which goes to the declarant with the verification report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.report.cbam_model import (
    INCOMPLETE,
    Bundle,
    Fact,
    Gap,
    Item,
    Paper,
    Piece,
    Table,
    fact_or_gap,
    incomplete_note,
    item,
    none_stated,
    number,
    percent,
    see,
    without_figure,
)
from carnet.report.cbam_operator_back import CN, ORIGIN, PRECURSOR, basis_name
from carnet.report.cbam_operator_power import given_factors
from carnet.report.cbam_plan import benchmark_rows
from carnet.report.cbam_words import CATEGORY, COUNT_NOTE, GAP_NOTE, PROCESS

if TYPE_CHECKING:
    from carnet.cbam.goods_result import GoodResult

OWN_ORDER = Text(
    "附件IV第1.2点列有16项；我们掌握的只是其概要（含每个货物的单位隐含免费分配与基准确认），"
    "逐项原文未读。以下编号为本文件自用，提交前请与法规逐项核对。",
    "Annex IV point 1.2 lists 16 items; at hand is only their outline (among them the specific embedded free "
    "allocation and the confirmed benchmark of each good), not the wording item by item. The numbers below are this "
    "document's own: compare them with the act before handing in.",
)


def summary_report(bundle: Bundle) -> Paper:
    """Return the operator's summary report."""
    return Paper(
        "summary-report",
        Text("运营者排放摘要报告", "Operator's summary emissions report"),
        Text("IR (EU) 2025/2547 附件IV第1.2点", "IR (EU) 2025/2547 Annex IV point 1.2"),
        (OWN_ORDER, GAP_NOTE, COUNT_NOTE),
        (
            _who(bundle),
            _processes(bundle),
            _totals(bundle),
            _goods(bundle),
            _allocation(bundle),
            _benchmarks(bundle),
            _precursors(bundle),
            _electricity(bundle),
            _verification(bundle),
        ),
    )


def _who(bundle: Bundle) -> Item:
    plant, study = bundle.installation, bundle.study
    title = Text("运营者、设施、报告期", "Operator, installation, period")
    if plant is None:
        return item("S1", title, [Gap(Text("设施与运营者", "installation and operator"), "installation", "id")])
    coordinates = f"{plant.latitude}, {plant.longitude}" if plant.latitude and plant.longitude else ""
    pieces: list[Piece] = [
        fact_or_gap(Text("运营者", "operator"), plant.operator, "installation", "operator"),
        fact_or_gap(Text("登记号", "registration number"), plant.registration, "installation", "registration"),
        fact_or_gap(Text("设施", "installation"), plant.name.en or plant.name.zh, "installation", "name"),
        fact_or_gap(Text("国家", "country"), plant.country, "installation", "country"),
        fact_or_gap(Text("UN/LOCODE", "UN/LOCODE"), plant.unlocode, "installation", "unlocode"),
        fact_or_gap(Text("坐标", "coordinates"), coordinates, "installation", "latitude"),
        Fact(Text("报告期", "reporting period"), f"{study.period_from} / {study.period_to}"),
    ]
    return item("S1", title, pieces)


def _processes(bundle: Bundle) -> Item:
    title = Text("生产过程与路线", "Production processes and routes")
    rows = tuple(
        (bundle.called(p.id), bundle.category(p.category), "; ".join(p.routes) or "–") for p in bundle.study.production
    )
    if not rows:
        return item("S2", title, [Gap(PROCESS, "production", "name")])
    return item("S2", title, [Table((PROCESS, CATEGORY, Text("路线", "routes")), rows, "lll", (4, 4, 5))])


def _totals(bundle: Bundle) -> Item:
    totals = bundle.computed.totals
    title = Text("设施排放总量", "Total emissions of the installation")
    if not bundle.computed.streams and not totals.direct:
        return item("S3", title, [Gap(Text("源流", "source streams"), "source_streams", "activity")])
    pieces: list[Piece] = [Fact(Text("直接排放 tCO2e", "direct, tCO2e"), bundle.tonnes(totals.direct))]
    if totals.indirect is not None:
        lacking = [p for p in bundle.computed.processes if p.own_indirect_lacks]
        value = INCOMPLETE if lacking else bundle.tonnes(totals.indirect)
        pieces.append(Fact(Text("间接排放 tCO2e", "indirect, tCO2e"), value))
        pieces += without_figure(bundle, lacking, own=True)
    return item("S3", title, [*pieces, *incomplete_note(Text("总量", "the total"), totals.incomplete)])


def _goods(bundle: Bundle) -> Item:
    title = Text("各货物的单位隐含排放", "Specific embedded emissions of each good")
    processes = {p.id: p for p in bundle.computed.processes}
    rows = []
    for good in bundle.study.cbam_goods:
        made = processes.get(good.process)
        if made:
            rows.append(
                (
                    good.cn,
                    good.names if good.names.en else "–",
                    good.amount or "–",
                    bundle.see_of(made, "see_direct"),
                    bundle.see_of(made, "counted_indirect"),
                    INCOMPLETE if made.incomplete_direct else percent(made.default_share),
                )
            )
    if not rows:
        return item("S4", title, [Gap(Text("货物", "goods"), "cbam_goods", "cn")])
    head = (CN, Text("货物", "good"), Text("数量 t", "quantity, t"), Text("直接 tCO2e/单位", "direct, tCO2e/unit"),
            Text("计入的间接", "indirect counted"), Text("默认值份额", "share from defaults"))  # fmt: skip
    return item("S4", title, [Table(head, tuple(rows), "llrrrr", (0, 4, 0, 0, 0, 0))])


def _actual_sefa(good: GoodResult) -> tuple[str, str]:
    """Return SEFA and its column of the way a good is declared."""
    if good.sefa is None or good.sefa.value is None:
        return "–", ""
    return number(good.sefa.value, 5), good.sefa.column


def _allocation(bundle: Bundle) -> Item:
    title = Text("各货物的单位隐含免费分配", "Specific embedded free allocation of each good")
    rows = tuple(
        (g.cn, g.names if g.names.en else "–", basis_name(g.basis), *_actual_sefa(g))
        for g in bundle.goods.goods
        if g.scope.state != "out_of_scope"
    )
    if not rows:
        return item("S5", title, [Gap(Text("货物", "goods"), "cbam_goods", "cn")])
    head = (CN, Text("货物", "good"), Text("依据", "basis"), Text("SEFA t/单位", "SEFA, t/unit"), Text("列", "column"))
    told = dict.fromkeys(
        Text(f"{g.cn}：{p.cause.zh.rstrip('。')}。", f"{g.cn}: {p.cause.en.rstrip('.')}.")
        for g in bundle.goods.goods
        if g.sefa is None or g.sefa.value is None
        for p in (*(g.sefa.problems if g.sefa else ()), *g.why_no_cost)
    )
    return item("S5", title, [Table(head, rows, "lllrl", (0, 4, 0, 0, 0)), *told])


def _benchmarks(bundle: Bundle) -> Item:
    title = Text("适用基准的确认", "Confirmation of the benchmarks")
    parts = []
    for good in bundle.goods.goods:
        for part in good.sefa.parts if good.sefa else ():
            mark = part.benchmark
            letter, value = (mark.route or "–", number(mark.value)) if mark else ("–", "–")
            parts.append(
                (good.cn, bundle.called(part.of, part.name) if part.of else part.name or "–", part.column or "–",
                 letter, value, number(part.mass), number(part.value, 5))
            )  # fmt: skip
    if parts:
        head = (
            CN,
            Text("对象", "of"),
            Text("列", "column"),
            Text("路线", "route"),
            Text("基准", "benchmark"),
            Text("t/单位", "t/unit"),
            Text("SEFA分量", "part of SEFA"),
        )
        return item("S6", title, [Table(head, tuple(parts), "llllrrr", (0, 5, 0, 0, 0, 0, 0))])
    rows = tuple((cn, b.column, b.route or "–", number(b.value)) for cn, b in benchmark_rows(bundle))
    if rows:
        return item(
            "S6",
            title,
            [
                Table(
                    (CN, Text("列", "column"), Text("路线", "route"), Text("基准", "benchmark")),
                    rows,
                    "lllr",
                    (3, 2, 2, 3),
                )
            ],
        )
    return item(
        "S6", title, [Gap(Text("货物的基准路线", "benchmark route of the goods"), "cbam_goods", "benchmark_route")]
    )


def _precursors(bundle: Bundle) -> Item:
    title = Text("外购前体", "Purchased precursors")
    rows = tuple(
        (
            p.cn or "–",
            bundle.called(p.id, p.name),
            p.country or "–",
            basis_name(p.basis),
            see(p.see_direct),
            see(p.counted_indirect),
        )
        for p in bundle.computed.precursors
    )
    if not rows:
        return item("S7", title, [none_stated(title, "precursors", "name")])
    head = (
        CN,
        PRECURSOR,
        ORIGIN,
        Text("依据", "basis"),
        Text("直接 tCO2e/t", "direct, tCO2e/t"),
        Text("计入的间接", "indirect counted"),
    )
    return item("S7", title, [Table(head, rows, "llllrr", (0, 4, 0, 0, 0, 0))])


def _electricity(bundle: Bundle) -> Item:
    title = Text("电力", "Electricity")
    rows = tuple(
        (bundle.called(p.id), p.electricity, p.electricity_ef or "–", p.electricity_source or "–")
        for p in bundle.study.production
        if p.electricity
    )
    if bundle.derived:  # MWh per t of product are not the electricity of the installation
        gap = Gap(Text("全年用电量", "electricity of the year"), "production", "electricity")
        return item("S8", title, [gap, *given_factors(bundle)])
    if not rows:
        return item("S8", title, [Gap(Text("用电量", "electricity used"), "production", "electricity")])
    head = (PROCESS, Text("MWh", "MWh"), Text("tCO2/MWh", "tCO2/MWh"), Text("来源（条款）", "source (point)"))
    return item("S8", title, [Table(head, rows, "lrrl", (5, 0, 0, 3)), *given_factors(bundle)])


def _verification(bundle: Bundle) -> Item:
    plant = bundle.installation
    rows = (
        (Text("核查机构", "verifier"), "verifier"),
        (Text("认可编号", "accreditation number"), "accreditation"),
        (Text("认可机构", "accreditation body"), "accreditation_body"),
        (Text("认可范围", "accreditation scope"), "accreditation_scope"),
        (Text("认可有效期至", "accreditation valid until"), "accreditation_expiry"),
        (Text("核查报告编号", "id of the verification report"), "verification_report"),
    )
    pieces = [
        fact_or_gap(words, str(getattr(plant, field)) if plant else "", "installation", field) for words, field in rows
    ]
    return item("S9", Text("核查", "Verification"), pieces)
