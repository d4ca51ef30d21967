"""Inputs for the readers of databases: small whole ones of the tests, and damage that knows what they are made of."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from campaigns.damage import NASTY_TEXTS, damaged_parts, damaged_tree, seldom, spelled
from tests.exchange.lci_cases import old_trees, packed, spold, steel, trees

if TYPE_CHECKING:
    import random

_FORMULAS = (
    "1/0", "loss", "used + 1", "(" * 400, "-" * 400 + "1", "1" + "+1" * 3000, "9^9^9^9", "exp(9999)", "random()",
    "if(true;1;0)", "if(1;1;1)", "nobody", "sum()", "e", "1 2", "1,5", "ln(-1)", "mod", "share mod 0", "2e", "\u0661",
)  # fmt: skip
_KEYS = ("amountFormula", "formula")
_ATTRIBUTE = re.compile(r' ([A-Za-z0-9]+)="([^"]*)"')
_BLOCK = re.compile(r"<(exchange|dataset|allocation)\b.*?</\1>", re.DOTALL)
_SAID = re.compile(r">([^<>]+)<")


@cache
def seeds() -> dict[str, bytes]:
    """One whole input for each reader."""
    return {"openlca": _packed(trees()), "ecospold1": spold(*steel())}


def _packed(files: dict[str, Any]) -> bytes:
    return bytes(packed(files))


def mutated(reader: str, chance: random.Random) -> bytes:
    """One input damaged with a thought for structure."""
    if reader == "openlca":
        return _package(chance) if chance.randrange(8) else bytes(damaged_parts(seeds()[reader], chance))
    data = _spold(chance)
    return data if chance.randrange(4) else _packed({"a/one.xml": data})


def _package(chance: random.Random) -> bytes:
    """Values, keys and rows of some files damaged, formulas exchanged, files doubled or dropped, in either layout."""
    files = chance.choice((trees, old_trees))()
    names = [name for name, tree in files.items() if isinstance(tree, dict)]
    for _ in range(chance.randint(1, 3)):
        name = chance.choice(names)
        tree = files[name]
        holders = [each for key in ("parameters", "exchanges", "allocationFactors") for each in _rows(tree, key)]
        if holders and chance.randrange(2):
            row = chance.choice(holders)
            row[chance.choice(_KEYS)] = chance.choice(_FORMULAS)
            row |= {"isInputParameter": False, "inputParameter": False}
        files[name] = damaged_tree(tree, chance, chance.randint(1, 4))
    if seldom(chance, 6):
        files[f"{chance.choice(names).rpartition('/')[0]}/again.json"] = files[chance.choice(names)]
    if seldom(chance, 6):
        del files[chance.choice(names)]
    return _packed({name: spelled(tree) for name, tree in files.items()})


def _rows(tree: dict[str, Any], key: str) -> list[dict[str, Any]]:
    rows = tree.get(key)
    return [each for each in rows if isinstance(each, dict)] if isinstance(rows, list) else []


def _spold(chance: random.Random) -> bytes:
    """Attributes with other values, doubled or dropped; elements doubled; texts exchanged."""
    text = seeds()["ecospold1"].decode()
    for _ in range(chance.randint(1, 4)):
        kind = chance.choice(("value", "value", "value", "drop", "name", "double", "said"))
        pattern = {"double": _BLOCK, "said": _SAID}.get(kind, _ATTRIBUTE)
        matches = list(pattern.finditer(text))
        if not matches:
            continue
        match = chance.choice(matches)
        if kind == "double":
            new = match.group() * 2
        elif kind == "said":
            new = f">{chance.choice(('', '9', 'x', '-1', '4', ']]&gt;'))}<"
        elif kind == "drop":
            new = ""
        elif kind == "name":
            new = f' {chance.choice(matches).group(1)}="{match.group(2)}"'
        else:
            value = chance.choice(NASTY_TEXTS).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
            new = f' {match.group(1)}="{value}"'
        text = text[: match.start()] + new + text[match.end() :]
    return text.encode("utf-8", "replace")
