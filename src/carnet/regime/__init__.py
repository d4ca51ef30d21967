"""Law and method as data: what each regime says, since when, and how firmly we know it.

What lives here: the closed vocabulary of rules, the loader of regime files, bitemporal resolution, rules in words.
May touch: errors, canonical, quantity, the kinds of factor records; text of files handed in, never a file.
Must not: calculate a footprint, read a file or a clock, change a regime once loaded, fill a hole with a default.
Ways in: `parse_regimes` (once), `resolve` (per regime and pair of dates), `plan_table`, `describe`, `supplied`.
Invariants: every required parameter resolves to a value or a stated unknown; every value has source, clause, status
    and two dates; a status is never firmer than that of the text it was taken over from; the same content has the
    same digest.
"""

from __future__ import annotations

from carnet.regime.describe import PlanRow, describe, differing, dimension_plan, plan, plan_table
from carnet.regime.formula import formula
from carnet.regime.lint import MatrixCell, against_matrix, leftovers, stale, unfilled, waiting
from carnet.regime.load import parse_regimes
from carnet.regime.model import Regime, RegimeLibrary, ResolvedRegime, ResolvedRow, ResolvedValue, Value
from carnet.regime.resolve import combine, resolve
from carnet.regime.resolved_json import from_json, to_json
from carnet.regime.shapes import read_value, thaw, value_key
from carnet.regime.skeleton import skeleton
from carnet.regime.supply import supplied, with_value
from carnet.regime.vocabulary import BLOCKING, BY_ID, CALCULATION, CONFORMITY, DIMENSION_NAMES, ISSUABLE, PARAMETERS

__all__ = [
    "BLOCKING",
    "BY_ID",
    "CALCULATION",
    "CONFORMITY",
    "DIMENSION_NAMES",
    "ISSUABLE",
    "PARAMETERS",
    "MatrixCell",
    "PlanRow",
    "Regime",
    "RegimeLibrary",
    "ResolvedRegime",
    "ResolvedRow",
    "ResolvedValue",
    "Value",
    "against_matrix",
    "combine",
    "describe",
    "differing",
    "dimension_plan",
    "formula",
    "from_json",
    "leftovers",
    "parse_regimes",
    "plan",
    "plan_table",
    "read_value",
    "resolve",
    "skeleton",
    "stale",
    "supplied",
    "thaw",
    "to_json",
    "unfilled",
    "value_key",
    "waiting",
    "with_value",
]
