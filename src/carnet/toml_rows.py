"""Rows of a shipped TOML file with the line each of them stands on.

What lives here: reading `[[table]]` rows of one file, with file-level `[defaults]`, and their places.
May touch: `carnet.errors`, the standard library's TOML reader; it gets text, never a path.
Must not: know what a row means.
Ways in: `read_rows`.
Invariants: a row keeps the order of the file; every problem names file and line.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.errors import Place, Problem, problem

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEY = re.compile(r"^([A-Za-z0-9_-]+)\s*=")
_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its values (defaults already merged in), the file, and the line of each key."""

    values: Mapping[str, object]
    file: str
    line: int
    key_lines: Mapping[str, int]

    def place(self, key: str = "") -> Place:
        """The place of `key` in this row, or of the row's header where the key came from the defaults."""
        return Place(file=self.file, cell=str(self.key_lines.get(key, self.line)))


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of one file, the file's other top-level tables, and what was wrong with its syntax."""

    rows: tuple[Row, ...]
    rest: Mapping[str, object]
    problems: tuple[Problem, ...]


def read_rows(name: str, text: str, table: str) -> Table:
    """Read the rows `[[table]]` of a TOML file.

    Args:
        name: the bare file name, for places.
        text: the file's content.
        table: the name of the array of tables that holds the rows.

    Returns:
        The rows with `[defaults]` merged under each; syntax errors and a missing table as problems.
    """
    try:
        parsed: dict[str, object] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        place = Place(file=name, cell=found.group(1) if found else "")
        return Table((), {}, (problem("DAT-001", place, reason=str(error)),))
    raw = parsed.pop(table, None)
    if not isinstance(raw, list) or not raw or not all(isinstance(item, dict) for item in raw):
        return Table((), parsed, (problem("DAT-002", Place(file=name), table=table),))
    defaults = parsed.pop("defaults", {})
    shared = defaults if isinstance(defaults, dict) else {}
    lines = _row_lines(text, table)
    # A header hidden in a multi-line string would shift the count; then only the file is named.
    known = lines if len(lines) == len(raw) else [(0, {})] * len(raw)
    rows = tuple(Row({**shared, **item}, name, line, keys) for item, (line, keys) in zip(raw, known, strict=True))
    return Table(rows, parsed, ())


def _row_lines(text: str, table: str) -> list[tuple[int, dict[str, int]]]:
    found: list[tuple[int, dict[str, int]]] = []
    inside = False
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if stripped.startswith("["):
            inside = stripped == f"[[{table}]]"
            if inside:
                found.append((number, {}))
        elif inside and (key := _KEY.match(stripped)):
            found[-1][1].setdefault(key.group(1), number)
    return found
