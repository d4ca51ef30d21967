"""The terminal names each rule that keeps the cheaper way to declare from being used."""

from __future__ import annotations

import pytest

from tests.cli.program import carnet

pytestmark = pytest.mark.slow
GIVEN = ("--cn", "72083900", "--cn", "steelmaking=72071210", "--route", "C", "--electricity", "CN=0.6")


@pytest.mark.parametrize(
    ("lang", "way", "bar"),
    [
        ("zh", "在已算出的方式中，证书最少", "    ✗ CBM-R06 不早于2026年"),
        ("en", "fewest certificates of the ways that could be computed", "    ✗ CBM-R06 not before 2026"),
    ],
)
def test_what_bars_the_way_with_fewest_certificates_stands_below_it(capfd, lang: str, way: str, bar: str):
    lines = carnet(capfd, "cbam", "steel", *GIVEN, "--import-date", "2026-08-15", "--lang", lang).out.splitlines()
    at = next(i for i, line in enumerate(lines) if way in line)
    assert lines[at + 1] == bar
