"""D8, electricity: ordered tiers of tests over contracts and certificates, with a ledger of every kWh."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.context import Gap
from carnet.assessment.data_choice import kilograms, pick, record_datum, request_for
from carnet.assessment.expression import Leaf, Node, constant, leaf, multiply
from carnet.assessment.gases import Datum
from carnet.errors import Text, problem
from carnet.lca import physical_shares, solve
from carnet.quantity import convert, parse_decimal

if TYPE_CHECKING:
    from carnet.assessment.context import Context
    from carnet.assessment.plan import Plan
    from carnet.inventory.model import Certificate, Contract, Exchange

ZERO, ONE = Fraction(0), Fraction(1)
# Annual totals of processes that feed each other run equally often, but for stock changes.
SAME_SCALE = Fraction(105, 100)
LIFE_CYCLE = "electricity_life_cycle"
SHARE_LABEL = Text("该层级覆盖的电量份额", "share of the kWh this tier covers")

Part = tuple[Node, Datum]


def purchased_electricity(exchange: Exchange, plan: Plan, context: Context) -> list[Part]:
    """Split one line of electricity over the plan's tiers; shares add up to 1 or a gap is noted."""
    contract = next(c for c in context.study.contracts if c.id == exchange.contract)
    if contract.kind == "own_generation" and contract.technology in {"", "modelled"}:
        # Whatever the regime says of bought power: this was made in the study's own processes.
        one = constant(ONE, "own_generation", Text("自发自用", "own generation"))
        return [(one, _own_generation())]
    remaining = ONE
    parts: list[Part] = []
    tiers = plan.get("D8.tiers")
    for tier in tiers if isinstance(tiers, tuple) else ():
        if not remaining or not isinstance(tier, Mapping):
            break
        for share, datum, name in _tier(tier, contract, plan, context):
            taken = min(share, remaining)
            if taken:
                parts.append((_share_node(taken, plan, name), datum))
                remaining -= taken
                entry = context.notes.ledger.setdefault(contract.id, {})
                entry[name] = max(entry.get(name, ZERO), taken)
    if remaining:
        context.notes.gaps[exchange.id] = Gap(
            exchange.id,
            exchange.flow,
            Text("没有一个电力层级适用于全部电量", "no electricity tier of this regime covers all of these kWh"),
        )
    return parts


def _share_node(share: Fraction, plan: Plan, name: str) -> Node:
    rule = plan.values["D8.tiers"]
    what = Leaf("parameter", f"{plan.regime}:D8.tiers:{name}", "1", rule.source, rule.clause, rule.status)
    return leaf(share, what, SHARE_LABEL)


def _tier(
    tier: Mapping[str, object], contract: Contract, plan: Plan, context: Context
) -> list[tuple[Fraction, Datum, str]]:
    use = str(tier["use"])
    if use == "fixed":
        return [(ONE, _fixed(tier, plan), "fixed")]
    if use == "certificate":
        return _certificates(tier, contract, context)
    kinds = {"direct_line": ("direct_line", "own_generation"), use: (use,)}[use]
    if use in {"direct_line", "power_purchase_agreement", "supplier_product"}:
        if contract.kind not in kinds or not _contract_passes(_requires(tier), contract, context):
            return []
        return _by_technology(contract, context, use)
    areas = tier.get("area", ("country",))
    names = tuple(str(a) for a in areas) if isinstance(areas, (list, tuple)) else (str(areas),)
    technology = "residual_mix" if use == "residual_mix" else ""
    return _grid(str(tier.get("kind", LIFE_CYCLE)), names, contract, context, technology)


def _requires(tier: Mapping[str, object]) -> tuple[str, ...]:
    tests = tier.get("require", ())
    return tuple(str(t) for t in tests) if isinstance(tests, (list, tuple)) else (str(tests),)


def _contract_passes(tests: tuple[str, ...], contract: Contract, context: Context) -> bool:
    """Tests of a contract; those about cancelled instruments need every certificate of the contract to pass."""
    own = {"document": bool(contract.document), "same_country": contract.country in {"", context.study.country}}
    held = [c for c in context.study.certificates if c.id in contract.certificates]
    for test in tests:
        if test in own:
            if not own[test]:
                return False
        elif not held or not all(_passes(c, (test,), contract, context) for c in held):
            return False
    return True


def _fixed(tier: Mapping[str, object], plan: Plan) -> Datum:
    rule = plan.values["D8.tiers"]
    label = Text("方案规定的固定电力因子", "electricity value fixed by the regime")
    ratio = kilograms(str(tier["unit"])) / convert(ONE, str(tier["per_unit"]), "kWh", "electricity")
    what = Leaf("parameter", f"{plan.regime}:D8.tiers:fixed", "kg/kWh", rule.source, rule.clause, rule.status)
    value = leaf(parse_decimal(str(tier["value"])) * ratio, what, label)
    gwp_set = "co2_only" if tier.get("gas") == "CO2" else str(tier.get("gwp_set", "unknown"))
    return Datum(
        f"fixed:{rule.stated_by}:D8", label, total=value, gwp_set=gwp_set, source=rule.source, status=rule.status
    )


def _grid(
    kind: str, areas: tuple[str, ...], contract: Contract, context: Context, technology: str
) -> list[tuple[Fraction, Datum, str]]:
    study = context.study
    country = contract.country or study.country
    region = (contract.region or (study.region if country == study.country else "")) if "region" in areas else ""
    pinned = next((c.factor for c in study.factor_choices if c.target == f"electricity:{contract.id}"), "")
    request = request_for(
        context, "electricity", (kind,), country=country, region=region, technology=technology, pinned=pinned
    )
    record = pick(context, request, f"electricity:{contract.id}:{technology}:{kind}")
    if record is None:
        return []
    if region and record.region != region:
        place = context.places.at("/region")
        found = problem("CAL-020", place, region, severity="warning", country=country, factor=record.id)
        context.notes.warnings[("CAL-020", contract.id)] = found
    return [(ONE, record_datum(record), technology or "grid")]


def _own_generation() -> Datum:
    label = Text("自发电：排放计在燃料燃烧处", "own generation: counted where its fuel is burnt")
    return Datum(
        "own_generation", label, total=leaf(ZERO, Leaf("constant", "own_generation"), label), gwp_set="co2_only"
    )


def _by_technology(contract: Contract, context: Context, name: str) -> list[tuple[Fraction, Datum, str]]:
    datum = _technology(contract.technology, contract.country or context.study.country, context, name)
    return [] if datum is None else [(ONE, datum, name)]


def _technology(technology: str, country: str, context: Context, name: str) -> Datum | None:
    if not technology:
        return None
    request = request_for(context, "electricity", (LIFE_CYCLE,), country=country, technology=technology)
    record = pick(context, request, f"electricity:{name}:{technology}")
    return None if record is None or record.technology != technology else record_datum(record)


def _certificates(
    tier: Mapping[str, object], contract: Contract, context: Context
) -> list[tuple[Fraction, Datum, str]]:
    tests = _requires(tier)
    total = contract_kwh(contract.id, context)
    if not total:
        return []
    if _uneven(contract.id, context):
        context.notes.uneven.add(contract.id)
    by_technology: dict[str, Fraction] = {}
    for certificate in context.study.certificates:
        if certificate.id in contract.certificates and _passes(certificate, tests, contract, context):
            volume = parse_decimal(certificate.volume_kwh)
            by_technology[certificate.technology] = by_technology.get(certificate.technology, ZERO) + volume
    found = []
    for technology, volume in sorted(by_technology.items()):
        datum = _technology(technology, contract.country or context.study.country, context, "certificate")
        if datum is not None:
            found.append((volume / total, datum, f"certificate:{technology}"))
    return found


def _passes(certificate: Certificate, tests: tuple[str, ...], contract: Contract, context: Context) -> bool:
    study = context.study
    answers = {
        "cancelled": bool(certificate.cancelled_on),
        "same_country": (certificate.country or "?") == (contract.country or study.country),
        "vintage_in_period": certificate.vintage_from <= study.period_to
        and certificate.vintage_to >= study.period_from,
        "same_market": (certificate.country or "?") == (contract.country or study.country),
        "not_sold": bool(certificate.cancelled_on and certificate.beneficiary),
        "document": bool(contract.document),
    }
    # A test this engine cannot answer is not passed: evidence is shown, not presumed.
    return all(answers.get(test, False) for test in tests)


def _uneven(contract: str, context: Context) -> bool:
    """Whether the rows of a contract stand on different scales, so that their kWh cannot be added up."""
    users = {e.process for e in context.study.exchanges if e.role == "electricity" and e.contract == contract}
    physical = solve(context.system, physical_shares(context.system))
    runs = [physical.activity[p] for p in users if physical.activity[p]]
    return bool(runs) and max(runs) > min(runs) * SAME_SCALE


def contract_kwh(contract: str, context: Context) -> Fraction:
    """All kWh the study's rows draw from a contract, on the rows' own basis."""
    return sum(
        (
            convert(parse_decimal(e.amount), e.unit, "kWh", "electricity")
            for e in context.study.exchanges
            if e.role == "electricity" and e.contract == contract
        ),
        ZERO,
    )


def weigh(parts: list[tuple[Node, dict[str, Node]]]) -> list[dict[str, Node]]:
    """Multiply each part's gases with its share."""
    return [{gas: multiply(share, node) for gas, node in gases.items()} for share, gases in parts]
