"""Long titles of sources, each written out once and called by a letter everywhere else.

Letters and not numbers, because a number in the report is always one of the result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.errors import Text

if TYPE_CHECKING:
    from carnet.report.inputs import ReportInputs

# A title shorter than this is no burden where it stands.
SHORT = 20
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Register:
    """Titles with their letters, in the order they are first named."""

    entries: tuple[tuple[str, str], ...] = ()

    def short(self, text: str) -> str:
        """Return the text with every registered title replaced by its letter in brackets."""
        for title, letter in sorted(self.entries, key=lambda entry: -len(entry[0])):
            text = text.replace(title, f"[{letter}]")
        return text

    def shorten(self, words: Text) -> Text:
        """Do the same in both languages."""
        return Text(self.short(words.zh), self.short(words.en))


def register_of(inputs: ReportInputs) -> Register:
    """Gather the titles a report names: those handed in, those of blocked rules, those that bridges cite."""
    titles: dict[str, None] = dict.fromkeys(inputs.rule_sources)
    for result in inputs.results:
        for entry in result.get("blocked_by") or ():
            if not str(entry.get("parameter") or "").startswith(("study.", "finding:")):
                titles[str(entry.get("source") or "")] = None
    for bridge in inputs.bridges:
        for term in bridge.get("terms") or ():
            for cite in term.get("cites") or ():
                for side in (cite, cite.get("from") or {}, cite.get("to") or {}):
                    titles[str(side.get("source") or "")] = None
    kept = [title for title in titles if len(title) > SHORT]
    return Register(tuple((title, _letter(index)) for index, title in enumerate(kept)))


def _letter(index: int) -> str:
    """Return a, b, … z, aa, ab, … for 0, 1, … 25, 26, 27, …."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, len(_LETTERS))
        letters = _LETTERS[rest] + letters
    return letters
