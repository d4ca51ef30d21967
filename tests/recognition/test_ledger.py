"""The ledger: an arrangement reaches a case when all of it is shown, and not when any one thing is taken away."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.errors import Text
from carnet.recognition.bodies import names_of, same_body
from carnet.recognition.known import Known
from carnet.recognition.ledger import (
    Ledger,
    apply,
    arrangements,
    decided,
    in_force,
    other_result,
    passed_over,
    standing,
)
from carnet.recognition.load_ledger import parse_ledger
from carnet.recognition.model import Citation, Grade, Leg, Party, Product, Scope, Territory
from carnet.recognition.vocabulary import DIMENSIONS, LEGS
from tests.recognition.arrangements import (
    DAY,
    GIVER,
    RECEIVER,
    RESULT,
    SCOPE,
    case,
    certificate,
    document,
    ledger,
    recognition,
    text,
)
from tests.recognition.arrangements import LEGS as ALL_LEGS


def state(one=None, asked=None, day=DAY, cases=None, statuses=None):
    found = one or recognition()
    return apply(found, asked or case(), day, ledger(found, cases=cases), statuses)


def test_the_synthetic_arrangement_operates():
    found = state()
    assert found.state == "in_force", found.why
    assert found.reaches == DIMENSIONS
    assert not found.missing_legs


def _without(leg: str) -> tuple[Leg, ...]:
    return tuple(each for each in ALL_LEGS if each.leg != leg)


def _leg(leg: str, **changes: object) -> tuple[Leg, ...]:
    return tuple(replace(each, **changes) if each.leg == leg else each for each in ALL_LEGS)


# What is taken away → what is left to test with, and the state it must fall to.
REMOVALS = {
    **{f"leg {leg}": ({"one": recognition(legs=_without(leg))}, "partly") for leg in LEGS},
    **{f"document of {leg}": ({"one": recognition(legs=_leg(leg, documents=()))}, "partly") for leg in LEGS},
    **{
        f"reading of {leg}": (
            {"one": recognition(legs=_leg(leg, documents=(Citation("press", "", "secondary"),)))},
            "partly",
        )
        for leg in LEGS
    },
    **{f"first day of {leg}": ({"one": recognition(legs=_leg(leg, since=""))}, "partly") for leg in LEGS},
    **{f"end of {leg}": ({"one": recognition(legs=_leg(leg, until="2027-02-01"))}, "partly") for leg in LEGS},
    "every leg": ({"one": recognition(legs=())}, "not_evidenced"),
    "first day": ({"one": recognition(since="")}, "not_evidenced"),
    "last day": ({"one": recognition(until="")}, "not_evidenced"),
    "before the first day": ({"day": "2026-12-31"}, "not_yet"),
    "after the last day": ({"day": "2030-01-01"}, "ended"),
    "window": ({"one": recognition(scope=replace(SCOPE, window_from="2028-01-01"))}, "not_yet"),
    "window over": ({"one": recognition(scope=replace(SCOPE, window_to="2027-02-01"))}, "out_of_scope"),
    "products": ({"one": recognition(scope=replace(SCOPE, products=()))}, "unknown"),
    "production": ({"one": recognition(scope=replace(SCOPE, production=()))}, "unknown"),
    "markets": ({"one": recognition(scope=replace(SCOPE, markets=()))}, "unknown"),
    "purposes": ({"one": recognition(scope=replace(SCOPE, purposes=()))}, "unknown"),
    "whole scope": ({"one": recognition(scope=Scope())}, "unknown"),
    "another product": ({"asked": case(product="rebar", products=("rebar",), codes=("72142000",))}, "out_of_scope"),
    "another market": ({"asked": case(market="ZZ", markets=("ZZ",))}, "out_of_scope"),
    "another purpose": ({"asked": case(purpose="passport")}, "out_of_scope"),
    "plant": ({"asked": case(places=(), plant="")}, "unknown"),
    "plant elsewhere": ({"asked": case(places=("CN-42", "CN"), plant="CN-42")}, "out_of_scope"),
    "plant known to the country only": ({"asked": case(places=("CN",), plant="CN-50")}, "unknown"),
    "park not named": (
        {"one": recognition(scope=replace(SCOPE, production=(Territory(text("parks"), ("CN-50",), named=False),)))},
        "unknown",
    ),
    "disputed": ({"one": recognition(scope=replace(SCOPE, disputed=True))}, "disputed"),
    "every signature": ({"one": recognition(signed_by=())}, "not_evidenced"),
    "signature of the receiver": ({"one": recognition(signed_by=("SYNTHETIC Programme A",))}, "not_evidenced"),
    "official text": ({"one": recognition(grade=Grade("B", "1"))}, "not_evidenced"),
    "trade page": ({"one": recognition(grade=Grade("D", "4"))}, "not_evidenced"),
    **{f"belief of {digit}": ({"one": recognition(grade=Grade("A", digit))}, "not_evidenced") for digit in "456"},
    "reading of the text": (
        {"one": recognition(document=Citation("text", "Art 1", "secondary"))},
        "not_evidenced",
    ),
    "certificate": ({"cases": ()}, "not_evidenced"),
    "signature of the certificate": ({"cases": (certificate(signed=False),)}, "not_evidenced"),
    "validity of the certificate": ({"cases": (certificate(valid_to="2027-02-15"),)}, "not_evidenced"),
    "certificate of another product": ({"cases": (certificate(product="rebar"),)}, "not_evidenced"),
    "certificate of another plant": ({"cases": (certificate(plant="CN-51"),)}, "not_evidenced"),
    "certificate of another body": ({"cases": (certificate(body=RECEIVER),)}, "not_evidenced"),
    "kind of the certificate's body": ({"cases": (certificate(body=replace(GIVER, kind="company")),)}, "not_evidenced"),
    "certificate refused": ({"cases": (certificate(decision="refused", reason_code="data_quality"),)}, "not_evidenced"),
    "certificate in part": ({"cases": (certificate(decision="partly", reason_code="conditions"),)}, "not_evidenced"),
    "certificate of a later day": ({"cases": (certificate(on="2027-06-01"),)}, "not_evidenced"),
    "certificate without a day": ({"cases": (certificate(on=""),)}, "not_evidenced"),
    **{
        f"certificate {status}": ({"cases": (certificate(document=Citation("c", "1", status)),)}, "not_evidenced")
        for status in ("secondary", "recalled", "unknown", "conflicting")
    },
    "paper of the certificate": ({"cases": (certificate(document=Citation("", "1", "read")),)}, "not_evidenced"),
    **{
        f"certificate: {name}": ({"cases": (certificate(**{name: value}),)}, "not_evidenced")
        for name, value in {
            "regime": "",
            "period_from": "",
            "period_to": "2025-12-31",
            "study": "another",
            "version": "0.9.0",
            "model": "other coil",
            "digest": "b" * 64,
        }.items()
    },
    "regime of the arrangement": ({"one": recognition(regimes=("iso14067",))}, "not_evidenced"),
    "item suspended": ({"one": recognition(item="x"), "statuses": {"x": "suspended"}}, "not_evidenced"),
    "item only in talks": ({"one": recognition(item="x"), "statuses": {"x": "talks"}}, "not_evidenced"),
    "item only reported": ({"one": recognition(item="x"), "statuses": {"x": "reported"}}, "not_evidenced"),
}


@pytest.mark.parametrize("removed", REMOVALS)
def test_no_longer_with_one_thing_removed(removed: str):
    changes, left = REMOVALS[removed]
    found = state(**changes)
    assert found.state == left, (found.state, found.why)
    assert found.reaches == ()
    assert found.why or found.state == "unknown"


@pytest.mark.parametrize("leg", LEGS)
def test_the_missing_leg_is_named(leg: str):
    found = state(recognition(legs=_without(leg)))
    assert found.missing_legs == (leg,)
    assert [leg in why.en for why in found.why] == [True]


def test_one_direction_only():
    back = case(market="XX", markets=("XX",))
    assert state().state == "in_force"
    assert state(asked=back).state == "out_of_scope"
    turned = recognition(by=GIVER, of=RECEIVER)  # the same words turned round are another entry, to be signed by A
    assert apply(replace(turned, signed_by=("SYNTHETIC Programme B",)), case(), DAY, ledger()).state == "not_evidenced"


BODIES = tuple(Party(text(f"SYNTHETIC {name}"), "programme_operator", "", "") for name in "ABCDE")
PLACES = ("AA", "BB", "CC", "DD", "EE")


def arranged(giver: int, receiver: int):
    """Body `receiver` of its market recognises what body `giver` certified."""
    return recognition(
        id=f"{giver}-{receiver}",
        by=BODIES[receiver],
        of=BODIES[giver],
        signed_by=(BODIES[receiver].name.en,),
        scope=replace(SCOPE, markets=(PLACES[receiver],)),
    )


@given(
    st.sets(st.sampled_from(list(permutations(range(5), 2))), max_size=12),
    st.integers(0, 4),
    st.integers(0, 4),
)
def test_neither_symmetric_nor_transitive(pairs: set[tuple[int, int]], giver: int, receiver: int):
    """A market is reached exactly where an arrangement says so itself, whatever others could be strung together."""
    on_file = Ledger(tuple(arranged(*pair) for pair in sorted(pairs)), (certificate(body=BODIES[giver]),))
    asked = case(market=PLACES[receiver], markets=(PLACES[receiver],))
    reached = [one.recognition.id for one in in_force(arrangements(on_file, asked, DAY))]
    assert reached == ([f"{giver}-{receiver}"] if (giver, receiver) in pairs else [])


@pytest.mark.parametrize(
    ("kind", "covers", "reaches"),
    [
        ("verifier", (), ("K5",)),
        ("verifier", ("D1", "K5"), ("K5",)),
        ("clause", ("K5",), ()),
        ("factor", ("another_factor",), ()),
        ("rule", (), tuple(d for d in DIMENSIONS if d != "K5")),
        ("rule", ("D8.tiers",), ("D8.tiers",)),
        ("rule", ("K5",), ()),
        ("factor", (), ()),
        ("factor", ("cn_grid_2024",), ("cn_grid_2024",)),
        ("clause", ("D6.slag",), ("D6.slag",)),
        ("label", ("D8",), ("D8",)),
    ],
)
def test_honoured_exactly_as_narrow_as_it_is(kind: str, covers: tuple[str, ...], reaches: tuple[str, ...]):
    found = state(recognition(recognised=kind, covers=covers))
    assert found.reaches == reaches
    assert (found.state == "in_force") == bool(reaches), "what reaches nothing of this result is not operating for it"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("建筑与环境研究所（IBU）", "Institut Bauen und Umwelt (IBU)"), ("IBU", "IBU"), True),
        (("建筑所", "Institut Bauen und Umwelt (IBU)"), ("建筑所", "Institut Bauen und Umwelt"), True),
        (("税务海关总署", "HM Revenue and Customs (HMRC)"), ("税务海关总署", "HMRC"), True),
        (("甲（中国）", "Alpha (China)"), ("乙（中国）", "Beta (China)"), False),
        (("甲（中国）", "Alpha (China)"), ("甲", "Alpha"), False),
        (("甲", "Alpha (EEA)"), ("EEA", "EEA"), False),
        (("甲", "Alpha"), ("甲", "Beta"), False),
        (("甲", "Alpha"), ("乙", "Alpha"), False),
        (("甲 所", "ALPHA"), ("甲所", "Alpha"), True),
    ],
)
def test_when_two_names_are_one_body(one: tuple[str, str], other: tuple[str, str], same: bool):
    first, second = Party(Text(*one), "authority"), Party(Text(*other), "authority")
    assert same_body(first, second) == same_body(second, first) == same
    assert not same_body(replace(first, id="1"), replace(second, id="2"))
    assert same_body(replace(first, id="DE 1"), replace(second, id="de-1", kind="company"))
    assert not same_body(replace(first, any=True), second)
    assert names_of(first)


@pytest.mark.parametrize("kind", ["label", "verifier"])
def test_an_arrangement_carries_only_work_that_was_done(kind: str):
    assert state(recognition(recognised=kind), cases=()).state == "not_evidenced"
    assert state(recognition(recognised=kind)).home_case == certificate()


def test_a_rule_needs_no_verification_but_the_same_regime():
    rule = recognition(recognised="rule")
    assert state(rule, cases=()).state == "in_force"
    assert state(replace(rule, regimes=("gbt24067",)), cases=()).state == "in_force"
    assert state(replace(rule, regimes=("iso14067",)), cases=()).state == "out_of_scope"


@pytest.mark.parametrize(("kind", "leg"), [("verifier", "certification"), ("rule", "method"), ("factor", "database")])
def test_a_narrow_recognition_needs_its_own_leg(kind: str, leg: str):
    own = tuple(each for each in ALL_LEGS if each.leg == leg)
    assert state(recognition(recognised=kind, legs=own, covers=("D1", "K5", "f"))).state == "in_force"
    assert state(recognition(recognised=kind, legs=_without(leg), covers=("D1", "K5", "f"))).state == "partly"


def test_variants_narrow_a_scope():
    narrow = recognition(
        scope=replace(
            SCOPE,
            products=(
                Product(
                    "hot_rolled_coil", text("coil by arc furnace"), (), "read", ("route=eaf",), ("alloy=stainless",)
                ),
            ),
        )
    )
    assert state(narrow, case(variants={"route": "eaf", "alloy": "alloy"})).state == "in_force"
    assert state(narrow, case(variants={"route": "bf_bof", "alloy": "alloy"})).state == "out_of_scope"
    assert state(narrow, case(variants={"route": "eaf", "alloy": "stainless"})).state == "out_of_scope"
    unknown = state(narrow)
    assert (unknown.state, unknown.scope.needs) == ("unknown", ("route", "alloy"))


def test_a_decided_case_stands_for_itself_alone():
    given_ = certificate(market="YY", purpose="epd")
    on_file = Ledger((), (given_,))
    assert decided(on_file, case(), DAY) == (given_,)
    for changes in (
        {"market": "ZZ", "markets": ("ZZ",)},
        {"purpose": "label"},
        {"product": "rebar", "products": ("rebar",), "codes": ("7214",)},
        {"places": ("CN-42",), "plant": "CN-42"},
        {"places": (), "plant": ""},
    ):
        assert decided(on_file, case(**changes), DAY) == ()
    assert standing(given_, case(), "2027-01-31") == "not_yet"
    assert standing(given_, case(), "2029-02-02") == "expired"
    assert standing(replace(given_, signed=False), case(), DAY) == "unsigned"
    assert standing(replace(given_, document=Citation("c", "1", "unknown")), case(), DAY) == "unread"
    assert standing(replace(given_, plant=""), case(), DAY) == "wrong_plant"


def test_a_decision_is_on_one_result():
    """A digest tells it, or regime and period; what else is stated must agree; nothing stated tells nothing."""
    bare = replace(certificate(market="YY", purpose="epd"), regime="", period_from="", period_to="")
    assert standing(bare, case(), DAY) == "unidentified"
    for told in (
        {"digest": "a" * 64},
        {"digest": "sha256:" + "A" * 64},
        {"regime": "gbt24067", "period_from": "2026-01-01", "period_to": "2026-12-31"},
        {"regime": "gbt24067@2024", "period_from": "2026-01-01", "period_to": "2026-12-31", "model": "Coil"},
    ):
        assert standing(replace(bare, **told), case(), DAY) is None, told
    for told in ({"regime": "gbt24067"}, {"period_from": "2026-01-01", "period_to": "2026-12-31"}, {"study": "coil"}):
        assert standing(replace(bare, **told), case(), DAY) == "unidentified", told
    for told in (
        {"digest": "b" * 64},
        {"digest": "a" * 64, "version": "2.0.0"},
        {"digest": "a" * 64, "regime": "iso14067"},
        {"regime": "gbt24067@2009", "period_from": "2026-01-01", "period_to": "2026-12-31"},
        {"regime": "gbt24067", "period_from": "2014-01-01", "period_to": "2014-12-31"},
    ):
        assert standing(replace(bare, **told), case(), DAY) == "other_result", told
    assert other_result(replace(bare, digest="b" * 64, version="2"), RESULT) == ("digest", "version")
    ((_, why),) = passed_over(Ledger((), (bare,)), case(), DAY)
    assert why.en.startswith("another or an unidentified result of this product")


def test_what_holds_in_a_union_holds_in_its_members_only_downwards():
    wide = recognition(scope=replace(SCOPE, markets=("EU",)))
    assert state(wide, case(market="DE", markets=("DE", "EU"))).state == "in_force"
    narrow = recognition(scope=replace(SCOPE, markets=("DE",)))
    assert state(narrow, case(market="FR", markets=("FR", "EU"))).state == "out_of_scope"
    assert state(narrow, case(market="EU", markets=("EU",))).state == "out_of_scope"


# ── files ────────────────────────────────────────────────────────────────────────────────────────

KNOWN = Known(
    products=("hot_rolled_coil", "rebar"),
    countries=("CN", "DE"),
    regions={"CN": ("CN-50", "CN-42")},
    markets=("EU",),
    regimes=("gbt24067",),
    items=("cq-memo",),
    variants={"route": ("eaf",)},
    parameters=("D8.tiers", "K5.level"),
    factors=("cn_grid_2024",),
    checklist=("eu.item",),
)
CASE = """[[case]]
id = "c1"
body = { name = { zh = "甲", en = "A" }, kind = "company" }
purpose = "customer"
market = "EU"
product = "hot_rolled_coil"
plant = "CN-50"
on = "2026-10-01"
decision = "accepted"
reason_code = "complete"
document = { source = "letter", locator = "p. 1", status = "read" }
signed = true
"""


def test_a_case_is_read():
    found, problems = parse_ledger([], [("a.toml", CASE)])
    assert not problems
    assert found.cases[0].body.name.zh == "甲"


@pytest.mark.parametrize(
    ("before", "after", "code", "line"),
    [
        ('reason_code = "complete"', 'reason_code = "because"', "REC-064", "10"),
        ('reason_code = "complete"', 'reason_code = "verifier_not_accredited"', "REC-102", "10"),
        ('decision = "accepted"', 'decision = "refused"', "REC-102", "10"),
        ('decision = "accepted"', 'decision = "partly"', "REC-102", "10"),
        ('on = "2026-10-01"', 'on = ""', "REC-065", "8"),
        ('decision = "accepted"', 'decision = "yes"', "DAT-007", "9"),
        ('source = "letter"', 'source = ""', "REC-065", "11"),
        ('locator = "p. 1", ', "", "REC-109", "11"),
        ('market = "EU"', "market = 3", "DAT-005", "5"),
        ('market = "EU"', 'market = "QQ"', "REC-095", "5"),
        ('product = "hot_rolled_coil"', 'product = "unicorn"', "REC-093", "6"),
        ('plant = "CN-50"', 'plant = "Nowhere"', "REC-094", "7"),
        ('plant = "CN-50"', 'plant = "CN-99"', "REC-094", "7"),
        ('plant = "CN-50"', 'plant = ""', "REC-100", "7"),
        ('zh = "甲", en = "A"', 'zh = "", en = ""', "REC-100", "3"),
        ('kind = "company"', 'kind = "company", any = true', "REC-108", "3"),
        ('kind = "company"', 'kind = "company", states = ["EU"]', "REC-094", "3"),
        ('purpose = "customer"', 'purpose = "fame"', "DAT-007", "4"),
        ('plant = "CN-50"\n', "", "DAT-004", "1"),
        ("signed = true", "signed = true\nstamp = true", "DAT-003", "13"),
        ("signed = true", 'signed = true\nvalid_to = "2026-09-30"', "REC-101", "13"),
        ("signed = true", 'signed = true\nperiod_from = "2026-01-01"\nperiod_to = "2025-12-31"', "REC-101", "14"),
        ("signed = true", 'signed = true\nperiod_from = "2026-02-30"', "DAT-005", "13"),
        ("signed = true", 'signed = true\ndigest = "abc"', "REC-009", "13"),
        ("signed = true", 'signed = true\nregime = "gbt99999"', "REC-058", "13"),
        ("signed = true", 'signed = true\nfirst = "c1"', "REC-111", "13"),
        ("signed = true", 'signed = true\nrecognition = "nope"', "REC-111", "13"),
    ],
)
def test_every_slip_of_a_case_is_told(before: str, after: str, code: str, line: str):
    assert before in CASE
    _, problems = parse_ledger([], [("a.toml", CASE.replace(before, after))], known=KNOWN)
    assert [(p.code, p.place.cell) for p in problems] == [(code, line)]


def test_what_is_lacking_is_named_apart():
    """A case without a day has no day; one without a document has no document; each is told by itself."""
    no_day = CASE.replace('on = "2026-10-01"', 'on = ""')
    (day,) = parse_ledger([], [("a.toml", no_day)])[1]
    (paper,) = parse_ledger([], [("a.toml", CASE.replace('source = "letter"', 'source = ""'))])[1]
    assert "no day (on)" in day.cause.en
    assert "document" not in day.cause.en
    assert "no document" in paper.cause.en
    assert "day" not in paper.cause.en


def test_all_problems_of_one_case_at_once():
    spoiled = (
        CASE.replace('"hot_rolled_coil"', '"unicorn"')
        .replace('"CN-50"', '"Nowhere"')
        .replace('"EU"', '"QQ"')
        .replace('"complete"', '"verifier_not_accredited"')
        .replace('purpose = "customer"\n', "")
        .replace("signed = true", 'signed = "yes"\nvalid_to = "2026-01-01"')
    )
    _, problems = parse_ledger([], [("a.toml", spoiled)], known=KNOWN)
    assert sorted(p.code for p in problems) == [
        "DAT-004", "DAT-005", "REC-093", "REC-094", "REC-095", "REC-101", "REC-102"
    ]  # fmt: skip


ARRANGEMENT = """id = "a"
title = { zh = "安排", en = "arrangement" }
recognised = "clause"
what = { zh = "一条", en = "a clause" }
by = { name = { zh = "甲", en = "A" }, kind = "authority" }
of = { name = { zh = "乙", en = "B" }, kind = "authority" }
item = ""
since = "2026-01-01"
covers = ["D8"]
[scope]
markets = ["EU"]
[[scope.products]]
id = "hot_rolled_coil"
wording = { zh = "卷", en = "coil" }
[[scope.production]]
wording = { zh = "重庆", en = "Chongqing" }
places = ["CN-50/works"]
[[legs]]
leg = "method"
subject = { zh = "方法", en = "method" }
since = "2026-01-01"
documents = [{ source = "text", locator = "Art 1", status = "read" }]
"""


@pytest.mark.parametrize(
    ("before", "after", "code", "line"),
    [
        ('item = ""', 'item = "nope"', "REC-105", "7"),
        ('item = ""', 'item = ""\nlaw = true', "REC-092", "8"),
        ('covers = ["D8"]\n', "", "REC-103", ""),
        ('covers = ["D8"]', "covers = []", "REC-103", "9"),
        ('covers = ["D8"]', 'covers = ["D99"]', "REC-104", "9"),
        ('covers = ["D8"]', 'covers = ["K5"]', "REC-104", "9"),
        ('covers = ["D8"]', 'covers = ["cn_grid_2024"]', "REC-104", "9"),
        ('"clause"', '"verifier"', "REC-104", "9"),
        ('recognised = "clause"', 'recognised = "factor"', "", ""),
        ('name = { zh = "甲", en = "A" }', 'name = { zh = "甲", en = "A" }, any = true', "REC-108", "5"),
        ('name = { zh = "乙", en = "B" }', 'name = { zh = "乙", en = "B" }, any = true', "", ""),
        ('since = "2026-01-01"\ncovers', 'since = "2026-01-01"\nuntil = "2025-01-01"\ncovers', "REC-101", "9"),
        ('places = ["CN-50/works"]', 'places = ["Chongqing"]', "REC-094", "17"),
        ('markets = ["EU"]', 'markets = ["XQ"]', "REC-095", "11"),
        ('id = "hot_rolled_coil"', 'id = "coils"', "REC-093", "13"),
        ('id = "hot_rolled_coil"', 'id = "hot_rolled_coil"\nvariants = ["colour=red"]', "REC-097", "12"),
        ('covers = ["D8"]', 'covers = ["D8"]\nregimes = ["nope"]', "REC-058", "10"),
        ('title = { zh = "安排", en = "arrangement" }', 'title = { zh = "", en = "" }', "REC-100", "2"),
        ('locator = "Art 1", ', "", "REC-109", "22"),
    ],
)
def test_every_slip_of_an_arrangement_is_told(before: str, after: str, code: str, line: str):
    assert before in ARRANGEMENT
    _, problems = parse_ledger([("a.toml", ARRANGEMENT.replace(before, after, 1))], known=KNOWN)
    assert [(p.code, p.place.cell) for p in problems] == ([(code, line)] if code else [])


HELD = '[[held]]\nid = "h"\nitem = "eu.item"\nproduct = "hot_rolled_coil"\nplant = ""\ndocument = { source = "s" }\n'


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("hot_rolled_coil", "unicorn", "REC-093"),
        ('plant = ""', 'plant = "Nowhere"', "REC-094"),
        ("eu.item", "eu.itme", "REC-112"),
        ('plant = ""', 'plant = ""\nvalid_from = "2026-02-01"\nvalid_to = "2026-01-01"', "REC-101"),
        ('item = "eu.item"', 'item = ""', "REC-100"),
    ],
)
def test_every_slip_of_a_document_is_told(before: str, after: str, code: str):
    assert not parse_ledger([], [], [("h.toml", HELD)], KNOWN)[1]
    _, problems = parse_ledger([], [], [("h.toml", HELD.replace(before, after))], KNOWN)
    assert [p.code for p in problems] == [code]


def test_all_problems_of_all_files_are_told():
    twice = CASE + CASE
    _, problems = parse_ledger([("r.toml", "id = 3")], [("a.toml", twice), ("b.toml", "case = [")], [("h.toml", "")])
    assert {p.place.file for p in problems} == {"r.toml", "a.toml", "b.toml", "h.toml"}


def test_document_names_its_source():
    assert document().source.startswith("SYNTHETIC")
