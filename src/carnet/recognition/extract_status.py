"""Status words of a press text: what a sentence says is signed, in force, running, and whether it only hopes so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from carnet.recognition.extract_dates import FoundDate, find_dates

_ISO = 10


@dataclass(frozen=True, slots=True)
class FoundStatus:
    """A status a sentence speaks of; `hedged`: planned, denied or possible only."""

    status: str
    on: str
    hedged: bool
    sentence: str


# Status → words; a sentence may speak of several, the last of the line counts unless it is hedged.
_STATUS_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (status, re.compile(words, re.IGNORECASE))
    for status, words in (
        ("talks", r"\b(?:talks|consultations?|negotiat\w{1,30}|discussions?)\b|磋商|谈判|洽谈|商谈|对话"),
        ("draft_published", r"\bdraft\b|征求意见|草案|公开征集"),
        ("agreed", r"\b(?:agreed|reached (?:an )?agreement|initialled)\b|达成(?:一致|协议|共识)"),
        ("signed", r"\b(?:sign(?:ed|s|ing)?|inked|inks)\b|签署|签订|签约"),
        ("adopted", r"\b(?:adopt(?:ed|s)|approved)\b|审议通过|表决通过|批准"),
        ("published", r"\b(?:published|released|issued|unveiled)\b|发布|印发|公布|出台"),
        (
            "in_force",
            (
                r"\b(?:enter(?:ed|s)? into force|in force|took effect|takes effect|effective)\b|生效|施行|"
                r"正式实施|起实施"
            ),
        ),
        ("pilot_announced", r"\bpilots?\b|试点"),
        ("pilot_running", r"\bpilot (?:has been |was )?(?:launched|started|under ?way)|启动试点|试点启动|开展试点"),
        (
            "operating",
            (
                r"\b(?:first (?:\w{1,30} ){0,3}(?:certificate|label)s? (?:was |were |has been |have been )?(?:issued|"
                r"granted))|(?:颁发|获颁|发出)[^。]{0,12}首[张批个份]|首[张批个份][^。]{0,20}(?:颁发|获颁|发出|落地)"
            ),
        ),
        ("suspended", r"\bsuspend(?:ed|s)?\b|暂停|中止"),
        ("delayed", r"\b(?:postponed|delayed)\b|推迟|延期"),
        ("withdrawn", r"\bwithdrawn\b|撤回|废止"),
    )
)
HEDGED = re.compile(
    r"\b(?:plans? to|planned|will|would|could|(?-i:may)|might|intends? to|expected to|set to|aims? to|to be|"
    r"not yet|has not|"
    r"have not|if|proposed|scheduled|should)\b|计划|拟|将|或将|有望|预计|尚未|未|若|如果|争取|力争|探索|推动",
    re.IGNORECASE,
)
_INTENDED = re.compile(r"\b(?:on|about|for|of|before|towards?)\s{1,9}signing$|(?:准备|待|将要)签[署订]$", re.IGNORECASE)


_CLOSE = 45


def _day_of(match: re.Match[str], days: Sequence[FoundDate]) -> str:
    """Return the day a status word goes with, of several in its sentence.

    Chinese says the day before the word (10月15日签署，自11月1日起生效), English mostly right behind it (signed on 15
    October, takes effect on 1 November).
    """
    before = [each for each in days if each.at < match.start()]
    behind = [each for each in days if each.at >= match.end()]
    if match[0].isascii() and behind and behind[0].at - match.end() <= _CLOSE:
        return behind[0].value
    return (before[-1] if before else days[0]).value


def find_statuses(sentences: Sequence[str], published: str) -> tuple[FoundStatus, ...]:
    """Return the statuses sentences speak of, each once: the plainest sentence with a day counts."""
    found: dict[str, FoundStatus] = {}
    ranks: dict[str, tuple[bool, bool]] = {}
    for sentence in sentences:
        for status, words in _STATUS_WORDS:
            match = words.search(sentence)
            if match is None:
                continue
            before = sentence[max(0, match.start() - 40) : match.start()]
            hedged = bool(HEDGED.search(before)) or bool(_INTENDED.search(before + match[0]))
            days = [each for each in find_dates(sentence, published) if len(each.value) == _ISO]
            rank = (not hedged, bool(days))
            if status in found and rank <= ranks[status]:
                continue
            ranks[status] = rank
            found[status] = FoundStatus(status, _day_of(match, days) if days else published, hedged, sentence)
    order = [status for status, _ in _STATUS_WORDS]
    return tuple(sorted(found.values(), key=lambda each: order.index(each.status)))
