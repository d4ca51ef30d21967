"""A bridge as plain data: the shape INTERFACES promises for `bridge`."""

from __future__ import annotations

from fractions import Fraction
from math import factorial
from typing import TYPE_CHECKING

from carnet.assessment.bridge import READING, Bridge
from carnet.assessment.bridge_table import Printed, print_bridge, print_nested
from carnet.assessment.present import OWN_MODE, Presentation, presentation
from carnet.assessment.result import declared_unit, figure_unit
from carnet.assessment.stages import STAGE_NAMES
from carnet.errors import Text
from carnet.quantity import decimal_string, exact_string, significant_string
from carnet.regime import BY_ID, CALCULATION, DIMENSION_NAMES, describe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from carnet.assessment.assess import Assessment
    from carnet.assessment.bridge import Shrink
    from carnet.assessment.versions import VersionBridge
    from carnet.inventory.model import Study
    from carnet.regime import ResolvedRegime

ZERO = Fraction(0)
FACTOR_DECIMALS = 6
FACTOR_DIGITS = 7
SMALL = Fraction(1, 1000)
OTHER_NAMES = {
    READING: Text("未定值的读数", "reading of open values"),
    "study": Text("研究数据（活动数据与结构）", "study data (activity data and structure)"),
    "period": Text("数据期间", "period of the data"),
    "factors": Text("因子快照", "factor snapshot"),
    "rules": Text("方案规则（法定日期）", "rules of the regime (legal date)"),
}
METHOD_WORDS = {
    "shapley": Text(
        "沙普利值：在全部允许的先后次序上取平均，与次序无关",
        "Shapley value: the mean over all permitted orders; it depends on no order",
    ),
    "owen": Text(
        "欧文值：同组各项相邻，在这些允许的次序上取平均，与次序无关",
        "Owen value: the mean over the permitted orders in which the members of a group follow each other",
    ),
    "sequence": Text(
        "固定次序逐项替换：结果取决于次序（order-dependent），换一个次序各项就不同",
        "sequential, order-dependent: one fixed order; another order gives other terms",
    ),
}
DIFFERENCE = Text("差额合计", "whole difference")


def name_of(player: str) -> Text:
    """The name of a dimension or of another cause."""
    return DIMENSION_NAMES.get(player) or OTHER_NAMES[player]


def study_json(study: Study) -> dict[str, object]:
    """What a bridge says of the study it is of."""
    return {
        "id": study.id,
        "version": study.version,
        "title": study.title.json(),
        "product": study.product.name.json(),
        "status": study.status,
    }


def factor_json(factor: Fraction) -> dict[str, str]:
    """The unit factor: six decimals, and where that would hide a small one, seven significant digits."""
    short = decimal_string(factor, FACTOR_DECIMALS, OWN_MODE)
    small = abs(factor) < SMALL and Fraction(short) != factor
    value = significant_string(factor, FACTOR_DIGITS, OWN_MODE) if small else short
    return {"value": value, "exact": exact_string(factor)}


def bridge_json(found: Bridge) -> dict[str, object]:
    """Return the bridge between two regimes; ``(from + Σ terms) × unit_factor = to`` holds on `exact`."""
    shown, other = _presentations(found)
    stages = _columns(found.terms.values())
    printed = print_bridge(
        found.start,
        [found.terms[p] for p in found.players],
        stages,
        shown.decimals,
        (shown.mode, other.mode if found.unit_factor == 1 else shown.mode),
    )
    subtotal = found.start + sum((found.term(p) for p in found.players), ZERO)
    end = subtotal * found.unit_factor
    to_value = printed.end if found.unit_factor == 1 else other.show(found.end)
    table = table_json(found.players, found.terms, stages, printed)
    rows = {str(row["dimension"]): row for row in _rows(table["rows"])}
    return {
        "study": study_json(found.first.context.study),
        "from": _side(found.first, found.start, printed.start),
        "to": _side(found.second, found.end, to_value),
        "basis": "point" if found.first.is_point and found.second.is_point else "conservative",
        "method": found.method,
        "method_text": METHOD_WORDS[found.method].json(),
        "order_dependent": found.method == "sequence",
        "unit_factor": factor_json(found.unit_factor),
        "subtotal": {
            "value": printed.end,
            "exact": exact_string(subtotal),
            "unit": figure_unit(found.first),
            "declared_unit": declared_unit(found.first),
        },
        "terms": [
            {
                **_term(found, player, value, found.order[player], shown),
                "by_stage": by_stage(rows[player]),
                "cites": _cites(found, player),
                "shrink": [_shrink(each, shown) for each in (found.shrink or {}).get(player, ())],
            }
            for player, value in zip(found.players, printed.terms, strict=True)
        ],
        "interactions": interactions_json(found.interactions, shown),
        "groups": _groups(found, shown, printed),
        "table": table,
        "permitted": [
            {
                "rule": constraint.rule.id,
                "before": constraint.before,
                "after": constraint.after,
                "applied": constraint.applied,
                "why": constraint.rule.why.json(),
            }
            for constraint in found.constraints
        ],
        "orders": {"permitted": found.orders, "all": factorial(len(found.players))},
        "sequence": _sequence(found, printed, shown),
        "bounds_complete": found.bounded,
        "evaluations": found.evaluations,
        "residual": "0" if end == found.end else exact_string(found.end - end),
    }


def _term(
    found: Bridge | VersionBridge, player: str, value: str, order: tuple[Fraction, Fraction], shown: Presentation
) -> dict[str, object]:
    """What every term of a bridge tells: its printed and exact value, and how far it could move."""
    exact = found.term(player)
    return {
        "dimension": player,
        "name": name_of(player).json(),
        "value": value,
        "exact": exact_string(exact),
        **_span(("order_min", "order_max"), order, exact, value, shown),
        **_span(("lower", "upper"), found.ranges[player], exact, value, shown),
    }


def _span(
    names: tuple[str, str], span: tuple[Fraction, Fraction], exact: Fraction, printed: str, shown: Presentation
) -> dict[str, str]:
    """Two printed ends around a printed value: where an end is the value, it reads like it."""
    low, high = (printed if end == exact else shown.show(end) for end in span)
    value = Fraction(printed)
    return {
        names[0]: printed if Fraction(low) > value else low,
        names[1]: printed if Fraction(high) < value else high,
    }


def _presentations(found: Bridge) -> tuple[Presentation, Presentation]:
    """How both sides print; per one unit, both with the decimals of the finer."""
    one, two = presentation(found.first.plan), presentation(found.second.plan)
    if found.unit_factor != 1:
        return one, two
    finer = max(one.decimals, two.decimals)
    return Presentation(finer, one.mode, one.rule), Presentation(finer, two.mode, two.rule)


def _side(side: Assessment, value: Fraction, printed: str) -> dict[str, object]:
    return {
        "regime": side.resolved.id,
        "version": side.resolved.version,
        "title": side.resolved.title.json(),
        "value": printed,
        "exact": exact_string(value),
        "unit": figure_unit(side),
        "declared_unit": declared_unit(side),
    }


def _columns(terms: Iterable[Mapping[str, Fraction]]) -> list[str]:
    """The stages that any term touches, in the order of results; a stage without a name goes last."""
    met = {stage for term in terms for stage, value in term.items() if value}
    return [*(s for s in STAGE_NAMES if s in met), *sorted(met - STAGE_NAMES.keys())]


def stage_name(stage: str) -> Text:
    """The name of a stage; one without a name keeps its id."""
    return STAGE_NAMES.get(stage, Text(stage, stage))


def table_json(
    players: Sequence[str], terms: Mapping[str, Mapping[str, Fraction]], stages: Sequence[str], printed: Printed
) -> dict[str, object]:
    """The table dimension × stage; rows and columns add up, exactly and as printed."""
    whole = [sum((terms[p].get(stage, ZERO) for p in players), ZERO) for stage in stages]
    return {
        "stages": [{"id": stage, "name": stage_name(stage).json()} for stage in stages],
        "rows": [
            {
                "dimension": player,
                "name": name_of(player).json(),
                "cells": _cells(stages, [terms[player].get(s, ZERO) for s in stages], cells),
                "value": value,
                "exact": exact_string(sum(terms[player].values(), ZERO)),
            }
            for player, cells, value in zip(players, printed.cells, printed.terms, strict=True)
        ],
        "totals": {
            "name": DIFFERENCE.json(),
            "cells": _cells(stages, whole, printed.columns),
            "value": printed.difference,
            "exact": exact_string(sum(whole, ZERO)),
        },
    }


def _cells(stages: Sequence[str], exact: Sequence[Fraction], printed: Sequence[str]) -> list[dict[str, str]]:
    return [
        {"stage": stage, "value": text, "exact": exact_string(value)}
        for stage, value, text in zip(stages, exact, printed, strict=True)
    ]


def by_stage(row: Mapping[str, object]) -> list[dict[str, object]]:
    """The stages of one term that are not zero, as the table prints them."""
    return [
        {"id": cell["stage"], "name": stage_name(cell["stage"]).json(), "value": cell["value"], "exact": cell["exact"]}
        for cell in _rows(row["cells"])
        if cell["exact"] != "0/1"
    ]


def _rows(value: object) -> list[dict[str, str]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def interactions_json(found: Mapping[tuple[str, str], Fraction], shown: Presentation) -> list[dict[str, object]]:
    """The pairwise interactions, the largest first."""
    return [
        {"dimensions": list(pair), "value": shown.show(value), "exact": exact_string(value)}
        for pair, value in sorted(found.items(), key=lambda i: (-abs(i[1]), i[0]))
    ]


def _groups(found: Bridge, shown: Presentation, printed: Printed) -> list[dict[str, object]]:
    """The short bridge; its lines and the sub-lines of each add up as printed."""
    if not found.groups:
        return []
    parts = print_nested([list(group.members.values()) for group in found.groups], printed.difference, shown.decimals)
    rows: list[dict[str, object]] = []
    for group, (value, cells) in zip(found.groups, parts, strict=True):
        by_player = dict(zip(group.members, cells, strict=True))
        rows.append(
            {
                "id": group.group.id,
                "name": group.group.name.json(),
                "value": value,
                "exact": exact_string(group.total),
                **_span(("order_min", "order_max"), group.order, group.total, value, shown),
                "terms": [
                    {
                        "dimension": player,
                        "name": name_of(player).json(),
                        "value": by_player[player],
                        "exact": exact_string(amount),
                    }
                    for player, amount in group.members.items()
                ],
            }
        )
    return rows


def _sequence(found: Bridge, printed: Printed, shown: Presentation) -> list[dict[str, object]]:
    """The steps of the fixed order with the level each starts from and leads to."""
    values = dict(zip(found.players, printed.terms, strict=True))
    rows: list[dict[str, object]] = []
    level = found.start
    for player in found.sequence:
        step = found.term(player)
        rows.append(
            {
                "dimension": player,
                "name": name_of(player).json(),
                "value": values[player],
                "exact": exact_string(step),
                "before": {"value": shown.show(level), "exact": exact_string(level)},
                "after": {"value": shown.show(level + step), "exact": exact_string(level + step)},
            }
        )
        level += step
    return rows


def _shrink(each: Shrink, shown: Presentation) -> dict[str, object]:
    return {
        "parameter": each.parameter,
        "name": each.name.json(),
        "kind": "rule" if each.rule else "value",
        "find_in": each.find_in.json(),
        "width": shown.show(each.width),
        "exact": exact_string(each.width),
    }


def _cites(found: Bridge, player: str) -> list[dict[str, object]]:
    """The parameters of a dimension that differ or are open, with what each side says and where it says it."""
    one, two = found.first, found.second
    still_open = {rule.value.parameter for side in (one, two) for rule in side.open_rules}
    wanted = [
        parameter
        for parameter, spec in BY_ID.items()
        if spec.dimension == player
        and (one.plan.values[parameter].value != two.plan.values[parameter].value or parameter in still_open)
    ]
    return cites_between(one.resolved, two.resolved, wanted)


def cites_between(one: ResolvedRegime, two: ResolvedRegime, parameters: Iterable[str]) -> list[dict[str, object]]:
    """What two sets of rules say of some parameters, and where each says it."""
    cites: list[dict[str, object]] = []
    for parameter in parameters:
        a, b = one.values[parameter], two.values[parameter]
        cites.append(
            {
                "parameter": parameter,
                "name": BY_ID[parameter].name.json(),
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


def _rule_cites(found: VersionBridge, player: str) -> list[dict[str, object]]:
    """The rules that changed between two legal dates."""
    if player != "rules" or found.rules is None:
        return []
    old, new = found.rules
    changed = [
        name
        for name, spec in BY_ID.items()
        if spec.dimension in CALCULATION and old.values[name].value != new.values[name].value
    ]
    return cites_between(old, new, changed)


def version_bridge_json(found: VersionBridge) -> dict[str, object]:
    """Return the bridge between two versions, periods, dates or factor snapshots of one study."""
    shown = found.shown
    terms = {p: found.split.terms[p].by_component for p in found.players}
    stages = _columns(terms.values())
    printed = print_bridge(
        found.start, [terms[p] for p in found.players], stages, shown.decimals, (shown.mode, shown.mode)
    )
    subtotal = found.start + sum((found.term(p) for p in found.players), ZERO)
    end = subtotal * found.unit_factor
    table = table_json(found.players, terms, stages, printed)
    rows = {str(row["dimension"]): row for row in _rows(table["rows"])}
    to_value = printed.end if found.unit_factor == 1 else shown.show(found.end)
    return {
        "from": {**found.labels[0], **found.sides[0], "value": printed.start, "exact": exact_string(found.start)},
        "to": {**found.labels[1], **found.sides[1], "value": to_value, "exact": exact_string(found.end)},
        "basis": found.basis,
        "method": "shapley",
        "method_text": METHOD_WORDS["shapley"].json(),
        "order_dependent": False,
        "unit_factor": factor_json(found.unit_factor),
        "subtotal": {**found.sides[0], "value": printed.end, "exact": exact_string(subtotal)},
        "terms": [
            {
                **_term(found, player, value, found.order(player), shown),
                "by_stage": by_stage(rows[player]),
                "cites": _rule_cites(found, player),
                "shrink": [],
            }
            for player, value in zip(found.players, printed.terms, strict=True)
        ],
        "interactions": interactions_json(found.split.interactions, shown),
        "groups": [],
        "table": table,
        "permitted": [],
        "orders": {"permitted": found.split.orders, "all": factorial(len(found.players))},
        "sequence": [],
        "bounds_complete": found.bounded,
        "evaluations": found.split.evaluations,
        "residual": "0" if end == found.end else exact_string(found.end - end),
    }
