"""Accepting: a named person confirms, supplies or assumes a value, and the study keeps it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from carnet.assessment.plan import make_plan
from carnet.errors import InputError, Place, UsageError, problem
from carnet.inventory.model import Acceptance
from carnet.quantity import DecimalError, parse_decimal
from carnet.regime import BY_ID
from carnet.service.calculate import calculate, resolve_all
from carnet.service.studies import open_study, save_study

if TYPE_CHECKING:
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
        source=source,
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
            raise InputError((problem("CAL-011", Place(), acceptance.value, parameter=acceptance.parameter),))
        for rules in resolved:
            make_plan(rules, replace(opened.study, acceptances=(acceptance,)))
        return
    open_ids = sorted(
        {str(entry["id"]) for done in calculate(opened, resolved) for entry in _entries(done.result["open"])}
    )
    held = {a.parameter for a in opened.study.acceptances}
    if acceptance.parameter not in {*open_ids, *held}:
        raise InputError((problem("CAL-016", Place(), acceptance.parameter, tuple(open_ids)),))
    try:
        parse_decimal(acceptance.value)
    except DecimalError as error:
        raise InputError((problem("CAL-011", Place(), acceptance.value, parameter=acceptance.parameter),)) from error


def _entries(value: object) -> list[dict[str, object]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
