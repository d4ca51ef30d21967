"""The verdict: what an assessment is accepted for in a market today, by whom, on what evidence, and what is missing.

The overall verdict is the worst dimension. Scope and date come first: what is out of scope or not in force yet is not
judged as met, however good the numbers. A case in fact accepted by the body that decides stands above comparison;
one accepted by anybody else binds that body alone. Who decides, and whether by law, is what the market file says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from carnet.errors import Text
from carnet.recognition.bodies import ASSURANCE, NO_POWER, Power, power_of, same_body, why_no_power
from carnet.recognition.dimensions import DimensionRule, Facts, Judged, judge_all, worst
from carnet.recognition.ledger import (
    REASONS,
    STATE_TEXT,
    Applied,
    Ledger,
    arrangements,
    decided,
    in_force,
    passed_over,
)
from carnet.recognition.load_markets import UNKNOWN_MARKET, Entry
from carnet.recognition.model import (
    NO_TEXT,
    NOTHING_STATED,
    CaseAcceptance,
    Citation,
    MarketPurpose,
    Party,
    Requirement,
    Stated,
)
from carnet.recognition.readiness import Item
from carnet.recognition.scope import Answer, Case, CodeTable, scope_answer
from carnet.recognition.standing import Rest, World, fell, fell_text
from carnet.recognition.vocabulary import DIMENSIONS

_OPEN = ("after_recalculation", "after_evidence", "needs_decision", "cannot")
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
    """An acceptance that stands: by whom, how far, on which evidence.

    `decisive`: the body is one that decides here; `reaches`: the dimensions its word settles. `why`: why it settles
    nothing here, or assurance alone.
    """

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
    reaches: tuple[str, ...] = ()
    why: Text = NO_TEXT


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
    without_evidence: Stated = NOTHING_STATED
    """What the rule allows as long as the evidence is open; empty where nothing is open, or it says nothing of it."""
    passed_over: tuple[tuple[CaseAcceptance, Text], ...] = ()
    """Decisions on file for this product that open nothing here, each with its reason."""

    @property
    def rests(self) -> tuple[Rest, ...]:
        """The policy items it rests on, with their status on the day."""
        return self.scope.rests


@dataclass(frozen=True, slots=True)
class Ground:
    """All a verdict rests on, as the service has gathered it.

    `items`: the checklist of the entry with its states; `checked`: the state of a named check; `statuses`: policy item
    → status on the day; `evidence`: dimension → usual proof, told apart by the study's own processes; `world`: the
    policy items themselves, as far as known.
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
    world: World | None = None


def no_rule(market: str, purpose: str, day: str, case: Case, ledger: Ledger) -> Verdict:
    """The verdict on a market or purpose of which nothing is on file: never "accepted", never "refused"."""
    scope = Answer("unknown", (UNKNOWN_MARKET,))
    latest, _ = _latest(decided(ledger, case, day))
    accepted = tuple(_accepted(one, None, case.markets) for one in latest if one.decision != "refused")
    return Verdict(
        market, market, purpose, "voluntary", day, "no_rule_on_file", (UNKNOWN_MARKET,), scope,
        accepted=accepted, not_claimed=(NO_INHERITANCE, NOT_VERIFIED), passed_over=passed_over(ledger, case, day),
    )  # fmt: skip


def verdict_of(entry: Entry, ground: Ground) -> Verdict:
    """Judge a case against one entry of a market."""
    purpose, case, day = entry.purpose, ground.case, ground.day
    scope = scope_answer(purpose, case, day, ground.tables or {}, ground.world)
    applied = arrangements(ground.ledger, case, day, ground.statuses)
    cases, overtaken = _latest(decided(ground.ledger, case, day))
    accepted = (
        *(_accepted(one, purpose, case.markets) for one in cases if one.decision != "refused"),
        *(_arranged(one, purpose, ground) for one in in_force(applied)),
    )
    refused = tuple(one for one in cases if one.decision == "refused")
    carried, extra = _carried(applied, purpose, ground)
    dimensions = judge_all(ground.facts, purpose.demands, ground.checked, carried, open_extra=extra)
    for one in reversed(accepted):
        if one.reason_code and one.decision == "accepted":
            dimensions = tuple(_by_case(each, one) if each.dimension in one.reaches else each for each in dimensions)
    if _by_decider(refused, purpose):
        dimensions = tuple(_refused(one, _by_decider(refused, purpose)[0]) for one in dimensions)
    overall, why = _overall(scope, dimensions, ground.world)
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
        without_evidence=purpose.without_evidence if scope.answer == "in" and overall in _OPEN else NOTHING_STATED,
        passed_over=(*overtaken, *passed_over(ground.ledger, case, day)),
    )


def together(found: Sequence[Verdict]) -> Verdict:
    """Return the verdict that counts among the entries that hold in a market: the one that asks most."""
    return max(found, key=lambda one: _WEIGHT.index(one.overall))


def _overall(scope: Answer, dimensions: Sequence[Judged], world: World | None) -> tuple[str, tuple[Text, ...]]:
    """Scope and date first; then the worst dimension, and what the policy items it rests on do not carry."""
    if scope.answer == "out":
        return "not_in_scope", scope.why
    if scope.answer == "not_yet":
        return "not_yet", scope.why
    if scope.answer == "unknown" and not scope.needs and not scope.rule:
        return "no_rule_on_file", scope.why
    if scope.answer in {"unknown", "disputed"}:
        return "needs_decision", scope.why
    overall = worst([one.verdict for one in dimensions])
    most = [one for one in dimensions if one.verdict == overall]
    why = tuple(dict.fromkeys(one.why[0] for one in most)) if overall != "meets" else ()
    open_items = _not_carried(scope.rests, world or World())
    if not open_items or overall == "cannot":
        return overall, why
    return "needs_decision", (*open_items, *(why if overall == "needs_decision" else ()))


def _not_carried(rests: Sequence[Rest], world: World) -> tuple[Text, ...]:
    """What only a body or an official text can settle: an item that fell away, a law known from a copy alone."""
    gone = tuple(fell_text(one, world) for one in fell(rests))
    told = tuple(
        Text(f"{one.why.zh}。", f"{one.why.en}.") for one in rests if one.role == "line" and one.carries == "told"
    )
    return (*gone, *told)


def _latest(
    cases: Sequence[CaseAcceptance],
) -> tuple[tuple[CaseAcceptance, ...], tuple[tuple[CaseAcceptance, Text], ...]]:
    """Of several decisions of one body on the result the last counts; the others with what overtook them."""
    kept, overtaken = [], []
    for one in cases:
        later = [each for each in cases if same_body(each.body, one.body) and each.on > one.on]
        if later:
            last = max(later, key=lambda each: each.on)
            why = Text(f"该机构 {last.on} 另有决定：{last.id}", f"the body decided again on {last.on}: {last.id}")
            overtaken.append((one, why))
        else:
            kept.append(one)
    return tuple(kept), tuple(overtaken)


def _carried(
    applied: Sequence[Applied], purpose: MarketPurpose, ground: Ground
) -> tuple[dict[str, str], tuple[Text, ...]]:
    """What arrangements in force carry here: those of a body that decides, where law asks one that decides by law."""
    carried: dict[str, str] = {}
    extra: list[Text] = []
    for one in in_force(applied):
        reaches = _power(one, purpose, ground).reaches
        reached = _within(one, reaches)
        for name in reached:
            carried.setdefault(name, one.recognition.id)
        if reached:
            extra += [asked.what for asked in one.recognition.extra if not _met(asked, ground)]
    return carried, tuple(extra)


def _within(one: Applied, settles: Sequence[str]) -> tuple[str, ...]:
    """What of an arrangement's reach lies in what its body may settle; a factor lies in the whole alone."""
    whole = len(settles) == len(DIMENSIONS)
    return tuple(name for name in one.reaches if whole or name.partition(".")[0] in settles)


def _met(asked: Requirement, ground: Ground) -> bool:
    """Whether an extra requirement is met: a document that stands is on file, or the study shows it."""
    return "present" in {ground.checked(f"held:{asked.id}"), ground.checked(asked.check)}


# Statuses of a policy item on which an arrangement can rest as law.
_LAW = ("applicable", "operating")


def _power(one: Applied, purpose: MarketPurpose, ground: Ground) -> Power:
    """What an arrangement is worth here, which follows from the market file alone.

    By law it counts only when its body decides there (one that verifies makes no law), and the policy item it rests on
    applies; a body of a class, such as the authorities of the member states, needs such an item.
    """
    recognition = one.recognition
    market = next((each for each in recognition.scope.markets if each in ground.case.markets), "")
    legal = purpose.kind == "legal"
    power = power_of(recognition.by, purpose.decides, legal=legal, market=market)
    if not legal:
        return power
    if power.reaches == ASSURANCE:
        return NO_POWER
    rests = (ground.statuses or {}).get(recognition.item) in _LAW if recognition.item else power.named
    return power if rests else NO_POWER


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


def _accepted(one: CaseAcceptance, purpose: MarketPurpose | None, around: Sequence[str]) -> Accepted:
    decides = purpose.decides if purpose else ()
    power = power_of(one.body, decides, legal=purpose is not None and purpose.kind == "legal", market=one.market)
    said = REASONS[one.reason_code]
    extent = one.extent if one.extent.en else said
    scope = Text(f"{one.product}，{one.plant}：{extent.zh}", f"{one.product}, {one.plant}: {extent.en}")
    text = _binding(one.body, law=power.law, around=around)
    why = _why(power, why_no_power(one.body, decides, market=one.market) if decides else NO_TEXT)
    return Accepted(
        one.body, scope, (one.document,), text, bool(power.reaches), power.law, one.id, one.reason_code, one.valid_to,
        one.decision, power.reaches, why,
    )  # fmt: skip


def _why(power: Power, none: Text) -> Text:
    """Why an acceptance settles nothing, or assurance alone."""
    if power.reaches == ASSURANCE:
        return Text("只涉及核查保证（K5）", "of assurance (K5) alone")
    return NO_TEXT if power.reaches else none


def _arranged(one: Applied, purpose: MarketPurpose, ground: Ground) -> Accepted:
    recognition = one.recognition
    power = _power(one, purpose, ground)
    documents = tuple(cite for leg in recognition.legs for cite in leg.documents)
    own = (*documents, *((one.home_case.document,) if one.home_case else ()))
    text = _binding(recognition.by, law=power.law, around=ground.case.markets)
    reached = _within(one, power.reaches)
    return Accepted(
        recognition.by, recognition.what, own, text, bool(power.reaches), power.law, recognition.id, "",
        recognition.until, "accepted", reached, _why_arranged(one, purpose, power),
    )  # fmt: skip


def _why_arranged(one: Applied, purpose: MarketPurpose, power: Power) -> Text:
    """Why an arrangement that operates settles nothing here."""
    if power.reaches:
        return NO_TEXT
    by, item = one.recognition.by, one.recognition.item
    market = next(iter(one.recognition.scope.markets), "")
    if not power_of(by, purpose.decides, legal=purpose.kind == "legal", market=market).reaches:
        return why_no_power(by, purpose.decides, market=market)
    if item:
        return Text(f"所依据的{item}还不适用", f"{item}, on which it rests, does not apply")
    return Text(
        "它不是由市场文件点名的决定机构作出的，也没有写明所依据的政策条目（item）",
        "the market file does not name its body as deciding, nor does it name a policy item (item)",
    )


def _by_decider(refused: Sequence[CaseAcceptance], purpose: MarketPurpose) -> list[CaseAcceptance]:
    legal = purpose.kind == "legal"
    return [one for one in refused if power_of(one.body, purpose.decides, legal=legal, market=one.market).reaches]


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


def worded_for(wanted: Sequence[Requirement], families: Sequence[str]) -> tuple[Requirement, ...]:
    """Of proofs with one id the one worded for a family of the product, else the general one, in their order."""
    found: dict[str, Requirement] = {}
    for each in wanted:
        fits = any(family in families for family in each.families)
        if fits or (not each.families and each.id not in found):
            found[each.id] = each
    return tuple(found.values())


def evidence_of(rules: Sequence[DimensionRule]) -> dict[str, tuple[Requirement, ...]]:
    """The usual proof by dimension."""
    return {rule.id: rule.evidence for rule in rules}
