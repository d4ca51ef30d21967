"""Certificates and their price (Reg (EU) 2023/956 Art 6(2), 21, 22, 31): a floor for each good, quarters, no netting.

N = max(0, M x SEE - M x SEFA - reduction)     for one good; a surplus of one good never serves another
cost = N x price of the quarter of import      imports of 2026; later prices are weekly and not yet published
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam import figures
from carnet.cbam.figures import Years
from carnet.cbam.lookup import value_of
from carnet.cbam.terms import FIRST_YEAR, LAST_QUARTERLY_YEAR
from carnet.errors import Place, problem
from carnet.inventory.context import day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carnet.cbam.tables import Tables, Value
    from carnet.cbam.terms import Terms
    from carnet.errors import Problem

ZERO = Fraction(0)
# An own limit, not law: no default value comes near; beyond it kg are taken for t.
MOST_SEE = Fraction(100)
_MONTHS_IN_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Price:
    """The price that goes with an import: None with the reasons, and the day it is due where that is known."""

    value: Value | None
    quarter: str
    due: str
    problems: tuple[Problem, ...]


def certificates(amount: Fraction, see: Fraction, sefa: Fraction, reduction: Fraction = ZERO) -> Fraction:
    """Return the certificates of one good, never negative; unrounded, for the acts read name no rounding.

    Args:
        amount: t (or MWh) of the good.
        see: emissions charged, tCO2e per t.
        sefa: free allocation, t per t.
        reduction: certificates a carbon price paid takes off, for the whole amount.
    """
    return max(ZERO, amount * see - amount * sefa - reduction)


def times(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    """Return a product; None as soon as one of both is not known."""
    return None if one is None or other is None else one * other


def plus(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    """Return a sum of two; None as soon as one of both is not known."""
    return None if one is None or other is None else one + other


def total(amounts: Sequence[Fraction | None]) -> Fraction | None:
    """Return the sum of all, zero of none; None as soon as one is not known."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, ZERO) if len(known) == len(amounts) else None


def quarter_of(text: str) -> str:
    """Return ``2026-Q3`` for ``2026-08-15``, empty for no day."""
    return f"{text[:4]}-Q{(int(text[5:7]) - 1) // _MONTHS_IN_QUARTER + 1}" if is_day(text) else ""


def is_day(text: str) -> bool:
    """Tell whether a text is a date such as ``2026-08-15``, and one that there is."""
    return day(text) is not None


def years_of(import_date: str, produced: int | None, otherwise: int) -> Years:
    """Return the year whose figures apply and the year of import (IR (EU) 2025/2547 Art 7).

    Imports in 2026 always take 2026; later ones the year of import unless the year of production is evidenced, and
    never one before 2026. `otherwise` is the year taken where there is no import date that can be read.
    """
    imported = int(import_date[:4]) if is_day(import_date) else max(otherwise, FIRST_YEAR)
    made = imported if produced is None else min(produced, imported)
    return Years(max(made, FIRST_YEAR), imported)


def price_of(tables: Tables, terms: Terms, import_date: str, imported: int, on: str, place: Place) -> Price:
    """Return the price of the quarter of import, when published by the day `on`; or the user's, in a what-if."""
    quarter = quarter_of(import_date)
    if terms.price is not None:
        return Price(terms.priced(), quarter, "", ())
    if not is_day(import_date):
        known = tuple(
            sorted(key for (name, key), v in tables.values.items() if name == "price" and v.value is not None)
        )
        return Price(None, "", "", (problem("CBM-057", place, candidates=known, year=imported),))
    found = value_of(tables, "price", quarter) if imported <= LAST_QUARTERLY_YEAR else None
    known_on = figures.published(tables, quarter)
    if (
        found is not None
        and found.value is not None
        and found.cite.nature == "adopted"
        and (not known_on or known_on <= on)
    ):
        return Price(found, quarter, "", ())
    due = f"，应于 {known_on} 公布" if known_on else "（2027 年起按周定价）" if imported > LAST_QUARTERLY_YEAR else ""
    due_en = (
        f"; it is due on {known_on}" if known_on else " (weekly from 2027)" if imported > LAST_QUARTERLY_YEAR else ""
    )
    return Price(
        None, quarter, known_on, (problem("CBM-056", place, quarter, quarter=quarter, due=due, due_en=due_en),)
    )
