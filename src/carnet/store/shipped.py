"""The shipped data sets, built and checked: flows, GWP sets, factors."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from carnet.factors import FactorSet, parse_factors
from carnet.factors.check import Checks
from carnet.impact import GwpSet, characterize, parse_gwp_sets
from carnet.inventory.flows import FlowList, parse_flows
from carnet.store.package_data import read_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction


@cache
def shipped_flows() -> FlowList:
    """Return the shared list of flows.

    Raises:
        DataError: every problem of every file.
    """
    return parse_flows(read_folder("flows"))


@cache
def shipped_gwp_sets() -> Mapping[str, GwpSet]:
    """Return the GWP sets by id, the CO2-only one among them.

    Raises:
        DataError: every problem of every file.
    """
    return parse_gwp_sets(read_folder("gwp"))


def checks_for(flows: FlowList, sets: Mapping[str, GwpSet], *, shipped: bool = True) -> Checks:
    """Return what factor records are checked against."""

    def total(masses: Mapping[tuple[str, str], Fraction], set_id: str) -> Fraction:
        return characterize(masses, sets[set_id])

    heat = frozenset(flow.id for flow in flows.flows if "fuel" in flow.tags)
    return Checks(flows.kinds(), total, heat, shipped)


@cache
def shipped_factors() -> FactorSet:
    """Return the factor set.

    Raises:
        DataError: every problem of every file.
    """
    return parse_factors(read_folder("factors"), checks_for(shipped_flows(), shipped_gwp_sets()))
