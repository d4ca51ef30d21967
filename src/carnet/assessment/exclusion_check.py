"""Whether a row that was left out as negligible is: what it would contribute, beside what the study claims."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.boundary import boundary_reason
from carnet.assessment.exclusion import exclusions
from carnet.assessment.lines import line_value
from carnet.quantity import parse_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.assessment.evaluate import Evaluation

ZERO, HUNDRED = Fraction(0), Fraction(100)
RULE = "D3.basis"


def calculated_shares(evaluation: Evaluation, total: Fraction, reading: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """What each row that D3 lets out would add, in per cent of the figure with it; by the row's id.

    Rows without a value of their own (a gap, or another rule leaves them out) are not among them. Amounts are per
    declared unit of the product; open values the figure has not met are taken at the top of their range.
    """
    context = evaluation.context
    out = {row.exchange.id for row in exclusions(evaluation.plan, context).values() if row.left_out}
    if not out:
        return {}
    notes, opened = context.notes, context.opened
    kept = {field.name: dict(pad) for field in fields(notes) if isinstance(pad := getattr(notes, field.name), dict)}
    met = dict(opened.met)
    rule = replace(evaluation.plan.values[RULE], value="none_stated", stated=True)
    counting = replace(evaluation.plan, values={**evaluation.plan.values, RULE: rule})
    added = dict.fromkeys(out, ZERO)
    for contribution in evaluation.contributions:
        line = contribution.line
        if line.exchange.id not in out or boundary_reason(line, counting, context):
            continue
        value = line_value(line, counting, context)
        activity = evaluation.activities.value(line.process.id)
        tops = {name: v.high for name, v in context.opened.met.items()}
        added[line.exchange.id] += sum((node.at({**tops, **reading}) * activity for node in value.gases.values()), ZERO)
    # What this trial noted and opened is no part of the result.
    for name, pad in kept.items():
        getattr(notes, name).clear()
        getattr(notes, name).update(pad)
    opened.met.clear()
    opened.met.update(met)
    whole = abs(total) + sum(map(abs, added.values()), ZERO)
    return {name: HUNDRED * abs(kg) / whole for name, kg in added.items() if whole and kg}


def understated(evaluation: Evaluation, shares: Mapping[str, Fraction]) -> dict[str, tuple[Fraction, Fraction]]:
    """Rows whose calculated share is above the share the study claims, by id: (claimed, calculated)."""
    claims = {e.id: e.excluded_share for e in evaluation.context.study.exchanges if e.excluded_share}
    return {
        name: (parse_decimal(claims[name]), share)
        for name, share in shares.items()
        if name in claims and share > parse_decimal(claims[name])
    }
