"""From a workbook to a pack, in a fresh process each time, as a user starts it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.frame import Work

TITLE = "workbook to pack, cold"
LIMIT = 5.0


def prepare(folder: Path) -> dict[str, Work]:
    """Write the workbook once; return the command that packs it."""
    program = str(Path(sys.executable).parent / "carnet")
    workbook = folder / "coil.xlsx"
    subprocess.run([program, "new", "--product", "hot_rolled_coil", "--out", str(workbook)], check=True)

    def pack() -> None:
        command = [program, "--home", str(folder / "home"), "pack", str(workbook), "--out", str(folder / "pack.zip")]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    return {"carnet": pack}
