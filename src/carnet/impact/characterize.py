"""Characterization: masses of gases times a GWP set."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import InputError
from carnet.impact.gwp import find, no_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from carnet.impact.gwp import GwpSet

GasKey = tuple[str, str]
_ORIGINS = ("fossil", "biogenic", "")


def characterize_by_gas(gas_masses: Mapping[GasKey, Fraction], gwp_set: GwpSet) -> dict[GasKey, Fraction]:
    """Return kg CO2e of each (gas, origin), in the order given.

    Args:
        gas_masses: kg of each gas by (gas, origin); the origin ``""`` means it is not known.
        gwp_set: the set to use.

    Raises:
        InputError: gases the set does not have (GWP-001) or wants the origin of (GWP-002), all of them at once.
    """
    result: dict[GasKey, Fraction] = {}
    problems = []
    for (gas, origin), mass in gas_masses.items():
        found = find(gwp_set, gas, origin)
        if found is None:
            problems.append(no_value(gwp_set, gas, origin))
        else:
            result[gas, origin] = mass * found.value
    if problems:
        raise InputError(tuple(problems))
    return result


def characterize(gas_masses: Mapping[GasKey, Fraction], gwp_set: GwpSet) -> Fraction:
    """Return the sum in kg CO2e of `characterize_by_gas`."""
    return sum(characterize_by_gas(gas_masses, gwp_set).values(), Fraction(0))


def _any(gwp_set: GwpSet, gas: str) -> bool:
    return any(find(gwp_set, gas, origin) for origin in _ORIGINS)


def ratio_bounds(from_set: GwpSet, to_set: GwpSet, gases: Iterable[str] | None = None) -> tuple[Fraction, Fraction]:
    """Bound what a total without a gas split becomes under another set.

    A total V of non-negative parts characterized with `from_set` lies between low·V and high·V under
    `to_set`, because each part is multiplied by its own ratio of the two GWPs.

    Args:
        from_set: the set the total was made with.
        to_set: the set it is wanted in.
        gases: the gases the total may consist of; default: every gas both sets have.

    Returns:
        The least and the greatest ratio over gases and origins.
    """
    wanted = tuple(gases) if gases is not None else tuple(g for g in from_set.gases if _any(to_set, g))
    ratios = [
        after.value / before.value
        for gas in wanted
        for origin in _ORIGINS
        if (before := find(from_set, gas, origin)) and (after := find(to_set, gas, origin)) and before.value
    ]
    if not ratios:
        message = f"{from_set.id} and {to_set.id} have no gas in common among {wanted}"
        raise ValueError(message)
    return min(ratios), max(ratios)
