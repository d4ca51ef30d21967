"""What stands beside each figure, in one table: class, module D, other total, primary data, what regimes ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from carnet.cli.frame import echo, table, width_of
from carnet.errors import Text
from carnet.report.sections_conformity import counts
from carnet.report.words import class_name

COLUMNS = 120
_GAP = 2
_LEAST = 16
_TOTALS = {"total_with_uptake", "total_without_uptake"}
# Marks that no line may begin with.
_NOT_FIRST = frozenset("，。、；：）”,.;:)")
Result = dict[str, Any]


def fitted(head: Sequence[str], rows: Sequence[list[str]], column: int) -> list[list[str]]:
    """The rows with one column broken into several lines, so that the table is at most 120 columns wide."""
    widths = [max(width_of(row[i]) for row in [list(head), *rows]) for i in range(len(head))]
    room = max(_LEAST, COLUMNS - sum(w for i, w in enumerate(widths) if i != column) - _GAP * (len(head) - 1))
    shown: list[list[str]] = []
    for row in rows:
        for number, part in enumerate(fold(row[column], room)):
            first = number == 0
            shown.append([part if i == column else (cell if first else "") for i, cell in enumerate(row)])
    return shown


def fold(text: str, columns: int) -> list[str]:
    """Break a text at spaces or between Chinese characters, by the columns a terminal needs for it."""
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and width_of((lines[-1] + piece).rstrip()) > columns and piece not in _NOT_FIRST:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece.lstrip() if not lines[-1] else piece
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> list[str]:
    """Words with the space after them; each wide character by itself."""
    found: list[str] = []
    open_word = False
    for character in text:
        wide = width_of(character) > 1
        if wide or not open_word:
            found.append(character)
        else:
            found[-1] += character
        open_word = not wide and character != " "
    return found


def show_points(results: Sequence[Result], lang: str) -> None:
    """A row for each figure; a column that holds nothing for any of them is left out."""
    given = [r for r in results if r["figure"]["lower"] is not None]
    cells = [[cell(r, lang) for r in given] for _, cell in _COLUMNS]
    used = [i for i, column in enumerate(cells) if any(column)]
    if not used:
        return
    head = [{"zh": "方案", "en": "regime"}[lang], *(_COLUMNS[i][0].get(lang) for i in used)]
    rows = [[str(r["regime"]["id"]), *(cells[i][n] for i in used)] for n, r in enumerate(given)]
    echo()
    table(head, rows, right=tuple(range(1, len(head))))


def _class(result: Result, lang: str) -> str:
    placed = result["class"]
    if not placed or placed["missing"]:
        return ""
    beyond = {"zh": "超出", "en": "beyond"}[lang]
    ends = [class_name(placed[end]).get(lang) if placed[end] else beyond for end in ("best", "worst")]
    return ends[0] if ends[0] == ends[1] else "–".join(ends)


def _apart(wanted: Callable[[str], bool]) -> Callable[[Result, str], str]:
    def cell(result: Result, _: str) -> str:
        return " / ".join(str(row["value"]) for row in result["separate"] if wanted(str(row["id"])))

    return cell


def _others(result: Result, _: str) -> str:
    count = sum(row["id"] not in {*_TOTALS, "module_d"} for row in result["separate"])
    return str(count) if count else ""


def _not_declared(result: Result, _: str) -> str:
    modules = result["modules"]
    return f"{sum(not m['declared'] for m in modules)}/{len(modules)}" if modules else ""


def _primary(result: Result, _: str) -> str:
    share = (result["quality"] or {}).get("primary_data_share")
    return str(share["percent"]) if share else ""


def _verdicts(verdict: str) -> Callable[[Result, str], str]:
    def cell(result: Result, _: str) -> str:
        return str(counts(result)[verdict]) if result["conformity"] else ""

    return cell


def _exclusions(result: Result, _: str) -> str:
    asked = result["exclusions"]
    return f"{sum(row['left_out'] for row in asked)}/{len(asked)}" if asked else ""


_COLUMNS: tuple[tuple[Text, Callable[[Result, str], str]], ...] = (
    (Text("分级", "class"), _class),
    (Text("模块D", "module D"), _apart(lambda name: name == "module_d")),
    (Text("另一总量", "other total"), _apart(lambda name: name in _TOTALS)),
    (Text("另列项数", "shown apart"), _others),
    (Text("未申报模块", "modules ND"), _not_declared),
    (Text("初级数据%", "primary data %"), _primary),
    (Text("要求未满足", "not met"), _verdicts("not_met")),
    (Text("未能证明", "not shown"), _verdicts("not_shown")),
    (Text("舍去/申请", "left out/asked"), _exclusions),
)
