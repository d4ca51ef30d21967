"""What the processes of an openLCA package refer to: units, quantities, categories, locations, sources, flows."""

from __future__ import annotations

import math
import re
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carnet.exchange.lci_fields import as_written
from carnet.exchange.lci_olca_units import STANDARD
from carnet.inventory.lci import LciFlow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.exchange.lci_fields import Fields, Tree
    from carnet.exchange.lci_findings import Findings
    from carnet.exchange.lci_jsonld_package import Package

KINDS = {"PRODUCT_FLOW": "product", "WASTE_FLOW": "waste", "ELEMENTARY_FLOW": "elementary"}
_NO_CAS = frozenset({"nan", "n.a.", "n/a", "na", "-", "none", "null", "0"})
_MAX_PATH = 32
_NEAR_UNIT = 1e-3  # a factor further off its definition is no rounding


@dataclass(frozen=True, slots=True)
class Quantity:
    """A flow property with its units.

    Attributes:
        name: its name.
        unit: the reference unit, "" when nobody says.
        units: name, synonym or id of a unit → how much of the reference unit it is.
        names: id of a unit → its name.
        stated: True when the package itself holds the units.
    """

    name: str
    unit: str
    units: Mapping[str, float]
    names: Mapping[str, str]
    stated: bool


@dataclass(frozen=True, slots=True)
class Base:
    """The reference data of a package. `factors` is flow → quantity → factor, the reference quantity first."""

    quantities: dict[str, Quantity] = field(default_factory=dict)
    categories: dict[str, tuple[str, ...]] = field(default_factory=dict)
    locations: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    flows: dict[str, LciFlow] = field(default_factory=dict)
    factors: dict[str, dict[str, float]] = field(default_factory=dict)

    def quantity(self, identity: str, name: str = "", unit: str = "") -> Quantity:
        """Return a quantity: the package's, else openLCA's own of this id, else what the reference tells of it."""
        known = self.quantities.get(identity)
        if known is None:
            title, reference, units = STANDARD.get(identity, ("", "", {}))
            if unit and reference and unit != reference:
                reference, units = "", {}
            reference = reference or unit
            known = Quantity(
                title or name, reference, units or ({reference: 1.0} if reference else {}), {}, stated=False
            )
            if reference:
                self.quantities[identity] = known
        return known

    def path(self, tree: Tree, fields: Fields, where: str) -> tuple[str, ...]:
        """Return the category path: a text with slashes (openLCA 2), or a reference (openLCA 1)."""
        value = tree.get("category")
        if value is None:
            return ()
        if isinstance(value, str):
            return tuple(sys.intern(part) for each in value.split("/") if (part := each.strip()))
        if not isinstance(value, dict):
            fields.wrong(f"{where}/category", "object", value)
            return ()
        identity = fields.ref(tree, "category", where)
        if identity in self.categories:
            return self.categories[identity]
        name = fields.loose(value, "name")
        return (name,) if name else ()

    def location(self, tree: Tree, fields: Fields, where: str) -> str:
        """Return the code of a location, its name when the package does not hold it."""
        value = tree.get("location")
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        if not isinstance(value, dict):
            fields.wrong(f"{where}/location", "object", value)
            return ""
        identity = fields.ref(tree, "location", where)
        return self.locations.get(identity) or fields.loose(value, "code") or fields.loose(value, "name")


def clean_cas(text: str) -> str:
    """Return a CAS number without leading zeros, "" for the many spellings of none."""
    bare = text.strip()
    return "" if bare.lower() in _NO_CAS else re.sub(r"^0+(?=\d)", "", bare)


def clean_formula(text: str) -> str:
    """Return a chemical formula, "" for the many spellings of none."""
    bare = text.strip()
    return "" if bare.lower() in _NO_CAS else bare


def read_base(package: Package) -> Base:
    """Read everything but parameters and processes."""
    base = Base()
    groups = {identity: _group(fields, tree) for identity, fields, tree in package.trees("unit_groups")}
    for identity, fields, tree in package.trees("flow_properties"):
        group = fields.ref(tree, "unitGroup", "")
        name = fields.text(tree, "name", "")
        if group in groups:
            unit, units, names = groups[group]
            base.quantities[identity] = Quantity(name, unit, units, names, stated=True)
        elif group:
            package.findings.warn("LCI-077", fields.at("/unitGroup"), group, kind="UnitGroup")
    _categories(package, base)
    for identity, fields, tree in package.trees("locations"):
        base.locations[identity] = fields.text(tree, "code", "") or fields.text(tree, "name", "")
    for identity, fields, tree in package.trees("sources"):
        base.sources[identity] = fields.loose(tree, "textReference") or fields.text(tree, "name", "")
    for identity, fields, tree in package.trees("flows"):
        _flow(identity, fields, tree, base)
    return base


def _group(fields: Fields, tree: Tree) -> tuple[str, dict[str, float], dict[str, str]]:
    units: dict[str, float] = {}
    names: dict[str, str] = {}
    reference = ""
    for index, each in fields.rows(tree, "units", ""):
        where = f"/units/{index}"
        name = fields.text(each, "name", where, required=True)
        identity = fields.text(each, "@id", where)
        factor = fields.number(each, "conversionFactor", where)
        is_reference = fields.flag(each, where, "isRefUnit", "referenceUnit")
        if factor is None and is_reference:
            factor = 1.0
        if factor is None or factor <= 0:
            if factor is not None or each.get("conversionFactor") is None:
                written = as_written(each.get("conversionFactor"))
                quantity = fields.loose(tree, "name")
                fields.findings.add("LCI-061", fields.at(where), written, unit=name, quantity=quantity)
            continue
        if is_reference:
            if factor != 1:
                fields.findings.add("LCI-061", fields.at(where), factor, unit=name, quantity=fields.loose(tree, "name"))
            reference = name
        names[identity] = name
        units[identity] = units[name] = factor
        synonyms = each.get("synonyms")
        for synonym in synonyms if isinstance(synonyms, list) else ():
            if isinstance(synonym, str):
                units.setdefault(synonym, factor)
    if not reference:
        fields.findings.add("LCI-056", fields.at("/units"), field="isRefUnit")
    return reference, units, names


def _categories(package: Package, base: Base) -> None:
    parents: dict[str, tuple[str, str]] = {}
    for identity, fields, tree in package.trees("categories"):
        value = tree.get("category")
        if isinstance(value, str):  # openLCA 2 has no such files, others write the path of the parent
            base.categories[identity] = (*base.path(tree, fields, ""), fields.text(tree, "name", ""))
            continue
        parents[identity] = (fields.text(tree, "name", ""), fields.ref(tree, "category", ""))
    for identity in parents:
        path: list[str] = []
        at = identity
        seen: set[str] = set()
        while at in parents and at not in seen and len(path) < _MAX_PATH:
            seen.add(at)
            name, at = parents[at]
            path.append(name)
        if at == identity and at in seen:
            package.findings.add("LCI-065", "categories", identity, cycle=" → ".join([*reversed(path)][:10]))
        base.categories[identity] = tuple(reversed(path))


def _flow(identity: str, fields: Fields, tree: Tree, base: Base) -> None:
    stated = fields.text(tree, "flowType", "", required=True)
    if stated and stated not in KINDS:
        fields.findings.add("LCI-063", fields.at("/flowType"), stated, field="flowType", known=", ".join(KINDS))
    factors: dict[str, float] = {}
    reference = ""
    for index, each in fields.rows(tree, "flowProperties", ""):
        where = f"/flowProperties/{index}"
        quantity = fields.ref(each, "flowProperty", where, required=True)
        is_reference = fields.flag(each, where, "isRefFlowProperty", "referenceFlowProperty")
        factor = fields.number(each, "conversionFactor", where)
        if factor is None and is_reference:
            factor = 1.0
        if not quantity or factor is None:
            continue
        target = fields.mapping(each, "flowProperty", where)
        base.quantity(quantity, fields.loose(target, "name"), fields.loose(target, "refUnit"))
        if factor <= 0:
            name = base.quantity(quantity).name
            fields.findings.add("LCI-061", fields.at(where), factor, unit="", quantity=name)
            continue
        factors[quantity] = factor
        if is_reference and not reference:
            reference = quantity
    if not reference and len(factors) == 1:
        reference = next(iter(factors))
    known = base.quantity(reference) if reference else Quantity("", "", {}, {}, stated=False)
    if not reference:
        fields.findings.add("LCI-056", fields.at("/flowProperties"), field="isRefFlowProperty")
    elif not known.unit:
        fields.findings.warn("LCI-062", fields.at("/flowProperties"), known.name, unit="", quantity=known.name)
    base.factors[identity] = {reference: factors.get(reference, 1.0), **factors} if reference else {}
    base.flows[identity] = LciFlow(
        identity,
        fields.text(tree, "name", "", required=True),
        KINDS.get(stated, "elementary"),
        sys.intern(known.unit),
        base.path(tree, fields, ""),
        base.location(tree, fields, ""),
        clean_cas(fields.loose(tree, "cas")),
        clean_formula(fields.loose(tree, "formula")),
        known.name,
    )


def flow_of_reference(identity: str, target: Tree, fields: Fields, base: Base) -> LciFlow | None:
    """Return a flow whose file is missing as far as a reference to it tells: with kind and name, or not at all."""
    kind = KINDS.get(fields.loose(target, "flowType"))
    name = fields.loose(target, "name")
    if kind is None or not name:
        return None
    path = base.path(target, fields, "")
    unit = fields.loose(target, "refUnit")
    return LciFlow(identity, name, kind, unit, path, base.location(target, fields, ""))


def conversion(base: Base, flow: str, quantity: str, unit: str, findings: Findings, where: str) -> float:
    """Return how much of the flow's reference unit one unit of a quantity is; 0, with a finding, when unknown.

    Args:
        base: the reference data.
        flow: its id.
        quantity: id of the flow property, "" for the flow's own.
        unit: id or name of the unit.
        findings: for LCI-061 (a contradiction) and LCI-062 (nobody says).
        where: of the exchange.
    """
    factors = base.factors.get(flow)
    if not factors:
        return 0.0
    reference = next(iter(factors))
    chosen = quantity or reference
    known = base.quantity(chosen)
    of_quantity = factors.get(chosen)
    of_unit = known.units.get(unit)
    if of_quantity is None or (of_unit is None and known.stated):
        findings.add("LCI-061", where, unit, unit=known.names.get(unit, unit), quantity=known.name or chosen)
        return 0.0
    if of_unit is None or not known.unit:
        findings.warn("LCI-062", where, unit, unit=unit, quantity=known.name or chosen)
        return 0.0
    defined = STANDARD[chosen][2].get(known.names.get(unit, unit)) if known.stated and chosen in STANDARD else None
    if defined is not None and not math.isclose(of_unit, defined, rel_tol=_NEAR_UNIT):
        name = known.names.get(unit, unit)
        findings.warn("LCI-076", where, name, stated=repr(of_unit), defined=repr(defined), unit=known.unit)
    return of_unit / of_quantity * factors[reference]
