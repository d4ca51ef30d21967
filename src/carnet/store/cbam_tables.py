"""The shipped tables of the Carbon Border Adjustment Mechanism, read once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from carnet.cbam.parse_tables import parse_tables
from carnet.inventory.countries import parse_countries
from carnet.store.package_data import read_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.cbam.tables import Tables

FOLDER = "cbam"


def cbam_files() -> dict[str, str]:
    """The shipped files by name, as text."""
    return dict(read_folder(FOLDER, ".csv") + read_folder(FOLDER, ".toml"))


def cbam_tables_with(overlay: Mapping[str, str]) -> Tables:
    """Return the tables with some files in place of the shipped ones, as when an act has changed.

    Args:
        overlay: text by the name of a shipped file.

    Raises:
        DataError: with every row that is wrong (CBM-030).
    """
    codes = parse_countries(read_folder("places")).countries
    return parse_tables({**cbam_files(), **overlay}, frozenset(codes))


@cache
def load_cbam_tables() -> Tables:
    """Return the tables of ``data/cbam``, kept for the life of the program.

    Raises:
        DataError: with every row that is wrong (CBM-030), or the folder is not there (DAT-021).
    """
    return cbam_tables_with({})
