"""Columns and tabs of a study's workbook: the two dataclasses, and the notation they are written in, a line a column.

A row reads: field | kind | zh | en | help zh | help en. A kind may end in ``!`` (required) and name a list after ``:``.

Kinds: ``word`` (short text, normalised) · ``text`` (prose) · ``decimal`` · ``date`` · ``list`` (several, separated by
``;``) · ``choice:NAME`` (one of a closed list) · ``suggest:NAME`` (a list that may be left) · ``ref:SHEET`` (an id of
another tab) · ``both`` (zh and en in two cells, study tab only).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast, get_args

from carnet.errors import Text

Kind = Literal["word", "text", "decimal", "date", "list", "choice", "suggest", "ref", "both"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a tab (or one item of the study tab). `field` is a path such as ``amount`` or ``name.zh``.

    `source` is the name of a list in `study_choices.CHOICES`, ``flow``, or the field of `model.Study` a ``ref``
    points into.
    """

    field: str
    kind: Kind
    zh: str
    en: str
    help: Text
    required: bool = False
    source: str = ""

    @property
    def label(self) -> str:
        """Both languages in one text, as messages name it."""
        return f"{self.zh} {self.en}"

    @property
    def header(self) -> str:
        """The text of the header cell; a star marks what must be filled."""
        return f"{self.label} *" if self.required else self.label


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: `field` is the field of `model.Study` its rows fill, `record` their class."""

    field: str
    zh: str
    en: str
    record: type
    columns: tuple[Column, ...]
    help: Text
    required: bool = False

    @property
    def name(self) -> str:
        """The name the writer gives it."""
        return f"{self.zh} {self.en}"


def columns(table: str) -> tuple[Column, ...]:
    """Return the columns written in `table`, one a line; ValueError for an unknown kind."""
    built: list[Column] = []
    for line in table.strip().splitlines():
        field, kind, zh, en, help_zh, help_en = (part.strip() for part in line.split("|"))
        name, _, source = kind.rstrip("!").partition(":")
        if name not in get_args(Kind):
            message = f"{field}: no such kind of column: {name}"
            raise ValueError(message)
        built.append(Column(field, cast("Kind", name), zh, en, Text(help_zh, help_en), kind.endswith("!"), source))
    return tuple(built)


def tab(field: str, name: str, record: type, listed: tuple[Column, ...], help_: Text, *, required: bool = False) -> Tab:
    """Return a tab; `name` is the Chinese word, a blank, and the English words."""
    zh, _, en = name.partition(" ")
    return Tab(field, zh, en, record, listed, help_, required)
