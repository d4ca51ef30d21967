"""Cells of the matrix without a rule on file: looked at and not there, for other products, or none by nature."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import pytest

from carnet.cli.recognition import show_matrix
from carnet.recognition.verdict import no_rule
from carnet.report.recognition_exporter import _reasons, exporter_data, groups_of
from carnet.report.recognition_words import CELL_STYLE, VERDICT_STYLE
from carnet.service.recognition_pages import Matrix, exporter_inputs, matrix, matrix_spec
from carnet.service.studies import open_study

DAY = "2026-11-22"
LANGS = pytest.mark.parametrize("lang", ["zh", "en"])


@cache
def looked(*markets: str) -> Matrix:
    return matrix(open_study("steel"), day=DAY, markets=markets)


def silent(market: str, purpose: str, *, entry: object = None, product: str = "hot_rolled_coil", country: str = "CN"):
    """A matrix of one cell without a rule on file; `entry`: a rule for other products."""
    found = looked("CN")
    opened = replace(found.opened, study=replace(found.opened.study, country=country))
    case = replace(found.runs[0].case, product=product)
    verdict = no_rule(market, purpose, DAY, case, found.data.ledger)
    run = replace(found.runs[0], verdict=verdict, case=case, entry=entry)
    return replace(found, opened=opened, runs=(run,), markets=(market,))


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        (silent("CN", "cbam"), "does_not_apply"),
        (silent("US", "cbam"), "no_rule_on_file"),
        (silent("EU", "cbam", country="DE"), "does_not_apply"),
        (silent("CN", "epd"), "no_rule_on_file"),
        (silent("JP", "battery-declaration"), "does_not_apply"),
        (silent("JP", "battery-declaration", product="traction_battery"), "no_rule_on_file"),
        (silent("JP", "battery-declaration", product="unheard_of"), "no_rule_on_file"),
        (silent("US", "tender", entry=SimpleNamespace()), "other_products"),
    ],
)
def test_the_word_of_a_cell_without_a_rule(cell: Matrix, word: str):
    ((key, said),) = cell.words().items()
    assert said == word
    (drawn,) = (row for row in matrix_spec(cell).rows if row.role == "cell")
    assert drawn.category == word
    assert drawn.cite.zh == CELL_STYLE[word].code
    assert (key in cell.silent()) is (word != "no_rule_on_file")
    if word == "does_not_apply":
        assert "没有人查过" not in drawn.detail.zh


def test_every_word_has_a_letter_of_its_own():
    codes = [style.code for style in CELL_STYLE.values()]
    assert len(set(codes)) == len(codes)
    assert set(VERDICT_STYLE) < set(CELL_STYLE)


def test_a_rule_that_answers_stays_as_it_is():
    found = looked("CN")
    for run in found.runs:
        if run.verdict.overall != "no_rule_on_file":
            assert found.words()[run.verdict.market, run.verdict.purpose] == run.verdict.overall


@LANGS
def test_the_terminal_shows_the_same_letters(capfd, lang: str):
    show_matrix(silent("US", "tender", entry=SimpleNamespace()), lang)
    out = capfd.readouterr().out
    assert "≠" in out
    assert CELL_STYLE["other_products"].name.get(lang) in out
    show_matrix(silent("CN", "cbam"), lang)
    assert CELL_STYLE["does_not_apply"].name.get(lang) in capfd.readouterr().out


@LANGS
def test_the_exporter_reads_of_a_market_with_rules_for_other_products_alone(lang: str):
    base = exporter_inputs(looked("CN"))
    one = silent("US", "tender", entry=SimpleNamespace())
    inputs = replace(base, markets=one.names(), verdicts=one.verdicts, silent=one.silent())
    said = " ".join(block["s"] for block in _reasons(inputs, (), lang) if block["t"] == "small")
    assert {"zh": "在档的规定只管别的产品：美国（招标采购）", "en": "other products only: United States (tender)"}[
        lang
    ] in said
    assert {"zh": "没有任何规定在档", "en": "No rule on file at all"}[lang] not in said
    bare = replace(inputs, silent={})
    said = " ".join(block["s"] for block in _reasons(bare, (), lang) if block["t"] == "small")
    assert {"zh": "没有任何规定在档：美国", "en": "No rule on file at all: United States"}[lang] in said


@pytest.mark.slow
@LANGS
def test_a_path_whose_items_all_stand_above_says_so(lang: str):
    inputs = exporter_inputs(looked("EU", "SG"))
    blocks = exporter_data(inputs, lang)["blocks"]
    heads = [i for i, block in enumerate(blocks) if block["t"] == "caption"]
    assert heads
    assert all(blocks[i + 1]["t"] in {"table", "small"} for i in heads)
    assert groups_of(inputs.verdicts)
