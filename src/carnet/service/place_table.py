"""The table of places: codes and names on file, with the towns and regions of the list of names for texts."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from carnet.errors import UsageError, problem
from carnet.recognition.extract_words import parse_entries
from carnet.recognition.places import PlaceTable, place_candidates, place_code, place_table
from carnet.service import datasets
from carnet.store import read_file

if TYPE_CHECKING:
    from carnet.inventory.countries import Countries
    from carnet.inventory.model import Study


@cache
def places() -> PlaceTable:
    """Every code of a place and every name on file of it."""
    name = "places.toml"
    found, _ = parse_entries(name, read_file(f"gazetteer/{name}").decode("utf-8").replace("\r\n", "\n"))
    areas = (each for each in found if not each.codes)
    return place_table(datasets.countries(), ((each.id, (*each.zh, *each.en)) for each in areas))


def look_at_plant(text: str) -> str:
    """Return a place of production as its code; nothing stays nothing.

    Raises:
        UsageError: the text names no place on file (REC-075).
    """
    if not text.strip():
        return ""
    code = place_code(text, places())
    if not code:
        raise UsageError((problem("REC-075", None, text, place_candidates(text, places())),))
    return code


def with_regions(study: Study, countries: Countries) -> Study:
    """Return a study whose regions stand as codes where they were written as another code or a name of one."""

    def code(region: str, country: str) -> str:
        return countries.region(region, country or study.country) or region

    contracts = tuple(replace(each, region=code(each.region, each.country)) for each in study.contracts)
    return replace(study, region=code(study.region, study.country), contracts=contracts)
