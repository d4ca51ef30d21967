"""Damage that fits any input of a kind: to bytes, to JSON trees, to the XML inside a workbook."""

from __future__ import annotations

import copy
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random

NASTY_TEXTS = (
    "", " ", "0", "-0", "1e999", "1e-999", "1" * 3000, "NaN", "Infinity", "1,5", "１２．５", "1/0", "0/0", "=1+1",
    "@SUM(A1)", "+cmd|' /C calc'!A0", "\u202e7802", "\u200b", "a\u0000b", "\ud800", "é" * 500, "../../etc/passwd",
    "file:///etc/passwd", "http://127.0.0.1/", "2023-02-30", "9999-99-99", "kg", "t·km", "electricity", "CO2", "grid",
    "rolling", "coil", "carnet-study/2", "true", "-5", "1e400", "{}", "%s%n", "{0.__class__}", "]]>", "<!DOCTYPE x>",
)  # fmt: skip
NASTY_VALUES: tuple[object, ...] = (
    *NASTY_TEXTS, 0, -1, 1.5, float("nan"), float("inf"), 10**400, True, False, None, [], {}, [[]], {"zh": 1},
    [None] * 50, {"": ""}, {"id": "x"},
)  # fmt: skip


def seldom(chance: random.Random, times: int) -> bool:
    """True once in so many times."""
    return chance.randrange(times) == 0


def damaged_bytes(data: bytes, chance: random.Random) -> bytes:
    """Bits turned, bytes cut, doubled or put in, without a thought for structure."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        if not changed:
            break
        start = chance.randrange(len(changed))
        length = chance.choice((1, 1, 2, 8, 64, 1000))
        kind = chance.choice(("turn", "cut", "double", "put in"))
        if kind == "turn":
            changed[start] ^= 1 << chance.randrange(8)
        elif kind == "cut":
            del changed[start : start + length]
        elif kind == "double":
            changed[start:start] = changed[start : start + length]
        else:
            changed[start:start] = chance.randbytes(length)
    return bytes(changed)


def damaged_tree(tree: Any, chance: random.Random, times: int) -> Any:  # noqa: ANN401 - JSON values
    """A JSON tree with values replaced, keys dropped, renamed or added, rows doubled or exchanged."""
    tree = json.loads(json.dumps(tree))
    for _ in range(times):
        holders = list(_holders(tree))
        holder = chance.choice(holders)
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if not keys:
            continue
        key = chance.choice(keys)
        kind = chance.choice(("replace", "replace", "replace", "drop", "rename", "exchange"))
        if kind == "replace":
            # A copy: what is damaged further later must be neither the list above nor a part of itself.
            holder[key] = copy.deepcopy(chance.choice(NASTY_VALUES))
        elif kind == "drop":
            del holder[key]
        elif isinstance(holder, list):
            holder.append(chance.choice(holder))
        elif kind == "rename":
            holder[chance.choice((str(key) + "x", "", "salt", "cells", "id"))] = holder[key]
        else:
            holder[key] = chance.choice([*holder.values()])
    return tree


def _holders(tree: Any) -> list[Any]:  # noqa: ANN401 - JSON values
    found = [tree] if isinstance(tree, dict | list) else []
    inner = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    for value in inner:
        if isinstance(value, dict | list):
            found += _holders(value)
    return found


def spelled(tree: object) -> bytes:
    """A JSON tree as it is sent, damage and all."""
    return json.dumps(tree, ensure_ascii=True).encode()


_CELL_VALUE = re.compile(r">([^<>]{1,60})<")
_ATTRIBUTE = re.compile(r'="([^"]{0,40})"')
_ELEMENT = re.compile(r"<(\w+)(?:\s[^<>]*)?/?>")


def damaged_parts(data: bytes, chance: random.Random) -> bytes:
    """A workbook with values, attributes and elements in its XML replaced, and now and then a part taken out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(chance.randint(1, 4)):
        name = chance.choice(list(parts))
        if seldom(chance, 12):
            del parts[name]
            continue
        text = parts[name].decode("utf-8", "replace")
        pattern = chance.choice((_CELL_VALUE, _ATTRIBUTE, _ELEMENT))
        found = list(pattern.finditer(text))
        if not found:
            continue
        hit = chance.choice(found)
        if pattern is _ELEMENT:
            new = chance.choice(("", hit[0] * 2, f"<!-- {hit[0]} -->", f"<{hit[1]}>" * 50, "<!DOCTYPE x>", "&e;"))
            text = text[: hit.start()] + new + text[hit.end() :]
        else:
            nasty = chance.choice((*NASTY_TEXTS, "XFD1048576", "A0", "999999999", "s", "e", "inlineStr"))
            safe = nasty.replace("&", "&amp;").replace("<", "&lt;") if not seldom(chance, 3) else nasty
            text = text[: hit.start(1)] + safe + text[hit.end(1) :]
        parts[name] = text.encode("utf-8", "replace")
        if not parts:
            break
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)  # no clock in the bytes
    return buffer.getvalue()
