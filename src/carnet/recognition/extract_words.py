"""Names of bodies, products and places in a text: lists of names first, then the shapes such names have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from carnet.errors import Problem
from carnet.recognition.load import read_many


@dataclass(frozen=True, slots=True)
class Entry:
    """A name of a list: its id, the names it goes by, and of bodies their kind and country, of products codes."""

    id: str
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    kind: str = ""
    country: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A name found: the entry (None: by its shape), as written, where, its kind where its shape gives it."""

    name: str
    at: int
    entry: Entry | None = None
    kind: str = ""

    @property
    def id(self) -> str:
        """Return the entry's id, or the name itself."""
        return self.entry.id if self.entry else self.name


def parse_entries(name: str, text: str) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Read a list of names (``[[entry]]``)."""
    return read_many(Entry, name, text, "entry")


def find_entries(text: str, entries: Sequence[Entry], *, proper: bool, taken: bytearray | None = None) -> list[Found]:
    """Return every name of a list in a text, the longest name first where they overlap.

    Args:
        text: plain text.
        entries: the list.
        proper: names are proper names and count in their own case only.
        taken: one byte a character; what is not zero is passed over, and what is found is marked.
    """
    pattern, owners = _pattern(tuple(entries), proper=proper)
    taken = bytearray(len(text)) if taken is None else taken
    found: list[Found] = []
    for match in pattern.finditer(text):
        if any(taken[match.start() : match.end()]):
            continue
        entry = owners.get(match[0]) or owners.get(match[0].casefold())
        if entry is None:
            word = re.sub(r"[-‑–\s\u00a0]+", " ", match[0].casefold())
            entry = owners.get(word) or owners.get(word.removesuffix("s")) or owners.get(word + "s")
        after = text[match.end() :][:16]
        if (
            entry is not None
            and not (entry.kind == "standards_body" and _NUMBER.match(after))
            and not _ACT.match(after)
        ):
            taken[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
            found.append(Found(match[0], match.start(), entry))
    return found


_ACT = re.compile(r"^\s(?:Implementing|Delegated|Regulation|Decision|Directive)")
# "ISO 14067" names a standard, not the body.
_NUMBER = re.compile(r"^(?:/[A-Z]{1,6}){0,3}[\s-]?(?:/?TS\s?)?\d|^[\s-](?:compliant|conform|standard|certif)")


@lru_cache(maxsize=16)
def _pattern(entries: tuple[Entry, ...], *, proper: bool) -> tuple[re.Pattern[str], dict[str, Entry]]:
    owners: dict[str, Entry] = {}
    english: list[str] = []
    chinese: list[str] = []
    for entry in entries:
        for name in entry.en:
            owners.setdefault(name if _strict(name, proper=proper) else name.casefold(), entry)
            english.append(name)
        for name in entry.zh:
            owners.setdefault(name, entry)
            chinese.append(name)
    parts = []
    for name in sorted({*english, *chinese}, key=len, reverse=True):
        if name in chinese and not name.isascii():
            parts.append(re.escape(name))
            continue
        body = re.escape(name).replace(r"\ ", r"[\s\u00a0]+").replace(r"\-", r"[-‑– ]")
        # of goods either number counts: "inverter" and "inverters"
        plural = ""
        if not proper and not name.endswith("ss") and len(name) > _SHORT:
            body, plural = (body[:-1] if name.endswith("s") else body), "s?"
        case = body if _strict(name, proper=proper) else f"(?i:{body})"
        parts.append(rf"(?<![A-Za-z0-9]){case}{plural}(?![A-Za-z0-9])")
    for name in list(owners):
        owners.setdefault(re.sub(r"[-‑–\s]", " ", name), owners[name])
    return re.compile("|".join(parts) or r"(?!)"), owners


def _strict(name: str, *, proper: bool) -> bool:
    """A proper name, and a short name in capitals, counts in its own case only."""
    return proper or (len(name) <= _STRICT and sum(c.isupper() for c in name) > 1)


_STRICT = 6  # BESS, EVs, HRC
_SHORT = 6  # "ships", "pumps": without the s these are verbs
