"""A study marked as plant data that still carries its template is told so, by row and with the count."""

from __future__ import annotations

import re
from dataclasses import replace

from carnet.errors import Text
from carnet.inventory.model import Places
from carnet.service.leftovers import NOTE_STARTS, leftovers
from carnet.service.studies import SHIPPED, findings, open_shipped
from carnet.service.templates import PRODUCTS, example

FILES = tuple(SHIPPED.values())
NONE = Text("", "")


def flipped(name: str = "steel"):
    """A fresh template with two words changed: plant data, measured."""
    study = example(open_shipped(name).study)
    return replace(study, status="plant", exchanges=tuple(replace(e, data_kind="measured") for e in study.exchanges))


def told(study):
    return {p.code: p for p in leftovers(study, Places(), FILES)}


def own(study):
    """The study with rows of its own."""
    rows = tuple(replace(e, document="weighing slip", source="", note="") for e in study.exchanges)
    contracts = tuple(replace(c, document="contract 7", note="") for c in study.contracts)
    properties = tuple(replace(p, source="own laboratory", note="") for p in study.properties)
    return replace(study, exchanges=rows, contracts=contracts, properties=properties, note=NONE)


def test_a_template_with_two_words_changed_is_told_by_name_and_count():
    study = flipped()
    found = told(study)
    assert set(found) == {"CHK-033", "CHK-034"}
    assert found["CHK-033"].severity == "warning"
    assert study.exchanges[0].id in found["CHK-033"].cause.en
    count = int(re.search(r"but (\d+) rows", found["CHK-033"].cause.en)[1])
    assert count >= len(study.exchanges)
    assert {"CHK-033", "CHK-034"} <= {p.code for p in findings(study, Places(), *_lists())}


def _lists():
    from carnet.service import datasets

    return datasets.shipped_flows(), datasets.countries()


def test_each_mark_counts_and_own_rows_are_free():
    study = own(flipped())
    assert told(study) == {}
    shipped = {e.id: e for e in open_shipped("steel").study.exchanges}
    at, noted = next((i, shipped[e.id]) for i, e in enumerate(study.exchanges) if shipped[e.id].note)
    for change in ({"document": noted.document}, {"source": noted.source}, {"note": noted.note}):
        rows = list(study.exchanges)
        rows[at] = replace(rows[at], **change)
        (found,) = leftovers(replace(study, exchanges=tuple(rows)), Places(), FILES)
        assert found.code == "CHK-033"
        assert " 1 " in found.cause.zh
        assert noted.id in found.cause.zh
        assert found.place.pointer == f"/exchanges/{at}/{next(iter(change))}"


def test_rows_that_say_they_are_literature_and_studies_that_do_are_free():
    study = flipped()
    literature = tuple(replace(e, data_kind="literature") for e in study.exchanges)
    clean = replace(own(study), exchanges=literature)
    assert told(clean) == {}
    assert told(replace(study, status="literature")) == {}


def test_the_note_of_every_template_is_known():
    for name in PRODUCTS.values():
        note = example(open_shipped(name).study).note
        assert note.zh.startswith(NOTE_STARTS[0])
        assert note.en.startswith(NOTE_STARTS[1])
