"""docs/requirements.md may not claim what the program does not have."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.house.repository import DOCS, ROOT, commands, names_in, rows

PAGE = DOCS / "requirements.md"
STATES = {"works", "partly", "not yet"}
NOTHING = "–"
TABLE = rows(PAGE, "id")


def parts(cell: str) -> list[str]:
    """The entries of a cell, without their code marks."""
    return [] if cell == NOTHING else [each.strip().strip("`").strip() for each in cell.split(";")]


def complaints(row: dict[str, str], known: dict[str, object]) -> list[str]:
    """What is wrong with one row."""
    found = []
    state = row["state"].strip("`")
    if state not in STATES:
        found.append(f"{state} is no state")
    said, tests, missing = parts(row["command"]), parts(row["test"]), row["missing"]
    if state == "not yet":
        found += ["a thing that is not there has a command or a test"] if said or tests else []
        return found
    if not said or not tests:
        found.append("a thing that is there has a command and a test")
    if (state == "works") != (missing == NOTHING):
        found.append("what is missing stands with 'partly', and only there")
    found += [problem for each in said for problem in command_complaints(each, known)]
    found += [problem for each in tests for problem in test_complaints(each)]
    return found


def command_complaints(said: str, known: dict[str, object]) -> list[str]:
    """What is wrong with a command as typed after ``carnet``."""
    if said.startswith("make "):
        made = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        return [] if said.split()[1] in made else [f"there is no {said}"]
    words = said.split()
    longest = next((" ".join(words[:n]) for n in range(len(words), 0, -1) if " ".join(words[:n]) in known), None)
    if longest is None:
        return [f"there is no command {said}"]
    options = {name for parameter in known[longest].params for name in parameter.opts + parameter.secondary_opts}
    return [f"{longest} has no {word}" for word in words if word.startswith("--") and word not in options]


def test_complaints(node: str) -> list[str]:
    """What is wrong with a test as a path or a node below tests/."""
    path, _, name = node.partition("::")
    path = path.removeprefix("tests/")
    file = ROOT / "tests" / path
    if not file.is_file() or not file.name.startswith("test_"):
        return [f"there is no test file {node}"]
    name = name.partition("[")[0]
    return [] if not name or name in names_in(file) else [f"{path} has no {name}"]


test_complaints.__test__ = False  # its name is about tests; it is none


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["id"])
def test_a_row_claims_only_what_exists(row):
    assert complaints(row, commands()) == []


def test_every_requirement_and_task_is_there_once():
    expected = [f"R{n:02}" for n in range(1, 75)] + [f"T{n:02}" for n in range(1, 51)]
    assert [row["id"] for row in TABLE] == expected


def test_each_requirement_is_one_line_of_its_own():
    key = "requirement"
    texts = [row.get(key) or row["task"] for row in TABLE]
    assert all(texts)
    assert [text for text, count in Counter(texts).items() if count > 1] == []


class FakeOption:
    opts = ("--regime",)
    secondary_opts = ()


class FakeCommand:
    params = (FakeOption(),)


HERE = "house/test_requirements.py::test_a_row_claims_only_what_exists"


@pytest.mark.parametrize(
    ("state", "command", "test", "missing", "right"),
    [
        ("works", "`calc STUDY --regime X`", HERE, NOTHING, True),
        ("`works`", "calc STUDY; make demo", f"`{HERE}`; `house/test_rooms.py`", NOTHING, True),
        ("partly", "calc STUDY", HERE, "the other half", True),
        ("not yet", NOTHING, NOTHING, "all", True),
        ("works", "calc STUDY --nowhere", HERE, NOTHING, False),
        ("works", "calculate STUDY", HERE, NOTHING, False),
        ("works", "make wonders", HERE, NOTHING, False),
        ("works", NOTHING, HERE, NOTHING, False),
        ("works", "calc STUDY", NOTHING, NOTHING, False),
        ("works", "calc STUDY", "house/test_requirements.py::test_no_such", NOTHING, False),
        ("works", "calc STUDY", "house/test_nowhere.py", NOTHING, False),
        ("works", "calc STUDY", HERE, "a part", False),
        ("partly", "calc STUDY", HERE, NOTHING, False),
        ("not yet", "calc STUDY", NOTHING, NOTHING, False),
        ("nearly", NOTHING, NOTHING, NOTHING, False),
    ],
)
def test_a_false_claim_is_seen(state, command, test, missing, right):
    row = {"state": state, "command": command, "test": test, "missing": missing}
    assert (complaints(row, {"calc": FakeCommand()}) == []) is right
