"""A prepared system as arrays of a packed file, so that a database is opened without ordering it again.

Kept is what costs time to find (order, loops, covers); what follows from the matrix itself is read from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from carnet.errors import InputError, Place, problem
from carnet.lca.engine.prepare import Prepared, Side, faithful, sound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carnet.lca.engine.arrays import Columns
    from carnet.store.database_file import Packed

SIDES = ("adjoint", "forward")
_WIDE = ("order", "start", "middle", "blocks")
_REAL = ("cover", "scale", "diagonal")


def prepared_arrays(prepared: Prepared) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """What is kept of a prepared system: plain values and arrays."""
    arrays: dict[str, NDArray[Any]] = {}
    for name in SIDES:
        side: Side = getattr(prepared, name)
        arrays |= {f"{name}.{part}": np.asarray(getattr(side, part), dtype=np.int64) for part in _WIDE}
        arrays |= {f"{name}.{part}": np.asarray(getattr(side, part), dtype=np.float64) for part in _REAL}
        arrays[f"{name}.entry"] = np.asarray(side.entry, dtype=np.int32)
        arrays[f"{name}.comparable"] = np.asarray(side.comparable).view(np.uint8)
    return {"moderate": bool(prepared.moderate)}, arrays


def prepared_from(packed: Packed, technosphere: Columns) -> Prepared:
    """The system that `prepared_arrays` kept, with the values of its matrix.

    Raises:
        InputError: a part is damaged (LCI-164).
    """
    sides = {name: _side(packed, name, technosphere) for name in SIDES}
    return Prepared(sides["adjoint"], sides["forward"], bool(packed.meta["moderate"]))


def adjoint_from(packed: Packed, technosphere: Columns) -> Prepared:
    """The system with its adjoint side in both places: enough to judge scores, which is all it may be used for.

    Raises:
        InputError: a part is damaged (LCI-164).
    """
    side = _side(packed, "adjoint", technosphere)
    return Prepared(side, side, bool(packed.meta["moderate"]))


def _side(packed: Packed, name: str, technosphere: Columns) -> Side:
    part = {key: packed.array(f"{name}.{key}") for key in (*_WIDE, *_REAL)}
    entry = packed.array(f"{name}.entry").astype(np.int64)
    order = part["order"]
    size = len(order)
    if not _fits(part, entry, technosphere):
        raise _damaged(packed, name)
    position = np.empty(size, dtype=np.int64)
    position[order] = np.arange(size)
    # An entry (i, j) belongs to consumer j in the adjoint system and to supplier i in the forward one.
    if name == "adjoint":
        other = technosphere.rows[entry].astype(np.int64)
    else:
        columns = np.repeat(np.arange(technosphere.width), np.diff(technosphere.start))
        other = columns[entry]
    diagonal = packed.array(f"{name}.diagonal")
    side = Side(
        position=position,
        index=position[other].astype(np.int32),
        values=-technosphere.values[entry],
        entry=entry,
        inverse=1.0 / diagonal,
        comparable=packed.array(f"{name}.comparable").view(np.bool_),
        **part,
    )
    # A file may be whole and still not be of this matrix; compiled kernels do not look where they reach.
    if not sound(side) or not faithful(side, technosphere, transposed=name == "adjoint"):
        raise _damaged(packed, name)
    return side


def _fits(part: Mapping[str, NDArray[Any]], entry: NDArray[np.int64], technosphere: Columns) -> bool:
    """Whether every array has the length and the range that reading the side relies on."""
    size, entries = technosphere.width, len(technosphere.values)
    wanted = {"order": size, "start": size + 1, "middle": size, "cover": size, "scale": size, "diagonal": size}
    if any(len(part[key]) != length for key, length in wanted.items()) or len(part["blocks"]) < (1 if size == 0 else 2):
        return False
    order = part["order"]
    inside = bool(((order >= 0) & (order < size)).all()) and bool(((entry >= 0) & (entry < entries)).all())
    return inside and len(entry) == int(part["start"][-1])


def _damaged(packed: Packed, name: str) -> InputError:
    return InputError((problem("LCI-164", Place(file=packed.path.name), packed.path.name, part=name),))
