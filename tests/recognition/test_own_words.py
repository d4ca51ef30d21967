"""The guard over every text of the project itself: messages, screens, pages, data, docs."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from carnet.errors import CATALOGUE
from carnet.service.wording import lint_text
from tests.house.repository import DOCS, ROOT, SOURCE

pytestmark = pytest.mark.slow

# Words by which texts are matched, not texts that are printed: the rules of the guard and the gazetteer.
MATCHED = {"words", "gazetteer"}


def told(text: str) -> list[str]:
    return [f"{each.rule}: {each.quote} | {each.sentence[:160]}" for each in lint_text(text)]


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
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [leaf for each in value for leaf in leaves(each)] if isinstance(value, list) else []


def test_messages():
    wrong = {
        code.code: found
        for code in CATALOGUE.values()
        for text in (code.cause.zh, code.cause.en, code.fix.zh, code.fix.en)
        if (found := told(text))
    }
    assert wrong == {}


@pytest.mark.parametrize("room", sorted(each.name for each in SOURCE.iterdir() if (each / "__init__.py").exists()))
def test_words_in_the_program(room):
    wrong = {}
    for path in sorted((SOURCE / room).rglob("*.py")):
        found = [each for text in dict.fromkeys(strings(path.read_text(encoding="utf-8"))) for each in told(text)]
        wrong |= {path.name: found} if found else {}
    assert wrong == {}


@pytest.mark.parametrize("folder", sorted(each.name for each in (SOURCE / "data").iterdir() if each.is_dir()))
def test_words_in_the_data(folder):
    if folder in MATCHED:
        pytest.skip("matched against texts, never printed")
    wrong = {}
    for path in sorted((SOURCE / "data" / folder).rglob("*.toml")):
        texts = dict.fromkeys(leaves(tomllib.loads(path.read_text(encoding="utf-8"))))
        found = [each for text in texts for each in told(text)]
        wrong |= {str(path.relative_to(SOURCE)): found} if found else {}
    assert wrong == {}


def test_words_in_single_data_files():
    for path in (SOURCE / "data").glob("*.toml"):
        texts = leaves(tomllib.loads(path.read_text(encoding="utf-8")))
        assert [each for text in texts for each in told(text)] == [], path.name


PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("README*.md"), *(SOURCE / "report").glob("*.typ")])


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages(path):
    assert told(path.read_text(encoding="utf-8")) == []


def test_an_over_claim_in_the_program_would_be_seen():
    source = '"""Doc: certified by the EU."""\nX = Text("本结果已获欧盟互认", f"{name} is recognised by the EU")\n'
    assert len([each for text in strings(source) for each in told(text)]) == 2
    assert re.search("recognition", told("本结果已获欧盟互认")[0])
