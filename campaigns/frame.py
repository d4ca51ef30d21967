"""The frame every campaign runs in: counting, the clock, the closing line."""

from __future__ import annotations

import importlib
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

SCALES = ("test", "release")
SHOWN = 5  # violations written out; the rest is counted


class Campaign(Protocol):
    """What a campaign module offers."""

    ID: str
    WHAT: str
    BROKEN: str
    SIZES: dict[str, int]

    @staticmethod
    def attacks(seed: int, size: int) -> Iterator[str | None]:
        """Yield `None` for an attack that was held, a sentence for one that was not."""


@dataclass(frozen=True, slots=True)
class Closing:
    """How far a campaign got.

    Attributes:
        done: attacks carried out.
        broken: attacks that were not held.
        first: the first of these, as sentences.
        cut: the clock ended it before its size was reached.
    """

    id: str
    what: str
    wrong: str
    done: int
    broken: int
    seconds: float
    seed: int
    first: tuple[str, ...] = ()
    cut: bool = False

    def line(self) -> str:
        """Return for instance ``C8 1,000,000 flips, 0 undetected, 203 s, seed 42``."""
        end = ", cut by the clock" if self.cut else ""
        counted = f"{self.done:,} {self.what}, {self.broken:,} {self.wrong}"
        return f"{self.id} {counted}, {self.seconds:.0f} s, seed {self.seed}{end}"


def listed() -> tuple[str, ...]:
    """Return the ids of the campaigns that are built, in order: a directory listing."""
    names = (re.fullmatch(r"c(\d+)([a-z]*)\.py", path.name) for path in Path(__file__).parent.iterdir())
    return tuple(f"C{number}{part.upper()}" for number, part in sorted((int(n[1]), n[2]) for n in names if n))


def load(campaign_id: str) -> Campaign:
    """Import one campaign.

    Raises:
        ModuleNotFoundError: there is no such file.
    """
    return cast("Campaign", importlib.import_module(f"campaigns.{campaign_id.lower()}"))


def run(
    campaign: Campaign,
    scale: str,
    seed: int,
    seconds: float | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Closing:
    """Run one campaign until its size, its own end, or the clock.

    Args:
        campaign: a module of this folder.
        scale: ``test`` or ``release``.
        seed: the same seed gives the same attacks in the same order.
        seconds: when to stop early; default: never.
        clock: gives seconds; tests hand in their own.
    """
    size = campaign.SIZES[scale]
    begun = clock()
    done = broken = 0
    first: list[str] = []
    cut = False
    for outcome in campaign.attacks(seed, size):
        done += 1
        if outcome is not None:
            broken += 1
            first += [outcome] if broken <= SHOWN else []
        if done >= size:
            break
        if seconds is not None and clock() - begun > seconds:
            cut = True
            break
    return Closing(
        campaign.ID, campaign.WHAT, campaign.BROKEN, done, broken, clock() - begun, seed, tuple(first), cut=cut
    )
