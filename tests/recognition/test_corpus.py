"""The corpus of over-claims: its shape, and how both halves are judged."""

from __future__ import annotations

import pytest

from campaigns import c21
from carnet.service.wording import lint_text

TRUE_FORMS = {"negated", "quoted", "hedged", "conditional", "question"}


def test_the_corpus_is_as_large_and_as_mixed_as_promised():
    rows = c21.corpus()
    assert len(rows) >= 300
    assert len({row.text for row in rows}) == len(rows)
    assert sum(row.form in TRUE_FORMS for row in rows) * 4 >= len(rows)
    assert {row.lang for row in rows} == {"zh", "en"}
    assert {row.verdict for row in rows} == {"over", "ok"}
    assert all(row.verdict == "ok" for row in rows if row.form in TRUE_FORMS | {"clean"})


def test_the_halves_are_by_the_digest():
    tuning = sum(row.tuning for row in c21.corpus())
    assert 0.4 < tuning / len(c21.corpus()) < 0.6


@pytest.mark.parametrize("row", c21.corpus(), ids=lambda row: f"{row.lang}-{row.cls}-{row.form}")
def test_a_sentence_is_judged_as_expected(row):
    found = lint_text(row.text)
    assert bool(found) == (row.verdict == "over")


def further(name):
    """(told today, text) of a further set: O and R are told, T and M are not (M: still missed, R: still refused)."""
    lines = (c21.FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [(line[0] in "OR", line[2:]) for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(
    ("told", "text"), [*further("further.txt"), *further("oblique.txt"), *further("strangers.txt")]
)
def test_a_further_sentence_is_judged_as_expected(told, text):
    assert bool(lint_text(text)) is told


@pytest.mark.parametrize("name", ["oblique.txt", "strangers.txt"])
def test_few_of_the_further_sentences_are_still_judged_wrong(name):
    lines = (c21.FOLDER / name).read_text(encoding="utf-8").splitlines()
    count = {letter: sum(line.startswith(letter + " ") for line in lines) for letter in "OMTR"}
    assert count["O"] >= 0.9 * (count["O"] + count["M"])
    assert count["R"] <= 0.05 * (count["T"] + count["R"])


def test_the_campaign_tells_a_sentence_judged_wrong(monkeypatch):
    assert not [each for each in c21.attacks(0, 0) if each]
    monkeypatch.setattr(c21, "lint_text", lambda _: ())
    assert sum(each is not None for each in c21.attacks(0, 0)) == sum(r.verdict == "over" for r in c21.corpus())
