"""The data behind the figures: activity data, factors, sources, gaps, defects, balances, comparisons."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.report.blocks import Block, grid, heading, inline, lines, mono, muted, notice, paragraph, small
from carnet.report.boundary_statement import plan_value
from carnet.report.chart_spec import add, percent, signed
from carnet.report.reading import has_figure, regime_id, regime_title, status_text, text_of, unit_text
from carnet.report.texts import SECTIONS
from carnet.report.words import plain_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.factors.record import FactorRecord
    from carnet.report.blocks import Cell
    from carnet.report.inputs import ReportInputs, ReportTable

# The exchange id under which a result names missing transport as a gap.
TRANSPORT = "transport"
# So many proxies are named at the top of the data.
LARGEST = 3
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
        *_proxies(inputs, lang),
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
    if first == last:
        return first
    same = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    start = first[:same]
    return start[: start.rfind(", ") + 2] if ", " in start else ""


def proxies_of(inputs: ReportInputs) -> dict[str, tuple[Text, ...]]:
    """Return by factor id why it only stands in for the right one; factors that fit have no entry."""
    found: dict[str, dict[Text, None]] = {}
    for result in inputs.results:
        for factor in result.get("factors") or ():
            for reason in factor.get("proxy") or ():
                found.setdefault(str(factor["id"]), {})[text_of(reason)] = None
    return {name: tuple(reasons) for name, reasons in found.items()}


def _proxies(inputs: ReportInputs, lang: str) -> list[Block]:
    """Say how many factors are proxies and which of them weigh most."""
    used = {str(f["id"]): text_of(f["name"]) for r in inputs.results for f in r.get("factors") or ()}
    proxies = proxies_of(inputs)
    if not used:
        return []
    if not proxies:
        return [paragraph(Text("没有代用因子。", "No factor is a proxy."), lang)]
    said = Text(
        f"{len(used)} 个因子中有 {len(proxies)} 个是代用因子（△）：地域、年份、技术或范围与所需不完全一致，"
        "理由列在因子表中。",
        f"Of {len(used)} factors {len(proxies)} are proxies (△): place, year, technology or scope is not quite what is "
        "needed; the factor table says why.",
    )
    main = inputs.main()
    weighing = _weighing(main, proxies) if main else []
    if main and weighing:
        title, unit = regime_title(main), unit_text(main)
        each = [Text(f"{used[name].zh} {value}", f"{used[name].en} {value}") for name, value in weighing]
        said = Text(
            f"{said.zh}在“{title.zh}”中数值最大的：{'；'.join(e.zh for e in each)}（{unit.zh}）。",
            f"{said.en} The largest in {title.en}: {'; '.join(e.en for e in each)} ({unit.en}).",
        )
    return [notice(said, lang, "warn")]


def _weighing(main: Mapping[str, Any], proxies: Mapping[str, tuple[Text, ...]]) -> list[tuple[str, str]]:
    """Return the proxies of the largest contributions, with their sums over the lines that rest on them alone."""
    sums: dict[str, list[str]] = {}
    for entry in main.get("by_line") or ():
        name = str(entry.get("factor") or "").removeprefix("factor:")
        if name in proxies:
            sums.setdefault(name, []).append(str(entry["value"]))
    totals = [(name, add(values)) for name, values in sums.items()]
    return [(name, signed(v)) for name, v in sorted(totals, key=lambda t: (-abs(Fraction(t[1])), t[0]))[:LARGEST]]


def _factors(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return every factor record used: those handed in, else those the results name."""
    proxies = proxies_of(inputs)
    records = [_from_record(r, proxies, lang) for r in inputs.factors] or _from_results(inputs, proxies, lang)
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
    return [title, grid([h.get(lang) for h in head], records, [13, 5, 3, 14, 8], "lrlll", 7.4)]


def _marked(words: Text, reasons: tuple[Text, ...], lang: str) -> list[Cell]:
    """Return the name of a factor; a proxy with its sign and why it is one."""
    if not reasons:
        return [words.get(lang)]
    lead = Text("代用：", "proxy: ").get(lang)
    said = ("；" if lang == "zh" else "; ").join(reason.get(lang) for reason in reasons)
    return [f"△ {words.get(lang)}", muted(lead + said)]


def _from_record(record: FactorRecord, proxies: Mapping[str, tuple[Text, ...]], lang: str) -> list[Cell]:
    redistribution = _REDISTRIBUTION.get(record.redistribution, text_of(record.redistribution))
    return [
        lines(*_marked(record.name, proxies.get(record.id, ()), lang), mono(f"{record.id}@{record.version}")),
        lines(signed(record.value), muted(f"{record.unit} / {record.per_unit}")),
        lines(" ".join(p for p in (record.country, record.region) if p), str(record.year)),
        lines(record.source, muted(record.locator)),
        lines(status_text(record.status).get(lang), muted(record.licence), muted(redistribution.get(lang))),
    ]


def _from_results(inputs: ReportInputs, proxies: Mapping[str, tuple[Text, ...]], lang: str) -> list[list[Cell]]:
    used = {str(f["id"]): f for result in inputs.results for f in result.get("factors") or ()}
    return [
        [
            lines(*_marked(text_of(f["name"]), proxies.get(name, ()), lang), mono(name)),
            lines(signed(str(f["value"])), muted(f"{f['unit']} / {f['per_unit']}")),
            lines(" ".join(p for p in (str(f["country"]), str(f.get("region") or "")) if p), str(f["year"])),
            lines(str(f["source"]), muted(str(f.get("locator") or ""))),
            status_text(str(f["status"])).get(lang),
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
    gathered: dict[tuple[str, str, str, str], list[tuple[str, object]]] = {}
    for result in inputs.results:
        for gap in result.get("gaps") or ():
            key = (
                text_of(gap.get("name") or gap.get("flow") or gap.get("exchange")).get(lang),
                "" if gap.get("exchange") == TRANSPORT else str(gap.get("exchange") or ""),
                plain_words(text_of(gap.get("reason") or ""), inputs.names).get(lang),
                percent(str(gap.get("mass_share") or "")),
            )
            gathered.setdefault(key, []).append((regime_id(result), gap.get("within_limit")))
    blocks = [heading(1, SECTIONS["gaps"], lang, fresh=False)]
    silent = _transport_missing(inputs)
    if silent:
        gathered[(silent[0].get(lang), "", silent[1].get(lang), "")] = [(regime, None) for regime in silent[2]]
    if not gathered:
        return [*blocks, paragraph(Text("没有缺口：每项输入都有因子。", "None: every input has a factor."), lang)]
    head = (
        Text("物流", "Flow"),
        Text("原因", "Reason"),
        Text("质量占比 %", "Mass share %"),
        Text("涉及的方案", "Regimes"),
    )
    rows: list[list[Cell]] = [
        [lines(name, mono(exchange) if exchange else ""), reason, share, _by_limit(regimes, lang)]
        for (name, exchange, reason, share), regimes in gathered.items()
    ]
    words = Text("缺口没有用其他数值悄悄代替。", "No gap was silently filled with another value.")
    return [*blocks, small(words, lang), grid([h.get(lang) for h in head], rows, [8, 8, 2, 6], "llrl", 7.6)]


def _by_limit(regimes: list[tuple[str, object]], lang: str) -> Cell:
    """The regimes of a gap; where a regime goes by mass, whether the gap is small enough for its cut-off limit."""
    said = {
        None: Text("", ""),
        True: Text("在取舍限值内：", "within the cut-off limit: "),
        False: Text("超出取舍限值：", "above the cut-off limit: "),
    }
    each = []
    for within, words in said.items():
        ids = ", ".join(regime for regime, found in regimes if found is within)
        if ids:
            each.append(inline(muted(words.get(lang)), mono(ids)) if words.en else mono(ids))
    return lines(*each) if len(each) > 1 else each[0]


def _transport_missing(inputs: ReportInputs) -> tuple[Text, Text, list[str]] | None:
    """Return the gap that a study without any transport leaves, where a result that counts transport is silent."""
    silent = [
        regime_id(result)
        for result in inputs.results
        if has_figure(result)
        and "upstream_transport" in (plan_value(result.get("plan") or {}, "D2.stages") or ())
        and plan_value(result.get("plan") or {}, "D2.transport") in {"all", "inbound"}
        and not any(gap.get("exchange") == TRANSPORT for gap in result.get("gaps") or ())
    ]
    lines = (entry for result in inputs.results for entry in result.get("by_line") or ())
    if inputs.study.transport or not silent or any(entry.get("category") == "transport" for entry in lines):
        return None
    reason = Text("该方案计入运输，而研究没有列出任何运输", "the regime counts transport; the study lists none")
    return Text("运输", "transport"), reason, silent


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
