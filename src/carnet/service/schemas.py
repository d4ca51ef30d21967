"""JSON Schemas of what the commands print, in our own words (JSON Schema 2020-12)."""

from __future__ import annotations

from typing import Any

from carnet.service.cbam_schema import CBAM
from carnet.service.recognition_schema import RECOGNITION_SCHEMAS
from carnet.service.verdict_schema import VERDICT

DRAFT = "https://json-schema.org/draft/2020-12/schema"
DECIMAL = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$", "description": "a decimal string"}
EXACT = {"type": "string", "pattern": r"^-?[0-9]+/[0-9]+$", "description": "a reduced fraction p/q"}
MAYBE_DECIMAL = {"anyOf": [DECIMAL, {"type": "null"}]}
MAYBE_EXACT = {"anyOf": [EXACT, {"type": "null"}]}
TEXT = {
    "type": "object",
    "required": ["zh", "en"],
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
}
FIGURE = {"type": "object", "required": ["value", "exact"], "properties": {"value": DECIMAL, "exact": EXACT}}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _object(properties: dict[str, Any], *optional: str) -> dict[str, Any]:
    return {"type": "object", "required": [n for n in properties if n not in optional], "properties": properties}


_PART = _object({"id": {"type": "string"}, "name": TEXT, "value": DECIMAL, "exact": EXACT, "share": DECIMAL})
_LEDGER = _object(
    {
        "certificate": {"type": "string"},
        "register": {"type": "string"},
        "technology": {"type": "string"},
        "volume_kwh": DECIMAL,
        "claimed_kwh": DECIMAL,
        "contract": {"type": "string"},
        "vintage_share": EXACT,
    }
)
_EXCLUSION = _object(
    {
        "exchange": {"type": "string"},
        "flow": {"type": "string"},
        "name": TEXT,
        "basis": {"type": "string"},
        "share": MAYBE_DECIMAL,
        "limit": MAYBE_DECIMAL,
        "left_out": {"type": "boolean"},
        "declare": {"type": "boolean"},
        "clause": {"type": "string"},
    }
)
_SEPARATE = _object(
    {
        "id": {"type": "string"},
        "name": TEXT,
        "value": DECIMAL,
        "exact": EXACT,
        "lower": DECIMAL,
        "upper": DECIMAL,
        "lower_exact": EXACT,
        "upper_exact": EXACT,
        "unit": {"type": "string"},
        "years": DECIMAL,
        "by_stage": _list(_object({"id": {"type": "string"}, "name": TEXT, "value": DECIMAL, "exact": EXACT})),
    },
    "years",
)
_MODULE = _object(
    {
        "module": {"type": "string"},
        "name": TEXT,
        "value": MAYBE_DECIMAL,
        "exact": MAYBE_EXACT,
        "declared": {"type": "boolean"},
        "origins": {
            "anyOf": [
                {"type": "null"},
                _object(dict.fromkeys(("fossil", "biogenic", "luluc", "unsplit"), FIGURE)),
            ]
        },
    }
)
_BLOCK = _object({k: {"type": "string"} for k in ("parameter", "status", "source", "clause")})

RESULT: dict[str, Any] = {
    "$schema": DRAFT,
    "title": "One result of carnet calc",
    **_object(
        {
            "study": _object(
                {
                    "id": {"type": "string"},
                    "version": {"type": "string"},
                    "title": TEXT,
                    "status": {"enum": ["plant", "literature", "illustrative"]},
                }
            ),
            "regime": _object({"id": {"type": "string"}, "version": {"type": "string"}, "title": TEXT}),
            "legal_date": {"type": "string", "format": "date"},
            "known_date": {"type": "string", "format": "date"},
            "declared_unit": _object(
                {"amount": DECIMAL, "unit": {"type": ["string", "null"]}, "flow": {"type": "string"}, "text": TEXT}
            ),
            "figure": _object(
                {
                    "value": MAYBE_DECIMAL,
                    "exact": MAYBE_EXACT,
                    "unit": {"type": "string"},
                    "lower": MAYBE_DECIMAL,
                    "upper": MAYBE_DECIMAL,
                    "lower_exact": MAYBE_EXACT,
                    "upper_exact": MAYBE_EXACT,
                }
            ),
            "reading": {
                "anyOf": [
                    {"type": "null"},
                    _object({"basis": {"enum": ["point", "conservative"]}, "value": DECIMAL, "exact": EXACT}),
                ]
            },
            "direct": {"anyOf": [{"type": "null"}, FIGURE]},
            "indirect": {"anyOf": [{"type": "null"}, FIGURE]},
            "by_stage": _list(_PART),
            "by_gas": _list(_PART),
            "by_process": _list(_PART),
            "by_origin": _list(_PART),
            "by_line": _list(_PART),
            "separate": _list(_SEPARATE),
            "modules": _list(_MODULE),
            "carbon_cycle": _object(
                {
                    "biogenic_carbon_content": {
                        "anyOf": [
                            {"type": "null"},
                            _object({"value": DECIMAL, "exact": EXACT, "unit": {"type": "string"}}),
                        ]
                    },
                    "land_use_years": {"type": ["string", "null"]},
                }
            ),
            "edges": _list(
                _object({"source": {"type": "string"}, "target": {"type": "string"}, "value": DECIMAL, "exact": EXACT})
            ),
            "excluded": _list({"type": "object"}),
            "exclusions": _list(_EXCLUSION),
            "ledger": _list(_LEDGER),
            "primary_missing": _list({"type": "object"}),
            "issuable": {"type": "boolean"},
            "blocked_by": _list(_BLOCK),
            "accepted": _list({"type": "object"}),
            "assumed": {"type": "boolean"},
            "gaps": _list({"type": "object"}),
            "warnings": _list({"type": "object"}),
            "missing": _list({"type": "object"}),
            "open": _list({"type": "object"}),
            "plan": {"type": "object"},
            "recipe": {"type": "object", "additionalProperties": {"type": "string"}},
            "digest": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
        }
    ),
}

_SIDE = _object({"regime": {"type": "string"}, "value": DECIMAL, "exact": EXACT, "unit": {"type": "string"}})
_NAMED = _object({"dimension": {"type": "string"}, "name": TEXT, "value": DECIMAL, "exact": EXACT})
_CELLS = _list(_object({"stage": {"type": "string"}, "value": DECIMAL, "exact": EXACT}))
_SHRINK = _object(
    {
        "parameter": {"type": "string"},
        "name": TEXT,
        "kind": {"enum": ["value", "rule"]},
        "find_in": TEXT,
        "width": DECIMAL,
        "exact": EXACT,
    }
)
BRIDGE: dict[str, Any] = {
    "$schema": DRAFT,
    "title": "carnet bridge: (from + sum of terms) × unit_factor = to, on exact",
    **_object(
        {
            "from": _SIDE,
            "to": _SIDE,
            "basis": {"enum": ["point", "conservative"]},
            "method": {"enum": ["shapley", "owen", "sequence"]},
            "method_text": TEXT,
            "order_dependent": {"type": "boolean"},
            "unit_factor": FIGURE,
            "subtotal": FIGURE,
            "terms": _list(
                _object(
                    {
                        "dimension": {"type": "string"},
                        "name": TEXT,
                        "value": DECIMAL,
                        "exact": EXACT,
                        "order_min": DECIMAL,
                        "order_max": DECIMAL,
                        "lower": DECIMAL,
                        "upper": DECIMAL,
                        "by_stage": _list({"type": "object"}),
                        "cites": _list({"type": "object"}),
                        "shrink": _list(_SHRINK),
                    }
                )
            ),
            "interactions": _list(_object({"dimensions": _list({"type": "string"}), "value": DECIMAL, "exact": EXACT})),
            "groups": _list(
                _object(
                    {
                        "id": {"type": "string"},
                        "name": TEXT,
                        "value": DECIMAL,
                        "exact": EXACT,
                        "order_min": DECIMAL,
                        "order_max": DECIMAL,
                        "terms": _list(_NAMED),
                    }
                )
            ),
            "table": _object(
                {
                    "stages": _list(_object({"id": {"type": "string"}, "name": TEXT})),
                    "rows": _list({"allOf": [_NAMED, _object({"cells": _CELLS})]}),
                    "totals": _object({"name": TEXT, "cells": _CELLS, "value": DECIMAL, "exact": EXACT}),
                }
            ),
            "permitted": _list(
                _object(
                    {
                        "rule": {"type": "string"},
                        "before": {"type": "string"},
                        "after": {"type": "string"},
                        "applied": {"type": "boolean"},
                        "why": TEXT,
                    }
                )
            ),
            "orders": _object({"permitted": {"type": "integer"}, "all": {"type": "integer"}}),
            "sequence": _list({"allOf": [_NAMED, _object({"before": FIGURE, "after": FIGURE})]}),
            "bounds_complete": {"type": "boolean"},
            "residual": {"const": "0"},
        }
    ),
}

CHECK: dict[str, Any] = {
    "$schema": DRAFT,
    "title": "carnet check",
    **_object(
        {
            "intact": {"type": "boolean"},
            "draft": {"type": "boolean"},
            "issuer": _object({"id": {"type": "string"}, "trusted": {"type": "boolean"}, "by": {"type": "string"}}),
            "revoked": {"enum": ["no", "yes", "unknown"]},
            "parts": _list(_object({"name": {"type": "string"}, "ok": {"type": "boolean"}}, "why")),
            "recomputed": _list({"type": "object"}),
            "deficiencies": _list(
                _object(
                    {
                        "code": {"type": "string"},
                        "part": {"type": "string"},
                        "zh": {"type": "string"},
                        "en": {"type": "string"},
                    }
                )
            ),
            "verdict": {"enum": ["valid", "intact_issuer_unknown", "draft", "refused"]},
            "verdict_digest": {"type": "string"},
        }
    ),
}

RESULT_SCHEMAS: dict[str, dict[str, Any]] = {
    "result": RESULT,
    "bridge": BRIDGE,
    "check": CHECK,
    "cbam": CBAM,
    "verdict": VERDICT,
    **RECOGNITION_SCHEMAS,
}
