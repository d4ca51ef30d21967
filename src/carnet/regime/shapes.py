"""Whether a value has the form its parameter asks for, and the words by which a person names a value."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from carnet.errors import Text
from carnet.quantity import DecimalError, parse_decimal
from carnet.regime.vocabulary import (
    AREAS,
    BASES,
    CO_PRODUCT_METHODS,
    ELECTRICITY_KINDS,
    ELECTRICITY_TIERS,
    EVIDENCE_TESTS,
    ROW_GASES,
    SHARE_METHODS,
)

if TYPE_CHECKING:
    from carnet.regime.model import Value
    from carnet.regime.vocabulary import Parameter

# key → how it is checked; a leading "?" marks an optional key.
_METHODS: dict[str, dict[str, str]] = {
    "burden_free": {},
    "mass": {},
    "energy": {},
    "economic": {},
    "price_ratio": {"limit": "decimal", "below": "share", "above": "share"},
    "expansion": {"displaces": "flows", "basis": "basis", "ratio": "decimal", "?otherwise": "share"},
    "fixed_credit": {"per": "credits", "?otherwise": "share"},
    "waste_gas_export": {
        "ef_kg_per_mj": "decimal",
        "correction": "decimal",
        "?import_correction": "decimal",
        "basis": "basis",
    },
}
_TIERS: dict[str, dict[str, str]] = {
    "direct_line": {"kind": "kind", "?require": "tests"},
    "power_purchase_agreement": {"kind": "kind", "?require": "tests"},
    "certificate": {"kind": "kind", "?require": "tests"},
    "supplier_product": {"kind": "kind", "?require": "tests"},
    "residual_mix": {"kind": "kind", "area": "areas"},
    "grid": {"kind": "kind", "area": "areas"},
    "fixed": {"value": "decimal", "unit": "text", "per_unit": "text", "gas": "gas"},
}
_CREDIT = {"value": "decimal", "unit": "text", "per_unit": "text", "gas": "gas"}
_WORDS: dict[str, tuple[str, ...]] = {
    "share": SHARE_METHODS,
    "basis": BASES,
    "kind": ELECTRICITY_KINDS,
    "gas": ROW_GASES,
    "areas": AREAS,
    "tests": EVIDENCE_TESTS,
}

_EXPECTED = {
    "decimal": Text("带引号的十进制数", "a quoted decimal string"),
    "flag": Text("true 或 false", "true or false"),
    "text": Text("一个非空的词", "one word, not empty"),
    "statement": Text("{zh, en} 两种语言的一句话", "one sentence as {zh, en}"),
    "tags": Text("标签列表，不重复", "a list of tags, none twice"),
    "shares": Text("{标签 = 十进制数}", "{tag = decimal string}"),
    "flows": Text("{物流 = 被替代物流}", "{flow = displaced flow}"),
    "credits": Text("{物流 = {value, unit, per_unit, gas}}", "{flow = {value, unit, per_unit, gas}}"),
}


_NAMING_KEYS = ("method", "use")  # what a table is called comes first


def freeze(value: object) -> Value:
    """Turn parsed TOML or JSON into read-only values: lists to tuples, tables to read-only mappings.

    The keys of a table stand in one order, whatever file it came from, so that its words are the same everywhere.
    """
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda k: (k not in _NAMING_KEYS, k == "otherwise", str(k)))
        return MappingProxyType({str(k): freeze(value[k]) for k in keys})
    if isinstance(value, list | tuple):
        return tuple(freeze(v) for v in value)
    return cast("Value", value)


def thaw(value: Value | None) -> object:
    """Turn a value back into plain JSON: tuples to lists, mappings to dicts."""
    if isinstance(value, Mapping):
        return {k: thaw(v) for k, v in value.items()}
    if isinstance(value, tuple):
        return [thaw(v) for v in value]
    return value


def faults(parameter: Parameter, value: object) -> list[tuple[str, Text]]:
    """Return every way in which `value` is not what `parameter` takes: (what was found, what was expected)."""
    match parameter.type:
        case "choice":
            return _word(value, parameter.choices)
        case "choices":
            return _words(value, parameter.choices)
        case "method":
            return _table(value, "method", CO_PRODUCT_METHODS, _METHODS)
        case "tiers":
            if not _is_list(value) or not value:
                return [(show(value), Text("非空的层级列表", "a list of tiers, not empty"))]
            return [
                f for tier in cast("Sequence[object]", value) for f in _table(tier, "use", ELECTRICITY_TIERS, _TIERS)
            ]
        case kind:
            return _plain(value, kind)


def expected(parameter: Parameter) -> Text:
    """What `parameter` takes, in words."""
    match parameter.type:
        case "choice":
            return _one_of(parameter.choices)
        case "choices":
            return _list_of(parameter.choices)
        case "method":
            return _one_of(CO_PRODUCT_METHODS, "method = ")
        case "tiers":
            return _list_of(ELECTRICITY_TIERS, "use = ")
        case kind:
            return _EXPECTED[kind]


def value_key(value: Value | None) -> str:
    """The short word by which a person names a value: ``economic``, ``certificate>grid``, ``true``, ``0.1``.

    A table that is neither method nor tier is named by its compact JSON.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        if value and all(isinstance(v, Mapping) and "use" in v for v in value):
            return ">".join(str(cast("Mapping[str, Value]", v)["use"]) for v in value)
        return ",".join(value_key(v) for v in value)
    return str(value["method"]) if "method" in value else show(value)


def read_value(parameter: Parameter, text: str, candidates: Sequence[Value] = ()) -> Value | None:
    """Read what a person typed for a parameter.

    A candidate's short word (`value_key`) stands for that candidate; otherwise the text is read in the form the
    parameter takes: words and decimals as they are, lists with commas, tables as JSON.

    Returns:
        The value, or None when the text is no value of the parameter.
    """
    wanted = text.strip()
    for candidate in candidates:
        if value_key(candidate) == wanted:
            return candidate
    value: object = wanted
    match parameter.type:
        case "flag":
            value = {"true": True, "false": False}.get(wanted.lower())
        case "choices" | "tags":
            value = [part.strip() for part in wanted.split(",") if part.strip()] if wanted != "[]" else []
        case "method" if not wanted.startswith("{"):
            value = {"method": wanted}
        case "method" | "tiers" | "shares" | "statement":
            try:
                value = json.loads(wanted, parse_float=str, parse_int=str)
            except ValueError:
                return None
    return None if faults(parameter, value) else freeze(value)


def show(value: object) -> str:
    """Compact JSON of anything a file can hold, for messages."""
    return json.dumps(value, ensure_ascii=False, default=_plain_json, separators=(", ", ": "))


def _plain_json(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)


def _one_of(words: Sequence[str], prefix: str = "") -> Text:
    return Text(f"{prefix}以下之一：{'、'.join(words)}", f"{prefix}one of {', '.join(words)}")


def _list_of(words: Sequence[str], prefix: str = "") -> Text:
    return Text(
        f"列表，{prefix}取自：{'、'.join(words)}，不重复", f"a list, {prefix}out of {', '.join(words)}, none twice"
    )


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple)


def _word(value: object, words: Sequence[str]) -> list[tuple[str, Text]]:
    return [] if isinstance(value, str) and value in words else [(show(value), _one_of(words))]


def _words(value: object, words: Sequence[str]) -> list[tuple[str, Text]]:
    if not isinstance(value, list | tuple) or not value or len(set(map(show, value))) != len(value):
        return [(show(value), _list_of(words))]
    return [(show(item), _list_of(words)) for item in value if item not in words]


def _plain(value: object, kind: str) -> list[tuple[str, Text]]:
    if kind in _WORDS:
        return _words(value, _WORDS[kind]) if kind in {"areas", "tests"} else _word(value, _WORDS[kind])
    return [] if _TESTS[kind](value) else [(show(value), _EXPECTED[kind])]


def _is_decimal(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        parse_decimal(value)
    except DecimalError:
        return False
    return True


def _is_statement(value: object) -> bool:
    return (
        isinstance(value, Mapping)
        and set(value) == {"zh", "en"}
        and all(isinstance(v, str) and v.strip() for v in value.values())
    )


def _distinct_words(value: Sequence[object]) -> bool:
    return all(isinstance(v, str) and v for v in value) and len(set(map(str, value))) == len(value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_flow(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_credit(value: object) -> bool:
    return isinstance(value, Mapping) and not _keys(value, _CREDIT)


def _is_table_of(value: object, test: Callable[[object], bool]) -> bool:
    return isinstance(value, Mapping) and bool(value) and all(test(v) for v in value.values())


def _table(
    value: object, tag: str, words: Sequence[str], shapes: Mapping[str, Mapping[str, str]]
) -> list[tuple[str, Text]]:
    if not isinstance(value, Mapping) or value.get(tag) not in words:
        return [(show(value), _one_of(words, f"{tag} = "))]
    return _keys({k: v for k, v in value.items() if k != tag}, shapes[cast("str", value[tag])])


def _keys(table: Mapping[str, object], shape: Mapping[str, str]) -> list[tuple[str, Text]]:
    allowed = {key.lstrip("?"): kind for key, kind in shape.items()}
    names = "、".join(allowed) or "–", ", ".join(allowed) or "–"
    found = [(key, Text(f"只有这些键：{names[0]}", f"only the keys {names[1]}")) for key in table if key not in allowed]
    for key, kind in shape.items():
        bare = key.lstrip("?")
        if bare in table:
            found += [(f"{bare} = {what}", wanted) for what, wanted in _plain(table[bare], kind)]
        elif bare == key:
            found.append((show(table), Text(f"含有键 {key}", f"the key {key} to be there")))
    return found


_TESTS: dict[str, Callable[[object], bool]] = {
    "decimal": _is_decimal,
    "flag": lambda value: isinstance(value, bool),
    "text": _is_text,
    "statement": _is_statement,
    "tags": lambda value: isinstance(value, list | tuple) and _distinct_words(value),
    "shares": lambda value: _is_table_of(value, _is_decimal),
    "flows": lambda value: _is_table_of(value, _is_flow),
    "credits": lambda value: _is_table_of(value, _is_credit),
}
