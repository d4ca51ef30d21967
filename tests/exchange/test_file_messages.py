"""Every code of the file subject is provoked once, and its message says what a person needs."""

from __future__ import annotations

import dataclasses
import re
import warnings
import zipfile
from io import BytesIO

import pytest

from carnet.errors import CATALOGUE, InputError, Text
from carnet.errors.file_codes import FILE_CODES
from carnet.exchange import study_xlsx
from carnet.exchange.sheet import SheetLimits, read_workbook
from carnet.exchange.zipguard import ZipLimits
from tests.exchange.workbooks import (
    EXCHANGES,
    PROCESSES,
    STUDY,
    Xml,
    book,
    column_of,
    error,
    formula,
    grid,
    item_row,
    number,
    one_sheet,
    parts,
    problems_of,
    raw_sheet,
    small_study,
    zipped,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def entry(name, **attributes):
    info = zipfile.ZipInfo(name)
    for key, value in attributes.items():
        setattr(info, key, value)
    target = BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w") as archive:
        warnings.simplefilter("ignore", UserWarning)
        archive.writestr("a", "x" * 50)
        archive.writestr(info, "x" * 50)
    return target.getvalue()


def directory(offset, value):
    """One entry with a byte of its directory record changed."""
    data = bytearray(zipped({"a": "x" * 50}))
    data[data.index(b"PK\x01\x02") + offset] = value
    return bytes(data)


def sheets(body, **options):
    return parts({"Data": raw_sheet(body)}, **options)


def replaced(part, old, new, **options):
    made = sheets(ONE, **options)
    made[part] = made[part].replace(old, new)
    return zipped(made)


def cell(tab, label, row, content):
    tables = grid(small_study())
    tables[tab][row - 1][column_of(tables[tab], label)] = content
    return book(tables)


def tables_with(change):
    tables = grid(small_study())
    change(tables)
    return book(tables)


def head(tables, label, new):
    tables[EXCHANGES][0][column_of(tables[EXCHANGES], label)] = new


def rename(tables, *names):
    rows = tables.pop(EXCHANGES)
    for name in names:
        tables[name] = rows


def formulas(tables):
    row = tables[EXCHANGES][3]
    tables[EXCHANGES] += [[f"y{i}", *row[1:5], formula("5"), *row[6:]] for i in range(30)]


RELS, SHEET = "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"
FILES = {
    "FIL-001": lambda: b"",
    "FIL-003": lambda: b"a,b\n1,2",
    "FIL-004": lambda: OLE + bytes(512),
    "FIL-005": lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
    "FIL-006": lambda: zipped(sheets(ONE))[:-30],
    "FIL-007": lambda: zipped({f"e{i}": "" for i in range(2001)}),
    "FIL-009": lambda: zipped({"a": " " * 2_000_000}),
    "FIL-010": lambda: entry("../b"),
    "FIL-011": lambda: entry("b", create_system=3, external_attr=0o120777 << 16),
    "FIL-012": lambda: entry("a"),
    "FIL-013": lambda: directory(8, 1),
    "FIL-014": lambda: directory(10, 12),
    "FIL-015": lambda: directory(21, 200),
    "FIL-016": lambda: zipped(sheets(ONE), zipfile.ZIP_STORED).replace(b"<v>1</v>", b"<v>2</v>"),
    "FIL-020": lambda: replaced(SHEET, "<worksheet", "<!DOCTYPE x><worksheet"),
    "FIL-021": lambda: replaced(SHEET, "</worksheet>", ""),
    "FIL-022": lambda: one_sheet("<a>" * 100 + "</a>" * 100),
    "FIL-023": lambda: one_sheet(f"<a b='{'xyz' * 300_000}'/>"),
    "FIL-030": lambda: zipped({"a": "x"}),
    "FIL-031": lambda: zipped({"mimetype": "x", "content.xml": "x"}),
    "FIL-032": lambda: zipped(sheets(ONE, extra={"xl/vbaProject.bin": "x"})),
    "FIL-033": lambda: replaced(RELS, 'sheet1.xml"', 'sheet1.xml" TargetMode="External"'),
    "FIL-034": lambda: zipped(sheets(ONE, extra={"xl/externalLinks/externalLink1.xml": "x"})),
    "FIL-035": lambda: zipped(parts({})),
    "FIL-036": lambda: one_sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "FIL-037": lambda: one_sheet("".join(f'<row r="{i}"><c><v>1</v></c></row>' for i in range(1, 20_002))),
    "FIL-040": lambda: one_sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * 32_768}</t></is></c></row>'),
    "FIL-041": lambda: one_sheet('<row r="1"><c r="B7"><v>1</v></c></row>'),
    "FIL-042": lambda: one_sheet('<row r="1"><c r="A1" t="s"><v>3</v></c></row>'),
    "FIL-043": lambda: one_sheet("<row/>" * 20_000),
    "FIL-044": lambda: one_sheet('<row r="1"><c r="A1"><v>1,5</v></c></row>'),
    "FIL-045": lambda: replaced("xl/workbook.xml", "</sheets>", '<sheet name="Twin" r:id="rId1"/></sheets>'),
    "FIL-046": lambda: cell(EXCHANGES, "备注", 3, Xml('<c r="{r}" t="inlineStr"><is><t>_x0007_</t></is></c>')),
    "FIL-050": lambda: tables_with(lambda t: t.pop(EXCHANGES)),
    "FIL-051": lambda: tables_with(lambda t: t.update(Mine=[["a"], ["b"]])),
    "FIL-052": lambda: tables_with(lambda t: rename(t, "one", "two")),
    "FIL-053": lambda: tables_with(lambda t: t.update(copy=t[EXCHANGES])),
    "FIL-054": lambda: tables_with(lambda t: t.update({EXCHANGES: [["x"]]})),
    "FIL-055": lambda: tables_with(lambda t: head(t, "数量", "amuont")),
    "FIL-056": lambda: tables_with(lambda t: head(t, "单价", "prise")),
    "FIL-057": lambda: tables_with(lambda t: head(t, "单价", "数量")),
    "FIL-058": lambda: tables_with(lambda t: head(t, "备注", "单价 amount")),
    "FIL-059": lambda: tables_with(lambda t: t[EXCHANGES][3].append("lost")),
    "FIL-060": lambda: cell(EXCHANGES, "数量", 3, None),
    "FIL-061": lambda: book(
        grid(small_study()) | {EXCHANGES: [*grid(small_study())[EXCHANGES], ["x9"]]},
        after={EXCHANGES: '<mergeCells><mergeCell ref="B6:G7"/></mergeCells>'},
    ),
    "FIL-062": lambda: cell(EXCHANGES, "数量", 3, "1,5"),
    "FIL-063": lambda: cell(EXCHANGES, "方向", 3, "up"),
    "FIL-064": lambda: cell(EXCHANGES, "起始日期", 3, number("2024")),
    "FIL-065": lambda: cell(EXCHANGES, "数量", 3, error("#REF!")),
    "FIL-066": lambda: cell(EXCHANGES, "数量", 3, formula(None)),
    "FIL-067": lambda: cell(EXCHANGES, "数量", 3, formula("5")),
    "FIL-068": lambda: tables_with(formulas),
    "FIL-069": lambda: cell(PROCESSES, "标签", 3, '"a'),
    "FIL-070": lambda: tables_with(lambda t: t[STUDY].append(["contry", "x"])),
    "FIL-071": lambda: tables_with(lambda t: t[STUDY].append(["国家", "x"])),
    "FIL-072": lambda: tables_with(lambda t: t[STUDY].remove(item_row(t[STUDY], "国家"))),
    "FIL-073": lambda: tables_with(lambda t: item_row(t[STUDY], "国家").__setitem__(2, "x")),
    "FIL-074": lambda: tables_with(lambda t: t[EXCHANGES].extend([["x"]] * 1000)),
    "FIL-075": lambda: book({tab: [["x"]] for tab in ("A_InstData", "B_EmInst", "D_Processes", "Summary_Products")}),
    "FIL-076": lambda: zipped({"manifest.json": "{}", "study.json": "{}"}),
}


def limited(**limits):
    def found():
        data = one_sheet(ONE + '<row r="2"><c r="A2" t="inlineStr"><is><t>text</t></is></c></row>')
        zip_limits = {k: v for k, v in limits.items() if k in ZipLimits.__dataclass_fields__}
        sheet_limits = {k: v for k, v in limits.items() if k not in zip_limits}
        try:
            return read_workbook(data, "f", SheetLimits(**sheet_limits), ZipLimits(**zip_limits)).problems
        except InputError as failed:
            return failed.problems

    return found


def unwritable(**changes):
    def found():
        with pytest.raises(InputError) as caught:
            study_xlsx.write(dataclasses.replace(small_study(), **changes))
        return caught.value.problems

    return found


OTHERWISE = {
    "FIL-002": limited(file_size=100),
    "FIL-008": limited(entry_size=100),
    "FIL-038": limited(cells=1),
    "FIL-039": limited(all_text=3),
    "FIL-080": unwritable(note=Text("x" * 40_000, "")),
    "FIL-081": unwritable(processes=small_study().processes * 10_000),
}


def test_every_code_of_the_subject_has_a_file():
    assert sorted([*FILES, *OTHERWISE]) == sorted(FILE_CODES)


@pytest.mark.parametrize("code", sorted(FILE_CODES))
def test_each_code_is_provoked_and_says_what_a_person_needs(code):
    problems = OTHERWISE[code]() if code in OTHERWISE else problems_of(FILES[code]())
    found = next((p for p in problems if p.code == code), None)
    assert found is not None, [p.code for p in problems]
    assert str(found.place)
    for text in (found.cause, found.fix):
        for said in (text.zh, text.en):
            assert said
            assert not re.search(r"[{}]|None|\bself\b|“”|<carnet", said), said
    assert found.fix != CATALOGUE[code].cause
