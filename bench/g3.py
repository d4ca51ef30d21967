"""From the disk to the first checked score, each contender in a new process, its imports not counted."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np

from bench.cold import PREPARED
from bench.engine import judged, must, standard
from bench.frame import Contender, Told
from bench.rivals import packages
from carnet.store.database import Content, open_database_file, save_answer, save_database
from carnet.store.database_prepared import prepared_arrays

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RIVAL = "bw2calc LCA (SuperLU), datapackages to the score"
TITLE = "disk to the first checked score of a database never solved, imports apart"
LIMIT = 0.050
AIMS = {RIVAL: 100.0}
_said: list[str] = []


def prepare(folder: Path) -> Mapping[str, Contender]:
    """Write both forms of the database, check both scores, then hand out the contenders."""
    made, held, prepared = standard()
    n, m = held.technosphere.width, held.biosphere.height
    content = Content(
        title="synthetic",
        version="1",
        format="arrays",
        matrices=held,
        processes={"id": [f"p{i:06d}" for i in range(n)], "unit": ["kg"] * n},
        flows={"id": [f"f{i:05d}" for i in range(m)], "unit": ["kg"] * m},
    )
    digest = save_database(folder / "databases", content)
    save_answer(open_database_file(folder / "databases", digest), PREPARED, *prepared_arrays(prepared))
    (folder / "digest").write_text(digest, encoding="utf-8")
    np.save(folder / "factors.npy", made.factors[0])
    packages(made, folder)
    product = int(made.low_voltage[10])
    truth = judged()[product, 0]

    def run(who: str) -> float:
        command = [sys.executable, "-m", "bench.cold", who, str(folder), str(product)]
        seconds, score = map(float, subprocess.run(command, check=True, capture_output=True).stdout.split()[-2:])
        _said[:] = [must(abs(score / truth - 1), 1e-9, "both scores")]
        return seconds

    return {"carnet": Told(lambda: run("carnet"), 5), RIVAL: Told(lambda: run("bw2calc"), 1)}


def figures() -> str:
    """Return what was checked."""
    return "; ".join(_said)
