"""What the user may have meant: the known words nearest to an unknown one."""

from __future__ import annotations

from difflib import get_close_matches
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# difflib's own 6/10 suits names that people type whole; for terse ids a looser likeness still helps.
LOOSE = Fraction(4, 10)


def nearest(text: str, options: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Return up to `limit` of `options` that are like `text`, the likest first."""
    # difflib compares its ratio with the cutoff and does no arithmetic with it, so a Fraction serves.
    return tuple(get_close_matches(text, list(options), limit, LOOSE))  # type: ignore[call-overload]
