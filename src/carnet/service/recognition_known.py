"""The ids that a user's markets, arrangements, cases and documents may name, from everything on file."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from carnet.recognition.known import Known
from carnet.recognition.products import variants_of
from carnet.recognition.readiness import CHECKS
from carnet.regime.vocabulary import BY_ID
from carnet.service import datasets, place_table

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from carnet.recognition.dimensions import DimensionRule
    from carnet.recognition.load_markets import Markets
    from carnet.recognition.products import Catalogue


@cache
def _fixed() -> Known:
    """What no file of a user can add to."""
    listed = datasets.countries()
    regions: dict[str, set[str]] = {}
    for code in listed.regions:
        regions.setdefault(code.partition("-")[0], set()).add(code)
    return Known(
        countries=frozenset(listed.countries),
        regions=regions,
        regimes=frozenset(datasets.regimes().ids()),
        checks=tuple(CHECKS),
        parameters=tuple(BY_ID),
        factors=frozenset(record.id for record in datasets.shipped_factors().records),
        places=place_table.places(),
    )


def known_of(products: Catalogue, items: Collection[str]) -> Known:
    """What a market's file may name."""
    categories = products.by_id.values()
    variants: dict[str, set[str]] = {}
    for category in categories:
        for variant in variants_of(category):
            variants.setdefault(variant.key, set()).update(variant.values)
    names = (name for each in categories for name in (each.id, *each.aliases, *each.flows))
    return replace(_fixed(), products=tuple(dict.fromkeys(names)), variants=variants, items=tuple(items))


def with_markets(known: Known, markets: Markets, dimensions: Sequence[DimensionRule]) -> Known:
    """The same with the markets and every item of a checklist: what arrangements, cases and documents may name."""
    every = markets.by_id.values()
    members = (code for each in every for code in each.members)
    listed = (item.id for each in every for purpose in each.purposes for item in purpose.checklist)
    usual = (proof.id for rule in dimensions for proof in rule.evidence)
    return replace(known, markets=(*markets.by_id, *members), checklist=frozenset((*listed, *usual)))
