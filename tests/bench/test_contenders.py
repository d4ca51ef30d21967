"""The benchmarks measure what they say: the largest bridge, all pairs, and a cold start from a workbook to a pack."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from bench import bridge as bridge_bench
from bench import bridges as all_bench
from bench import pack as pack_bench
from bench.plain import sides_of
from carnet.assessment import bridge
from carnet.service.bridges import matrix
from carnet.service.studies import SHIPPED

pytestmark = pytest.mark.slow

DIMENSIONS = 9


def test_the_bridge_that_is_timed_is_over_at_least_nine_dimensions_and_complete(tmp_path, monkeypatch):
    sides = bridge_bench.largest()
    found = bridge(*sides)
    assert len(found.players) >= DIMENSIONS
    assert found.groups
    assert any(low < high for low, high in found.ranges.values())
    monkeypatch.setattr(bridge_bench, "largest", lambda: sides)
    assert bridge_bench.prepare(tmp_path)["carnet"]().players == found.players


def test_all_pairs_are_those_of_coil_module_and_battery():
    assert len(all_bench.STUDIES) == len(set(all_bench.STUDIES)) == 3
    assert set(all_bench.STUDIES) <= SHIPPED.keys()


@pytest.mark.parametrize("seed", [1, 2])
def test_random_mixtures_of_random_pairs_equal_the_plain_path(seed):
    inputs, sides = sides_of("steel")
    pairs = matrix(inputs, sides)
    assert len(pairs) == len(list(combinations(sides, 2)))
    assert all_bench.compare(inputs, pairs, seed, 3) == 3 * all_bench.MIXTURES


def test_a_wrong_mixture_is_noticed():
    inputs, sides = sides_of("steel")
    (found,) = matrix(inputs, sides[:2])
    parts = {c: {p: v + 1 for p, v in by.items()} for c, by in found.game.parts.items()}
    with pytest.raises(ValueError, match="≠"):
        all_bench.compare(inputs, [replace(found, game=replace(found.game, parts=parts))], 1, 1)


def test_the_pack_that_is_timed_is_written(tmp_path):
    pack_bench.prepare(tmp_path)["carnet"]()
    assert (tmp_path / "pack.zip").read_bytes().startswith(b"PK")
