"""The front of the report: cover, key figures, what this is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.report.blocks import Block, bullets, grid, heading, lines, mono, muted, notice, paragraph, picture, small
from carnet.report.chart_spec import signed
from carnet.report.charts_stage import regimes_chart
from carnet.report.reading import (
    declared_unit,
    has_figure,
    is_interval,
    parameter_text,
    regime_id,
    regime_title,
    status_text,
    text_of,
)
from carnet.report.register import register_of
from carnet.report.texts import (
    BANNER_ASSUMED,
    BANNER_DEMO,
    BANNER_DRAFT,
    BANNER_ILLUSTRATIVE,
    BANNER_ISSUABLE,
    BANNER_LITERATURE,
    NOT,
    NOT_DEMO,
    NOT_DRAFT,
    NOT_ILLUSTRATIVE,
    NOT_LITERATURE,
    SECTIONS,
    STUDY_STATUS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.report.blocks import Cell
    from carnet.report.inputs import ReportInputs


def cover(inputs: ReportInputs, lang: str) -> dict[str, Any]:
    """Return the data of the title page."""
    study = inputs.study
    said = [(BANNER_DRAFT, "warn")] if inputs.draft else [(BANNER_ISSUABLE, "info")]
    said += [(BANNER_ASSUMED, "warn")] if inputs.assumed else []
    said += [(BANNER_ILLUSTRATIVE, "warn")] if study.status == "illustrative" else []
    said += [(BANNER_LITERATURE, "info")] if study.status == "literature" else []
    said += [(BANNER_DEMO, "info")] if inputs.demo_key else []
    between = Text(" 至 ", " to ").get(lang)
    place = ", ".join(part for part in (study.country, study.region, study.site) if part)
    facts = [
        (Text("产品", "Product"), study.product.name.get(lang)),
        (Text("海关编码", "CN codes"), ", ".join(study.product.cn_codes)),
        (Text("生产者", "Producer"), study.producer),
        (Text("地点", "Place"), place),
        (Text("数据期间", "Data period"), f"{study.period_from}{between}{study.period_to}"),
        (Text("数据性质", "Kind of data"), STUDY_STATUS.get(study.status, text_of(study.status)).get(lang)),
        (Text("用途", "Purpose"), study.purpose),
        (Text("法律日期", "Legal date"), study.legal_date),
        (Text("已知日期", "Known date"), study.known_date),
        (Text("研究编号与版本", "Study and version"), f"{study.id}@{study.version}"),
    ]
    return {
        "kind": Text("产品碳足迹报告", "Product carbon footprint report").get(lang),
        "title": study.title.get(lang) or study.product.name.get(lang),
        "subtitle": study.title.en if lang == "zh" and study.title.en != study.title.zh else "",
        "banners": [notice(words, lang, tone) for words, tone in said],
        "facts": [[name.get(lang), value] for name, value in facts if value],
        "contents": Text("内容", "Contents").get(lang),
        "imprint": Text(
            "由 Carnet 从研究数据生成；每个数值均可追溯到单元格、因子、规则与条款。",
            "Made by Carnet from the study; every number can be traced to cell, factor, rule and clause.",
        ).get(lang),
    }


def key_figures(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return the page of key figures: one line for each regime, then what is missing and accepted."""
    head = [
        Text("方案", "Regime"),
        Text("结果", "Figure"),
        Text("直接 / 间接", "direct / indirect"),
        Text("状态", "State"),
    ]
    rows = [
        [
            lines(regime_title(r).get(lang), muted(declared_unit(r).get(lang)), mono(_versioned(r))),
            _figure(r, lang),
            _split(r),
            _state(r, lang),
        ]
        for r in inputs.results
    ]
    blocks = [
        heading(1, SECTIONS["figures"], lang),
        *picture(regimes_chart(inputs.results), lang, with_table=False),
        grid([words.get(lang) for words in head], rows, [8, 7, 4, 8], "lrrl"),
    ]
    return [
        *blocks,
        *_missing(inputs, lang),
        *_open_values(inputs, lang),
        *_blockers(inputs, lang),
        *_accepted(inputs, lang),
    ]


def _versioned(result: Mapping[str, Any]) -> str:
    version = (result.get("regime") or {}).get("version") or ""
    return f"{regime_id(result)}@{version}" if version else regime_id(result)


def _figure(result: Mapping[str, Any], lang: str) -> Cell:
    figure = result.get("figure") or {}
    unit = str(figure.get("unit") or "")
    note = muted(unit) if unit else ""
    if not has_figure(result):
        return muted(Text("○ 无数值", "○ no figure").get(lang))
    if is_interval(result):
        value = f"{signed(str(figure['lower']))}–{signed(str(figure['upper']))}"
        return lines({"k": "span", "s": value}, muted(Text("区间", "interval").get(lang)), note)
    return lines({"k": "figure", "s": signed(str(figure["value"]))}, note)


def _split(result: Mapping[str, Any]) -> Cell:
    if not result.get("direct") or not result.get("indirect"):
        return ""
    return lines(signed(str(result["direct"]["value"])), signed(str(result["indirect"]["value"])))


def _state(result: Mapping[str, Any], lang: str) -> Cell:
    if not has_figure(result):
        names = [text_of(m.get("name") or m["parameter"]) for m in result.get("missing") or ()]
        return Text(
            "缺少：" + "、".join(dict.fromkeys(n.zh for n in names)),
            "missing: " + ", ".join(dict.fromkeys(n.en for n in names)),
        ).get(lang)
    marks: list[Cell] = []
    if result.get("issuable"):
        marks.append(Text("● 可签发", "● can be issued").get(lang))
    else:
        marks.append(Text("▲ 不可签发", "▲ cannot be issued").get(lang))
        marks.append(muted(Text("原因见下表", "why: see the table below").get(lang)))
    if result.get("assumed"):
        marks.append(Text("▲ 含假设 ASSUMED", "▲ ASSUMED").get(lang))
    return lines(*marks)


_BLOCKERS = {
    "study.status": Text("数据不是企业现场数据", "the data are not plant data"),
    "in_force": Text("方案是否已生效未确认", "whether the regime is in force is not confirmed"),
    "interval": Text("结果是区间，尚有未定值", "the figure is an interval: values are open"),
}


def _blockers(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return why figures cannot be issued: one line for each source, with the rules it leaves unconfirmed."""
    register = register_of(inputs)
    regimes: dict[tuple[str, str, str, str], list[str]] = {}
    for result in inputs.results:
        for entry in (result.get("blocked_by") or ()) if has_figure(result) else ():
            key = tuple(str(entry.get(part) or "") for part in ("parameter", "status", "source", "clause"))
            regimes.setdefault((key[0], key[1], key[2], key[3]), []).append(regime_id(result))
    rules: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for (parameter, status, source, clause), titles in regimes.items():
        name = _blocker(parameter).get(lang)
        rules.setdefault((status, source, tuple(dict.fromkeys(titles))), []).append(f"{name} {clause}".strip())
    if not rules:
        return []
    semicolon = "；" if lang == "zh" else "; "
    rows: list[list[Cell]] = [
        [
            semicolon.join(names),
            STUDY_STATUS.get(status, status_text(status)).get(lang),
            register.short(source),
            mono(", ".join(titles)),
        ]
        for (status, source, titles), names in rules.items()
    ]
    head = (
        Text("原因", "Reason"),
        Text("状态", "Status"),
        Text("出处", "Source"),
        Text("涉及的方案", "Regimes"),
    )
    title = heading(2, Text("为什么不可签发", "Why figures cannot be issued"), lang)
    return [title, grid([h.get(lang) for h in head], rows, [10, 2, 4, 4], size=7.6)]


def _blocker(parameter: str) -> Text:
    if parameter.startswith("gap:"):
        exchange = parameter.removeprefix("gap:")
        return Text(f"数据缺口：{exchange}", f"data gap: {exchange}")
    return _BLOCKERS.get(parameter) or parameter_text(parameter)


def _open_values(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return what makes lower and upper differ, the largest effect first, regimes with the same entry gathered."""
    gathered: dict[tuple[str, str, str, str], list[str]] = {}
    for result in inputs.results:
        for entry in result.get("open") or ():
            unit = str(entry.get("unit") or "")
            span = f"{signed(str(entry.get('low') or ''))} … {signed(str(entry.get('high') or ''))}"
            key = (
                text_of(entry.get("name") or entry.get("id")).get(lang),
                str(entry.get("source") or ""),
                span if unit in {"", "1"} else f"{span} {unit}",
                signed(str(entry.get("effect") or "")),
            )
            gathered.setdefault(key, []).append(regime_id(result))
    if not gathered:
        return []
    rows: list[list[Cell]] = [
        [lines(name, muted(source)), span, effect, mono(", ".join(titles))]
        for (name, source, span, effect), titles in gathered.items()
    ]
    head = (
        Text("未定项与来源", "Open value and source"),
        Text("范围", "Range"),
        Text("影响 kg CO2e", "Effect, kg CO2e"),
        Text("涉及的方案", "Regimes"),
    )
    title = heading(2, Text("为什么是区间", "Why an interval"), lang)
    return [title, grid([h.get(lang) for h in head], rows, [11, 4, 3, 4], "llrl", 7.6)]


def _missing(inputs: ReportInputs, lang: str) -> list[Block]:
    rows: list[list[Cell]] = []
    for result in inputs.results:
        for entry in result.get("missing") or ():
            found = value_text(entry.get("find_in")).get(lang) if entry.get("find_in") else "—"
            choices = [value_text(c).get(lang) for c in entry.get("candidates") or ()]
            rows.append(
                [
                    regime_title(result).get(lang),
                    lines(text_of(entry.get("name") or "").get(lang), mono(str(entry["parameter"]))),
                    lines(found, *(mono(choice) for choice in choices)),
                    mono(str(entry.get("accept") or _accept(result, entry))),
                ]
            )
    if not rows:
        return []
    head = (
        Text("方案", "Regime"),
        Text("缺少的规则", "Missing rule"),
        Text("见于；备选", "Stands in; candidates"),
        Text("补上的命令", "Command that supplies it"),
    )
    title = heading(2, Text("缺少什么，如何补上", "What is missing and how to supply it"), lang)
    return [title, grid([h.get(lang) for h in head], rows, [5, 5, 6, 8], size=8)]


def _accept(result: Mapping[str, Any], entry: Mapping[str, Any]) -> str:
    return f"carnet accept … --regime {regime_id(result)} --parameter {entry['parameter']}"


def _accepted(inputs: ReportInputs, lang: str) -> list[Block]:
    rows: list[list[Cell]] = []
    for result in inputs.results:
        for entry in result.get("accepted") or ():
            name = parameter_text(str(entry.get("parameter") or ""))
            mark = Text("假设 ASSUMED", "ASSUMED") if entry.get("assumed") else status_text("accepted")
            rows.append(
                [
                    regime_title(result).get(lang),
                    name.get(lang),
                    value_text(entry.get("value")).get(lang),
                    lines(str(entry.get("by") or ""), muted(str(entry.get("on") or ""))),
                    lines(str(entry.get("reason") or ""), muted(str(entry.get("source") or ""))),
                    mark.get(lang),
                ]
            )
    if not rows:
        return []
    head = (
        Text("方案", "Regime"),
        Text("规则", "Rule"),
        Text("取值", "Value"),
        Text("由谁，何时", "By, on"),
        Text("理由与出处", "Reason and source"),
        Text("性质", "Kind"),
    )
    title = heading(2, Text("由具名人员确认或假设的规则", "Rules confirmed or assumed by named persons"), lang)
    return [title, grid([h.get(lang) for h in head], rows, [5, 5, 4, 3, 5, 3], size=8)]


def what_this_is_not(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return the page of what must not be read into this report."""
    items = list(NOT)
    if inputs.demo_key:
        items.insert(0, NOT_DEMO)
    if inputs.study.status == "literature":
        items.insert(0, NOT_LITERATURE)
    if inputs.study.status == "illustrative":
        items.insert(0, NOT_ILLUSTRATIVE)
    if inputs.draft:
        items.insert(0, NOT_DRAFT)
    lead = Text("请先读这一页。", "Please read this page first.")
    blocks = [heading(1, SECTIONS["not"], lang), paragraph(lead, lang), bullets([item.get(lang) for item in items])]
    note = inputs.study.note
    if note.get(lang):
        blocks.append(small(note, lang))
    return blocks
