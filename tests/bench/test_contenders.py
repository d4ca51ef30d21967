"""The benchmarks measure what they say: the largest bridge, and a cold start from a workbook to a pack."""

from __future__ import annotations

from bench import bridge as bridge_bench
from bench import pack as pack_bench
from carnet.assessment import bridge

DIMENSIONS = 9


def test_the_bridge_that_is_timed_walks_every_subset_of_at_least_nine_dimensions(tmp_path, monkeypatch):
    sides = bridge_bench.largest()
    found = bridge(*sides)
    assert found.evaluations == 2 ** len(found.players) >= 2**DIMENSIONS
    monkeypatch.setattr(bridge_bench, "largest", lambda: sides)
    assert bridge_bench.prepare(tmp_path)["carnet"]().players == found.players


def test_the_pack_that_is_timed_is_written(tmp_path):
    pack_bench.prepare(tmp_path)["carnet"]()
    assert (tmp_path / "pack.zip").read_bytes().startswith(b"PK")
