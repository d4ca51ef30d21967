"""The sections, piece by piece: what is gathered, what is said, what is left out."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from carnet.errors import Text
from carnet.inventory.model import Exchange
from carnet.report import (
    ReportTable,
    blocks,
    sections_back,
    sections_charts,
    sections_data,
    sections_findings,
    sections_front,
    sections_rules,
    sections_summary,
)
from carnet.report.reading import (
    citation,
    declared_unit,
    line_names,
    parameter_text,
    short_source,
    status_text,
    text_of,
)
from carnet.report.typst_doc import document_data, watermark
from carnet.report.words import value_text
from tests.report import samples

BOTH = pytest.mark.parametrize("lang", ["zh", "en"])


def flat(value: object) -> str:
    """All strings of a block, one after the other."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "\n".join(flat(item) for item in value.values())
    if isinstance(value, list | tuple):
        return "\n".join(flat(item) for item in value)
    return ""


def tables(found: list[blocks.Block]) -> list[blocks.Block]:
    return [block for block in found if block["t"] == "table"]


def with_results(**changes):
    results = tuple({**r, **changes} if r["by_line"] else r for r in samples.results())
    return replace(samples.inputs(), results=results)


@BOTH
def test_every_table_is_rectangular(lang):
    for block in tables(document_data(samples.inputs(), lang)["blocks"]):
        width = len(block["head"])
        assert {len(row) for row in block["rows"]} <= {width}, block["head"]
        assert len(block["widths"]) == len(block["align"]) == width


@BOTH
def test_headings_never_skip_a_level(lang):
    levels = [int(b["t"][1]) for b in document_data(samples.inputs(), lang)["blocks"] if b["t"] in {"h1", "h2", "h3"}]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_chinese_headings_carry_the_english_term():
    chinese = blocks.heading(1, Text("系统边界", "system boundary"), "zh")
    assert (chinese["s"], chinese["gloss"]) == ("系统边界", "System boundary")
    assert blocks.heading(1, Text("系统边界", "system boundary"), "en")["gloss"] == ""


def test_reasons_that_regimes_share_stand_once():
    shared = {"parameter": "D6.slag", "status": "recalled", "source": "notes", "clause": "6.4"}
    (table,) = tables(sections_front._blockers(with_results(blocked_by=[shared]), "en"))
    assert len(table["rows"]) == 1
    assert "iso14067, gbt24067, eu_cbam, worldsteel" in flat(table)


@pytest.mark.parametrize(
    ("parameter", "words"),
    [
        ("study.status", "the data are not plant data"),
        ("gap:e17", "data gap: e17"),
        ("gap:e90", "data gap: baling wire (e90)"),
        ("finding:CHK-005:/processes/1/id", "finding CHK-005 (/processes/1/id)"),
        ("study.data_kind", "rows of activity data from literature"),
        ("interval", "values are open"),
        ("D4.gwp_set", "GWP set (D4.gwp_set)"),
        ("steel-cn-2021", "steel-cn-2021"),
    ],
)
def test_each_kind_of_reason_has_words(parameter, words):
    entry = {"parameter": parameter, "status": "unknown", "source": "", "clause": ""}
    assert words in flat(sections_front._blockers(with_results(blocked_by=[entry]), "en"))


def test_without_reasons_there_is_no_table():
    assert sections_front._blockers(with_results(blocked_by=[]), "en") == []
    assert sections_front._open_values(with_results(open=[]), "en") == []
    assert sections_front._accepted(with_results(accepted=[]), "en") == []


def test_missing_rules_come_with_the_command_that_supplies_them():
    (table,) = tables(sections_front._missing(samples.inputs(), "en"))
    assert [flat(row[1]).split("\n")[-1] for row in table["rows"]] == ["D8.tiers", "D8.tiers", "D4.gwp_set"]
    assert "carnet accept … --regime responsiblesteel --parameter D4.gwp_set" in flat(table)


def test_an_assumption_is_marked_wherever_it_is_named():
    assert "ASSUMED" in flat(sections_front._accepted(samples.inputs(), "zh"))
    rows = next(b for b in sections_summary.summary(samples.inputs(), "zh") if b["t"] == "table")["rows"]
    (row,) = [r for r in rows if "worldsteel" in flat(r[0])]
    assert "ASSUMED" in flat(row[3])


def test_a_point_an_interval_and_no_figure_look_different():
    rows = next(b for b in sections_summary.summary(samples.inputs(), "en") if b["t"] == "table")["rows"]
    shown = {flat(r[0]).split("\n")[-1].split()[0]: flat(r[1]) for r in rows}
    assert "2195.4" in shown["iso14067"]
    assert "2133.2–2196.6" in shown["gbt24067"]
    assert "no figure" in shown["pact"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"demo_key": True}, "DEMO"),
        ({"study": replace(samples.study(), status="literature")}, "published literature"),
        ({"study": replace(samples.study(), status="illustrative")}, "ILLUSTRATIVE"),
    ],
)
def test_the_page_of_what_it_is_not_fits_the_case(change, sentence):
    plain = replace(samples.inputs(), demo_key=False, study=replace(samples.study(), status="plant"))
    assert sentence not in flat(sections_front.what_this_is_not(plain, "en"))
    assert sentence in flat(sections_front.what_this_is_not(replace(plain, **change), "en"))


def test_only_a_report_with_all_figures_issuable_is_no_draft():
    inputs = samples.inputs()
    assert inputs.draft
    assert watermark(inputs) == "DRAFT · 草稿"
    good = replace(inputs, results=(samples.result("iso14067"),))
    assert not good.draft
    assert watermark(good) == ""
    assert replace(inputs, results=()).draft


def test_the_same_letter_means_the_same_plan():
    row = samples.inputs().plan_rows[1]
    letters = sections_rules._letters(replace(row, plans=("x", "y", "x", "z", "y", "x")))
    assert letters == ["A", "B", "A", "C", "B", "A"]


def test_what_all_documents_share_is_said_once():
    documents = [
        "Data 0.2, process a, exchange 1",
        "Data 0.2, process a, exchange 12",
        "Data 0.2, process a, exchange 3",
    ]
    assert sections_data._shared_start(documents) == "Data 0.2, process a, "
    assert sections_data._shared_start(["one, two", "one, two"]) == "one, two"
    assert sections_data._shared_start(["one, two", "other"]) == ""
    assert sections_data._shared_start(["one, two"]) == ""
    assert sections_data._shared_start(["one, two", ""]) == ""


def test_activity_rows_keep_what_is_their_own():
    study = samples.study()
    rows = tuple(
        Exchange(f"x{n}", "rolling", "in", "purchased", "iron_ore", "-1.5", "t", document=f"Log 7, sheet 2, row {n}")
        for n in (4, 5)
    )
    found = sections_data._activity(replace(samples.inputs(), study=replace(study, exchanges=rows)), "en")
    assert "Source of this process: Log 7, sheet 2" in flat(found)
    assert "row 4" in flat(tables(found))
    assert "−1.5" in flat(tables(found))
    assert "iron ore fines" in flat(tables(found))


def test_factors_of_the_results_stand_in_for_records():
    used = {
        "id": "coal-cn", "name": {"zh": "煤", "en": "coal"}, "value": "2.5", "unit": "kg CO2e", "per_unit": "kg",
        "country": "CN", "region": "", "year": "2023", "status": "secondary", "source": "S", "locator": "p. 4",
        "proxy": [{"zh": "替代", "en": "stands in"}],
    }  # fmt: skip
    inputs = replace(with_results(factors=[used]), factors=())
    text = flat(sections_data._factors(inputs, "en"))
    assert text.count("coal-cn") == 1
    assert "stands in" in text
    assert sections_data._factors(replace(samples.inputs(), factors=()), "en") == []


def test_gaps_of_several_regimes_stand_once_and_none_is_said():
    (table,) = tables(sections_data.gaps(samples.inputs(), "en"))
    assert len(table["rows"]) == 1
    assert table["rows"][0][2] == "0.04"
    none = replace(samples.inputs(), results=({**samples.result("iso14067"), "gaps": []},))
    assert "every input has a factor" in flat(sections_data.gaps(none, "en"))


def test_ready_tables_align_numbers_and_keep_words():
    table = ReportTable(
        Text("平衡", "balance"), (Text("项", "item"), Text("值", "value"), Text("注", "note")),
        ((Text("碳", "carbon"), "-1.5", Text("好", "fine")),),
    )  # fmt: skip
    (block,) = tables(sections_data.tables("balance", (table,), "en"))
    assert block["align"] == ["l", "r", "l"]
    assert block["rows"] == [["carbon", "−1.5", "fine"]]
    assert sections_data.tables("balance", (), "en") == []


def test_the_recipe_names_what_all_share_once():
    (table,) = tables(sections_back.recipe(samples.inputs(), "en"))
    assert len(table["rows"]) == 5
    assert all(flat(row[1]) == "muted\nall regimes" for row in table["rows"])


def test_commands_use_the_main_regime():
    commands = [b for b in sections_back.trace(samples.inputs(), "en") if b["t"] == "code"]
    assert "carnet trace hrc.xlsx --regime iso14067 --figure /figure" in commands[0]["s"]


def test_a_bridge_with_ids_only_gets_words_from_the_results():
    bridge = samples.bridge("iso14067", "eu_cbam")
    bare = {
        **bridge,
        "from": {"regime": "iso14067", "value": "1", "exact": "1/1", "declared_unit": "1 t hot_rolled_coil"},
        "to": {**bridge["to"], "regime": "not_here"},
    }
    named = samples.inputs().named(bare)
    assert declared_unit(named["from"]).zh == "1 t 热轧卷"
    assert named["from"]["title"]["en"] == "ISO 14067 cradle to gate"
    assert named["to"] == bare["to"]


@pytest.mark.parametrize(
    ("value", "en"),
    [
        (None, "none"), ([], "none"), (True, "yes"), (False, "no"), ("mass", "mass"), (["a", "b"], "a, b"),
        ({"method": "mass", "basis": "dry"}, "mass: basis dry"), ({"zh": "甲", "en": "A"}, "A"),
        ([{"use": "grid"}, {"use": "direct_line", "kind": "x"}], "grid average, direct line: factor x"),
    ],
)  # fmt: skip
def test_rule_values_in_words(value, en):
    assert value_text(value).en == en


def test_citations_and_names():
    assert citation({"source": "S", "clause": "6.3", "status": "read"}) == Text("S 6.3〔已读原文〕", "S 6.3 [read]")
    assert parameter_text("D4.gwp_set").en == "GWP set (D4.gwp_set)"
    assert parameter_text("else") == Text("else", "else")
    assert status_text("assumed").zh == "假设"
    assert text_of({"zh": "甲", "en": ""}) == Text("甲", "甲")
    assert text_of(None) == Text("", "")


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("ISO 14067:2018, as a note states it", "ISO 14067:2018"),
        ("KS I ISO 14067:2018 (Korean adoption), clauses", "KS I ISO 14067:2018"),
        ("Implementing Regulation (EU) 2025/2547 (methods)", "Implementing Regulation (EU) 2025/2547"),
        ("公告（附件一）", "公告"),
    ],
)
def test_short_names_of_sources(title, short):
    assert short_source(title) == short


PROXY = {
    "id": "silicomanganese-cn-2021", "name": {"zh": "硅锰合金", "en": "silicomanganese"}, "value": "5.93",
    "unit": "kg CO2e", "per_unit": "kg", "country": "CN", "region": "", "year": "2021", "status": "secondary",
    "source": "S", "locator": "", "proxy": [{"zh": "年份较旧", "en": "older than the study"}],
}  # fmt: skip
GOOD = {**PROXY, "id": "transport_truck-uk-2024", "name": {"zh": "公路运输", "en": "road"}, "proxy": []}


@BOTH
def test_proxies_are_marked_counted_and_the_largest_named(lang):
    lines = [{**e, "factor": PROXY["id"]} if e["flow"] == "silicomanganese" else e for e in samples._lines("iso14067")]
    inputs = with_results(factors=[PROXY, GOOD], by_line=lines)
    found = sections_data.data(inputs, lang)
    notice = flat(next(b for b in found if b["t"] == "notice"))
    assert ("2 个因子中有 1 个是代用因子" if lang == "zh" else "Of 2 factors 1 are proxies") in notice
    assert ("硅锰合金 41.5" if lang == "zh" else "silicomanganese 41.5") in notice
    rows = {
        flat(row[0]).split("\n")[-1]: flat(row[0]) for row in tables(sections_data._factors(inputs, lang))[0]["rows"]
    }
    assert "△" in rows["silicomanganese-cn-2021@1"]
    assert ("年份较旧" if lang == "zh" else "older than the study") in rows["silicomanganese-cn-2021@1"]
    assert "△" not in rows["transport_truck-uk-2024@2"]


WARNING = {
    "code": "CHK-005", "severity": "warning", "place": {"sheet": "Processes", "cell": "A3"}, "value": "5",
    "cause": {"zh": "相差太大", "en": "too far apart"}, "fix": {"zh": "请检查", "en": "check it"}, "candidates": [],
}  # fmt: skip


@BOTH
def test_findings_of_study_and_calculation_are_printed(lang):
    inputs = replace(with_results(warnings=[{**WARNING, "code": "FAC-007", "place": {}}]), warnings=(WARNING,))
    study, calculation = tables(sections_findings.findings(inputs, lang))
    assert WARNING["cause"][lang] in flat(study)
    assert WARNING["fix"][lang] in flat(study)
    assert "Processes!A3" in flat(study)
    assert len(calculation["rows"]) == 1
    assert "iso14067, gbt24067, eu_cbam, worldsteel" in flat(calculation)


def test_without_findings_the_section_says_so():
    assert "No warnings" in flat(sections_findings.findings(with_results(warnings=[]), "en"))


def test_missing_transport_is_never_called_no_gap():
    lines = tuple(e for e in samples._lines("iso14067") if e["category"] != "transport")
    plan = {**samples.PLAN, "D2": {**samples.PLAN["D2"], "D2.transport": "all"}}
    silent = {**samples.result("iso14067"), "gaps": [], "by_line": lines, "plan": plan}
    text = flat(sections_data.gaps(replace(samples.inputs(), results=(silent,)), "en"))
    assert "every input has a factor" not in text
    assert "the study lists none" in text
    row = {"exchange": "transport", "flow": "", "name": {"zh": "运输", "en": "transport"},
           "reason": {"zh": "没有", "en": "not given"}, "mass_share": None}  # fmt: skip
    named = {**silent, "gaps": [row]}
    (table,) = tables(sections_data.gaps(replace(samples.inputs(), results=(named,)), "en"))
    assert len(table["rows"]) == 1
    assert "not given" in flat(table)


def test_effects_stand_with_the_unit_of_their_regime():
    entry = {"id": "factor:x:gwp@AR6", "name": {"zh": "甲", "en": "A"}, "low": "0.8", "high": "1.2", "value": None,
             "unit": "1", "effect": "3.5", "source": "S"}  # fmt: skip
    found = sections_front._open_values(with_results(open=[entry]), "en")
    assert "kg CO2e / 1 t hot-rolled coil (iso14067, gbt24067, eu_cbam)" in flat(found)
    assert "(worldsteel)" in flat(found)
    assert "between sets of GWP" in flat(found)
    (table,) = tables(found)
    assert len(table["rows"]) == 1
    assert "ratio" in flat(table)


@BOTH
def test_the_summary_says_which_reading_and_why_figures_differ(lang):
    found = sections_summary.summary(samples.inputs(), lang)
    text = flat(found)
    assert ("保守读数" if lang == "zh" else "conservative reading") in text
    (said,) = [b["s"] for b in found if b["t"] == "list"]
    assert len(said) == 3
    terms = sorted(samples.bridges()[0]["terms"], key=lambda t: -abs(float(t["value"])))[:3]
    for sentence, term in zip(said, terms, strict=True):
        assert term["value"].lstrip("-") in sentence
    first = {
        "zh": "计入上游的外购物由“全部”变为“CBAM前体”",
        "en": "Purchased goods whose upstream counts: all → CBAM precursors",
    }
    assert first[lang] in said[0]
    assert sum(b["t"] == "picture" for b in found) == 1
    assert sections_summary._why(replace(samples.inputs(), bridges=()), lang) == []


def test_values_of_a_bridge_come_from_the_plan_of_the_results():
    bridge = samples.bridge("iso14067", "eu_cbam")
    plan = {**samples.PLAN, "D8": {"D8.counted": False}}
    results = (samples.result("iso14067"), {**samples.result("eu_cbam"), "plan": plan})
    named = replace(samples.inputs(), results=results).named(bridge)
    cites = {c["parameter"]: c for t in named["terms"] for c in t["cites"]}
    assert (cites["D8.counted"]["from_value"], cites["D8.counted"]["to_value"]) == (True, False)
    assert (cites["D4.gwp_set"]["from_value"], cites["D4.gwp_set"]["to_value"]) == ("AR6", "AR5")
    assert cites["D6.slag"]["from_value"] == "burden_free"


def test_every_regime_with_a_figure_has_its_boundary():
    text = [flat(b) for b in sections_rules.boundary(samples.inputs(), "en")]
    headings = [t for t in text if "What differs" in t]
    assert [any(name in h for h in headings) for name in ("GB/T", "CBAM", "worldsteel", "PACT")] == [
        True, True, True, False,
    ]  # fmt: skip
    other = {**samples.result("eu_cbam"), "plan": {**samples.PLAN, "D8": {"D8.counted": False}}, "excluded": []}
    inputs = replace(samples.inputs(), results=(samples.result("iso14067"), other))
    differs = sections_rules.boundary(inputs, "en")[-1]
    assert "purchased electricity is not counted" in flat(differs)
    assert "GWP set" not in flat(differs)


def test_a_co_product_handed_on_has_a_natural_name():
    entry = {
        "id": "c",
        "process": "coking",
        "category": "credit",
        "name": {"zh": "炼焦：煤焦油外供", "en": "coking: tar handed on"},
    }
    names = line_names({"by_line": [entry, {**entry, "id": "d", "category": "direct"}]})
    assert names["c"] == Text("炼焦：煤焦油（外送抵扣）", "coking: tar (credit for export)")
    assert names["d"].zh == "炼焦：煤焦油外供"


def test_gases_have_names():
    gas = {"id": "CO2 fossil", "name": {"zh": "CO2 fossil", "en": "CO2 fossil"}, "value": "1.0"}
    assert "化石源CO2" in flat(sections_charts._gases({"by_gas": [gas]}, "zh"))


@BOTH
def test_only_the_widest_open_values_are_listed_and_the_rest_counted(lang):
    def entry(i):
        return {"id": f"factor:f{i}", "name": {"zh": f"甲{i}", "en": f"A{i}"}, "low": "0.8", "high": "1.2",
                "value": None, "unit": "kg", "effect": str(i), "source": "S"}  # fmt: skip

    few, many = (sections_front._open_values(with_results(open=[entry(i) for i in range(n)]), lang) for n in (16, 30))
    assert len(tables(few)[0]["rows"]) == 16
    rows = tables(many)[0]["rows"]
    assert len(rows) == sections_front.OPEN_VALUES
    assert flat(rows[0]).count("29") >= 1
    assert {"zh": "另有 16 项", "en": "16 more"}[lang] in flat(many)


@BOTH
def test_regimes_for_another_unit_are_gathered_and_ask_no_acceptance(lang):
    misfit = {"parameter": "D1.unit", "name": {"zh": "声明单位", "en": "declared unit"}, "status": "read",
              "candidates": [], "find_in": {"zh": "按 t 计", "en": "counts per t"}, "accept": ""}  # fmt: skip
    (table,) = tables(sections_front._missing(with_results(missing=[misfit]), lang))
    rows = [row for row in table["rows"] if "D1.unit" in flat(row[1])]
    assert len(rows) == 1
    assert "carnet accept" not in flat(rows)


def test_a_gap_says_of_which_regimes_it_is_within_the_limit():
    gap = samples.result("iso14067")["gaps"][0]
    given = replace(
        samples.inputs(),
        results=tuple(
            {**samples.result(name), "gaps": [{**gap, "within_limit": within}]}
            for name, within in (("iso14067", True), ("gbt24067", False), ("eu_cbam", None))
        ),
    )
    (row, *_) = tables(sections_data.gaps(given, "en"))[0]["rows"]
    said = flat(row[3])
    assert "within the cut-off limit: \ncode\niso14067" in said.replace("\n\n", "\n") or "within" in said
    assert said.index("eu_cbam") < said.index("within") < said.index("iso14067") < said.index("above")
    assert said.index("above") < said.index("gbt24067")


def test_many_results_stand_in_a_tight_summary_and_those_without_a_figure_in_a_sentence():
    many = (*samples.results(), *samples.results())
    blocks = sections_summary.summary(replace(samples.inputs(), results=many), "en")
    table = next(b for b in blocks if b["t"] == "table")
    assert all("no figure" not in flat(row) for row in table["rows"])
    assert len(table["rows"]) == sum(bool(r["by_line"]) for r in many)
    assert "Regimes without a figure" in flat(blocks)
    assert "Regimes without a figure" not in flat(sections_summary.summary(samples.inputs(), "en"))
