"""Every text of the project itself, as the guard reads it: messages, screens, data, pages."""

from __future__ import annotations

import ast
import tomllib
from functools import cache

from carnet.errors import CATALOGUE
from tests.house.repository import DOCS, ROOT, SOURCE

# Words by which texts are matched, not texts that are printed: the rules of the guard and the gazetteer.
MATCHED = {"words", "gazetteer", "likeness"}
# Lists of words by which press texts are read.
MATCHED_MODULES = {"extract_lexicon.py", "extract_lexicon_zh.py"}
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("README*.md"), *(SOURCE / "report").glob("*.typ")])


def strings(source: str) -> list[str]:
    """The string constants of a module without its docstrings; what is filled in stands as X."""
    tree = ast.parse(source)
    passed: set[int] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            passed.add(id(body[0].value))
        if isinstance(node, ast.JoinedStr):
            passed |= {id(each) for each in ast.walk(node) if each is not node}
    found = []
    for node in ast.walk(tree):
        if id(node) in passed:
            continue
        if isinstance(node, ast.JoinedStr):
            found.append("".join(str(each.value) if isinstance(each, ast.Constant) else "X" for each in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.append(node.value)
    return found


def leaves(value: object) -> list[str]:
    """The texts of a parsed TOML file."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [leaf for each in value for leaf in leaves(each)] if isinstance(value, list) else []


@cache
def own_texts() -> tuple[str, ...]:
    """All of them, each once, in a fixed order; pages by the line."""
    found: dict[str, None] = {}
    for code in CATALOGUE.values():
        found |= dict.fromkeys((code.cause.zh, code.cause.en, code.fix.zh, code.fix.en))
    for path in sorted(SOURCE.rglob("*.py")):
        if path.name not in MATCHED_MODULES:
            found |= dict.fromkeys(strings(path.read_text(encoding="utf-8")))
    for path in sorted((SOURCE / "data").rglob("*.toml")):
        if path.parent.name not in MATCHED:
            found |= dict.fromkeys(leaves(tomllib.loads(path.read_text(encoding="utf-8"))))
    for path in PAGES:
        found |= dict.fromkeys(path.read_text(encoding="utf-8").splitlines())
    return tuple(found)
