"""The rules: boundary statement and the table of dimensions and regimes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.report.blocks import Block, grid, heading, mono, muted, small
from carnet.report.boundary_statement import boundary_statement
from carnet.report.reading import regime_id, regime_title
from carnet.report.register import register_of
from carnet.report.texts import SECTIONS

if TYPE_CHECKING:
    from carnet.regime.describe import PlanRow
    from carnet.report.blocks import Cell
    from carnet.report.inputs import ReportInputs
    from carnet.report.register import Register

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def boundary(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return the boundary statement of the main result, items with the same heading gathered."""
    result = inputs.main() or next(iter(inputs.results), None)
    if result is None:
        return []
    statement = boundary_statement(inputs.study, result.get("plan") or {}, lang, inputs.flows)
    colon = "：" if lang == "zh" else ": "
    gathered: dict[str, list[str]] = {}
    for line in statement.split("\n"):
        name, _, item = line.partition(colon)
        gathered.setdefault(name, []).append(item)
    separator = "；" if lang == "zh" else "; "
    rows: list[list[Cell]] = [[muted(name), separator.join(items)] for name, items in gathered.items()]
    title = regime_title(result)
    words = Text(
        f"依据模型与方案“{title.zh}”的规则自动生成；模型一改，这里随之逐行改变。",
        f"Made from the model and the rules of {title.en}; when the model changes, this changes line by line.",
    )
    head = [Text("项目", "Item").get(lang), Text("内容", "Content").get(lang)]
    return [heading(1, SECTIONS["boundary"], lang), small(words, lang), grid(head, rows, [2, 7])]


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
    matrix = grid([Text("维度", "Dimension").get(lang), *titles], rows, [4, *([3] * count)], "l" + "c" * count, 7.2)
    in_words = heading(2, Text("逐项规则及出处", "Each rule with its source"), lang)
    blocks = [heading(1, SECTIONS["rules"], lang), small(words, lang), matrix, in_words]
    register = register_of(inputs)
    for row in inputs.plan_rows:
        blocks.append({"t": "h3", "s": f"{row.dimension} {row.name.get(lang)}", "gloss": ""})
        blocks.append(_detail(row, titles, register, lang))
    return blocks


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
