"""Timing by median, and the line each benchmark prints."""

from __future__ import annotations

import importlib
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

TIMES = 10
FRAME = {"__init__", "__main__", "frame", "plain"}
Work = Callable[[], object]


class Benchmark(Protocol):
    """What a benchmark module offers; beside this, if it likes, MOST_TIMES and `figures()`, a few words of counts."""

    TITLE: str
    LIMIT: float | None

    @staticmethod
    def prepare(folder: Path) -> dict[str, Work]:
        """Make the input in `folder` and return the contenders, ours first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Median seconds by contender, ours first, and the limit for ours."""

    id: str
    title: str
    medians: dict[str, float]
    limit: float | None
    figures: str = ""

    @property
    def held(self) -> bool:
        """Tell whether ours stayed within the limit."""
        return self.limit is None or next(iter(self.medians.values())) <= self.limit

    def line(self) -> str:
        """Return for instance ``pack  workbook to pack, cold: 3.21 s (limit 5 s)``."""
        (_, ours), *rivals = self.medians.items()
        limit = "" if self.limit is None else f" (limit {self.limit:g} s{'' if self.held else ': EXCEEDED'})"
        beside = "".join(f"; {name} {each:.3f} s, ratio {each / ours:.2f}" for name, each in rivals)
        figures = f"; {self.figures}" if self.figures else ""
        return f"{self.id}  {self.title}: {ours:.3f} s{limit}{beside}{figures}"


def listed() -> tuple[str, ...]:
    """Return the ids of the benchmarks, in order: a directory listing."""
    return tuple(sorted({path.stem for path in Path(__file__).parent.glob("*.py")} - FRAME))


def load(benchmark_id: str) -> Benchmark:
    """Import one benchmark."""
    return cast("Benchmark", importlib.import_module(f"bench.{benchmark_id}"))


def median(work: Work, times: int = TIMES, clock: Callable[[], float] = time.perf_counter) -> float:
    """Return the median seconds of `times` runs."""
    taken = []
    for _ in range(times):
        begun = clock()
        work()
        taken.append(clock() - begun)
    return statistics.median(taken)


def measure(benchmark_id: str, benchmark: Benchmark, times: int = TIMES) -> Outcome:
    """Run every contender of one benchmark."""
    with tempfile.TemporaryDirectory() as folder:
        contenders = benchmark.prepare(Path(folder))
        runs = min(times, getattr(benchmark, "MOST_TIMES", times))
        medians = {name: median(work, runs) for name, work in contenders.items()}
        figures = getattr(benchmark, "figures", str)()
    return Outcome(benchmark_id, benchmark.TITLE, medians, benchmark.LIMIT, figures)
