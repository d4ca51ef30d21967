from __future__ import annotations

import json
import tomllib
from dataclasses import replace

import pytest
from jsonschema import Draft202012Validator

from carnet.exchange import study_json
from carnet.exchange.study_schema import study_schema
from carnet.store import read_file
from tests.corpus.base import BASE
from tests.exchange.test_study_json import FULL, PLACES
from tests.inventory.planting import clean_study

SCHEMA = study_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def faults(tree):
    return [f"{'/'.join(map(str, e.path))}" for e in VALIDATOR.iter_errors(tree)]


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)
    assert json.dumps(SCHEMA)


@pytest.mark.parametrize("study", [BASE, clean_study(5)], ids=["base", "random"])
def test_what_we_write_fits(study):
    assert faults(json.loads(study_json.write(study, PLACES))) == []


def test_the_full_study_differs_only_where_it_is_wrong_on_purpose():
    assert faults(json.loads(study_json.write(FULL))) == []


@pytest.mark.parametrize("name", ["hrc_bf_bof_a", "hrc_bf_bof_b"])
def test_the_shipped_studies_fit(name):
    assert faults(tomllib.loads(read_file(f"studies/{name}.toml").decode())) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("exchanges", 0, "amount"), 5),
        (("exchanges", 0, "amount"), "1,5"),
        (("exchanges", 0, "role"), "input"),
        (("exchanges", 0, "kind"), "x"),
        (("period_from",), "01.01.2025"),
        (("product",), []),
        (("title",), "coil"),
        (("schema",), "carnet-study/2"),
        (("cells",), {"id": "A!B1"}),
    ],
)
def test_what_the_reader_or_the_checks_refuse_by_shape_does_not_fit(path, value):
    tree = json.loads(study_json.write(BASE))
    here = tree
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    assert faults(tree)


def test_every_field_has_a_description_in_both_languages():
    kinds = [SCHEMA, *(d for name, d in SCHEMA["$defs"].items() if name != "Text")]
    for kind in kinds:
        for name, shape in kind["properties"].items():
            assert len(shape.get("description", "")) > 3 or "items" in shape or "$ref" in shape, name


def test_an_interval_without_a_value_fits():
    bare = replace(BASE, properties=tuple(p for p in BASE.properties if not p.value))
    assert bare.properties
    assert faults(json.loads(study_json.write(bare))) == []
