# ruff: noqa: E501 - the texts of a press page are long
"""Reading a press text: dates, bodies, products, status words, flags; pages; wordings compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.exchange.press_page import read_page
from carnet.recognition.captures import host_of, is_official, proposed_grade
from carnet.recognition.diff import marked, split_sentences, wording_changes
from carnet.recognition.extract import Page, Reading, read_press
from carnet.recognition.extract_dates import find_dates
from carnet.recognition.grade import at_least
from carnet.recognition.status import LEAST
from carnet.recognition.vocabulary import STATUSES
from tests.recognition.policy_items import LISTS, seed

pytestmark = pytest.mark.slow

ZH = """重庆启动笔记本电脑产品碳足迹标识试点
发布时间：2026-03-18 来源：某某网
3月17日，重庆市市场监督管理局会同重庆市生态环境局召开会议，启动笔记本电脑碳足迹标识认证试点。中国质量认证中心和某某（重庆）有限公司参加。
市商务委将与欧盟委员会、新加坡企业发展局开展磋商，计划于2026年第四季度签署合作备忘录，有望减少企业重复认证费用。
"""
EN = """First joint footprint certificates for solar modules
12 May 2026
The Zhejiang Provincial Department of Ecology and Environment and TÜV SÜD on 11 May issued certificates for photovoltaic
modules made by JinkoSolar and Hangzhou Sunlight Energy Co., Ltd. No official source link was provided.
The scheme could cut testing costs by a third. It is one more concrete step for steel and precast concrete exporters.
"""


def read(text: str) -> Reading:
    return read_press(read_page(text), LISTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On June 17, 2026 and 18 June 2026", ["2026-06-17", "2026-06-18"]),
        ("June 17–19, 2026", ["2026-06-17", "2026-06-19"]),
        ("the 3rd of May, 2026", ["2026-05-03"]),
        ("2026年6月17日至19日，2026年7月", ["2026-06-17", "2026-06-19", "2026-07"]),
        ("二〇二六年九月三十日前", ["2026-09-30"]),
        ("in Q3 2026, the second quarter of 2027, 2028年第一季度", ["2026-Q3", "2027-Q2", "2028-Q1"]),
        ("by 2030, 到2027年", ["2030", "2027"]),
        ("2026-06-31 and 2026/02/29 are no days", []),
        ("published 2026.06.05", ["2026-06-05"]),
        ("Regulation (EU) 2023/1542, 环气候〔2024〕30号, ISO 14067:2018", []),
        ("It costs 2026 euros", []),
    ],
)
def test_dates(text: str, expected: list[str]) -> None:
    assert [each.value for each in find_dates(text)] == expected


def test_a_day_without_a_year_takes_the_one_nearest_to_the_page() -> None:
    assert [(d.value, d.inferred) for d in find_dates("On December 28 it began", "2026-01-05")] == [
        ("2025-12-28", True)
    ]
    assert [d.value for d in find_dates("1月3日", "2025-12-30")] == ["2026-01-03"]
    assert find_dates("On December 28 it began") == ()


@given(st.text(alphabet="0123456789年月日-/. JuneQ,", max_size=40))
def test_any_text_gives_days_of_the_calendar_or_nothing(text: str) -> None:
    from carnet.recognition.load import is_day

    for each in find_dates(text):
        assert each.text in text
        assert len(each.value) < 10 or is_day(each.value)


def test_a_chinese_text() -> None:
    found = read(ZH)
    assert found.title == "重庆启动笔记本电脑产品碳足迹标识试点"
    assert found.published == "2026-03-18"
    assert {d.value for d in found.dates} == {"2026-03-18", "2026-03-17", "2026-Q4"}
    kinds = {p.id: p.kind for p in found.parties}
    assert kinds["cq-amr"] == "authority"
    assert kinds["cqc"] == "conformity_assessment_body"
    assert kinds["某某（重庆）有限公司"] == "company"
    assert {"cq-eco", "ec", "enterprise-sg"} <= set(kinds)
    assert found.product_ids() == ("laptop",)
    assert {"CN-CQ"} <= {p.id for p in found.places}
    assert {s.status: s.hedged for s in found.statuses}["signed"] is True
    assert any("减少" in each for each in found.claims)


def test_an_english_text() -> None:
    found = read(EN)
    assert {"2026-05-12", "2026-05-11"} == {d.value for d in found.dates}
    assert {p.id for p in found.parties} == {
        "Zhejiang Provincial Department of Ecology and Environment", "tuv-sud", "jinko", "Hangzhou Sunlight Energy Co., Ltd",
    }  # fmt: skip
    assert found.product_ids() == ("pv_module", "steel", "precast_concrete")
    assert found.parties[0].kind == "authority"
    assert any("official" in flag.en for flag in found.flags)
    assert any("cut testing" in claim for claim in found.claims)


def test_traditional_characters_are_read() -> None:
    found = read("重慶市生態環境局於2026年6月17日宣佈，光伏組件與鋰離子電池納入試點。")
    assert [p.id for p in found.parties] == ["cq-eco"]
    assert found.product_ids() == ("pv_module", "li_ion_battery")


def test_generated_and_inconsistent_texts_are_flagged_and_graded_down() -> None:
    made = read(
        "A title of some words here\nThis article is generated from the user-provided news title. Talks are on."
    )
    assert made.generated
    assert str(proposed_grade("official", generated=True, inconsistent=False)) == "E4"
    torn = read(
        "Some title that reads well\nMay 2, 2026\nThe timing of the event is not specified. On June 17, 2026 the bureau said so."
    )
    assert torn.inconsistent
    assert len([f for f in torn.flags if "inconsistent" in f.en]) == 2
    assert any("mock" in f.en for f in read("The mock registration number will transfer automatically.").flags)


@given(st.sampled_from(["official", "municipal_media", "media", "trade", "vendor"]), st.booleans(), st.booleans())
def test_a_proposed_grade_carries_no_status_beyond_reported(kind: str, generated: bool, inconsistent: bool) -> None:
    grade = proposed_grade(kind, generated=generated, inconsistent=inconsistent)
    assert [each for each in STATUSES if at_least(grade, LEAST[each])] == ["reported"]


@pytest.mark.parametrize(
    ("number", "dates", "parties", "products"),
    [
        (0, {"2026-06-21", "2026-06-17"}, {"cq-eco", "eu", "SG"}, {"steel", "hot_rolled_coil", "section_steel"}),
        (1, {"2026-06-25", "2026-Q3"}, {"cq-eco", "tuv-rheinland", "bv"}, {"heavy_truck", "truck_battery_module", "e_drive_axle", "swap_station_part"}),
        (2, {"2026-06-23", "2026-06-17"}, {"cq-eco", "eu-member-states"}, {"pv_module", "energy_storage_system"}),
        (3, {"2025-12-15", "2025-12-11", "2020", "2030", "2060"}, {"cq-eco", "cq-commerce", "cq-amr"}, {"electric_vehicle", "laptop", "chemical", "sulfuric_acid"}),
        (4, {"2026-05-30"}, {"mofcom", "eu", "samr", "ec", "dg-trade", "jrc", "cqc", "CN"}, {"security_device", "iot_lighting", "steel", "concrete", "precast_concrete", "composite_material", "rebar"}),
    ],
)  # fmt: skip
def test_the_five_articles(number: int, dates: set[str], parties: set[str], products: set[str]) -> None:
    found = read(seed(number).read_text("utf-8"))
    assert {d.value for d in found.dates} == dates
    assert {p.id for p in found.parties} == parties
    assert set(found.product_ids()) == products
    assert found.generated == (number in {0, 1, 2})
    assert found.inconsistent == (number == 2)


def test_a_saved_page_is_read_without_what_no_reader_sees() -> None:
    page = read_page(
        "<!DOCTYPE html><html><head><title>Site</title><meta property='article:published_time' content='2026-06-17T08:00'>"
        "<script>var x = 'CATL signed';</script><style>p{}</style></head><body><nav>Home News</nav><h1>Talks on recognition</h1>"
        "<p>MOFCOM &amp; the EU<br>met.<a href='https://www.mofcom.gov.cn/x'>link</a></p><footer>BYD</footer></body></html>"
    )
    assert page.title == "Talks on recognition"
    assert page.published.startswith("2026-06-17")
    assert "CATL" not in page.text
    assert "BYD" not in page.text
    assert "MOFCOM & the EU\nmet." in page.text
    assert page.hosts == ("www.mofcom.gov.cn",)
    assert not any("no link" in flag.en for flag in read_press(page, LISTS).flags)


@given(st.text(alphabet="<>/!-&;\"'= abnavscript\n", max_size=200))
def test_no_page_breaks_the_reader(text: str) -> None:
    flags = read_press(read_page("<html>" + text), LISTS).flags
    assert any("no link" in flag.en for flag in flags), "a page without a link to an official source says so"


@pytest.mark.parametrize("text", ["<html>" + "<div>" * 20000, "<html><nav>" * 5000, "a" * 200_000, "The " * 40_000, "《" * 20_000, "重庆" * 40_000, "June " * 30_000, "A of " * 20_000 + "Bureau"])  # fmt: skip
def test_hostile_texts_end_soon(text: str) -> None:
    read_press(read_page(text), LISTS)
    wording_changes(text[:20_000], text[:19_000] + "x")


def test_hosts() -> None:
    assert host_of("https://EUR-Lex.europa.eu/eli/reg/2025/2083") == "eur-lex.europa.eu"
    assert is_official("https://sthjj.cq.gov.cn/x")
    assert not is_official("https://gov.cn.example.com/x")
    assert not is_official("notgov.cn-news.com")
    assert not is_official("page.html")


def test_sentences_and_changes() -> None:
    old = "范围为热轧卷。适用于欧盟。Dr. Li spoke. It starts in Q3."
    new = "范围为热轧卷和型钢。Dr. Li spoke. It starts in Q4. A new sentence."
    assert split_sentences(old) == ("范围为热轧卷。", "适用于欧盟。", "Dr. Li spoke.", "It starts in Q3.")
    changes = wording_changes(old, new)
    assert [each.kind for each in changes] == ["changed", "removed", "changed", "added"]
    assert marked(changes[0].before, changes[0].after)[1] == "范围为热轧卷{+和型钢+}。"
    assert wording_changes(old, old) == ()


@given(st.lists(st.sampled_from(["A one.", "B two.", "丙三。", "D four!"]), max_size=6), st.lists(st.sampled_from(["A one.", "B two.", "丙三。", "E five?"]), max_size=6))  # fmt: skip
def test_changes_tell_every_sentence_that_came_or_went(old: list[str], new: list[str]) -> None:
    changes = wording_changes("\n".join(old), "\n".join(new))
    gone = [each.before for each in changes if each.kind in {"removed", "changed"}]
    come = [each.after for each in changes if each.kind in {"added", "changed"}]
    assert len(old) - len(gone) == len(new) - len(come)


def test_an_empty_page_is_no_crash() -> None:
    assert read_press(Page("", ""), LISTS).title == ""
