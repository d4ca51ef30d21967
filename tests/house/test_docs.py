"""The pages: decisions, changelog, promises, glossary, links, README."""

from __future__ import annotations

import dataclasses
import importlib
import re
from collections.abc import Mapping

import pytest

from campaigns.frame import listed
from tests.house.repository import CORE, DOCS, ROOT, rows, tracked

ADRS = sorted((DOCS / "adr").glob("*.md"))
ADR_HEADINGS = ["## Context", "## Options", "## Decision", "## Consequences"]
FRAGMENTS = sorted(path for path in (DOCS / "changelog").glob("*.md") if path.name != "README.md")
KINDS = ("added", "changed", "fixed", "security", "figure-change")
FIGURE_CHANGE = ("Regime:", "Dates:", "Size:", "Reason:")
PAGES = [path for path in tracked() if path.suffix == ".md" and "corpus" not in path.parts]


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.name)
def test_a_decision_has_its_four_headings(path):
    text = path.read_text(encoding="utf-8")
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name)
    assert re.match(rf"# {path.name[:4]} · \S", text)
    assert re.findall(r"^## .*$", text, re.MULTILINE) == ADR_HEADINGS


def test_decisions_are_numbered_without_doubles():
    numbers = [path.name[:4] for path in ADRS]
    assert len(numbers) == len(set(numbers))


def fragment_complaints(name: str, text: str) -> list[str]:
    """What is wrong with a changelog fragment ``<subject>.<kind>.md``."""
    found = []
    kind = name.split(".")[-2] if name.count(".") == 2 else ""
    if kind not in KINDS:
        found.append(f"{name}: the kind is one of {', '.join(KINDS)}")
    if not text.strip():
        found.append(f"{name}: says nothing")
    if kind == "figure-change":
        lines = [each for each in FIGURE_CHANGE if not re.search(rf"^{each} *\S", text, re.MULTILINE)]
        found += [f"{name}: has no line '{each}'" for each in lines]
    return found


@pytest.mark.parametrize("path", FRAGMENTS, ids=lambda path: path.name)
def test_a_changelog_fragment_has_a_kind(path):
    assert fragment_complaints(path.name, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("name", "text", "right"),
    [
        ("workbook.added.md", "A workbook.", True),
        ("grid.figure-change.md", "Regime: x\nDates: y\nSize: z\nReason: w\n", True),
        ("grid.figure-change.md", "Regime: x\nDates: y\nSize:\n", False),
        ("workbook.new.md", "A workbook.", False),
        ("workbook.md", "A workbook.", False),
        ("workbook.fixed.md", "\n", False),
    ],
)
def test_a_wrong_fragment_is_seen(name, text, right):
    assert (fragment_complaints(name, text) == []) is right


def test_promises_and_campaigns_agree():
    promises = rows(DOCS / "promises.md", "id")
    stated = [row for row in promises if "promise" in row]
    campaigns = {row["id"]: row for row in promises if "attack" in row}
    assert [row["id"] for row in stated] == [f"P{n}" for n in range(1, 12)]
    assert list(campaigns) == [f"C{n}" for n in range(1, 22)]
    attacked = {each.strip() for row in stated for each in row["attacked by"].split(",")}
    assert attacked == set(campaigns)


def test_a_campaign_that_is_built_has_its_last_figure_and_no_other_has():
    for row in rows(DOCS / "promises.md", "id"):
        if "attack" not in row:
            continue
        if row["id"] in listed():
            assert re.match(rf"`?{row['id']} [\d,]+ .*, 0 .*, \d+ s, seed \d+", row["last figure"]), row["id"]
        else:
            assert row["last figure"] == "not yet built", row["id"]


def resolves(path: str) -> bool:
    """Tell whether ``room.module.name`` or ``room.module.Class.field`` exists in carnet; the room may stand for all."""
    words = path.split(".")
    for cut in range(len(words), 0, -1):
        try:
            thing = importlib.import_module(".".join(["carnet", *words[:cut]]))
        except ModuleNotFoundError:
            continue
        rest = words[cut:]
        for place, word in enumerate(rest):
            fields = {each.name for each in dataclasses.fields(thing)} if dataclasses.is_dataclass(thing) else set()
            if word in fields:
                return True
            if isinstance(thing, tuple | frozenset | set | Mapping):
                return ".".join(rest[place:]) in thing
            if not hasattr(thing, word):
                return False
            thing = getattr(thing, word)
        return True
    return False


GLOSSARY = rows(DOCS / "glossary.md", "中文")


@pytest.mark.parametrize("row", GLOSSARY, ids=lambda row: row["English"])
def test_a_term_is_named_in_both_languages_and_in_code(row):
    assert re.search(r"[一-鿿]", row["中文"])
    assert row["status"] in {"read", "secondary", "recalled", "ours"}
    assert row["clause"]
    for name in re.findall(r"`([^`]+)`", row["in code"]):
        assert resolves(name), name


def test_the_glossary_is_of_use():
    assert len(GLOSSARY) >= 60
    assert len({row["English"] for row in GLOSSARY}) == len(GLOSSARY)
    assert sum("`" in row["in code"] for row in GLOSSARY) >= 40


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_inside_the_repository_lead_somewhere(path):
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)\s]+)\)", text)
    broken = [
        target
        for target in targets
        if not re.match(r"[a-z]+:|#", target) and not (path.parent / target.partition("#")[0]).exists()
    ]
    assert broken == []


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_shows_commands_that_exist(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    said = set(re.findall(r"\bmake ([a-z]+)\b(?=[`\n ])", "\n".join(re.findall(r"```.*?```|`[^`]+`", text, re.DOTALL))))
    assert {"demo", "test"} <= said
    assert said <= set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def test_the_makefile_offers_what_is_promised():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE)) >= {
        "demo", "test", "quick", "check", "bench", "campaign", "clean",
    }  # fmt: skip


def test_the_architecture_page_marks_the_core():
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    assert all(f"| `{room}` |" in text for room in CORE)
