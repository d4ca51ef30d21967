"""From a study to a pack: calculate, bridge, report, seal."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from carnet.exchange.pack import VIEWS, derive_view
from carnet.keys import demo_key
from carnet.service.bridges import bridge_of, games_of
from carnet.service.calculate import Calculated, attempt
from carnet.service.db_choices import need_free_study
from carnet.service.packs import build_pack
from carnet.service.reports import reports

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from carnet.service.studies import OpenStudy

# Why is the number for the border not the footprint? The summary of the report shows the first bridge.
FIRST_BRIDGE = ("iso14067", "eu_cbam")


def no_progress(step: str) -> None:
    """Say nothing."""
    del step


def bridge_chain(opened: OpenStudy, done: Sequence[Calculated]) -> list[dict[str, Any]]:
    """The bridge most people ask for first, then those between neighbours: any other difference is their sum."""
    given = {c.regime: c for c in done if c.has_figure}
    pairs = list(pairwise(given))
    if set(FIRST_BRIDGE) <= set(given):
        pairs = [FIRST_BRIDGE, *(pair for pair in pairs if set(pair) != set(FIRST_BRIDGE))]
    if not pairs:
        return []
    games = games_of(opened, given[pairs[0][0]].resolved.known_date)
    return [bridge_of(opened, given[one], given[two], games=games) for one, two in pairs]


def make_pack(
    opened: OpenStudy,
    regimes: Sequence[str] = (),
    *,
    view: str = "certifier",
    study_file: str = "study.xlsx",
    progress: Callable[[str], None] = no_progress,
) -> bytes:
    """Calculate a study under the regimes and seal everything with a key made on the spot, marked DEMO.

    A regime that cannot be calculated is left out.

    Raises:
        InputError: no regime can be calculated.
    """
    done = attempt(opened, regimes, progress=progress).need_one()
    return seal(opened, done, view=view, study_file=study_file, progress=progress)


def seal(
    opened: OpenStudy,
    done: Sequence[Calculated],
    *,
    view: str = "certifier",
    study_file: str = "study.xlsx",
    local: bool = False,
    progress: Callable[[str], None] = no_progress,
) -> bytes:
    """Report and pack of what is already calculated.

    Raises:
        UsageError: the study stands on a database whose licence forbids passing on what is derived from it, and the
            pack is not said to stay here (LCI-189).
    """
    need_free_study(opened.factors, opened.study, local=local)
    bridges = bridge_chain(opened, done)
    progress("report")
    made = reports(opened, done, bridges, demo_key=True, study_file=study_file)
    progress("pack")
    data = build_pack(
        opened,
        done,
        bridges,
        made,
        demo_key(),
        signed_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    return data if view == "certifier" else derive_view(data, view)


__all__ = ["VIEWS", "bridge_chain", "make_pack", "seal"]
