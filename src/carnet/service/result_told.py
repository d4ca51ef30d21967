"""What tells one result of a study from another, as a decision on file must state it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.recognition.model import Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carnet.service.calculate import Calculated
    from carnet.service.studies import OpenStudy


def result_of(opened: OpenStudy, home: str, done: Sequence[Calculated] = ()) -> Result:
    """What tells this result from another: the study, its digest and period, the regimes it was calculated under.

    A regime is told by its id and by id and version (``en15804@A2``).
    """
    study = opened.study
    regimes = [home, home.partition("@")[0]]
    for each in done:
        regimes += [each.regime, f"{each.regime}@{each.resolved.version}"]
    factors = {name for each in done for name in each.assessment.context.notes.used_factors}
    return Result(
        study=study.id,
        version=study.version,
        digests=(opened.digest,),
        regimes=tuple(dict.fromkeys(regimes)),
        period_from=study.period_from,
        period_to=study.period_to,
        models=(study.product.name.zh, study.product.name.en),
        factors=tuple(sorted(factors)),
    )
