"""D1: what one unit of the regime's figure is, as a factor on one declared unit of the product.

The denominator is the declared amount of the product times the factors of D1.factors (usable energy per piece, cycles
per year, years of service), or the amount of another flow that the product needs (crude steel). A number that the study
does not give is never assumed: it stands among what is missing, with the place where it belongs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.activity import activities
from carnet.assessment.context import conversion
from carnet.assessment.expression import Leaf, Node, constant, divide, leaf, multiply
from carnet.errors import InputError, Text, problem
from carnet.inventory.labels import property_name
from carnet.lca import physical_shares
from carnet.quantity import convert, fits, parse_decimal
from carnet.quantity.compound import Measure, measure

if TYPE_CHECKING:
    from carnet.assessment.context import Context
    from carnet.assessment.plan import Plan, PlanValue

ONE = Fraction(1)
FACTORS = "D1.factors"
ALLOWED = "D1.allowed"
PRODUCT = "product"
STUDY = "study"


def unit_of(plan: Plan, context: Context) -> tuple[Node, str, str, tuple[tuple[Node, Node], ...]]:
    """D1: the factor from "per declared unit of the product" to the regime's own unit, its unit and flow.

    For a flow such as ``crude_steel`` the physical amount of that flow in one declared unit divides. Last come the
    equations of the activities that this amount solves in a loop.

    Raises:
        InputError: no reference product of the study carries the tag.
        ValueError: something is missing that `missing_in_unit` names.
    """
    reference = plan.text("D1.reference")
    if reference == PRODUCT:
        return *_of_product(plan, context), context.study.product.flow, ()
    return _of_flow(reference, plan, context)


def missing_in_unit(plan: Plan, context: Context) -> tuple[PlanValue, ...]:
    """What the study would have to give so that its product can be counted in the regime's unit.

    Each entry is D1.factors or D1.unit without a value; `find_in` says what belongs where.
    """
    if plan.text("D1.reference") != PRODUCT or not plan.text("D1.unit"):
        return ()
    rule = plan.values[FACTORS]
    if rule.unknown:
        return ()
    found = [_missing(rule, text) for factor in _factors(rule) if (text := _lack(factor, context)) is not None]
    if found:
        return tuple(found)
    if not _factors(rule):
        unit = plan.text("D1.unit")
        fitting = unit == STUDY or fits(counted_unit(plan, context), context.flow(context.study.product.flow).kind)
        return () if fitting else (_missing(plan.values["D1.unit"], _misfit(plan, context)),)
    counted, wanted = _counted(plan, context), measure(counted_unit(plan, context))
    if counted is None or wanted is None or not counted.fits(wanted):
        return (_missing(rule, _misfit(plan, context)),)
    return ()


def _missing(rule: PlanValue, text: Text) -> PlanValue:
    return replace(rule, value=None, stated=True, candidates=(), find_in=text, given_in_study=True)


def _misfit(plan: Plan, context: Context) -> Text:
    product = context.study.product
    factors = [_factor_unit(f, context) for f in _factors(plan.values[FACTORS])]
    counted = " × ".join([product.unit, *factors])
    unit = plan.text("D1.unit")
    return Text(
        f"该方案按 {unit} 计，研究的产品按 {counted} 计，两者不能换算；请检查物性的单位，或该方案是否适用于此产品",
        f"the regime counts per {unit}, the product of the study in {counted}: one cannot be turned into the other; "
        "check the units of the properties, or whether the regime is for such a product",
    )


def counted_unit(plan: Plan, context: Context) -> str:
    """The unit of the figure: the study's own where the regime leaves it or allows it, else the regime's."""
    unit, own = plan.text("D1.unit"), context.study.product.unit
    return own if unit == STUDY or own in plan.tags(ALLOWED) else unit


def _factors(rule: PlanValue) -> tuple[Mapping[str, object], ...]:
    value = rule.value
    return tuple(v for v in value if isinstance(v, Mapping)) if isinstance(value, (list, tuple)) else ()


def _lack(factor: Mapping[str, object], context: Context) -> Text | None:
    """What the study lacks for one factor, and where it belongs; None where it has it."""
    product = context.study.product
    if "property" in factor:
        name = str(factor["property"])
        found = context.property(product.flow, name)
        if found is not None and found[1].value:
            return None
        label = property_name(name)
        return Text(
            f"工作表“物性 Properties”：物流 {product.flow} 的 {name}（{label.zh}）的数值与单位",
            f"sheet “物性 Properties”: the value and unit of {name} ({label.en}) of the flow {product.flow}",
        )
    table = factor.get("table")
    if isinstance(table, Mapping) and product.category not in table:
        listed = ", ".join(str(k) for k in table)
        return Text(
            f"工作表“研究 Study”：产品类别（product.category），可取 {listed}",
            f"sheet “研究 Study”: the category of the product (product.category), one of {listed}",
        )
    return None


def _factor_unit(factor: Mapping[str, object], context: Context) -> str:
    if "property" in factor:
        found = context.property(context.study.product.flow, str(factor["property"]))
        return found[1].unit if found else "?"
    return str(factor.get("unit", "1"))


def _counted(plan: Plan, context: Context) -> Measure | None:
    """What product unit and factors come to."""
    found = measure(context.study.product.unit)
    for factor in _factors(plan.values[FACTORS]):
        other = measure(_factor_unit(factor, context))
        if found is None or other is None:
            return None
        found = found * other
    return found


def _of_product(plan: Plan, context: Context) -> tuple[Node, str]:
    product, wanted = context.study.product, counted_unit(plan, context)
    rule = plan.values[FACTORS]
    nodes = [context.declared_amount(), *(_factor(f, rule, context) for f in _factors(rule))]
    if len(nodes) == 1:
        ratio = convert(ONE, product.unit, wanted, context.flow(product.flow).kind)
        nodes.append(conversion(ratio, product.unit, wanted))
    else:
        counted, target = _counted(plan, context), measure(wanted)
        if counted is None or target is None or not counted.fits(target):
            raise ValueError(_misfit(plan, context).en)
        units = "·".join([product.unit, *(f"({_factor_unit(f, context)})" for f in _factors(rule))])
        nodes.append(conversion(counted.ratio / target.ratio, units, wanted))
    label = Text("折算到声明单位", "to the declared unit")
    return divide(constant(ONE, "one", Text("1", "1")), multiply(*nodes), label), wanted


def _factor(factor: Mapping[str, object], rule: PlanValue, context: Context) -> Node:
    """One factor with the cell or the clause it stands in."""
    product = context.study.product
    if "property" in factor:
        name = str(factor["property"])
        found = context.property(product.flow, name)
        if found is None:
            raise ValueError(name)
        position, row = found
        return context.cell(f"/properties/{position}/value", parse_decimal(row.value), row.unit, property_name(name))
    unit = str(factor.get("unit", "1"))
    what = Leaf("parameter", FACTORS, unit, rule.source, rule.clause, rule.status)
    table = factor.get("table")
    if isinstance(table, Mapping):
        value, label = (
            str(table[product.category]),
            Text(f"按产品类别 {product.category} 的数值", f"number of the product category {product.category}"),
        )
    else:
        value, label = str(factor["value"]), Text("方案给定的数值", "number the regime prints")
    return leaf(parse_decimal(value), what, label)


def _of_flow(reference: str, plan: Plan, context: Context) -> tuple[Node, str, str, tuple[tuple[Node, Node], ...]]:
    unit = plan.text("D1.unit")
    whole = {
        key: constant(share, "physical", Text("物料本身，不分摊", "the material itself, nothing shared out"))
        for key, share in physical_shares(context.system).items()
    }
    physical = activities(whole, context)
    for process in context.system.outputs:
        output = context.system.reference(process)
        flow = context.flow(output.exchange.flow)
        if reference == flow.id and physical.value(process):
            wanted = "t" if unit == STUDY else unit
            ratio = convert(ONE, output.exchange.unit, wanted, flow.kind)
            label = Text(f"一个声明单位所含{flow.name.zh}量", f"{flow.name.en} in one declared unit")
            made = multiply(
                physical.nodes[process],
                context.amount(output.exchange),
                conversion(ratio, output.exchange.unit, wanted),
                label=label,
            )
            one = constant(ONE, "one", Text("1", "1"))
            equations = tuple((physical.nodes[p], equation) for p, equation in physical.equations.items())
            return divide(one, made), wanted, flow.id, equations
    rule = plan.values["D1.reference"]
    place = context.places.at("/processes")
    raise InputError((problem("CAL-013", place, reference, regime=plan.regime, clause=rule.clause),))
