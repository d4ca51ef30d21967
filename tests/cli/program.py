"""Running the program inside the test: arguments in, exit code and both streams out."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from carnet.cli.main import main
from carnet.exchange.study import write_study
from carnet.inventory.model import Study


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on stdout; more or less than one fails."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


def carnet(capfd: pytest.CaptureFixture[str], *arguments: str) -> Run:
    """Run the program with arguments as a terminal hands them over."""
    before = sys.argv
    sys.argv = ["carnet", *arguments]
    capfd.readouterr()
    try:
        code: object = 0
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
    finally:
        sys.argv = before
    done = capfd.readouterr()
    assert isinstance(code, int)
    assert "Traceback" not in done.out + done.err
    return Run(code, done.out, done.err)


def write(folder: Path, study: Study, name: str = "study.toml") -> str:
    path = folder / name
    path.write_bytes(write_study(study, name))
    return str(path)
