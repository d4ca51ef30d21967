"""Small policy items and the shipped world, for tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from carnet.errors import Text
from carnet.recognition.load_policy import Items, parse_items
from carnet.recognition.model import Capture, DateRule, Event, Grade, PolicyItem, Version
from carnet.service.policy import shipped_files
from carnet.service.policy_add import lists

DAY = "2026-11-22"
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
ARTICLES = (
    "cq-talks-steel-2026-06-17",
    "cq-memo-trucks-2026-06-25",
    "cq-talks-pv-bess-2026-06-17",
    "cq-briefing-2025-12-11",
    "cn-eu-talks-mofcom-2026-05-30",
)
LISTS = lists()


def world() -> Items:
    """The shipped items, without a problem."""
    items, problems = parse_items(shipped_files())
    assert not problems, [f"{each.code} {each.place} {each.value}" for each in problems]
    return items


def seed(number: int) -> Path:
    """One of the five articles; the test is skipped where they are not."""
    found = sorted(SEEDS.glob(f"{number:03}_*.txt"))
    if not found:
        pytest.skip(f"../shared/seeds/{number:03}_*.txt is not there")
    return found[0]


def event(status: str, grade: str = "A1", on: str = "2026-01-01", case: str = "", capture: str = "c") -> Event:
    """A step, evidenced by the capture "c"."""
    return Event(status, on, DAY, capture, Grade(grade[0], grade[1]), case)


def item(
    *events: Event,
    kind: str = "memorandum",
    official: bool = True,
    applies: DateRule | None = None,
    in_force: DateRule | None = None,
) -> PolicyItem:
    """An item with one capture "c"."""
    name = Text("某件", "a matter")
    source = "official" if official else "reproduction"
    return PolicyItem(
        id="a-matter",
        title=name,
        kind=kind,
        legal_nature="unknown",
        jurisdiction="EU",
        issuer=name,
        issuer_kind="union",
        events=events,
        versions=(Version("v1"),),
        captures=(Capture("c", "v1", DAY, "en", "example.org", official=official, source_kind=source),),
        applies=applies or DateRule(),
        in_force=in_force or DateRule(),
    )
