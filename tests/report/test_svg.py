"""The SVG writer: lines that fit, text that stays text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.report.fonts import text_width
from carnet.report.svg import clean, n, shorten, wrap

WORDS = st.text(alphabet="热轧卷钢铁 ，。（）abcdef ghi-CO2", max_size=60)


@pytest.mark.parametrize(
    ("number", "text"), [(1.0, "1"), (-0.001, "0"), (0.125, "0.12"), (12.5, "12.5"), (-3.0, "-3"), (100.0, "100")]
)
def test_coordinates(number, text):
    assert n(number) == text


@given(WORDS, st.integers(1, 3))
def test_wrapped_lines_fit_and_are_not_too_many(text, lines):
    rows = wrap(text, 12, 90, lines)
    assert 1 <= len(rows) <= lines
    assert all(text_width(row, 12) <= 90 for row in rows)


@given(WORDS)
def test_nothing_is_lost_when_there_is_room(text):
    joined = "".join(wrap(text, 12, 5000, 3)).replace(" ", "")
    assert joined == text.replace(" ", "")


def test_latin_words_stay_whole_and_chinese_punctuation_does_not_begin_a_line():
    assert wrap("direct emissions of sintering", 12, 100, 3) == ["direct emissions", "of sintering"]
    assert not any(row.startswith(("，", "。", "）")) for row in wrap("高炉直接排放（一号），热轧卷", 12, 74, 4))


def test_a_cut_line_ends_in_dots():
    assert shorten("高炉炼铁直接排放", 12, 60).endswith("…")
    assert shorten("高炉", 12, 60) == "高炉"


def test_control_characters_and_markup_are_harmless():
    assert clean("x\ud800y\uffffz\n") == "x y z\n"
    assert clean('a\x00<b>&"') == "a &lt;b&gt;&amp;&quot;"
