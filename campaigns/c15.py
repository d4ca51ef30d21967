"""C15: random productive systems and the shipped studies, calculated twice: by the program, and naively beside it.

A system is one attack. The shipped studies come first, each under every regime that is for it, with what blocks a
figure supposed; then random systems, each under rules drawn at random and under shipped regimes in turn. Stated bound:
none, both calculate in exact rationals. Compared are figure, every line, what stands apart, both bounds and the ranges
of open values; then some of what is open is settled at random: the figure must lie inside the bounds, which may only
shrink. What the program refuses the second calculation must refuse as well.
"""

from __future__ import annotations

import random
from functools import cache
from itertools import cycle
from typing import TYPE_CHECKING

from campaigns.rules import random_rules
from campaigns.second import RefusedError, figure
from campaigns.second.compare import bounds_disagree, disagreements, world_of
from campaigns.settled import not_contained, opened_up, suppose
from campaigns.systems import factors, system
from carnet.assessment import Inputs, assess
from carnet.assessment.plan import make_plan
from carnet.errors import InputError
from carnet.inventory.model import Places
from carnet.regime import resolve
from carnet.service import datasets
from carnet.service.calculate import inputs_of
from carnet.service.scope import usual_regimes
from carnet.service.studies import SHIPPED, open_shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carnet.regime import ResolvedRegime

ID = "C15"
EACH = 4
WHAT = f"systems × {EACH} regimes"
BROKEN = "disagreements"
SIZES = {"test": 50, "release": 1_000}
DAY = "2026-11-22"
DRAWN = 3  # of the regimes of a random system: rules drawn at random; the rest are shipped ones in turn
REFUSALS = {"CAL-002", "CAL-012", "CAL-013", "CAL-023", "GWP-001", "GWP-002"}


def attacks(seed: int, size: int) -> Iterator[str | None]:
    """Yield None for a system on which both calculations agree, a sentence for one on which they do not."""
    chance = random.Random(seed)
    for name in sorted(SHIPPED):
        yield shipped(name, chance)
    turn = cycle(regimes())
    for number in range(size - len(SHIPPED)):
        own = random.Random(f"{seed} {number}")
        study = system(own)
        inputs = Inputs(
            study, Places(), datasets.shipped_flows(), factors(own, datasets.shipped_factors()),
            datasets.shipped_gwp_sets(),
        )  # fmt: skip
        drawn = [random_rules(regimes()[0], study, own) for _ in range(DRAWN)]
        left_open = opened_up(drawn[0], drawn[1], own)
        rules = [left_open, *drawn[1:], *(next(turn) for _ in range(EACH - DRAWN))]
        found = [f"{each.id}: {told}" for each in rules if (told := disagreement(inputs, each, own))]
        yield f"system {number} of seed {seed}, {found[0]}" if found else None


@cache
def regimes() -> tuple[ResolvedRegime, ...]:
    """Every shipped regime that is more than listed and in force."""
    library, found = datasets.regimes(), []
    for name in library.ids():
        if any(not version.listed.en for version in library.versions(name)):
            try:
                found.append(resolve(library, name, DAY, DAY))
            except InputError:
                continue
    return tuple(sorted(found, key=lambda each: each.id != "iso14067"))


def shipped(name: str, chance: random.Random) -> str | None:
    """A shipped study under every regime that is for it."""
    opened = open_shipped(name)
    inputs, usual = inputs_of(opened), usual_regimes(opened)
    for each in regimes():
        if each.id in usual:
            supposed, _ = suppose(inputs, each, chance)
            told = disagreement(inputs, supposed, chance)
            if told:
                return f"{name}, {each.id}: {told}"
    return None


def disagreement(inputs: Inputs, rules: ResolvedRegime, chance: random.Random) -> str:
    """What does not hold of one study under one set of rules; empty where everything does."""
    try:
        found = assess(inputs, rules)
    except InputError as error:
        return _refused(inputs, rules, {p.code for p in error.problems})
    except Exception as error:  # noqa: BLE001 - whatever it is, a calculation must not end so
        return f"raised {type(error).__name__}: {error}"
    if found.evaluation is None:
        return ""
    told = disagreements(found, inputs)
    return told[0] if told else bounds_disagree(found, inputs) or not_contained(found, inputs, rules, chance)


def _refused(inputs: Inputs, rules: ResolvedRegime, codes: set[str]) -> str:
    if not codes <= REFUSALS:
        return f"refused with {', '.join(sorted(codes))}"
    plan = make_plan(rules, inputs.study)
    if any(value.unknown for value in plan.values.values()):
        return ""  # one of the candidates cannot be calculated: which one, the second calculation does not ask
    world = world_of(inputs, plan)
    try:
        figure(world)
    except RefusedError:
        return ""
    return f"refused with {', '.join(sorted(codes))}; the second calculation gives a figure"
