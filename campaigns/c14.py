"""C14: the same figures, to the last byte, whatever the machine is like and however the rows stand.

Compared are all figures of all shipped studies under all regimes: with the golden ones of every past release, then in
fresh processes with other hash seeds, locales and time zones, in several threads at once, with the rows shuffled, and
recomputed from a pack alone.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from typing import TYPE_CHECKING

from campaigns.figures import BYTES, GOLDEN, shuffled, studies, table
from campaigns.sample import small_pack
from carnet.service.packs import check_pack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carnet.service.studies import OpenStudy

ID = "C14"
WHAT = "figures compared"
BROKEN = "differing"
SIZES = {"test": 20_000, "release": 100_000}

Tables = dict[str, dict[str, dict[str, str]]]
ENVIRONMENTS = (
    {"PYTHONHASHSEED": "1", "LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Shanghai"},
    {"PYTHONHASHSEED": "4294967295", "LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns"},
    {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC", "PYTHONUTF8": "0"},
    {"PYTHONHASHSEED": "77", "LC_ALL": "zh_CN.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONOPTIMIZE": "2"},
)
THREADS = (2, 8)


def attacks(seed: int, size: int) -> Iterator[str | None]:
    """Yield None for a figure that is the same, a sentence for one that is not."""
    opened = studies()
    known: Tables = {name: table(each) for name, each in opened.items()}
    yield from past_releases(known)
    yield from recomputed()
    yield from shuffles(opened, known, random.Random(seed), len(opened))
    for environment in ENVIRONMENTS:
        yield from compared(known, elsewhere(environment), str(environment))
    for number in THREADS:
        with ThreadPoolExecutor(number) as pool:
            for again in pool.map(table, [opened["steel"]] * number):
                yield from compared({"steel": known["steel"]}, {"steel": again}, f"{number} threads")
    chance = random.Random(seed + 1)
    while size > SIZES["test"]:
        environment = {**chance.choice(ENVIRONMENTS), "PYTHONHASHSEED": str(chance.randrange(2**32))}
        yield from compared(known, elsewhere(environment), str(environment))
        yield from shuffles(opened, known, chance, 10)


def past_releases(known: Tables) -> Iterator[str | None]:
    """The golden figures of every release that has some; a study or regime added since has none."""
    for path in sorted(GOLDEN.glob("*.json")) if GOLDEN.is_dir() else ():
        golden: Tables = json.loads(path.read_text(encoding="utf-8"))
        yield from compared(golden, known, f"release {path.stem}", skip=BYTES)


def recomputed() -> Iterator[str | None]:
    """A pack, calculated anew from nothing but itself."""
    found = check_pack(small_pack())
    for key in ("recomputed", "recomputed_bridges"):
        rows = found[key]
        for row in rows if isinstance(rows, list) else ():
            for file in row["files"] or [{"name": row["regime"], "equal": row["equal"]}]:
                yield None if file["equal"] is True else f"recomputed from the pack, {file['name']} differs"


def shuffles(opened: dict[str, OpenStudy], known: Tables, chance: random.Random, times: int) -> Iterator[str | None]:
    """Rows in another order: pointers and order of parts may change, figures may not."""
    for name in islice(cycle(opened), times):
        again = table(shuffled(opened[name], chance), with_bytes=False)
        yield from compared({name: known[name]}, {name: again}, f"{name} shuffled", skip=BYTES)


def elsewhere(environment: dict[str, str]) -> Tables:
    """The figures as a fresh process under another environment prints them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    paths = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, "-m", "campaigns.figures"],
        env={**kept, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        check=True,
    )
    found: Tables = json.loads(done.stdout.decode("utf-8"))
    return found


def compared(before: Tables, after: Tables, where: str, skip: str = "") -> Iterator[str | None]:
    """One outcome a figure of `before`."""
    for study, regimes in before.items():
        for regime, figures in regimes.items():
            now = after.get(study, {}).get(regime, {})
            for name, value in figures.items():
                if name == skip:
                    continue
                same = now.get(name) == value
                yield None if same else f"{where}: {study}, {regime}, {name}: {value} became {now.get(name)}"
