"""The settings of the tools are strict, and each exception says why."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib

from tests.house.repository import ROOT

TEXT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
TOOL = tomllib.loads(TEXT)["tool"]
INHERITED = {"MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES", "MAKELEVEL", "JOBS", "PYTHON"}  # what a make around us hands down
CODE = re.compile(r'^\s*"([A-Z]+\d*)",(.*)$', re.MULTILINE)


def test_all_lint_rules_but_a_reasoned_list():
    lint = TOOL["ruff"]["lint"]
    assert lint["select"] == ["ALL"]
    unexplained = [code for code, rest in CODE.findall(TEXT) if not re.match(r"\s+# \S+ \S+", rest)]
    assert unexplained == []
    explained = {code for code, _ in CODE.findall(TEXT)}
    assert set(lint["ignore"]) <= explained


def test_types_are_strict_and_warnings_are_errors():
    assert TOOL["mypy"]["strict"] is True
    settings = TOOL["pytest"]["ini_options"]
    assert settings["filterwarnings"] == ["error"]
    assert settings["xfail_strict"] is True
    assert {"--strict-markers", "--strict-config"} <= set(settings["addopts"])


def test_ci_runs_what_a_person_runs():
    script = ROOT / ".ci" / "run"
    lines = [line for line in script.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert lines[-1] == "exec make test"
    assert script.stat().st_mode & 0o111


def test_make_test_checks_and_runs_the_whole_suite():
    shown = subprocess.run(
        ["make", "--dry-run", "--always-make", "test"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in INHERITED},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for tool in ("ruff format --check", "ruff check", "mypy", "lint-imports", "--require-hashes"):
        assert tool in shown
    runs = re.findall(r"python -m pytest.*", shown)
    assert [run.split("pytest")[1].strip() for run in runs] == ["-n 2"]


def test_every_exception_in_the_code_names_its_rule():
    bare = re.compile(r"#\s*(noqa|type:\s*ignore)(?![:\[])")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in ("src", "tools", "campaigns", "bench")
        for path in (ROOT / folder).rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert found == []
