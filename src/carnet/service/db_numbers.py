"""Doubles with a bound as decimals a person can rely on: rounded outward, never more digits than are certain."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from carnet.quantity import decimal_string

DIGITS = 7  # of a figure for people; a published mass has as many as its bound allows
MOST_DIGITS = 12
_UNIT = Fraction(1, 2**53)


@dataclass(frozen=True, slots=True)
class Bounded:
    """A value as a decimal and what encloses it; all decimal strings."""

    value: str
    lower: str
    upper: str

    def json(self) -> dict[str, str]:
        """``{value, lower, upper}``."""
        return {"value": self.value, "lower": self.lower, "upper": self.upper}


def plain(value: float, digits: int = DIGITS) -> str:
    """A double to so many significant digits, as a decimal string; ``nan`` and infinities are refused."""
    if not math.isfinite(value):
        message = "no number"
        raise ValueError(message)
    return _round(Fraction(value), _decimals(value, digits), "half_even")


def bounded(value: float, bound: float, digits: int = DIGITS) -> Bounded:
    """A value with the interval `value` ± `bound`, rounded outward."""
    return interval(value, value - bound if bound else value, value + bound if bound else value, digits)


def interval(value: float, low: float, high: float, digits: int = DIGITS) -> Bounded:
    """A value between two doubles, each rounded outward by one more unit than the subtraction may have lost."""
    slack = _UNIT * 4 * max(abs(Fraction(low)), abs(Fraction(high)))
    exact = low == high == value
    below, above = Fraction(low) - (0 if exact else slack), Fraction(high) + (0 if exact else slack)
    # Ends of the interval to the digits in which they differ, two of them, so that it does not look like a point.
    width = above - below
    decimals = _decimals(value or float(above) or 1.0, digits)
    if width:
        decimals = max(decimals, min(_decimals(float(width), 2), 30))
    mode_low, mode_high = ("floor", "ceiling")
    return Bounded(plain(value, digits), directed(below, decimals, mode_low), directed(above, decimals, mode_high))


def certain(value: float, bound: float) -> tuple[str, str]:
    """A value rounded to what is certain of it, and the largest error that then remains; both decimal strings.

    The last digit is at least as large as the bound; beyond `MOST_DIGITS` digits nothing is printed.
    """
    exact, error = Fraction(value), Fraction(bound)
    if not exact and not error:
        return "0", "0"
    decimals = _decimals(value, MOST_DIGITS) if value else 30
    if error:
        decimals = min(decimals, -math.ceil(math.log10(bound)) if bound > 0 else decimals)
    decimals = min(decimals, 60)
    printed = _round(exact, decimals, "half_even")
    remaining = abs(Fraction(printed) - exact) + error
    return _strip(printed), _strip(
        directed(remaining, _decimals(float(remaining), 2) + 1, "ceiling")
    ) if remaining else "0"


def _decimals(value: float, digits: int) -> int:
    """Decimals that give a number so many significant digits; negative where it is larger than that."""
    if not value:
        return 0
    return digits - 1 - math.floor(math.log10(abs(value)))


def directed(value: Fraction, decimals: int, mode: str) -> str:
    """A fraction to so many decimals, rounded to the lower (``floor``) or the higher (``ceiling``) neighbour."""
    scale = Fraction(10) ** decimals
    scaled = value * scale
    whole = math.floor(scaled) if mode == "floor" else math.ceil(scaled)
    return _round(Fraction(whole) / scale, decimals, "half_even")


def _round(value: Fraction, decimals: int, mode: str) -> str:
    if decimals >= 0:
        return decimal_string(value, decimals, mode)
    scale = 10**-decimals
    return str(int(decimal_string(value / scale, 0, mode)) * scale)


def _strip(text: str) -> str:
    stripped = text.rstrip("0").rstrip(".") if "." in text else text
    return stripped or "0"
