"""Dates the law states as rules: the later of a day and an act plus months, in force or not, known or not yet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.errors import Text
from carnet.regime import resolve
from carnet.regime.dates import NOT_YET, Act, DatePart, DateRule, add_months, day_of, rule_words
from tests.regime.samples import line, load, problems, sample, value

RULE = DateRule((DatePart("2025-02-18"), DatePart(act="cfb", months=12)))


def act(day: str, known: str) -> Act:
    return Act("cfb", Text("电池法案", "battery act"), day, known, "read", "act", "1")


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-12-15", 1, "2025-01-15"),
        ("2024-08-31", 18, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-05-01", 0, "2026-05-01"),
    ],
)
def test_months_after_a_day(day, months, later):
    assert add_months(day, months) == later


@given(st.dates(), st.integers(0, 400), st.integers(0, 400))
def test_more_months_are_never_earlier(day, few, many):
    if day.year < 9000:
        first, second = sorted((few, many))
        assert day.isoformat() <= add_months(day.isoformat(), first) <= add_months(day.isoformat(), second)


def test_while_the_act_is_not_in_force_nothing_begins():
    assert day_of(RULE, [act("", "2024-04-30")]) == (NOT_YET, "")
    assert day_of(RULE, []) == (NOT_YET, "")


def test_the_later_of_the_two_holds():
    assert day_of(RULE, [act("2026-03-01", "2026-02-20")]) == ("2027-03-01", "2026-02-20")
    assert day_of(RULE, [act("2023-11-01", "2023-10-20")]) == ("2025-02-18", "2023-10-20")


def test_an_act_counts_only_from_the_day_it_was_known():
    editions = [act("", "2024-04-30"), act("2026-03-01", "2026-02-20")]
    assert day_of(RULE, editions, known="2026-02-19")[0] == NOT_YET
    assert day_of(RULE, editions, known="2026-02-20")[0] == "2027-03-01"


def test_the_rule_in_words():
    said = rule_words(RULE, {"cfb": Text("电池法案", "the battery act")})
    assert said.en == "the later of 2025-02-18 and 12 months after the battery act enters into force"
    assert said.zh == "以下各项中较晚者：2025-02-18；《电池法案》生效后 12 个月"


ACT = """
[[act]]
id = "cfb"
title_zh = "电池法案"
title_en = "the battery act"
{day}
known = 2020-01-01
status = "read"
source = "act"
clause = "7"
"""
LATER = '{ later_of = [2025-02-18, { act = "cfb", months = "12" }] }'


def ruled(day: str, start: str = LATER) -> str:
    """A regime whose GWP set changes on the day of the rule."""
    body = value("D4.gwp_set", '"AR6"').replace("from = 2020-01-01", f"from = {start}")
    return sample(without=["D4.gwp_set"], more=ACT.format(day=day) + value("D4.gwp_set", '"AR5"') + body)


def gwp(text: str, legal: str) -> object:
    return resolve(load(text), "a", legal, "2030-01-01").value("D4.gwp_set")


def test_a_value_that_waits_for_an_act_does_not_hold_before_it():
    assert gwp(ruled(""), "2029-12-31") == "AR5"


def test_a_value_begins_months_after_its_act():
    text = ruled("day = 2026-03-01")
    assert gwp(text, "2027-02-28") == "AR5"
    assert gwp(text, "2027-03-01") == "AR6"


def test_an_act_nobody_declared_is_refused():
    text = ruled("", start='{ later_of = [2025-02-18, { act = "cbf", months = "12" }] }')
    row = line(text, "later_of")
    assert (
        problems(text)[0] == f"a.toml:{row} REG-030 the date rule in [[value]] names the act cbf, which is not declared"
    )


@pytest.mark.parametrize("start", ["{ later_of = [2025-02-18] }", '{ later = ["2025"] }', "{ later_of = [1, 2] }"])
def test_a_rule_of_another_form_is_refused(start):
    assert any("REG-006" in found for found in problems(ruled("", start=start)))


MILESTONE = """
[[milestone]]
id = "declaration"
name_zh = "碳足迹声明"
name_en = "footprint declaration"
on = {on}
known = 2020-01-01
status = "{status}"
source = "act"
clause = "7(1)"
{more}
"""


def test_a_milestone_keeps_its_rule_and_its_day():
    text = sample(more=ACT.format(day="day = 2026-03-01") + MILESTONE.format(on=LATER, status="read", more=""))
    [milestone] = load(text).regimes["a@1"].milestones
    assert (milestone.start, milestone.start_rule) == ("2027-03-01", RULE)


def test_a_disputed_day_is_held_as_disputed():
    days = "candidates = [2024-10-01, 2025-03-01]"
    text = sample(more=MILESTONE.format(on="2024-10-01", status="conflicting", more=days))
    [milestone] = load(text).regimes["a@1"].milestones
    assert milestone.start == "2025-03-01"
    assert milestone.candidates == ("2024-10-01", "2025-03-01")
    lacking = sample(more=MILESTONE.format(on="2024-10-01", status="conflicting", more=""))
    assert any("REG-020" in found for found in problems(lacking))


def test_a_milestone_given_twice_is_refused_with_both_places():
    one = MILESTONE.format(on="2024-10-01", status="read", more="")
    text = sample(more=one + one)
    first, second = line(text, 'id = "declaration"', 1), line(text, 'id = "declaration"', 2)
    wanted = f"a.toml:{second} REG-032 declaration is given twice: the other one is at a.toml:{first}"
    assert problems(text) == [wanted]


def test_what_a_listed_regime_leaves_out_is_unknown():
    head = 'listed_zh = "正文未公开"\nlisted_en = "the text is not public"\n'
    text = head + sample(without=["D4.gwp_set", "D8.tiers", "K4.decimals"])
    assert problems(text) == []
    resolved = resolve(load(text), "a", "2026-01-01", "2026-01-01")
    assert resolved.values["D4.gwp_set"].status == "unknown"
    assert "AR6" in resolved.values["D4.gwp_set"].candidates
    assert resolved.values["D8.tiers"].note.en == "the text is not public"
    # Without the word for it the same file is incomplete.
    assert len(problems(text.removeprefix(head))) == 3


def test_a_status_may_not_be_firmer_than_the_source_was_read():
    for seen, good in (("read", True), ("our own choice", True), ("secondary: a note", False), ("not seen", False)):
        text = sample().replace('read_as = "read"', f'read_as = "{seen}"')
        assert (problems(text) == []) is good
    weaker = sample(given=False).replace('read_as = "read"', 'read_as = "secondary"')
    assert any(found.startswith("a.toml:9 REG-031 [in_force] claims the status read") for found in problems(weaker))


def test_one_wrong_read_as_is_one_problem_however_many_values_cite_the_source():
    text = sample().replace('read_as = "read"', 'read_as = "seen somewhere"')
    count = text.count("[[value]]") + 1
    [found] = problems(text)
    source = text.splitlines().index("[sources.act]") + 1
    assert found.startswith(f"a.toml:{source} REG-031 {count} values ([in_force] (a.toml:9), D1.reference (a.toml:")
    assert found.count("(a.toml:") == 4  # three values and the source
    assert ", …) claim the status read, but its source act" in found
