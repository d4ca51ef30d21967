from __future__ import annotations

import json
import tomllib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carnet.errors import InputError, Text
from carnet.exchange import study_json, study_toml
from carnet.inventory.model import Places
from carnet.inventory.normal import normal_study
from carnet.store import read_file
from tests.corpus.base import BASE
from tests.exchange.test_study_json import FULL, PLACES, studies
from tests.inventory.planting import clean_study


def problems(data, file="s.toml"):
    with pytest.raises(InputError) as failed:
        study_toml.read(data, file)
    return failed.value.problems


def good(old="", new=""):
    data = study_toml.write(BASE)
    assert old.encode() in data
    return data.replace(old.encode(), new.encode(), 1)


@pytest.mark.parametrize("study", [BASE, FULL, clean_study(3)], ids=["base", "full", "random"])
def test_a_study_comes_back(study):
    data = study_toml.write(study)
    assert study_toml.read(data).study == study
    assert study_toml.write(study_toml.read(data).study) == data


def test_json_to_toml_to_json_loses_nothing():
    data = study_json.write(BASE, PLACES)
    first = study_json.read(data)
    second = study_toml.read(study_toml.write(first.study, first.places))
    assert study_json.write(second.study, second.places) == data


def test_both_spellings_hold_the_same_tree():
    assert tomllib.loads(study_toml.write(FULL, Places()).decode()) == json.loads(study_json.write(FULL))


@settings(max_examples=60, deadline=None)
@given(studies)
def test_any_normal_study_comes_back(study):
    normal = normal_study(study)
    data = study_toml.write(normal)
    assert study_toml.read(data).study == normal
    assert tomllib.loads(data.decode())


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=10))
def test_any_text_is_written_so_that_toml_reads_it_back(text):
    clean = "".join(c for c in text if c.encode("utf-8", "ignore"))
    assert tomllib.loads("x = " + study_toml._basic(clean))["x"] == clean


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_study_or_an_input_error(data):
    found = study_toml.parse(data, "x.toml")
    assert found.study is not None or found.problems


@pytest.mark.parametrize("name", ["hrc_bf_bof_a", "hrc_bf_bof_b", "hrc_bf_bof_illustrative"])
def test_the_shipped_studies_are_read_and_come_back(name):
    study = study_toml.read(read_file(f"studies/{name}.toml")).study
    assert study_toml.read(study_toml.write(study)).study == study
    assert study_json.read(study_json.write(study)).study == study


@pytest.mark.parametrize(
    ("old", "new", "code", "pointer"),
    [
        ('amount = "1600"', "amount = 1600", "STU-005", "/exchanges/7/amount"),
        ('amount = "1600"', "amount = 1600.0", "STU-005", "/exchanges/7/amount"),
        ('amount = "1600"', "amount = 0x640", "STU-005", "/exchanges/7/amount"),
        ('amount = "1600"', "amount = nan", "STU-004", "/exchanges/7/amount"),
        ('amount = "1600"', "amount = -inf", "STU-004", "/exchanges/7/amount"),
        ('amount = "1600"', "amount = true", "STU-007", "/exchanges/7/amount"),
        ('legal_date = "2026-03-01"', "legal_date = 2026-03-01", "STU-011", "/legal_date"),
        ('legal_date = "2026-03-01"', "legal_date = 2026-03-01T00:00:00Z", "STU-011", "/legal_date"),
        ('legal_date = "2026-03-01"', "legal_date = 07:32:00", "STU-011", "/legal_date"),
        ('legal_date = "2026-03-01"', 'legal_dat = "2026-03-01"', "STU-006", "/legal_dat"),
        ('cn_codes = ["7208"]', "cn_codes = [7208]", "STU-005", "/product/cn_codes/0"),
    ],
)
def test_a_value_without_quotes_is_refused_with_its_pointer(old, new, code, pointer):
    assert [(p.code, p.place.pointer) for p in problems(good(old, new))] == [(code, pointer)]


def test_the_digits_of_a_bare_float_are_quoted_back():
    (found,) = problems(good('amount = "1600"', "amount = 1600.10"))
    assert '"1600.10"' in found.fix.en


@pytest.mark.parametrize(
    ("data", "code", "cell"),
    [
        (b'id = "a"\nid = "b"\n', "STU-018", "2:9"),
        (b"[product]\n[product]\n", "STU-018", "2:9"),
        (b"id = a\n", "STU-002", "1:6"),
        (b'id = "a\n', "STU-002", "1:8"),
        (b'id "a"\n', "STU-002", "1:4"),
        (b'id = "a" version = "b"\n', "STU-002", "1:10"),
        (b"[product\n", "STU-002", "1:9"),
        (b'id = "\\q"\n', "STU-002", "1:9"),
        (b"tags = [1,", "STU-002", "1:11"),
        (b"\n\nname = {zh = ", "STU-002", "3:14"),
    ],
)
def test_a_fault_of_syntax_is_named_by_line_and_column(data, code, cell):
    (found,) = problems(data)
    assert (found.code, found.place.cell) == (code, cell)
    assert found.cause.zh != found.cause.en


@pytest.mark.parametrize(
    "data",
    [
        b"x = " + b"[" * 40,
        b"x = " + b"{a=" * 40 + b"1" + b"}" * 40,
        b"a." * 40 + b"b = 1",
        b'"a" . ' * 300_000 + b"b = 1",
        b"'a'." * 40 + b"b = 1",
        b"[" + b"a." * 40 + b"b]",
        b"x = " + b"[" * 1_000_000,
    ],
    ids=["arrays", "tables", "dotted", "quoted", "literal", "header", "many"],
)
def test_deep_nesting_is_refused_before_it_is_parsed(data):
    assert [p.code for p in problems(data)] == ["STU-009"]


def test_brackets_and_dots_inside_texts_and_comments_do_not_nest():
    deep = "[" * 100 + "a." * 100 + '"' + "'" * 3
    study = replace(BASE, note=Text(deep, deep))
    commented = b"# " + b"[a." * 100 + b"\n" + study_toml.write(study)
    assert study_toml.read(commented).study == study
    multi = good('version = "1.0"', 'version = """1.0"""\npurpose = """\n[[[[' + "[" * 60 + '"x" ' + '"""')
    assert "[[[[" in study_toml.read(multi).study.purpose


@pytest.mark.parametrize("piece", [b'"\\"', b"'", b'"""', b'#"', b"'''"])
def test_hostile_quotes_are_scanned_in_one_pass(piece):
    """Quadratic time would take hours here."""
    assert study_toml.parse(piece * 300_000, "x.toml").problems


def test_an_integer_of_ten_thousand_digits_is_refused():
    (found,) = problems(good('amount = "1600"', "amount = " + "9" * 10_000))
    assert found.code == "STU-005"


def test_nothing_but_comments_is_a_study_without_a_product():
    assert [p.code for p in problems(b"# nothing\n")] == ["STU-008"]


def test_plain_values_stand_before_the_tables():
    lines = study_toml.write(BASE).decode().splitlines()
    first_table = next(i for i, text in enumerate(lines) if text.startswith("["))
    assert all("=" in text for text in lines[: first_table - 1])
    assert lines[first_table] == "[product]"


def test_a_text_in_two_languages_stays_on_one_line():
    assert 'title = { zh = "热轧卷", en = "hot-rolled coil" }' in study_toml.write(BASE).decode()
