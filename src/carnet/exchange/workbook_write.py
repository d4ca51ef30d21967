"""A small writer of workbooks: text, numbers, drop-downs, and the same bytes for the same content.

Text is always a text cell, whatever it begins with; there is no way to write a formula. Parts are stored, not
compressed, since compressed bytes differ between versions of zlib.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape, quoteattr

from carnet.exchange.sheet import letters

if TYPE_CHECKING:
    from collections.abc import Sequence

Style = Literal["plain", "header", "required", "note", "text", "number", "title", "body", "date"]
_STYLES: tuple[Style, ...] = ("plain", "header", "required", "note", "text", "number", "title", "body", "date")

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PKG = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIT_WIDTH = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say; the clock is not read
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
# What XML cannot hold, and texts that would read as an escape, are spelled _xHHHH_ (ST_Xstring).
_NEEDS_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_SPECIAL = re.compile(r"[\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class OutCell:
    """A cell to write; a number only when `number` is set."""

    text: str
    style: Style = "text"
    number: bool = False


@dataclass(frozen=True, slots=True)
class DropDown:
    """A list for the cells of a column from `first` to `last`; an open one lets other values pass with a warning."""

    column: int
    first: int
    last: int
    formula: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class OutSheet:
    """A sheet to write.

    `rows` are by position, None = an empty cell; `styles` and `widths` are of columns, `heights` of rows in
    points; a program may grow them when the text does.
    """

    name: str
    rows: Sequence[Sequence[OutCell | None]]
    widths: Sequence[int] = ()
    styles: Sequence[Style] = ()
    frozen_rows: int = 0
    frozen_columns: int = 0
    drop_downs: Sequence[DropDown] = field(default_factory=tuple)
    hidden: bool = False
    heights: Sequence[int] = ()


def workbook_bytes(sheets: Sequence[OutSheet]) -> bytes:
    """Write a workbook.

    Raises:
        ValueError: a sheet name Excel does not accept, or used twice.
    """
    names = [sheet.name for sheet in sheets]
    if len({name.casefold() for name in names}) != len(names):
        message = "two sheets of one name"
        raise ValueError(message)
    for name in names:
        if _SHEET_NAME.search(name) or not 1 <= len(name) <= 31:  # noqa: PLR2004 - Excel's limit
            message = f"not a sheet name: {name!r}"
            raise ValueError(message)
    parts = [
        ("[Content_Types].xml", _content_types(len(sheets))),
        ("_rels/.rels", _package_relations()),
        ("xl/workbook.xml", _workbook(sheets)),
        ("xl/_rels/workbook.xml.rels", _workbook_relations(len(sheets))),
        ("xl/styles.xml", _STYLE_SHEET),
        *((f"xl/worksheets/sheet{i}.xml", _sheet(sheet, first=i == 1)) for i, sheet in enumerate(sheets, 1)),
    ]
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for part, text in parts:
            info = zipfile.ZipInfo(part, _TIME)
            info.create_system = 0  # else it depends on the machine that writes
            archive.writestr(info, text.encode("utf-8"))
    return target.getvalue()


def xml_text(text: str) -> str:
    """Return a text as element content, every character kept."""
    return escape(_NEEDS_ESCAPE.sub(lambda m: f"_x{ord(m[0]):04X}_", text))


def quoted_sheet(name: str) -> str:
    """Return a sheet name as it stands in a reference."""
    return "'" + name.replace("'", "''") + "'"


def _content_types(count: int) -> str:
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for i in range(1, count + 1)
    )
    return (
        f'{_HEAD}<Types xmlns="{_PKG}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{overrides}</Types>'
    )


def _package_relations() -> str:
    return (
        f'{_HEAD}<Relationships xmlns="{_PKG}/relationships">'
        f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )


def _workbook(sheets: Sequence[OutSheet]) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{i}" state="{"hidden" if sheet.hidden else "visible"}"'
        f' r:id="rId{i}"/>'
        for i, sheet in enumerate(sheets, 1)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><bookViews><workbookView activeTab="0"/></bookViews>'
        f"<sheets>{listed}</sheets></workbook>"
    )


def _workbook_relations(count: int) -> str:
    sheets = "".join(
        f'<Relationship Id="rId{i}" Type="{_REL}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, count + 1)
    )
    return (
        f'{_HEAD}<Relationships xmlns="{_PKG}/relationships">{sheets}'
        f'<Relationship Id="rId{count + 1}" Type="{_REL}/styles" Target="styles.xml"/></Relationships>'
    )


def _sheet(sheet: OutSheet, *, first: bool) -> str:
    pieces = [f'{_HEAD}<worksheet xmlns="{_MAIN}">{_FIT_WIDTH}<sheetViews><sheetView workbookViewId="0"']
    pieces.append(' tabSelected="1">' if first else ">")
    if sheet.frozen_rows or sheet.frozen_columns:
        pieces.append(_pane(sheet.frozen_columns, sheet.frozen_rows))
    pieces.append('</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>')
    if sheet.widths:
        columns = "".join(
            f'<col min="{i}" max="{i}" width="{width}" customWidth="1" style="{_style(sheet, i)}"/>'
            for i, width in enumerate(sheet.widths, 1)
        )
        pieces.append(f"<cols>{columns}</cols>")
    pieces.append("<sheetData>")
    for number, row in enumerate(sheet.rows, 1):
        cells = "".join(_cell(cell, f"{letters(i)}{number}") for i, cell in enumerate(row, 1) if cell is not None)
        height = f' ht="{sheet.heights[number - 1]}"' if number <= len(sheet.heights) else ""
        if cells:
            pieces.append(f'<row r="{number}"{height}>{cells}</row>')
    pieces.append("</sheetData>")
    if sheet.drop_downs:
        pieces.append(f'<dataValidations count="{len(sheet.drop_downs)}">')
        pieces += [_validation(drop_down) for drop_down in sheet.drop_downs]
        pieces.append("</dataValidations>")
    pieces.append('<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>')
    pieces.append('<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>')
    if sheet.rows:
        # Decimals kept as text are meant so; without this every one of them would carry a green warning corner.
        area = f"A1:{letters(max((len(row) for row in sheet.rows), default=1) or 1)}{len(sheet.rows)}"
        pieces.append(f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors>')
    pieces.append("</worksheet>")
    return "".join(pieces)


def _style(sheet: OutSheet, column: int) -> int:
    return _STYLES.index(sheet.styles[column - 1]) if column <= len(sheet.styles) else 0


def _pane(columns: int, rows: int) -> str:
    corner = f"{letters(columns + 1)}{rows + 1}"
    active = "bottomRight" if columns and rows else "bottomLeft" if rows else "topRight"
    across = f' xSplit="{columns}"' if columns else ""
    down = f' ySplit="{rows}"' if rows else ""
    return f'<pane{across}{down} topLeftCell="{corner}" activePane="{active}" state="frozen"/>'


def _cell(cell: OutCell, ref: str) -> str:
    style = _STYLES.index(cell.style)
    if cell.number:
        return f'<c r="{ref}" s="{style}"><v>{cell.text}</v></c>'
    if not cell.text:
        return f'<c r="{ref}" s="{style}"/>'
    return f'<c r="{ref}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{xml_text(cell.text)}</t></is></c>'


def _validation(drop_down: DropDown) -> str:
    column = letters(drop_down.column)
    kind = ' errorStyle="warning"' if drop_down.open else ""
    return (
        f'<dataValidation type="list"{kind} allowBlank="1" showErrorMessage="1"'
        f' sqref="{column}{drop_down.first}:{column}{drop_down.last}">'
        f"<formula1>{escape(drop_down.formula)}</formula1></dataValidation>"
    )


def _fill(color: str) -> str:
    inner = f'<fgColor rgb="FF{color}"/><bgColor indexed="64"/>'
    return f'<fill><patternFill patternType="solid">{inner}</patternFill></fill>'


def _font(*, size: int = 10, bold: bool = False, italic: bool = False, color: str = "1F2933") -> str:
    return (
        f'<font>{"<b/>" if bold else ""}{"<i/>" if italic else ""}<sz val="{size}"/><color rgb="FF{color}"/>'
        '<name val="Microsoft YaHei"/><family val="2"/></font>'
    )


def _xf(*, font: int = 0, fill: int = 0, border: int = 0, format_: int = 0, align: str = "") -> str:
    return (
        f'<xf numFmtId="{format_}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" applyNumberFormat="1"'
        f' applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="top"{align}/></xf>'
    )


_AS_TEXT = 49  # the built-in number format "@": what is typed stays as it is typed
_WRAP = ' wrapText="1"'
_AS_DATE = 164  # the first number a format of one's own may have
# In the order of _STYLES: plain, header, required, note, text, number, title, body, date.
_FORMATS = (
    _xf(),
    _xf(font=1, fill=2, border=1, align=_WRAP),
    _xf(font=1, fill=3, border=1, align=_WRAP),
    _xf(font=2, fill=4, border=1, align=_WRAP),
    _xf(border=1, format_=_AS_TEXT, align=_WRAP),
    _xf(border=1, align=' horizontal="right" indent="1"'),
    _xf(font=3),
    _xf(align=_WRAP),
    _xf(border=1, format_=_AS_DATE, align=' horizontal="left"'),
)
_EDGE = "".join(f'<{side} style="thin"><color rgb="FFD5DBE1"/></{side}>' for side in ("left", "right", "top", "bottom"))
_STYLE_SHEET = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    f'<numFmts count="1"><numFmt numFmtId="{_AS_DATE}" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    f'<fonts count="4">{_font()}{_font(bold=True, color="FFFFFF")}{_font(size=9, italic=True, color="5F6B76")}'
    f"{_font(size=14, bold=True)}</fonts>"
    '<fills count="5"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    f"{_fill('3E5C76')}{_fill('1D4E5F')}{_fill('EEF1F4')}</fills>"
    f'<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    f"<border>{_EDGE}<diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="{len(_FORMATS)}">{"".join(_FORMATS)}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
