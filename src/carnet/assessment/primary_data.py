"""D9.mandatory_primary: processes whose activity data must be the company's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.errors import Text, problem
from carnet.inventory.labels import DATA_KIND_NAMES

if TYPE_CHECKING:
    from carnet.assessment.context import Context
    from carnet.assessment.plan import Plan
    from carnet.inventory.model import Exchange

OWN = ("measured", "calculated")
PARAMETER = "D9.mandatory_primary"


def not_primary(plan: Plan, context: Context) -> tuple[Exchange, ...]:
    """The rows of processes that need company data (by tag, id or ``*``) that are neither measured nor calculated."""
    wanted = set(plan.tags(PARAMETER))
    stages = set(plan.tags("D2.stages"))
    asked = {p.id for p in context.study.processes if p.stage in stages and ("*" in wanted or {p.id, *p.tags} & wanted)}
    return tuple(e for e in context.study.exchanges if e.process in asked and e.data_kind not in OWN)


def note_not_primary(plan: Plan, context: Context) -> None:
    """Warn of every such row; the figure stays, whether it conforms does not."""
    clause = plan.values[PARAMETER].clause
    for row in not_primary(plan, context):
        place = context.places.at(f"/exchanges/{context.index[row.id]}/data_kind")
        found = problem(
            "CAL-035", place, row.id, severity="warning", process=row.process, kind=_kind(row), clause=clause
        )
        context.notes.warnings[("CAL-035", row.id)] = found


def _kind(row: Exchange) -> Text:
    """What kind of data a row says it is, in words."""
    return DATA_KIND_NAMES.get(row.data_kind, Text(row.data_kind or "?", row.data_kind or "?"))


def primary_missing_rows(plan: Plan, context: Context) -> list[dict[str, object]]:
    """The same rows as plain data: ``{exchange, process, flow, data_kind}``."""
    return [
        {"exchange": e.id, "process": e.process, "flow": e.flow, "data_kind": e.data_kind}
        for e in not_primary(plan, context)
    ]
