"""What no file of the repository may contain."""

from __future__ import annotations

import re

import pytest

from tests.house.repository import ROOT, text_of, tracked

# Written in pieces, so that this file does not find itself.
HOSTS = (
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "registry.yarn" + "pkg",
    "deb.deb" + "ian.org",
)
PATHS = ("/wo" + "rk/", "/ro" + "ot/", "/tmp/ba" + "sh_jobs", "/home/us" + "er/", "C:\\Us" + "ers\\")
WORDS = (
    "sub" + "agent",
    "helper ses" + "sion",
    "this ses" + "sion",
    "the C" + "EO",
    "steering re" + "po",
    "before-" + "stop",
)
SECRETS = (r"-----BEGIN (?:[A-Z]+ )?PRIVATE " + r"KEY-----", r"\bAKIA[0-9A-Z]{16}\b", r"\bghp_[A-Za-z0-9]{36}\b")
LARGEST = 1024 * 1024


def pattern() -> re.Pattern[str]:
    """Everything forbidden, as one expression."""
    literal = [re.escape(each) for each in (*HOSTS, *PATHS)]
    words = [rf"(?i:\b{re.escape(each)}\b)" for each in WORDS]
    return re.compile("|".join([*literal, *words, *SECRETS]))


def test_no_machine_path_registry_host_or_secret_is_committed():
    forbidden = pattern()
    found = [
        f"{path.relative_to(ROOT)}:{number}: {hit[0]}"
        for path in tracked()
        if (text := text_of(path)) is not None
        for number, line in enumerate(text.splitlines(), 1)
        if (hit := forbidden.search(line))
    ]
    assert found == []


@pytest.mark.parametrize("text", [*HOSTS, *PATHS, *WORDS, WORDS[0].upper()])
def test_each_forbidden_thing_is_seen(text):
    assert pattern().search(f"before {text} after")


def test_no_file_is_large():
    assert [str(path.relative_to(ROOT)) for path in tracked() if path.stat().st_size > LARGEST] == []


def test_text_files_end_their_lines_alike():
    mixed = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix in {".py", ".md", ".toml", ".txt", ".typ", ".cfg"}
        and "corpus" not in path.parts
        and b"\r\n" in path.read_bytes()
    ]
    assert mixed == []
