"""The plain values: text in two languages, place, problem, and the error tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Severity = Literal["error", "warning"]
Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Chinese and in English."""

    zh: str
    en: str

    def format(self, fields: Mapping[str, object]) -> Text:
        """Fill the braces of both languages; a field that is a text itself gives each its own."""
        zh, en = ({key: _in(lang, each) for key, each in fields.items()} for lang in ("zh", "en"))
        return Text(self.zh.format_map(zh), self.en.format_map(en))

    def get(self, lang: str) -> str:
        """Return the Chinese text for ``zh``, the English for anything else."""
        return self.zh if lang == "zh" else self.en

    def json(self) -> dict[str, str]:
        """Return ``{"zh": …, "en": …}``."""
        return {"zh": self.zh, "en": self.en}


def _in(lang: str, field: object) -> object:
    return field.get(lang) if isinstance(field, Text) else field


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file, sheet and cell, or a JSON Pointer into the study.

    `file` is a bare file name, never a path.
    """

    file: str = ""
    sheet: str = ""
    cell: str = ""
    pointer: str = ""

    def __str__(self) -> str:
        """Show ``Sheet!F14``, or the pointer, or ``file:line:column``."""
        if self.sheet:
            return f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        if self.pointer:
            return self.pointer
        return f"{self.file}:{self.cell}" if self.cell else self.file

    def json(self) -> dict[str, str]:
        """Return only the fields that are filled."""
        fields = {"file": self.file, "sheet": self.sheet, "cell": self.cell, "pointer": self.pointer}
        return {name: text for name, text in fields.items() if text}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: a stable code, where, what, why, how to mend it."""

    code: str
    place: Place
    value: str
    cause: Text
    fix: Text
    candidates: tuple[str, ...] = ()
    severity: Severity = "error"

    def json(self) -> dict[str, object]:
        """Return the shape that ``--json`` prints."""
        return {
            "code": self.code,
            "severity": self.severity,
            "place": self.place.json(),
            "value": self.value,
            "cause": self.cause.json(),
            "fix": self.fix.json(),
            "candidates": list(self.candidates),
        }


class CarnetError(Exception):
    """Root of the tree: one or more problems."""

    exit_code = 2

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{p.code} {p.place}: {p.cause.en}" for p in problems))
        self.problems = problems


class InputError(CarnetError):
    """A file or a study that cannot be read or calculated."""


class UsageError(CarnetError):
    """A command used wrongly, or a file that is not there."""


class DataError(CarnetError):
    """A data set shipped with Carnet is wrong."""


class ExaminedError(CarnetError):
    """Something is wrong with the thing examined."""

    exit_code = 1
