"""Everything a calculation looks at, gathered once; and what it notes down on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.expression import Leaf, Node, constant, divide, leaf, multiply
from carnet.errors import Text
from carnet.inventory.labels import property_name
from carnet.quantity import UnitError, convert, find_unit, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.assessment.exclusion import Exclusion
    from carnet.assessment.gases import OpenValues
    from carnet.errors import Problem
    from carnet.factors import FactorRequest, FactorSet, Selection
    from carnet.impact import GwpSet
    from carnet.inventory.flows import FlowList
    from carnet.inventory.model import Exchange, Flow, Places, Property, Study
    from carnet.lca import ProductSystem


@dataclass(frozen=True, slots=True)
class Gap:
    """An input that counts and has no value: named, never filled."""

    exchange: str
    flow: str
    reason: Text


@dataclass(slots=True)
class Notes:
    """What the calculation noticed: gaps, warnings, and which factor was chosen why."""

    gaps: dict[str, Gap] = field(default_factory=dict)
    warnings: dict[tuple[str, str], Problem] = field(default_factory=dict)
    selections: dict[str, Selection] = field(default_factory=dict)
    picked: dict[FactorRequest, Selection] = field(default_factory=dict)
    ledger: dict[str, dict[str, Fraction]] = field(default_factory=dict)
    claims: dict[tuple[str, str, str], Fraction] = field(default_factory=dict)  # by certificate, contract and row
    used_factors: set[str] = field(default_factory=set)
    uneven: set[str] = field(default_factory=set)
    no_annual_total: set[str] = field(default_factory=set)  # contracts whose certificates cover an unproved share
    # Kept through `clear`: what depends on the study and D3 alone.
    exclusions: dict[tuple[str, ...], Mapping[str, Exclusion]] = field(default_factory=dict)
    runs: dict[str, Fraction] = field(default_factory=dict)

    def clear(self) -> None:
        """Forget everything noted so far."""
        for pad in (
            self.gaps,
            self.warnings,
            self.selections,
            self.ledger,
            self.claims,
            self.used_factors,
            self.uneven,
            self.no_annual_total,
        ):
            pad.clear()


@dataclass(frozen=True, slots=True)
class Context:
    """The inputs of one calculation; `opened` and `notes` are its scratch pads."""

    study: Study
    places: Places
    system: ProductSystem
    flows: FlowList
    factors: FactorSet
    sets: Mapping[str, GwpSet]
    opened: OpenValues
    notes: Notes
    index: Mapping[str, int]
    by_id: Mapping[str, Flow]
    properties: Mapping[tuple[str, str], tuple[int, Property]]
    known_date: str

    def flow(self, flow_id: str) -> Flow:
        """The definition of a flow, the study's own first."""
        return self.by_id[flow_id]

    def cell(self, pointer: str, value: Fraction, unit: str, label: Text) -> Node:
        """A leaf for a value of the study, with the cell it stood in."""
        return leaf(value, Leaf("cell", pointer, unit, pointer=pointer, place=str(self.places.at(pointer))), label)

    def amount(self, exchange: Exchange) -> Node:
        """The amount of an exchange row in the row's own unit."""
        pointer = f"/exchanges/{self.index[exchange.id]}/amount"
        name = self.flow(exchange.flow).name
        label = Text(f"{name.zh}用量", f"amount of {name.en}")
        return self.cell(pointer, parse_decimal(exchange.amount), exchange.unit, label)

    def declared_amount(self) -> Node:
        """The amount of product the study declares, in the study's unit."""
        product = self.study.product
        label = Text("申报的产品量", "amount of product declared")
        return self.cell("/product/amount", parse_decimal(product.amount), product.unit, label)

    def property(self, flow_id: str, name: str) -> tuple[int, Property] | None:
        """A property row of a flow with its position, if the study gives one."""
        return self.properties.get((flow_id, name))

    def in_unit(self, exchange: Exchange, unit: str) -> Node | None:
        """The amount in another unit; mass, volume and pieces are crossed only by a cited density or net mass."""
        amount = self.amount(exchange)
        if exchange.unit == unit:
            return amount
        flow = self.flow(exchange.flow)
        try:
            ratio = convert(Fraction(1), exchange.unit, unit, flow.kind)
        except UnitError:
            return self._by_density(exchange, amount, unit)
        return multiply(amount, conversion(ratio, exchange.unit, unit))

    def _by_density(self, exchange: Exchange, amount: Node, unit: str) -> Node | None:
        found = self.property(exchange.flow, "density") or self.property(exchange.flow, "net_mass")
        if found is None or not found[1].value:
            return None
        position, density = found
        above, _, below = density.unit.partition("/")
        value = self.cell(
            f"/properties/{position}/value", parse_decimal(density.value), density.unit, property_name(density.property)
        )
        kind = self.flow(exchange.flow).kind
        per = find_unit(below)
        # What is weighed crosses into whatever the property is per: a gas, a liquid, pieces.
        mass, volume = "product_mass", kind if kind != "product_mass" or per is None else per.kinds[0]
        try:
            if kind == "product_mass":
                to_density = convert(Fraction(1), exchange.unit, above, mass)
                from_density = convert(Fraction(1), below, unit, volume)
                factor = constant(to_density * from_density, "units", Text("单位换算", "unit conversion"))
                return multiply(divide(amount, value), factor)
            to_density = convert(Fraction(1), exchange.unit, below, volume)
            from_density = convert(Fraction(1), above, unit, mass)
        except UnitError:
            return None
        factor = constant(to_density * from_density, "units", Text("单位换算", "unit conversion"))
        return multiply(amount, value, factor)


def conversion(ratio: Fraction, from_unit: str, to_unit: str) -> Node:
    """The exact ratio of two units as a printed constant."""
    return constant(ratio, f"{from_unit}→{to_unit}", Text(f"{from_unit}换算为{to_unit}", f"{from_unit} to {to_unit}"))
