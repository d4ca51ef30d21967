"""Timing by median, and the line each benchmark prints."""

from __future__ import annotations

import importlib
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, cast

TIMES = 10
FRAME = {"__init__", "__main__", "frame", "plain", "cold", "draws", "engine", "rivals", "synthetic"}
Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Part:
    """A contender too slow to run whole: `work` is one part of `of` equal ones, and is timed at most `times` times."""

    work: Work
    of: int
    times: int = 1


@dataclass(frozen=True, slots=True)
class Told:
    """A contender in a process of its own: `work` returns the seconds it took after its imports."""

    work: Callable[[], float]
    times: int = TIMES


Contender = Work | Part | Told


class Benchmark(Protocol):
    """What a benchmark module offers.

    Beside this, if it likes: MOST_TIMES; AIMS, the ratio asked over each rival; LIMITS, the seconds of further
    contenders of ours; `figures()`, a few words of counts.
    """

    TITLE: str
    LIMIT: float | None

    @staticmethod
    def prepare(folder: Path) -> Mapping[str, Contender]:
        """Make the input in `folder` and return the contenders, ours first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Median seconds by contender, ours first, and the limit for ours."""

    id: str
    title: str
    medians: dict[str, float]
    limit: float | None
    figures: str = ""
    aims: Mapping[str, float] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)

    @property
    def ours(self) -> float:
        """Our seconds."""
        return next(iter(self.medians.values()))

    def missed(self) -> tuple[str, ...]:
        """Return the rivals over which the ratio asked for was not reached."""
        return tuple(name for name, aim in self.aims.items() if self.medians[name] / self.ours < aim)

    @property
    def within(self) -> bool:
        """Tell whether ours stayed within the limit of time."""
        ours = self.limit is None or self.ours <= self.limit
        return ours and all(self.medians[name] <= limit for name, limit in self.limits.items())

    @property
    def held(self) -> bool:
        """Tell whether ours stayed within the limit and reached every ratio asked for."""
        return self.within and not self.missed()

    def line(self) -> str:
        """Return for instance ``pack  workbook to pack, cold: 3.21 s (limit 5 s)``."""
        missed = self.missed()
        limit = "" if self.limit is None else held(self.ours, self.limit)
        beside = ""
        for name, each in list(self.medians.items())[1:]:
            if name in self.limits:
                beside += f"; {name} {shown(each)}{held(each, self.limits[name])}"
                continue
            aim = f" (aim {self.aims[name]:g}{': MISSED' if name in missed else ''})" if name in self.aims else ""
            beside += f"; {name} {shown(each)}, ratio {each / self.ours:.2f}{aim}"
        figures = f"; {self.figures}" if self.figures else ""
        return f"{self.id}  {self.title}: {shown(self.ours)}{limit}{beside}{figures}"


def held(seconds: float, limit: float) -> str:
    """Show a limit, and whether it was kept."""
    return f" (limit {shown(limit)}{'' if seconds <= limit else ': EXCEEDED'})"


def shown(seconds: float) -> str:
    """Show seconds, or milliseconds below a tenth of a second."""
    if seconds >= 0.1:  # noqa: PLR2004 - where a reader begins to count in seconds
        return f"{seconds:.3f} s"
    return f"{seconds * 1000:.3f} ms"


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


def seconds(contender: Contender, times: int) -> float:
    """Return the median seconds of a contender, a part counted as many times as it is part of."""
    if isinstance(contender, Told):
        return statistics.median(contender.work() for _ in range(min(times, contender.times)))
    if isinstance(contender, Part):
        return median(contender.work, min(times, contender.times)) * contender.of
    return median(contender, times)


def measure(benchmark_id: str, benchmark: Benchmark, times: int = TIMES) -> Outcome:
    """Run every contender of one benchmark."""
    with tempfile.TemporaryDirectory() as folder:
        contenders = benchmark.prepare(Path(folder))
        runs = min(times, getattr(benchmark, "MOST_TIMES", times))
        medians = {name: seconds(each, runs) for name, each in contenders.items()}
        figures = getattr(benchmark, "figures", str)()
    aims, limits = (getattr(benchmark, name, {}) for name in ("AIMS", "LIMITS"))
    return Outcome(benchmark_id, benchmark.TITLE, medians, benchmark.LIMIT, figures, aims, limits)
