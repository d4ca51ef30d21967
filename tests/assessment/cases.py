"""Shipped studies, opened and calculated once, as they stand and with what is missing assumed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

from carnet.assessment import Assessment, Inputs, assess
from carnet.inventory.model import Acceptance, Places, Study
from carnet.regime import ResolvedRegime, resolve
from carnet.service import datasets
from carnet.service.calculate import Calculated, calculate, inputs_of, resolve_all
from carnet.service.studies import OpenStudy, open_bytes, study_digest
from carnet.store import read_file

STUDIES = ("a", "b", "illustrative")
SIX = ("eu_cbam", "gbt24067", "iso14067", "pact3", "responsiblesteel", "worldsteel_co2")
DAY = "2026-11-22"
# What the notes leave open of two regimes, supplied so that all six give a figure.
SUPPLIED = {
    ("pact3", "D6.default"): '{"method": "mass"}',
    ("pact3", "D8.tiers"): '[{"use": "grid", "kind": "electricity_life_cycle", "area": ["region", "country"]}]',
    ("responsiblesteel", "D4.gwp_set"): "AR6",
    ("responsiblesteel", "D6.default"): '{"method": "burden_free"}',
}


def acceptance(regime: str, parameter: str, value: str, source: str = "") -> Acceptance:
    return Acceptance(regime, parameter, value, "A. Tester", "test", DAY, source)


def accepted(study: Study, *more: Acceptance) -> Study:
    return replace(study, acceptances=(*study.acceptances, *more))


def with_assumptions(study: Study) -> Study:
    """The study with every rule supplied that a shipped regime leaves open and that blocks a figure."""
    return accepted(study, *(acceptance(r, p, v) for (r, p), v in SUPPLIED.items()))


def opened_of(study: Study, places: Places | None = None) -> OpenStudy:
    return OpenStudy(study, places or Places(), (), study_digest(study))


@cache
def opened(name: str, *, assumed: bool = False) -> OpenStudy:
    file = f"studies/hrc_bf_bof_{name}.toml"
    found = open_bytes(read_file(file), file.rpartition("/")[2])
    return opened_of(with_assumptions(found.study), found.places) if assumed else found


@cache
def calculated(name: str, *, assumed: bool = True) -> dict[str, Calculated]:
    """All six regimes of one shipped study."""
    found = opened(name, assumed=assumed)
    return {c.regime: c for c in calculate(found, resolve_all(found, SIX))}


def resolved(regime: str, legal_date: str = DAY, known_date: str = DAY) -> ResolvedRegime:
    return resolve(datasets.regimes(), regime, legal_date, known_date)


def inputs(study: Study, factors: Any = None) -> Inputs:
    return inputs_of(opened_of(study), factors)


def assessed(study: Study, regime: str, factors: Any = None) -> Assessment:
    return assess(inputs(study, factors), resolved(regime, study.legal_date, study.known_date))


def result_of(study: Study, regime: str, factors: Any = None) -> dict[str, Any]:
    found = opened_of(study)
    (done,) = calculate(found, resolve_all(found, [regime]), factors=factors)
    return done.result


def exact(text: str) -> Fraction:
    above, _, below = text.partition("/")
    return Fraction(int(above), int(below))


def total(rows: list[dict[str, Any]]) -> Fraction:
    return sum((exact(row["exact"]) for row in rows), Fraction(0))
