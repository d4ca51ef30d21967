"""Every bad study is refused, or warned about, in exactly these words.

To write the expected files anew after a change of wording: ``CARNET_REGENERATE=1 pytest tests/corpus`` and read the
difference before keeping it.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from carnet.errors import CATALOGUE
from tests.corpus.bad_cases import BAD, SLOW
from tests.corpus.base import findings

NAMES = [pytest.param(name, marks=pytest.mark.slow) if name in SLOW else name for name in BAD]
QUICK = [name for name in BAD if name not in SLOW]
EXPECTED = Path(__file__).parent / "bad" / "expected"


def told(problems):
    """Problems as text: what a person would read, both languages."""
    lines = []
    for p in problems:
        lines += [
            f"{p.severity} {p.code} {p.place}",
            f"  值: {p.value}",
            f"  因: {p.cause.zh}",
            f"  why: {p.cause.en}",
            f"  改: {p.fix.zh}",
            f"  fix: {p.fix.en}",
        ]
    return "\n".join(lines) + "\n"


@cache
def found_in(name):
    file, data = BAD[name]()
    return tuple(findings(data, file))


@pytest.mark.parametrize("name", NAMES)
def test_the_messages_are_exactly_these(name):
    found = told(found_in(name))
    path = EXPECTED / f"{name}.txt"
    if os.environ.get("CARNET_REGENERATE"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_something_is_found_in_every_bad_case(name):
    assert found_in(name)


def test_there_is_no_expected_file_without_its_case():
    assert {path.stem for path in EXPECTED.glob("*.txt")} == set(BAD)


def test_the_corpus_holds_at_least_sixty():
    assert len(BAD) >= 60


# Codes that no bad study can bring out: sizes nobody wants in a test here, and defects of shipped data.
ELSEWHERE = {
    "STU-013": "tests/exchange/test_study_json.py",
    "STU-019": "tests/exchange/test_study_json.py",
    "STU-100": "tests/inventory/test_flows.py",
    "CHK-033": "tests/service/test_leftovers.py",
    "CHK-034": "tests/service/test_leftovers.py",
}


def test_every_code_of_study_and_check_has_a_case():
    seen = {p.code for name in QUICK for p in found_in(name)}
    mine = {code for code in CATALOGUE if code[:3] in {"STU", "CHK"}}
    assert mine - seen == set(ELSEWHERE)


def test_messages_leave_no_brace_open():
    for name in QUICK:
        text = told(found_in(name))
        assert "{flow" not in text, name
        assert "None" not in text, name
