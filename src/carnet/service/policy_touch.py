"""What a change of a policy item touches: other items, arrangements, market purposes, and the user's own files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.errors import DataError
from carnet.service.home import home
from carnet.store.package_data import read_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from carnet.recognition.load_policy import Items
    from carnet.recognition.model import PolicyItem

_MOST_BYTES = 2_000_000
_READ = {".toml", ".json", ".md", ".txt"}
# A file's first folder under --home says what it is.
_KINDS = {
    "plans": "plan",
    "labels": "label",
    "verdicts": "verdict",
    "registers": "register",
    "recognitions": "arrangement",
    "acceptances": "acceptance",
    "markets": "market",
    "products": "product",
    "studies": "study",
}


@dataclass(frozen=True, slots=True)
class Touched:
    """Something that rests on an item or on a product that moved: its kind, its name, and why."""

    kind: str
    name: str
    why: str


def touched_by(items: Items, item: PolicyItem, products: tuple[str, ...]) -> tuple[Touched, ...]:
    """Return what names the item, or a product that came or went, each once."""
    found = [
        *(
            Touched("item", other.id, item.id)
            for other in items.all()
            if other.id != item.id
            and item.id in {*other.related, *other.amends, *other.amended_by, *other.applies.triggers}
        ),
        *_shipped("recognitions", "arrangement", item.id),
        *_shipped("markets", "market", item.id),
        *_own(item.id, products),
    ]
    return tuple(dict.fromkeys(found))


def _shipped(folder: str, kind: str, identifier: str) -> Iterator[Touched]:
    try:
        files = read_folder(folder)
    except DataError:
        return
    for name, text in files:
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            continue
        if _names(table, identifier):
            yield Touched(kind, name.removesuffix(".toml"), identifier)


def _names(value: object, word: str) -> bool:
    if isinstance(value, str):
        return value == word
    if isinstance(value, dict):
        return any(_names(each, word) for each in value.values())
    return isinstance(value, list) and any(_names(each, word) for each in value)


def _own(identifier: str, products: tuple[str, ...]) -> Iterator[Touched]:
    """The user's files that name the item or one of the products; files of the policy folder itself are left out."""
    root = home()
    if not root.is_dir():
        return
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if parts[0] == "policy" or path.suffix not in _READ or not _short(path):
            continue
        text = path.read_bytes().decode("utf-8", errors="replace")
        for word in (identifier, *products):
            if f'"{word}"' in text:
                yield Touched(_KINDS.get(parts[0], "file"), "/".join(parts), word)
                break


def _short(path: Path) -> bool:
    return path.is_file() and path.stat().st_size <= _MOST_BYTES
