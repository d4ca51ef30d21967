"""The summary: all figures, one waterfall, and in three sentences why regimes differ. One page; of many results two."""

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
    muted,
    paragraph,
    picture,
    small,
    together,
)
from carnet.report.chart_spec import signed
from carnet.report.charts_waterfall import brief_waterfall, change_words, waterfall_chart
from carnet.report.reading import (
    DRAFT_RULES,
    declared_unit,
    has_figure,
    is_interval,
    of_draft,
    regime_id,
    regime_title,
    rule_name,
    text_of,
)
from carnet.report.texts import SECTIONS
from carnet.report.words import join

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.report.blocks import Cell
    from carnet.report.inputs import ReportInputs

SENTENCES = 3
# More results than this stand in a tighter table, those without a figure in one sentence below it.
MANY = 7
# The picture then takes this much of the width, in per cent, so that the summary stays one page.
NARROW = 74
# With more rows than this picture and sentences no longer fit below the table: they stand together on a page of
# their own, at full width.
TOO_MANY = 12
# So many changed rules of a dimension are said in a sentence; the whole list stands below the full waterfall.
RULES = 2
# A value longer than this is left to the full list.
LONG = 46


def summary(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return the page of the summary."""
    head = [
        Text("方案", "Regime"),
        Text("结果", "Figure"),
        Text("直接 / 间接", "direct / indirect"),
        Text("状态", "State"),
    ]
    given = [r for r in inputs.results if has_figure(r)]
    without = [r for r in inputs.results if not has_figure(r)]
    tight = len(inputs.results) > MANY
    shown = given if tight and given else inputs.results
    rows = [_row(r, lang, tight=tight) for r in shown]
    widths = [13, 6, 4, 5] if tight else [11, 6, 4, 5]
    blocks = [
        heading(1, SECTIONS["summary"], lang),
        grid([words.get(lang) for words in head], rows, widths, "lrrl", 7 if tight else 7.8),
    ]
    if without and len(shown) < len(inputs.results):
        ids = ", ".join(regime_id(r) for r in without)
        words = Text(
            f"无数值的方案（缺少什么、为什么不可签发，见“主要结果”）：{ids}。",
            f"Regimes without a figure (what is missing, and why figures cannot be issued: see Key figures): {ids}.",
        )
        blocks.append(small(words, lang))
    if any(is_interval(r) for r in inputs.results):
        words = Text(
            "结果为区间时，直接与间接之分取区间上限（保守读数）；两者相加为上限。",
            "Where a figure is an interval, direct and indirect are those of its upper bound (conservative reading) "
            "and add up to it.",
        )
        blocks.append(small(words, lang))
    return [*blocks, *_why(inputs, lang, crowded=len(shown) > TOO_MANY)]


def _row(result: Mapping[str, Any], lang: str, *, tight: bool) -> list[Cell]:
    """One result; `tight`: everything about it in as few lines as it takes, so that many fit the page."""
    title, unit = regime_title(result).get(lang), f"{regime_id(result)}  ·  {declared_unit(result).get(lang)}"
    if not tight:
        return [lines(title, muted(unit)), _figure(result, lang), _split(result), _state(result, lang)]
    gas = str((result.get("figure") or {}).get("unit") or "")
    return [inline(title, muted(unit)), lines(_number(result), muted(gas)), _split(result), _marks(result, lang)]


def _number(result: Mapping[str, Any]) -> Cell:
    figure = result.get("figure") or {}
    if is_interval(result):
        return f"{signed(str(figure['lower']))}–{signed(str(figure['upper']))}"
    return signed(str(figure["value"])) if has_figure(result) else "○"


def _marks(result: Mapping[str, Any], lang: str) -> Cell:
    can = result.get("issuable")
    mark = Text("● 可签发", "● can be issued") if can else Text("▲ 不可签发", "▲ cannot be issued")
    draft = [f"▲ {DRAFT_RULES.get(lang)}"] if of_draft(result) else []
    return lines(mark.get(lang), *draft, *(["▲ ASSUMED"] if result.get("assumed") else []))


def _why(inputs: ReportInputs, lang: str, *, crowded: bool = False) -> list[Block]:
    if not inputs.bridges:
        return []
    bridge = inputs.named(inputs.bridges[0])
    spec = brief_waterfall(waterfall_chart(bridge, inputs.names))
    lead = Text("为什么不同，最大的几项：", "Why they differ, the largest terms:")
    blocks = picture(spec, lang, with_table=False)
    if len(inputs.results) > MANY and not crowded:
        blocks = [{**block, "width": NARROW} if block["t"] == "picture" else block for block in blocks]
    said = why_sentences(bridge, inputs.names)
    if said:
        blocks += [paragraph(lead, lang), bullets([one.get(lang) for one in said])]
    return [together(blocks)] if crowded else blocks


def why_sentences(bridge: Mapping[str, Any], names: Mapping[str, Text]) -> list[Text]:
    """Return a sentence for each of the largest terms of a bridge: which way, how much, what changes in the rules."""
    terms = [term for term in bridge.get("terms") or () if Fraction(str(term["exact"]))]
    terms.sort(key=lambda term: -abs(Fraction(str(term["exact"]))))
    unit = str(bridge["from"].get("unit") or "kg CO2e")
    return [_sentence(term, unit, names) for term in terms[:SENTENCES]]


def _sentence(term: Mapping[str, Any], unit: str, names: Mapping[str, Text]) -> Text:
    name, value = text_of(term["name"]), signed(str(term["value"]), plus=True)
    changes: list[Text] = []
    left = 0
    for cite in term.get("cites") or ():
        before, after = change_words(cite, names)
        rule = rule_name(str(cite.get("parameter") or ""))
        if len(changes) < RULES and max(len(before.zh), len(after.zh)) <= LONG and before != after:
            changes.append(Text(f"{rule.zh}由“{before.zh}”变为“{after.zh}”", f"{rule.en}: {before.en} → {after.en}"))
        else:
            left += 1
    said = join(changes, "；", "; ")
    more = Text("；另有其他规则不同", "; other rules differ too") if left and changes else Text("", "")
    if not changes:
        said = Text("规则不同，见桥接图的表", "rules differ, see the table of the bridge")
    return Text(
        f"{name.zh}：{value} {unit}。{said.zh}{more.zh}。",
        f"{_capital(name.en)}: {value} {unit}. {_capital(said.en)}{more.en}.",
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _figure(result: Mapping[str, Any], lang: str) -> Cell:
    figure = result.get("figure") or {}
    unit = str(figure.get("unit") or "")
    note = muted(unit) if unit else ""
    if not has_figure(result):
        return muted(Text("○ 无数值", "○ no figure").get(lang))
    if is_interval(result):
        value = f"{signed(str(figure['lower']))}–{signed(str(figure['upper']))}"
        words = Text("区间", "interval").get(lang)
        return lines({"k": "span", "s": value}, muted(f"{words}  {unit}".strip()))
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
        marks.append(muted(Text("原因见“主要结果”", "why: see Key figures").get(lang)))
    if of_draft(result):
        marks.append(f"▲ {DRAFT_RULES.get(lang)}")
    if result.get("assumed"):
        marks.append(Text("▲ 含假设 ASSUMED", "▲ ASSUMED").get(lang))
    return lines(*marks)


__all__ = ["summary", "why_sentences"]
