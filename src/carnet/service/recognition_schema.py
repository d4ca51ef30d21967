"""JSON Schemas of the policy items, answers and registers as commands print them (JSON Schema 2020-12)."""

from __future__ import annotations

from typing import Any

from carnet.recognition.vocabulary import (
    ACTIONS,
    INSTRUMENT_KINDS,
    ITEM_STATES,
    LEGAL_NATURES,
    OVERALL,
    PARTY_KINDS,
    PURPOSES,
    REQUIREMENT_KINDS,
    SCOPE_ANSWERS,
    SIDE_EXITS,
    STATUSES,
    TEAMS,
    USES,
)
from carnet.service.recognition_forms import file_schemas

_STRING: dict[str, Any] = {"type": "string"}
_BOOL: dict[str, Any] = {"type": "boolean"}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_DAY: dict[str, Any] = {
    "type": "string",
    "pattern": r"^(\d{4}-\d{2}-\d{2})?$",
    "description": "a day; empty: not stated",
}
_TEXT: dict[str, Any] = {"type": "object", "required": ["zh", "en"], "properties": {"zh": _STRING, "en": _STRING}}
_GRADE: dict[str, Any] = {"type": "string", "pattern": "^[A-F][1-6]$"}
_STATUS: dict[str, Any] = {"enum": [*STATUSES, *SIDE_EXITS]}
_WORD: dict[str, Any] = {"enum": ["read", "secondary", "recalled", "unknown", "conflicting"]}
_MAP: dict[str, Any] = {"type": "object", "additionalProperties": _STRING}
_PROBLEMS: dict[str, Any] = {"type": "array", "items": {"type": "object", "required": ["code", "cause", "fix"]}}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _fields(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _document(title: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **_fields(properties)}


_CITATION = _fields({"source": _STRING, "locator": _STRING, "status": _WORD})
_RULE = {
    "day": _DAY,
    "rule": _TEXT,
    "triggers": _list(_STRING),
    "reached": _BOOL,
    "source": _STRING,
    "locator": _STRING,
    "word": _WORD,
}
_ROW: dict[str, Any] = {
    "id": _STRING,
    "title": _TEXT,
    "kind": {"enum": list(INSTRUMENT_KINDS)},
    "status": _STATUS,
    "status_text": _TEXT,
    "grade": _GRADE,
    "action": {"enum": list(ACTIONS)},
    "held_back": _list(_STATUS),
    "in_force_from": _DAY,
    "applies_from": _DAY,
    "applies_triggers": _list(_STRING),
    "open_tasks": _list(_STRING),
    "own": _BOOL,
}
_SIDE = _fields({"says": _TEXT, "source": _STRING, "locator": _STRING, "word": _WORD, "grade": _GRADE, "item": _STRING})
POLICY_LIST = _document(
    "carnet policy list: items with their status and grade on a day",
    {
        "on": _DAY,
        "known": _DAY,
        "items": _list(_fields({**_ROW, "contradictions": _list(_STRING)})),
        "problems": _PROBLEMS,
    },
)
POLICY = _document(
    "carnet policy show: one item, what it says, what holds it back, what it does not state",
    {
        "on": _DAY,
        "known": _DAY,
        **_ROW,
        "legal_nature": {"enum": list(LEGAL_NATURES)},
        "jurisdiction": _STRING,
        "issuer": _fields({"name": _TEXT, "kind": {"enum": list(PARTY_KINDS)}}),
        "grade_text": _TEXT,
        "held": _list(_fields({"status": _STATUS, "on": _DAY, "grade": _GRADE, "why": _TEXT})),
        "uses": _list(_fields({"use": {"enum": list(USES)}, "open": _BOOL, "why": _TEXT})),
        "parties": _list(
            _fields({"name": _TEXT, "kind": {"enum": list(PARTY_KINDS)}, "country": _STRING, "role": _STRING})
        ),
        "scope": _fields(
            {
                "products": _list(
                    _fields({"id": _STRING, "wording": _TEXT, "codes": _list(_STRING), "codes_status": _WORD})
                ),
                "production": _list(_fields({"wording": _TEXT, "places": _list(_STRING), "named": _BOOL})),
                "markets": _list(_STRING),
                "purposes": _list({"enum": list(PURPOSES)}),
                "window_from": _DAY,
                "window_to": _DAY,
                "disputed": _BOOL,
            }
        ),
        "in_force": _fields(_RULE),
        "applies": _fields(_RULE),
        "milestones": _list(_fields({"id": _STRING, "what": _TEXT, **_RULE})),
        "claims": _list(_TEXT),
        "not_stated": _list(_TEXT),
        "flags": _list(_TEXT),
        "effects": _list(_TEXT),
        "contradictions": _list(
            _fields({"id": _STRING, "about": _TEXT, "sides": _list(_SIDE), "consequence": _TEXT, "settled": _TEXT})
        ),
        "tasks": _list(
            _fields(
                {
                    "id": _STRING,
                    "find": _TEXT,
                    "ask": _STRING,
                    "due": _DAY,
                    "done": _BOOL,
                    "overdue_days": {"type": "integer"},
                }
            )
        ),
        "captures": _list(
            _fields(
                {
                    "id": _STRING,
                    "version": _STRING,
                    "retrieved_on": _DAY,
                    "language": _STRING,
                    "origin": _STRING,
                    "sha256": _STRING,
                    "official": _BOOL,
                }
            )
        ),
        "related": _list(_STRING),
        "amends": _list(_STRING),
        "amended_by": _list(_STRING),
        "review_by": _DAY,
        "note": _TEXT,
    },
)
_ANSWER = {"enum": list(SCOPE_ANSWERS)}
SCOPE = _document(
    "carnet scope: whether a product is in scope of what a market asks, and why",
    {
        "market": {"type": "string", "pattern": "^[A-Z]{2}$"},
        "date": _DAY,
        "product": _STRING,
        "assumed_place": _BOOL,
        "on_file": _BOOL,
        "purposes": _list(
            _fields(
                {
                    "purpose": {"enum": list(PURPOSES)},
                    "answer": _ANSWER,
                    "text": _TEXT,
                    "why": _list(_TEXT),
                    "citation": _CITATION,
                    "rule": _STRING,
                    "needs": _list(_STRING),
                }
            )
        ),
        "signals": _list(_fields({"item": _STRING, "title": _TEXT, "status": _STATUS})),
    },
)
READINESS = _document(
    "carnet readiness: a market's checklist against a study",
    {
        "market": {"type": "string", "pattern": "^[A-Z]{2}$"},
        "purpose": {"enum": ["", *PURPOSES]},
        "date": _DAY,
        "overall": {"enum": list(OVERALL)},
        "overall_text": _TEXT,
        "study": _STRING,
        "score": _fields({"present": _COUNT, "of": _COUNT, "exact": {"type": "string", "pattern": "^[0-9]+/[0-9]+$"}}),
        "items": _list(
            _fields(
                {
                    "id": _STRING,
                    "item": _TEXT,
                    "process": _TEXT,
                    "period": _TEXT,
                    "forms": _list(_TEXT),
                    "clause": _STRING,
                    "kind": {"enum": list(REQUIREMENT_KINDS)},
                    "team": {"enum": ["", *TEAMS]},
                    "owner": _TEXT,
                    "days": _STRING,
                    "state": {"enum": list(ITEM_STATES)},
                    "state_text": _TEXT,
                    "why": _TEXT,
                    "document": {"type": ["string", "null"]},
                }
            )
        ),
        "schedule": _fields(
            {
                "days": _STRING,
                "chain": _list(_STRING),
                "unstated": _list(_STRING),
                "steps": _list(_fields({"id": _STRING, "begin": _STRING, "end": _STRING, "critical": _BOOL})),
            }
        ),
        "delays_known": _list(_TEXT),
        "delays_possible": _list(_TEXT),
        "without_evidence": {"type": ["object", "null"], "description": "what the rule allows with the evidence open"},
    },
)
REUSE = _document(
    "carnet reuse: what of a verification serves another market",
    {
        "from": _STRING,
        "market": {"type": "string", "pattern": "^[A-Z]{2}$"},
        "purpose": {"enum": list(PURPOSES)},
        "date": _DAY,
        "counts": _fields({"reuse": _COUNT, "recheck": _COUNT, "new": _COUNT}),
        "lines": _list(
            _fields({"group": _STRING, "use": {"enum": ["reuse", "recheck", "new"]}, "text": _TEXT, "why": _TEXT})
        ),
        "avoided": {"type": "array"},
        "asks": _list(_TEXT),
    },
)
# What stands in a line of a register's file: nothing else may, since the chain runs over the whole line.
_ENTRY: dict[str, Any] = {
    **_fields(
        {
            "n": {"type": "integer", "minimum": 1},
            "register": {"enum": ["products", "standards", "trials", "pilots", "pathways"]},
            "id": _STRING,
            "action": _STRING,
            "by": _STRING,
            "on": _DAY,
            "before": _MAP,
            "after": _MAP,
            "previous": {"type": "string", "pattern": "^(sha256:[0-9a-f]{64})?$"},
        }
    ),
}
_RECORD = {"id": _STRING, "name": _TEXT, "state": _STRING, "state_text": _TEXT, "since": _DAY, "fields": _MAP}
REGISTER_ENTRY = {"$schema": POLICY["$schema"], "title": "One line of a register's chain of entries", **_ENTRY}
REGISTER = _document(
    "carnet register NAME list: the records as they stand",
    {
        "register": _ENTRY["properties"]["register"],
        "on": _DAY,
        "records": _list(_fields(_RECORD)),
        "problems": _PROBLEMS,
    },
)
RECOGNITION_SCHEMAS: dict[str, dict[str, Any]] = {
    "policy_list": POLICY_LIST,
    "policy": POLICY,
    "scope": SCOPE,
    "readiness": READINESS,
    "reuse": REUSE,
    "register": REGISTER,
    "register_entry": REGISTER_ENTRY,
    **file_schemas(),
}
