"""Why is my number not last year's? A bridge between two versions of one product's assessment."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.assess import Assessment, Inputs, assess
from carnet.assessment.shapley import Cell, Split, split

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.regime import ResolvedRegime

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class VersionBridge:
    """A difference between two versions split by cause: study data, factor snapshot, rules."""

    players: tuple[str, ...]
    split: Split
    start: Fraction
    end: Fraction
    labels: tuple[Mapping[str, object], Mapping[str, object]]
    basis: str

    def term(self, player: str) -> Fraction:
        """The whole term of one cause."""
        return sum(self.split.terms[player].by_component.values(), ZERO)


def bridge_versions(
    first: tuple[Inputs, ResolvedRegime],
    second: tuple[Inputs, ResolvedRegime],
    labels: tuple[Mapping[str, object], Mapping[str, object]],
) -> VersionBridge | tuple[Assessment, ...]:
    """Bridge two versions under their regimes, each cause switched on its own.

    Returns:
        The bridge, or the assessments that have no figure.
    """
    (one, old_rules), (two, new_rules) = first, second
    causes = {
        "study": one.study != two.study,
        "factors": one.factors.records != two.factors.records,
        "rules": old_rules.digest != new_rules.digest,
    }
    players = tuple(name for name, changed in causes.items() if changed)
    assessments = []
    for mask in range(1 << len(players)):
        taken = {p for i, p in enumerate(players) if mask >> i & 1}
        inputs = Inputs(
            two.study if "study" in taken else one.study,
            two.places if "study" in taken else one.places,
            two.flows,
            two.factors if "factors" in taken else one.factors,
            two.sets,
        )
        assessments.append(assess(inputs, new_rules if "rules" in taken else old_rules))
    without = tuple(a for a in assessments if a.evaluation is None)
    if without:
        return without
    cell = Cell(players, tuple(_by_stage(a) for a in assessments))
    basis = "point" if all(a.is_point for a in assessments) else "conservative"
    return VersionBridge(
        players, split(players, [cell]), assessments[0].at_reading(), assessments[-1].at_reading(), labels, basis
    )


def _by_stage(found: Assessment) -> dict[str, Fraction]:
    parts: dict[str, Fraction] = {}
    if found.evaluation is None:
        return parts
    factor = found.evaluation.unit_factor.constant
    reading = found.reading or {}
    for contribution in found.evaluation.contributions:
        stage = contribution.line.stage
        parts[stage] = parts.get(stage, ZERO) + contribution.total.at(reading) * factor
    return parts
