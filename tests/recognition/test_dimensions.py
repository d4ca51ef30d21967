"""What blocks a dimension is told apart: a rule nobody has read, a rule recalled, data that are missing."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from carnet.errors import Text
from carnet.inventory.model import Acceptance
from carnet.recognition.dimensions import Facts, Judged, judge_all
from carnet.recognition.model import Citation, Requirement
from carnet.recognition.verdict import worded_for
from carnet.recognition.vocabulary import VERDICTS
from carnet.regime.compare import Comparison
from carnet.regime.model import ResolvedValue
from carnet.service.recognition_data import on_file
from carnet.service.studies import open_study
from carnet.service.verdict_json import readiness_json, verdict_json
from carnet.service.verdicts import run_verdict

DAY = "2026-11-22"


def stated(parameter: str, value: object, status: str) -> ResolvedValue:
    return ResolvedValue(parameter, value, status, "S", "SYNTHETIC", "1", "x@1", inherited=False, start=DAY, known=DAY)


def item(parameter: str, verdict: str, other: object = "b", status: str = "read") -> Comparison:
    return Comparison(parameter, verdict, stated(parameter, "a", "read"), stated(parameter, other, status))


def judged(name: str, *items: Comparison, **changes: object) -> Judged:
    facts = replace(Facts(home="x", target="y", figure=True, comparisons={name: items}), **changes)
    (found,) = (one for one in judge_all(facts, (), lambda _: None, {}) if one.dimension == name)
    return found


DIFFERS = item("D1.unit", "differs")


def test_a_rule_that_waits_is_no_lack_of_data():
    found = judged("D1", DIFFERS, figure=False, missing=("D8.tiers",))
    assert found.verdict == "needs_decision"
    assert not found.usual
    assert found.settle == ("D8.tiers",)
    assert "D8.tiers" in found.why[0].en
    assert "carnet accept" in found.why[0].zh
    assert "--parameter D8.tiers" in found.missing[0].en
    assert "数据" not in "".join(each.zh for each in found.why)


def test_missing_data_are_named_and_asked_for():
    lack = Text("产品没有属性 mass", "the product lacks the property mass")
    found = judged("D1", DIFFERS, figure=False, lacks=(lack,))
    assert found.verdict == "after_evidence"
    assert found.usual
    assert lack in found.missing
    assert "mass" in found.why[0].en
    assert not found.settle
    other = judged("D2", item("D2.packaging", "differs"), figure=False, problems=(lack,))
    assert (other.verdict, other.usual, lack in other.missing) == ("after_evidence", False, True)


@pytest.mark.parametrize("verdict", ["same", "differs", "worded", "unknown"])
@pytest.mark.parametrize("parameter", ["D6.default", "K4.rounding", "K2.validity_years"])
def test_a_recalled_rule_is_never_better_than_after_evidence(parameter: str, verdict: str):
    name = parameter[:2]
    one = item(parameter, verdict, status="recalled")
    found = judged(name, one)
    assert VERDICTS.index(found.verdict) >= VERDICTS.index("after_evidence")
    assert any("recalled" in each.en for each in found.why)
    assert any("凭记忆" in each.zh for each in found.why)
    assert found.settle == (parameter,)
    confirmed = judged(name, one, accepted=(parameter,), confirmed=(parameter,))
    assert not any("recalled" in each.en.split(":")[0] for each in confirmed.why)
    assert judged(name, one, accepted=(parameter,)).verdict != "meets"  # a word without a source confirms nothing
    assert judged(name, one, target="x").settle == ()  # one and the same rule


def test_a_value_assumed_for_a_rule_not_read_is_no_rule():
    one = item("D8.tiers", "unknown", None, "unknown")
    assert judged("D8", one).verdict == "needs_decision"
    assumed = judged("D8", one, accepted=("D8.tiers",))
    assert assumed.verdict == "after_evidence"
    assert "assumed" in assumed.why[0].en
    assert judged("D8", one, accepted=("D8.tiers",), confirmed=("D8.tiers",)).verdict == "after_recalculation"


def test_no_label_that_waits_for_its_value_ends_a_sentence():
    found = judged("K2", item("K2.period_kind", "differs"), item("K2.validity_from", "differs"))
    assert not re.search(r"(须为|起算|must be|counts from)$", found.why[0].zh + "|" + found.why[0].en)
    assert not found.why[0].zh.endswith("须为")
    assert not found.why[0].en.endswith(("must be", "counts from"))


BASE = Requirement("unit", Text("质量", "mass"))
BATTERY = replace(BASE, what=Text("循环次数", "cycles"), families=("battery",))


@pytest.mark.parametrize("wanted", [(BASE, BATTERY), (BATTERY, BASE)])
def test_a_proof_is_worded_for_the_product(wanted: tuple[Requirement, ...]):
    assert worded_for(wanted, ("battery",)) == (BATTERY,)
    assert worded_for(wanted, ("steel",)) == (BASE,)
    assert worded_for((BATTERY,), ("steel",)) == ()


@cache
def run(study: str, purpose: str, market: str = "EU"):
    return run_verdict(open_study(study), market, purpose=purpose, day=DAY, with_bridge=False)


def test_no_battery_word_reaches_a_product_that_is_none():
    for rule in on_file().dimensions:
        for each in worded_for(rule.evidence, ("steel",)):
            assert "循环" not in each.what.zh, each.id
            assert each.days, each.id
    said = {each.what.zh for rule in on_file().dimensions for each in worded_for(rule.evidence, ("battery",))}
    assert any("循环" in each for each in said)


@pytest.mark.slow
def test_a_steel_mill_is_not_blamed_for_a_rule_of_pact():
    opened = open_study("steel")
    found = run("steel", "customer").verdict
    waiting = [one for one in found.dimensions if "D8.tiers" in one.settle]
    assert {one.dimension for one in waiting} >= {"D1", "D2", "D3", "D6", "D7", "D8"}
    asked = {each.id for each in found.evidence}
    assert not asked & {"unit.data", "boundary.data", "cutoff.flows", "coproduct.sales", "scrap.ledger"}
    document = verdict_json(run("steel", "customer"))
    assert "D8.tiers" in [each["parameter"] for each in document["settle"]]
    given = Acceptance("pact3", "D8.tiers", "grid", "Li", "read", DAY, source="SYNTHETIC clause")
    study = replace(opened.study, acceptances=(*opened.study.acceptances, given))
    after = run_verdict(replace(opened, study=study), "EU", purpose="customer", day=DAY, with_bridge=False).verdict
    by_name = {one.dimension: one.verdict for one in after.dimensions}
    assert by_name["D1"] == by_name["D6"] == "after_recalculation"


@pytest.mark.slow
@pytest.mark.parametrize(("study", "purpose"), [("steel", "epd"), ("steel", "cbam"), ("laptop", "epd")])
def test_no_shipped_verdict_rests_on_memory_unsaid(study: str, purpose: str):
    """A dimension whose citation says recalled says so in words and is open."""
    for one in run(study, purpose).verdict.dimensions:
        if one.citation.status == "recalled":
            assert VERDICTS.index(one.verdict) >= VERDICTS.index("after_evidence"), one
            assert any("recalled" in each.en for each in one.why) or one.dimension == "K5", one


@pytest.mark.slow
def test_default_values_need_no_evidence_and_that_is_said_once_it_applies():
    found = run("steel", "cbam").verdict.without_evidence
    assert found.citation.status == "read"
    assert "carnet cbam" in found.text.zh
    assert "carnet cbam" in found.text.en
    for document in (verdict_json(run("steel", "cbam")), readiness_json(run("steel", "cbam"))):
        assert document["without_evidence"]["text"]["en"] == found.text.en
    assert verdict_json(run("steel", "epd"))["without_evidence"] is None
    early = run_verdict(open_study("steel"), "EU", purpose="cbam", day="2025-06-30", with_bridge=False).verdict
    assert (early.overall, early.without_evidence.text.en) == ("not_yet", "")
    assert found.citation != Citation("")
