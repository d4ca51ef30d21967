"""A zip archive that cannot hurt: everything is checked before a byte is unpacked, and again while unpacking.

The limits are far above any honest study workbook (a 2,000-row one unpacks to a few megabytes) and far below
what would slow a small machine down. What the archive claims about itself is checked first; the stream is cut
off as soon as it yields more than was claimed.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from carnet.errors import InputError, Place, Problem, problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = b"PK\x03\x04"
_CENTRAL_MAGIC = b"PK\x01\x02"
_CHUNK = 1 << 16
_ENCRYPTED_FLAG = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNSAFE_NAME = re.compile(r"^/|^[A-Za-z]:|\\|(^|/)\.\.(/|$)|[\x00-\x1f\x7f]")
_SHOWN = 120


@dataclass(frozen=True, slots=True)
class ZipLimits:
    """What an archive may cost; sizes in bytes, `ratio` = unpacked ÷ packed for entries above `ratio_from`.

    `whole_ratio` is the same for all entries together above `whole_from`. One part of an honest file may be nearly
    empty and shrink a lot, all of them together do not: workbooks, databases and data sets pack 4 to 15 times.
    """

    file_size: int = 50_000_000
    entries: int = 2_000
    entry_size: int = 200_000_000
    total_size: int = 200_000_000
    ratio: int = 200
    ratio_from: int = 1_000_000
    whole_ratio: int = 40
    whole_from: int = 200_000_000


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that passed the checks. `entries` maps names to zip entries, folders left out."""

    file: str
    limits: ZipLimits
    entries: Mapping[str, zipfile.ZipInfo]
    container: zipfile.ZipFile

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack one entry piece by piece.

        Raises:
            KeyError: no such entry.
            InputError: FIL-008 or FIL-016 when the entry does not keep what its header promised.
        """
        info = self.entries[name]
        place = Place(file=self.file)
        done = 0
        try:
            with self.container.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    done += len(chunk)
                    if done > info.file_size or done > self.limits.entry_size:
                        limit = min(info.file_size, self.limits.entry_size)
                        raise InputError((problem("FIL-008", place, name=shown(name), limit=limit),))
                    yield chunk
        except (
            zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, UnicodeDecodeError,
        ) as error:  # fmt: skip
            raise InputError((problem("FIL-016", place, name=shown(name), detail=shown(str(error))),)) from error


def shown(text: str) -> str:
    """Cut a text to what a message can carry."""
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def open_archive(data: bytes, file: str, limits: ZipLimits | None = None) -> Archive:
    """Check an archive from its bytes.

    Args:
        data: the whole file.
        file: its bare name, for the messages.
        limits: default `ZipLimits()`.

    Raises:
        InputError: with every problem found (FIL-001 … FIL-016).
    """
    limits = limits or ZipLimits()
    _raise(_content_problems(data, file, limits))
    try:
        container = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise InputError((problem("FIL-006", Place(file=file), detail=shown(str(error))),)) from error
    infos = container.infolist()
    _raise(_entry_problems(infos, file, limits) + _overlaps(infos, file, container.start_dir))
    return Archive(file, limits, {i.filename: i for i in infos if not i.is_dir()}, container)


def _raise(problems: list[Problem]) -> None:
    if problems:
        raise InputError(tuple(problems))


def _content_problems(data: bytes, file: str, limits: ZipLimits) -> list[Problem]:
    place = Place(file=file)
    if not data:
        return [problem("FIL-001", place)]
    if len(data) > limits.file_size:
        return [problem("FIL-002", place, size=len(data), limit=limits.file_size)]
    if data.startswith(OLE_MAGIC):
        # An encrypted .xlsx is an OLE file around a stream of this name, spelled in UTF-16.
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        return [problem("FIL-005" if encrypted else "FIL-004", place)]
    if not data.startswith(ZIP_MAGIC):
        what_zh, what_en = looks_like(data)
        return [problem("FIL-003", place, what_zh=what_zh, what_en=what_en)]
    # Counted before zipfile builds an object for each of what may be a million entries.
    count = data.count(_CENTRAL_MAGIC)
    if count > limits.entries:
        return [problem("FIL-007", place, count=count, limit=limits.entries)]
    return []


def looks_like(data: bytes) -> tuple[str, str]:
    """Name what the first bytes look like, in zh and en."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    known = (
        (b"%pdf", "PDF 文件", "a PDF file"),
        (b"\x1f\x8b", "gzip 压缩文件", "a gzip file"),
        (b"rar!", "RAR 压缩文件", "a RAR archive"),
        (b"7z\xbc\xaf", "7-Zip 压缩文件", "a 7-Zip archive"),
        (b"pk", "空的或损坏的 zip 文件", "an empty or damaged zip file"),
        (b"<?xml", "XML 文件", "an XML file"),
        (b"<", "网页（HTML）", "a web page (HTML)"),
        (b"{", "JSON 文件", "a JSON file"),
        (b"\x89png", "图片", "a picture"),
        (b"\xff\xd8\xff", "图片", "a picture"),
    )
    for magic, zh, en in known:
        if head.startswith(magic):
            return zh, en
    if b"\x00" not in head and (b"," in head or b"\t" in head or b";" in head):
        return "以逗号或制表符分隔的文本（CSV）", "text separated by commas or tabs (CSV)"
    if b"\x00" not in head:
        return "纯文本", "plain text"
    return "未知的二进制内容", "binary content of an unknown kind"


def _entry_problems(infos: list[zipfile.ZipInfo], file: str, limits: ZipLimits) -> list[Problem]:
    place = Place(file=file)
    found: list[Problem] = []
    if len(infos) > limits.entries:
        found.append(problem("FIL-007", place, count=len(infos), limit=limits.entries))
    seen: set[str] = set()
    for info in infos:
        name = shown(info.filename)
        # Part names of a workbook are compared without regard to case (ISO/IEC 29500-2).
        folded = info.filename.casefold()
        if folded in seen:
            found.append(problem("FIL-012", place, name=name))
        seen.add(folded)
        found += _form_problems(info, place, name)
        if info.file_size > limits.entry_size:
            found.append(problem("FIL-008", place, name=name, limit=limits.entry_size))
        if info.file_size > limits.ratio_from and info.file_size > limits.ratio * max(info.compress_size, 1):
            ratio = info.file_size // max(info.compress_size, 1)
            found.append(problem("FIL-009", place, name=name, ratio=ratio, limit=limits.ratio))
    whole, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if whole > limits.total_size:
        found.append(problem("FIL-008", place, name=file, limit=limits.total_size))
    if whole > limits.whole_from and whole > limits.whole_ratio * max(packed, 1):
        found.append(problem("FIL-009", place, name=file, ratio=whole // max(packed, 1), limit=limits.whole_ratio))
    return found


def _form_problems(info: zipfile.ZipInfo, place: Place, name: str) -> list[Problem]:
    """What is wrong with an entry apart from its size: name, link, encryption, method."""
    found: list[Problem] = []
    # zipfile cuts a name at NUL and keeps the whole one here.
    if _UNSAFE_NAME.search(info.orig_filename) or not info.filename:
        found.append(problem("FIL-010", place, name=shown(ascii(info.orig_filename)[1:-1])))
    if stat.S_ISLNK(info.external_attr >> 16):
        found.append(problem("FIL-011", place, name=name))
    if info.flag_bits & _ENCRYPTED_FLAG:
        found.append(problem("FIL-013", place, name=name))
    if info.compress_type not in _METHODS:
        found.append(problem("FIL-014", place, name=name, method=info.compress_type))
    return found


def _overlaps(infos: list[zipfile.ZipInfo], file: str, start_of_directory: int) -> list[Problem]:
    """Entries that share bytes: the trick by which a small file unpacks to petabytes."""
    found: list[Problem] = []
    end = 0
    local_header = 30
    for info in sorted(infos, key=lambda i: i.header_offset):
        if info.header_offset < end or info.header_offset + info.compress_size > start_of_directory:
            found.append(problem("FIL-015", Place(file=file), name=shown(info.filename)))
        # At least the fixed header, the name and the packed bytes; the local extra field is not in the directory.
        end = info.header_offset + local_header + len(info.filename.encode()) + info.compress_size
    return found
