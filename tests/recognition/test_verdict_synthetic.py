"""Verdicts end to end through files of a user: a synthetic market and arrangement, and what removing one thing does."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from carnet.errors import InputError, Text
from carnet.recognition.bodies import power_of
from carnet.recognition.load_markets import parse_markets
from carnet.recognition.model import Party
from carnet.recognition.vocabulary import LEGS, OVERALL, VERDICTS
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
role = "decides"

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
until = "2029-12-31"
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
valid_to = "2029-04-30"
regime = "gbt24067"
period_from = "2014-01-01"
period_to = "2014-12-31"
"""
LEGAL = MARKET.replace('kind = "voluntary"', 'kind = "legal"')
VERIFIER = ARRANGEMENT.replace('recognised = "label"', 'recognised = "verifier"')
A, C, M = "recognitions/a.toml", "acceptances/c.toml", "markets/XY.toml"
ITEM = """
id = "synthetic-item"
title = { zh = "虚拟条目", en = "SYNTHETIC item" }
kind = "arrangement"
legal_nature = "binding"
jurisdiction = "XY"
issuer = { zh = "虚拟机关", en = "SYNTHETIC authority" }
issuer_kind = "authority"
[[versions]]
id = "v1"
[[captures]]
id = "c1"
version = "v1"
retrieved_on = "2026-02-01"
language = "en"
origin = "SYNTHETIC gazette"
official = true
source_kind = "official"
[[events]]
status = "applicable"
on = "2026-01-01"
known_on = "2026-02-01"
capture = "c1"
grade = "A1"
"""


def _leg(name: str, change: tuple[str, str]) -> tuple[str, str]:
    """A change to one leg alone."""
    begins = ARRANGEMENT.index(f'leg = "{name}"')
    ends = ARRANGEMENT.find("[[legs]]", begins)
    one = ARRANGEMENT[begins : ends if ends > 0 else len(ARRANGEMENT)]
    assert change[0] in one
    return one, one.replace(*change)


def _gone(name: str) -> tuple[str, str]:
    whole, _ = _leg(name, ("leg", "leg"))
    return f"[[legs]]\n{whole}", ""


SINCE, GRANTED = 'since = "2026-01-01"', 'decision = "accepted"\nreason_code = "complete"'
COIL = '[[scope.products]]\nid = "hot_rolled_coil"\nwording = { zh = "热轧卷", en = "hot-rolled coil" }\n'
# What is taken away, one thing at a time → the file, and what is replaced in it; then nothing is accepted any more.
REMOVED = {
    **{f"{leg} leg": (A, *_gone(leg)) for leg in LEGS},
    **{f"day of the {leg} leg": (A, *_leg(leg, ('since = "2026-01-01"', 'since = ""'))) for leg in LEGS},
    **{f"{leg} leg over": (A, *_leg(leg, (SINCE, f'{SINCE}\nuntil = "2026-11-21"'))) for leg in LEGS},
    **{f"document of the {leg} leg": (A, *_leg(leg, ("documents = [{", "documents = [] # [{"))) for leg in LEGS},
    **{f"reading of the {leg} leg": (A, *_leg(leg, ('"read"', '"secondary"'))) for leg in LEGS},
    "signature": (A, 'signed_by = ["SYNTHETIC Programme B"]', "signed_by = []"),
    "signature of the receiver": (A, 'signed_by = ["SYNTHETIC Programme B"]', 'signed_by = ["SYNTHETIC Programme A"]'),
    "since": (A, 'since = "2026-01-01"\nuntil', 'since = ""\nuntil'),
    "begun": (A, 'since = "2026-01-01"\nuntil', 'since = "2027-01-01"\nuntil'),
    "until": (A, 'until = "2029-12-31"\n', ""),
    "not over": (A, 'until = "2029-12-31"', 'until = "2026-11-21"'),
    "grade": (A, 'grade = "A1"\n', ""),
    "official text": (A, 'grade = "A1"', 'grade = "C2"'),
    "belief": (A, 'grade = "A1"', 'grade = "A5"'),
    "products": (A, COIL, ""),
    "product": (A, 'id = "hot_rolled_coil"', 'id = "rebar"'),
    "production": (A, '[[scope.production]]\nwording = { zh = "重庆", en = "Chongqing" }\nplaces = ["CN-50"]\n', ""),
    "place": (A, 'places = ["CN-50"]', 'places = ["CN-51"]'),
    "markets": (A, 'markets = ["XY"]\n', ""),
    "market": (A, 'markets = ["XY"]', 'markets = ["EU"]'),
    "purposes": (A, 'purposes = ["epd"]\n', ""),
    "purpose": (A, 'purposes = ["epd"]', 'purposes = ["label"]'),
    "receiver that decides": (M, 'zh = "虚拟项目乙", en = "SYNTHETIC Programme B"', 'zh = "丁", en = "SYNTHETIC D"'),
    "role": (M, 'role = "decides"', 'role = "controls"'),
    "first verification": (C, CERTIFICATE, ""),
    "certificate": (C, GRANTED, 'decision = "refused"\nreason_code = "data_quality"'),
    "signature of the certificate": (C, "signed = true", "signed = false"),
    "reading of the certificate": (C, 'status = "read"', 'status = "recalled"'),
    "paper of the certificate": (C, 'source = "SYNTHETIC certificate"', 'source = ""'),
    "day of the certificate": (C, 'on = "2026-05-01"', 'on = ""'),
    "validity of the certificate": (C, 'valid_to = "2029-04-30"', 'valid_to = "2026-11-21"'),
    "body of the certificate": (C, 'zh = "虚拟项目甲", en = "SYNTHETIC Programme A"', 'zh = "戊", en = "SYNTHETIC E"'),
    "plant of the certificate": (C, 'plant = "CN-50"', 'plant = "CN-42"'),
    "product of the certificate": (C, 'product = "hot_rolled_coil"', 'product = "rebar"'),
    "period": (C, 'period_from = "2014-01-01"\nperiod_to = "2014-12-31"\n', ""),
    "period of the data": (C, 'period_to = "2014-12-31"', 'period_to = "2015-12-31"'),
    "regime": (C, 'regime = "gbt24067"\n', ""),
    "another regime": (C, 'regime = "gbt24067"', 'regime = "iso14067"'),
    "digest": (C, 'regime = "gbt24067"', f'regime = "gbt24067"\ndigest = "{"0" * 64}"'),
}  # fmt: skip


# Removals that are told when the file is read.
TOLD = {"paper of the certificate", "day of the certificate"}


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


@pytest.mark.parametrize("market", [MARKET, LEGAL], ids=["voluntary", "legal"])
def test_the_operating_arrangement_is_accepted(home: Path, market: str):
    write(home, markets__XY=market)
    verdict = judged().verdict
    assert verdict.overall == "meets", verdict.why
    assert {one.verdict for one in verdict.dimensions} == {"meets"}
    (one,) = verdict.accepted
    assert (one.id, one.law, one.decisive) == ("synthetic", market is LEGAL, True)
    assert ("accepted by law" in one.text.en) == (market is LEGAL)
    assert one.evidence[-1].source == "SYNTHETIC certificate"


def settled(verdict) -> list[str]:
    """What is said to be accepted with an effect here."""
    return [one.id for one in verdict.accepted if one.decisive or one.law]


def without(home: Path, removed: str) -> None:
    name, before, after = REMOVED[removed]
    text = (home / name).read_text("utf-8")
    assert before in text
    changed = text.replace(before, after, 1)
    (home / name).write_text(changed, "utf-8") if changed.strip() else (home / name).unlink()


@pytest.mark.parametrize("removed", REMOVED)
@pytest.mark.parametrize("market", [MARKET, LEGAL], ids=["voluntary", "legal"])
def test_not_accepted_with_one_thing_removed(home: Path, removed: str, market: str):
    write(home, markets__XY=market)
    without(home, removed)
    if removed in TOLD:
        with pytest.raises(InputError, match="REC-065"):
            judged()
        return
    verdict = judged().verdict
    assert verdict.overall not in {"meets", "after_recalculation"}
    assert not settled(verdict)
    assurance = next(one for one in verdict.dimensions if one.dimension == "K5")
    assert assurance.verdict in {"after_evidence", "needs_decision"}


@pytest.mark.parametrize(
    ("status", "grade", "accepted"),
    [
        ("applicable", "A1", True),
        ("operating", "A1", False),  # nothing operates without a dated case
        ("signed", "A1", False),
        ("in_force", "A1", False),
        ("talks", "B1", False),
        ("applicable", "D4", False),
        ("suspended", "A1", False),
    ],
)
def test_the_item_it_rests_on_must_apply_where_law_asks(home: Path, status: str, grade: str, accepted: bool):
    item = ITEM.replace('status = "applicable"', f'status = "{status}"').replace('grade = "A1"', f'grade = "{grade}"')
    if grade != "A1":
        source = "trade" if grade == "D4" else "municipal_media"
        item = item.replace('source_kind = "official"', f'source_kind = "{source}"')
        item = item.replace("official = true", "official = false")
    arranged = ARRANGEMENT.replace('item = ""', 'item = "synthetic-item"')
    write(home, markets__XY=LEGAL, recognitions__a=arranged, **{"policy__synthetic-item": item})
    verdict = judged().verdict
    assert (verdict.overall == "meets") == accepted
    assert bool(settled(verdict)) == accepted


def test_an_item_that_is_on_no_file_is_told(home: Path):
    write(home, recognitions__a=ARRANGEMENT.replace('item = ""', 'item = "synthetic-item"'))
    with pytest.raises(InputError) as error:
        judged()
    (one,) = error.value.problems
    assert (one.code, one.place.file) == ("REC-105", "a.toml")
    assert one.candidates


def test_a_class_of_bodies_makes_law_only_with_an_item_that_applies(home: Path):
    """One authority among many cannot bind the law by its own word; with an act that applies, for its own state."""
    market = (
        LEGAL.replace('role = "decides"', 'role = "decides"\nany = true\nstates = ["DE"]')
        .replace('en = "SYNTHETIC Programme B" }', 'en = "SYNTHETIC authority of the state" }')
        .replace('zh = "虚拟项目乙"', 'zh = "虚拟主管机关"')
    )
    body = 'kind = "programme_operator", id = "SYNTHETIC-7", states = ["DE"] }\nof'
    arranged = ARRANGEMENT.replace('kind = "programme_operator" }\nof', body)
    write(home, markets__XY=market, recognitions__a=arranged)
    assert not settled(judged().verdict)
    with_item = arranged.replace('item = ""', 'item = "synthetic-item"')
    write(home, markets__XY=market, recognitions__a=with_item, **{"policy__synthetic-item": ITEM})
    assert judged().verdict.overall == "meets"
    for taken in (('id = "SYNTHETIC-7", ', ""), ('states = ["DE"]', 'states = ["CN"]'), (', states = ["DE"]', "")):
        write(home, recognitions__a=with_item.replace(*taken), markets__XY=market)
        assert not settled(judged().verdict), taken


@pytest.mark.parametrize("market", [MARKET, LEGAL], ids=["voluntary", "legal"])
def test_a_verifier_is_recognised_with_a_verification_in_hand(home: Path, market: str):
    write(home, markets__XY=market, recognitions__a=VERIFIER)
    verdict = judged().verdict
    assert {one.dimension for one in verdict.dimensions if one.by} == {"K5"}
    assert settled(verdict) == ["synthetic"]
    (home / C).unlink()
    verdict = judged().verdict
    assert not verdict.accepted
    (one,) = verdict.arrangements
    assert one.state == "not_evidenced"
    assert next(each for each in verdict.dimensions if each.dimension == "K5").verdict == "after_evidence"


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
        ("factor", '["cn.electricity.life_cycle.average.2023"]', set()),
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
    held = '[[held]]\nid = "h"\nitem = "xy.extra"\nproduct = ""\nplant = ""\n'
    held += 'document = { source = "SYNTHETIC", locator = "1", status = "read" }\n'
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


GIVEN = case_of("SYNTHETIC Programme B")


def alone(home: Path, case: str, market: str = MARKET) -> None:
    """A case without any arrangement."""
    write(home, markets__XY=market, acceptances__c=case)
    (home / A).unlink()


@pytest.mark.parametrize("market", [MARKET, LEGAL], ids=["voluntary", "legal"])
def test_a_case_signed_by_the_deciding_body_is_accepted(home: Path, market: str):
    alone(home, GIVEN, market)
    run = judged()
    assert run.verdict.overall == "meets"
    (one,) = run.verdict.accepted
    assert (one.decisive, one.law) == (True, market is LEGAL)
    assert not run.verdict.passed_over


NOT_THIS = {
    "unsigned": ("signed = true", "signed = false"),
    **{f"document {word}": ('"read"', f'"{word}"') for word in ("unknown", "recalled", "secondary", "conflicting")},
    "unidentified": ('regime = "gbt24067"\nperiod_from = "2014-01-01"\nperiod_to = "2014-12-31"\n', ""),
    "regime alone": ('period_from = "2014-01-01"\nperiod_to = "2014-12-31"\n', ""),
    "another period": ("2014-12-31", "2013-12-31"),
    "another regime": ("gbt24067", "iso14067"),
    "another version": ('regime = "', 'version = "9.9.9"\nregime = "'),
    "another study": ('regime = "', 'study = "laptop"\nregime = "'),
    "another digest": ('regime = "', f'digest = "{"0" * 64}"\nregime = "'),
    "another model": ('regime = "', 'model = "other"\nregime = "'),
    "another plant": ('plant = "CN-50"', 'plant = "CN-42"'),
    "over": ('valid_to = "2029-04-30"', 'valid_to = "2026-11-21"'),
    "not given yet": ('on = "2026-05-01"', 'on = "2026-11-23"'),
}  # fmt: skip


@pytest.mark.parametrize("changed", NOT_THIS)
@pytest.mark.parametrize("market", [MARKET, LEGAL], ids=["voluntary", "legal"])
def test_a_case_opens_nothing_but_its_own_result(home: Path, changed: str, market: str):
    before, after = NOT_THIS[changed]
    assert before in GIVEN
    spoiled = GIVEN.replace(before, after).replace('period_from = "2014-01-01"\nperiod_to = "2013', 'period_to = "2013')
    alone(home, spoiled, market)
    run = judged()
    assert run.verdict.overall == "after_evidence"
    assert not run.verdict.accepted
    ((one, why),) = run.verdict.passed_over
    assert one.id == "decided"
    assert why.zh
    document = verdict_json(run)
    assert [each["id"] for each in document["passed_over"]] == ["decided"]
    assert any("literature" in text["en"] for each in document["dimensions"] for text in each["why"])


def test_the_digest_of_the_study_tells_the_result(home: Path):
    digest = open_study("steel").digest.removeprefix("sha256:")
    bare = GIVEN.replace('regime = "gbt24067"\nperiod_from = "2014-01-01"\nperiod_to = "2014-12-31"\n', "")
    alone(home, bare + f'digest = "{digest}"\n')
    assert judged().verdict.overall == "meets"


def test_a_description_is_no_body(home: Path):
    """Whoever writes the words of the market file as a name is not one of the bodies they describe."""
    market = MARKET.replace('role = "decides"', 'role = "decides"\nany = true').replace(
        "Programme B", "programme operator"
    )
    alone(home, case_of("SYNTHETIC programme operator"), market)
    verdict = judged().verdict
    assert not settled(verdict)
    assert "class of bodies" in verdict.accepted[0].why.en
    named = case_of("IBU")
    alone(home, named, market)
    assert "id of the body" in judged().verdict.accepted[0].why.en
    alone(home, named.replace('kind = "programme_operator"', 'kind = "programme_operator", id = "SYNTHETIC-1"'), market)
    assert judged().verdict.overall == "meets"
    alone(home, named.replace('kind = "programme_operator"', 'kind = "company", id = "SYNTHETIC-1"'), market)
    assert not settled(judged().verdict)


@pytest.mark.parametrize("phrase", ["zh", "en"])
def test_no_description_of_the_shipped_markets_is_a_body(home: Path, phrase: str):
    """Each class that a shipped market describes, its words written as the name of a body, decides nothing."""
    for market in on_file().markets.by_id.values():
        for purpose in market.purposes:
            for entry in purpose.decides:
                if entry.any:
                    name = entry.name.get(phrase)
                    body = Party(Text(name, name), entry.kind, entry.country, "signatory", "ID-1", states=entry.states)
                    power = power_of(body, purpose.decides, legal=purpose.kind == "legal", market=market.id)
                    assert not power.reaches, (market.id, purpose.purpose, name)


def test_a_real_body_of_a_class_decides(home: Path):
    """A programme with its id in the EU; a verifier accredited in the Economic Area gives assurance, by law."""
    epd = case_of("IBU", market="EU").replace('"programme_operator"', '"programme_operator", id = "SYNTHETIC-1"')
    alone(home, epd)
    verdict = judged(market="EU").verdict
    assert settled(verdict) == ["decided"]
    assert verdict.overall == "meets"
    cbam = case_of("SYNTHETIC verifier", market="EU", purpose="cbam").replace(
        '"programme_operator"', '"conformity_assessment_body", id = "D-VS-1", states = ["DE"]'
    )
    alone(home, cbam)
    verdict = judged(market="EU", purpose="cbam").verdict
    (one,) = verdict.accepted
    assert (one.law, one.reaches) == (True, ("K5",))
    assert {each.dimension for each in verdict.dimensions if each.by} == {"K5"}
    assert verdict.overall == "after_evidence"
    alone(home, cbam.replace('states = ["DE"]', 'states = ["CN"]'))
    assert not settled(judged(market="EU", purpose="cbam").verdict)


def test_an_authority_speaks_for_its_own_state(home: Path):
    made = case_of("SYNTHETIC authority", market="DE", purpose="cbam").replace(
        '"programme_operator"', '"authority", id = "SYNTHETIC-2", states = ["DE"]'
    )
    alone(home, made)
    assert settled(judged(market="DE", purpose="cbam").verdict) == ["decided"]
    assert not judged(market="FR", purpose="cbam").verdict.accepted
    alone(home, made.replace('market = "DE"', 'market = "EU"'))
    verdict = judged(market="EU", purpose="cbam").verdict
    assert not settled(verdict)
    assert "own state" in verdict.accepted[0].why.en


def test_a_refusal_is_shown_with_its_reason(home: Path):
    alone(home, case_of("SYNTHETIC Programme B", "refused", "no_site_visit"))
    run = judged()
    verdict = run.verdict
    assert verdict.overall == "needs_decision"
    assert not verdict.accepted
    assert plan_of(run).avoided == ()
    assert any("no site visit" in text.en for one in verdict.dimensions for text in one.why)


def test_the_last_decision_of_a_body_counts(home: Path):
    refusal = case_of("SYNTHETIC Programme B", "refused", "no_site_visit").replace('"decided"', '"no"')
    alone(home, GIVEN + refusal.replace("2026-05-01", "2026-06-01"))
    verdict = judged().verdict
    assert verdict.overall == "needs_decision"
    assert [one.id for one, _ in verdict.passed_over] == ["decided"]
    alone(home, refusal + GIVEN.replace("2026-05-01", "2026-06-01"))
    verdict = judged().verdict
    assert verdict.overall == "meets"
    assert [one.id for one, _ in verdict.passed_over] == ["no"]


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


@pytest.mark.parametrize("kind", ["conformity_assessment_body", "company", "association", "authority"])
def test_nobody_makes_law_by_saying_so(home: Path, kind: str):
    """An arrangement of a body that the market file does not name binds that body alone, whatever it writes."""
    arranged = (
        ARRANGEMENT.replace('kind = "programme_operator" }\nof', f'kind = "{kind}", id = "X-1", states = ["DE"] }}\nof')
        .replace('markets = ["XY"]', 'markets = ["EU"]')
        .replace('purposes = ["epd"]', 'purposes = ["cbam"]')
    )
    write(home, recognitions__a=arranged)
    verdict = judged(market="EU", purpose="cbam").verdict
    assert verdict.overall == "after_evidence"
    assert [one.law for one in verdict.accepted] == [False]
    assert not settled(verdict)
    write(home, recognitions__a=arranged.replace('grade = "A1"', 'grade = "A1"\nlaw = true'))
    with pytest.raises(InputError) as error:
        judged(market="EU", purpose="cbam")
    (one,) = error.value.problems
    assert one.code == "REC-092"
    assert "decides" in one.fix.en


# ── repetitions avoided ──────────────────────────────────────────────────────────────────────────

TOOK_OVER = GIVEN + 'first = "cert"\nsecond_verification = false\n'


def test_a_repetition_is_avoided_when_a_first_verification_was_taken_over(home: Path):
    alone(home, CERTIFICATE.replace("2026-05-01", "2026-04-01") + TOOK_OVER)
    run = judged()
    assert [one.id for one in plan_of(run).avoided] == ["decided"]
    assert reuse_json(run, plan_of(run))["avoided"][0]["first"] == "cert"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('first = "cert"\n', ""),
        ("second_verification = false\n", ""),
        ("second_verification = false", "second_verification = true"),
        ("signed = true", "signed = false"),
        ('on = "2026-04-01"', 'on = "2026-06-01"'),
        ('valid_to = "2029-04-30"', 'valid_to = "2026-04-15"'),
        ('plant = "CN-50"', 'plant = "CN-42"'),
        ('status = "read"', 'status = "recalled"'),
        ('period_to = "2014-12-31"', 'period_to = "2015-12-31"'),
        ("Programme A", "Programme B"),
    ],
)  # fmt: skip
def test_no_repetition_is_avoided_without_it(home: Path, before: str, after: str):
    whole = CERTIFICATE.replace("2026-05-01", "2026-04-01") + TOOK_OVER
    assert before in whole
    changed = (
        whole.replace(before, after, 1) if before != "Programme A" else whole.replace("Programme A", "Programme B")
    )
    alone(home, changed.replace("虚拟项目甲", "SYNTHETIC Programme B") if before == "Programme A" else changed)
    assert plan_of(judged()).avoided == ()


def test_nothing_is_avoided_before_the_second_body_signs(home: Path):
    write(home)
    assert plan_of(judged()).avoided == ()
    write(home, acceptances__c=CERTIFICATE + TOOK_OVER.replace("signed = true", "signed = false"))
    assert plan_of(judged()).avoided == ()
    write(home, acceptances__c=CERTIFICATE + TOOK_OVER.replace("SYNTHETIC Programme B", "SYNTHETIC Programme F"))
    assert plan_of(judged()).avoided == (), "a body that decides nothing avoids nothing"


def test_without_a_plant_the_case_is_of_another_plant(home: Path):
    alone(home, case_of("IBU", market="EU").replace('"programme_operator"', '"programme_operator", id = "X-1"'))
    rows = readiness_json(judged(market="EU", plant=""))["items"]
    assert any("another plant" in row["why"]["en"] for row in rows)


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
        (held.replace('status = "read"', 'status = "recalled"'), "unknown"),
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
