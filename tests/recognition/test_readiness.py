"""Readiness: what a study shows of a checklist, and what it does not."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from carnet.inventory.installation import CbamGood, Installation, PurchasedPrecursor, SourceStream
from carnet.recognition.ledger import Ledger
from carnet.recognition.model import Citation, Requirement
from carnet.recognition.readiness import CHECKS, Shown, readiness, score
from carnet.recognition.scope import Case
from carnet.recognition.vocabulary import ITEM_STATES
from carnet.service.cbam import bought_of
from carnet.service.recognition_data import on_file
from carnet.service.studies import open_study
from carnet.service.verdict_json import readiness_json
from carnet.service.verdicts import run_verdict
from tests.recognition.arrangements import GIVER, RECEIVER, case, certificate, text

DAY = "2027-06-01"
WHOLE = Installation(
    id="i",
    operator="Works",
    city="Chongqing",
    unlocode="CNCKG",
    latitude="29.1",
    longitude="106.5",
    monitoring_plan="MP v1",
    verifier="Verifier",
    accreditation_state="DE",
    accreditation_body="NAB",
    accreditation="NAB-1",
    accreditation_scope="iron and steel",
    accreditation_expiry="2028-01-01",
    verification_report="VR-1",
)
BOUGHT = PurchasedPrecursor(
    id="slab", name="slab", category="crude_steel", basis="measured", verification_report="R", verifier="V"
)


def study(**changes: object):
    return replace(open_study("steel").study, **changes)


def shown(day: str = DAY, **changes: object) -> Shown:
    made = study(**changes)
    return Shown(
        made, Case("hot_rolled_coil", ("hot_rolled_coil",), made.product.cn_codes), day, Ledger(), codes=("72",)
    )


def state(check: str, day: str = DAY, **changes: object) -> str:
    name, _, argument = check.partition(":")
    return CHECKS[name](shown(day, **changes), argument)[0]


@pytest.mark.parametrize(
    ("check", "changes", "expected"),
    [
        ("cn8", {}, "missing"),
        ("cn8", {"cbam_goods": (CbamGood(id="a", cn="72083900"),)}, "present"),
        ("cn8", {"cbam_goods": (CbamGood(id="a", cn="72083900"), CbamGood(id="b", cn="7208"))}, "missing"),
        ("cn8", {"cbam_goods": (CbamGood(id="a", cn="85414300"),)}, "wrong_product"),
        ("plant_data", {}, "missing"),
        ("plant_data", {"status": "illustrative"}, "missing"),
        ("plant_data", {"status": "plant"}, "present"),
        ("calendar_year:2026", {}, "missing"),
        ("calendar_year:2026", {"period_from": "2026-01-01", "period_to": "2026-12-31"}, "present"),
        ("calendar_year:2026", {"period_from": "2026-02-01", "period_to": "2026-12-31"}, "missing"),
        ("calendar_year:2026", {"period_from": "2026-01-01", "period_to": "2027-12-31"}, "missing"),
        ("calendar_year:2026", {"period_from": "2027-01-01", "period_to": "2027-12-31"}, "missing"),
        ("data_age:5", {}, "expired"),
        ("data_age:20", {}, "present"),
        ("data_age:5", {"period_to": ""}, "unknown"),
        ("operator", {}, "missing"),
        ("operator", {"installation": (WHOLE,)}, "present"),
        ("operator", {"installation": (replace(WHOLE, unlocode=""),)}, "missing"),
        ("operator", {"installation": (replace(WHOLE, longitude=""),)}, "missing"),
        ("monitoring_plan", {}, "missing"),
        ("monitoring_plan", {"installation": (WHOLE,)}, "present"),
        ("streams", {}, "missing"),
        ("streams", {"source_streams": (SourceStream(id="s", name="coal", method="combustion"),)}, "present"),
        ("precursors", {}, "unknown"),
        ("precursors", {"precursors": (BOUGHT,)}, "present"),
        ("precursors", {"precursors": (replace(BOUGHT, verification_report=""),)}, "missing"),
        ("precursors", {"precursors": (replace(BOUGHT, accreditation_expiry="2027-01-01"),)}, "expired"),
        ("precursors", {"precursors": (replace(BOUGHT, basis="default", verification_report=""),)}, "present"),
        ("verifier", {}, "missing"),
        ("verifier", {"installation": (WHOLE,)}, "present"),
        ("verifier", {"installation": (replace(WHOLE, accreditation=""),)}, "missing"),
        ("verifier", {"installation": (replace(WHOLE, accreditation_scope=""),)}, "missing"),
        ("verifier", {"installation": (replace(WHOLE, accreditation_expiry="2027-05-31"),)}, "expired"),
        ("verifier:EU", {"installation": (WHOLE,)}, "present"),
        ("verifier:EU", {"installation": (replace(WHOLE, accreditation_state="CN"),)}, "missing"),
        ("verifier:EU", {"installation": (replace(WHOLE, accreditation_state=""),)}, "unknown"),
        ("statement:EU", {"installation": (replace(WHOLE, accreditation_state="CN"),)}, "missing"),
        ("statement", {"installation": (WHOLE,)}, "present"),
        ("statement", {"installation": (replace(WHOLE, verification_report=""),)}, "missing"),
        ("statement", {"installation": (replace(WHOLE, accreditation_expiry="2027-05-31"),)}, "expired"),
        ("identity", {}, "missing"),
        ("identity", {"producer": "Works", "site": "Chongqing"}, "present"),
        ("identity", {"producer": "ILLUSTRATIVE: none", "site": "Chongqing"}, "missing"),
        ("stages:manufacturing", {}, "present"),
        ("stages:manufacturing+use", {}, "missing"),
        ("property:usable_energy", {}, "missing"),
        ("category", {}, "missing"),
        ("sources:100", {}, "present"),
        ("case", {}, "missing"),
        ("held:nothing", {}, "missing"),
        ("figure", {}, "unknown"),
    ],
)
def test_one_check(check: str, changes: dict[str, object], expected: str):
    assert state(check, **changes) == expected


def test_electricity_needs_papers_only_where_it_is_special():
    made = open_study("steel").study
    assert state("electricity", contracts=()) == "present"
    if made.contracts:
        special = tuple(replace(c, kind="direct_line", document="") for c in made.contracts)
        assert state("electricity", contracts=special) == "missing"
        assert state("electricity", contracts=tuple(replace(c, document="D") for c in special)) == "present"


@pytest.mark.parametrize(
    ("figure", "gaps", "expected"),
    [(None, 0, "unknown"), (False, 0, "missing"), (True, 2, "missing"), (True, 0, "present")],
)
def test_figure(figure: bool | None, gaps: int, expected: str):
    assert CHECKS["figure"](replace(shown(), figure=figure, gaps=gaps), "")[0] == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "present"),
        ({"valid_to": "2027-05-31"}, "expired"),
        ({"product": "rebar"}, "wrong_product"),
        ({"plant": "CN-42"}, "wrong_product"),
        ({"signed": False}, "missing"),
        ({"document": Citation("paper", "p. 1", "unknown")}, "missing"),
        ({"period_to": "2025-12-31"}, "missing"),
        ({"body": RECEIVER}, "missing"),
        ({"market": "ZZ"}, "missing"),
        ({"decision": "partly", "reason_code": "conditions"}, "missing"),
    ],
)
def test_a_decision_on_file(changes: dict[str, object], expected: str):
    given = replace(certificate(market="YY", purpose="epd"), **changes)
    seen = replace(shown(), case=case(), ledger=Ledger((), (given,)), decides=(replace(GIVER, role="registers"),))
    assert CHECKS["case"](seen, "")[0] == expected


def test_the_score_counts_only_what_is_present():
    checks = ("monitoring_plan", "verifier", "precursors", "")
    items = readiness(
        [Requirement(str(n), text("x"), check=check) for n, check in enumerate(checks)], shown(installation=(WHOLE,))
    )
    assert [item.state for item in items] == ["present", "present", "unknown", "unknown"]
    assert score(items) == (2, 4, Fraction(1, 2))
    assert score(()) == (0, 0, Fraction(0))


def test_every_check_a_market_names_exists_and_every_item_has_an_owner():
    for market in on_file().markets.by_id.values():
        for purpose in market.purposes:
            for item in purpose.checklist:
                assert not item.check or item.check.partition(":")[0] in CHECKS, (market.id, item.id)
                assert item.team, (market.id, item.id)
                assert item.owner.zh, (market.id, item.id)
                assert item.days.isdigit(), (market.id, item.id)
            for demand in purpose.demands:
                assert not demand.check or demand.check.partition(":")[0] in CHECKS, (market.id, demand.dimension)


def test_a_whole_file_is_ready_and_the_verdict_follows():
    """The statement of an accredited verifier in the study meets assurance; without it the verdict asks for it."""
    opened = open_study("steel")
    made = replace(
        opened.study,
        installation=(WHOLE,),
        cbam_goods=(CbamGood(id="a", cn="72083900"),),
        status="plant",
        period_from="2026-01-01",
        period_to="2026-12-31",
    )
    run = run_verdict(replace(opened, study=made), "EU", purpose="cbam", day=DAY, with_bridge=False)
    by_name = {one.dimension: one for one in run.verdict.dimensions}
    assert by_name["K5"].verdict == "meets"
    assert by_name["D1"].verdict in {"meets", "after_recalculation"}
    document = readiness_json(run)
    assert document["score"]["present"] == sum(item["state"] == "present" for item in document["items"])
    assert {item["state"] for item in document["items"]} <= set(ITEM_STATES)
    for changes in ({"verification_report": ""}, {"accreditation_state": "CN"}, {"accreditation_expiry": "2027-01-01"}):
        without = replace(made, installation=(replace(WHOLE, **changes),))
        run = run_verdict(replace(opened, study=without), "EU", purpose="cbam", day=DAY, with_bridge=False)
        assert {one.dimension: one for one in run.verdict.dimensions}["K5"].verdict == "after_evidence"


def test_known_and_possible_delays_are_never_mixed():
    found = readiness_json(run_verdict(open_study("steel"), "EU", purpose="cbam", with_bridge=False))
    known = {entry["en"] for entry in found["delays_known"]}
    possible = {entry["en"] for entry in found["delays_possible"]}
    assert known
    assert possible
    assert not known & possible
    for market in on_file().markets.by_id.values():
        for purpose in market.purposes:
            assert not set(purpose.delays_known) & set(purpose.delays_possible)


PELLETS = PurchasedPrecursor(
    "bf_pellets", "pellets", "sintered_ore", basis="default", name_zh="球团矿", name_en="iron ore pellets"
)


def bought(*rows: PurchasedPrecursor, **changes: object):
    return CHECKS["precursors"](replace(shown(**changes), bought=rows), "")


def test_precursors_of_the_derived_installation_are_listed_by_name():
    state_, why = bought(PELLETS)
    assert state_ == "missing"
    assert why.zh == "有外购前体（球团矿，由物流数据推导），没有核查报告"
    assert "iron ore pellets" in why.en
    proven = replace(PELLETS, id="slab", name_zh="板坯", name_en="slab", verification_report="R", verifier="V")
    state_, why = bought(PELLETS, proven)
    assert state_ == "missing"
    assert why.zh.endswith("没有核查报告：球团矿")
    assert bought(proven)[0] == "present"
    assert bought(replace(proven, accreditation_expiry="2027-01-01"))[0] == "expired"
    assert bought(PELLETS, precursors=(BOUGHT,)) == CHECKS["precursors"](shown(precursors=(BOUGHT,)), "")


def test_no_study_with_purchased_rows_is_said_to_list_nothing():
    made = study()
    count = sum(row.role == "purchased" for row in made.exchanges)
    state_, why = CHECKS["precursors"](shown(), "")
    assert state_ == "unknown"
    assert f"{count} 行外购物料" in why.zh
    assert "没有列出外购前体" not in why.zh
    none = tuple(row for row in made.exchanges if row.role != "purchased")
    assert "请确认确实没有" in CHECKS["precursors"](shown(exchanges=none), "")[1].zh
    assert "请确认确实没有" in bought()[1].zh


def test_the_service_derives_what_was_bought():
    opened = open_study("steel")
    (pellets,) = bought_of(opened, "2026-11-22")
    assert pellets.name_zh == "球团矿"
    assert bought_of(replace(opened, study=replace(opened.study, precursors=(BOUGHT,)))) == (BOUGHT,)
    assert bought_of(open_study("laptop")) is None
