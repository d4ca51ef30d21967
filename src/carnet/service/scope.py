"""Which regimes are for a product: by the family its flow is tagged with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.inventory.model import AFTER_GATE
from carnet.service import datasets

if TYPE_CHECKING:
    from carnet.regime import Regime
    from carnet.service.studies import OpenStudy


def fits(regime: Regime, opened: OpenStudy) -> bool:
    """Whether the study's product is of a family the regime is for; a regime without families is for any."""
    return not regime.families or bool(families_of(opened) & set(regime.families))


def families_of(opened: OpenStudy) -> set[str]:
    """The tags of the study's product, its flow id among them."""
    product = opened.study.product.flow
    flow = datasets.shipped_flows().joined(opened.study.flows).by_id[product]
    return {product, *flow.tags}


def usual_regimes(opened: OpenStudy) -> tuple[str, ...]:
    """The ids to calculate when nobody names any: those for this product that are more than listed.

    A regime for whole life cycles is left to studies that go on after the gate.
    """
    library = datasets.regimes()
    ends_at_gate = all(process.stage not in AFTER_GATE for process in opened.study.processes)

    def usual(version: Regime) -> bool:
        return fits(version, opened) and not version.listed.en and not (version.life_cycle and ends_at_gate)

    return tuple(name for name in library.ids() if any(usual(version) for version in library.versions(name)))
