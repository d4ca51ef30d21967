"""Why is my number not last year's? A bridge between two versions of one product's assessment."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.assess import Assessment, Inputs, assess, ranges
from carnet.assessment.expression import CONSTANT, bounds
from carnet.assessment.plan import make_plan
from carnet.assessment.present import OWN_DECIMALS, OWN_MODE, Presentation, presentation
from carnet.assessment.result import declared_unit, figure_unit
from carnet.assessment.shapley import Cell, Split, split
from carnet.assessment.unit import unit_of
from carnet.errors import InputError, problem
from carnet.quantity import UnitError, convert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.inventory.model import Study
    from carnet.regime import ResolvedRegime

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class VersionBridge:
    """A difference between two versions split by cause: study data, period, factor snapshot, rules.

    Amounts in kg CO2e per declared unit of the older side; `unit_factor` takes the sum to the newer side's unit.
    """

    players: tuple[str, ...]
    split: Split
    start: Fraction
    end: Fraction
    labels: tuple[Mapping[str, object], Mapping[str, object]]
    basis: str
    unit_factor: Fraction = Fraction(1)
    ranges: Mapping[str, tuple[Fraction, Fraction]] = field(default_factory=dict)
    shown: Presentation = field(default=Presentation(OWN_DECIMALS, OWN_MODE, "carnet"))
    bounded: bool = True
    sides: tuple[Mapping[str, object], ...] = ({}, {})
    rules: tuple[ResolvedRegime, ResolvedRegime] | None = None

    def term(self, player: str) -> Fraction:
        """The whole term of one cause."""
        return sum(self.split.terms[player].by_component.values(), ZERO)

    def order(self, player: str) -> tuple[Fraction, Fraction]:
        """The least and the greatest step of one cause over all orders."""
        return self.split.terms[player].order_min, self.split.terms[player].order_max


def bridge_versions(
    first: tuple[Inputs, ResolvedRegime],
    second: tuple[Inputs, ResolvedRegime],
    labels: tuple[Mapping[str, object], Mapping[str, object]],
) -> VersionBridge | tuple[Assessment, ...]:
    """Bridge two versions under their regimes, each cause switched on its own.

    Returns:
        The bridge, or the assessments that have no figure.

    Raises:
        InputError: the sides declare units that cannot be converted into each other (CAL-060).
    """
    (one, old_rules), (two, new_rules) = first, second
    causes = {
        "study": _without_dates(one.study) != _without_dates(two.study),
        "period": _period(one.study) != _period(two.study),
        "factors": one.factors.records != two.factors.records,
        "rules": old_rules.digest != new_rules.digest,
    }
    players = tuple(name for name, changed in causes.items() if changed)
    assessments, factors = [], []
    for mask in range(1 << len(players)):
        taken = {p for i, p in enumerate(players) if mask >> i & 1}
        inputs = _mixed(one, two, taken)
        found = assess(inputs, new_rules if "rules" in taken else old_rules)
        assessments.append(found)
        if found.evaluation is not None:
            factors.append(_factor(found, old_rules, assessments[0]))
    without = tuple(a for a in assessments if a.evaluation is None)
    if without:
        return without
    cell = Cell(players, tuple(_by_stage(a, f) for a, f in zip(assessments, factors, strict=True)))
    outcome = split(players, [cell])
    start, end = assessments[0].at_reading(), assessments[-1].at_reading()
    return VersionBridge(
        players=players,
        split=outcome,
        start=start,
        end=end,
        labels=labels,
        basis="point" if all(a.is_point for a in assessments) else "conservative",
        unit_factor=_own_factor(assessments[-1]) / factors[-1],
        ranges=_bounds(players, assessments, factors),
        shown=_finer(presentation(assessments[0].plan), presentation(assessments[-1].plan)),
        bounded=not any(a.open_rules for a in assessments),
        sides=tuple(
            {"unit": figure_unit(a), "declared_unit": declared_unit(a)} for a in (assessments[0], assessments[-1])
        ),
        rules=(old_rules, new_rules),
    )


def _without_dates(study: Study) -> Study:
    """What a study says of the product: not its version, nor the days and the period it is read for."""
    return replace(study, version="", legal_date="", known_date="", period_from="", period_to="")


def _period(study: Study) -> tuple[str, str]:
    return study.period_from, study.period_to


def _mixed(one: Inputs, two: Inputs, taken: set[str]) -> Inputs:
    data, dated = (two if cause in taken else one for cause in ("study", "period"))
    study = data.study
    if _period(study) != _period(dated.study):
        study = replace(study, period_from=dated.study.period_from, period_to=dated.study.period_to)
    return Inputs(study, data.places, two.flows, two.factors if "factors" in taken else one.factors, two.sets)


def _own_factor(found: Assessment) -> Fraction:
    return found.evaluation.unit_factor.constant if found.evaluation is not None else Fraction(1)


def _factor(found: Assessment, old_rules: ResolvedRegime, first: Assessment) -> Fraction:
    """From one declared unit of the product to the unit of the older side, by its rule.

    Raises:
        InputError: the product's units cannot be converted into each other.
    """
    if first.evaluation is None:
        return Fraction(1)
    context = found.context
    factor, unit, _, _ = unit_of(make_plan(old_rules, context.study), context)
    wanted = first.evaluation.unit
    if unit == wanted:
        return factor.constant
    product = context.study.product
    try:
        return factor.constant / convert(Fraction(1), unit, wanted, context.flow(product.flow).kind)
    except UnitError as error:
        place = context.places.at("/product/unit")
        raise InputError((problem("CAL-060", place, unit, first=wanted, second=unit),)) from error


def _finer(one: Presentation, two: Presentation) -> Presentation:
    return Presentation(max(one.decimals, two.decimals), two.mode, two.rule)


def _by_stage(found: Assessment, factor: Fraction) -> dict[str, Fraction]:
    parts: dict[str, Fraction] = {}
    if found.evaluation is None:
        return parts
    reading = found.reading or {}
    for contribution in found.evaluation.contributions:
        stage = contribution.line.stage
        parts[stage] = parts.get(stage, ZERO) + contribution.total.at(reading) * factor
    return parts


def _bounds(
    players: tuple[str, ...], assessments: Sequence[Assessment], factors: Sequence[Fraction]
) -> dict[str, tuple[Fraction, Fraction]]:
    """The bounds of each term over the open values; one that the mixtures read differently runs in each by itself."""
    spans: dict[str, tuple[Fraction, Fraction]] = {}
    tables: list[dict[str, Fraction]] = []
    met: dict[str, set[tuple[Fraction, Fraction, Fraction]]] = {}
    for found in assessments:
        for name, span in ranges(found.context).items():
            met.setdefault(name, set()).add((*span, (found.reading or {}).get(name, span[1])))
        for name, (value, _) in found.context.opened.pins.items():
            met.setdefault(name, set()).add((value, value, value))
    for mask, (found, factor) in enumerate(zip(assessments, factors, strict=True)):
        terms = found.total.terms if found.total is not None else {}
        scale = factor / _own_factor(found)
        table: dict[str, Fraction] = {}
        for name, coefficient in terms.items():
            key = name if name == CONSTANT or len(met[name]) == 1 else f"{mask}\t{name}"
            table[key] = coefficient * scale
            if name != CONSTANT:
                spans[key] = ranges(found.context)[name]
        tables.append(table)
    outcome = split(players, [Cell(players, tuple(tables))])
    return {p: bounds(dict(outcome.terms[p].by_component), spans) for p in players}
