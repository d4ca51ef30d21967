"""What the pages show as printed is what the program prints: the commands are run, line for line.

A block that follows ``<!-- carnet … -->`` shows lines of that command's output in their order. A line may end with
``…``, then what stands before it must begin a line; a line that is only ``…`` stands for lines left out.
"""

from __future__ import annotations

import re
import shlex

import openpyxl
import pytest
from click.testing import CliRunner

from tests.house.repository import DOCS, command_line

BLOCK = re.compile(r"<!-- carnet (.*?) -->\n+```text\n(.*?)\n```", re.DOTALL)
PAGES = sorted(path for path in DOCS.glob("*.md") if BLOCK.search(path.read_text(encoding="utf-8")))
ROWS, CERTIFICATES, CONTRACTS, STUDY = "物流数据 Exchanges", "证书 Certificates", "电力合同 Electricity", "研究 Study"
GREEN = {"A3": "GEC-077", "B3": "national-gec", "C3": "风电 wind", "D3": "100", "E3": "2014-01-01", "F3": "2014-12-31",
         "G3": "CN", "I3": "2015-02-01", "J3": "my company"}  # fmt: skip
# What is typed into which cell of a new workbook for the files the guide speaks of: one broken, one that asks to leave
# rows out, and two plants that claim one certificate.
TYPED = {
    "bad.xlsx": {ROWS: {"F4": "512,6", "G3": "m3", "H6": "blast_furnce"}},
    "minor.xlsx": {ROWS: {"Y36": "是 yes", "Z36": "3.4", "Y37": "是 yes", "Z37": "1.2"}},
    "north.xlsx": {CERTIFICATES: GREEN, CONTRACTS: {"F3": "GEC-077"}},
    "south.xlsx": {CERTIFICATES: GREEN, CONTRACTS: {"F3": "GEC-077"}, STUDY: {"B3": "south"}},
}


def missing(shown: str, printed: str) -> list[str]:
    """The shown lines that were not printed, or not in this order."""
    lines = iter([line.rstrip() for line in printed.splitlines()])
    found = []
    for wanted in (line.rstrip() for line in shown.splitlines()):
        if wanted == "…":
            continue
        start = wanted.removesuffix("…")
        if not any(line == wanted or (start != wanted and line.startswith(start)) for line in lines):
            found.append(wanted)
    return found


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a new workbook and the edited ones, as the reader of the page has it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CARNET_LANG", raising=False)
    prepare()
    return tmp_path


def prepare() -> None:
    """Write the workbooks of the pages into the current folder."""
    run("new --product hot_rolled_coil --out mine.xlsx")
    for name, sheets in TYPED.items():
        book = openpyxl.load_workbook("mine.xlsx")
        for sheet, cells in sheets.items():
            for cell, text in cells.items():
                book[sheet][cell] = text
        book.save(name)


def run(words: str) -> str:
    """What a command prints, problems first."""
    result = CliRunner().invoke(command_line(), shlex.split(words))
    return result.stderr + result.stdout


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
@pytest.mark.usefixtures("folder")
def test_a_page_shows_what_the_program_prints(path):
    wrong = []
    for words, shown in BLOCK.findall(path.read_text(encoding="utf-8")):
        printed = run(words)
        wrong += [f"carnet {words}: {line!r} is not printed (any more)" for line in missing(shown, printed)]
    assert wrong == []


def test_there_are_pages_to_check():
    assert {"guide.md", "guide.zh.md", "tour.md"} <= {path.name for path in PAGES}


def test_a_line_that_was_not_printed_is_seen():
    printed = "one 1\ntwo 2  \nthree 3\n"
    assert missing("one 1\n…\nthr…", printed) == []
    assert missing("two 2\none 1", printed) == ["one 1"]
    assert missing("two 3", printed) == ["two 3"]
    assert missing("tw", printed) == ["tw"]
