"""Exact amounts: decimals, units with their kind, conversion, rounding.

What lives here: decimal strings to fractions and back, rounding rules by name, the unit table, conversion inside
    one kind, bridges between kinds, and the normalisation of text typed by people.
May touch: the standard library and `carnet.errors`.
Must not: use binary floating point, a locale, the clock, files, or guess a unit that has two meanings.
Ways in: `parse_decimal`, `decimal_string`, `exact_string`, `round_to`, `round_parts`, `find_unit`, `convert`,
    `Bridge` with `cross`, `normalise_text`.
Invariants: every amount is a `fractions.Fraction`; a unit is one row of `table.ROWS`; a conversion names its kind and
    stays in it (kg of product is not kg CO2e, MJ of lower heating value is not MJ of higher, a cubic metre at 15 °C is
    not one at 0 °C); kinds are crossed only by a bridge that has a name and a citation; printed parts add up to the
    printed total; the same text gives the same answer on every machine.
"""

from __future__ import annotations

from carnet.quantity.bridges import (
    CO2_AS_CO2E,
    M3_15C_TO_NM3,
    M3_20C_TO_NM3,
    SHIPPED_BRIDGES,
    Bridge,
    cross,
    inverse,
)
from carnet.quantity.convert import convert, find_ratio, fits, in_base, tonne_kilometres
from carnet.quantity.decimals import (
    MAX_DIGITS,
    MAX_EXPONENT,
    MAX_LENGTH,
    canonical_decimal,
    decimal_or_none,
    exact_decimal,
    exact_string,
    parse_decimal,
    parse_exact,
)
from carnet.quantity.dimension import Dimension
from carnet.quantity.kinds import KINDS, Kind
from carnet.quantity.problems import DECIMAL_REASONS, UNIT_REASONS, DecimalError, RoundingError, UnitError
from carnet.quantity.rounding import (
    MODES,
    decimal_string,
    round_parts,
    round_significant,
    round_to,
    significant_string,
)
from carnet.quantity.text import match_key, normalise_text
from carnet.quantity.units import UNITS, Unit, find_unit, unit_by_rec20, unit_candidates

__all__ = [
    "CO2_AS_CO2E",
    "DECIMAL_REASONS",
    "KINDS",
    "M3_15C_TO_NM3",
    "M3_20C_TO_NM3",
    "MAX_DIGITS",
    "MAX_EXPONENT",
    "MAX_LENGTH",
    "MODES",
    "SHIPPED_BRIDGES",
    "UNITS",
    "UNIT_REASONS",
    "Bridge",
    "DecimalError",
    "Dimension",
    "Kind",
    "RoundingError",
    "Unit",
    "UnitError",
    "canonical_decimal",
    "convert",
    "cross",
    "decimal_or_none",
    "decimal_string",
    "exact_decimal",
    "exact_string",
    "find_ratio",
    "find_unit",
    "fits",
    "in_base",
    "inverse",
    "match_key",
    "normalise_text",
    "parse_decimal",
    "parse_exact",
    "round_parts",
    "round_significant",
    "round_to",
    "significant_string",
    "tonne_kilometres",
    "unit_by_rec20",
    "unit_candidates",
]
