"""The pages that are read off the program, and the commands the other pages speak of."""

from __future__ import annotations

import re

import pytest

from tests.house.repository import DOCS, ROOT, commands
from tools.reference import COVERAGE, coverage_page, pages

PAGES = pages()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_generated_page_is_up_to_date(path):
    assert path.exists(), f"{path.relative_to(ROOT)} is missing: run make reference"
    assert path.read_text(encoding="utf-8") == PAGES[path], "run make reference"


@pytest.mark.slow
def test_the_coverage_page_says_what_is_calculated_today():
    assert COVERAGE.read_text(encoding="utf-8") == coverage_page(), "run make reference"


VISIBLE = [name for name, command in commands().items() if not command.hidden]
DEEP = 2
HIDDEN = [name for name, command in commands().items() if command.hidden]


@pytest.mark.parametrize("command", VISIBLE)
def test_the_docs_mention_each_command(command):
    written = "\n".join(path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md") if path.name != "cli.md")
    written += (ROOT / "README.md").read_text(encoding="utf-8")
    group, *rest = command.split()
    # The five registers share their verbs: one of them stands for all.
    spoken = rf"{group} \S+ {rest[1]}" if len(rest) > 1 else command
    assert re.search(rf"carnet {spoken}\b|`{spoken}\b", written)


@pytest.mark.parametrize("page", ["guide.md", "guide.zh.md"])
def test_the_guide_goes_through_every_command_a_user_can_run(page):
    written = (DOCS / page).read_text(encoding="utf-8")
    groups = {name.rpartition(" ")[0] for name in VISIBLE if " " in name}
    asked = {name for name in VISIBLE if name not in groups and name.count(" ") < DEEP}
    asked |= {name for name in groups if name.count(" ") == DEEP - 1}  # of a group in a group, the group
    assert [name for name in sorted(asked) if not re.search(rf"carnet {name}\b", written)] == []


def test_what_is_promised_and_not_built_is_listed_and_nothing_else():
    listed = (DOCS / "architecture.md").read_text(encoding="utf-8").partition("### Not built yet")[2]
    table = listed.partition("## ")[0]
    assert sorted(re.findall(r"`([a-z -]+)`", table)) == sorted(HIDDEN)
