"""JSON Schema of what ``carnet verdict --json`` prints, in our own words (JSON Schema 2020-12)."""

from __future__ import annotations

from typing import Any

from carnet.recognition.standing import CARRIES
from carnet.recognition.vocabulary import (
    DECISIONS,
    DIMENSIONS,
    OVERALL,
    PURPOSES,
    SCOPE_ANSWERS,
    SIDE_EXITS,
    STATUSES,
    VERDICTS,
)

_DAY = {"type": "string", "format": "date"}
_STRING = {"type": "string"}
_BOOL = {"type": "boolean"}
_TEXT = {"type": "object", "required": ["zh", "en"], "properties": {"zh": _STRING, "en": _STRING}}
_TEXTS = {"type": "array", "items": _TEXT}
_OR_NULL = {"type": ["string", "null"]}
_CITATION = {
    "type": "object",
    "required": ["source", "locator", "status"],
    "properties": {
        "source": _STRING,
        "locator": _STRING,
        "status": {"enum": ["read", "secondary", "recalled", "unknown", "conflicting", "absent"]},
    },
}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


_PARTY = _object({"name": _TEXT, "kind": _STRING, "country": _STRING, "role": _STRING})
_SCOPE = _object(
    {
        "answer": {"enum": list(SCOPE_ANSWERS)},
        "text": _TEXT,
        "why": _TEXTS,
        "citation": _CITATION,
        "rule": _STRING,
        "needs": _list(_STRING),
        "applies_from": _OR_NULL,
    }
)
_REQUIREMENT = _object(
    {
        "id": _STRING,
        "item": _TEXT,
        "process": _TEXT,
        "period": _TEXT,
        "forms": _TEXTS,
        "clause": _STRING,
        "kind": {"enum": ["legal", "contractual", "voluntary"]},
        "team": _STRING,
        "owner": _TEXT,
        "days": _STRING,
        "citation": _CITATION,
    }
)
_REST = _object(
    {
        "item": _STRING,
        "title": _TEXT,
        "role": {"enum": ["line", "trigger", "purpose"]},
        "status": {"enum": [*STATUSES, *SIDE_EXITS]},
        "status_text": _TEXT,
        "since": _OR_NULL,
        "grade": _OR_NULL,
        "known_on": _OR_NULL,
        "carries": {"enum": [*CARRIES, None]},
        "why": _TEXT,
        "replaced_by": _list(_STRING),
        "held_back": _list(_object({"status": _STRING, "on": _DAY, "grade": _STRING, "why": _TEXT})),
    }
)
_STATED = {"oneOf": [_object({"text": _TEXT, "citation": _CITATION}), {"type": "null"}]}
# Fields that an older document does not have.
_LATER: dict[str, Any] = {
    "settle": {
        **_list(_object({"parameter": _STRING, "name": _TEXT, "accept": _STRING})),
        "description": "parameters of the market's rule that a named person has to settle first, with the command",
    },
    "without_evidence": {**_STATED, "description": "what the rule allows while the evidence is open"},
    "known": {**_DAY, "description": "captures known until this day count"},
    "rests_on": {**_list(_REST), "description": "the policy items the answer rests on, what carries its line first"},
}
VERDICT: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "carnet verdict: accepted for what, where, on a day, by whom, on what evidence, and what is missing",
    **_object(
        {
            "market": {"type": "string", "pattern": "^[A-Z]{2}$"},
            "market_name": _TEXT,
            "purpose": {"enum": list(PURPOSES)},
            "kind": {"enum": ["legal", "contractual", "voluntary"]},
            "date": _DAY,
            "overall": {"enum": list(OVERALL)},
            "overall_text": _TEXT,
            "why": _TEXTS,
            "study": _object({"id": _STRING, "version": _STRING, "title": _TEXT, "digest": _STRING}),
            "case": _object(
                {
                    "product": _STRING,
                    "codes": _list(_STRING),
                    "variants": {"type": "object", "additionalProperties": _STRING},
                    "places": _list(_STRING),
                    "plant": _STRING,
                    "markets": _list(_STRING),
                    "notes": _TEXTS,
                }
            ),
            "rule_of": _STRING,
            "scope": _SCOPE,
            "regimes": _object({"from": _STRING, "to": _OR_NULL}),
            "accepted": _list(
                _object(
                    {
                        "id": _STRING,
                        "body": _PARTY,
                        "scope": _TEXT,
                        "evidence": _list(_CITATION),
                        "text": _TEXT,
                        "law": _BOOL,
                        "decisive": _BOOL,
                        "decision": {"enum": list(DECISIONS)},
                        "reaches": _list(_STRING),
                        "why": _TEXT,
                        "reason_code": _OR_NULL,
                        "valid_to": _OR_NULL,
                    }
                )
            ),
            "refused": _list(_object({"id": _STRING, "body": _PARTY, "on": _DAY, "reason_code": _STRING})),
            "arrangements": _list(
                _object(
                    {
                        "id": _STRING,
                        "state": _STRING,
                        "legs": _list(_object({"leg": _STRING, "stands": _BOOL, "why": _TEXT})),
                        "missing_legs": _list(_STRING),
                        "why": _TEXTS,
                        "reaches": _list(_STRING),
                        "law": _BOOL,
                    }
                )
            ),
            "passed_over": _list(
                _object(
                    {"id": _STRING, "body": _PARTY, "on": _DAY, "decision": {"enum": list(DECISIONS)}, "why": _TEXT}
                )
            ),
            "dimensions": _list(
                _object(
                    {
                        "dimension": {"enum": list(DIMENSIONS)},
                        "name": _TEXT,
                        "verdict": {"enum": list(VERDICTS)},
                        "text": _TEXT,
                        "why": _TEXTS,
                        "citation": _CITATION,
                        "missing": _TEXTS,
                        "parameters": _list(_STRING),
                        "by": _OR_NULL,
                    }
                )
            ),
            "bridge": {"type": ["object", "null"], "description": "as carnet bridge prints it"},
            "no_bridge": {"anyOf": [{"type": "null"}, _TEXT]},
            "evidence": _list(_REQUIREMENT),
            "decides": _list(_PARTY),
            "precedent": {
                "anyOf": [
                    {"type": "null"},
                    _object({"id": _STRING, "title": _TEXT, "level": _STRING, "result": _TEXT, "citation": _CITATION}),
                ]
            },
            "signals": _list(_object({"item": _STRING, "status": _STRING, "grade": _OR_NULL, "scope": _SCOPE})),
            "entries": _list(_object({"rule_of": _STRING, "kind": _STRING, "overall": {"enum": list(OVERALL)}})),
            "not_claimed": {**_TEXTS, "minItems": 1},
        }
    ),
}
VERDICT["properties"].update(_LATER)
