"""JSON Schema of what `carnet cbam --json` prints, in our own words (JSON Schema 2020-12)."""

from __future__ import annotations

from typing import Any

DECIMAL = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
EXACT = {"type": "string", "pattern": r"^-?[0-9]+/[0-9]+$"}
TEXT = {"type": "object", "required": ["zh", "en"], "properties": {"zh": {"type": "string"}, "en": {"type": "string"}}}
WORD = {"type": "string"}
FIGURE = {
    "type": "object",
    "required": ["value", "exact", "unit"],
    "properties": {
        "value": DECIMAL,
        "exact": EXACT,
        "unit": WORD,
        "lower": DECIMAL,
        "upper": DECIMAL,
        "lower_exact": EXACT,
        "upper_exact": EXACT,
    },
}
MAYBE = {"anyOf": [FIGURE, {"type": "null"}]}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _object(**properties: Any) -> dict[str, Any]:  # noqa: ANN401 - schemas
    return {"type": "object", "required": list(properties), "properties": properties}


def _maybe(shape: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [shape, {"type": "null"}]}


_PROBLEMS = _list({"type": "object", "required": ["code", "severity", "cause", "fix"]})
_VALUE = _maybe(
    _object(
        key=WORD, value=_maybe(DECIMAL), unit=WORD, source=WORD, clause=WORD, status=WORD,
        nature={"enum": ["adopted", "proposal", "draft", "superseded", "what_if"]},
    )
)  # fmt: skip
_STATE = _object(state={"enum": ["published", "exploration", "withheld"]}, rules=_list(WORD), text=TEXT)
_OPTION = _object(
    id={"enum": ["default", "actual", "mixed", "cheapest"]}, name=TEXT, basis=WORD, choices=_list({"type": "object"}),
    see=MAYBE, sefa=MAYBE, certificates_per_t=MAYBE, certificates=MAYBE, cost=MAYBE, needs=_list(TEXT),
    lacks=_list(TEXT), held={"type": "boolean"}, price_state=_STATE, problems=_PROBLEMS,
    terms=_list({"type": "object"}),
)  # fmt: skip
_GOOD = _object(
    id=WORD, name=WORD, names=TEXT, cn=WORD, category=WORD, unit=WORD, activity_level_t=MAYBE, default_share=MAYBE,
    embedded_electricity=MAYBE, amount_t=MAYBE, importer=WORD,
    import_date=WORD, year=_maybe({"type": "integer"}), quarter=WORD,
    basis={"enum": ["actual", "default", "mixed"]}, nature={"enum": ["published", "what_if"]},
    see_direct=MAYBE, see_indirect=MAYBE, see_total=MAYBE, see_charged=MAYBE, sefa=MAYBE,
    missing_indirect=_list(_object(id=WORD, name=TEXT)),
    sefa_parts=_maybe({"type": "object"}), obligation_t_per_t=MAYBE, certificates=MAYBE, price=_VALUE, price_due=WORD,
    price_state=_STATE, cost=MAYBE, cost_per_t=_list(_object(quarter=WORD, price=_VALUE, cost=MAYBE)),
    why_no_cost=_PROBLEMS,
    comparison=_list(_OPTION), cheapest=_maybe(_OPTION), today=_maybe(_OPTION),
    every_way={"type": "boolean"}, verdict=_list(TEXT), year_words=TEXT, trap=_list({"type": "object"}),
    scope=_object(
        state={"enum": ["covered", "exempt", "open", "out_of_scope", "unknown_code"]}, reason=TEXT, importer=WORD,
        year=_maybe({"type": "integer"}), total_t=MAYBE, complete={"type": "boolean"},
        candidates=_list(WORD),
    ),
    deduction=_maybe({"type": "object"}), warnings=_PROBLEMS, annex_ii=_maybe({"type": "boolean"}),
    made_by=WORD,
)  # fmt: skip
_STREAM = _object(
    id=WORD, name=WORD, method=WORD, gas=WORD, emissions=FIGURE, biomass_emissions=FIGURE, unproven_biomass=FIGURE,
    energy_tj=FIGURE, energy_biomass_tj=FIGURE, equation=WORD, status=WORD, derivation=TEXT,
    parts={"type": "object"},
)  # fmt: skip
_PROCESS = _object(
    id=WORD, name=WORD, category=WORD, activity_level=FIGURE, direct_star=FIGURE, heat=FIGURE, waste_gas=FIGURE,
    electricity_out=FIGURE, direct=FIGURE, floored={"type": "boolean"}, indirect=FIGURE, electricity=FIGURE,
    se_direct=FIGURE, se_indirect=FIGURE, see_direct=FIGURE, see_indirect=FIGURE, counted_indirect=FIGURE,
    electricity_per_t=FIGURE, embedded_electricity=FIGURE, default_share=FIGURE, annex_ii={"type": "boolean"},
    incomplete_direct=_list(WORD), incomplete_indirect=_list(WORD), own_direct_lacks=_list(WORD),
    own_indirect_lacks=_list(WORD),
)  # fmt: skip
_HEAT = _object(
    id=WORD, process=WORD, direction=WORD, amount=FIGURE, factor=FIGURE, emissions=FIGURE, equation=WORD,
    derivation=TEXT,
)  # fmt: skip
_JOINT = _object(
    id=WORD, process=WORD, to=WORD, share=FIGURE, direct=FIGURE, indirect=FIGURE, equation=WORD, derivation=TEXT,
)  # fmt: skip
_PRECURSOR = _object(
    id=WORD, name=WORD, category=WORD, cn=WORD, country=WORD, amount=FIGURE, basis={"enum": ["actual", "default"]},
    stated={"type": "boolean"}, see_direct=FIGURE, see_indirect=FIGURE, counted_indirect=FIGURE, electricity=FIGURE,
    markup=_maybe(DECIMAL), source=WORD, status=WORD, annex_ii={"type": "boolean"},
)  # fmt: skip
_CHECK = _object(
    rule=WORD, severity={"enum": ["block", "block_money", "warn", "fix"]}, ok=_maybe({"type": "boolean"}), title=TEXT,
    why=TEXT, fix=TEXT, where=_list(WORD), spots=_list(TEXT), pointers=_list(WORD), citation=WORD, status=WORD,
)  # fmt: skip
CBAM: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "carnet cbam",
    "description": "隐含排放、免费配额、证书与费用；每个数值含 value、exact、unit。"
    " Embedded emissions, free allocation, certificates and cost; every figure has value, exact and unit.",
    **_object(
        study={"type": "object"}, on=WORD, period={"type": "object"}, derived={"type": "boolean"},
        names={"type": "object"}, open=_list(TEXT), tables=WORD, goods=_list(_GOOD), certificates=MAYBE, cost=MAYBE,
        what_if=_maybe({"type": "object"}), streams=_list(_STREAM), totals={"type": "object"},
        processes=_list(_PROCESS), precursors=_list(_PRECURSOR), cogeneration=_list({"type": "object"}),
        heat_flows=_list(_HEAT), joint_products=_list(_JOINT),
        checks=_list(_CHECK), blocked={"type": "boolean"}, ready={"type": "boolean"},
        notes=_list(TEXT), problems=_PROBLEMS,
    ),
}  # fmt: skip
