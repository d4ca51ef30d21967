"""Calculating, tracing, bridging and the catalogues, as the commands use them."""

from __future__ import annotations

from dataclasses import replace

import jsonschema
import pytest

from carnet.errors import DataError, InputError, UsageError
from carnet.service import catalogues, datasets, rulebook
from carnet.service.bridges import bridge_of, bridge_regimes, bridge_two_versions, known_regimes
from carnet.service.calculate import attempt, calculate, engine_version, resolve_all
from carnet.service.scope import usual_regimes
from carnet.service.studies import open_shipped
from carnet.service.tracing import trace
from carnet.store import read_folder
from tests.assessment.cases import SIX, STUDIES, calculated, exact, opened, opened_of
from tests.assessment.test_versions import changed_amount, changed_factor
from tests.strategies import small_study

SCHEMAS = catalogues.schemas()


@pytest.mark.parametrize("assumed", [True, False])
@pytest.mark.parametrize("name", STUDIES)
def test_results_keep_their_schema(name, assumed):
    jsonschema.Draft202012Validator.check_schema(SCHEMAS["result"])
    validator = jsonschema.Draft202012Validator(SCHEMAS["result"])
    for regime in SIX:
        validator.validate(calculated(name, assumed=assumed)[regime].result)


def test_the_schema_notices_a_figure_that_is_a_number():
    result = calculated("b")["iso14067"].result
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**result, "figure": {**result["figure"], "lower": 2344.3}}, SCHEMAS["result"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({k: v for k, v in result.items() if k != "missing"}, SCHEMAS["result"])


def test_by_default_all_regimes_for_the_product_that_are_more_than_listed_in_the_order_of_their_ids():
    found = opened("b")
    usual = [r.id for r in resolve_all(found, [])]
    assert usual == sorted(usual)
    assert set(SIX) <= set(usual) < set(known_regimes())
    assert "tfs" not in usual  # for chemicals, and listed only
    assert "eu_cfb_ev" not in usual  # for batteries
    assert "less" not in {r.id for r in resolve_all(open_shipped("pv_topcon"), [])}
    assert [r.name for r in resolve_all(found, ["iso14067@2018"])] == ["iso14067@2018"]


def test_dates_are_the_study_s_unless_given():
    found = opened("b")
    (own,) = resolve_all(found, ["eu_cbam"])
    assert (own.legal_date, own.known_date) == (found.study.legal_date, found.study.known_date)
    (later,) = resolve_all(found, ["eu_cbam"], "2027-06-01", "2026-06-01")
    assert (later.legal_date, later.known_date) == ("2027-06-01", "2026-06-01")
    assert own.value("D9.markup") != later.value("D9.markup")


@pytest.mark.parametrize(("wanted", "legal", "code"), [
    ("iso14068", "", "REG-101"), ("eu_cbam", "2020-01-01", "REG-102"), ("eu_cbam", "yesterday", "REG-105"),
])  # fmt: skip
def test_a_regime_that_cannot_be_resolved(wanted, legal, code):
    with pytest.raises(InputError) as caught:
        resolve_all(opened("b"), [wanted], legal)
    assert caught.value.problems[0].code == code


def test_the_recipe_names_what_a_figure_was_made_from():
    recipe = calculated("b")["iso14067"].result["recipe"]
    assert set(recipe) == {"study", "factors", "regime", "engine", "numeric_profile", "legal_date", "known_date"}
    assert recipe["study"] == opened("b", assumed=True).digest
    assert recipe["engine"] == engine_version()
    other = calculate(opened("b"), resolve_all(opened("b"), ["iso14067"]), factors=changed_factor(
        "cn.iron_ore.concentrate.build_1"))[0].result["recipe"]  # fmt: skip
    assert other["factors"] != recipe["factors"]
    assert other["regime"] == recipe["regime"]


def test_progress_is_told_regime_by_regime():
    said: list[str] = []
    calculate(opened("b"), resolve_all(opened("b"), ["eu_cbam", "iso14067"]), said.append)
    assert said == ["eu_cbam", "iso14067"]


# ── trace ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("regime", SIX)
def test_every_figure_of_a_result_can_be_traced(regime):
    done = calculated("a")[regime]
    result = done.result
    pointers = ["/figure", "/reading", "/direct", "/indirect"]
    for part in ("by_stage", "by_gas", "by_process", "by_line"):
        pointers += [f"/{part}/{i}" for i in range(len(result[part]))]
    for pointer in pointers:
        for ending in ("", "/value", "/exact", "/"):
            found = trace(done, pointer + ending)
            assert found["pointer"] == pointer
            assert found["nodes"][0]["id"] == found["root"]
            figure = result
            for step in pointer.strip("/").split("/"):
                figure = figure[int(step)] if isinstance(figure, list) else figure[step]
            assert found["nodes"][0]["value"] == (figure["exact"] or figure["upper_exact"])
            assert {n["op"] for n in found["leaves"]} <= {"leaf"}


@pytest.mark.parametrize(
    "pointer", ["", "/", "/nothing", "/by_stage", "/by_stage/99", "/by_stage/x", "/recipe/study", "figure"]
)
def test_a_pointer_to_no_figure_is_refused_and_others_are_offered(pointer):
    with pytest.raises(InputError) as caught:
        trace(calculated("a")["iso14067"], pointer)
    (found,) = caught.value.problems
    assert found.code == "CAL-015"
    assert "/figure" in found.candidates


def test_a_lower_bound_has_no_derivation_of_its_own():
    with pytest.raises(InputError):
        trace(calculated("a")["iso14067"], "/figure/lower")
    assert trace(calculated("a")["iso14067"], "/figure/upper")["pointer"] == "/figure"
    small = opened_of(small_study(3, point=True))
    point = next(c for c in attempt(small).done if c.has_figure and c.assessment.is_point)
    assert trace(point, "/figure/lower")["pointer"] == "/figure"


def test_without_a_figure_there_is_nothing_to_trace():
    with pytest.raises(InputError) as caught:
        trace(calculated("b", assumed=False)["pact3"], "/figure")
    (found,) = caught.value.problems
    assert found.code == "CAL-017"
    assert "D8.tiers" in found.cause.en


# ── bridges ──────────────────────────────────────────────────────────────────────────────────────


def test_a_bridge_keeps_its_schema_and_adds_up():
    validator = jsonschema.Draft202012Validator(SCHEMAS["bridge"])
    found = bridge_regimes(opened("a", assumed=True), "iso14067", "worldsteel_co2")
    validator.validate(found)
    whole = exact(found["from"]["exact"]) + sum(exact(t["exact"]) for t in found["terms"])
    assert whole * exact(found["unit_factor"]["exact"]) == exact(found["to"]["exact"])
    validator.validate(bridge_two_versions(opened("b"), opened_of(changed_amount(opened("b").study)), "iso14067"))


def test_a_bridge_needs_a_figure_on_both_sides():
    with pytest.raises(InputError) as caught:
        bridge_regimes(opened("b"), "pact3", "responsiblesteel")
    assert [(p.code, p.value) for p in caught.value.problems] == [
        ("CAL-014", "pact3"), ("CAL-014", "responsiblesteel")
    ]  # fmt: skip
    done = calculated("b", assumed=False)
    with pytest.raises(InputError):
        bridge_of(opened("b"), done["iso14067"], done["pact3"])


def test_versions_say_which_study_period_and_date_each_side_is():
    old = opened("b")
    new = opened_of(replace(changed_amount(old.study), version="2.0.0"))
    found = bridge_two_versions(old, new, "eu_cbam", old_date="2026-11-22", new_date="2027-06-01")
    assert [t["dimension"] for t in found["terms"]] == ["study", "rules"]
    assert (found["from"]["study_version"], found["to"]["study_version"]) == ("1.0.0", "2.0.0")
    assert (found["from"]["legal_date"], found["to"]["legal_date"]) == ("2026-11-22", "2027-06-01")


def test_an_older_factor_snapshot_is_a_cause_of_its_own():
    older = changed_factor("cn.iron_ore.concentrate.build_1", "0.5")
    found = bridge_two_versions(opened("b"), opened("b"), "iso14067", old_factors=older)
    assert [t["dimension"] for t in found["terms"]] == ["factors"]
    assert exact(found["terms"][0]["exact"]) > 0


def test_versions_can_be_compared_as_known_on_an_earlier_day():
    found = bridge_two_versions(
        opened("b"), opened("b"), "eu_cbam", old_date="2026-06-01", new_date="2027-06-01", known_date="2026-01-01"
    )
    assert [t["dimension"] for t in found["terms"]] == ["rules"]
    with pytest.raises(InputError) as caught:
        bridge_two_versions(opened("b"), opened("b"), "eu_cbam", old_date="2026-06-01", known_date="2020-01-01")
    assert caught.value.problems[0].code == "REG-103"


def test_versions_without_a_figure_are_refused():
    with pytest.raises(InputError) as caught:
        bridge_two_versions(opened("b"), opened("b", assumed=True), "pact3")
    assert {p.code for p in caught.value.problems} == {"CAL-014"}


# ── catalogues ───────────────────────────────────────────────────────────────────────────────────


def test_regimes_are_listed_and_shown():
    listed = catalogues.regimes_list()
    assert {r["id"] for r in listed} == set(known_regimes()) > set(SIX)
    for entry in listed:
        shown = catalogues.regime_show(f"{entry['id']}@{entry['version']}")
        assert len(shown["values"]) == len(datasets.regimes().regimes and shown["values"]) > 30
        assert all(v["text"]["zh"] and v["text"]["en"] and v["status"] for v in shown["values"])
    years = [catalogues.regime_show("eu_cbam", f"{year}-06-01")["digest"] for year in (2026, 2027)]
    assert years[0] != years[1]


def test_the_table_of_dimensions_differs_in_at_least_six():
    rows = catalogues.plan_rows()
    assert {r["dimension"] for r in rows} >= {f"D{i}" for i in range(1, 10)}
    assert {r["dimension"] for r in rows if r["differs"]} >= {"D2", "D4", "D6", "D7", "D8", "D9"}
    assert all(set(r["cells"]) == set(known_regimes()) for r in rows)


def test_lint_counts_what_is_sound():
    counts = rulebook.regimes_lint("2026-11-23")
    assert counts["problems"] == []
    assert counts["regimes"] >= len(SIX)
    later = rulebook.regimes_lint("2027-11-22")
    assert len(later["warnings"]) == len(counts["warnings"]) + counts["regimes"]


def test_a_file_of_one_s_own_is_checked_with_the_shipped_ones():
    text = rulebook.new_regime("my_scheme", today="2026-11-22")
    assert (
        rulebook.regimes_lint("2026-11-23", files=[("mine.toml", text)])["regimes"]
        == len(datasets.regimes().regimes) + 1
    )
    with pytest.raises(DataError) as refused:
        rulebook.regimes_lint(
            files=[("mine.toml", text.replace('id = "my_scheme"\nversion = "1"', 'id = "iso14067"\nversion = "2018"'))]
        )
    assert refused.value.problems
    for taken in ("iso14067", "My Scheme", ""):
        with pytest.raises(UsageError):
            rulebook.new_regime(taken)


def test_a_matrix_that_is_none_is_refused():
    with pytest.raises(UsageError) as refused:
        rulebook.regimes_lint(matrix=b"a,b\n1,2\n")
    assert [p.code for p in refused.value.problems] == ["CLI-016"]


@pytest.mark.slow
def test_coverage_says_what_every_version_gives_and_why_not_more():
    found = {f"{e['id']}@{e['version']}": e for e in rulebook.coverage([opened("b"), open_shipped("lfp_pack_truck")])}
    assert set(found) == set(datasets.regimes().regimes)
    assert found["iso14067@2018"]["state"] == "computes_with_intervals"
    assert found["eu_cfb_ev@draft2024"]["state"] == "computes_with_intervals"
    assert found["gscc@2024"]["state"] == "needs_acceptance"
    assert found["tfs@3.0"]["state"] == "listed"
    assert all(rulebook.reason(e)["zh"] and rulebook.reason(e)["en"] for e in found.values())
    assert sum(rulebook.count(list(found.values())).values()) == len(found)


def test_factors_are_found_by_text_and_kind():
    everything = catalogues.factors_search("")
    assert len(everything) == len(datasets.shipped_factors().records) >= 150
    assert {f["kind"] for f in catalogues.factors_search("", "transport")} == {"transport"}
    assert catalogues.factors_search("电力")
    assert catalogues.factors_search("IRON_ORE")
    assert catalogues.factors_search("unobtainium") == []
    assert catalogues.factor_show("cn.iron_ore.concentrate.build_1")["flow"] == "iron_ore"
    with pytest.raises(UsageError) as caught:
        catalogues.factor_show("cn.nothing")
    assert caught.value.problems[0].candidates


def test_flows_are_found_in_both_languages():
    assert "hot_rolled_coil" in {f["id"] for f in catalogues.flows_search("热轧")}
    assert "hot_rolled_coil" in {f["id"] for f in catalogues.flows_search("Hot-Rolled")}


def test_formats_and_schemas():
    assert {"study-xlsx", "study-json", "study-toml"} <= {f["id"] for f in catalogues.formats()}
    for schema in SCHEMAS.values():
        jsonschema.Draft202012Validator.check_schema(schema)


# ── one regime that fails ────────────────────────────────────────────────────────────────────────


def test_a_regime_not_in_force_leaves_the_others_calculated():
    found = attempt(opened("b"), legal_date="2020-01-01")
    assert {c.regime for c in found.done} | {f.regime for f in found.failed} == set(usual_regimes(opened("b")))
    assert "iso14067" in {c.regime for c in found.done}
    assert {p.code for f in found.failed for p in f.problems} == {"REG-102"}


def test_a_study_that_does_not_fit_one_regime_is_calculated_under_the_others():
    study = opened("b").study
    rows = tuple(replace(e, flow="hot_rolled_coil") if e.flow == "crude_steel" else e for e in study.exchanges)
    found = attempt(opened_of(replace(study, exchanges=rows)), ["worldsteel_co2", "iso14067", "nothing"])
    assert [c.regime for c in found.done] == ["iso14067"]
    assert [(f.regime, f.problems[0].code) for f in found.failed] == [
        ("worldsteel_co2", "CAL-013"), ("nothing", "REG-101")
    ]  # fmt: skip
    assert found.need_one() == found.done


def test_where_no_regime_can_be_calculated_each_problem_comes_once():
    with pytest.raises(InputError) as caught:
        attempt(opened("b"), legal_date="soon").need_one()
    assert [p.code for p in caught.value.problems] == ["REG-105"]


def test_unresolved_doubts_about_the_data_keep_a_figure_from_issue():
    found = opened("b")
    assert {"CHK-004", "CHK-005"} & {p.code for p in found.warnings}
    (with_them,) = calculate(found, resolve_all(found, ["iso14067"]))
    (without,) = calculate(replace(found, warnings=()), resolve_all(found, ["iso14067"]))
    named = {b["parameter"].split(":")[1] for b in with_them.result["blocked_by"] if b["status"] == "unresolved"}
    assert named == {p.code for p in found.warnings} & {"CHK-001", "CHK-003", "CHK-004", "CHK-005"}
    assert not [b for b in without.result["blocked_by"] if b["status"] == "unresolved"]


def test_the_known_date_of_the_command_decides_which_factors_are_seen():
    study = replace(opened("b").study, period_from="2024-01-01", period_to="2024-12-31")
    found = opened_of(study)

    def electricity(known):
        (done,) = attempt(found, ["iso14067"], known_date=known).done
        assert done.result["known_date"] == (known or study.known_date)
        return {f["id"] for f in done.result["factors"] if f["id"].startswith("cn.electricity.life_cycle.average")}

    assert electricity("") == {"cn.electricity.life_cycle.average.2024"}
    assert electricity("2025-06-01") == {"cn.electricity.life_cycle.average.2023"}
    assert electricity("2024-01-01") == set()


def test_versions_print_with_the_decimals_of_the_regime_and_name_their_factors():
    older = changed_factor("cn.iron_ore.concentrate.build_1", "0.5")
    found = bridge_two_versions(opened("b"), opened("b"), "worldsteel_co2", old_date="2026-11-22")
    assert "." not in found["from"]["value"]
    assert found["terms"] == []
    assert found["from"]["factors"] == found["to"]["factors"]
    other = bridge_two_versions(opened("b"), opened("b"), "iso14067", old_factors=older)
    assert other["from"]["factors"] != other["to"]["factors"]


def test_an_unknown_factor_offers_those_it_may_mean():
    def offered(text):
        with pytest.raises(UsageError) as caught:
            catalogues.factor_show(text)
        return caught.value.problems[0].candidates

    assert any("iron_ore" in name for name in offered("铁矿"))
    assert any("iron_ore" in name for name in offered("iron ore, concentrate"))
    assert "cn.iron_ore.concentrate.build_1" in offered("cn.iron_ore.concentrate.build_9")


def test_lint_names_words_that_no_flow_has_and_titles_nobody_filled_in():
    text = rulebook.new_regime("my_scheme", today="2026-11-22")
    credit = '{ method = "fixed_credit", per = { slag = { value = "1", unit = "t", per_unit = "t", gas = "CO2e" } } }'
    wrong = text.replace("reviewed =", 'families = ["steelx", "steel_product"]\nreviewed =', 1)
    wrong += f"""
[[value]]
parameter = "D6.slag"
value = {credit}
from = 2026-11-22
known = 2026-11-22
status = "read"
source = "text"
clause = "1"
"""
    found = rulebook.regimes_lint("2026-11-23", files=[("mine.toml", wrong)])["warnings"]
    mine = sorted((w["code"], w["value"]) for w in found)
    assert {w["place"]["file"] for w in found} == {"mine.toml"}
    assert mine[:2] == [("REG-036", "slag"), ("REG-036", "steelx")]
    assert {code for code, _ in mine[2:]} == {"REG-037"}
    assert ("REG-037", "(title of the scheme)") in mine


def test_a_file_of_a_shipped_version_stands_in_for_it():
    shipped = next(text for name, text in read_folder("regimes") if name == "less/regime.toml")
    assert rulebook.regimes_lint("2026-11-23", files=[("less.toml", shipped)])["regimes"] == len(
        datasets.regimes().regimes
    )
