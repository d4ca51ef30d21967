"""The rules: boundary statement and the table of dimensions and regimes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.report.blocks import Block, grid, heading, lines, mono, muted, paragraph, small
from carnet.report.boundary_statement import boundary_items
from carnet.report.fonts import text_width
from carnet.report.reading import has_figure, regime_id, regime_title
from carnet.report.register import register_of
from carnet.report.texts import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from carnet.regime.describe import PlanRow
    from carnet.report.blocks import Cell
    from carnet.report.boundary_statement import Item
    from carnet.report.inputs import ReportInputs
    from carnet.report.register import Register

_SIZE = 7.2  # pt
_TEXT_WIDTH = 481.9  # pt: A4 less both margins of the layout
_INSET = 8.0  # pt at both sides of a cell
_LEGEND_COLUMNS = 3
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def boundary(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return the boundary of the main result in full, then of every other figure what differs from it."""
    main = inputs.main() or next(iter(inputs.results), None)
    if main is None:
        return []
    own = _items(inputs, main)
    title = regime_title(main)
    words = Text(
        f"依据模型与方案“{title.zh}”的规则自动生成；模型一改，这里随之逐行改变。",
        f"Made from the model and the rules of {title.en}; when the model changes, this changes line by line.",
    )
    blocks = [heading(1, SECTIONS["boundary"], lang), small(words, lang), _statement(own, lang)]
    for result in inputs.results:
        if result is main or not has_figure(result):
            continue
        name = regime_title(result)
        blocks.append(heading(2, Text(f"不同之处：{name.zh}", f"What differs: {name.en}"), lang, gloss=False))
        other = _different(_items(inputs, result), own)
        if not other:
            none = Text(f"与“{title.zh}”逐行相同。", f"Line by line the same as {title.en}.")
            blocks.append(paragraph(none, lang))
            continue
        more = Text(
            f"只列与“{title.zh}”不同的各行；其余各行相同。",
            f"Only the lines that differ from {title.en}; all others are the same.",
        )
        blocks += [small(more, lang), _statement(other, lang)]
    return blocks


def _items(inputs: ReportInputs, result: Mapping[str, Any]) -> tuple[Item, ...]:
    """Return the statement of a result: with a figure, what it left out and why comes from the result itself."""
    known = result if has_figure(result) and "excluded" in result else None
    return boundary_items(inputs.study, result.get("plan") or {}, inputs.flows, known)


def _different(items: tuple[Item, ...], main: tuple[Item, ...]) -> tuple[Item, ...]:
    said = {item.text("en") for item in main}
    return tuple(item for item in items if item.text("en") not in said)


def _statement(items: tuple[Item, ...], lang: str) -> Block:
    """Return the items gathered: by heading, then by reason, then by the process that uses them."""
    gathered: dict[str, dict[str, dict[str, dict[str, None]]]] = {}
    for item in items:
        users = gathered.setdefault(item.head.get(lang), {}).setdefault(item.reason.get(lang), {})
        users.setdefault(item.user.get(lang), {})[item.what.get(lang)] = None
    separator, comma, colon = ("；", "、", "：") if lang == "zh" else ("; ", ", ", ": ")

    def said(users: Mapping[str, Mapping[str, None]]) -> str:
        each = (f"{user}{colon}{comma.join(whats)}" if user else separator.join(whats) for user, whats in users.items())
        return separator.join(each)

    why = Text("原因：", "Reason: ").get(lang)
    rows: list[list[Cell]] = [
        [
            muted(name),
            lines(
                *(
                    cell
                    for reason, users in reasons.items()
                    for cell in (said(users), muted(why + reason) if reason else "")
                )
            ),
        ]
        for name, reasons in gathered.items()
    ]
    return grid([Text("项目", "Item").get(lang), Text("内容", "Content").get(lang)], rows, [2, 7])


def rules(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return who computes what in the same way, then each rule in words with its citation."""
    if not inputs.plan_rows:
        return []
    titles = [regime_id(result) for result in inputs.results]
    words = Text(
        "每行一个维度；同一行中字母相同的方案，该维度的算法相同；字母不同即算法不同。",
        "One dimension to a row; in a row, regimes with the same letter compute that dimension in the same way.",
    )
    rows: list[list[Cell]] = [[f"{row.dimension} {row.name.get(lang)}", *_letters(row)] for row in inputs.plan_rows]
    count = len(titles)
    numbered = _too_wide(titles)
    heads = [str(number + 1) for number in range(count)] if numbered else titles
    widths = [7, *([1] * count)] if numbered else [4, *([3] * count)]
    matrix = grid([Text("维度", "Dimension").get(lang), *heads], rows, widths, "l" + "c" * count, _SIZE)
    legend = [_numbers(heads, titles, lang)] if numbered else []
    in_words = heading(2, Text("逐项规则及出处", "Each rule with its source"), lang)
    blocks = [heading(1, SECTIONS["rules"], lang), small(words, lang), *legend, matrix, in_words]
    register = register_of(inputs)
    for row in inputs.plan_rows:
        blocks.append({"t": "h3", "s": f"{row.dimension} {row.name.get(lang)}", "gloss": ""})
        blocks.append(_detail(row, titles, register, lang))
    return blocks


def _too_wide(titles: list[str]) -> bool:
    """Say whether any heading runs out of its column: the columns of regimes share what the first leaves."""
    column = _TEXT_WIDTH * 3 / (4 + 3 * len(titles)) - _INSET
    return any(text_width(title, _SIZE) > column for title in titles)


def _numbers(heads: list[str], titles: list[str], lang: str) -> Block:
    """Which number stands for which regime, in three columns of pairs, read row by row."""
    pairs: list[Cell] = [cell for head, title in zip(heads, titles, strict=True) for cell in (head, mono(title))]
    per_row = 2 * _LEGEND_COLUMNS
    pairs += [""] * (-len(pairs) % per_row)
    rows = [pairs[at : at + per_row] for at in range(0, len(pairs), per_row)]
    head = [Text("号", "No").get(lang), Text("方案", "Regime").get(lang)] * _LEGEND_COLUMNS
    return grid(head, rows, [1, 6] * _LEGEND_COLUMNS, "rl" * _LEGEND_COLUMNS, _SIZE)


def _letters(row: PlanRow) -> list[str]:
    seen = {plan: _LETTERS[index % len(_LETTERS)] for index, plan in enumerate(dict.fromkeys(row.plans))}
    return [seen[plan] for plan in row.plans]


def _detail(row: PlanRow, titles: list[str], register: Register, lang: str) -> Block:
    head = [Text("方案", "Regime").get(lang), "", Text("规则、状态与出处", "Rule, status and source").get(lang)]
    rows: list[list[Cell]] = []
    for title, letter, cell in zip(titles, _letters(row), row.cells, strict=True):
        rows.append([mono(title), letter, register.short(cell.get(lang))])
    return grid(head, rows, [5, 0, 18], "lcl", 7.4)


def sources(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return the register of the texts the rules come from: letter and full title."""
    entries = register_of(inputs).entries
    if not entries:
        return []
    head = [Text("代号", "Letter").get(lang), Text("文献", "Text").get(lang)]
    rows: list[list[Cell]] = [[f"[{letter}]", title] for title, letter in entries]
    return [heading(1, SECTIONS["sources"], lang, fresh=False), grid(head, rows, [1, 14], size=7.6)]
