"""Canonical JSON and its digest: the one byte form behind every digest Carnet prints.

What lives here: RFC 8785 (JSON Canonicalization Scheme) for the values Carnet hashes.
May touch: the standard library, no file.
Must not: accept a float, guess at a type, or depend on dictionary order.
Ways in: `canonical_bytes`, `digest`.
Invariants: equal values give equal bytes on every machine; bytes are UTF-8 without whitespace.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

# RFC 8785 numbers are IEEE 754 doubles: beyond this an integer would not survive a JavaScript reader.
LARGEST_INTEGER = 2**53 - 1


class CanonicalError(ValueError):
    """A value that has no canonical form: a float, a non-string key, a lone surrogate, an unknown type."""


def canonical_bytes(obj: object) -> bytes:
    """Return the canonical JSON of `obj` as RFC 8785 defines it.

    Args:
        obj: str, int, bool, None, and lists, tuples and string-keyed mappings of these.

    Raises:
        CanonicalError: anything else is met. Floats are refused on purpose: an amount is a decimal
            string or a fraction string, never a binary float.
    """
    return _encode(obj, "").encode("utf-8")


def digest(obj: object) -> str:
    """Return ``sha256:`` and the hexadecimal SHA-256 of `canonical_bytes` of `obj`."""
    return digest_bytes(canonical_bytes(obj))


def digest_bytes(data: bytes) -> str:
    """Return ``sha256:`` and the hexadecimal SHA-256 of `data` as it is."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _encode(obj: object, pointer: str) -> str:
    # bool before int: True is an int in Python and would be printed as 1.
    if obj is None or isinstance(obj, bool):
        return {None: "null", True: "true", False: "false"}[obj]
    if isinstance(obj, str):
        return _string(obj, pointer)
    if isinstance(obj, int):
        return _integer(obj, pointer)
    if isinstance(obj, list | tuple):
        return "[" + ",".join(_encode(item, f"{pointer}/{i}") for i, item in enumerate(obj)) + "]"
    if isinstance(obj, Mapping):
        return _object(obj, pointer)
    message = f"{pointer or '/'}: {type(obj).__name__} has no canonical form"
    raise CanonicalError(message)


def _string(text: str, pointer: str) -> str:
    if any("\ud800" <= char <= "\udfff" for char in text):
        message = f"{pointer or '/'}: a lone surrogate cannot be written as UTF-8"
        raise CanonicalError(message)
    # The json module escapes exactly what RFC 8785 section 3.2.2.2 escapes, in the same form.
    return json.dumps(text, ensure_ascii=False)


def _integer(number: int, pointer: str) -> str:
    if abs(number) > LARGEST_INTEGER:
        message = f"{pointer or '/'}: {number} is beyond 2^53-1; write it as a string"
        raise CanonicalError(message)
    return str(int(number))


def _object(mapping: Mapping[object, object], pointer: str) -> str:
    keys: list[str] = []
    for key in mapping:
        if not isinstance(key, str):
            message = f"{pointer or '/'}: the key {key!r} is not a string"
            raise CanonicalError(message)
        keys.append(key)
    # RFC 8785 sorts by UTF-16 code units, which differs from code points outside the basic plane.
    members = (
        f"{_string(key, pointer)}:{_encode(mapping[key], f'{pointer}/{key}')}"
        for key in sorted(keys, key=lambda k: k.encode("utf-16-be", "surrogatepass"))
    )
    return "{" + ",".join(members) + "}"
