"""One process of an openLCA package."""

from __future__ import annotations

import re
import sys
from collections import Counter
from typing import TYPE_CHECKING

from carnet.exchange.lci_jsonld_amounts import amount_of, scope_of, spread_of
from carnet.exchange.lci_jsonld_base import conversion, flow_of_reference
from carnet.inventory.lci import AllocationFactor, LciExchange, LciProcess

if TYPE_CHECKING:
    from carnet.exchange.lci_fields import Fields, Tree
    from carnet.exchange.lci_jsonld_amounts import Scope
    from carnet.exchange.lci_jsonld_base import Base

_TYPES = {"UNIT_PROCESS": "unit", "LCI_RESULT": "result"}
_METHODS = {
    "PHYSICAL_ALLOCATION": "physical",
    "ECONOMIC_ALLOCATION": "economic",
    "CAUSAL_ALLOCATION": "causal",
    "NO_ALLOCATION": "none",
    "USE_DEFAULT_ALLOCATION": "",
}
_SHARING = frozenset({"physical", "economic", "causal"})
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SCORES = ("dqEntry", "pedigreeUncertainty")


def read_process(identity: str, fields: Fields, tree: Tree, base: Base, outer: Scope, formulas: str) -> LciProcess:
    """Read a process; what is wrong with it goes to the findings, the process itself only counts without errors."""
    findings = fields.findings
    inner = [(f"/parameters/{index}", fields, each) for index, each in fields.rows(tree, "parameters", "")]
    findings.facts["parameters_of_processes"] += len(inner)
    scope = scope_of(inner, outer, formulas) if inner else outer
    exchanges: list[LciExchange] = []
    taken: Counter[str] = Counter()
    for index, each in fields.rows(tree, "exchanges", ""):
        where = f"/exchanges/{index}"
        exchange = _exchange(where, each, fields, base, scope, formulas, taken)
        if exchange is not None:
            exchanges.append(exchange)
    references = sum(exchange.is_reference for exchange in exchanges)
    if references != 1:
        findings.warn("LCI-069", fields.at("/exchanges"), references, count=references)
    method = _word(tree, "defaultAllocationMethod", "", _METHODS, fields)
    documentation = fields.mapping(tree, "processDocumentation", "")
    about = "/processDocumentation"
    if fields.flag(documentation, about, "isCopyrightProtected", "copyright"):
        findings.facts["processes_copyright"] += 1
    findings.facts["exchanges"] += len(exchanges)
    return LciProcess(
        id=identity,
        name=fields.text(tree, "name", "", required=True),
        location=sys.intern(base.location(tree, fields, "")),
        exchanges=tuple(exchanges),
        type=_word(tree, "processType", "", _TYPES, fields) or "unknown",
        path=base.path(tree, fields, ""),
        default_allocation=method,
        allocation=_allocation(tree, exchanges, fields, scope, formulas),
        period_from=_day(fields, documentation, "validFrom"),
        period_to=_day(fields, documentation, "validUntil"),
        technology=fields.loose(documentation, "technologyDescription"),
        licence=sys.intern(fields.loose(documentation, "restrictionsDescription").strip()),
        sources=_sources(documentation, fields, base),
        place=fields.entry,
    )


def _word(tree: Tree, key: str, where: str, words: dict[str, str], fields: Fields) -> str:
    stated = fields.text(tree, key, where)
    if stated and stated not in words:
        fields.findings.warn("LCI-063", fields.at(f"{where}/{key}"), stated, field=key, known=", ".join(words))
    return words.get(stated, "")


def _day(fields: Fields, tree: Tree, key: str) -> str:
    match = _DAY.match(fields.loose(tree, key))
    return match.group() if match else ""


def _sources(documentation: Tree, fields: Fields, base: Base) -> tuple[str, ...]:
    found: list[str] = []
    rows = [(f"/sources/{index}", each) for index, each in fields.rows(documentation, "sources", "/sources")]
    if isinstance(documentation.get("publication"), dict):
        rows.append(("/publication", documentation["publication"]))
    for _, each in rows:
        identity = each.get("@id")
        text = (base.sources.get(identity) if isinstance(identity, str) else None) or fields.loose(each, "name")
        if text and text not in found:
            found.append(sys.intern(text))
    return tuple(found)


def _exchange(
    where: str, tree: Tree, fields: Fields, base: Base, scope: Scope, formulas: str, taken: Counter[str]
) -> LciExchange | None:
    findings = fields.findings
    flow = fields.ref(tree, "flow", where, required=True)
    amount, formula = amount_of(
        tree, ("amount", "amountFormula"), where, fields=fields, scope=scope, formulas=formulas, what="exchanges"
    )
    if not flow:
        return None
    if flow not in base.flows:
        target = fields.mapping(tree, "flow", where)
        findings.warn("LCI-060", fields.at(where), flow, name=fields.loose(target, "name"))
        told = flow_of_reference(flow, target, fields, base)
        if told is not None:
            base.flows[flow] = told
    unit, factor = _unit(where, tree, flow, fields, base)
    if tree.get("costValue") is not None or tree.get("costFormula") is not None:
        findings.warn("LCI-071", fields.at(where))
    return LciExchange(
        id=_identity(where, tree, fields, taken),
        flow=flow,
        amount=amount,
        unit=unit,
        is_input=fields.flag(tree, where, "isInput", "input"),
        is_reference=fields.flag(tree, where, "isQuantitativeReference", "quantitativeReference"),
        avoided=fields.flag(tree, where, "isAvoidedProduct", "avoidedProduct"),
        provider=fields.ref(tree, "defaultProvider", where),
        formula=formula,
        spread=spread_of(tree, amount, fields, where),
        location=sys.intern(base.location(tree, fields, where)),
        place=fields.at(where),
        note=_note(where, tree, fields),
        factor=factor,
    )


def _unit(where: str, tree: Tree, flow: str, fields: Fields, base: Base) -> tuple[str, float]:
    """Return the name of the unit and what one of it is in the flow's reference unit."""
    quantity = fields.ref(tree, "flowProperty", where)
    identity = fields.ref(tree, "unit", where)
    name = fields.loose(tree["unit"], "name") if identity else ""
    known_flow = base.flows.get(flow)
    if not identity:
        # openLCA takes the reference unit of a flow when an exchange names none.
        fields.findings.warn(
            "LCI-062", fields.at(where), "", unit="", quantity=known_flow.quantity if known_flow else ""
        )
        return (known_flow.unit, 1.0) if known_flow and known_flow.unit and not quantity else ("", 0.0)
    if quantity:
        target = fields.mapping(tree, "flowProperty", where)
        known = base.quantity(quantity, fields.loose(target, "name"), fields.loose(target, "refUnit"))
    elif base.factors.get(flow):
        known = base.quantity(next(iter(base.factors[flow])))
    else:
        return sys.intern(name or identity), 0.0
    key = identity if identity in known.units else name
    factor = conversion(base, flow, quantity, key, fields.findings, fields.at(where))
    return sys.intern(known.names.get(identity) or name or identity), factor


def _identity(where: str, tree: Tree, fields: Fields, taken: Counter[str]) -> str:
    """Return what names an exchange in its process: the internal id of openLCA 2, the id of 1, its position."""
    number = tree.get("internalId")
    if type(number) is float:
        identity = f"{number:.0f}"
    else:
        stated = tree.get("@id")
        if number is not None:
            fields.wrong(f"{where}/internalId", "number", number)
        identity = stated if isinstance(stated, str) and stated else where.rpartition("/")[2]
    taken[identity] += 1
    if taken[identity] > 1:
        fields.findings.warn("LCI-074", fields.at(where), identity)
        return f"{identity}#{taken[identity]}"
    return identity


def _note(where: str, tree: Tree, fields: Fields) -> str:
    parts = [fields.loose(tree, "description").strip()]
    for key in _SCORES:
        scores = fields.text(tree, key, where).strip()
        if scores:
            fields.findings.facts["data_quality_entries"] += 1
            parts.append(scores)
    return sys.intern(" ".join(part for part in parts if part))


def _allocation(
    tree: Tree, exchanges: list[LciExchange], fields: Fields, scope: Scope, formulas: str
) -> tuple[AllocationFactor, ...]:
    """Read the factors; one that does not say whose share it is, of what, is told of and left out."""
    found: list[AllocationFactor] = []
    by_id = {exchange.id for exchange in exchanges}
    by_flow: dict[str, list[str]] = {}
    for exchange in exchanges:
        by_flow.setdefault(exchange.flow, []).append(exchange.id)
    rows = fields.rows(tree, "allocationFactors", "")
    fields.findings.facts["allocation_factors"] += len(rows)
    for index, each in rows:
        where = f"/allocationFactors/{index}"
        method = _word(each, "allocationType", where, _METHODS, fields)
        product = fields.ref(each, "product", where)
        share, _ = amount_of(
            each, ("value", "formula"), where, fields=fields, scope=scope, formulas=formulas, what="allocation"
        )
        target = fields.mapping(each, "exchange", where)
        line = _target(target, by_id, by_flow)
        # A causal factor is for one exchange, another for all; neither may name an exchange that is not there.
        placed = bool(line) if method == "causal" or target else True
        if method in _SHARING and product in by_flow and placed:
            found.append(AllocationFactor(method, product, share, line))
        else:
            fields.findings.facts["allocation_factors_left_out"] += 1
            fields.findings.warn("LCI-072", fields.at(where), product, method=method or "?")
    return tuple(found)


def _target(target: Tree, by_id: set[str], by_flow: dict[str, list[str]]) -> str:
    """Return the exchange a causal factor is for: by id, or by its flow when that stands there once."""
    number = target.get("internalId")
    stated = f"{number:.0f}" if type(number) is float else target.get("@id")
    if isinstance(stated, str) and stated:
        return stated if stated in by_id else ""
    flow = target.get("flow")
    identity = flow.get("@id") if isinstance(flow, dict) else None
    of_flow = by_flow.get(identity, []) if isinstance(identity, str) else []
    return of_flow[0] if len(of_flow) == 1 else ""
