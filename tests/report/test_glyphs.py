"""A text of the user that cannot be printed is reported with its cell."""

from __future__ import annotations

from dataclasses import replace

from carnet.errors import Place, Text
from carnet.inventory.model import Places
from carnet.report import check_glyphs
from tests.report import samples


def test_a_clean_study_has_no_finding():
    assert check_glyphs(samples.study(), Places()) == []


def test_the_cell_and_the_characters_are_named():
    study = samples.study()
    exchanges = (*study.exchanges[:1], replace(study.exchanges[1], note="煤😀ا"), *study.exchanges[2:])
    places = Places({"/exchanges/1/note": Place("study.xlsx", "活动数据", "T7", "/exchanges/1/note")})
    (found,) = check_glyphs(replace(study, exchanges=exchanges), places)
    assert (found.code, str(found.place), found.value, found.severity) == ("RPT-001", "活动数据!T7", "煤😀ا", "warning")
    assert "U+0627, U+1F600" in found.cause.zh
    assert "U+0627, U+1F600" in found.cause.en
    assert "〓" in found.cause.en


def test_both_languages_of_a_text_are_looked_at():
    found = check_glyphs(replace(samples.study(), title=Text("好", "coil 😀")), Places())
    assert [str(p.place) for p in found] == ["/title/en"]


def test_all_findings_are_given_at_once():
    study = samples.study()
    processes = tuple(replace(p, note="😀") for p in study.processes)
    found = check_glyphs(replace(study, processes=processes, producer="😀"), Places())
    assert len(found) == len(processes) + 1
