"""The same draws with forty recycling loops of gain 0.8 in the core, beside IterativeLCA on one product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import draws
from bench.engine import looped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bench.frame import Contender

TITLE = "the same with 40 recycling loops of gain 0.8 (2 threads)"
LIMIT = None
AIMS = {draws.RIVAL: 25.0}
MOST_TIMES = 3
_said: list[str] = []


def prepare(folder: Path) -> Mapping[str, Contender]:
    """Check every 50th draw against a direct solve, then hand out the contenders."""
    _said[:] = [draws.check(looped(), regimes=1)]
    return draws.contenders(looped(), folder)


def figures() -> str:
    """Return what was checked."""
    return "; ".join(_said)
