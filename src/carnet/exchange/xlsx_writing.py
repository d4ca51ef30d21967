"""Writing a study as a workbook: one tab per table of the model, guidance, and lists to choose from."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from carnet.errors import InputError, Place, Text, problem
from carnet.exchange.celltext import fits_numeric_cell, shortest_decimal
from carnet.exchange.sheet import SheetLimits, letters, utf16_length
from carnet.exchange.study_choices import CHOICES
from carnet.exchange.study_sheets import (
    FIRST_DATA_ROW,
    ITEM_COLUMNS,
    NOT_READ,
    NOTE_MARK,
    STUDY_ITEMS,
    STUDY_TAB,
    TABS,
    Column,
    Tab,
)
from carnet.exchange.study_values import join_list, label_of, serial_of
from carnet.exchange.workbook_write import DropDown, OutCell, OutSheet, Style, quoted_sheet, workbook_bytes
from carnet.quantity import DecimalError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carnet.errors import Problem
    from carnet.inventory.model import Flow, Study

LISTS, FLOW_LIST, GUIDE = "列表 Lists", "物流清单 Flow list", "说明 Guide"
_LIMITS = SheetLimits()
_LAST_ROW = FIRST_DATA_ROW + 4_999  # drop-downs reach so far
_WIDTHS = {"word": 20, "text": 44, "decimal": 14, "date": 13, "list": 24, "choice": 22, "suggest": 20, "ref": 20}
_WIDER = {"id": 28, "document": 44}
_STUDY_WIDTHS, _GUIDE_WIDTHS = (30, 44, 44, 60), (24, 30, 12, 56, 64, 60)
_TITLE_HEIGHT = 24
_LINE_HEIGHT, _TALLEST, _LAST_NARROW = 15, 45, "\u2e7f"
_OPEN = frozenset({"word", "suggest", "ref"})


def write(study: Study, flows: Sequence[Flow] = ()) -> bytes:
    """Write a study; the same study and flows give the same bytes.

    Args:
        study: any study; texts longer than a cell holds cannot be written.
        flows: the shared list of flows, offered in a drop-down and listed on a tab of its own.

    Raises:
        InputError: FIL-080 or FIL-081, with the JSON Pointer of what does not fit.
    """
    return _write(study, flows, ())


def new_workbook(product_id: str, template: Study, flows: Sequence[Flow] = ()) -> bytes:
    """Write a workbook to start from: the template's rows are the example, under the id of the new product.

    Args:
        product_id: becomes the id of the study.
        template: a study that can be calculated as it stands.
        flows: as `write`.
    """
    study = dataclasses.replace(template, id=product_id)
    example = Text(
        "各表中的数据是示例，可直接计算；请逐行换成您自己的数据，并删除不需要的行。",
        "The rows in all tabs are an example that can be calculated as it stands; replace them by your own data, "
        "row by row, and delete what you do not need.",
    )
    return _write(study, flows, (example,))


def _write(study: Study, flows: Sequence[Flow], remarks: Sequence[Text]) -> bytes:
    problems: list[Problem] = []
    lists, sources = _lists(flows)
    sheets = [_guide(remarks), _study_sheet(study, sources, problems)]
    for tab in TABS:
        records = getattr(study, tab.field)
        if len(records) > _LIMITS.rows - FIRST_DATA_ROW + 1:
            problems.append(
                problem("FIL-081", Place(pointer=f"/{tab.field}"), tab=tab.name, count=len(records), limit=_LIMITS.rows)
            )
        rows = [_header(tab.columns), _notes(tab.columns)]
        for i, record in enumerate(records):
            cells = [_cell_of(record, column, f"/{tab.field}/{i}", problems) for column in tab.columns]
            rows.append(cells)
        sheets.append(_table(tab, rows, sources))
    if flows:
        sheets.append(_flow_sheet(flows))
    sheets.append(lists)
    if problems:
        raise InputError(tuple(problems))
    return workbook_bytes(sheets)


# ── values ───────────────────────────────────────────────────────────────────────────────────────


def _value(record: object, path: str) -> str | tuple[str, ...]:
    here = record
    for name in path.split("."):
        here = getattr(here, name)
    assert isinstance(here, str | tuple)  # noqa: S101 - the table names only texts and tuples of texts
    return here


def _cell_of(record: object, column: Column, pointer: str, problems: list[Problem]) -> OutCell | None:
    return _cell(_value(record, column.field), column, f"{pointer}/{column.field.replace('.', '/')}", problems)


def _cell(value: str | tuple[str, ...], column: Column, pointer: str, problems: list[Problem]) -> OutCell | None:
    if isinstance(value, tuple):
        text = join_list(value)
    elif column.kind in {"choice", "suggest"}:
        text = label_of(column.source, value) if value else ""
    else:
        text = value
    if not text:
        return None
    length = utf16_length(text)
    if length > _LIMITS.text:
        place = Place(pointer=pointer)
        problems.append(problem("FIL-080", place, pointer=pointer, count=length, limit=_LIMITS.text))
    if column.kind == "decimal":
        return OutCell(text, "number" if _numeric(text) else "text", _numeric(text))
    if column.kind == "date":
        serial = serial_of(text)
        return OutCell(serial, "date", number=True) if serial else OutCell(text, "date")
    return OutCell(text, "text")


def _numeric(text: str) -> bool:
    """Say whether a decimal may be a number: it must come back from the cell letter for letter."""
    try:
        return fits_numeric_cell(text) and shortest_decimal(text) == text
    except DecimalError:
        return False


# ── sheets ───────────────────────────────────────────────────────────────────────────────────────


def _header(columns: Sequence[Column]) -> list[OutCell | None]:
    return [OutCell(column.header, "required" if column.required else "header") for column in columns]


def _notes(columns: Sequence[Column]) -> list[OutCell | None]:
    return [OutCell(_note(column), "note") for column in columns]


def _note(column: Column) -> str:
    texts = [text for text in (column.help.zh, column.help.en) if text]
    return "\n".join([f"{NOTE_MARK} {texts[0]}", *texts[1:]]) if texts else NOTE_MARK


def _styles(columns: Sequence[Column]) -> list[Style]:
    special: dict[str, Style] = {"decimal": "number", "date": "date"}
    return [special.get(column.kind, "text") for column in columns]


def _table(tab: Tab, rows: Sequence[Sequence[OutCell | None]], sources: dict[str, str]) -> OutSheet:
    widths = [_WIDER.get(column.field, _WIDTHS[column.kind]) for column in tab.columns]
    drop_downs = [
        DropDown(i, FIRST_DATA_ROW, _LAST_ROW, formula, column.kind in _OPEN)
        for i, column in enumerate(tab.columns, 1)
        if (formula := sources.get(column.source))
    ]
    return OutSheet(
        name=tab.name,
        rows=rows,
        widths=widths,
        styles=_styles(tab.columns),
        frozen_rows=FIRST_DATA_ROW - 1,
        frozen_columns=1,
        drop_downs=drop_downs,
        heights=[*_heights(rows[:2], widths), *(min(h, _TALLEST) for h in _heights(rows[2:], widths))],
    )


def _heights(rows: Sequence[Sequence[OutCell | None]], widths: Sequence[int]) -> list[int]:
    """Estimate the height of rows of wrapped text: a Chinese character is as wide as two letters."""
    return [
        max([_LINE_HEIGHT] + [_LINE_HEIGHT * _lines(c.text, w) for c, w in zip(row, widths, strict=False) if c])
        for row in rows
    ]


def _lines(text: str, width: int) -> int:
    lengths = (len(line) + sum(char > _LAST_NARROW for char in line) for line in text.split("\n"))
    return sum(-(-max(length, 1) // (width - 1)) for length in lengths)


def _study_sheet(study: Study, sources: dict[str, str], problems: list[Problem]) -> OutSheet:
    rows: list[list[OutCell | None]] = [_header(ITEM_COLUMNS), _notes(ITEM_COLUMNS)]
    drop_downs: list[DropDown] = []
    for column in STUDY_ITEMS:
        pointer = f"/{column.field.replace('.', '/')}"
        style: Style = "required" if column.required else "header"
        guidance = OutCell("\n".join(text for text in (column.help.zh, column.help.en) if text), "note")
        both = column.kind == "both"
        value = _cell(_value(study, f"{column.field}.zh" if both else column.field), column, pointer, problems)
        english = _cell(_value(study, f"{column.field}.en"), column, f"{pointer}/en", problems) if both else None
        rows.append([OutCell(column.header, style), value, english, guidance])
        if formula := sources.get(column.source):
            drop_downs.append(DropDown(2, len(rows), len(rows), formula, column.kind in _OPEN))
    return OutSheet(
        name=STUDY_TAB.name,
        rows=rows,
        widths=_STUDY_WIDTHS,
        heights=_heights(rows, _STUDY_WIDTHS),
        styles=("header", "text", "text", "note"),
        frozen_rows=FIRST_DATA_ROW - 1,
        frozen_columns=1,
        drop_downs=drop_downs,
    )


def _lists(flows: Sequence[Flow]) -> tuple[OutSheet, dict[str, str]]:
    """Return the hidden sheet behind the drop-downs, and where each list stands."""
    columns: list[list[str]] = [[NOT_READ]]
    sources: dict[str, str] = {}
    for name, choices in CHOICES.items():
        columns.append([name, *(choice.label for choice in choices)])
        at = letters(len(columns))
        sources[name] = f"{quoted_sheet(LISTS)}!${at}$2:${at}${len(choices) + 1}"
    for tab in TABS:
        # Ids are offered from the tab itself, so that a new process is in the list at once.
        if any(column.field == "id" for column in tab.columns):
            at = letters(next(i for i, column in enumerate(tab.columns, 1) if column.field == "id"))
            sources[tab.field] = f"{quoted_sheet(tab.name)}!${at}${FIRST_DATA_ROW}:${at}${_LAST_ROW}"
    if flows:
        sources["flow"] = f"{quoted_sheet(FLOW_LIST)}!$A${FIRST_DATA_ROW}:$A${FIRST_DATA_ROW + len(flows) - 1}"
    height = max(len(column) for column in columns)
    rows = [[OutCell(c[i], "body") if i < len(c) else None for c in columns] for i in range(height)]
    return OutSheet(LISTS, rows, widths=[24] * len(columns), hidden=True), sources


def _flow_sheet(flows: Sequence[Flow]) -> OutSheet:
    """List the shared flows for people: which id is which material."""
    heads = ("物流编号 flow id", "中文名称 name zh", "英文名称 name en", "基本单位 unit", "量的种类 kind")
    rows: list[list[OutCell | None]] = [[OutCell(NOT_READ, "note")], [OutCell(head, "header") for head in heads]]
    for flow in flows:
        texts = (flow.id, flow.name.zh, flow.name.en, flow.unit, flow.kind)
        rows.append([OutCell(text, "text") if text else None for text in texts])
    return OutSheet(FLOW_LIST, rows, widths=(28, 30, 40, 12, 20), frozen_rows=2, frozen_columns=1)


_TITLE = Text("产品碳足迹研究工作簿", "Product carbon footprint study")
_GUIDE_INTRO = (
    Text(
        "本工作簿描述一个产品的一次碳足迹评价。表头带 * 的列必填；灰色一行是填写说明，可保留。",
        "This workbook describes one footprint assessment of one product. Columns with a * must be filled; the grey "
        "row explains them and may stay.",
    ),
    Text(
        "工作表可改名，列可移动，可增加自己的列；识别靠表头文字（中文、英文或字段名均可）。",
        "Tabs may be renamed, columns moved and your own columns added; they are known by the words of their headers "
        "(Chinese, English or the name of the field).",
    ),
    Text(
        "数字只写数字，小数点用“.”，不写千位分隔符；单位写在单位列；没有数据就留空，不要写“-”或“无”。",
        "Enter numbers alone, with “.” as decimal point and no thousands separator, and units in their own column; "
        "leave a cell empty when there is no figure.",
    ),
    Text(
        "超过15位有效数字、或写法须原样保留的数（如 1.50）按文本保存，这是有意的。",
        "Numbers of more than 15 significant digits, or whose spelling matters (such as 1.50), are kept as text; "
        "that is intended.",
    ),
    Text(
        "日期写成 2025-01-31。公式可用，但请先计算并保存；读取时采用保存的结果并提示。",
        "Write dates as 2025-01-31. Formulas are allowed when they are calculated and saved; the saved result is read "
        "and a note tells so.",
    ),
    Text(
        "只到工厂大门的研究，“材料”表和各表最右边的列（原产国、申请舍去、捕集去向、统计量等）一般可以留空。"
        "要算到使用和报废时：每个出厂后的过程填一行角色“取用产品”（每次运行取用的产品数量），不填参考产品；"
        "可用能量、循环次数、使用寿命等写在“物性”表，物流为产品。",
        "A study that ends at the gate can usually leave the tab Materials and the columns at the right end (country "
        "of origin, leave out, fate, statistic …) empty. To go on to use and end of life, give every process after the "
        "gate one row with the role “takes the product” (the amount of product per run) and no reference product; "
        "usable energy, cycles per year, service life and the like stand on the tab Properties, with the product as "
        "the flow.",
    ),
    Text(
        "一格内多个值用 ; 分隔；值本身含分隔符时加英文双引号。",
        "Several values in one cell are separated by ; and a value that holds a separator stands in double quotes.",
    ),
)


def _guide(remarks: Sequence[Text]) -> OutSheet:
    rows: list[list[OutCell | None]] = [
        [OutCell(f"{NOT_READ}", "note")],
        [None, None, None, *_pair(_TITLE, "title")],
    ]
    rows += [[None, None, None, *_pair(text, "body")] for text in (*remarks, *_GUIDE_INTRO)]
    heads = ("工作表 tab", "列 column", "必填 required", "说明", "explanation", "可选值 choices")
    rows += [[], [OutCell(head, "header") for head in heads]]
    items = dataclasses.replace(STUDY_TAB, columns=STUDY_ITEMS)
    for tab in (items, *TABS):
        rows.append([OutCell(tab.name, "header"), None, None, *_pair(tab.help, "note")])
        rows += [_guide_row(tab, column) for column in tab.columns]
    heights = _heights(rows, _GUIDE_WIDTHS)
    heights[1] = _TITLE_HEIGHT
    return OutSheet(GUIDE, rows, widths=_GUIDE_WIDTHS, heights=heights, frozen_rows=1)


def _pair(text: Text, style: Style) -> tuple[OutCell, OutCell]:
    return OutCell(text.zh, style), OutCell(text.en, style)


def _guide_row(tab: Tab, column: Column) -> list[OutCell | None]:
    listed = CHOICES.get(column.source, ()) if column.kind in {"choice", "suggest"} else ()
    return [
        OutCell(tab.name, "text"),
        OutCell(column.label, "text"),
        OutCell("是 yes", "text") if column.required else None,
        *_pair(column.help, "text"),
        OutCell(" · ".join(choice.label for choice in listed), "text") if listed else None,
    ]
