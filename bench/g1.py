"""1,000 draws with every exchange resampled, scores of all products, beside bw2calc's IterativeLCA on one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import draws
from bench.engine import standard

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bench.frame import Contender

TITLE = "1,000 draws, every exchange, scores of all products (2 threads)"
LIMIT = None
AIMS = {draws.RIVAL: 50.0}
MOST_TIMES = 3
_said: list[str] = []


def prepare(folder: Path) -> Mapping[str, Contender]:
    """Check every 50th draw against a direct solve, then hand out the contenders."""
    _said[:] = [draws.check(standard(), regimes=1)]
    return draws.contenders(standard(), folder)


def figures() -> str:
    """Return what was checked."""
    return "; ".join(_said)
