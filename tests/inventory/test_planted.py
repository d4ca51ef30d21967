"""Ten kinds of inconsistency, planted at random places in two hundred clean studies.

``python -m tests.inventory.test_planted`` prints the table.
"""

from __future__ import annotations

import random
from functools import cache

import pytest

from carnet.exchange import study_json
from carnet.inventory.model import Places
from carnet.inventory.validate import validate_study
from carnet.service import datasets
from tests.inventory.planting import PLANTERS, clean_study

pytestmark = pytest.mark.slow

STUDIES = 200
QUICK = 20
FOUND_AT_LEAST = 90  # per cent


@cache
def study(seed):
    return clean_study(seed)


def checked(tested):
    return validate_study(tested, Places(), datasets.shipped_flows(), datasets.countries())


def hits(kind, count):
    """How many of `count` planted slips are found, by a fitting code at a fitting place."""
    found = 0
    for seed in range(count):
        planted = PLANTERS[kind](study(seed), random.Random(seed))
        assert planted.study != study(seed), "nothing was planted"
        found += any(p.code in planted.codes and str(p.place).startswith(planted.at) for p in checked(planted.study))
    return found


def test_there_are_ten_kinds():
    assert len(PLANTERS) == 10


@pytest.mark.parametrize("seed", range(QUICK))
def test_a_clean_study_has_no_finding(seed):
    assert checked(study(seed)) == []


@pytest.mark.slow
def test_none_of_two_hundred_clean_studies_has_a_finding():
    assert {seed: checked(study(seed)) for seed in range(STUDIES) if checked(study(seed))} == {}


def test_the_same_seed_gives_the_same_study():
    assert clean_study(7) == clean_study(7)
    assert clean_study(7) != clean_study(8)


def test_a_clean_study_has_loops_branches_returns_and_gas():
    made = [study(seed) for seed in range(QUICK)]
    assert any(e.provider == e.process for s in made for e in s.exchanges), "a gas that feeds its own maker"
    assert any(p.id.startswith("side") for s in made for p in s.processes), "a side branch"
    later = [
        e for s in made for e in s.exchanges
        if e.flow.startswith("material") and e.role == "intermediate" and e.provider > e.process
    ]  # fmt: skip
    assert later, "a later product that goes back"


def test_a_clean_study_survives_json():
    for seed in range(5):
        assert study_json.read(study_json.write(study(seed))).study == study(seed)


@pytest.mark.parametrize("kind", PLANTERS)
def test_planted_in_a_few_it_is_found_nearly_always(kind):
    assert hits(kind, QUICK) >= QUICK * FOUND_AT_LEAST // 100


@pytest.mark.slow
@pytest.mark.parametrize("kind", PLANTERS)
def test_planted_in_two_hundred_it_is_found_in_nine_of_ten(kind):
    assert hits(kind, STUDIES) >= STUDIES * FOUND_AT_LEAST // 100


def main():
    """Print found of planted, kind by kind."""
    for kind in PLANTERS:
        print(f"{kind:32} {hits(kind, STUDIES):4} of {STUDIES}")  # noqa: T201 - the table is the purpose
    noisy = sum(bool(checked(study(seed))) for seed in range(STUDIES))
    print(f"{'clean studies with a finding':32} {noisy:4} of {STUDIES}")  # noqa: T201


if __name__ == "__main__":
    main()
