"""Calculating: one result per regime, each with its recipe and its derivation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet import __version__
from carnet.assessment import Assessment, Inputs, assess, result_json
from carnet.errors import InputError, problem
from carnet.factors import snapshot_digest
from carnet.regime import ResolvedRegime, resolve
from carnet.service import datasets
from carnet.service.scope import usual_regimes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from carnet.errors import Problem
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


@dataclass(frozen=True, slots=True)
class NotCalculated:
    """A regime that could not be calculated, as it was asked for, and everything that keeps it from it."""

    regime: str
    problems: tuple[Problem, ...]

    def json(self) -> dict[str, object]:
        """``{regime, problems[]}``."""
        return {"regime": self.regime, "problems": [p.json() for p in self.problems]}


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a study gives under the asked regimes: a result each, or why there is none."""

    done: tuple[Calculated, ...]
    failed: tuple[NotCalculated, ...]

    def need_one(self) -> tuple[Calculated, ...]:
        """The results, where there is at least one.

        Raises:
            InputError: no regime could be calculated; every problem of every regime, each once.
        """
        if not self.done:
            raise InputError(tuple(dict.fromkeys(p for f in self.failed for p in f.problems)))
        return self.done


def engine_version() -> str:
    """The version of the program that calculates."""
    return __version__


def inputs_of(opened: OpenStudy, factors: FactorSet | None = None) -> Inputs:
    """A study with the data sets it is calculated with."""
    return Inputs(
        opened.study,
        opened.places,
        datasets.shipped_flows(),
        factors or opened.factors or datasets.shipped_factors(),
        datasets.shipped_gwp_sets(),
    )


def resolve_all(
    opened: OpenStudy, wanted: Sequence[str], legal_date: str = "", known_date: str = ""
) -> list[ResolvedRegime]:
    """Resolve the wanted regimes, by default all for this product, on the study's dates unless others are given.

    Raises:
        InputError: a regime is unknown or not in force on the legal date.
    """
    library = datasets.regimes()
    legal = legal_date or opened.study.legal_date
    known = known_date or opened.study.known_date
    return [resolve(library, name, legal, known) for name in (wanted or usual_regimes(opened))]


def attempt(
    opened: OpenStudy,
    wanted: Sequence[str] = (),
    *,
    legal_date: str = "",
    known_date: str = "",
    progress: Callable[[str], None] | None = None,
) -> Attempt:
    """Calculate a study under the wanted regimes (when none is named, all that are for this product), each on its own.

    A regime that is unknown, not in force on the legal date, or that the study does not fit, stands in `failed`; the
    others are calculated all the same.
    """
    done: list[Calculated] = []
    failed: list[NotCalculated] = []
    for name in wanted or usual_regimes(opened):
        try:
            done += calculate(opened, resolve_all(opened, [name], legal_date, known_date), progress)
        except InputError as error:
            failed.append(NotCalculated(name, error.problems))
    return Attempt(tuple(done), tuple(failed))


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
        done.append(calculate_one(inputs, resolved, recipe_of(opened, resolved, factor_digest), opened.warnings))
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


def calculate_one(
    inputs: Inputs, resolved: ResolvedRegime, recipe: Mapping[str, str], findings: Sequence[Problem] = ()
) -> Calculated:
    """Calculate one regime; `findings` are what validation said of the study: some keep a figure from being issued."""
    assessment = assess(inputs, resolved)
    if resolved.id == "eu_cbam" and inputs.study.production:
        place = inputs.places.at("/production/0/id")
        assessment.context.notes.warnings["cbam", "rows"] = problem("CBM-194", place, severity="warning")
    result, derivation = result_json(assessment, dict(recipe), tuple(findings))
    return Calculated(result, derivation, assessment, resolved)
