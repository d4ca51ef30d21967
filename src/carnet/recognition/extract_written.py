"""Names given back in the writing of the text they stand in: read in simplified characters, shown as written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carnet.recognition.extract_parties import FoundParty


def as_written(name: str, text: str, shown: str) -> str:
    """Return a piece of a text in the writing of the text.

    Args:
        name: the piece, simplified.
        text: the text, simplified: every character at the place it has in `shown`.
        shown: the text as written.
    """
    at = text.find(name) if name and text != shown else -1
    return shown[at : at + len(name)] if at >= 0 else name


def names_as_written(parties: Sequence[FoundParty], text: str, shown: str) -> tuple[FoundParty, ...]:
    """Return parties with their names as written; their ids stay as they are."""
    return tuple(replace(each, name=as_written(each.name, text, shown)) for each in parties)
