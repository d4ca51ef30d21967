"""The ledger: an arrangement reaches a case when all of it is shown, and not when any one thing is taken away."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.recognition.ledger import Ledger, apply, arrangements, decided, in_force, standing
from carnet.recognition.load_ledger import parse_ledger
from carnet.recognition.model import Citation, Grade, Leg, Party, Product, Scope, Territory
from carnet.recognition.vocabulary import DIMENSIONS, LEGS
from tests.recognition.arrangements import (
    DAY,
    GIVER,
    RECEIVER,
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
    "every leg": ({"one": recognition(legs=())}, "partly"),
    "first day": ({"one": recognition(since="")}, "not_evidenced"),
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
    "certificate": ({"cases": ()}, "not_evidenced"),
    "signature of the certificate": ({"cases": (certificate(signed=False),)}, "not_evidenced"),
    "validity of the certificate": ({"cases": (certificate(valid_to="2027-02-15"),)}, "not_evidenced"),
    "certificate of another product": ({"cases": (certificate(product="rebar"),)}, "not_evidenced"),
    "certificate of another plant": ({"cases": (certificate(plant="CN-51"),)}, "not_evidenced"),
    "certificate of another body": ({"cases": (certificate(body=RECEIVER),)}, "not_evidenced"),
    "certificate refused": ({"cases": (certificate(decision="refused", reason_code="data_quality"),)}, "not_evidenced"),
    "certificate in part": ({"cases": (certificate(decision="partly", reason_code="conditions"),)}, "not_evidenced"),
    "certificate of a later day": ({"cases": (certificate(on="2027-06-01"),)}, "not_evidenced"),
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
    assert state(recognition(recognised=kind, covers=covers)).reaches == reaches


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
    assert standing(replace(given_, plant=""), case(), DAY) == "wrong_plant"


def test_what_holds_in_a_union_holds_in_its_members_only_downwards():
    wide = recognition(scope=replace(SCOPE, markets=("EU",)))
    assert state(wide, case(market="DE", markets=("DE", "EU"))).state == "in_force"
    narrow = recognition(scope=replace(SCOPE, markets=("DE",)))
    assert state(narrow, case(market="FR", markets=("FR", "EU"))).state == "out_of_scope"
    assert state(narrow, case(market="EU", markets=("EU",))).state == "out_of_scope"


# ── files ────────────────────────────────────────────────────────────────────────────────────────

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
        ('reason_code = "complete"', 'reason_code = "because"', "REC-064", ""),
        ('on = "2026-10-01"', 'on = ""', "REC-065", ""),
        ('decision = "accepted"', 'decision = "yes"', "DAT-007", "9"),
        ('source = "letter"', 'source = ""', "REC-065", ""),
        ('market = "EU"', "market = 3", "DAT-005", "5"),
        ('purpose = "customer"', 'purpose = "fame"', "DAT-007", "4"),
        ('plant = "CN-50"\n', "", "DAT-004", "1"),
        ("signed = true", "signed = true\nstamp = true", "DAT-003", "13"),
    ],
)
def test_every_slip_of_a_case_is_told(before: str, after: str, code: str, line: str):
    assert before in CASE
    _, problems = parse_ledger([], [("a.toml", CASE.replace(before, after))])
    assert [(p.code, p.place.cell) for p in problems] == [(code, line)]


def test_all_problems_of_all_files_are_told():
    twice = CASE + CASE
    _, problems = parse_ledger([("r.toml", "id = 3")], [("a.toml", twice), ("b.toml", "case = [")], [("h.toml", "")])
    assert {p.place.file for p in problems} == {"r.toml", "a.toml", "b.toml", "h.toml"}


def test_document_names_its_source():
    assert document().source.startswith("SYNTHETIC")
