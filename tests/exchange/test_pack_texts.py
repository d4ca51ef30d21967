from __future__ import annotations

from dataclasses import replace

import pytest

from campaigns.sample import small_study
from carnet.exchange.pack_evidence import evidence_index
from carnet.exchange.pack_readme import readme
from carnet.inventory.model import Places

STUDY = {
    "id": "coil", "version": "3", "period_from": "2023-01-01", "period_to": "2023-12-31", "legal_date": "2026-11-22",
    "known_date": "2026-11-21",
}  # fmt: skip


@pytest.mark.parametrize("draft", [True, False])
@pytest.mark.parametrize("demo", [True, False])
def test_the_readme_says_what_the_pack_is_in_both_languages(draft, demo):
    text = readme(STUDY, draft=draft, demo=demo).decode()
    assert ("DRAFT" in text) is draft
    assert ("草稿" in text) is draft
    assert ("DEMO" in text) is demo
    assert ("演示密钥" in text) is demo
    for word in ("coil", "2023-12-31", "2026-11-21", "carnet check", "SHA-256", "Ed25519", "证据包", "evidence pack"):
        assert word in text
    assert "{" not in text
    assert "\r" not in text
    assert max(map(len, text.splitlines())) <= 120


def test_the_index_names_each_document_with_the_cells_that_rest_on_it():
    opened = small_study()
    index = evidence_index(opened.study, opened.places)
    documents = {entry["document"]: entry["used_by"] for entry in index["documents"]}
    assert documents["meter co2"] == [{"pointer": "/exchanges/3/amount", "place": "Data!F8"}]
    assert documents["bill 7"] == [{"pointer": "/contracts/0/id", "place": "/contracts/0/id"}]
    assert list(documents) == sorted(documents)
    (source,) = index["sources"]
    assert (source["id"], source["citation"], source["locator"]) == ("log", "Works log 2023", "page 3")
    assert [use["pointer"] for use in source["used_by"]] == ["/exchanges/4/amount"]


def test_a_study_without_documents_has_no_index():
    study = small_study().study
    bare = replace(
        study, sources=(), exchanges=tuple(replace(e, document="", source="") for e in study.exchanges),
        contracts=tuple(replace(c, document="") for c in study.contracts),
    )  # fmt: skip
    assert evidence_index(bare, Places()) == {}


def test_a_source_nobody_declared_is_listed_all_the_same():
    study = small_study().study
    found = evidence_index(replace(study, sources=()), Places())
    assert [(source["id"], "citation" in source) for source in found["sources"]] == [("log", False)]
