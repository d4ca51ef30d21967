"""The boundary statement: made from the model, so that a change in the model is a change in the statement."""

from __future__ import annotations

import difflib
from dataclasses import replace

import pytest

from carnet.errors import Text
from carnet.inventory.model import Contract, Exchange, Flow, Process, Study, TransportLeg
from carnet.report.boundary_statement import boundary_items, boundary_statement, plan_value
from carnet.service import datasets
from tests.report import samples, shipped

BOTH = pytest.mark.parametrize("lang", ["zh", "en"])


def changed(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[:2] in {"- ", "+ "}]


def statement(study=None, plan=samples.PLAN, lang="en") -> str:
    return boundary_statement(study or samples.study(), plan, lang)


def plan_with(parameter: str, value: object) -> dict:
    dimension = parameter.partition(".")[0]
    return {**samples.PLAN, dimension: {**samples.PLAN[dimension], parameter: {"value": value, "status": "read"}}}


def test_a_new_process_is_one_new_line():
    study = samples.study()
    more = replace(
        study, processes=(*study.processes, Process("pickling", Text("酸洗", "pickling"), tags=("pickling",)))
    )
    assert changed(statement(study), statement(more)) == ["+ Unit process, in: pickling (manufacturing)"]
    assert changed(statement(study, lang="zh"), statement(more, lang="zh")) == ["+ 单元过程，计入：酸洗（生产制造）"]


def test_a_new_purchase_is_one_new_line():
    study = samples.study()
    more = replace(
        study, exchanges=(*study.exchanges, Exchange("e99", "rolling", "in", "purchased", "iron_ore", "1", "t"))
    )
    assert changed(statement(study), statement(more)) == ["+ Purchased and waste, in: iron ore fines → hot rolling"]


def test_a_process_the_regime_leaves_out_changes_its_line_and_those_of_its_goods():
    out = statement(plan=plan_with("D2.excluded_process_tags", ["casting"]))
    assert changed(statement(), out) == [
        "- Unit process, in: continuous casting (manufacturing)",
        "+ Unit process, out: continuous casting (reason: the regime leaves out: casting)",
        "- Purchased and waste, in: fresh_water → continuous casting",
        "+ Purchased and waste, out: fresh_water → continuous casting (reason: its unit process is out)",
        "- Electricity, in: electricity (contract grid) → continuous casting",
        "+ Electricity, out: electricity (contract grid) → continuous casting (reason: its unit process is out)",
    ]


def test_goods_by_tag():
    out = statement(plan=plan_with("D2.upstream_tags", ["ore"]))
    assert "Purchased and waste, in: iron ore fines → sintering" in out
    assert (
        "Purchased and waste, out: washed coking coal → coking (reason: the regime does not count its upstream)" in out
    )
    left = statement(plan=plan_with("D2.upstream_excluded_tags", ["coal"]))
    assert "washed coking coal → coking (reason: the regime leaves out: coal)" in left


@pytest.mark.parametrize(
    ("parameter", "value", "line"),
    [
        ("D2.transport", "none", "+ Transport: none"),
        ("D3.limit_percent", "3", "+ Cut-off limit %: 3"),
        ("D4.gwp_set", "AR5", "+ GWP set: IPCC AR5"),
        ("D4.direct_gases", ["CO2", "N2O"], "+ Gases, direct: CO2, N2O"),
        ("D1.unit", "kg", "+ Declared unit: 1 kg of hot-rolled steel coil"),
        ("D2.capital_goods", "included", "+ Capital goods: counted"),
    ],
)
def test_one_rule_one_line(parameter, value, line):
    differences = changed(statement(), statement(plan=plan_with(parameter, value)))
    assert [d for d in differences if d.startswith("+")] == [line]
    assert len(differences) == 2


def test_a_purchased_good_belongs_to_the_stage_of_the_process_that_uses_it():
    out = statement(plan=plan_with("D2.stages", ["manufacturing"]))
    assert "Life-cycle stage, out: raw material acquisition" in out
    assert "Purchased and waste, in: iron ore fines → sintering" in out
    none = statement(plan=plan_with("D2.stages", ["raw_materials"]))
    assert "Purchased and waste, out: iron ore fines → sintering (reason: its unit process is out)" in none


def test_electricity_not_counted():
    out = statement(plan=plan_with("D8.counted", value=False))
    assert "Electricity: purchased electricity is not counted" in out
    assert "Electricity contract" not in out


def test_a_contract_is_a_line():
    study = samples.study()
    more = replace(study, contracts=(*study.contracts, Contract("ppa", "direct_line", "CN", "CN-50", "wind")))
    assert changed(statement(study), statement(more)) == ["+ Electricity contract: ppa: direct line CN CN-50 wind"]


@BOTH
def test_period_and_place(lang):
    study = samples.study()
    lines = changed(statement(study, lang=lang), statement(replace(study, period_to="2024-06-30", site=""), lang=lang))
    assert len(lines) == 4
    assert any("2024-06-30" in line for line in lines)


@BOTH
def test_the_same_model_gives_the_same_statement_and_one_item_to_a_line(lang):
    assert statement(lang=lang) == statement(lang=lang)
    colon = "：" if lang == "zh" else ": "
    assert all(colon in line for line in statement(lang=lang).splitlines())


def test_plans_in_both_spellings():
    assert plan_value({"D4": {"D4.gwp_set": "AR6"}}, "D4.gwp_set") == "AR6"
    assert plan_value({"D4": {"gwp_set": {"value": "AR6", "status": "read"}}}, "D4.gwp_set") == "AR6"
    assert plan_value({"D6": {"D6.slag": {"method": "mass", "value": "x"}}}, "D6.slag")["method"] == "mass"
    assert plan_value({}, "D4.gwp_set") is None


def test_an_empty_plan_claims_nothing():
    text = boundary_statement(samples.study(), {}, "en")
    assert "Life-cycle stage, in" not in text
    assert "GWP set" not in text


SCRAP = Flow("steel_scrap", Text("废钢", "steel scrap"), "product_mass", "t", ("scrap",))
CRANE = Flow("crane", Text("天车", "crane"), "product_mass", "t", ("capital_goods",))


def with_good(flow: Flow) -> Study:
    study = samples.study()
    good = Exchange("g1", "rolling", "in", "purchased", flow.id, "1", "t")
    leg = TransportLeg("g1_truck", "g1", "truck", "120")
    return replace(
        study, flows=(*study.flows, flow), exchanges=(*study.exchanges, good), transport=(*study.transport, leg)
    )


@pytest.mark.parametrize(
    ("flow", "parameter", "value", "line"),
    [
        (SCRAP, "D7.scrap", "burden_free", "out: steel scrap → hot rolling (reason: scrap comes without burden)"),
        (SCRAP, "D7.scrap", "as_factor", "in: steel scrap → hot rolling"),
        (
            CRANE,
            "D2.capital_goods",
            "excluded",
            "out: crane → hot rolling (reason: the regime leaves out capital goods)",
        ),
        (CRANE, "D2.capital_goods", "included", "in: crane → hot rolling"),
    ],
)
def test_scrap_and_capital_goods_follow_their_own_rules(flow, parameter, value, line):
    plan = (
        plan_with(parameter, value) if parameter in samples.PLAN["D2"] else {**samples.PLAN, "D7": {parameter: value}}
    )
    assert f"Purchased and waste, {line}" in statement(with_good(flow), plan).splitlines()


@pytest.mark.parametrize(
    ("parameter", "value", "line"),
    [
        ("D2.transport", "all", "in: steel scrap, road → hot rolling"),
        (
            "D2.transport",
            "none",
            "out: steel scrap, road → hot rolling (reason: the regime does not count this transport)",
        ),
        (
            "D2.stages",
            ["manufacturing"],
            "out: steel scrap, road → hot rolling (reason: the stage upstream transport is outside the boundary)",
        ),
    ],
)
def test_each_leg_of_transport_is_a_line(parameter, value, line):
    assert f"Transport, {line}" in statement(with_good(SCRAP), plan_with(parameter, value)).splitlines()


LINES = {"purchased", "waste", "electricity", "transport"}


@pytest.mark.parametrize("study", shipped.STUDIES)
def test_the_statement_says_what_the_calculation_did(study):
    """For every regime with a figure: in, out and without a value are exactly the lines of the result."""
    opened, done = shipped.calculated(study)
    flows = datasets.shipped_flows().by_id
    figures = [one.result for one in done if one.has_figure]
    assert len(figures) >= 4
    for result in figures:
        by_rule = boundary_items(opened.study, result["plan"], flows)
        told = boundary_items(opened.study, result["plan"], flows, result)
        lines = [item for item in told if item.state and not item.head.en.startswith("Unit process")]
        stated = {state: {item.line for item in lines if item.state == state} for state in ("in", "out", "gap")}
        assert stated["out"] == {e["id"] for e in result["excluded"] if e["category"] in LINES}
        assert stated["in"] == {e["id"] for e in result["by_line"] if e["category"] in LINES}
        assert stated["gap"] == {g["exchange"] for g in result["gaps"]} & {item.line for item in lines} - stated["in"]
        assert {(i.line, i.reason) for i in by_rule if i.state == "out"} == {
            (i.line, i.reason) for i in told if i.state == "out"
        }
        outside = {item.line for item in told if item.state == "out" and item.head.en.startswith("Unit process")}
        counted = {e["process"] for e in result["by_line"]}
        assert not outside & counted


def test_a_result_is_believed_before_the_rules():
    result = {**samples.result("iso14067"), "excluded": [{"id": "e12", "parameter": "D2.upstream_tags"}]}
    items = {i.line: i for i in boundary_items(samples.study(), samples.PLAN, None, result) if i.line}
    assert items["e12"].state == "out"
    assert items["e07"].state == "in"
