"""What changed between two wordings, sentence by sentence; and what changed in what they name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction

_END = re.compile(r"(?<=[。！？；])|(?<=[.!?])\s+(?=[A-Z\"“(\u4e00-\u9fff])|\n+")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Art|No|Nos|Dr|Mr|Mrs|Ms|St|Co|Ltd|Inc|Corp|vs|approx|[A-Z])|\b(?:e\.g|i\.e|U\.S))\.$"
)
ALIKE = Fraction(55, 100)
MOST_SENTENCES = 2000
_WINDOW = 40  # sentences behind the last pair that are looked at
_LONGEST = 600
_MOST_MARKED = 4000  # characters of a sentence that are shown


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `kind` is ``same``, ``removed``, ``added`` or ``changed``; the sentences before and after."""

    kind: str
    before: str = ""
    after: str = ""


def split_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, Chinese or English, without empty ones."""
    found: list[str] = []
    for piece in _END.split(text):
        part = " ".join(piece.split())
        if not part:
            continue
        if found and _ABBREVIATED.search(found[-1]):
            found[-1] += " " + part
        else:
            found.append(part)
    return tuple(found[:MOST_SENTENCES])


def wording_changes(before: str, after: str) -> tuple[Change, ...]:
    """Return the changes between two texts in their order; what stayed the same is left out.

    A removed and an added sentence that are alike (`ALIKE`) count as one changed sentence.
    """
    old, new = split_sentences(before), split_sentences(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    changes: list[Change] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        changes += _paired(old[a:b], new[c:d])
    return tuple(changes)


def _paired(old: tuple[str, ...], new: tuple[str, ...]) -> list[Change]:
    """Pair each removed sentence with the likest added one behind the last pair."""
    changes: list[Change] = []
    start = 0
    for sentence in old:
        window = range(start, min(len(new), start + _WINDOW))
        fitting = [(score, i) for i in window if (score := _likeness(sentence, new[i])) >= ALIKE]
        if not fitting:
            changes.append(Change("removed", before=sentence))
            continue
        _, best = max(fitting, key=_score)
        changes += [Change("added", after=other) for other in new[start:best]]
        changes.append(Change("changed", sentence, new[best]))
        start = best + 1
    return [*changes, *(Change("added", after=other) for other in new[start:])]


def _likeness(first: str, second: str) -> Fraction:
    """How alike two sentences are by their words, 0 to 1; of very long ones only the beginning counts."""
    old, new = _words(first[:_LONGEST]), _words(second[:_LONGEST])
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if not old or not new or matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return Fraction(0)
    return Fraction(2 * sum(block.size for block in matcher.get_matching_blocks()), len(old) + len(new))


def _score(pair: tuple[Fraction, int]) -> Fraction:
    return pair[0]


def marked(before: str, after: str) -> tuple[str, str]:
    """Return both sentences with what differs in ``[-…-]`` and ``{+…+}``, word by word."""
    old, new = _words(before[:_MOST_MARKED]), _words(after[:_MOST_MARKED])
    left: list[str] = []
    right: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        first, second = "".join(old[a:b]), "".join(new[c:d])
        left.append(first if tag == "equal" else f"[-{first}-]" if first else "")
        right.append(second if tag == "equal" else f"{{+{second}+}}" if second else "")
    return "".join(left), "".join(right)


def _words(sentence: str) -> list[str]:
    return re.findall(r"[A-Za-z0-9.,'’-]+|\s+|.", sentence)
