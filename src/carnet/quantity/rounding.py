"""Rounding rules by name, and rounding of parts so that what is printed still adds up.

The four names mean what the module `decimal` means by ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_UP and ROUND_DOWN:
"up" is away from zero, "down" towards zero, "half_up" sends a tie away from zero. All four are symmetric about zero.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.quantity.decimals import fixed_point
from carnet.quantity.problems import RoundingError

if TYPE_CHECKING:
    from collections.abc import Sequence

MODES = ("half_up", "half_even", "up", "down")
MAX_PLACES = 1000


def _whole(x: Fraction, mode: str) -> int:
    """Round to an integer by the named rule."""
    magnitude = abs(x)
    floor = magnitude.numerator // magnitude.denominator
    rest = magnitude - floor
    half = Fraction(1, 2)
    match mode:
        case "down":
            away = False
        case "up":
            away = rest > 0
        case "half_up":
            away = rest >= half
        case "half_even":
            away = rest > half or (rest == half and floor % 2 == 1)
        case _:
            message = f"no rounding rule {mode!r}; there are {', '.join(MODES)}"
            raise RoundingError(message)
    result = floor + away
    return -result if x < 0 else result


def _scaled(x: Fraction, decimals: int, mode: str) -> int:
    if abs(decimals) > MAX_PLACES:
        message = f"{decimals} decimals; at most {MAX_PLACES} either way"
        raise RoundingError(message)
    return _whole(x * Fraction(10) ** decimals, mode)


def round_to(x: Fraction, decimals: int, mode: str = "half_even") -> Fraction:
    """Round to `decimals` places by the named rule; negative `decimals` round to tens, hundreds, ...

    Raises:
        RoundingError: unknown rule, or more than `MAX_PLACES` places.
    """
    return _scaled(x, decimals, mode) / Fraction(10) ** decimals


def decimal_string(x: Fraction, decimals: int, mode: str = "half_even") -> str:
    """Round and write with exactly `decimals` places; never an exponent, never minus zero."""
    return fixed_point(_scaled(x, decimals, mode), decimals)


def _leading_place(x: Fraction) -> int:
    """Return the power of ten of the first significant digit of `x`, which is not zero."""
    x = abs(x)
    # The bit lengths give the power of ten to within one step (0.30103 is log10 2); the loops settle it exactly.
    place = (x.numerator.bit_length() - x.denominator.bit_length()) * 30103 // 100000
    while Fraction(10) ** place > x:
        place -= 1
    while Fraction(10) ** (place + 1) <= x:
        place += 1
    return place


def _significant_places(x: Fraction, digits: int, mode: str) -> int:
    """Return the decimals at which `x` shows `digits` significant digits, carry included."""
    if not 1 <= digits <= MAX_PLACES:
        message = f"{digits} significant digits; from 1 to {MAX_PLACES}"
        raise RoundingError(message)
    if x == 0:
        return digits - 1
    decimals = digits - 1 - _leading_place(x)
    # 9.99 to two digits is 10, not 10.0: the carry moves the first digit up one place.
    return decimals - (_leading_place(x) != _leading_place(round_to(x, decimals, mode) or x))


def round_significant(x: Fraction, digits: int, mode: str = "half_even") -> Fraction:
    """Round to `digits` significant digits by the named rule.

    Raises:
        RoundingError: unknown rule, or fewer than 1 or more than `MAX_PLACES` digits.
    """
    return round_to(x, _significant_places(x, digits, mode), mode)


def significant_string(x: Fraction, digits: int, mode: str = "half_even") -> str:
    """Round to `digits` significant digits and write without exponent: 0.010, 9.9, 1200."""
    places = _significant_places(x, digits, mode)
    return fixed_point(_scaled(x, places, mode), places)


def round_parts(parts: Sequence[Fraction], total: Fraction, decimals: int, mode: str = "half_even") -> list[str]:
    """Print parts so that they add up exactly to the printed total.

    The total is rounded by the named rule, each part goes to one of its two neighbours on the grid, and those with the
    largest remainders go up (the first in order among equals). A part already on the grid is printed as it is.
    Negating all parts negates all strings, so a difference read backwards prints the same figures.

    Args:
        parts: exact parts, in the order in which they are printed.
        total: their exact sum.
        decimals: places of every printed string.
        mode: rounding rule of the total.

    Raises:
        RoundingError: the parts do not add up to the total: that is a defect, and rounding must not hide it.
    """
    if sum(parts, Fraction(0)) != total:
        message = "the parts do not add up to the total"
        raise RoundingError(message)
    target = _scaled(total, decimals, mode)
    scale = Fraction(10) ** decimals
    first = next((part for part in parts if part), Fraction(0))
    # One sign of the whole list is worked out and the other mirrored: this is what makes it antisymmetric.
    sign = -1 if total < 0 or (total == 0 and first < 0) else 1
    exact = [sign * part * scale for part in parts]
    floors = [value.numerator // value.denominator for value in exact]
    missing = sign * target - sum(floors)
    by_remainder = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    raised = set(by_remainder[:missing])
    return [fixed_point(sign * (floor + (i in raised)), decimals) for i, floor in enumerate(floors)]
