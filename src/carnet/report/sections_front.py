"""The front of the report: cover, key figures, what this is not."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.report.blocks import (
    Block,
    bullets,
    grid,
    heading,
    inline,
    lines,
    mono,
    muted,
    notice,
    paragraph,
    picture,
    small,
)
from carnet.report.chart_spec import signed
from carnet.report.charts_stage import regimes_chart
from carnet.report.cover_title import title_lines
from carnet.report.reading import (
    DRAFT_RULES,
    has_figure,
    parameter_text,
    regime_id,
    regime_title,
    status_text,
    text_of,
    unit_text,
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
from carnet.report.words import in_words, named_flow, plain_words, value_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.report.blocks import Cell
    from carnet.report.inputs import ReportInputs


# So many open values are listed, those of the largest effect; two more are rather listed than counted.
OPEN_VALUES = 14


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
    title = study.title.get(lang) or study.product.name.get(lang)
    size, shown = title_lines(title)
    return {
        "kind": Text("产品碳足迹报告", "Product carbon footprint report").get(lang),
        "title": title,
        "title_size": size,
        "title_lines": shown,
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
    """Return what stands behind the figures: all of them in one picture, what is missing, open and accepted."""
    return [
        heading(1, SECTIONS["figures"], lang),
        *picture(regimes_chart(inputs.results), lang, with_table=False),
        *_missing(inputs, lang),
        *_open_values(inputs, lang),
        *_blockers(inputs, lang),
        *_accepted(inputs, lang),
    ]


_BLOCKERS = {
    "study.status": Text("数据不是企业现场数据", "the data are not plant data"),
    "in_force": Text("方案是否已生效未确认", "whether the regime is in force is not confirmed"),
    "study.data_kind": Text("取自文献的活动数据行（行数 / 总行数）", "rows of activity data from literature (of all)"),
    "interval": Text("结果是区间，尚有未定值", "the figure is an interval: values are open"),
}


def _blockers(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return why figures cannot be issued: one line for each source, with the rules it leaves unconfirmed."""
    register = register_of(inputs)
    gaps = {str(g["exchange"]): text_of(g.get("name")) for r in inputs.results for g in r.get("gaps") or ()}
    regimes: dict[tuple[str, str, str, str], list[str]] = {}
    for result in inputs.results:
        for entry in (result.get("blocked_by") or ()) if has_figure(result) else ():
            key = tuple(str(entry.get(part) or "") for part in ("parameter", "status", "source", "clause"))
            if key[0].startswith("finding:"):
                key = (*key[:2], SECTIONS["findings"].get(lang), "")
            regimes.setdefault((key[0], key[1], key[2], key[3]), []).append(regime_id(result))
    rules: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for (parameter, status, source, clause), titles in regimes.items():
        name = (DRAFT_RULES if (parameter, status) == ("in_force", "draft") else _blocker(parameter, gaps)).get(lang)
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


def _blocker(parameter: str, gaps: Mapping[str, Text]) -> Text:
    if parameter.startswith("gap:"):
        exchange = parameter.removeprefix("gap:")
        name = gaps.get(exchange) or text_of(exchange)
        tail = "" if name.en == exchange else f" ({exchange})"
        return Text(f"数据缺口：{name.zh}{tail}", f"data gap: {name.en}{tail}")
    if parameter.startswith("finding:"):
        code, _, where = parameter.removeprefix("finding:").partition(":")
        return Text(f"检查所见 {code}（{where}）", f"finding {code} ({where})")
    if parameter.startswith("certificates:"):
        contract = parameter.partition(":")[2]
        return Text(f"绿证的覆盖份额：合同 {contract}", f"share covered by certificates: contract {contract}")
    return _BLOCKERS.get(parameter) or parameter_text(parameter)


def _open_values(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return what makes lower and upper differ, the largest effect first, regimes with the same entry gathered."""
    gathered: dict[tuple[str, str, str, str], dict[tuple[str, str], list[str]]] = {}
    ratios = False
    for result in inputs.results:
        effect_unit = unit_text(result).get(lang)
        for entry in result.get("open") or ():
            unit, parameter = str(entry.get("unit") or ""), str(entry.get("id") or "")
            ratio = ":gwp@" in parameter
            ratios = ratios or ratio
            ends = [in_words(str(entry.get(end) or ""), parameter, inputs.names).get(lang) for end in ("low", "high")]
            span = " … ".join(signed(end) for end in ends)
            unit = Text("比值", "ratio").get(lang) if ratio else unit
            key = (
                plain_words(named_flow(text_of(entry.get("name") or parameter), inputs.names)).get(lang),
                str(entry.get("source") or ""),
                span,
                "" if unit == "1" else unit,
            )
            effects = gathered.setdefault(key, {})
            effects.setdefault((str(entry.get("effect") or "0"), effect_unit), []).append(regime_id(result))
    if not gathered:
        return []
    ranked = sorted(gathered.items(), key=lambda entry: -max(Fraction(effect) for effect, _ in entry[1]))
    largest = ranked if len(ranked) <= OPEN_VALUES + 2 else ranked[:OPEN_VALUES]
    rows: list[list[Cell]] = [
        [
            lines(name, muted(source)),
            lines(span, muted(of) if of else ""),
            lines(
                *(
                    inline(
                        signed(effect),
                        muted(f"{unit}（{', '.join(ids)}）" if lang == "zh" else f"{unit} ({', '.join(ids)})"),
                    )
                    for (effect, unit), ids in effects.items()
                )
            ),
        ]
        for (name, source, span, of), effects in largest
    ]
    head = (
        Text("未定项与来源", "Open value and source"),
        Text("范围", "Range"),
        Text("对结果的影响，按方案", "Effect on the figure, by regime"),
    )
    title = heading(2, Text("为什么是区间", "Why an interval"), lang)
    table = grid([h.get(lang) for h in head], rows, [10, 4, 8], "lll", 7.6)
    left = len(ranked) - len(largest)
    rest = Text(
        f"另有 {left} 项影响更小，全部在结果文件的 open 中。",
        f"{left} more of smaller effect; all of them stand in the result file under open.",
    )
    return [title, *([small(_RATIO, lang)] if ratios else []), table, *([small(rest, lang)] if left else [])]


_RATIO = Text(
    "范围一栏的“比值”：公布的总量没有按气体分列，换算到另一套GWP数值时，只知道结果在原值的多少倍之间；两端是常见气体"
    "在各套GWP数值之间的最小与最大之比。取得按气体分列的数值，该项即不再是区间。",
    "A ratio in the column Range: a published total has no split by gas, so when it is taken to another set of GWP "
    "values it is only known between which multiples of itself it lies; the ends are the least and the greatest ratio "
    "of the usual gases between sets of GWP. With a value split by gas the entry is no longer an interval.",
)


def _missing(inputs: ReportInputs, lang: str) -> list[Block]:
    rows: list[list[Cell]] = []
    misfits: dict[tuple[str, str, str], list[str]] = {}
    for result in inputs.results:
        for entry in result.get("missing") or ():
            found = text_of(entry.get("find_in")).get(lang) or "—"
            parameter = str(entry["parameter"])
            if parameter.startswith("D1.") and not entry.get("candidates") and not entry.get("accept"):
                # The study's to give, not a person's to accept; several regimes count in the same unit.
                key = (text_of(entry.get("name") or "").get(lang), parameter, found)
                misfits.setdefault(key, []).append(regime_title(result).get(lang))
                continue
            choices: list[Cell] = []
            for candidate in entry.get("candidates") or ():
                said = in_words(str(candidate), parameter, inputs.names).get(lang)
                # A table is typed as JSON, which the command holds; here its words are enough.
                plain = said == str(candidate) or str(candidate).startswith(("{", "["))
                choices.append(said if plain else inline(said, mono(str(candidate))))
            rows.append(
                [
                    regime_title(result).get(lang),
                    lines(text_of(entry.get("name") or "").get(lang), mono(str(entry["parameter"]))),
                    lines(muted(found), *choices),
                    mono(str(entry.get("accept") or _accept(result, entry))),
                ]
            )
    rows += [
        [lines(*titles), lines(name, mono(parameter)), muted(found), muted(Text("在研究中", "in the study").get(lang))]
        for (name, parameter, found), titles in misfits.items()
    ]
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
                    value_text(entry.get("value"), str(entry.get("parameter") or ""), inputs.names).get(lang),
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
    lead = Text("引用任何数值之前，请读这一页。", "Read this page before quoting a figure.")
    blocks = [heading(1, SECTIONS["not"], lang), paragraph(lead, lang), bullets([item.get(lang) for item in items])]
    note = inputs.study.note
    if note.get(lang):
        blocks.append(small(note, lang))
    return blocks
