"""The hot spots: the lines that weigh most, in order, and how much of the whole they make up together."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.quantity import decimal_string
from carnet.report.chart_spec import ChartSpec, Row, add, signed
from carnet.report.fonts import text_width
from carnet.report.frame import BASE, SMALL, TOP, WIDTH, compose, label_lines
from carnet.report.palette import BLACK, CATEGORIES, INK, MUTED, RULE, category
from carnet.report.reading import basis_note, line_names, regime_title, unit_text
from carnet.report.svg import circle, filled, line, polyline, text, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TOP_LINES = 10
BOTTOM_LINES = 6
STEP = 31.0
LABEL = 214.0
PANEL_LEFT, PANEL_RIGHT = 558.0, 668.0


def pareto_chart(result: Mapping[str, Any], top: int = TOP_LINES) -> ChartSpec:
    """Make the hot-spot chart of a result.

    The `top` largest lines stand alone, smaller ones are added up, credits follow at the end, so that the
    cumulative share ends at the whole. Shares are of the sum of all lines.
    """
    lines = sorted(result.get("by_line") or (), key=lambda entry: (-_exact(entry), str(entry["id"])))
    total = sum((_exact(entry) for entry in lines), Fraction(0))
    positive = [entry for entry in lines if _exact(entry) > 0]
    shown, rest = positive[:top], positive[top:]
    credited = [entry for entry in lines if _exact(entry) < 0]
    rows: list[Row] = []
    names = line_names(result)
    running = Fraction(0)
    for entry in shown:
        running += _exact(entry)
        rows.append(_row(entry, names, running, total))
    if rest:
        running += sum((_exact(entry) for entry in rest), Fraction(0))
        label = Text("其余各项合计", "all other lines together")
        value = add(str(entry["value"]) for entry in rest)
        rows.append(Row("other", label, "other", value, cumulative=_share(running, total), category="other"))
    small = credited[: max(len(credited) - BOTTOM_LINES, 0)]
    if small:
        running += sum((_exact(entry) for entry in small), Fraction(0))
        label = Text("其余负值合计", "all other negative lines")
        value = add(str(entry["value"]) for entry in small)
        rows.append(Row("other-negative", label, "other", value, cumulative=_share(running, total), category="other"))
    for entry in credited[len(small) :]:
        running += _exact(entry)
        rows.append(_row(entry, names, running, total))
    title = regime_title(result)
    return ChartSpec(
        "pareto",
        Text(f"排放热点：{title.zh}", f"Hot spots: {title.en}"),
        unit_text(result),
        tuple(rows),
        note=_note(result, over=bool(credited)),
    )


def _note(result: Mapping[str, Any], *, over: bool) -> Text:
    basis = basis_note(result)
    if not over:
        return basis
    words = Text(
        "负值（抵扣、碳平衡中随产品带走的碳）列在最后，因此此前的累计占比可以超过全部。",
        "Negative lines (credits, carbon that leaves with products in a carbon balance) come last, so the cumulative "
        "share can exceed the whole before them.",
    )
    return Text(words.zh + basis.zh, f"{words.en} {basis.en}".strip())


def _exact(entry: Mapping[str, Any]) -> Fraction:
    return Fraction(str(entry.get("exact") or entry["value"]))


def _share(part: Fraction, total: Fraction) -> str:
    """Return a share in per cent with one decimal, half to even."""
    return decimal_string(part / total * 100, 1) if total else ""


def _row(entry: Mapping[str, Any], names: Mapping[str, Text], running: Fraction, total: Fraction) -> Row:
    return Row(
        key=str(entry["id"]),
        label=names[str(entry["id"])],
        role="bar",
        value=str(entry["value"]),
        cumulative=_share(running, total),
        category=str(entry.get("category") or "other"),
    )


def draw_pareto(spec: ChartSpec, lang: str) -> str:
    """Draw bars from the largest down, with the cumulative share as a line in a panel of its own."""
    prefix = f"{spec.kind}-{lang}"
    numbers = [float(row.value) for row in spec.rows] or [0.0]
    low, high = min(0.0, *numbers), max(0.0, *numbers, 1e-9)
    value_room = 16 + max((text_width(signed(row.value), BASE) for row in spec.rows), default=0)
    scale = (PANEL_LEFT - 18 - LABEL - value_room) / (high - low)
    zero = LABEL - low * scale
    top = TOP + 18
    body: list[str] = []
    y = top
    points: list[tuple[float, float]] = []
    widest = max([100.0, *(float(row.cumulative) for row in spec.rows if row.cumulative)])
    for row in spec.rows:
        style = category(row.category)
        number = float(row.value)
        body += _name(row.label.get(lang), y + STEP / 2)
        body.append(text(LABEL - 12, y + STEP / 2 + 4.4, style.code, SMALL, MUTED, "end"))
        left, width = zero + min(0.0, number) * scale, abs(number) * scale
        body.append(filled(left, y + 7, max(width, 0.8), STEP - 14, style, prefix))
        at = zero + max(0.0, number) * scale + 7
        body.append(text(at, y + STEP / 2 + 4.6, signed(row.value), BASE, INK))
        if row.cumulative:
            share = max(0.0, float(row.cumulative))
            points.append((PANEL_LEFT + (PANEL_RIGHT - PANEL_LEFT) * share / widest, y + STEP / 2))
        y += STEP
    body.append(line(zero, top, zero, y, INK, 1))
    body += _panel(spec, lang, points, top, y)
    return compose(spec, lang, y + 4, body, _patterns(spec), _categories(spec))


def _name(name: str, middle: float) -> list[str]:
    """Set the name of a line beside its bar, smaller where two lines do not hold it."""
    fits = not any(row.endswith("…") for row in wrap(name, 11.8, LABEL - 34, 2))
    return label_lines(0, middle, name, LABEL - 34, 11.8) if fits else label_lines(0, middle, name, LABEL - 34, 8.6, 3)


def _panel(spec: ChartSpec, lang: str, points: list[tuple[float, float]], top: float, bottom: float) -> list[str]:
    title = Text("累计占比", "cumulative share").get(lang)
    body = [
        text(PANEL_LEFT, top - 8, title, SMALL, MUTED),
        line(PANEL_LEFT, top, PANEL_LEFT, bottom, RULE, 1),
        line(PANEL_RIGHT, top, PANEL_RIGHT, bottom, RULE, 1),
    ]
    if points:
        body.append(polyline(points, BLACK, 1.6))
    shares = [row.cumulative for row in spec.rows if row.cumulative]
    for (x, y), share in zip(points, shares, strict=True):
        body.append(circle(x, y, 3.6, BLACK))
        body.append(text(WIDTH, y + 4.2, f"{share} %", SMALL, INK, "end"))
    return body


def _categories(spec: ChartSpec) -> list[str]:
    used = {row.category for row in spec.rows}
    return [name for name in CATEGORIES if name in used]


def _patterns(spec: ChartSpec) -> Iterable[str]:
    return {category(row.category).pattern for row in spec.rows}
