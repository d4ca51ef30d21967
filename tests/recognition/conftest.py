"""No test sees what a person, or an earlier command in the same process, keeps at home."""

from __future__ import annotations

from pathlib import Path

import pytest

from carnet.service.home import use_home


@pytest.fixture(scope="session")
def _empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("empty-home")


@pytest.fixture(autouse=True)
def _no_home(_empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_home("")
    monkeypatch.setenv("CARNET_HOME", str(_empty))
