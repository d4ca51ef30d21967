"""Bridging: two regimes of one study, or two versions, dates or factor snapshots of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.assessment import VersionBridge, bridge, bridge_json, bridge_versions, version_bridge_json
from carnet.errors import InputError, problem
from carnet.service import datasets
from carnet.service.calculate import Calculated, calculate, inputs_of, resolve_all

if TYPE_CHECKING:
    from carnet.assessment import Assessment
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
    labels = tuple(
        {
            "regime": rules.id,
            "version": rules.version,
            "title": rules.title.json(),
            "study": o.study.id,
            "study_version": o.study.version,
            "period": f"{o.study.period_from}/{o.study.period_to}",
            "legal_date": rules.legal_date,
            "unit": "kg CO2e",
        }
        for o, rules in ((old, old_rules), (new, new_rules))
    )
    first = (inputs_of(old, old_factors), old_rules)
    found = bridge_versions(first, (inputs_of(new), new_rules), (labels[0], labels[1]))
    if not isinstance(found, VersionBridge):
        _need_figures(list(found))
        message = "a version without figure was not reported"
        raise TypeError(message)
    return version_bridge_json(found)


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
