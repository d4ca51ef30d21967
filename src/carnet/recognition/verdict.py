"""The verdict: what an assessment is accepted for in a market today, by whom, on what evidence, and what is missing.

The overall verdict is the worst dimension. Scope and date come first: what is out of scope or not in force yet is not
judged as met, however good the numbers. A case in fact accepted by the body that decides stands above comparison;
one accepted by anybody else binds that body alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from carnet.errors import Text
from carnet.recognition.dimensions import DimensionRule, Facts, Judged, judge_all, worst
from carnet.recognition.ledger import REASONS, STATE_TEXT, Applied, Ledger, arrangements, decided, in_force, same_body
from carnet.recognition.load_markets import UNKNOWN_MARKET, Entry
from carnet.recognition.model import CaseAcceptance, Citation, MarketPurpose, Party, Requirement
from carnet.recognition.readiness import Item
from carnet.recognition.scope import Answer, Case, CodeTable, scope_answer
from carnet.recognition.status import reached

# How much an answer of one entry weighs when several hold in a market: being in scope outweighs being out of it.
_WEIGHT = (
    "no_rule_on_file",
    "not_in_scope",
    "not_yet",
    "meets",
    "after_recalculation",
    "after_evidence",
    "needs_decision",
    "cannot",
)
OVERALL_TEXT: Mapping[str, Text] = {
    "meets": Text("符合", "meets"),
    "after_recalculation": Text("重算后符合", "meets after recalculation"),
    "after_evidence": Text("补证据后才能符合", "meets only after evidence"),
    "needs_decision": Text("须由机构决定", "needs a decision of a body"),
    "cannot": Text("不能符合", "cannot meet"),
    "not_in_scope": Text("不在范围内", "not in scope"),
    "not_yet": Text("还没开始", "not yet"),
    "no_rule_on_file": Text("档案中没有规定", "no rule on file"),
}
NOT_BY_NUMBER = Text(
    "数值相近不等于方法等效；换算后的数只是决定的依据之一。",
    "a near-equal number is no equivalence; a converted number is an input to a decision, never a substitute.",
)
NO_INHERITANCE = Text(
    "磋商、报道或别处的互认不产生本市场的互认；互认不对称，也不传递。",
    "talks, reports or a recognition elsewhere give none here; recognition is neither symmetric nor transitive.",
)
NOT_VERIFIED = Text(
    "本结论不是核查、认证或官方决定。", "this verdict is no verification, certification or official decision."
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """An acceptance that stands: by whom, how far, on which evidence. `decisive`: the body is one that decides here."""

    body: Party
    scope: Text
    evidence: tuple[Citation, ...]
    text: Text
    decisive: bool
    law: bool
    id: str
    reason_code: str = ""
    valid_to: str = ""
    decision: str = "accepted"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on one entry of one market."""

    entry_market: str
    market: str
    purpose: str
    kind: str
    date: str
    overall: str
    why: tuple[Text, ...]
    scope: Answer
    dimensions: tuple[Judged, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    refused: tuple[CaseAcceptance, ...] = ()
    arrangements: tuple[Applied, ...] = ()
    evidence: tuple[Requirement, ...] = ()
    decides: tuple[Party, ...] = ()
    not_claimed: tuple[Text, ...] = ()
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """All a verdict rests on, as the service has gathered it.

    `items`: the checklist of the entry with its states; `checked`: the state of a named check; `statuses`: policy item
    → status on the day; `evidence`: dimension → usual proof, told apart by the study's own processes.
    """

    case: Case
    day: str
    facts: Facts
    ledger: Ledger
    checked: Callable[[str], str | None]
    items: tuple[Item, ...] = ()
    statuses: Mapping[str, str] | None = None
    evidence: Mapping[str, tuple[Requirement, ...]] | None = None
    tables: Mapping[str, CodeTable] | None = None


def no_rule(market: str, purpose: str, day: str, case: Case, ledger: Ledger) -> Verdict:
    """The verdict on a market or purpose of which nothing is on file: never "accepted", never "refused"."""
    scope = Answer("unknown", (UNKNOWN_MARKET,))
    accepted = tuple(
        _accepted(one, (), law=False, around=case.markets)
        for one in decided(ledger, case, day)
        if one.decision != "refused"
    )
    return Verdict(
        market, market, purpose, "voluntary", day, "no_rule_on_file", (UNKNOWN_MARKET,), scope,
        accepted=accepted, not_claimed=(NO_INHERITANCE, NOT_VERIFIED),
    )  # fmt: skip


def verdict_of(entry: Entry, ground: Ground) -> Verdict:
    """Judge a case against one entry of a market."""
    purpose, case, day = entry.purpose, ground.case, ground.day
    scope = scope_answer(purpose, case, day, ground.tables or {})
    applied = arrangements(ground.ledger, case, day, ground.statuses)
    cases = decided(ground.ledger, case, day)
    accepted = (
        *(
            _accepted(one, purpose.decides, law=False, around=case.markets, kind=purpose.kind)
            for one in cases
            if one.decision != "refused"
        ),
        *(_arranged(one, purpose, case.markets) for one in in_force(applied)),
    )
    refused = tuple(one for one in cases if one.decision == "refused")
    full = [one for one in accepted if one.decisive and one.decision == "accepted" and one.reason_code]
    carried, extra = _carried(applied, purpose, ground)
    dimensions = judge_all(ground.facts, purpose.demands, ground.checked, carried, open_extra=extra)
    if full:
        dimensions = tuple(_by_case(one, full[0]) for one in dimensions)
    if _by_decider(refused, purpose):
        dimensions = tuple(_refused(one, _by_decider(refused, purpose)[0]) for one in dimensions)
    overall, why = _overall(purpose, scope, day, dimensions)
    return Verdict(
        entry_market=entry.market,
        market=case.market,
        purpose=purpose.purpose,
        kind=purpose.kind,
        date=day,
        overall=overall,
        why=why,
        scope=scope,
        dimensions=dimensions,
        accepted=accepted,
        refused=refused,
        arrangements=applied,
        evidence=_evidence(overall, dimensions, ground),
        decides=purpose.decides,
        not_claimed=_not_claimed(purpose, accepted, applied),
        items=ground.items,
    )


def together(found: Sequence[Verdict]) -> Verdict:
    """Return the verdict that counts among the entries that hold in a market: the one that asks most."""
    return max(found, key=lambda one: _WEIGHT.index(one.overall))


def _overall(
    purpose: MarketPurpose, scope: Answer, day: str, dimensions: Sequence[Judged]
) -> tuple[str, tuple[Text, ...]]:
    """Scope and date first; then the worst dimension."""
    if scope.answer == "out":
        return "not_in_scope", scope.why
    if scope.answer == "not_yet":
        return "not_yet", scope.why
    if scope.answer == "unknown" and not scope.needs and not scope.rule:
        return "no_rule_on_file", scope.why
    begins = purpose.from_day
    if begins.triggers or (begins.day and not reached(begins, day)):
        said = begins.rule
        text = (
            Text(f"起算条件未见成就：{said.zh}", f"not triggered yet: {said.en}")
            if begins.triggers
            else Text(f"{begins.day} 起适用，{day} 还没有。", f"applies from {begins.day}; not yet on {day}.")
        )
        return "not_yet", (text,)
    if scope.answer in {"unknown", "disputed"}:
        return "needs_decision", scope.why
    overall = worst([one.verdict for one in dimensions])
    most = [one for one in dimensions if one.verdict == overall]
    return overall, tuple(one.why[0] for one in most) if overall != "meets" else ()


def _carried(
    applied: Sequence[Applied], purpose: MarketPurpose, ground: Ground
) -> tuple[dict[str, str], tuple[Text, ...]]:
    """What arrangements in force carry here: those of law, or of a body that decides where no law does."""
    carried: dict[str, str] = {}
    extra: list[Text] = []
    for one in in_force(applied):
        if not _counts(one, purpose):
            continue
        for name in one.reaches:
            carried.setdefault(name, one.recognition.id)
        extra += [asked.what for asked in one.recognition.extra if not _met(asked, ground)]
    return carried, tuple(extra)


def _met(asked: Requirement, ground: Ground) -> bool:
    """Whether an extra requirement is met: a document that stands is on file, or the study shows it."""
    return "present" in {ground.checked(f"held:{asked.id}"), ground.checked(asked.check)}


def _counts(one: Applied, purpose: MarketPurpose) -> bool:
    """Whether an arrangement decides here: one of law for a legal purpose, else one of a body that decides."""
    if purpose.kind == "legal":
        return one.recognition.law
    return one.recognition.law or any(same_body(one.recognition.by, body) for body in purpose.decides)


def _law(around: Sequence[str], market: str) -> Text:
    if "EU" in around:
        return Text("欧盟法律", "EU law")
    return Text(f"{market}的法律", f"the law of {market}")


def _binding(body: Party, *, law: bool, around: Sequence[str]) -> Text:
    """How far an acceptance binds, in one sentence."""
    name = body.name
    if law:
        return Text(f"依法接受：{name.zh}", f"accepted by law: {name.en}")
    said = _law(around, around[0] if around else "")
    return Text(
        f"只由这些机构接受，不是{said.zh}：{name.zh}",
        f"accepted by these bodies, not by {said.en}: {name.en}",
    )


def _accepted(
    one: CaseAcceptance, decides: Sequence[Party], *, law: bool, around: Sequence[str], kind: str = "voluntary"
) -> Accepted:
    decisive = any(same_body(one.body, body) for body in decides)
    by_law = law or (decisive and kind == "legal")
    said = REASONS[one.reason_code]
    extent = one.extent if one.extent.en else said
    scope = Text(f"{one.product}，{one.plant}：{extent.zh}", f"{one.product}, {one.plant}: {extent.en}")
    text = _binding(one.body, law=by_law, around=around)
    return Accepted(
        one.body, scope, (one.document,), text, decisive, by_law, one.id, one.reason_code, one.valid_to, one.decision
    )


def _arranged(one: Applied, purpose: MarketPurpose, around: Sequence[str]) -> Accepted:
    recognition = one.recognition
    documents = tuple(cite for leg in recognition.legs for cite in leg.documents)
    own = (*documents, *((one.home_case.document,) if one.home_case else ()))
    text = _binding(recognition.by, law=recognition.law, around=around)
    return Accepted(
        recognition.by, recognition.what, own, text, _counts(one, purpose), recognition.law, recognition.id,
        "", recognition.until,
    )  # fmt: skip


def _by_decider(refused: Sequence[CaseAcceptance], purpose: MarketPurpose) -> list[CaseAcceptance]:
    return [one for one in refused if any(same_body(one.body, body) for body in purpose.decides)]


def _by_case(one: Judged, case: Accepted) -> Judged:
    why = Text(f"本案已由{case.body.name.zh}接受", f"this very case was accepted by {case.body.name.en}")
    return Judged(one.dimension, "meets", (why,), case.evidence[0], (), one.parameters, case.id)


def _refused(one: Judged, case: CaseAcceptance) -> Judged:
    """A refusal by the body that decides stands in assurance, with its reason."""
    if one.dimension != "K5":
        return one
    said, name = REASONS[case.reason_code], case.body.name
    why = Text(f"{name.zh}于 {case.on} 拒绝：{said.zh}", f"refused by {name.en} on {case.on}: {said.en}")
    return Judged(one.dimension, "needs_decision", (why, *one.why), case.document, (why,), one.parameters, case.id)


def _evidence(overall: str, dimensions: Sequence[Judged], ground: Ground) -> tuple[Requirement, ...]:
    """What is to be brought: open items of the market's checklist, then the usual proof of each open dimension."""
    if overall in {"meets", "not_in_scope", "no_rule_on_file"}:
        return ()
    listed = [item.requirement for item in ground.items if item.state != "present"]
    usual = ground.evidence or {}
    for one in dimensions:
        if one.usual and one.verdict in {"after_evidence", "needs_decision", "cannot"}:
            listed += usual.get(one.dimension, ())
    return tuple({each.id: each for each in reversed(listed)}.values())[::-1]


def _not_claimed(purpose: MarketPurpose, accepted: Sequence[Accepted], applied: Sequence[Applied]) -> tuple[Text, ...]:
    found = list(purpose.not_claimed)
    found += [one.text for one in accepted if not one.law]
    for one in applied:
        if one.state in {"partly", "not_evidenced", "not_yet", "ended", "disputed", "unknown"}:
            title, state = one.recognition.title, STATE_TEXT[one.state]
            found.append(
                Text(f"{title.zh}：{state.zh}，不算互认。", f"{title.en}: {state.en}, counted as no recognition.")
            )
    return tuple(dict.fromkeys((*found, NOT_BY_NUMBER, NO_INHERITANCE, NOT_VERIFIED)))


def evidence_of(rules: Sequence[DimensionRule]) -> dict[str, tuple[Requirement, ...]]:
    """The usual proof by dimension."""
    return {rule.id: rule.evidence for rule in rules}
