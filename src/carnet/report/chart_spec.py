"""One chart, once: the data from which the picture, the bitmap, the table and the sentences are all made."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from carnet.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

NO_TEXT = Text("", "")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(E[+-]?\d+)?")
# A spreadsheet takes a cell beginning with one of these for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Enough digits that adding printed decimals is always exact.
_DIGITS = 400


@dataclass(frozen=True, slots=True)
class Row:
    """One thing a chart shows.

    `value`, `low`, `high` are decimal strings in the unit of the chart; `share` and `cumulative` decimal
    strings in per cent. `detail` goes into table and words, the shorter `cite` into the picture. `role` says
    how it is drawn: bar, other, from, term, unit, to, node, link, point, interval, apart, none. `category` names a
    style of the palette. `source` and `target` are keys of other rows. `scale` is what the picture, and only the
    picture, multiplies a number with, so that numbers per kg and per t share one axis. `unit` is the row's own where
    rows differ; role ``apart`` is a number whose unit has no place on the axis: it is listed, not drawn.
    """

    key: str
    label: Text
    role: str
    value: str = ""
    low: str = ""
    high: str = ""
    share: str = ""
    cumulative: str = ""
    category: str = ""
    source: str = ""
    target: str = ""
    detail: Text = NO_TEXT
    cite: Text = NO_TEXT
    scale: str = ""
    unit: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """A chart: `kind` is stages, pareto, sankey, waterfall or regimes; `unit` is printed as it stands."""

    kind: str
    title: Text
    unit: Text
    rows: tuple[Row, ...]
    summary: Text = NO_TEXT
    note: Text = NO_TEXT

    def row(self, key: str) -> Row:
        """Return the row with a key."""
        return next(row for row in self.rows if row.key == key)


# (field, heading zh, heading en); a column that is empty in every row is left out of the table.
COLUMNS = (
    ("value", "数值", "value"),
    ("low", "下限", "low"),
    ("high", "上限", "high"),
    ("share", "占比 %", "share %"),
    ("cumulative", "累计 %", "cumulative %"),
)


# In a waterfall the two bounds are those over all orders of changing the rules.
_WATERFALL = {"low": Text("各次序最小", "least, any order"), "high": Text("各次序最大", "most, any order")}


def _columns(spec: ChartSpec) -> list[tuple[str, Text]]:
    """Return field and heading of the columns that have a value in any row."""
    own = _WATERFALL if spec.kind == "waterfall" else {}
    return [
        (name, own.get(name, Text(zh, en))) for name, zh, en in COLUMNS if any(getattr(row, name) for row in spec.rows)
    ]


def _cell(row: Row, name: str) -> str:
    """Print one number; a unit factor is marked as what it is, a multiplier."""
    number = signed(getattr(row, name))
    return f"× {number}" if row.role == "unit" and number else number


def add(values: Iterable[str]) -> str:
    """Add decimal strings exactly; the sum has as many decimals as the longest of them."""
    with localcontext() as context:
        context.prec = _DIGITS
        total = sum((Decimal(value) for value in values), Decimal(0))
        return f"{total:f}"


def percent(share: str) -> str:
    """Turn a share of one, as a decimal string, into per cent by moving its point; nothing is rounded."""
    if not share:
        return ""
    with localcontext() as context:
        context.prec = _DIGITS
        moved = Decimal(share).scaleb(2)
        text = f"{moved:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def signed(number: str, *, plus: bool = False) -> str:
    """Print a decimal string with a true minus sign, and with a plus sign where asked."""
    if number.startswith("-"):
        return "−" + number[1:]
    return "+" + number if plus and number.strip("0.") else number


def to_csv(spec: ChartSpec) -> bytes:
    """Return the data of a chart as UTF-8 CSV with a byte order mark, headings in both languages.

    A cell that a spreadsheet would take for a formula is written with an apostrophe before it.
    """
    used = _columns(spec)
    linked = any(row.source or row.target for row in spec.rows)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    head = ["key", "名称 name zh", "名称 name en", "role", "category"]
    head += [f"{heading.zh} {heading.en}" for _, heading in used]
    head += ["from", "to"] if linked else []
    writer.writerow([*head, "单位 unit", "说明 note zh", "说明 note en"])
    for row in spec.rows:
        cells = [row.key, row.label.zh, row.label.en, row.role, row.category]
        cells += [getattr(row, name) for name, _ in used]
        cells += [row.source, row.target] if linked else []
        writer.writerow([safe_cell(cell) for cell in (*cells, _unit(spec, row), row.detail.zh, row.detail.en)])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _unit(spec: ChartSpec, row: Row) -> str:
    """The unit of a row's numbers, in both languages where they differ."""
    own = row.unit if row.unit.en else Text(spec.unit.en, spec.unit.en)
    return own.en if own.zh == own.en else f"{own.zh} {own.en}"


def safe_cell(cell: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula; numbers stay numbers."""
    if cell.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(cell):
        return "'" + cell
    return cell


def table(spec: ChartSpec, lang: str) -> tuple[list[str], list[list[str]]]:
    """Return headings and rows of the table that says the same as the picture."""
    used = _columns(spec)
    head = [Text("项目", "item").get(lang), *(heading.get(lang) for _, heading in used)]
    rows = [[_name(spec, row, lang), *(_cell(row, name) for name, _ in used)] for row in spec.rows]
    if any(row.detail.get(lang) for row in spec.rows):
        head.append(Text("依据与说明", "basis and note").get(lang))
        rows = [[*cells, row.detail.get(lang)] for cells, row in zip(rows, spec.rows, strict=True)]
    return head, rows


def text_alternative(spec: ChartSpec, lang: str) -> str:
    """Return the chart in words: title, what it says, one line for each row with all its numbers."""
    lines = [f"{spec.title.get(lang)} ({spec.unit.get(lang)})"]
    lines += [part for part in (spec.summary.get(lang), spec.note.get(lang)) if part]
    used = _columns(spec)
    for row in spec.rows:
        numbers = [f"{heading.get(lang)} {_cell(row, name)}" for name, heading in used if getattr(row, name)]
        colon = "：" if lang == "zh" else ": "
        tail = f" ({row.detail.get(lang)})" if row.detail.get(lang) else ""
        lines.append(f"{_name(spec, row, lang)}{colon}{', '.join(numbers)}{tail}")
    return "\n".join(lines)


def _name(spec: ChartSpec, row: Row, lang: str) -> str:
    if row.role == "link":
        return f"{spec.row(row.source).label.get(lang)} → {spec.row(row.target).label.get(lang)}"
    return row.label.get(lang)
