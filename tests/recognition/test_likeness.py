"""The second reader of the guard: learnt weights, in integers; what it tells, what it hushes, where it keeps silent."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.recognition.claims import LIKELY, Context, Evidence, lint
from carnet.recognition.likeness import LEAST_PIECES, Likeness, parse_likeness, pieces_of
from carnet.recognition.model import Grade
from carnet.recognition.sentences import fold
from carnet.service.wording import phrases
from carnet.store.package_data import read_file
from tools.likeness import corpus_digest, judged

NOVEL = "The auditor in Rotterdam treats our carbon label as if it were printed in Brussels."
SILENT = replace(phrases(), likeness=None)


def test_the_weights_are_those_of_the_sentences_on_file():
    head = read_file("likeness/weights.tsv").decode("utf-8").partition("\n\n")[0]
    assert f"corpus\t{corpus_digest()}" in head.splitlines(), "run python -m tools.likeness"
    assert len(judged()) > 2000


def test_a_weight_file_is_read_and_a_wrong_line_is_refused():
    found = parse_likeness("# note\ncorpus\tx\nbias\t-3\ntell\t5\nhush\t2\n\nfoot print\t12\n碳\t-7\n")
    assert found == Likeness({"foot print": 12, "碳": -7}, -3, 5, 2)
    with pytest.raises(ValueError, match="twelve"):
        parse_likeness("bias\t-3\ntell\t5\nhush\t2\n\nfoot\ttwelve\n")


def test_pieces_are_runs_of_one_to_three_words():
    assert pieces_of(fold("Our EPD: 12 t!")) == {
        "our",
        "epd",
        "#",
        "t",
        "our epd",
        "epd #",
        "# t",
        "our epd #",
        "epd # t",
    }
    assert pieces_of("碳足") == {"碳", "足", "碳 足"}


words = st.lists(
    st.sampled_from(
        ["our", "carbon", "report", "not", "accepted", "eu", "customs", "碳", "足", "迹", "互", "认", "may", "2027"]
    ),
    min_size=9,
    max_size=30,
)


@given(words, st.integers(-400, 100), st.integers(-200, 300), st.integers(0, 300), st.randoms(use_true_random=False))
def test_the_integer_score_is_that_of_the_formula(chosen, bias, tell, hush, random):
    """sum / sqrt(n) + bias > tell, worked out in floating point but for ties."""
    text = "carbon " + " ".join(chosen)
    weights = {piece: random.randint(-300, 300) for piece in sorted(pieces_of(text)) if random.random() < 0.7}
    found = [weights[piece] for piece in pieces_of(text) if piece in weights]
    plain = sum(found) / sqrt(max(len(found), 1))
    score = plain + bias
    made = Likeness(weights, bias, tell, hush)
    if len(pieces_of(text)) >= LEAST_PIECES and abs(score - tell) > 1e-6 and tell >= bias:
        assert made.reads_like(text) is (score > tell)
    if found and abs(plain - hush) > 1e-6:
        assert made.speaks_against(text) is (plain < hush)


def test_it_hears_what_no_rule_names_and_says_what_it_heard():
    assert lint(NOVEL, SILENT) == ()
    (found,) = lint(NOVEL, phrases())
    assert (found.cls, found.rule) == (LIKELY, "reads_like")
    assert found.quote == NOVEL.rstrip(".") or found.quote == NOVEL
    assert found.why.zh
    assert ":" in found.why.en


def test_it_keeps_silent_on_questions_scraps_and_other_subjects():
    assert lint(NOVEL.rstrip(".") + "?", phrases()) == ()
    assert lint("Auditor, carbon label, Brussels.", phrases()) == ()
    assert lint(NOVEL.replace("carbon label", "cat").replace("Brussels", "town"), phrases()) == ()


def test_it_hushes_a_rule_where_the_whole_sentence_speaks_against_it():
    plain = "CBAM does not apply to an importer whose CBAM goods stay within the mass threshold of 50 tonnes a year."
    assert lint(plain, SILENT)
    assert lint(plain, phrases()) == ()


def test_evidence_for_what_the_sentence_names_opens_it():
    held = Evidence(("Rotterdam",), ("recognition",), Grade("A", "1"), "applicable", document="letter 7")
    assert lint(NOVEL, phrases(), Context("2026-11-22", (held,))) == ()
    other = replace(held, names=("Singapore",))
    assert lint(NOVEL, phrases(), Context("2026-11-22", (other,)))
