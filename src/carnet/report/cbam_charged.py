"""What a good is charged on beside what the study says: the sum twice, where a precursor turns to its default.

A purchased precursor whose actual values lack their evidence is charged on its default (IR (EU) 2025/2547 Annex II
A.1(4), (5)), and the study keeps its own. Both sums run over the whole chain: what is made here, and each purchased
precursor with t of it per t of good.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.emissions import charged

if TYPE_CHECKING:
    from carnet.cbam.goods_result import GoodResult, Option
    from carnet.cbam.result import Computed, PrecursorResult

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Bought:
    """A purchased precursor: `mass` t per t of good, tCO2e per t of it by the study (`own`) and as charged."""

    row: PrecursorResult
    mass: Fraction
    own: Fraction
    charged: Fraction
    basis: str

    @property
    def turned(self) -> bool:
        """Whether it is charged on another value than the study's own."""
        return self.own != self.charged


@dataclass(frozen=True, slots=True)
class TwoSums:
    """Emissions that count, tCO2e per t of good: `made` by what is made here, the same on both sides."""

    made: Fraction
    bought: tuple[Bought, ...]
    own: Fraction
    charged: Fraction


def declared_option(good: GoodResult) -> Option | None:
    """Return the way the good is charged by."""
    return next((option for option in good.comparison if option.id == good.basis), None)


def two_sums(computed: Computed, good: GoodResult) -> TwoSums | None:
    """Return both sums; None where the good is charged on what the study says, or on the default of the good itself."""
    option = declared_option(good)
    if option is None or option.see is None or good.basis == "default":
        return None
    results = {row.id: row for row in computed.precursors}
    bought = []
    for choice in option.choices:
        row = results.get(choice.precursor)
        if row is None:
            return None
        # A default is looked up with the mark-up of the year of import here and of the data there: no own value.
        own = charged(row) if row.basis == "actual" or row.stated else choice.see
        bought.append(Bought(row, choice.mass, own, choice.see, choice.basis))
    if not any(each.turned for each in bought):
        return None
    made = option.see - sum((each.mass * each.charged for each in bought), ZERO)
    own_sum = made + sum((each.mass * each.own for each in bought), ZERO)
    return TwoSums(made, tuple(bought), own_sum, option.see)
