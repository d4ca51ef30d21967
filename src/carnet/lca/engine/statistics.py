"""Mean, standard deviation and quantiles of many draws of many products, and of differences between them.

Draws are kept as w / base − 1 in 32 bits, so that a spread of a millionth is as well resolved as one of ten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from carnet.lca.engine.arrays import Reals, Singles
from carnet.lca.engine.lanes import LANES

LEVELS = (0.025, 0.5, 0.975)
_STRIP = 256  # products sorted at once


class Summary:
    """Collects deviations batch by batch, in the order of batches.

    Sums run over all draws; the first `stored` batches are kept for the quantiles.
    """

    def __init__(self, regimes: int, products: int, stored: int) -> None:
        self.draws = 0
        self.kept_draws = 0
        self.batches: list[Singles] = []
        self.limit = stored
        self.total = np.zeros((regimes, products))
        self.squares = np.zeros((regimes, products))

    def add(self, number: int, deviations: Singles, lanes: int) -> None:
        """Add batch `number` (k, n, 8), of which the first `lanes` draws count."""
        self.draws += lanes
        if number < self.limit:
            self.batches.append(deviations)
            self.kept_draws += lanes
            return
        used = deviations[:, :, :lanes].astype(np.float64)
        self.total += used.sum(axis=2)
        self.squares += np.square(used).sum(axis=2)


@dataclass(frozen=True, slots=True)
class Found:
    """`mean`, `sd` (k, n), `quantiles` (levels, k, n) of the scores; `draws` behind the quantiles."""

    mean: Reals
    sd: Reals
    quantiles: Reals
    draws: int


def summarise(
    summary: Summary,
    base: Reals,
    levels: tuple[float, ...] = LEVELS,
    mapper: Callable[[Callable[[int], Any], Iterable[int]], Iterable[Any]] = map,
) -> Found:
    """Turn collected deviations into statistics of the scores whose undisturbed values are `base` (k, n)."""
    regimes, n = base.shape
    mean, sd = np.empty((regimes, n)), np.empty((regimes, n))
    quantiles = np.empty((len(levels), regimes, n))
    kept, draws = summary.kept_draws, summary.draws
    strips = -(-n // _STRIP)

    def strip(number: int) -> None:
        q, at = divmod(number, strips)
        where = slice(at * _STRIP, min(n, (at + 1) * _STRIP))
        block = np.empty((where.stop - where.start, len(summary.batches) * LANES), np.float32)
        for b, batch in enumerate(summary.batches):
            block[:, b * LANES : (b + 1) * LANES] = batch[q, where]
        used = block[:, :kept]
        # deviations lie about zero: the sum of squares loses nothing
        total = used.sum(axis=1, dtype=np.float64) + summary.total[q, where]
        average = total / draws
        squares = np.square(used, dtype=np.float64).sum(axis=1) + summary.squares[q, where]
        variance = np.maximum(squares - draws * average * average, 0.0) / max(draws - 1, 1)
        of = np.where(base[q, where] != 0, base[q, where], 1.0)
        mean[q, where] = base[q, where] + of * average
        sd[q, where] = np.abs(of) * np.sqrt(variance)
        used.sort(axis=1)
        flip = of < 0
        for k, level in enumerate(levels):
            at_level = np.where(flip, 1.0 - level, level) * (kept - 1)
            low = np.minimum(np.floor(at_level).astype(np.int64), max(kept - 2, 0))
            rest = at_level - low
            rows = np.arange(len(low))
            lower, upper = used[rows, low].astype(np.float64), used[rows, np.minimum(low + 1, kept - 1)]
            quantiles[k, q, where] = base[q, where] + of * (lower + rest * (upper - lower))

    for _ in mapper(strip, range(regimes * strips)):
        pass
    return Found(mean, sd, quantiles, kept)


@dataclass(frozen=True, slots=True)
class Difference:
    """a − b draw by draw: their errors in common cancel. `share_above` is the share of draws with a > b."""

    mean: float
    sd: float
    low: float
    median: float
    high: float
    share_above: float
    correlation: float


def difference(a: NDArray[np.float64], b: NDArray[np.float64]) -> Difference:
    """Compare two products, or one product under two regimes, over the same draws ((draws,) each, as kept)."""
    apart = np.asarray(a, np.float64) - np.asarray(b, np.float64)
    low, median, high = np.quantile(apart, LEVELS)
    spread = float(np.std(a)) * float(np.std(b))
    together = float(np.mean((a - np.mean(a)) * (b - np.mean(b))))
    return Difference(
        mean=float(np.mean(apart)),
        sd=float(np.std(apart, ddof=1)) if len(apart) > 1 else 0.0,
        low=float(low),
        median=float(median),
        high=float(high),
        share_above=float(np.mean(apart > 0)),
        correlation=together / spread if spread > 0 else 0.0,
    )
