"""Before a report is set: does every text of the user have its characters in the fonts?"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from carnet.errors import Text, problem
from carnet.report.fonts import missing_glyphs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carnet.errors import Problem
    from carnet.inventory.model import Places, Study


def check_glyphs(study: Study, places: Places) -> list[Problem]:
    """Return one warning RPT-001 for each text of a study with characters that cannot be printed.

    The report shows 〓 in their place; data files keep the text as it was written.
    """
    found: list[Problem] = []
    for pointer, text in _texts(study, ""):
        absent = sorted(missing_glyphs(text))
        if absent:
            named = ", ".join(f"U+{ord(character):04X}" for character in absent)
            found.append(problem("RPT-001", places.at(pointer), text, severity="warning", characters=named))
    return found


def _texts(value: object, pointer: str) -> Iterator[tuple[str, str]]:
    """Walk a study; a text in two languages stands at ``…/zh`` and ``…/en``."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, Text):
        yield f"{pointer}/zh", value.zh
        yield f"{pointer}/en", value.en
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(item, f"{pointer}/{index}")
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _texts(getattr(value, field.name), f"{pointer}/{field.name}")
