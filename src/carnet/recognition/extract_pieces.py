"""Chinese clauses cut into pieces, and into stretches at the words no name holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from carnet.recognition import extract_lexicon_zh as words

_CLAUSE = re.compile(
    r"(?:[\u4e00-\u9fffA-Za-zÀ-ž0-9·&.+™®-]|(?<=[A-Za-z]) (?=[A-Z])){1,400}"
    r"(?:[（(][\u4e00-\u9fff]{2,8}[）)][\u4e00-\u9fff]{1,60}){0,4}"
)
_LATIN = re.compile(r"[A-Za-zÀ-ž][A-Za-zÀ-ž0-9&.+-]{0,40}(?: [A-Z][A-Za-zÀ-ž0-9&.+-]{0,40}){0,4}")
_LONGEST_CLAUSE = 120
_LONGEST_WORD = 12


@dataclass(slots=True)
class Piece:
    """A piece of a clause: `kind` is act, take, role, noun, end, held, listed, latin or plain."""

    text: str
    at: int
    kind: str

    @property
    def end(self) -> int:
        """Return the offset behind it."""
        return self.at + len(self.text)


@dataclass(slots=True)
class Stretch:
    """What stands between two cuts: `before` and `after` are the cutting words, empty at the edge of a clause."""

    text: str
    at: int
    pieces: list[Piece]
    before: str = ""
    after: str = ""
    before_kind: str = ""
    after_kind: str = ""
    mark_before: str = ""
    mark_after: str = ""


@lru_cache(maxsize=1)
def _known() -> Mapping[str, str]:
    """Every word that is not plain, with its kind; where a word has two, the first given here counts."""
    kinds: dict[str, str] = {}
    ends = words.COMPANY_ENDS | words.ASSOCIATION_ENDS | words.CAB_ENDS | words.BODY_ENDS | words.OFFICIAL_WHOLE
    official = {stem + tail for stem in words.OFFICIAL_STEMS.split("|") for tail in words.OFFICIAL_TAILS}
    plain = words.HELD | words.COMMON | words.SHORT_ENDS | words.FIELDS | words.MILLS | words.PLACES
    for kind, listed in (
        ("end", ends | official),
        ("role", words.ROLES),
        ("noun", words.NOUNS_BEFORE),
        ("act", words.ACTS),
        ("take", words.TAKERS),
        ("held", plain),
    ):
        for each in listed:
            if kind != "held" or len(each) > 1:
                kinds.setdefault(each, kind)
    return kinds


def _pieces(clause: str, at: int, listed: Mapping[int, int]) -> list[Piece]:
    """Cut a clause into known words, listed names, Latin words and single characters: the longest word first."""
    known = _known()
    found: list[Piece] = []
    here = 0
    while here < len(clause):
        if at + here in listed:
            length = listed[at + here]
            found.append(Piece(clause[here : here + length], at + here, "listed"))
            here += max(1, length)
            continue
        latin = _LATIN.match(clause, here)
        if latin:
            stop = next((k for k in range(here + 1, latin.end()) if at + k in listed), latin.end())
            found.append(Piece(clause[here:stop], at + here, "latin"))
            here = stop
            continue
        limit = next(
            (k for k in range(here + 1, min(len(clause), here + _LONGEST_WORD)) if at + k in listed), len(clause)
        )
        size = next((n for n in range(min(_LONGEST_WORD, limit - here), 0, -1) if clause[here : here + n] in known), 0)
        word = clause[here : here + (size or 1)]
        found.append(Piece(word, at + here, known[word] if size else "plain"))
        here += size or 1
    return found


CUTS = {"act", "take", "role", "noun"}


def stretches_of(text: str, listed: Mapping[int, int]) -> Iterator[Stretch]:
    """Yield what stands between two cuts, clause by clause.

    Args:
        text: plain text.
        listed: offset → length of listed names.
    """
    for match in _CLAUSE.finditer(text):
        for cut in range(match.start(), match.end(), _LONGEST_CLAUSE):
            clause = text[cut : min(match.end(), cut + _LONGEST_CLAUSE)]
            found = list(_cut(_pieces(clause, cut, listed)))
            if found:
                found[0].mark_before = text[cut - 1] if cut else "\n"
                end = cut + len(clause)
                found[-1].mark_after = text[end] if end < len(text) else "\n"
            yield from found


def _cut(pieces: Sequence[Piece]) -> Iterator[Stretch]:
    current: list[Piece] = []
    before = before_kind = ""
    for number, piece in enumerate(pieces):
        if piece.kind in CUTS and not _inside(pieces, number):
            yield _stretch(current, before, piece.text, before_kind, piece.kind, piece.at)
            current, before, before_kind = [], piece.text, piece.kind
        else:
            current.append(piece)
    end = pieces[-1].end if pieces else 0
    yield _stretch(current, before, "", before_kind, "", end)


def _stretch(pieces: list[Piece], before: str, after: str, before_kind: str, after_kind: str, at: int) -> Stretch:
    text = "".join(each.text for each in pieces)
    return Stretch(text, pieces[0].at if pieces else at, pieces, before, after, before_kind, after_kind)


def _inside(pieces: Sequence[Piece], number: int) -> bool:
    """Tell whether a cutting word stands inside a name: 能源与环境研究院, or between a name and its end."""
    word = pieces[number].text
    near = pieces[number + 1 : number + 8]
    behind = next((k for k, each in enumerate(near) if each.kind == "end"), None)
    before = pieces[number - 1] if number else None
    if behind is None or before is None or before.kind in CUTS or before.kind == "listed":
        return False
    if word in {"与", "和", "及"}:
        left = "".join(each.text for each in pieces[max(0, number - 6) : number])
        right = "".join(each.text for each in near)
        fields = left.endswith(_FIELD_ENDS) and right.startswith(_FIELD_ENDS)
        return fields and not any(each.kind == "end" for each in pieces[max(0, number - 2) : number])
    if word in words.IN_FIRMS and near[behind].text in words.COMPANY_ENDS and behind <= _MOST_IN_FIRM:
        right = "".join(each.text for each in near[:behind])
        return before.kind != "end" and not residue(right, words.COMMON | words.SHORT_ENDS)
    if len(word) == 1 or before.kind == "end" or near[behind].text in words.COMPANY_ENDS or word not in words.INSIDE:
        return False
    most = 2
    return behind < most and not any(each.kind in CUTS for each in near[:behind])


_FIELD_ENDS = tuple(sorted(words.FIELDS))
_MOST_IN_FIRM = 4


def residue(text: str, listed: Iterable[str]) -> str:
    """Return what is left of a text when listed words are taken out, longest first, left to right."""
    known = listed if isinstance(listed, frozenset) else frozenset(listed)
    left: list[str] = []
    here = 0
    while here < len(text):
        size = next((n for n in range(min(6, len(text) - here), 0, -1) if text[here : here + n] in known), 0)
        if not size:
            left.append(text[here])
        here += size or 1
    return "".join(left)
