"""Readiness statements and letters to buyers: dated, graded, limited, and void by themselves.

A statement without a last day is not made; past it the page says so first. It carries the weakest grade of what it
rests on and says what it does not claim. Its free texts pass the claim guard before the page exists.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

from carnet.errors import Problem, Text, problem
from carnet.recognition.brief import NO_EVIDENCE, Page, Section
from carnet.recognition.claims import NOTHING, Context, Finding, lint
from carnet.recognition.gates import gate
from carnet.recognition.grade import explain, weaker
from carnet.recognition.model import NO_TEXT, Grade
from carnet.recognition.phrases import Phrases
from carnet.recognition.status import STATUS_TEXT
from carnet.recognition.vocabulary import ITEM_STATES, PURPOSES

# The most days each kind may hold: long enough for one bid, too short to outlive a change of the rules.
MOST_DAYS: Mapping[str, int] = {"readiness": 90, "buyer_letter": 60}
KIND_TEXT: Mapping[str, Text] = {
    "readiness": Text("准备情况声明", "Readiness statement"),
    "buyer_letter": Text("致买方函", "Letter to a buyer"),
}
STATE_TEXT: Mapping[str, Text] = {
    "present": Text("已备", "present"),
    "missing": Text("缺", "missing"),
    "expired": Text("已过期", "expired"),
    "wrong_product": Text("不属本产品", "of another product"),
    "unknown": Text("未知", "unknown"),
}
PURPOSE_TEXT: Mapping[str, Text] = {
    "cbam": Text("CBAM申报", "CBAM declaration"),
    "epd": Text("环境产品声明", "environmental product declaration"),
    "passport": Text("产品护照", "product passport"),
    "battery-declaration": Text("电池碳足迹申报", "battery footprint declaration"),
    "label": Text("标签", "label"),
    "tender": Text("招标", "tender"),
    "customer": Text("客户要求", "customer's request"),
}
OWN_WORD = Text("出具方自述或自有文件，未经核查", "what its issuer says or holds itself, not verified")
NOTHING_PRESENT = Text("无，没有一项已备", "none, nothing is present")
EXAMPLE = Text(
    "示例：研究用的是文献数据或假设数据，不是任何工厂的，不得发出。",
    "EXAMPLE: the study holds data of the literature or invented ones, no plant's; not to be sent.",
)
REPORTED = Text("未经证实的报道，标题为：", "an unconfirmed report headed: ")
READY = Text("可供认可核查机构审查。", " Ready for review by an accredited verifier.")
# What no statement of ours claims, whatever it rests on.
NOT_CLAIMED = (
    Text(
        "不声称结果已得到任何主管机关或机构承认。",
        "It does not claim that the result is recognised by any authority or body.",
    ),
    Text("不声称产品合规或已认证。", "It does not claim that the product is compliant or certified."),
    Text(
        "不保证通关、接受或免于再次核查。",
        "It does not guarantee clearance, acceptance or freedom from a second verification.",
    ),
    Text("合同或招标要求不等于法律要求。", "A term of a contract or tender is not a requirement of law."),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing the statement speaks of: what, its state (`vocabulary.ITEM_STATES`), document, grade.

    `fact`: what was found, where the state was read from a study.
    """

    what: Text
    state: str
    document: str = ""
    grade: Grade = NO_EVIDENCE
    valid_to: str = ""
    fact: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Basis:
    """A policy item the statement mentions, with its status and grade on the day of issue."""

    id: str
    title: Text
    status: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sender says of one product of one plant for one market and purpose, from a day to a day."""

    kind: str
    issuer: Text
    product: Text
    plant: Text
    market: str
    purpose: str
    issued_on: str
    valid_to: str
    items: tuple[Item, ...]
    bases: tuple[Basis, ...] = ()
    addressee: Text = NO_TEXT
    note: Text = NO_TEXT
    not_claimed: tuple[Text, ...] = ()

    study: str = ""
    """The study its evidence was read from: id, version and digest."""
    example: bool = False
    """Made from a study of the literature or an illustrative one: a sample, marked on the page, never issued."""

    def grade(self) -> Grade | None:
        """Return the weakest letter and digit of everything it rests on; None: no evidence is present.

        Law alone is no evidence: a letter with nothing present has no grade however good the law's is.
        """
        present = [each.grade for each in self.items if each.state == "present"]
        return reduce(weaker, [*present, *(each.grade for each in self.bases)]) if present else None


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement as its file states it; `policy` names items, whose status and grade are looked up on the day.

    `study`: a study whose product and plant it is about, and whose checklist is read on the day of issue; `items` are
    then what it says beside that.
    """

    kind: str = ""
    issuer: Text = NO_TEXT
    product: Text = NO_TEXT
    plant: Text = NO_TEXT
    market: str = ""
    purpose: str = ""
    items: tuple[Item, ...] = ()
    study: str = ""
    valid_to: str = ""
    policy: tuple[str, ...] = ()
    addressee: Text = NO_TEXT
    note: Text = NO_TEXT
    not_claimed: tuple[Text, ...] = ()


def check(statement: Statement, phrases: Phrases, context: Context = NOTHING) -> tuple[Problem, ...]:
    """Return why a statement may not be issued.

    REC-123 last day, REC-124 something lacking, REC-125 over-claims, REC-129 a letter that mentions what its evidence
    does not let into a letter.
    """
    problems: list[Problem] = []
    most = MOST_DAYS.get(statement.kind, min(MOST_DAYS.values()))
    why = _wrong_day(statement.issued_on, statement.valid_to, most)
    if why is not None:
        problems.append(problem("REC-123", None, statement.valid_to, why_zh=why.zh, why_en=why.en, most=most))
    lacking = (
        ("kind", statement.kind in MOST_DAYS, Text("readiness 或 buyer_letter", "readiness or buyer_letter")),
        ("issuer", _both(statement.issuer), Text("谁出具", "who issues it")),
        ("product", _both(statement.product), Text("哪一产品", "which product")),
        ("plant", _both(statement.plant), Text("哪一工厂", "which plant")),
        ("market", bool(statement.market), Text("哪一市场", "which market")),
        ("purpose", statement.purpose in PURPOSES, Text("哪一用途", "which purpose")),
        ("items", bool(statement.items), Text("至少一项证据", "at least one item of evidence")),
        (
            "items.document",
            all(each.document for each in statement.items if each.state == "present"),
            Text("“已备”的每一项都要有文件", "every item that is present names its document"),
        ),
        ("items.state", all(each.state in ITEM_STATES for each in statement.items), Text("状态词", "a state word")),
        (
            "addressee",
            statement.kind != "buyer_letter" or _both(statement.addressee),
            Text("致谁", "to whom"),
        ),
    )  # fmt: skip
    for name, there, need in lacking:
        if not there:
            problems.append(problem("REC-124", None, name, why_zh=need.zh, why_en=need.en))
    letter = statement.kind == "buyer_letter"
    if letter:
        for each in statement.bases:
            opened = gate("words", each.grade, each.status)
            if not opened.open:
                problems.append(problem("REC-129", None, each.id, why_zh=opened.why.zh, why_en=opened.why.en))
    for text in _free_texts(statement):
        for said in (text.zh, text.en):
            # Before a buyer a report in the sender's own letter reads as the sender's word: no attribution opens it.
            problems += [_over(each) for each in lint(_ATTRIBUTED.sub("", said) if letter else said, phrases, context)]
    return tuple(problems)


_ATTRIBUTED = re.compile(
    r"(?:据[^，。；,;]{0,20}(?:报道|消息|介绍|称|说|悉|了解)|[^，。；,;]{0,20}(?:报道|消息)(?:称|说))[，,：:]?"
    r"|\b(?:according to [^,.;]{1,60},|it (?:is|was|has been) (?:reported|said) that|reportedly,?"
    r"|as reported(?: by [^,.;]{1,60})?,)",
    re.IGNORECASE,
)


def _over(finding: Finding) -> Problem:
    return problem(
        "REC-125",
        None,
        finding.quote,
        quote=finding.quote,
        rule=finding.rule,
        suggest_zh=finding.suggest.zh,
        suggest_en=finding.suggest.en,
    )


def state_on(statement: Statement, day: str) -> str:
    """Return ``not_yet``, ``valid`` or ``expired``: the last day still counts."""
    if day < statement.issued_on:
        return "not_yet"
    return "expired" if day > statement.valid_to else "valid"


def page(statement: Statement, day: str) -> Page:
    """Return the page as it reads on a day; past its last day it says only that it is void and what it was about."""
    kind, weakest = KIND_TEXT[statement.kind], statement.grade()
    grade = _explained(statement, weakest)
    window = f"{statement.issued_on} … {statement.valid_to}"
    state = state_on(statement, day)
    about = Section(
        Text("关于", "About"),
        (
            Text(
                f"产品：{statement.product.zh}；工厂：{statement.plant.zh}",
                f"product: {statement.product.en}; plant: {statement.plant.en}",
            ),
            Text(
                f"市场：{statement.market}；用途：{PURPOSE_TEXT[statement.purpose].zh}",
                f"market: {statement.market}; purpose: {PURPOSE_TEXT[statement.purpose].en}",
            ),
            *((Text(f"研究：{statement.study}", f"study: {statement.study}"),) if statement.study else ()),
            *(
                (Text(f"致：{statement.addressee.zh}", f"to: {statement.addressee.en}"),)
                if _both(statement.addressee)
                else ()
            ),
        ),
    )
    if state != "valid":
        said = {
            "expired": Text(
                f"已过期：{statement.valid_to} 后作废，不得再用",
                f"EXPIRED: void after {statement.valid_to}, not to be used",
            ),
            "not_yet": Text(f"尚未开始：自 {statement.issued_on} 起", f"NOT YET: from {statement.issued_on}"),
        }[state]  # fmt: skip
        return _page(statement, kind, said, (about,), day, mark="EXPIRED · 已过期" if state == "expired" else "NOT YET")
    sections = (
        about,
        Section(Text("证据", "Evidence"), tuple(_item(each, day) for each in statement.items)),
        Section(Text("所涉政策条目", "Policy items mentioned"), tuple(_basis(each) for each in statement.bases)),
        Section(Text("说明", "Note"), (statement.note,) if _both(statement.note) else ()),
        Section(Text("不声称", "Not claimed"), (*NOT_CLAIMED, *statement.not_claimed)),
    )
    banner = Text(
        f"有效期 {window}，过后自动作废。等级（最弱一项）：{grade.zh}。",
        f"Holds {window}, then void by itself. Grade (the weakest part): {grade.en}.",
    )
    mark = ""
    if statement.example:
        banner, mark = Text(f"{EXAMPLE.zh}{banner.zh}", f"{EXAMPLE.en} {banner.en}"), "EXAMPLE · 示例"
    return _page(statement, kind, banner, tuple(each for each in sections if each.lines), day, mark)


def _explained(statement: Statement, weakest: Grade | None) -> Text:
    """The grade in words: those of the scale are for sources of policy items, not for what a sender says of itself."""
    if weakest is None:
        return NOTHING_PRESENT
    if any(each.grade.letter == weakest.letter for each in statement.bases):
        return explain(weakest)
    return Text(f"{weakest}，{OWN_WORD.zh}", f"{weakest}, {OWN_WORD.en}")


def _page(
    statement: Statement, kind: Text, banner: Text, sections: tuple[Section, ...], day: str, mark: str = ""
) -> Page:
    ready = READY if statement.items and all(each.state == "present" for each in statement.items) else NO_TEXT
    return Page(
        title=Text(f"{kind.zh}：{statement.product.zh}", f"{kind.en}: {statement.product.en}"),
        subtitle=Text(
            f"{statement.issuer.zh} · {statement.issued_on} 出具",
            f"{statement.issuer.en} · issued {statement.issued_on}",
        ),
        banner=banner,
        sections=sections,
        footer=Text(
            f"截止 {statement.valid_to}（含当日）。出具方自我声明，未经核查。{ready.zh}",
            f"Last day {statement.valid_to}. Declared by its issuer, not verified.{ready.en}",
        ),
        day=day,
        mark=mark,
    )


def _item(item: Item, day: str) -> Text:
    state = item.state
    if state == "present" and item.valid_to and day > item.valid_to:
        state = "expired"
    said, grade = STATE_TEXT[state], str(item.grade) if state == "present" else ""
    zh = " · ".join(part for part in (item.fact.zh, item.document, grade, item.valid_to) if part)
    en = " · ".join(part for part in (item.fact.en, item.document, grade, item.valid_to) if part)
    return Text(
        f"{said.zh}：{item.what.zh}{'（' + zh + '）' if zh else ''}",
        f"{said.en}: {item.what.en}{' (' + en + ')' if en else ''}",
    )


def _basis(basis: Basis) -> Text:
    """One item mentioned; the headline of a report is somebody's word and is marked as such."""
    said = STATUS_TEXT[basis.status]
    only = REPORTED if basis.status in {"reported", "unverified"} else NO_TEXT
    return Text(
        f"{only.zh}{basis.title.zh}：{said.zh}，{basis.grade}（{basis.id}）",
        f"{only.en}{basis.title.en}: {said.en}, {basis.grade} ({basis.id})",
    )


def _free_texts(statement: Statement) -> Sequence[Text]:
    items = [text for each in statement.items for text in (each.what, each.fact)]
    return (statement.product, statement.plant, statement.note, statement.addressee, *statement.not_claimed, *items)


def _wrong_day(issued: str, last: str, most: int) -> Text | None:
    if not last:
        return Text("没有写", "is not given")
    try:
        days = (date.fromisoformat(last) - date.fromisoformat(issued)).days
    except ValueError:
        return Text("不是日期", "is no date")
    if days < 0:
        return Text("早于出具日", "is before the day of issue")
    if days > most:
        return Text(f"超过{most}天（{days}天）", f"is more than {most} days away ({days})")
    return None


def _both(text: Text) -> bool:
    return bool(text.zh.strip() and text.en.strip())
