"""The largest bridge between two shipped regimes: every subset of the differing dimensions is evaluated."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from carnet.assessment import Assessment, Inputs, bridge
from carnet.service.calculate import calculate, inputs_of, resolve_all
from carnet.service.demo import assume_missing
from carnet.service.studies import open_shipped

if TYPE_CHECKING:
    from pathlib import Path

    from bench.frame import Work

TITLE = "largest bridge of the shipped coil, in memory"
LIMIT = 1.0
STUDY = "steel-a"  # every process by its carbon balance: the most open values


def largest() -> tuple[Inputs, Assessment, Assessment]:
    """The two regimes that differ in most dimensions, all six given a figure by assumptions."""
    opened = open_shipped(STUDY)
    assumed = replace(opened, study=assume_missing(opened, calculate(opened, resolve_all(opened, []))))
    inputs = inputs_of(assumed)
    sides = [each.assessment for each in calculate(assumed, resolve_all(assumed, [])) if each.has_figure]
    one, two = max(combinations(sides, 2), key=lambda pair: bridge(inputs, *pair).evaluations)
    return inputs, one, two


def prepare(folder: Path) -> dict[str, Work]:
    """Return the bridge of the two regimes that differ most."""
    del folder
    inputs, one, two = largest()
    return {"carnet": lambda: bridge(inputs, one, two)}
