from __future__ import annotations

import pytest

from carnet.errors import DataError
from carnet.inventory.countries import parse_countries
from carnet.service import datasets


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("中国", "CN"),
        ("China", "CN"),
        ("cn", "CN"),
        ("Germny", "DE"),
        ("Singapore", "SG"),
        ("新加坡", "SG"),
        ("ＣＮ", "CN"),
    ],
)
def test_a_wrong_country_is_answered_with_the_code_meant(text, code):
    assert code in datasets.countries().candidates(text)


def test_nothing_near_is_answered_with_common_ones():
    assert datasets.countries().candidates("??") == ("CN", "DE", "JP", "KR", "US")


@pytest.mark.parametrize(
    ("text", "code"), [("50", "CN-50"), ("重庆", "CN-50"), ("Chongqing", "CN-50"), ("CN50", "CN-50")]
)
def test_a_wrong_region_is_answered_with_the_code_meant(text, code):
    assert datasets.countries().region_candidates(text, "CN")[0] == code


def test_a_country_without_regions_offers_none():
    assert datasets.countries().region_candidates("Bayern", "DE") == ()


def test_the_shipped_lists_are_whole():
    shipped = datasets.countries()
    assert len(shipped.countries) == 249
    assert len(shipped.regions) == 34
    assert all(len(code) == 2 and code.isupper() for code in shipped.countries)
    assert all(name.zh and name.en for name in (*shipped.countries.values(), *shipped.regions.values()))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("country = [", "Invalid value"),
        ('country = [["CN", "中国"]]', "not [code, zh, en]"),
        ('country = [["CN", "中国", ""]]', "not [code, zh, en]"),
        ('country = [["CN", "中国", "China"], ["CN", "中国", "China"]]', "given twice"),
        ('region = [["CN-50", "重庆", "Chongqing"]]', "its country is not listed"),
    ],
)
def test_a_wrong_row_is_named(text, why):
    with pytest.raises(DataError) as failed:
        parse_countries([("places.toml", text)])
    assert why in failed.value.problems[0].cause.en
