"""Numeric cells of a workbook: the shortest decimal of the double they hold.

A spreadsheet keeps numbers as IEEE 754 doubles and writes up to 17 digits of them, so a typed 0.1 may stand in the file
as 0.10000000000000001. What was meant is the shortest decimal that reads back as the same double. A cell that really
holds another double (329.40000000000003, from 91.5 × 3.6) keeps its digits: that is the author's arithmetic, and
whether to mend it is a decision to be recorded, not a matter of reading.
This module is the one place where a binary float appears, and only between two strings.
"""

from __future__ import annotations

import math

from carnet.quantity import DecimalError, canonical_decimal

NUMBER_DIGITS = 15
"""Significant digits a spreadsheet keeps of a typed number; a longer decimal must be written as text."""

_SMALLEST = "2.2250738585072014E-308"  # the smallest normal double; spreadsheets flush what is smaller to zero


def shortest_decimal(double_repr: str) -> str:
    """Return the shortest decimal that maps to the same double as the raw text of a numeric cell.

    Args:
        double_repr: the text of the cell's value element, such as ``0.10000000000000001`` or ``1E-3``.

    Returns:
        A decimal without exponent, such as ``0.1`` or ``0.001``; minus zero is ``0``.

    Raises:
        DecimalError: not a decimal, or ``beyond_double`` when no finite double is near it.
    """
    canonical_decimal(double_repr)  # refuses nan, underscores and all else that float() would take
    number = float(double_repr)
    if not math.isfinite(number):
        reason = "beyond_double"
        raise DecimalError(reason, double_repr)
    return canonical_decimal(repr(number))


def fits_numeric_cell(decimal: str) -> bool:
    """Say whether a decimal survives as a number: at most 15 significant digits, and the same decimal comes back.

    Raises:
        DecimalError: not a decimal.
    """
    canonical = canonical_decimal(decimal)
    digits = canonical.lstrip("-").replace(".", "").strip("0")
    if len(digits) > NUMBER_DIGITS:
        return False
    number = abs(float(canonical))
    if number and not float(_SMALLEST) <= number < math.inf:
        return False
    return shortest_decimal(canonical) == canonical
