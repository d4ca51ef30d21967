"""The 50 t rule (Reg (EU) 2023/956 Art 2a, Annex VII): per importer and calendar year, over all codes together.

Exactly 50 t is exempt; above it every good of the year is covered, the first tonne too. Hydrogen and electricity are
never exempt and do not count. An incomplete total can show that the threshold is passed, never that it is
not.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from carnet.cbam.goods_result import Scope
from carnet.errors import Text
from carnet.quantity import decimal_string, exact_decimal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from carnet.cbam.tables import Tables

NEVER_EXEMPT = frozenset({"hydrogen", "electricity"})
_ABOVE = Text(
    "进口商全年净重 {total} t，超过 {limit} t，全年货物都要申报",
    "the importer's {total} t are above {limit} t: all goods of the year are covered",
)
_BELOW = Text(
    "进口商全年净重 {total} t，不超过 {limit} t，豁免", "the importer's {total} t do not pass {limit} t: exempt"
)
_OPEN = Text(
    "进口商全年净重未知，不假定豁免", "the importer's total over the year is not known: no exemption is assumed"
)
_NEVER = Text("氢和电力不适用 50 t 豁免", "the 50 t exemption does not extend to hydrogen and electricity")


class Landed(NamedTuple):
    """Net mass of one line, t; `mass` None where it is not known."""

    importer: str
    year: int
    sector: str
    mass: Fraction | None


def totals(lines: Iterable[Landed]) -> dict[tuple[str, int], Fraction | None]:
    """Sum net mass by importer and year; None as soon as one line of them has no mass. Hydrogen and power left out."""
    found: dict[tuple[str, int], Fraction | None] = {}
    for line in lines:
        if line.sector in NEVER_EXEMPT:
            continue
        key = (line.importer, line.year)
        before = found.get(key, Fraction(0))
        found[key] = None if before is None or line.mass is None else before + line.mass
    return found


def scope_of(
    importer: str,
    year: int,
    sector: str,
    sums: Mapping[tuple[str, int], Fraction | None],
    tables: Tables,
    *,
    complete: bool,
) -> Scope:
    """Return whether the goods of an importer are charged in a year; `complete`: the sums are the whole year's."""
    limit = tables.values.get(("threshold_t", ""))
    if sector in NEVER_EXEMPT:
        return Scope("covered", _NEVER, importer, year, None, complete, limit)
    total = sums.get((importer, year)) if importer or complete else None
    if limit is None or limit.value is None or total is None:
        return Scope("open", _OPEN, importer, year, total, complete, limit)
    said = {"total": _plain(total), "limit": _plain(limit.value)}
    if total > limit.value:
        return Scope("covered", _ABOVE.format(said), importer, year, total, complete, limit)
    if complete:
        return Scope("exempt", _BELOW.format(said), importer, year, total, complete, limit)
    return Scope("open", _OPEN, importer, year, total, complete, limit)


def _plain(amount: Fraction) -> str:
    return exact_decimal(amount) or decimal_string(amount, 3)
