"""The data shipped inside the package: the only place that reads it."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from carnet.errors import DataError, Place, problem

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def read_folder(folder: str, suffix: str = ".toml") -> list[tuple[str, str]]:
    """Return (name, text) of every file of a data folder, sub-folders included, sorted by name.

    Args:
        folder: a folder below ``carnet/data``, such as ``factors``.
        suffix: only files whose name ends so.

    Returns:
        Names are relative to the folder with ``/`` between parts; text is UTF-8 with LF line ends.

    Raises:
        DataError: the folder is not there or holds no such file (DAT-021).
    """
    root = files("carnet").joinpath("data", *folder.split("/"))
    found = sorted(_walk(root, "", suffix)) if root.is_dir() else []
    if not found:
        raise DataError((problem("DAT-021", Place(file=folder), value=folder),))
    return found


def read_file(path: str) -> bytes:
    """Return the bytes of one data file, such as ``studies/hrc_bf_bof_cn.toml``.

    Raises:
        DataError: the file is not there (DAT-021).
    """
    item = files("carnet").joinpath("data", *path.split("/"))
    if not item.is_file():
        raise DataError((problem("DAT-021", Place(file=path), value=path),))
    return item.read_bytes()


def _walk(folder: Traversable, prefix: str, suffix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for item in folder.iterdir():
        name = f"{prefix}{item.name}"
        if item.is_dir():
            found.extend(_walk(item, f"{name}/", suffix))
        elif name.endswith(suffix):
            # A checkout with CRLF line ends must give the same digest.
            found.append((name, item.read_bytes().decode("utf-8").replace("\r\n", "\n")))
    return found
