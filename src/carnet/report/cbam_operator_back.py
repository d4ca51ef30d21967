"""The operator's emissions report, items 18 to 35: precursors, attribution, routes, sector parameters."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.report.cbam_model import (
    INCOMPLETE,
    Bundle,
    Cell,
    Fact,
    Gap,
    Item,
    Paper,
    Piece,
    Table,
    fact_or_gap,
    gaps_in,
    given,
    item,
    none_stated,
    number,
    percent,
    see,
    without_figure,
)
from carnet.report.cbam_operator import first_items
from carnet.report.cbam_words import BASES, CATEGORY, COUNT_NOTE, GAP_NOTE, PROCESS, QUANTITY, UNIT, UNITS_MWH, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from carnet.cbam.result import PrecursorResult
    from carnet.inventory.installation import CbamGood, PurchasedPrecursor

PRECURSOR = Text("前体", "precursor")
ORIGIN = Text("原产国", "origin")
SUPPLIER = Text("生产设施", "producing installation")
CN = Text("CN编码", "CN code")
BOUGHT = Text("外购前体", "purchased precursors")
SEE_DIRECT = Text("直接 tCO2e/t", "direct, tCO2e/t")
SEE_INDIRECT = Text("间接 tCO2e/t", "indirect, tCO2e/t")
CONDENSED = Text(
    "条目9–12、13–14、18–21、24–25、26–27、29–30与32–33在我们掌握的清单中是合并列出的；"
    "组内的先后次序待与法规原文核对。",
    "Items 9 to 12, 13 and 14, 18 to 21, 24 and 25, 26 and 27, 29 and 30, 32 and 33 stand condensed in the list at "
    "hand; their order inside each group is to be compared with the act.",
)


def operator_report(bundle: Bundle) -> Paper:
    """Return the operator's emissions report."""
    return Paper(
        "operator-report",
        Text("运营者排放报告", "Operator's emissions report"),
        Text("IR (EU) 2025/2547 附件IV第1.1点，35项", "IR (EU) 2025/2547 Annex IV point 1.1, 35 items"),
        (GAP_NOTE, COUNT_NOTE, CONDENSED),
        (*first_items(bundle), *(make(bundle) for make in _ITEMS)),
    )


def _made_here(bundle: Bundle) -> set[str]:
    return {p.id for p in bundle.study.production}


def _own_uses(bundle: Bundle) -> list[tuple[str, str, str]]:
    own = _made_here(bundle)
    return [(u.source, u.process, u.amount) for u in bundle.study.precursor_uses if u.source in own]


def _produced(bundle: Bundle) -> Item:
    totals: dict[str, Fraction] = defaultdict(Fraction)
    for source, _, amount in _own_uses(bundle):
        totals[source] += given(amount)
    label = Text("自产并用作前体的数量", "produced here and used as precursor")
    if not totals:
        return item("18", _T18, [none_stated(label, "precursor_uses", "source")])
    rows = tuple((bundle.called(p), number(amount)) for p, amount in totals.items())
    return item("18", _T18, [Table((PROCESS, Text("t", "t")), rows, "lr", (5, 2))])


def _purchased(bundle: Bundle) -> Item:
    if not bundle.computed.precursors:
        return item("19", _T19, [none_stated(BOUGHT, "precursors", "amount")])
    rows = tuple(
        (bundle.called(p.id, p.name), bundle.category(p.category), p.cn or "–", p.country or "–", number(p.amount))
        for p in bundle.computed.precursors
    )
    table = Table((PRECURSOR, CATEGORY, CN, ORIGIN, Text("外购 t", "purchased, t")), rows, "llllr", (4, 4, 0, 0, 0))
    gaps = [
        Gap(
            Text(f"{bundle.called(p.id).zh}的{what.zh}", f"{what.en} of {bundle.called(p.id).en}"), "precursors", column
        )
        for p in bundle.study.precursors
        for column, what in (("cn", CN), ("country", ORIGIN))
        if not getattr(p, column)
    ]
    return item("19", _T19, [table, *gaps])


def _uses(bundle: Bundle, number_: str, title: Text, *, own: bool) -> Item:
    made = _made_here(bundle)
    rows = tuple(
        (bundle.called(u.process), bundle.called(u.source), u.amount)
        for u in bundle.study.precursor_uses
        if (u.source in made) == own
    )
    if not rows:
        return item(number_, title, [none_stated(title, "precursor_uses", "amount")])
    return item(number_, title, [Table((PROCESS, PRECURSOR, Text("用量 t", "used, t")), rows, "llr", (4, 4, 0))])


def _defaults(bundle: Bundle) -> Item:
    found = [p for p in bundle.computed.precursors if p.basis == "default"]
    if not found:
        return item(
            "22", _T22, [none_stated(Text("采用默认值的前体", "precursor on default values"), "precursors", "basis")]
        )
    rows = tuple(
        (p.cn or "–", bundle.called(p.id, p.name), p.country or Text("不明", "unknown"), see(p.see_direct),
         see(p.see_indirect), percent(p.markup) if p.markup is not None else "–",
         p.source or Text("研究自述", "stated by the study"))
        for p in found
    )  # fmt: skip
    head = (CN, PRECURSOR, ORIGIN, SEE_DIRECT, SEE_INDIRECT, Text("含加成", "mark-up inside"), Text("来源", "source"))
    why = [
        fact_or_gap(
            Text(
                f"{bundle.called(p.id).zh}：采用默认值的理由", f"{bundle.called(p.id).en}: why a default value is used"
            ),
            p.default_justification,
            "precursors",
            "default_justification",
        )
        for p in bundle.study.precursors
        if p.id in {f.id for f in found}
    ]
    return item("22", _T22, [Table(head, rows, "lllrrrl", (0, 3, 0, 0, 0, 0, 5)), *why])


def _indirect_of(found: PrecursorResult) -> Cell:
    """Return the indirect emissions of a precursor; incomplete where it is they that are missing."""
    return INCOMPLETE if found.incomplete and not found.incomplete_direct else see(found.see_indirect)


def _actual_rows(bundle: Bundle) -> list[tuple[PrecursorResult, PurchasedPrecursor]]:
    rows = {p.id: p for p in bundle.study.precursors}
    return [(p, rows[p.id]) for p in bundle.computed.precursors if p.basis == "actual" and p.id in rows]


def _actuals(bundle: Bundle) -> Item:
    found = _actual_rows(bundle)
    if not found:
        return item(
            "23", _T23, [none_stated(Text("采用实际值的前体", "precursor on actual values"), "precursors", "basis")]
        )
    rows = tuple(
        (
            p.cn or "–",
            bundle.called(p.id, p.name),
            p.country or "–",
            f"{r.period_from or '?'} / {r.period_to or '?'}",
            see(p.see_direct),
            _indirect_of(p),
            number(given(r.sefa), 5) if r.sefa else "–",
        )
        for p, r in found
    )
    head = (
        CN,
        PRECURSOR,
        ORIGIN,
        Text("生产期", "period of production"),
        SEE_DIRECT,
        SEE_INDIRECT,
        Text("SEFA t/t", "SEFA, t/t"),
    )
    gaps = [
        Gap(
            Text(f"{bundle.called(r.id, r.name).zh}的{what.zh}", f"{what.en} of {bundle.called(r.id, r.name).en}"),
            "precursors",
            column,
        )
        for _, r in found
        for column, what in _EVIDENCE
        if not getattr(r, column)
    ]
    return item("23", _T23, [Table(head, rows, "llllrrr", (0, 3, 0, 4, 0, 0, 0)), *gaps])


_EVIDENCE = (
    ("period_from", Text("生产期起始日", "first day of the period")),
    ("period_to", Text("生产期结束日", "last day of the period")),
    ("verification_report", Text("核查报告", "verification report")),
    ("accreditation", Text("核查机构认可编号", "accreditation of the verifier")),
    ("accreditation_expiry", Text("认可有效期", "expiry of the accreditation")),
)


def _grouped(bundle: Bundle) -> list[list[PrecursorResult]]:
    groups: dict[str, list[PrecursorResult]] = defaultdict(list)
    for p in bundle.computed.precursors:
        groups[p.cn or p.id].append(p)
    return [group for group in groups.values() if len(group) > 1]


def _weighted(bundle: Bundle, number_: str, title: Text, *, by: str) -> Item:
    """The weighted averages of purchases of one CN code, told apart by period or by installation (Art 14)."""
    rows_of = {p.id: p for p in bundle.study.precursors}
    rows = []
    for group in _grouped(bundle):
        kinds = {
            (rows_of[p.id].period_from, rows_of[p.id].period_to) if by == "period" else rows_of[p.id].installation
            for p in group
            if p.id in rows_of
        }
        mass = sum((p.amount for p in group), Fraction(0))
        if len(kinds) < 2 or not mass:  # noqa: PLR2004 - nothing to weigh
            continue
        direct = sum((p.amount * p.see_direct for p in group), Fraction(0)) / mass
        total = sum((p.amount * p.see_indirect for p in group), Fraction(0)) / mass
        indirect = INCOMPLETE if any(_indirect_of(p) == INCOMPLETE for p in group) else see(total)
        rows.append((group[0].cn or "–", bundle.listed(p.id for p in group), number(mass), see(direct), indirect))
    if not rows:
        none = Text(
            "没有同一CN编码而" + ("生产期" if by == "period" else "生产设施") + "不同的外购前体，无需加权。",
            f"No CN code was bought from several {'periods' if by == 'period' else 'installations'}; nothing to weigh.",
        )
        return item(number_, title, [none])
    head = (CN, PRECURSOR, Text("合计 t", "together, t"), SEE_DIRECT, SEE_INDIRECT)
    told = Text(
        "按质量加权。若能证明分别使用，可不加权（第14条）。计算采用每批自身的数值。",
        "Weighted by mass. Where separate use is proven, no average is needed (Art 14). The calculation uses each "
        "lot's own values.",
    )
    return item(number_, title, [Table(head, tuple(rows), "llrrr", (0, 5, 0, 0, 0)), told])


def _power_per_process(bundle: Bundle) -> Item:
    rows = tuple(
        (
            bundle.called(p.id, p.name),
            number(p.electricity) if p.electricity else "–",
            bundle.attributed_of(p, "indirect"),
        )
        for p in bundle.computed.processes
        if p.electricity or p.own_indirect_lacks
    )
    if not rows:
        return item("26", _T26, [Gap(Text("用电量", "electricity used"), "production", "electricity")])
    head = (PROCESS, UNITS_MWH, Text("归属间接排放 tCO2e", "attributed indirect, tCO2e"))
    lacking = (p for p in bundle.computed.processes if p.own_indirect_lacks)
    return item("26", _T26, [Table(head, rows, "lrr", (4, 0, 0)), *without_figure(bundle, lacking, own=True)])


def _identities(bundle: Bundle) -> Item:
    pieces: list[Piece] = []
    rows = tuple(
        (
            bundle.called(p.id),
            p.operator or "–",
            p.installation or "–",
            p.country or "–",
            f"{p.period_from or '?'} / {p.period_to or '?'}",
        )
        for p in bundle.study.precursors
    )
    if not rows:
        return item("28", _T28, [none_stated(BOUGHT, "precursors", "installation")])
    pieces.append(
        Table(
            (PRECURSOR, Text("运营者", "operator"), SUPPLIER, ORIGIN, Text("生产期", "period of production")),
            rows,
            "lllll",
            (3, 4, 4, 0, 4),
        )
    )
    for column, words in (("operator", Text("运营者", "operator")), ("installation", SUPPLIER)):
        pieces += gaps_in(bundle, bundle.study.precursors, "precursors", column, words)
    return item("28", _T28, pieces)


def _attribution(bundle: Bundle) -> Item:
    study = bundle.study
    shared = {s.stream for s in study.stream_shares}
    whole = [s.id for s in study.source_streams if s.process and s.id not in shared]
    split = [s.id for s in study.source_streams if s.id in shared]
    loose = [s.id for s in study.source_streams if not s.process and s.id not in shared]
    own = [p.id for p in study.production if p.direct]
    pieces: list[Piece] = []
    for names, words in (
        (whole, Text("整体归属一个过程的源流", "streams of one process as a whole")),
        (
            split,
            Text(
                "按各过程计量、以对账系数调整的源流（式41、42）",
                "streams metered per process and reconciled (eq 41, 42)",
            ),
        ),
        (own, Text("DirEm*由研究直接给出的过程", "processes whose DirEm* the study states itself")),
    ):
        if names:
            pieces.append(Fact(words, bundle.listed(names)))
    if loose and not own:
        named = bundle.listed(loose)
        pieces.append(Gap(Text(f"所属过程（{named.zh}）", f"process ({named.en})"), "source_streams", "process"))
    order = Text(
        "归属次序：热量、废气、功能单位或摩尔比（附件III A）。",
        "Order of attribution: heat, waste gases, functional unit or molar ratio (Annex III A).",
    )
    return item("29", _T29, [*pieces, order])


def _levels(bundle: Bundle) -> Item:
    rows = tuple(
        (
            bundle.called(p.id, p.name),
            number(p.amount),
            p.unit,
            bundle.attributed_of(p, "direct"),
            bundle.attributed_of(p, "indirect"),
            bundle.see_of(p, "see_direct"),
            bundle.see_of(p, "see_indirect"),
        )
        for p in bundle.computed.processes
    )
    if not rows:
        return item("30", _T30, [Gap(Text("活动水平", "activity level"), "production", "amount")])
    head = (
        PROCESS,
        Text("活动水平", "activity level"),
        UNIT,
        Text("直接 tCO2e", "direct, tCO2e"),
        Text("间接 tCO2e", "indirect, tCO2e"),
        Text("SEE直接", "SEE direct"),
        Text("SEE间接", "SEE indirect"),
    )
    told = without_figure(bundle, bundle.computed.processes)
    return item("30", _T30, [Table(head, rows, "lrlrrrr", (4, 0, 0, 0, 0, 0, 0)), *told])


def _functional(bundle: Bundle) -> Item:
    rows, pieces = [], list[Piece]()
    for good in bundle.study.cbam_goods:
        known = bundle.tables.goods.get(good.cn[:8])
        unit = known.unit if known else "–"
        rows.append((good.cn, good.names if good.names.en else "–", unit, good.amount or "–"))
        if known is None:
            pieces.append(Text(f"{good.cn}不在CBAM货物清单中。", f"{good.cn} is not among the goods of the CBAM."))
        if known and known.unit == "t clinker" and not good.clinker:
            pieces.append(Gap(Text(f"{good.cn}的熟料含量", f"clinker content of {good.cn}"), "cbam_goods", "clinker"))
        if known and known.unit == "kg N" and not good.nitrogen:
            pieces.append(Gap(Text(f"{good.cn}的氮含量", f"nitrogen content of {good.cn}"), "cbam_goods", "nitrogen"))
    if not rows:
        return item("31", _T31, [Gap(Text("按CN编码的货物", "goods by CN code"), "cbam_goods", "cn")])
    head = (CN, Text("货物", "good"), Text("功能单位", "functional unit"), Text("数量 t", "quantity, t"))
    return item("31", _T31, [Table(head, tuple(rows), "lllr", (0, 5, 0, 0)), *pieces])


def _actual_power(bundle: Bundle, number_: str, title: Text, point: str) -> Item:
    rows = [p for p in bundle.study.production if p.electricity_source == point]
    if not rows:
        return item(number_, title, [none_stated(title, "production", "electricity_source")])
    pieces: list[Piece] = []
    for p in rows:
        pieces.append(
            fact_or_gap(
                Text(f"{bundle.called(p.id).zh}：因子 tCO2/MWh", f"{bundle.called(p.id).en}: factor, tCO2/MWh"),
                p.electricity_ef,
                "production",
                "electricity_ef",
            )
        )
        pieces.append(
            fact_or_gap(
                Text(f"{bundle.called(p.id).zh}：证据", f"{bundle.called(p.id).en}: evidence"),
                p.electricity_document,
                "production",
                "electricity_document",
            )
        )
    return item(number_, title, pieces)


def _routes(bundle: Bundle) -> Item:
    own = _made_here(bundle)
    rows = tuple(
        (bundle.called(level.of), level.route, level.amount)
        for level in bundle.study.production_levels
        if level.of in own
    )
    if rows:
        return item("34", _T34, [Table((PROCESS, Text("路线", "route"), QUANTITY), rows, "llr", (4, 4, 0))])
    single = [
        (bundle.called(p.id), p.routes[0], p.amount) for p in bundle.study.production if len(p.routes) == 1 and p.amount
    ]
    pieces: list[Piece] = []
    if single:
        pieces.append(Table((PROCESS, Text("路线", "route"), QUANTITY), tuple(single), "llr", (4, 4, 0)))
    for p in bundle.study.production:
        if len(p.routes) > 1:
            pieces.append(
                Gap(
                    Text(f"{bundle.called(p.id).zh}各路线的产量", f"quantities by route of {bundle.called(p.id).en}"),
                    "production_levels",
                    "amount",
                )
            )
        elif not p.routes:
            pieces.append(
                Gap(
                    Text(f"{bundle.called(p.id).zh}的生产路线", f"production route of {bundle.called(p.id).en}"),
                    "production",
                    "routes",
                )
            )
    return item("34", _T34, pieces or [Gap(Text("各路线产量", "quantities by route"), "production_levels", "amount")])


_ALLOYS = (
    ("manganese", Text("锰（质量分数）", "Mn, mass fraction")),
    ("chromium", Text("铬（质量分数）", "Cr, mass fraction")),
    ("nickel", Text("镍（质量分数）", "Ni, mass fraction")),
    ("other_alloys", Text("其他合金合计", "other alloys together")),
)
_AGENT = ("reducing_agent", Text("前体的主要还原剂", "main reducing agent of the precursor"))
_NITROGEN = (
    ("concentration", Text("纯度或浓度", "purity or concentration")),
    ("nitrogen", Text("氮含量", "nitrogen content")),
    ("nitrogen_ammonium", Text("铵态氮", "nitrogen as ammonium")),
    ("nitrogen_nitrate", Text("硝态氮", "nitrogen as nitrate")),
    ("nitrogen_urea", Text("尿素氮", "nitrogen as urea")),
    ("nitrogen_organic", Text("有机氮", "organic nitrogen")),
)
_STEEL = (
    _AGENT,
    *_ALLOYS,
    ("scrap", Text("废钢 t/t", "scrap, t/t")),
    ("pre_consumer_scrap", Text("其中消费前废料", "of it pre-consumer")),
)
_ALUMINIUM = (
    ("aluminium_scrap", Text("废铝 t/t", "scrap, t/t")),
    ("pre_consumer_scrap", Text("其中消费前废料", "of it pre-consumer")),
    ("non_aluminium", Text("非铝元素（大于1 %时）", "non-aluminium elements, if above 1 %")),
)
# IR (EU) 2025/2547 Annex IV point 2, by category; what it does not list asks for nothing.
SECTOR_PARAMETERS: dict[str, tuple[tuple[str, Text], ...]] = {
    "crude_steel": _STEEL,
    "iron_steel_products": _STEEL,
    "pig_iron": (_AGENT, *_ALLOYS),
    "direct_reduced_iron": (_AGENT, *_ALLOYS),
    "ferro_alloys": (*_ALLOYS[:3], ("carbon", Text("碳（质量分数）", "C, mass fraction"))),
    "unwrought_aluminium": _ALUMINIUM,
    "aluminium_products": _ALUMINIUM,
    "cement": (("clinker", Text("熟料与水泥之比", "clinker to cement ratio")),),
    "urea": _NITROGEN,
    "nitric_acid": _NITROGEN,
    "ammonia": _NITROGEN,
    "mixed_fertilisers": _NITROGEN,
}


def sector_rows(bundle: Bundle, good: CbamGood) -> list[tuple[str, Text, str]]:
    """Return field, name and value of each parameter the act asks for of a good's category."""
    category = next((p.category for p in bundle.study.production if p.id == good.process), "")
    return [(field, words, str(getattr(good, field))) for field, words in SECTOR_PARAMETERS.get(category, ())]


def _sector(bundle: Bundle) -> Item:
    pieces: list[Piece] = []
    missing: dict[str, list[str]] = defaultdict(list)
    words_of: dict[str, Text] = {}
    for good in bundle.study.cbam_goods:
        rows = sector_rows(bundle, good)
        filled = tuple((words, value) for _, words, value in rows if value)
        if filled:
            pieces.append(
                Table(
                    (Text(f"{good.cn} {good.names.zh}", f"{good.cn} {good.names.en}"), Text("数值", "value")),
                    filled,
                    "lr",
                    (5, 2),
                )
            )
        for field, words, value in rows:
            if not value:
                missing[field].append(good.cn)
                words_of[field] = words
        if not rows:
            pieces.append(Text(f"{good.cn}：法规未要求行业参数。", f"{good.cn}: the act asks for no sector parameter."))
    for field, codes in missing.items():
        named = ", ".join(codes)
        words = words_of[field]
        pieces.append(Gap(Text(f"{words.zh}（{named}）", f"{words.en} ({named})"), "cbam_goods", field))
    return item("35", _T35, pieces or [Gap(Text("货物", "goods"), "cbam_goods", "cn")])


def basis_name(word: str) -> Text:
    """Return the name of a basis."""
    return name_of(BASES, word)


_T18 = Text("自产前体数量（设施）", "Precursors produced, installation")
_T19 = Text("外购前体数量（设施）", "Precursors purchased, installation")
_T20 = Text("自产前体用量（各过程）", "Precursors produced here, used per process")
_T21 = Text("外购前体用量（各过程）", "Precursors purchased, used per process")
_T22 = Text("采用默认值的前体", "Precursors on default values")
_T23 = Text("采用实际值的前体", "Precursors on actual values")
_T24 = Text("不同报告期的加权前体SEE（第14条第2款）", "Precursor SEE weighted across periods (Art 14(2))")
_T25 = Text("不同设施的加权前体SEE（第14条第3款）", "Precursor SEE weighted across installations (Art 14(3))")
_T26 = Text("各过程用电", "Electricity per process")
_T27 = Text("各过程使用的自产前体", "Own precursors per process")
_T28 = Text("前体运营者、设施与生产期", "Operator, installation and period of the precursors")
_T29 = Text("归属方法", "Method of attribution")
_T30 = Text("各过程活动水平与归属排放", "Activity level and attributed emissions per process")
_T31 = Text("按CN编码以功能单位计的货物", "Goods in functional units per CN code")
_T32 = Text("采用实际电力因子（直接技术连接）", "Actual electricity factor (direct technical link)")
_T33 = Text("购电协议的电力因子", "Electricity factor of a power purchase agreement")
_T34 = Text("各生产路线的货物", "Goods per production route")
_T35 = Text("行业参数（附件IV第2点）", "Sector-specific parameters (Annex IV point 2)")
_ITEMS: Sequence[Callable[[Bundle], Item]] = (
    _produced,
    _purchased,
    lambda b: _uses(b, "20", _T20, own=True),
    lambda b: _uses(b, "21", _T21, own=False),
    _defaults,
    _actuals,
    lambda b: _weighted(b, "24", _T24, by="period"),
    lambda b: _weighted(b, "25", _T25, by="installation"),
    _power_per_process,
    lambda b: _uses(b, "27", _T27, own=True),
    _identities,
    _attribution,
    _levels,
    _functional,
    lambda b: _actual_power(b, "32", _T32, "D.4.3.1"),
    lambda b: _actual_power(b, "33", _T33, "D.4.3.2"),
    _routes,
    _sector,
)
