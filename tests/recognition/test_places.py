"""One set of codes for places: whatever a person writes is read as it, a word that is none is refused by name."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib.resources import files

import pytest

from carnet.errors import UsageError
from carnet.inventory.countries import Countries, parse_countries
from carnet.recognition.load_ledger import parse_ledger
from carnet.recognition.load_policy import parse_items
from carnet.recognition.model import Scope, Territory, Text
from carnet.recognition.places import PlaceTable, place_candidates, place_code, settled, wider
from carnet.recognition.scope import Case, place_fits, scope_match
from carnet.recognition.write import to_toml
from carnet.service import datasets
from carnet.service.place_table import look_at_plant, places, with_regions
from carnet.service.recognition_data import on_file
from carnet.service.recognition_known import known_of, with_markets
from carnet.service.studies import open_study
from carnet.service.verdicts import case_of_study, run_scope
from tests.recognition.policy_items import event, item

DATA = files("carnet").joinpath("data")
# Unions and bodies that an item may belong to; no goods are made there.
NO_PLACES = {"EU", "INT", ""}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CN-50", "CN-50"),
        ("cn-50", "CN-50"),
        ("ＣＮ－５０", "CN-50"),
        ("CN-CQ", "CN-50"),
        ("重庆", "CN-50"),
        ("重庆市", "CN-50"),
        ("Chongqing", "CN-50"),
        ("chongqing", "CN-50"),
        ("CN-SC", "CN-51"),
        ("成都", "CN-51"),
        ("武汉", "CN-42"),
        ("Neimenggu", "CN-15"),
        ("Xizang", "CN-54"),
        ("重庆/两江", "CN-50/两江"),
        ("CN-50/park", "CN-50/park"),
        ("China", "CN"),
        ("中国", "CN"),
        ("Germany", "DE"),
        ("US-CA", "US-CA"),
    ],
)
def test_a_place_is_read_as_its_code(text: str, code: str) -> None:
    assert look_at_plant(text) == code


@pytest.mark.parametrize(
    "text", ["XX-99", "CN-99", "50", "长三角", "成渝", "Chongking", "重庆长寿", "EU", "*", "CN-50/", "/x"]
)
def test_a_word_that_is_no_place_is_refused_with_candidates(text: str) -> None:
    with pytest.raises(UsageError) as raised:
        look_at_plant(text)
    found = raised.value.problems[0]
    assert found.code == "REC-075"
    assert found.candidates
    assert all(place_code(each, places()) == each for each in found.candidates)
    assert found.candidates[0] in found.fix.en


def test_a_name_within_the_word_is_offered_first() -> None:
    assert place_candidates("重庆长寿", places()) == ("CN-50",)


def test_nothing_stays_nothing() -> None:
    assert look_at_plant(" ") == ""
    assert place_code("重庆", PlaceTable()) == ""


def test_wider() -> None:
    assert wider("CN-50/park") == ("CN-50/park", "CN-50", "CN")
    assert wider("CN") == ("CN",)
    assert wider("") == ()


# ── shipped data ─────────────────────────────────────────────────────────────────────────────────


def _all_places(value: object, key: str = "") -> list[str]:
    if isinstance(value, dict):
        return [found for name, each in value.items() for found in _all_places(each, name)]
    if isinstance(value, list):
        return [found for each in value for found in _all_places(each, key)]
    wanted = {"places", "production", "plant", "jurisdiction", "country", "states"}
    return [value] if key in wanted and isinstance(value, str) else []


def _codes() -> set[str]:
    listed = datasets.countries()
    return {*listed.countries, *listed.regions}


@pytest.mark.parametrize("folder", ["policy", "markets", "recognitions"])
def test_every_place_of_the_shipped_data_is_a_country_or_a_region(folder: str) -> None:
    texts = [each.read_text("utf-8") for each in DATA.joinpath(folder).iterdir() if each.name.endswith(".toml")]
    found = {place for text in texts for place in _all_places(tomllib.loads(text))} - NO_PLACES
    assert found or folder == "recognitions"
    states = {place for place in found if place.startswith("US-")}  # no list of the states is on file
    assert found - states - {"EEA"} <= _codes()


def test_every_place_of_the_gazetteer_is_a_country_or_a_region() -> None:
    rows = tomllib.loads(DATA.joinpath("gazetteer", "places.toml").read_text("utf-8"))["entry"]
    areas = [row for row in rows if row.get("codes")]
    assert {row["id"] for row in rows if row not in areas} - NO_PLACES <= _codes()
    assert {code for row in areas for code in row["codes"]} <= set(datasets.countries().regions)
    assert all(row["id"].startswith("area-") for row in areas)
    assert len({row["id"] for row in rows}) == len(rows)


def test_every_region_has_its_other_code() -> None:
    listed = datasets.countries()
    assert set(listed.aliases) == set(listed.regions)
    codes = [words[0] for words in listed.aliases.values()]
    assert len(set(codes)) == len(codes) == 34
    assert not set(codes) & set(listed.regions)


def test_an_alias_of_no_region_is_a_problem() -> None:
    text = 'country = [["CN", "中国", "China"]]\nalias = [["CN-50", "重庆"]]'
    with pytest.raises(Exception, match="STU-100"):
        parse_countries([("places.toml", text)])


# ── who asks, and what is on file ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("plant", ["CN-50", "CN-CQ", "重庆", "Chongqing"])
def test_each_spelling_has_the_same_answer(plant: str) -> None:
    run = run_scope("truck_battery_module", "EU", day="2026-10-01", plant=plant)
    found = {signal.item.id: signal.answer.answer for signal in run.signals}
    assert run.case.places == ("CN-50", "CN")
    assert found["cq-memo-trucks-2026-06-25"] == "unknown"


def test_not_made_there_is_said_of_a_place_outside_alone() -> None:
    scope = Scope(production=(Territory(Text("园区", "parks"), ("CN-50",)),))

    def answer(*where: str) -> str:
        return scope_match(scope, Case("x", ("x",), places=where), "2026-11-22").answer

    assert answer("CN-50") == "in"
    assert answer("CN-50/park", "CN-50", "CN") == "in"
    assert answer("CN") == "unknown"
    assert answer() == "unknown"
    assert answer("CN-42", "CN") == "out"


def test_two_names_inside_one_region_are_never_told_apart() -> None:
    assert place_fits(("CN-50/两江",), ("CN-50/Liangjiang", "CN-50", "CN")) is None
    assert place_fits(("CN-50/两江",), ("CN-51/Tianfu", "CN-51", "CN")) is False


def test_a_study_finds_its_own_region_by_an_item_of_any_spelling() -> None:
    mine = item(event("reported", "D4"))
    mine = replace(mine, scope=Scope(production=(Territory(Text("重庆", "Chongqing"), ("CN-CQ", "重庆")),)))
    read, problems = parse_items((), [("a-matter.toml", to_toml(mine))], places())
    assert not problems
    assert read.by_id["a-matter"].scope.production[0].places == ("CN-50", "CN-50")


def test_a_word_of_ones_own_item_that_is_no_place_is_refused() -> None:
    mine = item(event("reported", "D4"))
    mine = replace(mine, scope=Scope(production=(Territory(Text("某地", "somewhere"), ("Chongking",)),)))
    read, problems = parse_items((), [("a-matter.toml", to_toml(mine))], places())
    assert [(each.code, each.value) for each in problems] == [("REC-094", "Chongking")]
    assert problems[0].candidates
    assert "a-matter" not in read.by_id


CASE = """[[case]]
id = "c"
purpose = "epd"
market = "EU"
product = "hot_rolled_coil"
plant = "PLANT"
on = "2026-05-01"
decision = "accepted"
reason_code = "complete"
document = { source = "letter", locator = "p. 1", status = "read" }
signed = true
body = { name = { zh = "甲", en = "A" }, kind = "programme_operator" }
"""


@pytest.mark.parametrize(
    ("plant", "code"), [("重庆", "CN-50"), ("CN-CQ", "CN-50"), ("CN-50/厂", "CN-50/厂"), ("*", "*")]
)
def test_the_plant_of_a_case_is_read_as_its_code(plant: str, code: str) -> None:
    data = on_file()
    known = with_markets(known_of(data.products, ()), data.markets, data.dimensions)
    ledger, problems = parse_ledger((), [("c.toml", CASE.replace("PLANT", plant))], (), known)
    assert not problems
    assert [each.plant for each in ledger.cases] == [code]


def test_an_unknown_plant_of_a_case_is_told_with_candidates() -> None:
    known = known_of(on_file().products, ())
    _, problems = parse_ledger((), [("c.toml", CASE.replace("PLANT", "Chongking"))], (), known)
    told = [each for each in problems if each.code == "REC-094"]
    assert [each.value for each in told] == ["Chongking"]
    assert "CN-50" in told[0].candidates


def test_only_fields_that_hold_places_are_read() -> None:
    one = Territory(Text("重庆", "Chongqing"), ("重庆",))
    assert settled(one, places()) == replace(one, places=("CN-50",))
    assert settled("重庆", places()) == "重庆"


# ── the workbook ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("written", ["重庆", "CN-CQ", "Chongqing", "CN-50"])
def test_the_region_of_a_study_is_read_as_its_code(written: str) -> None:
    study = replace(open_study("steel").study, country="CN", region=written)
    assert with_regions(study, datasets.countries()).region == "CN-50"


@pytest.mark.parametrize("written", ["50", "重庆长寿", ""])
def test_a_region_that_is_none_stays_as_written(written: str) -> None:
    study = replace(open_study("steel").study, country="CN", region=written)
    assert with_regions(study, datasets.countries()).region == written


def test_a_region_of_another_country_stays_as_written() -> None:
    listed = Countries(
        {"CN": Text("中国", "China"), "DE": Text("德国", "Germany")}, {"CN-50": Text("重庆", "Chongqing")}
    )
    assert listed.region("重庆", "DE") == ""
    assert listed.region("重庆", "CN") == "CN-50"


def test_a_study_is_where_it_says() -> None:
    study = with_regions(replace(open_study("steel").study, country="CN", region="重庆"), datasets.countries())
    case = case_of_study(on_file(), study, "EU", "epd", (), "")
    assert "CN-50" in case.places
