"""Bars by life-cycle stage, and all regimes side by side."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.quantity import UnitError, convert, exact_decimal, find_unit
from carnet.report.boundary_statement import plan_value
from carnet.report.chart_spec import ChartSpec, Row, percent, signed
from carnet.report.fonts import text_width
from carnet.report.frame import BASE, SMALL, TOP, WIDTH, compose, label_lines
from carnet.report.palette import DECREASE, FAINT, INK, MUTED, TOTAL
from carnet.report.reading import (
    DRAFT_RULES,
    basis_note,
    declared_unit,
    has_figure,
    of_draft,
    regime_id,
    regime_title,
    text_of,
    unit_text,
)
from carnet.report.svg import circle, filled, line, rect, text, wrap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LABEL = 190.0
VALUE = 150.0
STEP = 38.0
APART = "apart"  # the role of a figure whose unit has no place on the axis
REGIME_STEP = 50.0
NAME = BASE - 0.5
LEADING = 1.24


def stage_chart(result: Mapping[str, Any]) -> ChartSpec:
    """Make the chart of a result by life-cycle stage.

    Args:
        result: a result of ``calc`` that gives a figure.
    """
    title = regime_title(result)
    rows = tuple(
        Row(str(s["id"]), text_of(s["name"]), "bar", str(s["value"]), share=percent(str(s.get("share") or "")))
        for s in result.get("by_stage") or ()
    )
    total = str((result.get("reading") or {}).get("value") or "")
    return ChartSpec(
        "stages",
        Text(f"按生命周期阶段：{title.zh}", f"By life-cycle stage: {title.en}"),
        unit_text(result),
        (*rows, Row("total", Text("合计", "total"), "total", total)) if total else rows,
        note=basis_note(result),
    )


def draw_stages(spec: ChartSpec, lang: str) -> str:
    """Draw the bars by stage."""
    numbers = [float(row.value) for row in spec.rows] or [0.0]
    low, high = min(0.0, *numbers), max(0.0, *numbers, 1e-9)
    scale = (WIDTH - LABEL - VALUE) / (high - low)
    zero = LABEL - low * scale
    body: list[str] = []
    y = TOP
    for row in spec.rows:
        number = float(row.value)
        left, width = zero + min(0.0, number) * scale, abs(number) * scale
        style = TOTAL if row.role == "total" or number >= 0 else DECREASE
        if row.role == "total":
            body.append(line(0, y - 1, WIDTH, y - 1, MUTED, 0.8))
        body += label_lines(0, y + STEP / 2, row.label.get(lang), LABEL - 14)
        if width:
            body.append(filled(left, y + 8, width, STEP - 16, style, f"{spec.kind}-{lang}"))
        share = f"  ({signed(row.share)} %)" if row.share else ""
        at = zero + max(0.0, number) * scale + 7
        body.append(text(at, y + STEP / 2 + 4.6, signed(row.value) + share, BASE, INK))
        y += STEP
    body.append(line(zero, TOP, zero, y, INK, 1))
    return compose(spec, lang, y, body, {TOTAL.pattern, DECREASE.pattern})


def regimes_chart(results: Sequence[Mapping[str, Any]]) -> ChartSpec:
    """Make the chart of all regimes side by side: a point, an interval, or no figure and why.

    Numbers are printed in each regime's own declared unit; where that converts to the study's, the picture converts its
    length, and the row says so. Where it does not (kWh against pieces) there is no bar: the figure is listed below with
    its own unit.
    """
    unit = study_unit(results)
    rows = [_regime_row(result, unit) for result in results]
    note = Text(
        "边界、单位与规则各不相同，不能直接比较；差异逐项见桥接图。",
        "Boundaries, units and rules differ: do not compare directly; the bridges explain each difference.",
    )
    if any(row.role == APART for row in rows):
        axis = _named(unit)
        note = Text(
            f"横轴为每 {axis.zh}；单位不能换算到它的数值只列出，不绘制。{note.zh}",
            f"The axis is per {axis.en}; figures whose unit does not convert to it are listed, not drawn. {note.en}",
        )
    return ChartSpec(
        "regimes",
        Text("同一产品，不同方案的结果", "One product, one figure for each regime"),
        Text("每声明单位（单位见各行）", "per declared unit (units in each row)"),
        (*(row for row in rows if row.role != APART), *(row for row in rows if row.role == APART)),
        note=note,
    )


def study_unit(results: Sequence[Mapping[str, Any]]) -> str:
    """Return the unit the study declares its product in; where no result shows it, the one most of them convert to."""
    given = [r for r in results if isinstance(r.get("declared_unit"), dict) and r["declared_unit"].get("unit")]
    own = [r for r in given if plan_value(r.get("plan") or {}, "D1.unit") == "study"]
    units = [str(r["declared_unit"]["unit"]) for r in own or given]
    return max(units, key=lambda unit: sum(_scale(r, unit) is not None for r in given), default="")


def _named(unit: str) -> Text:
    """A unit in the words of a figure: its symbol, but for pieces, which have none."""
    known = find_unit(unit)
    return known.name if known and "pieces" in known.kinds else Text(unit, unit)


def _scale(result: Mapping[str, Any], unit: str) -> str | None:
    """Return how many of a result's declared units make one `unit`; empty where it is the same, None where none do."""
    declared = result.get("declared_unit")
    own = str(declared.get("unit") or "") if isinstance(declared, dict) else ""
    if not own or not unit or own == unit:
        return ""
    known = find_unit(own)
    for kind in known.kinds if known else ():
        try:
            return exact_decimal(convert(Fraction(1), unit, own, kind))
        except UnitError:
            continue
    return None


def _regime_row(result: Mapping[str, Any], target: str) -> Row:
    figure, unit = result.get("figure") or {}, declared_unit(result)
    mark = Text("", "")
    if result.get("assumed"):
        mark = Text(" · 含假设 ASSUMED", " · ASSUMED")
    elif has_figure(result) and not result.get("issuable"):
        mark = Text(" · 不可签发", " · not issuable")
    if of_draft(result):
        mark = Text(f"{mark.zh} · {DRAFT_RULES.zh}", f"{mark.en} · {DRAFT_RULES.en}")
    key, label = regime_id(result), regime_title(result)
    if not has_figure(result):
        names = [text_of(m.get("name") or m.get("parameter")) for m in result.get("missing") or ()]
        reason = Text(
            "无数值，缺少：" + "、".join(name.zh for name in names),
            "no figure, missing: " + ", ".join(name.en for name in names),
        )
        return Row(key, label, "none", detail=reason)
    gas = str(figure.get("unit") or "kg CO2e")
    per = Text(f"{gas} / {unit.zh}", f"{gas} / {unit.en}")
    scale, axis = _scale(result, target), _named(target)
    drawn = Text(f" · 图中按每 {axis.zh} 绘制", f" · drawn per {axis.en}") if scale else Text("", "")
    if scale is None:
        drawn = Text(f" · 不能换算为每 {axis.zh}，不在横轴上", f" · no conversion to per {axis.en}, not on the axis")
    row = Row(key, label, APART if scale is None else "point", scale=scale or "", unit=per)
    row = replace(row, detail=Text(f"{per.zh}{mark.zh}{drawn.zh}", f"{per.en}{mark.en}{drawn.en}"))
    if figure.get("value") is not None:
        return replace(row, value=str(figure["value"]))
    row = replace(row, low=str(figure["lower"]), high=str(figure["upper"]))
    return row if row.role == APART else replace(row, role="interval")


def draw_regimes(spec: ChartSpec, lang: str) -> str:
    """Draw one line for each regime: a dot for a point, a band for an interval, words for no figure or no place."""
    drawn = [row for row in spec.rows if row.role != APART]
    numbers = [float(v) * float(row.scale or 1) for row in drawn for v in (row.value, row.low, row.high) if v]
    high = max([*numbers, 1e-9])
    left = 280.0
    room = max([0.0, *(text_width(_shown(row), BASE) for row in drawn)])
    scale = (WIDTH - 24 - room - left) / high
    body: list[str] = []
    y = TOP
    for row in spec.rows:
        without = row.role in {"none", APART}
        words = _words(row, lang)
        name = wrap(row.label.get(lang), NAME, left - 24, 4)
        below = [] if without else wrap(row.detail.get(lang), SMALL - 0.5, left - 24, 4)
        beside = wrap(words, SMALL, WIDTH - left - 40, 6) if without else []
        high_left = LEADING * (NAME * len(name) + (SMALL - 0.5) * len(below))
        height = max(REGIME_STEP, high_left + 16, LEADING * SMALL * len(beside) + 16)
        middle = y + (height - 4) / 2
        body.append(rect(0, y, WIDTH, height - 4, FAINT))
        at = middle - high_left / 2
        for rows, size, fill in ((name, NAME, INK), (below, SMALL - 0.5, MUTED)):
            for one in rows:
                at += size * LEADING
                body.append(text(10, at - size * 0.3, one, size, fill))
        if without:
            body.append(text(left + 8, middle + 4.6, "◇" if row.role == APART else "○", BASE, MUTED))
            body += label_lines(left + 30, middle, words, WIDTH - left - 40, SMALL, 6)
        else:
            body += _reading(row, middle, left, scale * float(row.scale or 1))
        y += height
    body.append(line(left, TOP, left, y - 4, INK, 1))
    return compose(spec, lang, y, body, ())


def _words(row: Row, lang: str) -> str:
    """What stands in the place of a bar: why there is no figure, or the figure with its own unit."""
    return f"{_shown(row)} {row.detail.get(lang)}" if row.role == APART else row.detail.get(lang)


def _reading(row: Row, middle: float, left: float, scale: float) -> list[str]:
    colour = TOTAL.fill
    if row.role == "point":
        at = left + float(row.value) * scale
        return [
            line(left, middle, at, middle, colour, 2),
            circle(at, middle, 6, colour),
            text(at + 12, middle + 4.6, _shown(row), BASE, INK),
        ]
    low, high = left + float(row.low) * scale, left + float(row.high) * scale
    return [
        line(left, middle, low, middle, colour, 1, "2 3"),
        rect(low, middle - 6, max(high - low, 2), 12, "#CFE3F0", f' stroke="{colour}" stroke-width="1.4"'),
        text(high + 10, middle + 4.6, _shown(row), BASE, INK),
    ]


def _shown(row: Row) -> str:
    """Return the number, or the two numbers of an interval."""
    return signed(row.value) or (f"{signed(row.low)}–{signed(row.high)}" if row.low else "")
