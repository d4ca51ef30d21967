"""Products and quotients of units: what kWh per piece times 1 per year times years comes to.

Units of one dimension that must never mix (peak watts and watts, gas at 0 °C and at 20 °C, kg and kg CO2e) stay apart
here as well: each such kind counts as a base of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from carnet.quantity import dimension as dim
from carnet.quantity.kinds import KINDS
from carnet.quantity.units import find_unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.quantity.units import Unit

ONE = Fraction(1)
# Kinds that are a base of their own instead of what their dimension says.
_APART = frozenset({"co2e", "co2_mass", "gas_volume", "gas_volume_15c", "gas_volume_20c", "power_peak"})
# One base unit of a dimension (kg, MJ, t·km, km, a, …) in kg, m and s, so that products of units are coherent.
_COHERENT: Mapping[dim.Dimension, Fraction] = MappingProxyType(
    {
        dim.ENERGY: Fraction(10**6),
        dim.TRANSPORT: Fraction(10**6),
        dim.LENGTH: Fraction(1000),
        dim.TIME: Fraction(31557600),
        dim.AREA * dim.TIME: Fraction(31557600),
        dim.POWER: Fraction(1000),
    }
)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a unit expression measures: `ratio` in coherent units, `dimension`, and exponents of kinds kept apart."""

    ratio: Fraction
    dimension: dim.Dimension
    apart: tuple[tuple[str, int], ...] = ()

    def __mul__(self, other: Measure) -> Measure:
        """The measure of a product."""
        return Measure(self.ratio * other.ratio, self.dimension * other.dimension, _joined(self.apart, other.apart, 1))

    def __truediv__(self, other: Measure) -> Measure:
        """The measure of a quotient."""
        return Measure(self.ratio / other.ratio, self.dimension / other.dimension, _joined(self.apart, other.apart, -1))

    def fits(self, other: Measure) -> bool:
        """Whether both measure the same, so that their ratios can be compared."""
        return self.dimension == other.dimension and self.apart == other.apart


def _joined(
    one: tuple[tuple[str, int], ...], two: tuple[tuple[str, int], ...], sign: int
) -> tuple[tuple[str, int], ...]:
    powers = dict(one)
    for name, power in two:
        powers[name] = powers.get(name, 0) + sign * power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def _of_unit(unit: Unit) -> Measure:
    kinds = set(unit.kinds)
    if kinds <= _APART:
        return Measure(unit.to_base, dim.RATIO, ((unit.kinds[0], 1),))
    dimension = KINDS[unit.kinds[0]].dimension
    return Measure(unit.to_base * _COHERENT.get(dimension, ONE), dimension)


def measure(text: str) -> Measure | None:
    """Read a unit, or a quotient or product of units such as ``kWh/kWp/a`` or ``kWh/(piece·a)``.

    Returns:
        None where a part of it is no unit, or has two meanings.
    """
    numerator, *below = text.replace("\uff0f", "/").split("/")
    found = _product(numerator)
    for part in below:
        divisor = _product(part.strip().removeprefix("(").removesuffix(")"))
        if found is None or divisor is None:
            return None
        found = found / divisor
    return found


def _product(text: str) -> Measure | None:
    unit = find_unit(text.strip())
    if unit is not None:
        return _of_unit(unit)
    parts = text.replace("*", "·").split("·")
    if len(parts) == 1:
        return None
    found = Measure(ONE, dim.RATIO)
    for part in parts:
        unit = find_unit(part.strip())
        if unit is None:
            return None
        found = found * _of_unit(unit)
    return found
