"""What a sentence says about a claim in it: made, denied, doubted, wished for, asked, conditional, quoted, told as law.

The claim guard (`carnet.recognition.claims`) asks here. Cues are data (``data/words/cues.toml``). A negation that is
none ("not only certified but …", "毫无疑问") does not count, nor does one of another clause.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate

from carnet.recognition.phrases import NEAR, Cues, Phrases, Rule, Together
from carnet.recognition.sentences import CJK, Sentence

_BESIDE = 60  # characters on either side within which a denial or an attribution speaks of the claim
_MOST = 24  # claims of one kind read in a sentence; one is enough, and the work stays linear
_LATIN = re.compile(r"[a-z]{3}")
_OPEN = frozenset({"是否", "能否", "可否", "会否", "有无", "有没有", "会不会", "whether"})  # ask wherever they stand
_APART = frozenset(";。")  # ideas on two sides of it do not stand together
Span = tuple[int, int]


class Reading:
    """A sentence with its concepts and cues, each found once, when first asked for."""

    def __init__(self, sentence: Sentence, phrases: Phrases) -> None:
        self.text = sentence.text
        self.question = sentence.question
        self.phrases = phrases
        self.cues = phrases.cues
        self.langs = [
            lang for lang, there in (("zh", CJK.search(self.text)), ("en", _LATIN.search(self.text))) if there
        ]
        self._concepts: dict[tuple[str, ...], list[Span]] = {}
        self._cues: dict[str, list[Span]] = {}
        self._read: dict[tuple[frozenset[str], bool, int, int], bool] = {}

    def by_pattern(self, rule: Rule) -> Span | None:
        """Return the first unexcused match of a rule's patterns."""
        for lang in self.langs:
            if lang not in rule.patterns:
                continue
            for match in rule.patterns[lang].finditer(self.text):
                if match.group() and not self.excused(rule, *match.span(), inside=rule.inside):
                    return match.span()
        return None

    def by_concepts(self, rule: Rule, *, loose: bool) -> Span | None:
        """Return from where to where the first unexcused set of concepts of a rule reaches.

        Args:
            rule: whose concepts are looked for.
            loose: whether its loose sets are looked at, or the others (`carnet.recognition.phrases.Together`).
        """
        for together in rule.together:
            if bool(together.nowhere) is not loose:
                continue
            if any(self._anywhere(name) for name in together.nowhere):
                continue
            if all(self.spans(names) for names, _ in together.near):
                for said in self.spans(together.said)[:_MOST]:
                    reach = self._standing(together, said)
                    if reach is not None and not self.excused(rule, *said, inside=False):
                        return reach
        return None

    def spans(self, names: tuple[str, ...]) -> list[Span]:
        """Return where one of some concepts stands, in order."""
        if names not in self._concepts:
            found: set[Span] = set()
            for name in names:
                words = self.phrases.concepts[name]
                found |= {m.span() for lang in self.langs for m in words[lang].finditer(self.text) if m.group()}
            self._concepts[names] = sorted(found)
        return self._concepts[names]

    def _anywhere(self, name: str) -> bool:
        """Tell whether a concept stands in the sentence, negations that are none left out."""
        return any(self.phrases.concepts[name][lang].search(self._plain) is not None for lang in self.langs)

    def _standing(self, together: Together, said: Span) -> Span | None:
        """Return the reach of a claim with the ideas near it, or None where one of them is not near."""
        begin, finish = said
        for names, width in together.near:
            nearest = self._nearest(names, said, width)
            if nearest is None:
                return None
            begin, finish = min(begin, nearest[0]), max(finish, nearest[1])
        if any(self._nearest((name,), said, NEAR, whole=True) for name in together.without):
            return None
        return begin, finish

    def _nearest(self, names: tuple[str, ...], said: Span, most: int, *, whole: bool = False) -> Span | None:
        """Return the nearest place of a concept beside or inside the words of a claim, at most so wide apart.

        The word the claim begins with is not read twice, but for `whole`.
        """
        listed = self.spans(names)
        at = bisect_left(listed, said)
        best: tuple[int, Span] | None = None
        for step, places in ((1, range(at, len(listed))), (-1, range(at - 1, -1, -1))):
            for place in places:
                a, b = listed[place]
                if a < said[1] and said[0] < b:
                    if whole or (said[0] < a and b <= said[1]):
                        return a, b
                    continue
                low, high = (said[1], a) if step > 0 else (b, said[0])
                width = self._widths[high] - self._widths[low]
                apart = width > most or not _APART.isdisjoint(self.text[low:high])
                if not apart and (best is None or width < best[0]):
                    best = width, (a, b)
                break
        return None if best is None else best[1]

    @cached_property
    def _widths(self) -> list[int]:
        return [0, *accumulate(2 if CJK.match(each) else 1 for each in self.text)]

    def excused(self, rule: Rule, start: int, end: int, *, inside: bool) -> bool:
        """Tell whether the words around a claim make the sentence a true one.

        Args:
            rule: whose excuses count.
            start: where the claim begins.
            end: where it ends.
            inside: whether a negation within it counts; a word of a concept may hold one of its own ("no need").
        """
        key = (rule.excuses, inside, start, end)
        if key not in self._read:
            self._read[key] = self._excused(rule.excuses, start, end, inside=inside)
        return self._read[key]

    def _excused(self, allowed: frozenset[str], start: int, end: int, *, inside: bool) -> bool:
        return (
            any(a < end and start < b for a, b in self._cue("no_claim"))
            or ("question" in allowed and self._asked())
            or ("quoted" in allowed and self._mentioned(start, end))
            or ("negated" in allowed and self._negated(start, end, inside=inside))
            or ("doubt" in allowed and self._doubted(start, end))
            or any(name in allowed and self._governed(name, start, end) for name in ("modal", "duty", "intent"))
            or ("condition" in allowed and self._conditional(start, end))
            or ("summary" in allowed and self._told_as_law(start))
        )

    @cached_property
    def _quotes(self) -> tuple[Span, ...]:
        return quotations(self.text)

    @cached_property
    def _plain(self) -> str:
        plain = self.text
        for each in self.cues.not_negation.values():
            plain = each.sub(lambda found: "\u00b7" * len(found[0]), plain)
        return plain

    @cached_property
    def _negations(self) -> list[Span]:
        return sorted(
            {*cue_spans(self.cues.negation, self._plain), *cue_spans(self.cues.subject_negation, self._plain)}
        )

    @cached_property
    def _subjects(self) -> set[int]:
        return {start for start, _ in cue_spans(self.cues.subject_negation, self._plain)}

    @cached_property
    def _wide(self) -> list[Span]:
        return cue_spans(self.cues.wide_negation, self._plain)

    @cached_property
    def _hard(self) -> list[Span]:
        return [(a, b) for a, b in cue_spans(self.cues.hard_boundary, self.text) if not self._quoted(a, b)]

    @cached_property
    def _breaks(self) -> list[Span]:
        return [span for span in self._hard if self.text[span[0]] not in ":(["]

    def _asked(self) -> bool:
        return self.question and not _found(self.cues.rhetorical, self.text)

    def _told_as_law(self, start: int) -> bool:
        """Tell whether an act or standard is the subject of the sentence before the claim."""
        return any(b <= start for _, b in self._cue("summary"))

    def _quoted(self, start: int, end: int) -> bool:
        return any(begin <= start and end <= finish for begin, finish in self._quotes)

    def _mentioned(self, start: int, end: int) -> bool:
        """Quoted, or half quoted, with words outside of the quotation that attribute or forbid it."""
        inside = [(a, b) for a, b in self._quotes if a <= start < b or a < end <= b]
        if not inside:
            return False
        first, last = min(a for a, _ in inside), max(b for _, b in inside)
        return attributed(self.text, first, last, self.cues)

    def _negated(self, start: int, end: int, *, inside: bool) -> bool:
        if any(self._reaches(a, b, start, end) for a, b in self._negations if b <= start):
            return True
        if inside and any(start < a and b <= end for a, b in self._negations):
            return True
        if any(b <= start + 2 and not _between(self._hard, b, start) for _, b in self._wide):
            return True
        stop = min([a for a, _ in self._hard if a >= end and self.text[a] in ";—。"], default=len(self.text))
        return _found(self.cues.denied_after, self._plain[end : min(stop, end + 2 * _BESIDE)])

    def _reaches(self, begin: int, finish: int, start: int, end: int) -> bool:
        """Tell whether a negation before the claim still holds there."""
        if _between(self._hard, finish, start):
            return False
        for at, after in self._cue("soft_boundary"):
            if not finish <= at or not after <= start + 1:
                continue
            rest = self.text[after:end]
            if CJK.search(rest) is not None and self.text[at] == ",":
                if begin not in self._subjects or not _listed(rest):
                    return False
            elif begin in self._subjects:
                if re.match(r" ?(?:it|we|our|they|this|that|you|your|all|every)\b", rest):
                    return False
            elif _found({"en": self.cues.finite["en"]}, rest):
                return False
        return True

    def _cue(self, name: str) -> list[Span]:
        if name not in self._cues:
            self._cues[name] = cue_spans(getattr(self.cues, name), self.text)
        return self._cues[name]

    def _governed(self, name: str, start: int, end: int) -> bool:
        """Tell whether a cue overlaps the claim, or stands before it in its own clause."""
        spans = self._cue(name)
        return any(start < b and a < end and (a, b) != (start, end) for a, b in spans) or any(
            b <= start + 1 and self._reaches(a, b, start, end) for a, b in spans
        )

    def _doubted(self, start: int, end: int) -> bool:
        """Tell whether somebody else is said to say it, before it or right behind it, or it is doubted."""
        return any(
            a - end <= _BESIDE if a >= end else a >= start or not _between(self._breaks, b, start)
            for a, b in self._cue("doubt")
        )

    def _conditional(self, start: int, end: int) -> bool:
        sale = _found(self.cues.sales_condition, self.text)
        far = self._cue("condition_far")
        for a, b in sorted({*self._cue("condition"), *far}):
            if start <= a and b <= end and self.text[a:b] in _OPEN:
                return True
            if a > start or (a == start and b >= end) or _between(self._breaks, b, start):
                continue
            part_ends = min(
                [p for p, _ in (*self._cue("soft_boundary"), *self._hard) if p >= b and self.text[p] in ",:"],
                default=len(self.text),
            )
            if start < part_ends or ((a, b) in far and not sale):
                return True
        if sale:
            return False
        return any(a >= end for a, _ in self._cue("condition_after"))


def without_scare_quotes(sentence: Sentence, cues: Cues) -> Sentence:
    """Take the marks off a single quoted word that stands in front of its noun: `our "certified" coil`.

    Such a word is used, not mentioned, unless something beside it attributes or forbids it.
    """
    text = sentence.text
    dropped: set[int] = set()
    for begin, finish in quotations(text):
        word, behind = text[begin + 1 : finish - 1], text[finish:]
        if _SCARE_EN.fullmatch(word):
            used = _SCARE_BEFORE.search(text[:begin]) is not None and _SCARE_NOUN.match(behind) is not None
        else:
            used = _SCARE_ZH.fullmatch(word) is not None and _SCARE_ZH_NOUN.match(behind) is not None
        if used and not attributed(text, begin, finish, cues):
            dropped |= {begin, finish - 1}
    if not dropped:
        return sentence
    kept = [place for place in range(len(text)) if place not in dropped]
    return Sentence("".join(text[place] for place in kept), tuple(sentence.places[place] for place in kept))


_SCARE_EN = re.compile(r"[a-z][a-z0-9-]{2,24}(?: [a-z-]{2,14})?")
_SCARE_BEFORE = re.compile(r"(?:^|\b(?:our|this|the|these|an?|your|its|my|every|all|with|of|new|as) )$")
_SCARE_NOUN = re.compile(r" [a-z]{3,20}")
_SCARE_ZH = re.compile(r"[\u3400-\u9fffa-z0-9-]{1,8}")
_SCARE_ZH_NOUN = re.compile(
    r"(?:的|了)?(?:卷板|钢|组件|电池|产品|数据|报告|证书|标签|标识|碳|铝|材|工厂|企业|结果|软件|平台|笔记本|电脑|储能|系统|包装|货)"
)


def attributed(text: str, first: int, last: int, cues: Cues) -> bool:
    """Tell whether words beside a quotation say that somebody else says it, or that it may not be said."""
    outside = text[max(0, first - _BESIDE) : first] + " | " + text[last : last + _BESIDE]
    outside = re.sub(r"\b(?:we|i) (?:say|call|claim|state)\b|我们(?:称|说|宣称)", " ", outside)
    return _found(cues.attribution, outside)


def _between(spans: Sequence[Span], begin: int, end: int) -> bool:
    return any(begin <= a and b <= end for a, b in spans)


def _listed(rest: str) -> bool:
    """Tell whether what follows a comma goes on with a list rather than with a clause of its own."""
    return re.match(r" ?(?:或|和|及|也|亦|还是|或者)", rest) is not None


def cue_spans(cue: Mapping[str, re.Pattern[str]], text: str) -> list[Span]:
    """Return where a cue stands, in order."""
    return sorted(
        (match.start(), match.end()) for each in cue.values() for match in each.finditer(text) if match.group()
    )


def _found(cue: Mapping[str, re.Pattern[str]], text: str) -> bool:
    return any(each.search(text) is not None for each in cue.values())


_SINGLE = re.compile(r"(?<![a-z0-9])'[^']{1,120}'(?![a-z0-9])")


def quotations(text: str) -> tuple[Span, ...]:
    """Return the quotations of a sentence; one that is not closed in it reaches to its end."""
    found: list[Span] = [match.span() for match in _SINGLE.finditer(text)]
    begun = -1
    for position, char in enumerate(text):
        if char == "“":
            begun = position if begun < 0 else begun
        elif char == "”" and begun >= 0:
            found.append((begun, position + 1))
            begun = -1
    if begun >= 0:
        found.append((begun, len(text)))
    return tuple(found)
