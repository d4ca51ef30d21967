"""What the tests of the published tables share: the shipped files, changed copies of them, and reference tables."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from carnet.cbam.parse_tables import parse_tables
from carnet.store.package_data import read_folder

SHARED = Path(__file__).parents[3] / "shared" / "data" / "cbam"
CODES = frozenset({"CN", "DE", "AD", "VN", "DO"})


def shipped_files():
    """Name → text of the files of the folder."""
    return dict(read_folder("cbam", ".csv") + read_folder("cbam", ".toml"))


def parsed(**changed):
    """The tables with some files changed: ``defaults_china_csv=lambda text: ...``."""
    files = shipped_files()
    for name, change in changed.items():
        stem, _, suffix = name.rpartition("_")
        file = f"{stem}.{suffix}"
        before = files[file]
        files[file] = change(before)
        assert files[file] != before, f"the change of {file} changes nothing"
    return parse_tables(files, CODES)


def reference(name):
    """Rows of a reference table, or a skip that names it."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"../shared/data/cbam/{name} is not here")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    """The exact value of a printed figure; an empty cell has none."""
    return Fraction(text) if text else None
