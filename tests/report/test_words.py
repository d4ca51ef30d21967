"""Words for the machine's words: every one of the closed vocabulary has them in both languages."""

from __future__ import annotations

import re

import pytest

from carnet.errors import Text
from carnet.inventory.model import CONTRACT_KINDS, STAGES
from carnet.regime import thaw
from carnet.regime import vocabulary as v
from carnet.report.rule_words import value_sentence
from carnet.report.words import WORDS, gas_text, in_words, named_flow, sentence_in_words, value_text, word
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


def test_tags_of_the_shipped_regimes_have_words():
    _, done = shipped.calculated("hrc_bf_bof_b")
    names = shipped.inputs("hrc_bf_bof_b").names
    tags = [p.id for p in v.PARAMETERS if p.type == "tags"]
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
        ("D8.tiers", [{"use": "fixed", "value": "0.5", "unit": "kg", "per_unit": "kWh", "gas": "CO2"}],
         "方案给定数值：0.5 kg CO2/kWh", "value the regime prints: 0.5 kg CO2/kWh"),
    ],
)  # fmt: skip
def test_values_in_words(parameter, value, zh, en):
    names = {"blast_furnace_slag": Text("渣", "slag"), "cement_clinker": Text("熟料", "clinker")}
    assert value_text(value, parameter, names) == Text(zh, en)


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
