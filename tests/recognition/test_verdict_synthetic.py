"""Verdicts end to end through files of a user: a synthetic market and arrangement, and what removing one thing does."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from carnet.recognition.load_markets import parse_markets
from carnet.recognition.vocabulary import OVERALL, VERDICTS
from carnet.service.catalogues import schemas
from carnet.service.recognition_data import on_file
from carnet.service.studies import SHIPPED, open_study
from carnet.service.verdict_json import readiness_json, reuse_json, verdict_json
from carnet.service.verdicts import plan_of, run_verdict

pytestmark = pytest.mark.slow

MARKET = """
id = "XY"
name = { zh = "虚拟市场", en = "SYNTHETIC market" }

[[purposes]]
purpose = "epd"
kind = "voluntary"
regimes = ["en15804"]
items = []
citation = { source = "SYNTHETIC", locator = "1", status = "read" }

[[purposes.decides]]
name = { zh = "虚拟项目乙", en = "SYNTHETIC Programme B" }
kind = "programme_operator"

[[purposes.rules]]
id = "coil"
answer = "in"
products = ["hot_rolled_coil"]
why = { zh = "虚拟", en = "SYNTHETIC" }
citation = { source = "SYNTHETIC", locator = "1", status = "read" }

[[purposes.checklist]]
id = "xy.document"
what = { zh = "虚拟文件", en = "SYNTHETIC document" }
team = "quality"
owner = { zh = "质量", en = "quality" }
days = "4"
citation = { source = "SYNTHETIC", locator = "1", status = "read" }
"""
ARRANGEMENT = """
id = "synthetic"
title = { zh = "虚拟安排", en = "SYNTHETIC arrangement" }
recognised = "label"
what = { zh = "甲的证书", en = "the certificate of A" }
by = { name = { zh = "虚拟项目乙", en = "SYNTHETIC Programme B" }, kind = "programme_operator" }
of = { name = { zh = "虚拟项目甲", en = "SYNTHETIC Programme A" }, kind = "programme_operator" }
item = ""
since = "2026-01-01"
grade = "A1"
signed_by = ["SYNTHETIC Programme B"]

[scope]
markets = ["XY"]
purposes = ["epd"]

[[scope.products]]
id = "hot_rolled_coil"
wording = { zh = "热轧卷", en = "hot-rolled coil" }

[[scope.production]]
wording = { zh = "重庆", en = "Chongqing" }
places = ["CN-50"]

[[legs]]
leg = "method"
subject = { zh = "方法", en = "method" }
since = "2026-01-01"
documents = [{ source = "SYNTHETIC text", locator = "Art 1", status = "read" }]

[[legs]]
leg = "database"
subject = { zh = "数据库", en = "database" }
since = "2026-01-01"
documents = [{ source = "SYNTHETIC text", locator = "Art 2", status = "read" }]

[[legs]]
leg = "certification"
subject = { zh = "认证", en = "certification" }
since = "2026-01-01"
documents = [{ source = "SYNTHETIC text", locator = "Art 3", status = "read" }]
"""
CERTIFICATE = """
[[case]]
id = "cert"
body = { name = { zh = "虚拟项目甲", en = "SYNTHETIC Programme A" }, kind = "programme_operator" }
purpose = "label"
market = "CN"
product = "hot_rolled_coil"
plant = "CN-50"
on = "2026-05-01"
decision = "accepted"
reason_code = "complete"
document = { source = "SYNTHETIC certificate", locator = "1", status = "read" }
signed = true
"""
# A file of the user → what is taken out of it; then the arrangement carries nothing any more.
REMOVED = {
    "method leg": ("recognitions/a.toml", 'leg = "method"', 'leg = "database"'),
    "signature": ("recognitions/a.toml", 'signed_by = ["SYNTHETIC Programme B"]', "signed_by = []"),
    "date": ("recognitions/a.toml", 'grade = "A1"', 'grade = "A1"\nuntil = "2026-06-01"'),
    "start": ("recognitions/a.toml", 'since = "2026-01-01"\ngrade', 'since = "2027-01-01"\ngrade'),
    "no start": ("recognitions/a.toml", 'since = "2026-01-01"\ngrade', 'since = ""\ngrade'),
    "scope": ("recognitions/a.toml", 'id = "hot_rolled_coil"', 'id = "rebar"'),
    "purpose": ("recognitions/a.toml", 'purposes = ["epd"]', 'purposes = ["label"]'),
    "market": ("recognitions/a.toml", 'markets = ["XY"]', 'markets = ["EU"]'),
    "plant": ("recognitions/a.toml", 'places = ["CN-50"]', 'places = ["CN-51"]'),
    "reading": ("recognitions/a.toml", 'locator = "Art 3", status = "read"', 'locator = "Art 3", status = "recalled"'),
    "grade": ("recognitions/a.toml", 'grade = "A1"', 'grade = "C2"'),
    "certificate": ("acceptances/c.toml", "signed = true", "signed = false"),
    "certificate of the plant": ("acceptances/c.toml", 'plant = "CN-50"', 'plant = "CN-42"'),
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CARNET_HOME", str(tmp_path))
    return tmp_path


def write(home: Path, **other: str) -> None:
    files = {
        "markets/XY.toml": MARKET,
        "recognitions/a.toml": ARRANGEMENT,
        "acceptances/c.toml": CERTIFICATE,
        **{name.replace("__", "/") + ".toml": text for name, text in other.items()},
    }
    for name, text in files.items():
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text(text, "utf-8")


def judged(market: str = "XY", purpose: str = "epd", plant: str = "CN-50", day: str = "2026-11-22"):
    return run_verdict(open_study("steel"), market, purpose=purpose, plant=plant, day=day, with_bridge=False)


def test_the_operating_arrangement_is_accepted(home: Path):
    write(home)
    verdict = judged().verdict
    assert verdict.overall == "meets", verdict.why
    assert {one.verdict for one in verdict.dimensions} == {"meets"}
    assert [one.id for one in verdict.accepted] == ["synthetic"]
    assert verdict.accepted[0].evidence[-1].source == "SYNTHETIC certificate"


@pytest.mark.parametrize("removed", REMOVED)
def test_not_accepted_with_one_thing_removed(home: Path, removed: str):
    name, before, after = REMOVED[removed]
    write(home)
    text = (home / name).read_text("utf-8")
    assert before in text
    (home / name).write_text(text.replace(before, after, 1), "utf-8")
    if removed == "method leg":  # the leg is gone, not another one doubled
        _, _, rest = text.partition('[[legs]]\nleg = "database"')
        (home / name).write_text(text.partition("[[legs]]")[0] + '[[legs]]\nleg = "database"' + rest, "utf-8")
    verdict = judged().verdict
    assert verdict.overall not in {"meets", "after_recalculation"}
    assert not verdict.accepted


@pytest.mark.parametrize("changes", [{"plant": "CN-42"}, {"day": "2025-12-31"}, {"plant": ""}])
def test_not_accepted_for_another_plant_or_day(home: Path, changes: dict[str, str]):
    write(home)
    assert not judged(**changes).verdict.accepted


def test_it_gives_nothing_elsewhere(home: Path):
    write(home)
    for market in ("EU", "DE", "FR", "AU"):
        assert not judged(market=market).verdict.accepted


def test_partly_recognised_names_the_leg(home: Path):
    write(
        home,
        recognitions__a=ARRANGEMENT.replace(
            '[[legs]]\nleg = "certification"', '[[legs]]\nleg = "certification"\nuntil = "2026-03-01"'
        ),
    )
    document = verdict_json(judged())
    (one,) = document["arrangements"]
    assert (one["state"], one["missing_legs"]) == ("partly", ["certification"])
    assert any(
        "SYNTHETIC arrangement" in text["en"] and "no recognition" in text["en"] for text in document["not_claimed"]
    )


@pytest.mark.parametrize(
    ("kind", "covers", "carried"),
    [
        ("verifier", "[]", {"K5"}),
        ("rule", "[]", {f"D{n}" for n in range(1, 10)} | {"K1", "K2", "K3", "K4"}),
        ("rule", '["D6", "D8"]', {"D6", "D8"}),
        ("clause", '["K4.decimals"]', set()),
        ("factor", '["some_factor"]', set()),
    ],
)
def test_a_narrow_recognition_carries_no_more_than_it_names(home: Path, kind: str, covers: str, carried: set[str]):
    write(
        home, recognitions__a=ARRANGEMENT.replace('recognised = "label"', f'recognised = "{kind}"\ncovers = {covers}')
    )
    verdict = judged().verdict
    assert {one.dimension for one in verdict.dimensions if one.by} == carried
    assert verdict.overall == "after_evidence"
    printed = next(one for one in verdict.dimensions if one.dimension == "K4")
    assert ("K4.decimals" in printed.parameters) == (kind not in {"clause", "rule"} or covers == '["D6", "D8"]')


def test_a_rule_with_extra_requirements_waits_for_them(home: Path):
    extra = """
[[extra]]
id = "xy.extra"
what = { zh = "附加要求", en = "SYNTHETIC extra requirement" }
"""
    write(home, recognitions__a=ARRANGEMENT.replace("[scope]", "[scope]", 1) + extra)
    verdict = judged().verdict
    assert verdict.overall == "after_evidence"
    assert any("SYNTHETIC extra" in text.en for one in verdict.dimensions for text in one.missing)
    held = '[[held]]\nid = "h"\nitem = "xy.extra"\nproduct = ""\nplant = ""\ndocument = { source = "SYNTHETIC" }\n'
    (home / "evidence").mkdir()
    (home / "evidence/h.toml").write_text(held, "utf-8")
    assert judged().verdict.overall == "meets"
    (home / "evidence/h.toml").write_text(held + 'valid_to = "2026-11-21"\n', "utf-8")
    assert judged().verdict.overall == "after_evidence"


def case_of(
    body: str, decision: str = "accepted", reason: str = "complete", market: str = "XY", purpose: str = "epd"
) -> str:
    return (
        CERTIFICATE.replace('"cert"', '"decided"')
        .replace("虚拟项目甲", body)
        .replace("SYNTHETIC Programme A", body)
        .replace('market = "CN"', f'market = "{market}"')
        .replace('purpose = "label"', f'purpose = "{purpose}"')
        .replace('decision = "accepted"', f'decision = "{decision}"')
        .replace('reason_code = "complete"', f'reason_code = "{reason}"')
    )


def test_a_case_signed_by_the_deciding_body_is_accepted(home: Path):
    write(home, recognitions__a="", acceptances__c=case_of("SYNTHETIC Programme B"))
    (home / "recognitions/a.toml").unlink()
    run = judged()
    assert run.verdict.overall == "meets"
    assert run.verdict.accepted[0].decisive
    plan = plan_of(run)
    assert [one.id for one in plan.avoided] == ["decided"]


def test_a_refusal_is_shown_with_its_reason(home: Path):
    write(home, acceptances__c=case_of("SYNTHETIC Programme B", "refused", "no_site_visit"))
    (home / "recognitions/a.toml").unlink()
    run = judged()
    verdict = run.verdict
    assert verdict.overall == "needs_decision"
    assert not verdict.accepted
    assert plan_of(run).avoided == ()
    assert any("no site visit" in text.en for one in verdict.dimensions for text in one.why)


def test_accepted_by_these_bodies_not_by_eu_law(home: Path):
    """A company that signs for itself binds itself alone; the verdict of the law stays what it was."""
    write(home, acceptances__c=case_of("SYNTHETIC Assessment Company", market="EU", purpose="cbam"))
    before = judged(market="EU", purpose="cbam", plant="CN-42").verdict
    after = judged(market="EU", purpose="cbam").verdict
    assert after.overall == before.overall == "after_evidence"
    (one,) = after.accepted
    assert "accepted by these bodies, not by EU law" in one.text.en
    assert "不是欧盟法律" in one.text.zh
    assert one.text in after.not_claimed
    assert not one.law
    inside = judged(market="DE", purpose="cbam").verdict
    assert "not by EU law" in inside.accepted[0].text.en


@pytest.mark.parametrize(("law", "overall"), [("false", "after_evidence"), ("true", "meets")])
def test_where_law_asks_only_law_recognises(home: Path, law: str, overall: str):
    """Even the body that decides cannot bind the law by an arrangement of its own."""
    write(
        home,
        markets__XY=MARKET.replace('kind = "voluntary"', 'kind = "legal"'),
        recognitions__a=ARRANGEMENT.replace('grade = "A1"', f'grade = "A1"\nlaw = {law}'),
    )
    verdict = judged().verdict
    assert verdict.overall == overall
    assert [one.law for one in verdict.accepted] == [law == "true"]


def test_nothing_is_avoided_before_the_second_body_signs(home: Path):
    write(home)
    assert plan_of(judged()).avoided == ()
    write(home, acceptances__c=case_of("SYNTHETIC Programme B").replace("signed = true", "signed = false"))
    assert plan_of(judged()).avoided == ()


def test_a_document_held_is_seen_and_its_faults_told(home: Path):
    held = """
[[held]]
id = "h1"
item = "xy.document"
product = "hot_rolled_coil"
plant = "CN-50"
document = { source = "SYNTHETIC paper", locator = "1", status = "read" }
valid_to = "2027-01-01"
"""
    write(home)
    assert readiness_json(judged())["items"][0]["state"] == "unknown"
    for changed, state in (
        (held, "present"),
        (held.replace("2027-01-01", "2026-11-21"), "expired"),
        (held.replace('product = "hot_rolled_coil"', 'product = "rebar"'), "wrong_product"),
        (held.replace('plant = "CN-50"', 'plant = "CN-42"'), "wrong_product"),
        (held.replace('item = "xy.document"', 'item = "xy.other"'), "unknown"),
        (held.replace('source = "SYNTHETIC paper"', 'source = ""'), "missing"),
        (held + held.replace('"h1"', '"h2"').replace('"hot_rolled_coil"', '"rebar"'), "present"),
    ):
        (home / "evidence").mkdir(exist_ok=True)
        (home / "evidence/h.toml").write_text(changed, "utf-8")
        found = readiness_json(judged())
        assert found["items"][0]["state"] == state
        assert found["score"]["present"] == int(state == "present")


# ── what ships ───────────────────────────────────────────────────────────────────────────────────


def test_nothing_ships_that_would_be_a_recognition(home: Path):
    data = on_file()
    assert data.ledger.recognitions == ()
    assert data.ledger.cases == ()
    assert data.ledger.held == ()
    assert not data.own


@pytest.mark.parametrize("study", ["steel", "pv_topcon", "lfp_pack_truck", "laptop", "section_steel"])
@pytest.mark.parametrize("market", ["EU", "FR", "GB", "CN", "US", "AU"])
def test_the_json_is_as_promised_and_nothing_is_accepted(home: Path, study: str, market: str):
    assert study in SHIPPED
    run = run_verdict(open_study(study), market, with_bridge=False)
    document = verdict_json(run)
    jsonschema.validate(document, schemas()["verdict"])
    json.dumps(document)
    assert document["accepted"] == []
    assert document["overall"] in OVERALL
    assert document["overall"] != "meets"
    if document["overall"] in VERDICTS and document["scope"]["answer"] == "in":
        worst = max(VERDICTS.index(one["verdict"]) for one in document["dimensions"])
        assert document["overall"] == VERDICTS[worst], "the overall verdict is the worst dimension"
    jsonschema.validate(verdict_json(run), schemas()["verdict"])
    assert reuse_json(run, plan_of(run))["avoided"] == []


def test_the_default_day_is_the_study_s_own(home: Path):
    opened = open_study("steel")
    assert run_verdict(opened, "GB", with_bridge=False).verdict.date == opened.study.legal_date


def test_the_bridge_closes_between_the_two_regimes(home: Path):
    run = run_verdict(open_study("steel"), "EU", purpose="cbam")
    assert run.bridge is not None
    assert run.bridge["residual"] == "0"
    assert (run.bridge["from"]["regime"], run.bridge["to"]["regime"]) == ("gbt24067", "eu_cbam")


def test_assurance_is_never_met_by_recalculation(home: Path):
    for regime in ("eu_cbam", "gbt24067"):
        run = run_verdict(open_study("steel"), "EU", purpose="cbam", home=regime, with_bridge=False)
        assurance = next(one for one in run.verdict.dimensions if one.dimension == "K5")
        assert assurance.verdict == "after_evidence"
        assert not assurance.by


def test_a_total_without_gas_split_cannot_change_its_gwp_set(home: Path):
    run = run_verdict(open_study("laptop"), "EU", purpose="epd", home="iso14067", with_bridge=False)
    gases = [one for one in run.verdict.dimensions if one.dimension == "D4"]
    if gases and gases[0].parameters:
        assert gases[0].verdict in {"cannot", "needs_decision"}


def test_a_market_is_one_file_and_no_code(home: Path):
    assert run_verdict(open_study("steel"), "XY", purpose="epd", with_bridge=False).verdict.overall == "no_rule_on_file"
    (home / "markets").mkdir()
    (home / "markets/XY.toml").write_text(MARKET, "utf-8")
    assert run_verdict(open_study("steel"), "XY", purpose="epd", with_bridge=False).verdict.overall == "after_evidence"


UNCITED = 'why = { zh = "x", en = "x" }\ncitation = { source = "" }\n\n[[purposes.checklist]]'


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ('id = "XY"', 'id = "Synthetic"', "REC-054"),
        ('en = "SYNTHETIC market" }', 'en = "SYNTHETIC market" }\nwithin = ["QQ"]', "REC-055"),
        ('en = "SYNTHETIC market" }', 'en = "SYNTHETIC market" }\nwithin = ["XY"]', "REC-056"),
        ('regimes = ["en15804"]', 'regimes = ["en99999"]', "REC-058"),
        (
            'status = "read" }\n\n[[purposes.checklist]]',
            'status = "read" }\n\n[[purposes.demands]]\ndimension = "D1"\nverdict = "cannot"\n' + UNCITED,
            "REC-059",
        ),
        ('answer = "in"', 'answer = "in"\ntable = "none"', "REC-060"),
        ('answer = "in"', 'answer = "maybe"', "DAT-007"),
        ('team = "quality"', 'team = "magic"', "DAT-007"),
        ('kind = "voluntary"', 'kind = "nice"', "DAT-007"),
        ('zh = "虚拟市场", ', "", "DAT-005"),
    ],
)
def test_every_slip_of_a_market_is_told(before: str, after: str, code: str):
    assert before in MARKET
    _, problems = parse_markets([("XY.toml", MARKET.replace(before, after, 1))], ["en15804"], ["eu_cbam"])
    assert code in [p.code for p in problems]


def test_two_entries_of_one_purpose_or_item_are_told():
    twice = MARKET + MARKET[MARKET.index("[[purposes]]") :]
    _, problems = parse_markets([("XY.toml", twice)], ["en15804"])
    assert "REC-057" in [p.code for p in problems]
    item = MARKET[MARKET.index("[[purposes.checklist]]") :]
    _, problems = parse_markets([("XY.toml", MARKET + item)], ["en15804"])
    assert "REC-061" in [p.code for p in problems]
