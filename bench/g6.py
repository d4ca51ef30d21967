"""1,000 draws with every exchange resampled, all products under eight regimes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import draws
from bench.engine import standard

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bench.frame import Contender

TITLE = "1,000 draws x all products x 8 regimes (2 threads)"
LIMIT = 10.0
MOST_TIMES = 2
_said: list[str] = []


def prepare(folder: Path) -> Mapping[str, Contender]:
    """Check every 50th draw against a direct solve, then hand out ours."""
    del folder
    _said[:] = [draws.check(standard(), regimes=8)]
    return {"carnet": lambda: draws.ours(standard(), 8)}


def figures() -> str:
    """Return what was checked."""
    return "; ".join(_said)
