"""The largest bridge between two shipped regimes, alone and with everything: groups, bounds, interactions."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from bench.plain import sides_of
from carnet.assessment import Assessment, Inputs, bridge
from carnet.assessment.bridge_game import Games

if TYPE_CHECKING:
    from pathlib import Path

    from bench.frame import Work

TITLE = "largest bridge of the shipped coil, in memory"
LIMIT = 0.2
STUDY = "steel-a"  # every process by its carbon balance: the most open values


def largest() -> tuple[Inputs, Assessment, Assessment]:
    """The two regimes whose bridge takes in most: players, then parts of the game."""
    inputs, sides = sides_of(STUDY)
    games = Games(inputs, sides[0].resolved.known_date)

    def size(pair: tuple[Assessment, Assessment]) -> tuple[int, int]:
        found = bridge(inputs, *pair, games=games, full=False)
        return len(found.players), sum(map(len, found.game.parts.values())) if found.game else 0

    one, two = max(combinations(sides, 2), key=size)
    return inputs, one, two


def prepare(folder: Path) -> dict[str, Work]:
    """Return the bridge of the two regimes that differ most."""
    del folder
    inputs, one, two = largest()
    return {"carnet": lambda: bridge(inputs, one, two)}
