"""NumPy's .npy, guarded: the header is checked against the bytes that are there, objects (pickle) are never read."""

from __future__ import annotations

import hashlib
import io
import math
import warnings
from collections.abc import Mapping
from tokenize import TokenError

import numpy as np
from numpy.typing import NDArray

from carnet.errors import InputError, Place, Text, problem
from carnet.exchange.zipguard import ZipLimits, open_archive

LIMITS = ZipLimits(file_size=1_000_000_000, entries=500, entry_size=2_000_000_000, total_size=4_000_000_000)
_HEADER = 10_000
# What NumPy lets out of a header that is no Python literal, or one too deep to be read.
_OF_A_HEADER = (
    ValueError, TypeError, SyntaxError, EOFError, TokenError, RecursionError, MemoryError, OverflowError, IndexError,
)  # fmt: skip


def unpacked(data: bytes | Mapping[str, bytes], file: str) -> dict[str, bytes]:
    """Return the files of a zip, or of a folder as handed over; names without a common leading folder.

    Raises:
        InputError: FIL-001 … FIL-016.
    """
    if isinstance(data, Mapping):
        return dict(data)
    archive = open_archive(data, file, LIMITS)
    return {name: b"".join(archive.chunks(name)) for name in archive.entries}


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return a SHA-256 over names and contents."""
    whole = hashlib.sha256()
    for name in sorted(files):
        whole.update(name.encode() + b"\0" + hashlib.sha256(files[name]).digest())
    return whole.hexdigest()


def read_npy(data: bytes, name: str, file: str) -> NDArray[np.generic]:
    """Read one array.

    Raises:
        InputError: LCI-115: no .npy, objects in it, a header that promises other than there is.
    """

    def refuse(zh: str, en: str) -> InputError:
        return InputError((problem("LCI-115", Place(file=file), name, detail=Text(zh, en)),))

    stream = io.BytesIO(data)
    try:
        # NumPy has words about headers written by Python 2; nobody here can do anything about them.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            version = np.lib.format.read_magic(stream)
            read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
            shape, _, dtype = read(stream, max_header_size=_HEADER)
            promised = math.prod(shape) * dtype.itemsize
            there = len(data) - stream.tell()
            stream.seek(0)
            whole = promised == there and not dtype.hasobject
            found = np.load(stream, allow_pickle=False, max_header_size=_HEADER) if whole else None
    except _OF_A_HEADER as error:
        why = str(error).splitlines()[0][:160] if str(error) else "-"
        told = refuse(f"不是可读的 .npy 文件（{why}）", f"no readable .npy file ({why})")
        raise told from error
    if dtype.hasobject:
        told = refuse("含 Python 对象", "it holds Python objects")
        raise told
    if found is None:
        told = refuse(f"声明 {promised} 字节，实有 {there} 字节", f"{promised} bytes are announced, {there} are there")
        raise told
    return np.asarray(found)
