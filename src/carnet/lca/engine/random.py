"""A stream of random words addressed by number: (seed, stream, entry, draw) names one word, whoever asks and when.

The generator is Philox 4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011), a
keyed permutation of a 128-bit counter: it keeps no state, so any subset of exchanges, any order and any number of
threads see the same numbers, and two systems that share an exchange share its draws (common random numbers).

One call yields four words; they serve four neighbouring entries of one draw:
``counter = (entry // 4 mod 2^32, entry // 4 div 2^32 | stream << 24, draw mod 2^32, draw div 2^32)``,
``key = (seed mod 2^32, seed div 2^32)``, word ``entry mod 4``.
"""

from __future__ import annotations

from numba import njit
from numpy import uint32, uint64

TECHNOSPHERE, BIOSPHERE = 0, 1
"""The two streams: entry 7 of the technosphere and entry 7 of the biosphere are independent."""

SEEDS = 2**64
WORDS = 4
_MULTIPLIER_0, _MULTIPLIER_1 = 0xD2511F53, 0xCD9E8D57
_WEYL_0, _WEYL_1 = 0x9E3779B9, 0xBB67AE85
_ROUNDS = 10
_MASK = 0xFFFFFFFF
_STREAM_SHIFT = 24


def philox(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """The four words of a counter, in plain integers: the definition the kernel is tested against."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(_ROUNDS):
        p0, p1 = _MULTIPLIER_0 * c0, _MULTIPLIER_1 * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & _MASK, (p0 >> 32) ^ c3 ^ k1, p0 & _MASK
        k0, k1 = (k0 + _WEYL_0) & _MASK, (k1 + _WEYL_1) & _MASK
    return c0, c1, c2, c3


def word(seed: int, stream: int, entry: int, draw: int) -> int:
    """The 32-bit word of one entry in one draw, for audits: slow and obvious."""
    group = entry // WORDS
    counter = (group & _MASK, (group >> 32) | stream << _STREAM_SHIFT, draw & _MASK, draw >> 32)
    return philox(counter, (seed & _MASK, seed >> 32))[entry % WORDS]


@njit("UniTuple(uint32, 4)(uint64, uint64, uint64, uint64)", forceinline=True, nogil=True, error_model="numpy")
def quad(group: uint64, stream: uint64, draw: uint64, seed: uint64) -> tuple[uint32, uint32, uint32, uint32]:
    """Four words for entries 4·group … 4·group + 3 of one draw; written so that loops over draws become vectors."""
    mask, half = uint64(_MASK), uint64(32)
    c0, c1 = group & mask, (group >> half) | (stream << uint64(_STREAM_SHIFT))
    c2, c3 = draw & mask, draw >> half
    k0, k1 = seed & mask, seed >> half
    for _ in range(_ROUNDS):
        p0, p1 = uint64(_MULTIPLIER_0) * c0, uint64(_MULTIPLIER_1) * c2
        c0, c1, c2, c3 = (p1 >> half) ^ c1 ^ k0, p1 & mask, (p0 >> half) ^ c3 ^ k1, p0 & mask
        k0, k1 = (k0 + uint64(_WEYL_0)) & mask, (k1 + uint64(_WEYL_1)) & mask
    return uint32(c0), uint32(c1), uint32(c2), uint32(c3)
