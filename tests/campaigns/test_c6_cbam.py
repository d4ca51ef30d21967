"""Campaign C6 on the readers of the CBAM: what it has found stays mended, and what it feeds them is damaged."""

from __future__ import annotations

import itertools
import random

import pytest

from campaigns import c6, cbam_inputs, readers
from carnet.cbam.electricity_factors import MAX_CHARACTERS, MAX_ROWS, parse_electricity
from carnet.cbam.portfolio_rows import MOST_PROBLEMS, parse_portfolio
from carnet.exchange.cbam_template.read import read_template
from tests.exchange import template_books as books
from tests.exchange.template_made import made


def test_all_readers_of_the_cbam_are_in_it_and_take_turns():
    assert set(readers.OF_CBAM) == set(cbam_inputs.seeds()) <= set(c6.READERS)
    light = len(c6.READERS) - 1
    first = list(itertools.islice(c6.turns(), 8 * light + 1))
    assert first.count("template") == 1
    assert {first.count(each) for each in c6.READERS if each != "template"} == {8}


@pytest.mark.parametrize("reader", readers.OF_CBAM)
def test_an_exception_is_no_answer(monkeypatch, reader):
    def boom(_):
        raise IndexError(reader)

    monkeypatch.setitem(readers.OF_CBAM, reader, boom)
    assert "raised IndexError" in readers.broken(reader, b"x")


def test_damage_to_the_template_reaches_behind_the_first_look():
    chance = random.Random(5)
    found = [read_template(cbam_inputs.mutated("template", chance), "x.xlsx") for _ in range(20)]
    assert sum(each.study is not None for each in found) > 5


# ── found by this campaign ───────────────────────────────────────────────────────────────────────


def test_a_field_beyond_all_measure_is_told_and_the_next_line_read():
    head, line, *_ = cbam_inputs.PORTFOLIO.splitlines()
    lines, problems = parse_portfolio("\n".join([head, line.replace("CN", "x" * 140_000), line]))
    assert [each.number for each in lines] == [3]
    assert [(each.code, each.place.cell) for each in problems] == [("CBM-070", "2:*")]
    assert parse_portfolio("x" * 140_000)[1][0].code == "CBM-070"


def test_a_file_of_another_kind_gives_no_millions_of_problems():
    head = cbam_inputs.PORTFOLIO.splitlines()[0]
    problems = parse_portfolio(head + "\n" + "x\n" * 20_000)[1]
    assert MOST_PROBLEMS < len(problems) < MOST_PROBLEMS + 10
    assert "too many faults" in problems[-1].cause.en
    for text in ("country,factor,source\n" + "CN\n" * 20_000, "[" + "1," * 20_000 + "1]"):
        problems = parse_electricity(text).problems
        assert len(problems) == MAX_ROWS + 1
        assert "more than 1000 rows" in problems[0].cause.en
    assert "characters" in parse_electricity("x" * (MAX_CHARACTERS + 1)).problems[0].cause.en


def with_formula(formula):
    model = made()
    model.tabs["B_EmInst"].cells[books.at("F15")] = books.Cell("2500", "number", formula)
    return read_template(books.save(model), "x.xlsx")


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("9^399", "#NUM!"), ("SUMIFS(A1:A3,A1:A3)", "SUMIFS"), ("COUNTIF(A1:A3)", "COUNTIF"), ("SUMIF(A1:A3)", "SUMIF"),
        ("IF(TRUE)", "IF"),
    ],
)  # fmt: skip
def test_a_formula_that_has_no_answer_leaves_the_saved_result(formula, why):
    found = with_formula(formula)
    told = [each for each in found.problems if each.code == "CBM-084"]
    assert [each.place.cell for each in told] == ["F15"]
    assert why in told[0].cause.en
    assert found.study.source_streams[0].activity == "2500"


def test_lists_of_countries_that_do_not_match_name_nobody():
    model = made()
    model.names["CNTR_LISTCOUNTRIESCODE"] = "c_CodeLists!$F$11:$F$11"
    found = read_template(books.save(model), "x.xlsx")
    assert "CBM-097" in {each.code for each in found.problems}
