"""Amounts of exchanges by inverse distribution functions, eight draws at a time.

One uniform word per exchange and draw (`carnet.lca.engine.random`) goes through the quantile function of the stated
spread. All arithmetic is 32-bit and made of additions, multiplications and square roots, so that the compiler turns
the loops over the eight draws into vectors; logarithm, normal quantile and power of two are polynomials fitted for
this file (relative error of the normal deviate 4e-6 up to 6.3 standard deviations, the end of a 32-bit word; of the
power 1e-7). The sampled amount *is* the 32-bit number: solve, judge and check all use that very number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy import float32, int32, int64, uint8, uint32, uint64
from numpy.typing import NDArray

from carnet.lca.engine.arrays import FIXED, LOGNORMAL, NORMAL, TRIANGULAR, UNIFORM, Columns, Singles, Spreads
from carnet.lca.engine.random import WORDS, quad

LANES = 8
DROPPED = np.iinfo(np.int32).min
"""The place of an entry that is not wanted: it is not drawn."""

_LOG2E = 1.4426950408889634
_CHUNK = 256  # entries worked on at once: 2,048 numbers, 8 kB, stays in the first-level cache
_OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "fastmath": {"contract"}}


@dataclass(frozen=True, slots=True)
class Sampler:
    """Spreads made ready for the kernel, aligned with the entries of a matrix.

    `place` (entries,) int32: row of the target an entry goes to; −1 − j for a diagonal that goes to row j of the
    second target; `DROPPED` when nobody needs it. `entries`: numbers of
    the wanted ones, ascending. The sign of the target is folded into the parameters.
    """

    kind: NDArray[np.uint8]
    first: Singles
    second: Singles
    low: Singles
    high: Singles
    place: NDArray[np.int32]
    entries: NDArray[np.int64]


def sampler(columns: Columns, spreads: Spreads, place: NDArray[np.int32], *, sign: float = 1.0) -> Sampler:
    """Prepare the entries of `columns` for drawing; off-diagonal ones (place ≥ 0) are multiplied by `sign` (±1).

    Entries of kind `FIXED` take the value of `columns`; for uniform spreads `first`, `second` are low and width, for
    lognormal ones the median and the standard deviation of the binary logarithm, for normal ones mean and sd.
    """
    kind = np.ascontiguousarray(spreads.kind)
    signs = np.where(place >= 0, sign, 1.0)
    first = np.where(kind == FIXED, columns.values, spreads.location)
    first = np.where(kind == UNIFORM, spreads.low, first) * signs
    second = np.where(kind == LOGNORMAL, spreads.scale * _LOG2E, spreads.scale * signs)
    second = np.where(kind == UNIFORM, (spreads.high.astype(np.float64) - spreads.low) * signs, second)
    # a triangle is drawn as stated and turned afterwards: `second` carries the sign
    triangular = kind == TRIANGULAR
    first, second = np.where(triangular, spreads.location, first), np.where(triangular, signs, second)
    return Sampler(
        kind=np.ascontiguousarray(kind, np.uint8),
        first=np.ascontiguousarray(first, np.float32),
        second=np.ascontiguousarray(second, np.float32),
        low=np.ascontiguousarray(spreads.low, np.float32),
        high=np.ascontiguousarray(spreads.high, np.float32),
        place=np.ascontiguousarray(place, np.int32),
        entries=wanted_entries(place),
    )


def wanted_entries(place: NDArray[np.int32]) -> NDArray[np.int64]:
    """Numbers of the entries that are drawn."""
    return np.flatnonzero(place != DROPPED).astype(np.int64)


@njit("float32(uint32)", forceinline=True, **_OPTIONS)
def deviate(word: uint32) -> float32:
    """The standard normal quantile of (word + ½)/2³², symmetric to the bit about zero."""
    magnitude = float32(int32(word & uint32(0x7FFFFFFF)))
    p = (magnitude + float32(0.5)) * float32(2.3283064365386963e-10)
    x = float32(1.0) - p - p
    y = p * (float32(4.0) - float32(4.0) * p)
    # −ln y: exponent and mantissa in [√½, √2)
    bits = float32(y).view(int32)
    exponent = int32(int32(bits - int32(0x3F3504F3)) >> int32(23))
    f = int32(bits - int32(exponent << int32(23))).view(float32) - float32(1.0)
    g = float32(-0.10106848180294037)
    g = g * f + float32(0.162225604057312)
    g = g * f + float32(-0.1725083589553833)
    g = g * f + float32(0.19900168478488922)
    g = g * f + float32(-0.24969908595085144)
    g = g * f + float32(0.33335059881210327)
    g = g * f + float32(-0.5000036358833313)
    g = g * f + float32(0.9999999403953552)
    w = -(float32(exponent) * float32(0.6931471805599453) + g * f)
    # deviate = x · F(√(w + 6.5)), F fitted on the whole range of a word
    u = np.sqrt(w + float32(6.5)) - float32(3.9199185121586257)
    z = float32(0.0007131313905119896)
    z = z * u + float32(-0.0007785130874253809)
    z = z * u + float32(-0.00429791072383523)
    z = z * u + float32(0.006868219003081322)
    z = z * u + float32(0.0047764829459488392)
    z = z * u + float32(-0.017242658883333206)
    z = z * u + float32(0.01802673190832138)
    z = z * u + float32(-0.01352470088750124)
    z = z * u + float32(-0.0020412192679941654)
    z = z * u + float32(0.04562139883637428)
    z = z * u + float32(-0.14988858997821808)
    z = z * u + float32(1.8641414642333984)
    z = z * u + float32(3.9746291637420654)
    z *= x
    sign = int32(word & uint32(0x80000000))
    return int32(float32(z).view(int32) ^ sign).view(float32)


@njit("float32(float32)", forceinline=True, **_OPTIONS)
def power(t: float32) -> float32:
    """2^t, for t cut to [−126, 126]."""
    t = float32(min(max(t, float32(-126.0)), float32(126.0)))
    shifted = t + float32(12582912.0)  # 1.5 · 2^23: rounds to an integer in the low bits
    f = t - (shifted - float32(12582912.0))
    g = float32(0.0013276467797798276)
    g = g * f + float32(0.009675540961325169)
    g = g * f + float32(0.05550713464617729)
    g = g * f + float32(0.24022120237350464)
    g = g * f + float32(0.6931469440460205)
    g = g * f + float32(1.0000001192092896)
    scale = int32(int32(float32(shifted).view(int32) - int32(0x4B400000)) << int32(23))
    return int32(float32(g).view(int32) + scale).view(float32)


@njit("float32(uint32)", forceinline=True, **_OPTIONS)
def uniform(word: uint32) -> float32:
    """(word + ½)/2³² in 32 bits: never 0; 1 only where the nearest 32-bit number is 1."""
    high, low = float32(int32(word >> uint32(8))), float32(int32(word & uint32(255)))
    return high * float32(5.960464477539063e-08) + (low + float32(0.5)) * float32(2.3283064365386963e-10)


@njit("float32(uint32, float32, float32, float32)", forceinline=True, **_OPTIONS)
def triangle(word: uint32, low: float32, mode: float32, high: float32) -> float32:
    """The quantile of a triangular spread, from the nearer end so that both tails keep their digits."""
    left, right = mode - low, high - mode
    width = left + right
    u = uniform(word)
    v = uniform(uint32(~word))
    rising = u * width <= left
    return float32(low + np.sqrt(u * width * left) if rising else high - np.sqrt(v * width * right))


# unsigned constants: an index that cannot be negative needs no wrap-around
_0, _1, _2, _3, _4, _5, _6, _7 = (uint64(k) for k in range(LANES))


@njit("void(int64, uint64[::1], uint64, uint64[::1], uint64, uint32[:, ::1])", **_OPTIONS)
def _words(
    count: int, groups: NDArray[np.uint64], stream: int, draws: NDArray[np.uint64], seed: int, out: NDArray[np.uint32]
) -> None:
    """Plain long loops, here and in `_transform`: the compiler makes vectors of these, not of loops over eight."""
    for i in range(count):
        a, b, c, d = quad(groups[i], stream, draws[i], seed)
        out[0, i] = a
        out[1, i] = b
        out[2, i] = c
        out[3, i] = d


@njit("void(int64, uint32[::1], float32[::1], float32[::1], float32[::1])", **_OPTIONS)
def _transform(count: int, words: NDArray[np.uint32], scales: Singles, deviates: Singles, powers: Singles) -> None:
    for i in range(count):
        deviates[i] = deviate(words[i])
    for i in range(count):
        powers[i] = power(scales[i] * deviates[i])


@njit("void(uint32[:, ::1], int64, int64, uint32[::1], int64)", forceinline=True, **_OPTIONS)
def _collect(words: NDArray[np.uint32], row: int, base: int, out: NDArray[np.uint32], at: int) -> None:
    """Eight words moved; here and in `_put` all are read before any is written, which makes them one vector."""
    r, i, o = uint64(row), uint64(base), uint64(at)
    a, b, c, d = words[r, i], words[r, i + _1], words[r, i + _2], words[r, i + _3]
    e, f, g, h = words[r, i + _4], words[r, i + _5], words[r, i + _6], words[r, i + _7]
    out[o], out[o + _1], out[o + _2], out[o + _3] = a, b, c, d
    out[o + _4], out[o + _5], out[o + _6], out[o + _7] = e, f, g, h


@njit("void(float32[::1], int64, float32, float32[:, ::1], int64)", forceinline=True, **_OPTIONS)
def _put(powers: Singles, base: int, factor: float, out: Singles, target: int) -> None:
    i, t = uint64(base), uint64(target)
    a, b, c, d = powers[i], powers[i + _1], powers[i + _2], powers[i + _3]
    e, f, g, h = powers[i + _4], powers[i + _5], powers[i + _6], powers[i + _7]
    out[t, _0], out[t, _1], out[t, _2], out[t, _3] = a * factor, b * factor, c * factor, d * factor
    out[t, _4], out[t, _5], out[t, _6], out[t, _7] = e * factor, f * factor, g * factor, h * factor


_SIGNATURE = (
    "void(uint64, uint64, int64, int64[::1], uint8[::1], float32[::1], float32[::1], float32[::1], float32[::1],"
    " int32[::1], float32[:, ::1], float64[:, ::1])"
)


@njit(_SIGNATURE, **_OPTIONS)
def fill(  # noqa: C901, PLR0912 - one branch a kind of spread, none of them worth a call
    seed: int,
    stream: int,
    draw: int,
    entries: NDArray[np.int64],
    kind: NDArray[np.uint8],
    first: Singles,
    second: Singles,
    low: Singles,
    high: Singles,
    place: NDArray[np.int32],
    out: Singles,
    diagonal: NDArray[np.float64],
) -> None:
    """Draws `draw` … `draw` + 7 of the entries named, into `out` (places, 8) and `diagonal` (n, 8)."""
    size = _CHUNK * LANES
    words = np.empty((WORDS, size), np.uint32)
    picked = np.empty(size, np.uint32)
    scales = np.empty(size, np.float32)
    deviates = np.empty(size, np.float32)
    powers = np.empty(size, np.float32)
    numbers = np.empty(size, np.uint64)
    draws = np.empty(size, np.uint64)
    slot = np.empty(_CHUNK, np.int64)
    for i in range(size):
        draws[i] = uint64(draw) + uint64(i % LANES)
    total = len(entries)
    for begin in range(0, total, _CHUNK):
        count = min(_CHUNK, total - begin)
        used, last = 0, int64(-1)
        for k in range(count):
            group = entries[begin + k] // WORDS
            if group != last:
                for lane in range(LANES):
                    numbers[used * LANES + lane] = uint64(group)
                used += 1
                last = group
            slot[k] = used - 1
        _words(used * LANES, numbers, stream, draws, seed, words)
        for k in range(count):
            entry = entries[begin + k]
            _collect(words, entry % WORDS, slot[k] * LANES, picked, k * LANES)
            b = second[entry]
            for lane in range(LANES):
                scales[k * LANES + lane] = b
        _transform(count * LANES, picked, scales, deviates, powers)
        for k in range(count):
            entry, base = entries[begin + k], k * LANES
            target, what, a, b = place[entry], kind[entry], first[entry], second[entry]
            if what == uint8(LOGNORMAL) and target >= 0:
                _put(powers, base, a, out, target)
                continue
            for lane in range(base, base + LANES):
                if what == uint8(LOGNORMAL):
                    powers[lane] *= a
                elif what == uint8(TRIANGULAR):
                    powers[lane] = b * triangle(picked[lane], low[entry], a, high[entry])
                elif what == uint8(UNIFORM):
                    powers[lane] = a + b * uniform(picked[lane])
                elif what == uint8(NORMAL):
                    powers[lane] = a + b * deviates[lane]
                else:
                    powers[lane] = a
            if target < 0:
                for lane in range(LANES):
                    diagonal[-1 - target, lane] = powers[base + lane]
            else:
                _put(powers, base, float32(1.0), out, target)
