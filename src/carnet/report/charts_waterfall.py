"""Why two regimes give two numbers: one bar for each dimension, its clause beside it, the unit last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.regime.describe import STATUS_NAMES
from carnet.regime.vocabulary import ABSENT, DIMENSION_NAMES
from carnet.report.chart_spec import NO_TEXT, ChartSpec, Row, signed
from carnet.report.frame import BASE, SMALL, TOP, WIDTH, compose
from carnet.report.palette import DECREASE, INCREASE, INK, MUTED, PAPER, RULE, TOTAL, UNIT_CHANGE
from carnet.report.reading import (
    citation,
    declared_unit,
    parameter_text,
    regime_title,
    short_source,
    text_of,
)
from carnet.report.svg import filled, line, n, path, text, wrap
from carnet.report.words import NO_NAMES, sentence_in_words, value_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from carnet.report.palette import Style

# A row is at least this high; a name or a clause that needs more lines makes it higher.
STEP = 46.0
BRIEF_STEP = 34.0
NAME = BASE - 0.5
CITE = SMALL - 1
LEADING = 1.24
LABEL = 226.0
VALUE = 138.0
# Below this share of the whole the changes would be slivers, so the axis is cut, visibly and in words.
CUT_BELOW = 0.35

NO_BAR = frozenset({"unit", "result"})  # a factor, and a figure in another unit: neither fits on the axis


def waterfall_chart(bridge: Mapping[str, Any], names: Mapping[str, Text] = NO_NAMES) -> ChartSpec:
    """Make the waterfall of a bridge: from, one row for each term, the unit factor, to.

    Args:
        bridge: the bridge as plain data.
        names: flow names by id, for rules that name flows.
    """
    start, end = bridge["from"], bridge["to"]
    before, after = side_title(start), side_title(end)
    factor = bridge.get("unit_factor") or {}
    rows = [Row("from", before, "from", str(start["value"]), detail=declared_unit(start))]
    rows += [_term(term, names) for term in in_order(bridge)]
    converted = str(factor.get("exact", "1/1")) not in {"1/1", "1"}
    if converted:
        # Bars of two units share no axis: the last bar is the sum before the unit changes, its line says what follows.
        before_unit = Text(f"{after.zh}（换算单位之前）", f"{after.en} (before the unit changes)")
        subtotal = str((bridge.get("subtotal") or {}).get("value") or end["value"])
        rows.append(Row("subtotal", before_unit, "to", subtotal, detail=declared_unit(start)))
        unit_before, unit_after = declared_unit(start), declared_unit(end)
        detail = Text(f"{unit_before.zh} → {unit_after.zh}", f"{unit_before.en} → {unit_after.en}")
        label = Text("单位换算（相乘）", "unit conversion (multiplies)")
        rows.append(Row("unit", label, "unit", str(factor["value"]), detail=detail))
    rows.append(Row("to", after, "result" if converted else "to", str(end["value"]), detail=declared_unit(end)))
    unit = str(start.get("unit") or "kg CO2e")
    per = declared_unit(start)
    return ChartSpec(
        "waterfall",
        Text(f"从 {before.zh} 到 {after.zh}", f"From {before.en} to {after.en}"),
        Text(f"{unit} / {per.zh}", f"{unit} / {per.en}") if per.en else text_of(unit),
        tuple(rows),
        summary=_basis(bridge),
        note=method_note(bridge),
    )


NOTES = {
    "shapley": Text(
        "各项为沙普利值，相加恰等于差额；误差线为各种先后次序下的最小与最大值。",
        "Each term is a Shapley value; together they are exactly the difference. "
        "Whiskers: smallest and largest value over all orders.",
    ),
    "owen": Text(
        "各项为欧文值（同组各项相邻），相加恰等于差额；误差线为这些次序下的最小与最大值。",
        "Each term is an Owen value (members of a group follow each other); together they are exactly the difference. "
        "Whiskers: smallest and largest value over these orders.",
    ),
    "sequence": Text(
        "固定次序逐项替换，结果取决于次序（order-dependent）：换一个次序，各项就不同；误差线为各种次序下的最小与最大值。",
        "Sequential, order-dependent: one fixed order was walked, another gives other terms. "
        "Whiskers: smallest and largest value over all orders.",
    ),
}
KEPT = Text("没有意义的组合不在所计次序之内。", "Orders through combinations without meaning are left out.")


def method_note(bridge: Mapping[str, Any]) -> Text:
    """Say how the terms were made and what the whiskers are."""
    note = NOTES[str(bridge.get("method") or "shapley")]
    if not any(each.get("applied") for each in bridge.get("permitted") or ()):
        return note
    return Text(note.zh + KEPT.zh, f"{note.en} {KEPT.en}")


def side_title(side: Mapping[str, Any]) -> Text:
    """Return the regime's title, and in a bridge of versions what tells the side from the other."""
    title = regime_title(side)
    label = text_of(side["label"]) if side.get("label") else None
    return title if label is None else Text(f"{title.zh}（{label.zh}）", f"{title.en} ({label.en})")


def in_order(bridge: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the terms as they are drawn: by dimension, a fixed sequence in its own order."""
    terms = {str(term["dimension"]): term for term in bridge.get("terms") or ()}
    order = [str(step["dimension"]) for step in bridge.get("sequence") or ()]
    return [terms[name] for name in (order or terms)]


def _basis(bridge: Mapping[str, Any]) -> Text:
    if bridge.get("basis") == "conservative":
        return Text(
            "至少一侧为区间，此处按上限（保守读数）桥接。", "A side is an interval: bridged on its upper bound."
        )
    return Text("", "")


def brief_waterfall(spec: ChartSpec) -> ChartSpec:
    """Return the same waterfall without clauses and without terms of no effect, low enough for a summary."""
    kept = [row for row in spec.rows if row.role != "term" or any(float(v or 0) for v in _numbers(row))]
    rows = tuple(replace(row, cite=NO_TEXT, detail=row.detail if row.role == "unit" else NO_TEXT) for row in kept)
    return replace(spec, rows=rows, summary=NO_TEXT, note=NO_TEXT)


def _term(term: Mapping[str, Any], names: Mapping[str, Text]) -> Row:
    name = text_of(term["name"])
    cites = [_change(cite, names) for cite in term.get("cites") or ()]
    # A dimension is named by its number as well; any other cause by its name alone.
    lead = f"{term['dimension']} " if str(term["dimension"]) in DIMENSION_NAMES else ""
    return Row(
        key=str(term["dimension"]),
        label=Text(f"{lead}{name.zh}", f"{lead}{name.en}"),
        role="term",
        value=str(term["value"]),
        low=str(term.get("order_min") or ""),
        high=str(term.get("order_max") or ""),
        detail=Text("；".join(c.zh for c in cites), "; ".join(c.en for c in cites)),
        cite=_sources(term.get("cites") or ()),
    )


def _sources(cites: Iterable[Mapping[str, Any]]) -> Text:
    """Return the clauses alone, each once, those of one source together, for the room beside a bar."""
    clauses: dict[tuple[str, str], dict[str, None]] = {}
    for cite in cites:
        if cite.get("source"):
            key = short_source(str(cite["source"])), str(cite.get("status") or "")
            clauses.setdefault(key, {})[str(cite.get("clause") or "")] = None
    where = [
        citation({"source": source, "status": status, "clause": ", ".join(one for one in found if one)})
        for (source, status), found in clauses.items()
    ]
    return Text("；".join(w.zh for w in where), "; ".join(w.en for w in where))


def change_words(cite: Mapping[str, Any], names: Mapping[str, Text] = NO_NAMES) -> tuple[Text, Text]:
    """Return what a rule was and what it becomes, in words."""
    parameter = str(cite.get("parameter") or "")
    before, after = (_said(cite.get(side), parameter, names) for side in ("from_value", "to_value"))
    return before, after


def _change(cite: Mapping[str, Any], names: Mapping[str, Text]) -> Text:
    """Say what a rule was and becomes, and where each of the two stands."""
    before, after = change_words(cite, names)
    name = parameter_text(str(cite.get("parameter") or ""))
    sides = [cite[side] for side in ("from", "to") if cite.get(side)] or [cite]
    where = [citation(side) for side in sides]
    return Text(
        f"{name.zh}：{before.zh} → {after.zh}，{' → '.join(dict.fromkeys(w.zh for w in where))}",
        f"{name.en}: {before.en} → {after.en}, {' → '.join(dict.fromkeys(w.en for w in where))}",
    )


def _said(value: object, parameter: str, names: Mapping[str, Text]) -> Text:
    """Return a value in words; of a whole sentence, only what it says, without name, status and source."""
    words = value_text(value, parameter, names)
    zh, en = words.zh, words.en
    for status in STATUS_NAMES.values():
        zh = zh.partition(f"（{status.zh}；")[0]
        en = en.partition(f" ({status.en}; ")[0]
    if (zh, en) != (words.zh, words.en):
        zh, en = zh.partition("：")[2], en.partition(": ")[2]
    elif isinstance(value, dict) and zh.endswith(f"：{STATUS_NAMES[ABSENT].zh}"):
        return STATUS_NAMES[ABSENT]
    sentence = isinstance(value, dict) and bool({"zh", "en"} & value.keys())
    return sentence_in_words(Text(zh, en), parameter, names) if sentence else words


@dataclass(frozen=True, slots=True)
class Axis:
    """Where each bar begins and ends, and the ends of the axis; `cut`: it does not begin at zero."""

    spans: tuple[tuple[float, float], ...]
    base: float
    high: float
    cut: bool


def axis_of(spec: ChartSpec) -> Axis:
    """Lay out the axis of a waterfall: whiskers stay on it, and it is cut where changes would be slivers."""
    spans = _spans(spec)
    levels = [level for span in spans for level in span]
    reach = [level for row, (start, _) in zip(spec.rows, spans, strict=True) for level in _whiskers(row, start)]
    floor, high = min([*levels[2:], *reach, *levels[:2]]), max([*levels, *reach, 1e-9])
    inner = [level for level in (*levels, *reach) if level]
    cut = bool(inner) and max(inner) > min(inner) > 0 and (max(inner) - min(inner)) / max(inner) < CUT_BELOW
    base = min(inner) - (max(inner) - min(inner)) * 0.35 if cut else min(0.0, floor)
    return Axis(tuple(spans), max(base, 0.0) if cut else base, high, cut)


def draw_waterfall(spec: ChartSpec, lang: str) -> str:
    """Draw the bars from top to bottom, each beginning where the one before it ended."""
    whole = spec
    idle = [row for row in spec.rows if row.role == "term" and not any(float(v or 0) for v in _numbers(row))]
    spec = replace(spec, rows=tuple(row for row in spec.rows if row not in idle))
    axis = axis_of(spec)
    spans, base, high, cut = axis.spans, axis.base, axis.high, axis.cut
    scale = (WIDTH - LABEL - VALUE) / (high - base or 1)

    def at(level: float) -> float:
        return LABEL + (max(level, base) - base) * scale

    prefix = f"{spec.kind}-{lang}"
    body: list[str] = []
    y = TOP
    heights = [_height(row, lang) for row in spec.rows]
    after = [*heights[1:], 0.0]
    for row, (start, end), height, following in zip(spec.rows, spans, heights, after, strict=True):
        middle = y + height / 2
        body.append(line(0, y, WIDTH, y, RULE, 0.6))
        body += _label(row, middle, lang)
        left, right = sorted((at(start), at(end)))
        if row.role not in NO_BAR:
            body.append(filled(left, middle - 12, max(right - left, 1.2), 24, _style(row), prefix))
        if row.role in {"from", "to"} and cut:
            body.append(_break(LABEL + 16, middle))
        body += _whisker_marks(row, start, middle, at)
        body += _values(row, middle)
        y += height
        if row.role not in {"to", *NO_BAR}:
            body.append(line(at(end), middle + 12, at(end), y + following / 2 - 12, MUTED, 0.8, "3 2"))
    body.append(line(LABEL, TOP, LABEL, y, INK, 1))
    if cut:
        words = Text("横轴不从零开始（见断口）。", "The axis does not begin at zero (see the break).")
        body.append(text(LABEL, y + 14, words.get(lang), SMALL, MUTED))
        y += 18
    if idle:
        lead = Text("规则不同而作用为零：", "rules differ, effect zero: ").get(lang)
        names = ("、" if lang == "zh" else ", ").join(row.label.get(lang) for row in idle)
        for one in wrap(lead + names, SMALL, WIDTH, 9):
            body.append(text(0, y + 14, one, SMALL, MUTED))
            y += 17
    return compose(whole, lang, y, body, {_style(row).pattern for row in spec.rows})


def _numbers(row: Row) -> tuple[str, str, str]:
    return row.value, row.low, row.high


def _label_rows(row: Row, lang: str) -> tuple[list[str], list[str]]:
    """Break the name of a bar and what stands below it, its clauses or its unit, into lines: nothing is cut."""
    below = row.cite.get(lang) if row.role == "term" else row.detail.get(lang)
    many = 40
    return wrap(row.label.get(lang), NAME, LABEL - 16, many), wrap(below, CITE, LABEL - 16, many) if below else []


def _height(row: Row, lang: str) -> float:
    name, below = _label_rows(row, lang)
    least = STEP if below else BRIEF_STEP
    return max(least, LEADING * (NAME * len(name) + CITE * len(below)) + 12)


def _label(row: Row, middle: float, lang: str) -> list[str]:
    """Set name and clauses of a bar, together centred on it."""
    name, below = _label_rows(row, lang)
    y = middle - LEADING * (NAME * len(name) + CITE * len(below)) / 2
    drawn: list[str] = []
    for rows, size, fill in ((name, NAME, INK), (below, CITE, MUTED)):
        for one in rows:
            y += size * LEADING
            drawn.append(text(0, y - size * 0.3, one, size, fill))
    return drawn


def _spans(spec: ChartSpec) -> list[tuple[float, float]]:
    """Return where each bar begins and ends, in the unit of the value axis."""
    spans: list[tuple[float, float]] = []
    level = 0.0
    for row in spec.rows:
        if row.role in {"from", "to"}:
            spans.append((0.0, float(row.value)))
            level = float(row.value)
        elif row.role in NO_BAR:
            spans.append((level, level))
        else:
            spans.append((level, level + float(row.value)))
            level += float(row.value)
    return spans


def _whiskers(row: Row, start: float) -> tuple[float, ...]:
    if row.role != "term" or not row.low or not row.high or row.low == row.high:
        return ()
    return start + float(row.low), start + float(row.high)


def _whisker_marks(row: Row, start: float, middle: float, at: Callable[[float], float]) -> list[str]:
    ends = _whiskers(row, start)
    if not ends:
        return []
    low, high = at(ends[0]), at(ends[1])
    marks = [line(low, middle, high, middle, PAPER, 3.4), line(low, middle, high, middle, INK, 1.4)]
    return marks + [line(x, middle - 6, x, middle + 6, INK, 1.4) for x in (low, high)]


def _values(row: Row, middle: float) -> list[str]:
    if row.role == "unit":
        return [text(WIDTH, middle + 4.6, f"× {row.value}", BASE, INK, "end")]
    shown = signed(row.value, plus=row.role == "term")
    if not row.low or row.low == row.high:
        return [text(WIDTH, middle + 4.6, shown, BASE, INK, "end")]
    spread = f"{signed(row.low, plus=True)} … {signed(row.high, plus=True)}"
    return [
        text(WIDTH, middle - 2, shown, BASE, INK, "end"),
        text(WIDTH, middle + 14, spread, SMALL - 1, MUTED, "end"),
    ]


def _style(row: Row) -> Style:
    if row.role in {"from", "to", "result"}:
        return TOTAL
    if row.role == "unit":
        return UNIT_CHANGE
    return DECREASE if row.value.startswith("-") else INCREASE


def _break(x: float, middle: float) -> str:
    """Return the zigzag that says: part of this bar is left out."""
    zigzag = " ".join(
        f"{'M' if index == 0 else 'L'}{n(x + (4 if index % 2 else -4))},{n(middle - 15 + 6 * index)}"
        for index in range(6)
    )
    return path(zigzag, "none", f' stroke="{PAPER}" stroke-width="4"')
