"""The plain path beside the fast one: a mixture of two regimes evaluated whole, and the sides of the benchmarks."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment import Assessment, Bridge, Inputs
from carnet.assessment.bridge import READING
from carnet.assessment.evaluate import build_context, evaluate
from carnet.assessment.plan import mix
from carnet.inventory.model import Acceptance
from carnet.service.calculate import attempt, inputs_of
from carnet.service.studies import open_shipped

if TYPE_CHECKING:
    from collections.abc import Collection

ZERO = Fraction(0)


def sides_of(study: str) -> tuple[Inputs, list[Assessment]]:
    """Every regime that gives a figure for a shipped study; what can be assumed to get one is assumed."""
    opened = open_shipped(study)
    assumed = [
        Acceptance(regime=each.regime, parameter=missing["parameter"], value=str(missing["candidates"][0]),
                   by="benchmark", reason="a figure to bridge", on=opened.study.legal_date)
        for each in attempt(opened).done
        for missing in each.result["missing"]  # type: ignore[attr-defined]
        if missing["candidates"]
    ]  # fmt: skip
    opened = replace(opened, study=replace(opened.study, acceptances=(*opened.study.acceptances, *assumed)))
    return inputs_of(opened), [each.assessment for each in attempt(opened).done if each.has_figure]


def plain_value(inputs: Inputs, first: Assessment, second: Assessment, taken: Collection[str]) -> Fraction:
    """The whole mixture that takes `taken` from the second side, evaluated from scratch at the readings.

    Amount in kg CO2e per declared unit of the first side.
    """
    assert first.evaluation is not None  # noqa: S101 - only sides with a figure are bridged
    assert second.evaluation is not None  # noqa: S101
    context = build_context(
        inputs.study, inputs.places, inputs.flows, inputs.factors, inputs.sets, known_date=second.resolved.known_date
    )
    found = evaluate(mix(first.evaluation.plan, second.evaluation.plan, set(taken) - {READING}), context)
    nearer, further = (second, first) if READING in taken else (first, second)
    reading = {}
    for name, met in context.opened.met.items():
        known = [_read(side, name) for side in (nearer, further)]
        reading[name] = next((value for value in known if value is not None), met.high)
    return sum((c.total.at(reading) for c in found.contributions), ZERO) * first.evaluation.unit_factor.constant


def _read(side: Assessment, name: str) -> Fraction | None:
    pinned = side.context.opened.pins.get(name)
    return pinned[0] if pinned is not None else (side.reading or {}).get(name)


def fast_value(found: Bridge, taken: Collection[str]) -> Fraction:
    """The same mixture as the bridge has it."""
    assert found.game is not None  # noqa: S101
    values = found.game.totals()
    mask = sum(1 << index for index, player in enumerate(found.players) if player in taken)
    return found.start + Fraction(values[mask] - values[0], found.game.unit)
