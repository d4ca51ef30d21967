from __future__ import annotations

from dataclasses import replace

import pytest

from carnet.errors import Text
from carnet.inventory.model import Process
from carnet.inventory.normal import normal_prose, normal_study
from tests.corpus.base import BASE, line


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("高炉（2号），渣", "高炉（2号），渣"),
        ("ＢＦ－１", "BF－1"),
        ("a\u00a0b", "a b"),
        ("a\u200bb\ufeff", "ab"),
        ("one \r\ntwo\rthree", "one\ntwo\nthree"),
        ("  x  ", "x"),
        ("10²", "10²"),
    ],
)
def test_prose_loses_its_accidents_and_keeps_its_marks(given, kept):
    assert normal_prose(given) == kept
    assert normal_prose(kept) == kept


def test_identifiers_and_amounts_are_folded_fully():
    dirty = line("ore_in", amount="１６００", unit="ｋｇ", flow="iron_ore\u00a0", note="见“表１”，第３行")
    clean = normal_study(dirty)
    ore = next(e for e in clean.exchanges if e.id == "ore_in")
    assert (ore.amount, ore.unit, ore.flow, ore.note) == ("1600", "kg", "iron_ore", "见“表1”，第3行")


def test_lists_and_names_are_reached():
    dirty = replace(BASE, processes=(Process("ｐ", Text("炼\u00a0钢", "steel\u200b making"), tags=("ｂｆ",)),))
    (process,) = normal_study(dirty).processes
    assert (process.id, process.name, process.tags) == ("p", Text("炼 钢", "steel making"), ("bf",))


def test_a_normal_study_comes_back_as_it_is():
    assert normal_study(BASE) is BASE
    assert normal_study(normal_study(BASE)) == BASE
