"""One chart, its table and its words."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.errors import Text
from carnet.report.chart_spec import ChartSpec, Row, add, percent, signed, table, text_alternative, to_csv

AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3).map(str)


def spec(*rows: Row) -> ChartSpec:
    return ChartSpec("stages", Text("标题", "title"), Text("kg CO2e", "kg CO2e"), rows)


def parsed(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_a_cell_that_looks_like_a_formula_is_made_harmless(start):
    evil = f'{start}HYPERLINK("http://example.org","x")'
    row = parsed(to_csv(spec(Row(evil, Text(evil, evil), "bar", "1.5", detail=Text(evil, evil)))))[0]
    for cell in (row["key"], row["名称 name zh"], row["名称 name en"], row["说明 note zh"], row["说明 note en"]):
        assert cell == "'" + evil


def test_a_negative_number_stays_a_number():
    row = parsed(to_csv(spec(Row("a", Text("甲", "a"), "bar", "-12.50"))))[0]
    assert row["数值 value"] == "-12.50"


def test_csv_begins_with_a_mark_that_spreadsheets_need_for_chinese():
    assert to_csv(spec(Row("a", Text("甲", "a"), "bar", "1"))).startswith(b"\xef\xbb\xbfkey,")


def test_columns_without_any_value_are_left_out():
    head = to_csv(spec(Row("a", Text("甲", "a"), "bar", "1"))).decode("utf-8-sig").splitlines()[0]
    assert "cumulative" not in head
    assert ",from," not in head


def test_quotes_commas_and_line_ends_come_back():
    label = Text('甲,"乙"\n丙', "a")
    assert parsed(to_csv(spec(Row("a", label, "bar", "1"))))[0]["名称 name zh"] == label.zh


@given(st.lists(AMOUNTS, min_size=1, max_size=30))
def test_adding_is_exact_and_keeps_the_decimals(values):
    total = add(values)
    assert Decimal(total) == sum(map(Decimal, values))
    assert len(total.partition(".")[2]) == max(len(value.partition(".")[2]) for value in values)


@pytest.mark.parametrize(
    ("share", "shown"),
    [("0.764", "76.4"), ("1.000", "100"), ("-0.0050", "-0.5"), ("0.00012345", "0.012345"), ("", ""), ("0", "0")],
)
def test_a_share_becomes_per_cent_by_moving_the_point(share, shown):
    assert percent(share) == shown


@pytest.mark.parametrize(("number", "plus", "shown"), [("-1.5", False, "−1.5"), ("1.5", True, "+1.5"), ("", True, "")])
def test_signs(number, plus, shown):
    assert signed(number, plus=plus) == shown


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=8))
def test_words_and_table_carry_every_number(values):
    rows = [Row(str(i), Text(f"甲{i}", f"a{i}"), "interval", low=a, high=b) for i, (a, b) in enumerate(values)]
    one = spec(*rows)
    for lang in ("zh", "en"):
        words = text_alternative(one, lang)
        cells = [cell for line in table(one, lang)[1] for cell in line]
        for a, b in values:
            assert signed(a) in words
            assert signed(b) in words
            assert {signed(a), signed(b)} <= set(cells)


def test_each_language_has_its_own_words():
    one = spec(Row("a", Text("甲项", "item a"), "bar", "1", detail=Text("因为", "because")))
    assert "甲项" in text_alternative(one, "zh")
    assert "item a" not in text_alternative(one, "zh")
    assert table(one, "en") == (["item", "value", "basis and note"], [["item a", "1", "because"]])
