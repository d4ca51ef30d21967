"""No binary float, no locale, no outside world in this room: read from its own source."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import carnet.quantity

ROOM = Path(carnet.quantity.__file__).parent
ALLOWED = {"__future__", "re", "unicodedata", "dataclasses", "fractions", "types", "typing", "collections", "carnet"}
HEADINGS = ("What lives here:", "May touch:", "Must not:", "Ways in:", "Invariants:")


def allowed(module):
    if module.startswith("carnet."):
        return module.startswith(("carnet.quantity", "carnet.errors"))
    return module.partition(".")[0] in ALLOWED


def impurities(source):
    """Name every float, forbidden name and foreign import of a module."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            found.append(f"float literal {node.value}")
        if isinstance(node, ast.Name) and node.id in {"float", "round", "open", "complex"}:
            found.append(f"name {node.id}")
        if isinstance(node, ast.Attribute) and node.attr in {"from_float", "limit_denominator", "as_integer_ratio"}:
            found.append(f"attribute {node.attr}")
        modules = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            modules = [node.module]
        found += [f"import {module}" for module in modules if not allowed(module)]
    return found


@pytest.mark.parametrize("module", sorted(ROOM.glob("*.py")), ids=lambda path: path.name)
def test_the_room_is_pure(module):
    assert impurities(module.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "planted",
    [
        "x = 0.5",
        "x = float('1')",
        "x = round(y)",
        "x = Fraction.from_float(y)",
        "import locale",
        "import math",
        "from decimal import Decimal",
        "from carnet.inventory import model",
        "x = open('f')",
    ],
)
def test_an_impurity_is_seen(planted):
    assert impurities(planted)


def test_the_docstring_has_its_five_headings():
    text = carnet.quantity.__doc__
    places = [text.index(heading) for heading in HEADINGS]
    assert places == sorted(places)


def test_all_that_is_offered_exists_and_is_sorted_once():
    for name in carnet.quantity.__all__:
        assert hasattr(carnet.quantity, name)
    assert len(set(carnet.quantity.__all__)) == len(carnet.quantity.__all__)
