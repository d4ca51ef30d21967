"""Where commands write: right extension, right kind, never over a user's other file."""

from __future__ import annotations

import io
import zipfile

import pytest

from carnet.errors import UsageError
from carnet.exchange.study import write_study
from carnet.service.outputs import target
from tests.strategies import small_study


def a_zip(*names: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return kept.getvalue()


def code_of(path, what):
    with pytest.raises(UsageError) as caught:
        target(str(path), what)
    (found,) = caught.value.problems
    assert found.cause.zh != found.cause.en
    return found.code


@pytest.mark.parametrize(
    ("what", "name"),
    [("pack", "x.xlsx"), ("pack", "x"), ("study", "x.zip"), ("study", "x.csv"), ("workbook", "x.json"),
     ("chart", "x.gif"), ("report", "x.txt")],
)  # fmt: skip
def test_another_extension_is_refused(tmp_path, what, name):
    assert code_of(tmp_path / name, what) == "CLI-010"


@pytest.mark.parametrize(
    ("what", "name", "theirs"),
    [("pack", "a.zip", a_zip("photos/1.jpg")), ("pack", "a.zip", a_zip("README.txt", "code.py")),
     ("pack", "a.zip", b"text"), ("report", "a.pdf", b"text"), ("chart", "a.svg", b"text"),
     ("chart", "a.png", b"GIF89a"), ("chart", "a.csv", b"\0\1\2"), ("study", "a.xlsx", a_zip("word/document.xml")),
     ("study", "a.json", b'{"name": "package"}'), ("study", "a.toml", b"[tool]\nx = 1\n")],
)  # fmt: skip
def test_a_file_of_another_kind_is_left_alone(tmp_path, what, name, theirs):
    path = tmp_path / name
    path.write_bytes(theirs)
    assert code_of(path, what) == "CLI-006"
    assert path.read_bytes() == theirs


@pytest.mark.parametrize(
    ("what", "name", "ours"),
    [("pack", "a.zip", a_zip("README.txt", "manifest.json")), ("report", "a.pdf", b"%PDF-1.7"),
     ("chart", "a.svg", b"<svg/>"), ("chart", "a.png", b"\x89PNG\r\n\x1a\n"), ("pack", "a.zip", b"")],
)  # fmt: skip
def test_a_file_of_the_same_kind_is_replaced(tmp_path, what, name, ours):
    path = tmp_path / name
    path.write_bytes(ours)
    target(str(path), what).write(b"new")
    assert path.read_bytes() == b"new"
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_a_table_of_the_user_is_kept_beside_ours(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"month,sales\n1,2\n")
    target(str(path), "chart").write("\ufeffkey,名称 name zh,x\n".encode())
    assert (tmp_path / "a.csv.bak").read_bytes() == b"month,sales\n1,2\n"
    target(str(path), "chart").write(b"second")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "a.csv.bak"]


@pytest.mark.parametrize("name", ["a.json", "a.toml", "a.xlsx"])
def test_a_study_is_kept_beside_the_new_one(tmp_path, name):
    path = tmp_path / name
    before = write_study(small_study(1), name)
    path.write_bytes(before)
    target(str(path), "study").write(write_study(small_study(2), name))
    assert (tmp_path / f"{name}.bak").read_bytes() == before


def test_folders_that_are_missing_or_in_the_way(tmp_path):
    assert code_of(tmp_path / "nowhere" / "a.zip", "pack") == "CLI-002"
    (tmp_path / "folder.zip").mkdir()
    assert code_of(tmp_path / "folder.zip", "pack") == "CLI-002"
