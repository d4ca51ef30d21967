"""D8 in the second calculation: each kWh of a row goes to the first tier whose tests its evidence passes."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from campaigns.second.goods import supplier_refused
from campaigns.second.world import ONE, ZERO, Datum, World, datum_of, kilograms, pick, ratio

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carnet.inventory.model import Certificate, Contract, Exchange

CONTRACTS = {
    "direct_line": ("direct_line", "own_generation"),
    "power_purchase_agreement": ("power_purchase_agreement",),
    "supplier_product": ("supplier_product",),
    "supplier_mix": ("grid",),
}
TECHNOLOGY = {"residual_mix": "residual_mix", "fossil_mix": "fossil_mix", "grid": ""}


def kwh(row: Exchange) -> Fraction:
    """The kWh of a row."""
    return Fraction(row.amount) * (ratio(row.unit, "kWh") or ONE)


def electricity(world: World, row: Exchange) -> list[tuple[Fraction, Datum]]:
    """Share of the row's kWh and what stands for it."""
    contract = next(c for c in world.study.contracts if c.id == row.contract)
    if contract.kind == "own_generation" and contract.technology in {"", "modelled"}:
        return []
    process = world.process(row.process)
    name = "D8.tiers"
    if process.stage == "use":
        if world.rule("D8.use_stage") is not None:
            name = "D8.use_stage"
        country = world.study.product.market or contract.country or process.country
        region = contract.region if contract.country == country else ""
    else:
        country = contract.country or process.country or world.study.country
        region = contract.region or (world.study.region if country == world.study.country else "")
    left, parts = ONE, []
    gone: dict[str, Fraction] = {}
    for tier in world.rule(name) or () if country else ():
        for share, datum in _tier(world, tier, name, row, contract, country, region, left, gone):
            took = min(share, left)
            if took:
                parts.append((took, datum))
                left -= took
    return parts


def _tier(  # noqa: PLR0913, PLR0917 - a row in its place
    world: World,
    tier: dict[str, Any],
    name: str,
    row: Exchange,
    contract: Contract,
    country: str,
    region: str,
    left: Fraction,
    gone: dict[str, Fraction],
) -> list[tuple[Fraction, Datum]]:
    use = tier["use"]
    if not left:
        return []
    if use == "fixed":
        return [(ONE, printed(world, tier, name, ""))]
    if use == "certificate":
        return _certificates(world, tier, name, contract, country, left, gone)
    if use in TECHNOLOGY:
        areas = tier.get("area", ("country",))
        where = country if set(areas) & {"region", "country"} else "GLO"
        pinned = next((c.factor for c in world.study.factor_choices if c.target == f"electricity:{contract.id}"), "")
        record = pick(
            world, "electricity", (tier.get("kind", "electricity_life_cycle"),), country=where,
            region=region if "region" in areas else "", technology=TECHNOLOGY[use], pinned=pinned,
        )  # fmt: skip
        if record is None or (TECHNOLOGY[use] and record.technology != TECHNOLOGY[use]):
            return []
        return [(ONE, datum_of(record))]
    if contract.kind not in CONTRACTS[use]:
        return []
    declared = _declared(world, row)
    if use == "supplier_mix" and declared is None:
        return []
    if not _contract_passes(world, tier.get("require", ()), contract, country):
        return []
    if "value" in tier:
        datum: Datum | None = printed(world, tier, name, use)
    elif declared is not None and use in {"supplier_product", "supplier_mix"}:
        datum = declared
    else:
        datum = _plant(world, tier, contract, contract.technology, country)
    if datum is None:
        return []
    shown = [t for t in tier.get("require", ()) if t not in _said_by(contract, country)]
    if not shown:
        return [(ONE, datum)]
    return [(_served(world, shown, contract, left, gone), datum)]


def printed(world: World, tier: dict[str, Any], name: str, use: str) -> Datum:
    """The regime's own number for a kWh."""
    per = ratio(tier["per_unit"], "kWh") or ONE
    ending = "D8" if name == "D8.tiers" else name
    return Datum(
        f"fixed:{world.said_by[name]}:{ending}" + "".join(f":{t}" for t in (use, tier.get("gwp_set", "")) if t),
        (),
        Fraction(tier["value"]) * kilograms(tier["unit"]) / per,
        "co2_only" if tier.get("gas") == "CO2" else tier.get("gwp_set", "unknown"),
    )


def _plant(world: World, tier: dict[str, Any], contract: Contract, technology: str, country: str) -> Datum | None:
    if not technology:
        return None
    kind = tier.get("kind", "electricity_life_cycle")
    record = pick(world, "electricity", (kind,), country=contract.country or country, technology=technology)
    return datum_of(record) if record is not None and record.technology == technology else None


def _declared(world: World, row: Exchange) -> Datum | None:
    for value in world.study.supplier_values:
        if value.exchange == row.id and not supplier_refused(world, value, ""):
            per = ratio("kWh", value.per_unit) or ONE
            total = Fraction(value.value) * kilograms(value.unit) * per
            return Datum(f"supplier:{value.id}", (), total, value.gwp_set or "unknown")
    return None


def _days(start: str, end: str) -> int:
    return (date.fromisoformat(end) - date.fromisoformat(start)).days + 1


def _inside(world: World, it: Certificate) -> Fraction:
    """How much of a certificate's time is time of the study."""
    study = world.study
    start, end = max(it.vintage_from, study.period_from), min(it.vintage_to, study.period_to)
    return Fraction(_days(start, end), _days(it.vintage_from, it.vintage_to)) if start <= end else ZERO


def drawn(world: World, contract: Contract) -> Fraction:
    """The kWh of a contract: those of its year where it states them, else those of its rows."""
    if contract.annual_kwh:
        return Fraction(contract.annual_kwh)
    rows = (e for e in world.study.exchanges if e.role == "electricity" and e.contract == contract.id)
    return sum((kwh(e) for e in rows), ZERO)


def _part(world: World, it: Certificate, tests: Sequence[str], contract: Contract) -> Fraction:
    """What part of a contract's kWh a certificate is: contracts take from it in the order of the study."""
    if not drawn(world, contract) or (world.study.status == "plant" and not contract.annual_kwh):
        return ZERO
    volume = Fraction(it.volume_kwh) * (_inside(world, it) if "vintage_in_period" in tests else ONE)
    holders = [c for c in world.study.contracts if it.id in c.certificates]
    if len(holders) == 1:
        return volume / drawn(world, contract) if holders[0].id == contract.id else ZERO
    for holder in holders:
        part = min(volume, drawn(world, holder))
        if holder.id == contract.id:
            return part / drawn(world, contract)
        volume -= part
    return ZERO


def _served(
    world: World, tests: Sequence[str], contract: Contract, left: Fraction, gone: dict[str, Fraction]
) -> Fraction:
    """How much of a contract's kWh its certificates hold, where they must show what it is."""
    total = ZERO
    for it in sorted(world.study.certificates, key=lambda c: (c.technology, c.id)):
        if it.id in contract.certificates:
            used = gone.get(it.id, ZERO)
            share = max(ZERO, min(left - total, _part(world, it, tests, contract) - used))
            gone[it.id] = used + share
            total += share
    return total


def _said_by(contract: Contract, country: str) -> dict[str, bool]:
    """What a contract answers without certificates."""
    own = {
        "document": bool(contract.document),
        "same_country": contract.country in {"", country},
        "physical_delivery": contract.delivery == "yes" and bool(contract.document),
    }
    if contract.kind in {"direct_line", "own_generation"} and contract.instruments:
        own["not_sold"] = contract.instruments != "sold" and bool(contract.document)
    return own


def _contract_passes(world: World, tests: tuple[str, ...], contract: Contract, country: str) -> bool:
    held = [c for c in world.study.certificates if c.id in contract.certificates]
    own = _said_by(contract, country)
    return all(
        own[t] if t in own else bool(held) and all(_passes(world, c, t, contract, country) for c in held) for t in tests
    )


def _passes(world: World, it: Certificate, test: str, contract: Contract, country: str) -> bool:
    made_in = it.country or "?"
    in_market = "EU" in world.groups_of(made_in) and (country == "EU" or "EU" in world.groups_of(country))
    return {
        "cancelled": bool(it.cancelled_on),
        "not_sold": bool(it.cancelled_on and it.beneficiary),
        "same_country": made_in == country,
        "same_market": made_in == country or in_market,
        "vintage_in_period": _inside(world, it) > 0,
        "hourly_matching": it.matching == "hourly",
        "physical_delivery": contract.delivery == "yes" and bool(contract.document),
        "document": bool(contract.document),
    }[test]


def _certificates(
    world: World,
    tier: dict[str, Any],
    name: str,
    contract: Contract,
    country: str,
    left: Fraction,
    gone: dict[str, Fraction],
) -> list[tuple[Fraction, Datum]]:
    """Every certificate serves its own volume once: contracts in the order of the study, rows by their kWh."""
    found = []
    tests = tier.get("require", ())
    for it in sorted(world.study.certificates, key=lambda c: (c.technology, c.id)):
        share = min(left, _part(world, it, tests, contract) - gone.get(it.id, ZERO))
        if share <= 0 or not all(_passes(world, it, t, contract, country) for t in tests):
            continue
        own = "value" in tier
        datum = (
            printed(world, tier, name, "certificate") if own else _plant(world, tier, contract, it.technology, country)
        )
        if datum is not None:
            found.append((share, datum))
            left -= share
            gone[it.id] = gone.get(it.id, ZERO) + share
    return found
