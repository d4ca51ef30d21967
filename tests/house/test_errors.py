"""The catalogue of errors: both languages, the same braces, documented, and used."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from carnet.errors import CATALOGUE, Text
from tests.house.repository import modules

CODES = sorted(CATALOGUE)
QUOTED = re.compile(r"[“'「`].*?[”'」`]")  # an English text may quote a Chinese label
CHINESE = re.compile(r"[一-鿿]")


def braces(text: str) -> set[str]:
    """The names in braces, languages apart: ``{reason_zh}`` counts as ``reason``."""
    names = {name for _, name, _, _ in Formatter().parse(text) if name}
    return {re.sub(r"_(zh|en)$", "", name) for name in names}


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_written_in_both_languages(code):
    entry = CATALOGUE[code]
    assert re.fullmatch(r"[A-Z]{3}-\d{3}", code)
    for text in (entry.cause, entry.fix):
        assert text.en.strip()
        assert CHINESE.search(text.zh), "the Chinese text is not Chinese"
        assert not CHINESE.search(QUOTED.sub("", text.en)), "the English text is not English"


@pytest.mark.parametrize("code", CODES)
def test_both_languages_are_filled_with_the_same_fields(code):
    entry = CATALOGUE[code]
    assert braces(entry.cause.zh) | braces(entry.fix.zh) == braces(entry.cause.en) | braces(entry.fix.en)


@pytest.mark.parametrize("code", CODES)
def test_a_fix_that_speaks_of_candidates_prints_them(code):
    assert candidates_hidden(CATALOGUE[code].fix) == []


def candidates_hidden(fix: Text) -> list[str]:
    """The languages in which a fix sends the reader to candidates that it does not print."""
    told = {"zh": "候选" in fix.zh, "en": "candidate" in fix.en.lower().replace("{candidates}", "")}
    # What a file itself holds under the key `candidates` is no list to choose from.
    own = "find_in" in fix.zh or 'status = "unknown"' in fix.en
    return [lang for lang, said in told.items() if said and not own and "{candidates}" not in fix.get(lang)]


def test_a_fix_that_hides_its_candidates_is_seen():
    assert candidates_hidden(Text("从候选中选一个", "take one of the candidates")) == ["zh", "en"]
    assert candidates_hidden(Text("从候选中选一个：{candidates}", "take one of: {candidates}")) == []


def test_every_code_is_raised_somewhere():
    raised = "\n".join(path.read_text(encoding="utf-8") for path in modules() if not path.name.endswith("_codes.py"))
    assert [code for code in CODES if code not in raised] == []


def test_every_code_that_is_raised_is_in_the_catalogue():
    prefixes = "|".join(sorted({code[:3] for code in CODES}))
    named = re.compile(rf'"((?:{prefixes})-\d{{3}})"')
    unknown = {code for path in modules() for code in named.findall(path.read_text(encoding="utf-8"))} - set(CODES)
    assert unknown == set()
