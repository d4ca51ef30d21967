"""An open database of a home, and finding a process in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from carnet.errors import UsageError, problem
from carnet.errors.nearest import nearest
from carnet.impact.elementary import Elementary, ElementaryFlow, ElementaryMap, map_flows, parse_elementary
from carnet.service import datasets
from carnet.service.home import home as home_folder
from carnet.store import database_index as index
from carnet.store import read_file
from carnet.store.database import Stored, open_database_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_LIST = "elementary/gases.toml"
_SHOWN = 8


@dataclass(slots=True)
class OpenDatabase:
    """A database by its name; `kept` remembers what was worked out once in this run."""

    name: str
    root: Path
    stored: Stored
    say: Callable[[str], None] = lambda _: None
    kept: dict[str, Any] = field(default_factory=dict)


def open_named(name: str, home: str | Path = "", say: Callable[[str], None] | None = None) -> OpenDatabase:
    """Open a database of a home by its name or the beginning of its digest.

    Raises:
        UsageError: there is none (LCI-165).
        InputError: its file is damaged (LCI-161 … LCI-164).
    """
    root = index.root_of(home_folder(home))
    stored = open_database_file(root, index.digest_of(root, name))
    return OpenDatabase(name, root, stored, say or (lambda _: None))


def elementary() -> Elementary:
    """The shipped list of elementary flows, with the names of the shared list of flows."""
    flows = datasets.shipped_flows().flows
    names = {f.id: (f.name.zh, f.name.en, *f.synonyms) for f in flows if "greenhouse_gas" in f.tags}
    return parse_elementary(_LIST, read_file(_LIST).decode(), names)


def elementary_flows(stored: Stored) -> list[ElementaryFlow]:
    """What the database says of its elementary flows."""
    columns = [stored.flow_texts(name) for name in ("name", "unit", "path", "cas", "formula")]
    return [ElementaryFlow(*texts) for texts in zip(*columns, strict=True)]


def mapping_of(db: OpenDatabase) -> tuple[ElementaryMap, list[ElementaryFlow]]:
    """Which of its flows are gases of ours, and what it says of all of them."""
    found: tuple[ElementaryMap, list[ElementaryFlow]] | None = db.kept.get("mapping")
    if found is None:
        flows = elementary_flows(db.stored)
        found = db.kept["mapping"] = (map_flows(elementary(), flows), flows)
    return found


def process_index(db: OpenDatabase, text: str) -> int:
    """The position of a process given by its id, else by its name (or part of it) where that means one.

    Raises:
        UsageError: there is none (LCI-170), or several (LCI-171).
    """
    position = db.stored.process_texts("id").find(text)
    if position >= 0:
        return position
    exact, part = _named(db, text)
    found = exact or part
    if len(found) == 1:
        return found[0]
    if not found:
        names = _names(db)
        near = tuple(names[i] for i in _alike(text, names)) or ("-",)
        raise UsageError((problem("LCI-170", None, text, near),))
    shown = tuple(_told(db, i) for i in found[:_SHOWN])
    raise UsageError((problem("LCI-171", None, text, shown, count=str(len(found))),))


def find(db: OpenDatabase, text: str, limit: int = 50) -> list[dict[str, str]]:
    """The processes whose name holds every word of a text, the shortest names first."""
    exact, part = _named(db, text)
    names = _names(db)
    ordered = exact + sorted((i for i in part if i not in exact), key=lambda i: (len(names[i]), names[i], i))
    return [process_json(db, i) for i in ordered[:limit]]


def process_json(db: OpenDatabase, position: int) -> dict[str, str]:
    """What a process is called and counted in."""
    columns = ("id", "name", "location", "unit", "path", "product", "licence", "type", "period")
    texts = {name: db.stored.process_texts(name)[position] for name in columns}
    return {name: text for name, text in texts.items() if text or name in {"id", "name", "unit"}}


def _names(db: OpenDatabase) -> list[str]:
    found: list[str] | None = db.kept.get("names")
    if found is None:
        found = db.kept["names"] = list(db.stored.process_texts("name"))
    return found


def _named(db: OpenDatabase, text: str) -> tuple[list[int], list[int]]:
    wanted = text.casefold().strip()
    words = wanted.split()
    exact, part = [], []
    for i, name in enumerate(_names(db)):
        folded = name.casefold()
        if folded == wanted:
            exact.append(i)
        if words and all(word in folded for word in words):
            part.append(i)
    if not exact and "|" in text:
        name, _, place = (piece.strip() for piece in wanted.partition("|"))
        places = db.stored.process_texts("location")
        exact = [i for i, n in enumerate(_names(db)) if n.casefold() == name and places[i].casefold() == place]
    return exact, part


def _alike(text: str, names: Sequence[str]) -> list[int]:
    first: dict[str, int] = {}
    for i, name in enumerate(names):
        first.setdefault(name.casefold(), i)
    return [first[name] for name in nearest(text.casefold(), first, 5)]


def _told(db: OpenDatabase, i: int) -> str:
    told = process_json(db, i)
    return " ".join(filter(None, (told["id"], told["name"], told.get("location", ""))))
