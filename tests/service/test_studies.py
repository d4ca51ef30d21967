"""Opening and saving: every problem at once, whole files only, nothing overwritten without a copy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from carnet.errors import InputError, UsageError
from carnet.exchange.study import write_study
from carnet.service import studies
from carnet.service.studies import keep, open_bytes, open_shipped, open_study, save_study, write_atomically
from tests.strategies import small_study


def saved(folder: Path, name: str = "study.toml", seed: int = 1) -> Path:
    path = folder / name
    path.write_bytes(write_study(small_study(seed), name))
    return path


@pytest.mark.parametrize("name", ["study.toml", "study.json", "study.xlsx"])
def test_the_three_spellings_open_to_the_same_study(tmp_path, name):
    found = open_study(str(saved(tmp_path, name)))
    assert found.study == small_study(1)
    assert found.digest == studies.study_digest(small_study(1))
    assert found.digest.startswith("sha256:")


def test_a_file_that_is_not_there_offers_what_lies_beside_it(tmp_path):
    saved(tmp_path, "coil.toml")
    with pytest.raises(UsageError) as caught:
        open_study(str(tmp_path / "coli.toml"))
    (found,) = caught.value.problems
    assert (found.code, found.place.file) == ("CLI-001", "coli.toml")
    assert found.candidates == ("coil.toml",)
    assert caught.value.exit_code == 2


def test_a_folder_is_no_study(tmp_path):
    with pytest.raises(UsageError) as caught:
        open_study(str(tmp_path))
    assert caught.value.problems[0].code == "CLI-001"


def test_every_problem_is_listed_at_once(tmp_path):
    study = small_study(2)
    rows = list(study.exchanges)
    rows[0] = replace(rows[0], amount="-5")
    rows[1] = replace(rows[1], unit="furlong")
    rows[2] = replace(rows[2], flow="unobtainium")
    path = tmp_path / "study.toml"
    path.write_bytes(write_study(replace(study, exchanges=tuple(rows), country="XX"), path.name))
    with pytest.raises(InputError) as caught:
        open_study(str(path))
    errors = [p for p in caught.value.problems if p.severity == "error"]
    values = {p.value for p in errors}
    assert {"-5", "furlong", "unobtainium", "XX"} <= values
    for found in errors:
        assert found.cause.zh
        assert found.cause.en
        assert found.fix.zh
        assert found.fix.en


def test_what_is_no_study_is_refused():
    for data, name in ((b"", "study.toml"), (b"{", "study.json"), (b"PK\x03\x04", "study.xlsx"), (b"hi", "study.txt")):
        with pytest.raises(InputError):
            open_bytes(data, name)


@pytest.mark.parametrize("name", ["steel", "steel-a"])
def test_shipped_studies_open_without_errors(name):
    assert not [p for p in open_shipped(name).warnings if p.severity == "error"]


def test_saving_keeps_the_former_file_under_the_first_free_name(tmp_path):
    path = saved(tmp_path)
    before = path.read_bytes()
    save_study(small_study(2), str(path))
    save_study(small_study(3), str(path))
    assert (tmp_path / "study.toml.bak").read_bytes() == before
    assert (tmp_path / "study.toml.bak2").read_bytes() == write_study(small_study(2), path.name)
    assert open_study(str(path)).study == small_study(3)


def test_saving_the_same_study_leaves_no_copy(tmp_path):
    path = saved(tmp_path)
    save_study(small_study(1), str(path))
    assert [p.name for p in tmp_path.iterdir()] == ["study.toml"]


def test_keep_never_overwrites(tmp_path):
    path = saved(tmp_path)
    names = [keep(path, bytes([n])).name for n in range(3)]
    assert names == ["study.toml.bak", "study.toml.bak2", "study.toml.bak3"]
    assert [(tmp_path / n).read_bytes() for n in names] == [b"\0", b"\1", b"\2"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = saved(tmp_path)
    before = path.read_bytes()

    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(studies.os, "fsync", full)
    with pytest.raises(UsageError) as caught:
        write_atomically(path, b"half")
    (found,) = caught.value.problems
    assert found.code == "CLI-002"
    assert "磁盘已满" in found.cause.zh
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["study.toml"]


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(UsageError) as caught:
        write_atomically(tmp_path / "nowhere" / "study.toml", b"")
    assert caught.value.problems[0].code == "CLI-002"
