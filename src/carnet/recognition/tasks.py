"""Verification tasks: what is still to be found, who could answer, and what is overdue."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from carnet.errors import Text
from carnet.recognition.model import PolicyItem, Task

_CHINESE = re.compile("[一-鿿]")


@dataclass(frozen=True, slots=True)
class Due:
    """A task on a day: open or done, and by how many days it is overdue (0: not)."""

    task: Task
    done: bool
    overdue: int


def whom(ask: str) -> Text:
    """Read whom to ask, written as ``中文 · English``, as a text; anything else is the same in both languages."""
    zh, dot, en = ask.partition(" · ")
    return Text(zh, en) if dot and _CHINESE.search(zh) and not _CHINESE.search(en) else Text(ask, ask)


def due_on(items: Iterable[PolicyItem], day: str) -> tuple[Due, ...]:
    """Return every task of `items` on `day`: overdue ones first, then by due day; done ones last.

    Args:
        items: the items on file.
        day: ISO 8601; a task done after it is still open.
    """
    found = [_due(task, day) for item in items for task in item.tasks]
    return tuple(sorted(found, key=lambda each: (each.done, each.task.due, each.task.id)))


def _due(task: Task, day: str) -> Due:
    done = bool(task.done_on) and task.done_on <= day
    late = 0
    if not done and task.due and task.due < day:
        late = (date.fromisoformat(day) - date.fromisoformat(task.due)).days
    return Due(task, done, late)


def review_due(items: Iterable[PolicyItem], day: str) -> tuple[PolicyItem, ...]:
    """Return the items whose review day has come."""
    return tuple(item for item in items if item.review_by and item.review_by <= day)
