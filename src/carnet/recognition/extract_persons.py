"""Persons and titles among the capitalised words of an English press text: they are no bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.recognition.extract_lexicon import (
    BODY_HEADS,
    BODY_NOUNS,
    COMPANY_TAILS,
    FUNCTION_WORDS,
    GIVEN_NAMES,
    GRADES,
    HONORIFICS,
    OFFICES,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carnet.recognition.extract_english import Run
    from carnet.recognition.extract_tokens import Token


def titles(tokens: Sequence[Token]) -> None:
    """Take titles out of names: "Mr.", and "Permanent" before "Secretary"; a title alone names nobody."""
    for number, token in enumerate(tokens):
        if not token.cap:
            continue
        bare = token.text.rstrip(".").casefold()
        following = tokens[number + 1].text if number + 1 < len(tokens) else ""
        if bare in HONORIFICS and (not token.text.isupper() or token.text.endswith(".")) and following[:1].isupper():
            token.text, token.cap = token.text.rstrip("."), False
        elif bare in GRADES and following.casefold() in OFFICES and following[:1].isupper() and not token.ends:
            token.cap = False


def person_begins(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether the next word is a given name behind an office and its seat: "Head of Secretariat Anna Berg"."""
    if tokens[last].text not in BODY_HEADS or tokens[last + 1].text not in GIVEN_NAMES:
        return False
    before = [each.text.casefold() for each in tokens[max(0, first - 3) : first]]
    return bool(before) and before[-1] in {"of", "the"} and bool(OFFICES & set(before))


_MOST_OF_OFFICE = 7


def holds_office(tokens: Sequence[Token], run: Run) -> bool:
    """Tell whether an office with its matter stands right before a name: "head of global sustainability Anna Berg"."""
    words = [each for each in tokens[run.first : run.last + 1] if each.text[0].isalnum()]
    if len(words) < 2 or words[-1].text in COMPANY_TAILS:  # noqa: PLR2004 - a first name and a last one
        return False
    low = max(0, run.first - _MOST_OF_OFFICE)
    for at in range(run.first - 1, low - 1, -1):
        each = tokens[at]
        if each.ends or each.listed or each.owns or not (each.text[0].isalpha() or each.text == "&"):
            return False
        if at == run.first - 1 and (
            each.text in BODY_NOUNS or each.text.casefold() in FUNCTION_WORDS or each.text in _SEATS
        ):
            return False
        if each.text.casefold() in OFFICES and tokens[at + 1].text in {"of", "for"} and at + 2 < run.first:
            return True
        if each.text in {"at", "from", "with", "and"} and at == run.first - 1:
            return False
    return False


# Matters of an office beside trades: "Vice President of Commercial Transportation".
DESKS = frozenset(
    {
        "Commercial", "Transportation", "Corporate", "Marketing", "Sales", "Operations", "Procurement",
        "Communications", "Strategy", "Purchasing", "Mobility", "Partnerships", "Decarbonisation", "Decarbonization",
        "Growth", "People", "Compliance", "Legal", "Government", "Relations", "ESG",
    }
)  # fmt: skip
_SEATS = {"of", "at", "for", "in", "from", "with", "to", "by", "between", "and", "as"}


def surnames(runs: Sequence[Run]) -> None:
    """What is called by the last name of a person the text names is that person."""
    known = {each.name.rsplit(" ", 1)[-1] for each in runs if each.person and " " in each.name}
    for run in runs:
        if run.name in known and not run.strong:
            run.person = True
