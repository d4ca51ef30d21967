"""From single entries to sparse columns with uncertainty."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from carnet.inventory.lci import NO_SPREAD, Spread
from carnet.lca.engine.arrays import FIXED, LOGNORMAL, NORMAL, TRIANGULAR, UNIFORM, Columns, Spreads

if TYPE_CHECKING:
    from carnet.lca.engine.arrays import Reals

KIND_NUMBERS = {"none": FIXED, "lognormal": LOGNORMAL, "normal": NORMAL, "uniform": UNIFORM, "triangular": TRIANGULAR}


class Entries:
    """Entries of a matrix as they are found; several for one place are added up."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], list[tuple[float, Spread]]] = {}

    def add(self, row: int, column: int, value: float, spread: Spread = NO_SPREAD, factor: float = 1.0) -> None:
        """Add `value`; `spread` is that of the exchange, `factor` what turned its amount into `value`."""
        self.cells.setdefault((column, row), []).append((value, scaled(spread, factor)))

    @property
    def merged(self) -> int:
        """How many places hold more than one uncertain exchange."""
        return sum(len(parts) > 1 and any(s.kind != "none" for _, s in parts) for parts in self.cells.values())

    def columns(self, height: int, width: int) -> tuple[Columns, Spreads]:
        """Pack: columns in order, rows ascending, places whose parts cancel to zero kept out of B but not of A."""
        ordered = sorted(self.cells)
        start = np.zeros(width + 1, np.int64)
        for column, _ in ordered:
            start[column + 1] += 1
        values = np.empty(len(ordered), np.float64)
        spreads: list[Spread] = []
        for place, key in enumerate(ordered):
            values[place], spread = added(self.cells[key])
            spreads.append(spread)
        rows = np.array([row for _, row in ordered], np.int32)
        return Columns(np.cumsum(start), rows, values, height), packed_spreads(spreads, values)


def packed_spreads(spreads: list[Spread], values: Reals) -> Spreads:
    """Turn spreads into arrays; `values` stand in as location of the fixed ones."""
    kind = np.array([KIND_NUMBERS[s.kind] for s in spreads], np.uint8)
    location = np.array([s.location for s in spreads], np.float64)
    return Spreads(
        kind,
        np.where(kind == FIXED, values, location) if len(spreads) else location,
        np.array([s.scale for s in spreads], np.float32),
        np.array([s.low for s in spreads], np.float32),
        np.array([s.high for s in spreads], np.float32),
    )


def scaled(spread: Spread, factor: float) -> Spread:
    """Multiply a spread by a factor, sign included."""
    if spread.kind == "none" or factor == 1.0:
        return spread
    low, high = sorted((spread.low * factor, spread.high * factor))
    scale = spread.scale * abs(factor) if spread.kind == "normal" else spread.scale
    return Spread(spread.kind, spread.location * factor, scale, low, high, spread.basis)


def added(parts: list[tuple[float, Spread]]) -> tuple[float, Spread]:
    """Add values; variances add, and a sum of several is lognormal around its value where its sign is certain."""
    total = math.fsum(value for value, _ in parts)
    if len(parts) == 1:
        return parts[0]
    variance = math.fsum(_variance(value, spread) for value, spread in parts)
    if variance == 0 or total == 0:
        return total, NO_SPREAD
    if all(value * total >= 0 for value, _ in parts):
        return total, Spread("lognormal", total, math.sqrt(math.log1p(variance / total**2)), basis="sum")
    return total, Spread("normal", total, math.sqrt(variance), basis="sum")


def _variance(value: float, spread: Spread) -> float:
    if spread.kind == "lognormal":
        square = spread.scale**2
        # Beyond this the moments of a lognormal say nothing about where its mass lies.
        return value**2 * math.expm1(min(square, 4.0)) * math.exp(min(square, 4.0))
    if spread.kind == "normal":
        return spread.scale**2
    width = spread.high - spread.low
    if spread.kind == "uniform":
        return width**2 / 12
    if spread.kind == "triangular":
        a, b, c = spread.low, spread.high, spread.location
        return (a * a + b * b + c * c - a * b - a * c - b * c) / 18
    return 0.0
