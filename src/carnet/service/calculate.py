"""Calculating: one result per regime, each with its recipe and its derivation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet import __version__
from carnet.assessment import Assessment, Inputs, assess, result_json
from carnet.factors import snapshot_digest
from carnet.regime import ResolvedRegime, resolve
from carnet.service import datasets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from carnet.factors import FactorSet
    from carnet.service.studies import OpenStudy

# The profile names the arithmetic: exact rationals, printed half-even unless the regime says otherwise.
NUMERIC_PROFILE = "exact-rational/1"


@dataclass(frozen=True, slots=True)
class Calculated:
    """One regime's result as plain data, its derivation, and the assessment behind them."""

    result: dict[str, object]
    derivation: dict[str, object]
    assessment: Assessment
    resolved: ResolvedRegime

    @property
    def regime(self) -> str:
        """The regime's id."""
        return self.resolved.id

    @property
    def has_figure(self) -> bool:
        """Whether the regime gives a figure or at least bounds."""
        return self.assessment.evaluation is not None


def engine_version() -> str:
    """The version of the program that calculates."""
    return __version__


def inputs_of(opened: OpenStudy, factors: FactorSet | None = None) -> Inputs:
    """A study with the data sets it is calculated with."""
    return Inputs(
        opened.study,
        opened.places,
        datasets.shipped_flows(),
        factors or datasets.shipped_factors(),
        datasets.shipped_gwp_sets(),
    )


def resolve_all(
    opened: OpenStudy, wanted: Sequence[str], legal_date: str = "", known_date: str = ""
) -> list[ResolvedRegime]:
    """Resolve the wanted regimes (all shipped ones when none is named) on the study's dates unless others are given.

    Raises:
        InputError: a regime is unknown or not in force on the legal date.
    """
    library = datasets.regimes()
    legal = legal_date or opened.study.legal_date
    known = known_date or opened.study.known_date
    return [resolve(library, name, legal, known) for name in (wanted or library.ids())]


def calculate(
    opened: OpenStudy,
    regimes: Sequence[ResolvedRegime],
    progress: Callable[[str], None] | None = None,
    factors: FactorSet | None = None,
) -> list[Calculated]:
    """Calculate a study under each regime.

    Raises:
        InputError: the study cannot be linked or allocated.
    """
    inputs = inputs_of(opened, factors)
    factor_digest = snapshot_digest(inputs.factors.records)
    done = []
    for resolved in regimes:
        if progress is not None:
            progress(resolved.id)
        done.append(calculate_one(inputs, resolved, recipe_of(opened, resolved, factor_digest)))
    return done


def recipe_of(opened: OpenStudy, resolved: ResolvedRegime, factor_digest: str) -> dict[str, str]:
    """The digests a figure is made from."""
    return {
        "study": opened.digest,
        "factors": factor_digest,
        "regime": resolved.digest,
        "engine": engine_version(),
        "numeric_profile": NUMERIC_PROFILE,
        "legal_date": resolved.legal_date,
        "known_date": resolved.known_date,
    }


def calculate_one(inputs: Inputs, resolved: ResolvedRegime, recipe: Mapping[str, str]) -> Calculated:
    """Calculate one regime."""
    assessment = assess(inputs, resolved)
    result, derivation = result_json(assessment, dict(recipe))
    return Calculated(result, derivation, assessment, resolved)
