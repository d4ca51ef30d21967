"""One spelling for look-alikes: what a keyboard or a spreadsheet did to a text without meaning it is undone here.

Identifiers, units, amounts, dates and choices are normalised fully (`carnet.quantity.normalise_text`). Names and prose
keep their punctuation, for a full-width comma is right in a Chinese sentence; only full-width letters and digits,
no-break spaces, invisible characters and line ends change.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, TypeVar

from carnet.errors import Text
from carnet.quantity import normalise_text

if TYPE_CHECKING:
    from carnet.inventory.model import Study

_Record = TypeVar("_Record")

PROSE = frozenset(
    {
        "accreditation", "beneficiary", "by", "citation", "document", "done", "found", "licence", "locator", "note",
        "plant", "producer", "purpose", "reason", "recycled_content_document", "register", "site", "supplier",
        "synonyms", "verifier", "where",
    }
)  # fmt: skip

_FOLD = {
    **{wide: wide - 0xFEE0 for first, last in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
       for wide in range(first, last + 1)},
    **dict.fromkeys((0x00A0, 0x2007, 0x202F, 0x3000), 0x20),
    **dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF)),
}  # fmt: skip
_LINE_END = re.compile(r"[ \t]*(?:\r\n|\r|\n)")


def normal_prose(text: str) -> str:
    """Return a name or sentence with its accidents undone; line breaks and punctuation stay."""
    return _LINE_END.sub("\n", text.translate(_FOLD)).strip()


def normal_study(study: Study) -> Study:
    """Return the study with every text normalised; idempotent, and the same object where nothing changed."""
    return _record(study)


def _record(record: _Record) -> _Record:
    changed: dict[str, object] = {}
    for field in dataclasses.fields(record):  # type: ignore[arg-type]
        old = getattr(record, field.name)
        new = _value(field.name, old)
        if new != old:
            changed[field.name] = new
    return dataclasses.replace(record, **changed) if changed else record  # type: ignore[type-var]


def _value(name: str, old: object) -> object:
    if isinstance(old, str):
        return normal_prose(old) if name in PROSE else normalise_text(old)
    if isinstance(old, Text):
        return Text(normal_prose(old.zh), normal_prose(old.en))
    if isinstance(old, tuple):
        return tuple(_value(name, item) for item in old)
    return _record(old)
