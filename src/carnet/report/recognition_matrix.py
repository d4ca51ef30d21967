"""The matrix of verdicts on one study: markets by purposes; a word, letter, colour and pattern in each cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.recognition.vocabulary import PURPOSES
from carnet.report.chart_spec import ChartSpec, Row, text_alternative
from carnet.report.fonts import text_width
from carnet.report.frame import SMALL, TITLE, TITLE_LONG, TOP, WIDTH
from carnet.report.palette import INK, MUTED, RULE
from carnet.report.recognition_words import CELL_STYLE, KIND_TEXT, PURPOSE_TEXT, joined
from carnet.report.svg import clean, definitions, document, filled, line, rect, text, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carnet.recognition.verdict import Verdict
    from carnet.report.palette import Style

LABEL = 92.0
CODE = 26.0  # right of a name, for the code of the market
GAP = 14.0  # between two headings
STEP = 46.0
BADGE = 17.0
WORDS = 10.5
LEADING = 12.5
NOTE = Text(
    "每格是一个市场、一种用途在当日的总判断（取最差的一个方面）。不是核查、认证或官方决定；C、D 不等于会被接受。",
    "Each cell is the overall verdict (the worst dimension) for one market and purpose on the day. It is no "
    "verification, certification or official decision; C and D promise no acceptance.",
)


# (market, purpose) → the word of `CELL_STYLE` for a cell without a rule of which more is known, and why.
Silent = Mapping[tuple[str, str], tuple[str, Text]]


def matrix_chart(
    cells: Sequence[Verdict],
    markets: Mapping[str, Text],
    *,
    product: Text,
    study: str,
    day: str,
    marks: Text,
    silent: Silent,
) -> ChartSpec:
    """Make the chart.

    Args:
        cells: one verdict for each market and purpose, in any order.
        markets: market → its name, in the order of the rows.
        product: name of the product.
        study: id and version.
        day: the day asked about.
        marks: what the picture must say when it travels alone (illustrative data), or nothing.
        silent: cells without a rule on file of which more is known than that.
    """
    found = {(one.market, one.purpose): one for one in cells}
    rows = [Row(f"market:{key}", name, "side") for key, name in markets.items()]
    asked = [key for key in PURPOSES if any(one.purpose == key for one in cells)]
    rows += [Row(f"purpose:{key}", PURPOSE_TEXT[key], "side") for key in asked]
    for market, name in markets.items():
        for purpose in asked:
            one = found.get((market, purpose))
            if one is None:
                continue
            word, why = silent.get((market, purpose), (one.overall, None))
            style, said = CELL_STYLE[word], PURPOSE_TEXT[purpose]
            rows.append(
                Row(
                    f"{market}/{purpose}",
                    Text(f"{name.zh}·{said.zh}", f"{name.en}, {said.en}"),
                    "cell",
                    category=word,
                    source=f"market:{market}",
                    target=f"purpose:{purpose}",
                    detail=_detail(one, style) if why is None else _because(style, why),
                    cite=Text(style.code, style.code),
                )
            )
    zh = f"{marks.zh}{NOTE.zh}"
    return ChartSpec(
        "verdicts",
        Text(f"各市场、各用途：{product.zh}", f"Markets and purposes: {product.en}"),
        Text(f"{study}，{day}", f"{study}, {day}"),
        tuple(rows),
        note=Text(zh, f"{marks.en} {NOTE.en}".strip()),
    )


def _because(style: Style, why: Text) -> Text:
    """Letter and word of a cell without a rule, and why there is none."""
    zh = joined([f"{style.code} {style.name.zh}", why.zh], "zh")
    return Text(zh, joined([f"{style.code} {style.name.en}", why.en], "en"))


def _detail(one: Verdict, style: Style) -> Text:
    """Letter, word and reasons in full, for the table and for a screen reader."""
    kind = KIND_TEXT[one.kind] if one.overall != "no_rule_on_file" else Text("", "")
    zh = joined([f"{style.code} {style.name.zh}", kind.zh, *(why.zh for why in one.why)], "zh")
    return Text(zh, joined([f"{style.code} {style.name.en}", kind.en, *(why.en for why in one.why)], "en"))


def draw_matrix(spec: ChartSpec, lang: str) -> str:
    """Draw the matrix as SVG."""
    prefix = f"{spec.kind}-{lang}"
    markets = [row for row in spec.rows if row.key.startswith("market:")]
    purposes = [row for row in spec.rows if row.key.startswith("purpose:")]
    cells = {(row.source, row.target): row for row in spec.rows if row.role == "cell"}
    column = (WIDTH - LABEL) / len(purposes)
    body = _title(spec, lang)
    heads = [_heading(purpose.label.get(lang), column - GAP) for purpose in purposes]
    head = LEADING * max(len(names) for names in heads) + 10
    for number, names in enumerate(heads):
        bottom = TOP + head - 8
        for at, one in enumerate(names):
            y = bottom - LEADING * (len(names) - 1 - at)
            body.append(text(LABEL + column * number + 4, y, one, WORDS + 0.5, INK))
    y = TOP + head
    for market in markets:
        body.append(line(0, y, WIDTH, y, RULE, 0.8))
        # The name stands in the middle of its row, its code behind the last line: one look takes both.
        names = wrap(market.label.get(lang), SMALL, LABEL - CODE, 2)
        last = y + STEP / 2 + SMALL * 0.36 + 14 * (len(names) - 1) / 2
        for at, one in enumerate(names):
            body.append(text(0, last - 14 * (len(names) - 1 - at), one, SMALL, INK))
        code = market.key.partition(":")[2]
        body.append(text(LABEL - 8, last, code, 9.5, MUTED, "end"))
        for number, purpose in enumerate(purposes):
            cell = cells.get((market.key, purpose.key))
            if cell is not None:
                body += _cell(cell, LABEL + column * number, y, column, lang, prefix)
        y += STEP
    body.append(line(0, y, WIDTH, y, RULE, 0.8))
    used = [name for name in CELL_STYLE if any(cell.category == name for cell in cells.values())]
    legend, y = _legend(used, lang, y + 12, prefix)
    body += legend
    for one in wrap(spec.note.get(lang), SMALL, WIDTH, 6):
        body.append(text(0, y + 12, one, SMALL, MUTED))
        y += 17
    patterns = [CELL_STYLE[name].pattern for name in used]
    elements = [definitions(prefix, patterns), *body]
    return document(
        prefix, WIDTH, y + 4, spec.title.get(lang), text_alternative(spec, lang), [each for each in elements if each]
    )


# Where a heading too long for its column breaks: Chinese has no spaces to tell.
_BREAKS: Mapping[str, tuple[str, ...]] = {"电池碳足迹申报": ("电池碳足迹", "申报")}


def _heading(words: str, width: float) -> list[str]:
    """A heading in at most three lines."""
    if words in _BREAKS and text_width(words, WORDS + 0.5) > width:
        return list(_BREAKS[words])
    return wrap(words, WORDS + 0.5, width, 3)


def _title(spec: ChartSpec, lang: str) -> list[str]:
    title, unit = spec.title.get(lang), spec.unit.get(lang)
    size = TITLE if text_width(title, TITLE) <= WIDTH else TITLE_LONG
    return [text(0, 20, wrap(title, size, WIDTH, 1)[0], size, INK), text(0, 41, unit, SMALL, MUTED)]


def _cell(cell: Row, x: float, y: float, width: float, lang: str, prefix: str) -> list[str]:
    style = CELL_STYLE[cell.category]
    quiet = cell.category in {"no_rule_on_file", "not_in_scope", "other_products", "does_not_apply"}
    parts = [f"<g><title>{clean(cell.label.get(lang))}: {clean(cell.detail.get(lang))}</title>"]
    parts += _badge(style, x + 4, y + (STEP - BADGE - 4) / 2, BADGE, prefix)
    rows = wrap(style.name.get(lang), WORDS, width - BADGE - 18, 3)
    first = y + STEP / 2 + WORDS * 0.36 - LEADING * (len(rows) - 1) / 2
    colour = MUTED if quiet else INK
    parts += [text(x + BADGE + 14, first + LEADING * at, one, WORDS, colour) for at, one in enumerate(rows)]
    return [*parts, "</g>"]


def _badge(style: Style, x: float, y: float, size: float, prefix: str) -> list[str]:
    """A patch in colour and pattern with the letter on a white ground."""
    wide = size + 4
    parts = [filled(x, y, wide, size + 4, style, prefix)]
    parts.append(rect(x + 4.5, y + 4, wide - 9, size - 4, "#FFFFFF"))
    parts.append(text(x + wide / 2, y + size / 2 + 6, style.code, 11.5, INK, "middle"))
    return parts


def _legend(used: Sequence[str], lang: str, y: float, prefix: str) -> tuple[list[str], float]:
    parts: list[str] = []
    x = 0.0
    for name in used:
        style = CELL_STYLE[name]
        needed = 28 + text_width(style.name.get(lang), SMALL) + 18
        if x and x + needed > WIDTH:
            x, y = 0.0, y + 26
        parts += _badge(style, x, y, BADGE, prefix)
        parts.append(text(x + 28, y + 14.5, style.name.get(lang), SMALL, INK))
        x += needed
    return parts, y + 30
