"""Conversion inside one kind, exactly; never across kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.quantity.kinds import KINDS
from carnet.quantity.problems import UnitError
from carnet.quantity.units import UNITS, Unit, find_unit, is_ambiguous, unit_candidates

if TYPE_CHECKING:
    from fractions import Fraction


def unit_of_kind(text: str, kind: str) -> Unit:
    """Return the unit, if it is known and belongs to the kind.

    Raises:
        UnitError: ``unknown_kind``, ``unknown_unit``, ``ambiguous_unit`` or ``kind_mismatch``.
    """
    if kind not in KINDS:
        reason = "unknown_kind"
        raise UnitError(reason, unit=text, kind=kind, candidates=tuple(KINDS))
    unit = find_unit(text)
    if unit is None:
        reason = "ambiguous_unit" if is_ambiguous(text) else "unknown_unit"
        raise UnitError(reason, unit=text, kind=kind, candidates=unit_candidates(text))
    if kind not in unit.kinds:
        reason = "kind_mismatch"
        raise UnitError(reason, unit=text, kind=kind, candidates=units_of_kind(kind))
    return unit


def units_of_kind(kind: str) -> tuple[str, ...]:
    """Return the symbols of all units of a kind, its base unit first."""
    base = KINDS[kind].base_unit
    return (base, *(symbol for symbol, unit in UNITS.items() if kind in unit.kinds and symbol != base))


def fits(unit: str, kind: str) -> bool:
    """Say whether the text names a unit of the kind."""
    found = find_unit(unit)
    return found is not None and kind in found.kinds


def convert(value: Fraction, from_unit: str, to_unit: str, kind: str) -> Fraction:
    """Convert an amount between two units of one kind, exactly.

    Args:
        value: the amount in `from_unit`.
        from_unit: a symbol or a synonym.
        to_unit: a symbol or a synonym.
        kind: a key of `KINDS`; both units must belong to it.

    Raises:
        UnitError: with the reason by name and what may have been meant.
    """
    return value * unit_of_kind(from_unit, kind).to_base / unit_of_kind(to_unit, kind).to_base


def in_base(value: Fraction, unit: str, kind: str) -> Fraction:
    """Convert an amount to the base unit of its kind.

    Raises:
        UnitError: as `convert`.
    """
    known = unit_of_kind(unit, kind)
    return convert(value, known.symbol, KINDS[kind].base_unit, kind)


def tonne_kilometres(mass: Fraction, mass_unit: str, distance: Fraction, distance_unit: str) -> Fraction:
    """Multiply a mass of goods by a distance; the result is in t·km.

    Raises:
        UnitError: a unit that is not one of product mass, or of distance.
    """
    return convert(mass, mass_unit, "t", "product_mass") * convert(distance, distance_unit, "km", "distance")


def find_ratio(text: str) -> tuple[Unit, Unit] | None:
    """Read a quotient of two units, such as ``MJ/kg`` or ``kg CO2e/t``; None when it is not exactly that."""
    above, slash, below = text.replace("\uff0f", "/").partition("/")
    if not slash:
        return None
    pair = (find_unit(above), find_unit(below))
    return None if pair[0] is None or pair[1] is None else (pair[0], pair[1])
