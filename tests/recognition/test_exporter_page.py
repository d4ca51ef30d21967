"""The exporter's page: the answer on its first page, rules named in few words, each market's own period."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from carnet.errors import Text
from carnet.recognition.model import Requirement
from carnet.report.pictures import to_svg
from carnet.report.recognition_exporter import exporter_data
from carnet.report.recognition_groups import Group, group_name, groups_of, key_of, open_groups, serves, shared_of
from carnet.report.recognition_path import NEAREST, _several
from carnet.service.recognition_pages import exporter_images, exporter_inputs, matrix, matrix_spec
from carnet.service.studies import open_study

pytestmark = pytest.mark.slow
LANGS = pytest.mark.parametrize("lang", ["zh", "en"])


@cache
def found():
    return matrix(open_study("steel"), day="2026-11-22", markets=("EU", "DE", "FR", "IT", "NO", "SG"))


@cache
def inputs():
    return exporter_inputs(found())


def words(block: object) -> str:
    if isinstance(block, str):
        return block
    if isinstance(block, dict):
        return " ".join(words(each) for each in block.values())
    return " ".join(words(each) for each in block) if isinstance(block, list | tuple) else ""


@LANGS
def test_the_answer_comes_first(lang: str):
    blocks = exporter_data(inputs(), lang)["blocks"]
    kinds = [block["t"] for block in blocks]
    before = blocks[: kinds.index("picture")]
    tables = [block for block in before if block["t"] == "table"]
    assert len(tables) == 1  # nothing is accepted: the nearest ways alone
    assert 1 <= len(tables[0]["rows"]) <= NEAREST
    assert all(row[3].rstrip("+").isdecimal() for row in tables[0]["rows"])
    assert {"zh": "默认值不需要这些证据", "en": "Default values need none of this evidence"}[lang] in words(before)


@LANGS
def test_the_first_page_holds_it_all(lang: str):
    pages = exporter_images(found(), lang)
    assert len(pages) <= 6


@LANGS
def test_members_are_counted_not_listed(lang: str):
    said = words(exporter_data(inputs(), lang)["blocks"])
    assert {"zh": "欧盟及其成员国", "en": "European Union and its members"}[lang] in said
    long = {"zh": "欧盟、德国、法国、意大利", "en": "European Union, Germany, France, Italy, "}[lang]
    assert long + {"zh": "·碳边境", "en": "carbon border"}[lang] not in said


def test_names_of_a_group():
    names = {key: Text(key, key) for key in ("EU", "DE", "FR", "IT", "NL")}
    one = next(group.verdict for group in groups_of(inputs().verdicts) if group.verdict.entry_market == "EU")
    inside = ("EU", "DE", "FR", "IT", "NL")
    assert group_name(names, Group(one, inside), "en", inside) == "EU and its members"
    assert group_name(names, Group(one, ("EU", "DE", "FR", "IT")), "en", inside) == "EU and 3 members"
    assert group_name(names, Group(one, ("EU", "DE")), "en", inside) == "EU, DE"
    assert group_name(names, Group(one, ("EU",)), "zh", inside) == "EU"


def test_each_rule_keeps_its_own_period():
    todo = open_groups(groups_of(inputs().verdicts))
    shared = shared_of(todo)
    pairs = next(pairs for pairs in shared.values() if pairs[0][0].id == "data.primary")
    assert len({each.period.en for each, _ in pairs}) > 1
    said = words(_several(inputs().markets, pairs, "", "en"))
    assert "carbon border (CBAM) (European Union): monitored data of the whole year 2026 or later" in said
    own = open_study("steel").study
    assert f"the others: {own.period_from} – {own.period_to}" in said


def test_what_a_body_decides_is_never_shared_by_its_words():
    one = Requirement("a.decision", Text("核查", "verified"), days="60", check="case")
    assert key_of(one) != key_of(replace(one, id="b.decision"))
    data = replace(one, check="plant_data")
    assert key_of(data) == key_of(replace(data, id="b.plant_data"))


def test_what_a_proof_serves_is_short():
    groups = groups_of(inputs().verdicts)
    said = serves(inputs().markets, groups, "en")
    assert len(said) < 300
    assert "rules" in said


@LANGS
def test_a_code_stands_on_the_line_of_its_name(lang: str):
    svg = to_svg(matrix_spec(found()), lang)
    lines = [part for part in svg.split("<text")[1:] if ">NO<" in part or ">挪威<" in part or ">Norway<" in part]
    heights = {part.split(' y="')[1].split('"')[0] for part in lines}
    assert len(lines) == 2
    assert len(heights) == 1
