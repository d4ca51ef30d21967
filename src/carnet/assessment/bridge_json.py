"""A bridge as plain data: the shape INTERFACES promises for `bridge`."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.bridge import READING, Bridge
from carnet.assessment.present import OWN_DECIMALS, OWN_MODE, presentation
from carnet.assessment.result import STAGE_NAMES, declared_unit, figure_unit
from carnet.errors import Text
from carnet.quantity import decimal_string, exact_string, round_parts
from carnet.regime import BY_ID, DIMENSION_NAMES, describe

if TYPE_CHECKING:
    from carnet.assessment.assess import Assessment
    from carnet.assessment.versions import VersionBridge

ZERO = Fraction(0)
OTHER_NAMES = {
    READING: Text("未定值的读数", "reading of open values"),
    "study": Text("研究数据（活动数据与结构）", "study data (activity data and structure)"),
    "factors": Text("因子快照", "factor snapshot"),
    "rules": Text("方案规则（法定日期）", "rules of the regime (legal date)"),
}


def name_of(player: str) -> Text:
    """The name of a dimension or of another cause."""
    return DIMENSION_NAMES.get(player) or OTHER_NAMES[player]


def bridge_json(found: Bridge) -> dict[str, object]:
    """Return the bridge between two regimes; ``(from + Σ terms) × unit_factor = to`` holds on `exact`."""
    shown = presentation(found.first.plan)
    totals = [found.term(p) for p in found.players]
    printed = round_parts(totals, sum(totals, ZERO), shown.decimals, shown.mode)
    end = (found.start + sum(totals, ZERO)) * found.unit_factor
    return {
        "from": _side(found.first, found.start),
        "to": _side(found.second, found.end),
        "basis": "point" if found.first.is_point and found.second.is_point else "conservative",
        "unit_factor": {
            "value": decimal_string(found.unit_factor, 6, OWN_MODE),
            "exact": exact_string(found.unit_factor),
        },
        "terms": [
            {
                "dimension": player,
                "name": name_of(player).json(),
                "value": value,
                "exact": exact_string(total),
                "order_min": shown.show(found.order[player][0]),
                "order_max": shown.show(found.order[player][1]),
                "lower": shown.show(found.ranges[player][0]),
                "upper": shown.show(found.ranges[player][1]),
                "by_stage": _stages(found, player),
                "cites": _cites(found, player),
            }
            for player, total, value in zip(found.players, totals, printed, strict=True)
        ],
        "interactions": [
            {"dimensions": list(pair), "value": shown.show(value), "exact": exact_string(value)}
            for pair, value in sorted(found.interactions.items(), key=lambda i: (-abs(i[1]), i[0]))
        ],
        "evaluations": found.evaluations,
        "residual": "0" if end == found.end else exact_string(found.end - end),
    }


def _side(side: Assessment, value: Fraction) -> dict[str, object]:
    shown = presentation(side.plan)
    return {
        "regime": side.resolved.id,
        "version": side.resolved.version,
        "title": side.resolved.title.json(),
        "value": shown.show(value),
        "exact": exact_string(value),
        "unit": figure_unit(side),
        "declared_unit": declared_unit(side),
    }


def _stages(found: Bridge, player: str) -> list[dict[str, object]]:
    shown = presentation(found.first.plan)
    parts = found.terms[player]
    kept = [(stage, parts[stage]) for stage in STAGE_NAMES if parts.get(stage)]
    printed = round_parts([v for _, v in kept], sum((v for _, v in kept), ZERO), shown.decimals, shown.mode)
    return [
        {"id": stage, "name": STAGE_NAMES[stage].json(), "value": text, "exact": exact_string(value)}
        for (stage, value), text in zip(kept, printed, strict=True)
    ]


def _cites(found: Bridge, player: str) -> list[dict[str, object]]:
    """The parameters of a dimension that differ, with what each side says and where it says it."""
    one, two = found.first, found.second
    cites: list[dict[str, object]] = []
    for parameter, spec in BY_ID.items():
        if spec.dimension != player:
            continue
        a, b = one.resolved.values[parameter], two.resolved.values[parameter]
        left, right = one.plan.values[parameter], two.plan.values[parameter]
        if left.value == right.value:
            continue
        cites.append(
            {
                "parameter": parameter,
                "name": spec.name.json(),
                "from_value": describe(a).json(),
                "to_value": describe(b).json(),
                "from": {"source": a.source_title, "clause": a.clause, "status": a.status},
                "to": {"source": b.source_title, "clause": b.clause, "status": b.status},
                "source": b.source_title,
                "clause": b.clause,
                "status": b.status,
            }
        )
    return cites


def version_bridge_json(found: VersionBridge) -> dict[str, object]:
    """Return the bridge between two versions, periods, dates or factor snapshots of one study."""
    totals = [found.term(p) for p in found.players]
    printed = round_parts(totals, sum(totals, ZERO), OWN_DECIMALS, OWN_MODE)
    end = found.start + sum(totals, ZERO)
    return {
        "from": {**found.labels[0], "value": _own(found.start), "exact": exact_string(found.start)},
        "to": {**found.labels[1], "value": _own(found.end), "exact": exact_string(found.end)},
        "basis": found.basis,
        "unit_factor": {"value": "1.000000", "exact": "1/1"},
        "terms": [
            {
                "dimension": player,
                "name": name_of(player).json(),
                "value": value,
                "exact": exact_string(total),
                "order_min": _own(found.split.terms[player].order_min),
                "order_max": _own(found.split.terms[player].order_max),
                "lower": value,
                "upper": value,
                "by_stage": [
                    {"id": s, "name": STAGE_NAMES[s].json(), "value": _own(v), "exact": exact_string(v)}
                    for s, v in found.split.terms[player].by_component.items()
                    if v
                ],
                "cites": [],
            }
            for player, total, value in zip(found.players, totals, printed, strict=True)
        ],
        "interactions": [
            {"dimensions": list(pair), "value": _own(value), "exact": exact_string(value)}
            for pair, value in sorted(found.split.interactions.items(), key=lambda i: (-abs(i[1]), i[0]))
        ],
        "evaluations": found.split.evaluations,
        "residual": "0" if end == found.end else exact_string(found.end - end),
    }


def _own(value: Fraction) -> str:
    return decimal_string(value, OWN_DECIMALS, OWN_MODE)
