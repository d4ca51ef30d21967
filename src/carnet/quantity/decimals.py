"""Decimal strings to exact fractions and back.

The grammar is one for all users and machines: optional sign, ASCII digits, at most one point, optional exponent.
Nothing is guessed: "1,5" is 1.5 in Paris and 15 in a careless parser, so it is refused and the reason is named.
"""

from __future__ import annotations

import re
from fractions import Fraction

from carnet.quantity.problems import DecimalError

MAX_LENGTH = 2000
"""Longest text read as a decimal; longer ones only serve to keep a machine busy."""
MAX_EXPONENT = 400
"""Largest exponent, by absolute value; beyond what any double or any inventory needs."""
MAX_DIGITS = 100_000
"""Longest numerator or denominator read back from "p/q"."""

_DECIMAL = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?")
_EXACT = re.compile(r"(-?)([0-9]+)/([0-9]+)")

# Width, minus sign and no-break spaces only: full compatibility mapping would read "10²" as 102.
_FULL_WIDTH = "０１２３４５６７８９．＋－Ｅｅ，％／＝"
_ASCII = "0123456789.+-Ee,%/="
_TO_ASCII = {
    **{ord(wide): ord(narrow) for wide, narrow in zip(_FULL_WIDTH, _ASCII, strict=True)},
    ord("\u2212"): ord("-"),
    **{code: ord(" ") for code in (0x00A0, 0x2007, 0x202F, 0x3000)},
    **dict.fromkeys((0x200B, 0x2060, 0xFEFF)),
}

# The first pattern that is found names the reason; the order is from the most to the least telling.
_REASONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("formula", re.compile(r"^=")),
    ("not_finite", re.compile(r"^[+-]?(nan|inf|infinity|∞)$", re.IGNORECASE)),
    ("percent", re.compile(r"[%‰]")),
    ("comma", re.compile(r"[0-9],|,[0-9]")),
    ("fraction", re.compile(r"[0-9]\s*[/⁄½¼¾]")),
    ("inner_space", re.compile(r"^[+-]?[0-9.\s]*[0-9.]\s+[0-9.][0-9.\s]*$|^[+-]\s+[0-9.]")),
    ("several_points", re.compile(r"^[+-]?[0-9.]*\.[0-9]*\.[0-9.]*$")),
    ("range", re.compile(r"[0-9]\s*[-~–—～至]\s*[0-9]")),
    ("unit_inside", re.compile(r"^[+-]?[0-9.]*[0-9]\s*[^\W0-9_\u00b2\u00b3\u00b9\u2070-\u209f]")),
)


def _reason(text: str) -> str:
    return next((name for name, pattern in _REASONS if pattern.search(text)), "not_a_number")


def _split(text: str) -> tuple[bool, str, str, int]:
    """Return (negative, digits before the point, digits behind it, exponent) or raise."""
    if len(text) > MAX_LENGTH:
        reason = "too_long"
        raise DecimalError(reason, text)
    plain = text.translate(_TO_ASCII).strip()
    if not plain:
        reason = "empty"
        raise DecimalError(reason, text)
    match = _DECIMAL.fullmatch(plain)
    if match is None or not (match[2] or match[3]):
        raise DecimalError(_reason(plain), text)
    exponent = match[4] or "0"
    if abs(int(exponent)) > MAX_EXPONENT:
        reason = "exponent"
        raise DecimalError(reason, text)
    return match[1] == "-", match[2], match[3] or "", int(exponent)


def parse_decimal(text: str) -> Fraction:
    """Read a decimal such as ``"0.5777"``, ``"-1.2E-3"`` or full-width ``"１２．５"`` exactly.

    Args:
        text: at most `MAX_LENGTH` characters; spaces around it, no-break ones included, do not count.

    Raises:
        DecimalError: with the reason by name; nothing is ever guessed.
    """
    negative, whole, part, exponent = _split(text)
    number = Fraction(int(whole + part)) * Fraction(10) ** (exponent - len(part))
    return -number if negative else number


def decimal_or_none(text: str) -> Fraction | None:
    """Return the exact value; None where the text is empty or no decimal, for those who need no reason."""
    if not text:
        return None
    try:
        return parse_decimal(text)
    except DecimalError:
        return None


def canonical_decimal(text: str) -> str:
    """Return the one spelling of a decimal: no exponent, no needless zeros, no plus, no minus zero.

    Raises:
        DecimalError: as `parse_decimal`.
    """
    negative, whole, part, exponent = _split(text)
    digits = whole + part
    point = len(whole) + exponent
    if point <= 0:
        digits, point = "0" * (1 - point) + digits, 1
    digits = digits.ljust(point, "0")
    head, tail = digits[:point].lstrip("0") or "0", digits[point:].rstrip("0")
    shown = f"{head}.{tail}" if tail else head
    return f"-{shown}" if negative and shown != "0" else shown


_CHUNK = 4000  # below the interpreter's own limit on the conversion of long integers


def _int_text(number: int) -> str:
    """Write a non-negative integer of any length; the interpreter refuses more than 4300 digits at once."""
    if number.bit_length() <= 3 * _CHUNK:
        return str(number)
    # Halving keeps it near n·log²n; the split is at a power of ten, so the halves only need padding.
    half = max(_CHUNK // 2, number.bit_length() * 3 // 20)
    high, low = divmod(number, 10**half)
    return _int_text(high) + _int_text(low).rjust(half, "0")


def _int_value(digits: str) -> int:
    if len(digits) <= _CHUNK:
        return int(digits)
    half = len(digits) // 2
    scale: int = 10**half
    return _int_value(digits[:-half]) * scale + _int_value(digits[-half:])


def exact_string(x: Fraction) -> str:
    """Return the reduced fraction ``"p/q"``; an integer as ``"5/1"``."""
    sign = "-" if x < 0 else ""
    return f"{sign}{_int_text(abs(x.numerator))}/{_int_text(x.denominator)}"


def parse_exact(text: str) -> Fraction:
    """Read ``"p/q"`` back; only the reduced form that `exact_string` writes is accepted.

    Raises:
        DecimalError: not of the form, not reduced, or longer than `MAX_DIGITS` on a side.
    """
    too_long, bad = "too_long", "not_a_number"
    if len(text) > 2 * MAX_DIGITS:
        raise DecimalError(too_long, text)
    match = _EXACT.fullmatch(text)
    if match is None or not match[3].strip("0"):
        raise DecimalError(bad, text)
    number = Fraction(_int_value(match[2]), _int_value(match[3]))
    number = -number if match[1] else number
    if exact_string(number) != text:
        raise DecimalError(bad, text)
    return number


def places_of(x: Fraction) -> int | None:
    """Return the fewest decimals that write `x` exactly, or None when no finite number does."""
    rest, places = x.denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest //= prime
            count += 1
        places = max(places, count)
    return places if rest == 1 else None


def fixed_point(scaled: int, decimals: int) -> str:
    """Write ``scaled × 10^-decimals`` with exactly `decimals` places (none when not positive); no minus zero."""
    sign = "-" if scaled < 0 else ""
    if decimals <= 0:
        return sign + _int_text(abs(scaled) * 10**-decimals)
    digits = _int_text(abs(scaled)).rjust(decimals + 1, "0")
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"


def exact_decimal(x: Fraction) -> str | None:
    """Return the terminating decimal of `x` without exponent or needless zeros, or None when there is none."""
    places = places_of(x)
    return None if places is None else fixed_point(int(x * 10**places), places)
