"""Every bad regime file is refused in exactly these words, and where two places clash both are named.

To write the expected files anew after a change of wording: ``CARNET_REGENERATE=1 pytest tests/corpus`` and read the
difference before keeping it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from carnet.errors import DataError
from tests.corpus.bad_regimes import BAD
from tests.corpus.test_bad import told
from tests.regime.samples import load, sample

EXPECTED = Path(__file__).parent / "bad" / "regimes"
# What is wrong with two places at once names both.
CLASHES = {
    "two_values_for_one_day",
    "two_rows_for_one_day",
    "a_hole_between_two_values",
    "an_override_of_a_final_value",
    "a_cycle_in_extends",
    "inherits_what_it_states_itself",
    "the_same_regime_twice",
    "an_act_given_twice",
    "a_status_raised_without_a_source",
}
PLACE = re.compile(r"\b[ab]\.toml(?::\d+)?")


def complaints(name):
    with pytest.raises(DataError) as refused:
        load(*BAD[name])
    return refused.value.problems


@pytest.mark.parametrize("name", BAD)
def test_the_messages_are_exactly_these(name):
    found = told(complaints(name))
    path = EXPECTED / f"{name}.txt"
    if os.environ.get("CARNET_REGENERATE"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(CLASHES))
def test_both_places_are_named(name):
    for problem in complaints(name):
        told_places = {str(problem.place), *PLACE.findall(problem.cause.en)}
        assert len(told_places) >= 2


def test_the_good_file_they_all_come_from_loads():
    assert load(sample()).ids() == ("a",)


def test_every_code_of_a_wrong_file_has_a_case():
    met = {problem.code for name in BAD for problem in complaints(name)}
    never = {f"REG-{n:03}" for n in (*range(1, 23), *range(30, 33))} - met
    assert never <= {"REG-011", "REG-014"} - met


def test_there_is_no_expected_file_without_its_case():
    assert {path.stem for path in EXPECTED.glob("*.txt")} == set(BAD)
