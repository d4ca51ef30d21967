"""How a figure of the method came about, in one line of both languages that names its equation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.quantity import canonical_decimal, decimal_string

if TYPE_CHECKING:
    from fractions import Fraction

PLACES = 6


def plain(value: Fraction, places: int = PLACES) -> str:
    """Return a figure as it stands in a line: at most `places` decimals, no idle zeros."""
    return canonical_decimal(decimal_string(value, places, "half_up"))


def line(body: Text, result: Fraction, unit: str) -> Text:
    """Return ``body = result unit``."""
    end = f" = {plain(result)} {unit}"
    return Text(body.zh + end, body.en + end)


def join(one: Text, other: Text, sign: str = "+") -> Text:
    """Return two terms in one line."""
    return Text(f"{one.zh} {sign} {other.zh}", f"{one.en} {sign} {other.en}")
