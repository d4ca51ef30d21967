"""What a line of a market may say for the policy item it rests on: every status, evidence, trigger and month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.errors import Text
from carnet.recognition.grade import at_least
from carnet.recognition.load_markets import parse_markets, resting_on
from carnet.recognition.model import (
    Capture,
    Citation,
    DateRule,
    Event,
    Grade,
    MarketPurpose,
    PolicyItem,
    ScopeRule,
    Version,
)
from carnet.recognition.scope import Answer, Case, scope_answer
from carnet.recognition.standing import World, carries_of
from carnet.recognition.status import LEAST, due, in_force_since, plus_months, status_on
from carnet.recognition.vocabulary import DIGITS, LETTERS, SIDE_EXITS, STATUSES
from carnet.service.recognition_data import code_tables, on_file

DAY = "2026-11-22"
NAME = Text("某事", "a matter")
CITE = Citation("text", "Art 1", "read")
PRODUCT = Case("steel", ("steel",), ("72083900",), places=("CN",), market="XY", markets=("XY",), purpose="epd")


def step(status: str, grade: str = "A1", on: str = "2026-01-01", capture: str = "own", known: str = "2026-01-02"):
    return Event(status, on, known, capture, Grade(grade[0], grade[1]), "case 1" if status == "operating" else "")


def thing(identifier: str, *events: Event, kind: str = "law", **fields: object) -> PolicyItem:
    captures = (
        Capture("own", "v1", "2026-01-02", "en", "body.example", official=True, source_kind="official"),
        Capture("copy", "v1", "2026-01-02", "en", "other.example", source_kind="reproduction"),
        Capture("page", "v1", "2026-01-02", "en", "trade.example", source_kind="trade"),
    )
    whole = PolicyItem(identifier, NAME, kind, "binding", "XY", NAME, "state", events=events)
    return replace(whole, versions=(Version("v1"),), captures=captures, **fields)  # type: ignore[arg-type]


def market(
    rule: ScopeRule | None = None, *, kind: str = "legal", items: tuple[str, ...] = ("x-act",), **fields: object
):
    line = rule or ScopeRule("steel", "in", NAME, CITE, ("steel",))
    whole = MarketPurpose("epd", (), items, (), (), kind=kind, rules=(line,))
    return replace(whole, **fields)  # type: ignore[arg-type]


def ask(purpose: MarketPurpose, *items: PolicyItem, day: str = DAY, known: str = "9999-01-01") -> Answer:
    world = World({each.id: each for each in items}, known)
    return scope_answer(purpose, PRODUCT, day, {}, world)


APPLIES = DateRule(day="2026-06-01")
LATER = DateRule(day="2027-06-01")
# status of the item (None: no step) → what the same "in" says as law, and as a voluntary rule.
EVERY = {
    "reported": ("unknown", "unknown"),
    "announced": ("unknown", "in"),
    "talks": ("unknown", "unknown"),
    "draft_published": ("not_yet", "not_yet"),
    "agreed": ("not_yet", "not_yet"),
    "signed": ("not_yet", "not_yet"),
    "adopted": ("not_yet", "not_yet"),
    "in_force": ("in", "in"),  # with its application date reached
    "applicable": ("in", "in"),
    "pilot_announced": ("not_yet", "not_yet"),
    "pilot_running": ("unknown", "in"),
    "operating": ("in", "in"),
    "delayed": ("not_yet", "not_yet"),
    "suspended": ("unknown", "unknown"),
    "withdrawn": ("unknown", "unknown"),
    "superseded": ("unknown", "unknown"),
    "expired": ("unknown", "unknown"),
    "unverified": ("unknown", "unknown"),
}


def _thing_at(status: str, kind: str) -> PolicyItem:
    events = (step(status),)
    if status == "pilot_running":  # of something signed, with a dated case
        events = (step("signed", on="2025-12-01"), replace(events[0], case="case 1"))
    return thing("x-act", *events, kind=kind, applies=APPLIES)


@pytest.mark.parametrize(("status", "said"), EVERY.items())
def test_every_status_of_an_item_and_its_line(status: str, said: tuple[str, str]) -> None:
    assert ask(market(), _thing_at(status, "law")).answer == said[0]
    assert ask(market(kind="voluntary"), _thing_at(status, "programme_rule")).answer == said[1]


def test_every_status_is_decided() -> None:
    assert {*EVERY, "published", "not_triggered"} == {*STATUSES, *SIDE_EXITS}


@pytest.mark.parametrize(
    ("in_force", "applies", "answer"),
    [
        (DateRule(day="2026-02-01"), APPLIES, "in"),
        (DateRule(day="2026-02-01"), LATER, "not_yet"),
        (LATER, DateRule(), "not_yet"),
        (DateRule(), DateRule(), "not_yet"),  # published, in force on no day that is known
        (DateRule(), APPLIES, "in"),
        (DateRule(day="2026-02-01"), DateRule(), "unknown"),  # in force; when it applies is on no file
        (DateRule(day="2026-02-01"), DateRule(day="2020-01-01", triggers=("an act",)), "not_yet"),
    ],
)
def test_published_is_not_in_force_and_in_force_is_not_applicable(
    in_force: DateRule, applies: DateRule, answer: str
) -> None:
    act = thing("x-act", step("published"), in_force=in_force, applies=applies)
    assert ask(market(), act).answer == answer


def test_a_line_with_a_date_of_its_own_needs_the_item_in_force_alone() -> None:
    waiting = thing("x-act", step("in_force"), applies=DateRule(day="2020-01-01", triggers=("an act",)))
    dated = ScopeRule("steel", "in", NAME, CITE, ("steel",), applies=DateRule(day="2026-03-01"))
    assert ask(market(dated), waiting).answer == "in"
    assert ask(market(dated), waiting, day="2026-02-28").answer == "not_yet"
    assert ask(market(from_day=DateRule(day="2026-03-01")), waiting).answer == "in"
    assert ask(market(dated), thing("x-act", step("draft_published"))).answer == "not_yet"


@pytest.mark.parametrize("answer", ["in", "out", "not_yet"])
def test_what_is_suspended_carries_nothing_and_names_what_replaced_it(answer: str) -> None:
    line = ScopeRule("steel", answer, NAME, CITE, ("steel",))
    gone = thing("x-act", step("applicable"), step("superseded", on="2026-05-01"), applies=APPLIES)
    newer = thing("y-act", step("applicable"), amends=("x-act",), applies=APPLIES)
    said = ask(market(line), gone, newer)
    assert (said.answer, said.rule, said.item) == ("unknown", "steel", "x-act")
    assert "y-act" in said.why[-1].en
    assert said.rests[0].carries == "fallen"
    assert said.rests[0].by == ("y-act",)
    assert ask(market(line), gone, newer, day="2026-04-30").answer != "unknown"


def test_a_report_of_a_suspension_suspends_nothing() -> None:
    act = thing("x-act", step("applicable"), step("suspended", "D4", "2026-05-01", "page"), applies=APPLIES)
    said = ask(market(), act)
    assert said.answer == "in"
    assert [each.event.status for each in said.rests[0].status.held] == ["suspended"]


def test_press_and_memoranda_carry_no_line_however_well_they_are_known() -> None:
    for kind in ("press_report", "memorandum", "government_plan", "vendor_claim", "arrangement"):
        for status in ("announced", "signed", "published", "in_force", "applicable"):
            act = thing("x-act", step(status), kind=kind, applies=APPLIES)
            assert ask(market(kind="voluntary"), act).answer in {"unknown", "not_yet"}, (kind, status)
            assert ask(market(), act).answer in {"unknown", "not_yet"}, (kind, status)


def test_a_proposal_announced_by_its_issuer_is_no_rule() -> None:
    for kind in ("legal", "voluntary"):
        assert ask(market(kind=kind), thing("x-act", step("announced"), kind="proposal")).answer == "unknown"
    # A law that is only announced, with no copy of its text, is none either; a programme that is, exists.
    assert ask(market(), thing("x-act", step("announced"))).answer == "unknown"
    assert ask(market(kind="voluntary"), thing("x-act", step("announced"))).answer == "unknown"
    assert ask(market(), thing("x-act", step("announced", "B2"), kind="programme_rule")).answer == "in"
    assert ask(market(), thing("x-act", step("announced", "C2"), kind="programme_rule")).answer == "unknown"


@pytest.mark.parametrize(
    ("official", "copy", "answer"),
    [
        ("B1", "A2", "in"),  # announced by the issuer itself, a copy of the text says in force
        ("B2", "A2", "unknown"),
        ("B1", "B2", "unknown"),
        ("B1", "D4", "unknown"),
    ],
)
def test_a_law_known_from_a_copy_carries_and_is_told(official: str, copy: str, answer: str) -> None:
    held = step("in_force", copy, "2026-02-01", "copy")
    act = thing("x-act", step("announced", official), held, applies=APPLIES)
    said = ask(market(), act)
    assert said.answer == answer
    if answer == "in":
        assert said.rests[0].carries == "told"
        assert "no official text" in said.why[-1].en


def test_a_line_names_its_own_item_or_none() -> None:
    own = ScopeRule("steel", "in", NAME, CITE, ("steel",), item="y-act")
    none = replace(own, item="none")
    first, second = thing("x-act", step("applicable"), applies=APPLIES), thing("y-act", step("talks"))
    assert ask(market(own), first, second).answer == "unknown"
    assert ask(market(none), first, second).answer == "in"
    assert ask(market(), first, second).answer == "in"  # the first of the purpose
    assert ask(market(items=("y-act", "x-act")), first, second).answer == "unknown"
    assert ask(market(items=())).answer == "in"  # a market that names nothing is not held against anything
    beside = ask(market(items=("x-act", "y-act")), first, second)
    assert [(one.item.id, one.role) for one in beside.rests] == [("x-act", "line"), ("y-act", "purpose")]


# ── triggers ─────────────────────────────────────────────────────────────────────────────────────

WAITING = ScopeRule(
    "steel", "in", NAME, CITE, ("steel",), applies=DateRule("2025-02-18", NAME, ("t-act",), CITE, months=12)
)
LAW = thing("x-act", step("applicable"), applies=APPLIES)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-10-15", 12, "2027-10-15"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-05-01", 18, "2027-11-01"),
        ("2026-05-01", 0, "2026-05-01"),
        ("2026-12-01", 12, "2027-12-01"),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last(day: str, months: int, later: str) -> None:
    assert plus_months(day, months) == later


def test_a_trigger_that_is_an_item_is_met_when_the_item_is_in_force() -> None:
    draft = thing("t-act", step("draft_published", "B2"), kind="delegated_act")
    assert ask(market(WAITING), LAW, draft).answer == "not_yet"
    adopted = thing("t-act", step("in_force", on="2027-01-31"), kind="delegated_act")
    early = ask(market(WAITING), LAW, adopted)
    assert (early.answer, early.applies_from) == ("not_yet", "2028-01-31")
    assert ask(market(WAITING), LAW, adopted, day="2028-01-30").answer == "not_yet"
    assert ask(market(WAITING), LAW, adopted, day="2028-01-31").answer == "in"
    # Long in force: the printed day is the later one.
    old = thing("t-act", step("in_force", on="2020-01-01"), kind="delegated_act")
    assert ask(market(WAITING), LAW, old).applies_from == "2025-02-18"
    assert ask(market(WAITING), LAW, old).answer == "in"


def test_a_trigger_is_met_only_by_what_is_known() -> None:
    act = thing("t-act", step("in_force", on="2025-01-01", known="2026-07-01"), kind="delegated_act")
    assert ask(market(WAITING), LAW, act, known="2026-06-30").answer == "not_yet"
    assert ask(market(WAITING), LAW, act, known="2026-07-01").answer == "in"


@pytest.mark.parametrize("grade", ["A3", "B1", "C2", "D4", "E5", "F6"])
def test_weak_evidence_meets_no_trigger(grade: str) -> None:
    act = thing("t-act", step("in_force", grade, "2020-01-01"), kind="delegated_act")
    assert ask(market(WAITING), LAW, act).answer == "not_yet"
    unofficial = thing("t-act", step("in_force", "A2", "2020-01-01", "copy"), kind="delegated_act")
    assert ask(market(WAITING), LAW, unofficial).answer == "not_yet"


def test_a_published_act_is_in_force_from_its_printed_day() -> None:
    act = thing("t-act", step("published"), kind="delegated_act", in_force=DateRule(day="2027-02-01"))
    assert in_force_since(act, DAY, DAY) == "2027-02-01"
    assert in_force_since(replace(act, kind="standard"), DAY, DAY) == ""


def test_a_suspended_trigger_is_open_again_and_a_superseded_one_stays_met() -> None:
    for way, since in (("suspended", ""), ("withdrawn", ""), ("superseded", "2026-01-01")):
        act = thing("t-act", step("in_force"), step(way, on="2026-05-01"), kind="delegated_act")
        assert in_force_since(act, DAY, DAY) == since
        assert in_force_since(act, "2026-04-30", DAY) == "2026-01-01"


def test_every_trigger_counts_and_the_latest_decides() -> None:
    rule = DateRule("2020-01-01", triggers=("t-act", "u-act"), months=6)
    one = thing("t-act", step("in_force", on="2026-01-31"))
    two = thing("u-act", step("in_force", on="2026-08-31"))
    both = due(rule, DAY, DAY, {"t-act": one, "u-act": two})
    assert (both.day, both.come, both.open) == ("2027-02-28", False, ())
    single = due(rule, DAY, DAY, {"t-act": one})
    assert (single.day, single.come, single.open) == ("", False, ("u-act",))
    assert [(each.item, each.since) for each in single.met] == [("t-act", "2026-01-31")]


def test_words_stay_open_and_a_ring_of_triggers_never_closes() -> None:
    assert due(DateRule("2020-01-01", triggers=("an act",)), DAY, DAY, {}).open == ("an act",)
    one = thing("t-act", step("published"), in_force=DateRule(triggers=("u-act",)))
    two = thing("u-act", step("published"), in_force=DateRule(triggers=("t-act",)))
    ring = {"t-act": one, "u-act": two}
    assert due(DateRule(triggers=("t-act",)), DAY, DAY, ring).open == ("t-act",)
    assert status_on(one, DAY, DAY, ring).status == "published"


def test_the_status_of_an_item_follows_its_trigger() -> None:
    law = thing("x-act", step("in_force"), applies=DateRule("2025-02-18", triggers=("t-act",), months=12))
    act = thing("t-act", step("in_force", on="2026-03-01"), kind="delegated_act")
    items = {"x-act": law, "t-act": act}
    assert status_on(law, DAY, DAY).status == "not_triggered"  # on its own: every trigger is open
    assert status_on(law, DAY, DAY, items).status == "in_force"
    assert status_on(law, "2027-03-01", "2027-03-01", items).status == "applicable"
    assert ask(market(), law, act).answer == "not_yet"
    assert ask(market(), law, act, day="2027-03-01").answer == "in"


# ── evidence below what a status needs moves nothing ─────────────────────────────────────────────

WORLD = on_file()
TABLES = code_tables()
PAIRS = [
    (entry, item)
    for entry in WORLD.markets.by_id.values()
    for purpose in entry.purposes
    for item in dict.fromkeys((*purpose.items, *(t for rule in purpose.rules for t in rule.applies.triggers)))
    if item in {each.id for each in WORLD.policy}
]
GRADES = [letter + digit for letter in LETTERS for digit in DIGITS]


def answers(items: dict[str, PolicyItem], market_id: str, day: str) -> list[tuple[str, str]]:
    world = World(items, "9999-01-01")
    found = []
    for category in WORLD.products.by_id.values():
        case = Case(category.id, WORLD.products.around(category.id), category.codes, places=("CN",))
        found += [
            (each.answer, each.applies_from)
            for purpose in WORLD.markets.by_id[market_id].purposes
            for each in [scope_answer(purpose, case, day, TABLES, world)]
        ]
    return found


@given(
    pair=st.sampled_from(PAIRS),
    status=st.sampled_from([each for each, least in LEAST.items() if least != "F6"]),
    grade=st.sampled_from(GRADES),
    on=st.dates(min_value=date(2024, 1, 1), max_value=date(2029, 1, 1)),
    official=st.booleans(),
    day=st.sampled_from(["2025-03-01", DAY, "2027-06-01", "2031-01-01"]),
)
def test_a_step_below_the_grade_its_status_needs_changes_no_scope_answer(
    pair, status, grade, on, official, day
) -> None:  # type: ignore[no-untyped-def]
    entry, identifier = pair
    if at_least(Grade(grade[0], grade[1]), LEAST[status]):
        return
    items = {each.id: each for each in WORLD.policy}
    item = items[identifier]
    kind = "official" if official else "reproduction"
    copy = Capture("new", item.versions[0].id, DAY, "en", "x.example", official=official, source_kind=kind)
    weak = Event(status, on.isoformat(), DAY, "new", Grade(grade[0], grade[1]), "case 1")
    more = replace(item, captures=(*item.captures, copy), events=(*item.events, weak))
    assert answers({**items, identifier: more}, entry.id, day) == answers(items, entry.id, day)


def test_the_property_can_fail() -> None:
    """The same step with good evidence does change an answer."""
    items = {each.id: each for each in WORLD.policy}
    item = items["eu-battery-2023-1542"]
    copy = Capture("new", item.versions[0].id, DAY, "en", "x.example", official=True, source_kind="official")
    strong = Event("suspended", "2026-06-01", DAY, "new", Grade("A", "1"))
    more = replace(item, captures=(*item.captures, copy), events=(*item.events, strong))
    assert answers({**items, item.id: more}, "EU", DAY) != answers(items, "EU", DAY)


# ── the shipped ties ─────────────────────────────────────────────────────────────────────────────


def test_every_item_a_market_names_is_on_file_and_every_law_of_the_union_rests_on_one() -> None:
    known = {each.id for each in WORLD.policy}
    for entry in WORLD.markets.by_id.values():
        for purpose in entry.purposes:
            assert set(purpose.items) <= known
            assert {rule.item for rule in purpose.rules} - {"", "none"} <= known
    assert all(purpose.items for purpose in WORLD.markets.by_id["EU"].purposes)


def test_the_battery_lines_wait_for_both_acts() -> None:
    found = {market_id + "/" + purpose.purpose: lines for market_id, purpose, lines in resting_on(
        WORLD.markets, "eu-battery-cfb-declaration-format"
    )}  # fmt: skip
    assert found == {"EU/battery-declaration": ("external_storage", "storage", "traction")}
    rules = {
        rule.id: rule.applies
        for purpose in WORLD.markets.by_id["EU"].purposes
        for rule in purpose.rules
        if purpose.purpose == "battery-declaration"
    }
    assert (rules["traction"].months, rules["storage"].months) == (12, 18)


def test_what_carries_is_one_of_the_words() -> None:
    world = World({each.id: each for each in WORLD.policy}, DAY)
    for each in WORLD.policy:
        for legal in (True, False):
            carries, why = carries_of(world, each, world.status(each, DAY), DAY, legal=legal, own_date=False)
            assert carries in {"stands", "told", "not_yet", "unknown", "fallen"}
            assert why.zh
            assert why.en
            assert not (carries == "stands" and each.kind in {"press_report", "memorandum", "vendor_claim"})


MARKET = """id = "XY"
name = { zh = "甲", en = "A" }

[[purposes]]
purpose = "epd"
kind = "voluntary"
regimes = []
items = ["x-act"]
decides = []
checklist = []

[[purposes.rules]]
id = "first"
answer = "out"
why = { zh = "x", en = "x" }
citation = { source = "x" }

[[purposes.rules]]
id = "second"
item = "x-act"
answer = "in"
applies = { triggers = ["x-act", "some act in words"] }
why = { zh = "x", en = "x" }
citation = { source = "x" }
"""


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ('items = ["x-act"]', 'items = ["x-akt"]', "8"),
        ('item = "x-act"', 'item = "x-akt"', "20"),
        ('triggers = ["x-act"', 'triggers = ["x-akt"', "22"),
    ],
)
def test_an_id_that_names_no_item_is_told_with_its_line(before: str, after: str, line: str) -> None:
    assert before in MARKET
    text = MARKET.replace(before, after, 1)
    _, problems = parse_markets([("XY.toml", text)], (), (), ["x-act", "y-act"])
    assert [(each.code, each.place.file, each.place.cell, each.value) for each in problems] == [
        ("REC-074", "XY.toml", line, "x-akt")
    ]
    assert problems[0].candidates[0] == "x-act"
    assert not parse_markets([("XY.toml", MARKET)], (), (), ["x-act"])[1]
    assert not parse_markets([("XY.toml", MARKET.replace('item = "x-act"', 'item = "none"'))], (), (), ["x-act"])[1]
