"""How well something is known, on two axes, and what that allows.

The letter grades the source: A official text with a stable id or digest; B the official body's own channel, or
municipal media quoting named officials; C established media, law firm or accreditation body with a citation; D trade or
company page without an official link; E anonymous, generated, or inconsistent in itself; F contradicted.
The digit grades the information: 1 confirmed by independent sources, 2 probably true, 3 possibly, 4 unconfirmed,
5 improbable, 6 cannot be judged.
"""

from __future__ import annotations

from collections.abc import Mapping

from carnet.errors import Text
from carnet.recognition.model import Grade
from carnet.recognition.vocabulary import ACTIONS, DIGITS, LETTERS

LETTER_TEXT: Mapping[str, Text] = {
    "A": Text("官方文本，有固定编号或摘要", "official text with a stable id or digest"),
    "B": Text(
        "官方自有渠道，或引述具名官员的市级媒体", "the body's own channel, or municipal media quoting named officials"
    ),
    "C": Text("有引证的权威媒体、律所或认可机构", "established media, law firm or accreditation body, with a citation"),
    "D": Text("无官方链接的行业或企业网页", "trade or company page without an official link"),
    "E": Text("匿名、自动生成或自相矛盾", "anonymous, generated, or inconsistent in itself"),
    "F": Text("被其他来源否定", "contradicted by other sources"),
}
DIGIT_TEXT: Mapping[str, Text] = {
    "1": Text("经独立来源证实", "confirmed by independent sources"),
    "2": Text("很可能属实", "probably true"),
    "3": Text("可能属实", "possibly true"),
    "4": Text("未经证实", "unconfirmed"),
    "5": Text("不大可能", "improbable"),
    "6": Text("无法判断", "cannot be judged"),
}
# Letter → the action that each digit 1 … 6 allows at most. Acting needs an official text that is at least probable.
_ACTION: Mapping[str, tuple[str, ...]] = {
    "A": ("act", "act", "prepare", "prepare", "note", "note"),
    "B": ("prepare", "prepare", "prepare", "prepare", "note", "note"),
    "C": ("prepare", "prepare", "prepare", "prepare", "note", "note"),
    "D": ("prepare", "prepare", "prepare", "prepare", "note", "note"),
    "E": ("note", "note", "note", "note", "ignore", "ignore"),
    "F": ("ignore",) * 6,
}


def at_least(grade: Grade, least: str) -> bool:
    """Tell whether both the letter and the digit of `grade` are as good as those of `least`, such as ``B2``."""
    return LETTERS.index(grade.letter) <= LETTERS.index(least[0]) and DIGITS.index(grade.digit) <= DIGITS.index(
        least[1]
    )


def action(grade: Grade) -> str:
    """Return the one of ignore, note, prepare, act that information of this grade allows at most."""
    return _ACTION[grade.letter][DIGITS.index(grade.digit)]


def weaker(first: Grade, second: Grade) -> Grade:
    """Return the weaker letter and the weaker digit of two grades: a chain is as good as its weakest link."""
    return Grade(max(first.letter, second.letter), max(first.digit, second.digit))


def explain(grade: Grade) -> Text:
    """Say a grade in words."""
    letter, digit = LETTER_TEXT[grade.letter], DIGIT_TEXT[grade.digit]
    return Text(f"{grade}：{letter.zh}；{digit.zh}", f"{grade}: {letter.en}; {digit.en}")


def stronger_action(first: str, second: str) -> str:
    """Return the stronger of two actions."""
    return max(first, second, key=ACTIONS.index)
