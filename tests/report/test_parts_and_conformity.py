"""Modules, values apart, classes, certificates, exclusions, the checklist: each is there when, and only when, it holds.

Each test makes the content it looks for, so that a section that forgets it, or invents it, fails.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from carnet.report import sections_conformity as conformity
from carnet.report import sections_parts as parts
from carnet.report.texts import OPTIONAL_SECTIONS, SECTIONS
from carnet.report.typst_doc import blocks_of
from tests.report import samples, shipped
from tests.report.test_sections import flat, tables

BOTH = pytest.mark.parametrize("lang", ["zh", "en"])
NAME = {"zh": "名", "en": "name"}
ORIGINS = {key: {"value": "0.0", "exact": "0/1"} for key in ("fossil", "biogenic", "luluc", "unsplit")}


def module(letter: str, value: str | None) -> dict:
    declared = value is not None
    return {
        "module": letter, "name": NAME, "value": value, "exact": value and f"{value}/1", "declared": declared,
        "origins": {**ORIGINS, "fossil": {"value": value, "exact": "1/1"}} if declared else None,
    }  # fmt: skip


def rule(parameter: str = "K2.validity_years", asked: object = "5", verdict: str = "met", **other: object) -> dict:
    return {
        "parameter": parameter, "name": NAME, "asked": asked, "verdict": verdict, "found": {"zh": "", "en": ""},
        "status": "recalled", "source": "the text", "clause": "4.5.6", **other,
    }  # fmt: skip


EXCLUSION = {
    "exchange": "coal_in", "flow": "coal", "name": {"zh": "煤", "en": "coal"}, "basis": "mass", "share": "0.4",
    "limit": "1", "left_out": True, "declare": True, "clause": "3.2",
}  # fmt: skip
CLASS = {
    "best": "A", "worst": "B", "scrap_share": "0.2000", "missing": None,
    "limits": [{"name": "A", "kg": "900.000"}, {"name": "B", "kg": "1800.000"}, {"name": "C", "kg": None}],
}  # fmt: skip
LEDGER = {
    "certificate": "gec-1", "register": "GEC", "technology": "wind", "volume_kwh": "100", "claimed_kwh": "40",
    "contract": "c1",
}  # fmt: skip
FILLED = {
    "modules": {"modules": [module("A1", "7.5"), module("A5", None), module("D", "-1.5")]},
    "apart": {"separate": [{"id": "land_use", "name": NAME, "value": "3.3", "unit": "kg CO2e", "years": "20",
                            "by_stage": [{"id": "use", "name": {"zh": "使用", "en": "use"}, "value": "3.3"}]}]},
    "classes": {"class": CLASS},
    "ledger": {"ledger": [LEDGER]},
    "exclusions": {"exclusions": [EXCLUSION]},
    "conformity": {"conformity": [rule()]},
}  # fmt: skip


def inputs(**change: object):
    """The sample with its first result changed."""
    base = samples.inputs()
    first, *others = base.results
    return replace(base, results=({**first, **change}, *others))


def titles(given, lang: str) -> list[str]:
    return [block["s"] for block in blocks_of(given, lang) if block["t"] == "h1"]


@BOTH
@pytest.mark.parametrize("section", OPTIONAL_SECTIONS)
def test_a_section_is_there_when_and_only_when_it_holds_something(section, lang):
    optional = {SECTIONS[name].get(lang) for name in OPTIONAL_SECTIONS}
    assert not optional & set(titles(inputs(), lang))
    assert optional & set(titles(inputs(**FILLED[section]), lang)) == {SECTIONS[section].get(lang)}


@BOTH
def test_all_sections_stand_in_the_order_promised(lang):
    filled = inputs(**{key: value for content in FILLED.values() for key, value in content.items()})
    shown = titles(filled, lang)
    assert shown == [text.get(lang) for text in SECTIONS.values()]


@BOTH
def test_not_declared_is_no_number_and_never_zero(lang):
    given = inputs(**FILLED["modules"])
    (table,) = tables(parts.modules(given, lang))
    rows = {flat(row[0]).split("\n")[-1]: [flat(cell) for cell in row[2:]] for row in table["rows"]}
    assert all("ND" in cell and not any(c.isdigit() for c in cell) for cell in rows["A5"])
    assert rows["A1"][:2] == ["7.5", "7.5"]
    assert not any("ND" in cell for cell in rows["A1"] + rows["D"])
    zero = inputs(modules=[module("A1", "7.5"), module("A5", "0.0"), module("D", "-1.5")])
    assert "ND" not in flat(tables(parts.modules(zero, lang)))
    assert "ND" in flat(next(b["s"] for b in parts.modules(given, lang) if b["t"] == "small"))


def test_module_d_stands_below_the_total_and_not_in_it():
    (table,) = tables(parts.modules(inputs(**FILLED["modules"]), "en"))
    names = [flat(row[0]).split("\n")[-1] for row in table["rows"]]
    assert names.index("D") == len(names) - 1
    total = next(row for row in table["rows"] if "without D" in flat(row[1]))
    assert flat(total[2]).split("\n")[-1] == samples.result("iso14067")["reading"]["value"]


@pytest.mark.parametrize(
    ("change", "zh", "en"),
    [
        ({}, "分级 A 至 B（结果为区间）", "class A to B (an interval)"),
        ({"worst": "A"}, "分级 A，废钢比 0.2000", "class A, at a scrap share of 0.2000"),
        ({"worst": None}, "A 至超出所有分级", "A to beyond every class"),
        ({"best": None, "worst": None}, "超出所有分级", "beyond every class"),
        ({"best": None, "worst": None, "limits": [], "missing": "scrap_share"}, "缺少废钢比", "the scrap share"),
        ({"best": "ultra_low_carbon", "worst": "ultra_low_carbon"}, "分级 超低碳", "class ultra-low carbon"),
    ],
)  # fmt: skip
def test_a_class_in_words(change, zh, en):
    said = parts.class_words({"class": {**CLASS, **change}})
    assert said.zh.startswith(zh)
    assert said.en.startswith(en)


@BOTH
def test_the_limits_of_a_class_are_marked_where_the_figure_falls(lang):
    (table,) = tables(parts.classes(inputs(**FILLED["classes"]), lang))
    assert [bool(row[2]) for row in table["rows"]] == [True, True, False]
    words = flat(parts.classes(inputs(**FILLED["classes"]), lang))
    assert {"zh": "不是方案管理方授予的等级", "en": "not a grade granted"}[lang] in words


@BOTH
@pytest.mark.parametrize("verdict", conformity.COUNTED)
def test_a_verdict_stands_in_the_checklist_with_its_clause(verdict, lang):
    given = inputs(conformity=[rule(verdict=verdict)])
    overview, checklist = tables(conformity.conformity(given, lang))
    (row,) = checklist["rows"]
    assert conformity.VERDICTS[verdict].get(lang) in flat(row[2])
    assert "4.5.6" in flat(row[3])
    assert {"zh": "凭记忆", "en": "recalled"}[lang] in flat(row[3])
    assert [flat(cell) for cell in overview["rows"][0][3:]] == [
        "1" if v == verdict else "0" for v in conformity.COUNTED
    ]


@pytest.mark.parametrize("asked", [False, "none", "any"])
def test_a_rule_that_asks_nothing_is_met_by_nobody(asked):
    result = {"conformity": [rule("K5.level", asked, "met"), rule("K5.level", "limited", "met")]}
    assert conformity.counts(result)["met"] == 1


@BOTH
def test_the_checklist_proves_nothing_and_says_so(lang):
    words = flat(conformity.conformity(inputs(**FILLED["conformity"]), lang))
    assert {"zh": "不证明符合方案", "en": "no proof of conformity"}[lang] in words


def test_what_is_only_for_information_is_not_counted_as_met():
    told = rule("K1.metric", {"zh": "按甲评价", "en": "rated by A"}, "for_information")
    given = inputs(conformity=[told])
    (overview,) = tables(conformity.conformity(given, "zh"))
    assert [flat(cell) for cell in overview["rows"][0][3:]] == ["0"] * 4
    assert "按甲评价（4.5.6；凭记忆）" in flat(conformity.conformity(given, "zh"))


def test_what_the_study_shows_is_in_words():
    row = rule(
        "K4.parts", ["use_stage"], "not_shown", found={"zh": "研究未给出：use_stage, b_c", "en": "lacks use_stage"}
    )
    said = conformity.found_words(row, {}, inputs())
    assert (said.zh, said.en) == ("研究未给出：使用阶段、b_c", "lacks use stage")
    missing = [{"process": "coking"}, {"process": "coking"}, {"process": "somewhere"}]
    said = conformity.found_words(rule(conformity.MANDATORY), {"primary_missing": missing}, inputs())
    assert said.zh == "3 行不是企业自有数据：炼焦（2）、somewhere（1）"


@pytest.mark.parametrize(
    ("change", "zh", "en"),
    [
        ({}, "舍去，须声明", "left out, to be declared"),
        ({"declare": False}, "舍去", "left out"),
        ({"left_out": False, "share": "2"}, "计入：超过限值", "counted: above the limit"),
        ({"left_out": False}, "计入：与其他舍去项合计超过累计限值", "counted: with the other rows"),
        ({"left_out": False, "share": None}, "计入：份额无法得知", "counted: its share is not known"),
        (
            {"left_out": False, "share": None, "limit": None},
            "计入：该方案没有取舍限值",
            "counted: the regime states no",
        ),
    ],
)
def test_a_decision_to_leave_out_says_why(change, zh, en):
    given = inputs(exclusions=[{**EXCLUSION, **change}])
    for lang, words in (("zh", zh), ("en", en)):
        (table,) = tables(conformity.exclusions(given, lang))
        assert flat(table["rows"][0][1]).startswith(words)


def test_regimes_that_decide_alike_share_a_row():
    one = {**samples.result("iso14067"), "exclusions": [EXCLUSION]}
    other = {**samples.result("gbt24067"), "exclusions": [EXCLUSION]}
    (table,) = tables(conformity.exclusions(replace(inputs(), results=(one, other)), "en"))
    (row,) = table["rows"]
    assert "iso14067" in flat(row[3])
    assert "gbt24067" in flat(row[3])


@BOTH
def test_a_battery_under_rules_to_the_grave_shows_its_modules_and_keeps_climate_part_only(lang):
    given = shipped.inputs_of("lfp_pack_truck", "en15804", "pef", "eu_cfb_ev@draft2024")
    blocks = blocks_of(given, lang)
    words = flat(blocks)
    assert words.count({"zh": "仅气候变化部分", "en": "climate part only"}[lang]) >= 4
    (table,) = tables(parts.modules(given, lang))
    declared = {m["module"] for m in given.results[0]["modules"] if m["declared"]}
    shown = {flat(r[0]).split("\n")[-1] for r in table["rows"] if "ND" not in flat(r)}
    assert shown == declared | {"A–C"}
    assert "{" not in words
