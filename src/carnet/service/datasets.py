"""The shipped data sets, loaded once per run."""

from __future__ import annotations

from functools import cache

from carnet.assessment.gas_words import gas_words
from carnet.inventory.countries import Countries, parse_countries
from carnet.regime import RegimeLibrary, parse_regimes
from carnet.store import read_folder, shipped_factors, shipped_flows, shipped_gwp_sets


@cache
def regimes() -> RegimeLibrary:
    """All shipped regimes.

    Raises:
        DataError: every problem of every file.
    """
    return parse_regimes(read_folder("regimes"), gases())


@cache
def gases() -> frozenset[str]:
    """The gases that some GWP set values, with the families a rule may name instead of a gas (HFC, PFC)."""
    return gas_words(shipped_gwp_sets().values())


@cache
def countries() -> Countries:
    """Country and province codes."""
    return parse_countries(read_folder("places"))


__all__ = ["countries", "gases", "regimes", "shipped_factors", "shipped_flows", "shipped_gwp_sets"]
