"""Good studies are read from every spelling, have no error, and the only warnings are those named here."""

from __future__ import annotations

from pathlib import Path

import pytest

from carnet.exchange.study import read_study, write_study
from tests.corpus.base import BASE, findings

FILES = sorted((Path(__file__).parent / "good").iterdir())
WARNED = {"literature_of_another_year.toml": ["STU-083"]}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_good_study_passes(path):
    found = findings(path.read_bytes(), path.name)
    assert [p.code for p in found] == WARNED.get(path.name, [])
    assert all(p.severity == "warning" for p in found)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_is_the_same_study_in_every_spelling(path):
    study = read_study(path.read_bytes(), path.name).study
    for name in ("s.json", "s.toml", "s.xlsx"):
        data = write_study(study, name)
        assert read_study(data, name).study == study
        assert [p.code for p in findings(data, name)] == WARNED.get(path.name, [])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_files_are_as_we_write_them(path):
    study = read_study(path.read_bytes(), path.name).study
    assert write_study(study, path.name) == path.read_bytes()


def test_there_are_at_least_ten():
    assert len(FILES) >= 10


def test_the_base_file_is_the_base_study():
    path = next(p for p in FILES if p.stem == "base")
    assert read_study(path.read_bytes(), path.name).study == BASE
