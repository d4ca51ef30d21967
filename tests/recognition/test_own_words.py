"""The guard over every text of the project itself: messages, screens, pages, data, docs."""

from __future__ import annotations

import re
import tomllib

import pytest

from carnet.errors import CATALOGUE
from carnet.service.wording import lint_text
from tests.house.repository import ROOT, SOURCE
from tests.recognition.own_texts import MATCHED, MATCHED_MODULES, PAGES, leaves, strings

pytestmark = pytest.mark.slow


def told(text: str) -> list[str]:
    return [f"{each.rule}: {each.quote} | {each.sentence[:160]}" for each in lint_text(text)]


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
        if path.name in MATCHED_MODULES:
            continue
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


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages(path):
    assert told(path.read_text(encoding="utf-8")) == []


def test_an_over_claim_in_the_program_would_be_seen():
    source = '"""Doc: certified by the EU."""\nX = Text("本结果已获欧盟互认", f"{name} is recognised by the EU")\n'
    assert len([each for text in strings(source) for each in told(text)]) == 2
    assert re.search("recognition", told("本结果已获欧盟互认")[0])
