"""Files a command writes: of the kind it says, under a name that says so, and never in place of a user's other file."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from carnet.errors import Place, Text, UsageError, problem
from carnet.exchange.pack_manifest import MANIFEST
from carnet.exchange.study import parse_study
from carnet.service.studies import read_bytes, replace_keeping, write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable

ENDINGS = {
    "pack": (".zip",),
    "report": (".pdf",),
    "chart": (".svg", ".png", ".csv"),
    "table": (".csv",),
    "study": (".xlsx", ".json", ".toml"),
    "workbook": (".xlsx",),
}
_IS_FOLDER = Text("这是文件夹，不是文件", "it is a folder, not a file")
_NO_FOLDER = Text("没有这个文件夹", "there is no such folder")
_README = "README.txt"  # the first file of every pack
_CSV_HEAD = "\ufeffkey,名称 name zh,".encode()


@dataclass(frozen=True, slots=True)
class Target:
    """Where a command will write, looked at before any work is done."""

    path: Path
    kept: bool

    def write(self, data: bytes) -> None:
        """Write it whole or not at all; where the former file may be a user's, keep that beside it."""
        if self.kept:
            replace_keeping(self.path, data)
        else:
            write_atomically(self.path, data)


def target(path: str, what: str) -> Target:
    """Look at the place a command will write to.

    Args:
        path: as the user gave it.
        what: a key of `ENDINGS`.

    Raises:
        UsageError: the extension is another (CLI-010), the folder is not there or the name is that of a folder
            (CLI-002), or a file of another kind stands there (CLI-006).
    """
    place = Path(path)
    endings = ENDINGS[what]
    ending = place.suffix.lower()
    if ending not in endings:
        raise UsageError((problem("CLI-010", Place(file=place.name), place.name, endings),))
    folder = place.parent
    if not folder.is_dir() or place.is_dir():
        there = place if place.is_dir() else folder
        words = _IS_FOLDER if place.is_dir() else _NO_FOLDER
        found = problem("CLI-002", Place(file=place.name), str(there), why_zh=words.zh, why_en=words.en)
        raise UsageError((found,))
    if not place.exists():
        return Target(place, kept=False)
    old = read_bytes(path)
    if old and not _OURS["pack" if what == "pack" else ending](old):
        raise UsageError((problem("CLI-006", Place(file=place.name), place.name),))
    return Target(place, kept=what == "study" or (ending == ".csv" and not old.startswith(_CSV_HEAD)))


def _names(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []


def _pack(data: bytes) -> bool:
    names = _names(data)
    return names[:1] == [_README] and MANIFEST in names


def _workbook(data: bytes) -> bool:
    return "xl/workbook.xml" in _names(data)


def _picture(data: bytes) -> bool:
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((b"<svg", b"<?xml")) and b"<svg" in data[:4096]


def _table(data: bytes) -> bool:
    """Text of any kind: what has not our heading is kept beside the new file."""
    return b"\0" not in data[:4096]


def _text_study(ending: str) -> Callable[[bytes], bool]:
    def test(data: bytes) -> bool:
        study = parse_study(data, f"study{ending}").study
        return study is not None and bool(study.processes or study.exchanges)

    return test


_OURS: dict[str, Callable[[bytes], bool]] = {
    "pack": _pack,
    ".pdf": lambda data: data.startswith(b"%PDF"),
    ".svg": _picture,
    ".png": lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"),
    ".csv": _table,
    ".xlsx": _workbook,
    ".json": _text_study(".json"),
    ".toml": _text_study(".toml"),
}
