"""Every ordered pair of the regimes that give a figure, on a coil, a module and a battery pack.

Before the clock runs, random mixtures of random pairs are held against the plain evaluation.
"""

from __future__ import annotations

import random
from itertools import combinations
from typing import TYPE_CHECKING

from bench.plain import fast_value, plain_value, sides_of
from carnet.assessment import Assessment, Bridge, Inputs
from carnet.service.bridges import matrix, pair_rows

if TYPE_CHECKING:
    from pathlib import Path

    from bench.frame import Work

TITLE = "every ordered pair of regimes on coil, module and battery"
LIMIT = 10.0
MOST_TIMES = 3
STUDIES = ("steel-a", "pv_topcon", "lfp_pack_truck")
PAIRS, MIXTURES = 4, 6  # held against the plain evaluation, for each study
_counts: dict[str, tuple[int, int]] = {}


def compare(inputs: Inputs, pairs: list[Bridge], seed: int, pairs_wanted: int = PAIRS) -> int:
    """Hold random mixtures of random pairs against the plain evaluation; return how many.

    Raises:
        ValueError: a mixture has another value.
    """
    chance = random.Random(seed)
    done = 0
    for found in chance.sample(pairs, min(pairs_wanted, len(pairs))):
        for _ in range(MIXTURES):
            taken = {player for player in found.players if chance.random() < 1 / 2}
            plain, fast = plain_value(inputs, found.first, found.second, taken), fast_value(found, taken)
            if plain != fast:
                message = f"{found.first.resolved.id} → {found.second.resolved.id} at {sorted(taken)}: {plain} ≠ {fast}"
                raise ValueError(message)
            done += 1
        if (found.start + sum(map(found.term, found.players))) * found.unit_factor != found.end:
            message = f"{found.first.resolved.id} → {found.second.resolved.id} does not add up"
            raise ValueError(message)
    return done


def prepare(folder: Path) -> dict[str, Work]:
    """Return the whole matrix of the three studies."""
    del folder
    sides: list[tuple[Inputs, list[Assessment]]] = []
    for seed, study in enumerate(STUDIES):
        inputs, given = sides_of(study)
        checked = compare(inputs, matrix(inputs, given), seed)
        _counts[study] = (len(list(combinations(given, 2))) * 2, checked)
        sides.append((inputs, given))
    return {"carnet": lambda: [pair_rows(matrix(inputs, given)) for inputs, given in sides]}


def figures() -> str:
    """Return the number of pairs of each study, and how many mixtures were held against the plain evaluation."""
    pairs = ", ".join(f"{study} {count}" for study, (count, _) in _counts.items())
    return f"ordered pairs: {pairs}; mixtures equal to the plain path: {sum(c for _, c in _counts.values())}"
