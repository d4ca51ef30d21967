"""The workbook as cells: every kind of cell, every producer's habit, and every limit."""

from __future__ import annotations

import time
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.errors import InputError
from carnet.exchange.sheet import SheetLimits, column_number, letters, read_workbook, unescape, utf16_length
from carnet.exchange.workbook_write import OutCell, OutSheet, workbook_bytes, xml_text
from tests.exchange.workbooks import PACKAGE_REL, STRICT_MAIN, STRICT_REL, one_sheet, parts, raw_sheet, zipped


def cells(data, sheet=0, **options):
    """Reference → (text, kind, formula) of one sheet."""
    rows = read_workbook(data, "f.xlsx", **options).sheets[sheet].rows
    return {c.ref: (c.text, c.kind, c.formula) for row in rows for c in row.cells.values()}


def one(cell):
    """The only cell of a sheet, None when there is none."""
    found = cells(one_sheet(f'<row r="1">{cell}</row>'))
    assert len(found) <= 1
    return next(iter(found.values()), None)


def found_in(data, **options):
    return [(p.code, str(p.place), p.severity) for p in read_workbook(data, "f.xlsx", **options).problems]


# ── cells ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A1"><v>329.39999999999998</v></c>', ("329.4", "number", False)),
        ('<c r="A1" t="n"><v>1E-3</v></c>', ("0.001", "number", False)),
        ('<c r="A1" s="7"><v> 5 </v></c>', ("5", "number", False)),
        ('<c r="A1" t="b"><v>1</v></c>', ("TRUE", "boolean", False)),
        ('<c r="A1" t="b"><v>0</v></c>', ("FALSE", "boolean", False)),
        ('<c r="A1" t="e"><v>#DIV/0!</v></c>', ("#DIV/0!", "error", False)),
        ('<c r="A1" t="d"><v>2025-01-31T00:00:00</v></c>', ("2025-01-31T00:00:00", "date", False)),
        ('<c r="A1" t="str"><v>text</v></c>', ("text", "text", False)),
        ('<c r="A1" t="inlineStr"><is><t>a &lt; b</t></is></c>', ("a < b", "text", False)),
        ('<c r="A1" t="inlineStr"><is><t xml:space="preserve">  x\n y </t></is></c>', ("  x\n y ", "text", False)),
        (
            '<c r="A1" t="inlineStr"><is><r><t>ri</t></r><r><rPr><b/></rPr><t>ch</t></r></is></c>',
            ("rich", "text", False),
        ),
        (
            '<c r="A1" t="inlineStr"><is><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is></c>',
            ("東京", "text", False),
        ),
        ('<c r="A1" t="inlineStr"><is><t>a_x000D_b_x005F_x000D_</t></is></c>', ("a\rb_x000D_", "text", False)),
        ('<c r="A1"><f>B1*2</f><v>6</v></c>', ("6", "number", True)),
        ('<c r="A1" t="str"><f>B1&amp;"x"</f><v>yx</v></c>', ("yx", "text", True)),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', ("#DIV/0!", "error", True)),
        ('<c r="A1"><f>B1*2</f></c>', ("", "no_value", True)),
        ('<c r="A1"><f>B1*2</f><v></v></c>', ("", "no_value", True)),
        ('<c r="A1" t="str"><f>B1</f></c>', ("", "no_value", True)),
        ('<c r="A1" t="str"><f>IF(B1="","",B1)</f><v></v></c>', None),
        ('<c r="A1"><f t="shared" si="0"/><v>3</v></c>', ("3", "number", True)),
        ('<c r="A1" s="4"/>', None),
        ('<c r="A1" t="inlineStr"><is><t></t></is></c>', None),
    ],
)
def test_each_kind_of_cell(cell, expected):
    assert one(cell) == expected


def test_shared_strings_with_rich_text_and_phonetics():
    shared = (
        "<si><t>plain</t></si>"
        '<si><r><t xml:space="preserve">ri </t></r><r><t>ch</t></r></si>'
        '<si><t>漢字</t><rPh sb="0" eb="2"><t>かんじ</t></rPh><phoneticPr fontId="1"/></si>'
        "<si><t>a_x000D_</t></si><si/>"
    )
    row = "".join(f'<c r="{c}1" t="s"><v>{i}</v></c>' for i, c in enumerate("ABCDE"))
    found = cells(one_sheet(f'<row r="1">{row}</row>', shared=shared))
    assert [text for text, _, _ in found.values()] == ["plain", "ri ch", "漢字", "a\r"]


@pytest.mark.parametrize("index", ["5", "-1", "x", "", "99999999999999999999", "1.0"])
def test_a_shared_string_that_does_not_exist_is_named(index):
    data = one_sheet(f'<row r="3"><c r="B3" t="s"><v>{index}</v></c></row>', shared="<si><t>a</t></si>")
    expected = [] if index == "" else [("FIL-042", "Data!B3", "error")]
    assert found_in(data) == expected


def test_a_number_that_is_none_is_named():
    data = one_sheet('<row r="1"><c r="A1"><v>1,5</v></c><c r="B1"><v>1e999</v></c><c r="C1"><v>2</v></c></row>')
    assert found_in(data) == [("FIL-044", "Data!A1", "error"), ("FIL-044", "Data!B1", "error")]
    assert cells(data) == {"C1": ("2", "number", False)}


def test_rows_and_cells_without_references_are_counted():
    data = one_sheet("<row><c><v>1</v></c><c/><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>")
    assert cells(data) == {ref: (v, "number", False) for ref, v in {"A1": "1", "C1": "2", "A3": "3"}.items()}


def test_rows_out_of_order_are_put_in_order():
    data = one_sheet(
        '<row r="5"><c r="B5"><v>2</v></c><c r="A5"><v>1</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>'
    )
    assert list(cells(data)) == ["A2", "A5", "B5"]


@pytest.mark.parametrize(
    "body",
    [
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="A0"><v>1</v></c></row>',
        '<row r="1"><c r="a1"><v>1</v></c></row>',
        '<row r="1"><c r="AAAA1"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1048577"><c><v>1</v></c></row>',
        '<row r="0"><c><v>1</v></c></row>',
        '<row r="x"><c><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
    ],
)
def test_references_that_cannot_be_are_refused(body):
    assert [code for code, _, _ in found_in(one_sheet(body))] == ["FIL-041"]


def test_values_outside_a_cell_are_not_read():
    assert cells(one_sheet("<v>9</v><row r='1'><c r='A1'><v>1</v></c></row>", after="<row><c><v>5</v></c></row>")) == {
        "A1": ("1", "number", False)
    }


# ── workbook ─────────────────────────────────────────────────────────────────────────────────────


def test_the_strict_namespaces_are_read():
    made = parts(
        {"S": raw_sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', space=STRICT_MAIN)},
        main=STRICT_MAIN, rel=STRICT_REL, shared="<si><t>strict</t></si>",
    )  # fmt: skip
    assert cells(zipped(made)) == {"A1": ("strict", "text", False)}


def test_sheets_are_found_through_their_relations_not_by_their_file_names():
    made = parts({"First": raw_sheet('<row r="1"><c r="A1"><v>1</v></c></row>'), "Second": raw_sheet("")})
    rels = made["xl/_rels/workbook.xml.rels"]
    swapped = rels.replace("sheet1.xml", "sheetX.xml").replace("sheet2.xml", "sheet1.xml").replace("sheetX", "sheet2")
    made["xl/_rels/workbook.xml.rels"] = swapped
    book = read_workbook(zipped(made), "f.xlsx")
    assert [(s.name, len(s.rows)) for s in book.sheets] == [("First", 0), ("Second", 1)]


def test_hidden_sheets_are_read_and_the_date_system_is_known():
    data = zipped(parts({"a": raw_sheet(""), "b": raw_sheet("")}, states={"b": "veryHidden"}, date1904=True))
    book = read_workbook(data, "f.xlsx")
    assert [s.hidden for s in book.sheets] == [False, True]
    assert book.date1904
    assert not read_workbook(one_sheet(""), "f").date1904


def test_merged_ranges_are_remembered():
    data = one_sheet("", after='<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>')
    assert read_workbook(data, "f").sheets[0].merged == ("A1:B2",)


def test_a_chart_sheet_is_passed_over():
    made = parts({"a": raw_sheet("")})
    rel = f'<Relationship Id="rId9" Type="{STRICT_REL}/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>'
    made["xl/_rels/workbook.xml.rels"] = made["xl/_rels/workbook.xml.rels"].replace("</Relationships>", rel)
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace("</sheets>", '<sheet name="c" r:id="rId9"/></sheets>')
    assert [s.name for s in read_workbook(zipped(made), "f").sheets] == ["a"]


def test_what_openpyxl_writes_is_read():
    book = openpyxl.Workbook()
    book.active.title = "页"
    book.active.append(["文本", 1.5, True, "=1+1", None, 0.1, "  x "])
    target = BytesIO()
    book.save(target)
    assert cells(target.getvalue()) == {
        "A1": ("文本", "text", False),
        "B1": ("1.5", "number", False),
        "C1": ("TRUE", "boolean", False),
        "D1": ("", "no_value", True),
        "F1": ("0.1", "number", False),
        "G1": ("  x ", "text", False),
    }


# ── limits ───────────────────────────────────────────────────────────────────────────────────────


def test_a_far_cell_is_named_and_costs_nothing():
    data = one_sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    start = time.perf_counter()
    book = read_workbook(data, "f.xlsx")
    assert time.perf_counter() - start < 0.5
    (found,) = book.problems
    assert (found.code, found.place.cell) == ("FIL-036", "XFD1048576")
    assert "XFD1048576" in found.cause.zh


def test_a_far_cell_without_content_does_not_matter():
    assert found_in(one_sheet('<row r="1"><c r="XFD1" s="1"/></row>')) == []


def test_the_last_column_is_read_and_the_next_is_not():
    row = '<row r="1"><c r="IV1"><v>1</v></c></row>'
    assert cells(one_sheet(row)) == {"IV1": ("1", "number", False)}
    assert found_in(one_sheet(row.replace("IV", "IW"))) == [("FIL-036", "Data!IW1", "error")]


def test_a_million_empty_rows_are_passed_quickly():
    body = "".join(f'<row r="{i}" ht="15" customHeight="1"/>' for i in range(1, 1_000_001))
    data = one_sheet('<row r="1"><c r="A1"><v>1</v></c></row>' + body)
    start = time.perf_counter()
    assert found_in(data) == [("FIL-043", "Data", "warning")]
    assert time.perf_counter() - start < 6, "2 s on an idle machine"


def rows_of(count, width=1):
    return "".join(f'<row r="{r}">' + "<c><v>1</v></c>" * width + "</row>" for r in range(1, count + 1))


def test_rows_with_content_have_a_limit():
    assert found_in(one_sheet(rows_of(30)), limits=SheetLimits(rows=30)) == []
    assert found_in(one_sheet(rows_of(31)), limits=SheetLimits(rows=30)) == [("FIL-037", "Data!A31", "error")]
    assert SheetLimits().rows == 20_000


def test_cells_have_a_limit_over_all_sheets():
    data = zipped(parts({"a": raw_sheet(rows_of(5, 4)), "b": raw_sheet(rows_of(5, 4))}))
    assert found_in(data, limits=SheetLimits(cells=40)) == []
    assert found_in(data, limits=SheetLimits(cells=39)) == [("FIL-038", "b!D5", "error")]


def test_shared_strings_have_a_limit_in_number_and_in_text():
    data = one_sheet("", shared="<si><t>abc</t></si>" * 10)
    for limits in (SheetLimits(strings=9), SheetLimits(all_text=29)):
        with pytest.raises(InputError) as caught:
            read_workbook(data, "f", limits)
        assert [p.code for p in caught.value.problems] == ["FIL-039"]
    read_workbook(data, "f", SheetLimits(strings=10, all_text=30))


def test_inline_text_has_a_limit_as_well():
    text = '<row r="1"><c r="A1" t="inlineStr"><is><t>abcdef</t></is></c></row>'
    assert found_in(one_sheet(text), limits=SheetLimits(all_text=5)) == [("FIL-039", "Data!A1", "error")]


def test_a_cell_holds_32767_characters_as_excel_counts_them():
    def text(length):
        return one_sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{length}</t></is></c></row>')

    assert found_in(text("x" * 32_767)) == []
    assert found_in(text("x" * 32_768)) == [("FIL-040", "Data!A1", "error")]
    assert found_in(text("😀" * 16_384)) == [("FIL-040", "Data!A1", "error")]


def test_a_text_without_end_stops_the_sheet():
    data = one_sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x " * 300_000}</t></is></c></row>')
    assert found_in(data) == [("FIL-040", "Data!A1", "error")]


def test_a_broken_sheet_does_not_hide_the_problems_of_another():
    made = {"a": "<worksheet><open>", "b": raw_sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>')}
    assert [code for code, _, _ in found_in(zipped(parts(made)))] == ["FIL-021", "FIL-036"]


# ── small things ─────────────────────────────────────────────────────────────────────────────────


@given(st.integers(1, 16_384))
def test_letters_and_numbers_of_columns_are_each_others_inverse(number):
    assert column_number(letters(number)) == number


def test_letters():
    assert [letters(n) for n in (1, 26, 27, 256, 702, 703, 16_384)] == ["A", "Z", "AA", "IV", "ZZ", "AAA", "XFD"]


@given(st.text(st.characters(codec="utf-8")) | st.sampled_from(["_x000D_", "_x005F_", "__x0041_", "\x00\x1f\ufffe"]))
def test_any_text_comes_back_from_a_cell(text):
    data = workbook_bytes([OutSheet("S", [[OutCell(text)]])])
    found = cells(data)
    assert found == ({"A1": (text, "text", False)} if text else {})


@given(st.text())
def test_escapes_are_each_others_inverse(text):
    assert unescape(xml_text(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")) == text


def test_characters_above_the_first_plane_count_twice():
    assert (utf16_length("ab"), utf16_length("a😀")) == (2, 3)


def test_package_relations_are_needed():
    made = parts({"a": raw_sheet("")})
    made["_rels/.rels"] = f'<Relationships xmlns="{PACKAGE_REL}"/>'
    with pytest.raises(InputError) as caught:
        read_workbook(zipped(made), "f")
    assert [p.code for p in caught.value.problems] == ["FIL-030"]
