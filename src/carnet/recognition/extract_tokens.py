"""The words of an English text with what their writing says: capitalised, opening a sentence, owning, ending."""

from __future__ import annotations

import re
from dataclasses import dataclass

from carnet.recognition.extract_lexicon import ACTS_OF_BODIES, COMMON_FIRST, FUNCTION_WORDS
from carnet.recognition.extract_persons import titles

_TOKEN = re.compile(r"\n|[^\W_][\w’'.&®™+-]{0,60}|[^\w\s]")
_LOWER_TAIL = re.compile(r"[-–](?!ho\b|hyun\b|jin\b)[a-z]{3,20}$")
_POSSESSIVE = re.compile(r"[’']s?$")
_ABBREVIATED = {
    "co",
    "corp",
    "inc",
    "ltd",
    "mr",
    "mrs",
    "ms",
    "dr",
    "st",
    "no",
    "u.s",
    "u.k",
    "s.p.a",
    "n.v",
    "b.v",
    "s.a",
}
_ENDS = {".", "!", "?", ":", ";", "\n", "“", "”", '"', "•", "–", "—", "|", "*"}
TICKER = re.compile(
    r"\((?:NASDAQ|NYSE|SSE|SHSE|SZSE|HKEX|SEHK|TSX|LON|LSE|TYO|TSE|KRX|ASX|BSE|NSE|FRA|EPA|OTC|Nasdaq|"
    r"stock code|ticker)\b"
)


@dataclass(slots=True)
class Token:
    """A word or mark: `cap` counts as part of a name, `start` stands at the start of a sentence."""

    text: str
    at: int
    cap: bool = False
    start: bool = False
    owns: bool = False
    ends: bool = False
    listed: bool = False

    @property
    def end(self) -> int:
        """Return the offset behind it."""
        return self.at + len(self.text)


def tokens_of(text: str, taken: bytearray) -> list[Token]:
    """Cut a text into words and marks; characters `taken` belong to a listed name."""
    found: list[Token] = []
    lower = _own_lower_case(text)
    fresh = True
    hidden = _tickers(text)
    for match in _TOKEN.finditer(text):
        word, at = match[0], match.start()
        token = Token(word, at, start=fresh)
        if word[0].isalnum():
            _shape(token)
            small = token.text.casefold()
            short_capitals = token.text.isupper() and len(token.text) > 1 and small not in FUNCTION_WORDS
            if token.cap and not short_capitals:
                if small in FUNCTION_WORDS or (small in ACTS_OF_BODIES and (fresh or (at < HEAD and shouts(text, at)))):
                    token.cap = False
                elif fresh and (small in COMMON_FIRST or small in lower):
                    token.cap = _name_follows(text, match.end())
            token.listed = bool(taken[at]) or at in hidden
            fresh = token.ends
        else:
            fresh = word in _ENDS or (fresh and word in "(['‘")
        found.append(token)
    titles(found)
    return found


def _tickers(text: str) -> frozenset[int]:
    """Return the offsets inside brackets that give the exchange a share is traded on."""
    most = 60
    return frozenset(
        at
        for match in TICKER.finditer(text)
        for at in range(match.start(), min(match.end() + most, len(text)))
        if ")" not in text[match.start() : at]
    )


_NEXT_NAME = re.compile(r"\s[A-ZÀ-Þ][\w&.-]{1,40}")


def _name_follows(text: str, at: int) -> bool:
    """Tell whether a capitalised word follows that is no common word: "Global Battery Alliance"."""
    found = _NEXT_NAME.match(text, at, at + 42)
    return found is not None and found[0].strip(" .").casefold() not in FUNCTION_WORDS


def _own_lower_case(text: str) -> frozenset[str]:
    """Return the words the text also writes small: where they stand capitalised they are no names."""
    return frozenset(re.findall(r"(?<![\w-])[a-z]{3,20}(?![\w])", text))


_WINDOW = 90
HEAD = 500  # where a headline stands


def shouts(text: str, at: int) -> bool:
    """Tell whether the words around are capitalised as in a headline."""
    line = text[max(text.rfind("\n", max(0, at - _WINDOW), at) + 1, at - _WINDOW) : at + _WINDOW].split(
        "\n", maxsplit=1
    )[0]
    words = [each for each in line.split() if each[0].isalpha() and len(each) > 3]  # noqa: PLR2004 - not of, the, and
    least = 4
    return len(words) > least and sum(each[0].isupper() for each in words) * 10 > 7 * len(words)


def _shape(token: Token) -> None:
    """Take the possessive and the full stop off a word and tell whether it looks like a name."""
    word = token.text
    if word.endswith((".", "-")):
        core = word.rstrip(".-")
        if not (
            core.casefold() in _ABBREVIATED
            or (len(core) == 1 and core.isupper())
            or re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", core)
        ):
            token.ends = word.endswith(".")
            word = core
    owned = _POSSESSIVE.search(word)
    if owned:
        token.owns = True
        word = word[: owned.start()]
    token.text = word or token.text
    token.cap = (
        (word[:1].isupper() or (word[:1].islower() and sum(c.isupper() for c in word) > 1))
        and not _LOWER_TAIL.search(word)
        and not re.fullmatch(r"[IA]", word)
    )
