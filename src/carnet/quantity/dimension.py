"""Dimensions as exponents of base quantities: what may be multiplied into what.

A dimension says less than a kind: kg of product and kg CO2e share one. It guards products such as mass × distance and
the table itself; kinds guard everything else.
"""

from __future__ import annotations

from dataclasses import dataclass

BASES = ("mass", "length", "time", "count", "CNY", "EUR")


@dataclass(frozen=True, slots=True)
class Dimension:
    """Exponents of `BASES`, in that order; all zero for a ratio."""

    exponents: tuple[int, ...] = (0,) * len(BASES)

    def __mul__(self, other: Dimension) -> Dimension:
        """Dimension of a product."""
        return Dimension(tuple(a + b for a, b in zip(self.exponents, other.exponents, strict=True)))

    def __truediv__(self, other: Dimension) -> Dimension:
        """Dimension of a quotient."""
        return Dimension(tuple(a - b for a, b in zip(self.exponents, other.exponents, strict=True)))

    def __pow__(self, power: int) -> Dimension:
        """Dimension of a power."""
        return Dimension(tuple(a * power for a in self.exponents))

    def __str__(self) -> str:
        """Show ``mass·length^2·time^-2``, or ``1``."""
        shown = (
            base if power == 1 else f"{base}^{power}"
            for base, power in zip(BASES, self.exponents, strict=True)
            if power
        )
        return "·".join(shown) or "1"


def base_dimension(name: str) -> Dimension:
    """Return the dimension of one base quantity."""
    return Dimension(tuple(int(base == name) for base in BASES))


RATIO = Dimension()
MASS = base_dimension("mass")
LENGTH = base_dimension("length")
TIME = base_dimension("time")
COUNT = base_dimension("count")
CNY = base_dimension("CNY")
EUR = base_dimension("EUR")
AREA = LENGTH**2
VOLUME = LENGTH**3
ENERGY = MASS * AREA / TIME**2
POWER = ENERGY / TIME
TRANSPORT = MASS * LENGTH
