"""Words for the machine's words: every one of the closed vocabulary has them in both languages."""

from __future__ import annotations

import re

import pytest

from carnet.errors import Text
from carnet.inventory.model import CONTRACT_KINDS, STAGES
from carnet.regime import thaw
from carnet.regime import vocabulary as v
from carnet.report.rule_words import value_sentence
from carnet.report.words import WORDS, gas_text, in_words, named_flow, plain_words, sentence_in_words, value_text, word
from carnet.service import datasets
from tests.report import shipped

ALL = {
    *(choice for parameter in v.PARAMETERS for choice in parameter.choices),
    *v.CO_PRODUCT_METHODS, *v.BASES, *v.ELECTRICITY_TIERS, *v.ELECTRICITY_KINDS, *v.AREAS, *v.EVIDENCE_TESTS,
    *v.TABLES, *v.ROW_GASES, *STAGES, *CONTRACT_KINDS,
}  # fmt: skip


@pytest.mark.parametrize("choice", sorted(ALL))
def test_every_choice_has_words(choice):
    words = WORDS[choice]
    assert words.zh
    assert words.en
    assert "_" not in words.zh + words.en
    if not re.fullmatch("kg|t|CO2e?", choice):
        assert re.search(r"[一-鿿]", words.zh), choice


def test_every_value_of_every_shipped_regime_reads_as_words():
    """Every dated value and every candidate reads as words: no JSON, no machine word, no bare English in Chinese."""
    names = {flow.id: flow.name for flow in datasets.shipped_flows().flows}
    checked = 0
    for regime in datasets.regimes().regimes.values():
        for dated in regime.values:
            parameter = v.BY_ID.get(dated.parameter)
            for value in (dated.value, *dated.candidates) if parameter else ():
                if value is None:
                    continue
                said = value_text(thaw(value), dated.parameter, names)
                where = f"{regime.name} {dated.parameter}: {said.zh} | {said.en}"
                assert not re.search(r"[{}\[\]_]", said.zh + said.en), where
                if parameter.type != "statement":
                    assert not SMALL_WORD.search(said.zh), where
                checked += 1
    assert checked > 500


# A word in small Latin letters inside Chinese; units and spelled-out chemistry are no such word.
SMALL_WORD = re.compile(r"(?<![A-Za-z0-9/])(?!kg\b|km\b|kWh\b|kWp\b|piece\b)[a-z]{3,}")


def test_tags_of_the_shipped_regimes_have_words():
    _, done = shipped.calculated("hrc_bf_bof_b")
    names = shipped.inputs("hrc_bf_bof_b").names
    tags = [p.id for p in v.PARAMETERS if p.type == "tags" and p.dimension != "D1"]
    used = {tag for one in done for name in tags for tag in one.resolved.values[name].value or ()}
    assert [tag for tag in sorted(used) if "_" in word(tag, "", names).zh] == []
    assert {tag for tag in used if word(tag, "", names).zh == tag} <= {"CO2", "CH4", "N2O", "SF6", "NF3"}


@pytest.mark.parametrize(
    ("parameter", "value", "zh", "en"),
    [
        ("D7.scrap", "burden_free", "外购废钢不带负荷", "scrap comes without burden"),
        ("D6.slag", "burden_free", "负荷全归主产品", "all burden on the main product"),
        ("D6.slag", "mass", "按质量分配", "allocation by mass"),
        ("D3.basis", "mass", "质量", "mass"),
        ("D9.factor_markup", {"*": "0.2", "coal": "0.6"}, "其余 0.2、煤 0.6", "all others 0.2, coal 0.6"),
        (
            "D6.slag",
            {"method": "expansion", "basis": "mass", "displaces": {"blast_furnace_slag": "cement_clinker"},
             "ratio": "1"},
            "系统扩展（按被替代产品抵扣）：依据 质量，替代 渣→熟料，替代比 1",
            "system expansion (credit for what is displaced): basis mass, displaces slag→clinker, ratio 1",
        ),
        (
            "D8.tiers",
            [{"use": "direct_line", "require": ["not_sold"]}, {"use": "grid", "area": ["country"]}],
            "专线直供：要求 证书未另行出售 > 电网平均：地域次序 国家",
            "direct line: requires certificates not sold > grid average: areas country",
        ),
        (
            "D8.tiers",
            [{"use": "direct_line", "kind": "electricity_life_cycle"},
             {"use": "certificate", "kind": "electricity_life_cycle", "value": "0.02", "unit": "kg", "per_unit": "kWh",
              "gas": "CO2e", "gwp_set": "co2_only"}],
            "专线直供 > 绿色电力证书：0.02 kg CO2e/kWh，所用GWP数值集 只计CO2（均用全生命周期电力因子）",
            "direct line > certificates: 0.02 kg CO2e/kWh, made with CO2 only (all by life-cycle electricity factor)",
        ),
        (
            "D1.factors",
            [{"property": "usable_energy"}, {"by": "category", "table": {"M1": "60", "N3": "250"}, "unit": "1/a"},
             {"value": "8", "unit": "a"}],
            "可用能量 × （按产品类别，每年：M1 60、N3 250） × 8 年",
            "usable energy × (by product category, per year: M1 60, N3 250) × 8 year",
        ),
        (
            "D7.formula",
            {"A": {"slag": "0.2", "coal": "0.2"}, "A_otherwise": "0.5", "B": "0", "R2_otherwise": "0"},
            "分配系数A 0.2（炉渣、煤），其余 0.5；能量分配系数B 0；回收率R2（研究未给出时） 0",
            ("allocation factor A 0.2 (slag, coal), otherwise 0.5; allocation factor of energy B 0; recycling rate R2 "
             "(where the study gives none) 0"),
        ),
        (
            "D7.net_scrap",
            {"recovery_rate": "0.85", "yield": "1", "primary": "coal", "secondary": "scrap"},
            "回收率 0.85，收得率 1，原生路线 煤，再生路线 废钢",
            "recovery rate 0.85, yield 1, primary route coal, secondary route scrap",
        ),
        (
            "D9.transport_defaults",
            [{"when": "domestic", "mode": "truck", "km": "130", "share": "0.5"},
             {"when": "any", "mode": "air", "km": "9"}, {"when": "domestic", "mode": "rail", "km": "240"}],
            "国内：公路 130 km（份额 0.5）、铁路 240 km；不限：空运 9 km",
            "domestic: road 130 km (share 0.5), rail 240 km; any: air 9 km",
        ),
        (
            "K4.classes",
            {"unit": "t", "per": "t",
             "rows": [{"name": "A", "at_0": "0.4", "at_100": "0.1", "product": "coal"},
                      {"name": "A", "at_0": "0.4", "at_100": "0.1", "product": "lime"},
                      {"name": "low_carbon", "at_0": "3", "product": "ore", "strict": True},
                      {"name": "E", "open": True, "product": "ore"}]},
            "上限（t CO2e/t，废钢比由0到100 %）：煤、石灰：A 0.4 → 0.1；矿石：低碳 低于 3、E 其余",
            ("limits (t CO2e/t, for a scrap share from 0 to 100 %): coal, lime: A 0.4 → 0.1; "
             "ores: low carbon below 3, E all others"),
        ),
        (
            "D6.products",
            {"salt_slag": {"method": "economic"}},
            "盐渣：按经济价值分配",
            "salt slag: allocation by price",
        ),
        (
            "D6.default",
            {"method": "first_of", "options": [{"method": "exergy", "ambient": "298"},
                                              {"method": "revenue_test", "limit": "0.25", "above": "economic",
                                               "below": "mass"}]},
            ("依次取研究有数据的第一种：（1）按㶲分配：环境温度 298 K；（2）按收入差额选择分配方法："
             "超过 0.25 时按经济价值分配，否则按质量分配"),
            ("the first for which the study holds the data: (1) allocation by exergy: ambient temperature 298 K; "
             "(2) method chosen by the difference of revenues: above 0.25 allocation by price, "
             "otherwise allocation by mass"),
        ),
        ("D8.tiers", [{"use": "fixed", "value": "0.5", "unit": "kg", "per_unit": "kWh", "gas": "CO2"}],
         "方案给定数值：0.5 kg CO2/kWh", "value the regime prints: 0.5 kg CO2/kWh"),
    ],
)  # fmt: skip
def test_values_in_words(parameter, value, zh, en):
    names = {"blast_furnace_slag": Text("渣", "slag"), "cement_clinker": Text("熟料", "clinker")}
    assert value_text(value, parameter, names) == Text(zh, en)


def test_a_value_written_as_json_is_read_as_the_value():
    assert in_words('[{"property": "peak_power"}]', "D1.factors") == Text("峰值功率", "peak power")
    assert in_words("[not json]") == Text("[not json]", "[not json]")
    assert in_words("grid:co2@country", "D8.tiers").zh == "电网平均 发电环节CO2因子 国家"


def test_only_words_of_the_vocabulary_are_replaced_in_a_sentence():
    said = plain_words(Text("采用 burden_free（hot_rolling，换算到EN15804_EF3.1）", "burden_free for my_flow"))
    assert said == Text(
        "采用 负荷全归主产品（hot_rolling，换算到EN 15804，EF 3.1因子）", "all burden on the main product for my_flow"
    )


def test_machine_text_in_words():
    assert in_words("direct_line>grid", "D8.tiers") == Text("专线直供 > 电网平均", "direct line > grid average")
    assert in_words("about 20 percent of all") == Text("about 20 percent of all", "about 20 percent of all")
    said = sentence_in_words(Text("expansion（basis mass）", "expansion (basis mass)"), "D6.slag")
    assert said.zh == "系统扩展（按被替代产品抵扣）（依据 质量）"


def test_gases_and_rows_of_a_table():
    assert gas_text("CO2 fossil").zh == "化石源CO2"
    assert gas_text("HFC-134a", {"zh": "甲", "en": "A"}) == Text("甲", "A")
    names = {"pellet": Text("球团矿", "pellets")}
    assert named_flow(Text("方案表值：pellet", "regime table: pellet"), names) == Text(
        "方案表值：球团矿", "regime table: pellets"
    )


def test_an_open_rule_names_its_candidates_in_words():
    _, done = shipped.calculated("hrc_bf_bof_b")
    value = next(one for one in done if one.regime == "responsiblesteel").resolved.values["D5.biogenic_co2"]
    assert [thaw(c) for c in value.candidates] == ["zero", "separate"]
    assert "吸收与排放均记为零 或 单独列报" in value_sentence(value).zh
