"""Documents of a study that has no rows of an installation: a preview per t of product that nobody can hand in.

Embedded emissions are per t and can be seen; whatever is an amount of the year (totals, production, electricity,
precursors, source streams) is not known from unit processes. Such an item says which sheet is to be filled in, and
never that the study states none of it: the unit processes may well hold it.
"""

# ruff: noqa: E501 - bilingual heads and sentences read best on one line, and CJK counts double

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.exchange.precursor_sheet import PREVIEW
from carnet.exchange.study_sheets import TABS
from carnet.report.cbam_chain import localized
from carnet.report.cbam_model import SHEETS, Fact, Gap, Item, Paper, Piece, Table, Unstated, item, number

if TYPE_CHECKING:
    from carnet.report.cbam_model import Bundle

NOT_TO_SUBMIT = Text(
    "本文件不能提交：研究没有填写装置各表，以下由单元过程推算，只有每吨产品的数值，没有装置一年的总量。",
    "This document cannot be submitted: the study does not fill in the sheets of an installation. What follows is derived "
    "from its unit processes and holds values per t of product, no total of a year.",
)
_YEAR = Text("（装置全年数值）", " (amounts of the installation's year)")
_SHEETS: tuple[tuple[str, Text], ...] = (
    ("installation", Text("运营者、地址、坐标、监测计划、核查机构", "operator, address, coordinates, monitoring plan, verifier")),
    ("source_streams", Text("全年燃料与物料、因子、计量器具、凭证", "fuels and materials of the year, factors, meters, documents")),
    ("stream_shares", Text("几个过程共用的源流：分表读数", "streams that several processes share: sub-meter readings")),
    ("production", Text("各过程全年产量、用电及其因子、热、废气、生产路线", "production of the year, electricity and its factor, heat, waste gas, routes of each process")),
    ("production_levels", Text("有多条路线时各路线的产量", "production by route, where there are several")),
    ("precursors", Text("全年外购前体、原产国、供应商数值或默认值的理由", "precursors bought in the year, origin, supplier's values or why defaults are used")),
    ("precursor_uses", Text("各过程全年使用的前体数量", "precursors used by each process in the year")),
    ("cogeneration", Text("热电联产机组（如有）", "cogeneration units, if any")),
    ("cbam_goods", Text("运往欧盟的货物、数量、进口日期与行业参数", "goods sent to the Union, quantity, import date, sector parameters")),
)  # fmt: skip
# Items of the papers that are amounts of a year, with the sheet and the column that hold them.
_Columns = dict[str, tuple[tuple[str, str], ...]]
_OPERATOR: _Columns = {
    "3": (("production", "electricity"), ("production", "electricity_source")),
    "4": (("production", "electricity_out"), ("cogeneration", "electricity")),
    "5": (("production", "waste_gas_in"),),
    "7": (("source_streams", "activity"),),
    "9": (("production", "electricity"),),
    "10": (("production", "electricity"),),
    "11": (("production", "electricity_document"),),
    "13": (("production", "amount"), ("cbam_goods", "amount")),
    "14": (("production", "other_use"),),
    "16": (("source_streams", "activity"),),
    "17": (("production", "heat_in"),),
    "18": (("precursor_uses", "amount"),),
    "19": (("precursors", "amount"),),
    "20": (("precursor_uses", "amount"),),
    "21": (("precursor_uses", "amount"),),
    "24": (("precursors", "period_from"),),
    "25": (("precursors", "installation"),),
    "26": (("production", "electricity"),),
    "27": (("precursor_uses", "amount"),),
    "29": (("source_streams", "process"),),
    "30": (("production", "amount"),),
    "34": (("production_levels", "amount"),),
}
_SUMMARY: _Columns = {"S3": (("source_streams", "activity"),)}
_PLAN: _Columns = {"13": (("precursor_uses", "amount"),)}
_EVIDENCE: _Columns = {
    "1": (("source_streams", "activity"),),
    "2": (("production", "amount"),),
}
_YEARLY: dict[str, _Columns] = {
    "operator-report": _OPERATOR,
    "summary-report": _SUMMARY,
    "monitoring-plan": _PLAN,
    "evidence-list": _EVIDENCE,
}
_PER_TONNE_TABLES = {"operator-report", "summary-report"}


def preview_of(paper: Paper, bundle: Bundle) -> Paper:
    """Return a document of a study without an installation as the preview it is."""
    title = Text(f"{paper.title.zh}（{PREVIEW.zh}）", f"{paper.title.en}: {PREVIEW.en}")
    yearly = _YEARLY[paper.id]
    top: list[Item] = [_to_fill()]
    if paper.id in _PER_TONNE_TABLES:
        top.append(_per_tonne(bundle))
    items = [_named(bundle, _without_totals(one, yearly.get(one.number, ()))) for one in paper.items]
    return replace(paper, title=title, notes=(NOT_TO_SUBMIT, *paper.notes), items=(*top, *items))


def _to_fill() -> Item:
    tabs = {tab.field: Text(tab.zh, tab.en) for tab in TABS}
    rows = tuple((tabs.get(sheet, SHEETS[sheet]), words) for sheet, words in _SHEETS)
    table = Table((Text("表", "sheet"), Text("须填写", "to be filled in")), rows, "ll", (3, 8))
    title = Text(
        "先填写这些表，本文件才成为装置的报告",
        "Fill in these sheets first: only then is this a report of the installation",
    )
    return replace(item("P1", title, [table]), state="missing")


def _per_tonne(bundle: Bundle) -> Item:
    """What can be seen per t: specific embedded emissions, and how much of each process and precursor is in 1 t."""
    rows = tuple(
        (bundle.called(p.id, p.name), f"{number(p.amount)} {p.unit}", bundle.see_of(p, "see_direct"), bundle.see_of(p, "see_indirect"))
        for p in bundle.computed.processes
    )  # fmt: skip
    head = (
        Text("单元过程", "unit process"),
        Text("每吨产品", "per t of product"),
        Text("SEE直接 tCO2e/单位", "SEE direct, tCO2e/unit"),
        Text("SEE间接 tCO2e/单位", "SEE indirect, tCO2e/unit"),
    )
    pieces: list[Piece] = [Table(head, rows, "lrrr", (4, 2, 4, 3))] if rows else []
    bought = tuple((bundle.called(p.id, p.name), f"{number(p.amount)} t") for p in bundle.computed.precursors)
    if bought:
        pieces.append(Table((Text("外购前体", "purchased precursor"), head[1]), bought, "lr", (8, 5)))
    if bundle.open_values:
        pieces.append(why_a_range(bundle))
    title = Text("每吨产品可见的数值", "What can be seen per t of product")
    return item("P2", title, pieces or [Gap(Text("生产过程", "production processes"), "production", "name")])


def why_a_range(bundle: Bundle) -> Text:
    """Say in one sentence why figures are ranges."""
    named = Text("；".join(t.zh for t in bundle.open_values), "; ".join(t.en for t in bundle.open_values))
    zh = f"数值为区间，因为研究的评估中有未定的值{f'（{named.zh}）' if named.zh else ''}；未定之前按对费用不利的一端（上限）计。"
    en = (
        f"Figures are ranges because values of the study's assessment are open{f' ({named.en})' if named.en else ''}; "
        "until they are settled the upper end counts."
    )
    return Text(zh, en)


def _without_totals(one: Item, columns: tuple[tuple[str, str], ...]) -> Item:
    """Return an item without amounts of the year, and with no word that there is nothing of a kind."""
    if columns:
        what = Text(one.title.zh + _YEAR.zh, one.title.en + _YEAR.en)
        return item(one.number, one.title, [Gap(what, sheet, column) for sheet, column in columns], one.guidance)
    pieces = tuple(Gap(p.what, p.sheet, p.column) if isinstance(p, Unstated) else p for p in one.pieces)
    if pieces == one.pieces:
        return replace(one, state="given") if one.state == "none" else one
    given = any(isinstance(piece, Fact | Table) for piece in pieces)
    return replace(one, pieces=pieces, state="partly" if given else "missing")


def _named(bundle: Bundle, one: Item) -> Item:
    """Return an item whose sentences call processes and precursors in Chinese where the study does."""

    def put(piece: Piece) -> Piece:
        if isinstance(piece, Gap):
            return replace(piece, what=localized(bundle, piece.what))
        if isinstance(piece, Fact):
            return replace(piece, label=localized(bundle, piece.label))
        return localized(bundle, piece) if isinstance(piece, Text) else piece

    return replace(one, pieces=tuple(put(piece) for piece in one.pieces))
