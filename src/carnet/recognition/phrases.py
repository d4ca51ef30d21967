"""The rules of the claim guard, read from data: what counts as a claim, what excuses it, which gate would open it.

A rule finds claims by patterns, by concepts, or by both. A pattern is a regular expression over folded text
(`carnet.recognition.sentences`) in which ``<name>`` stands for a fragment. A concept (``concepts.toml``) is a list of
words for one idea in both languages; a rule says which ideas stand near each other, the word that makes the claim
first: ``accepts paper|figure abroad~40 !formal !!duty`` (one of two; within 40 widths; no word of the next concept near
it; none of the last in the sentence). Only bounded repetition is allowed (no ``*``, ``+``, ``{n,}``): no text
can make the guard slow.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from carnet.errors import Place, Problem, Text, problem
from carnet.recognition.likeness import Likeness

LANGUAGES = ("en", "zh")
GATES = ("words", "label", "comparable", "measured", "never")
CLASSES = (
    "recognition", "approval", "certified", "equivalence", "compliant", "exempt", "guarantee", "law", "registration",
    "neutral", "green", "superlative", "comparison", "savings", "future",
)  # fmt: skip
# modal: may, 可能; duty: must be, 须经; intent: talks about, aims to, 寻求; doubt: reported, unconfirmed; quoted: with
# attribution; summary: an act or standard is told, about operators and importers in general.
EXCUSES = ("negated", "quoted", "doubt", "modal", "duty", "intent", "condition", "question", "summary")
NEAR = 90  # widths (a Latin letter 1, a Chinese character 2) from the word that makes the claim to each other idea
_NAME = re.compile(r"[a-z_]{2,30}")
_FRAGMENT = re.compile(r"(?<!\(\?)(?<!\(\?P)<([a-z_]{2,30})>")
_MOST_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Together:
    """Ideas that make a claim when they stand near each other; each is a tuple of concepts of which one is enough.

    Attributes:
        said: the word that makes the claim; negation, condition, attribution are read around it.
        near: what must stand near it and how near, in widths (`NEAR`), in the same sentence and on the same side of a
            semicolon.
        without: concepts that must not stand there.
        nowhere: concepts that must not stand anywhere in the sentence. A set with such concepts is a loose one: it
            tells of anything said of two sides without a word that leaves it open, where no pattern or other set tells.
    """

    said: tuple[str, ...]
    near: tuple[tuple[tuple[str, ...], int], ...]
    without: tuple[str, ...]
    nowhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of over-claim.

    Attributes:
        id: stable name.
        cls: one of `CLASSES`.
        gate: what would allow the words: a use of `carnet.recognition.gates`, or ``comparable`` (results shown to be
            comparable), ``measured`` (a measurement on file), ``never``.
        excuses: which of `EXCUSES` make the sentence a true one.
        inside: whether a negation within the match excuses it; not where the claim itself is a negation.
        why: why the words are refused.
        suggest: what to write in their place.
        patterns: language → one compiled expression; empty for a rule by concepts alone.
        together: the concepts that make the claim.
    """

    id: str
    cls: str
    gate: str
    excuses: frozenset[str]
    inside: bool
    why: Text
    suggest: Text
    patterns: Mapping[str, re.Pattern[str]]
    together: tuple[Together, ...] = ()


@dataclass(frozen=True, slots=True)
class Cues:
    """The words around a claim, by language, each one compiled expression. See ``data/words/cues.toml``."""

    not_negation: Mapping[str, re.Pattern[str]]
    negation: Mapping[str, re.Pattern[str]]
    wide_negation: Mapping[str, re.Pattern[str]]
    subject_negation: Mapping[str, re.Pattern[str]]
    hard_boundary: Mapping[str, re.Pattern[str]]
    soft_boundary: Mapping[str, re.Pattern[str]]
    finite: Mapping[str, re.Pattern[str]]
    denied_after: Mapping[str, re.Pattern[str]]
    doubt: Mapping[str, re.Pattern[str]]
    modal: Mapping[str, re.Pattern[str]]
    duty: Mapping[str, re.Pattern[str]]
    intent: Mapping[str, re.Pattern[str]]
    condition: Mapping[str, re.Pattern[str]]
    condition_far: Mapping[str, re.Pattern[str]]
    condition_after: Mapping[str, re.Pattern[str]]
    sales_condition: Mapping[str, re.Pattern[str]]
    attribution: Mapping[str, re.Pattern[str]]
    rhetorical: Mapping[str, re.Pattern[str]]
    no_claim: Mapping[str, re.Pattern[str]]
    summary: Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Phrases:
    """All rules in the order of their files, the cues, and the words of each concept by language."""

    rules: tuple[Rule, ...]
    cues: Cues
    concepts: Mapping[str, Mapping[str, re.Pattern[str]]]
    likeness: Likeness | None = None
    """What is learnt beside the rules; without it a loose set is believed and nothing is told without a rule."""


def parse_phrases(files: Sequence[tuple[str, str]]) -> tuple[Phrases | None, tuple[Problem, ...]]:
    """Read the rules.

    Args:
        files: (name, text) of every file; ``fragments.toml``, ``cues.toml`` and ``concepts.toml`` by these names, the
            others hold ``[[rule]]`` tables.

    Returns:
        The rules, or None, and every problem (DAT-001 syntax, REC-121 anything else).
    """
    problems: list[Problem] = []
    tables: dict[str, Mapping[str, object]] = {}
    for name, text in files:
        try:
            tables[name] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            problems.append(problem("DAT-001", Place(file=name), reason=str(error)))
    build = _Build(problems, {key: str(value) for key, value in tables.pop("fragments.toml", {}).items()})
    cues = build.cues(tables.pop("cues.toml", {}))
    concepts = build.concepts(tables.pop("concepts.toml", {}))
    rules: list[Rule] = []
    for name, table in tables.items():
        listed = table.get("rule")
        made = (build.rule(name, row) for row in (listed if isinstance(listed, list) else ()))
        rules += [rule for rule in made if rule is not None]
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            build.wrong(rule.id, "编号重复", "the id is used twice")
        seen.add(rule.id)
    return (None if problems or cues is None else Phrases(tuple(rules), cues, concepts)), tuple(problems)


class _Build:
    """Compiles patterns and collects what was wrong."""

    def __init__(self, problems: list[Problem], fragments: Mapping[str, str]) -> None:
        self.problems = problems
        self.fragments = fragments
        self.ideas: frozenset[str] = frozenset()

    def wrong(self, what: str, zh: str, en: str) -> None:
        self.problems.append(problem("REC-121", None, what, why_zh=zh, why_en=en))

    def expanded(self, pattern: str, what: str) -> str:
        for _ in range(_MOST_DEPTH):
            names = set(_FRAGMENT.findall(pattern))
            if not names:
                return pattern
            for name in names:
                if name not in self.fragments:
                    self.wrong(what, f"没有片段<{name}>", f"there is no fragment <{name}>")
                    return ""
            pattern = _FRAGMENT.sub(lambda found: f"(?:{self.fragments[found[1]]})", pattern)
        self.wrong(what, "片段互相引用过深", "the fragments refer to each other too deeply")
        return ""

    def compiled(self, patterns: Sequence[object], what: str) -> re.Pattern[str] | None:
        whole = "|".join(f"(?:{self.expanded(str(each), what)})" for each in patterns)
        if unbounded(whole):
            self.wrong(what, "含无界重复（*、+、{n,}）", "it repeats without a bound (*, +, {n,})")
            return None
        try:
            return re.compile(whole)
        except re.error as error:
            self.wrong(what, f"不是正则表达式：{error}", f"it is no regular expression: {error}")
            return None

    def by_language(self, table: object, what: str) -> Mapping[str, re.Pattern[str]]:
        found: dict[str, re.Pattern[str]] = {}
        for lang in LANGUAGES:
            listed = table.get(lang) if isinstance(table, dict) else None
            if isinstance(listed, list) and listed:
                made = self.compiled(listed, f"{what}.{lang}")
                if made is not None:
                    found[lang] = made
            else:
                self.wrong(f"{what}.{lang}", "没有表达式", "has no pattern")
        return found

    def cues(self, table: Mapping[str, object]) -> Cues | None:
        names = [each.name for each in fields(Cues)]
        for name in table:
            if name not in names:
                self.wrong(name, "不是已知的线索", "is no cue we know")
        made = {name: self.by_language(table.get(name), name) for name in names}
        return None if self.problems else Cues(**made)

    def concepts(self, table: Mapping[str, object]) -> Mapping[str, Mapping[str, re.Pattern[str]]]:
        """Compile the words of each concept; a Latin word stands between word boundaries, also in Chinese."""
        made: dict[str, Mapping[str, re.Pattern[str]]] = {}
        for name, words in table.items():
            listed = {lang: words.get(lang) if isinstance(words, dict) else None for lang in LANGUAGES}
            if not _NAME.fullmatch(name):
                self.wrong(name, "不是概念的名称", "is no name of a concept")
            english, chinese = listed["en"], listed["zh"]
            if isinstance(english, list) and english:
                listed["en"] = [rf"\b(?:{'|'.join(str(each) for each in english)})(?!\w)"]
            if isinstance(chinese, list):
                listed["zh"] = [_bounded(str(each)) for each in chinese]
            made[name] = self.by_language(listed, name)
        self.ideas = frozenset(made)
        return made

    def together(self, line: object, what: str) -> Together:
        tokens = str(line).split()
        nowhere = tuple(token[2:] for token in tokens if token.startswith("!!"))
        without = tuple(token[1:] for token in tokens if token.startswith("!") and not token.startswith("!!"))
        near = []
        for token in tokens:
            if not token.startswith("!"):
                listed, _, width = token.partition("~")
                near.append((tuple(listed.split("|")), int(width) if width.isdecimal() else NEAR))
        for name in (*(each for names, _ in near for each in names), *without, *nowhere):
            if name not in self.ideas:
                self.wrong(what, f"没有概念“{name}”", f"there is no concept “{name}”")
        if not near:
            self.wrong(what, "没有概念", "names no concept")
            return Together((), (), ())
        return Together(near[0][0], tuple(near[1:]), without, nowhere)

    def rule(self, file: str, row: object) -> Rule | None:
        if not isinstance(row, dict):
            self.wrong(file, "规则不是一个表", "a rule is not a table")
            return None
        name = str(row.get("id", file))
        before = len(self.problems)
        for key in row:
            if key not in {"id", "class", "gate", "excuses", "inside", "why", "suggest", "together", *LANGUAGES}:
                self.wrong(name, f"未知字段 {key}", f"the key {key} is not known")
        for key, words in (("class", CLASSES), ("gate", GATES)):
            if row.get(key) not in words:
                self.wrong(name, f"{key} 不在词表内", f"{key} is none of the words")
        excuses = frozenset(str(each) for each in row.get("excuses", EXCUSES))
        if not excuses <= set(EXCUSES):
            self.wrong(name, "excuses 不在词表内", "excuses: a word is not known")
        texts = [_text(row.get(key)) for key in ("why", "suggest")]
        if None in texts:
            self.wrong(name, "why 与 suggest 须有中英两种", "why and suggest need zh and en")
        listed = row.get("together")
        together = tuple(self.together(line, name) for line in (listed if isinstance(listed, list) else ()))
        bare = together and not any(lang in row for lang in LANGUAGES)
        patterns = {} if bare else self.by_language({lang: row.get(lang) for lang in LANGUAGES}, name)
        why, suggest = texts
        if len(self.problems) > before or why is None or suggest is None:
            return None
        inside = bool(row.get("inside", True))
        return Rule(name, str(row["class"]), str(row["gate"]), excuses, inside, why, suggest, patterns, together)


def _bounded(word: str) -> str:
    return rf"(?<![a-z0-9])(?:{word})(?![a-z0-9])" if re.fullmatch(r"[a-z0-9 ?-]{2,30}", word) else word


def unbounded(pattern: str) -> bool:
    """Tell whether an expression repeats without a bound."""
    plain = re.sub(r"\\.", "", pattern)
    plain = re.sub(r"\[[^\]]{0,200}\]", "c", plain)
    return bool(re.search(r"[*+]|\{\d{0,3},\}", plain))


def _text(value: object) -> Text | None:
    if isinstance(value, dict) and value.get("zh") and value.get("en"):
        return Text(str(value["zh"]), str(value["en"]))
    return None
