"""Sampled amounts follow their stated spreads, tails included, and depend on nothing but seed, exchange and draw."""

from __future__ import annotations

import re

import numba
import numpy as np
import pytest
from scipy import stats

from carnet.lca.engine import sampling
from carnet.lca.engine.arrays import FIXED, LOGNORMAL, NORMAL, TRIANGULAR, UNIFORM, Columns, Spreads
from carnet.lca.engine.random import TECHNOSPHERE, word
from carnet.lca.engine.sampling import DROPPED, deviate, fill, power, sampler

ENTRIES = 30_000


def spreads(kind, *, location=0.0, scale=0.0, low=0.0, high=0.0, entries=ENTRIES):
    single = lambda x: np.full(entries, x, np.float32)  # noqa: E731
    return Spreads(
        np.full(entries, kind, np.uint8), np.full(entries, float(location)), single(scale), single(low), single(high)
    )


def drawn(spread, *, seed=7, draw=0, place=None, values=None, sign=1.0):
    entries = len(spread.kind)
    columns = Columns(
        np.array([0, entries]),
        np.arange(entries, dtype=np.int32),
        np.ones(entries) if values is None else values,
        entries,
    )
    place = np.arange(entries, dtype=np.int32) if place is None else place
    made = sampler(columns, spread, place, sign=sign)
    out, diagonal = np.full((entries, 8), np.nan, np.float32), np.full((entries, 8), np.nan)
    fill(
        np.uint64(seed), np.uint64(TECHNOSPHERE), draw, made.entries, made.kind, made.first, made.second, made.low,
        made.high, made.place, out, diagonal,
    )  # fmt: skip
    return out, diagonal


CASES = {
    "lognormal": (spreads(LOGNORMAL, location=2.0, scale=0.3), stats.lognorm(0.3, scale=2.0)),
    "wide lognormal": (spreads(LOGNORMAL, location=1e-9, scale=2.0), stats.lognorm(2.0, scale=1e-9)),
    "normal": (spreads(NORMAL, location=5.0, scale=2.0), stats.norm(5.0, 2.0)),
    "uniform": (spreads(UNIFORM, low=-1.0, high=3.0), stats.uniform(-1.0, 4.0)),
    "triangular": (spreads(TRIANGULAR, location=2.0, low=1.0, high=5.0), stats.triang(0.25, 1.0, 4.0)),
    "triangular, mode at an end": (spreads(TRIANGULAR, location=1.0, low=1.0, high=5.0), stats.triang(0.0, 1.0, 4.0)),
}


@pytest.mark.parametrize("name", CASES)
def test_distribution(name):
    spread, law = CASES[name]
    values = drawn(spread)[0].ravel().astype(float)
    assert stats.kstest(values, law.cdf).pvalue > 0.001
    assert abs(values.mean() - law.mean()) < 5 * law.std() / np.sqrt(len(values)) * (8 if "wide" in name else 1)


def test_moments_of_the_deviate():
    z = np.log(drawn(spreads(LOGNORMAL, location=1.0, scale=1.0))[0].astype(float)).ravel()
    n = len(z)
    assert abs(z.mean()) < 4 / np.sqrt(n)
    assert abs(z.var() - 1) < 4 * np.sqrt(2 / n)
    assert abs((z**3).mean()) < 4 * np.sqrt(15 / n)
    assert abs((z**4).mean() - 3) < 4 * np.sqrt(96 / n)


def test_quantile_is_accurate_to_the_end_of_the_tail():
    """From the middle to 6.3 standard deviations, both sides, against SciPy in doubles."""
    magnitudes = np.unique(
        np.concatenate([2**31 - 1 - 2 ** np.arange(31), 2 ** np.arange(31), np.arange(0, 2**31, 2**21 + 7)])
    )
    for m in magnitudes.tolist():
        exact = -stats.norm.ppf((m + 0.5) / 2**32)
        assert abs(float(deviate(np.uint32(m))) - exact) <= 4e-6 * exact + 2e-7
        assert float(deviate(np.uint32(m))) == -float(deviate(np.uint32(m + 2**31)))
    assert float(deviate(np.uint32(0))) == pytest.approx(6.33796, abs=1e-4)


def test_power():
    for t in np.linspace(-125, 125, 4001, dtype=np.float32):
        assert float(power(t)) == pytest.approx(2.0 ** float(t), rel=3e-7)


def test_numbers_are_those_of_the_words():
    """The kernel's vectors against the definition, one number at a time."""
    got = drawn(spreads(LOGNORMAL, location=1.0, scale=1.0, entries=43), seed=2**63 + 5, draw=2**33)[0]
    for entry in (0, 1, 2, 3, 4, 41, 42):
        for lane in range(8):
            bits = word(2**63 + 5, TECHNOSPHERE, entry, 2**33 + lane)
            z = -stats.norm.ppf(((bits & 0x7FFFFFFF) + 0.5) / 2**32) * (-1 if bits >> 31 else 1)
            assert np.log(float(got[entry, lane])) == pytest.approx(z, abs=5e-6)


def test_any_subset_in_any_place_gives_the_same_numbers():
    rng = np.random.default_rng(0)
    kinds = rng.integers(0, 5, 5001).astype(np.uint8)
    single = lambda x: np.asarray(x, np.float32)  # noqa: E731
    low = single(rng.uniform(0, 1, 5001))
    spread = Spreads(kinds, (low + 0.5).astype(float), single(np.full(5001, 0.2)), low, low + 1)
    whole = drawn(spread)[0]
    place = np.full(5001, DROPPED, np.int32)
    chosen = rng.permutation(5001)[:700]
    place[chosen] = rng.permutation(5001)[:700]
    part = drawn(spread, place=place)[0]
    assert (part[place[chosen]] == whole[chosen]).all()
    assert np.isnan(np.delete(part, place[chosen], axis=0)).all()


def test_sign_and_diagonal():
    """Off-diagonal entries change sign on request; those of the diagonal go to their own array, as they are."""
    for kind in (FIXED, LOGNORMAL, NORMAL, UNIFORM, TRIANGULAR):
        spread = spreads(kind, location=1.2, scale=0.1, low=1.0, high=1.5, entries=64)
        values = np.full(64, 1.2)
        plain = drawn(spread, values=values)[0]
        assert (plain > 0).all()
        assert (drawn(spread, values=values, sign=-1.0)[0] == -plain).all()
        _, diagonal = drawn(spread, values=values, sign=-1.0, place=(-1 - np.arange(64)).astype(np.int32))
        assert (diagonal == plain).all()


def test_loops_become_vectors():
    """On a processor with wide registers, the transform has no scalar multiplication in its main loop."""
    fresh = numba.njit(
        "void(int64, uint32[::1], float32[::1], float32[::1], float32[::1])", error_model="numpy", fastmath={"contract"}
    )(sampling._transform.py_func)
    assembly = next(iter(fresh.inspect_asm().values()))
    if not re.search(r"\bymm", assembly):
        pytest.skip("no 256-bit registers here")
    assert len(re.findall(r"vfmadd\d+ps", assembly)) >= 20
