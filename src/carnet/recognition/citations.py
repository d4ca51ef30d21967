"""Checking the legal bases a text cites: a number that is not on file, another form of act, another subject, article.

A difference is a doubt to be settled in the official journal, never a finding about the law.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carnet.errors import Problem, Text, problem
from carnet.recognition.load import read_many

_FORM = (
    r"(?:(?:commission|council)\s+)?(?P<form>implementing regulation|delegated regulation|regulation|directive|"
    r"implementing decision|decision|recommendation)"
)
_CITED = re.compile(_FORM + r"\s*\(?(?:EU|EC|欧盟)?\)?\s*(?:No\.?\s*)?(?P<number>20\d{2}/\d{1,5})", re.IGNORECASE)
_ZH_FORMS = {
    "实施条例": "implementing regulation",
    "授权条例": "delegated regulation",
    "条例": "regulation",
    "指令": "directive",
    "建议": "recommendation",
}
_ZH_CITED = re.compile(
    r"(?P<form>实施条例|授权条例|条例|指令|建议)\s*[（(]?(?:EU|欧盟)?[）)]?\s*(?P<number>20\d{2}/\d{1,5})"
)
_ARTICLE = re.compile(r"\bArticles?\s+(?P<number>\d{1,3})\b|第\s?(?P<zh>\d{1,3})\s?条", re.IGNORECASE)
_NEAR = 160


@dataclass(frozen=True, slots=True)
class Act:
    """An act that texts cite: its number, its form, words of its subject, our status word."""

    number: str
    form: str
    about: tuple[str, ...]
    status: str


@dataclass(frozen=True, slots=True)
class ArticleOf:
    """Which article of which act holds what `words` name."""

    words: tuple[str, ...]
    act: str
    article: str
    status: str


def parse_acts(name: str, text: str) -> tuple[tuple[Act, ...], tuple[ArticleOf, ...], tuple[Problem, ...]]:
    """Read the acts (``[[act]]``) and articles (``[[article]]``) of one file."""
    acts_text, mark, rest = text.partition("[[article]]")
    acts, first = read_many(Act, name, acts_text, "act")
    articles, second = read_many(ArticleOf, name, mark + rest, "article") if mark else ((), ())
    return acts, articles, (*first, *second)


def check_citations(text: str, acts: Sequence[Act], articles: Sequence[ArticleOf]) -> tuple[Problem, ...]:
    """Return a warning (REC-016) for every doubtful legal basis in a text, each once."""
    by_number = {act.number: act for act in acts}
    found: dict[tuple[str, str], Problem] = {}
    for cited, form, number, around in _cited(text):
        why = _doubt(by_number, form, number, around)
        if why is not None:
            found[(cited, why.en)] = _warning(cited, why)
    for match in _ARTICLE.finditer(text):
        around = _sentence(text, match.start(), match.end()).casefold()
        number = match["number"] or match["zh"]
        for known in articles:
            if any(word in around for word in known.words) and not _names_its_article(around, known, by_number):
                why = Text(
                    f"该事项在（欧盟）{known.act} 第{known.article}条，这里写第{number}条",
                    f"the matter is in Article {known.article} of (EU) {known.act}, the text says Article {number}",
                )
                found[(match[0], why.en)] = _warning(match[0], why)
    return tuple(found.values())


def _names_its_article(around: str, known: ArticleOf, acts: Mapping[str, Act]) -> bool:
    """Tell whether the sentence names the right article, or an article of an act that we know nothing of."""
    if any(known.article == (each["number"] or each["zh"]) for each in _ARTICLE.finditer(around)):
        return True
    return any(number != known.act and number in acts for _, _, number, _ in _cited(around))


def _cited(text: str) -> list[tuple[str, str, str, str]]:
    """Return (as cited, form, number, what stands around it)."""
    english = [(m[0], " ".join(m["form"].casefold().split()), m["number"], m) for m in _CITED.finditer(text)]
    chinese = [(m[0], _ZH_FORMS[m["form"]], m["number"], m) for m in _ZH_CITED.finditer(text)]
    return [(said, form, number, _sentence(text, m.start(), m.end())) for said, form, number, m in english + chinese]


def _doubt(acts: Mapping[str, Act], form: str, number: str, around: str) -> Text | None:
    act = acts.get(number)
    if act is None:
        return Text("档案中没有这个文号，无法核对", "no act of this number is on file, so it cannot be checked")
    if act.form != form:
        return Text(f"{number} 在档案中是“{act.form}”", f"{number} is on file as a {act.form}")
    if not any(word in around.casefold() for word in act.about):
        about = ", ".join(act.about[:3])
        return Text(f"{number} 讲的是另外的事（{about}）", f"{number} is about something else ({about})")
    return None


def _warning(cited: str, why: Text) -> Problem:
    return problem("REC-016", None, cited, severity="warning", why=why)


def _sentence(text: str, start: int, end: int) -> str:
    """Return what stands around a span, to the ends of its sentence and no further than `_NEAR` characters."""
    before = re.split(r"[。！？\n]|[.!?]\s", text[max(0, start - _NEAR) : start])[-1]
    after = re.split(r"[。！？\n]|[.!?]\s", text[end : end + _NEAR])[0]
    return before + text[start:end] + after
