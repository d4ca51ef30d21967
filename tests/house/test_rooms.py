from __future__ import annotations

import ast
import tomllib

import pytest

from tests.house.repository import DOCS, ROOT, modules, rooms

HEADINGS = ("What lives here:", "May touch:", "Must not:", "Ways in:", "Invariants:")
LONGEST = 600


@pytest.mark.parametrize("room", rooms())
def test_a_room_describes_itself_under_five_headings(room):
    described = ast.get_docstring(ast.parse(rooms()[room].read_text(encoding="utf-8"))) or ""
    places = [described.find(heading) for heading in HEADINGS]
    assert -1 not in places, [heading for heading, place in zip(HEADINGS, places, strict=True) if place < 0]
    assert places == sorted(places), "the headings stand in their order"
    for heading in HEADINGS:
        assert described.partition(heading)[2].strip(), f"{heading} says nothing"


@pytest.mark.parametrize("room", rooms())
def test_a_room_stands_on_the_architecture_page(room):
    assert f"| `{room}` |" in (DOCS / "architecture.md").read_text(encoding="utf-8")


def test_every_folder_of_code_is_a_room():
    for path in modules():
        assert (path.parent / "__init__.py").exists(), f"{path.parent.relative_to(ROOT)} has no __init__.py"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_is_longer_than_a_person_reads(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_the_import_contract_knows_every_room():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract for contract in contracts if contract["type"] == "layers")
    assert layers["exhaustive"] is True
    planned = {room.strip(" ()") for line in layers["layers"] for room in line.split("|")}
    assert set(rooms()) <= planned
