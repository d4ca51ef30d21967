"""D8, electricity: ordered tiers of tests over contracts and certificates; every kWh is served once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.certificates import (
    contract_kwh,
    contract_passes,
    entitled,
    note_shared,
    of_certificates,
    passes,
    supplied_kwh,
)
from carnet.assessment.context import Gap
from carnet.assessment.data_choice import kilograms, pick, record_datum, refusal, request_for, supplier_datum
from carnet.assessment.expression import Leaf, Node, constant, leaf, multiply
from carnet.assessment.gases import Datum
from carnet.errors import Text, problem
from carnet.lca import physical_shares, solve
from carnet.quantity import convert, parse_decimal

if TYPE_CHECKING:
    from carnet.assessment.context import Context
    from carnet.assessment.plan import Plan, PlanValue
    from carnet.inventory.model import Certificate, Contract, Exchange

ZERO, ONE = Fraction(0), Fraction(1)
# Annual totals of processes that feed each other run equally often, but for stock changes.
SAME_SCALE = Fraction(105, 100)
LIFE_CYCLE = "electricity_life_cycle"
SHARE_LABEL = Text("该层级覆盖的电量份额", "share of the kWh this tier covers")
USE = "use"
PLANT = "plant"  # the status of a study of a plant's own data
# The technology a factor record of such a mix carries.
MIXES = {"residual_mix": "residual_mix", "fossil_mix": "fossil_mix", "grid": ""}
# Which kinds of contract a tier is for; a supplier's value on a plain grid contract is that of its whole mix.
CONTRACTS = {
    "direct_line": ("direct_line", "own_generation"),
    "power_purchase_agreement": ("power_purchase_agreement",),
    "supplier_product": ("supplier_product",),
    "supplier_mix": ("grid",),
}

Part = tuple[Node, Datum]
Covered = tuple[Fraction, Datum, str]  # share of the row's kWh, what stands for them, the tier's name


@dataclass(slots=True)
class _Row:
    """One line of electricity while the tiers serve it: where it is used, what is left, what certificates gave."""

    exchange: Exchange
    contract: Contract
    country: str
    region: str
    rule: PlanValue
    left: Fraction = ONE
    serving: Fraction = ZERO  # of `left`, what certificates have taken in the tier at hand
    taken: dict[str, Fraction] = field(default_factory=dict)
    tried: list[Text] = field(default_factory=list)

    def fails(self, use: str, zh: str, en: str) -> list[Covered]:
        """Note why a tier serves nothing."""
        self.tried.append(Text(f"{use}：{zh}", f"{use}: {en}"))
        return []


def purchased_electricity(exchange: Exchange, plan: Plan, context: Context) -> list[Part]:
    """Split one line of electricity over the plan's tiers; shares add up to 1 or a gap is noted."""
    contract = next(c for c in context.study.contracts if c.id == exchange.contract)
    if contract.kind == "own_generation" and contract.technology in {"", "modelled"}:
        # Whatever the regime says of bought power: this was made in the study's own processes.
        one = constant(ONE, "own_generation", Text("自发自用", "own generation"))
        return [(one, _own_generation())]
    row = _row(exchange, contract, plan, context)
    parts: list[Part] = []
    tiers = row.rule.value if row.country else ()
    for tier in tiers if isinstance(tiers, tuple) else ():
        if not row.left or not isinstance(tier, Mapping):
            break
        row.serving = ZERO
        for share, datum, name in _tier(tier, row, plan, context):
            taken = min(share, row.left)
            if taken:
                parts.append((_share_node(taken, row.rule, plan, name), datum))
                row.left -= taken
                entry = context.notes.ledger.setdefault(contract.id, {})
                entry[name] = max(entry.get(name, ZERO), taken)
    if row.left:
        zh = "没有一个电力层级适用于全部电量" + "".join(f"；{t.zh}" for t in row.tried)
        en = "no electricity tier of this regime covers all of these kWh" + "".join(f"; {t.en}" for t in row.tried)
        context.notes.gaps[exchange.id] = Gap(exchange.id, exchange.flow, Text(zh, en))
    return parts


def _row(exchange: Exchange, contract: Contract, plan: Plan, context: Context) -> _Row:
    """Where a line's electricity is used, and the tiers that hold there: in the use stage those of the market."""
    study = context.study
    process = next(p for p in study.processes if p.id == exchange.process)
    if process.stage == USE:
        rule = plan.values["D8.use_stage"]
        rule = rule if rule.value is not None else plan.values["D8.tiers"]
        country = study.product.market or contract.country or process.country
        region = contract.region if contract.country == country else ""
        row = _Row(exchange, contract, country, region, rule)
        if not country:
            row.fails("D8.use_stage", "研究没有给出产品的使用市场", "the study names no market for the product")
        return row
    country = contract.country or process.country or study.country
    region = contract.region or (study.region if country == study.country else "")
    return _Row(exchange, contract, country, region, plan.values["D8.tiers"])


def _share_node(share: Fraction, rule: PlanValue, plan: Plan, name: str) -> Node:
    what = Leaf("parameter", f"{plan.regime}:{rule.parameter}:{name}", "1", rule.source, rule.clause, rule.status)
    return leaf(share, what, SHARE_LABEL)


def _tier(tier: Mapping[str, object], row: _Row, plan: Plan, context: Context) -> list[Covered]:
    use = str(tier["use"])
    if use == "fixed":
        return [(ONE, _own_number(tier, row.rule, plan, ""), "fixed")]
    if use == "certificate":
        return _certificates(tier, row, plan, context)
    if use in CONTRACTS:
        return _by_contract(tier, use, row, plan, context)
    return _average(tier, use, row, context)


def _words(tier: Mapping[str, object], key: str, otherwise: tuple[str, ...] = ()) -> tuple[str, ...]:
    found = tier.get(key, otherwise)
    return tuple(str(t) for t in found) if isinstance(found, (list, tuple)) else (str(found),)


def _own_number(tier: Mapping[str, object], rule: PlanValue, plan: Plan, use: str) -> Datum:
    """The regime's own number for a kWh."""
    label = Text("方案规定的固定电力因子", "electricity value fixed by the regime")
    ratio = kilograms(str(tier["unit"])) / convert(ONE, str(tier["per_unit"]), "kWh", "electricity")
    name = f"D8.tiers:{use or 'fixed'}" if rule.parameter == "D8.tiers" else f"{rule.parameter}:{use or 'fixed'}"
    what = Leaf("parameter", f"{plan.regime}:{name}", "kg/kWh", rule.source, rule.clause, rule.status)
    value = leaf(parse_decimal(str(tier["value"])) * ratio, what, label)
    gwp_set = "co2_only" if tier.get("gas") == "CO2" else str(tier.get("gwp_set", "unknown"))
    # Two numbers of one rule in different GWP sets are open in different ranges, so they need names of their own.
    stated = str(tier.get("gwp_set", ""))
    ending = ":".join(part for part in (rule.parameter.replace("D8.tiers", "D8"), use, stated) if part)
    return Datum(
        f"fixed:{rule.stated_by}:{ending}", label, total=value, gwp_set=gwp_set, source=rule.source, status=rule.status
    )


def _average(tier: Mapping[str, object], use: str, row: _Row, context: Context) -> list[Covered]:
    """The mix of a place: of the grid, its residual or its fossil part."""
    kind, areas = str(tier.get("kind", LIFE_CYCLE)), _words(tier, "area", ("country",))
    technology = MIXES[use]
    country = row.country if set(areas) & {"region", "country"} else "GLO"
    region = row.region if "region" in areas else ""
    study = context.study
    pinned = next((c.factor for c in study.factor_choices if c.target == f"electricity:{row.contract.id}"), "")
    request = request_for(
        context, "electricity", (kind,), country=country, region=region, technology=technology, pinned=pinned
    )
    note_as = f"electricity:{row.contract.id}:{technology}:{kind}"
    record = pick(context, request, note_as if row.rule.parameter == "D8.tiers" else f"{note_as}:use")
    if record is None or (technology and record.technology != technology):
        return row.fails(use, f"{country} 没有此类因子（{kind}）", f"no factor of this kind for {country} ({kind})")
    if region and record.region != region:
        place = context.places.at("/region")
        found = problem("CAL-020", place, region, severity="warning", country=country, factor=record.id)
        context.notes.warnings[("CAL-020", row.contract.id)] = found
    return [(ONE, record_datum(record), technology or "grid")]


def _own_generation() -> Datum:
    label = Text("自发电：排放计在燃料燃烧处", "own generation: counted where its fuel is burnt")
    return Datum(
        "own_generation", label, total=leaf(ZERO, Leaf("constant", "own_generation"), label), gwp_set="co2_only"
    )


def _by_contract(tier: Mapping[str, object], use: str, row: _Row, plan: Plan, context: Context) -> list[Covered]:
    """Electricity by the kind of its contract: its whole amount, or as much as the certificates asked for hold."""
    if row.contract.kind not in CONTRACTS[use]:
        return []
    if use == "supplier_mix" and not _supplier_value(row, context):
        return row.fails(use, "没有供电商的数值", "no value of the supplier")
    tests = _words(tier, "require")
    if not contract_passes(tests, row.contract, row.country, context):
        return row.fails(use, "证据不足", "the evidence does not pass")
    asked = of_certificates(tests, row.contract, row.country)
    offered = _offered(asked, use, row, context) if asked else []
    if asked and not offered:
        return []
    datum = _of_contract(tier, use, row, plan, context)
    if datum is None:
        return []
    share = sum((_take(certificate, most, row, context) for certificate, most in offered), ZERO) if asked else ONE
    return [(share, datum, use)]


def _of_contract(tier: Mapping[str, object], use: str, row: _Row, plan: Plan, context: Context) -> Datum | None:
    """What stands for a kWh of the contract: the regime's number, the supplier's, or that of the technology."""
    if "value" in tier:
        return _own_number(tier, row.rule, plan, use)
    declared = _supplier_value(row, context) if use in {"supplier_product", "supplier_mix"} else None
    return declared or _technology(row.contract.technology, tier, row, context, use)


def _supplier_value(row: _Row, context: Context) -> Datum | None:
    """What the supplier declares for this row, per kWh."""
    for index, value in enumerate(context.study.supplier_values):
        if value.exchange == row.exchange.id and refusal(value, "", context) is None:
            datum = supplier_datum(value, index, context)
            per = convert(ONE, "kWh", value.per_unit, "electricity")
            scale = constant(per, f"kWh→{value.per_unit}", Text("单位换算", "unit conversion"))
            total = multiply(datum.total, scale) if datum.total is not None else None
            return Datum(
                datum.id, datum.name, total=total, gwp_set=datum.gwp_set, source=datum.source, status=datum.status
            )
    return None


def _technology(technology: str, tier: Mapping[str, object], row: _Row, context: Context, use: str) -> Datum | None:
    """The factor of a generating technology in the kind the tier asks for; without one the next tier holds."""
    kind = str(tier.get("kind", LIFE_CYCLE))
    if technology:
        country = row.contract.country or row.country
        request = request_for(context, "electricity", (kind,), country=country, technology=technology)
        record = pick(context, request, f"electricity:{use}:{technology}")
        if record is not None and record.technology == technology:
            return record_datum(record)
    row.fails(
        use,
        f"没有“{technology or '?'}”的此类因子（{kind}）",
        f"no factor of this kind for {technology or '?'} ({kind})",
    )
    place = context.places.at(f"/contracts/{context.study.contracts.index(row.contract)}/technology")
    found = problem(
        "CAL-032", place, technology or "-", severity="warning", contract=row.contract.id, use=use, kind=kind
    )
    context.notes.warnings[("CAL-032", f"{row.contract.id} {use} {technology}")] = found
    return None


def _certificates(tier: Mapping[str, object], row: _Row, plan: Plan, context: Context) -> list[Covered]:
    """What the contract's certificates cover of a row, each by the factor of its technology."""
    own = "value" in tier
    served: dict[str, tuple[Fraction, Datum]] = {}
    offered = _offered(_words(tier, "require"), "certificate", row, context)
    for certificate, most in offered:
        name = "certificate" if own else f"certificate:{certificate.technology}"
        known = served.get(name)
        datum = known[1] if known else _certificate_datum(certificate.technology, tier, row, plan, context)
        share = ZERO if datum is None else _take(certificate, most, row, context)
        if datum is not None and share:
            served[name] = (known[0] + share if known else share, datum)
    if offered and not served:
        row.fails("certificate", "没有证书通过检验", "no certificate passes the tests")
    return [(share, datum, name) for name, (share, datum) in served.items()]


def _offered(tests: tuple[str, ...], use: str, row: _Row, context: Context) -> list[tuple[Certificate, Fraction]]:
    """The contract's certificates that pass, each with the share of the row its volume still covers.

    A volume serves once, over all rows and tiers.
    """
    contract, study = row.contract, context.study
    total = supplied_kwh(contract, study)
    if not contract_kwh(contract.id, study) or not total or not contract.certificates:
        return []
    note_shared(context)
    if not contract.annual_kwh and _uneven(contract.id, context):
        context.notes.uneven.add(contract.id)
    may_use = entitled(study, tests)
    offered = []
    for certificate in sorted(study.certificates, key=lambda c: (c.technology, c.id)):
        # Every row of the contract has the same part of each certificate.
        volume = may_use.get((contract.id, certificate.id), ZERO)
        share = volume / total - row.taken.get(certificate.id, ZERO)
        if share > 0 and passes(certificate, tests, contract, row.country, context):
            offered.append((certificate, share))
    if not offered:
        row.fails(use, "没有证书通过检验", "no certificate passes the tests")
    elif not contract.annual_kwh and not _trusted_without_total(contract, context):
        row.fails(use, "合同没有期间总电量", "the contract gives no annual kWh")
        return []
    return offered


def _take(certificate: Certificate, most: Fraction, row: _Row, context: Context) -> Fraction:
    """Let a certificate serve what is left of a row, at most its own part; how much that is."""
    contract, study = row.contract, context.study
    share = min(most, row.left - row.serving)
    if share <= 0:
        return ZERO
    row.serving += share
    row.taken[certificate.id] = row.taken.get(certificate.id, ZERO) + share
    row_kwh = convert(parse_decimal(row.exchange.amount), row.exchange.unit, "kWh", "electricity")
    # The claim is of the kWh supplied in the period: each row stands for its part of them.
    claimed_kwh = row_kwh * supplied_kwh(contract, study) / contract_kwh(contract.id, study)
    context.notes.claims[certificate.id, contract.id, row.exchange.id] = row.taken[certificate.id] * claimed_kwh
    return share


def _trusted_without_total(contract: Contract, context: Context) -> bool:
    """Whether certificates may cover rows of a contract without annual kWh: never where the study is a plant's own.

    Rows are per run or per tonne: 1000 kWh of certificates would cover a whole year's use. Said in every study.
    """
    plant = context.study.status == PLANT
    place = context.places.at(f"/contracts/{context.study.contracts.index(contract)}/annual_kwh")
    what_zh, what_en = ("不予计算", "nothing is covered") if plant else ("按各行电量试算", "counted over the rows")
    found = problem("CAL-039", place, contract.id, severity="warning", what_zh=what_zh, what_en=what_en)
    context.notes.warnings["CAL-039", contract.id] = found
    context.notes.no_annual_total.add(contract.id)
    return not plant


def _certificate_datum(
    technology: str, tier: Mapping[str, object], row: _Row, plan: Plan, context: Context
) -> Datum | None:
    if "value" in tier:
        return _own_number(tier, row.rule, plan, "certificate")
    return _technology(technology, tier, row, context, "certificate")


def _uneven(contract: str, context: Context) -> bool:
    """Whether the rows of a contract stand on different scales, so that their kWh cannot be added up."""
    users = {e.process for e in context.study.exchanges if e.role == "electricity" and e.contract == contract}
    physical = solve(context.system, physical_shares(context.system))
    runs = [physical.activity[p] for p in users if physical.activity[p]]
    return bool(runs) and max(runs) > min(runs) * SAME_SCALE
