"""Accepting: a named person confirms, supplies or assumes a value, and the study keeps it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from carnet.assessment.evidence import IN_FORCE
from carnet.assessment.gas_words import refuse_strange_gases
from carnet.assessment.gases import shown
from carnet.assessment.plan import make_plan
from carnet.errors import InputError, Place, Problem, UsageError, problem
from carnet.inventory.model import Acceptance
from carnet.quantity import DecimalError, parse_decimal
from carnet.regime import BY_ID, value_key
from carnet.regime.vocabulary import DRAFTS
from carnet.service.bridges import known_regimes
from carnet.service.calculate import attempt, resolve_all
from carnet.service.datasets import shipped_gwp_sets
from carnet.service.references import EVERY_REGIME
from carnet.service.studies import open_study, save_study

if TYPE_CHECKING:
    from fractions import Fraction

    from carnet.regime import ResolvedRegime
    from carnet.service.studies import OpenStudy

LONGEST_TEXT = 2000
# What the decimals of the vocabulary may be; None: no upper end.
RANGES: dict[str, tuple[int, int | None]] = {
    "D3.limit_percent": (0, 100),
    "D9.markup": (0, None),
    "K2.first_year": (1990, 2100),
    "K2.validity_years": (0, None),
    "K4.decimals": (0, 9),
}
WHOLE = frozenset({"K2.first_year", "K4.decimals"})


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


def values_on_file(path: str, regime: str, parameter: str) -> dict[str, str]:
    """What the asked regimes say of a parameter, by regime: the value that an acceptance without one confirms."""
    opened = open_study(path)
    if parameter == IN_FORCE:
        return {r.id: r.in_force.start for r in _resolved(opened, regime)}
    if parameter not in BY_ID:
        return {}
    found = ((r.id, r.values[parameter].value) for r in _resolved(opened, regime))
    return {name: value_key(value) for name, value in found if value is not None}


def _resolved(opened: OpenStudy, regime: str) -> list[ResolvedRegime]:
    """The regimes an acceptance is for: the named one, or of all shipped ones those in force on the study's date.

    Raises:
        InputError: the named regime is unknown or not in force; or none of all is.
    """
    if regime != EVERY_REGIME:
        return resolve_all(opened, [regime])
    found: list[ResolvedRegime] = []
    problems: list[Problem] = []
    for name in known_regimes():
        try:
            found += resolve_all(opened, [name])
        except InputError as error:
            problems += error.problems
    if not found:
        raise InputError(tuple(problems))
    return found


def _check(opened: OpenStudy, acceptance: Acceptance) -> None:
    """Refuse what no calculation of the study would use."""
    resolved = _resolved(opened, acceptance.regime)
    if acceptance.parameter == IN_FORCE:
        if all(rules.nature in DRAFTS for rules in resolved):
            raise InputError(tuple(problem("CAL-025", Place(), rules.id) for rules in resolved))
        return
    if acceptance.parameter in BY_ID:
        _check_range(acceptance)
        if not acceptance.value and any(r.values[acceptance.parameter].value is None for r in resolved):
            raise InputError((_not_a_value(acceptance, _words(acceptance.parameter, resolved)),))
        for rules in resolved:
            study = replace(opened.study, acceptances=(acceptance,))
            refuse_strange_gases(make_plan(rules, study), study, shipped_gwp_sets())
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


def _check_range(acceptance: Acceptance) -> None:
    """A decimal that no such rule could have: a negative share, half a decimal place."""
    bounds = RANGES.get(acceptance.parameter)
    if bounds is None or not acceptance.value:
        return
    low, high = bounds
    try:
        value = parse_decimal(acceptance.value)
        inside = low <= value and (high is None or value <= high)
        inside = inside and (acceptance.parameter not in WHOLE or value.denominator == 1)
    except DecimalError:
        inside = False
    if not inside:
        words = f"≥ {low}" if high is None else f"{low} … {high}"
        raise InputError((_not_a_value(acceptance, (words,)),))


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
    for done in attempt(bare, [r.name for r in resolved]).done:
        met = done.assessment.context.opened.met
        moving = {str(entry["id"]) for entry in _entries(done.result["open"])}
        found.update({name: (met[name].low, met[name].high) for name in moving if name in met})
    return found


def _entries(value: object) -> list[dict[str, object]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
