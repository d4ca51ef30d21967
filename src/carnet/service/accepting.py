"""Accepting: a named person confirms, supplies or assumes a value, and the study keeps it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from carnet.assessment.gases import shown
from carnet.assessment.plan import make_plan
from carnet.errors import InputError, Place, Problem, UsageError, problem
from carnet.inventory.model import Acceptance
from carnet.quantity import DecimalError, parse_decimal
from carnet.regime import BY_ID, value_key
from carnet.service.calculate import calculate, resolve_all
from carnet.service.studies import open_study, save_study

if TYPE_CHECKING:
    from fractions import Fraction

    from carnet.regime import ResolvedRegime
    from carnet.service.studies import OpenStudy

LONGEST_TEXT = 2000


def accept(  # noqa: PLR0913 - the fields of an acceptance
    path: str,
    *,
    regime: str,
    parameter: str,
    value: str,
    by: str,
    reason: str,
    source: str,
    out: str = "",
    today: str = "",
) -> Acceptance:
    """Record an acceptance in the study file (or in `out`), replacing an earlier one of the same parameter.

    Raises:
        InputError: the parameter or value is unknown, or nothing is open there.
        UsageError: name or reason is missing.
    """
    opened = open_study(path)
    missing = [name for name, text in (("--by", by), ("--reason", reason)) if not text.strip()]
    if missing:
        raise UsageError(tuple(problem("CLI-003", Place(), name, option=name) for name in missing))
    acceptance = Acceptance(
        regime=regime,
        parameter=parameter,
        value=value,
        by=by.strip()[:LONGEST_TEXT],
        reason=reason.strip()[:LONGEST_TEXT],
        on=today or datetime.now(UTC).date().isoformat(),
        source=source.strip(),
    )
    _check(opened, acceptance)
    kept = tuple(
        a for a in opened.study.acceptances if (a.regime, a.parameter) != (acceptance.regime, acceptance.parameter)
    )
    save_study(replace(opened.study, acceptances=(*kept, acceptance)), out or path)
    return acceptance


def _check(opened: OpenStudy, acceptance: Acceptance) -> None:
    """Refuse what no calculation of the study would use."""
    wanted = [] if acceptance.regime == "*" else [acceptance.regime]
    resolved = resolve_all(opened, wanted)
    if acceptance.parameter in BY_ID:
        if not acceptance.value and any(r.values[acceptance.parameter].value is None for r in resolved):
            raise InputError((_not_a_value(acceptance, _words(acceptance.parameter, resolved)),))
        for rules in resolved:
            make_plan(rules, replace(opened.study, acceptances=(acceptance,)))
        return
    ranges = _open_ranges(opened, acceptance.parameter, resolved)
    if acceptance.parameter not in ranges:
        raise InputError((problem("CAL-016", Place(), acceptance.parameter, tuple(sorted(ranges))),))
    low, high = ranges[acceptance.parameter]
    try:
        inside = low <= parse_decimal(acceptance.value) <= high
    except DecimalError:
        inside = False
    if not inside:
        raise InputError((_not_a_value(acceptance, (f"{shown(low)} … {shown(high)}",)),))


def _words(parameter: str, resolved: list[ResolvedRegime]) -> tuple[str, ...]:
    found = [value_key(c) for rules in resolved for c in rules.values[parameter].candidates]
    return tuple(dict.fromkeys(found)) or BY_ID[parameter].choices


def _not_a_value(acceptance: Acceptance, candidates: tuple[str, ...]) -> Problem:
    return problem("CAL-011", Place(), acceptance.value, candidates, parameter=acceptance.parameter)


def _open_ranges(
    opened: OpenStudy, parameter: str, resolved: list[ResolvedRegime]
) -> dict[str, tuple[Fraction, Fraction]]:
    """The range of every open value that moves a figure, as if `parameter` had not been accepted yet."""
    others = tuple(a for a in opened.study.acceptances if a.parameter != parameter)
    bare = replace(opened, study=replace(opened.study, acceptances=others))
    found = {}
    for done in calculate(bare, resolved):
        met = done.assessment.context.opened.met
        moving = {str(entry["id"]) for entry in _entries(done.result["open"])}
        found.update({name: (met[name].low, met[name].high) for name in moving if name in met})
    return found


def _entries(value: object) -> list[dict[str, object]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
