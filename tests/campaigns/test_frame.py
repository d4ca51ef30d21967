from __future__ import annotations

import itertools
from types import SimpleNamespace

import pytest

from campaigns import frame


def campaign(outcomes, size=5):
    return SimpleNamespace(
        ID="C99",
        WHAT="blows",
        BROKEN="felt",
        SIZES={"test": size, "release": 10 * size},
        attacks=lambda *_: iter(outcomes),
    )


def test_the_closing_line_says_how_far_it_got():
    closing = frame.Closing("C8", "flips", "undetected", 1_000_000, 0, 203.4, 42)
    assert closing.line() == "C8 1,000,000 flips, 0 undetected, 203 s, seed 42"


def test_a_campaign_stops_at_its_size():
    closing = frame.run(campaign(itertools.repeat(None)), "test", 1)
    assert (closing.done, closing.broken, closing.cut) == (5, 0, False)
    assert frame.run(campaign(itertools.repeat(None)), "release", 1).done == 50


def test_a_campaign_may_end_by_itself():
    assert frame.run(campaign([None, None]), "test", 1).done == 2


def test_the_clock_cuts_and_the_line_says_so():
    ticks = itertools.count()
    closing = frame.run(campaign(itertools.repeat(None), 1000), "test", 1, seconds=10, clock=lambda: next(ticks))
    assert closing.cut
    assert 5 < closing.done < 15
    assert closing.line().endswith("seed 1, cut by the clock")


def test_what_was_not_held_is_counted_and_the_first_are_told():
    closing = frame.run(campaign([None, *(f"broke {n}" for n in range(9))], 10), "test", 1)
    assert closing.broken == 9
    assert closing.first == tuple(f"broke {n}" for n in range(frame.SHOWN))


@pytest.mark.slow
@pytest.mark.parametrize("campaign_id", frame.listed() or ["none yet"])
def test_a_campaign_holds_at_test_size(campaign_id):
    if campaign_id == "none yet":
        assert frame.listed() == ()
        return
    loaded = frame.load(campaign_id)
    assert campaign_id == loaded.ID
    assert set(loaded.SIZES) == set(frame.SCALES)
    closing = frame.run(loaded, "test", 42)
    assert closing.done > 0
    assert closing.broken == 0, closing.first
