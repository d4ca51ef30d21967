"""Every citation can be looked up by an outsider; what has no source says so and decides nothing."""

from __future__ import annotations

import csv
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from carnet.recognition.load_policy import BEST_LETTER
from carnet.recognition.vocabulary import LETTERS
from carnet.service.policy import shipped_files
from carnet.service.recognition_data import on_file

DATA = files("carnet").joinpath("data")
INTERNAL = re.compile(
    r"Carnet (research notes|working table|requirement)|\bR\d{2}\b|regimes knowledge|knowledge\.md", re.IGNORECASE
)
NONE = "no source found"
# What nobody can look up by the words of its origin.
NOT_NAMED = re.compile(
    r"secondary pages?|^transcription of|known through|press and agency pages|public \w+ pages", re.IGNORECASE
)
WEAK = ("vendor", "unnamed", "company", "trade", "generated", "anonymous")
RULES = [
    pytest.param(rule, id=f"{market.id}-{purpose.purpose}-{rule.id}")
    for market in on_file().markets.by_id.values()
    for purpose in market.purposes
    for rule in purpose.rules
]


def _sources(value: object) -> list[dict[str, str]]:
    if isinstance(value, dict):
        here = [value] if "source" in value and "status" in value else []
        return [*here, *(found for each in value.values() for found in _sources(each))]
    return [found for each in value for found in _sources(each)] if isinstance(value, list) else []


def _texts() -> dict[str, str]:
    found = {"precedents.toml": DATA.joinpath("precedents.toml").read_text("utf-8")}
    for folder in ("markets", "policy", "products", "recognitions", "dimensions", "gazetteer"):
        for each in DATA.joinpath(folder).iterdir():
            if each.name.endswith(".toml"):
                found[f"{folder}/{each.name}"] = each.read_text("utf-8")
    return found


@pytest.mark.parametrize("name", sorted(_texts()))
def test_no_citation_names_papers_of_our_own(name: str) -> None:
    wrong = [each for each in _sources(tomllib.loads(_texts()[name])) if INTERNAL.search(str(each))]
    assert not wrong


def test_the_search_finds_such_a_citation() -> None:
    row = {"a": [{"source": "Carnet research notes: x", "locator": "y", "status": "secondary"}]}
    assert [bool(INTERNAL.search(str(each))) for each in _sources(row)] == [True]


@pytest.mark.parametrize("rule", RULES)
def test_a_line_without_a_source_decides_nothing(rule) -> None:
    if rule.citation.status == "unknown":
        assert rule.answer not in {"in", "out", "not_yet"}
    if NONE in rule.citation.source:
        assert rule.citation.status == "unknown"
        assert "出处" in rule.why.zh
        assert "no source was found" in rule.why.en.lower()


def test_what_has_no_source_is_nowhere_called_better_than_unknown() -> None:
    for name, text in _texts().items():
        for each in _sources(tomllib.loads(text)):
            if NONE in each["source"] or "no outside source" in each["source"]:
                assert each["status"] == "unknown", (name, each)


# ── kinds of sources ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", WEAK)
def test_a_weak_kind_of_source_carries_no_better_letter_than_d(kind: str) -> None:
    assert LETTERS.index(BEST_LETTER[kind]) >= LETTERS.index("D")


@pytest.mark.parametrize(("name", "text"), shipped_files(), ids=[name for name, _ in shipped_files()])
def test_grades_of_shipped_items_fit_their_sources(name: str, text: str) -> None:
    table = tomllib.loads(text)
    kinds = {each["id"]: each for each in table.get("captures", [])}
    for capture in kinds.values():
        if NOT_NAMED.search(capture["origin"]):
            assert capture["source_kind"] in {"unnamed", "anonymous"}, capture["origin"]
        if "connector" in capture["origin"] or "carbonchain" in capture["origin"]:
            assert capture["source_kind"] == "vendor", capture["origin"]
    for event in table.get("events", []):
        if event["capture"] in kinds and kinds[event["capture"]]["source_kind"] in WEAK:
            assert event["grade"][0] in "DEF", event
        if (
            event["status"] in {"in_force", "applicable", "published", "adopted", "signed"}
            and event["capture"] in kinds
        ):
            retrieved = kinds[event["capture"]]["retrieved_on"]
            assert event["on"] != retrieved, "the day of retrieval is no legal day"


# ── the truth table ──────────────────────────────────────────────────────────────────────────────


def test_every_row_of_the_truth_table_names_a_source_or_says_that_none_was_found() -> None:
    named = re.compile(
        r"\d{4}/\d+|Art \d|Annex|Act 2026|Schedule|EN \d|ISO|PCR|NPCR|PACT|AVV|Code \d|C\.R\.S\.|catalogue|pilot list"
        r"|\.[a-z]{2,3}\b|Certisolis|INIES|IBU|SGLS|METI|KEITI|EPEAT|Electronics Council|Nippon Steel|JRC|COM\(|CAM"
        r"|no source (was )?(found|looked for)|Commission session|EPDItaly|ANIT|pv magazine"
    )
    rows = csv.DictReader((Path(__file__).parent / "truth.csv").read_text("utf-8").splitlines())
    assert not [row["citation"] for row in rows if not named.search(row["citation"])]
