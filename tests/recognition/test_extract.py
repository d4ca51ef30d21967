# ruff: noqa: E501 - the texts of a press page are long
"""Reading a press text: dates, bodies, products, status words, flags; pages; wordings compared."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet import recognition
from carnet.exchange.press_page import read_page
from carnet.recognition.captures import host_of, is_official, proposed_grade
from carnet.recognition.diff import marked, split_sentences, wording_changes
from carnet.recognition.extract import Page, Reading, read_press
from carnet.recognition.extract_dates import find_dates
from carnet.recognition.extract_status import find_statuses
from carnet.recognition.grade import at_least
from carnet.recognition.status import LEAST
from carnet.recognition.vocabulary import STATUSES
from tests.recognition.policy_items import LISTS, seed

if TYPE_CHECKING:
    from types import FrameType

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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("去年5月19日上线，今年7月扩围，明年1月施行", ["2025-05-19", "2026-07", "2027-01"]),
        ("２０２６年６月１７日和2027年３月", ["2026-06-17", "2027-03"]),
        ("今年13月", []),
    ],
)
def test_this_and_last_year_and_wide_digits(text: str, expected: list[str]) -> None:
    assert [each.value for each in find_dates(text, "2026-12-20")] == expected


def test_the_day_of_a_page_in_the_form_of_mails() -> None:
    head = (
        "<html><head><meta name='pubdate' content='Wed, 17 Jun 2026 08:00:00 GMT'></head><body><p>On June 3 it met.</p>"
    )
    found = read(head)
    assert found.published == "2026-06-17"
    assert [each.value for each in found.dates] == ["2026-06-03"]


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
    assert {"CN-50"} <= {p.id for p in found.places}
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
        (3, {"2025-12-15", "2025-12-11", "2020", "2030", "2060"}, {"cq-eco", "cq-commerce", "cq-amr", "Sinopec Chongqing SVW Chemical"}, {"electric_vehicle", "laptop", "chemical", "sulfuric_acid"}),
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


HOSTILE = (
    "The ", "A of ", "June ", "Steel and ", "of the Bureau ", "Ltd ", "(AB) ", "U.S. ", "said Anna, ", "AB, ", "® ", "Q3 ",
    "与", "重庆", "公司", "某某公司、", "获得", "（简称“甲", "《", "集团与", "、", "光伏", "1月1日", "2026年", "和", "TÜV", "记者 ",
)  # fmt: skip


def steps(text: str) -> int:
    """Lines of the reader run for a text: a count, no clock."""
    found = 0

    def line(frame: FrameType, event: str, _: object) -> object:
        nonlocal found
        found += event == "line"
        return line

    def call(frame: FrameType, event: str, arg: object) -> object:
        return line if "recognition" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(call)  # type: ignore[arg-type]
    try:
        read_press(Page("", text), LISTS)
    finally:
        sys.settrace(before)
    return found


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("mark", ["", "\n", ". "])
def test_work_grows_with_the_length_of_a_hostile_text_and_no_faster(piece: str, mark: str) -> None:
    once = (piece + mark) * (800 // len(piece + mark))
    steps(once)
    least, most = steps(once), steps(once * 4)
    assert most < 4.6 * least + 2000, "four times the text, four times the steps"


def patterns() -> list[tuple[str, re.Pattern[str]]]:
    found: list[tuple[str, re.Pattern[str]]] = []
    for each in pkgutil.iter_modules(recognition.__path__):
        if not each.name.startswith("extract"):
            continue
        module = importlib.import_module(f"{recognition.__name__}.{each.name}")
        values: list[object] = list(vars(module).values())
        while values:
            value = values.pop()
            if isinstance(value, re.Pattern):
                found.append((each.name, value))
            elif isinstance(value, tuple):
                values += value
    return found


def test_no_pattern_of_the_reader_matches_without_a_bound() -> None:
    """A pattern of bounded width does bounded work at each place; one open `.*` makes a hostile text cost its square."""
    found = patterns()
    assert len(found) > 50
    wide = {f"{name}: {each.pattern[:60]}" for name, each in found if width(each.pattern, each.flags) > 700}
    assert not wide
    assert width(r"\(.*\)", 0) > 700


def width(pattern: str, flags: int) -> int:
    import re._parser as parser  # type: ignore[import-not-found]

    return int(parser.parse(pattern, flags).getwidth()[1])


@pytest.mark.parametrize("text", ["<html>" + "<div>" * 20000, "<html><nav>" * 5000, "a" * 200_000, "The " * 40_000])
def test_what_is_longer_than_any_press_text_is_cut(text: str) -> None:
    page = read_page(text)
    assert read_press(page, LISTS).dates == read_press(Page("", page.text[:60_000]), LISTS).dates
    wording_changes(text[:20_000], text[:19_000] + "x")


# ── bodies by form and by what is said of them: invented names in the forms press texts use ─────────


def names(text: str) -> set[str]:
    return {each.id for each in read(text).parties}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("近日，江右诺禾股份荣获某研究院证书。", {"江右诺禾股份"}),
        ("禾川特钢、岚陵石化、启明锂业集团等企业获颁证书。", {"禾川特钢", "岚陵石化", "启明锂业集团"}),
        ("浙江诺禾联合钢铁集团有限公司（以下简称“诺禾集团”）获得证书。诺禾集团表示满意。", {"浙江诺禾联合钢铁集团有限公司"}),
        ("由中国诺禾工业协会主办、岚陵云商股份有限公司承办的发布会在岚陵举行。", {"中国诺禾工业协会", "岚陵云商股份有限公司"}),
        ("生态环境部环境诺禾中心副主任张三率团赴瑞典、德国交流。", {"生态环境部环境诺禾中心"}),
        ("Vireo向岚陵银行颁发声明，Vireo成为首家签署方。", {"Vireo", "岚陵银行"}),
        ("上市公司、龙头企业和认证机构获得通过，企业表示欢迎。", set()),
        ("诺禾网讯（记者 王五）协会表示，产品获得认证。来源：岚陵日报社有限公司", set()),
        ("会议在岚陵国际会展中心举行。", set()),
        ("按诺环函〔2026〕12号文件办理。", set()),
        ("Vireo Solar, a module maker, has received a label from the Northfield Carbon Institute (NCI). NCI said so.", {"Vireo Solar", "Northfield Carbon Institute"}),
        ("Modules made by Vireo were certified by Tarn & Holt.", {"Vireo", "Tarn & Holt"}),
        ("“It helps,” said Anna Berg, chief executive of Vireo Metals.", {"Vireo Metals"}),
        ("The partners include makers such as Vireo, Brenn and Oskal.", {"Vireo", "Brenn", "Oskal"}),
        ("The Ministry of Ecology and Trade of Norlandia and the Cement and Glass Association agreed.", {"Ministry of Ecology and Trade of Norlandia", "Cement and Glass Association"}),
        ("Environmental Product Declarations were presented at the Green Week Conference in Lyon on Monday.", set()),
        ("The Product Category Rules follow the Carbon Border Adjustment Mechanism (CBAM).", set()),
        ("Vireo Cables Ltd. introduced the Solenta™ line. Solenta is made in Spain.", {"Vireo Cables Ltd"}),
    ],
)  # fmt: skip
def test_bodies_by_form_and_by_what_is_said_of_them(text: str, expected: set[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Labels for refrigerators and one inverter", ["refrigerator", "inverter"]),
        ("标准涵盖无人机、投影仪、耳机", ["drone", "projector", "headphones"]),
        ("《新电池法》和欧盟电池法规", []),
        ("Battery makers joined. The rule is for cement.", ["cement"]),
        ("We ship tools and pump money", []),
    ],
)
def test_goods(text: str, expected: list[str]) -> None:
    assert list(read(text).product_ids()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On May 6 during Green Week 2025 they met", ["2025-05-06"]),
        ("10月23日，2024年标准发布会举行。", ["2024-10-23", "2024"]),
        ("On May 6 they met. In 2025 it ended.", ["2025"]),
        ("In 2024 and in 2025, on May 6", ["2024", "2025"]),
    ],
)
def test_a_day_takes_the_only_year_of_its_own_sentence(text: str, expected: list[str]) -> None:
    assert sorted(each.value for each in find_dates(text)) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Aldo Brenner, Vice-Minister for Trade, and Dr. Mei Oskal signed with Vireo Metals Ltd.", {"Vireo Metals Ltd"}),
        ("It was witnessed by Ms. Tarn, Permanent Secretary of the Ministry of Trade of Norlandia.", {"Ministry of Trade of Norlandia"}),
        ("Head of Secretariat Martha Oskal agreed. The Northfield Carbon Institute agreed.", {"Northfield Carbon Institute"}),
        ("Vireo Metals Ltd’s head of global sourcing Liv Oskal told it. Oskal announced a plan.", {"Vireo Metals Ltd"}),
        ("“It helps,” said Liv Oskal. Oskal launched a label.", set()),
        ("Liv K. Oskal launched a label.", set()),
        ("It will partner with UK-based Vireo to make labels.", {"Vireo"}),
        ("Liv Oskal, Vice President of Commercial Operations, said so.", set()),
        ("Specifically, it announced a plan.", set()),
        ("岚陵区总裁郝金玉博士、检测总经理Marc Zaplin、发言人Wolfram Stahl等出席。", set()),
        ("诺禾集团总经理李女士、王院士和布鲁诺·勒梅尔出席签约。", {"诺禾集团"}),
        ("诺禾集团品质处总经理、产品服务事业群经理出席。", {"诺禾集团"}),
        ("数据来自诺禾集团的种植采摘、轧花厂，由人工智能整理。", {"诺禾集团"}),
        ("启明锂业集团联合省发展改革委、省生态环境厅发布规则。", {"启明锂业集团", "省发展改革委", "省生态环境厅"}),
    ],
)  # fmt: skip
def test_persons_titles_desks_and_steps_of_work_are_no_bodies(text: str, expected: set[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The agreement will ease trade between Singapore and Japan.", set()),
        ("The talks between Singapore and Japan began.", {"SG", "JP"}),
        ("The agreement between Singapore and Japan was signed.", {"SG", "JP"}),
        ("The operators in Sweden, Norway and Japan signed an agreement.", set()),
        ("The agreement helps firms that sell in both Japan and Singapore, it was agreed.", set()),
        ("该协议推动标识在新加坡和日本的合作。", set()),
        ("中欧双方共同认可的路径。", set()),
        ("中欧双方签署协议。", {"CN", "eu"}),
    ],
)
def test_countries_are_sides_only_where_the_states_act(text: str, expected: set[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("The plant opened in March of this year, last July it was tested.", "2024-04-11", ["2024-03", "2023-07"]),
        ("It was tested last July.", "2024-11-11", []),
        ("It opens next March.", "2024-11-11", ["2025-03"]),
        ("It opens next December.", "2024-06-11", []),
        ("It began in 2021. In August the firm built a line.", "", ["2021", "2021-08"]),
        ("It began in 2021 and grew until 2023. In August the firm built a line.", "", ["2021", "2023"]),
        ("It aims at neutrality by 2030. In August the firm built a line.", "", ["2030"]),
        ("In August 2021 it began.", "", ["2021-08"]),
        ("6月20日，“2023岚陵铝业年度大会”举行。5月25日参加培训。", "", ["2023-06-20", "2023-05-25"]),
        ("6月20日，“2023岚陵铝业大会”举行。7月2日，“2024岚陵铝业大会”举行。5月25日培训。", "", ["2023-06-20", "2024-07-02"]),
        ("6月20日，公司筹备“2023岚陵铝业年度大会”的消息传出。", "", []),
        ("6月20日完成评价。", "", []),
    ],
)  # fmt: skip
def test_dates_resolved_from_what_stands_around_are_marked(text: str, published: str, expected: list[str]) -> None:
    found = find_dates(text, published)
    assert sorted(each.value for each in found) == sorted(expected)
    assert all(each.inferred for each in found if each.value not in text and len(each.value) == 10)


@pytest.mark.parametrize(
    "head",
    [
        "岚陵2021年11月7日 /某通社/ -- 某企业获证。今年8月，园区建成。",
        "NORTHFIELD, Nov. 7, 2021 /Some Newswire/ -- A label was given. In August this year it was planned.",
    ],
)
def test_the_dateline_of_an_agency_is_the_day_of_the_page(head: str) -> None:
    found = read(head)
    assert found.published == "2021-11-07"
    assert [each.value for each in found.dates] == ["2021-11-07", "2021-08"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("首件T恤和衬衫、西服获得标识，方块地毯与菱镁制品随后。", ["tshirt", "shirt", "suit", "carpet", "magnesia"]),
        ("应用范围涉及电子、电器、照明、纸制品等。", ["electronics", "lighting", "paper"]),
        ("Labels for tile carpets, cutting boards and HVAC equipment", ["carpet", "cutting_board", "hvac"]),
        ("Vireo Solar said that three cell models and three module models were verified.", ["pv_module", "pv_cell"]),
        ("The course has three modules. Cell models of the climate were shown.", []),
        ("产业链条和绿色低碳供应链，优先发展电子商务。", []),
        ("The bumper crop, a catalyst and carbon sinks mirror the uniform rules.", []),
    ],
)
def test_more_goods(text: str, expected: list[str]) -> None:
    assert sorted(read(text).product_ids()) == sorted(expected)


def test_names_are_given_as_written_and_read_as_simplified() -> None:
    found = read("遼寧省市場監管局與諾禾鋼鐵集團有限公司發布首批鋼鐵產品碳足跡標識，有望縮短審核時間。")
    assert [(each.name, each.id) for each in found.parties] == [
        ("遼寧省市場監管局", "辽宁省市场监管局"),
        ("諾禾鋼鐵集團有限公司", "诺禾钢铁集团有限公司"),
    ]
    assert [each.name for each in found.products] == ["鋼鐵產品"]
    assert "縮短審核時間" in found.claims[0]


def test_traditional_characters_turn_into_simplified_ones_and_none_is_simplified_already() -> None:
    from carnet.recognition.sentences import _TRADITIONAL, simplified

    assert len(_TRADITIONAL) > 1000
    assert not {chr(key) for key in _TRADITIONAL} & set(_TRADITIONAL.values())
    assert simplified("遼寧瀋陽撫順濟南滬粵贛閩紡織襯衫絲綢鎂鈦鋅") == "辽宁沈阳抚顺济南沪粤赣闽纺织衬衫丝绸镁钛锌"
    assert simplified("乾燥 著名") == "乾燥 著名"


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


@pytest.mark.parametrize(
    ("text", "signed", "in_force"),
    [
        ("2026年10月15日双方签署协定，自2026年11月1日起生效。", "2026-10-15", "2026-11-01"),
        ("The accord was signed on 15 October 2026 and takes effect on 1 November 2026.", "2026-10-15", "2026-11-01"),
        ("On 15 October 2026 both sides signed the accord.", "2026-10-15", ""),
    ],
)
def test_a_status_word_takes_its_own_day(text: str, signed: str, in_force: str) -> None:
    found = {each.status: each.on for each in find_statuses([text], "")}
    assert found["signed"] == signed
    assert found.get("in_force", "") == in_force


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("该协定适用于热轧卷，不适用于冷轧板。", {"hot_rolled_coil"}),
        ("该协定适用于热轧卷和冷轧板。", {"hot_rolled_coil", "cold_rolled"}),
        ("The pact covers hot-rolled coil but does not apply to cement.", {"hot_rolled_coil"}),
    ],
)
def test_goods_named_out_are_no_goods_of_the_text(text: str, wanted: set[str]) -> None:
    found = {each.id for each in read_press(Page("", text), LISTS).products}
    assert "hot_rolled_coil" in found
    assert len(found) == len(wanted)
