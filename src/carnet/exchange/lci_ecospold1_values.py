"""Single values of an EcoSpold 1 file: uncertainty, categories, dates, access."""

from __future__ import annotations

import math
import re
import sys
from typing import TYPE_CHECKING

from carnet.exchange import lci_spreads as spreads

if TYPE_CHECKING:
    from carnet.inventory.lci import Spread

YES = frozenset({"true", "1"})
_ACCESS = {"0": "public", "1": "licensees", "2": "results only", "3": "restricted"}


def spread_as_stated(
    kind: str, amount: float, wide: float | None, low: float | None, high: float | None, mode: float | None
) -> Spread | None:
    """Return the stated spread; None where a lognormal gives no deviation."""
    if kind == "1":
        if wide is None:
            return None
        if wide < 1:
            raise spreads.SpreadError(spreads.GSD_BELOW_ONE)
        return spreads.lognormal(amount, None, math.log(wide) / 2)
    if kind == "2":
        if wide is None:
            raise spreads.SpreadError(spreads.missing("standardDeviation95"))
        return spreads.normal(amount, None, wide / 2)
    if low is None or high is None:
        raise spreads.SpreadError(spreads.missing("minValue/maxValue"))
    if kind == "4":
        return spreads.uniform(low, high)
    # Without a stated mode it follows from the mean of a triangle, (low + mode + high) / 3.
    return spreads.triangular(low, 3 * amount - low - high if mode is None else mode, high)


def path_of(attributes: dict[str, str]) -> tuple[str, ...]:
    """Return category and sub-category."""
    parts = (attributes.get(key, "").strip() for key in ("category", "subCategory"))
    return tuple(sys.intern(part) for part in parts if part)


def day_of(texts: dict[str, str], end: str) -> str:
    """Return the ``start`` or ``end`` of the period as far as it is stated: a day, a month or a year."""
    for key in (f"{end}Date", f"{end}YearMonth", f"{end}Year"):
        match = re.match(r"[0-9]{4}(?:-[0-9]{2}){0,2}", texts.get(key, ""))
        if match:
            return match.group()
    return ""


def licence_of(publication: dict[str, str]) -> str:
    """Return what a dataset says of access and copyright, in words."""
    parts = []
    access = publication.get("accessRestrictedTo", "").strip()
    if access:
        parts.append(f"access: {_ACCESS.get(access, access)}")
    if publication.get("copyright", "").strip():
        parts.append(f"copyright: {'yes' if publication['copyright'].strip() in YES else 'no'}")
    return "; ".join(parts)
