"""Everything wrong with a study, at once.

Each check is a function from the context to problems, small enough to read at a glance; the order of `CHECKS` is the
order of the findings. Severity ``error`` means that no figure, or a wrong one, would come out; ``warning`` means that a
figure can be given and a person should look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.inventory import (
    checks_amounts,
    checks_balance,
    checks_contracts,
    checks_dates,
    checks_evidence,
    checks_fields,
    checks_installation,
    checks_life,
    checks_links,
    checks_plausible,
)
from carnet.inventory.context import Context, context_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from carnet.errors import Problem
    from carnet.inventory.countries import Countries
    from carnet.inventory.flows import FlowList
    from carnet.inventory.model import Places, Study

CHECKS: tuple[Callable[[Context], Iterable[Problem]], ...] = (
    *checks_fields.CHECKS,
    *checks_amounts.CHECKS,
    *checks_links.CHECKS,
    *checks_dates.CHECKS,
    *checks_contracts.CHECKS,
    *checks_evidence.CHECKS,
    *checks_balance.CHECKS,
    *checks_plausible.CHECKS,
    *checks_life.CHECKS,
    *checks_installation.CHECKS,
)


def validate_study(study: Study, places: Places, flows: FlowList, countries: Countries) -> list[Problem]:
    """Return every problem of a study.

    Args:
        study: the study, as read; any text may stand in any field.
        places: where its values stood, for the messages.
        flows: the shared list of flows.
        countries: the shared list of countries and regions.

    Returns:
        Problems in a stable order; none of severity ``error`` means the study can be linked and calculated.
    """
    context = context_of(study, places, flows, countries)
    return [problem for check in CHECKS for problem in check(context)]
