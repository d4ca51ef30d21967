"""The claim guard: what a text claims beyond its evidence, sentence by sentence, Chinese and English alike.

A pattern or a set of concepts of a rule finds a claim; `carnet.recognition.stance` reads whether the words around it
make it a true sentence. What remains is opened only by evidence for the body, market or product that the sentence
names, through `carnet.recognition.gates`. Without evidence nothing is open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from carnet.errors import Text
from carnet.recognition.gates import gate
from carnet.recognition.grade import at_least
from carnet.recognition.likeness import Likeness
from carnet.recognition.model import Grade
from carnet.recognition.phrases import Phrases, Rule
from carnet.recognition.sentences import CJK, Sentence, fold, sentences
from carnet.recognition.stance import Reading, without_scare_quotes

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
        phrases: the rules, and what is learnt beside them.
        context: the evidence that may open a gate; default: none.
    """
    lines = _line_starts(text)
    found: list[Finding] = []
    for sentence in sentences(text):
        plain = without_scare_quotes(sentence, phrases.cues)
        hits = claims_in(plain, phrases)
        learnt = phrases.likeness
        if learnt is not None and hits and learnt.speaks_against(plain.text):
            hits = []
        elif learnt is not None and not hits and learnt.reads_like(plain.text):
            hits = [(_alike(plain, learnt), 0, len(plain.text))]
        for rule, start, end in hits:
            if not _opened(rule, plain, context):
                found.append(_finding(rule, plain, start, end, text, lines))
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.rule)))


def claims_in(sentence: Sentence, phrases: Phrases) -> list[tuple[Rule, int, int]]:
    """Return each rule with the first of its claims in a sentence that nothing around it excuses.

    Loose sets of concepts are read only in a sentence in which nothing else claims anything.
    """
    reading = Reading(sentence, phrases)
    told = [(rule, reading.by_pattern(rule) or reading.by_concepts(rule, loose=False)) for rule in phrases.rules]
    if not any(hit for _, hit in told):
        told = [(rule, reading.by_concepts(rule, loose=True)) for rule in phrases.rules]
    return [(rule, *hit) for rule, hit in told if hit is not None]


LIKELY = "likely"


def _alike(sentence: Sentence, learnt: Likeness) -> Rule:
    zh, en = "、".join(learnt.weightiest(sentence.text)), ", ".join(learnt.weightiest(sentence.text))
    return Rule(
        id="reads_like",
        cls=LIKELY,
        gate="words",
        excuses=frozenset(),
        inside=False,
        why=Text(
            f"没有一条规则说到它，但读起来像过度宣称；最像的几处：{zh}",
            f"no rule speaks of it, but it reads like an over-claim; most of all: {en}",
        ),
        suggest=Text(
            "写明谁、依据什么文件、到什么程度；没有文件就改为正在做的事或打算",
            "say who, by which document and how far; without a document say what is under way or intended",
        ),
        patterns={},
    )


def _opened(rule: Rule, sentence: Sentence, context: Context) -> bool:
    """Tell whether evidence on file opens the gate of a rule for what this sentence names."""
    if rule.gate == "never":
        return False
    return any(_carries(each, rule, sentence, context.day) for each in context.evidence)


def _carries(evidence: Evidence, rule: Rule, sentence: Sentence, day: str) -> bool:
    # What only reads like a claim has no class: evidence for any claim about what the sentence names will do.
    if (rule.cls != LIKELY and rule.cls not in evidence.opens) or not evidence.document:
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
    if CJK.search(name):
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
