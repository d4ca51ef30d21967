"""From a workbook to a pack, in a fresh process each time, as a user starts it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from bench.frame import Work

TITLE = "workbook to pack, cold"
LIMIT = 5.0
# What the script `carnet` does, without asking where it was installed.
PROGRAM = (sys.executable, "-c", "from carnet.cli.main import main; main()")


def prepare(folder: Path) -> dict[str, Work]:
    """Write the workbook once; return the command that packs it."""
    workbook, result = folder / "coil.xlsx", folder / "pack.zip"
    new = [*PROGRAM, "new", "--product", "hot_rolled_coil", "--out", str(workbook)]
    subprocess.run(new, check=True, stdout=subprocess.DEVNULL)

    def pack() -> None:
        command = [*PROGRAM, "--home", str(folder / "home"), "--json", "pack", str(workbook), "--out", str(result)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    return {"carnet": pack}
