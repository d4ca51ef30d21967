"""The study as a workbook: nothing is lost, everything wrong is told at once, layout does not matter."""

from __future__ import annotations

import dataclasses
import re
import time
import zipfile
from io import BytesIO

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carnet.errors import InputError, Text
from carnet.exchange import study_json, study_toml, study_xlsx
from carnet.exchange.study_choices import CHOICES
from carnet.exchange.study_sheets import ITEM_COLUMNS, STUDY_ITEMS, TABS
from carnet.exchange.study_values import date_candidates, join_list, label_of, number_candidates, split_list
from carnet.inventory import checks_fields, model
from carnet.inventory.normal import normal_study
from tests.exchange.workbooks import (
    EXCHANGES,
    PROCESSES,
    STUDY,
    Xml,
    book,
    boolean,
    codes_at,
    column_of,
    error,
    formula,
    full_study,
    grid,
    item_row,
    number,
    problems_of,
    small_study,
)

pytestmark = pytest.mark.slow


def read(data):
    return study_xlsx.read(data, "test.xlsx")


def changed(tab, label, row, content):
    """The small study with one cell changed; `row` counts from 1 as on the sheet."""
    tables = grid(small_study())
    tables[tab][row - 1][column_of(tables[tab], label)] = content
    return book(tables)


def with_item(label, content, english=None):
    tables = grid(small_study())
    row = item_row(tables[STUDY], label)
    row[1], row[2] = content, english if english is not None else row[2]
    return book(tables)


# ── the table and the model ──────────────────────────────────────────────────────────────────────


def leaves(record, prefix=""):
    for field in dataclasses.fields(record):
        if field.type == "Text":
            yield from (f"{prefix}{field.name}.zh", f"{prefix}{field.name}.en")
        else:
            yield prefix + field.name


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.field)
def test_every_field_of_the_model_has_exactly_one_column(tab):
    assert sorted(column.field for column in tab.columns) == sorted(leaves(tab.record))


def test_every_field_of_the_study_is_an_item_or_a_tab():
    items = [f"{c.field}.{lang}" for c in STUDY_ITEMS if c.kind == "both" for lang in ("zh", "en")]
    items += [c.field for c in STUDY_ITEMS if c.kind != "both"] + [tab.field for tab in TABS]
    model_fields = {*leaves(model.Study), *leaves(model.Product, "product.")} - {"product"}
    assert sorted(items) == sorted(model_fields)


def test_what_the_model_requires_is_required_here_too():
    optional_here = {"name", "done", "value"}  # bilingual names are checked as a whole; a value may be an interval
    for tab in TABS:
        needed = {f.name for f in dataclasses.fields(tab.record) if f.default is dataclasses.MISSING} - optional_here
        assert {c.field for c in tab.columns if c.required} - {"value", "name"} == needed, tab.field


def test_amounts_are_read_as_decimals_and_days_as_dates():
    records = [(tab.record, tab.columns, "") for tab in TABS]
    records += [(model.Study, STUDY_ITEMS, ""), (model.Product, STUDY_ITEMS, "product.")]
    for record, columns, prefix in records:
        kinds = {column.field: column.kind for column in columns}
        for field in dataclasses.fields(record):
            kind = kinds.get(prefix + field.name)
            assert (kind == "decimal") == (field.type == "Dec"), field
            assert (kind == "date") == (field.type == "Day"), field
            assert (kind == "list") == (field.type == "tuple[str, ...]"), field


@pytest.mark.parametrize("columns", [STUDY_ITEMS, ITEM_COLUMNS, *(tab.columns for tab in TABS)])
def test_headers_are_told_apart_by_each_language_alone(columns):
    for texts in ([c.zh for c in columns], [c.en.casefold() for c in columns], [c.field for c in columns]):
        assert len(set(texts)) == len(texts)
    for column in columns:
        assert re.fullmatch("[\u3400-\u9fffA-Z]+", column.zh), column.zh
        assert column.help.zh
        assert column.help.en


def test_the_lists_are_those_the_checks_allow():
    for (table, name), allowed in checks_fields.CHOICES.items():
        columns = STUDY_ITEMS if not table else next(tab.columns for tab in TABS if tab.field == table)
        source = next(column.source for column in columns if column.field == name)
        offered = {choice.id for choice in CHOICES[source]}
        assert offered - {"modelled"} == set(allowed) - {"modelled"}, name


def test_labels_in_a_list_are_told_apart():
    for choices in CHOICES.values():
        for texts in ([c.id for c in choices], [c.label for c in choices], [c.zh for c in choices if c.zh]):
            assert len(set(texts)) == len(texts)


# ── round trips ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("make", [small_study, full_study])
def test_a_study_comes_back_from_its_workbook(make):
    study = normal_study(make())
    result = read(study_xlsx.write(study))
    assert result.study == study
    assert result.problems == ()


def test_the_full_study_fills_every_field():
    """Else the round trip would show less than it says."""
    study = full_study()
    for tab in TABS:
        for field in dataclasses.fields(tab.record):
            assert any(getattr(r, field.name) not in ("", ()) for r in getattr(study, tab.field)), (
                tab.field,
                field.name,
            )


def test_json_to_workbook_to_json_loses_nothing():
    first = study_json.write(normal_study(full_study()))
    through = read(study_xlsx.write(study_json.read(first, "s.json").study)).study
    assert study_json.write(through) == first


def test_workbook_to_toml_to_workbook_loses_nothing():
    first = study_xlsx.write(normal_study(full_study()))
    assert study_xlsx.write(study_toml.read(study_toml.write(read(first).study), "s.toml").study) == first


def test_the_same_study_gives_the_same_bytes():
    assert study_xlsx.write(full_study()) == study_xlsx.write(full_study())


def test_the_bytes_name_no_time_and_no_machine():
    with zipfile.ZipFile(BytesIO(study_xlsx.write(small_study()))) as archive:
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {(i.create_system, i.compress_type) for i in archive.infolist()} == {(0, zipfile.ZIP_STORED)}


WORDS = st.text("abcXYZ0189_-.铁钢", min_size=1, max_size=8).filter(lambda t: t == t.strip())
PROSE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.just("\n"), max_size=30)
TEXTS = st.builds(Text, PROSE, PROSE)
DECIMALS = st.from_regex(r"-?(0|[1-9][0-9]{0,19})(\.[0-9]{1,18})?(e-?[1-9])?", fullmatch=True)
DAYS = st.dates().map(str)
LISTS = st.lists(PROSE.filter(str.strip), max_size=3).map(tuple)


def word_from(column):
    if column.kind in {"choice", "suggest"}:
        return st.sampled_from([choice.id for choice in CHOICES[column.source]])
    return {"decimal": DECIMALS, "date": DAYS, "list": LISTS, "text": PROSE}.get(column.kind, WORDS)


@st.composite
def records(draw, tab):
    by_field = {column.field: column for column in tab.columns}
    values = {}
    for field in dataclasses.fields(tab.record):
        if field.type == "Text":
            values[field.name] = draw(TEXTS)
            continue
        column = by_field[field.name]
        strategy = word_from(column)
        if column.required:
            strategy = strategy.filter(lambda v: bool(v.strip()))
        elif column.kind != "list" and not field.default:
            strategy = strategy | st.just("")
        elif column.kind != "list":
            strategy = strategy.filter(lambda v: bool(v.strip()))
        values[field.name] = draw(strategy)
    return tab.record(**values)


@st.composite
def studies(draw):
    tables = {tab.field: tuple(draw(st.lists(records(tab), max_size=3))) for tab in TABS}
    return dataclasses.replace(small_study(), note=draw(TEXTS), producer=draw(PROSE), **tables)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(studies())
def test_any_study_comes_back(study):
    study = normal_study(study)
    empty = [
        (tab.field, i, column.field)
        for tab in TABS
        for i, record in enumerate(getattr(study, tab.field))
        for column in tab.columns
        if column.required and "." not in column.field and not getattr(record, column.field)
    ]
    data = study_xlsx.write(study)
    if empty:  # invisible characters alone are nothing
        with pytest.raises(InputError) as caught:
            read(data)
        assert {p.code for p in caught.value.problems} == {"FIL-060"}
        return
    assert read(data).study == study


@pytest.mark.slow
@given(DECIMALS | st.sampled_from(["1.50", "007", "+5", "1e3", "-0", ".5", "5.", "0.1", "123456789012345", "1E-300"]))
def test_any_spelling_of_a_decimal_comes_back_letter_for_letter(text):
    small = small_study()
    study = dataclasses.replace(small, exchanges=(dataclasses.replace(small.exchanges[0], amount=text),))
    assert read(study_xlsx.write(study)).study.exchanges[0].amount == text


@pytest.mark.parametrize(
    ("amount", "kept_as"),
    [
        ("986.5", 986.5),
        ("0.5777", 0.5777),
        ("1000", 1000),
        ("-0.001", -0.001),
        ("123456789012345", 123456789012345),
        ("1234567890123456", "1234567890123456"),
        ("0.12345678901234567890", "0.12345678901234567890"),
        ("329.40000000000003", "329.40000000000003"),
        ("1.50", "1.50"),
        ("1e3", "1e3"),
        ("0.0", "0.0"),
    ],
)
def test_a_decimal_is_a_number_only_when_it_survives_as_one(amount, kept_as):
    study = dataclasses.replace(
        small_study(), exchanges=(dataclasses.replace(small_study().exchanges[0], amount=amount),)
    )
    sheet = openpyxl.load_workbook(BytesIO(study_xlsx.write(study)))[EXCHANGES]
    assert sheet["F3"].value == kept_as
    assert type(sheet["F3"].value) is type(kept_as)


@given(st.lists(PROSE.filter(str.strip), max_size=4).map(tuple))
def test_lists_come_back_from_one_cell(items):
    assert split_list(join_list(items)) == items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("a;b", ("a", "b")),
        ("a；b、c，d, e", ("a", "b", "c", "d", "e")),
        ("a\nb", ("a", "b")),
        (" a ;; b ;", ("a", "b")),
        ('"a;b"; c', ("a;b", "c")),
        ('"say ""x"""', ('say "x"',)),
        ("7208 39 00", ("7208 39 00",)),
        ("", ()),
    ],
)
def test_several_values_in_one_cell(text, items):
    assert split_list(text) == items


@pytest.mark.parametrize(
    ("day", "seen"),
    [
        ("2024-02-29", "2024-02-29 00:00:00"),
        ("1980-01-01", "1980-01-01 00:00:00"),
        ("2199-12-31", "2199-12-31 00:00:00"),
        ("1979-12-31", "1979-12-31"),
        ("2200-01-01", "2200-01-01"),
    ],
)
def test_a_date_is_a_date_for_the_spreadsheet_where_it_comes_back(day, seen):
    study = dataclasses.replace(small_study(), period_from=day)
    data = study_xlsx.write(study)
    assert read(data).study.period_from == day
    assert str(openpyxl.load_workbook(BytesIO(data))[STUDY]["B12"].value) == seen


def test_what_is_no_date_is_written_as_it_is():
    study = dataclasses.replace(small_study(), period_from="2024-02-30", legal_date="45292")
    assert codes_at(study_xlsx.write(study)) == [("FIL-064", f"{STUDY}!B12"), ("FIL-064", f"{STUDY}!B14")]


# ── a second opinion ─────────────────────────────────────────────────────────────────────────────


def test_openpyxl_sees_the_same_values():
    study = normal_study(full_study())
    workbook = openpyxl.load_workbook(BytesIO(study_xlsx.write(study)))
    for tab in TABS:
        rows = list(workbook[tab.name].iter_rows(values_only=True))
        assert rows[0] == tuple(column.header for column in tab.columns)
        assert len(rows) - 2 == len(getattr(study, tab.field))
        for row, record in zip(rows[2:], getattr(study, tab.field), strict=True):
            for seen, column in zip(row, tab.columns, strict=False):
                kept = record
                for name in column.field.split("."):
                    kept = getattr(kept, name)
                if isinstance(kept, tuple):
                    kept = join_list(kept)
                elif column.kind in {"choice", "suggest"} and kept:
                    kept = label_of(column.source, kept)
                shown = "" if seen is None else str(seen).removesuffix(" 00:00:00")
                if "_x000D_" in kept:
                    continue  # openpyxl leaves escapes as they are
                assert shown == kept or (column.kind == "decimal" and float(shown) == float(kept))


def test_a_workbook_openpyxl_saved_again_reads_the_same():
    """Another program rewrites every part: shared strings, styles, order of parts."""
    study = normal_study(small_study())
    workbook = openpyxl.load_workbook(BytesIO(study_xlsx.write(study)))
    target = BytesIO()
    workbook.save(target)
    result = read(target.getvalue())
    assert result.study == study
    assert result.problems == ()


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x","y")', "+1", "-cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "=1+1"])
def test_no_text_ever_becomes_a_formula(text):
    study = dataclasses.replace(small_study(), note=Text(text, text), producer=text)
    data = study_xlsx.write(study)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert all(b"<f>" not in archive.read(name) for name in archive.namelist())
    sheet = openpyxl.load_workbook(BytesIO(data))[STUDY]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert len(cells) >= 2
    assert {cell.number_format for cell in cells} == {"@"}, "so that editing it does not make it one either"


def test_drop_downs_freeze_panes_and_guidance_are_there():
    workbook = openpyxl.load_workbook(
        BytesIO(study_xlsx.write(small_study(), (model.Flow("f", Text("a", "b"), "k", "kg"),)))
    )
    assert workbook.sheetnames[0] == "说明 Guide"
    assert workbook["列表 Lists"].sheet_state == "hidden"
    sheet = workbook[EXCHANGES]
    assert sheet.freeze_panes == "B3"
    lists = {str(v.sqref).partition("3")[0]: v for v in sheet.data_validations.dataValidation}
    choices = [c.field for c in next(t for t in TABS if t.field == "exchanges").columns]
    by_field = {field: lists.get(chr(ord("A") + i)) for i, field in enumerate(choices)}
    for field in (
        "direction",
        "role",
        "flow",
        "unit",
        "process",
        "provider",
        "contract",
        "source",
        "origin",
        "currency",
    ):
        assert by_field[field] is not None, field
    assert by_field["process"].formula1.startswith("'过程 Processes'!$A$3:")
    assert by_field["flow"].formula1 == "'物流清单 Flow list'!$A$3:$A$3"
    assert by_field["role"].errorStyle in {None, "stop"}
    assert by_field["unit"].errorStyle == "warning"
    column = by_field["role"].formula1.split("$")[1]
    offered = [cell.value for cell in workbook["列表 Lists"][column] if cell.value][1:]
    assert offered == [choice.label for choice in CHOICES["role"]]
    guide = " ".join(str(c) for row in workbook["说明 Guide"].iter_rows(values_only=True) for c in row if c)
    for tab in TABS:
        for about in tab.columns:
            assert about.help.zh in guide
            assert about.help.en in guide


def test_a_new_workbook_is_the_example_under_the_new_id():
    data = study_xlsx.new_workbook("my_coil", small_study(), (model.Flow("f", Text("a", "b"), "k", "kg"),))
    result = read(data)
    assert result.study == normal_study(dataclasses.replace(small_study(), id="my_coil"))
    assert result.problems == ()
    guide = openpyxl.load_workbook(BytesIO(data))["说明 Guide"]
    assert any("示例" in str(row) for row in guide.iter_rows(values_only=True))


# ── layout does not matter ───────────────────────────────────────────────────────────────────────


def same(tables, codes=(), **options):
    data = book(tables, **options)
    result = read(data)
    assert result.study == normal_study(small_study())
    assert [p.code for p in result.problems] == list(codes)


def test_tabs_may_be_renamed_reordered_and_hidden():
    tables = grid(small_study())
    renamed = {f"Tabelle {i}": rows for i, rows in enumerate(reversed(tables.values()))}
    same(renamed, states=dict.fromkeys(renamed, "hidden"))


def test_columns_may_be_moved_and_headers_shortened_to_one_language():
    tables = grid(small_study())
    for name, rows in tables.items():
        if name in {"说明 Guide", "列表 Lists"}:
            continue
        zh = name != EXCHANGES
        rows[0] = [(h.split(" ")[0] if zh else h.partition(" ")[2].rstrip(" *")) if h else h for h in rows[0]]
        tables[name] = [list(reversed(row)) for row in rows]
    same(tables)


@pytest.mark.parametrize(
    "head", ["amount", "AMOUNT", "数量", "数量\namount", "数量(amount)", "数量 / Amount *", "数量 (kg)"]
)
def test_a_header_is_known_by_either_language_in_any_dress(head):
    tables = grid(small_study())
    tables[EXCHANGES][0][column_of(tables[EXCHANGES], "数量")] = head
    same(tables)


def test_headers_may_stand_lower_and_the_explaining_row_may_go():
    tables = grid(small_study())
    tables[EXCHANGES] = [["公司名称"], [], *[[] for _ in range(15)], tables[EXCHANGES][0], *tables[EXCHANGES][2:]]
    tables[PROCESSES] = [tables[PROCESSES][0], *tables[PROCESSES][2:]]
    same(tables)


def test_empty_rows_and_white_space_rows_are_skipped():
    tables = grid(small_study())
    tables[EXCHANGES][3:3] = [[], ["  ", "\u3000", "\u00a0"], []]
    same(tables)


def test_the_optional_tabs_may_be_deleted():
    tables = {name: rows for name, rows in grid(small_study()).items() if name in {STUDY, PROCESSES, EXCHANGES}}
    result = read(book(tables))
    assert result.study == normal_study(dataclasses.replace(small_study(), contracts=()))
    assert result.problems == ()


@pytest.mark.parametrize("word", ["in", "IN", "输入", "输入 in", "输入/in", "in 输入", "Ｉｎ", " 输 入 "])
def test_a_choice_is_known_by_either_language(word):
    assert read(changed(EXCHANGES, "方向", 4, word)).study == normal_study(small_study())


def test_look_alikes_are_undone():
    assert read(changed(EXCHANGES, "过程", 4, "hot\u200b_rolling\u00a0")).study == normal_study(small_study())
    assert read(changed(EXCHANGES, "数量", 4, "１０００")).study == normal_study(small_study())


def test_prose_keeps_its_punctuation_and_loses_its_accidents():
    study = read(with_item("生产商", "\u3000某钢厂（重庆）\u00a0１号 ")).study
    assert study.producer == "某钢厂（重庆） 1号"


def test_numbers_in_text_columns_are_text():
    assert read(changed(EXCHANGES, "备注", 4, number("72083900"))).study.exchanges[1].note == "72083900"


def test_a_date_may_be_text_or_the_number_behind_a_date_cell():
    assert read(with_item("数据起始日期", number("45292"))).study.period_from == "2024-01-01"
    tables = grid(small_study())
    item_row(tables[STUDY], "数据起始日期")[1] = number("43830")
    assert read(book(tables, date1904=True)).study.period_from == "2024-01-01"
    iso = Xml('<c r="{r}" t="d"><v>2024-01-01T00:00:00</v></c>')
    assert read(with_item("数据起始日期", iso)).study.period_from == "2024-01-01"


def test_true_is_yes():
    study = full_study()
    tables = grid(study)
    rows = tables["供应商 Suppliers"]
    rows[2][column_of(rows, "已核查")] = boolean(1)
    assert read(book(tables)).study.supplier_values[0].verified == "yes"


def test_an_empty_cell_takes_the_default_of_the_model():
    study = read(changed(PROCESSES, "生命周期阶段", 3, None)).study
    assert study.processes[0].stage == "manufacturing"
    assert read(with_item("声明单位", None)).study.product.unit == "t"


# ── places ───────────────────────────────────────────────────────────────────────────────────────


def test_every_value_remembers_its_cell():
    result = read(study_xlsx.write(full_study()))
    at = result.places.at
    assert str(at("/exchanges/1/amount")) == f"{EXCHANGES}!F4"
    assert at("/exchanges/1/amount").file == "test.xlsx"
    assert str(at("/exchanges/1")) == f"{EXCHANGES}!A4"
    assert str(at("/exchanges/1/price")) == f"{EXCHANGES}!L4", "an empty cell has a place as well"
    assert str(at("/processes/1/name")) == f"{PROCESSES}!B4"
    assert str(at("/processes/1/name/en")) == f"{PROCESSES}!C4"
    assert str(at("/title/en")) == f"{STUDY}!C5"
    assert str(at("/product/flow")) == f"{STUDY}!B18"
    assert str(at("/product/cn_codes/1")) == str(at("/product/cn_codes"))
    assert str(at("/exchanges")) == EXCHANGES


def test_the_places_follow_a_moved_column_and_skipped_rows():
    tables = grid(small_study())
    tables[EXCHANGES] = [list(reversed(row)) for row in tables[EXCHANGES]]
    tables[EXCHANGES][3:3] = [[], []]
    assert str(read(book(tables)).places.at("/exchanges/1/amount")) == f"{EXCHANGES}!V6"


def test_the_places_survive_json():
    result = read(study_xlsx.write(small_study()))
    again = study_json.read(study_json.write(result.study, result.places), "s.json")
    assert str(again.places.at("/exchanges/1/amount")) == f"{EXCHANGES}!F4"


def test_a_path_in_the_file_name_is_dropped():
    result = study_xlsx.read(study_xlsx.write(small_study()), "/home/someone/secret/a.xlsx")
    assert {place.file for place in result.places.by_pointer.values()} == {"a.xlsx"}


# ── problems ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("label", "content", "code", "candidates"),
    [
        ("数量", "1,5", "FIL-062", ("1.5",)),
        ("数量", "1,234", "FIL-062", ("1.234", "1234")),
        ("数量", "1 234.5", "FIL-062", ("1234.5",)),
        ("数量", "100 kg", "FIL-062", ("100",)),
        ("数量", "约100", "FIL-062", ("100",)),
        ("数量", "无", "FIL-062", ()),
        ("数量", "-", "FIL-062", ()),
        ("数量", "n/a", "FIL-062", ()),
        ("数量", "NaN", "FIL-062", ()),
        ("数量", "=1+1", "FIL-062", ()),
        ("数量", boolean(1), "FIL-062", ()),
        ("数量", error("#REF!"), "FIL-065", ()),
        ("数量", error("#DIV/0!"), "FIL-065", ()),
        ("数量", formula(None), "FIL-066", ()),
        ("数量", None, "FIL-060", ()),
        ("数量", "  ", "FIL-060", ()),
        ("方向", "inn", "FIL-063", ("输入 in",)),
        ("方向", "进", "FIL-063", ("输入 in", "输出 out")),
        ("方向", "输入 out", "FIL-063", ("输入 in", "输出 out")),
        ("角色", "co product x", "FIL-063", ("共生产品 co-product", "取用产品 takes the product")),
        ("起始日期", "2024/1/5", "FIL-064", ("2024-01-05",)),
        ("起始日期", "2024年1月5日", "FIL-064", ("2024-01-05",)),
        ("起始日期", "20240105", "FIL-064", ("2024-01-05",)),
        ("起始日期", "05/01/2024", "FIL-064", ("2024-01-05", "2024-05-01")),
        ("起始日期", "31/01/2024", "FIL-064", ("2024-01-31",)),
        ("起始日期", "2023-02-29", "FIL-064", ()),
        ("起始日期", number("2024"), "FIL-064", ("2024-01-01", "2024-12-31")),
        ("起始日期", number("45292.5"), "FIL-064", ()),
        ("起始日期", "去年", "FIL-064", ()),
        ("物流", error("#N/A"), "FIL-065", ()),
        ("备注", Xml('<c r="{r}" t="inlineStr"><is><t>a_x0007_b</t></is></c>'), "FIL-046", ()),
    ],
)
def test_a_wrong_cell_is_named_with_what_was_meant(label, content, code, candidates):
    tables = grid(small_study())
    column = column_of(tables[EXCHANGES], label)
    (found,) = problems_of(changed(EXCHANGES, label, 5, content))
    assert (found.code, found.place.sheet, found.severity) == (code, EXCHANGES, "error")
    assert found.place.cell == f"{chr(ord('A') + column)}5"
    assert found.place.pointer.startswith("/exchanges/2/")
    assert found.candidates == candidates
    header = tables[EXCHANGES][0][column].rstrip(" *")
    assert header in found.cause.zh
    assert header in found.cause.en


def test_a_formula_with_its_result_is_used_and_told():
    result = read(changed(EXCHANGES, "数量", 5, formula("1000")))
    assert result.study == normal_study(small_study())
    (found,) = result.problems
    assert (found.code, str(found.place), found.severity) == ("FIL-067", f"{EXCHANGES}!F5", "warning")
    assert "1000" in found.cause.zh


def test_many_formulas_are_told_in_one_line_after_the_first_twenty():
    tables = grid(small_study())
    rows = tables[EXCHANGES]
    rows += [["y" + str(i), *rows[3][1:5], formula(str(i)), *rows[3][6:]] for i in range(100)]
    found = problems_of(book(tables))
    assert [p.code for p in found] == ["FIL-067"] * 20 + ["FIL-068"]
    assert "80" in found[-1].cause.en


def test_an_error_in_a_column_nobody_reads_does_not_matter():
    tables = grid(small_study())
    for row in tables[EXCHANGES]:
        row.append(error("#REF!"))
    tables[EXCHANGES][0][-1] = "我的备注栏"
    same(tables, ["FIL-056"])


def test_an_unknown_column_is_told_with_what_it_may_be():
    tables = grid(small_study())
    tables[EXCHANGES][0][column_of(tables[EXCHANGES], "单价")] = "单价 prise"
    tables[EXCHANGES][0][column_of(tables[EXCHANGES], "币种")] = "curency"
    found = problems_of(book(tables))
    assert [(p.code, p.value, p.candidates) for p in found] == [("FIL-056", "curency", ("币种 currency",))]


def test_many_columns_of_ones_own_do_no_harm():
    tables = grid(small_study())
    tables[EXCHANGES] = [[f"own {i}" for i in range(200)] + row for row in tables[EXCHANGES]]
    same(tables, ["FIL-056"] * 200)
    same({("Tabelle" if name == EXCHANGES else name): rows for name, rows in tables.items()}, ["FIL-056"] * 200)


def test_a_column_with_data_and_no_header_is_told():
    tables = grid(small_study())
    tables[EXCHANGES][4] += [None] * 3 + ["lost"]
    assert codes_at(book(tables)) == [("FIL-059", f"{EXCHANGES}!AE5")]


def test_a_missing_column_is_told_with_the_header_that_may_be_meant():
    tables = grid(small_study())
    tables[EXCHANGES][0][column_of(tables[EXCHANGES], "数量")] = "amuont"
    found = [p for p in problems_of(book(tables)) if p.severity == "error"]
    assert [(p.code, p.candidates) for p in found] == [("FIL-055", ("amuont",))]
    assert "数量 amount" in found[0].cause.en


def test_a_missing_column_of_a_renamed_tab_is_told():
    tables = {("数据" if name == EXCHANGES else name): rows for name, rows in grid(small_study()).items()}
    tables["数据"][0][column_of(tables["数据"], "数量")] = "xyz"
    assert ("FIL-055", "数据!A1") in codes_at(book(tables))


def test_a_column_twice_is_told():
    tables = grid(small_study())
    tables[EXCHANGES][0][column_of(tables[EXCHANGES], "备注")] = "Amount"
    (found,) = problems_of(book(tables))
    assert (found.code, found.place.cell) == ("FIL-057", "V1")
    assert "F1" in found.cause.en


def test_a_header_whose_languages_disagree_is_told():
    tables = grid(small_study())
    tables[EXCHANGES][0][column_of(tables[EXCHANGES], "备注")] = "单价 amount"
    found = problems_of(book(tables))
    assert [(p.code, p.candidates) for p in found] == [("FIL-058", ("数量 amount", "单价 price"))]


def test_a_tab_without_its_headers_is_told():
    tables = grid(small_study())
    del tables[EXCHANGES][:2]
    assert codes_at(book(tables)) == [("FIL-054", EXCHANGES)]


@pytest.mark.parametrize("tab", [STUDY, PROCESSES, EXCHANGES])
def test_a_tab_no_study_does_without_is_told_when_missing(tab):
    tables = {name: rows for name, rows in grid(small_study()).items() if name != tab}
    tables["Sheet1"] = [["a", "b"], ["c"]]
    found = problems_of(book(tables))
    assert [(p.code, p.value) for p in found if p.severity == "error"] == [("FIL-050", tab)]
    assert next(p for p in found if p.code == "FIL-050").candidates == ("Sheet1",)
    assert [p.value for p in found if p.code == "FIL-051"] == ["Sheet1"]


def test_an_unknown_tab_is_told_with_what_it_may_be():
    tables = grid(small_study()) | {"Certificatez": [["x"], ["y"]]}
    (found,) = problems_of(book(tables))
    assert (found.code, found.severity, found.candidates) == ("FIL-051", "warning", ("证书 Certificates",))


def test_a_copy_of_a_tab_is_told_and_two_copies_are_refused():
    tables = grid(small_study())
    tables["副本"] = tables[EXCHANGES]
    same(tables, ["FIL-053"])
    tables["Tabelle 1"] = tables.pop(EXCHANGES)
    found = [p for p in problems_of(book(tables)) if p.severity == "error"]
    assert [p.code for p in found] == ["FIL-052"]
    assert "Tabelle 1" in found[0].cause.zh
    assert "副本" in found[0].cause.zh


def test_a_sheet_of_ones_own_that_shares_two_words_takes_no_tab_away():
    tables = grid(small_study()) | {"我的笔记": [["编号", "备注", "谁"], ["1", "打电话", "王"]]}
    assert read(book(tables)).study == normal_study(small_study())


def test_merged_cells_are_tolerated_and_named_where_a_value_is_missing():
    tables = grid(small_study())
    merged = {EXCHANGES: '<mergeCells count="1"><mergeCell ref="B3:B4"/></mergeCells>'}
    same(tables, after=merged)
    tables[EXCHANGES][3][1] = None
    (found,) = problems_of(book(tables, after=merged))
    assert (found.code, found.place.cell) == ("FIL-061", "B4")
    assert "B3:B4" in found.cause.zh


def test_quotes_that_do_not_pair_are_told():
    assert codes_at(changed(PROCESSES, "标签", 3, '"a;b')) == [("FIL-069", f"{PROCESSES}!E3")]
    assert codes_at(changed(PROCESSES, "标签", 3, '"a" b; c')) == [("FIL-069", f"{PROCESSES}!E3")]


def test_items_of_the_study_tab():
    assert codes_at(with_item("国家", None)) == [("FIL-060", f"{STUDY}!B7")]
    assert codes_at(with_item("国家", "CN", "China")) == [("FIL-073", f"{STUDY}!C7")]
    assert codes_at(with_item("标题", None, "")) == [("FIL-060", f"{STUDY}!B5")]
    assert read(with_item("标题", None)).study.title.en
    tables = grid(small_study())
    tables[STUDY] += [["国家 country", "DE"], ["contry", "FR"], [None, "无主"]]
    found = problems_of(book(tables))
    assert [(p.code, p.value) for p in found] == [
        ("FIL-071", "国家 country"),
        ("FIL-070", "无主"),
        ("FIL-070", "contry"),
    ]
    tables = grid(small_study())
    item_row(tables[STUDY], "国家")[0] = "contry"
    found = problems_of(book(tables))
    assert [(p.code, p.candidates) for p in found] == [("FIL-070", ("国家 country",)), ("FIL-072", ("contry",))]


def test_a_study_tab_without_its_column_of_values_is_told_once():
    tables = grid(small_study())
    tables[STUDY][0][1] = "vlaue"
    found = [p for p in problems_of(book(tables)) if p.severity == "error"]
    assert [(p.code, p.candidates) for p in found] == [("FIL-055", ("vlaue",))]


def test_a_message_offers_candidates_only_where_there_are_some():
    with_some, without = (problems_of(changed(EXCHANGES, "数量", 5, text))[0] for text in ("1,5", "无"))
    assert with_some.fix.en.endswith(" Perhaps: 1.5.")
    assert with_some.fix.zh.endswith("可能是：1.5。")
    assert without.fix.en.endswith("no figure.")
    assert without.fix.zh.endswith("留空。")


def test_the_label_of_an_item_may_be_in_one_language():
    tables = grid(small_study())
    for row in tables[STUDY][2:]:
        row[0] = row[0].split(" ")[0]
    same(tables)


def test_another_format_version_is_refused():
    assert codes_at(with_item("文件格式", "carnet-study/9")) == [("FIL-063", f"{STUDY}!B26")]


def test_all_problems_come_at_once():
    tables = grid(small_study())
    rows = tables[EXCHANGES]
    rows[2][5], rows[3][2], rows[4][5], rows[5][5] = "abc", "sideways", error("#REF!"), formula(None)
    item_row(tables[STUDY], "数据起始日期")[1] = "soon"
    tables[PROCESSES][2][0] = None
    found = codes_at(book(tables))
    assert found == [
        ("FIL-064", f"{STUDY}!B12"),
        ("FIL-060", f"{PROCESSES}!A3"),
        ("FIL-062", f"{EXCHANGES}!F3"),
        ("FIL-063", f"{EXCHANGES}!C4"),
        ("FIL-065", f"{EXCHANGES}!F5"),
        ("FIL-066", f"{EXCHANGES}!F6"),
    ]


def test_problems_beyond_any_use_are_counted():
    tables = grid(small_study())
    rows = tables[EXCHANGES]
    rows += [["x", "p", "in", "purchased", "f", "bad", "kg"]] * 6000
    found = problems_of(book(tables))
    assert len(found) == 5001
    assert found[-1].code == "FIL-074"
    assert "1000" in found[-1].cause.en


def test_a_draft_is_given_beside_the_problems():
    """What could be read can be checked further, so that the user learns of everything in one go."""
    draft = study_xlsx.parse(changed(EXCHANGES, "数量", 5, "abc"), "t.xlsx")
    assert draft.study.exchanges[2].amount == ""
    assert draft.study.exchanges[3].amount == "91.5"
    assert [p.code for p in draft.problems] == ["FIL-062"]


def test_what_does_not_fit_a_cell_cannot_be_written():
    study = dataclasses.replace(small_study(), note=Text("x" * 32_768, ""), producer="y" * 32_767)
    with pytest.raises(InputError) as caught:
        study_xlsx.write(study)
    assert [(p.code, p.place.pointer) for p in caught.value.problems] == [("FIL-080", "/note")]


def test_more_rows_than_can_be_read_back_cannot_be_written():
    one = model.Process("p", Text("a", "b"))
    study = dataclasses.replace(small_study(), processes=(one,) * 19_999)
    with pytest.raises(InputError) as caught:
        study_xlsx.write(study)
    assert [(p.code, p.place.pointer) for p in caught.value.problems] == [("FIL-081", "/processes")]


def test_candidates_for_numbers_and_dates():
    assert number_candidates("1'234'567.5 t") == ("1",)
    assert number_candidates("1'234'567.5") == ("1234567.5",)
    assert date_candidates("2024.1.5") == ("2024-01-05",)
    assert date_candidates("2024-13-40") == ()


def test_two_thousand_rows_are_read_in_two_seconds():
    small = small_study()
    many = tuple(
        dataclasses.replace(small.exchanges[3], id=f"x{i}", amount=f"{i}.5", note="一行说明 a line of note")
        for i in range(2000)
    )
    data = study_xlsx.write(dataclasses.replace(small, exchanges=many))
    start = time.perf_counter()
    result = read(data)
    assert time.perf_counter() - start < 4, "2 s on an idle machine"
    assert len(result.study.exchanges) == 2000
