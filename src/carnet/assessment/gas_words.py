"""The gases a rule of D4 may name: those that some GWP set has. Any other word would drop the gas meant, unsaid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.assessment.gases import family
from carnet.errors import InputError, Place, problem
from carnet.regime.gas_filter import GAS_FILTERS, near_gases, strange_gases

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from carnet.assessment.plan import Plan
    from carnet.impact import GwpSet
    from carnet.inventory.model import Study


def gas_words(sets: Iterable[GwpSet]) -> frozenset[str]:
    """Every gas that one of `sets` has, and the families a rule may name instead of a gas (HFC, PFC)."""
    known = {gas for each in sets for gas in (*each.gases, *each.left_out)}
    return frozenset(known | {family(gas) for gas in known})


def refuse_strange_gases(plan: Plan, study: Study, sets: Mapping[str, GwpSet]) -> None:
    """Refuse an acceptance that names a gas no GWP set has; the gases of regime files are checked when they load.

    Raises:
        InputError: CAL-011 for every such word, with the nearest gases, at the acceptance.
    """
    known = gas_words(sets.values())
    problems = []
    for parameter in GAS_FILTERS:
        value = plan.values[parameter]
        if value.acceptance is None:
            continue
        at = [i for i, each in enumerate(study.acceptances) if each is value.acceptance]
        place = Place(pointer=f"/acceptances/{at[0]}/value") if at else Place()
        problems += [
            problem("CAL-011", place, gas, near_gases(gas, known), parameter=parameter)
            for gas in strange_gases((value.value,), known)
        ]
    if problems:
        raise InputError(tuple(problems))
