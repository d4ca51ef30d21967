"""Where in a TOML text each table and key stands: `tomllib` does not say, and an error must."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_HEADER = re.compile(r"^\s*(\[\[|\[)\s*([A-Za-z0-9_.\-]+)\s*\]")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-]+)\s*=")
_QUOTES = ('"""', "'''", '"', "'")


@dataclass(frozen=True, slots=True)
class Positions:
    """Lines (1-based) of tables by (name, how-many-th from 0) and of keys by (name, how-many-th, key)."""

    tables: dict[tuple[str, int], int] = field(default_factory=dict)
    keys: dict[tuple[str, int, str], int] = field(default_factory=dict)

    def line(self, table: str, index: int = 0, key: str = "") -> int:
        """The line of a key, of its table where the key is not there, or 1."""
        return self.keys.get((table, index, key)) or self.tables.get((table, index)) or 1


def locate(text: str) -> Positions:
    """Index the headers and keys of `text`, which need not be valid; strings and nested brackets are skipped."""
    found = Positions()
    count: dict[str, int] = {}
    table, index, depth, quote = "", 0, 0, ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not quote and depth == 0:
            if header := _HEADER.match(line):
                table = header[2]
                index = count.get(table, 0)
                count[table] = index + 1
                found.tables[table, index] = number
                continue
            if key := _KEY.match(line):
                found.keys.setdefault((table, index, key[1]), number)
        depth, quote = _scan(line, depth, quote)
    return found


def _scan(line: str, depth: int, quote: str) -> tuple[int, str]:
    """Bracket depth and open multi-line quote after `line`."""
    at = 0
    while at < len(line):
        if quote:
            end = line.find(quote, at)
            if end < 0:
                # A one-line string that does not end is a syntax error; the next line starts fresh.
                return depth, quote if len(quote) > 1 else ""
            at, quote = end + len(quote), ""
            continue
        if line[at] == "#":
            break
        opened = next((q for q in _QUOTES if line.startswith(q, at)), "")
        if opened:
            at, quote = at + len(opened), opened
            continue
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(line[at], 0)
        at += 1
    return max(depth, 0), quote if len(quote) > 1 else ""
