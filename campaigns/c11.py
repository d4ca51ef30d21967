"""C11: hostile files: refused, or read as if the trick were not there; nothing fetched, nothing run, nothing slow.

The corpus first, whole; at release scale it goes on with the corpus damaged at random. A sheet cell that begins like a
formula must leave us as text wherever we write tables.
"""

from __future__ import annotations

import csv
import io
import random
from typing import TYPE_CHECKING

from campaigns.damage import damaged_bytes
from campaigns.hostile import NEUTRAL, TEXTS, Hostile, corpus
from campaigns.readers import broken
from carnet.errors import Text
from carnet.report.chart_spec import ChartSpec, Row, to_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ID = "C11"
WHAT = "hostile files"
BROKEN = "neither refused nor neutral"
LARGE = 1_000_000  # bytes; damaging larger ones again and again would only take time
SIZES = {"test": 1_000, "release": 20_000}


def attacks(seed: int, size: int) -> Iterator[str | None]:
    """Yield None for a file that was refused or did nothing, a sentence for one that did."""
    files = []
    for each in corpus():
        yield broken(each.reader, each.data, _expected(each), f"{each.reader}: {each.name}")
        if len(each.data) < LARGE:
            files.append(each)
    for name, text in TEXTS.items():
        yield _as_csv(name, text)
    chance = random.Random(seed)
    while size > SIZES["test"]:
        each = chance.choice(files)
        data = damaged_bytes(each.data, chance)
        yield broken(each.reader, data, what=f"{each.reader}: {each.name}, damaged")


def _expected(each: Hostile) -> Callable[[str], bool]:
    if each.must == NEUTRAL:
        return bool
    return (lambda word: word == "refused") if each.reader == "pack" else (lambda word: word != "read")


def _as_csv(name: str, text: str) -> str | None:
    """A name of the user's in a table we write: no spreadsheet may take it for a formula."""
    same = Text(text, text)
    spec = ChartSpec(kind="stages", title=same, unit=same, rows=(Row(key=text, label=same, role="bar", value="-1"),))
    cells = [cell for line in csv.reader(io.StringIO(to_csv(spec).decode("utf-8-sig"))) for cell in line]
    wrong = [cell for cell in cells if cell.startswith(("=", "+", "@", "-", "\t", "\r")) and cell != "-1"]
    return f"csv: {name}: {wrong[0][:40]}" if wrong else None
