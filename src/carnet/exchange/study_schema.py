"""JSON Schema of a study, made from the dataclasses, so that the two cannot differ.

It says what a program can check by shape alone; references, units and balances are the business of `validate_study`.
Descriptions are those of the workbook's columns, Chinese before English.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from carnet.errors import Text
from carnet.exchange.study_sheets import STUDY_ITEMS, TABS, Column
from carnet.exchange.study_tree import CELLS, element_of, fields_of, has_default
from carnet.inventory import model
from carnet.inventory.checks_fields import CHOICES, MAY_BE_EMPTY

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DECIMAL = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_TEXT: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
}


def study_schema() -> Schema:
    """Return the schema (JSON Schema 2020-12) of a study in JSON; TOML has the same tree."""
    records = [tab.record for tab in TABS] + [model.Product]
    schema: Schema = {
        "$schema": DIALECT,
        "$id": "urn:carnet:schema:study:1",
        "title": "Carnet study",
        "description": "产品碳足迹研究：数量一律写成带引号的十进制文字。"
        " A study of a product carbon footprint; every amount is a decimal in quotes.",
        **_record(model.Study, "", STUDY_ITEMS),
        "$defs": {"Text": _TEXT, **{record.__name__: _definition(record) for record in records}},
    }
    schema["properties"]["schema"] = {"const": model.SCHEMA, "description": "文件格式。 The format of the file."}
    schema["properties"][CELLS] = {
        "type": "object",
        "description": "各值在工作簿中的位置：JSON Pointer → 表名!单元格。"
        " Where each value stood in a workbook: JSON Pointer → Sheet!Cell.",
        "propertyNames": {"pattern": "^/"},
        "additionalProperties": {"type": "string", "pattern": "^.+!"},
    }
    return schema


def _definition(record: type[object]) -> Schema:
    if record is model.Product:
        columns = tuple(
            dataclasses.replace(column, field=column.field.removeprefix("product."))
            for column in STUDY_ITEMS
            if column.field.startswith("product.")
        )
        return _record(record, "product", columns)
    tab = next(tab for tab in TABS if tab.record is record)
    return {"description": f"{tab.help.zh} {tab.help.en}", **_record(record, tab.field, tab.columns)}


def _record(record: type[object], table: str, columns: tuple[Column, ...]) -> Schema:
    helps: dict[str, Text] = {}
    for column in columns:
        helps.setdefault(column.field.partition(".")[0], column.help)
    properties: Schema = {}
    required: list[str] = []
    for name, (field, hint) in fields_of(record).items():
        optional = has_default(field) or (table, name) in MAY_BE_EMPTY
        shape = _shape(str(field.type), hint, CHOICES.get((table, name), ()), optional=optional)
        if name in helps:
            shape["description"] = f"{helps[name].zh}。 {helps[name].en}"
        if optional and isinstance(field.default, str) and field.default:
            shape["default"] = field.default
        properties[name] = shape
        if not optional:
            required.append(name)
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


def _shape(written: str, hint: object, words: tuple[str, ...], *, optional: bool) -> Schema:
    """Return the schema of one field; `written` is its annotation, which still tells Dec and Day from other texts."""
    if hint is Text:
        return {"$ref": "#/$defs/Text"}
    element = element_of(hint)
    if element is not None:
        item: Schema = {"type": "string"} if element is str else {"$ref": f"#/$defs/{element.__name__}"}
        return {"type": "array", "items": item}
    if hint is not str:
        return {"$ref": f"#/$defs/{getattr(hint, '__name__', '')}"}
    if words:
        return {"enum": [*words, ""] if optional else list(words)}
    pattern = {"Dec": DECIMAL, "Day": DAY}.get(written, "")
    if pattern and optional:
        pattern = f"^$|{pattern}"
    return {"type": "string", "pattern": pattern} if pattern else {"type": "string"}
