"""What the recycling rules of D7 are made of: ratios, factors of flows, and the work of putting parts together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.context import Gap
from carnet.assessment.data_choice import (
    factor_markup,
    find_row,
    parameter_leaf,
    pick,
    record_datum,
    request_for,
    table_datum,
)
from carnet.assessment.expression import Node, add, constant, multiply, negate
from carnet.errors import Text
from carnet.quantity import parse_decimal

if TYPE_CHECKING:
    from collections.abc import Callable

    from carnet.assessment.context import Context
    from carnet.assessment.gases import Datum
    from carnet.assessment.plan import Plan
    from carnet.inventory.model import Exchange, Material

    Part = tuple[Node, Datum]
    InUnit = Callable[[str], Node | None]

ONE = Fraction(1)
CFF = "circular_footprint_formula"
GOODS = ("product_life_cycle",)
RECYCLING = ("waste_treatment", "product_life_cycle")
ELECTRICITY = ("electricity_life_cycle",)
_ONE = Text("1", "1")
RATIOS = {
    "recycled_content": Text("再生料含量R1", "recycled content R1"),
    "recycling_rate": Text("再生率R2", "recycling rate R2"),
    "energy_rate": Text("能量回收率R3", "energy recovery rate R3"),
    "quality_in": Text("投入侧品质比Qs/Qp", "quality ratio Qs/Qp of the input"),
    "quality_out": Text("产出侧品质比Qs/Qp", "quality ratio Qs/Qp of the output"),
    "heat_efficiency": Text("供热效率XH", "heat efficiency XH"),
    "power_efficiency": Text("发电效率XE", "power efficiency XE"),
}

# What a symbol of the formulas stands for, for the people who have to supply it.
_WANTED = {
    "Ev": Text("原生材料的因子", "a factor of the primary material"),
    "Er": Text("再生材料的因子", "a factor of the recycled material"),
    "ErecEoL": Text("报废再生处理的因子", "a factor of recycling at end of life"),
    "E*v": Text("被替代原生材料的因子", "a factor of the primary material that is replaced"),
    "Eer": Text("能源回收的因子", "a factor of energy recovery"),
    "Ed": Text("处置的因子", "a factor of disposal"),
    "Qs/Qp": Text("质量比", "the ratio of qualities"),
    "R1": Text("再生料含量", "the recycled content"),
    "R2": Text("回收再生率", "the recycling rate"),
    "R3": Text("能源回收率", "the energy-recovery rate"),
    "Xpr": Text("原生路线的因子", "a factor of the primary route"),
    "Xre": Text("再生路线的因子", "a factor of the recycled route"),
}


@dataclass(slots=True)
class Found:
    """Amounts and data of one line. `missing`: a gap was named instead; `at_one`: what A = 1 would add."""

    parts: list[Part] = field(default_factory=list)
    at_one: list[Part] = field(default_factory=list)
    missing: bool = False


# ── ratios ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Ratios:
    """The ratios of one material under one plan."""

    material: Material
    index: int
    plan: Plan
    context: Context

    def cell(self, name: str) -> Node | None:
        """The ratio the study gives, if any."""
        text = getattr(self.material, name)
        if not text:
            return None
        return self.context.cell(f"/materials/{self.index}/{name}", parse_decimal(text), "1", RATIOS[name])

    def default(self, key: str, label: Text) -> Node | None:
        """A number of D7.formula: by flow id or tag where `key` names a table, else ``<key>_otherwise``."""
        return formula_number(key, label, self.material.flow, self.plan, self.context)

    def content(self, *, formula: bool) -> Node | None:
        """R1 on the way in; nothing where the regime asks for a document and there is none."""
        if self.plan.get("D7.recycled_content_evidence") is True and not self.material.recycled_content_document:
            label = Text("再生料无证明，按零计", "recycled content without a document counts as none")
            rule = self.plan.values["D7.recycled_content_evidence"]
            return parameter_leaf(Fraction(0), rule, self.plan, "1", label)
        return self.declared() or (self.default("R1", RATIOS["recycled_content"]) if formula else None)

    def declared(self) -> Node | None:
        """R1 as the study declares it, for what is taken off a credit: a document that is missing must not raise it."""
        return self.cell("recycled_content")

    def rate(self, name: str, key: str, *, formula: bool) -> Node | None:
        """R2 or R3: the study's, else the formula's default where the formula asks."""
        found = self.cell(name)
        return self.default(key, RATIOS[name]) if found is None and formula else found

    def quality(self, name: str) -> Node | None:
        """Qs/Qp: the study's, else the formula's default. Never taken for 1 unsaid: what loses quality earns less."""
        return self.cell(name) or self.default("quality", RATIOS[name])


def formula_number(key: str, label: Text, flow_id: str, plan: Plan, context: Context) -> Node | None:
    """A number of D7.formula for a flow: by flow id or tag where `key` names a table, else ``<key>_otherwise``."""
    formula = plan.get("D7.formula")
    if not isinstance(formula, Mapping):
        return None
    table = formula.get(key)
    flow = context.flow(flow_id)
    text = None
    if isinstance(table, Mapping):
        text = next((table[name] for name in (flow.id, *flow.tags) if name in table), None)
    elif table is not None:
        text = table
    text = formula.get(f"{key}_otherwise") if text is None else text
    if text is None:
        return None
    return parameter_leaf(parse_decimal(str(text)), plan.values["D7.formula"], plan, "1", label)


def less(*nodes: Node) -> Node:
    """One less the nodes."""
    return add([constant(ONE, "one", _ONE), *(negate(n) for n in nodes)])


# ── factors ──────────────────────────────────────────────────────────────────────────────────────


def factor_of(
    flow_id: str, kinds: tuple[str, ...], unit: str, note: str, plan: Plan, context: Context
) -> Factor | None:
    """The regime's own row or the factor record of a flow, in the order of D9.ranking."""
    flow = context.by_id.get(flow_id)
    if flow is None:
        return None
    for source in plan.tags("D9.ranking"):
        if source == "regime_table" and kinds == GOODS:
            row = find_row(plan, flow, context.study.country)
            if row is not None:
                return Factor(table_datum(row, plan), row.per_unit)
        if source == "factor":
            # What recovered energy replaces is replaced where the product is used.
            country = context.study.product.market if kinds == ELECTRICITY else ""
            record = pick(context, request_for(context, flow_id, kinds, country=country, unit=unit), note)
            if record is not None:
                extra = factor_markup(flow, plan)
                label = Text("加成（1+加成率）", "mark-up (1 + rate)")
                scale = None
                if extra:
                    rule = plan.values["D9.factor_markup"]
                    scale = parameter_leaf(ONE + parse_decimal(extra), rule, plan, "1", label)
                return Factor(record_datum(record), record.per_unit, scale)
    return None


@dataclass(frozen=True, slots=True)
class Factor:
    """A datum per `per_unit`, with the regime's mark-up if it has one."""

    datum: Datum
    per_unit: str
    scale: Node | None = None

    def times(self, amount: Node, *ratios: Node) -> Part:
        """An amount in `per_unit` times ratios, with the datum."""
        nodes = [amount, *ratios, *([self.scale] if self.scale else [])]
        return multiply(*nodes), self.datum


@dataclass(frozen=True, slots=True)
class Work:
    """What the parts of one line need: where amounts come from and where gaps are noted."""

    row: Exchange
    unit: str
    in_unit: InUnit
    plan: Plan
    context: Context
    key: str
    found: Found = field(default_factory=Found)

    def put(self, flow: str, kinds: tuple[str, ...], what: str, *ratios: Node) -> None:
        """Add amount × ratios × factor of a flow; a ratio of zero asks for no factor."""
        if any(not r.terms.get("", 0) and len(r.terms) == 1 for r in ratios):
            return
        factor = factor_of(flow, kinds, self.unit, f"{self.key}:{what}", self.plan, self.context) if flow else None
        amount = None if factor is None else self.in_unit(factor.per_unit)
        if factor is None or amount is None:
            self.gap(flow, what)
        else:
            self.found.parts.append(factor.times(amount, *ratios))

    def put_less(self, flow: str, what: str, share: Node, quality: Node | None) -> None:
        """Take off share × Qs/Qp × factor of what is replaced; without Qs/Qp it is a gap."""
        if not share.terms.get("", 0):
            return
        if quality is None:
            self.gap(flow, "Qs/Qp")
        else:
            self.put(flow, GOODS, what, negate(multiply(share, quality)))

    def gap(self, flow: str, what: str) -> None:
        """Name what is missing."""
        self.found.missing = True
        known = flow if flow in self.context.by_id else self.row.flow
        said = _WANTED.get(what, Text(what, what))
        reason = Text(f"再生规则缺少{said.zh}（{what}）", f"the recycling rule needs {said.en} ({what})")
        # The parts of one material miss the same thing once.
        name = ":".join(self.key.split(":")[:2])
        self.context.notes.gaps[f"{name}:{what}"] = Gap(self.row.id, known, reason)
