"""The files of the registers: one JSON line an entry, only ever appended, one writer at a time.

Beside ``NAME.jsonl`` stands ``NAME.head``: how many lines there were and the digest of the last, so that lines taken
off the end are seen. A line that was cut off while being written is never counted: at the next write it is moved to
``NAME.torn``, so that nothing stored is lost.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from carnet.canonical import digest_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
WAIT_SECONDS = 20
_PAUSE = 0.02


class BusyError(Exception):
    """Another writer kept the lock longer than `WAIT_SECONDS`."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A register as bytes: its whole lines without their ends, what is cut off behind them, and the note beside it."""

    lines: tuple[bytes, ...] = ()
    torn: bytes = b""
    head: tuple[int, str] | None = None


def read_register(folder: Path, name: str) -> Stored:
    """Read a register; nothing is changed.

    Raises:
        OSError: it cannot be read.
    """
    path = folder / f"{name}.jsonl"
    data = path.read_bytes() if path.exists() else b""
    *lines, torn = data.split(b"\n")
    return Stored(tuple(lines), torn, _head(folder, name))


def append_line(folder: Path, name: str, make: Callable[[Stored], bytes]) -> None:
    """Append one line under the lock.

    Args:
        folder: where registers lie; made when it is not there.
        name: of the register.
        make: gets the register as it stands under the lock and gives the new line, without its end; what it raises
            leaves the register as it was.

    Raises:
        BusyError: another writer did not end.
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder / f"{name}.lock"):
        stored = read_register(folder, name)
        line = make(stored)
        if b"\n" in line:  # pragma: no cover - canonical JSON has no line end
            raise ValueError(name)
        path = folder / f"{name}.jsonl"
        if stored.torn:
            _set_aside(folder / f"{name}.torn", stored.torn)
        whole = sum(len(each) + 1 for each in stored.lines)
        with path.open("r+b" if path.exists() else "xb") as file:
            file.truncate(whole)
            file.seek(whole)
            file.write(line + b"\n")
            file.flush()
            os.fsync(file.fileno())
        _write_head(folder, name, len(stored.lines) + 1, digest_bytes(line))


def _set_aside(path: Path, torn: bytes) -> None:
    with path.open("ab") as file:
        file.write(torn + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _head(folder: Path, name: str) -> tuple[int, str] | None:
    path = folder / f"{name}.head"
    if not path.exists():
        return None
    count, _, last = path.read_text("ascii", errors="replace").strip().partition(" ")
    # A note that cannot be read says that lines are missing: nobody else writes it.
    return (int(count), last) if count.isdecimal() else (sys.maxsize, "")


def _write_head(folder: Path, name: str, count: int, last: str) -> None:
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name}-")
    with os.fdopen(handle, "wb") as file:
        file.write(f"{count} {last}\n".encode("ascii"))
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(folder / f"{name}.head")


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock of a register; the system gives it back when a writer dies."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        end = time.monotonic() + WAIT_SECONDS
        while not _try_lock(handle):
            if time.monotonic() > end:
                raise BusyError
            time.sleep(_PAUSE)
        try:
            yield
        finally:
            _unlock(handle)
    finally:
        os.close(handle)


if sys.platform == "win32":  # pragma: no cover - the other system's way to the same lock
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
