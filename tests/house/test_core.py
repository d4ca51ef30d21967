"""The pure core: exact, and blind to files, clocks, chance and the network."""

from __future__ import annotations

import ast
import sys

import pytest

from tests.house.repository import CORE, ROOT, modules

# All a calculation may ask of the standard library. A new name needs a reason in review, not only a line here.
ALLOWED = {
    "__future__", "abc", "bisect", "calendar", "collections", "csv", "dataclasses", "datetime", "difflib", "enum",
    "fractions", "functools", "graphlib", "hashlib", "heapq", "importlib", "itertools", "json", "math", "numbers",
    "operator", "re", "string", "tomllib", "types", "typing", "unicodedata",
}  # fmt: skip
# Databases are screened in floats with a proven bound (ADR 0013): numbers of machines, yet no file, clock or chance.
NUMERIC = ("lca/engine/", "lca/linking/", "inventory/lci.py")
MACHINES = {"numpy", "scipy", "numba", "llvmlite"}
CLOCK = {"now", "utcnow", "today", "fromtimestamp", "time", "monotonic", "perf_counter"}
BUILTINS = {"float", "open", "input", "print", "eval", "exec", "complex", "__import__"}
# math has float functions beside the exact ones
EXACT_MATH = {"comb", "factorial", "gcd", "isqrt", "lcm", "perm", "prod"}


def offences(source: str, *, numeric: bool = False) -> list[str]:
    """What a core module may not contain, with its line; a numeric one may calculate in floats."""
    found: list[str] = []
    tree = ast.parse(source)
    # To refuse a float one must be able to name it: isinstance(value, float).
    refused = {id(name) for call in ast.walk(tree) if _asks_for_type(call) for name in ast.walk(call.args[1])}
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if numeric and _of_machines(node):
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            found.append(f"{line}: the literal {node.value!r} is a float")
        elif isinstance(node, ast.Name) and node.id in BUILTINS and _is_read(node) and id(node) not in refused:
            found.append(f"{line}: {node.id}")
        elif isinstance(node, ast.Attribute) and node.attr in CLOCK and _of_clock(node.value):
            found.append(f"{line}: .{node.attr} reads the clock")
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "math":
            found += [] if node.attr in EXACT_MATH else [f"{line}: math.{node.attr} is a float function"]
        elif isinstance(node, ast.ImportFrom) and node.module == "math":
            found += [f"{line}: math.{each.name}" for each in node.names if each.name not in EXACT_MATH]
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found += [f"{line}: imports {name}" for name in _imported(node) if not _may_import(name)]
    return found


def _of_machines(node: ast.AST) -> bool:
    """Tell whether a node is a float, or one of the libraries that calculate in them."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float)
    if isinstance(node, ast.Name):
        return node.id == "float"
    if isinstance(node, ast.Attribute):
        return isinstance(node.value, ast.Name) and node.value.id == "math"
    if isinstance(node, ast.ImportFrom) and node.module == "math":
        return True
    return isinstance(node, ast.Import | ast.ImportFrom) and all(
        name.partition(".")[0] in MACHINES and not name.startswith("numpy.random") for name in _imported(node)
    )


def _is_read(node: ast.Name) -> bool:
    """Tell a use from a field of that name."""
    return isinstance(node.ctx, ast.Load)


def _asks_for_type(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance"


def _of_clock(node: ast.expr) -> bool:
    return isinstance(node, ast.Name | ast.Attribute) and (
        (node.id if isinstance(node, ast.Name) else node.attr) in {"datetime", "date", "time"}
    )


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [each.name for each in node.names]
    return [node.module or ""]


def _may_import(name: str) -> bool:
    top, _, rest = name.partition(".")
    if top == "carnet":
        return rest.partition(".")[0] in CORE or rest == ""
    return top in ALLOWED and name != "importlib.resources"


@pytest.mark.parametrize("path", modules(*CORE), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_core_is_exact_and_pure(path):
    numeric = any(part in path.as_posix() for part in NUMERIC)
    assert offences(path.read_text(encoding="utf-8"), numeric=numeric) == []


def test_the_numeric_part_may_use_floats_and_still_no_file_clock_or_chance():
    assert offences("import numpy as np\nimport scipy.sparse as sp\nx = 0.5 * float(2)", numeric=True) == []
    for source in ("import random", "open('x')", "import time", "import numpy.random", "x.datetime.now()", "import os"):
        assert offences(source, numeric=True), source


@pytest.mark.parametrize(
    "source",
    [
        "x = 0.5", "x = float('1')", "y = 1e3", "import random", "from os import path", "import decimal",
        "from datetime import datetime\nx = datetime.now()", "import datetime\nx = datetime.date.today()",
        "open('x')", "import math\nx = math.sqrt(2)", "from math import exp", "from carnet.store import read_file",
        "import numpy", "x = isinstance(float(y), str)",
        "print('x')", "from importlib import resources\nimport importlib.resources",
    ],
)  # fmt: skip
def test_an_offence_is_seen(source):
    assert offences(source)


def test_what_the_core_does_is_no_offence():
    assert offences("from fractions import Fraction\nfrom carnet.errors import Text\nx = Fraction('0.5') * 3") == []
    assert offences("x = isinstance(y, float | bool) or isinstance(y, (float, str))") == []
    assert offences("from math import gcd\nfrom datetime import date\nd = date.fromisoformat('2026-01-01')") == []


def test_the_allowed_modules_are_of_the_standard_library():
    assert set(sys.stdlib_module_names) >= ALLOWED
