"""A market added with one file and no code: the how-to's example, timed; a file under another market's name."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOW_TO = ROOT / "docs/how-to/add-a-market.md"
MOST = 60.0  # seconds; a slow machine is no failure, a search through the network or a rebuilt cache is
RUN = "from carnet.cli.main import main; main()"


def example() -> str:
    """The file of the how-to."""
    block = re.search(r"```toml\n(.*?)```", HOW_TO.read_text("utf-8"), re.DOTALL)
    assert block
    return "\n".join(line.removeprefix("   ") for line in block.group(1).splitlines()) + "\n"


def carnet(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "CARNET_HOME": str(home), "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", RUN, *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, encoding="utf-8", check=False)


def scope(home: Path) -> dict[str, object]:
    run = carnet(home, "--json", "scope", "hot_rolled_coil", "--market", "CH", "--purpose", "epd")
    assert run.returncode in {0, 1}, run.stderr
    (found,) = json.loads(run.stdout)["purposes"]
    return found


@pytest.mark.slow
def test_a_market_is_added_with_one_file_and_asked_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert scope(tmp_path)["answer"] == "unknown"
    begun = time.perf_counter()
    (tmp_path / "markets").mkdir()
    (tmp_path / "markets/CH.toml").write_text(example(), "utf-8")
    found = scope(tmp_path)
    took = time.perf_counter() - begun
    with capsys.disabled():
        print(f"\na market added with one file, first answer after {took:.1f} s")  # noqa: T201 - the figure of the how-to
    assert (found["answer"], found["rule"]) == ("in", "steel")
    assert took < MOST


@pytest.mark.slow
def test_a_market_under_the_name_of_another_is_told(tmp_path: Path):
    (tmp_path / "markets").mkdir()
    (tmp_path / "markets/QQ.toml").write_text(example().replace('id = "CH"', 'id = "NO"'), "utf-8")
    run = carnet(tmp_path, "--lang", "en", "market", "list")
    assert run.returncode == 2
    assert "REC-113" in run.stderr
    assert "QQ" in run.stderr
    assert "NO.toml" in run.stderr
