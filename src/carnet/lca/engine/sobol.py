"""Global sensitivity: how much of a score's variance comes from which group of exchanges.

Two independent sets of draws, A and B, and for each group one more set: A with the group's exchanges taken from B.
Every point is a solve of the **full** model, proven like any draw; nothing is linearised. `scipy.stats.sobol_indices`
(Saltelli 2010) turns the scores into first-order and total indices. Streams are addressed by number, so "taken from B"
is the same exchange with another draw's number; no matrix of samples is ever stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import sobol_indices

from carnet.errors import InputError, problem
from carnet.lca.engine.arrays import FIXED, Ints, Matrices, Reals
from carnet.lca.engine.draws import METHODS, Mapper, Solver, check, model
from carnet.lca.engine.lanes import LANES
from carnet.lca.engine.prepare import Prepared
from carnet.lca.engine.sampling import DROPPED, Sampler, wanted_entries

_RESAMPLES = 200
REST = ""
"""The name of the group of all exchanges that are in no other."""


@dataclass(frozen=True, slots=True)
class Group:
    """Exchanges that vary together: numbers of their entries in the packed arrays."""

    technosphere: tuple[int, ...] = ()
    biosphere: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Indices:
    """Sobol indices of (groups, products, k).

    `first`: share of variance a group explains alone; `total`: with all its interactions. `first_low` … `total_high`:
    95 % bootstrap intervals. `names` are in the order asked, `REST` last. `methods`: as in `DrawResult`.
    """

    names: tuple[str, ...]
    products: Ints
    first: Reals
    total: Reals
    first_low: Reals
    first_high: Reals
    total_low: Reals
    total_high: Reals
    draws: int
    methods: dict[str, int]


def sobol(
    prepared: Prepared,
    matrices: Matrices,
    c: Reals,
    *,
    groups: Mapping[str, Group],
    products: tuple[int, ...],
    seed: int,
    samples: int = 256,
    mapper: Mapper = map,
    tolerance: float = 1e-8,
) -> Indices:
    """First-order and total indices of the scores of `products` under k regimes.

    Solves samples · (groups + 3) draws: the remaining exchanges are a group of their own.

    Args:
        prepared: of the technosphere; this and what is not said here is as for `carnet.lca.engine.draws.montecarlo`.
        matrices: the linked database with its spreads.
        c: (k, m) characterisation factors.
        groups: named groups of exchanges; an exchange is in one group at most.
        products: processes whose scores are decomposed.
        seed: of the draws.
        samples: a power of two.
        mapper: a `map` that may work in parallel.
        tolerance: relative error every score of every draw is proven to keep.

    Raises:
        InputError: what cannot be used, all at once.
    """
    wanted = np.asarray(products, np.int64)
    _check_groups(matrices, groups, samples)
    check(matrices, c, seed=seed, draws=samples, products=wanted)
    made = model(prepared, matrices, np.asarray(c, np.float64))
    first_set = _run(Solver(made, matrices, seed=seed, products=wanted, tolerance=tolerance), samples, 0, mapper)
    other_set = _run(Solver(made, matrices, seed=seed, products=wanted, tolerance=tolerance), samples, samples, mapper)
    counts = first_set[1] + other_set[1]
    mixed = []
    members = _members(matrices, groups)
    for in_technosphere, in_biosphere in members:
        overlay = (_only(made.technosphere, in_technosphere), _only(made.biosphere, in_biosphere), samples)
        solver = Solver(made, matrices, seed=seed, products=wanted, tolerance=tolerance, overlay=overlay)
        scores, count = _run(solver, samples, 0, mapper)
        mixed.append(scores)
        counts = counts + count
    shape = (len(wanted) * len(c), samples)
    f_a, f_b = first_set[0].reshape(shape), other_set[0].reshape(shape)
    f_mixed = np.stack(mixed).reshape(len(mixed), *shape)
    with np.errstate(divide="ignore", invalid="ignore"):  # a score that does not vary has no shares: 0
        found = sobol_indices(func={"f_A": f_a, "f_B": f_b, "f_AB": f_mixed}, n=samples)
    low, high = _interval(f_a, f_b, f_mixed, seed)

    def shaped(values: Reals) -> Reals:
        return np.nan_to_num(values).reshape(len(mixed), len(wanted), len(c))

    return Indices(
        names=(*groups, REST),
        products=wanted,
        first=shaped(found.first_order.reshape(shape[0], -1).T),
        total=shaped(found.total_order.reshape(shape[0], -1).T),
        first_low=shaped(low[0]),
        first_high=shaped(high[0]),
        total_low=shaped(low[1]),
        total_high=shaped(high[1]),
        draws=samples * (len(mixed) + 2),
        methods={name: int(counts[k]) for k, name in enumerate(METHODS)},
    )


def _interval(f_a: Reals, f_b: Reals, f_mixed: Reals, seed: int) -> tuple[Reals, Reals]:
    """95 % percentile bootstrap of (first, total) indices, each (groups, scores); SciPy's own is slow and needs spread.

    The formulas are those `sobol_indices` uses: first = mean(B (AB − A)) / var, total = mean((A − AB)²) / 2 var.
    """
    samples = f_a.shape[1]
    random = np.random.Generator(np.random.Philox(key=seed))
    centre = (f_a.mean(axis=1, keepdims=True) + f_b.mean(axis=1, keepdims=True)) / 2
    a, b, mixed = f_a - centre, f_b - centre, f_mixed - centre
    alone, together = b * (mixed - a), (a - mixed) ** 2 / 2
    power = (a**2 + b**2) / 2
    found = np.empty((_RESAMPLES, 2, len(mixed), len(a)))
    for k in range(_RESAMPLES):
        chosen = random.integers(0, samples, samples)
        variance = power[:, chosen].mean(axis=1) - ((a + b)[:, chosen].mean(axis=1) / 2) ** 2
        with np.errstate(divide="ignore", invalid="ignore"):
            found[k] = np.stack([alone[..., chosen].mean(axis=2), together[..., chosen].mean(axis=2)]) / variance
    low, high = np.quantile(np.nan_to_num(found), (0.025, 0.975), axis=0)
    return low, high


def _check_groups(matrices: Matrices, groups: Mapping[str, Group], samples: int) -> None:
    found = []
    if samples < LANES or samples & (samples - 1):
        found.append(problem("LCI-036", value=str(samples)))
    seen: set[tuple[int, int]] = set()
    wrong = [] if groups else ["-"]
    for name, group in groups.items():
        uncertain = False
        for stream, entries, spread in (
            (0, group.technosphere, matrices.technosphere_spread),
            (1, group.biosphere, matrices.biosphere_spread),
        ):
            keys = {(stream, e) for e in entries}
            outside = any(not 0 <= e < len(spread.kind) for e in entries)
            if outside or keys & seen:
                wrong.append(name)
                continue
            seen |= keys
            uncertain = uncertain or any(spread.kind[e] != FIXED for e in entries)
        if not uncertain or name == REST:
            wrong.append(name)
    if wrong:
        found.append(problem("LCI-035", value=", ".join(dict.fromkeys(wrong))))
    if found:
        raise InputError(tuple(found))


def _members(matrices: Matrices, groups: Mapping[str, Group]) -> list[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Masks of technosphere and biosphere entries of each group, the rest last."""
    sizes = len(matrices.technosphere.rows), len(matrices.biosphere.rows)
    rest = np.ones(sizes[0], bool), np.ones(sizes[1], bool)
    found = []
    for group in groups.values():
        masks = np.zeros(sizes[0], bool), np.zeros(sizes[1], bool)
        for mask, left, entries in zip(masks, rest, (group.technosphere, group.biosphere), strict=True):
            mask[list(entries)] = True
            left[list(entries)] = False
        found.append(masks)
    return [*found, rest]


def _only(sampling: Sampler, mask: NDArray[np.bool_]) -> Sampler:
    """The sampler of the masked entries alone."""
    place = np.full(len(sampling.place), DROPPED, np.int32)
    place[: len(mask)] = np.where(mask, sampling.place[: len(mask)], DROPPED)
    return replace(sampling, place=place, entries=wanted_entries(place))


def _run(solver: Solver, samples: int, first: int, mapper: Mapper) -> tuple[Reals, NDArray[np.int64]]:
    """Scores (products, k, samples) of draws `first` …, and how many solves each method took."""
    scores, counts = [], np.zeros(len(METHODS), np.int64)
    start = first // LANES
    for batch in mapper(solver, range(start, start + samples // LANES)):
        scores.append(batch.kept.transpose(1, 2, 0))
        counts += np.bincount(batch.method.ravel(), minlength=len(METHODS))
    return np.concatenate(scores, axis=2), counts
