"""A resolved regime as plain JSON and back: the part of a recipe a stranger recomputes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any, cast

from carnet.canonical import digest
from carnet.errors import Text
from carnet.regime.model import ResolvedRegime, ResolvedRow, ResolvedValue
from carnet.regime.shapes import freeze, thaw

SCHEMA = "carnet-regime/1"
_VALUES = ("value", "conservative")


def content(resolved: ResolvedRegime) -> dict[str, object]:
    """Everything the digest covers: all but the two dates asked for, and the digest itself."""
    return {
        "schema": SCHEMA,
        "id": resolved.id,
        "version": resolved.version,
        "title": resolved.title.json(),
        "authority": resolved.authority.json(),
        "nature": resolved.nature,
        "in_force": _plain(resolved.in_force),
        "values": {name: _plain(value) for name, value in sorted(resolved.values.items())},
        "rows": [_plain(row) for row in resolved.rows],
    }


def to_json(resolved: ResolvedRegime) -> dict[str, object]:
    """The whole resolved regime as JSON values, with both dates and the digest of its content."""
    dates = {"legal_date": resolved.legal_date, "known_date": resolved.known_date}
    return {**content(resolved), **dates, "digest": resolved.digest}


def from_json(data: Mapping[str, Any]) -> ResolvedRegime:
    """Read what `to_json` wrote. The digest is computed anew from the content, never taken from the file.

    Raises:
        KeyError, TypeError: the data has another form.
    """
    resolved = ResolvedRegime(
        id=data["id"],
        version=data["version"],
        title=Text(**data["title"]),
        authority=Text(**data["authority"]),
        nature=data["nature"],
        legal_date=data["legal_date"],
        known_date=data["known_date"],
        in_force=_value(data["in_force"]),
        values=MappingProxyType({name: _value(item) for name, item in data["values"].items()}),
        rows=tuple(ResolvedRow(**{**item, "note": Text(**item["note"])}) for item in data["rows"]),
        digest="",
    )
    named = {field.name: getattr(resolved, field.name) for field in fields(resolved)}
    return ResolvedRegime(**{**named, "digest": digest(content(resolved))})


def _plain(item: ResolvedValue | ResolvedRow) -> dict[str, object]:
    plain: dict[str, object] = {}
    for field in fields(item):
        value = getattr(item, field.name)
        plain[field.name] = value.json() if isinstance(value, Text) else thaw(value)
    return plain


def _value(item: Mapping[str, Any]) -> ResolvedValue:
    frozen: dict[str, Any] = {name: freeze(item[name]) for name in (*_VALUES, "candidates")}
    texts = {name: Text(**item[name]) for name in ("find_in", "note")}
    return ResolvedValue(**cast("dict[str, Any]", {**item, **frozen, **texts}))
