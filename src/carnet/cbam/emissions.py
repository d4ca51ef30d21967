"""The embedded emissions of a good as a type, so that the basis chooses the benchmark's column and nobody else does.

`DefaultEmissions` stand for column B, `ActualEmissions` (own production by actual data, precursors actual or default)
for column A with what comes in by the precursors (IR (EU) 2025/2620 Art 2, 3). There is no way to name a column beside
them. A default is marked up once: `mark_up` takes a printed row, never emissions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from carnet.cbam.tables import DefaultRow
from carnet.lca.solve import SingularError, solve_sparse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.cbam.goods_result import BasisName, Column
    from carnet.cbam.result import Computed, PrecursorResult
    from carnet.cbam.tables import Value

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class DefaultEmissions:
    """A default value with its mark-up inside, tCO2e per t of the CN code. Built by `mark_up`."""

    cn: str
    country: str
    row: DefaultRow
    markup: Value
    see: Fraction


@dataclass(frozen=True, slots=True)
class PrecursorEmissions:
    """What a purchased precursor is declared with, per t of it; `default` is the row a default stands on, if found."""

    id: str
    see: Fraction
    basis: Literal["actual", "default"]
    default: DefaultEmissions | None = None


@dataclass(frozen=True, slots=True)
class ActualEmissions:
    """Own production by actual data: `own` tCO2e per t of good without purchased precursors.

    `made`: t of each own process behind 1 t of the good, itself included; `bought`: t of each purchased precursor.
    `content`: functional units per t of the good (clinker or nitrogen content; 1 where the unit is t).
    """

    process: str
    content: Fraction
    own: Fraction
    made: Mapping[str, Fraction]
    bought: Mapping[str, Fraction]
    precursors: Mapping[str, PrecursorEmissions]

    @property
    def see(self) -> Fraction:
        """Emissions charged, tCO2e per t of the good."""
        return self.own + sum((mass * self.precursors[name].see for name, mass in self.bought.items()), ZERO)

    @property
    def basis(self) -> BasisName:
        """`mixed` as soon as one precursor that is used stands on a default."""
        used = (self.precursors[name] for name, mass in self.bought.items() if mass)
        return "mixed" if any(p.basis == "default" for p in used) else "actual"

    def declared(self, precursor: PrecursorEmissions) -> ActualEmissions:
        """Return the same good with another declaration of one precursor."""
        return replace(self, precursors={**self.precursors, precursor.id: precursor})


Emissions = DefaultEmissions | ActualEmissions


def column_of(emissions: Emissions) -> Column:
    """Return the benchmark column that goes with the emissions: B with defaults, A with actual ones."""
    return "B" if isinstance(emissions, DefaultEmissions) else "A"


def mark_up(row: DefaultRow, markup: Value, cn: str, country: str) -> DefaultEmissions:
    """Multiply the printed total by (1 + mark-up), once (IR (EU) 2025/2621 Annex I, introductory part).

    Raises:
        TypeError: not a printed row; what is marked up already cannot be marked up again.
        ValueError: the row has no total, or no mark-up is published.
    """
    if not isinstance(row, DefaultRow):
        message = f"the mark-up goes on a printed default value, not on {type(row).__name__}"  # type: ignore[unreachable]
        raise TypeError(message)
    if row.total is None or markup.value is None:
        message = "no total or no mark-up"
        raise ValueError(message)
    return DefaultEmissions(cn, country, row, markup, row.total * (ONE + markup.value))


def behind(computed: Computed, process: str) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """Return t of own processes and of purchased precursors behind one unit of `process`, loops included.

    Recipes `m` (eq 61): the row T with ``T = e_process + T m`` over the own processes.

    Raises:
        SingularError: a loop uses up all it makes.
    """
    own = {each.id for each in computed.processes}
    reached, waiting = {process}, [process]
    while waiting:
        for source in computed.recipes.get(waiting.pop(), {}):
            if source in own and source not in reached:
                reached.add(source)
                waiting.append(source)
    names = sorted(reached)
    rows: dict[str, dict[str, Fraction]] = {name: {name: ONE} for name in names}
    for name in names:
        for source, mass in computed.recipes.get(name, {}).items():
            if source in reached:
                rows[source][name] = rows[source].get(name, ZERO) - mass
    made = solve_sparse(names, rows, {process: ONE})
    bought: dict[str, Fraction] = {}
    for name in names:
        for source, mass in computed.recipes.get(name, {}).items():
            if source not in reached:
                bought[source] = bought.get(source, ZERO) + made[name] * mass
    return {n: made[n] for n in names if made[n]}, {n: m for n, m in sorted(bought.items()) if m}


def charged(precursor: PrecursorResult) -> Fraction:
    """Emissions of a precursor that count: direct, and the indirect ones the Regulation counts, tCO2e per t."""
    return precursor.see_direct + precursor.counted_indirect


__all__ = [
    "ActualEmissions",
    "DefaultEmissions",
    "Emissions",
    "PrecursorEmissions",
    "SingularError",
    "behind",
    "charged",
    "column_of",
    "mark_up",
]
