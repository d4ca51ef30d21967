"""A user's own electricity factors: read exactly, nothing converted, every problem told."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.cbam.electricity_factors import parse_electricity


@pytest.mark.parametrize(
    "text",
    [
        'country,factor,source\nCN,0.61,own reading\nIN,0.7,"a, b"\n',
        "国家;因子;来源\nCN;0.61;own reading\nIN;0.7;a, b\n",
        "Country\tEF\tunit\tSource\nCN\t0.61\ttCO2/MWh\town reading\nin\t0.7\ttCO2e/MWh\ta, b\n",
        '\ufeff# a remark\ncountry,factor,source\r\nCN,0.61,own reading\r\nIN,0.70,"a, b"\r\n',
        '[{"country": "CN", "factor": "0.61", "source": "own reading"}, {"iso": "IN", "ef": 0.7, "source": "a, b"}]',
        '{"CN": {"factor": 0.61, "source": "own reading"}, "IN": {"factor": "0.7", "source": "a, b"}}',
    ],
)  # fmt: skip
def test_both_forms(text):
    found = parse_electricity(text)
    assert found.problems == ()
    assert {code: (each.value, each.source) for code, each in found.factors.items()} == {
        "CN": (Fraction("0.61"), "own reading"),
        "IN": (Fraction("0.7"), "a, b"),
    }


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("country,factor,source\nCN,605,x\n", "kg/MWh"),
        ("country,factor,source\nCN,-0.1,x\n", "outside 0 to 2"),
        ("country,factor,source\nCN,,x\n", "nothing"),
        ("country;factor;source\nCN;0,605;x\n", "comma"),
        ("country,factor,source\nChina,0.61,x\n", "country code"),
        ("country,factor,source\nCN,0.61,\n", "no source"),
        ("country,factor,source,unit\nCN,0.61,x,kgCO2/MWh\n", "not tCO2/MWh"),
        ("country,factor,source\nCN,0.61,x\nCN,0.6,y\n", "twice"),
        ("country,factor\nCN,0.61\n", "source"),
        ("country,factor,source\nCN,0.61\n", "fields"),
        ("country,factor,source\n", "no rows"),
        ("", "no rows"),
        ("[1, 2]", "no object"),
        ("[{", "JSON"),
        ('{"CN": 0.61}', "no source"),
        ('[{"country": "CN", "factor": NaN, "source": "x"}]', "finite"),
    ],
)
def test_what_is_wrong_is_told(text, word):
    found = parse_electricity(text, "own.csv")
    assert any(word in each.cause.en for each in found.problems), [each.cause.en for each in found.problems]
    assert all(each.code == "CBM-047" and each.place.file == "own.csv" and each.cause.zh for each in found.problems)


def test_all_problems_are_told_and_the_right_rows_kept():
    found = parse_electricity("country,factor,source,unit\nChina,605,,kg\nIN,0.7,x,\nVN,a,y,\n")
    assert set(found.factors) == {"IN"}
    assert len(found.problems) == 5


@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text):
    found = parse_electricity(text)
    assert found.factors or found.problems
