"""Whether a value has the form its parameter asks for, and the words by which a person names a value."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from carnet.errors import Text
from carnet.errors.nearest import nearest
from carnet.quantity import DecimalError, parse_decimal
from carnet.regime.vocabulary import (
    AREAS,
    BASES,
    CO_PRODUCT_METHODS,
    ELECTRICITY_KINDS,
    ELECTRICITY_TIERS,
    EVIDENCE_TESTS,
    GWP_SETS,
    ROW_GASES,
    SHARE_METHODS,
    TRANSPORT_MODES,
    TRANSPORT_WHEN,
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
    "revenue_test": {"limit": "decimal", "below": "share", "above": "share"},
    "exergy": {"ambient": "decimal"},
    "first_of": {"options": "options"},
    "expansion": {"displaces": "flows", "basis": "basis", "ratio": "decimal", "?otherwise": "share"},
    "fixed_credit": {"per": "credits", "?otherwise": "share"},
    "waste_gas_export": {
        "ef_kg_per_mj": "decimal",
        "correction": "decimal",
        "?import_correction": "decimal",
        "basis": "basis",
    },
}
_OWN_NUMBER = {"?value": "decimal", "?unit": "text", "?per_unit": "text", "?gas": "gas", "?gwp_set": "gwp_set"}
_BY_EVIDENCE = {"kind": "kind", "?require": "tests", **_OWN_NUMBER}
_BY_AREA = {"kind": "kind", "area": "areas"}
_TIERS: dict[str, dict[str, str]] = {
    "direct_line": _BY_EVIDENCE,
    "power_purchase_agreement": _BY_EVIDENCE,
    "certificate": _BY_EVIDENCE,
    "supplier_product": _BY_EVIDENCE,
    "supplier_mix": _BY_EVIDENCE,
    "residual_mix": _BY_AREA,
    "fossil_mix": _BY_AREA,
    "grid": _BY_AREA,
    "fixed": {"value": "decimal", "unit": "text", "per_unit": "text", "gas": "gas", "?gwp_set": "gwp_set"},
}
_CREDIT = {"value": "decimal", "unit": "text", "per_unit": "text", "gas": "gas", "?gwp_set": "gwp_set"}
_FORMULA = {
    "?A": "shares",
    "A_otherwise": "decimal",
    "B": "decimal",
    "?R1_otherwise": "decimal",
    "?R2": "shares",
    "?R2_otherwise": "decimal",
    "?R3_otherwise": "decimal",
    "?quality_otherwise": "decimal",
}
_NET_SCRAP = {
    "?recovery_rate": "decimal",
    "?yield": "decimal",
    "?primary": "text",
    "?secondary": "text",
    "?scrap_value": "decimal",
    "?unit": "text",
    "?per_unit": "text",
    "?gas": "gas",
    "?gwp_set": "gwp_set",
}
_LEG = {"when": "when", "mode": "mode", "km": "decimal", "?share": "decimal"}
_CLASSES = {"unit": "text", "per": "text", "rows": "class_rows"}
_CLASS = {"name": "text", "at_0": "decimal", "?at_100": "decimal", "?product": "text", "?strict": "flag"}
_OPEN_CLASS = {"name": "text", "open": "flag", "?product": "text"}
_FACTOR_FORMS: tuple[dict[str, str], ...] = (
    {"property": "text"},
    {"value": "decimal", "unit": "text"},
    {"by": "category", "table": "shares", "unit": "text"},
)
_WORDS: dict[str, tuple[str, ...]] = {
    "share": SHARE_METHODS,
    "basis": BASES,
    "kind": ELECTRICITY_KINDS,
    "gas": ROW_GASES,
    "areas": AREAS,
    "tests": EVIDENCE_TESTS,
    "when": TRANSPORT_WHEN,
    "mode": TRANSPORT_MODES,
    "category": ("category",),
    "gwp_set": GWP_SETS,
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
    "options": Text("方法列表，至少两个", "a list of methods, at least two"),
    "methods": Text("{标签或物流 = 方法}", "{tag or flow = method}"),
    "factors": Text(
        '列表，每项为 {property}、{value, unit} 或 {by = "category", table, unit}',
        'a list of {property}, {value, unit} or {by = "category", table, unit}',
    ),
    "formula": Text("循环足迹公式参数表", "a table of the Circular Footprint Formula"),
    "net_scrap": Text("净废钢抵扣参数表", "a table of the net-scrap credit"),
    "legs": Text("运输段列表 {when, mode, km, share}", "a list of {when, mode, km, share}"),
    "classes": Text(
        "{unit, per, rows = [{name, at_0, at_100, product}]}", "{unit, per, rows = [{name, at_0, at_100, product}]}"
    ),
    "class_rows": Text("分级行列表，从严到宽", "a list of class rows, strictest first"),
}


_RECORDS: dict[str, dict[str, str]] = {"formula": _FORMULA, "net_scrap": _NET_SCRAP, "classes": _CLASSES}
_LISTS = {"tiers": Text("非空的层级列表", "a list of tiers, not empty"), "legs": _EXPECTED["legs"]}
_USUAL_AREA = ("region", "country")  # the province where there is a factor, else the country
_NAMING_KEYS = ("method", "use")  # what a table is called comes first


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which a value is wrong: what was found, what was expected, and the word nearest to what was found."""

    found: str
    expected: Text
    near: tuple[str, ...] = ()


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


def faults(parameter: Parameter, value: object) -> list[Fault]:
    """Return every way in which `value` is not what `parameter` takes."""
    if parameter.type in {"choice", "choices"}:
        test = _word if parameter.type == "choice" else _words
        return test(value, parameter.choices)
    if parameter.type in _RECORDS:
        return _record(value, _RECORDS[parameter.type], parameter.type)
    if parameter.type in _LISTS or parameter.type in {"method", "methods"}:
        return _tables(value, parameter.type)
    return _plain(value, parameter.type)


def _tables(value: object, kind: str) -> list[Fault]:
    """A method, or several tables: tiers, legs, methods by tag."""
    if kind == "method":
        return _table(value, "method", CO_PRODUCT_METHODS, _METHODS)
    if kind == "methods":
        if not isinstance(value, Mapping) or not value:
            return [Fault(show(value), _EXPECTED[kind])]
        return [f for method in value.values() for f in _table(method, "method", CO_PRODUCT_METHODS, _METHODS)]
    if not _is_list(value) or not value:
        return [Fault(show(value), _LISTS[kind])]
    items = cast("Sequence[object]", value)
    if kind == "tiers":
        return [f for tier in items for f in _table(tier, "use", ELECTRICITY_TIERS, _TIERS)]
    return [f for leg in items for f in _record(leg, _LEG, "legs")]


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
    """The short word by which a person names a value: ``economic``, ``certificate>grid:co2``, ``true``, ``0.1``.

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
            return ">".join(_tier_key(cast("Mapping[str, Value]", v)) for v in value)
        return ",".join(value_key(v) for v in value)
    return str(value["method"]) if "method" in value else show(value)


def _tier_key(tier: Mapping[str, Value]) -> str:
    """``grid``; ``grid:co2`` where only the CO2 of generation counts; ``grid@country`` for another area than usual."""
    kind = ":co2" if tier.get("kind") == "electricity_generation_co2" else ""
    area = tier.get("area", _USUAL_AREA)
    where = (
        "" if area == _USUAL_AREA or tier["use"] != "grid" else "@" + "/".join(map(str, cast("Sequence[str]", area)))
    )
    return f"{tier['use']}{kind}{where}"


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
        case kind if (
            kind not in {"choice", "flag", "choices", "tags", "text", "decimal", "method"} or wanted[:1] == "{"
        ):
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


def _word(value: object, words: Sequence[str]) -> list[Fault]:
    return (
        [] if isinstance(value, str) and value in words else [Fault(show(value), _one_of(words), _near(value, words))]
    )


def _words(value: object, words: Sequence[str]) -> list[Fault]:
    if not isinstance(value, list | tuple) or not value or len(set(map(show, value))) != len(value):
        return [Fault(show(value), _list_of(words), _near(value, words))]
    return [Fault(show(item), _list_of(words), _near(item, words)) for item in value if item not in words]


def _near(value: object, words: Sequence[str]) -> tuple[str, ...]:
    """The word a misspelt one may stand for; of what is no word, or like none of them, none."""
    if not isinstance(value, str) or value in words:
        return ()
    return nearest(value, words, 1)


def _plain(value: object, kind: str) -> list[Fault]:
    if kind in _WORDS:
        return _words(value, _WORDS[kind]) if kind in {"areas", "tests"} else _word(value, _WORDS[kind])
    return [] if _TESTS[kind](value) else [Fault(show(value), _EXPECTED[kind])]


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


def _record(value: object, shape: Mapping[str, str], kind: str) -> list[Fault]:
    return _keys(value, shape) if isinstance(value, Mapping) else [Fault(show(value), _EXPECTED[kind])]


def _is_factors(value: object) -> bool:
    return (
        _is_list(value)
        and bool(value)
        and all(
            isinstance(item, Mapping) and any(not _keys(item, form) for form in _FACTOR_FORMS)
            for item in cast("Sequence[object]", value)
        )
    )


def _is_options(value: object) -> bool:
    return (
        _is_list(value)
        and len(cast("Sequence[object]", value)) > 1
        and not any(_table(item, "method", CO_PRODUCT_METHODS, _METHODS) for item in cast("Sequence[object]", value))
    )


def _are_classes(value: object) -> bool:
    return (
        _is_list(value)
        and bool(value)
        and all(
            not _record(row, _CLASS, "class_rows") or not _record(row, _OPEN_CLASS, "class_rows")
            for row in cast("Sequence[object]", value)
        )
    )


def _is_credit(value: object) -> bool:
    return isinstance(value, Mapping) and not _keys(value, _CREDIT)


def _is_table_of(value: object, test: Callable[[object], bool]) -> bool:
    return isinstance(value, Mapping) and bool(value) and all(test(v) for v in value.values())


def _table(value: object, tag: str, words: Sequence[str], shapes: Mapping[str, Mapping[str, str]]) -> list[Fault]:
    if not isinstance(value, Mapping) or value.get(tag) not in words:
        given = value.get(tag) if isinstance(value, Mapping) else value
        return [Fault(show(value), _one_of(words, f"{tag} = "), _near(given, words))]
    return _keys({k: v for k, v in value.items() if k != tag}, shapes[cast("str", value[tag])])


def _keys(table: Mapping[str, object], shape: Mapping[str, str]) -> list[Fault]:
    allowed = {key.lstrip("?"): kind for key, kind in shape.items()}
    names = "、".join(allowed) or "–", ", ".join(allowed) or "–"
    found = [
        Fault(str(key), Text(f"只有这些键：{names[0]}", f"only the keys {names[1]}"), _near(key, tuple(allowed)))
        for key in table
        if key not in allowed
    ]
    for key, kind in shape.items():
        bare = key.lstrip("?")
        if bare in table:
            found += [replace(fault, found=f"{bare} = {fault.found}") for fault in _plain(table[bare], kind)]
        elif bare == key:
            found.append(Fault(show(table), Text(f"含有键 {key}", f"the key {key} to be there")))
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
    "options": _is_options,
    "methods": lambda value: isinstance(value, Mapping) and bool(value),
    "factors": _is_factors,
    "legs": lambda value: _is_list(value) and bool(value),
    "class_rows": _are_classes,
}
