"""D2: whether a line lies inside the boundary a regime draws, and the parameter that leaves it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.assessment.exclusion import left_out
from carnet.inventory.model import AFTER_GATE

if TYPE_CHECKING:
    from carnet.assessment.context import Context
    from carnet.assessment.lines import Line
    from carnet.assessment.plan import Plan

CAPITAL_GOODS = "capital_goods"  # the flow tag
PACKAGING = "packaging"  # the flow tag
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
        wanted = set(plan.tags("D2.upstream_tags"))
        tests["D2.upstream_tags"] = "*" not in wanted and not tags & wanted
        tests["D2.upstream_excluded_tags"] = bool(tags & set(plan.tags("D2.upstream_excluded_tags")))
        tests["D2.capital_goods"] = CAPITAL_GOODS in tags and plan.text("D2.capital_goods") != "included"
    found = next((parameter for parameter, out in tests.items() if out), "")
    return found or ("D3.limit_percent" if left_out(line.exchange, plan, context) else "")


def _carried(line: Line, rule: str) -> bool:
    """Whether a leg counts: ``inbound`` is what brings goods to the plant, not what takes them on from it."""
    inbound = line.exchange.direction == "in" and line.process.stage not in AFTER_GATE
    return rule == "all" or (rule == "inbound" and inbound)
