"""The stream of random words: the published generator, the same word whoever asks, no relation between words."""

from __future__ import annotations

import numpy as np
import pytest

from carnet.lca.engine.arrays import UNIFORM, Columns, Spreads
from carnet.lca.engine.random import BIOSPHERE, SEEDS, TECHNOSPHERE, philox, quad, word
from carnet.lca.engine.sampling import fill, sampler

# Known answers published with the generator (Random123, kat_vectors, philox4x32 10).
KNOWN = (
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
)


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_known_answers(counter, key, answer):
    assert philox(counter, key) == answer


def test_kernel_says_what_the_definition_says():
    rng = np.random.default_rng(1)
    for _ in range(50):
        seed, draw, group = (int(rng.integers(0, 2**top)) for top in (63, 40, 34))
        for stream in (TECHNOSPHERE, BIOSPHERE):
            four = quad(np.uint64(group), np.uint64(stream), np.uint64(draw), np.uint64(seed))
            assert [int(w) for w in four] == [word(seed, stream, 4 * group + q, draw) for q in range(4)]


def uniforms(seed, entries, draw, stream=TECHNOSPHERE):
    """(entries, 8) uniform numbers of eight draws, through the sampler."""
    columns = Columns(np.array([0, entries]), np.arange(entries, dtype=np.int32), np.ones(entries), entries)
    nought, one = np.zeros(entries, np.float32), np.ones(entries, np.float32)
    spreads = Spreads(np.full(entries, UNIFORM, np.uint8), np.zeros(entries), nought, nought, one)
    made = sampler(columns, spreads, np.arange(entries, dtype=np.int32))
    out = np.empty((entries, 8), np.float32)
    fill(
        np.uint64(seed), np.uint64(stream), draw, made.entries, made.kind, made.first, made.second, made.low,
        made.high, made.place, out, np.empty((0, 8)),
    )  # fmt: skip
    return out


def test_uniform():
    u = np.sort(uniforms(3, 50_000, 0).ravel().astype(float))
    worst = np.abs(u - (np.arange(len(u)) + 0.5) / len(u)).max()
    assert worst < 1.63 / np.sqrt(len(u))  # Kolmogorov-Smirnov, 1 %


@pytest.mark.parametrize(
    "pair",
    [
        lambda: (uniforms(3, 40_000, 0)[:-1], uniforms(3, 40_000, 0)[1:]),  # neighbouring exchanges
        lambda: (uniforms(3, 40_000, 0)[:-4], uniforms(3, 40_000, 0)[4:]),  # neighbouring counters
        lambda: (uniforms(3, 40_000, 0), uniforms(3, 40_000, 8)),  # the next eight draws
        lambda: (uniforms(3, 40_000, 0)[:, :7], uniforms(3, 40_000, 0)[:, 1:]),  # the next draw
        lambda: (uniforms(3, 40_000, 0), uniforms(4, 40_000, 0)),  # the next seed
        lambda: (uniforms(3, 40_000, 0), uniforms(3 + 2**32, 40_000, 0)),  # the other half of the seed
        lambda: (uniforms(3, 40_000, 0), uniforms(3, 40_000, 0, BIOSPHERE)),  # the other matrix
    ],
)
def test_independent(pair):
    a, b = (x.ravel().astype(float) for x in pair())
    assert abs(np.corrcoef(a, b)[0, 1]) < 4 / np.sqrt(len(a))
    # any relation, not only a linear one: 16 x 16 cells equally full
    table, *_ = np.histogram2d(a, b, bins=16, range=((0, 1), (0, 1)))
    expected = len(a) / 256
    chi = ((table - expected) ** 2 / expected).sum()
    assert abs(chi - 255) < 5 * np.sqrt(2 * 255)


def test_seeds_span_64_bits():
    assert word(SEEDS - 1, 0, 0, 0) != word(0, 0, 0, 0)
