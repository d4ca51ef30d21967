"""What `new` says to overwrite first."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import carnet


@pytest.mark.parametrize(("lang", "step"), [("zh", "“用途”和“备注”；②"), ("en", "purpose and note; 2.")])
def test_the_first_step_names_the_note(capfd, tmp_path: Path, lang: str, step: str):
    run = carnet(capfd, "new", "--product", "laptop", "--out", str(tmp_path / "x.xlsx"), "--lang", lang)
    assert run.code == 0
    assert step in run.out
