"""Problems, as values.

What lives here: `Text` (zh + en), `Place`, `Problem`, the catalogue of codes, and the one error tree.
May touch: the standard library.
Must not: read files, format for a terminal, know any domain object.
Ways in: `problem(code, place, ...)`, `raise_if(problems)`.
Invariants: every code is declared once, in both languages, with a cause and a fix.

The error tree::

    CarnetError                 carries one or more problems
    ├── InputError              a file or study that cannot be read or calculated   (exit 2)
    ├── UsageError              a command used wrongly, a missing file              (exit 2)
    ├── DataError               a shipped data set that is wrong: our defect        (exit 2)
    └── ExaminedError           something is wrong with the thing examined          (exit 1)
"""

from __future__ import annotations

from carnet.errors.catalogue import CATALOGUE, Code
from carnet.errors.model import (
    CarnetError,
    DataError,
    ExaminedError,
    InputError,
    Place,
    Problem,
    Severity,
    Text,
    UsageError,
)

__all__ = [
    "CATALOGUE",
    "CarnetError",
    "Code",
    "DataError",
    "ExaminedError",
    "InputError",
    "Place",
    "Problem",
    "Severity",
    "Text",
    "UsageError",
    "problem",
    "raise_if",
]


def problem(
    code: str,
    place: Place | None = None,
    value: str = "",
    candidates: tuple[str, ...] = (),
    severity: Severity = "error",
    **params: object,
) -> Problem:
    """Build a problem from the catalogue.

    Args:
        code: a code of the catalogue, for instance ``STU-012``.
        place: where it was found; default: nowhere in particular.
        value: the offending value as written.
        candidates: what the user may have meant, best first.
        severity: ``error`` stops the calculation, ``warning`` is reported beside the result.
        params: what the message templates name in braces; a `Text` stands there in the language of the sentence.

    Raises:
        KeyError: the code is not in the catalogue.
    """
    entry = CATALOGUE[code]
    fields = {"value": value, "candidates": _listed(candidates), **params}
    return Problem(
        code=code,
        place=place or Place(),
        value=value,
        cause=entry.cause.format(fields),
        fix=entry.fix.format(fields),
        candidates=candidates,
        severity=severity,
    )


_MOST_LISTED = 40  # a longer list is no help in a sentence; the problem itself keeps every candidate


def _listed(candidates: tuple[str, ...]) -> str:
    if len(candidates) <= _MOST_LISTED:
        return ", ".join(candidates) or "–"
    return f"{', '.join(candidates[:12])} … ({len(candidates)})"


def raise_if(problems: list[Problem] | tuple[Problem, ...]) -> None:
    """Raise `InputError` with all problems of severity ``error``, if there is any."""
    errors = tuple(p for p in problems if p.severity == "error")
    if errors:
        raise InputError(tuple(problems))
