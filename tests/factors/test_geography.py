"""Groups of countries."""

import pytest

from carnet.factors import GROUPS, group_of
from carnet.factors.geography import COUNTRIES, is_place


def test_the_numbers_of_members():
    assert {name: len(members) for name, members in GROUPS.items()} == {
        "EU": 27,
        "RER": 51,
        "RAS": 51,
        "RNA": 5,
        "RLA": 52,
        "RAF": 60,
        "OCE": 29,
    }
    assert len(COUNTRIES) == 249


def test_the_continents_do_not_overlap_and_hold_every_country():
    seen = [code for name, members in GROUPS.items() if name != "EU" for code in members]
    assert len(seen) == len(set(seen))
    assert set(seen) | {"AQ"} == COUNTRIES


@pytest.mark.parametrize(
    ("country", "groups"),
    [("DE", ("EU", "RER")), ("CY", ("EU", "RAS")), ("CN", ("RAS",)), ("US", ("RNA",)), ("XX", ()), ("", ())],
)
def test_groups_of_a_country(country, groups):
    assert group_of(country) == groups


@pytest.mark.parametrize(("code", "known"), [("CN", True), ("RER", True), ("GLO", True), ("EU", True), ("UK", False)])
def test_places(code, known):
    assert is_place(code) is known
