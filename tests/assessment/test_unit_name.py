"""What one unit of a figure is, in words for both languages."""

from __future__ import annotations

import pytest

from carnet.assessment.unit_name import unit_name
from carnet.errors import Text

PACK = Text("电池包", "battery pack")


@pytest.mark.parametrize(
    ("unit", "properties", "zh", "en"),
    [
        ("t", (), "1 t 电池包", "1 t of battery pack"),
        ("piece", (), "1 件 电池包", "1 piece of battery pack"),
        ("kWp", ("peak_power",), "1 kWp 电池包", "1 kWp of battery pack"),
        (
            "kWh",
            ("usable_energy", "service_life"),
            "电池包使用寿命内提供的 1 kWh",
            "1 kWh delivered over the service life of the battery pack",
        ),
        (
            "kWh",
            ("peak_power", "specific_yield", "service_life"),
            "电池包使用寿命内发出的 1 kWh",
            "1 kWh generated over the service life of the battery pack",
        ),
        ("h", ("service_life",), "电池包使用寿命内的 1 h", "1 h over the service life of the battery pack"),
    ],
)
def test_one_unit_in_words(unit, properties, zh, en):
    factors = [{"property": name} for name in properties]
    assert unit_name(unit, PACK, [*factors, {"value": "2", "unit": "1/a"}]) == Text(zh, en)


def test_no_factors_are_no_factors():
    assert unit_name("t", PACK, None) == unit_name("t", PACK, "") == Text("1 t 电池包", "1 t of battery pack")
