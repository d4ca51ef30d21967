from __future__ import annotations

import itertools
from types import SimpleNamespace

import pytest

from bench import frame


def test_the_median_of_the_runs_is_taken():
    ticks = itertools.chain.from_iterable((0.0, each) for each in (9.0, 1.0, 2.0))
    assert frame.median(lambda: None, 3, lambda: next(ticks)) == 2.0


def test_a_line_shows_limit_and_ratio():
    outcome = frame.Outcome("pack", "workbook to pack", {"carnet": 2.0, "rival": 5.0}, 5.0)
    assert outcome.held
    assert outcome.line() == "pack  workbook to pack: 2.000 s (limit 5.000 s); rival 5.000 s, ratio 2.50"


def test_a_limit_exceeded_is_said():
    outcome = frame.Outcome("pack", "workbook to pack", {"carnet": 6.0}, 5.0)
    assert not outcome.held
    assert "EXCEEDED" in outcome.line()


def test_every_contender_is_run():
    runs = []
    benchmark = SimpleNamespace(
        TITLE="t", LIMIT=None, prepare=lambda _: {"a": lambda: runs.append("a"), "b": lambda: runs.append("b")}
    )
    assert frame.measure("x", benchmark, 3).held
    assert runs == ["a"] * 3 + ["b"] * 3


@pytest.mark.parametrize("benchmark_id", frame.listed() or ["none yet"])
def test_a_benchmark_states_what_it_measures(benchmark_id):
    if benchmark_id == "none yet":
        assert frame.listed() == ()
        return
    loaded = frame.load(benchmark_id)
    assert loaded.TITLE
    assert loaded.LIMIT is None or loaded.LIMIT > 0
    assert callable(loaded.prepare)


def test_a_ratio_that_is_not_reached_is_said():
    outcome = frame.Outcome("g", "scores", {"carnet": 0.01, "rival": 0.2}, None, "", {"rival": 25})
    assert not outcome.held
    assert outcome.line() == "g  scores: 10.000 ms; rival 0.200 s, ratio 20.00 (aim 25: MISSED)"
    assert frame.Outcome("g", "scores", {"carnet": 0.01, "rival": 0.25}, None, "", {"rival": 25}).held


def test_a_part_counts_for_the_whole_and_runs_as_often_as_it_says():
    runs = []
    assert frame.seconds(frame.Part(lambda: runs.append(1), 1000, 2), 10) >= 0
    assert len(runs) == 2


def test_a_further_contender_of_ours_has_its_own_limit():
    outcome = frame.Outcome("g4", "update", {"carnet": 0.0005, "cold": 0.009}, 0.001, "", {}, {"cold": 0.008})
    assert not outcome.held
    assert outcome.line() == "g4  update: 0.500 ms (limit 1.000 ms); cold 9.000 ms (limit 8.000 ms: EXCEEDED)"
