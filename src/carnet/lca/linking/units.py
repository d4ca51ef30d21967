"""Units of unit-process files: the quantity room's table, and what only such files hold (person kilometres, becquerel).

A conversion is allowed between two units that share a kind of `carnet.quantity`, or whose flow the file itself keeps in
one quantity (energy in MJ and kWh). A unit with two meanings (``gal``, ``ton``) is none. What a file says itself of the
units of its flow (kilograms of it in a cubic metre) goes before the table; where both speak and differ by more than
`CONTRADICTION`, that is told.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from carnet.quantity import KINDS, find_unit
from carnet.quantity.text import normalise_text

if TYPE_CHECKING:
    from carnet.inventory.lci import LciExchange, LciFlow

CONTRADICTION = 0.01
# Quantities that only inventories of this kind use, with their base unit: (dimension, ratio to its base).
_OWN: dict[str, tuple[str, Fraction]] = {
    "p*km": ("passengers", Fraction(1)),
    "bq": ("radioactivity", Fraction(1)),
    "kbq": ("radioactivity", Fraction(1000)),
    "mbq": ("radioactivity", Fraction(10**6)),
    "m3*a": ("volume_time", Fraction(1)),
    "m3*d": ("volume_time", Fraction(4, 1461)),
    "ha*a": (str(KINDS["area_time"].dimension), Fraction(10_000)),
    "kg*a": ("mass_time", Fraction(1)),
    "kg*d": ("mass_time", Fraction(4, 1461)),
    "v*km": ("vehicles", Fraction(1)),
}
# Names of the unit lists of openLCA and Brightway, for units that the quantity room knows by another one. The unit
# list of openLCA has no other "sh tn", "btu" and "cu ft"; its "Item(s)" is a count.
_NAMES = {
    "item(s)": "piece",
    "sh tn": "short_ton",
    "btu": "Btu_IT",
    "cu ft": "ft3",
    "gal (us liq)": "gal_US",
    "gal (imp)": "gal_UK",
    "person kilometer": "p*km",
    "person-kilometer": "p*km",
    "kilo becquerel": "kBq",
    "kilo bq": "kBq",
    "becquerel": "Bq",
    "square meter-year": "m2*a",
    "cubic meter-year": "m3*a",
    "m2a": "m2*a",
    "m3a": "m3*a",
    "pkm": "p*km",
    "personkm": "p*km",
    "vkm": "v*km",
    "vehicle-kilometer": "v*km",
}
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit: its dimension, the exact amount of the dimension's base unit in one, the kinds it may be of."""

    dimension: str
    ratio: Fraction
    kinds: frozenset[str]


@lru_cache(maxsize=4096)
def measure(text: str) -> Measure | None:
    """Return what a unit's text means; None when it is unknown or has two meanings."""
    plain = " ".join(normalise_text(text).split())
    if not plain or len(plain) > _LONGEST:
        return None
    plain = _NAMES.get(plain.casefold(), plain)
    own = _OWN.get(plain.replace("·", "*").casefold())
    if own is not None:
        return Measure(own[0], own[1], frozenset((own[0],)))
    unit = find_unit(plain)
    if unit is not None:
        dimension = str(KINDS[unit.kinds[0]].dimension)
        return Measure(dimension, unit.to_base, frozenset(unit.kinds))
    return _product(plain)


def _product(text: str) -> Measure | None:
    """Read a mass times a distance, such as ``t*mi``, as freight transport in t·km."""
    first, star, second = text.replace("·", "*").partition("*")
    if not star:
        return None
    mass, distance = find_unit(first), find_unit(second)
    if mass is None or distance is None or "product_mass" not in mass.kinds or "distance" not in distance.kinds:
        return None
    freight = measure("t·km")
    if freight is None:  # pragma: no cover - the table holds it
        return None
    return Measure(freight.dimension, mass.to_base / 1000 * distance.to_base, freight.kinds)


@lru_cache(maxsize=16384)
def ratio(have: str, want: str, *, one_quantity: bool = False) -> float | None:
    """Return how many `want` one `have` is; None when they do not convert.

    Args:
        have: unit of an amount.
        want: unit it is wanted in.
        one_quantity: the file keeps both in one quantity, so that only the dimension has to agree.
    """
    if have == want:
        return 1.0
    source, target = measure(have), measure(want)
    if source is None or target is None or source.dimension != target.dimension:
        return None
    if not one_quantity and not source.kinds & target.kinds:
        return None
    return float(source.ratio / target.ratio)


@dataclass(frozen=True, slots=True)
class Conversion:
    """How many units wanted one unit at hand is, None when nobody knows; `detail` says where file and table differ."""

    factor: float | None
    detail: str = ""


def convert(stated: float, have: str, want: str, *, one_quantity: bool = False) -> Conversion:
    """Take the file's own factor, or the table's where the file says nothing (`stated` 0); the rest as `ratio`."""
    known = ratio(have, want, one_quantity=one_quantity)
    if not (stated > 0 and math.isfinite(stated)):
        return Conversion(known)
    if known is None or abs(stated - known) <= CONTRADICTION * known:
        return Conversion(stated)
    return Conversion(stated, f"1 {have} = {stated:.6g} {want} ≠ {known:.6g} {want}")


def to_reference(exchange: LciExchange, flow: LciFlow) -> Conversion:
    """Convert one unit of an exchange to the reference unit of its flow."""
    return convert(exchange.factor, exchange.unit, flow.unit, one_quantity=True)


def stated_between(factor: float, unit: str, other: float, want: str, *, same: bool) -> float:
    """Return the file's own factor between units of two exchanges; 0 where it does not say.

    Args:
        factor: how much of its flow's reference unit one unit at hand is, 0 when not stated.
        unit: that reference unit.
        other: the same of the unit wanted.
        want: the reference unit of the flow wanted.
        same: both exchanges are of one flow.
    """
    if not (factor > 0 and other > 0):
        return 0.0
    bridge = 1.0 if same else ratio(unit, want)
    return factor * bridge / other if bridge is not None else 0.0


@lru_cache(maxsize=4096)
def dimension(text: str) -> str:
    """Return a word for the dimension of a unit; the text itself where it is unknown."""
    known = measure(text)
    return known.dimension if known is not None else f"?{text.strip()}"


def in_kilograms(unit: str) -> float | None:
    """Return the kilograms in one unit of mass; None when it is none."""
    return ratio(unit, "kg")
