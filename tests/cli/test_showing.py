"""Results as text: what stands beside each figure, tables that fit the screen, long lists gathered."""

from __future__ import annotations

import pytest

from carnet.cli.frame import Settings, width_of
from carnet.cli.points import COLUMNS, fitted, fold, show_points
from carnet.cli.showing import show_results
from tests.report.shipped import calculated, listed

BARE = {
    "regime": {"id": "a"},
    "figure": {"lower": "1", "upper": "1", "value": "1"},
    "class": None,
    "separate": [],
    "modules": [],
    "quality": None,
    "conformity": [],
    "exclusions": [],
}
BOTH = pytest.mark.parametrize("lang", ["zh", "en"])


def told(capfd, results, lang="zh"):
    show_points(results, lang)
    return capfd.readouterr().out


def test_a_result_with_nothing_beside_its_figure_has_no_row(capfd):
    assert told(capfd, [BARE]) == ""
    nothing = {**BARE, "figure": {"lower": None, "upper": None, "value": None}, "conformity": [{}]}
    assert told(capfd, [nothing]) == ""


@pytest.mark.parametrize(
    ("holds", "zh", "en", "value"),
    [
        ({"class": {"best": "A", "worst": "A", "missing": None}}, "分级", "class", "A"),
        ({"class": {"best": "A", "worst": None, "missing": None}}, "分级", "class", "A–"),
        ({"separate": [{"id": "module_d", "value": "-3.2"}]}, "模块D", "module D", "-3.2"),
        ({"separate": [{"id": "total_with_uptake", "value": "9.1"}]}, "另一总量", "other total", "9.1"),
        ({"separate": [{"id": "land_use", "value": "9.1"}]}, "另列项数", "shown apart", "1"),
        ({"modules": [{"declared": True}, {"declared": False}]}, "未申报模块", "modules ND", "1/2"),
        ({"quality": {"primary_data_share": {"percent": "12.5"}}}, "初级数据%", "primary data %", "12.5"),
        ({"conformity": [{"asked": "1", "verdict": "not_met"}]}, "要求未满足", "not met", "1"),
        ({"conformity": [{"asked": "1", "verdict": "not_shown"}]}, "未能证明", "not shown", "1"),
        ({"exclusions": [{"left_out": True}, {"left_out": False}]}, "舍去/申请", "left out/asked", "1/2"),
    ],
)
def test_a_column_comes_with_what_it_holds(capfd, holds, zh, en, value):
    for lang, head in (("zh", zh), ("en", en)):
        shown = told(capfd, [BARE, {**BARE, **holds}], lang).splitlines()
        assert head in shown[1]
        assert value in shown[-1]
        assert value not in shown[-2]


def test_a_class_that_cannot_be_told_is_not_printed(capfd):
    assert told(capfd, [{**BARE, "class": {"best": None, "worst": None, "missing": "scrap_share"}}]) == ""


def test_a_rule_that_asks_nothing_is_met_by_nobody(capfd):
    rows = [{"asked": asked, "verdict": "met"} for asked in (False, "none", "any")]
    assert told(capfd, [{**BARE, "conformity": rows}]).splitlines()[-1].split() == ["a", "0", "0"]


@pytest.mark.parametrize(
    "text",
    ["kg CO2e / 动力电池包使用寿命内提供的 1 kWh（满载），按方案", "one two three four five six seven", "", "x" * 40],
)
def test_a_folded_text_loses_nothing_and_fits(text):
    lines = fold(text, 16)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    words = max((width_of(w) for w in text.split() if w.isascii()), default=0)
    assert all(width_of(line) <= max(16, words) + 4 for line in lines)
    assert not any(line[:1] in "，。；）" for line in lines if line)


def test_only_one_column_is_broken():
    rows = [["id", "9.9", "kg CO2e / " + "long words " * 20, "no"]]
    shown = fitted(["regime", "figure", "unit", "issuable"], rows, 2)
    assert len(shown) > 1
    assert shown[1][0] == shown[1][1] == shown[1][3] == ""
    assert fitted(["a", "b", "c", "d"], [["1", "2", "3", "4"]], 2) == [["1", "2", "3", "4"]]


class Done:
    """A result as `show_results` takes it."""

    def __init__(self, regime: str, missing: list[dict]):
        self.result = {**BARE, "regime": {"id": regime}, "missing": missing, "open": [], "issuable": False,
                       "figure": {"lower": None, "upper": None, "value": None, "unit": "kg CO2e"}, "assumed": False,
                       "declared_unit": {"text": {"zh": "1 t", "en": "1 t"}}, "factors": [], "warnings": [],
                       "blocked_by": [], "accepted": []}  # fmt: skip
        self.resolved = type("Resolved", (), {"id": regime, "version": "1"})


def lack(parameter: str = "D8.tiers", accept: str = "carnet accept … --regime {}") -> dict:
    return {"parameter": parameter, "name": {"zh": "电力", "en": "electricity"}, "accept": accept,
            "find_in": {"zh": "原文", "en": "the text"}, "candidates": ["grid"]}  # fmt: skip


@BOTH
def test_missing_rules_of_few_regimes_stand_in_full_and_of_many_by_rule(capfd, monkeypatch, lang):
    monkeypatch.setattr("carnet.cli.showing.settings", lambda: Settings(lang=lang))
    for count in (3, 4):
        show_results([Done(f"r{i}", [lack()]) for i in range(count)])
        out = capfd.readouterr().out
        assert out.count("carnet accept") == (3 if count == 3 else 0)
        assert ("r0, r1, r2, r3" in out) == (count == 4)
        assert ("carnet calc STUDY --regime ID\n" in out) == (count == 4)


@BOTH
def test_regimes_for_another_unit_are_named_once(capfd, monkeypatch, lang):
    monkeypatch.setattr("carnet.cli.showing.settings", lambda: Settings(lang=lang))
    show_results([Done(f"r{i}", [lack("D8.tiers"), lack("D1.unit", "")]) for i in range(4)])
    out = capfd.readouterr().out
    assert {"zh": "无数值：r0, r1, r2, r3。", "en": "No figure: r0, r1, r2, r3. "}[lang] in out
    assert "D8.tiers" not in out


@BOTH
@pytest.mark.parametrize("study", ["hrc_bf_bof_b", "lfp_pack_truck"])
def test_tables_fit_the_screen_and_long_lists_are_gathered(capfd, monkeypatch, study, lang):
    monkeypatch.setattr("carnet.cli.showing.settings", lambda: Settings(lang=lang))
    _, done = calculated(study) if study == "hrc_bf_bof_b" else listed(study)
    show_results(done)
    out = capfd.readouterr().out.splitlines()
    rules = [i for i, line in enumerate(out) if line.startswith("──")]
    assert len(rules) == 2  # the figures, and what stands beside them
    for start in rules:
        for line in out[start - 1 :]:
            if not line:
                break
            assert width_of(line) <= COLUMNS == 120, line
    (head,) = [line for line in out if line.startswith({"zh": "暂不能签发", "en": "Not to be issued"}[lang])]
    assert head[-1] not in "：:"
    shared = head.split({"zh": "：", "en": ": "}[lang], 1)[1].split({"zh": "；", "en": "; "}[lang])
    for line in out[out.index(head) + 1 :]:
        assert not line.startswith("  ") or not set(shared) & set(line.split(": ", 1)[-1].split("；")), line
        if not line:
            break
