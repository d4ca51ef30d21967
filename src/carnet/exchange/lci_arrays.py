"""A linked database as bare arrays (.npz): Ad, Ai, Ap, Bd, Bi, Bp, and what else there is.

A and B are compressed by columns. Optional: ``sigA`` and ``sigB`` (standard deviations of the logarithm, one per entry;
production, the diagonal, is certain), ``C`` (k x m characterisation factors), ``kind`` (0 producer, 1 market), and
texts: ``names``, ``locations`` and ``units`` of the n processes, ``flow_names``, ``flow_units``, ``flow_paths`` (parts
divided by "/") and ``flow_cas`` of the m elementary flows.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from carnet.errors import Place, Problem, Text, problem, raise_if
from carnet.exchange.lci_npy import digest_of, read_npy, unpacked
from carnet.inventory.lci import LciFlow
from carnet.lca.engine.arrays import FIXED, LOGNORMAL, Columns, Matrices, Reals, Spreads
from carnet.lca.linking.given import ArrayDatabase
from carnet.lca.linking.providers import Column

FORMAT = "arrays"
_NEEDED = ("Ad", "Ai", "Ap", "Bd", "Bi", "Bp")
_OF_PROCESSES = ("names", "locations", "units")
_OF_FLOWS = ("flow_names", "flow_units", "flow_paths", "flow_cas")
_OPTIONAL = ("sigA", "sigB", "C", "kind", *_OF_PROCESSES, *_OF_FLOWS)
_WIDEST = 1e6  # the logarithm of no amount spreads so far
_KINDS = {0: "producer", 1: "market"}


def read(
    data: bytes | Mapping[str, bytes],
    file: str,
    *,
    name: str = "",
    version: str = "",
    licence: str = "",
    redistribution: str = "unknown",
) -> tuple[ArrayDatabase, tuple[Problem, ...]]:
    """Read an .npz.

    Args:
        data: the file, or its members by name.
        file: its bare name.
        name: of the database; "" as the files say, or theirs.
        version: "" as the files say.
        licence: "" as the files say.
        redistribution: one of `carnet.inventory.lci.REDISTRIBUTION`.

    Raises:
        InputError: LCI-115 (no array), LCI-120 (missing), LCI-121 (inconsistent), LCI-118 (not finite), LCI-117 (not
            square), LCI-122 (a zero on the diagonal); all that can be told at once.
    """
    files = unpacked(data, file)
    arrays = {key: read_npy(files[f"{key}.npy"], key, file) for key in (*_NEEDED, *_OPTIONAL) if f"{key}.npy" in files}
    place = Place(file=file)
    raise_if([problem("LCI-120", place, key, file=file) for key in _NEEDED if key not in arrays])
    n = int(arrays["Ap"].size - 1)
    m = int(arrays["C"].shape[1]) if "C" in arrays and arrays["C"].ndim == 2 else 0  # noqa: PLR2004 - a table
    m = m or int(arrays["Bi"].max(initial=-1)) + 1
    problems: list[Problem] = []
    a = _columns(arrays, "A", n, n, problems, place)
    b = _columns(arrays, "B", n, m, problems, place)
    problems += _shapes(arrays, n, m, place)
    raise_if(problems)
    column_of = np.repeat(np.arange(n), np.diff(a.start))
    on_diagonal = column_of == a.rows
    diagonal = np.zeros(n)
    diagonal[column_of[on_diagonal]] = a.values[on_diagonal]
    zero = np.flatnonzero(diagonal == 0)
    raise_if([problem("LCI-122", place, str(int(zero[0])), count=len(zero))] if len(zero) else [])
    sigma_a = np.where(on_diagonal, 0.0, arrays["sigA"]) if "sigA" in arrays else np.zeros(len(a.values))
    sigma_b = arrays["sigB"].astype(np.float64) if "sigB" in arrays else np.zeros(len(b.values))
    names, places, units = (
        _texts(arrays, key, default)
        for key, default in zip(_OF_PROCESSES, ([f"process {j}" for j in range(n)], [""] * n, ["1"] * n), strict=True)
    )
    kinds = arrays["kind"].tolist() if "kind" in arrays else [0] * n
    columns = tuple(
        Column(
            str(j), names[j], places[j], str(j), names[j], units[j], abs(amount), takes=amount < 0,
            type=_KINDS.get(int(kinds[j]), "unit"),
        )
        for j, amount in enumerate(diagonal.tolist())
    )  # fmt: skip
    named = ([f"flow {i}" for i in range(m)], ["1"] * m, [""] * m, [""] * m)
    flows = tuple(
        LciFlow(str(i), flow, "elementary", unit, tuple(part for part in path.split("/") if part), cas=cas)
        for i, (flow, unit, path, cas) in enumerate(
            zip(*(_texts(arrays, key, default) for key, default in zip(_OF_FLOWS, named, strict=True)), strict=True)
        )
    )
    factors = {f"C{q}": row for q, row in enumerate(arrays["C"].astype(np.float64))} if "C" in arrays else {}
    stem = file.rpartition("/")[2].removesuffix(".npz")
    spreads = lognormals(a.values, sigma_a), lognormals(b.values, sigma_b)
    database = ArrayDatabase(
        stem, name or stem, version, FORMAT, Matrices(a, b, *spreads), columns, flows, factors, licence=licence,
        redistribution=redistribution, source_digest=digest_of(files), facts={"processes": str(n), "flows": str(m)},
    )  # fmt: skip
    return database, ()


def _texts(arrays: Mapping[str, NDArray[np.generic]], key: str, default: list[str]) -> list[str]:
    return [str(x) for x in arrays[key].tolist()] if key in arrays else default


def lognormals(values: Reals, sigma: NDArray[np.generic]) -> Spreads:
    """Return lognormal spreads around values; zero sigma is certain."""
    none = np.zeros(len(values), np.float32)
    kind = np.where(np.asarray(sigma, np.float64) > 0, LOGNORMAL, FIXED).astype(np.uint8)
    return Spreads(kind, values.copy(), np.asarray(sigma, np.float32), none, none.copy())


def _columns(
    arrays: Mapping[str, NDArray[np.generic]], letter: str, width: int, height: int,
    problems: list[Problem], place: Place,
) -> Columns:  # fmt: skip
    """Check a matrix and bring its rows into order."""
    data, rows, start = (arrays[letter + part] for part in "dip")
    empty = Columns(np.zeros(width + 1, np.int64), np.zeros(0, np.int32), np.zeros(0), height)

    def wrong(part: str, zh: str, en: str) -> None:
        problems.append(problem("LCI-121", place, letter + part, detail=Text(zh, en)))

    if any(x.ndim != 1 for x in (data, rows, start)):
        wrong("d", "不是一维数组", "not one-dimensional")
        return empty
    if data.dtype.kind != "f" or rows.dtype.kind not in "iu" or start.dtype.kind not in "iu":
        types = f"{data.dtype}, {rows.dtype}, {start.dtype}"
        wrong("d", f"数据类型 {types}", f"types {types}")
        return empty
    pointers = start.astype(np.int64)
    if len(pointers) != width + 1 or pointers[0] != 0 or pointers[-1] != len(data) or (np.diff(pointers) < 0).any():
        wrong("p", f"不能覆盖 {width} 列的 {len(data)} 项", f"does not cover {len(data)} entries in {width} columns")
        return empty
    if len(rows) != len(data) or (len(rows) and (int(rows.min()) < 0 or int(rows.max()) >= height)):
        told = f"{len(rows)} / {len(data)}"
        wrong("i", f"行号个数不符（{told}）或超出 {height}", f"not a row for each entry ({told}), or beyond {height}")
        return empty
    values = data.astype(np.float64)
    bad = np.flatnonzero(~np.isfinite(values))
    if len(bad):
        problems.append(problem("LCI-118", place, letter + "d", count=len(bad), row=int(bad[0])))
    column = np.repeat(np.arange(width), np.diff(pointers))
    order = np.lexsort((rows, column))
    if (order != np.arange(len(order))).any():
        # Spreads are aligned with entries, so that a matrix out of order cannot be sorted without them.
        wrong("i", "列内行号未按升序", "rows of a column are not ascending")
    elif len(rows) and ((np.diff(rows.astype(np.int64)) == 0) & (np.diff(column) == 0)).any():
        wrong("i", "列内行号重复", "a row stands twice in a column")
    return Columns(pointers, rows.astype(np.int32), values, height)


def _shapes(arrays: Mapping[str, NDArray[np.generic]], n: int, m: int, place: Place) -> list[Problem]:
    """Check what comes along with the matrices."""
    found: list[Problem] = []
    wanted = {"sigA": arrays["Ad"].shape, "sigB": arrays["Bd"].shape, "kind": (n,)}
    wanted |= dict.fromkeys(_OF_PROCESSES, (n,)) | dict.fromkeys(_OF_FLOWS, (m,))
    for name, shape in wanted.items():
        if name in arrays and arrays[name].shape != shape:
            found.append(problem("LCI-121", place, name, detail=f"{arrays[name].shape} ≠ {shape}"))
    if "C" in arrays and (arrays["C"].ndim != 2 or arrays["C"].shape[1] != m):  # noqa: PLR2004 - a table
        found.append(problem("LCI-121", place, "C", detail=f"{arrays['C'].shape}"))
    for name in ("sigA", "sigB", "C"):
        if name in arrays and arrays[name].dtype.kind == "f":
            bad = np.flatnonzero(~np.isfinite(arrays[name].ravel()))
            if len(bad):
                found.append(problem("LCI-118", place, name, count=len(bad), row=int(bad[0])))
            sizes = arrays[name].astype(np.float64)
            if name != "C" and ((sizes < 0) | (sizes > _WIDEST)).any():
                told = Text(f"有不在 0 与 {_WIDEST:g} 之间的值", f"values not between 0 and {_WIDEST:g}")
                found.append(problem("LCI-121", place, name, detail=told))
        elif name in arrays:
            found.append(problem("LCI-121", place, name, detail=str(arrays[name].dtype)))
    # What is read as text has to be text: bytes and numbers would come out as something else.
    kinds = {"kind": "iu"} | dict.fromkeys((*_OF_PROCESSES, *_OF_FLOWS), "U")
    found += [
        problem("LCI-121", place, key, detail=str(arrays[key].dtype))
        for key, kind in kinds.items()
        if key in arrays and arrays[key].dtype.kind not in kind
    ]
    return found
