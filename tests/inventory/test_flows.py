from __future__ import annotations

import pytest

from carnet.errors import DataError, Text
from carnet.inventory.flows import flow_list, parse_flows
from carnet.inventory.model import Flow
from carnet.service import datasets

ROW = '[[flow]]\nid = "{id}"\nname_zh = "焦炭"\nname_en = "coke"\nkind = "product_mass"\nunit = "t"\n'


def flow(flow_id, zh="", en="", synonyms=()):
    return Flow(flow_id, Text(zh, en), "product_mass", "t", synonyms=synonyms)


LIST = flow_list(
    [
        flow("coke", "焦炭", "coke", ("冶金焦",)),
        flow("coke_breeze", "焦粉", "coke breeze"),
        flow("steel_scrap", "废钢", "steel scrap", ("scrap",)),
        flow("iron_scrap", "废铁", "iron scrap", ("scrap",)),
    ]
)


@pytest.mark.parametrize(
    "text", ["coke", "焦炭", "冶金焦", " Coke ", "ｃｏｋｅ", "COKE", "冶金\u00a0焦".replace("\u00a0", "")]
)
def test_a_flow_is_found_by_id_name_or_synonym(text):
    assert LIST.find(text).id == "coke"


def test_a_name_that_two_flows_share_names_neither():
    assert LIST.find("scrap") is None
    assert LIST.candidates("scrap") == ("steel_scrap", "iron_scrap")


def test_an_id_is_exact_for_get():
    assert LIST.get("coke").name.zh == "焦炭"
    assert LIST.get("Coke") is None


@pytest.mark.parametrize(
    ("text", "first"),
    [("coke_breze", "coke_breeze"), ("焦炭块", "coke"), ("废钢（外购）", "steel_scrap"), ("iron scrp", "iron_scrap")],
)
def test_candidates_come_best_first(text, first):
    assert LIST.candidates(text)[0] == first


def test_nothing_near_gives_no_candidates():
    assert LIST.candidates("xyzzy") == ()
    assert LIST.candidates("  ") == ()


def test_candidates_are_limited():
    assert len(datasets.shipped_flows().candidates("steel")) == 5


def test_a_study_puts_its_own_flow_before_a_shared_one():
    own = Flow("coke", Text("特种焦", "special coke"), "gas_volume", "Nm3")
    both = LIST.joined([own])
    assert both.get("coke") is own
    assert both.get("steel_scrap") is LIST.get("steel_scrap")
    assert both.find("冶金焦") is None
    assert both.kinds()["coke"] == "gas_volume"


def test_files_become_one_list():
    parsed = parse_flows([("a.toml", ROW.format(id="coke") + 'tags = ["fuel"]\n'), ("b.toml", ROW.format(id="tar"))])
    assert [f.id for f in parsed.flows] == ["coke", "tar"]
    assert parsed.get("coke") == Flow("coke", Text("焦炭", "coke"), "product_mass", "t", ("fuel",))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[[flow]\n", "Expected"),
        (ROW.format(id=""), "id is missing"),
        (ROW.format(id="x").replace('"coke"', "3"), "name_en is missing"),
        (ROW.format(id="x") + 'tag = ["fuel"]\n', "unknown field tag"),
        (ROW.format(id="x") + 'tags = "fuel"\n', "tags is not a list"),
        (ROW.format(id="x") + "tags = [1]\n", "tags is not a list"),
        (ROW.format(id="x").replace('"t"', '"tt"'), "unknown unit tt"),
        (ROW.format(id="x").replace('"t"', '"kWh"'), "does not measure product_mass"),
        (ROW.format(id="x") + ROW.format(id="x"), "stands in a.toml already"),
    ],
)
def test_a_wrong_row_is_named(text, why):
    with pytest.raises(DataError) as failed:
        parse_flows([("a.toml", text)])
    (found,) = failed.value.problems
    assert found.code == "STU-100"
    assert found.place.file == "a.toml"
    assert why in found.cause.en


def test_all_wrong_rows_are_named_at_once():
    with pytest.raises(DataError) as failed:
        parse_flows([("a.toml", ROW.format(id="x").replace('"t"', '"?"')), ("b.toml", "x = ")])
    assert [p.place.file for p in failed.value.problems] == ["a.toml", "b.toml"]


def test_the_shipped_list_is_sound():
    shipped = datasets.shipped_flows()
    assert len(shipped.flows) > 100
    assert shipped.find("焦炭").id == "coke"
    assert shipped.get("electricity").kind == "electricity"
