"""Objects of `carnet.recognition.model` to TOML text, the way `carnet.recognition.load` reads them back."""

from __future__ import annotations

import json
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from carnet.errors import Text
from carnet.recognition.model import Citation, DateRule, Grade, Party

# What is short enough to stand in one line.
_INLINE = (Text, Citation, DateRule, Party)


def to_toml(thing: object, comment: str = "") -> str:
    """Write one object.

    Args:
        thing: a frozen dataclass of the model; defaults are left out.
        comment: lines put in front, each with ``#``.
    """
    lines = [f"# {line}".rstrip() for line in comment.splitlines()]
    lines += _table(thing, "")
    return "\n".join(lines).strip() + "\n"


def _table(thing: Any, path: str, *, as_row: bool = False) -> list[str]:  # noqa: ANN401 - any dataclass
    plain: list[str] = []
    below: list[str] = []
    for each in fields(thing):
        value = getattr(thing, each.name)
        if _is_default(each, value):
            continue
        where = f"{path}.{each.name}" if path else each.name
        if isinstance(value, tuple) and value and _is_row(value[0]):
            if as_row and isinstance(value[0], _INLINE):
                plain.append(f"{each.name} = {_value(value)}")
                continue
            for row in value:
                below += ["", f"[[{where}]]", *_table(row, where, as_row=True)]
        elif is_dataclass(value) and not isinstance(value, (*_INLINE, Grade)):
            below += ["", f"[{where}]", *_table(value, where)]
        else:
            plain.append(f"{each.name} = {_value(value)}")
    return [*plain, *below]


def _is_row(value: object) -> bool:
    return is_dataclass(value) and not isinstance(value, (Text, Grade))


def _is_default(field: Field[Any], value: object) -> bool:
    return field.default is not MISSING and value == field.default


def _value(value: object) -> str:
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Grade):
        return quoted(str(value))
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    if isinstance(value, Text):
        return f"{{ zh = {quoted(value.zh)}, en = {quoted(value.en)} }}"
    if is_dataclass(value) and not isinstance(value, type):
        kept = [each for each in fields(value) if not _is_default(each, getattr(value, each.name))]
        return "{ " + ", ".join(f"{each.name} = {_value(getattr(value, each.name))}" for each in kept) + " }"
    message = f"no TOML for {type(value).__name__}"
    raise TypeError(message)


def quoted(text: str) -> str:
    """Return a TOML basic string; what TOML forbids bare is written as an escape."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
