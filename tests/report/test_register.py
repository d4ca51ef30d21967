"""Long titles of sources stand once and have a letter everywhere else."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from carnet.errors import Text
from carnet.report.register import Register, _letter, register_of
from tests.report import samples

LONG = "Implementing Regulation (EU) 2025/2547, consolidated"


def test_letters_go_on_after_z_and_are_never_used_twice():
    letters = [_letter(index) for index in range(800)]
    assert letters[:3] == ["a", "b", "c"]
    assert letters[25:29] == ["z", "aa", "ab", "ac"]
    assert letters[701:704] == ["zz", "aaa", "aab"]
    assert len(set(letters)) == 800


def test_a_title_inside_a_longer_one_does_not_break_it():
    register = Register((("ISO 14067 in full", "a"), ("ISO 14067 in full, as a note states it", "b")))
    assert register.short("见 ISO 14067 in full, as a note states it, 6.3") == "见 [b], 6.3"
    assert register.shorten(Text("ISO 14067 in full", "x")) == Text("[a]", "x")


@given(st.text(max_size=40))
def test_a_text_without_a_title_stays_as_it_is(text):
    assert Register(((LONG, "a"),)).short(text) == text


def test_titles_come_from_rules_blocked_values_and_bridges():
    bridge = samples.bridge("iso14067", "eu_cbam")
    cite = {**bridge["terms"][0]["cites"][0], "from": {"source": f"{LONG} one"}, "to": {"source": f"{LONG} two"}}
    bridge = {**bridge, "terms": [{**bridge["terms"][0], "cites": [cite]}]}
    blocked = {**samples.result("iso14067"), "blocked_by": [{"parameter": "D6.slag", "source": f"{LONG} three"}]}
    own = {
        **samples.result("eu_cbam"),
        "blocked_by": [{"parameter": "study.status", "source": "the title of the study"}],
    }
    inputs = replace(samples.inputs(), bridges=(bridge,), results=(blocked, own), rule_sources=(LONG, "short"))
    assert register_of(inputs).entries == (
        (LONG, "a"), (f"{LONG} three", "b"), (f"{LONG} one", "c"), (f"{LONG} two", "d"),
    )  # fmt: skip
