"""Processes of several products become one column per product, by factors of the file or by a method chosen.

ISO 14044, 4.3.4.2: shares add up to 1. Factors that do not are not used. A method that does not apply to every product
of a process (a mass share where one product is electricity) does not apply to the process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from carnet.lca.linking.units import ratio, to_reference

if TYPE_CHECKING:
    from carnet.inventory.lci import AllocationFactor
    from carnet.lca.linking.policy import LinkPolicy
    from carnet.lca.linking.record import Line, Record

_NEAR = 1e-4  # factors are stored with a few decimals
_METHODS = ("physical", "economic", "causal")


@dataclass(frozen=True, slots=True)
class Split:
    """How a process is divided.

    `products` are the lines that get a column, the reference first; `shares` are theirs, of everything that `by_line`
    does not name; `by_line` (causal factors) gives shares by exchange id. `method` is what was used, "" for a process
    of one product. `bad_sums` says that factors of the file were passed over because they do not add up to 1.
    """

    products: tuple[Line, ...]
    shares: tuple[float, ...]
    method: str
    by_line: Mapping[str, tuple[float, ...]]
    bad_sums: bool = False


def split(record: Record, policy: LinkPolicy) -> Split | None:
    """Divide a process by the first method that applies; None where the policy refuses it."""
    reference = record.reference
    if reference is None:
        return None
    if not record.others:
        return Split((reference,), (1.0,), "", {})
    products = (reference, *record.others)
    bad_sums = False
    for method in policy.allocation[:-1]:
        if method in {"mass", "energy", "price"}:
            shares = _by_property(products, method, policy.prices)
            found, wrong = (Split(products, shares, method, {}) if shares is not None else None), False
        else:
            found, wrong = _stored(record, products, method)
        bad_sums |= wrong
        if found is not None:
            return replace(found, bad_sums=bad_sums)
    # The last word of a policy is one of these two.
    return Split((reference,), (1.0,), "cut_off", {}, bad_sums) if policy.allocation[-1] == "cut_off" else None


def _by_property(products: tuple[Line, ...], method: str, prices: Mapping[str, float]) -> tuple[float, ...] | None:
    weights: list[float] = []
    for line in products:
        amount, unit = line.exchange.amount, line.exchange.unit
        if method == "price":
            price = prices.get(line.flow.id, prices.get(line.flow.name, prices.get(line.flow.name.strip())))
            factor = to_reference(line.exchange, line.flow).factor
            if price is None or factor is None:
                return None
            weight = amount * factor * price
        else:
            factor = ratio(unit, "kg" if method == "mass" else "MJ")
            if factor is None:
                return None
            weight = amount * factor
        if weight < 0:
            return None
        weights.append(weight)
    total = sum(weights)
    return tuple(w / total for w in weights) if total > 0 else None


def _stored(record: Record, products: tuple[Line, ...], method: str) -> tuple[Split | None, bool]:
    """Use the file's factors of a method; ``stored`` is the process's own, or the only one it has."""
    factors = record.process.allocation
    known = [name for name in _METHODS if any(f.method == name for f in factors)]
    if method == "stored":
        own = record.process.default_allocation.casefold()
        wanted = next((name for name in _METHODS if own.startswith(name)), "")
        method = wanted or (known[0] if len(known) == 1 else "")
    mine = [f for f in factors if f.method == method]
    if not mine:
        return None, False
    return _causal(record, products, mine) if method == "causal" else _plain(products, mine, method)


def _plain(products: tuple[Line, ...], factors: list[AllocationFactor], method: str) -> tuple[Split | None, bool]:
    share = {f.product: f.share for f in factors}
    shares = _whole([share.get(line.flow.id) for line in products])
    return (Split(products, shares, method, {}), False) if shares is not None else (None, True)


def _causal(
    record: Record, products: tuple[Line, ...], factors: list[AllocationFactor]
) -> tuple[Split | None, bool]:  # fmt: skip
    share = {(f.exchange, f.product): f.share for f in factors}
    by_line: dict[str, tuple[float, ...]] = {}
    for line in (*record.demands, *record.credits, *record.nature):
        row = _whole([share.get((line.exchange.id, product.flow.id)) for product in products])
        if row is None:
            return None, True
        by_line[line.exchange.id] = row
    return Split(products, (0.0,) * len(products), "causal", by_line), False


def _whole(stated: list[float | None]) -> tuple[float, ...] | None:
    """Return shares that add up to 1; None when they do not.

    One that is not stated is what is left of 1: openLCA leaves out the factor of the product that bears the rest.
    """
    missing = stated.count(None)
    rest = 1.0 - sum(share for share in stated if share is not None)
    if missing > 1 or (not missing and abs(rest) > _NEAR):
        return None
    shares = tuple(max(rest, 0.0) if share is None and rest > -_NEAR else share for share in stated)
    return tuple(s for s in shares if s is not None) if all(s is not None and s >= 0 for s in shares) else None
