"""A Brightway data package (bw_processing): JSON and .npy, read without Brightway.

Persistent vectors of ``technosphere_matrix``, ``biosphere_matrix`` and ``characterization_matrix`` are read, with
``flip`` and ``distributions``. Within a group entries of one place add up, a later group replaces what an earlier one
says of a place, unless the package's own flags say otherwise. Interfaces (dynamic resources), scenario arrays and
Parquet vectors are refused by name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from carnet.errors import InputError, Place, Problem, Text, problem, raise_if
from carnet.exchange.lci_npy import digest_of, read_npy, unpacked
from carnet.inventory.lci import NO_SPREAD, LciFlow, Spread
from carnet.lca.engine.arrays import Matrices
from carnet.lca.linking.assemble import Entries
from carnet.lca.linking.given import ArrayDatabase
from carnet.lca.linking.providers import Column

FORMAT = "brightway"
_MANIFEST = "datapackage.json"
_TECHNOSPHERE, _BIOSPHERE, _FACTORS = "technosphere_matrix", "biosphere_matrix", "characterization_matrix"
_NAMED = 8
# Numbers of stats_arrays.
_NONE, _LOGNORMAL, _NORMAL, _UNIFORM, _TRIANGULAR = {0, 1}, 2, 3, 4, 5
_DISTRIBUTION_FIELDS = frozenset({"uncertainty_type", "loc", "scale", "minimum", "maximum", "negative"})


@dataclass(frozen=True, slots=True)
class _Vector:
    """One group: rows and columns by id, values with their sign, distributions or None."""

    group: str
    matrix: str
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: NDArray[np.float64]
    flip: NDArray[np.bool_]
    distributions: NDArray[np.generic] | None


def read(
    data: bytes | Mapping[str, bytes],
    file: str,
    *,
    names: Mapping[int, str] | None = None,
    name: str = "",
    version: str = "",
    licence: str = "",
    redistribution: str = "unknown",
) -> tuple[ArrayDatabase, tuple[Problem, ...]]:
    """Read a data package.

    Args:
        data: a zip, or the files of a folder by name.
        file: the bare name of it.
        names: names by Brightway id, where the caller has them; else the id is the name.
        name: of the database; "" as the files say, or theirs.
        version: "" as the files say.
        licence: "" as the files say.
        redistribution: one of `carnet.inventory.lci.REDISTRIBUTION`.

    Returns:
        The database, and warnings (LCI-119: distributions of other kinds, read as fixed).

    Raises:
        InputError: LCI-113 … LCI-118, all that can be told at once.
    """
    files = {name.rpartition("/")[2]: content for name, content in unpacked(data, file).items()}
    manifest = _manifest(files, file)
    vectors = _vectors(manifest, files, file)
    warnings: list[Problem] = []
    technosphere = [v for v in vectors if v.matrix == _TECHNOSPHERE]
    biosphere = [v for v in vectors if v.matrix == _BIOSPHERE]
    if not technosphere:
        raise InputError(
            (
                problem(
                    "LCI-113", Place(file=file), file=file, detail=Text(f"没有 {_TECHNOSPHERE}", f"no {_TECHNOSPHERE}")
                ),
            )
        )
    row_of, column_of = _pairs(technosphere, file)
    flow_ids = sorted({int(r) for v in vectors if v.matrix in {_BIOSPHERE, _FACTORS} for r in v.rows.tolist()})
    flow_of = {flow: i for i, flow in enumerate(flow_ids)}
    strays = sorted({int(c) for v in biosphere for c in v.columns.tolist()} - set(column_of))
    if strays:
        told = tuple(str(s) for s in strays[:_NAMED])
        raise InputError((problem("LCI-114", Place(file=file), _BIOSPHERE, told, path=", ".join(told)),))
    a = _entries(technosphere, row_of, column_of, manifest, warnings, file)
    b = _entries(biosphere, flow_of, column_of, manifest, warnings, file)
    n = len(column_of)
    tech, tech_spread = a.columns(n, n)
    bio, bio_spread = b.columns(len(flow_ids), n)
    known = names or {}
    production = {row: value for (column, row), value in _sums(a).items() if column == row}
    product_of = {j: product for product, j in row_of.items()}
    columns = tuple(
        Column(
            str(process), known.get(process, str(process)), "", str(product_of[j]),
            known.get(product_of[j], str(product_of[j])), "1", abs(production.get(j, 0.0)),
            takes=production.get(j, 0.0) < 0,
        )
        for process, j in column_of.items()
    )  # fmt: skip
    flows = tuple(LciFlow(str(f), known.get(f, str(f)), "elementary", "1") for f in flow_ids)
    stated = str(manifest.get("name") or file)
    database = ArrayDatabase(
        stated, name or stated, version or str(manifest.get("version", "")), FORMAT,
        Matrices(tech, bio, tech_spread, bio_spread), columns, flows, _factors(vectors, flow_of),
        licence=licence or _licence(manifest), redistribution=redistribution, source_digest=digest_of(files),
        facts={"processes": str(n), "flows": str(len(flow_ids)), "id": str(manifest.get("id", ""))},
    )  # fmt: skip
    return database, tuple(warnings)


def _manifest(files: Mapping[str, bytes], file: str) -> dict[str, object]:
    def refuse(zh: str, en: str) -> InputError:
        return InputError((problem("LCI-113", Place(file=file), file=file, detail=Text(zh, en)),))

    if _MANIFEST not in files:
        told = refuse(f"没有 {_MANIFEST}", f"no {_MANIFEST}")
        raise told
    try:
        manifest = json.loads(files[_MANIFEST].decode("utf-8"))
    except (ValueError, RecursionError) as error:
        told = refuse(f"{_MANIFEST}：{str(error)[:120]}", f"{_MANIFEST}: {str(error)[:120]}")
        raise told from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("resources"), list):
        told = refuse(f"{_MANIFEST} 没有资源列表", f"{_MANIFEST} has no list of resources")
        raise told
    return manifest


def _vectors(manifest: Mapping[str, object], files: Mapping[str, bytes], file: str) -> list[_Vector]:
    problems: list[Problem] = []
    groups: dict[str, dict[str, dict[str, object]]] = {}
    resources = manifest["resources"]
    for resource in resources if isinstance(resources, list) else []:
        if isinstance(resource, dict) and str(resource.get("matrix")) in {_TECHNOSPHERE, _BIOSPHERE, _FACTORS}:
            groups.setdefault(str(resource.get("group")), {})[str(resource.get("kind"))] = resource
    vectors: list[_Vector] = []
    for group, parts in groups.items():
        try:
            vectors.append(_vector(group, parts, files, file))
        except InputError as error:
            problems += error.problems
    raise_if(problems)
    return vectors


def _vector(
    group: str, parts: Mapping[str, Mapping[str, object]], files: Mapping[str, bytes], file: str
) -> _Vector:  # fmt: skip
    place = Place(file=file)
    arrays: dict[str, NDArray[np.generic]] = {}
    for kind, resource in parts.items():
        if kind not in {"indices", "data", "flip", "distributions"}:
            raise InputError((problem("LCI-116", place, group, detail=kind),))
        told = str(resource.get("category") or "vector")
        if resource.get("profile") == "interface" or told != "vector" or "parquet" in str(resource.get("mediatype")):
            detail = f"{resource.get('profile')}, {told}, {resource.get('mediatype')}"
            raise InputError((problem("LCI-116", place, group, detail=detail),))
        path = str(resource.get("path", "")).rpartition("/")[2]
        if path not in files:
            raise InputError((problem("LCI-114", place, group, path=path),))
        arrays[kind] = read_npy(files[path], f"{group}.{kind}", file)
    missing = [kind for kind in ("indices", "data") if kind not in arrays]
    if missing:
        raise InputError((problem("LCI-114", place, group, path=", ".join(missing)),))
    _check(group, arrays, place)
    indices, values = arrays["indices"], arrays["data"].astype(np.float64)
    flip = arrays.get("flip", np.zeros(len(values), bool)).astype(bool)
    matrix = str(next(iter(parts.values()))["matrix"])
    rows, columns = (_field(indices, name).astype(np.int64) for name in ("row", "col"))
    return _Vector(group, matrix, rows, columns, values, flip, arrays.get("distributions"))


def _field(array: NDArray[np.generic], name: str) -> NDArray[np.generic]:
    """Return one field of a structured array."""
    return cast("NDArray[np.generic]", cast("NDArray[np.void]", array)[name])


def _check(group: str, arrays: Mapping[str, NDArray[np.generic]], place: Place) -> None:
    found: list[Problem] = []

    def wrong(kind: str, zh: str, en: str) -> None:
        found.append(problem("LCI-115", place, f"{group}.{kind}", detail=Text(zh, en)))

    size = len(arrays["data"]) if arrays["data"].ndim == 1 else -1
    for kind, array in arrays.items():
        if array.ndim != 1 or len(array) != size:
            wrong(kind, f"形状 {array.shape}，应有 {size} 项", f"shape {array.shape}, {size} entries are due")
    pair = set(arrays["indices"].dtype.names or ()) == {"row", "col"}
    if not pair or any(_field(arrays["indices"], field).dtype.kind not in "iu" for field in ("row", "col")):
        wrong("indices", f"类型 {arrays['indices'].dtype}", f"dtype {arrays['indices'].dtype}")
    if "flip" in arrays and arrays["flip"].dtype.kind not in "biu":
        wrong("flip", f"类型 {arrays['flip'].dtype}", f"dtype {arrays['flip'].dtype}")
    if arrays["data"].dtype.kind not in "fiu":
        wrong("data", f"类型 {arrays['data'].dtype}", f"dtype {arrays['data'].dtype}")
    else:
        bad = np.flatnonzero(~np.isfinite(arrays["data"].astype(np.float64)).ravel())
        if len(bad):
            found.append(problem("LCI-118", place, f"{group}.data", count=len(bad), row=int(bad[0])))
    if "distributions" in arrays and not set(arrays["distributions"].dtype.names or ()) >= _DISTRIBUTION_FIELDS:
        told = arrays["distributions"].dtype
        wrong("distributions", f"类型 {told}", f"dtype {told}")
    raise_if(found)


def _pairs(vectors: list[_Vector], file: str) -> tuple[dict[int, int], dict[int, int]]:
    """Return the number of each product's row and of each process's column; equal for a process and its product."""
    products = sorted({int(r) for v in vectors for r in v.rows.tolist()})
    processes = sorted({int(c) for v in vectors for c in v.columns.tolist()})
    column_of = {process: j for j, process in enumerate(processes)}
    if products == processes:
        return dict(column_of), column_of
    if len(products) == len(processes):
        # Products with ids of their own: the one thing each process makes is its product.
        made: dict[int, list[int]] = {process: [] for process in processes}
        for v in vectors:
            signed = np.where(v.flip, -v.values, v.values)
            for row, column, value in zip(v.rows.tolist(), v.columns.tolist(), signed.tolist(), strict=True):
                if value > 0:
                    made[column].append(row)
        pairs = {rows[0]: column_of[process] for process, rows in made.items() if len(rows) == 1}
        if len(pairs) == len(processes):
            return pairs, column_of
    odd = tuple(str(x) for x in sorted(set(products) ^ set(processes))[:_NAMED])
    told = problem("LCI-117", Place(file=file), "", odd, products=len(products), processes=len(processes))
    raise InputError((told,))


def _entries(
    vectors: list[_Vector], row_of: Mapping[int, int], column_of: Mapping[int, int], manifest: Mapping[str, object],
    warnings: list[Problem], file: str,
) -> Entries:  # fmt: skip
    whole = Entries()
    add_groups = bool(manifest.get("sum_inter_duplicates", False))
    add_entries = bool(manifest.get("sum_intra_duplicates", True))
    for v in vectors:
        mine = Entries()
        spreads, bad = _spreads(v)
        if bad:
            kinds = ", ".join(str(k) for k in sorted(bad))
            count = sum(bad.values())
            warnings.append(problem("LCI-119", Place(file=file), v.group, (), "warning", count=count, kinds=kinds))
        for place, (r, c) in enumerate(zip(v.rows.tolist(), v.columns.tolist(), strict=True)):
            row, column = row_of[r], column_of[c]
            if not add_entries:
                mine.cells.pop((column, row), None)
            sign = -1.0 if v.flip[place] else 1.0
            mine.add(row, column, sign * float(v.values[place]), spreads[place] if spreads else NO_SPREAD, sign)
        for key, parts in mine.cells.items():
            whole.cells[key] = whole.cells.get(key, []) + parts if add_groups else parts
    return whole


def _spreads(v: _Vector) -> tuple[list[Spread], dict[int, int]]:
    if v.distributions is None:
        return [], {}
    spreads: list[Spread] = []
    bad: dict[int, int] = {}
    fields = {name: _field(v.distributions, name).tolist() for name in _DISTRIBUTION_FIELDS}
    for place, kind in enumerate(fields["uncertainty_type"]):
        loc, scale, low, high = (float(fields[f][place]) for f in ("loc", "scale", "minimum", "maximum"))
        spread: Spread | None = NO_SPREAD if kind in _NONE else None
        if kind == _LOGNORMAL and np.isfinite([loc, scale]).all():
            spread = Spread("lognormal", float(np.exp(loc)) * (-1.0 if fields["negative"][place] else 1.0), scale)
        elif kind == _NORMAL and np.isfinite([loc, scale]).all():
            spread = Spread("normal", loc, scale)
        elif kind == _UNIFORM and np.isfinite([low, high]).all():
            spread = Spread("uniform", (low + high) / 2, 0.0, low, high)
        elif kind == _TRIANGULAR and np.isfinite([loc, low, high]).all():
            spread = Spread("triangular", loc, 0.0, low, high)
        if spread is None:
            bad[int(kind)] = bad.get(int(kind), 0) + 1
        spreads.append(spread or NO_SPREAD)
    return spreads, bad


def _sums(entries: Entries) -> dict[tuple[int, int], float]:
    return {key: sum(value for value, _ in parts) for key, parts in entries.cells.items() if key[0] == key[1]}


def _factors(vectors: list[_Vector], flow_of: Mapping[int, int]) -> dict[str, NDArray[np.float64]]:
    factors: dict[str, NDArray[np.float64]] = {}
    for v in vectors:
        if v.matrix == _FACTORS:
            vector = np.zeros(len(flow_of))
            np.add.at(vector, [flow_of[r] for r in v.rows.tolist()], np.where(v.flip, -v.values, v.values))
            factors[v.group] = vector
    return factors


def _licence(manifest: Mapping[str, object]) -> str:
    listed = manifest.get("licenses")
    if not isinstance(listed, list):
        return ""
    return ", ".join(str(x.get("name") or x.get("title") or "") for x in listed if isinstance(x, dict))
