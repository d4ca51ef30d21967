"""The lists of gases a regime counts: which of their words are no gas, and which gas may have been meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.errors.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from carnet.regime.model import Value

GAS_FILTERS = ("D4.direct_gases", "D4.upstream_gases", "D4.electricity_gases")
_ALL_GASES = "*"


def strange_gases(lists: Iterable[Value | None], gases: Collection[str]) -> tuple[str, ...]:
    """The words in lists of gases that are no gas of `gases`, each once."""
    words = [str(word) for each in lists if isinstance(each, tuple) for word in each]
    return tuple(dict.fromkeys(word for word in words if word not in gases and word != _ALL_GASES))


def near_gases(gas: str, gases: Collection[str]) -> tuple[str, ...]:
    """The gases a misspelt one may stand for, the likest first: first those of the same signs in another order."""
    mixed = sorted(gas.casefold())
    same = sorted(each for each in gases if sorted(each.casefold()) == mixed)
    by_sign = {each.casefold(): each for each in sorted(gases)}
    return tuple(dict.fromkeys((*same, *(by_sign[each] for each in nearest(gas.casefold(), by_sign)))))
