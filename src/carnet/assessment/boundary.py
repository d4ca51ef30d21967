"""D2: whether a line lies inside the boundary a regime draws, and the parameter that leaves it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.assessment.exclusion import left_out
from carnet.errors import problem
from carnet.inventory.model import AFTER_GATE

if TYPE_CHECKING:
    from carnet.assessment.context import Context
    from carnet.assessment.lines import Line
    from carnet.assessment.plan import Plan

CAPITAL_GOODS = "capital_goods"  # the flow tag
PACKAGING = "packaging"  # the flow tag
SCRAP = "scrap"  # the flow tag
IRON_AND_STEEL = "72"  # the chapter of the customs tariff
UPSTREAM = "D2.upstream_tags"
# Lines that stand in a stage of their own, not in that of the process they are written under.
_OWN_STAGE = frozenset({"transport", "recycling"})


def boundary_reason(line: Line, plan: Plan, context: Context) -> str:
    """Why D2 or D3 leaves a line out: the parameter's id, or empty where it counts."""
    # A purchased good is reported under raw materials, but belongs to the stage of the process that uses it.
    stage = line.stage if line.category in _OWN_STAGE else line.process.stage
    flow = context.flow(line.exchange.flow)
    tags = {flow.id, *flow.tags}
    tests = {
        "D2.stages": stage not in plan.tags("D2.stages"),
        "D2.excluded_process_tags": bool(set(line.process.tags) & set(plan.tags("D2.excluded_process_tags"))),
        "D2.excluded_flow_tags": bool(tags & set(plan.tags("D2.excluded_flow_tags"))),
        "D2.packaging": PACKAGING in tags and plan.text("D2.packaging") == "excluded",
        "D2.transport": line.category == "transport" and not _carried(line, plan.text("D2.transport")),
    }
    if line.category in {"purchased", "waste"}:
        wanted = set(plan.tags(UPSTREAM))
        tests[UPSTREAM] = "*" not in wanted and not tags & wanted
        tests["D2.upstream_excluded_tags"] = bool(tags & set(plan.tags("D2.upstream_excluded_tags")))
        tests["D2.capital_goods"] = CAPITAL_GOODS in tags and plan.text("D2.capital_goods") != "included"
    found = next((parameter for parameter, out in tests.items() if out), "")
    if found == UPSTREAM:
        _warn_of_iron(line, plan, context)
    return found or ("D3.limit_percent" if left_out(line.exchange, plan, context) else "")


def _warn_of_iron(line: Line, plan: Plan, context: Context) -> None:
    """Iron or steel bought that a list of goods leaves out: right for some, and by far the largest slip where not.

    Scrap is no such good: what it carries is D7's to say.
    """
    row, flow = line.exchange, context.flow(line.exchange.flow)
    codes = [code for code in flow.cn_codes if code.startswith(IRON_AND_STEEL)]
    if line.category != "purchased" or not codes or SCRAP in flow.tags:
        return
    rule = plan.values[UPSTREAM]
    place = context.places.at(f"/exchanges/{context.index[row.id]}/flow")
    found = problem(
        "CAL-038", place, row.id, severity="warning", flow_zh=flow.name.zh, flow_en=flow.name.en,
        heading=codes[0], regime=plan.regime, clause=", ".join(p for p in (rule.source, rule.clause) if p),
    )  # fmt: skip
    context.notes.warnings["CAL-038", row.id] = found


def _carried(line: Line, rule: str) -> bool:
    """Whether a leg counts: ``inbound`` is what brings goods to the plant, not what takes them on from it."""
    inbound = line.exchange.direction == "in" and line.process.stage not in AFTER_GATE
    return rule == "all" or (rule == "inbound" and inbound)
