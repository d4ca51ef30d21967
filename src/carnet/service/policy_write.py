"""Writing what a user adds: items, additions to items, closed tasks, looks at bodies. Nothing shipped is touched."""

from __future__ import annotations

import os
import tempfile
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from carnet.errors import DataError, Place, UsageError, problem
from carnet.errors.nearest import nearest
from carnet.recognition.load import is_day, read_one
from carnet.recognition.load_policy import ADDITION_SUFFIX
from carnet.recognition.model import Addition
from carnet.recognition.watch import looks, parse_watch
from carnet.recognition.write import quoted, to_toml
from carnet.service.home import home
from carnet.service.policy import own_folder
from carnet.store.package_data import read_file

if TYPE_CHECKING:
    from carnet.recognition.watch import Look, WatchBody
    from carnet.service.policy import Shelf

OWN_COMMENT = (
    "自己的文件：只补充，不替换随附内容。修改后 carnet policy list 会指出错误所在的行。\n"
    "A file of your own: it adds and replaces nothing shipped. carnet policy list names the line of any error."
)


def save(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        UsageError: the folder cannot be written (REC-017).
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError as error:
        raise UsageError(
            (problem("REC-017", Place(file=path.name), error.strerror or type(error).__name__),)
        ) from error


def addition_of(identifier: str) -> Addition:
    """What the user added to an item so far.

    Raises:
        UsageError: the file cannot be read.
    """
    path = own_folder() / f"{identifier}{ADDITION_SUFFIX}"
    if not path.is_file():
        return Addition(identifier)
    found, problems = read_one(Addition, path.name, path.read_bytes().decode("utf-8-sig", errors="replace"))
    if found is None:
        raise UsageError(problems)
    return found


def save_addition(addition: Addition) -> Path:
    """Write what a user added to an item."""
    path = own_folder() / f"{addition.to}{ADDITION_SUFFIX}"
    save(path, to_toml(addition, OWN_COMMENT).encode())
    return path


def close_task(found: Shelf, identifier: str, day: str, what: str) -> None:
    """Mark a task as done on a day.

    Raises:
        UsageError: no such task (REC-015).
    """
    tasks = {task.id: task for item in found.items.all() for task in item.tasks}
    if identifier not in tasks:
        close = nearest(identifier, tasks) or tuple(tasks)
        raise UsageError((problem("REC-015", None, identifier, tuple(close)),))
    done = replace(tasks[identifier], done_on=day, found=what)
    so_far = addition_of(done.item)
    kept = tuple(task for task in so_far.tasks if task.id != identifier)
    save_addition(replace(so_far, tasks=(*kept, done)))


def watch_bodies() -> tuple[WatchBody, ...]:
    """The shipped list of bodies to look at.

    Raises:
        DataError: the shipped list is wrong.
    """
    bodies, problems = parse_watch("watch.toml", read_file("watch.toml").decode().replace("\r\n", "\n"))
    if problems:
        raise DataError(problems)
    return bodies


def watch_list(day: str) -> tuple[Look, ...]:
    """The bodies with their next look, as far as the user has looked."""
    return looks(watch_bodies(), day, _looked())


def mark_looked(identifier: str, day: str) -> None:
    """Note that a body was looked at on a day.

    Raises:
        UsageError: no such body (REC-002).
    """
    ids = tuple(body.id for body in watch_bodies())
    if identifier not in ids:
        raise UsageError((problem("REC-018", None, identifier, nearest(identifier, ids) or ids),))
    lines = [f"{key} = {quoted(value)}" for key, value in sorted({**_looked(), identifier: day}.items())]
    save(home() / "watch.toml", ("[looked]\n" + "\n".join(lines) + "\n").encode())


def _looked() -> dict[str, str]:
    path = home() / "watch.toml"
    if not path.is_file():
        return {}
    try:
        raw = tomllib.loads(path.read_bytes().decode("utf-8-sig", errors="replace")).get("looked", {})
    except tomllib.TOMLDecodeError as error:
        raise UsageError((problem("DAT-001", Place(file=path.name), reason=str(error)),)) from error
    if not isinstance(raw, dict):
        return {}
    return {str(key): value for key, value in raw.items() if isinstance(value, str) and is_day(value)}
