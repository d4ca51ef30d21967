"""A user's files in the home folder, as text: UTF-8, no larger than a file of facts can be; what is not is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.errors import Place, problem
from carnet.service.home import home

if TYPE_CHECKING:
    from carnet.errors import Problem

MOST_MEGABYTES = 8
_MEGABYTE = 1_000_000


def read_own(folder: str) -> tuple[tuple[tuple[str, str], ...], tuple[Problem, ...]]:
    """Return the user's TOML files of a folder by name, as (bare file name, text), and what cannot be read.

    Returns:
        The files, and for each that is left out REC-106 (no UTF-8 text) or REC-107 (too large).
    """
    here = home() / folder
    if not here.is_dir():
        return (), ()
    files: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for path in sorted(here.glob("*.toml")):
        place = Place(file=path.name)
        size = path.stat().st_size
        if size > MOST_MEGABYTES * _MEGABYTE:
            megabytes = str(-(-size // _MEGABYTE))
            problems.append(problem("REC-107", place, path.name, megabytes=megabytes, limit=str(MOST_MEGABYTES)))
            continue
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            problems.append(problem("REC-106", place, path.name))
            continue
        files.append((path.name, text.replace("\r\n", "\n")))
    return tuple(files), tuple(problems)
