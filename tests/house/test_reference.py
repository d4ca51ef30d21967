from __future__ import annotations

import pytest

from tests.house.repository import DOCS, ROOT, commands
from tools.reference import pages


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_a_generated_page_is_up_to_date(path):
    assert path.exists(), f"{path.relative_to(ROOT)} is missing: run make reference"
    assert path.read_text(encoding="utf-8") == pages()[path], "run make reference"


@pytest.mark.parametrize("command", commands() or ["none yet"])
def test_the_docs_mention_each_command(command):
    if command == "none yet":
        assert not commands()
        return
    written = "\n".join(path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md") if path.name != "cli.md")
    written += (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"carnet {command}" in written or f"`{command}" in written
