"""Structure-aware damage: to JSON trees, to TOML lines, to the XML inside a workbook, to packs signed again."""

from __future__ import annotations

import io
import json
import re
import zipfile
from functools import cache
from typing import TYPE_CHECKING, Any

from campaigns.sample import (
    REPORTS,
    SIGNED_AT,
    STUDY,
    fixed_key,
    salt_of,
    small_factors,
    small_results,
    small_study,
)
from carnet.exchange import study_toml, study_xlsx
from carnet.exchange.pack import read_pack, write_pack
from carnet.service.packs import build_pack

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


@cache
def seeds() -> dict[str, bytes]:
    """One whole input for each reader."""
    opened = small_study()
    return {
        "json": json.dumps(STUDY, ensure_ascii=False).encode(),
        "toml": study_toml.write(opened.study, None),
        "xlsx": study_xlsx.write(opened.study),
        "pack": build_pack(
            opened, small_results(("iso14067",)), (), REPORTS, fixed_key(), salt_of, SIGNED_AT, factors=small_factors()
        ),
    }


def mutated(reader: str, chance: random.Random) -> bytes:
    """One damaged input for a reader."""
    seed = seeds()[reader]
    if seldom(chance, 4):
        return damaged_bytes(seed, chance)
    return {"json": _json, "toml": _toml, "xlsx": _xlsx, "pack": _pack}[reader](chance)


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
            holder[key] = chance.choice(NASTY_VALUES)
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


def _spelled(tree: object) -> bytes:
    return json.dumps(tree, ensure_ascii=True).encode()


def _json(chance: random.Random) -> bytes:
    text = _spelled(damaged_tree(STUDY, chance, chance.randint(1, 5)))
    trick = chance.choice(("key twice", "bare number", "depth", *[""] * 5))
    if trick == "key twice":
        return text.replace(b'"id"', b'"id": "twice", "id"', 1)
    if trick == "bare number":
        return text.replace(b'"amount": "', b'"amount": ' + chance.choice((b"1e5", b"-", b"01", b"NaN", b"[")), 1)
    if trick == "depth":
        depth = chance.choice((10, 40, 5000))
        return text.replace(b'"country": "CN"', b'"country": ' + b"[" * depth + b"]" * depth, 1)
    return text


def _toml(chance: random.Random) -> bytes:
    lines = seeds()["toml"].decode().splitlines()
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(lines))
        kind = chance.choice(("value", "value", "value", "drop", "double", "strange"))
        key = lines[at].partition(" = ")[0]
        value = chance.choice(
            (json.dumps(chance.choice(NASTY_TEXTS)), "1", "1.5", "nan", "true", "2023-01-01", "[]", "{}", "'''", '"""',
             "[" * 200, "0x1F", "1_000", "{ zh = 1 }")
        )  # fmt: skip
        if kind == "value":
            lines[at] = f"{key} = {value}"
        elif kind == "drop":
            del lines[at]
        elif kind == "double":
            lines.insert(at, chance.choice(lines))
        else:
            lines.insert(at, chance.choice(("[product]", "[[exchanges]]", "[a.b.c]", "[[[x]]]", "= 1", "x", "\x00")))
        lines = lines or [""]
    return "\n".join(lines).encode("utf-8", "surrogatepass")


_CELL_VALUE = re.compile(r">([^<>]{1,60})<")
_ATTRIBUTE = re.compile(r'="([^"]{0,40})"')
_ELEMENT = re.compile(r"<(\w+)(?:\s[^<>]*)?/?>")


def _xlsx(chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(seeds()["xlsx"])) as archive:
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
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _pack(chance: random.Random) -> bytes:
    """A pack whose content is damaged and which is then signed as if nothing were wrong."""
    files = dict(read_pack(seeds()["pack"]).files)
    weights = {"study.json": 6, "results/iso14067/headline.json": 3, "results/iso14067/processes.json": 2}
    names = [name for name in files if name.endswith(".json")]
    for _ in range(chance.randint(1, 2)):
        name = chance.choices(names, [weights.get(each, 2) for each in names])[0]
        tree = damaged_tree(json.loads(files[name]), chance, chance.randint(1, 3))
        files[name] = json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(
            "utf-8", "replace"
        )
    if seldom(chance, 5):
        del files[chance.choice(names)]
    key = fixed_key()
    about = dict.fromkeys(("id", "version", "period_from", "period_to", "legal_date", "known_date"), "x")
    return write_pack(
        files, about, engine="0", draft=seldom(chance, 2), public_key=key.public_key, key_label=key.label,
        signed_at=SIGNED_AT, sign=key.sign,
    )  # fmt: skip
