"""The shipped studies, calculated once for all tests of the report."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from carnet.service import calculate, datasets, studies
from carnet.service.calculate import Calculated
from carnet.service.reports import report_inputs
from carnet.service.studies import OpenStudy

STUDIES = ("hrc_bf_bof_a", "hrc_bf_bof_b", "hrc_bf_bof_illustrative")


@cache
def calculated(study: str) -> tuple[OpenStudy, tuple[Calculated, ...]]:
    path = Path(datasets.__file__).parents[1] / "data" / "studies" / f"{study}.toml"
    opened = studies.open_bytes(path.read_bytes(), path.name)
    return opened, tuple(calculate.calculate(opened, calculate.resolve_all(opened, [])))


@cache
def inputs(study: str):
    opened, done = calculated(study)
    return report_inputs(opened, done, (), demo_key=True)


@cache
def listed(study: str, *regimes: str) -> tuple[OpenStudy, tuple[Calculated, ...]]:
    """A study of any family under named regimes, or all usual ones; those that cannot be calculated are left out."""
    path = Path(datasets.__file__).parents[1] / "data" / "studies" / f"{study}.toml"
    opened = studies.open_bytes(path.read_bytes(), path.name)
    return opened, tuple(calculate.attempt(opened, regimes).done)


@cache
def inputs_of(study: str, *regimes: str):
    opened, done = listed(study, *regimes)
    return report_inputs(opened, done, (), demo_key=True)
