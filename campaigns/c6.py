"""C6: structure-aware fuzzing of every reader: a model or a typed error, in time and memory, nothing outside touched.

The readers take turns, so that a run cut short has still tried all of them alike.
"""

from __future__ import annotations

import random
from itertools import cycle
from typing import TYPE_CHECKING

from campaigns.mutate import mutated, seeds
from campaigns.readers import broken

if TYPE_CHECKING:
    from collections.abc import Iterator

ID = "C6"
WHAT = "inputs"
BROKEN = "crashed, hung or escaped"
READERS = ("xlsx", "json", "toml", "pack")
SIZES = {"test": 2_000 * len(READERS), "release": 100_000 * len(READERS)}


def attacks(seed: int, size: int) -> Iterator[str | None]:
    """Yield None for an input the reader held, a sentence for one it did not."""
    chance = random.Random(seed)
    for reader in READERS:
        whole = seeds()[reader]
        yield broken(reader, whole, lambda word: word in {"read", "draft"}, f"{reader}: the seed itself")
    for number, reader in zip(range(size), cycle(READERS), strict=False):
        yield broken(reader, mutated(reader, chance), what=f"{reader}, input {number} of seed {seed}")
