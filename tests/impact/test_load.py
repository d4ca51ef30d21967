"""The loader of GWP sets refuses what is wrong, with file and line."""

import pytest

from carnet.errors import DataError
from carnet.impact import parse_gwp_sets

GOOD = """\
[set]
id = "T"
source = "a report"

[[value]]
gas = "CO2"
origin = ""
gwp100 = "1"
locator = "definition"
status = "read"

[[value]]
gas = "CH4"
origin = ""
gwp100 = "28"
locator = "table 1"
status = "read"

[[value]]
gas = "N2O"
origin = ""
gwp100 = "265"
locator = "table 1"
status = "read"
"""


def codes(text):
    with pytest.raises(DataError) as caught:
        parse_gwp_sets([("t.toml", text)])
    return {(p.code, str(p.place)) for p in caught.value.problems}


def test_a_good_file_loads():
    sets = parse_gwp_sets([("t.toml", GOOD)])
    assert set(sets) == {"T", "co2_only"}
    assert sets["T"].lookup("CH4", "fossil").value == 28


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('gwp100 = "28"', 'gwp100 = "28,0"', ("DAT-011", "t.toml:15")),
        ('gwp100 = "28"', 'gwp100 = "-28"', ("DAT-017", "t.toml:15")),
        ('gwp100 = "28"', "gwp100 = 28", ("DAT-005", "t.toml:15")),
        ('gwp100 = "28"\n', "", ("DAT-004", "t.toml:12")),
        ('origin = ""\ngwp100 = "28"', 'origin = "marine"\ngwp100 = "28"', ("DAT-007", "t.toml:14")),
        ('origin = ""\ngwp100 = "28"', 'origin = "fossil"\ngwp100 = "28"', ("DAT-020", "t.toml")),
        ('gas = "CO2"\norigin = ""', 'gas = "CO2"\norigin = "biogenic"', ("DAT-020", "t.toml")),
        (
            'status = "read"\n\n[[value]]\ngas = "N2O"',
            'status = "sure"\n\n[[value]]\ngas = "N2O"',
            ("DAT-007", "t.toml:17"),
        ),
        ('gas = "N2O"', 'gas = "CH4"', ("DAT-006", "t.toml:20")),
        ('gas = "N2O"', 'gas = "N2O"\ncolour = "red"', ("DAT-003", "t.toml:21")),
        ('source = "a report"\n', "", ("DAT-004", "t.toml")),
        ("[[value]]", "[[wert]]", ("DAT-002", "t.toml")),
        ('id = "T"', 'id = "co2_only"', ("DAT-006", "t.toml")),
        ('id = "T"', "id = ", ("DAT-001", "t.toml:2")),
    ],
)
def test_each_defect_is_caught_where_it_stands(old, new, expected):
    assert old in GOOD
    assert expected in codes(GOOD.replace(old, new))


def test_all_defects_come_at_once():
    text = GOOD.replace('gwp100 = "28"', 'gwp100 = "x"').replace('gwp100 = "265"', 'gwp100 = "y"')
    assert {("DAT-011", "t.toml:15"), ("DAT-011", "t.toml:22")} <= codes(text)
