"""The folder in which commands remember things: as the command line says, else ``$CARNET_HOME``, else ``./.carnet``."""

from __future__ import annotations

import os
from contextvars import ContextVar
from pathlib import Path

_HOME: ContextVar[str] = ContextVar("carnet_home", default="")
DEFAULT = ".carnet"


def use_home(path: str) -> None:
    """Let the commands of this run remember things there."""
    _HOME.set(path)


def home(given: str | Path = "") -> Path:
    """The folder: `given`, else what `use_home` said, else ``$CARNET_HOME``, else ``./.carnet``."""
    return Path(str(given) or _HOME.get() or os.environ.get("CARNET_HOME", "") or DEFAULT)
