"""Bridging: two regimes of one study, or two versions, dates or factor snapshots of it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment import VersionBridge, bridge, bridge_json, bridge_versions, version_bridge_json
from carnet.assessment.plan import make_plan
from carnet.assessment.present import presentation
from carnet.errors import InputError, problem
from carnet.factors import snapshot_digest
from carnet.quantity import round_parts
from carnet.service import datasets
from carnet.service.calculate import Calculated, calculate, inputs_of, resolve_all

if TYPE_CHECKING:
    from carnet.assessment import Assessment
    from carnet.assessment.present import Presentation
    from carnet.factors import FactorSet
    from carnet.service.studies import OpenStudy


def bridge_regimes(
    opened: OpenStudy, first: str, second: str, legal_date: str = "", known_date: str = ""
) -> dict[str, object]:
    """Bridge from one regime to another.

    Raises:
        InputError: a regime is unknown, or gives no figure (CAL-014).
    """
    one, two = calculate(opened, resolve_all(opened, [first, second], legal_date, known_date))
    return bridge_of(opened, one, two)


def bridge_of(
    opened: OpenStudy, one: Calculated, two: Calculated, factors: FactorSet | None = None
) -> dict[str, object]:
    """Bridge two calculated regimes of one study."""
    _need_figures([one.assessment, two.assessment])
    return bridge_json(bridge(inputs_of(opened, factors), one.assessment, two.assessment))


def bridge_two_versions(
    old: OpenStudy,
    new: OpenStudy,
    regime: str,
    *,
    old_date: str = "",
    new_date: str = "",
    known_date: str = "",
    old_factors: FactorSet | None = None,
) -> dict[str, object]:
    """Bridge from an older study, legal date or factor snapshot to the present one, under one regime.

    Raises:
        InputError: a side gives no figure.
    """
    (old_rules,) = resolve_all(old, [regime], old_date, known_date)
    (new_rules,) = resolve_all(new, [regime], new_date, known_date)
    before, after = inputs_of(old, old_factors), inputs_of(new)
    labels = tuple(
        {
            "regime": rules.id,
            "version": rules.version,
            "title": rules.title.json(),
            "study": o.study.id,
            "study_version": o.study.version,
            "period": f"{o.study.period_from}/{o.study.period_to}",
            "legal_date": rules.legal_date,
            "factors": snapshot_digest(inputs.factors.records),
            "unit": "kg CO2e",
        }
        for o, rules, inputs in ((old, old_rules, before), (new, new_rules, after))
    )
    found = bridge_versions((before, old_rules), (after, new_rules), (labels[0], labels[1]))
    if not isinstance(found, VersionBridge):
        _need_figures(list(found))
        message = "a version without figure was not reported"
        raise TypeError(message)
    return _as_printed(found, version_bridge_json(found), presentation(make_plan(new_rules, new.study)))


def _as_printed(found: VersionBridge, document: dict[str, object], shown: Presentation) -> dict[str, object]:
    """The bridge with its decimals printed as the regime prints its figure; printed terms add up as they did."""
    totals = [found.term(player) for player in found.players]
    printed = round_parts(totals, sum(totals, Fraction(0)), shown.decimals, shown.mode)
    terms = [
        {
            **term,
            "value": value,
            "order_min": shown.show(found.split.terms[player].order_min),
            "order_max": shown.show(found.split.terms[player].order_max),
            "lower": value,
            "upper": value,
        }
        for term, player, value in zip(_rows(document["terms"]), found.players, printed, strict=True)
    ]
    sides = {
        name: {**side, "value": shown.show(value)}
        for name, value in (("from", found.start), ("to", found.end))
        if isinstance(side := document[name], dict)
    }
    return {**document, **sides, "terms": terms}


def _rows(value: object) -> list[dict[str, object]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _need_figures(assessments: list[Assessment]) -> None:
    problems = [
        problem(
            "CAL-014", None, a.resolved.id, missing=", ".join(v.parameter for v in a.missing), regimes=a.resolved.id
        )
        for a in assessments
        if a.evaluation is None
    ]
    if problems:
        raise InputError(tuple(problems))


def known_regimes() -> tuple[str, ...]:
    """The ids of all shipped regimes."""
    return datasets.regimes().ids()
