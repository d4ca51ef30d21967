"""The claim guard: what a text claims beyond its evidence, sentence by sentence, Chinese and English alike.

A pattern of a rule finds a claim; then the words around it are read. A claim that is negated, quoted with attribution,
doubted, conditional or asked is no claim; a negation that is none ("not only certified but …", "毫无疑问") does not
count, nor does one of another clause. What remains is opened only by evidence for the body, market or product that the
sentence names, through `carnet.recognition.gates`. Without evidence nothing is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from carnet.errors import Text
from carnet.recognition.gates import gate
from carnet.recognition.grade import at_least
from carnet.recognition.model import Grade
from carnet.recognition.phrases import Phrases, Rule
from carnet.recognition.sentences import Sentence, fold, sentences

_BESIDE = 60  # characters on either side within which a denial or an attribution speaks of the claim
_CJK = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z]{3}")
# Gates that a document opens by itself: what shows two results comparable, or a saving measured.
_DOCUMENT_GATES = ("comparable", "measured")
_LEAST_DOCUMENT = "B2"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is on file for a claim about somebody or something.

    Attributes:
        names: what the sentence must name for it to count: a body, market, standard or product, in any language.
        opens: classes of claims (`phrases.CLASSES`) it is evidence for.
        grade: of the evidence.
        status: of the policy item or arrangement it rests on (`vocabulary.STATUSES`).
        signed_case: the receiving body's signed acceptance of this very case.
        document: where it can be read; without one it opens nothing.
        valid_to: the last day it counts, ISO 8601; empty: not limited.
    """

    names: tuple[str, ...]
    opens: tuple[str, ...]
    grade: Grade
    status: str
    signed_case: bool = False
    document: str = ""
    valid_to: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What a text is judged against: the day and the evidence. The default has none."""

    day: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One over-claim: the rule, where it stands in the original text, and what to do."""

    rule: str
    cls: str
    gate: str
    start: int
    end: int
    line: int
    column: int
    quote: str
    sentence: str
    why: Text
    suggest: Text

    def json(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "rule": self.rule,
            "class": self.cls,
            "gate": self.gate,
            "line": self.line,
            "column": self.column,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "sentence": self.sentence,
            "why": {"zh": self.why.zh, "en": self.why.en},
            "suggest": {"zh": self.suggest.zh, "en": self.suggest.en},
        }


NOTHING = Context()


def lint(text: str, phrases: Phrases, context: Context = NOTHING) -> tuple[Finding, ...]:
    """Return every over-claim of a text, in the order of their places; one for each rule and sentence.

    Args:
        text: plain text, or with Markdown or HTML marks.
        phrases: the rules.
        context: the evidence that may open a gate; default: none.
    """
    lines = _line_starts(text)
    found: list[Finding] = []
    for sentence in sentences(text):
        for rule, start, end in claims_in(sentence, phrases):
            if not _opened(rule, sentence, context):
                found.append(_finding(rule, sentence, start, end, text, lines))
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.rule)))


def claims_in(sentence: Sentence, phrases: Phrases) -> Iterable[tuple[Rule, int, int]]:
    """Yield each rule with the first of its claims in a sentence that nothing around it excuses."""
    langs = [
        lang for lang, there in (("zh", _CJK.search(sentence.text)), ("en", _LATIN.search(sentence.text))) if there
    ]
    reading: _Reading | None = None
    for rule in phrases.rules:
        for lang in langs:
            hit = None
            for match in rule.patterns[lang].finditer(sentence.text):
                if match.end() == match.start():
                    continue
                reading = reading or _Reading(sentence, phrases)
                if not reading.excused(rule, match.start(), match.end()):
                    hit = match
                    break
            if hit is not None:
                yield rule, hit.start(), hit.end()
                break


class _Reading:
    """A sentence with its cues found once."""

    def __init__(self, sentence: Sentence, phrases: Phrases) -> None:
        self.text = sentence.text
        self.question = sentence.question
        cues = phrases.cues
        self.cues = cues
        self.quotes = _quotes(self.text)
        plain = self.text
        for each in cues.not_negation.values():
            plain = each.sub(lambda found: "\u00b7" * len(found[0]), plain)
        self.plain = plain
        subjects = _spans(cues.subject_negation, plain)
        self.negations = sorted({*_spans(cues.negation, plain), *subjects})
        self.subjects = {start for start, _ in subjects}
        self.wide = _spans(cues.wide_negation, plain)
        self.hard = [
            (start, end) for start, end in _spans(cues.hard_boundary, self.text) if not self._quoted(start, end)
        ]
        self.breaks = [span for span in self.hard if self.text[span[0]] not in ":(["]
        self.soft = _spans(cues.soft_boundary, self.text)

    def excused(self, rule: Rule, start: int, end: int) -> bool:
        """Tell whether the words around a claim make the sentence a true one."""
        allowed = rule.excuses
        return (
            ("question" in allowed and self._asked())
            or ("quoted" in allowed and self._mentioned(start, end))
            or ("negated" in allowed and self._negated(start, end, inside=rule.inside))
            or ("doubt" in allowed and self._doubted(start, end))
            or ("modal" in allowed and self._governed(self.cues.modal, start, end))
            or ("duty" in allowed and self._governed(self.cues.duty, start, end))
            or ("intent" in allowed and self._governed(self.cues.intent, start, end))
            or ("condition" in allowed and self._conditional(start, end))
        )

    def _asked(self) -> bool:
        return self.question and not _found(self.cues.rhetorical, self.text)

    def _quoted(self, start: int, end: int) -> bool:
        return any(begin <= start and end <= finish for begin, finish in self.quotes)

    def _mentioned(self, start: int, end: int) -> bool:
        """Quoted, or half quoted, with words outside of the quotation that attribute or forbid it."""
        inside = [(a, b) for a, b in self.quotes if a <= start < b or a < end <= b]
        if not inside:
            return False
        first, last = min(a for a, _ in inside), max(b for _, b in inside)
        outside = self.text[max(0, first - _BESIDE) : first] + " | " + self.text[last : last + _BESIDE]
        outside = re.sub(r"\b(?:we|i) (?:say|call|claim|state)\b|我们(?:称|说|宣称)", " ", outside)
        return _found(self.cues.attribution, outside)

    def _negated(self, start: int, end: int, *, inside: bool) -> bool:
        if any(self._reaches(a, b, start, end) for a, b in self.negations if b <= start):
            return True
        if inside and any(start < a and b <= end for a, b in self.negations):
            return True
        if any(b <= start + 2 and not self._between(self.hard, b, start) for _, b in self.wide):
            return True
        stop = min([a for a, _ in self.hard if a >= end and self.text[a] in ";—。"], default=len(self.text))
        return _found(self.cues.denied_after, self.plain[end : min(stop, end + 2 * _BESIDE)])

    def _reaches(self, begin: int, finish: int, start: int, end: int) -> bool:
        """Tell whether a negation before the claim still holds there."""
        if self._between(self.hard, finish, start):
            return False
        for at, after in self.soft:
            if not finish <= at or not after <= start + 1:
                continue
            rest = self.text[after:end]
            if _CJK.search(rest) is not None and self.text[at] == ",":
                if begin not in self.subjects or not _listed(rest):
                    return False
            elif begin in self.subjects:
                if re.match(r" ?(?:it|we|our|they|this|that|you|your|all|every)\b", rest):
                    return False
            elif _found({"en": self.cues.finite["en"]}, rest):
                return False
        return True

    def _governed(self, cue: Mapping[str, re.Pattern[str]], start: int, end: int) -> bool:
        """Tell whether a cue overlaps the claim, or stands before it in its own clause."""
        spans = _spans(cue, self.text)
        return any(start < b and a < end and (a, b) != (start, end) for a, b in spans) or any(
            b <= start + 1 and self._reaches(a, b, start, end) for a, b in spans
        )

    def _doubted(self, start: int, end: int) -> bool:
        """Tell whether somebody else is said to say it, before it or right behind it, or it is doubted."""
        return any(
            a - end <= _BESIDE if a >= end else a >= start or not self._between(self.breaks, b, start)
            for a, b in _spans(self.cues.doubt, self.text)
        )

    def _conditional(self, start: int, end: int) -> bool:
        sale = _found(self.cues.sales_condition, self.text)
        far = _spans(self.cues.condition_far, self.text)
        for a, b in sorted({*_spans(self.cues.condition, self.text), *far}):
            if a > start or (a == start and b >= end) or self._between(self.breaks, b, start):
                continue
            part_ends = min(
                [p for p, _ in (*self.soft, *self.hard) if p >= b and self.text[p] in ",:"], default=len(self.text)
            )
            if start < part_ends or ((a, b) in far and not sale):
                return True
        if sale:
            return False
        return any(a >= end for a, _ in _spans(self.cues.condition_after, self.text))

    def _between(self, spans: list[tuple[int, int]], begin: int, end: int) -> bool:
        return any(begin <= a and b <= end for a, b in spans)


def _listed(rest: str) -> bool:
    """Tell whether what follows a comma goes on with a list rather than with a clause of its own."""
    return re.match(r" ?(?:或|和|及|也|亦|还是|或者)", rest) is not None


def _spans(cue: Mapping[str, re.Pattern[str]], text: str) -> list[tuple[int, int]]:
    return sorted(
        (match.start(), match.end()) for each in cue.values() for match in each.finditer(text) if match.group()
    )


def _found(cue: Mapping[str, re.Pattern[str]], text: str) -> bool:
    return any(each.search(text) is not None for each in cue.values())


_SINGLE = re.compile(r"(?<![a-z0-9])'[^']{1,120}'(?![a-z0-9])")


def _quotes(text: str) -> tuple[tuple[int, int], ...]:
    """Return the quotations of a sentence; one that is not closed in it reaches to its end."""
    found: list[tuple[int, int]] = [match.span() for match in _SINGLE.finditer(text)]
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


def _opened(rule: Rule, sentence: Sentence, context: Context) -> bool:
    """Tell whether evidence on file opens the gate of a rule for what this sentence names."""
    if rule.gate == "never":
        return False
    return any(_carries(each, rule, sentence, context.day) for each in context.evidence)


def _carries(evidence: Evidence, rule: Rule, sentence: Sentence, day: str) -> bool:
    if rule.cls not in evidence.opens or not evidence.document:
        return False
    if evidence.valid_to and (not day or day > evidence.valid_to):
        return False
    if not any(names_it(sentence.text, fold(name)) for name in evidence.names if name):
        return False
    if rule.gate in _DOCUMENT_GATES:
        return at_least(evidence.grade, _LEAST_DOCUMENT)
    return gate(rule.gate, evidence.grade, evidence.status, signed_case=evidence.signed_case).open


def names_it(text: str, name: str) -> bool:
    """Tell whether a folded text names something, as a word of its own where it is written in Latin letters."""
    if _CJK.search(name):
        return name in text
    return re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", text) is not None


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]


def _finding(rule: Rule, sentence: Sentence, start: int, end: int, text: str, lines: list[int]) -> Finding:
    begin, finish = sentence.original(start, end)
    first, last = sentence.original(0, len(sentence.text))
    line = _line_of(lines, begin)
    return Finding(
        rule=rule.id,
        cls=rule.cls,
        gate=rule.gate,
        start=begin,
        end=finish,
        line=line + 1,
        column=begin - lines[line] + 1,
        quote=" ".join(text[begin:finish].split()),
        sentence=" ".join(text[first:last].split()),
        why=rule.why,
        suggest=rule.suggest,
    )


def _line_of(lines: list[int], place: int) -> int:
    low, high = 0, len(lines)
    while low + 1 < high:
        middle = (low + high) // 2
        if lines[middle] <= place:
            low = middle
        else:
            high = middle
    return low
