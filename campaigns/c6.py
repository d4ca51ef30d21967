"""C6: structure-aware fuzzing of every reader: a model or a typed error, in time and memory, nothing outside touched.

The readers take turns, so that a run cut short has still tried all of them. The reader of the communication template
gets every eighth turn: it evaluates the formulas of a whole workbook, and takes ten times as long as any other.
"""

from __future__ import annotations

import random
from itertools import count, islice
from typing import TYPE_CHECKING

from campaigns.mutate import mutated, seeds
from campaigns.readers import broken

if TYPE_CHECKING:
    from collections.abc import Iterator

ID = "C6"
WHAT = "inputs"
BROKEN = "crashed, hung or escaped"
# reader → it gets its turn once in so many rounds
READERS = {
    "xlsx": 1, "json": 1, "toml": 1, "pack": 1, "sheet_json": 1, "sheet_xlsx": 1, "portfolio": 1, "electricity": 1,
    "openlca": 1, "ecospold1": 1, "tables": 1, "brightway": 1, "arrays": 1, "database": 1, "template": 8,
}  # fmt: skip
ROUNDS = {"test": 2_000, "release": 100_000}
SIZES = {scale: sum(rounds // every for every in READERS.values()) for scale, rounds in ROUNDS.items()}


def attacks(seed: int, size: int) -> Iterator[str | None]:
    """Yield None for an input the reader held, a sentence for one it did not."""
    chance = random.Random(seed)
    for reader in READERS:
        whole = seeds()[reader]
        yield broken(reader, whole, lambda word: word in {"read", "draft"}, f"{reader}: the seed itself")
    for number, reader in enumerate(islice(turns(), size)):
        yield broken(reader, mutated(reader, chance), what=f"{reader}, input {number} of seed {seed}")


def turns() -> Iterator[str]:
    """Whose turn it is."""
    for turn in count():
        yield from (reader for reader, every in READERS.items() if turn % every == 0)
