"""One way in for three spellings."""

from __future__ import annotations

import pytest

from carnet.errors import InputError, Place, problem
from carnet.exchange import study_json, study_toml, study_xlsx
from carnet.exchange.study import joined, parse_study, read_study, write_study
from tests.corpus.base import BASE, line


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (study_json.write(BASE), "s.json"),
        (study_json.write(BASE), "S.JSON"),
        (study_json.write(BASE), "s.txt"),
        (b"\xef\xbb\xbf\n " + study_json.write(BASE), "s"),
        (study_json.write(BASE), "s.toml"),
        (study_toml.write(BASE), "s.toml"),
        (study_xlsx.write(BASE), "s.xlsx"),
        (study_xlsx.write(BASE), "s.bin"),
    ],
)
def test_what_a_file_is_decides_before_what_it_is_called(data, name):
    assert read_study(data, name).study == BASE


def test_all_three_spellings_are_the_same_study():
    studies = [read_study(write_study(BASE, f"s.{end}"), f"s.{end}").study for end in ("json", "toml", "xlsx")]
    assert studies == [BASE] * 3


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"%PDF", "s.pdf", "STU-016"),
        (b"id = 1", "s.txt", "STU-016"),
        (b"", "s.json", "STU-015"),
        (b"", "s", "STU-016"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "s.json", "FIL-004"),
        (b"PK\x03\x04", "s.json", "FIL-006"),
        (study_json.write(BASE), "s.xlsx", "FIL-003"),
    ],
)
def test_what_is_no_study_is_said_so(data, name, code):
    with pytest.raises(InputError) as failed:
        read_study(data, name)
    assert [p.code for p in failed.value.problems] == [code]
    assert parse_study(data, name).study is None


def test_a_name_without_a_spelling_cannot_be_written():
    with pytest.raises(InputError):
        write_study(BASE, "s.csv")


def test_look_alikes_are_one_study_in_every_spelling():
    wide = line("ore_in", amount="１６００", flow="iron_ore\u00a0")
    for name in ("s.json", "s.toml", "s.xlsx"):
        assert read_study(write_study(wide, name), name).study == BASE


def at(code, pointer="", cell=""):
    return problem(code, Place(pointer=pointer, sheet="S" if cell else "", cell=cell), severity="error",
                   **dict.fromkeys(("key", "field_zh", "field_en", "expected", "found", "quoted"), ""))  # fmt: skip


def test_a_check_that_only_misses_what_could_not_be_read_is_an_echo():
    read = at("STU-005", "/exchanges/3/amount")
    echo, other = at("STU-020", "/exchanges/3/amount"), at("STU-020", "/exchanges/4/amount")
    assert joined([read], [echo, other]) == (read, other)


def test_an_echo_is_known_by_its_cell_too():
    read, echo = at("STU-005", "/exchanges/3/amount", "F6"), at("STU-020", "/exchanges/3/unit", "F6")
    assert joined([read], [echo]) == (read,)


def test_when_a_whole_table_is_unreadable_its_echoes_are_spared():
    read = at("STU-007", "/exchanges")
    assert joined([read], [at("STU-020", "/id")]) == (read,)


def test_a_readable_study_with_faults_of_both_kinds_tells_both():
    from tests.corpus.base import findings

    data = study_json.write(line("ore_in", unit="?")).replace(b'"amount": "380"', b'"amount": 380')
    assert [p.code for p in findings(data, "s.json")] == ["STU-005", "STU-044"]
