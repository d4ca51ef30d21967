"""Factor snapshots of the past: the records a pack carries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carnet.errors import InputError, Place, problem
from carnet.exchange.pack import read_pack
from carnet.exchange.pack_recipe import read_factors
from carnet.service.studies import read_bytes

if TYPE_CHECKING:
    from carnet.factors import FactorSet

FACTORS = "recipe/factors.json"


def read_snapshot(path: str) -> FactorSet:
    """Read the factor records of a pack, or of the factors.json taken out of one.

    Raises:
        UsageError: the file is not there.
        InputError: it is neither (CLI-007).
    """
    data = read_bytes(path)
    name = Path(path).name
    if data.startswith(b"PK"):
        data = read_pack(data).files.get(FACTORS, b"")
    try:
        content: dict[str, Any] = json.loads(data)
        return read_factors(content).factors
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError((problem("CLI-007", Place(file=name), name, why=type(error).__name__),)) from error
