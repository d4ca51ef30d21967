"""The closest precedent: a case known from elsewhere that a body may look at. A lesson, never a ground."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from carnet.errors import Problem
from carnet.recognition.load import read_many
from carnet.recognition.model import Precedent


def parse_precedents(name: str, text: str) -> tuple[tuple[Precedent, ...], tuple[Problem, ...]]:
    """Read the precedents (``[[precedent]]``)."""
    return read_many(Precedent, name, text, "precedent")


def closest(precedents: Sequence[Precedent], tags: Collection[str], places: Collection[str] = ()) -> Precedent | None:
    """Return the precedent that shares most tags with a case; None where it shares none of its matter.

    Args:
        precedents: those on file.
        tags: the matter of the case: product family, purpose, regimes, what would have to be recognised.
        places: markets of the case; they only tell apart precedents on the same matter.
    """
    wanted, near = {tag.casefold() for tag in tags if tag}, {place.casefold() for place in places}
    best: tuple[int, int, int, str] | None = None
    found: Precedent | None = None
    for one in precedents:
        own = {tag.casefold() for tag in one.tags} | {one.level.casefold()}
        shared = len(own & wanted)
        if not shared:
            continue
        rank = (-shared, -len(own & near), len(own), one.id)
        if best is None or rank < best:
            best, found = rank, one
    return found
