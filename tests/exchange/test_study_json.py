from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carnet.errors import InputError, Place, Text
from carnet.exchange import study_json, study_tree
from carnet.inventory.model import Exchange, Places, Process, Property
from carnet.inventory.normal import normal_study
from tests.corpus.base import BASE
from tests.exchange.workbooks import full_study
from tests.inventory.planting import clean_study

PLACES = Places(
    {
        "/exchanges/0/amount": Place(sheet="物流数据", cell="F3", pointer="/exchanges/0/amount"),
        "/exchanges/10/unit": Place(sheet="A!b", cell="G13", pointer="/exchanges/10/unit"),
        "/exchanges/2/unit": Place(sheet="x", cell="", pointer="/exchanges/2/unit"),
        "/title/zh": Place(sheet="研究 Study", cell="B3", pointer="/title/zh"),
        "/product/cn_codes/0": Place(sheet="研究 Study", cell="B20", pointer="/product/cn_codes/0"),
    }
)
FULL = normal_study(full_study())


def problems(data, file="s.json"):
    with pytest.raises(InputError) as failed:
        study_json.read(data, file)
    return failed.value.problems


def changed(**pairs):
    tree = json.loads(study_json.write(BASE))
    return json.dumps({**tree, **pairs}).encode()


# ── there and back ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("study", [BASE, FULL, clean_study(3)], ids=["base", "full", "random"])
def test_a_study_comes_back(study):
    data = study_json.write(study)
    assert study_json.read(data).study == study
    assert study_json.write(study_json.read(data).study) == data


def test_places_come_back():
    data = study_json.write(BASE, PLACES)
    found = study_json.read(data)
    assert found.places == PLACES
    assert study_json.write(found.study, found.places) == data


def test_places_are_written_in_the_order_of_the_study():
    cells = list(json.loads(study_json.write(BASE, PLACES))["cells"])
    assert cells.index("/exchanges/2/unit") < cells.index("/exchanges/10/unit")


def test_places_without_a_sheet_are_not_kept():
    nothing = Places({"/id": Place(file="x.json", pointer="/id")})
    assert study_json.write(BASE, nothing) == study_json.write(BASE)


def test_the_bytes_are_canonical():
    data = study_json.write(BASE)
    assert data.endswith(b"}\n")
    assert b"\r" not in data
    assert not data.startswith(b"\xef\xbb\xbf")
    tree = json.loads(data)
    assert list(tree)[:4] == ["schema", "id", "version", "title"]
    shuffled = json.dumps(dict(reversed(tree.items()))).encode()
    assert study_json.write(study_json.read(shuffled).study) == data


def test_what_is_empty_by_default_is_left_out_and_what_is_not_stays():
    (process,) = json.loads(study_json.write(replace(BASE, processes=(Process("p", Text("", "p")),))))["processes"]
    assert process == {"id": "p", "name": {"zh": "", "en": "p"}, "stage": "manufacturing", "direct_co2": "reported"}


def test_an_emptied_default_is_not_the_default():
    study = replace(BASE, processes=(Process("p", Text("", "p"), stage=""),))
    assert study_json.read(study_json.write(study)).study.processes[0].stage == ""


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12)
decimals = st.from_regex(r"-?[0-9]{1,20}(\.[0-9]{1,20})?(e-?[0-9]{1,2})?", fullmatch=True)
exchanges = st.builds(Exchange, *([words] * 5), decimals, words, note=words, price=st.just("") | decimals, source=words)
studies = st.builds(
    lambda exchanges, properties, title, codes: replace(
        BASE, exchanges=tuple(exchanges), properties=tuple(properties), title=title,
        product=replace(BASE.product, cn_codes=tuple(codes)),
    ),
    st.lists(exchanges, max_size=4),
    st.lists(st.builds(Property, words, words, words, decimals, words, low=decimals, note=words), max_size=3),
    st.builds(Text, words, words),
    st.lists(words, max_size=3),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(studies)
def test_any_normal_study_comes_back(study):
    normal = normal_study(study)
    assert study_json.read(study_json.write(normal)).study == normal


@settings(max_examples=60, deadline=None)
@given(studies)
def test_reading_normalises_and_then_changes_nothing_more(study):
    once = study_json.read(study_json.write(study)).study
    assert once == normal_study(study)
    assert study_json.read(study_json.write(once)).study == once


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_study_or_an_input_error(data):
    found = study_json.parse(data, "x.json")
    assert found.study is not None or found.problems


some_keys = st.sampled_from(["id", "exchanges", "product", "zh"])
top_keys = st.sampled_from([*study_tree.fields_of(type(BASE)), "cells", "x"])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(some_keys, inner),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(top_keys, json_values))
def test_any_json_is_a_study_or_a_list_of_problems(tree):
    found = study_json.parse(json.dumps(tree).encode(), "x.json")
    assert found.study is not None
    assert all(p.cause.zh and p.fix.en for p in found.problems)


# ── strictness ───────────────────────────────────────────────────────────────────────────────────


def test_a_byte_order_mark_is_no_part_of_the_text():
    assert study_json.read(b"\xef\xbb\xbf" + study_json.write(BASE)).study == BASE


@pytest.mark.parametrize(
    ("pairs", "code", "pointer"),
    [
        ({"id": 3}, "STU-005", "/id"),
        ({"id": 3.50}, "STU-005", "/id"),
        ({"id": float("nan")}, "STU-004", "/id"),
        ({"id": float("inf")}, "STU-004", "/id"),
        ({"id": True}, "STU-007", "/id"),
        ({"id": None}, "STU-007", "/id"),
        ({"id": ["x"]}, "STU-007", "/id"),
        ({"id": {"x": "y"}}, "STU-007", "/id"),
        ({"title": "x"}, "STU-007", "/title"),
        ({"title": {"zh": "x", "fr": "y"}}, "STU-006", "/title/fr"),
        ({"title": {"zh": 1}}, "STU-005", "/title/zh"),
        ({"product": []}, "STU-007", "/product"),
        ({"processes": {}}, "STU-007", "/processes"),
        ({"processes": ["x"]}, "STU-007", "/processes/0"),
        ({"processes": [{"id": "a", "name": {}, "tags": "x"}]}, "STU-007", "/processes/0/tags"),
        ({"processes": [{"id": "a", "name": {}, "tags": [1]}]}, "STU-005", "/processes/0/tags/0"),
        ({"proceses": []}, "STU-006", "/proceses"),
        ({"a/b~c": []}, "STU-006", "/a~1b~0c"),
        ({"cells": []}, "STU-007", "/cells"),
        ({"cells": {"/id": 1}}, "STU-012", "/cells/~1id"),
        ({"cells": {"/exchanges/x": "A!B1"}}, "STU-012", "/cells/~1exchanges~1x"),
        ({"cells": {"/exchanges/0/amount/0": "A!B1"}}, "STU-012", "/cells/~1exchanges~10~1amount~10"),
        ({"cells": {"id": "A!B1"}}, "STU-012", "/cells/id"),
    ],
)
def test_a_fault_of_structure_is_named_with_its_pointer(pairs, code, pointer):
    assert [(p.code, p.place.pointer) for p in problems(changed(**pairs))] == [(code, pointer)]


def test_the_digits_of_a_bare_number_are_quoted_back():
    (found,) = problems(study_json.write(BASE).replace(b'"1600"', b"1600.000000000000000000001"))
    assert found.value == "1600.000000000000000000001"
    assert '"1600.000000000000000000001"' in found.fix.en


def test_an_unknown_key_is_answered_with_the_one_meant():
    (found,) = problems(study_json.write(BASE).replace(b'"provider": "furnace"', b'"provder": "furnace"'))
    assert found.candidates[0] == "provider"


@pytest.mark.parametrize("where", ["top", "row", "text", "cells"])
def test_a_repeated_key_is_refused_wherever_it_stands(where):
    old, new = {
        "top": (b'"region": "CN-50"', b'"region": "CN-50", "region": "CN-50"'),
        "row": (b'"flow": "iron_ore"', b'"flow": "iron_ore", "flow": "iron_ore"'),
        "text": '"zh": "焦化"|"zh": "焦化", "zh": "焦化"'.encode().split(b"|"),
        "cells": (b'"version": "1.0"', b'"version": "1.0", "cells": {"/id": "A!B1", "/id": "A!B2"}'),
    }[where]
    assert [p.code for p in problems(study_json.write(BASE).replace(old, new, 1))] == ["STU-003"]


def test_all_faults_come_at_once_with_the_file_they_are_in():
    found = problems(changed(id=1, version=2, exchanges=[{"amount": 3, "flw": "x"}]), "plant.json")
    assert [p.code for p in found] == ["STU-005", "STU-005", "STU-006", "STU-005"]
    assert {p.place.file for p in found} == {"plant.json"}


def test_a_missing_text_is_left_to_the_checks_and_a_missing_product_is_not():
    found = study_json.parse(b'{"id": "x"}', "x.json")
    assert [(p.code, p.place.pointer) for p in found.problems] == [("STU-008", "/")]
    assert found.study.title == Text("", "")


@pytest.mark.parametrize(
    ("data", "cell"),
    [
        (b'{"id": }', "1:8"),
        (b'{\n  "id" "x"}', "2:8"),
        (b"{} x", "1:4"),
        (b'{"a": "\n"}', "1:8"),
        (b'{"a": "\\q"}', "1:8"),
    ],
)
def test_a_fault_of_syntax_is_named_by_line_and_column(data, cell):
    (found,) = problems(data)
    assert (found.code, found.place.cell) == ("STU-001", cell)


@pytest.mark.parametrize("text", ["\\u0000", "\\u001b", "\\ud83d", "\\udc00x"])
def test_a_character_no_spelling_can_carry_is_refused(text):
    data = study_json.write(BASE).replace(b'"pages 1 to 90"', f'"{text}"'.encode())
    assert [(p.code, p.place.pointer) for p in problems(data)] == [("STU-010", "/sources/0/locator")]


def test_an_emoji_written_as_a_pair_is_one_character():
    data = study_json.write(BASE).replace(b'"pages 1 to 90"', b'"\\ud83d\\ude00"')
    assert study_json.read(data).study.sources[0].locator == "\U0001f600"


# ── limits ───────────────────────────────────────────────────────────────────────────────────────


def test_a_file_above_the_limit_is_not_read(monkeypatch):
    monkeypatch.setattr(study_json, "MAX_BYTES", 1000)
    assert [p.code for p in problems(study_json.write(BASE))] == ["STU-013"]


@pytest.mark.parametrize("data", [b"[" * 100_000, b'{"a":' * 100_000, b'{"id": ' + b"[" * 33 + b"]" * 33 + b"}"])
def test_deep_nesting_is_refused_before_it_is_parsed(data):
    assert [p.code for p in problems(data)] == ["STU-009"]


def test_brackets_inside_a_text_do_not_nest():
    study = replace(BASE, note=Text("[" * 100, '{"' * 50 + "\\"))
    assert study_json.read(study_json.write(study)).study == study


def test_a_number_of_a_million_digits_costs_nothing():
    data = study_json.write(BASE).replace(b'"1600"', b"9" * 1_000_000)
    (found,) = problems(data)
    assert found.code == "STU-005"
    assert len(found.value) <= 60


def test_problems_beyond_any_use_are_counted():
    found = problems(changed(**{f"key{i}": "" for i in range(1200)}))
    assert len(found) == study_tree.MAX_PROBLEMS + 1
    assert found[-1].code == "STU-019"
    assert "200" in found[-1].cause.en


def test_hostile_quotes_are_scanned_in_one_pass():
    """Quadratic time would take hours here."""
    assert [p.code for p in problems(b'"\\"' * 400_000)] == ["STU-001"]
