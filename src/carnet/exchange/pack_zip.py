"""The zip around a pack, in exactly one byte form for given entries.

Entries are stored, not compressed, one behind the other from byte 0, with the DOS date 1980-01-01, no flags, no
extra field, no comment; the directory follows in the same order, then the end record, then nothing. So a zip is
either byte for byte what `write_container` makes of its entries, or it has been changed, and there is no bit in it
that could be changed unseen. (`docs/adr/0006-packs-are-stored-zips.md` says why entries are not compressed.)

The layout is that of PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.errors import InputError
from carnet.exchange.zipguard import ZipLimits, open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LIMITS = ZipLimits(file_size=200_000_000, total_size=64_000_000)
LONGEST_NAME = 200

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_VERSION = 20  # 2.0: plain files and folders
_MIDNIGHT, _FIRST_DAY = 0, 0x21  # 00:00:00 on 1980-01-01, the earliest a zip can say

DIRECTORY_END = "(zip end record)"
BEFORE = "(before the zip)"
AFTER = "(behind the zip)"
WHOLE = "(the zip as a whole)"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in the zip: its name as the bytes that stand there, and its content."""

    name: bytes
    data: bytes

    @property
    def shown(self) -> str:
        """The name as text; bytes that are none are shown escaped."""
        text = self.name.decode("utf-8", "backslashreplace")
        if text.isprintable():
            return text
        return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of the zip and the entry it belongs to, or one of the names in parentheses above."""

    start: int
    end: int
    owner: str


def write_container(entries: Sequence[Entry]) -> bytes:
    """Return the one zip of these entries, in their order."""
    return b"".join(piece for piece, _ in _pieces(entries))


def zones(entries: Sequence[Entry]) -> tuple[Zone, ...]:
    """Return what each stretch of the one zip of these entries belongs to."""
    found = []
    position = 0
    for piece, owner in _pieces(entries):
        found.append(Zone(position, position + len(piece), owner))
        position += len(piece)
    return tuple(found)


def _pieces(entries: Sequence[Entry]) -> Iterator[tuple[bytes, str]]:
    directory: list[tuple[bytes, str]] = []
    position = 0
    for entry in entries:
        fixed = (_VERSION, 0, 0, _MIDNIGHT, _FIRST_DAY, zlib.crc32(entry.data), len(entry.data), len(entry.data))
        local = _LOCAL.pack(_LOCAL_MARK, *fixed, len(entry.name), 0) + entry.name
        yield local, entry.shown
        yield entry.data, entry.shown
        central = _CENTRAL.pack(_CENTRAL_MARK, _VERSION, *fixed, len(entry.name), 0, 0, 0, 0, 0, position)
        directory.append((central + entry.name, entry.shown))
        position += len(local) + len(entry.data)
    yield from directory
    size = sum(len(piece) for piece, _ in directory)
    yield _END.pack(_END_MARK, 0, 0, len(directory), len(directory), size, position, 0), DIRECTORY_END


def readings(data: bytes) -> tuple[tuple[Entry, ...], ...]:
    """Read the entries by the headers and by the directory, and if neither gives any, as a zip program would.

    A zip that is whole gives the same entries both ways and they are returned once; one that was changed may not, and
    the caller keeps the reading that explains most. What cannot be read one way is left out.
    """
    found = [entries for entries in (_by_headers(data), _by_directory(data)) if entries]
    if len(found) > 1 and found[0] == found[1]:
        return (found[0],)
    return tuple(found) or tuple(entries for entries in (as_any_zip(data),) if entries)


def _by_headers(data: bytes) -> tuple[Entry, ...] | None:
    position = data.find(_LOCAL_MARK)
    found: list[Entry] = []
    while position >= 0 and data.startswith(_LOCAL_MARK, position) and position + _LOCAL.size <= len(data):
        _, _, _, method, _, _, _, packed, size, name_size, extra = _LOCAL.unpack_from(data, position)
        start = position + _LOCAL.size + name_size + extra
        if method or packed != size or name_size > LONGEST_NAME or start + size > len(data):
            return None
        if len(found) >= LIMITS.entries:
            return None
        name = data[position + _LOCAL.size : position + _LOCAL.size + name_size]
        found.append(Entry(name, data[start : start + size]))
        position = start + size
    return tuple(found)


def _by_directory(data: bytes) -> tuple[Entry, ...] | None:
    end = data.rfind(_END_MARK)
    if end < 0 or end + _END.size > len(data):
        return None
    _, _, _, _, count, _, position, _ = _END.unpack_from(data, end)
    if count > LIMITS.entries:
        return None
    found: list[Entry] = []
    total = 0
    for _ in range(count):
        if position + _CENTRAL.size > len(data):
            return None
        fields = _CENTRAL.unpack_from(data, position)
        mark, method, packed, size, name_size, extra, comment, offset = (
            *(fields[i] for i in (0, 4, 8, 9, 10, 11, 12)), fields[16]
        )  # fmt: skip
        start = offset + _LOCAL.size + name_size
        total += size
        if mark != _CENTRAL_MARK or method or packed != size or name_size > LONGEST_NAME:
            return None
        if start + size > len(data) or total > len(data):
            return None
        name = data[position + _CENTRAL.size : position + _CENTRAL.size + name_size]
        found.append(Entry(name, data[start : start + size]))
        position += _CENTRAL.size + name_size + extra + comment
    return tuple(found)


def as_any_zip(data: bytes) -> tuple[Entry, ...] | None:
    """A pack somebody has unpacked and packed again: its parts may be whole although its zip is not the one issued."""
    try:
        archive = open_archive(data, "", LIMITS)
        names = {name: name.encode("utf-8", "surrogateescape") for name in archive.entries}
        if any(len(name) > LONGEST_NAME for name in names.values()):
            return None
        return tuple(Entry(raw, b"".join(archive.chunks(name))) for name, raw in names.items())
    except (InputError, UnicodeEncodeError):
        return None


def differences(data: bytes, entries: Sequence[Entry]) -> tuple[Zone, ...]:
    """Return every stretch in which `data` is not the one zip of `entries`; none for a whole zip.

    Where the lengths differ only the first stretch is named: behind it everything has moved.
    """
    issued = write_container(entries)
    if data == issued:
        return ()
    layout = zones(entries)
    if len(data) > len(issued) and data.startswith(issued):
        return (Zone(len(issued), len(data), AFTER),)
    if len(data) > len(issued) and data.endswith(issued[-_END.size :]) and not data.startswith(_LOCAL_MARK):
        return (Zone(0, len(data) - len(issued), BEFORE),)
    changed = tuple(zone for zone in layout if data[zone.start : zone.end] != issued[zone.start : zone.end])
    return changed if len(data) == len(issued) else changed[:1]
