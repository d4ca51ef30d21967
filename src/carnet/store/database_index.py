"""The list of databases of a home: which name stands for which digest."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from carnet.errors import InputError, Place, UsageError, problem
from carnet.errors.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from carnet.errors import Problem

FOLDER = "databases"
INDEX = "index.json"
FORMAT = "carnet-databases/1"
_LOCK = ".lock"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_PATIENCE = 10.0  # seconds another import may hold the list


@dataclass(frozen=True, slots=True)
class Named:
    """One entry of the list."""

    name: str
    digest: str


def root_of(home: str | Path) -> Path:
    """The folder of the databases of a home."""
    return Path(home) / FOLDER


def listed(root: Path) -> tuple[Named, ...]:
    """The databases by name; none where there is no list yet.

    Raises:
        InputError: the list cannot be read (LCI-167).
    """
    path = root / INDEX
    try:
        data = json.loads(path.read_bytes())
        if data["format"] != FORMAT:
            raise ValueError(data["format"])  # noqa: TRY301 - told below with the other faults of the file
        found = [Named(str(item["name"]), str(item["digest"])) for item in data["databases"]]
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError((problem("LCI-167", Place(file=INDEX), INDEX, why=type(error).__name__),)) from error
    if any(not re.fullmatch(r"[0-9a-f]{64}", item.digest) for item in found):
        raise InputError((problem("LCI-167", Place(file=INDEX), INDEX, why="digest"),))
    return tuple(sorted(found, key=lambda item: item.name))


def digest_of(root: Path, name: str) -> str:
    """The digest a name, or the beginning of a digest of at least eight digits, stands for.

    Raises:
        UsageError: there is no such database (LCI-165).
        InputError: the list cannot be read (LCI-167).
    """
    found = listed(root)
    for item in found:
        if item.name == name:
            return item.digest
    if re.fullmatch(r"[0-9a-f]{8,64}", name):
        digests = sorted({item.digest for item in found if item.digest.startswith(name)})
        if len(digests) == 1:
            return digests[0]
    names = [item.name for item in found]
    near = nearest(name, names) or tuple(names[:8]) or ("-",)
    raise UsageError((problem("LCI-165", None, name, near),))


def free_name(root: Path, name: str) -> str:
    """Check a new name: small letters, digits, dot, dash, underscore, not taken.

    Raises:
        UsageError: it is no such name, or taken (LCI-166).
    """
    taken = tuple(item.name for item in listed(root))
    if not _NAME.fullmatch(name) or name in taken:
        raise UsageError((problem("LCI-166", None, name, taken or ("-",)),))
    return name


def plain_name(text: str) -> str:
    """A name made of any text: ``U.S. LCI 2021`` gives ``u.s.-lci-2021``."""
    return re.sub(r"[^a-z0-9._]+", "-", text.casefold()).strip("-._")[:64] or "database"


def enter(root: Path, name: str, digest: str, *, replace: bool = False) -> None:
    """Put a database on the list; a name that already means the same database stays.

    Raises:
        UsageError: the name is no name, or stands for another database (LCI-166); the list is held (LCI-168) or cannot
            be written (LCI-169).
    """
    if not _NAME.fullmatch(name):
        raise UsageError((problem("LCI-166", None, name, ("-",)),))

    def change(names: dict[str, str]) -> None:
        if not replace and names.get(name, digest) != digest:
            raise UsageError((problem("LCI-166", None, name, tuple(sorted(names))),))
        names[name] = digest

    _change(root, change)


def rename(root: Path, name: str, new: str) -> None:
    """Give a database another name.

    Raises:
        UsageError: no such database (LCI-165), the new name cannot be taken (LCI-166), LCI-168, LCI-169.
    """
    digest_of(root, name)
    free_name(root, new)

    def change(names: dict[str, str]) -> None:
        names[new] = names.pop(name)

    _change(root, change)


def remove(root: Path, name: str) -> bool:
    """Take a database off the list and, when no other name means it, its files off the disk.

    Returns:
        Whether files were deleted.

    Raises:
        UsageError: no such database (LCI-165), LCI-168, LCI-169.
    """
    digest = digest_of(root, name)
    left: list[str] = []

    def change(names: dict[str, str]) -> None:
        gone = [name] if name in names else [key for key, value in names.items() if value == digest]
        for key in gone:
            names.pop(key, None)
        left.extend(names.values())

    _change(root, change)
    if digest in left:
        return False
    shutil.rmtree(root / digest, ignore_errors=True)
    return True


def _change(root: Path, change: Callable[[dict[str, str]], None]) -> None:
    with _held(root):
        names = {item.name: item.digest for item in listed(root)}
        change(names)
        entries = [{"name": name, "digest": names[name]} for name in sorted(names)]
        data = (json.dumps({"format": FORMAT, "databases": entries}, indent=2) + "\n").encode()
        try:
            handle, spare = tempfile.mkstemp(prefix=".index.", dir=root)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(spare).replace(root / INDEX)
        except OSError as error:
            raise UsageError((_unwritable(error),)) from error


@contextlib.contextmanager
def _held(root: Path) -> Iterator[None]:
    """Hold the list; the system lets go of it when the program ends, however it ends."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        handle = os.open(root / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise UsageError((_unwritable(error),)) from error
    try:
        until = time.monotonic() + _PATIENCE
        while not _lock(handle):
            if time.monotonic() > until:
                raise UsageError((problem("LCI-168", Place(file=INDEX), INDEX),))
            time.sleep(0.02)
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    try:
        import fcntl  # noqa: PLC0415 - not on every system
    except ImportError:
        return True  # the rename alone then keeps the list whole; of two changes at once the later one stands
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _unwritable(error: OSError) -> Problem:
    return problem("LCI-169", Place(file=INDEX), INDEX, why=error.strerror or type(error).__name__)
