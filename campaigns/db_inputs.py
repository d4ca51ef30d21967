"""Inputs for the readers of tables and arrays and for the packed file of a database, whole and damaged with a purpose.

A packed file whose header or content lies is signed again, so that the lie is found for what it is, not by its digest.
"""

from __future__ import annotations

import hashlib
import io
import json
import struct
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from tokenize import TokenError
from typing import TYPE_CHECKING, Any

import numpy as np

from campaigns.damage import NASTY_TEXTS, damaged_bytes, damaged_tree, seldom, spelled
from carnet.canonical import canonical_bytes
from carnet.lca.engine.arrays import LOGNORMAL, Columns, Matrices, Spreads
from carnet.store.database import FILE, Content, save_database
from carnet.store.database_file import MAGIC, VERSION

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

_TABLES = {
    "processes.csv": "uuid,name,location,type,license\nP1,grid,RNA,UNIT_PROCESS,free\nP2,mill,RNA,LCI_RESULT,free\n",
    "flows.csv": (
        "uuid,name,type,flow_property,category,location,cas\n"
        "F1,electricity,PRODUCT_FLOW,Energy,Utilities,RNA,\nF2,steel,PRODUCT_FLOW,Mass,Metals,RNA,\n"
        "F3,Carbon dioxide,ELEMENTARY_FLOW,Mass,Emissions/air,,124-38-9\n"
    ),
    "exchanges.csv": (
        "process,flow,input,amount,unit,is_ref,avoided,uncertainty,gsd\n"
        "P1,F1,False,1.0,kWh,True,False,,\nP1,F3,False,0.6,kg,False,False,lognormal,1.2\n"
        "P2,F2,False,1.0,kg,True,False,,\nP2,F1,True,7.2,MJ,False,False,,\n"
    ),
}
_CELLS = (*NASTY_TEXTS, "nan", "inf", '"', '"a,b"', "\n", "kWh", "P1", "F9", "True", "LOG_NORMAL", "1" * 400)
_SHAPES = ("(10**12,)", "(-1,)", "(2, 2**62)", "(1,)*70", "()", "(3.5,)", "(True,)", "('3',)", "(0,)", "(4000000000,)")
_DTYPES = ("<f8", ">f8", "|O", "<i8", "<U3", "|S7", "<c16", "|V8", "<M8[s]", "('<f8', (3,))", "[('row', '<i8')]", "?")
_LIES: tuple[object, ...] = (
    0,
    -1,
    1,
    3,
    2**31,
    2**62,
    2**63,
    10**30,
    1e300,
    "x",
    None,
    True,
    [],
    {},
    [2**62, 4],
    [1] * 70,
    [0, 2**62],
)
_INDEX = np.dtype([("row", np.int64), ("col", np.int64)])
_SPREAD = np.dtype(
    [("uncertainty_type", np.uint8), *((name, np.float32) for name in ("loc", "scale", "shape", "minimum", "maximum")),
     ("negative", np.bool_)]
)  # fmt: skip
_HEAD = struct.Struct("<8sIIQ8x32s")


def _npy(array: NDArray[Any]) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array)
    return stream.getvalue()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)  # no clock in the bytes
    return stream.getvalue()


def _unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _package() -> dict[str, bytes]:
    """A Brightway data package of two processes."""
    files: dict[str, bytes] = {}
    resources: list[dict[str, str]] = []
    for group, cells in (
        ("technosphere", [(11, 11, 1.0), (12, 12, 1.0), (11, 12, 0.5)]),
        ("biosphere", [(1, 11, 0.6), (2, 12, 0.1)]),
        ("characterization", [(1, 1, 1.0), (2, 2, 30.0)]),
    ):
        arrays = {
            "indices": np.array([c[:2] for c in cells], _INDEX), "data": np.array([c[2] for c in cells]),
            "flip": np.array([c[:2] == (11, 12) for c in cells]),
        }  # fmt: skip
        if group == "biosphere":
            arrays["distributions"] = np.array([(2, -0.5, 0.1, *[np.nan] * 3, False), (4, *[0.1] * 5, False)], _SPREAD)
        for kind, array in arrays.items():
            files[f"{group}.{kind}.npy"] = _npy(array)
            resources.append(
                {"profile": "data-resource", "mediatype": "application/octet-stream", "name": f"{group}.{kind}",
                 "path": f"{group}.{kind}.npy", "kind": kind, "matrix": f"{group}_matrix", "group": group,
                 "category": "vector"}
            )  # fmt: skip
    return files | {"datapackage.json": json.dumps({"name": "db", "resources": resources}).encode()}


def _arrays() -> dict[str, bytes]:
    """The arrays of three processes and two flows."""
    held = {
        "Ad": np.array([1.0, -0.1, -0.5, 2.0, 3.0, -1.0]), "Ai": np.array([0, 1, 0, 1, 1, 2], np.int32),
        "Ap": np.array([0, 2, 4, 6], np.int32), "Bd": np.array([0.5, 1.5, 0.2]), "Bi": np.array([0, 1, 0], np.int32),
        "Bp": np.array([0, 1, 2, 3], np.int32), "sigA": np.full(6, 0.1), "sigB": np.full(3, 0.2),
        "C": np.array([[1.0, 30.0]]), "kind": np.array([0, 1, 0], np.int8), "names": np.array(["steel", "grid", "tip"]),
    }  # fmt: skip
    return {f"{name}.npy": _npy(array) for name, array in held.items()}


def _content() -> Content:
    technosphere = Columns(np.array([0, 2, 3]), np.array([0, 1, 1], np.int32), np.array([1.0, -0.5, -1.0]), 2)
    biosphere = Columns(np.array([0, 1, 1]), np.array([0], np.int32), np.array([3.0]), 1)
    spreads = [
        Spreads(np.full(n, LOGNORMAL, np.uint8), np.ones(n), np.full(n, 0.1, np.float32), *np.zeros((2, n), np.float32))
        for n in (3, 1)
    ]
    return Content(
        "small", "1", "arrays", Matrices(technosphere, biosphere, spreads[0], spreads[1]),
        {"id": ["zinc", "钢"], "name": ["Zinc", "钢材"]}, {"id": ["co2"], "name": ["CO2"], "unit": ["kg"]},
    )  # fmt: skip


@cache
def seeds() -> dict[str, bytes]:
    """One whole input for each reader."""
    return {
        "tables": _zipped({name: text.encode() for name, text in _TABLES.items()}),
        "brightway": _zipped(_package()),
        "arrays": _zipped(_arrays()),
        "database": _saved(),
    }


def _saved() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        digest = save_database(Path(folder), _content())
        return (Path(folder) / digest / FILE).read_bytes()


def mutated(reader: str, chance: random.Random) -> bytes:
    """One input damaged with a thought for structure."""
    ways: dict[str, Callable[[random.Random], bytes]] = {
        "tables": _tables, "brightway": _brightway, "arrays": _npz, "database": _packed
    }  # fmt: skip
    return ways[reader](chance)


def _tables(chance: random.Random) -> bytes:
    """Cells, columns and rows exchanged, doubled, dropped; a table missing; now and then one in Parquet."""
    files = dict(_TABLES)
    for _ in range(chance.randint(1, 4)):
        name = chance.choice(list(files))
        rows = [line.split(",") for line in files[name].splitlines()]
        row = chance.randrange(len(rows))
        cell = chance.randrange(max(len(rows[row]), 1))
        kind = chance.choice(("cell", "cell", "cell", "drop", "double", "head", "cut", "mark"))
        if kind == "cell" and rows[row]:
            rows[row][cell] = chance.choice(_CELLS)
        elif kind == "drop":
            del rows[row]
        elif kind == "double":
            rows.insert(row, chance.choice(rows))
        elif kind == "head" and rows[0]:
            rows[0][chance.randrange(len(rows[0]))] = chance.choice((*_CELLS, *rows[0]))
        elif kind == "cut":
            rows[row] = rows[row][:cell]
        mark = chance.choice(",;\t") if kind == "mark" else ","
        files[name] = "\n".join(mark.join(each) for each in rows) or "x"
    data = {name: text.encode("utf-8", "surrogatepass") for name, text in files.items()}
    if seldom(chance, 8):
        del data[chance.choice(list(data))]
    if seldom(chance, 6):
        data["exchanges.parquet"] = damaged_bytes(_parquet(), chance)
    return _zipped(data)


@cache
def _parquet() -> bytes:
    import pyarrow as pa  # noqa: PLC0415 - only for one kind of damage
    from pyarrow import parquet  # noqa: PLC0415

    head, *rows = (line.split(",") for line in _TABLES["exchanges.csv"].splitlines())
    table = pa.table({name: [row[n] for row in rows] for n, name in enumerate(head)})
    stream = io.BytesIO()
    parquet.write_table(table, stream)
    return stream.getvalue()


def _lying(data: bytes, chance: random.Random) -> bytes:
    """An .npy whose header says other than there is, whose content is odd, or which is cut."""
    kind = chance.choice(("header", "header", "values", "cut", "version"))
    try:
        array: NDArray[Any] = np.load(io.BytesIO(data)).copy()
    except (ValueError, EOFError, MemoryError, SyntaxError, TypeError, TokenError):  # damaged once already
        return data[: chance.randrange(len(data) + 1)]
    if kind == "header":
        shape = chance.choice((*_SHAPES, repr(array.shape)))
        dtype = chance.choice((*_DTYPES, array.dtype.str))
        described = dtype if dtype[0] in "([" else repr(dtype)
        text = f"{{'descr': {described}, 'fortran_order': {chance.choice((True, False, 3))}, 'shape': {shape}, }}"
        head = text.encode() + b" " * (-(len(text) + 11) % 64) + b"\n"
        return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head + array.tobytes()
    if kind == "values":
        if array.size and array.dtype.kind in "fi":
            most = 2 ** (8 * array.itemsize - 1) - 1
            odd = (np.nan, np.inf, -1.0, 1e300, 0.0) if array.dtype.kind == "f" else (-1, 0, 7, most)
            array.flat[chance.randrange(array.size)] = chance.choice(odd)
        return _npy(array)
    if kind == "version":
        return data[:6] + bytes((chance.choice((0, 2, 3, 9)), 0)) + data[8:]
    return data[: chance.randrange(len(data))]


def _part(files: dict[str, bytes], chance: random.Random) -> None:
    """Damage, drop or exchange one of the arrays."""
    name = chance.choice([each for each in files if each.endswith(".npy")])
    kind = chance.choice(("lie", "lie", "lie", "drop", "exchange", "bytes"))
    if kind == "lie":
        files[name] = _lying(files[name], chance)
    elif kind == "drop":
        del files[name]
    elif kind == "exchange":
        files[name] = chance.choice([*files.values()])
    else:
        files[name] = damaged_bytes(files[name], chance)


def _brightway(chance: random.Random) -> bytes:
    files = _package()
    for _ in range(chance.randint(1, 2)):
        if seldom(chance, 2):
            tree = json.loads(_package()["datapackage.json"])
            files["datapackage.json"] = spelled(damaged_tree(tree, chance, chance.randint(1, 4)))
        else:
            _part(files, chance)
    if seldom(chance, 20):
        files["datapackage.json"] = b"[" * 100_000
    return _zipped(files)


def _npz(chance: random.Random) -> bytes:
    files = _arrays()
    for _ in range(chance.randint(1, 2)):
        _part(files, chance)
    return _zipped(files)


# ── the packed file ──────────────────────────────────────────────────────────────────────────────


def _packed(chance: random.Random) -> bytes:
    """A packed file cut, grown, with turned bits, or with a header or arrays that lie and are signed again."""
    whole = seeds()["database"]
    kind = chance.choice(("cut", "grown", "head", "header", "header", "header", "array", "array", "array", "deep"))
    if kind == "cut":
        return whole[: chance.randrange(len(whole))]
    if kind == "grown":
        return whole + chance.randbytes(chance.choice((1, 64, 5000)))
    if kind == "head":
        at, size = chance.choice(((8, 4), (12, 4), (16, 8), (24, 8), (32, 8)))
        return whole[:at] + chance.choice((b"\xff" * size, b"\0" * size, chance.randbytes(size))) + whole[at + size :]
    header, content = opened(whole)
    if kind == "deep":
        return signed(b"[" * 200_000, content)
    if kind == "array":
        _lie_in_array(header, content, chance)
    else:
        for _ in range(chance.randint(1, 3)):
            _lie_in_header(header, chance)
    return signed(canonical_or_plain(header), content)


def opened(whole: bytes) -> tuple[dict[str, Any], bytearray]:
    """The header of a packed file and the bytes of its arrays."""
    length = struct.unpack_from("<I", whole, 12)[0]
    return json.loads(whole[64 : 64 + length]), bytearray(whole[-(-(64 + length) // 64) * 64 :])


def canonical_or_plain(header: dict[str, Any]) -> bytes:
    """A header as it is written, or as JSON where it holds what cannot be."""
    try:
        return canonical_bytes(header)
    except Exception:  # noqa: BLE001 - whatever keeps it from being canonical is what is wanted here
        return json.dumps(header).encode("utf-8", "replace")


def signed(header: bytes, content: bytes | bytearray) -> bytes:
    """A packed file with the digest of its header in place."""
    start = -(-(64 + len(header)) // 64) * 64
    head = _HEAD.pack(MAGIC, VERSION, len(header), start + len(content), hashlib.sha256(header).digest())
    return head + header + bytes(start - 64 - len(header)) + bytes(content)


def _lie_in_header(header: dict[str, Any], chance: random.Random) -> None:
    arrays = header.get("arrays")
    kind = chance.choice(("tree", "entry", "entry", "entry", "drop", "exchange", "meta"))
    if kind == "tree" or not isinstance(arrays, dict) or not all(isinstance(each, dict) for each in arrays.values()):
        tree = damaged_tree(header, chance, 1)
        header.clear()
        header.update(tree)
    elif kind == "meta" and isinstance(header.get("meta"), dict):
        header["meta"][chance.choice(list(header["meta"]) or ["title"])] = chance.choice(_LIES)
    elif arrays:
        name = chance.choice(list(arrays))
        if kind == "drop":
            del arrays[name]
        elif kind == "exchange":
            arrays[name] = dict(chance.choice([*arrays.values()]))
        else:
            arrays[name][chance.choice(("dtype", "shape", "offset", "length", "sha256"))] = chance.choice(
                (*_LIES, *(dtype for dtype in _DTYPES), [3], [1, 3], "<f4", "<i4")
            )


def _lie_in_array(header: dict[str, Any], content: bytearray, chance: random.Random) -> None:
    """Other numbers in an array, its digest made right: rows beyond the matrix, starts that go back, no text."""
    entry = header["arrays"][chance.choice([name for name, each in header["arrays"].items() if each["length"]])]
    at, length = entry["offset"], entry["length"]
    width = int(entry["dtype"][2:])
    place = at + width * chance.randrange(length // width)
    content[place : place + width] = chance.choice((b"\xff" * width, b"\x7f" * width, chance.randbytes(width)))
    entry["sha256"] = hashlib.sha256(content[at : at + length]).hexdigest()
