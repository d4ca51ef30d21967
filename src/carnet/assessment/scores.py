"""K1: scores of data quality and the primary data share, weighted by what each line contributes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.primary_data import OWN
from carnet.quantity import parse_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.assessment.assess import Assessment
    from carnet.assessment.evaluate import Contribution
    from carnet.inventory.model import Exchange, SupplierValue

ZERO, ONE, HUNDRED = Fraction(0), Fraction(1), Fraction(100)
WORST = Fraction(5)
SUPPLIER = "supplier:"
# Score → the fields of a row it is the mean of. A pedigree's fifth indicator, completeness, is no field of a row.
INDICATORS: dict[str, tuple[str, ...]] = {
    "pef_dqr": ("technology_dq", "geography_dq", "time_dq", "precision_dq"),
    "pact_dqi": ("technology_dq", "geography_dq", "time_dq"),
    "pedigree": ("precision_dq", "time_dq", "geography_dq", "technology_dq"),
    "levels": ("technology_dq", "geography_dq", "time_dq"),
    "three_criteria": ("technology_dq", "geography_dq", "time_dq"),
}


@dataclass(frozen=True, slots=True)
class Score:
    """A score from 1 (best) to 5, weighted by |contribution|.

    `value` counts lines without a score as 5, `scored` leaves them out (None where no line has one); `unscored` is
    their share of the weights, 0 to 1. `indicators` are the means of the single ones over the scored lines.
    """

    method: str
    value: Fraction
    scored: Fraction | None
    unscored: Fraction
    indicators: Mapping[str, Fraction]


def score(method: str, found: Assessment) -> Score | None:
    """The score of a figure under one method; None without a figure or without any contribution."""
    fields = INDICATORS[method]
    weighed = weights(found)
    total = sum((w for _, w in weighed), ZERO)
    if not total:
        return None
    sums = dict.fromkeys(fields, ZERO)
    held = ZERO
    for contribution, weight in weighed:
        given = _scores(contribution, fields, found)
        if given is None:
            continue
        held += weight
        for field, value in zip(fields, given, strict=True):
            sums[field] += weight * value
    means = {field: value / held for field, value in sums.items()} if held else {}
    scored = sum(means.values(), ZERO) / len(fields) if held else None
    all_lines = ((scored or ZERO) * held + WORST * (total - held)) / total
    return Score(method, all_lines, scored, (total - held) / total, means)


def _scores(contribution: Contribution, fields: Sequence[str], found: Assessment) -> tuple[Fraction, ...] | None:
    value = supplier_of(contribution, found)
    if value is not None and value.dqr:
        return tuple(parse_decimal(value.dqr) for _ in fields)
    given = [getattr(contribution.line.exchange, field) for field in fields]
    return tuple(parse_decimal(text) for text in given) if all(given) else None


def weights(found: Assessment) -> list[tuple[Contribution, Fraction]]:
    """Each line with the absolute value it contributes at the reading; lines that contribute nothing are left out."""
    if found.evaluation is None:
        return []
    reading = found.reading or {}
    pairs = ((c, abs(c.total.at(reading))) for c in found.evaluation.contributions if c.by_gas)
    return [(c, weight) for c, weight in pairs if weight]


def supplier_of(contribution: Contribution, found: Assessment) -> SupplierValue | None:
    """The supplier's value a line stands on, None where it stands on anything else."""
    ids = {d.id.removeprefix(SUPPLIER) for d in contribution.value.data if d.id.startswith(SUPPLIER)}
    return next((v for v in found.context.study.supplier_values if v.id in ids), None)


def primary_share(rule: str, found: Assessment) -> Fraction | None:
    """The share of primary data in per cent of the figure; None without a figure.

    ``activity``: rows measured or calculated; ``activity_and_factor``: of these, direct emissions and rows that stand
    on a supplier's value; ``supplier_share``: the same, a supplier's value by the share it states (none: 0).
    """
    weighed = weights(found)
    total = sum((w for _, w in weighed), ZERO)
    if not total:
        return None
    return HUNDRED * sum((w * _primary(c, rule, found) for c, w in weighed), ZERO) / total


def _primary(contribution: Contribution, rule: str, found: Assessment) -> Fraction:
    row: Exchange = contribution.line.exchange
    if row.data_kind not in OWN:
        return ZERO
    if rule == "activity" or contribution.line.category == "direct":
        return ONE
    value = supplier_of(contribution, found)
    if value is None:
        return ZERO
    if rule == "supplier_share":
        return parse_decimal(value.primary_share) / HUNDRED if value.primary_share else ZERO
    return ONE
