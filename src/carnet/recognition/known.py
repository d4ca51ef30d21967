"""The ids that a user's files may name, gathered once, so that a slip is told at once and not passed over."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from carnet.errors.nearest import nearest
from carnet.recognition.load import Loose
from carnet.recognition.places import ANYWHERE, PlaceTable, place_candidates, settled
from carnet.recognition.vocabulary import DIMENSIONS

T = TypeVar("T")

_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_CODE_DIGITS = range(4, 11)
MOST = 8  # candidates named


@dataclass(frozen=True, slots=True)
class Known:
    """Every id on file, shipped and own.

    `regions`: country → its region codes, where these are on file. `variants`: key → its words, over all products.
    `parameters`: those of the regimes, such as ``D8.tiers``. `checklist`: items of all markets, extra requirements of
    arrangements and usual proofs.
    """

    products: Collection[str] = ()
    countries: Collection[str] = ()
    regions: Mapping[str, Collection[str]] = field(default_factory=dict)
    markets: Collection[str] = ()
    regimes: Collection[str] = ()
    items: Collection[str] = ()
    checks: Collection[str] = ()
    variants: Mapping[str, Collection[str]] = field(default_factory=dict)
    parameters: Collection[str] = ()
    factors: Collection[str] = ()
    checklist: Collection[str] = ()
    places: PlaceTable = field(default_factory=PlaceTable)

    def product(self, text: str) -> bool:
        """Tell whether a text is a product on file, or a customs code."""
        digits = text.isascii() and text.isdigit() and len(text) in _CODE_DIGITS
        return digits or text in self.products

    def place(self, text: str) -> bool:
        """Tell whether a text is a code of a place: a country, its region, something in it, or anywhere.

        Regions of a country of which no list is on file are taken as written; so is the name of a park or plant.
        """
        if text == ANYWHERE:
            return True
        code, _, inside = text.partition("/")
        code = code.upper()
        country = code.partition("-")[0]
        if country not in self.countries or ("/" in text and not inside.strip()):
            return False
        if code == country:
            return True
        listed = self.regions.get(country)
        return code in listed if listed else _REGION.fullmatch(code) is not None

    def places_like(self, text: str) -> tuple[str, ...]:
        """Codes of places a text may mean."""
        if self.places.codes:
            return place_candidates(text, self.places)
        every = [*self.countries, *(code for codes in self.regions.values() for code in codes)]
        return nearest(text.upper(), every, MOST) or ("CN", "CN-50")

    def condition(self, text: str) -> bool:
        """Tell whether a text is key=value with a variant of some product, and words that it may have."""
        key, equals, words = text.partition("=")
        there = self.variants.get(key.strip())
        return bool(equals) and there is not None and set(words.strip().split("|")) <= set(there)

    def conditions_like(self, text: str) -> tuple[str, ...]:
        """Conditions a text may mean."""
        key = text.partition("=")[0].strip()
        if key in self.variants:
            return tuple(f"{key}={word}" for word in sorted(self.variants[key]))[:MOST]
        close = nearest(key, self.variants, MOST) or tuple(self.variants)[:MOST]
        return tuple(f"{each}=…" for each in close)

    def covered(self, text: str) -> bool:
        """Tell whether an arrangement may name this: a dimension, a parameter, a factor."""
        return text in DIMENSIONS or text in self.parameters or text in self.factors

    def regime(self, text: str) -> bool:
        """Tell whether a regime of this id is on file; a version behind ``@`` is not looked at."""
        return text.partition("@")[0] in self.regimes


def like(text: str, every: Collection[str]) -> tuple[str, ...]:
    """The nearest of some ids, else the first of them."""
    return nearest(text, every, MOST) or tuple(every)[:MOST]


def with_codes(loose: Loose[T], known: Known) -> Loose[T]:
    """Return what was read of a file with every place as its code."""
    return replace(loose, rows=tuple((pointer, settled(row, known.places)) for pointer, row in loose.rows))
