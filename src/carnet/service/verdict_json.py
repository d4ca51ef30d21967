"""Verdict, scope, readiness and reuse as plain data; both languages, nothing rounded away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carnet.quantity import exact_string
from carnet.recognition.dimensions import VERDICT_TEXT, settle_command
from carnet.recognition.ledger import REASONS, STATE_TEXT
from carnet.recognition.products import OF_ANY
from carnet.recognition.readiness import STATE_TEXT as ITEM_TEXT
from carnet.recognition.readiness import TEAM_TEXT, score
from carnet.recognition.reuse import USE_TEXT
from carnet.recognition.schedule import days_text, schedule
from carnet.recognition.scope import ANSWER_TEXT
from carnet.recognition.standing import CARRIES_TEXT, NO_ITEM
from carnet.recognition.status import STATUS_TEXT
from carnet.recognition.verdict import OVERALL_TEXT
from carnet.regime.vocabulary import BY_ID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carnet.errors import Text
    from carnet.recognition.dimensions import Judged
    from carnet.recognition.ledger import Applied
    from carnet.recognition.load_markets import Markets
    from carnet.recognition.model import Citation, Market, MarketPurpose, Party, Requirement, Stated
    from carnet.recognition.readiness import Item
    from carnet.recognition.reuse import Plan
    from carnet.recognition.scope import Answer, Case
    from carnet.recognition.standing import Rest
    from carnet.recognition.verdict import Accepted, Verdict
    from carnet.service.verdicts import ScopeRun, Signal, VerdictRun


def cite_json(cite: Citation) -> dict[str, str]:
    """``{source, locator, status}``."""
    return {"source": cite.source, "locator": cite.locator, "status": cite.status}


def _texts(texts: Sequence[Text]) -> list[dict[str, str]]:
    return [text.json() for text in texts]


def _party(body: Party) -> dict[str, Any]:
    return {
        "name": body.name.json(),
        "kind": body.kind,
        "country": body.country,
        "role": body.role,
        "id": body.id or None,
        "any": body.any,
        "states": list(body.states),
    }


def requirement_json(one: Requirement) -> dict[str, Any]:
    """A piece of evidence: item, process, period, acceptable forms, clause."""
    return {
        "id": one.id,
        "item": one.what.json(),
        "process": one.process.json(),
        "period": one.period.json(),
        "forms": _texts(one.forms),
        "clause": one.clause,
        "kind": one.kind,
        "team": one.team,
        "owner": one.owner.json(),
        "days": one.days,
        "citation": cite_json(one.citation),
    }


def answer_json(one: Answer) -> dict[str, Any]:
    """An answer of the scope checker."""
    return {
        "answer": one.answer,
        "text": ANSWER_TEXT[one.answer].json(),
        "why": _texts(one.why),
        "citation": cite_json(one.citation),
        "rule": one.rule,
        "needs": list(one.needs),
        "applies_from": one.applies_from or None,
    }


def rest_json(one: Rest) -> dict[str, Any]:
    """A policy item an answer rests on: its status, the grade and day of what shows it, and what it carries."""
    event = one.status.event
    return {
        "item": one.item.id,
        "title": one.item.title.json(),
        "kind": one.item.kind,
        "role": one.role,
        "status": one.status.status,
        "status_text": STATUS_TEXT[one.status.status].json(),
        "since": event.on if event else None,
        "grade": str(one.grade) if one.grade else None,
        "known_on": one.known_on or None,
        "carries": one.carries or None,
        "carries_text": CARRIES_TEXT[one.carries].json() if one.carries else None,
        "why": one.why.json(),
        "replaced_by": list(one.by),
        "held_back": [
            {
                "status": each.event.status,
                "status_text": STATUS_TEXT[each.event.status].json(),
                "on": each.event.on,
                "grade": str(each.event.grade),
                "why": each.why.json(),
            }
            for each in one.status.held
        ],
    }


def _judged(one: Judged, names: dict[str, Text]) -> dict[str, Any]:
    name = names.get(one.dimension)
    return {
        "dimension": one.dimension,
        "name": name.json() if name else {"zh": one.dimension, "en": one.dimension},
        "verdict": one.verdict,
        "text": VERDICT_TEXT[one.verdict].json(),
        "why": _texts(one.why),
        "citation": cite_json(one.citation),
        "missing": _texts(one.missing),
        "parameters": list(one.parameters),
        "settle": list(one.settle),
        "by": one.by or None,
    }


def _accepted(one: Accepted) -> dict[str, Any]:
    return {
        "id": one.id,
        "body": _party(one.body),
        "scope": one.scope.json(),
        "evidence": [cite_json(cite) for cite in one.evidence],
        "text": one.text.json(),
        "law": one.law,
        "decisive": one.decisive,
        "decision": one.decision,
        "reaches": list(one.reaches),
        "why": one.why.json(),
        "reason_code": one.reason_code or None,
        "valid_to": one.valid_to or None,
    }


def applied_json(one: Applied, *, law: bool = False) -> dict[str, Any]:
    """An arrangement with its state for this case. `law`: the market file lets its body decide by law."""
    recognition = one.recognition
    return {
        "id": recognition.id,
        "title": recognition.title.json(),
        "recognised": recognition.recognised,
        "what": recognition.what.json(),
        "by": _party(recognition.by),
        "of": _party(recognition.of),
        "state": one.state,
        "text": STATE_TEXT[one.state].json(),
        "legs": [{"leg": leg.leg, "stands": leg.stands, "why": leg.why.json()} for leg in one.legs],
        "missing_legs": list(one.missing_legs),
        "why": _texts(one.why),
        "reaches": list(one.reaches),
        "law": law,
        "grade": str(recognition.grade),
    }


def signal_json(one: Signal) -> dict[str, Any]:
    """A policy item that speaks of the product."""
    grades = [event.grade for event in one.item.events]
    return {
        "item": one.item.id,
        "title": one.item.title.json(),
        "kind": one.item.kind,
        "status": one.status,
        "status_text": STATUS_TEXT[one.status].json(),
        "grade": str(grades[-1]) if grades else None,
        "scope": answer_json(one.answer),
    }


def item_json(one: Item) -> dict[str, Any]:
    """One item of a checklist."""
    return {
        **requirement_json(one.requirement),
        "state": one.state,
        "state_text": ITEM_TEXT[one.state].json(),
        "team_text": TEAM_TEXT[one.requirement.team].json(),
        "why": one.why.json(),
        "document": one.document or None,
    }


def case_json(case: Case) -> dict[str, Any]:
    """What was asked about."""
    return {
        "product": case.product,
        "codes": list(case.codes),
        "variants": dict(case.variants),
        "places": list(case.places),
        "plant": case.plant,
        "markets": list(case.markets),
        "notes": _texts(case.notes),
    }


def settle_json(dimensions: Sequence[Judged], regime: str) -> list[dict[str, Any]]:
    """The parameters of the market's rule that a named person has to settle first, each once, with the command."""
    names = dict.fromkeys(name for one in dimensions for name in one.settle)
    return [
        {"parameter": name, "name": BY_ID[name].name.json(), "accept": settle_command(regime, name)} for name in names
    ]


def stated_json(one: Stated) -> dict[str, Any] | None:
    """A sentence with its source; nothing where nothing is stated."""
    return {"text": one.text.json(), "citation": cite_json(one.citation)} if one.text.en else None


def verdict_json(run: VerdictRun) -> dict[str, Any]:
    """The verdict as in the outside description, with what stands around it."""
    verdict, data = run.verdict, run.data
    names = {rule.id: rule.name for rule in data.dimensions}
    rules = {rule.id: rule for rule in data.dimensions}
    market = data.markets.by_id.get(verdict.market)
    return {
        "market": verdict.market,
        "market_name": market.name.json() if market else {"zh": verdict.market, "en": verdict.market},
        "purpose": verdict.purpose,
        "kind": verdict.kind,
        "date": verdict.date,
        "overall": verdict.overall,
        "overall_text": OVERALL_TEXT[verdict.overall].json(),
        "why": _texts(verdict.why),
        "study": {
            "id": run.opened.study.id,
            "version": run.opened.study.version,
            "title": run.opened.study.title.json(),
            "digest": run.opened.digest,
        },
        "case": case_json(run.case),
        "rule_of": verdict.entry_market,
        "scope": answer_json(verdict.scope),
        "known": run.known_to,
        "rests_on": [rest_json(one) for one in verdict.rests],
        "regimes": {"from": run.home, "to": run.target or None},
        "accepted": [_accepted(one) for one in verdict.accepted],
        "refused": [
            {
                "id": one.id,
                "body": _party(one.body),
                "on": one.on,
                "reason_code": one.reason_code,
                "reason": REASONS[one.reason_code].json(),
                "document": cite_json(one.document),
            }
            for one in verdict.refused
        ],
        "arrangements": [
            applied_json(one, law=any(each.law and each.id == one.recognition.id for each in verdict.accepted))
            for one in run.applied
        ],
        "passed_over": [
            {
                "id": one.id,
                "body": _party(one.body),
                "on": one.on,
                "decision": one.decision,
                "why": why.json(),
                "document": cite_json(one.document),
            }
            for one, why in verdict.passed_over
        ],
        "dimensions": [
            {
                **_judged(one, names),
                "body_decides": rules[one.dimension].decides.json() if one.dimension in rules else None,
            }
            for one in verdict.dimensions
        ],
        "bridge": run.bridge,
        "no_bridge": run.no_bridge.json() if run.no_bridge else None,
        "evidence": [requirement_json(one) for one in verdict.evidence],
        "settle": settle_json(verdict.dimensions, run.target),
        "without_evidence": stated_json(verdict.without_evidence),
        "decides": [_party(one) for one in verdict.decides],
        "precedent": (
            {
                "id": run.precedent.id,
                "title": run.precedent.title.json(),
                "level": run.precedent.level,
                "result": run.precedent.result.json(),
                "bodies": list(run.precedent.bodies),
                "citation": cite_json(run.precedent.citation),
            }
            if run.precedent
            else None
        ),
        "signals": [signal_json(one) for one in run.signals],
        "entries": [
            {"rule_of": one.entry_market, "kind": one.kind, "overall": one.overall, "why": _texts(one.why)}
            for one in run.entries
        ],
        "not_claimed": _texts(verdict.not_claimed),
    }


def overview_json(verdicts: Sequence[Verdict]) -> list[dict[str, Any]]:
    """Every purpose of a market in one line each."""
    return [
        {
            "purpose": one.purpose,
            "kind": one.kind,
            "overall": one.overall,
            "text": OVERALL_TEXT[one.overall].json(),
            "why": _texts(one.why[:1]),
        }
        for one in verdicts
    ]


def scope_json(run: ScopeRun) -> dict[str, Any]:
    """The scope of a product in a market."""
    return {
        "market": run.market,
        "date": run.day,
        "product": run.category.id if run.category else None,
        "product_name": run.category.name.json() if run.category else None,
        "case": case_json(run.case),
        "assumed_place": run.assumed_place,
        "on_file": run.known,
        "known": run.known_to,
        "purposes": [
            {
                "purpose": each.purpose,
                "rule_of": each.entry.market if each.entry else None,
                "kind": each.entry.purpose.kind if each.entry else None,
                **answer_json(each.answer),
                "idle": each.idle.json() if each.idle is not None else None,
                "item": each.answer.item or None,
                "rests_on": [rest_json(one) for one in each.answer.rests],
            }
            for each in run.found
        ],
        "signals": [signal_json(one) for one in run.signals],
        "variants": [
            {"key": v.key, "name": v.name.json(), "values": list(v.values)}
            for v in run.variants
            if v not in OF_ANY or any(v.key in each.answer.needs or v.key in run.case.variants for each in run.found)
        ],
    }


def readiness_json(run: VerdictRun) -> dict[str, Any]:
    """A market's checklist with its states and the two lists of delays, never mixed."""
    items = run.verdict.items
    present, count, ratio = score(items)
    purpose = run.entry.purpose if run.entry else None
    return {
        "market": run.verdict.market,
        "purpose": run.verdict.purpose,
        "date": run.verdict.date,
        "overall": run.verdict.overall,
        "overall_text": OVERALL_TEXT[run.verdict.overall].json(),
        "study": run.opened.study.id,
        "score": {"present": present, "of": count, "exact": exact_string(ratio)},
        "items": [item_json(one) for one in items],
        "schedule": schedule_json(items),
        "delays_known": _texts(purpose.delays_known) if purpose else [],
        "delays_possible": _texts(purpose.delays_possible) if purpose else [],
        "without_evidence": stated_json(run.verdict.without_evidence),
        "known": run.known_to,
        "rests_on": [rest_json(one) for one in run.verdict.rests],
    }


def schedule_json(items: Sequence[Item]) -> dict[str, Any]:
    """The open items in time, if all that can begin does: days after the start, and the chain that sets the length."""
    found = schedule([one.requirement for one in items if one.state != "present"])
    return {
        "days": days_text(found.days),
        "chain": list(found.chain),
        "unstated": list(found.unstated),
        "steps": [
            {"id": step.id, "begin": days_text(step.begin), "end": days_text(step.end), "critical": step.critical}
            for step in found.steps
        ],
    }


def reuse_json(run: VerdictRun, plan: Plan) -> dict[str, Any]:
    """What of a verification serves again."""
    return {
        "from": run.home,
        "market": run.verdict.market,
        "purpose": run.verdict.purpose,
        "date": run.verdict.date,
        "counts": {use: plan.count(use) for use in USE_TEXT},
        "lines": [
            {
                "group": one.group,
                "subject": one.subject.json(),
                "use": one.use,
                "text": USE_TEXT[one.use].json(),
                "why": one.why.json(),
                "days": one.days or None,
                "dimension": one.dimension or None,
            }
            for one in plan.lines
        ],
        "avoided": [
            {
                "id": one.id,
                "body": one.body.name.json(),
                "on": one.on,
                "first": one.first,
                "document": cite_json(one.document),
            }
            for one in plan.avoided
        ],
        "asks": _texts(plan.bodies_to_ask),
    }


# ── markets ──────────────────────────────────────────────────────────────────────────────────────


def market_line(market: Market, markets: Markets) -> dict[str, Any]:
    """A market in one line."""
    return {
        "id": market.id,
        "name": market.name.json(),
        "within": list(market.within),
        "members": list(market.members),
        "purposes": list(markets.purposes(market.id)),
        "note": market.note.json(),
    }


def market_json(market: Market, markets: Markets) -> dict[str, Any]:
    """A market in full: its own purposes and those that hold in it from outside."""
    return {
        **market_line(market, markets),
        "entries": [
            {"rule_of": entry.market, **_purpose(entry.purpose)}
            for purpose in markets.purposes(market.id)
            for entry in markets.entries(market.id, purpose)
        ],
    }


def _purpose(one: MarketPurpose) -> dict[str, Any]:
    begins = one.from_day
    return {
        "purpose": one.purpose,
        "kind": one.kind,
        "regimes": list(one.regimes),
        "items": list(one.items),
        "citation": cite_json(one.citation),
        "from": {
            "day": begins.day or None,
            "rule": begins.rule.json(),
            "triggers": list(begins.triggers),
            "citation": cite_json(begins.citation),
        },
        "decides": [_party(body) for body in one.decides],
        "scope": [
            {
                "id": rule.id,
                "answer": rule.answer,
                "products": list(rule.products),
                "codes": list(rule.codes),
                "when": list(rule.when),
                "why": rule.why.json(),
                "from": rule.applies.day or None,
                "months": rule.applies.months,
                "triggers": list(rule.applies.triggers),
                "item": rule.item if rule.item != NO_ITEM else "",
                "citation": cite_json(rule.citation),
            }
            for rule in one.rules
        ],
        "checklist": [requirement_json(each) for each in one.checklist],
        "not_claimed": _texts(one.not_claimed),
        "delays_known": _texts(one.delays_known),
        "delays_possible": _texts(one.delays_possible),
        "note": one.note.json(),
    }
