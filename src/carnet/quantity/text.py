"""Normalisation of text typed by people, so that a look-alike is the same name everywhere.

Only what a keyboard or a spreadsheet does to a text without meaning it is undone: width, no-break spaces, invisible
characters, doubled spaces. Superscripts, subscripts and circled digits stay, for "10²" is not "102"
(Unicode Standard Annex 15: a compatibility mapping may lose meaning; only the tags wide, narrow, noBreak and square
are mapped here).
"""

from __future__ import annotations

import re
import unicodedata

_MAPPED_TAGS = ("<wide>", "<narrow>", "<noBreak>", "<square>")
# Zero-width and direction marks: invisible, so two names that differ only by them look the same to a reader.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")


def _width_folded(char: str) -> str:
    if char < "\u00a0" or not unicodedata.decomposition(char).startswith(_MAPPED_TAGS):
        return char
    return unicodedata.normalize("NFKC", char)


def normalise_text(text: str) -> str:
    """Undo width, no-break spaces, invisible characters and doubled spaces; trim.

    Idempotent. Letters keep their case, and superscripts stay superscripts.
    """
    if text.isascii():
        return " ".join(text.split())
    folded = "".join(_width_folded(char) for char in _INVISIBLE.sub("", text))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", folded)).strip()


def match_key(text: str) -> str:
    """Return a key under which two spellings of one name compare equal: full NFKC, case folded.

    For look-ups only, never for storing or printing.
    """
    folded = unicodedata.normalize("NFKC", normalise_text(text)).casefold()
    return normalise_text(unicodedata.normalize("NFKC", folded))
