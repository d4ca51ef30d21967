"""The largest bridge between two shipped regimes: every subset of the differing dimensions is evaluated."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from carnet.assessment import bridge
from carnet.service.calculate import calculate, inputs_of, resolve_all
from carnet.service.studies import open_shipped

if TYPE_CHECKING:
    from pathlib import Path

    from bench.frame import Work

TITLE = "largest bridge of the shipped coil, in memory"
LIMIT = 1.0


def prepare(folder: Path) -> dict[str, Work]:
    """Return the bridge of the two regimes that differ most."""
    del folder
    opened = open_shipped("steel")
    inputs = inputs_of(opened)
    sides = [each.assessment for each in calculate(opened, resolve_all(opened, [])) if each.has_figure]
    one, two = max(combinations(sides, 2), key=lambda pair: bridge(inputs, *pair).evaluations)
    return {"carnet": lambda: bridge(inputs, one, two)}
