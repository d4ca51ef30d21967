"""Process gases that cross the boundary: whose carbon nobody has counted yet, and waste gas at a rule's factor."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.co_product_data import heating_value, note_gap
from carnet.assessment.co_product_rules import WASTE_GAS, effective_method, method_of, rule_for
from carnet.assessment.data_choice import parameter_leaf
from carnet.assessment.direct import carbon_content, is_reported_co2
from carnet.assessment.expression import Node, constant, multiply
from carnet.assessment.gases import Datum, OpenValue
from carnet.errors import Text
from carnet.inventory.balance import CARBON_CONTENT, carbon_balance
from carnet.inventory.balance import bounds as property_bounds
from carnet.quantity import convert, parse_decimal

if TYPE_CHECKING:
    from carnet.assessment.context import Context
    from carnet.assessment.plan import Plan, PlanValue
    from carnet.inventory.model import Exchange, Process

ZERO = Fraction(0)
CARBON_TO_CO2 = Fraction(44, 12)
PROCESS_GAS = "process_gas"  # the flow tag


def credits_gas(exchange: Exchange, plan: Plan, context: Context) -> bool:
    """Whether the plan credits this gas for being handed on: then its burning has to be counted first.

    A plan that leaves the burning of process gases out (D2.process_gas) leaves it out here as well.
    """
    if plan.text("D2.process_gas") == "excluded":
        return False
    if PROCESS_GAS not in context.flow(exchange.flow).tags:
        return False
    name = effective_method(exchange.flow, rule_for(exchange.flow, plan, context))
    return name in {WASTE_GAS, "expansion", "fixed_credit"}


def gas_left_out(exchange: Exchange, context: Context) -> tuple[Node, Datum] | None:
    """CO2 of a gas handed on that its maker's reported rows do not hold: an open value, bounded by carbon.

    With G the CO2 of all the gas, B the maker's carbon balance (which lets the gas go) and R what it reports,
    R − B is what the rows can hold of it. So at most B + G − R is left out, and all of it where R is below B.
    """
    found = context.property(exchange.flow, CARBON_CONTENT)
    values = None if found is None else property_bounds(found[1])
    if found is None or values is None:
        note_gap(exchange, context, Text("缺少煤气含碳量", "the gas's carbon content is missing"))
        return None
    unit = found[1].unit.partition("/")[2]
    amount = context.in_unit(exchange, unit)
    if amount is None:
        return None
    low, high = values[0] * CARBON_TO_CO2, values[2] * CARBON_TO_CO2
    all_high = high * amount.constant
    balance = carbon_balance(context.study, exchange.process, context.flows)
    reported = reported_co2(exchange.process, context)
    least = ZERO
    if not balance.missing:
        high = min(high, max(ZERO, balance.co2_high + all_high - reported) / amount.constant)
        least = min(low, high) if reported <= balance.co2_low else ZERO
    name = context.flow(exchange.flow).name
    label = Text(
        f"{name.zh}外供部分的燃烧CO2，报告的排放行未包含的量",
        f"CO2 of burning the {name.en} handed on that the reported rows leave out",
    )
    open_value = OpenValue(
        f"reported:{exchange.id}:left_out",
        label,
        least,
        high,
        f"kg CO2/{unit}",
        f"{found[1].source} {found[1].locator}",
    )
    node = context.opened.node(open_value, label)
    return amount, Datum("carbon", label, total=node, gwp_set="co2_only")


def burnt_gases(process: Process, context: Context) -> list[Exchange]:
    """The rows by which a process burns process gas."""
    return [
        e
        for e in context.study.exchanges
        if e.process == process.id
        and e.direction == "in"
        and e.role in {"intermediate", "purchased"}
        and PROCESS_GAS in context.flow(e.flow).tags
    ]


def gas_not_counted(exchange: Exchange, plan: Plan, context: Context) -> str:
    """The parameter by which the CO2 of burning a gas input is left out of direct emissions, or empty."""
    gas = exchange.direction == "in" and PROCESS_GAS in context.flow(exchange.flow).tags
    return "D2.process_gas" if gas and plan.text("D2.process_gas") == "excluded" else ""


def gas_in_reported(process: Process, context: Context) -> tuple[Node, Datum] | None:
    """CO2 of the process gas burnt that the reported rows of a process hold, in kg per run: an open value.

    With G the CO2 of the gas, R what the rows report and B the carbon balance of the process (to which the gas
    belongs): where R covers B all of G is in it; else at least G less what R lacks of B; never more than R.
    A gas without a carbon content is a named gap.
    """
    low = high = ZERO
    rows = burnt_gases(process, context)
    sources = []
    for row in rows:
        found = context.property(row.flow, CARBON_CONTENT)
        values = None if found is None else property_bounds(found[1])
        amount = None if found is None else context.in_unit(row, found[1].unit.partition("/")[2])
        if found is None or values is None or amount is None:
            note_gap(row, context, Text("缺少煤气含碳量", "the gas's carbon content is missing"))
            return None
        low += values[0] * CARBON_TO_CO2 * amount.constant
        high += values[2] * CARBON_TO_CO2 * amount.constant
        sources.append(f"{found[1].source} {found[1].locator}".strip())
    reported = reported_co2(process.id, context)
    balance = carbon_balance(context.study, process.id, context.flows)
    lacking = high if balance.missing else max(ZERO, balance.co2_high - reported)
    open_value = OpenValue(
        f"reported:{process.id}:process_gas",
        Text(
            f"{process.name.zh}：报告的排放行中煤气燃烧的CO2",
            f"{process.name.en}: CO2 of burning process gases in the reported rows",
        ),
        min(max(ZERO, low - lacking), reported),
        min(high, reported),
        "kg CO2",
        "; ".join(dict.fromkeys(sources)),
    )
    node = context.opened.node(open_value, open_value.name)
    one = constant(Fraction(1), "one", Text("1", "1"))
    return one, Datum(f"gas:{process.id}", open_value.name, total=node, gwp_set="co2_only")


def reported_co2(process: str, context: Context) -> Fraction:
    """Fossil CO2 in kg that the rows of a process report."""
    return sum(
        (
            convert(parse_decimal(e.amount), e.unit, "kg", "gas_mass")
            for e in context.study.exchanges
            if e.process == process and is_reported_co2(e)
        ),
        ZERO,
    )


def imported_gas(exchange: Exchange, plan: Plan, context: Context) -> tuple[Node, Datum] | None:
    """A waste gas taken over: heating value × factor × `import_correction`; None where the rule has none."""
    rule = rule_for(exchange.flow, plan, context)
    method = method_of(rule)
    left_out = plan.text("D2.process_gas") == "excluded"
    if left_out or effective_method(exchange.flow, rule) != WASTE_GAS or "import_correction" not in method:
        return None
    return waste_gas(exchange, rule, method, plan, context, "import_correction")


def carbon_of(exchange: Exchange, context: Context) -> tuple[Node, Datum] | None:
    """CO2 equivalent to the carbon in a row: amount × carbon content × 44/12."""
    found = carbon_content(exchange.flow, context)
    if found is None:
        return None
    content, per_unit = found
    amount = context.in_unit(exchange, per_unit)
    if amount is None:
        return None
    ratio = constant(CARBON_TO_CO2, "44/12", Text("碳换算为CO2", "carbon to CO2"))
    label = Text("外供煤气燃烧的CO2", "CO2 from burning exported gas")
    return multiply(amount, ratio), Datum("carbon", label, total=content, gwp_set="co2_only")


def waste_gas(
    exchange: Exchange,
    rule: PlanValue,
    method: Mapping[str, object],
    plan: Plan,
    context: Context,
    correction: str,
) -> tuple[Node, Datum] | None:
    """Heating value × the factor of the rule × the named correction, as an amount in MJ and a datum per MJ."""
    energy = heating_value(exchange, context)
    if energy is None:
        note_gap(exchange, context, Text("缺少煤气的低位发热量", "the gas's lower heating value is missing"))
        return None
    label = Text("天然气排放因子×修正系数", "emission factor of natural gas × correction")
    per_mj = parse_decimal(str(method["ef_kg_per_mj"])) * parse_decimal(str(method[correction]))
    value = parameter_leaf(per_mj, rule, plan, "kg CO2/MJ", label)
    datum = Datum(
        f"waste_gas:{rule.stated_by}", label, total=value, gwp_set="co2_only", source=rule.source, status=rule.status
    )
    return energy, datum
