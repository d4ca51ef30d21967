"""Trust files: public keys somebody has confirmed by another way than the pack they came with."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.errors import Place, UsageError, problem

if TYPE_CHECKING:
    from carnet.errors import Problem

ALGORITHM = "Ed25519"
_PUBLIC_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A public key, 64 lower-case hexadecimal digits, and whose it is."""

    name: str
    public_key: str


def read_trust(data: bytes, file: str = "") -> tuple[TrustedKey, ...]:
    """Read a trust file: a JSON list of ``{"name", "algorithm": "Ed25519", "public_key"}``.

    Raises:
        UsageError: with every entry that is wrong (PCK-040).
    """
    place = Place(file=file)
    try:
        listed = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UsageError((_wrong(place, "不是 JSON", "it is no JSON"),)) from error
    if not isinstance(listed, list) or not listed:
        raise UsageError((_wrong(place, "不是列表或为空", "it is no list, or an empty one"),))
    keys = []
    wrong = []
    for number, entry in enumerate(listed, 1):
        key = _key(entry)
        if key is None:
            wrong.append(_wrong(place, f"第 {number} 项不合格式", f"entry {number} has the wrong form"))
        else:
            keys.append(key)
    if wrong:
        raise UsageError(tuple(wrong))
    return tuple(keys)


def _key(entry: object) -> TrustedKey | None:
    fields = entry if isinstance(entry, dict) else {}
    name, key = fields.get("name"), fields.get("public_key")
    if not isinstance(name, str) or not name.strip() or fields.get("algorithm") != ALGORITHM:
        return None
    return TrustedKey(name, key) if isinstance(key, str) and _PUBLIC_KEY.fullmatch(key) else None


def _wrong(place: Place, zh: str, en: str) -> Problem:
    return problem("PCK-040", place, detail_zh=zh, detail_en=en)
