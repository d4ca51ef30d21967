"""What a packed database has to hold: which arrays, of which type and shape, and what keeps its matrices in bounds.

The digests say that a file is what was written; this says that what was written is a database. Whoever reads the arrays
afterwards does so without looking, in kernels that check no index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from carnet.errors import InputError, Place, problem

if TYPE_CHECKING:
    from carnet.lca.engine.arrays import Columns
    from carnet.store.database_file import Packed

PROCESS_COLUMNS = ("id", "name", "location", "unit", "path", "flow", "product", "licence", "type", "period")
FLOW_COLUMNS = ("id", "name", "unit", "path", "cas", "formula", "location")
_TEXTS = ("title", "version", "format", "licence", "redistribution", "source_digest")
_SPREADS = {"kind": "|u1", "location": "<f8", "scale": "<f4", "low": "<f4", "high": "<f4"}


def check_layout(packed: Packed) -> None:
    """Check the header of a database: what it says of itself and which arrays there are.

    Raises:
        InputError: something is missing or of another type or shape (LCI-164, naming the part).
    """
    meta = packed.meta
    counts = [meta.get(key) for key in ("processes", "flows", "exchanges")]
    if any(type(count) is not int or count < 0 for count in counts):
        raise _refusal(packed, "meta")
    if any(type(meta.get(key)) is not str for key in _TEXTS):
        raise _refusal(packed, "meta")
    if any(type(meta.get(key)) is not dict for key in ("report", "facts")):
        raise _refusal(packed, "meta")
    n, m = int(meta["processes"]), int(meta["flows"])
    wanted = {"sense": ("<i4", [n])}
    for name in ("technosphere", "biosphere"):
        entries = packed.entries.get(f"{name}.values", {}).get("shape", [])
        wanted |= {f"{name}.start": ("<i8", [n + 1]), f"{name}.rows": ("<i4", entries)}
        wanted[f"{name}.values"] = ("<f8", entries[:1])
        there = {part: dtype for part, dtype in _SPREADS.items() if f"{name}.{part}" in packed.entries}
        wanted |= {f"{name}.{part}": (dtype, entries) for part, dtype in there.items()}
    for kind, columns, count in (("process", PROCESS_COLUMNS, n), ("flow", FLOW_COLUMNS, m)):
        for column in columns:
            length = packed.entries.get(f"{kind}.{column}.text", {}).get("length", 0)
            wanted[f"{kind}.{column}.text"] = ("|u1", [length])
            wanted[f"{kind}.{column}.start"] = ("<i8", [count + 1])
        wanted[f"{kind}.id.order"] = ("<i4", [count])
    for name, (dtype, shape) in wanted.items():
        entry = packed.entries.get(name)
        if entry is None or entry["dtype"] != dtype or entry["shape"] != shape:
            raise _refusal(packed, name)


def check_columns(columns: Columns, packed: Packed, name: str) -> None:
    """Check that the columns cover the entries and the rows of each ascend inside the matrix.

    Raises:
        InputError: they do not (LCI-164).
    """
    start, rows = columns.start, columns.rows
    fits = start[0] == 0 and start[-1] == len(rows) and bool((start[1:] >= start[:-1]).all())
    if fits and len(rows):
        fits = int(rows.min()) >= 0 and int(rows.max()) < columns.height
        first = np.zeros(len(rows) + 1, dtype=np.bool_)
        first[start] = True
        fits = fits and bool(((rows[1:] > rows[:-1]) | first[1:-1]).all())
    if not fits:
        raise _refusal(packed, name)


def _refusal(packed: Packed, part: str) -> InputError:
    return InputError((problem("LCI-164", Place(file=packed.path.name), part, part=part),))
