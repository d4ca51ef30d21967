"""Stated uncertainties brought to `Spread`, and the pedigree to the lognormal it stands for.

A pedigree ``(r;c;t;g;f)`` or with a sixth score gives, with the base uncertainty U_b, the variance of the logarithm
``Σ (ln U / 2)²``: the factors U are squares of geometric standard deviations, as in ecoinvent 2 (Frischknecht et al.,
Overview and Methodology, 2007, table 7.2); known from secondary texts.
"""

from __future__ import annotations

import math
import re

from carnet.inventory.lci import NO_SPREAD, Spread

# Score 1 to 5 of: reliability, completeness, time, place, technology, sample size.
_PEDIGREE = (
    (1.0, 1.05, 1.10, 1.20, 1.50),
    (1.0, 1.02, 1.05, 1.10, 1.20),
    (1.0, 1.03, 1.10, 1.20, 1.50),
    (1.0, 1.01, 1.02, 1.05, 1.10),
    (1.0, 1.05, 1.20, 1.50, 2.00),
    (1.0, 1.02, 1.05, 1.10, 1.20),
)
_SCORES = re.compile(r"\(\s*((?:[1-5]|na|n\.a\.)(?:\s*[;,]\s*(?:[1-5]|na|n\.a\.)){4,5})\s*[,;)]", re.IGNORECASE)
_LEAST_SCORES = 5

GSD_BELOW_ONE = "几何标准差须不小于1", "the geometric standard deviation must be at least 1"
MEDIAN_ZERO = "对数正态分布的中位数不能为0", "a lognormal needs a median other than 0"
SD_NEGATIVE = "标准差不能为负", "the standard deviation must not be negative"
BOUNDS_REVERSED = "最小值大于最大值", "the minimum is above the maximum"
MODE_OUTSIDE = "众数不在最小值与最大值之间", "the mode is not between minimum and maximum"


def missing(name: str) -> tuple[str, str]:
    """Return why an uncertainty without one of its parameters means nothing."""
    return f"缺少 {name}", f"{name} is missing"


class SpreadError(ValueError):
    """An uncertainty that means nothing; `zh` and `en` say why."""

    def __init__(self, why: tuple[str, str]) -> None:
        super().__init__(why[1])
        self.zh, self.en = why


def pedigree_in(text: str) -> tuple[int, ...]:
    """Return the scores of the first pedigree in a text (0 for “na”), or ``()``."""
    match = _SCORES.search(text)
    if match is None:
        return ()
    return tuple(int(each) if each.isdigit() else 0 for each in re.split(r"\s*[;,]\s*", match.group(1).strip()))


def pedigree_scale(scores: tuple[int, ...], base: float = 1.0) -> float:
    """Return the standard deviation of the logarithm for scores and a base uncertainty factor (≥ 1)."""
    factors = [base if base >= 1 else 1.0]
    if len(scores) >= _LEAST_SCORES:
        factors += [row[score - 1] for row, score in zip(_PEDIGREE, scores, strict=False) if score]
    return math.sqrt(sum((math.log(each) / 2) ** 2 for each in factors))


def from_pedigree(amount: float, scores: tuple[int, ...], base: float = 1.0) -> Spread:
    """Return the lognormal of a pedigree around an amount, or `NO_SPREAD` when it has no width."""
    scale = pedigree_scale(scores, base)
    return Spread("lognormal", amount, scale, basis="pedigree") if scale > 0 and amount != 0 else NO_SPREAD


def lognormal(amount: float, median: float | None, scale: float) -> Spread:
    """Return a lognormal; `scale` is the standard deviation of the logarithm.

    Raises:
        SpreadError: a negative or infinite scale, a median of zero.
    """
    if not 0 <= scale < math.inf:
        raise SpreadError(GSD_BELOW_ONE)
    if scale == 0:
        return NO_SPREAD
    middle = amount if median is None else median
    if middle == 0:
        raise SpreadError(MEDIAN_ZERO)
    return Spread("lognormal", middle, scale, basis="stated")


def normal(amount: float, mean: float | None, sd: float) -> Spread:
    """Return a normal distribution.

    Raises:
        SpreadError: a negative standard deviation.
    """
    if not 0 <= sd < math.inf:
        raise SpreadError(SD_NEGATIVE)
    return Spread("normal", amount if mean is None else mean, sd, basis="stated") if sd else NO_SPREAD


def uniform(low: float, high: float) -> Spread:
    """Return a uniform distribution.

    Raises:
        SpreadError: the bounds are the wrong way round.
    """
    if low > high:
        raise SpreadError(BOUNDS_REVERSED)
    return Spread("uniform", (low + high) / 2, 0.0, low, high, "stated") if low < high else NO_SPREAD


def triangular(low: float, mode: float, high: float) -> Spread:
    """Return a triangular distribution.

    Raises:
        SpreadError: the mode is not between the bounds.
    """
    if not low <= mode <= high:
        raise SpreadError(MODE_OUTSIDE)
    return Spread("triangular", mode, 0.0, low, high, "stated") if low < high else NO_SPREAD
