"""What we stand on: reasons in the docs, exact files in the locks."""

from __future__ import annotations

import itertools
import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.repository import DOCS, ROOT, rows

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROGRAM = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]
EXTRAS = PROJECT["project"]["optional-dependencies"]
ENGINE, TOOLS, RIVALS = EXTRAS["lca"], EXTRAS["dev"], EXTRAS["bench"]
LOCKS = {
    "runtime.txt": PROGRAM,
    "lca.txt": [*PROGRAM, *ENGINE],
    "dev.txt": [*PROGRAM, *ENGINE, *TOOLS],
    "bench.txt": [*PROGRAM, *ENGINE, *TOOLS, *RIVALS],
}
EVERYTHING = LOCKS["bench.txt"]
HEADINGS = ("why", "licence", "instead", "way out")
LINE = re.compile(r"([a-z0-9-]+)==(\S+) \\$")


def lock(name: str) -> dict[str, tuple[str, list[str]]]:
    """Package → (version, hashes) of a lock; anything that is neither is an error."""
    pins: dict[str, tuple[str, list[str]]] = {}
    current = ""
    for line in (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if pinned := LINE.fullmatch(line):
            current = pinned[1]
            pins[current] = (pinned[2], [])
        else:
            digest = re.fullmatch(r"    --hash=sha256:([0-9a-f]{64})(?: \\)?", line)
            assert digest, f"{name}: {line!r} is neither a package nor a hash"
            pins[current][1].append(digest[1])
    return pins


@pytest.mark.parametrize("wanted", EVERYTHING)
def test_a_dependency_has_its_reason(wanted):
    name = canonicalize_name(Requirement(wanted).name)
    row = next((row for row in rows(DOCS / "dependencies.md", "package") if row["package"] == f"`{name}`"), None)
    assert row is not None, f"docs/dependencies.md has no line for {name}"
    assert all(row[heading] for heading in HEADINGS)


def test_no_reason_is_left_over():
    declared = {canonicalize_name(Requirement(wanted).name) for wanted in EVERYTHING}
    assert {row["package"].strip("`") for row in rows(DOCS / "dependencies.md", "package")} == declared


@pytest.mark.parametrize(("file", "wanted"), list(LOCKS.items()))
def test_a_lock_holds_what_is_declared(file, wanted):
    pins = lock(file)
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)][0]), str(requirement)
    assert all(hashes and len(hashes) == len(set(hashes)) for _, hashes in pins.values())


@pytest.mark.parametrize(("part", "whole"), list(itertools.pairwise(LOCKS)))
def test_each_lock_is_a_part_of_the_next(part, whole):
    held = lock(whole)
    assert {name: held.get(name) for name in lock(part)} == lock(part)


def test_nothing_but_a_benchmark_needs_its_rivals():
    assert {"kvxopt"} == set(lock("bench.txt")) - set(lock("dev.txt"))
