"""The data behind the figures: activity data, factors, sources, gaps, defects, balances, comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.report.blocks import Block, grid, heading, lines, mono, muted, paragraph, small
from carnet.report.chart_spec import percent, signed
from carnet.report.reading import regime_id, status_text, text_of
from carnet.report.texts import SECTIONS

if TYPE_CHECKING:
    from carnet.factors.record import FactorRecord
    from carnet.report.blocks import Cell
    from carnet.report.inputs import ReportInputs, ReportTable

_DATA_KINDS = {
    "measured": Text("实测", "measured"),
    "calculated": Text("计算", "calculated"),
    "estimated": Text("估计", "estimated"),
    "literature": Text("文献", "literature"),
}
_REDISTRIBUTION = {
    "allowed": Text("可再分发", "may be passed on"),
    "share_alike": Text("相同方式共享", "share alike"),
    "forbidden": Text("不得再分发", "must not be passed on"),
    "unknown": Text("再分发权未知", "right to pass on unknown"),
}


def data(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return activity data by process, factors and sources."""
    return [
        heading(1, SECTIONS["data"], lang),
        *_activity(inputs, lang),
        *_factors(inputs, lang),
        *_sources(inputs, lang),
    ]


def _activity(inputs: ReportInputs, lang: str) -> list[Block]:
    study = inputs.study
    flows = {**(inputs.flows or {}), **{flow.id: flow for flow in study.flows}}
    arrow = {"in": Text("输入", "in"), "out": Text("输出", "out")}
    head = (
        Text("物流", "Flow"),
        Text("方向", "Direction"),
        Text("数量", "Amount"),
        Text("单位", "Unit"),
        Text("性质", "Kind"),
        Text("来源或凭证", "Source or document"),
    )
    blocks: list[Block] = [heading(2, Text("活动数据", "Activity data"), lang)]
    for process in study.processes:
        own = [e for e in study.exchanges if e.process == process.id]
        shared = _shared_start([e.document for e in own])
        source = next(iter({e.source for e in own}), "") if len({e.source for e in own}) == 1 else ""
        rows: list[list[Cell]] = [
            [
                flows[e.flow].name.get(lang) if e.flow in flows else e.flow,
                arrow.get(e.direction, text_of(e.direction)).get(lang),
                signed(e.amount),
                e.unit,
                _DATA_KINDS.get(e.data_kind, text_of(e.data_kind)).get(lang),
                lines(e.document.removeprefix(shared), muted("" if source else e.source)),
            ]
            for e in own
        ]
        if rows:
            blocks.append({"t": "h3", "s": process.name.get(lang), "gloss": ""})
            if shared or source:
                said = " ".join(part for part in (shared.strip(" ,"), f"({source})" if source else "") if part)
                words = Text(f"本工序来源：{said}", f"Source of this process: {said}")
                blocks.append(small(words, lang))
            blocks.append(grid([h.get(lang) for h in head], rows, [7, 2, 3, 2, 2, 6], "llrlll", 7.6))
    return blocks


def _shared_start(documents: list[str]) -> str:
    """Return what all documents of a process begin with, up to a comma, so that it need not stand in each row."""
    if len(documents) < 2 or not all(documents):  # noqa: PLR2004
        return ""
    first, last = min(documents), max(documents)
    same = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    start = first[:same]
    return start[: start.rfind(", ") + 2] if ", " in start else ""


def _factors(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return every factor record used: those handed in, else those the results name."""
    records = [_from_record(record, lang) for record in inputs.factors] or _from_results(inputs, lang)
    if not records:
        return []
    head = (
        Text("因子", "Factor"),
        Text("数值", "Value"),
        Text("地域，年份", "Place, year"),
        Text("来源与位置", "Source and locator"),
        Text("状态，许可", "Status, licence"),
    )
    title = heading(2, Text("使用的因子", "Factors used"), lang)
    return [title, grid([h.get(lang) for h in head], records, [10, 5, 3, 16, 8], "lrlll", 7.4)]


def _from_record(record: FactorRecord, lang: str) -> list[Cell]:
    redistribution = _REDISTRIBUTION.get(record.redistribution, text_of(record.redistribution))
    return [
        lines(record.name.get(lang), mono(f"{record.id}@{record.version}")),
        lines(signed(record.value), muted(f"{record.unit} / {record.per_unit}")),
        lines(" ".join(p for p in (record.country, record.region) if p), str(record.year)),
        lines(record.source, muted(record.locator)),
        lines(status_text(record.status).get(lang), muted(record.licence), muted(redistribution.get(lang))),
    ]


def _from_results(inputs: ReportInputs, lang: str) -> list[list[Cell]]:
    used = {str(f["id"]): f for result in inputs.results for f in result.get("factors") or ()}
    return [
        [
            lines(text_of(f["name"]).get(lang), mono(name)),
            lines(signed(str(f["value"])), muted(f"{f['unit']} / {f['per_unit']}")),
            lines(" ".join(p for p in (str(f["country"]), str(f.get("region") or "")) if p), str(f["year"])),
            lines(str(f["source"]), muted(str(f.get("locator") or ""))),
            lines(
                status_text(str(f["status"])).get(lang),
                *(muted(text_of(proxy).get(lang)) for proxy in f.get("proxy") or ()),
            ),
        ]
        for name, f in sorted(used.items())
    ]


def _sources(inputs: ReportInputs, lang: str) -> list[Block]:
    if not inputs.study.sources:
        return []
    head = (Text("编号", "Id"), Text("文献", "Citation"), Text("位置", "Locator"), Text("许可", "Licence"))
    rows: list[list[Cell]] = [[mono(s.id), s.citation, s.locator, s.licence] for s in inputs.study.sources]
    title = heading(2, Text("数据来源", "Sources of the data"), lang)
    return [title, grid([h.get(lang) for h in head], rows, [3, 9, 5, 3], size=7.8)]


def gaps(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return what no factor was found for, regimes with the same gap gathered."""
    gathered: dict[tuple[str, str, str, str], list[str]] = {}
    for result in inputs.results:
        for gap in result.get("gaps") or ():
            key = (
                text_of(gap.get("name") or gap.get("flow")).get(lang),
                str(gap.get("exchange") or ""),
                text_of(gap.get("reason") or "").get(lang),
                percent(str(gap.get("mass_share") or "")),
            )
            gathered.setdefault(key, []).append(regime_id(result))
    blocks = [heading(1, SECTIONS["gaps"], lang, fresh=False)]
    if not gathered:
        return [*blocks, paragraph(Text("没有缺口：每项输入都有因子。", "None: every input has a factor."), lang)]
    head = (
        Text("物流", "Flow"),
        Text("原因", "Reason"),
        Text("质量占比 %", "Mass share %"),
        Text("涉及的方案", "Regimes"),
    )
    rows: list[list[Cell]] = [
        [lines(name, mono(exchange)), reason, share, mono(", ".join(regimes))]
        for (name, exchange, reason, share), regimes in gathered.items()
    ]
    words = Text("缺口没有用其他数值悄悄代替。", "No gap was silently filled with another value.")
    return [*blocks, small(words, lang), grid([h.get(lang) for h in head], rows, [4, 6, 2, 7], "llrl", 8)]


def defects(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return the defects of the sources and what was done with each."""
    if not inputs.study.defects:
        return []
    head = (Text("位置", "Where"), Text("所见", "Found"), Text("处理", "What was done"))
    rows: list[list[Cell]] = [[d.where, d.found, d.done.get(lang)] for d in inputs.study.defects]
    return [
        heading(1, SECTIONS["defects"], lang, fresh=False),
        grid([h.get(lang) for h in head], rows, [3, 6, 6], size=7.8),
    ]


def tables(section: str, given: tuple[ReportTable, ...], lang: str) -> list[Block]:
    """Return a section of ready tables."""
    if not given:
        return []
    blocks = [heading(1, SECTIONS[section], lang, fresh=False)]
    for one in given:
        if one.title.get(lang):
            blocks.append(heading(2, one.title, lang))
        rows: list[list[Cell]] = [[signed(c) if isinstance(c, str) else c.get(lang) for c in row] for row in one.rows]
        numeric = [all(isinstance(row[i], str) for row in one.rows) for i in range(len(one.head))]
        align = "".join("r" if is_number and i else "l" for i, is_number in enumerate(numeric))
        widths = one.widths or [3 if i == 0 else 2 for i in range(len(one.head))]
        blocks.append(grid([h.get(lang) for h in one.head], rows, widths, align, 8))
        if one.note.get(lang):
            blocks.append(small(one.note, lang))
    return blocks
