"""Scope: three answers to every condition, the first line that fits, and never a guess."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.errors import CarnetError
from carnet.recognition.model import Citation, DateRule, MarketPurpose, Product, Scope, ScopeRule, Territory
from carnet.recognition.products import parse_products, variants_of
from carnet.recognition.scope import Case, code_fits, place_fits, scope_answer, scope_match
from carnet.recognition.vocabulary import SCOPE_ANSWERS
from carnet.service.recognition_data import code_tables, on_file
from carnet.service.verdicts import run_scope
from tests.recognition.arrangements import case, text

CITE = Citation("SYNTHETIC", "1", "read")


def line(answer: str, **changes: object) -> ScopeRule:
    return ScopeRule(f"line-{answer}", answer, text(answer), CITE, **changes)  # type: ignore[arg-type]


def asked(*lines: ScopeRule, day: str = "2027-01-01", **changes: object):
    purpose = MarketPurpose("epd", (), (), (), (), rules=lines)
    return scope_answer(purpose, case(**changes), day, code_tables())


@pytest.mark.parametrize(
    ("prefixes", "codes", "fits"),
    [
        (("7208",), ("72083900",), True),
        (("7208",), ("7208",), True),
        (("720839",), ("7208",), None),
        (("7208",), ("72091600",), False),
        (("7208",), (), None),
        (("7208",), ("72083900", "72091600"), None),
        (("7208", "7209"), ("72083900", "72091600"), True),
        ((), ("7208",), False),
    ],
)
def test_codes(prefixes, codes, fits):
    assert code_fits(prefixes, codes) is fits


@pytest.mark.parametrize(
    ("wanted", "places", "fits"),
    [
        (("CN-50",), ("CN-50", "CN"), True),
        (("CN",), ("CN-50",), True),
        (("CN-50",), ("CN",), None),
        (("CN-50",), ("CN-42", "CN"), False),
        (("CN-50/park",), ("CN-50", "CN"), None),
        (("CN-50/park",), ("CN-50/park", "CN-50", "CN"), True),
        (("CN-50/park",), ("CN-50/other", "CN-50", "CN"), None),
        (("CN-50/park",), ("CN-51/other", "CN-51", "CN"), False),
        (("CN-5",), ("CN-50",), False),
        (("cn-50",), ("CN-50",), True),
        (("*",), (), True),
        (("CN-50",), (), None),
    ],
)
def test_places(wanted, places, fits):
    assert place_fits(wanted, places) is fits


def test_the_first_line_that_fits_decides():
    assert asked(line("out"), line("in")).answer == "out"
    assert asked(line("out", products=("rebar",)), line("in")).answer == "in"
    assert asked(line("out", codes=("7214",)), line("in")).answer == "in"


def test_an_open_line_before_makes_the_answer_unknown_only_where_it_matters():
    turns = line("out", when=("route=eaf",))
    assert asked(turns, line("in")).answer == "unknown"
    assert asked(turns, line("in")).needs == ("route",)
    assert asked(turns, line("out")).answer == "out"
    assert asked(turns, line("in"), variants={"route": "eaf"}).answer == "out"
    assert asked(turns, line("in"), variants={"route": "bf_bof"}).answer == "in"
    assert asked(line("in"), turns).answer == "in"


def test_one_of_several_words_is_enough():
    turns = line("out", when=("level=module|cell",))
    assert asked(turns, line("in"), variants={"level": "cell"}).answer == "out"
    assert asked(turns, line("in"), variants={"level": "battery"}).answer == "in"


@pytest.mark.parametrize(("day", "answer"), [("2027-02-17", "not_yet"), ("2027-02-18", "in"), ("2030-01-01", "in")])
def test_in_only_from_its_day(day, answer):
    assert asked(line("in", applies=DateRule(day="2027-02-18")), day=day).answer == answer


@pytest.mark.parametrize("day", ["2020-01-01", "2040-01-01"])
def test_a_trigger_that_is_open_keeps_it_off_whatever_the_day(day):
    rule = line("in", applies=DateRule(day="2025-02-18", triggers=("act",), rule=text("the act")))
    assert asked(rule, day=day).answer == "not_yet"
    assert asked(replace(rule, answer="out"), day=day).answer == "out"


def test_nothing_on_file_is_unknown_and_names_no_line():
    found = asked()
    assert (found.answer, found.rule, found.needs) == ("unknown", "", ())


@given(
    st.lists(
        st.builds(
            lambda answer, when, codes: line(answer, when=when, codes=codes),
            st.sampled_from(["in", "out", "unknown"]),
            st.sampled_from([(), ("route=eaf",), ("route=bf_bof",), ("alloy=stainless",)]),
            st.sampled_from([(), ("7208",), ("7214",), ("720839",)]),
        ),
        max_size=6,
    ),
    st.sampled_from(["eaf", "bf_bof"]),
    st.sampled_from(["stainless", "alloy"]),
)
def test_saying_more_never_contradicts_what_was_sure(lines, route, alloy):
    """What is answered in or out of half the facts stays so when the rest is stated."""
    less, more = asked(*lines), asked(*lines, variants={"route": route, "alloy": alloy})
    assert less.answer in SCOPE_ANSWERS
    if less.answer in {"in", "out"}:
        assert more.answer == less.answer


# ── the scope of a paper ─────────────────────────────────────────────────────────────────────────

SPOKEN = Scope(
    products=(Product("hot_rolled_coil", text("coil"), ("7208",)),),
    production=(Territory(text("parks"), ("CN-50",), named=False), Territory(text("town"), ("CN-31",))),
    markets=("YY",),
    window_from="2026-07-01",
)


@pytest.mark.parametrize(
    ("changes", "day", "answer"),
    [
        ({}, "2026-08-01", "unknown"),
        ({"places": ("CN-31",)}, "2026-08-01", "in"),
        ({"places": ("CN-31",)}, "2026-06-30", "not_yet"),
        ({"places": ("CN-42",)}, "2026-08-01", "out"),
        ({"places": ("CN-42",)}, "2026-06-30", "out"),
        ({"places": ()}, "2026-08-01", "unknown"),
        ({"products": ("rebar",), "codes": ("7214",)}, "2026-08-01", "out"),
        ({"markets": ("ZZ",)}, "2026-08-01", "out"),
    ],
)
def test_a_paper(changes, day, answer):
    assert scope_match(SPOKEN, case(**changes), day).answer == answer


def test_a_disputed_scope_matches_nothing():
    disputed = replace(SPOKEN, disputed=True)
    assert scope_match(disputed, case(places=("CN-31",)), "2026-08-01").answer == "disputed"
    assert scope_match(disputed, case(products=("rebar",), codes=("7214",)), "2026-08-01").answer == "out"


def test_what_an_arrangement_does_not_state_reaches_nothing():
    silent = replace(SPOKEN, production=())
    assert scope_match(silent, case(), "2026-08-01").answer == "in"
    assert scope_match(silent, case(), "2026-08-01", stated=True).answer == "unknown"


# ── products and the border list ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("word", "product"),
    [
        ("热轧卷", "hot_rolled_coil"),
        ("HRC", "hot_rolled_coil"),
        ("储能", "energy_storage_system"),
        ("bess", "energy_storage_system"),
        ("Battery Module", "truck_battery_module"),
        ("电驱桥", "e_drive_axle"),
        ("notebook", "laptop"),
        ("安防设备", "security_device"),
    ],
)
def test_a_product_by_what_people_call_it(word, product):
    found = on_file().products.find(word)
    assert found is not None
    assert found.id == product


def test_no_two_products_share_a_name():
    words = [w.casefold() for c in on_file().products.by_id.values() for w in (c.id, *c.aliases, c.name.zh, c.name.en)]
    by_product = [
        {w.casefold() for w in (c.id, *c.aliases, c.name.zh, c.name.en)} for c in on_file().products.by_id.values()
    ]
    assert sum(len(each) for each in by_product) == len(set(words))


@pytest.mark.parametrize(
    ("codes", "answer"),
    [
        (("72083900",), "in"),
        (("7208",), "in"),
        (("7216",), "in"),
        (("8708",), "out"),
        (("854143",), "out"),
        ((), "unknown"),
        (("72083900", "85414300"), "unknown"),
        (("2507",), "unknown"),
    ],
)
def test_the_border_list(codes, answer):
    assert code_tables()["eu_cbam"](codes, "2026-11-22")[0] == answer


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"product": "unobtainium", "market": "EU", "day": "2026-11-22"}, "REC-066"),
        ({"product": "laptop", "market": "Europe", "day": "2026-11-22"}, "REC-067"),
        ({"product": "laptop", "market": "EU", "day": "2026-11-22", "purpose": "fame"}, "REC-068"),
        ({"product": "laptop", "market": "EU", "day": "22.11.2026"}, "REC-069"),
        ({"product": "laptop", "market": "EU", "day": "2026-11-22", "settings": ("level",)}, "REC-070"),
        ({"product": "pv_module", "market": "EU", "day": "2026-11-22", "settings": ("level=roof",)}, "REC-071"),
        ({"product": "laptop", "market": "EU", "day": "2026-11-22", "settings": ("level=cell",)}, "REC-071"),
    ],
)
def test_what_is_not_understood_is_told(arguments, code):
    with pytest.raises(CarnetError) as error:
        run_scope(**arguments)
    assert [p.code for p in error.value.problems] == [code]
    assert error.value.exit_code == 2


PRODUCT = """id = "p"
name = { zh = "品", en = "p" }
codes = ["7208"]
codes_status = "recalled"

[[variants]]
key = "k"
name = { zh = "键", en = "k" }
values = ["a", "b"]
"""


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ('codes = ["7208"]', 'codes = ["72.08"]', "REC-051"),
        ('codes = ["7208"]', 'codes = ["72"]', "REC-051"),
        ('values = ["a", "b"]', 'values = ["a", "b"]\nnames = [{ zh = "甲", en = "a" }]', "REC-052"),
        ('codes_status = "recalled"', 'codes_status = "recalled"\nwithin = ["q"]', "REC-053"),
    ],
)
def test_every_slip_of_a_product_is_told(before, after, code):
    assert before in PRODUCT
    assert parse_products([("p.toml", PRODUCT)])[1] == ()
    assert [p.code for p in parse_products([("p.toml", PRODUCT.replace(before, after))])[1]] == [code]


def test_a_second_file_of_one_product_is_told():
    assert [p.code for p in parse_products([("a.toml", PRODUCT), ("b.toml", PRODUCT)])[1]] == ["REC-050"]


def test_every_condition_of_a_market_can_be_stated():
    """Each key and word a scope turns on is a variant of some product."""
    data = on_file()
    words = {(v.key, word) for c in data.products.by_id.values() for v in variants_of(c) for word in v.values}
    for market in data.markets.by_id.values():
        for purpose in market.purposes:
            for rule in purpose.rules:
                assert set(rule.products) <= set(data.products.by_id), (market.id, rule.id)
                for pair in rule.when:
                    key, _, value = pair.partition("=")
                    assert {(key, word) for word in value.split("|")} <= words, (market.id, rule.id, pair)


def test_a_case_needs_nothing_but_a_product():
    assert scope_match(Scope(), Case("p", ("p",)), "2026-01-01").answer == "in"
    assert scope_match(Scope(), Case("p", ("p",)), "2026-01-01", stated=True).answer == "unknown"
