"""The packed file: named arrays behind a small header, mapped into memory, never changed once written.

Layout, all little-endian::

    0   8 bytes  magic ``CARNETDB``
    8   u32      version of the layout, 1
    12  u32      length of the header in bytes
    16  u64      length of the whole file
    24  8 bytes  zero
    32  32 bytes SHA-256 of the header
    64  header   canonical JSON: kind, meta, and per array dtype, shape, offset, length, SHA-256
    …   arrays   raw, each at a multiple of 64 bytes from the start of the file

The header names the digest of every array, so that its own digest names the whole content and a file is found to be
what it says without reading all of it: the header is checked when it is opened, each array when it is first used.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import struct
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from carnet.canonical import canonical_bytes
from carnet.errors import InputError, Place, UsageError, problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carnet.errors import Problem

MAGIC = b"CARNETDB"
VERSION = 1
ALIGN = 64
_HEAD = struct.Struct("<8sIIQ8x32s")
_DIMENSIONS, _MOST = 3, 2**40
_MOST_HEADER = 64 * 1024 * 1024
DTYPES = ("<f8", "<f4", "<i8", "<i4", "|u1")


@dataclass(slots=True)
class Packed:
    """An open file: `meta` is plain JSON, arrays are views of the mapped file, checked when first asked for."""

    path: Path
    kind: str
    digest: str
    meta: Mapping[str, Any]
    entries: Mapping[str, Mapping[str, Any]]
    size: int
    view: memoryview
    checked: dict[str, Any] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def array(self, name: str) -> NDArray[Any]:
        """The array of that name.

        Raises:
            InputError: its bytes are not those that were written (LCI-164).
            KeyError: the file has no such array: ask with ``in`` first.
        """
        found = self.checked.get(name)
        if found is None:
            entry = self.entries[name]
            part = self.view[entry["offset"] : entry["offset"] + entry["length"]]
            if hashlib.sha256(part).hexdigest() != entry["sha256"]:
                raise InputError((problem("LCI-164", Place(file=self.path.name), name, part=name),))
            found = np.frombuffer(part, dtype=np.dtype(entry["dtype"])).reshape(entry["shape"])
            self.checked[name] = found
        return found

    def verify(self) -> None:
        """Check every array.

        Raises:
            InputError: every part that is damaged (LCI-164).
        """
        problems: list[Problem] = []
        for name in self.entries:
            try:
                self.array(name)
            except InputError as error:
                problems += error.problems
        if problems:
            raise InputError(tuple(problems))


def pack(
    kind: str, meta: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]
) -> tuple[str, list[bytes | memoryview]]:
    """Return the digest of a content and the pieces its file is made of; the same content gives the same bytes.

    Args:
        kind: what the file holds (``database``, ``answer``).
        meta: plain JSON values.
        arrays: C-contiguous or not; of a type of `DTYPES` after conversion to little-endian.
    """
    entries: dict[str, dict[str, Any]] = {}
    data: list[memoryview] = []
    offset = 0
    for name, given in sorted(arrays.items()):
        array = np.ascontiguousarray(given)
        array = array.astype(array.dtype.newbyteorder("<"), copy=False)
        if array.dtype.str not in DTYPES:
            message = f"{name} is of type {array.dtype.str}"
            raise TypeError(message)
        raw = memoryview(array.reshape(-1).view(np.uint8).data) if array.size else memoryview(b"")
        entries[name] = {
            "dtype": array.dtype.str,
            "shape": list(array.shape),
            "offset": offset,
            "length": raw.nbytes,
            "sha256": hashlib.sha256(raw).hexdigest(),
        }
        data.append(raw)
        offset += _up(raw.nbytes)
    # Offsets count from the end of the padded header, whose length depends on what the header says.
    header = canonical_bytes({"kind": kind, "meta": dict(meta), "arrays": entries})
    start = _up(_HEAD.size + len(header))
    digest = hashlib.sha256(header)
    head = _HEAD.pack(MAGIC, VERSION, len(header), start + offset, digest.digest())
    pieces: list[bytes | memoryview] = [head, header, bytes(start - _HEAD.size - len(header))]
    for raw in data:
        pieces += [raw, bytes(_up(raw.nbytes) - raw.nbytes)]
    return digest.hexdigest(), pieces


def write_packed(path: Path, pieces: list[bytes | memoryview]) -> None:
    """Write the file whole or not at all; who reads the former one goes on reading it.

    Raises:
        UsageError: the folder cannot be written to, or the disk is full (LCI-169).
    """
    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
        sync_folder(path.parent)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        raise UsageError((unwritable(path, error),)) from error
    except BaseException:
        if name:
            Path(name).unlink(missing_ok=True)
        raise


def unwritable(path: Path, error: OSError) -> Problem:
    """Why a file of the store could not be written."""
    return problem("LCI-169", Place(file=path.name), path.name, why=error.strerror or type(error).__name__)


def sync_folder(folder: Path) -> None:
    """Make a rename durable, where the system lets a folder be flushed."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_packed(path: Path, kind: str = "") -> Packed:
    """Map a file and check its header.

    Raises:
        UsageError: it is not there or cannot be read (LCI-165).
        InputError: it is no file of ours (LCI-161), of another version (LCI-162), cut short (LCI-163), damaged
            (LCI-164).
    """
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < _HEAD.size:
                raise InputError((_foreign(path),))
            # Private to this program: kernels may want writable arrays, the file is never written to.
            view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY))
    except OSError as error:
        raise UsageError((problem("LCI-165", Place(file=path.name), path.name, ("-",)),)) from error
    magic, version, header_length, length, digest = _HEAD.unpack(view[: _HEAD.size])
    if magic != MAGIC:
        raise InputError((_foreign(path),))
    if version != VERSION:
        found = problem("LCI-162", Place(file=path.name), str(version), version=str(version), known=str(VERSION))
        raise InputError((found,))
    if size != length or _HEAD.size + header_length > size or header_length > _MOST_HEADER:
        cut = problem("LCI-163", Place(file=path.name), path.name, expected=str(length), found=str(size))
        raise InputError((cut,))
    raw = bytes(view[_HEAD.size : _HEAD.size + header_length])
    if hashlib.sha256(raw).digest() != digest:
        raise InputError((problem("LCI-164", Place(file=path.name), "header", part="header"),))
    start = _up(_HEAD.size + header_length)
    try:
        header = json.loads(raw)
        if not isinstance(header["meta"], dict):
            raise InputError((problem("LCI-164", Place(file=path.name), "header", part="header"),))
        entries = {name: _entry(item, start, size) for name, item in header["arrays"].items()}
        if kind and header["kind"] != kind:
            raise InputError((_foreign(path),))
        return Packed(path, header["kind"], digest.hex(), header["meta"], entries, size, view)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise InputError((problem("LCI-164", Place(file=path.name), "header", part="header"),)) from error


def _entry(item: Mapping[str, Any], start: int, size: int) -> dict[str, Any]:
    dtype, shape = str(item["dtype"]), [int(n) for n in item["shape"]]
    offset, length = start + int(item["offset"]), int(item["length"])
    count = 1
    for n in shape:
        count *= n
    fits = dtype in DTYPES and min([*shape, 0]) == 0 and start <= offset <= offset + length <= size
    # Unaligned numbers and arrays of many dimensions are none of ours, and nobody could take them.
    fits = fits and offset % ALIGN == 0 and len(shape) <= _DIMENSIONS and max([*shape, 0]) <= _MOST
    if not fits or count * np.dtype(dtype).itemsize != length:
        message = "an array outside of its file"
        raise ValueError(message)
    return {"dtype": dtype, "shape": shape, "offset": offset, "length": length, "sha256": str(item["sha256"])}


def _foreign(path: Path) -> Problem:
    return problem("LCI-161", Place(file=path.name), path.name)


def _up(length: int) -> int:
    return -(-length // ALIGN) * ALIGN
