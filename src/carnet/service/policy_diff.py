"""Comparing two wordings: two files, or the last two copies kept of an item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from carnet.errors import UsageError, problem
from carnet.exchange.press_page import read_page
from carnet.recognition.diff import Change, wording_changes
from carnet.recognition.extract import Page, read_press
from carnet.service.policy import item_of
from carnet.service.policy_add import kept_text, lists, read_text
from carnet.service.policy_touch import (
    NO_EFFECT,
    Effect,
    Touched,
    confirmed,
    effect_json,
    effect_of,
    touched_by,
    touched_json,
    without,
)

if TYPE_CHECKING:
    from pathlib import Path

    from carnet.service.policy import Shelf


@dataclass(frozen=True, slots=True)
class Compared:
    """Two wordings compared: their names, the changes, products that came or went, what it touches and moves."""

    before: str
    after: str
    changes: tuple[Change, ...]
    products_gone: tuple[str, ...]
    products_new: tuple[str, ...]
    touched: tuple[Touched, ...] = ()
    effect: Effect = NO_EFFECT
    if_confirmed: Effect = NO_EFFECT

    def json(self) -> dict[str, Any]:
        """The document of ``policy diff``."""
        return {
            "before": self.before,
            "after": self.after,
            "changes": [{"kind": c.kind, "before": c.before, "after": c.after} for c in self.changes],
            "products_gone": list(self.products_gone),
            "products_new": list(self.products_new),
            "touches": touched_json(self.touched),
            "effect": effect_json(self.effect),
            "effect_if_confirmed": effect_json(self.if_confirmed),
        }


def diff_files(first: Path, second: Path) -> Compared:
    """Compare two files.

    Raises:
        UsageError: one of them cannot be read (REC-010).
    """
    before, after = read_page(read_text(first)[1]), read_page(read_text(second)[1])
    return Compared(first.name, second.name, wording_changes(before.text, after.text), *_products(before, after))


def diff_item(found: Shelf, identifier: str, day: str) -> Compared:
    """Compare the last two kept wordings of an item, and what the newer one moves on a day.

    Raises:
        UsageError: no such item (REC-002), or fewer than two wordings are kept (REC-014).
    """
    item = item_of(found, identifier)
    kept = [(c.id, text) for c in item.captures if (text := kept_text(c.digest)) is not None]
    two = 2
    if len(kept) < two:
        raise UsageError((problem("REC-014", None, identifier),))
    (old, before), (new, after) = kept[-2:]
    gone, come = _products(Page("", before), Page("", after))
    changes = wording_changes(before, after)
    before_it = without(item, (new,))
    return Compared(
        old,
        new,
        changes,
        gone,
        come,
        touched_by(found.items, item, (*gone, *come)),
        effect_of(before_it, item, day),
        effect_of(before_it, confirmed(item, new), day),
    )


def _products(before: Page, after: Page) -> tuple[tuple[str, ...], tuple[str, ...]]:
    old = set(read_press(before, lists()).product_ids())
    new = set(read_press(after, lists()).product_ids())
    return tuple(sorted(old - new)), tuple(sorted(new - old))
